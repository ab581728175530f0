//! Asking an editor for the values of a new document, field by field.
//!
//! Questions and answers go through a [`Talk`], so that the tests can hold one without a terminal.
//! An empty answer leaves a field open; it can be filled in later in the file.

use fundus::diagnostic::nearest;
use fundus::lang::MessageLang;
use fundus::model::Field;
use fundus::scaffold;
use fundus::text::fold;

/// One side of a conversation.
pub(super) struct Talk<'a> {
    /// The language to ask in.
    pub(super) lang: MessageLang,
    /// Says something without ending the line.
    pub(super) say: &'a mut dyn FnMut(&str),
    /// Waits for a line; `None` when there will be no more.
    pub(super) hear: &'a mut dyn FnMut() -> Option<String>,
}

/// A value that an answer may name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Offer {
    /// What is written into the file.
    pub(super) value: String,
    /// What readers see.
    pub(super) label: String,
    /// Other words for it.
    pub(super) others: Vec<String>,
}

/// How many offers are listed before a question; more than that nobody reads.
const LISTED: usize = 30;

impl Talk<'_> {
    /// Asks until the answer fits or is empty. With `offers`, only these fit, unless it is `open`; else what the field
    /// `reads`.
    pub(super) fn ask(
        &mut self,
        field: &Field,
        offers: &[Offer],
        open: bool,
        reads: &dyn Fn(&str) -> bool,
    ) -> Vec<String> {
        let question = self.question(field, offers);
        (self.say)(&question);
        loop {
            (self.say)("> ");
            let Some(answer) = (self.hear)() else { return Vec::new() };
            let parts: Vec<&str> = match offers {
                [] => vec![answer.trim()],
                _ if field.many => answer.split(',').map(str::trim).collect(),
                _ => vec![answer.trim()],
            };
            let parts: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
            if let Some(part) = parts.iter().find(|part| offers.is_empty() && !reads(part)) {
                let example = scaffold::sample(field, &Vec::new(), self.lang);
                let objection = match self.lang {
                    MessageLang::De => format!("  `{part}` passt hier nicht. Zum Beispiel: {example}\n"),
                    MessageLang::En => format!("  `{part}` does not fit here. For example: {example}\n"),
                };
                (self.say)(&objection);
                continue;
            }
            let parts = parts.into_iter();
            match parts.map(|part| chosen(part, offers, open)).collect::<Result<Vec<_>, _>>() {
                Ok(values) => return values,
                Err(unknown) => {
                    let objection = self.unknown(&unknown, offers);
                    (self.say)(&objection);
                }
            }
        }
    }

    fn question(&self, field: &Field, offers: &[Offer]) -> String {
        let mut question = format!("\n{}\n", field.label.message(self.lang));
        let help = field.help.message(self.lang);
        if !help.is_empty() {
            question += &format!("  {help}\n");
        }
        let listed: Vec<&str> = offers.iter().take(LISTED).map(|offer| offer.value.as_str()).collect();
        if !listed.is_empty() {
            let (possible, several) = match self.lang {
                MessageLang::De => ("Möglich sind", "Mehrere mit Komma trennen."),
                MessageLang::En => ("Possible values", "Separate several by commas."),
            };
            let more = if offers.len() > LISTED { ", …" } else { "" };
            question += &format!("  {possible}: {}{more}\n", listed.join(", "));
            if field.many {
                question += &format!("  {several}\n");
            }
        }
        question
    }

    fn unknown(&self, answer: &str, offers: &[Offer]) -> String {
        let words = offers.iter().flat_map(|offer| [offer.value.as_str(), offer.label.as_str()]);
        let near = nearest(answer, words).first().map(|near| {
            // What is written is the value, even where the label came nearest.
            offers.iter().find(|offer| offer.label == **near).map_or(*near, |offer| offer.value.as_str())
        });
        match (self.lang, near) {
            (MessageLang::De, Some(near)) => format!("  `{answer}` gibt es nicht. Meinten Sie `{near}`?\n"),
            (MessageLang::En, Some(near)) => format!("  There is no `{answer}`. Did you mean `{near}`?\n"),
            (MessageLang::De, None) => {
                format!(
                    "  `{answer}` gibt es nicht. Mit der Eingabetaste lassen Sie die Angabe vorerst offen.\n"
                )
            }
            (MessageLang::En, None) => {
                format!("  There is no `{answer}`. Press Enter to leave it open for now.\n")
            }
        }
    }
}

