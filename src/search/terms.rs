//! Divides the dictionary into chunks: forms in the order of their folded spelling, each class in the chunk
//! of its most frequent form, with its postings.
//!
//! A chunk is, in numbers of variable length:
//! `forms, classes;` for each form `shared prefix × 8 + status × 2 + capital, length, bytes, spelling, class`; for each
//! class `documents, rarity, home, parts, part …, kin, kin …, other forms, length, bytes …`; then all documents (as
//! differences), all strengths (as [`super::postings`] writes them), all divisions. A class of the same chunk is written as its place there × 2, any other
//! as the difference between the chunks (signed) × 2 + 1 and its place in the other: so a class more in one chunk changes
//! no chunk but those that name a class behind it there, and browsers may keep the rest. The status of a form tells how
//! it is written: plainly, oddly (only then there is a spelling, as [`super::spelling`] writes it), nowhere, or nowhere but
//! before another part. The positions stand in a chunk
//! of their own with the same order, see `positions`.

use std::collections::HashMap;

use foldhash::fast::FixedState;
use rayon::prelude::*;

use super::bytes::{Column, put};
use super::fold::fold;
use super::postings::{COUNTS, DOCUMENTS, LOWER, PLACES, Postings, STRENGTHS, UPPER};
use super::spelling::Written;
use super::strangers;
use super::vocabulary::{SiteForm, Vocabulary};

/// Compressed bytes that a chunk should have, on small sites and on large ones.
const CHUNK: (usize, usize) = (6_000, 13_000);
/// From how many documents a site is large.
pub const LARGE: usize = 2_000;
/// Forms of a class in other chunks that are named for marking, at most.
const OTHER_FORMS: usize = 24;
/// The step of the rarity of a class: 20 for each unit of natural logarithm.
const RARITY: f64 = 20.0;

/// Forms of a shelf of the vocabulary, at least; a shelf ends with a letter of the alphabet.
const SHELF: usize = 2_000;

/// Forms with neighbouring beginnings, in which a word with a typing error is looked for.
#[derive(Debug)]
pub struct Shelf {
    /// The first letter of its folded forms, or nothing for the first shelf.
    pub first: String,
    /// Its content.
    pub content: Vec<u8>,
}

/// A chunk before it becomes a script.
#[derive(Debug)]
pub struct TermChunk {
    /// The first folded form.
    pub first: String,
    /// The number of its first class.
    pub first_class: u32,
    /// Its content.
    pub terms: Vec<Column>,
    /// The positions of its postings.
    pub positions: Vec<Column>,
}

/// Where a class stands.
#[derive(Clone, Copy)]
struct Place {
    chunk: usize,
    at: usize,
}

/// How forms and classes are ordered and divided.
struct Layout {
    /// Forms that can be found, by folded spelling.
    order: Vec<(String, u32)>,
    /// For each chunk, where it begins in `order`.
    starts: Vec<usize>,
    /// The classes in their new order.
    classes: Vec<u32>,
    /// For each chunk, where it begins in `classes`.
    class_starts: Vec<usize>,
    /// For each class that can be found, its chunk and its place there.
    places: Vec<Option<Place>>,
    /// For each class, the forms that have it.
    forms_of: Vec<Vec<u32>>,
}

/// The rarity of a class in `found` of `all` documents: Robertson and Spärck Jones's weight as a small integer.
#[must_use]
pub fn rarity(found: usize, all: usize) -> u32 {
    let (found, all) = (found as f64, all as f64);
    let weight = (1.0 + (all - found + 0.5) / (found + 0.5)).ln();
    ((weight * RARITY).round() as u32).max(1)
}

