//! What the folder looks like after runs of all kinds, including those that were killed.

use std::collections::BTreeMap;
use std::env;
use std::fs;
use std::process::{Command, Stdio};
use std::sync::Barrier;

use proptest::prelude::*;
use walkdir::WalkDir;

use super::*;
use crate::output::{Content, Output};
use crate::path::OutputPath;

fn path(path: &str) -> OutputPath {
    OutputPath::new(path).unwrap()
}

fn outputs(files: &[(&str, &str)]) -> Outputs {
    let mut outputs = Outputs::default();
    for (name, text) in files {
        outputs.insert(Output::made(path(name), text.as_bytes())).unwrap();
    }
    outputs
}

fn put(target: &Path, name: &str, text: &str) {
    let path = target.join(name);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

/// All files and empty folders, without our books.
fn tree(target: &Path) -> BTreeMap<String, String> {
    let entries =
        WalkDir::new(target).min_depth(1).into_iter().filter_entry(|entry| entry.file_name() != HOME);
    entries
        .map(Result::unwrap)
        .filter_map(|entry| {
            let name = entry.path().strip_prefix(target).unwrap().to_str().unwrap().to_owned();
            if entry.file_type().is_dir() {
                let is_empty = fs::read_dir(entry.path()).unwrap().next().is_none();
                return is_empty.then(|| (name, "an empty folder".to_owned()));
            }
            Some((name, String::from_utf8(fs::read(entry.path()).unwrap()).unwrap()))
        })
        .collect()
}

fn expected(files: &[(&str, &str)]) -> BTreeMap<String, String> {
    files.iter().map(|&(name, text)| (name.to_owned(), text.to_owned())).collect()
}

fn report(written: usize, unchanged: usize, removed: usize) -> WriteReport {
    WriteReport { written, unchanged, removed, foreign: 0 }
}

fn foreign(result: Result<WriteReport, WriteError>) -> Vec<String> {
    let Err(WriteError::Foreign { paths }) = result else { panic!("not refused: {result:?}") };
    paths.iter().map(|path| path.file_name().unwrap().to_str().unwrap().to_owned()).collect()
}

#[test]
fn only_what_changed_is_written() {
    let folder = tempfile::tempdir().unwrap();
    let target = folder.path().join("new/public");
    let modified = |name: &str| fs::metadata(target.join(name)).unwrap().modified().unwrap();

    assert_eq!(write(&outputs(&[("a.html", "1"), ("b/c.html", "2")]), &target).unwrap(), report(2, 0, 0));
    let (first, books) = (modified("a.html"), modified(".fundus/manifest"));
    assert_eq!(write(&outputs(&[("a.html", "1"), ("b/c.html", "2")]), &target).unwrap(), report(0, 2, 0));
    assert_eq!(modified(".fundus/manifest"), books);
    assert_eq!(write(&outputs(&[("a.html", "1"), ("b/c.html", "3")]), &target).unwrap(), report(1, 1, 0));
    assert_eq!(tree(&target), expected(&[("a.html", "1"), ("b/c.html", "3")]));
    assert_eq!(modified("a.html"), first);
}

#[test]
fn copies_are_written_once_whether_or_not_their_hash_is_known() {
    let folder = tempfile::tempdir().unwrap();
    put(folder.path(), "source.pdf", "Text");
    let hash = ContentHash::of(b"Text");
    for (known, expected) in [(None, report(1, 0, 0)), (Some(hash), report(0, 1, 0)), (None, report(0, 1, 0))]
    {
        let mut outputs = Outputs::default();
        let content = Content::File { from: folder.path().join("source.pdf"), hash: known };
        outputs.insert(Output { path: path("a.pdf"), source: None, content }).unwrap();
        assert_eq!(write(&outputs, &folder.path().join("public")).unwrap(), expected);
    }
    assert_eq!(fs::read(folder.path().join("public/a.pdf")).unwrap(), b"Text");
}

#[test]
fn what_nobody_wants_any_more_is_removed_and_foreign_files_stay() {
    let folder = tempfile::tempdir().unwrap();
    let target = folder.path();
    put(target, ".gitignore", "*");
    put(target, "b/notes.txt", "mine");
    write(&outputs(&[("a.html", "1"), ("b/c.html", "2"), ("d/e/f.html", "3")]), target).unwrap();
    assert_eq!(write(&outputs(&[("a.html", "1")]), target).unwrap(), report(0, 1, 2));
    assert_eq!(tree(target), expected(&[(".gitignore", "*"), ("a.html", "1"), ("b/notes.txt", "mine")]));
}

#[test]
fn a_foreign_file_in_the_way_stops_everything() {
    let folder = tempfile::tempdir().unwrap();
    let target = folder.path();
    put(target, "b.html", "mine");
    put(target, "c", "mine too");
    fs::create_dir(target.join("d.html")).unwrap();
    let before = tree(target);
    let wanted = [
        ("a.html", "1"),
        ("b.html", "2"),
        ("c/x.html", "3"),
        ("d.html", "4"),
        (".fundus/lock", "5"),
        ("new/folders/e.html", "6"),
    ];
    assert_eq!(foreign(write(&outputs(&wanted), target)), [".fundus", "b.html", "c", "d.html"]);
    assert_eq!(tree(target), before);
}

#[test]
fn a_foreign_file_with_the_right_bytes_stays_foreign() {
    let folder = tempfile::tempdir().unwrap();
    let target = folder.path();
    put(target, "a.html", "1");
    assert_eq!(
        write(&outputs(&[("a.html", "1")]), target).unwrap(),
        WriteReport { foreign: 1, ..report(0, 1, 0) }
    );
    assert_eq!(foreign(write(&outputs(&[("a.html", "2")]), target)), ["a.html"]);
    assert_eq!(write(&outputs(&[]), target).unwrap(), report(0, 0, 0));
    assert_eq!(tree(target), expected(&[("a.html", "1")]));
}

#[test]
fn without_its_books_a_folder_is_foreign() {
    let folder = tempfile::tempdir().unwrap();
    let target = folder.path();
    write(&outputs(&[("a.html", "1"), ("b.html", "2")]), target).unwrap();
    fs::remove_dir_all(target.join(HOME)).unwrap();
    assert_eq!(foreign(write(&outputs(&[("a.html", "1"), ("b.html", "3")]), target)), ["b.html"]);
}

#[test]
fn a_file_of_ours_that_somebody_edited_is_brought_back() {
    let folder = tempfile::tempdir().unwrap();
    let target = folder.path();
    let wanted = outputs(&[("a.html", "one"), ("b.html", "two")]);
    write(&wanted, target).unwrap();
    put(target, "a.html", "own");
    fs::remove_file(target.join("b.html")).unwrap();
    assert_eq!(write(&wanted, target).unwrap(), report(2, 0, 0));
    assert_eq!(tree(target), expected(&[("a.html", "one"), ("b.html", "two")]));
}

/// As `cp -p` does it.
#[cfg(unix)]
#[test]
fn an_edit_is_noticed_even_with_the_old_time_and_size() {
    let folder = tempfile::tempdir().unwrap();
    let target = folder.path();
    let wanted = outputs(&[("a.html", "one")]);
    write(&wanted, target).unwrap();
    let modified = fs::metadata(target.join("a.html")).unwrap().modified().unwrap();
    thread::sleep(Duration::from_millis(20));
    put(target, "a.html", "own");
    File::options().write(true).open(target.join("a.html")).unwrap().set_modified(modified).unwrap();
    assert_eq!(write(&wanted, target).unwrap(), report(1, 0, 0));
}

#[test]
fn files_become_folders_and_names_change_their_case() {
    let folder = tempfile::tempdir().unwrap();
    let target = folder.path();
    let steps: [&[(&str, &str)]; 6] = [
        &[("a", "1"), ("b/c/d.html", "2")],
        &[("a/x.html", "1"), ("b", "2")],
        &[("A/x.html", "1"), ("B", "2")],
        &[("A/X.html", "1"), ("b/c.html", "2")],
        &[("a/x.html", "3"), ("a/y.html", "4")],
        &[("a/x.html", "3"), ("Ä.html", "4")],
    ];
    for step in steps {
        write(&outputs(step), target).unwrap();
        assert_eq!(tree(target), expected(step));
    }
}

#[cfg(unix)]
#[test]
fn links_in_the_folder_are_never_followed() {
    use std::os::unix::fs::symlink;

    let folder = tempfile::tempdir().unwrap();
    let (target, outside) = (folder.path().join("public"), folder.path().join("outside"));
    write(&outputs(&[("a/x.html", "1"), ("b.html", "2")]), &target).unwrap();
    fs::rename(target.join("a"), &outside).unwrap();
    symlink(&outside, target.join("a")).unwrap();
    fs::rename(target.join("b.html"), outside.join("b.html")).unwrap();
    symlink(outside.join("b.html"), target.join("b.html")).unwrap();

    assert_eq!(foreign(write(&outputs(&[("a/x.html", "3"), ("b.html", "4")]), &target)), ["a", "b.html"]);
    write(&outputs(&[]), &target).unwrap();
    assert_eq!(tree(&outside), expected(&[("b.html", "2"), ("x.html", "1")]));
}

#[test]
fn a_source_that_cannot_be_read_leaves_everything_as_it_was() {
    let folder = tempfile::tempdir().unwrap();
    let target = folder.path();
    write(&outputs(&[("a.html", "1"), ("z.html", "2")]), target).unwrap();
    let mut wanted = outputs(&[("a.html", "3"), ("b/c.html", "4")]);
    let content = Content::File { from: target.join("gone.pdf"), hash: None };
    wanted.insert(Output { path: path("m.pdf"), source: None, content }).unwrap();
    assert!(matches!(write(&wanted, target), Err(WriteError::Source { .. })));
    assert_eq!(tree(target), expected(&[("a.html", "1"), ("z.html", "2")]));
}

#[test]
fn a_folder_that_cannot_be_one_is_said_so() {
    let folder = tempfile::tempdir().unwrap();
    put(folder.path(), "public", "a file");
    let result = write(&outputs(&[("a.html", "1")]), &folder.path().join("public"));
    assert!(matches!(result, Err(WriteError::Disk { cause: Cause::NotAFolder, .. })), "{result:?}");

    let long = "x".repeat(300);
    let result = write(&outputs(&[("a.html", "1"), (&long, "2")]), &folder.path().join("site"));
    assert!(matches!(result, Err(WriteError::Disk { cause: Cause::BadName, .. })), "{result:?}");
    assert_eq!(tree(&folder.path().join("site")), expected(&[]));
}

#[test]
fn two_runs_at_once_end_as_one_after_the_other() {
    let folder = tempfile::tempdir().unwrap();
    let both = [("one", "1"), ("two", "2")].map(|(name, text)| {
        let names: Vec<String> =
            (0..60).map(|n| format!("{name}/{n}.html")).chain(["index.html".into()]).collect();
        names.into_iter().map(|name| (name, text)).collect::<Vec<_>>()
    });
    let lists = both.each_ref().map(|files| files.iter().map(|(n, t)| (n.as_str(), *t)).collect::<Vec<_>>());
    for _ in 0..5 {
        let start = Barrier::new(2);
        thread::scope(|scope| {
            for files in &lists {
                scope.spawn(|| {
                    let wanted = outputs(files);
                    start.wait();
                    write(&wanted, folder.path()).unwrap();
                });
            }
        });
        let result = tree(folder.path());
        assert!(lists.iter().any(|files| result == expected(files)));
    }
}

const KILLED: &str = "FUNDUS_TEST_KILLED_IN";

/// The two sites between which the killed process goes to and fro. They share some files, and what is
/// a folder in the old one is a file in the new one.
fn versions() -> [Vec<(String, String)>; 2] {
    let file = |n: usize, text: &str| (format!("{}/{n}.html", n % 7), text.repeat(2000 + n));
    let old = (0..80).map(|n| file(n, "old ")).collect();
    let new = (40..120).filter(|n| n % 7 > 0).map(|n| file(n, "new ")).chain([("0".into(), "file".into())]);
    [old, new.collect()]
}

fn as_outputs(files: &[(String, String)]) -> Outputs {
    outputs(&files.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect::<Vec<_>>())
}

/// Not a test: what the test below starts and kills.
#[test]
#[ignore = "runs until it is killed"]
fn write_until_killed() {
    let Some(target) = env::var_os(KILLED) else { return };
    let sites = versions().map(|files| as_outputs(&files));
    loop {
        for site in &sites {
            write(site, Path::new(&target)).unwrap();
        }
    }
}

#[test]
fn a_kill_at_any_moment_leaves_whole_files_and_the_next_run_heals() {
    let folder = tempfile::tempdir().unwrap();
    let target = folder.path();
    put(target, "3/notes.txt", "mine");
    let [old, new] = versions();
    for round in 0..12 {
        let mut child = Command::new(env::current_exe().unwrap())
            .args(["--exact", "write::tests::write_until_killed", "--ignored"])
            .env(KILLED, target)
            .stdout(Stdio::null())
            .spawn()
            .unwrap();
        thread::sleep(Duration::from_millis(15 + round * 13 % 50));
        child.kill().unwrap();
        child.wait().unwrap();

        for (name, text) in tree(target) {
            let is_whole = old.iter().chain(&new).any(|file| *file == (name.clone(), text.clone()));
            let is_staged = name.contains(".fundus-new-");
            assert!(is_whole || is_staged || text == "mine" || text == "an empty folder", "{name}");
        }
        let site = if round % 2 == 0 { &old } else { &new };
        write(&as_outputs(site), target).unwrap();
        let mut healed: BTreeMap<_, _> = site.iter().cloned().collect();
        healed.insert("3/notes.txt".into(), "mine".into());
        assert_eq!(tree(target), healed);
    }
}

/// What may happen to the folder, one after the other.
#[derive(Clone, Debug)]
enum Step {
    Write(Vec<(&'static str, &'static str)>),
    /// Somebody puts a file there, if nothing is there yet.
    Foreign(&'static str),
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let name = || prop::sample::select(vec!["a", "a/b", "a/b/c", "A", "A/b", "d", "d/e", "D/e", "f", "f/g"]);
    let file = (name(), prop::sample::select(vec!["x", "y"]));
    let step = prop_oneof![
        3 => prop::collection::vec(file, 0..5).prop_map(Step::Write),
        1 => name().prop_map(Step::Foreign),
    ];
    prop::collection::vec(step, 1..8)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    /// Over any history, the folder holds the outputs and the foreign files, or nothing has changed.
    #[test]
    fn the_folder_is_as_wanted_or_as_before(steps in steps()) {
        let folder = tempfile::tempdir().unwrap();
        let target = folder.path();
        let mut foreign = BTreeMap::new();
        for step in steps {
            match step {
                Step::Foreign(name) => {
                    let path = target.join(name);
                    if path.symlink_metadata().is_err() && fs::create_dir_all(path.parent().unwrap()).is_ok() {
                        fs::write(path, "x").unwrap();
                        foreign.insert(name.to_owned(), "x".to_owned());
                    }
                }
                Step::Write(files) => {
                    let mut wanted = Outputs::default();
                    let mut all = foreign.clone();
                    for (name, text) in files {
                        if wanted.insert(Output::made(path(name), text.as_bytes())).is_ok() {
                            all.insert(name.to_owned(), text.to_owned());
                        }
                    }
                    let before = tree(target);
                    match write(&wanted, target) {
                        Ok(_) => prop_assert_eq!(tree(target), all),
                        Err(WriteError::Foreign { .. }) => prop_assert_eq!(tree(target), before),
                        Err(error) => panic!("{error}"),
                    }
                }
            }
        }
    }
}

#[cfg(unix)]
#[test]
fn what_is_in_a_folder_that_was_put_there_is_looked_at() {
    let folder = tempfile::tempdir().unwrap();
    let (target, old) = (folder.path().join("public"), folder.path().join("old"));
    put(&old, "a.html", "2025");
    let files = [("konzepte/a.html", "2026"), ("konzepte/b/c.html", "x"), ("d.html", "y")];
    write(&outputs(&files), &target).unwrap();
    fs::remove_dir_all(target.join("konzepte")).unwrap();
    fs::rename(&old, target.join("konzepte")).unwrap();
    assert_eq!(write(&outputs(&files), &target).unwrap(), report(2, 1, 0));
    assert_eq!(tree(&target), expected(&files));
}
