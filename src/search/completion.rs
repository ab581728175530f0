//! From the beginning of a word to the words that it may become, for the suggestions below a search field.
//!
//! Only what some document writes as a word is offered, of each class one form. The commonest comes first, by the
//! documents that have the word itself: what a synonym lends to a word does not make it one that readers type. The browser
//! does the same (`completions` in `search.js`).

use super::fold::fold;
use super::opened::{Opened, OpenedForm};
use super::query::parse;
use super::resolve::{INFLECTED, has_umlaut, shown};

/// Words that are offered, at most.
const OFFERED: usize = 4;

impl Opened {
    /// `text` with the words that its last one may become.
    #[must_use]
    pub fn completions(&self, text: &str) -> Vec<String> {
        let query = parse(text, &self.stopwords);
        let Some(word) = query.words.iter().find(|word| word.open) else { return Vec::new() };
        let Some(before) = text.strip_suffix(&word.typed) else { return Vec::new() };
        let joined = word.form.replace('-', "");
        let mut forms = self.beginning_with(&fold(&joined));
        forms.extend(self.beginning_with_umlauts(&joined));
        let is_offered = |form: &OpenedForm| {
            // Who types `stä` does not mean `Stadt`; who types `forder` may have no key for `ö`.
            form.written
                && !self.stopwords.has(&form.text)
                && (!has_umlaut(&joined) || form.text.starts_with(&joined))
        };
        forms.retain(|at| is_offered(&self.forms[*at]));
        let classes = self.classes_of(&forms);
        let mut words: Vec<usize> = classes.iter().filter_map(|class| self.word_of(*class, &forms)).collect();
        let rarity = |class: u32| self.classes.get(class as usize).map_or(u32::MAX, |class| class.rarity);
        // Behind them what is only an inflection of a common word: `standen` of `steht`.
        words.sort_by_key(|at| {
            let form = &self.forms[*at];
            (!form.home, rarity(form.class), form.class)
        });
        let mut offered: Vec<&OpenedForm> = Vec::new();
        for form in words.into_iter().map(|at| &self.forms[at]) {
            // The word that stands there already is no news, and neither is another ending of one that is offered.
            let is_news = form.text != joined && !offered.iter().any(|other| is_inflected(form, other));
            if is_news && offered.len() < OFFERED {
                offered.push(form);
            }
        }
        offered.into_iter().map(|form| format!("{before}{}", shown(form))).collect()
    }
}

/// Whether one form is the other with an ending.
fn is_inflected(one: &OpenedForm, other: &OpenedForm) -> bool {
    let is_of =
        |long: &str, short: &str| long.strip_prefix(short).is_some_and(|ending| INFLECTED.contains(&ending));
    is_of(&one.text, &other.text) || is_of(&other.text, &one.text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::search::index::index;
    use crate::search::input::{Document, Settings};

    /// What is offered for a beginning over documents with these texts.
    fn offered(texts: &[&str], synonyms: &[&str], beginning: &str) -> Vec<String> {
        let document = |at: usize| Document {
            lang: "de".into(),
            title: format!("{at:02}"),
            summary: texts[at].into(),
            ..Document::default()
        };
        let group: Vec<String> = synonyms.iter().map(|word| (*word).to_owned()).collect();
        let settings = Settings { lang: "de".into(), synonyms: vec![group], ..Settings::default() };
        let files = index(texts.len(), document, &settings).files;
        let read =
            |path: &str| files.iter().find(|(name, _)| name == path).map(|(_, bytes)| bytes.as_slice());
        Opened::open(read).unwrap().completions(beginning)
    }

    #[test]
    fn a_word_is_shown_as_most_documents_write_it() {
        let texts = [
            "Der WLAN-Router und WhatsApp, eMail für Elternberater*innen.",
            "Ein Wlan-Router, ein WLAN-Router und whatsapp. Elternberater*innen",
            "Wlanrouter mit WhatsApp von Elternberaterinnen, Wlanrouter",
            "Wlanrouter",
        ];
        assert_eq!(offered(&texts, &[], "wl"), ["WLAN-Router"], "of equals the first by the alphabet");
        assert_eq!(offered(&texts[1..], &[], "wl"), ["Wlanrouter"]);
        assert_eq!(offered(&texts, &[], "what"), ["WhatsApp"]);
        assert_eq!(offered(&texts, &[], "ema"), ["eMail"]);
        assert_eq!(offered(&texts, &[], "Für Elternb"), ["Für Elternberater*innen"]);
    }

    #[test]
    fn what_no_document_writes_as_a_word_is_not_offered() {
        let texts = ["Kinder- und Jugendhilfe, Elternabendgestaltung, er half dem Museum"];
        assert_eq!(offered(&texts, &[], "kind"), ["Kinder"], "`Kinderhilfe` is only meant");
        assert_eq!(offered(&texts, &[], "gest"), [""; 0], "a part");
        assert_eq!(offered(&texts, &[], "helf"), [""; 0], "an irregular form");
        assert_eq!(offered(&texts, &[], "half"), [""; 0], "it stands there");
        assert_eq!(offered(&texts, &["Museum", "Musentempel"], "mus"), ["Museum"], "a synonym");
        let texts = ["Netz unter ../netze/netzteil.md, netzplan@example.org, netz-2020, netz-am-ort"];
        assert_eq!(offered(&texts, &[], "ne"), ["Netz"]);
    }

    #[test]
    fn common_words_come_first_each_of_them_once() {
        let texts = [
            "Stadt, Städte, Stapel und er stand",
            "Stadt, sie stehen",
            "Stapel, sie stehen",
            "Stapel, stehen",
        ];
        assert_eq!(offered(&texts, &[], "sta"), ["Stapel", "Stadt", "stand"], "`stand` is of `stehen`");
        assert_eq!(offered(&texts, &[], "stä"), ["Städte"]);
        assert_eq!(offered(&["Förderung"], &[], "foe"), ["Förderung"]);
        assert_eq!(offered(&["Förderung"], &[], "ford"), ["Förderung"]);
        let lent = ["Kinderarzt, Kind", "Kind", "Kinderbett", "Kinderbett"];
        assert_eq!(
            offered(&lent, &["Kinderarzt", "Kind", "Kinderbett"], "kinder"),
            ["Kinderbett", "Kinderarzt"],
            "a synonym makes no word common"
        );
        let endings = ["Der Ältere hilft.", "Die älteren Leute"];
        assert_eq!(offered(&endings, &[], "ält").len(), 1);
    }
}
