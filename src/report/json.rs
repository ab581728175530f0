//! One JSON object per problem, a line each, for programs.
//!
//! | field | |
//! |---|---|
//! | `code` | the stable name, as `fundus explain` takes it |
//! | `severity` | `error`, `warning` or `note` |
//! | `file` | the path within the site, or null |
//! | `line`, `column`, `end_line`, `end_column` | from 1, columns in characters, the end is the column after the last character; null when the file as a whole is meant |
//! | `bytes` | `[start, end]` in the file as it was given, or null |
//! | `message` | what is wrong |
//! | `hints` | what to do, a list of sentences |
//! | `related` | other places that belong to it: `file`, `line`, … `bytes` as above, and `label` or null |

use serde::Serialize;

use super::source_text::Sources;
use crate::diagnostic::{Diagnostic, Place, Severity};
use crate::lang::MessageLang;
use crate::path::SourcePath;

#[derive(Serialize)]
struct Problem<'a> {
    code: &'static str,
    severity: Severity,
    #[serde(flatten)]
    position: Position<'a>,
    message: String,
    hints: Vec<String>,
    related: Vec<Related<'a>>,
}

#[derive(Serialize)]
struct Related<'a> {
    #[serde(flatten)]
    position: Position<'a>,
    label: Option<String>,
}

#[derive(Default, Serialize)]
struct Position<'a> {
    file: Option<&'a SourcePath>,
    line: Option<usize>,
    column: Option<usize>,
    end_line: Option<usize>,
    end_column: Option<usize>,
    bytes: Option<[usize; 2]>,
}

impl<'a> Position<'a> {
    fn of(place: &'a Place, sources: &mut Sources<'_>) -> Self {
        let spot = sources.spot(place);
        Self {
            file: Some(&place.file),
            line: spot.map(|spot| spot.line),
            column: spot.map(|spot| spot.column),
            end_line: spot.map(|spot| spot.end_line),
            end_column: spot.map(|spot| spot.end_column),
            bytes: spot.map(|_| [place.span.start, place.span.end]),
        }
    }
}

pub(super) fn line(problem: &Diagnostic, lang: MessageLang, sources: &mut Sources<'_>) -> String {
    let problem = Problem {
        code: problem.code.as_str(),
        severity: problem.severity(),
        position: problem.place.as_ref().map(|place| Position::of(place, sources)).unwrap_or_default(),
        message: problem.message(lang),
        hints: problem.hints(lang),
        related: problem
            .others
            .iter()
            .map(|place| Related { position: Position::of(place, sources), label: problem.also_label(lang) })
            .collect(),
    };
    // Strings, numbers and lists always have a JSON form.
    serde_json::to_string(&problem).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use crate::diagnostic::{Code, Diagnostic};
    use crate::lang::MessageLang;
    use crate::report::Form;
    use crate::report::testing::{file, render_in, unknown_term};

    #[test]
    fn a_problem_is_an_object_on_a_line() {
        let expected = concat!(
            r#"{"code":"unknown-term","severity":"error","file":"content/konzepte/buero.md","#,
            r#""line":3,"column":24,"end_line":3,"end_column":34,"bytes":[53,63],"#,
            r#""message":"Den Begriff `jugendlche` gibt es in der Liste „Zielgruppen“ nicht.","#,
            r#""hints":["Meinten Sie `jugendliche`?"],"related":[]}"#,
            "\n"
        );
        assert_eq!(render_in(MessageLang::De, Form::Json, &[unknown_term()]), expected);
    }

    #[test]
    fn other_places_are_related_and_absent_ones_null() {
        let problem =
            Diagnostic::new(Code::DuplicateKey).also(&file("content/a.md"), 4..9).arg("key", "title");
        let said = render_in(MessageLang::En, Form::Json, &[problem]);
        assert!(said.contains(r#""file":null,"line":null,"#), "{said}");
        let related = r#""related":[{"file":"content/a.md","line":2,"column":1,"end_line":2,"end_column":6,"bytes":[4,9],"label":"first time here"}]"#;
        assert!(said.contains(related), "{said}");
    }
}
