//! Text that was meant as a link, a heading or a list and is none: it would stand on the page as it was typed.
//!
//! The parser gives brackets that form no link as a text of their own; escaped ones are part of the text around them.

use std::ops::Range;

use super::day::begins_with_month;
use super::writer::Writer;
use crate::diagnostic::Code;

/// Nothing that somebody meant as one thing is longer, in bytes; so a text takes time in proportion to its length.
const REACH: usize = 400;

/// More characters of a text than these are not shown.
const MAX_SHOWN: usize = 70;

/// Characters with which word processors begin the entries of a list.
const BULLETS: &[char] =
    &['•', '·', '▪', '●', '‣', '◦', '■', '►', '➢', '➤', '✓', '✔', '\u{f0a7}', '\u{f0b7}', '\u{f0d8}'];

/// The same, where only a tab behind them tells them from text.
const BULLETS_BEFORE_TAB: &[char] = &['–', '—', 'o'];

/// Endings of the files to which documents lead most; others may be versions or hosts.
const FILES: &[&str] = &[
    "md", "pdf", "doc", "docx", "odt", "xls", "xlsx", "ods", "ppt", "pptx", "odp", "jpg", "jpeg", "png",
    "svg",
];

/// What a text was meant as.
struct Meant {
    kind: [&'static str; 2],
    /// The text, in the prepared source.
    range: Range<usize>,
    /// How it is written.
    example: String,
    /// Whether the example belongs below it, and not in its place.
    is_below: bool,
    /// Where a `\\` keeps it as it stands; nowhere before what is no ASCII punctuation.
    escape: Option<usize>,
}

impl Writer<'_> {
    /// Reports a running text that was meant as something else.
    pub(super) fn check_unread(&mut self, text: &str, range: &Range<usize>) {
        if self.outside_prose > 0 && self.table.is_none() {
            return;
        }
        let Some(meant) = meant(&self.source.text, text, range) else { return };
        let restored = self.source.restore(&self.source.text[meant.range.clone()]).into_owned();
        let mut found: String = restored.chars().take(MAX_SHOWN).collect();
        if found.len() < restored.len() {
            found.push('…');
        }
        let example = self.source.restore(&meant.example).into_owned();
        let literal = self.source.restore(&meant.literal(&self.source.text)).into_owned();
        let [de, en] = meant.kind;
        self.problem(Code::UnreadMarkup, &meant.range, |problem| {
            problem
                .arg("found", found)
                .arg_each("kind", de, en)
                .arg(if meant.is_below { "below" } else { "example" }, example)
                .arg("literal", literal)
        });
    }
}

impl Writer<'_> {
    /// Reports a paragraph that is code only because a word processor or its writer has indented it.
    pub(super) fn check_indented(&mut self, text: &str, range: &Range<usize>) {
        let first = text.trim_start().lines().next().unwrap_or_default().trim_end();
        if is_prose(first) {
            let start = range.start;
            let end = start + self.source.text[start..].find('\n').unwrap_or(range.len());
            self.problem(Code::IndentedText, &(start..end), |problem| problem);
        }
    }
}

/// Whether a line of code is rather one of running text: a capital and some words, without a sign that code has.
fn is_prose(line: &str) -> bool {
    const FEWEST_WORDS: usize = 4;
    let text = line.trim_start_matches(BULLETS);
    let begins = text.trim_start().trim_start_matches(['„', '»', '"']).starts_with(char::is_uppercase);
    let is_code = |letter: char| "{}<>[]=|\\#*_;$@`".contains(letter);
    begins
        && !text.contains(is_code)
        && (text.len() < line.len() || text.split_whitespace().count() >= FEWEST_WORDS)
}

impl Meant {
    /// How it is written by who means it as it stands; empty where that is not so easy.
    fn literal(&self, source: &str) -> String {
        let Range { start, end } = self.range;
        self.escape.map_or_else(String::new, |at| format!("{}\\{}", &source[start..at], &source[at..end]))
    }
}

