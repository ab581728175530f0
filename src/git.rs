//! The days of last changes, as git knows them: one `git log` for the whole content folder.
//!
//! It reads all commits, which in a repository of years takes longer than a build; so nobody asks for it again as
//! long as the same commit is checked out. A site that is not in a repository, or a machine without git, has no such
//! days; that is no problem. Where there is a repository and not all of them are to be had, that is told, once.

use std::collections::{HashMap, HashSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Arc;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::diagnostic::{Code, Diagnostic};
use crate::discover::CONTENT;
use crate::hash::ContentHash;
use crate::path::SourcePath;

/// The days of last changes, as of a commit.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(crate) struct Changes {
    /// As [`head`] gives it.
    pub(crate) head: String,
    /// The day of the last commit that touched each file of the content folder.
    pub(crate) days: Arc<HashMap<SourcePath, Date>>,
    /// Why not all days are known that could be.
    gap: Option<Gap>,
}

/// Why git does not know, or does not tell, when files were changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
enum Gap {
    /// There is no git.
    NoGit,
    /// The repository has no older commits, as most platforms fetch it.
    Shallow,
    /// The folder belongs to somebody else; this command allows git to look into it all the same.
    Owner { command: String },
    /// Something else, in git's words.
    Other { reason: String },
}

impl Changes {
    /// As of the commit that is checked out, which may be that of which they are `known`.
    pub(crate) fn of(root: &Path, known: Self) -> Self {
        let changes = Head::of(root).and_then(|head| match head {
            Some(head) if head.key == known.head => Ok(known),
            Some(head) => Ok(Self {
                days: Arc::new(last_changes(root, &head)?),
                gap: (!head.oldest.is_empty()).then_some(Gap::Shallow),
                head: head.key,
            }),
            None => Ok(Self::default()),
        });
        // Another time it may answer, as where commits come over the network.
        changes.unwrap_or_else(|gap| Self { gap: Some(gap), ..Self::default() })
    }

    /// What is to be told of days that are not known.
    pub(crate) fn problem(&self) -> Option<Diagnostic> {
        let problem = Diagnostic::new(Code::MissingHistory);
        Some(match self.gap.as_ref()? {
            // Whoever writes on a machine without git publishes elsewhere.
            Gap::NoGit => return None,
            Gap::Shallow => problem.arg("option", "fetch-depth: 0"),
            Gap::Owner { command } => problem.arg("command", command),
            Gap::Other { reason } => problem.arg("reason", reason),
        })
    }
}

impl Gap {
    /// Of what git has said where it failed.
    fn of(said: &str) -> Self {
        const ALLOW: &str = "git config --global --add safe.directory";
        let mut lines = said.lines().map(str::trim);
        if let Some(command) = lines.clone().find(|line| line.starts_with(ALLOW)) {
            return Self::Owner { command: command.to_owned() };
        }
        let reason = lines.find(|line| !line.is_empty()).unwrap_or_default();
        Self::Other { reason: reason.trim_start_matches("fatal: ").to_owned() }
    }
}

/// The commit that is checked out.
struct Head {
    /// What the days of last changes depend on.
    key: String,
    commit: String,
    /// The commits whose own ancestors are missing: each looks as if it had made all of its files.
    oldest: HashSet<String>,
}

impl Head {
    /// `None` without a repository, and without a commit in it.
    fn of(root: &Path) -> Result<Option<Self>, Gap> {
        if !is_in_repository(root) {
            return Ok(None);
        }
        let said = match ask(root, &["rev-parse", "HEAD", "--show-prefix", "--is-shallow-repository"]) {
            Ok(said) => said,
            // In a new repository there is no commit yet.
            Err(gap) => return ask(root, &["rev-parse", "--git-dir"]).map(|_| None).map_err(|_| gap),
        };
        let mut key = said.split_whitespace().collect::<Vec<_>>().join(" ");
        let mut oldest = HashSet::new();
        if said.trim_end().ends_with(SHALLOW) {
            let file = ask(root, &["rev-parse", "--git-path", "shallow"])?;
            let list = fs::read_to_string(root.join(file.trim_end())).unwrap_or_default();
            key = format!("{key} {}", ContentHash::of(list.as_bytes()));
            oldest = list.lines().map(|line| line.trim().to_owned()).collect();
        }
        let commit = said.split_whitespace().next().unwrap_or_default().to_owned();
        Ok(Some(Self { key, commit, oldest }))
    }
}

