//! Text that was meant as a link, a heading or a list and is none: it would stand on the page as it was typed.
//!
//! The parser gives brackets that form no link as a text of their own; escaped ones are part of the text around them.

use std::ops::Range;

use super::callout;
use super::entry::{self, BULLETS};
use super::target::{self, Target};
use super::text_table::{divider, is_divider, is_row};
use super::writer::Writer;
use crate::diagnostic::Code;

/// Nothing that somebody meant as one thing is longer, in bytes; so a text takes time in proportion to its length.
const REACH: usize = 400;

/// More characters of a text than these are not shown.
const MAX_SHOWN: usize = 70;

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
    /// Where the example belongs, as the argument of the message calls it: in its place (`example`), in a line below
    /// (`below`), or in the place of the line below (`replace`).
    place: &'static str,
    /// How it is written by who means it as it stands; empty where that is not so easy.
    literal: String,
}

impl Writer<'_> {
    /// Reports a running text that was meant as something else.
    pub(super) fn check_unread(&mut self, text: &str, range: &Range<usize>) {
        // A heading is no running text, but whoever writes one means the same.
        let is_elsewhere = self.outside_prose > usize::from(self.heading.is_some());
        if is_elsewhere && self.table.is_none() {
            return;
        }
        let Some(meant) = meant(&self.source.text, text, range) else { return };
        let restored = self.source.restore(&self.source.text[meant.range.clone()]).into_owned();
        let mut found: String = restored.chars().take(MAX_SHOWN).collect();
        if found.len() < restored.len() {
            found.push('…');
        }
        let example = self.source.restore(&meant.example).into_owned();
        let literal = self.source.restore(&meant.literal).into_owned();
        let [de, en] = meant.kind;
        self.problem(Code::UnreadMarkup, &meant.range, |problem| {
            problem
                .arg("found", found)
                .arg_each("kind", de, en)
                .arg(meant.place, example)
                .arg("literal", literal)
        });
    }

    /// Reports an entry of a list that was meant to have a box.
    pub(super) fn check_box(&mut self, range: &Range<usize>) {
        let line = line_from(&self.source.text, range.start).trim_end();
        let entry = line.trim_start_matches(|sign: char| !matches!(sign, '[' | ' ' | '\t')).trim_start();
        let Some(meant) = entry::slipped_box(entry) else { return };
        let mark = &line[..line.len() - entry.len()];
        let restored = |text: &str| self.source.restore(&format!("{mark}{text}")).into_owned();
        let (found, example, literal) = (restored(entry), restored(&meant), restored(&format!("\\{entry}")));
        self.problem(Code::UnreadMarkup, &(range.start..range.start + line.len()), |problem| {
            let problem = problem.arg("found", found).arg_each("kind", "Kästchen", "a checkbox");
            problem.arg("example", example).arg("literal", literal)
        });
    }

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
    /// What belongs in the place of a part of the text; a `\\` before what stands at `escape` keeps that as it is.
    fn instead(
        kind: [&'static str; 2],
        source: &str,
        range: Range<usize>,
        escape: usize,
        example: String,
    ) -> Self {
        Self { kind, example, place: "example", literal: escaped(source, &range, escape), range }
    }
}

/// A part of the text with a `\\` before what stands at `at`, which must be ASCII punctuation.
fn escaped(source: &str, range: &Range<usize>, at: usize) -> String {
    format!("{}\\{}", &source[range.start..at], &source[at..range.end])
}

/// What a text was meant as that stands in the source as it is.
fn meant(source: &str, text: &str, range: &Range<usize>) -> Option<Meant> {
    let is_escaped = source[..range.start].ends_with('\\');
    match text {
        "]" => bracketed(source, range.start),
        "[" if source[range.end..].starts_with('[') && !is_escaped => {
            let line = line_from(source, range.start);
            let name = line.trim_start_matches('[').split(']').next().unwrap_or_default();
            let whole = range.start..range.start + line.len();
            Some(Meant::instead(
                ["Link", "a link"],
                source,
                whole,
                range.start,
                format!("[[{}]]", if name.trim().is_empty() { "name" } else { name }),
            ))
        }
        "[" if source[range.end..].starts_with('!') && !is_escaped && is_unquoted(source, range.start) => {
            let line = line_from(source, range.start).trim_end();
            let whole = range.start..range.start + line.len();
            callout::is_unquoted(line).then(|| {
                Meant::instead(
                    ["Hinweiskasten", "a callout"],
                    source,
                    whole,
                    range.start,
                    format!("> {line}"),
                )
            })
        }
        _ if !is_escaped => at_line_start(source, text, range)
            .or_else(|| emphasis(source, text, range))
            .or_else(|| angled(source, text, range)),
        _ => None,
    }
}

