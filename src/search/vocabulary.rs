//! Gathers the forms of all documents and groups them into classes: what a query word can find.
//!
//! A class is a set of forms with one meaning for the search (`beratung`, `beratungen`). A form belongs to
//! exactly one class; the language in which it occurs most decides how it is analysed. A compound's class
//! names the classes of its parts. Everything here is numbered in the order of the documents, so that the
//! same documents give the same numbers on any machine.

use std::collections::{BTreeMap, HashMap};

use foldhash::fast::FixedState;
use rayon::prelude::*;

use super::compound::Splitter;
use super::fold::{fold, read_digraphs};
use super::input::Settings;
use super::reading::{Reading, Words};
use super::stem::{self, Traits};
use super::{irregular, lexicon, stopwords, words};

/// How much a part of a compound counts beside the whole word, in percent: the last part says what a thing
/// is, the others of which kind.
const HEAD: u8 = 50;
const MODIFIER: u8 = 40;
/// A compound within a compound: `Hilfeplan` in `Hilfeplangespräch`.
const SPAN: u8 = 60;

/// All forms and classes of a site.
#[derive(Debug, Default)]
pub struct Vocabulary {
    /// Forms without hyphens, each once.
    pub forms: Vec<SiteForm>,
    /// Classes.
    pub classes: Vec<Class>,
    /// Groups of expressions that mean the same, each a sequence of classes.
    pub synonyms: Vec<Vec<Vec<u32>>>,
    numbers: HashMap<Box<str>, u32, FixedState>,
}

/// A form of the site.
#[derive(Debug)]
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
}

/// Forms that a query does not tell apart.
#[derive(Debug, Default)]
pub struct Class {
    /// The classes that a word of this class also counts for, with percent.
    pub parts: Vec<(u32, u8)>,
    /// How many of `parts` are the plain parts in order; the others are spans of them.
    pub plain_parts: usize,
    /// Classes that mean nearly the same and share no stem: `Hilfe` and `helfen`.
    pub kin: Vec<u32>,
}

/// What is counted for a form before it is analysed.
#[derive(Debug, Default)]
struct Count {
    documents: u32,
    capital: u32,
    marked: bool,
    /// Documents by language.
    languages: Vec<u32>,
    /// The spelling with hyphens, when there is one.
    hyphenated: Option<Box<str>>,
}

/// The place of the main language in [`Gathering::languages`].
const MAIN_LANGUAGE: usize = 0;

impl Count {
    fn add_language(&mut self, language: usize) {
        if self.languages.len() <= language {
            self.languages.resize(language + 1, 0);
        }
        self.languages[language] += 1;
    }
}

/// What the analysis says about a form.
struct Analysis {
    key: String,
    /// Surface and key of each part; empty for a simple word.
    parts: Vec<(String, String)>,
    /// Keys of spans of several parts.
    spans: Vec<String>,
    /// The irregular word of which it is a form.
    lexeme: Option<Lexeme>,
}

/// How a form belongs to an irregular word.
enum Lexeme {
    /// A form of the verb with this infinitive.
    Verb(String),
    /// A noun made of that verb.
    NounOf(String),
    /// A noun with a foreign plural.
    Noun(&'static str),
}

/// Gathers the forms of a site, one document after the other.
#[derive(Debug)]
pub struct Gathering {
    vocabulary: Vocabulary,
    counts: Vec<Count>,
    /// The main language first, the others as they come.
    languages: Vec<String>,
}

impl Vocabulary {
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

    fn class_of(&self, form: u32) -> u32 {
        self.forms[form as usize].class
    }

    fn has(&self, form: &str) -> bool {
        self.numbers.contains_key(form)
    }
}

impl Gathering {
    /// Nothing yet; `lang` is the site's main language.
    #[must_use]
    pub fn new(lang: &str) -> Self {
        Self { vocabulary: Vocabulary::default(), counts: Vec::new(), languages: vec![lang.to_owned()] }
    }

    /// Adds the next documents, of which `langs` are the languages, and returns their words with the numbers
    /// that forms have among those of the whole site ([`Vocabulary::forms`]).
    pub fn add<'l>(&mut self, reading: Reading, langs: impl IntoIterator<Item = &'l str>) -> Vec<Words> {
        let Reading { forms, mut documents } = reading;
        // Only what stands in a document gets a number: not so what was read and left out everywhere.
        let mut numbers: Vec<Option<u32>> = vec![None; forms.len()];
        for (words, lang) in documents.iter_mut().zip(langs) {
            let language = self.language(lang);
            for form in &mut words.forms {
                let place = form.form as usize;
                let number = *numbers[place].get_or_insert_with(|| self.intern_spelling(&forms[place]));
                let count = &mut self.counts[number as usize];
                count.documents += 1;
                count.capital += u32::from(form.capital);
                count.marked |= form.marked;
                count.add_language(language);
            }
            for occurrence in &mut words.occurrences {
                occurrence.form = numbers[occurrence.form as usize].unwrap_or(occurrence.form);
            }
            words.forms = Vec::new();
        }
        documents
    }

    /// The place of a language in [`Gathering::languages`].
    fn language(&mut self, lang: &str) -> usize {
        self.languages.iter().position(|known| known == lang).unwrap_or_else(|| {
            self.languages.push(lang.to_owned());
            self.languages.len() - 1
        })
    }

