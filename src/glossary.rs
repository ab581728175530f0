//! Finds the words of the glossary in running text.

use std::ops::Range;

use crate::parse::markdown::Body;
use crate::site::{DocId, Site};

/// How many words a phrase of the glossary has at most.
const LONGEST: usize = 3;

/// Calls `visit` with each place of the text where a word of the glossary stands (as a range of bytes
/// in [`Text::html`], ascending) and the document that explains it. The longest phrase counts.
pub(crate) fn words_in(site: &Site, body: &Body, mut visit: impl FnMut(Range<usize>, DocId)) {
    if site.glossary.is_empty() {
        return;
    }
    for range in &body.text.prose {
        let (start, end) = (range.start as usize, range.end as usize);
        let words = words(&body.text.html[start..end]);
        let mut at = 0;
        while at < words.len() {
            let longest = (at + LONGEST).min(words.len());
            let found = (at + 1..=longest).rev().find_map(|to| {
                let phrase = start + words[at].0..start + words[to - 1].1;
                let id = *site.glossary.get(&body.text.html[phrase.clone()])?;
                Some((phrase, to, id))
            });
            match found {
                Some((phrase, to, id)) => {
                    visit(phrase, id);
                    at = to;
                }
                None => at += 1,
            }
        }
    }
}

/// The words of a text as ranges of bytes. A hyphen joins, so `KI-Kurs` is one word.
fn words(text: &str) -> Vec<(usize, usize)> {
    let mut words = Vec::new();
    let mut start = None;
    for (at, character) in text.char_indices() {
        let inside = character.is_alphanumeric()
            || matches!(character, '-' | '\u{ad}' | '*' | ':' | '_') && start.is_some();
        match (inside, start) {
            (true, None) => start = Some(at),
            (false, Some(from)) => {
                words.push((from, at));
                start = None;
            }
            _ => {}
        }
    }
    if let Some(from) = start {
        words.push((from, text.len()));
    }
    for (from, to) in &mut words {
        *to = *from + text[*from..*to].trim_end_matches(['-', ':', '*', '_']).len();
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_end_before_punctuation() {
        let text = "Der ASD: KI-Kurs, Pat*innen.";
        let found: Vec<&str> = words(text).iter().map(|(from, to)| &text[*from..*to]).collect();
        assert_eq!(found, ["Der", "ASD", "KI-Kurs", "Pat*innen"]);
    }
}
