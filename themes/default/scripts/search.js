/* The search engine in the browser: reads the index, understands a query, finds documents.
 *
 * A classic script without dependencies that touches no page: it runs from a server, from a file, and in
 * node. It knows no German: the index says which forms mean the same. The Rust side of each rule is named
 * beside it; tests compare the two. `finder.js` shows what it finds.
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
  /** A word with its digraphs read as umlauts; `ue` behind another vowel or `q` is none. */
  const umlauts = (form) =>
    form
      .replace(/ae/g, "ä")
      .replace(/oe/g, "ö")
      .replace(/(^|[^aeouäöq])ue/g, "$1ü");
  /** The folded spellings of a word with all its digraphs read as umlauts, and with those only that can be ones. */
  function contractions(form) {
    const folded = fold(form);
    return [...new Set([readDigraphs(folded), fold(umlauts(form))])].filter((one) => one.length < folded.length);
  }
  const sharpAsSs = (form) => form.replace(/ß/g, "ss");
  const hasUmlaut = (form) => /[äöü]/.test(form);
  const count = (text) => Array.from(text).length;

  // ------------------------------------------------------------------ queries (src/search/query.rs)

  /** Prefixes that a German verb leaves behind (src/search/irregular.rs). */
  const SEPARABLE = ["ab", "an", "auf", "aus", "bei", "durch", "ein", "fest", "fort", "frei", "her", "heraus", "hin", "los", "mit", "nach", "nieder", "statt", "teil", "um", "vor", "weg", "weiter", "wieder", "zu", "zurück", "zusammen"];
  const isCapital = (text) => /^\p{Uppercase}/u.test(text);

  /** A test whether a form says nothing in a query with these words (src/search/stopwords.rs). */
  function stopwordsWithin(found, { own, foreign, names }) {
    const isForeign = found.some((word) => foreign.has(word.form));
    return (form) => own.has(form) || foreign.has(form) || (isForeign && names.has(form));
  }

  /** The verbs that may belong to a prefix at the end of their clause: place of the verb → place of the prefix. */
  function separated(text, found, isStopword) {
    const pairs = new Map();
    let start = 0;
    found.forEach((word, place) => {
      const next = text.slice(word.end).trimStart().charAt(0);
      if (next && !".,;:!?".includes(next)) return;
      if (!isCapital(text.slice(word.start)) && SEPARABLE.includes(word.form)) {
        const isVerb = (one, at) => at >= start && at < place && (at === start || !isCapital(text.slice(one.start))) && !isStopword(one.form) && /[etn]$/.test(one.form);
        const verb = found.findIndex(isVerb);
        if (verb >= 0) pairs.set(verb, place);
      }
      start = place + 1;
    });
    return pairs;
  }

  /** What a text asks for: `{words: [{form, typed, open, literal, prefix, behind}], phrases: [[[word, distance]]]}`. */
  function parse(input, stopwords) {
    const text = Array.from(input).slice(0, 400).join("");
    const all = words(text);
    const isStopword = stopwordsWithin(all, stopwords);
    const hasContent = all.some((word) => !isStopword(word.form));
    const query = { words: [], phrases: [] };
    const pieces = text.split(/["„“”«»‟]/);
    pieces.forEach((piece, at) => {
      const literal = at % 2 === 1;
      const found = words(piece);
      const isDropped = (word) => hasContent && isStopword(word.form);
      const verbs = literal ? new Map() : separated(piece, found, isStopword);
      const prefixes = new Set(hasContent ? verbs.values() : []);
      const first = Math.max(0, found.findIndex((word) => !isDropped(word)));
      const phrase = [];
      // The last word, if it stands right before this one; and the one before the last preposition.
      let [last, behind] = [-1, -1];
      found.forEach((word, place) => {
        const before = last;
        last = -1;
        if (before >= 0 && !literal && stopwords.ofMatters.has(word.form)) behind = before;
        if (isDropped(word) || prefixes.has(place) || query.words.length >= 16) return;
        const open = at === pieces.length - 1 && !literal && word.end === piece.length;
        let number = query.words.findIndex((known) => known.form === word.form);
        if (number < 0) {
          const prefix = verbs.has(place) ? found[verbs.get(place)].form : "";
          number = query.words.push({ form: word.form, typed: piece.slice(word.start, word.end), open, literal, prefix, behind }) - 1;
        } else if (literal) {
          query.words[number].literal = true;
        }
        last = number;
        phrase.push([number, Math.max(0, place - first)]);
      });
      if (literal && phrase.length) query.phrases.push(phrase);
    });
    return query;
  }

  // ------------------------------------------------------------------ bytes (src/search/bytes.rs)

  /** What the browser undoes a deflate stream with; those from before 2023 have none, or not for this form of it. */
  function decompressor() {
    try {
      return new DecompressionStream("deflate-raw");
    } catch {
      return null;
    }
  }

  /** The bytes of a chunk: base64 of a deflate stream. */
  async function unpack(base64) {
    const packed = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
    const inflate = decompressor();
    if (inflate) return new Uint8Array(await new Response(new Blob([packed]).stream().pipeThrough(inflate)).arrayBuffer());
    if (!globalThis.fundusInflate) await fundusLoad("inflate.js");
    return fundusInflate(packed);
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

  const MARKS = "-*:_·/().’";

  /** A form as most documents write it, but for the first letter (src/search/spelling.rs). */
  function spell(form, reader) {
    const letters = Array.from(form);
    const kinds = MARKS.length + 1;
    let spelling = "";
    for (let left = reader.number(); left > 0; left--) {
      const step = reader.number();
      const kind = step % kinds;
      spelling += letters.splice(0, (step - kind) / kinds).join("");
      spelling += kind ? MARKS[kind - 1] : letters.shift().toUpperCase();
    }
    return spelling + letters.join("");
  }

  /** How a form is written: by its letters, otherwise, nowhere, nowhere but before another part (src/search/terms.rs). */
  const [ODD, NO_WORD, BOUND] = [1, 2, 3];

  /** Reads forms of which each is written by what it does not share with the one before. */
  function readForms(reader, length, rest) {
    const forms = { text: [], folded: [], capital: [], bound: [], written: [] };
    const buffer = new Uint8Array(1024);
    for (let at = 0; at < length; at++) {
      const head = reader.number();
      const shared = head >> 3;
      const status = (head >> 1) & 3;
      const suffix = reader.take(reader.number());
      buffer.set(suffix, shared);
      const text = UTF8.decode(buffer.subarray(0, shared + suffix.length));
      forms.text.push(text);
      forms.folded.push(fold(text));
      forms.capital.push(head & 1);
      forms.bound.push(status === BOUND);
      forms.written.push(status < NO_WORD);
      rest(text, status === ODD);
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

  const FORMAT = 5;
  const HASH = 6;
  const [PREFIX, PART, SHORT_PART, NEAR, CORRECTED, ENDED, SHELVES, MANY, CORRECTIONS, OFFERED] = [2, 4, 3, 5, 5, 6, 8, 12, 3, 4];
  const FACTOR = { whole: 100, parts: 50, hyphen: 60, prefix: 70, inflection: 90, family: 60, correction: [0, 80, 60] };
  const ENDINGS = ["", "e", "n", "s", "en", "er", "es", "em", "t", "te", "ten", "et", "st", "in", "innen", "nen", "ern", "se", "ed", "ing", "d", "nd", "nde", "nden"];
  const LINKS = ["", "s", "n", "en", "es", "er", "e"];
  /** Endings of nouns. */
  const INFLECTED = ["", "n", "en", "s", "es", "e"];

  /** The strength of a page that is called so, and the words of a title that the byte of a posting tells (src/search/postings.rs). */
  const [STRONGEST, LONGEST_TITLE] = [40, 5];

  /** Of how many words the title is that has the word of a posting. */
  function wordsOfTitle(byte) {
    const others = Math.floor((byte - 1) / STRONGEST);
    return others > 0 && others < LONGEST_TITLE ? others + 1 : 0;
  }

  /** Columns that are kept; a query has no more words. */
  const COLUMNS = 16;

  class Index {
    /** `load(path)` gives a promise of what the file says to `fundusChunk`. */
    constructor(load, root) {
      this.load = load;
      this.root = root;
      this.documents = root.documents;
      const [own, foreign, names, ofMatters] = root.stopwords.map((list) => new Set(list.split(" ").filter(Boolean)));
      this.stopwords = { own, foreign, names, ofMatters };
      this.firsts = root.terms.map((term) => term[0]);
      this.firstClasses = root.terms.map((term) => term[1]);
      this.cache = new Map();
      this.classes = new Map();
      this.meanings = new Map();
      this.pairs = new Map();
      this.columns = new Map();
    }

    static async open(load) {
      const root = await load("root.js", "root");
      if (!root || root.format !== FORMAT) throw new Error("unknown format of the search index");
      return new Index(load, root);
    }

    /** The path of a chunk; the root lists the hashes in a fixed order. */
    path(name) {
      const [terms, blocks] = [this.firsts.length, this.root.blocks.length];
      const number = Number(name.slice(1));
      const rest = 2 * terms + blocks;
      const place = { t: 2 * number, p: 2 * number + 1, d: 2 * terms + number, f: rest, o: rest + 1, v: rest + 2 + number }[name[0]];
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
      const reference = () => {
        const number = reader.number();
        if (number % 2 === 0) return base + number / 2;
        const half = (number - 1) / 2;
        return this.firstClasses[at + (half % 2 ? -(half + 1) / 2 : half / 2)] + reader.number();
      };
      const spellings = [];
      const chunk = readForms(reader, forms, (text, isOdd) => {
        spellings.push(isOdd ? spell(text, reader) : text);
        ofForms.push(reference());
      });
      chunk.classes = ofForms;
      chunk.spelling = spellings;
      const own = [];
      for (let number = 0; number < classes; number++) {
        const one = { number: base + number, chunk: at, count: reader.number(), rarity: reader.number(), home: reader.number(), parts: [], kin: [], others: [] };
        for (const list of [one.parts, one.kin]) for (let left = reader.number(); left > 0; left--) list.push(reference());
        for (let left = reader.number(); left > 0; left--) one.others.push(reader.text(reader.number()));
        own.push(one);
        this.classes.set(one.number, one);
      }
      // Counts down to the form of each class that most documents have.
      const homes = new Map(own.map((one) => [one.number, one.home]));
      chunk.home = ofForms.map((number) => {
        const left = homes.get(number);
        homes.set(number, left - 1);
        return left === 0;
      });
      for (const one of own) {
        one.documents = new Uint32Array(one.count);
        let document = 0;
        for (let posting = 0; posting < one.count; posting++) one.documents[posting] = document += reader.number();
      }
      for (const one of own) {
        const bytes = reader.take(one.count);
        one.strengths = bytes.map((byte) => ((byte - 1) % STRONGEST) + 1);
        one.titles = bytes.map(wordsOfTitle);
      }
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

    /** A shelf of the vocabulary: `{text, folded, bound, popularity, letters, strangers}`. */
    shelf(at) {
      return this.chunk(`v${at}`, (bytes) => {
        const reader = new Reader(bytes);
        const popularity = [];
        const forms = readForms(reader, reader.number(), () => popularity.push(reader.number()));
        const strangers = new Set(reader.text(reader.number()).split(" "));
        return Object.assign(forms, { popularity, letters: Uint32Array.from(forms.folded, lettersOf), strangers });
      });
    }

    /** The shelf on which the forms with a first letter stand. */
    shelfOf(letter) {
      const at = lowerBound(this.root.shelves, letter);
      return this.root.shelves[at] === letter ? at : Math.max(0, at - 1);
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

    /**
     * The facets: `{id, label, scale, terms, starts, values}`. The values of a document stand from
     * `starts[document]` to `starts[document + 1]`: places in `terms`, or first and last of a range.
     */
    facets() {
      return this.chunk("f", (bytes) => {
        const reader = new Reader(bytes);
        return Array.from({ length: reader.number() }, () => this.readFacet(reader));
      });
    }

    readFacet(reader) {
      const facet = JSON.parse(reader.text(reader.number()));
      const [width, read] = facet.scale ? [2, () => reader.signed()] : [1, () => reader.number()];
      facet.starts = new Uint32Array(this.documents + 1);
      const values = [];
      for (let document = 0; document < this.documents; document++) {
        for (let left = reader.number() * width; left > 0; left--) values.push(read());
        facet.starts[document + 1] = values.length;
      }
      facet.values = Int32Array.from(values);
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

    /** What a word means, remembered: while somebody types, the words before the last stay the same. */
    resolve(word) {
      const key = `${word.prefix} ${word.form} ${word.open} ${word.literal}`;
      if (!this.meanings.has(key)) {
        if (this.meanings.size > 500) this.meanings.clear();
        const meaning = this.meaning(word);
        meaning.catch(() => this.meanings.delete(key));
        this.meanings.set(key, meaning);
      }
      return this.meanings.get(key);
    }

    /** What a word means: `{kind, alternatives: [{classes, factor}], forms}`. */
    async meaning(word) {
      const joined = word.form.replace(/-/g, "");
      const exact = await this.exact(joined);
      const whole = word.prefix && (await this.separated(word.prefix, joined));
      if (whole) return whole;
      // What is still being typed is a beginning, unless it is a word letter for letter.
      const isWord = exact.some(({ text, bound }) => !bound && (text === joined || writeDigraphs(text) === joined));
      const isStopword = this.stopwords.own.has(word.form) || this.stopwords.foreign.has(word.form);
      const beginning = word.open && (isStopword || !isWord) && (await this.byPrefix(joined));
      if (beginning) return add(exact, FACTOR.prefix, beginning);
      if (exact.length) return this.whole(exact, word.literal);
      const missing = { kind: "missing", alternatives: [], forms: [] };
      if (word.literal) return (await this.byInflection(joined)) || missing;
      const spellings = [...new Set([joined, umlauts(joined)])];
      const first = async (find) => {
        for (const spelling of spellings) {
          const found = await find(spelling);
          if (found) return found;
        }
        return null;
      };
      return (
        (await this.hyphenated(word.form)) ||
        (await first((spelling) => this.byStem(spelling))) ||
        (await first((spelling) => infinitive(spelling) && this.byStem(infinitive(spelling)))) ||
        (await first((spelling) => this.byParts(fold(spelling)))) ||
        (await first((spelling) => this.byCorrection(fold(spelling)))) ||
        missing
      );
    }

    /** A verb whose prefix stands apart: the whole of it, and for less the verb alone. */
    async separated(prefix, verb) {
      const exact = await this.exact(prefix + verb);
      const found = exact.length ? await this.whole(exact, false) : await this.byStem(prefix + verb);
      return found && add(await this.exact(verb), FACTOR.family, found);
    }

    /** Two words in a row with the compounds of both beside what each means. */
    async join(words, meanings) {
      const joined = [...meanings];
      for (let at = 1; at < words.length; at++) {
        if (words[at - 1].literal || words[at].literal) continue;
        const [one, other] = [at - 1, at].map((place) => fold(words[place].form.replace(/-/g, "")));
        const key = `${one} ${other}`;
        if (!this.pairs.has(key)) {
          if (this.pairs.size > 500) this.pairs.clear();
          this.pairs.set(key, await this.compounds(one, other));
        }
        const forms = this.pairs.get(key);
        if (forms.length) for (const place of [at - 1, at]) joined[place] = this.joinedMeaning(joined[place], key, forms);
      }
      return joined;
    }

    /** A meaning with compounds beside it, the same each time, so that what is known of it stays known. */
    joinedMeaning(meaning, key, forms) {
      meaning.joined ??= new Map();
      if (!meaning.joined.has(key)) meaning.joined.set(key, add(forms, FACTOR.whole, { ...meaning, joined: undefined, alternatives: [...meaning.alternatives] }));
      return meaning.joined.get(key);
    }

    /** The forms of the compounds whose parts are these two words, in any inflection and order. */
    async compounds(one, other) {
      const texts = [];
      for (const [first, last] of [[one, other], [other, one]]) {
        for (const begin of modifiers(first)) for (const end of without(INFLECTED, last)) texts.push(begin + end);
      }
      return (await Promise.all(texts.map((text) => this.folded(text)))).flat();
    }

    /** The forms that are this one: `{text, capital, class}`. */
    async exact(form) {
      const folded = fold(form);
      let found = await this.folded(folded);
      const same = found.filter((one) => one.text === form);
      if (same.length) found = same;
      for (const contracted of contractions(form)) {
        found = found.concat((await this.folded(contracted)).filter((one) => hasUmlaut(one.text)));
      }
      if (!found.length && hasUmlaut(form)) found = await this.folded(fold(writeDigraphs(form)));
      return found;
    }

    async folded(folded) {
      if (!this.firsts.length) return [];
      return sameFolded(await this.terms(this.chunkOf(folded)), folded);
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
      const found = { kind: "exact", alternatives, forms: forms.map(shownForm) };
      if (literal) return found;
      const kin = await Promise.all(forms.map((form) => this.family(form.text, form.capital)));
      const others = await Promise.all(classes.map((one) => this.class(one)));
      add(kin.flat(), FACTOR.family, found);
      return add(others.flatMap((one) => one.kin.map((number) => ({ class: number }))), FACTOR.family, found);
    }

    /** The forms that belong to the family of a word (src/search/kin.rs). */
    async family(form, capital) {
      const kin = relatives(form, capital);
      const found = await Promise.all(kin.map((one) => this.folded(fold(one.form))));
      return found.flatMap((forms, at) => forms.filter((one) => isRelative(one, kin[at])));
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

    async byPrefix(joined) {
      const forms = await this.beginningWith(fold(joined));
      return this.anyOf(forms.length ? forms : await this.beginningWithUmlauts(joined), "prefix", FACTOR.prefix);
    }

    /** The forms that begin so where `ae` is written as `ä`. */
    async beginningWithUmlauts(joined) {
      const all = (await Promise.all(contractions(joined).map((contracted) => this.beginningWith(contracted)))).flat();
      return all.filter((form) => writeDigraphs(form.text).startsWith(fold(joined)));
    }

    /** The forms that begin so and are not far from one another. */
    async beginningWith(folded) {
      if (count(folded) < PREFIX || !this.firsts.length) return [];
      // The chunk of the beginning and the next one; no more is loaded while somebody types.
      const chunk = this.chunkOf(folded);
      const chunks = [await this.terms(chunk)];
      if (chunk + 1 < this.firsts.length) {
        const next = chunks[0].folded[chunks[0].folded.length - 1];
        if (next.startsWith(folded) || isBefore(next, folded)) chunks.push(await this.terms(chunk + 1));
      }
      const homes = new Set(chunks.flatMap((one) => one.own.map((own) => own.number)));
      return chunks.flatMap((one) => {
        const found = [];
        for (let at = lowerBound(one.folded, folded); at < one.folded.length && one.folded[at].startsWith(folded); at++) {
          if (homes.has(one.classes[at])) found.push(formAt(one, at));
        }
        return found;
      });
    }

    async byInflection(joined) {
      // `Häuser` is of `Haus`, but `verlängern` not of `verlangt`.
      const fits = (form) => !hasUmlaut(joined) || form.capital || hasUmlaut(form.text);
      return this.anyOf((await this.inflected(fold(joined))).filter(fits), "inflection", FACTOR.inflection);
    }

    /** By another inflection with its family, or by the family alone. */
    async byStem(joined) {
      const family = await this.family(joined, false);
      const found = await this.byInflection(joined);
      return found ? add(family, FACTOR.family, found) : this.anyOf(family, "inflection", FACTOR.family);
    }

    /** The forms that share the longest stem with a word. */
    async inflected(folded) {
      const endings = ENDINGS.filter((ending) => folded.endsWith(ending)).sort((one, other) => one.length - other.length);
      for (const ending of endings) {
        const stem = folded.slice(0, folded.length - ending.length);
        if (count(stem) < PART) break;
        const found = (await Promise.all(ENDINGS.map((other) => this.folded(stem + other)))).flat();
        if (found.length) return found;
      }
      return [];
    }

    async byParts(folded) {
      const forms = await this.divided(folded, 2);
      if (!forms) return null;
      const classes = await Promise.all(classesOf(forms).map((one) => this.class(one)));
      for (const one of classes) one.positions ??= await this.positions(one);
      if (!classes[0].documents.some((document) => mayMean(classes, document))) return null;
      const found = together(forms, FACTOR.parts);
      found.alternatives[0].isDivided = true;
      return found;
    }

    /** A form for each part of a word, the longest last part first. What cannot begin it is not looked for. */
    async divided(folded, cuts) {
      const letters = Array.from(folded);
      const begun = [];
      for (let at = PART; at <= letters.length - SHORT_PART; at++) {
        const first = await this.linked(letters.slice(0, at).join(""));
        if (first) begun.push([first, letters.slice(at).join("")]);
      }
      for (const [first, rest] of begun) {
        const last = await this.lastPart(rest);
        if (last) return [first, last];
      }
      for (const [first, rest] of cuts > 1 ? begun : []) {
        const parts = await this.divided(rest, cuts - 1);
        if (parts) return [first, ...parts];
      }
      return null;
    }

    /** The form that a part is at the end of a compound; one of three letters must be a noun as it stands. */
    async lastPart(part) {
      const same = await this.folded(part);
      if (count(part) < PART) return same.find((form) => form.capital && !form.bound);
      return same[0] || (await this.inflected(part))[0] || (await this.family(part, false))[0];
    }

    /** The form that a part is before a link. */
    async linked(part) {
      const stems = LINKS.filter((link) => part.endsWith(link)).map((link) => part.slice(0, part.length - link.length));
      for (const stem of [...stems.filter((one) => count(one) >= PART), `${part}e`]) {
        const [form] = await this.folded(stem);
        if (form) return form;
      }
      return null;
    }

    async byCorrection(folded) {
      const word = Array.from(folded);
      if (word.length < CORRECTED || !this.root.shelves.length) return null;
      // A word that the site does not have is no slip, however near it is to one of the site's.
      if ((await this.shelf(this.shelfOf(word[0]))).strangers.has(folded)) return null;
      // The first letter is nearly always right, or has changed places with the second; a small site looks at all.
      let found = { forms: [] };
      for (const letter of word.slice(0, 2)) {
        if (!found.forms.length) found = await this.nearest(word, [this.shelfOf(letter)], (form) => String.fromCodePoint(form.codePointAt(0)) === letter);
      }
      if (!found.forms.length && this.root.shelves.length <= SHELVES) found = await this.nearest(word, this.root.shelves.keys(), () => true);
      const ranked = found.forms.sort((one, other) => other.popularity - one.popularity).slice(0, 2 * CORRECTIONS);
      const forms = (await Promise.all(ranked.map(({ folded: one, text }) => this.folded(one).then((same) => same.find((form) => form.text === text))))).filter(Boolean);
      const first = forms.filter((form, at) => forms.findIndex((one) => one.class === form.class) === at).slice(0, CORRECTIONS);
      return this.anyOf(first, "correction", FACTOR.correction[found.best]);
    }

    /** The forms on some shelves with the fewest errors, and how many these are. */
    async nearest(word, shelves, fits) {
      const text = word.join("");
      const own = lettersOf(text);
      let best = word.length < 8 ? 1 : 2;
      let forms = [];
      for (const shelf of await Promise.all([...shelves].map((at) => this.shelf(at)))) {
        shelf.folded.forEach((other, at) => {
          // An error takes away or brings one letter; a longer form may have an ending of two beside.
          if (shelf.bound[at] || bits(own & ~shelf.letters[at]) > best || bits(shelf.letters[at] & ~own) > best + 2) return;
          if (Math.abs(other.length - text.length) > best + 4 || !fits(other)) return;
          const letters = Array.from(other);
          const errors = distanceToForm(word, letters, best);
          if (!errors || (errors > 1 && word[0] !== letters[0])) return;
          if (errors < best) {
            forms = [];
            best = errors;
          }
          forms.push({ text: shelf.text[at], folded: other, popularity: shelf.popularity[at] });
        });
      }
      return { best, forms };
    }

    /** Any of the forms' classes: the most frequent first, then by number. */
    async anyOf(forms, kind, factor) {
      const classes = (await Promise.all(classesOf(forms).map((one) => this.class(one))))
        .sort((one, other) => other.count - one.count || one.number - other.number)
        .slice(0, MANY)
        .map((one) => one.number);
      if (!classes.length) return null;
      const words = classes.map((number) => wordOf(forms.filter((form) => form.class === number && !form.bound))).filter(Boolean);
      const shown = words.length ? words : forms.slice(0, 1);
      return { kind, alternatives: classes.map((one) => ({ classes: [one], factor })), forms: shown.map(shownForm) };
    }

    // ---------------------------------------------------------------- answers (src/search/answer.rs)

    /** The documents that answer a text: `{query, words, hits: [{document, partial, score}], correction}`. */
    async answer(text) {
      // Who chooses facets asks the same again and again.
      if (this.answered?.text === text) return this.answered.answer;
      const answer = await this.newAnswer(text);
      this.answered = { text, answer };
      return answer;
    }

    async newAnswer(text) {
      const query = parse(text, this.stopwords);
      const meanings = await Promise.all(query.words.map((word) => this.resolve(word)));
      const resolved = await this.join(query.words, meanings);
      for (const word of resolved) {
        word.classes = await Promise.all([...new Set(word.alternatives.flatMap((one) => one.classes))].map((one) => this.class(one)));
      }
      const columns = resolved.map((word) => this.column(word));
      // Behind a preposition stands the matter, which weighs no less than what is before it.
      const shares = [];
      query.words.forEach(({ behind }, at) => shares.push(Math.max(columns[at].weight, behind < 0 ? 0 : shares[behind])));
      const phrases = await Promise.all(query.phrases.map((phrase) => this.phrase(phrase, resolved)));
      const hits = columns.length ? hitsOf(this.documents, columns, shares, (document) => phrases.every((has) => has(document))) : [];
      return { query, words: resolved, hits, correction: correction(text, query, resolved) };
    }

    /** What a word gives to the documents; the last few are kept, for the words before the one being typed. */
    column(word) {
      if (!this.columns.has(word)) {
        if (this.columns.size >= COLUMNS) this.columns.delete(this.columns.keys().next().value);
        this.columns.set(word, this.newColumn(word));
      }
      return this.columns.get(word);
    }

    newColumn(word) {
      const column = { values: new Float64Array(this.documents), divisions: new Uint8Array(this.documents), titles: new Uint8Array(this.documents), weight: 0, capital: isCapital(word.forms[0] || "") };
      const first = word.alternatives[0];
      column.weight = first ? Math.max(...first.classes.map((one) => this.classes.get(one).rarity)) : rarityOfNothing(this.documents);
      for (const alternative of word.alternatives) this.addAlternative(alternative, false, column);
      // Parts that never meet in a division are something when they meet in a document.
      if (word.kind === "parts" && column.values.every((value) => !value)) {
        for (const alternative of word.alternatives) this.addAlternative(alternative, true, column);
      }
      return column;
    }

    /**
     * Adds what an alternative gives to the documents that have all its classes: goes along the rarest one.
     * `apart`: they need not meet in one division. What is as good as the word itself, such as the compound
     * of two words, is worth no more for being rarer.
     */
    addAlternative(alternative, apart, column) {
      const [first, ...rest] = alternative.classes.map((one) => this.classes.get(one)).sort((one, other) => one.count - other.count);
      const share = 100 * (rest.length + 1);
      const most = alternative.factor === FACTOR.whole ? column.weight : Infinity;
      const places = new Uint32Array(rest.length);
      for (let at = 0; at < first.count; at++) {
        const document = first.documents[at];
        let sum = first.strengths[at] * Math.min(first.rarity, most);
        let divisions = first.divisions[at];
        for (let number = 0; number < rest.length && divisions; number++) {
          const one = rest[number];
          let place = places[number];
          while (place < one.count && one.documents[place] < document) place++;
          places[number] = place;
          if (one.documents[place] === document) {
            sum += one.strengths[place] * Math.min(one.rarity, most);
            divisions = apart ? divisions | one.divisions[place] : divisions & one.divisions[place];
          } else {
            divisions = 0;
          }
        }
        if (!divisions || (alternative.isDivided && !mayMean(alternative.classes.map((one) => this.classes.get(one)), document))) continue;
        const value = Math.max(1, Math.floor((sum * alternative.factor) / share));
        if (value > column.values[document]) column.values[document] = value;
        column.divisions[document] |= divisions;
        if (!rest.length && alternative.factor === FACTOR.whole) column.titles[document] = Math.max(column.titles[document], first.titles[at]);
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

    /** A text with the words that its last one may become, the commonest first (src/search/completion.rs). */
    async completions(text) {
      const word = parse(text, this.stopwords).words.find((one) => one.open);
      if (!word || !text.endsWith(word.typed)) return [];
      const joined = word.form.replace(/-/g, "");
      const { own, foreign } = this.stopwords;
      // Who types `stä` does not mean `Stadt`; who types `forder` may have no key for `ö`.
      const isOffered = ({ text: form, written }) => written && !own.has(form) && !foreign.has(form) && (!hasUmlaut(joined) || form.startsWith(joined));
      const forms = [...(await this.beginningWith(fold(joined))), ...(await this.beginningWithUmlauts(joined))].filter(isOffered);
      const words = classesOf(forms).map((one) => wordOf(forms.filter((form) => form.class === one)));
      const rarity = (form) => this.classes.get(form.class).rarity;
      // Behind them what is only an inflection of a common word: `standen` of `steht`.
      words.sort((one, other) => other.home - one.home || rarity(one) - rarity(other) || one.class - other.class);
      const offered = [];
      for (const form of words) {
        // The word that stands there already is no news, and neither is another ending of one that is offered.
        const isNews = form.text !== joined && !offered.some((other) => isInflected(form, other) || isInflected(other, form));
        if (isNews && offered.length < OFFERED) offered.push(form);
      }
      return offered.map((form) => text.slice(0, text.length - word.typed.length) + shownForm(form));
    }

    /** What to mark in a text: folded form → number of the query's word, and beginnings of words. */
    async marks(answer) {
      return (answer.marks ||= await this.newMarks(answer));
    }

    async newMarks(answer) {
      const forms = new Map();
      const beginnings = [];
      for (const [number, word] of answer.words.entries()) {
        if (word.kind === "prefix") beginnings.push([fold(answer.query.words[number].form.replace(/-/g, "")), number]);
        const chunks = new Map();
        for (const one of word.classes) {
          if (!chunks.has(one.chunk)) chunks.set(one.chunk, new Set());
          chunks.get(one.chunk).add(one.number);
          for (const other of one.others) forms.set(fold(other), number);
        }
        for (const [place, classes] of chunks) {
          const chunk = await this.terms(place);
          chunk.classes.forEach((one, at) => {
            if (classes.has(one)) forms.set(chunk.folded[at], number);
          });
        }
      }
      return { forms, beginnings };
    }
  }

  /** Whether the parts of a compound may mean it in a document: not where all are mentioned far from one another. */
  function mayMean(classes, document) {
    const places = classes.map((one) => find(one.documents, document));
    if (places.includes(-1)) return false;
    const all = classes.map((one, at) => one.positions[places[at]]);
    // Parts of other compounds have no positions.
    if (classes.some((one, at) => one.strengths[places[at]] >= ABOUT) || all.some((positions) => !positions.length)) return true;
    const [first, ...rest] = all;
    return first.some((one) => rest.every((others) => others.some((other) => Math.abs(one - other) <= NEAR)));
  }

  /** Of the forms of a class that stand by themselves the one that most documents have. */
  const wordOf = (forms) => forms.find((form) => form.home) || forms[0];
  const formAt = (all, at) => ({ text: all.text[at], spelling: all.spelling[at], capital: all.capital[at], bound: all.bound[at], written: all.written[at], home: all.home[at], class: all.classes[at] });

  /** Whether a form is another one with an ending. */
  const isInflected = ({ text: long }, { text: short }) => long.startsWith(short) && INFLECTED.includes(long.slice(short.length));

  /** What is left of a word without each of the endings that it has. */
  function without(endings, word) {
    const stems = endings.filter((ending) => word.endsWith(ending)).map((ending) => word.slice(0, word.length - ending.length));
    return stems.filter((stem) => count(stem) >= SHORT_PART);
  }

  /** A word as it stands before another part, by the usual links only: each is looked up on its own. */
  function modifiers(word) {
    return without(["", "n", "en", "s"], word).flatMap((base) => {
      if (base.endsWith("e")) return [base.slice(0, -1), `${base}n`];
      return /(?:ung|heit|keit|schaft|ion|tat|ling|tum)$/.test(base) ? [`${base}s`] : [base, `${base}s`];
    });
  }

  function sameFolded(all, folded) {
    const found = [];
    for (let at = lowerBound(all.folded, folded); all.folded[at] === folded; at++) found.push(formAt(all, at));
    return found;
  }

  /** The letters of a word as a set of bits; letters that share one only make the set smaller. */
  function lettersOf(word) {
    let set = 0;
    for (let at = 0; at < word.length; at++) set |= 1 << (word.charCodeAt(at) & 31);
    return set;
  }

  /** How many bits a number has. */
  function bits(number) {
    let count = 0;
    for (let rest = number; rest; rest &= rest - 1) count++;
    return count;
  }

  const classesOf = (forms) => [...new Set(forms.map((form) => form.class))];
  const shownForm = (form) => (form.capital ? form.spelling.charAt(0).toUpperCase() + form.spelling.slice(1) : form.spelling);

  function together(forms, factor) {
    return { kind: "parts", alternatives: [{ classes: classesOf(forms), factor }], forms: forms.map(shownForm) };
  }

  /** Adds the classes of forms that are not there yet, each for itself. */
  function add(forms, factor, meaning) {
    for (const one of classesOf(forms)) {
      const isThere = meaning.alternatives.some(({ classes }) => classes.length === 1 && classes[0] === one);
      if (!isThere) meaning.alternatives.push({ classes: [one], factor });
    }
    return meaning;
  }

  /** Endings that make words of one stem out of one another: `[ones, others, letters of the stem, others are verbs]`. */
  const FAMILIES = [
    [["ung", "ungen"], ["en", "n", "t", "te", "ten", "et", "e"], 3, true],
    [["nis", "nisse"], ["en", "t"], 5, true],
    [["t"], ["ten"], 5, true],
    [["ation", "ationen", "atur", "aturen"], ["ieren", "iert", "ierte", "ierten"], 4, false],
    [["ende", "enden"], ["er", "ern", "erin", "erinnen"], 4, false],
    [["ie", "ik"], ["isch", "ische", "ischen", "ischer"], 7, false],
    [["losigkeit"], ["los", "lose", "losen"], 4, false],
    [["igkeit"], ["ig", "ige", "igen"], 4, false],
    [["heit"], [""], 5, false],
    [["lich", "liche", "lichen"], [""], 8, false],
  ];

  /** What the family of a word may have beside it (src/search/kin.rs). */
  function relatives(form, capital) {
    const found = ofEndings(form, capital);
    const one = capital ? null : bare(form);
    return one ? [...found, ...ofEndings(one, false), { form: one, verb: true }] : found;
  }

  /** A separable verb without the `zu` inside (src/search/irregular.rs). */
  function infinitive(form) {
    for (const prefix of SEPARABLE) {
      const verb = form.slice(prefix.length + 2);
      const isVerb = prefix !== "hin" && form.endsWith("n") && form.startsWith(`${prefix}zu`);
      if (isVerb && count(verb) >= 4 && !verb.startsWith("gs")) return prefix + verb;
    }
    return null;
  }

  /** A participle without its `ge-`. */
  function bare(form) {
    if (!/[tn]$/.test(form)) return null;
    for (const prefix of ["", ...SEPARABLE]) {
      const rest = form.slice(prefix.length + 2);
      if (form.startsWith(`${prefix}ge`) && count(rest) >= 4) return prefix + rest;
    }
    return null;
  }

  function ofEndings(form, capital) {
    const found = [];
    for (const [ones, others, letters, verbs] of FAMILIES) {
      for (const [from, to, isVerb, verb] of [[ones, others, false, verbs], [others, ones, verbs, false]]) {
        if (isVerb && capital) continue;
        for (const ending of from.filter(Boolean)) {
          const stem = form.endsWith(ending) ? form.slice(0, form.length - ending.length) : "";
          if (count(stem) < letters) continue;
          const changed = !verbs ? stem : verb ? stem.replace(/([^aeiouäöü])l$/u, "$1el") : stem.replace(/el$/, "l");
          for (const one of new Set([stem, changed])) found.push(...to.map((other) => ({ form: one + other, verb })));
        }
      }
    }
    return found;
  }

  const isRelative = (form, relative) => sharpAsSs(form.text) === sharpAsSs(relative.form) && !(relative.verb && form.capital);

  /** The distance to a form, or to what is left of a longer one without its ending. */
  function distanceToForm(word, form, most) {
    let least = distance(word, form, most);
    if (word.length >= ENDED && form.length > word.length) {
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

  /** What nobody wrote tells no documents apart: it is as if it were in each tenth. */
  function rarityOfNothing(documents) {
    const found = Math.floor(documents / 10);
    return Math.max(1, Math.round(Math.log(1 + (documents - found + 0.5) / (found + 0.5)) * 20));
  }

  /** In percent: what a partial answer must cover, how strong a word of it alone must be, what meeting words gain. */
  const [LEAST, ABOUT, MEETING] = [33, 24, 15];
  /** More than any score, and than the number of any document. */
  const [SCORES, DOCUMENTS] = [2 ** 24, 2 ** 26];

  /**
   * The documents that have enough of the words, the best first: whole ones, then by score, then by number.
   * Each is written as one number in that order, because numbers are sorted much faster than objects.
   */
  function hitsOf(documents, columns, shares, fits) {
    const total = shares.reduce((sum, share) => sum + share, 0);
    const keys = new Float64Array(documents);
    let length = 0;
    for (let document = 0; document < documents; document++) {
      let score = 0;
      let covered = 0;
      let found = 0;
      let meeting = 255;
      let hasNoun = false;
      for (let at = 0; at < columns.length; at++) {
        const value = columns[at].values[document];
        if (!value) continue;
        score += Math.floor((value * shares[at]) / columns[at].weight);
        covered += shares[at];
        found += 1;
        meeting &= columns[at].divisions[document];
        hasNoun ||= columns[at].capital;
      }
      // Its title is what was asked for: as if each word were all of it.
      if (found > 1 && columns.every(({ titles }) => titles[document] === columns.length)) score = total * STRONGEST;
      const partial = found < columns.length;
      const saysLittle = found === 1 && !hasNoun && score < covered * ABOUT;
      if (!found || (partial && (covered * 100 < total * LEAST || saysLittle)) || !fits(document)) continue;
      if (found > 1 && meeting) score += Math.floor((score * MEETING) / 100);
      const place = (partial ? 2 * SCORES : SCORES) - score;
      keys[length++] = place * DOCUMENTS + document;
    }
    return Array.from(keys.subarray(0, length).sort(), (key) => {
      const place = Math.floor(key / DOCUMENTS);
      const partial = place > SCORES;
      return { document: key % DOCUMENTS, partial, score: (partial ? 2 * SCORES : SCORES) - place };
    });
  }

  /** The text with its typing errors corrected, when there were any. */
  function correction(text, query, resolved) {
    const wrong = query.words.map((typed, at) => [typed.typed, resolved[at]]).filter(([, word]) => word.kind === "correction");
    const corrected = wrong.reduce((so, [typed, word]) => so.replace(typed, () => word.forms[0]), text);
    return corrected === text ? null : corrected;
  }

  globalThis.fundusSearch = { Index, words, fold, normal, parse };
})();
