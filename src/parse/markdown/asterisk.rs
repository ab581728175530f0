//! The gender asterisk: an asterisk between two letters is a letter of the word.
//!
//! CommonMark reads `Elternberater*innen, Jugendberufshelfer*innen` as emphasis. The parser sees something
//! else in place of each such asterisk (`literal`).
//!
//! - Digits count as letters: `3*4` is a product.
//! - A soft hyphen beside the asterisk does not part it from its word.
//! - Of exactly three asterisks between letters the last one is literal: `**fett***innen`.
//! - So emphasis by single asterisks cannot begin or end inside a word: `*kursiv*e` stays as it is.
//!   Two asterisks still can: `**Fett**druck`.

/// Where the asterisks between letters stand, ascending.
pub(super) fn literal(text: &str) -> impl Iterator<Item = usize> {
    text.match_indices('*').map(|(at, _)| at).filter(|&at| is_literal(text, at))
}

/// Whether the asterisk at `at` belongs to a word.
fn is_literal(text: &str, at: usize) -> bool {
    let (before, after) = (&text[..at], &text[at + 1..]);
    let before = match before.strip_suffix("**") {
        Some(word) => word,
        None => before,
    };
    ends_in_word(before) && begins_with_word(after)
}

fn ends_in_word(text: &str) -> bool {
    text.strip_suffix('\u{ad}').unwrap_or(text).chars().next_back().is_some_and(is_word)
}

fn begins_with_word(text: &str) -> bool {
    let rest = text.strip_prefix('\u{ad}').or_else(|| text.strip_prefix("&shy;")).unwrap_or(text);
    rest.chars().next().is_some_and(is_word)
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || unicode_normalization::char::is_combining_mark(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn marked(text: &str) -> String {
        let mut marked = text.to_owned();
        for at in literal(text).collect::<Vec<_>>().into_iter().rev() {
            marked.replace_range(at..=at, "·");
        }
        marked
    }

    #[test]
    fn only_asterisks_inside_of_words_are_literal() {
        assert_eq!(marked("Elternberater*innen, Der*die"), "Elternberater·innen, Der·die");
        assert_eq!(
            marked("*kursiv*, **fett**, Frauen*, *innen, a * b"),
            "*kursiv*, **fett**, Frauen*, *innen, a * b"
        );
        assert_eq!(marked("**fett***innen, a**b**c, a****b"), "**fett**·innen, a**b**c, a****b");
        assert_eq!(
            marked("Berater*\u{ad}innen Berater\u{ad}*innen Berater*&shy;in"),
            "Berater·\u{ad}innen Berater\u{ad}·innen Berater·&shy;in"
        );
        assert_eq!(marked("3*4, a\\*b"), "3·4, a\\*b");
        assert_eq!(marked("e\u{301}*e"), "e\u{301}·e");
    }
}
