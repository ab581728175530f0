// What helps in reading: explanations, previews, enlarged pictures, colours and size of the text, the
// table of contents; by mouse, by keyboard and by touch.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";

import { launch, none, watch } from "./lib/browser.mjs";
import { fileUrl, files, folder, serve, withSite } from "./lib/site.mjs";

const pages = files(".html").map((path) => [path, readFileSync(join(folder, path), "utf8")]);

/** The first page on which this stands. */
function pageWith(...parts) {
  const [path] = pages.find(([, html]) => parts.every((part) => html.includes(part))) ?? [];
  assert.ok(path, `the demonstration site has a page with ${parts.join(" and ")}`);
  return path;
}

let browser;
let site;
before(async () => {
  site = await serve();
  browser = await launch();
});
after(async () => {
  await browser.close();
  site.stop();
});

/** Runs `use` on a page of the site in a window of its own, on which nothing may go wrong. */
async function on(path, use, options = {}) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, ...options });
  const page = await context.newPage();
  const broken = watch(page, site.url);
  await page.goto(site.url + path);
  await use(page, context);
  await context.close();
  none(broken);
}

const bubble = (page) => page.locator("fundus-explain");

test("a footnote shows beside its mark, and Escape closes it", () =>
  on(pageWith('class="footnote-ref"', 'class="document"'), async (page) => {
    const mark = page.locator(".footnote-ref a").first();
    await page.keyboard.press("Tab");
    await mark.focus();
    await bubble(page).waitFor();
    const id = decodeURIComponent((await mark.getAttribute("href")).slice(1));
    const note = await page.locator(`[id="${id}"]`).innerText();
    const text = await bubble(page).innerText();
    assert.ok(text.length > 10 && note.startsWith(text.trim().slice(0, 10)), `${note} / ${text}`);
    assert.equal(await mark.getAttribute("aria-describedby"), await bubble(page).getAttribute("id"));
    await page.keyboard.press("Escape");
    await bubble(page).waitFor({ state: "hidden" });
  }));

test("a glossary term explains itself by mouse, keyboard and touch", async () => {
  const path = pageWith('class="glossary"');
  await on(path, async (page) => {
    const term = page.locator("a.glossary").first();
    await term.hover();
    assert.equal(await bubble(page).innerText(), await term.getAttribute("data-definition"));
    await page.mouse.move(0, 0);
    await bubble(page).waitFor({ state: "hidden" });
    await page.keyboard.press("Tab");
    await term.focus();
    await bubble(page).waitFor();
  });
  await on(
    path,
    async (page) => {
      await page.locator("a.glossary").first().tap();
      await bubble(page).waitFor();
      assert.ok(page.url().endsWith(path), "the first touch explains");
      await page.locator("a.glossary").first().tap();
      await page.waitForURL(/glossar/);
    },
    { hasTouch: true, isMobile: true, viewport: { width: 360, height: 740 } },
  );
});

test("a link within the site says what it leads to", () =>
  on(pageWith("data-preview="), async (page) => {
    const link = page.locator("a[data-preview]").first();
    await link.hover();
    assert.equal(await bubble(page).innerText(), await link.getAttribute("data-preview"));
  }));

test("a picture opens large with its caption, and gives the focus back", () =>
  on(pageWith("<figure><img", "<figcaption>", "document-head"), async (page) => {
    const figure = page.locator(".prose figure:has(img)").first();
    await figure.locator(".zoom-button").press("Enter");
    const dialog = page.locator("dialog.zoom");
    const caption = await figure.locator("figcaption").innerText();
    assert.equal(await dialog.locator("figcaption").innerText(), caption);
    await page.keyboard.press("Escape");
    await dialog.waitFor({ state: "detached" });
    assert.equal(await page.evaluate(() => document.activeElement.className), "zoom-button");
  }));

test("colours and size of the text are kept on the next page", () =>
  on("index.html", async (page) => {
    await page.locator("fundus-settings > button").press("Enter");
    await page.getByLabel("dunkel").check();
    await page.getByLabel("am größten").check();
    await page.goto(`${site.url}impressum.html`);
    const [scheme, size] = await page.evaluate(() => {
      const style = getComputedStyle(document.documentElement);
      return [style.colorScheme, parseFloat(style.fontSize)];
    });
    assert.deepEqual([scheme, Math.round(size)], ["dark", 21]);
  }));