/// The chunks of a site, and its vocabulary in shelves.
#[must_use]
pub fn chunks(
    vocabulary: &Vocabulary,
    postings: &Postings,
    documents: usize,
    is_german: bool,
) -> (Vec<TermChunk>, Vec<Shelf>) {
    let layout = lay_out(vocabulary, postings, documents);
    let chunk = |at: usize| TermChunk {
        first: layout.order[layout.starts[at]].0.clone(),
        first_class: u32::try_from(layout.class_starts[at]).unwrap_or(u32::MAX),
        terms: terms(at, &layout, vocabulary, postings, documents),
        positions: positions(layout.classes_of(at), postings),
    };
    rayon::join(
        || (0..layout.starts.len()).into_par_iter().map(chunk).collect(),
        || shelves(&layout, vocabulary, postings, is_german),
    )
}

fn lay_out(vocabulary: &Vocabulary, postings: &Postings, documents: usize) -> Layout {
    let mut order: Vec<(String, u32)> = (0_u32..)
        .zip(&vocabulary.forms)
        .filter(|(_, form)| postings.count(form.class) > 0)
        .map(|(number, form)| (fold(&form.text), number))
        .collect();
    order.par_sort_unstable_by(|one, other| {
        one.0
            .cmp(&other.0)
            .then_with(|| vocabulary.forms[one.1 as usize].text.cmp(&vocabulary.forms[other.1 as usize].text))
    });
    let mut forms_of: Vec<Vec<u32>> = vec![Vec::new(); vocabulary.classes.len()];
    for (_, form) in &order {
        forms_of[vocabulary.forms[*form as usize].class as usize].push(*form);
    }
    // A class lives with its most frequent form; the first of equals, which is the shortest of a family.
    let home = |class: usize| {
        let count = |form: &u32| vocabulary.forms[*form as usize].documents;
        forms_of[class]
            .iter()
            .copied()
            .reduce(|best, next| if count(&next) > count(&best) { next } else { best })
    };
    let homes: Vec<Option<u32>> = (0..forms_of.len()).map(home).collect();

    let target = if documents < LARGE { CHUNK.0 } else { CHUNK.1 };
    let mut layout = Layout {
        starts: Vec::new(),
        classes: Vec::new(),
        class_starts: Vec::new(),
        places: vec![None; vocabulary.classes.len()],
        forms_of,
        order,
    };
    let mut size = usize::MAX;
    for (at, (_, form)) in layout.order.iter().enumerate() {
        let class = vocabulary.forms[*form as usize].class;
        let is_home = homes[class as usize] == Some(*form);
        // Measured: about 5 bytes for a form and 1.8 for a posting after compression.
        let cost = 5 + if is_home { 4 + postings.count(class) * 9 / 5 } else { 0 };
        // Spellings that fold to the same stay together: a lookup reads one chunk.
        let is_new = at == 0 || layout.order[at - 1].0 != layout.order[at].0;
        if is_new && size.saturating_add(cost) > target {
            layout.starts.push(at);
            layout.class_starts.push(layout.classes.len());
            size = 0;
        }
        size = size.saturating_add(cost);
        if is_home {
            let chunk = layout.starts.len() - 1;
            layout.places[class as usize] =
                Some(Place { chunk, at: layout.classes.len() - layout.class_starts[chunk] });
            layout.classes.push(class);
        }
    }
    layout
}

impl Layout {
    fn forms_in(&self, chunk: usize) -> &[(String, u32)] {
        let end = self.starts.get(chunk + 1).copied().unwrap_or(self.order.len());
        &self.order[self.starts[chunk]..end]
    }

    fn classes_of(&self, chunk: usize) -> &[u32] {
        let end = self.class_starts.get(chunk + 1).copied().unwrap_or(self.classes.len());
        &self.classes[self.class_starts[chunk]..end]
    }

    /// Whether some document has a class.
    fn has(&self, class: u32) -> bool {
        self.places[class as usize].is_some()
    }

    /// Writes a class that some document has as a `chunk` names it.
    fn put(&self, class: u32, chunk: usize, bytes: &mut Vec<u8>) {
        let Some(place) = self.places[class as usize] else { return };
        if place.chunk == chunk {
            put_length(bytes, place.at * 2);
        } else {
            let difference = place.chunk.abs_diff(chunk) * 2 - usize::from(place.chunk < chunk);
            put_length(bytes, difference * 2 + 1);
            put_length(bytes, place.at);
        }
    }
}

