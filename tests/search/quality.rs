//! What queries find, phenomenon by phenomenon.
//!
//! A suite is a text of documents (see [`site`]) and a text of queries, which holds for each phenomenon its
//! queries, each with the documents that answer it, graded:
//! `Elternberatung: elternberatung=3 online-beratung=1 | !ratssitzung`. What is not named is worth nothing;
//! `!name` must not be found at all, `-` alone means that nothing may be found. Measured is the mean
//! nDCG@10, the usual measure of a ranking; a phenomenon that falls below its floor fails.
//!
//! The first suite grew together with the search. The other two were written and judged before their writers
//! had seen the code, so they say how good the search is with words that nobody had in mind.

use std::collections::BTreeMap;

use fundus::search::input::{Document, Settings};
use fundus::search::opened::Opened;

use crate::browser::alike;
use crate::site;

/// Documents, and queries that are judged over them.
pub struct Suite {
    documents: &'static str,
    queries: &'static str,
    /// What the glossary and the vocabularies of its site would say.
    synonyms: &'static [&'static [&'static str]],
    /// All queries together may not fall below this; each phenomenon has its own floor.
    floor: f64,
}

/// Written together with the search.
pub const GROWN: Suite = Suite {
    documents: include_str!("documents.txt"),
    queries: include_str!("queries.txt"),
    synonyms: SYNONYMS,
    floor: 0.98,
};

/// Written without knowing the search.
pub const UNSEEN: Suite = Suite {
    documents: include_str!("unseen-documents.txt"),
    queries: include_str!("unseen-queries.txt"),
    synonyms: SYNONYMS,
    floor: 0.96,
};

/// Written before its writer read the search, when the other two were settled.
pub const BLIND: Suite = Suite {
    documents: include_str!("blind-documents.txt"),
    queries: include_str!("blind-queries.txt"),
    synonyms: &[
        &["BNE", "Bildung für nachhaltige Entwicklung"],
        &["BuT", "Bildung und Teilhabe"],
        &["DSGVO", "Datenschutz-Grundverordnung"],
        &["VHS", "Volkshochschule"],
        &["Senior*innen", "Rentner", "Alte Menschen"],
        &["Wohnungslose", "Obdachlose"],
        &["Behinderung", "Handicap"],
        &["Kita", "Tageseinrichtung", "Kindergarten"],
        &["Ehrenamtliche", "Freiwillige", "Volontäre"],
        &["Lehrkräfte", "Lehrer*innen"],
    ],
    floor: 0.95,
};

/// What the glossary and the vocabularies of a site would say.
const SYNONYMS: &[&[&str]] = &[
    &["ASD", "Allgemeiner Sozialer Dienst"],
    &["VHS", "Volkshochschule"],
    &["KI", "Künstliche Intelligenz"],
    &["Senior*innen", "Rentner", "Ältere Menschen"],
    &["Kita", "Kindertagesstätte", "Kindergarten"],
    &["SGB", "Sozialgesetzbuch"],
    &["DSGVO", "Datenschutz-Grundverordnung"],
    &["ESF", "Europäischer Sozialfonds"],
    &["DaZ", "Deutsch als Zweitsprache"],
    &["Geflüchtete", "Flüchtlinge"],
    &["HzE", "Hilfen zur Erziehung"],
    &["Handy", "Smartphone", "Mobiltelefon"],
    &["SPFH", "Sozialpädagogische Familienhilfe"],
    &["BFD", "Bufdi", "Bundesfreiwilligendienst"],
    &["Bürgergeld", "Hartz IV", "Hartz 4"],
    &["Streetwork", "Straßensozialarbeit"],
    &["Obdachlose", "Wohnungslose"],
    &["Altenheim", "Pflegeheim", "Seniorenheim"],
    &["Azubi", "Auszubildende"],
    &["Sprachmittler", "Dolmetscher"],
    &["Sucht", "Abhängigkeit"],
    &["Ehrenamt", "Freiwilligenarbeit"],
    &["Computer", "Laptop", "PC"],
    &["Schulabsentismus", "Schulverweigerung", "Schuldistanz"],
    &["UMA", "Unbegleitete Minderjährige"],
    &["LSBTIQ", "LGBTQ"],
];

/// A query with what it should find.
pub struct Judged {
    pub text: String,
    phenomenon: String,
    floor: f64,
    grades: BTreeMap<String, u32>,
    never: Vec<String>,
    nothing: bool,
}

impl Suite {
    /// The documents, and the settings of their index.
    pub fn site(&self) -> (Vec<Document>, Settings) {
        let (documents, facets) = site::documents(self.documents);
        let synonyms =
            self.synonyms.iter().map(|group| group.iter().map(|word| (*word).to_owned()).collect()).collect();
        let settings = Settings { lang: "de".into(), facets, synonyms, ..Settings::default() };
        (documents, settings)
    }

