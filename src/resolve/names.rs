//! Finding documents by the names that editors use: file name, path or title.

use std::cell::RefCell;
use std::collections::hash_map::Entry;
use std::collections::{BTreeSet, HashMap};
use std::fmt::Display;
use std::hash::{BuildHasher as _, Hash};
use std::sync::OnceLock;

use foldhash::fast::FixedState;
use jiff::civil::Date;

use super::Waiting;
use super::known::any_name;
use crate::diagnostic::{Candidates, Code, Diagnostic, is_slip_of};
use crate::lang::{Lang, MessageLang};
use crate::locale::date_in_words;
use crate::model::{Field, Kind, Model, Role};
use crate::parse::{Document, Value};
use crate::path::SourcePath;
use crate::site::DocId;
use crate::text::{composed, fold};

/// Of how many documents a message says that people may have spoken of them.
const SPOKEN_OF: usize = 3;

/// Documents by name. Translations of one document count as one; the answer is the one in the
/// language of the asker, else the original.
pub(super) struct Names<'a> {
    documents: &'a [&'a Document],
    model: &'a Model,
    site_lang: &'a Lang,
    index: &'a Index,
    /// The slugs of all documents, once a name was not found.
    slugs: OnceLock<Candidates>,
    /// The names by which people speak of documents, once one was not found, by their first letters.
    spoken: OnceLock<Spoken>,
    held: Option<&'a Held<'a>>,
}

/// Names by their first letters, each with the number of a document that is called so.
type Spoken = HashMap<Option<char>, Vec<(String, usize)>>;

/// Where in a list of documents each name stands. Knows no documents, so that it is true of the next version of
/// them as well, once it has been told of other titles (`Index::rename`).
#[derive(Debug, Default)]
pub struct Index {
    places: Places,
    /// By slug and title. A translation has the slug of its original, and a title of its own.
    by_name: Numbers,
    /// The documents that call others by a name, once [`Index::prepare`] has found them.
    callers: Option<Numbers>,
}

/// Documents by where they stand.
#[derive(Debug, Default)]
struct Places {
    by_source: Numbers,
    /// By what all translations of a document have in common, folder and slug.
    by_key: Numbers,
    /// For each document the first of its translations.
    first: Vec<DocId>,
    /// By the first of them, all translations of a document that has any.
    variants: HashMap<DocId, Vec<DocId>, FixedState>,
}

/// Documents by the fingerprints of texts: who asks has to look whether a document has the text itself.
#[derive(Debug, Default)]
struct Numbers(HashMap<u64, (DocId, Vec<DocId>), FixedState>);

impl Numbers {
    fn with_capacity(capacity: usize) -> Self {
        Self(HashMap::with_capacity_and_hasher(capacity, FixedState::default()))
    }

    fn fingerprint(text: impl Hash) -> u64 {
        FixedState::default().hash_one(text)
    }

    fn add(&mut self, text: impl Hash, id: DocId) {
        match self.0.entry(Self::fingerprint(text)) {
            Entry::Vacant(free) => drop(free.insert((id, Vec::new()))),
            Entry::Occupied(mut known) => known.get_mut().1.push(id),
        }
    }

    fn remove(&mut self, text: impl Hash, id: DocId) {
        let Entry::Occupied(mut known) = self.0.entry(Self::fingerprint(text)) else { return };
        let (first, others) = known.get_mut();
        if let Some(place) = others.iter().position(|other| *other == id) {
            others.remove(place);
        } else if *first == id {
            match others.pop() {
                Some(other) => *first = other,
                None => drop(known.remove()),
            }
        }
    }

    fn add_caller(&mut self, document: &Document, id: DocId) {
        names_in(document).into_iter().for_each(|name| self.add(&*name, id));
    }

    fn remove_caller(&mut self, document: &Document, id: DocId) {
        names_in(document).into_iter().for_each(|name| self.remove(&*name, id));
    }

