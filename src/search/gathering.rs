//! Counts the forms of a site, from document to document: how many have each, and how they write it.
//!
//! What is counted for a document is noted, so that it can be taken away again when the document changes, without a
//! look at the others or at what it said. What forms mean is found out of these counts by `vocabulary`, and depends
//! on them alone.

use std::borrow::Cow;
use std::collections::BTreeMap;

use foldhash::fast::FixedState;
use indexmap::IndexMap;
use serde::{Deserialize, Serialize};

use super::bytes::{self, put};
use super::reading::{Reading, Words};
use super::rows::Rows;

/// What is counted for a form before it is analysed.
#[derive(Debug, Default, Serialize, Deserialize)]
struct Count {
    documents: u32,
    capital: u32,
    marked: u32,
    /// Documents by language.
    languages: Vec<u32>,
    /// Its spellings with hyphens, and how many documents have each.
    hyphenated: Vec<(Box<str>, u32)>,
}

/// How a document writes a form.
#[derive(Clone, Copy, Debug)]
struct Use {
    capital: bool,
    marked: bool,
    /// The place of its spelling in [`Count::hyphenated`].
    hyphenated: Option<u32>,
}

impl Use {
    /// Appends it, and the number of the form.
    fn put(self, number: u32, row: &mut Vec<u8>) {
        let flags = [self.capital, self.marked, self.hyphenated.is_some()];
        put(row, flags.iter().fold(number, |bits, flag| bits << 1 | u32::from(*flag)));
        if let Some(spelling) = self.hyphenated {
            put(row, spelling);
        }
    }

    /// Reads what [`Use::put`] wrote.
    fn read(row: &mut bytes::Reader<'_>) -> (u32, Self) {
        let bits = row.number();
        let is_hyphenated = bits & 1 != 0;
        let hyphenated = is_hyphenated.then(|| row.number());
        (bits >> 3, Self { capital: bits & 4 != 0, marked: bits & 2 != 0, hyphenated })
    }
}

/// What the analysis asks of a form: how documents write it.
#[derive(Debug)]
pub(super) struct Traces {
    /// How many have it.
    pub(super) documents: u32,
    /// Mostly with a capital.
    pub(super) capital: bool,
    /// Somewhere with a marker of gender.
    pub(super) marked: bool,
    /// The place of the language in [`Gathering::languages`].
    pub(super) language: usize,
    /// With hyphens.
    pub(super) hyphenated: Option<Box<str>>,
}

impl Traces {
    /// Whether forms mean the same when one of them leaves these traces and not those: of the documents it matters
    /// only whether there are none, one or several.
    fn mean(&self, other: &Self) -> bool {
        let Self { documents, capital, marked, language, hyphenated } = self;
        (*documents).min(SEVERAL) == other.documents.min(SEVERAL)
            && (capital, marked, language) == (&other.capital, &other.marked, &other.language)
            && *hyphenated == other.hyphenated
    }
}

/// The place of the main language in [`Gathering::languages`].
pub(super) const MAIN_LANGUAGE: usize = 0;

/// From so many documents on, a noun is known well enough to divide other words.
pub(super) const SEVERAL: u32 = 2;

impl Count {
    fn add_language(&mut self, language: usize) {
        if self.languages.len() <= language {
            self.languages.resize(language + 1, 0);
        }
        self.languages[language] += 1;
    }

    /// Adds a document in this language that uses the form.
    fn add(&mut self, form: Use, language: usize) {
        self.documents += 1;
        self.capital += u32::from(form.capital);
        self.marked += u32::from(form.marked);
        self.add_language(language);
        if let Some(spelling) = form.hyphenated {
            self.hyphenated[spelling as usize].1 += 1;
        }
    }

    /// Takes away a document that was added.
    fn take(&mut self, form: Use, language: usize) {
        self.documents -= 1;
        self.capital -= u32::from(form.capital);
        self.marked -= u32::from(form.marked);
        self.languages[language] -= 1;
        if let Some(spelling) = form.hyphenated {
            self.hyphenated[spelling as usize].1 -= 1;
        }
    }

