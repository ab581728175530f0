// Sections below each other become tabs. What somebody looks for, by the address or within the page, is
// shown wherever it stands.
customElements.define(
  "fundus-tabs",
  class extends HTMLElement {
    connectedCallback() {
      this.panels = [...this.children].filter((panel) => panel.querySelector(":scope > [id]"));
      if (this.panels.length < 2) return;
      const list = document.createElement("div");
      list.className = "tab-list";
      list.setAttribute("role", "tablist");
      list.addEventListener("keydown", (event) => this.onKey(event));
      this.tabs = this.panels.map((panel, at) => this.tab(panel, at));
      list.append(...this.tabs);
      this.prepend(list);
      this.select(0);
      addEventListener("hashchange", () => this.find());
      this.find();
    }

    tab(panel, at) {
      const heading = panel.querySelector(":scope > [id]");
      const tab = document.createElement("button");
      tab.type = "button";
      tab.id = `_tab-${heading.id}`;
      panel.id = `_panel-${heading.id}`;
      tab.setAttribute("role", "tab");
      tab.setAttribute("aria-controls", panel.id);
      const title = heading.cloneNode(true);
      title.querySelector(".anchor")?.remove();
      tab.textContent = title.textContent;
      tab.addEventListener("click", () => this.select(at));
      heading.hidden = true;
      panel.setAttribute("role", "tabpanel");
      panel.setAttribute("aria-labelledby", tab.id);
      panel.addEventListener("beforematch", () => this.select(at));
      return tab;
    }

    select(chosen) {
      this.tabs.forEach((tab, at) => {
        tab.setAttribute("aria-selected", at === chosen);
        tab.tabIndex = at === chosen ? 0 : -1;
        if (at === chosen) this.panels[at].removeAttribute("hidden");
        else this.panels[at].setAttribute("hidden", "until-found");
      });
    }

    onKey(event) {
      const at = this.tabs.indexOf(event.target);
      const step = getComputedStyle(this).direction === "rtl" ? -1 : 1;
      const next = { ArrowRight: at + step, ArrowLeft: at - step, Home: 0, End: -1 }[event.key];
      if (next === undefined) return;
      event.preventDefault();
      const chosen = this.tabs.at(next % this.tabs.length);
      this.select(this.tabs.indexOf(chosen));
      chosen.focus();
    }

    /** Shows the panel that holds what the address names. */
    find() {
      const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
      const at = target ? this.panels.findIndex((panel) => panel.contains(target)) : -1;
      if (at < 0) return;
      this.select(at);
      (target.hidden ? this : target).scrollIntoView();
    }
  },
);
