// The search: results, facets, suggestions, keyboard, address and way back; over http and from a folder;
// whatever is typed, whatever others write into an address, and when the index does not come or is another one by now.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { after, before, test } from "node:test";

import { PATIENCE, launch, none, watch } from "./lib/browser.mjs";
import { fileUrl, folder, serve } from "./lib/site.mjs";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const WIDE = { viewport: { width: 1280, height: 900 }, reducedMotion: "reduce" };
const NARROW = { viewport: { width: 320, height: 640 }, reducedMotion: "reduce" };

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

const HOMES = {
  "over http": [() => site.url, (path) => site.url + path],
  "from a folder": [() => "file://", (path) => fileUrl(path.split("?")[0]) + path.replace(/^[^?]*/, "")],
};

/** Opens a page, does something there, and holds that nothing was wrong in the console. */
async function on(home, address, path, look, options = WIDE) {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  page.setDefaultTimeout(PATIENCE);
  const broken = watch(page, home());
  await page.goto(address(path));
  await look(page);
  none(broken);
  await context.close();
}

/** Waits until the finder says something of this form. */
const said = (page, pattern) =>
  page.waitForFunction((source) => new RegExp(source).test(document.querySelector(".search-status")?.textContent), pattern.source);

const found = (page) => said(page, /Treffer/);
const field = "#_finder-q";
const focused = (page) => page.evaluate(() => document.activeElement.id || document.activeElement.localName);
const value = (page, wanted) => page.waitForFunction(([at, text]) => document.querySelector(at).value === text, [field, wanted]);

