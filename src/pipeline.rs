//! The whole program, as one function: from a folder to everything that is to be published.

use std::collections::{HashMap, HashSet};
use std::path::Path;
use std::sync::Arc;

use jiff::civil::Date;
use rayon::prelude::*;

use crate::config::Config;
use crate::diagnostic::{self, Code, Diagnostic};
use crate::discover::{self, CONTENT, DocumentSource, Sources, Stamp, discover};
use crate::hash::{ContentHash, Hasher};
use crate::model::{Model, Role};
use crate::output::{Conflict, ConflictKind, Content, Output, Outputs};
use crate::parse::{self, Document, Value, VocabularySource};
use crate::path::SourcePath;
use crate::render::render;
use crate::resolve::{Input, resolve};
use crate::site::Site;
use crate::theme::{self, Theme};
use crate::{calendar, feed, finder, git, picture, resize};

/// The name of the configuration's file.
pub const CONFIG: &str = "config.toml";

/// What a build depends on besides the files of the site.
#[derive(Clone, Debug)]
pub struct Options {
    /// The configuration's file, relative to the site's root.
    pub config: SourcePath,
    /// The day of the build.
    pub today: Date,
    /// Whether drafts are published.
    pub drafts: bool,
    /// Names the build of the program, so that no other takes what this one made for its own.
    pub program: String,
}

/// What a build comes to.
#[derive(Debug)]
pub struct Build {
    /// What the site says about itself, and its model.
    pub config: Arc<Config>,
    /// The resolved site.
    pub site: Arc<Site>,
    /// Everything to be published. Incomplete when there are errors: then nothing is to be written.
    pub outputs: Outputs,
    /// All problems, in order, save those that show only when a page is made ([`Outputs::problems`]).
    pub problems: Vec<Diagnostic>,
}

/// The key of all that a build of the site in the folder `root` is made from, and when the latest of
/// its files was changed. Reads nothing but names, lengths and times.
#[must_use]
pub fn stamp(root: &Path, options: &Options) -> Stamp {
    let Stamp { hash, newest } = discover::stamp(root, &[CONTENT, "themes", options.config.as_str()]);
    let Options { config, today, drafts, program } = options;
    let mut hasher = Hasher::default();
    for part in [&hash.to_string(), &git::head(root), &format!("{config} {today} {drafts} {program}")] {
        hasher.text(part.as_bytes());
    }
    Stamp { hash: hasher.finish(), newest }
}

/// What one build of a site remembers for the next one in the same process. Nothing in it needs to be
/// true of the next one: all of it is known by what it was made from.
#[derive(Debug, Default)]
pub struct Memory {
    /// What the documents were parsed by, besides their own bytes.
    config: Option<ContentHash>,
    parsed: HashMap<SourcePath, Parsed>,
    /// The keys of outputs that can be made.
    proven: HashSet<ContentHash>,
}

/// A document with the problems of its source.
#[derive(Clone, Debug)]
struct Parsed {
    document: Arc<Document>,
    problems: Arc<[Diagnostic]>,
}

impl Build {
    /// With the problems that show only when pages are made. Makes every page and keeps none.
    #[must_use]
    pub fn proved(self) -> Self {
        self.proved_again(&mut Memory::default())
    }

    /// As [`Build::proved`], without the pages that the last build has proved to be right.
    #[must_use]
    pub fn proved_again(mut self, memory: &mut Memory) -> Self {
        self.problems.extend(self.outputs.problems(&mut memory.proven));
        diagnostic::sort(&mut self.problems);
        self
    }
}

/// Builds the site in the folder `root`, up to the point where it is written or served.
///
/// ```text
/// config → discover → parse → resolve → render → outputs
/// ```
#[must_use]
pub fn build(root: &Path, options: &Options) -> Build {
    prepare(root, options).finish(root)
}

/// Builds the site for a preview: what did not change since the last build is taken from `memory`, and
/// the search index is left until somebody searches.
#[must_use]
pub fn preview(root: &Path, options: &Options, memory: &mut Memory) -> Build {
    let Prepared { site, theme, program, mut problems } = prepare_again(root, options, memory);
    let site = Arc::new(site);
    let made = pages(root, &site, &theme, &program, &mut problems);
    let mut outputs = collect(root, &site, made, &mut problems);
    if let Some(entry) = finder::entry() {
        let site = Arc::clone(&site);
        outputs.leave(entry, move || finder::outputs(&site));
    }
    diagnostic::sort(&mut problems);
    Build { config: Arc::clone(&site.config), site, outputs, problems }
}

