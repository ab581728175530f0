//! The build of a run that knows what the one before has left: it gives the same, sooner.
//!
//! A document whose file is the same is not parsed again. Where only texts differ since the site was published
//! (the rule of a preview, [`Document::differs_in_text_only`]), pages that show none of them are as they stand in
//! the folder, and nobody finds out their keys again. Anything else is built as if nothing were known.

use std::collections::HashSet;
use std::path::Path;
use std::sync::Arc;

use super::{Build, Options, prepare_with};
use crate::cache::{self, ByFile, Cache, Parsed, Published};
use crate::discover::Tree;
use crate::finder;
use crate::hash::ContentHash;
use crate::output::Output;
use crate::parse::Document;
use crate::path::{OutputPath, SourcePath};
use crate::search::index::{Exchanged, Index, State};
use crate::site::{DocId, Site};

/// What a build can leave for the next one.
#[derive(Debug)]
pub struct Left {
    read: Read,
    search: State,
}

/// What a build has left, apart from where it was published.
#[derive(Debug)]
pub struct Kept {
    around: Option<ContentHash>,
    documents: ContentHash,
    search: Option<ContentHash>,
}

/// The content of a site as it was read.
#[derive(Debug)]
pub(super) struct Read {
    /// The configuration by which documents were parsed.
    pub(super) config: ContentHash,
    /// Every document that could be read, published or not.
    pub(super) parsed: Vec<Parsed>,
    /// Those that the build before had left.
    pub(super) known: ByFile,
    /// The key of all that the site is made from, except what is in the documents; `None` where a file may
    /// have changed since and nothing tells.
    pub(super) around: Option<ContentHash>,
}

/// What has changed since the site was published: texts, and nothing else.
#[derive(Debug)]
pub(super) struct Since {
    /// The manifest of the folder to which it was written then.
    pub(super) manifest: ContentHash,
    /// The files of the documents that have another text now.
    changed: HashSet<SourcePath>,
    /// What the search index had left.
    search: Option<State>,
}

/// As [`build`](super::build), of the content in `tree`, with what the build before has left in the cache; and what
/// can be left there.
#[must_use]
pub fn build_again(root: &Path, options: &Options, cache: &Cache, tree: &Tree) -> (Build, Left) {
    let (mut build, left) = prepare_with(root, options, Some((cache, tree))).finish_and_leave(root);
    build.outputs.watch_for(cache.flaw());
    (build, left)
}

/// The search index among the outputs.
pub(super) struct Search {
    pub(super) outputs: Vec<Output>,
    /// Those of them that may be others than the ones that were published.
    pub(super) others: Vec<OutputPath>,
    pub(super) state: State,
}

/// Makes the search index, from the one before where that is possible.
pub(super) fn search(site: &Arc<Site>, since: Option<Since>) -> Search {
    if let Some(Exchanged { files, state }) = since.and_then(|since| since.exchange(site)) {
        let (outputs, others) = finder::exchanged(site, files);
        return Search { outputs, others, state };
    }
    let Index { files, state } = finder::index(site);
    let outputs = finder::outputs(files);
    let others = outputs.iter().map(|output| output.path.clone()).collect();
    Search { outputs, others, state }
}

impl Left {
    pub(super) fn new(read: Read, search: State) -> Self {
        Self { read, search }
    }

    /// Leaves in the cache what holds whether the site is published or not.
    #[must_use]
    pub fn keep(&self, cache: &Cache) -> Kept {
        let Read { config, parsed, known, around } = &self.read;
        let (search, documents) = rayon::join(
            || cache.keep_search(&self.search),
            || {
                cache.keep_documents(parsed, known, *config);
                cache::fingerprint(parsed.iter().map(|parsed| &*parsed.document))
            },
        );
        Kept { around: *around, documents, search }
    }
}

impl Kept {
    /// Notes in the cache that the site is written to a folder that has this manifest now.
    pub fn publish(self, cache: &Cache, manifest: ContentHash) {
        let Self { around, documents, search } = self;
        match around {
            Some(around) => cache.keep_published(&Published { around, documents, manifest, search }),
            None => cache.forget_published(),
        }
    }
}

impl Read {
    /// What has changed since the site was published; `None` if it may be more than texts. `search` is the state of a
    /// search index with its fingerprint, perhaps that of the site.
    pub(super) fn since(&self, cache: &Cache, search: Option<(State, ContentHash)>) -> Option<Since> {
        let last = cache.published().filter(|last| self.around == Some(last.around))?;
        // A document that is not known had problems. Then it is as it was, or the fingerprint tells.
        let then = |now: &Parsed| self.known.get(&now.document.source.path).unwrap_or(now).document.clone();
        let before: Vec<Arc<Document>> = self.parsed.iter().map(then).collect();
        if cache::fingerprint(before.iter().map(|document| &**document)) != last.documents {
            return None;
        }
        let now = self.parsed.iter().map(|parsed| &parsed.document);
        let mut changed = HashSet::new();
        for (now, before) in now.zip(before).filter(|(now, then)| !Arc::ptr_eq(now, then)) {
            if !before.differs_in_text_only(now) || !before.body.has_anchors_of(&now.body) {
                return None;
            }
            changed.insert(now.source.path.clone());
        }
        let search = search.filter(|(_, hash)| last.search == Some(*hash)).map(|(state, _)| state);
        Some(Since { manifest: last.manifest, changed, search })
    }
}

impl Since {
    /// The documents that have another text. What is held back is on no page.
    pub(super) fn changed(&self, site: &Site) -> Vec<DocId> {
        let ids = site.documents.iter().enumerate();
        ids.filter(|(_, document)| self.changed.contains(&document.parsed.source.path))
            .map(|(id, _)| DocId(id))
            .collect()
    }

    /// The search index of the site, from the one that was published.
    fn exchange(self, site: &Site) -> Option<Exchanged> {
        let changed = self.changed(site);
        finder::exchange(site, &changed, self.search?)
    }
}
