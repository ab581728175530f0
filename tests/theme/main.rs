//! The default theme on typed example pages: every template renders, in every language, to
//! well-formed HTML with unique ids and one `h1`. The pages are also written to the target folder
//! (`tmp/theme`), where a browser can look at them.

mod html;
mod pages;

use std::path::Path;

use fundus::diagnostic::Diagnostic;
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

#[test]
fn every_page_is_whole_in_every_language() {
    let (theme, engine, problems) = engine(&[]);
    assert_eq!(said(&problems), Vec::<String>::new());
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
