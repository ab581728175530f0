//! The whole program, as one function: from a folder to everything that is to be published.

mod again;

use std::collections::{BTreeSet, HashMap};
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::SystemTime;

use jiff::civil::Date;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use crate::archive::Archive;
use crate::cache::{ByFile, Cache, Parsed};
use crate::config::Config;
use crate::diagnostic::{self, Code, Diagnostic};
use crate::discover::{self, DocumentSource, FileState, Sources, Stamp, Tree, discover};
use crate::git::{self, Changes};
use crate::hash::{ContentHash, Hasher};
use crate::lang::Lang;
use crate::metadata::skos;
use crate::model::{Model, Role};
use crate::output::{Conflict, ConflictKind, Content, Maker, Output, Outputs, Party, Series};
use crate::parse::{self, Document, Value, VocabularySource, alias_output};
use crate::path::SourcePath;
use crate::progress::{Stage, Watcher};
use crate::render::Pages;
use crate::resolve::{Input, Waiting, resolve};
use crate::site::{Site, SiteDocument};
use crate::theme::{self, Theme};
use crate::{calendar, feed, picture, resize};
pub use again::{Kept, Left, build_again};
use again::{Read, Since};

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
    /// Whether documents of a later day are published.
    pub future: bool,
    /// Names the build of the program, so that no other takes what this one made for its own.
    pub program: String,
    /// Hears how the build gets on.
    pub watcher: Watcher,
}

impl Options {
    /// All that makes a difference to what is built.
    fn key(&self) -> String {
        let Self { config, today, drafts, future, program, watcher: _ } = self;
        format!("{config} {today} {drafts} {future} {program}")
    }
}

/// Documents that are there and not published.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct HeldBack {
    /// Drafts.
    pub drafts: usize,
    /// Those whose day is still to come.
    pub future: usize,
}

impl HeldBack {
    /// How many of these documents wait for what.
    #[must_use]
    pub fn of(waiting: &[Waiting]) -> Self {
        let future = waiting.iter().filter(|waiting| waiting.until.is_some()).count();
        Self { drafts: waiting.len() - future, future }
    }
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
    /// How many documents wait for their day, or to be finished.
    pub held_back: HeldBack,
    /// All problems, in order, save those that show only when a page is made ([`Outputs::problems`]).
    pub problems: Vec<Diagnostic>,
}

/// The key of all that a build of the site in the folder `root` with this content is made from, and when the latest
/// of its files was changed. Reads nothing but names, lengths and times.
#[must_use]
pub fn stamp(root: &Path, tree: &Tree, options: &Options) -> Stamp {
    let Stamp { hash, newest } = tree.stamp(&[discover::THEMES, options.config.as_str()]);
    let mut hasher = Hasher::default();
    for part in [&hash.to_string(), &git::head(root), &options.key()] {
        hasher.text(part.as_bytes());
    }
    Stamp { hash: hasher.finish(), newest }
}

/// The files and folders that the site in the folder `root` is made of; they need not exist. With a commit, which git
/// notes in one of them, the days of last changes are others.
#[must_use]
pub fn places(root: &Path, config: &SourcePath) -> Vec<PathBuf> {
    let own = [discover::CONTENT, config.as_str(), discover::THEMES].map(|name| root.join(name));
    own.into_iter().chain(git::journal(root)).collect()
}

