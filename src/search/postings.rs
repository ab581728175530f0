//! From readings to postings: for each class the documents that have it, how strongly, and where.
//!
//! The strength is BM25F's saturated frequency (Robertson and Zaragoza, *The Probabilistic Relevance
//! Framework*, 2009) without the rarity of the class: occurrences weighted by field, the length of the
//! running text allowed for. It is one number from 1 to 40, so that the browser and the terminal compute
//! with the same integers. A page whose whole title is the word is the strongest of all. In the byte of a posting
//! stands beside it of how many words the title is that has the word, or whether the document has only a synonym of it:
//! see [`strength`], [`title`] and [`LENT`].

use std::ops::Range;

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::bytes::{Reader, put};
use super::reading::{NAME, TITLE, Words};
use super::rows::Rows;
use super::vocabulary::{NO_CLASS, Vocabulary};

/// Where the frequency saturates, and how much a long text is held against it.
const K1: f64 = 1.2;
const B: f64 = 0.6;
/// The strongest posting, that of a page that is called so.
pub const STRONGEST: u8 = 40;
/// Words of the longest title that is told from others; the strength of each has [`STRONGEST`] added for every other
/// word of the title.
pub const LONGEST_TITLE: u8 = 5;
/// What is added to the strength of a word that the document has by a synonym only.
pub const LENT: u8 = LONGEST_TITLE * STRONGEST;

/// The strength in the byte of a posting.
#[must_use]
pub fn strength(byte: u8) -> u8 {
    byte.saturating_sub(1) % STRONGEST + 1
}

/// Of how many words the title is that has the word, by the byte of its posting; 0 if none has it, or one that is
/// nothing else or longer than [`LONGEST_TITLE`].
#[must_use]
pub fn title(byte: u8) -> u8 {
    let others = byte.saturating_sub(1) / STRONGEST;
    if (1..LONGEST_TITLE).contains(&others) { others + 1 } else { 0 }
}

/// How much a word lends to its synonyms. A page that has it in its title is about that; of any other, a mention of the
/// word itself counts more. A synonym of several words lends less, as each of them says less by itself.
const SYNONYM_IN_TITLE: f64 = 0.77;
const SYNONYM: f64 = 0.45;
const SYNONYM_OF_WORDS: f64 = 0.3;
/// What the words of a document weigh that is to stand behind others: its title less than the summary of another, and
/// what it is about still more than a mention elsewhere.
const BEHIND: f64 = 0.4;
/// The number of divisions of a document that a posting tells apart.
pub const DIVISIONS: usize = 8;

/// The postings of all classes, as the chunks of the index hold them: of each column, a row for each class.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct Postings {
    /// How many documents have each class.
    counts: Vec<u32>,
    columns: [Rows; COLUMNS],
}

/// How many columns there are.
const COLUMNS: usize = 6;
/// The documents, ascending: of each the difference to the one before.
pub const DOCUMENTS: usize = 0;
/// The strength of each posting and what stands beside it, one byte.
pub const STRENGTHS: usize = 1;
/// In which divisions of the document: bit 0 for its head, the others for its sections.
pub const PLACES: usize = 2;
/// How many positions each posting has, where the word stands by itself and not as a part.
pub const COUNTS: usize = 3;
/// Of the difference of each position to the one before in its document, what is above the lower seven bits.
pub const UPPER: usize = 4;
/// The lower seven bits of these differences.
pub const LOWER: usize = 5;

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
    /// Whether it stands in the title, not only as a part of another word.
    is_in_title: bool,
    divisions: u8,
}

/// The occurrences of one class in a document added up.
#[derive(Clone, Default)]
struct Sum {
    class: u32,
    frequency: Frequency,
    /// Whether the title is this word and no other.
    is_name: bool,
    /// The strength that the synonyms lend it which the document has.
    lent: f64,
    /// Which of the document's positions are its own.
    positions: Range<usize>,
}

