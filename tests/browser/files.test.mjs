// The site from a folder, by double-click, on a narrow screen: nothing breaks, nothing overflows,
// every link and resource is there.
import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";

import { eachPage, launch, none, watch } from "./lib/browser.mjs";
import { fileUrl, files, folder } from "./lib/site.mjs";

/** A redirect shows nothing, and the page for what is missing only ever comes from a server. */
const isShown = (path) => path !== "404.html" && !readFileSync(join(folder, path), "utf8").includes('http-equiv="refresh"');
const pages = files(".html").filter(isShown);

let browser;
before(async () => (browser = await launch()));
after(() => browser.close());

/** In the page: its shape, and where its links and resources lead. */
function look() {
  const root = document.documentElement;
  const first = document.querySelector("a[href], button, input, summary, [tabindex]");
  const leads = [...document.querySelectorAll("a[href], link[href], [src], form[action]")].map(
    (element) => element.href || element.src || element.action,
  );
  return {
    overflow: root.scrollWidth - root.clientWidth,
    headings: document.querySelectorAll("h1").length,
    skip: first?.className,
    skipTarget: first?.hash && document.querySelector(first.hash)?.localName,
    ids: [...document.querySelectorAll("[id]")].map((element) => element.id),
    leads,
  };
}

test(`every page from a file, at 320 px (${pages.length})`, async () => {
  const context = await browser.newContext({ viewport: { width: 320, height: 640 }, reducedMotion: "reduce" });
  const ids = new Map();
  const leads = new Map();
  const faults = await eachPage(context, pages, async (page, path) => {
    const broken = watch(page, "file://");
    await page.goto(fileUrl(path));
    const seen = await page.evaluate(look);
    page.removeAllListeners();
    ids.set(path, new Set(seen.ids));
    leads.set(path, seen.leads);
    if (seen.overflow > 0) broken.push(`${seen.overflow} px wider than the window`);
    if (seen.headings !== 1) broken.push(`${seen.headings} h1`);
    if (seen.skip !== "skip" || seen.skipTarget !== "main") broken.push("the skip link does not come first");
    return broken;
  });
  for (const [path, targets] of leads) {
    faults.push(...targets.flatMap((target) => deadEnd(target, ids)).map((dead) => `${path}: ${dead}`));
  }
  none(faults);
  assert.ok([...leads.values()].flat().length > 10 * pages.length, "links were looked at");
});

/** What is wrong with the place that a link leads to; links that leave the site are not followed. */
function deadEnd(target, ids) {
  if (!target.startsWith("file:")) return /^(https?|mailto|tel|data):/.test(target) ? [] : [`leads to ${target}`];
  const url = new URL(target);
  const fragment = decodeURIComponent(url.hash.slice(1));
  const path = fileURLToPath(url.origin === "null" ? `file://${url.pathname}` : url).slice(folder.length + 1);
  if (!fileURLToPath(`file://${url.pathname}`).startsWith(folder)) return [`leads out of the site: ${target}`];
  if (!existsSync(join(folder, path)) || path.endsWith("/")) return [`leads nowhere: ${path}`];
  const places = ids.get(path);
  // The page of the reader's own list reads a list from its address.
  if (path === "merkliste.html") return [];
  return fragment && places && !places.has(fragment) ? [`no such place: ${path}#${fragment}`] : [];
}
