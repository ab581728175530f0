//! The days of last changes, as git knows them: one `git log` for the whole content folder.
//!
//! It reads all commits, which in a repository of years takes longer than a build; so nobody asks for it again as
//! long as the same commit is checked out. A site that is not in a repository, or a machine without git, has no such
//! days; that is no problem.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Arc;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::discover::CONTENT;
use crate::path::SourcePath;

/// The days of last changes, as of a commit.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(crate) struct Changes {
    /// As [`head`] gives it.
    pub(crate) head: String,
    /// The day of the last commit that touched each file of the content folder.
    pub(crate) days: Arc<HashMap<SourcePath, Date>>,
}

impl Changes {
    /// As of the commit that is checked out, which may be that of which they are `known`. A repository without its
    /// older commits may get them at any time, and has few to read.
    pub(crate) fn of(root: &Path, known: Self) -> Self {
        let head = head(root);
        if head == known.head && !head.ends_with(SHALLOW) {
            return known;
        }
        match last_changes(root, &head) {
            Some(days) => Self { days: Arc::new(days), head },
            // Another time it may answer, as where commits come over the network.
            None => Self::default(),
        }
    }
}

/// What git says of a repository without its older commits.
const SHALLOW: &str = "true";

/// `None` where git does not answer.
fn last_changes(root: &Path, head: &str) -> Option<HashMap<SourcePath, Date>> {
    let commit = head.split_whitespace().next()?;
    let log = ["log", "-z", commit, "--format=%x01%cs", "--name-only", "--relative", "--", CONTENT];
    // Names that end with a NUL are given as they are.
    Some(read_log(&ask(root, &[PLAIN, &log].concat())?))
}

/// Against habits that people write into their settings, and with which a log says something else.
const PLAIN: &[&str] =
    &["-c", "log.showSignature=false", "-c", "log.showRoot=true", "-c", "log.follow=false"];

/// What git says in this folder; `None` where it fails, or is not there.
fn ask(root: &Path, args: &[&str]) -> Option<String> {
    let mut git = Command::new("git");
    git.arg("-C").arg(root).args(args).stdin(Stdio::null()).stderr(Stdio::null());
    let output = git.output().ok().filter(|output| output.status.success())?;
    Some(String::from_utf8_lossy(&output.stdout).into_owned())
}

/// The commit that is checked out, where in the repository the site stands, and whether older commits are missing:
/// `3f2a… site/ false`; empty without a commit.
#[must_use]
pub(crate) fn head(root: &Path) -> String {
    if !is_in_repository(root) {
        return String::new();
    }
    let said = ask(root, &["rev-parse", "HEAD", "--show-prefix", "--is-shallow-repository"]);
    said.map(|said| said.split_whitespace().collect::<Vec<_>>().join(" ")).unwrap_or_default()
}

/// The file that grows with each commit and each checkout, where there is a repository; it need not exist yet.
#[must_use]
pub(crate) fn journal(root: &Path) -> Option<PathBuf> {
    if !is_in_repository(root) {
        return None;
    }
    Some(root.join(ask(root, &["rev-parse", "--git-path", "logs/HEAD"])?.trim_end()))
}

/// Starting git costs more than looking for a repository.
fn is_in_repository(root: &Path) -> bool {
    let absolute = root.canonicalize().unwrap_or_else(|_| root.to_owned());
    absolute.ancestors().any(|folder| folder.join(".git").exists())
}

/// Reads commits from the newest to the oldest: the sign `\u{1}` and the day, then the files, each with a NUL behind it.
fn read_log(log: &str) -> HashMap<SourcePath, Date> {
    let mut days = HashMap::new();
    let mut day = None;
    for part in log.split('\0') {
        let part = part.strip_prefix('\n').unwrap_or(part);
        if let Some(of_commit) = part.strip_prefix('\u{1}') {
            day = of_commit.parse::<Date>().ok();
        } else if let (Some(day), Ok(path)) = (day, SourcePath::new(part)) {
            days.entry(path).or_insert(day);
        }
    }
    days
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_newest_commit_of_a_file_counts() {
        let days = read_log(
            "\u{1}2026-03-02\0\ncontent/a.md\0\u{1}2025-01-01\0\ncontent/a.md\0content/b \"c\".md\0",
        );
        let day = |file: &str| days[&SourcePath::new(file).unwrap()].to_string();
        assert_eq!(day("content/a.md"), "2026-03-02");
        assert_eq!(day("content/b \"c\".md"), "2025-01-01");
    }
}