fn terms(
    chunk: usize,
    layout: &Layout,
    vocabulary: &Vocabulary,
    postings: &Postings,
    documents: usize,
) -> Vec<Column> {
    let (forms, classes) = (layout.forms_in(chunk), layout.classes_of(chunk));
    let homes = homes(forms, vocabulary);
    let mut bytes = Vec::new();
    put_length(&mut bytes, forms.len());
    put_length(&mut bytes, classes.len());
    put_forms(&mut bytes, forms, vocabulary, status, |form, bytes| {
        form.written.put(&form.text, bytes);
        layout.put(form.class, chunk, bytes);
    });
    for class in classes {
        let found = postings.count(*class);
        put_length(&mut bytes, found);
        // What a word lends to its synonyms makes none of them common: else the word for a thing with many names would
        // weigh less than one beside it that says nothing of what is looked for.
        put(&mut bytes, rarity(postings.count_of_own(*class), documents));
        put_length(&mut bytes, homes.get(class).map_or(0, |home| home.place));
        let parts = &vocabulary.classes[*class as usize];
        // A part that no document has (of a synonym that stands in none) cannot be found: then no part counts.
        let findable = parts.parts.iter().all(|(part, _)| layout.has(*part));
        let plain = &parts.parts[..if findable { parts.plain_parts } else { 0 }];
        put_length(&mut bytes, plain.len());
        for (part, _) in plain {
            layout.put(*part, chunk, &mut bytes);
        }
        let kin: Vec<u32> = parts.kin.iter().copied().filter(|kin| layout.has(*kin)).collect();
        put_length(&mut bytes, kin.len());
        for kin in kin {
            layout.put(kin, chunk, &mut bytes);
        }
        let others = other_forms(*class, forms, layout, vocabulary);
        put_length(&mut bytes, others.len());
        for form in others {
            put_length(&mut bytes, form.len());
            bytes.extend_from_slice(form.as_bytes());
        }
    }
    let column = |column| Column::Numbers(postings.column(column, classes));
    vec![Column::Text(bytes), column(DOCUMENTS), column(STRENGTHS), column(PLACES)]
}

/// The most frequent form of a class, which is the one to show.
#[derive(Default)]
struct Home {
    /// Its place among the forms of the class in a chunk.
    place: usize,
    documents: u32,
    /// How many forms the class has there.
    forms: usize,
}

/// The homes of the classes in a chunk; the first of equals, as [`lay_out`] takes it.
fn homes(forms: &[(String, u32)], vocabulary: &Vocabulary) -> HashMap<u32, Home, FixedState> {
    let mut homes: HashMap<u32, Home, FixedState> = HashMap::default();
    for (_, form) in forms {
        let form = &vocabulary.forms[*form as usize];
        let home = homes.entry(form.class).or_default();
        if form.documents > home.documents {
            (home.place, home.documents) = (home.forms, form.documents);
        }
        home.forms += 1;
    }
    homes
}

/// The forms of a class that stand in other chunks, and the words that mean the same.
fn other_forms<'v>(
    class: u32,
    here: &[(String, u32)],
    layout: &Layout,
    vocabulary: &'v Vocabulary,
) -> Vec<&'v str> {
    let (first, last) = (&here[0].0, &here[here.len() - 1].0);
    let text = |form: &u32| &*vocabulary.forms[*form as usize].text;
    let is_elsewhere = |form: &&str| {
        let folded = fold(form);
        folded < *first || folded > *last
    };
    let own = layout.forms_of[class as usize].iter().map(text).filter(is_elsewhere);
    let same = vocabulary
        .synonyms
        .iter()
        .filter(|group| group.iter().any(|expression| expression.as_slice() == [class]))
        .flatten()
        // A single word of `Allgemeiner Sozialer Dienst` does not mean what `ASD` means.
        .filter(|expression| expression.len() == 1)
        .flatten()
        .filter(|other| **other != class)
        .flat_map(|other| layout.forms_of[*other as usize].iter().map(text));
    own.chain(same).take(OTHER_FORMS).collect()
}