    /// Analyses and groups what was gathered.
    #[must_use]
    pub fn finish(mut self, settings: &Settings) -> Vocabulary {
        let groups = self.synonyms(settings);
        let analyses = self.analyse(settings);
        self.group(&analyses);
        self.relate(&analyses);
        let mut vocabulary = self.vocabulary;
        let classes = |forms: Vec<u32>| forms.iter().map(|form| vocabulary.class_of(*form)).collect();
        vocabulary.synonyms =
            groups.into_iter().map(|group| group.into_iter().map(classes).collect()).collect();
        vocabulary
    }

    /// The number of a form without hyphens, new or known.
    fn intern(&mut self, text: &str) -> u32 {
        if let Some(number) = self.vocabulary.numbers.get(text) {
            return *number;
        }
        let number = u32::try_from(self.counts.len()).unwrap_or(u32::MAX);
        let text: Box<str> = text.into();
        self.vocabulary.numbers.insert(text.clone(), number);
        let form =
            SiteForm { text, capital: false, documents: 0, class: u32::MAX, cuts: Vec::new(), bound: false };
        self.vocabulary.forms.push(form);
        self.counts.push(Count::default());
        number
    }

    /// Interns a form that may have hyphens.
    fn intern_spelling(&mut self, spelling: &str) -> u32 {
        if !spelling.contains('-') {
            return self.intern(spelling);
        }
        let number = self.intern(&spelling.replace('-', ""));
        self.counts[number as usize].hyphenated.get_or_insert_with(|| spelling.into());
        number
    }

    /// Interns the words of the synonyms: a sequence of forms for each expression.
    fn synonyms(&mut self, settings: &Settings) -> Vec<Vec<Vec<u32>>> {
        let mut groups = Vec::new();
        for group in settings.synonyms.iter().chain(&settings.exceptions.synonyms) {
            let mut expressions: Vec<Vec<u32>> = Vec::new();
            for expression in group {
                let mut forms = Vec::new();
                for word in words::words(expression) {
                    if stopwords::is_stopword(&settings.lang, &word.form) {
                        continue;
                    }
                    let number = self.intern_spelling(&word.form);
                    let count = &mut self.counts[number as usize];
                    if count.documents == 0 {
                        count.add_language(MAIN_LANGUAGE);
                        count.capital = u32::from(word.capital);
                    }
                    count.marked |= word.marked;
                    forms.push(number);
                }
                if !forms.is_empty() && !expressions.contains(&forms) {
                    expressions.push(forms);
                }
            }
            if expressions.len() > 1 {
                groups.push(expressions);
            }
        }
        groups
    }

    /// Analyses every form, in parallel: the vocabulary is complete and only read.
    fn analyse(&mut self, settings: &Settings) -> Vec<Analysis> {
        for (form, count) in self.vocabulary.forms.iter_mut().zip(&self.counts) {
            form.documents = count.documents;
            form.capital = count.capital * 2 > count.documents.max(1);
        }
        let language_of = |count: &Count| {
            let best = (0..count.languages.len()).max_by_key(|at| (count.languages[*at], usize::MAX - at));
            best.map_or("", |at| self.languages[at].as_str())
        };
        let nouns = self.vocabulary.forms.iter().zip(&self.counts).filter(|(form, count)| {
            form.capital
                && form.documents > 1
                && language_of(count).starts_with("de")
                && form.text.chars().all(char::is_alphabetic)
        });
        let splitter = Splitter::new(nouns.map(|(form, _)| &*form.text), &settings.exceptions);
        let (vocabulary, counts) = (&self.vocabulary, &self.counts);
        let mut analyses: Vec<Analysis> = vocabulary
            .forms
            .par_iter()
            .zip(counts)
            .map(|(form, count)| analyse(form, count, language_of(count), &splitter, vocabulary))
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
            let Some(&other) = read_digraphs(&form.text).and_then(|folded| umlauts.get(&fold(&folded)))
            else {
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

    /// Gives irregular words the forms of them that no text has, and their kin.
    fn relate(&mut self, analyses: &[Analysis]) {
        let mut verbs: BTreeMap<&str, [Vec<u32>; 2]> = BTreeMap::new();
        let mut plurals: BTreeMap<&str, u32> = BTreeMap::new();
        for (at, analysis) in analyses.iter().enumerate() {
            let class = self.vocabulary.forms[at].class;
            let (verb, place) = match &analysis.lexeme {
                Some(Lexeme::Verb(verb)) => (verb, 0),
                Some(Lexeme::NounOf(verb)) => (verb, 1),
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
            let number = self.intern(form) as usize;
            self.vocabulary.forms[number].class = class;
            self.vocabulary.forms[number].capital = capital;
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
                let number = self.intern(text) as usize;
                self.vocabulary.forms[number].class = class;
                self.vocabulary.forms[number].capital = true;
                self.vocabulary.forms[number].bound = !is_last && lemma != Some(text);
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
    count: &Count,
    lang: &str,
    splitter: &Splitter,
    vocabulary: &Vocabulary,
) -> Analysis {
    let known = |word: &str| vocabulary.has(word);
    let traits = Traits { capital: form.capital, marked: count.marked };
    let key = stem::key(lang, &form.text, traits, &known);
    let is_german = lang.starts_with("de");
    let surfaces: Vec<String> = match &count.hyphenated {
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
        stem::key(lang, noun, Traits { capital, marked: count.marked }, &known)
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

fn lexeme(form: &SiteForm) -> Option<Lexeme> {
    if !form.capital {
        return irregular::verb(&form.text).map(Lexeme::Verb);
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
        gathering.finish(&settings)
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
