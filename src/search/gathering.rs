//! Counts the forms of a site, from document to document: how many have each, and how they write it.
//!
//! What is counted can be taken away again, so that a document may change without a look at the others. What forms
//! mean is found out of these counts by `vocabulary`, and depends on them alone.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};

use foldhash::fast::FixedState;
use serde::{Deserialize, Serialize};

use super::reading::{Form, Reading, Words};

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

    /// Adds a document in this language that has the form.
    fn add(&mut self, form: Form, language: usize) {
        self.documents += 1;
        self.capital += u32::from(form.capital);
        self.marked += u32::from(form.marked);
        self.add_language(language);
    }

    /// Takes away a document that was added.
    fn take(&mut self, form: Form, language: usize) {
        self.documents -= 1;
        self.capital -= u32::from(form.capital);
        self.marked -= u32::from(form.marked);
        self.languages[language] -= 1;
    }

    /// The spelling with hyphens that most documents have; the first by the alphabet of equals.
    fn hyphenated(&self) -> Option<&str> {
        let there = self.hyphenated.iter().filter(|(_, documents)| *documents > 0);
        let most = there.max_by(|one, other| one.1.cmp(&other.1).then_with(|| other.0.cmp(&one.0)));
        most.map(|(spelling, _)| &**spelling)
    }

    /// How many documents have this spelling with hyphens.
    fn spelled(&mut self, spelling: &str) -> &mut u32 {
        let place = self.hyphenated.iter().position(|(known, _)| **known == *spelling);
        let place = place.unwrap_or_else(|| {
            self.hyphenated.push((spelling.into(), 0));
            self.hyphenated.len() - 1
        });
        &mut self.hyphenated[place].1
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
#[serde(from = "Stored")]
pub struct Gathering {
    /// Every form that a document has or had, without hyphens.
    forms: Vec<(Box<str>, Count)>,
    /// The main language first, the others as they come.
    languages: Vec<String>,
    #[serde(skip)]
    numbers: HashMap<Box<str>, u32, FixedState>,
}

/// A gathering without what is found out of the rest.
#[derive(Deserialize)]
struct Stored {
    forms: Vec<(Box<str>, Count)>,
    languages: Vec<String>,
}

impl From<Stored> for Gathering {
    fn from(Stored { forms, languages }: Stored) -> Self {
        let numbers = (0..).zip(&forms).map(|(number, (text, _))| (text.clone(), number)).collect();
        Self { forms, languages, numbers }
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
        Self { forms: Vec::new(), languages: vec![lang.to_owned()], numbers: HashMap::default() }
    }

    /// The languages of the documents, the main one first.
    #[must_use]
    pub fn languages(&self) -> &[String] {
        &self.languages
    }

    /// All forms, in the order of their numbers, those included that no document has any more.
    pub fn texts(&self) -> impl Iterator<Item = &str> {
        self.forms.iter().map(|(text, _)| &**text)
    }

    /// The forms that documents have, and how they write them.
    pub(super) fn forms(&self) -> impl Iterator<Item = (&str, Traces)> {
        let there = self.forms.iter().filter(|(_, count)| count.documents > 0);
        there.map(|(text, count)| (&**text, count.traces()))
    }

    /// Adds the next documents, of which `langs` are the languages, and returns their words with the numbers
    /// that forms have in the gathering.
    pub fn add<'l>(&mut self, reading: Reading, langs: impl IntoIterator<Item = &'l str>) -> Vec<Words> {
        let Reading { forms, mut documents } = reading;
        // Only what stands in a document gets a number: not so what was read and left out everywhere.
        let mut numbers: Vec<Option<u32>> = vec![None; forms.len()];
        for (words, lang) in documents.iter_mut().zip(langs) {
            let language = self.language(lang);
            for form in &mut words.forms {
                let place = form.form as usize;
                let number = *numbers[place].get_or_insert_with(|| self.intern(&forms[place]));
                self.count(number, &forms[place], |count| count.add(*form, language), 1);
            }
            words.number(&numbers);
        }
        documents
    }

    /// Counts documents in the place of others: in the reading, each stands behind the one that it replaces, and
    /// `langs` are the languages of the pairs.
    pub fn exchange<'l>(&mut self, reading: Reading, langs: impl IntoIterator<Item = &'l str>) -> Exchange {
        let Reading { forms, documents } = reading;
        let mut numbers: Vec<Option<u32>> = vec![None; forms.len()];
        let mut before: BTreeMap<u32, Traces> = BTreeMap::new();
        for (pair, lang) in documents.chunks(2).zip(langs) {
            let language = self.language(lang);
            for (is_new, words) in [false, true].into_iter().zip(pair) {
                for form in &words.forms {
                    let place = form.form as usize;
                    let number = *numbers[place].get_or_insert_with(|| self.intern(&forms[place]));
                    before.entry(number).or_insert_with(|| self.forms[number as usize].1.traces());
                    if is_new {
                        self.count(number, &forms[place], |count| count.add(*form, language), 1);
                    } else {
                        self.count(number, &forms[place], |count| count.take(*form, language), u32::MAX);
                    }
                }
            }
        }
        let mut exchange = Exchange { counts: Vec::new(), mean_the_same: true };
        for (number, before) in before {
            let (text, count) = &self.forms[number as usize];
            exchange.counts.push((text.clone(), count.documents));
            exchange.mean_the_same &= before.mean(&count.traces());
        }
        exchange
    }

    /// The words of documents that are counted already, with the numbers that forms have in the gathering.
    #[must_use]
    pub fn again(&self, reading: Reading) -> Vec<Words> {
        let Reading { forms, mut documents } = reading;
        let numbers: Vec<Option<u32>> =
            forms.iter().map(|form| self.numbers.get(&*form.replace('-', "")).copied()).collect();
        for words in &mut documents {
            words.number(&numbers);
        }
        documents
    }

    /// Changes the count of a form, and by `step` that of the spelling, if it has hyphens.
    fn count(&mut self, number: u32, spelling: &str, change: impl FnOnce(&mut Count), step: u32) {
        let count = &mut self.forms[number as usize].1;
        change(count);
        if spelling.contains('-') {
            let spelled = count.spelled(spelling);
            *spelled = spelled.wrapping_add(step);
        }
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
        if let Some(number) = self.numbers.get(&*text) {
            return *number;
        }
        let number = u32::try_from(self.forms.len()).unwrap_or(u32::MAX);
        let text: Box<str> = text.into();
        self.numbers.insert(text.clone(), number);
        self.forms.push((text, Count::default()));
        number
    }
}
