//! Answers a query: which documents, in which order, and how well they fit.
//!
//! A word is worth its strength in the document times its rarity; the value of a document is the sum, a
//! little more when its words meet in one division. Documents with all words come first. Those that miss
//! some follow, marked as partial, as long as what they have weighs a third: so a question finds what
//! has most of its meaning. What a document has by itself must be a noun or more than a mention: of
//! `Reisepass verlängern`, what is prolonged is no answer. Behind a preposition stands the matter, before it often
//! only what kind of thing is looked for: `Väter` of `Angebote für Väter` weighs no less than `Angebote`. All numbers are integers, so that the browser
//! (`answer` in `search.js`) gets the same order.

use super::opened::{Opened, OpenedClass};
use super::postings::STRONGEST;
use super::query::{Query, parse};
use super::resolve::{Alternative, Kind, Resolved, WHOLE};
use super::terms::rarity;

/// What a document gains when its words meet, in percent.
const MEETING: u64 = 15;
/// What a partial answer must cover of the query's weight, in percent.
const LEAST: u64 = 33;
/// How strong a word is in a document that does more than mention it in running text.
pub(super) const ABOUT: u8 = 24;

/// The answer to a query.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Answer {
    /// The query as it was read.
    pub query: Query,
    /// What each of its words means.
    pub words: Vec<Resolved>,
    /// Documents, the best first.
    pub hits: Vec<Hit>,
    /// The text with its typing errors corrected, when there were any.
    pub correction: Option<String>,
}

/// A document that was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hit {
    /// Its number.
    pub document: u32,
    /// Lacks some of the words.
    pub partial: bool,
    /// Its value; comparable within one answer only.
    pub score: u64,
}

/// What a word gives to the documents.
struct Column {
    values: Vec<u64>,
    divisions: Vec<u8>,
    /// Of how many words the title of each document is that has the word.
    titles: Vec<u8>,
    /// The word's rarity.
    weight: u64,
    /// What it weighs in the query.
    share: u64,
    /// Written with a capital, as nouns are.
    capital: bool,
}

impl Opened {
    /// The documents that answer `text`.
    #[must_use]
    pub fn answer(&self, text: &str) -> Answer {
        let query = parse(text, &self.stopwords);
        let mut words: Vec<Resolved> = query.words.iter().map(|word| self.resolve(word)).collect();
        self.join(&query, &mut words);
        let mut columns: Vec<Column> = words.iter().map(|word| self.column(word)).collect();
        for (at, word) in query.words.iter().enumerate() {
            let least = word.behind.map_or(0, |before| columns[before].share);
            columns[at].share = columns[at].weight.max(least);
        }
        let phrases: Vec<Vec<u32>> = query.phrases.iter().map(|phrase| self.phrase(phrase, &words)).collect();
        let total: u64 = columns.iter().map(|column| column.share).sum();
        let mut hits: Vec<Hit> = (0..self.documents)
            .filter_map(|document| hit(document, &columns, total))
            .filter(|hit| phrases.iter().all(|found| found.binary_search(&hit.document).is_ok()))
            .collect();
        hits.sort_by_key(|hit| (hit.partial, std::cmp::Reverse(hit.score), hit.document));
        let correction = correction(text, &query, &words);
        Answer { query, words, hits, correction }
    }

    fn class(&self, class: u32) -> Option<&OpenedClass> {
        self.classes.get(class as usize)
    }

    fn column(&self, word: &Resolved) -> Column {
        let mut column = Column {
            values: vec![0; self.documents],
            divisions: vec![0; self.documents],
            titles: vec![0; self.documents],
            weight: self.weight(word).max(1),
            share: 0,
            capital: word.forms.first().is_some_and(|form| form.starts_with(char::is_uppercase)),
        };
        for alternative in &word.alternatives {
            self.add(alternative, false, &mut column);
        }
        // Parts that never meet in a division are something when they meet in a document.
        if word.kind == Kind::Parts && column.values.iter().all(|value| *value == 0) {
            for alternative in &word.alternatives {
                self.add(alternative, true, &mut column);
            }
        }
        column
    }

    /// The rarity of the word: of its likeliest meaning, in it of the rarest part.
    fn weight(&self, word: &Resolved) -> u64 {
        let classes = word.alternatives.first().map(|first| first.classes.as_slice()).unwrap_or_default();
        let known = classes.iter().filter_map(|class| self.class(*class)).map(|class| class.rarity).max();
        // What nobody wrote tells no documents apart: it is as if it were in each tenth.
        u64::from(known.unwrap_or_else(|| rarity(self.documents / 10, self.documents)))
    }

