//! The look of a site: from files by path to templates, components, texts, one style sheet, one script.
//!
//! A theme is the default theme, which travels inside the program, with a site's own folder
//! `themes/NAME/` laid over it: a file of the same path replaces the default's, texts are merged key
//! by key, and everything else stays. Layout of the folder:
//!
//! ```text
//! theme.toml               name and contract
//! templates/*.html         one per kind of page; templates/types/TYPE.html for one type alone
//! components/NAME/NAME.*   template, style, script and fixtures.toml of one component;
//!                          NAME.late.css and NAME.late.js belong to pages with <fundus-NAME> or class="NAME"
//! styles/*.css             joined in the order of their names, then the components' styles
//! fonts/*.woff2            travel inside the style sheet where url("fonts/…") names them
//! i18n/LANG.toml           texts
//! scripts/*.js             published one by one in theme/, without comments and indentation
//! static/                  copied as it is to theme/
//! ```
//!
//! Pure: it sees nothing but the files that it is given. It knows neither Tera, which is the render
//! engine's business, nor the model of a site.

mod accent;
mod address;
mod bundle;
mod place;
mod terse;
mod texts;

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use include_dir::{Dir, include_dir};
use serde::{Deserialize, Serialize};

pub use accent::accent_css;
pub(crate) use accent::accent_ink;
pub use address::Address;
pub(crate) use terse::terse;
pub use texts::{Text, Texts};

use crate::diagnostic::{Code, Diagnostic};
use crate::lang::Lang;
use crate::mistakes;
use crate::path::{OutputPath, SourcePath};
use crate::render::view::CONTRACT;
use crate::toml_table;

/// What Tera takes for quotation marks around the name of a template.
pub(crate) const QUOTES: [char; 3] = ['"', '\'', '`'];

/// The name of the theme that travels inside the program.
pub const DEFAULT: &str = "default";

static EMBEDDED: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/themes/default");

/// A theme, complete and merged.
#[derive(Debug)]
pub struct Theme {
    /// Its name, the folder's name.
    pub name: String,
    files: BTreeMap<String, File>,
    texts: BTreeMap<Lang, Texts>,
    style: String,
    script: String,
    /// Scripts that stand alone, by the names of their files.
    scripts: BTreeMap<String, String>,
    /// What few pages need, by name: scripts that they fetch, and styles for their heads.
    late_scripts: BTreeMap<String, String>,
    late_styles: BTreeMap<String, String>,
    /// What the site's own styles name.
    addresses: Vec<Address>,
}

/// A file of the theme.
#[derive(Clone, Debug)]
struct File {
    source: SourcePath,
    bytes: Cow<'static, [u8]>,
}

/// A template, or the template of a component.
#[derive(Clone, Copy, Debug)]
pub struct Template<'a> {
    /// The name by which others call it: `document.html`, `types/project.html`, `card/card.html`.
    pub name: &'a str,
    /// Where it stands.
    pub file: &'a SourcePath,
    /// Its text.
    pub source: &'a str,
}

/// What belongs only to pages with an element `<fundus-NAME>` or one whose first class is `NAME`.
#[derive(Clone, Debug, Serialize)]
pub struct Late {
    /// The name.
    pub name: String,
    /// Its style.
    pub style: Option<String>,
    /// The path of its script.
    pub script: Option<String>,
}

/// Examples of a component: fixtures of its tests and entries of the catalogue.
#[derive(Debug, Serialize)]
pub struct Fixtures {
    /// The component.
    pub component: String,
    /// What it is for, one sentence.
    pub about: String,
    /// The examples.
    pub examples: Vec<Example>,
}

/// A component in one of its states.
#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Example {
    /// What the example shows.
    pub title: String,
    /// The component, if its name is not that of the folder.
    pub component: Option<String>,
    /// The component's arguments.
    #[serde(default)]
    pub args: toml::Table,
    /// The component's body, as HTML.
    pub body: Option<String>,
    /// Whether it stands in a window of its own, as what belongs to the frame of a page does.
    #[serde(default)]
    pub framed: bool,
}

