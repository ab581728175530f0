//! Text that was read in the wrong encoding and saved again: `fÃ¼r` for `für`.
//!
//! Each byte of a character in UTF-8 became a character of its own, as Windows numbers them (Windows-1252). Only what
//! turns out a letter of Western Europe, a mark of punctuation or an emoji is taken for that; no language writes such
//! sequences.

use std::ops::Range;

use memchr::memchr_iter;

use crate::diagnostic::{Code, Diagnostic};
use crate::path::SourcePath;

/// The characters of Windows-1252 from 0x80 on; what is missing there is a control character.
const FROM_80: [char; 32] = [
    '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž', '\u{8f}', '\u{90}',
    '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}', 'ž', 'Ÿ',
];

/// Reports the first word of a part of a file that was read in the wrong encoding.
pub(super) fn check(file: &SourcePath, text: &str, part: Range<usize>) -> Option<Diagnostic> {
    let (word, meant) = first(&text[part.clone()])?;
    let place = part.start + word.start..part.start + word.end;
    let found = &text[place.clone()];
    Some(Diagnostic::new(Code::GarbledText).arg("found", found).arg("meant", meant).at(file, place))
}

/// The first such word, and what it was.
pub(super) fn first(text: &str) -> Option<(Range<usize>, String)> {
    // In UTF-8, all four letters begin with one byte, which umlauts have as well.
    let mut beginnings = memchr_iter("Ã".as_bytes()[0], text.as_bytes());
    let at = beginnings.find(|&at| decoded(&text[at..]).is_some())?;
    let is_end = |letter: char| letter.is_ascii_whitespace();
    let start = text[..at].rfind(is_end).map_or(0, |before| before + 1);
    let end = text[at..].find(is_end).map_or(text.len(), |length| at + length);
    let (mut word, mut meant) = (&text[start..end], String::new());
    while let Some(letter) = word.chars().next() {
        let (becomes, length) = decoded(word).unwrap_or((letter, letter.len_utf8()));
        meant.push(becomes);
        word = &word[length..];
    }
    Some((start..end, meant))
}

/// The character with whose bytes a text begins, and how long these are here.
fn decoded(text: &str) -> Option<(char, usize)> {
    let mut bytes = [0; 4];
    let mut length = 0;
    let wanted = match text.chars().next()? {
        'Â' | 'Ã' => 2,
        'â' => 3,
        'ð' => 4,
        _ => return None,
    };
    for (byte, letter) in bytes.iter_mut().zip(text.chars().take(wanted)) {
        *byte = windows(letter)?;
        length += letter.len_utf8();
    }
    let letter = std::str::from_utf8(&bytes[..wanted]).ok()?.chars().next()?;
    matches!(letter, '\u{a0}'..='\u{ff}' | '\u{2000}'..='\u{22ff}' | '\u{1f000}'..)
        .then_some((letter, length))
}

/// The number of a character beyond ASCII in Windows-1252.
fn windows(letter: char) -> Option<u8> {
    match FROM_80.iter().position(|known| *known == letter) {
        Some(at) => u8::try_from(0x80 + at).ok(),
        None => u8::try_from(u32::from(letter)).ok().filter(|byte| *byte >= 0xA0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_in_the_wrong_encoding_are_decoded() {
        for (text, found, meant) in [
            ("Das ist FÃ¼r uns", "FÃ¼r", "Für"),
            ("GrÃ¶ÃŸe", "GrÃ¶ÃŸe", "Größe"),
            ("â€žElternâ€œ da", "â€žElternâ€œ", "„Eltern“"),
            ("5Â°C", "5Â°C", "5°C"),
            ("Hallo ðŸ˜€!", "ðŸ˜€!", "😀!"),
        ] {
            let (range, word) = first(text).unwrap_or_else(|| panic!("{text}"));
            assert_eq!((&text[range], word.as_str()), (found, meant));
        }
        for text in ["Für Größe", "SÃO PAULO", "CHÂTEAU", "„à la“", "Fuß“ – Maß…", "Ä“ Ö– Ü»", "â", "Ã"]
        {
            assert_eq!(first(text), None, "{text}");
        }
    }
}
