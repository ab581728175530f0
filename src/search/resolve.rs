//! Finds the classes that a query word means, from the word itself to what it was probably meant to be.
//!
//! In this order, the first that gives something wins: a separable verb in two; the form as it stands; the
//! form folded, or with `ae` for `ä`; the parts of a hyphenated word; the beginning of a word that is still
//! being typed; another inflection; a word of its family; a compound that the site does not have, by its
//! parts; a word that differs by a typing error. For the last four, `ae`, `oe` and `ue` may be umlauts too. A word and its inflections bring their families with them,
//! for less; two words in a row also find the compound of both. The browser does the same (`resolve` in
//! `search.js`).

use super::answer::ABOUT;
use super::fold::{fold, read_digraphs, umlauts, write_digraphs};
use super::irregular::infinitive;
use super::kin::relatives;
use super::opened::{Opened, OpenedClass, OpenedForm};
use super::query::{Query, QueryWord};

/// How a word was understood.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// The site has the word.
    Exact,
    /// By the parts of a compound.
    Parts,
    /// As the beginning of words.
    Prefix,
    /// By another inflection.
    Inflection,
    /// As a typing error.
    Correction,
    /// Not at all.
    Missing,
}

/// One way to satisfy a word: all of `classes`, in one division of a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Alternative {
    /// Classes that must all be there.
    pub classes: Vec<u32>,
    /// They are the parts of a compound that the site does not have.
    pub is_divided: bool,
    /// What a hit is worth, in percent.
    pub factor: u32,
}

impl Alternative {
    fn of(classes: Vec<u32>, factor: u32) -> Self {
        Self { classes, is_divided: false, factor }
    }
}

/// What a word means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Resolved {
    /// How it was understood.
    pub kind: Kind,
    /// Ways to satisfy it.
    pub alternatives: Vec<Alternative>,
    /// The forms it was taken for, the likeliest first: for "Meinten Sie", and to explain.
    pub forms: Vec<String>,
}

/// What a form is worth that is as good as the word itself, in percent.
pub(super) const WHOLE: u32 = 100;
const BY_PARTS: u32 = 50;
const BY_HYPHEN: u32 = 60;
const BY_PREFIX: u32 = 70;
const BY_INFLECTION: u32 = 90;
const BY_FAMILY: u32 = 60;
const BY_CORRECTION: [u32; 3] = [0, 80, 60];

/// Letters that a beginning needs, a part of an unknown compound, its last part when it is a noun as it
/// stands, and a word that may have a typing error.
const PREFIX: usize = 2;
const PART: usize = 4;
const SHORT_PART: usize = 3;
pub(super) const CORRECTED: usize = 5;
/// How far the parts of an unknown compound may be from one another, function words counted: `Prüfung der Kenntnisse
/// in Deutsch`. No more than what separates two texts, see `reading`.
const NEAR: u32 = 5;
/// Words that a beginning stands for, and corrections that are tried.
const MANY: usize = 12;
const CORRECTIONS: usize = 3;

/// Endings that inflection exchanges, and links between the parts of a compound; also in `search.js`.
const ENDINGS: &[&str] = &[
    "", "e", "n", "s", "en", "er", "es", "em", "t", "te", "ten", "et", "st", "in", "innen", "nen", "ern",
    "se", "ed", "ing", "d", "nd", "nde", "nden",
];
/// Endings that a form may have beside a typing error.
pub(super) const CORRECTED_ENDINGS: &[&[char]] = &[&['n'], &['e'], &['s'], &['e', 'n']];
/// Shelves of the vocabulary that are searched for a word with a wrong first letter, at most.
const SHELVES: usize = 8;
/// Letters from which on a word may have such an ending and an error.
const ENDED: usize = 6;
const LINKS: &[&str] = &["", "s", "n", "en", "es", "er", "e"];

