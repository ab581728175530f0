//! Groups the forms of a site into classes: what a query word can find.
//!
//! A class is a set of forms with one meaning for the search (`beratung`, `beratungen`). A form belongs to
//! exactly one class; the language in which it occurs most decides how it is analysed. A compound's class
//! names the classes of its parts. Where it matters which of several forms comes first, it is the first by the
//! alphabet: so what forms mean does not depend on the order in which documents have them.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};

use foldhash::fast::FixedState;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::compound::Splitter;
use super::fold::{self, fold, read_digraphs};
use super::gathering::{Gathering, MAIN_LANGUAGE, SEVERAL, Traces};
use super::input::Settings;
use super::spelling::Written;
use super::stem::{self, Traits};
use super::{irregular, lexicon, stopwords, words};

/// The class of a form that the site does not have.
pub const NO_CLASS: u32 = u32::MAX;

/// Forms that a thread looks up in a row, at least.
const AT_ONCE: usize = 1024;

/// How much a part of a compound counts beside the whole word, in percent: the last part says what a thing
/// is, the others of which kind.
const HEAD: u8 = 50;
const MODIFIER: u8 = 40;
/// A compound within a compound: `Hilfeplan` in `Hilfeplangespräch`.
const SPAN: u8 = 60;

/// All forms and classes of a site.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(from = "Stored")]
pub struct Vocabulary {
    /// Forms without hyphens, each once.
    pub forms: Vec<SiteForm>,
    /// Classes.
    pub classes: Vec<Class>,
    /// Groups of expressions that mean the same, each a sequence of classes.
    pub synonyms: Vec<Vec<Vec<u32>>>,
    #[serde(skip)]
    numbers: HashMap<Box<str>, u32, FixedState>,
}

/// A vocabulary without what is found out of the rest.
#[derive(Deserialize)]
struct Stored {
    forms: Vec<SiteForm>,
    classes: Vec<Class>,
    synonyms: Vec<Vec<Vec<u32>>>,
}

impl From<Stored> for Vocabulary {
    fn from(Stored { forms, classes, synonyms }: Stored) -> Self {
        let numbers = (0..).zip(&forms).map(|(number, form)| (form.text.clone(), number)).collect();
        Self { forms, classes, synonyms, numbers }
    }
}

/// A form of the site.
#[derive(Debug, Serialize, Deserialize)]
pub struct SiteForm {
    /// Lower case, umlauts kept.
    pub text: Box<str>,
    /// Mostly written with a capital.
    pub capital: bool,
    /// Number of documents that have it.
    pub documents: u32,
    /// Its class.
    pub class: u32,
    /// Where it divides, in bytes of `text`.
    pub cuts: Vec<u32>,
    /// Stands before another part only, and nowhere by itself: `beratungs`.
    pub bound: bool,
    /// How most documents write it.
    pub written: Written,
}

/// Forms that a query does not tell apart.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct Class {
    /// The classes that a word of this class also counts for, with percent.
    pub parts: Vec<(u32, u8)>,
    /// How many of `parts` are the plain parts in order; the others are spans of them.
    pub plain_parts: usize,
    /// Classes that mean nearly the same and share no stem: `Hilfe` and `helfen`.
    pub kin: Vec<u32>,
}

/// What the analysis says about a form.
struct Analysis {
    key: String,
    /// Surface and key of each part; empty for a simple word.
    parts: Vec<(String, String)>,
    /// Keys of spans of several parts.
    spans: Vec<String>,
    /// The word of which it is a form that no ending explains.
    lexeme: Option<Lexeme>,
}

/// How a form belongs to a word from which no ending leads to it.
enum Lexeme {
    /// The infinitive of a verb that is not strong, with `zu` inside; the one without.
    WithZu(String),
    /// A form of the verb with this infinitive.
    Verb(String),
    /// A noun made of that verb.
    NounOf(String),
    /// A noun with a foreign plural.
    Noun(&'static str),
}

impl SiteForm {
    fn new(text: &str) -> Self {
        Self {
            text: text.into(),
            capital: false,
            documents: 0,
            class: NO_CLASS,
            cuts: Vec::new(),
            bound: false,
            written: Written::Nowhere,
        }
    }
}

impl Vocabulary {
    /// Analyses and groups what was gathered.
    #[must_use]
    pub fn of(gathering: &Gathering, settings: &Settings) -> Self {
        let (groups, named) = synonyms(settings);
        // The lexicon is spread once, by who first asks for it: here, beside the forms.
        let (mut making, _) = rayon::join(|| Making::of(gathering, named), lexicon::german);
        let analyses = making.analyse(settings);
        making.group(&analyses);
        making.relate(&analyses);
        let mut vocabulary = making.vocabulary;
        let class = |form: String| vocabulary.number(&form).map(|number| vocabulary.class_of(number));
        vocabulary.synonyms = groups
            .into_iter()
            .map(|group| {
                group.into_iter().map(|forms| forms.into_iter().filter_map(class).collect()).collect()
            })
            .collect();
        vocabulary
    }

