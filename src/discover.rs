//! From the content folder to a sorted list of [`Sources`]: what each file is, by its name alone.
//!
//! Invariant: every source lies inside the content folder (links that leave it are refused), and the
//! list has the same order on every system. Reading and understanding the files is left to parse.

use std::cell::LazyCell;
use std::collections::{HashMap, HashSet};
use std::fs::Metadata;
use std::io::{BufReader, ErrorKind, Read as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use globset::{Glob, GlobSet, GlobSetBuilder};
use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use walkdir::{DirEntry, WalkDir};

use crate::archive::ARCHIVE;
use crate::diagnostic::{Code, Diagnostic};
use crate::hash::{ContentHash, Hasher};
use crate::lang::Lang;
use crate::media::{self, Media, Words};
use crate::media_type::{UNKNOWN, media_type};
use crate::path::{OutputPath, SourcePath};
use crate::raster::{self, Fault, Look};
use crate::svg;
use crate::text::slug;

/// The folder of the documents, below the site's root.
pub const CONTENT: &str = "content";
/// The folder of the themes, below the site's root.
pub const THEMES: &str = "themes";
/// The folder of the vocabularies, below the content folder.
pub const VOCABULARIES: &str = "vokabulare";
/// No document is as long as this: 16 MB are some 8,000 printed pages.
const MAX_DOCUMENT_BYTES: u64 = 16 * 1024 * 1024;

/// A Markdown file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DocumentSource {
    /// The file.
    pub path: SourcePath,
    /// The folder below the content folder, as it is named in the output; empty at the top.
    pub folder: String,
    /// The name of the document, without folder, language and `.md`.
    pub slug: String,
    /// The language that the file name gives, if it gives one.
    pub lang: Option<Lang>,
}

impl DocumentSource {
    /// Whether it introduces its folder instead of standing beside the other documents there: `index.md`.
    #[must_use]
    pub fn is_introduction(&self) -> bool {
        self.slug == "index"
    }
}

/// Any other file; it is published at its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AssetSource {
    /// The file.
    pub path: SourcePath,
    /// Its place in the site.
    pub output: OutputPath,
    /// Its size in bytes.
    pub bytes: u64,
    /// Width and height in pixels, for images.
    pub size: Option<(u32, u32)>,
    /// Whether smaller versions of it can be made.
    pub can_shrink: bool,
    /// Why browsers do not show it, for a picture.
    pub fault: Option<Fault>,
    /// What lies beside it, for films and recordings.
    pub media: Option<Arc<Media>>,
}

impl AssetSource {
    /// Whether it is the file at this place below the content folder.
    #[must_use]
    pub fn is_at(&self, place: &str) -> bool {
        below_content(self.path.as_str()) == place
    }
}

/// What the content folder holds, everything ordered by path.
#[derive(Clone, Debug, Default)]
pub struct Sources {
    /// The documents.
    pub documents: Vec<DocumentSource>,
    /// The vocabularies' files.
    pub vocabularies: Vec<SourcePath>,
    /// The record of the archive, if there is one.
    pub archive: Option<SourcePath>,
    /// Everything else.
    pub assets: Vec<AssetSource>,
    /// The states of the documents, in their order.
    pub document_states: Vec<FileState>,
    /// The states of the assets, in their order.
    pub asset_states: Vec<FileState>,
    /// Whether there is a link among them, so that one file may have several names.
    has_links: bool,
}

/// What the file system says of one file: as long as it says the same, the file is probably the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileState {
    /// Its length.
    pub bytes: u64,
    /// When it was last changed.
    pub changed: Option<SystemTime>,
}

/// Which files may have changed since they were looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Touched {
    /// These, by the paths that the system has for them.
    These(Vec<PathBuf>),
    /// Any, because nobody knows, or because so many that a walk through the folder finds them sooner.
    Any,
}

/// More files than these, as when another branch is checked out, are found sooner by a walk.
const FEW: usize = 64;

impl Touched {
    /// None so far.
    #[must_use]
    pub fn none() -> Self {
        Self::These(Vec::new())
    }

    /// These and also those of `other`.
    pub fn extend(&mut self, other: Self) {
        match (&mut *self, other) {
            (Self::These(paths), Self::These(mut more)) => {
                more.retain(|path| !paths.contains(path));
                if paths.len() + more.len() <= FEW {
                    paths.extend(more);
                } else {
                    *self = Self::Any;
                }
            }
            _ => *self = Self::Any,
        }
    }
}

/// A change in the same tick of the clock as the one before does not show. The coarsest clock of a file
/// system still in use, that of FAT, ticks every two seconds.
pub(crate) const TICK: Duration = Duration::from_secs(2);

impl FileState {
    /// Of the file at this place, as it is now.
    pub(crate) fn at(path: &Path) -> Self {
        Self::of(path.metadata().ok().as_ref())
    }

    fn of(metadata: Option<&Metadata>) -> Self {
        Self { bytes: metadata.map_or(0, Metadata::len), changed: metadata.and_then(changed) }
    }

    /// Whether the file may change again without its state telling, as it was changed in the last tick
    /// before `newest`, the time of the latest change that is known.
    #[must_use]
    pub fn is_young(&self, newest: Option<SystemTime>) -> bool {
        match (self.changed, newest) {
            (Some(changed), Some(newest)) => newest.duration_since(changed).map_or(true, |age| age <= TICK),
            _ => true,
        }
    }
}

/// What the file system says about the files that a site is made of, none of which was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stamp {
    /// Of names, lengths and times: equal as long as nothing was changed.
    pub hash: ContentHash,
    /// When the latest of them was changed.
    pub newest: Option<SystemTime>,
}

