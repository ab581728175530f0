//! Divides German compounds: `elternberatungsstelle` → `eltern|beratungs|stelle`.
//!
//! Dynamic programming over all divisions into known parts (the method of Koehn and Knight, *Empirical
//! Methods for Compound Splitting*, EACL 2003, with costs in place of frequencies): each part costs a fixed
//! amount, less when it is long, more when its link is rare; the cheapest division wins. A word that is known
//! as simple stays whole. One whose end is unknown divides after a noun only, and only where the rest can be
//! a word and no ending: a wrong part is worse than a missing one.

use rayon::prelude::*;

use super::lexicon::{Node, Part, Parts, german};

const PART: u32 = 100;
const PER_LETTER: u32 = 3;
const SHORT: u32 = 30;
const SITE: u32 = 15;
/// Endings that make one word of another, and so are no unknown last part.
const SUFFIXES: &[&str] = &[
    "schaft",
    "lich",
    "haft",
    "heit",
    "keit",
    "bar",
    "sam",
    "los",
    "voll",
    "mäßig",
    "massig",
    "ling",
    "nis",
    "chen",
    "lein",
    "tum",
    "weis",
    "wärts",
    "fach",
    "mal",
    "frei",
    "reich",
    "wert",
    "würdig",
    "gemäß",
    "bezogen",
    "gerecht",
    "fähig",
    "pflichtig",
    "seit",
    "berechtigt",
    "mutter",
    "vater",
    "ner",
    "ler",
    "st",
    "sch",
    "zehn",
    "tät",
    "ss",
    "tt",
    "ck",
];
const VOWELS: [char; 9] = ['a', 'e', 'i', 'o', 'u', 'ä', 'ö', 'ü', 'y'];
/// The shortest unknown part that ends like an action and is one, in bytes.
const ACTION: usize = 9;
/// The shortest part, in letters.
const SHORTEST: usize = 3;
/// The longest word that is divided, in letters; the time grows with its square.
const LONGEST: usize = 60;
/// Words that are asked in a row, at least, when a site teaches its words.
const ROW: usize = 64;

/// Divides words by the bundled lexicon and the words of a site.
#[derive(Clone, Debug, Default)]
pub struct Splitter {
    site: Parts,
}

