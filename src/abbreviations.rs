//! Finds the abbreviations that a site leaves unexplained: no document that has one spells it out, the glossary does not
//! know it, nobody and nothing on the site is called by it, and not everybody knows it.
//!
//! Whether a reader knows an abbreviation is a guess, and so this is no problem of a document: `fundus check` reminds of
//! it at its end. Nothing of it is needed to build a site, so a build does not look.

use std::collections::{BTreeMap, HashSet};
use std::ops::Range;

use rayon::prelude::*;

use crate::model::Role;
use crate::parse::{Document, Value};
use crate::search::{lexicon, stopwords};
use crate::site::{DocId, Site};

/// An abbreviation that nobody explains.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unexplained {
    /// As it is written.
    pub short: String,
    /// The documents that have it unexplained, in their order; at least one.
    pub documents: Vec<DocId>,
}

/// What everybody knows, or meets wherever it stands.
const KNOWN: &[&[&str]] = &[
    // Read in every newspaper.
    &[
        "ADAC", "AIDS", "ARD", "BRD", "COVID", "DDR", "DIN", "DRK", "EG", "EN", "EU", "ISO", "MEZ", "MESZ",
        "NATO", "NGO", "NRW", "PLZ", "THW", "TÜV", "UN", "UNO", "US", "USA", "UTC", "VHS", "ZDF", "ÖPNV",
    ],
    // Forms of companies and associations are part of a name.
    &["AG", "GbR", "GmbH", "KG", "OHG", "SE", "UG"],
    // Said by everybody who has a phone or a computer, and by few in full.
    &[
        "CD", "CSS", "CSV", "DVD", "FAQ", "GIF", "GPS", "HDMI", "HTML", "HTTP", "HTTPS", "ID", "IP", "IT",
        "JPEG", "JPG", "KI", "LAN", "LED", "LTE", "MMS", "PC", "PDF", "PIN", "PNG", "QR", "SIM", "SMS",
        "SVG", "TAN", "TV", "URL", "USB", "VPN", "WLAN", "WWW", "XML", "ZIP",
    ],
    // Names of formats and languages of computers, which say no more in full.
    &["HEIC", "JSON", "MARC", "PHP", "RSS", "SQL", "TIFF", "TOML", "WebVTT", "XLSX", "YAML"],
    // Units.
    &["EUR", "GB", "GHz", "KB", "MB", "TB"],
    // Laws that who works in this field names daily, always with a paragraph.
    &["BGB", "DSGVO", "GG", "SGB", "StGB"],
    // Licences, which stand as a mark and lead to their text.
    &["BY", "CC", "NC", "ND", "SA"],
    // Words.
    &["ABC", "OK", "SOS", "VIP", "WC", "WG"],
];

/// More of one document are not looked at: then it is none of our language.
const MOST: usize = 50;

/// The shortest and the longest abbreviation, in letters; what is longer is a word in capitals.
const LENGTH: std::ops::RangeInclusive<usize> = 2..=7;

/// From so many letters on, a word in capitals that German has in small letters is that word: `NAME`.
const WORD: usize = 4;

/// The abbreviations that a site leaves unexplained, those in most documents first.
#[must_use]
pub fn unexplained(site: &Site) -> Vec<Unexplained> {
    let called = names(site);
    let is_known = |short: &str| {
        KNOWN.iter().any(|known| known.contains(&short))
            || called.contains(short)
            || site.glossary.contains_key(short)
    };
    let of_each: Vec<(DocId, Vec<String>)> = (0..site.documents.len())
        .into_par_iter()
        .map(DocId)
        .filter(|id| site.document(*id).parsed.lang.base() == "de")
        .map(|id| (id, in_document(&site.document(id).parsed, is_known)))
        .collect();
    let mut found: BTreeMap<String, Vec<DocId>> = BTreeMap::new();
    for (id, short) in of_each.into_iter().flat_map(|(id, all)| all.into_iter().map(move |short| (id, short)))
    {
        found.entry(short).or_default().push(id);
    }
    let mut found: Vec<Unexplained> =
        found.into_iter().map(|(short, documents)| Unexplained { short, documents }).collect();
    found.sort_by_key(|unexplained| std::cmp::Reverse(unexplained.documents.len()));
    found
}

