//! Problems for people: the line with the spot marked, and below it what to do.
//!
//! The frame around the line is drawn by `annotate-snippets`, which knows how wide a character is on
//! a terminal and trims long lines around the spot. Decided here: what goes into the frame. A range
//! over several lines is marked on its first line only, because that is where people start reading.
//! Of many problems of one kind the first [`FLOOD`] are shown; the rest are counted.

use std::collections::BTreeMap;
use std::ops::Range;

use annotate_snippets::{
    Annotation, AnnotationKind, Group, Level, Origin, Renderer, Snippet, normalize_untrusted_str,
};

use super::View;
use super::source_text::{SourceText, Sources};
use crate::diagnostic::{Code, Diagnostic, Place, Severity};
use crate::lang::MessageLang;

/// How many problems of one kind are shown before the rest are only counted.
const FLOOD: usize = 20;

/// The narrowest terminal for which lines are wrapped and trimmed.
const NARROWEST: usize = 40;

pub(super) fn render(problems: &[Diagnostic], view: &View<'_>, sources: &mut Sources<'_>) -> String {
    let renderer = if view.colour { Renderer::styled() } else { Renderer::plain() };
    let renderer = renderer.term_width(view.width.max(NARROWEST));
    let mut seen: BTreeMap<Code, usize> = BTreeMap::new();
    let mut text = String::new();
    for problem in problems {
        let count = seen.entry(problem.code).or_default();
        *count += 1;
        if *count <= FLOOD {
            text.push_str(&renderer.render(&[group(problem, view, sources)]));
            text.push_str("\n\n");
        }
    }
    for (code, count) in seen {
        if count > FLOOD {
            text.push_str(&remainder(code, count - FLOOD, view.lang));
            text.push_str("\n\n");
        }
    }
    text
}

fn remainder(code: Code, count: usize, lang: MessageLang) -> String {
    match (lang, count) {
        (MessageLang::De, 1) => {
            format!("… und 1 weitere Meldung dieser Art ({code}). Alle zeigt `--format short`.")
        }
        (MessageLang::De, _) => {
            format!("… und {count} weitere Meldungen dieser Art ({code}). Alle zeigt `--format short`.")
        }
        (MessageLang::En, _) => {
            format!("… and {count} more of this kind ({code}). `--format short` shows all of them.")
        }
    }
}

/// A problem as `annotate-snippets` takes it.
fn group(problem: &Diagnostic, view: &View<'_>, sources: &mut Sources<'_>) -> Group<'static> {
    let level = match (problem.severity(), view.lang) {
        (Severity::Error, MessageLang::De) => Level::ERROR.with_name("Fehler"),
        (Severity::Error, MessageLang::En) => Level::ERROR,
        (Severity::Warning, MessageLang::De) => Level::WARNING.with_name("Warnung"),
        (Severity::Warning, MessageLang::En) => Level::WARNING,
        (Severity::Note, MessageLang::De) => Level::NOTE.with_name("Hinweis"),
        (Severity::Note, MessageLang::En) => Level::NOTE,
    };
    let title = level.primary_title(problem.message(view.lang)).id(problem.code.as_str());
    let mut group = Group::with_title(title);

    for (file, marks) in by_file(problem, view.lang) {
        let path = view.path(&file.file);
        group = match sources.text(file) {
            Some(text) => group.element(snippet(text, path, marks)),
            None => group.element(Origin::path(path)),
        };
    }
    let help = match view.lang {
        MessageLang::De => Level::HELP.with_name("Hilfe"),
        MessageLang::En => Level::HELP,
    };
    for hint in problem.hints(view.lang) {
        let lines = wrap(&normalize_untrusted_str(&hint), view.width.max(NARROWEST) - 16);
        group = group.element(help.clone().message(lines));
    }
    group
}

/// A spot to be marked, and what to write beside it.
struct Mark {
    span: Range<usize>,
    label: Option<String>,
    kind: AnnotationKind,
}

/// The places of a problem, gathered by file: that of the problem itself first, the others in their
/// order. Beside each file stands one of its places.
fn by_file(problem: &Diagnostic, lang: MessageLang) -> Vec<(&Place, Vec<Mark>)> {
    let main = problem.place.iter().map(|place| (place, problem.label(lang), AnnotationKind::Primary));
    let others =
        problem.others.iter().map(|place| (place, problem.also_label(lang), AnnotationKind::Context));
    let mut files: Vec<(&Place, Vec<Mark>)> = Vec::new();
    for (place, label, kind) in main.chain(others) {
        let mark = Mark { span: place.span.clone(), label, kind };
        let whole = place.span == (0..0);
        match files.iter_mut().find(|(known, _)| known.file == place.file && (known.span == (0..0)) == whole)
        {
            Some((_, marks)) => marks.push(mark),
            None => files.push((place, vec![mark])),
        }
    }
    files
}

