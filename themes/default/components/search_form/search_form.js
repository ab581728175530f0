// From anywhere on the page, Ctrl+K leads to the search. No key alone does: who speaks to the computer would press it
// with a word (WCAG 2.1.4).
document.addEventListener("keydown", (event) => {
  if (event.key.toLowerCase() !== "k" || !(event.ctrlKey || event.metaKey) || event.altKey) return;
  // In a single file that holds a whole site, most fields are on pages that are not shown.
  const fields = ["main ", ""].flatMap((place) => [...document.querySelectorAll(place + "input[type=search]")]);
  const field = fields.find((one) => one.getClientRects().length);
  if (!field) return;
  event.preventDefault();
  field.focus();
  field.select();
});
