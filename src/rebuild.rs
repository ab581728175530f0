//! A site, built again after every save: what did not change since the build before is not done again.
//!
//! [`Memory::build`] gives what [`pipeline::build`] gives, sooner. Five things make it so. The folder is not
//! walked where it is known which files were touched, and all of them are old acquaintances. A file that the
//! file system says is the same is not read. Where only texts differ, so that everything which other pages
//! see of a document is as it was, the site before is taken with the new texts, and only the pages that
//! show them are promised anew. Where more differs, only those documents are resolved anew that may mean
//! something else now ([`Known`]). And whether every page can be made, which takes longest, is found out by
//! [`Memory::prove`] when the site is already shown. Invariant: nothing here needs to be true of the next
//! build; all that is remembered is known by what it was made from. The random edits of
//! `tests/site/incremental.rs` hold each build against one that knows nothing.

use std::collections::{HashMap, HashSet};
use std::path::Path;
use std::sync::Arc;

use jiff::civil::Date;
use rayon::prelude::*;

use crate::cache::{ByFile, Parsed};
use crate::config::Config;
use crate::diagnostic::{self, Diagnostic};
use crate::discover::{self, Sources, Touched, discover};
use crate::hash::{ContentHash, Hasher};
use crate::output::{Content, Key, Outputs, Promise};
use crate::parse::{Document, VocabularySource};
use crate::path::{OutputPath, SourcePath};
use crate::pipeline::{self, Build, HeldBack, Options};
use crate::render::Pages;
use crate::resolve::{Input, Known, Waiting, catalogue_page, resolve};
use crate::site::{DocId, LinkTarget, Site};
use crate::theme::Theme;
use crate::{finder, git};

/// How many pages are made between two looks at whether it is still worth while.
const BATCH: usize = 16;

/// How many times more proofs than pages are remembered before it begins anew.
const FORGETFUL: usize = 4;

/// What one build of a site remembers for the next one in the same process.
#[derive(Debug, Default)]
pub struct Memory {
    config: Option<Made<Config>>,
    theme: Option<Made<Theme>>,
    /// Found by that configuration.
    sources: Option<Made<Sources>>,
    /// By their files; parsed by that configuration.
    parsed: ByFile,
    changes: Changes,
    last: Option<Last>,
    /// The one before, dropped only after the page is shown, because that takes a while.
    gone: Option<Last>,
    /// The keys of outputs that can be made.
    proven: HashSet<Key>,
    /// Outputs of the last build of which nobody has found out yet whether they can be made.
    unproven: Vec<(OutputPath, Promise)>,
    /// What keeps others from being made.
    refuted: Vec<(OutputPath, Diagnostic)>,
}

/// Something with what it was made from, and the problems in that.
#[derive(Debug)]
struct Made<T> {
    from: ContentHash,
    what: Arc<T>,
    problems: Vec<Diagnostic>,
}

/// The days of last changes, as of a commit.
#[derive(Debug, Default)]
struct Changes {
    head: String,
    days: HashMap<SourcePath, Date>,
}

/// A build of which texts may be replaced.
#[derive(Debug)]
struct Last {
    /// All that it was made from, except what is in the documents.
    around: ContentHash,
    site: Arc<Site>,
    pages: Pages,
    outputs: Outputs,
    /// The documents that it left out.
    waiting: Vec<Waiting>,
    /// The problems that were found when it was resolved.
    site_problems: Vec<Diagnostic>,
    /// These, and those of pages that cannot stand side by side.
    problems: Vec<Diagnostic>,
}

/// All files of a site as they were read.
struct Read {
    config: Arc<Config>,
    theme: Arc<Theme>,
    /// Whether another theme was shown before.
    is_restyled: bool,
    sources: Arc<Sources>,
    documents: Vec<Arc<Document>>,
    waiting: Vec<Waiting>,
    vocabularies: Vec<VocabularySource>,
    /// As [`Last::around`]; `None` where it cannot tell yet whether something changed.
    around: Option<ContentHash>,
}