fn meant(source: &str, text: &str, range: &Range<usize>) -> Option<Meant> {
    if source.get(range.clone()) != Some(text) {
        return None;
    }
    match text {
        "]" => bracketed(source, range.start),
        "[" if source[range.end..].starts_with('[') && !source[..range.start].ends_with('\\') => {
            let line = line_from(source, range.start);
            let name = line.trim_start_matches('[').split(']').next().unwrap_or_default();
            Some(Meant {
                kind: ["Link", "a link"],
                range: range.start..range.start + line.len(),
                example: format!("[[{}]]", if name.trim().is_empty() { "name" } else { name }),
                is_below: false,
                escape: Some(range.start),
            })
        }
        _ if text.starts_with(['#', '|', '-', '–', '—', 'o'])
            || text.starts_with(BULLETS)
            || text.starts_with(|c: char| c.is_ascii_digit()) =>
        {
            let before = &source[source.floor_char_boundary(range.start.saturating_sub(REACH))..range.start];
            let is_first = before.rsplit('\n').next().is_none_or(|before| before.trim().is_empty());
            if is_first { at_line_start(source, text, range) } else { None }
        }
        _ => None,
    }
}

/// What was meant by brackets that end at `close`.
fn bracketed(source: &str, close: usize) -> Option<Meant> {
    let reach = source.floor_char_boundary(close.saturating_sub(REACH));
    let open = reach + source[reach..close].rfind('[')?;
    let label = &source[open + 1..close];
    let before = &source[source.floor_char_boundary(open.saturating_sub(REACH))..open];
    if label.contains('\n') || label.trim().is_empty() || before.ends_with('\\') {
        return None;
    }
    let rest = line_from(source, close + 1);
    let is_image = before.ends_with('!');
    let start = if is_image { open - 1 } else { open };
    let kind = if is_image { ["Bild", "an image"] } else { ["Link", "a link"] };
    let sign = if is_image { "!" } else { "" };
    if let Some(inner) = rest.trim_start_matches(' ').strip_prefix('(') {
        let spaces = rest.len() - inner.len() - 1;
        let target = up_to_closing(inner);
        if spaces > 0 && !is_address(target) {
            return None;
        }
        let length = spaces + 1 + target.len() + usize::from(inner.len() > target.len());
        // What stands behind the target is a title, which needs straight quotation marks.
        let address = target.split(['"', '„', '“', '”']).next().unwrap_or_default().trim();
        let address = if address.starts_with("tel:") {
            address.replace([' ', '/'], "")
        } else if address.contains(' ') {
            format!("<{address}>")
        } else {
            address.to_owned()
        };
        return Some(Meant {
            kind,
            range: start..close + 1 + length,
            example: format!("{sign}[{label}]({address})"),
            is_below: false,
            escape: Some(open),
        });
    }
    if let Some(text) =
        before.strip_suffix(')').and_then(|before| before.rsplit_once('(')).map(|(_, text)| text)
        && is_address(label)
    {
        let start = open - text.len() - 2;
        let example = format!("[{text}]({label})");
        return Some(Meant { kind, range: start..close + 1, example, is_below: false, escape: Some(open) });
    }
    None
}

/// Whether somebody who writes this in brackets means where a link leads.
fn is_address(text: &str) -> bool {
    !text.trim().contains(char::is_whitespace)
        && (text.contains("://")
            || ["../", "./", "mailto:", "www."].iter().any(|start| text.starts_with(start))
            || text.rsplit_once('.').is_some_and(|(_, end)| FILES.contains(&end.to_lowercase().as_str())))
}

/// The text up to the bracket that closes it; pairs of brackets within are part of it.
fn up_to_closing(text: &str) -> &str {
    let mut depth = 0;
    for (at, sign) in text.match_indices(['(', ')']) {
        match sign {
            "(" => depth += 1,
            _ if depth == 0 => return &text[..at],
            _ => depth -= 1,
        }
    }
    text.split(')').next().unwrap_or_default()
}

