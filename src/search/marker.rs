//! Finds German gender forms as they are written: `Berater*innen`, `Berater:innen`, `Berater_innen`,
//! `BeraterInnen`, `Berater/innen`, `Berater/-innen`, with `-in`, and `jede*r`.
//!
//! The search takes whatever may be such a form for one (`words`), because a wrong one harms nobody. Here editors are
//! told of forms, so only what can hardly be anything else is one: no address, no file name, no `und/oder`, no
//! `10:30`, no `LinkedIn`. Every form here is one for the search, too.

use std::ops::Range;

use memchr::{memchr2_iter, memchr3_iter};
use unicode_normalization::char::is_combining_mark;

use super::gender;

/// How a gender form is marked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Form {
    /// `Berater*innen`
    Star,
    /// `Berater:innen`
    Colon,
    /// `Berater_innen`
    Underscore,
    /// `BeraterInnen`
    Capital,
    /// `Berater/innen`, `Berater/-innen`
    Slash,
}

impl Form {
    /// Every form.
    pub const ALL: [Self; 5] = [Self::Star, Self::Colon, Self::Underscore, Self::Capital, Self::Slash];
}

/// A gender form in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Written {
    /// How it is marked.
    pub form: Form,
    /// The whole word.
    pub word: Range<usize>,
    /// The marker; empty before a capital.
    pub mark: Range<usize>,
}

/// Words in which `-in` names a person beside those that the search knows by their ending.
const PERSONS: &[&str] = &[
    "beamt", "bot", "chef", "erb", "freund", "gatt", "genoss", "held", "kolleg", "kund", "nachbar", "pat",
    "prinz", "schwäg", "wirt", "zeug",
];

/// What has an ending of its own for each gender: `jede*r`, `eine*n`.
const DETERMINERS: &[&str] = &[
    "alle",
    "andere",
    "deine",
    "diese",
    "eine",
    "einzelne",
    "eure",
    "ihre",
    "irgendeine",
    "jede",
    "jene",
    "keine",
    "manche",
    "meine",
    "seine",
    "solche",
    "unsere",
    "welche",
];

/// Endings of adjectives that name persons: `Jugendliche*r`, `Beschäftigte*r`, `Studierende*r`.
const NAMING: &[&str] = &["che", "nde", "te"];

/// Places, which an `innen` behind them is another one of.
const PLACES: &[&str] = &["außen", "aussen", "hinten", "oben", "unten", "vorn", "vorne"];

/// Who reads further back or ahead finds no word any more, in bytes.
const REACH: usize = 200;

/// The gender forms of a text, in order.
#[must_use]
pub fn written(text: &str) -> Vec<Written> {
    let bytes = text.as_bytes();
    let marks = memchr3_iter(b':', b'/', b'_', bytes).chain(memchr2_iter(b'*', b'I', bytes));
    let mut found: Vec<Written> = marks.filter_map(|at| at_mark(text, at)).collect();
    found.sort_by_key(|written| written.word.start);
    found
}

/// How the word ends behind its marker.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Ending {
    /// `innen`
    Plural,
    /// `innen` and the rest of a compound: `Teilnehmer:innenzahl`.
    Compound,
    /// `in`
    Singular,
    /// `r`, `n`
    Letter,
}

fn at_mark(text: &str, at: usize) -> Option<Written> {
    let (form, end) = match text.as_bytes()[at] {
        b'*' => (Form::Star, at + 1),
        b':' => (Form::Colon, at + 1),
        b'_' => (Form::Underscore, at + 1),
        b'/' if text[at + 1..].starts_with('-') => (Form::Slash, at + 2),
        b'/' => (Form::Slash, at + 1),
        _ => (Form::Capital, at),
    };
    let (ending, length) = ending(&text[end..], form)?;
    let before = &text[text.floor_char_boundary(at.saturating_sub(REACH))..at];
    // In the file it may stand as `Berater\*innen`.
    let before = before.strip_suffix('\\').filter(|_| form != Form::Capital).unwrap_or(before);
    let mark = at - usize::from(text[..at].ends_with('\\') && form != Form::Capital)..end;
    let base = &before[before.trim_end_matches(|c: char| is_letter(c) || c == '-').len()..];
    let start = mark.start - base.len();
    let base = base.trim_start_matches('-');
    let is_part = text[..start].ends_with(['_', '.', '@', '\\', '#', '=', '&', '?']);
    if is_part || !base.ends_with(char::is_lowercase) || !is_form(form, base, ending) {
        return None;
    }
    let rest = &text[end + length..];
    let rest = &rest[..rest.floor_char_boundary(REACH)];
    let length = length + rest.find(|c| !is_letter(c)).unwrap_or(rest.len());
    let word = mark.start - base.len()..end + length;
    (!is_address(text, &word)).then_some(Written { form, word, mark })
}

