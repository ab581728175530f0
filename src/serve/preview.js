// Keeps a previewed page up to date. The server tells by server-sent events which version of the site
// there is, which files changed since the one before, and what is wrong with the content.
(() => {
  "use strict";

  const { page, lang, version: loaded } = document.currentScript.dataset;
  const words = {
    de: {
      errors: "Fehler im Inhalt. Sind sie behoben, zeigt die Vorschau den neuen Stand.",
      warnings: "Hinweise zum Inhalt",
      open: "Datei öffnen",
    },
    en: {
      errors: "The content has errors. When they are mended, the preview shows the new state.",
      warnings: "Remarks on the content",
      open: "Open the file",
    },
  }[lang];
  let version = loaded;

  // A change of other pages does not concern this one, nor one of files that it has not loaded; one of
  // styles needs no reload. A browser keeps the scroll position over a reload by itself.
  function update(news) {
    if (news.version === version) return;
    // What stands in for a page that cannot be shown goes as soon as there may be one.
    const changed = page && news.from === version && news.changed;
    if (!changed) return location.reload();
    const resources = performance.getEntriesByType("resource").map((entry) => entry.name);
    const loaded = new Set(resources.filter((url) => url.startsWith(location.origin + "/")).map(place));
    const mine = changed.filter((path) => path === page || loaded.has("/" + path));
    if (!restyle(mine, news.version)) return location.reload();
    version = news.version;
  }

  const place = (url) => decodeURIComponent(new URL(url, location).pathname);

  // Loads changed style sheets anew, each before the old one goes, so that nothing flickers. Says
  // whether that is enough: it is not for other files and for sheets that others import.
  function restyle(paths, newVersion) {
    const sheets = [...document.querySelectorAll('link[rel~="stylesheet"]')];
    const found = paths.map((path) =>
      sheets.filter((link) => place(link.href) === "/" + path),
    );
    if (!paths.every((path, n) => path.endsWith(".css") && found[n].length > 0)) return false;
    for (const link of found.flat()) {
      const url = new URL(link.href);
      url.searchParams.set("version", newVersion);
      const fresh = link.cloneNode();
      fresh.href = url.href;
      fresh.onload = fresh.onerror = () => link.remove();
      link.after(fresh);
    }
    return true;
  }

  const style = `
    :host { all: initial; position: fixed; inset: auto 0 0; z-index: 2147483647; direction: ltr; }
    details { max-block-size: 60vh; overflow: auto; background: #1d1f24; color: #fff;
      border-block-start: 4px solid #ffb454; font: 15px/1.5 system-ui, sans-serif; }
    details.errors { border-color: #ff6b6b; }
    summary { padding: 0.5rem 1rem; cursor: pointer; font-weight: 600; }
    article { padding: 0 1rem 1rem; }
    pre { margin: 0; overflow: auto; font: 14px/1.45 ui-monospace, monospace; }
    a { color: #9ecbff; }
    :focus-visible { outline: 2px solid #9ecbff; outline-offset: -2px; }
    @media print { :host { display: none; } }`;
  let overlay = null;
  let shown = "[]";

  // Shows the problems as they are said in the terminal: errors unfolded, warnings folded.
  function show(problems) {
    const text = JSON.stringify(problems);
    if (text === shown) return;
    shown = text;
    overlay?.remove();
    overlay = null;
    if (problems.length === 0) return;
    const hasErrors = problems.some((problem) => problem.error);
    const details = element("details", { open: hasErrors, className: hasErrors ? "errors" : "" });
    const title = hasErrors ? words.errors : `${words.warnings} (${problems.length})`;
    details.append(element("summary", { textContent: title }), ...problems.map(article));

    overlay = element("fundus-preview", { role: "alert", lang });
    const root = overlay.attachShadow({ mode: "open" });
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(style);
    root.adoptedStyleSheets = [sheet];
    root.append(details);
    document.documentElement.append(overlay);
  }

  function article(problem) {
    const article = element("article", {});
    article.append(element("pre", { textContent: problem.text }));
    if (problem.href) article.append(element("a", { href: problem.href, textContent: words.open }));
    return article;
  }

  function element(name, properties) {
    return Object.assign(document.createElement(name), properties);
  }

  // A browser opens six connections to a server at most, so hidden tabs give theirs back. What they
  // missed, they are told when they listen again.
  let source = null;
  function listen() {
    if (source?.readyState === EventSource.CLOSED) source = null;
    if (document.hidden) {
      source?.close();
      source = null;
    } else if (!source) {
      source = new EventSource(`/__fundus/events?page=${encodeURIComponent(page)}`);
      source.onmessage = (event) => {
        const news = JSON.parse(event.data);
        show(news.problems);
        update(news);
      };
      source.onerror = () => setTimeout(listen, 1000);
    }
  }
  document.addEventListener("visibilitychange", listen);
  addEventListener("pageshow", listen);
  addEventListener("pagehide", () => source?.close());
  listen();
})();