/// What a line was meant as that begins like this.
fn at_line_start(source: &str, text: &str, range: &Range<usize>) -> Option<Meant> {
    let list = |kind: [&'static str; 2], example: String, escape| {
        Some(Meant { kind, range: range.clone(), example, is_below: false, escape })
    };
    let hashes = text.len() - text.trim_start_matches('#').len();
    if (2..=6).contains(&hashes) && text[hashes..].starts_with(char::is_alphabetic) {
        let example = format!("{} {}", &text[..hashes], &text[hashes..]);
        return list(["Überschrift", "a heading"], example, Some(range.start));
    }
    if text.starts_with('|') {
        return row(source, range);
    }
    if let Some((mark, entry)) = unspaced(text) {
        // One alone may well be text.
        let has_neighbour = neighbours(source, range).any(|line| unspaced(line).is_some());
        let example = format!("{mark} {entry}");
        return if has_neighbour {
            list(["Aufzählung", "a list"], example, Some(range.start + mark.len() - 1))
        } else {
            None
        };
    }
    let entry = text
        .strip_prefix(BULLETS)
        .filter(|entry| entry.starts_with(char::is_whitespace))
        .or_else(|| text.strip_prefix(BULLETS_BEFORE_TAB).filter(|entry| entry.starts_with('\t')))?;
    list(["Aufzählung", "a list"], format!("- {}", entry.trim_start()), None)
}

/// The mark and the text of a list's entry without the space between them: `-Eins`, `1.Erstens`.
fn unspaced(line: &str) -> Option<(&str, &str)> {
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    let sign = if digits == 0 { b'-' } else { b'.' };
    if digits > 2 || line.as_bytes().get(digits) != Some(&sign) {
        return None;
    }
    let (mark, entry) = line.split_at(digits + 1);
    let is_entry = entry.starts_with(char::is_alphabetic) && !(digits > 0 && begins_with_month(entry));
    is_entry.then_some((mark, entry))
}

/// The first row of a table that lacks the line below it.
fn row(source: &str, range: &Range<usize>) -> Option<Meant> {
    let is_row = |line: &str| line.len() > 2 && line.starts_with('|') && line.ends_with('|');
    let line = line_from(source, range.start).trim_end();
    let mut around = neighbours(source, range);
    let is_first = around.next().is_none_or(|above| !above.starts_with('|'));
    let columns = line.matches('|').count().saturating_sub(1);
    (is_first && is_row(line) && around.next().is_some_and(is_row)).then(|| Meant {
        kind: ["Tabelle", "a table"],
        range: range.start..range.start + line.len(),
        example: format!("|{}", " --- |".repeat(columns)),
        is_below: true,
        escape: Some(range.start),
    })
}

/// The line above the one in which the range begins, and the one below, without the space around them.
fn neighbours<'s>(source: &'s str, range: &Range<usize>) -> impl Iterator<Item = &'s str> {
    let before = &source[source.floor_char_boundary(range.start.saturating_sub(REACH))..range.start];
    let above = before.rsplit('\n').nth(1).unwrap_or_default();
    let at = range.start + line_from(source, range.start).len();
    let below = source[at..].strip_prefix("\r\n").or_else(|| source[at..].strip_prefix('\n'));
    let below = below.map_or("", |below| line_from(source, source.len() - below.len()));
    [above.trim(), below.trim()].into_iter()
}