/// How a text goes on behind a marker, and for how many bytes.
fn ending(rest: &str, form: Form) -> Option<(Ending, usize)> {
    let continues = |at: usize| rest[at..].chars().next().is_some_and(|c| is_letter(c) || c == '_');
    let bytes = rest.as_bytes();
    match bytes.first()? {
        b'I' if form != Form::Capital => None,
        b'i' | b'I' if bytes[1..].starts_with(b"nnen") => {
            Some((if continues(5) { Ending::Compound } else { Ending::Plural }, 5))
        }
        b'i' | b'I' if bytes.get(1) == Some(&b'n') && !continues(2) => Some((Ending::Singular, 2)),
        b'r' | b'n' if form != Form::Capital && !continues(1) => Some((Ending::Letter, 1)),
        _ => None,
    }
}

/// Whether a word that begins like this and ends like that is a gender form, and not by chance.
fn is_form(form: Form, base: &str, ending: Ending) -> bool {
    let last = base.rsplit('-').next().unwrap_or(base);
    if ending == Ending::Letter {
        let lower = last.to_lowercase();
        return DETERMINERS.contains(&lower.as_str())
            || last.starts_with(char::is_uppercase) && NAMING.iter().any(|ending| last.ends_with(ending));
    }
    let is_noun = base.starts_with(char::is_uppercase) || last.starts_with(char::is_uppercase);
    if !is_noun || last.chars().count() < 3 || PLACES.contains(&last.to_lowercase().as_str()) {
        return false;
    }
    let is_person = || {
        let lower = last.to_lowercase();
        gender::is_agent(last) || PERSONS.iter().any(|ending| lower.ends_with(ending))
    };
    match (form, ending) {
        (_, Ending::Plural) | (Form::Star, Ending::Singular) => true,
        (Form::Slash, Ending::Compound) => false,
        _ => is_person(),
    }
}

/// Whether the word is part of an address, a path or the name of a file.
fn is_address(text: &str, word: &Range<usize>) -> bool {
    let is_end = |c: char| c.is_whitespace() || "()[]<>„“”»«\"|`".contains(c);
    let from = text.floor_char_boundary(word.start.saturating_sub(REACH));
    let to = text.floor_char_boundary((word.end + REACH).min(text.len()));
    let start = text[from..word.start]
        .rfind(is_end)
        .map_or(from, |at| from + at + text[from + at..].chars().next().map_or(1, char::len_utf8));
    let end = text[word.end..to].find(is_end).map_or(to, |at| word.end + at);
    let token = &text[start..end];
    // Of a full stop and a new sentence, and of `\\*`, nothing follows at once.
    let goes_on_behind = |sign: &str| {
        token.match_indices(sign).any(|(at, _)| token[at + 1..].starts_with(char::is_alphanumeric))
    };
    token.contains("://")
        || token.contains(['@', '=', '&', '#'])
        || token.starts_with(['/', '.'])
        || goes_on_behind(".")
        || goes_on_behind("\\")
        || token.matches('/').count() > 2
}

