//! Outputs, manifest and disk → what stands where, and what is to go. Looks at names, reads no contents.
//!
//! A file that the manifest knows is ours even if somebody has edited it since: it is brought back, or
//! removed when it is no longer wanted. Only plain files are ever ours; links are neither followed nor
//! replaced.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use rayon::prelude::*;

use super::HOME;
use super::error::WriteError;
use super::manifest::{Files, Manifest, Print};
use super::settle::fingerprint;
use crate::discover::changed;
use crate::hash::ContentHash;
use crate::output::{Output, Outputs, fold};
use crate::path::OutputPath;

/// What the folder holds, and what of it is to go.
pub(super) struct Plan<'a> {
    /// All that is ours before anything is done.
    pub(super) owned: Files,
    /// Whether some of it is ours because it had been announced.
    pub(super) adopts: bool,
    /// Every output with what stands in its place, ordered by path.
    pub(super) jobs: Vec<Job<'a>>,
    /// Folders that can be made at once, outer ones first.
    pub(super) new_folders: Vec<&'a str>,
    /// What can never be an output's place, such as somebody else's folder.
    pub(super) obstacles: BTreeSet<PathBuf>,
    /// Files of ours that nobody wants any more and that stand where outputs go: removed first.
    pub(super) in_the_way: Vec<OutputPath>,
    /// The other files of ours that nobody wants any more: removed last.
    pub(super) stale: Vec<OutputPath>,
}

/// An output and its place.
pub(super) struct Job<'a> {
    pub(super) output: &'a Output,
    pub(super) standing: Standing,
    /// The nearest folder on its way that exists or can be made at once: where it is written before it is put in place.
    pub(super) stage: &'a str,
    /// It is known to be what was written there last.
    pub(super) is_as_before: bool,
}

/// What stands in the place of an output.
pub(super) enum Standing {
    /// Nothing, or what will have gone by then.
    Nothing,
    /// A file of ours, last written as `print`, now `size` bytes long.
    Ours { print: Print, size: u64, age: Age },
    /// Somebody else's file, `size` bytes long. It may stay if it has just the wanted bytes.
    Foreign { size: u64 },
}

/// How a file's time relates to that of the manifest.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Age {
    /// Nobody has changed it since we wrote down what is in it.
    Older,
    /// Perhaps changed in the same tick of the clock.
    Same,
    /// Changed since.
    Younger,
}

impl Age {
    /// The age of a file that was `changed` then, where the manifest was `written` then.
    pub(super) fn of(changed: Option<SystemTime>, written: Option<SystemTime>) -> Self {
        match changed.cmp(&written) {
            Ordering::Less if changed.is_some() => Self::Older,
            Ordering::Greater => Self::Younger,
            _ => Self::Same,
        }
    }
}

/// Our files in the target folder that are to go.
struct Ours<'a> {
    target: &'a Path,
    /// When the manifest was written.
    written: Option<SystemTime>,
    stale: BTreeSet<&'a OutputPath>,
    in_the_way: BTreeSet<&'a OutputPath>,
}

/// What stands in the place of a folder.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    /// It exists.
    Folder,
    /// Nothing, there or on the way: it can be made at once.
    Nothing,
    /// What has to go before.
    Obstacle,
}

/// Every folder of the outputs.
#[derive(Default)]
struct Folders<'o> {
    /// What stands in the place of each, and when that, or a folder on the way, was last changed: files in a folder that
    /// was put there keep their times.
    known: BTreeMap<&'o str, (Place, Option<SystemTime>)>,
    /// Those that will be made anew because ours is spelt differently; folded.
    respelt: BTreeSet<String>,
}

/// Finds out what has to be done. `manifest` may still announce files that a killed run was putting
/// in place; it was `written` at this time, and its file has this `hash`.
pub(super) fn plan<'a>(
    outputs: &'a Outputs,
    target: &Path,
    manifest: Manifest,
    written: Option<SystemTime>,
    hash: Option<ContentHash>,
) -> Result<Plan<'a>, WriteError> {
    let is_as_before = |output: &Output| hash.is_some_and(|hash| outputs.is_as_before(&output.path, hash));
    let (owned, adopts) = owned(target, manifest);
    let (prints, stale) = written_before(&owned, outputs);
    let ours = Ours::new(target, stale, written, outputs);
    let mut obstacles = BTreeSet::new();
    let folders = ours.folders(outputs, &mut obstacles)?;

    let all: Vec<&Output> = outputs.iter().collect();
    let standing: Vec<_> =
        all.par_iter().zip(prints).map(|(output, print)| ours.standing(output, print, &folders)).collect();
    let mut jobs = Vec::with_capacity(all.len());
    for (output, standing) in all.into_iter().zip(standing) {
        match standing? {
            Some(standing) => {
                let stage = folders.stage(&output.path);
                jobs.push(Job { output, standing, stage, is_as_before: is_as_before(output) });
            }
            None => {
                obstacles.insert(target.join(output.path.as_str()));
            }
        }
    }
    let in_the_way: Vec<_> = ours.in_the_way.iter().copied().cloned().collect();
    let stale = ours.stale.difference(&ours.in_the_way).copied().cloned().collect();
    Ok(Plan { owned, adopts, jobs, new_folders: folders.missing(), obstacles, in_the_way, stale })
}

