//! Copies to take along: what is in them, what never is, and where their links lead.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use fundus::diagnostic::has_errors;
use fundus::export::{Copy, ExportError, Form};
use fundus::output::Content;
use fundus::path::OutputPath;
use fundus::pipeline::{self, Build};
use fundus::selection::{self, Unmet, Wish};

use crate::site::{Site, options};

/// What is in no copy, in no form.
const SECRETS: &[&str] = &["geheim-42", "intern-43", "entwurf-44"];

fn workshops() -> Site {
    Site::with_surroundings(
        "\
-- config.toml --
title = \"Testbestand\"
url = \"https://bestand.example.org/\"
-- content/index.md --
---
title: Testbestand
---
-- content/impressum.md --
---
title: Impressum
---
Wer wir sind.
-- content/konzepte/a.md --
---
title: Konzept A
summary: Das erste.
target_group: eltern
field: familienbildung
funding_program: digitalpakt
internal_note: Rufen Sie intern-43@example.org an.
---
Mehr in [B](b.md#weiter), zum [ASD](../glossar/asd.md) und in der [Liste der Projekte](../projekte/index.html).
-- content/konzepte/b.md --
---
title: Konzept B
summary: Das zweite.
target_group: jugendliche
field: jugendarbeit
funding_program: digitalpakt
---
## Weiter

Mehr nicht.
-- content/konzepte/c.md --
---
title: Konzept C entwurf-44
summary: Das dritte.
target_group: eltern
field: jugendarbeit
funding_program: digitalpakt
draft: true
---
-- content/projekte/p.md --
---
title: Projekt P
summary: Eines.
funding_program: digitalpakt
---
-- content/glossar/asd.md --
---
title: Allgemeiner Sozialer Dienst
abbr: ASD
definition: Der Dienst im Jugendamt.
---
-- content/glossar/anderes.md --
---
title: Anderes
definition: Kommt nirgends vor.
---
-- content/material/bogen.md --
---
title: Bogen
belongs_to: a
file: bogen.pdf
---
-- content/material/fremd.md --
---
title: Fremder Bogen
belongs_to: b
---
-- content/material/bogen.pdf --
PDF
-- content/veranstaltungen/werkstatt.md --
---
title: Werkstatt
summary: Ein Nachmittag.
start: 2027-03-11 14:00
end: 2027-03-11 17:00
online:
  provider: BigBlueButton
  join_url: https://video.example.org/geheim-42
series: reihe
---
Wir arbeiten mit [Konzept A](../konzepte/a.md).
-- content/sammlungen/reihe.md --
---
title: Reihe
item: [b]
---
",
    )
}

fn made(site: &Site, wish: &Wish) -> Result<Build, Unmet> {
    let is_whole = *wish == Wish::default();
    let prepared = pipeline::prepare(site.root(), &options())
        .replace(|site| if is_whole { Ok(selection::whole(site)) } else { selection::part(site, wish) })?;
    let build = prepared.finish(site.root());
    assert!(!has_errors(&build.problems), "{:?}", build.problems);
    Ok(build)
}

fn workshop() -> Wish {
    Wish { events: vec!["werkstatt".to_owned()], ..Wish::default() }
}

fn wish(conditions: &[&str]) -> Wish {
    Wish { conditions: conditions.iter().map(|one| (*one).to_owned()).collect(), ..Wish::default() }
}

fn paths(build: &Build) -> BTreeSet<String> {
    build.outputs.iter().map(|output| output.path.to_string()).collect()
}

fn page(build: &Build, path: &str) -> String {
    match &build.outputs.get(&OutputPath::new(path).unwrap()).unwrap().content {
        Content::Bytes(bytes) => String::from_utf8(bytes.to_vec()).unwrap(),
        Content::File { from, .. } => fs::read_to_string(from).unwrap(),
        Content::Promised(promise) => String::from_utf8(promise.make().unwrap()).unwrap(),
    }
}

fn write(build: &Build, form: Form, target: &Path) -> Result<(), ExportError> {
    Copy::new(&build.outputs, &build.site, "kopie").write(form, target, None, false).map(|_| ())
}

fn files(folder: &Path) -> Vec<std::path::PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { found.extend(files(&path)) } else { found.push(path) }
    }
    found
}

