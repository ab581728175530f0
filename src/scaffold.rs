//! From a type of document to the text of a new one: front matter with what was answered, the rest as
//! comments that say what is missing and what it looks like, and the usual headings.
//!
//! Invariant: the text is valid front matter whatever was answered, and becomes complete by filling
//! in the comments and taking their `#` away. Who is asked what, and where the file goes, is left to
//! the command line.

use crate::lang::{Lang, MessageLang};
use crate::model::{DocType, Field, Kind, KnownTerms, Role};

/// What is known about a document before it is written: values by the index of their field.
pub type Answers = Vec<(usize, Vec<String>)>;

/// The text of a new document of this type in the language `lang`. Comments speak the language of
/// messages that goes with it; `terms` gives them examples that exist.
#[must_use]
pub fn document(kind: &DocType, answers: &Answers, terms: &KnownTerms, lang: &Lang) -> String {
    let words = lang.message_lang();
    let answered = |index: usize| answers.iter().find(|(known, _)| *known == index).map(|(_, values)| values);
    let line = |index: usize| {
        let field = &kind.fields[index];
        answered(index).map(|values| format!("{}: {}\n", field.name, written_list(&field.kind, values)))
    };
    let comment = |index: usize| comment(&kind.fields[index], terms, words);
    let open = |index: &usize| answered(*index).is_none();

    let needed = needed(kind);
    let others: Vec<usize> = (0..kind.fields.len()).filter(|index| !needed.contains(index)).collect();
    let missing: String = needed.iter().copied().filter(open).map(comment).collect();
    let voluntary: String = others
        .iter()
        .copied()
        .filter(open)
        .filter(|index| is_proposed(&kind.fields[*index]))
        .map(comment)
        .collect();
    let [missing_head, voluntary_head] = match words {
        MessageLang::De => [
            "# Diese Angaben fehlen noch. Füllen Sie sie aus und löschen Sie das # davor:",
            "# Diese Angaben sind freiwillig:",
        ],
        MessageLang::En => [
            "# These entries are still missing. Fill them in and delete the # before them:",
            "# These entries are voluntary:",
        ],
    };

    let mut text = "---\n".to_owned();
    text.extend(needed.into_iter().chain(others).filter_map(line));
    for (head, lines) in [(missing_head, missing), (voluntary_head, voluntary)] {
        if !lines.is_empty() {
            text += &format!("\n{head}\n{lines}");
        }
    }
    text += "---\n";
    for section in sections(kind, lang) {
        text += &format!("\n## {section}\n");
    }
    text
}

/// The fields that a document of this type must have: title and summary before all others.
#[must_use]
pub fn needed(kind: &DocType) -> Vec<usize> {
    let mut needed: Vec<usize> =
        (0..kind.fields.len()).filter(|index| kind.fields[*index].required).collect();
    needed.sort_by_key(|index| match kind.fields[*index].role {
        Some(Role::Title) => 0,
        Some(Role::Summary) => 1,
        _ => 2,
    });
    needed
}

/// Whether a field that may be left out is worth a line: those that readers see or filter by.
fn is_proposed(field: &Field) -> bool {
    (field.fact || field.facet) && !field.private && !field.hidden
}

/// A field that is not filled in: a line to take the `#` away from, and behind it what it means.
fn comment(field: &Field, terms: &KnownTerms, lang: MessageLang) -> String {
    let help = field.help.message(lang);
    let choices = match &field.kind {
        Kind::Choice(choices) => choices.keys().map(String::as_str).collect::<Vec<_>>().join(", "),
        _ => String::new(),
    };
    let mut about = field.label.message(lang).to_owned();
    if !help.is_empty() {
        about += &format!(": {help}");
    }
    if !choices.is_empty() {
        about += &format!(" ({choices})");
    }
    let about = about.split_whitespace().collect::<Vec<_>>().join(" ");
    format!("# {}: {}  # {about}\n", field.name, sample(field, terms, lang))
}

/// A value as the field might have it.
#[must_use]
pub fn sample(field: &Field, terms: &KnownTerms, lang: MessageLang) -> String {
    let sample = match &field.kind {
        Kind::Text | Kind::Markdown => "\"…\"",
        Kind::Number => "12",
        // What is said to be public is public: nobody should say so by removing a `#`.
        Kind::Bool => "false",
        Kind::Date => "2026-03-14",
        Kind::DateTime if field.role == Some(Role::End) => "2026-03-14 17:00",
        Kind::DateTime => "2026-03-14 14:00",
        Kind::Period => match lang {
            MessageLang::De => "2021-07 bis 2022-12",
            MessageLang::En => "2021-07 to 2022-12",
        },
        Kind::Url => "https://www.example.org/",
        Kind::Email => "buero@example.org",
        Kind::File => "dateien/name.pdf",
        Kind::Translated => "{de: \"…\", en: \"…\"}",
        Kind::Query => "[{type: concept, limit: 6}]",
        Kind::Reference { .. } => match lang {
            MessageLang::De => "dateiname-ohne-md",
            MessageLang::En => "file-name-without-md",
        },
        Kind::Choice(choices) => {
            return choices.keys().next().map_or_else(String::new, |key| written(&field.kind, key));
        }
        Kind::Term(index) => {
            let first = terms.get(*index).and_then(|terms| terms.first());
            return first.map_or_else(|| "\"…\"".to_owned(), |(id, _)| written(&field.kind, id));
        }
        Kind::Group(parts) => {
            let parts: Vec<String> =
                parts.iter().map(|part| format!("{}: {}", part.name, sample(part, terms, lang))).collect();
            return format!("{{{}}}", parts.join(", "));
        }
    };
    sample.to_owned()
}

