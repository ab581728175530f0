//! A site, built again after every save: what did not change since the build before is not done again.
//!
//! [`Memory::build`] gives what [`pipeline::build`] gives, sooner. Six things make it so. The folder is not
//! walked where it is known which files were touched, and all of them are old acquaintances; then only these are
//! read (`shelf`). A file that the file system says is the same is not read. Where only texts differ, so that
//! everything which other pages see of a document is as it was, the site before is taken with the new texts, and
//! only the pages that show them are promised anew. Where more differs, only those documents are resolved anew that
//! may mean something else now ([`Known`]). Where the pages are the same ones, so are the outputs, and those of pages
//! get another maker. And whether every page can be made, which takes longest, is found out when the site is
//! already shown (`proofs`). Invariant: nothing here needs to be true of the next
//! build; all that is remembered is known by what it was made from. The random edits of
//! `tests/site/incremental.rs` hold each build against one that knows nothing.

mod proofs;
mod shelf;

use std::collections::HashSet;
use std::path::Path;
use std::sync::Arc;

use crate::config::Config;
use crate::diagnostic::{self, Diagnostic};
use crate::discover::{self, AssetSource, Sources, Touched, discover};
use crate::finder;
use crate::git::Changes;
use crate::hash::ContentHash;
use crate::output::Outputs;
use crate::parse::Document;
use crate::path::SourcePath;
use crate::pipeline::{self, Build, HeldBack, Lists, Options};
use crate::render::Pages;
use crate::resolve::{Index, Input, Known, Waiting, catalogue_page, is_told_together, resolve_again};
use crate::site::{DocId, LinkTarget, Site};
use crate::theme::Theme;
use proofs::Proofs;
use shelf::{LookedAt, Shelf};

/// What one build of a site remembers for the next one in the same process.
#[derive(Debug, Default)]
pub struct Memory {
    config: Option<Made<Config>>,
    theme: Option<Made<Theme>>,
    /// Found by that configuration.
    sources: Option<Made<Sources>>,
    /// Parsed by that configuration.
    shelf: Shelf,
    /// Of the documents of the last build.
    index: Index,
    changes: Changes,
    last: Option<Last>,
    /// The one before, dropped only after the page is shown, because that takes a while.
    gone: Option<Last>,
    proofs: Proofs,
}