/// What was meant by an address in angle brackets that has spaces in it: `<https://example.org/a b>`.
fn angled(source: &str, text: &str, range: &Range<usize>) -> Option<Meant> {
    text.match_indices('<').find_map(|(at, _)| {
        let at = range.start + at;
        let (address, _) = line_from(source, at + 1).split_once('>')?;
        let is_meant = ["http", "mailto:", "www."].iter().any(|begin| address.starts_with(begin));
        let range = at..at + address.len() + 2;
        (is_meant && address.contains(' ') && !address.contains('<')).then(|| {
            Meant::instead(
                ["Link", "a link"],
                source,
                range,
                at,
                match target::classify(address) {
                    Target::Mistaken(Some(fixed)) => format!("<{fixed}>"),
                    _ => format!("<{}>", address.trim().replace(' ', "%20")),
                },
            )
        })
    })
}

/// What was meant by the first asterisks in a text that have a space on the wrong side: `** fett **`.
fn emphasis(source: &str, text: &str, range: &Range<usize>) -> Option<Meant> {
    // The parser gives each of them as a text of its own.
    let begins = |at: &usize| !source[..*at].ends_with('*') && source[*at..].starts_with("**");
    let mut runs = text.match_indices('*').map(|(at, _)| range.start + at).filter(begins);
    runs.find_map(|at| bold_from(source, at))
}

/// What was meant by the asterisks at `at`, if a bold text begins there.
fn bold_from(source: &str, at: usize) -> Option<Meant> {
    let mark =
        &source[at..][..source.as_bytes()[at..].iter().take(4).take_while(|&&byte| byte == b'*').count()];
    let before = &source[source.floor_char_boundary(at.saturating_sub(REACH))..at];
    let before = before.rsplit('\n').next().unwrap_or_default();
    // Beginnings and ends take turns.
    let is_end = mark.len() > 3 || before.matches("**").count() % 2 == 1;
    let is_product = before.trim_end().ends_with(|last: char| last.is_ascii_digit());
    if is_end || is_product || before.ends_with(char::is_alphanumeric) {
        return None;
    }
    let (inner, _) = line_from(source, at + mark.len()).split_once(mark)?;
    if inner.trim().is_empty() || inner.contains("**") {
        return None;
    }
    let range = at..at + inner.len() + 2 * mark.len();
    Some(Meant {
        kind: ["Hervorhebung", "emphasis"],
        example: format!("{mark}{}{mark}", inner.trim()),
        place: "example",
        literal: source[range.clone()].replace('*', "\\*"),
        range,
    })
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
        let range = start..close + 1 + length;
        return Some(Meant::instead(
            kind,
            source,
            range,
            open,
            format!("{sign}[{label}]({})", mended(target)),
        ));
    }
    if let Some(text) =
        before.strip_suffix(')').and_then(|before| before.rsplit_once('(')).map(|(_, text)| text)
        && is_address(label)
    {
        let range = open - text.len() - 2..close + 1;
        return Some(Meant::instead(kind, source, range, open, format!("[{text}]({label})")));
    }
    None
}

/// What should stand in the brackets: the address without spaces, and behind it the title in straight quotation marks,
/// which are none within it.
fn mended(target: &str) -> String {
    const QUOTES: [char; 4] = ['"', '„', '“', '”'];
    let (address, title) = target.split_at(target.find(QUOTES).unwrap_or(target.len()));
    // Some programs write a size there.
    let address =
        address.rsplit_once(" =").filter(|(_, size)| is_size(size)).map_or(address, |(address, _)| address);
    let address = match target::classify(address.trim()) {
        Target::Mistaken(Some(fixed)) => fixed,
        _ if address.trim().contains(' ') => format!("<{}>", address.trim()),
        _ => address.trim().to_owned(),
    };
    let title = title.trim();
    let title = title.strip_prefix(QUOTES).unwrap_or(title);
    let title = title.strip_suffix(QUOTES).unwrap_or(title);
    if title.trim().is_empty() {
        return address;
    }
    let mut quoted = String::with_capacity(title.len());
    for (index, part) in title.split('"').enumerate() {
        quoted.push_str(match index {
            0 => "",
            _ if index % 2 == 1 => "„",
            _ => "“",
        });
        quoted.push_str(part);
    }
    format!("{address} \"{quoted}\"")
}

