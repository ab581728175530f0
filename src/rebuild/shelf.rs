//! Files of documents → parsed documents, of which those are kept that are the same.
//!
//! Where it is known which files were touched since the last time, and all are documents that were published and
//! still are, only these are read, and take the places of what they were. Else all files are looked at, and those
//! read that are not what they were.

use std::collections::{BTreeMap, HashSet};
use std::path::Path;
use std::sync::Arc;

use jiff::civil::Date;

use crate::cache::{ByFile, Parsed};
use crate::config::Config;
use crate::diagnostic::Diagnostic;
use crate::discover::Sources;
use crate::hash::ContentHash;
use crate::parse::Document;
use crate::path::SourcePath;
use crate::pipeline::{self, Options};
use crate::resolve::Waiting;
use crate::site::DocId;

/// The files of a site.
pub(super) struct LookedAt {
    pub(super) sources: Arc<Sources>,
    /// The documents among them that alone may have changed, by their numbers, where all files are known from the
    /// last time.
    pub(super) again: Option<Vec<usize>>,
}

/// The documents as they were read last.
#[derive(Debug, Default)]
pub(super) struct Shelf {
    /// By their files.
    parsed: ByFile,
    /// As of what it was decided which of them are published.
    day: Option<Day>,
    /// By the number of its source, the place of a document among those that are published.
    places: Vec<Option<usize>>,
    documents: Vec<Arc<Document>>,
    waiting: Vec<Waiting>,
    /// By the number of its source, what is wrong with a document.
    problems: BTreeMap<usize, Arc<[Diagnostic]>>,
    /// The key of which files there are, and of the states of all that are no documents; `None` where one of
    /// these may have changed and nothing tells.
    files: Option<ContentHash>,
}

/// What decides which documents are published: today, and whether drafts and what is to come are.
type Day = (Date, bool, bool);

impl Shelf {
    /// Reads what may have changed. Returns which of the published documents are others, if it has not read all.
    pub(super) fn read(
        &mut self,
        root: &Path,
        config: &Config,
        options: &Options,
        looked_at: &LookedAt,
    ) -> Option<Vec<DocId>> {
        let day = Some((options.today, options.drafts, options.future));
        let LookedAt { sources, again } = looked_at;
        let again = again.as_ref().filter(|_| self.day == day);
        let changed = again.and_then(|again| self.read_these(root, config, options, sources, again));
        if changed.is_none() {
            self.read_all(root, config, options, sources);
            self.day = day;
        }
        if changed.is_none() || self.files.is_none() {
            self.files = sources.key(sources.newest());
        }
        changed
    }

    /// What is wrong with the sources.
    pub(super) fn problems(&self) -> impl Iterator<Item = Diagnostic> {
        self.problems.values().flat_map(|problems| problems.iter().cloned())
    }

    /// The documents that are published, and those that are not.
    pub(super) fn published(&self) -> (Vec<Arc<Document>>, Vec<Waiting>) {
        (self.documents.clone(), self.waiting.clone())
    }

    pub(super) fn files(&self) -> Option<ContentHash> {
        self.files
    }

    fn read_these(
        &mut self,
        root: &Path,
        config: &Config,
        options: &Options,
        sources: &Sources,
        again: &[usize],
    ) -> Option<Vec<DocId>> {
        let mut read = Vec::new();
        for &number in again {
            let place = (*self.places.get(number)?)?;
            let parsed = pipeline::parse_again(root, config, sources, number, &self.parsed).ok()?;
            let is_alike = parsed.document.lang == self.documents[place].lang;
            if !is_alike || pipeline::waits(&config.model, &parsed.document, options) {
                return None;
            }
            read.push((number, place, parsed));
        }
        let mut changed = Vec::new();
        for (number, place, parsed) in read {
            if !Arc::ptr_eq(&self.documents[place], &parsed.document) {
                self.documents[place] = Arc::clone(&parsed.document);
                changed.push(DocId(place));
            }
            self.note(number, parsed);
        }
        Some(changed)
    }

    fn read_all(&mut self, root: &Path, config: &Config, options: &Options, sources: &Sources) {
        let all = pipeline::parse_all(root, config, sources, &self.parsed, sources.newest());
        self.problems.clear();
        for (number, parsed) in all.iter().enumerate() {
            match parsed {
                Ok(parsed) => self.note(number, parsed.clone()),
                Err(problem) => drop(self.problems.insert(number, [problem.clone()].into())),
            }
        }
        if self.parsed.len() > all.len() {
            let there: HashSet<&SourcePath> =
                all.iter().flatten().map(|parsed| &parsed.document.source.path).collect();
            self.parsed.retain(|path, _| there.contains(path));
        }
        // What is wrong with them is noted already.
        (self.documents, self.waiting) = pipeline::published(config, all, options, &mut Vec::new());
        let mut published =
            self.documents.iter().map(|document| &document.source.path).enumerate().peekable();
        let place = |path: &SourcePath| Some(published.next_if(|(_, next)| *next == path)?.0);
        self.places = sources.documents.iter().map(|source| &source.path).map(place).collect();
    }

    /// Remembers what was read from the source with this number.
    fn note(&mut self, number: usize, parsed: Parsed) {
        if parsed.problems.is_empty() {
            self.problems.remove(&number);
        } else {
            self.problems.insert(number, Arc::clone(&parsed.problems));
        }
        let path = &parsed.document.source.path;
        if !self.parsed.get(path).is_some_and(|known| known.is_same(&parsed)) {
            self.parsed.insert(path.clone(), parsed);
        }
    }
}
