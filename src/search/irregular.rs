//! Words whose forms no ending explains: strong verbs (`hilft`, `half`, `geholfen`), the nouns that are made of
//! them (`Hilfe`, `Abschluss`), and nouns with a foreign plural (`Museum`, `Museen`).
//!
//! The forms are those of Duden, *Die Grammatik*, "Starke und unregelmäßige Verben". A prefix makes a verb of its
//! own of each (`aufnehmen`, `vernehmen`): before `ge-` stands a separable one, without `ge-` an inseparable one.

use std::collections::HashMap;
use std::sync::LazyLock;

use foldhash::fast::FixedState;

use super::lexicon;

/// Infinitive, present, preterite, participle, and nouns; a noun with a hyphen exists with a prefix only.
const VERBS: &str = "\
beantragen beantragt beantragte beantragt antrag anträge
beginnen beginnt begann begonnen
bieten bietet bot geboten -gebot -gebote
binden bindet band gebunden
bitten bittet bat gebeten
blasen bläst blies geblasen
bleiben bleibt blieb geblieben
braten brät briet gebraten
brechen bricht brach gebrochen -bruch -brüche
bringen bringt brachte gebracht
denken denkt dachte gedacht
empfehlen empfiehlt empfahl empfohlen
essen isst aß gegessen
fahren fährt fuhr gefahren
fallen fällt fiel gefallen
fangen fängt fing gefangen
finden findet fand gefunden
fliegen fliegt flog geflogen flug flüge
fliehen flieht floh geflohen flucht
geben gibt gab gegeben -gabe -gaben
gebären gebiert gebar geboren geburt geburten
gehen geht ging gegangen
gelingen gelingt gelang gelungen
gelten gilt galt gegolten
gewinnen gewinnt gewann gewonnen
gleichen gleicht glich geglichen
graben gräbt grub gegraben
greifen greift griff gegriffen
halten hält hielt gehalten
hängen hängt hing gehangen
heben hebt hob gehoben
helfen hilft half geholfen hilfe hilfen
kennen kennt kannte gekannt
klingen klingt klang geklungen
kommen kommt kam gekommen
laden lädt lud geladen
lassen lässt ließ gelassen
laufen läuft lief gelaufen
leiden leidet litt gelitten
leihen leiht lieh geliehen
lesen liest las gelesen
liegen liegt lag gelegen
messen misst maß gemessen
nehmen nimmt nahm genommen -nahme -nahmen
nennen nennt nannte genannt
raten rät riet geraten
rennen rennt rannte gerannt
rufen ruft rief gerufen
schaffen schafft schuf geschaffen
scheiden scheidet schied geschieden
scheinen scheint schien geschienen
schieben schiebt schob geschoben -schub
schießen schießt schoss geschossen schuss schüsse
schlafen schläft schlief geschlafen
schlagen schlägt schlug geschlagen
schließen schließt schloss geschlossen -schluss -schlüsse
schneiden schneidet schnitt geschnitten
schreiben schreibt schrieb geschrieben -schrift -schriften
schweigen schweigt schwieg geschwiegen
schwimmen schwimmt schwamm geschwommen
sehen sieht sah gesehen
singen singt sang gesungen gesang gesänge
sitzen sitzt saß gesessen
sprechen spricht sprach gesprochen gespräch gespräche -spruch -sprüche
springen springt sprang gesprungen
stehen steht stand gestanden
stehlen stiehlt stahl gestohlen
steigen steigt stieg gestiegen
sterben stirbt starb gestorben
stoßen stößt stieß gestoßen
streichen streicht strich gestrichen
streiten streitet stritt gestritten
tragen trägt trug getragen
treffen trifft traf getroffen
treiben treibt trieb getrieben
treten tritt trat getreten -tritt -tritte
trinken trinkt trank getrunken
vergessen vergisst vergaß vergessen
verlieren verliert verlor verloren verlust verluste
wachsen wächst wuchs gewachsen
wählen wählt wählte gewählt wahl wahlen
waschen wäscht wusch gewaschen
weisen weist wies gewiesen
werben wirbt warb geworben
werfen wirft warf geworfen -wurf -würfe
ziehen zieht zog gezogen -zug -züge
zwingen zwingt zwang gezwungen zwang zwänge
";

