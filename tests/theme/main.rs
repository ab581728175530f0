//! The default theme on typed example pages: every template renders, in every language, to
//! well-formed HTML with unique ids and one `h1`. The pages are also written to the target folder
//! (`tmp/theme`), where a browser can look at them.
#![expect(clippy::unwrap_used, reason = "tests stop at what is wrong")]

mod html;
mod pages;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use fundus::diagnostic::{Diagnostic, has_errors};
use fundus::lang::{Lang, MessageLang};
use fundus::path::SourcePath;
use fundus::render::catalogue::catalogue;
use fundus::render::engine::{Engine, Shared};
use fundus::theme::{Theme, languages};

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
    for lang in ["de", "en", "de-simple", "ar", "uk"] {
        let lang = Lang::parse(lang).unwrap();
        let shared = Shared::new(&pages::site(), &theme.texts(&lang));
        for (path, template, names) in pages::all(&lang) {
            let html = engine
                .render(template, &shared, &names)
                .unwrap_or_else(|p| panic!("{path}: {:?}", said(&[*p])));
            let html = String::from_utf8(html).unwrap();
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

#[test]
fn the_catalogue_shows_every_component() {
    let mut problems = Vec::new();
    let theme = Theme::load("default", on_disk(), &mut problems);
    let engine = Engine::new(&theme, &mut problems).unwrap();
    let shared = Shared::new(&pages::site(), &theme.texts(&Lang::default()));
    let page = pages::page("catalogue", "stil/index.html", "Stil", &Lang::default());
    let fixtures = theme.fixtures(&mut problems);
    assert!(!has_errors(&problems), "{:#?}", said(&problems));
    let html = String::from_utf8(catalogue(&fixtures, &engine, &shared, &page).unwrap()).unwrap();
    let failed = theme.texts(&Lang::default()).plain("catalogue", "failed");
    assert!(!html.contains(&failed), "every example renders");
    let faults = html::faults(&html);
    assert!(faults.is_empty(), "{faults:#?}");
    assert!(html.contains("srcdoc=\"&lt;!doctype"), "an example in a window of its own is a page");
    let file = Path::new(env!("CARGO_TARGET_TMPDIR")).join("theme/de/stil/index.html");
    std::fs::create_dir_all(file.parent().unwrap()).unwrap();
    std::fs::write(file, html).unwrap();
    let with_examples: BTreeSet<&str> = fixtures
        .iter()
        .filter(|fixtures| !fixtures.examples.is_empty() && !fixtures.about.is_empty())
        .map(|fixtures| fixtures.component.as_str())
        .collect();
    let folders = theme.templates().filter(|template| template.source.contains("{% component "));
    let without: Vec<&str> = folders
        .filter_map(|template| Some(template.name.split_once('/')?.0))
        .filter(|folder| !with_examples.contains(folder))
        .collect();
    assert_eq!(without, Vec::<&str>::new(), "components without fixtures");
}

#[test]
fn no_language_has_a_text_that_german_lacks() {
    let theme = Theme::embedded();
    let german: BTreeSet<String> = theme.texts(&Lang::default()).keys().collect();
    for lang in ["en", "uk", "ru", "ar", "fa", "tr", "ku", "kmr", "de-simple"] {
        let keys: BTreeSet<String> = theme.texts(&Lang::parse(lang).unwrap()).keys().collect();
        assert_eq!(keys, german, "{lang}");
    }
}

/// Words of those who make websites say little to readers who know little German.
/// Who asks before the theme is loaded is told the same.
#[test]
fn the_languages_of_a_theme_are_those_of_its_texts() {
    let path = |path: &str| SourcePath::new(&format!("themes/eigenes/{path}")).unwrap();
    let own =
        [path("i18n/pl.toml"), path("i18n/uk.toml"), path("i18n/neu.toml"), path("static/i18n/fr.toml")];
    let files = own.iter().map(|path| (path.clone(), b"[page]\n".to_vec())).collect();
    let loaded = Theme::load("eigenes", files, &mut Vec::new()).languages();
    assert_eq!(languages("eigenes", &own), loaded);
    let known: Vec<&str> = loaded.iter().map(Lang::as_str).collect();
    let default = ["ar", "de", "de-simple", "en", "fa", "kmr", "ku", "pl", "ru", "tr", "uk"];
    assert_eq!(known, default, "Kurmanji has the texts of Kurdish, and of two files only one is a text");
}

#[test]
fn german_texts_have_no_words_of_the_trade() {
    for (path, text) in on_disk() {
        if !path.to_string().contains("i18n/de") {
            continue;
        }
        let values = String::from_utf8(text).unwrap();
        let values = values.lines().filter_map(|line| line.split_once(" = ").map(|(_, value)| value));
        for value in values {
            assert!(["Feed", "Relevanz"].iter().all(|word| !value.contains(word)), "{path}: {value}");
        }
    }
}

#[test]
fn a_site_changes_one_component_one_token_and_one_text() {
    let (theme, engine, problems) = engine(&[
        ("theme.toml", "name = \"eigenes\"\ncontract = 1\n"),
        (
            "components/site_foot/site_foot.html",
            "{% component site_foot(@site) %}<footer>{{ site.title }}: eigener Fuß</footer>{% endcomponent %}",
        ),
        ("styles/zz-eigenes.css", ":root { --accent: #7a1f5c; }"),
        ("i18n/de.toml", "[search]\nsubmit = \"Los\"\n"),
        ("static/wappen.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>"),
    ]);
    assert_eq!(said(&problems), Vec::<String>::new());
    let shared = Shared::new(&pages::site(), &theme.texts(&Lang::default()));
    let (_, template, names) = pages::all(&Lang::default()).remove(1);
    let html = String::from_utf8(engine.unwrap().render(template, &shared, &names).unwrap()).unwrap();
    assert!(html.contains("eigener Fuß") && html.contains("<span>Los</span>"));
    assert!(html.contains("class=\"fact-box\""), "all the rest stays");
    let assets: BTreeMap<String, String> = theme
        .assets()
        .map(|(path, bytes)| (path.to_string(), String::from_utf8_lossy(bytes).into_owned()))
        .collect();
    assert!(assets["theme/style.css"].contains("--accent: #7a1f5c"));
    assert!(assets.contains_key("theme/wappen.svg") && assets.contains_key("theme/icon.svg"));
}

/// What is said about a theme with this one file, as `code spot`.
fn complaints(path: &str, text: &str) -> Vec<String> {
    let (theme, engine, mut problems) =
        engine(&[("theme.toml", "name = \"eigenes\"\ncontract = 1\n"), (path, text)]);
    if let Some(engine) = engine {
        let shared = Shared::new(&pages::site(), &theme.texts(&Lang::default()));
        let (_, template, names) = pages::all(&Lang::default()).remove(1);
        problems.extend(engine.render(template, &shared, &names).err().map(|problem| *problem));
    }
    let spot = |problem: &Diagnostic| {
        let place = problem.place.as_ref()?;
        let source = theme.source(&place.file)?;
        assert!(place.file.as_str().starts_with("themes/eigenes/"), "{place:?}");
        source.get(place.span.clone())
    };
    problems.iter().map(|problem| format!("{} {}", problem.code, spot(problem).unwrap_or_default())).collect()
}

#[test]
fn a_broken_theme_is_told_where_and_what() {
    let cases: &[(&str, &str, &[&str])] = &[
        ("templates/document.html", "{% if page %}", &["template-syntax %}"]),
        ("templates/document.html", "{{ page.titel }}", &["template-variable titel"]),
        ("templates/document.html", "{{ dokument.title }}", &["template-variable dokument"]),
        ("templates/document.html", "{% if page.x.y %}{% endif %}", &["template-variable x"]),
        (
            "templates/document.html",
            "{{ t.search.submitt }}",
            &["theme-text t.search.submitt", "template-variable submitt"],
        ),
        ("templates/document.html", "{{ 1 | schoen }}", &["template-syntax schoen"]),
        ("templates/document.html", "ä {{ <kard /> }}", &["missing-template <kard />"]),
        ("templates/document.html", "{% extends \"basis.html\" %}", &["missing-template \"basis.html\""]),
        ("templates/document.html", "{% include \"karte.html\" %}", &["missing-template \"karte.html\""]),
        ("templates/document.html", "{% include 'karte.html' %}", &["missing-template 'karte.html'"]),
        (
            "templates/document.html",
            "{% include \"document.html\" %}",
            &["template-recursion \"document.html\""],
        ),
        (
            "templates/document.html",
            "{% extends \"document.html\" %}",
            &["template-recursion \"document.html\""],
        ),
        ("templates/document.html", "{{ page.title + 1 }}", &["template-render page.title + 1"]),
        ("templates/dokument.html", "", &["missing-template "]),
        ("style/a.css", "", &["theme-file "]),
        ("i18n/de.toml", "[search]\nsubmitt = \"x\"", &["unused-theme-text submitt"]),
        // The beginning of a key that templates show is another one.
        ("i18n/de.toml", "[search]\nsubmi = \"x\"", &["unused-theme-text submi"]),
        ("i18n/de.toml", "[search]\nsubmit = { other = \"x\"\n[list]", &["config-syntax { other = \"x\""]),
        ("i18n/de.toml", "[search]\nsubmit = 3", &["config-syntax 3"]),
        ("i18n/de.toml", "[search", &["config-syntax "]),
        ("theme.toml", "name = \"x\"\ncontract = 99", &["theme-contract 99"]),
    ];
    let found: Vec<Vec<String>> = cases.iter().map(|(path, text, _)| complaints(path, text)).collect();
    let expected: Vec<Vec<String>> =
        cases.iter().map(|(.., said)| said.iter().map(|s| (*s).to_owned()).collect()).collect();
    assert_eq!(found, expected);
}

/// The first thing that is said in German about a theme whose `document.html` is this.
fn reason(template: &str) -> String {
    let (theme, engine, problems) = engine(&[
        ("theme.toml", "name = \"eigenes\"\ncontract = 1\n"),
        ("templates/document.html", template),
        ("components/probe/probe.html", "{% component probe(n: integer) %}{{ n }}{% endcomponent %}"),
    ]);
    let rendered = || {
        let shared = Shared::new(&pages::site(), &theme.texts(&Lang::default()));
        let (_, template, names) = pages::all(&Lang::default()).remove(1);
        engine?.render(template, &shared, &names).err().map(|problem| *problem)
    };
    let first = problems.first().cloned().or_else(rendered);
    first.map(|problem| problem.message(MessageLang::De)).unwrap_or_default()
}

#[test]
fn mistakes_in_templates_are_named_in_german() {
    let cases = [
        ("{% if page %}", "hört mitten in einer Anweisung auf"),
        ("{% if page %}{% endfor %}", "diese Anweisung gibt es nicht"),
        ("{{ page.title | upper(\"x) }}", "das schließende Anführungszeichen fehlt"),
        ("{{ page.title == „x“ }}", "Anführungszeichen müssen gerade sein"),
        ("{% raw %}x", "mit `{% endraw %}` beendet"),
        ("{% wenn page %}", "diese Anweisung gibt es nicht"),
        ("{{ 1 | schoen }}", "den Filter `schoen` gibt es nicht"),
        ("{% if page is schoen %}{% endif %}", "die Prüfung `is schoen` gibt es nicht"),
        ("{{ datum() }}", "die Funktion `datum` gibt es nicht"),
        ("{% <probe n={1}> %}x", "ein Baustein wird geöffnet und nicht geschlossen"),
        ("{% block a %}{% endblock b %}", "der Name am Ende (`b`) ist ein anderer als der am Anfang (`a`)"),
        (
            "{% block a %}{% endblock %}{% block a %}{% endblock %}",
            "den Block `a` gibt es in dieser Vorlage schon",
        ),
        ("{% extends \"base.html\" %}{% block inhlt %}{% endblock %}", "den Block `inhlt` gibt es"),
        ("<p>{% extends \"base.html\" %}", "ganz am Anfang"),
        ("{% extends \"base.html\" %}<p>x</p>", "nur, was in einem `{% block … %}` steht"),
        ("{% set loop = 1 %}", "wählen Sie einen anderen"),
        ("{{ 1 | round(method=\"a\", method=\"b\") }}", "`method` wird zweimal angegeben"),
        ("{% for a in [1] %}{{ loop.nummer }}{% endfor %}", "`loop` kennt nur"),
        ("{% break %}", "gibt es nur zwischen"),
        ("{{ <probe n={1} m={2} /> }}", "kennt die Angabe `m` nicht"),
        ("{{ <probe n=\"x\" /> }}", "von anderer Art als verlangt (`string` statt `integer`)"),
        ("{{ <probe /> }}", "dem Baustein fehlt die Angabe `n`"),
        ("{{ \"a\" | replace(from=\"a\") }}", "es fehlt die Angabe `to`"),
        ("{% for a in 3 %}{% endfor %}", "braucht eine Liste, und dies ist keine"),
        ("{% for a, b in [1] %}{% endfor %}", "braucht Werte mit Namen"),
        ("{% if page.title > 3 %}{% endif %}", "lassen sich nicht vergleichen"),
        ("{{ page.title * 2 }}", "gerechnet wird nur mit Zahlen"),
        ("{{ page.title + 1 }}", "Texte verbindet `~`"),
        ("{{ 1 // 0 }}", "durch null lässt sich nicht teilen"),
        ("{{ 3 | upper }}", "der Wert ist von anderer Art"),
        ("{{ page.title", "hört mitten"),
        ("{{ page.title }", "so geht es an dieser Stelle nicht weiter"),
        ("{{ page title }}", "so geht es an dieser Stelle nicht weiter"),
    ];
    let wrong: Vec<String> = cases
        .iter()
        .map(|(template, words)| (template, words, reason(template)))
        .filter(|(_, words, said)| !said.to_lowercase().contains(&words.to_lowercase()))
        .map(|(template, words, said)| format!("{template}: {words} in {said}"))
        .collect();
    assert_eq!(wrong, Vec::<String>::new());
}

#[test]
fn an_unknown_name_brings_its_neighbours() {
    let (theme, engine, _) = engine(&[
        ("theme.toml", "name = \"eigenes\"\ncontract = 1\n"),
        (
            "components/fact_box/fact_box.html",
            "{% component fact_box(facts: array, title: string) %}{% for fact in facts %}{{ fact.labl }}{% endfor %}{% endcomponent %}",
        ),
    ]);
    let shared = Shared::new(&pages::site(), &theme.texts(&Lang::default()));
    let (_, template, names) = pages::all(&Lang::default()).remove(1);
    let problem = engine.unwrap().render(template, &shared, &names).unwrap_err();
    assert!(problem.args.iter().any(|(name, _)| *name == "available"), "{problem:?}");
    assert_eq!(problem.others.len(), 1, "the call in document.html");
}

/// Safari before 16.4 reads no script in which a pattern looks behind itself (`(?<=`), and it is the last one for
/// telephones that are still in use.
#[test]
fn old_telephones_understand_the_scripts() {
    let scripts = on_disk().into_iter().filter(|(path, _)| path.extension() == "js");
    let texts: Vec<(String, String)> =
        scripts.map(|(path, bytes)| (path.to_string(), String::from_utf8(bytes).unwrap())).collect();
    assert!(texts.len() > 10);
    for (path, text) in texts {
        assert!(!text.contains("(?<=") && !text.contains("(?<!"), "{path}");
    }
}
