//! From readings to postings: for each class the documents that have it, how strongly, and where.
//!
//! The strength is BM25F's saturated frequency (Robertson and Zaragoza, *The Probabilistic Relevance
//! Framework*, 2009) without the rarity of the class: occurrences weighted by field, the length of the
//! running text allowed for. It is one number from 1 to 40, so that the browser and the terminal compute
//! with the same integers.

use std::ops::Range;

use rayon::prelude::*;

use super::reading::Words;
use super::vocabulary::Vocabulary;

/// Where the frequency saturates, and how much a long text is held against it.
const K1: f64 = 1.2;
const B: f64 = 0.6;
/// The strongest posting.
pub const STRONGEST: u8 = 40;
/// How much a synonym counts, in percent.
const SYNONYM: u32 = 70;
/// The number of divisions of a document that a posting tells apart.
pub const DIVISIONS: usize = 8;

/// The postings of all classes, those of a class side by side.
#[derive(Debug, Default)]
pub struct Postings {
    /// For each class the place of its first posting, and one more at the end.
    pub starts: Vec<u32>,
    /// Document of each posting, ascending within a class.
    pub documents: Vec<u32>,
    /// Strength of each posting.
    pub strengths: Vec<u8>,
    /// In which divisions of the document: bit 0 for its head, the others for its sections.
    pub divisions: Vec<u8>,
    /// For each posting the place of its first position, and one more at the end.
    pub position_starts: Vec<u32>,
    /// Where the word stands by itself, not as a part.
    pub positions: Vec<u32>,
}

/// What one document gives to one class.
struct Entry {
    class: u32,
    strength: u8,
    divisions: u8,
    /// How many of the document's positions belong to it, the classes in order.
    positions: u32,
}

/// Weighted occurrences of a class in a document, in percent.
#[derive(Clone, Copy, Default)]
struct Frequency {
    /// In title, fields, headings, summary.
    about: u32,
    /// In running text.
    text: u32,
    divisions: u8,
}

/// The occurrences of one class in a document added up.
#[derive(Clone, Default)]
struct Sum {
    class: u32,
    frequency: Frequency,
    /// Which of the document's positions are its own.
    positions: Range<usize>,
}

/// Adds up the words of one document after the other.
struct Adder<'v> {
    vocabulary: &'v Vocabulary,
    /// Words of running text that a document has on average.
    average: f64,
    /// For each class its place in `sums`, or [`NOWHERE`].
    places: Vec<u32>,
    sums: Vec<Sum>,
}

const NOWHERE: u32 = u32::MAX;

/// The postings of all documents, each given by its words and the number of its sections.
#[must_use]
pub fn invert(documents: Vec<Words>, sections: &[usize], vocabulary: &Vocabulary) -> Postings {
    let total: u64 = documents.iter().map(|words| u64::from(words.length)).sum();
    let average = (total as f64 / documents.len().max(1) as f64).max(1.0);
    let adder =
        || Adder { vocabulary, average, places: vec![NOWHERE; vocabulary.classes.len()], sums: Vec::new() };
    // The words of a document are let go when its entries are made.
    let of_documents: Vec<(Vec<Entry>, Vec<u32>)> = documents
        .into_par_iter()
        .zip(sections)
        .map_init(adder, |adder, (words, sections)| adder.entries(&words, *sections))
        .collect();
    arrange(&of_documents, vocabulary.classes.len())
}

/// Sorts the documents' entries by class: counts, then fills.
fn arrange(of_documents: &[(Vec<Entry>, Vec<u32>)], classes: usize) -> Postings {
    let mut starts = vec![0_u32; classes + 1];
    for entry in of_documents.iter().flat_map(|(entries, _)| entries) {
        starts[entry.class as usize + 1] += 1;
    }
    for class in 1..starts.len() {
        starts[class] += starts[class - 1];
    }
    let count = starts.last().copied().unwrap_or(0) as usize;
    let mut postings = Postings {
        documents: vec![0; count],
        strengths: vec![0; count],
        divisions: vec![0; count],
        position_starts: vec![0; count + 1],
        positions: Vec::new(),
        starts: starts.clone(),
    };
    let mut next = starts.clone();
    for (document, (entries, _)) in of_documents.iter().enumerate() {
        for entry in entries {
            let at = next[entry.class as usize] as usize;
            next[entry.class as usize] += 1;
            postings.documents[at] = u32::try_from(document).unwrap_or(u32::MAX);
            postings.strengths[at] = entry.strength;
            postings.divisions[at] = entry.divisions;
            postings.position_starts[at + 1] = entry.positions;
        }
    }
    for at in 1..=count {
        postings.position_starts[at] += postings.position_starts[at - 1];
    }
    postings.positions = vec![0; postings.position_starts[count] as usize];
    let mut next = starts;
    for (entries, positions) in of_documents {
        let mut from = 0;
        for entry in entries {
            let at = next[entry.class as usize] as usize;
            next[entry.class as usize] += 1;
            let (to, start) = (from + entry.positions as usize, postings.position_starts[at] as usize);
            postings.positions[start..start + to - from].copy_from_slice(&positions[from..to]);
            from = to;
        }
    }
    postings
}

/// The division of the document that the section numbered `section` of `sections` belongs to.
#[must_use]
pub fn division(section: usize, sections: usize) -> u8 {
    let at = if sections <= DIVISIONS { section } else { section * DIVISIONS / sections };
    u8::try_from(at.min(DIVISIONS - 1)).unwrap_or(0)
}