for (const [name, [home, address]] of Object.entries(HOMES)) {
  const open = (path, look, options) => on(home, address, path, look, options);

  test(`${name}: nothing of the search is loaded before somebody turns to it`, () =>
    open("index.html", async (page) => {
      const loaded = () =>
        page.evaluate(() => performance.getEntriesByType("resource").filter(({ name }) => /search|finder/.test(name)).length);
      await page.waitForLoadState("load");
      assert.equal(await loaded(), 0);
      await page.keyboard.press("Control+k");
      await page.waitForFunction(() => globalThis.fundusFinder);
    }));

  test(`${name}: results with marks, excerpts and sections`, () =>
    open("suche.html?q=Elternberatung", async (page) => {
      await found(page);
      assert.match(await page.locator(".search-hit h3").first().textContent(), /Elternberatung/);
      const marks = await page.locator("mark").allTextContents();
      assert.ok(marks.includes("Elternberatung") && marks.some((mark) => /^Eltern$|beratung$/i.test(mark)), marks.join());
      assert.ok((await page.locator(".search-sections a").count()) > 0);
    }));

  test(`${name}: a question has partial matches, a slip its word, nonsense a way on`, () =>
    open("suche.html?q=Wie+erreiche+ich+Eltern+online%3F", async (page) => {
      await found(page);
      await page.locator(".search-partial").waitFor();
      await page.locator(field).fill("Elternberatug");
      await page.locator(".search-correction").click();
      await value(page, "Elternberatung");
      await page.locator(field).fill("Autowerkstatt");
      await said(page, /nichts/);
      assert.ok(await page.locator(".doors").isVisible());
      await page.fill(field, "Minecraft Discord Jugend");
      await page.getByRole("button", { name: /Nur nach „Jugend“ suchen/ }).click();
      await found(page);
      assert.equal(await page.inputValue(field), "Jugend");
    }));

  test(`${name}: keys lead to the field, through suggestions and through results`, () =>
    open("index.html", async (page) => {
      await page.keyboard.press("Control+k");
      await page.keyboard.type("Berat");
      await page.locator("[role=option]").first().waitFor();
      await page.keyboard.press("ArrowDown");
      const active = await page.evaluate(() => document.activeElement.getAttribute("aria-activedescendant"));
      assert.equal(active, await page.locator("[aria-selected=true]").getAttribute("id"));
      await page.keyboard.press("Escape");
      assert.equal(await page.locator("[role=option]").count(), 0);
      await page.keyboard.press("Enter");
      await page.waitForURL(/suche\.html\?q=Berat/);
      await found(page);
      await page.keyboard.press("Control+k");
      assert.equal(await focused(page), "_finder-q");
      await page.keyboard.press("ArrowDown");
      await page.waitForFunction(() => document.activeElement.closest("h3"));
      await page.keyboard.press("ArrowUp");
      assert.equal(await focused(page), "_finder-q");
      await page.keyboard.press("Escape");
      await page.waitForFunction(() => location.search === "");
      assert.ok(await page.locator(".doors").isVisible());
    }));

  test(`${name}: the state stands in the address, and the way back leads through it`, () =>
    open("suche.html", async (page) => {
      await page.waitForFunction(() => globalThis.fundusFinder);
      await page.locator(field).pressSequentially("Video");
      await page.waitForFunction(() => location.search === "?q=Video");
      await page.keyboard.press("Enter");
      await page.locator(field).fill("Beratung");
      await page.waitForFunction(() => location.search === "?q=Beratung");
      await found(page);
      const facet = page.locator(".search-facets [data-field=type] input");
      await facet.first().check();
      await page.waitForFunction(() => location.search === "?q=Beratung&type=concept");
      await page.locator(".search-chip").waitFor();
      assert.match(await focused(page), /^_facet-type/);
      await page.goBack();
      await page.waitForFunction(() => location.search === "?q=Beratung" && !document.querySelector(".search-chip"));
      await page.goBack();
      await value(page, "Video");
      await page.goForward();
      await value(page, "Beratung");
      await page.selectOption("#_finder-sort", "title");
      await page.waitForFunction(() => /sort=title/.test(location.search));
      await page.waitForFunction(() => {
        const titles = [...document.querySelectorAll(".search-hit h3")].map((title) => title.textContent);
        return titles.length > 5 && titles.every((title, at) => !at || title.localeCompare(titles[at - 1], "de") >= 0);
      });
    }));

  test(`${name}: values of one facet join, facets narrow down, chips take away`, () =>
    open("suche.html?q=Beratung&type=concept&type=project", async (page) => {
      await found(page);
      await page.locator(".search-chip").nth(1).waitFor();
      const count = async () => parseInt(await page.locator(".search-status").textContent(), 10);
      const both = await count();
      await page.locator(".search-chip").first().click();
      await page.waitForFunction(() => document.querySelectorAll(".search-chip").length === 1);
      const one = await count();
      assert.ok(one < both, `${one} < ${both}`);
      await page.locator(".search-chip").first().click();
      await page.waitForFunction(() => !document.querySelector(".search-chip"));
      assert.ok((await count()) > both);
      const [shown] = await page.locator(".search-facets [data-field=type] .search-count [aria-hidden]").allTextContents();
      await page.locator(".search-facets [data-field=type] input").first().check();
      await page.waitForFunction((n) => document.querySelector(".search-status").textContent.startsWith(`${n} `), shown);
    }));

  test(`${name}: a period is a range of years`, () =>
    open("suche.html?period=2020..2022", async (page) => {
      await found(page);
      const box = page.locator(".search-facets [data-field=period]");
      assert.equal(await box.locator("input").first().inputValue(), "2020");
      const before = await page.locator(".search-status").textContent();
      await box.locator("input").first().fill("1990");
      await box.locator("input").nth(1).fill("1991");
      await box.locator("input").nth(1).press("Enter");
      await page.waitForFunction((text) => document.querySelector(".search-status").textContent !== text, before);
    }));

  test(`${name}: a list stays as it is until it is narrowed down`, () =>
    open("konzepte/index.html", async (page) => {
      await page.locator("fundus-finder .facets [data-field] summary").first().focus();
      await page.keyboard.press("Enter");
      await page.locator(".search-facets [data-field][open] input").first().waitFor();
      assert.equal(await focused(page), await page.locator(".search-facets [data-field][open] summary").getAttribute("id"));
      assert.ok(await page.locator(".cards").first().isVisible());
      await page.locator(".search-facets [data-field][open] input").first().check();
      await found(page);
      assert.equal(await page.locator(".cards").first().isVisible(), false);
      const kinds = (await page.locator(".search-about").allTextContents()).map((text) => text.split(" · ")[0]);
      assert.deepEqual([...new Set(kinds)], ["Konzept"]);
      await page.locator(".search-chip").click();
      await page.locator(".cards").first().waitFor();
      await page.goBack();
      await page.locator(".search-chip").waitFor();
      await page.reload();
      await page.locator(".search-chip").waitFor();
    }));

  test(`${name}: who comes back finds the place again`, () =>
    open("suche.html?q=Beratung", async (page) => {
      await found(page);
      await page.locator(".search-more").click();
      const link = page.locator(".search-hit h3 a").nth(14);
      await link.scrollIntoViewIfNeeded();
      await link.click();
      await page.waitForURL((url) => !url.pathname.endsWith("suche.html"));
      await page.goBack();
      await page.waitForFunction(() => document.querySelectorAll(".search-hit").length > 10 && scrollY > 300);
    }));

  const ODD = {
    emoji: "🙂👩‍💻",
    markup: "<img src=x onerror=alert(1)><script>alert(1)</script>",
    "an open quotation mark": '"Eltern',
    "signs of regular expressions": "(.*)+[a-z]{2,}\\",
    "ten thousand letters": "a".repeat(10_000),
    "many words": "Eltern ".repeat(1500),
    "control characters": "\u202eEltern\u0007",
    "another script": "日本語 عائلة",
  };
  for (const [what, text] of Object.entries(ODD)) {
    test(`${name}: ${what} get an answer or a kind word`, () =>
      open("suche.html", async (page) => {
        await page.waitForFunction(() => globalThis.fundusFinder);
        await page.locator(field).fill(text);
        await said(page, /Treffer|nichts/);
        assert.equal(await page.locator("main img, main script:not([type])").count(), 0);
      }));
  }

  test(`${name}: an address may hold anything`, () =>
    open("suche.html?q=%3Cscript%3E&target_group=%22%3E%3Cimg%20src=x%3E&__proto__=1&sort=zzz&period=x..y&type=", async (page) => {
      await said(page, /Treffer|nichts/);
      assert.equal(await page.locator("main img").count(), 0);
    }));

  for (const direction of ["ltr", "rtl"]) {
    test(`${name}: everything fits into 320 px, ${direction}`, () =>
      open(
        "suche.html?q=Beratung&target_group=fachkraefte&target_group=familien",
        async (page) => {
          await page.evaluate((dir) => (document.documentElement.dir = dir), direction);
          await found(page);
          await page.locator(".search-narrow > summary").click();
          await page.evaluate(() => document.querySelectorAll(".search-facets details").forEach((box) => (box.open = true)));
          const wider = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
          assert.ok(wider <= 0, `${wider} px wider than the window`);
        },
        NARROW,
      ));
  }
}

