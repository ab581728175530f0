//! What is to be published: every file with its path, and the promise that they fit into one folder.
//!
//! [`Outputs`] is the last type of the flow; `write`, `serve` and `export` consume it. A page among them
//! is a [`Promise`]: its bytes are made when they are wanted and need not be kept, so that a site of any
//! size fits into memory and a preview renders only what somebody looks at. Invariant: all
//! of its files can stand side by side on any file system, also on one that does not tell `A` from
//! `a` or a composed `ä` from a decomposed one. Whether a folder on disk has room for them is left
//! to `write`, and how a [`Conflict`] is reported to the one who adds.

use std::collections::hash_map::Entry;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::fmt;
use std::path::PathBuf;
use std::sync::{Arc, LazyLock, OnceLock};

use foldhash::fast::FixedState;
use rayon::prelude::*;
use unicase::UniCase;
use unicode_normalization::UnicodeNormalization;

use crate::diagnostic::{self, Diagnostic};
use crate::hash::ContentHash;
use crate::path::{OutputPath, SourcePath};

/// One file to be published.
#[derive(Clone, Debug)]
pub struct Output {
    /// Where it goes.
    pub path: OutputPath,
    /// The file of the site that it comes from; `None` for what the program makes of many.
    pub source: Option<SourcePath>,
    /// What is in it.
    pub content: Content,
}

/// The bytes of an output.
#[derive(Clone, Debug)]
pub enum Content {
    /// Made by the program.
    Bytes(Arc<[u8]>),
    /// Copied from a file as it is.
    File {
        /// The file on disk.
        from: PathBuf,
        /// The fingerprint of its bytes where somebody has read them already; saves reading them again.
        hash: Option<ContentHash>,
    },
    /// Made when it is wanted.
    Promised(Promise),
}

/// What an output is made from. Equal keys mean equal bytes, also from one run to the next; of unequal ones
/// the parts tell what was different.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Key {
    /// Of everything.
    pub whole: ContentHash,
    /// Of the program, the theme and what is the same on all pages.
    pub look: u32,
    /// Of the file whose page it is; 0 for a page of many files.
    pub own: u32,
}

impl Key {
    /// A key that does not tell its parts.
    #[must_use]
    pub fn of(whole: ContentHash) -> Self {
        Self { whole, look: 0, own: 0 }
    }

    /// Reads what [`fmt::Display`] writes; `None` for anything else.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let mut parts = text.splitn(3, '.');
        let whole = ContentHash::parse(parts.next()?)?;
        let mut part = || u32::from_str_radix(parts.next()?, 16).ok();
        Some(Self { whole, look: part()?, own: part()? })
    }
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{:x}.{:x}", self.whole, self.look, self.own)
    }
}

/// Makes outputs by their numbers, at any time, in any order, on any thread, and always the same.
pub trait Maker: Send + Sync {
    /// What an output is made from, found faster than the output is made.
    fn key(&self, number: usize) -> Key;

    /// The part of its key that is of its own file, found at once.
    fn own(&self, _: usize) -> u32 {
        0
    }

    /// The file on disk of which alone it is made, if there is one: as long as that is the same, so is the output.
    fn file(&self, _: usize) -> Option<PathBuf> {
        None
    }

    /// Makes an output, unless its key is the one that is `known` already.
    ///
    /// # Errors
    /// What keeps it from being made. The same problem of many outputs is the same diagnostic.
    fn make(&self, number: usize, known: Option<Key>) -> Result<Made, Box<Diagnostic>>;

    /// Finds out whether an output can be made, unless its key is among those that are `proven`, and returns
    /// its key; `None` from who makes what cannot fail, at no cost.
    ///
    /// # Errors
    /// As [`Maker::make`].
    fn prove(&self, number: usize, proven: &HashSet<Key>) -> Result<Option<Key>, Box<Diagnostic>>;
}

/// What became of a promise.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Made {
    /// Its key is known, so its bytes are as well.
    Known,
    /// It was made.
    New {
        /// The bytes.
        bytes: Vec<u8>,
        /// What they are made from.
        key: Key,
    },
}

/// An output that is made when it is wanted.
#[derive(Clone)]
pub struct Promise {
    maker: Arc<dyn Maker>,
    number: usize,
    series: Option<Series>,
}

/// Outputs that one maker makes, each under the number of a page of the site. As long as a site has the same
/// pages, the maker for its next version makes the same outputs under the same numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Series {
    /// The pages.
    Pages,
    /// The pictures that stand for pages elsewhere.
    Pictures,
}