/// What git says of a repository without its older commits.
const SHALLOW: &str = "true";

fn last_changes(root: &Path, head: &Head) -> Result<HashMap<SourcePath, Date>, Gap> {
    let log = ["log", "-z", &head.commit, "--format=%x01%H %cs", "--name-only", "--relative", "--", CONTENT];
    // Names that end with a NUL are given as they are.
    Ok(read_log(&ask(root, &[PLAIN, &log].concat())?, &head.oldest))
}

/// Against habits that people write into their settings, and with which a log says something else.
const PLAIN: &[&str] =
    &["-c", "log.showSignature=false", "-c", "log.showRoot=true", "-c", "log.follow=false"];

/// A hook of git names with these its own repository, which need not be that of the site.
const OF_A_HOOK: [&str; 5] = ["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX", "GIT_COMMON_DIR"];

/// git in this folder, whatever it stands in, and in the language of which [`Gap::of`] knows the words.
fn command(root: &Path, args: &[&str]) -> Command {
    let mut git = Command::new("git");
    git.arg("-C").arg(root).args(args).stdin(Stdio::null()).env("LC_ALL", "C");
    for name in OF_A_HOOK {
        git.env_remove(name);
    }
    git
}

/// What git says in this folder.
fn ask(root: &Path, args: &[&str]) -> Result<String, Gap> {
    let output = command(root, args).output().map_err(|_| Gap::NoGit)?;
    if output.status.success() {
        Ok(String::from_utf8_lossy(&output.stdout).into_owned())
    } else {
        Err(Gap::of(&String::from_utf8_lossy(&output.stderr)))
    }
}

/// What the days of last changes depend on: the commit that is checked out, where in the repository the site stands, and
/// whether older commits are missing: `3f2a… site/ false`; empty without a commit.
#[must_use]
pub(crate) fn head(root: &Path) -> String {
    Head::of(root).ok().flatten().map(|head| head.key).unwrap_or_default()
}

/// The file that grows with each commit and each checkout, where there is a repository; it need not exist yet.
#[must_use]
pub(crate) fn journal(root: &Path) -> Option<PathBuf> {
    if !is_in_repository(root) {
        return None;
    }
    Some(root.join(ask(root, &["rev-parse", "--git-path", "logs/HEAD"]).ok()?.trim_end()))
}

/// Starting git costs more than looking for a repository.
fn is_in_repository(root: &Path) -> bool {
    let absolute = root.canonicalize().unwrap_or_else(|_| root.to_owned());
    absolute.ancestors().any(|folder| folder.join(".git").exists())
}

