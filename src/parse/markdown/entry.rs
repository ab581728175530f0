//! Lines that begin like the entries of a list, with signs that Markdown does not know: `– Punkt`, `a) Punkt`,
//! `(1) Punkt`, `II. Punkt`, `☐ Punkt`, `-Punkt`.
//!
//! Nearly all of them may begin a line of text as well. So they count only where the line above or below begins in the
//! same way, with the next number if there is one.

use super::day::begins_with_month;
use super::nbsp::NBSP;

/// Characters with which word processors begin the entries of a list, and nobody a line of text.
pub(super) const BULLETS: &[char] =
    &['•', '·', '▪', '●', '‣', '◦', '■', '►', '➢', '➤', '✓', '✔', '\u{f0a7}', '\u{f0b7}', '\u{f0d8}'];

/// The same, where only a tab behind them tells them from text.
const BULLETS_BEFORE_TAB: &[char] = &['–', '—', 'o'];

/// Boxes to tick, and whether they are ticked.
const BOXES: &[(char, bool)] = &[('☐', false), ('□', false), ('☑', true), ('☒', true)];

/// Signs that begin lines of other kinds below each other.
const NO_BULLETS: &[char] =
    &['„', '“', '”', '‚', '‘', '’', '»', '«', '›', '‹', '…', '€', '£', '©', '®', '™', '†'];

/// A line that begins like the entry of a list.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Entry<'l> {
    kind: Kind,
    /// What belongs there instead of its mark.
    instead: String,
    text: &'l str,
    /// Before which ASCII character of the line a `\\` keeps it as it stands.
    pub(super) escape: Option<usize>,
}

/// What two lines must have in common to be entries of one list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    /// Nothing: one is an entry already.
    Alone,
    Unspaced,
    Sign(char),
    Box,
    /// The signs around a number or letter, which counts on.
    Counted([Option<char>; 2], Count),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Count {
    Number(u32),
    Letter(u32),
    Roman(u32),
}

impl Entry<'_> {
    /// The line as Markdown reads it.
    pub(super) fn example(&self) -> String {
        format!("{}{}", self.instead, self.text.trim_start())
    }

    pub(super) fn kind(&self) -> [&'static str; 2] {
        if self.kind == Kind::Box { ["Kästchen", "a checkbox"] } else { ["Aufzählung", "a list"] }
    }

    /// Whether one of the lines around it is of the same list.
    pub(super) fn is_meant<'n>(&self, mut neighbours: impl Iterator<Item = &'n str>) -> bool {
        self.kind == Kind::Alone
            || neighbours.any(|line| entry(line).is_some_and(|other| self.goes_with(&other)))
    }

    fn goes_with(&self, other: &Entry<'_>) -> bool {
        use Count::{Letter, Number, Roman};
        match (self.kind, other.kind) {
            (Kind::Counted(signs, one), Kind::Counted(others, other)) => {
                let counts_on = match (one, other) {
                    (Number(one), Number(other))
                    | (Letter(one), Letter(other))
                    | (Roman(one), Roman(other)) => one.abs_diff(other) == 1,
                    _ => false,
                };
                signs == others && counts_on
            }
            (one, other) => one == other,
        }
    }
}

/// The entry that a line begins like.
pub(super) fn entry(line: &str) -> Option<Entry<'_>> {
    let first = line.chars().next()?;
    if first.is_ascii() { typed(line, first) } else { signed(line, first) }
}

/// One that begins with a sign that no keyboard has.
fn signed(line: &str, first: char) -> Option<Entry<'_>> {
    if first.is_alphanumeric() || NO_BULLETS.contains(&first) {
        return None;
    }
    // A sign may be said to be a picture.
    let text = line[first.len_utf8()..].trim_start_matches('\u{fe0f}');
    if !text.starts_with(char::is_whitespace) || text.trim().is_empty() {
        return None;
    }
    let done = BOXES.iter().find(|(sign, _)| *sign == first).map(|(_, done)| *done);
    let kind = match done {
        Some(_) => Kind::Box,
        None if BULLETS.contains(&first) => Kind::Alone,
        None if BULLETS_BEFORE_TAB.contains(&first) && text.starts_with('\t') => Kind::Alone,
        // `§ 8` is one of many laws.
        None if first == '§' && !text.trim_start().starts_with(char::is_alphabetic) => return None,
        None => Kind::Sign(first),
    };
    Some(Entry { kind, instead: done.map_or("- ", task).to_owned(), text, escape: None })
}

