//! Gender forms that a document mixes, or that a site has agreed not to use.

use super::{Words, at_places};
use crate::config::Gender;
use crate::diagnostic::{Code, Diagnostic};
use crate::path::SourcePath;
use crate::search::marker::{self, Form};
use std::ops::Range;

/// A form as the document writes it.
struct Found {
    form: Form,
    /// Before the marker, the marker, and behind it.
    parts: [String; 3],
    place: Range<usize>,
}

impl Found {
    fn word(&self) -> String {
        self.parts.concat()
    }

    /// The same word as another one is marked.
    fn like(&self, form: Form, sign: &str) -> String {
        let [base, _, ending] = &self.parts;
        let (first, rest) = ending.split_at_checked(1).unwrap_or_default();
        match form {
            Form::Capital => format!("{base}{}{rest}", first.to_uppercase()),
            _ => format!("{base}{sign}{}{rest}", first.to_lowercase()),
        }
    }

    /// Both words, where they are made in the plainest way; else those of an example.
    fn pair(&self) -> String {
        let [base, _, ending] = &self.parts;
        match ending.to_lowercase().as_str() {
            "innen" if base.ends_with("er") => format!("`{base}innen und {base}`"),
            "in" if base.ends_with("er") => format!("`{base}in oder {base}`"),
            _ => "`Beraterinnen und Berater`".to_owned(),
        }
    }
}

/// Whether a file may have forms that are told, seen by its bytes.
pub(super) fn may_be_told(text: &str, agreed: Gender) -> bool {
    if agreed == Gender::Off {
        return false;
    }
    let found = marker::written(text);
    let has_other = |form: Form| found.iter().any(|written| written.form != form);
    match agreed {
        Gender::Any => found.first().is_some_and(|first| has_other(first.form)),
        Gender::Form(form) => has_other(form),
        Gender::Neutral | Gender::Pairs | Gender::Off => !found.is_empty(),
    }
}

/// The message about the forms of a document.
pub(super) fn check(file: &SourcePath, words: &[Words], agreed: Gender) -> Option<Diagnostic> {
    let mut found: Vec<Found> = words.iter().filter(|words| words.is_prose).flat_map(own).collect();
    found.sort_by_key(|found| found.place.start);
    if agreed == Gender::Any {
        return mixed(file, &found);
    }
    let told: Vec<&Found> = found.iter().filter(|found| agreed != Gender::Form(found.form)).collect();
    let first = told.first()?;
    let places = told.iter().map(|found| found.place.clone());
    let [de, en] = wanted(agreed);
    let [kind_de, kind_en] = kind(first.form);
    let problem = at_places(Code::GenderForm, file, places)?
        .arg("found", first.word())
        .arg_each("kind", kind_de, kind_en)
        .arg_each("agreed", de, en);
    Some(match agreed {
        Gender::Form(form) => problem.arg("example", first.like(form, sign(form))),
        Gender::Pairs => problem.arg("pair", first.pair()),
        _ => problem.arg_each(
            "neutral",
            "`Fachkräfte`, `das Team`, `wer sich anmeldet`",
            "`Fachkräfte`, `das Team`, `wer sich anmeldet`",
        ),
    })
}

/// The message about a document that has several forms: the one that it has most, or first, stays.
fn mixed(file: &SourcePath, found: &[Found]) -> Option<Diagnostic> {
    let count = |form: Form| found.iter().filter(|found| found.form == form).count();
    let most = Form::ALL.into_iter().map(count).max()?;
    let usual = found.iter().find(|found| count(found.form) == most)?;
    let told: Vec<&Found> = found.iter().filter(|found| found.form != usual.form).collect();
    let first = told.first()?;
    let [usual_de, usual_en] = kind(usual.form);
    let [kind_de, kind_en] = kind(first.form);
    let problem = at_places(Code::MixedGenderForms, file, told.iter().map(|found| found.place.clone()))?;
    Some(
        problem
            .arg("found", first.word())
            .arg_each("kind", kind_de, kind_en)
            .arg("model", usual.word())
            .arg_each("usual", usual_de, usual_en)
            .arg("example", first.like(usual.form, &usual.parts[1])),
    )
}

/// The forms of a block that are the author's own words.
fn own(words: &Words) -> Vec<Found> {
    let block = &words.block;
    if block.is_quoted {
        return Vec::new();
    }
    let text = block.text.as_str();
    let mut quotation = Quotation::default();
    let mut is_own = |word: &Range<usize>| {
        let next = block.foreign.partition_point(|part| part.end <= word.start);
        let is_foreign = block.foreign.get(next).is_some_and(|part| part.start <= word.start);
        !quotation.is_open_at(text, word.start) && !is_foreign
    };
    let written = marker::written(text).into_iter().filter(|written| is_own(&written.word));
    written
        .map(|written| {
            let (word, mark) = (written.word, written.mark);
            let parts = [word.start..mark.start, mark.clone(), mark.end..word.end];
            Found {
                form: written.form,
                parts: parts.map(|part| text[part].to_owned()),
                place: block.place(&word),
            }
        })
        .collect()
}

/// Whether quotation marks are open, told along a text: then words of others stand there, or words about words.
#[derive(Default)]
struct Quotation {
    /// What has been read.
    at: usize,
    is_open: bool,
    is_plain_open: bool,
}

impl Quotation {
    fn is_open_at(&mut self, text: &str, at: usize) -> bool {
        for mark in text[self.at..at].matches(['„', '“', '”', '»', '«', '"']) {
            match mark {
                "\"" => self.is_plain_open = !self.is_plain_open,
                _ => self.is_open = matches!(mark, "„" | "»"),
            }
        }
        self.at = at;
        self.is_open || self.is_plain_open
    }
}

/// How a form is marked, in words.
fn kind(form: Form) -> [&'static str; 2] {
    match form {
        Form::Star => ["mit Sternchen", "with an asterisk"],
        Form::Colon => ["mit Doppelpunkt", "with a colon"],
        Form::Underscore => ["mit Unterstrich", "with an underscore"],
        Form::Capital => ["mit großem I", "with a capital I"],
        Form::Slash => ["mit Schrägstrich", "with a slash"],
    }
}

/// The marker of a form. Of those with a slash, the one with a hyphen is that of German spelling.
fn sign(form: Form) -> &'static str {
    match form {
        Form::Star => "*",
        Form::Colon => ":",
        Form::Underscore => "_",
        Form::Capital => "",
        Form::Slash => "/-",
    }
}

/// What was agreed, in words.
fn wanted(agreed: Gender) -> [&'static str; 2] {
    match agreed {
        Gender::Form(Form::Star) => ["das Sternchen", "the asterisk"],
        Gender::Form(Form::Colon) => ["der Doppelpunkt", "the colon"],
        Gender::Form(Form::Underscore) => ["der Unterstrich", "the underscore"],
        Gender::Form(Form::Capital) => ["das große I", "the capital I"],
        Gender::Form(Form::Slash) => ["der Schrägstrich", "the slash"],
        Gender::Pairs => ["die Paarform", "both words in full"],
        Gender::Neutral | Gender::Any | Gender::Off => ["ein Wort ohne Zeichen", "a word without a sign"],
    }
}