impl Promise {
    /// What `maker` makes under this number.
    #[must_use]
    pub fn new(maker: Arc<dyn Maker>, number: usize) -> Self {
        Self { maker, number, series: None }
    }

    /// What `maker` makes for the page with this number.
    #[must_use]
    pub fn for_page(series: Series, maker: Arc<dyn Maker>, number: usize) -> Self {
        Self { maker, number, series: Some(series) }
    }

    /// The part of its key that is of the file whose page it is.
    #[must_use]
    pub fn own(&self) -> u32 {
        self.maker.own(self.number)
    }

    /// The file on disk of which alone it is made, if there is one.
    #[must_use]
    pub fn file(&self) -> Option<PathBuf> {
        self.maker.file(self.number)
    }

    /// Whether it is for a page.
    #[must_use]
    pub fn is_for_page(&self) -> bool {
        self.series.is_some()
    }

    /// What it is made from: equal keys mean equal bytes.
    #[must_use]
    pub fn key(&self) -> Key {
        self.maker.key(self.number)
    }

    /// Makes it, unless its key is the one that is `known` already.
    ///
    /// # Errors
    /// What keeps it from being made.
    pub fn make_unless(&self, known: Option<Key>) -> Result<Made, Box<Diagnostic>> {
        self.maker.make(self.number, known)
    }

    /// The bytes, made anew.
    ///
    /// # Errors
    /// What keeps them from being made.
    pub fn make(&self) -> Result<Vec<u8>, Box<Diagnostic>> {
        Ok(match self.make_unless(None)? {
            Made::New { bytes, .. } => bytes,
            Made::Known => Vec::new(),
        })
    }

    /// Finds out whether it can be made, unless its key is among those that are `proven`, and returns its
    /// key, if it has to be proven at all.
    ///
    /// # Errors
    /// What keeps it from being made.
    pub fn prove(&self, proven: &HashSet<Key>) -> Result<Option<Key>, Box<Diagnostic>> {
        self.maker.prove(self.number, proven)
    }

    /// Whether this is the very same promise: then both are kept alike.
    #[must_use]
    pub fn is_same(&self, other: &Self) -> bool {
        self.number == other.number && Arc::ptr_eq(&self.maker, &other.maker)
    }
}

impl fmt::Debug for Promise {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Promise({})", self.number)
    }
}

/// All files to be published, ordered by path.
#[derive(Clone, Debug, Default)]
pub struct Outputs {
    /// Ordered by path. Shared with copies until one of them gets another file.
    files: Arc<Vec<Output>>,
    /// What stands in the places of some of them, by their number: so one can be replaced and all others shared.
    replaced: BTreeMap<usize, Output>,
    /// By folded path, every file and folder in use, with an output that uses it. Shared as well.
    names: Arc<Names>,
    late: Option<Late>,
    before: Option<Arc<Before>>,
    flaw: Option<Flaw>,
}

/// Is told what keeps outputs from being right, should that show only while they are made.
pub type Flaw = Arc<OnceLock<Diagnostic>>;

/// What is known of the outputs because they have been written before.
#[derive(Debug)]
struct Before {
    /// The manifest of the folder to which they were written.
    manifest: ContentHash,
    /// Those that may be others now.
    others: HashSet<OutputPath>,
}

/// Files that are made together when the first of them is wanted; until then not even their names are
/// known. Only a preview waits so long: among what is written, they are outputs like all others.
#[derive(Clone)]
struct Late {
    entry: OutputPath,
    files: Arc<LazyLock<BTreeMap<OutputPath, Output>, MakeAll>>,
}

type MakeAll = Box<dyn FnOnce() -> BTreeMap<OutputPath, Output> + Send>;

/// Two outputs that cannot stand side by side.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Conflict {
    /// What is wrong.
    pub kind: ConflictKind,
    /// The output that was there first.
    pub first: Party,
    /// The output that was refused.
    pub second: Party,
}

/// One of the two sides of a [`Conflict`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Party {
    /// Where it wants to go.
    pub path: OutputPath,
    /// Where it comes from.
    pub source: Option<SourcePath>,
}

/// Why two outputs cannot stand side by side.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ConflictKind {
    /// Both want the same path.
    SamePath,
    /// Their paths, or the names of their folders, differ only in case or in how an umlaut is composed.
    CaseOnly,
    /// One wants as a file what is a folder of the other.
    FileAndFolder,
}

