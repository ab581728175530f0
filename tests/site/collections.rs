//! What a page gathers, and in which order.

use crate::site::{Built, Site};

/// Twenty-five places and a page that gathers them by this line; numbers, dates and names are missing here and there.
fn gathered(sort: &str, documents: &[(&str, &str)]) -> Vec<String> {
    let page = format!("---\ntitle: Alle\nquery:\n  - type: place\n    show: list\n{sort}---\n");
    let site = Site::with_surroundings("").file("content/alle.md", page);
    let site = documents.iter().fold(site, |site, (title, lines)| {
        site.file(&format!("content/orte/{title}.md"), format!("---\ntitle: {title}\n{lines}---\n"))
    });
    titles(&site.build().and_nothing_else(), "alle.html")
}

/// The titles of what a page lists, in their order.
fn titles(built: &Built, page: &str) -> Vec<String> {
    let main = built.main(page);
    let list = main.split("class=\"link-list\"").nth(1).unwrap_or_default();
    let links = list.split("<a href=").skip(1);
    links.filter_map(|link| Some(link.split_once('>')?.1.split_once("</a>")?.0.to_owned())).collect()
}

#[test]
fn what_says_nothing_of_the_order_comes_last() {
    let documents = [("a", "order: 2\n"), ("b", ""), ("c", "order: 1\n"), ("d", "order: 10\n"), ("e", "")];
    assert_eq!(gathered("    sort: order\n", &documents), ["c", "a", "d", "b", "e"]);
    assert_eq!(gathered("    sort: -order\n", &documents), ["d", "a", "c", "b", "e"]);
    let days = [("a", "date: 2026-03-01\n"), ("b", ""), ("c", "date: 2026-01-01\n")];
    assert_eq!(gathered("    sort: date\n", &days), ["c", "a", "b"]);
    assert_eq!(gathered("    sort: -date\n", &days), ["a", "c", "b"]);
}

#[test]
fn many_documents_of_which_few_say_something_are_sorted() {
    let numbers: Vec<(String, String)> = (0..60)
        .map(|at| {
            let line = if at % 3 == 0 { String::new() } else { format!("order: {}\n", (at * 7) % 11) };
            (format!("o{at:02}"), line)
        })
        .collect();
    let documents: Vec<(&str, &str)> = numbers.iter().map(|(title, line)| (&**title, &**line)).collect();
    let found = gathered("    sort: order\n", &documents);
    let number = |title: &String| -> u32 {
        let at: u32 = title[1..].parse().unwrap();
        if at.is_multiple_of(3) { u32::MAX } else { (at * 7) % 11 }
    };
    assert_eq!(found.len(), 60);
    assert!(found.is_sorted_by_key(number), "{found:?}");
}

#[test]
fn choices_keep_the_order_of_the_model_and_terms_go_by_their_names() {
    let licences = [("a", "license: cc0\n"), ("b", "license: cc-by\n"), ("c", "license: cc-by-sa\n")];
    assert_eq!(gathered("    sort: license\n", &licences), ["b", "c", "a"]);
    let tags = [("a", "tags: Zebra\n"), ("b", "tags: Ähre\n"), ("c", "tags: Bild\n")];
    assert_eq!(gathered("    sort: tags\n", &tags), ["b", "c", "a"]);
}

#[test]
fn without_an_order_a_collection_has_that_of_the_list() {
    let documents = [("a", "order: 2\n"), ("b", ""), ("c", "order: 1\n")];
    assert_eq!(gathered("", &documents), ["c", "a", "b"]);
}