/// Something with what it was made from, and the problems in that.
#[derive(Debug)]
struct Made<T> {
    from: ContentHash,
    what: Arc<T>,
    problems: Vec<Diagnostic>,
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
    /// Which of them are others than in the build before, if they are the same files.
    changed: Option<Vec<DocId>>,
    waiting: Vec<Waiting>,
    lists: Lists,
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
        let last = self.last.as_ref().filter(|last| last.is_around(read.around, &read.waiting));
        let Read { config, theme, is_restyled, sources, documents, changed, waiting, lists, around } = read;
        let Lists { vocabularies, archive, .. } = lists;
        let held_back = HeldBack::of(&waiting);
        let assets = match last {
            Some(last) => Arc::clone(&last.site.assets),
            None => measured(root, &sources),
        };
        let changes = Arc::clone(&self.changes.days);
        let today = options.today;
        let spoken = theme.languages();
        let input =
            Input { config, documents, waiting, vocabularies, archive, assets, today, spoken, changes };
        let known = last.and_then(|last| {
            Known::new(&last.site, &last.site_problems, &input, changed.as_deref(), &self.index)
        });
        let waiting = input.waiting.clone();
        let site = Arc::new(with_catalogue(resolve_again(input, known, &mut self.index, &mut found)));
        let site_problems = found.clone();
        let pages = match last {
            Some(last) => last.pages.of_site(&site, &theme, &options.program, &mut found),
            None => Pages::new(&site, &theme, &options.program, &mut found),
        };
        let renewed = last
            .filter(|last| Arc::ptr_eq(&last.site.pages, &site.pages))
            .and_then(|last| pipeline::renew(root, &last.outputs, &pages, &site, &theme, &options.program));
        let mut outputs = renewed.unwrap_or_else(|| {
            let made = pipeline::with_pictures(root, &pages, &site, &theme, &options.program);
            let before = self.last.as_ref().map(|last| &last.outputs);
            pipeline::collect(root, &site, made, before, &mut found)
        });
        leave_search(&mut outputs, &site);
        self.proofs.begin(&outputs);
        if is_restyled {
            found.extend(self.proofs.go_on(|| true).unwrap_or_default());
        }
        let told = problems.len();
        problems.extend(found.iter().cloned());
        pipeline::keep_told(&site.config, told, &mut problems);
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
        if let Some(last) = &self.last {
            self.index.prepare(last.site.documents.iter().map(|document| &*document.parsed));
        }
        self.proofs.go_on(goes_on)
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
        let of_config = problems.len();
        let before = self.theme.as_ref().map(|theme| theme.from);
        let theme = self.theme(root, &config, problems);
        let is_restyled = before.is_some() && before != self.theme.as_ref().map(|theme| theme.from);
        let looked_at = self.sources(root, &config, touched, problems);
        let sources = Arc::clone(&looked_at.sources);
        self.changes = Changes::of(root, std::mem::take(&mut self.changes));
        problems.extend(self.changes.problem());
        let changed = self.shelf.read(root, &config, options, &looked_at);
        problems.extend(self.shelf.problems());
        let (documents, waiting) = self.shelf.published();
        let lists = Lists::read(root, &config.lang, &sources, problems);
        let around = self.around(options, lists.hash);
        pipeline::keep_told(&config, of_config, problems);
        Read { config, theme, is_restyled, sources, documents, changed, waiting, lists, around }
    }

    fn config(&mut self, root: &Path, options: &Options, problems: &mut Vec<Diagnostic>) -> Arc<Config> {
        let mut unread = Vec::new();
        let text = pipeline::config_text(root, &options.config, &mut unread);
        let from = ContentHash::of(format!("{} {unread:?}\n{text}", options.config).as_bytes());
        let is_new = self.config.as_ref().is_none_or(|config| config.from != from);
        if is_new {
            self.shelf = Shelf::default();
        }
        let parse = |problems: &mut Vec<Diagnostic>| {
            problems.extend(unread);
            Config::parse(options.config.clone(), &text, problems)
        };
        Made::again(&mut self.config, from, problems, parse)
    }

    fn sources(
        &mut self,
        root: &Path,
        config: &Config,
        touched: &Touched,
        problems: &mut Vec<Diagnostic>,
    ) -> LookedAt {
        let again = match (&mut self.sources, touched) {
            (Some(known), Touched::These(paths)) if known.from == config.hash => {
                Arc::make_mut(&mut known.what).look_again(root, paths)
            }
            _ => None,
        };
        if again.is_none() {
            self.sources = None;
        }
        let walk = |problems: &mut Vec<Diagnostic>| discover(root, &config.ignore, problems);
        LookedAt { sources: Made::again(&mut self.sources, config.hash, problems, walk), again }
    }

    fn theme(&mut self, root: &Path, config: &Config, problems: &mut Vec<Diagnostic>) -> Arc<Theme> {
        let files = discover::theme_files(root, pipeline::theme_name(config), problems);
        let from = pipeline::theme_key(config, &files);
        let load = |problems: &mut Vec<Diagnostic>| pipeline::load_theme(root, config, files, problems);
        Made::again(&mut self.theme, from, problems, load)
    }

    /// The key of all that a build is made from except what is in the documents; `None` where a file may
    /// have changed and nothing tells.
    fn around(&self, options: &Options, lists: ContentHash) -> Option<ContentHash> {
        let (theme, files) = (self.theme.as_ref()?.from, self.shelf.files()?);
        Some(pipeline::around(options, theme, lists, &self.changes.head, files))
    }

    /// The build before with other texts, if nothing else has changed.
    fn retext(&mut self, read: &Read, problems: &[Diagnostic]) -> Option<Build> {
        let last = self.last.as_ref().filter(|last| last.is_around(read.around, &read.waiting))?;
        let changed = changed_texts(&last.site, read)?;
        // Where a text is told of, the place in it may be another one now.
        let touched: HashSet<&SourcePath> =
            changed.iter().map(|(_, document)| &document.source.path).collect();
        let is_other_now = |problem: &Diagnostic| {
            is_told_together(problem.code) || problem.files().any(|file| touched.contains(file))
        };
        let matters = |(id, new): &(DocId, Arc<Document>)| {
            read.lists.archive.has(&new.source.path) || is_copy(read, *id, new)
        };
        if last.problems.iter().any(is_other_now) || changed.iter().any(matters) {
            return None;
        }
        let last = self.last.as_mut()?;
        let site = Arc::new(last.site.with_texts(&changed));
        let ids: Vec<DocId> = changed.iter().map(|(id, _)| *id).collect();
        let (pages, promised) = last.pages.with_texts(&site, &ids);
        self.proofs.renew(&promised);
        promised.into_iter().for_each(|output| last.outputs.replace(output));
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

/// The files that are no documents, with what is in them.
fn measured(root: &Path, sources: &Sources) -> Arc<Vec<AssetSource>> {
    let mut assets = sources.assets.clone();
    discover::measure(root, &mut assets);
    Arc::new(assets)
}

/// With the catalogue of the theme, unless the site has a page of its own in that place, or files in its folder.
fn with_catalogue(mut site: Site) -> Site {
    let catalogue = catalogue_page(&site.config);
    let first = |path: &str| path.split('/').next().unwrap_or_default().to_ascii_lowercase();
    let folder = first(catalogue.output.as_str());
    if site.assets.iter().any(|asset| first(asset.output.as_str()) == folder) {
        return site;
    }
    if let Err(place) = site.pages.binary_search_by(|page| page.output.cmp(&catalogue.output)) {
        Arc::make_mut(&mut site.pages).insert(place, catalogue);
    }
    site
}

/// The documents that are not the same as in the site; `None` if more than texts differ.
fn changed_texts(site: &Site, read: &Read) -> Option<Vec<(DocId, Arc<Document>)>> {
    let documents = &read.documents;
    if site.documents.len() != documents.len() {
        return None;
    }
    let all = || (0..documents.len()).map(DocId).collect();
    let mut changed = read.changed.clone().unwrap_or_else(all);
    changed.retain(|id| !Arc::ptr_eq(&site.document(*id).parsed, &documents[id.0]));
    let is_text = |id: &DocId| {
        let new = &documents[id.0];
        site.document(*id).parsed.differs_in_text_only(new) && keeps_anchors(site, *id, new)
    };
    let text = |id: DocId| (id, Arc::clone(&documents[id.0]));
    changed.iter().all(is_text).then(|| changed.into_iter().map(text).collect())
}

/// Whether another document is the same.
fn is_copy(read: &Read, id: DocId, new: &Document) -> bool {
    let mut others = read.documents.iter().enumerate().filter(|(other, _)| *other != id.0);
    others.any(|(_, other)| other.hash == new.hash)
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
    // What leads here from behind does not tell to which place.
    others.chain([id]).all(holds) && !site.documents.iter().any(|other| other.behind.documents.contains(&id))
}

fn leave_search(outputs: &mut Outputs, site: &Arc<Site>) {
    if let Some(entry) = finder::entry() {
        let site = Arc::clone(site);
        outputs.leave(entry, move || finder::outputs(finder::index(&site).files));
    }
}
