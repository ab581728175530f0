// Buttons to print the page, to pass it on, and to copy how it is cited.
customElements.define(
  "fundus-tools",
  class extends HTMLElement {
    connectedCallback() {
      this.add("print", () => print());
      this.add("copy", (button, label) => {
        const address = document.querySelector("link[rel=canonical]")?.href ?? location.href;
        if (navigator.share && matchMedia("(pointer: coarse)").matches) {
          navigator.share({ title: document.title, url: address }).catch(() => {});
        } else {
          this.copy(address, button, label);
        }
      });
      const citation = (this.closest("main") ?? document).querySelector(".citation span");
      if (citation) this.add("cite", (button, label) => this.copy(citation.textContent, button, label));
    }

    add(name, action) {
      const label = this.getAttribute(name);
      const button = document.createElement("button");
      button.type = "button";
      button.className = "quiet";
      button.textContent = label;
      button.addEventListener("click", () => action(button, label));
      this.append(button);
    }

    copy(text, button, label) {
      // What stands beside it stays where it is.
      button.style.minInlineSize = button.offsetWidth + "px";
      const say = (answer) => {
        fundusSay(answer);
        button.textContent = answer;
        setTimeout(() => (button.textContent = label), 2000);
      };
      // Where the clipboard is closed, as in a file, the text can at least be taken from here.
      (navigator.clipboard?.writeText(text) ?? Promise.reject()).then(
        () => say(this.getAttribute("done")),
        () => prompt(label, text),
      );
    }
  },
);
