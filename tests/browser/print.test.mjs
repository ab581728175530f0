// On paper: what a page is and for whom comes first, controls stay on the screen.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { launch } from "./lib/browser.mjs";
import { fileUrl, files, withSite } from "./lib/site.mjs";

/** A4 without its margins, in CSS pixels: 174 × 259 mm. */
const SHEET = { width: 658, height: 979 };

const concepts = files(".html").filter((path) => /^konzepte\/(?!index|seite)/.test(path));

let browser;
before(async () => (browser = await launch()));
after(() => browser.close());

/** A page as it is laid out for paper, by somebody whose screen is dark. */
const onPaper = (path, look) => seenOnPaper(fileUrl(path), look);

async function seenOnPaper(url, look) {
  const page = await browser.newPage({ viewport: SHEET, colorScheme: "dark" });
  await page.goto(url);
  await page.emulateMedia({ media: "print" });
  const seen = await page.evaluate(look);
  await page.close();
  return seen;
}

test("a concept is a handout", async () => {
  for (const path of concepts.slice(0, 6)) {
    const seen = await onPaper(path, () => {
      const shown = (selector) => [...document.querySelectorAll(selector)].some((element) => element.checkVisibility());
      const top = (selector) => document.querySelector(selector)?.getBoundingClientRect().top;
      return {
        controls: ["button", "fundus-tools", "fundus-settings", "fundus-keep", "search", ".menu", ".toc", ".breadcrumbs", ".site-foot nav"].filter(shown),
        factsEnd: document.querySelector(".fact-box").getBoundingClientRect().bottom,
        factsFirst: top(".fact-box") < top(".document-body"),
        origin: document.querySelector(".origin").innerText,
        license: document.querySelector(".license").innerText,
        updated: shown(".meta time"),
        external: [...document.querySelectorAll(".prose a[href^=http]")].map((link) => getComputedStyle(link, "::after").content),
        ink: getComputedStyle(document.body).color,
        overflow: document.documentElement.scrollWidth - document.documentElement.clientWidth,
      };
    });
    assert.deepEqual(seen.controls, [], path);
    assert.ok(seen.factsFirst && seen.factsEnd <= SHEET.height, `${path}: the fact box ends at ${seen.factsEnd}`);
    assert.match(seen.origin, /^https:\/\/.*\.html/);
    assert.match(seen.license, /CC/);
    assert.ok(seen.updated);
    assert.ok(seen.external.every((content) => content.includes("http")), path);
    assert.equal(seen.ink, "rgb(30, 35, 33)");
    assert.equal(seen.overflow, 0, path);
  }
});

test("a list is a table", async () => {
  const rows = await onPaper("konzepte/index.html", () =>
    [...document.querySelectorAll(".results .card")].slice(0, 8).map((card) => {
      const place = (element) => Math.round(element.getBoundingClientRect().left);
      return [card.querySelector(".card-title"), ...card.querySelectorAll(".card-facts > div")].map(place);
    }),
  );
  assert.ok(rows.length > 4 && rows[0].length > 3);
  for (const row of rows) assert.deepEqual(row, rows[0].slice(0, row.length), "columns stand below each other");
});

test("material is printed to be written on", async () => {
  const seen = await onPaper("material/dokumentationsbogen-chatkontakt.html", () => {
    const height = (element) => element.getBoundingClientRect().height;
    const box = document.querySelector(".prose .task input");
    const { borderTopColor, appearance } = getComputedStyle(box);
    return {
      // Nine millimetres are room for a line by hand.
      low: [...document.querySelectorAll(".prose td:empty")].filter((cell) => height(cell) < 34).length,
      cells: document.querySelectorAll(".prose td:empty").length,
      box: [appearance, borderTopColor, Math.round(height(box))],
      loads: document.querySelector(".downloads").checkVisibility(),
      wide: document.documentElement.scrollWidth - document.documentElement.clientWidth,
    };
  });
  assert.ok(seen.cells > 5);
  assert.equal(seen.low, 0);
  assert.deepEqual(seen.box, ["none", "rgb(0, 0, 0)", 15]);
  assert.equal(seen.loads, false, "nothing is loaded from paper");
  assert.equal(seen.wide, 0);

  const shares = await onPaper("material/anmeldebogen-kinderbetreuung.html", () => {
    const width = (element) => element.getBoundingClientRect().width;
    const answers = [...document.querySelectorAll(".prose td:not(:empty) + td:empty:last-child")];
    return answers.map((cell) => width(cell) / width(cell.closest("table")));
  });
  assert.ok(shares.length > 5 && shares.every((share) => share > 0.5), `an answer has more room than its question: ${shares}`);

  const stays = await onPaper("material/checkliste-videoberatung.html", () => {
    const shown = (selector) => document.querySelector(selector)?.checkVisibility() ?? false;
    return [".funding", "h1", ".origin", ".fact-box", ".lead", ".document-foot", ".site-foot"].filter(shown);
  });
  assert.deepEqual(stays, [".funding", "h1", ".origin"], "the sheet is for what is filled in");

  const page = await browser.newPage();
  await page.goto(fileUrl("material/protokoll-digitale-sprechstunde.html"));
  const pdf = (await page.pdf({ preferCSSPageSize: true })).toString("latin1");
  await page.close();
  const boxes = [...pdf.matchAll(/\/MediaBox \[\s*0 0 ([\d.]+) ([\d.]+)\s*\]/g)].map(([, width, height]) => width > height);
  assert.ok(boxes.length > 0 && boxes.every(Boolean), "A4 landscape");
});

