//! What queries find, phenomenon by phenomenon.
//!
//! `queries.txt` holds for each phenomenon its queries, each with the documents that answer it, graded:
//! `Elternberatung: elternberatung=3 online-beratung=1 | !ratssitzung`. What is not named is worth nothing;
//! `!name` must not be found at all, `-` alone means that nothing may be found. Measured is the mean
//! nDCG@10, the usual measure of a ranking; a phenomenon that falls below its floor fails.

use std::collections::BTreeMap;

use fundus::search::input::{Document, Settings};
use fundus::search::opened::Opened;

use crate::site;

const DOCUMENTS: &str = include_str!("documents.txt");
const QUERIES: &str = include_str!("queries.txt");
/// All queries together may not fall below this; each phenomenon has its own floor.
const ALL: f64 = 0.96;

/// A query with what it should find.
pub struct Judged {
    pub text: String,
    phenomenon: String,
    floor: f64,
    grades: BTreeMap<String, u32>,
    never: Vec<String>,
    nothing: bool,
}

/// The documents of the suite.
pub fn site() -> (Vec<Document>, Settings) {
    let (documents, facets) = site::documents(DOCUMENTS);
    let group = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect();
    let synonyms = vec![
        group(&["ASD", "Allgemeiner Sozialer Dienst"]),
        group(&["VHS", "Volkshochschule"]),
        group(&["KI", "Künstliche Intelligenz"]),
        group(&["Senior*innen", "Rentner", "Ältere Menschen"]),
        group(&["Kita", "Kindertagesstätte", "Kindergarten"]),
        group(&["SGB", "Sozialgesetzbuch"]),
        group(&["DSGVO", "Datenschutz-Grundverordnung"]),
        group(&["ESF", "Europäischer Sozialfonds"]),
        group(&["DaZ", "Deutsch als Zweitsprache"]),
        group(&["Geflüchtete", "Flüchtlinge"]),
        group(&["HzE", "Hilfen zur Erziehung"]),
        group(&["Handy", "Smartphone", "Mobiltelefon"]),
    ];
    let settings = Settings { lang: "de".into(), facets, synonyms, ..Settings::default() };
    (documents, settings)
}

/// The judged queries.
pub fn queries() -> Vec<Judged> {
    let (mut phenomenon, mut floor) = (String::new(), 0.0);
    let mut queries = Vec::new();
    for line in QUERIES.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
        if let Some(name) = line.strip_prefix("== ") {
            let (name, value) = name.split_once(' ').unwrap();
            (phenomenon, floor) = (name.into(), value.parse().unwrap());
            continue;
        }
        let (text, expected) = line.rsplit_once(": ").unwrap();
        let mut judged = Judged {
            text: text.into(),
            phenomenon: phenomenon.clone(),
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
        queries.push(judged);
    }
    queries
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

fn value(judged: &Judged, found: &[String]) -> f64 {
    if judged.nothing {
        return f64::from(u8::from(found.is_empty()));
    }
    if judged.never.iter().any(|name| found.contains(name)) {
        return 0.0;
    }
    ndcg(found, &judged.grades)
}

#[test]
fn queries_find_what_they_should() {
    let (documents, settings) = site();
    let names: Vec<&str> =
        documents.iter().map(|document| document.address.trim_end_matches(".html")).collect();
    let opened = site::open(&site::files(&documents, &settings));
    let mut values: BTreeMap<String, (f64, Vec<f64>)> = BTreeMap::new();
    let mut poor = String::new();
    for judged in queries() {
        for name in judged.grades.keys().chain(&judged.never) {
            assert!(names.contains(&name.as_str()), "no document {name}, named for {}", judged.text);
        }
        let found = found(&opened, &judged.text);
        let value = value(&judged, &found);
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
    let good = overall >= ALL && values.values().all(|(floor, values)| mean(values) >= *floor);
    assert!(good, "{report}{:>16} {:>4} queries {overall:.3}\n\n{poor}", "all", all.len());
    println!("{report}{:>16} {:>4} queries {overall:.3}\n\n{poor}", "all", all.len());
}
