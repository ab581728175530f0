//! What other systems read of a site: descriptions of its documents in their pages, a sitemap of what may be reused, and
//! its vocabularies.

use std::path::Path;

use serde_json::{Value, json};

use crate::amb::Profile;
use crate::site::{Built, Site};

const START: &str = "<script type=\"application/ld+json\">";
const URL: &str =
    "-- config.toml --\ntitle = \"Ein Test\"\nurl = \"https://a.example/\"\nlicense = \"cc-by\"\n";

/// The description in a page, if there is one.
fn described(page: &str) -> Option<Value> {
    let (head, rest) = page.split_once("</head>")?;
    assert!(!rest.contains(START), "in the head");
    let mut scripts = head.split(START).skip(1);
    let script = scripts.next()?.split("</script>").next().unwrap();
    assert!(scripts.next().is_none(), "one for each page");
    Some(serde_json::from_str(script).unwrap())
}

fn is_amb(description: &Value) -> bool {
    description["@context"][0] == "https://w3id.org/kim/amb/context.jsonld"
}

/// The description of a page.
#[track_caller]
fn description(built: &Built, page: &str) -> Value {
    described(&built.page(page)).unwrap()
}

/// Whether a value, or one in it, is empty or nothing.
fn has_nothing(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::String(text) => text.is_empty(),
        Value::Array(items) => items.is_empty() || items.iter().any(has_nothing),
        Value::Object(members) => members.is_empty() || members.values().any(has_nothing),
        Value::Bool(_) | Value::Number(_) => false,
    }
}

#[test]
fn every_learning_resource_of_the_demonstration_keeps_to_the_profile() {
    let built = Built::of(Path::new(env!("CARGO_MANIFEST_DIR")));
    let profile = Profile::read();
    let (mut resources, mut others) = (0, 0);
    for path in built.paths().filter(|path| path.ends_with(".html")).map(str::to_owned).collect::<Vec<_>>() {
        let page = built.page(&path);
        let Some(description) = described(&page) else { continue };
        assert!(!has_nothing(&description), "{path}: {description}");
        if is_amb(&description) {
            assert_eq!(profile.faults(&description), Vec::<String>::new(), "{path}: {description}");
            let canonical =
                format!("<link rel=\"canonical\" href=\"{}\">", description["id"].as_str().unwrap());
            assert!(page.contains(&canonical), "{path}: {canonical}");
            resources += 1;
        } else {
            assert_eq!(description["@context"], "https://schema.org", "{path}");
            assert!(description["@type"].is_string() && description["name"].is_string(), "{path}");
            others += 1;
            if path == "index.html" {
                assert_eq!(
                    (&description["@type"], &description["name"]),
                    (&json!("WebSite"), &json!("fundus"))
                );
            }
        }
        let is_resource = ["konzepte/", "material/"].iter().any(|folder| path.starts_with(folder));
        assert_eq!(is_amb(&description), is_resource, "{path}");
    }
    assert!(resources > 20 && others > 40, "{resources} {others}");
}

/// A concept that says much, in a site with what it leads to.
fn rich() -> Site {
    Site::with_surroundings(URL).sections(
        "\
-- content/vokabulare/digcomp.yaml --
id: competence
terms:
  - {id: '2.1', label: Interagieren, uri: 'http://data.europa.eu/esco/skill/2.1'}
  - {id: '2.2', label: Teilen}
-- content/vokabulare/handlungsfelder.yaml --
id: field
terms:
  - {id: familienbildung, label: Familienbildung}
  - {id: ethik, label: Ethik, uri: 'http://w3id.org/kim/schulfaecher/s1008'}
  - {id: jugendarbeit, label: Jugendarbeit, uri: 'https://d-nb.info/gnd/4028902-2'}
-- content/projekte/p.md --
---
title: Das Projekt
summary: S.
funding_program: digitalpakt
carrier: [stadt, Ein Verein]
---
-- content/organisationen/stadt.md --
---
title: Die Stadt
identifier: https://ror.org/012345678
url: https://stadt.example/
---
-- content/sammlungen/pfad.md --
---
title: Ein Pfad
summary: S.
item: [a]
---
-- content/material/bogen.md --
---
title: Der Bogen
summary: S.
kind: checkliste
belongs_to: a
file: bogen.pdf
---
-- content/material/bogen.pdf --
%PDF
-- content/material/lose.md --
---
title: Lose
summary: S.
---
-- content/konzepte/vorbild.md --
---
title: Vorbild
summary: S.
target_group: eltern
field: familienbildung
funding_program: digitalpakt
license: restricted
date: 2025-12
---
-- content/konzepte/a.md --
---
title: Beratung \"per\" Video </script>
summary: Eine Methode.
target_group: [eltern, fachkraefte]
field: [familienbildung, ethik, jugendarbeit]
project: p
tags: [Video, Eltern]
author: Bildungsbüro
license: cc-by-sa
date: 2026-03-14
updated: 2026-04-01
competence: ['2.1', '2.2']
based_on: vorbild
internal_note: Geheim.
---
",
    )
}

