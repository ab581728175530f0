// Debian's Chromium, driven by Playwright; and a page that remembers what went wrong on it.
import assert from "node:assert/strict";
import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";

const NAMES = ["chromium", "chromium-browser", "google-chrome-stable", "google-chrome"];

const FLAGS = [
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-gpu",
  "--disable-quic",
  "--disable-sync",
  "--no-first-run",
  "--no-sandbox",
];

/** The first program of one of these names on the path. */
export function program(...names) {
  const executable = (path) => {
    try {
      accessSync(path, constants.X_OK);
      return true;
    } catch {
      return false;
    }
  };
  const folders = (process.env.PATH ?? "").split(delimiter);
  return names.flatMap((name) => folders.map((folder) => join(folder, name))).find(executable);
}

/** Where Chromium is, if it is anywhere. */
export const chromiumPath = () => process.env.CHROMIUM || program(...NAMES);

/** How long a page may take on a machine that does other work as well. */
export const PATIENCE = 60_000;

/** Starts Chromium, with further flags. */
export async function launch(...flags) {
  const { chromium } = await import("playwright-core");
  return chromium.launch({ executablePath: chromiumPath(), args: [...FLAGS, ...flags], timeout: PATIENCE });
}

/**
 * Collects what goes wrong on a page: errors in the console and of scripts, requests that fail, and
 * any request that leaves `home`, the address under which the site stands.
 */
export function watch(page, home) {
  const faults = [];
  page.on("console", (message) => message.type() === "error" && faults.push(`console: ${message.text()}`));
  page.on("pageerror", (error) => faults.push(`script: ${error.message}`));
  page.on("requestfailed", (request) => {
    const why = request.failure()?.errorText;
    // What is still on its way when the page is left.
    if (why !== "net::ERR_ABORTED") faults.push(`request: ${request.url()} ${why}`);
  });
  page.on("request", (request) => {
    const url = request.url();
    if (!url.startsWith(home) && !/^(data|blob|about):/.test(url)) faults.push(`foreign request: ${url}`);
  });
  return faults;
}

/**
 * Calls `look(page, path)` for each path, several at a time on pages of `context`, and returns all
 * that it found, in the order of the paths.
 */
export async function eachPage(context, paths, look) {
  const found = paths.map(() => []);
  let next = 0;
  const worker = async () => {
    const page = await context.newPage();
    page.setDefaultTimeout(PATIENCE);
    while (next < paths.length) {
      const at = next++;
      found[at] = (await look(page, paths[at])).map((fault) => `${paths[at]}: ${fault}`);
    }
    await page.close();
  };
  await Promise.all(Array.from({ length: 3 }, worker));
  return found.flat();
}

/** Fails with the list of faults, if there are any. */
export function none(faults) {
  const seen = [...new Set(faults)];
  assert.ok(seen.length === 0, `${seen.length} faults\n${seen.slice(0, 60).join("\n")}`);
}