impl Build {
    /// With the problems that show only when pages are made. Makes every page and keeps none.
    #[must_use]
    pub fn proved(mut self) -> Self {
        if !self.config.in_doubt {
            self.problems.extend(self.outputs.problems());
        }
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

/// A resolved site with what it takes to render it.
#[derive(Debug)]
pub struct Prepared {
    /// The resolved site.
    pub site: Site,
    theme: Theme,
    options: Options,
    held_back: HeldBack,
    problems: Vec<Diagnostic>,
    read: Read,
    since: Option<Since>,
}

/// The first half of [`build`]: up to the resolved site.
#[must_use]
pub fn prepare(root: &Path, options: &Options) -> Prepared {
    prepare_with(root, options, None)
}

/// As [`prepare`], with what is known already.
fn prepare_with(root: &Path, options: &Options, known: Option<(&Cache, &Tree)>) -> Prepared {
    let mut problems = Vec::new();
    options.watcher.begins(Stage::Discover);
    let config = Arc::new(read_config(root, &options.config, &mut problems));
    let of_config = problems.len();
    let files = discover::theme_files(root, theme_name(&config), &mut problems);
    let known = known.map(|(cache, tree)| Known { cache, tree, theme: theme_key(&config, &files) });
    let spoken = spoken(&config, &files);
    let mut of_theme = Vec::new();
    let (theme, Understood { site, held_back, read, since }) = rayon::join(
        || load_theme(root, &config, files, &mut of_theme),
        || read_site(root, &config, spoken, options, known, &mut problems),
    );
    problems.extend(of_theme);
    keep_told(&config, of_config, &mut problems);
    Prepared { site, theme, options: options.clone(), held_back, problems, read, since }
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
        self.finish_and_leave(root).0
    }

    /// As [`Prepared::finish`]; and what can be left to the next build.
    fn finish_and_leave(self, root: &Path) -> (Build, Left) {
        let Self { site, theme, options, held_back, mut problems, read, since } = self;
        let Options { program, watcher, .. } = options;
        let site = Arc::new(site);
        let told = problems.len();
        watcher.begins(Stage::Prepare);
        let changed = since.as_ref().map(|since| (since.manifest, since.changed(&site)));
        let prepare = || {
            let pages = Pages::new(&site, &theme, &program, &mut problems);
            let made = with_pictures(root, &pages, &site, &theme, &program);
            (pages, made)
        };
        let ((pages, mut made), search) = rayon::join(prepare, || again::search(&site, since));
        made.extend(search.outputs);
        let mut outputs = collect(root, &site, made, None, &mut problems);
        if let Some((manifest, changed)) = changed {
            let mut others = pages.showing(&changed);
            others.extend(search.others);
            outputs.are_as_before(manifest, others);
        }
        keep_told(&site.config, told, &mut problems);
        diagnostic::sort(&mut problems);
        let build = Build { config: Arc::clone(&site.config), site, outputs, held_back, problems };
        (build, Left::new(read, search.state))
    }
}

/// The pages, and the pictures that belong to them.
pub(crate) fn with_pictures(
    root: &Path,
    pages: &Pages,
    site: &Arc<Site>,
    theme: &Theme,
    program: &str,
) -> Vec<Output> {
    let versions = || resize::outputs(root, site, program);
    let (mut made, (cards, versions)) =
        rayon::join(|| pages.outputs(theme), || rayon::join(|| picture::outputs(site, program), versions));
    made.extend(cards);
    made.extend(versions);
    made
}

/// The site in the folder `root` without its pages, for who only asks what is in it.
#[must_use]
pub fn site(root: &Path, options: &Options) -> (Site, Vec<Diagnostic>) {
    let mut problems = Vec::new();
    let config = Arc::new(read_config(root, &options.config, &mut problems));
    let of_config = problems.len();
    // What is wrong with a theme is told by who needs its pages.
    let files = discover::theme_files(root, theme_name(&config), &mut Vec::new());
    let understood = read_site(root, &config, spoken(&config, &files), options, None, &mut problems);
    keep_told(&config, of_config, &mut problems);
    diagnostic::sort(&mut problems);
    (understood.site, problems)
}

/// What is to be said of the language of the documents of a site in the folder `root`: mixed gender forms, addresses of
/// persons, what is hard to read in Leichte Sprache. A site is built whatever that is, so only `fundus check` asks for it.
/// Reads every document once more; nothing is said of one that has changed since.
#[must_use]
pub fn wording(root: &Path, site: &Site) -> Vec<Diagnostic> {
    if site.config.in_doubt {
        return Vec::new();
    }
    let of_document = |document: &Arc<SiteDocument>| {
        let parsed = &document.parsed;
        let bytes = discover::read(root, &parsed.source.path).ok();
        let bytes = bytes.filter(|bytes| ContentHash::of(bytes) == parsed.hash)?;
        Some(parse::wording(parsed, &bytes, site.model(), site.config.gender))
    };
    site.documents.par_iter().filter_map(of_document).flatten_iter().collect()
}

/// Keeps of the problems only the first, which are those of the configuration, as long as that leaves in doubt how
/// everything else is meant.
pub(crate) fn keep_told(config: &Config, first: usize, problems: &mut Vec<Diagnostic>) {
    if config.in_doubt {
        problems.truncate(first);
    }
}

/// The content of a site, resolved.
struct Understood {
    site: Site,
    held_back: HeldBack,
    read: Read,
    since: Option<Since>,
}

/// What a build knows before it reads the content.
#[derive(Clone, Copy)]
struct Known<'k> {
    /// What the build before has left.
    cache: &'k Cache,
    /// The content folder.
    tree: &'k Tree,
    /// The key of the theme.
    theme: ContentHash,
}