#[derive(Clone, Debug)]
struct Name {
    /// The first output that brought this name.
    used_by: OutputPath,
    /// How much of its path the name is.
    length: usize,
}

impl Output {
    /// An output that `make` makes when it is wanted: at little cost, without fail, and always the same.
    #[must_use]
    pub fn later(path: OutputPath, make: impl Fn() -> Vec<u8> + Send + Sync + 'static) -> Self {
        let content = Content::Promised(Promise::new(Arc::new(Later(make)), 0));
        Self { path, source: None, content }
    }

    /// An output that the program makes of many sources.
    #[must_use]
    pub fn made(path: OutputPath, bytes: impl Into<Arc<[u8]>>) -> Self {
        Self { path, source: None, content: Content::Bytes(bytes.into()) }
    }

    fn party(&self) -> Party {
        Party { path: self.path.clone(), source: self.source.clone() }
    }
}

/// Makes one output, whose bytes are its key.
struct Later<F>(F);

impl<F: Fn() -> Vec<u8> + Send + Sync> Maker for Later<F> {
    fn key(&self, _: usize) -> Key {
        Key::of(ContentHash::of(&(self.0)()))
    }

    fn make(&self, _: usize, known: Option<Key>) -> Result<Made, Box<Diagnostic>> {
        let bytes = (self.0)();
        let key = Key::of(ContentHash::of(&bytes));
        Ok(if known == Some(key) { Made::Known } else { Made::New { bytes, key } })
    }

    fn prove(&self, _: usize, _: &HashSet<Key>) -> Result<Option<Key>, Box<Diagnostic>> {
        Ok(None)
    }
}

/// With more outputs replaced than these, all of them are put in order anew.
const FEW: usize = 32;

/// Paths that a thread folds in a row, at least.
const AT_ONCE: usize = 512;

/// By folded path, every file and folder in use.
type Names = HashMap<String, Name, FixedState>;

impl Outputs {
    /// Brings outputs together, first come, first served; and tells which cannot stand beside one that came before.
    #[must_use]
    pub fn of(outputs: Vec<Output>) -> (Self, Vec<Conflict>) {
        let mut files: Vec<Output> = Vec::with_capacity(outputs.len());
        let mut known = Names::with_capacity_and_hasher(outputs.len(), FixedState::default());
        let mut conflicts = Vec::new();
        let fold = |output: &Output| fold(output.path.as_str());
        let folded: Vec<String> = outputs.par_iter().with_min_len(AT_ONCE).map(fold).collect();
        for (output, folded) in outputs.into_iter().zip(folded) {
            let path = output.path.as_str();
            // Most stand in the folder of the one before, which is known.
            let is_in_same = files.last().is_some_and(|last| last.path.folder() == output.path.folder());
            let mut names = if is_in_same { Vec::new() } else { folders(path) };
            names.push((folded, path, false));
            let clash = clash(&known, &names).and_then(|(kind, used_by)| {
                Some((kind, files.iter().find(|file| file.path == *used_by)?.party()))
            });
            if let Some((kind, first)) = clash {
                conflicts.push(Conflict { kind, first, second: output.party() });
                continue;
            }
            enter(&mut known, names, &output.path);
            files.push(output);
        }
        files.sort_unstable_by(|one, other| one.path.cmp(&other.path));
        (Self { files: Arc::new(files), names: Arc::new(known), ..Self::default() }, conflicts)
    }

    /// Adds an output.
    ///
    /// # Errors
    /// When it cannot stand beside one that is there already; then nothing is added.
    pub fn insert(&mut self, output: Output) -> Result<(), Box<Conflict>> {
        let names = names(output.path.as_str());
        if let Some((kind, first)) = self.clash_of(&names) {
            return Err(Box::new(Conflict { kind, first, second: output.party() }));
        }
        enter(Arc::make_mut(&mut self.names), names, &output.path);
        self.settle();
        let place = self.files.partition_point(|file| file.path < output.path);
        Arc::make_mut(&mut self.files).insert(place, output);
        Ok(())
    }