/// Adds up the words of one document after the other.
struct Adder<'v> {
    meaning: Meaning<'v>,
    /// For each class its place in `sums`, or [`NOWHERE`].
    places: Vec<u32>,
    sums: Vec<Sum>,
}

const NOWHERE: u32 = u32::MAX;

/// What the words of documents mean.
#[derive(Clone, Copy, Debug)]
pub struct Meaning<'v> {
    /// The classes.
    pub vocabulary: &'v Vocabulary,
    /// The class of each form, by the number that words name it with.
    pub classes: &'v [u32],
    /// As [`average`] gives it.
    pub average: u32,
}

/// The postings of all documents, each given by its words and the number of its sections.
#[must_use]
pub fn invert(documents: Vec<Words>, sections: &[usize], meaning: Meaning<'_>) -> Postings {
    // The words of a document are let go when its entries are made.
    let of_documents: Vec<(Vec<Entry>, Vec<u32>)> = documents
        .into_par_iter()
        .zip(sections)
        .map_init(|| Adder::new(meaning), |adder, (words, sections)| adder.entries(&words, *sections))
        .collect();
    arrange(&of_documents, meaning.vocabulary.classes.len())
}

/// The words of running text that a document has on average, to one part in sixteen to thirty-two: how much a
/// long text is held against a document should not change in all of them with every word of one.
#[must_use]
pub fn average(words: u64, documents: usize) -> u32 {
    let average = u32::try_from(words / documents.max(1) as u64).unwrap_or(u32::MAX).max(1);
    let step = 1 << average.ilog2().saturating_sub(4);
    average.saturating_add(step / 2) / step * step
}

impl Postings {
    /// In how many documents a class is found.
    #[must_use]
    pub fn count(&self, class: u32) -> usize {
        self.counts[class as usize] as usize
    }

    /// In how many documents a class stands itself, or as a part; if in none, in how many one of its synonyms.
    #[must_use]
    pub fn count_of_own(&self, class: u32) -> usize {
        let strengths = self.columns[STRENGTHS].row(class as usize);
        let own = strengths.iter().filter(|strength| **strength <= LENT).count();
        if own == 0 { strengths.len() } else { own }
    }

    /// The rows that these classes have in a column, one after the other.
    #[must_use]
    pub fn column(&self, column: usize, classes: &[u32]) -> Vec<u8> {
        let rows: Vec<&[u8]> =
            classes.iter().map(|class| self.columns[column].row(*class as usize)).collect();
        rows.concat()
    }

    /// These postings for classes of which each was one of these, see [`super::moves::Moves::origins`]; the others
    /// have none yet.
    #[must_use]
    pub fn moved(&self, origins: &[u32]) -> Self {
        let mut new = Self::default();
        new.counts.extend(origins.iter().map(|origin| self.counts.get(*origin as usize).unwrap_or(&0)));
        new.columns.par_iter_mut().zip(&self.columns).for_each(|(new, old)| {
            new.bytes.reserve(old.bytes.len());
            for origin in origins {
                new.push(if *origin == NO_CLASS { &[] } else { old.row(*origin as usize) });
            }
        });
        new
    }

    /// The documents that have a class.
    pub fn documents(&self, class: u32) -> impl Iterator<Item = u32> {
        let mut reader = Reader::new(self.columns[DOCUMENTS].row(class as usize));
        let mut before = 0;
        (0..self.count(class)).map(move |_| {
            before += reader.number();
            before
        })
    }