/// The phases up to the site: discover, parse, resolve.
fn read_site(
    root: &Path,
    config: &Arc<Config>,
    spoken: BTreeSet<Lang>,
    options: &Options,
    known: Option<Known<'_>>,
    problems: &mut Vec<Diagnostic>,
) -> Understood {
    // Whether the state of the search index is wanted is known later, when reading it would take longer than now.
    let ((input, read), search) = rayon::join(
        || read_content(root, config, spoken, options, known, problems),
        || known.and_then(|known| known.cache.search()),
    );
    let held_back = HeldBack::of(&input.waiting);
    options.watcher.begins(Stage::Resolve);
    let (site, since) =
        rayon::join(|| resolve(input, problems), || known.and_then(|known| read.since(known.cache, search)));
    Understood { site, held_back, read, since }
}

/// The phases up to what can be resolved: discover, parse.
fn read_content(
    root: &Path,
    config: &Arc<Config>,
    spoken: BTreeSet<Lang>,
    options: &Options,
    known: Option<Known<'_>>,
    problems: &mut Vec<Diagnostic>,
) -> (Input, Read) {
    let mut sources = match known {
        Some(Known { tree, .. }) => tree.sources(&config.ignore, problems),
        None => discover(root, &config.ignore, problems),
    };
    options.watcher.begins(Stage::Parse);
    let documents = known.map(|known| known.cache.documents(config.hash)).unwrap_or_default();
    let newest = known.map_or(sources.newest(), |known| known.cache.start());
    let (parsed, changes) = rayon::join(
        || {
            discover::measure(root, &mut sources.assets);
            parse_all(root, config, &sources, &documents, newest)
        },
        || match known {
            Some(known) => known.cache.changes(),
            None => Changes::of(root, Changes::default()),
        },
    );
    problems.extend(changes.problem());
    let mut read = Read { config: config.hash, parsed: Vec::new(), known: documents, around: None };
    if known.is_some() {
        read.parsed = parsed.iter().flatten().cloned().collect();
    }
    let (documents, waiting) = published(config, parsed, options, problems);
    let Lists { vocabularies, archive, hash } = Lists::read(root, &config.lang, &sources, problems);
    if let Some(Known { theme, .. }) = known {
        let files = sources.key(newest);
        read.around = files.map(|files| around(options, theme, hash, &changes.head, files));
    }
    let input = Input {
        config: Arc::clone(config),
        documents,
        waiting,
        vocabularies,
        archive,
        assets: Arc::new(sources.assets),
        today: options.today,
        spoken,
        changes: changes.days,
    };
    (input, read)
}

/// The key of what a site is made from, except what is in the documents.
pub(crate) fn around(
    options: &Options,
    theme: ContentHash,
    lists: ContentHash,
    head: &str,
    files: ContentHash,
) -> ContentHash {
    let key = format!("{} {theme} {lists} {head} {files}", options.key());
    ContentHash::of(key.as_bytes())
}

/// Reads the configuration; without a file, everything has its default.
#[must_use]
pub fn read_config(root: &Path, file: &SourcePath, problems: &mut Vec<Diagnostic>) -> Config {
    Config::parse(file.clone(), &config_text(root, file, problems), problems)
}

/// What the configuration's file says; nothing without one.
pub(crate) fn config_text(root: &Path, file: &SourcePath, problems: &mut Vec<Diagnostic>) -> String {
    if root.join(file.as_str()).exists() {
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
    }
}

/// The default theme with the files of the site's own laid over it.
#[must_use]
pub fn read_theme(root: &Path, config: &Config, problems: &mut Vec<Diagnostic>) -> Theme {
    let files = discover::theme_files(root, theme_name(config), problems);
    load_theme(root, config, files, problems)
}

