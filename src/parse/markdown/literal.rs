//! Small changes to a text before the parser sees it.
//!
//! - The asterisk within a word and the dot of a date are no marks (`asterisk`, `day`): characters stand for them that
//!   the text does not contain and that mean nothing to Markdown; afterwards they become themselves again.
//! - Such a character beside bold text is a letter (`bold`), and nothing afterwards.
//! - A space that does not break is a space behind the mark of a list or heading (`nbsp`).
//!
//! So the rules hold everywhere in the same way (in headings, links, tables, code), and nothing else changes.

use std::borrow::Cow;

use super::{asterisk, bold, day, nbsp};

/// What stands for characters in a text, or for nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct StandIns {
    asterisk: char,
    dot: char,
    joint: char,
}

impl StandIns {
    /// Characters of the first private use area that do not occur in `text`; `None` if there are none left.
    fn unused_in(text: &str) -> Option<Self> {
        const FIRST: u32 = 0xE000;
        const COUNT: usize = 0xF900 - 0xE000;
        let mut used = [false; COUNT];
        // Every character of the area begins with one of these two bytes in UTF-8.
        if text.bytes().any(|byte| byte == 0xEE || byte == 0xEF) {
            for index in text.chars().filter_map(|c| (c as u32).checked_sub(FIRST)) {
                if let Some(slot) = used.get_mut(index as usize) {
                    *slot = true;
                }
            }
        }
        let free = used.iter().zip(FIRST..).filter(|(used, _)| !**used);
        let mut free = free.filter_map(|(_, code)| char::from_u32(code));
        Some(Self { asterisk: free.next()?, dot: free.next()?, joint: free.next()? })
    }

    /// The length of each in UTF-8.
    pub(super) fn len(self) -> usize {
        self.asterisk.len_utf8()
    }

    /// What the text begins with, if it begins with one of them.
    pub(super) fn at_start(self, text: &str) -> Option<&'static str> {
        match text.chars().next()? {
            first if first == self.asterisk => Some("*"),
            first if first == self.dot => Some("."),
            first if first == self.joint => Some(""),
            _ => None,
        }
    }

    /// `text` with the characters themselves.
    pub(super) fn restore(self, text: &str) -> Cow<'_, str> {
        if text.contains([self.asterisk, self.dot, self.joint]) {
            let text = text.replace(self.asterisk, "*").replace(self.dot, ".");
            Cow::Owned(text.replace(self.joint, ""))
        } else {
            Cow::Borrowed(text)
        }
    }
}

/// The text with all changes.
pub(super) struct Replaced {
    /// The new text.
    pub(super) text: String,
    /// What stands for characters in it.
    pub(super) stand_ins: StandIns,
    /// Where each change ends, in the new text and in the old one, ascending.
    pub(super) ends: Vec<(usize, usize)>,
}

/// What is changed at one place: so many bytes become this.
type Change = (usize, usize, char);

/// Makes all changes; `None` when there are none, or when the text uses up the whole private use area, which no
/// honest text does.
pub(super) fn replace(text: &str) -> Option<Replaced> {
    let stand_ins = StandIns::unused_in(text)?;
    let mut changes: Vec<Change> = asterisk::literal(text).map(|at| (at, 1, stand_ins.asterisk)).collect();
    changes.extend(day::dots(text).map(|at| (at, 1, stand_ins.dot)));
    changes.extend(bold::joints(text).map(|at| (at, 0, stand_ins.joint)));
    changes.extend(nbsp::behind_marks(text).map(|at| (at, nbsp::NBSP.len_utf8(), ' ')));
    if changes.is_empty() {
        return None;
    }
    changes.sort_unstable();
    let mut new = String::with_capacity(text.len() + 64);
    let mut ends = Vec::with_capacity(changes.len());
    let mut from = 0;
    for (at, length, instead) in changes {
        new.push_str(&text[from..at]);
        new.push(instead);
        from = at + length;
        ends.push((new.len(), from));
    }
    new.push_str(&text[from..]);
    Some(Replaced { text: new, stand_ins, ends })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stand_ins_are_characters_that_the_text_does_not_use() {
        let text = "\u{e000}\u{e001}a*b\n3. Mai **c:**d";
        let replaced = replace(text).unwrap();
        assert_eq!(replaced.stand_ins, StandIns { asterisk: '\u{e002}', dot: '\u{e003}', joint: '\u{e004}' });
        assert_eq!(replaced.stand_ins.restore(&replaced.text), text);
        assert_eq!(replaced.ends.len(), 3);
        let everything: String = (0xE000..0xF900).filter_map(char::from_u32).collect();
        assert!(replace(&format!("{everything} a*b")).is_none());
    }
}