    /// These postings with what the words of some documents give now, in place of what they had: each its number,
    /// ascending, its words and the number of its sections.
    #[must_use]
    pub fn exchange(&self, documents: &[(u32, &Words, usize)], meaning: Meaning<'_>) -> Self {
        let mut adder = Adder::new(meaning);
        let given: Vec<(Vec<Entry>, Vec<u32>)> =
            documents.iter().map(|(_, words, sections)| adder.entries(words, *sections)).collect();
        // For each class the entries of documents, as places in the lists before.
        let mut rows: Vec<Vec<Given<'_>>> = vec![Vec::new(); self.counts.len()];
        for (at, (entries, positions)) in given.iter().enumerate() {
            let mut rest = &positions[..];
            for entry in entries {
                let (own, others) = rest.split_at(entry.positions as usize);
                rest = others;
                rows[entry.class as usize].push((at, entry, own));
            }
        }
        let exchange = |(class, row): (usize, Vec<Given<'_>>)| {
            let mut row = row.into_iter().peekable();
            let mut new: Option<Class> = None;
            for (at, (document, ..)) in documents.iter().enumerate() {
                let given = row.next_if(|(given, ..)| *given == at).map(|(_, entry, own)| (entry, own));
                let slices = new.as_ref().map_or_else(|| self.class(class), Class::slices);
                new = slices.exchange(*document, given).or(new);
            }
            Some((class, new?))
        };
        let exchanged: Vec<(usize, Class)> = rows.into_par_iter().enumerate().filter_map(exchange).collect();
        let mut new = Self { counts: self.counts.clone(), ..Self::default() };
        for (class, Class { count, .. }) in &exchanged {
            new.counts[*class] = *count;
        }
        new.columns.par_iter_mut().zip(&self.columns).enumerate().for_each(|(column, (new, old))| {
            *new =
                old.exchange(exchanged.iter().map(|(class, exchanged)| (*class, &exchanged.columns[column])));
        });
        new
    }

    /// Appends a posting to the row that is being written; its document is `step` after the one before.
    fn push(&mut self, step: u32, entry: &Entry, positions: &[u32]) {
        let [documents, strengths, places, counts, upper, lower] = &mut self.columns;
        put(&mut documents.bytes, step);
        strengths.bytes.push(entry.strength);
        places.bytes.push(entry.divisions);
        put(&mut counts.bytes, entry.positions);
        let mut before = 0;
        for position in positions {
            let step = position - before;
            put(&mut upper.bytes, step >> 7);
            lower.bytes.push((step & 127) as u8);
            before = *position;
        }
    }

    /// Ends the row of a class in every column.
    fn end(&mut self, count: usize) {
        self.counts.push(count as u32);
        for rows in &mut self.columns {
            rows.end();
        }
    }

    fn class(&self, class: usize) -> Slices<'_> {
        let columns = std::array::from_fn(|column| self.columns[column].row(class));
        Slices { count: self.counts[class], columns }
    }
}

/// What a document gives to a class: the document, as a place in a list, the entry and its positions.
type Given<'e> = (usize, &'e Entry, &'e [u32]);

/// The postings of one class.
struct Class {
    count: u32,
    columns: [Vec<u8>; COLUMNS],
}

impl Class {
    fn slices(&self) -> Slices<'_> {
        Slices { count: self.count, columns: std::array::from_fn(|column| &self.columns[column][..]) }
    }
}

/// The postings of one class among those of others.
struct Slices<'p> {
    count: u32,
    columns: [&'p [u8]; COLUMNS],
}

