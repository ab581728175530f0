// What a learner has done, and the items of a collection as a booklet. Both ask the reader's own list
// where pages are and whether this browser keeps anything.
const keeper = () => document.querySelector("fundus-keep");
const items = (element) => [...(element.closest(".items")?.querySelectorAll(".card") ?? [])];
const pathOf = (card) => keeper().pathOf(card.querySelector(".card-title a"));

/** The paths of what is done. */
const all = {
  get name() {
    return "fundus-done " + keeper().top.pathname;
  },
  read() {
    try {
      return new Set(JSON.parse(localStorage.getItem(this.name)) ?? []);
    } catch {
      return new Set();
    }
  },
  set(path, isDone) {
    const paths = this.read();
    if (isDone) paths.add(path);
    else paths.delete(path);
    try {
      localStorage.setItem(this.name, JSON.stringify([...paths]));
    } catch {}
    document.querySelectorAll("fundus-progress").forEach((element) => element.show());
  },
};

customElements.define(
  "fundus-progress",
  class extends HTMLElement {
    connectedCallback() {
      this.boxes = new Map();
      // A page in the frame of another is only read.
      if (parent !== self || !keeper()?.allowed()) return;
      const path = this.getAttribute("path");
      if (path) this.append(this.box(path, ""));
      else this.onItems();
      addEventListener("storage", () => this.show());
      addEventListener("pageshow", () => this.show());
      this.show();
    }

    onItems() {
      for (const card of items(this)) {
        const path = pathOf(card);
        if (path) card.append(this.box(path, card.querySelector(".card-title").textContent));
      }
      if (!this.boxes.size) return;
      this.text = document.createElement("p");
      this.bar = document.createElement("progress");
      this.bar.max = this.boxes.size;
      this.append(this.text, this.bar);
    }

    box(path, title) {
      const box = document.createElement("input");
      box.type = "checkbox";
      box.addEventListener("change", () => all.set(path, box.checked));
      this.boxes.set(path, box);
      const label = document.createElement("label");
      label.className = "done";
      label.append(box, this.getAttribute("done"));
      if (title) {
        const more = document.createElement("span");
        more.className = "unseen";
        more.textContent = ": " + title;
        label.append(more);
      }
      return label;
    }

    show() {
      const paths = all.read();
      for (const [path, box] of this.boxes) box.checked = paths.has(path);
      if (!this.bar) return;
      this.bar.value = [...this.boxes.keys()].filter((path) => paths.has(path)).length;
      const words = { n: this.bar.value, count: this.bar.max };
      this.text.textContent = this.getAttribute("of").replace(/\{(\w+)\}/g, (_, word) => words[word]);
      this.bar.ariaLabel = this.text.textContent;
    }
  },
);

customElements.define(
  "fundus-booklet",
  class extends HTMLElement {
    connectedCallback() {
      const paths = items(this).map(pathOf).filter(Boolean);
      if (!paths.length || this.children.length || parent !== self) return;
      const link = document.createElement("a");
      link.className = "button";
      link.textContent = this.getAttribute("label");
      const own = this.closest("main[data-page]")?.id ?? keeper().getAttribute("path");
      link.href = keeper().isOneFile ? this.getAttribute("href") : `${this.getAttribute("href")}#heft=${own},${paths.join()}`;
      link.addEventListener("click", () => {
        const list = () => document.getElementById(link.hash.slice(1))?.querySelector("fundus-reading-list");
        if (keeper().isOneFile) setTimeout(() => list()?.print(own, paths));
      });
      this.append(link);
    }
  },
);