#[test]
fn a_workshop_comes_with_all_that_belongs_to_it_and_nothing_else() {
    let build = made(&workshops(), &workshop()).unwrap();
    let paths = paths(&build);
    for there in [
        "index.html",
        "veranstaltungen/werkstatt.html",
        "konzepte/a.html",
        "material/bogen.html",
        "material/bogen.pdf",
        "foerderprogramme/digitalpakt.html",
        "glossar/asd.html",
        "impressum.html",
        "suche.html",
        "vokabulare/zielgruppen/eltern.html",
    ] {
        assert!(paths.contains(there), "{there} in {paths:?}");
    }
    for absent in [
        "konzepte/b.html",
        "material/fremd.html",
        "projekte/p.html",
        "glossar/anderes.html",
        "vokabulare/zielgruppen/jugendliche.html",
        "feed.xml",
        "sitemap.xml",
        "404.html",
    ] {
        assert!(!paths.contains(absent), "{absent} in {paths:?}");
    }
    let start = page(&build, "index.html");
    for shown in [
        "<h1>Werkstatt</h1>",
        "Donnerstag, 11. März 2027, 14:00–17:00 Uhr",
        "Offline-Stand 22. November 2026",
    ] {
        assert!(start.contains(shown), "{shown} in {start}");
    }
    assert!(page(&build, "konzepte/a.html").contains("Gefördert im Digitalpakt."));
}

#[test]
fn a_copy_is_searched_in_the_languages_of_what_is_in_it() {
    let site = workshops().file("content/konzepte/b.uk.md", "---\ntitle: Б\nsummary: С.\n---\n");
    let finders = |condition: &str| -> Vec<String> {
        let paths = paths(&made(&site, &wish(&[condition])).unwrap());
        paths.into_iter().filter(|path| path.starts_with("suche")).collect()
    };
    assert_eq!(finders("target_group=eltern"), ["suche.html"]);
    assert_eq!(finders("target_group=jugendliche"), ["suche.html", "suche.uk.html"]);
}

#[test]
fn a_link_that_leaves_the_copy_shows_where_to() {
    let build = made(&workshops(), &workshop()).unwrap();
    let concept = page(&build, "konzepte/a.html");
    for shown in [
        "<a class=\"external online\" rel=\"external\" href=\"https://bestand.example.org/konzepte/b.html#weiter\">B</a>",
        "<a class=\"external online\" rel=\"external\" href=\"https://bestand.example.org/projekte/\">Liste der Projekte</a>",
        "<svg class=\"qr\"",
        ">https://bestand.example.org/konzepte/b.html</small>",
    ] {
        assert!(concept.contains(shown), "{shown} in {concept}");
    }
    assert!(concept.contains("<a href=\"../glossar/asd.html\""), "what is there needs no network: {concept}");
    // The series stays behind; the fact box names it all the same.
    assert!(
        page(&build, "veranstaltungen/werkstatt.html")
            .contains("href=\"https://bestand.example.org/sammlungen/reihe.html\"")
    );
}

#[test]
fn every_other_link_leads_to_a_file_of_the_copy() {
    for wish in [workshop(), wish(&["zielgruppe=Eltern"]), Wish::default()] {
        let build = made(&workshops(), &wish).unwrap();
        let known = paths(&build);
        let mut checked = 0;
        for output in build.outputs.iter().filter(|output| output.path.extension() == "html") {
            let html = page(&build, output.path.as_str());
            for link in html
                .split([' ', '\n'])
                .filter_map(|word| word.strip_prefix("href=\"").or_else(|| word.strip_prefix("src=\"")))
            {
                let link = link.split('"').next().unwrap().split(['#', '?']).next().unwrap();
                if link.is_empty() || link.contains(':') {
                    continue;
                }
                let target = output.path.resolve(link).unwrap();
                assert!(known.contains(target.as_str()), "{link} in {}", output.path);
                checked += 1;
            }
        }
        assert!(checked > 100, "{checked}");
    }
}