impl Opened {
    /// What `word` means in this index.
    #[must_use]
    pub fn resolve(&self, word: &QueryWord) -> Resolved {
        let joined = word.form.replace('-', "");
        if let Some(resolved) = word.prefix.and_then(|prefix| self.separated(prefix, &joined)) {
            return resolved;
        }
        let exact = self.exact(&joined);
        // `Berat` is on its way to `Beratung`, even where `berät` is a word; `Aus` to `Ausbildung`.
        let is_stopword = self.stopwords.has(&word.form);
        let mut words = exact.iter().map(|at| &self.forms[*at]).filter(|form| !form.bound);
        let is_word = words.any(|form| form.text == joined || write_digraphs(&form.text) == joined);
        let is_beginning = word.open && (is_stopword || !is_word);
        if is_beginning && let Some(mut resolved) = self.by_prefix(&joined) {
            add(self.classes_of(&exact), BY_PREFIX, &mut resolved.alternatives);
            return resolved;
        }
        if !exact.is_empty() {
            return self.whole(&exact, word.literal);
        }
        let missing = Resolved { kind: Kind::Missing, alternatives: Vec::new(), forms: Vec::new() };
        if word.literal {
            return self.by_inflection(&joined).unwrap_or(missing);
        }
        let spellings: Vec<String> = [Some(joined.clone()), umlauts(&joined)].into_iter().flatten().collect();
        self.hyphenated(&word.form)
            .or_else(|| spellings.iter().find_map(|spelling| self.by_stem(spelling)))
            .or_else(|| spellings.iter().find_map(|spelling| self.by_stem(&infinitive(spelling)?)))
            .or_else(|| spellings.iter().find_map(|spelling| self.by_parts(&fold(spelling))))
            .or_else(|| spellings.iter().find_map(|spelling| self.by_correction(&fold(spelling))))
            .unwrap_or(missing)
    }

    /// A verb whose prefix stands apart: the whole of it, and for less the verb alone.
    fn separated(&self, prefix: &str, verb: &str) -> Option<Resolved> {
        let joined = format!("{prefix}{verb}");
        let exact = self.exact(&joined);
        let mut resolved = if exact.is_empty() { self.by_stem(&joined)? } else { self.whole(&exact, false) };
        add(self.classes_of(&self.exact(verb)), BY_FAMILY, &mut resolved.alternatives);
        Some(resolved)
    }

    /// Adds to two words in a row the compound of both: `Förderung der Sprache` finds `Sprachförderung`.
    pub fn join(&self, query: &Query, words: &mut [Resolved]) {
        for at in 1..words.len() {
            if query.words[at - 1].literal || query.words[at].literal {
                continue;
            }
            let [one, other] = [at - 1, at].map(|at| fold(&query.words[at].form.replace('-', "")));
            let mut classes = self.compounds(&one, &other);
            classes.extend(self.compounds(&other, &one));
            add(classes.clone(), WHOLE, &mut words[at - 1].alternatives);
            add(classes, WHOLE, &mut words[at].alternatives);
        }
    }

    /// The classes of the compounds whose parts are these two words, in any inflection.
    fn compounds(&self, first: &str, last: &str) -> Vec<u32> {
        let mut forms = Vec::new();
        for first in modifiers(first) {
            for last in without(INFLECTED, last) {
                forms.extend(self.folded(&format!("{first}{last}")));
            }
        }
        self.classes_of(&forms)
    }

    /// The forms that are this one, by their places. With `oe` that may be an `ö`, both are: somewhere, a name is written
    /// as in an address.
    fn exact(&self, form: &str) -> Vec<usize> {
        let folded = fold(form);
        let mut found: Vec<usize> = self.folded(&folded).collect();
        if found.iter().any(|at| self.forms[*at].text == form) {
            found.retain(|at| self.forms[*at].text == form);
        }
        for contracted in contractions(form) {
            found.extend(self.folded(&contracted).filter(|at| has_umlaut(&self.forms[*at].text)));
        }
        if found.is_empty() && has_umlaut(form) {
            found = self.folded(&fold(&write_digraphs(form))).collect();
        }
        found
    }

    /// The places of the forms with this folded spelling.
    fn folded(&self, folded: &str) -> std::ops::Range<usize> {
        let start = self.forms.partition_point(|form| form.folded.as_str() < folded);
        let length = self.forms[start..].iter().take_while(|form| form.folded == folded).count();
        start..start + length
    }

    fn whole(&self, forms: &[usize], literal: bool) -> Resolved {
        let classes = self.classes_of(forms);
        let mut alternatives: Vec<Alternative> =
            classes.iter().map(|class| Alternative::of(vec![*class], WHOLE)).collect();
        if !literal {
            let compounds = classes.iter().filter_map(|class| self.classes.get(*class as usize));
            let parts = compounds.filter(|class| class.parts.len() > 1).map(|class| class.parts.clone());
            alternatives.extend(parts.map(|classes| Alternative::of(classes, BY_PARTS)));
            let kin = forms.iter().flat_map(|at| self.family(&self.forms[*at].text, self.forms[*at].capital));
            add(self.classes_of(&kin.collect::<Vec<_>>()), BY_FAMILY, &mut alternatives);
            let kin = classes.iter().filter_map(|class| self.classes.get(*class as usize));
            add(kin.flat_map(|class| class.kin.clone()).collect(), BY_FAMILY, &mut alternatives);
        }
        Resolved { kind: Kind::Exact, alternatives, forms: self.texts(forms) }
    }

