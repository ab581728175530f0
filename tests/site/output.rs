//! What is published, on the demonstration site and on small ones.

use std::collections::BTreeMap;
use std::path::Path;

use fundus::path::OutputPath;

use crate::scan::{Page, expect_xml};
use crate::site::{Built, Site};

#[test]
fn only_an_event_can_be_over() {
    let built = Site::concept(
        "title: A\nsummary: S.\ndate: 2026-03-14\ntarget_group: eltern\nfield: jugendarbeit\nfunding_program: digitalpakt\n",
        "",
    )
    .sections("-- content/workshops/w.md --\n---\ntitle: W\nsummary: S.\nstart: 2026-03-14 14:00\n---\n")
    .build()
    .and_nothing_else()
    .shows("konzepte/index.html", &["<time datetime=\"2026-03-14\">14. März 2026</time>"])
    .shows("workshops/index.html", &["<fundus-when past=\"vorbei\" until=\"2026-03-14\"><time datetime=\"2026-03-14T14:00"]);
    assert!(!built.main("konzepte/index.html").contains("fundus-when"));
}

#[test]
fn a_type_is_named_in_the_language_of_the_document() {
    let built = Site::body("")
        .file("content/konzepte/a.en.md", "---\ntitle: A concept\nsummary: One.\n---\n")
        .build()
        .and_nothing_else();
    let tab = |path: &str| {
        let main = built.main(path);
        main.split("class=\"tab\">").nth(1).unwrap().split("</p>").next().unwrap().to_owned()
    };
    assert!(tab("konzepte/a.html").contains(">Konzept<"), "{}", tab("konzepte/a.html"));
    assert!(tab("konzepte/a.en.html").contains(">Concept<"), "{}", tab("konzepte/a.en.html"));
}

#[test]
fn what_was_taken_over_is_said_once() {
    let built = Site::concept("title: A\nsummary: S.\ntarget_group: eltern\nfield: jugendarbeit\nproject: p\n", "")
        .file("content/orte/o.md", "---\ntitle: O\n---\n")
        .file(
            "content/projekte/p.md",
            "---\ntitle: P\nsummary: S.\nperiod: 2021-01 bis 2022-12\nplace: o\ntarget_group: eltern\nfield: jugendarbeit\nfunding_program: digitalpakt\n---\n",
        )
        .build();
    let main = built.main("konzepte/a.html");
    let said: Vec<&str> = main.split("class=\"from\">").skip(1).collect();
    assert_eq!(said.len(), 1, "{main}");
    assert!(
        said[0].starts_with("Ort, Förderprogramm – übernommen von <a href=\"../projekte/p.html\">P</a>"),
        "{}",
        said[0]
    );
}

#[test]
fn a_long_list_says_where_pages_are_left_out() {
    let places = |site: Site, number| {
        site.file(&format!("content/orte/ort-{number}.md"), format!("---\ntitle: Ort {number}\n---\n"))
    };
    let built =
        (1..=9).fold(Site::body(""), places).file("config.toml", "title = \"A\"\npage_size = 1\n").build();
    let shown = |path: &str| {
        let main = built.main(path);
        let list = main.split("<nav class=\"pagination\"").nth(1).unwrap().to_owned();
        let item = |item: &str| {
            let number = item.split("</a>").next().unwrap().rsplit('>').next().unwrap().to_owned();
            if item.starts_with(" class=\"after-gap\"") { format!("… {number}") } else { number }
        };
        list.split("<li").skip(1).map(item).collect::<Vec<_>>().join(" ")
    };
    assert_eq!(shown("orte/index.html"), "1 2 3 … 9");
    assert_eq!(shown("orte/seite-4.html"), "1 2 3 4 5 6 … 9");
    assert_eq!(shown("orte/seite-5.html"), "1 … 3 4 5 6 7 … 9");
    assert_eq!(shown("orte/seite-6.html"), "1 … 4 5 6 7 8 9");
    assert_eq!(shown("orte/seite-9.html"), "1 … 7 8 9");
}

