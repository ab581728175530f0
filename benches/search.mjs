// What the search of a built site costs its readers, measured in Chromium.
//
//     npm ci --prefix tests/browser --ignore-scripts
//     node benches/search.mjs FOLDER [--json] [QUERY …]
//
// FOLDER holds the site (`fundus build -o FOLDER`). For each query on a page that was never open before: the
// bytes that have arrived when the first result stands there, compressed as a web server would, and the time
// from opening the page; both also from the folder itself (`file://`). Then, with everything warm: the time
// from a key press, and from a change of a facet, to the next frame with the new results.
import { existsSync, readFileSync } from "node:fs";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { extname, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { gzipSync } from "node:zlib";

const [folder, ...rest] = process.argv.slice(2);
const isJson = rest.includes("--json");
const asked = rest.filter((word) => word !== "--json");
const QUERIES = asked.length ? asked : [
  "Beratung", "Elternberatung", "Eltern Beratung", "Elternberatungsstelle", "Bil", "Berattung", "Sozialarbeiter*innen",
  "Wie erreiche ich Eltern online?", '"digitale Beratung"', "Autowerkstatt",
];

const { chromium } = createRequire(new URL("../tests/browser/package.json", import.meta.url))("playwright-core");
const { chromiumPath } = await import("../tests/browser/lib/browser.mjs");

const TYPES = { ".html": "text/html; charset=utf-8", ".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml" };
const packed = new Map();

/** A file as the server sends it. */
function file(path) {
  if (!packed.has(path)) packed.set(path, gzipSync(readFileSync(join(folder, path)), { level: 6 }));
  return packed.get(path);
}

const server = createServer((request, response) => {
  const path = decodeURIComponent(new URL(request.url, "http://site").pathname).slice(1) || "index.html";
  if (!existsSync(join(folder, path))) return response.writeHead(404).end();
  const headers = { "content-type": TYPES[extname(path)] ?? "application/octet-stream", "content-encoding": "gzip" };
  return response.writeHead(200, headers).end(file(path));
});
await new Promise((listening) => server.listen(0, "127.0.0.1", listening));
const HOMES = { http: `http://127.0.0.1:${server.address().port}/`, file: `${pathToFileURL(resolve(folder)).href}/` };

/** Notes, in the page: what had arrived with the first result, and when each new state was painted. */
function watch() {
  self.states = [];
  self.starts = [];
  const note = (event) => self.starts.push(event.timeStamp);
  addEventListener("keydown", note, true);
  addEventListener("click", (event) => event.isTrusted && note(event), true);
  new MutationObserver(() => {
    if (!document.querySelector(".search-hit, .search-note p")) return;
    self.first ??= { at: performance.now(), files: performance.getEntriesByType("resource").map(({ name }) => name) };
    if (self.isAwaited) return;
    self.isAwaited = true;
    requestAnimationFrame(() => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => {
        self.isAwaited = false;
        self.states.push(performance.now());
      };
      port2.postMessage(0);
    });
  }).observe(document, { childList: true, subtree: true, characterData: true });
}

const browser = await chromium.launch({ executablePath: chromiumPath(), args: ["--no-sandbox", "--disable-gpu"] });

async function open(home, path) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
  const page = await context.newPage();
  page.on("pageerror", (error) => console.error(error.message));
  await page.addInitScript(watch);
  await page.goto(HOMES[home] + path);
  return { page, close: () => context.close() };
}

const report = { folder, cold: [] };
const isSearch = (name) => /search\/|theme\/(?:search|finder)\./.test(name);

for (const query of QUERIES) {
  const row = { query };
  for (const home of Object.keys(HOMES)) {
    const { page, close } = await open(home, `suche.html?q=${encodeURIComponent(query)}`);
    await page.waitForFunction(() => /\d|nicht/.test(document.querySelector(".search-status")?.textContent ?? ""), null, { timeout: 120_000 });
    const first = await page.evaluate(() => self.first);
    row[`${home} ms`] = Math.round(first.at);
    if (home === "http") {
      const names = first.files.filter(isSearch).map((name) => decodeURIComponent(name.slice(HOMES.http.length)));
      row.bytes = names.reduce((sum, name) => sum + file(name).length, 0);
      row.files = names.map((name) => `${name.replace(/^.*\/|-[0-9a-f]+|\.js$/g, "")} ${file(name).length}`);
      row.status = await page.locator(".search-status").textContent();
    }
    await close();
  }
  report.cold.push(row);
}

const percentile = (times, part) => [...times].sort((one, other) => one - other)[Math.min(times.length - 1, Math.floor(times.length * part))];
const figures = (times) => ({ count: times.length, median: Math.round(percentile(times, 0.5)), p95: Math.round(percentile(times, 0.95)), most: Math.round(Math.max(...times)) });

/** Does something on the page and waits until nothing has changed for a while; milliseconds to the first new state on the screen. */
async function timed(page, act) {
  await page.evaluate(() => (self.states = [], self.starts = []));
  await act();
  let seen = -1;
  for (;;) {
    await page.waitForTimeout(90);
    const count = await page.evaluate(() => self.states.length);
    if (count === seen && count) break;
    if (count === seen && seen === 0) return null;
    seen = count;
  }
  return page.evaluate(() => self.states[0] - self.starts[0]);
}

const { page } = await open("http", "suche.html");
await page.waitForFunction(() => globalThis.fundusFinder);
const TYPED = QUERIES.filter((query) => query.length < 30);
for (const pass of ["first", "warm"]) {
  const times = [];
  for (const query of TYPED) {
    await page.locator("#_finder-q").fill("");
    await page.waitForTimeout(100);
    await page.locator("#_finder-q").focus();
    for (const letter of query) {
      const time = await timed(page, () => page.keyboard.type(letter));
      if (time !== null) times.push(time);
    }
  }
  report[`key press, ${pass}`] = figures(times);
}

const times = [];
for (const query of ["", ...TYPED.slice(0, 3)]) {
  await page.goto(`${HOMES.http}suche.html?q=${encodeURIComponent(query || TYPED[0])}`);
  await page.waitForSelector(".search-facets input[type=checkbox]");
  await page.waitForTimeout(300);
  for (let at = 0; at < 6; at++) {
    const boxes = page.locator(".search-facets details[open] input[type=checkbox]");
    if (at >= (await boxes.count())) break;
    for (let twice = 0; twice < 2; twice++) {
      const id = await boxes.nth(at).getAttribute("id");
      times.push(await timed(page, () => page.locator(`[id="${id}"]`).click({ noWaitAfter: true })));
    }
  }
}
report["facet change"] = figures(times.filter((time) => time !== null));

await browser.close();
server.close();
if (isJson) console.log(JSON.stringify(report, null, 1));
else {
  for (const row of report.cold) {
    console.log(`${String(row.bytes).padStart(8)} B ${String(row["http ms"]).padStart(6)} ms, file ${String(row["file ms"]).padStart(6)} ms  ${row.query} → ${row.status}`);
    console.log(`           ${row.files.join(", ")}`);
  }
  for (const [key, value] of Object.entries(report).slice(2)) console.log(`${key}: ${JSON.stringify(value)}`);
}
