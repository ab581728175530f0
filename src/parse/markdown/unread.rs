//! Text that was meant as a link, a heading or a list and is none: it would stand on the page as it was typed.
//!
//! The parser gives brackets that form no link as a text of their own; escaped ones are part of the text around them.

use std::ops::Range;

use super::writer::Writer;
use crate::diagnostic::Code;

/// Nothing that somebody meant as one thing is longer, in bytes; so a text takes time in proportion to its length.
const REACH: usize = 400;

/// More characters of a text than these are not shown.
const MAX_SHOWN: usize = 70;

/// Characters with which word processors begin the entries of a list.
const BULLETS: [char; 6] = ['•', '·', '▪', '●', '‣', '◦'];

/// What a text was meant as.
struct Meant {
    kind: [&'static str; 2],
    /// The text, in the prepared source.
    range: Range<usize>,
    /// How it is written.
    example: String,
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
                .arg("example", example)
                .arg("literal", literal)
        });
    }
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
                example: format!("[[{name}]]"),
                escape: Some(range.start),
            })
        }
        _ if text.starts_with('#') || text.starts_with(BULLETS) => {
            let before = &source[source.floor_char_boundary(range.start.saturating_sub(REACH))..range.start];
            let is_first = before.rsplit('\n').next().is_none_or(|before| before.trim().is_empty());
            at_line_start(text, range).filter(|_| is_first)
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
        let target = inner.split(')').next().unwrap_or_default();
        if spaces > 0 && !is_address(target) {
            return None;
        }
        let length = spaces + 1 + target.len() + usize::from(inner.len() > target.len());
        // What stands behind the target is a title, which needs straight quotation marks.
        let address = target.split(['"', '„', '“', '”']).next().unwrap_or_default().trim();
        let address = if address.contains(' ') { format!("<{address}>") } else { address.to_owned() };
        return Some(Meant {
            kind,
            range: start..close + 1 + length,
            example: format!("{sign}[{label}]({address})"),
            escape: Some(open),
        });
    }
    if let Some(text) =
        before.strip_suffix(')').and_then(|before| before.rsplit_once('(')).map(|(_, text)| text)
        && is_address(label)
    {
        let start = open - text.len() - 2;
        let example = format!("[{text}]({label})");
        return Some(Meant { kind, range: start..close + 1, example, escape: Some(open) });
    }
    None
}

/// Whether somebody who writes this in brackets means where a link leads.
fn is_address(text: &str) -> bool {
    !text.trim().contains(char::is_whitespace)
        && (text.contains("://")
            || ["../", "./", "mailto:", "www."].iter().any(|start| text.starts_with(start))
            || text.ends_with(".md"))
}

/// What a line was meant as that begins like this.
fn at_line_start(text: &str, range: &Range<usize>) -> Option<Meant> {
    let hashes = text.len() - text.trim_start_matches('#').len();
    if (2..=6).contains(&hashes) && text[hashes..].starts_with(char::is_alphabetic) {
        return Some(Meant {
            kind: ["Überschrift", "a heading"],
            range: range.clone(),
            example: format!("{} {}", &text[..hashes], &text[hashes..]),
            escape: Some(range.start),
        });
    }
    let entry = text.strip_prefix(BULLETS).filter(|entry| entry.starts_with(char::is_whitespace))?;
    Some(Meant {
        kind: ["Aufzählung", "a list"],
        range: range.clone(),
        example: format!("- {}", entry.trim_start()),
        escape: None,
    })
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
        ] {
            assert_eq!(found(source), [(marked.to_owned(), example.to_owned())], "{source}");
            let literal = all(source)[0].literal(source);
            assert_eq!(found(&source.replace(marked, &literal)), [], "{literal} is meant as it stands");
        }
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
            "[[weinheim]]",
            "eine (Klammer)[1] und [2]",
        ] {
            assert_eq!(found(source), [], "{source}");
        }
    }
}
