//! Outputs → files in a folder. The only module that writes the site to disk.
//!
//! Invariants, whatever happens meanwhile:
//! - A file that fundus did not write is never changed or removed; where one stands in the way,
//!   nothing is written at all.
//! - Each file is either the old one or the new one, never half of one: it is written under another
//!   name beside its place and put there by a rename.
//! - Nothing is put in place before everything has been written, so a full disk leaves the folder as
//!   it was.
//! - A file whose bytes are right is not touched and keeps its time.
//!
//! In the target folder, `.fundus` keeps the manifest of what is ours and the lock that makes runs
//! wait for each other. Which outputs there are, and whether they may be published, is left to others.

mod error;
mod manifest;
mod plan;
mod put;
mod seal;
mod settle;

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::ErrorKind;
use std::path::Path;
use std::thread;
use std::time::Duration;

pub use error::{Cause, WriteError};
pub use seal::{seal, sealed};

use crate::hash::ContentHash;
use crate::output::Outputs;
use crate::path::OutputPath;
use crate::progress::{Stage, Watcher};
use manifest::{Files, Loaded, Manifest, Print};
use settle::Settled;

#[cfg(test)]
mod tests;

/// The folder inside the target folder where we keep our books.
const HOME: &str = ".fundus";

/// How long a run waits for another one to finish, and how often it looks.
const PATIENCE: Duration = Duration::from_secs(30);
const LOOK_AGAIN: Duration = Duration::from_millis(20);

/// Why a file was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Reason {
    /// There was none of ours.
    New,
    /// What stood there was not what we had written.
    Damaged,
    /// The theme, the settings, or the program.
    Look,
    /// The document whose page it is.
    Own,
    /// What it shows of other documents: titles, lists, backlinks, related ones.
    Others,
    /// What it is made from, where that has no parts: a feed, a picture, a file.
    Content,
}

impl Reason {
    /// Why a file that was written as `old` is written as `new`.
    fn of(old: &Print, new: &Print) -> Self {
        match (old.key, new.key) {
            _ if old.hash == new.hash => Self::Damaged,
            (Some(old), Some(new)) if (old.look, old.own) == (0, 0) && (new.look, new.own) == (0, 0) => {
                Self::Content
            }
            (Some(old), Some(new)) if old.look != new.look => Self::Look,
            (Some(old), Some(new)) if old.own != new.own => Self::Own,
            (Some(_), Some(_)) => Self::Others,
            _ => Self::Content,
        }
    }
}

/// What a run did to the folder.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct WriteReport {
    /// Files written because they are new or their bytes changed.
    pub written: usize,
    /// Files that were right already.
    pub unchanged: usize,
    /// Files of earlier runs that nobody wants any more.
    pub removed: usize,
    /// Of the unchanged, those that somebody else put there and that stay theirs.
    pub foreign: usize,
}

/// A folder after a run.
#[derive(Clone, Debug)]
pub struct Written {
    /// What the run did.
    pub report: WriteReport,
    /// Files that were written, and why, ordered by path.
    pub reasons: Vec<(OutputPath, Reason)>,
    /// The fingerprint of the manifest in the folder.
    pub manifest: ContentHash,
}

/// Makes the folder `target` hold just these outputs, beside the files that are not ours.
///
/// # Errors
/// When an output cannot be made, something foreign stands in the way, a source cannot be read, or the
/// system refuses. Up to the moment when the first file is put in place, the folder stays as it was;
/// should the system refuse after that, the next run picks up from there.
pub fn write(outputs: &Outputs, target: &Path) -> Result<WriteReport, WriteError> {
    write_watched(outputs, target, &Watcher::default()).map(|written| written.report)
}

