/* What readers see of the search: the finder, the facets of lists, and suggestions in every search field.
 *
 * A classic script, fetched with `search.js` when a reader turns to the search (components/finder/finder.js).
 * The index stands in `search/` beside the folder of this script and is loaded in pieces by <script>, never by
 * fetch, so that all of it works from a file. Everything shown is made of nodes and text, never of HTML.
 */
(() => {
  "use strict";

  const { Index, words, fold, normal } = globalThis.fundusSearch;
  /** The top of the site: this script stands in a folder below it, or in a single file with all pages. */
  const { src } = document.currentScript;
  const TOP = src ? new URL("../", src).href : "#";

  // ------------------------------------------------------------------ loading

  const waiting = new Map();
  globalThis.fundusChunk = (name, content) => waiting.set(name, content);

  /** Loads a chunk of the index by a classic script; `version` follows its address. */
  const load = (path, name, version) =>
    new Promise((resolve, reject) => {
      const script = document.createElement("script");
      const end = () => {
        script.remove();
        if (waiting.has(name)) resolve(waiting.get(name));
        else reject(new Error(path));
        waiting.delete(name);
      };
      const inside = document.getElementById(`search/${path}`);
      if (inside) script.textContent = inside.textContent;
      else script.src = `${TOP}search/${path}${version}`;
      script.onload = end;
      script.onerror = end;
      document.head.append(script);
      if (inside) end();
    });

  let opened = null;
  /** Once a chunk has not come, the root comes past what the browser has kept of it. */
  let isDoubted = false;

  /**
   * The index, loaded once; and again from its root when a part of it has not come: the site may have been published
   * anew since, and then the root names chunks that are no longer there.
   */
  function theIndex() {
    if (!opened) {
      const version = isDoubted ? `?${Date.now()}` : "";
      const letGo = () => {
        isDoubted = true;
        if (opened === own) opened = null;
      };
      const own = Index.open((path, name) => {
        const part = load(path, name, name === "root" ? version : "");
        part.catch(letGo);
        return part;
      });
      own.catch(letGo);
      opened = own;
    }
    return opened;
  }

  /** When everything that already waits has had its turn. */
  const later = () =>
    new Promise((resolve) => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => resolve(port1.close());
      port2.postMessage(null);
    });

  /** When the next picture stands on the screen; or soon, where nothing is drawn. */
  const painted = () => new Promise((resolve) => {
    setTimeout(resolve, 100);
    requestAnimationFrame(() => later().then(resolve));
  });

  /** The parameter of the address that names the page which the others are for, in a single file. */
  const PLACE = "_page";

  // ------------------------------------------------------------------ nodes and texts

  /** An element with attributes, listeners (`onclick`) and children; text is always text. */
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

  /** The marks of a text in another language; none where nothing is said of its language. */
  const marking = (lang) => (lang ? { lang, dir: "auto" } : {});

  const button = (text, onclick, attributes = {}) => make("button", { type: "button", onclick, ...attributes }, text);

  /** The language of a place of the page, and how it writes numbers and days. To make one takes longer than to show a result. */
  const speeches = new Map();
  function speechOf(place) {
    const { lang } = place.closest("[lang]");
    if (!speeches.has(lang)) {
      // Digits and calendar are those of all other pages, in every language.
      const tags = [`${lang}-u-ca-gregory-nu-latn`, "en"];
      const day = { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" };
      speeches.set(lang, { lang, number: new Intl.NumberFormat(tags), day: new Intl.DateTimeFormat(tags, day) });
    }
    return speeches.get(lang);
  }

  const plurals = new Map();
  function pluralRules(lang) {
    if (!plurals.has(lang)) plurals.set(lang, new Intl.PluralRules(lang));
    return plurals.get(lang);
  }

  /** A text of the theme with its places filled; of one with plural forms, the one for `values.n`. */
  function say({ number }, text, values = {}) {
    const form = typeof text === "string" ? text : text[pluralRules(text.lang).select(values.n)] || text.other;
    const shown = (value) => (typeof value === "number" ? number.format(value) : value);
    return form.replace(/\{(\w+)\}/g, (_, key) => shown(values[key]));
  }

  const day = (days) => new Date(days * 86_400_000);

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

  /** The folded form of a word as written, remembered: while somebody types, the same excerpts come again. */
  const folds = new Map();
  function foldedOf(written) {
    if (!folds.has(written)) {
      if (folds.size > 20_000) folds.clear();
      folds.set(written, fold(normal(written).replace(/-/g, "")));
    }
    return folds.get(written);
  }

  /** The longest part of a word that is a form of the query; soft hyphens divide compounds. */
  function spanOf(written, marks) {
    const cuts = [0];
    for (let at = written.indexOf("\u00ad"); at >= 0; at = written.indexOf("\u00ad", at + 1)) cuts.push(at + 1);
    cuts.push(written.length);
    for (let length = cuts.length - 1; length > 0; length--) {
      for (let from = 0; from + length < cuts.length; from++) {
        const [start, end] = [cuts[from], cuts[from + length]];
        const folded = foldedOf(written.slice(start, end));
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

  const SECTIONS = 3;

  /** What is shown below a title: the best excerpt, and the sections that have the words. */
  function excerpt(shown, marks) {
    const places = [{ text: shown.summary, anchor: "", heading: "" }];
    for (const [anchor, heading, text] of shown.sections) places.push({ anchor, heading, text });
    let best = null;
    const sections = [];
    for (const place of places) {
      const found = bestWindow(place.text, marks);
      if (found && (!best || found.value > best.value)) best = { ...found, text: place.text };
      if (place.anchor && place.heading && (found || spans(place.heading, marks).length)) sections.push(place);
    }
    if (!best) return { nodes: marked(shown.summary, marks), sections: sections.slice(0, SECTIONS) };
    const nodes = marked(best.text, marks, best.start, best.end);
    if (best.start > 0) nodes.unshift("… ");
    if (best.end < best.text.length) nodes.push(" …");
    return { nodes, sections: sections.slice(0, SECTIONS) };
  }

  /** How a text in the language of a document is marked on this page. */
  function spoken({ root }, { lang }, page) {
    const [, dir = "auto"] = root.langs?.[lang] || [];
    return lang === page.lang ? {} : { lang, dir };
  }

  /** What a document is, and its language where that is not the page's: its translations may be called the same. */
  function kindOf({ root }, { kind, lang }, page) {
    const [name] = (lang !== page.lang && root.langs?.[lang]) || [];
    return [kind, name].filter(Boolean).join(" · ");
  }

  /** One document of the result list. */
  function hitItem(index, shown, marks, texts, page) {
    const { nodes, sections } = marks ? excerpt(shown, marks) : { nodes: [plain(shown.summary)], sections: [] };
    const link = (anchor, text) => make("a", { href: TOP + shown.address + (anchor ? `#${encodeURIComponent(anchor)}` : "") }, ...marked(text, marks));
    const own = spoken(index, shown, page);
    const about = [make("span", own, kindOf(index, shown, page)), shown.date === null ? null : ` · ${page.day.format(day(shown.date))}`];
    return make(
      "li",
      { class: "search-hit" },
      make("p", { class: "search-about" }, ...about),
      make("h3", own, link("", shown.title)),
      nodes.length ? make("p", { class: "search-excerpt", ...own }, ...nodes) : null,
      sections.length
        ? make("ul", { class: "search-sections", "aria-label": texts.sections }, ...sections.map((one) => make("li", own, link(one.anchor, one.heading))))
        : null,
    );
  }

  // ------------------------------------------------------------------ facets

  /** What readers may ask of a range, as the numbers that the index counts in; null where nothing is asked. */
  const SCALES = {
    day: { type: "date", bound: (text) => dayOf(text, false), last: (text) => dayOf(text, true), show: (days) => day(days).toISOString().slice(0, 10) },
    year: { type: "number", bound: (text) => dayOf(text, false), last: (text) => dayOf(text, true), show: (days) => String(day(days).getUTCFullYear()) },
    number: { type: "number", bound: numberOf, last: numberOf, show: String },
  };

  function numberOf(text) {
    return text && Number.isFinite(Number(text)) ? Number(text) : null;
  }

  /** The first or last day of `2026`, `2026-03` or `2026-03-14`, counted from 1970. */
  function dayOf(text, isLast) {
    const found = /^(\d{4})(?:-(\d\d))?(?:-(\d\d))?$/.exec(text.trim());
    if (!found) return null;
    const [year, month, date] = [Number(found[1]), found[2] ? found[2] - 1 : isLast ? 11 : 0, found[3] ? Number(found[3]) : isLast ? 0 : 1];
    const time = Date.UTC(year, month + (isLast && !found[3] ? 1 : 0), date);
    return Math.floor(time / 86_400_000);
  }

  /** Tells for each document which facets it fails: -1 for none, the facet's place for one, -2 for more. */
  function failures(facets, chosen, documents) {
    const failed = new Int16Array(documents).fill(-1);
    facets.forEach((facet, place) => {
      const values = chosen.get(facet.id);
      if (!values) return;
      const fits = facet.scale ? fitsRange(facet, values) : fitsTerms(facet, values);
      for (let document = 0; document < documents; document++) {
        if (!fits(document)) failed[document] = failed[document] === -1 ? place : -2;
      }
    });
    return failed;
  }

  function fitsTerms(facet, values) {
    const wanted = new Uint8Array(facet.terms.length);
    facet.terms.forEach(([id], at) => (wanted[at] = values.includes(id) ? 1 : 0));
    return (document) => {
      for (let at = facet.starts[document]; at < facet.starts[document + 1]; at++) if (wanted[facet.values[at]]) return true;
      return false;
    };
  }

  function fitsRange(facet, values) {
    const scale = SCALES[facet.scale];
    const ranges = values.map((value) => {
      const [from, to] = value.includes("..") ? value.split("..") : [value, value];
      return [scale.bound(from) ?? -Infinity, scale.last(to) ?? Infinity];
    });
    return (document) => {
      const at = facet.starts[document];
      if (at === facet.starts[document + 1]) return false;
      return ranges.some(([from, to]) => facet.values[at] <= to && facet.values[at + 1] >= from);
    };
  }

  /** How many of the documents have each term, were nothing chosen in the facet itself. */
  function counts(facets, hits, failed) {
    const all = facets.map((facet) => new Uint32Array(facet.terms.length));
    for (const { document } of hits) {
      const failure = failed[document];
      if (failure === -2) continue;
      const [from, to] = failure === -1 ? [0, facets.length] : [failure, failure + 1];
      for (let place = from; place < to; place++) {
        const facet = facets[place];
        if (facet.scale) continue;
        for (let at = facet.starts[document]; at < facet.starts[document + 1]; at++) all[place][facet.values[at]]++;
      }
    }
    return all;
  }

  // ------------------------------------------------------------------ the finder

  const PAGE = 10;
  /** Results that are shown at once; the others of a page come when they are there. */
  const FIRST = 3;
  /** Values of a facet that are shown at first, and facets that stand open where there is room. */
  const VALUES = 8;
  const OPEN = 3;
  const WIDE = matchMedia("(min-width: 56rem)");

  /**
   * Fills `<fundus-finder>`: a page of its own with a field, or a list (attribute `kind`: the type of its
   * documents) that stays as it is until the reader narrows it down. `opened` names the facet of such a list
   * with which that begins.
   */
  class Finder {
    constructor(place, opened) {
      this.opened = opened;
      this.place = place;
      this.kind = place.getAttribute("kind");
      /** In a single file that holds a whole site, the page that this one stands on; the address is everybody's. */
      this.page = place.closest("main[data-page]")?.id ?? "";
      this.texts = JSON.parse(place.querySelector("script[type='application/json']").textContent);
      this.speech = speechOf(place);
      /** What facets are called here, on a page in another language than the index; and what offers only its own. */
      const labels = place.querySelector("script[data-only]");
      this.only = labels?.dataset.only;
      this.labels = labels && new Map(JSON.parse(labels.textContent).map((facet) => [facet.id, facet]));
      this.form = place.querySelector("form");
      this.input = this.form ? this.form.querySelector("input[type=search]") : null;
      this.still = [...place.children].filter((child) => child !== this.form && !child.contains(this.form) && child.tagName !== "SCRIPT");
      this.usual = this.input ? "relevance" : place.querySelector("[data-date]") ? "date" : "title";
      this.isActive = Boolean(opened);
      this.size = PAGE;
      this.run = 0;
      this.expanded = new Set();
      this.build();
      this.listen();
      this.readAddress();
      const { size, scroll } = history.state?.search || {};
      if (size) this.size = size;
      this.update().then(() => scroll && scrollTo(0, scroll));
    }

    build() {
      const { place, texts } = this;
      this.live = make("p", { role: "status", class: "unseen" });
      this.status = make("p", { class: "search-status" });
      this.note = make("div", { class: "search-note" });
      this.chips = make("ul", { class: "search-chips", hidden: true, "aria-label": texts.chosen });
      const sorts = [...(this.input ? ["relevance"] : []), "date", "title"];
      this.sort = make("select", { id: `${this.page}_finder-sort` }, ...sorts.map((key) => make("option", { value: key }, texts[key])));
      this.sortBox = make("p", { class: "search-sort", hidden: true }, make("label", { for: `${this.page}_finder-sort` }, texts.sort), " ", this.sort);
      this.own = make("p", { class: "search-own", hidden: true });
      this.results = make("div", { class: "search-results" });
      this.more = button(texts.more, () => this.showMore(), { class: "button search-more", hidden: true });
      this.narrow = [make("summary", {}, texts.narrow), this.kind && make("h2", {}, texts.narrow)];
      this.facetList = make(this.kind ? "details" : "div", { class: this.kind ? "fold" : "facets search-facets" });
      this.facetBox = this.kind
        ? make("nav", { class: "facets search-facets", "aria-label": texts.narrow, hidden: true }, this.facetList)
        : make("details", { class: "fold search-narrow", hidden: true }, ...this.narrow, this.facetList);
      this.fold = this.kind ? this.facetList : this.facetBox;
      this.show = make("p", { class: "search-show", hidden: true }, button("", () => this.leaveFacets(), { class: "button strong" }));
      if (!this.kind) this.fold.append(this.show);
      this.head = make("div", { class: "search-head", hidden: true }, this.status, this.sortBox);
      this.main = make("div", { class: "search-main", hidden: Boolean(this.kind) }, this.head, this.own, this.chips, this.note, this.results, this.more);
      this.body = make("div", { class: "search-body", hidden: !this.kind }, this.main);
      place.append(this.live);
      WIDE.addEventListener("change", () => this.fit());
      this.fit();
      if (this.opened) this.fold.open = true;
    }

    /**
     * What the keyboard reaches first is what stands first: what has been found, with the facets beside it; or the facets
     * above it, folded away, in a list until somebody opens one.
     */
    fit() {
      const { place, body } = this;
      const focused = body.contains(document.activeElement) ? document.activeElement : null;
      this.fold.open = WIDE.matches;
      body[WIDE.matches ? "append" : "prepend"](this.facetBox);
      const form = this.form && [...place.children].find((child) => child.contains(this.form));
      // What has been found stands before what else is on the page; in a wide list the layout has its places.
      if (form) form.after(body);
      else if (WIDE.matches) place.append(body);
      else place.prepend(body);
      // Who enlarges the page stays where the keyboard is.
      focused?.focus({ preventScroll: true });
    }

    /** From the open facets to what has been found. */
    leaveFacets() {
      this.fold.open = false;
      this.head.scrollIntoView({ behavior: "instant" });
      this.status.tabIndex = -1;
      this.status.focus({ preventScroll: true });
    }

    listen() {
      this.sort.addEventListener("change", () => this.changed(true));
      this.place.addEventListener("keydown", (event) => this.key(event));
      addEventListener("popstate", () => {
        this.readAddress();
        this.update();
      });
      addEventListener("pagehide", () => this.remember());
      if (!this.input) return;
      addEventListener("submit", (event) => {
        const form = event.target;
        // In a single file, there is a search for each language.
        if (!form.matches(".search-form") || !form.getAttribute("action").endsWith(this.page)) return;
        event.preventDefault();
        if (form !== this.form) this.ask(form.elements.q.value);
        else this.changed(false);
        this.settled = true;
      });
      this.input.addEventListener("input", () => this.typed());
      this.input.addEventListener("change", () => (this.settled = true));
    }

    /** While somebody types, the address changes in place; the first letter after a pause is a new step. */
    typed() {
      this.changed(this.settled, true);
      this.settled = false;
    }

    /** Takes a query over from another field of the page. */
    ask(query) {
      this.input.value = query;
      this.settled = true;
      this.changed(true);
      this.input.focus();
    }

    /** Arrows go through the results, Escape goes back to the field and empties it. */
    key(event) {
      const { links } = this;
      const at = links.indexOf(document.activeElement);
      const isField = this.input && document.activeElement === this.input;
      if (event.key === "ArrowDown" && (isField || at >= 0) && links[at + 1]) links[at + 1].focus();
      else if (event.key === "ArrowUp" && at >= 0) (links[at - 1] || this.input || links[0]).focus();
      else if (event.key === "Escape" && at >= 0 && this.input) this.input.focus();
      else if (event.key === "Escape" && isField && this.input.value) {
        this.input.value = "";
        this.changed(true);
      } else return;
      event.preventDefault();
    }

    /** The links to what was found. */
    get links() {
      return [...this.results.querySelectorAll("h3 a")];
    }

    /** The state stands in the address: q, sort, and each facet by its name. */
    readAddress() {
      const state = this.place.asked;
      if (this.input) this.input.value = state.get("q") || "";
      this.sort.value = state.get("sort") || this.usual;
      if (this.sort.selectedIndex < 0) this.sort.value = this.usual;
      this.chosen = new Map();
      for (const [key, value] of state) {
        if (key === "q" || key === "sort") continue;
        this.chosen.set(key, [...(this.chosen.get(key) || []), value]);
      }
      this.settled = true;
      this.passOn(String(state));
    }

    /** The same page in other languages is asked the same. */
    passOn(query) {
      if (!this.input || this.page) return;
      for (const other of document.querySelectorAll(".languages a")) other.search = query;
    }

    get query() {
      return this.input ? this.input.value : "";
    }

    get isSorted() {
      return this.sort.value !== this.usual;
    }

    writeAddress(isStep) {
      const state = new URLSearchParams();
      if (this.query) state.set("q", this.query);
      for (const [key, values] of this.chosen) values.forEach((value) => state.append(key, value));
      if (this.isSorted) state.set("sort", this.sort.value);
      this.passOn(String(state));
      if (this.page && String(state)) state.set(PLACE, this.page);
      const query = state.toString();
      try {
        history[isStep ? "pushState" : "replaceState"](null, "", (query ? `?${query}` : location.pathname) + location.hash);
      } catch {
        // A browser that keeps the address of a file as it is; the search works all the same.
      }
    }

    /** How much is shown and where the reader is, for the way back. */
    remember() {
      if (this.isIdle) return;
      try {
        history.replaceState({ ...history.state, search: { size: this.size, scroll: scrollY } }, "");
      } catch {
        // As above.
      }
    }

    changed(isStep, isTyping = false) {
      this.size = PAGE;
      this.writeAddress(isStep);
      return this.update(isTyping);
    }

    /** Nothing is asked: the page shows what it shows without the search. */
    get isIdle() {
      return !this.query.trim() && !this.chosen.size && !(this.kind && this.isSorted);
    }

    /** Shows what is asked. The results come before the facets. */
    async update(isTyping = false) {
      const run = ++this.run;
      const isOld = () => run !== this.run;
      // Letters that wait behind this one are read first, so that only the last of them is answered.
      if (isTyping) await later();
      if (isOld()) return;
      if (this.isIdle && !this.isActive) return;
      this.isActive = true;
      if (!this.isIdle && this.body.hidden) {
        this.body.hidden = false;
        // The facets come later; their place is kept.
        this.facetBox.hidden = false;
      }
      const slow = setTimeout(() => isOld() || this.tell(this.texts.loading), 300);
      try {
        const index = await theIndex();
        if (isOld()) return;
        const answer = await index.answer(this.query);
        // The facets are only waited for when they decide what is found, or when those that are shown are of another index.
        const isWaiting = this.chosen.size || this.kind || this.only || (this.facets && this.index !== index);
        const facets = isWaiting ? await this.facetsOf(index) : this.facets;
        const dates = this.sort.value === "date" && !this.isIdle ? await index.dates() : null;
        const marks = answer.words.length ? await index.marks(answer) : null;
        if (isOld()) return;
        this.facets = facets;
        this.select(index, answer, dates);
        // Who is on the way through the results must not lose the place.
        const first = this.links.indexOf(document.activeElement) < FIRST ? FIRST : this.size;
        const items = await this.items(index, 0, first, marks);
        if (isOld()) return;
        this.marks = marks;
        // What is found is said, even while the facets are still on their way.
        clearTimeout(slow);
        this.render(items, answer);
        const others = await this.items(index, first, this.size, marks);
        if (isOld()) return;
        this.append(others, first);
        await painted();
        if (isOld()) return;
        const all = await this.facetsOf(index);
        if (isOld()) return;
        this.facets = all;
        this.renderFacets();
      } catch (error) {
        if (!isOld()) this.fail(error);
      } finally {
        clearTimeout(slow);
      }
    }

    /** Says what has failed, and how to go on: once more, or by what stands on the page. */
    fail(error) {
      console.warn(error);
      this.tell(this.texts.failed);
      this.note.replaceChildren(button(this.texts.retry, () => this.update(), { class: "button" }));
      this.results.replaceChildren();
      this.more.hidden = this.sortBox.hidden = true;
      this.main.hidden = this.body.hidden = false;
      this.showStill(true);
    }

    /** Shows a message, and has it read out when nothing follows for a moment; or something else where it shows none. */
    tell(text, spoken = text) {
      this.status.textContent = text;
      this.head.hidden = !text;
      clearTimeout(this.speaking);
      this.speaking = setTimeout(() => (this.live.textContent = spoken), 600);
    }

    /** What stands on the page without the search. */
    showStill(isShown) {
      this.place.classList.add("ready");
      // The facets of a list have given their place to those that can be chosen.
      const isReplaced = (element) => this.kind && this.facets && element.matches(".facets");
      for (const element of this.still) element.hidden = !isShown || Boolean(isReplaced(element));
    }

    /** The facets, called as the page calls them; what it does not name is in the language of the index. */
    async facetsOf(index) {
      const facets = await index.facets();
      if (!this.labels) return facets;
      const usual = { lang: index.root.lang };
      const called = (facet) => {
        const { label, terms } = { terms: {}, ...this.labels.get(facet.id) };
        const { text, lang } = label || { text: facet.label, ...usual };
        const term = ([id, own, broader]) => [id, (terms[id] || usual).text || own, broader, (terms[id] || usual).lang];
        return { ...facet, label: text, lang, terms: facet.terms.map(term) };
      };
      return facets.map(called);
    }

    say(text, values) {
      return say(this.speech, text, values);
    }

    // ---------------------------------------------------------------- what is found

    /** Chooses and orders the documents. */
    select(index, answer, dates) {
      // Without a word, all are shown; what has no letter at all is looked for in vain.
      const isVain = !answer.query.words.length && this.query.trim() && !/[\p{L}\p{N}]/u.test(this.query);
      const everything = () => Array.from({ length: index.documents }, (_, document) => ({ document, partial: false, score: 0 }));
      const all = answer.query.words.length || isVain ? answer.hits : everything();
      const facets = this.facets || [];
      const chosen = new Map(this.chosen);
      if (this.kind && facets.some((facet) => facet.id === "type")) chosen.set("type", [this.kind]);
      this.failed = failures(facets, chosen, index.documents);
      // The numbers of documents are those of their own index.
      this.index = index;
      this.all = all;
      const hits = all.filter((hit) => this.failed[hit.document] === -1);
      this.whole = hits.length;
      this.hits = this.isIdle ? [] : hits;
      if (dates) this.hits.sort((one, other) => dates[other.document] - dates[one.document] || one.document - other.document);
      if (this.sort.value === "title") this.hits.sort((one, other) => one.document - other.document);
    }

    /** The list items from one place to another. */
    items(index, from, to, marks) {
      return Promise.all(this.hits.slice(from, to).map(async (hit) => hitItem(index, await index.shown(hit.document), marks, this.texts, this.speech)));
    }

    /** Appends items, with a heading where those begin that fit in part. */
    append(items, from) {
      items.forEach((item, at) => {
        const hit = this.hits[from + at];
        const begins = this.sort.value === "relevance" && hit.partial && !this.results.querySelector(".search-partial");
        if (begins) this.results.append(make("div", { class: "search-partial" }, make("h2", {}, this.texts.partial), make("p", {}, this.texts.partial_hint)));
        const last = this.results.lastElementChild;
        const list = last && last.tagName === "OL" ? last : this.results.appendChild(make("ol", { class: "search-hits" }));
        list.append(item);
      });
      const shown = from + items.length;
      this.more.hidden = shown < this.size || this.hits.length <= shown;
    }

    render(items, answer) {
      const { length } = this.hits;
      const focused = this.links.indexOf(document.activeElement);
      this.results.replaceChildren(make("h2", { class: "unseen" }, this.texts.results_heading));
      this.append(items, 0);
      // Who was on the way through the results stays there.
      if (focused >= 0) (this.links[focused] || this.input)?.focus();
      this.sortBox.hidden = length < 2;
      // Who has taken back the last choice hears how many there are in the list.
      const isBack = this.kind && this.isIdle && this.status.textContent;
      const number = this.say(this.texts.results, { n: isBack ? this.whole : length });
      if (this.isIdle) this.tell("", isBack ? number : "");
      else this.tell(length ? number : this.texts.none);
      this.show.hidden = this.isIdle;
      this.show.firstChild.textContent = length ? this.say(this.texts.show, { n: length }) : this.texts.none;
      this.results.hidden = !length;
      this.renderNote(answer);
      this.renderChips();
      this.renderOwn();
      this.main.hidden = Boolean(this.kind) && this.isIdle;
      this.body.hidden = !this.kind && this.isIdle;
      this.showStill(this.isIdle || (!length && !this.kind));
    }

    async showMore() {
      const { run, size: from } = this;
      this.size += PAGE;
      try {
        const items = await this.items(this.index, from, this.size, this.marks);
        if (run !== this.run) return;
        this.append(items, from);
        items[0]?.querySelector("a").focus();
      } catch (error) {
        if (run === this.run) this.fail(error);
      }
    }

    renderNote(answer) {
      const { texts } = this;
      const nodes = [];
      if (answer.correction && this.hits.length) {
        const [before, after] = texts.meant.split("{word}");
        nodes.push(make("p", {}, before, button(answer.correction, () => this.ask(answer.correction), { class: "search-correction" }), after));
      }
      const missing = answer.query.words.filter((_, at) => answer.words[at].kind === "missing").map((word) => word.typed);
      const rest = answer.query.words.filter((_, at) => answer.words[at].kind !== "missing").map((word) => word.typed);
      // What is left of a question may be too little to answer it, and still what its reader can do with.
      const isTooLittle = !this.all.length && rest.length > 0;
      if (missing.length && (this.hits.length || isTooLittle)) nodes.push(make("p", {}, this.say(texts.unknown, { words: missing.join(", ") })));
      if (missing.length && isTooLittle) nodes.push(button(this.say(texts.rest, { words: rest.join(" ") }), () => this.ask(rest.join(" ")), { class: "button" }));
      if (!this.hits.length && !this.isIdle) {
        const isFiltered = this.chosen.size > 0 && this.all.length > 0;
        nodes.push(make("p", {}, isFiltered ? texts.none_filtered : texts.none_hint));
        if (isFiltered) nodes.push(button(texts.reset, () => this.reset(), { class: "button" }));
      }
      this.note.replaceChildren(...nodes);
      this.note.hidden = !nodes.length;
    }

    /** On a page in another language than most documents are in, those in its own are offered. */
    renderOwn() {
      const place = this.only ? this.facets.findIndex(({ id }) => id === "language") : -1;
      const at = place < 0 ? -1 : this.facets[place].terms.findIndex(([id]) => id === this.speech.lang);
      const number = at < 0 || this.chosen.has("language") ? 0 : counts(this.facets, this.all, this.failed)[place][at];
      this.own.hidden = !number || number === this.hits.length;
      if (this.own.hidden) return;
      const only = async () => {
        await this.choose("language", [this.speech.lang]);
        this.chips.querySelector("button")?.focus();
      };
      const label = this.say(this.only, { language: this.facets[place].terms[at][1] });
      this.own.replaceChildren(button(`${label} (${this.speech.number.format(number)})`, only, { class: "button" }));
    }

    // ---------------------------------------------------------------- what is chosen

    choose(id, values) {
      if (values.length) this.chosen.set(id, values);
      else this.chosen.delete(id);
      return this.changed(true);
    }

    reset() {
      this.chosen.clear();
      this.changed(true);
      (this.input || this.facetList.querySelector("[data-field] summary"))?.focus();
    }

    renderChips() {
      const chips = [...this.chosen].flatMap(([id, values]) => {
        const facet = (this.facets || []).find((one) => one.id === id);
        return facet ? values.map((value) => this.chip(facet, value, values)) : [];
      });
      if (chips.length > 1) chips.push(make("li", {}, button(this.texts.reset, () => this.reset(), { class: "quiet" })));
      this.chips.hidden = !chips.length;
      this.chips.replaceChildren(...chips);
    }

    chip(facet, value, values) {
      const term = facet.scale ? null : facet.terms.find((one) => one[0] === value);
      const label = term ? term[1] : `${facet.label}: ${value.replace("..", " – ")}`;
      const lang = term ? term[3] : facet.lang;
      const remove = async () => {
        const place = [...this.chips.children].indexOf(document.activeElement?.closest("li"));
        await this.choose(facet.id, values.filter((other) => other !== value));
        const next = this.chips.children[Math.min(place, this.chips.children.length - 1)];
        const ways = [next?.querySelector("button"), this.facetList.querySelector(`[data-field="${facet.id}"] summary`), this.fold.querySelector("summary"), this.input];
        ways.find((way) => way?.getClientRects().length)?.focus();
      };
      return make("li", {}, button(make("span", marking(lang), label), remove, { class: "search-chip", "aria-label": this.say(this.texts.remove, { label }) }));
    }

    renderFacets() {
      const focused = document.activeElement?.id || "";
      const numbers = counts(this.facets, this.all, this.failed);
      const isOpen = new Map([...this.facetList.querySelectorAll("details")].map((box) => [box.dataset.field, box.open]));
      const isShown = (facet) => !(this.kind && facet.id === "type");
      const boxes = this.facets.map((facet, place) => isShown(facet) && (facet.scale ? this.rangeBox(facet) : this.termBox(facet, numbers[place])));
      const shown = boxes.filter(Boolean);
      shown.forEach((box, at) => {
        const { field } = box.dataset;
        box.open = isOpen.get(field) ?? (this.chosen.has(field) || this.opened === field || (WIDE.matches && !this.kind && at < OPEN));
      });
      this.facetBox.hidden = !shown.length || (this.isIdle && !this.kind);
      this.facetList.replaceChildren(...(this.kind ? [...this.narrow, ...shown, this.show] : shown));
      if (focused.startsWith(this.id(""))) document.getElementById(focused)?.focus();
      else if (this.opened) document.getElementById(this.id(this.opened))?.focus({ preventScroll: true });
      this.opened = null;
      this.renderChips();
    }

    /** The id of a facet, or of what stands in it. In one file for a whole site, other pages have the same facets. */
    id(...names) {
      return [`${this.page}_facet`, ...names].join("-");
    }

    box(facet, content) {
      const chosen = (this.chosen.get(facet.id) || []).length;
      const badge = chosen ? make("span", { class: "search-chosen" }, make("span", { class: "unseen" }, `${this.texts.chosen}: `), String(chosen)) : null;
      return make("details", { "data-field": facet.id }, make("summary", { id: this.id(facet.id) }, make("span", marking(facet.lang), facet.label), badge), make("fieldset", {}, make("legend", { class: "unseen", ...marking(facet.lang) }, facet.label), ...content));
    }

    termBox(facet, numbers) {
      const values = this.chosen.get(facet.id) || [];
      const all = facet.terms.map((_, at) => at).filter((at) => numbers[at] || values.includes(facet.terms[at][0]));
      if (!all.length) return null;
      const isExpanded = this.expanded.has(facet.id) || all.length <= VALUES + 2;
      const most = new Set([...all].sort((one, other) => numbers[other] - numbers[one] || one - other).slice(0, VALUES));
      const rows = isExpanded ? all : all.filter((at) => most.has(at) || values.includes(facet.terms[at][0]));
      const expand = () => {
        this.expanded.add(facet.id);
        this.renderFacets();
        document.getElementById(this.id(facet.id, facet.terms[all.find((at) => !rows.includes(at))][0]))?.focus();
      };
      return this.box(facet, [
        make("ul", {}, ...rows.map((at) => this.row(facet, at, numbers[at], values))),
        isExpanded ? null : button(this.say(this.texts.all_values, { n: all.length }), expand, { class: "quiet" }),
      ]);
    }

    row(facet, at, number, values) {
      const [id, label, broader, lang] = facet.terms[at];
      const depth = (place) => (place === undefined ? 0 : 1 + depth(facet.terms[place][2]));
      const isChecked = values.includes(id);
      const name = this.id(facet.id, id);
      const toggle = () => this.choose(facet.id, isChecked ? values.filter((value) => value !== id) : [...values, id]);
      const unit = make("span", { class: "unseen" }, ` ${this.say(this.texts.results, { n: number })}`);
      return make("li", { class: `depth-${Math.min(depth(broader), 3)}` }, make("label", { for: name },
        make("input", { type: "checkbox", id: name, checked: isChecked, onchange: toggle }), make("span", marking(lang), label),
        make("span", { class: "search-count" }, make("span", { "aria-hidden": "true" }, this.speech.number.format(number)), unit)));
    }

    rangeBox(facet) {
      const { show, type } = SCALES[facet.scale];
      const [least, greatest] = this.extent(facet);
      const chosen = this.chosen.get(facet.id) || [];
      if (least === Infinity && !chosen.length) return null;
      const [from, to] = (chosen[0] || "..").split("..");
      const limits = type === "number" && least !== Infinity ? { min: show(least), max: show(greatest) } : {};
      const field = (key, value, hint) =>
        make("input", { type, id: this.id(facet.id, key), value: value || "", ...limits, placeholder: type === "number" ? hint : null, onchange: () => set() });
      const [first, last] = [field("from", from, limits.min), field("to", to, limits.max)];
      const set = () => this.choose(facet.id, first.value || last.value ? [`${first.value}..${last.value}`] : []);
      const part = (input, text) => make("label", {}, make("span", {}, text), input);
      return this.box(facet, [make("div", { class: "search-range" }, part(first, this.texts.from), part(last, this.texts.to))]);
    }

    /** The least and the greatest of a range over the documents that are found; open ends aside. */
    extent(facet) {
      let [least, greatest] = [Infinity, -Infinity];
      for (const { document } of this.all) {
        const at = facet.starts[document];
        if (this.failed[document] === -2 || at === facet.starts[document + 1]) continue;
        for (const value of [facet.values[at], facet.values[at + 1]]) {
          if (Math.abs(value) > OPEN_END) continue;
          least = Math.min(least, value);
          greatest = Math.max(greatest, value);
        }
      }
      return [least, greatest];
    }
  }

  /** Beyond it a bound stands for "open". */
  const OPEN_END = 1_000_000_000;

  // ------------------------------------------------------------------ suggestions in any search field

  const SUGGESTED = 5;
  /** What stays free below the suggestions, and what they need at least, in pixels. */
  const EDGE = 8;
  const LEAST = 160;

  /** Suggestions below the field of a form that leads to the finder: words, and pages. */
  class Suggestions {
    constructor(form) {
      this.form = form;
      this.input = form.querySelector("input[name=q]");
      this.list = make("ul", { role: "listbox", id: `${this.input.id}-suggestions`, class: "search-suggestions", hidden: true, "aria-label": form.dataset.suggestions });
      form.append(this.list);
      const attributes = { role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": this.list.id };
      for (const [key, value] of Object.entries(attributes)) this.input.setAttribute(key, value);
      this.run = 0;
      this.input.addEventListener("input", () => {
        clearTimeout(this.timer);
        this.timer = setTimeout(() => this.update(), 60);
      });
      this.input.addEventListener("keydown", (event) => this.key(event));
      this.input.addEventListener("blur", () => this.close());
      theIndex().then(() => this.update(), () => {});
    }

    async update() {
      const text = this.input.value;
      if (text.trim().length < 2 || document.activeElement !== this.input) return this.close();
      const run = ++this.run;
      const isOld = () => run !== this.run || text !== this.input.value;
      try {
        const index = await theIndex();
        const [completions, answer] = await Promise.all([index.completions(text), index.answer(text)]);
        const marks = await index.marks(answer);
        const best = answer.hits.filter((hit) => !hit.partial).slice(0, 2 * SUGGESTED);
        const found = await Promise.all(best.map((hit) => index.shown(hit.document)));
        if (isOld()) return undefined;
        // Pages that are called so come first.
        const isCalled = (shown) => spans(shown.title, marks).length > 0;
        const hits = [...found.filter(isCalled), ...found.filter((shown) => !isCalled(shown))].slice(0, SUGGESTED);
        const words = completions.map((word) => this.option(() => this.take(word), "search-word", { dir: "auto" }, word));
        const page = speechOf(this.form);
        const pages = hits.map((shown) => {
          const own = spoken(index, shown, page);
          return this.option(() => (location.href = TOP + shown.address), "search-page", own, plain(shown.title), make("small", own, kindOf(index, shown, page)));
        });
        this.show([...words, ...pages]);
      } catch {
        // Without suggestions the form still leads to the finder, which says what is wrong.
        if (!isOld()) this.close();
      }
      return undefined;
    }

    option(choose, className, own, text, note) {
      const option = make("li", { role: "option", class: className, "aria-selected": "false" }, make("span", own, text), note);
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
      if (options.length) this.fit();
      this.input.setAttribute("aria-expanded", String(options.length > 0));
      this.select(-1);
    }

    /** No longer than the room below the field; where there is hardly any, the field goes to the top of the window. */
    fit() {
      const { offsetTop, height } = globalThis.visualViewport || { offsetTop: 0, height: innerHeight };
      const bottom = offsetTop + height - EDGE;
      const room = () => bottom - this.list.getBoundingClientRect().top;
      if (room() < LEAST) this.form.scrollIntoView({ behavior: "instant" });
      this.list.style.maxBlockSize = `${Math.max(room(), LEAST / 2)}px`;
    }

    /** Shows nothing, nor what is still on its way: the reader has left the field or pressed Escape. */
    close() {
      this.run++;
      clearTimeout(this.timer);
      this.show([]);
    }

    select(at) {
      const options = [...this.list.children];
      this.at = at;
      options.forEach((option, place) => option.setAttribute("aria-selected", String(place === at)));
      if (options[at]) {
        this.input.setAttribute("aria-activedescendant", options[at].id);
        options[at].scrollIntoView({ block: "nearest", behavior: "instant" });
      } else this.input.removeAttribute("aria-activedescendant");
    }

    key(event) {
      const { length } = this.list.children;
      if (!length && event.key === "Escape") this.close();
      if (!length) return;
      if (event.key === "ArrowDown") this.select(((this.at + 2) % (length + 1)) - 1);
      else if (event.key === "ArrowUp") this.select(((this.at + length + 1) % (length + 1)) - 1);
      else if (event.key === "Escape") this.close();
      else if (event.key === "Enter" && this.at >= 0) this.list.children[this.at].click();
      else return;
      event.preventDefault();
    }
  }

  globalThis.fundusFinder = {
    mount: (place, opened) => new Finder(place, opened),
    suggest: (form) => new Suggestions(form),
  };
})();
