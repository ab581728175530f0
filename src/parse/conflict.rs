//! Two versions of a text that met when changes were brought together, with the marks that git leaves around them.
//!
//! As text, they would be a heading and quotations; so nothing else is told of a file that has them.

use std::ops::Range;

use memchr::memmem;

use crate::diagnostic::{Code, Diagnostic};
use crate::path::SourcePath;

/// How the lines of such a place begin, in their order; the second one is of git's longer form only.
const MARKS: [&str; 4] = ["<<<<<<<", "|||||||", "=======", ">>>>>>>"];
/// Of these, the one between the versions.
const BETWEEN: usize = 2;
/// And the one below them.
const LAST: usize = 3;

/// The problems of such places in the text of a file: one for each, at its first mark.
pub(super) fn check(file: &SourcePath, text: &str) -> Vec<Diagnostic> {
    let is_there = |mark: &str| memmem::find(text.as_bytes(), mark.as_bytes()).is_some();
    if !is_there(MARKS[0]) && !is_there(MARKS[LAST]) {
        return Vec::new();
    }
    let mut found: Vec<Vec<(usize, Range<usize>)>> = Vec::new();
    // Whether marks that follow belong to the last place.
    let mut is_open = false;
    let mut fence: Option<&str> = None;
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let start = at;
        at += line.len();
        let line = line.trim_end();
        // Code may show what such a place looks like.
        let sign = ["```", "~~~"].into_iter().find(|sign| line.trim_start().starts_with(sign));
        match (fence, sign) {
            (None, Some(_)) => fence = sign,
            (Some(open), Some(sign)) if open == sign => fence = None,
            _ => {}
        }
        let Some(mark) = mark(line).filter(|_| fence.is_none()) else { continue };
        let place = (mark, start..start + line.len());
        match (mark, found.last_mut().filter(|_| is_open)) {
            (0, _) | (LAST, None) => found.push(vec![place]),
            (_, Some(last)) => last.push(place),
            // A line of equals signs makes a heading of the one above it.
            (_, None) => continue,
        }
        is_open = mark != LAST;
    }
    found.into_iter().filter_map(|marks| problem(file, &marks)).collect()
}

/// Which of the marks a line is: alone, or with the name of a version behind it.
fn mark(line: &str) -> Option<usize> {
    let mark = MARKS.iter().position(|mark| line.starts_with(mark))?;
    let rest = &line[MARKS[mark].len()..];
    let is_mark = if mark == BETWEEN || mark == 0 && rest.is_empty() {
        rest.is_empty()
    } else {
        rest.starts_with(' ') && !rest.trim().is_empty()
    };
    is_mark.then_some(mark)
}

fn problem(file: &SourcePath, marks: &[(usize, Range<usize>)]) -> Option<Diagnostic> {
    let ((_, first), others) = marks.split_first()?;
    let has = |mark: usize| marks.iter().any(|(known, _)| *known == mark);
    let shown: Vec<String> = marks.iter().map(|(mark, _)| format!("`{}`", MARKS[*mark])).collect();
    // Where somebody has begun to tidy up, there may be one line left.
    let name = if has(0) && has(BETWEEN) && has(LAST) { "marks" } else { "left" };
    let problem = Diagnostic::new(Code::MergeConflict).at(file, first.clone()).arg(name, shown.join(", "));
    Some(others.iter().fold(problem, |problem, (_, span)| problem.also(file, span.clone())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_of_a_merge_are_found_and_nothing_else() {
        let found = |text: &str| {
            let problems = check(&SourcePath::new("a.md").unwrap(), text);
            problems
                .iter()
                .map(|problem| {
                    let line = text[..problem.place.as_ref().unwrap().span.start].matches('\n').count() + 1;
                    (line, problem.others.len())
                })
                .collect::<Vec<_>>()
        };
        let conflict = "<<<<<<< HEAD\na\n=======\nb\n>>>>>>> main\n";
        assert_eq!(found(conflict), [(1, 2)]);
        assert_eq!(found(&conflict.replace('\n', "\r\n")), [(1, 2)]);
        assert_eq!(found(&format!("x\n{conflict}y\n{conflict}")), [(2, 2), (8, 2)]);
        assert_eq!(found("<<<<<<< HEAD\na\n||||||| 0a1b\nc\n=======\nb\n>>>>>>> 2c3d (Text)\n"), [(1, 3)]);
        assert_eq!(found("a\n>>>>>>> main\n"), [(2, 0)]);
        for text in [
            "Titel\n=======\n\nText\n",
            "```\n<<<<<<< HEAD\n=======\n>>>>>>> main\n```\n",
            " <<<<<<< HEAD\n",
            "<<<<<<<<<< HEAD\n",
            ">>>>>>> \n",
            "Text <<<<<<< HEAD\n",
        ] {
            assert_eq!(found(text), [], "{text}");
        }
    }
}