/// What stands in the content folder, as one walk finds it.
#[derive(Debug)]
pub struct Tree {
    root: PathBuf,
    /// In the order of names, each folder before what is in it.
    entries: Vec<walkdir::Result<Found>>,
}

/// A file or folder.
#[derive(Debug)]
struct Found {
    entry: DirEntry,
    /// Of a file.
    metadata: Option<Metadata>,
    /// Why it is not followed, of a link.
    closed: Option<Code>,
}

impl Found {
    /// What stands in a folder, with the folder itself. Links are followed, but not out of the folder, where a whole
    /// drive may lie behind them; folders that no editor means to publish are not looked into.
    fn in_folder(folder: &Path) -> Vec<walkdir::Result<Self>> {
        let real = folder.canonicalize().unwrap_or_else(|_| folder.to_owned());
        // A folder is read through one link only: links in folders behind several of them would be read without end.
        let mut seen = HashSet::new();
        let mut entries: Vec<walkdir::Result<(DirEntry, Option<Code>)>> = Vec::new();
        let mut walk = WalkDir::new(folder).follow_links(true).sort_by_file_name().into_iter();
        while let Some(entry) = walk.next() {
            entries.push(entry.map(|entry| {
                let is_link = entry.depth() > 0 && entry.path_is_symlink();
                let closed = if is_link { leaves(&real, entry.path(), &mut seen) } else { None };
                let is_left = entry.depth() > 0 && is_left_behind(&entry.file_name().to_string_lossy());
                if entry.file_type().is_dir() && (is_left || closed.is_some()) {
                    walk.skip_current_dir();
                }
                (entry, closed)
            }));
        }
        let look = |(entry, closed): (DirEntry, Option<Code>)| {
            let metadata = if entry.file_type().is_file() { entry.metadata().ok() } else { None };
            Self { entry, metadata, closed }
        };
        entries.into_par_iter().with_min_len(AT_ONCE).map(|entry| entry.map(look)).collect()
    }

    /// What stands in a place that a site is made of. Of themes, each is a folder for itself, which may be a link to
    /// one that lies elsewhere.
    fn in_place(place: &Path) -> Vec<walkdir::Result<Self>> {
        if !place.ends_with(THEMES) {
            return Self::in_folder(place);
        }
        place.parent().map_or_else(Vec::new, |root| {
            themes(root).iter().flat_map(|theme| Self::in_folder(&place.join(theme))).collect()
        })
    }

    /// What is wrong with a link that is not followed.
    fn unfollowed(&self, path: &SourcePath) -> Option<Diagnostic> {
        let target = std::fs::read_link(self.entry.path()).unwrap_or_default();
        Some(Diagnostic::new(self.closed?).at(path, 0..0).arg("target", target.to_string_lossy()))
    }
}

/// Files that a thread looks at in a row, at least.
const AT_ONCE: usize = 64;

impl Tree {
    /// Walks through the content folder of the site in the folder `root`.
    #[must_use]
    pub fn walk(root: &Path) -> Self {
        Self { root: root.to_owned(), entries: Found::in_folder(&root.join(CONTENT)) }
    }

    /// The stamp of all that it holds, of these files beside it and of everything in these folders, which need not
    /// exist.
    #[must_use]
    pub fn stamp(&self, places: &[&str]) -> Stamp {
        let others: Vec<_> = places.iter().map(|place| Found::in_place(&self.root.join(place))).collect();
        Stamp::of(self.entries.iter().chain(others.iter().flatten()).flatten())
    }
}

impl Stamp {
    /// Of these files and folders with all that is in them; of what is not there, nothing.
    #[must_use]
    pub fn at(places: &[PathBuf]) -> Self {
        let found: Vec<_> = places.iter().map(|place| Found::in_place(place)).collect();
        Self::of(found.iter().flatten().flatten())
    }

    fn of<'f>(found: impl Iterator<Item = &'f Found>) -> Self {
        let (mut hasher, mut newest) = (Hasher::default(), None);
        for Found { entry, metadata, .. } in found {
            hasher.text(entry.path().as_os_str().as_encoded_bytes());
            // A folder's time changes with every swap file of an editor.
            let Some(metadata) = metadata else { continue };
            let changed = changed(metadata);
            hasher.text(format!("{} {changed:?}", metadata.len()).as_bytes());
            newest = newest.max(changed);
        }
        Self { hash: hasher.finish(), newest }
    }
}

/// When a file was last changed, as far as the file system knows. On Unix that includes a change
/// that kept the old time of modification, such as `cp -p` or a rename.
#[must_use]
pub fn changed(metadata: &Metadata) -> Option<SystemTime> {
    let modified = metadata.modified().ok()?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt;
        use std::time::Duration;

        let seconds = u64::try_from(metadata.ctime()).ok()?;
        let nanos = u32::try_from(metadata.ctime_nsec()).ok()?;
        let inode = SystemTime::UNIX_EPOCH.checked_add(Duration::new(seconds, nanos))?;
        Some(modified.max(inode))
    }
    #[cfg(not(unix))]
    Some(modified)
}

/// Walks `root/content`. Files whose path below the content folder matches one of `ignore` are left
/// out, as are hidden files and those that editors and systems leave behind.
pub fn discover(root: &Path, ignore: &[String], problems: &mut Vec<Diagnostic>) -> Sources {
    Tree::walk(root).sources(ignore, problems)
}