    /// The judged queries.
    pub fn queries(&self) -> Vec<Judged> {
        let (mut phenomenon, mut floor) = (String::new(), 0.0);
        let mut queries = Vec::new();
        for line in self.queries.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
            if let Some(name) = line.strip_prefix("== ") {
                let (name, value) = name.split_once(' ').unwrap();
                (phenomenon, floor) = (name.into(), value.parse().unwrap());
            } else {
                queries.push(Judged::new(line, &phenomenon, floor));
            }
        }
        queries
    }

    /// Fails when a phenomenon, or all together, fell below the floor; says what was measured.
    fn measure(&self) {
        let (documents, settings) = self.site();
        let names: Vec<&str> =
            documents.iter().map(|document| document.address.trim_end_matches(".html")).collect();
        let opened = site::open(&site::files(&documents, &settings));
        let mut values: BTreeMap<String, (f64, Vec<f64>)> = BTreeMap::new();
        let mut poor = String::new();
        for judged in self.queries() {
            for name in judged.grades.keys().chain(&judged.never) {
                assert!(names.contains(&name.as_str()), "no document {name}, named for {}", judged.text);
            }
            let found = found(&opened, &judged.text);
            let value = judged.value(&found);
            if value < 0.8 {
                let top: Vec<&String> = found.iter().take(6).collect();
                poor.push_str(&format!("{:.2} {} | {}: {top:?}\n", value, judged.phenomenon, judged.text));
            }
            values.entry(judged.phenomenon).or_insert((judged.floor, Vec::new())).1.push(value);
        }
        let mean = |values: &[f64]| values.iter().sum::<f64>() / values.len() as f64;
        let mut report = String::new();
        for (phenomenon, (floor, values)) in &values {
            let (count, value) = (values.len(), mean(values));
            let fall = if value < *floor { format!("below {floor}") } else { String::new() };
            report.push_str(&format!("{phenomenon:>16} {count:>4} queries {value:.3} {fall}\n"));
        }
        let all: Vec<f64> = values.values().flat_map(|(_, values)| values).copied().collect();
        let overall = mean(&all);
        let good = overall >= self.floor && values.values().all(|(floor, values)| mean(values) >= *floor);
        report.push_str(&format!("{:>16} {:>4} queries {overall:.3}\n\n{poor}", "all", all.len()));
        assert!(good, "{report}");
        println!("{report}");
    }
}

impl Judged {
    /// Reads a line: the query, a colon and what should be found.
    fn new(line: &str, phenomenon: &str, floor: f64) -> Judged {
        let (text, expected) = line.rsplit_once(": ").unwrap();
        let mut judged = Judged {
            text: text.into(),
            phenomenon: phenomenon.into(),
            floor,
            grades: BTreeMap::new(),
            never: Vec::new(),
            nothing: false,
        };
        for word in expected.split_whitespace().filter(|word| *word != "|") {
            match (word, word.strip_prefix('!'), word.split_once('=')) {
                ("-", ..) => judged.nothing = true,
                (_, Some(never), _) => judged.never.push(never.into()),
                (_, _, Some((name, grade))) => {
                    judged.grades.insert(name.into(), grade.parse().unwrap());
                }
                _ => {
                    judged.grades.insert(word.into(), 3);
                }
            }
        }
        judged
    }

    /// What the found documents are worth, from 0 to 1.
    fn value(&self, found: &[String]) -> f64 {
        if self.nothing {
            return f64::from(u8::from(found.is_empty()));
        }
        if self.never.iter().any(|name| found.contains(name)) {
            return 0.0;
        }
        ndcg(found, &self.grades)
    }
}

/// Names of the documents that were found, the best first.
fn found(opened: &Opened, query: &str) -> Vec<String> {
    let hits = opened.answer(query).hits;
    hits.iter()
        .map(|hit| opened.shown[hit.document as usize].address.trim_end_matches(".html").to_owned())
        .collect()
}

fn ndcg(found: &[String], grades: &BTreeMap<String, u32>) -> f64 {
    let gain = |grade: u32, place: usize| (f64::from(2_u32.pow(grade)) - 1.0) / (place as f64 + 2.0).log2();
    let got: f64 = found
        .iter()
        .take(10)
        .enumerate()
        .map(|(place, name)| gain(grades.get(name).copied().unwrap_or(0), place))
        .sum();
    let mut best: Vec<u32> = grades.values().copied().collect();
    best.sort_unstable_by(|one, other| other.cmp(one));
    let ideal: f64 = best.iter().take(10).enumerate().map(|(place, grade)| gain(*grade, place)).sum();
    if ideal == 0.0 { 1.0 } else { got / ideal }
}

