//! Carries out a plan: writes beside, puts in place, clears away.
//!
//! A file is first written under a name of its own (*staged*) in the nearest folder that exists. Only
//! when all are staged, the first is renamed to its place. New files come before replaced ones, so
//! that no page asks for a file that is not there yet, and removals come last.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File, OpenOptions};
use std::io::{ErrorKind, Read, Write};
use std::path::{Path, PathBuf};
use std::process;

use rayon::prelude::*;
use walkdir::WalkDir;

use super::error::WriteError;
use super::manifest::{Manifest, Print};
use super::plan::{Job, Plan, folders_of, is_plain_file, is_real_folder};
use crate::hash::{ContentHash, Hasher};
use crate::output::Content;
use crate::path::OutputPath;

/// What the names of staged files begin with; process and number follow.
const STAGED: &str = ".fundus-new-";

/// A file that is written and waits to be put in place.
pub(super) struct Staged<'a> {
    path: &'a OutputPath,
    print: Print,
    replaces: bool,
    beside: Beside,
}

/// The name under which a file is written first. Dropped before it is put in place, the file goes.
struct Beside {
    at: PathBuf,
    in_place: bool,
}

/// Writes every file beside its place. With an error, none of them stays.
pub(super) fn stage<'a>(jobs: &[Job<'a>], target: &Path) -> Result<Vec<Staged<'a>>, WriteError> {
    let stage = |(number, job): (usize, &Job<'a>)| {
        let path = &job.output.path;
        let at = job.stage.join(format!("{STAGED}{}-{number}", process::id()));
        let beside = Beside { at, in_place: false };
        let print = write_new(&beside.at, &target.join(path.as_str()), &job.output.content)?;
        Ok(Staged { path, print, replaces: job.replaces, beside })
    };
    jobs.par_iter().enumerate().map(stage).collect()
}

/// Notes in the manifest which files are about to appear where none of ours was before.
pub(super) fn announce(staged: &[Staged], plan: &Plan, home: &Path) -> Result<(), WriteError> {
    let new = staged.iter().filter(|file| !plan.owned.contains_key(file.path));
    let announced: BTreeMap<_, _> = new.map(|file| (file.path.clone(), file.print)).collect();
    if announced.is_empty() {
        return Ok(());
    }
    Manifest { owned: plan.owned.clone(), announced }.store(home)
}

/// Clears the way and puts the staged files in place. Returns what they are.
pub(super) fn put_in_place(
    staged: Vec<Staged>,
    plan: &Plan,
    target: &Path,
) -> Result<BTreeMap<OutputPath, Print>, WriteError> {
    remove(target, &plan.in_the_way)?;
    for folder in staged.iter().flat_map(|file| folders_of(file.path)).collect::<BTreeSet<_>>() {
        create_folder(&target.join(folder))?;
    }
    let prints = staged.iter().map(|file| (file.path.clone(), file.print)).collect();
    let (replaced, new): (Vec<_>, Vec<_>) = staged.into_iter().partition(|file| file.replaces);
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
    let folders: BTreeSet<_> = files.iter().flat_map(folders_of).collect();
    for folder in folders.into_iter().rev().filter(|folder| is_real_folder(target, folder)) {
        // It fails where something is left in the folder, which is how it should be.
        let _ = fs::remove_dir(target.join(folder));
    }
    Ok(())
}

/// Removes what a killed run has staged.
pub(super) fn sweep(target: &Path) {
    for entry in WalkDir::new(target).into_iter().flatten() {
        if entry.file_type().is_file() && entry.file_name().to_str().is_some_and(is_staged_name) {
            // One that cannot be removed is only untidy.
            let _ = fs::remove_file(entry.path());
        }
    }
}

impl Beside {
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
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let numbers = name.strip_prefix(STAGED).and_then(|rest| rest.split_once('-'));
    numbers.is_some_and(|(process, number)| is_number(process) && is_number(number))
}

fn create_folder(path: &Path) -> Result<(), WriteError> {
    match fs::create_dir(path) {
        Err(error) if error.kind() != ErrorKind::AlreadyExists => Err(WriteError::disk(path, error)),
        _ => Ok(()),
    }
}

/// Writes a new file `at` this name; problems are said of its `place`, the name that people know. Its
/// print is that of the bytes written, whatever somebody does to the source meanwhile.
fn write_new(at: &Path, place: &Path, content: &Content) -> Result<Print, WriteError> {
    let disk = |error| WriteError::disk(place, error);
    let mut file = OpenOptions::new().write(true).create_new(true).open(at).map_err(disk)?;
    match content {
        Content::Bytes(bytes) => {
            file.write_all(bytes).map_err(disk)?;
            Ok(Print { size: bytes.len() as u64, hash: ContentHash::of(bytes) })
        }
        Content::File { from, .. } => {
            let mut source = File::open(from).map_err(|error| WriteError::source(from, error))?;
            let mut hasher = Hasher::default();
            let mut size = 0;
            let mut buffer = vec![0; 64 * 1024];
            loop {
                let piece = match source.read(&mut buffer) {
                    Ok(0) => return Ok(Print { size, hash: hasher.finish() }),
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
}