/// Three places that belong together, one of which has moved, and a concept about one of them.
fn places() -> Site {
    let text = "Wort ".repeat(450);
    Site::with_surroundings("")
        .file("config.toml", "title = \"Orte\"\nurl = \"https://a.example/basis/\"\nedit_url = \"https://forge.example/_edit/{path}\"\n")
        .file("content/orte/aehre.md", "---\ntitle: Ähre\ntags: Video\nupdated: 2026-02-18\n---\n")
        .file("content/orte/neu.md", format!("---\ntitle: Neuer Ort\ntags: Video\naliases: [/alt/ort, alt.html]\n---\n{text}\n"))
        .file("content/orte/zebra.md", "---\ntitle: Zebra\n---\nSiehe [Neuer Ort](neu.md).\n")
        .file("content/konzepte/a.md", "---\ntitle: A\nsummary: S.\ndate: 2026-03-01\nplace: neu\ntarget_group: eltern\nfield: jugendarbeit\nfunding_program: digitalpakt\n---\n")
}

#[test]
fn former_addresses_lead_on() {
    let built = places().build().and_nothing_else();
    for (path, href) in [("alt/ort/index.html", "../../orte/neu.html"), ("alt.html", "orte/neu.html")] {
        let page = built.page(path);
        assert!(page.contains(&format!("http-equiv=\"refresh\" content=\"0; url={href}\"")), "{page}");
        assert!(page.contains("rel=\"canonical\" href=\"https://a.example/basis/orte/neu.html\""), "{page}");
        assert!(page.contains("noindex") && page.contains(&format!("<a href=\"{href}\">")), "{page}");
    }
}

#[test]
fn a_document_knows_its_neighbours_and_who_speaks_of_it() {
    let built = places()
        .build()
        .shows("orte/neu.html", &["3 Minuten Lesezeit", "https://forge.example/_edit/content/orte/neu.md"])
        .shows("orte/neu.html", &["<h3 class=\"card-title\"><a href=\"../konzepte/a.html\">A</a></h3>"])
        .shows("orte/neu.html", &["<p class=\"reasons\">Schlagworte: Video</p>"])
        .shows(
            "orte/neu.html",
            &["rel=\"prev\" href=\"../orte/aehre.html\"", "rel=\"next\" href=\"../orte/zebra.html\""],
        )
        .shows("orte/aehre.html", &["18. Februar 2026"]);
    let main = built.main("orte/neu.html");
    let groups = main.split("class=\"backlinks\"").skip(1);
    let headings: Vec<&str> = groups
        .filter_map(|group| group.split_once("<h2>")?.1.split_once("</h2>"))
        .map(|(heading, _)| heading)
        .collect();
    assert_eq!(headings, ["Konzepte", "Orte und Netzwerke"]);
}

#[test]
fn site_types_and_terms_have_feeds_and_only_pages_that_count_are_in_the_sitemap() {
    let built = places().build();
    for (path, entries) in [
        ("feed.xml", 2),
        ("orte/feed.xml", 1),
        ("konzepte/feed.xml", 1),
        ("vokabulare/zielgruppen/eltern.xml", 1),
    ] {
        let feed = built.page(path);
        assert_eq!(feed.matches("<entry>").count(), entries, "{path}: {feed}");
        expect_xml(&feed);
    }
    let sitemap = built.page("sitemap.xml");
    expect_xml(&sitemap);
    assert!(sitemap.contains("<loc>https://a.example/basis/orte/neu.html</loc>"), "{sitemap}");
    assert!(!sitemap.contains("alt") && !sitemap.contains("404"), "{sitemap}");
    assert!(built.page("robots.txt").contains("Sitemap: https://a.example/basis/sitemap.xml"));
}

