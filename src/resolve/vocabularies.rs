//! Vocabularies: the terms of their files, of documents that are terms, and of open vocabularies.

use std::cell::OnceCell;
use std::collections::hash_map::Entry;
use std::collections::{BTreeSet, HashMap};
use std::sync::OnceLock;

use super::names::quoted;
use crate::diagnostic::{Candidates, Code, Diagnostic, nearest_list};
use crate::discover::{CONTENT, VOCABULARIES};
use crate::hash::ContentHash;
use crate::lang::{Lang, MessageLang};
use crate::model::{Kind, Labels, Model, Role, VocabularyType};
use crate::parse::{
    Document, FieldValues, Fields, Name, TermSource, Value, VocabularySource, is_public, respelt,
};
use crate::path::OutputPath;
use crate::site::{DocId, Site, Target, Term, TermId, Vocabulary, visit_targets};
use crate::text::{fold_term, slug};

/// How many terms may stand above each other. More help nobody to find anything.
const MAX_LEVELS: usize = 20;

/// The longest name of a term's page, in bytes; most file systems take 255 for name and ending.
const MAX_PAGE_NAME: usize = 120;

/// The vocabularies with an index of their terms by every word that names them.
pub(super) struct Terms {
    pub(super) vocabularies: Vec<Vocabulary>,
    /// By vocabulary: folded id, label or synonym → term.
    by_word: Vec<HashMap<String, usize>>,
    /// By vocabulary: whether a word that is no term becomes one.
    open: Vec<bool>,
    /// By vocabulary: whether it may have been meant to have other terms, as what lists them has errors.
    flawed: Vec<bool>,
    /// By vocabulary: its words, once one was not found.
    near: Vec<OnceLock<Near>>,
}

/// The words of a vocabulary, to find the one that was meant.
struct Near {
    ids: Candidates,
    words: Candidates,
    /// The terms that the words name.
    terms: Vec<usize>,
}

impl Near {
    fn new(terms: &[Term], by_word: &HashMap<String, usize>) -> Self {
        let mut words: Vec<(&str, usize)> =
            by_word.iter().map(|(word, term)| (word.as_str(), *term)).collect();
        words.sort_unstable();
        Self {
            ids: Candidates::new(terms.iter().map(|term| term.id.as_str())),
            words: Candidates::new(words.iter().map(|(word, _)| *word)),
            terms: words.into_iter().map(|(_, term)| term).collect(),
        }
    }

    /// The terms that may have been meant: by their ids, else by their labels and synonyms.
    fn terms(&self, word: &str) -> Vec<usize> {
        let by_id = self.ids.nearest(word, |_| true);
        if !by_id.is_empty() {
            return by_id;
        }
        let mut terms: Vec<usize> =
            self.words.nearest(word, |_| true).into_iter().map(|found| self.terms[found]).collect();
        terms.dedup();
        terms
    }
}

