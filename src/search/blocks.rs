//! What the result list shows of each document: title, address, summary, sections with their text.
//!
//! Documents stand in blocks of JSON of a few kilobytes, loaded as results need them. A soft hyphen marks
//! where a compound divides, so that the browser can mark the part that was found without knowing any
//! German. The whole text is kept on small sites; on large ones each section keeps its beginning.

use std::borrow::Cow;
use std::collections::HashMap;

use foldhash::fast::FixedState;
use rayon::prelude::*;
use serde_json::json;

use super::input::Document;
use super::rows::Rows;
use super::terms::LARGE;
use super::vocabulary::{SiteForm, Vocabulary};
use super::words;

/// Letters of text kept over all documents; beyond it, the sections are shortened.
const BUDGET: usize = 4_000_000;
/// Letters that every document may keep.
const LEAST: usize = 400;
/// Letters of JSON in a block, on small sites and on large ones, where larger blocks save more than they
/// cost the first result.
const BLOCK: (usize, usize) = (7_000, 16_000);

/// Documents that are shortened and divided in a row, see [`Divider`].
const ROW: usize = 64;

/// What results show of each of `count` documents, as JSON.
#[must_use]
pub fn entries(
    count: usize,
    document: &(impl Fn(usize) -> Document + Sync),
    vocabulary: &Vocabulary,
) -> Vec<String> {
    let share = share(count);
    (0..count)
        .into_par_iter()
        .with_min_len(ROW)
        .map_init(|| Divider::new(vocabulary), |divider, at| entry(&document(at), share, divider))
        .collect()
}

/// As one of [`entries`], of a document among `count`.
#[must_use]
pub fn entry_of(document: &Document, count: usize, vocabulary: &Vocabulary) -> String {
    entry(document, share(count), &mut Divider::new(vocabulary))
}

/// Letters that each of `count` documents may keep.
fn share(count: usize) -> usize {
    (BUDGET / count.max(1)).max(LEAST)
}

/// The blocks of all entries: for each, the number of its first document and its JSON.
#[must_use]
pub(super) fn blocks(entries: &Rows) -> Vec<(u32, Vec<u8>)> {
    let size = if entries.len() < LARGE { BLOCK.0 } else { BLOCK.1 };
    let mut blocks: Vec<(u32, Vec<u8>)> = Vec::new();
    for (at, entry) in entries.iter().enumerate() {
        match blocks.last_mut() {
            Some((_, block)) if block.len() + entry.len() <= size => {
                block.push(b',');
                block.extend_from_slice(entry);
            }
            _ => blocks.push((u32::try_from(at).unwrap_or(u32::MAX), [b"[", entry].concat())),
        }
    }
    for (_, block) in &mut blocks {
        block.push(b']');
    }
    blocks
}

/// One document: `[title, address, kind, lang, date, summary, [[anchor, heading, text], …]]`.
fn entry(document: &Document, share: usize, divider: &mut Divider<'_>) -> String {
    let mut divided = |text: &str| divider.divide(text);
    let per_section = shares(document, share);
    let mut sections: Vec<_> = document
        .sections
        .iter()
        .zip(per_section)
        .map(|(section, letters)| {
            json!([section.anchor, divided(&section.heading), divided(shorten(&section.text, letters))])
        })
        .collect();
    // The first section is always the part before the first heading.
    if super::reading::section_place(document, 0) == 1 {
        sections.insert(0, json!(["", "", ""]));
    }
    json!([
        divided(&document.title),
        document.address,
        document.kind,
        document.lang,
        document.date.filter(|_| document.is_dated),
        divided(&document.summary),
        sections
    ])
    .to_string()
}

/// How many bytes of each section's text are kept: short ones whole, the others alike.
fn shares(document: &Document, share: usize) -> Vec<usize> {
    let mut lengths: Vec<usize> = document.sections.iter().map(|section| section.text.len()).collect();
    let wanted = lengths.clone();
    lengths.sort_unstable();
    let (mut left, mut cap) = (share, usize::MAX);
    for (at, length) in lengths.iter().enumerate() {
        let fair = left / (lengths.len() - at);
        if *length > fair {
            cap = fair;
            break;
        }
        left -= length;
    }
    wanted.into_iter().map(|length| length.min(cap)).collect()
}

/// The beginning of `text`, at most `letters` bytes, to the end of a word.
fn shorten(text: &str, letters: usize) -> &str {
    if text.len() <= letters {
        return text;
    }
    let mut end = letters;
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    text[..end].rfind(char::is_whitespace).map_or("", |space| &text[..space])
}

/// Puts soft hyphens into texts. Of a spelling that it has seen, it knows how it divides.
struct Divider<'v> {
    vocabulary: &'v Vocabulary,
    /// By the letters of a word, its form if that divides.
    known: HashMap<Box<str>, Option<&'v SiteForm>, FixedState>,
}

impl<'v> Divider<'v> {
    fn new(vocabulary: &'v Vocabulary) -> Self {
        Self { vocabulary, known: HashMap::default() }
    }

    /// `text` with a soft hyphen wherever a word divides.
    fn divide(&mut self, text: &str) -> String {
        let text = if text.contains('\u{ad}') {
            Cow::Owned(text.replace('\u{ad}', ""))
        } else {
            Cow::Borrowed(text)
        };
        let mut divided = String::with_capacity(text.len() + text.len() / 16);
        let mut end = 0;
        for word in words::spellings(&text) {
            let Some(form) = self.form(&word.letters) else { continue };
            divided.push_str(&text[end..word.start]);
            divide_word(&text[word.start..word.end], &form.text, &form.cuts, &mut divided);
            end = word.end;
        }
        divided.push_str(&text[end..]);
        divided
    }

    /// The form of a word that divides.
    fn form(&mut self, letters: &str) -> Option<&'v SiteForm> {
        if let Some(known) = self.known.get(letters) {
            return *known;
        }
        let number = self.vocabulary.number(&words::normal_form(letters.into()));
        let form = number.map(|number| &self.vocabulary.forms[number as usize]);
        let form = form.filter(|form| !form.cuts.is_empty());
        self.known.insert(letters.into(), form);
        form
    }
}

/// Appends the word as written, with a soft hyphen at each cut of its form. Markers and hyphens of the
/// spelling are not in the form and are passed over.
fn divide_word(written: &str, form: &str, cuts: &[u32], divided: &mut String) {
    let mut at = 0;
    for letter in written.chars() {
        let same =
            form[at..].chars().next().is_some_and(|next| letter == next || letter.to_lowercase().eq([next]));
        if same && at > 0 && cuts.iter().any(|cut| *cut as usize == at) {
            divided.push('\u{ad}');
        }
        if same {
            at += form[at..].chars().next().map_or(0, char::len_utf8);
        }
        divided.push(letter);
    }
}