/// The demonstration site is built as it stands: what holds for its pages holds for all kinds.
#[test]
fn every_link_of_the_demonstration_leads_somewhere() {
    let built = Built::of(Path::new(env!("CARGO_MANIFEST_DIR")));
    let pages: BTreeMap<&str, Page> = built
        .paths()
        .filter(|path| path.ends_with(".html"))
        .map(|path| (path, Page::read(&built.page(path))))
        .collect();
    assert!(pages.len() > 100, "{}", built.everything());
    let mut broken = Vec::new();
    for (path, page) in &pages {
        assert!(page.h1 == 1 && !page.title.is_empty() && !page.lang.is_empty(), "{path}");
        // Its links start at the top of wherever the site is published.
        if *path == "404.html" {
            continue;
        }
        let within = |link: &&str| !link.contains(':') && !link.starts_with("//");
        broken.extend(
            page.links()
                .filter(within)
                .filter(|link| !leads_somewhere(&built, &pages, path, link))
                .map(|link| format!("{path}: {link}")),
        );
    }
    assert_eq!(broken, Vec::<String>::new());
}

/// Whether a page of the site has what this link names.
fn leads_somewhere(built: &Built, pages: &BTreeMap<&str, Page>, from: &str, link: &str) -> bool {
    let (path, fragment) = link.split_once('#').unwrap_or((link, ""));
    let path = path.split('?').next().unwrap_or(path);
    let target = if path.is_empty() {
        OutputPath::new(from).ok()
    } else {
        OutputPath::new(from).unwrap().resolve(&fundus::path::percent_decode(path))
    };
    let Some(target) = target.filter(|target| built.build.outputs.get(target).is_some()) else {
        return false;
    };
    let anchor = fundus::path::percent_decode(fragment);
    anchor.is_empty() || pages.get(target.as_str()).is_none_or(|page| page.ids.contains(&anchor))
}

/// All files below a folder, by path.
fn tree(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if path.is_dir() {
            found.extend(tree(&path).into_iter().map(|(below, bytes)| (format!("{name}/{below}"), bytes)));
        } else {
            found.insert(name, std::fs::read(&path).unwrap());
        }
    }
    found
}

#[test]
fn the_same_bytes_wherever_and_whenever() {
    let surroundings = [
        [("TZ", "Pacific/Kiritimati"), ("LC_ALL", "tr_TR.UTF-8"), ("RAYON_NUM_THREADS", "1")],
        [("TZ", "America/Los_Angeles"), ("LC_ALL", "C"), ("RAYON_NUM_THREADS", "7")],
    ];
    let [one, other] = surroundings.map(|variables| {
        let mut site = places().sections(
            "-- content/workshops/w.md --\n---\ntitle: W\nsummary: S.\nstart: 2026-03-14 23:30\n---\n",
        );
        // Values of a facet that have the same name and title, in different folders.
        for number in 0..8 {
            site = site
                .file(
                    &format!("content/projekte/ort{number}/netz.md"),
                    "---\ntitle: Netz\nsummary: S.\nfunding_program: digitalpakt\n---\n",
                )
                .file(
                    &format!("content/konzepte/k{number}.md"),
                    format!("---\ntitle: K\nsummary: S.\ntarget_group: eltern\nfield: jugendarbeit\nproject: projekte/ort{number}/netz\n---\n"),
                );
        }
        let run = site.run(&["build"], &variables);
        assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
        tree(&site.root().join("public"))
    });
    assert!(one.len() > 20);
    assert_eq!(one, other);
}

#[test]
fn a_link_that_shows_a_title_is_found_by_it() {
    let site = places()
        .file("content/orte/quelle.md", "---\ntitle: Quelle\n---\nDer Weg führt zu [[zebra]].\n")
        .file("content/orte/zebra.md", "---\ntitle: Gestreiftes Haus\n---\n");
    let run = site.run(&["search", "führt gestreiftes"], &[]);
    let found = String::from_utf8_lossy(&run.stdout);
    // Both words stand in the one document, and only one of them in the other.
    let (whole, part) = found.split_once("Passt teilweise").unwrap();
    assert!(whole.contains("orte/quelle.html") && part.contains("orte/zebra.html"), "{found}");
}

