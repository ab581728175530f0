//! A build into the folder of an earlier one leaves just what a build into an empty folder does, and so
//! does a preview that remembers the version before.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use fundus::cache::Cache;
use fundus::diagnostic::{self, Code, Diagnostic, has_errors};
use fundus::discover::{Touched, Tree};
use fundus::hash::ContentHash;
use fundus::output::{Content, Outputs};
use fundus::path::OutputPath;
use fundus::pipeline::{self, Options, build_again};
use fundus::progress::Watcher;
use fundus::rebuild::Memory;
use fundus::write::{WriteError, write, write_watched};
use jiff::civil::{Date, date};
use proptest::prelude::*;
use tempfile::TempDir;
use walkdir::WalkDir;

use crate::site::{Built, Site, options};

/// After this time, a file tells by its state that it is the same.
const YOUTH: Duration = Duration::from_millis(2100);

/// What somebody does to the site between two builds.
#[derive(Clone, Debug)]
enum Edit {
    /// A file is written.
    Write(&'static str, &'static str),
    /// A file gets another name.
    Rename(&'static str, &'static str),
    /// A file is deleted.
    Delete(&'static str),
}

const A: &str = "content/konzepte/a.md";
const B: &str = "content/konzepte/b.md";
const C: &str = "content/konzepte/c.md";
const P: &str = "content/projekte/p.md";
const W: &str = "content/veranstaltungen/w.md";
const PATHS: [&str; 7] = [A, B, C, "content/konzepte/a.en.md", P, "content/projekte/p.en.md", W];

fn concept(title: &str, rest: &str, text: &str) -> String {
    format!(
        "---\ntitle: {title}\nsummary: S.\nfield: jugendarbeit\nfunding_program: digitalpakt\n{rest}---\n{text}\n"
    )
}

fn site() -> Site {
    Site::with_surroundings("")
        .file("config.toml", "title = \"Ein Test\"\nurl = \"https://a.example/\"\n")
        .file(A, concept("Anfang", "target_group: eltern\n", "Siehe [B](b.md).\n\n## Ein Teil\n\nText."))
        .file(B, concept("Brücke", "target_group: jugendliche\n", "![Bild](bild.svg)\n\n[[a]]"))
        .file("content/konzepte/bild.svg", "<svg width=\"4\" height=\"3\"/>")
}

/// Edits of text, title, term, vocabulary, licence, reference, template, translation, style, asset, configuration.
fn edits() -> impl Strategy<Value = Vec<Edit>> {
    use Edit::{Delete, Rename, Write};
    let edit = prop::sample::select(vec![
        Write(
            A,
            "---\ntitle: Anfang\nsummary: S.\ntarget_group: eltern\nfield: jugendarbeit\nfunding_program: digitalpakt\n---\nNeuer Text.\n",
        ),
        Write(
            A,
            "---\ntitle: Anders\nsummary: S.\ntarget_group: eltern\nfield: jugendarbeit\nfunding_program: digitalpakt\n---\nText.\n",
        ),
        Write(
            A,
            "---\ntitle: Anfang\nsummary: Neu.\ntarget_group: [fachkraefte, eltern]\nfield: familienbildung\nfunding_program: digitalpakt\n---\n",
        ),
        Write(
            "content/konzepte/c.md",
            "---\ntitle: Chor\nsummary: S.\ntarget_group: eltern\nfield: jugendarbeit\nfunding_program: digitalpakt\nproject: p\n---\n[A](a.md)\n",
        ),
        Write(
            "content/projekte/p.md",
            "---\ntitle: Projekt\nsummary: S.\nfunding_program: digitalpakt\n---\n",
        ),
        // The text only: of a document, of an introduction, of the home page, of a glossary entry.
        Write(
            A,
            "---\ntitle: Anfang\nsummary: S.\ntarget_group: eltern\nfield: jugendarbeit\nfunding_program: digitalpakt\n---\nEin anderer Text.\n",
        ),
        // Headings come and go, one of which another page leads to.
        Write(
            A,
            "---\ntitle: Anfang\nsummary: S.\ntarget_group: eltern\nfield: jugendarbeit\nfunding_program: digitalpakt\n---\nText.\n\n## Ein Teil\n\n## Noch einer\n",
        ),
        Write(
            "content/konzepte/c.md",
            "---\ntitle: Chor\nsummary: S.\ntarget_group: eltern\nfield: jugendarbeit\nfunding_program: digitalpakt\n---\n[Teil](a.md#ein-teil)\n",
        ),
        Write("content/konzepte/index.md", "---\ntitle: Alle Konzepte\n---\nZur Einführung.\n"),
        Write("content/konzepte/index.md", "---\ntitle: Alle Konzepte\n---\nZu einer anderen Einführung.\n"),
        Write("content/index.md", "---\ntitle: Willkommen\n---\nGuten Tag.\n"),
        Write("content/index.md", "---\ntitle: Willkommen\n---\nGuten Abend, ein Text.\n"),
        Write(
            "content/glossar/chor.md",
            "---\ntitle: Text\ndefinition: Etwas Geschriebenes.\n---\nUnd mehr.\n",
        ),
        Write("content/konzepte/a.en.md", "---\ntitle: Beginning\nsummary: S.\n---\nText.\n"),
        // Links on pages in English lead to pages in English, where there are any.
        Write("content/index.en.md", "---\ntitle: Welcome\n---\nHello.\n"),
        Write("content/index.en.md", "---\ntitle: Welcome\n---\nGood evening.\n"),
        Write("content/konzepte/c.en.md", "---\ntitle: Choir\nsummary: S.\n---\nText.\n"),
        Write("content/projekte/p.en.md", "---\ntitle: A project\nsummary: S.\n---\n"),
        Write("content/projekte/p.en.md", "---\ntitle: Another name\nsummary: S.\n---\n"),
        Write(
            "content/vokabulare/zielgruppen.yaml",
            "id: target_group\nterms:\n  - {id: eltern, label: Mütter und Väter, synonyms: [Erziehende]}\n  - {id: jugendliche, label: Jugendliche}\n  - {id: fachkraefte, label: Fachkräfte, broader: eltern}\n",
        ),
        // What others read of a vocabulary: addresses, languages, a retired term, a term that is a document.
        Write(
            "content/vokabulare/zielgruppen.yaml",
            "id: target_group\nuri: https://b.example/gruppen/\nterms:\n  - {id: eltern, label: {de: Eltern, en: Parents}, uri: 'https://b.example/gruppen/eltern', notation: E}\n  - {id: jugendliche, label: Jugendliche, description: Junge Leute.}\n  - {id: fachkraefte, label: Fachkräfte, replaced_by: jugendliche}\n",
        ),
        Write(
            "content/foerderprogramme/digitalpakt.en.md",
            "---\ntitle: Digital pact\nsummary: A program.\n---\n",
        ),
        Delete("content/foerderprogramme/digitalpakt.en.md"),
        // A part that says of itself to be one, and a licence for all.
        Write("content/material/m.md", "---\ntitle: Bogen\nsummary: S.\nbelongs_to: a\n---\n"),
        Write("content/material/m.md", "---\ntitle: Bogen\nsummary: S.\nlicense: restricted\n---\n"),
        Delete("content/material/m.md"),
        Write("config.toml", "title = \"Ein Test\"\nurl = \"https://a.example/\"\nlicense = \"cc-by\"\n"),
        Write("content/konzepte/bild.svg", "<svg width=\"8\" height=\"6\"/>"),
        Write("content/glossar/chor.md", "---\ntitle: Text\ndefinition: Etwas Geschriebenes.\n---\n"),
        Write("config.toml", "title = \"Ein anderer Test\"\nurl = \"https://a.example/\"\n"),
        Write("config.toml", "title = \"Ein Test\"\n"),
        Write("themes/default/components/card/card.css", ".card { color: red }\n"),
        Write("themes/default/templates/not-found.html", "<p>Nicht da: {{ page.title }}</p>\n"),
        Write("themes/default/templates/not-found.html", "<p>Auch nicht da: {{ site.title }}</p>\n"),
        Rename("content/konzepte/c.md", "content/konzepte/d.md"),
        Rename("themes/default/templates/not-found.html", "themes/default/templates/unused.html"),
        Delete("content/konzepte/c.md"),
        Delete("content/konzepte/d.md"),
        Delete("content/konzepte/a.en.md"),
        // A language comes with its first document or its first text of the theme, and goes with the last.
        Write("content/konzepte/b.pl.md", "---\ntitle: Most\nsummary: S.\n---\nText.\n"),
        Write("themes/default/i18n/pl.toml", "[page]\nfinder = \"Szukaj\"\n"),
        Delete("content/konzepte/b.pl.md"),
        Delete("themes/default/i18n/pl.toml"),
        Delete("content/index.en.md"),
        Delete("content/projekte/p.en.md"),
        Delete("content/projekte/p.md"),
        Delete("content/glossar/chor.md"),
    ]);
    prop::collection::vec(edit, 12..20)
}

impl Edit {
    fn make(&self, root: &Path) {
        match self {
            Self::Write(path, text) => {
                let path = root.join(path);
                fs::create_dir_all(path.parent().unwrap()).unwrap();
                fs::write(path, text).unwrap();
            }
            // What an earlier edit has not made, this one cannot move or delete.
            Self::Rename(from, to) => drop(fs::rename(root.join(from), root.join(to))),
            Self::Delete(path) => drop(fs::remove_file(root.join(path))),
        }
    }
}

impl Edit {
    /// What a system says of it.
    fn touched(&self, root: &Path) -> Touched {
        let root = root.canonicalize().unwrap();
        Touched::These(match self {
            Self::Write(path, _) | Self::Delete(path) => vec![root.join(path)],
            Self::Rename(from, to) => vec![root.join(from), root.join(to)],
        })
    }
}

/// What the preview shows at a path that begins with a slash.
fn shown(outputs: &Outputs, path: &str) -> Option<Vec<u8>> {
    Some(match &outputs.get(&OutputPath::new(&path[1..]).unwrap())?.content {
        Content::Bytes(bytes) => bytes.to_vec(),
        Content::File { from, .. } => fs::read(from).unwrap(),
        Content::Promised(promise) => promise.make().unwrap(),
    })
}

/// Every file in a published folder, without our books.
fn tree(target: &Path) -> BTreeMap<String, Vec<u8>> {
    let entries = WalkDir::new(target).into_iter().filter_entry(|entry| entry.file_name() != ".fundus");
    entries
        .map(Result::unwrap)
        .filter(|entry| entry.file_type().is_file())
        .map(|entry| (entry.path().display().to_string(), fs::read(entry.path()).unwrap()))
        .map(|(path, bytes)| (path[target.display().to_string().len()..].to_owned(), bytes))
        .collect()
}

/// As `fundus build` does: with what the run before has left, and leaving something to the next.
fn publish(root: &Path, target: &Path) -> (Outputs, Vec<Diagnostic>) {
    let cache = Cache::open(root, &options().program);
    let (build, left) = build_again(root, &options(), &cache, &Tree::walk(root));
    assert!(!has_errors(&build.problems), "{:?}", build.problems);
    let written = write_watched(&build.outputs, target, &Watcher::default()).unwrap();
    left.keep(&cache).publish(&cache, written.manifest);
    (build.outputs, build.problems)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 3, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn an_incremental_build_equals_a_clean_one(edits in edits()) {
        let site = site();
        let target = tempfile::tempdir().unwrap();
        publish(site.root(), target.path());
        let mut memory = Memory::default();
        std::thread::sleep(YOUTH);
        for edit in edits {
            edit.make(site.root());
            let built = Built::of(site.root());
            let preview = memory.build(site.root(), &options(), &edit.touched(site.root()));
            let mut problems = preview.problems;
            problems.extend(memory.prove(|| true).unwrap());
            diagnostic::sort(&mut problems);
            prop_assert_eq!(&problems, &built.build.problems, "after {:?}", edit);
            if built.is_refused() {
                // A link to what was deleted: nothing is published until it is mended.
                continue;
            }
            let (_, problems) = publish(site.root(), target.path());
            prop_assert_eq!(&problems, &built.build.problems, "after {:?}", edit);
            let clean = tempfile::tempdir().unwrap();
            write(&Built::of(site.root()).build.outputs, clean.path()).unwrap();
            let (incremental, clean) = (tree(target.path()), tree(clean.path()));
            let names = |tree: &BTreeMap<String, Vec<u8>>| tree.keys().cloned().collect::<Vec<_>>();
            prop_assert_eq!(names(&incremental), names(&clean), "after {:?}", edit);
            for (path, bytes) in &clean {
                prop_assert!(incremental[path] == *bytes, "{} after {:?}", path, edit);
                prop_assert!(shown(&preview.outputs, path).as_ref() == Some(bytes), "{} in the preview after {:?}", path, edit);
            }
        }
    }
}

/// A document of which everything may change that others see of it. Each number chooses one of several values.
#[derive(Clone, Debug)]
struct Version {
    path: &'static str,
    title: usize,
    program: usize,
    project: usize,
    related: usize,
    tag: usize,
    text: usize,
}

impl Version {
    fn text(&self) -> String {
        let Self { path, .. } = self;
        let one = |of: &[&'static str], number: usize| of[number % of.len()];
        let is_project = path.contains("/projekte/");
        let title = one(
            if is_project { &["Projekt", "Vorhaben"] } else { &["Anfang", "Brücke", "Anders"] },
            self.title,
        );
        let program = one(&["", "funding_program: digitalpakt", "funding_program: bund"], self.program);
        let project =
            one(if is_project { &[""] } else { &["project: p", "project: Projekt", ""] }, self.project);
        let related = one(&["", "related: [a]", "related: [b, Projekt]", ""], self.related);
        let start =
            if path == &W { one(&["start: 2026-03-14", "start: 2026-04-14"], self.title) } else { "" };
        let tag = one(
            &["", "tags: [eins]", "tags: [zwei, eins]", "aliases: [alt/hier.html]", "draft: true", "tags:"],
            self.tag,
        );
        let text = one(
            &[
                "Text.",
                "## Ein Teil",
                "[Teil](../konzepte/a.md#ein-teil)",
                "[[p]] und [[Brücke]]",
                "[Eins](../vokabulare/schlagworte/eins.html)",
                "[A](../konzepte/a.md) und [B](../konzepte/b.md)",
                "[März](../kalender/2026-03.html)",
                "[Stil](../stil/index.html)",
            ],
            self.text,
        );
        let groups = if is_project { "" } else { "target_group: eltern\nfield: jugendarbeit" };
        format!(
            "---\ntitle: {title}\nsummary: S.\n{start}\n{groups}\n{program}\n{project}\n{related}\n{tag}\n---\n{text}\n"
        )
    }
}

/// Versions of documents that refer to each other, inherit from each other and translate each other.
fn versions() -> impl Strategy<Value = Vec<Version>> {
    let numbers = (0..3_usize, 0..3_usize, 0..3_usize, 0..4_usize, 0..6_usize, 0..8_usize);
    let version = (prop::sample::select(PATHS.to_vec()), numbers).prop_map(
        |(path, (title, program, project, related, tag, text))| Version {
            path,
            title,
            program,
            project,
            related,
            tag,
            text,
        },
    );
    prop::collection::vec(version, 30)
}

/// A site of which a preview is looked at after every save, beside one that knows nothing.
struct Watched {
    site: Site,
    memory: Memory,
}

impl Watched {
    fn new() -> Self {
        let site = Site::with_surroundings("")
            .file("config.toml", "title = \"Ein Test\"\nurl = \"https://a.example/\"\npage_size = 2\n")
            .file(
                "content/foerderprogramme/bund.md",
                "---\ntitle: Bund\nsummary: S.\nstatement: Vom Bund.\n---\n",
            );
        let mut watched = Self { site, memory: Memory::default() };
        for path in PATHS {
            let first = Version { path, title: 0, program: 1, project: 0, related: 0, tag: 1, text: 1 };
            fs::create_dir_all(watched.site.root().join(path).parent().unwrap()).unwrap();
            fs::write(watched.site.root().join(path), first.text()).unwrap();
        }
        watched.memory.build(watched.site.root(), &options(), &Touched::Any);
        watched
    }

