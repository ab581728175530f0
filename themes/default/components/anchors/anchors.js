// A link beside each heading that leads to it and copies its address.
customElements.define(
  "fundus-anchors",
  class extends HTMLElement {
    connectedCallback() {
      const page = this.closest("main") ?? document;
      for (const heading of page.querySelectorAll(".prose :is(h2, h3, h4)[id]")) {
        const link = document.createElement("a");
        link.className = "anchor";
        link.href = "#" + encodeURIComponent(heading.id);
        link.textContent = "#";
        link.setAttribute("aria-label", this.getAttribute("label") + ": " + heading.textContent);
        link.addEventListener("click", () => {
          navigator.clipboard?.writeText(link.href).then(() => {
            link.dataset.done = this.getAttribute("done");
            setTimeout(() => delete link.dataset.done, 2000);
          }, () => {});
        });
        heading.append(link);
      }
    }
  },
);
