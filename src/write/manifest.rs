//! Which files in the target folder are ours.
//!
//! The manifest is a text with one line per file: `=`, fingerprint, size, key, path. It holds no time and no absolute path, so
//! equal sites have equal manifests. The files in it are *owned*. Those that a run puts in place where none of ours
//! was before stand in a list of the same form beside it, with `+`, until they are owned: they are *announced*. Announced before,
//! owned after: whenever a run is killed, one of the two lists knows every file of ours. And because an announced file
//! counts as ours only if its bytes are the announced ones, they never claim somebody else's.

use std::fmt::Write as _;
use std::fs::{self, File};
use std::io::{self, ErrorKind, Seek as _, Write as _};
use std::path::Path;
use std::thread;
use std::time::{Duration, SystemTime};

use rayon::prelude::*;

use super::error::WriteError;
use crate::hash::ContentHash;
use crate::output::Key;
use crate::path::{OutputPath, percent_decode};

const HEAD: &str = "# The files in this folder that fundus wrote. It leaves all others alone. Format 3.\n";
const NO_KEY: &str = "-";

/// A list in our folder: its name, and what its lines begin with.
#[derive(Clone, Copy)]
struct List {
    name: &'static str,
    sign: &'static str,
    /// Whether the time of its file is held against those of the files on it.
    tells_age: bool,
}

const OWNED: List = List { name: "manifest", sign: "=", tells_age: true };
const ANNOUNCED: List = List { name: "announced", sign: "+", tells_age: false };

/// Lines that are written in a row.
const LINES: usize = 1024;

/// Milliseconds that are waited for the next tick of the clock, at most. Most file systems tick every 4 or 10; those
/// that take longer are not waited for.
const TICKS: usize = 20;

/// The bytes that a file of ours had when it was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Print {
    pub(super) size: u64,
    pub(super) hash: ContentHash,
    /// What it was made from, where that is known: as long as the key is the same, so are the bytes.
    pub(super) key: Option<Key>,
}

/// Files with their prints, ordered by path.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Files(Vec<(OutputPath, Print)>);

/// The files that are ours.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Manifest {
    pub(super) owned: Files,
    pub(super) announced: Files,
}

/// A manifest as it stands in its folder.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Loaded {
    pub(super) manifest: Manifest,
    /// When the list of owned files was written.
    pub(super) written: Option<SystemTime>,
    /// The fingerprint of its file.
    pub(super) hash: Option<ContentHash>,
}

impl Files {
    pub(super) fn get(&self, path: &OutputPath) -> Option<&Print> {
        let place = self.0.binary_search_by(|(known, _)| known.cmp(path)).ok()?;
        Some(&self.0[place].1)
    }

    pub(super) fn as_slice(&self) -> &[(OutputPath, Print)] {
        &self.0
    }

    /// With others, of which no path is among these.
    pub(super) fn with(mut self, others: impl IntoIterator<Item = (OutputPath, Print)>) -> Self {
        self.0.extend(others);
        self.0.into_iter().collect()
    }

    /// Puts the files in the place of those on this list in `folder`; returns the fingerprint of its file.
    ///
    /// These are the files that are flushed to the disk: should the power fail, every other file can be made again,
    /// but what is ours could not be told from what is not.
    fn store(&self, folder: &Path, list: List) -> Result<ContentHash, WriteError> {
        let path = folder.join(list.name);
        let new = folder.join(format!("{}-new", list.name));
        let write = || -> io::Result<ContentHash> {
            let mut file = File::create(&new)?;
            // Nothing was put in place later than this.
            let start = file.metadata()?.modified()?;
            let text = self.text(list.sign);
            file.write_all(text.as_bytes())?;
            if list.tells_age {
                await_tick(&mut file, start, &text)?;
            }
            file.sync_all()?;
            fs::rename(&new, &path)?;
            Ok(ContentHash::of(text.as_bytes()))
        };
        write().map_err(|error| WriteError::disk(&path, error))
    }

    fn text(&self, sign: &str) -> String {
        let lines = |files: &[(OutputPath, Print)]| {
            let mut text = String::new();
            for (path, Print { size, hash, key }) in files {
                let path = path.encoded();
                // Writing to a string cannot fail.
                let _ = match key {
                    Some(key) => writeln!(text, "{sign} {hash} {size} {key} {path}"),
                    None => writeln!(text, "{sign} {hash} {size} {NO_KEY} {path}"),
                };
            }
            text
        };
        let rows: Vec<String> = self.0.par_chunks(LINES).map(lines).collect();
        HEAD.to_owned() + &rows.concat()
    }

    /// Reads [`Files::text`]; `None` for anything else.
    fn parse(text: &str, sign: &str) -> Option<Self> {
        let file = |line: &str| {
            let mut parts = line.strip_prefix(sign)?.strip_prefix(' ')?.splitn(4, ' ');
            let hash = ContentHash::parse(parts.next()?)?;
            let size = parts.next()?.parse().ok()?;
            let key = match parts.next()? {
                NO_KEY => None,
                key => Some(Key::parse(key)?),
            };
            let path = OutputPath::new(&percent_decode(parts.next()?)).ok()?;
            Some((path, Print { size, hash, key }))
        };
        let files: Option<Vec<_>> = text.strip_prefix(HEAD)?.par_lines().map(file).collect();
        Some(files?.into_iter().collect())
    }