impl Terms {
    /// Brings together what files and documents say. `originals` are the documents that are no
    /// translations, with their ids and outputs.
    pub(super) fn collect(
        model: &Model,
        lang: &Lang,
        sources: &[VocabularySource],
        originals: &[(DocId, &Document, &OutputPath)],
        problems: &mut Vec<Diagnostic>,
    ) -> Self {
        let mut terms = Self {
            vocabularies: Vec::new(),
            by_word: Vec::new(),
            open: Vec::new(),
            flawed: Vec::new(),
            near: Vec::new(),
        };
        // A file that says nowhere which vocabulary it is, and may have been meant to.
        let mut is_nameless = false;
        for source in sources {
            if !model.vocabularies.iter().any(|declared| is_of(source, declared)) {
                if source.is_flawed && source.id.span.is_empty() {
                    is_nameless = true;
                    continue;
                }
                let known = model.vocabularies.iter().map(|known| known.id.as_str());
                problems.push(
                    Diagnostic::new(Code::UnknownVocabulary)
                        .at(&source.path, source.id.span.clone())
                        .arg("value", &source.id.value)
                        .arg("nearest", nearest_list(&source.id.value, known)),
                );
            }
        }
        for declared in &model.vocabularies {
            let (own, copies) = without_copies(sources, declared, problems);
            let folder = format!("{VOCABULARIES}/{}", declared.file);
            let mut vocabulary = Vocabulary {
                label: declared.label.clone(),
                description: Labels::default(),
                uri: String::new(),
                output: output(&format!("{folder}/index.html")),
                source: None,
                terms: Vec::new(),
            };
            let mut index = HashMap::new();
            // What is new in a copy may be what documents name.
            let (mut filed, mut flawed) = (false, copies);
            for source in own {
                filed = true;
                if source.id.value != declared.id && source.id.value != declared.file {
                    problems.push(
                        respelt(&source.id.value, &declared.id).at(&source.path, source.id.span.clone()),
                    );
                }
                flawed |= source.is_flawed;
                vocabulary.label.merge(&source.label);
                vocabulary.description.merge(&source.description);
                if !source.uri.is_empty() {
                    vocabulary.uri.clone_from(&source.uri);
                }
                vocabulary.source = Some(source.path.clone());
                add_file(&mut vocabulary, &mut index, source, &folder, problems);
            }
            let mut documents = false;
            if let Some(kind) = declared.documents {
                for original in originals.iter().filter(|(_, document, _)| document.kind == kind) {
                    flawed |= original.1.is_flawed;
                    documents |= add_document(
                        &mut vocabulary,
                        &mut index,
                        *original,
                        originals,
                        (model, lang),
                        problems,
                    );
                }
            }
            let open = declared.open || !(filed || documents);
            terms.vocabularies.push(vocabulary);
            terms.by_word.push(index);
            terms.open.push(open);
            terms.flawed.push(flawed || is_nameless && !filed);
            terms.near.push(OnceLock::new());
        }
        terms.add_open(model, lang, originals, problems);
        terms
    }

    /// Makes terms of the words that documents publish in open vocabularies, in the order of documents.
    fn add_open(
        &mut self,
        model: &Model,
        lang: &Lang,
        originals: &[(DocId, &Document, &OutputPath)],
        problems: &mut Vec<Diagnostic>,
    ) {
        let mut missing = vec![false; self.vocabularies.len()];
        for (_, document, _) in originals {
            let kind = &model.types[document.kind];
            for FieldValues { index, values, .. } in &document.fields.0 {
                let field = &kind.fields[*index];
                let Kind::Term(vocabulary) = field.kind else { continue };
                if !self.open[vocabulary] || !is_public(field, &kind.fields, &document.fields) {
                    continue;
                }
                for at in values {
                    if let Value::Link(Name(word)) = &at.value {
                        missing[vocabulary] |= self.add_word(vocabulary, word, (model, lang));
                    }
                }
            }
        }
        for ((declared, used), flawed) in model.vocabularies.iter().zip(missing).zip(&self.flawed) {
            if used && !declared.open && !flawed {
                problems.push(
                    Diagnostic::new(Code::MissingVocabulary)
                        .arg_each(
                            "vocabulary",
                            declared.label.message(MessageLang::De),
                            declared.label.message(MessageLang::En),
                        )
                        .arg("file", format!("{CONTENT}/{VOCABULARIES}/{}.yaml", declared.file)),
                );
            }
        }
    }

    fn add_word(&mut self, vocabulary: usize, word: &str, (model, lang): (&Model, &Lang)) -> bool {
        let folded = fold_term(word);
        let index = &mut self.by_word[vocabulary];
        if index.contains_key(&folded) {
            return false;
        }
        let terms = &mut self.vocabularies[vocabulary].terms;
        index.insert(folded.clone(), terms.len());
        let folder = format!("{VOCABULARIES}/{}", model.vocabularies[vocabulary].file);
        terms.push(Term {
            output: output(&format!("{folder}/{}.html", page_name(&folded))),
            ..blank(folded, Labels::of(lang.clone(), word))
        });
        true
    }

    /// Lists every document under its terms and all broader ones: by type in the model's order, so that a term's
    /// page shows the documents of a type together.
    pub(super) fn file(
        &mut self,
        originals: &[(DocId, &Document, &OutputPath)],
        documents: &[&Document],
        fields: &[&Fields<Target>],
    ) {
        for (id, _, _) in originals {
            for term in terms_of(&self.vocabularies, fields[id.0]) {
                self.vocabularies[term.vocabulary].terms[term.term].documents.push(*id);
            }
        }
        for term in self.vocabularies.iter_mut().flat_map(|vocabulary| &mut vocabulary.terms) {
            term.documents.sort_by_key(|id| documents[id.0].kind);
        }
    }

