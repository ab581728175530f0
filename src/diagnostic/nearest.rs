//! The search for the word that may have been meant.
//!
//! A run can have ten thousand problems on a site of ten thousand names. So the names are prepared
//! once ([`Candidates`]), and of each one its length and its letters are compared before the
//! distance is computed, which only a handful of them are worth.

use std::collections::HashSet;

/// How many proposals an editor wants to read.
const PROPOSALS: usize = 3;

/// What is longer than this many characters is no word that somebody misspelt.
const LONGEST: usize = 200;

/// A word as it is compared: lower-cased, with what rules most others out.
#[derive(Debug)]
struct Word {
    lower: String,
    length: usize,
    /// A bit for each letter that occurs, several letters to a bit.
    letters: u64,
}

impl Word {
    fn new(text: &str) -> Self {
        let lower = text.to_lowercase();
        let letters = lower.chars().fold(0, |letters, letter| letters | 1 << (u32::from(letter) % 64));
        Self { length: lower.chars().count(), lower, letters }
    }

    /// How many slips lead from this word to `other` at most: a third of its length up to two, of a longer word a quarter;
    /// at least one. `erprobung` is no slip of `erhebung`.
    fn patience(&self) -> usize {
        (self.length / 3).min(2).max(self.length / 4).clamp(1, 4)
    }

    /// How far `other` is, if it is near.
    fn distance(&self, other: &Self) -> Option<usize> {
        let limit = self.patience();
        let slips = || strsim::damerau_levenshtein(&self.lower, &other.lower);
        if self.may_be_within(limit, other)
            && let distance = slips()
            && distance <= limit
        {
            return Some(distance);
        }
        let begins = self.length >= 4
            && (other.lower.starts_with(&self.lower)
                || other.lower.len() >= 4 && self.lower.starts_with(&other.lower));
        begins.then_some(limit + 1)
    }

    /// Whether so few slips can make one of the other: each changes the length by one at most, and
    /// takes or brings at most one letter each.
    fn may_be_within(&self, slips: usize, other: &Self) -> bool {
        let letters = (self.letters ^ other.letters).count_ones() as usize;
        self.length.abs_diff(other.length) <= slips && letters <= 2 * slips
    }
}

/// Names of which one may have been meant, prepared for many questions.
#[derive(Debug)]
pub struct Candidates(Vec<Word>);

impl Candidates {
    /// Prepares these names; answers are their numbers in this order.
    pub fn new<'a>(names: impl IntoIterator<Item = &'a str>) -> Self {
        Self(names.into_iter().map(Word::new).collect())
    }

    /// The numbers of the fitting names that are most like `word`, as [`nearest`] finds them.
    pub fn nearest(&self, word: &str, fits: impl Fn(usize) -> bool) -> Vec<usize> {
        let word = Word::new(word);
        if word.length > LONGEST {
            return Vec::new();
        }
        let mut scored: Vec<(usize, &str, usize)> = (self.0.iter().enumerate())
            .filter(|(number, _)| fits(*number))
            .filter_map(|(number, name)| Some((word.distance(name)?, name.lower.as_str(), number)))
            .collect();
        scored.sort_unstable();
        let mut known = HashSet::new();
        let distinct = scored.into_iter().filter(|(_, name, _)| known.insert(*name));
        distinct.take(PROPOSALS).map(|(_, _, number)| number).collect()
    }
}

/// The candidates most like `word`, best first, at most three: by Damerau–Levenshtein distance on
/// lower-cased text, no further than a third of the word's length or, beyond two slips, a quarter (at least one, at most
/// four), and by common beginnings of at least four letters.
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Vec<&'a str> {
    let names: Vec<&str> = candidates.into_iter().collect();
    let found = Candidates::new(names.iter().copied()).nearest(word, |_| true);
    found.into_iter().map(|number| names[number]).collect()
}

