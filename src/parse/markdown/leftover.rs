//! What other programs leave in a text: marks of their own that mean nothing here and would stand on the page.

use std::ops::Range;

use memchr::{memchr2, memchr3};

use super::writer::Writer;
use crate::diagnostic::Code;

/// Nothing of this kind is longer, in bytes.
const REACH: usize = 200;

const OTHER: [&str; 2] = ["einem anderen Programm", "another program"];

/// How such marks begin and end, and which program leaves them.
const LEFTOVERS: &[(&str, &str, [&str; 2])] = &[
    (":contentReference[", "}", ["ChatGPT"; 2]),
    ("【", "】", ["ChatGPT"; 2]),
    ("<o:p", "</o:p>", ["Word"; 2]),
    ("[TOC", "]", OTHER),
    ("{", "}", OTHER),
    ("==", "==", OTHER),
];

impl Writer<'_> {
    /// Reports such marks in a running text.
    pub(super) fn check_leftover(&mut self, range: &Range<usize>) {
        let source = self.source;
        if !may_begin(&source.text, range) {
            return;
        }
        for (place, [de, en]) in leftovers(&source.text, range) {
            let found = source.restore(&source.text[place.clone()]).into_owned();
            let marked = found.strip_prefix("==").and_then(|found| found.strip_suffix("=="));
            let instead = marked.map_or_else(String::new, |text| format!("<mark>{text}</mark>"));
            let delete = if marked.is_some() { "" } else { &found };
            self.problem(Code::Leftover, &place, |problem| {
                let problem = problem.arg("found", &found).arg_each("program", de, en);
                problem.arg("instead", &instead).arg("delete", delete)
            });
        }
    }
}

/// Whether a mark may begin in the range, told by signs of which hardly a text has one. It takes a fraction of the time
/// of looking for each mark.
fn may_begin(source: &str, range: &Range<usize>) -> bool {
    // The one mark that begins with a frequent sign has a bracket at its end.
    let end = (range.end + LEFTOVERS[0].0.len()).min(source.len());
    let window = source.as_bytes().get(range.start..end).unwrap_or_default();
    let first_of_bracket = "【".as_bytes()[0];
    memchr3(b'[', b'{', b'=', window).or_else(|| memchr2(b'<', first_of_bracket, window)).is_some()
}

/// The marks that begin in the range, each with its program.
fn leftovers<'s>(
    source: &'s str,
    range: &Range<usize>,
) -> impl Iterator<Item = (Range<usize>, [&'static str; 2])> + use<'s> {
    let (start, end) = (range.start, range.end);
    LEFTOVERS.iter().flat_map(move |&(begin, finish, program)| {
        // Brackets begin texts of their own, so a mark may go on in the next one.
        let window = &source[start..source.floor_char_boundary((end + begin.len() - 1).min(source.len()))];
        window.match_indices(begin).filter_map(move |(at, _)| {
            let inner_at = start + at + begin.len();
            let reach = source.floor_char_boundary((inner_at + REACH).min(source.len()));
            let rest = source[inner_at..reach].split('\n').next().unwrap_or_default();
            let inner = &rest[..rest.find(finish)?];
            let place = start + at..inner_at + inner.len() + finish.len();
            is_leftover(begin, inner, &source[..place.start], &source[place.end..])
                .then_some((place, program))
        })
    })
}

/// Whether a mark that begins like this is one, with this within, before and behind it.
fn is_leftover(begin: &str, inner: &str, before: &str, after: &str) -> bool {
    let is_edge =
        |letter: Option<char>| letter.is_none_or(|letter| !letter.is_alphanumeric() && letter != '=');
    match begin {
        // Attributes belong to an image or a link.
        "{" => before.ends_with(')') && (inner.contains('=') || inner.starts_with(['.', '#', ':'])),
        "==" => {
            inner.trim() == inner
                && !inner.is_empty()
                && is_edge(before.chars().next_back())
                && is_edge(after.chars().next())
        }
        "【" => inner.contains('†'),
        "[TOC" => {
            inner.is_empty()
                && is_edge_of_line(before.chars().next_back())
                && is_edge_of_line(after.chars().next())
        }
        _ => true,
    }
}

fn is_edge_of_line(letter: Option<char>) -> bool {
    letter.is_none_or(|letter| matches!(letter, '\r' | '\n'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(source: &str) -> Vec<&str> {
        leftovers(source, &(0..source.len())).map(|(place, _)| &source[place]).collect()
    }

    #[test]
    fn marks_of_other_programs_are_found() {
        for (source, expected) in [
            ("Text :contentReference[oaicite:0]{index=0}.", ":contentReference[oaicite:0]{index=0}"),
            ("Text【4†source】.", "【4†source】"),
            ("Text<o:p></o:p>", "<o:p></o:p>"),
            ("Text\n[TOC]\n", "[TOC]"),
            ("![a](b.jpg){width=50%}", "{width=50%}"),
            ("Das ist ==wichtig==.", "==wichtig=="),
        ] {
            assert_eq!(found(source), [expected], "{source}");
        }
        assert_eq!(found("==a== und ==b=="), ["==a==", "==b=="]);
        for source in
            ["a == b == c", "a==b==c", "====", "{a=b}", "(a){b}", "【序】", "[TOC] da", "<o:p>", "== a =="]
        {
            assert!(found(source).is_empty(), "{source}");
        }
    }
}
