"use strict";
// One file that holds a whole site: the style shows the page that the address names. This adds what a
// page of its own would have: its title and language, the place in the menu, its files, and a search that stays here.
{
  const home = document.querySelector('main[data-page="index.html"]');
  const current = () => {
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    return target?.closest("main[data-page]") ?? home;
  };

  // A file is here once, in the first player or link of its number. A link gets it when somebody is about to follow it,
  // a player when its page is shown.
  const held = (number) => document.querySelector(`[data-file="${number}"]:is([src^="data:"], [href^="data:"])`);
  const load = ({ target }) => {
    const link = target.closest?.("a[data-name]");
    const from = link && held(link.dataset.file);
    if (!from) return;
    link.setAttribute("href", from.getAttribute("src") ?? from.getAttribute("href"));
    link.download = link.dataset.name;
    delete link.dataset.name;
  };
  for (const name of ["click", "auxclick", "contextmenu", "dragstart"]) addEventListener(name, load, true);
  const play = (page) => {
    for (const player of page.querySelectorAll(":is(video, audio)[data-file]:not([src])")) {
      const from = held(player.dataset.file);
      if (!from) continue;
      if (from.poster) player.poster = from.poster;
      player.src = from.src;
    }
    // The player beside it has it now.
    page.querySelectorAll(".media-file").forEach((link) => (link.hidden = true));
  };

  // Each step of the history keeps how far its page was read, and the link by which it was left: the browser would
  // look for the place while the page of another step is shown.
  const links = [];
  let hash = location.hash;
  let scrolled;
  let coming = history.state?.place;
  const keep = (place) => {
    try {
      history.replaceState({ ...history.state, place: { ...history.state?.place, scroll: scrollY, ...place } }, "");
    } catch {
      // A browser that keeps the address of a file as it is begins at the top.
    }
  };
  const restore = (place, page) => {
    if (!place) {
      // Here the browser would have gone by itself, to a page that was shown already.
      const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
      if (target) target.scrollIntoView({ behavior: target === page ? "instant" : "auto" });
      else scrollTo({ top: 0, behavior: "instant" });
      return;
    }
    scrollTo({ top: place.scroll, behavior: "instant" });
    const link = links[place.link];
    if (!link?.getClientRects().length) return;
    link.focus({ preventScroll: true });
    const { top, bottom } = link.getBoundingClientRect();
    if (page.contains(link) && (bottom < 0 || top > innerHeight)) link.scrollIntoView({ block: "center", behavior: "instant" });
  };
  history.scrollRestoration = "manual";
  addEventListener("scroll", () => {
    clearTimeout(scrolled);
    scrolled = setTimeout(keep, 150);
  });
  addEventListener("pagehide", () => keep());
  addEventListener("click", ({ target }) => {
    const link = target.closest?.('a[href^="#"]');
    if (link) keep({ link: links.push(link) - 1 });
  }, true);
  addEventListener("popstate", ({ state }) => {
    clearTimeout(scrolled);
    // What follows a link comes here as well, and has no place yet.
    const place = state?.place;
    coming = location.hash === hash ? undefined : place;
    if (place && !coming) restore(place, current());
  });

  // Head and foot are those of the first page; what the head leads to is there in the language of the page that is
  // shown, or it stays.
  const inLanguage = (id, lang) => {
    const own = id.replace(/html$/, lang + ".html");
    return document.getElementById(own) ? own : id;
  };
  const ways = [...document.querySelectorAll(".site-head a[href]")].map((link) => [link, link.hash.slice(1)]);
  const forms = [...document.querySelectorAll('.site-head form[action^="#"]')].map((form) => [form, form.getAttribute("action").slice(1)]);
  const lead = ({ lang }) => {
    for (const [link, id] of ways) if (id) link.hash = inLanguage(id, lang);
    for (const [form, id] of forms) form.setAttribute("action", "#" + inLanguage(id, lang));
  };

  const arrive = () => {
    const page = current();
    lead(page);
    hash = location.hash;
    play(page);
    document.title = page.dataset.title;
    document.documentElement.lang = page.lang;
    document.documentElement.dir = page.dir;
    // Styles that ask what the page holds, to print it, are to see this one only. On paper (Firefox) and in older
    // browsers, no style knows the target.
    for (const main of document.querySelectorAll("main[data-page]")) {
      main.toggleAttribute("data-shown", main === page);
      main.toggleAttribute("data-away", main !== page);
    }
    for (const link of document.querySelectorAll(".site-head nav a")) {
      if (link.hash === "#" + page.id) link.setAttribute("aria-current", "page");
      else link.removeAttribute("aria-current");
    }
    if ("popover" in page) document.querySelectorAll("[popover]:popover-open").forEach((open) => open.hidePopover());
    restore(coming, page);
    coming = undefined;
  };
  addEventListener("hashchange", arrive);
  arrive();

  // The link over the menu leads to the text of the page that is shown.
  document.querySelector("a.skip")?.addEventListener("click", (event) => {
    event.preventDefault();
    current().focus();
    current().scrollIntoView();
  });

  // A search from anywhere is answered on the search page of this file.
  document.addEventListener("submit", (event) => {
    const form = event.target.closest('form[action^="#"]');
    if (!form || form.closest("fundus-finder")) return;
    const field = document.getElementById(form.getAttribute("action").slice(1))?.querySelector("input[type=search]");
    if (!field) return;
    event.preventDefault();
    location.hash = form.getAttribute("action");
    field.value = new FormData(form).get("q");
    field.form.requestSubmit();
  });
}
