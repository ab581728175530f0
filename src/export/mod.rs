//! A site to take along: as a folder, as a ZIP file, or as one HTML file that holds everything.
//!
//! What goes into it was decided before (`selection`); here the [`Outputs`] of that site get what a
//! stick or a mail needs: a text to read first, checksums, and a bound on the size. Nothing bears its
//! final name before it is complete.

mod readme;
mod single;
mod zip;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use jiff::civil::Date;
use rayon::prelude::*;
use sha2::{Digest as _, Sha256};

use self::readme::About;
use crate::diagnostic::Diagnostic;
use crate::output::{Content, Output, Outputs};
use crate::path::OutputPath;
use crate::site::Site;
use crate::write::{WriteError, write};

/// How a copy is packed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// A folder of files, for a stick or a network drive.
    Folder,
    /// A ZIP file with that folder in it, for sending.
    Zip,
    /// One HTML file that holds every page, for a mail or a phone.
    Single,
}

/// A copy as it lies on the disk, or would.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Packed {
    /// How many files it holds.
    pub files: usize,
    /// How many bytes it takes.
    pub bytes: u64,
}

/// Why there is no copy.
#[derive(Debug)]
pub enum ExportError {
    /// There is something at the place already, and nobody said that it may go.
    Exists(PathBuf),
    /// It would be larger than it may be.
    TooLarge {
        /// What it would be.
        packed: Packed,
        /// What it may be.
        limit: u64,
        /// The largest files in it, largest first.
        largest: Vec<(OutputPath, u64)>,
    },
    /// A file cannot be read or written.
    Write(WriteError),
}

/// A copy that is ready to be written.
#[derive(Debug)]
pub struct Copy {
    outputs: Outputs,
    name: String,
    today: Date,
}

/// Writes the facilitator's pack that a site holds into one HTML file.
///
/// # Errors
/// As [`Copy::write`].
pub fn pack(outputs: &Outputs, site: &Site, target: &Path, force: bool) -> Result<Packed, ExportError> {
    if !force && is_taken(target) {
        return Err(ExportError::Exists(target.to_owned()));
    }
    let sheets = site.copy.as_ref().map(|copy| copy.sheets.as_slice()).unwrap_or_default();
    let bytes = single::flow(outputs, sheets, &site.config.url)?;
    let packed = Packed { files: sheets.len(), bytes: bytes.len() as u64 };
    put(&bytes, target)?;
    Ok(packed)
}

/// The longest path that leaves room for the folder it is copied into: Windows takes 260 letters in all.
pub const LONGEST_PATH: usize = 120;

impl Copy {
    /// Puts a text to read first and checksums beside the outputs. `name` is that of the folder in a
    /// ZIP file.
    ///
    /// # Errors
    /// When a file that is to be copied cannot be read.
    pub fn new(outputs: &Outputs, site: &Site, name: &str) -> Result<Self, ExportError> {
        let mut outputs = kept(outputs)?;
        let about = About::new(site);
        add(&mut outputs, about.file_name(), about.text());
        let sums = checksums(&outputs)?;
        add(&mut outputs, about.sums_name(), sums);
        Ok(Self { outputs, name: name.to_owned(), today: site.today })
    }

    /// The largest files, largest first.
    ///
    /// # Errors
    /// When a file that is to be copied cannot be read.
    pub fn largest(&self, count: usize) -> Result<Vec<(OutputPath, u64)>, ExportError> {
        let mut sizes = self
            .outputs
            .iter()
            .map(|output| Ok((output.path.clone(), size(output)?)))
            .collect::<Result<Vec<_>, ExportError>>()?;
        sizes.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        sizes.truncate(count);
        Ok(sizes)
    }

    /// The bytes of each folder at the top, largest first.
    ///
    /// # Errors
    /// When a file that is to be copied cannot be read.
    pub fn folders(&self) -> Result<Vec<(String, u64)>, ExportError> {
        let mut folders: BTreeMap<String, u64> = BTreeMap::new();
        for output in self.outputs.iter() {
            let top = output.path.as_str().split_once('/').map_or(".", |(folder, _)| folder);
            *folders.entry(top.to_owned()).or_default() += size(output)?;
        }
        let mut folders: Vec<(String, u64)> = folders.into_iter().collect();
        folders.sort_by_key(|(_, bytes)| std::cmp::Reverse(*bytes));
        Ok(folders)
    }

    /// Paths that are longer than some systems take when they are copied into a deep folder.
    pub fn long_paths(&self) -> impl Iterator<Item = &OutputPath> {
        self.outputs.iter().map(|output| &output.path).filter(|path| path.as_str().len() > LONGEST_PATH)
    }

