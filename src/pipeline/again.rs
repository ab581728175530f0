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
use crate::finder;
use crate::hash::ContentHash;
use crate::output::Output;
use crate::parse::Document;
use crate::path::{OutputPath, SourcePath};
use crate::search::index::{self, Exchanged, Index, State};
use crate::site::{DocId, Site};

/// What a build can leave for the next one.
#[derive(Debug)]
pub struct Left {
    read: Read,
    search: State,
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

/// As [`build`](super::build), with what the build before has left in the cache; and what can be left there.
#[must_use]
pub fn build_again(root: &Path, options: &Options, cache: &Cache) -> (Build, Left) {
    let (mut build, left) = prepare_with(root, options, Some(cache)).finish_and_leave(root);
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

    /// Leaves it in the cache, when the site is written to a folder that has this manifest now.
    pub fn keep(&self, cache: &Cache, manifest: ContentHash) {
        let Read { config, parsed, known, around } = &self.read;
        cache.keep_documents(parsed, known, *config);
        let Some(around) = *around else { return cache.forget_published() };
        let documents = cache::fingerprint(parsed.iter().map(|parsed| &*parsed.document));
        cache.keep_published(&Published { around, documents, manifest }, &self.search);
    }
}

impl Read {
    /// What has changed since the site was published; `None` if it may be more than texts.
    pub(super) fn since(&self, cache: &Cache) -> Option<Since> {
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
        let search = if changed.len() <= index::FEW { cache.search(&last) } else { None };
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