    /// The spelling with hyphens that most documents have; the first by the alphabet of equals.
    fn hyphenated(&self) -> Option<&str> {
        let there = self.hyphenated.iter().filter(|(_, documents)| *documents > 0);
        let most = there.max_by(|one, other| one.1.cmp(&other.1).then_with(|| other.0.cmp(&one.0)));
        most.map(|(spelling, _)| &**spelling)
    }

    /// The place of a spelling with hyphens, new or known.
    fn spelling(&mut self, spelling: &str) -> u32 {
        let place = self.hyphenated.iter().position(|(known, _)| **known == *spelling);
        let place = place.unwrap_or_else(|| {
            self.hyphenated.push((spelling.into(), 0));
            self.hyphenated.len() - 1
        });
        u32::try_from(place).unwrap_or(u32::MAX)
    }

    fn traces(&self) -> Traces {
        // The language in which most documents have it, the first of equals.
        let language = (0..self.languages.len()).max_by_key(|at| (self.languages[*at], usize::MAX - at));
        Traces {
            documents: self.documents,
            capital: self.capital * 2 > self.documents,
            marked: self.marked > 0,
            language: language.unwrap_or(MAIN_LANGUAGE),
            hyphenated: self.hyphenated().map(Into::into),
        }
    }
}

/// The forms of a site with their counts.
#[derive(Debug, Serialize, Deserialize)]
pub struct Gathering {
    /// Every form that a document has or had, without hyphens. Its place is its number.
    forms: IndexMap<Box<str>, Count, FixedState>,
    /// The main language first, the others as they come.
    languages: Vec<String>,
    /// What is counted for each document: its language, the words of its running text, its forms with their [`Use`].
    documents: Rows,
    /// Words of running text, of all documents.
    words: u64,
}

/// The forms of a reading, and the numbers that they have in a gathering. Only what stands in a document gets one: not
/// so what was read and left out everywhere.
struct Forms<'r> {
    spellings: &'r [Box<str>],
    numbers: Vec<Option<u32>>,
}

impl<'r> Forms<'r> {
    fn new(spellings: &'r [Box<str>]) -> Self {
        Self { spellings, numbers: vec![None; spellings.len()] }
    }
}

/// What the counts say of documents that changed.
#[derive(Debug)]
pub struct Exchange {
    /// The forms of these documents, and how many documents have each now.
    pub counts: Vec<(Box<str>, u32)>,
    /// Whether all forms mean what they meant: none came or went or is written otherwise than before.
    pub mean_the_same: bool,
}

impl Gathering {
    /// Nothing yet; `lang` is the site's main language.
    #[must_use]
    pub fn new(lang: &str) -> Self {
        Self {
            forms: IndexMap::default(),
            languages: vec![lang.to_owned()],
            documents: Rows::default(),
            words: 0,
        }
    }

    /// The languages of the documents, the main one first.
    #[must_use]
    pub fn languages(&self) -> &[String] {
        &self.languages
    }

    /// Words of running text, of all documents.
    #[must_use]
    pub fn words(&self) -> u64 {
        self.words
    }

    /// All forms, in the order of their numbers, those included that no document has any more.
    pub fn texts(&self) -> impl Iterator<Item = &str> {
        self.forms.keys().map(|text| &**text)
    }

    /// The forms that documents have, and how they write them.
    pub(super) fn forms(&self) -> impl Iterator<Item = (&str, Traces)> {
        let there = self.forms.iter().filter(|(_, count)| count.documents > 0);
        there.map(|(text, count)| (&**text, count.traces()))
    }

    /// Whether most documents that have a form are in the main language, and write it with a capital.
    #[must_use]
    pub fn is_name(&self, form: &str) -> bool {
        let main = |lang: &str| lang.split('-').next() == self.languages[MAIN_LANGUAGE].split('-').next();
        let traces = self.forms.get(form).filter(|count| count.documents > 0).map(Count::traces);
        traces.is_some_and(|traces| traces.capital && main(&self.languages[traces.language]))
    }

