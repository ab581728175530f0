//! The numbers of ordered lists: a page counts on from the first, whatever number the others have.
//!
//! Who writes 1, 15, 3 means numbers and not a list. Who writes 1 before every entry leaves the counting to the page.

use std::ops::Range;

use pulldown_cmark::Tag;

use super::writer::Writer;
use crate::diagnostic::Code;

/// An ordered list whose entries are being counted.
pub(super) struct Numbering {
    first: u64,
    /// The number that the page gives to the next entry.
    next: u64,
    /// Whether all entries have the number of the first.
    is_repeated: bool,
    is_reported: bool,
}

impl Writer<'_> {
    /// Opens a list or counts an entry of one; reports the first entry of a list that is given another number.
    pub(super) fn count_entry(&mut self, tag: &Tag<'_>, range: &Range<usize>) {
        match tag {
            Tag::List(first) => self.lists.push(first.map(|first| Numbering {
                first,
                next: first,
                is_repeated: true,
                is_reported: false,
            })),
            Tag::Item => {
                self.check_number(range);
                self.check_box(range);
            }
            _ => {}
        }
    }

    fn check_number(&mut self, range: &Range<usize>) {
        let entry = &self.source.text[range.clone()];
        let digits = entry.bytes().take_while(u8::is_ascii_digit).count();
        let (Some(Some(numbering)), Ok(number)) = (self.lists.last_mut(), entry[..digits].parse::<u64>())
        else {
            return;
        };
        let shown = numbering.next;
        numbering.next += 1;
        numbering.is_repeated &= number == numbering.first;
        if number == shown || numbering.is_repeated || numbering.is_reported {
            return;
        }
        numbering.is_reported = true;
        let mark = range.start..range.start + digits + 1;
        let sign = &entry[digits..=digits];
        self.problem(Code::ListNumbers, &mark, |problem| {
            problem
                .arg("found", format!("{number}{sign}"))
                .arg("shown", format!("{shown}{sign}"))
                .arg("literal", format!("{number}\\{sign}"))
        });
    }
}
