//! The closing line: how many problems in how many files.

use std::collections::BTreeSet;

use crate::diagnostic::{Diagnostic, Severity};
use crate::lang::MessageLang;

/// "2 Fehler, 1 Warnung in 2 Dateien"; nothing when there is no problem.
#[must_use]
pub fn summary(problems: &[Diagnostic], lang: MessageLang) -> Option<String> {
    if problems.is_empty() {
        return None;
    }
    let of = |severity| problems.iter().filter(|problem| problem.severity() == severity).count();
    let files: BTreeSet<_> =
        problems.iter().filter_map(|problem| Some(&problem.place.as_ref()?.file)).collect();

    let (error_words, warning_words, note_words, file_words) = match lang {
        MessageLang::De => {
            (["Fehler", "Fehler"], ["Warnung", "Warnungen"], ["Hinweis", "Hinweise"], ["Datei", "Dateien"])
        }
        MessageLang::En => {
            (["error", "errors"], ["warning", "warnings"], ["note", "notes"], ["file", "files"])
        }
    };
    let kinds =
        [(Severity::Error, error_words), (Severity::Warning, warning_words), (Severity::Note, note_words)];
    let kinds: Vec<_> =
        kinds.into_iter().filter_map(|(severity, words)| count(of(severity), words)).collect();
    let kinds = kinds.join(", ");
    Some(match count(files.len(), file_words) {
        Some(files) => format!("{kinds} in {files}"),
        None => kinds,
    })
}

fn count(number: usize, [one, many]: [&str; 2]) -> Option<String> {
    match number {
        0 => None,
        1 => Some(format!("1 {one}")),
        more => Some(format!("{more} {many}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Code;
    use crate::report::testing::file;

    #[test]
    fn problems_and_files_are_counted_in_good_grammar() {
        let error = |path| Diagnostic::new(Code::BrokenLink).at(&file(path), 0..1);
        let warning = |path| Diagnostic::new(Code::EmptyHeading).at(&file(path), 0..1);
        let said = |problems: &[Diagnostic], lang| summary(problems, lang).unwrap();

        let three = [error("a.md"), error("b.md"), warning("b.md")];
        assert_eq!(said(&three, MessageLang::De), "2 Fehler, 1 Warnung in 2 Dateien");
        assert_eq!(said(&three, MessageLang::En), "2 errors, 1 warning in 2 files");
        assert_eq!(said(&[error("a.md")], MessageLang::De), "1 Fehler in 1 Datei");
        assert_eq!(said(&[warning("a.md"), warning("a.md")], MessageLang::De), "2 Warnungen in 1 Datei");
        assert_eq!(said(&[Diagnostic::new(Code::MissingTheme)], MessageLang::En), "1 error");
        assert_eq!(summary(&[], MessageLang::De), None);
    }
}