    /// Documents that may have this text, in any order.
    fn of(&self, text: impl Hash) -> impl Iterator<Item = DocId> {
        let known = self.0.get(&Self::fingerprint(text));
        known.into_iter().flat_map(|(first, others)| std::iter::once(first).chain(others)).copied()
    }
}

/// The documents that are not published yet, by the same names.
pub(super) struct Held<'a> {
    pub(super) names: Names<'a>,
    pub(super) waiting: &'a [Waiting],
}

/// Why a name names no document.
pub(super) enum Unfound {
    /// No document has it.
    Unknown,
    /// Several have it; their paths.
    Ambiguous(Vec<String>),
    /// A document has it, but of another type.
    WrongType(DocId),
    /// A document has it that is not published yet: its place among those.
    Waits(DocId),
}

impl Places {
    fn new(documents: &[&Document]) -> Self {
        let mut places = Self {
            by_source: Numbers::with_capacity(documents.len()),
            by_key: Numbers::with_capacity(documents.len()),
            first: Vec::with_capacity(documents.len()),
            variants: HashMap::default(),
        };
        for (index, document) in documents.iter().enumerate() {
            let id = DocId(index);
            places.by_source.add(&*composed(document.source.path.as_str()), id);
            let first = places.first(documents, &document.source.folder, &document.source.slug);
            places.first.push(first.unwrap_or(id));
            match first {
                Some(first) => places.variants.entry(first).or_insert_with(|| vec![first]).push(id),
                None => places.by_key.add((&*document.source.folder, &*document.source.slug), id),
            }
        }
        places
    }

    /// The first document with this folder and slug.
    fn first(&self, documents: &[&Document], folder: &str, slug: &str) -> Option<DocId> {
        let is_it = |id: &DocId| {
            let source = &documents[id.0].source;
            (&*source.folder, &*source.slug) == (folder, slug)
        };
        self.by_key.of((folder, slug)).find(is_it)
    }
}

/// Documents by slug and title.
fn by_name(documents: &[&Document]) -> Numbers {
    let mut by_name = Numbers::with_capacity(2 * documents.len());
    for (index, document) in documents.iter().enumerate() {
        if !document.source.is_introduction() {
            by_name.add(&*document.source.slug, DocId(index));
        }
        if !document.title_name.is_empty() {
            by_name.add(&*document.title_name, DocId(index));
        }
    }
    by_name
}

impl Index {
    /// The index of these documents.
    pub(super) fn of(documents: &[&Document]) -> Self {
        let (places, by_name) = rayon::join(|| Places::new(documents), || by_name(documents));
        Self { places, by_name, callers: None }
    }

    /// Finds out who calls others by which names, so that it need not be found out when a title changes.
    /// `documents` are those of this index.
    pub fn prepare<'a>(&mut self, documents: impl Iterator<Item = &'a Document>) {
        self.callers.get_or_insert_with(|| {
            let mut callers = Numbers::default();
            documents.enumerate().for_each(|(index, document)| callers.add_caller(document, DocId(index)));
            callers
        });
    }

    /// Documents that may call another one by this name, if that is known already.
    pub(super) fn callers(&self, name: &str) -> Option<impl Iterator<Item = DocId>> {
        Some(self.callers.as_ref()?.of(name))
    }

    /// Notes that a document, which is the same file as `old`, is `new` now.
    pub(super) fn rename(&mut self, id: DocId, old: &Document, new: &Document) {
        if let Some(callers) = &mut self.callers {
            callers.remove_caller(old, id);
            callers.add_caller(new, id);
        }
        if old.title_name == new.title_name {
            return;
        }
        if !old.title_name.is_empty() {
            self.by_name.remove(&*old.title_name, id);
        }
        if !new.title_name.is_empty() {
            self.by_name.add(&*new.title_name, id);
        }
    }
}

