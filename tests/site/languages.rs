//! Pages in other languages: what they say in theirs, and what they mark as being in another one.

use fundus::lang::Lang;
use fundus::theme::Theme;

use crate::site::Site;

const SITE: &str = "\
-- config.toml --
title = \"Bestand\"
[description]
de = \"Was war und was wird.\"
[[menu]]
page = \"orte/index\"
[[menu]]
page = \"haus\"
[[foot_menu]]
page = \"impressum\"
-- content/vokabulare/zielgruppen.yaml --
terms:
  - {id: eltern, label: {de: Eltern, tr: Ebeveynler}}
  - {id: kinder, label: Kinder}
-- content/impressum.md --
---
title: Impressum
---
-- content/haus.md --
---
title: Haus
summary: Was es hier gibt.
---
-- content/haus.tr.md --
---
title: Ev
summary: Burada neler var.
updated: 2026-03-14
target_group: [eltern, kinder]
related: k
---
-- content/index.md --
---
title: Start
---
-- content/index.tr.md --
---
title: Başlangıç
---
-- content/k.md --
---
title: Beratung
summary: Reden hilft.
target_group: eltern
tags: Offen
---
-- content/orte/o.md --
---
title: Treff
summary: Für alle.
---
-- content/orte/o.tr.md --
---
title: Buluşma
summary: Herkes için.
tags: Offen
district: h
---
-- content/orte/h.md --
---
title: Weststadt
---
";

/// Who reads Turkish stays among Turkish pages where there are any.
#[test]
fn a_page_speaks_its_language_and_marks_what_does_not() {
    let built = Site::new(SITE).build();
    let (house, place) = (built.page("haus.tr.html"), built.page("orte/o.tr.html"));
    let both = house.clone() + &place;
    for own in [
        "<dt>Hedef grup</dt>",
        ">Ebeveynler</a>",
        ">14 Mart 2026</time>",
        ">Yerler ve ağlar</a>",
        "<a href=\"haus.tr.html\" aria-current=\"page\">Ev</a>",
        "<a href=\"../haus.tr.html\">Ev</a>",
        "<a class=\"brand\" href=\"../index.tr.html\">",
        "<p class=\"tab\"><a href=\"../orte/index.html\">Yer</a></p>",
    ] {
        assert!(both.contains(own), "{own} is not in {both}");
    }
    for foreign in
        [">Kinder</a>", ">Offen</a>", ">Weststadt</a>", ">Impressum</a>", ">Was war und was wird.</span>"]
    {
        let marked = format!(" lang=\"de\" dir=\"auto\"{foreign}");
        assert!(both.contains(&marked), "{marked} is not in {both}");
    }
    // A card is in one language throughout, but for why it is shown.
    assert!(house.contains("<li class=\"card\" data-type=\"page\" lang=\"de\" dir=\"ltr\">"), "{house}");
    assert!(house.contains("<p class=\"reasons\" lang=\"tr\" dir=\"ltr\">Ayrıca bakınız</p>"), "{house}");
    assert!(house.contains("<dt>Zielgruppe</dt>\n<dd>Eltern</dd>"), "{house}");
}

#[test]
fn where_all_is_in_one_language_nothing_is_marked() {
    let built = Site::new(SITE).build();
    for page in ["k.html", "orte/index.html", "vokabulare/zielgruppen/eltern.html", "impressum.html"] {
        let page = built.page(page);
        assert!(!page.split_once("<body").unwrap().1.contains(" lang="), "{page}");
    }
}

#[test]
fn a_term_that_only_a_translation_names_is_told_where_to_write_it() {
    let text = SITE.replace("tags: Offen\ndistrict: h", "tags: Yeni\ndistrict: h");
    Site::new(&text).build().says(
        "content/orte/o.tr.md:4:7",
        "Die Liste „Schlagworte“ entsteht aus den Originalen.",
        "The list “Tags” is made of what originals name.",
    );
}

#[test]
fn words_of_documents_are_in_the_language_of_the_site() {
    let built = Site::new(
        "-- config.toml --\nlang = \"en\"\n-- content/meldungen/a.md --\n---\ntitle: A\nsummary: S.\ndate: 2026-03-01\ntags: [Parents]\n---\n",
    )
    .build();
    let main = built.despite_errors().main("meldungen/a.html");
    assert!(main.contains("rel=\"tag\">Parents"), "{main}");
}

