//! The default theme on typed example pages: every template renders, in every language, to
//! well-formed HTML with unique ids and one `h1`. The pages are also written to the target folder
//! (`tmp/theme`), where a browser can look at them.

mod html;
mod pages;

use std::path::Path;

use fundus::diagnostic::{Diagnostic, has_errors};
use fundus::lang::{Lang, MessageLang};
use fundus::path::SourcePath;
use fundus::render::engine::{Engine, Shared};
use fundus::theme::Theme;

/// An engine over the default theme with these files laid over it, as the theme `eigenes`.
fn engine(overrides: &[(&str, &str)]) -> (Theme, Option<Engine>, Vec<Diagnostic>) {
    let file = |(path, text): &(&str, &str)| {
        (SourcePath::new(&format!("themes/eigenes/{path}")).unwrap(), text.as_bytes().to_vec())
    };
    let mut problems = Vec::new();
    let name = if overrides.is_empty() { "default" } else { "eigenes" };
    let theme = Theme::load(name, overrides.iter().map(file).collect(), &mut problems);
    let engine = Engine::new(&theme, &mut problems);
    (theme, engine, problems)
}

fn said(problems: &[Diagnostic]) -> Vec<String> {
    let hint = |problem: &Diagnostic| problem.hints(MessageLang::De).join(" ");
    problems
        .iter()
        .map(|p| format!("{}: {} {} {:?}", p.code, p.message(MessageLang::De), hint(p), p.place))
        .collect()
}

/// The default theme as it stands on the disk, so that a change can be looked at without compiling.
fn on_disk() -> Vec<(SourcePath, Vec<u8>)> {
    fn collect(folder: &Path, files: &mut Vec<(SourcePath, Vec<u8>)>) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                collect(&path, files);
            } else {
                let name = path.strip_prefix(env!("CARGO_MANIFEST_DIR")).unwrap().to_str().unwrap();
                files.push((SourcePath::new(name).unwrap(), std::fs::read(&path).unwrap()));
            }
        }
    }
    let mut files = Vec::new();
    collect(&Path::new(env!("CARGO_MANIFEST_DIR")).join("themes/default"), &mut files);
    files
}

#[test]
fn every_page_is_whole_in_every_language() {
    let mut problems = Vec::new();
    let theme = Theme::load("default", on_disk(), &mut problems);
    let engine = Engine::new(&theme, &mut problems);
    assert!(!has_errors(&problems), "{:#?}", said(&problems));
    let engine = engine.unwrap();
    let out = Path::new(env!("CARGO_TARGET_TMPDIR")).join("theme");
    for lang in ["de", "en", "ar", "uk"] {
        let lang = Lang::parse(lang).unwrap();
        let shared = Shared::new(&pages::site(), &theme.texts(&lang));
        for (path, template, names) in pages::all(&lang) {
            let html = engine
                .render(template, &shared, &names)
                .unwrap_or_else(|p| panic!("{path}: {:?}", said(&[*p])));
            let faults = html::faults(&html);
            assert!(faults.is_empty(), "{path} in {lang}: {faults:#?}");
            let file = out.join(lang.as_str()).join(path);
            std::fs::create_dir_all(file.parent().unwrap()).unwrap();
            std::fs::write(file, html).unwrap();
        }
        for (path, bytes) in theme.assets() {
            let file = out.join(lang.as_str()).join(path.as_str());
            std::fs::create_dir_all(file.parent().unwrap()).unwrap();
            std::fs::write(file, bytes).unwrap();
        }
    }
}