    /// Saves a version. Returns whether it has errors, and the first file that the preview shows otherwise than
    /// a build of its own.
    fn save(&mut self, version: &Version) -> (bool, Option<String>) {
        let root = self.site.root();
        if version.text.is_multiple_of(2) {
            // Somebody takes time between two saves.
            self.memory.prove(|| false);
        }
        fs::write(root.join(version.path), version.text()).unwrap();
        let touched = Touched::These(vec![root.canonicalize().unwrap().join(version.path)]);
        let preview = self.memory.build(root, &options(), &touched);
        let built = Built::of(root).build;
        if preview.problems != built.problems {
            return (true, Some(format!("{:?} instead of {:?}", preview.problems, built.problems)));
        }
        if has_errors(&built.problems) {
            return (true, None);
        }
        let differs = |path: &String| shown(&preview.outputs, path) != shown(&built.outputs, path);
        (false, built.outputs.iter().map(|output| format!("/{}", output.path)).find(differs))
    }
}

#[test]
fn what_a_document_means_for_others_is_found_out_again() {
    let mut watched = Watched::new();
    let concept = |path| Version { path, title: 0, program: 1, project: 0, related: 0, tag: 0, text: 0 };
    let project = Version { title: 0, project: 2, ..concept(P) };
    let steps = [
        ("a concept has the program of its project", Version { program: 0, ..concept(C) }, false),
        ("which becomes another one", Version { program: 2, ..project }, false),
        ("a title by which nobody calls it", Version { title: 2, ..concept(A) }, false),
        ("a place on a page", Version { text: 1, ..concept(A) }, false),
        ("to which another page leads", Version { text: 2, ..concept(C) }, false),
        ("goes with a title", Version { title: 1, ..concept(A) }, true),
        ("and comes again", Version { title: 1, text: 1, ..concept(A) }, false),
        ("a term of one document", Version { tag: 2, ..concept(B) }, false),
        ("and of no other", Version { title: 0, text: 1, ..concept(A) }, false),
        ("has a page", Version { text: 4, ..concept(C) }, false),
        ("translations have none", concept("content/konzepte/a.en.md"), false),
        ("neither of projects", concept("content/projekte/p.en.md"), false),
        ("nor projects", concept(P), false),
        ("nor events", concept(W), false),
        ("that goes with the term", concept(B), true),
        ("a month has a page", Version { text: 6, ..concept(C) }, false),
        ("that goes with its event", Version { title: 1, ..concept(W) }, true),
        ("and comes again", concept(W), false),
        ("an empty value is told of", Version { tag: 5, ..concept(B) }, false),
        ("also when others change", Version { title: 2, ..concept(C) }, false),
        ("until it is mended", Version { tag: 2, ..concept(B) }, false),
        ("a term has one part more", Version { tag: 2, ..concept(A) }, false),
        ("and another one", Version { tag: 2, ..concept(C) }, false),
        ("or less", concept(C), false),
        ("a former address", Version { tag: 3, ..concept(C) }, false),
        ("goes with a title", Version { title: 2, ..concept(C) }, false),
        ("a title that another document has", Version { title: 1, ..concept(C) }, false),
        ("is a name of that one alone", Version { title: 2, ..concept(B) }, false),
        ("for who asks", Version { text: 3, ..concept(A) }, false),
        ("another one beside it takes that title", Version { title: 1, ..concept(B) }, false),
        ("and gives it back", Version { title: 2, ..concept(B) }, false),
        ("a draft is not there", Version { tag: 4, ..concept(B) }, false),
        ("until it is finished", concept(B), false),
        ("the catalogue is no page of the site", Version { text: 7, ..concept(B) }, true),
    ];
    for (what, version, is_wrong) in steps {
        let (has_errors, differs) = watched.save(&version);
        assert_eq!((has_errors, differs), (is_wrong, None), "{what}");
    }
}

#[test]
fn what_is_broken_and_mended_is_told_as_if_nothing_were_known() {
    const CONFIG: &str = "title = \"T\"\n[types.concept.own.kosten]\nkind = \"text\"\n";
    const PROJECT: &str = "---\ntitle: Ein Vorhaben\nsummary: S.\nfunding_program: digitalpakt\n---\n";
    const TERMS: &str = "id: target_group\nterms:\n  - {id: eltern, label: Eltern}\n";
    const VOCABULARY: &str = "content/vokabulare/zielgruppen.yaml";
    let concept = "---\ntitle: C\nsummary: S.\nkosten: 3\nfield: jugendarbeit\ntarget_group: eltern\nproject: Ein Vorhaben\n---\n";
    let site = Site::with_surroundings("")
        .file("config.toml", CONFIG)
        .file(VOCABULARY, TERMS)
        .file(P, PROJECT)
        .file(C, concept);
    let mut memory = Memory::default();
    let shown = memory.build(site.root(), &options(), &Touched::Any);
    assert_eq!(shown.problems, []);
    for (path, right, part, wrong) in [
        (P, PROJECT, "Ein Vorhaben", "Ein: Vorhaben"),
        (P, PROJECT, "funding_program: digitalpakt", "funding_program: {a: b}"),
        (VOCABULARY, TERMS, "terms:", "terms"),
        ("config.toml", CONFIG, "\"text\"", "\"txet\""),
        ("config.toml", CONFIG, "\"text\"", "\"text"),
    ] {
        std::thread::sleep(YOUTH);
        for (text, errors) in [(right.replace(part, wrong), 1), (right.to_owned(), 0)] {
            fs::write(site.root().join(path), &text).unwrap();
            let touched = Touched::These(vec![site.root().canonicalize().unwrap().join(path)]);
            let shown = memory.build(site.root(), &options(), &touched);
            assert_eq!(shown.problems, Built::of(site.root()).build.problems, "{text}");
            assert_eq!(shown.problems.len(), errors, "{text}: {:?}", shown.problems);
            assert_eq!(has_errors(&shown.problems), errors > 0, "{text}");
        }
    }
}

#[test]
fn whom_a_name_may_mean_follows_the_titles() {
    let site =
        Site::with_surroundings("").file(A, concept("A", "target_group: eltern\nplace: Kaiserslauten\n", ""));
    let place = |title: &str| format!("---\ntitle: {title}\n---\n");
    let path = "content/orte/o.md";
    let steps = [
        (place("Anderswo"), 0),
        (place("Kaiserslautern"), 1),
        (place("Kaiserslautern Mitte"), 0),
        (place("Mitte\nsynonyms: [Kaiserslautern]"), 1),
        (place("Mitte\nsynonyms: [Lautre]"), 0),
    ];
    let mut memory = Memory::default();
    for (number, (text, told)) in steps.into_iter().enumerate() {
        let root = site.root();
        fs::create_dir_all(root.join(path).parent().unwrap()).unwrap();
        fs::write(root.join(path), text).unwrap();
        let touched = Touched::These(vec![root.canonicalize().unwrap().join(path)]);
        let preview = memory.build(root, &options(), if number == 0 { &Touched::Any } else { &touched });
        let built = Built::of(root).build;
        assert_eq!((number, &preview.problems), (number, &built.problems));
        assert_eq!((number, built.problems.len()), (number, told));
    }
}

#[test]
fn a_private_link_is_kept_from_texts_that_change() {
    let site = Site::with_surroundings("").file(B, concept("B", "target_group: eltern\n", "Text."));
    let event = |link: &str| {
        format!(
            "---\ntitle: W\nsummary: S.\nstart: 2027-03-14 14:00\nonline: {{join_url: \"https://video.example.org/{link}\"}}\n---\n"
        )
    };
    let text = |text: &str| concept("A", "target_group: eltern\n", text);
    let steps = [
        (W, event("j/1"), false),
        (A, text("Text."), false),
        (A, text("Unter video.example.org/j/1."), true),
        (A, text("Hier. Unter video.example.org/j/1."), true),
        (A, text("Unter video.example.org/j/2."), false),
        (W, event("j/2"), true),
        (B, concept("B", "target_group: jugendliche\n", "Ein Text."), true),
        (W, event("j/3"), false),
        (B, concept("B", "target_group: jugendliche\n", "<https://video.example.org/j/3>"), true),
    ];
    let mut memory = Memory::default();
    for (number, (path, text, is_wrong)) in steps.into_iter().enumerate() {
        let root = site.root();
        fs::create_dir_all(root.join(path).parent().unwrap()).unwrap();
        fs::write(root.join(path), text).unwrap();
        let touched = Touched::These(vec![root.canonicalize().unwrap().join(path)]);
        let preview = memory.build(root, &options(), if number == 0 { &Touched::Any } else { &touched });
        let built = Built::of(root).build;
        assert_eq!((number, &preview.problems), (number, &built.problems));
        assert_eq!((number, has_errors(&built.problems)), (number, is_wrong));
    }
}

#[test]
fn what_nobody_sees_still_binds() {
    let site = Site::with_surroundings("")
        .file(
            "config.toml",
            "title = \"T\"\n[types.concept.own.project]\nprivate = true\n\
             [types.concept.own.remarks]\nkind = \"markdown\"\nprivate = true\n",
        )
        .file(
            A,
            "---\ntitle: A\nsummary: S.\nfield: jugendarbeit\nproject: p\nremarks: \"[Siehe](b.md#teil) [Monat](../kalender/2027-03.html)\"\n---\n",
        )
        .file(B, concept("B", "target_group: eltern\n", "## Teil\n\nText."))
        .file(W, "---\ntitle: W\nsummary: S.\nstart: 2027-03-14 14:00\n---\n");
    let project = |group: &str| {
        format!("---\ntitle: P\nsummary: S.\nfunding_program: digitalpakt\ntarget_group: {group}\n---\n")
    };
    let steps = [
        (P, project("eltern"), false),
        (P, project("jugendliche"), false),
        (P, project("fachkraefte"), false),
        (B, concept("B", "target_group: eltern\n", "Text."), true),
        (B, concept("B", "target_group: eltern\n", "## Teil\n\nText."), false),
        (W, "---\ntitle: W\nsummary: S.\nstart: 2027-04-14 14:00\n---\n".to_owned(), true),
        (W, "---\ntitle: W\nsummary: S.\nstart: 2027-03-14 14:00\n---\n".to_owned(), false),
    ];
    let mut memory = Memory::default();
    for (number, (path, text, is_wrong)) in steps.into_iter().enumerate() {
        let root = site.root();
        fs::create_dir_all(root.join(path).parent().unwrap()).unwrap();
        fs::write(root.join(path), text).unwrap();
        let touched = Touched::These(vec![root.canonicalize().unwrap().join(path)]);
        let preview = memory.build(root, &options(), if number == 0 { &Touched::Any } else { &touched });
        let built = Built::of(root).build;
        assert_eq!((number, &preview.problems), (number, &built.problems));
        assert_eq!((number, has_errors(&built.problems)), (number, is_wrong));
        if !is_wrong {
            let differs = |path: &String| shown(&preview.outputs, path) != shown(&built.outputs, path);
            let mut paths = built.outputs.iter().map(|output| format!("/{}", output.path));
            assert_eq!((number, paths.find(differs)), (number, None));
        }
    }
}

#[test]
fn names_lead_right_when_the_look_and_documents_change_at_once() {
    let page = |title: &str, text: &str| format!("---\ntitle: {title}\nsummary: S.\n---\n{text}\n");
    let (asked, other, last) = ("content/a.md", "content/b.md", "content/z.md");
    let site = Site::with_surroundings("")
        .file(asked, page("Vorhaben", "Text."))
        .file(other, page("Andere", "Text."))
        .file(last, page("Letzte", "[[Vorhaben]]"));
    let mut memory = Memory::default();
    let mut build = |edits: &[(&str, Option<String>)]| {
        let root = site.root();
        for (path, text) in edits {
            match text {
                Some(text) => fs::write(root.join(path), text).unwrap(),
                None => fs::remove_file(root.join(path)).unwrap(),
            }
        }
        let preview = memory.build(root, &options(), &Touched::Any);
        assert_eq!(preview.problems, Built::of(root).build.problems);
        preview.problems.len()
    };
    assert_eq!(build(&[]), 0);
    let config = |accent: &str| Some(format!("title = \"T\"\naccent = \"{accent}\"\n"));
    assert_eq!(build(&[("config.toml", config("#0b5a54")), (last, None)]), 0);
    assert_eq!(
        build(&[("config.toml", config("#8a1c4a")), (other, Some(page("Andere", "[[Vorhaben]]")))]),
        0
    );
    assert_eq!(build(&[(asked, Some(page("Umbenannt", "Text.")))]), 1);
}

#[test]
fn a_document_appears_on_its_day_although_nobody_touches_it() {
    let later = "---\ntitle: Später\nsummary: S.\ndate: 2026-03-02\nstatement: S.\n---\n";
    let site = site().file("content/foerderprogramme/spaeter.md", later);
    let mut memory = Memory::default();
    let mut shown_on = |day: Date| {
        let options = Options { today: day, ..options() };
        let preview = memory.build(site.root(), &options, &Touched::none());
        shown(&preview.outputs, "/foerderprogramme/spaeter.html").is_some()
    };
    assert!(!shown_on(date(2026, 3, 1)));
    assert!(shown_on(date(2026, 3, 2)));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 3, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_preview_knows_what_a_document_means_for_others(versions in versions()) {
        let mut watched = Watched::new();
        for version in versions {
            let (has_errors, differs) = watched.save(&version);
            prop_assert_eq!(differs, None, "after {:?}", version);
            if has_errors {
                // Mended at once, so that the next version is not the first one again.
                watched.save(&Version { related: 0, text: 1, ..version });
            }
        }
    }
}

/// What a preview shows of a file that is made.
fn page(root: &Path, path: &str) -> String {
    let preview = Memory::default().build(root, &options(), &Touched::Any);
    assert!(!has_errors(&preview.problems));
    String::from_utf8(shown(&preview.outputs, path).unwrap()).unwrap()
}

#[test]
fn a_preview_takes_what_a_build_takes() {
    for own in ["content/Stil/Leitfaden.pdf", "content/stil/index.html"] {
        let site = site().file(own, "x");
        let preview = Memory::default().build(site.root(), &options(), &Touched::Any);
        assert_eq!(preview.problems, Built::of(site.root()).build.problems, "{own}");
        assert!(!has_errors(&preview.problems), "{own}: {:?}", preview.problems);
    }
}

#[test]
fn only_a_preview_has_the_catalogue_of_the_theme() {
    const CATALOGUE: &str = "/stil/index.html";
    let site = site();
    assert!(Built::of(site.root()).build.outputs.get(&OutputPath::new(&CATALOGUE[1..]).unwrap()).is_none());
    let catalogue = page(site.root(), CATALOGUE);
    assert!(catalogue.contains("id=\"_c-fact_box\"") && catalogue.contains("class=\"fact-box\""));
    assert!(!page(site.root(), "/sitemap.xml").contains("/stil/"));
    // A component that cannot do with the examples of the default theme says so in the catalogue only.
    let own = "{% component anchors(name: string) %}<p>{{ name }}</p>{% endcomponent %}";
    Edit::Write("config.toml", "theme = \"eigenes\"\n").make(site.root());
    Edit::Write("themes/eigenes/theme.toml", "name = \"eigenes\"\ncontract = 1\n").make(site.root());
    Edit::Write("themes/eigenes/components/anchors/anchors.html", own).make(site.root());
    Edit::Write("themes/eigenes/templates/document.html", "<h1>{{ document.title }}</h1>").make(site.root());
    Edit::Write("themes/eigenes/templates/start.html", "<h1>{{ page.title }}</h1>").make(site.root());
    let catalogue = page(site.root(), CATALOGUE);
    assert!(catalogue.contains("Dieses Beispiel lässt sich nicht darstellen."));
    // A page of the site in its place stays.
    Edit::Write("content/stil/index.md", "---\ntitle: Unser Stil\n---\nText.\n").make(site.root());
    assert!(page(site.root(), CATALOGUE).contains("Unser Stil"));
}

#[test]
fn another_text_is_shown_where_it_stands_and_nothing_else_is_promised_anew() {
    let site = site().file("content/konzepte/index.md", "---\ntitle: Alle\n---\nZur Einführung.\n");
    let mut memory = Memory::default();
    std::thread::sleep(YOUTH);
    fs::write(site.root().join(A), concept("Anfang", "target_group: eltern\n", "Zuerst [B](b.md).")).unwrap();
    let promises = |outputs: &Outputs| -> BTreeMap<_, _> {
        outputs.promises().map(|(path, promise)| (path.clone(), promise.clone())).collect()
    };
    let first = promises(&memory.build(site.root(), &options(), &Touched::Any).outputs);
    let changed = |outputs: &Outputs| -> Vec<String> {
        let new = promises(outputs);
        assert!(new.keys().eq(first.keys()));
        new.iter()
            .filter(|(path, promise)| !promise.is_same(&first[*path]))
            .map(|(path, _)| path.to_string())
            .collect()
    };
    fs::write(site.root().join(A), concept("Anfang", "target_group: eltern\n", "Danach [B](b.md).")).unwrap();
    assert_eq!(changed(&memory.build(site.root(), &options(), &Touched::Any).outputs), ["konzepte/a.html"]);
    fs::write(site.root().join("content/konzepte/index.md"), "---\ntitle: Alle\n---\nAnders.\n").unwrap();
    let outputs = memory.build(site.root(), &options(), &Touched::Any).outputs;
    assert_eq!(changed(&outputs), ["konzepte/a.html", "konzepte/index.html"]);
    let text = |path| String::from_utf8(shown(&outputs, path).unwrap()).unwrap();
    assert!(text("/konzepte/a.html").contains("Danach") && text("/konzepte/index.html").contains("Anders."));
    // A heading more is seen on its page only, unless it is one less that others lead to.
    let with =
        |heading: &str| concept("Anfang", "target_group: eltern\n", &format!("Danach [B](b.md).{heading}"));
    fs::write(site.root().join(A), with("\n\n## Ein Teil")).unwrap();
    let pages = ["konzepte/a.html", "konzepte/index.html"];
    assert_eq!(changed(&memory.build(site.root(), &options(), &Touched::Any).outputs), pages);
    fs::write(site.root().join(A), concept("Anders", "target_group: eltern\n", "Danach [B](b.md).")).unwrap();
    assert!(
        changed(&memory.build(site.root(), &options(), &Touched::Any).outputs).len() > 5,
        "a title stands on many pages"
    );
}

#[test]
fn a_text_that_becomes_a_copy_is_told_and_one_that_is_none_any_more_is_not() {
    let text = |text: &str| concept("Anfang", "target_group: eltern\n", text);
    let site = site().file(C, text("Eins.")).file(B, text("Null."));
    let mut memory = Memory::default();
    std::thread::sleep(YOUTH);
    memory.build(site.root(), &options(), &Touched::Any);
    let mut told = |path: &str, now: &str| {
        fs::write(site.root().join(path), text(now)).unwrap();
        let touched = Touched::These(vec![site.root().canonicalize().unwrap().join(path)]);
        let problems = memory.build(site.root(), &options(), &touched).problems;
        let (_, from_nothing) = publish(site.root(), &site.root().join("public"));
        assert_eq!(problems, from_nothing);
        problems.iter().filter(|problem| problem.code == Code::CopiedDocument).count()
    };
    for (path, now, copies) in
        [(B, "Zwei.", 0), (B, "Eins.", 1), (C, "Drei.", 0), (C, "Eins.", 1), (B, "Vier.", 0)]
    {
        assert_eq!(told(path, now), copies, "{path}: {now}");
    }
}

#[test]
fn a_preview_sees_that_an_archived_text_changes() {
    const N: &str = "content/meldungen/n.md";
    let text = |text: &str| {
        format!("---\ntitle: N\nsummary: S.\ndate: 2024-01-01\narchived_on: 2025-01-01\n---\n{text}\n")
    };
    let record = format!("{}  {N}\n", ContentHash::of(text("Eins.").as_bytes()));
    let site = site().file(N, text("Eins.")).file("content/archiv.lock", record);
    let mut memory = Memory::default();
    std::thread::sleep(YOUTH);
    let mut told = |path: &str, now: &str| {
        fs::write(site.root().join(path), now).unwrap();
        let touched = Touched::These(vec![site.root().canonicalize().unwrap().join(path)]);
        let problems = memory.build(site.root(), &options(), &touched).problems;
        assert_eq!(problems, pipeline::build(site.root(), &options()).problems);
        problems.iter().map(|problem| problem.code.as_str()).collect::<Vec<_>>()
    };
    assert_eq!(told(N, &text("Eins.")), [""; 0]);
    assert_eq!(told(N, &text("Zwei.")), ["archive-changed"]);
    let record = format!("{}  {N}\n", ContentHash::of(text("Zwei.").as_bytes()));
    assert_eq!(told("content/archiv.lock", &record), [""; 0]);
    assert_eq!(told(N, &text("Drei.")), ["archive-changed"]);
    assert_eq!(told(A, &concept("Anfang", "target_group: eltern\n", "Ein Text.")), ["archive-changed"]);
    assert_eq!(told(N, &text("Zwei.")), [""; 0]);
}

#[test]
fn only_pages_that_change_are_written_again() {
    let site = site();
    let target = tempfile::tempdir().unwrap();
    let all = write(&Built::of(site.root()).build.outputs, target.path()).unwrap();
    assert_eq!(write(&Built::of(site.root()).build.outputs, target.path()).unwrap().written, 0);
    Edit::Write("themes/default/templates/not-found.html", "<p>{{ page.title }}</p>\n").make(site.root());
    let one = write(&Built::of(site.root()).build.outputs, target.path()).unwrap();
    assert_eq!((one.written, one.unchanged), (1, all.written - 1));
}

/// A site that is published again after each edit, and what an empty folder and an empty cache would give.
struct Published {
    site: Site,
    target: TempDir,
}

impl Published {
    /// A site of which nothing is too young to be trusted.
    fn new() -> Self {
        let site = site();
        std::thread::sleep(YOUTH);
        let published = Self { site, target: tempfile::tempdir().unwrap() };
        published.again();
        published
    }