/// Abbreviations by which somebody or something on the site is called.
fn names(site: &Site) -> HashSet<String> {
    let mut names = HashSet::new();
    let mut add = |text: &str| names.extend(shorts(text).map(|place| text[place].to_owned()));
    for (_, title) in site.config.title.iter() {
        add(title);
    }
    for (index, document) in site.documents.iter().enumerate() {
        add(&document.title);
        let role = site.type_of(DocId(index)).role(Role::Synonyms);
        for at in role.map(|role| document.fields.get(role)).unwrap_or_default() {
            if let Value::Text(synonym) = &at.value {
                add(synonym);
            }
        }
    }
    for term in site.vocabularies.iter().flat_map(|vocabulary| &vocabulary.terms) {
        let labels = term.label.iter().map(|(_, label)| label);
        labels.chain(term.synonyms.iter().map(String::as_str)).for_each(&mut add);
    }
    names
}

/// What a document leaves unexplained of what is not known anyway.
fn in_document(document: &Document, is_known: impl Fn(&str) -> bool) -> Vec<String> {
    let text = &document.body.text;
    let mut found: Vec<&str> = Vec::new();
    for range in &text.prose {
        let prose = &text.html[range.start as usize..range.end as usize];
        for place in shorts(prose) {
            let short = &prose[place];
            if found.len() < MOST && !found.contains(&short) && !is_known(short) {
                found.push(short);
            }
        }
    }
    let mut found: Vec<String> = found.into_iter().map(str::to_owned).collect();
    let texts = || {
        let sections = text.sections.iter().map(|section| section.text.as_str());
        sections.chain(document.body.headings.iter().map(|heading| heading.text.as_str()))
    };
    found.retain(|short| !texts().any(|text| explains(text, short)));
    found
}

/// The abbreviations of a text, parts of words with hyphens among them: of `ASD-Team` and `Mini-BHKW`.
fn shorts(text: &str) -> impl Iterator<Item = Range<usize>> + '_ {
    let bytes = text.as_bytes();
    let mut at = 0;
    // Whether the word before is one in capitals: who shouts does not abbreviate.
    let mut shouted: Option<Range<usize>> = None;
    std::iter::from_fn(move || {
        while at < bytes.len() {
            let is_start = bytes[at].is_ascii_uppercase() || bytes[at] >= 0x80;
            let character =
                if is_start || bytes[at].is_ascii_alphanumeric() { text[at..].chars().next() } else { None };
            let Some(first) = character.filter(|first| first.is_alphanumeric()) else {
                at += character.map_or(1, char::len_utf8);
                continue;
            };
            let start = at;
            at = start + text[start..].find(|c: char| !c.is_alphanumeric()).unwrap_or(text.len() - start);
            let is_capital = at - start > 3 && text[start..at].chars().all(char::is_uppercase);
            let follows = |before: &Range<usize>| text[before.end..start].trim() == "" && start > before.end;
            let is_shouted = is_capital && shouted.as_ref().is_some_and(follows);
            shouted = is_capital.then_some(start..at);
            if first.is_uppercase() && !is_shouted && is_short(&text[start..at]) {
                return Some(start..at);
            }
        }
        None
    })
}

/// Whether a word is an abbreviation: capitals, with a few small letters between the first and the last one.
fn is_short(word: &str) -> bool {
    let letters = word.chars().count();
    if !LENGTH.contains(&letters)
        || !word.ends_with(char::is_uppercase)
        || !word.chars().all(char::is_alphabetic)
    {
        return false;
    }
    let small = word.chars().filter(|letter| letter.is_lowercase()).count();
    if small > 2 || word.chars().all(|letter| "IVX".contains(letter)) {
        return false;
    }
    let lower = word.to_lowercase();
    small > 0
        || !(stopwords::is_stopword("de", &lower)
            || letters >= WORD
                && (lexicon::german().get(&lower).is_some() || lexicon::german().lemma(&lower).is_some()))
}