const STATES = ["suche.html?q=Berattung+Eltern", "suche.html?q=Beratung&type=concept", "suche.html?q=Autowerkstatt", "konzepte/index.html?target_group=fachkraefte"];
for (const colorScheme of ["light", "dark"]) {
  test(`axe finds nothing, ${colorScheme}`, async () => {
    for (const path of STATES) {
      for (const window of [WIDE, NARROW]) {
        const look = async (page) => {
          await said(page, /Treffer|nichts/);
          await page.waitForFunction(() => document.querySelector(".search-facets details, .doors:not([hidden])"));
          await page.evaluate(AXE);
          const { violations } = await page.evaluate(() => axe.run({ resultTypes: ["violations"], preload: false }));
          none(violations.flatMap(({ id, nodes }) => nodes.map((node) => `${path}: ${id} ${node.html.slice(0, 120)}`)));
        };
        await on(...HOMES["over http"], path, look, { ...window, colorScheme });
      }
    }
  });
}

/** Opens the finder while some files do not arrive, and again when they do. */
async function interrupted(files, look) {
  const context = await browser.newContext(WIDE);
  const page = await context.newPage();
  page.setDefaultTimeout(PATIENCE);
  const errors = [];
  page.on("pageerror", (error) => errors.push(error.message));
  await page.route(files, (route) => route.abort());
  await page.goto(`${site.url}suche.html?q=Eltern`);
  await look(page, () => page.unroute(files));
  await found(page);
  none(errors);
  await context.close();
}

