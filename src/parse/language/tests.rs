//! What is told of whole documents, and where.

use jiff::tz::TimeZone;

use super::*;
use crate::config::Config;
use crate::discover::DocumentSource;
use crate::lang::{Lang, MessageLang};
use crate::parse::{document, wording};

const HEAD: &str = "---\ntitle: Ein Titel\nsummary: Eine Zusammenfassung.\n---\n";

/// What is told of a document: each code with the marked places.
fn told_of(lang: &str, config: &str, text: &str) -> Vec<(Diagnostic, Vec<String>)> {
    let mut problems = Vec::new();
    let config = Config::parse(SourcePath::new("config.toml").unwrap(), config, &mut problems);
    assert_eq!(problems, []);
    let source = DocumentSource {
        path: SourcePath::new("content/konzepte/text.md").unwrap(),
        folder: "konzepte".to_owned(),
        slug: "text".to_owned(),
        lang: Lang::parse(lang),
    };
    let (model, site) = (&config.model, Lang::default());
    let parsed = document(&source, text.as_bytes(), model, &site, &TimeZone::UTC, &mut problems);
    problems.extend(wording(&parsed, text.as_bytes(), model, config.gender));
    let marked = |problem: &Diagnostic| {
        let places = problem.place.iter().chain(&problem.others);
        places.map(|place| text[place.span.clone()].to_owned()).collect()
    };
    problems.into_iter().map(|problem| (problem.clone(), marked(&problem))).collect()
}

/// The one message about a German text with these settings, and the places that it marks.
fn one(config: &str, text: &str) -> (Diagnostic, Vec<String>) {
    let mut told = told_of("de", config, &format!("{HEAD}{text}"));
    assert_eq!(told.len(), 1, "{text}: {told:?}");
    told.remove(0)
}

fn none(lang: &str, config: &str, text: &str) {
    let told = told_of(lang, config, &format!("{HEAD}{text}"));
    assert_eq!(told, [], "{text}");
}

fn hint(problem: &Diagnostic) -> String {
    problem.hints(MessageLang::De).join(" ")
}

#[test]
fn the_rarer_of_two_gender_forms_is_told_with_the_word_to_write() {
    for (text, marked, said) in [
        ("Berater*innen, Pat*innen und Kund:innen.", vec!["Kund:innen"], "`Kund*innen`"),
        ("Berater:innen, Pat:innen und Kund*innen.", vec!["Kund*innen"], "`Kund:innen`"),
        ("Berater_innen, Pat_innen und KundInnen.", vec!["KundInnen"], "`Kund_innen`"),
        ("BeraterInnen, PatInnen und Kund/-innen.", vec!["Kund/-innen"], "`KundInnen`"),
        ("Berater/-innen, Pat/-innen und Kund*innen.", vec!["Kund*innen"], "`Kund/-innen`"),
        ("Berater/innen, Pat/innen und Kund*innen.", vec!["Kund*innen"], "`Kund/innen`"),
        ("Pat*innen.\n\n- Berater:innen\n- Helfer:in", vec!["Pat*innen"], "`Pat:innen`"),
        ("Pat*innen, Kund*innen, Lehrer:in, ErzieherIn.", vec!["Lehrer:in", "ErzieherIn"], "`Lehrer*in`"),
        ("Pat*innen und Kund:innen.", vec!["Kund:innen"], "`Kund*innen`"),
        ("## Für Kund:innen\n\n**Pat\\*innen** und *Helfer*innen*", vec!["Kund:innen"], "`Kund*innen`"),
        (
            "Pat*innen, Kund*innen.\n\n> [!TIPP] Für Helfer:innen\n> Text",
            vec!["Helfer:innen"],
            "`Helfer*innen`",
        ),
        (
            "Pat*innen, Kund*innen.\n\n| A | B |\n|--|--|\n| Helfer_innen | x |",
            vec!["Helfer_innen"],
            "`Helfer*innen`",
        ),
        ("Pat*innen, jede*r.[^1]\n\n[^1]: Für Helfer:innen.", vec!["Helfer:innen"], "`Helfer*innen`"),
        ("Pat*innen, die [Helfer:innen](a.md) und Kund*innen", vec!["Helfer:innen"], "`Helfer*innen`"),
    ] {
        let (problem, places) = one("", text);
        assert_eq!(
            (problem.code, places),
            (Code::MixedGenderForms, marked.iter().map(|m| (*m).to_owned()).collect())
        );
        assert!(hint(&problem).contains(said), "{text}: {}", hint(&problem));
    }
}

