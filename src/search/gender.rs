//! Finds the word behind a German gender form: `Sozialarbeiterinnen` → `sozialarbeiter`.
//!
//! After an explicit marker the ending always goes. Without one it goes after endings that make names of
//! persons (`-er`, `-or`, `-ent`, …), so that `Termin`, `Medizin` and `Berlin` stay; `-innen` also goes
//! where the vocabulary knows the word without it, and `-in` where it knows the plural in `-innen`. Forms are lower case with umlauts, as `words` gives them.

/// Endings of nouns that name a person by what they do.
const AGENT: &[&str] = &[
    "er", "or", "ent", "ant", "ist", "eur", "og", "loge", "agog", "ärzt", "wält", "iker", "at", "it", "ling",
    "expert",
];

/// Words in `-in` and `-innen` that name no person, or a name.
const NO_PERSON: &[&str] = &[
    "argentin",
    "christin",
    "cousin",
    "erinnerin",
    "florentin",
    "heroin",
    "justin",
    "katharin",
    "konstantin",
    "kristin",
    "latin",
    "levantin",
    "margarin",
    "martin",
    "platin",
    "satin",
    "valentin",
    "vitrin",
    "beginnen",
    "besinnen",
    "entrinnen",
    "entsinnen",
    "gewinnen",
    "rinnen",
    "spinnen",
    "sinnen",
    "innen",
    "drinnen",
    "binnen",
    "linnen",
    "termin",
    "gerinnen",
    "minnen",
    "rosinen",
    "ersinnen",
    "zerrinnen",
];

/// Stems that change their vowel before `-in`.
const UMLAUT: &[(&str, &str)] =
    &[("ärzt", "arzt"), ("wält", "walt"), ("köch", "koch"), ("bäuer", "bauer"), ("gött", "gott")];

/// Whether `word` ends like the name of a person, so that `-in` makes its feminine.
#[must_use]
pub fn is_agent(word: &str) -> bool {
    word.chars().count() >= 4 && AGENT.iter().any(|ending| word.to_lowercase().ends_with(ending))
}

/// The word without its feminine ending; `None` when it has none.
///
/// `marked`: the text shows the ending as one. `known`: whether the vocabulary has a word.
#[must_use]
pub fn neutral(form: &str, marked: bool, known: impl Fn(&str) -> bool) -> Option<String> {
    if NO_PERSON.contains(&form) {
        return None;
    }
    let (base, plural) = match form.strip_suffix("innen") {
        Some(base) => (base, true),
        None => (form.strip_suffix("in")?, false),
    };
    if base.chars().count() < 3 {
        return None;
    }
    let attested = || {
        if plural {
            known(base) || known(&format!("{base}e")) || known(&format!("{base}en"))
        } else {
            known(&format!("{form}nen"))
        }
    };
    let feminine = marked || (is_agent(base) && !is_unlikely(base)) || attested();
    feminine.then(|| undo_umlaut(base))
}

/// `-at` and `-it` also end things (`Satin`, `Kreatin`); a short base is no person.
fn is_unlikely(base: &str) -> bool {
    (base.ends_with("at") || base.ends_with("it")) && base.chars().count() < 6
}

fn undo_umlaut(base: &str) -> String {
    UMLAUT
        .iter()
        .find_map(|(changed, plain)| base.strip_suffix(changed).map(|stem| format!("{stem}{plain}")))
        .unwrap_or_else(|| base.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn persons_lose_the_ending_and_other_words_keep_it() {
        let known = |word: &str| ["pate", "kunde", "kolleginnen"].contains(&word);
        for (form, expected) in [
            ("sozialarbeiterinnen", Some("sozialarbeiter")),
            ("sozialarbeiterin", Some("sozialarbeiter")),
            ("studentinnen", Some("student")),
            ("ärztin", Some("arzt")),
            ("anwältinnen", Some("anwalt")),
            ("pädagogin", Some("pädagog")),
            ("patinnen", Some("pat")),
            ("kollegin", Some("kolleg")),
            ("kandidatin", Some("kandidat")),
            ("termin", None),
            ("medizin", None),
            ("berlin", None),
            ("beginnen", None),
            ("gewinnen", None),
            ("valentin", None),
            ("disziplin", None),
            ("kamin", None),
        ] {
            assert_eq!(neutral(form, false, known).as_deref(), expected, "{form}");
        }
        assert_eq!(neutral("bischöfinnen", true, |_| false).as_deref(), Some("bischöf"));
    }
}