/// `fixtures.toml` as it stands.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FixtureFile {
    about: String,
    #[serde(default)]
    example: Vec<Example>,
}

impl Theme {
    /// The default theme with the files of a site's own theme laid over it. `overrides` are the files
    /// of `themes/NAME/`, by their path in the site. What is wrong with them goes to `problems`; the
    /// result is usable all the same, with the default in place of what could not be read.
    #[must_use]
    pub fn load(name: &str, overrides: Vec<(SourcePath, Vec<u8>)>, problems: &mut Vec<Diagnostic>) -> Self {
        let mut files = embedded();
        let known: Vec<String> = files.keys().cloned().collect();
        let default_texts =
            files.keys().filter_map(|path| text_language(path)).zip(text_files(&files)).collect();
        let own = own_files(name, overrides, problems);
        if own.is_empty() && name != DEFAULT {
            problems.push(Diagnostic::new(Code::MissingTheme).arg("name", name).arg("nearest", "`default`"));
        }
        let own_texts: Vec<_> =
            own.iter().filter_map(|(path, file)| Some((text_language(path)?, file.clone()))).collect();
        if name != DEFAULT && !own.is_empty() {
            check_contract(name, own.get("theme.toml"), problems);
        }
        files.extend(own.clone());
        for (path, file) in &own {
            place::check(path, file, &known, &files, problems);
        }
        let texts = texts::merge(default_texts, own_texts, &template_sources(&files), problems);
        for (_, file) in files.iter().filter(|(path, _)| template_name(path).is_some()) {
            texts::check_uses(file, &texts, problems);
        }
        let addresses = address::addresses(&own, &files);
        let style = bundle::style(&files);
        let script = bundle::script(&files);
        let named = |(name, text): (&str, String)| (name.to_owned(), text);
        let scripts = bundle::scripts(&files).map(named).collect();
        let late_scripts = bundle::late_scripts(&files).map(named).collect();
        let late_styles = bundle::late_styles(&files).map(named).collect();
        let name = name.to_owned();
        Self { name, files, texts, style, script, scripts, late_scripts, late_styles, addresses }
    }

    /// The default theme alone.
    #[must_use]
    pub fn embedded() -> Self {
        Self::load(DEFAULT, Vec::new(), &mut Vec::new())
    }

