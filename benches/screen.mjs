// How long until a page is on the screen, by the browser's own clock and without tracing.
//
//     npm ci --prefix tests/browser --ignore-scripts
//     node benches/screen.mjs FOLDER [PAGE …]
//
// FOLDER holds the site (`fundus build -o FOLDER`). Without a PAGE, the longest home page, list, document and
// finder. Fifteen times each in a fresh browser context, so that nothing is in its cache, on a phone's window and
// a desk's in turns: the median of the first paint with text or a picture (FCP) and of the largest part of the
// first window (LCP), in milliseconds from the click on. Each window stands open for a while before: for a second
// or so a new window keeps a processor busy with what the browser shows around the page, and readers have theirs
// open already.
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";

const RUNS = 15;
const GOAL = 200;
const REST = 2_000;
const WINDOWS = { phone: { width: 360, height: 740 }, desk: { width: 1280, height: 900 } };
const KINDS = ["page-home", "page-list", "page-document", "page-finder"];

const [name, ...asked] = process.argv.slice(2);
if (!name) {
  console.error("Which site? node benches/screen.mjs FOLDER [PAGE …]");
  process.exit(2);
}
process.env.SITE = resolve(name);
const { launch } = await import("../tests/browser/lib/browser.mjs");
const { files, folder, serve } = await import("../tests/browser/lib/site.mjs");

/** The longest page of each kind. */
function longest() {
  const found = new Map();
  for (const path of files(".html")) {
    const html = readFileSync(join(folder, path), "utf8");
    const kind = KINDS.find((kind) => html.includes(`<body class="${kind}"`));
    if (kind && html.length > (found.get(kind)?.length ?? 0)) found.set(kind, { path, length: html.length });
  }
  return KINDS.flatMap((kind) => found.get(kind)?.path ?? []);
}

function watch() {
  self.painted = {};
  const note = (list) => {
    for (const entry of list.getEntries()) self.painted[entry.entryType === "paint" ? entry.name : "largest"] = entry.startTime;
  };
  for (const type of ["paint", "largest-contentful-paint"]) new PerformanceObserver(note).observe({ type, buffered: true });
}

/** One first visit. */
async function visit(browser, url, viewport) {
  const context = await browser.newContext({ viewport });
  await context.addInitScript(watch);
  const page = await context.newPage();
  await page.waitForTimeout(REST);
  await page.goto(url, { waitUntil: "load" });
  await page.waitForFunction(() => self.painted.largest);
  await page.waitForTimeout(250);
  const { painted, navigation } = await page.evaluate(() => ({
    painted: self.painted,
    navigation: performance.getEntriesByType("navigation")[0].toJSON(),
  }));
  await context.close();
  return { first: painted["first-contentful-paint"], largest: painted.largest, answer: navigation.responseStart };
}

const middle = (numbers) => numbers.sort((one, other) => one - other)[numbers.length >> 1];

const site = await serve();
const browser = await launch();
const pages = asked.length ? asked : longest();
const visits = new Map();
await visit(browser, site.url + pages[0], WINDOWS.desk);
for (let run = 0; run < RUNS; run++) {
  for (const path of pages) {
    for (const [window, viewport] of Object.entries(WINDOWS)) {
      const key = `${path} ${window}`;
      visits.set(key, [...(visits.get(key) ?? []), await visit(browser, site.url + path, viewport)]);
    }
  }
}
await browser.close();
site.stop();
console.log("FCP   LCP   answer  page");
let isLate = false;
for (const [key, found] of visits) {
  const [first, largest, answer] = ["first", "largest", "answer"].map((part) => Math.round(middle(found.map((visit) => visit[part]))));
  isLate ||= largest > GOAL;
  console.log(`${String(first).padEnd(6)}${String(largest).padEnd(6)}${String(answer).padEnd(8)}${key}`);
}
console.log(isLate ? `Some are later than ${GOAL} ms.` : `All are there within ${GOAL} ms.`);
