// The reader's own list: kept, compared, printed as a booklet, passed on as a link; over http and
// from a folder; and while pages are on their way.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { launch, none, watch } from "./lib/browser.mjs";
import { fileUrl, files, serve } from "./lib/site.mjs";

const concepts = files(".html").filter((path) => /^konzepte\/(?!index|seite)/.test(path)).slice(0, 3);

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
  "from a folder": [() => "file://", fileUrl],
};

/** A page in a new window that keeps nothing yet, and what goes wrong on it. */
async function window(home, options = {}) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  const page = await context.newPage();
  // Printing would wait for a printer.
  await context.addInitScript(() => (self.print = () => (self.printed = true)));
  return { context, page, broken: watch(page, home) };
}

const press = (page, name) => page.getByRole("button", { name, exact: true }).click();

for (const [name, [home, address]] of Object.entries(HOMES)) {
  test(`${name}: keep, compare, print, pass on`, async () => {
    const { context, page, broken } = await window(home());
    await page.goto(address("konzepte/index.html"));
    const keep = page.locator(".card .keep");
    assert.ok((await keep.count()) > 5);
    await keep.first().click();
    assert.equal(await keep.first().getAttribute("aria-pressed"), "true");
    for (const path of concepts) {
      await page.goto(address(path));
      const button = page.locator("fundus-tools button[aria-pressed]");
      if ((await button.getAttribute("aria-pressed")) === "false") await button.press("Enter");
    }
    const way = await page.locator("fundus-keep a").getAttribute("href");
    assert.equal(way.includes("#"), name === "from a folder", "a page from a folder cannot know what others keep");
    await page.locator("fundus-keep a").click();
    assert.equal(await page.locator(".shared").isVisible(), false, "the list is the reader's own");
    const kept = page.locator(".kept > li");
    await kept.nth(2).waitFor();
    const count = await kept.count();
    assert.ok(count >= 3);

    await press(page, "Ausgewählte vergleichen");
    await page.locator(".comparison tbody tr").nth(3).waitFor();
    assert.equal(await page.locator(".comparison thead th").count(), 3);
    const labels = await page.locator(".comparison tbody th").allTextContents();
    assert.ok(labels.includes("Zielgruppe"), labels.join());

    await press(page, "Als Heft drucken");
    await page.waitForFunction(() => self.printed);
    assert.equal(await page.locator(".booklet-part").count(), count);
    assert.equal(await page.locator(".booklet > ol a").count(), count);
    assert.equal(await page.locator("h1").count(), 1);
    const ids = await page.evaluate(() => [...document.querySelectorAll("[id]")].map(({ id }) => id));
    assert.deepEqual(ids.filter((id, at) => ids.indexOf(id) !== at), []);
    const images = await page.evaluate(() => [...document.querySelectorAll(".booklet img")].every((i) => i.naturalWidth));
    assert.ok(images, "every picture of the booklet is there");
    await page.emulateMedia({ media: "print" });
    const said = await page.evaluate(() =>
      [...document.querySelectorAll(".booklet .prose a[href]:not(.external)")].map((link) => getComputedStyle(link, "::after").content),
    );
    assert.ok(said.length > 0 && said.every((text) => text === "none"), `addresses within the site on paper: ${said}`);
    await page.emulateMedia({ media: "screen" });

    const list = await page.evaluate(() => document.querySelector("fundus-keep").entries.map(({ path }) => path));
    none(broken);
    await context.close();

    const other = await window(home());
    await other.page.goto(`${address("merkliste.html")}#${list.join()}`);
    await other.page.locator(".kept > li").nth(count - 1).waitFor();
    await other.page.waitForFunction((paths) => !paths.some((path) => document.body.innerText.includes(path)), list);
    await press(other.page, "In meine Merkliste übernehmen");
    assert.equal(await other.page.locator("fundus-keep a > :last-child").textContent(), String(count));
    await other.page.getByRole("button", { name: /^Entfernen/ }).first().click();
    assert.equal(await other.page.locator(".kept > li").count(), count - 1);
    assert.equal(await other.page.evaluate(() => document.activeElement.closest(".kept li") !== null), true);
    other.page.on("dialog", (dialog) => dialog.accept());
    await press(other.page, "Liste leeren");
    assert.equal(await other.page.evaluate(() => document.activeElement.localName), "main");
    none(other.broken);
    await other.context.close();
  });
}