#[test]
fn nothing_private_is_in_any_copy() {
    let site = workshops();
    let folder = tempfile::TempDir::new().unwrap();
    for (number, wish) in [Wish::default(), workshop(), wish(&["typ=Konzepte"])].iter().enumerate() {
        let place = folder.path().join(number.to_string());
        write(&made(&site, wish).unwrap(), Form::Folder, &place).unwrap();
        write(&made(&site, wish).unwrap(), Form::Single, &place.join("eins.html")).unwrap();
        // A ZIP file hides its texts, so what goes into it is searched: the folder above.
        let mut searched = 0;
        for file in files(&place) {
            let bytes = fs::read(&file).unwrap();
            searched += 1;
            for secret in SECRETS {
                let found =
                    bytes.windows(secret.len()).any(|part| part.eq_ignore_ascii_case(secret.as_bytes()));
                assert!(!found, "{secret} in {}", file.display());
            }
        }
        assert!(searched > 20);
    }
}

#[test]
fn secrets_are_where_the_test_would_find_them() {
    // The test above could not fail if the texts were never read.
    let text = fs::read_to_string(workshops().root().join("content/konzepte/a.md")).unwrap();
    assert!(text.contains(SECRETS[1]));
    let public = Site::with_surroundings(
        "-- content/veranstaltungen/x.md --\n---\ntitle: X\nsummary: X.\nstart: 2027-03-11 14:00\nonline: {join_url: \"https://video.example.org/offen-45\", public: true}\n---\n",
    );
    let build = made(&public, &Wish::default()).unwrap();
    assert!(page(&build, "veranstaltungen/x.html").contains("https://video.example.org/offen-45"));
}

#[test]
fn one_file_holds_every_page_and_place_that_it_links_to() {
    let site = workshops();
    let file = site.root().join("eins.html");
    write(&made(&site, &workshop()).unwrap(), Form::Single, &file).unwrap();
    let html = fs::read_to_string(file).unwrap();
    let ids: BTreeSet<&str> =
        html.split(" id=\"").skip(1).map(|rest| rest.split('"').next().unwrap()).collect();
    let mut checked = 0;
    for link in html.split(" href=\"").skip(1).map(|rest| rest.split('"').next().unwrap()) {
        if let Some(id) = link.strip_prefix('#').filter(|id| *id != "_content") {
            assert!(ids.contains(id), "{id} of {ids:?}");
            checked += 1;
        } else {
            let is_elsewhere =
                ["https:", "data:", "mailto:", "#_content"].iter().any(|start| link.starts_with(start));
            assert!(is_elsewhere, "{link}");
        }
    }
    assert!(checked > 50, "{checked}");
    assert!(!html.contains("src=\"../") && !html.contains("<link rel=\"stylesheet\""));
}

#[test]
fn checksums_are_those_of_the_files() {
    use sha2::{Digest as _, Sha256};
    let site = workshops();
    let place = site.root().join("kopie");
    write(&made(&site, &workshop()).unwrap(), Form::Folder, &place).unwrap();
    let sums = fs::read_to_string(place.join("pruefsummen.txt")).unwrap();
    let mut checked = 0;
    for line in sums.lines() {
        let (sum, path) = line.split_once("  ").unwrap();
        let hex: String = Sha256::digest(fs::read(place.join(path)).unwrap())
            .iter()
            .map(|byte| format!("{byte:02x}"))
            .collect();
        assert_eq!(hex, sum, "{path}");
        checked += 1;
    }
    let own = files(&place).iter().filter(|file| !file.to_string_lossy().contains(".fundus")).count();
    assert_eq!(checked + 1, own, "all but the list itself");
    assert!(fs::read_to_string(place.join("LIESMICH.txt")).unwrap().contains("Auswahl: Werkstatt\r\n"));
}