/// As [`write()`]; tells `watcher` of each output that is settled, and returns more.
///
/// # Errors
/// As [`write()`].
pub fn write_watched(outputs: &Outputs, target: &Path, watcher: &Watcher) -> Result<Written, WriteError> {
    watcher.begins(Stage::Write);
    let home = target.join(HOME);
    create_home(target, &home)?;
    let lock = Lock::take(target, &home)?;
    if lock.was_interrupted {
        put::sweep(target, outputs);
    }
    let Loaded { manifest, written, hash } = Manifest::load(&home)?;
    // After a killed run, no file is trusted to be what was written down.
    let written = written.filter(|_| !lock.was_interrupted);
    let is_announced = !manifest.announced.as_slice().is_empty();
    let plan = plan::plan(outputs, target, manifest, written, hash)?;
    // The folders first, so that they are dropped last, when what is staged in them has gone.
    let Settled { folders, mut kept, foreign, staged, aged } = settle::settle(&plan, target, &lock, watcher)?;
    if let Some(flaw) = outputs.flaw() {
        return Err(WriteError::Problems(vec![flaw.clone()]));
    }
    let report = WriteReport {
        foreign,
        written: staged.len(),
        unchanged: kept.len() + foreign,
        removed: plan.in_the_way.len() + plan.stale.len(),
    };
    let reasons = staged.iter().map(|file| (file.path.clone(), file.reason)).collect();
    if report.removed > 0 {
        lock.begin(&home)?;
    }
    put::announce(&staged, &plan, &home)?;
    kept.extend(put::put_in_place(staged, &plan, target)?);
    put::remove(target, &plan.stale)?;
    let owned: Files = kept.into_iter().collect();
    let manifest = match hash {
        Some(hash) if owned == plan.owned && !is_announced && !aged => hash,
        _ => manifest::own(&owned, &home)?,
    };
    drop(folders);
    lock.end();
    Ok(Written { report, reasons, manifest })
}

fn create_home(target: &Path, home: &Path) -> Result<(), WriteError> {
    fs::create_dir_all(target).map_err(|error| WriteError::disk(target, error))?;
    match fs::create_dir(home) {
        Ok(()) => Ok(()),
        Err(error) if error.kind() != ErrorKind::AlreadyExists => Err(WriteError::disk(home, error)),
        Err(_) if fs::symlink_metadata(home).is_ok_and(|metadata| metadata.is_dir()) => Ok(()),
        Err(_) => Err(WriteError::Foreign { paths: vec![home.to_owned()] }),
    }
}

/// Keeps other runs out of the folder until it is dropped, or the process ends in whatever way.
///
/// The lock file is empty unless a run is changing the folder, so its length tells whether the last
/// one came to its end.
struct Lock {
    file: File,
    was_interrupted: bool,
}

impl Lock {
    fn take(target: &Path, home: &Path) -> Result<Self, WriteError> {
        let path = home.join("lock");
        let disk = |error| WriteError::disk(&path, error);
        let file = OpenOptions::new()
            .read(true)
            .write(true)
            .create(true)
            .truncate(false)
            .open(&path)
            .map_err(disk)?;
        for _ in 0..PATIENCE.as_millis() / LOOK_AGAIN.as_millis() {
            match file.try_lock() {
                Err(TryLockError::WouldBlock) => thread::sleep(LOOK_AGAIN),
                // Some network drives know no locks. Two runs at once are then still harmless to the
                // single file, because each has staging names of its own.
                Ok(()) | Err(TryLockError::Error(_)) => {
                    let was_interrupted = file.metadata().map_err(disk)?.len() > 0;
                    return Ok(Self { file, was_interrupted });
                }
            }
        }
        Err(WriteError::Busy { target: target.to_owned() })
    }

    /// Notes that the folder is being changed.
    fn begin(&self, home: &Path) -> Result<(), WriteError> {
        self.file.set_len(1).map_err(|error| WriteError::disk(home, error))
    }

    /// Notes that the folder is as it should be.
    fn end(&self) {
        // Should it fail, the next run only looks more closely than it needs to.
        let _ = self.file.set_len(0);
    }
}