impl Tree {
    /// As [`discover`], of what the walk has found.
    #[must_use]
    pub fn sources(&self, ignore: &[String], problems: &mut Vec<Diagnostic>) -> Sources {
        let root = &self.root;
        let content = root.join(CONTENT);
        let mut sources = Sources::default();
        let nothing = || Diagnostic::new(Code::NoContent).arg("folder", CONTENT);
        if !content.is_dir() {
            problems.push(nothing());
            return sources;
        }
        let known_problems = problems.len();
        let ignored = patterns(ignore);
        // The depth of a folder that is left out, with all that is in it.
        let mut left_out = None;
        for found in &self.entries {
            let depth = found.as_ref().map_or_else(walkdir::Error::depth, |found| found.entry.depth());
            if depth == 0 || left_out.is_some_and(|left_out| depth > left_out) {
                continue;
            }
            left_out = None;
            let found = match found {
                Ok(found) => found,
                Err(error) => {
                    problems.push(walk_problem(root, error));
                    continue;
                }
            };
            let Found { entry, metadata, .. } = found;
            let name = entry.file_name().to_string_lossy();
            let below = relative(&content, entry.path());
            if is_left_behind(&name) || ignored.is_match(&below) {
                left_out = Some(depth);
                continue;
            }
            // Where a backslash divides no folders, a name may have one, and would be taken for another path.
            let is_unambiguous = entry.path().to_str().is_some_and(|_| !name.contains('\\'));
            let Some(path) = SourcePath::new(&relative(root, entry.path())).ok().filter(|_| is_unambiguous)
            else {
                problems.push(Diagnostic::new(Code::BadFileName).arg("name", below));
                continue;
            };
            sources.has_links |= entry.path_is_symlink();
            if let Some(problem) = found.unfollowed(&path) {
                problems.push(problem);
                left_out = Some(depth);
                continue;
            }
            if entry.file_type().is_file() {
                sources.add(path, &below, FileState::of(metadata.as_ref()), problems);
            }
        }
        sources.sort();
        sources.name_folders_alike();
        problems.extend(unread_documents(root, &sources.documents, &sources.assets));
        problems.extend(misnamed_translations(&sources.documents));
        // A site without a single page would take the place of the one that was published. Where documents could not be
        // read, that was said.
        if sources.documents.is_empty() && problems.len() == known_problems {
            problems.push(nothing());
        }
        sources
    }
}

fn patterns(ignore: &[String]) -> GlobSet {
    let mut builder = GlobSetBuilder::new();
    for pattern in ignore {
        // An unreadable pattern was reported when the configuration was read.
        if let Ok(glob) = Glob::new(pattern) {
            builder.add(glob);
        }
    }
    builder.build().unwrap_or_else(|_| GlobSet::empty())
}

/// Whether a pattern for ignored files can be read.
#[must_use]
pub fn is_pattern(pattern: &str) -> bool {
    Glob::new(pattern).is_ok()
}

/// Whether a file or folder of this name is one that no editor means to publish.
pub(crate) fn is_left_behind(name: &str) -> bool {
    const FILES: [&str; 3] = ["thumbs.db", "ehthumbs.db", "desktop.ini"];
    const ENDINGS: [&str; 11] =
        ["~", ".swp", ".swo", ".swn", ".swx", ".tmp", ".temp", ".bak", ".old", ".orig", ".save"];
    // Windows writes them in capitals, too.
    let ends_with = |ending: &str| {
        let bytes = name.as_bytes();
        bytes
            .len()
            .checked_sub(ending.len())
            .is_some_and(|at| bytes[at..].eq_ignore_ascii_case(ending.as_bytes()))
    };
    name.starts_with(['.', '~'])
        || name.len() > 1 && name.starts_with('#') && name.ends_with('#')
        || FILES.iter().any(|file| name.eq_ignore_ascii_case(file))
        || ENDINGS.into_iter().any(ends_with)
}

fn relative(base: &Path, path: &Path) -> String {
    path.strip_prefix(base).unwrap_or(path).to_string_lossy().replace('\\', "/")
}

/// Why a symbolic link is not followed: it leads out of the folder, or to a place that was already walked through
/// another link.
fn leaves(real_folder: &Path, link: &Path, seen: &mut HashSet<PathBuf>) -> Option<Code> {
    let target = link.canonicalize().ok().filter(|target| target.starts_with(real_folder));
    match target {
        None => Some(Code::SymlinkOutside),
        Some(target) => (!seen.insert(target)).then_some(Code::SymlinkTwice),
    }
}

/// Why a file cannot be read, in words where the reason is a common one.
fn unreadable(error: &std::io::Error) -> Diagnostic {
    let problem = Diagnostic::new(Code::Unreadable);
    match error.kind() {
        ErrorKind::NotFound => problem.arg_each("reason", "sie ist nicht mehr da", "it is no longer there"),
        ErrorKind::PermissionDenied => {
            problem.arg_each("reason", "es fehlt das Recht, sie zu lesen", "you lack the right to read it")
        }
        _ => problem.arg("reason", error),
    }
}

fn walk_problem(root: &Path, error: &walkdir::Error) -> Diagnostic {
    let target = error.path().and_then(|path| std::fs::read_link(path).ok());
    let diagnostic = match (error.io_error(), target) {
        (None, _) => Diagnostic::new(Code::SymlinkLoop),
        (Some(error), Some(target)) if error.kind() == ErrorKind::NotFound => {
            Diagnostic::new(Code::SymlinkBroken).arg("target", target.to_string_lossy())
        }
        (Some(error), target) if target.is_none() || error.kind() == ErrorKind::PermissionDenied => {
            unreadable(error)
        }
        // What else a system says of a link is that it, or one behind it, never ends.
        (Some(_), _) => Diagnostic::new(Code::SymlinkLoop),
    };
    match error.path().and_then(|path| SourcePath::new(&relative(root, path)).ok()) {
        Some(path) => diagnostic.at(&path, 0..0),
        None => diagnostic,
    }
}

impl Sources {
    /// When the latest of the documents and assets was changed.
    #[must_use]
    pub fn newest(&self) -> Option<SystemTime> {
        self.document_states.iter().chain(&self.asset_states).filter_map(|state| state.changed).max()
    }