#[test]
fn what_is_not_the_authors_own_is_no_mixture() {
    for text in [
        "Pat*innen und `Kund:innen`.",
        "Pat*innen.\n\n> Alle Kund:innen sind willkommen.\n",
        "Pat*innen.\n\n```\nKund:innen\n```\n",
        "Pat*innen, [mehr Angebote](https://example.org/Kund:innen/x) und www.example.org/Helfer_innen.",
        "Pat*innen, kontakt@Kund_innen.example.org, Liste_Helfer_innen.xlsx",
        "Pat*innen, das Netzwerk „Kund:innen im Quartier“ und die \"Helfer_innen\".",
        "Pat*innen, siehe [Handreichung für Berater_innen](https://example.org/a).",
        "Pat*innen und [[Leitfaden für Berater:innen]].",
        "Pat*innen um 10:30 Uhr, und/oder Kinder/Jugendliche, GmbH, WhatsApp, LinkedIn.",
        "Pat*innen, Kund*innen, jede*r, Lehrer*in.",
        "Beraterinnen und Berater, Pat*innen",
        "Pat*innen <q>Kund:innen</q> <code>Helfer:innen</code>",
    ] {
        none("de", "", text);
    }
    none("en", "", "Berater*innen and Kund:innen");
    assert_eq!(
        told_of("de-simple", "", &format!("{HEAD}Berater*innen und Kund:innen. Geprüft."))[0].0.code,
        Code::MixedGenderForms
    );
    none("de", "[wording]\ngender = \"off\"\n", "Berater*innen und Kund:innen");
}

#[test]
fn front_matter_counts_with_the_text() {
    let text = "---\ntitle: Pat*innen\nsummary: \"Für Kund:innen: alle\"\nsource: Buch für Berater_innen\n---\nHelfer*innen\n";
    let told = told_of("de", "", text);
    assert_eq!(told.len(), 1, "{told:?}");
    assert_eq!(told[0].1, ["Kund:innen"]);
    let text = "---\ntitle: Pat*innen\nsummary: S.\nexperience: |\n  Alle *Kund:innen* kommen.\n\n      Code:innen\n---\nHelfer*innen\n";
    let told = told_of("de", "", text);
    assert_eq!(told[0].1, ["Kund:innen"], "{told:?}");
}

#[test]
fn a_form_that_was_agreed_on_is_told_wherever_another_one_stands() {
    for (agreed, text, marked, said) in [
        (
            "stern",
            "Berater:innen, Kund:innen und Pat*innen.",
            vec!["Berater:innen", "Kund:innen"],
            "`Berater*innen`",
        ),
        ("doppelpunkt", "Berater*innen.", vec!["Berater*innen"], "`Berater:innen`"),
        ("unterstrich", "BeraterInnen.", vec!["BeraterInnen"], "`Berater_innen`"),
        ("binnen-i", "Berater*innen.", vec!["Berater*innen"], "`BeraterInnen`"),
        ("schrägstrich", "jede*r", vec!["jede*r"], "`jede/-r`"),
        ("paar", "Berater*innen.", vec!["Berater*innen"], "`Beraterinnen und Berater`"),
        ("paar", "Kolleg*innen.", vec!["Kolleg*innen"], "`Beraterinnen und Berater`"),
        ("neutral", "Berater*innen.", vec!["Berater*innen"], "`Fachkräfte`"),
    ] {
        let (problem, places) = one(&format!("[wording]\ngender = \"{agreed}\"\n"), text);
        assert_eq!(
            (problem.code, places),
            (Code::GenderForm, marked.iter().map(|m| (*m).to_owned()).collect())
        );
        assert!(hint(&problem).contains(said), "{text}: {}", hint(&problem));
    }
    none("de", "[wording]\ngender = \"stern\"\n", "Berater*innen, `Kund:innen`");
    none("de", "[wording]\ngender = \"paar\"\n", "Beraterinnen und Berater, Fachkräfte");
}

