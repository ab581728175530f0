//! Footnotes: numbered in the order of their first marks, gathered at the end, with ways back.
//!
//! A definition may stand anywhere. Its events are kept until the text is written; then the notes
//! follow in order, and a note that is first mentioned in another note comes after it. The ids
//! (`fn:1`, `fnref:1`) contain a colon, which no anchor of a heading does.

use std::collections::HashMap;
use std::collections::btree_map::{BTreeMap, Entry};
use std::ops::Range;

use pulldown_cmark::{Event, Tag, TagEnd};

use super::body::{HoleKind, TextKey};
use super::writer::{Spanned, Writer};
use crate::diagnostic::{Code, nearest_list};

/// With more definitions than these, no nearest label is proposed for an unknown one.
const MAX_COMPARED: usize = 200;

/// No label that a person writes is longer.
const MAX_LABEL: usize = 100;

/// The footnotes of a text.
#[derive(Default)]
pub(super) struct Footnotes<'a> {
    /// Definitions that are being read, the innermost last.
    open: Vec<Definition<'a>>,
    /// By label in lower case.
    defined: BTreeMap<String, Definition<'a>>,
    /// Definitions that are never shown because their label was taken already.
    repeated: Vec<Definition<'a>>,
    /// In the order of their numbers, which begin with 1.
    notes: Vec<Note>,
    numbers: HashMap<String, usize>,
    /// Marks without a definition.
    unknown: Vec<(String, Range<usize>)>,
}

struct Definition<'a> {
    label: String,
    range: Range<usize>,
    events: Vec<Spanned<'a>>,
}

/// A footnote that the text mentions.
struct Note {
    label: String,
    /// How many marks it has.
    marks: usize,
    /// The heading under which it is first mentioned.
    heading: Option<usize>,
    range: Range<usize>,
}

impl<'a> Footnotes<'a> {
    /// Keeps the event if it belongs to a definition, else gives it back.
    pub(super) fn keep(&mut self, event: Event<'a>, range: Range<usize>) -> Option<Spanned<'a>> {
        match event {
            Event::Start(Tag::FootnoteDefinition(label)) => {
                self.open.push(Definition { label: label.to_string(), range, events: Vec::new() });
                None
            }
            Event::End(TagEnd::FootnoteDefinition) => {
                if let Some(definition) = self.open.pop() {
                    match self.defined.entry(definition.label.to_lowercase()) {
                        Entry::Vacant(entry) => {
                            entry.insert(definition);
                        }
                        Entry::Occupied(_) => self.repeated.push(definition),
                    }
                }
                None
            }
            event => match self.open.last_mut() {
                Some(definition) => {
                    definition.events.push((event, range));
                    None
                }
                None => Some((event, range)),
            },
        }
    }
}

impl<'a> Writer<'a> {
    /// The mark of a footnote.
    pub(super) fn footnote_mark(&mut self, label: &str, range: Range<usize>) {
        // There is no link within a link, and none in a text alternative.
        if self.is_silent() || self.image.is_some() || self.link.is_some() {
            return;
        }
        let key = label.to_lowercase();
        let number = match self.footnotes.numbers.get(&key) {
            Some(&number) => number,
            None => {
                let heading = self.body.headings.len().checked_sub(1);
                self.footnotes.notes.push(Note { label: key.clone(), marks: 0, heading, range });
                self.footnotes.numbers.insert(key, self.footnotes.notes.len());
                self.footnotes.notes.len()
            }
        };
        let note = &mut self.footnotes.notes[number - 1];
        note.marks += 1;
        let mark = mark_id(self.anchors.prefix(), number, note.marks);
        let prefix = self.anchors.prefix();
        let open = format!(
            "<sup class=\"footnote-ref\"><a href=\"#fn:{prefix}{number}\" id=\"{mark}\" role=\"doc-noteref\" aria-label=\""
        );
        self.push_html(&open);
        self.hole(HoleKind::Text(TextKey::Footnote));
        self.push_html(&format!(" {number}\">{number}</a></sup>"));
    }

    /// Notes a mark that the parser did not take for one because its label is not defined.
    pub(super) fn check_footnote_mark(&mut self, text: &str, range: &Range<usize>) {
        if text != "[" {
            return;
        }
        let rest = &self.source.text.as_bytes()[range.end..];
        if rest.first() != Some(&b'^') {
            return;
        }
        let length = rest.iter().take(MAX_LABEL).position(|byte| matches!(byte, b']' | b'[' | b'\n'));
        if let Some(length) = length.filter(|&length| length > 1 && rest[length] == b']') {
            let label = self.source.text[range.end + 1..range.end + length].to_owned();
            self.footnotes.unknown.push((label, range.start..range.end + length + 1));
        }
    }

