//! Problems → text: for people at a terminal, for editors' tools, for programs, for the forge.
//!
//! Input are problems in their final order ([`crate::diagnostic::sort`]) and a function that reads a
//! file of the site. Lines and columns count from 1, columns in characters; how that follows from
//! bytes is told in `source_text` alone. Invariant: every form but the human one says every
//! problem; the human one says at least how many it leaves out. Nothing here prints.

mod annotations;
mod human;
mod json;
mod short;
mod source_text;
mod summary;

pub use summary::summary;

use crate::diagnostic::{Diagnostic, Severity};
use crate::lang::MessageLang;
use crate::path::SourcePath;
use source_text::Sources;

/// The forms in which problems are said.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Form {
    /// The line itself with the spot marked, and what to do about it.
    #[default]
    Human,
    /// `file:line:column: error[code]: message`, a line each, as editors and grep understand it.
    Short,
    /// A JSON object on each line; `json` documents its fields.
    Json,
    /// Workflow commands (`::error file=…`), which GitHub and Forgejo show beside the changed lines.
    Annotations,
}

/// Who reads: what the forms depend on besides the problems.
#[derive(Clone, Copy, Debug)]
pub struct View<'a> {
    /// The language of messages.
    pub lang: MessageLang,
    /// Whether the human form uses colours.
    pub colour: bool,
    /// How many columns the human form may fill.
    pub width: usize,
    /// What stands before a path, so that it can be opened from where the reader is: empty, or the
    /// site's root folder with a `/` at its end. JSON does without: its paths belong to the site.
    pub root: &'a str,
}

impl View<'_> {
    fn path(&self, file: &SourcePath) -> String {
        one_line(&format!("{}{file}", self.root))
    }
}

/// Says the problems in this form; each ends in a line break. `read` gives the bytes of a file of
/// the site, or nothing when it cannot be read: the problem is then said without its line.
#[must_use]
pub fn render(
    problems: &[Diagnostic],
    form: Form,
    view: &View<'_>,
    read: impl Fn(&SourcePath) -> Option<Vec<u8>>,
) -> String {
    let mut sources = Sources::new(&read);
    match form {
        Form::Human => human::render(problems, view, &mut sources),
        Form::Short => each(problems, |problem| short::line(problem, view, &mut sources)),
        Form::Json => each(problems, |problem| json::line(problem, view.lang, &mut sources)),
        Form::Annotations => each(problems, |problem| annotations::line(problem, view, &mut sources)),
    }
}

/// Line and column of a problem, from 1; `None` without a place in a file that can be read.
#[must_use]
pub fn position(
    problem: &Diagnostic,
    read: impl Fn(&SourcePath) -> Option<Vec<u8>>,
) -> Option<(usize, usize)> {
    let spot = Sources::new(&read).spot(problem.place.as_ref()?)?;
    Some((spot.line, spot.column))
}

/// The text on a single line, without what would drive a terminal.
fn one_line(text: &str) -> String {
    text.chars()
        .map(|character| match character {
            '\n' | '\r' | '\t' | '\u{2028}' | '\u{2029}' | '\u{85}' => ' ',
            other if other.is_control() => char::REPLACEMENT_CHARACTER,
            other => other,
        })
        .collect()
}

fn each(problems: &[Diagnostic], mut line: impl FnMut(&Diagnostic) -> String) -> String {
    problems.iter().map(|problem| line(problem) + "\n").collect()
}

/// The word that tools look for; it is the same in every language.
const fn severity_word(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "note",
    }
}

#[cfg(test)]
pub(crate) mod testing {
    //! A small site for the tests of the forms.

    use crate::diagnostic::{Code, Diagnostic};
    use crate::lang::MessageLang;
    use crate::path::SourcePath;

    use super::{Form, View};

    pub(crate) const CONCEPT: &str = "---\ntitle: Büro für Ältere\ntarget_group: [eltern, jugendlche]\n---\n";

    pub(crate) fn file(path: &str) -> SourcePath {
        SourcePath::new(path).unwrap()
    }

    pub(crate) fn view(lang: MessageLang) -> View<'static> {
        View { lang, colour: false, width: 100, root: "" }
    }

    pub(crate) fn unknown_term() -> Diagnostic {
        let start = CONCEPT.find("jugendlche").unwrap();
        Diagnostic::new(Code::UnknownTerm)
            .at(&file("content/konzepte/buero.md"), start..start + "jugendlche".len())
            .arg("value", "jugendlche")
            .arg("vocabulary", "Zielgruppen")
            .arg("nearest", "`jugendliche`")
    }

    pub(crate) fn render_in(lang: MessageLang, form: Form, problems: &[Diagnostic]) -> String {
        super::render(problems, form, &view(lang), |_| Some(CONCEPT.as_bytes().to_vec()))
    }
}

#[cfg(test)]
mod tests {
    use super::testing::{CONCEPT, file, view};
    use super::*;
    use crate::diagnostic::Code;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn no_text_and_no_span_makes_it_panic(
            bytes in proptest::collection::vec(prop_oneof![any::<u8>(), Just(b'\n'), Just(b'\t'), Just(b'a')], 0..80),
            start in 0usize..100, length in 0usize..50, other in 0usize..100, width in 0usize..120,
        ) {
            let problem = Diagnostic::new(Code::DuplicateKey)
                .at(&file("a.md"), start..start + length)
                .also(&file("a.md"), other..other + 1)
                .also(&file("b.md"), other..start)
                .arg("key", String::from_utf8_lossy(&bytes));
            let view = View { width, ..view(MessageLang::De) };
            for form in [Form::Human, Form::Short, Form::Json, Form::Annotations] {
                let text = render(std::slice::from_ref(&problem), form, &view, |_| Some(bytes.clone()));
                prop_assert!(text.ends_with('\n'));
                prop_assert!(form == Form::Human || text.lines().count() == 1, "{text:?}");
            }
        }

        #[test]
        fn the_human_form_names_the_same_line_and_column_as_the_short_one(text in "[aä日e\u{301}\t \n]{1,60}", start in 0usize..60) {
            let problem = Diagnostic::new(Code::YamlSyntax).at(&file("a.md"), start..start + 1);
            let said = |form| render(std::slice::from_ref(&problem), form, &view(MessageLang::En), |_| Some(text.clone().into_bytes()));
            let short = said(Form::Short);
            let place = short.split(": ").next().unwrap();
            let human = said(Form::Human);
            prop_assert!(human.contains(&format!("--> {place}\n")), "{short}{human}");
        }
    }

    #[test]
    fn a_file_that_cannot_be_read_is_still_named() {
        let problem = Diagnostic::new(Code::Unreadable).at(&file("content/a.md"), 3..4).arg("reason", "weg");
        for form in [Form::Human, Form::Short, Form::Json, Form::Annotations] {
            let text = render(std::slice::from_ref(&problem), form, &view(MessageLang::De), |_| None);
            assert!(text.contains("content/a.md"), "{text}");
        }
    }

    #[test]
    fn paths_can_be_opened_from_where_the_reader_stands() {
        let view = View { root: "site/", ..view(MessageLang::De) };
        let problem = testing::unknown_term();
        for form in [Form::Human, Form::Short, Form::Annotations] {
            let text = render(std::slice::from_ref(&problem), form, &view, |_| Some(CONCEPT.into()));
            assert!(text.contains("site/content/konzepte/buero.md"), "{text}");
        }
    }
}