fn put_length(bytes: &mut Vec<u8>, length: usize) {
    put(bytes, u32::try_from(length).unwrap_or(u32::MAX));
}

/// The status of a form that is written plainly or oddly, is no word by itself, or stands before another part only.
pub(super) const PLAIN: usize = 0;
pub(super) const ODD: usize = 1;
pub(super) const NO_WORD: usize = 2;
pub(super) const BOUND: usize = 3;

fn status(form: &SiteForm) -> usize {
    match form.written {
        _ if form.bound => BOUND,
        Written::Nowhere => NO_WORD,
        Written::Plainly => PLAIN,
        Written::As(_) => ODD,
    }
}

/// Writes forms, each by what it does not share with the one before, followed by what `rest` adds.
fn put_forms(
    bytes: &mut Vec<u8>,
    forms: &[(String, u32)],
    vocabulary: &Vocabulary,
    status: impl Fn(&SiteForm) -> usize,
    mut rest: impl FnMut(&SiteForm, &mut Vec<u8>),
) {
    let mut before: &[u8] = &[];
    for (_, number) in forms {
        let form = &vocabulary.forms[*number as usize];
        let text = form.text.as_bytes();
        let shared = text.iter().zip(before).take_while(|(one, other)| one == other).count();
        put_length(bytes, shared * 8 + status(form) * 2 + usize::from(form.capital));
        put_length(bytes, text.len() - shared);
        bytes.extend_from_slice(&text[shared..]);
        rest(form, bytes);
        before = text;
    }
}

/// The positions in three columns, which compress apart: how many each posting has, then of all their
/// differences the upper parts, then the lower seven bits.
fn positions(classes: &[u32], postings: &Postings) -> Vec<Column> {
    [COUNTS, UPPER, LOWER].map(|column| Column::Numbers(postings.column(column, classes))).into()
}

/// All forms, and how common the class of each is, divided where another letter begins; behind them the words with such
/// letters that are none of these and no slips either.
fn shelves(layout: &Layout, vocabulary: &Vocabulary, postings: &Postings, is_german: bool) -> Vec<Shelf> {
    let folded = layout.order.iter().map(|(folded, _)| folded.as_str());
    let strangers = if is_german { strangers::of(folded) } else { Vec::new() };
    let letter = |at: usize| layout.order[at].0.chars().next().map(String::from).unwrap_or_default();
    let mut starts: Vec<usize> = Vec::new();
    for at in 0..layout.order.len() {
        let is_full = starts.last().is_none_or(|start| at - start >= SHELF);
        if is_full && (at == 0 || letter(at) != letter(at - 1)) {
            starts.push(at);
        }
    }
    let all = layout.order.len();
    let ends = starts.iter().skip(1).chain([&all]);
    starts
        .iter()
        .zip(ends)
        .map(|(start, end)| {
            let mut content = Vec::new();
            put_length(&mut content, end - start);
            // A slip may be meant as a form of a word that nobody writes, but not as a part of one.
            let status = |form: &SiteForm| if form.bound { BOUND } else { PLAIN };
            put_forms(&mut content, &layout.order[*start..*end], vocabulary, status, |form, bytes| {
                put(bytes, postings.count(form.class).ilog2());
            });
            let first = if *start == 0 { String::new() } else { letter(*start) };
            let next = if *end == all { None } else { Some(letter(*end)) };
            let is_here =
                |word: &&&str| **word >= first.as_str() && next.as_deref().is_none_or(|next| **word < next);
            let strangers = strangers.iter().filter(is_here).copied().collect::<Vec<_>>().join(" ");
            put_length(&mut content, strangers.len());
            content.extend_from_slice(strangers.as_bytes());
            Shelf { first, content }
        })
        .collect()
}