for (const width of [320, 1280]) {
  test(`the settings open where they are asked for, ${width} px`, () =>
    on(
      "konzepte/index.html",
      async (page) => {
        const button = page.locator("fundus-settings > button");
        await button.click();
        const panel = page.locator("fundus-settings [popover]");
        assert.equal(await panel.getByRole("radio").count(), 6);
        const [asked, shown] = [await button.boundingBox(), await panel.boundingBox()];
        assert.ok(Math.abs(shown.y - asked.y - asked.height) < 2 && shown.y + shown.height <= 740, JSON.stringify(shown));
        assert.ok(shown.x >= 0 && shown.x + shown.width <= width && shown.x <= asked.x + asked.width, JSON.stringify(shown));
        await page.keyboard.press("Escape");
        assert.equal(await panel.isVisible(), false);
        assert.equal(await page.evaluate(() => document.activeElement.parentElement.localName), "fundus-settings");
      },
      { viewport: { width, height: 740 } },
    ));
}

test("the table of contents follows the reader", () =>
  on(pageWith('class="toc"', "<h2"), async (page) => {
    const last = page.locator(".toc a").last();
    await last.click();
    await page.locator(".toc a[aria-current]").waitFor();
    assert.ok((await page.locator(".toc a[aria-current]").count()) === 1);
  }));

test("without a script everything is there", () =>
  on(
    pageWith('class="toc"', 'class="fact-box"'),
    async (page) => {
      for (const part of [".toc summary", ".fact-box", ".prose", ".site-foot", ".menu"]) {
        assert.ok(await page.locator(part).first().isVisible(), part);
      }
      for (const part of ["fundus-tools", "fundus-settings", "fundus-explain", "fundus-keep"]) {
        assert.equal(await page.locator(part).innerText(), "", `${part} shows nothing dead`);
      }
    },
    { javaScriptEnabled: false },
  ));

test("on a phone the menu opens without a script", () =>
  on(
    "konzepte/index.html",
    async (page) => {
      assert.equal(await page.locator(".menu a").first().isVisible(), false);
      await page.locator(".menu-button").click();
      assert.ok(await page.locator(".menu a").first().isVisible());
    },
    { javaScriptEnabled: false, viewport: { width: 360, height: 740 } },
  ));

test("a card shows that it has the focus, also where styles cannot ask what is in it", () =>
  on("konzepte/index.html", async (page) => {
    await page.keyboard.press("Tab");
    const link = page.locator(".card-title a").nth(1);
    await link.focus();
    const outlines = await link.evaluate((link) => [[link], [link, "::after"], [link.closest(".card")]].map((of) => getComputedStyle(...of).outlineStyle));
    assert.deepEqual(outlines, ["none", "solid", "none"]);
  }));