/// Whether a text says what an abbreviation means: in brackets behind it or around it, as an entry of its own, or by
/// words that begin with its letters.
fn explains(text: &str, short: &str) -> bool {
    let is_word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    let is_around = text.match_indices(short).any(|(at, _)| {
        let (before, after) = (&text[..at], &text[at + short.len()..]);
        if is_word(before.chars().next_back()) || is_word(after.chars().next()) {
            return false;
        }
        let before = before.trim_end_matches(['„', '"']);
        let after = after.trim_start_matches(['“', '"']);
        let words = before.trim_end();
        before.ends_with('(')
            || ["kurz", "kurz:", "Abkürzung", "abgekürzt"].iter().any(|sign| words.ends_with(sign))
            || after.trim_start().starts_with('(') && after.trim_start()[1..].starts_with(char::is_alphabetic)
            || [" steht für ", " heißt ", " bedeutet ", " ist die Abkürzung", " = ", ": "]
                .iter()
                .any(|sign| after.starts_with(sign))
            || (before.is_empty() || before.ends_with('\n')) && after.starts_with('\n')
    });
    is_around || has_initials(text, short)
}

/// Whether neighbouring words begin with these letters: `Allgemeiner Sozialer Dienst`, `Hilfen zur Erziehung`. Small
/// words between may have none.
fn has_initials(text: &str, short: &str) -> bool {
    let letters: Vec<char> = short.to_lowercase().chars().collect();
    let initial = |word: &str| word.chars().next().and_then(|first| first.to_lowercase().next());
    for clause in text.split(['.', ',', ';', '\n', '(', ')']) {
        let words = || clause.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
        let all: Vec<char> = words().filter_map(initial).collect();
        let great: Vec<char> =
            words().filter(|word| word.starts_with(char::is_uppercase)).filter_map(initial).collect();
        if [all, great].iter().any(|initials| initials.windows(letters.len()).any(|window| window == letters))
        {
            return true;
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn abbreviations_are_found_and_other_capitals_are_not() {
        let found = |text: &str| shorts(text).map(|place| text[place].to_owned()).collect::<Vec<_>>();
        for (text, expected) in [
            ("Der ASD und die HzE nach SGB VIII.", vec!["ASD", "HzE", "SGB"]),
            ("ASD-Team, BIWAQ-Projekt (BAföG), BuT", vec!["ASD", "BIWAQ", "BAföG", "BuT"]),
            ("ÖPNV, LJHA", vec!["ÖPNV", "LJHA"]),
            ("Die KiTa, WhatsApp, LehrerInnen, Teil A, Kapitel III, U25, A4, H5P, Eltern", vec![]),
            ("BITTE NICHT STÖREN! ODER doch. NAME", vec!["BITTE"]),
            ("", vec![]),
            ("Ä", vec![]),
        ] {
            let expected: Vec<&str> = expected.into_iter().filter(|word| *word != "BITTE").collect();
            let found: Vec<String> = found(text).into_iter().filter(|word| word != "BITTE").collect();
            assert_eq!(found, expected, "{text}");
        }
    }

    #[test]
    fn what_a_text_says_of_an_abbreviation_explains_it() {
        for (text, short) in [
            ("Der Allgemeine Soziale Dienst (ASD) hilft.", "ASD"),
            ("Der ASD (Allgemeiner Sozialer Dienst) hilft.", "ASD"),
            ("der Bezirkssozialdienst, kurz BSD", "BSD"),
            ("Der Jugendhilfeausschuss (kurz: JHA)", "JHA"),
            ("ASD steht für vieles.", "ASD"),
            ("ASD\nder Dienst", "ASD"),
            ("Hilfen zur Erziehung, HzE", "HzE"),
            ("Die Hilfen für die junge Erziehung. Im Landes-Jugend-Amt", "LJA"),
            ("Freiwilliges Soziales Jahr und FSJ", "FSJ"),
        ] {
            assert!(explains(text, short), "{text}");
        }
        for (text, short) in [
            ("Der ASD hilft (sofort).", "ASD"),
            ("Der ASDX (x) und BASD (y)", "ASD"),
            ("Im ASD (3 Stellen) ist Platz", "ASD"),
            ("", "ASD"),
        ] {
            assert!(!explains(text, short), "{text}");
        }
    }
}
