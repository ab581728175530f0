// Copies to take along, from a folder with blanks and umlauts: as a folder in Chromium and in Firefox,
// and as one file, with the search, the filters and the reader's own list in it; and where links of texts lead that
// ask for something.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after, before, test } from "node:test";
import { pathToFileURL } from "node:url";

import { PATIENCE, launch, none, watch } from "./lib/browser.mjs";
import { firefox } from "./lib/firefox.mjs";
import { serve } from "./lib/site.mjs";

const { FUNDUS, ROOT } = process.env;
const place = mkdtempSync(join(tmpdir(), "Mappe für Übungen "));
const folder = join(place, "Lernpfad größer");
const single = join(place, "eine Datei für alle.html");

const exported = (form, output) =>
  execFileSync(FUNDUS, ["--root", ROOT, "export", "--collection", "lernpfad-netzpaten", "--to", form, "--output", output], { stdio: "pipe" });
const url = (path) => pathToFileURL(path).href;

let browser;
before(async () => {
  exported("folder", folder);
  exported("single", single);
  browser = await launch();
});
after(async () => {
  await browser.close();
  rmSync(place, { recursive: true, force: true });
});

async function window(options = {}) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  const page = await context.newPage();
  await context.addInitScript(() => (self.print = () => (self.printed = true)));
  return { context, page, broken: watch(page, "file://") };
}

/** The pages that links lead to, from this one on. */
async function everyPage(visit) {
  const seen = new Set([url(join(folder, "index.html"))]);
  for (const address of seen) {
    for (const link of await visit(address)) {
      const target = link.split("#")[0];
      if (target.startsWith(url(folder)) && target.endsWith(".html")) seen.add(target);
    }
  }
  return seen;
}

test("a folder in Chromium: every page, link and picture", async () => {
  const { context, page, broken } = await window();
  const seen = await everyPage(async (address) => {
    await page.goto(address);
    const { links, dark } = await page.evaluate(() => {
      document.querySelectorAll("[loading=lazy]").forEach((image) => (image.loading = "eager"));
      return {
        links: [...document.querySelectorAll("a[href]")].map(({ href }) => href),
        dark: getComputedStyle(document.documentElement).getPropertyValue("--accent") === "",
      };
    });
    if (dark) broken.push(`${address}: no style`);
    const pictures = await page.evaluate(async () => {
      await Promise.allSettled([...document.images].map((image) => image.decode()));
      return [...document.images].filter((image) => !image.naturalWidth).map(({ src }) => src);
    });
    broken.push(...pictures);
    return links;
  });
  none(broken);
  assert.ok(seen.size > 50, `${seen.size} pages`);

  await page.goto(url(join(folder, "suche.html")) + "?q=Smartfon");
  await page.locator(".search-results h3").first().waitFor();
  await page.goto(url(join(folder, "material/index.html")));
  await page.locator(".facets [data-field] summary").first().click();
  await page.locator(".search-facets [data-field][open] input").first().check();
  await page.locator(".search-results h3").first().waitFor();
  none(broken);
  await context.close();
});

test("a folder in Firefox: every page, and the search", { skip: firefox.lacks }, async () => {
  const fox = await firefox.start();
  try {
    const faults = [];
    const seen = await everyPage(async (address) => {
      await fox.open(address);
      const { links, pictures, accent } = await fox.run(`
        return {
          links: [...document.querySelectorAll("a[href]")].map(({ href }) => href),
          pictures: [...document.images].filter((image) => image.complete && !image.naturalWidth).map(({ src }) => src),
          accent: getComputedStyle(document.documentElement).getPropertyValue("--accent"),
        };`);
      if (!accent) faults.push(`${address}: no style`);
      faults.push(...pictures);
      return links;
    });
    assert.ok(seen.size > 50, `${seen.size} pages`);
    await fox.open(url(join(folder, "suche.html")) + "?q=Smartfon");
    await fox.until('return document.querySelectorAll(".search-results h3").length > 0');
    await fox.open(url(single));
    assert.equal(await fox.run('return document.querySelectorAll("h1").length > 20'), true);
    none([...faults, ...fox.faults]);
  } finally {
    await fox.stop();
  }
});

const shown = (page) => page.locator("main[data-page]:visible").evaluateAll((mains) => mains.map(({ id }) => id));