    /// Writes the footnotes below the text.
    pub(super) fn write_footnotes(&mut self) {
        if !self.footnotes.notes.is_empty() {
            self.push_html("<section class=\"footnotes\" role=\"doc-endnotes\" aria-label=\"");
            self.hole(HoleKind::Text(TextKey::Footnotes));
            self.push_html("\">\n<ol>\n");
            let mut number = 1;
            while number <= self.footnotes.notes.len() {
                self.write_footnote(number);
                number += 1;
            }
            self.push_html("</ol>\n</section>\n");
        }
        self.report_footnotes();
    }

    fn write_footnote(&mut self, number: usize) {
        let note = &self.footnotes.notes[number - 1];
        let (heading, label, range) = (note.heading, note.label.clone(), note.range.clone());
        match self.footnotes.defined.get_mut(&label) {
            Some(definition) => {
                let events = std::mem::take(&mut definition.events);
                self.push_html(&format!("<li id=\"fn:{}{number}\">", self.anchors.prefix()));
                self.events(events.into_iter());
                self.close_raw_frames();
            }
            // The parser compares labels a little more generously than we do.
            None => self.footnotes.unknown.push((label, range)),
        }
        self.push_ways_back(number);
        self.push_html("</li>\n");
        self.end_footnote_text(heading);
    }

    /// Links from a note to each of its marks, in its last paragraph.
    fn push_ways_back(&mut self, number: usize) {
        let paragraph = "</p>\n";
        let ends_in_paragraph = self.text.html.ends_with(paragraph);
        if ends_in_paragraph {
            self.text.html.truncate(self.text.html.len() - paragraph.len());
        } else {
            self.push_html("<p>");
        }
        for mark in 1..=self.footnotes.notes[number - 1].marks {
            let id = mark_id(self.anchors.prefix(), number, mark);
            self.push_html(&format!(
                " <a href=\"#{id}\" class=\"footnote-back\" role=\"doc-backlink\" aria-label=\""
            ));
            self.hole(HoleKind::Text(TextKey::FootnoteBack));
            self.push_html(&format!(" {number}\">↩</a>"));
        }
        self.push_html(paragraph);
    }

    /// Adds the note's plain text to the section that mentions it first.
    fn end_footnote_text(&mut self, heading: Option<usize>) {
        let text = std::mem::take(&mut self.plain);
        let Ok(index) = self.text.sections.binary_search_by_key(&heading, |section| section.heading) else {
            return;
        };
        let section = &mut self.text.sections[index].text;
        section.push('\n');
        section.push_str(text.trim());
    }

    fn report_footnotes(&mut self) {
        let defined = std::mem::take(&mut self.footnotes.defined);
        let labels: Vec<&str> = if defined.len() <= MAX_COMPARED {
            defined.keys().map(String::as_str).collect()
        } else {
            Vec::new()
        };
        let unknown = std::mem::take(&mut self.footnotes.unknown);
        let texts = texts_without_colon(&self.source.text, &unknown);
        for (label, range) in &unknown {
            let text = texts.get(label.as_str());
            // The text is told once, and not each of its marks.
            if text.is_some_and(|text| *text != range) {
                continue;
            }
            let label = self.source.restore(label);
            let nearest = nearest_list(&label, labels.iter().copied().filter(|_| text.is_none()));
            self.problem(Code::UnknownFootnote, range, |problem| {
                let problem = problem.arg("label", &label).arg("nearest", nearest);
                problem.arg(if text.is_some() { "text" } else { "mark" }, &label)
            });
        }
        let unused = defined
            .iter()
            .filter(|(label, _)| !self.footnotes.numbers.contains_key(*label))
            .map(|(_, unused)| unused);
        let unused: Vec<_> = unused
            .chain(&self.footnotes.repeated)
            .map(|unused| (unused.label.clone(), unused.range.clone()))
            .collect();
        for (label, range) in unused {
            let label = self.source.restore(&label);
            let mark = range.start..range.start + "[^]:".len() + label.len();
            self.problem(Code::UnusedFootnote, &mark, |problem| problem.arg("label", &label));
        }
    }
}

/// The marks that were meant as the beginning of the footnote's text and lack the colon, by label: they begin a line,
/// a word follows, and the same mark stands elsewhere as well.
fn texts_without_colon<'u>(
    source: &str,
    unknown: &'u [(String, Range<usize>)],
) -> HashMap<&'u str, &'u Range<usize>> {
    let mut marks: HashMap<&str, usize> = HashMap::new();
    for (label, _) in unknown {
        *marks.entry(label).or_default() += 1;
    }
    let begins_line = |at: usize| at == 0 || source[..at].ends_with('\n');
    let texts = unknown.iter().filter(|(label, range)| {
        marks[label.as_str()] > 1 && begins_line(range.start) && source[range.end..].starts_with(' ')
    });
    texts.map(|(label, range)| (label.as_str(), range)).collect()
}

/// The id of a note's mark; the first one has no number of its own.
fn mark_id(prefix: &str, number: usize, mark: usize) -> String {
    if mark == 1 { format!("fnref:{prefix}{number}") } else { format!("fnref:{prefix}{number}-{mark}") }
}
