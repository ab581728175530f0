// What is to come first, and the next at the top; what is over, folded away below it.
customElements.define(
  "fundus-agenda",
  class extends HTMLElement {
    async connectedCallback() {
      if (this.isSorted) return;
      this.isSorted = true;
      // It knows what is over by the reader's clock.
      await customElements.whenDefined("fundus-when");
      const upcoming = this.querySelector(".agenda");
      const over = [...upcoming.children].filter((entry) => entry.querySelector("fundus-when[over]"));
      const past = upcoming.cloneNode();
      past.append(...over);
      upcoming.append(...[...upcoming.children].reverse());
      const heading = document.createElement("h" + this.getAttribute("level"));
      heading.textContent = this.getAttribute("upcoming");
      this.prepend(heading);
      if (!upcoming.children.length) {
        const none = document.createElement("p");
        none.textContent = this.getAttribute("none");
        upcoming.replaceWith(none);
      }
      if (!over.length) return;
      const details = document.createElement("details");
      const summary = document.createElement("summary");
      summary.textContent = `${this.getAttribute("past")} (${over.length})`;
      details.append(summary, past);
      this.append(details);
    }
  },
);
