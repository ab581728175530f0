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
use super::reading::{Form, Reading, Words};
use super::rows::Rows;
use super::spelling::Written;

/// What is counted for a form before it is analysed.
#[derive(Debug, Default, Serialize, Deserialize)]
struct Count {
    documents: u32,
    capital: u32,
    marked: u32,
    /// Documents by language.
    languages: Vec<u32>,
    /// Its spellings with hyphens, and how many documents have each.
    hyphenated: Spellings,
    /// How many documents write it as a word.
    written: u32,
    /// Its spellings other than its letters, and how many documents have each.
    spellings: Spellings,
}

/// Spellings of a form, and how many documents have each now.
#[derive(Debug, Default, Serialize, Deserialize)]
struct Spellings(Vec<(Box<str>, u32)>);

impl Spellings {
    /// The place of a spelling, new or known.
    fn place(&mut self, spelling: &str) -> u32 {
        let place = self.0.iter().position(|(known, _)| **known == *spelling);
        let place = place.unwrap_or_else(|| {
            self.0.push((spelling.into(), 0));
            self.0.len() - 1
        });
        u32::try_from(place).unwrap_or(u32::MAX)
    }

    /// How many documents have the spelling at a place.
    fn at(&mut self, place: u32) -> &mut u32 {
        &mut self.0[place as usize].1
    }

    /// Those that documents have.
    fn there(&self) -> impl Iterator<Item = (&str, u32)> {
        let all = self.0.iter().map(|(spelling, documents)| (&**spelling, *documents));
        all.filter(|(_, documents)| *documents > 0)
    }
}

/// The spelling that most documents have; the first by the alphabet of equals.
fn most<'s>(spellings: impl Iterator<Item = (&'s str, u32)>) -> Option<&'s str> {
    let most = spellings.max_by(|one, other| one.1.cmp(&other.1).then_with(|| other.0.cmp(one.0)));
    most.map(|(spelling, _)| spelling)
}

/// How a document writes a form.
#[derive(Clone, Copy, Debug)]
struct Use {
    capital: bool,
    marked: bool,
    /// The place of its spelling in [`Count::hyphenated`].
    hyphenated: Option<u32>,
    written: bool,
    /// The place of its spelling in [`Count::spellings`].
    spelling: Option<u32>,
}

impl Use {
    /// Appends it, and the number of the form. Most documents write most words as their form.
    fn put(self, number: u32, row: &mut Vec<u8>) {
        let Self { capital, marked, hyphenated, written, spelling } = self;
        let is_odd = hyphenated.is_some() || spelling.is_some() || !written;
        put(row, bits(number, [capital, marked, is_odd]));
        if is_odd {
            put(row, bits(0, [hyphenated.is_some(), spelling.is_some(), written]));
            [hyphenated, spelling].into_iter().flatten().for_each(|place| put(row, place));
        }
    }

    /// Reads what [`Use::put`] wrote.
    fn read(row: &mut bytes::Reader<'_>) -> (u32, Self) {
        let head = row.number();
        let odd = if head & 1 == 0 { 1 } else { row.number() };
        let mut place = |flag: u32| (odd & flag != 0).then(|| row.number());
        let (hyphenated, spelling) = (place(4), place(2));
        let form = Self {
            capital: head & 4 != 0,
            marked: head & 2 != 0,
            hyphenated,
            written: odd & 1 != 0,
            spelling,
        };
        (head >> 3, form)
    }
}

/// A number with flags behind it.
fn bits(number: u32, flags: [bool; 3]) -> u32 {
    flags.iter().fold(number, |bits, flag| bits << 1 | u32::from(*flag))
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
    /// As most do.
    pub(super) written: Written,
}

impl Traces {
    /// Whether forms mean the same when one of them leaves these traces and not those: of the documents it matters
    /// only whether there are none, one or several. How a form is shown says nothing of what it means.
    fn mean(&self, other: &Self) -> bool {
        let Self { documents, capital, marked, language, hyphenated, written: _ } = self;
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
        self.written += u32::from(form.written);
        form.hyphenated.into_iter().for_each(|place| *self.hyphenated.at(place) += 1);
        form.spelling.into_iter().for_each(|place| *self.spellings.at(place) += 1);
    }

    /// Takes away a document that was added.
    fn take(&mut self, form: Use, language: usize) {
        self.documents -= 1;
        self.capital -= u32::from(form.capital);
        self.marked -= u32::from(form.marked);
        self.languages[language] -= 1;
        self.written -= u32::from(form.written);
        form.hyphenated.into_iter().for_each(|place| *self.hyphenated.at(place) -= 1);
        form.spelling.into_iter().for_each(|place| *self.spellings.at(place) -= 1);
    }

    /// How most documents write a form with this `text`.
    fn written(&self, text: &str) -> Written {
        if self.written == 0 {
            return Written::Nowhere;
        }
        let odd: u32 = self.spellings.there().map(|(_, documents)| documents).sum();
        let plainly = (text, self.written - odd);
        match most(self.spellings.there().chain([plainly])) {
            Some(spelling) if spelling != text => Written::As(spelling.into()),
            _ => Written::Plainly,
        }
    }