    /// A hyphenated word that the site does not have, by its pieces.
    fn hyphenated(&self, form: &str) -> Option<Resolved> {
        if !form.contains('-') {
            return None;
        }
        let forms: Option<Vec<usize>> = form
            .split('-')
            .filter(|piece| !piece.is_empty())
            .map(|piece| self.exact(piece).first().copied())
            .collect();
        forms.map(|forms| self.together(&forms, BY_HYPHEN))
    }

    fn by_prefix(&self, joined: &str) -> Option<Resolved> {
        let forms = self.beginning_with(&fold(joined));
        let forms = if forms.is_empty() { self.beginning_with_umlauts(joined) } else { forms };
        self.any_of(&forms, Kind::Prefix, BY_PREFIX, |class| self.frequency(class))
    }

    /// The forms that begin so where `ae` is written as `ä`.
    pub(super) fn beginning_with_umlauts(&self, joined: &str) -> Vec<usize> {
        let folded = fold(joined);
        let mut forms: Vec<usize> = contractions(joined)
            .into_iter()
            .flat_map(|contracted| self.beginning_with(&contracted))
            .filter(|at| write_digraphs(&self.forms[*at].text).starts_with(&folded))
            .collect();
        forms.dedup();
        forms
    }

    /// The forms that begin so and are not far from one another.
    pub(super) fn beginning_with(&self, folded: &str) -> Vec<usize> {
        if folded.chars().count() < PREFIX {
            return Vec::new();
        }
        let start = self.forms.partition_point(|form| form.folded.as_str() < folded);
        // What stands in the chunk of the beginning, and in the next one where it may go on: a browser loads
        // no more.
        let chunk = self.chunks.partition_point(|(form, _)| {
            self.forms.get(*form).is_some_and(|first| first.folded.as_str() <= folded)
        });
        let chunk = chunk.saturating_sub(1);
        let end_of = |chunk: usize| {
            self.chunks.get(chunk + 1).copied().unwrap_or((self.forms.len(), self.classes.len()))
        };
        let last = self.forms[..end_of(chunk).0].last().map_or("", |form| &form.folded);
        let goes_on = last < folded || last.starts_with(folded);
        let end = end_of(if goes_on { chunk + 1 } else { chunk });
        let homes = self.chunks.get(chunk).map_or(0, |(_, class)| *class)..end.1;
        (start..end.0)
            .take_while(|at| self.forms[*at].folded.starts_with(folded))
            .filter(|at| homes.contains(&(self.forms[*at].class as usize)))
            .collect()
    }

    fn by_inflection(&self, joined: &str) -> Option<Resolved> {
        let mut forms = self.inflected(&fold(joined));
        // `Häuser` is of `Haus`, but `verlängern` not of `verlangt`.
        if has_umlaut(joined) {
            forms.retain(|at| self.forms[*at].capital || has_umlaut(&self.forms[*at].text));
        }
        self.any_of(&forms, Kind::Inflection, BY_INFLECTION, |class| self.frequency(class))
    }

    /// By another inflection with its family, or by the family alone.
    fn by_stem(&self, joined: &str) -> Option<Resolved> {
        let family = self.family(joined, false);
        let Some(mut resolved) = self.by_inflection(joined) else {
            return self.any_of(&family, Kind::Inflection, BY_FAMILY, |class| self.frequency(class));
        };
        add(self.classes_of(&family), BY_FAMILY, &mut resolved.alternatives);
        Some(resolved)
    }

    /// The forms that belong to the family of a word.
    fn family(&self, form: &str, capital: bool) -> Vec<usize> {
        let mut found = Vec::new();
        for relative in relatives(form, capital) {
            let same = self.folded(&fold(&relative.form));
            found.extend(same.filter(|at| {
                let form = &self.forms[*at];
                is_same_but_for_ss(&form.text, &relative.form) && !(relative.verb && form.capital)
            }));
        }
        found
    }

