// The facilitator's pack: every sheet on paper, nothing cut, and a PDF that can be read aloud.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { pathToFileURL } from "node:url";

import { chromiumPath, launch, none, watch } from "./lib/browser.mjs";

const { FUNDUS, ROOT } = process.env;
const folder = mkdtempSync(join(tmpdir(), "mappe für alle "));

let browser;
before(async () => (browser = await launch()));
after(async () => {
  await browser.close();
  rmSync(folder, { recursive: true, force: true });
});

for (const [flag, name] of [["--workshop", "werkstatt-2027-1-quartal"], ["--collection", "lernpfad-netzpaten"]]) {
  test(`${name} on A4`, async () => {
    const file = join(folder, `${name}.html`);
    const env = { ...process.env, FUNDUS_CHROMIUM: chromiumPath() };
    execFileSync(FUNDUS, ["--root", ROOT, "export", "--pack", flag, name, "--output", file], { env });

    const page = await browser.newPage({ viewport: { width: 658, height: 980 } });
    const broken = watch(page, "file://");
    await page.emulateMedia({ media: "print" });
    await page.goto(pathToFileURL(file).href);
    const seen = await page.evaluate(() => ({
      sheets: document.querySelectorAll(".sheet").length,
      titles: document.querySelectorAll("h1").length,
      codes: document.querySelectorAll(".sheet-code .qr").length,
      // A screen of the printable width of A4: what is wider would be cut.
      wide: [...document.querySelectorAll(".sheet *")]
        .filter((element) => element.getBoundingClientRect().right > innerWidth + 1)
        .map((element) => element.outerHTML.slice(0, 80)),
      pictures: [...document.images].filter((image) => !image.naturalWidth).length,
      dead: [...document.querySelectorAll('a[href^="#"]')]
        .map((link) => decodeURIComponent(link.hash.slice(1)))
        .filter((id) => !document.getElementById(id)),
      broken: [...document.querySelectorAll(".sheet")].filter((sheet) => getComputedStyle(sheet).breakAfter !== "page").length,
    }));
    none([...broken, ...seen.wide, ...seen.dead]);
    assert.ok(seen.sheets > 6 && seen.titles === seen.sheets && seen.codes > 2, JSON.stringify(seen));
    assert.equal(seen.pictures, 0);
    assert.equal(seen.broken, 1, "every sheet but the last ends its page");
    await page.close();

    const pdf = readFileSync(file.replace(/html$/, "pdf"), "latin1");
    assert.match(pdf, /^%PDF/);
    assert.match(pdf, /\/StructTreeRoot/, "tagged");
    assert.match(pdf, /\/Outlines/, "with bookmarks");
    const pages = pdf.match(/\/Type \/Page\b/g)?.length ?? 0;
    assert.ok(pages >= seen.sheets, `${pages} pages for ${seen.sheets} sheets`);
  });
}
