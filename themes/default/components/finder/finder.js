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
      // In a single file, the address names the page that the choice is for.
      const page = this.closest("main[data-page]")?.id;
      const state = new URLSearchParams(location.search);
      const isMeant = String(state) !== "" && (!page || state.get("_page") === page);
      if (!this.hasAttribute("kind") || isMeant) return this.mount();
      const fold = this.querySelector(".fold");
      if (fold && matchMedia("(min-width: 56rem)").matches) fold.open = true;
      const open = ({ target }) => {
        if (!target.dataset.field) return;
        this.removeEventListener("toggle", open, true);
        this.mount(target.dataset.field);
      };
      this.addEventListener("toggle", open, true);
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