    /// The forms that share the longest stem with the word.
    fn inflected(&self, folded: &str) -> Vec<usize> {
        let mut endings: Vec<&str> =
            ENDINGS.iter().copied().filter(|ending| folded.ends_with(ending)).collect();
        endings.sort_by_key(|ending| ending.len());
        for ending in endings {
            let stem = &folded[..folded.len() - ending.len()];
            if stem.chars().count() < PART {
                break;
            }
            let found: Vec<usize> =
                ENDINGS.iter().flat_map(|other| self.folded(&format!("{stem}{other}"))).collect();
            if !found.is_empty() {
                return found;
            }
        }
        Vec::new()
    }

    fn by_parts(&self, folded: &str) -> Option<Resolved> {
        let forms = self.divided(folded, 2)?;
        let mut found = self.together(&forms, BY_PARTS);
        found.alternatives[0].is_divided = true;
        let classes = &found.alternatives[0].classes;
        let first = self.classes.get(*classes.first()? as usize)?;
        first.documents.iter().any(|document| self.may_mean(classes, *document)).then_some(found)
    }

    /// Whether the parts of a compound may mean it in a document: not where all of them are mentioned as words of their
    /// own and far from one another, as in a note of the `Stand` and a word about an `Amt` there is no `Standesamt`.
    pub(super) fn may_mean(&self, classes: &[u32], document: u32) -> bool {
        let place = |class: &u32| {
            let class = self.classes.get(*class as usize)?;
            Some((class, class.documents.binary_search(&document).ok()?))
        };
        let Some(places) = classes.iter().map(place).collect::<Option<Vec<_>>>() else { return false };
        let is_about = |(class, at): &(&OpenedClass, usize)| class.strengths.get(*at) >= Some(&ABOUT);
        let positions =
            |(class, at): &(&OpenedClass, usize)| class.positions.get(*at).cloned().unwrap_or_default();
        let all: Vec<Vec<u32>> = places.iter().map(positions).collect();
        // Parts of other compounds have no positions.
        if places.iter().any(is_about) || all.iter().any(Vec::is_empty) {
            return true;
        }
        let Some((first, rest)) = all.split_first() else { return false };
        let is_near =
            |one: &u32| rest.iter().all(|others| others.iter().any(|other| one.abs_diff(*other) <= NEAR));
        first.iter().any(is_near)
    }

    /// A form for each part of the word, the longest last part first; at most `cuts` cuts.
    fn divided(&self, folded: &str, cuts: usize) -> Option<Vec<usize>> {
        let bounds: Vec<usize> = folded.char_indices().map(|(at, _)| at).collect();
        let ats = PART..=bounds.len().checked_sub(SHORT_PART)?;
        let halves = ats.filter_map(|at| Some(folded.split_at(*bounds.get(at)?)));
        let begun: Vec<(usize, &str)> =
            halves.filter_map(|(left, right)| Some((self.linked(left)?, right))).collect();
        let whole = || begun.iter().find_map(|(first, rest)| Some(vec![*first, self.last_part(rest)?]));
        let more = || {
            let mut longer = begun.iter().filter(|_| cuts > 1);
            longer.find_map(|(first, rest)| {
                let mut parts = self.divided(rest, cuts - 1)?;
                parts.insert(0, *first);
                Some(parts)
            })
        };
        whole().or_else(more)
    }

    /// The form that `part` is at the end of a compound; one of three letters must be a noun as it stands.
    fn last_part(&self, part: &str) -> Option<usize> {
        if part.chars().count() < PART {
            return self.folded(part).find(|at| self.forms[*at].capital && !self.forms[*at].bound);
        }
        let known = self.folded(part).next().or_else(|| self.inflected(part).first().copied());
        known.or_else(|| self.family(part, false).first().copied())
    }

    /// The form that `part` is before a link: `beratungs` → `beratung`, `sprach` → `sprache`.
    fn linked(&self, part: &str) -> Option<usize> {
        let stems = LINKS
            .iter()
            .filter_map(|link| part.strip_suffix(link))
            .filter(|stem| stem.chars().count() >= PART);
        stems.map(str::to_owned).chain([format!("{part}e")]).find_map(|stem| self.folded(&stem).next())
    }

