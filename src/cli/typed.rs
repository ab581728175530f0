//! A path that somebody has typed → the file of the site that is meant.
//!
//! It may be typed as seen from the site's folder, from the current one, or from the top of the drive, and with an umlaut
//! in two signs where the file has it in one. The answer is the path as the site has it.

use std::fs;
use std::path::{Component, Path, PathBuf};

use fundus::path::SourcePath;
use fundus::text::composed;

/// The file in the site's folder `root` that is meant, also one that is not there any more. `folders` are those in the
/// site from which it may be seen, the last one of which holds what may be meant. `None` for what cannot be in there.
pub(super) fn source(typed: &Path, root: &Path, folders: &[&str]) -> Option<SourcePath> {
    let below = |folder: &&str| {
        let typed = typed.to_str().filter(|_| typed.is_relative())?;
        let path = format!("{folder}/{}", typed.replace('\\', "/"));
        SourcePath::new(path.trim_start_matches('/')).ok()
    };
    let mut candidates: Vec<SourcePath> = folders.iter().filter_map(below).collect();
    candidates.extend(from_here(typed, root));
    let candidates: Vec<SourcePath> = candidates.iter().map(|path| as_it_is(path, root)).collect();
    let is_there = |path: &&SourcePath| root.join(path.as_str()).is_file();
    let may_be = |path: &&SourcePath| {
        let rest = folders.last().and_then(|last| path.as_str().strip_prefix(last));
        rest.is_some_and(|rest| folders.last() == Some(&"") || rest.starts_with('/'))
    };
    candidates.iter().find(is_there).or_else(|| candidates.iter().find(may_be)).cloned()
}

/// As seen from the current folder, or from the top of the drive.
fn from_here(typed: &Path, root: &Path) -> Option<SourcePath> {
    let within = |path: PathBuf, root: PathBuf| {
        let below = path.strip_prefix(root).ok()?.to_str()?.replace('\\', "/");
        SourcePath::new(&below).ok()
    };
    // By its names first: a link within the site is one of them.
    within(plain(typed)?, plain(root)?).or_else(|| {
        let path = plain(typed)?;
        let folder = path.parent()?.canonicalize().ok()?;
        within(folder.join(path.file_name()?), root.canonicalize().ok()?)
    })
}

/// A path from the top of the drive without `.` and `..`.
fn plain(path: &Path) -> Option<PathBuf> {
    let mut plain = PathBuf::new();
    for part in std::path::absolute(path).ok()?.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir => drop(plain.pop()),
            other => plain.push(other),
        }
    }
    Some(plain)
}

/// With every name in the form in which the folder lists it.
fn as_it_is(path: &SourcePath, root: &Path) -> SourcePath {
    let mut found = String::new();
    for name in path.as_str().split('/') {
        let listed = fs::read_dir(root.join(&found)).into_iter().flatten().flatten();
        let mut names: Vec<String> = listed
            .filter_map(|entry| entry.file_name().into_string().ok())
            .filter(|listed| composed(listed) == composed(name))
            .collect();
        names.sort_by_key(|listed| listed != name);
        found.push('/');
        found.push_str(names.first().map_or(name, String::as_str));
        found = found.trim_start_matches('/').to_owned();
    }
    SourcePath::new(&found).unwrap_or_else(|_| path.clone())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(typed: &Path, root: &Path) -> Option<String> {
        source(typed, root, &["", "content"]).map(|path| path.to_string())
    }

    #[test]
    fn a_file_is_found_however_it_is_typed() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path();
        // As some systems keep an `ü`.
        let name = "u\u{308}ber.md";
        for folder in ["content/k", "content/contentwerkstatt"] {
            fs::create_dir_all(root.join(folder)).unwrap();
            fs::write(root.join(folder).join(name), "").unwrap();
        }
        for typed in ["content/k/über.md", "k/über.md", "k/../k/u\u{308}ber.md", "./content/k/über.md"] {
            assert_eq!(found(Path::new(typed), root).as_deref(), Some("content/k/u\u{308}ber.md"), "{typed}");
        }
        let typed = root.join("content/k/../k/über.md");
        assert_eq!(found(&typed, &root.join("content/..")).as_deref(), Some("content/k/u\u{308}ber.md"));
        assert_eq!(
            found(Path::new("contentwerkstatt/über.md"), root).as_deref(),
            Some("content/contentwerkstatt/u\u{308}ber.md")
        );
    }

    #[test]
    fn what_is_not_there_any_more_has_a_path_all_the_same() {
        let folder = tempfile::tempdir().unwrap();
        for typed in ["content/k/weg.md", "k/weg.md"] {
            assert_eq!(found(Path::new(typed), folder.path()).as_deref(), Some("content/k/weg.md"));
        }
        assert_eq!(
            found(Path::new("contentwerkstatt/x.md"), folder.path()).as_deref(),
            Some("content/contentwerkstatt/x.md")
        );
        assert_eq!(found(Path::new("../../x.md"), folder.path()), None);
        assert_eq!(found(Path::new("/x.md"), folder.path()), None);
        assert_eq!(source(Path::new("alt.toml"), folder.path(), &[""]).unwrap().as_str(), "alt.toml");
    }
}