for (const [name, [home, address]] of Object.entries(HOMES)) {
  const open = (path, look, options) => on(home, address, path, look, options);

  test(`${name}: what others write into an address is no choice`, async () => {
    await open("konzepte/index.html?utm_source=newsletter&fbclid=abc&q=Video&type=project", async (page) => {
      await page.waitForLoadState("load");
      await page.waitForTimeout(300);
      assert.equal(await page.evaluate(() => typeof globalThis.fundusFinder), "undefined", "nothing is asked of the search");
      assert.ok(await page.locator(".cards").first().isVisible());
      // It is there for who wants it.
      await page.locator("fundus-finder .facets [data-field=target_group] summary").first().click();
      await page.locator(".search-facets [data-field=target_group][open] input").first().check();
      await page.locator(".search-chip").waitFor();
      assert.deepEqual(await page.evaluate(() => [...new URLSearchParams(location.search).keys()]), ["target_group"]);
    });
    await open("suche.html?fbclid=abc", async (page) => {
      await page.waitForFunction(() => globalThis.fundusFinder);
      assert.ok(await page.locator(".doors").isVisible());
      assert.equal(await page.evaluate(() => "asked" in document.documentElement.dataset), false);
      await page.locator(field).fill("Beratung");
      await page.locator(".search-facets [data-field]").first().waitFor();
      assert.equal(await page.locator(".search-chip").count(), 0);
      const known = (await page.locator("fundus-finder").getAttribute("filters")).split(" ");
      const shown = await page.locator(".search-facets [data-field]").evaluateAll((boxes) => boxes.map((box) => box.dataset.field));
      assert.deepEqual(shown.filter((one) => !known.includes(one)), [], "every filter can stand in an address");
    });
    await open("konzepte/index.html?utm_source=newsletter&target_group=fachkraefte", async (page) => {
      await found(page);
      assert.equal(await page.locator(".search-chip").count(), 1);
    });
  });

  test(`${name}: a choice that is no longer there is shown, and can be taken away`, () =>
    open("konzepte/index.html?target_group=gibt-es-nicht", async (page) => {
      await said(page, /nichts/);
      const chip = page.locator(".search-chip");
      assert.match(await chip.textContent(), /gibt-es-nicht/);
      await chip.click();
      await page.locator(".cards").first().waitFor();
    }));

  test(`${name}: after the site is published anew, an open page finds its way to the new index`, async () => {
    const context = await browser.newContext(WIDE);
    const page = await context.newPage();
    page.setDefaultTimeout(PATIENCE);
    // As the browser has kept it: a root whose chunks are gone.
    const root = readFileSync(join(folder, "search/root.js"), "utf8");
    const old = root.replace(/("hashes":")(\w+)/, (_, head, hashes) => head + "0".repeat(hashes.length));
    assert.notEqual(old, root);
    await page.route(/search\/root\.js$/, (route) => route.fulfill({ contentType: "text/javascript", body: old }));
    await page.goto(address("suche.html?q=Eltern"));
    await said(page, /nicht laden/);
    await page.locator(".search-note button").click();
    await found(page);
    await page.locator(".search-facets [data-field]").first().waitFor();

    await page.goto(address("konzepte/index.html"));
    const input = page.locator(".site-head input[type=search]");
    await input.pressSequentially("Elter");
    await page.waitForTimeout(1000);
    await input.pressSequentially("n");
    await page.locator(".site-head [role=option]").nth(2).waitFor();
    await context.close();
  });

  for (const [how, leave] of Object.entries({
    "leaves the field": (page) => page.locator("main a").first().focus(),
    // Sent to the field only, as Chromium would empty it as well.
    "presses Escape": (page) => page.evaluate(() => document.activeElement.dispatchEvent(new KeyboardEvent("keydown", { key: "Escape", bubbles: true }))),
  })) {
    test(`${name}: suggestions that come late do not open for who ${how}`, async () => {
      const context = await browser.newContext(WIDE);
      const page = await context.newPage();
      page.setDefaultTimeout(PATIENCE);
      const broken = watch(page, home());
      const waiting = [];
      let isSlow = true;
      await page.route(/search\/t\d/, (route) => (isSlow ? waiting.push(route) : route.continue()));
      await page.goto(address("konzepte/index.html"));
      const input = page.locator(".site-head input[type=search]");
      await input.pressSequentially("Eltern");
      while (!waiting.length) await page.waitForTimeout(50);
      await leave(page);
      isSlow = false;
      await Promise.all(waiting.map((route) => route.continue()));
      await page.waitForTimeout(1000);
      assert.equal(await input.inputValue(), "Eltern");
      assert.equal(await page.locator(".site-head [role=option]").count(), 0);
      assert.equal(await input.getAttribute("aria-expanded"), "false");
      await input.press("End");
      await input.pressSequentially("b");
      await page.locator(".site-head [role=option]").first().waitFor();
      none(broken);
      await context.close();
    });
  }

  test(`${name}: a browser that undoes no compression finds the same`, async () => {
    const titles = [];
    for (const isOld of [false, true]) {
      const context = await browser.newContext(WIDE);
      if (isOld) await context.addInitScript(() => delete self.DecompressionStream);
      const page = await context.newPage();
      page.setDefaultTimeout(PATIENCE);
      const broken = watch(page, home());
      await page.goto(address("suche.html?q=Elternberatug"));
      await page.locator(".search-hit").nth(3).waitFor();
      titles.push(await page.locator(".search-hit h3").allTextContents());
      none(broken);
      await context.close();
    }
    assert.ok(titles[0].length > 3);
    assert.deepEqual(titles[1], titles[0]);
  });
}

test("suggestions can be read on a phone", () =>
  on(
    ...HOMES["over http"],
    "konzepte/index.html",
    async (page) => {
      await page.locator(".site-head input[type=search]").pressSequentially("Eltern");
      const options = page.locator(".site-head [role=option]");
      await options.nth(2).waitFor();
      const widths = await options.evaluateAll((found) => found.map((option) => Math.max(...[...option.querySelectorAll("span, mark"), option.firstChild].map((part) => part.offsetWidth ?? 0))));
      assert.ok(widths.length > 2 && widths.every((width) => width > 30), widths.join());
    },
    { viewport: { width: 360, height: 740 } },
  ));

for (const viewport of [{ width: 320, height: 256 }, { width: 1280, height: 560 }]) {
  test(`suggestions stay in the window, and so does the chosen one, ${viewport.width} × ${viewport.height}`, () =>
    on(
      ...HOMES["over http"],
      "index.html",
      async (page) => {
        await page.locator("main input[type=search]").pressSequentially("Elt");
        const options = page.locator("[role=option]");
        await options.nth(4).waitFor();
        for (let at = 0; at < (await options.count()); at++) {
          await page.keyboard.press("ArrowDown");
          const [list, chosen, height] = await page.evaluate(() =>
            ["[role=listbox]", "[aria-selected=true]"].map((at) => document.querySelector(at).getBoundingClientRect().toJSON()).concat(innerHeight),
          );
          assert.ok(list.top > 0 && list.bottom <= height, `${at}: the list from ${list.top} to ${list.bottom}`);
          assert.ok(chosen.top >= list.top && chosen.bottom <= list.bottom + 1, `${at}: chosen at ${chosen.top}, the list ends at ${list.bottom}`);
        }
      },
      { ...WIDE, viewport },
    ));
}

test("the keyboard comes to results before the facets beside them, and to facets above them first", async () => {
  const order = (page) => page.evaluate(() => document.querySelector(".search-facets").compareDocumentPosition(document.querySelector(".search-hit")) & Node.DOCUMENT_POSITION_FOLLOWING);
  for (const path of ["suche.html?q=Eltern", "konzepte/index.html?target_group=fachkraefte"]) {
    for (const [window, areFirst] of [[WIDE, false], [NARROW, true]]) {
      await on(...HOMES["over http"], path, async (page) => {
        await found(page);
        await page.locator(".search-facets [data-field]").first().waitFor({ state: "attached" });
        assert.equal(Boolean(await order(page)), areFirst, `${path} at ${window.viewport.width}`);
      }, window);
    }
  }
});

test("on a phone the facets tell how much is left, and lead there", () =>
  on(
    ...HOMES["over http"],
    "suche.html?q=Eltern",
    async (page) => {
      await found(page);
      await page.locator(".search-narrow > summary").click();
      const box = page.locator(".search-facets [data-field]").first();
      await box.locator("summary").click();
      await box.locator("input").first().check();
      await page.locator(".search-chip").waitFor({ state: "attached" });
      const show = page.getByRole("button", { name: /^\d+ Treffer anzeigen$/ });
      const { y, height } = await show.boundingBox();
      assert.ok(y > 0 && y + height <= NARROW.viewport.height, `in the window: ${y}`);
      const number = parseInt(await show.textContent(), 10);
      await show.click();
      const focused = await page.evaluate(() => [document.activeElement.textContent, document.activeElement.getBoundingClientRect().top]);
      assert.deepEqual([focused[0], focused[1] >= 0 && focused[1] < 300], [`${number} Treffer`, true], focused.join());
      assert.equal(await page.locator(".search-narrow").getAttribute("open"), null);
    },
    NARROW,
  ));

test("a facet of a list that is opened on a phone stays where it is", () =>
  on(
    ...HOMES["over http"],
    "konzepte/index.html",
    async (page) => {
      await page.locator(".fold > summary").click();
      const place = (summary) => summary.evaluate((summary) => Math.round(summary.getBoundingClientRect().top + scrollY));
      const before = await place(page.locator("[data-field=target_group] summary"));
      await page.locator("[data-field=target_group] summary").click();
      await page.locator(".search-facets [data-field=target_group][open] input").first().waitFor();
      const after = await place(page.locator(".search-facets [data-field=target_group] summary"));
      // The search may know a facet more above it.
      assert.ok(Math.abs(after - before) < 100, `${before} and ${after}`);
    },
    NARROW,
  ));

test("results that are called the same tell their language, in its own words and direction", () =>
  on(...HOMES["over http"], "suche.html?q=netzteil&language=ar&language=de-simple&language=en", async (page) => {
    await found(page);
    const about = (lang) => page.locator(`.search-hit .search-about [lang=${lang}]`).first();
    assert.match(await about("de-simple").textContent(), / · Leichte Sprache$/);
    assert.match(await about("en").textContent(), / · English$/);
    assert.match(await about("ar").textContent(), / · العربية$/);
    assert.equal(await page.locator(".search-hit h3[lang=ar]").first().getAttribute("dir"), "rtl");
    // It begins where all begins, whatever its direction.
    const starts = await page.locator(".search-about span, .search-hit h3").evaluateAll((all) => all.map((one) => one.getBoundingClientRect().left));
    assert.equal(new Set(starts).size, 1, starts.join());
  }));

/** What can be seen of a page and is in no language but the page's. */
const inItsOwnWords = (page) =>
  page.evaluate(() => {
    const isOwn = (element) => element && element.closest("[lang]") === document.documentElement && element.checkVisibility();
    const walker = document.createTreeWalker(document.querySelector("main"), NodeFilter.SHOW_TEXT);
    const texts = [];
    while (walker.nextNode()) if (isOwn(walker.currentNode.parentElement)) texts.push(walker.currentNode.data.trim());
    return texts.filter(Boolean);
  });

test("who comes from a page in Ukrainian searches in Ukrainian, finds what is in German, and goes on in Arabic", () =>
  on(...HOMES["over http"], "einstieg/netzteil-fuer-alle.uk.html", async (page) => {
    await page.locator("header input[type=search]").fill("NetzTeil");
    await page.locator("header input[type=search]").press("Enter");
    await page.waitForURL(/\/suche\.uk\.html\?q=NetzTeil$/);
    await said(page, /^\d+ результат/);
    await page.locator(".search-facets [data-field=language]").waitFor();
    assert.match(await page.locator(".search-about [lang=de]").first().textContent(), / · Deutsch$/);
    await page.locator(".search-facets details").evaluateAll((all) => all.forEach((one) => (one.open = true)));
    const latin = (await inItsOwnWords(page)).filter((text) => /[a-zäöüß]{4}/i.test(text) && !/DigComp|NetzTeil/.test(text));
    none(latin);
    await page.getByRole("button", { name: /^Лише цією мовою: Українська \(1\)$/ }).click();
    await said(page, /^1 результат$/);
    assert.equal(await page.evaluate(() => document.activeElement.className), "search-chip");
    assert.equal(await page.locator(".search-own").isVisible(), false);
    await page.locator(".languages a[hreflang=ar]").click();
    await page.waitForURL(/\/suche\.ar\.html\?q=NetzTeil&language=uk$/);
    await page.locator(".search-chip").click();
    // Digits are those of all pages.
    await said(page, /^\d+ نتيجة$/);
  }));

test("who takes back the last choice of a list hears its number, and is at the facet it came from", () =>
  on(...HOMES["over http"], "konzepte/index.html?target_group=fachkraefte", async (page) => {
    await found(page);
    await page.locator(".search-facets [data-field=target_group]").waitFor();
    const number = (await page.locator(".page-head .meta").textContent()).trim();
    await page.locator(".search-chip").press("Enter");
    await page.waitForFunction(() => document.activeElement.id === "_facet-target_group");
    await page.waitForFunction((n) => document.querySelector("fundus-finder [role=status]").textContent === `${n} Treffer`, String(parseInt(number, 10)));
  }));

test("a script that a browser does not understand is said, with a way on", async () => {
  const page = await browser.newPage();
  page.setDefaultTimeout(PATIENCE);
  await page.route("**/theme/search.js", (route) => route.fulfill({ contentType: "text/javascript", body: "/(?</" }));
  await page.goto(`${site.url}suche.html?q=Eltern`);
  await page.locator("[role=alert]").waitFor();
  assert.ok(await page.locator(".doors").isVisible());
  await page.close();
});

test("an index that does not arrive is said, with a way on", () =>
  interrupted("**/search/**", async (page, heal) => {
    await said(page, /nicht laden/);
    assert.ok(await page.locator(".doors").isVisible());
    await heal();
    await page.locator(".search-note button").click();
  }));

test("a script that does not arrive is said, with a way on", () =>
  interrupted("**/theme/finder.js", async (page, heal) => {
    await page.locator("[role=alert]").waitFor();
    assert.ok(await page.locator(".doors").isVisible());
    await heal();
    await page.locator("[role=alert] button").click();
  }));

test("without JavaScript the pages of the terms stay", () =>
  on(
    ...HOMES["over http"],
    "konzepte/index.html",
    async (page) => {
      assert.ok(await page.locator(".cards").first().isVisible());
      assert.ok((await page.locator(".facets a").count()) > 5);
      await page.goto(`${site.url}suche.html`);
      assert.ok(await page.locator(".doors").isVisible());
      assert.ok(await page.locator(".notice").isVisible());
    },
    { ...WIDE, javaScriptEnabled: false },
  ));
