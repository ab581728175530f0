//! A site to take along: as a folder, as a ZIP file, or as one HTML file that holds everything.
//!
//! What goes into it was decided before (`selection`); here the [`Outputs`] of that site get what a
//! stick or a mail needs: a text to read first, checksums, and a bound on the size. Nothing bears its
//! final name before it is complete.

mod readme;
mod single;
mod zip;

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::fs;
use std::io::{self, BufWriter, Read as _, Write as _};
use std::path::{Path, PathBuf};

use jiff::civil::Date;
use rayon::prelude::*;
use sha2::{Digest as _, Sha256};

use self::readme::About;
use self::zip::Archive;
use crate::diagnostic::Diagnostic;
use crate::output::{Content, Output, Outputs};
use crate::path::OutputPath;
use crate::site::Site;
use crate::text::is_digits;
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
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Packed {
    /// How many files it holds.
    pub files: usize,
    /// How many bytes it takes.
    pub bytes: u64,
    /// What each file takes of it.
    sizes: Vec<Size>,
}

/// A file of a copy.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Size {
    path: OutputPath,
    bytes: u64,
    /// Whether it lies beside the texts as it is, as a picture or a file to load, so that the copy would
    /// work without it.
    is_enclosed: bool,
}

impl Packed {
    /// The largest files, largest first.
    #[must_use]
    pub fn largest(&self, count: usize) -> Vec<(&OutputPath, u64)> {
        let mut sizes = by_size(&self.sizes, |_| true);
        sizes.truncate(count);
        sizes
    }

    /// The pictures and files without which it would take no more than `limit` bytes, as few as
    /// possible; all of them, and how large it would still be, where that is not enough.
    #[must_use]
    pub fn without(&self, limit: u64) -> (Vec<(&OutputPath, u64)>, u64) {
        let mut rest = self.bytes;
        let mut left_out = by_size(&self.sizes, |size| size.is_enclosed);
        let fits = |(_, bytes): &(&OutputPath, u64)| {
            let is_enough = rest <= limit;
            if !is_enough {
                rest = rest.saturating_sub(*bytes);
            }
            is_enough
        };
        if let Some(enough) = left_out.iter().position(fits) {
            left_out.truncate(enough);
        }
        (left_out, rest)
    }

    /// The bytes of each folder at the top, largest first.
    #[must_use]
    pub fn folders(&self) -> Vec<(&str, u64)> {
        let mut folders: BTreeMap<&str, u64> = BTreeMap::new();
        for Size { path, bytes, .. } in &self.sizes {
            let top = path.as_str().split_once('/').map_or(".", |(folder, _)| folder);
            *folders.entry(top).or_default() += bytes;
        }
        let mut folders: Vec<(&str, u64)> = folders.into_iter().collect();
        folders.sort_by_key(|(_, bytes)| std::cmp::Reverse(*bytes));
        folders
    }
}

/// Those of the files that `are` meant, largest first.
fn by_size(sizes: &[Size], are: impl Fn(&Size) -> bool) -> Vec<(&OutputPath, u64)> {
    let mut sizes: Vec<_> =
        sizes.iter().filter(|size| are(size)).map(|size| (&size.path, size.bytes)).collect();
    sizes.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(b.0)));
    sizes
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
    },
    /// A file cannot be read or written.
    Write(WriteError),
}

/// A copy that is ready to be written. Pages are made when they are written and not kept, so that a site
/// of any size fits into memory; one HTML file alone has to hold them all.
#[derive(Debug)]
pub struct Copy {
    outputs: Outputs,
    name: String,
    /// The name of the list of checksums.
    sums: OutputPath,
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
    let packed = |size| Packed { files: sheets.len(), bytes: size, sizes: Vec::new() };
    put(&bytes, target, packed, None)
}

/// Puts a file that belongs to a copy in place, whole or not at all, over one that may be there.
///
/// # Errors
/// When the system refuses.
pub fn place(bytes: &[u8], target: &Path) -> Result<(), ExportError> {
    put(bytes, target, |_| Packed::default(), None).map(|_| ())
}

/// The longest path that leaves room for the folder it is copied into: Windows takes 260 letters in all.
pub const LONGEST_PATH: usize = 120;

impl Copy {
    /// Puts a text to read first beside the outputs. `name` is that of the folder in a ZIP file.
    #[must_use]
    pub fn new(outputs: &Outputs, site: &Site, name: &str) -> Self {
        let about = About::new(site);
        let mut outputs = outputs.clone();
        // The site's own file is as good a text to read first; it wins.
        let _ = outputs.insert(Output::made(fixed(about.file_name()), about.text().into_bytes()));
        Self { outputs, name: name.to_owned(), sums: fixed(about.sums_name()), today: site.today }
    }

    /// Paths that are longer than some systems take when they are copied into a deep folder.
    pub fn long_paths(&self) -> impl Iterator<Item = &OutputPath> {
        self.outputs.iter().map(|output| &output.path).filter(|path| path.as_str().len() > LONGEST_PATH)
    }

