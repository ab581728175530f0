//! The examples of the handbook work.
//!
//! A code block whose first line names a file is that file: documents are laid into the
//! demonstration site and built with it, vocabularies and settings are read. Commands are given to
//! the program with `--help`, which reads them and does nothing.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

use fundus::config::Config;
use fundus::diagnostic::Diagnostic;
use fundus::lang::{Lang, MessageLang};
use fundus::model::{Model, Role};
use fundus::parse::vocabulary;
use fundus::path::SourcePath;
use fundus::pipeline::{Options, build};
use fundus::progress::Watcher;
use fundus::render::engine::Engine;
use fundus::theme::Theme;

use super::{chapters, root};

/// A fenced code block.
struct Block {
    chapter: String,
    language: String,
    /// The file that it shows; may be empty.
    file: String,
    text: String,
}

fn blocks() -> Vec<Block> {
    let mut blocks = Vec::new();
    for (chapter, text) in chapters() {
        let mut open: Option<(&str, Block)> = None;
        for line in text.lines() {
            let fence = &line[..line.len() - line.trim_start_matches('`').len()];
            match &mut open {
                Some((opened, _)) if fence.len() >= opened.len() && line == fence => {
                    blocks.extend(open.take().map(|(_, block)| block));
                }
                Some((_, block)) => block.text += &format!("{line}\n"),
                None if fence.len() >= 3 => {
                    let (language, file) =
                        line[fence.len()..].split_once(' ').unwrap_or((&line[fence.len()..], ""));
                    let block = Block {
                        chapter: chapter.clone(),
                        language: language.to_owned(),
                        file: file.to_owned(),
                        text: String::new(),
                    };
                    open = Some((fence, block));
                }
                None => {}
            }
        }
        assert!(open.is_none(), "{chapter}: a code block is not closed");
    }
    blocks
}

fn said(problems: &[Diagnostic]) -> Vec<String> {
    problems.iter().map(|p| format!("{} {:?} {}", p.code, p.place, p.message(MessageLang::De))).collect()
}

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let target = to.join(path.file_name().unwrap());
        if path.is_dir() {
            copy(&path, &target);
        } else {
            std::fs::copy(&path, &target).unwrap();
        }
    }
}