impl Splitter {
    /// A splitter that knows the site's words beside the lexicon.
    ///
    /// `words`: lower-case nouns with umlauts, each in several documents. Those that divide themselves are
    /// left out, so the shorter ones are asked first.
    #[must_use]
    pub fn new<'a>(
        words: impl IntoIterator<Item = &'a str>,
        exceptions: &super::exceptions::Exceptions,
    ) -> Self {
        let mut splitter = Self::default();
        for word in &exceptions.words {
            splitter.site.add_noun(word);
        }
        for word in &exceptions.whole {
            splitter.site.add_whole(word);
        }
        let mut words: Vec<&str> = words.into_iter().filter(|word| word.chars().count() >= 5).collect();
        words.sort_by_key(|word| (word.len(), *word));
        // Those of the same length can be asked at once: only longer words can have a form of one of them as a part.
        for alike in words.chunk_by(|one, other| one.len() == other.len()) {
            let is_simple = |word: &&&str| {
                let known = german().get(word).is_some_and(|part| part.whole || part.last.is_some());
                !known && splitter.split(word).len() == 1
            };
            let simple: Vec<&&str> = alike.par_iter().with_min_len(ROW).filter(is_simple).collect();
            simple.into_iter().for_each(|word| splitter.site.add_site_word(word));
        }
        splitter
    }

    /// The parts of `form` (lower case, with umlauts, no hyphen) in order; one when it stays whole.
    #[must_use]
    pub fn split<'w>(&self, form: &'w str) -> Vec<&'w str> {
        let whole = vec![form];
        let bounds: Vec<usize> = form.char_indices().map(|(at, _)| at).chain([form.len()]).collect();
        let letters = bounds.len() - 1;
        if !(6..=LONGEST).contains(&letters) || self.is_whole(form) {
            return whole;
        }
        // best[i]: the cheapest division of the first i letters into non-final parts, and where its last part begins.
        let mut best: Vec<Option<(u32, usize)>> = vec![None; letters + 1];
        best[0] = Some((0, 0));
        let mut end: Option<(u32, usize)> = None;
        for from in 0..letters.saturating_sub(2) {
            let Some((cost, _)) = best[from] else { continue };
            for (length, (part, extra)) in self.parts_of(&form[bounds[from]..]) {
                let to = from + length;
                let price = |link: u16| cost + extra + part_cost(to - from) + u32::from(link);
                let is_better =
                    |known: Option<(u32, usize)>, new: u32| known.is_none_or(|(old, _)| new < old);
                if to == letters && from > 0 {
                    if let Some(new) = part.last.map(price).filter(|new| is_better(end, *new)) {
                        end = Some((new, from));
                    }
                } else if to < letters
                    && let Some(new) = part.first.map(price).filter(|new| is_better(best[to], *new))
                {
                    best[to] = Some((new, from));
                }
            }
        }
        let unknown = || {
            let reached = (4..letters).rev().filter(|at| best[*at].is_some());
            reached.map(|at| (0, at)).find(|(_, at)| self.may_end(&form[..bounds[*at]], &form[bounds[*at]..]))
        };
        let Some((_, last)) = end.or_else(unknown) else { return whole };
        let mut cuts = vec![letters, last];
        while let Some((_, from)) =
            best[cuts[cuts.len() - 1]].filter(|(_, from)| *from < cuts[cuts.len() - 1])
        {
            cuts.push(from);
        }
        cuts.windows(2).rev().map(|cut| &form[bounds[cut[1]]..bounds[cut[0]]]).collect()
    }

    /// The base form of a noun that the lexicon or the site's file knows.
    #[must_use]
    pub fn lemma(&self, form: &str) -> Option<&str> {
        self.site.lemma(form).or_else(|| german().lemma(form))
    }

    /// Whether `rest` may be an unknown last part after `noun`: `dolmetscher|pool`, but not `jugend|lich`.
    fn may_end(&self, noun: &str, rest: &str) -> bool {
        let parts = || [german().get(noun), self.site.get(noun)].into_iter().flatten();
        let known = parts().any(|part| part.is_noun);
        // What ends like an action is one, after a verb stem too: `miet|bescheinigung`.
        let is_action =
            || ["ung", "ungen"].iter().any(|ending| rest.ends_with(ending)) && rest.len() >= ACTION;
        (known || (parts().any(|part| part.first.is_some()) && is_action()))
            && rest.chars().count() >= 4
            && begins_a_word(rest)
            && rest.contains(VOWELS)
            // `sch` is one sound: `verschlüsselung` is nothing of a verse.
            && !(noun.ends_with('s') && rest.starts_with("ch"))
            && !SUFFIXES.iter().any(|suffix| rest.starts_with(suffix))
    }

    fn is_whole(&self, form: &str) -> bool {
        [self.site.get(form), german().get(form)].into_iter().flatten().any(|part| part.whole)
    }

    /// The parts with which `text` may begin: their lengths in letters, what they are, and what they cost
    /// beside.
    fn parts_of<'t>(&self, text: &'t str) -> impl Iterator<Item = (usize, (Part, u32))> + use<'_, 't> {
        let mut places = (Some(Node::default()), Some(Node::default()));
        let walk = text.chars().map_while(move |letter| {
            places.0 = places.0.and_then(|node| german().next(node, letter));
            places.1 = places.1.and_then(|node| self.site.next(node, letter));
            (places.0.is_some() || places.1.is_some()).then_some(places)
        });
        walk.zip(1..).filter(|(_, length)| *length >= SHORTEST).filter_map(|((known, own), length)| {
            let is_part = |part: &Part| part.first.is_some() || part.last.is_some();
            let known = known.map(|node| german().at(node)).filter(is_part).map(|part| (part, 0));
            let own = || own.map(|node| self.site.at(node)).filter(is_part).map(|part| (part, SITE));
            known.or_else(own).map(|part| (length, part))
        })
    }
}

