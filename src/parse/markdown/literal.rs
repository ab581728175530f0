//! Characters that are part of a word or of a date, and marks to Markdown.
//!
//! Before the parser sees the text, each of them is replaced by a character that the text does not
//! contain and that means nothing to Markdown; afterwards it becomes itself again. So the rules hold
//! everywhere in the same way (in headings, links, tables, code), and nothing else changes.

use std::borrow::Cow;

use super::{asterisk, day};

/// What stands for literal characters in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct StandIns {
    asterisk: char,
    dot: char,
}

impl StandIns {
    /// Two characters of the first private use area that do not occur in `text`; `None` if there are none left.
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
        Some(Self { asterisk: free.next()?, dot: free.next()? })
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
            _ => None,
        }
    }

    /// `text` with the characters themselves.
    pub(super) fn restore(self, text: &str) -> Cow<'_, str> {
        if text.contains([self.asterisk, self.dot]) {
            Cow::Owned(text.replace(self.asterisk, "*").replace(self.dot, "."))
        } else {
            Cow::Borrowed(text)
        }
    }
}

/// The text with every literal character replaced.
pub(super) struct Replaced {
    /// The new text.
    pub(super) text: String,
    /// What stands for the characters in it.
    pub(super) stand_ins: StandIns,
    /// Where, in the new text, ascending.
    pub(super) positions: Vec<usize>,
}

/// Replaces the asterisks between letters and the dots of days; `None` when there are none, or when the
/// text uses up the whole private use area, which no honest text does.
pub(super) fn replace(text: &str) -> Option<Replaced> {
    let mut literal: Vec<usize> = asterisk::literal(text).chain(day::dots(text)).collect();
    if literal.is_empty() {
        return None;
    }
    literal.sort_unstable();
    let stand_ins = StandIns::unused_in(text)?;
    let mut replaced =
        Replaced { text: String::with_capacity(text.len() + 64), stand_ins, positions: Vec::new() };
    let mut from = 0;
    for at in literal {
        replaced.text.push_str(&text[from..at]);
        replaced.positions.push(replaced.text.len());
        let is_dot = text.as_bytes()[at] == b'.';
        replaced.text.push(if is_dot { stand_ins.dot } else { stand_ins.asterisk });
        from = at + 1;
    }
    replaced.text.push_str(&text[from..]);
    Some(replaced)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stand_ins_are_characters_that_the_text_does_not_use() {
        let text = "\u{e000}\u{e001}a*b\n3. Mai";
        let replaced = replace(text).unwrap();
        assert_eq!(replaced.stand_ins, StandIns { asterisk: '\u{e002}', dot: '\u{e003}' });
        assert_eq!(replaced.stand_ins.restore(&replaced.text), text);
        assert_eq!(replaced.positions.len(), 2);
        let everything: String = (0xE000..0xF900).filter_map(char::from_u32).collect();
        assert!(replace(&format!("{everything} a*b")).is_none());
    }
}