    /// Appends a form that is not there yet.
    fn insert(&mut self, form: SiteForm) {
        let number = u32::try_from(self.forms.len()).unwrap_or(u32::MAX);
        self.numbers.insert(form.text.clone(), number);
        self.forms.push(form);
    }

    /// The class of each of these forms; [`NO_CLASS`] for one that the site does not have.
    #[must_use]
    pub fn classes_of(&self, gathering: &Gathering) -> Vec<u32> {
        let class = |text: &&str| self.number(text).map_or(NO_CLASS, |number| self.class_of(number));
        let texts: Vec<&str> = gathering.texts().collect();
        texts.par_iter().with_min_len(AT_ONCE).map(class).collect()
    }

    /// Notes how many documents have a form now, and how most of them write it.
    pub fn recount(&mut self, form: &str, documents: u32, written: Written) {
        if let Some(number) = self.number(form) {
            let form = &mut self.forms[number as usize];
            (form.documents, form.written) = (documents, written);
        }
    }

    /// The number of a form, hyphens or not.
    #[must_use]
    pub fn number(&self, form: &str) -> Option<u32> {
        if form.contains('-') {
            self.numbers.get(form.replace('-', "").as_str())
        } else {
            self.numbers.get(form)
        }
        .copied()
    }

    /// A form without hyphens.
    #[must_use]
    pub fn form(&self, text: &str) -> Option<&SiteForm> {
        self.numbers.get(text).map(|number| &self.forms[*number as usize])
    }

    /// The class of the form with this number.
    #[must_use]
    pub fn class_of(&self, form: u32) -> u32 {
        self.forms[form as usize].class
    }

    fn has(&self, form: &str) -> bool {
        self.numbers.contains_key(form)
    }
}

/// A vocabulary on its way from forms to classes.
struct Making<'g> {
    vocabulary: Vocabulary,
    /// Of each form that a document or a synonym has.
    traces: Vec<Traces>,
    languages: &'g [String],
}

/// How synonyms write a form.
#[derive(Default)]
struct Named {
    capital: bool,
    marked: bool,
    hyphenated: Option<Box<str>>,
}