/// A noun and its plural, where no ending leads from one to the other.
const NOUNS: &str = "\
album alben
drama dramen
firma firmen
forum foren
gremium gremien
gymnasium gymnasien
individuum individuen
jubiläum jubiläen
kollegium kollegien
konto konten
kriterium kriterien
kuratorium kuratorien
material materialien
medium medien
ministerium ministerien
mechanismus mechanismen
museum museen
organismus organismen
praktikum praktika
praxis praxen
prinzip prinzipien
rhythmus rhythmen
risiko risiken
stipendium stipendien
territorium territorien
thema themen
trauma traumata
villa villen
virus viren
visum visa
zentrum zentren
zyklus zyklen
";

/// Prefixes that a verb leaves behind, so that `ge-` and `zu` come after them.
pub const SEPARABLE: &[&str] = &[
    "ab", "an", "auf", "aus", "bei", "durch", "ein", "fest", "fort", "frei", "her", "heraus", "hin", "los",
    "mit", "nach", "nieder", "statt", "teil", "um", "vor", "weg", "weiter", "wieder", "zu", "zurück",
    "zusammen",
];
/// Prefixes that stay, and after which no `ge-` comes.
const INSEPARABLE: &[&str] =
    &["be", "ver", "er", "ent", "zer", "miss", "über", "unter", "wider", "hinter", "durch", "um"];
/// A second prefix before an inseparable one: `anerkennen`, `vorbehalten`.
const DOUBLE: &[(&str, &str)] = &[("an", "er"), ("vor", "be"), ("mit", "be"), ("zu", "ver")];

/// Forms that have gone their own way.
const ALONE: &[&str] =
    &["bekannt", "verschieden", "gelassen", "gefallen", "erwachsen", "verlegen", "bescheiden"];

/// Endings of a participle.
const ENDINGS: &[&str] = &["", "e", "en", "er", "es", "em"];

/// What a form is among those of its verb.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Role {
    Finite,
    Participle,
    /// A participle without its `ge-`, which stands after an inseparable prefix only.
    Bare,
}

/// Whether a noun exists without a prefix.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Stands {
    Alone,
    Prefixed,
}

struct Verb {
    infinitive: &'static str,
    finite: Vec<String>,
    participle: &'static str,
    nouns: Vec<(String, Stands)>,
}

struct Table {
    verbs: Vec<Verb>,
    forms: HashMap<String, Vec<(usize, Role)>, FixedState>,
    of_nouns: HashMap<String, (usize, Stands), FixedState>,
    plurals: HashMap<&'static str, &'static str, FixedState>,
}

fn table() -> &'static Table {
    static TABLE: LazyLock<Table> = LazyLock::new(Table::read);
    &TABLE
}

impl Table {
    fn read() -> Self {
        let mut table = Self {
            verbs: Vec::new(),
            forms: HashMap::default(),
            of_nouns: HashMap::default(),
            plurals: HashMap::default(),
        };
        for line in VERBS.lines() {
            let mut words = line.split(' ');
            let (Some(infinitive), Some(present), Some(preterite), Some(participle)) =
                (words.next(), words.next(), words.next(), words.next())
            else {
                continue;
            };
            let plural = if preterite.ends_with('e') { "n" } else { "en" };
            let finite = vec![present.to_owned(), preterite.to_owned(), format!("{preterite}{plural}")];
            let stem = infinitive.trim_end_matches("en");
            let regular = ["ung", "ungen"].map(|ending| (format!("{stem}{ending}"), Stands::Prefixed));
            let nouns = words.map(|noun| match noun.strip_prefix('-') {
                Some(noun) => (noun.to_owned(), Stands::Prefixed),
                None => (noun.to_owned(), Stands::Alone),
            });
            let nouns = nouns.chain(regular).collect();
            table.add(Verb { infinitive, finite, participle, nouns });
        }
        for line in NOUNS.lines() {
            if let Some((lemma, plural)) = line.split_once(' ') {
                table.plurals.insert(plural, lemma);
                table.plurals.insert(lemma, lemma);
            }
        }
        table
    }

