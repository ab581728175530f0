//! Inheritance: what a document does not say, it takes over from those that it refers to.
//!
//! A field names the references through which it is inherited, in order; the first that yields
//! something is taken, and what it yields may itself be inherited. A translation takes what it does
//! not say from its original first. Circles are reported once and yield nothing.

use std::borrow::Cow;

use super::names::Names;
use crate::diagnostic::{At, Code, Diagnostic};
use crate::lang::Lang;
use crate::model::{Kind, Model};
use crate::parse::{Document, FieldValues, Fields, Value, Written, is_public};
use crate::site::{DocId, Target};

/// What inheritance works on: the fields of all documents, and where each field came from.
pub(super) struct Inheritance<'a> {
    pub(super) model: &'a Model,
    pub(super) documents: &'a [&'a Document],
    /// Borrowed where everything is filled in already.
    pub(super) fields: Vec<Cow<'a, Fields<Target>>>,
    pub(super) inherited: Vec<Vec<(usize, DocId)>>,
    /// Per document, the fields that are settled; none where everything is filled in already.
    settled: Vec<Vec<State>>,
}

/// The fields of a document; and where they are borrowed, which of them are inherited, and from whom.
pub(super) type Resolved<'a> = (Cow<'a, Fields<Target>>, Vec<(usize, DocId)>);

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    Open,
    InProgress,
    Settled,
}