/// The default theme with these files laid over it. A site that names no theme and has a folder for one is told so.
pub(crate) fn load_theme(
    root: &Path,
    config: &Config,
    files: Vec<(SourcePath, Vec<u8>)>,
    problems: &mut Vec<Diagnostic>,
) -> Theme {
    let first = problems.len();
    let theme = Theme::load(theme_name(config), files, problems);
    // A theme that does not exist is a mistake in the configuration.
    if let Some(at) = &config.theme {
        for problem in problems[first..].iter_mut().filter(|problem| problem.code == Code::MissingTheme) {
            *problem = problem.clone().at(&config.file, at.span.clone());
        }
        return theme;
    }
    for name in discover::themes(root).into_iter().filter(|name| name != theme::DEFAULT) {
        if let Ok(folder) = SourcePath::new(&format!("{}/{name}", discover::THEMES)) {
            problems.push(Diagnostic::new(Code::UnusedTheme).at(&folder, 0..0).arg("name", name));
        }
    }
    theme
}

/// The languages of a theme with these files.
fn spoken(config: &Config, files: &[(SourcePath, Vec<u8>)]) -> BTreeSet<Lang> {
    theme::languages(theme_name(config), files.iter().map(|(path, _)| path))
}

/// The key of a theme with these files, in a site with this configuration.
pub(crate) fn theme_key(config: &Config, files: &[(SourcePath, Vec<u8>)]) -> ContentHash {
    let mut hasher = Hasher::default();
    hasher.text(config.hash.to_string().as_bytes());
    for (path, bytes) in files {
        hasher.text(path.as_str().as_bytes());
        hasher.text(bytes);
    }
    hasher.finish()
}

/// The name of the theme that the site wants.
pub(crate) fn theme_name(config: &Config) -> &str {
    config.theme.as_ref().map_or(theme::DEFAULT, |at| at.value.as_str())
}

/// Reads and parses every document, in parallel. Files whose state is as in `known` are not read again; no
/// state is noted of files that were changed shortly before `newest`.
#[must_use]
pub fn parse_all(
    root: &Path,
    config: &Config,
    sources: &Sources,
    known: &ByFile,
    newest: Option<SystemTime>,
) -> Vec<Result<Parsed, Diagnostic>> {
    let parse = |(source, &state): (&DocumentSource, &FileState)| {
        parse_file(root, config, source, state, newest, known)
    };
    sources.documents.par_iter().zip(&sources.document_states).with_min_len(64).map(parse).collect()
}

/// As [`parse_all`], of the document with this number alone.
pub(crate) fn parse_again(
    root: &Path,
    config: &Config,
    sources: &Sources,
    number: usize,
    known: &ByFile,
) -> Result<Parsed, Diagnostic> {
    let (source, state) = (&sources.documents[number], sources.document_states[number]);
    parse_file(root, config, source, state, sources.newest(), known)
}

fn parse_file(
    root: &Path,
    config: &Config,
    source: &DocumentSource,
    state: FileState,
    newest: Option<SystemTime>,
    known: &ByFile,
) -> Result<Parsed, Diagnostic> {
    let known = known.get(&source.path).filter(|known| known.document.source == *source);
    if let Some(known) = known.filter(|known| known.state == Some(state)) {
        return Ok(known.clone());
    }
    let state = Some(state).filter(|state| !state.is_young(newest));
    Ok(Parsed { state, ..parse_one(root, config, source, known)? })
}

/// Of the documents that could be read, those that are to be published, and those that are not. A
/// translation is not published before its original is.
#[must_use]
pub fn published(
    config: &Config,
    parsed: impl IntoIterator<Item = Result<Parsed, Diagnostic>>,
    options: &Options,
    problems: &mut Vec<Diagnostic>,
) -> (Vec<Arc<Document>>, Vec<Waiting>) {
    let mut documents = Vec::new();
    let mut waiting = Vec::new();
    for parsed in parsed {
        match parsed {
            Ok(Parsed { document, problems: own, .. }) => {
                problems.extend_from_slice(&own);
                match held_back(&config.model, &document, options) {
                    Some(until) => {
                        waiting.push(Waiting { said_in: document.source.path.clone(), document, until });
                    }
                    None => documents.push(document),
                }
            }
            Err(problem) => problems.push(problem),
        }
    }
    let originals: HashMap<_, _> = (waiting.iter())
        .filter(|waiting| waiting.document.lang == config.lang)
        .map(|waiting| (name_of(&waiting.document), (&waiting.said_in, waiting.until)))
        .collect();
    let (mut published, mut translations) = (Vec::new(), Vec::new());
    for document in documents {
        match originals.get(&name_of(&document)).copied() {
            Some((said_in, until)) if document.lang != config.lang => {
                translations.push(Waiting { document, said_in: said_in.clone(), until });
            }
            _ => published.push(document),
        }
    }
    waiting.extend(translations);
    (published, waiting)
}