#[test]
fn a_picture_that_a_translation_takes_over_speaks_the_language_of_the_original() {
    let image = "image: {file: haus.svg, alt: Ein rotes Haus}\n";
    let german = format!(
        "title: A\nsummary: S.\ntarget_group: eltern\nfield: jugendarbeit\nfunding_program: digitalpakt\n{image}"
    );
    let built = Site::concept(&german, "")
        .file("content/konzepte/haus.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>")
        .file("content/konzepte/a.en.md", "---\ntitle: A concept\nsummary: One.\n---\n")
        .file(
            "content/konzepte/a.tr.md",
            "---\ntitle: Bir\nsummary: Bir.\nimage: {file: haus.svg, alt: Ev}\n---\n",
        )
        .build();
    let figure = "<figure class=\"lead-image\">";
    let marked = "<figure class=\"lead-image\" lang=\"de\" dir=\"auto\">";
    built
        .shows("konzepte/a.html", &[figure])
        .shows("konzepte/a.en.html", &[marked, "alt=\"Ein rotes Haus\""])
        .shows("konzepte/a.tr.html", &[figure, "alt=\"Ev\""]);
}

/// A course in German and English, with labels that a site gives in German only.
const COURSE: &str = "\
-- config.toml --
[types.course]
label = \"Kurs\"
folders = [\"kurse\"]
[types.course.own.stage]
kind = \"text\"
label = \"Niveau\"
fact = true
facet = true
[types.course.own.weeks]
kind = \"group\"
many = true
label = \"Wochen\"
group = { topic = { kind = \"text\", label = \"Thema\" }, task = { kind = \"text\", label = \"Aufgabe\" } }
-- content/kurse/a.md --
---
title: Anfang
stage: A1
weeks: [{topic: Begrüßung}]
---
-- content/kurse/a.en.md --
---
title: Beginning
stage: A1
weeks: [{topic: Greetings}]
---

## Weeks

Two of them.
";

#[test]
fn labels_of_a_site_say_their_language_on_other_pages() {
    let built = Site::new(COURSE).build();
    let (german, english) = (built.page("kurse/a.html"), built.page("kurse/a.en.html"));
    for (element, label) in [
        ("<p class=\"tab\"", "><a href=\"../kurse/index.html\">Kurs</a>"),
        ("<dt", ">Niveau</dt>"),
        ("<th scope=\"col\"", ">Thema</th>"),
        ("<th scope=\"col\"", ">Aufgabe</th>"),
    ] {
        let marked = format!("{element} lang=\"de\" dir=\"auto\"{label}");
        assert!(english.contains(&marked), "{marked} is not in {english}");
        assert!(german.contains(&format!("{}{label}", element.replace('_', ""))), "{label} in {german}");
    }
    // The link beside a heading stands where the page's direction has it.
    assert!(english.contains("<h2 id=\"_weeks\"><bdi lang=\"de\">Wochen</bdi></h2>"), "{english}");
    assert!(german.contains("<h2 id=\"weeks\">Wochen</h2>"), "{german}");
    assert_eq!(english.matches("id=\"weeks\"").count(), 1, "a heading of the text: {english}");
}

#[test]
fn tags_that_differ_in_signs_are_different_tags() {
    let built =
        Site::new("-- content/a.md --\n---\ntitle: A\ntags: [C++, \"C#\", C, 60+, 60, \"60 plus\"]\n---\n")
            .build()
            .and_nothing_else();
    let tags = built.paths().filter_map(|path| path.strip_prefix("vokabulare/schlagworte/"));
    let pages: Vec<&str> = tags.filter(|path| path.ends_with(".html") && *path != "index.html").collect();
    assert_eq!(pages, ["60-plus.html", "60.html", "c-plus-plus.html", "c-sharp.html", "c.html"]);
    let main = built.main("a.html");
    assert!(main.contains("c-plus-plus.html\" rel=\"tag\">C++</a>"), "{main}");
}

/// A series in three languages, of which one event is translated into one; and a place that all of them name.
const SERIES: &str = "\
-- config.toml --
url = \"https://a.example\"
-- content/foerderprogramme/bund.md --
---
title: Bund
summary: S.
statement: Vom Bund.
---
-- content/foerderprogramme/bund.en.md --
---
title: Federation
summary: S.
---
-- content/reihen/q.md --
---
title: Reihe
---
-- content/reihen/q.en.md --
---
title: Series
---
-- content/reihen/q.ar.md --
---
title: سلسلة
---
-- content/orte/o.md --
---
title: Treff
---
-- content/orte/o.en.md --
---
title: Meeting place
---
-- content/orte/o.ar.md --
---
title: ملتقى
---
See [the German page](o.md).
-- content/veranstaltungen/w1.md --
---
title: Eins
summary: S.
start: 2026-05-01
series: q
place: o
funding_program: bund
---
-- content/veranstaltungen/w1.ar.md --
---
title: واحد
summary: S.
---
-- content/veranstaltungen/w2.md --
---
title: Zwei
summary: S.
start: 2026-05-02
series: q
place: o
funding_program: bund
---
-- content/sammlungen/s.md --
---
title: Sammlung
item: [o, w2]
---
-- content/alle.md --
---
title: Alle
query: {where: {place: o}}
---
-- content/alle.ar.md --
---
title: الكل
---
";

/// The titles of the links to documents in a part of a page, in the order of the page.
fn titles(part: &str) -> Vec<&str> {
    let links = part.split("<a href=\"").skip(1).filter(|link| link.starts_with("../"));
    links.filter_map(|link| Some(link.split_once('>')?.1.split_once("</a>")?.0)).collect()
}

#[test]
fn what_refers_to_a_document_is_on_its_page_in_every_language() {
    let built = Site::new(SERIES).build();
    let part = |page: &str, from: &str, to: &str| {
        let main = built.main(page);
        let part = main.split_once(from).unwrap_or_else(|| panic!("no {from} in {main}")).1;
        part.split_once(to).unwrap().0.to_owned()
    };
    for (lang, dates) in [("", ["Zwei", "Eins"]), (".en", ["Zwei", "Eins"]), (".ar", ["Zwei", "واحد"])] {
        let dates_of_series = part(&format!("reihen/q{lang}.html"), "id=\"_dates\"", "</fundus-agenda>");
        assert_eq!(titles(&dates_of_series), dates, "{lang}");
        let of_place = part(&format!("orte/o{lang}.html"), "class=\"backlinks\"", "</section>");
        assert_eq!(titles(&of_place), dates, "{lang}");
    }
    for (program, dates) in [("", ["Zwei", "Eins"]), (".en", ["Zwei", "Eins"])] {
        let events =
            part(&format!("foerderprogramme/bund{program}.html"), "class=\"backlinks\"", "</section>");
        assert_eq!(titles(&events), dates, "{program}");
    }
    // What is in another language says so.
    let agenda = part("reihen/q.ar.html", "id=\"_dates\"", "</fundus-agenda>");
    assert_eq!(agenda.matches("<li lang=\"de\" dir=\"ltr\">").count(), 1, "{agenda}");
    // The calendar and the feed are those of the original.
    let page = built.page("reihen/q.ar.html");
    assert!(page.contains("href=\"../reihen/q.ics\"") && page.contains("href=\"../reihen/q.xml\""), "{page}");
    assert_eq!(built.page("reihen/q.ics").matches("BEGIN:VEVENT").count(), 2);
    // A collection leads on from translations of what stands in it.
    assert!(built.main("orte/o.en.html").contains("../sammlungen/s.html"));
}

#[test]
fn a_condition_finds_what_refers_to_a_document_in_another_language() {
    let built = Site::new(SERIES).build();
    assert_eq!(built.main("alle.ar.html").matches("href=\"veranstaltungen/w").count(), 2);
}

#[test]
fn the_home_page_is_a_home_page_in_every_language() {
    let site = SITE.replace("title: Start\n", "title: Start\nsummary: Hallo.\n");
    let built = Site::new(&site)
        .file("content/orte/n.md", "---\ntitle: Neues\nupdated: 2026-03-14\n---\n")
        .file("content/orte/n.tr.md", "---\ntitle: Yenilik\n---\n")
        .file("content/orte/m.md", "---\ntitle: Altes\nupdated: 2026-03-13\n---\n")
        .build();
    let home = built.page("index.tr.html");
    for own in [
        "<h1>Başlangıç</h1>",
        "id=\"_home-q\"",
        "<h2>Hedef gruplar</h2>",
        ">Ebeveynler</a>",
        ">Yerler ve ağlar</a>",
        "href=\"index.html\" lang=\"de\" hreflang=\"de\"",
        "<a href=\"vokabulare/schlagworte/offen.html\" lang=\"de\" dir=\"auto\">Offen</a>",
        ">Yenilik</a>",
        "<li class=\"card\" data-type=\"place\" lang=\"de\" dir=\"ltr\">",
    ] {
        assert!(home.contains(own), "{own} is not in {home}");
    }
    for absent in ["class=\"breadcrumbs\"", "class=\"citation\"", "Neues", "kinder.html"] {
        assert!(!home.contains(absent), "{absent} is in {home}");
    }
}

#[test]
fn pages_in_leichte_sprache_explain_words_in_leichte_sprache() {
    let built = Site::new(
        "\
-- content/glossar/asd.md --
---
title: ASD
definition: Die Anlaufstelle des Jugendamts für alle Fragen der Erziehung.
definition_simple: Eine Stelle im Jugend-Amt.
---
-- content/glossar/quartier.md --
---
title: Quartier
definition: Ein Stadtteil.
---
-- content/hilfe.md --
---
title: Hilfe
---
Der ASD im Quartier hilft.
-- content/hilfe.de-simple.md --
---
title: Hilfe
---
Der ASD im Quartier hilft.

Geprüft von der Gruppe für Leichte Sprache.
-- content/hilfe.en.md --
---
title: Help
---
The ASD in the Quartier helps.
",
    )
    .build()
    .and_nothing_else();
    let explained = |page: &str| built.main(page).matches("data-definition").count();
    let simple = built.main("hilfe.de-simple.html");
    assert!(simple.contains("data-definition=\"Eine Stelle im Jugend-Amt.\">ASD</a>"), "{simple}");
    assert_eq!(
        (explained("hilfe.html"), explained("hilfe.de-simple.html"), explained("hilfe.en.html")),
        (2, 1, 0)
    );
}

/// The texts of the theme that are other ones in German, by their keys.
fn german_only(lang: &str) -> Vec<(String, String)> {
    let theme = Theme::embedded();
    let texts = |tag: &str| theme.texts(&Lang::parse(tag).unwrap());
    let (german, own) = (texts("de"), texts(lang));
    let said = |key: &String| {
        let (table, name) = key.split_once('.')?;
        let text = german.plain(table, name);
        (text != own.plain(table, name)).then(|| (key.clone(), text))
    };
    german.keys().filter_map(|key| said(&key)).collect()
}

/// What a page says that is in its own language: without the elements that say theirs, and what is in them.
fn unmarked(page: &str) -> String {
    let mut own = String::new();
    let mut rest = page.split_once("<body").unwrap().1;
    while let Some((before, marked)) = rest.split_once(" lang=\"de\"") {
        let element = before.rsplit_once('<').unwrap().1.split(' ').next().unwrap();
        own.push_str(before);
        rest = marked.split_once(&format!("</{element}>")).unwrap().1;
    }
    own + rest
}

#[test]
fn search_and_reading_list_speak_the_language_of_the_page_that_leads_to_them() {
    let built = Site::new(SITE).build();
    let (house, place) = (built.page("haus.tr.html"), built.page("orte/o.tr.html"));
    for (page, root) in [(&house, ""), (&place, "../")] {
        assert!(page.contains(&format!("action=\"{root}suche.tr.html\"")), "{page}");
        assert!(page.contains("list=\"merkliste.tr.html\""), "{page}");
    }
    for path in ["suche.tr.html", "merkliste.tr.html", "a-z.tr.html"] {
        let (page, original) = (built.page(path), path.replace(".tr", ""));
        assert!(page.contains("<html lang=\"tr\" dir=\"ltr\">"), "{page}");
        assert!(page.contains(&format!("rel=\"alternate\" hreflang=\"de\" href=\"{original}\"")), "{page}");
        let switch = format!("<a href=\"{path}\" lang=\"tr\" hreflang=\"tr\" dir=\"ltr\">Türkçe</a>");
        assert!(built.page(&original).contains(&switch), "{switch} in {original}");
        let own = unmarked(&page);
        for (key, text) in german_only("tr") {
            let is_said = [">", "\""].iter().any(|before| own.contains(&format!("{before}{text}")));
            assert!(!is_said, "{key} is German on {path}: {text}");
        }
    }
    let search = built.page("suche.tr.html");
    assert!(search.contains("{\"id\":\"type\",\"label\":{\"text\":\"Sayfa türü\"}"), "{search}");
    assert!(search.contains("\"eltern\":{\"text\":\"Ebeveynler\"}"), "{search}");
    assert!(!built.page("suche.html").contains("data-only"));
    assert!(built.page("404.html").contains(
        "<li lang=\"tr\" dir=\"ltr\"><span>Böyle bir sayfa yok: <a href=\"/suche.tr.html\" hreflang=\"tr\">"
    ));
}

#[test]
fn a_menu_leads_to_the_search_in_the_language_of_the_page() {
    let text =
        SITE.replace("page = \"haus\"", "page = \"suche\"").replace("page = \"impressum\"", "page = \"a-z\"");
    let built = Site::new(&text).build();
    let page = built.page("orte/o.tr.html");
    assert!(
        page.contains("<a href=\"../suche.tr.html\"") && page.contains("<a href=\"../a-z.tr.html\""),
        "{page}"
    );
    assert!(built.page("suche.tr.html").contains("<a href=\"suche.tr.html\" aria-current=\"page\""));
    assert!(built.page("orte/index.html").contains("<a href=\"../suche.html\""));
}

/// There is a search for readers of each language in which something is published, if the theme speaks it.
#[test]
fn a_language_without_texts_has_the_search_that_its_pages_speak() {
    let finders = |site: Site| {
        let built = site.build();
        let all: Vec<String> =
            built.paths().filter(|path| path.starts_with("suche")).map(str::to_owned).collect();
        let page = built.page("a.pl.html");
        let action = page.split_once(" action=\"").unwrap().1.split_once('"').unwrap().0.to_owned();
        (all, action)
    };
    let polish =
        || Site::new("-- content/a.md --\n---\ntitle: A\n---\n-- content/a.pl.md --\n---\ntitle: Ą\n---\n");
    let own = |paths: &[&str], action: &str| {
        (paths.iter().map(|path| (*path).to_owned()).collect(), action.to_owned())
    };
    assert_eq!(finders(polish()), own(&["suche.html"], "suche.html"));
    let english = polish().file("content/a.en.md", "---\ntitle: A\n---\n");
    assert_eq!(finders(english), own(&["suche.en.html", "suche.html"], "suche.en.html"));
    let spoken = polish().file("themes/default/i18n/pl.toml", "[page]\nfinder = \"Szukaj\"\n");
    assert_eq!(finders(spoken), own(&["suche.html", "suche.pl.html"], "suche.pl.html"));
}

#[test]
fn a_site_in_one_language_has_one_of_each_page() {
    let built = Site::new("-- content/a.md --\n---\ntitle: A\n---\n").build();
    let pages: Vec<&str> =
        built.paths().filter(|path| path.ends_with(".html") && !path.contains('/')).collect();
    assert_eq!(pages, ["404.html", "a-z.html", "a.html", "index.html", "merkliste.html", "suche.html"]);
    for page in pages {
        let page = built.page(page);
        assert!(!page.contains("hreflang") && !page.contains("data-only"), "{page}");
    }
}

#[test]
fn a_to_z_has_each_document_in_the_language_of_its_readers() {
    let built = Site::new(SITE).file("content/b.md", "---\ntitle: Haus\n---\n").build();
    let (turkish, german) = (built.main("a-z.tr.html"), built.main("a-z.html"));
    for entry in [
        "<li><a href=\"haus.tr.html\">Ev</a> <small>Sayfa</small></li>",
        "<li lang=\"de\" dir=\"auto\"><a href=\"k.html\">Beratung</a> <small>Seite</small></li>",
        "<li lang=\"de\" dir=\"auto\"><a href=\"vokabulare/schlagworte/offen.html\">Offen</a> <small>Schlagworte</small></li>",
        "<li><a href=\"vokabulare/zielgruppen/eltern.html\">Ebeveynler</a> <small>Hedef gruplar</small></li>",
    ] {
        assert!(turkish.contains(entry), "{entry} is not in {turkish}");
    }
    assert!(!turkish.contains("href=\"haus.html\"") && !german.contains(".tr.html\">"), "{german}");
}

#[test]
fn letters_of_two_scripts_are_two_places() {
    let site = "-- content/a.md --\n---\ntitle: Anfang\n---\n-- content/b.md --\n---\ntitle: Bus\n---\n-- content/b.uk.md --\n---\ntitle: Автобус\n---\n";
    let main = Site::new(site).build().main("a-z.uk.html");
    for (letter, id) in [("А", "letter-а"), ("A", "letter-a")] {
        assert!(main.contains(&format!("<h2 id=\"{id}\">{letter}</h2>")), "{id} in {main}");
    }
}
