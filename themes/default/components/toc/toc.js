// The table of contents: open where there is room for it, and marks the section that is being read.
customElements.define(
  "fundus-toc",
  class extends HTMLElement {
    connectedCallback() {
      const wide = matchMedia("(min-width: 68.75rem)");
      const fold = () => (this.querySelector("details").open = wide.matches);
      wide.addEventListener("change", fold);
      fold();
      // Who follows a link of it sees the way. Not who goes from link to link by keyboard: the focus would be faster
      // than the window.
      this.addEventListener("click", () => {
        const { style } = document.documentElement;
        if (!matchMedia("(prefers-reduced-motion)").matches) style.scrollBehavior = "smooth";
        setTimeout(() => (style.scrollBehavior = ""), 100);
      });
      const links = new Map();
      for (const link of this.querySelectorAll("a")) {
        const heading = document.getElementById(decodeURIComponent(link.hash.slice(1)));
        if (heading) links.set(heading, link);
      }
      let frame;
      // Not before somebody scrolls: asking where headings stand would lay out the page twice.
      const mark = () => {
        frame = 0;
        // In a single file that holds a whole site, most pages do not show.
        if (!this.offsetHeight) return;
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
      addEventListener("scroll", () => (frame ||= requestAnimationFrame(mark)), { passive: true });
    }
  },
);