    fn write(&self, path: &str, text: &str) {
        fs::write(self.site.root().join(path), text).unwrap();
    }

    /// Publishes it again, and holds what is in the folder against a build that knows nothing.
    fn again(&self) -> Outputs {
        let (outputs, problems) = publish(self.site.root(), self.target.path());
        let clean = tempfile::tempdir().unwrap();
        let built = Built::of(self.site.root());
        assert_eq!(problems, built.build.problems);
        write(&built.build.outputs, clean.path()).unwrap();
        let (again, clean) = (tree(self.target.path()), tree(clean.path()));
        assert_eq!(again.keys().collect::<Vec<_>>(), clean.keys().collect::<Vec<_>>());
        for (path, bytes) in &clean {
            assert!(again[path] == *bytes, "{path}");
        }
        outputs
    }

    /// Publishes it again; returns which outputs nobody had to look at.
    fn untouched(&self) -> Vec<String> {
        let manifest = fs::read(self.target.path().join(".fundus/manifest")).unwrap();
        let outputs = self.again();
        let is_as_before = |path: &&OutputPath| outputs.is_as_before(path, ContentHash::of(&manifest));
        outputs.iter().map(|output| &output.path).filter(is_as_before).map(ToString::to_string).collect()
    }
}

#[test]
fn a_build_leaves_what_it_need_not_make_again() {
    let published = Published::new();
    let text = |words: &str| concept("Anfang", "target_group: eltern\n", words);
    let all = published.untouched();
    assert!(
        all.len() > 40 && all.iter().any(|path| path == "konzepte/a.html"),
        "nothing has changed: {all:?}"
    );

    // Words that the site has, and as many: the page and a part of the index.
    published.write(A, &text("Text [B](b.md).\n\n## Ein Teil\n\nSiehe."));
    let untouched = published.untouched();
    assert!(untouched.iter().any(|path| path == "konzepte/b.html"), "{untouched:?}");
    assert!(
        untouched.iter().any(|path| path.starts_with("search/f-")),
        "facets are as before: {untouched:?}"
    );
    let is_new = |path: &&String| !untouched.contains(path);
    let new: Vec<&str> = all.iter().filter(is_new).map(String::as_str).collect();
    assert!(new.contains(&"konzepte/a.html"), "{new:?}");
    assert!(new.iter().all(|path| path.starts_with("search/") || *path == "konzepte/a.html"), "{new:?}");

    // A word that the site does not have.
    published.write(A, &text("Text [B](b.md).\n\n## Ein Teil\n\nQuarkelwagen."));
    let untouched = published.untouched();
    assert!(untouched.iter().any(|path| path.starts_with("search/f-")), "{untouched:?}");
    assert!(untouched.iter().any(|path| path == "konzepte/b.html"), "{untouched:?}");

    // So many more words that the average text is a longer one: the whole index.
    published.write(A, &text(&format!("Text [B](b.md).\n\n## Ein Teil\n\n{}", "Quarkelwagen. ".repeat(50))));
    let untouched = published.untouched();
    assert!(untouched.iter().all(|path| !path.starts_with("search/")), "{untouched:?}");
    assert!(untouched.iter().any(|path| path == "konzepte/b.html"), "{untouched:?}");

    // More than a text: everything is looked at.
    for (path, text) in [
        (A, concept("Anders", "target_group: eltern\n", "Siehe [B](b.md).\n\n## Ein Teil\n\nText.")),
        (A, concept("Anders", "target_group: eltern\n", "Siehe [B](b.md).\n\n## Ein anderer Teil\n\nText.")),
        (C, concept("Chor", "target_group: eltern\n", "Text.")),
        ("config.toml", "title = \"Ein anderer Test\"\n".to_owned()),
        (
            "content/vokabulare/zielgruppen.yaml",
            fs::read_to_string(published.site.root().join("content/vokabulare/zielgruppen.yaml"))
                .unwrap()
                .replace("label: ", "label: Alle "),
        ),
    ] {
        published.write(path, &text);
        assert_eq!(published.untouched(), [""; 0], "{path}");
        assert!(!published.untouched().is_empty(), "{path}");
    }
}

/// From the bytes of a file to others.
type Damage = fn(&[u8]) -> Vec<u8>;

#[test]
fn a_damaged_or_foreign_cache_is_none() {
    let published = Published::new();
    let cache = published.site.root().join(".fundus");
    let files = || {
        let mut files: Vec<_> = fs::read_dir(&cache).unwrap().map(|entry| entry.unwrap().path()).collect();
        files.retain(|path| path.file_name().unwrap() != ".gitignore");
        files
    };
    assert_eq!(files().len(), 3, "documents, index, what was published: {:?}", files());
    let damages: [Damage; 4] = [
        |_| Vec::new(),
        |bytes| bytes[..bytes.len() / 2].to_vec(),
        |bytes| [bytes, b"x"].concat(),
        |bytes| {
            let mut bytes = bytes.to_vec();
            let middle = bytes.len() / 3;
            bytes[middle] ^= 1;
            bytes
        },
    ];
    for (number, damage) in damages.into_iter().enumerate() {
        for file in files() {
            let whole = fs::read(&file).unwrap();
            fs::write(&file, damage(&whole)).unwrap();
            published.write(A, &concept("Anfang", "target_group: eltern\n", &format!("Text {number}.")));
            published.again();
            assert_eq!(files().len(), 3, "{} is there again", file.display());
            assert_ne!(fs::read(&file).unwrap(), damage(&whole), "{}", file.display());
        }
    }
    // A file of the site that somebody has changed, or that is gone, is brought back.
    for path in ["konzepte/b.html", "search/root.js"] {
        fs::write(published.target.path().join(path), "x").unwrap();
        published.again();
        fs::remove_file(published.target.path().join(path)).unwrap();
        published.again();
    }
    let facets = published.untouched().into_iter().find(|path| path.starts_with("search/f-")).unwrap();
    fs::remove_file(published.target.path().join(facets)).unwrap();
    published.again();
    // Another folder.
    let other = Published { site: site(), target: tempfile::tempdir().unwrap() };
    let here = Published { site: published.site, target: other.target };
    here.again();
    // A folder in the place of a file of the cache, and no cache at all.
    fs::remove_dir_all(&cache).unwrap();
    fs::create_dir_all(cache.join("published")).unwrap();
    here.again();
    fs::remove_dir_all(&cache).unwrap();
    fs::write(&cache, "").unwrap();
    here.again();
    here.again();
}

#[test]
fn a_text_that_changed_after_it_was_looked_for_is_not_published() {
    let published = Published::new();
    let (root, target) = (published.site.root(), published.target.path());
    let same_words = "Text [B](b.md).\n\n## Ein Teil\n\nSiehe.";
    published.write(A, &concept("Anfang", "target_group: eltern\n", same_words));
    // Another page has to be made, and its text stands in no cache.
    fs::remove_file(target.join("konzepte/b.html")).unwrap();
    let cache = Cache::open(root, &options().program);
    let (build, _) = build_again(root, &options(), &cache, &Tree::walk(root));
    published.write(B, &concept("Brücke", "target_group: jugendliche\n", "Ein anderer Text."));
    let before = tree(target);
    match write(&build.outputs, target) {
        Err(WriteError::Problems(problems)) => {
            let said: Vec<_> = problems
                .iter()
                .flat_map(|problem| problem.files().map(|file| (problem.code, file.as_str())))
                .collect();
            assert_eq!(said, [(Code::ChangedMeanwhile, B)]);
        }
        other => panic!("{other:?}"),
    }
    assert_eq!(tree(target), before, "nothing is written");
    published.again();
}

/// Whether git did this in the folder `root`, on this day.
fn git(root: &Path, day: Date, arguments: &[&str]) -> bool {
    let time = format!("{day}T12:00:00+0000");
    let run = Command::new("git")
        .arg("-C")
        .arg(root)
        .args(["-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgSign=false"])
        .args(arguments)
        .envs([("GIT_AUTHOR_DATE", &time), ("GIT_COMMITTER_DATE", &time)])
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status();
    run.is_ok_and(|status| status.success())
}

#[test]
#[expect(clippy::print_stderr, reason = "what is skipped is said")]
fn git_is_asked_for_days_as_often_as_there_is_another_commit() {
    let published = Published::new();
    let root = published.site.root();
    let (first, second) = (date(2026, 1, 5), date(2026, 2, 6));
    if !git(root, first, &["init", "--quiet"]) {
        assert!(std::env::var_os("CI").is_none(), "the test needs git");
        return eprintln!("skipped: there is no git");
    }
    let commit = |day| {
        git(root, day, &["add", "content", "config.toml"])
            && git(root, day, &["commit", "--quiet", "-m", "x"])
    };
    let days = || {
        let sitemap = fs::read_to_string(published.target.path().join("sitemap.xml")).unwrap();
        [first, second].map(|day| sitemap.matches(&day.to_string()).count())
    };
    published.again();
    assert_eq!(days(), [0, 0], "nothing is committed");
    assert!(commit(first));
    // With this habit, a log leaves out the files of the first commit.
    assert!(git(root, first, &["config", "log.showRoot", "false"]));
    published.again();
    let [all, 0] = days() else { panic!("{:?}", days()) };
    assert!(all > 2);
    let text = |text: &str| concept("Anfang", "target_group: eltern\n", text);
    published.write(A, &text("Zuerst [B](b.md).\n\n## Ein Teil\n"));
    assert!(commit(second));
    published.again();
    assert_eq!(days(), [all - 1, 1]);
    // A clone without older commits has other days, and gets the right ones with these, of the same commit.
    let clone = tempfile::tempdir().unwrap();
    let (from, to) = (format!("file://{}", root.display()), clone.path().join("site"));
    let shallow = ["clone", "--quiet", "--depth", "1", &from, to.to_str().unwrap()];
    assert!(git(root, second, &shallow));
    let days_in_clone = || {
        publish(&to, &to.join("public"));
        fs::read_to_string(to.join("public/sitemap.xml")).unwrap().matches(&first.to_string()).count()
    };
    assert_eq!(days_in_clone(), 0, "the only commit has all files");
    assert!(git(&to, second, &["fetch", "--quiet", "--unshallow"]));
    assert_eq!(days_in_clone(), all - 1);
    // Without its objects, git knows the commit and no days.
    let objects = root.join(".git/objects");
    fs::rename(&objects, root.join(".git/away")).unwrap();
    fs::create_dir(&objects).unwrap();
    published.write(A, &text("Danach [B](b.md).\n\n## Ein Teil\n"));
    publish(root, published.target.path());
    assert_eq!(days(), [all - 1, 1]);
    fs::remove_dir_all(root.join(".fundus")).unwrap();
    publish(root, published.target.path());
    assert_eq!(days(), [0, 0], "now it is asked");
}

#[test]
fn a_cache_of_another_program_or_configuration_is_none() {
    let published = Published::new();
    let root = published.site.root();
    let known =
        |program: &str, config: &[u8]| Cache::open(root, program).documents(ContentHash::of(config)).len();
    let config = fs::read(root.join("config.toml")).unwrap();
    assert!(known(&options().program, &config) > 2);
    assert_eq!(known("another", &config), 0);
    assert_eq!(known(&options().program, b""), 0);
}