test("one file: every page opens, nothing is missing", async () => {
  const { context, page, broken } = await window();
  await page.goto(url(single));
  assert.deepEqual(await shown(page), ["index.html"]);
  const pages = await page.locator("main[data-page]").evaluateAll((mains) => mains.map(({ id }) => id));
  const dead = await page.evaluate(() =>
    [...document.querySelectorAll('a[href^="#"]:not(.skip)')]
      .map(({ hash }) => decodeURIComponent(hash.slice(1)))
      .filter((id) => id && !document.getElementById(id)),
  );
  for (const id of pages) {
    await page.evaluate((to) => (location.hash = to), id);
    const now = await shown(page);
    if (now.length !== 1 || now[0] !== id) broken.push(`${id}: ${now}`);
  }
  none([...broken, ...dead]);
  assert.ok(pages.length > 50);
  await context.close();
});

test("one file: each page is printed in its own format", async () => {
  for (const [path, isWide] of [["konzepte/elternberatung-per-video.html", false], ["material/protokoll-digitale-sprechstunde.html", true]]) {
    const page = await browser.newPage();
    await page.goto(`${url(single)}#${path}`);
    await page.waitForSelector("main[data-away]", { state: "attached" });
    const pdf = (await page.pdf({ preferCSSPageSize: true })).toString("latin1");
    await page.close();
    const boxes = [...pdf.matchAll(/\/MediaBox \[\s*0 0 ([\d.]+) ([\d.]+)\s*\]/g)].map(([, width, height]) => Number(width) > Number(height));
    assert.ok(boxes.length > 0 && boxes.every((wide) => wide === isWide), `${path}: ${boxes}`);
  }
});

test("one file: paper shows the page that is on the screen, also where no style knows the target", async () => {
  const { context, page, broken } = await window();
  await page.goto(`${url(single)}#konzepte/elternberatung-per-video.html`);
  await page.waitForSelector("main[data-away]", { state: "attached" });
  // Firefox prints a copy of the document in which nothing is a target; here, another page is.
  await page.evaluate(() => {
    for (const main of document.querySelectorAll("main[data-page]")) {
      main.toggleAttribute("data-shown", main.id === "a-z.html");
      main.toggleAttribute("data-away", main.id !== "a-z.html");
    }
  });
  await page.emulateMedia({ media: "print" });
  assert.deepEqual(await shown(page), ["a-z.html"]);
  none(broken);
  await context.close();
});

test("one file: browsers without :has and popovers show each page from its top, and search", async () => {
  const old = join(place, "alt.html");
  writeFileSync(old, readFileSync(single, "utf8").replaceAll(":has(", ":lacks(").replaceAll(":popover-open", ":popover-lacks"));
  const { context, page, broken } = await window({ reducedMotion: "no-preference" });
  await context.addInitScript(() => ["popover", "hidePopover", "showPopover"].forEach((name) => delete HTMLElement.prototype[name]));
  await page.goto(url(old));
  assert.deepEqual(await shown(page), ["index.html"]);
  // The browser looks for the second one while the first still stands above it.
  const long = await page.locator("main[data-page]").evaluateAll((mains) => mains.filter((main) => main.querySelectorAll(".prose h2[id]").length > 3).map(({ id }) => id));
  assert.ok(long.length > 1);
  for (const id of long.slice(0, 2)) {
    await page.evaluate((to) => (location.hash = to), id);
    await page.waitForFunction((id) => document.getElementById(id).hasAttribute("data-shown"), id);
    assert.deepEqual(await shown(page), [id]);
    await page.waitForTimeout(500);
    assert.equal(await page.evaluate(() => scrollY), 0, id);
  }
  await page.locator(".site-head input[type=search]").fill("Smartphone");
  await page.keyboard.press("Enter");
  await page.locator(".search-hit").first().waitFor();
  assert.deepEqual(await shown(page), ["suche.html"]);
  none(broken);
  await context.close();
});

