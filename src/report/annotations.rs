//! Workflow commands of GitHub and Forgejo: problems appear beside the lines of a change.
//!
//! `::error file=a.md,line=3,col=5,endLine=3,endColumn=9,title=code::message`. A command ends with
//! its line, so line breaks, `%`, and in properties also `:` and `,` are percent-encoded; see
//! GitHub's documentation of workflow commands.

use super::source_text::Sources;
use super::{View, severity_word};
use crate::diagnostic::{Diagnostic, Severity};

pub(super) fn line(problem: &Diagnostic, view: &View<'_>, sources: &mut Sources<'_>) -> String {
    let mut properties = Vec::new();
    if let Some(place) = &problem.place {
        properties.push(format!("file={}", property(&view.path(&place.file))));
        if let Some(spot) = sources.spot(place) {
            properties.push(format!("line={}", spot.line));
            properties.push(format!("col={}", spot.column));
            properties.push(format!("endLine={}", spot.end_line));
            properties.push(format!("endColumn={}", spot.end_column));
        }
    }
    properties.push(format!("title={}", property(problem.code.as_str())));

    let mut text = problem.message(view.lang);
    for hint in problem.hints(view.lang) {
        text.push('\n');
        text.push_str(&hint);
    }
    let command = match problem.severity() {
        Severity::Note => "notice",
        severity => severity_word(severity),
    };
    format!("::{command} {}::{}", properties.join(","), data(&text))
}

fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use crate::diagnostic::{Code, Diagnostic};
    use crate::lang::MessageLang;
    use crate::report::Form;
    use crate::report::testing::{file, render_in, unknown_term};

    #[test]
    fn a_problem_is_a_command_with_its_hints() {
        assert_eq!(
            render_in(MessageLang::De, Form::Annotations, &[unknown_term()]),
            "::error file=content/konzepte/buero.md,line=3,col=24,endLine=3,endColumn=34,title=unknown-term::\
             Den Begriff `jugendlche` gibt es in der Liste „Zielgruppen“ nicht.%0AMeinten Sie `jugendliche`?\n"
        );
    }

    #[test]
    fn nothing_in_a_name_or_value_can_end_the_command() {
        let problem = Diagnostic::new(Code::RetiredTerm)
            .at(&file("content/a,b:100%.md"), 0..0)
            .arg("value", "x\r\n::error::y");
        assert_eq!(
            render_in(MessageLang::En, Form::Annotations, &[problem]),
            "::warning file=content/a%2Cb%3A100%25.md,title=retired-term::\
             The term `x%0D%0A::error::y` is no longer used.\n"
        );
    }
}
