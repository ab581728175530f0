// Answers queries with the browser's engine: `node browser.mjs search.js INDEX-FOLDER < queries.json`. With a third
// argument, as a browser that cannot undo compression itself.
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import vm from "node:vm";

const [script, folder, isOld] = process.argv.slice(2);
const arrived = new Map();
const context = vm.createContext({
  atob, TextDecoder,
  ...(isOld ? {} : { Blob, DecompressionStream, Response }),
  fundusLoad: (name) => vm.runInContext(readFileSync(join(dirname(script), name), "utf8"), context, { filename: name }),
  fundusChunk: (name, content) => arrived.set(name, content),
});
vm.runInContext(readFileSync(script, "utf8"), context, { filename: "search.js" });

let loaded = 0;
async function load(path, name) {
  const text = readFileSync(join(folder, path), "utf8");
  loaded += text.length;
  vm.runInContext(text, context, { filename: path });
  const content = arrived.get(name);
  arrived.delete(name);
  return content;
}

const { Index, words, fold } = context.fundusSearch;
const index = await Index.open(load);
const answers = [];
for (const query of JSON.parse(readFileSync(0, "utf8"))) {
  const answer = await index.answer(query);
  answers.push({
    query,
    kinds: answer.words.map((word) => word.kind),
    forms: answer.words.map((word) => word.forms),
    hits: answer.hits.map((hit) => [hit.document, hit.partial, hit.score]),
    correction: answer.correction,
    completions: await index.completions(query),
    words: words(query).map((word) => word.form),
    folded: fold(query),
  });
}
process.stdout.write(JSON.stringify(answers));