/// One that begins with letters, digits, hyphens or brackets.
fn typed(line: &str, first: char) -> Option<Entry<'_>> {
    if first == 'o' && line[1..].starts_with([' ', '\t']) {
        let kind = if line[1..].starts_with('\t') { Kind::Alone } else { Kind::Sign('o') };
        return Some(Entry { kind, instead: "- ".to_owned(), text: &line[1..], escape: None });
    }
    if let Some((done, length)) = square(line.strip_prefix('-').unwrap_or(line)) {
        let mark = length + usize::from(first == '-');
        let text = &line[mark..];
        let kind = if first == '-' { Kind::Alone } else { Kind::Box };
        let is_entry = !text.trim().is_empty() && text.starts_with(char::is_whitespace);
        return is_entry.then(|| Entry {
            kind,
            instead: task(done).to_owned(),
            text,
            escape: Some(mark - length),
        });
    }
    unspaced(line).or_else(|| counted(line))
}

/// A mark without the space behind it, or with one that does not break: `-Eins`, `1.Erstens`.
fn unspaced(line: &str) -> Option<Entry<'_>> {
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    let sign = if digits == 0 { b'-' } else { b'.' };
    if digits > 2 || line.as_bytes().get(digits) != Some(&sign) {
        return None;
    }
    let (mark, text) = line.split_at(digits + 1);
    let bare = text.trim_start_matches(NBSP);
    let is_entry = bare.starts_with(char::is_alphabetic) && !(digits > 0 && begins_with_month(bare));
    is_entry.then(|| Entry {
        kind: Kind::Unspaced,
        instead: format!("{mark} "),
        text: bare,
        escape: Some(digits),
    })
}

/// A number or letter in brackets or before one, or a Roman number: `(1) `, `a) `, `II. `.
fn counted(line: &str) -> Option<Entry<'_>> {
    let bare = line.strip_prefix('(').unwrap_or(line);
    let length = bare.bytes().take(4).take_while(u8::is_ascii_alphanumeric).count();
    let (word, rest) = bare.split_at(length);
    let sign = rest.chars().next().filter(|sign| matches!(sign, ')' | '.'))?;
    let text = &rest[1..];
    let opening = (bare.len() < line.len()).then_some('(');
    let count = match sign {
        ')' if opening.is_some() && word.bytes().all(|byte| byte.is_ascii_digit()) => {
            Count::Number(word.parse().ok()?)
        }
        ')' if length == 1 => Count::Letter(word.chars().next().filter(char::is_ascii_alphabetic)? as u32),
        _ if opening.is_none() => Count::Roman(roman(word)?),
        _ => return None,
    };
    if !text.starts_with(char::is_whitespace) || text.trim().is_empty() {
        return None;
    }
    let mark = &line[..line.len() - text.len()];
    let instead = match count {
        Count::Number(number) => format!("{number}. "),
        Count::Letter(_) | Count::Roman(_) => format!("- {mark} "),
    };
    Some(Entry {
        kind: Kind::Counted([opening, Some(sign)], count),
        instead,
        text,
        escape: Some(if opening.is_some() { 0 } else { mark.len() - 1 }),
    })
}

/// The value of a small Roman number.
fn roman(word: &str) -> Option<u32> {
    const NUMBERS: &[&str] =
        &["I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII", "XIII", "XIV", "XV"];
    (1..).zip(NUMBERS).find(|(_, number)| **number == word).map(|(value, _)| value)
}