impl Slices<'_> {
    /// The postings of the class with this entry of a document in place of the one that it had; `None` if there
    /// is none and was none.
    fn exchange(&self, document: u32, given: Option<(&Entry, &[u32])>) -> Option<Class> {
        let (mut reader, mut before, mut place) = (Reader::new(self.columns[DOCUMENTS]), 0, 0);
        // The first that is not before it.
        let (mut start, mut next) = (0, None);
        while place < self.count {
            start = reader.at();
            let number = before + reader.number();
            if number >= document {
                next = Some(number);
                break;
            }
            (before, place) = (number, place + 1);
        }
        if next.is_none() {
            start = reader.at();
        }
        let had = next == Some(document);
        if !had && given.is_none() {
            return None;
        }
        if had && place + 1 < self.count {
            next = Some(document + reader.number());
        } else if had {
            next = None;
        }
        let end = reader.at();
        let mut columns = self.cut(place as usize, usize::from(had));
        columns[DOCUMENTS] = start..end;
        let mut new = Postings::default();
        let count = self.count - u32::from(had) + u32::from(given.is_some());
        if let Some((entry, positions)) = given {
            new.push(document - before, entry, positions);
            before = document;
        }
        if let Some(next) = next {
            put(&mut new.columns[DOCUMENTS].bytes, next - before);
        }
        let spliced = std::array::from_fn(|column| {
            let (old, Range { start, end }) = (self.columns[column], columns[column].clone());
            [&old[..start], &new.columns[column].bytes, &old[end..]].concat()
        });
        Some(Class { count, columns: spliced })
    }

    /// The bytes of `count` postings from the one at `place` on, in all columns but the first.
    fn cut(&self, place: usize, count: usize) -> [Range<usize>; COLUMNS] {
        let mut counts = Reader::new(self.columns[COUNTS]);
        let mut sum = |count: usize| (0..count).map(|_| counts.number() as usize).sum::<usize>();
        let (before, own) = (sum(place), sum(count));
        let start = skip(self.columns[COUNTS], place);
        let upper = skip(self.columns[UPPER], before);
        let end =
            |column: usize, start: usize, count: usize| start + skip(&self.columns[column][start..], count);
        [
            0..0,
            place..place + count,
            place..place + count,
            start..end(COUNTS, start, count),
            upper..end(UPPER, upper, own),
            before..before + own,
        ]
    }
}

/// How many bytes so many numbers take.
fn skip(bytes: &[u8], numbers: usize) -> usize {
    let Some(before) = numbers.checked_sub(1) else { return 0 };
    let mut lasts = bytes.iter().enumerate().filter(|(_, byte)| **byte < 0x80);
    lasts.nth(before).map_or(bytes.len(), |(last, _)| last + 1)
}

/// Sorts the documents' entries by class, and writes them down: for each class where its entries are, then the
/// rows of all classes in parallel.
fn arrange(of_documents: &[(Vec<Entry>, Vec<u32>)], classes: usize) -> Postings {
    let mut starts = vec![0_usize; classes + 1];
    for entry in of_documents.iter().flat_map(|(entries, _)| entries) {
        starts[entry.class as usize + 1] += 1;
    }
    for class in 1..starts.len() {
        starts[class] += starts[class - 1];
    }
    // Of each posting: its document, its entry there, and where the positions of that begin.
    let mut places = vec![(0_u32, 0_u32, 0_u32); starts[classes]];
    let mut next = starts.clone();
    for (document, (entries, _)) in (0..).zip(of_documents) {
        let mut position = 0;
        for (place, entry) in (0..).zip(entries) {
            let class = entry.class as usize;
            places[next[class]] = (document, place, position);
            next[class] += 1;
            position += entry.positions;
        }
    }
    let write = |range: Range<usize>| {
        let mut rows = Postings::default();
        for class in range {
            let mut before = 0;
            for (document, place, position) in &places[starts[class]..starts[class + 1]] {
                let (entries, positions) = &of_documents[*document as usize];
                let entry = &entries[*place as usize];
                rows.push(
                    document - before,
                    entry,
                    &positions[*position as usize..][..entry.positions as usize],
                );
                before = *document;
            }
            rows.end(starts[class + 1] - starts[class]);
        }
        rows
    };
    let ranges = (0..classes.div_ceil(CLASSES)).into_par_iter();
    let parts: Vec<Postings> =
        ranges.map(|part| write(part * CLASSES..classes.min((part + 1) * CLASSES))).collect();
    let mut postings = Postings::default();
    for part in &parts {
        postings.counts.extend(&part.counts);
    }
    postings.columns.par_iter_mut().enumerate().for_each(|(column, rows)| {
        rows.bytes.reserve(parts.iter().map(|part| part.columns[column].bytes.len()).sum());
        for part in &parts {
            rows.extend(&part.columns[column], 0..part.counts.len());
        }
    });
    postings
}

/// Classes whose postings are written in a row.
const CLASSES: usize = 256;

