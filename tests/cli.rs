//! The program as people run it: a real process in a folder of its own, with an empty environment.
//!
//! What can be tested without a process is tested where it stands.
#![expect(clippy::unwrap_used, reason = "a test may fail loudly")]

use std::ffi::OsStr;
use std::path::Path;
use std::process::{Command, Stdio};

use tempfile::TempDir;

/// A folder to run the program in.
struct Place {
    folder: TempDir,
}

/// What a run left behind.
#[derive(Debug)]
struct Run {
    code: i32,
    out: String,
    err: String,
}

impl Place {
    fn new() -> Self {
        Self { folder: TempDir::new().unwrap() }
    }

    fn path(&self) -> &Path {
        self.folder.path()
    }

    fn command(&self, args: &[impl AsRef<OsStr>]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_fundus"));
        command.args(args).current_dir(self.path()).env_clear().stdin(Stdio::null());
        command
    }

    fn run(&self, args: &[&str]) -> Run {
        Run::of(self.command(args))
    }
}

impl Run {
    fn of(mut command: Command) -> Self {
        let output = command.output().unwrap();
        Self {
            code: output.status.code().expect("the program was not killed"),
            out: String::from_utf8(output.stdout).unwrap(),
            err: String::from_utf8(output.stderr).unwrap(),
        }
    }
}

#[test]
fn help_speaks_the_language_of_the_reader() {
    let place = Place::new();
    let german = place.run(&["--help"]);
    assert_eq!((german.code, german.err.as_str()), (0, ""));
    assert!(german.out.contains("Aufruf: fundus [OPTIONEN] BEFEHL"), "{}", german.out);
    for english in ["Usage", "Options:", "Commands", "possible values", "default"] {
        assert!(!german.out.contains(english), "{english} in {}", german.out);
    }

    let mut command = place.command(&["explain", "--help"]);
    command.env("LANG", "en_GB.UTF-8");
    let english = Run::of(command);
    assert!(english.out.contains("Usage: fundus explain [OPTIONS] [CODE]"), "{}", english.out);
}

#[test]
fn wrong_usage_ends_with_2_and_says_what_was_meant() {
    let run = Place::new().run(&["explan"]);
    assert_eq!((run.code, run.out.as_str()), (2, ""));
    assert_eq!(run.err, "Fehler: Einen Befehl `explan` gibt es nicht.\nMeinten Sie `explain`?\n");

    let bare = Place::new().run(&[]);
    assert_eq!(bare.code, 2);
    assert!(
        bare.err.contains("Befehle:") && bare.err.ends_with("Fehler: Es fehlt ein Befehl.\n"),
        "{}",
        bare.err
    );
}

#[test]
fn explain_tells_more_about_a_code() {
    let place = Place::new();
    let one = place.run(&["explain", "missing-alt"]);
    assert_eq!(one.code, 0);
    assert!(one.out.starts_with("Fehler[missing-alt]: Dem Bild `…` fehlt die Beschreibung"), "{}", one.out);

    let all = place.run(&["explain", "--lang", "en"]);
    assert!(all.out.lines().any(|line| line.starts_with("broken-link ")), "{}", all.out);

    let none = place.run(&["explain", "missing-alte"]);
    assert_eq!(none.code, 2);
    assert!(none.err.contains("Meinten Sie `missing-alt`"), "{}", none.err);
}

#[test]
fn completions_know_the_commands() {
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let run = Place::new().run(&["completions", shell]);
        assert_eq!(run.code, 0);
        assert!(run.out.contains("explain"), "{shell}");
    }
}

#[test]
fn a_reader_that_has_seen_enough_is_no_failure() {
    let (reader, writer) = std::io::pipe().unwrap();
    drop(reader);
    let place = Place::new();
    let mut command = place.command(&["explain"]);
    let output = command.stdout(writer).stderr(Stdio::piped()).spawn().unwrap().wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
}