    /// Takes outputs that have the places of those which stood side by side `before`.
    ///
    /// # Errors
    /// The outputs themselves, as they came, if any has another place.
    pub fn in_places_of(before: &Self, mut outputs: Vec<Output>) -> Result<Self, Vec<Output>> {
        let mut places: Vec<&OutputPath> = outputs.iter().map(|output| &output.path).collect();
        // Pages, feeds and files come in order each: a stable sort takes them as they are.
        places.sort();
        if !places.into_iter().eq(before.iter().map(|output| &output.path)) {
            return Err(outputs);
        }
        outputs.sort_by(|one, other| one.path.cmp(&other.path));
        let names = Arc::clone(&before.names);
        Ok(Self { files: Arc::new(outputs), names, ..Self::default() })
    }

    /// Notes that these outputs have been written before, to a folder that has this manifest since, and that all
    /// but `others` are as they were.
    pub fn are_as_before(&mut self, manifest: ContentHash, others: HashSet<OutputPath>) {
        self.before = Some(Arc::new(Before { manifest, others }));
    }

    /// Notes that something may be found out while the outputs are made that keeps them from being right.
    pub fn watch_for(&mut self, flaw: Flaw) {
        self.flaw = Some(flaw);
    }

    /// What keeps the outputs that were made so far from being right: then none of them is to be published.
    #[must_use]
    pub fn flaw(&self) -> Option<&Diagnostic> {
        self.flaw.as_ref()?.get()
    }

    /// Whether an output is as it was when it was written to the folder that has this manifest.
    #[must_use]
    pub fn is_as_before(&self, path: &OutputPath, manifest: ContentHash) -> bool {
        self.before
            .as_ref()
            .is_some_and(|before| before.manifest == manifest && !before.others.contains(path))
    }

    /// The outputs of a site with the same pages: those of a series have another maker, and `others` are in the
    /// places of all others. `None` if those have other places.
    #[must_use]
    pub fn renewed(&self, makers: &[(Series, Arc<dyn Maker>)], mut others: Vec<Output>) -> Option<Self> {
        others.sort_by(|one, other| one.path.cmp(&other.path));
        let mut others = others.into_iter();
        let mut files = Vec::with_capacity(self.len());
        for output in self.iter() {
            let of_page = |promise: &Promise| {
                let (_, maker) = makers.iter().find(|(series, _)| Some(*series) == promise.series)?;
                Some(Promise { maker: Arc::clone(maker), ..*promise })
            };
            let promise = match &output.content {
                Content::Promised(promise) => of_page(promise),
                Content::Bytes(_) | Content::File { .. } => None,
            };
            files.push(match promise {
                Some(promise) => Output {
                    path: output.path.clone(),
                    source: output.source.clone(),
                    content: Content::Promised(promise),
                },
                None => others.next().filter(|other| other.path == output.path)?,
            });
        }
        let names = Arc::clone(&self.names);
        others.next().is_none().then(|| Self { files: Arc::new(files), names, ..Self::default() })
    }

    /// The first output beside which a file at `path` could not stand, and why.
    #[must_use]
    pub fn clash(&self, path: &OutputPath) -> Option<(ConflictKind, Party)> {
        self.clash_of(&names(path.as_str()))
    }

    fn clash_of(&self, names: &[(String, &str, bool)]) -> Option<(ConflictKind, Party)> {
        let (kind, used_by) = clash(&self.names, names)?;
        Some((kind, self.at(used_by)?.party()))
    }

    /// The output with this path, unless it is a late one.
    fn at(&self, path: &OutputPath) -> Option<&Output> {
        self.place(path).map(|place| self.in_place(place))
    }

    fn place(&self, path: &OutputPath) -> Option<usize> {
        self.files.binary_search_by(|file| file.path.cmp(path)).ok()
    }

    fn in_place(&self, place: usize) -> &Output {
        self.replaced.get(&place).unwrap_or(&self.files[place])
    }

    /// Puts what was replaced among all others.
    fn settle(&mut self) {
        if !self.replaced.is_empty() {
            let files = Arc::make_mut(&mut self.files);
            for (place, output) in std::mem::take(&mut self.replaced) {
                files[place] = output;
            }
        }
    }

    /// The output with this path; late ones are made for that.
    #[must_use]
    pub fn get(&self, path: &OutputPath) -> Option<&Output> {
        self.at(path).or_else(|| {
            let late = self.late.as_ref().filter(|late| late.may_have(path))?;
            late.files.get(path)
        })
    }