/// What a document and its translations have in common.
fn name_of(document: &Document) -> (&str, &str) {
    (&document.source.folder, &document.source.slug)
}

/// Whether a document is not published by itself.
pub(crate) fn waits(model: &Model, document: &Document, options: &Options) -> bool {
    held_back(model, document, options).is_some()
}

/// What keeps a document from being published: `Some(None)` a draft, `Some(day)` a day to come.
fn held_back(model: &Model, document: &Document, options: &Options) -> Option<Option<Date>> {
    if !options.drafts && is_draft(model, document) {
        return Some(None);
    }
    day(model, document).filter(|day| !options.future && *day > options.today).map(Some)
}

/// Reads and parses a source, unless its bytes are those of the one that is `known`.
fn parse_one(
    root: &Path,
    config: &Config,
    source: &DocumentSource,
    known: Option<&Parsed>,
) -> Result<Parsed, Diagnostic> {
    let bytes = discover::read(root, &source.path)?;
    if let Some(known) = known.filter(|known| known.document.hash == ContentHash::of(&bytes)) {
        return Ok(known.clone());
    }
    let mut problems = Vec::new();
    let Config { model, lang, time_zone, .. } = config;
    let document = parse::document(source, &bytes, model, lang, time_zone, &mut problems);
    Ok(Parsed { document: Arc::new(document), problems: problems.into(), state: None })
}

/// What the content folder says of its documents in files of its own.
#[derive(Debug)]
pub struct Lists {
    /// The vocabularies.
    pub vocabularies: Vec<VocabularySource>,
    /// Which documents are archived, and how they were then.
    pub archive: Archive,
    /// The fingerprint of the files.
    pub hash: ContentHash,
}

impl Lists {
    /// Reads them; texts of vocabularies are in `lang` where they name no language.
    #[must_use]
    pub fn read(root: &Path, lang: &Lang, sources: &Sources, problems: &mut Vec<Diagnostic>) -> Self {
        let mut hasher = Hasher::default();
        let mut file = |path: &SourcePath, problems: &mut Vec<Diagnostic>| match discover::read(root, path) {
            Ok(bytes) => {
                hasher.text(path.as_str().as_bytes());
                hasher.text(&bytes);
                Some(bytes)
            }
            Err(problem) => {
                problems.push(problem);
                None
            }
        };
        let mut vocabularies = Vec::new();
        for path in &sources.vocabularies {
            vocabularies.push(match file(path, problems) {
                Some(bytes) => parse::vocabulary(path, &bytes, lang, problems),
                None => VocabularySource::unread(path),
            });
        }
        let record = sources.archive.as_ref().and_then(|path| Some((path, file(path, problems)?)));
        let archive = record.map(|(path, bytes)| Archive::parse(path.clone(), &bytes, problems));
        Self { vocabularies, archive: archive.unwrap_or_default(), hash: hasher.finish() }
    }
}

fn is_draft(model: &Model, document: &Document) -> bool {
    let field = model.types[document.kind].role(Role::Draft);
    matches!(document.fields.first(field), Some(Value::Bool(true)))
}

/// The day of publication, if a document names one.
fn day(model: &Model, document: &Document) -> Option<Date> {
    match document.fields.first(model.types[document.kind].role(Role::Date))? {
        Value::Date(day) => Some(day.date),
        _ => None,
    }
}

/// Brings everything together that is to be published, and reports what cannot stand side by side. That is not looked
/// for where the outputs `before` had the same places and could.
pub fn collect(
    root: &Path,
    site: &Arc<Site>,
    pages: Vec<Output>,
    before: Option<&Outputs>,
    problems: &mut Vec<Diagnostic>,
) -> Outputs {
    let mut all = pages;
    all.extend(beside_pages(root, site));
    if let Some(before) = before {
        match Outputs::in_places_of(before, all) {
            Ok(outputs) => return outputs,
            Err(others) => all = others,
        }
    }
    let (outputs, conflicts) = Outputs::of(all);
    problems.extend(conflicts.iter().map(|conflict| conflict_problem(site, conflict)));
    outputs
}