    /// Adds what the documents have of an alternative; `apart`: its classes need not meet in one division.
    fn add(&self, alternative: &Alternative, apart: bool, column: &mut Column) {
        let classes: Vec<&OpenedClass> =
            alternative.classes.iter().filter_map(|class| self.class(*class)).collect();
        let Some((first, rest)) =
            classes.split_first().filter(|_| classes.len() == alternative.classes.len())
        else {
            return;
        };
        // What is as good as the word itself, such as the compound of two words, is worth no more for being rarer.
        let most = if alternative.factor == WHOLE { column.weight } else { u64::MAX };
        let rarity = |class: &OpenedClass| u64::from(class.rarity).min(most);
        for (at, document) in first.documents.iter().enumerate() {
            let document = *document as usize;
            let mut sum = u64::from(first.strengths[at]) * rarity(first);
            let mut divisions = first.divisions[at];
            for class in rest {
                match class.documents.binary_search(&(document as u32)) {
                    Ok(at) => {
                        sum += u64::from(class.strengths[at]) * rarity(class);
                        divisions = if apart {
                            divisions | class.divisions[at]
                        } else {
                            divisions & class.divisions[at]
                        };
                    }
                    Err(_) => {
                        divisions = 0;
                        break;
                    }
                }
            }
            if divisions == 0 || document >= self.documents {
                continue;
            }
            if alternative.is_divided && !self.may_mean(&alternative.classes, document as u32) {
                continue;
            }
            let value = sum * u64::from(alternative.factor) / (100 * classes.len() as u64);
            column.values[document] = column.values[document].max(value.max(1));
            column.divisions[document] |= divisions;
            if rest.is_empty() && alternative.factor == WHOLE {
                column.titles[document] = column.titles[document].max(first.titles[at]);
            }
        }
    }

    /// The documents that have the words of a phrase at their distances, ascending.
    fn phrase(&self, phrase: &[(usize, u32)], words: &[Resolved]) -> Vec<u32> {
        let positions = |word: usize, document: u32| -> Vec<u32> {
            let single = words[word].alternatives.iter().filter(|alternative| alternative.classes.len() == 1);
            let classes = single.filter_map(|alternative| self.class(alternative.classes[0]));
            classes
                .filter_map(|class| class.positions.get(class.documents.binary_search(&document).ok()?))
                .flatten()
                .copied()
                .collect()
        };
        (0..self.documents as u32)
            .filter(|document| {
                let of: Vec<Vec<u32>> = phrase.iter().map(|(word, _)| positions(*word, *document)).collect();
                let starts = &of[0];
                starts.iter().any(|start| {
                    phrase
                        .iter()
                        .zip(&of)
                        .all(|((_, distance), positions)| positions.contains(&(start + distance)))
                })
            })
            .collect()
    }
}

fn hit(document: usize, columns: &[Column], total: u64) -> Option<Hit> {
    let found = columns.iter().filter(|column| column.values[document] > 0);
    let (mut score, mut covered, mut count, mut meeting, mut has_noun) = (0, 0, 0, u8::MAX, false);
    for column in found {
        score += column.values[document] * column.share / column.weight;
        covered += column.share;
        count += 1;
        meeting &= column.divisions[document];
        has_noun |= column.capital;
    }
    // Its title is what was asked for: as if each word were all of it.
    if count > 1 && columns.iter().all(|column| usize::from(column.titles[document]) == columns.len()) {
        score = columns.iter().map(|column| column.share * u64::from(STRONGEST)).sum();
    }
    let partial = count < columns.len();
    let says_little = count == 1 && !has_noun && score < covered * u64::from(ABOUT);
    if count == 0 || (partial && (covered * 100 < total * LEAST || says_little)) {
        return None;
    }
    if count > 1 && meeting != 0 {
        score += score * MEETING / 100;
    }
    Some(Hit { document: document as u32, partial, score })
}

fn correction(text: &str, query: &Query, words: &[Resolved]) -> Option<String> {
    let mut corrected = text.to_owned();
    for (typed, word) in query.words.iter().zip(words).filter(|(_, word)| word.kind == Kind::Correction) {
        corrected = corrected.replacen(&typed.typed, word.forms.first()?, 1);
    }
    (corrected != text).then_some(corrected)
}
