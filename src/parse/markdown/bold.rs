//! Bold text that begins or ends within a word, or has its space on the wrong side: `**Ziel:**Die Eltern`,
//! `das**„Wort“**ist`, `**Dauer: **zwei Wochen`.
//!
//! CommonMark reads two asterisks behind a punctuation mark or a space and before a letter as a beginning only.
//! Within a line, beginnings and ends of bold text take turns. So where an end is due, the parser sees an invisible
//! letter before such asterisks (`literal`), and they may end what is bold; where a beginning is due, behind them.
//!
//! - What CommonMark understands stays as it is: `**a **b** c**` is bold in bold.
//! - Three asterisks are bold and italic, and treated in the same way. Single ones may be those of a gender.
//! - `** fett **`, which may be a product, is left to `unread`.

use super::typography::is_punctuation;

/// Marks with which a text in quotation marks or brackets begins.
const OPENING: &[char] = &['"', '„', '“', '»', '«', '‚', '\'', '(', '['];

/// Two or three asterisks in a line, and what they can be by the rules of CommonMark.
struct Run {
    at: usize,
    length: usize,
    before: char,
    after: char,
}

impl Run {
    fn can_open(&self) -> bool {
        !self.after.is_whitespace()
            && (!is_punctuation(self.after) || self.before.is_whitespace() || is_punctuation(self.before))
    }

    fn can_close(&self) -> bool {
        !self.before.is_whitespace()
            && (!is_punctuation(self.before) || self.after.is_whitespace() || is_punctuation(self.after))
    }

    /// Where an invisible letter lets it be a beginning, or nowhere.
    fn opening_joint(&self) -> Option<usize> {
        (!self.can_open() && OPENING.contains(&self.after)).then_some(self.at + self.length)
    }

    /// Where an invisible letter lets it be an end, or nowhere.
    fn closing_joint(&self) -> Option<usize> {
        (!self.can_close() && self.after.is_alphanumeric()).then_some(self.at)
    }
}

/// Where invisible letters belong, ascending.
pub(super) fn joints(text: &str) -> impl Iterator<Item = usize> {
    let starts = std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1));
    starts.flat_map(|start| {
        let line = text[start..].split('\n').next().unwrap_or_default();
        in_line(line).into_iter().map(move |at| start + at)
    })
}

fn in_line(line: &str) -> Vec<usize> {
    let mut joints = Vec::new();
    if !line.contains("**") {
        return joints;
    }
    let runs = runs(line);
    let mut is_open = false;
    for (index, run) in runs.iter().enumerate() {
        let next = runs.get(index + 1);
        if !is_open {
            // Without an end it would be no beginning.
            let joint = run.opening_joint().filter(|_| next.is_some());
            joints.extend(joint);
            is_open = run.can_open() || joint.is_some();
        } else if run.can_close() {
            is_open = false;
        } else if let Some(joint) = run.closing_joint()
            && next.is_none_or(|next| next.can_open() || next.opening_joint().is_some())
        {
            joints.push(joint);
            is_open = false;
        }
    }
    joints
}

/// The runs of two or three asterisks that are neither escaped nor code.
fn runs(line: &str) -> Vec<Run> {
    let mut runs = Vec::new();
    let mut in_code = false;
    let mut at = 0;
    while let Some(next) = line[at..].find(['*', '`']) {
        at += next;
        let mark = line.as_bytes()[at];
        let length = line.as_bytes()[at..].iter().take_while(|&&byte| byte == mark).count();
        if mark == b'`' {
            in_code = !in_code;
        } else if !in_code && (2..=3).contains(&length) && !line[..at].ends_with('\\') {
            let before = line[..at].chars().next_back().unwrap_or(' ');
            let after = line[at + length..].chars().next().unwrap_or(' ');
            runs.push(Run { at, length, before, after });
        }
        at += length;
    }
    runs
}

#[cfg(test)]
mod tests {
    use super::*;

    fn marked(text: &str) -> String {
        let mut marked = text.to_owned();
        for at in joints(text).collect::<Vec<_>>().into_iter().rev() {
            marked.insert(at, '·');
        }
        marked
    }

    #[test]
    fn ends_of_bold_text_are_told_from_beginnings() {
        for (text, expected) in [
            ("**Ziel:**Die Eltern", "**Ziel:·**Die Eltern"),
            ("a\n- **Ziel:**Die **Eltern** da", "a\n- **Ziel:·**Die **Eltern** da"),
            ("**Dauer: **zwei, **Ort: **Rathaus", "**Dauer: ·**zwei, **Ort: ·**Rathaus"),
            ("**Dauer: **zwei, **Ort:** Rathaus", "**Dauer: ·**zwei, **Ort:** Rathaus"),
            ("**„Zitat“**Text", "**„Zitat“·**Text"),
            ("Das**„Zitat“**ist", "Das**·„Zitat“·**ist"),
            ("***Ziel:***Die", "***Ziel:·***Die"),
            ("`**` **Ziel:**Die", "`**` **Ziel:·**Die"),
        ] {
            assert_eq!(marked(text), expected);
        }
    }

    #[test]
    fn what_commonmark_understands_stays() {
        for text in [
            "**Ziel:** Die **Eltern**, **a**b",
            "**a **b** c**",
            "**Das (**wichtig** ist) gut**",
            "10 Euro** (ermäßigt: 5 Euro**)",
            "10 Euro**, 5 Euro**.",
            "** fett **",
            "2 ** 3 ** 4",
            "**inkl. MwSt.",
            "\\**Ziel:**Die",
            "`**Ziel:**Die`",
            "**a\nb:**c",
        ] {
            assert_eq!(marked(text), text);
        }
    }
}