/// The marked lines of a file, and those between them, which the renderer folds.
fn snippet(text: &SourceText, path: String, marks: Vec<Mark>) -> Snippet<'static, Annotation<'static>> {
    let spots: Vec<_> = marks.iter().map(|mark| text.spot(&mark.span)).collect();
    let first = spots.iter().map(|spot| spot.line).min().unwrap_or(1);
    let last = spots.iter().map(|spot| spot.line).max().unwrap_or(1);
    let source = text.lines(first, last);
    let starts: Vec<usize> =
        std::iter::once(0).chain(source.match_indices('\n').map(|(at, _)| at + 1)).collect();

    let annotations: Vec<_> = marks
        .into_iter()
        .zip(spots)
        .map(|(mark, spot)| {
            let start = starts[spot.line - first];
            let line = source[start..].split('\n').next().unwrap_or_default();
            let end_column = if spot.end_line == spot.line { spot.end_column } else { usize::MAX };
            let span = start + byte_of(line, spot.column)..start + byte_of(line, end_column);
            mark.kind.span(span).label(mark.label)
        })
        .collect();
    Snippet::source(source).line_start(first).path(path).annotations(annotations)
}

/// The byte at which a column, counted from 1 in characters, begins.
fn byte_of(line: &str, column: usize) -> usize {
    line.char_indices().nth(column - 1).map_or(line.len(), |(at, _)| at)
}

/// Breaks a text into lines of about `width` characters: at spaces, but not inside backticks, so that
/// what is to be written can be copied.
fn wrap(text: &str, width: usize) -> String {
    let mut in_code = false;
    let words = text.split(|character: char| {
        in_code ^= character == '`';
        character == ' ' && !in_code
    });
    let mut wrapped = String::with_capacity(text.len() + 8);
    let mut used = 0;
    for word in words {
        let length = word.chars().count();
        if used > 0 {
            let fits = used + 1 + length <= width;
            wrapped.push(if fits { ' ' } else { '\n' });
            used = if fits { used + 1 } else { 0 };
        }
        wrapped.push_str(word);
        used += length;
    }
    wrapped
}

#[cfg(test)]
mod tests {
    use super::wrap;
    use crate::diagnostic::{Code, Diagnostic};
    use crate::lang::MessageLang;
    use crate::report::testing::{file, render_in, unknown_term, view};
    use crate::report::{Form, View, render};

    fn german(problem: Diagnostic, text: &[u8]) -> String {
        render(&[problem], Form::Human, &view(MessageLang::De), |_| Some(text.to_vec()))
    }

    /// The spot of the first `marked` in `text`, without message and hints.
    fn frame(text: &str, marked: &str) -> String {
        let start = text.find(marked).unwrap();
        let problem = Diagnostic::new(Code::YamlTab).at(&file("a.md"), start..start + marked.len());
        let said = german(problem, text.as_bytes());
        said.lines()
            .skip(1)
            .take_while(|line| !line.contains("Hilfe"))
            .map(|line| format!("{line}\n"))
            .collect()
    }

    #[test]
    fn the_spot_is_marked_and_help_given_in_german() {
        let expected = "\
Fehler[unknown-term]: Den Begriff `jugendlche` gibt es in der Liste „Zielgruppen“ nicht.
 --> content/konzepte/buero.md:3:24
  |
3 | target_group: [eltern, jugendlche]
  |                        ^^^^^^^^^^
  |
  = Hilfe: Meinten Sie `jugendliche`?

";
        assert_eq!(render_in(MessageLang::De, Form::Human, &[unknown_term()]), expected);
    }

    #[test]
    fn the_spot_is_marked_and_help_given_in_english() {
        let expected = "\
error[unknown-term]: There is no term `jugendlche` in the list “Zielgruppen”.
 --> content/konzepte/buero.md:3:24
  |
3 | target_group: [eltern, jugendlche]
  |                        ^^^^^^^^^^
  |
  = help: Did you mean `jugendliche`?

";
        assert_eq!(render_in(MessageLang::En, Form::Human, &[unknown_term()]), expected);
    }

    #[test]
    fn the_mark_stands_below_its_characters() {
        let wide = frame("a: Ä\u{308}ü 日本\tZiel: x\r\n", "Ziel");
        let expected = "\
\x20--> a.md:1:11
  |
1 | a: Ä\u{308}ü 日本    Ziel: x
  |               ^^^^
  |
";
        assert_eq!(wide, expected);
    }

