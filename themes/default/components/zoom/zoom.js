// A button on each image of the text that shows it as large as the window.
customElements.define(
  "fundus-zoom",
  class extends HTMLElement {
    connectedCallback() {
      if (!document.createElement("dialog").showModal) return;
      const page = this.closest("main") ?? document;
      for (const image of page.querySelectorAll(".prose figure img")) {
        const button = document.createElement("button");
        button.type = "button";
        button.className = "zoom-button";
        button.textContent = "⤢";
        button.setAttribute("aria-label", this.getAttribute("label") + ": " + image.alt);
        button.addEventListener("click", () => this.open(image));
        const frame = document.createElement("span");
        frame.className = "zoom-frame";
        image.replaceWith(frame);
        frame.append(image, button);
      }
    }

    open(image) {
      const dialog = document.createElement("dialog");
      dialog.className = "zoom";
      dialog.setAttribute("aria-label", image.alt);
      const close = document.createElement("button");
      close.type = "button";
      close.className = "button";
      close.textContent = this.getAttribute("close");
      close.addEventListener("click", () => dialog.close());
      const copy = image.cloneNode();
      copy.removeAttribute("loading");
      copy.sizes = "100vw";
      const caption = image.closest("figure").querySelector("figcaption")?.cloneNode(true);
      dialog.append(close, copy, ...(caption ? [caption] : []));
      dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
      dialog.addEventListener("close", () => dialog.remove());
      document.body.append(dialog);
      dialog.showModal();
    }
  },
);