impl<'g> Making<'g> {
    /// All forms, in the order of the alphabet: those of documents, and those that synonyms alone have.
    fn of(gathering: &'g Gathering, mut named: BTreeMap<String, Named>) -> Self {
        let mut forms: Vec<(Cow<'_, str>, Traces)> = gathering
            .forms()
            .map(|(text, mut traces)| {
                if let Some(named) = named.remove(text) {
                    traces.marked |= named.marked;
                    traces.hyphenated = traces.hyphenated.or(named.hyphenated);
                }
                (Cow::Borrowed(text), traces)
            })
            .collect();
        forms.extend(named.into_iter().map(|(text, named)| {
            let Named { capital, marked, hyphenated } = named;
            let (documents, language, written) = (0, MAIN_LANGUAGE, Written::Nowhere);
            let traces = Traces { documents, capital, marked, language, hyphenated, written };
            (Cow::Owned(text), traces)
        }));
        forms.par_sort_unstable_by(|one, other| one.0.cmp(&other.0));
        let mut making =
            Self { vocabulary: Vocabulary::default(), traces: Vec::new(), languages: gathering.languages() };
        for (text, mut traces) in forms {
            let (documents, capital) = (traces.documents, traces.capital);
            let written = std::mem::take(&mut traces.written);
            making.vocabulary.insert(SiteForm { documents, capital, written, ..SiteForm::new(&text) });
            making.traces.push(traces);
        }
        making
    }

    /// Analyses every form, in parallel: the vocabulary is complete and only read.
    fn analyse(&self, settings: &Settings) -> Vec<Analysis> {
        let language_of = |traces: &Traces| self.languages[traces.language].as_str();
        let nouns = self.vocabulary.forms.iter().zip(&self.traces).filter(|(form, traces)| {
            form.capital
                && form.documents >= SEVERAL
                && language_of(traces).starts_with("de")
                && form.text.chars().all(char::is_alphabetic)
        });
        let splitter = Splitter::new(nouns.map(|(form, _)| &*form.text), &settings.exceptions);
        let vocabulary = &self.vocabulary;
        let mut analyses: Vec<Analysis> = vocabulary
            .forms
            .par_iter()
            .zip(&self.traces)
            .map(|(form, traces)| analyse(form, traces, language_of(traces), &splitter, vocabulary))
            .collect();
        self.join_digraphs(&mut analyses);
        analyses
    }

    /// `foerderung` gets the analysis of `förderung`, when that is a form of the site.
    fn join_digraphs(&self, analyses: &mut [Analysis]) {
        let mut umlauts: HashMap<String, usize, FixedState> = HashMap::default();
        for (at, form) in self.vocabulary.forms.iter().enumerate() {
            if form.text.contains(['ä', 'ö', 'ü']) {
                umlauts.entry(fold(&form.text)).or_insert(at);
            }
        }
        for (at, form) in self.vocabulary.forms.iter().enumerate() {
            let readings = [read_digraphs(&form.text), fold::umlauts(&form.text)].into_iter().flatten();
            let Some(&other) = readings.map(|read| fold(&read)).find_map(|read| umlauts.get(&read)) else {
                continue;
            };
            let (key, spans) = (analyses[other].key.clone(), analyses[other].spans.clone());
            analyses[at].key = key;
            analyses[at].spans = spans;
        }
    }

    /// Numbers the classes and gives each form its own.
    fn group(&mut self, analyses: &[Analysis]) {
        let mut classes = Classes::default();
        for (at, analysis) in analyses.iter().enumerate() {
            self.vocabulary.forms[at].class = classes.number(&analysis.key);
        }
        let whole = classes.list.len();
        for (at, analysis) in analyses.iter().enumerate() {
            let own = self.vocabulary.forms[at].class;
            let mut parts: Vec<(u32, u8)> = Vec::new();
            let (mut end, mut cuts) = (0, Vec::new());
            for (place, (surface, key)) in analysis.parts.iter().enumerate() {
                end += surface.len();
                cuts.push(u32::try_from(end).unwrap_or(0));
                let weight = if place + 1 == analysis.parts.len() { HEAD } else { MODIFIER };
                let is_last = place + 1 == analysis.parts.len();
                parts.push((self.part(surface, key, is_last, &mut classes), weight));
            }
            cuts.pop();
            self.vocabulary.forms[at].cuts = cuts;
            let plain_parts = parts.len();
            for key in &analysis.spans {
                let span = classes.number(key);
                // A span counts only where it is a word of the site by itself.
                if (span as usize) < whole && !parts.iter().any(|(known, _)| *known == span) {
                    parts.push((span, SPAN));
                }
            }
            let class = &mut classes.list[own as usize];
            if class.parts.is_empty() && parts.iter().all(|(part, _)| *part != own) {
                *class = Class { parts, plain_parts, kin: Vec::new() };
            }
        }
        self.vocabulary.classes = classes.list;
    }

    /// Gives such words the forms of them that no text has, and irregular ones their kin.
    fn relate(&mut self, analyses: &[Analysis]) {
        let mut verbs: BTreeMap<&str, [Vec<u32>; 2]> = BTreeMap::new();
        let mut plurals: BTreeMap<&str, u32> = BTreeMap::new();
        for (at, analysis) in analyses.iter().enumerate() {
            let class = self.vocabulary.forms[at].class;
            let (verb, place) = match &analysis.lexeme {
                Some(Lexeme::Verb(verb)) => (verb, 0),
                Some(Lexeme::NounOf(verb)) => (verb, 1),
                Some(Lexeme::WithZu(infinitive)) => {
                    self.alias(infinitive, class, false);
                    continue;
                }
                Some(Lexeme::Noun(lemma)) => {
                    plurals.insert(lemma, class);
                    continue;
                }
                None => continue,
            };
            let classes = &mut verbs.entry(verb).or_default()[place];
            if !classes.contains(&class) {
                classes.push(class);
            }
        }
        for (infinitive, [own, nouns]) in verbs {
            let (forms, made) = irregular::forms(infinitive);
            let Some(target) = own.first().or(nouns.first()) else { continue };
            forms.iter().for_each(|form| self.alias(form, *target, false));
            // What ends in `-ung` is found by the family of the word that is asked for.
            let made = made.iter().filter(|noun| !noun.ends_with("ung") && !noun.ends_with("ungen"));
            made.for_each(|form| self.alias(form, *target, true));
            let pairs = own.iter().flat_map(|verb| nouns.iter().map(move |noun| (*verb, *noun)));
            for (verb, noun) in pairs.filter(|(verb, noun)| verb != noun) {
                self.vocabulary.classes[verb as usize].kin.push(noun);
                self.vocabulary.classes[noun as usize].kin.push(verb);
            }
        }
        for (lemma, class) in plurals {
            for form in [Some(lemma), irregular::plural(lemma)].into_iter().flatten() {
                self.alias(form, class, true);
            }
        }
    }

    /// Makes a form that no text has one of a class.
    fn alias(&mut self, form: &str, class: u32, capital: bool) {
        if !self.vocabulary.has(form) {
            self.vocabulary.insert(SiteForm { class, capital, ..SiteForm::new(form) });
        }
    }

    /// The class of a part. A part that is a form of the site means what that form means; any other becomes
    /// a form, with its base (`beratungs`, `beratung`), so that it is found where no text has it alone.
    fn part(&mut self, surface: &str, key: &str, is_last: bool, classes: &mut Classes) -> u32 {
        if let Some(form) = self.vocabulary.numbers.get(surface) {
            return self.vocabulary.class_of(*form);
        }
        let class = classes.number(key);
        let lemma = lexicon::german().lemma(surface);
        for text in [Some(surface), lemma].into_iter().flatten() {
            if !self.vocabulary.has(text) {
                let bound = !is_last && lemma != Some(text);
                self.vocabulary.insert(SiteForm { class, capital: true, bound, ..SiteForm::new(text) });
            }
        }
        class
    }
}

/// Classes by their keys.
#[derive(Default)]
struct Classes {
    numbers: HashMap<String, u32, FixedState>,
    list: Vec<Class>,
}

impl Classes {
    /// The number of the class with this key, new or known.
    fn number(&mut self, key: &str) -> u32 {
        if let Some(number) = self.numbers.get(key) {
            return *number;
        }
        let number = u32::try_from(self.list.len()).unwrap_or(u32::MAX);
        self.numbers.insert(key.to_owned(), number);
        self.list.push(Class::default());
        number
    }
}

fn analyse(
    form: &SiteForm,
    written: &Traces,
    lang: &str,
    splitter: &Splitter,
    vocabulary: &Vocabulary,
) -> Analysis {
    let known = |word: &str| vocabulary.has(word);
    let traits = Traits { capital: form.capital, marked: written.marked };
    let key = stem::key(lang, &form.text, traits, &known);
    let is_german = lang.starts_with("de");
    let surfaces: Vec<String> = match &written.hyphenated {
        Some(spelling) => hyphen_parts(spelling, is_german.then_some(splitter)),
        None if is_german => splitter.split(&form.text).into_iter().map(str::to_owned).collect(),
        None => Vec::new(),
    };
    if surfaces.len() < 2 {
        let lexeme = if is_german { lexeme(form) } else { None };
        return Analysis { key, parts: Vec::new(), spans: Vec::new(), lexeme };
    }
    let key_of = |surface: &str| {
        let noun = if is_german { lexicon::german().noun_of(surface).unwrap_or(surface) } else { surface };
        // The umlaut of a verb stem is its own: `Prüfgruppe` is of `prüfen`.
        let capital = lexicon::german().lemma(noun).is_some() || !noun.contains(['ä', 'ö', 'ü']);
        stem::key(lang, noun, Traits { capital, marked: written.marked }, &known)
    };
    let spans = (2..surfaces.len())
        .flat_map(|length| surfaces.windows(length).map(|span| key_of(&span.concat())))
        .collect();
    let parts = surfaces
        .into_iter()
        .map(|surface| {
            let key = key_of(&surface);
            (surface, key)
        })
        .collect();
    Analysis { key, parts, spans, lexeme: None }
}

/// The words of the synonyms: for each group its expressions, each a sequence of forms without hyphens; and how all
/// of them are written.
fn synonyms(settings: &Settings) -> (Vec<Vec<Vec<String>>>, BTreeMap<String, Named>) {
    let (mut groups, mut named) = (Vec::new(), BTreeMap::<String, Named>::new());
    for group in settings.synonyms.iter().chain(&settings.exceptions.synonyms) {
        let mut expressions: Vec<Vec<String>> = Vec::new();
        for expression in group {
            let mut forms = Vec::new();
            for word in words::words(expression) {
                if stopwords::is_stopword(&settings.lang, &word.form) {
                    continue;
                }
                let form = word.form.replace('-', "");
                let named = named.entry(form.clone()).or_default();
                named.capital = word.capital;
                named.marked |= word.marked;
                if word.form.contains('-') {
                    named.hyphenated.get_or_insert_with(|| word.form.as_ref().into());
                }
                forms.push(form);
            }
            if !forms.is_empty() && !expressions.contains(&forms) {
                expressions.push(forms);
            }
        }
        if expressions.len() > 1 {
            groups.push(expressions);
        }
    }
    (groups, named)
}

fn lexeme(form: &SiteForm) -> Option<Lexeme> {
    if !form.capital {
        let infinitive = irregular::infinitive(&form.text);
        let verb = irregular::verb(infinitive.as_deref().unwrap_or(&form.text)).map(Lexeme::Verb);
        return verb.or_else(|| infinitive.map(Lexeme::WithZu));
    }
    let noun = || irregular::noun(&form.text).map(Lexeme::Noun);
    irregular::verb_of_noun(&form.text).map(Lexeme::NounOf).or_else(noun)
}

/// The parts of a hyphenated word, German ones divided further: `online-elternabend`.
fn hyphen_parts(spelling: &str, splitter: Option<&Splitter>) -> Vec<String> {
    let pieces = spelling.split('-').filter(|piece| !piece.is_empty());
    pieces
        .flat_map(|piece| match splitter {
            Some(splitter) => splitter.split(piece),
            None => vec![piece],
        })
        .map(str::to_owned)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::search::input::Document;
    use crate::search::reading::Reader;

    fn vocabulary(text: &str, synonyms: &[&[&str]]) -> Vocabulary {
        let document = Document { lang: "de".into(), summary: text.into(), ..Document::default() };
        let settings = Settings {
            lang: "de".into(),
            synonyms: synonyms
                .iter()
                .map(|group| group.iter().map(|word| (*word).to_owned()).collect())
                .collect(),
            ..Settings::default()
        };
        let mut gathering = Gathering::new("de");
        let mut reader = Reader::default();
        reader.read(&document);
        gathering.add(reader.finish(), ["de"]);
        Vocabulary::of(&gathering, &settings)
    }

    fn class(vocabulary: &Vocabulary, form: &str) -> u32 {
        vocabulary.class_of(vocabulary.number(form).unwrap())
    }

    #[test]
    fn forms_meet_in_classes_and_compounds_name_their_parts() {
        let found = vocabulary(
            "Die Beratung der Eltern, viele Beratungen: Elternberatungsstelle, Beratungsstelle, Online-Beratung, Foerderung, Förderung.",
            &[],
        );
        assert_eq!(class(&found, "beratung"), class(&found, "beratungen"));
        assert_eq!(class(&found, "beratung"), class(&found, "beratungs"), "a part's form");
        assert_eq!(class(&found, "foerderung"), class(&found, "förderung"));
        let compound = &found.classes[class(&found, "elternberatungsstelle") as usize];
        let parts: Vec<u32> = compound.parts.iter().map(|(part, _)| *part).collect();
        let expected = ["eltern", "beratung", "stelle", "beratungsstelle"].map(|form| class(&found, form));
        assert_eq!(parts, expected, "parts, then the span that is a word itself");
        assert_eq!(found.classes[class(&found, "online-beratung") as usize].plain_parts, 2);
    }

    #[test]
    fn synonyms_become_sequences_of_classes() {
        let found = vocabulary("Der ASD hilft.", &[&["ASD", "Allgemeiner Sozialer Dienst"], &["allein"]]);
        assert_eq!(found.synonyms.len(), 1);
        assert_eq!(found.synonyms[0].iter().map(Vec::len).collect::<Vec<_>>(), [1, 3]);
    }
}