    #[test]
    fn a_long_line_is_trimmed_around_the_spot() {
        let text = format!("{}ZIEL{}", "davor ".repeat(300), " danach".repeat(300));
        let said = frame(&text, "ZIEL");
        assert!(said.contains("davor ZIEL danach"), "{said}");
        assert!(said.lines().all(|line| line.chars().count() <= 110), "{said}");
        let [line, mark] = [2, 3].map(|at| said.lines().nth(at).unwrap());
        let before = |text: &str, part| text[..text.find(part).unwrap()].chars().count();
        assert_eq!(before(line, "ZIEL"), before(mark, "^^^^"));
    }

    #[test]
    fn a_range_over_several_lines_is_marked_on_its_first() {
        let expected = "\
\x20--> a.md:1:1
  |
1 | a: [
  | ^^^^
  |
";
        assert_eq!(frame("a: [\n  b,\n  c\n", "a: [\n  b,"), expected);
    }

    #[test]
    fn what_is_not_utf8_is_shown_all_the_same() {
        let problem = Diagnostic::new(Code::InvalidUtf8).at(&file("a.md"), 10..11).arg("line", 2);
        let expected = "\
Fehler[invalid-utf8]: Die Datei ist nicht als UTF-8 gespeichert; Umlaute kämen verstümmelt an.
 --> a.md:2:2
  |
2 | B\u{FFFD}ro
  |  ^
  |
  = Hilfe: Das erste unlesbare Zeichen steht in Zeile 2.
  = Hilfe: Speichern Sie die Datei noch einmal und wählen Sie dabei die Codierung „UTF-8“. Im
           Windows-Editor steht die Auswahl unten im Fenster „Speichern unter“.

";
        assert_eq!(german(problem, b"title: x\nB\xFCro"), expected);
    }

    #[test]
    fn other_places_are_shown_with_what_they_are() {
        let text = b"title: A\nfield: asd\nsummary: S\ntags: t\ntitle: B\n";
        let problem = Diagnostic::new(Code::DuplicateKey)
            .at(&file("a.md"), 39..44)
            .also(&file("a.md"), 0..5)
            .also(&file("b.md"), 9..14)
            .also(&file("c.md"), 0..0)
            .arg("key", "title");
        let expected = "\
Fehler[duplicate-key]: Die Angabe `title` steht hier zum zweiten Mal.
 --> a.md:5:1
  |
1 | title: A
  | ----- zum ersten Mal hier
...
5 | title: B
  | ^^^^^
  |
 ::: b.md:2:1
  |
2 | field: asd
  | ----- zum ersten Mal hier
 ::: c.md
  = Hilfe: Löschen Sie eine der beiden Zeilen.
  = Hilfe: Sollen mehrere Werte gelten, schreiben Sie sie als Liste in eine Zeile:
           `title: [erster, zweiter]`.

";
        assert_eq!(german(problem, text), expected);
    }

    #[test]
    fn a_problem_of_a_whole_file_names_the_file() {
        let problem = Diagnostic::new(Code::SymlinkLoop).at(&file("content/a"), 0..0);
        let expected = "\
error[symlink-loop]: This link leads back to itself in a circle.
--> content/a
 = help: Delete the link and put the file or folder itself in its place.

";
        assert_eq!(render_in(MessageLang::En, Form::Human, &[problem]), expected);
    }

    #[test]
    fn a_flood_is_counted_and_other_problems_still_shown() {
        let mut problems: Vec<_> =
            (0..100).map(|at| Diagnostic::new(Code::EmptyHeading).at(&file("a.md"), at..at + 1)).collect();
        problems.push(unknown_term());
        let said = render_in(MessageLang::De, Form::Human, &problems);
        assert_eq!(said.matches("Warnung[empty-heading]").count(), 20);
        assert_eq!(said.matches("Fehler[unknown-term]").count(), 1);
        assert!(said.ends_with(
            "… und 80 weitere Meldungen dieser Art (empty-heading). Alle zeigt `--format short`.\n\n"
        ));
        let short = render_in(MessageLang::De, Form::Short, &problems);
        assert_eq!(short.lines().count(), 101);
    }

    #[test]
    fn colours_are_used_only_when_asked_for() {
        let said = |colour| {
            let view = View { colour, ..view(MessageLang::De) };
            render(&[unknown_term()], Form::Human, &view, |_| None)
        };
        assert!(said(true).contains("\u{1b}["));
        assert!(!said(false).contains('\u{1b}'));
    }

    #[test]
    fn what_is_to_be_written_is_not_broken() {
        assert_eq!(
            wrap("Schreiben Sie: `a: b c d`. Dann weiter.", 16),
            "Schreiben Sie:\n`a: b c d`. Dann\nweiter."
        );
    }
}
