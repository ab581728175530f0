//! Byte ranges → lines and columns.
//!
//! Works on the bytes of a file as they are, because a file that is not UTF-8 has to be shown as
//! well. Any range is allowed: what lies outside the file, or inside a character, is moved to the
//! nearest place that exists. What the marked line looks like is left to `human`.

use std::cell::Cell;
use std::collections::BTreeMap;
use std::ops::Range;

use crate::diagnostic::Place;
use crate::path::SourcePath;

const BYTE_ORDER_MARK: &[u8] = b"\xEF\xBB\xBF";

/// Where something is, as people count: from 1, columns in characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Spot {
    pub(super) line: usize,
    pub(super) column: usize,
    pub(super) end_line: usize,
    /// The column after the last character.
    pub(super) end_column: usize,
}

/// The files that were read so far.
pub(super) struct Sources<'a> {
    read: &'a dyn Fn(&SourcePath) -> Option<Vec<u8>>,
    texts: BTreeMap<SourcePath, Option<SourceText>>,
}

impl<'a> Sources<'a> {
    pub(super) fn new(read: &'a dyn Fn(&SourcePath) -> Option<Vec<u8>>) -> Self {
        Self { read, texts: BTreeMap::new() }
    }

    /// The text of the file that a place is in; `None` when the file as a whole is meant, or when
    /// it cannot be read.
    pub(super) fn text(&mut self, place: &Place) -> Option<&SourceText> {
        if place.span == (0..0) {
            return None;
        }
        let read = self.read;
        let text =
            self.texts.entry(place.file.clone()).or_insert_with(|| read(&place.file).map(SourceText::new));
        text.as_ref()
    }

    /// Line and column of a place, on the same condition.
    pub(super) fn spot(&mut self, place: &Place) -> Option<Spot> {
        self.text(place).map(|text| text.spot(&place.span))
    }
}

/// A file's bytes and where its lines begin.
pub(super) struct SourceText {
    bytes: Vec<u8>,
    starts: Vec<usize>,
    /// Where the last problem began. Problems come in order, so that the next one in the line, which may
    /// be a megabyte long, is counted from there.
    counted: Cell<Counted>,
}

/// So many characters of this line begin before this byte of it.
#[derive(Clone, Copy, Default)]
struct Counted {
    line: usize,
    bytes: usize,
    characters: usize,
}

impl SourceText {
    fn new(bytes: Vec<u8>) -> Self {
        // A byte order mark is no column of the first line.
        let first = if bytes.starts_with(BYTE_ORDER_MARK) { BYTE_ORDER_MARK.len() } else { 0 };
        let breaks = bytes.iter().enumerate().filter(|(_, byte)| **byte == b'\n').map(|(at, _)| at + 1);
        let starts = std::iter::once(first).chain(breaks).collect();
        Self { bytes, starts, counted: Cell::default() }
    }

    pub(super) fn spot(&self, span: &Range<usize>) -> Spot {
        let start = self.position(span.start);
        // The next problem may begin before this one ends, and at the earliest where this one begins.
        self.counted.set(start);
        let end = self.position(span.end.max(span.start));
        let column = |counted: Counted| counted.characters + 1;
        Spot { line: start.line, column: column(start), end_line: end.line, end_column: column(end) }
    }

    /// The lines from `first` to `last`, counted from 1, as readable text.
    pub(super) fn lines(&self, first: usize, last: usize) -> String {
        let lines: Vec<_> = (first..=last).map(|line| String::from_utf8_lossy(self.line(line))).collect();
        lines.join("\n")
    }

    /// The bytes of a line, counted from 1, without its line break.
    fn line(&self, line: usize) -> &[u8] {
        let start = self.starts[line - 1];
        let end = self.starts.get(line).map_or(self.bytes.len(), |next| next - 1);
        let line = &self.bytes[start..end];
        line.strip_suffix(b"\r").unwrap_or(line)
    }

    fn position(&self, offset: usize) -> Counted {
        let line = self.starts.partition_point(|start| *start <= offset.min(self.bytes.len())).max(1);
        let bytes = self.line(line);
        let within = offset.saturating_sub(self.starts[line - 1]).min(bytes.len());
        let before = self.counted.get();
        let known = before.line == line && before.bytes <= within;
        let from = if known { before } else { Counted { line, ..Counted::default() } };
        from.up_to(bytes, within)
    }
}

impl Counted {
    /// Counts on to the byte `within` of the line; a character that it cuts does not count.
    fn up_to(mut self, line: &[u8], within: usize) -> Self {
        // No further than the last character can reach: what is looked at is checked to be UTF-8, and that
        // of a whole long line for each of its problems would take for ever.
        let end = line.len().min(within + size_of::<char>() - 1);
        for chunk in line[self.bytes..end].utf8_chunks() {
            let invalid = std::iter::once(chunk.invalid().len()).filter(|length| *length > 0);
            for length in chunk.valid().chars().map(char::len_utf8).chain(invalid) {
                if self.bytes + length > within {
                    return self;
                }
                self.bytes += length;
                self.characters += 1;
            }
        }
        self
    }
}

#[cfg(test)]
mod tests {
    use std::time::Instant;

    use super::*;

    fn start(text: &[u8], offset: usize) -> (usize, usize) {
        let spot = SourceText::new(text.to_vec()).spot(&(offset..offset));
        (spot.line, spot.column)
    }

    #[test]
    fn columns_count_characters() {
        assert_eq!(start("a\nÄäx".as_bytes(), 6), (2, 3));
        assert_eq!(start("日本x".as_bytes(), 6), (1, 3));
    }

    #[test]
    fn what_lies_outside_or_inside_a_character_moves_to_the_nearest_place() {
        assert_eq!(start(b"ab\nc", 99), (2, 2));
        assert_eq!(start(b"", 5), (1, 1));
        assert_eq!(start("aä".as_bytes(), 2), (1, 2));
        assert_eq!(start(b"ab\r\nc", 3), (1, 3));
    }

    #[test]
    fn invalid_bytes_count_as_they_are_shown() {
        let text = b"B\xFCro x";
        assert_eq!(start(text, 5), (1, 6));
        assert_eq!(SourceText::new(text.to_vec()).lines(1, 1), "B\u{FFFD}ro x");
    }

    #[test]
    fn many_spots_in_a_long_line_are_found_in_one_pass() {
        const SPOTS: usize = 100_000;
        let text = SourceText::new("ä [x](y.md) ".repeat(SPOTS).into_bytes());
        let start = Instant::now();
        for number in 0..SPOTS {
            let spot = text.spot(&(number * 13 + 3..number * 13 + 12));
            assert_eq!((spot.line, spot.column), (1, number * 12 + 3));
            let same = text.spot(&(number * 13 + 3..number * 13 + 5));
            assert_eq!((same.column, same.end_column), (spot.column, spot.column + 2));
        }
        // Looking at the rest of the line for each of them takes an hour.
        assert!(start.elapsed().as_secs() < 30, "{:?}", start.elapsed());
    }

    #[test]
    fn a_byte_order_mark_is_no_column() {
        assert_eq!(start("\u{FEFF}ab".as_bytes(), 4), (1, 2));
        assert_eq!(start("\u{FEFF}ab".as_bytes(), 0), (1, 1));
    }
}