#[test]
fn a_list_by_days_leads_to_each_of_its_months() {
    let news = |day: &str| format!("---\ntitle: Vom {day}\nsummary: S.\ndate: {day}\n---\n");
    let mut site = Site::body("").file("config.toml", "title = \"A\"\npage_size = 2\n");
    for day in ["2024-03-12", "2023-06-22", "2023-06-02", "2023-02-28"] {
        site = site.file(&format!("content/meldungen/{day}.md"), news(day));
    }
    let built = site.build();
    let (first, second) = (built.main("meldungen/index.html"), built.main("meldungen/seite-2.html"));
    for page in [&first, &second] {
        let years = page.split_once("<nav class=\"years\"").unwrap().1;
        let links: Vec<&str> =
            years.split("href=\"").skip(1).map(|rest| rest.split('"').next().unwrap()).collect();
        assert_eq!(
            links,
            [
                "../meldungen/index.html#_2024-03",
                "../meldungen/seite-2.html#_2023-02",
                "../meldungen/index.html#_2023-06",
            ]
        );
        assert!(years.find("Februar") < years.find("Juni"), "{years}");
    }
    assert!(first.contains("<h2>2024</h2>") && first.contains("<h2>2023</h2>"), "{first}");
    assert!(first.contains("id=\"_2024-03\"") && first.contains("id=\"_2023-06\""), "{first}");
    assert!(!second.contains("id=\"_2023-06\"") && second.contains("id=\"_2023-02\""), "{second}");
    assert!(!built.main("konzepte/index.html").contains("class=\"year"), "titles have no years");
}

#[test]
fn a_link_keeps_what_it_asks_for() {
    let page = Site::body(
        "[Suche](../suche.html?q=für+eltern&field=jugendarbeit) [Liste](index.html?target_group=eltern#x) [Datei](b.pdf?seite=2)\n",
    )
    .file("content/konzepte/b.pdf", "%PDF-1.4\n")
    .build()
    .and_nothing_else()
    .main("konzepte/a.html");
    for href in [
        "../suche.html?q=f%C3%BCr+eltern&amp;field=jugendarbeit",
        "index.html?target_group=eltern#x",
        "b.pdf?seite=2",
    ] {
        assert!(page.contains(&format!("href=\"{href}\"")), "{href} in {page}");
    }
}

#[test]
fn a_text_that_is_handed_on_leads_where_its_writer_says() {
    let note = |kind: &str, through: &str| {
        format!(
            "[types.{kind}.own.note]\nlabel = {{ de = \"Hinweis\" }}\nkind = \"markdown\"\ninherit = [{through}]\n"
        )
    };
    let config = [note("organisation", ""), note("project", "\"carrier\""), note("concept", "\"project\"")];
    let built = Site::with_surroundings("")
        .file("config.toml", config.concat())
        .file("content/organisationen/o.md", "---\ntitle: O\nsummary: S.\nnote: Siehe [Blatt](blatt.pdf).\n---\n")
        .file("content/organisationen/blatt.pdf", "%PDF-1.4\n")
        .file("content/projekte/p.md", "---\ntitle: P\nsummary: S.\nfunding_program: digitalpakt\ncarrier: o\n---\n")
        .file("content/konzepte/a.md", "---\ntitle: A\nsummary: S.\ntarget_group: eltern\nfield: jugendarbeit\nproject: p\n---\nSiehe [[/projekte/p]].\n")
        .build()
        .and_nothing_else();
    for page in ["projekte/p.html", "konzepte/a.html"] {
        assert!(built.page(page).contains("href=\"../organisationen/blatt.pdf\""), "{page}");
    }
}

#[test]
fn related_documents_are_named_once_and_never_the_document_itself() {
    let needed = "summary: S.\ntarget_group: eltern\nfield: jugendarbeit\nfunding_program: digitalpakt\n";
    let concept = |title: &str, rest: &str| format!("---\ntitle: {title}\n{needed}{rest}---\n");
    let built = Site::with_surroundings("")
        .file("content/konzepte/a.md", concept("Alpha", "related: [a, b, b]\n"))
        .file("content/konzepte/b.md", concept("Beta", ""))
        .build()
        .and_nothing_else();
    let page = built.main("konzepte/a.html");
    let page = page.split_once("class=\"related").unwrap().1.split_once("</section>").unwrap().0;
    assert_eq!(
        (page.matches("konzepte/b.html").count(), page.matches("konzepte/a.html").count()),
        (1, 0),
        "{page}"
    );
}

