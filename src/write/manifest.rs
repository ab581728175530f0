//! Which files in the target folder are ours.
//!
//! The manifest is a text with one line per file: kind, fingerprint, size, key, path. It holds no time and
//! no absolute path, so equal sites have equal manifests. A file stands in it as *owned*, or as
//! *announced* while a run is putting it in place for the first time. Announced before, owned after:
//! whenever a run is killed, the manifest on disk knows every file of ours. And because an announced
//! file counts as ours only if its bytes are the announced ones, it never claims somebody else's.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs::{self, File};
use std::io::{self, ErrorKind, Write as _};
use std::path::Path;
use std::time::SystemTime;

use super::error::WriteError;
use crate::hash::ContentHash;
use crate::output::Key;
use crate::path::{OutputPath, percent_decode};

const HEAD: &str = "# The files in this folder that fundus wrote. It leaves all others alone. Format 3.\n";
const OWNED: &str = "=";
const ANNOUNCED: &str = "+";
const NO_KEY: &str = "-";

/// The bytes that a file of ours had when it was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Print {
    pub(super) size: u64,
    pub(super) hash: ContentHash,
    /// What it was made from, where that is known: as long as the key is the same, so are the bytes.
    pub(super) key: Option<Key>,
}

/// The files that are ours.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Manifest {
    pub(super) owned: BTreeMap<OutputPath, Print>,
    pub(super) announced: BTreeMap<OutputPath, Print>,
}

/// A manifest as it stands in its folder.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Loaded {
    pub(super) manifest: Manifest,
    /// When it was written.
    pub(super) written: Option<SystemTime>,
    /// The fingerprint of the file.
    pub(super) hash: Option<ContentHash>,
}

impl Manifest {
    /// Reads the manifest in `folder`; empty when there is none.
    ///
    /// What cannot be understood claims nothing: then a changed file is refused as foreign, which is
    /// a nuisance, but never a loss.
    pub(super) fn load(folder: &Path) -> Result<Loaded, WriteError> {
        let path = folder.join("manifest");
        let written = match fs::symlink_metadata(&path) {
            Ok(metadata) => metadata.modified().ok(),
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Loaded::default()),
            Err(error) => return Err(WriteError::disk(&path, error)),
        };
        let bytes = fs::read(&path).map_err(|error| WriteError::disk(&path, error))?;
        let hash = Some(ContentHash::of(&bytes));
        let manifest = String::from_utf8(bytes).ok().and_then(|text| Self::parse(&text)).unwrap_or_default();
        Ok(Loaded { manifest, written, hash })
    }

    /// Replaces the manifest in `folder`; returns the fingerprint of the file.
    ///
    /// This is the one file that is flushed to the disk: should the power fail, every other file can
    /// be made again, but what is ours could not be told from what is not.
    pub(super) fn store(&self, folder: &Path) -> Result<ContentHash, WriteError> {
        let path = folder.join("manifest");
        let new = folder.join("manifest-new");
        let text = self.text();
        let write = || -> io::Result<()> {
            let mut file = File::create(&new)?;
            file.write_all(text.as_bytes())?;
            file.sync_all()?;
            fs::rename(&new, &path)
        };
        write().map_err(|error| WriteError::disk(&path, error))?;
        Ok(ContentHash::of(text.as_bytes()))
    }

    fn text(&self) -> String {
        let mut text = HEAD.to_owned();
        for (kind, files) in [(OWNED, &self.owned), (ANNOUNCED, &self.announced)] {
            for (path, print) in files {
                // Writing to a string cannot fail.
                let Print { size, hash, key } = print;
                let _ = match key {
                    Some(key) => writeln!(text, "{kind} {hash} {size} {key} {}", path.encoded()),
                    None => writeln!(text, "{kind} {hash} {size} {NO_KEY} {}", path.encoded()),
                };
            }
        }
        text
    }

    fn parse(text: &str) -> Option<Self> {
        let mut manifest = Self::default();
        for line in text.strip_prefix(HEAD)?.lines() {
            let mut parts = line.splitn(5, ' ');
            let files = match parts.next()? {
                OWNED => &mut manifest.owned,
                ANNOUNCED => &mut manifest.announced,
                _ => return None,
            };
            let hash = ContentHash::parse(parts.next()?)?;
            let size = parts.next()?.parse().ok()?;
            let key = match parts.next()? {
                NO_KEY => None,
                key => Some(Key::parse(key)?),
            };
            let path = OutputPath::new(&percent_decode(parts.next()?)).ok()?;
            files.insert(path, Print { size, hash, key });
        }
        Some(manifest)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn manifest(owned: &[&str], announced: &[&str]) -> Manifest {
        let files = |paths: &[&str]| {
            paths
                .iter()
                .map(|path| {
                    let hash = ContentHash::of(path.as_bytes());
                    let print = Print {
                        size: path.len() as u64,
                        hash,
                        key: Some(Key { whole: hash, look: 7, own: 11 }).filter(|_| path.len() > 8),
                    };
                    (OutputPath::new(path).unwrap(), print)
                })
                .collect()
        };
        Manifest { owned: files(owned), announced: files(announced) }
    }

    #[test]
    fn a_manifest_survives_the_disk() {
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(Manifest::load(folder.path()).unwrap(), Loaded::default());
        let stored = manifest(&["a/Übung 1%.pdf", "zwei\nZeilen"], &["neu.html"]);
        let hash = stored.store(folder.path()).unwrap();
        let loaded = Manifest::load(folder.path()).unwrap();
        assert_eq!((loaded.manifest, loaded.hash), (stored, Some(hash)));
    }

    #[test]
    fn a_damaged_manifest_claims_nothing() {
        let text = manifest(&["a.html", "b.html"], &[]).text();
        for damaged in
            ["", "x", &text[1..], &text[..text.len() - 5].replace('=', "?"), &format!("{text}= 1 2 -")]
        {
            assert_eq!(Manifest::parse(damaged), None, "{damaged:?}");
        }
    }
}