    /// Adds the next documents, of which `langs` are the languages, and returns their words with the numbers
    /// that forms have in the gathering.
    pub fn add<'l>(&mut self, reading: Reading, langs: impl IntoIterator<Item = &'l str>) -> Vec<Words> {
        let Reading { forms, mut documents } = reading;
        let mut forms = Forms::new(&forms);
        for (words, lang) in documents.iter_mut().zip(langs) {
            let row = self.count(words, lang, &mut forms, |_, _| ());
            self.documents.push(&row);
            words.number(&forms.numbers);
        }
        documents
    }

    /// Counts documents in the place of others: each of the reading at its place among all, ascending, and in its
    /// language.
    pub fn exchange<'l>(
        &mut self,
        reading: &Reading,
        places: impl IntoIterator<Item = (usize, &'l str)>,
    ) -> Exchange {
        let mut forms = Forms::new(&reading.forms);
        let (mut before, mut rows) = (BTreeMap::new(), Vec::new());
        for ((at, lang), words) in places.into_iter().zip(&reading.documents) {
            let mut look = |number, count: &Count| {
                before.entry(number).or_insert_with(|| count.traces());
            };
            self.take(at, &mut look);
            rows.push((at, self.count(words, lang, &mut forms, look)));
        }
        let mut exchange = Exchange { counts: Vec::new(), mean_the_same: true };
        for (number, before) in before {
            let Some((text, count)) = self.forms.get_index(number as usize) else { continue };
            exchange.counts.push((text.clone(), count.documents));
            exchange.mean_the_same &= before.mean(&count.traces());
        }
        self.documents = self.documents.exchange(rows);
        exchange
    }

    /// Counts the words of a document, and returns its row. Shows each form to `look` before.
    fn count(
        &mut self,
        words: &Words,
        lang: &str,
        forms: &mut Forms<'_>,
        mut look: impl FnMut(u32, &Count),
    ) -> Vec<u8> {
        let language = self.language(lang);
        let mut row = Vec::with_capacity(2 * words.forms.len());
        put(&mut row, u32::try_from(language).unwrap_or(u32::MAX));
        put(&mut row, words.length);
        self.words += u64::from(words.length);
        for form in &words.forms {
            let place = form.form as usize;
            let spelling = &*forms.spellings[place];
            let number = *forms.numbers[place].get_or_insert_with(|| self.intern(spelling));
            let count = &mut self.forms[number as usize];
            look(number, count);
            let hyphenated = spelling.contains('-').then(|| count.spelling(spelling));
            let form = Use { capital: form.capital, marked: form.marked, hyphenated };
            count.add(form, language);
            form.put(number, &mut row);
        }
        row
    }

    /// Takes away what was counted for a document. Shows each form to `look` before.
    fn take(&mut self, at: usize, mut look: impl FnMut(u32, &Count)) {
        let mut row = bytes::Reader::new(self.documents.row(at));
        let language = row.number() as usize;
        self.words -= u64::from(row.number());
        while !row.is_empty() {
            let (number, form) = Use::read(&mut row);
            let count = &mut self.forms[number as usize];
            look(number, count);
            count.take(form, language);
        }
    }

    /// The words of documents that are counted already, with the numbers that forms have in the gathering.
    #[must_use]
    pub fn again(&self, reading: Reading) -> Vec<Words> {
        let Reading { forms, mut documents } = reading;
        let numbers: Vec<Option<u32>> = forms
            .iter()
            .map(|form| self.forms.get_index_of(&*form.replace('-', "")).map(number_at))
            .collect();
        for words in &mut documents {
            words.number(&numbers);
        }
        documents
    }

    /// The place of a language in [`Gathering::languages`].
    fn language(&mut self, lang: &str) -> usize {
        self.languages.iter().position(|known| known == lang).unwrap_or_else(|| {
            self.languages.push(lang.to_owned());
            self.languages.len() - 1
        })
    }

    /// The number of a form, new or known.
    fn intern(&mut self, spelling: &str) -> u32 {
        let text =
            if spelling.contains('-') { Cow::Owned(spelling.replace('-', "")) } else { spelling.into() };
        let place = self.forms.get_index_of(&*text);
        number_at(place.unwrap_or_else(|| self.forms.insert_full(text.into(), Count::default()).0))
    }
}

fn number_at(place: usize) -> u32 {
    u32::try_from(place).unwrap_or(u32::MAX)
}