    /// The key of which files there are, and of the states of all that are neither document nor vocabulary; `None`
    /// where one of these was changed so shortly before `newest` that it may change again and nothing tells.
    #[must_use]
    pub fn key(&self, newest: Option<SystemTime>) -> Option<ContentHash> {
        let mut hasher = Hasher::default();
        for document in &self.documents {
            hasher.text(document.path.as_str().as_bytes());
        }
        for (asset, state) in self.assets.iter().zip(&self.asset_states) {
            if state.is_young(newest) {
                return None;
            }
            hasher.text(format!("{} {state:?}", asset.path).as_bytes());
        }
        Some(hasher.finish())
    }

    /// Looks again at files that were touched, and returns the numbers of the documents among them. `None` if more
    /// than the contents of documents and lists may have changed: then the folder has to be walked.
    #[must_use]
    pub fn look_again(&mut self, root: &Path, touched: &[PathBuf]) -> Option<Vec<usize>> {
        let root = root.canonicalize().ok().filter(|_| !self.has_links)?;
        let looked_at: Option<Vec<_>> = touched.iter().map(|path| self.look_again_at(&root, path)).collect();
        let mut documents: Vec<usize> = looked_at?.into_iter().flatten().collect();
        documents.sort_unstable();
        documents.dedup();
        Some(documents)
    }

    fn look_again_at(&mut self, root: &Path, path: &Path) -> Option<Option<usize>> {
        let below = path.strip_prefix(root).ok()?;
        if below.starts_with(THEMES) || below.components().count() == 1 {
            // The theme and the configuration, which are always read.
            return Some(None);
        }
        let metadata = path.symlink_metadata().ok().filter(Metadata::is_file)?;
        let name = relative(root, path);
        let place = self.documents.iter().position(|document| document.path.as_str() == name);
        match place {
            Some(place) => self.document_states[place] = FileState::of(Some(&metadata)),
            None => {
                let mut lists = self.vocabularies.iter().chain(&self.archive);
                lists.any(|known| known.as_str() == name).then_some(())?;
            }
        }
        Some(place)
    }

    /// Puts everything in the order of whole paths. A walk orders by names: it is done with the folder `a` before it
    /// comes to `a-b`, while `a-b/x` stands before `a/x`.
    fn sort(&mut self) {
        sort_by_path(&mut self.documents, &mut self.document_states, |document| &document.path);
        sort_by_path(&mut self.assets, &mut self.asset_states, |asset| &asset.path);
        self.vocabularies.sort();
    }

    /// Files beside documents go where their pages go: `Angebote/plan.pdf` to `angebote/plan.pdf`, if there are
    /// documents in that folder or below it. Else both folders would be one on some systems and two on others.
    fn name_folders_alike(&mut self) {
        let mut names: HashMap<String, &str> = HashMap::new();
        for document in &self.documents {
            let (mut source, mut output) = (below_content(document.path.folder()), document.folder.as_str());
            while source != output && names.insert(source.to_owned(), output).is_none() {
                source = source.rsplit_once('/').map_or("", |(above, _)| above);
                output = output.rsplit_once('/').map_or("", |(above, _)| above);
            }
        }
        for asset in &mut self.assets {
            let below = below_content(asset.path.as_str());
            let folders = below.rmatch_indices('/').map(|(at, _)| below.split_at(at));
            let named =
                folders.filter_map(|(folder, rest)| Some(format!("{}{rest}", names.get(folder)?))).next();
            if let Some(output) = named.and_then(|output| OutputPath::new(&output).ok()) {
                asset.output = output;
            }
        }
    }

    fn add(&mut self, path: SourcePath, below: &str, state: FileState, problems: &mut Vec<Diagnostic>) {
        let (folder, name) = below.rsplit_once('/').unwrap_or(("", below));
        match path.extension().as_str() {
            "md" => match document(&path, folder, name) {
                Ok(source) => {
                    self.documents.push(source);
                    self.document_states.push(state);
                }
                Err(bad) => problems.push(bad_name(&path, bad)),
            },
            "yaml" | "yml" if folder == VOCABULARIES => self.vocabularies.push(path),
            "lock" if path.as_str() == ARCHIVE => self.archive = Some(path),
            _ if let Some(meant) = meant_name(folder, name) => problems.push(
                Diagnostic::new(Code::MisnamedFile)
                    .at(&path, 0..0)
                    .arg("name", name)
                    .arg("nearest", format!("`{meant}`")),
            ),
            _ => match OutputPath::new(below) {
                Ok(output) if output.is_portable() => {
                    self.asset_states.push(state);
                    self.assets.push(AssetSource {
                        path,
                        output,
                        bytes: state.bytes,
                        size: None,
                        can_shrink: false,
                        fault: None,
                        media: None,
                    });
                }
                _ => problems.push(bad_name(&path, name)),
            },
        }
    }
}

/// Sorts files together with their states.
fn sort_by_path<T>(files: &mut Vec<T>, states: &mut Vec<FileState>, path: impl Fn(&T) -> &SourcePath) {
    let mut pairs: Vec<(T, FileState)> = files.drain(..).zip(states.drain(..)).collect();
    pairs.sort_by(|(one, _), (other, _)| path(one).cmp(path(other)));
    (*files, *states) = pairs.into_iter().unzip();
}

