// The search is two scripts and a style of its own, which are fetched when a reader turns to it.
const here = document.currentScript.src;

const load = (name) =>
  new Promise((resolve, reject) => {
    const isStyle = name.endsWith(".css");
    // In a single file that holds a whole site, they stand beside the pages.
    const inside = document.getElementById("theme/" + name);
    const element = document.createElement(inside && isStyle ? "style" : isStyle ? "link" : "script");
    if (inside) {
      element.textContent = inside.textContent;
      document.head.append(element);
      return resolve();
    }
    element.rel = "stylesheet";
    element[isStyle ? "href" : "src"] = new URL(name, here).href;
    element.onload = resolve;
    element.onerror = () => reject(new Error(name));
    document.head.append(element);
  });

globalThis.fundusLoad = load;

let parts = null;
const search = () => {
  parts ??= Promise.all([load("search.js").then(() => load("finder.js")), load("finder.css")]);
  parts.catch(() => (parts = null));
  return parts.then(() => {
    // Scripts that a browser does not understand arrive as well.
    if (!globalThis.fundusFinder) throw new Error("finder.js");
    return globalThis.fundusFinder;
  });
};

customElements.define(
  "fundus-finder",
  class extends HTMLElement {
    connectedCallback() {
      // A list stays as it is until somebody opens a facet, or comes with a choice in the address.
      if (!this.hasAttribute("kind") || String(this.asked)) return this.mount();
      const fold = this.querySelector(".fold");
      if (fold && matchMedia("(min-width: 56rem)").matches) fold.open = true;
      const open = ({ target }) => {
        if (!target.dataset.field) return;
        this.removeEventListener("toggle", open, true);
        this.mount(target.dataset.field);
      };
      this.addEventListener("toggle", open, true);
    }

    /**
     * What the address asks here. Others write into it as well (`utm_source`), and in a single file it is that of all
     * pages and names the one that it is for. Where the theme of a site does not say the filters, each name is one.
     */
    get asked() {
      const asked = new URLSearchParams();
      const state = new URLSearchParams(location.search);
      const page = this.closest("main[data-page]")?.id ?? "";
      if ((state.get("_page") ?? "") !== page) return asked;
      state.delete("_page");
      const isList = this.hasAttribute("kind");
      const filters = this.getAttribute("filters")?.split(" ");
      const isKnown = (name) => {
        if (name === "sort") return true;
        // A list has no field, and all of it is of one type.
        if (isList && (name === "q" || name === "type")) return false;
        return name === "q" || (filters?.includes(name) ?? true);
      };
      for (const [name, value] of state) if (value && isKnown(name)) asked.append(name, value);
      return asked;
    }

    mount(opened) {
      search().then((finder) => finder.mount(this, opened), () => this.fail());
    }

    fail() {
      this.classList.add("ready");
      const texts = JSON.parse(this.querySelector("script").textContent);
      const retry = document.createElement("button");
      retry.type = "button";
      retry.className = "button";
      retry.textContent = texts.retry;
      const message = document.createElement("p");
      message.setAttribute("role", "alert");
      message.append(texts.failed + " ", retry);
      this.prepend(message);
      retry.addEventListener("click", () => {
        message.remove();
        this.mount();
      });
    }
  },
);

// Every other search field suggests words and pages.
const suggesting = new WeakSet();
const suggest = (event) => {
  const form = event.target.closest?.("form[data-suggestions]");
  if (!form || suggesting.has(form)) return;
  suggesting.add(form);
  // Without suggestions the form still leads to the finder.
  search().then((finder) => finder.suggest(form), () => suggesting.delete(form));
};
document.addEventListener("focusin", suggest);
if (document.activeElement) suggest({ target: document.activeElement });