/// The division of the document that the section numbered `section` of `sections` belongs to.
#[must_use]
pub fn division(section: usize, sections: usize) -> u8 {
    let at = if sections <= DIVISIONS { section } else { section * DIVISIONS / sections };
    u8::try_from(at.min(DIVISIONS - 1)).unwrap_or(0)
}

impl<'v> Adder<'v> {
    fn new(meaning: Meaning<'v>) -> Self {
        Self { meaning, places: vec![NOWHERE; meaning.vocabulary.classes.len()], sums: Vec::new() }
    }

    /// The entries of one document, sorted by class, and its positions in the same order.
    fn entries(&mut self, words: &Words, sections: usize) -> (Vec<Entry>, Vec<u32>) {
        let positions = self.add_up(words, sections);
        let Meaning { vocabulary, average, .. } = self.meaning;
        let sums = &mut self.sums;
        let norm = 1.0 - B + B * f64::from(words.length) / f64::from(average);
        let saturated = |frequency: Frequency| {
            let weighted = (f64::from(frequency.about) + f64::from(frequency.text) / norm) / 100.0;
            weighted / (K1 + weighted) * f64::from(STRONGEST)
        };
        if !vocabulary.synonyms.is_empty() {
            lend(sums, &positions, vocabulary, saturated);
        }
        let entry = |Sum { class, frequency, is_name, lent, positions }| {
            let strength = saturated(frequency).max(lent) * if words.is_behind { BEHIND } else { 1.0 };
            let strength = (strength.round() as u8).clamp(1, STRONGEST - 1);
            let is_lent = frequency.about + frequency.text == 0;
            let strength = match words.title {
                _ if is_name => STRONGEST,
                _ if is_lent => LENT + strength,
                title @ 1..=LONGEST_TITLE if frequency.is_in_title => (title - 1) * STRONGEST + strength,
                _ => strength,
            };
            let count = u32::try_from(positions.len()).unwrap_or(0);
            Entry { class, strength, divisions: frequency.divisions, positions: count }
        };
        (sums.drain(..).map(entry).collect(), positions)
    }

    /// Adds up every word of the document and every part of one, by class, and returns the positions in
    /// the order of the sums.
    fn add_up(&mut self, words: &Words, sections: usize) -> Vec<u32> {
        let Meaning { vocabulary, classes, .. } = self.meaning;
        for occurrence in &words.occurrences {
            let class = classes[occurrence.form as usize];
            let division = 1 << division(usize::from(occurrence.section), sections);
            let sum = self.sum_of(class);
            sum.positions.end += 1;
            sum.is_name |= occurrence.weight == NAME;
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
            let class = classes[occurrence.form as usize];
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
        frequency.is_in_title |= percent == 100 && weight >= TITLE;
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

/// Lends the strength of a document's words to their synonyms; the strongest counts.
fn lend(
    sums: &mut Vec<Sum>,
    positions: &[u32],
    vocabulary: &Vocabulary,
    saturated: impl Fn(Frequency) -> f64,
) {
    let mut loans: Vec<(u32, f64, u8)> = Vec::new();
    for group in &vocabulary.synonyms {
        for expression in group {
            let Some(frequency) = expression_frequency(expression, sums, positions) else { continue };
            let strength = saturated(frequency);
            for other in group.iter().filter(|other| *other != expression) {
                let worth = match other.len() {
                    1 if frequency.is_in_title => SYNONYM_IN_TITLE,
                    1 => SYNONYM,
                    _ => SYNONYM_OF_WORDS,
                };
                let classes = other.iter().filter(|class| !expression.contains(class));
                loans.extend(classes.map(|class| (*class, strength * worth, frequency.divisions)));
            }
        }
    }
    for (class, strength, divisions) in loans {
        let at = sums.binary_search_by_key(&class, |sum| sum.class).unwrap_or_else(|at| {
            sums.insert(at, Sum { class, ..Sum::default() });
            at
        });
        sums[at].lent = sums[at].lent.max(strength);
        sums[at].frequency.divisions |= divisions;
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
        frequency.is_in_title &= next.is_in_title;
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
