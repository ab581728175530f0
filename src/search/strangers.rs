//! Finds the German words that a site does not have and that look like slips of words that it has: `schwul` on a site
//! about schools.
//!
//! Who types one of them is told that there is nothing, and not sent to pages about something else. They are taken from
//! the lexicon, the strong verbs and a list of everyday words (`german/words.txt`), and only those travel with the index
//! that differ from one of its forms by a letter. To find these in linear time, words are compared by what is left of
//! them without one letter, and with a gap in its place (after Wolf Garbe's symmetric deletion).

use std::collections::{BTreeSet, HashMap, HashSet};
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
    let forms: HashSet<&str, FixedState> = forms.into_iter().collect();
    let short: Vec<&str> = forms.iter().copied().filter(|form| form.len() <= LONGEST + 3).collect();
    let near: BTreeSet<&str> =
        short.par_iter().flat_map_iter(|form| meant(form)).flat_map_iter(near).collect();
    near.into_iter().filter(|word| !forms.contains(word)).collect()
}

/// Letters of the longest word that is taken for another: the more letters, the fewer words lie beside it.
const LONGEST: usize = 9;
/// What stands in the place of a letter that may be any, and before a word that lacks one.
const GAP: &str = "*";

/// What a slip may mean of a form: all of it, or what it is an inflection of.
fn meant(form: &str) -> impl Iterator<Item = &str> {
    let letters: Vec<char> = form.chars().collect();
    let ends = move |ending: &&&[char]| letters.ends_with(ending);
    let stems = CORRECTED_ENDINGS.iter().filter(ends).map(|ending| &form[..form.len() - ending.len()]);
    std::iter::once(form).chain(stems).filter(|form| (CORRECTED..=LONGEST + 2).contains(&(form.len() + 1)))
}

/// The real words that differ from a form by a letter: another one, one less, one more.
fn near(form: &str) -> Vec<&'static str> {
    let lacking = slips(form, "");
    let keys = slips(form, GAP).chain(lacking).chain([format!("{GAP}{form}")]);
    keys.filter_map(|key| SLIPS.get(&key)).flatten().copied().collect()
}

/// The word with `gap` in the place of each of its letters.
fn slips<'w>(word: &'w str, gap: &'static str) -> impl Iterator<Item = String> + use<'w> {
    word.char_indices()
        .map(move |(at, letter)| format!("{}{gap}{}", &word[..at], &word[at + letter.len_utf8()..]))
}

/// The words by how they are written, with a gap for each letter, and without each letter behind a gap.
static SLIPS: LazyLock<HashMap<String, Vec<&'static str>, FixedState>> = LazyLock::new(|| {
    let mut words: HashMap<String, Vec<&'static str>, FixedState> = HashMap::default();
    for word in WORDS.iter() {
        let lacking = slips(word, "").map(|rest| format!("{GAP}{rest}"));
        for key in slips(word, GAP).chain(lacking).chain([word.clone()]) {
            words.entry(key).or_default().push(word);
        }
    }
    words
});

/// All words that are known to be ones and may be corrected, folded.
static WORDS: LazyLock<BTreeSet<String>> = LazyLock::new(|| {
    let everyday = SOURCE.lines().filter(|line| !line.starts_with('#')).flat_map(everyday);
    let nouns = lexicon::german().nouns().map(str::to_owned);
    let words = everyday.chain(nouns).chain(irregular::simple_forms().map(str::to_owned));
    let is_short = |word: &String| (CORRECTED..=LONGEST).contains(&word.chars().count());
    words.map(|word| fold(&word)).filter(is_short).collect()
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
