//! A site as it was before + its documents as they are now → which of them have to be resolved anew.
//!
//! A document is resolved anew when it is another one, when it names one whose title is another one, when it speaks of
//! something that is called nearly like one which had or has another name, when it may
//! inherit from one that is resolved anew, and when it leads to a place on a page whose headings are others. All
//! others mean what they meant: their targets are numbers, and nothing is numbered anew as long as the documents
//! are the same files in the same order.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use rayon::prelude::*;

use super::Input;
use super::checks::is_told_together;
use super::names::{Index, Names, called, spoken_kinds, spoken_names};
use super::vocabularies::Terms;
use crate::diagnostic::{Diagnostic, is_slip_of};
use crate::locale::Sorter;
use crate::parse::{Document, Fields, Name, Value};
use crate::path::{OutputPath, SourcePath};
use crate::site::{DocId, Site, SiteDocument, Vocabulary};
use crate::text::fold;

/// With more other titles than these, all of them are ordered anew.
const FEW: usize = 16;

/// What is known of a site that was resolved before.
pub struct Known<'a> {
    site: &'a Site,
    /// What was wrong with it.
    problems: &'a [Diagnostic],
    /// The documents that are others.
    others: Vec<DocId>,
    /// By document, whether it may have other fields.
    changed: Vec<bool>,
    /// By document, whether it is resolved anew.
    anew: Vec<bool>,
    /// The documents that lead to a document by private values.
    behind: HashMap<DocId, Vec<DocId>>,
}

impl<'a> Known<'a> {
    /// What is known of the site that `input` tells of, if it was `site` before, with these problems, and only
    /// documents among `changed` are others. `index` is that of `site`. `None` if it has other documents.
    /// Configuration, vocabularies, files, day and commit are those of `site`.
    #[must_use]
    pub fn new(
        site: &'a Site,
        problems: &'a [Diagnostic],
        input: &Input,
        changed: Option<&[DocId]>,
        index: &Index,
    ) -> Option<Self> {
        let documents = &input.documents;
        if site.documents.len() != documents.len() {
            return None;
        }
        let mut others = changed.map_or_else(|| (0..documents.len()).map(DocId).collect(), <[DocId]>::to_vec);
        others.retain(|id| !Arc::ptr_eq(&site.document(*id).parsed, &documents[id.0]));
        let is_other = |id: &DocId| {
            let (old, new) = (&site.document(*id).parsed, &documents[id.0]);
            (&old.source, &old.lang, old.kind) != (&new.source, &new.lang, new.kind)
        };
        if others.iter().any(is_other) {
            return None;
        }
        let nothing = || vec![false; documents.len()];
        let mut known = Self {
            site,
            problems,
            others: others.clone(),
            changed: nothing(),
            anew: nothing(),
            behind: HashMap::new(),
        };
        for (index, document) in site.documents.iter().enumerate() {
            for target in &document.behind.documents {
                known.behind.entry(*target).or_default().push(DocId(index));
            }
            if document.behind.has_pages {
                known.renew(DocId(index));
            }
        }
        let mut titles = Titles::default();
        let kinds = spoken_kinds(&input.config.model);
        for id in others {
            let (old, new) = (&site.document(id).parsed, &documents[id.0]);
            if old.title_name != new.title_name {
                titles.add(&old.title_name);
                titles.add(&new.title_name);
            }
            if kinds[new.kind] {
                let names = |document| spoken_names(document, &input.config.model);
                titles.add_spoken(names(old), names(new));
            }
            known.change(id);
            if !old.body.has_anchors_of(&new.body) {
                let texts = site.relations.backlinks(id).iter().filter(|link| link.field.is_none());
                texts.for_each(|link| known.renew(link.from));
                for from in known.behind.get(&id).cloned().unwrap_or_default() {
                    known.renew(from);
                }
            }
        }
        for id in titles.callers(index, documents) {
            known.change(id);
        }
        for id in titles.speakers(documents) {
            known.renew(id);
        }
        Some(known)
    }

    /// What is still known when the site has these vocabularies.
    pub(super) fn with_terms(self, terms: &Terms) -> Option<Self> {
        let is_same = |(old, new): (&Vocabulary, &Vocabulary)| {
            old.terms.len() == new.terms.len()
                && old.terms.iter().zip(&new.terms).all(|(old, new)| old.is_named_like(new))
        };
        let Site { vocabularies, .. } = self.site;
        vocabularies.iter().zip(&terms.vocabularies).all(is_same).then_some(self)
    }

