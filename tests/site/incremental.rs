//! A build into the folder of an earlier one leaves just what a build into an empty folder does, and so
//! does a preview that remembers the version before.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use fundus::output::{Content, Outputs};
use fundus::path::OutputPath;
use fundus::pipeline::{self, Memory};
use fundus::write::write;
use proptest::prelude::*;
use walkdir::WalkDir;

use crate::site::{Built, Site, options};

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

/// Edits of text, title, term, vocabulary, reference, template, translation, style, asset, configuration.
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
        Write("content/konzepte/a.en.md", "---\ntitle: Beginning\nsummary: S.\n---\nText.\n"),
        Write(
            "content/vokabulare/zielgruppen.yaml",
            "id: target_group\nterms:\n  - {id: eltern, label: Mütter und Väter, synonyms: [Erziehende]}\n  - {id: jugendliche, label: Jugendliche}\n  - {id: fachkraefte, label: Fachkräfte, broader: eltern}\n",
        ),
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
        Delete("content/projekte/p.md"),
        Delete("content/glossar/chor.md"),
    ]);
    prop::collection::vec(edit, 4..9)
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

proptest! {
    #![proptest_config(ProptestConfig { cases: 6, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn an_incremental_build_equals_a_clean_one(edits in edits()) {
        let site = site();
        let target = tempfile::tempdir().unwrap();
        write(&Built::of(site.root()).build.outputs, target.path()).unwrap();
        let mut memory = Memory::default();
        for edit in edits {
            edit.make(site.root());
            let built = Built::of(site.root());
            let preview = pipeline::preview(site.root(), &options(), &mut memory).proved_again(&mut memory);
            prop_assert_eq!(&preview.problems, &built.build.problems, "after {:?}", edit);
            if built.is_refused() {
                // A link to what was deleted: nothing is published until it is mended.
                continue;
            }
            write(&built.build.outputs, target.path()).unwrap();
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
