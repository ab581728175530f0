// A learner's way through a learning path: what is done is seen on the path and on each item, and
// nothing shows where the browser keeps nothing.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { launch, none, watch } from "./lib/browser.mjs";
import { fileUrl } from "./lib/site.mjs";

const PATH = "sammlungen/lernpfad-netzpaten.html";
const ITEM = "konzepte/netzpaten-ausbilden.html";

let browser;
before(async () => (browser = await launch()));
after(() => browser.close());

async function window(script) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
  const page = await context.newPage();
  await context.addInitScript(script ?? (() => (self.print = () => (self.printed = true))));
  return { context, page, broken: watch(page, "file://") };
}

test("what is done on an item is done on the path, and the other way round", async () => {
  const { context, page, broken } = await window();
  await page.goto(fileUrl(ITEM));
  await page.getByLabel("erledigt").first().check();
  await page.goto(fileUrl(PATH));
  const progress = page.locator(".items fundus-progress");
  assert.match(await progress.innerText(), /1 von 8 erledigt/);
  assert.equal(await progress.locator("progress").evaluate((bar) => bar.value), 1);
  const first = page.locator(".card .done input").first();
  assert.equal(await first.isChecked(), true);
  await first.press("Space");
  assert.match(await progress.innerText(), /0 von 8/);
  await page.goto(fileUrl(ITEM));
  assert.equal(await page.getByLabel("erledigt").first().isChecked(), false);
  none(broken);
  await context.close();
});

test("the items as a booklet", async () => {
  const { context, page, broken } = await window();
  await page.goto(fileUrl(PATH));
  await page.locator("fundus-booklet a").click();
  await page.waitForFunction(() => self.printed);
  assert.equal(await page.locator(".booklet-part").count(), 8);
  assert.equal(await page.locator(".booklet .done").count(), 0);
  assert.equal(await page.locator("h1").first().innerText(), "Lernpfad für Netzpat*innen");
  none(broken);
  await context.close();
});

test("where nothing may be kept, nothing shows", async () => {
  const { context, page, broken } = await window(() => {
    Object.defineProperty(self, "localStorage", { get: () => { throw new DOMException("no", "SecurityError"); } });
  });
  await page.goto(fileUrl(PATH));
  assert.equal(await page.locator(".done, progress").count(), 0);
  assert.equal(await page.locator("fundus-progress").first().isVisible(), false);
  none(broken);
  await context.close();
});
