//! The browser's engine, run in node, against the Rust one: the same index, the same queries, the same answers.

use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

use fundus::search::fold::fold;
use fundus::search::index::File;
use fundus::search::resolve::Kind;
use fundus::search::words::words;
use serde_json::{Value, json};

use crate::quality::{BLIND, GROWN, Suite, UNSEEN};
use crate::site;

/// Queries that nobody should type, and everything that somebody might.
const ODD: &[&str] = &[
    "",
    " ",
    "\"",
    "„Frühe",
    "\"\"",
    "<b>Eltern</b>",
    "(.*)+",
    "\\",
    "🙂 Eltern",
    "日本語",
    "Eltern*innen",
    "Berater:in",
    "Eltern-",
    "-",
    "a",
    "ab",
    "Online-Beratungsangebot",
    "Quatsch-Wort",
    "Çay",
    "ueue aeue Queue Frauenhaeuser",
    "Beratung\u{ad}sstelle",
    "İ",
    "ΣΟΦΟΣ",
    "x'y’s",
    "Sozialarbeiter/-innen und",
    "Kurs(e)",
    "Lehrer.innen",
    "10:30",
    "über uns",
    "und",
    "der die das",
    "Autor-innen",
    "عائلة",
];

fn beginnings(words: &[&str]) -> Vec<String> {
    words
        .iter()
        .flat_map(|word| (1..=word.chars().count()).map(|end| word.chars().take(end).collect()))
        .collect()
}

/// A browser that undoes compression itself, or one from before 2023.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Age {
    New,
    Old,
}

fn node(queries: &[String], folder: &Path, age: Age) -> Option<Vec<Value>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut child = Command::new("node")
        .arg(root.join("tests/search/browser.mjs"))
        .arg(root.join("themes/default/scripts/search.js"))
        .arg(folder)
        .args((age == Age::Old).then_some("old"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .ok()?;
    child.stdin.take()?.write_all(json!(queries).to_string().as_bytes()).ok()?;
    let output = child.wait_with_output().ok()?;
    assert!(output.status.success(), "the script failed");
    serde_json::from_slice(&output.stdout).ok()
}

#[test]
fn browser_and_terminal_answer_alike() {
    let mut odd: Vec<String> = ODD.iter().map(|query| (*query).to_owned()).collect();
    odd.extend(beginnings(&[
        "Elternberatung",
        "Sozialarbeiterinnen",
        "Wie erreiche ich Eltern",
        "„Frühe Hilfen“ Kita",
    ]));
    odd.push("Eltern ".repeat(2000));
    compare(&GROWN, odd, Age::New);
    compare(&UNSEEN, Vec::new(), Age::New);
    compare(&BLIND, Vec::new(), Age::New);
    compare(&BLIND, Vec::new(), Age::Old);
}

/// Fails where the two engines answer a query of the suite, or another one, differently.
fn compare(suite: &Suite, others: Vec<String>, age: Age) {
    let (documents, settings) = suite.site();
    let mut queries = others;
    queries.extend(suite.queries().into_iter().map(|query| query.text));
    compare_over(&site::files(&documents, &settings), &queries, age);
}

/// Fails where the two engines answer a query over this index differently.
pub fn alike(files: &[File], query: &str) {
    compare_over(files, &[query.to_owned()], Age::New);
}

fn compare_over(files: &[File], queries: &[String], age: Age) {
    let folder = tempfile::tempdir().unwrap();
    for (path, bytes) in files {
        std::fs::write(folder.path().join(path), bytes).unwrap();
    }
    let opened = site::open(files);
    let Some(answers) = node(queries, folder.path(), age) else {
        assert!(std::env::var_os("CI").is_none(), "node is needed to compare the two engines");
        return;
    };
    assert_eq!(answers.len(), queries.len());
    for (query, browser) in queries.iter().zip(&answers) {
        let answer = opened.answer(query);
        let kinds: Vec<&str> = answer.words.iter().map(|word| kind(word.kind)).collect();
        let forms: Vec<&Vec<String>> = answer.words.iter().map(|word| &word.forms).collect();
        let hits: Vec<Value> =
            answer.hits.iter().map(|hit| json!([hit.document, hit.partial, hit.score])).collect();
        let forms_of_words: Vec<String> =
            words(query).into_iter().map(|word| word.form.into_owned()).collect();
        let terminal = json!({
            "query": query,
            "kinds": kinds,
            "forms": forms,
            "hits": hits,
            "correction": answer.correction,
            "completions": opened.completions(query),
            "words": forms_of_words,
            "folded": fold(query),
        });
        assert_eq!(&terminal, browser, "{query}");
    }
}

fn kind(kind: Kind) -> &'static str {
    match kind {
        Kind::Exact => "exact",
        Kind::Parts => "parts",
        Kind::Prefix => "prefix",
        Kind::Inflection => "inflection",
        Kind::Correction => "correction",
        Kind::Missing => "missing",
    }
}
