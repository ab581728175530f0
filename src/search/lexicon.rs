//! The bundled German lexicon: which strings may be a part of a compound, and in which place.
//!
//! `german/lexicon.txt` holds base forms; this module spreads each into the forms it takes before another
//! part (`Familie` → `familien-`, `Sprache` → `sprach-`) and at the end of a compound (`Kraft` → `-kräfte`).
//! Links after: Martina Langer, *Zur Verarbeitung von Komposita* (1998); Duden, *Die Grammatik*, "Fugenelemente".
//! The site's own words are spread by the same rules ([`Parts::add_site_word`]).

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use foldhash::fast::FixedState;

use super::{irregular, stopwords};

const SOURCE: &str = include_str!("german/lexicon.txt");

/// What a string may be within a compound; a smaller cost is more likely, `None` not at all.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Part {
    /// Cost before another part.
    pub first: Option<u16>,
    /// Cost at the end of the compound.
    pub last: Option<u16>,
    /// A word that is not divided itself.
    pub whole: bool,
    /// A noun as it stands before another part, so that an unknown one may follow.
    pub is_noun: bool,
}

/// What strings may be, found letter by letter: a word is divided by going along its letters from every
/// place where a part may begin, and no further than some part goes.
#[derive(Clone, Debug)]
struct Trie {
    /// From a node and a letter, see [`edge`], to the next node.
    edges: HashMap<u64, u32, FixedState>,
    /// What the string that leads to each node may be; to the first leads the empty one.
    parts: Vec<Part>,
}

/// A place in the letters of parts; the default is before the first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Node(u32);

impl Default for Trie {
    fn default() -> Self {
        Self { edges: HashMap::default(), parts: vec![Part::default()] }
    }
}

/// A node and a letter in one number, which is hashed in one step.
fn edge(node: u32, letter: char) -> u64 {
    u64::from(node) << 32 | u64::from(letter)
}

impl Trie {
    fn entry(&mut self, text: &str) -> &mut Part {
        let mut node = 0;
        for letter in text.chars() {
            let next = u32::try_from(self.parts.len()).unwrap_or(u32::MAX);
            node = *self.edges.entry(edge(node, letter)).or_insert(next);
            if node == next {
                self.parts.push(Part::default());
            }
        }
        &mut self.parts[node as usize]
    }

    fn next(&self, node: Node, letter: char) -> Option<Node> {
        self.edges.get(&edge(node.0, letter)).copied().map(Node)
    }

    fn part(&self, node: Node) -> Part {
        self.parts[node.0 as usize]
    }
}

/// A table of possible parts.
#[derive(Clone, Debug, Default)]
pub struct Parts {
    table: Trie,
    lemmas: HashMap<String, String, FixedState>,
    persons: HashSet<String, FixedState>,
    stands_for: HashMap<String, String>,
}

/// The bundled lexicon, spread once.
pub fn german() -> &'static Parts {
    static PARTS: LazyLock<Parts> = LazyLock::new(|| Parts::read(SOURCE));
    &PARTS
}

/// Of the bundled lexicon, about: nodes of the tree of letters, and forms that lead to their noun.
const LETTERS: usize = 48_000;
const FORMS: usize = 32_000;

/// Derivational endings after which German always links with `s`.
const LINKED_BY_S: &[&str] = &["ung", "heit", "keit", "schaft", "ion", "tät", "ling", "tum", "sal"];

const EASY: u16 = 0;
const USUAL: u16 = 10;
const RARE: u16 = 25;

impl Parts {
    /// Reads lines of `kind word word …`; lines that begin with `#` are comments.
    fn read(source: &str) -> Self {
        let mut parts = Self::default();
        parts.table.edges.reserve(LETTERS);
        parts.table.parts.reserve(LETTERS);
        parts.lemmas.reserve(FORMS);
        for line in source.lines().filter(|line| !line.starts_with('#')) {
            let mut words = line.split_whitespace();
            let kind = words.next();
            for word in words {
                match kind {
                    Some("noun") => parts.add_noun(word),
                    Some("person") => parts.add_person(word),
                    Some("first") => parts.add_first(word),
                    _ => parts.add_whole(word),
                }
            }
        }
        parts
    }

    /// What `text` (lower case, with umlauts) may be.
    #[must_use]
    pub fn get(&self, text: &str) -> Option<Part> {
        let mut letters = text.chars();
        let node = letters.try_fold(Node::default(), |node, letter| self.table.next(node, letter));
        node.map(|node| self.table.part(node)).filter(|part| *part != Part::default())
    }

    /// Where a letter leads; `None` when no part goes on with it.
    #[must_use]
    pub fn next(&self, node: Node, letter: char) -> Option<Node> {
        self.table.next(node, letter)
    }