#[test]
fn a_concept_is_described_by_all_that_it_says() {
    let built = rich().build().despite_errors();
    let expected = json!({
        "@context": ["https://w3id.org/kim/amb/context.jsonld", { "@language": "de" }],
        "id": "https://a.example/konzepte/a.html",
        "type": ["LearningResource"],
        "name": "Beratung \"per\" Video </script>",
        "description": "Eine Methode.",
        "inLanguage": ["de"],
        "keywords": ["Video", "Eltern", "Familienbildung", "Ethik", "Jugendarbeit", "Fachkräfte"],
        "about": [
            { "id": "http://w3id.org/kim/schulfaecher/s1008", "type": "Concept", "prefLabel": { "de": "Ethik" } },
            { "id": "https://d-nb.info/gnd/4028902-2", "type": "Concept", "prefLabel": { "de": "Jugendarbeit" } },
        ],
        "learningResourceType": [{
            "id": "http://w3id.org/openeduhub/vocabs/new_lrt/477115fd-5042-4174-ac39-7c05f8a24766",
            "type": "Concept",
            "prefLabel": { "de": "Pädagogische Methode, Konzept" },
        }],
        "audience": [{
            "id": "http://purl.org/dcx/lrmi-vocabs/educationalAudienceRole/professional",
            "type": "Concept",
            "prefLabel": { "en": "professional" },
        }],
        "teaches": [
            { "id": "http://data.europa.eu/esco/skill/2.1", "type": "Concept", "prefLabel": { "de": "Interagieren" } },
            { "id": "https://a.example/vokabulare/digcomp/2-2.html", "type": "Concept", "prefLabel": { "de": "Teilen" } },
        ],
        "license": { "id": "https://creativecommons.org/licenses/by-sa/4.0/" },
        "isAccessibleForFree": true,
        "conditionsOfAccess": { "id": "http://w3id.org/kim/conditionsOfAccess/no_login", "type": "Concept" },
        "creator": [{ "type": "Organization", "name": "Bildungsbüro" }],
        "contributor": [
            { "type": "Organization", "id": "https://ror.org/012345678", "name": "Die Stadt" },
            { "type": "Organization", "name": "Ein Verein" },
        ],
        "publisher": [{ "type": "Organization", "id": "https://a.example/", "name": "Ein Test" }],
        "funder": [{
            "type": "FundingScheme",
            "id": "https://a.example/foerderprogramme/digitalpakt.html",
            "name": "Digitalpakt",
        }],
        "producer": [{ "type": "Project", "id": "https://a.example/projekte/p.html", "name": "Das Projekt" }],
        "datePublished": "2026-03-14",
        "dateModified": "2026-04-01",
        "image": "https://a.example/theme/social/konzepte/a.png",
        "isBasedOn": [{ "id": "https://a.example/konzepte/vorbild.html", "type": ["LearningResource"], "name": "Vorbild" }],
        "isPartOf": [{ "id": "https://a.example/sammlungen/pfad.html", "name": "Ein Pfad" }],
        "hasPart": [{ "id": "https://a.example/material/bogen.html", "type": ["LearningResource"], "name": "Der Bogen" }],
        "mainEntityOfPage": [{
            "id": "https://a.example/konzepte/a.html",
            "type": "WebContent",
            "provider": { "id": "https://a.example/", "type": "Service", "name": "Ein Test" },
            "dateModified": "2026-04-01",
        }],
    });
    let is = description(&built, "konzepte/a.html");
    assert_eq!(serde_json::to_string_pretty(&is).unwrap(), serde_json::to_string_pretty(&expected).unwrap());
    assert_eq!(Profile::read().faults(&is), Vec::<String>::new());
}

