//! `fundus explain`: more about a message, or the list of all of them.

use fundus::diagnostic::{Code, Severity, entry, nearest_list};
use fundus::lang::MessageLang;

use super::args::ExplainArgs;
use super::context::Context;
use super::failure::Failure;
use super::{Outcome, console};

pub(super) fn run(args: &ExplainArgs, context: &Context) -> Result<Outcome, Failure> {
    let text = match &args.code {
        None => list(context.lang),
        Some(name) => explanation(find(name)?, context.lang),
    };
    console::out(&text)?;
    Ok(Outcome::Fine)
}

/// The code with this name; brackets and the word before them, copied along from a message, do not
/// disturb.
fn find(name: &str) -> Result<Code, Failure> {
    let bare = name.rsplit('[').next().unwrap_or(name).trim_end_matches([']', ':']).trim();
    Code::parse(bare).ok_or_else(|| {
        let near = nearest_list(bare, Code::ALL.iter().map(|code| code.as_str()));
        let (de, en) = if near.is_empty() {
            (
                "`fundus explain` ohne Code zählt alle auf.".to_owned(),
                "`fundus explain` without a code lists all of them.".to_owned(),
            )
        } else {
            (format!("Meinten Sie {near}?"), format!("Did you mean {near}?"))
        };
        Failure::new(
            format!("Eine Meldung mit dem Code `{bare}` gibt es nicht.\n{de}"),
            format!("There is no message with the code `{bare}`.\n{en}"),
        )
    })
}

fn explanation(code: Code, lang: MessageLang) -> String {
    let entry = entry(code);
    let wording = entry.wording(lang);
    let word = match (entry.severity, lang) {
        (Severity::Error, MessageLang::De) => "Fehler",
        (Severity::Error, MessageLang::En) => "error",
        (Severity::Warning, MessageLang::De) => "Warnung",
        (Severity::Warning, MessageLang::En) => "warning",
        (Severity::Note, MessageLang::De) => "Hinweis",
        (Severity::Note, MessageLang::En) => "note",
    };
    format!("{word}[{code}]: {}\n\n{}", wording.message.pattern(), wording.explain)
}

fn list(lang: MessageLang) -> String {
    let width = Code::ALL.iter().map(|code| code.as_str().len()).max().unwrap_or_default();
    Code::ALL
        .iter()
        .map(|code| format!("{:width$}  {}\n", code.as_str(), entry(*code).wording(lang).message.pattern()))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_found_as_it_is_copied_from_a_message() {
        for name in ["unknown-term", "[unknown-term]", "Fehler[unknown-term]:", "Unknown-Term"] {
            assert_eq!(find(name).unwrap(), Code::UnknownTerm, "{name}");
        }
    }

    #[test]
    fn an_unknown_code_leads_to_the_nearest() {
        assert_eq!(
            find("retired-trem").unwrap_err().text(MessageLang::De),
            "Eine Meldung mit dem Code `retired-trem` gibt es nicht.\nMeinten Sie `retired-term`?"
        );
        assert_eq!(
            find("E0308").unwrap_err().text(MessageLang::En),
            "There is no message with the code `E0308`.\n`fundus explain` without a code lists all of them."
        );
    }

    #[test]
    fn an_explanation_shows_the_message_it_is_about() {
        let text = explanation(Code::RetiredTerm, MessageLang::De);
        assert!(
            text.starts_with("Warnung[retired-term]: Der Begriff `…` wird nicht mehr verwendet.\n\nBegriffe"),
            "{text}"
        );
    }
}