/** A list of the reader's own, and the address of another one whose pages are on their way until `arrive` is called. */
async function slow(page, own, wanted) {
  await page.goto(`${site.url}merkliste.html`);
  await page.evaluate((paths) => (document.querySelector("fundus-keep").entries = paths.map((path) => ({ path, title: `Eigenes ${path}`, type: "" }))), own);
  await page.goto("about:blank");
  let arrive;
  const arrived = new Promise((resolve) => (arrive = resolve));
  await page.route(/\/konzepte\//, (route) => arrived.then(() => route.continue()));
  // The page is there before those in its frames are.
  await page.goto(`${site.url}merkliste.html#${wanted}`, { waitUntil: "commit" });
  await page.locator(".kept > li").first().waitFor();
  return arrive;
}

const stored = (page) => page.evaluate(() => document.querySelector("fundus-keep").entries);
const shown = (page) => page.locator(".kept > li a").allTextContents();
/** Until what was on its way has been read. */
const settled = (page) => page.waitForFunction(() => !document.querySelector("iframe"));

test("who takes a list over before its pages have come keeps the own one", async () => {
  const { context, page, broken } = await window(site.url);
  const own = ["glossar/index.html", "suche.html"];
  const arrive = await slow(page, own, concepts.slice(0, 2).join());
  await press(page, "In meine Merkliste übernehmen");
  await page.locator(".shared").waitFor({ state: "hidden" });
  assert.equal((await shown(page)).length, 4);
  const last = page.getByRole("button", { name: /^Entfernen/ }).last();
  await last.focus();
  arrive();
  await page.waitForFunction(() => document.querySelector("fundus-keep").entries.every(({ path, title }) => path !== title));
  await settled(page);
  assert.deepEqual((await shown(page)).slice(0, 2), own.map((path) => `Eigenes ${path}`));
  assert.deepEqual(await shown(page), (await stored(page)).map(({ title }) => title));
  assert.match(await page.evaluate(() => document.activeElement.textContent), /Entfernen/, "the keyboard stays where it was");
  await last.click();
  assert.deepEqual((await stored(page)).map(({ path }) => path), [...own, concepts[0]]);
  none(broken);
  await context.close();
});

test("what is taken off a list before its pages have come stays off, and titles come later", async () => {
  const { context, page, broken } = await window(site.url);
  const arrive = await slow(page, ["suche.html"], concepts.join());
  await page.getByRole("button", { name: /^Entfernen/ }).first().click();
  arrive();
  await settled(page);
  await page.waitForFunction((paths) => !paths.some((path) => document.querySelector(".kept").innerText.includes(path)), concepts);
  assert.equal((await shown(page)).length, concepts.length - 1);
  assert.deepEqual((await stored(page)).map(({ path }) => path), ["suche.html"], "the own list is as it was");

  // An entry that somebody took over and left too early.
  await page.goto(`${site.url}merkliste.html`);
  await page.evaluate((path) => (document.querySelector("fundus-keep").entries = [{ path, title: path, type: "" }]), concepts[0]);
  await page.reload();
  await page.waitForFunction((path) => document.querySelector("fundus-keep").entries[0].title !== path, concepts[0]);
  none(broken);
  await context.close();
});

test("a newer address wins over one whose pages are on their way", async () => {
  const { context, page, broken } = await window(site.url);
  const heading = () => page.locator(".page-head h1").textContent();
  await page.goto(`${site.url}merkliste.html`);
  const usual = await heading();
  const arrive = await slow(page, [], `heft=${concepts[2]},${concepts.slice(0, 2).join()}`);
  await page.evaluate((path) => (location.hash = path), concepts[2]);
  await page.waitForFunction(() => document.querySelectorAll(".kept > li").length === 1);
  arrive();
  await settled(page);
  await page.waitForFunction((path) => !document.querySelector(".kept").innerText.includes(path), concepts[2]);
  assert.equal((await shown(page)).length, 1);
  assert.equal(await heading(), usual);
  assert.equal(await page.evaluate(() => self.printed), undefined, "the booklet of the other list is not printed");
  assert.equal(await page.locator(".booklet").isVisible(), false);
  none(broken);
  await context.close();
});

test("a list that the browser brings back from its memory is as it was changed meanwhile", async () => {
  const { context, page, broken } = await window(site.url);
  const entries = concepts.map((path) => ({ path, title: path.toUpperCase(), type: "" }));
  const keep = (kept) => page.evaluate((kept) => (document.querySelector("fundus-keep").entries = kept), kept);
  await page.goto(`${site.url}merkliste.html`);
  await keep(entries.slice(0, 1));
  await page.reload();
  await keep(entries);
  await page.evaluate(() => dispatchEvent(new PageTransitionEvent("pageshow", { persisted: true })));
  await page.getByRole("button", { name: /^Entfernen/ }).first().click();
  assert.deepEqual((await stored(page)).map(({ path }) => path), concepts.slice(1));
  none(broken);
  await context.close();
});

test("the address can name pages of the site only", async () => {
  const { context, page } = await window(site.url);
  const asked = [];
  page.on("request", (request) => asked.push(request.url()));
  await page.goto(`${site.url}merkliste.html#javascript:alert(1),//example.org/a.html,https://example.org/a.html,../a.html`);
  await page.locator(".empty").waitFor();
  none(asked.filter((url) => !url.startsWith(site.url)));
  assert.equal(await page.locator(".kept > li").count(), 0);
  await context.close();
});

test("without a script the page says what to do", async () => {
  const { context, page } = await window(site.url, { javaScriptEnabled: false });
  await page.goto(`${site.url}merkliste.html`);
  assert.match(await page.locator("main").innerText(), /JavaScript/);
  assert.equal(await page.locator("fundus-reading-list").isVisible(), false);
  await page.goto(site.url + concepts[0]);
  assert.equal(await page.locator("fundus-keep").isVisible(), false);
  await context.close();
});

test("a page hands itself to no other site", async () => {
  const { context, page } = await window(site.url);
  const foreign = site.url.replace("127.0.0.1", "localhost");
  await page.goto(`${foreign}merkliste.html`);
  const heard = await page.evaluate(async (url) => {
    const frame = Object.assign(document.createElement("iframe"), { src: url });
    const answer = new Promise((hear) => addEventListener("message", ({ data }) => hear(data)));
    document.body.append(frame);
    await new Promise((loaded) => frame.addEventListener("load", loaded));
    frame.contentWindow.postMessage("fundus-part", "*");
    return Promise.race([answer, new Promise((end) => setTimeout(end, 1000, "silence"))]);
  }, site.url + concepts[0]);
  assert.equal(heard, "silence");
  await context.close();
});

/** The page of a list that somebody has passed on. */
async function passedOn(page, ...paths) {
  await page.goto("about:blank");
  await page.goto(`${site.url}merkliste.html#${paths.join()}`);
  await page.waitForFunction((path) => document.querySelector(".kept > li") && !document.querySelector(".kept").innerText.includes(path), paths[0]);
}

/** What the page has said, where only the ear hears it. */
const heard = (page, pattern) =>
  page.waitForFunction((source) => new RegExp(source).test(document.querySelector("fundus-reading-list [role=status]").textContent), pattern.source);

test("pressing on after a move takes nothing off the list, and what was taken off comes back", async () => {
  const { context, page, broken } = await window(site.url);
  await passedOn(page, ...concepts);
  const focused = () => page.evaluate(() => [document.activeElement.textContent, [...document.querySelectorAll(".kept > li")].findIndex((item) => item.contains(document.activeElement))]);
  await settled(page);
  const titles = await shown(page);
  await page.getByRole("button", { name: /^Nach oben/ }).nth(2).focus();
  for (const place of [1, 0, 0, 0]) {
    await page.keyboard.press("Enter");
    assert.deepEqual(await focused(), ["Nach oben", place]);
  }
  await heard(page, /^„.+“ ist jetzt an Stelle 1\.$/);
  const moved = [titles[2], titles[0], titles[1]];
  assert.deepEqual(await shown(page), moved);
  assert.equal(await page.locator(".kept [aria-disabled]").count(), 1);

  await page.getByRole("button", { name: /^Entfernen/ }).nth(1).press("Enter");
  await heard(page, /nicht mehr auf der Liste/);
  assert.deepEqual(await focused(), ["Nach oben", 1]);
  await press(page, "Rückgängig machen");
  assert.deepEqual(await shown(page), moved);
  assert.deepEqual(await focused(), [titles[0], 1]);
  assert.equal(await page.locator(".undo").isVisible(), false);
  none(broken);
  await context.close();
});

test("what opens below the list has the focus, and so has what was taken over", async () => {
  const { context, page, broken } = await window(site.url);
  await passedOn(page, ...concepts);
  const focused = () => page.evaluate(() => document.activeElement.textContent);
  await press(page, "Ausgewählte vergleichen");
  await page.locator(".comparison tbody tr").nth(3).waitFor();
  assert.equal(await focused(), "Vergleich");
  await press(page, "Als Heft drucken");
  await page.waitForFunction(() => self.printed);
  assert.equal(await focused(), "Inhalt");
  await press(page, "In meine Merkliste übernehmen");
  await page.waitForFunction(() => document.activeElement.closest(".kept"));
  assert.equal(await focused(), (await shown(page))[0]);
  await heard(page, /Merkliste/);
  none(broken);
  await context.close();
});

test("a page that does not come keeps no other waiting, and is marked", async () => {
  const { context, page } = await window(site.url);
  await page.route(/gibt-es-nicht/, (route) => route.fulfill({ status: 404, contentType: "text/html", body: "404" }));
  await passedOn(page, concepts[0], "konzepte/gibt-es-nicht.html", concepts[1]);
  await page.waitForFunction((path) => !document.querySelector(".kept").innerText.includes(path), concepts[1]);
  assert.equal((await shown(page))[1], "konzepte/gibt-es-nicht.html", "others were not held up");
  await page.locator(".kept > li:nth-child(2)", { hasText: "Diese Seite war nicht zu finden." }).waitFor({ timeout: 15_000 });
  await context.close();
});
