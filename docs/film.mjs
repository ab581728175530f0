// Films how a reader finds a concept, on the built demonstration site.
//
//     npm ci --prefix tests/browser --ignore-scripts
//     node docs/film.mjs FOLDER
//
// FOLDER holds the site (`fundus build -o FOLDER`). Besides Chromium it needs ffmpeg. Writes the film, its
// picture and its captions to content/einstieg/filme: run it again when the site looks different.
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

const name = process.argv[2];
if (!name) {
  console.error("Which site? node docs/film.mjs FOLDER");
  process.exit(2);
}
process.env.SITE = resolve(name);
const { launch } = await import("../tests/browser/lib/browser.mjs");
const { serve } = await import("../tests/browser/lib/site.mjs");

const film = new URL("../content/einstieg/filme/konzept-finden", import.meta.url).pathname;
const folder = mkdtempSync(join(tmpdir(), "film-"));
const site = await serve();
const browser = await launch();
const context = await browser.newContext({
  viewport: { width: 600, height: 560 },
  deviceScaleFactor: 1.4,
  reducedMotion: "reduce",
  colorScheme: "light",
});
// What is told stands in a strip above the page, where no player lays its buttons, and where the reader points is an arrow.
await context.addInitScript(() => {
  addEventListener("DOMContentLoaded", () => {
    const strip = document.createElement("p");
    strip.id = "_told";
    strip.style.cssText =
      "position:fixed;z-index:9;inset:0 0 auto;margin:0;block-size:4.5rem;padding:0 1.5rem;display:flex;" +
      "align-items:center;background:#151918;color:#fff;font-size:1.25rem;line-height:1.3;text-wrap:balance";
    const arrow = document.createElement("i");
    arrow.id = "_arrow";
    arrow.style.cssText = "position:fixed;z-index:9;inline-size:32px;pointer-events:none";
    arrow.innerHTML =
      '<svg viewBox="0 0 16 20"><path d="M1 1v15l4-3.600 2.500 6 3-1.200-2.500-6h5.500z" stroke="#fff" stroke-width="1.500"/></svg>';
    document.body.style.paddingBlockStart = "4.5rem";
    document.body.append(strip, arrow);
  });
});
const page = await context.newPage();

const shots = [];
const told = [];
let [clock, text, arrow] = [0, "", { x: 420, y: 420 }];

/** The window as it is now, for so many seconds. */
async function shoot(seconds) {
  await page.evaluate(
    ([text, { x, y }]) => {
      document.querySelector("#_told").textContent = text;
      const { style } = document.querySelector("#_arrow");
      [style.left, style.top] = [x + "px", y + "px"];
    },
    [text, arrow],
  );
  const file = join(folder, shots.length + ".png");
  await page.screenshot({ path: file, caret: "initial" });
  shots.push(`file ${file}\nduration ${seconds}`);
  clock += seconds;
}

async function tell(words) {
  if (told.length) told.at(-1).end = clock;
  told.push({ start: clock, words });
  text = words;
  await shoot(1.5);
}

async function point(target) {
  const box = await target.boundingBox();
  const [from, to] = [arrow, { x: box.x + Math.min(box.width / 2, 90), y: box.y + box.height * 0.7 }];
  for (let step = 1; step <= 6; step++) {
    const way = 1 - (1 - step / 6) ** 2;
    arrow = { x: from.x + (to.x - from.x) * way, y: from.y + (to.y - from.y) * way };
    await shoot(0.1);
  }
  await shoot(0.4);
}

async function scroll(target) {
  const way = await target.evaluate((element) => element.getBoundingClientRect().top - 112);
  for (let step = 0; step < 10; step++) {
    await page.evaluate((way) => scrollBy({ top: way, behavior: "instant" }), way / 10);
    await shoot(0.1);
  }
}

await page.goto(site.url + "index.html");
const field = page.locator("main input[type=search]");
await tell("Auf der Startseite steht ein Suchfeld.");
await point(field);
await field.click();
await tell("Tippen Sie ein, worum es geht. Vorschläge erscheinen von selbst.");
for (const letter of "Elternberatung") {
  await page.keyboard.type(letter);
  await page.waitForTimeout(150);
  await shoot(0.15);
}
await shoot(1.5);
await page.keyboard.press("Enter");
await page.waitForURL("**/suche.html*");
const hits = page.locator("main h3 a, main h2 a");
await hits.first().waitFor();
await tell("Gefunden wird auch, was ähnlich heißt. Was am besten passt, steht oben.");
await scroll(page.locator("[role=status]").first());
await shoot(1);
const hit = page.getByRole("link", { name: "Elternberatung per Video" }).first();
await point(hit);
await hit.click();
await page.locator(".fact-box").waitFor();
await tell("Das Konzept beginnt mit dem Wichtigsten: worum es geht, für wen, mit welchem Aufwand.");
await shoot(1);
await scroll(page.locator(".fact-box"));
await shoot(2);
await tell("Mit „Merken“ kommt es auf Ihre Merkliste. Sie bleibt auf Ihrem Gerät.");
const keep = page.locator("fundus-tools button").first();
await scroll(page.locator("h1"));
await point(keep);
await keep.click();
await shoot(3);
told.at(-1).end = clock;

await browser.close();
site.stop();
writeFileSync(join(folder, "shots"), shots.join("\n") + "\n" + shots.at(-1).split("\n")[0] + "\n");
const ffmpeg = (...parts) => execFileSync("ffmpeg", ["-loglevel", "error", "-y", ...parts]);
const size = "scale=trunc(iw/2)*2:trunc(ih/2)*2,format=yuv420p";
ffmpeg(
  ...["-f", "concat", "-safe", "0", "-i", join(folder, "shots"), "-vf", `fps=10,${size}`, "-bitexact"],
  ...["-c:v", "libx264", "-profile:v", "main", "-preset", "veryslow", "-tune", "animation", "-crf", "30"],
  ...["-g", "100", "-movflags", "+faststart", `${film}.mp4`],
);
ffmpeg("-i", join(folder, "0.png"), "-quality", "60", `${film}.webp`);
const time = (seconds) => `00:00:${seconds.toFixed(3).padStart(6, "0")}`;
told[0].words = `[ohne Ton] ${told[0].words}`;
const cues = told.map(({ start, end, words }) => `${time(start)} --> ${time(end)}\n${words}\n`);
writeFileSync(`${film}.de.vtt`, ["WEBVTT\n", ...cues].join("\n"));
rmSync(folder, { recursive: true });
console.log(`${clock.toFixed(1)} seconds`);
