//! Knows without a look at the site that the folder is as a new run would leave it.
//!
//! A run that came to its end seals the folder with the key of all that it was made from. As long as
//! the key is the same and no file of ours was touched since, another run has nothing to do but to say
//! again what the last one said. Unlike the manifest, the seal may be deleted at any time.

use std::collections::BTreeSet;
use std::fs::{self, Metadata};
use std::path::Path;
use std::time::{Duration, SystemTime};

use rayon::prelude::*;

use super::error::WriteError;
use super::manifest::{Loaded, Manifest};
use super::plan::{Age, folders_of};
use super::{HOME, Lock};
use crate::discover::{TICK, changed};
use crate::hash::ContentHash;

const FILE: &str = "seal";

/// What was written on the seal, if the folder is just as the run with this key left it.
///
/// # Errors
/// When another run is writing into the folder for too long, or the system refuses to read.
pub fn sealed(target: &Path, key: ContentHash) -> Result<Option<String>, WriteError> {
    let home = target.join(HOME);
    let Some(text) = read(&home, key) else { return Ok(None) };
    let lock = Lock::take(target, &home)?;
    let Loaded { manifest, written, .. } = Manifest::load(&home)?;
    let is_whole = !lock.was_interrupted && manifest.announced.as_slice().is_empty();
    let owned = manifest.owned.as_slice();
    let older = |at: &Metadata| Age::of(changed(at), written) == Age::Older;
    let folders: BTreeSet<&str> = owned.iter().flat_map(|(path, _)| folders_of(path.as_str())).collect();
    let is_untouched = is_whole
        // Files in a folder that was put there keep their times.
        && folders.iter().all(|folder| {
            fs::symlink_metadata(target.join(folder)).is_ok_and(|folder| folder.is_dir() && older(&folder))
        })
        && owned.par_iter().all(|(path, print)| {
            fs::symlink_metadata(target.join(path.as_str()))
                .is_ok_and(|file| file.is_file() && file.len() == print.size && older(&file))
        });
    Ok(is_untouched.then_some(text))
}

/// Seals the folder after a run with this key that took `elapsed`; its files were last changed at
/// `newest`. Where they are so young that a change during the run could have gone unnoticed, there is
/// no seal.
pub fn seal(target: &Path, key: ContentHash, newest: Option<SystemTime>, elapsed: Duration, text: &str) {
    let path = target.join(HOME).join(FILE);
    let new = path.with_extension("new");
    // Without a seal, the next run only takes longer.
    let Ok(()) = fs::write(&new, format!("{key}\n{text}")) else { return };
    let now = fs::metadata(&new).and_then(|file| file.modified()).ok();
    let start = now.and_then(|now| now.checked_sub(elapsed + TICK));
    let _ = if newest.is_none_or(|newest| start.is_some_and(|start| newest < start)) {
        fs::rename(&new, &path)
    } else {
        fs::remove_file(&new)
    };
}

fn read(home: &Path, key: ContentHash) -> Option<String> {
    let seal = fs::read_to_string(home.join(FILE)).ok()?;
    let (found, text) = seal.split_once('\n')?;
    (ContentHash::parse(found)? == key).then(|| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::super::write;
    use super::*;
    use crate::output::{Output, Outputs};
    use crate::path::OutputPath;

    const LONG_AGO: Option<SystemTime> = Some(SystemTime::UNIX_EPOCH);

    fn written() -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        let mut outputs = Outputs::default();
        for path in ["a.html", "b/c.html"] {
            outputs.insert(Output::made(OutputPath::new(path).unwrap(), path.as_bytes())).unwrap();
        }
        write(&outputs, folder.path()).unwrap();
        assert!(
            sealed_now(folder.path()).is_some(),
            "no file is of the same tick of the clock as the manifest"
        );
        folder
    }

    fn sealed_now(target: &Path) -> Option<String> {
        seal(target, ContentHash::of(b"key"), LONG_AGO, Duration::ZERO, "two\nlines");
        sealed(target, ContentHash::of(b"key")).unwrap()
    }

    #[test]
    fn a_seal_holds_as_long_as_nothing_changes() {
        let folder = written();
        assert_eq!(sealed_now(folder.path()).as_deref(), Some("two\nlines"));
        assert_eq!(sealed(folder.path(), ContentHash::of(b"another key")).unwrap(), None);
        fs::write(folder.path().join("b/c.html"), "c/b.html").unwrap();
        assert_eq!(sealed(folder.path(), ContentHash::of(b"key")).unwrap(), None, "a file was edited");
    }

    #[cfg(unix)]
    #[test]
    fn a_folder_that_was_put_there_breaks_the_seal() {
        let folder = written();
        let at = |name: &str| folder.path().join(name);
        fs::rename(at("b"), at("elsewhere")).unwrap();
        fs::rename(at("elsewhere"), at("b")).unwrap();
        assert_eq!(sealed(folder.path(), ContentHash::of(b"key")).unwrap(), None);
    }

    #[test]
    fn what_is_missing_or_was_interrupted_breaks_the_seal() {
        let folder = written();
        fs::remove_file(folder.path().join("a.html")).unwrap();
        assert_eq!(sealed(folder.path(), ContentHash::of(b"key")).unwrap(), None);

        let folder = written();
        fs::write(folder.path().join(HOME).join("lock"), "x").unwrap();
        assert_eq!(sealed(folder.path(), ContentHash::of(b"key")).unwrap(), None);
    }

    #[test]
    fn young_sources_are_not_sealed() {
        let folder = written();
        fs::remove_file(folder.path().join(HOME).join(FILE)).unwrap();
        let young = fs::metadata(folder.path().join("a.html")).unwrap().modified().ok();
        seal(folder.path(), ContentHash::of(b"key"), young, Duration::ZERO, "");
        assert_eq!(sealed(folder.path(), ContentHash::of(b"key")).unwrap(), None);
    }

    #[test]
    fn where_nothing_was_ever_written_there_is_no_seal() {
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(sealed(folder.path(), ContentHash::of(b"key")).unwrap(), None);
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
    }
}
