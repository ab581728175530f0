//! Small transformations of text that several phases need: slugs, escaping, texts with gaps to fill.

use std::borrow::Cow;

use unicode_normalization::{UnicodeNormalization as _, is_nfc};

/// A name as keyboards write it: some file systems, and archives made there, take `ü` for `u` with two dots behind it
/// (Unicode, normal form C).
#[must_use]
pub fn composed(name: &str) -> Cow<'_, str> {
    if name.is_ascii() || is_nfc(name) { Cow::Borrowed(name) } else { Cow::Owned(name.nfc().collect()) }
}

/// The slug of a text: ASCII lower case, digits and single hyphens, the German way (ä→ae, ß→ss).
/// Empty when nothing remains.
#[must_use]
pub fn slug(text: &str) -> String {
    let is_slug = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
    // Nearly all names of files are slugs already.
    if text.split('-').all(|word| !word.is_empty() && word.bytes().all(is_slug)) {
        return text.to_owned();
    }
    let mut slug = String::with_capacity(text.len());
    for character in text.nfc() {
        let german = match character {
            'ä' | 'Ä' => "ae",
            'ö' | 'Ö' => "oe",
            'ü' | 'Ü' => "ue",
            'ß' | 'ẞ' => "ss",
            _ => "",
        };
        if !german.is_empty() {
            slug.push_str(german);
        } else if character.is_ascii_alphanumeric() {
            slug.push(character.to_ascii_lowercase());
        } else if character.is_ascii() {
            hyphen(&mut slug);
        } else {
            let ascii = deunicode::deunicode_char(character).unwrap_or("-");
            for letter in ascii.chars() {
                if letter.is_ascii_alphanumeric() {
                    slug.push(letter.to_ascii_lowercase());
                } else {
                    hyphen(&mut slug);
                }
            }
        }
    }
    slug.truncate(slug.trim_end_matches('-').len());
    slug
}

fn hyphen(slug: &mut String) {
    if !slug.is_empty() && !slug.ends_with('-') {
        slug.push('-');
    }
}

/// A key under which two spellings of a name are the same: the slug, or the lower-cased text where a
/// script leaves no slug.
#[must_use]
pub fn fold(text: &str) -> String {
    let folded = slug(text);
    if folded.is_empty() { text.trim().to_lowercase() } else { folded }
}

/// As [`fold`], for terms: signs that end a word make another one of it, and are read out. `60+` is not `60`, `C#` not `C`.
#[must_use]
pub fn fold_term(text: &str) -> String {
    fold(&with_signs_read_out(text))
}

/// `C++` as `C plus plus`; signs before or within words mean nothing more than a hyphen.
fn with_signs_read_out(text: &str) -> Cow<'_, str> {
    if !text.contains(['+', '#']) {
        return Cow::Borrowed(text);
    }
    let mut read = String::with_capacity(text.len() + 8);
    for word in text.split_inclusive(char::is_whitespace) {
        let name = word.trim_end_matches(|sign: char| !sign.is_alphanumeric());
        read.push_str(name);
        for sign in word[name.len()..].chars() {
            match sign {
                '+' if !name.is_empty() => read.push_str(" plus "),
                '#' if !name.is_empty() => read.push_str(" sharp "),
                other => read.push(other),
            }
        }
    }
    Cow::Owned(read)
}

/// The letter under which an index lists a text: `A` for `Äpfel`, `#` for digits and signs.
#[must_use]
pub fn index_letter(text: &str) -> String {
    let Some(first) = text.chars().find(|character| character.is_alphanumeric()) else {
        return "#".to_owned();
    };
    if first.is_numeric() {
        return "#".to_owned();
    }
    let base = first.nfd().next().unwrap_or(first);
    let base = if base == 'ß' { 'S' } else { base };
    base.to_uppercase().collect()
}

/// Escapes text for HTML content and double-quoted attributes.
#[must_use]
pub fn escape_html(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len() + 8);
    for character in text.chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            _ => escaped.push(character),
        }
    }
    escaped
}

/// Resolves character references: numeric ones and the names that German texts use. An unknown name
/// stays as it is written.
pub(crate) fn decode_references(text: &str) -> Cow<'_, str> {
    if !text.contains('&') {
        return Cow::Borrowed(text);
    }
    let mut decoded = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        decoded.push_str(&rest[..at]);
        rest = &rest[at..];
        let reference = rest
            .bytes()
            .take(12)
            .position(|byte| byte == b';')
            .and_then(|end| Some((character(&rest[1..end])?, end + 1)));
        match reference {
            Some((character, length)) => {
                decoded.push(character);
                rest = &rest[length..];
            }
            None => {
                decoded.push('&');
                rest = &rest[1..];
            }
        }
    }
    decoded.push_str(rest);
    Cow::Owned(decoded)
}