#[test]
fn what_a_page_shows_already_is_not_named_as_related_as_well() {
    let needed = "summary: S.\ntarget_group: eltern\nfield: jugendarbeit\nfunding_program: digitalpakt\n";
    let document = |title: &str, rest: &str| format!("---\ntitle: {title}\n{needed}{rest}---\n");
    let mut site = Site::with_surroundings("")
        .file("content/konzepte/a.md", document("Neues", ""))
        .file("content/projekte/p.md", document("Projekt", ""))
        .file("content/sammlungen/s.md", document("Sammlung", "item: [b48, b49]\nrelated: b12\n"))
        .file(
            "content/konzepte/q.md",
            document("Abfrage", "query: {type: concept, where: {project: p}, show: list}\n"),
        );
    // More than are looked at in a list.
    for number in 10..70 {
        let concept = document(&format!("Konzept {number}"), "project: p\n");
        site = site.file(&format!("content/konzepte/b{number}.md"), concept);
    }
    let built = site.build().and_nothing_else();
    let related = |page: &str| {
        let main = built.main(page);
        let part = main.split_once("class=\"related").map_or("", |(_, rest)| rest);
        let titles =
            part.split_once("</section>").unwrap_or_default().0.split("class=\"card-title\"").skip(1);
        titles
            .map(|title| title.split("<a href=\"../").nth(1).unwrap().split('"').next().unwrap().to_owned())
            .collect::<Vec<_>>()
    };
    // What refers to the page, and what a query brings together.
    assert_eq!(related("projekte/p.html"), ["konzepte/a.html", "konzepte/q.html", "sammlungen/s.html"]);
    assert_eq!(related("konzepte/q.html"), ["konzepte/a.html", "projekte/p.html", "sammlungen/s.html"]);
    // What stands in a collection, which still names what it wants to.
    let beside = ["b12", "b46", "b47", "b50", "b51"].map(|concept| format!("konzepte/{concept}.html"));
    assert_eq!(related("sammlungen/s.html"), beside);
}

#[test]
fn names_with_dots_of_their_own_are_found() {
    // As old file systems of the Mac, and archives made there, spell umlauts.
    let built =
        Site::body("[Ü](../%C3%BCbersicht.md) [Plan](../stra\u{df}e/pl\u{e4}ne.pdf) ![Bild](b\u{e4}r.svg)\n")
            .file(
                "content/u\u{308}bersicht.md",
                "---\ntitle: \u{dc}bersicht\n---\n[Zur\u{fc}ck](konzepte/a.md)\n",
            )
            .file("content/stra\u{df}e/pla\u{308}ne.pdf", "%PDF-1.4\n")
            .file("content/konzepte/ba\u{308}r.svg", "<svg/>")
            .build()
            .and_nothing_else();
    let page = built.main("konzepte/a.html");
    assert!(page.contains("href=\"../uebersicht.html\"") && page.contains("pla%CC%88ne.pdf\""), "{page}");
}

#[test]
fn introductions_have_former_addresses_too() {
    let built = Site::body("Text.\n")
        .file("content/index.md", "---\ntitle: Start\naliases: [home.html]\n---\n")
        .file("content/konzepte/index.md", "---\ntitle: Konzepte\naliases: [alt/konzepte.html]\n---\n")
        .build()
        .and_nothing_else();
    assert!(built.page("home.html").contains("url=index.html"), "{}", built.page("home.html"));
    assert!(built.page("alt/konzepte.html").contains("url=../konzepte/index.html"));
}

#[test]
fn words_that_mean_a_device_to_windows_have_pages_it_can_hold() {
    let needed = "summary: S.\ntarget_group: eltern\nfield: jugendarbeit\nfunding_program: digitalpakt\n";
    let built = Site::with_surroundings("")
        .file(
            "content/konzepte/a.md",
            format!("---\ntitle: A\n{needed}tags: [con, NUL, com1, normal]\n---\n"),
        )
        .build()
        .and_nothing_else();
    let pages: Vec<&str> = built.paths().filter(|path| path.starts_with("vokabulare/schlagworte/")).collect();
    assert!(pages.contains(&"vokabulare/schlagworte/normal.html") && pages.len() == 5, "{pages:?}");
    assert!(built.paths().all(|path| OutputPath::new(path).unwrap().is_portable()), "{pages:?}");
}