fn is_letter(c: char) -> bool {
    c.is_alphanumeric() || c == '\u{ad}' || is_combining_mark(c)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::search::words::words;

    #[test]
    fn every_form_is_found_as_it_is_written() {
        for (text, form, word, mark) in [
            ("die Berater*innen da", Form::Star, "Berater*innen", "*"),
            ("ein Berater*in.", Form::Star, "Berater*in", "*"),
            ("Jugendberufshelfer\\*innen", Form::Star, "Jugendberufshelfer\\*innen", "\\*"),
            ("„Kolleg:innen“", Form::Colon, "Kolleg:innen", ":"),
            ("eine Kolleg:in,", Form::Colon, "Kolleg:in", ":"),
            ("die Teilnehmer:innenzahl", Form::Colon, "Teilnehmer:innenzahl", ":"),
            ("Online-Berater_innen", Form::Underscore, "Online-Berater_innen", "_"),
            ("(Schüler_in)", Form::Underscore, "Schüler_in", "_"),
            ("Die VerkäuferInnen.", Form::Capital, "VerkäuferInnen", ""),
            ("LehrerIn gesucht", Form::Capital, "LehrerIn", ""),
            ("eine SchülerInnenvertretung", Form::Capital, "SchülerInnenvertretung", ""),
            ("Mitarbeiter/in (m/w/d)", Form::Slash, "Mitarbeiter/in", "/"),
            ("Ärzt/innen", Form::Slash, "Ärzt/innen", "/"),
            ("Erzieher/-innen und", Form::Slash, "Erzieher/-innen", "/-"),
            ("Kund/-in", Form::Slash, "Kund/-in", "/-"),
            ("jede*r kann", Form::Star, "jede*r", "*"),
            ("Eine:r fehlt", Form::Colon, "Eine:r", ":"),
            ("Jugendliche/r", Form::Slash, "Jugendliche/r", "/"),
            ("keine_n", Form::Underscore, "keine_n", "_"),
            ("Studierende*r", Form::Star, "Studierende*r", "*"),
            ("Pat*innen-Treffen", Form::Star, "Pat*innen", "*"),
            ("Lehrer*innenzimmer", Form::Star, "Lehrer*innenzimmer", "*"),
            ("Bürger\u{ad}meister*innen", Form::Star, "Bürger\u{ad}meister*innen", "*"),
        ] {
            let found = written(text);
            assert_eq!(found.len(), 1, "{text}: {found:?}");
            let Written { form: found_form, word: place, mark: sign } = &found[0];
            assert_eq!(
                (*found_form, &text[place.clone()], &text[sign.clone()]),
                (form, word, mark),
                "{text}"
            );
            // The search knows it as well.
            let plain = text[place.clone()].replace('\\', "");
            assert!(words(&plain).iter().any(|word| word.marked), "{text}");
        }
        let text = "Lehrer/innen, Pat*innen/Kund:innen; BeraterInnen";
        let forms: Vec<Form> = written(text).iter().map(|written| written.form).collect();
        assert_eq!(forms, [Form::Slash, Form::Star, Form::Colon, Form::Capital]);
    }

    #[test]
    fn what_only_looks_like_a_form_is_none() {
        for text in [
            "Kinder/Jugendliche und/oder Eltern, Ein-/Ausgang, 50 km/h, 1/2, und/in",
            "um 10:30 Uhr, im Verhältnis 1:3, 8:innen, Uhr: in Jena, Betreff:Innen",
            "GmbH, WhatsApp, LinkedIn, Linien, Innen, Innenhof, Terminen, Berlin, InDesign, PlugIn, LogIn",
            "Wir treffen uns drinnen. In Weinheim. Im Haus. IN DEN FERIEN",
            "https://www.example.org/Berater:innen/x und www.stadt.de/Bürger/innen",
            "kontakt@Helfer_innen.de, Liste_in_Arbeit.docx, Berater_innen.xlsx, ..\\Helfer_in",
            "Anmeldung_in_Kita, foto_r, datei_n, name_in",
            "Türen außen/innen, Außen/innen, Hinweis:innenliegende Treppe, Bremen/in Kiel",
            "3*4, a*b, **fett**, *kursiv*, Frauen*, Kurs/e, Frage/n, Kind/er, Name:n",
            "Drei*vier, Preis: 3 Euro/n, /Lehrer/in/der/Kita, #Berater_innen",
            "Beginnen, Gewinnen, beraterinnen, innen*außen, Berater*",
            "",
            "*in",
            "in:in",
            "innen_innen",
        ] {
            assert_eq!(written(text), [], "{text}");
        }
    }

    #[test]
    fn a_text_without_end_is_no_burden() {
        let long = "Ä".repeat(300) + "*innen" + &"ä".repeat(300);
        assert!(written(&long).len() <= 1);
        assert!(written(&"*_:/I".repeat(1000)).is_empty());
    }
}