#[test]
fn addresses_of_persons_are_told_wherever_they_are_public() {
    for (text, marked) in [
        ("Fragen an anna.schmidt@weinheim.de.", vec!["anna.schmidt@weinheim.de"]),
        ("Fragen an <anna.schmidt@weinheim.de>.", vec!["<anna.schmidt@weinheim.de>"]),
        (
            "Fragen an [Anna](mailto:anna.schmidt@weinheim.de?subject=x).",
            vec!["[Anna](mailto:anna.schmidt@weinheim.de?subject=x)"],
        ),
        (
            "- a.schmidt@weinheim.de\n- b.weber@weinheim.de",
            vec!["a.schmidt@weinheim.de", "b.weber@weinheim.de"],
        ),
    ] {
        let (problem, places) = one("", text);
        assert_eq!(
            (problem.code, places),
            (Code::PersonalEmail, marked.iter().map(|m| (*m).to_owned()).collect())
        );
        assert!(hint(&problem).contains("`beratung@weinheim.de`"));
    }
    none("de", "", "`anna.schmidt@weinheim.de`, info@weinheim.de, anna.schmidt@example.org");
    let text = "---\ntitle: A\nsummary: S.\ncontact: anna.schmidt@weinheim.de\ninternal_note: b.weber@weinheim.de\nsource: c.weber@weinheim.de\n---\n";
    let told = told_of("en", "", text);
    assert_eq!(told.len(), 1, "{told:?}");
    assert_eq!(told[0].1, ["anna.schmidt@weinheim.de", "c.weber@weinheim.de"]);
}

#[test]
fn leichte_sprache_is_held_to_its_rules() {
    let text = format!(
        "{HEAD}Wir erklären Ihnen in diesem Text ganz genau und in vielen Worten, was Sie bei uns alles lernen können.\n\n- Der Antrag wird geprüft.\n- Die Adresse des Amtes\n- Die Beratungsstelle hilft.\n\n> Der Antrag wird geprüft.\n"
    );
    let told = told_of("de-simple", "", &text);
    let codes: Vec<Code> = told.iter().map(|(problem, _)| problem.code).collect();
    assert_eq!(
        codes,
        [Code::SimpleLongSentence, Code::SimplePassive, Code::SimpleGenitive, Code::SimpleLongWord]
    );
    assert_eq!(told[1].1, ["wird geprüft"]);
    assert_eq!(told[2].1, ["des Amtes"]);
    assert_eq!(told[3].1, ["Beratungsstelle"]);
    assert!(hint(&told[3].0).contains("`Beratungs-Stelle`"));
    let told = told_of("de-simple", "", &format!("{HEAD}Wir helfen Ihnen."));
    assert_eq!(told.iter().map(|(problem, _)| problem.code).collect::<Vec<_>>(), [Code::SimpleUnreviewed]);
    none("de-simple", "", "Wir helfen Ihnen.\n\nEine Prüf-Gruppe hat den Text gelesen.");
    none("de", "", "Der Antrag wird in der Beratungsstelle des Amtes geprüft.");
}

#[test]
fn heaps_of_what_is_told_take_no_longer_than_text() {
    for piece in [
        "Pat*innen Kund:innen ",
        "„Pat*innen“ \"Kund:innen\" ",
        "[Pat*innen](https://example.org/) Kund:innen ",
        "anna.schmidt@weinheim.de ",
        "<anna.schmidt@weinheim.de> ",
        "Der Antrag des Amtes wird in der Beratungsstelle geprüft. ",
        "wird geprüft ",
    ] {
        let start = std::time::Instant::now();
        let text = format!("{HEAD}{}\n", piece.repeat(200_000 / piece.len()));
        assert!(!told_of("de-simple", "", &text).is_empty(), "{piece}");
        assert!(start.elapsed().as_secs() < 30, "{piece} {:?}", start.elapsed());
    }
}
