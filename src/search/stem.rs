//! Gives words that are forms of one another a common key: `Häuser` and `Haus`, `förderte` and `fördert`.
//!
//! German by CISTEM with four restraints, other languages by Snowball, languages without a stemmer by the
//! folded word. A key is an identity, never shown. The restraints on CISTEM, each for words that this
//! domain cannot afford to mix up:
//! 1. `ge-` goes only from participles in small letters: `Gespräch` is not `Sprache`.
//! 2. An umlaut stays where inflection does not make it: `Förderung` is not `Forderung`.
//! 3. A person in `-er` keeps the ending: `Arbeiter` is not `Arbeit`, `Schüler` not `Schule`.
//! 4. A stem of three letters gives way to the lexicon's base form (but for its final `e`): `Kurs` is not `Kur`.
//!
//! And three additions: `-nis` doubles its `s` in the plural, `ge-` or `zu` may stand after a separable
//! prefix (`angemeldet`, `anzumelden`), and what changes its stem has that of its base form (`irregular`).

use std::borrow::Cow;

use super::irregular::{self, SEPARABLE};
use super::{cistem, fold::fold, gender, lexicon};

/// What is known about a word beside its letters.
#[derive(Clone, Copy, Debug, Default)]
pub struct Traits {
    /// Mostly written with a capital.
    pub capital: bool,
    /// Somewhere written with a gender marker.
    pub marked: bool,
}

/// The key of `form` (lower case, umlauts kept, no hyphen) in the language with the tag `lang`.
///
/// `known`: whether the site has a word, for rules that need evidence.
#[must_use]
pub fn key(lang: &str, form: &str, traits: Traits, known: &impl Fn(&str) -> bool) -> String {
    match lang.split('-').next().unwrap_or(lang) {
        "de" => german(form, traits, known),
        other => snowball(other, form),
    }
}

fn german(form: &str, traits: Traits, known: &impl Fn(&str) -> bool) -> String {
    if !form.chars().all(char::is_alphabetic) {
        return fold(form);
    }
    if let Some(person) = gender::neutral(form, traits.marked, known) {
        return if person.ends_with("er") { fold(&person) } else { cistem::stem(&fold(&person), true) };
    }
    if let Some(person) = person(form, known) {
        return fold(person);
    }
    let infinitive = if traits.capital { None } else { irregular::infinitive(form) };
    let form = infinitive.as_deref().unwrap_or(form);
    let base = if traits.capital { irregular::noun(form).map(str::to_owned) } else { irregular::verb(form) };
    let form = base.as_deref().unwrap_or(form);
    let spelled = if keeps_umlaut(form, traits) { form.replace('ß', "ss") } else { fold(form) };
    let word = if traits.capital { single_nis(&spelled) } else { participle(&spelled, known) };
    let stem = cistem::stem(&word, traits.capital);
    if traits.capital
        && stem.chars().count() <= 3
        && let Some(lemma) = lexicon::german().lemma(form).filter(|lemma| !lemma.ends_with('e'))
    {
        return fold(lemma);
    }
    stem
}

/// The base of a noun that names a person in `-er`: `beratern` → `berater`.
fn person<'f>(form: &'f str, known: &impl Fn(&str) -> bool) -> Option<&'f str> {
    let base = form.strip_suffix(['n', 's']).filter(|base| base.ends_with("er")).unwrap_or(form);
    let has_feminine = || known(&format!("{base}innen")) || known(&format!("{base}in"));
    (base.ends_with("er") && (is_known_person(base) || has_feminine())).then_some(base)
}

/// Whether the word is, or ends in, a person of the lexicon: `sozialarbeiter`.
fn is_known_person(base: &str) -> bool {
    base.char_indices().any(|(at, _)| base.len() - at >= 5 && lexicon::german().is_person(&base[at..]))
}

/// Whether the umlaut belongs to the word itself, not to a plural (`Häuser`).
fn keeps_umlaut(form: &str, traits: Traits) -> bool {
    const DERIVED: &[&str] = &[
        "ung", "ungen", "ungs", "heit", "heiten", "keit", "keiten", "lich", "liche", "lichen", "isch",
        "ische", "ischen",
    ];
    if !form.contains(['ä', 'ö', 'ü']) {
        return false;
    }
    if DERIVED.iter().any(|ending| form.ends_with(ending)) {
        return true;
    }
    !traits.capital
}

/// `zeugnisse`, `zeugnissen` → `zeugnis`.
fn single_nis(noun: &str) -> Cow<'_, str> {
    let base = ["nisse", "nissen", "nisses"].iter().find_map(|ending| noun.strip_suffix(ending));
    base.filter(|base| base.len() >= 3).map_or(Cow::Borrowed(noun), |base| format!("{base}nis").into())
}