#[test]
fn a_condition_counts_what_is_also_for_somebody_and_choices_by_their_labels() {
    let concept = |title: &str, lines: &str| {
        format!(
            "---\ntitle: {title}\nsummary: S.\n{lines}field: familienbildung\nfunding_program: digitalpakt\n---\n"
        )
    };
    let built = Site::with_surroundings(
        "-- content/fuer-eltern.md --\n---\ntitle: Für Eltern\nquery:\n  - type: concept\n    where: {target_group: eltern}\n    show: list\n---\n-- content/digital.md --\n---\ntitle: Digital\nquery:\n  - type: concept\n    where: {setting: in Präsenz}\n    show: list\n---\n",
    )
    .file("content/konzepte/a.md", concept("a", "target_group: eltern\nsetting: praesenz\n"))
    .file("content/konzepte/b.md", concept("b", "target_group: fachkraefte\nsecondary_target_group: eltern\n"))
    .file("content/konzepte/c.md", concept("c", "target_group: fachkraefte\n"))
    .build()
    .and_nothing_else();
    assert_eq!(titles(&built, "fuer-eltern.html"), ["a", "b"]);
    assert_eq!(titles(&built, "digital.html"), ["a"]);
}

#[test]
fn menus_and_the_name_of_the_site_are_in_the_language_of_the_page() {
    let built = Site::new(
        "-- config.toml --
[[menu]]
title = { de = \"Orte\", en = \"Places\" }
page = \"orte/index\"
-- content/index.md --
---
title: Stadtportal
---
-- content/index.en.md --
---
title: City portal
---
-- content/orte/o.md --
---
title: Rathaus
---
",
    )
    .build()
    .and_nothing_else();
    let (german, english) = (built.page("index.html"), built.page("index.en.html"));
    assert!(german.contains(">Orte</a>") && !german.contains(">Places</a>"), "{german}");
    assert!(english.contains(">Places</a>") && !english.contains(">Orte</a>"), "{english}");
    let brand = |page: &str| {
        let brand = page.split("class=\"brand\"").nth(1).unwrap().split("</a>").next().unwrap();
        brand.rsplit("<span>").next().unwrap().trim_end_matches("</span>").to_owned()
    };
    assert_eq!((brand(&german), brand(&english)), ("Stadtportal".to_owned(), "City portal".to_owned()));
}

#[test]
fn a_plain_label_is_in_the_language_of_the_site() {
    let built = Site::new(
        "-- config.toml --
title = \"Notes\"
lang = \"en\"
[types.place]
label = \"Venue\"
plural = \"Venues\"
[fields.target_group]
label = \"For whom\"
-- content/vokabulare/zielgruppen.yaml --
id: target_group
label: Audiences
terms:
  - {id: parents, label: Parents}
-- content/orte/o.md --
---
title: Town hall
---
-- content/about.md --
---
title: About
target_group: parents
---
",
    )
    .build()
    .and_nothing_else()
    .shows("orte/o.html", &["Venue"])
    .shows("about.html", &["For whom", "Parents"])
    .shows("orte/index.html", &["Venues"])
    .shows("vokabulare/zielgruppen/index.html", &["Audiences"]);
    assert!(built.page("orte/o.html").contains("<html lang=\"en\""));
}

#[test]
fn an_event_is_upcoming_until_its_last_day_is_over() {
    let event = |title: &str, times: &str| format!("---\ntitle: {title}\nsummary: S.\n{times}---\n");
    let page = |time: &str| {
        format!("---\ntitle: T\nquery:\n  - {{type: workshop, time: {time}, show: list}}\n---\n")
    };
    let site = Site::with_surroundings("")
        .file("content/kommend.md", page("upcoming"))
        .file("content/vorbei.md", page("past"))
        .file("content/veranstaltungen/a.md", event("a", "start: 2026-11-20\nend: 2026-11-24\n"))
        .file("content/veranstaltungen/b.md", event("b", "start: 2026-11-20\nend: 2026-11-21\n"));
    let built = site.build().and_nothing_else();
    assert_eq!(titles(&built, "kommend.html"), ["a"]);
    assert_eq!(titles(&built, "vorbei.html"), ["b"]);
}

#[test]
fn conditions_and_matrices_look_at_the_fields_of_their_types() {
    let built = Site::with_surroundings(
        "\
-- content/listen.md --
---
title: Listen
query:
  - {type: material, where: {kind: checkliste}, show: list}
---
-- content/matrix.md --
---
title: Matrix
query:
  - {type: material, show: matrix, rows: target_group, columns: kind}
---
-- content/material/m.md --
---
title: m
summary: S.
target_group: eltern
kind: checkliste
---
-- content/material/n.md --
---
title: n
summary: S.
kind: praesentation
---
",
    )
    .build()
    .and_nothing_else();
    assert_eq!(titles(&built, "listen.html"), ["m"]);
    let matrix = built.main("matrix.html");
    assert!(matrix.contains("Checkliste") && !matrix.contains("Schutzkonzept"), "{matrix}");
}

/// The cells of a table by rows, without tags.
fn cells(html: &str) -> Vec<Vec<String>> {
    let text = |cell: &str| {
        let parts = cell.split('<').map(|part| part.split_once('>').map_or(part, |(_, text)| text));
        parts.collect::<String>().trim().to_owned()
    };
    let row = |row: &str| {
        let cells = row.split("<t").filter(|cell| cell.starts_with(['h', 'd']) && !cell.starts_with("head"));
        let own = |cell: &'_ str| cell.split("</t").next().unwrap_or_default().to_owned();
        cells.map(|cell| text(&format!("<t{}", own(cell)))).collect::<Vec<String>>()
    };
    html.split("<tr").skip(1).map(row).collect()
}

#[test]
fn a_table_has_each_value_below_the_name_of_its_field() {
    let concept = |lines: &str| {
        format!(
            "---\ntitle: {}\nsummary: S.\ntarget_group: eltern\nfield: familienbildung\nfunding_program: digitalpakt\n{}---\n",
            lines.chars().next().unwrap_or('-'),
            &lines[1..]
        )
    };
    let own = "{type: concept, show: table, columns: [summary, maturity, duration]}";
    let built = Site::with_surroundings("")
        .file("content/t.md", "---\ntitle: T\nquery: {type: concept, show: table}\n---\n")
        .file("content/own.md", format!("---\ntitle: Own\nquery: {own}\n---\n"))
        .file("content/konzepte/a.md", concept("Asetting: digital\n"))
        .file("content/konzepte/b.md", concept("Bmaturity: erprobt\n"))
        .build()
        .and_nothing_else();
    let rows = cells(&built.main("t.html"));
    let [head, a, b] = &rows[..] else { panic!("{rows:?}") };
    assert_eq!((a.len(), b.len()), (head.len(), head.len()), "{rows:?}");
    let below = |row: &[String], name: &str| {
        let at = head.iter().position(|cell| cell == name).unwrap_or_else(|| panic!("{name}: {rows:?}"));
        row[at].clone()
    };
    assert_eq!((below(a, "Setting"), below(b, "Setting")), ("digital".into(), String::new()), "{rows:?}");
    assert_eq!((below(a, "Reife"), below(b, "Reife")), (String::new(), "erprobt".into()), "{rows:?}");
    let own = cells(&built.main("own.html"));
    assert_eq!(own[0], ["Titel", "Kurzbeschreibung", "Reife", "Dauer"]);
    assert_eq!(own[2], ["B", "S.", "erprobt", ""]);
}

#[test]
fn a_matrix_keeps_what_belongs_to_no_group_out_of_the_group_before() {
    let built = Site::new(
        "\
-- config.toml --
[vocabularies.house]
label = \"Häuser\"
[types.measure]
label = \"Maßnahme\"
plural = \"Maßnahmen\"
folders = [\"massnahmen\"]
[types.measure.own.house]
label = \"Haus\"
kind = \"term\"
vocabulary = \"house\"
[types.measure.own.goal]
label = \"Ziel\"
kind = \"reference\"
to = [\"place\"]
[types.measure.own.state]
label = \"Stand\"
kind = \"choice\"
choices = { plan = \"geplant\", done = \"fertig\" }
-- content/vokabulare/haeuser.yaml --
id: house
label: Häuser
terms:
  - {id: kultur, label: Kultur}
  - {id: jugend, label: Jugendtreff}
  - {id: museum, label: Museum, broader: kultur}
-- content/orte/west.md --
---
title: West
---
-- content/orte/ost.md --
---
title: Ost
---
-- content/massnahmen/m.md --
---
title: Führung
house: kultur
goal: west
state: done
---
-- content/m.md --
---
title: M
query:
  - {type: measure, show: matrix, rows: house, columns: state}
  - {type: measure, show: matrix, rows: goal, columns: state}
---
",
    )
    .build()
    .and_nothing_else();
    let main = built.main("m.html");
    let tables: Vec<&str> = main.split("<table>").skip(1).collect();
    let rows = cells(tables[0]);
    let firsts: Vec<&str> = rows.iter().map(|row| row[0].as_str()).collect();
    assert_eq!(firsts, ["Haus", "Kultur", "Kultur", "Museum", "Jugendtreff"], "{rows:?}");
    assert_eq!(rows[2][2], "Führung", "a document that has the term of the group itself: {rows:?}");
    let parts: Vec<&str> = tables[0].split("<tbody>").skip(1).collect();
    assert!(
        parts.len() == 2 && parts[1].contains("Jugendtreff") && !parts[0].contains("Jugendtreff"),
        "{parts:?}"
    );
    let goals = cells(tables[1]);
    assert_eq!(goals[0], ["Ziel", "geplant", "fertig"]);
    assert!(goals.contains(&vec!["West".to_owned(), "Lücke".to_owned(), "Führung".to_owned()]), "{goals:?}");
    assert!(goals.iter().any(|row| row[0] == "Ost"), "a gap is shown: {goals:?}");
}

#[test]
fn lists_tell_the_values_of_all_facets() {
    let concept = |lines: &str| {
        format!(
            "---\ntitle: K\nsummary: S.\ntarget_group: eltern\nfield: familienbildung\nfunding_program: digitalpakt\n{lines}---\n"
        )
    };
    let built = Site::with_surroundings("")
        .file("content/konzepte/a.md", concept("setting: digital\n"))
        .file("content/konzepte/b.md", concept("setting: [digital, hybrid]\nproject: p\n"))
        .file("content/projekte/p.md", "---\ntitle: Probe\nsummary: S.\nfunding_program: digitalpakt\n---\n")
        .build()
        .and_nothing_else();
    let list = built.main("konzepte/index.html");
    let facet = |name: &str| {
        let at =
            list.find(&format!("<details data-field=\"{name}\"")).unwrap_or_else(|| panic!("{name}: {list}"));
        list[at..].split("</details>").next().unwrap_or_default().to_owned()
    };
    let setting = facet("setting");
    assert!(setting.contains("digital</span>") && setting.contains("class=\"count\">2"), "{setting}");
    assert!(!setting.contains("Präsenz"), "no document has it: {setting}");
    assert!(facet("project").contains("projekte/p.html\">Probe</a>"), "{}", facet("project"));
}

#[test]
fn an_entry_of_the_sites_own_gathers_documents_under_its_name() {
    let built = Site::new(
        "-- config.toml --
[types.page.own.offers]
label = \"Angebote in der Nähe\"
kind = \"query\"
-- content/a.md --
---
title: A
query: {type: place, show: list}
offers: {type: place, show: list}
---
-- content/orte/o.md --
---
title: Rathaus
---
",
    )
    .build()
    .and_nothing_else();
    let main = built.main("a.html");
    assert_eq!(main.matches("class=\"link-list\"").count(), 2, "{main}");
    assert_eq!(main.matches("<h2>Angebote in der Nähe</h2>").count(), 1, "{main}");
    assert!(!main.contains("Sammlung auf der Seite"), "{main}");
}