/// The name that somebody meant who wrote a document or a vocabulary and let the program that saved it choose the
/// ending.
fn meant_name(folder: &str, name: &str) -> Option<String> {
    const MARKDOWN: [&str; 4] = ["markdown", "mdown", "mkd", "mdx"];
    let (stem, ending) = name.rsplit_once('.')?;
    let ending = ending.to_lowercase();
    if MARKDOWN.contains(&ending.as_str()) {
        return Some(format!("{stem}.md"));
    }
    if ending != "txt" {
        return None;
    }
    let within = stem.rsplit_once('.').map(|(_, within)| within.to_lowercase());
    match within.as_deref() {
        Some("md" | "yaml" | "yml") => Some(stem.to_owned()),
        Some(other) if MARKDOWN.contains(&other) => meant_name(folder, stem),
        _ if folder == VOCABULARIES => Some(format!("{stem}.yaml")),
        _ => None,
    }
}

/// A path of the content folder as seen from there.
#[must_use]
pub fn below_content(path: &str) -> &str {
    path.strip_prefix(CONTENT).unwrap_or(path).trim_start_matches('/')
}

/// Texts that begin with front matter and whose names do not say that they are documents, such as copies that somebody
/// keeps beside them: they would be published as they are, with all that is private in them.
fn unread_documents(root: &Path, documents: &[DocumentSource], assets: &[AssetSource]) -> Vec<Diagnostic> {
    let unread = assets.iter().filter_map(|asset| {
        let path = &asset.path;
        let meant = meant_document(path.as_str());
        let is_unknown = media_type(&path.extension()) == UNKNOWN || path.extension() == "txt";
        if !is_unknown && meant.is_none() {
            return None;
        }
        let head = head(&root.join(path.as_str()), FRONT_MATTER);
        begins_as_document(&head, meant.is_some()).then_some((path, meant))
    });
    let problem = |(path, meant): (&SourcePath, Option<String>)| {
        let name = path.file_name();
        let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
        let meant = meant.unwrap_or_else(|| format!("{}/{stem}.md", path.folder()));
        let meant_name = meant.rsplit('/').next().unwrap_or_default();
        let is_copy = documents.iter().any(|document| document.path.as_str() == meant);
        let argument = if is_copy { "original" } else { "nearest" };
        Diagnostic::new(Code::MisnamedFile)
            .at(path, 0..0)
            .arg("name", name)
            .arg(argument, format!("`{meant_name}`"))
    };
    unread.map(problem).collect()
}

/// Further down in a file, nobody looks for the title of a document.
const FRONT_MATTER: u64 = 64 * 1024;

/// The document of which a file is another version, by its path: `a.md.backup` and `a.md - Kopie` are of `a.md`.
fn meant_document(path: &str) -> Option<String> {
    let name = path.rsplit('/').next().unwrap_or(path);
    let lower = name.to_ascii_lowercase();
    let at = [".md", ".markdown"].iter().filter_map(|ending| lower.rfind(ending)).max()?;
    Some(format!("{}{}.md", &path[..path.len() - name.len()], &name[..at]))
}

/// Whether a text begins with front matter. Of one whose name says so (`is_named`) any entry is one of a document's.
fn begins_as_document(head: &[u8], is_named: bool) -> bool {
    let text = String::from_utf8_lossy(head);
    let mut lines = text.trim_start_matches('\u{feff}').trim_start().lines().map(str::trim_end);
    let is_of_document = |line: &str| {
        line.split_once(':')
            .is_some_and(|(key, _)| is_named || ["title", "titel"].contains(&&*key.to_lowercase()))
    };
    lines.next() == Some("---") && lines.take_while(|line| *line != "---").any(is_of_document)
}

/// Documents beside one of the same name, whose ending names a language in another way than fundus does: they would be
/// pages of their own, in the wrong language.
fn misnamed_translations(documents: &[DocumentSource]) -> Vec<Diagnostic> {
    let known: LazyCell<HashSet<&str>, _> =
        LazyCell::new(|| documents.iter().map(|document| document.path.as_str()).collect());
    let problem = |document: &DocumentSource| {
        if document.lang.is_some() {
            return None;
        }
        let (rest, tag) = document.path.as_str().strip_suffix(".md")?.rsplit_once('.')?;
        let lang = Lang::meant(tag)?;
        if !known.contains(&*format!("{rest}.md")) {
            return None;
        }
        let stem = rest.rsplit('/').next().unwrap_or_default();
        let diagnostic = Diagnostic::new(Code::MisnamedTranslation)
            .at(&document.path, 0..0)
            .arg("name", document.path.file_name())
            .arg("original", format!("{stem}.md"))
            .arg("tag", tag)
            .arg("lang", lang.name())
            .arg("nearest", format!("`{stem}.{lang}.md`"));
        Some(diagnostic)
    };
    documents.iter().filter_map(problem).collect()
}

/// A name that cannot become an address, with one that can.
fn bad_name(path: &SourcePath, name: &str) -> Diagnostic {
    let (stem, ending) = name.rsplit_once('.').unwrap_or((name, ""));
    let better: String = slug(stem).chars().take(40).collect();
    let better = if better.is_empty() || ending.is_empty() {
        String::new()
    } else {
        OutputPath::new(&format!("{better}.{}", slug(ending)))
            .ok()
            .filter(OutputPath::is_portable)
            .map_or_else(String::new, |path| format!("`{path}`"))
    };
    Diagnostic::new(Code::BadFileName).at(path, 0..0).arg("name", name).arg("nearest", better)
}

/// Whether a document may have this slug as the name of its file. `con` is a device on Windows, and its page none.
#[must_use]
pub fn is_document_name(slug: &str) -> bool {
    !slug.is_empty() && is_portable(&format!("{slug}.html"))
}

fn is_portable(path: &str) -> bool {
    OutputPath::new(path).is_ok_and(|path| path.is_portable())
}