/// The value that an answer names, or the answer itself when none fits.
fn chosen(answer: &str, offers: &[Offer], open: bool) -> Result<String, String> {
    let wanted = fold(answer);
    let is_named = |offer: &&Offer| {
        let mut words = [&offer.value, &offer.label].into_iter().chain(&offer.others);
        words.any(|word| fold(word) == wanted)
    };
    let named = offers.iter().find(is_named);
    match named {
        Some(offer) => Ok(offer.value.clone()),
        None if open || offers.is_empty() => Ok(answer.to_owned()),
        None => Err(answer.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use fundus::model::Model;

    fn offers() -> Vec<Offer> {
        [("eltern", "Eltern", "Mütter"), ("aeltere-ab-50", "Ältere ab 50", "Senioren")]
            .map(|(value, label, other)| Offer {
                value: value.to_owned(),
                label: label.to_owned(),
                others: vec![other.to_owned()],
            })
            .to_vec()
    }

    /// What is understood, and all that was said meanwhile.
    fn talk(name: &str, offers: &[Offer], answers: &[&str]) -> (Vec<String>, String) {
        let model = Model::builtin();
        let kind = &model.types[model.type_index("concept").unwrap()];
        let field = &kind.fields[kind.field(name).unwrap()];
        let mut said = String::new();
        let mut answers = answers.iter();
        let values = Talk {
            lang: MessageLang::De,
            say: &mut |text| said.push_str(text),
            hear: &mut || answers.next().map(ToString::to_string),
        }
        .ask(field, offers, false, &|text| text != "morgen");
        (values, said)
    }

    #[test]
    fn a_question_says_what_is_wanted_and_what_is_possible() {
        let (values, said) = talk("target_group", &offers(), &["Ältere ab 50, ELTERN"]);
        assert_eq!(values, ["aeltere-ab-50", "eltern"]);
        assert_eq!(talk("target_group", &offers(), &["Senioren, Mütter"]).0, values);
        let expected = "
Zielgruppe
  Für wen ist das gedacht? Ein Begriff oder mehrere.
  Möglich sind: eltern, aeltere-ab-50
  Mehrere mit Komma trennen.
> ";
        assert_eq!(said, expected);
    }

    #[test]
    fn what_does_not_exist_is_asked_for_again_with_the_nearest() {
        let (values, said) = talk("target_group", &offers(), &["Eltren", "eltern"]);
        assert_eq!(values, ["eltern"]);
        assert!(said.ends_with("\n>   `Eltren` gibt es nicht. Meinten Sie `eltern`?\n> "), "{said}");
    }

    #[test]
    fn what_the_field_does_not_read_is_asked_for_again() {
        let (values, said) = talk("updated", &[], &["morgen", "2026-03-15"]);
        assert_eq!(values, ["2026-03-15"]);
        assert!(said.ends_with("> \u{20} `morgen` passt hier nicht. Zum Beispiel: 2026-03-14\n> "), "{said}");
    }

    #[test]
    fn an_empty_answer_and_the_end_of_input_leave_it_open() {
        assert_eq!(talk("target_group", &offers(), &[""]).0, Vec::<String>::new());
        assert_eq!(talk("target_group", &offers(), &["Traktor"]).0, Vec::<String>::new());
        assert_eq!(talk("summary", &[], &["Kurz, aber klar."]).0, ["Kurz, aber klar."]);
    }
}