    /// As [`Terms::file`], for a site that has the same terms as `site` had, and of which only the documents `anew`
    /// may have other ones.
    pub(super) fn file_again(
        &mut self,
        site: &Site,
        anew: &[DocId],
        documents: &[&Document],
        fields: &[&Fields<Target>],
        lang: &Lang,
    ) {
        let terms = self.vocabularies.iter_mut().flat_map(|vocabulary| &mut vocabulary.terms);
        let before = site.vocabularies.iter().flat_map(|vocabulary| &vocabulary.terms);
        terms.zip(before).for_each(|(term, before)| term.documents.clone_from(&before.documents));
        for id in anew.iter().filter(|id| documents[id.0].lang == *lang) {
            let (old, new) = (
                terms_of(&self.vocabularies, &site.document(*id).fields),
                terms_of(&self.vocabularies, fields[id.0]),
            );
            let order = |id: &DocId| (documents[id.0].kind, *id);
            for term in old.symmetric_difference(&new) {
                let list = &mut self.vocabularies[term.vocabulary].terms[term.term].documents;
                match list.binary_search_by_key(&order(id), order) {
                    Ok(place) => drop(list.remove(place)),
                    Err(place) => list.insert(place, *id),
                }
            }
        }
    }

    /// Whether its terms are the words that documents publish, and no file lists them.
    pub(super) fn is_open(&self, vocabulary: usize) -> bool {
        self.open[vocabulary]
    }

    /// Whether it may have been meant to have terms that it has not, which is told where they are listed.
    pub(super) fn is_flawed(&self, vocabulary: usize) -> bool {
        self.flawed[vocabulary]
    }

    /// Whether there may be the page of a term in this place below the content folder, if a vocabulary were not flawed.
    pub(super) fn may_have_page(&self, place: &str, model: &Model) -> bool {
        let below = place.strip_prefix(VOCABULARIES).and_then(|rest| rest.strip_prefix('/'));
        let Some((folder, _)) = below.and_then(|below| below.split_once('/')) else { return false };
        let mut declared = model.vocabularies.iter().zip(&self.flawed);
        declared.any(|(declared, flawed)| *flawed && declared.file == folder)
    }

    /// The term that a word names: its id, its label in any language, or a synonym.
    pub(super) fn find(&self, vocabulary: usize, word: &str) -> Option<usize> {
        self.by_word[vocabulary].get(&fold_term(word)).copied()
    }

    /// Several terms in one text, `eltern, kinder`, as the list that was meant; `None` if it is anything else.
    fn several(&self, vocabulary: usize, text: &str) -> Option<String> {
        let text = text.replace(" und ", ",").replace(" and ", ",");
        let terms = &self.vocabularies[vocabulary].terms;
        let named = text.split([',', ';', '/']).map(|word| self.find(vocabulary, word.trim()));
        let named: Option<Vec<&str>> = named.map(|term| Some(terms[term?].id.as_str())).collect();
        let named = named.filter(|named| named.len() > 1)?;
        Some(format!("`[{}]`", named.join(", ")))
    }

    /// The problem of a word that names no term.
    pub(super) fn problem(&self, vocabulary: usize, word: &str, model: &Model) -> Diagnostic {
        let declared = &model.vocabularies[vocabulary];
        let terms = &self.vocabularies[vocabulary].terms;
        let near = self.near[vocabulary].get_or_init(|| Near::new(terms, &self.by_word[vocabulary]));
        let near = near.terms(&fold_term(word)).into_iter().map(|term| &terms[term].id);
        let nearest = self.several(vocabulary, word).unwrap_or_else(|| quoted(near));
        let folder = || {
            let folder = model.types[declared.documents?].folders.first()?;
            Some(format!("{CONTENT}/{folder}/"))
        };
        let file = self.vocabularies[vocabulary].source.as_ref().map(ToString::to_string);
        let file = file.or_else(folder).unwrap_or_default();
        // Only a translation can name what an open list does not have.
        let is_collected = declared.open && file.is_empty();
        let problem = Diagnostic::new(Code::UnknownTerm)
            .arg("value", word)
            .arg_each(
                "vocabulary",
                declared.label.message(MessageLang::De),
                declared.label.message(MessageLang::En),
            )
            .arg("nearest", nearest)
            .arg("file", file);
        if !is_collected {
            return problem;
        }
        let label = |lang| declared.label.message(lang);
        problem.arg_each("collected", label(MessageLang::De), label(MessageLang::En))
    }
}