impl<'a> Names<'a> {
    /// `index` is that of these documents.
    pub(super) fn new(
        documents: &'a [&'a Document],
        index: &'a Index,
        model: &'a Model,
        site_lang: &'a Lang,
        held: Option<&'a Held<'a>>,
    ) -> Self {
        Self { documents, model, site_lang, index, slugs: OnceLock::new(), spoken: OnceLock::new(), held }
    }

    /// A document in all its languages, in the order of documents.
    pub(super) fn variants(&self, id: DocId) -> &[DocId] {
        let first = &self.index.places.first[id.0];
        self.index.places.variants.get(first).map_or(std::slice::from_ref(first), Vec::as_slice)
    }

    /// The document of this file.
    pub(super) fn source(&self, path: &SourcePath) -> Option<DocId> {
        let wanted = composed(path.as_str());
        let mut found = self.index.places.by_source.of(&*wanted);
        found.find(|id| composed(self.documents[id.0].source.path.as_str()) == wanted)
    }

    /// The first translation of the document with this folder and slug, joined by a slash.
    pub(super) fn key(&self, key: &str) -> Option<DocId> {
        let (folder, slug) = key.rsplit_once('/').unwrap_or(("", key));
        self.index.places.first(self.documents, folder, slug)
    }

    /// The variant of a document in this language, else in the site's, else itself.
    pub(super) fn in_lang(&self, id: DocId, lang: &Lang) -> DocId {
        let variants = self.variants(id);
        let find = |wanted: &Lang| variants.iter().copied().find(|&v| self.documents[v.0].lang == *wanted);
        find(lang).or_else(|| find(self.site_lang)).unwrap_or(id)
    }

    /// The document that `name` means when it is asked for from `asker`.
    pub(super) fn find(&self, name: &str, types: &[usize], asker: &Document) -> Result<DocId, Unfound> {
        let candidates = self.candidates(name, asker);
        let fitting: Vec<DocId> = candidates
            .iter()
            .copied()
            .filter(|&id| types.is_empty() || types.contains(&self.documents[id.0].kind))
            .collect();
        match fitting[..] {
            [only] => Ok(self.in_lang(only, &asker.lang)),
            [] => match candidates.first() {
                Some(&other) => Err(Unfound::WrongType(other)),
                None => {
                    let waiting = self.held.and_then(|held| held.names.find(name, types, asker).ok());
                    Err(waiting.map_or(Unfound::Unknown, Unfound::Waits))
                }
            },
            _ => {
                let same_folder = fitting
                    .iter()
                    .copied()
                    .find(|&id| self.documents[id.0].source.folder == asker.source.folder);
                match same_folder {
                    Some(id) => Ok(self.in_lang(id, &asker.lang)),
                    None => {
                        Err(Unfound::Ambiguous(fitting.iter().map(|&id| key(self.documents[id.0])).collect()))
                    }
                }
            }
        }
    }

    /// The problem of a file that is not published yet, if this is one.
    pub(super) fn waiting_source(&self, path: &SourcePath, name: &str) -> Option<Diagnostic> {
        let held = self.held?;
        Some(held.problem(held.names.source(path)?, name))
    }

    /// One document per key.
    fn candidates(&self, name: &str, asker: &Document) -> Vec<DocId> {
        if name.contains('/') {
            let path = name.trim().trim_end_matches(".md");
            let parts = path.split('/').filter(|part| !part.is_empty() && *part != "..");
            let path = parts.map(fold).collect::<Vec<_>>().join("/");
            let beside = format!("{}/{path}", asker.source.folder);
            let found = [path, beside].iter().find_map(|key| self.key(key));
            if found.is_some() {
                return found.into_iter().collect();
            }
        }
        // What is no path may still be a title: `Bund/Länder`.
        let name = called(name);
        let is_called = |id: &DocId| {
            let document = self.documents[id.0];
            document.title_name == name || (document.source.slug == name && name != "index")
        };
        let all = self.index.by_name.of(&*name).filter(is_called);
        let mut found: Vec<DocId> = all.map(|id| self.index.places.first[id.0]).collect();
        found.sort_unstable();
        found.dedup();
        // A file's name is meant before a title is.
        let by_slug: Vec<DocId> =
            found.iter().copied().filter(|&id| self.documents[id.0].source.slug == name).collect();
        if by_slug.is_empty() { found } else { by_slug }
    }

    /// The documents of these types whose names are most like `name`.
    pub(super) fn nearest(&self, name: &str, types: &[usize]) -> Vec<DocId> {
        let slugs = self.documents.iter().map(|document| document.source.slug.as_str());
        let slugs = self.slugs.get_or_init(|| Candidates::new(slugs));
        let fits = |number: usize| types.is_empty() || types.contains(&self.documents[number].kind);
        slugs.nearest(&fold(name), fits).into_iter().map(DocId).collect()
    }

    /// The documents of these types of which people may speak by `name`, with a slip or by another word for it.
    pub(super) fn spoken_of(&self, name: &str, types: &[usize]) -> Vec<DocId> {
        let spoken = self.spoken.get_or_init(|| {
            let mut spoken = Spoken::new();
            let kinds = spoken_kinds(self.model);
            let documents = self.documents.iter().enumerate();
            for (number, document) in documents.filter(|(_, document)| kinds[document.kind]) {
                for name in spoken_names(document, self.model) {
                    spoken.entry(name.chars().next()).or_default().push((name, number));
                }
            }
            spoken
        });
        let name = fold(name);
        let mut found: Vec<DocId> = (spoken.get(&name.chars().next()).into_iter().flatten())
            .filter(|(_, number)| types.is_empty() || types.contains(&self.documents[*number].kind))
            .filter(|(known, _)| is_slip_of(&name, known))
            .map(|(_, number)| self.index.places.first[*number])
            .collect();
        found.sort_unstable();
        found.dedup();
        found.truncate(SPOKEN_OF);
        found
    }

    /// Whether a name that no document has may be the title of one whose front matter has errors, which is told there.
    pub(super) fn may_be_title(&self, name: &str, types: &[usize]) -> bool {
        let has_lost_its_title = |document: &&Document| {
            document.is_flawed
                && document.title_name.is_empty()
                && (types.is_empty() || types.contains(&document.kind))
        };
        !is_slug_like(name) && self.documents.iter().any(has_lost_its_title)
    }

    /// The type of a document.
    pub(super) fn kind(&self, id: DocId) -> usize {
        self.documents[id.0].kind
    }

    /// The names of these documents, for a message.
    pub(super) fn slugs(&self, documents: &[DocId]) -> String {
        quoted(documents.iter().map(|id| &self.documents[id.0].source.slug))
    }

    /// The problem of a name that names no document.
    pub(super) fn problem(&self, name: &str, key: &str, types: &[usize], unfound: &Unfound) -> Diagnostic {
        let labels = |lang: MessageLang| {
            let labels: Vec<&str> =
                types.iter().map(|&kind| self.model.types[kind].label.message(lang)).collect();
            labels.join(", ")
        };
        match unfound {
            Unfound::Unknown => {
                let diagnostic = Diagnostic::new(Code::UnknownReference)
                    .arg("value", name)
                    .arg("key", key)
                    .arg("nearest", self.slugs(&self.nearest(name, types)));
                if types.is_empty() {
                    diagnostic
                } else {
                    diagnostic.arg_each("types", labels(MessageLang::De), labels(MessageLang::En))
                }
            }
            Unfound::Waits(id) => match self.held {
                Some(held) => held.problem(*id, name),
                None => Diagnostic::new(Code::UnknownReference).arg("value", name).arg("key", key),
            },
            Unfound::Ambiguous(paths) => {
                Diagnostic::new(Code::AmbiguousReference).arg("value", name).arg("candidates", quoted(paths))
            }
            Unfound::WrongType(id) => {
                let found = &self.model.types[self.documents[id.0].kind].label;
                Diagnostic::new(Code::WrongReferenceType)
                    .arg("value", name)
                    .arg_each("found", found.message(MessageLang::De), found.message(MessageLang::En))
                    .arg_each("expected", labels(MessageLang::De), labels(MessageLang::En))
            }
        }
    }
}