#[test]
fn from_a_to_z_every_entry_leads_on() {
    let built =
        Site::body("Text.\n").build().and_nothing_else().shows("a-z.html", &["eltern.html", "Digitalpakt"]);
    assert!(!built.page("a-z.html").contains("fachkraefte"), "nobody has written for them");
    built.shows("vokabulare/zielgruppen/index.html", &["Fachkräfte"]);
}

#[test]
fn check_finds_what_build_finds_and_writes_nothing() {
    let site = places()
        .file("content/orte/kaputt.md", "---\nfarbe: X\n---\n[x](fehlt.md)\n")
        .file("content/orte/Neu.md", "---\ntitle: Anders\n---\n")
        .file("themes/default/templates/a-z.html", "{{ page.titel }}");
    let before = tree(site.root());
    let said = |command: &str| {
        let run = site.run(&[command, "--format", "short"], &[]);
        assert_eq!(run.status.code(), Some(1), "{command}");
        String::from_utf8(run.stdout).unwrap()
    };
    let checked = said("check");
    assert_eq!(tree(site.root()), before);
    for code in ["unknown-field", "missing-field", "broken-link", "same-output", "template-variable"] {
        assert!(checked.contains(code), "{code}: {checked}");
    }
    assert_eq!(checked.matches("same-output").count(), 1, "of the page, not of its picture: {checked}");
    assert_eq!(said("build"), checked);
    assert!(!site.root().join("public/index.html").exists());
}

/// A site of one concept whose theme has these components of cards in place of the default ones.
fn with_cards(more: &str) -> Built {
    let head = "{% component card(card: map, level: integer = 3, reasons: array = [], @page) %}\
        <li>{{ card.title }}: {% if card.more_html is defined %}{{ card.more_html | safe }}\
        {% else %}{{ <card_more card={card} /> }}{% endif %}</li>{% endcomponent %}";
    let cards = "{% component cards(cards: array, level: integer = 3, typed: bool = true) %}\
        {% for card in cards %}{{ <card card={card} /> }}{% endfor %}{% endcomponent %}";
    Site::body("Text.\n")
        .file("config.toml", "theme = \"eigen\"\n")
        .file("themes/eigen/theme.toml", "name = \"Eigen\"\ncontract = 1\n")
        .file("themes/eigen/components/card/card.html", format!("{head}\n{more}\n{cards}"))
        .build()
}

#[test]
fn what_a_card_says_below_its_title_is_made_by_the_theme() {
    let more = "{% component card_more(card: map, @t) %}<b>{{ card.summary }} {{ t.page.home }}</b>{% endcomponent %}";
    let built = with_cards(more).and_nothing_else();
    for page in ["konzepte/index.html", "vokabulare/zielgruppen/eltern.html"] {
        assert!(
            built.main(page).contains("<li>Ein Konzept: <b>Eines. Start</b></li>"),
            "{}",
            built.main(page)
        );
    }
}

#[test]
fn what_is_wrong_with_it_is_told_once() {
    with_cards("{% component card_more(card: map) %}\n{{ card.sumary }}{% endcomponent %}")
        .says(
            "themes/eigen/components/card/card.html:3:9: error[template-variable]",
            "Meinten Sie `summary`?",
            "Did you mean `summary`?",
        )
        .and_nothing_else();
}

#[test]
fn a_list_stays_where_a_document_introduces_it() {
    let news = |date: &str| format!("---\ntitle: N\nsummary: S.\ndate: {date}\n---\n");
    let site = Site::new("-- content/meldungen/index.md --\n---\ntitle: Meldungen\n---\n")
        .file("content/meldungen/a.md", news("2026-03-01"));
    let list = "<ul class=\"cards";
    assert!(site.build().and_nothing_else().main("meldungen/index.html").contains(list));
    // Both folders are of the same type, and the newer document comes first in the list.
    let built = site.file("content/presse/b.md", news("2026-03-02")).build().and_nothing_else();
    assert!(built.main("meldungen/index.html").contains(list));
    assert!(!built.paths().any(|path| path == "presse/index.html"));
}