/// Of each output what was written in its place, and the files of ours that are no outputs any more. Goes through both
/// lists once, as both are ordered by path.
fn written_before<'a>(owned: &'a Files, outputs: &Outputs) -> (Vec<Option<Print>>, BTreeSet<&'a OutputPath>) {
    let mut stale = BTreeSet::new();
    let mut owned = owned.as_slice().iter().peekable();
    let of = |output: &Output| {
        while let Some((path, _)) = owned.next_if(|(path, _)| *path < output.path) {
            stale.insert(path);
        }
        owned.next_if(|(path, _)| *path == output.path).map(|(_, print)| *print)
    };
    let prints = outputs.iter().map(of).collect();
    stale.extend(owned.map(|(path, _)| path));
    (prints, stale)
}

/// What is ours: all that the manifest owns, and of what it announced the files that got there; and whether there are
/// any of these.
fn owned(target: &Path, manifest: Manifest) -> (Files, bool) {
    let Manifest { owned, announced } = manifest;
    let is_there = |(path, print): &&(OutputPath, Print)| {
        owned.get(path).is_none()
            && is_plain_file(target, path)
            && fingerprint(&target.join(path.as_str()))
                .is_ok_and(|(hash, size)| (size, hash) == (print.size, print.hash))
    };
    let adopted: Vec<_> = announced.as_slice().iter().filter(is_there).cloned().collect();
    let adopts = !adopted.is_empty();
    (if adopts { owned.with(adopted) } else { owned }, adopts)
}

impl<'a> Ours<'a> {
    fn new(
        target: &'a Path,
        stale: BTreeSet<&'a OutputPath>,
        written: Option<SystemTime>,
        outputs: &Outputs,
    ) -> Self {
        let in_the_way = stale.iter().copied().filter(|path| outputs.clash(path).is_some()).collect();
        Self { target, written, stale, in_the_way }
    }

    fn folders<'o>(
        &self,
        outputs: &'o Outputs,
        obstacles: &mut BTreeSet<PathBuf>,
    ) -> Result<Folders<'o>, WriteError> {
        let mut folders = Folders::default();
        for output in outputs.iter() {
            let (mut place, mut time) = (Place::Folder, None);
            for folder in folders_of(output.path.as_str()) {
                (place, time) = match folders.known.get(folder) {
                    Some(&known) => known,
                    None if place == Place::Folder => {
                        let (here, changed) = self.place_of_folder(folder, obstacles)?;
                        (here, changed.max(time))
                    }
                    None => (place, time),
                };
                folders.known.insert(folder, (place, time));
            }
        }
        let leaving = self.in_the_way.iter().flat_map(|path| folders_of(path.as_str()));
        folders.respelt = leaving.filter(|folder| !folders.known.contains_key(folder)).map(fold).collect();
        Ok(folders)
    }

    /// What stands in the place of a folder of which the folders on the way exist, and when that was changed.
    fn place_of_folder(
        &self,
        folder: &str,
        obstacles: &mut BTreeSet<PathBuf>,
    ) -> Result<(Place, Option<SystemTime>), WriteError> {
        let path = self.target.join(folder);
        if fold(folder) == HOME {
            obstacles.insert(path);
            return Ok((Place::Obstacle, None));
        }
        match fs::symlink_metadata(&path) {
            Ok(metadata) if metadata.is_dir() => Ok((Place::Folder, changed(&metadata))),
            Ok(metadata) if metadata.is_file() && self.clears(folder) => Ok((Place::Obstacle, None)),
            Ok(_) => {
                obstacles.insert(path);
                Ok((Place::Obstacle, None))
            }
            Err(error) if error.kind() == ErrorKind::NotFound => Ok((Place::Nothing, None)),
            Err(error) => Err(WriteError::disk(&path, error)),
        }
    }

    /// Whether the file at `path` is ours and will be removed before anything is put in place.
    fn clears(&self, path: &str) -> bool {
        OutputPath::new(path).is_ok_and(|path| self.in_the_way.contains(&path))
    }

    /// What stands in the place of an output, where this was written last, if anything was; `None` for what can never
    /// be an output's place.
    fn standing(
        &self,
        output: &Output,
        print: Option<Print>,
        folders: &Folders,
    ) -> Result<Option<Standing>, WriteError> {
        let path = self.target.join(output.path.as_str());
        if fold(output.path.as_str()) == HOME {
            return Ok(None);
        }
        if !folders.exists(output.path.folder()) {
            return Ok(Some(Standing::Nothing));
        }
        let metadata = match fs::symlink_metadata(&path) {
            Ok(metadata) => metadata,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Some(Standing::Nothing)),
            Err(error) => return Err(WriteError::disk(&path, error)),
        };
        if metadata.is_dir() && self.is_all_stale(&path) {
            return Ok(Some(Standing::Nothing));
        }
        if !metadata.is_file() {
            return Ok(None);
        }
        let size = metadata.len();
        Ok(Some(match print {
            Some(print) => {
                let changed = changed(&metadata).max(folders.changed(output.path.folder()));
                Standing::Ours { print, size, age: Age::of(changed, self.written) }
            }
            None if self.is_respelt(&output.path)? => Standing::Nothing,
            None => Standing::Foreign { size },
        }))
    }

    /// Whether a folder holds nothing but files of ours that nobody wants any more.
    fn is_all_stale(&self, folder: &Path) -> bool {
        let Ok(entries) = fs::read_dir(folder) else { return false };
        let mut is_empty = true;
        for entry in entries {
            is_empty = false;
            let Ok(entry) = entry else { return false };
            let Ok(kind) = entry.file_type() else { return false };
            let stale = if kind.is_dir() {
                self.is_all_stale(&entry.path())
            } else {
                kind.is_file() && self.relative(&entry.path()).is_some_and(|path| self.stale.contains(&path))
            };
            if !stale {
                return false;
            }
        }
        !is_empty
    }

    fn relative(&self, path: &Path) -> Option<OutputPath> {
        OutputPath::new(path.strip_prefix(self.target).ok()?.to_str()?).ok()
    }

    /// Whether the file found at `path` is really one of ours under another spelling, on a file
    /// system that takes both for the same. Only the listings of folders tell how a name is spelt.
    fn is_respelt(&self, path: &OutputPath) -> Result<bool, WriteError> {
        let folded = fold(path.as_str());
        if !self.in_the_way.iter().any(|ours| fold(ours.as_str()) == folded) {
            return Ok(false);
        }
        let mut folder = self.target.to_owned();
        for name in path.as_str().split('/') {
            if !is_listed(&folder, name).map_err(|error| WriteError::disk(&folder, error))? {
                return Ok(true);
            }
            folder.push(name);
        }
        Ok(false)
    }
}