impl Memory {
    /// Builds the site in the folder `root`. It has a page more, the catalogue of the theme, and the search
    /// index is left until somebody searches. `touched` are the files that may have changed since the build
    /// before. A theme that is new is proven at once; whether the pages of other builds can be made,
    /// [`Memory::prove`] tells.
    pub fn build(&mut self, root: &Path, options: &Options, touched: &Touched) -> Build {
        let mut problems = Vec::new();
        let read = self.read(root, options, touched, &mut problems);
        if let Some(build) = self.retext(&read, &problems) {
            return build;
        }
        let mut found = Vec::new();
        let Read { config, theme, is_restyled, sources, documents, waiting, vocabularies, around } = read;
        let held_back = HeldBack::of(&waiting);
        let mut assets = sources.assets.clone();
        discover::measure(root, &mut assets);
        let changes = self.changes.days.clone();
        let today = options.today;
        let input = Input { config, documents, waiting, vocabularies, assets, today, changes };
        let last = self.last.as_ref().filter(|last| last.is_around(around, &input.waiting));
        let known = last.and_then(|last| Known::new(&last.site, &last.site_problems, &input));
        let waiting = input.waiting.clone();
        let site = Arc::new(with_catalogue(resolve(input, known, &mut found)));
        let site_problems = found.clone();
        let pages = match last {
            Some(last) => last.pages.of_site(&site, &theme, &options.program, &mut found),
            None => Pages::new(&site, &theme, &options.program, &mut found),
        };
        let made = pipeline::with_pictures(root, &pages, &site, &theme, &options.program);
        let before = self.last.as_ref().map(|last| &last.outputs);
        let mut outputs = pipeline::collect(root, &site, made, before, &mut found);
        leave_search(&mut outputs, &site);
        self.unproven = outputs.promises().map(|(path, promise)| (path.clone(), promise.clone())).collect();
        self.refuted.clear();
        if self.proven.len() > FORGETFUL * outputs.len() {
            self.proven.clear();
        }
        if is_restyled {
            found.extend(self.prove(|| true).unwrap_or_default());
        }
        problems.extend(found.iter().cloned());
        let next = around.filter(|_| !diagnostic::has_errors(&problems)).map(|around| Last {
            around,
            site: Arc::clone(&site),
            pages,
            outputs: outputs.clone(),
            waiting,
            site_problems,
            problems: found,
        });
        self.gone = std::mem::replace(&mut self.last, next);
        diagnostic::sort(&mut problems);
        Build { config: Arc::clone(&site.config), site, outputs, held_back, problems }
    }

    /// Finds out what keeps pages of the last build from being made; `None` if `goes_on` said no before
    /// that was known. Then the next call goes on from there.
    pub fn prove(&mut self, goes_on: impl Fn() -> bool) -> Option<Vec<Diagnostic>> {
        self.gone = None;
        while !self.unproven.is_empty() {
            if !goes_on() {
                return None;
            }
            let batch = self.unproven.split_off(self.unproven.len().saturating_sub(BATCH));
            let proven = &self.proven;
            let proofs: Vec<_> = batch.par_iter().map(|(_, promise)| promise.prove(proven)).collect();
            for (proof, (path, _)) in proofs.into_iter().zip(batch) {
                match proof {
                    Ok(key) => self.proven.extend(key),
                    Err(problem) => self.refuted.push((path, *problem)),
                }
            }
        }
        let mut problems: Vec<Diagnostic> = self.refuted.iter().map(|(_, problem)| problem.clone()).collect();
        diagnostic::sort(&mut problems);
        Some(problems)
    }

    /// Reads and parses what may have changed.
    fn read(
        &mut self,
        root: &Path,
        options: &Options,
        touched: &Touched,
        problems: &mut Vec<Diagnostic>,
    ) -> Read {
        let config = self.config(root, options, problems);
        let before = self.theme.as_ref().map(|theme| theme.from);
        let theme = self.theme(root, &config, problems);
        let is_restyled = before.is_some() && before != self.theme.as_ref().map(|theme| theme.from);
        let sources = self.sources(root, &config, touched, problems);
        let (parsed, head) = rayon::join(
            || pipeline::parse_all(root, &config, &sources, &self.parsed, sources.newest()),
            || git::head(root),
        );
        if head != self.changes.head || head.is_empty() {
            self.changes = Changes { days: git::last_changes(root), head };
        }
        self.remember(&parsed);
        let (documents, waiting) = pipeline::published(&config, parsed, options, problems);
        let (vocabularies, hash) = pipeline::read_vocabularies(root, &sources, problems);
        let around = self.around(options, &sources, hash);
        Read { config, theme, is_restyled, sources, documents, waiting, vocabularies, around }
    }