    fn by_correction(&self, folded: &str) -> Option<Resolved> {
        let word: Vec<char> = folded.chars().collect();
        // A word that the site does not have is no slip, however near it is to one of the site's.
        if word.len() < CORRECTED || self.strangers.iter().any(|stranger| stranger == folded) {
            return None;
        }
        // The first letter is nearly always right, or has changed places with the second: a browser loads what
        // begins so one after the other, and the rest of a small site's vocabulary only when nothing is there.
        let first = |at: &usize| self.forms[*at].folded.chars().next();
        let all = 0..self.forms.len();
        let mut found = (0, Vec::new());
        for letter in &word[..2] {
            if found.1.is_empty() {
                found = self.nearest(&word, all.clone().filter(|at| first(at) == Some(*letter)));
            }
        }
        if found.1.is_empty() && self.shelves <= SHELVES {
            found = self.nearest(&word, all);
        }
        let (best, forms) = found;
        let mut classes = Vec::new();
        let mut ranked = forms;
        ranked.sort_by_key(|at| std::cmp::Reverse(self.popularity(self.forms[*at].class)));
        ranked.truncate(2 * CORRECTIONS);
        ranked.retain(|at| {
            let class = self.forms[*at].class;
            let is_new = !classes.contains(&class);
            classes.push(class);
            is_new
        });
        ranked.truncate(CORRECTIONS);
        self.any_of(&ranked, Kind::Correction, BY_CORRECTION[best], |class| self.frequency(class))
    }

    /// The forms with the fewest errors, and how many these are.
    fn nearest(&self, word: &[char], among: impl Iterator<Item = usize>) -> (usize, Vec<usize>) {
        let mut best = if word.len() < 8 { 1 } else { 2 };
        let mut forms = Vec::new();
        for at in among {
            if self.forms[at].bound {
                continue;
            }
            let other: Vec<char> = self.forms[at].folded.chars().collect();
            let Some(distance) = distance_to_form(word, &other, best) else { continue };
            // Two errors, one of them in the first letter, are too much to guess.
            if distance == 0 || (distance > 1 && word[0] != other[0]) {
                continue;
            }
            if distance < best {
                forms.clear();
                best = distance;
            }
            forms.push(at);
        }
        (best, forms)
    }

    /// Any of the forms' classes: the best by `rank`, then by number.
    fn any_of(
        &self,
        forms: &[usize],
        kind: Kind,
        factor: u32,
        rank: impl Fn(u32) -> usize,
    ) -> Option<Resolved> {
        let mut classes = self.classes_of(forms);
        classes.sort_by_key(|class| (std::cmp::Reverse(rank(*class)), *class));
        classes.truncate(MANY);
        let mut shown: Vec<usize> = classes.iter().filter_map(|class| self.word_of(*class, forms)).collect();
        if shown.is_empty() {
            shown.extend(forms.first());
        }
        let alternatives =
            classes.into_iter().map(|class| Alternative::of(vec![class], factor)).collect::<Vec<_>>();
        (!alternatives.is_empty()).then(|| Resolved { kind, alternatives, forms: self.texts(&shown) })
    }

    /// Of the forms of a class the one that most documents have, or another one that somebody writes by itself.
    pub(super) fn word_of(&self, class: u32, forms: &[usize]) -> Option<usize> {
        let words =
            || forms.iter().copied().filter(|at| self.forms[*at].class == class && !self.forms[*at].bound);
        words().find(|at| self.forms[*at].home).or_else(|| words().next())
    }

    /// All of the forms' classes together.
    fn together(&self, forms: &[usize], factor: u32) -> Resolved {
        let classes = self.classes_of(forms);
        Resolved {
            kind: Kind::Parts,
            alternatives: vec![Alternative::of(classes, factor)],
            forms: self.texts(forms),
        }
    }

    pub(super) fn classes_of(&self, forms: &[usize]) -> Vec<u32> {
        let mut classes = Vec::new();
        for at in forms {
            if !classes.contains(&self.forms[*at].class) {
                classes.push(self.forms[*at].class);
            }
        }
        classes
    }

    fn frequency(&self, class: u32) -> usize {
        self.classes.get(class as usize).map_or(0, |class| class.documents.len())
    }

    /// As coarse as the vocabulary tells a browser that has not loaded the class.
    fn popularity(&self, class: u32) -> usize {
        self.frequency(class).max(1).ilog2() as usize
    }

    /// Forms as they are shown.
    fn texts(&self, forms: &[usize]) -> Vec<String> {
        forms.iter().map(|at| shown(&self.forms[*at])).collect()
    }
}

/// Adds the classes that are not there yet, each for itself.
fn add(classes: Vec<u32>, factor: u32, alternatives: &mut Vec<Alternative>) {
    for class in classes {
        if alternatives.iter().all(|known| known.classes != [class]) {
            alternatives.push(Alternative::of(vec![class], factor));
        }
    }
}

