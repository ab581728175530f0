// Whoever goes on by keyboard leaves the menu, and must not be led behind it.
document.querySelector(".menu")?.addEventListener("focusout", ({ currentTarget: menu, relatedTarget: next }) => {
  if (next && !menu.contains(next) && menu.matches(":popover-open")) menu.hidePopover();
});
