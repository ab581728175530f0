// What a first visit costs: bytes over the wire (compressed, pictures aside) and requests.
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