/// Endings of nouns, and those after which German links with `s` (folded).
pub(super) const INFLECTED: &[&str] = &["", "n", "en", "s", "es", "e"];
const LINKED_BY_S: &[&str] = &["ung", "heit", "keit", "schaft", "ion", "tat", "ling", "tum"];

/// What is left of a word without each of the endings that it has.
fn without<'w>(endings: &'static [&'static str], word: &'w str) -> impl Iterator<Item = &'w str> {
    let stems = endings.iter().filter_map(move |ending| word.strip_suffix(ending));
    stems.filter(|stem| stem.chars().count() >= SHORT_PART)
}

/// A word as it stands before another part, by the usual links only: each is looked up on its own.
fn modifiers(word: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for base in without(&["", "n", "en", "s"], word) {
        let forms = match base.strip_suffix('e') {
            Some(stem) => vec![stem.to_owned(), format!("{base}n")],
            None if LINKED_BY_S.iter().any(|ending| base.ends_with(ending)) => vec![format!("{base}s")],
            None => vec![base.to_owned(), format!("{base}s")],
        };
        found.extend(forms);
    }
    found
}

/// The folded spellings of a word with all its digraphs read as umlauts, and with those only that can be ones.
fn contractions(form: &str) -> Vec<String> {
    let mut found: Vec<String> = read_digraphs(&fold(form)).into_iter().collect();
    found.extend(umlauts(form).map(|read| fold(&read)).filter(|read| !found.contains(read)));
    found
}

/// Whether two forms are the same, or one is written with `ss` for `ß`.
fn is_same_but_for_ss(one: &str, other: &str) -> bool {
    one == other || one.replace('ß', "ss") == other.replace('ß', "ss")
}

pub(super) fn has_umlaut(word: &str) -> bool {
    word.contains(['ä', 'ö', 'ü'])
}

/// A form as most documents write it.
pub(super) fn shown(form: &OpenedForm) -> String {
    let mut letters = form.spelling.chars();
    match letters.next().filter(|_| form.capital) {
        Some(first) => first.to_uppercase().chain(letters).collect(),
        None => form.spelling.clone(),
    }
}

/// The distance to a form, or to what is left of a longer one without its ending.
fn distance_to_form(word: &[char], form: &[char], most: usize) -> Option<usize> {
    let whole = distance(word, form, most);
    let may_end = word.len() >= ENDED && form.len() > word.len();
    let stems = CORRECTED_ENDINGS.iter().filter(|ending| may_end && form.ends_with(ending));
    let stems = stems.filter_map(|ending| distance(word, &form[..form.len() - ending.len()], most));
    whole.into_iter().chain(stems.filter(|distance| *distance > 0)).min()
}

/// The distance of two words in letters left out, added, changed, or swapped with the next, up to `most`:
/// Damerau and Levenshtein's with each letter touched once ("optimal string alignment").
fn distance(one: &[char], other: &[char], most: usize) -> Option<usize> {
    if one.len().abs_diff(other.len()) > most {
        return None;
    }
    let width = other.len() + 1;
    let mut before: Vec<usize> = vec![0; width];
    let mut last: Vec<usize> = (0..width).collect();
    for at in 1..=one.len() {
        let mut row = vec![at; width];
        for to in 1..width {
            let same = usize::from(one[at - 1] != other[to - 1]);
            row[to] = (last[to] + 1).min(row[to - 1] + 1).min(last[to - 1] + same);
            if at > 1 && to > 1 && one[at - 1] == other[to - 2] && one[at - 2] == other[to - 1] {
                row[to] = row[to].min(before[to - 2] + 1);
            }
        }
        if row.iter().all(|cost| *cost > most) {
            return None;
        }
        before = last;
        last = row;
    }
    Some(last[width - 1]).filter(|distance| *distance <= most)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn typing_errors_are_counted() {
        let of = |one: &str, other: &str| {
            distance(&one.chars().collect::<Vec<_>>(), &other.chars().collect::<Vec<_>>(), 2)
        };
        assert_eq!(of("berattung", "beratung"), Some(1));
        assert_eq!(of("sozailarbeiter", "sozialarbeiter"), Some(1));
        assert_eq!(of("beratung", "beratung"), Some(0));
        assert_eq!(of("kurs", "beratung"), None);
        assert_eq!(of("", "ab"), Some(2));
    }
}
