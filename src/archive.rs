//! The record of the archive, `content/archiv.lock`: of each archived document, the fingerprint of its file.
//!
//! What was published once is quoted, and must not change unnoticed. So whoever changes an archived document says so
//! in a second place, which stands in the same commit. The record is text for people and for git, a line for each document:
//! the fingerprint (BLAKE3, of the file with the line ends of Unix, which git may change), two spaces, and the path.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::ops::Range;

use crate::diagnostic::{Code, Diagnostic};
use crate::hash::ContentHash;
use crate::path::SourcePath;

/// Where the record is.
pub const ARCHIVE: &str = "content/archiv.lock";

/// The first line of the record.
const HEAD: &str =
    "# Archiv: Dateien und ihre Prüfsummen, geschrieben von `fundus archive`. Gehört mit ins Git.";

/// What is recorded; nothing where there is no record.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Archive {
    /// The record, if there is one.
    file: Option<SourcePath>,
    entries: BTreeMap<SourcePath, Entry>,
}

/// A line of the record.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Entry {
    hash: ContentHash,
    line: Range<usize>,
}

/// What has become of a document that is recorded or should be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Departure {
    /// It is another one now.
    Changed,
    /// It is gone.
    Missing,
    /// It is archived and not recorded.
    Unrecorded,
}

impl Archive {
    /// Reads the record. Lines that are none are told.
    #[must_use]
    pub fn parse(file: SourcePath, bytes: &[u8], problems: &mut Vec<Diagnostic>) -> Self {
        let text = String::from_utf8_lossy(bytes);
        let mut entries = BTreeMap::new();
        let mut start = 0;
        for whole in text.split_inclusive('\n') {
            let line = start..start + whole.trim_end().len();
            start += whole.len();
            if line.is_empty() || whole.starts_with('#') {
                continue;
            }
            let entry = read(whole.trim_end());
            let is_new = entry.as_ref().is_some_and(|(path, _)| !entries.contains_key(path));
            match entry.filter(|_| is_new) {
                Some((path, hash)) => _ = entries.insert(path, Entry { hash, line }),
                None => problems.push(Diagnostic::new(Code::ArchiveSyntax).at(&file, line)),
            }
        }
        Self { file: Some(file), entries }
    }

    /// Whether there is no record.
    #[must_use]
    pub fn is_none(&self) -> bool {
        self.file.is_none()
    }

    /// Whether this document is recorded.
    #[must_use]
    pub fn has(&self, path: &SourcePath) -> bool {
        self.entries.contains_key(path)
    }

    /// How the documents that there are depart from the record, ordered by path; of them, those that are `archived` are
    /// to be recorded.
    pub fn departures<'d>(
        &'d self,
        documents: &BTreeMap<&'d SourcePath, ContentHash>,
        archived: impl Iterator<Item = &'d SourcePath>,
    ) -> Vec<(&'d SourcePath, Departure)> {
        let recorded = self.entries.iter().filter_map(|(path, entry)| match documents.get(path) {
            None => Some((path, Departure::Missing)),
            Some(hash) => (*hash != entry.hash).then_some((path, Departure::Changed)),
        });
        let archived = archived.filter(|path| !self.has(path));
        let mut departures: Vec<_> =
            recorded.chain(archived.map(|path| (path, Departure::Unrecorded))).collect();
        departures.sort_unstable();
        departures
    }

    /// What a departure is told as.
    #[must_use]
    pub fn problem(&self, path: &SourcePath, departure: Departure) -> Diagnostic {
        match (departure, &self.file, self.entries.get(path)) {
            (Departure::Changed, ..) => {
                Diagnostic::new(Code::ArchiveChanged).at(path, 0..0).arg("path", path)
            }
            (Departure::Missing, Some(file), Some(entry)) => {
                Diagnostic::new(Code::ArchiveMissing).at(file, entry.line.clone()).arg("path", path)
            }
            _ => Diagnostic::new(Code::ArchiveUnrecorded).at(path, 0..0),
        }
    }

    /// The record with this document as it is now; without it where it has no fingerprint.
    pub fn record(&mut self, path: &SourcePath, hash: Option<ContentHash>) {
        match hash {
            Some(hash) => _ = self.entries.insert(path.clone(), Entry { hash, line: 0..0 }),
            None => _ = self.entries.remove(path),
        }
    }

    /// The record as a text.
    #[must_use]
    pub fn text(&self) -> String {
        let mut text = format!("{HEAD}\n");
        for (path, Entry { hash, .. }) in &self.entries {
            let _ = writeln!(text, "{hash}  {path}");
        }
        text
    }
}

/// A line of the record.
fn read(line: &str) -> Option<(SourcePath, ContentHash)> {
    let (hash, path) = line.split_once("  ")?;
    Some((SourcePath::new(path).ok()?, ContentHash::parse(hash)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn path(name: &str) -> SourcePath {
        SourcePath::new(name).unwrap()
    }

    #[test]
    fn a_record_is_read_as_it_was_written() {
        let mut archive = Archive::default();
        archive.record(&path("content/b.md"), Some(ContentHash::of(b"b")));
        archive.record(&path("content/a b.md"), Some(ContentHash::of(b"a")));
        let mut problems = Vec::new();
        let text = archive.text();
        let read = Archive::parse(path(ARCHIVE), text.replace('\n', "\r\n").as_bytes(), &mut problems);
        assert_eq!((read.text(), problems), (text.clone(), Vec::new()));
        assert_eq!(text.lines().nth(1), Some(&*format!("{}  content/a b.md", ContentHash::of(b"a"))));
    }

    #[test]
    fn lines_that_are_none_are_told_where_they_stand() {
        let line = format!("{}  content/a.md\n", ContentHash::of(b"a"));
        let text = format!("{line}<<<<<<< HEAD\n{line}{} content/b.md\n", ContentHash::of(b"b"));
        let mut problems = Vec::new();
        let archive = Archive::parse(path(ARCHIVE), text.as_bytes(), &mut problems);
        assert!(archive.has(&path("content/a.md")) && !archive.has(&path("content/b.md")));
        let told: Vec<&str> =
            problems.iter().filter_map(|problem| text.get(problem.place.as_ref()?.span.clone())).collect();
        assert_eq!(told, ["<<<<<<< HEAD", line.trim_end(), text.lines().last().unwrap()]);
    }

    #[test]
    fn departures_are_found_from_both_sides() {
        let text: String =
            ["a", "b", "c"].map(|name| format!("{}  content/{name}.md\n", ContentHash::of(b"x"))).concat();
        let archive = Archive::parse(path(ARCHIVE), text.as_bytes(), &mut Vec::new());
        let [a, b, d] = ["a", "b", "d"].map(|name| path(&format!("content/{name}.md")));
        let documents = [(&a, "x"), (&b, "y"), (&d, "x")];
        let documents = documents.map(|(path, text)| (path, ContentHash::of(text.as_bytes()))).into();
        let found = archive.departures(&documents, [&a, &d].into_iter());
        let c = path("content/c.md");
        let expected = [(&b, Departure::Changed), (&c, Departure::Missing), (&d, Departure::Unrecorded)];
        assert_eq!(found, expected);
    }
}