    fn config(&mut self, root: &Path, options: &Options, problems: &mut Vec<Diagnostic>) -> Arc<Config> {
        let mut unread = Vec::new();
        let text = pipeline::config_text(root, &options.config, &mut unread);
        let from = ContentHash::of(format!("{}\n{text}", options.config).as_bytes());
        let is_new = self.config.as_ref().is_none_or(|config| config.from != from);
        if is_new {
            self.parsed.clear();
        }
        let parse = |problems: &mut Vec<Diagnostic>| Config::parse(options.config.clone(), &text, problems);
        problems.extend(unread);
        Made::again(&mut self.config, from, problems, parse)
    }

    fn sources(
        &mut self,
        root: &Path,
        config: &Config,
        touched: &Touched,
        problems: &mut Vec<Diagnostic>,
    ) -> Arc<Sources> {
        let are_known = match (&mut self.sources, touched) {
            (Some(known), Touched::These(paths)) => {
                known.from == config.hash && Arc::make_mut(&mut known.what).look_again(root, paths)
            }
            _ => false,
        };
        if !are_known {
            self.sources = None;
        }
        let walk = |problems: &mut Vec<Diagnostic>| discover(root, &config.ignore, problems);
        Made::again(&mut self.sources, config.hash, problems, walk)
    }

    fn theme(&mut self, root: &Path, config: &Config, problems: &mut Vec<Diagnostic>) -> Arc<Theme> {
        let files = discover::theme_files(root, pipeline::theme_name(config), problems);
        let mut hasher = Hasher::default();
        hasher.text(config.hash.to_string().as_bytes());
        for (path, bytes) in &files {
            hasher.text(path.as_str().as_bytes());
            hasher.text(bytes);
        }
        let load = |problems: &mut Vec<Diagnostic>| pipeline::load_theme(config, files, problems);
        Made::again(&mut self.theme, hasher.finish(), problems, load)
    }

    fn remember(&mut self, parsed: &[Result<Parsed, Diagnostic>]) {
        for parsed in parsed.iter().flatten() {
            let path = &parsed.document.source.path;
            if !self.parsed.get(path).is_some_and(|known| known.is_same(parsed)) {
                self.parsed.insert(path.clone(), parsed.clone());
            }
        }
        if self.parsed.len() > parsed.len() {
            let there: HashSet<&SourcePath> =
                parsed.iter().flatten().map(|parsed| &parsed.document.source.path).collect();
            self.parsed.retain(|path, _| there.contains(path));
        }
    }

    /// The key of all that a build is made from except what is in the documents; `None` where a file may
    /// have changed and nothing tells.
    fn around(&self, options: &Options, sources: &Sources, vocabularies: ContentHash) -> Option<ContentHash> {
        let Options { config: _, today, drafts, future, program, watcher: _ } = options;
        let (config, theme) = (self.config.as_ref()?.from, self.theme.as_ref()?.from);
        let head = &self.changes.head;
        let mut hasher = Hasher::default();
        let key = format!("{config} {theme} {vocabularies} {today} {drafts} {future} {program} {head}");
        hasher.text(key.as_bytes());
        for document in &sources.documents {
            hasher.text(document.path.as_str().as_bytes());
        }
        let newest = sources.newest();
        for (asset, state) in sources.assets.iter().zip(&sources.asset_states) {
            if state.is_young(newest) {
                return None;
            }
            hasher.text(format!("{} {state:?}", asset.path).as_bytes());
        }
        Some(hasher.finish())
    }

    /// The build before with other texts, if nothing else has changed.
    fn retext(&mut self, read: &Read, problems: &[Diagnostic]) -> Option<Build> {
        let last = self.last.as_ref().filter(|last| last.is_around(read.around, &read.waiting))?;
        let changed = changed_texts(&last.site, &read.documents)?;
        // Where a text is told of, the place in it may be another one now.
        let touched: HashSet<&SourcePath> =
            changed.iter().map(|(_, document)| &document.source.path).collect();
        if last.problems.iter().any(|problem| problem.files().any(|file| touched.contains(file))) {
            return None;
        }
        let last = self.last.as_mut()?;
        let site = Arc::new(last.site.with_texts(&changed));
        let ids: Vec<DocId> = changed.iter().map(|(id, _)| *id).collect();
        let (pages, promised) = last.pages.with_texts(&site, &ids);
        let again: HashSet<&OutputPath> = promised.iter().map(|output| &output.path).collect();
        self.refuted.retain(|(path, _)| !again.contains(path));
        self.unproven.retain(|(path, _)| !again.contains(path));
        for output in promised {
            if let Content::Promised(promise) = &output.content {
                self.unproven.push((output.path.clone(), promise.clone()));
            }
            last.outputs.replace(output);
        }
        if !changed.is_empty() {
            leave_search(&mut last.outputs, &site);
        }
        (last.site, last.pages) = (Arc::clone(&site), pages);
        let outputs = last.outputs.clone();
        let mut problems: Vec<Diagnostic> = problems.iter().chain(&last.problems).cloned().collect();
        diagnostic::sort(&mut problems);
        let (config, held_back) = (Arc::clone(&site.config), HeldBack::of(&read.waiting));
        Some(Build { config, site, outputs, held_back, problems })
    }
}

