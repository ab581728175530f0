//! Marks of Markdown in fields that are plain text: they would stand on the page, in previews and in what machines
//! read, just as they were typed.
//!
//! What may be anything else is left alone: `Pat*innen`, `[sinngemäß]`, `2 * 3`, `> 18 Jahre`.

use memchr::{memchr2, memmem};

/// Nothing that somebody meant as one thing is longer, in bytes.
const REACH: usize = 300;

/// The first thing in a text that is written as in Markdown, and the whole text without such marks; `None` when there is
/// nothing of the kind.
pub(super) fn unmarked(text: &str) -> Option<(String, String)> {
    let begins = text.starts_with(['-', '#']);
    if !begins
        && memchr2(b'*', b'[', text.as_bytes()).is_none()
        && memmem::find(text.as_bytes(), b"__").is_none()
    {
        return None;
    }
    let mut first = None;
    let (mut rest, mut plain) = (text, String::with_capacity(text.len()));
    if let Some(line) = after_line_mark(text) {
        let end = text.find('\n').unwrap_or(text.len()).min(text.floor_char_boundary(REACH));
        first = Some(text[..end].trim_end().to_owned());
        rest = line;
    }
    while let Some(sign) = rest.chars().next() {
        let before = plain.chars().next_back();
        match mark(rest, before) {
            Some((length, inner)) => {
                first.get_or_insert_with(|| rest[..length].to_owned());
                // Emphasis may hold a link.
                plain += &unmarked(inner).map_or_else(|| inner.to_owned(), |(_, inner)| inner);
                rest = &rest[length..];
            }
            None => {
                // Whole runs, so that `***` is not taken for a sign and two more.
                let run = rest.len() - rest.trim_start_matches(sign).len();
                let run = if matches!(sign, '*' | '_') { run } else { sign.len_utf8() };
                plain += &rest[..run];
                rest = &rest[run..];
            }
        }
    }
    first.filter(|_| !plain.trim().is_empty()).map(|first| (first, plain.trim().to_owned()))
}

/// What follows the sign of a heading or of an entry of a list at the beginning.
fn after_line_mark(text: &str) -> Option<&str> {
    let hashes = text.len() - text.trim_start_matches('#').len();
    let rest = if (1..=6).contains(&hashes) { &text[hashes..] } else { text.strip_prefix('-')? };
    let rest = rest.strip_prefix(' ')?.trim_start();
    rest.starts_with(char::is_alphabetic).then_some(rest)
}

/// The length of the link, picture or emphasis that a text begins with, and what it shows.
fn mark(text: &str, before: Option<char>) -> Option<(usize, &str)> {
    let reach = &text[..text.floor_char_boundary(REACH.min(text.len()))];
    link(reach).or_else(|| {
        if before.is_some_and(char::is_alphanumeric) {
            return None;
        }
        ["***", "**", "__", "*"].into_iter().find_map(|mark| emphasis(reach, mark))
    })
}

fn link(text: &str) -> Option<(usize, &str)> {
    if let Some(inner) = text.strip_prefix("[[") {
        let (name, _) = inner.split_once("]]")?;
        let shown = name.rsplit_once('|').map_or(name, |(_, shown)| shown);
        let is_name = !shown.trim().is_empty() && !name.contains(['[', ']', '\n']);
        return is_name.then_some((name.len() + 4, shown.trim()));
    }
    let sign = usize::from(text.starts_with('!'));
    let (label, rest) = text[sign..].strip_prefix('[')?.split_once("](")?;
    let (target, _) = rest.split_once(')')?;
    let is_link = !label.trim().is_empty()
        && !label.contains(['[', ']'])
        && !target.starts_with(' ')
        && target.contains(['.', '/', '#', ':']);
    is_link.then_some((sign + label.len() + target.len() + 4, label))
}

/// Emphasis by this mark, which has letters or digits at both its inner sides, or punctuation at the end.
fn emphasis<'t>(text: &'t str, mark: &str) -> Option<(usize, &'t str)> {
    let sign = mark.chars().next()?;
    let inner = text.strip_prefix(mark)?;
    let length = inner.find(mark)?;
    let (inner, after) = (&inner[..length], &inner[length + mark.len()..]);
    let begins = inner.starts_with(|c: char| c.is_alphanumeric() || "[„\"»(".contains(c));
    let is_whole = begins
        && !inner.ends_with(char::is_whitespace)
        && !inner.contains(sign)
        && !after.starts_with(|c: char| c.is_alphanumeric() || c == sign);
    is_whole.then_some((length + 2 * mark.len(), inner))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_found_and_taken_away() {
        for (text, first, plain) in [
            (
                "**Wichtig**: siehe [[test]] und [Seite](test.md)",
                "**Wichtig**",
                "Wichtig: siehe test und Seite",
            ),
            ("- Strich", "- Strich", "Strich"),
            ("## Ziele", "## Ziele", "Ziele"),
            ("Das ist *wichtig*.", "*wichtig*", "Das ist wichtig."),
            ("Das ist __wichtig__.", "__wichtig__", "Das ist wichtig."),
            ("***Alles*** neu", "***Alles***", "Alles neu"),
            ("Siehe [[konzepte/a|das Konzept]].", "[[konzepte/a|das Konzept]]", "Siehe das Konzept."),
            ("![Logo](logo.svg) Haus", "![Logo](logo.svg)", "Logo Haus"),
            (
                "**Siehe [Seite](https://example.org/)**",
                "**Siehe [Seite](https://example.org/)**",
                "Siehe Seite",
            ),
            ("Für *Eltern* und Lehrer*innen", "*Eltern*", "Für Eltern und Lehrer*innen"),
        ] {
            assert_eq!(unmarked(text), Some((first.to_owned(), plain.to_owned())), "{text}");
            assert_eq!(unmarked(plain), None, "{plain}");
        }
    }

    #[test]
    fn what_may_be_anything_else_is_left_alone() {
        for text in [
            "Pat*innen und Lehrer*innen",
            "die *Bewohner*innen",
            "*innen und *r",
            "jede*r, der*die will",
            "2 * 3 * 4",
            "2 ** 3 ** 4",
            "5*3*2",
            "Kosten*: 5 Euro (*ermäßigt)",
            "*1990 – *2000",
            "* Pflichtfeld, ** freiwillig",
            "Er sagte [sinngemäß], es [...] gehe.",
            "Text [1](siehe unten)",
            "[[]]",
            "_",
            "Name: ____ Datum: ____",
            "snake_case und __",
            "- 5 Grad",
            "#zusammen",
            "# 1",
            "> 18 Jahre",
            "-",
            "**",
            "****",
            "– so",
        ] {
            assert_eq!(unmarked(text), None, "{text}");
        }
    }
}