#[test]
fn queries_find_what_they_should() {
    GROWN.measure();
}

#[test]
fn unseen_queries_find_what_they_should() {
    UNSEEN.measure();
}

#[test]
fn blind_queries_find_what_they_should() {
    BLIND.measure();
}

#[test]
fn a_page_comes_first_for_its_name() {
    let many = "Kinder, Kinder und noch einmal Kinder. ".repeat(40);
    let text = format!(
        "== viel\n# Alle Kinder und ihre Kinder\n> Kinder, Kinder\n+ Kinder, Kind, Kinder\n## Kinder\n{many}\n\
         == kinder\n# Kinder\n> Bis 13 Jahre"
    );
    let (documents, facets) = site::documents(&text);
    let settings = Settings { lang: "de".into(), facets, ..Settings::default() };
    let index = site::open(&site::files(&documents, &settings));
    let first = |query: &str| index.shown[index.answer(query).hits[0].document as usize].address.clone();
    assert_eq!([first("Kinder"), first("Kind")], ["kinder.html", "kinder.html"]);
}

#[test]
fn a_word_comes_before_its_synonyms_and_a_title_before_a_text() {
    let many = "Eltern und noch einmal Eltern. ".repeat(20);
    let text = format!(
        "== eltern\n# Kurse\n> Für Eltern\n+ Eltern\n{many}\n\
         == pflege\n# Gesucht\n> Wer hilft?\nWir suchen Pflegeeltern.\n\
         == andere\n# Rat für Eltern\n> Offen für alle"
    );
    let (documents, facets) = site::documents(&text);
    let synonyms = vec![vec!["Eltern".to_owned(), "Pflegeeltern".to_owned()]];
    let settings = Settings { lang: "de".into(), facets, synonyms, ..Settings::default() };
    let index = site::open(&site::files(&documents, &settings));
    let hits = index.answer("Pflegeeltern").hits;
    let found: Vec<&str> =
        hits.iter().map(|hit| index.shown[hit.document as usize].address.as_str()).collect();
    assert_eq!(found, ["pflege.html", "andere.html", "eltern.html"]);
}

/// The names of the documents that a query finds on a small site, in the terminal as in a browser.
fn found_on(text: &str, synonyms: &[&[&str]], query: &str) -> Vec<String> {
    let (documents, facets) = site::documents(text);
    let synonyms =
        synonyms.iter().map(|group| group.iter().map(|word| (*word).to_owned()).collect()).collect();
    let settings = Settings { lang: "de".into(), facets, synonyms, ..Settings::default() };
    let files = site::files(&documents, &settings);
    alike(&files, query);
    found(&site::open(&files), query)
}

/// So many documents, each with this text after a title of its own.
fn many(count: usize, text: &str) -> String {
    (0..count).map(|at| format!("== nummer{at}\n# Nummer {at}\n{text}\n")).collect()
}

#[test]
fn a_word_is_as_rare_as_it_is_itself_and_not_as_what_means_the_same() {
    let text = "== angebote\n# Kurse\n> Angebote und Termine\n\
                == vaeter\n# Babytreff\n> Ein Treff\nDer Babytreff ist für Väter.\n";
    let text = format!("{text}{}", many(30, "Eltern und Kinder"));
    let found = found_on(&text, &[&["Väter", "Eltern"]], "Angebote für Väter");
    assert!(found.contains(&"vaeter".to_owned()), "it covers as much of the query as the other: {found:?}");
}

#[test]
fn an_abbreviation_is_no_english_function_word() {
    let text =
        "== bildungspaket\n# Geld für Ausflüge\n> Was BuT bezahlt\n== antrag\n# Antrag\n> Beantragen\n";
    let (mut documents, facets) =
        site::documents(&format!("{text}== en\n# Money\n> It helps, but not always\n"));
    documents[2].lang = "en".into();
    let settings = Settings { lang: "de".into(), facets, ..Settings::default() };
    let files = site::files(&documents, &settings);
    for (query, expected) in
        [("Antrag BuT", &["antrag", "bildungspaket"][..]), ("Where is but money", &["en"])]
    {
        alike(&files, query);
        assert_eq!(found(&site::open(&files), query), expected);
    }
}

#[test]
fn the_matter_weighs_no_less_than_what_kind_of_thing_is_looked_for() {
    let text = format!(
        "== angebote\n# Kurse\n> Angebote\n{}{}",
        many(10, "Väter"),
        many(10, "Mütter").replace("nummer", "andere")
    );
    let found = found_on(&text, &[], "Angebote für Väter");
    assert_eq!(found.len(), 11, "fathers are common here: {found:?}");
}

