//! Tables that other programs have drawn: cells with tabs between them (Excel), frames of `+---+`, rows with empty
//! lines between them. On the page their rows would run together.

use std::ops::Range;

use super::entry;
use super::unread::{is_first, line_from, neighbours};
use super::writer::Writer;
use crate::diagnostic::Code;

/// Lines are looked at as far as this, in bytes.
const REACH: usize = 1_000;

/// How a table was drawn, as the message says it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Drawn {
    Tabs,
    Frame,
    Gaps,
}

impl Writer<'_> {
    /// Reports the first row of such a table.
    pub(super) fn check_text_table(&mut self, range: &Range<usize>) {
        let source = self.source;
        if self.outside_prose > 0 || self.table.is_some() {
            return;
        }
        let Some((drawn, row)) = drawn(&source.text, range) else { return };
        let (de, en) = match drawn {
            Drawn::Tabs => ("trennt nur ein Tabulator", "only have a tab between them"),
            Drawn::Frame => ("stehen in einem Rahmen aus `+---+`", "have a frame of `+---+` around them"),
            Drawn::Gaps => ("trennen leere Zeilen", "have empty lines between them"),
        };
        let row = source.restore(row).into_owned();
        let place = range.start..range.start + line_from(&source.text, range.start).trim_end().len();
        self.problem(Code::TextTable, &place, |problem| {
            let problem = problem.arg_each("drawn", de, en);
            match drawn {
                Drawn::Gaps => problem.arg("gaps", "|"),
                Drawn::Tabs => problem.arg("row", with_bars(&row)).arg("divider", divider(&with_bars(&row))),
                Drawn::Frame => problem.arg("frame", "+").arg("row", &row).arg("divider", divider(&row)),
            }
        });
    }
}

/// How a table was drawn whose first line begins with this text, and its first row.
fn drawn<'s>(source: &'s str, range: &Range<usize>) -> Option<(Drawn, &'s str)> {
    let line = line_from(source, range.start).trim();
    let tabs = tabs(line);
    let is_frame = is_frame(line);
    if tabs == 0 && !is_frame && !is_row(line) || !is_first(source, range.start) {
        return None;
    }
    let mut around = neighbours(source, range);
    let (above, below) = (around.next().unwrap_or_default(), around.next().unwrap_or_default());
    if is_frame {
        return (is_row(below) && !is_row(above)).then_some((Drawn::Frame, below));
    }
    if is_row(line) {
        let [[above_gap, before], [below_gap, _]] = beyond_gaps(source, range);
        let follows_table = is_row(above_gap) && is_row(before);
        let begins = !is_row(above_gap) && is_row(below_gap);
        let is_alone = !is_row(above) && !is_row(below);
        return (is_alone && (follows_table || begins)).then_some((Drawn::Gaps, line));
    }
    (self::tabs(above) != tabs && self::tabs(below) == tabs && entry::entry(line).is_none())
        .then_some((Drawn::Tabs, line))
}

/// What stands above and below the line of the range with one empty line between, each time two lines.
fn beyond_gaps<'s>(source: &'s str, range: &Range<usize>) -> [[&'s str; 2]; 2] {
    let before = &source[source.floor_char_boundary(range.start.saturating_sub(REACH))..range.start];
    let end = range.start + line_from(source, range.start).len();
    let after = &source[end..source.floor_char_boundary((end + REACH).min(source.len()))];
    [beyond_gap(before.rsplit('\n')), beyond_gap(after.split('\n'))]
}

/// The two lines behind the empty one that follows the first of these; empty ones if there is none.
fn beyond_gap<'s>(lines: impl Iterator<Item = &'s str>) -> [&'s str; 2] {
    let mut lines = lines.skip(1).map(str::trim);
    match lines.next() {
        Some("") => [lines.next().unwrap_or_default(), lines.next().unwrap_or_default()],
        _ => [""; 2],
    }
}

/// How many tabs part the cells of a line.
fn tabs(line: &str) -> usize {
    line.trim().matches('\t').count()
}

/// A row of cells with tabs between them, as Markdown writes it.
fn with_bars(row: &str) -> String {
    let cells: Vec<&str> = row.split('\t').map(str::trim).collect();
    format!("| {} |", cells.join(" | "))
}

/// Whether a line is the row of a table.
pub(super) fn is_row(line: &str) -> bool {
    line.len() > 2 && line.starts_with('|') && line.ends_with('|')
}

/// Whether a row was meant as the line below the header.
pub(super) fn is_divider(row: &str) -> bool {
    let is_dash = |sign: char| matches!(sign, '-' | '–' | '—' | '−' | '=' | '_');
    row.contains(is_dash) && row.chars().all(|sign| is_dash(sign) || matches!(sign, '|' | ':' | '+' | ' '))
}

/// The line below a header.
pub(super) fn divider(header: &str) -> String {
    format!("|{}", " --- |".repeat(header.matches('|').count().saturating_sub(1)))
}

fn is_frame(line: &str) -> bool {
    line.len() > 2
        && line.starts_with('+')
        && line.ends_with('+')
        && line.contains(['-', '='])
        && line.bytes().all(|byte| b"+-=".contains(&byte))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// How the table is drawn whose first line begins with the last text in `‹›`.
    fn told(text: &str) -> Option<Drawn> {
        let at = text.find('‹').unwrap();
        let text = text.replace('‹', "");
        drawn(&text, &(at..at + 1)).map(|(drawn, _)| drawn)
    }

    #[test]
    fn drawn_tables_are_told_once() {
        for (text, expected) in [
            ("‹Name\tOrt\nAnna\tBonn\n", Some(Drawn::Tabs)),
            ("Name\tOrt\n‹Anna\tBonn\nUwe\tKiel", None),
            ("‹+---+---+\n| a | b |\n+---+---+", Some(Drawn::Frame)),
            ("+---+---+\n| a | b |\n‹+---+---+\n| c | d |", None),
            ("‹| a | b |\n\n|---|---|\n\n| c | d |", Some(Drawn::Gaps)),
            ("| a | b |\n\n|---|---|\n\n‹| c | d |", None),
            ("| a | b |\n|---|---|\n\n‹| c | d |\r\n\r\n| e | f |", Some(Drawn::Gaps)),
            ("| a | b |\n|---|---|\n| e | f |\n\n‹| c | d |", Some(Drawn::Gaps)),
            ("‹Name\tOrt", None),
            ("‹Name\tOrt\nAnna", None),
            ("‹–\tOrt\n–\tZeit", None),
            ("‹| Betrag |\n\nText", None),
            ("‹+49 6201\n| a |", None),
        ] {
            assert_eq!(told(text), expected, "{text}");
        }
        assert_eq!(with_bars("Name\tOrt"), "| Name | Ort |");
    }
}
