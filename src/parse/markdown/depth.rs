//! A limit to how deep lists and quotations nest.
//!
//! Real texts nest three or four levels. Hundreds of them bring browsers to their knees, and the
//! parser as well: each line costs it as much as the text is nested there. So before parsing, every
//! list or quotation mark beyond [`MAX_DEPTH`] in one line is overwritten by blanks, byte for byte;
//! what follows stays, one level less deep.

use std::borrow::Cow;
use std::ops::Range;

/// How many elements may contain one another in the output of a text.
pub(super) const MAX_DEPTH: usize = 100;

/// Beyond this column a mark opens no level: a hundred levels, each indented by four.
const MAX_COLUMN: usize = 4 * MAX_DEPTH;

/// The text without marks that nest too deep, of the same length, and the first place of such a mark.
pub(super) fn limit(text: &str) -> (Cow<'_, str>, Option<Range<usize>>) {
    let mut excess: Vec<usize> = Vec::new();
    let mut start = 0;
    while start < text.len() {
        let end = text[start..].find('\n').map_or(text.len(), |at| start + at);
        if end - start > MAX_DEPTH {
            marks_beyond_limit(&text.as_bytes()[start..end], |range| excess.extend(range.map(|at| start + at)));
        }
        start = end + 1;
    }
    let Some(&first) = excess.first() else {
        return (Cow::Borrowed(text), None);
    };
    let mut bytes = text.as_bytes().to_vec();
    for at in excess {
        bytes[at] = b' ';
    }
    // Only whole ASCII characters were replaced.
    let limited = String::from_utf8(bytes).unwrap_or_default();
    (Cow::Owned(limited), Some(first..first + 1))
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
fn mark_length(rest: &[u8]) -> Option<usize> {
    let digits = rest.iter().take(10).take_while(|byte| byte.is_ascii_digit()).count();
    let length = match rest.get(digits)? {
        b'>' if digits == 0 => return Some(1),
        b'-' | b'+' | b'*' | b':' if digits == 0 => 1,
        b'.' | b')' if (1..10).contains(&digits) => digits + 1,
        _ => return None,
    };
    rest.get(length).is_none_or(|next| matches!(next, b' ' | b'\t' | b'\r')).then_some(length)
}

/// Whether the line is a rule: nothing but blanks and one of `-`, `*`, `_`.
fn is_thematic_break(line: &[u8]) -> bool {
    let mut marks = line.iter().filter(|byte| !byte.is_ascii_whitespace());
    let first = marks.next();
    matches!(first, Some(b'-' | b'*' | b'_')) && marks.all(|mark| Some(mark) == first)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_beyond_the_limit_become_blanks() {
        let deep = format!("eins\n{}text", ">".repeat(MAX_DEPTH + 3));
        let (limited, place) = limit(&deep);
        assert_eq!(limited, format!("eins\n{}   text", ">".repeat(MAX_DEPTH)));
        assert_eq!(place, Some(105..106));
        let mixed = "- 1. ".repeat(60);
        assert_eq!(limit(&mixed).0, "- 1. ".repeat(50) + &" ".repeat(50));
        let indented = format!("{}- text", " ".repeat(MAX_COLUMN + 1));
        assert_eq!(limit(&indented).0.trim_start(), "text");
    }

    #[test]
    fn ordinary_text_and_long_rules_stay() {
        for text in ["- a\n  - b\n", &"- ".repeat(200), &"-".repeat(200), &"> ".repeat(100), &"1.5 ".repeat(200)] {
            assert!(matches!(limit(text), (Cow::Borrowed(_), None)), "{text}");
        }
    }
}