test("a heading is called what it says, and what is copied is said", () =>
  on(pageWith("<fundus-anchors", "<fundus-tools", 'class="citation"', "<h2"), async (page, context) => {
    await context.grantPermissions(["clipboard-read", "clipboard-write"]);
    const heading = page.locator(".prose h2[id]").first();
    const title = (await heading.textContent()).replace(/#$/, "");
    await page.getByRole("heading", { name: title, exact: true, level: 2 }).waitFor();
    const said = (text) => page.waitForFunction((text) => [...document.querySelectorAll("[role=status]")].some((place) => place.textContent === text), text);
    const copied = () => page.evaluate(() => navigator.clipboard.readText());
    await heading.locator(".anchor").press("Enter");
    await said("Kopiert");
    assert.equal(await copied(), page.url());
    const cite = page.getByRole("button", { name: "Quellenangabe kopieren" });
    await cite.press("Enter");
    await said("");
    await said("Kopiert");
    assert.equal(await copied(), await page.locator(".citation span").textContent());
    // Its name stays, its state changes.
    const keep = page.getByRole("button", { name: "Merken", exact: true, pressed: false });
    await keep.press("Enter");
    await page.getByRole("button", { name: "Merken", exact: true, pressed: true }).waitFor();
  }));

test("who goes from link to link by keyboard is not ahead of the window; who follows a link within the page sees the way", () =>
  on(pageWith('class="toc"', 'class="fact-box"', 'class="citation"'), async (page) => {
    for (let step = 0; step < 40; step++) {
      await page.keyboard.press("Tab");
      const { top, bottom, height, name } = await page.evaluate(() => {
        const { top, bottom } = document.activeElement.getBoundingClientRect();
        return { top, bottom, height: innerHeight, name: document.activeElement.outerHTML.slice(0, 80) };
      });
      assert.ok(bottom > 0 && top < height, `${step}: ${name} at ${top} of ${height}`);
    }
    const behaviour = () => page.evaluate(() => getComputedStyle(document.documentElement).scrollBehavior);
    assert.equal(await behaviour(), "auto");
    const during = await page.locator(".toc a").last().evaluate((link) => {
      link.click();
      return getComputedStyle(document.documentElement).scrollBehavior;
    });
    assert.equal(during, "smooth");
    await page.waitForFunction(() => getComputedStyle(document.documentElement).scrollBehavior === "auto");
  }));

/** Opens a page whose styles are changed as a browser reads them that does not know all of it. */
async function asOld(path, change, look) {
  const context = await browser.newContext({ viewport: { width: 360, height: 740 } });
  const page = await context.newPage();
  await page.route("**/style.css", async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, body: change(await response.text()) });
  });
  await page.goto(site.url + path);
  await look(page);
  await context.close();
}

test("older browsers: signs stay small without layers, callouts have a ground without light-dark()", async () => {
  const sizes = (page) => page.locator("svg").evaluateAll((all) => all.map((one) => Math.round(one.getBoundingClientRect().width)));
  await asOld(pageWith('class="brand-mark"', "<fundus-tools"), () => "", async (page) => {
    const seen = await sizes(page);
    assert.ok(seen.length > 3 && seen.every((width) => width <= 36), seen.join());
  });
  const grounds = (page) => page.locator(".callout").evaluateAll((all) => all.map((one) => [getComputedStyle(one).backgroundColor, getComputedStyle(one).borderTopStyle].join()));
  await asOld(pageWith("callout-tip"), (css) => css.replaceAll("light-dark(", "dark-light("), async (page) => {
    const seen = await grounds(page);
    assert.ok(seen.length > 0 && seen.every((ground) => ground === "rgb(255, 255, 255),solid"), seen.join());
  });
});

test("older browsers: where nothing can be shown as large as the window, no button says so", async () => {
  const context = await browser.newContext();
  await context.addInitScript(() => delete HTMLDialogElement.prototype.showModal);
  const page = await context.newPage();
  await page.goto(site.url + pageWith("<figure><img", "<figcaption>", "document-head"));
  await page.waitForFunction(() => customElements.get("fundus-zoom"));
  assert.equal(await page.locator(".zoom-button").count(), 0);
  await context.close();
});

test("what a term is made of stands below its label, which is in line with what the term belongs to", () =>
  on(pageWith('class="hierarchy"', "Gehört zu", "Im Einzelnen"), async (page) => {
    const [belongs, label, list] = await page.locator(".hierarchy :is(p, ul)").evaluateAll((all) => all.map((one) => one.getBoundingClientRect().toJSON()));
    assert.deepEqual([belongs.top, label.left], [label.top, list.left]);
    assert.ok(list.top >= label.bottom, `${list.top} below ${label.bottom}`);
  }));

test("who opens the menu is in it, and Escape leads back", () =>
  on(
    "konzepte/index.html",
    async (page) => {
      await page.locator(".menu-button").click();
      await page.waitForFunction(() => document.activeElement.closest(".menu"));
      await page.keyboard.press("Escape");
      await page.waitForFunction(() => document.activeElement.matches(".menu-button") && !document.querySelector(".menu:popover-open"));
    },
    { viewport: { width: 360, height: 740 } },
  ));