    /// What the letters that lead to a place may be.
    #[must_use]
    pub fn at(&self, node: Node) -> Part {
        self.table.part(node)
    }

    /// The base form of a noun of the lexicon, inflected or before a link: `kursen` → `kurs`, `beratungs` → `beratung`.
    #[must_use]
    pub fn lemma(&self, form: &str) -> Option<&str> {
        self.lemmas.get(form).map(String::as_str)
    }

    /// The base forms of all nouns, each at least once.
    pub fn nouns(&self) -> impl Iterator<Item = &str> {
        self.lemmas.values().map(String::as_str)
    }

    /// The noun that a verb stem stands for in a compound: `förder` → `förderung`.
    #[must_use]
    pub fn noun_of(&self, part: &str) -> Option<&str> {
        self.stands_for.get(part).map(String::as_str)
    }

    /// Whether `form` is a noun in `-er` that names a person.
    #[must_use]
    pub fn is_person(&self, form: &str) -> bool {
        self.persons.contains(form)
    }

    /// Adds a noun that the site uses; it divides other words, but does not stay whole by itself.
    pub fn add_site_word(&mut self, word: &str) {
        if self.get(word).is_some() {
            return;
        }
        for (form, cost) in modifiers(word) {
            self.allow_first(&form, cost + USUAL);
        }
        self.allow_last(word, USUAL);
    }

    /// Adds a word that is never divided.
    pub fn add_whole(&mut self, word: &str) {
        for form in inflections(word) {
            self.table.entry(&form).whole = true;
        }
    }

    /// Adds a noun that divides other words and is not divided itself.
    pub fn add_noun(&mut self, word: &str) {
        for (form, cost) in modifiers(word) {
            self.allow_first(&form, cost);
            if cost == EASY && form.chars().count() >= 5 {
                self.table.entry(&form).is_noun = true;
            }
            if cost < RARE {
                self.lemmas.entry(form).or_insert_with(|| word.to_owned());
            }
        }
        for form in inflections(word) {
            self.allow_last(&form, EASY);
            self.table.entry(&form).whole = true;
            self.lemmas.entry(form).or_insert_with(|| word.to_owned());
        }
        self.lemmas.insert(word.to_owned(), word.to_owned());
    }

    /// Adds a part that stands before another only, perhaps as `stem=noun`.
    fn add_first(&mut self, entry: &str) {
        let (part, noun) = entry.split_once('=').unwrap_or((entry, ""));
        self.allow_first(part, EASY);
        if !noun.is_empty() {
            self.stands_for.insert(part.to_owned(), noun.to_owned());
        }
    }

    fn add_person(&mut self, word: &str) {
        self.persons.insert(word.to_owned());
        self.add_noun(word);
        for feminine in ["in", "innen"] {
            let form = format!("{word}{feminine}");
            self.allow_last(&form, EASY);
            self.allow_first(&form, RARE);
            self.table.entry(&form).whole = true;
            self.lemmas.insert(form, word.to_owned());
        }
    }

    fn allow_first(&mut self, form: &str, cost: u16) {
        let part = self.table.entry(form);
        part.first = Some(part.first.map_or(cost, |known| known.min(cost)));
    }

    fn allow_last(&mut self, form: &str, cost: u16) {
        let part = self.table.entry(form);
        part.last = Some(part.last.map_or(cost, |known| known.min(cost)));
    }
}

/// The forms that a noun takes before another part, with their costs.
fn modifiers(word: &str) -> Vec<(String, u16)> {
    if LINKED_BY_S.iter().any(|ending| word.ends_with(ending)) {
        return vec![(format!("{word}s"), EASY), (format!("{word}en"), RARE)];
    }
    let mut forms = vec![(word.to_owned(), EASY)];
    let mut push = |form: String, cost| forms.push((form, cost));
    if let Some(stem) = word.strip_suffix('e') {
        push(format!("{word}n"), EASY);
        if stem.chars().count() >= 4 {
            push(stem.to_owned(), USUAL);
            push(format!("{stem}s"), USUAL);
        }
    } else {
        for (link, cost) in [
            ("s", USUAL),
            ("en", USUAL),
            ("n", USUAL),
            ("es", RARE),
            ("er", RARE),
            ("e", RARE),
            ("ens", RARE),
        ] {
            push(format!("{word}{link}"), cost);
        }
        if let Some(changed) = umlauted(word) {
            for link in ["", "er", "e"] {
                push(format!("{changed}{link}"), RARE);
            }
        }
        if let Some(stem) = latin_stem(word) {
            push(format!("{stem}en"), USUAL);
        }
    }
    forms.retain(|(form, _)| is_part(form));
    forms
}

