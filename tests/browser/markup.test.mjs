// The Nu HTML checker finds nothing in any page, style sheet or drawing of the program's own.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { createRequire } from "node:module";
import { join } from "node:path";
import { test } from "node:test";

import { none } from "./lib/browser.mjs";
import { files, folder } from "./lib/site.mjs";

const VNU = String(createRequire(import.meta.url)("vnu-jar"));

/** What the checker says of these files; `input` is read in place of one, as `-`. */
function check(paths, input) {
  const args = ["-Xss8m", "-jar", VNU, "--also-check-css", "--also-check-svg", "--format", "json", ...paths];
  const { stderr, error } = spawnSync("java", args, { encoding: "utf8", input, maxBuffer: 1 << 28 });
  if (error) throw error;
  return JSON.parse(stderr).messages.map(
    ({ url = "", lastLine = 0, type, message }) =>
      `${url.split(folder).pop()}:${lastLine}: ${type} ${message}`,
  );
}

test("the checker finds what is wrong", () => {
  const faults = check(["-"], "<!doctype html><html lang=de><title>x</title><p><div></div></p>");
  assert.ok(faults.some((fault) => fault.includes("error")), faults.join("\n"));
});

test("every page, style sheet and drawing", () => {
  const paths = files(".html", ".css", ".svg");
  assert.ok(paths.length > 100);
  none(check(paths.map((path) => join(folder, path))));
});