    fn add(&mut self, verb: Verb) {
        let number = self.verbs.len();
        let mut push = |form: String, role| self.forms.entry(form).or_default().push((number, role));
        push(verb.infinitive.to_owned(), Role::Finite);
        for form in &verb.finite {
            push(form.clone(), Role::Finite);
        }
        for ending in ENDINGS {
            push(format!("{}{ending}", verb.participle), Role::Participle);
            // `verlegen` is not of `liegen`.
            if let Some(bare) = verb.participle.strip_prefix("ge").filter(|_| verb.infinitive != "liegen") {
                push(format!("{bare}{ending}"), Role::Bare);
            }
        }
        for (noun, stands) in &verb.nouns {
            self.of_nouns.insert(noun.clone(), (number, *stands));
        }
        self.verbs.push(verb);
    }

    fn find(&self, form: &str, fits: impl Fn(Role) -> bool) -> Option<&'static str> {
        let found = self.forms.get(form)?.iter().find(|(_, role)| fits(*role))?;
        Some(self.verbs[found.0].infinitive)
    }
}

/// Every way to take a prefix away: the prefix, the rest, and whether `ge-` comes after it.
fn prefixed(form: &str) -> impl Iterator<Item = (String, &str, bool)> {
    let simple = [(SEPARABLE, true), (INSEPARABLE, false)].into_iter().flat_map(move |(prefixes, parts)| {
        let fitting = prefixes.iter().filter_map(move |prefix| Some((prefix, form.strip_prefix(prefix)?)));
        fitting.map(move |(prefix, rest)| ((*prefix).to_owned(), rest, parts))
    });
    let double = DOUBLE.iter().filter_map(move |(first, second)| {
        let rest = form.strip_prefix(first)?.strip_prefix(second)?;
        Some((format!("{first}{second}"), rest, false))
    });
    simple.chain(double)
}

/// What stands in the lexicon as a part of compounds means that: `sprach` is of `Sprache`. With an umlaut or
/// `-en` it is only the plural that a noun might have: `fährt`, `verbunden`.
fn is_part(form: &str) -> bool {
    let parts = lexicon::german();
    let is_plural = form.contains(['ä', 'ö', 'ü']) || form.ends_with("en");
    parts.get(form).is_some() && (!is_plural || parts.lemma(form) == Some(form))
}

/// The infinitive of a form of a strong verb (lower case, with umlauts).
#[must_use]
pub fn verb(form: &str) -> Option<String> {
    let base = ENDINGS.iter().filter_map(|ending| form.strip_suffix(ending));
    if is_part(form) || base.into_iter().any(|base| ALONE.contains(&base)) {
        return None;
    }
    let simple = table().find(form, |role| role != Role::Bare).map(str::to_owned);
    simple.or_else(|| {
        prefixed(form).find_map(|(prefix, rest, parts)| {
            let participle = if parts { Role::Participle } else { Role::Bare };
            let verb = table().find(rest, |role| role == Role::Finite || role == participle)?;
            Some(format!("{prefix}{verb}"))
        })
    })
}

/// A separable verb without the `zu` inside (lower case, with umlauts): `anzumelden` → `anmelden`. `hinzufügen` is a verb
/// as it stands, and `abzugsfähigen` is none.
#[must_use]
pub fn infinitive(form: &str) -> Option<String> {
    let mut prefixes = SEPARABLE.iter().filter(|prefix| **prefix != "hin" && form.ends_with('n'));
    prefixes.find_map(|prefix| {
        let verb = form.strip_prefix(prefix)?.strip_prefix("zu")?;
        (verb.chars().count() >= 4 && !verb.starts_with("gs")).then(|| format!("{prefix}{verb}"))
    })
}

/// The strong verb that a noun is made of: `abschluss` → `abschließen`.
#[must_use]
pub fn verb_of_noun(noun: &str) -> Option<String> {
    let whole = table().of_nouns.get(noun).filter(|(_, stands)| *stands == Stands::Alone);
    let whole = whole.map(|(verb, _)| table().verbs[*verb].infinitive.to_owned());
    whole.or_else(|| {
        prefixed(noun).find_map(|(prefix, rest, _)| {
            let (verb, _) = table().of_nouns.get(rest)?;
            Some(format!("{prefix}{}", table().verbs[*verb].infinitive))
        })
    })
}

/// The forms of all strong verbs without a prefix.
pub fn simple_forms() -> impl Iterator<Item = &'static str> {
    table().verbs.iter().flat_map(|verb| {
        [verb.infinitive, verb.participle].into_iter().chain(verb.finite.iter().map(String::as_str))
    })
}

