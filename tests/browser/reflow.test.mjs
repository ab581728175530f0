// For who enlarges: at 400 % on a window of 1280 × 1024 pixels, with wider spacing of the text, and with
// motion reduced, everything is there and nothing is in the way.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { eachPage, launch, none } from "./lib/browser.mjs";
import { kinds } from "./lib/kinds.mjs";
import { files, serve } from "./lib/site.mjs";

/** What is left of 1280 × 1024 pixels at 400 %. */
const ENLARGED = { width: 320, height: 256 };

/** WCAG 1.4.12. */
const SPACING = `*, ::before, ::after { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important }
  p { margin-block-end: 2em !important }`;

/** Some entries of a list that was passed on. */
const KEPT = files(".html").filter((path) => /^konzepte\/e/.test(path)).slice(0, 3).join();

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

/** Calls `look` in one page of each kind, in a window of this size. */
async function inEach(options, look, style = "", own = browser) {
  // What lies further down is looked at as well.
  style += "* { content-visibility: visible !important }";
  const context = await own.newContext(options);
  const paths = [...kinds(), "suche.html?q=video"];
  const found = await eachPage(context, paths, async (page, path) => {
    await page.goto(site.url + path, { waitUntil: "networkidle" });
    await page.addStyleTag({ content: style });
    return page.evaluate(look);
  });
  await context.close();
  none(found);
}

/** What sticks out at the side, or is cut; what scrolls by itself may be wider, and what is for screen readers only. */
function lost() {
  const isUnseen = (element) => getComputedStyle(element).clipPath === "inset(50%)";
  const scrolls = (element) => ["auto", "scroll"].includes(getComputedStyle(element).overflowX);
  const within = (element, test) => {
    for (let at = element; at && at !== document.documentElement; at = at.parentElement) if (test(at)) return true;
    return false;
  };
  const name = (element) => `${element.localName}.${element.className?.baseVal ?? element.className} "${element.textContent.trim().slice(0, 30)}"`;
  const found = [];
  const { scrollWidth, clientWidth } = document.documentElement;
  if (scrollWidth > clientWidth) found.push(`scrolls sideways: ${scrollWidth} of ${clientWidth}`);
  for (const element of document.body.querySelectorAll("*")) {
    if (!element.checkVisibility({ contentVisibilityAuto: true }) || within(element, isUnseen)) continue;
    const { left, right, width, bottom } = element.getBoundingClientRect();
    if (width && bottom > 0 && (left < -1 || right > clientWidth + 1) && !within(element.parentElement, scrolls)) found.push(`sticks out: ${name(element)}`);
    const { overflowX, overflowY } = getComputedStyle(element);
    const isCut =
      (["hidden", "clip"].includes(overflowX) && element.scrollWidth > element.clientWidth + 1) ||
      (["hidden", "clip"].includes(overflowY) && element.scrollHeight > element.clientHeight + 1);
    if (isCut && element.clientWidth > 1 && !element.closest("svg")) found.push(`cuts off: ${name(element)}`);
  }
  return found;
}

test("at 400 % nothing is cut and nothing scrolls in two directions", () => inEach({ viewport: ENLARGED }, lost));

for (const [letters, width] of [[32, 360], [24, 320]]) {
  test(`with letters of ${letters} px in the browser's settings nothing is cut, ${width} px`, async () => {
    const own = await launch(`--blink-settings=defaultFontSize=${letters}`);
    try {
      await inEach({ viewport: { width, height: 740 } }, lost, "", own);
      // The titles of a list come after its page.
      const page = await own.newPage({ viewport: { width, height: 740 } });
      await page.goto(`${site.url}merkliste.html#${KEPT}`);
      await page.waitForFunction(() => document.querySelector(".kept a") && !document.querySelector(".kept").innerText.includes(".html"));
      none(await page.evaluate(lost));
    } finally {
      await own.close();
    }
  });
}

test("at 400 % nothing stays in the way of the text", () =>
  inEach({ viewport: ENLARGED }, () =>
    [...document.body.querySelectorAll("*")]
      .filter((element) => ["sticky", "fixed"].includes(getComputedStyle(element).position) && element.checkVisibility())
      .map((element) => `${element.localName}.${element.className}`),
  ));

for (const viewport of [{ width: 320, height: 640 }, { width: 1280, height: 900 }]) {
  test(`with wider spacing nothing is cut, ${viewport.width} px`, () => inEach({ viewport }, lost, SPACING));
}

test("who wants no motion sees none", () =>
  inEach({ viewport: { width: 1280, height: 900 }, reducedMotion: "reduce" }, () => {
    const moves = ({ transitionDuration, animationName, scrollBehavior }) =>
      !/^0s(, 0s)*$/.test(transitionDuration) || animationName !== "none" || scrollBehavior !== "auto";
    return [document.documentElement, ...document.body.querySelectorAll("*")]
      .filter((element) => moves(getComputedStyle(element)))
      .map((element) => `${element.localName}.${element.className}`);
  }));

test("the test sees what is lost", async () => {
  const page = await browser.newPage({ viewport: ENLARGED });
  await page.setContent('<p style="width: 500px">breit</p><p style="height: 5px; overflow: hidden">hoch</p>');
  const found = await page.evaluate(lost);
  await page.close();
  assert.deepEqual(found.map((fault) => fault.split(":")[0]), ["scrolls sideways", "sticks out", "cuts off"]);
});
