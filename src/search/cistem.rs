//! CISTEM, a stemmer for German.
//!
//! Leonie Weissweiler and Alexander Fraser: *Developing a Stemmer for German Based on a Comparative Analysis
//! of Publicly Available Stemmers*, GSCL 2017. Written from the paper's description. The paper folds umlauts
//! and strips `ge-` first; both are offered as separate steps, because for a search engine `Gespräch` must
//! not meet `Sprache`, nor `Förderung` meet `Forderung` (see [`super::stem`]).

/// The stem of a lower-case word. `capital`: the word is written with one, so that a final `t` stays.
///
/// `sch`, `ei`, `ie` and double letters count as one letter while endings are removed; no stem has fewer
/// than three such letters.
#[must_use]
pub fn stem(word: &str, capital: bool) -> String {
    let mut letters = encode(word);
    while letters.len() > 3 && strip_ending(&mut letters, capital) {}
    decode(&letters)
}

/// Removes `ge-` where at least four letters follow, as the paper does before anything else.
#[must_use]
pub fn strip_participle(word: &str) -> &str {
    match word.strip_prefix("ge") {
        Some(rest) if rest.chars().count() >= 4 => rest,
        _ => word,
    }
}

/// Removes one ending; says whether there was one.
fn strip_ending(letters: &mut Vec<char>, capital: bool) -> bool {
    let count = letters.len();
    let end = (letters[count - 2], letters[count - 1]);
    let removed = match end {
        ('e', 'm' | 'r') | ('n', 'd') if count > 5 => 2,
        (_, 't') if !capital => 1,
        (_, 'e' | 's' | 'n') => 1,
        _ => return false,
    };
    letters.truncate(count - removed);
    true
}

const SCH: char = '$';
const EI: char = '%';
const IE: char = '&';
const DOUBLED: char = '*';

fn encode(word: &str) -> Vec<char> {
    let mut letters: Vec<char> = Vec::with_capacity(word.len());
    let mut rest = word.chars().peekable();
    while let Some(letter) = rest.next() {
        // `ei` goes before `ie`: in `iei`, the first letter stands alone.
        let joined = match (letter, letters.as_slice()) {
            ('h', [.., 's', 'c']) => Some((2, SCH)),
            ('i', [.., 'e']) => Some((1, EI)),
            ('e', [.., 'i']) if rest.peek() != Some(&'i') => Some((1, IE)),
            _ => None,
        };
        match joined {
            Some((count, group)) => {
                letters.truncate(letters.len() - count);
                letters.push(group);
            }
            None => letters.push(letter),
        }
    }
    let mut doubled = false;
    for at in 1..letters.len() {
        // A letter doubles the one before it, unless that one is a doubling itself.
        doubled = !doubled && letters[at] == letters[at - 1];
        if doubled {
            letters[at] = DOUBLED;
        }
    }
    letters
}

fn decode(letters: &[char]) -> String {
    let mut word = String::with_capacity(letters.len() + 4);
    for &letter in letters {
        match letter {
            SCH => word.push_str("sch"),
            EI => word.push_str("ei"),
            IE => word.push_str("ie"),
            DOUBLED => word.extend(word.chars().next_back()),
            other => word.push(other),
        }
    }
    word
}

#[cfg(test)]
mod tests {
    use super::*;

    /// As the published program does it: umlauts folded, `ge-` stripped.
    fn published(word: &str) -> String {
        let capital = word.chars().next().is_some_and(char::is_uppercase);
        stem(strip_participle(&super::super::fold::fold(word)), capital)
    }

    #[test]
    fn stems_of_the_publication() {
        for (word, expected) in [
            ("Speicherbehältern", "speicherbehalt"),
            ("Grenzpostens", "grenzpost"),
            ("Ausgefeiltere", "ausgefeilt"),
            ("Inhaltsstoffe", "inhaltsstoff"),
            ("Beratung", "beratung"),
            ("Beratungen", "beratung"),
            ("Häuser", "hau"),
            ("Schulen", "schul"),
            ("gefördert", "ford"),
        ] {
            assert_eq!(published(word), expected, "{word}");
        }
    }

    #[test]
    fn a_stem_keeps_three_letters_and_any_word_has_one() {
        for word in ["", "e", "en", "sss", "ssss", "eieiei", "schschsch"] {
            assert!(stem(word, false).len() <= word.len() + 2, "{word}");
        }
    }
}