#[test]
fn conditions_mean_what_people_write() {
    let site = Site::new(
        "\
-- config.toml --
title = \"T\"
[types.course]
label = \"Kurs\"
folders = [\"kurse\"]
own = { read_aloud = { kind = \"bool\" }, seats = { kind = \"number\" }, time = { kind = \"period\" }, note = { kind = \"markdown\" }, room = { kind = \"text\" }, day = { kind = \"datetime\" } }
-- content/kurse/a.md --
---
title: A
read_aloud: ja
seats: 2,5
time: 2025-11 bis 2026-02
room: Großer Saal
note: Mehr
day: 2026-10-05 14:00
---
-- content/kurse/b.md --
---
title: B
read_aloud: nein
seats: 1.600
time: ab 2026-03
room: Küche
day: 2026-10-05
---
",
    );
    let found = |condition: &str| -> Vec<String> {
        let built =
            paths(&made(&site, &wish(&[condition])).unwrap_or_else(|unmet| {
                panic!("{condition}: {}", unmet.message(fundus::lang::MessageLang::De))
            }));
        let courses = built.iter().filter_map(|path| path.strip_prefix("kurse/")?.strip_suffix(".html"));
        courses.filter(|name| *name != "index").map(str::to_owned).collect()
    };
    for (condition, courses) in [
        ("read_aloud=ja", &["a"][..]),
        ("read_aloud=Nein", &["b"]),
        ("read_aloud=true,no", &["a", "b"]),
        ("seats=2.5", &["a"]),
        ("seats=1600", &["b"]),
        ("time=2025", &["a"]),
        ("time=2026", &["a", "b"]),
        ("time=2026-02", &["a"]),
        ("time=ab 2027", &["b"]),
        ("day=5.10.2026", &["a", "b"]),
        ("day=2026-10", &["a", "b"]),
        ("room=grosser saal", &["a"]),
    ] {
        assert_eq!(found(condition), courses, "{condition}");
    }
    for (condition, said, near) in [
        ("read_aloud=vielleicht", "gibt es bei `read_aloud` nicht", "ja"),
        ("seats=viele", "`viele` ist keine", ""),
        ("time=bald", "So sieht eine aus: time=2026", ""),
        ("day=morgen", "So sieht eine aus: day=2026", ""),
        ("note=Mehr", "Nach `note` lässt sich nicht auswählen", ""),
        ("room=Küch", "gibt es bei `room` nicht", "Küche"),
    ] {
        let unmet = made(&site, &wish(&[condition])).unwrap_err();
        let message = unmet.message(fundus::lang::MessageLang::De);
        assert!(message.contains(said) && message.contains(near), "{condition}: {message}");
        assert!(!unmet.message(fundus::lang::MessageLang::En).contains('ä'), "{condition}");
    }
    assert!(matches!(made(&site, &wish(&["time=2024"])), Err(Unmet::Empty(1))));
}

#[test]
fn conditions_narrow_and_unknown_names_lead_to_the_nearest() {
    let site = workshops();
    let concepts = |wish: &Wish| {
        let build = made(&site, wish).unwrap();
        paths(&build)
            .into_iter()
            .filter(|path| path.starts_with("konzepte/") && !path.ends_with("index.html"))
            .collect::<Vec<_>>()
    };
    assert_eq!(concepts(&wish(&["zielgruppe=eltern,jugendliche"])), ["konzepte/a.html", "konzepte/b.html"]);
    assert_eq!(concepts(&wish(&["zielgruppe=eltern", "field=Familienbildung"])), ["konzepte/a.html"]);
    let reihe = Wish { collections: vec!["reihe".to_owned()], ..Wish::default() };
    assert_eq!(concepts(&reihe), ["konzepte/b.html"], "and its events, not what those lead to");
    assert!(paths(&made(&site, &reihe).unwrap()).contains("veranstaltungen/werkstatt.html"));

    let near = |wish: &Wish| match made(&site, wish) {
        Err(Unmet::Unknown { near, .. }) => near,
        other => panic!("{:?}", other.map(|build| paths(&build))),
    };
    assert_eq!(near(&wish(&["zielgruppe=elter"])), ["eltern"]);
    assert_eq!(near(&wish(&["zielgrupe=eltern"])), ["zielgruppe", "zielgruppen"]);
    assert_eq!(near(&wish(&["schlagwort=eltern"])), ["tags"], "by what it is called");
    assert_eq!(near(&wish(&["Status=abgesagt"])), ["event_status"], "exactly what it is called");
    assert_eq!(near(&wish(&["typ=konzpt"])), ["konzept"], "in the words of who types");
    assert_eq!(near(&Wish { collections: vec!["reih".to_owned()], ..Wish::default() }), ["reihe"]);
    assert_eq!(near(&Wish { events: vec!["statt".to_owned()], ..Wish::default() }), ["werkstatt"], "a part");
    assert!(matches!(made(&site, &wish(&["typ=news"])), Err(Unmet::Empty(1))));
    assert!(matches!(made(&site, &wish(&["zielgruppe= ,"])), Err(Unmet::Malformed(_))), "no value");
    assert!(matches!(made(&site, &wish(&["eltern"])), Err(Unmet::Malformed(_))));
}

#[test]
fn of_documents_with_one_name_the_folder_tells_which() {
    let event = |day: &str| format!("---\ntitle: Auftakt\nsummary: S.\nstart: {day} 10:00\n---\n");
    let site = workshops()
        .file("content/veranstaltungen/2025/auftakt.md", event("2025-05-01"))
        .file("content/veranstaltungen/2026/auftakt.md", event("2026-05-01"));
    let events = |name: &str| Wish { events: vec![name.to_owned()], ..Wish::default() };
    for name in ["2026/auftakt", "veranstaltungen/2026/Auftakt.md", "content/veranstaltungen/2026/auftakt"] {
        let paths = paths(&made(&site, &events(name)).unwrap());
        assert!(paths.contains("veranstaltungen/2026/auftakt.html"), "{name}: {paths:?}");
        assert!(!paths.contains("veranstaltungen/2025/auftakt.html"), "{name}");
    }
    let unmet = made(&site, &events("auftakt")).unwrap_err();
    let de = "`auftakt` heißt mehr als ein Dokument.\nSchreiben Sie den Ordner dazu: `veranstaltungen/2025/auftakt` oder `veranstaltungen/2026/auftakt`.";
    assert_eq!(unmet.message(fundus::lang::MessageLang::De), de);
    assert!(matches!(made(&site, &events("2027/auftakt")), Err(Unmet::Unknown { .. })));
}

#[test]
fn a_list_of_checksums_of_the_sites_own_stays_and_is_counted_once() {
    let site = workshops();
    fs::write(site.root().join("content/pruefsummen.txt"), "von Hand\n").unwrap();
    let build = made(&site, &Wish::default()).unwrap();
    let copy = Copy::new(&build.outputs, &build.site, "kopie");
    let (folder, zip) = (site.root().join("kopie"), site.root().join("kopie.zip"));
    let in_folder = copy.write(Form::Folder, &folder, None, false).unwrap();
    let in_zip = copy.write(Form::Zip, &zip, None, false).unwrap();
    assert_eq!(in_folder.files, in_zip.files);
    let own = files(&folder).iter().filter(|file| !file.to_string_lossy().contains(".fundus")).count();
    assert_eq!(in_folder.files, own);
    assert_eq!(fs::read_to_string(folder.join("pruefsummen.txt")).unwrap(), "von Hand\n");
}

#[test]
fn a_film_that_is_too_large_for_one_file_is_not_read() {
    let site = workshops();
    // Nothing is in it, and nobody could hold it in memory.
    let film = fs::File::create(site.root().join("content/material/bogen.pdf")).unwrap();
    film.set_len(1 << 40).unwrap();
    let build = made(&site, &workshop()).unwrap();
    let copy = Copy::new(&build.outputs, &build.site, "kopie");
    match copy.write(Form::Single, &site.root().join("eins.html"), Some(20_000_000), false) {
        Err(ExportError::TooLarge { packed, .. }) => {
            let (left_out, rest) = packed.without(20_000_000);
            assert_eq!((left_out.len(), left_out[0].0.as_str()), (1, "material/bogen.pdf"));
            assert!(rest < 20_000_000 && left_out[0].1 > 4 << 38, "{rest}");
        }
        wrong => panic!("{wrong:?}"),
    }
}

#[test]
fn what_to_leave_out_are_the_largest_enclosed_files() {
    let site = workshops();
    fs::write(site.root().join("content/material/bogen.pdf"), vec![7; 100_000]).unwrap();
    let build = made(&site, &workshop()).unwrap();
    let copy = Copy::new(&build.outputs, &build.site, "kopie");
    let file = site.root().join("kopie.zip");
    let too_large = |limit| match copy.write(Form::Zip, &file, Some(limit), false) {
        Err(ExportError::TooLarge { packed, .. }) => packed,
        other => panic!("{other:?}"),
    };
    let all = too_large(1).bytes;
    let packed = too_large(all - 1);
    let (files, rest) = packed.without(all - 1);
    let files: Vec<_> = files.iter().map(|(path, bytes)| (path.as_str(), *bytes)).collect();
    assert_eq!(files, [("material/bogen.pdf", 100_000)], "pages and styles cannot be left out");
    assert_eq!(rest, all - 100_000);
    assert!(packed.without(1000).1 > 1000, "that is not enough");
    assert!(packed.largest(2)[1].1 < 40_000, "packed, a style sheet takes less than on the disk");
}

#[test]
fn one_file_tells_what_each_takes_of_it() {
    let site = workshops();
    fs::write(site.root().join("content/material/bogen.pdf"), vec![7; 90_000]).unwrap();
    let build = made(&site, &workshop()).unwrap();
    let copy = Copy::new(&build.outputs, &build.site, "kopie");
    let file = site.root().join("eins.html");
    let packed = copy.write(Form::Single, &file, None, false).unwrap();
    let (name, bytes) = packed.largest(1)[0];
    // In base 64, three bytes are four letters.
    assert_eq!(
        (name.as_str(), bytes),
        ("material/bogen.pdf", 120_000 + "data:application/pdf;base64,".len() as u64)
    );
    let html = fs::read_to_string(&file).unwrap();
    assert_eq!(html.matches("application/pdf").count(), 1, "however many links lead to it");
    assert!(html.matches("data-name=\"bogen.pdf\"").count() > 0);
    let told: u64 = packed.folders().iter().map(|(_, bytes)| bytes).sum();
    assert!(told <= packed.bytes && told * 10 > packed.bytes * 9, "{told} of {}", packed.bytes);
    let (left_out, rest) = packed.without(packed.bytes - 1);
    assert_eq!((left_out.len(), rest), (1, packed.bytes - bytes));
}

#[test]
fn what_exists_stays_and_what_is_too_large_is_not_written() {
    let site = workshops();
    let file = site.root().join("kopie.zip");
    write(&made(&site, &workshop()).unwrap(), Form::Zip, &file).unwrap();
    let first = fs::read(&file).unwrap();
    let again = write(&made(&site, &Wish::default()).unwrap(), Form::Zip, &file);
    assert!(matches!(again, Err(ExportError::Exists(_))), "{again:?}");
    assert_eq!(fs::read(&file).unwrap(), first);

    let build = made(&site, &workshop()).unwrap();
    let copy = Copy::new(&build.outputs, &build.site, "kopie");
    let other = site.root().join("andere.zip");
    match copy.write(Form::Zip, &other, Some(1000), false) {
        Err(ExportError::TooLarge { packed, .. }) => {
            assert_eq!(packed.bytes, first.len() as u64, "the same site makes the same archive");
            assert_eq!(packed.largest(10).len(), 10);
        }
        wrong => panic!("{wrong:?}"),
    }
    let left: Vec<_> = fs::read_dir(site.root()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert!(!left.iter().any(|name| name.to_string_lossy().contains("andere")), "{left:?}");
    copy.write(Form::Zip, &file, None, true).unwrap();
}

#[test]
fn a_query_asks_for_the_same_in_a_copy() {
    let concept = |group: &str, rest: &str| {
        format!(
            "---\ntitle: Für {group}\nsummary: S.\ntarget_group: {group}\nfield: jugendarbeit\nfunding_program: digitalpakt\n{rest}---\n"
        )
    };
    let queries = "query:\n  - {title: Die Jugend, where: {target_group: jugendliche}}\n  - {title: Aus Jena, about: jena, type: concept}\n\
                   experience: Siehe [alle Orte](../orte/index.md).\n";
    let site = Site::with_surroundings("-- config.toml --\ntitle = \"T\"\nurl = \"https://a.example/\"\n")
        .file("content/index.md", "---\ntitle: Start\n---\n")
        .file("content/orte/jena.md", "---\ntitle: Jena\nsummary: S.\n---\n")
        .file("content/orte/index.md", "---\ntitle: Orte\n---\n")
        .file("content/konzepte/a.md", concept("eltern", queries))
        .file("content/konzepte/b.md", concept("eltern", ""))
        .file("content/konzepte/c.md", concept("jugendliche", "related: [jena]\n"));
    let whole = site.build().main("konzepte/a.html");
    assert_eq!(
        (whole.matches("Die Jugend").count(), whole.matches("Für jugendliche").count() > 1),
        (1, true)
    );
    let copy = made(&site, &wish(&["target_group=eltern"])).unwrap();
    let page = page(&copy, "konzepte/a.html");
    let gathered = page.split_once("<h2>Die Jugend</h2>").unwrap().1.split_once("<footer").unwrap().0;
    assert!(
        !gathered.split_once("class=\"related").unwrap().0.contains("b.html"),
        "nothing of it is here: {gathered}"
    );
    assert!(page.contains(">alle Orte</a>") && !page.contains("\"></a>"), "{page}");
}

#[test]
fn own_files_of_any_name_are_in_the_one_file() {
    let site = Site::with_surroundings("-- config.toml --\nlang = \"de\"\n")
        .file("content/index.md", "---\ntitle: Konzeptarchiv\n---\n")
        .file(
            "content/konzepte/a.md",
            "---\ntitle: A\nsummary: S.\ntarget_group: eltern\nfield: jugendarbeit\nfunding_program: digitalpakt\n---\n\
             [Rechner](rechner.html) und [Bogen](it's.pdf)\n",
        )
        .file("content/konzepte/rechner.html", "<!doctype html><title>Rechner</title>")
        .file("content/konzepte/it's.pdf", "%PDF-1.4\n");
    let file = site.root().join("eins.html");
    write(&made(&site, &wish(&["target_group=eltern"])).unwrap(), Form::Single, &file).unwrap();
    let html = fs::read_to_string(file).unwrap();
    assert!(html.contains("download=\"rechner.html\""), "to be kept and opened");
    assert!(html.contains("<a href=\"data:application/pdf;base64") && !html.contains("#rechner.html"));
    assert!(html.contains("Konzeptarchiv</title>"), "the name that the home page gives, which stays behind");
}
