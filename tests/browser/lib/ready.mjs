// Says what the browser tests lack on this machine, a line each; nothing if they can run.
import { existsSync } from "node:fs";

import { chromiumPath, program } from "./browser.mjs";

const has = (name) => existsSync(new URL(`../node_modules/${name}/package.json`, import.meta.url));
const lacks = [
  chromiumPath() ? "" : "Chromium (Debian: chromium)",
  ["axe-core", "playwright-core", "vnu-jar"].every(has) ? "" : "its packages (npm ci --ignore-scripts in tests/browser)",
  program("java") ? "" : "Java (Debian: default-jre-headless)",
];
process.stdout.write(lacks.filter(Boolean).join("\n"));