/// Whether a text is the size of an image: `300x200`, `50%`.
fn is_size(text: &str) -> bool {
    let text = text.trim();
    text.starts_with(|first: char| first.is_ascii_digit())
        && text.chars().all(|c| c.is_ascii_digit() || matches!(c, 'x' | '×' | '%' | '*'))
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

/// What a line was meant as that begins with this text.
fn at_line_start(source: &str, text: &str, range: &Range<usize>) -> Option<Meant> {
    let hashes = text.len() - text.trim_start_matches('#').len();
    let is_heading = (2..=6).contains(&hashes) && text[hashes..].starts_with(char::is_alphabetic);
    let line = line_from(source, range.start).trim_end();
    let entry = entry::entry(line);
    if !is_heading && entry.is_none() && !text.starts_with('|') || !is_first(source, range.start) {
        return None;
    }
    if text.starts_with('|') {
        return row(source, range);
    }
    let whole = range.start..range.start + line.len();
    if is_heading {
        return Some(Meant::instead(
            ["Überschrift", "a heading"],
            source,
            whole,
            range.start,
            format!("{} {}", &line[..hashes], &line[hashes..]),
        ));
    }
    let entry =
        entry.filter(|entry| !is_broken(source, range) && entry.is_meant(neighbours(source, range)))?;
    Some(Meant {
        kind: entry.kind(),
        example: entry.example(),
        place: "example",
        literal: entry.escape.map_or_else(String::new, |at| escaped(source, &whole, range.start + at)),
        range: whole,
    })
}

/// Whether a line of no list and no quotation begins there.
fn is_unquoted(source: &str, at: usize) -> bool {
    at == 0 || source[..at].ends_with('\n')
}

/// What stands around a line in a list or quotation.
const MARGIN: [char; 3] = [' ', '\t', '>'];

/// Whether nothing but a margin stands before it in its line.
pub(super) fn is_first(source: &str, at: usize) -> bool {
    let before = &source[source.floor_char_boundary(at.saturating_sub(REACH))..at];
    before.rsplit('\n').next().is_none_or(|before| before.trim_matches(MARGIN).is_empty())
}

/// Whether somebody has ended the line above or this one on purpose, so that it stands on the page by itself.
fn is_broken(source: &str, range: &Range<usize>) -> bool {
    let above = source[..range.start].trim_end_matches(MARGIN).strip_suffix('\n').unwrap_or_default();
    let line = line_from(source, range.start);
    [above, line]
        .iter()
        .any(|line| line.trim_end_matches('\r').ends_with("  ") || line.trim_end().ends_with('\\'))
}

/// The first row of a table that lacks the line below it, or has a wrong one.
fn row(source: &str, range: &Range<usize>) -> Option<Meant> {
    let line = line_from(source, range.start).trim_end();
    let mut around = neighbours(source, range);
    let is_first = around.next().is_none_or(|above| !above.starts_with('|'));
    let below = around.next().filter(|below| is_row(below))?;
    let range = range.start..range.start + line.len();
    (is_first && is_row(line) && !is_divider(line)).then(|| Meant {
        kind: ["Tabelle", "a table"],
        example: divider(line),
        place: if is_divider(below) { "replace" } else { "below" },
        literal: escaped(source, &range, range.start),
        range,
    })
}

/// The line above the one in which the range begins, and the one below, without the space around them.
pub(super) fn neighbours<'s>(source: &'s str, range: &Range<usize>) -> impl Iterator<Item = &'s str> {
    let before = &source[source.floor_char_boundary(range.start.saturating_sub(REACH))..range.start];
    let above = before.rsplit('\n').nth(1).unwrap_or_default();
    let at = range.start + line_from(source, range.start).len();
    let below = source[at..].strip_prefix("\r\n").or_else(|| source[at..].strip_prefix('\n'));
    let below = below.map_or("", |below| line_from(source, source.len() - below.len()));
    [above, below].into_iter().map(|line| line.trim_start_matches(MARGIN).trim_end())
}