/// The rest of the line, as far as it matters.
fn line_from(source: &str, at: usize) -> &str {
    let end = source.floor_char_boundary(at.saturating_add(REACH).min(source.len()));
    source[at..end].lines().next().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use pulldown_cmark::{Event, Options, Parser};

    use super::*;

    /// What is found in a text, and how it should be written.
    fn found(source: &str) -> Vec<(String, String)> {
        all(source).into_iter().map(|meant| (source[meant.range].to_owned(), meant.example)).collect()
    }

    fn all(source: &str) -> Vec<Meant> {
        let parser = Parser::new_ext(source, Options::ENABLE_WIKILINKS | Options::ENABLE_TASKLISTS);
        let meant = parser.into_offset_iter().filter_map(|(event, range)| match event {
            Event::Text(text) => meant(source, &text, &range),
            _ => None,
        });
        meant.collect()
    }

    #[test]
    fn what_was_meant_is_told() {
        for (source, marked, example) in [
            (
                "Das [Projekt](../p/weinheim digital.md) da.",
                "[Projekt](../p/weinheim digital.md)",
                "[Projekt](<../p/weinheim digital.md>)",
            ),
            (
                "![Foto](bilder/mein raum.png)",
                "![Foto](bilder/mein raum.png)",
                "![Foto](<bilder/mein raum.png>)",
            ),
            ("![T](r.png „Titel“)", "![T](r.png „Titel“)", "![T](r.png)"),
            ("Das [Projekt] (../p/w.md).", "[Projekt] (../p/w.md)", "[Projekt](../p/w.md)"),
            ("Das [Projekt](../p/w.md fehlt", "[Projekt](../p/w.md fehlt", "[Projekt](<../p/w.md fehlt>)"),
            (
                "Das (Projekt)[https://a.example].",
                "(Projekt)[https://a.example]",
                "[Projekt](https://a.example)",
            ),
            ("Das [[weinheim] da", "[[weinheim] da", "[[weinheim]]"),
            ("##Ziele", "##Ziele", "## Ziele"),
            ("• eins", "• eins", "- eins"),
            ("o\teins", "o\teins", "- eins"),
            ("✓ eins", "✓ eins", "- eins"),
            ("![A](b/IMG 1 (2).JPG)", "![A](b/IMG 1 (2).JPG)", "![A](<b/IMG 1 (2).JPG>)"),
            ("[B](Bogen (neu) 2.docx) da", "[B](Bogen (neu) 2.docx)", "[B](<Bogen (neu) 2.docx>)"),
            ("[T](tel:06201 1234)", "[T](tel:06201 1234)", "[T](tel:062011234)"),
            ("![Foto] (plan.png)", "![Foto] (plan.png)", "![Foto](plan.png)"),
            ("| A | B |\n| c | d |", "| A | B |", "| --- | --- |"),
        ] {
            assert_eq!(found(source), [(marked.to_owned(), example.to_owned())], "{source}");
            let literal = all(source)[0].literal(source);
            assert_eq!(found(&source.replace(marked, &literal)), [], "{literal} is meant as it stands");
        }
        let examples = |source| found(source).into_iter().map(|(_, example)| example).collect::<Vec<_>>();
        assert_eq!(examples("1.Erstens\r\n2.Zweitens"), ["1. Erstens", "2. Zweitens"]);
        assert_eq!(examples("-Eins\n-Zwei"), ["- Eins", "- Zwei"]);
        assert_eq!(examples("[[]] da"), ["[[name]]"]);
        assert_eq!(found("Zuerst:\n• eins\n• zwei").len(), 2);
    }

    #[test]
    fn what_is_meant_as_it_stands_is_left_alone() {
        for source in [
            "[Projekt](../p/w.md) und [noch eins](<a b.md>)",
            "a [b] (siehe oben) c",
            "Er sagte [sinngemäß], es [...] gehe.",
            "\\[Projekt](a b)",
            "`[a](b c)`",
            "- [ ] offen",
            "#Netzpaten sind da",
            "3 · 4 • 5",
            "1.000 Euro\n2.5 Prozent",
            "3.Mai\n4.Juni",
            "-Eins",
            "o ja",
            "– so ist es",
            "| Betrag |",
            "[Fassung] (v1.2), [Seite] (S.12)",
            "[[weinheim]]",
            "eine (Klammer)[1] und [2]",
        ] {
            assert_eq!(found(source), [], "{source}");
        }
    }
}