/// The inflected forms of a noun, itself first.
fn inflections(word: &str) -> Vec<String> {
    let mut forms = vec![word.to_owned()];
    let mut push =
        |stem: &str, endings: &[&str]| forms.extend(endings.iter().map(|ending| format!("{stem}{ending}")));
    if word.ends_with('e') {
        push(word, &["n", "r", "s", "m"]);
    } else {
        push(word, &["s", "n", "en", "e", "es", "er", "ern"]);
    }
    if word.ends_with("in") {
        push(word, &["nen"]);
    }
    if word.ends_with("nis") {
        push(word, &["se", "sen", "ses"]);
    }
    if let Some(stem) = latin_stem(word) {
        push(stem, &["en"]);
    }
    if let Some(plural) = irregular::plural(word) {
        push(plural, &[""]);
    }
    if let Some(changed) = umlauted(word) {
        push(&changed, &["", "e", "er", "en", "n", "ern"]);
    }
    forms
}

/// `zentrum` → `zentr`, `thema` → `them`: the stem before the plural in `-en`.
fn latin_stem(word: &str) -> Option<&str> {
    word.strip_suffix("um").or_else(|| word.strip_suffix('a')).filter(|stem| stem.chars().count() >= 4)
}

/// The noun with its last vowel changed as in the plural: `kraft` → `kräft`, `haus` → `häus`.
fn umlauted(word: &str) -> Option<String> {
    let at = word.rfind(['a', 'o', 'u'])?;
    // `au` changes at its first letter.
    let at = if word[..at].ends_with('a') && word[at..].starts_with('u') { at - 1 } else { at };
    let changed = match &word[at..=at] {
        "a" => "ä",
        "o" => "ö",
        _ => "ü",
    };
    // The vowel must be in the last syllable, or before -er, -el, -en.
    let rest = word[at + 1..].trim_start_matches('u');
    let syllables = rest.chars().filter(|letter| "eiäöüy".contains(*letter)).count();
    let short_ending = ["er", "el", "en"].iter().any(|ending| rest.ends_with(ending));
    (syllables == 0 || (syllables == 1 && short_ending))
        .then(|| format!("{}{changed}{}", &word[..at], &word[at + 1..]))
}

/// Function words and prefixes are no parts: `unter-richt`, `zusammen-arbeit`.
fn is_part(form: &str) -> bool {
    !stopwords::is_stopword("de", form) && !PREFIXES.contains(&form)
}

const PREFIXES: &[&str] = &[
    "über",
    "unter",
    "zusammen",
    "auseinander",
    "heraus",
    "hinaus",
    "herein",
    "hinein",
    "zurück",
    "gegen",
    "durch",
    "weiter",
    "wieder",
    "wider",
    "miss",
    "nach",
    "hinter",
    "fort",
    "nieder",
    "vorüber",
    "vorbei",
    "vorher",
    "voran",
    "voraus",
    "entgegen",
    "empor",
    "daher",
    "dahin",
    "herum",
    "herunter",
    "herauf",
    "hinweg",
    "ander",
    "anders",
    "haft",
    "schaft",
    "heit",
    "keit",
    "ungen",
    "lich",
    "isch",
    "sam",
    "bar",
    "los",
    "ende",
    "enden",
    "voll",
    "arme",
    "erste",
    "ersten",
    "reiche",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_noun_takes_its_links_and_inflections() {
        let parts = german();
        for first in ["familien", "sprach", "beratungs", "kinder", "hilfe", "hilfs", "kräfte", "jugend"] {
            assert!(parts.get(first).is_some_and(|part| part.first.is_some()), "{first}");
        }
        for last in [
            "kräften",
            "häuser",
            "zentren",
            "beratungen",
            "arbeiterinnen",
            "pläne",
            "väter",
            "praxen",
            "gremien",
        ] {
            assert!(parts.get(last).is_some_and(|part| part.last.is_some()), "{last}");
        }
        assert_eq!(parts.get("beratung").and_then(|part| part.first), None, "always with s");
        assert_eq!(parts.lemma("kursen"), Some("kurs"));
        assert!(parts.is_person("arbeiter") && !parts.is_person("kinder"));
    }

    #[test]
    fn vowels_change_in_the_last_syllable() {
        for (word, changed) in [
            ("kraft", Some("kräft")),
            ("haus", Some("häus")),
            ("vater", Some("väter")),
            ("arbeit", None),
            ("tür", None),
        ] {
            assert_eq!(umlauted(word).as_deref(), changed, "{word}");
        }
    }
}