impl Last {
    /// Whether it was made from the same, except what is in the documents.
    fn is_around(&self, around: Option<ContentHash>, waiting: &[Waiting]) -> bool {
        let same = |(one, other): (&Waiting, &Waiting)| Arc::ptr_eq(&one.document, &other.document);
        Some(self.around) == around
            && self.waiting.len() == waiting.len()
            && self.waiting.iter().zip(waiting).all(same)
    }
}

impl<T> Made<T> {
    /// What is there already if it was made `from` this, else what `make` makes; and its problems.
    fn again(
        known: &mut Option<Self>,
        from: ContentHash,
        problems: &mut Vec<Diagnostic>,
        make: impl FnOnce(&mut Vec<Diagnostic>) -> T,
    ) -> Arc<T> {
        let made = match known.take().filter(|made| made.from == from) {
            Some(made) => made,
            None => {
                let mut problems = Vec::new();
                let what = Arc::new(make(&mut problems));
                Self { from, what, problems }
            }
        };
        problems.extend_from_slice(&made.problems);
        Arc::clone(&known.insert(made).what)
    }
}

/// With the catalogue of the theme, unless the site has a page of its own in that place.
fn with_catalogue(mut site: Site) -> Site {
    let catalogue = catalogue_page(&site.config);
    if let Err(place) = site.pages.binary_search_by(|page| page.output.cmp(&catalogue.output)) {
        Arc::make_mut(&mut site.pages).insert(place, catalogue);
    }
    site
}

/// The documents that are not the same as in the site; `None` if more than texts differ.
fn changed_texts(site: &Site, documents: &[Arc<Document>]) -> Option<Vec<(DocId, Arc<Document>)>> {
    if site.documents.len() != documents.len() {
        return None;
    }
    let mut changed = Vec::new();
    for (index, (old, new)) in site.documents.iter().zip(documents).enumerate() {
        if Arc::ptr_eq(&old.parsed, new) {
            continue;
        }
        if !old.parsed.differs_in_text_only(new) || !keeps_anchors(site, DocId(index), new) {
            return None;
        }
        changed.push((DocId(index), Arc::clone(new)));
    }
    Some(changed)
}

/// Whether all links to a place on the page of a document lead to the same place when this is its text.
fn keeps_anchors(site: &Site, id: DocId, new: &Document) -> bool {
    let document = site.document(id);
    if document.parsed.body.has_anchors_of(&new.body) {
        return true;
    }
    let leads_here = |target: &LinkTarget| target.document == Some(id) && target.fragment.is_some();
    let holds = |from: DocId| {
        let from = site.document(from);
        let in_fields = from.field_links.iter().flat_map(|field| field.links.iter().flatten());
        let mut in_text = from.parsed.body.links.iter().zip(&from.links);
        in_text.all(|(link, target)| match target {
            Some(target) if leads_here(target) => {
                let anchor = link.parts().1.and_then(|fragment| new.body.anchor(fragment));
                anchor.map(|heading| &heading.id) == target.fragment.as_ref()
            }
            _ => true,
        }) && !in_fields.into_iter().any(leads_here)
    };
    let others =
        site.relations.backlinks(id).iter().filter(|link| link.field.is_none()).map(|link| link.from);
    others.chain([id]).all(holds)
}

fn leave_search(outputs: &mut Outputs, site: &Arc<Site>) {
    if let Some(entry) = finder::entry() {
        let site = Arc::clone(site);
        outputs.leave(entry, move || finder::outputs(finder::index(&site).files));
    }
}
