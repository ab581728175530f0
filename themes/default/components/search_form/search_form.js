// From anywhere on the page, Ctrl+K leads to the search. No key alone does: who speaks to the computer would press it
// with a word (WCAG 2.1.4).
document.addEventListener("keydown", (event) => {
  if (event.key.toLowerCase() !== "k" || !(event.ctrlKey || event.metaKey) || event.altKey) return;
  const field = document.querySelector("main input[type=search]") ?? document.querySelector("input[type=search]");
  if (!field) return;
  event.preventDefault();
  field.focus();
  field.select();
});
