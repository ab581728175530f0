//! The text as the parser sees it, and the way back to the file.
//!
//! Invariant: every offset of the prepared text has one offset in the file, and the way back never
//! leaves the range that the text was taken from.

use std::borrow::Cow;
use std::ops::Range;

use super::limits;
use super::literal::{self, StandIns};

/// A Markdown text made ready for the parser.
pub(super) struct Source<'a> {
    /// The text to parse.
    pub(super) text: Cow<'a, str>,
    /// The first mark that nests too deep and was taken out, in the file.
    pub(super) too_deep: Option<Range<usize>>,
    /// The first table that was none because of its missing cells, in the file.
    pub(super) too_wide: Option<Range<usize>>,
    /// What stands for literal characters in `text`.
    stand_ins: Option<StandIns>,
    /// Where each change ends (`literal`), in `text` and in the text as it was, ascending.
    changes: Vec<(usize, usize)>,
    lines: Lines,
}

/// Where the lines of a text stand in its file.
struct Lines {
    /// Offsets in the text and in the file, ascending. Between two of them both count alike.
    known: Vec<(usize, usize)>,
    /// The range of the file that the text was taken from.
    limit: Range<usize>,
}

impl<'a> Source<'a> {
    /// The part of `file` from `start` on.
    pub(super) fn body(file: &'a str, start: usize) -> Self {
        let start = file.floor_char_boundary(start);
        Self::new(&file[start..], Lines { known: vec![(0, start)], limit: start..file.len() })
    }

    /// A value that the front matter of `file` holds somewhere within `span`, perhaps indented.
    pub(super) fn field(file: &str, span: Range<usize>, value: &'a str) -> Self {
        Self::new(value, Lines::search(file, span, value))
    }

    fn new(original: &'a str, lines: Lines) -> Self {
        let limited = limits::limit(original);
        let locate = |range: Range<usize>| lines.locate(range.start)..lines.locate(range.end);
        let (too_deep, too_wide) = (limited.too_deep.map(locate), limited.too_wide.map(locate));
        let (text, stand_ins, changes) = match literal::replace(&limited.text) {
            Some(replaced) => (Cow::Owned(replaced.text), Some(replaced.stand_ins), replaced.ends),
            None => (limited.text, None, Vec::new()),
        };
        Self { text, too_deep, too_wide, stand_ins, changes, lines }
    }

    /// Whether the line that begins there begins with the day of a month (`day`).
    pub(super) fn is_day_at(&self, at: usize) -> bool {
        let line = self.text[at..].trim_start_matches([' ', '\t', '>']);
        let sign = line.trim_start_matches(|letter: char| letter.is_ascii_digit());
        sign.len() < line.len() && self.stand_ins.is_some_and(|known| known.at_start(sign) == Some("."))
    }

    /// A range of `text` as a range of bytes of the file.
    pub(super) fn span(&self, range: &Range<usize>) -> Range<usize> {
        if self.lines.known.is_empty() {
            return self.lines.limit.clone();
        }
        let start = self.offset(range.start);
        start..self.offset(range.end).max(start)
    }

    fn offset(&self, at: usize) -> usize {
        let before = self.changes.partition_point(|&(new, _)| new <= at);
        let (new, old) = before.checked_sub(1).map_or((0, 0), |last| self.changes[last]);
        self.lines.locate(old + (at - new))
    }

    /// `text` with the literal characters back in place; for everything that leaves the parser.
    pub(super) fn restore<'t>(&self, text: &'t str) -> Cow<'t, str> {
        self.stand_ins.map_or(Cow::Borrowed(text), |stand_ins| stand_ins.restore(text))
    }

    /// What stands for literal characters, if anything does.
    pub(super) fn stand_ins(&self) -> Option<StandIns> {
        self.stand_ins
    }
}

impl Lines {
    /// Looks the lines of `value` up, one after the other, within `span`. From the first line that is
    /// not found on (a folded or quoted value), places are only as exact as the line before them; if
    /// that is the very first, every place is the whole `span`.
    fn search(file: &str, span: Range<usize>, value: &str) -> Self {
        let limit = file.floor_char_boundary(span.start)..file.floor_char_boundary(span.end.max(span.start));
        let mut known = Vec::new();
        let mut cursor = limit.start;
        let mut offset = 0;
        for line in value.split_inclusive('\n') {
            let text = line.trim();
            if !text.is_empty() {
                let Some(found) = file[cursor..limit.end].find(text) else {
                    break;
                };
                known.push((offset + line.len() - line.trim_start().len(), cursor + found));
                cursor += found + text.len();
            }
            offset += line.len();
        }
        Self { known, limit }
    }

    fn locate(&self, at: usize) -> usize {
        let next = self.known.partition_point(|&(text, _)| text <= at);
        let place = match next.checked_sub(1).and_then(|index| self.known.get(index)) {
            Some((text, file)) => file + (at - text),
            None => self.limit.start,
        };
        place.min(self.limit.end)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_lead_back_to_the_file() {
        let file = "---\ntitle: x\n---\nDie Lehrer*innen und Schüler*innen hier\n3. Mai";
        let source = Source::body(file, 17);
        for word in ["Die", "Lehrer", "innen und", "hier", "Mai"] {
            let at = source.text.find(word).unwrap();
            assert_eq!(&file[source.span(&(at..at + word.len()))], word);
        }
        assert_eq!(source.restore(&source.text), &file[17..]);
    }

    #[test]
    fn places_in_an_indented_value_are_found() {
        let file = "goal: |\n  Erste Zeile\n\n  Zweite [hier](x)\nnext: 1\n";
        let source = Source::field(file, 6..41, "Erste Zeile\n\nZweite [hier](x)\n");
        let at = source.text.find("[hier]").unwrap();
        assert_eq!(&file[source.span(&(at..at + 6))], "[hier]");
        let unknown = Source::field(file, 6..41, "ganz anders");
        assert_eq!(unknown.span(&(3..5)), 6..41);
    }
}
