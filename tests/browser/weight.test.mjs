// What a first visit costs: bytes over the wire (compressed, pictures aside) and requests. And that
// nothing moves while a page arrives.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { gzipSync } from "node:zlib";

import { launch, none } from "./lib/browser.mjs";
import { files, folder, serve } from "./lib/site.mjs";

const MOST_BYTES = 35_000;
const MOST_REQUESTS = 5;
const PICTURE = /\.(png|jpe?g|webp|gif|svg)$/;

const weigh = (path) => gzipSync(readFileSync(join(folder, path)), { level: 9 }).length;

/** What the browser asks for when a page is opened for the first time, pictures of the text included. */
async function requests(browser, site, path) {
  const context = await browser.newContext();
  const page = await context.newPage();
  const asked = [];
  page.on("request", (request) => asked.push(decodeURIComponent(request.url().slice(site.url.length))));
  await page.goto(site.url + path, { waitUntil: "networkidle" });
  await context.close();
  return asked;
}

test(`content pages: under ${MOST_BYTES} bytes in at most ${MOST_REQUESTS} requests`, async () => {
  const site = await serve();
  const browser = await launch();
  const paths = files(".html").filter((path) => /^(konzepte|projekte)\//.test(path));
  const shared = await requests(browser, site, paths[0]);
  await browser.close();
  site.stop();
  assert.ok(shared.filter((path) => !PICTURE.test(path)).length >= 3, shared.join());
  assert.ok(shared.length <= MOST_REQUESTS, shared.join());
  const common = shared.filter((path) => path !== paths[0] && !PICTURE.test(path)).reduce((sum, path) => sum + weigh(path), 0);
  const weights = paths.map((path) => [common + weigh(path), path]).sort(([a], [b]) => b - a);
  console.log(`${paths.length} pages, ${weights.at(-1)[0]} to ${weights[0][0]} bytes; requests: ${shared.join(", ")}`);
  none(weights.filter(([weight]) => weight >= MOST_BYTES).map(([weight, path]) => `${path}: ${weight}`));
});

/** Half a thousandth is one word of a line that reached the screen in two pieces. */
const MOST_SHIFT = 0.0005;

test("nothing moves while a page arrives", async () => {
  const site = await serve();
  const browser = await launch();
  const concept = files(".html").find((path) => path.startsWith("konzepte/elternberatung"));
  const paths = ["index.html", "konzepte/index.html", concept, "suche.html", "suche.html?q=video", "merkliste.html", "glossar/index.html", "veranstaltungen/index.html"];
  const faults = [];
  for (const viewport of [{ width: 360, height: 740 }, { width: 1280, height: 900 }]) {
    for (const path of paths) {
      const context = await browser.newContext({ viewport });
      await context.addInitScript(() => {
        self.shifts = [];
        const note = (list) => self.shifts.push(...list.getEntries().map(({ value, sources }) => ({ value, moved: sources.map(({ node }) => node?.className || node?.nodeName).join() })));
        new PerformanceObserver(note).observe({ type: "layout-shift", buffered: true });
      });
      const page = await context.newPage();
      await page.goto(site.url + path, { waitUntil: "networkidle" });
      await page.waitForTimeout(300);
      const shifts = await page.evaluate(() => self.shifts);
      const sum = shifts.reduce((sum, { value }) => sum + value, 0);
      if (sum > MOST_SHIFT) faults.push(`${path} at ${viewport.width}: ${sum.toFixed(4)} ${shifts.map(({ moved }) => moved).join("; ")}`);
      await context.close();
    }
  }
  await browser.close();
  site.stop();
  none(faults);
});
