//! The space that does not break, where Markdown needs one that does: `-\u{a0}Punkt`, `##\u{a0}Titel`.
//!
//! Keyboards of the Mac give it with the Alt key, and Teams and web pages bring it along. Behind a hyphen or number
//! signs at the beginning of a line nobody means it; behind a number some do: `3.\u{a0}Sitzung` is no list.

/// The space that does not break.
pub(super) const NBSP: char = '\u{a0}';

/// Where such spaces stand behind the mark of a list or heading, ascending.
pub(super) fn behind_marks(text: &str) -> impl Iterator<Item = usize> {
    text.match_indices(NBSP).map(|(at, _)| at).filter(|&at| {
        let before = text[..at].trim_end_matches('#');
        let hashes = at - before.len();
        let before = if hashes == 0 { before.strip_suffix(['-', '*', '+']) } else { Some(before) };
        let before = before.map(|before| before.trim_end_matches([' ', '\t', '>']));
        hashes <= 6 && before.is_some_and(|before| before.is_empty() || before.ends_with('\n'))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_spaces_behind_marks_are_meant() {
        let found = |text: &str| behind_marks(text).collect::<Vec<_>>();
        assert_eq!(found("-\u{a0}Eins\n  *\u{a0}Zwei\n> ##\u{a0}Drei"), [1, 11, 22]);
        for text in
            ["1.\u{a0}Mai", "5\u{a0}Euro", "a -\u{a0}b", "#######\u{a0}x", "Die #\u{a0}x", "\u{a0}- x"]
        {
            assert!(found(text).is_empty(), "{text}");
        }
    }
}