/// A Markdown file; else the name in its path that cannot become an address, that of a folder or its own.
fn document<'n>(path: &SourcePath, folder: &'n str, name: &'n str) -> Result<DocumentSource, &'n str> {
    let stem = &name[..name.len() - ".md".len()];
    let (stem, lang) = match stem.rsplit_once('.') {
        Some((rest, tag)) => match Lang::parse(tag) {
            Some(lang) => (rest, Some(lang)),
            None => (stem, None),
        },
        None => (stem, None),
    };
    let mut folders = Vec::new();
    for part in folder.split('/').filter(|part| !part.is_empty()) {
        folders.push(Some(slug(part)).filter(|slug| is_portable(slug)).ok_or(part)?);
    }
    let slug = slug(stem);
    if !is_document_name(&slug) {
        return Err(name);
    }
    Ok(DocumentSource { path: path.clone(), folder: folders.join("/"), slug, lang })
}

/// Measures the images among the assets, so that pages can reserve their place, and reads the words
/// beside films and recordings.
pub fn measure(root: &Path, assets: &mut [AssetSource]) {
    assets.par_iter_mut().for_each(|asset| measure_one(root, asset));
    let found: Vec<(usize, Media)> =
        (0..assets.len()).filter_map(|index| Some((index, beside(root, assets, index)?))).collect();
    for (index, media) in found {
        assets[index].media = Some(Arc::new(media));
    }
}

fn measure_one(root: &Path, asset: &mut AssetSource) {
    let path = root.join(asset.path.as_str());
    let extension = asset.path.extension();
    if extension == "svg" {
        asset.size = std::fs::read(&path).ok().and_then(|bytes| svg::size(&String::from_utf8_lossy(&bytes)));
        return;
    }
    let mut look = Look::default();
    let mut first = Vec::new();
    if raster::SHOWN.contains(&&*extension) {
        first = head(&path, raster::SIGNATURE);
        if let Ok(file) = std::fs::File::open(&path) {
            look = raster::look(&extension, &mut BufReader::new(file));
        }
        let measured = || {
            let size = imagesize::size(&path).ok()?;
            Some((u32::try_from(size.width).ok()?, u32::try_from(size.height).ok()?))
        };
        asset.size = look.size.or_else(measured);
    }
    asset.fault = Fault::of(&extension, &first, asset.size.is_some());
    if asset.size.is_some() && asset.fault.is_none() {
        asset.can_shrink = look.can_shrink;
        if look.is_turned() {
            asset.size = asset.size.map(|(width, height)| (height, width));
        }
    }
}

/// The first bytes of a file; none if it cannot be read.
fn head(path: &Path, limit: u64) -> Vec<u8> {
    let mut head = Vec::new();
    if let Ok(file) = std::fs::File::open(path) {
        // What was read before an error is looked at all the same.
        let _ = file.take(limit).read_to_end(&mut head);
    }
    head
}

/// Larger than this is no text of captions: a film of ten hours has one megabyte of them.
const MAX_WORDS_BYTES: u64 = 1024 * 1024;

/// What lies beside the film or recording with this index. `assets` are ordered by path.
fn beside(root: &Path, assets: &[AssetSource], index: usize) -> Option<Media> {
    let path = &assets[index].path;
    let kind = media::kind(&path.extension())?;
    let stem = &path.as_str()[..path.as_str().len() - path.extension().len()];
    let first = assets.partition_point(|asset| asset.path.as_str() < stem);
    let mut media = Media { kind, words: Vec::new(), poster: None };
    for asset in assets[first..].iter().take_while(|asset| asset.path.as_str().starts_with(stem)) {
        let extension = asset.path.extension();
        let middle = asset.path.as_str()[stem.len()..].rsplit_once('.').map(|(middle, _)| middle);
        let lang = middle.and_then(Lang::parse);
        if media::is_poster(&extension) && middle.is_none() {
            media.poster.get_or_insert_with(|| asset.path.clone());
        } else if media::is_words(&extension)
            && (middle.is_none() || lang.is_some())
            && asset.bytes <= MAX_WORDS_BYTES
            && let Ok(bytes) = std::fs::read(root.join(asset.path.as_str()))
        {
            media.words.push(Words::read(asset.path.clone(), lang, &String::from_utf8_lossy(&bytes)));
        }
    }
    media.words.sort_by_key(|words| words.captions.is_some());
    Some(media)
}

/// The files of the theme in `root/themes/NAME`, ordered by path, found by the same walk as for a [`Stamp`]; none when
/// there is no such folder.
pub fn theme_files(root: &Path, name: &str, problems: &mut Vec<Diagnostic>) -> Vec<(SourcePath, Vec<u8>)> {
    let folder = root.join(THEMES).join(name);
    let mut files = Vec::new();
    if SourcePath::new(name).is_err() || !folder.is_dir() {
        return files;
    }
    for found in Found::in_folder(&folder) {
        let found = match found {
            Ok(found) => found,
            Err(error) => {
                problems.push(walk_problem(root, &error));
                continue;
            }
        };
        let Ok(path) = SourcePath::new(&relative(root, found.entry.path())) else { continue };
        if let Some(problem) = found.unfollowed(&path) {
            problems.push(problem);
        } else if found.entry.file_type().is_file()
            && !is_left_behind(&found.entry.file_name().to_string_lossy())
        {
            match read(root, &path) {
                Ok(bytes) => files.push((path, bytes)),
                Err(problem) => problems.push(problem),
            }
        }
    }
    files
}

/// The names of the themes in `root/themes`, ordered.
pub fn themes(root: &Path) -> Vec<String> {
    let folders = std::fs::read_dir(root.join(THEMES)).into_iter().flatten().flatten();
    let names = folders.filter(|entry| entry.path().is_dir());
    let names = names.map(|entry| entry.file_name().to_string_lossy().into_owned());
    let mut names: Vec<String> = names.filter(|name| !is_left_behind(name)).collect();
    names.sort();
    names
}

