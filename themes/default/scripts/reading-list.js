// The page of the reader's own list. The list comes from this browser or, when somebody has passed it
// on, from the address: merkliste.html#konzepte/a.html,konzepte/b.html. What stands in the documents is
// read from their pages, each in a frame, as a page that was opened from a folder may fetch nothing.
"use strict";
{
  const MOST_COMPARED = 3;
  const PATIENCE = 8000;
  /** Before the paths in the address: somebody wants them on paper; `heft=` names what they are the items of. */
  const BOOKLET = "heft";

  /** Whether this names a page of the site and nothing else. */
  const isPath = (path) => /^[\w%][\w%.~-]*(\/[\w%][\w%.~-]*)*\.html$/.test(path);

  const make = (name, properties = {}, ...children) => {
    const element = Object.assign(document.createElement(name), properties);
    element.append(...children);
    return element;
  };

  /** The document on a page of this file, if the whole site is one file. */
  function inside(path) {
    const page = [...document.querySelectorAll("main[data-page]")].find(({ id }) => id === path);
    return spoken(page?.querySelector("article.document")?.cloneNode(true), page);
  }

  /** A document, marked with the language of its page. */
  const spoken = (article, { lang = "", dir = "" } = {}) => article && Object.assign(article, { lang, dir });

  /** Brings a style of another page to this one, once. */
  function dress(style) {
    const isThere = [...document.querySelectorAll("style")].some(({ textContent }) => textContent === style);
    if (!isThere) document.head.append(make("style", { textContent: style }));
  }

  /** The document on a page of the site; nothing if there is none. */
  function read(url) {
    return new Promise((answer) => {
      const frame = make("iframe", { hidden: true, src: url });
      const end = (part, page) => {
        removeEventListener("message", hear);
        clearTimeout(timer);
        frame.remove();
        answer(part ? spoken(new DOMParser().parseFromString(part, "text/html").querySelector("article"), page) : undefined);
      };
      const hear = ({ source, data }) => {
        if (source !== frame.contentWindow) return;
        data?.styles?.forEach(dress);
        end(data?.part, data);
      };
      const timer = setTimeout(end, PATIENCE);
      addEventListener("message", hear);
      // In braces: called last of all, it would be the frame itself that asks, for engines that drop the caller.
      frame.addEventListener("load", () => {
        frame.contentWindow?.postMessage("fundus-part", "*");
      });
      document.body.append(frame);
    });
  }

  /** Every name that one part of a page uses for another, made different from those of other documents. */
  function rename(article, prefix) {
    for (const name of ["id", "aria-labelledby", "aria-describedby", "headers"]) {
      article.querySelectorAll(`[${name}]`).forEach((element) => {
        const names = element.getAttribute(name).split(" ");
        element.setAttribute(name, names.map((id) => prefix + id).join(" "));
      });
    }
    article.querySelectorAll('a[href^="#"]').forEach((link) => {
      const id = prefix + decodeURIComponent(link.hash.slice(1));
      if (article.querySelector(`[id="${CSS.escape(id)}"]`)) link.setAttribute("href", "#" + id);
    });
  }

  /** The headings of a document one level deeper, as the booklet has a heading of its own. */
  function deepen(article) {
    article.querySelectorAll("h1, h2, h3, h4, h5").forEach((heading) => {
      const deeper = make("h" + (Number(heading.localName[1]) + 1));
      for (const { name, value } of heading.attributes) deeper.setAttribute(name, value);
      deeper.append(...heading.childNodes);
      heading.replaceWith(deeper);
    });
    // With the links beside them gone, headings need no part that is called so.
    article.querySelectorAll("[role=heading]").forEach((name) => {
      name.parentElement.removeAttribute("role");
      name.replaceWith(...name.childNodes);
    });
  }

  const CONTROLS =
    "script, button, nav, fundus-tools, fundus-anchors, fundus-explain, fundus-zoom, .anchor, .related, .backlinks, .tab, .tab-list, .screen-only, .document-foot";

  customElements.define(
    "fundus-reading-list",
    class extends HTMLElement {
      connectedCallback() {
        this.keep = document.querySelector("fundus-keep");
        this.known = new Map();
        this.chosen = new Set();
        /** Entries whose pages have not come. */
        this.absent = new Set();
        this.run = 0;
        for (const button of this.querySelectorAll("[data-do]")) {
          button.addEventListener("click", () => this[button.dataset.do](button));
        }
        const arrive = () => {
          // A booklet that the address asks for is printed once.
          this.isDue ||= !this.keep.isOneFile;
          this.open();
        };
        // What this page has of the reader's own list may be older than the list.
        const renew = () => this.isShared || this.open();
        addEventListener("hashchange", arrive);
        addEventListener("storage", ({ key }) => key === this.keep.name && renew());
        addEventListener("pageshow", ({ persisted }) => persisted && renew());
        arrive();
      }

      /** The items of another page of the same file, which wants them printed. */
      print(own, paths) {
        this.offered = [`${BOOKLET}=${own}`, ...paths];
        this.isDue = true;
        return this.open();
      }

      /** What the address asks for, or another page of the same file: whose list, and of what it has the items. */
      wanted() {
        const named = this.keep.isOneFile ? this.offered ?? [] : location.hash.slice(1).split(",");
        const paths = named.filter(isPath);
        const own = this.keep.entries;
        // From a folder, the way to this page brings the list along.
        const isShared = paths.length > 0 && paths.join() !== own.map(({ path }) => path).join();
        const entries = isShared ? paths.map((path) => ({ path, title: path, type: "" })) : own;
        const [wish, whole = ""] = (named[0] ?? "").split("=");
        return { entries, isShared, isBooklet: wish === BOOKLET, whole: isPath(whole) ? whole : "" };
      }

      /** Shows the list that is wanted. Of what has to be waited for, only the newest of several runs makes use. */
      async open() {
        // Who goes on in another language takes the list of the address along.
        if (!this.keep.isOneFile) for (const other of document.querySelectorAll(".languages a")) other.hash = location.hash;
        const run = ++this.run;
        const isOld = () => run !== this.run;
        const { entries, isShared, isBooklet, whole } = this.wanted();
        this.chosen = new Set(entries.slice(0, MOST_COMPARED).map(({ path }) => path));
        this.take(entries, isShared);
        const learnt = this.learn();
        const article = whole ? await this.article({ path: whole }) : undefined;
        if (isOld()) return;
        this.entitle(article);
        await learnt;
        if (!isOld() && isBooklet && this.isDue) await this.booklet();
      }

      /** From now on these are the entries, and this is whose list they are. */
      take(entries, isShared) {
        this.entries = [...entries];
        this.isShared = isShared;
        this.offer(null);
        this.querySelector(".shared").hidden = !isShared;
        this.querySelector(".comparison").hidden = true;
        this.querySelector(".booklet").hidden = true;
        this.show();
      }

      /** Entries that are called by their path get the titles of their pages, each as soon as its page has come. */
      learn() {
        const nameless = this.entries.filter(({ path, title }) => title === path);
        return Promise.all(nameless.map(async (entry) => this.call(entry.path, await this.names(entry))));
      }

      /**
       * What a page is called is true of any list: of the one that is shown by then, and of the reader's own, which may
       * have taken the entry over in the meantime.
       */
      call(path, names) {
        const learns = (entry) => entry.path === path && entry.title === path;
        const named = (entry) => (learns(entry) ? { ...entry, ...names } : entry);
        if (!names.title) this.absent.add(path);
        else if (this.keep.entries.some(learns)) this.keep.entries = this.keep.entries.map(named);
        this.entries.forEach((entry, at) => {
          if (!learns(entry)) return;
          if (names.title) this.entries[at] = named(entry);
          this.renew(at);
        });
      }

      /** Makes an item anew; who is on the way through the list stays there. */
      renew(at) {
        const old = this.items[at];
        const places = (item) => [...item.querySelectorAll("a, button, input")];
        const focused = places(old).indexOf(document.activeElement);
        const item = this.item(this.entries[at], at);
        old.replaceWith(item);
        places(item)[focused]?.focus();
        this.limit();
      }

      get items() {
        return [...this.querySelectorAll(".kept > li")];
      }

      /** The page is called as what its list are the items of, else as it was. */
      entitle(whole) {
        const heads = ["h1", ".lead"].map((name) => this.parentElement.querySelector(`.page-head ${name}`));
        // Where the page has no such head, there is nothing to rename.
        this.usual ??= heads.map((head) => head?.textContent ?? "");
        const words = whole ? ["h1", ".lead"].map((name) => whole.querySelector(name)?.textContent ?? "") : this.usual;
        heads.forEach((head, at) => head && (head.textContent = words[at]));
        if (whole && !this.keep.isOneFile) document.title = words[0];
      }

      /** What the page of an entry is called, and what it is. */
      async names(entry) {
        const article = await this.article(entry);
        const { lang } = article ?? {};
        return { title: article?.querySelector("h1")?.textContent, type: article?.querySelector(".tab")?.textContent ?? "", lang };
      }

      /** The document of an entry, read once. */
      async article({ path }) {
        if (!this.known.has(path)) this.known.set(path, inside(path) ?? read(this.url(path)));
        return (await this.known.get(path))?.cloneNode(true);
      }

      url(path) {
        return this.keep.top.href + path;
      }

      change(entries) {
        if (!this.isShared) this.keep.entries = entries;
        this.take(entries, this.isShared);
      }

      show() {
        const some = this.entries.length > 0;
        this.querySelector(".empty").hidden = some;
        this.querySelector(".kept-tools").hidden = !some;
        this.querySelector("[data-do=compare]").hidden = this.entries.length < 2;
        // The address of a single file leads nobody else to it.
        this.querySelector("[data-do=copy]").hidden = this.keep.isOneFile;
        this.querySelector(".kept").replaceChildren(...this.entries.map((entry, at) => this.item(entry, at)));
        this.limit();
      }

      item(entry, at) {
        const link = make("a", { href: this.url(entry.path), textContent: entry.title, ...this.marks(entry) });
        const note = this.absent.has(entry.path)
          ? make("small", { className: "flag", textContent: this.getAttribute("missing") })
          : make("small", { textContent: entry.type, ...this.marks(entry) });
        const item = make("li", {}, make("p", {}, link, " ", note));
        const controls = make("div", { className: "kept-item-tools" });
        if (this.entries.length > 1) {
          const move = this.control("move", entry, () => at > 0 && this.move(at));
          // The first one has it as well, so that the keyboard has a place where nothing happens.
          if (!at) move.setAttribute("aria-disabled", "true");
          controls.append(this.choice(entry), move);
        }
        controls.append(this.control("drop", entry, () => this.drop(at)));
        item.append(controls);
        return item;
      }

      /** What an entry or document in another language than the page's is marked with; older ones do not tell theirs. */
      marks({ lang, dir }) {
        return lang && lang !== this.closest("[lang]").lang ? { lang, dir: dir || "auto" } : {};
      }

      choice(entry) {
        const box = make("input", { type: "checkbox", checked: this.chosen.has(entry.path) });
        box.addEventListener("change", () => {
          if (box.checked) this.chosen.add(entry.path);
          else this.chosen.delete(entry.path);
          this.limit();
        });
        const title = make("span", { className: "unseen", textContent: ": " + entry.title, ...this.marks(entry) });
        return make("label", {}, box, this.getAttribute("choose"), title);
      }

      /** No more are compared than stand side by side on paper. */
      limit() {
        const full = this.chosen.size >= MOST_COMPARED;
        for (const box of this.querySelectorAll(".kept input")) box.disabled = full && !box.checked;
        this.querySelector("[data-do=compare]").disabled = this.chosen.size < 2;
      }

      control(name, entry, action) {
        const label = this.getAttribute(name);
        const button = make("button", { type: "button", className: "quiet", textContent: label });
        button.setAttribute("aria-label", label + ": " + entry.title);
        button.addEventListener("click", action);
        return button;
      }

      move(at) {
        const entries = [...this.entries];
        [entries[at - 1], entries[at]] = [entries[at], entries[at - 1]];
        this.change(entries);
        this.focusOn(at - 1);
        this.say(this.fill("moved", { title: entries[at - 1].title, n: at }));
      }

      drop(at) {
        const { entries, chosen } = this;
        const { path, title } = entries[at];
        this.chosen = new Set([...chosen].filter((other) => other !== path));
        this.change(entries.filter((_, place) => place !== at));
        this.offer({ entries, chosen, at }, this.fill("dropped", { title }));
        this.focusOn(Math.min(at, this.entries.length - 1));
      }

      /** After a change, the keyboard goes on at the same place of the list, on what takes nothing away. */
      focusOn(at) {
        const item = this.items[at];
        (item?.querySelector("button:not(:last-child)") ?? item?.querySelector("a") ?? this.closest("main")).focus();
      }

      /** Says what was taken off, and keeps what the list was before. */
      offer(before, text = "") {
        this.before = before;
        const place = this.querySelector(".undo");
        if (place) place.hidden = !before;
        if (!before) return;
        if (place) place.querySelector("span").textContent = text;
        this.say(text);
      }

      undo() {
        const { entries, chosen, at } = this.before;
        this.chosen = chosen;
        this.change(entries);
        this.items[at].querySelector("a").focus();
      }

      /** Adds what is shown to the reader's own list; titles that are still on their way come later. */
      adopt() {
        const own = this.keep.entries;
        const news = this.entries.filter(({ path }) => own.every((entry) => entry.path !== path));
        this.keep.entries = [...own, ...news];
        this.offered = [];
        const settle = () => {
          // The button is gone; what has come is where it begins.
          this.items[own.length]?.querySelector("a").focus();
          this.say(this.getAttribute("adopted"));
        };
        if (this.keep.isOneFile) {
          this.open();
          settle();
        } else {
          addEventListener("hashchange", settle, { once: true });
          location.hash = "";
        }
      }

      clear() {
        if (!confirm(this.getAttribute("sure"))) return;
        const { entries, chosen } = this;
        this.chosen = new Set();
        this.change([]);
        this.offer({ entries, chosen, at: 0 }, this.getAttribute("cleared"));
        this.focusOn(0);
      }

      copy(button) {
        // From a stick, the address of the published list is of use to others as well.
        const published = this.keep.isOneFile ? null : document.querySelector("link[rel=canonical]")?.href;
        const own = published ?? location.href.split("#")[0];
        const address = own + "#" + this.entries.map(({ path }) => path).join(",");
        const say = () => this.say(this.getAttribute("copied"));
        (navigator.clipboard?.writeText(address) ?? Promise.reject()).then(say, () => prompt(button.textContent, address));
      }

      /** A text of the theme with its places filled. */
      fill(name, values) {
        return (this.getAttribute(name) ?? "").replace(/\{(\w+)\}/g, (_, key) => values[key]);
      }

      /** Has something read out, also what was said before. */
      say(text) {
        const status = this.querySelector("[role=status]");
        status.textContent = "";
        clearTimeout(this.speaking);
        this.speaking = setTimeout(() => (status.textContent = text), 100);
      }

      /** The documents of these entries; in the place of one that is missing, a word about it. */
      articles(entries) {
        return Promise.all(
          entries.map(async (entry) => [entry, (await this.article(entry)) ?? this.substitute(entry)]),
        );
      }

      substitute({ title }) {
        return make("article", {}, make("h1", { textContent: title }), make("p", { textContent: this.getAttribute("missing") }));
      }

      async compare() {
        const chosen = this.entries.filter(({ path }) => this.chosen.has(path));
        const section = this.querySelector(".comparison");
        const { run } = this;
        const columns = await this.articles(chosen);
        if (run !== this.run) return;
        const rows = new Map();
        const langs = new Map();
        columns.forEach(([, article], column) => {
          for (const fact of article.querySelectorAll(".fact-box dl > div")) {
            const label = fact.querySelector("dt").textContent;
            if (!rows.has(label)) rows.set(label, columns.map(() => []));
            if (!langs.has(label)) langs.set(label, this.marks(article));
            rows.get(label)[column] = [...fact.querySelectorAll("dd:not(.from)")].map((value) => make("p", {}, ...value.childNodes));
          }
        });
        const marks = columns.map(([, article]) => this.marks(article));
        const heads = columns.map(([entry], at) => make("th", { scope: "col", ...marks[at] }, make("a", { href: this.url(entry.path), textContent: entry.title })));
        // The heads stand on every sheet of a long comparison, so only the titles are in them.
        const leads = columns.map(([, article], at) => make("td", { ...marks[at], textContent: article.querySelector(".lead")?.textContent ?? "" }));
        section.querySelector("thead tr").replaceChildren(make("td"), ...heads);
        section.querySelector("tbody").replaceChildren(
          make("tr", {}, make("td"), ...leads),
          ...[...rows].map(([label, cells]) =>
            make("tr", {}, make("th", { scope: "row", textContent: label, ...langs.get(label) }), ...cells.map((cell, at) => make("td", marks[at], ...(cell.length ? cell : ["–"])))),
          ),
        );
        this.open_section(section);
      }

      async booklet() {
        const section = this.querySelector(".booklet");
        const { run } = this;
        await this.learn();
        const parts = await this.articles(this.entries);
        if (run !== this.run) return;
        this.isDue = false;
        section.querySelectorAll(".booklet-part").forEach((part) => part.remove());
        const contents = parts.map(([entry], at) => make("li", {}, make("a", { href: `#_part-${at + 1}`, textContent: entry.title })));
        section.querySelector("ol").replaceChildren(...contents);
        parts.forEach(([, article], at) => {
          article.querySelectorAll(CONTROLS).forEach((control) => control.remove());
          // Each document has such sections, so their names would tell none of them from the others.
          article.querySelectorAll("section").forEach((section) => {
            section.removeAttribute("aria-label");
            section.removeAttribute("aria-labelledby");
          });
          article.querySelectorAll("fundus-tabs [hidden]").forEach((panel) => panel.removeAttribute("hidden"));
          article.querySelectorAll("[loading]").forEach((image) => (image.loading = "eager"));
          rename(article, `_part-${at + 1}-`);
          deepen(article);
          const part = make("section", { className: "booklet-part", id: `_part-${at + 1}` }, ...article.childNodes);
          Object.assign(part, this.marks(article));
          section.append(part);
        });
        this.open_section(section);
        await Promise.allSettled([...section.querySelectorAll("img")].map((image) => image.decode()));
        print();
      }

      open_section(section) {
        for (const other of this.querySelectorAll(".comparison, .booklet")) other.hidden = other !== section;
        const heading = section.querySelector("h2");
        heading.tabIndex = -1;
        heading.focus({ preventScroll: true });
        section.scrollIntoView();
      }
    },
  );
}