/** The tabs of a page: which is chosen, and what is to be seen of each. */
const tabs = (page) =>
  page.locator("fundus-tabs").first().evaluate((group) =>
    [...group.querySelectorAll(".tab-panel")].map((panel, at) => {
      const tab = group.querySelectorAll("[role=tab]")[at];
      const shown = panel.checkVisibility({ contentVisibilityAuto: true }) && panel.offsetHeight > 30;
      return [tab?.textContent, tab?.getAttribute("aria-selected"), shown].join(" ");
    }),
  );

test("tabs follow the keyboard, the address and the paper", () =>
  on(pageWith("<fundus-tabs>", "Aus dem Quelltext"), async (page) => {
    const [first, second, third] = ["Windows", "Mac und Linux", "Aus dem Quelltext"];
    assert.deepEqual(await tabs(page), [`${first} true true`, `${second} false false`, `${third} false false`]);
    await page.keyboard.press("Tab");
    await page.getByRole("tab", { name: first }).focus();
    await page.keyboard.press("ArrowLeft");
    assert.deepEqual(await tabs(page), [`${first} false false`, `${second} false false`, `${third} true true`]);
    assert.equal(await page.evaluate(() => document.activeElement.textContent), third);
    await page.keyboard.press("Home");
    assert.equal((await tabs(page))[0], `${first} true true`);
    await page.keyboard.press("End");
    assert.equal(await page.locator("[role=tab][tabindex='0']").first().textContent(), third);
    // The table of contents leads to a panel that is not shown.
    await page.evaluate(() => (location.hash = "#mac-und-linux"));
    await page.waitForFunction(() => document.querySelectorAll("[role=tab]")[1].ariaSelected === "true");
    await page.emulateMedia({ media: "print" });
    const shown = await page.locator("fundus-tabs .tab-panel").evaluateAll((panels) =>
      panels.map((panel) => [panel.checkVisibility(), panel.querySelector("[id]").checkVisibility(), panel.innerText.length > 40].join()),
    );
    assert.deepEqual(shown, Array(3).fill("true,true,true"));
    assert.equal(await page.locator(".tab-list").first().isVisible(), false);
  }));

test("what is found within a page opens its tab", () =>
  on(pageWith("<fundus-tabs>", "Aus dem Quelltext"), async (page) => {
    const hidden = await page.locator(".tab-panel").nth(2).getAttribute("hidden");
    assert.equal(hidden, "until-found");
    await page.locator(".tab-panel").nth(2).dispatchEvent("beforematch");
    assert.equal(await page.getByRole("tab", { name: "Aus dem Quelltext" }).getAttribute("aria-selected"), "true");
  }));

test("without a script tabs are sections", () =>
  on(
    pageWith("<fundus-tabs>", "Aus dem Quelltext"),
    async (page) => {
      assert.equal(await page.locator("fundus-tabs h3").count(), 3);
      for (const panel of await page.locator(".tab-panel").all()) assert.ok(await panel.isVisible());
    },
    { javaScriptEnabled: false },
  ));

test("from a file the script works as well", async () => {
  const path = pageWith('class="glossary"');
  const page = await browser.newPage();
  const broken = watch(page, "file://");
  await page.goto(fileUrl(path));
  await page.locator("a.glossary").first().hover();
  await bubble(page).waitFor();
  await page.close();
  none(broken);
});

test("a film plays from a file, with captions, from its text", async () => {
  const page = await browser.newPage();
  const broken = watch(page, "file://");
  await page.goto(fileUrl(pageWith("<video")));
  await page.locator(".transcript summary").first().press("Enter");
  await page.locator(".transcript button").first().press("Enter");
  await page.waitForFunction(() => document.querySelector("video").currentTime > 0);
  const captions = await page.evaluate(() => {
    const [track] = document.querySelector("video").textTracks;
    track.mode = "showing";
    return [track.kind, track.language];
  });
  assert.deepEqual(captions, ["captions", "de"]);
  await page.waitForFunction(() => document.querySelector("video").textTracks[0].cues?.length > 1);
  await page.close();
  none(broken);
});

