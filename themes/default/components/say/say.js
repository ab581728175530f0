// What only the eye would notice is said as well, in one place for the whole page.
const place = document.createElement("p");
place.className = "unseen";
place.setAttribute("role", "status");
document.body.append(place);

globalThis.fundusSay = (text) => {
  place.textContent = "";
  // What was said before is said again, as something new.
  setTimeout(() => (place.textContent = text), 100);
};