/// A resolved site with what it takes to render it.
#[derive(Debug)]
pub struct Prepared {
    /// The resolved site.
    pub site: Site,
    theme: Theme,
    program: String,
    problems: Vec<Diagnostic>,
}

/// The first half of [`build`]: up to the resolved site.
#[must_use]
pub fn prepare(root: &Path, options: &Options) -> Prepared {
    prepare_again(root, options, &mut Memory::default())
}

fn prepare_again(root: &Path, options: &Options, memory: &mut Memory) -> Prepared {
    let mut problems = Vec::new();
    let config = Arc::new(read_config(root, &options.config, &mut problems));
    let theme = read_theme(root, &config, &mut problems);
    let site = read_site(root, &config, options, memory, &mut problems);
    Prepared { site, theme, program: options.program.clone(), problems }
}

impl Prepared {
    /// Puts another site in the place of this one, which is rendered instead.
    ///
    /// # Errors
    /// Those of `other`.
    pub fn replace<E>(self, other: impl FnOnce(Site) -> Result<Site, E>) -> Result<Self, E> {
        Ok(Self { site: other(self.site)?, ..self })
    }

    /// The second half of [`build`]: from the resolved site to everything that is to be published.
    #[must_use]
    pub fn finish(self, root: &Path) -> Build {
        let Self { site, theme, program, mut problems } = self;
        let site = Arc::new(site);
        let mut made = pages(root, &site, &theme, &program, &mut problems);
        made.extend(finder::outputs(&site));
        let outputs = collect(root, &site, made, &mut problems);
        diagnostic::sort(&mut problems);
        Build { config: Arc::clone(&site.config), site, outputs, problems }
    }
}

/// The pages, and the pictures that belong to them.
fn pages(
    root: &Path,
    site: &Arc<Site>,
    theme: &Theme,
    program: &str,
    problems: &mut Vec<Diagnostic>,
) -> Vec<Output> {
    let mut pages = render(site, theme, program, problems);
    pages.extend(picture::outputs(site, program));
    pages.extend(resize::outputs(root, site, program));
    pages
}

/// The site in the folder `root` without its pages, for who only asks what is in it.
#[must_use]
pub fn site(root: &Path, options: &Options) -> (Site, Vec<Diagnostic>) {
    let mut problems = Vec::new();
    let config = Arc::new(read_config(root, &options.config, &mut problems));
    let site = read_site(root, &config, options, &mut Memory::default(), &mut problems);
    diagnostic::sort(&mut problems);
    (site, problems)
}

/// The phases up to the site: discover, parse, resolve.
fn read_site(
    root: &Path,
    config: &Arc<Config>,
    options: &Options,
    memory: &mut Memory,
    problems: &mut Vec<Diagnostic>,
) -> Site {
    let mut sources = discover(root, &config.ignore, problems);
    let ((documents, vocabularies), changes) = rayon::join(
        || {
            discover::measure(root, &mut sources.assets);
            parse_all(root, config, &sources, options.drafts, memory, problems)
        },
        || git::last_changes(root),
    );
    let input = Input {
        config: Arc::clone(config),
        documents,
        vocabularies,
        assets: sources.assets,
        today: options.today,
        changes,
    };
    resolve(input, problems)
}

/// Reads the configuration; without a file, everything has its default.
#[must_use]
pub fn read_config(root: &Path, file: &SourcePath, problems: &mut Vec<Diagnostic>) -> Config {
    let text = if root.join(file.as_str()).exists() {
        match discover::read(root, file).map(String::from_utf8) {
            Ok(Ok(text)) => text,
            Ok(Err(error)) => {
                let at = error.utf8_error().valid_up_to();
                let line = error.as_bytes()[..at].iter().filter(|byte| **byte == b'\n').count() + 1;
                problems.push(Diagnostic::new(Code::InvalidUtf8).at(file, at..at + 1).arg("line", line));
                String::new()
            }
            Err(problem) => {
                problems.push(problem);
                String::new()
            }
        }
    } else {
        String::new()
    };
    Config::parse(file.clone(), &text, problems)
}