/// Whether a box in square brackets with which a text begins is ticked, and how long it is.
fn square(text: &str) -> Option<(bool, usize)> {
    let (inner, _) = text.strip_prefix('[')?.split_once(']').filter(|(inner, _)| inner.len() <= 3)?;
    let done = match inner.trim() {
        "" => false,
        "x" | "X" => true,
        _ => return None,
    };
    Some((done, inner.len() + 2))
}

/// The beginning of a task.
fn task(done: bool) -> &'static str {
    if done { "- [x] " } else { "- [ ] " }
}

/// What was meant where the text of a list's entry begins with a box that is none: `[] Punkt`, `[x]Punkt`.
pub(super) fn slipped_box(entry: &str) -> Option<String> {
    let (done, length) = square(entry)?;
    let text = &entry[length..];
    let is_box = length == 3 && text.starts_with([' ', '\t']);
    let is_link = text.starts_with(['(', '[', ':']);
    let example = || format!("{}{}", task(done).trim_start_matches("- "), text.trim());
    (!is_box && !is_link && !text.trim().is_empty()).then(example)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What the first of two lines should be, if it is an entry of a list.
    fn example(lines: &str) -> Option<String> {
        let (first, second) = lines.split_once('\n').unwrap_or((lines, ""));
        entry(first).filter(|entry| entry.is_meant([second].into_iter())).map(|entry| entry.example())
    }

    #[test]
    fn entries_of_lists_are_known_by_their_neighbours() {
        for (lines, expected) in [
            ("• eins", "- eins"),
            ("✔️ eins", "- eins"),
            ("o\teins", "- eins"),
            ("–\teins", "- eins"),
            ("– eins\n– zwei", "- eins"),
            ("— eins\n— zwei", "- eins"),
            ("→ eins\n→ zwei", "- eins"),
            ("§ eins\n§ zwei", "- eins"),
            ("o eins\no zwei", "- eins"),
            ("👉 eins\n👉 zwei", "- eins"),
            ("a) eins\nb) zwei", "- a) eins"),
            ("(1) eins\n(2) zwei", "1. eins"),
            ("(b) eins\n(a) zwei", "- (b) eins"),
            ("I. eins\nII. zwei", "- I. eins"),
            ("☐ offen\n☑ fertig", "- [ ] offen"),
            ("☑ fertig\n☐ offen", "- [x] fertig"),
            ("[x] eins\n[ ] zwei", "- [x] eins"),
            ("-[ ] eins", "- [ ] eins"),
            ("-Eins\n-Zwei", "- Eins"),
            ("1.Eins\n2.Zwei", "1. Eins"),
            ("1.\u{a0}Eins\n2.\u{a0}Zwei", "1. Eins"),
        ] {
            assert_eq!(example(lines).as_deref(), Some(expected), "{lines}");
        }
        for lines in [
            "– so ist es\nund nicht anders",
            "– so ist es\n→ so nicht",
            "§ 8 SGB VIII\n§ 16 SGB VIII",
            "a) eins\nund",
            "a) eins\na) zwei",
            "a) eins\n(b) zwei",
            "(1) eins",
            "(2024) eins\n(2026) zwei",
            "I. Müller\nV. Meier",
            "☐ ja ☐ nein",
            "z. B. eins\ni. d. R. zwei",
            "„eins\n„zwei",
            "© eins\n© zwei",
            "3.Mai\n4.Juni",
            "[x]: a.md\n[y]: b.md",
            "-[ ]",
            "o",
        ] {
            assert_eq!(example(lines), None, "{lines}");
        }
    }

    #[test]
    fn boxes_that_slipped_are_known() {
        for (entry, expected) in [
            ("[] eins", "[ ] eins"),
            ("[x]eins", "[x] eins"),
            ("[ x ] eins", "[x] eins"),
            ("[ ]eins", "[ ] eins"),
        ] {
            assert_eq!(slipped_box(entry).as_deref(), Some(expected));
        }
        for entry in ["[ ] eins", "[x](a.md)", "[X] eins", "[x][y]", "[1] eins", "[x]", "eins"] {
            assert_eq!(slipped_box(entry), None, "{entry}");
        }
    }
}
