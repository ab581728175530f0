//! One line per problem: `file:line:column: error[code]: message`.
//!
//! The form that compilers have had for decades, so that editors jump to the spot. Without a line
//! (the file as a whole, or no file) the numbers are left out.

use super::source_text::Sources;
use super::{View, one_line, severity_word};
use crate::diagnostic::Diagnostic;

pub(super) fn line(problem: &Diagnostic, view: &View<'_>, sources: &mut Sources<'_>) -> String {
    let place = problem.place.as_ref().map_or(String::new(), |place| {
        let file = view.path(&place.file);
        match sources.spot(place) {
            Some(spot) => format!("{file}:{}:{}: ", spot.line, spot.column),
            None => format!("{file}: "),
        }
    });
    let word = severity_word(problem.severity());
    format!("{place}{word}[{}]: {}", problem.code, one_line(&problem.message(view.lang)))
}

#[cfg(test)]
mod tests {
    use crate::diagnostic::{Code, Diagnostic};
    use crate::lang::MessageLang;
    use crate::report::Form;
    use crate::report::testing::{file, render_in, unknown_term};

    #[test]
    fn a_problem_is_a_line() {
        assert_eq!(
            render_in(MessageLang::De, Form::Short, &[unknown_term()]),
            "content/konzepte/buero.md:3:24: error[unknown-term]: \
             Den Begriff `jugendlche` gibt es in der Liste „Zielgruppen“ nicht.\n"
        );
        assert_eq!(
            render_in(MessageLang::En, Form::Short, &[unknown_term()]),
            "content/konzepte/buero.md:3:24: error[unknown-term]: \
             There is no term `jugendlche` in the list “Zielgruppen”.\n"
        );
    }

    #[test]
    fn without_a_line_the_numbers_are_left_out() {
        let whole = Diagnostic::new(Code::SymlinkLoop).at(&file("content/a"), 0..0);
        let nowhere = Diagnostic::new(Code::MissingTheme).arg("name", "bunt\u{1b}[31m\nrot");
        assert_eq!(
            render_in(MessageLang::En, Form::Short, &[whole, nowhere]),
            "content/a: error[symlink-loop]: This link leads back to itself in a circle.\n\
             error[missing-theme]: A theme `bunt\u{FFFD}[31m rot` cannot be found.\n"
        );
    }
}
