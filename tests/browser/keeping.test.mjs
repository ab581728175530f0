// The reader's own list: kept, compared, printed as a booklet, passed on as a link; over http and
// from a folder.
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
