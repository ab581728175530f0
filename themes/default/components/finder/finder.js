// The search of the whole site is a script of its own, which is fetched when it is needed.
customElements.define(
  "fundus-finder",
  class extends HTMLElement {
    connectedCallback() {
      const script = document.createElement("script");
      script.src = this.getAttribute("script");
      document.head.append(script);
    }
  },
);
