// Whoever goes on by keyboard leaves the menu, and must not be led behind it.
// So the focus is in it from the start, also after a click that leaves it where it was (Safari).
document.querySelector(".menu")?.addEventListener("toggle", ({ target: menu, newState }) => {
  if (newState === "open" && !menu.contains(document.activeElement)) menu.querySelector("button").focus();
});
document.querySelector(".menu")?.addEventListener("focusout", ({ currentTarget: menu, relatedTarget: next }) => {
  if (next && !menu.contains(next) && menu.matches(":popover-open")) menu.hidePopover();
});