test("one file: the way back leads to the place and to the link, and Ctrl+K to a field that is seen", async () => {
  const { context, page, broken } = await window({ viewport: { width: 1280, height: 500 }, reducedMotion: "reduce" });
  const focused = () => page.evaluate(() => document.activeElement.textContent);
  const at = (y) => page.waitForFunction((y) => Math.abs(scrollY - y) < 2, y);
  await page.goto(`${url(single)}#sammlungen/lernpfad-netzpaten.html`);
  const link = page.locator("main:visible .items .card-title a").nth(5);
  await link.focus();
  const title = await focused();
  const y = await page.evaluate(() => scrollY);
  assert.ok(y > 200, `${y}`);
  await page.keyboard.press("Enter");
  await page.locator("main:visible h1", { hasText: title }).waitFor();
  await at(0);
  await page.evaluate(() => scrollTo(0, 300));
  await page.waitForFunction(() => history.state?.place?.scroll === 300);
  await page.goBack();
  await at(y);
  assert.equal(await focused(), title);
  await page.goForward();
  await page.locator("main:visible h1", { hasText: title }).waitFor();
  await at(300);
  await page.reload();
  await at(300);
  await page.keyboard.press("Control+k");
  assert.ok(await page.evaluate(() => document.activeElement.matches("input[type=search]") && document.activeElement.checkVisibility()));
  none(broken);
  await context.close();
});

test("one file: the search answers, and a filter is for its own list", async () => {
  const { context, page, broken } = await window();
  const start = Date.now();
  await page.goto(url(single));
  await page.locator("header input[type=search]").fill("Sprechstunde");
  await page.locator("header input[type=search]").press("Enter");
  await page.locator("main:visible .search-results h3").first().waitFor();
  const took = Date.now() - start;
  console.log(`one file opened and searched in ${took} ms`);

  await page.evaluate(() => (location.hash = "material/index.html"));
  const main = page.locator("main:visible");
  await main.locator(".facets [data-field] summary").first().click();
  await main.locator(".search-facets [data-field][open] input").first().check();
  await main.locator(".search-results h3").first().waitFor();
  await page.reload();
  await main.locator(".search-results h3").first().waitFor();
  assert.deepEqual(await shown(page), ["material/index.html"]);
  await page.evaluate(() => (location.hash = "konzepte/index.html"));
  await main.locator(".card").first().waitFor();
  assert.equal(await main.locator(".search-results h3").count(), 0, "another list is whole");
  assert.equal(await main.locator(".search-chips li").count(), 0);
  none(broken);
  await context.close();
});

test("one file: a page in another language leads to the search and to the list in that language", async () => {
  const root = join(place, "Sprachen");
  mkdirSync(root);
  const fundus = (...given) => execFileSync(FUNDUS, given, { cwd: root, stdio: "pipe" });
  fundus("init");
  writeFileSync(join(root, "content/hilfe.md"), "---\ntitle: Hilfe am Fernsprecher\n---\n");
  writeFileSync(join(root, "content/hilfe.uk.md"), "---\ntitle: Допомога\n---\nЗа телефоном.\n");
  fundus("export", "--to", "single", "--output", join(place, "Sprachen.html"));
  const { context, page, broken } = await window();
  await page.goto(`${url(join(place, "Sprachen.html"))}#hilfe.uk.html`);
  const field = page.locator(".site-head input[type=search]");
  await field.fill("Fernsprecher");
  await field.press("Enter");
  await page.locator("main:visible .search-results h3").first().waitFor();
  assert.deepEqual(await shown(page), ["suche.uk.html"]);
  assert.match(await page.locator("main:visible .search-status").textContent(), /^1 результат$/);
  assert.equal(await page.locator("main:visible .search-about").textContent(), "Seite · Deutsch");
  await page.evaluate(() => (location.hash = "hilfe.uk.html"));
  await page.locator("main:visible fundus-tools button").first().click();
  await page.locator("header fundus-keep a").click();
  assert.deepEqual(await shown(page), ["merkliste.uk.html"]);
  assert.equal(await page.locator("main:visible .kept li").count(), 1);
  await page.evaluate(() => (location.hash = "hilfe.html"));
  await field.fill("Fernsprecher");
  await field.press("Enter");
  await page.locator("main:visible .search-results h3").first().waitFor();
  assert.deepEqual(await shown(page), ["suche.html"]);
  none(broken);
  await context.close();
});

/** A small site whose texts lead to a search and to the choice of a list, in each form that it may have. */
function asking() {
  const root = join(place, "Klein");
  mkdirSync(root);
  const fundus = (...given) => execFileSync(FUNDUS, given, { cwd: root, stdio: "pipe" });
  fundus("init");
  const links = `[Abends](../suche.html?q=Elternsprechstunde) und [Eltern](index.html?target_group=eltern)`;
  const text = `---\ntitle: Wegweiser\nsummary: Wohin es geht.\ntarget_group: kinder\nfield: familienbildung\nfunding_program: kommunale-mittel\n---\n\n${links}\n`;
  writeFileSync(join(root, "content/konzepte/wegweiser.md"), text);
  fundus("build", "--output", join(place, "Netz"));
  fundus("export", "--to", "folder", "--output", join(place, "Ordner"));
  fundus("export", "--to", "single", "--output", join(place, "Klein.html"));
}

