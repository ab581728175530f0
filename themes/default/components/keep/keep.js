// The reader's own list: a sign on each card and document to keep it, and the way to the list once
// there is something on it. The list stays in this browser; where that is not allowed, nothing shows.
const SIGN = document.createElement("template");
SIGN.innerHTML = '<svg class="icon" viewBox="0 0 20 20" width="20" height="20" aria-hidden="true"><path d="M6 3.5h8v13l-4-3-4 3z"/></svg><span></span>';

function sign(label) {
  const copy = SIGN.content.cloneNode(true);
  copy.lastChild.textContent = label;
  return copy;
}

customElements.define(
  "fundus-keep",
  class extends HTMLElement {
    connectedCallback() {
      // In a single file that holds a whole site, each page is a place of the file.
      const pages = [...document.querySelectorAll("main[data-page]")];
      this.isOneFile = pages.length > 0;
      this.top = new URL(this.isOneFile ? "#" : this.getAttribute("root") || ".", document.baseURI);
      this.name = "fundus-kept " + this.top.pathname;
      if (parent !== self) return fundusLoad("part.js");
      if (!this.allowed()) return;
      this.link = document.createElement("a");
      this.link.href = this.top.href + this.getAttribute("list");
      this.count = document.createElement("span");
      this.link.append(sign(this.getAttribute("label")), this.count);
      this.append(this.link);
      this.buttons = [];
      if (this.isOneFile) pages.forEach((page) => this.onDocument(page, page.id));
      else this.onDocument(document, this.getAttribute("path"));
      document.querySelectorAll(".card").forEach((card) => this.onCard(card));
      addEventListener("storage", () => this.show());
      addEventListener("pageshow", () => this.show());
      this.show();
    }

    allowed() {
      try {
        localStorage.setItem("fundus-try", "");
        localStorage.removeItem("fundus-try");
        return true;
      } catch {
        return false;
      }
    }

    /** The list: of each document its path, title, type and language. */
    get entries() {
      try {
        const entries = JSON.parse(localStorage.getItem(this.name));
        return Array.isArray(entries) ? entries.filter(({ path, title }) => path && title) : [];
      } catch {
        return [];
      }
    }

    set entries(entries) {
      try {
        localStorage.setItem(this.name, JSON.stringify(entries));
      } catch {}
      this.show();
    }

    /** The path of the page that a link leads to; nothing for what is not of this site. */
    pathOf({ href }) {
      return href.startsWith(this.top.href) ? href.slice(this.top.href.length).split("#")[0] : "";
    }

    onDocument(page, path) {
      const heading = page.querySelector(".document-head h1");
      const tools = page.querySelector("fundus-tools");
      if (!path || !heading || !tools) return;
      const type = page.querySelector(".document-head .tab")?.textContent ?? "";
      const button = this.button({ path, title: heading.textContent, type, lang: heading.closest("[lang]").lang }, "quiet");
      tools.prepend(button);
    }

    onCard(card) {
      const link = card.querySelector(".card-title a");
      const path = link ? this.pathOf(link) : "";
      if (!path) return;
      const type = card.querySelector(".tab")?.textContent ?? "";
      const button = this.button({ path, title: link.textContent, type, lang: card.closest("[lang]").lang }, "keep");
      button.querySelector("span").className = "unseen";
      button.title = this.getAttribute("keep");
      card.append(button);
    }

    button(entry, className) {
      const button = document.createElement("button");
      button.type = "button";
      button.className = className;
      button.append(sign(this.getAttribute("keep")));
      if (className === "keep") button.setAttribute("aria-label", this.getAttribute("keep") + ": " + entry.title);
      button.addEventListener("click", () => {
        const others = this.entries.filter(({ path }) => path !== entry.path);
        this.entries = others.length < this.entries.length ? others : [...others, entry];
      });
      this.buttons.push([entry.path, button]);
      return button;
    }

    show() {
      if (!this.count) return;
      const entries = this.entries;
      this.count.textContent = entries.length;
      this.hidden = entries.length === 0;
      // Where each page of a folder has a list of its own (Firefox), the way to the list brings it along.
      if (location.protocol === "file:" && !this.isOneFile) this.link.hash = entries.map(({ path }) => path).join();
      for (const [path, button] of this.buttons) {
        // Its name stays what it is: told twice, the state of a switch would be its opposite.
        button.setAttribute("aria-pressed", entries.some((entry) => entry.path === path));
      }
    }
  },
);