/// [`nearest`] as the argument of a hint: each in backticks, joined by commas; empty without any.
pub fn nearest_list<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> String {
    nearest(word, candidates).iter().map(|found| format!("`{found}`")).collect::<Vec<_>>().join(", ")
}

/// Whether a name that is written to be read is `name` with a slip of the pen, both as [`fold`](crate::text::fold) spells
/// them. Real names are often as near to each other as words with several slips, so this is stricter than [`nearest`]:
/// the names have as many words, and of each word all letters but one, or but two in a long word, and the first. Short
/// words and numbers are what tells names apart: `saal-2` is no slip of `saal-3`.
#[must_use]
pub fn is_slip_of(written: &str, name: &str) -> bool {
    let is_near = |(one, other): (&str, &str)| {
        let limit = match one.len().min(other.len()) {
            0..=4 => 0,
            5..=9 => 1,
            _ => 2,
        };
        let is_number = |word: &str| word.contains(|c: char| c.is_ascii_digit());
        one == other
            || one.len().abs_diff(other.len()) <= limit
                && one.chars().next() == other.chars().next()
                && !is_number(one)
                && !is_number(other)
                && strsim::damerau_levenshtein(one, other) <= limit
    };
    let (mut words, mut names) = (written.split('-'), name.split('-'));
    loop {
        match (words.next(), names.next()) {
            (None, None) => return true,
            (Some(one), Some(other)) if is_near((one, other)) => {}
            _ => return false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_nearest_word_is_found_and_a_strange_one_is_not() {
        let terms = ["jugendliche", "junge-erwachsene", "eltern", "kinder"];
        assert_eq!(nearest("jugendlche", terms), ["jugendliche"]);
        assert_eq!(nearest("Eltren", terms), ["eltern"]);
        assert!(nearest("traktor", terms).is_empty());
        assert!(nearest("erprobung", ["erhebung"]).is_empty());
    }

    #[test]
    fn beginnings_count_after_slips_and_names_only_once() {
        assert_eq!(
            nearest("eltern", ["elternberatung", "elternn", "elternn"]),
            ["elternn", "elternberatung"]
        );
        assert_eq!(nearest("ab", ["abend"]), Vec::<&str>::new());
    }

    #[test]
    fn names_to_be_read_are_near_only_with_a_slip() {
        for (written, name) in [
            ("kaiserslauten", "kaiserslautern"),
            ("pressestele", "pressestelle"),
            ("stadt-kaiserslautenr", "stadt-kaiserslautern"),
            ("jugenhaus-nord", "jugendhaus-nord"),
            ("same", "same"),
        ] {
            assert!(is_slip_of(written, name), "{written}");
        }
        for (written, name) in [
            ("jugendhaus-sued", "jugendhaus-nord"),
            ("saal-2", "saal-3"),
            ("haus-a", "haus-b"),
            ("jena", "gera"),
            ("mannheim", "weinheim"),
            ("kirchheim", "kirchhain"),
            ("stadt-jena", "jena"),
            ("suedstadt", "nordstadt"),
            ("bahnhof", "rathaus"),
        ] {
            assert!(!is_slip_of(written, name), "{written}");
        }
    }

    #[test]
    fn what_does_not_fit_and_what_is_endless_is_left_out() {
        let names = Candidates::new(["eltern", "elterm"]);
        assert_eq!(names.nearest("elternn", |number| number == 1), [1]);
        let endless = "a".repeat(1_000_000);
        assert!(nearest(&endless, [endless.as_str()]).is_empty());
    }

    proptest! {
        #[test]
        fn nothing_near_is_ruled_out_early(word in "[a-zäß\u{131}-]{0,9}", other in "[a-zäß\u{131}-]{0,9}") {
            let (word, other) = (Word::new(&word), Word::new(&other));
            let distance = strsim::damerau_levenshtein(&word.lower, &other.lower);
            if distance <= word.patience() {
                prop_assert_eq!(word.distance(&other), Some(distance));
            }
        }
    }
}
