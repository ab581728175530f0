// Says of a day with a time that it is over, by the reader's clock and not by that of the build.
customElements.define(
  "fundus-when",
  class extends HTMLElement {
    connectedCallback() {
      const when = this.querySelector("time").dateTime;
      if (when.includes("T") && new Date(when) < new Date()) this.append(" · " + this.getAttribute("past"));
    }
  },
);