impl Held<'_> {
    /// The problem of a name that means a document which is not published yet.
    fn problem(&self, id: DocId, name: &str) -> Diagnostic {
        let Waiting { document, said_in, until } = &self.waiting[id.0];
        let kind = &self.names.model.types[document.kind];
        let field = |role| kind.role(role).map_or("", |index| kind.fields[index].name.as_str());
        let problem = Diagnostic::new(Code::WaitingTarget).arg("value", name);
        match until {
            Some(day) => {
                let (de, en) = (in_words(*day, "de"), in_words(*day, "en"));
                problem
                    .arg_each("reason", format!("erscheint erst am {de}"), format!("appears on {en} only"))
                    .arg("file", said_in)
                    .arg("line", format!("{}: {day}", field(Role::Date)))
            }
            None => problem
                .arg_each("reason", "ist noch ein Entwurf", "is still a draft")
                .arg("draft", said_in)
                .arg("line", format!("{}: true", field(Role::Draft))),
        }
    }
}

fn in_words(day: Date, lang: &str) -> String {
    Lang::parse(lang).map_or_else(|| day.to_string(), |lang| date_in_words(day, &lang))
}

/// Names in backticks, joined by commas.
pub(super) fn quoted(names: impl IntoIterator<Item = impl Display>) -> String {
    names.into_iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
}