const row = (cells) => `| ${cells.join(" | ")} |\n`;
const table = (...rows) => row(rows[0]) + row(rows[0].map(() => "---")) + rows.slice(1).map(row).join("");
const COLUMNS = ["Standort", "Jugendamt", "Freier Träger", "Ansprechperson", "Telefon", "E-Mail", "Öffnungszeiten", "Barrierefreiheit", "Sprachen", "Zielgruppe", "Zuständigkeitsbereich", "Bemerkungen"];
const VALUES = ["Weinheim-Hohensachsen", "Jugendamt des Kreises", "Bildungspartnerschaftsvereinbarung gGmbH", "Annegret Müller-Lüdenscheidt", "06201 123456-789", "annegret.mueller-luedenscheidt@jugendamt.example.org", "Mo–Fr 9–12 Uhr", "rollstuhlgerecht", "Deutsch, Türkisch", "Alleinerziehende", "Kindertagesbetreuungsbedarfsplanung", "Bitte vorher anrufen"];
const ADDRESS = "https://www.jugendamt.example.org/angebote/elternberatung/formulare/anmeldung?standort=weinheim&jahrgang=2027&bereich=kindertagesbetreuung";
const TABLES = [
  table(COLUMNS, VALUES, VALUES),
  table(["Jahr", ..."Januar Februar März April Mai Juni Juli August September Oktober November Dezember".split(" ")], Array(13).fill("12.345")),
  table(["Angebot", "Adresse", "Hinweis"], ["Elternberatung", `<${ADDRESS}>`, "Termine nach Vereinbarung"], ["Lerncafé", "0".repeat(150), "keine"]),
  table(["Angebot", "Zielgruppe", "Verantwortlichkeit"], ["Elternberatung per Video", "Alleinerziehende", "Kindertagesbetreuungsbedarfsplanung"]),
  table(COLUMNS, Array(12).fill(""), Array(12).fill("")),
];
const FORM = "- [ ] Termin\n\n" + table(["Was?", "Wer?"], ["", ""], ["", ""]);

test("nothing of a table is beside the paper, and words that have room stay whole", async () => {
  const text = TABLES.map((table, at) => `## Tabelle ${at + 1}\n\n${table}`).join("\n");
  const levels = ["grundlegend", "selbststaendig", "fortgeschritten", "hoch-spezialisiert"];
  const sources = {
    "config.toml": 'title = "Probe"\n',
    "content/index.md": "---\ntitle: Start\n---\n",
    "content/tabellen.md": `---\ntitle: Tabellen\n---\n\n${text}`,
    "content/material/hoch.md": `---\ntitle: Bogen\nprint: a4-hoch\n---\n\n${text}`,
    "content/sammlungen/a.md": `---\ntitle: ${"Donaudampfschifffahrtsgesellschaft".repeat(3)}\ntags: [${"Zuständigkeitsbereich".repeat(4)}]\nlevel: [${levels}]\n---\n`,
    "content/matrix.md": "---\ntitle: Matrix\nquery: {type: collection, show: matrix, rows: tags, columns: level}\n---\n",
  };
  await withSite(sources, async (url) => {
    for (const path of ["tabellen.html", "material/hoch.html", "matrix.html"]) {
      const seen = await seenOnPaper(url(path), () => {
        const range = document.createRange();
        const boxes = (node) => (range.selectNodeContents(node), [...range.getClientRects()]);
        const lines = (cell) => new Set(boxes(cell.firstChild).map(({ top }) => Math.round(top))).size;
        const tables = [...document.querySelectorAll("main table")];
        return {
          rights: tables.map((table) => Math.max(table.getBoundingClientRect().right, ...boxes(table).map(({ right }) => right))),
          broken: [...(tables[3]?.querySelectorAll("th, td") ?? [])].filter((cell) => lines(cell) > 1).map((cell) => cell.textContent),
          sizes: tables.map((table) => parseFloat(getComputedStyle(table.rows[1].cells[0]).fontSize)),
          sheet: document.documentElement.clientWidth,
        };
      });
      assert.ok(seen.rights.length > 0, path);
      for (const right of seen.rights) assert.ok(right <= seen.sheet + 0.5, `${path}: tables end at ${seen.rights}, the paper at ${seen.sheet}`);
      assert.deepEqual(seen.broken, [], `${path}: a table of three columns`);
      // A point is 4/3 pixels.
      assert.ok(Math.min(...seen.sizes) >= 8.6, `${path}: ${seen.sizes}`);
    }
  });
});

test("a type of a site's own with a field for the paper is printed to be written on", async () => {
  const type = '[types.bogen]\nlabel = "Bogen"\nfolders = ["bogen"]\n[types.bogen.own.format]\nlabel = "Format"\nkind = "choice"\nrole = "paper"\nchoices = { a4-quer = "A4 quer" }\n';
  const sources = {
    "config.toml": `title = "Probe"\n${type}`,
    "content/index.md": "---\ntitle: Start\n---\n",
    "content/bogen/a.md": `---\ntitle: A\nsummary: S.\n---\n\n${FORM}`,
  };
  await withSite(sources, async (url) => {
    const seen = await seenOnPaper(url("bogen/a.html"), () => ({
      low: [...document.querySelectorAll(".prose td:empty")].filter((cell) => cell.getBoundingClientRect().height < 34).length,
      cells: document.querySelectorAll(".prose td:empty").length,
      box: getComputedStyle(document.querySelector(".prose .task input")).borderTopColor,
      lead: document.querySelector(".lead").checkVisibility(),
    }));
    assert.deepEqual(seen, { low: 0, cells: 4, box: "rgb(0, 0, 0)", lead: false });
  });
});