/// The problems of the demonstration site with these documents in it, by file.
fn problems_with(documents: &[(String, String)]) -> BTreeMap<String, Vec<String>> {
    let site = tempfile::tempdir().unwrap();
    copy(&root().join("content"), &site.path().join("content"));
    for (file, text) in documents {
        let path = site.path().join(file);
        assert!(!path.exists(), "{file} is there already");
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
    let config = SourcePath::new("config.toml").unwrap();
    let options = Options {
        config,
        today: jiff::civil::date(2026, 6, 1),
        drafts: true,
        future: true,
        program: String::new(),
        watcher: Watcher::default(),
    };
    let mut by_file: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for problem in build(site.path(), &options).problems {
        let file = problem.place.as_ref().map_or_else(String::new, |place| place.file.to_string());
        by_file.entry(file).or_default().extend(said(&[problem]));
    }
    by_file
}

#[test]
fn whole_documents_build_without_a_problem() {
    let documents: Vec<(String, String)> = blocks()
        .into_iter()
        .filter(|block| block.file.starts_with("content/") && block.file.ends_with(".md"))
        .map(|block| (block.file, block.text))
        .collect();
    assert!(documents.len() >= 9, "the documents of the handbook are found");
    assert_eq!(problems_with(&documents), BTreeMap::new());
}

/// A document of the type that has just what it must have, with this line in it.
fn document(model: &Model, kind: usize, line: &str) -> String {
    let key = line.split_once(':').unwrap().0;
    let needed = model.types[kind].fields.iter().filter(|field| field.required && field.name != key);
    let mut text = "---\n".to_owned();
    for field in needed {
        let value = match (field.role, field.name.as_str()) {
            (Some(Role::Start), _) => "2027-03-01 10:00",
            (Some(Role::Date), _) => "2026-03-01",
            (_, "target_group") => "familien",
            (_, "field") => "asd",
            (_, "funding_program") => "kommunale-mittel",
            _ => "Beispiel",
        };
        text += &format!("{}: {value}\n", field.name);
    }
    format!("{text}{line}\n---\n\nText.\n")
}

#[test]
fn values_are_right_and_wrong_as_the_table_says() {
    let model = Model::builtin();
    let (_, chapter) = chapters().into_iter().find(|(name, _)| name == "kopfdaten").unwrap();
    let (mut documents, mut wrong) = (Vec::new(), Vec::new());
    let rows = chapter.lines().skip_while(|line| !line.starts_with("| Art |")).skip(2);
    for row in rows.take_while(|line| line.starts_with('|')) {
        let cells: Vec<&str> = row.split(" | ").collect();
        for (cell, is_wrong) in [(cells[1], false), (cells[2], true)] {
            for line in cell.split('`').skip(1).step_by(2) {
                let key = line.split_once(':').unwrap().0;
                let kind = model.types.iter().position(|kind| kind.field(key).is_some()).unwrap();
                let file = format!("content/{}/wert-{}.md", model.types[kind].folders[0], documents.len());
                if is_wrong {
                    wrong.push((file.clone(), line));
                }
                documents.push((file, document(&model, kind, line)));
            }
        }
    }
    assert!(wrong.len() >= 15, "the table is found");
    let mut problems = problems_with(&documents);
    for (file, line) in wrong {
        assert!(problems.remove(&file).is_some(), "`{line}` is said to be wrong, and nothing is reported");
    }
    assert_eq!(problems, BTreeMap::new(), "these are said to be right");
}

#[test]
fn vocabularies_and_settings_are_read_without_a_problem() {
    for block in blocks() {
        let mut problems = Vec::new();
        if block.language == "toml" && !block.file.starts_with("themes/") {
            let _ = Config::parse(SourcePath::new("config.toml").unwrap(), &block.text, &mut problems);
        } else if block.file.starts_with("content/vokabulare/") {
            vocabulary(
                &SourcePath::new(&block.file).unwrap(),
                block.text.as_bytes(),
                &Lang::default(),
                &mut problems,
            );
        }
        assert!(problems.is_empty(), "{}: {:#?}\n{}", block.chapter, said(&problems), block.text);
    }
}

#[test]
fn parts_of_a_theme_are_read_without_a_problem() {
    let files = blocks().into_iter().filter(|block| block.file.starts_with("themes/musterstadt/"));
    let files: Vec<_> =
        files.map(|block| (SourcePath::new(&block.file).unwrap(), block.text.into_bytes())).collect();
    assert!(files.len() >= 2, "the files of the theme are found");
    let mut problems = Vec::new();
    let theme = Theme::load("musterstadt", files, &mut problems);
    let engine = Engine::new(&theme, &mut problems);
    assert!(engine.is_some() && problems.is_empty(), "{:#?}", said(&problems));
    for (kind, _) in theme.type_templates() {
        let name = format!("types/{kind}.html");
        let template = theme.templates().find(|template| template.name == name).unwrap();
        let says_who_pays = template.source.contains("{% extends \"document.html\" %}")
            && !template.source.contains("block main")
            || template.source.contains("<funding funding=");
        assert!(says_who_pays, "{name} does not say who pays");
    }
}

#[test]
fn every_setting_is_shown() {
    let whole = blocks().into_iter().find(|block| block.file == "config.toml").unwrap();
    let config = Config::parse(SourcePath::new("config.toml").unwrap(), &whole.text, &mut Vec::new());
    // Taken apart without `..`: a new setting does not compile here before the handbook shows it.
    let Config {
        file: _,
        hash: _,
        text: _,
        title,
        description,
        url,
        lang: _,
        time_zone: _,
        theme,
        accent,
        logo,
        license,
        edit_url,
        page_size: _,
        menu,
        foot_menu,
        ignore,
        search,
        gender,
        in_doubt: _,
        model: _,
    } = config;
    assert!(!title.is_empty() && !description.is_empty() && !url.is_empty() && !edit_url.is_empty());
    assert!(theme.is_some() && accent.is_some() && logo.is_some() && license.is_some());
    assert!(menu.is_some() && foot_menu.is_some() && !ignore.is_empty());
    assert_ne!(search, fundus::search::exceptions::Exceptions::default());
    assert_ne!(gender, fundus::config::Gender::default());
}

#[test]
fn every_command_is_understood() {
    let mut count = 0;
    for block in blocks().iter().filter(|block| ["sh", "yaml"].contains(&block.language.as_str())) {
        let lines = block.text.lines().map(|line| line.trim_start().trim_start_matches("- run: "));
        for line in lines.filter(|line| line.starts_with("fundus ")) {
            let words = line.split('"').enumerate().flat_map(|(index, part)| match index % 2 {
                0 => part.split_whitespace().collect(),
                _ => vec![part],
            });
            let status = Command::new(env!("CARGO_BIN_EXE_fundus"))
                .args(words.skip(1))
                .arg("--help")
                .output()
                .unwrap();
            assert!(status.status.success(), "{}: {line}: {status:?}", block.chapter);
            count += 1;
        }
    }
    assert!(count >= 10, "the commands of the handbook are found");
}

#[test]
fn the_readme_says_what_each_crate_is_for() {
    let read = |name: &str| std::fs::read_to_string(root().join(name)).unwrap();
    let (manifest, readme) = (read("Cargo.toml"), read("README.md"));
    let names = manifest.lines().skip_while(|line| *line != "[dependencies]").skip(1);
    let names = names.take_while(|line| !line.starts_with('[')).filter_map(|line| line.split_once(" = "));
    for (name, _) in names.filter(|(name, _)| !name.starts_with('#')) {
        assert!(readme.contains(&format!("`{name}`")), "README.md does not say what {name} is for");
    }
}