impl Adder<'_> {
    /// The entries of one document, sorted by class, and its positions in the same order.
    fn entries(&mut self, words: &Words, sections: usize) -> (Vec<Entry>, Vec<u32>) {
        let positions = self.add_up(words, sections);
        let vocabulary = self.vocabulary;
        let sums = &mut self.sums;
        if !vocabulary.synonyms.is_empty() {
            add_synonyms(sums, &positions, vocabulary);
        }
        let norm = 1.0 - B + B * f64::from(words.length) / self.average;
        let entry = |Sum { class, frequency, positions }| {
            let weighted = (f64::from(frequency.about) + f64::from(frequency.text) / norm) / 100.0;
            let strength = weighted / (K1 + weighted) * f64::from(STRONGEST);
            let strength = (strength.round() as u8).clamp(1, STRONGEST);
            let count = u32::try_from(positions.len()).unwrap_or(0);
            Entry { class, strength, divisions: frequency.divisions, positions: count }
        };
        (sums.drain(..).map(entry).collect(), positions)
    }

    /// Adds up every word of the document and every part of one, by class, and returns the positions in
    /// the order of the sums.
    fn add_up(&mut self, words: &Words, sections: usize) -> Vec<u32> {
        let vocabulary = self.vocabulary;
        for occurrence in &words.occurrences {
            let class = vocabulary.forms[occurrence.form as usize].class;
            let division = 1 << division(usize::from(occurrence.section), sections);
            self.sum_of(class).positions.end += 1;
            self.add(class, 100, occurrence.weight, division);
            for (part, percent) in &vocabulary.classes[class as usize].parts {
                self.add(*part, u32::from(*percent), occurrence.weight, division);
            }
        }
        self.sums.sort_unstable_by_key(|sum| sum.class);
        let mut end = 0;
        for (place, sum) in (0..).zip(&mut self.sums) {
            self.places[sum.class as usize] = place;
            // Filled up to its end in the next step.
            let start = end;
            end += sum.positions.len();
            sum.positions = start..start;
        }
        let mut positions = vec![0; end];
        for occurrence in &words.occurrences {
            let class = vocabulary.forms[occurrence.form as usize].class;
            let place = &mut self.sums[self.places[class as usize] as usize].positions.end;
            positions[*place] = occurrence.position;
            *place += 1;
        }
        for sum in &self.sums {
            self.places[sum.class as usize] = NOWHERE;
        }
        positions
    }

    fn add(&mut self, class: u32, percent: u32, weight: u8, division: u8) {
        let Sum { frequency, .. } = self.sum_of(class);
        let weighted = percent * u32::from(weight);
        if weight > 1 {
            frequency.about += weighted;
        } else {
            frequency.text += weighted;
        }
        frequency.divisions |= division;
    }

    /// The sum of a class, new or known.
    fn sum_of(&mut self, class: u32) -> &mut Sum {
        let place = &mut self.places[class as usize];
        if *place == NOWHERE {
            *place = u32::try_from(self.sums.len()).unwrap_or(NOWHERE);
            self.sums.push(Sum { class, ..Sum::default() });
        }
        &mut self.sums[*place as usize]
    }
}

fn join(into: &mut Frequency, from: Frequency) {
    into.about += from.about;
    into.text += from.text;
    into.divisions |= from.divisions;
}

/// Adds what the document's words give to their synonyms.
fn add_synonyms(sums: &mut Vec<Sum>, positions: &[u32], vocabulary: &Vocabulary) {
    let mut more: Vec<(u32, Frequency)> = Vec::new();
    for group in &vocabulary.synonyms {
        for expression in group {
            let Some(frequency) = expression_frequency(expression, sums, positions) else { continue };
            let others = group.iter().filter(|other| *other != expression).flatten();
            for class in others.filter(|class| !expression.contains(class)) {
                let share = |count: u32| (count * SYNONYM / 100).max(u32::from(count > 0));
                let (about, text) = (share(frequency.about), share(frequency.text));
                more.push((*class, Frequency { about, text, ..frequency }));
            }
        }
    }
    for (class, frequency) in more {
        match sums.binary_search_by_key(&class, |sum| sum.class) {
            Ok(at) => join(&mut sums[at].frequency, frequency),
            Err(at) => sums.insert(at, Sum { class, frequency, positions: 0..0 }),
        }
    }
}

/// How often a document has an expression: a word as it is, several words where they stand in a row.
fn expression_frequency(expression: &[u32], sums: &[Sum], positions: &[u32]) -> Option<Frequency> {
    let of = |class: u32| {
        let sum = &sums[sums.binary_search_by_key(&class, |sum| sum.class).ok()?];
        Some((sum.frequency, &positions[sum.positions.clone()]))
    };
    let (mut frequency, starts) = of(*expression.first()?)?;
    if expression.len() == 1 {
        return Some(frequency);
    }
    let mut rest: Vec<&[u32]> = Vec::new();
    for class in &expression[1..] {
        let (next, positions) = of(*class)?;
        frequency.about = frequency.about.min(next.about);
        frequency.text = frequency.text.min(next.text);
        frequency.divisions &= next.divisions;
        rest.push(positions);
    }
    let in_row = starts.iter().any(|start| {
        let mut at = *start;
        rest.iter().all(|positions| {
            // Function words between them are not in the expression: up to two may stand in each gap.
            let next = positions.iter().find(|position| **position > at && **position <= at + 3);
            at = next.copied().unwrap_or(at);
            next.is_some()
        })
    });
    (in_row && frequency.divisions > 0).then_some(frequency)
}