test("links of texts lead to a search and to a choice, and the way back leads to the text", async () => {
  asking();
  const hosted = await serve(join(place, "Netz"));
  const forms = {
    hosted: `${hosted.url}konzepte/wegweiser.html`,
    "a folder": url(join(place, "Ordner/konzepte/wegweiser.html")),
    "one file": `${url(join(place, "Klein.html"))}#konzepte/wegweiser.html`,
  };
  for (const [form, address] of Object.entries(forms)) {
    const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
    const page = await context.newPage();
    page.setDefaultTimeout(PATIENCE);
    const broken = watch(page, form === "hosted" ? hosted.url : "file://");
    const heading = (text) => page.locator("main:visible h1", { hasText: text }).waitFor();
    const titles = () => page.locator("main:visible .search-hit h3").allTextContents();
    await page.goto(address);
    for (const [link, place, chips] of [["Abends", "Suche", 0], ["Eltern", "Konzepte", 1]]) {
      await heading("Wegweiser");
      await page.locator("main:visible .prose").getByRole("link", { name: link, exact: true }).click();
      await heading(place);
      await page.locator("main:visible .search-hit").first().waitFor();
      assert.deepEqual(await titles(), ["Beispiel: Elternsprechstunde am Abend"], `${form}: ${link}`);
      assert.equal(await page.locator("main:visible .search-chip").count(), chips, `${form}: ${link}`);
      if (form === "one file") assert.equal((await shown(page)).length, 1);
      await page.goBack();
    }
    await heading("Wegweiser");
    await page.goForward();
    await page.locator("main:visible .search-chip").waitFor();
    await page.locator("main:visible .search-chip").click();
    await page.locator("main:visible .card").nth(1).waitFor();
    none(broken);
    await context.close();
  }
  hosted.stop();
});

test("one file: the reader's own list, compared and printed", async () => {
  const { context, page, broken } = await window();
  await page.goto(url(single) + "#konzepte/lerncafe-50-plus.html");
  const main = page.locator("main:visible");
  await main.locator("fundus-tools [aria-pressed]").click();
  await page.evaluate(() => (location.hash = "konzepte/index.html"));
  await main.locator(".card .keep").nth(0).click();
  await main.locator(".card .keep").nth(1).click();
  await page.locator("fundus-keep a").click();
  assert.deepEqual(await shown(page), ["merkliste.html"]);
  const kept = main.locator(".kept > li");
  const count = await kept.count();
  assert.ok(count >= 2);
  assert.equal(await main.locator("[data-do=copy]").isVisible(), false, "there is no address to pass on");
  await main.locator("[data-do=compare]").click();
  await main.locator(".comparison tbody tr").nth(3).waitFor();
  await main.locator("[data-do=booklet]").click();
  await page.waitForFunction(() => self.printed);
  assert.equal(await main.locator(".booklet-part").count(), count);
  const ids = await page.evaluate(() => [...document.querySelectorAll("[id]")].map(({ id }) => id));
  assert.deepEqual(ids.filter((id, at) => ids.indexOf(id) !== at), []);
  none(broken);
  await context.close();
});

test("one file: a learning path as a booklet, and what is done of it", async () => {
  const { context, page, broken } = await window();
  await page.goto(url(single) + "#sammlungen/lernpfad-netzpaten.html");
  const main = page.locator("main:visible");
  await main.locator(".card .done input").first().check();
  assert.match(await main.locator(".items fundus-progress").innerText(), /1 von 8/);
  await main.locator("fundus-booklet a").click();
  await page.waitForFunction(() => self.printed);
  assert.deepEqual(await shown(page), ["merkliste.html"]);
  assert.equal(await main.locator(".booklet-part").count(), 8);
  assert.equal(await main.locator("h1").first().innerText(), "Lernpfad für Netzpat*innen", "and no list of the reader's own");
  none(broken);
  await context.close();
});

test("one file without a script shows the page that is asked for", async () => {
  const { context, page } = await window({ javaScriptEnabled: false });
  await page.goto(url(single) + "#konzepte/lerncafe-50-plus.html");
  assert.equal(await page.locator("main:visible h1").count(), 1);
  assert.match(await page.locator("main:visible h1").innerText(), /Lerncafé/);
  await context.close();
});