#[test]
fn material_is_described_with_its_files_and_what_it_belongs_to() {
    let built = rich().build().despite_errors();
    let sheet = description(&built, "material/bogen.html");
    assert_eq!(
        sheet["encoding"],
        json!([{
            "type": "MediaObject",
            "contentUrl": "https://a.example/material/bogen.pdf",
            "encodingFormat": "application/pdf",
            "contentSize": "5",
        }])
    );
    assert_eq!(sheet["isPartOf"][0]["id"], "https://a.example/konzepte/a.html");
    assert_eq!(sheet["learningResourceType"][0]["prefLabel"]["de"], "Checkliste");
    assert_eq!(sheet["creator"], sheet["publisher"], "where nobody is named, the site has made it");
    let loose = description(&built, "material/lose.html");
    assert_eq!(loose["learningResourceType"][0]["id"], "https://w3id.org/kim/hcrt/worksheet");
    assert_eq!(loose["about"][0]["id"], "https://w3id.org/kim/hochschulfaechersystematik/n208");
    assert_eq!(loose["license"]["id"], "https://creativecommons.org/licenses/by/4.0/", "that of the site");
    let older = description(&built, "konzepte/vorbild.html");
    assert!(older.get("license").is_none(), "no open one");
    assert!(older.get("datePublished").is_none(), "a month is no day");
}

#[test]
fn leichte_sprache_is_german_with_a_keyword() {
    let built = Site::body("Text.\n")
        .sections(URL)
        .file(
            "content/konzepte/a.de-simple.md",
            "---\ntitle: Ein Konzept in Leichter Sprache\nsummary: Kurz.\n---\n",
        )
        .file("content/konzepte/a.kmr.md", "---\ntitle: Konsept\nsummary: Kurt.\n---\n")
        .build();
    let simple = description(&built, "konzepte/a.de-simple.html");
    assert_eq!(simple["inLanguage"], json!(["de"]));
    assert_eq!(simple["@context"][1]["@language"], "de");
    assert!(simple["keywords"].as_array().unwrap().contains(&json!("Leichte Sprache")));
    assert_eq!(simple["translationOfWork"]["id"], "https://a.example/konzepte/a.html");
    assert_eq!(description(&built, "konzepte/a.kmr.html")["inLanguage"], json!(["ku"]));
    for page in ["konzepte/a.html", "konzepte/a.de-simple.html", "konzepte/a.kmr.html"] {
        assert_eq!(Profile::read().faults(&description(&built, page)), Vec::<String>::new(), "{page}");
    }
}