    /// All templates, those of components included, ordered by name.
    pub fn templates(&self) -> impl Iterator<Item = Template<'_>> {
        self.files.iter().filter_map(|(path, file)| {
            let name = template_name(path)?;
            Some(Template { name, file: &file.source, source: file.text() })
        })
    }

    /// The types of documents that have a template of their own, with its file.
    pub fn type_templates(&self) -> impl Iterator<Item = (&str, &SourcePath)> {
        self.templates().filter_map(|Template { name, file, .. }| {
            Some((name.strip_prefix("types/")?.strip_suffix(".html")?, file))
        })
    }

    /// The components that have examples, ordered by name. Files that cannot be read are reported.
    pub fn fixtures(&self, problems: &mut Vec<Diagnostic>) -> Vec<Fixtures> {
        let mut found = Vec::new();
        for (path, file) in &self.files {
            let Some(component) =
                path.strip_prefix("components/").and_then(|rest| rest.strip_suffix("/fixtures.toml"))
            else {
                continue;
            };
            match toml::from_str::<FixtureFile>(file.text()) {
                Ok(FixtureFile { about, example }) => {
                    found.push(Fixtures { component: component.to_owned(), about, examples: example });
                }
                Err(error) => problems.push(misread(file, &error)),
            }
        }
        found
    }

    /// The languages for which it has texts of their own.
    #[must_use]
    pub fn languages(&self) -> BTreeSet<Lang> {
        texts::spoken(self.texts.keys().cloned())
    }

    /// The texts in this language: what is missing comes from the language without its variant, then
    /// from English for languages other than German, then from German, which has them all.
    #[must_use]
    pub fn texts(&self, lang: &Lang) -> Texts {
        texts::complete(&self.texts, lang)
    }

    /// What is published beside the pages: the style sheet, the scripts, and the files of `static/`.
    pub fn assets(&self) -> impl Iterator<Item = (OutputPath, &[u8])> {
        let bundles =
            [("theme/style.css", self.style.as_bytes()), ("theme/script.js", self.script.as_bytes())];
        let statics = self.files.iter().filter_map(|(path, file)| {
            Some((OutputPath::new(&format!("theme/{}", path.strip_prefix("static/")?)).ok()?, &*file.bytes))
        });
        let scripts = self.scripts.iter().chain(&self.late_scripts).filter_map(|(name, script)| {
            Some((OutputPath::new(&format!("theme/{name}.js")).ok()?, script.as_bytes()))
        });
        bundles
            .into_iter()
            .filter_map(|(path, bytes)| Some((OutputPath::new(path).ok()?, bytes)))
            .chain(scripts)
            .chain(statics)
    }

    /// What the heads of pages get that have an element `<fundus-NAME>` or one whose first class is `NAME`,
    /// ordered by the names.
    #[must_use]
    pub fn late(&self) -> Vec<Late> {
        let names: BTreeSet<&String> = self.late_styles.keys().chain(self.late_scripts.keys()).collect();
        let part = |name: &String| Late {
            name: name.clone(),
            style: self.late_styles.get(name).cloned(),
            script: self.late_scripts.contains_key(name).then(|| format!("theme/{name}.js")),
        };
        names.into_iter().map(part).collect()
    }

    /// The fonts that styles may name, as they name them.
    pub fn fonts(&self) -> impl Iterator<Item = String> {
        self.files.keys().filter(|path| path.starts_with("fonts/") && !path.ends_with(".txt")).cloned()
    }

    /// The files of the site that the styles of a site's own theme name.
    #[must_use]
    pub fn addresses(&self) -> &[Address] {
        &self.addresses
    }

    /// The text of one of its files, for messages that show the spot.
    #[must_use]
    pub fn source(&self, file: &SourcePath) -> Option<&str> {
        self.files.values().find(|known| known.source == *file).map(File::text)
    }
}

impl File {
    /// The text; what is not UTF-8 was refused on the way in.
    fn text(&self) -> &str {
        std::str::from_utf8(&self.bytes).unwrap_or_default()
    }
}

/// The files of the default theme with their paths in it, ordered by these.
pub fn default_files() -> impl Iterator<Item = (&'static str, &'static [u8])> {
    fn collect(dir: &'static Dir<'static>, files: &mut Vec<(&'static str, &'static [u8])>) {
        files.extend(dir.files().filter_map(|file| Some((file.path().to_str()?, file.contents()))));
        dir.dirs().for_each(|dir| collect(dir, files));
    }
    let mut files = Vec::new();
    collect(&EMBEDDED, &mut files);
    files.sort_unstable_by_key(|(path, _)| *path);
    files.into_iter()
}

/// The default theme's files by their path in the theme.
fn embedded() -> BTreeMap<String, File> {
    let file = |(path, bytes): (&str, &'static [u8])| {
        let source = SourcePath::new(&format!("themes/{DEFAULT}/{path}")).ok()?;
        Some((path.to_owned(), File { source, bytes: Cow::Borrowed(bytes) }))
    };
    default_files().filter_map(file).collect()
}

/// As [`Theme::languages`], of the theme that [`Theme::load`] makes of the same: for who has no time to wait for that.
#[must_use]
pub fn languages<'f>(name: &str, overrides: impl IntoIterator<Item = &'f SourcePath>) -> BTreeSet<Lang> {
    let folder = format!("themes/{name}/");
    let own = overrides.into_iter().filter_map(|path| path.as_str().strip_prefix(&folder));
    let all = own.chain(default_files().map(|(path, _)| path));
    texts::spoken(all.filter_map(text_language))
}