/// The default theme with the files of the site's own laid over it.
#[must_use]
pub fn read_theme(root: &Path, config: &Config, problems: &mut Vec<Diagnostic>) -> Theme {
    let name = config.theme.as_ref().map_or(theme::DEFAULT, |at| at.value.as_str());
    let first = problems.len();
    let theme = Theme::load(name, discover::theme_files(root, name, problems), problems);
    // A theme that does not exist is a mistake in the configuration.
    if let Some(at) = &config.theme {
        for problem in problems[first..].iter_mut().filter(|problem| problem.code == Code::MissingTheme) {
            *problem = problem.clone().at(&config.file, at.span.clone());
        }
    }
    theme
}

/// Parses every source in parallel; documents that are not to be published are left out.
pub fn parse_all(
    root: &Path,
    config: &Config,
    sources: &Sources,
    drafts: bool,
    memory: &mut Memory,
    problems: &mut Vec<Diagnostic>,
) -> (Vec<Arc<Document>>, Vec<VocabularySource>) {
    if memory.config.replace(config.hash) != Some(config.hash) {
        memory.parsed.clear();
    }
    let known = std::mem::take(&mut memory.parsed);
    let parsed: Vec<Result<Parsed, Diagnostic>> = sources
        .documents
        .par_iter()
        .map(|source| parse_one(root, config, source, known.get(&source.path)))
        .collect();
    let mut documents = Vec::with_capacity(parsed.len());
    for parsed in parsed {
        match parsed {
            Ok(parsed) => {
                problems.extend_from_slice(&parsed.problems);
                if drafts || !is_draft(&config.model, &parsed.document) {
                    documents.push(Arc::clone(&parsed.document));
                }
                memory.parsed.insert(parsed.document.source.path.clone(), parsed);
            }
            Err(problem) => problems.push(problem),
        }
    }
    let mut vocabularies = Vec::new();
    for path in &sources.vocabularies {
        match discover::read(root, path) {
            Ok(bytes) => vocabularies.push(parse::vocabulary(path, &bytes, problems)),
            Err(problem) => problems.push(problem),
        }
    }
    (documents, vocabularies)
}

/// Reads and parses a source, unless it is the one that is `known`.
fn parse_one(
    root: &Path,
    config: &Config,
    source: &DocumentSource,
    known: Option<&Parsed>,
) -> Result<Parsed, Diagnostic> {
    let bytes = discover::read(root, &source.path)?;
    if let Some(known) = known
        && known.document.source == *source
        && known.document.hash == ContentHash::of(&bytes)
    {
        return Ok(known.clone());
    }
    let mut problems = Vec::new();
    let document =
        parse::document(source, &bytes, &config.model, &config.lang, &config.time_zone, &mut problems);
    Ok(Parsed { document: Arc::new(document), problems: problems.into() })
}

fn is_draft(model: &Model, document: &Document) -> bool {
    let field = model.types[document.kind].role(Role::Draft);
    matches!(document.fields.first(field), Some(Value::Bool(true)))
}

/// Brings everything together that is to be published, and reports what cannot stand side by side.
pub fn collect(root: &Path, site: &Site, pages: Vec<Output>, problems: &mut Vec<Diagnostic>) -> Outputs {
    let mut outputs = Outputs::default();
    let assets = site.assets.iter().map(|asset| Output {
        path: asset.output.clone(),
        source: Some(asset.path.clone()),
        content: Content::File { from: root.join(asset.path.as_str()), hash: None },
    });
    for output in pages.into_iter().chain(feed::outputs(site)).chain(calendar::outputs(site)).chain(assets) {
        if let Err(conflict) = outputs.insert(output) {
            problems.push(conflict_problem(&conflict));
        }
    }
    outputs
}

fn conflict_problem(conflict: &Conflict) -> Diagnostic {
    let code = match conflict.kind {
        ConflictKind::CaseOnly => Code::CaseOnly,
        ConflictKind::SamePath | ConflictKind::FileAndFolder => Code::SameOutput,
    };
    let name = |party: &crate::output::Party| {
        party.source.as_ref().map_or_else(|| party.path.to_string(), ToString::to_string)
    };
    let problem =
        Diagnostic::new(code).arg("output", &conflict.second.path).arg("other", name(&conflict.first));
    let problem = match &conflict.first.source {
        Some(source) => problem.also(source, 0..0),
        None => problem,
    };
    match conflict.second.source.as_ref().or(conflict.first.source.as_ref()) {
        Some(source) => problem.at(source, 0..0),
        None => problem,
    }
}
