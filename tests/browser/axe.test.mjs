// axe finds nothing: on every page as most people see it, and on one page of each template in every
// scheme, on paper and in forced colours, wide and narrow.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { after, before, test } from "node:test";

import { AXE, RULES, violations } from "./lib/axe.mjs";
import { eachPage, launch, none, watch } from "./lib/browser.mjs";
import { kinds } from "./lib/kinds.mjs";
import { files, serve } from "./lib/site.mjs";

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

/** What axe finds on these pages in a window of this kind, after `prepare` has made something of each. */
async function faults(paths, { media = {}, home = site.url, prepare = async () => {}, ...window }) {
  const context = await browser.newContext({ reducedMotion: "reduce", ...window });
  await context.addInitScript(AXE);
  const found = await eachPage(context, paths, async (page, path) => {
    const broken = watch(page, home);
    await page.emulateMedia(media);
    await page.goto(home + path);
    await prepare(page);
    const nodes = await violations(page, media);
    page.removeAllListeners();
    return [...broken, ...nodes];
  });
  await context.close();
  return found;
}

test("axe sees what is wrong", async () => {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.setContent('<html lang="de"><title>x</title><main><h1>x</h1><img src="x.png"></main>');
  await page.evaluate(AXE);
  const found = await page.evaluate((rules) => axe.run(rules), RULES);
  await context.close();
  assert.deepEqual(found.violations.map(({ id }) => id), ["image-alt"]);
});

const pages = files(".html");
const WIDE = { width: 1280, height: 900 };
const NARROW = { width: 320, height: 640 };

test(`every page, light and wide (${pages.length})`, async () => {
  none(await faults(pages, { viewport: WIDE }));
});

const KINDS = {
  light: { colorScheme: "light" },
  dark: { colorScheme: "dark" },
  "forced colours": { forcedColors: "active" },
  print: { media: "print" },
};

for (const [name, media] of Object.entries(KINDS)) {
  for (const viewport of [WIDE, NARROW]) {
    if (name === "light" && viewport === WIDE) continue;
    test(`one page of each template, ${name}, ${viewport.width} px`, async () => {
      none(await faults(kinds(), { viewport, media }));
    });
  }
}

const concepts = pages.filter((path) => /^konzepte\/(?!index|seite)/.test(path)).slice(0, 3);

/** The reader's own list in use: side by side, and as a booklet. */
const LISTS = {
  comparison: async (page) => {
    await page.locator(".kept > li").nth(2).waitFor();
    await page.waitForFunction((paths) => !paths.some((path) => document.body.innerText.includes(path)), concepts);
    await page.evaluate(() => document.querySelector("[data-do=compare]").click());
    await page.locator(".comparison tbody tr").nth(3).waitFor();
  },
  booklet: async (page) => {
    await page.evaluate(() => {
      self.print = () => (self.printed = true);
      document.querySelector("[data-do=booklet]").click();
    });
    await page.waitForFunction(() => self.printed && document.querySelectorAll(".booklet-part").length === 3);
  },
};

for (const [list, prepare] of Object.entries(LISTS)) {
  test(`the ${list} of three documents, in every way, wide and narrow`, async () => {
    const found = [];
    for (const media of Object.values(KINDS)) {
      for (const viewport of [WIDE, NARROW]) {
        found.push(...(await faults([`merkliste.html#${concepts.join()}`], { viewport, media, prepare })));
      }
    }
    none(found);
  });
}

test("the catalogue of the theme, light and dark", async () => {
  const { FUNDUS, ROOT } = process.env;
  const preview = spawn(FUNDUS, ["--root", ROOT, "serve", "--port", "0"], { stdio: ["ignore", "pipe", "ignore"] });
  try {
    const [home] = await once(preview.stdout.setEncoding("utf8"), "data");
    // It answers before it has built.
    while (!(await fetch(home.trim())).ok) await new Promise((resolve) => setTimeout(resolve, 200));
    for (const colorScheme of ["light", "dark"]) {
      const found = await faults(["stil/"], { viewport: WIDE, media: { colorScheme }, home: home.trim() });
      // A component stands there once for each of its states: names and headings come again.
      none(found.filter((fault) => !/: (landmark-unique|heading-order) /.test(fault)));
    }
  } finally {
    preview.kill();
  }
});