    /// Writes the copy to `target`, unless it would be larger than `limit`. With `force`, what stands
    /// there gives way: a file is replaced, and of a folder what an earlier run has written.
    ///
    /// # Errors
    /// When the target exists, the copy is too large, or the system refuses. Then the target stays as
    /// it was.
    pub fn write(
        &self,
        form: Form,
        target: &Path,
        limit: Option<u64>,
        force: bool,
    ) -> Result<Packed, ExportError> {
        if !force && is_taken(target) {
            return Err(ExportError::Exists(target.to_owned()));
        }
        match form {
            Form::Folder => {
                let bytes = self.outputs.iter().map(size).sum::<Result<u64, _>>()?;
                let packed = Packed { files: self.outputs.len(), bytes };
                self.check(&packed, limit)?;
                write(&self.outputs, target)?;
                Ok(packed)
            }
            Form::Zip => self.put(&zip::zip(&self.outputs, &self.name, self.today)?, target, limit),
            Form::Single => self.put(&single::single(&self.outputs)?, target, limit),
        }
    }

    /// Puts one file in place, unless it is too large.
    fn put(&self, bytes: &[u8], target: &Path, limit: Option<u64>) -> Result<Packed, ExportError> {
        let packed = Packed { files: self.outputs.len(), bytes: bytes.len() as u64 };
        self.check(&packed, limit)?;
        put(bytes, target)?;
        Ok(packed)
    }

    fn check(&self, packed: &Packed, limit: Option<u64>) -> Result<(), ExportError> {
        const SHOWN: usize = 10;
        match limit {
            Some(limit) if packed.bytes > limit => {
                Err(ExportError::TooLarge { packed: packed.clone(), limit, largest: self.largest(SHOWN)? })
            }
            _ => Ok(()),
        }
    }
}

/// Puts one file in place, whole or not at all.
fn put(bytes: &[u8], target: &Path) -> Result<(), ExportError> {
    let mut beside = target.as_os_str().to_owned();
    beside.push(format!(".fundus-new-{}", std::process::id()));
    let beside = PathBuf::from(beside);
    let disk = |error| WriteError::disk(target, error);
    if let Some(folder) = target.parent() {
        fs::create_dir_all(folder).map_err(disk)?;
    }
    let written = fs::write(&beside, bytes).and_then(|()| fs::rename(&beside, target));
    written.map_err(|error| {
        // What cannot be removed either is only untidy; it does not bear the final name.
        let _ = fs::remove_file(&beside);
        disk(error).into()
    })
}

/// An empty folder is free to be filled.
fn is_taken(target: &Path) -> bool {
    match fs::read_dir(target) {
        Ok(mut entries) => entries.next().is_some(),
        Err(_) => fs::symlink_metadata(target).is_ok(),
    }
}

/// Adds a text, unless the site has a file of that name.
fn add(outputs: &mut Outputs, name: &str, text: String) {
    if let Ok(path) = OutputPath::new(name) {
        // The site's own file is as good a text to read first; it wins.
        let _ = outputs.insert(Output::made(path, text.into_bytes()));
    }
}

/// The outputs with the bytes of all pages: a copy needs them several times, for checksums, sizes and
/// the file itself.
fn kept(outputs: &Outputs) -> Result<Outputs, ExportError> {
    let all: Vec<&Output> = outputs.iter().collect();
    let made: Vec<Result<Output, Box<Diagnostic>>> = all
        .par_iter()
        .map(|output| match &output.content {
            Content::Promised(promise) => {
                let content = Content::Bytes(promise.make()?.into());
                Ok(Output { content, ..(*output).clone() })
            }
            Content::Bytes(_) | Content::File { .. } => Ok((*output).clone()),
        })
        .collect();
    let mut kept = Outputs::default();
    let mut problems = Vec::new();
    for result in made {
        match result {
            // They stood side by side before.
            Ok(output) => drop(kept.insert(output)),
            Err(problem) => problems.push(*problem),
        }
    }
    if problems.is_empty() { Ok(kept) } else { Err(WriteError::Problems(problems).into()) }
}

/// One line for each file, as `sha256sum --check` reads them.
fn checksums(outputs: &Outputs) -> Result<String, ExportError> {
    let all: Vec<&Output> = outputs.iter().collect();
    let lines = all
        .par_iter()
        .map(|output| {
            let sum = Sha256::digest(bytes(output)?);
            let hex: String = sum.iter().map(|byte| format!("{byte:02x}")).collect();
            Ok(format!("{hex}  {}\n", output.path))
        })
        .collect::<Result<Vec<_>, ExportError>>()?;
    Ok(lines.concat())
}

/// The bytes of an output.
fn bytes(output: &Output) -> Result<std::borrow::Cow<'_, [u8]>, ExportError> {
    match &output.content {
        Content::Bytes(bytes) => Ok(bytes.as_ref().into()),
        Content::File { from, .. } => {
            Ok(fs::read(from).map_err(|error| WriteError::source(from, error))?.into())
        }
        Content::Promised(promise) => {
            Ok(promise.make().map_err(|problem| WriteError::Problems(vec![*problem]))?.into())
        }
    }
}

fn size(output: &Output) -> Result<u64, ExportError> {
    match &output.content {
        Content::Bytes(bytes) => Ok(bytes.len() as u64),
        Content::File { from, .. } => {
            Ok(fs::metadata(from).map_err(|error| WriteError::source(from, error))?.len())
        }
        Content::Promised(_) => Ok(bytes(output)?.len() as u64),
    }
}

impl From<WriteError> for ExportError {
    fn from(error: WriteError) -> Self {
        Self::Write(error)
    }
}