/// The character that a reference names: `amp`, `#228`, `#xE4`.
fn character(name: &str) -> Option<char> {
    if let Some(number) = name.strip_prefix('#') {
        let code = match number.strip_prefix(['x', 'X']) {
            // The standard library would take `+1` as well.
            Some(hex) if !hex.starts_with('+') => u32::from_str_radix(hex, 16).ok()?,
            _ => number.parse().ok().filter(|_| is_digits(number))?,
        };
        return Some(char::from_u32(code).filter(|&c| c != '\0').unwrap_or('\u{fffd}'));
    }
    Some(match name {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        "nbsp" => '\u{a0}',
        "shy" => '\u{ad}',
        "auml" => 'ä',
        "ouml" => 'ö',
        "uuml" => 'ü',
        "Auml" => 'Ä',
        "Ouml" => 'Ö',
        "Uuml" => 'Ü',
        "szlig" => 'ß',
        "euro" => '€',
        "sect" => '§',
        "ndash" => '–',
        "mdash" => '—',
        "lrm" => '\u{200e}',
        "rlm" => '\u{200f}',
        "hellip" => '…',
        "bdquo" => '„',
        "ldquo" => '“',
        "rdquo" => '”',
        _ => return None,
    })
}

/// Whether a text is a number written in ASCII digits alone, of which `parse` takes signs as well.
pub(crate) fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// The text with each `{name}` replaced by its value; what has none stays, and what a value brings along is not looked at.
#[must_use]
pub fn fill(text: &str, value: impl Fn(&str) -> Option<String>) -> String {
    let mut filled = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        filled.push_str(before);
        let found = after.split_once('}').and_then(|(name, tail)| Some((value(name)?, tail)));
        match found {
            Some((value, tail)) => {
                filled.push_str(&value);
                rest = tail;
            }
            None => {
                filled.push('{');
                rest = after;
            }
        }
    }
    filled.push_str(rest);
    filled
}

/// Whether a text can be an address on the web: `https://…` or `http://…`, without spaces and quotation marks.
#[must_use]
pub fn is_web_address(text: &str) -> bool {
    let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    rest.is_some_and(|rest| {
        rest.len() > 2
            && !rest.starts_with('/')
            && !rest.contains(|c: char| c.is_whitespace() || "<>\"'`".contains(c))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_become_characters() {
        for (written, text) in [
            ("&auml;&#228;&#xE4;&#0; &unknown; & &", "äää\u{fffd} &unknown; & &"),
            ("&#+65; &#x+41;", "&#+65; &#x+41;"),
            ("it&#39;s &amp; &quot;b&quot;.pdf", "it's & \"b\".pdf"),
            ("a&b;c&", "a&b;c&"),
            ("a.pdf", "a.pdf"),
        ] {
            assert_eq!(decode_references(written), text);
        }
    }

    #[test]
    fn slugs_are_folded_the_german_way() {
        assert_eq!(slug("Frühe Hilfen für Größere!"), "fruehe-hilfen-fuer-groessere");
        assert_eq!(slug("Elternberater*innen & Co."), "elternberater-innen-co");
        assert_eq!(slug("a\u{308}"), "ae");
        assert_eq!(slug("Čeština"), "cestina");
        assert_eq!(slug("…"), "");
    }

    #[test]
    fn a_sign_at_the_end_of_a_word_makes_another_word() {
        for (text, key) in [
            ("C++", "c-plus-plus"),
            ("C#", "c-sharp"),
            ("C", "c"),
            ("Angebote für Menschen 60+", "angebote-fuer-menschen-60-plus"),
            ("(60+)", "60-plus"),
            ("#zusammen", "zusammen"),
            ("Jugend+Familie", "jugend-familie"),
            ("Jugend + Familie", "jugend-familie"),
            ("++", "++"),
        ] {
            assert_eq!(fold_term(text), key, "{text}");
        }
    }

    #[test]
    fn an_index_lists_words_under_their_first_letter() {
        assert_eq!(index_letter("Äpfel"), "A");
        assert_eq!(index_letter("„Über“"), "U");
        assert_eq!(index_letter("50+"), "#");
    }

    #[test]
    fn a_text_is_filled_once() {
        let value = |name: &str| (name == "title").then(|| "a {time} {title}".to_owned());
        assert_eq!(fill("{title}: {time} {", value), "a {time} {title}: {time} {");
    }
}
