// One page of each template, and of each type of document.
import { readFileSync } from "node:fs";
import { join } from "node:path";

import { files, folder } from "./site.mjs";

/** The longest page of each kind, as its `body` class and the type of its document say it. */
export function kinds() {
  const longest = new Map();
  for (const path of files(".html")) {
    const html = readFileSync(join(folder, path), "utf8");
    const kind = html.match(/<body class="([^"]+)"/)?.[1];
    const type = html.match(/<article class="document" data-type="([^"]+)"/)?.[1] ?? "";
    const lang = html.match(/<html lang="([^"]+)"/)?.[1];
    const key = `${kind} ${type} ${lang}`;
    if (kind && html.length > (longest.get(key)?.length ?? 0)) longest.set(key, { path, length: html.length });
  }
  return [...longest.values()].map(({ path }) => path).sort();
}
