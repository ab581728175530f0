//! Anchors of headings: readable, ASCII, unique in a text.

use std::collections::HashMap;

use crate::text;

/// Longer anchors are cut at a word.
const MAX_LENGTH: usize = 80;

/// The anchor that belongs to a heading's text: its slug, of a length that fits in an address. Empty
/// for a text without letters and digits.
#[must_use]
pub fn anchor(heading: &str) -> String {
    // Soft hyphens part no word.
    let mut anchor = text::slug(&heading.replace('\u{ad}', ""));
    if anchor.len() > MAX_LENGTH {
        let cut = anchor[..=MAX_LENGTH].rfind('-').filter(|&at| at > 0).unwrap_or(MAX_LENGTH);
        anchor.truncate(cut);
    }
    anchor
}

/// The anchors given out in one text.
pub(super) struct Anchors {
    /// Put before every anchor, so that several texts can stand on one page.
    prefix: String,
    /// Each anchor with the number to try next when it is wanted again.
    taken: HashMap<String, usize>,
}

impl Anchors {
    pub(super) fn new(prefix: String) -> Self {
        Self { prefix, taken: HashMap::new() }
    }

    /// The text's prefix, for ids that are no anchors of headings.
    pub(super) fn prefix(&self) -> &str {
        &self.prefix
    }

    /// The wanted anchor, with a number if it is taken already.
    pub(super) fn unique(&mut self, wanted: &str) -> String {
        let wanted = format!("{}{}", self.prefix, if wanted.is_empty() { "abschnitt" } else { wanted });
        let Some(&(mut number)) = self.taken.get(&wanted) else {
            self.taken.insert(wanted.clone(), 2);
            return wanted;
        };
        let free = loop {
            let numbered = format!("{wanted}-{number}");
            number += 1;
            if !self.taken.contains_key(&numbered) {
                break numbered;
            }
        };
        self.taken.insert(wanted, number);
        self.taken.insert(free.clone(), 2);
        free
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn anchors_are_readable_ascii() {
        assert_eq!(anchor("Größe & Übung: Maß\u{ad}nahmen"), "groesse-uebung-massnahmen");
        assert_eq!(anchor("Привіт, світе"), "privit-svite");
        assert_eq!(anchor("…"), "");
        assert_eq!(anchor(&"wort ".repeat(40)).len(), 79);
        assert!(anchor(&"x".repeat(200)).len() <= MAX_LENGTH);
    }

    #[test]
    fn anchors_are_unique() {
        let mut anchors = Anchors::new(String::new());
        let given: Vec<_> =
            ["a", "a-2", "a", "a", "", ""].iter().map(|wanted| anchors.unique(wanted)).collect();
        assert_eq!(given, ["a", "a-2", "a-3", "a-4", "abschnitt", "abschnitt-2"]);
    }
}