/// The site's files by their path in the theme; texts that are not UTF-8 are reported and left out.
fn own_files(
    name: &str,
    overrides: Vec<(SourcePath, Vec<u8>)>,
    problems: &mut Vec<Diagnostic>,
) -> BTreeMap<String, File> {
    let folder = format!("themes/{name}/");
    let mut files = BTreeMap::new();
    for (source, mut bytes) in overrides {
        let Some(path) = source.as_str().strip_prefix(&folder).map(str::to_owned) else { continue };
        if is_text(&path) {
            if bytes.starts_with(b"\xEF\xBB\xBF") {
                bytes.drain(..3);
            }
            if let Err(error) = std::str::from_utf8(&bytes) {
                let at = error.valid_up_to();
                problems.push(Diagnostic::new(Code::InvalidUtf8).at(&source, at..at + 1));
                continue;
            }
        }
        files.insert(path, File { source, bytes: Cow::Owned(bytes) });
    }
    files
}

/// Whether the theme reads the file as text; files of `static/` and `fonts/` are bytes.
fn is_text(path: &str) -> bool {
    !path.starts_with("static/") && [".html", ".css", ".js", ".toml"].iter().any(|end| path.ends_with(end))
}

/// `document.html` for `templates/document.html`, `card/card.html` for `components/card/card.html`.
fn template_name(path: &str) -> Option<&str> {
    let name = path.strip_prefix("templates/").or_else(|| path.strip_prefix("components/"))?;
    name.ends_with(".html").then_some(name)
}

/// The language of `i18n/LANG.toml`.
fn text_language(path: &str) -> Option<Lang> {
    Lang::parse(path.strip_prefix("i18n/")?.strip_suffix(".toml")?)
}

fn text_files(files: &BTreeMap<String, File>) -> Vec<File> {
    files.iter().filter(|(path, _)| text_language(path).is_some()).map(|(_, file)| file.clone()).collect()
}

/// All templates in one text, to see whether something is used at all.
fn template_sources(files: &BTreeMap<String, File>) -> String {
    files.iter().filter(|(path, _)| template_name(path).is_some()).map(|(_, file)| file.text()).collect()
}

/// `theme.toml` as it stands.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Manifest {
    #[serde(rename = "name")]
    _name: String,
    contract: toml::Spanned<u32>,
}

/// Checks that a site's theme says which contract it was written for, and that it is ours.
fn check_contract(name: &str, manifest: Option<&File>, problems: &mut Vec<Diagnostic>) {
    let Some(file) = manifest else {
        if let Ok(expected) = SourcePath::new(&format!("themes/{name}/theme.toml")) {
            let problem = Diagnostic::new(Code::ThemeContract)
                .arg_each(
                    "reason",
                    format!("die Datei `{expected}` fehlt, die sagt, für welche Version sie geschrieben ist"),
                    format!("the file `{expected}` is missing, which says for what version it is written"),
                )
                .arg("line", format!("contract = {CONTRACT}"));
            problems.push(problem.at(&expected, 0..0));
        }
        return;
    };
    match toml::from_str::<Manifest>(file.text()) {
        Ok(manifest) if *manifest.contract.get_ref() == CONTRACT => {}
        Ok(manifest) => {
            let found = manifest.contract.get_ref();
            let problem = Diagnostic::new(Code::ThemeContract).arg_each(
                "reason",
                format!("sie ist für Version {found} geschrieben, das Programm kennt {CONTRACT}"),
                format!("it is written for version {found}, and the program knows {CONTRACT}"),
            );
            problems.push(problem.at(&file.source, manifest.contract.span()));
        }
        Err(error) => problems.push(misread(file, &error)),
    }
}

/// The problem of a theme's file that is no TOML, or says something else than is asked for.
fn misread(file: &File, error: &toml::de::Error) -> Diagnostic {
    toml_table::syntax(&file.source, file.text()).unwrap_or_else(|| {
        let (de, en) = mistakes::toml(error.message(), "");
        let span = error.span().unwrap_or(0..0);
        Diagnostic::new(Code::ConfigSyntax).at(&file.source, span).arg_each("detail", de, en)
    })
}