/// The terms in the fields of a document, and all broader ones.
fn terms_of(vocabularies: &[Vocabulary], fields: &Fields<Target>) -> BTreeSet<TermId> {
    let mut found = BTreeSet::new();
    visit_targets(fields, &mut |_, target| {
        let Target::Term(term) = target else { return };
        let mut at = Some(term.term);
        while let Some(index) = at {
            found.insert(TermId { term: index, ..*term });
            at = vocabularies[term.vocabulary].terms[index].broader;
        }
    });
    found
}

/// Whether a file belongs to this vocabulary: by the `id` that it gives, else by its name.
fn is_of(source: &VocabularySource, declared: &VocabularyType) -> bool {
    declared.is_in(&source.id.value)
}

/// The files of this vocabulary, without those that have terms of another one of them, which is reported; and whether
/// there are any of these.
fn without_copies<'s>(
    sources: &'s [VocabularySource],
    declared: &VocabularyType,
    problems: &mut Vec<Diagnostic>,
) -> (Vec<&'s VocabularySource>, bool) {
    let own: Vec<&VocabularySource> = sources.iter().filter(|source| is_of(source, declared)).collect();
    if own.len() < 2 {
        return (own, false);
    }
    let is_named = |source: &&&VocabularySource| {
        let name = source.path.file_name();
        declared.is_in(name.rsplit_once('.').map_or(name, |(stem, _)| stem))
    };
    let Some(original) = own.iter().find(is_named).or(own.first()).copied() else { return (own, false) };
    let ids: BTreeSet<String> = original.terms.iter().map(|term| fold_term(&term.id.value)).collect();
    let is_copy = |source: &&VocabularySource| {
        source.path != original.path
            && source.terms.iter().any(|term| ids.contains(&fold_term(&term.id.value)))
    };
    let (copies, own): (Vec<_>, Vec<_>) = own.into_iter().partition(is_copy);
    problems.extend(copies.iter().map(|copy| {
        Diagnostic::new(Code::CopiedVocabulary)
            .at(&copy.path, copy.id.span.clone())
            .arg("other", &original.path)
            .arg("id", &copy.id.value)
    }));
    (own, !copies.is_empty())
}

/// The file name of a term's page: the slug of its id. What leaves no slug, wants the place of the
/// vocabulary's own page, is too long for a file system or means a device to Windows is told apart by a
/// fingerprint.
fn page_name(id: &str) -> String {
    let slug = slug(id);
    let is_name = OutputPath::new(&slug).is_ok_and(|path| path.is_portable());
    if !is_name || slug == "index" || slug.len() > MAX_PAGE_NAME {
        let fingerprint = ContentHash::of(id.as_bytes()).to_string();
        return format!("begriff-{}", &fingerprint[..12]);
    }
    slug
}

fn output(path: &str) -> OutputPath {
    #[expect(clippy::expect_used, reason = "made of slugs and fixed names")]
    OutputPath::new(path).expect("a path made of slugs")
}

fn blank(id: String, label: Labels) -> Term {
    Term {
        output: output("index.html"),
        id,
        label,
        synonyms: Vec::new(),
        description: Labels::default(),
        notation: String::new(),
        uri: String::new(),
        broader: None,
        narrower: Vec::new(),
        document: None,
        replaced_by: None,
        documents: Vec::new(),
    }
}