impl<'a> Inheritance<'a> {
    pub(super) fn new(model: &'a Model, documents: &'a [&'a Document], resolved: Vec<Resolved<'a>>) -> Self {
        let (fields, inherited): (Vec<_>, Vec<_>) = resolved.into_iter().unzip();
        let settled = documents
            .iter()
            .zip(&fields)
            .map(|(document, fields)| match fields {
                Cow::Borrowed(_) => Vec::new(),
                Cow::Owned(_) => vec![State::Open; model.types[document.kind].fields.len()],
            })
            .collect();
        Self { model, documents, fields, inherited, settled }
    }

    /// Fills in what is missing, everywhere.
    pub(super) fn run(&mut self, names: &Names<'_>, site_lang: &Lang, problems: &mut Vec<Diagnostic>) {
        self.translations(names, site_lang);
        for document in 0..self.documents.len() {
            if self.settled[document].is_empty() {
                continue;
            }
            let fields = &self.model.types[self.documents[document].kind].fields;
            for (field, _) in fields.iter().enumerate().filter(|(_, declared)| !declared.inherit.is_empty()) {
                self.settle(DocId(document), field, problems);
            }
        }
    }

    /// Translations take over what has no words of its own: terms, references, dates, choices.
    fn translations(&mut self, names: &Names<'_>, site_lang: &Lang) {
        for index in 0..self.documents.len() {
            let document = self.documents[index];
            let original = names.in_lang(DocId(index), site_lang);
            if original.0 == index
                || self.settled[index].is_empty()
                || self.documents[original.0].kind != document.kind
            {
                continue;
            }
            let missing: Vec<FieldValues<Target>> = self.fields[original.0]
                .0
                .iter()
                .filter(|given| self.fields[index].get(given.index).is_empty())
                .filter(|given| {
                    let field = &self.model.types[document.kind].fields[given.index];
                    !matches!(field.kind, Kind::Text | Kind::Markdown)
                        && field.role != Some(crate::model::Role::Aliases)
                })
                .map(|given| FieldValues {
                    index: given.index,
                    key: document.head.clone(),
                    written: Written::Alone,
                    values: given
                        .values
                        .iter()
                        .map(|at| At {
                            value: in_lang(&at.value, names, &document.lang),
                            span: document.head.clone(),
                        })
                        .collect(),
                })
                .collect();
            let fields = &mut self.fields[index].to_mut().0;
            fields.extend(missing);
            fields.sort_by_key(|given| given.index);
        }
    }

    /// Settles a field after everything that it depends on. A list takes the place of recursion: a
    /// chain of references may be as long as the site is large.
    fn settle(&mut self, id: DocId, field: usize, problems: &mut Vec<Diagnostic>) {
        let mut chain = vec![(id, field)];
        while let Some(&(id, field)) = chain.last() {
            match self.step(id, field, &chain, problems) {
                Some(first) => chain.push(first),
                None => {
                    self.settled[id.0][field] = State::Settled;
                    chain.pop();
                }
            }
        }
    }

    /// Fills a field in, or tells what has to be settled before.
    fn step(
        &mut self,
        id: DocId,
        field: usize,
        chain: &[(DocId, usize)],
        problems: &mut Vec<Diagnostic>,
    ) -> Option<(DocId, usize)> {
        let document = self.documents[id.0];
        let kind = &self.model.types[document.kind];
        let declared = &kind.fields[field];
        let given = !self.fields[id.0].get(field).is_empty();
        if self.settled[id.0][field] == State::Settled || declared.inherit.is_empty() || given {
            return None;
        }
        self.settled[id.0][field] = State::InProgress;
        for through in declared.inherit.iter().filter_map(|name| kind.field(name)) {
            if self.is_open(id, through, chain, problems) {
                return Some((id, through));
            }
            let sources = self.sources(id, through, &declared.name);
            if let Some(&first) =
                sources.iter().find(|(id, field)| self.is_open(*id, *field, chain, problems))
            {
                return Some(first);
            }
            let (values, from) = self.collect(id, &sources);
            if let Some(from) = from {
                self.inherited[id.0].push((field, from));
                let fields = &mut self.fields[id.0].to_mut().0;
                let key = document.head.clone();
                fields.push(FieldValues { index: field, key, written: Written::Alone, values });
                fields.sort_by_key(|given| given.index);
                break;
            }
        }
        None
    }

    /// Whether a field has to be settled first. One that waits for the end of `chain` never will be:
    /// that is a circle.
    fn is_open(
        &self,
        id: DocId,
        field: usize,
        chain: &[(DocId, usize)],
        problems: &mut Vec<Diagnostic>,
    ) -> bool {
        let state = self.settled[id.0].get(field);
        if state == Some(&State::InProgress) {
            problems.push(self.circle(id, field, chain));
        }
        state == Some(&State::Open)
    }

    /// The public fields called `name` of all documents that `id` refers to through `through`.
    fn sources(&self, id: DocId, through: usize, name: &str) -> Vec<(DocId, usize)> {
        let field_of = |target: DocId| {
            let declared = &self.model.types[self.documents[target.0].kind].fields;
            let index = declared.iter().position(|field| field.name == name)?;
            // What the giver keeps to itself is nobody's to pass on.
            is_public(&declared[index], declared, &self.fields[target.0]).then_some((target, index))
        };
        let values = self.fields[id.0].get(through).iter();
        values
            .filter_map(|at| match &at.value {
                Value::Link(Target::Document(target)) => field_of(*target),
                _ => None,
            })
            .collect()
    }

    /// The values of these fields, each once, and the first document that has any.
    fn collect(&self, id: DocId, sources: &[(DocId, usize)]) -> (Vec<At<Value<Target>>>, Option<DocId>) {
        let mut values: Vec<At<Value<Target>>> = Vec::new();
        let mut from = None;
        for &(target, theirs) in sources {
            for at in self.fields[target.0].get(theirs) {
                if !values.iter().any(|known| known.value == at.value) {
                    from = from.or(Some(target));
                    values.push(At { value: at.value.clone(), span: self.documents[id.0].head.clone() });
                }
            }
        }
        (values, from)
    }

    fn circle(&self, id: DocId, field: usize, chain: &[(DocId, usize)]) -> Diagnostic {
        let start = chain.iter().position(|&link| link == (id, field)).unwrap_or(0);
        let slugs: Vec<&str> = chain[start..]
            .iter()
            .map(|(id, _)| *id)
            .chain(std::iter::once(id))
            .map(|id| self.documents[id.0].source.slug.as_str())
            .collect();
        let document = self.documents[id.0];
        Diagnostic::new(Code::CircularInheritance)
            .at(&document.source.path, document.head.clone())
            .arg("chain", slugs.join(" → "))
    }
}

/// A value as a document in this language refers to it.
fn in_lang(value: &Value<Target>, names: &Names<'_>, lang: &Lang) -> Value<Target> {
    match value {
        Value::Link(Target::Document(id)) => Value::Link(Target::Document(names.in_lang(*id, lang))),
        other => other.clone(),
    }
}
