//! The handbook tells the truth: its tables are the content model's, its messages the catalogue's,
//! its documents build, its settings are all there are, its commands are understood.
//!
//! `UPDATE=1 cargo test --test handbook` writes anew what is made from the program.
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic))]

mod examples;
mod made;

use std::path::PathBuf;

/// The site whose handbook this is.
fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// Every chapter, with its name.
fn chapters() -> Vec<(String, String)> {
    let mut chapters: Vec<_> = std::fs::read_dir(root().join("content/handbuch"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "md"))
        .map(|path| {
            let name = path.file_stem().unwrap().to_string_lossy().into_owned();
            (name, std::fs::read_to_string(&path).unwrap())
        })
        .collect();
    chapters.sort();
    chapters
}
