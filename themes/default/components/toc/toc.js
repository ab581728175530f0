// The table of contents: open where there is room for it, and marks the section that is being read.
customElements.define(
  "fundus-toc",
  class extends HTMLElement {
    connectedCallback() {
      const wide = matchMedia("(min-width: 68.75rem)");
      const fold = () => (this.querySelector("details").open = wide.matches);
      wide.addEventListener("change", fold);
      fold();
      const links = new Map();
      for (const link of this.querySelectorAll("a")) {
        const heading = document.getElementById(decodeURIComponent(link.hash.slice(1)));
        if (heading) links.set(heading, link);
      }
      const mark = () => {
        let current;
        for (const heading of links.keys()) {
          if (heading.getBoundingClientRect().top > innerHeight * 0.3) break;
          current = heading;
        }
        for (const [heading, link] of links) {
          if (heading === current) link.setAttribute("aria-current", "true");
          else link.removeAttribute("aria-current");
        }
      };
      let waiting = false;
      addEventListener(
        "scroll",
        () => {
          if (waiting) return;
          waiting = true;
          requestAnimationFrame(() => {
            waiting = false;
            mark();
          });
        },
        { passive: true },
      );
      mark();
    }
  },
);
