// Light, dark or as the system has it; the text in three sizes. Kept where the browser allows it,
// else until the page is left.
const CHOICES = { theme: ["", "light", "dark"], size: ["", "2", "3"] };

customElements.define(
  "fundus-settings",
  class extends HTMLElement {
    connectedCallback() {
      if (!("popover" in this)) return;
      const panel = document.createElement("div");
      panel.id = "_settings";
      panel.popover = "auto";
      panel.addEventListener("beforetoggle", () => {
        if (!panel.children.length) for (const name in CHOICES) panel.append(this.group(name));
        // A popover knows nothing of where its button is.
        const { right, bottom } = button.getBoundingClientRect();
        const width = 15 * parseFloat(getComputedStyle(document.documentElement).fontSize);
        panel.style.left = Math.max(8, right - width) + scrollX + "px";
        panel.style.top = bottom + scrollY + "px";
      });
      const button = document.createElement("button");
      button.type = "button";
      button.className = "quiet";
      const sign = document.createElement("span");
      sign.textContent = "Aa";
      sign.setAttribute("aria-hidden", "true");
      const label = document.createElement("span");
      label.textContent = this.getAttribute("label");
      button.append(sign, label);
      button.setAttribute("popovertarget", panel.id);
      this.append(button, panel);
    }

    group(name) {
      const group = document.createElement("fieldset");
      const legend = document.createElement("legend");
      legend.textContent = this.getAttribute(name);
      group.append(legend);
      const labels = this.getAttribute(name + "s").split("|");
      CHOICES[name].forEach((value, index) => {
        const input = document.createElement("input");
        input.type = "radio";
        input.name = "_" + name;
        input.checked = (document.documentElement.dataset[name] ?? "") === value;
        input.addEventListener("change", () => this.choose(name, value));
        const label = document.createElement("label");
        label.append(input, labels[index]);
        group.append(label);
      });
      return group;
    }

    choose(name, value) {
      if (value) document.documentElement.dataset[name] = value;
      else delete document.documentElement.dataset[name];
      try {
        if (value) localStorage.setItem("fundus-" + name, value);
        else localStorage.removeItem("fundus-" + name);
      } catch {}
    }
  },
);