/// The base form of a noun with a foreign plural, for either form.
#[must_use]
pub fn noun(form: &str) -> Option<&'static str> {
    table().plurals.get(form).copied()
}

/// The plural of such a noun.
#[must_use]
pub fn plural(lemma: &str) -> Option<&'static str> {
    NOUNS.lines().filter_map(|line| line.split_once(' ')).find(|(one, _)| *one == lemma).map(|(_, many)| many)
}

/// The forms of a strong verb that its stem does not show, the infinitive first, and the nouns made of it.
#[must_use]
pub fn forms(infinitive: &str) -> (Vec<String>, Vec<String>) {
    let simple = (String::new(), infinitive, false);
    let verb = std::iter::once(simple).chain(prefixed(infinitive)).find_map(|(prefix, rest, parts)| {
        let verb = table().verbs.iter().find(|verb| verb.infinitive == rest)?;
        Some((prefix, verb, parts))
    });
    let Some((prefix, verb, parts)) = verb else { return (Vec::new(), Vec::new()) };
    let participle = match verb.participle.strip_prefix("ge") {
        Some(bare) if !prefix.is_empty() && !parts => bare,
        _ => verb.participle,
    };
    let mut forms = vec![infinitive.to_owned()];
    forms.extend(verb.finite.iter().map(|form| format!("{prefix}{form}")));
    forms.extend(["", "e", "en", "er"].map(|ending| format!("{prefix}{participle}{ending}")));
    forms.retain(|form| !is_part(form));
    let fits = |stands| !prefix.is_empty() || stands == Stands::Alone;
    let nouns = verb.nouns.iter().filter(|(_, stands)| fits(*stands));
    (forms, nouns.map(|(noun, _)| format!("{prefix}{noun}")).collect())
}

#[cfg(test)]
mod tests {
    use super::{forms, infinitive, noun, verb, verb_of_noun};

    #[test]
    fn an_infinitive_loses_the_zu_inside() {
        for (form, expected) in [
            ("anzumelden", Some("anmelden")),
            ("herauszufinden", Some("herausfinden")),
            ("hinzufügen", None),
            ("abzugsfähigen", None),
            ("anzuzeigende", None),
            ("zumelden", None),
        ] {
            assert_eq!(infinitive(form).as_deref(), expected, "{form}");
        }
    }

    #[test]
    fn forms_lead_to_their_infinitive() {
        for (form, infinitive) in [
            ("hilft", "helfen"),
            ("geholfen", "helfen"),
            ("verholfen", "verhelfen"),
            ("aufgenommen", "aufnehmen"),
            ("anerkannt", "anerkennen"),
            ("abgeschobene", "abschieben"),
            ("verbunden", "verbinden"),
            ("entschieden", "entscheiden"),
            ("schlägt", "schlagen"),
            ("bewarb", "bewerben"),
            ("verliert", "verlieren"),
        ] {
            assert_eq!(verb(form).as_deref(), Some(infinitive), "{form}");
        }
        for other in ["bekannt", "verschiedene", "verlegen", "sprach", "holfen", "bildung", "beratung"] {
            assert_eq!(verb(other), None, "{other}");
        }
        assert_eq!(
            (noun("museen"), noun("museum"), noun("familien")),
            (Some("museum"), Some("museum"), None)
        );
    }

    #[test]
    fn nouns_lead_to_their_verb_and_back() {
        for (noun, infinitive) in [
            ("hilfe", "helfen"),
            ("abschlüsse", "abschließen"),
            ("anerkennung", "anerkennen"),
            ("aufnahme", "aufnehmen"),
            ("angebot", "anbieten"),
            ("wahl", "wählen"),
            ("verlust", "verlieren"),
        ] {
            assert_eq!(verb_of_noun(noun).as_deref(), Some(infinitive), "{noun}");
            assert!(forms(infinitive).1.iter().any(|known| known == noun), "{noun}");
        }
        assert_eq!(verb_of_noun("zug"), None);
        assert!(forms("anerkennen").0.contains(&"anerkannt".to_owned()));
        assert!(forms("abgeben").0.contains(&"abgegeben".to_owned()));
    }
}