#[test]
fn the_home_page_and_files_of_folders_with_like_names_are_found() {
    let text = "[Start](../) und [noch einmal](/)\n\n[Plan](../plan/a.pdf), [neuer](../plan-2/b.pdf)\n";
    Site::body(text)
        .file("content/plan/a.pdf", "a")
        .file("content/plan-2/b.pdf", "b")
        .build()
        .and_nothing_else()
        .shows(
            "konzepte/a.html",
            &["href=\"../index.html\">Start", "href=\"../plan/a.pdf\"", "plan-2/b.pdf"],
        );
}

#[test]
fn a_term_that_was_replaced_is_in_no_list() {
    let site = Site::new(
        "-- content/vokabulare/zielgruppen.yaml --\nid: target_group\nterms:\n  - {id: familien, label: Familien}\n  \
         - {id: alt, label: Altes Wort, broader: familien, replaced_by: familien}\n  - {id: neu, label: Neu, broader: alt}\n",
    );
    let site = site.file("content/index.md", "---\ntitle: Start\n---\n");
    let main = site.build().main("vokabulare/zielgruppen/index.html");
    assert!(main.contains("Familien") && main.contains("Neu") && !main.contains("Altes Wort"), "{main}");
}

#[test]
fn files_beside_documents_go_where_their_pages_go() {
    let site = Site::new(
        "-- content/Über uns/Team/a.md --\n---\ntitle: A\n---\n[Plan](../Plan.pdf), ![Foto](Bilder/Foto.png)\n",
    )
    .file("content/Über uns/Plan.pdf", "x")
    .file("content/Über uns/Team/Bilder/Foto.png", "x")
    .file("content/Nur Dateien/Plan.pdf", "x");
    let built = site.build().despite_errors();
    let paths: Vec<&str> =
        built.paths().filter(|path| path.contains("Plan") || path.contains("Foto")).collect();
    let together = ["Nur Dateien/Plan.pdf", "ueber-uns/Plan.pdf", "ueber-uns/team/Bilder/Foto.png"];
    assert_eq!(paths, together, "a folder without documents keeps its name");
    built.shows("ueber-uns/team/a.html", &["href=\"../Plan.pdf\"", "src=\"Bilder/Foto.png\""]);
}

#[test]
fn groups_with_a_day_are_steps_along_time_and_bare_values_keep_their_labels() {
    let built = Site::new(
        "\
-- config.toml --
[types.goal]
label = \"Ziel\"
plural = \"Ziele\"
folders = [\"ziele\"]
[types.goal.own.figure]
label = \"Kennzahl\"
kind = \"group\"
fact = true
[types.goal.own.figure.group]
name = { kind = \"text\", label = \"Was\" }
now = { kind = \"number\", label = \"Heute\" }
[types.goal.own.phase]
label = \"Phasen\"
kind = \"group\"
many = true
[types.goal.own.phase.group]
title = { kind = \"text\", label = \"Titel\" }
start = { kind = \"date\", label = \"Beginn\" }
end = { kind = \"date\", label = \"Ende\" }
families = { kind = \"number\", label = \"Familien\" }
-- content/ziele/z.md --
---
title: Z
figure: {name: Fachkräfte, now: 140}
phase:
  - {title: Erhebung, start: 2023-03-01, end: 2023-08-31}
  - {title: Erprobung, start: 2023-09-01, families: 12}
---
",
    )
    .build()
    .and_nothing_else();
    let main = built.main("ziele/z.html");
    let steps: Vec<&str> =
        main.split("<ol class=\"timeline\">").nth(1).unwrap().split("<li>").skip(1).collect();
    assert!(
        steps[0].contains("1. März 2023 – 31. August 2023</p>\n<p class=\"what\">Erhebung"),
        "{}",
        steps[0]
    );
    assert!(
        steps[1].contains("seit 1. September 2023") && steps[1].contains("<span>Familien:</span> 12"),
        "{}",
        steps[1]
    );
    assert!(main.contains("part labelled\" data-field=\"now\""), "{main}");
    assert!(main.contains("class=\"part\" data-field=\"name\""), "{main}");
}
