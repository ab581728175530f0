// Who follows a link within the page sees the way. Not who goes from link to link by keyboard: the focus would be
// faster than the window.
document.addEventListener("click", ({ target }) => {
  const { style } = document.documentElement;
  if (style.scrollBehavior || !target.closest?.('a[href^="#"]') || matchMedia("(prefers-reduced-motion)").matches) return;
  style.scrollBehavior = "smooth";
  setTimeout(() => (style.scrollBehavior = ""), 100);
});
// Whoever goes on by keyboard leaves the menu, and must not be led behind it.
// So the focus is in it from the start, also after a click that leaves it where it was (Safari).
document.querySelector(".menu")?.addEventListener("toggle", ({ target: menu, newState }) => {
  if (newState === "open" && !menu.contains(document.activeElement)) menu.querySelector("button").focus();
});
document.querySelector(".menu")?.addEventListener("focusout", ({ currentTarget: menu, relatedTarget: next }) => {
  if (next && !menu.contains(next) && menu.matches(":popover-open")) menu.hidePopover();
});