#[test]
fn a_site_maps_types_and_fields_of_its_own() {
    let built = Site::new(
        "\
-- config.toml --
title = \"Ein Test\"
url = \"https://a.example/\"
[types.course]
label = \"Kurs\"
folders = [\"kurse\"]
schema = \"Course\"
fields = [\"field\", \"length\", \"form\", \"secret\"]
[types.course.own.length]
kind = \"text\"
schema = \"duration\"
[types.course.own.form]
kind = \"choice\"
schema = \"interactivityType\"
choices = { selbst = \"selbst\", gefuehrt = \"geführt\" }
schema_values = { selbst = \"http://purl.org/dcx/lrmi-vocabs/interactivityType/active\" }
[types.course.own.secret]
kind = \"text\"
schema = \"timeRequired\"
hidden = true
[fields.field]
schema_default = \"https://w3id.org/kim/hochschulfaechersystematik/n052\"
-- content/kurse/a.md --
---
title: A
length: PT90M
form: selbst
secret: Kanarienvogel
---
-- content/kurse/b.md --
---
title: B
length: 90 Minuten
form: geführt
---
",
    )
    .build();
    let [a, b] = ["kurse/a.html", "kurse/b.html"].map(|page| description(&built, page));
    assert_eq!(a["type"], json!(["LearningResource", "Course"]));
    assert_eq!(a["duration"], "PT90M");
    assert_eq!(a["interactivityType"]["id"], "http://purl.org/dcx/lrmi-vocabs/interactivityType/active");
    assert_eq!(a["about"][0]["id"], "https://w3id.org/kim/hochschulfaechersystematik/n052");
    assert!(!a.to_string().contains("Kanarienvogel"), "{a}");
    assert!(b.get("duration").is_none() && b.get("interactivityType").is_none(), "{b}");
    for description in [a, b] {
        assert_eq!(Profile::read().faults(&description), Vec::<String>::new());
    }
}

#[test]
fn a_meaning_is_given_to_choices_that_there_are() {
    Site::new("-- config.toml --\n[fields.license.schema_values]\ncc-bye = \"https://a.example/\"\n-- content/index.md --\n---\ntitle: A\n---\n")
        .build()
        .says("config.toml:2:1: error[config-unknown-name]", "cc-by", "cc-by");
}

#[test]
fn without_an_address_a_concept_is_described_without_addresses() {
    let built = Site::body("Text.\n").build();
    let is = description(&built, "konzepte/a.html");
    assert_eq!((&is["@context"], &is["@type"]), (&json!("https://schema.org"), &json!("LearningResource")));
    assert!(!is.to_string().contains("konzepte/"), "{is}");
    assert!(!built.paths().any(|path| path.ends_with(".ttl") || path.contains("oer-")), "no SKOS either");
}

#[test]
fn events_series_news_projects_and_terms_are_described_by_schema_org() {
    let built = Site::with_surroundings(URL)
        .sections(
            "\
-- content/sammlungen/reihe.md --
---
title: Die Reihe
summary: S.
kind: reihe
---
-- content/veranstaltungen/a.md --
---
title: Der Abend
summary: S.
start: 2027-03-10 19:00
end: 2027-03-10 21:00
series: reihe
place: Rathaus
capacity: 30
online: {provider: BigBlueButton, join_url: 'https://bbb.example/geheim', public: false}
registration: {url: 'https://a.example/anmeldung', deadline: 2027-03-01}
---
-- content/meldungen/m.md --
---
title: Eine Meldung
summary: S.
date: 2026-01-05
archived_on: 2026-02-01
correction: {date: 2026-01-06, text: Es waren zwölf.}
---
-- content/projekte/p.md --
---
title: Das Projekt
summary: S.
funding_program: digitalpakt
period: 2021-07 bis 2022-12
place: Weinheim
partner: {organisation: Ein Verein, role: berät}
---
-- content/glossar/asd.md --
---
title: Allgemeiner Sozialer Dienst
abbr: ASD
variant: [Sozialdienst]
definition: Ein Amt.
---
",
        )
        .build()
        .despite_errors();
    let event = description(&built, "veranstaltungen/a.html");
    assert_eq!(
        event["location"],
        json!([
            { "@type": "Place", "name": "Rathaus" },
            { "@type": "VirtualLocation", "url": "https://a.example/veranstaltungen/a.html" },
        ]),
        "a join link that is not public is nowhere"
    );
    assert_eq!(event["eventAttendanceMode"], "https://schema.org/MixedEventAttendanceMode");
    assert_eq!(event["eventStatus"], "https://schema.org/EventScheduled");
    assert_eq!(event["startDate"], "2027-03-10T19:00:00+01:00");
    assert_eq!(event["superEvent"]["@type"], "EventSeries");
    assert_eq!(event["organizer"]["name"], "Ein Test");
    assert_eq!(event["maximumAttendeeCapacity"], 30);
    assert_eq!(event["offers"]["availabilityEnds"], "2027-03-01");
    let series = description(&built, "sammlungen/reihe.html");
    assert_eq!(
        (&series["@type"], &series["subEvent"][0]["name"]),
        (&json!("EventSeries"), &json!("Der Abend"))
    );
    let news = description(&built, "meldungen/m.html");
    assert_eq!(news["archivedAt"], "https://a.example/meldungen/m.html");
    assert_eq!(news["headline"], "Eine Meldung");
    assert_eq!(
        news["correction"],
        json!({ "@type": "CorrectionComment", "datePublished": "2026-01-06", "text": "Es waren zwölf." })
    );
    let project = description(&built, "projekte/p.html");
    assert_eq!(project["funder"]["@type"], "FundingScheme");
    assert_eq!(
        (&project["foundingDate"], &project["dissolutionDate"]),
        (&json!("2021-07"), &json!("2022-12"))
    );
    assert_eq!(project["member"]["member"], json!({ "@type": "Organization", "name": "Ein Verein" }));
    assert!(project.get("inLanguage").is_none() && project.get("audience").is_none(), "{project}");
    let term = description(&built, "glossar/asd.html");
    assert_eq!(term["inDefinedTermSet"]["url"], "https://a.example/glossar/");
    assert_eq!((&term["termCode"], &term["description"]), (&json!("ASD"), &json!("Ein Amt.")));
    assert_eq!(description(&built, "glossar/index.html")["@type"], "DefinedTermSet");
    assert_eq!(description(&built, "vokabulare/zielgruppen/eltern.html")["@type"], "DefinedTerm");
}

#[test]
fn what_others_may_reuse_has_a_sitemap_of_its_own() {
    let built = rich().build().despite_errors();
    let sitemap = built.page("oer-sitemap.xml");
    crate::scan::expect_xml(&sitemap);
    let places: Vec<&str> =
        sitemap.split("<loc>").skip(1).map(|rest| rest.split("</loc>").next().unwrap()).collect();
    let expected = ["konzepte/a.html", "material/bogen.html", "material/lose.html"]
        .map(|path| format!("https://a.example/{path}"));
    assert_eq!(places, expected, "neither what is no learning resource nor what has its rights reserved");
    assert!(built.page("robots.txt").contains("Sitemap: https://a.example/oer-sitemap.xml\n"));
    let closed = Site::body("Text.\n").file("config.toml", "url = \"https://a.example/\"\n").build();
    assert!(!closed.paths().any(|path| path == "oer-sitemap.xml"), "an empty sitemap is none");
    assert!(!closed.page("robots.txt").contains("oer"));
}

/// A vocabulary with everything that one can say, and a program with a translation.
fn vocabularies() -> Site {
    Site::with_surroundings(URL).sections(
        "\
-- content/vokabulare/zielgruppen.yaml --
id: target_group
label: {de: Zielgruppen, en: Target groups}
description: 'Für \"wen\"'
terms:
  - {id: familien, label: {de: Familien, en: Families}}
  - id: eltern
    label: {de: Eltern, en: Parents}
    synonyms: [Mütter, Eltern, Mütter]
    broader: familien
    description: Wer sorgt.
    notation: E
    uri: https://b.example/é
  - {id: alte, label: Alte, replaced_by: eltern}
-- content/foerderprogramme/digitalpakt.en.md --
---
title: Digital pact
summary: A program.
---
",
    )
}

const TURTLE: &str = "\
@prefix dct: <http://purl.org/dc/terms/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix vann: <http://purl.org/vocab/vann/> .

<https://a.example/vokabulare/zielgruppen/> a skos:ConceptScheme ;
  dct:title \"Zielgruppen\"@de, \"Target groups\"@en ;
  dct:description \"Für \\\"wen\\\"\"@de ;
  dct:license <https://creativecommons.org/licenses/by/4.0/> ;
  skos:hasTopConcept <https://a.example/vokabulare/zielgruppen/familien.html>, <https://a.example/vokabulare/zielgruppen/alte.html> .

<https://a.example/vokabulare/zielgruppen/familien.html> a skos:Concept ;
  skos:prefLabel \"Familien\"@de, \"Families\"@en ;
  skos:narrower <https://b.example/%C3%A9> ;
  skos:inScheme <https://a.example/vokabulare/zielgruppen/> ;
  skos:topConceptOf <https://a.example/vokabulare/zielgruppen/> .

<https://b.example/%C3%A9> a skos:Concept ;
  skos:prefLabel \"Eltern\"@de, \"Parents\"@en ;
  skos:altLabel \"Mütter\"@de ;
  skos:definition \"Wer sorgt.\"@de ;
  skos:notation \"E\" ;
  skos:broader <https://a.example/vokabulare/zielgruppen/familien.html> ;
  skos:inScheme <https://a.example/vokabulare/zielgruppen/> .

<https://a.example/vokabulare/zielgruppen/alte.html> a skos:Concept ;
  skos:prefLabel \"Alte\"@de ;
  skos:inScheme <https://a.example/vokabulare/zielgruppen/> ;
  skos:topConceptOf <https://a.example/vokabulare/zielgruppen/> ;
  owl:deprecated true ;
  dct:isReplacedBy <https://b.example/%C3%A9> .
";

#[test]
fn a_vocabulary_is_there_as_turtle() {
    let built = vocabularies().build().despite_errors();
    let turtle = built.page("vokabulare/zielgruppen.ttl");
    // The built-in label has more languages than the file.
    let title = turtle.lines().find(|line| line.contains("dct:title")).unwrap();
    assert!(title.starts_with("  dct:title \"Zielgruppen\"@de, \"Target groups\"@en"), "{title}");
    let turtle = turtle.replace(title, "  dct:title \"Zielgruppen\"@de, \"Target groups\"@en ;");
    assert_eq!(turtle, TURTLE);
    let programs = built.page("vokabulare/foerderprogramme.ttl");
    assert!(programs.contains("<https://a.example/foerderprogramme/digitalpakt.html> a skos:Concept ;"));
    assert!(programs.contains("skos:prefLabel \"Digitalpakt\"@de, \"Digital pact\"@en ;"), "{programs}");
    assert!(programs.contains("skos:definition \"Ein Programm.\"@de, \"A program.\"@en ;"), "{programs}");
}

#[test]
fn json_ld_says_what_turtle_says() {
    let built = vocabularies().build().despite_errors();
    let read = |path: &str| -> Value { serde_json::from_str(&built.page(path)).unwrap() };
    let skos = read("vokabulare/zielgruppen.jsonld");
    let graph = skos["@graph"].as_array().unwrap();
    assert_eq!(graph.len(), 4);
    assert_eq!(graph[0]["title"]["de"], "Zielgruppen");
    assert_eq!(graph[0]["hasTopConcept"].as_array().unwrap().len(), 2);
    assert_eq!(
        graph[2],
        json!({
            "id": "https://b.example/%C3%A9",
            "type": "Concept",
            "prefLabel": { "de": "Eltern", "en": "Parents" },
            "altLabel": { "de": ["Mütter"] },
            "definition": { "de": "Wer sorgt." },
            "notation": "E",
            "broader": "https://a.example/vokabulare/zielgruppen/familien.html",
            "inScheme": "https://a.example/vokabulare/zielgruppen/",
        })
    );
    assert_eq!((&graph[3]["deprecated"], &graph[3]["isReplacedBy"]), (&json!(true), &graph[2]["id"]));
    for vocabulary in ["zielgruppen", "handlungsfelder", "foerderprogramme"] {
        let turtle = built.page(&format!("vokabulare/{vocabulary}.ttl"));
        for node in read(&format!("vokabulare/{vocabulary}.jsonld"))["@graph"].as_array().unwrap() {
            let line =
                format!("\n<{}> a skos:{}", node["id"].as_str().unwrap(), node["type"].as_str().unwrap());
            assert!(turtle.contains(&line), "{line}");
        }
    }
}

#[test]
fn a_vocabulary_has_its_own_address_and_says_where_its_data_are() {
    let site = vocabularies().file(
        "content/vokabulare/handlungsfelder.yaml",
        "id: field\nuri: https://w3id.example/felder/\nterms:\n  - {id: jugendarbeit, label: Jugendarbeit, uri: 'https://w3id.example/felder/jugendarbeit'}\n",
    );
    let built = site.build().despite_errors();
    let turtle = built.page("vokabulare/handlungsfelder.ttl");
    assert!(turtle.contains("<https://w3id.example/felder/> a skos:ConceptScheme ;"), "{turtle}");
    assert!(turtle.contains("vann:preferredNamespaceUri \"https://w3id.example/felder/\" ;"), "{turtle}");
    let page = built.page("vokabulare/handlungsfelder/index.html");
    for link in [
        "<link rel=\"alternate\" type=\"text/turtle\" href=\"../../vokabulare/handlungsfelder.ttl\">",
        "<link rel=\"alternate\" type=\"application/ld+json\" href=\"../../vokabulare/handlungsfelder.jsonld\">",
        "href=\"../../vokabulare/handlungsfelder.ttl\" type=\"text/turtle\">SKOS (Turtle)</a>",
    ] {
        assert!(page.contains(link), "{link} in {page}");
    }
    let nowhere = Site::body("Text.\n").build().page("vokabulare/zielgruppen/index.html");
    assert!(!nowhere.contains("SKOS") && !nowhere.contains("text/turtle"), "{nowhere}");
}

#[test]
fn an_address_that_is_none_is_told() {
    Site::with_surroundings("")
        .file(
            "content/vokabulare/handlungsfelder.yaml",
            "id: field\nuri: felder\nterms:\n  - {id: jugendarbeit, label: Jugendarbeit, uri: 'javascript:alert(1)'}\n",
        )
        .build()
        .says("content/vokabulare/handlungsfelder.yaml:2:6: error[vocabulary-shape]", "eine Adresse", "an address")
        .says("content/vokabulare/handlungsfelder.yaml:4:50: error[vocabulary-shape]", "eine Adresse", "an address");
}