/// Feeds, calendars, vocabularies for other systems, and the files that are copied.
fn beside_pages(root: &Path, site: &Arc<Site>) -> Vec<Output> {
    let assets = site.assets.iter().map(|asset| Output {
        path: asset.output.clone(),
        source: Some(asset.path.clone()),
        content: Content::File { from: root.join(asset.path.as_str()), hash: None },
    });
    let (mut all, calendars) = rayon::join(|| feed::outputs(site), || calendar::outputs(site));
    all.extend(calendars);
    all.extend(skos::outputs(site));
    all.extend(assets);
    all
}

/// The outputs of a site that has the same pages as the one of which the outputs were `before`. `None` where
/// something beside the pages has another place.
pub(crate) fn renew(
    root: &Path,
    before: &Outputs,
    pages: &Pages,
    site: &Arc<Site>,
    theme: &Theme,
    program: &str,
) -> Option<Outputs> {
    let makers: Vec<(Series, Arc<dyn Maker>)> = [
        pages.maker().map(|maker| (Series::Pages, maker)),
        picture::maker(site, program).map(|maker| (Series::Pictures, maker)),
    ]
    .into_iter()
    .flatten()
    .collect();
    let mut others = beside_pages(root, site);
    others.extend(resize::outputs(root, site, program));
    others.extend(pages.assets(theme));
    before.renewed(&makers, others)
}

/// Where a document names a former address that has this output.
fn alias(site: &Site, party: &Party) -> Option<(SourcePath, Range<usize>)> {
    let is_it = |document: &&Arc<SiteDocument>| Some(&document.parsed.source.path) == party.source.as_ref();
    let document = site.documents.iter().find(is_it)?;
    let field = site.model().types[document.parsed.kind].role(Role::Aliases)?;
    let named = document.fields.get(field).iter().find(
        |at| matches!(&at.value, Value::Text(alias) if alias_output(alias).as_ref() == Some(&party.path)),
    )?;
    (document.output != party.path).then(|| (document.parsed.source.path.clone(), named.span.clone()))
}

/// The folder of the styles and scripts among the outputs.
const THEME: &str = "theme";

/// The file of the site that stands in the place of one which the program makes itself.
fn beside_own(conflict: &Conflict) -> Option<&SourcePath> {
    match (&conflict.first.source, &conflict.second.source) {
        (Some(source), None) | (None, Some(source)) => Some(source),
        _ => None,
    }
}

fn conflict_problem(site: &Site, conflict: &Conflict) -> Diagnostic {
    let sides = [(&conflict.second, &conflict.first), (&conflict.first, &conflict.second)];
    let alias = sides.into_iter().find_map(|(party, other)| Some((alias(site, party)?, other)));
    if let (Some(((source, span), other)), ConflictKind::SamePath) = (alias, conflict.kind) {
        let name = other.source.as_ref().map_or_else(|| other.path.to_string(), ToString::to_string);
        return Diagnostic::new(Code::TakenAlias)
            .at(&source, span)
            .arg("output", &other.path)
            .arg("other", name);
    }
    if let (Some(source), ConflictKind::SamePath) = (beside_own(conflict), conflict.kind) {
        let output = &conflict.second.path;
        let theme = output.as_str().split_once('/').filter(|(folder, _)| *folder == THEME);
        return Diagnostic::new(Code::ReservedName)
            .at(source, 0..0)
            .arg("output", output)
            .arg("theme", theme.map_or(String::new(), |(_, name)| name.to_owned()));
    }
    let code = match conflict.kind {
        ConflictKind::CaseOnly => Code::CaseOnly,
        ConflictKind::SamePath | ConflictKind::FileAndFolder => Code::SameOutput,
    };
    let name =
        |party: &Party| party.source.as_ref().map_or_else(|| party.path.to_string(), ToString::to_string);
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

#[cfg(test)]
pub(crate) mod testing {
    //! Small sites for the tests of what is made of a whole one.

    use std::fs;

    use super::{CONFIG, Options};
    use crate::path::SourcePath;
    use crate::progress::Watcher;
    use crate::site::Site;

    /// The site of these files, each with its path and its text.
    pub(crate) fn site(files: &[(&str, &str)]) -> Site {
        let folder = tempfile::tempdir().unwrap();
        for (path, text) in files {
            let path = folder.path().join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        let options = Options {
            config: SourcePath::new(CONFIG).unwrap(),
            today: jiff::civil::date(2026, 3, 1),
            drafts: false,
            future: false,
            program: String::new(),
            watcher: Watcher::default(),
        };
        super::site(folder.path(), &options).0
    }
}