fn add_file(
    vocabulary: &mut Vocabulary,
    index: &mut HashMap<String, usize>,
    source: &VocabularySource,
    folder: &str,
    problems: &mut Vec<Diagnostic>,
) {
    let at = |span: &std::ops::Range<usize>, code| Diagnostic::new(code).at(&source.path, span.clone());
    let first = vocabulary.terms.len();
    let mut kept = Vec::new();
    let mut ids: HashMap<String, usize> =
        vocabulary.terms.iter().enumerate().map(|(at, term)| (fold_term(&term.id), at)).collect();
    for term in &source.terms {
        match ids.entry(fold_term(&term.id.value)) {
            Entry::Vacant(entry) => entry.insert(vocabulary.terms.len()),
            Entry::Occupied(earlier) => {
                let problem = at(&term.id.span, Code::DuplicateTerm)
                    .arg("value", &term.id.value)
                    .arg("vocabulary", &source.id.value);
                // Before `first`, the terms are of another file.
                let earlier: Option<&&TermSource> =
                    earlier.get().checked_sub(first).and_then(|kept_at| kept.get(kept_at));
                problems.push(match earlier {
                    Some(earlier) => problem.also(&source.path, earlier.id.span.clone()),
                    None => problem,
                });
                continue;
            }
        };
        index.insert(fold_term(&term.id.value), vocabulary.terms.len());
        kept.push(term);
        vocabulary.terms.push(Term {
            synonyms: term.synonyms.clone(),
            description: term.description.clone(),
            notation: term.notation.clone(),
            uri: term.uri.clone(),
            output: output(&format!("{folder}/{}.html", page_name(&fold_term(&term.id.value)))),
            ..blank(term.id.value.clone(), term.label.clone())
        });
    }
    let known = OnceCell::new();
    for (offset, term) in kept.iter().enumerate() {
        let position = first + offset;
        for word in term.label.iter().map(|(_, label)| label).chain(term.synonyms.iter().map(String::as_str))
        {
            // An id is meant before a label, an earlier label before a later one.
            index.entry(fold_term(word)).or_insert(position);
        }
        let mut find = |named: &Option<crate::diagnostic::At<String>>| {
            let named = named.as_ref()?;
            let found = ids.get(&fold_term(&named.value)).copied();
            if found.is_none() {
                let ids = || Candidates::new(vocabulary.terms.iter().map(|term| term.id.as_str()));
                let near = known.get_or_init(ids).nearest(&named.value, |_| true);
                let near = quoted(near.into_iter().map(|term| &vocabulary.terms[term].id));
                // What is like no term may be one that could not be read.
                if !source.is_flawed || !near.is_empty() {
                    problems.push(
                        at(&named.span, Code::UnknownTerm)
                            .arg("value", &named.value)
                            .arg("vocabulary", &source.id.value)
                            .arg("nearest", near),
                    );
                }
            }
            found
        };
        let (broader, replaced_by) = (find(&term.broader), find(&term.replaced_by));
        vocabulary.terms[position].broader = broader;
        vocabulary.terms[position].replaced_by = replaced_by;
    }
    check_labels(vocabulary, index, (&kept, first), source, problems);
    break_circles(vocabulary, &kept, first, source, problems);
    for position in first..vocabulary.terms.len() {
        if let Some(broader) = vocabulary.terms[position].broader {
            vocabulary.terms[broader].narrower.push(position);
        }
    }
}

/// Reports terms that readers could not tell from another one; `kept` are those of the file, which begin at `first`. A
/// retired term may be called as the one that takes its place.
fn check_labels(
    vocabulary: &Vocabulary,
    index: &HashMap<String, usize>,
    (kept, first): (&[&TermSource], usize),
    source: &VocabularySource,
    problems: &mut Vec<Diagnostic>,
) {
    let named = |position: usize| {
        let labels = vocabulary.terms[position].label.iter();
        labels.map(|(lang, label)| ((lang.clone(), fold_term(label)), label))
    };
    let mut seen: HashMap<(Lang, String), usize> = HashMap::new();
    for position in 0..vocabulary.terms.len() {
        let of_file = position.checked_sub(first).and_then(|offset| kept.get(offset));
        if of_file.is_some_and(|term| term.replaced_by.is_some()) {
            continue;
        }
        let mut told = false;
        for (name, label) in named(position) {
            let earlier = match seen.entry(name) {
                Entry::Vacant(entry) => {
                    entry.insert(position);
                    continue;
                }
                Entry::Occupied(earlier) => *earlier.get(),
            };
            let Some(term) = of_file.filter(|_| earlier != position && !told) else { continue };
            told = true;
            let meant = index.get(&fold_term(label)).map(|meant| vocabulary.terms[*meant].id.as_str());
            let problem = Diagnostic::new(Code::DuplicateLabel)
                .at(&source.path, term.id.span.clone())
                .arg("value", label)
                .arg("vocabulary", &source.id.value)
                .arg("other", &vocabulary.terms[earlier].id)
                .arg("meant", meant.unwrap_or_default());
            problems.push(match earlier.checked_sub(first).and_then(|offset| kept.get(offset)) {
                Some(other) => problem.also(&source.path, other.id.span.clone()),
                None => problem,
            });
        }
    }
}

