//! From a word as it stands in a text to what its form does not tell of it, and back: `WLAN-Router` of `wlanrouter`,
//! `WhatsApp` of `whatsapp`, `Elternberater*innen` of `elternberaterinnen`.
//!
//! Of nearly all words, form and spelling are the same. Those of which they are not carry a few steps from one to the
//! other in the index. Whether a word begins with a capital is no matter here, as it changes at the beginning of a
//! sentence; so every spelling has a small first letter. The browser takes the same steps (`spell` in `search.js`).

use std::borrow::Cow;

use serde::{Deserialize, Serialize};
use unicode_normalization::{UnicodeNormalization, is_nfc};

use super::bytes::{Reader, put};

/// What a spelling may have between its letters; also in `search.js`.
const MARKS: [char; 10] = ['-', '*', ':', '_', '·', '/', '(', ')', '.', '’'];
/// What a step can do: write a capital, or one of the marks.
const KINDS: usize = MARKS.len() + 1;

/// How most documents write a form.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Written {
    /// None has it as a word by itself: it is a part of a compound, an address, or completes `Kinder-` to another word.
    #[default]
    Nowhere,
    /// With the letters of the form.
    Plainly,
    /// Otherwise: with capitals inside, with a hyphen, with a marker of gender.
    As(Box<str>),
}

impl Written {
    /// Appends the steps from a form to this spelling.
    pub(super) fn put(&self, form: &str, bytes: &mut Vec<u8>) {
        let Self::As(spelling) = self else { return };
        let steps = steps(form, spelling).unwrap_or_default();
        put(bytes, u32::try_from(steps.len()).unwrap_or(0));
        steps.into_iter().for_each(|step| put(bytes, step));
    }
}

/// The spelling of a form to which the steps lead that [`Written::put`] wrote.
pub(super) fn spell(form: &str, reader: &mut Reader<'_>) -> String {
    let mut letters = form.chars();
    let mut spelling = String::with_capacity(form.len() + 2);
    for _ in 0..reader.number() {
        if reader.is_empty() {
            break;
        }
        let step = reader.number() as usize;
        spelling.extend(letters.by_ref().take(step / KINDS));
        match (step % KINDS).checked_sub(1) {
            Some(mark) => spelling.push(MARKS[mark]),
            None => spelling.extend(letters.next().into_iter().flat_map(char::to_uppercase)),
        }
    }
    spelling + letters.as_str()
}

/// The spelling of a word, given as it stands in a text, if its `form` (with or without hyphens) does not tell it.
pub(super) fn odd(written: &str, form: &str) -> Option<Box<str>> {
    let is_odd = |letter: char| !letter.is_lowercase() && (letter.is_uppercase() || mark(letter).is_some());
    let first = written.chars().next()?;
    if !written[first.len_utf8()..].chars().any(is_odd) {
        return None;
    }
    let word = ["'s", "’s", "ʼs", "'S", "’S", "ʼS"].iter().find_map(|ending| written.strip_suffix(ending));
    let visible = word.unwrap_or(written).chars().filter(|letter| !super::words::is_invisible(*letter));
    let spelling: String = visible.map(|letter| mark(letter).map_or(letter, |mark| MARKS[mark])).collect();
    let spelling = if is_nfc(&spelling) { spelling } else { spelling.nfc().collect() };
    let mut letters = spelling.chars();
    let spelling: String =
        letters.next().into_iter().flat_map(char::to_lowercase).chain(letters.by_ref()).collect();
    let form = if form.contains('-') { Cow::Owned(form.replace('-', "")) } else { Cow::Borrowed(form) };
    // Not so what has letters without a capital of their own, or too many.
    steps(&form, &spelling).filter(|steps| !steps.is_empty()).map(|_| spelling.into())
}

/// The steps from a form to a spelling: after how many letters, and what. `None` if they have other letters.
fn steps(form: &str, spelling: &str) -> Option<Vec<u32>> {
    let (mut steps, mut same) = (Vec::new(), 0);
    let mut letters = form.chars();
    for written in spelling.chars() {
        let kind = match mark(written) {
            Some(mark) => mark + 1,
            None => {
                let letter = letters.next()?;
                if letter == written {
                    same += 1;
                    continue;
                }
                letter.to_uppercase().eq([written]).then_some(0)?
            }
        };
        steps.push(u32::try_from(same * KINDS + kind).ok()?);
        same = 0;
    }
    letters.next().is_none().then_some(steps)
}

/// The place among [`MARKS`] of what may stand between letters.
fn mark(letter: char) -> Option<usize> {
    let letter = match letter {
        '‐' | '‑' => '-',
        '\'' | 'ʼ' => '’',
        other => other,
    };
    MARKS.iter().position(|mark| *mark == letter)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::search::words::words;

    #[test]
    fn steps_lead_from_the_form_to_the_spelling() {
        for (text, spelling) in [
            ("WLAN-Router", "wLAN-Router"),
            ("WhatsApp", "whatsApp"),
            ("iPad", "iPad"),
            ("ESF", "eSF"),
            ("E‑Mail", "e-Mail"),
            ("ElternberaterInnen", "elternberaterInnen"),
            ("Elternberater*innen", "elternberater*innen"),
            ("Berater/-innen", "berater/-innen"),
            ("Teilnehmer:innenzahl", "teilnehmer:innenzahl"),
            ("O'Brien", "o’Brien"),
            ("WLAN’s", "wLAN"),
            ("BÄR", "bÄR"),
            ("Eltern\u{ad}WLAN", "elternWLAN"),
            ("U\u{308}berOrt", "überOrt"),
        ] {
            let word = &words(text)[0];
            let form = word.form.replace('-', "");
            let found = odd(text, &word.form);
            assert_eq!(found.as_deref(), Some(spelling), "{text}");
            let mut bytes = Vec::new();
            Written::As(spelling.into()).put(&form, &mut bytes);
            assert_eq!(spell(&form, &mut Reader::new(&bytes)), spelling, "{bytes:?}");
        }
    }

    #[test]
    fn most_words_are_written_as_their_form() {
        for text in
            ["Beratung", "beraten", "Jena's", "Eltern\u{ad}beratung", "GROẞ", "a\u{308}hnlich", "日", "13a"]
        {
            assert_eq!(odd(text, &words(text)[0].form), None, "{text}");
        }
    }
}