/// Whether a name looks like that of a file, and not like a title.
pub(super) fn is_slug_like(name: &str) -> bool {
    !name.contains([' ', '.', ',']) && name.to_lowercase() == *name
}

/// By type, whether a reference that may be a plain text can mean its documents.
pub(super) fn spoken_kinds(model: &Model) -> Vec<bool> {
    fn visit(fields: &[Field], kinds: &mut [bool]) {
        for field in fields {
            match &field.kind {
                Kind::Reference { open: true, to } if to.is_empty() => kinds.fill(true),
                Kind::Reference { open: true, to } => to.iter().for_each(|kind| kinds[*kind] = true),
                Kind::Group(parts) => visit(parts, kinds),
                _ => {}
            }
        }
    }
    let mut kinds = vec![false; model.types.len()];
    model.types.iter().for_each(|kind| visit(&kind.fields, &mut kinds));
    kinds
}

/// The names by which people speak of a document: its title, the words that it gives for it, and the name of its file.
pub(super) fn spoken_names(document: &Document, model: &Model) -> Vec<String> {
    let mut names = vec![document.title_name.clone()];
    if !document.source.is_introduction() {
        names.push(document.source.slug.clone());
    }
    let kind = &model.types[document.kind];
    for role in [Role::Synonyms, Role::Abbreviation, Role::Variant] {
        for at in kind.role(role).map(|index| document.fields.get(index)).unwrap_or_default() {
            if let Value::Text(word) = &at.value {
                names.push(fold(word));
            }
        }
    }
    names.retain(|name| !name.is_empty());
    names
}

/// A name as documents are found by it.
pub(super) fn called(name: &str) -> String {
    fold(name.trim().trim_end_matches(".md"))
}

/// The names by which a document may call others, as [`Document::title_name`] is spelt.
fn names_in(document: &Document) -> BTreeSet<String> {
    let names = RefCell::new(BTreeSet::new());
    any_name(document, &|name| {
        names.borrow_mut().extend([called(name), fold(name)]);
        false
    });
    names.into_inner()
}

/// What all translations of a document have in common: folder and slug.
pub(super) fn key(document: &Document) -> String {
    match document.source.folder.as_str() {
        "" => document.source.slug.clone(),
        folder => format!("{folder}/{}", document.source.slug),
    }
}
