//! Pages in other languages: what they say in theirs, and what they mark as being in another one.

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
