//! Documents → who refers to whom, seen from the one who is referred to.
//!
//! Follows from what every document says itself, in linear time: references are counted by target, and then each
//! has its place.

use std::collections::HashMap;
use std::sync::Arc;

use super::{DocId, SiteDocument, Target, visit_targets};
use crate::model::{Model, Role};

/// A reference to a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Backlink {
    /// Who refers.
    pub from: DocId,
    /// Through which field of its type; `None` for a link in the text.
    pub field: Option<usize>,
}

/// The references to each document.
#[derive(Debug)]
pub struct Relations {
    /// By document, where its backlinks begin; and the end of the last.
    starts: Vec<usize>,
    backlinks: Vec<Backlink>,
    /// The documents that stand in collections.
    collections: HashMap<DocId, Vec<(DocId, usize)>>,
}

impl Relations {
    /// The relations of these documents.
    #[must_use]
    pub fn of(documents: &[Arc<SiteDocument>], model: &Model) -> Self {
        let mut references: Vec<(DocId, Backlink)> = Vec::with_capacity(8 * documents.len());
        let mut own = Vec::new();
        for (index, document) in documents.iter().enumerate() {
            let from = DocId(index);
            visit_targets(&document.fields, &mut |field, target| {
                if let Target::Document(id) = target {
                    own.push((*id, Backlink { from, field: Some(field) }));
                }
            });
            let linked = document.links_within().filter_map(|link| link.document);
            own.extend(linked.map(|id| (id, Backlink { from, field: None })));
            own.sort_unstable();
            own.dedup();
            references.extend(own.drain(..).filter(|(id, _)| *id != from));
        }
        let mut starts = vec![0; documents.len() + 1];
        references.iter().for_each(|(id, _)| starts[id.0 + 1] += 1);
        for index in 0..documents.len() {
            starts[index + 1] += starts[index];
        }
        let mut next = starts.clone();
        let mut backlinks = vec![Backlink { from: DocId(0), field: None }; references.len()];
        for (id, backlink) in references {
            backlinks[next[id.0]] = backlink;
            next[id.0] += 1;
        }
        Self { starts, backlinks, collections: collections(documents, model) }
    }

    /// Whether what these versions of a document refer to is the same, and in the same order.
    #[must_use]
    pub fn are_same(old: &SiteDocument, new: &SiteDocument) -> bool {
        let references = |document: &SiteDocument| {
            let mut found = Vec::new();
            visit_targets(&document.fields, &mut |field, target| {
                if let Target::Document(id) = target {
                    found.push((*id, Some(field)));
                }
            });
            found.extend(document.links_within().filter_map(|link| Some((link.document?, None))));
            found
        };
        references(old) == references(new)
    }

    /// Who refers to a document, ordered by document.
    #[must_use]
    pub fn backlinks(&self, id: DocId) -> &[Backlink] {
        &self.backlinks[self.starts[id.0]..self.starts[id.0 + 1]]
    }

    /// The collections in which a document stands, with its place in each.
    #[must_use]
    pub fn collections(&self, id: DocId) -> &[(DocId, usize)] {
        self.collections.get(&id).map_or(&[], Vec::as_slice)
    }
}

fn collections(documents: &[Arc<SiteDocument>], model: &Model) -> HashMap<DocId, Vec<(DocId, usize)>> {
    let mut collections: HashMap<DocId, Vec<(DocId, usize)>> = HashMap::new();
    for (index, document) in documents.iter().enumerate() {
        let Some(items) = model.types[document.parsed.kind].role(Role::Items) else { continue };
        let targets = document.targets(items).filter_map(|target| match target {
            Target::Document(id) => Some(*id),
            _ => None,
        });
        for (position, id) in targets.enumerate() {
            collections.entry(id).or_default().push((DocId(index), position));
        }
    }
    collections
}