    /// Reads this list in `folder`, and the fingerprint of its file; `None` when there is none.
    ///
    /// What cannot be understood claims nothing: then a changed file is refused as foreign, which is
    /// a nuisance, but never a loss.
    fn load(folder: &Path, list: List) -> Result<Option<(Self, ContentHash)>, WriteError> {
        let path = folder.join(list.name);
        let bytes = match fs::read(&path) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(WriteError::disk(&path, error)),
        };
        let hash = ContentHash::of(&bytes);
        let files =
            String::from_utf8(bytes).ok().and_then(|text| Self::parse(&text, list.sign)).unwrap_or_default();
        Ok(Some((files, hash)))
    }
}

/// In any order. Of a path that comes twice, as where two manifests were merged, the last one counts.
impl FromIterator<(OutputPath, Print)> for Files {
    fn from_iter<I: IntoIterator<Item = (OutputPath, Print)>>(files: I) -> Self {
        let mut files: Vec<_> = files.into_iter().collect();
        files.sort_by(|(one, _), (other, _)| one.cmp(other));
        files.dedup_by(|later, first| {
            let is_same = later.0 == first.0;
            if is_same {
                first.1 = later.1;
            }
            is_same
        });
        Self(files)
    }
}

impl Manifest {
    /// Reads the manifest in `folder`; empty when there is none.
    pub(super) fn load(folder: &Path) -> Result<Loaded, WriteError> {
        let path = folder.join(OWNED.name);
        let written = match fs::symlink_metadata(&path) {
            Ok(metadata) => metadata.modified().ok(),
            Err(error) if error.kind() == ErrorKind::NotFound => None,
            Err(error) => return Err(WriteError::disk(&path, error)),
        };
        let (owned, hash) = Files::load(folder, OWNED)?.unzip();
        let announced = Files::load(folder, ANNOUNCED)?.map(|(files, _)| files);
        let manifest = Self { owned: owned.unwrap_or_default(), announced: announced.unwrap_or_default() };
        Ok(Loaded { manifest, written, hash })
    }
}

/// Writes the beginning of the `text` in a file again until its time is another one than `start`: a file of the same
/// tick of the clock as the manifest might have been changed after it, and the next run would have to look at it again.
fn await_tick(file: &mut File, start: SystemTime, text: &str) -> io::Result<()> {
    for _ in 0..TICKS {
        if file.metadata()?.modified()? != start {
            break;
        }
        thread::sleep(Duration::from_millis(1));
        file.rewind()?;
        file.write_all(&text.as_bytes()[..1])?;
    }
    Ok(())
}

/// Announces files that are about to appear where none of ours was before.
pub(super) fn announce(files: &Files, folder: &Path) -> Result<(), WriteError> {
    files.store(folder, ANNOUNCED).map(drop)
}

/// Notes that these files are ours, and no other; returns the fingerprint of the list.
pub(super) fn own(files: &Files, folder: &Path) -> Result<ContentHash, WriteError> {
    let hash = files.store(folder, OWNED)?;
    let announced = folder.join(ANNOUNCED.name);
    match fs::remove_file(&announced) {
        Err(error) if error.kind() != ErrorKind::NotFound => Err(WriteError::disk(&announced, error)),
        _ => Ok(hash),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn files(paths: &[&str]) -> Files {
        let print = |path: &&str| {
            let hash = ContentHash::of(path.as_bytes());
            let key = Some(Key { whole: hash, look: 7, own: 11 }).filter(|_| path.len() > 8);
            (OutputPath::new(path).unwrap(), Print { size: path.len() as u64, hash, key })
        };
        paths.iter().map(print).collect()
    }

    #[test]
    fn a_manifest_survives_the_disk() {
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(Manifest::load(folder.path()).unwrap(), Loaded::default());
        let owned = files(&["zwei\nZeilen", "a/Übung 1%.pdf"]);
        let announced = files(&["neu.html"]);
        let hash = own(&owned, folder.path()).unwrap();
        announce(&announced, folder.path()).unwrap();
        let loaded = Manifest::load(folder.path()).unwrap();
        assert_eq!((&loaded.manifest.owned, &loaded.manifest.announced), (&owned, &announced));
        assert_eq!(loaded.hash, Some(hash));
        let all = owned.with(announced.0);
        own(&all, folder.path()).unwrap();
        assert_eq!(
            Manifest::load(folder.path()).unwrap().manifest,
            Manifest { owned: all, announced: Files::default() }
        );
    }

    #[test]
    fn a_damaged_manifest_claims_nothing() {
        let text = files(&["a.html", "b.html"]).text("=");
        assert_eq!(Files::parse(&text, "="), Some(files(&["a.html", "b.html"])));
        let first = text.lines().nth(1).unwrap();
        let merged = format!("{text}{}\n", first.replace(" 6 ", " 7 "));
        let sizes: Vec<u64> =
            Files::parse(&merged, "=").unwrap().0.iter().map(|(_, print)| print.size).collect();
        assert_eq!(sizes, [7, 6], "each path once");
        for damaged in [
            "",
            "x",
            &text[1..],
            &text.replace("\n=", "\n?"),
            &text.replace(" 6 ", " ? "),
            &format!("{text}= 1 2 -"),
        ] {
            assert_eq!(Files::parse(damaged, "="), None, "{damaged:?}");
        }
    }
}
