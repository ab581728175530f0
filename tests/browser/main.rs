//! The demonstration site in a browser: what readers see, hear, press and print.
//!
//! The tests themselves are the `*.test.mjs` beside this file, run by node. One of them by hand:
//! `SITE=FOLDER node --test tests/browser/print.test.mjs`, with a site built into FOLDER. Where
//! Chromium, node or the npm packages are missing, the tests say so and pass; where `CI` is set, they
//! fail.
#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "tests stop at what is wrong and print figures"
)]

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::{LazyLock, Mutex, PoisonError};

/// The demonstration site, built once, or what is missing to look at it.
static SITE: LazyLock<Result<PathBuf, String>> = LazyLock::new(|| match missing() {
    lacks if lacks.is_empty() => Ok(build()),
    lacks => Err(lacks),
});

/// Browsers share the processor's cores badly: one test at a time.
static TURN: Mutex<()> = Mutex::new(());

fn here() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/browser")
}

/// What this machine lacks for these tests; empty if nothing.
fn missing() -> String {
    match Command::new("node").arg(here().join("lib/ready.mjs")).output() {
        Ok(answer) if answer.status.success() => String::from_utf8_lossy(&answer.stdout).into_owned(),
        Ok(answer) => String::from_utf8_lossy(&answer.stderr).into_owned(),
        Err(error) => format!("node: {error}"),
    }
}

fn build() -> PathBuf {
    let site = Path::new(env!("CARGO_TARGET_TMPDIR")).join("browser");
    let _ = std::fs::remove_dir_all(&site);
    let built = Command::new(env!("CARGO_BIN_EXE_fundus"))
        .arg("--root")
        .arg(env!("CARGO_MANIFEST_DIR"))
        .arg("build")
        .arg("--output")
        .arg(&site)
        .output()
        .unwrap();
    assert!(built.status.success(), "{}", String::from_utf8_lossy(&built.stderr));
    site
}

/// Runs one file of tests in node.
fn run(name: &str) {
    let _turn = TURN.lock().unwrap_or_else(PoisonError::into_inner);
    let site = match &*SITE {
        Ok(site) => site,
        Err(lacks) => {
            assert!(std::env::var_os("CI").is_none(), "the browser tests need:\n{lacks}");
            println!("SKIPPED {name}: the browser tests need:\n{lacks}");
            return;
        }
    };
    let ran = Command::new("node")
        .args(["--test", "--test-reporter=spec"])
        .arg(here().join(name))
        .env("SITE", site)
        .env("FUNDUS", env!("CARGO_BIN_EXE_fundus"))
        .env("ROOT", env!("CARGO_MANIFEST_DIR"))
        .output()
        .unwrap();
    let told = String::from_utf8_lossy(&ran.stdout);
    assert!(ran.status.success(), "{told}\n{}", String::from_utf8_lossy(&ran.stderr));
    println!("{told}");
}

/// A Rust test for each file of node tests, and the assurance that none is forgotten.
macro_rules! tests {
    ($($name:ident)*) => {
        $(#[test]
        fn $name() {
            run(concat!(stringify!($name), ".test.mjs"));
        })*

        #[test]
        fn every_file_of_tests_is_run() {
            let files = std::fs::read_dir(here()).unwrap();
            let mut found: Vec<String> = files
                .filter_map(|file| Some(file.unwrap().file_name().to_str()?.strip_suffix(".test.mjs")?.to_owned()))
                .collect();
            found.sort();
            assert_eq!(found, [$(stringify!($name)),*]);
        }
    };
}

tests! { axe calendar export files keeping markup pack print progress reading reflow search weight }