/// The rest of the line, as far as it matters.
pub(super) fn line_from(source: &str, at: usize) -> &str {
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
        let parser = Parser::new_ext(
            source,
            Options::ENABLE_WIKILINKS | Options::ENABLE_TASKLISTS | Options::ENABLE_TABLES,
        );
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
            ("![T](r.png „Titel“)", "![T](r.png „Titel“)", "![T](r.png \"Titel\")"),
            (
                "![T](r.png \"Ein \"neuer\" Raum\")",
                "![T](r.png \"Ein \"neuer\" Raum\")",
                "![T](r.png \"Ein „neuer“ Raum\")",
            ),
            ("![R](foto.jpg =300x200)", "![R](foto.jpg =300x200)", "![R](foto.jpg)"),
            ("[q](https://example .org)", "[q](https://example .org)", "[q](https://example.org)"),
            ("[x](mailto: a@example.org)", "[x](mailto: a@example.org)", "[x](mailto:a@example.org)"),
            ("[Tel](06201 82-123)", "[Tel](06201 82-123)", "[Tel](tel:0620182123)"),
            ("** fett **", "** fett **", "**fett**"),
            ("**Zeit: ** 10 Uhr", "**Zeit: **", "**Zeit:**"),
            ("Siehe <https://example.org/a b>.", "<https://example.org/a b>", "<https://example.org/a%20b>"),
            ("Mail <mailto: a@example.org>", "<mailto: a@example.org>", "<mailto:a@example.org>"),
            ("Das ist **Wichtig! **", "**Wichtig! **", "**Wichtig!**"),
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
            ("| A | B |\n|—|—|\n| c | d |", "| A | B |", "| --- | --- |"),
            ("| A | B | C |\n|---|---|\n| c | d |", "| A | B | C |", "| --- | --- | --- |"),
            ("[!HINWEIS] Achtung", "[!HINWEIS] Achtung", "> [!HINWEIS] Achtung"),
        ] {
            assert_eq!(found(source), [(marked.to_owned(), example.to_owned())], "{source}");
            let literal = &all(source)[0].literal;
            assert_eq!(found(&source.replace(marked, literal)), [], "{literal} is meant as it stands");
            let mended = match all(source)[0].place {
                "example" => source.replace(marked, example),
                "below" => source.replace(marked, &format!("{marked}\n{example}")),
                _ => source.replace(source.lines().nth(1).unwrap(), example),
            };
            assert_eq!(found(&mended), [], "{mended} is what was meant");
        }
        let examples = |source| found(source).into_iter().map(|(_, example)| example).collect::<Vec<_>>();
        assert_eq!(examples("1.Erstens\r\n2.Zweitens"), ["1. Erstens", "2. Zweitens"]);
        assert_eq!(examples("-Eins\n-Zwei"), ["- Eins", "- Zwei"]);
        assert_eq!(examples("[[]] da"), ["[[name]]"]);
        assert_eq!(found("Zuerst:\n• eins\n• zwei").len(), 2);
        assert_eq!(examples("a) **eins** x\nb) zwei"), ["- a) **eins** x", "- b) zwei"]);
        assert_eq!(examples("– eins\n– zwei\n– drei"), ["- eins", "- zwei", "- drei"]);
        assert_eq!(examples("[ ] eins\n[x] zwei"), ["- [ ] eins", "- [x] zwei"]);
        assert_eq!(examples("-[ ] eins"), ["- [ ] eins"]);
        assert_eq!(examples("> Text:\n> – eins\n> – zwei"), ["- eins", "- zwei"]);
        assert_eq!(all("a) eins\nb) zwei")[0].literal, "a\\) eins");
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
            "> – so ist es\n> und so",
            "> Text\n> [!HINWEIS] nicht am Anfang",
            "– eins\\\n– zwei  \n– drei",
            "2 ** 3 ** 4",
            "5 Euro** und 6 Euro**",
            "| Betrag |",
            "[Fassung] (v1.2), [Seite] (S.12)",
            "[[weinheim]]",
            "eine (Klammer)[1] und [2]",
        ] {
            assert_eq!(found(source), [], "{source}");
        }
    }
}