/// Reports terms that are broader than themselves or have too many levels above them, and cuts them
/// loose.
fn break_circles(
    vocabulary: &mut Vocabulary,
    kept: &[&TermSource],
    first: usize,
    source: &VocabularySource,
    problems: &mut Vec<Diagnostic>,
) {
    for (offset, term) in kept.iter().enumerate() {
        let chain = levels_above(vocabulary, first + offset);
        if chain.len() > 1 && chain.last() == chain.first() {
            let names: Vec<&str> = chain.iter().map(|&at| vocabulary.terms[at].id.as_str()).collect();
            problems.push(
                Diagnostic::new(Code::CircularTerms)
                    .at(&source.path, term.id.span.clone())
                    .arg("chain", names.join(" → ")),
            );
            vocabulary.terms[first + offset].broader = None;
        }
    }
    for (offset, term) in kept.iter().enumerate() {
        if levels_above(vocabulary, first + offset).len() > MAX_LEVELS {
            problems.push(
                Diagnostic::new(Code::VocabularyShape)
                    .at(&source.path, term.id.span.clone())
                    .arg("key", "broader")
                    .arg_each(
                        "expected",
                        format!("höchstens {MAX_LEVELS} Ebenen übereinander"),
                        format!("at most {MAX_LEVELS} levels above each other"),
                    ),
            );
            vocabulary.terms[first + offset].broader = None;
        }
    }
}

/// A term and those above it, up to the term itself or one level more than there may be.
fn levels_above(vocabulary: &Vocabulary, start: usize) -> Vec<usize> {
    let mut chain = vec![start];
    let mut at = vocabulary.terms[start].broader;
    while let Some(next) = at.filter(|_| chain.len() <= MAX_LEVELS) {
        chain.push(next);
        at = vocabulary.terms[next].broader.filter(|_| next != start);
    }
    chain
}

/// Makes a document a term; a term of the file with the same id gets the document as its page.
fn add_document(
    vocabulary: &mut Vocabulary,
    index: &mut HashMap<String, usize>,
    (id, document, path): (DocId, &Document, &OutputPath),
    originals: &[(DocId, &Document, &OutputPath)],
    (model, lang): (&Model, &Lang),
    problems: &mut Vec<Diagnostic>,
) -> bool {
    let kind = &model.types[document.kind];
    let title = document.fields.text(kind.role(Role::Title)).to_owned();
    let slug = document.source.slug.clone();
    if slug == "index" {
        return false;
    }
    let known = index.get(&slug).filter(|known| vocabulary.terms[**known].id == slug);
    if let Some(other) = known.and_then(|known| vocabulary.terms[*known].document) {
        let problem = Diagnostic::new(Code::DuplicateTerm)
            .at(&document.source.path, 0..0)
            .arg("value", &slug)
            .arg_each(
                "vocabulary",
                kind.plural.message(MessageLang::De),
                kind.plural.message(MessageLang::En),
            );
        let other = originals.iter().find(|(id, ..)| *id == other);
        problems.push(match other {
            Some((_, other, _)) => problem.also(&other.source.path, 0..0),
            None => problem,
        });
        return true;
    }
    let position = match known {
        Some(&known) => known,
        _ => {
            vocabulary.terms.push(blank(slug.clone(), Labels::of(lang.clone(), &title)));
            vocabulary.terms.len() - 1
        }
    };
    let public = |role| {
        kind.role(role).filter(|index| is_public(&kind.fields[*index], &kind.fields, &document.fields))
    };
    for at in public(Role::Synonyms).map(|field| document.fields.get(field)).unwrap_or_default() {
        if let Value::Text(synonym) = &at.value {
            vocabulary.terms[position].synonyms.push(synonym.clone());
            index.entry(fold_term(synonym)).or_insert(position);
        }
    }
    let term = &mut vocabulary.terms[position];
    term.document = Some(id);
    term.output = path.clone();
    let summary = document.fields.text(public(Role::Summary));
    if !summary.is_empty() {
        term.description = Labels::of(lang.clone(), summary);
    }
    index.insert(slug, position);
    index.entry(fold_term(&title)).or_insert(position);
    true
}
