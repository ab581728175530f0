// axe finds nothing: on every page as most people see it, and on one page of each template in every
// scheme, on paper and in forced colours, wide and narrow.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { after, before, test } from "node:test";

import { eachPage, launch, none, watch } from "./lib/browser.mjs";
import { kinds } from "./lib/kinds.mjs";
import { files, serve } from "./lib/site.mjs";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const RULES = {
  runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
  rules: { "target-size": { enabled: true } },
  resultTypes: ["violations"],
  preload: false,
};

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

/** What axe finds on these pages in a window of this kind. */
async function faults(paths, { media = {}, home = site.url, ...window }) {
  const context = await browser.newContext({ reducedMotion: "reduce", ...window });
  // Nothing is pressed on paper.
  const rules = media.media === "print" ? { ...RULES, rules: { "target-size": { enabled: false } } } : RULES;
  await context.addInitScript(AXE);
  const found = await eachPage(context, paths, async (page, path) => {
    const broken = watch(page, home);
    await page.emulateMedia(media);
    await page.goto(home + path);
    const { violations } = await page.evaluate((rules) => axe.run(rules), rules);
    const nodes = violations.flatMap(({ id, nodes }) =>
      nodes.map((node) => `${id} ${node.target.join(" ")} ${node.any[0]?.message ?? node.html.slice(0, 120)}`),
    );
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
  const { violations } = await page.evaluate((rules) => axe.run(rules), RULES);
  await context.close();
  assert.deepEqual(violations.map(({ id }) => id), ["image-alt"]);
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

test("the catalogue of the theme, light and dark", async () => {
  const { FUNDUS, ROOT } = process.env;
  const preview = spawn(FUNDUS, ["--root", ROOT, "serve", "--port", "0"], { stdio: ["ignore", "pipe", "ignore"] });
  try {
    const [home] = await once(preview.stdout.setEncoding("utf8"), "data");
    for (const colorScheme of ["light", "dark"]) {
      none(await faults(["stil/"], { viewport: WIDE, media: { colorScheme }, home: home.trim() }));
    }
  } finally {
    preview.kill();
  }
});
