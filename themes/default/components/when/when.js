// Says of a day or a time that it is over, by the reader's clock and not by that of the build. With `closes`, nobody can
// register any more.
customElements.define(
  "fundus-when",
  class extends HTMLElement {
    connectedCallback() {
      const when = this.getAttribute("until") || this.querySelector("time").dateTime;
      // A day without a time is over when the next one has begun.
      const end = when.includes("T") ? new Date(when) : new Date(when + "T23:59:59");
      if (end >= new Date() || this.hasAttribute("over")) return;
      this.setAttribute("over", "");
      this.append(" · " + this.getAttribute("past"));
      if (!this.hasAttribute("closes")) return;
      for (const link of this.closest("main")?.querySelectorAll(".register") ?? []) link.hidden = true;
    }
  },
);
