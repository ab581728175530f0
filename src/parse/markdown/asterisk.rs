//! The gender asterisk: an asterisk between two letters is a letter of the word.
//!
//! CommonMark reads `Elternberater*innen, Jugendberufshelfer*innen` as emphasis. Before the parser
//! sees the text, each such asterisk is replaced by a character that the text does not contain and
//! that means nothing to Markdown; afterwards it becomes an asterisk again. So the rule holds
//! everywhere in the same way (in headings, links, tables, code), and nothing else changes.
//!
//! - Digits count as letters: `3*4` is a product.
//! - A soft hyphen beside the asterisk does not part it from its word.
//! - Of exactly three asterisks between letters the last one is literal: `**fett***innen`.
//! - So emphasis by single asterisks cannot begin or end inside a word: `*kursiv*e` stays as it is.
//!   Two asterisks still can: `**Fett**druck`.

/// A character of the first private use area that does not occur in `text`; `None` if all do.
fn unused_character(text: &str) -> Option<char> {
    const FIRST: u32 = 0xE000;
    const COUNT: usize = 0xF900 - 0xE000;
    // Every character of the area begins with one of these two bytes in UTF-8.
    if !text.bytes().any(|byte| byte == 0xEE || byte == 0xEF) {
        return char::from_u32(FIRST);
    }
    let mut used = [false; COUNT];
    for index in text.chars().filter_map(|c| (c as u32).checked_sub(FIRST)) {
        if let Some(slot) = used.get_mut(index as usize) {
            *slot = true;
        }
    }
    let free = used.iter().position(|used| !used)?;
    char::from_u32(FIRST + u32::try_from(free).ok()?)
}

/// The text with every literal asterisk replaced.
pub(super) struct Replaced {
    /// The new text.
    pub(super) text: String,
    /// What stands for an asterisk in it.
    pub(super) stand_in: char,
    /// Where, in the new text, ascending.
    pub(super) positions: Vec<usize>,
}

/// Replaces the asterisks between letters; `None` when there are none, or when the text uses up the
/// whole private use area, which no honest text does.
pub(super) fn replace(text: &str) -> Option<Replaced> {
    let mut literal = text.match_indices('*').map(|(at, _)| at).filter(|&at| is_literal(text, at)).peekable();
    literal.peek()?;
    let stand_in = unused_character(text)?;
    let mut replaced =
        Replaced { text: String::with_capacity(text.len() + 64), stand_in, positions: Vec::new() };
    let mut from = 0;
    for at in literal {
        replaced.text.push_str(&text[from..at]);
        replaced.positions.push(replaced.text.len());
        replaced.text.push(stand_in);
        from = at + 1;
    }
    replaced.text.push_str(&text[from..]);
    Some(replaced)
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
        replace(text)
            .map_or_else(|| text.to_owned(), |replaced| replaced.text.replace(replaced.stand_in, "·"))
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

    #[test]
    fn the_stand_in_is_a_character_that_the_text_does_not_use() {
        let replaced = replace("\u{e000}\u{e001}a*b").unwrap();
        assert_eq!(replaced.stand_in, '\u{e002}');
        let everything: String = (0xE000..0xF900).filter_map(char::from_u32).collect();
        assert!(replace(&format!("{everything} a*b")).is_none());
    }
}