#[test]
fn a_page_comes_first_for_its_name_of_several_words() {
    let often = "Frühe Hilfen, frühe Hilfen und noch einmal frühe Hilfen. ".repeat(40);
    let text = format!(
        "== viel\n# Frühe Hilfen und frühe Förderung\n> Frühe Hilfen\n+ Frühe Hilfen\n## Frühe Hilfen\n{often}\n\
         == hilfen\n# Frühe Hilfen für alle\n> Ab der Schwangerschaft\n{}",
        many(3, "Hilfe")
    );
    for query in ["Frühe Hilfen", "frühe hilfe"] {
        let found = found_on(&text, &[], query);
        assert_eq!(found.iter().take(2).collect::<Vec<_>>(), ["hilfen", "viel"], "{query}");
    }
    assert_eq!(found_on(&text, &[], "Frühe Förderung")[0], "viel", "part of a name");
}

#[test]
fn umlauts_may_be_written_with_two_letters_in_any_form_of_a_word() {
    let text = "== haus\n# Frauenhäuser\n> Schutz\n== mittel\n# Förderung\n> Für Vereine\n== plan\n# Pläne\n> Für die Förderung der Sprache\n\
                == tor\n# Schließen\n> Am Abend\n";
    for (query, expected) in [
        ("Frauenhaeuser", &["haus"][..]),
        ("Frauenhaeusern", &["haus"]),
        ("frauenhaeu", &["haus"]),
        ("Foerderungen", &["mittel", "plan"]),
        ("Sprachfoerderung", &["plan"]),
        ("Foerdderung", &["mittel", "plan"]),
        ("Schliessung", &["tor"]),
    ] {
        assert_eq!(found_on(text, &[], query), expected, "{query}");
    }
}

#[test]
fn a_verb_is_found_with_and_without_zu_inside() {
    let text = "== mit\n# Kurse\n> Bitte vorher anzumelden und früh anzukommen\n== ohne\n# Treff\n> Einfach absagen und ausfüllen\n";
    for (query, expected) in
        [("anmelden", "mit"), ("ankommen", "mit"), ("abzusagen", "ohne"), ("auszufuellen", "ohne")]
    {
        assert_eq!(found_on(text, &[], query), [expected], "{query}");
    }
}

#[test]
fn parts_that_are_mentioned_apart_make_no_compound() {
    let far = "Es folgen viele andere Worte, von denen keines etwas bedeutet.";
    let text = format!(
        "== apart\n# Hinweise\n> Kurz\nStand von gestern. {far} Fragen Sie beim Amt nach.\n\
         == near\n# Heiraten\n> Feiern\nWer heiraten will, braucht Deutsch für seine Prüfung.\n\
         == about\n# Prüfung\n> Lernen\nDie Prüfung ist leicht. {far} Deutsch hilft.\n"
    );
    assert!(found_on(&text, &[], "Standesamt").is_empty());
    assert_eq!(found_on(&text, &[], "Deutschprüfung"), ["about", "near"]);
}

#[test]
fn a_real_word_is_no_slip_of_another() {
    let text = "== schule\n# Schulsozialarbeit\n> Hilfe in der Schule\n== schlaf\n# Babys\n> Ein Baby schläft viel\n";
    for query in ["schwul", "schlägt"] {
        assert!(found_on(text, &[], query).is_empty(), "{query}");
    }
    assert_eq!(found_on(text, &[], "Schlue"), ["schule"]);
}

#[test]
fn suggestions_are_words_as_they_are_written_most() {
    let text = "== eins\n# Schulsozialarbeit\n> Wer sich bewerben will\n== zwei\n# Treff\n> Sich früh bewerben, wie er sich bewarb\n";
    let (documents, facets) = site::documents(text);
    let settings = Settings { lang: "de".into(), facets, ..Settings::default() };
    let files = site::files(&documents, &settings);
    for (query, expected) in [("Schu", &["Schule", "Schulsozialarbeit"][..]), ("bew", &["bewerben"])] {
        alike(&files, query);
        assert_eq!(site::open(&files).answer(query).words[0].forms, expected, "{query}");
    }
}

#[test]
fn a_word_with_a_hanging_hyphen_is_found_as_the_whole() {
    let far = "Es folgen viele andere Worte, von denen keines etwas bedeutet.";
    let text = format!(
        "== hilfe\n# Recht\n> Was gilt\nDie Kinder- und Jugendhilfe und ihre Familienbildung und -beratung.\n\
         == andere\n# Kinder\n> Hilfe\nKinder spielen. {far} Beratung hilft, auch der Familie.\n"
    );
    for query in ["Kinderhilfe", "Familienberatung", "Kinder- und Jugendhilfe"] {
        assert_eq!(found_on(&text, &[], query)[0], "hilfe", "{query}");
    }
}
