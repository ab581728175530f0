//! Words of one family that inflection does not join: `Anmeldung` and `anmelden`, `Teilnehmende` and
//! `Teilnehmer`.
//!
//! They mean nearly the same, so who looks for one is glad of the other, after the word itself. Only
//! derivations that keep the meaning as a rule are here; vowels must agree, because a derivation from
//! `kurz` keeps the umlaut of `kürzen`. The browser has the same table (`FAMILIES` in `search.js`).

use super::irregular::SEPARABLE;

/// Endings that make words of one stem out of one another.
struct Family {
    ones: Endings,
    others: Endings,
    /// Letters that the stem must have.
    stem: usize,
    /// `others` are verbs, in small letters: `Schulen` is not of the family of `Schulung`.
    verbs: bool,
}

const FAMILIES: &[Family] = &[
    family(&["ung", "ungen"], &["en", "n", "t", "te", "ten", "et", "e"], 3).of_verbs(),
    family(&["nis", "nisse"], &["en", "t"], 5).of_verbs(),
    // Verbs of nouns that end otherwise share the stem with them anyway: `Besuch`, `besuchen`.
    family(&["t"], &["ten"], 5).of_verbs(),
    family(&["ation", "ationen", "atur", "aturen"], &["ieren", "iert", "ierte", "ierten"], 4),
    family(&["ende", "enden"], &["er", "ern", "erin", "erinnen"], 4),
    family(&["ie", "ik"], &["isch", "ische", "ischen", "ischer"], 7),
    family(&["losigkeit"], &["los", "lose", "losen"], 4),
    family(&["igkeit"], &["ig", "ige", "igen"], 4),
    family(&["heit"], &[""], 5),
    family(&["lich", "liche", "lichen"], &[""], 8),
];

type Endings = &'static [&'static str];

const fn family(ones: Endings, others: Endings, stem: usize) -> Family {
    Family { ones, others, stem, verbs: false }
}

impl Family {
    const fn of_verbs(self) -> Self {
        Self { verbs: true, ..self }
    }
}

/// A word that may belong to the family of another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Relative {
    /// Lower case, with umlauts.
    pub form: String,
    /// Belongs to it only when it is written small.
    pub verb: bool,
}

/// What the family of `form` (lower case, with umlauts) may have beside it; `capital`: known as a noun.
#[must_use]
pub fn relatives(form: &str, capital: bool) -> Vec<Relative> {
    let mut found = of_endings(form, capital);
    if let Some(bare) = bare(form).filter(|_| !capital) {
        found.extend(of_endings(&bare, false));
        found.push(Relative { form: bare, verb: true });
    }
    found
}

/// A participle without its `ge-`: `geprüft` → `prüft`, `angemeldet` → `anmeldet`.
fn bare(form: &str) -> Option<String> {
    if !form.ends_with(['t', 'n']) {
        return None;
    }
    std::iter::once("").chain(SEPARABLE.iter().copied()).find_map(|prefix| {
        let rest = form.strip_prefix(prefix)?.strip_prefix("ge")?;
        (rest.chars().count() >= 4).then(|| format!("{prefix}{rest}"))
    })
}

fn of_endings(form: &str, capital: bool) -> Vec<Relative> {
    let mut found = Vec::new();
    for family in FAMILIES {
        for (from, to, is_verb, to_verb) in [
            (family.ones, family.others, false, family.verbs),
            (family.others, family.ones, family.verbs, false),
        ] {
            // An ending that is nothing is found, but not left: else every word would be looked up with all.
            let endings = from.iter().filter(|ending| !ending.is_empty());
            for stem in endings.filter_map(|ending| form.strip_suffix(ending)) {
                if stem.chars().count() < family.stem || (is_verb && capital) {
                    continue;
                }
                let changed = if family.verbs { syncope(stem, to_verb) } else { None };
                let stems = [Some(stem.to_owned()), changed].into_iter().flatten();
                found.extend(stems.flat_map(|stem| {
                    to.iter().map(move |ending| Relative { form: format!("{stem}{ending}"), verb: to_verb })
                }));
            }
        }
    }
    found
}

/// `vermittl` of `Vermittlung` is `vermittel` in the verb, and the other way round.
fn syncope(stem: &str, to_verb: bool) -> Option<String> {
    if to_verb {
        let rest =
            stem.strip_suffix('l').filter(|rest| !rest.ends_with(['a', 'e', 'i', 'o', 'u', 'ä', 'ö', 'ü']));
        rest.map(|rest| format!("{rest}el"))
    } else {
        stem.strip_suffix("el").map(|rest| format!("{rest}l"))
    }
}

#[cfg(test)]
mod tests {
    use super::relatives;

    fn are_kin(one: &str, other: &str) -> bool {
        let is_noun = |word: &str| word.starts_with(char::is_uppercase);
        relatives(&one.to_lowercase(), is_noun(one))
            .iter()
            .any(|found| found.form == other.to_lowercase() && !(found.verb && is_noun(other)))
    }

    #[test]
    fn families_are_found_from_both_sides() {
        for (one, other) in [
            ("Anmeldung", "anmelden"),
            ("Förderung", "fördern"),
            ("Vermittlung", "vermitteln"),
            ("Behandlung", "behandelt"),
            ("Kürzung", "kürzt"),
            ("Arbeit", "arbeiten"),
            ("Moderation", "moderieren"),
            ("Reparatur", "repariert"),
            ("Teilnehmende", "Teilnehmer"),
            ("Sozialpsychiatrie", "sozialpsychiatrischer"),
            ("Wohnungslosigkeit", "Wohnungslose"),
            ("Abhängigkeit", "abhängige"),
            ("Erlaubnis", "erlaubt"),
        ] {
            assert!(are_kin(one, other) && are_kin(other, one), "{one}, {other}");
        }
        assert!(are_kin("geprüft", "Prüfung") && are_kin("abgemeldet", "Abmeldung"));
        assert!(are_kin("ehrenamtlich", "Ehrenamt") && are_kin("Krankheit", "krank"));
    }

    #[test]
    fn others_are_strangers() {
        for (one, other) in [
            ("Schulung", "Schulen"),
            ("Zeitung", "Zeiten"),
            ("Kürzung", "kurzen"),
            ("Beratung", "Berater"),
            ("Gericht", "gerichtet"),
            ("Wirklichkeit", "Wirk"),
            ("Einheit", "ein"),
        ] {
            assert!(!are_kin(one, other) && !are_kin(other, one), "{one}, {other}");
        }
    }
}
