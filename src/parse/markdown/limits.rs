//! Limits to what a text may ask of the parser, enforced before it sees the text.
//!
//! pulldown-cmark is linear in the length of a text, with two exceptions: every line costs it as much
//! as lists and quotations nest there, and a short row of a wide table is filled up with empty cells.
//! Real texts nest three or four levels and write their cells. So beyond the limits a single byte of
//! markup is overwritten here and there, and the text keeps its length.

use std::borrow::Cow;
use std::ops::Range;

/// How many elements may contain one another in the output of a text.
pub(super) const MAX_DEPTH: usize = 100;

/// The space that does not break, which may become one that does (`nbsp`).
const NBSP: &str = "\u{a0}";

/// Beyond this column a mark opens no level: a hundred levels, each indented by four.
const MAX_COLUMN: usize = 4 * MAX_DEPTH;

/// How many cells may be missing in the tables of a text, all in all.
pub(super) const MAX_MISSING_CELLS: usize = 50_000;

/// A text within the limits.
pub(super) struct Limited<'a> {
    /// The text, of the same length as it was.
    pub(super) text: Cow<'a, str>,
    /// The first mark of a list or quotation that would nest too deep.
    pub(super) too_deep: Option<Range<usize>>,
    /// The first line that would make a table with too many missing cells.
    pub(super) too_wide: Option<Range<usize>>,
}

/// The text with what is beyond the limits overwritten: marks that nest too deep by blanks, the
/// second line of a table that is too wide so that it makes none.
pub(super) fn limit(text: &str) -> Limited<'_> {
    let mut marks: Vec<usize> = Vec::new();
    let mut dividers: Vec<Range<usize>> = Vec::new();
    let mut tables = Tables::default();
    let mut start = 0;
    while start < text.len() {
        let end = text[start..].find('\n').map_or(text.len(), |at| start + at);
        let line = &text.as_bytes()[start..end];
        if line.len() > MAX_DEPTH {
            marks_beyond_limit(line, |range| marks.extend(range.map(|at| start + at)));
        }
        dividers.extend(tables.line(line, start));
        start = end + 1;
    }
    let too_deep = marks.first().map(|&first| first..first + 1);
    let too_wide = dividers.first().cloned();
    if marks.is_empty() && dividers.is_empty() {
        return Limited { text: Cow::Borrowed(text), too_deep, too_wide };
    }
    let mut bytes = text.as_bytes().to_vec();
    for at in marks {
        bytes[at] = b' ';
    }
    for divider in dividers {
        if let Some(dash) = bytes[divider].iter_mut().find(|byte| **byte == b'-') {
            *dash = b'.';
        }
    }
    // Only ASCII characters were replaced, by ASCII characters.
    Limited { text: Cow::Owned(String::from_utf8(bytes).unwrap_or_default()), too_deep, too_wide }
}

/// Calls `found` with the range of every list or quotation mark of the line that opens a level beyond the limit.
fn marks_beyond_limit(line: &[u8], mut found: impl FnMut(Range<usize>)) {
    if is_thematic_break(line) {
        return;
    }
    let mut level = 0;
    let mut at = 0;
    loop {
        at += line[at..].iter().take_while(|byte| matches!(byte, b' ' | b'\t')).count();
        let Some(length) = mark_length(&line[at..]) else {
            return;
        };
        level += 1;
        if level > MAX_DEPTH || at > MAX_COLUMN {
            found(at..at + length);
        }
        at += length;
    }
}

/// The length of the mark of a quotation, list item or definition with which `rest` begins.
pub(super) fn mark_length(rest: &[u8]) -> Option<usize> {
    let digits = rest.iter().take(10).take_while(|byte| byte.is_ascii_digit()).count();
    let length = match rest.get(digits)? {
        b'>' if digits == 0 => return Some(1),
        b'-' | b'+' | b'*' | b':' if digits == 0 => 1,
        b'.' | b')' if (1..10).contains(&digits) => digits + 1,
        _ => return None,
    };
    let ends = |next: &u8| matches!(next, b' ' | b'\t' | b'\r');
    let is_mark = rest.get(length).is_none_or(ends) || rest[length..].starts_with(NBSP.as_bytes());
    is_mark.then_some(length)
}

/// Whether the line is a rule: nothing but blanks and one of `-`, `*`, `_`.
fn is_thematic_break(line: &[u8]) -> bool {
    let mut marks = line.iter().filter(|byte| !byte.is_ascii_whitespace());
    let first = marks.next();
    matches!(first, Some(b'-' | b'*' | b'_')) && marks.all(|mark| Some(mark) == first)
}

/// The tables of a text, as far as their lines tell.
#[derive(Default)]
struct Tables {
    /// The columns of the table that is being read and the place of its dividing line.
    current: Option<(usize, Range<usize>)>,
    missing: usize,
}

impl Tables {
    /// Reads a line that begins at `start`; gives back the dividing line of a table that turns out
    /// to be one too many.
    fn line(&mut self, line: &[u8], start: usize) -> Option<Range<usize>> {
        if line.iter().all(|byte| byte.is_ascii_whitespace() || *byte == b'>') {
            self.current = None;
            return None;
        }
        match &self.current {
            Some((columns, _)) => {
                self.missing += columns.saturating_sub(count_bars(line) + 1);
                if self.missing > MAX_MISSING_CELLS {
                    self.current.take().map(|(_, divider)| divider)
                } else {
                    None
                }
            }
            None => {
                let is_divider = line.iter().all(|byte| b"|-:> \t\r".contains(byte)) && line.contains(&b'|');
                self.current = is_divider.then(|| (count_bars(line) + 1, start..start + line.len()));
                None
            }
        }
    }
}

fn count_bars(line: &[u8]) -> usize {
    line.iter().filter(|byte| **byte == b'|').count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_beyond_the_limit_become_blanks() {
        let deep = format!("eins\n{}text", ">".repeat(MAX_DEPTH + 3));
        let limited = limit(&deep);
        assert_eq!(limited.text, format!("eins\n{}   text", ">".repeat(MAX_DEPTH)));
        assert_eq!(limited.too_deep, Some(105..106));
        let mixed = "- 1. ".repeat(60);
        assert_eq!(limit(&mixed).text, "- 1. ".repeat(50) + &" ".repeat(50));
        let indented = format!("{}- text", " ".repeat(MAX_COLUMN + 1));
        assert_eq!(limit(&indented).text.trim_start(), "text");
    }

    #[test]
    fn tables_of_missing_cells_become_none() {
        let table = format!("{}\n{}\n{}\n", "|a".repeat(300), "|-".repeat(300), "|b\n".repeat(300));
        let limited = limit(&table);
        assert!(limited.text.contains("\n|.|-"));
        assert_eq!(limited.too_wide, Some(601..1201));
    }

    #[test]
    fn ordinary_texts_stay() {
        let wide = format!(
            "{}\n{}\n{}",
            "|a".repeat(300),
            "|-".repeat(300),
            format!("{}\n", "|b".repeat(300)).repeat(500)
        );
        for text in [
            "- a\n  - b\n",
            &"- ".repeat(200),
            &"-".repeat(200),
            &"> ".repeat(100),
            &"1.5 ".repeat(200),
            &wide,
        ] {
            assert!(matches!(limit(text).text, Cow::Borrowed(_)), "{text}");
        }
    }
}