/// `gefördert` → `fördert`, `angemeldet` → `anmeldet`, `anzumelden` → `anmelden`, when the verb occurs.
fn participle<'w>(word: &'w str, known: &impl Fn(&str) -> bool) -> Cow<'w, str> {
    let rest = cistem::strip_participle(word);
    if rest.len() < word.len() && is_verb("", rest, known) {
        return rest.into();
    }
    let separated = SEPARABLE.iter().find_map(|prefix| {
        let verb = word.strip_prefix(prefix)?;
        let rest = verb.strip_prefix("ge").or_else(|| verb.strip_prefix("zu"))?;
        is_verb(prefix, rest, known).then(|| format!("{prefix}{rest}"))
    });
    separated.map_or(Cow::Borrowed(word), Cow::Owned)
}

/// Whether `rest` is inflected like a verb that occurs with `prefix`.
fn is_verb(prefix: &str, rest: &str, known: &impl Fn(&str) -> bool) -> bool {
    const ENDINGS: &[&str] = &["tes", "ter", "ten", "tem", "te", "t", "enen", "ener", "enes", "ene", "en"];
    let stem = ENDINGS.iter().find_map(|ending| rest.strip_suffix(ending)).unwrap_or("");
    stem.len() >= 3
        && ["en", "n", "t", "te", "ten"].iter().any(|ending| known(&format!("{prefix}{stem}{ending}")))
}

fn snowball(lang: &str, form: &str) -> String {
    let stemmed = match frostem::Stemmer::try_from_name(lang) {
        Ok(stemmer) => fold(&stemmer.stem(form)),
        Err(_) => fold(form),
    };
    if stemmed.is_empty() { fold(form) } else { stemmed }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SITE: &[&str] = &[
        "fördern",
        "fordern",
        "forderte",
        "haus",
        "häuser",
        "halten",
        "planen",
        "pate",
        "sozialpädagogin",
        "kanzlerin",
        "fahren",
        "führen",
        "anmelden",
    ];

    fn keys(form: &str) -> String {
        let capital = form.chars().next().is_some_and(char::is_uppercase);
        key("de", &form.to_lowercase(), Traits { capital, marked: false }, &|word| SITE.contains(&word))
    }

    #[test]
    fn forms_of_a_word_share_a_key() {
        for group in [
            &["Haus", "Häuser", "Häusern", "Hauses"][..],
            &["fördern", "fördert", "förderte", "gefördert", "gefördertes"],
            &["Träger", "Trägern", "Trägers", "Trägerin", "Trägerinnen"],
            &["Beratung", "Beratungen", "Beratungs"],
            &["Sozialarbeiter", "Sozialarbeiterin", "Sozialarbeiterinnen", "Sozialarbeitern"],
            &["Kurs", "Kurse", "Kursen"],
            &["fährt", "fahren"],
            &["Pate", "Paten", "Patinnen"],
            &["Ärztin", "Ärztinnen", "Arzt"],
            &["geplant", "planen", "plant"],
            &["Kraft", "Kräfte", "Kräften"],
            &["Kanzler", "Kanzlerin"],
            &["Zeugnis", "Zeugnisse", "Zeugnissen", "Zeugnisses"],
            &["anmelden", "anmeldet", "angemeldet", "anzumelden"],
            &["abzusichern", "absichern"],
            &["hinzufügen", "hinzufügt"],
            &["helfen", "hilft", "half", "geholfen", "helfe"],
            &["anerkennen", "anerkannt", "anerkannte"],
            &["Museum", "Museen", "Museums"],
        ] {
            let found: Vec<String> = group.iter().map(|form| keys(form)).collect();
            assert!(found.windows(2).all(|pair| pair[0] == pair[1]), "{group:?}: {found:?}");
        }
    }

    #[test]
    fn different_words_keep_apart() {
        for (one, other) in [
            ("Gespräch", "Sprache"),
            ("Förderung", "Forderung"),
            ("fördern", "fordern"),
            ("Arbeiter", "Arbeit"),
            ("Schüler", "Schule"),
            ("Kurs", "Kur"),
            ("Beratung", "Berater"),
            ("Beratung", "Rat"),
            ("Termin", "Term"),
            ("Gesicht", "Sicht"),
            ("Lehrer", "Lehre"),
        ] {
            assert_ne!(keys(one), keys(other), "{one}, {other}");
        }
    }

    #[test]
    fn other_languages_have_their_stemmers_or_none() {
        let nothing = |_: &str| false;
        assert_eq!(
            key("en", "counselling", Traits::default(), &nothing),
            key("en", "counsel", Traits::default(), &nothing)
        );
        assert_eq!(key("so", "waalid", Traits::default(), &nothing), "waalid");
        assert!(!key("ar", "الوالدين", Traits::default(), &nothing).is_empty());
    }
}