/// Reads commits from the newest to the oldest: the sign `\u{1}`, the commit and the day, then the files, each with a NUL
/// behind it. What the `oldest` commits of a part of the history show as theirs was there before.
fn read_log(log: &str, oldest: &HashSet<String>) -> HashMap<SourcePath, Date> {
    let mut days = HashMap::new();
    let mut day = None;
    for part in log.split('\0') {
        let part = part.strip_prefix('\n').unwrap_or(part);
        if let Some(commit) = part.strip_prefix('\u{1}') {
            let known = commit.split_once(' ').filter(|(commit, _)| !oldest.contains(*commit));
            day = known.and_then(|(_, day)| day.parse::<Date>().ok());
        } else if let (Some(day), Ok(path)) = (day, SourcePath::new(part)) {
            days.entry(path).or_insert(day);
        }
    }
    days
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lang::MessageLang;

    #[test]
    fn the_newest_commit_of_a_file_counts() {
        let log =
            "\u{1}c 2026-03-02\0\ncontent/a.md\0\u{1}b 2025-01-01\0\ncontent/a.md\0content/b \"c\".md\0";
        let day = |days: &HashMap<SourcePath, Date>, file: &str| {
            days.get(&SourcePath::new(file).unwrap()).map(Date::to_string)
        };
        let days = read_log(log, &HashSet::new());
        assert_eq!(day(&days, "content/a.md").as_deref(), Some("2026-03-02"));
        assert_eq!(day(&days, "content/b \"c\".md").as_deref(), Some("2025-01-01"));
        let days = read_log(log, &["b".to_owned()].into());
        assert_eq!(day(&days, "content/a.md").as_deref(), Some("2026-03-02"));
        assert_eq!(day(&days, "content/b \"c\".md"), None, "it was there before");
    }

    #[test]
    fn a_hook_does_not_lead_elsewhere() {
        let git = command(Path::new("."), &["log"]);
        let is_removed = |name: &str| git.get_envs().any(|(key, value)| key == name && value.is_none());
        assert!(OF_A_HOOK.into_iter().all(is_removed));
    }

    #[test]
    fn what_git_says_becomes_what_to_do() {
        let owner = "fatal: detected dubious ownership in repository at '/site'\nTo add an exception for this \
            directory, call:\n\n\tgit config --global --add safe.directory /site\n";
        let hint = |gap: Gap| {
            let changes = Changes { gap: Some(gap), ..Changes::default() };
            changes.problem().map(|problem| problem.hints(MessageLang::En).join(" ")).unwrap_or_default()
        };
        assert!(hint(Gap::of(owner)).contains("`git config --global --add safe.directory /site`"));
        assert!(hint(Gap::of("\nfatal: bad object HEAD\n")).contains("`bad object HEAD`"));
        assert!(hint(Gap::Shallow).contains("`fetch-depth: 0`"));
        assert_eq!(hint(Gap::NoGit), "");
    }

    /// Whether git did this in the folder.
    fn git(folder: &Path, arguments: &[&str]) -> bool {
        let who = ["-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgSign=false"];
        command(folder, &[&who, arguments].concat()).output().is_ok_and(|output| output.status.success())
    }

    #[test]
    #[expect(clippy::print_stderr, reason = "what is skipped is said")]
    fn where_older_commits_are_missing_no_day_is_wrong() {
        let folder = tempfile::tempdir().unwrap();
        let (whole, part) = (folder.path().join("whole"), folder.path().join("part"));
        fs::create_dir_all(whole.join(CONTENT)).unwrap();
        if !git(&whole, &["init", "--quiet"]) {
            assert!(std::env::var_os("CI").is_none(), "the test needs git");
            return eprintln!("skipped: there is no git");
        }
        let files = |changes: &Changes| {
            let mut files: Vec<String> = changes.days.keys().map(ToString::to_string).collect();
            files.sort();
            files
        };
        let of = |root: &Path| Changes::of(root, Changes::default());
        assert_eq!(of(&whole).gap, None, "there is nothing to know yet");
        for name in ["a.md", "b.md", "c.md"] {
            fs::write(whole.join(CONTENT).join(name), "x").unwrap();
            assert!(git(&whole, &["add", CONTENT]) && git(&whole, &["commit", "--quiet", "-m", "x"]));
        }
        let changes = of(&whole);
        assert_eq!((changes.gap, files(&of(&whole)).len()), (None, 3));
        let from = format!("file://{}", whole.display());
        let into = part.display().to_string();
        assert!(git(folder.path(), &["clone", "--quiet", "--depth", "2", &from, &into]));
        let shallow = of(&part);
        assert_eq!((&shallow.gap, files(&shallow)), (&Some(Gap::Shallow), vec!["content/c.md".to_owned()]));
        assert_eq!(Changes::of(&part, shallow.clone()).gap, Some(Gap::Shallow), "of what is known");
        assert!(git(&part, &["fetch", "--quiet", "--unshallow"]));
        let unshallowed = Changes::of(&part, shallow);
        assert_eq!((&unshallowed.gap, files(&unshallowed).len()), (&None, 3));
        fs::remove_dir_all(part.join(".git")).unwrap();
        fs::write(part.join(".git"), "gitdir: ../nowhere\n").unwrap();
        assert!(matches!(of(&part).gap, Some(Gap::Other { .. })));
    }
}
