//! Guards the structure: imports follow the flow of ARCHITECTURE.md, each third-party crate stays
//! behind its module, and the library neither prints nor reads clock and environment.
#![expect(clippy::unwrap_used, reason = "tests stop at what is wrong")]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// The modules from the ground up. A module may import from its own line and from lines above it.
const LAYERS: &[&[&str]] = &[
    &[
        "path",
        "lang",
        "hash",
        "search",
        "qr",
        "media",
        "media_type",
        "raster",
        "svg",
        "progress",
        "text",
        "css",
    ],
    &["diagnostic", "locale", "output"],
    // The model is read from TOML, and TOML gives labels of the model.
    &["mistakes", "toml_table", "yaml", "model"],
    &["archive", "discover", "config", "git"],
    &["parse"],
    &["site"],
    &["query", "resolve", "related", "glossary", "abbreviations"],
    &["selection", "finder"],
    // The theme states the version of the contract, which stands with the views.
    &["theme", "render", "metadata", "feed", "picture", "resize", "calendar"],
    &["cache"],
    &["pipeline", "scaffold", "report"],
    &["rebuild", "write", "serve"],
    &["export"],
];

/// Where a third-party crate may be named.
const HOMES: &[(&str, &[&str])] = &[
    ("tera", &["render/engine.rs"]),
    ("serde_yaml", &["yaml.rs"]),
    ("syntect", &["parse/markdown/highlight.rs"]),
    ("walkdir", &["discover.rs", "write/"]),
    ("globset", &["discover.rs"]),
    ("quick_xml", &["feed.rs"]),
    ("image", &["resize.rs"]),
    ("ab_glyph", &["picture/canvas.rs"]),
    ("fdeflate", &["picture/canvas.rs"]),
    ("percent_encoding", &["path.rs"]),
    ("png", &["picture/canvas.rs"]),
    ("blake3", &["hash.rs"]),
    ("rmp_serde", &["hash.rs"]),
    ("postcard", &["cache.rs"]),
    ("icu_calendar", &["locale.rs"]),
    ("icu_collator", &["locale.rs"]),
    ("icu_datetime", &["locale.rs"]),
    ("icu_decimal", &["locale.rs"]),
    ("icu_locale_core", &["locale.rs"]),
    ("icu_plurals", &["locale.rs"]),
    ("tiny_http", &["serve/"]),
    ("notify", &["serve/"]),
    ("annotate_snippets", &["report/"]),
    ("clap", &["cli/"]),
    ("qrcodegen", &["qr.rs"]),
    ("rawzip", &["export/"]),
    ("sha2", &["export/"]),
];

fn sources() -> BTreeMap<String, String> {
    fn walk(folder: &Path, root: &Path, found: &mut BTreeMap<String, String>) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path: PathBuf = entry.unwrap().path();
            if path.is_dir() {
                walk(&path, root, found);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let name = path.strip_prefix(root).unwrap().to_string_lossy().replace('\\', "/");
                found.insert(name, std::fs::read_to_string(&path).unwrap());
            }
        }
    }
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut found = BTreeMap::new();
    walk(&root, &root, &mut found);
    found
}

/// The code of a file without its comments and its tests.
fn code(text: &str) -> impl Iterator<Item = &str> {
    let tests = text.find("#[cfg(test)]\nmod tests").unwrap_or(text.len());
    text[..tests].lines().filter(|line| !line.trim_start().starts_with("//"))
}

fn is_library(file: &str) -> bool {
    !file.starts_with("cli/") && file != "main.rs" && file != "lib.rs" && !file.contains("tests")
}

#[test]
fn imports_follow_the_flow() {
    let layer = |module: &str| LAYERS.iter().position(|layer| layer.contains(&module));
    let mut against = Vec::new();
    for (file, text) in sources().iter().filter(|(file, _)| is_library(file)) {
        let module = file.split(['/', '.']).next().unwrap();
        let own = layer(module).unwrap_or_else(|| panic!("{module} has no place in the order of modules"));
        for line in code(text) {
            for used in line.split("crate::").skip(1) {
                let used: String = used.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
                if used != module && layer(&used).is_some_and(|other| other > own) {
                    against.push(format!("{file} imports {used}"));
                }
            }
        }
    }
    against.sort();
    against.dedup();
    assert_eq!(against, EXCEPTIONS, "imports against the flow");
}

/// Imports against the flow that stand for a reason.
const EXCEPTIONS: &[&str] = &[];

#[test]
fn third_party_crates_stay_at_home() {
    let mut strays = Vec::new();
    for (file, text) in sources().iter().filter(|(file, _)| *file != "main.rs") {
        for (name, homes) in HOMES {
            let named = code(text).any(|line| {
                line.split(&format!("{name}::")).count() > 1
                    && !line.contains(&format!("_{name}::"))
                    && !line.contains(&format!("::{name}::"))
            });
            if named && !homes.iter().any(|home| file.starts_with(home)) {
                strays.push(format!("{file} names {name}"));
            }
        }
    }
    assert_eq!(strays, Vec::<String>::new());
}

#[test]
fn the_library_prints_nothing_and_asks_nobody_for_the_time() {
    let mut found = Vec::new();
    for (file, text) in sources().iter().filter(|(file, _)| is_library(file)) {
        for forbidden in
            ["println!", "std::env::", "process::exit", "Zoned::now", "Timestamp::now", "SystemTime::now"]
        {
            if code(text).any(|line| line.contains(forbidden)) {
                found.push(format!("{file} has {forbidden}"));
            }
        }
    }
    assert_eq!(found, Vec::<String>::new());
}
