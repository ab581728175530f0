//! Writes a small site with a finder, to try the search by hand: `FUNDUS_DEMO=folder cargo test --test search
//! demo -- --ignored`, then open `finder.html` in it.

use std::fs;
use std::path::PathBuf;

use crate::{quality, site};

#[test]
#[ignore = "writes a demonstration for people"]
fn demo() {
    let folder = PathBuf::from(std::env::var("FUNDUS_DEMO").unwrap());
    fs::create_dir_all(folder.join("search")).unwrap();
    let (documents, settings) = quality::site();
    for (path, bytes) in site::files(&documents, &settings) {
        fs::write(folder.join("search").join(path), bytes).unwrap();
    }
    fs::write(folder.join("finder.html"), include_str!("demo.html")).unwrap();
    fs::write(folder.join("search.js"), include_str!("../../themes/default/static/search.js")).unwrap();
}
