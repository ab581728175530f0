// axe: what it looks for, and what it finds on a page.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

/** The script, to be run on each page. */
export const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

export const RULES = {
  runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
  rules: { "target-size": { enabled: true } },
  resultTypes: ["violations"],
  preload: false,
};

/** What axe finds on a page that has the script, a line for each element. */
export async function violations(page, media) {
  // Nothing is pressed on paper.
  const rules = media.media === "print" ? { ...RULES, rules: { "target-size": { enabled: false } } } : RULES;
  const { violations } = await page.evaluate((rules) => axe.run(rules), rules);
  return violations.flatMap(({ id, nodes }) =>
    nodes.map((node) => `${id} ${node.target.join(" ")} ${node.any[0]?.message ?? node.html.slice(0, 120)}`),
  );
}
