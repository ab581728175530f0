//! Turns a word into the form under which spellings are compared: `Straße` → `strasse`, `Café` → `cafe`.
//!
//! Lower case, without the marks of the Latin, Greek and Cyrillic scripts and without Arabic vowel
//! signs. The browser folds by the same rules (`fold` in `search.js`); a test compares the two.
//! What a spelling *means* (umlaut against `ae`, gender forms, stems) is left to the other modules.

use unicode_normalization::UnicodeNormalization;

/// The word folded for comparison. Folding twice changes nothing.
#[must_use]
pub fn fold(word: &str) -> String {
    if word.is_ascii() {
        return word.to_ascii_lowercase();
    }
    let mut folded = String::with_capacity(word.len());
    if word.chars().all(|letter| push_german(letter, &mut folded)) {
        return folded;
    }
    folded.clear();
    for character in word.to_lowercase().nfd().filter(|character| !is_dropped(*character)) {
        match letters(character) {
            Some(plain) => folded.push_str(plain),
            None => folded.push(character),
        }
    }
    // Composed again: Hangul syllables, for one, are taken apart by the decomposition.
    folded.nfc().collect()
}

/// Appends a German letter folded, without the tables of Unicode; says whether it was one.
fn push_german(letter: char, folded: &mut String) -> bool {
    match letter {
        'ä' | 'Ä' => folded.push('a'),
        'ö' | 'Ö' => folded.push('o'),
        'ü' | 'Ü' => folded.push('u'),
        'ß' => folded.push_str("ss"),
        _ if letter.is_ascii() => folded.push(letter.to_ascii_lowercase()),
        _ => return false,
    }
    true
}

/// Combining marks that readers leave out when they type, and invisible characters.
fn is_dropped(character: char) -> bool {
    matches!(character,
        '\u{300}'..='\u{36f}' | '\u{64b}'..='\u{652}' | '\u{670}' | '\u{640}' | '\u{ad}' | '\u{200b}'..='\u{200d}')
}

/// Letters that Unicode does not decompose, as a German keyboard would write them.
fn letters(character: char) -> Option<&'static str> {
    Some(match character {
        'ß' => "ss",
        'æ' => "ae",
        'œ' => "oe",
        'ø' => "o",
        'ł' => "l",
        'đ' | 'ð' => "d",
        'þ' => "th",
        'ı' => "i",
        'ς' => "σ",
        _ => return None,
    })
}

/// `foerderung` → `forderung`: the folded word with `ae`, `oe`, `ue` read as umlauts, if it has any.
///
/// Only a guess (`neue` becomes `nue`): the caller checks that the umlaut spelling exists.
#[must_use]
pub fn read_digraphs(folded: &str) -> Option<String> {
    let contracted = folded.replace("ae", "a").replace("oe", "o").replace("ue", "u");
    (contracted.len() < folded.len()).then_some(contracted)
}

/// `frauenhaeuser` → `frauenhäuser`: a word with its digraphs read as umlauts, if it has any. `ue` behind another vowel or
/// `q` is none: `frauen`, `steuer`, `quer`.
#[must_use]
pub fn umlauts(form: &str) -> Option<String> {
    let mut read = String::with_capacity(form.len());
    for piece in form.replace("ae", "ä").replace("oe", "ö").split_inclusive("ue") {
        let before = piece.strip_suffix("ue");
        read.push_str(before.unwrap_or(piece));
        if before.is_some() {
            let is_umlaut = !read.ends_with(['a', 'e', 'o', 'u', 'ä', 'ö', 'ü', 'q']);
            read.push_str(if is_umlaut { "ü" } else { "ue" });
        }
    }
    (read != form).then_some(read)
}

/// `förderung` → `foerderung`.
#[must_use]
pub fn write_digraphs(form: &str) -> String {
    form.replace('ä', "ae").replace('ö', "oe").replace('ü', "ue")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_a_word_fold_to_one() {
        for (word, folded) in [
            ("Straße", "strasse"),
            ("MASSNAHME", "massnahme"),
            ("Förderung", "forderung"),
            ("Fo\u{308}rderung", "forderung"),
            ("Café", "cafe"),
            ("İstanbul", "istanbul"),
            ("ΛΌΓΟΣ", "λογοσ"),
            ("Łódź", "lodz"),
            ("한국", "한국"),
            ("Be\u{ad}ratung", "beratung"),
        ] {
            assert_eq!(fold(word), folded);
            assert_eq!(fold(folded), folded);
        }
    }

    #[test]
    fn digraphs_are_read_as_umlauts() {
        assert_eq!(read_digraphs("foerderung").as_deref(), Some("forderung"));
        assert_eq!(read_digraphs("beratung"), None);
        assert_eq!(umlauts("frauenhaeuser").as_deref(), Some("frauenhäuser"));
        assert_eq!(umlauts("uebergaenge").as_deref(), Some("übergänge"));
        assert_eq!(umlauts("ueue").as_deref(), Some("üue"));
        assert_eq!(umlauts("steuerquelle"), None);
    }
}