    /// Leaves files to be made by `make` when [`Outputs::get`] is asked for one of them. `entry` is the
    /// file that names the others; all are in its folder. The other methods do not see them.
    pub fn leave(&mut self, entry: OutputPath, make: impl FnOnce() -> Vec<Output> + Send + 'static) {
        let by_path = |output: Output| (output.path.clone(), output);
        let make: MakeAll = Box::new(move || make().into_iter().map(by_path).collect());
        self.late = Some(Late { entry, files: Arc::new(LazyLock::new(make)) });
    }

    /// The file that names those which were left for later.
    #[must_use]
    pub fn late_entry(&self) -> Option<&OutputPath> {
        self.late.as_ref().map(|late| &late.entry)
    }

    /// Whether the files that are left for later are those of `other`.
    #[must_use]
    pub fn is_late_alike(&self, other: &Self) -> bool {
        match (&self.late, &other.late) {
            (Some(late), Some(other)) => Arc::ptr_eq(&late.files, &other.files),
            (None, None) => true,
            _ => false,
        }
    }

    /// All outputs, ordered by path.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = &Output> {
        (0..self.files.len()).map(|place| self.in_place(place))
    }

    /// Whether this is a version of `other` in which outputs were replaced one by one.
    #[must_use]
    pub fn is_version_of(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.files, &other.files)
    }

    /// Whether the outputs have the same places as those of `other`, which is told at once.
    #[must_use]
    pub fn has_places_of(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.names, &other.names)
    }

    /// Of two versions ([`Outputs::is_version_of`]), the outputs that may differ: the older and the newer ones.
    pub fn replaced_since<'a>(&'a self, older: &'a Self) -> impl Iterator<Item = (&'a Output, &'a Output)> {
        let places: BTreeSet<usize> = older.replaced.keys().chain(self.replaced.keys()).copied().collect();
        places.into_iter().map(|place| (older.in_place(place), self.in_place(place)))
    }

    /// Puts another output in the place of the one with its path.
    pub fn replace(&mut self, output: Output) {
        if let Some(place) = self.place(&output.path) {
            self.replaced.insert(place, output);
        }
        if self.replaced.len() > FEW {
            self.settle();
        }
    }

    /// The outputs that are still to be made, with their paths.
    pub fn promises(&self) -> impl Iterator<Item = (&OutputPath, &Promise)> {
        self.iter().filter_map(|output| match &output.content {
            Content::Promised(promise) => Some((&output.path, promise)),
            Content::Bytes(_) | Content::File { .. } => None,
        })
    }

    /// What keeps promised outputs from being made, each problem once. Makes every one and keeps none.
    #[must_use]
    pub fn problems(&self) -> Vec<Diagnostic> {
        let promises: Vec<&Promise> = self.promises().map(|(_, promise)| promise).collect();
        let nothing = HashSet::new();
        let mut problems: Vec<Diagnostic> =
            promises.par_iter().filter_map(|promise| Some(*promise.prove(&nothing).err()?)).collect();
        problems.extend(self.flaw().cloned());
        diagnostic::sort(&mut problems);
        problems
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.files.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.files.is_empty()
    }
}

impl Late {
    /// Whether the path lies in the folder of these files.
    fn may_have(&self, path: &OutputPath) -> bool {
        let folder = |path: &OutputPath| path.as_str().rsplit_once('/').map(|(folder, _)| folder.to_owned());
        folder(path) == folder(&self.entry)
    }
}

impl fmt::Debug for Late {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Late({})", self.entry)
    }
}

/// What keeps a file with these names from standing beside those that are `known`: why, and which one.
fn clash<'a>(known: &'a Names, names: &[(String, &str, bool)]) -> Option<(ConflictKind, &'a OutputPath)> {
    names.iter().find_map(|(folded, spelling, is_folder)| {
        let taken = known.get(folded)?;
        Some((taken.conflict(spelling, *is_folder)?, &taken.used_by))
    })
}

/// Notes the names of the file at `path`.
fn enter(known: &mut Names, names: Vec<(String, &str, bool)>, path: &OutputPath) {
    for (folded, spelling, _) in names {
        if let Entry::Vacant(free) = known.entry(folded) {
            free.insert(Name { used_by: path.clone(), length: spelling.len() });
        }
    }
}

impl Name {
    fn conflict(&self, spelling: &str, is_folder: bool) -> Option<ConflictKind> {
        let path = self.used_by.as_str();
        match (self.length < path.len(), is_folder, path[..self.length] == *spelling) {
            (true, true, true) => None,
            (false, false, true) => Some(ConflictKind::SamePath),
            (true, true, false) | (false, false, false) => Some(ConflictKind::CaseOnly),
            (true, false, _) | (false, true, _) => Some(ConflictKind::FileAndFolder),
        }
    }
}