/// Reads a file of the site.
///
/// # Errors
/// A diagnostic when the file cannot be read or is longer than any document may be.
pub fn read(root: &Path, path: &SourcePath) -> Result<Vec<u8>, Diagnostic> {
    let refused = |error: std::io::Error| unreadable(&error).at(path, 0..0);
    let file = std::fs::File::open(root.join(path.as_str())).map_err(refused)?;
    let length = file.metadata().map_err(refused)?.len();
    if length > MAX_DOCUMENT_BYTES {
        let megabytes = |bytes: u64| format!("{} MB", bytes.div_ceil(1024 * 1024));
        return Err(Diagnostic::new(Code::TooLarge)
            .at(path, 0..0)
            .arg("size", megabytes(length))
            .arg("limit", megabytes(MAX_DOCUMENT_BYTES)));
    }
    let mut bytes = Vec::with_capacity(usize::try_from(length).unwrap_or(0));
    // The limit holds even when the file grows while it is read.
    file.take(MAX_DOCUMENT_BYTES).read_to_end(&mut bytes).map_err(refused)?;
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn site(files: &[&str]) -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        for file in files {
            let path = folder.path().join("content").join(file);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, "x").unwrap();
        }
        folder
    }

    #[test]
    fn files_stand_in_the_order_of_their_paths() {
        let names = ["b.md", "b/x.md", "b/x.png", "b-2/x.md", "b-2/x.png", "b 3/x.png", "b.png"];
        let sources = discover(site(&names).path(), &[], &mut Vec::new());
        assert!(sources.documents.is_sorted_by_key(|document| &document.path));
        assert!(sources.assets.is_sorted_by_key(|asset| &asset.path));
        assert_eq!((sources.documents.len(), sources.assets.len()), (3, 4));
    }

    #[test]
    fn a_folder_that_cannot_become_an_address_is_told() {
        let mut problems = Vec::new();
        let folder = site(&["_/b/x.md", "con/x.md", "gut/x.md", "Über uns/x.md"]);
        let sources = discover(folder.path(), &[], &mut problems);
        let folders: Vec<&str> = sources.documents.iter().map(|document| document.folder.as_str()).collect();
        assert_eq!(folders, ["gut", "ueber-uns"]);
        let messages: Vec<String> =
            problems.iter().map(|problem| problem.message(crate::lang::MessageLang::En)).collect();
        assert_eq!(messages.len(), 2);
        assert!(messages[0].contains("`_`") && messages[1].contains("`con`"), "{messages:?}");
    }

    #[test]
    fn many_touched_files_are_any() {
        let these = |numbers: std::ops::Range<usize>| {
            Touched::These(numbers.map(|number| PathBuf::from(number.to_string())).collect())
        };
        let mut touched = Touched::none();
        for _ in ["first", "again"] {
            touched.extend(these(0..FEW));
        }
        assert_eq!(touched, these(0..FEW));
        touched.extend(these(FEW..FEW + 1));
        assert_eq!(touched, Touched::Any);
        touched.extend(these(0..1));
        assert_eq!(touched, Touched::Any);
    }

    #[cfg(unix)]
    #[test]
    fn a_theme_may_lie_elsewhere_and_content_may_not() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        for name in ["site/content", "site/themes", "elsewhere"] {
            std::fs::create_dir_all(at(name)).unwrap();
        }
        for name in ["site/content/link", "site/themes/own"] {
            std::os::unix::fs::symlink(at("elsewhere"), at(name)).unwrap();
        }
        let stamps = || [CONTENT, THEMES].map(|place| Stamp::at(&[at("site").join(place)]).hash);
        let [content, theme] = stamps();
        std::fs::write(at("elsewhere/style.css"), "x").unwrap();
        let [same, other] = stamps();
        assert!(content == same && theme != other);
    }

    #[test]
    fn only_what_is_known_can_be_looked_at_again() {
        let folder = site(&["a.md", "b.md", "bild.svg", "vokabulare/orte.yaml"]);
        let root = folder.path().canonicalize().unwrap();
        let content = |name: &str| root.join("content").join(name);
        let mut sources = discover(&root, &[], &mut Vec::new());
        let old = sources.document_states.clone();
        std::fs::write(content("b.md"), "longer").unwrap();
        let touched = [content("b.md"), content("vokabulare/orte.yaml"), root.join("config.toml")];
        assert_eq!(sources.look_again(&root, &touched), Some(vec![1]));
        assert_eq!((sources.document_states[0], sources.document_states[1].bytes), (old[0], 6));
        for name in ["c.md", "bild.svg", "vokabulare", "gone.md"] {
            std::fs::write(content("c.md"), "new").unwrap();
            assert_eq!(sources.look_again(&root, &[content(name)]), None, "{name}");
        }
        assert_eq!(sources.look_again(&root, &[PathBuf::from("/elsewhere/a.md")]), None);
        std::fs::remove_file(content("a.md")).unwrap();
        assert_eq!(sources.look_again(&root, &[content("a.md")]), None);
        #[cfg(unix)]
        {
            std::os::unix::fs::symlink("b.md", content("a.md")).unwrap();
            let mut linked = discover(&root, &[], &mut Vec::new());
            assert_eq!(
                linked.look_again(&root, &[content("b.md")]),
                None,
                "a link may be another name of it"
            );
        }
    }

    #[test]
    fn names_say_what_a_file_is() {
        let folder = site(&[
            "index.md",
            "konzepte/Frühe Hilfen.de-simple.md",
            "konzepte/plan.neu.md",
            "konzepte/bild.svg",
            "vokabulare/zielgruppen.yaml",
            ".git/config",
            "konzepte/~$bild.docx",
        ]);
        let mut problems = Vec::new();
        let sources = discover(folder.path(), &[], &mut problems);
        assert_eq!(problems, Vec::new());
        let documents: Vec<_> = sources
            .documents
            .iter()
            .map(|d| (d.folder.as_str(), d.slug.as_str(), d.lang.as_ref().map(Lang::as_str)))
            .collect();
        assert_eq!(
            documents,
            [
                ("", "index", None),
                ("konzepte", "fruehe-hilfen", Some("de-simple")),
                ("konzepte", "plan-neu", None)
            ]
        );
        assert_eq!(sources.assets.len(), 1);
        assert_eq!(sources.vocabularies.len(), 1);
    }

    #[test]
    fn what_programs_leave_behind_is_left_out_whatever_its_case() {
        for name in [
            "a.md.old",
            "a.md.BAK",
            "x.TMP",
            "x.Swp",
            ".x.swo",
            "a.md.save",
            "THUMBS.DB",
            "Desktop.ini",
            "a~",
            "~$a.docx",
            "#a.md#",
        ] {
            assert!(is_left_behind(name), "{name}");
        }
        for name in [
            "a.md",
            "old.md",
            "bak",
            "ä",
            "plan.older",
            "kochen-und-tmp.pdf",
            "Thumbs.db.pdf",
            "#wirsindda.md",
            "#",
        ] {
            assert!(!is_left_behind(name), "{name}");
        }
    }

    #[test]
    fn copies_of_documents_are_told_and_not_published() {
        let draft = "---\ntitle: A\ndraft: true\n---\nVertraulich\n";
        let without_title = "---\ndraft: true\n---\n# A\n";
        let folder = site(&["index.md", "k/geheim.md", "k/notiz.md.zip"]);
        let put = |name: &str, text: &str| {
            std::fs::write(folder.path().join("content/k").join(name), text).unwrap();
        };
        let copies = [
            "neu.copy",
            "neu.md.1",
            "geheim.MD.backup",
            "geheim.md - Kopie",
            "geheim.md.disabled",
            "geheim.md_",
        ];
        for name in copies {
            put(name, if name == "neu.copy" { draft } else { without_title });
        }
        put("daten.yaml", draft);
        put("plan.copy", without_title);
        let mut problems = Vec::new();
        discover(folder.path(), &[], &mut problems);
        let told: Vec<(&str, String)> = problems
            .iter()
            .map(|problem| {
                let place = problem.place.as_ref().unwrap();
                let hints = problem.hints(crate::lang::MessageLang::De).join(" ");
                let meant = hints.split('`').nth(1).unwrap_or_default();
                (place.file.file_name(), meant.to_owned())
            })
            .collect();
        let of = |name: &'static str, meant: &str| (name, meant.to_owned());
        assert_eq!(
            told,
            [
                of("geheim.MD.backup", "geheim.md"),
                of("geheim.md - Kopie", "geheim.md"),
                of("geheim.md.disabled", "geheim.md"),
                of("geheim.md_", "geheim.md"),
                of("neu.copy", "neu.md"),
                of("neu.md.1", "neu.md"),
            ]
        );
    }

    #[cfg(unix)]
    #[test]
    fn links_cannot_lead_out_or_in_circles() {
        let folder = site(&["konzepte/a.md"]);
        let content = folder.path().join("content");
        std::os::unix::fs::symlink("/etc", content.join("aussen")).unwrap();
        std::os::unix::fs::symlink("..", content.join("konzepte/kreis")).unwrap();
        let mut problems = Vec::new();
        let sources = discover(folder.path(), &[], &mut problems);
        assert_eq!(sources.documents.len(), 1);
        let mut codes: Vec<_> = problems.iter().map(|problem| problem.code).collect();
        codes.sort();
        assert_eq!(codes, [Code::SymlinkLoop, Code::SymlinkOutside]);
        let outside = content.join("aussen");
        let tree = Tree::walk(folder.path());
        let walked = tree.entries.iter().flatten().map(|found| found.entry.path());
        assert_eq!(walked.filter(|path| path.starts_with(&outside)).collect::<Vec<_>>(), [&outside]);
    }

    #[cfg(unix)]
    #[test]
    fn a_folder_is_read_through_one_link_only() {
        let folder = site(&["neu/x.md"]);
        let content = folder.path().join("content");
        for link in ["zalt", "zzalt"] {
            std::os::unix::fs::symlink("neu", content.join(link)).unwrap();
        }
        // Each of these folders has two links to the next.
        for depth in 0..24 {
            let at = content.join(format!("tief-{depth}"));
            std::fs::create_dir(&at).unwrap();
            for link in ["a", "b"] {
                std::os::unix::fs::symlink(format!("../tief-{}", depth + 1), at.join(link)).unwrap();
            }
        }
        std::fs::create_dir(content.join("tief-24")).unwrap();
        let mut problems = Vec::new();
        let sources = discover(folder.path(), &[], &mut problems);
        let paths: Vec<&str> = sources.documents.iter().map(|document| document.path.as_str()).collect();
        assert_eq!(paths, ["content/neu/x.md", "content/zalt/x.md"]);
        let twice: Vec<_> = problems.iter().filter(|problem| problem.code == Code::SymlinkTwice).collect();
        assert_eq!(twice.len(), problems.len());
        assert_eq!(twice.last().unwrap().place.as_ref().unwrap().file.as_str(), "content/zzalt");
    }

    #[test]
    fn ignored_patterns_are_left_out() {
        let folder = site(&["konzepte/a.md", "konzepte/a.docx", "entwurf/b.md"]);
        let ignore = ["*.docx".to_owned(), "entwurf".to_owned()];
        let sources = discover(folder.path(), &ignore, &mut Vec::new());
        assert_eq!((sources.documents.len(), sources.assets.len()), (1, 0));
    }
}