    /// The document as it was, unless it is to be resolved anew.
    pub(super) fn document(&self, id: DocId) -> Option<&'a Arc<SiteDocument>> {
        Some(&self.site.documents[id.0]).filter(|_| !self.anew[id.0])
    }

    /// The places of all documents, which are the same for other versions of them.
    pub(super) fn outputs(&self) -> impl Iterator<Item = &'a OutputPath> {
        self.site.documents.iter().map(|document| &document.output)
    }

    /// The documents that are to be resolved anew, in their order.
    pub(super) fn anew(&self) -> Vec<DocId> {
        (0..self.anew.len()).filter(|index| self.anew[*index]).map(DocId).collect()
    }

    /// The site before.
    pub(super) fn site(&self) -> &'a Site {
        self.site
    }

    /// Brings the index of the documents before up to date.
    pub(super) fn rename(&self, index: &mut Index, documents: &[&Document]) {
        for id in &self.others {
            index.rename(*id, &self.site.document(*id).parsed, documents[id.0]);
        }
    }

    /// The order of `titles`, if few of them are others. Only documents `anew` may have other ones, of which `own`
    /// is each one's.
    pub(super) fn ranks<'t>(
        &self,
        sorter: &Sorter,
        anew: &[DocId],
        own: impl Fn(DocId) -> &'t str,
        titles: impl Fn() -> Vec<&'t str>,
    ) -> Option<Arc<Vec<usize>>> {
        let is_other = |id: &&DocId| self.site.document(**id).title != own(**id);
        let others: Vec<usize> = anew.iter().filter(is_other).map(|id| id.0).collect();
        match others.len() {
            0 => Some(Arc::clone(&self.site.ranks)),
            1..=FEW => Some(Arc::new(sorter.ranks_again(&titles(), &self.site.ranks, &others))),
            _ => None,
        }
    }

    /// What is wrong with documents that are not resolved anew. A problem lies in the file of the document that was
    /// resolved when it was found, or that document also finds it.
    pub(super) fn problems(&self, names: &Names<'_>) -> impl Iterator<Item = &'a Diagnostic> {
        let is_same = |file: &SourcePath| names.source(file).is_some_and(|id| !self.anew[id.0]);
        self.problems
            .iter()
            .filter(|problem| !is_told_together(problem.code))
            .filter(move |problem| problem.place.as_ref().is_some_and(|place| is_same(&place.file)))
    }

    /// Notes that a document may have other fields now, and so those that may take over from it.
    fn change(&mut self, id: DocId) {
        let mut open = vec![id];
        while let Some(id) = open.pop() {
            if std::mem::replace(&mut self.changed[id.0], true) {
                continue;
            }
            self.anew[id.0] = true;
            let heirs = self.site.relations.backlinks(id).iter().filter(|link| {
                let kind = self.site.type_of(link.from);
                let through = link.field.map(|field| &kind.fields[field].name);
                through.is_some_and(|name| kind.fields.iter().any(|field| field.inherit.contains(name)))
            });
            open.extend(heirs.map(|link| link.from));
            open.extend(self.behind.get(&id).into_iter().flatten());
            open.extend(&self.site.document(id).translations);
        }
    }

    /// Notes that a document is to be resolved anew, and with it its translations: what one takes over from the
    /// other depends on what that says itself, which nobody can tell when everything is filled in.
    fn renew(&mut self, id: DocId) {
        self.anew[id.0] = true;
        for translation in &self.site.document(id).translations {
            self.anew[translation.0] = true;
        }
    }
}

/// Titles that documents have no longer, or have only now, see [`Document::title_name`].
#[derive(Default)]
struct Titles<'a> {
    all: HashSet<&'a str>,
    /// The first letters of all.
    letters: HashSet<char>,
    /// The names by which people speak of documents, and which these have no longer, or have only now.
    spoken: HashSet<String>,
}

impl<'a> Titles<'a> {
    fn add(&mut self, title: &'a str) {
        if let Some(letter) = title.chars().next() {
            self.all.insert(title);
            self.letters.insert(letter);
        }
    }

    fn add_spoken(&mut self, old: Vec<String>, new: Vec<String>) {
        if old != new {
            let (old, new): (HashSet<_>, HashSet<_>) = (old.into_iter().collect(), new.into_iter().collect());
            self.spoken.extend(old.symmetric_difference(&new).cloned());
        }
    }

    /// The documents that may speak of others by nearly one of these names.
    fn speakers(&self, documents: &[Arc<Document>]) -> Vec<DocId> {
        if self.spoken.is_empty() {
            return Vec::new();
        }
        let is_spoken = |name: &str| {
            let name = fold(name);
            self.spoken.iter().any(|spoken| is_slip_of(&name, spoken))
        };
        let speak = |document: &Arc<Document>| any_in(&document.fields, &is_spoken);
        let do_speak: Vec<bool> = documents.par_iter().map(speak).collect();
        (0..documents.len()).filter(|index| do_speak[*index]).map(DocId).collect()
    }

    /// The documents that may call others by one of these titles.
    fn callers(&self, index: &Index, documents: &[Arc<Document>]) -> Vec<DocId> {
        let known: Option<Vec<_>> = self.all.iter().map(|title| index.callers(title)).collect();
        if let Some(known) = known {
            return known.into_iter().flatten().collect();
        }
        let are_in: Vec<bool> = documents.par_iter().map(|document| self.are_in(document)).collect();
        (0..documents.len()).filter(|index| are_in[*index]).map(DocId).collect()
    }

    /// Whether a document may refer to another one by one of these titles.
    fn are_in(&self, document: &Document) -> bool {
        let is_one = |name: &str| {
            // Most names begin with another letter, and need not be spelt out.
            let first = name.trim_start().chars().next().filter(char::is_ascii_alphanumeric);
            first.is_none_or(|first| self.letters.contains(&first.to_ascii_lowercase()))
                && (self.all.contains(&*called(name)) || self.all.contains(&*fold(name)))
        };
        any_name(document, &is_one)
    }
}

/// Whether any name by which a document may call another one is one that is `wanted`.
pub(super) fn any_name(document: &Document, wanted: &impl Fn(&str) -> bool) -> bool {
    document.body.links.iter().any(|link| wanted(link.parts().0)) || any_in(&document.fields, wanted)
}

fn any_in(fields: &Fields<Name>, wanted: &impl Fn(&str) -> bool) -> bool {
    fields.0.iter().flat_map(|given| &given.values).any(|at| match &at.value {
        Value::Link(name) => wanted(&name.0),
        Value::Group(parts) => any_in(parts, wanted),
        Value::Query(query) => {
            let filters = query.filters.iter().flat_map(|filter| &filter.values);
            filters.chain(&query.about).any(|at| wanted(&at.value.0))
        }
        Value::Markdown(body) => body.links.iter().any(|link| wanted(link.parts().0)),
        _ => false,
    })
}
