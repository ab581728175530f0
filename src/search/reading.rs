//! Reads one document into its words: which forms, where, how heavy.
//!
//! Pure and independent of all other documents, so it runs in parallel. What a form means needs the whole
//! site and is left to `vocabulary`.

use std::collections::HashMap;

use foldhash::fast::FixedState;

use super::input::Document;
use super::{stopwords, words};

/// Weight of a title, a heading, a summary, and running text.
pub const TITLE: u8 = 6;
const HEADING: u8 = 3;
const SUMMARY: u8 = 2;
const TEXT: u8 = 1;
/// Texts of at least this weight keep their function words, for titles that have no others.
const KEEPS_STOPWORDS: u8 = 4;
/// Positions left free between two texts, so that no phrase reaches across. More than the function words
/// that may stand between two words of a phrase; a larger gap makes the index larger.
const GAP: u32 = 6;

/// Forms that a document of usual length has.
const FORMS: usize = 448;

/// The words of a document.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reading {
    /// Each form once, in order of appearance, with hyphens.
    pub forms: Vec<Form>,
    /// Every word that counts, in the order of the text.
    pub occurrences: Vec<Occurrence>,
    /// Words of running text, function words included.
    pub length: u32,
}

/// The words of a document, with the numbers that their forms have among those of the whole site
/// ([`super::vocabulary::Vocabulary::forms`]) instead of the forms themselves.
#[derive(Debug, Default)]
pub struct Numbered {
    /// Every word that counts, in the order of the text.
    pub occurrences: Vec<Occurrence>,
    /// Words of running text, function words included.
    pub length: u32,
}

/// A form as this document writes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Form {
    /// See [`words::Word::form`].
    pub text: Box<str>,
    /// Written with a gender marker somewhere.
    pub marked: bool,
    /// Written with a capital more often than not, beginnings of sentences aside.
    pub capital: bool,
}

/// A word at its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Occurrence {
    /// Place in [`Reading::forms`], or the number among the forms of the site.
    pub form: u32,
    /// Count of words before it, with gaps between texts.
    pub position: u32,
    /// 0 for what stands before the first heading, title and fields included.
    pub section: u16,
    /// Weight of the text.
    pub weight: u8,
}

/// Collects the words of one document.
struct Reader<'d> {
    lang: &'d str,
    known: HashMap<Box<str>, u32, FixedState>,
    /// For each form how often it has a capital, and how often not.
    cases: Vec<(u32, u32)>,
    reading: Reading,
    position: u32,
}

/// The words of `document`.
#[must_use]
pub fn read(document: &Document) -> Reading {
    let mut reader = Reader {
        lang: &document.lang,
        known: HashMap::with_capacity_and_hasher(FORMS, FixedState::default()),
        cases: Vec::new(),
        reading: Reading::default(),
        position: 0,
    };
    reader.text(&document.title, TITLE, 0);
    for field in &document.fields {
        reader.text(&field.text, field.weight, 0);
    }
    reader.text(&document.summary, SUMMARY, 0);
    for (at, section) in document.sections.iter().enumerate() {
        let place = u16::try_from(section_place(document, at)).unwrap_or(u16::MAX);
        reader.text(&section.heading, HEADING, place);
        reader.reading.length += reader.text(&section.text, TEXT, place);
    }
    reader.finish()
}

/// The number of a section: 0 is the part before the first heading, whether the document has one or not.
#[must_use]
pub fn section_place(document: &Document, at: usize) -> usize {
    let has_opening = document.sections.first().is_some_and(|section| section.heading.is_empty());
    if has_opening { at } else { at + 1 }
}

impl Reader<'_> {
    /// Adds a text; returns the number of its words.
    fn text(&mut self, text: &str, weight: u8, section: u16) -> u32 {
        let before = self.position;
        let mut end_of_last = 0;
        for word in words::words(text) {
            let between = &text.as_bytes()[end_of_last..word.start];
            let opens_sentence = end_of_last == 0 || between.iter().any(|byte| b".!?:\n".contains(byte));
            end_of_last = word.end;
            self.position += 1;
            if weight < KEEPS_STOPWORDS && stopwords::is_stopword(self.lang, &word.form) {
                continue;
            }
            let position = self.position;
            let form = self.form(&word, opens_sentence);
            self.reading.occurrences.push(Occurrence { form, position, section, weight });
        }
        let count = self.position - before;
        self.position += GAP;
        count
    }

    /// The form's number in this document.
    fn form(&mut self, word: &words::Word<'_>, opens_sentence: bool) -> u32 {
        let number = match self.known.get(&*word.form) {
            Some(number) => *number,
            None => {
                let number = u32::try_from(self.cases.len()).unwrap_or(u32::MAX);
                self.known.insert((*word.form).into(), number);
                self.reading.forms.push(Form { text: Box::default(), marked: false, capital: false });
                self.cases.push((0, 0));
                number
            }
        };
        let at = number as usize;
        self.reading.forms[at].marked |= word.marked;
        // A capital at the beginning of a sentence says little, a small letter anywhere says much.
        let evidence = if opens_sentence { 1 } else { 4 };
        if word.capital {
            self.cases[at].0 += evidence;
        } else {
            self.cases[at].1 += 4;
        }
        number
    }

    fn finish(mut self) -> Reading {
        #[expect(clippy::iter_over_hash_type, reason = "each goes to a place of its own")]
        for (text, number) in self.known {
            self.reading.forms[number as usize].text = text;
        }
        for (form, (capital, small)) in self.reading.forms.iter_mut().zip(&self.cases) {
            form.capital = capital > small;
        }
        self.reading
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::search::input::Section;

    #[test]
    fn a_document_becomes_weighted_words() {
        let document = Document {
            lang: "de".into(),
            title: "Beratung für Eltern".into(),
            summary: "Wir beraten Eltern.".into(),
            sections: vec![Section {
                anchor: "ziele".into(),
                heading: "Ziele".into(),
                text: "Die Eltern sind online.".into(),
            }],
            ..Document::default()
        };
        let reading = read(&document);
        let forms: Vec<&str> = reading.forms.iter().map(|form| &*form.text).collect();
        assert_eq!(
            forms,
            ["beratung", "für", "eltern", "beraten", "ziele", "online"],
            "stopwords only from the title"
        );
        let eltern: Vec<(u16, u8)> = reading
            .occurrences
            .iter()
            .filter(|found| found.form == 2)
            .map(|found| (found.section, found.weight))
            .collect();
        assert_eq!(eltern, [(0, 6), (0, 2), (1, 1)]);
        assert!(reading.forms[2].capital && !reading.forms[3].capital);
        assert_eq!(reading.length, 4);
    }
}