    /// Writes the copy to `target`, unless it would be larger than `limit`. With `force`, what stands
    /// there gives way: a file is replaced, and of a folder what an earlier run has written.
    ///
    /// # Errors
    /// When the target exists, the copy is too large, a page cannot be made, or the system refuses. Then
    /// the target stays as it was.
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
            Form::Folder => self.folder(target, limit),
            Form::Zip => self.zip(target, limit),
            Form::Single => self.single(target, limit),
        }
    }

    fn folder(&self, target: &Path, limit: Option<u64>) -> Result<Packed, ExportError> {
        // Pages are made to be measured and once more to be written: neither sizes nor checksums may wait
        // until the folder has changed.
        let all: Vec<&Output> = self.outputs.iter().collect();
        let mut measured = all.par_iter().map(|output| Measure::of(output)).collect::<Result<Vec<_>, _>>()?;
        let (outputs, sums) = self.with_sums(&measured);
        if let Some(sums) = sums {
            measured.push(Measure::of(&sums)?);
        }
        let bytes = measured.iter().map(|measure| measure.bytes).sum();
        let packed = packed(measured, bytes);
        check(&packed, limit)?;
        write(&outputs, target)?;
        Ok(packed)
    }

    fn zip(&self, target: &Path, limit: Option<u64>) -> Result<Packed, ExportError> {
        let mut draft = Draft::new(target)?;
        let mut archive = Archive::new(BufWriter::new(&mut draft.file), &self.name, self.today, target);
        let mut measured = archive.add_all(&self.outputs)?;
        if let Some(sums) = self.with_sums(&measured).1 {
            measured.push(archive.add(&sums)?);
        }
        archive.finish()?;
        draft.keep(|bytes| packed(measured, bytes), limit)
    }

    fn single(&self, target: &Path, limit: Option<u64>) -> Result<Packed, ExportError> {
        let outputs = kept(&self.outputs)?;
        let size = |(path, bytes)| {
            let is_enclosed =
                outputs.get(&path).is_some_and(|output| matches!(output.content, Content::File { .. }));
            Size { path, bytes, is_enclosed }
        };
        let packed = |sizes: single::Sizes, bytes| {
            let sizes: Vec<_> = sizes.into_iter().map(size).collect();
            Packed { files: sizes.len(), bytes, sizes }
        };
        let fits = |sizes: single::Sizes| {
            let bytes = sizes.values().sum();
            check(&packed(sizes, bytes), limit)
        };
        let (html, sizes) = single::single(&outputs, fits)?;
        put(&html, target, |bytes| packed(sizes, bytes), limit)
    }

    /// The outputs with the list of their checksums, and the list; a file of the site that has its name wins.
    fn with_sums(&self, measured: &[Measure]) -> (Outputs, Option<Output>) {
        let mut outputs = self.outputs.clone();
        let list = Output::made(self.sums.clone(), sums(measured).into_bytes());
        let is_in = outputs.insert(list.clone()).is_ok();
        (outputs, is_in.then_some(list))
    }
}

/// The sizes and the checksum of a file.
#[derive(Clone, Debug)]
struct Measure {
    path: OutputPath,
    bytes: u64,
    /// What it takes where it is packed.
    packed: u64,
    is_enclosed: bool,
    sum: String,
}

impl Measure {
    fn of(output: &Output) -> Result<Self, ExportError> {
        let mut hasher = Sha256::new();
        let size = match &output.content {
            // A film need not fit into memory.
            Content::File { from, .. } => fs::File::open(from)
                .and_then(|file| {
                    by_pieces(file, |piece| {
                        hasher.update(piece);
                        Ok(())
                    })
                })
                .map_err(|error| WriteError::source(from, error))?,
            Content::Bytes(_) | Content::Promised(_) => {
                let bytes = bytes(output)?;
                hasher.update(&bytes);
                bytes.len() as u64
            }
        };
        Ok(Self::new(output, size, hasher))
    }

    fn new(output: &Output, bytes: u64, hasher: Sha256) -> Self {
        let sum = hasher.finalize().iter().map(|byte| format!("{byte:02x}")).collect();
        let is_enclosed = matches!(output.content, Content::File { .. });
        Self { path: output.path.clone(), bytes, packed: bytes, is_enclosed, sum }
    }
}

