// Marks the reader's own day.
customElements.define(
  "fundus-month",
  class extends HTMLElement {
    connectedCallback() {
      const now = new Date();
      const two = (number) => String(number).padStart(2, "0");
      const today = `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
      const day = this.querySelector(`[data-day="${today}"]`);
      if (!day || day.ariaCurrent) return;
      day.setAttribute("aria-current", "date");
      day.querySelector(".number").append(" " + this.getAttribute("today"));
    }
  },
);