    /// What the documents that have a form with this `text` tell of it.
    fn traces(&self, text: &str) -> Traces {
        // The language in which most documents have it, the first of equals.
        let language = (0..self.languages.len()).max_by_key(|at| (self.languages[*at], usize::MAX - at));
        Traces {
            documents: self.documents,
            capital: self.capital * 2 > self.documents,
            marked: self.marked > 0,
            language: language.unwrap_or(MAIN_LANGUAGE),
            hyphenated: most(self.hyphenated.there()).map(Into::into),
            written: self.written(text),
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
    texts: &'r [Box<str>],
    spellings: &'r [Box<str>],
    numbers: Vec<Option<u32>>,
}

impl<'r> Forms<'r> {
    fn new(texts: &'r [Box<str>], spellings: &'r [Box<str>]) -> Self {
        Self { texts, spellings, numbers: vec![None; texts.len()] }
    }
}

/// What the counts say of documents that changed.
#[derive(Debug)]
pub struct Exchange {
    /// The forms of these documents, how many documents have each now, and how most write it.
    pub counts: Vec<(Box<str>, u32, Written)>,
    /// Whether all forms mean what they meant: none came or went, or is written in a way that tells of another meaning.
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
        there.map(|(text, count)| (&**text, count.traces(text)))
    }

    /// Whether most documents that have a form are in the main language, and write it with a capital.
    #[must_use]
    pub fn is_name(&self, form: &str) -> bool {
        let main = |lang: &str| lang.split('-').next() == self.languages[MAIN_LANGUAGE].split('-').next();
        let count = self.forms.get(form).filter(|count| count.documents > 0);
        count
            .map(|count| count.traces(form))
            .is_some_and(|traces| traces.capital && main(&self.languages[traces.language]))
    }

    /// Adds the next documents, of which `langs` are the languages, and returns their words with the numbers
    /// that forms have in the gathering.
    pub fn add<'l>(&mut self, reading: Reading, langs: impl IntoIterator<Item = &'l str>) -> Vec<Words> {
        let Reading { forms, spellings, mut documents } = reading;
        let mut forms = Forms::new(&forms, &spellings);
        for (words, lang) in documents.iter_mut().zip(langs) {
            let row = self.count(words, lang, &mut forms, |_, _, _| ());
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
        let mut forms = Forms::new(&reading.forms, &reading.spellings);
        let (mut before, mut rows) = (BTreeMap::new(), Vec::new());
        for ((at, lang), words) in places.into_iter().zip(&reading.documents) {
            let mut look = |number, text: &str, count: &Count| {
                before.entry(number).or_insert_with(|| count.traces(text));
            };
            self.take(at, &mut look);
            rows.push((at, self.count(words, lang, &mut forms, look)));
        }
        let mut exchange = Exchange { counts: Vec::new(), mean_the_same: true };
        for (number, before) in before {
            let Some((text, count)) = self.forms.get_index(number as usize) else { continue };
            let now = count.traces(text);
            exchange.mean_the_same &= before.mean(&now);
            exchange.counts.push((text.clone(), now.documents, now.written));
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
        mut look: impl FnMut(u32, &str, &Count),
    ) -> Vec<u8> {
        let language = self.language(lang);
        let mut row = Vec::with_capacity(2 * words.forms.len());
        put(&mut row, u32::try_from(language).unwrap_or(u32::MAX));
        put(&mut row, words.length);
        self.words += u64::from(words.length);
        for form in &words.forms {
            let place = form.form as usize;
            let text = &*forms.texts[place];
            let number = *forms.numbers[place].get_or_insert_with(|| self.intern(text));
            let Some((joined, count)) = self.forms.get_index_mut(number as usize) else { continue };
            look(number, joined, count);
            let Form { form: _, marked, capital, written, spelling } = *form;
            let hyphenated = text.contains('-').then(|| count.hyphenated.place(text));
            let spelling = spelling.map(|place| count.spellings.place(&forms.spellings[place as usize]));
            let form = Use { capital, marked, hyphenated, written, spelling };
            count.add(form, language);
            form.put(number, &mut row);
        }
        row
    }

    /// Takes away what was counted for a document. Shows each form to `look` before.
    fn take(&mut self, at: usize, mut look: impl FnMut(u32, &str, &Count)) {
        let mut row = bytes::Reader::new(self.documents.row(at));
        let language = row.number() as usize;
        self.words -= u64::from(row.number());
        while !row.is_empty() {
            let (number, form) = Use::read(&mut row);
            let Some((text, count)) = self.forms.get_index_mut(number as usize) else { continue };
            look(number, text, count);
            count.take(form, language);
        }
    }

    /// The words of documents that are counted already, with the numbers that forms have in the gathering.
    #[must_use]
    pub fn again(&self, reading: Reading) -> Vec<Words> {
        let Reading { forms, mut documents, .. } = reading;
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
