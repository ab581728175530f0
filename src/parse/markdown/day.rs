//! The day of a month at the beginning of a line: `3. Mai` is a date and no list that begins with 3.
//!
//! The number has one or two digits, and the name of a month follows, or its usual short form, in German
//! or English; or a month and a year in digits, as in `12. 05. 2026`. The parser sees something else in place of the
//! dot (`literal`).
//!
//! - "May" and "March" are no months here: `1. May I come in?` is a list, and English writes dates another way.
//! - `1. Jan` is a list of first names; `1. Jan.` is a date.
//! - `1. Mai-Feier planen` is a list: the word is another one.

use super::limits::mark_length;
use crate::locale::month_named;

/// Short forms, in lower case and without the dot that may follow.
const SHORT: &[&str] =
    &["feb", "mär", "mrz", "apr", "jun", "jul", "aug", "sep", "sept", "okt", "oct", "nov", "dez", "dec"];

/// The same, where a dot has to follow.
const WITH_DOT: &[&str] = &["jan", "jän"];

/// Names that are ordinary words at the beginning of an English sentence.
const ORDINARY: &[&str] = &["march", "may"];

/// Where the dots behind such numbers stand, ascending.
pub(super) fn dots(text: &str) -> impl Iterator<Item = usize> {
    let starts = std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1));
    starts.filter_map(|start| Some(start + dot(text[start..].split('\n').next()?)?))
}

/// Where the dot stands in a line that begins with a day, perhaps within lists and quotations.
fn dot(line: &str) -> Option<usize> {
    let bytes = line.as_bytes();
    let mut at = 0;
    loop {
        at += bytes[at..].iter().take_while(|byte| matches!(byte, b' ' | b'\t')).count();
        let length = mark_length(&bytes[at..])?;
        let dot = at + length - 1;
        at += length;
        let rest = line[at..].trim_start_matches([' ', '\t', '\u{a0}']);
        if bytes[dot] == b'.' && length <= 3 && (begins_with_month(rest) || begins_with_digits(rest)) {
            return Some(dot);
        }
    }
}

/// Whether a text begins with the number of a month and a year: `05. 2026`, `5.2026`.
fn begins_with_digits(text: &str) -> bool {
    let digits = |text: &str| text.bytes().take(5).take_while(u8::is_ascii_digit).count();
    let month = digits(text);
    let rest = text[month..].strip_prefix('.').map(|rest| rest.trim_start_matches([' ', '\u{a0}']));
    (1..=2).contains(&month) && rest.is_some_and(|rest| digits(rest) == 4)
}

/// Whether a text begins with the name of a month.
pub(super) fn begins_with_month(text: &str) -> bool {
    let end = text.find(|c: char| !c.is_alphabetic()).unwrap_or(text.len());
    let (word, rest) = text.split_at(end);
    // The longest name has nine letters.
    if word.is_empty() || word.len() > 12 {
        return false;
    }
    let word = word.to_lowercase();
    let is_part =
        rest.strip_prefix(['-', '*', ':', '_']).is_some_and(|rest| rest.starts_with(char::is_alphanumeric));
    let is_month = SHORT.contains(&word.as_str())
        || WITH_DOT.contains(&word.as_str()) && rest.starts_with('.')
        || month_named(&word).is_some() && !ORDINARY.contains(&word.as_str());
    is_month && !is_part
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_of_months_are_told_from_lists() {
        for line in [
            "3. Mai",
            "03. Mai Fest",
            "> 1. März:",
            "- 17.\tJuni",
            "1. 3. Okt. 2026",
            "  24. Dez",
            "1. Jan. 2027",
            "12. 05. 2026 Sommerfest",
            "1. 5.2026",
        ] {
            let at = dot(line).unwrap_or_else(|| panic!("{line}"));
            assert_eq!(line.as_bytes()[at], b'.', "{line}");
        }
        assert_eq!(dot("1. 3. Okt. 2026"), Some(4));
        for line in [
            "1. May I come in?",
            "1. Jan",
            "1. Mai-Feier planen",
            "2026. Mai",
            "3.Mai",
            "3) Mai",
            "am 3. Mai",
            "1. Maibaum",
            "1. 2. Klasse",
            "1. 2026 war gut",
            "1. 12.345 Euro",
            "1. ",
            "",
        ] {
            assert_eq!(dot(line), None, "{line}");
        }
        assert_eq!(dots("3. Mai\r\nund\n17. Mai").collect::<Vec<_>>(), [1, 14]);
    }
}
