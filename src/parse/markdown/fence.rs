//! Text that is code by mistake: everything behind a fence that nobody has closed, and a whole answer that a chat
//! program gave as a block of Markdown.

use std::ops::Range;

use super::writer::Writer;
use crate::diagnostic::Code;

impl Writer<'_> {
    /// Reports a block of code between fences that is rather text.
    pub(super) fn check_fence(&mut self, language: &str, range: &Range<usize>) {
        let text = &self.source.text;
        let block = text[range.clone()].trim_end();
        let line = block.lines().next().unwrap_or_default().trim_end();
        let Some(sign) = line.chars().next().filter(|sign| matches!(sign, '`' | '~')) else { return };
        let fence = &line[..line.len() - line.trim_start_matches(sign).len()];
        let code = if !is_closed(block, fence) {
            Code::UnclosedCode
        } else if matches!(language, "markdown" | "md")
            && text[..range.start].trim().is_empty()
            && text[range.end..].trim().is_empty()
        {
            Code::TextAsCode
        } else {
            return;
        };
        let (place, fence) = (range.start..range.start + line.len(), fence.to_owned());
        let line = self.source.restore(line).into_owned();
        self.problem(code, &place, |problem| problem.arg("line", line).arg("fence", fence));
    }
}

/// Whether the last line of a block is a fence that closes one like this, perhaps within quotations.
fn is_closed(block: &str, fence: &str) -> bool {
    let Some((_, last)) = block.rsplit_once('\n') else { return false };
    let last = last.trim_matches([' ', '\t', '>', '\r']);
    last.starts_with(fence) && last.chars().all(|sign| fence.starts_with(sign))
}
