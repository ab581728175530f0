//! A site as one text, and what comes of it.
//!
//! ```text
//! -- content/konzepte/a.md --
//! ---
//! title: Ein Konzept
//! ---
//! -- config.toml --
//! title = "Ein Test"
//! ```

use std::collections::BTreeSet;
use std::path::Path;
use std::process::{Command, Output};

use fundus::diagnostic::{self, Diagnostic, Severity};
use fundus::lang::MessageLang;
use fundus::output::Content;
use fundus::path::{OutputPath, SourcePath};
use fundus::pipeline::{self, Build, Options};
use fundus::progress::Watcher;
use fundus::report::{self, Form, View};
use tempfile::TempDir;

/// What a concept needs around it: two vocabularies and a program.
const SURROUNDINGS: &str = "\
-- content/vokabulare/zielgruppen.yaml --
id: target_group
terms:
  - {id: eltern, label: Eltern}
  - {id: jugendliche, label: Jugendliche}
  - {id: fachkraefte, label: Fachkräfte}
-- content/vokabulare/handlungsfelder.yaml --
id: field
terms:
  - {id: familienbildung, label: Familienbildung}
  - {id: jugendarbeit, label: Jugendarbeit}
-- content/foerderprogramme/digitalpakt.md --
---
title: Digitalpakt
summary: Ein Programm.
statement: {de: Gefördert im Digitalpakt.}
---
";

/// A folder with a site in it.
pub(crate) struct Site {
    folder: TempDir,
}

/// A site that was built, with what is wrong with it.
pub(crate) struct Built {
    pub(crate) build: Build,
    /// Each problem as it is said, in German and English: the line of the short form
    /// (`file:line:column: error[code]: message`), then what to do about it.
    said: Vec<[String; 2]>,
    /// The problems that no expectation has named yet, by their index.
    unnamed: BTreeSet<usize>,
}

impl Site {
    /// Writes a site of `-- path --` sections; a section reaches to the next one.
    pub(crate) fn new(text: &str) -> Self {
        let site = Self { folder: TempDir::new().unwrap() };
        site.sections(text)
    }

    /// As [`Site::new`], beside the vocabularies and the program that a concept needs.
    pub(crate) fn with_surroundings(text: &str) -> Self {
        Self::new(SURROUNDINGS).sections(text)
    }

    /// A site of one concept: its front matter begins in line 1, and its first own line is line 2.
    pub(crate) fn concept(front_matter: &str, body: &str) -> Self {
        Self::with_surroundings("").file("content/konzepte/a.md", format!("---\n{front_matter}---\n{body}"))
    }

    /// A site of one correct concept with this text, which begins in line 8.
    pub(crate) fn body(body: &str) -> Self {
        Self::concept(
            "title: Ein Konzept\nsummary: Eines.\ntarget_group: eltern\nfield: familienbildung\nfunding_program: digitalpakt\n",
            body,
        )
    }

    /// Adds the sections of `text`.
    pub(crate) fn sections(self, text: &str) -> Self {
        let mut file: Option<(&str, String)> = None;
        for line in text.split_inclusive('\n') {
            let heading = line.trim_end().strip_prefix("-- ").and_then(|rest| rest.strip_suffix(" --"));
            match (heading, &mut file) {
                (Some(path), _) => {
                    if let Some((path, text)) = file.replace((path, String::new())) {
                        self.write(path, text.as_bytes());
                    }
                }
                (None, Some((_, text))) => text.push_str(line),
                (None, None) => assert!(line.trim().is_empty(), "text before the first section: {line:?}"),
            }
        }
        if let Some((path, text)) = file {
            self.write(path, text.as_bytes());
        }
        self
    }

    /// Adds a file with these bytes.
    pub(crate) fn file(self, path: &str, bytes: impl AsRef<[u8]>) -> Self {
        self.write(path, bytes.as_ref());
        self
    }

    fn write(&self, path: &str, bytes: &[u8]) {
        let path = self.root().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, bytes).unwrap();
    }

    /// The folder of the site.
    pub(crate) fn root(&self) -> &Path {
        self.folder.path()
    }

    /// Builds the site through the library. Its day is a fixed one.
    pub(crate) fn build(&self) -> Built {
        Built::of(self.root())
    }

    /// Runs the program in the site's folder with an empty environment but for `variables`.
    pub(crate) fn run(&self, args: &[&str], variables: &[(&str, &str)]) -> Output {
        Command::new(env!("CARGO_BIN_EXE_fundus"))
            .args(args)
            .current_dir(self.root())
            .env_clear()
            .envs(variables.iter().copied())
            .output()
            .unwrap()
    }
}

/// What the builds of all tests depend on besides the files of the site.
pub(crate) fn options() -> Options {
    Options {
        config: SourcePath::new(pipeline::CONFIG).unwrap(),
        today: jiff::civil::date(2026, 11, 22),
        drafts: false,
        future: false,
        program: String::new(),
        watcher: Watcher::default(),
    }
}