/// Reads a file to its end without ever holding all of it; its size comes back.
fn by_pieces(mut file: fs::File, mut take: impl FnMut(&[u8]) -> io::Result<()>) -> io::Result<u64> {
    let mut piece = vec![0; 64 * 1024];
    let mut size = 0;
    loop {
        match file.read(&mut piece) {
            Ok(0) => return Ok(size),
            Ok(read) => {
                take(&piece[..read])?;
                size += read as u64;
            }
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
}

/// One line for each file, as `sha256sum --check` reads them.
fn sums(measured: &[Measure]) -> String {
    measured.iter().map(|Measure { path, sum, .. }| format!("{sum}  {path}\n")).collect()
}

fn packed(measured: Vec<Measure>, bytes: u64) -> Packed {
    let size = |Measure { path, packed, is_enclosed, .. }| Size { path, bytes: packed, is_enclosed };
    let sizes: Vec<_> = measured.into_iter().map(size).collect();
    Packed { files: sizes.len(), bytes, sizes }
}

fn check(packed: &Packed, limit: Option<u64>) -> Result<(), ExportError> {
    match limit {
        Some(limit) if packed.bytes > limit => Err(ExportError::TooLarge { packed: packed.clone(), limit }),
        _ => Ok(()),
    }
}

fn fixed(name: &str) -> OutputPath {
    #[expect(clippy::expect_used, reason = "names of our own")]
    OutputPath::new(name).expect("a fixed name")
}

/// What the name of a draft has behind that of its target; the process follows.
const DRAFT: &str = ".fundus-new-";

/// A file that bears its name when it is complete, and leaves nothing behind when it is given up. A killed
/// run can leave it behind; the next one for the same target clears it away. That a run is still at work on
/// its draft is told by the lock on it, which the system takes back when a process ends in whatever way.
struct Draft {
    place: PathBuf,
    target: PathBuf,
    file: fs::File,
}

impl Draft {
    fn new(target: &Path) -> Result<Self, ExportError> {
        let disk = |error| WriteError::disk(target, error);
        if let Some(folder) = target.parent() {
            fs::create_dir_all(folder).map_err(disk)?;
        }
        sweep(target);
        let mut place = target.as_os_str().to_owned();
        place.push(format!("{DRAFT}{}", std::process::id()));
        let place = PathBuf::from(place);
        let file = fs::File::create(&place).map_err(disk)?;
        // Some network drives know no locks: there nothing can be cleared away either.
        let _ = file.try_lock();
        Ok(Self { place, target: target.to_owned(), file })
    }

    /// Puts it in its place, unless it is too large. The stick may be pulled out after that.
    fn keep(self, packed: impl FnOnce(u64) -> Packed, limit: Option<u64>) -> Result<Packed, ExportError> {
        let disk = |error| WriteError::disk(&self.target, error);
        let packed = packed(self.file.metadata().map_err(disk)?.len());
        check(&packed, limit)?;
        self.file.sync_all().and_then(|()| fs::rename(&self.place, &self.target)).map_err(disk)?;
        Ok(packed)
    }
}

impl Drop for Draft {
    fn drop(&mut self) {
        // Gone when it was kept; what cannot be removed is only untidy, as it bears another name.
        let _ = fs::remove_file(&self.place);
    }
}

/// Removes the drafts for this target that nobody is at work on any more. What cannot be removed is only
/// untidy.
fn sweep(target: &Path) {
    let Some(name) = target.file_name().and_then(OsStr::to_str) else { return };
    let folder = target.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let is_draft = entry.file_name().to_str().is_some_and(|found| {
            let process = found.strip_prefix(name).and_then(|rest| rest.strip_prefix(DRAFT));
            process.is_some_and(is_digits)
        });
        if !is_draft || !entry.file_type().is_ok_and(|kind| kind.is_file()) {
            continue;
        }
        let is_left =
            fs::OpenOptions::new().append(true).open(entry.path()).is_ok_and(|file| file.try_lock().is_ok());
        if is_left {
            let _ = fs::remove_file(entry.path());
        }
    }
}

/// Puts one file in place, whole or not at all.
fn put(
    bytes: &[u8],
    target: &Path,
    packed: impl FnOnce(u64) -> Packed,
    limit: Option<u64>,
) -> Result<Packed, ExportError> {
    let mut draft = Draft::new(target)?;
    draft.file.write_all(bytes).map_err(|error| WriteError::disk(target, error))?;
    draft.keep(packed, limit)
}

/// A folder is free to be filled where nothing is in it but the books and drafts of a run that failed.
fn is_taken(target: &Path) -> bool {
    let is_ours = |name: &OsStr| name.to_str().is_some_and(|name| name.starts_with(".fundus"));
    match fs::read_dir(target) {
        Ok(mut entries) => entries.any(|entry| !entry.is_ok_and(|entry| is_ours(&entry.file_name()))),
        Err(_) => fs::symlink_metadata(target).is_ok(),
    }
}

/// The outputs with the bytes of all pages, for a file that holds them all.
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
    let (mut kept, mut problems) = (Vec::new(), Vec::new());
    for result in made {
        match result {
            Ok(output) => kept.push(output),
            Err(problem) => problems.push(*problem),
        }
    }
    // They stood side by side before.
    if problems.is_empty() { Ok(Outputs::of(kept).0) } else { Err(WriteError::Problems(problems).into()) }
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

impl From<WriteError> for ExportError {
    fn from(error: WriteError) -> Self {
        Self::Write(error)
    }
}