/** A tenth of a second of silence. */
function wav() {
  const bytes = Buffer.alloc(844, 0x80);
  bytes.write("RIFF");
  bytes.writeUInt32LE(836, 4);
  bytes.write("WAVEfmt ", 8);
  [[16, 16], [1 | (1 << 16), 20], [8000, 24], [8000, 28], [1 | (8 << 16), 32]].forEach(([value, at]) => bytes.writeUInt32LE(value, at));
  bytes.write("data", 36);
  bytes.writeUInt32LE(800, 40);
  return bytes;
}

test("one file: what is loaded or played in several places is in it once, and works in each", async () => {
  const root = join(place, "Dateien");
  const pdf = Buffer.concat([Buffer.from("%PDF-1.4\n"), Buffer.alloc(200_000, "Bogen ")]);
  const sources = {
    "config.toml": 'title = "Probe"\n',
    "content/index.md": "---\ntitle: Start\n---\n",
    "content/material/bogen.md": "---\ntitle: Bogen\nfile: größe-1.pdf\n---\n\nDer [Bogen als PDF](größe-1.pdf).\n",
    "content/material/größe-1.pdf": pdf,
    "content/ton.md": "---\ntitle: Ton\n---\n\n![Ein Gespräch](ton.wav)\n",
    "content/ton.en.md": "---\ntitle: Sound\n---\n\n![A talk](ton.wav)\n",
    "content/ton.wav": wav(),
    "content/ton.txt": "Ein Gespräch.\n",
    "content/zwei.md": "---\ntitle: Zwei\n---\n\nDas [Gespräch zum Nachhören](ton.wav), der [Bogen von nebenan](material/größe-1.pdf).\n",
  };
  for (const [path, text] of Object.entries(sources)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  const file = join(place, "Dateien.html");
  execFileSync(FUNDUS, ["--root", root, "export", "--to", "single", "--output", file], { stdio: "pipe" });
  const html = readFileSync(file, "utf8");
  for (const [bytes, name] of [[pdf, "größe-1.pdf"], [wav(), "ton.wav"]]) {
    assert.equal(html.split(bytes.toString("base64")).length, 2, `${name} once`);
  }

  const { context, page, broken } = await window({ acceptDownloads: true });
  await page.goto(url(file));
  for (const [path, links, name, bytes] of [
    ["material/bogen.html", ".downloads a, .fact-box a.download, .prose p a", "größe-1.pdf", pdf],
    ["zwei.html", ".prose a >> nth=1", "größe-1.pdf", pdf],
    ["zwei.html", ".prose a >> nth=0", "ton.wav", wav()],
  ]) {
    await page.evaluate((to) => (location.hash = to), path);
    const all = page.locator(`main[data-page="${path}"]`).locator(links);
    assert.ok((await all.count()) > 0, path);
    for (let at = 0; at < (await all.count()); at++) {
      for (const again of [false, true]) {
        const [loaded] = await Promise.all([page.waitForEvent("download"), all.nth(at).click()]);
        assert.equal(loaded.suggestedFilename(), name, `${path}, link ${at}, ${again ? "again" : "first"}`);
        assert.ok(readFileSync(await loaded.path()).equals(bytes), name);
      }
      assert.deepEqual(await shown(page), [path]);
    }
  }
  for (const path of ["ton.html", "ton.en.html"]) {
    await page.evaluate((to) => (location.hash = to), path);
    const length = await page.locator(`main[data-page="${path}"] audio`).evaluate(async (player) => {
      player.muted = true;
      await player.play();
      return player.duration;
    });
    assert.equal(length, 0.1, path);
    assert.equal(await page.locator(`main[data-page="${path}"] .media-file`).isVisible(), false);
  }
  none(broken);
  await context.close();

  // Without a script, what is held elsewhere leads there, and the page itself is not loaded down.
  const plain = await window({ javaScriptEnabled: false });
  await plain.page.goto(url(file) + "#zwei.html");
  await plain.page.locator("main:visible .prose a").nth(1).click();
  assert.equal(await plain.page.locator("main:visible h1").innerText(), "Bogen");
  const [loaded] = await Promise.all([plain.page.waitForEvent("download"), plain.page.locator("main:visible .downloads a").click()]);
  assert.equal(loaded.suggestedFilename(), "größe-1.pdf");
  assert.equal(await plain.page.locator("audio[src]").count(), 1);
  none(plain.broken);
  await plain.context.close();
});
