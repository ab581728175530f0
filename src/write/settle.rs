//! Makes the outputs, compares them with what stands in their place, and writes beside it what differs.
//!
//! The one phase that has the bytes of the site in its hands, and of each thread only one file's. What
//! can still be refused (a page that cannot be made, somebody else's file) is refused here; then
//! nothing stays of what was written.

use std::borrow::Cow;
use std::fs::{self, File};
use std::io::{self, ErrorKind, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use rayon::prelude::*;

use super::error::WriteError;
use super::manifest::Print;
use super::plan::{Age, Job, Plan, Standing};
use super::put::{Beside, NewFolders, Staged};
use super::{Lock, Reason};
use crate::diagnostic::{self, Diagnostic};
use crate::hash::{ContentHash, Hasher};
use crate::output::{Content, Key, Made};
use crate::path::OutputPath;
use crate::progress::{News, Watcher};

/// How many outputs a thread takes at once. Some take a hundred times as long as others, and those stand
/// together: who took more would be waited for at the end.
const AT_ONCE: usize = 16;

/// What became of the outputs.
pub(super) struct Settled<'a> {
    /// Files of ours that are right already.
    pub(super) kept: Vec<(OutputPath, Print)>,
    /// Somebody else's files that have just the wanted bytes. They stay, and stay theirs.
    pub(super) foreign: usize,
    /// What is written and waits to be put in place, ordered by path.
    pub(super) staged: Vec<Staged<'a>>,
    /// Whether files had to be read because they are younger than the manifest. Writing it anew
    /// spares the next run from doing so.
    pub(super) aged: bool,
    /// The folders that were made for what is staged; behind it, so that they are empty should they be dropped.
    pub(super) folders: NewFolders,
}

/// What is to become of one output.
enum Fate<'a> {
    Keep { print: Print, aged: bool },
    Foreign,
    Put(Staged<'a>),
    Obstacle(PathBuf),
    Problem(Box<Diagnostic>),
}

/// What an output holds, at hand.
enum Ready<'a> {
    Bytes(Cow<'a, [u8]>, ContentHash),
    File { from: &'a Path, hash: Option<ContentHash> },
}

/// What an output holds, and what that was made from.
type Keyed<'a> = (Ready<'a>, Option<Key>);

/// Where files are written before they are put in place.
struct Stage<'a> {
    target: &'a Path,
    /// Taken by the first file that is written.
    lock: Mutex<Option<&'a Lock>>,
}

/// Settles every job. With an error, nothing of what was written stays.
pub(super) fn settle<'a>(
    plan: &Plan<'a>,
    target: &Path,
    lock: &Lock,
    watcher: &Watcher,
) -> Result<Settled<'a>, WriteError> {
    let folders = NewFolders::make(target, &plan.new_folders)?;
    let stage = Stage { target, lock: Mutex::new(Some(lock)) };
    let settle = |(number, job)| {
        let fate = stage.fate(number, job);
        watcher.tell(News::Step(plan.jobs.len()));
        fate
    };
    let fates: Vec<_> = plan.jobs.par_iter().enumerate().with_max_len(AT_ONCE).map(settle).collect();
    let mut settled = Settled { kept: Vec::new(), foreign: 0, staged: Vec::new(), aged: false, folders };
    let mut obstacles = plan.obstacles.clone();
    let mut problems = Vec::new();
    for (job, fate) in plan.jobs.iter().zip(fates) {
        match fate? {
            Fate::Keep { print, aged } => {
                settled.kept.push((job.output.path.clone(), print));
                settled.aged |= aged;
            }
            Fate::Foreign => settled.foreign += 1,
            Fate::Put(staged) => settled.staged.push(staged),
            Fate::Obstacle(path) => {
                obstacles.insert(path);
            }
            Fate::Problem(problem) => problems.push(*problem),
        }
    }
    if !problems.is_empty() {
        diagnostic::sort(&mut problems);
        return Err(WriteError::Problems(problems));
    }
    if !obstacles.is_empty() {
        return Err(WriteError::Foreign { paths: obstacles.into_iter().collect() });
    }
    Ok(settled)
}

