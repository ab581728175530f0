//! From readings to postings: for each class the documents that have it, how strongly, and where.
//!
//! The strength is BM25F's saturated frequency (Robertson and Zaragoza, *The Probabilistic Relevance
//! Framework*, 2009) without the rarity of the class: occurrences weighted by field, the length of the
//! running text allowed for. It is one number from 1 to 40, so that the browser and the terminal compute
//! with the same integers.

use rayon::prelude::*;

use super::reading::Numbered;
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
    class: u32,
    /// In title, fields, headings, summary.
    about: u32,
    /// In running text.
    text: u32,
    divisions: u8,
    /// The place where the word stands by itself.
    position: Option<u32>,
}

/// The occurrences of one class added up.
struct Sum {
    frequency: Frequency,
    /// Which of the document's occurrences, sorted by class, were added.
    from: usize,
    to: usize,
}

/// The postings of all documents, each given by its words and the number of its sections.
#[must_use]
pub fn invert(documents: Vec<(Numbered, usize)>, vocabulary: &Vocabulary) -> Postings {
    let total: u64 = documents.iter().map(|(words, _)| u64::from(words.length)).sum();
    let average = (total as f64 / documents.len().max(1) as f64).max(1.0);
    // The words of a document are let go when its entries are made.
    let of_documents: Vec<(Vec<Entry>, Vec<u32>)> = documents
        .into_par_iter()
        .map(|(words, sections)| entries(&words, sections, vocabulary, average))
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

/// The entries of one document, sorted by class, and its positions in the same order.
fn entries(
    words: &Numbered,
    sections: usize,
    vocabulary: &Vocabulary,
    average: f64,
) -> (Vec<Entry>, Vec<u32>) {
    let found = frequencies(words, sections, vocabulary);
    let mut sums = add_up(&found);
    if !vocabulary.synonyms.is_empty() {
        add_synonyms(&mut sums, &found, vocabulary);
    }
    let norm = 1.0 - B + B * f64::from(words.length) / average;
    let mut positions = Vec::with_capacity(words.occurrences.len());
    let entries = sums
        .into_iter()
        .map(|Sum { frequency, from, to }| {
            let weighted = (f64::from(frequency.about) + f64::from(frequency.text) / norm) / 100.0;
            let strength = weighted / (K1 + weighted) * f64::from(STRONGEST);
            let strength = (strength.round() as u8).clamp(1, STRONGEST);
            let before = positions.len();
            positions.extend(found[from..to].iter().filter_map(|frequency| frequency.position));
            let count = u32::try_from(positions.len() - before).unwrap_or(0);
            Entry { class: frequency.class, strength, divisions: frequency.divisions, positions: count }
        })
        .collect();
    (entries, positions)
}

/// Every word of the document and every part of one, sorted by class.
fn frequencies(words: &Numbered, sections: usize, vocabulary: &Vocabulary) -> Vec<Frequency> {
    let mut found: Vec<Frequency> = Vec::with_capacity(words.occurrences.len() * 3 / 2);
    for occurrence in &words.occurrences {
        let class = vocabulary.forms[occurrence.form as usize].class;
        let divisions = 1 << division(usize::from(occurrence.section), sections);
        let mut add = |class: u32, percent: u32, position: Option<u32>| {
            let weighted = percent * u32::from(occurrence.weight);
            let (about, text) = if occurrence.weight > 1 { (weighted, 0) } else { (0, weighted) };
            found.push(Frequency { class, about, text, divisions, position });
        };
        add(class, 100, Some(occurrence.position));
        for (part, percent) in &vocabulary.classes[class as usize].parts {
            add(*part, u32::from(*percent), None);
        }
    }
    found.sort_by_key(|frequency| frequency.class);
    found
}

fn add_up(found: &[Frequency]) -> Vec<Sum> {
    let mut sums: Vec<Sum> = Vec::new();
    for (at, next) in found.iter().enumerate() {
        match sums.last_mut() {
            Some(last) if last.frequency.class == next.class => {
                join(&mut last.frequency, next);
                last.to = at + 1;
            }
            _ => sums.push(Sum { frequency: *next, from: at, to: at + 1 }),
        }
    }
    sums
}

fn join(into: &mut Frequency, from: &Frequency) {
    into.about += from.about;
    into.text += from.text;
    into.divisions |= from.divisions;
}

/// Adds what the document's words give to their synonyms.
fn add_synonyms(sums: &mut Vec<Sum>, found: &[Frequency], vocabulary: &Vocabulary) {
    let mut more: Vec<Frequency> = Vec::new();
    for group in &vocabulary.synonyms {
        for expression in group {
            let Some(frequency) = expression_frequency(expression, sums, found) else { continue };
            let others = group.iter().filter(|other| *other != expression).flatten();
            for class in others.filter(|class| !expression.contains(class)) {
                let share = |count: u32| (count * SYNONYM / 100).max(u32::from(count > 0));
                let (about, text) = (share(frequency.about), share(frequency.text));
                more.push(Frequency {
                    class: *class,
                    about,
                    text,
                    divisions: frequency.divisions,
                    position: None,
                });
            }
        }
    }
    for frequency in more {
        match sums.binary_search_by_key(&frequency.class, |sum| sum.frequency.class) {
            Ok(at) => join(&mut sums[at].frequency, &frequency),
            Err(at) => sums.insert(at, Sum { frequency, from: 0, to: 0 }),
        }
    }
}

/// How often a document has an expression: a word as it is, several words where they stand in a row.
fn expression_frequency(expression: &[u32], sums: &[Sum], found: &[Frequency]) -> Option<Frequency> {
    let of = |class: u32| {
        let sum = &sums[sums.binary_search_by_key(&class, |sum| sum.frequency.class).ok()?];
        Some((sum.frequency, found[sum.from..sum.to].iter().filter_map(|frequency| frequency.position)))
    };
    let (mut frequency, starts) = of(*expression.first()?)?;
    if expression.len() == 1 {
        return Some(frequency);
    }
    let mut rest: Vec<Vec<u32>> = Vec::new();
    for class in &expression[1..] {
        let (next, positions) = of(*class)?;
        frequency.about = frequency.about.min(next.about);
        frequency.text = frequency.text.min(next.text);
        frequency.divisions &= next.divisions;
        rest.push(positions.collect());
    }
    let in_row = starts.into_iter().any(|start| {
        let mut at = start;
        rest.iter().all(|positions| {
            // Function words between them are not in the expression: up to two may stand in each gap.
            let next = positions.iter().find(|position| **position > at && **position <= at + 3);
            at = next.copied().unwrap_or(at);
            next.is_some()
        })
    });
    (in_row && frequency.divisions > 0).then_some(frequency)
}