impl Built {
    /// Builds the site in this folder.
    pub(crate) fn of(root: &Path) -> Self {
        let mut build = pipeline::build(root, &options()).proved();
        build.problems.extend(pipeline::wording(root, &build.site));
        diagnostic::sort(&mut build.problems);
        let [german, english] =
            [MessageLang::De, MessageLang::En].map(|lang| say(&build.problems, lang, root));
        let said = german.into_iter().zip(english).map(|(german, english)| [german, english]);
        Self { said: said.collect(), unnamed: (0..build.problems.len()).collect(), build }
    }

    /// Everything that was said, for a test that fails.
    pub(crate) fn everything(&self) -> String {
        self.said.iter().flatten().map(|line| format!("{line}\n")).collect()
    }

    /// Expects a problem at `place` (`content/a.md:2:1: error[code]`) whose words, hints included,
    /// contain `de` in German and `en` in English.
    #[track_caller]
    pub(crate) fn says(mut self, place: &str, de: &str, en: &str) -> Self {
        let found = self.said.iter().enumerate().find(|(index, [german, english])| {
            let named = german.starts_with(&format!("{place}: "));
            named && german.contains(de) && english.contains(en) && self.unnamed.contains(index)
        });
        let Some((found, _)) = found else {
            panic!("no `{place}` with `{de}` and `{en}` in\n{}", self.everything());
        };
        self.unnamed.remove(&found);
        self
    }

    /// Expects that nothing was said beyond what was expected so far.
    #[track_caller]
    pub(crate) fn and_nothing_else(self) -> Self {
        let rest: Vec<&str> = self.unnamed.iter().map(|&index| self.said[index][0].as_str()).collect();
        assert!(rest.is_empty(), "{}", rest.join("\n"));
        self
    }

    /// For a test that looks at what would be published if the errors did not prevent it.
    pub(crate) fn despite_errors(mut self) -> Self {
        self.unnamed.clear();
        self
    }

    /// How many problems have this code.
    pub(crate) fn count(&self, code: &str) -> usize {
        self.build.problems.iter().filter(|problem| problem.code.as_str() == code).count()
    }

    /// The errors as they are said in German.
    pub(crate) fn errors(&self) -> impl Iterator<Item = &str> {
        let both = self.build.problems.iter().zip(&self.said);
        both.filter(|(problem, _)| problem.severity() == Severity::Error).map(|(_, said)| said[0].as_str())
    }

    /// Whether there is an error, so that nothing would be written.
    pub(crate) fn is_refused(&self) -> bool {
        self.build.problems.iter().any(|problem| problem.severity() == Severity::Error)
    }

    /// The paths of all outputs.
    pub(crate) fn paths(&self) -> impl Iterator<Item = &str> {
        self.build.outputs.iter().map(|output| output.path.as_str())
    }

    /// The bytes of an output, of a site without an error that the test does not expect: nobody would ever see them.
    #[track_caller]
    pub(crate) fn bytes(&self, path: &str) -> Vec<u8> {
        let is_error = |index: &usize| self.build.problems[*index].severity() == Severity::Error;
        assert!(!self.unnamed.iter().any(is_error), "{}", self.everything());
        let output = self.build.outputs.get(&OutputPath::new(path).unwrap());
        let output = output.unwrap_or_else(|| {
            let paths: Vec<_> = self.paths().collect();
            panic!("no output {path} among {paths:?}\n{}", self.everything())
        });
        match &output.content {
            Content::Bytes(bytes) => bytes.to_vec(),
            Content::File { from, .. } => std::fs::read(from).unwrap(),
            Content::Promised(promise) => promise.make().unwrap(),
        }
    }

    /// A page as text.
    #[track_caller]
    pub(crate) fn page(&self, path: &str) -> String {
        String::from_utf8(self.bytes(path)).unwrap()
    }

    /// The inside of a page's `<main>`, so that a change of the frame changes no test.
    #[track_caller]
    pub(crate) fn main(&self, path: &str) -> String {
        let page = self.page(path);
        let inside = page.split_once("<main").and_then(|(_, rest)| rest.split_once("</main>"));
        inside.expect("a page has a <main>").0.to_owned()
    }

    /// Expects every text in the `<main>` of a page.
    #[track_caller]
    pub(crate) fn shows(self, path: &str, texts: &[&str]) -> Self {
        let main = self.main(path);
        for text in texts {
            assert!(main.contains(text), "no {text:?} in {path}:\n{main}");
        }
        self
    }
}

fn say(problems: &[Diagnostic], lang: MessageLang, root: &Path) -> Vec<String> {
    let view = View { lang, colour: false, width: 100, root: "" };
    let read = |file: &SourcePath| std::fs::read(root.join(file.as_str())).ok();
    let said = report::render(problems, Form::Short, &view, read);
    let lines: Vec<&str> = said.lines().collect();
    assert_eq!(lines.len(), problems.len(), "every problem is one line");
    let with_hints =
        |(line, problem): (&&str, &Diagnostic)| format!("{line} {}", problem.hints(lang).join(" "));
    lines.iter().zip(problems).map(with_hints).collect()
}