impl Stage<'_> {
    fn fate<'a>(&self, number: usize, job: &Job<'a>) -> Result<Fate<'a>, WriteError> {
        // A file older than the manifest need not be read to know what is in it.
        let known = match &job.standing {
            Standing::Ours { print, size, age: Age::Older } if print.size == *size => Some(print),
            _ => None,
        };
        if let Some(&print) = known.filter(|_| job.is_as_before) {
            return Ok(Fate::Keep { print, aged: false });
        }
        let (ready, key) = match Ready::of(&job.output.content, known.and_then(|print| print.key)) {
            Ok(Some(ready)) => ready,
            Ok(None) => {
                return Ok(known.map_or(Fate::Foreign, |&print| Fate::Keep { print, aged: false }));
            }
            Err(problem) => return Ok(Fate::Problem(problem)),
        };
        let path = self.target.join(job.output.path.as_str());
        match &job.standing {
            Standing::Ours { size, age, .. } => {
                if ready.is_at(&path, *size, known.map(|print| print.hash))? {
                    let print = Print { size: *size, hash: ready.hash()?, key };
                    return Ok(Fate::Keep { print, aged: *age == Age::Younger });
                }
            }
            Standing::Foreign { size } if ready.is_at(&path, *size, None)? => return Ok(Fate::Foreign),
            Standing::Foreign { .. } => return Ok(Fate::Obstacle(path)),
            Standing::Nothing => {}
        }
        self.begin()?;
        let beside = Beside::reserve(&self.target.join(job.stage), number);
        let file = beside.create().map_err(|error| WriteError::disk(&path, error))?;
        let (size, hash) = ready.write(file, &path)?;
        let print = Print { size, hash, key };
        let reason = match &job.standing {
            Standing::Ours { print: old, .. } => Reason::of(old, &print),
            Standing::Foreign { .. } | Standing::Nothing => Reason::New,
        };
        Ok(Fate::Put(Staged { path: &job.output.path, print, reason, beside }))
    }

    /// Notes that the folder is being changed, before it is.
    fn begin(&self) -> Result<(), WriteError> {
        match self.lock.lock().unwrap_or_else(PoisonError::into_inner).take() {
            Some(lock) => lock.begin(self.target),
            None => Ok(()),
        }
    }
}

impl<'a> Ready<'a> {
    /// The content and its key, if it has one; `None` if it has the one that is `known`.
    fn of(content: &'a Content, known: Option<Key>) -> Result<Option<Keyed<'a>>, Box<Diagnostic>> {
        let (bytes, key) = match content {
            Content::File { from, hash } => return Ok(Some((Self::File { from, hash: *hash }, None))),
            Content::Bytes(bytes) => (Cow::Borrowed(&**bytes), None),
            Content::Promised(promise) => match promise.make_unless(known)? {
                Made::Known => return Ok(None),
                Made::New { bytes, key } => (Cow::Owned(bytes), Some(key)),
            },
        };
        let hash = ContentHash::of(&bytes);
        Ok(Some((Self::Bytes(bytes, hash), key)))
    }

    fn hash(&self) -> Result<ContentHash, WriteError> {
        match self {
            Self::Bytes(_, hash) | Self::File { hash: Some(hash), .. } => Ok(*hash),
            Self::File { from, hash: None } => {
                fingerprint(from).map(|(hash, _)| hash).map_err(|error| WriteError::source(from, error))
            }
        }
    }

    fn size(&self) -> Result<u64, WriteError> {
        match self {
            Self::Bytes(bytes, _) => Ok(bytes.len() as u64),
            Self::File { from, .. } => {
                Ok(fs::metadata(from).map_err(|error| WriteError::source(from, error))?.len())
            }
        }
    }

    /// Whether the file at `path`, which is `size` bytes long and whose fingerprint may be known, holds
    /// just this.
    fn is_at(&self, path: &Path, size: u64, known: Option<ContentHash>) -> Result<bool, WriteError> {
        if self.size()? != size {
            return Ok(false);
        }
        let found = match known {
            Some(hash) => hash,
            None => fingerprint(path).map_err(|error| WriteError::disk(path, error))?.0,
        };
        Ok(found == self.hash()?)
    }

    /// Writes it; problems are said of its `place`, the name that people know. Length and fingerprint
    /// are those of the bytes written, whatever somebody does to the source meanwhile.
    fn write(&self, mut file: File, place: &Path) -> Result<(u64, ContentHash), WriteError> {
        let disk = |error| WriteError::disk(place, error);
        let from = match self {
            Self::Bytes(bytes, hash) => {
                file.write_all(bytes).map_err(disk)?;
                return Ok((bytes.len() as u64, *hash));
            }
            Self::File { from, .. } => *from,
        };
        let mut source = File::open(from).map_err(|error| WriteError::source(from, error))?;
        let mut hasher = Hasher::default();
        let mut size = 0;
        let mut buffer = vec![0; 64 * 1024];
        loop {
            let piece = match source.read(&mut buffer) {
                Ok(0) => return Ok((size, hasher.finish())),
                Ok(read) => &buffer[..read],
                Err(error) if error.kind() == ErrorKind::Interrupted => continue,
                Err(error) => return Err(WriteError::source(from, error)),
            };
            hasher.update(piece);
            file.write_all(piece).map_err(disk)?;
            size += piece.len() as u64;
        }
    }
}

/// The fingerprint and the length of a file.
pub(super) fn fingerprint(path: &Path) -> io::Result<(ContentHash, u64)> {
    let mut hasher = Hasher::default();
    let size = io::copy(&mut File::open(path)?, &mut hasher)?;
    Ok((hasher.finish(), size))
}