/// Whether `rest` begins as a German word may: a liquid or a nasal is followed by a vowel (`messe|nger`).
/// Vowels count as no beginning, because they are far more often the end of a word.
fn begins_a_word(rest: &str) -> bool {
    let mut letters = rest.chars();
    match letters.next() {
        Some('l' | 'm' | 'n' | 'r') => letters.next().is_some_and(|next| VOWELS.contains(&next)),
        Some(first) => !VOWELS.contains(&first),
        None => false,
    }
}

fn part_cost(letters: usize) -> u32 {
    let short = if letters < 4 { SHORT } else { 0 };
    PART + short - PER_LETTER * u32::try_from(letters.min(12)).unwrap_or(12)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::search::exceptions::Exceptions;

    /// Boundaries found, right and labelled over a list of words with `|` where they divide.
    fn measure(list: &str) -> (f64, f64, Vec<String>) {
        let splitter = Splitter::default();
        let (mut found, mut right, mut labelled) = (0, 0, 0);
        let mut wrong = Vec::new();
        for line in list.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
            let expected = line.split_once('=').map_or(line, |(_, parts)| parts);
            let word = expected.replace('|', "");
            let got = splitter.split(&word).join("|");
            let cuts = |text: &str| -> Vec<usize> {
                let mut letters = 0;
                text.chars()
                    .filter_map(|letter| {
                        if letter == '|' {
                            Some(letters)
                        } else {
                            letters += 1;
                            None
                        }
                    })
                    .collect()
            };
            let (expected_cuts, got_cuts) = (cuts(expected), cuts(&got));
            labelled += expected_cuts.len();
            found += got_cuts.len();
            right += got_cuts.iter().filter(|cut| expected_cuts.contains(cut)).count();
            if got != expected {
                wrong.push(format!("{expected} -> {got}"));
            }
        }
        (
            f64::from(right as u32) / f64::from(found as u32),
            f64::from(right as u32) / f64::from(labelled as u32),
            wrong,
        )
    }

    #[test]
    fn labelled_words_divide_where_they_should() {
        for (name, list) in [
            ("given", include_str!("../../tests/search/compounds.txt")),
            ("own", include_str!("../../tests/search/compounds-own.txt")),
            ("held out", include_str!("../../tests/search/compounds-held-out.txt")),
        ] {
            let (precision, recall, wrong) = measure(list);
            let good = precision >= 0.95 && recall >= 0.95;
            assert!(good, "{name}: precision {precision:.3}, recall {recall:.3}\n{}", wrong.join("\n"));
        }
    }

    #[test]
    fn a_site_teaches_its_words_and_its_exceptions() {
        let exceptions = Exceptions {
            words: vec!["kompass".into()],
            whole: vec!["elternzeit".into()],
            ..Exceptions::default()
        };
        let splitter = Splitter::new(["netzpate", "dingsbums"], &exceptions);
        assert_eq!(splitter.split("elternkompass"), ["eltern", "kompass"]);
        assert_eq!(splitter.split("elternzeit"), ["elternzeit"]);
        assert_eq!(splitter.split("dingsbumstreffen"), ["dingsbums", "treffen"]);
    }

    #[test]
    fn no_part_begins_within_a_sound() {
        let splitter = Splitter::default();
        assert_eq!(splitter.split("verschlüsselung"), ["verschlüsselung"]);
        assert_eq!(splitter.split("arbeitschance"), ["arbeits", "chance"]);
    }

    #[test]
    fn long_and_odd_words_stay_whole() {
        let splitter = Splitter::default();
        for word in ["", "a", "日本語日本語日本語", &"eltern".repeat(50), "äöüäöüäöü"] {
            assert_eq!(splitter.split(word), [word]);
        }
    }
}
