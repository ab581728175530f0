//! Finds the German words that a site does not have and that look like slips of words that it has: `schwul` on a site
//! about schools.
//!
//! Who types one of them is told that there is nothing, and not sent to pages about something else. They are taken from
//! the lexicon, the strong verbs and a list of everyday words (`german/words.txt`), and only those travel with the index
//! that differ from one of its forms by a letter. To find these in linear time, words are compared by what is left of
//! them without one letter (Wolf Garbe's symmetric deletion): two that differ by a slip have such a rest in common.

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
    let rests: HashSet<String, FixedState> = forms.par_iter().flat_map_iter(|form| rests_of(form)).collect();
    let known: HashSet<&str, FixedState> = forms.into_iter().collect();
    let is_near =
        |word: &&str| !known.contains(word) && without_a_letter(word).iter().any(|rest| rests.contains(rest));
    WORDS.iter().map(String::as_str).filter(is_near).collect()
}

/// What is left of a form that may be meant by a slip, and of those that it is an inflection of.
fn rests_of(form: &str) -> Vec<String> {
    let letters: Vec<char> = form.chars().collect();
    let stems =
        CORRECTED_ENDINGS.iter().filter(|ending| letters.ends_with(ending)).map(|ending| ending.len());
    std::iter::once(0)
        .chain(stems)
        .map(|ending| &form[..form.len() - ending])
        .filter(|stem| stem.len() + 1 >= CORRECTED)
        .flat_map(without_a_letter)
        .collect()
}

/// A word, and what is left of it without each of its letters.
fn without_a_letter(word: &str) -> Vec<String> {
    let rest = |(at, letter): (usize, char)| format!("{}{}", &word[..at], &word[at + letter.len_utf8()..]);
    std::iter::once(word.to_owned()).chain(word.char_indices().map(rest)).collect()
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
