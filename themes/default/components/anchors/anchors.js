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
        // The link stands in the line of the heading, and is no part of what the heading is called.
        const name = document.createElement("span");
        name.setAttribute("role", "heading");
        name.setAttribute("aria-level", heading.localName[1]);
        heading.setAttribute("role", "none");
        name.append(...heading.childNodes);
        link.addEventListener("click", () => {
          navigator.clipboard?.writeText(link.href).then(() => {
            link.dataset.done = this.getAttribute("done");
            fundusSay(link.dataset.done);
            setTimeout(() => delete link.dataset.done, 2000);
          }, () => {});
        });
        heading.append(name, link);
      }
    }
  },
);
