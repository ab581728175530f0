// A film or recording: the times in its text start it there, and only one plays at a time.
customElements.define(
  "fundus-media",
  class extends HTMLElement {
    connectedCallback() {
      const player = this.querySelector("video, audio");
      if (!player) return;
      player.addEventListener("play", () => {
        for (const other of document.querySelectorAll("video, audio")) if (other !== player) other.pause();
      });
      const label = this.getAttribute("play");
      for (const time of this.querySelectorAll("[data-at]")) {
        const button = document.createElement("button");
        button.type = "button";
        button.textContent = time.textContent;
        button.setAttribute("aria-label", `${time.textContent}: ${label}`);
        button.addEventListener("click", () => {
          player.currentTime = time.dataset.at;
          player.play();
        });
        time.replaceChildren(button);
      }
    }
  },
);