/// The headings that documents of this type usually have.
fn sections<'a>(kind: &'a DocType, lang: &Lang) -> &'a [String] {
    let of = |wanted: &str| kind.sections.iter().find(|(known, _)| known.as_str() == wanted);
    of(lang.as_str()).or_else(|| of(lang.base())).map_or(&[], |(_, sections)| sections)
}

fn written_list(kind: &Kind, values: &[String]) -> String {
    let values: Vec<String> = values.iter().map(|value| written(kind, value)).collect();
    match &values[..] {
        [only] => only.clone(),
        several => format!("[{}]", several.join(", ")),
    }
}

/// A value in YAML: bare where that is the usual form and cannot be misread, else in quotation marks.
fn written(kind: &Kind, value: &str) -> String {
    let made_of = |marks: &str| value.chars().all(|c| c.is_ascii_alphanumeric() || marks.contains(c));
    let bare = match kind {
        Kind::Term(_) | Kind::Choice(_) | Kind::Reference { .. } | Kind::File => {
            let keyword = ["true", "false", "null", "yes", "no", "on", "off", "y", "n"];
            value.starts_with(|c: char| c.is_ascii_lowercase()) && made_of("-/.") && !keyword.contains(&value)
        }
        Kind::Number | Kind::Bool | Kind::Date | Kind::DateTime | Kind::Period => {
            value.starts_with(|c: char| c.is_ascii_alphanumeric())
                && value.ends_with(|c: char| c.is_ascii_alphanumeric())
                && made_of("-.: ")
                && !value.contains(": ")
        }
        _ => false,
    };
    if bare { value.to_owned() } else { quoted(value) }
}

/// A text in double quotation marks, on one line. YAML reads JSON's escapes.
fn quoted(value: &str) -> String {
    serde_json::Value::from(value).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Labels, Model};

    fn news(answers: &[(&str, &[&str])]) -> String {
        let model = Model::builtin();
        let kind = &model.types[model.type_index("news").unwrap()];
        let answers = answers
            .iter()
            .map(|(name, values)| {
                (kind.field(name).unwrap(), values.iter().map(ToString::to_string).collect())
            })
            .collect();
        let mut terms: KnownTerms = vec![Vec::new(); model.vocabularies.len()];
        terms[model.vocabulary_index("funding_program").unwrap()]
            .push(("esf-plus".to_owned(), Labels::plain("ESF Plus")));
        document(kind, &answers, &terms, &Lang::default())
    }

    #[test]
    fn what_is_missing_is_asked_for_in_comments() {
        let text = news(&[("title", &["Stadt fördert: „Netzpaten“"])]);
        let expected = "\
---
title: \"Stadt fördert: „Netzpaten“\"

# Diese Angaben fehlen noch. Füllen Sie sie aus und löschen Sie das # davor:
# date: 2026-03-14  # Datum: Tag der Veröffentlichung, zum Beispiel 2026-03-14.

# Diese Angaben sind freiwillig:
# office: dateiname-ohne-md  # Amt
";
        assert!(text.starts_with(expected), "{text}");
        assert!(text.contains("\n# funding_program: esf-plus  # Förderprogramm: "), "{text}");
        assert!(text.ends_with("---\n"), "{text}");
    }

    #[test]
    fn answers_are_written_as_people_write_them() {
        let text = news(&[
            ("title", &["A"]),
            ("date", &["2026-03-14"]),
            ("office", &["stadt-jena", "Amt: Jugend"]),
            ("funding_program", &["2.1"]),
        ]);
        assert!(text.starts_with("---\ntitle: \"A\"\ndate: 2026-03-14\n"), "{text}");
        assert!(text.contains("\noffice: [stadt-jena, \"Amt: Jugend\"]\n"), "{text}");
        assert!(text.contains("\nfunding_program: \"2.1\"\n"), "{text}");
        assert!(!text.contains("fehlen noch"), "{text}");
    }

    #[test]
    fn the_end_of_an_event_comes_after_its_start() {
        let model = Model::builtin();
        let kind = &model.types[model.type_index("workshop").unwrap()];
        let text = document(kind, &Vec::new(), &Vec::new(), &Lang::default());
        assert!(
            text.contains("\n# start: 2026-03-14 14:00 ") && text.contains("\n# end: 2026-03-14 17:00 "),
            "{text}"
        );
    }

    #[test]
    fn the_usual_headings_follow() {
        let model = Model::builtin();
        let kind = &model.types[model.type_index("concept").unwrap()];
        let text = |lang| document(kind, &Vec::new(), &Vec::new(), &Lang::parse(lang).unwrap());
        assert!(text("de").ends_with(
            "---\n\n## Ausgangslage\n\n## Ziele\n\n## Vorgehen\n\n## Erfahrungen\n\n## Material\n"
        ));
        assert!(text("en").contains("# These entries are still missing."));
        assert!(text("en").contains("\n## Starting point\n"));
    }

    #[test]
    fn no_answer_breaks_out_of_its_line() {
        for evil in ["a\n---\nb", "x: y", "- a", "a #b", "\"", "true", "{a}", "~", ""] {
            let text = news(&[("title", &[evil]), ("date", &[evil]), ("funding_program", &[evil])]);
            assert_eq!(text.lines().filter(|line| *line == "---").count(), 2, "{text}");
        }
    }
}
