//! Finds the German words that a site does not have and that look like slips of words that it has: `schwul` on a site
//! about schools.
//!
//! Who types one of them is told that there is nothing, and not sent to pages about something else. They are taken from
//! the lexicon, the strong verbs and a list of everyday words (`german/words.txt`), and only those travel with the index
//! that differ from one of its forms by a letter. To find these in linear time, words are compared by what is left of
//! them without one letter, and with a gap in its place (after Wolf Garbe's symmetric deletion).

use std::collections::{BTreeSet, HashSet};
use std::sync::LazyLock;

use foldhash::fast::FixedState;
use rayon::prelude::*;

use super::fold::fold;
use super::resolve::{CORRECTED, CORRECTED_ENDINGS};
use super::{irregular, lexicon};

const SOURCE: &str = include_str!("german/words.txt");

/// The real words that might be taken for slips of a site's forms (all folded), in order.
#[must_use]
pub fn of<'f>(forms: impl IntoIterator<Item = &'f str>) -> Vec<&'static str> {
    let forms: Vec<&str> = forms.into_iter().collect();
    let meant: HashSet<&str, FixedState> = forms.iter().copied().flat_map(meant).collect();
    let slips: HashSet<String, FixedState> = meant.par_iter().flat_map_iter(|form| slips(form)).collect();
    let known: HashSet<&str, FixedState> = forms.into_iter().collect();
    let is_near = |word: &&str| {
        !known.contains(word)
            && (slips.contains(*word)
                || slips_of(word, "").any(|shorter| meant.contains(&*shorter))
                || slips_of(word, GAP).any(|gap| slips.contains(&gap)))
    };
    WORDS.iter().map(String::as_str).filter(is_near).collect()
}

/// What a slip may mean of a form: all of it, or what it is an inflection of.
fn meant(form: &str) -> impl Iterator<Item = &str> {
    let letters: Vec<char> = form.chars().collect();
    let ends = move |ending: &&&[char]| letters.ends_with(ending);
    let stems = CORRECTED_ENDINGS.iter().filter(ends).map(|ending| &form[..form.len() - ending.len()]);
    std::iter::once(form).chain(stems).filter(|form| form.len() + 1 >= CORRECTED)
}

/// What stands in the place of a letter that may be any.
const GAP: &str = "*";

/// A form without each of its letters, and with a gap in its place.
fn slips(form: &str) -> impl Iterator<Item = String> {
    slips_of(form, "").chain(slips_of(form, GAP))
}

fn slips_of<'w>(word: &'w str, gap: &'static str) -> impl Iterator<Item = String> + use<'w> {
    word.char_indices()
        .map(move |(at, letter)| format!("{}{gap}{}", &word[..at], &word[at + letter.len_utf8()..]))
}

/// All words that are known to be ones and long enough to be corrected, folded.
static WORDS: LazyLock<BTreeSet<String>> = LazyLock::new(|| {
    let everyday = SOURCE.lines().filter(|line| !line.starts_with('#')).flat_map(everyday);
    let nouns = lexicon::german().nouns().map(str::to_owned);
    let words = everyday.chain(nouns).chain(irregular::simple_forms().map(str::to_owned));
    words.map(|word| fold(&word)).filter(|word| word.chars().count() >= CORRECTED).collect()
});

/// The words of a line, `kind word word …`, with their endings.
fn everyday(line: &str) -> Vec<String> {
    let mut words = line.split_whitespace();
    let endings: &[&str] = match words.next() {
        Some("adjective") => &["", "e", "en", "er", "es", "em"],
        Some("verb") => &["en", "e", "t", "te", "ten"],
        _ => &[""],
    };
    let stem = |word: &str| {
        if endings[0] == "en" { word.strip_suffix("en").unwrap_or(word).to_owned() } else { word.to_owned() }
    };
    words.map(stem).flat_map(|stem| endings.iter().map(move |ending| format!("{stem}{ending}"))).collect()
}

#[cfg(test)]
mod tests {
    use super::of;

    #[test]
    fn real_words_are_strangers_where_they_look_like_slips() {
        let strangers = of(["schule", "schulen", "schlaft", "mutter"]);
        assert!(strangers.contains(&"schwul") && strangers.contains(&"schlagt"), "{strangers:?}");
        assert!(strangers.contains(&"butter") && !strangers.contains(&"kuchen"), "{strangers:?}");
        assert!(!strangers.contains(&"mutter"), "the site has it");
    }
}
