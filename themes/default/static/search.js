/* Search in the browser: the engine, the finder, and suggestions in every search field.
 *
 * A classic script without dependencies: it works from a server and from a file. It loads the index in
 * pieces by <script>, never by fetch. It knows no German: the index says which forms mean the same.
 * The Rust side of each rule is named beside it; tests compare the two.
 *
 * On the finder page it fills the element `#_finder` (its attribute `root` leads to the top of the site; with
 * the attribute `list` it shows all documents before anything is asked) and hides what follows while there are
 * results. Every `form.search-form` with an `action` gets suggestions. The index stands in `search/` below the
 * top. Without this script the forms lead to the finder page, and that page's static content stays.
 */
(() => {
  "use strict";

  // ------------------------------------------------------------------ words (src/search/words.rs, fold.rs)

  const SPACELESS = "\\u3040-\\u30ff\\u3400-\\u9fff\\u0e00-\\u0e4f\\u{20000}-\\u{3ffff}";
  const LETTER = `(?:(?![${SPACELESS}])[\\p{Alphabetic}\\p{N}\\p{M}\\u00ad\\u200b-\\u200d])`;
  const JOIN = [
    "[*:_·]innen",
    `[*:_·](?:in|[rnes])(?!${LETTER})`,
    `/-?(?:innen|in|[rnes])(?!${LETTER})`,
    "\\((?:innen|in|nen|en|er|[rnes])\\)",
    `\\.innen(?!${LETTER})`,
    `[-‐‑]innen(?!${LETTER})`,
    `[-‐‑](?=${LETTER})`,
    `['’ʼ](?!s(?!${LETTER}))(?=${LETTER})`,
  ].join("|");
  const POSSESSIVE = `['’ʼ]s(?!${LETTER})`;
  const WORD = new RegExp(`[${SPACELESS}]|${LETTER}+(?:(?:${JOIN})${LETTER}*)*(?:${POSSESSIVE})?`, "giu");
  const LONGEST = 64;

  /** The words of a text: `{form, start, end}`. */
  function words(text) {
    const found = [];
    for (const match of text.matchAll(WORD)) {
      const form = normal(match[0]);
      if (/[\p{Alphabetic}\p{N}]/u.test(form)) found.push({ form, start: match.index, end: match.index + match[0].length });
    }
    return found;
  }

  /** A word as written → lower case, gender markers and apostrophes removed, hyphens kept. */
  function normal(written) {
    const joined = written
      .replace(new RegExp(`${POSSESSIVE}$`, "iu"), "")
      .replace(/\/-?/g, "")
      .replace(new RegExp(`[-‐‑](?=innen(?!${LETTER}))`, "giu"), "")
      .replace(/[*:_·().'’ʼ\u00ad\u200b-\u200d]/g, "")
      .replace(/[‐‑]/g, "-");
    const form = joined.toLowerCase().normalize("NFC");
    return form.length <= LONGEST ? form : Array.from(form).slice(0, LONGEST).join("");
  }

  const PLAIN = { ß: "ss", æ: "ae", œ: "oe", ø: "o", ł: "l", đ: "d", ð: "d", þ: "th", ı: "i", ς: "σ" };

  /** The form under which spellings are compared. */
  function fold(word) {
    return word
      .toLowerCase()
      .normalize("NFD")
      .replace(/[\u0300-\u036f\u064b-\u0652\u0670\u0640\u00ad\u200b-\u200d]/g, "")
      .replace(/[ßæœøłđðþıς]/g, (letter) => PLAIN[letter])
      .normalize("NFC");
  }

  const readDigraphs = (folded) => folded.replace(/ae/g, "a").replace(/oe/g, "o").replace(/ue/g, "u");
  const writeDigraphs = (form) => form.replace(/ä/g, "ae").replace(/ö/g, "oe").replace(/ü/g, "ue");
  const count = (text) => Array.from(text).length;

  // ------------------------------------------------------------------ queries (src/search/query.rs)

  /** What a text asks for: `{words: [{form, typed, open, literal}], phrases: [[[word, distance]]]}`. */
  function parse(input, stopwords) {
    const text = Array.from(input).slice(0, 400).join("");
    const hasContent = words(text).some((word) => !stopwords.has(word.form));
    const query = { words: [], phrases: [] };
    const pieces = text.split(/["„“”«»‟]/);
    pieces.forEach((piece, at) => {
      const literal = at % 2 === 1;
      const found = words(piece);
      const isDropped = (word) => hasContent && stopwords.has(word.form);
      const first = Math.max(0, found.findIndex((word) => !isDropped(word)));
      const phrase = [];
      found.forEach((word, place) => {
        if (isDropped(word) || query.words.length >= 16) return;
        const open = at === pieces.length - 1 && !literal && word.end === piece.length;
        let number = query.words.findIndex((known) => known.form === word.form);
        if (number < 0) {
          number = query.words.push({ form: word.form, typed: piece.slice(word.start, word.end), open, literal }) - 1;
        } else if (literal) {
          query.words[number].literal = true;
        }
        phrase.push([number, Math.max(0, place - first)]);
      });
      if (literal && phrase.length) query.phrases.push(phrase);
    });
    return query;
  }

  // ------------------------------------------------------------------ bytes (src/search/bytes.rs)

  /** The bytes of a chunk: base64 of zlib. */
  async function unpack(base64) {
    const packed = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
    const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream("deflate"));
    return new Uint8Array(await new Response(stream).arrayBuffer());
  }

  const UTF8 = new TextDecoder();

  /** Reads numbers of variable length one after the other. */
  class Reader {
    constructor(bytes) {
      this.bytes = bytes;
      this.at = 0;
    }
    number() {
      let value = 0;
      let factor = 1;
      for (;;) {
        const byte = this.bytes[this.at++];
        value += (byte & 127) * factor;
        if (!(byte & 128)) return value;
        factor *= 128;
      }
    }
    signed() {
      const value = this.number();
      return value % 2 ? -(value + 1) / 2 : value / 2;
    }
    take(length) {
      this.at += length;
      return this.bytes.subarray(this.at - length, this.at);
    }
    text(length) {
      return UTF8.decode(this.take(length));
    }
    get done() {
      return this.at >= this.bytes.length;
    }
  }

  /** Reads forms of which each is written by what it does not share with the one before. */
  function readForms(reader, length, rest) {
    const forms = { text: [], folded: [], capital: [] };
    const buffer = new Uint8Array(1024);
    for (let at = 0; at < length; at++) {
      const head = reader.number();
      const shared = head >> 1;
      const suffix = reader.take(reader.number());
      buffer.set(suffix, shared);
      const text = UTF8.decode(buffer.subarray(0, shared + suffix.length));
      forms.text.push(text);
      forms.folded.push(fold(text));
      forms.capital.push(head & 1);
      rest();
    }
    return forms;
  }

  /** Order of code points, as the index is sorted; JavaScript's own order differs beyond U+D800. */
  function isBefore(one, other) {
    const length = Math.min(one.length, other.length);
    for (let at = 0; at < length; at++) {
      const [a, b] = [one.charCodeAt(at), other.charCodeAt(at)];
      if (a !== b) {
        const rank = (unit) => (unit >= 0xe000 ? unit - 0x800 : unit >= 0xd800 ? unit + 0x2000 : unit);
        return rank(a) < rank(b);
      }
    }
    return one.length < other.length;
  }

  /** The first place in a sorted list that does not come before `wanted`. */
  function lowerBound(list, wanted) {
    let [low, high] = [0, list.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (isBefore(list[middle], wanted)) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  // ------------------------------------------------------------------ the index (src/search/terms.rs, opened.rs)

  const FORMAT = 1;
  const HASH = 6;
  const [PREFIX, INFIX, PART, MANY, CORRECTIONS] = [3, 5, 4, 12, 3];
  const FACTOR = { whole: 100, parts: 50, hyphen: 60, prefix: 70, inflection: 90, infix: 40, correction: [0, 80, 60] };
  const ENDINGS = ["", "e", "n", "s", "en", "er", "es", "em", "t", "te", "ten", "et", "st", "in", "innen", "nen", "ern", "se", "ed", "ing", "d"];
  const LINKS = ["", "s", "n", "en", "es", "er", "e"];

  class Index {
    /** `load(path)` gives a promise of what the file says to `fundusChunk`. */
    constructor(load, root) {
      this.load = load;
      this.root = root;
      this.documents = root.documents;
      this.stopwords = new Set(root.stopwords.split(" "));
      this.firsts = root.terms.map((term) => term[0]);
      this.firstClasses = root.terms.map((term) => term[1]);
      this.cache = new Map();
      this.classes = new Map();
    }

    static async open(load) {
      const root = await load("root.js", "root");
      if (!root || root.format !== FORMAT) throw new Error("unknown format of the search index");
      return new Index(load, root);
    }

    /** The path of a chunk; the root lists the hashes in a fixed order. */
    path(name) {
      const [terms, blocks, facets] = [this.firsts.length, this.root.blocks.length, this.root.facets.length];
      const number = Number(name.slice(1));
      const place = {
        t: 2 * number,
        p: 2 * number + 1,
        d: 2 * terms + number,
        f: 2 * terms + blocks + number,
        v: 2 * terms + blocks + facets,
        o: 2 * terms + blocks + facets + 1,
      }[name[0]];
      return `${name}-${this.root.hashes.slice(place * HASH, (place + 1) * HASH)}.js`;
    }

    /** The chunk, read once by `read(bytes)`; what failed is tried again the next time. */
    chunk(name, read) {
      if (!this.cache.has(name)) {
        const promise = this.load(this.path(name), name).then(unpack).then(read);
        promise.catch(() => this.cache.delete(name));
        this.cache.set(name, promise);
      }
      return this.cache.get(name);
    }

    terms(at) {
      return this.chunk(`t${at}`, (bytes) => this.readTerms(at, bytes));
    }

    readTerms(at, bytes) {
      const reader = new Reader(bytes);
      const base = this.firstClasses[at];
      const [forms, classes] = [reader.number(), reader.number()];
      const ofForms = [];
      const chunk = readForms(reader, forms, () => ofForms.push(base + reader.signed()));
      chunk.classes = ofForms;
      const own = [];
      for (let number = 0; number < classes; number++) {
        const one = { number: base + number, chunk: at, count: reader.number(), rarity: reader.number(), parts: [], others: [] };
        for (let left = reader.number(); left > 0; left--) one.parts.push(base + reader.signed());
        for (let left = reader.number(); left > 0; left--) one.others.push(reader.text(reader.number()));
        own.push(one);
        this.classes.set(one.number, one);
      }
      for (const one of own) {
        one.documents = new Uint32Array(one.count);
        let document = 0;
        for (let posting = 0; posting < one.count; posting++) one.documents[posting] = document += reader.number();
      }
      for (const one of own) one.strengths = reader.take(one.count);
      for (const one of own) one.divisions = reader.take(one.count);
      chunk.own = own;
      return chunk;
    }

    /** The chunk in which a folded form would stand. */
    chunkOf(folded) {
      const at = lowerBound(this.firsts, folded);
      return this.firsts[at] === folded ? at : Math.max(0, at - 1);
    }

    /** The class with a number, loaded with its chunk. */
    async class(number) {
      if (!this.classes.has(number)) {
        let chunk = this.firstClasses.length - 1;
        while (this.firstClasses[chunk] > number) chunk--;
        await this.terms(chunk);
      }
      return this.classes.get(number);
    }

    /** All forms: `{text, folded, capital, classes, popularity}`; a large file, for what nothing else answers. */
    vocabulary() {
      return this.chunk("v", (bytes) => {
        const reader = new Reader(bytes);
        const [classes, popularity] = [[], []];
        let number = 0;
        const all = readForms(reader, reader.number(), () => {
          classes.push((number += reader.signed()));
          popularity.push(reader.number());
        });
        const popularityOf = new Map();
        classes.forEach((one, at) => popularityOf.set(one, popularity[at]));
        return Object.assign(all, { classes, popularityOf });
      });
    }

    /** What the result list shows of a document. */
    async shown(document) {
      const starts = this.root.blocks;
      let block = 0;
      let high = starts.length;
      while (block + 1 < high) {
        const middle = (block + high) >> 1;
        if (starts[middle] <= document) block = middle;
        else high = middle;
      }
      const entries = await this.chunk(`d${block}`, (bytes) => JSON.parse(UTF8.decode(bytes)));
      const [title, address, kind, lang, date, summary, sections] = entries[document - starts[block]];
      return { title, address, kind, lang, date, summary, sections };
    }

    /** The facets: `{id, label, range, terms, of: document → terms or [from, to]}`. */
    facets() {
      return Promise.all(this.root.facets.map((_, at) => this.chunk(`f${at}`, (bytes) => this.readFacet(bytes))));
    }

    readFacet(bytes) {
      const reader = new Reader(bytes);
      const facet = JSON.parse(reader.text(reader.number()));
      facet.of = Array.from({ length: this.documents }, () =>
        Array.from({ length: reader.number() * (facet.range ? 2 : 1) }, () => (facet.range ? reader.signed() : reader.number())),
      );
      return facet;
    }

    /** The day of each document, `-Infinity` for none. */
    dates() {
      return this.chunk("o", (bytes) => {
        const reader = new Reader(bytes);
        return Array.from({ length: this.documents }, () => (reader.number() ? reader.signed() : -Infinity));
      });
    }

    // ---------------------------------------------------------------- meaning of a word (src/search/resolve.rs)

    /** What a word means: `{kind, alternatives: [{classes, factor}], forms}`. */
    async resolve(word) {
      const joined = word.form.replace(/-/g, "");
      const exact = await this.exact(joined);
      // What is still being typed is a beginning, unless it is a word letter for letter.
      const isBeginning = word.open && exact.every((form) => form.text !== joined);
      const beginning = isBeginning && (await this.byPrefix(fold(joined)));
      if (beginning) return beginning;
      if (exact.length) return this.whole(exact, word.literal);
      const missing = { kind: "missing", alternatives: [], forms: [] };
      if (word.literal) return missing;
      const folded = fold(joined);
      const near = await this.hyphenated(word.form);
      if (near) return near;
      const all = await this.vocabulary();
      return (
        this.byInflection(folded, all) || this.byParts(folded, all) || this.byInfix(folded, all) || this.byCorrection(folded, all) || missing
      );
    }

    /** The forms that are this one: `{text, capital, class}`. */
    async exact(form) {
      const folded = fold(form);
      let found = await this.folded(folded);
      const contracted = readDigraphs(folded);
      if (!found.length && contracted.length < folded.length) {
        found = (await this.folded(contracted)).filter((one) => /[äöü]/.test(one.text));
      }
      if (!found.length && /[äöü]/.test(form)) found = await this.folded(fold(writeDigraphs(form)));
      const same = found.filter((one) => one.text === form);
      return same.length ? same : found;
    }

    async folded(folded) {
      if (!this.firsts.length) return [];
      return sameFolded(await this.terms(this.chunkOf(folded)), folded).map((form) => form);
    }

    async whole(forms, literal) {
      const classes = classesOf(forms);
      const alternatives = classes.map((one) => ({ classes: [one], factor: FACTOR.whole }));
      if (!literal) {
        for (const one of classes) {
          const { parts } = await this.class(one);
          if (parts.length > 1) alternatives.push({ classes: parts, factor: FACTOR.parts });
        }
      }
      return { kind: "exact", alternatives, forms: forms.map(shownForm) };
    }

    async hyphenated(form) {
      if (!form.includes("-")) return null;
      const forms = [];
      for (const piece of form.split("-").filter(Boolean)) {
        const [first] = await this.exact(piece);
        if (!first) return null;
        forms.push(first);
      }
      return together(forms, FACTOR.hyphen);
    }

    async byPrefix(folded) {
      if (count(folded) < PREFIX || !this.firsts.length) return null;
      // The chunk of the beginning and the next one; no more is loaded while somebody types.
      const chunk = this.chunkOf(folded);
      const chunks = [await this.terms(chunk)];
      if (chunk + 1 < this.firsts.length) {
        const next = chunks[0].folded[chunks[0].folded.length - 1];
        if (next.startsWith(folded) || isBefore(next, folded)) chunks.push(await this.terms(chunk + 1));
      }
      const homes = new Set(chunks.flatMap((one) => one.own.map((own) => own.number)));
      const forms = chunks.flatMap((one) => {
        const found = [];
        for (let at = lowerBound(one.folded, folded); at < one.folded.length && one.folded[at].startsWith(folded); at++) {
          if (homes.has(one.classes[at])) found.push(formAt(one, at));
        }
        return found;
      });
      return anyOf(forms, "prefix", FACTOR.prefix, MANY, (one) => this.classes.get(one).count);
    }

    byInflection(folded, all) {
      return anyOf(inflected(folded, all), "inflection", FACTOR.inflection, MANY, (one) => all.popularityOf.get(one));
    }

    byParts(folded, all) {
      const forms = divided(folded, 2, all);
      return forms && together(forms, FACTOR.parts);
    }

    byInfix(folded, all) {
      if (count(folded) < INFIX) return null;
      const forms = [];
      all.folded.forEach((other, at) => {
        if (other.includes(folded)) forms.push(formAt(all, at));
      });
      return anyOf(forms, "infix", FACTOR.infix, MANY, (one) => all.popularityOf.get(one));
    }

    byCorrection(folded, all) {
      const word = Array.from(folded);
      if (word.length < 5) return null;
      let best = word.length < 8 ? 1 : 2;
      let forms = [];
      all.folded.forEach((other, at) => {
        if (Math.abs(other.length - folded.length) > best + 4) return;
        const letters = Array.from(other);
        const errors = distanceToForm(word, letters, best);
        if (!errors || (errors > 1 && word[0] !== letters[0])) return;
        if (errors < best) {
          forms = [];
          best = errors;
        }
        forms.push(formAt(all, at));
      });
      return anyOf(forms, "correction", FACTOR.correction[best], CORRECTIONS, (one) => all.popularityOf.get(one));
    }

    // ---------------------------------------------------------------- answers (src/search/answer.rs)

    /** The documents that answer a text: `{query, words, hits: [{document, partial, score}], correction}`. */
    async answer(text) {
      const query = parse(text, this.stopwords);
      const resolved = await Promise.all(query.words.map((word) => this.resolve(word)));
      for (const word of resolved) {
        word.classes = await Promise.all([...new Set(word.alternatives.flatMap((one) => one.classes))].map((one) => this.class(one)));
      }
      const columns = resolved.map((word) => this.column(word));
      const total = columns.reduce((sum, column) => sum + column.weight, 0);
      let hits = [];
      if (columns.length) {
        for (let document = 0; document < this.documents; document++) {
          const hit = hitOf(document, columns, total);
          if (hit) hits.push(hit);
        }
      }
      for (const phrase of query.phrases) {
        const has = await this.phrase(phrase, resolved);
        hits = hits.filter((hit) => has(hit.document));
      }
      hits.sort((one, other) => one.partial - other.partial || other.score - one.score || one.document - other.document);
      return { query, words: resolved, hits, correction: correction(query, resolved) };
    }

    column(word) {
      const column = { values: new Float64Array(this.documents), divisions: new Uint8Array(this.documents), weight: 0 };
      const first = word.alternatives[0];
      column.weight = first ? Math.max(...first.classes.map((one) => this.classes.get(one).rarity)) : rarityOfNothing(this.documents);
      for (const alternative of word.alternatives) this.addAlternative(alternative, column);
      return column;
    }

    addAlternative(alternative, column) {
      const [first, ...rest] = alternative.classes.map((one) => this.classes.get(one));
      const share = 100 * (rest.length + 1);
      for (let at = 0; at < first.count; at++) {
        const document = first.documents[at];
        let sum = first.strengths[at] * first.rarity;
        let divisions = first.divisions[at];
        for (const one of rest) {
          const posting = find(one.documents, document);
          if (posting < 0) {
            divisions = 0;
            break;
          }
          sum += one.strengths[posting] * one.rarity;
          divisions &= one.divisions[posting];
        }
        if (!divisions) continue;
        const value = Math.max(1, Math.floor((sum * alternative.factor) / share));
        if (value > column.values[document]) column.values[document] = value;
        column.divisions[document] |= divisions;
      }
    }

    /** A test whether a document has a phrase. */
    async phrase(phrase, resolved) {
      const positions = new Map();
      for (const [word] of phrase) {
        for (const one of resolved[word].alternatives.filter((one) => one.classes.length === 1)) {
          const own = this.classes.get(one.classes[0]);
          positions.set(own, await this.positions(own));
        }
      }
      const at = (word, document) =>
        resolved[word].alternatives
          .filter((one) => one.classes.length === 1)
          .flatMap((one) => {
            const own = this.classes.get(one.classes[0]);
            const posting = find(own.documents, document);
            return posting < 0 ? [] : positions.get(own)[posting];
          });
      return (document) => {
        const of = phrase.map(([word]) => new Set(at(word, document)));
        return [...of[0]].some((start) => phrase.every(([, distance], place) => of[place].has(start + distance)));
      };
    }

    /** For each posting of a class the positions. */
    async positions(one) {
      const all = await this.chunk(`p${one.chunk}`, async (bytes) => {
        const reader = new Reader(bytes);
        const { own } = await this.terms(one.chunk);
        // Three columns: how many each posting has, the upper parts of the steps, the lower seven bits.
        const counts = own.map((each) => Array.from({ length: each.count }, () => reader.number()));
        const upper = counts.map((of) => of.map((many) => Array.from({ length: many }, () => reader.number())));
        return upper.map((of) =>
          of.map((steps) => {
            let position = 0;
            return steps.map((step) => (position += step * 128 + reader.take(1)[0]));
          }),
        );
      });
      return all[one.number - this.firstClasses[one.chunk]];
    }

    /** Words that the last word of a text may become. */
    async completions(text) {
      const word = parse(text, this.stopwords).words.find((one) => one.open);
      const found = word && (await this.byPrefix(fold(word.form.replace(/-/g, ""))));
      const before = word ? text.slice(0, text.length - word.typed.length) : "";
      return found ? found.forms.slice(0, 4).map((form) => before + form) : [];
    }

    /** What to mark in a text: folded form → number of the query's word, and beginnings of words. */
    async marks(answer) {
      const forms = new Map();
      const beginnings = [];
      for (const [number, word] of answer.words.entries()) {
        if (word.kind === "prefix") beginnings.push([fold(answer.query.words[number].form.replace(/-/g, "")), number]);
        for (const one of word.classes) {
          const chunk = await this.terms(one.chunk);
          chunk.classes.forEach((other, at) => {
            if (other === one.number) forms.set(chunk.folded[at], number);
          });
          for (const other of one.others) forms.set(fold(other), number);
        }
      }
      return { forms, beginnings };
    }
  }

  const formAt = (all, at) => ({ text: all.text[at], capital: all.capital[at], class: all.classes[at] });

  function sameFolded(all, folded) {
    const found = [];
    for (let at = lowerBound(all.folded, folded); all.folded[at] === folded; at++) found.push(formAt(all, at));
    return found;
  }

  const classesOf = (forms) => [...new Set(forms.map((form) => form.class))];
  const shownForm = (form) => (form.capital ? form.text.charAt(0).toUpperCase() + form.text.slice(1) : form.text);

  function together(forms, factor) {
    return { kind: "parts", alternatives: [{ classes: classesOf(forms), factor }], forms: forms.map(shownForm) };
  }

  /** Any of the forms' classes: the best by rank, then by number. */
  function anyOf(forms, kind, factor, many, rank) {
    const classes = classesOf(forms)
      .sort((one, other) => rank(other) - rank(one) || one - other)
      .slice(0, many);
    if (!classes.length) return null;
    const shown = classes.map((one) => shownForm(forms.find((form) => form.class === one)));
    return { kind, alternatives: classes.map((one) => ({ classes: [one], factor })), forms: shown };
  }

  /** The forms that share the longest stem with a word. */
  function inflected(folded, all) {
    const endings = ENDINGS.filter((ending) => folded.endsWith(ending)).sort((one, other) => one.length - other.length);
    for (const ending of endings) {
      const stem = folded.slice(0, folded.length - ending.length);
      if (count(stem) < PART) break;
      const found = ENDINGS.flatMap((other) => sameFolded(all, stem + other));
      if (found.length) return found;
    }
    return [];
  }

  /** A form for each part of a word, the longest last part first. */
  function divided(folded, cuts, all) {
    const letters = Array.from(folded);
    for (let at = PART; at <= letters.length - PART; at++) {
      const [left, right] = [letters.slice(0, at).join(""), letters.slice(at).join("")];
      const last = sameFolded(all, right)[0] || inflected(right, all)[0];
      if (!last) continue;
      const link = linked(left, all);
      const first = link ? [link] : cuts > 1 ? divided(left, cuts - 1, all) : null;
      if (first) return [...first, last];
    }
    return null;
  }

  function linked(part, all) {
    const stems = LINKS.filter((link) => part.endsWith(link)).map((link) => part.slice(0, part.length - link.length));
    for (const stem of [...stems.filter((one) => count(one) >= PART), `${part}e`]) {
      const [form] = sameFolded(all, stem);
      if (form) return form;
    }
    return null;
  }

  /** The distance to a form, or to what is left of a longer one without its ending. */
  function distanceToForm(word, form, most) {
    let least = distance(word, form, most);
    if (form.length > word.length) {
      for (const ending of ["n", "e", "s", "en"]) {
        if (form.slice(-ending.length).join("") !== ending) continue;
        const errors = distance(word, form.slice(0, -ending.length), most);
        if (errors && (least === null || errors < least)) least = errors;
      }
    }
    return least;
  }

  /** Letters left out, added, changed or swapped between two words; null for more than `most`. */
  function distance(one, other, most) {
    if (Math.abs(one.length - other.length) > most) return null;
    const width = other.length + 1;
    let before = [];
    let last = Array.from({ length: width }, (_, at) => at);
    for (let at = 1; at <= one.length; at++) {
      const row = [at];
      let least = at;
      for (let to = 1; to < width; to++) {
        const same = one[at - 1] === other[to - 1] ? 0 : 1;
        let cost = Math.min(last[to] + 1, row[to - 1] + 1, last[to - 1] + same);
        if (at > 1 && to > 1 && one[at - 1] === other[to - 2] && one[at - 2] === other[to - 1]) cost = Math.min(cost, before[to - 2] + 1);
        row.push(cost);
        if (cost < least) least = cost;
      }
      if (least > most) return null;
      before = last;
      last = row;
    }
    return last[width - 1] <= most ? last[width - 1] : null;
  }

  /** The place of a number in a sorted array, or -1. */
  function find(sorted, wanted) {
    let [low, high] = [0, sorted.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (sorted[middle] < wanted) low = middle + 1;
      else high = middle;
    }
    return sorted[low] === wanted ? low : -1;
  }

  const rarityOfNothing = (documents) => Math.max(1, Math.round(Math.log(1 + (documents + 0.5) / 0.5) * 20));

  function hitOf(document, columns, total) {
    let [score, covered, found, meeting] = [0, 0, 0, 255];
    for (const column of columns) {
      const value = column.values[document];
      if (!value) continue;
      score += value;
      covered += column.weight;
      found += 1;
      meeting &= column.divisions[document];
    }
    if (!found || covered * 100 < total * (columns.length > 2 ? 40 : 50)) return null;
    if (found > 1 && meeting) score += Math.floor((score * 15) / 100);
    return { document, partial: found < columns.length, score };
  }

  function correction(query, resolved) {
    if (!resolved.some((word) => word.kind === "correction")) return null;
    return query.words.map((typed, at) => (resolved[at].kind === "correction" ? resolved[at].forms[0] : typed.typed)).join(" ");
  }

  globalThis.fundusSearch = { Index, words, fold, parse };
  if (typeof document === "undefined") return;

  // ------------------------------------------------------------------ texts

  const TEXTS = {
    de: {
      label: "Suchbegriff", submit: "Suchen", loading: "Die Suche wird geladen …", none: "Dazu gibt es hier nichts.",
      noneHint: "Vielleicht hilft ein allgemeineres Wort, eine andere Schreibweise oder ein Blick auf die Themen unten.",
      one: "1 Treffer", many: "{n} Treffer", partial: "Passt teilweise", partialHint: "Diese Seiten enthalten nicht alle Wörter.",
      meant: "Meinten Sie", unknown: "Ohne Treffer: {words}", sort: "Sortieren", relevance: "Relevanz", date: "Datum", title: "Titel",
      filters: "Eingrenzen", reset: "Alle Filter entfernen", remove: "{label} entfernen", more: "Weitere Treffer", from: "von", to: "bis",
      sections: "Abschnitte", suggestions: "Vorschläge", all: "Alle Treffer zeigen",
      failed: "Die Suche konnte nicht geladen werden. Bitte versuchen Sie es noch einmal oder nutzen Sie die Themenseiten.", retry: "Noch einmal versuchen",
    },
    en: {
      label: "Search term", submit: "Search", loading: "Loading the search …", none: "There is nothing on this here.",
      noneHint: "A more general word, another spelling, or a look at the topics below may help.",
      one: "1 result", many: "{n} results", partial: "Partial matches", partialHint: "These pages do not have all the words.",
      meant: "Did you mean", unknown: "Without results: {words}", sort: "Sort by", relevance: "Relevance", date: "Date", title: "Title",
      filters: "Narrow down", reset: "Remove all filters", remove: "Remove {label}", more: "More results", from: "from", to: "to",
      sections: "Sections", suggestions: "Suggestions", all: "Show all results",
      failed: "The search could not be loaded. Please try again, or use the topic pages.", retry: "Try again",
    },
  };
  const lang = document.documentElement.lang.split("-")[0];
  // A page may bring its own texts: <script type="application/json" id="_search-texts">.
  const own = document.getElementById("_search-texts");
  const texts = Object.assign({}, TEXTS.de, TEXTS[lang] || (lang ? TEXTS.en : {}), own ? JSON.parse(own.textContent) : {});
  const say = (text, values) => text.replace(/\{(\w+)\}/g, (_, key) => values[key]);

  // ------------------------------------------------------------------ loading and building

  const waiting = new Map();
  globalThis.fundusChunk = (name, content) => {
    const wait = waiting.get(name);
    if (wait) wait.content = content;
  };

  /** Loads chunks of the index in a folder by classic scripts. */
  const loader = (folder) => (path, name) =>
    new Promise((resolve, reject) => {
      const script = document.createElement("script");
      const wait = {};
      waiting.set(name, wait);
      script.src = folder + path;
      script.onload = () => (wait.content === undefined ? reject(new Error(path)) : resolve(wait.content));
      script.onerror = () => reject(new Error(path));
      document.head.append(script);
      script.addEventListener("load", () => script.remove());
    });

  const indexes = new Map();

  /** The index below the site's top folder; loaded once, and again after a failure. */
  function indexAt(root) {
    if (!indexes.has(root)) {
      const index = Index.open(loader(`${root}search/`));
      index.catch(() => indexes.delete(root));
      indexes.set(root, index);
    }
    return indexes.get(root);
  }

  /** An element with attributes and children; text is always text. */
  function make(name, attributes = {}, ...children) {
    const element = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) {
      if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
      else if (value === true) element.setAttribute(key, "");
      else if (value !== false && value !== null && value !== undefined) element.setAttribute(key, value);
    }
    element.append(...children.filter((child) => child !== null && child !== undefined));
    return element;
  }

  // ------------------------------------------------------------------ marking and excerpts

  /** The spans of a text that answer the query: `{start, end, word}`, in order. */
  function spans(text, marks) {
    const found = [];
    for (const token of words(text)) {
      const hit = spanOf(text.slice(token.start, token.end), marks);
      if (hit) found.push({ start: token.start + hit.start, end: token.start + hit.end, word: hit.word });
    }
    return found;
  }

  /** The longest part of a word that is a form of the query; soft hyphens divide compounds. */
  function spanOf(written, marks) {
    const cuts = [0];
    for (let at = written.indexOf("\u00ad"); at >= 0; at = written.indexOf("\u00ad", at + 1)) cuts.push(at + 1);
    cuts.push(written.length);
    for (let length = cuts.length - 1; length > 0; length--) {
      for (let from = 0; from + length < cuts.length; from++) {
        const [start, end] = [cuts[from], cuts[from + length]];
        const folded = fold(normal(written.slice(start, end)).replace(/-/g, ""));
        const word = marks.forms.get(folded);
        if (word !== undefined) return { start, end, word };
        const beginning = marks.beginnings.find(([begin]) => folded.startsWith(begin));
        if (beginning) return { start, end, word: beginning[1] };
      }
    }
    return null;
  }

  const plain = (text) => text.replace(/\u00ad/g, "");

  /** A text with its spans in <mark>. */
  function marked(text, marks, from = 0, to = text.length) {
    const nodes = [];
    let end = from;
    for (const span of marks ? spans(text, marks) : []) {
      if (span.start < end || span.end > to) continue;
      nodes.push(plain(text.slice(end, span.start)), make("mark", {}, plain(text.slice(span.start, span.end))));
      end = span.end;
    }
    nodes.push(plain(text.slice(end, to)));
    return nodes.filter((node) => node !== "");
  }

  const EXCERPT = 200;

  /** The window of a text with most of the query's words: `{start, end, value}`. */
  function bestWindow(text, marks) {
    const found = spans(text, marks);
    let best = null;
    found.forEach((first, at) => {
      const inside = found.slice(at).filter((span) => span.end <= first.start + EXCERPT);
      const value = new Set(inside.map((span) => span.word)).size * 100 + inside.length;
      if (!best || value > best.value) best = { start: first.start, value };
    });
    if (!best) return null;
    const room = Math.max(0, best.start - 60);
    const start = room === 0 ? 0 : text.indexOf(" ", room) + 1 || room;
    const cut = text.lastIndexOf(" ", start + EXCERPT + 40);
    const end = start + EXCERPT + 40 >= text.length ? text.length : Math.max(cut, best.start + 1);
    return { start: Math.min(start, best.start), end, value: best.value };
  }

  /** What is shown below a title: the best excerpt, and the sections that have the words. */
  function excerpt(shown, marks) {
    const places = [{ text: shown.summary, anchor: "", heading: "" }];
    for (const [anchor, heading, text] of shown.sections) places.push({ anchor, heading, text });
    let best = null;
    const sections = [];
    for (const place of places) {
      const window = bestWindow(place.text, marks);
      if (window && (!best || window.value > best.value)) best = { ...window, text: place.text };
      if (place.anchor && (window || spans(place.heading, marks).length)) sections.push(place);
    }
    if (!best) return { nodes: marked(shown.summary, marks), sections };
    const nodes = marked(best.text, marks, best.start, best.end);
    if (best.start > 0) nodes.unshift("… ");
    if (best.end < best.text.length) nodes.push(" …");
    return { nodes, sections: sections.slice(0, 3) };
  }

  /** One document of the result list. */
  async function item(index, root, document, marks) {
    const shown = await index.shown(document);
    const { nodes, sections } = marks ? excerpt(shown, marks) : { nodes: [plain(shown.summary)], sections: [] };
    const link = (anchor, text) => make("a", { href: root + shown.address + (anchor ? `#${encodeURIComponent(anchor)}` : "") }, ...marked(text, marks));
    return make(
      "li",
      { class: "search-hit", lang: shown.lang, dir: "auto" },
      make("h3", {}, link("", shown.title)),
      shown.kind ? make("p", { class: "search-kind" }, shown.kind) : null,
      make("p", { class: "search-excerpt" }, ...nodes),
      sections.length
        ? make("ul", { class: "search-sections", "aria-label": texts.sections }, ...sections.map((one) => make("li", {}, link(one.anchor, one.heading))))
        : null,
    );
  }

  // ------------------------------------------------------------------ the finder

  const PAGE = 10;
  const DAY = 86_400_000;
  const toDay = (text) => (text ? Math.floor(Date.parse(`${text}T00:00:00Z`) / DAY) : null);

  class Finder {
    constructor(place) {
      this.place = place;
      this.root = place.getAttribute("root") || place.dataset.root || "";
      this.shown = PAGE;
      this.run = 0;
      this.build();
      this.readAddress();
      addEventListener("popstate", () => {
        this.readAddress();
        this.update();
      });
      if (this.input.value || this.chosen.size || this.place.hasAttribute("list")) this.update();
    }

    build() {
      this.input = make("input", { type: "search", name: "q", id: "_finder-q", autocomplete: "off", spellcheck: "false", enterkeyhint: "search" });
      this.form = make("form", { class: "search-form large", role: "search" },
        make("label", { class: "unseen", for: "_finder-q" }, texts.label), this.input, make("button", { type: "submit" }, texts.submit));
      this.status = make("p", { role: "status", class: "search-status" });
      this.note = make("div", { class: "search-note" });
      this.chips = make("ul", { class: "search-chips", hidden: true });
      this.sort = make("select", { id: "_finder-sort" }, ...["relevance", "date", "title"].map((key) => make("option", { value: key }, texts[key])));
      this.sortBox = make("p", { class: "search-sort", hidden: true }, make("label", { for: "_finder-sort" }, texts.sort), " ", this.sort);
      this.facetBox = make("details", { class: "search-facets", hidden: true, open: matchMedia("(min-width: 60rem)").matches }, make("summary", {}, texts.filters));
      this.facetList = make("div");
      this.facetBox.append(this.facetList);
      this.list = make("ol", { class: "search-hits" });
      this.more = make("button", { type: "button", class: "search-more", hidden: true, onclick: () => this.showMore() }, texts.more);
      this.place.replaceChildren(this.form, this.status, this.note, this.chips, this.facetBox, this.sortBox, this.list, this.more);
      this.form.addEventListener("submit", (event) => {
        event.preventDefault();
        this.changed(true);
      });
      this.input.addEventListener("focus", () => indexAt(this.root).catch(() => {}), { once: true });
      this.input.addEventListener("input", () => {
        clearTimeout(this.timer);
        this.timer = setTimeout(() => this.changed(false), 40);
      });
      this.sort.addEventListener("change", () => this.changed(true));
      this.place.addEventListener("keydown", (event) => this.key(event));
    }

    /** Arrows go through the results, Escape goes back to the field and empties it. */
    key(event) {
      const links = [...this.list.querySelectorAll("h3 a")];
      const at = links.indexOf(document.activeElement);
      const isField = document.activeElement === this.input;
      if (event.key === "ArrowDown" && (isField || at >= 0) && links[at + 1]) links[at + 1].focus();
      else if (event.key === "ArrowUp" && at >= 0) (links[at - 1] || this.input).focus();
      else if (event.key === "Escape" && at >= 0) this.input.focus();
      else if (event.key === "Escape" && isField && this.input.value) {
        this.input.value = "";
        this.changed(true);
      } else return;
      event.preventDefault();
    }

    /** The state stands in the address: q, sort, and each facet by its name. */
    readAddress() {
      const state = new URLSearchParams(location.search);
      this.input.value = state.get("q") || "";
      this.sort.value = state.get("sort") || "relevance";
      this.chosen = new Map();
      for (const [key, value] of state) {
        if (key === "q" || key === "sort" || !value) continue;
        this.chosen.set(key, [...(this.chosen.get(key) || []), value]);
      }
    }

    writeAddress(isStep) {
      const state = new URLSearchParams();
      if (this.input.value) state.set("q", this.input.value);
      for (const [key, values] of this.chosen) values.forEach((value) => state.append(key, value));
      if (this.sort.value !== "relevance") state.set("sort", this.sort.value);
      const query = state.toString();
      try {
        history[isStep ? "pushState" : "replaceState"](null, "", query ? `?${query}` : location.pathname);
      } catch {
        // Some browsers keep the address of a file as it is; the search works all the same.
      }
    }

    changed(isStep) {
      this.shown = PAGE;
      this.writeAddress(isStep);
      this.update();
    }

    async update() {
      const run = ++this.run;
      const slow = setTimeout(() => run === this.run && (this.status.textContent = texts.loading), 300);
      try {
        const index = await indexAt(this.root);
        const answer = await index.answer(this.input.value);
        // The facets are only waited for when they decide what is found.
        this.facets = this.chosen.size ? await index.facets() : this.facets;
        const dates = this.sort.value === "date" ? await index.dates() : null;
        if (run !== this.run) return;
        await this.render(index, answer, dates, run);
        if (!this.facets) {
          this.facets = await index.facets();
        }
        if (run === this.run) this.renderFacets(answer, index);
      } catch (error) {
        if (run === this.run) this.fail(error);
      } finally {
        clearTimeout(slow);
      }
    }

    fail() {
      this.status.textContent = texts.failed;
      this.note.replaceChildren(make("button", { type: "button", onclick: () => this.update() }, texts.retry));
      this.list.replaceChildren();
      this.doors(true);
    }

    /** The static content beside the finder stands for an empty search and for one without results. */
    doors(visible) {
      for (let next = this.place.nextElementSibling; next; next = next.nextElementSibling) next.hidden = !visible;
    }

    get isEmpty() {
      return !this.input.value.trim() && !this.chosen.size && !this.place.hasAttribute("list");
    }

    /** Whether a document has what is chosen in every facet but one. */
    fits(document, except) {
      return (this.facets || []).every((facet) => {
        const values = this.chosen.get(facet.id);
        if (!values || facet.id === except) return true;
        const has = facet.of[document];
        if (!facet.range) return values.some((value) => has.some((term) => facet.terms[term][0] === value));
        return values.some((value) => {
          const [from, to] = value.split("..").map(toDay);
          return has.length && (to === null || has[0] <= to) && (from === null || has[1] >= from);
        });
      });
    }

    async render(index, answer, dates, run) {
      const hasQuery = answer.query.words.length > 0;
      const all = hasQuery ? answer.hits : Array.from({ length: index.documents }, (_, document) => ({ document, partial: false, score: 0 }));
      this.hits = this.isEmpty ? [] : all.filter((hit) => this.fits(hit.document));
      if (dates) this.hits = [...this.hits].sort((one, other) => dates[other.document] - dates[one.document] || one.document - other.document);
      if (this.sort.value === "title") this.hits = [...this.hits].sort((one, other) => one.document - other.document);
      this.all = all;
      this.marks = hasQuery ? await index.marks(answer) : null;
      const nodes = await this.items(index, 0, this.shown);
      if (run !== this.run) return;
      this.list.replaceChildren(...nodes);
      this.more.hidden = this.hits.length <= this.shown;
      this.sortBox.hidden = this.hits.length < 2;
      this.doors(this.hits.length === 0);
      const count = this.hits.length;
      this.status.textContent = this.isEmpty ? "" : count === 0 ? texts.none : count === 1 ? texts.one : say(texts.many, { n: count.toLocaleString(lang || "de") });
      this.renderNote(answer, count);
      this.renderChips();
    }

    /** The list items from one place to another, with a heading where the partial ones begin. */
    async items(index, from, to) {
      const nodes = await Promise.all(this.hits.slice(from, to).map((hit) => item(index, this.root, hit.document, this.marks)));
      const isSorted = this.sort.value === "relevance";
      return nodes.flatMap((node, at) => {
        const place = from + at;
        const begins = isSorted && this.hits[place].partial && (place === 0 || !this.hits[place - 1].partial);
        return begins ? [make("li", { class: "search-partial" }, make("h3", {}, texts.partial), make("p", {}, texts.partialHint)), node] : [node];
      });
    }

    async showMore() {
      const index = await indexAt(this.root);
      const from = this.shown;
      this.shown += PAGE;
      const nodes = await this.items(index, from, this.shown);
      this.list.append(...nodes);
      this.more.hidden = this.hits.length <= this.shown;
      const link = nodes[0] && nodes[0].querySelector("a");
      if (link) link.focus();
    }

    renderNote(answer, count) {
      const nodes = [];
      if (answer.correction && count) {
        const { correction } = answer;
        const take = () => {
          this.input.value = correction;
          this.changed(true);
        };
        nodes.push(make("p", {}, `${texts.meant} `, make("button", { type: "button", class: "search-correction", onclick: take }, correction), "?"));
      }
      const missing = answer.query.words.filter((_, at) => answer.words[at].kind === "missing").map((word) => `„${word.typed}“`);
      if (missing.length && count) nodes.push(make("p", {}, say(texts.unknown, { words: missing.join(", ") })));
      if (!count && !this.isEmpty) nodes.push(make("p", {}, texts.noneHint));
      this.note.replaceChildren(...nodes);
    }

    choose(id, values) {
      if (values.length) this.chosen.set(id, values);
      else this.chosen.delete(id);
      this.changed(true);
    }

    renderChips() {
      const chips = [];
      for (const [id, values] of this.chosen) {
        const facet = (this.facets || []).find((one) => one.id === id);
        if (!facet) continue;
        for (const value of values) {
          const term = facet.range ? null : facet.terms.find((one) => one[0] === value);
          const label = term ? term[1] : `${facet.label}: ${value.replace("..", " – ")}`;
          const remove = () => this.choose(id, values.filter((other) => other !== value));
          chips.push(make("li", {}, make("button", { type: "button", "aria-label": say(texts.remove, { label }), onclick: remove }, `${label} ×`)));
        }
      }
      if (chips.length > 1) {
        const reset = () => {
          this.chosen.clear();
          this.changed(true);
        };
        chips.push(make("li", {}, make("button", { type: "button", onclick: reset }, texts.reset)));
      }
      this.chips.hidden = !chips.length;
      this.chips.replaceChildren(...chips);
    }

    renderFacets() {
      const focused = document.activeElement && document.activeElement.id;
      const boxes = this.isEmpty ? [] : this.facets.map((facet) => (facet.range ? this.rangeBox(facet) : this.termBox(facet)));
      this.facetBox.hidden = !boxes.some(Boolean);
      this.facetList.replaceChildren(...boxes.filter(Boolean));
      if (focused && focused.startsWith("_facet-")) {
        const again = document.getElementById(focused);
        if (again) again.focus();
      }
      this.renderChips();
    }

    termBox(facet) {
      const counts = new Uint32Array(facet.terms.length);
      for (const hit of this.all) {
        if (this.fits(hit.document, facet.id)) for (const term of facet.of[hit.document]) counts[term]++;
      }
      const values = this.chosen.get(facet.id) || [];
      const depth = (term) => (facet.terms[term][2] === undefined ? 0 : 1 + depth(facet.terms[term][2]));
      const rows = facet.terms.flatMap(([id, label], at) => {
        const checked = values.includes(id);
        if (!counts[at] && !checked) return [];
        const name = `_facet-${facet.id}-${id}`;
        const toggle = () => this.choose(facet.id, checked ? values.filter((value) => value !== id) : [...values, id]);
        return [make("li", { style: `--depth: ${depth(at)}` },
          make("input", { type: "checkbox", id: name, checked, onchange: toggle }),
          make("label", { for: name }, `${label} `, make("span", { class: "search-count" }, `(${counts[at]})`)))];
      });
      return rows.length ? make("fieldset", {}, make("legend", {}, facet.label), make("ul", {}, ...rows)) : null;
    }

    rangeBox(facet) {
      const [from, to] = ((this.chosen.get(facet.id) || [""])[0] || "").split("..");
      const field = (key, value) => make("input", { type: "date", id: `_facet-${facet.id}-${key}`, value: value || "", onchange: () => set() });
      const [first, last] = [field("from", from), field("to", to)];
      const set = () => this.choose(facet.id, first.value || last.value ? [`${first.value}..${last.value}`] : []);
      return make("fieldset", {}, make("legend", {}, facet.label),
        make("label", { for: first.id }, texts.from), " ", first, " ", make("label", { for: last.id }, texts.to), " ", last);
    }
  }

  // ------------------------------------------------------------------ suggestions in any search field

  /** Suggestions below the field of a search form that leads to the finder. */
  class Suggestions {
    constructor(form, number) {
      this.input = form.querySelector("input[name=q]");
      this.form = form;
      // The form's address ends in the finder's file; what comes before leads to the top of the site.
      this.root = form.getAttribute("data-root") || form.getAttribute("action").replace(/[^/]*$/, "");
      this.list = make("ul", { role: "listbox", id: `_suggestions-${number}`, class: "search-suggestions", hidden: true, "aria-label": texts.suggestions });
      this.input.after(this.list);
      const attributes = { role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": this.list.id };
      for (const [key, value] of Object.entries(attributes)) this.input.setAttribute(key, value);
      this.input.addEventListener("input", () => {
        clearTimeout(this.timer);
        this.timer = setTimeout(() => this.update(), 60);
      });
      this.input.addEventListener("keydown", (event) => this.key(event));
      this.input.addEventListener("blur", () => setTimeout(() => this.close(), 150));
      indexAt(this.root).catch(() => {});
    }

    async update() {
      const text = this.input.value;
      if (text.trim().length < 2) return this.close();
      try {
        const index = await indexAt(this.root);
        const [completions, answer] = await Promise.all([index.completions(text), index.answer(text)]);
        const hits = await Promise.all(answer.hits.filter((hit) => !hit.partial).slice(0, 5).map((hit) => index.shown(hit.document)));
        if (text !== this.input.value) return undefined;
        const words = completions.map((word) => this.option(word, () => this.take(word), "search-word"));
        const pages = hits.map((shown) => this.option(plain(shown.title), () => (location.href = this.root + shown.address), "search-page"));
        this.show([...words, ...pages]);
      } catch {
        // Without suggestions the form still leads to the finder, which says what is wrong.
        this.close();
      }
      return undefined;
    }

    option(text, choose, className) {
      const option = make("li", { role: "option", class: className, "aria-selected": "false", dir: "auto" }, text);
      option.addEventListener("mousedown", (event) => event.preventDefault());
      option.addEventListener("click", choose);
      return option;
    }

    take(word) {
      this.input.value = word;
      this.form.requestSubmit();
    }

    show(options) {
      options.forEach((option, at) => (option.id = `${this.list.id}-${at}`));
      this.list.replaceChildren(...options);
      this.list.hidden = !options.length;
      this.input.setAttribute("aria-expanded", String(options.length > 0));
      this.select(-1);
    }

    close() {
      this.show([]);
    }

    select(at) {
      const options = [...this.list.children];
      this.at = at;
      options.forEach((option, place) => option.setAttribute("aria-selected", String(place === at)));
      if (options[at]) this.input.setAttribute("aria-activedescendant", options[at].id);
      else this.input.removeAttribute("aria-activedescendant");
    }

    key(event) {
      const count = this.list.children.length;
      if (!count) return;
      if (event.key === "ArrowDown") this.select((this.at + 2) % (count + 1) - 1);
      else if (event.key === "ArrowUp") this.select((this.at + count + 1) % (count + 1) - 1);
      else if (event.key === "Escape") this.close();
      else if (event.key === "Enter" && this.at >= 0) this.list.children[this.at].click();
      else return;
      event.preventDefault();
    }
  }

  const place = document.getElementById("_finder");
  if (place) new Finder(place);
  const forms = [...document.querySelectorAll("form.search-form")].filter((form) => form.hasAttribute("action") && form.querySelector("input[name=q]"));
  forms.forEach((form, number) => new Suggestions(form, number));
})();
