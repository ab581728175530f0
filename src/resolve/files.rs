//! Finding files by the links that name them.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::OnceLock;

use crate::diagnostic::Candidates;
use crate::discover::{AssetSource, CONTENT};
use crate::path::{SourcePath, percent_decode};
use crate::text::composed;

/// The files that are no documents, ordered by path.
pub(super) struct Files<'a> {
    assets: &'a [AssetSource],
    /// Those whose names are not written as keyboards do, by the names as they do.
    decomposed: HashMap<String, usize>,
    /// Their names, once one was not found.
    names: OnceLock<Candidates>,
}

impl<'a> Files<'a> {
    pub(super) fn new(assets: &'a [AssetSource]) -> Self {
        let names = assets.iter().enumerate().map(|(index, asset)| (index, asset.path.as_str()));
        let decomposed = names.filter_map(|(index, name)| match composed(name) {
            Cow::Owned(name) => Some((name, index)),
            Cow::Borrowed(_) => None,
        });
        Self { assets, decomposed: decomposed.collect(), names: OnceLock::new() }
    }

    /// The index of the file at this place.
    pub(super) fn at(&self, path: &SourcePath) -> Option<usize> {
        let name = composed(path.as_str());
        let found = self.assets.binary_search_by(|asset| asset.path.as_str().cmp(&name)).ok();
        found.or_else(|| self.decomposed.get(&*name).copied())
    }

    /// The index of the file that a link from `from` names.
    pub(super) fn find(&self, from: &SourcePath, link: &str) -> Option<usize> {
        self.at(&source_at(from, link)?)
    }

    /// The file with this index.
    pub(super) fn get(&self, index: usize) -> &AssetSource {
        &self.assets[index]
    }

    /// Files whose names are most like the last part of `target`, as links from `from`.
    pub(super) fn nearest(&self, from: &SourcePath, target: &str) -> Vec<String> {
        let wanted = target.rsplit('/').next().unwrap_or(target);
        let names = self.assets.iter().map(|asset| asset.path.file_name());
        let names = self.names.get_or_init(|| Candidates::new(names));
        let found = names.nearest(wanted, |_| true);
        found.into_iter().map(|index| relative_link(from, &self.assets[index].path)).collect()
    }
}

/// The source that a link from `from` names, if it stays in the content folder.
pub(super) fn source_at(from: &SourcePath, link: &str) -> Option<SourcePath> {
    let link = percent_decode(link);
    let path = match link.strip_prefix('/') {
        Some(absolute) => SourcePath::new(&format!("{CONTENT}/{absolute}")).ok(),
        None => from.resolve(&link),
    }?;
    (path.as_str() == CONTENT || path.as_str().starts_with("content/")).then_some(path)
}

/// The link from one source to another.
pub(super) fn relative_link(from: &SourcePath, to: &SourcePath) -> String {
    let from: Vec<&str> = from.folder().split('/').filter(|part| !part.is_empty()).collect();
    let to_parts: Vec<&str> = to.as_str().split('/').collect();
    let common = from.iter().zip(&to_parts).take_while(|(a, b)| a == b).count();
    "../".repeat(from.len() - common) + &to_parts[common..].join("/")
}