impl<'o> Folders<'o> {
    fn exists(&self, folder: &str) -> bool {
        folder.is_empty() || self.known.get(folder).is_some_and(|(place, _)| *place == Place::Folder)
    }

    fn changed(&self, folder: &str) -> Option<SystemTime> {
        self.known.get(folder).and_then(|(_, changed)| *changed)
    }

    /// Whether files can be staged in a folder once it is made.
    fn is_stage(&self, folder: &str) -> bool {
        self.known.get(folder).is_some_and(|(place, _)| *place != Place::Obstacle)
            && !self.respelt.contains(&fold(folder))
    }

    /// The nearest folder on the way to `path` in which it can be staged; empty for the top.
    fn stage<'p>(&self, path: &'p OutputPath) -> &'p str {
        folders_of(path.as_str()).take_while(|folder| self.is_stage(folder)).last().unwrap_or_default()
    }

    /// The folders that can be made at once, outer ones first.
    fn missing(&self) -> Vec<&'o str> {
        let nothing = self.known.iter().filter(|(_, (place, _))| *place == Place::Nothing);
        let can_be_made =
            |folder: &&str| folders_of(folder).chain([*folder]).all(|folder| self.is_stage(folder));
        nothing.map(|(folder, _)| *folder).filter(can_be_made).collect()
    }
}

fn is_listed(folder: &Path, name: &str) -> io::Result<bool> {
    for entry in fs::read_dir(folder)? {
        if entry?.file_name() == name {
            return Ok(true);
        }
    }
    Ok(false)
}

/// The folders on the way to `path`, outermost first.
pub(super) fn folders_of(path: &str) -> impl DoubleEndedIterator<Item = &str> {
    path.match_indices('/').map(|(end, _)| &path[..end])
}

/// Whether `path` is a plain file that is reached without following a link.
pub(super) fn is_plain_file(target: &Path, path: &OutputPath) -> bool {
    is_real_folder(target, path.folder())
        && fs::symlink_metadata(target.join(path.as_str())).is_ok_and(|metadata| metadata.is_file())
}

/// Whether `folder` is a folder that is reached without following a link.
pub(super) fn is_real_folder(target: &Path, folder: &str) -> bool {
    let mut path = target.to_owned();
    folder.split('/').filter(|name| !name.is_empty()).all(|name| {
        path.push(name);
        fs::symlink_metadata(&path).is_ok_and(|metadata| metadata.is_dir())
    })
}