/// The path and each of its folders: folded, as spelt, and whether it is a folder.
fn names(path: &str) -> Vec<(String, &str, bool)> {
    let mut names = folders(path);
    names.push((fold(path), path, false));
    names
}

/// As [`names`], without the path itself.
fn folders(path: &str) -> Vec<(String, &str, bool)> {
    path.match_indices('/').map(|(end, _)| (fold(&path[..end]), &path[..end], true)).collect()
}

/// A form that two paths share when some file system takes them for the same: Unicode's canonical
/// caseless matching (The Unicode Standard, section 3.13, definition D145).
pub(crate) fn fold(path: &str) -> String {
    if path.is_ascii() {
        return path.to_ascii_lowercase();
    }
    let decomposed: String = path.nfd().collect();
    UniCase::unicode(decomposed).to_folded_case().nfc().collect()
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::*;
    use crate::diagnostic::Code;

    fn output(path: &str) -> Output {
        Output {
            path: OutputPath::new(path).unwrap(),
            source: Some(SourcePath::new(&format!("content/{path}")).unwrap()),
            content: Content::Bytes(Arc::from(path.as_bytes())),
        }
    }

    fn conflict(first: &str, second: &str) -> Option<ConflictKind> {
        let mut outputs = Outputs::default();
        outputs.insert(output(first)).unwrap();
        let conflict = outputs.insert(output(second)).err()?;
        assert_eq!(conflict.first, output(first).party());
        assert_eq!(conflict.second, output(second).party());
        assert_eq!(outputs.len(), 1, "what is refused is not added");
        Some(conflict.kind)
    }

    #[test]
    fn two_outputs_may_not_meet_on_any_file_system() {
        use ConflictKind::{CaseOnly, FileAndFolder, SamePath};
        assert_eq!(conflict("a/b.html", "a/b.html"), Some(SamePath));
        assert_eq!(conflict("a/Plan.pdf", "a/plan.pdf"), Some(CaseOnly));
        assert_eq!(conflict("Bilder/a.svg", "bilder/b.svg"), Some(CaseOnly));
        assert_eq!(conflict("ÜBUNG.pdf", "übung.pdf"), Some(CaseOnly));
        assert_eq!(conflict("\u{fc}bung.pdf", "u\u{308}bung.pdf"), Some(CaseOnly));
        assert_eq!(conflict("STRASSE.pdf", "straße.pdf"), Some(CaseOnly));
        assert_eq!(conflict("a/b", "a"), Some(FileAndFolder));
        assert_eq!(conflict("a", "a/b/c"), Some(FileAndFolder));
        assert_eq!(conflict("A", "a/b"), Some(FileAndFolder));
        assert_eq!(conflict("a/b.html", "a/c.html"), None);
        assert_eq!(conflict("a.html", "a/b.html"), None);
    }

    #[test]
    fn a_refused_output_leaves_no_name_behind() {
        let mut outputs = Outputs::default();
        outputs.insert(output("a/b/c")).unwrap();
        assert!(outputs.insert(output("A/d")).is_err());
        assert!(outputs.insert(output("a/d/e")).is_ok());
    }

    #[test]
    fn outputs_are_ordered_whatever_the_order_of_adding() {
        let mut outputs = Outputs::default();
        for path in ["b.html", "index.html", "a/z.html"] {
            outputs.insert(output(path)).unwrap();
        }
        let paths: Vec<_> = outputs.iter().map(|output| output.path.as_str()).collect();
        assert_eq!(paths, ["a/z.html", "b.html", "index.html"]);
    }

    /// Promises pages of which only the first can be made.
    struct Two;

    impl Maker for Two {
        fn key(&self, number: usize) -> Key {
            Key::of(ContentHash::of(&[u8::try_from(number).unwrap()]))
        }

        fn make(&self, number: usize, _: Option<Key>) -> Result<Made, Box<Diagnostic>> {
            match number {
                0 => Ok(Made::New { bytes: Vec::new(), key: self.key(0) }),
                _ => Err(Box::new(Diagnostic::new(Code::TemplateRender))),
            }
        }

        fn prove(&self, number: usize, _: &HashSet<Key>) -> Result<Option<Key>, Box<Diagnostic>> {
            self.make(number, None).map(|_| Some(self.key(number)))
        }
    }

    #[test]
    fn a_problem_of_many_pages_is_told_once() {
        let maker: Arc<dyn Maker> = Arc::new(Two);
        let mut outputs = Outputs::default();
        for (number, path) in ["a.html", "b.html", "c.html"].into_iter().enumerate() {
            let content = Content::Promised(Promise::new(Arc::clone(&maker), number));
            outputs.insert(Output { content, ..output(path) }).unwrap();
        }
        assert_eq!(outputs.problems().len(), 1);
        assert_eq!(outputs.promises().count(), 3);
    }

    #[test]
    fn outputs_of_the_same_pages_get_another_maker() {
        let for_page = |maker: &Arc<dyn Maker>, number| {
            let promise = Promise::for_page(Series::Pages, Arc::clone(maker), number);
            Output { content: Content::Promised(promise), ..output(["b.html", "a.html"][number]) }
        };
        let (old, new): (Arc<dyn Maker>, Arc<dyn Maker>) = (Arc::new(Two), Arc::new(Two));
        let all = vec![for_page(&old, 0), output("b.xml"), for_page(&old, 1)];
        let (before, conflicts) = Outputs::of(all);
        assert_eq!(conflicts, []);
        let renewed = |others| before.renewed(&[(Series::Pages, Arc::clone(&new))], others);
        let after = renewed(vec![output("b.xml")]).unwrap();
        assert!(after.has_places_of(&before) && !after.is_version_of(&before));
        let promises: Vec<_> = after.promises().map(|(path, promise)| (path.as_str(), promise)).collect();
        for ((path, promise), (expected, number)) in promises.into_iter().zip([("a.html", 1), ("b.html", 0)])
        {
            assert!(path == expected && promise.is_same(&Promise::new(Arc::clone(&new), number)));
        }
        for others in [vec![], vec![output("c.xml")], vec![output("b.xml"), output("c.xml")]] {
            assert!(renewed(others).is_none(), "something has another place");
        }
    }

    #[test]
    fn outputs_that_are_replaced_are_those_that_may_differ() {
        let (first, _) = Outputs::of(vec![output("a"), output("b"), output("c")]);
        let with = |outputs: &Outputs, path: &str, bytes: &[u8]| {
            let mut outputs = outputs.clone();
            outputs.replace(Output::made(OutputPath::new(path).unwrap(), bytes));
            outputs
        };
        let second = with(&first, "c", b"2");
        let third = with(&second, "a", b"3");
        let replaced = |newer: &Outputs, older: &Outputs| -> Vec<String> {
            assert!(newer.is_version_of(older));
            newer.replaced_since(older).map(|(_, is)| is.path.to_string()).collect()
        };
        assert_eq!(replaced(&second, &first), ["c"]);
        assert_eq!(replaced(&third, &first), ["a", "c"]);
        assert_eq!(replaced(&first, &third), ["a", "c"], "as when an older version is shown again");
        let mut many = third;
        for number in 0..=FEW {
            many.insert(output(&format!("d{number}"))).unwrap();
            many = with(&many, &format!("d{number}"), b"4");
        }
        let bytes = |path: &str| match &many.get(&OutputPath::new(path).unwrap()).unwrap().content {
            Content::Bytes(bytes) => bytes.to_vec(),
            _ => panic!("bytes"),
        };
        assert_eq!((bytes("a"), bytes("b"), bytes("c")), (b"3".to_vec(), b"b".to_vec(), b"2".to_vec()));
        assert_eq!(bytes("d0"), b"4");
    }

    #[test]
    fn late_files_are_made_once_and_only_when_one_of_them_is_asked_for() {
        let asked = Arc::new(AtomicUsize::new(0));
        let counted = Arc::clone(&asked);
        let mut outputs = Outputs::default();
        outputs.insert(output("a.html")).unwrap();
        outputs.leave(OutputPath::new("search/root.js").unwrap(), move || {
            counted.fetch_add(1, Ordering::SeqCst);
            vec![output("search/root.js")]
        });
        let has = |path| outputs.get(&OutputPath::new(path).unwrap()).is_some();
        assert!(has("a.html") && !has("b.html"));
        assert_eq!(asked.load(Ordering::SeqCst), 0);
        assert!(has("search/root.js") && !has("search/t0.js"));
        assert_eq!(asked.load(Ordering::SeqCst), 1);
    }
}
