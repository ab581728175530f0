//! Puts in place and clears away.
//!
//! A file is first written under a name of its own (*staged*), beside its place unless something has to go from there
//! before. Only when all are staged, the first is renamed to its place. New files come before replaced ones, so
//! that no page asks for a file that is not there yet, and removals come last.

use std::collections::BTreeSet;
use std::fs::{self, File, OpenOptions};
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};
use std::process;

use rayon::prelude::*;
use walkdir::WalkDir;

use super::Reason;
use super::error::WriteError;
use super::manifest::{self, Files, Print};
use super::plan::{Plan, folders_of, is_plain_file, is_real_folder};
use crate::output::Outputs;
use crate::path::OutputPath;
use crate::text::is_digits;

/// What the names of staged files begin with; process and number follow.
const STAGED: &str = ".fundus-new-";

/// A file that is written and waits to be put in place.
pub(super) struct Staged<'a> {
    pub(super) path: &'a OutputPath,
    pub(super) print: Print,
    /// Why it is written.
    pub(super) reason: Reason,
    pub(super) beside: Beside,
}

/// The name under which a file is written first. Dropped before it is put in place, the file goes.
pub(super) struct Beside {
    at: PathBuf,
    in_place: bool,
}

/// Folders that were made for staged files. Dropped, those that are empty go.
pub(super) struct NewFolders(Vec<PathBuf>);

/// Notes beside the manifest which files are about to appear where none of ours was before.
pub(super) fn announce(staged: &[Staged], plan: &Plan, home: &Path) -> Result<(), WriteError> {
    if staged.is_empty() {
        return Ok(());
    }
    if plan.adopts {
        // What a killed run announced is ours only with just those bytes, which may change now.
        manifest::own(&plan.owned, home)?;
    }
    let new = staged.iter().filter(|file| plan.owned.get(file.path).is_none());
    let announced: Files = new.map(|file| (file.path.clone(), file.print)).collect();
    if announced.as_slice().is_empty() { Ok(()) } else { manifest::announce(&announced, home) }
}

/// Clears the way and puts the staged files in place. Returns what they are.
pub(super) fn put_in_place(
    staged: Vec<Staged>,
    plan: &Plan,
    target: &Path,
) -> Result<Vec<(OutputPath, Print)>, WriteError> {
    remove(target, &plan.in_the_way)?;
    for folder in staged.iter().flat_map(|file| folders_of(file.path.as_str())).collect::<BTreeSet<_>>() {
        create_folder(&target.join(folder))?;
    }
    let prints = staged.iter().map(|file| (file.path.clone(), file.print)).collect();
    let (replaced, new): (Vec<_>, Vec<_>) = staged.into_iter().partition(|file| file.reason != Reason::New);
    for group in [new, replaced] {
        group
            .into_par_iter()
            .try_for_each(|file| file.beside.put_in_place(&target.join(file.path.as_str())))?;
    }
    Ok(prints)
}

/// Removes files of ours, and the folders that are empty after that.
pub(super) fn remove(target: &Path, files: &[OutputPath]) -> Result<(), WriteError> {
    files.par_iter().filter(|path| is_plain_file(target, path)).try_for_each(|path| {
        let path = target.join(path.as_str());
        fs::remove_file(&path).map_err(|error| WriteError::disk(&path, error))
    })?;
    // Inner folders sort behind outer ones.
    let folders: BTreeSet<_> = files.iter().flat_map(|path| folders_of(path.as_str())).collect();
    for folder in folders.into_iter().rev().filter(|folder| is_real_folder(target, folder)) {
        // It fails where something is left in the folder, which is how it should be.
        let _ = fs::remove_dir(target.join(folder));
    }
    Ok(())
}

/// Removes what a killed run has staged, and the folders that it had emptied to put a file there.
pub(super) fn sweep(target: &Path, outputs: &Outputs) {
    for entry in WalkDir::new(target).min_depth(1).contents_first(true).into_iter().flatten() {
        // What cannot be removed is only untidy; a folder with something in it is not to be.
        let _ = if entry.file_type().is_dir() && is_place_of_a_file(entry.path(), target, outputs) {
            fs::remove_dir(entry.path())
        } else if entry.file_type().is_file() && entry.file_name().to_str().is_some_and(is_staged_name) {
            fs::remove_file(entry.path())
        } else {
            Ok(())
        };
    }
}

/// Whether an output stands at the folder or at one that it is in.
fn is_place_of_a_file(folder: &Path, target: &Path, outputs: &Outputs) -> bool {
    let path = folder.strip_prefix(target).ok().and_then(Path::to_str);
    let path = path.and_then(|path| OutputPath::new(path).ok());
    path.is_some_and(|path| {
        let mut places = folders_of(path.as_str()).filter_map(|folder| OutputPath::new(folder).ok());
        outputs.get(&path).is_some() || places.any(|place| outputs.get(&place).is_some())
    })
}

impl NewFolders {
    /// Makes these folders, outer ones first, unless somebody else has by now.
    pub(super) fn make(target: &Path, folders: &[&str]) -> Result<Self, WriteError> {
        let mut made = Self(Vec::new());
        for folder in folders {
            let path = target.join(folder);
            if create_folder(&path)? {
                made.0.push(path);
            }
        }
        Ok(made)
    }
}

impl Drop for NewFolders {
    fn drop(&mut self) {
        for folder in self.0.iter().rev() {
            // It fails where something has been put into the folder, which is how it should be.
            let _ = fs::remove_dir(folder);
        }
    }
}

impl Beside {
    /// A name of its own in this folder, where the file will be written.
    pub(super) fn reserve(folder: &Path, number: usize) -> Self {
        Self { at: folder.join(format!("{STAGED}{}-{number}", process::id())), in_place: false }
    }

    /// A new, empty file under this name.
    pub(super) fn create(&self) -> io::Result<File> {
        OpenOptions::new().write(true).create_new(true).open(&self.at)
    }

    fn put_in_place(mut self, path: &Path) -> Result<(), WriteError> {
        fs::rename(&self.at, path).map_err(|error| WriteError::disk(path, error))?;
        self.in_place = true;
        Ok(())
    }
}

impl Drop for Beside {
    fn drop(&mut self) {
        if !self.in_place {
            // What is left behind, the next run sweeps away.
            let _ = fs::remove_file(&self.at);
        }
    }
}

fn is_staged_name(name: &str) -> bool {
    let numbers = name.strip_prefix(STAGED).and_then(|rest| rest.split_once('-'));
    numbers.is_some_and(|(process, number)| is_digits(process) && is_digits(number))
}

/// Makes a folder; `false` if it was there.
fn create_folder(path: &Path) -> Result<bool, WriteError> {
    match fs::create_dir(path) {
        Ok(()) => Ok(true),
        Err(error) if error.kind() == ErrorKind::AlreadyExists => Ok(false),
        Err(error) => Err(WriteError::disk(path, error)),
    }
}