test("what is in German on an Arabic page begins where the page does", async () => {
  const type = 'label = "Bogen"\nplural = "Bögen"\nfolders = ["bogen"]\n';
  const own = ["stelle", "partner"].map((name) => `[types.bogen.own.${name}]\nlabel = "${name}"\nkind = "text"\nfact = ${name === "stelle"}\n`).join("");
  const weeks = '[types.bogen.own.weeks]\nkind = "group"\nmany = true\nlabel = "Wochen"\ngroup = { topic = { kind = "text", label = "Thema" } }\n';
  const event = (day) => `---\ntitle: Fachtag\nsummary: Über Beratung.\nstart: 2027-03-${day} 14:00\n---\n`;
  const sources = {
    "config.toml": `title = "Probe"\n[types.bogen]\n${type}${own}${weeks}`,
    "content/index.md": "---\ntitle: Start\n---\n",
    "content/veranstaltungen/a.md": event(11),
    "content/veranstaltungen/b.md": event(12),
    "content/veranstaltungen/b.ar.md": "---\ntitle: يوم\nsummary: يوم.\n---\n",
    "content/bogen/a.md": "---\ntitle: Bogen\nstelle: Amt\npartner: Stadt\nweeks: [{topic: Eins}]\n---\n",
    "content/bogen/a.ar.md": "---\ntitle: استمارة\nstelle: دائرة\npartner: مدينة\nweeks: [{topic: واحد}]\n---\n",
    "content/zeit.ar.md": "---\ntitle: الوقت\nquery: [{type: workshop, show: timeline}, {type: bogen, show: cards}, {type: bogen, show: table}, {type: workshop, show: list}]\n---\n",
    "content/zeit.md": "---\ntitle: Zeit\n---\n",
  };
  await withSite(sources, async (url) => {
    for (const width of [360, 1280]) {
      const page = await browser.newPage({ viewport: { width, height: 800 } });
      // The ends of texts, as they are seen.
      await page.addInitScript(() => {
        self.end = (element) => {
          const range = document.createRange();
          range.selectNodeContents(element);
          return Math.round(Math.max(...[...range.getClientRects()].filter(({ width }) => width > 1).map(({ right }) => right)));
        };
        self.ends = (selector) => [...new Set([...document.querySelectorAll(selector)].map(self.end))];
      });
      await page.goto(url("zeit.ar.html"));
      const seen = await page.evaluate(() => {
        const line = document.querySelector(".timeline").getBoundingClientRect();
        const items = [...document.querySelectorAll(".timeline li")];
        const [tab, keep] = [".tab", ".keep"].map((name) => document.querySelector(`.card[data-type=bogen] ${name}`).getBoundingClientRect());
        return {
          items: items.length,
          // Dots lie on the line, which is on the right.
          dots: items.filter((item) => getComputedStyle(item, "::before").right.startsWith("-") && item.getBoundingClientRect().right > line.right - 4).length,
          texts: ends(".timeline :is(.when, .what, .more)"),
          right: line.right,
          overlap: tab.left < keep.right && keep.left < tab.right,
          lists: ends(".link-list li"),
          table: ends(".gathered table tr > :first-child"),
        };
      });
      assert.equal(seen.items, 2);
      assert.equal(seen.dots, 2, `${width}: dots on the line`);
      assert.ok(seen.texts.length === 1 && seen.texts[0] < seen.right - 10, `${width}: ${seen.texts} beside the line at ${seen.right}`);
      assert.equal(seen.overlap, false, `${width}: the tab beside the bookmark`);
      for (const ends of [seen.lists, seen.table]) assert.equal(ends.length, 1, `${width}: ${ends}`);

      await page.goto(url("bogen/a.ar.html"));
      const labels = await page.evaluate(() => [ends(".fact-box :is(dt, dd)"), ends(".prose .field-section > p, .prose .field-section > h2 > bdi"), ends(".prose .field-section table tr > :first-child")]);
      for (const ends of labels) assert.equal(ends.length, 1, `${width}: labels and values ${labels.join(" | ")}`);
      await page.close();
    }
  });
});
