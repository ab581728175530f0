// The calendar: what is over and what is to come, by the clock of the one who reads.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { launch, none, watch } from "./lib/browser.mjs";
import { fileUrl } from "./lib/site.mjs";

let browser;
before(async () => (browser = await launch()));
after(() => browser.close());

/** A page of the site, opened by double-click on that day. */
async function open(path, day, options = {}) {
  const context = await browser.newContext({ timezoneId: "Europe/Berlin", ...options });
  const page = await context.newPage();
  const broken = watch(page, "file://");
  if (day) await page.clock.setFixedTime(new Date(day));
  await page.goto(fileUrl(path));
  return { page, broken, end: () => context.close() };
}

const upcoming = "fundus-agenda > .agenda > li";
const titles = (page, selector) => page.locator(`${selector} a`).allTextContents();

for (const path of ["kalender/index.html", "sammlungen/werkstattreihe-digitaler-erstkontakt.html"]) {
  test(`${path}: an event goes over to the past when it has ended`, async () => {
    const before = await open(path, "2026-12-10T16:59:00+01:00");
    const first = (await titles(before.page, upcoming))[0];
    assert.match(first, /4\. Quartal 2026/);
    none(before.broken);
    await before.end();

    const after = await open(path, "2026-12-10T17:01:00+01:00");
    const left = await titles(after.page, upcoming);
    assert.ok(left.length > 0 && !left.includes(first), left.join());
    const past = await after.page.locator("fundus-agenda details a").allTextContents();
    assert.equal(past[0], first, "the last comes first");
    assert.match(await after.page.locator("fundus-agenda summary").innerText(), /Vergangene Termine \(\d+\)/);
    none(after.broken);
    await after.end();
  });
}

test("what is to come stands in order, the next first", async () => {
  const { page, end } = await open("kalender/index.html", "2022-01-01T12:00:00+01:00");
  const days = await page.locator(`${upcoming} time`).evaluateAll((times) => times.map(({ dateTime }) => dateTime.slice(0, 10)));
  assert.ok(days.length > 10);
  assert.deepEqual(days, days.toSorted());
  assert.equal(await page.locator("fundus-agenda details").count(), 0);
  await end();
});

test("when all is over, the page says so", async () => {
  const { page, end } = await open("kalender/index.html", "2099-01-01T12:00:00+01:00");
  assert.match(await page.locator("fundus-agenda > p").innerText(), /kein Termin/);
  await end();
});

test("a month marks the day of reading", async () => {
  const { page, end } = await open("kalender/2027-03.html", "2027-03-11T23:30:00+01:00");
  assert.equal(await page.locator("[aria-current=date]").getAttribute("data-day"), "2027-03-11");
  assert.equal(await page.locator("td[data-day]").count(), 31);
  await end();
});

test("without a script every event and every month is there", async () => {
  const { page, end } = await open("kalender/index.html", undefined, { javaScriptEnabled: false });
  const days = await page.locator(".agenda time").evaluateAll((times) => times.map((time) => time.getAttribute("datetime").slice(0, 10)));
  assert.ok(days.length > 10);
  assert.deepEqual(days, days.toSorted().reverse());
  const months = await page.locator("nav.years a").count();
  assert.equal(months, new Set(days.map((day) => day.slice(0, 7))).size);
  await page.locator("nav.years a").first().click();
  assert.equal(await page.locator("table.month").isVisible(), true);
  await end();
});
