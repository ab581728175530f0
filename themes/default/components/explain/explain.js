// Shows a footnote, an explanation, or what a link leads to, beside its mark: on hover and on focus;
// footnotes and explanations on the first touch as well, while other links are there to be followed.
const TOUCHED = ".footnote-ref a, a[data-definition]";
const MARKS = TOUCHED + ", a[data-preview]";
let count = 0;

customElements.define(
  "fundus-explain",
  class extends HTMLElement {
    connectedCallback() {
      const page = this.closest("main") ?? document;
      // Several of them stand in a single file that holds a whole site.
      this.id = "_explain" + count++;
      this.hidden = true;
      this.setAttribute("role", "tooltip");
      const mark = (event) => (page.contains(event.target) ? event.target.closest?.(MARKS) : null);
      document.addEventListener("pointerover", (event) => {
        if (event.pointerType !== "mouse") return;
        if (mark(event)) this.show(mark(event));
        else if (!this.contains(event.target)) this.hideSoon();
        else clearTimeout(this.timer);
      });
      document.addEventListener("focusin", (event) => {
        if (mark(event)?.matches(":focus-visible")) this.show(mark(event));
        else if (!this.contains(event.target)) this.hide();
      });
      document.addEventListener("click", (event) => {
        const link = mark(event);
        if (link?.matches(TOUCHED) && event.pointerType === "touch" && this.link !== link) {
          event.preventDefault();
          this.show(link);
        } else if (!this.contains(event.target)) {
          this.hide();
        }
      });
      document.addEventListener("keydown", (event) => {
        if (event.key === "Escape") this.hide();
      });
    }

    show(link) {
      clearTimeout(this.timer);
      if (this.link === link) return;
      this.hide();
      const text = this.content(link);
      if (!text) return;
      this.link = link;
      this.replaceChildren(...text);
      this.hidden = false;
      link.setAttribute("aria-describedby", this.id);
      this.place(link.getBoundingClientRect());
    }

    content(link) {
      const { definition, preview } = link.dataset;
      if (definition ?? preview) return [definition ?? preview];
      const note = document.getElementById(decodeURIComponent(link.hash.slice(1)))?.cloneNode(true);
      note?.querySelectorAll(".footnote-back").forEach((back) => back.remove());
      note?.querySelectorAll("[id]").forEach((part) => part.removeAttribute("id"));
      return note && [...note.childNodes];
    }

    place(link) {
      const room = document.documentElement.clientWidth - this.offsetWidth - 8;
      const above = link.bottom + this.offsetHeight + 16 > innerHeight && link.top > this.offsetHeight;
      this.style.left = Math.max(8, Math.min(link.left, room)) + scrollX + "px";
      this.style.top = (above ? link.top - this.offsetHeight - 6 : link.bottom + 6) + scrollY + "px";
    }

    hideSoon() {
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.hide(), 250);
    }

    hide() {
      this.link?.removeAttribute("aria-describedby");
      this.link = null;
      this.hidden = true;
    }
  },
);
