//! From a resolved site to pages of HTML: typed views, filled per page when the page is wanted.
//!
//! Pages are independent of each other, so each of them is a promise. What they share (cards of
//! documents, types, the theme's texts) is made once. A problem of a template names the template and
//! not the page, so it is one problem, however many pages have it.

mod agenda;
mod body;
mod calls;
pub mod catalogue;
mod conditions;
mod document;
pub mod engine;
mod event;
mod facts;
mod late;
mod lists;
mod media;
mod page;
mod sections;
mod sheet;
mod start;
mod tables;
pub mod view;

pub(crate) use self::event::announcement;
pub(crate) use self::page::{license, title as site_title};

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::fmt;
use std::sync::{Arc, OnceLock};

use serde::Serialize;

use self::engine::{Engine, Frozen, Shared};
use self::view::{
    CalendarView, CardView, DocumentView, FacetView, IndexView, ListView, MonthView, PageView, RedirectView,
    SheetView, StartView, TermView, TypeView, VocabularyView, YearView,
};
use crate::diagnostic::{Code, Diagnostic, nearest, nearest_list};
use crate::hash::Hasher;
use crate::lang::Lang;
use crate::metadata::Metadata;
use crate::output::{Content, Key, Made, Maker, Output, Promise, Series};
use crate::path::{OutputPath, SourcePath, percent_decode};
use crate::related::Resemblance;
use crate::site::{DocId, Page, PageKind, Site, TypeList};
use crate::theme::{Address, Fixtures, Late, Texts, Theme};

/// A promise of every page, and what belongs to the theme: see [`Pages`].
pub fn render(site: &Arc<Site>, theme: &Theme, program: &str, problems: &mut Vec<Diagnostic>) -> Vec<Output> {
    Pages::new(site, theme, program, problems).outputs(theme)
}

/// The pages of a site.
#[derive(Clone)]
pub struct Pages {
    site: Arc<Site>,
    /// `None` without templates that can be used.
    renderer: Option<Arc<Renderer>>,
}

impl Pages {
    /// The pages of this site in this theme. `program` names the build of the program.
    pub fn new(site: &Arc<Site>, theme: &Theme, program: &str, problems: &mut Vec<Diagnostic>) -> Self {
        let engine = Engine::new(theme, problems).map(Arc::new);
        if engine.is_some() {
            conditions::check(&theme.templates().collect::<Vec<_>>(), problems);
        }
        let has_catalogue = site.pages.iter().any(|page| page.kind == PageKind::Catalogue);
        let fixtures = if has_catalogue { theme.fixtures(problems) } else { Vec::new() };
        let kept =
            engine.map(|engine| Kept { engine, fixtures: Arc::new(fixtures), related: Arc::default() });
        Self::with_kept(site, theme, program, kept, problems)
    }

    /// The pages of another site in the same theme, in which nothing was wrong.
    #[must_use]
    pub fn of_site(
        &self,
        site: &Arc<Site>,
        theme: &Theme,
        program: &str,
        problems: &mut Vec<Diagnostic>,
    ) -> Self {
        let known = self.renderer.as_ref().map(|renderer| &renderer.common);
        let kept = known.map(|common| Kept {
            engine: Arc::clone(&common.engine),
            fixtures: Arc::clone(&common.fixtures),
            related: match Resemblance::is_same(&self.site, site) {
                true => Arc::clone(&common.related),
                false => Arc::default(),
            },
        });
        Self::with_kept(site, theme, program, kept, problems)
    }

    fn with_kept(
        site: &Arc<Site>,
        theme: &Theme,
        program: &str,
        kept: Option<Kept>,
        problems: &mut Vec<Diagnostic>,
    ) -> Self {
        check_types(site, theme, problems);
        check_addresses(site, theme, problems);
        let renderer = |kept| Arc::new(Renderer::new(Arc::clone(site), theme, kept, program));
        Self { site: Arc::clone(site), renderer: kept.map(renderer) }
    }

    /// A promise of every page, and what belongs to the theme. Without templates that can be used all
    /// pages are empty; they keep their places, so that those in each other's way are told all the same.
    #[must_use]
    pub fn outputs(&self, theme: &Theme) -> Vec<Output> {
        self.promises(0..self.site.pages.len()).chain(self.assets(theme)).collect()
    }

    /// What belongs to the theme.
    pub(crate) fn assets<'a>(&self, theme: &'a Theme) -> impl Iterator<Item = Output> + use<'a> {
        theme.assets().map(|(path, bytes)| Output::made(path, bytes))
    }

    /// Makes all pages, see [`Series::Pages`].
    pub(crate) fn maker(&self) -> Option<Arc<dyn Maker>> {
        let renderer = self.renderer.as_ref()?;
        Some(Arc::<Renderer>::clone(renderer))
    }

    /// The places of pages that show the text of one of these documents.
    #[must_use]
    pub fn showing(&self, documents: &[DocId]) -> HashSet<OutputPath> {
        let pages = self.site.pages.iter().filter(|page| shows_text_of(&self.site, page, documents));
        pages.map(|page| page.output.clone()).collect()
    }

    /// The pages of a site that has other texts of the documents `changed`, see [`Site::with_texts`]; and of
    /// these pages, those that differ. All others are promised by the pages before.
    #[must_use]
    pub fn with_texts(&self, site: &Arc<Site>, changed: &[DocId]) -> (Self, Vec<Output>) {
        let differs = |page: &usize| shows_text_of(site, &site.pages[*page], changed);
        let different: Vec<usize> = (0..site.pages.len()).filter(differs).collect();
        let renderer = |renderer: &Arc<Renderer>| Arc::new(renderer.with_site(site, &different));
        let pages = Self { site: Arc::clone(site), renderer: self.renderer.as_ref().map(renderer) };
        let outputs = pages.promises(different.iter().copied()).collect();
        (pages, outputs)
    }

    /// Promises of these pages, which are the renderer's jobs.
    fn promises(&self, pages: impl Iterator<Item = usize>) -> impl Iterator<Item = Output> {
        pages.map(|number| {
            let page = &self.site.pages[number];
            let (path, source) = (page.output.clone(), source(&self.site, page));
            match &self.renderer {
                Some(renderer) => {
                    let maker: Arc<dyn Maker> = Arc::<Renderer>::clone(renderer);
                    Output {
                        path,
                        source,
                        content: Content::Promised(Promise::for_page(Series::Pages, maker, number)),
                    }
                }
                None => Output { source, ..Output::made(path, []) },
            }
        })
    }
}

/// Reports templates for types of documents that the site does not have.
fn check_types(site: &Site, theme: &Theme, problems: &mut Vec<Diagnostic>) {
    let known = || site.model().types.iter().map(|kind| kind.id.as_str());
    for (id, file) in theme.type_templates().filter(|(id, _)| !known().any(|known| known == *id)) {
        let near = nearest(id, known()).into_iter().map(|id| format!("`templates/types/{id}.html`"));
        problems.push(
            Diagnostic::new(Code::ThemeFile)
                .at(file, 0..0)
                .arg("name", format!("templates/types/{id}.html"))
                .arg("nearest", near.collect::<Vec<_>>().join(", ")),
        );
    }
}

/// Reports files that the theme's styles name and the site does not have.
fn check_addresses(site: &Site, theme: &Theme, problems: &mut Vec<Diagnostic>) {
    let files =
        || theme.assets().map(|(path, _)| path).chain(site.assets.iter().map(|asset| asset.output.clone()));
    for Address { file, span, address, base } in theme.addresses() {
        let problem = Diagnostic::new(Code::ThemeAddress).at(file, span.clone()).arg("target", address);
        let Some(base) = base else {
            problems.push(problem.arg("late", file.file_name()));
            continue;
        };
        let path = address.split(['?', '#']).next().unwrap_or_default();
        let meant = base.resolve(&percent_decode(path));
        if meant.is_none_or(|meant| !files().any(|path| path == meant)) {
            let near: Vec<String> =
                files().map(|path| base.href(&path, None).to_string()).chain(theme.fonts()).collect();
            problems.push(problem.arg("nearest", nearest_list(address, near.iter().map(String::as_str))));
        }
    }
}

impl fmt::Debug for Pages {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Pages({})", self.site.pages.len())
    }
}

/// Whether a page shows the text of one of these documents, and not only what is said of it.
fn shows_text_of(site: &Site, page: &Page, documents: &[DocId]) -> bool {
    // What is made of many documents is looked at as a whole.
    matches!(page.kind, PageKind::Start | PageKind::Sheet(_))
        || site.document_on(page).is_some_and(|id| documents.contains(&id))
}

/// The file that a page comes from.
fn source(site: &Site, page: &Page) -> Option<SourcePath> {
    match page.kind {
        PageKind::Document(id) | PageKind::Redirect(id) | PageKind::Home(Some(id)) => {
            Some(site.document(id).parsed.source.path.clone())
        }
        _ => None,
    }
}

/// Tells the file of a page from what it was before, see [`Key::own`].
fn own(site: &Site, page: &Page) -> u32 {
    match page.kind {
        PageKind::Document(id) | PageKind::Home(Some(id)) => site.document(id).parsed.hash.short(),
        _ => 0,
    }
}

/// What the pages of a run share.
struct Renderer {
    site: Arc<Site>,
    common: Arc<Common>,
    /// What it promises, ordered by page.
    jobs: Vec<Job>,
}

/// A page that is promised.
struct Job {
    /// Its index in [`Site::pages`].
    page: usize,
    key: OnceLock<Key>,
}

/// What pages share, none of which depends on the text of a document.
struct Common {
    engine: Arc<Engine>,
    late: Vec<Late>,
    /// What the catalogue shows, if there is one.
    fixtures: Arc<Vec<Fixtures>>,
    texts: HashMap<Lang, Texts>,
    shared: HashMap<Lang, Shared>,
    types: HashMap<Lang, Vec<Frozen<TypeView>>>,
    cards: Vec<OnceLock<Frozen<CardView>>>,
    related: Arc<OnceLock<Resemblance>>,
    metadata: Metadata,
    /// By type: the facets of its list, which all parts of the list show.
    facets: Vec<OnceLock<Frozen<Vec<FacetView>>>>,
    /// By type: the months of its list, which all parts of the list show as well.
    years: Vec<OnceLock<Frozen<Vec<YearView>>>>,
    /// What addresses call that by which the search narrows down.
    filters: OnceLock<Frozen<Vec<String>>>,
    /// Has taken in what all pages are made from: the program, the templates, the shared views.
    seed: Hasher,
}

/// What is not made anew for the next version of a site.
struct Kept {
    engine: Arc<Engine>,
    fixtures: Arc<Vec<Fixtures>>,
    related: Arc<OnceLock<Resemblance>>,
}

fn jobs(pages: impl Iterator<Item = usize>) -> Vec<Job> {
    pages.map(|page| Job { page, key: OnceLock::new() }).collect()
}

/// The names that a template sees beside `site` and `t`.
#[derive(Default, Serialize)]
struct Names {
    page: PageView,
    #[serde(skip_serializing_if = "Option::is_none")]
    document: Option<DocumentView>,
    #[serde(skip_serializing_if = "Option::is_none")]
    list: Option<ListView>,
    #[serde(skip_serializing_if = "Option::is_none")]
    index: Option<IndexView>,
    #[serde(skip_serializing_if = "Option::is_none")]
    vocabulary: Option<VocabularyView>,
    #[serde(skip_serializing_if = "Option::is_none")]
    term: Option<TermView>,
    #[serde(skip_serializing_if = "Option::is_none")]
    calendar: Option<CalendarView>,
    #[serde(skip_serializing_if = "Option::is_none")]
    sheet: Option<SheetView>,
    #[serde(skip_serializing_if = "Option::is_none")]
    month: Option<MonthView>,
    #[serde(skip_serializing_if = "Option::is_none")]
    redirect: Option<RedirectView>,
    #[serde(skip_serializing_if = "Option::is_none")]
    start: Option<StartView>,
}

impl Maker for Renderer {
    fn key(&self, number: usize) -> Key {
        let (page, key) = self.job(number);
        *key.get_or_init(|| {
            let (template, names) = self.names(page);
            self.key_of(page, &template, &names)
        })
    }

    fn own(&self, number: usize) -> u32 {
        own(&self.site, &self.site.pages[number])
    }

    fn make(&self, number: usize, known: Option<Key>) -> Result<Made, Box<Diagnostic>> {
        let (page, key) = self.job(number);
        let (template, names) = self.names(page);
        let key = *key.get_or_init(|| self.key_of(page, &template, &names));
        if known == Some(key) {
            return Ok(Made::Known);
        }
        let bytes = self.render(page, &template, &names)?;
        Ok(Made::New { bytes, key })
    }

    fn prove(&self, number: usize, proven: &HashSet<Key>) -> Result<Option<Key>, Box<Diagnostic>> {
        let (page, key) = self.job(number);
        let (template, names) = self.names(page);
        let key = *key.get_or_init(|| self.key_of(page, &template, &names));
        if !proven.contains(&key) {
            self.render(page, &template, &names)?;
        }
        Ok(Some(key))
    }
}

impl Renderer {
    fn new(site: Arc<Site>, theme: &Theme, Kept { engine, fixtures, related }: Kept, program: &str) -> Self {
        // A document may be named on pages of other languages, and have no page of its own in a copy.
        let of_documents = site.documents.iter().map(|document| document.lang());
        let langs: BTreeSet<&Lang> = site.pages.iter().map(|page| &page.lang).chain(of_documents).collect();
        let mut seed = Hasher::default();
        seed.text(program.as_bytes());
        for template in theme.templates() {
            seed.text(template.name.as_bytes());
            seed.text(template.source.as_bytes());
        }
        let late = theme.late();
        seed.data(&late);
        let mut texts = HashMap::new();
        let mut shared = HashMap::new();
        for &lang in &langs {
            let words = theme.texts(lang);
            let view = page::site_view(&site, lang, &words);
            seed.data(&(&view, &words));
            shared.insert(lang.clone(), Shared::new(&view, &words));
            texts.insert(lang.clone(), words);
        }
        let all = 0..site.model().types.len();
        let types = langs.iter().map(|&lang| {
            let views = all.clone().map(|kind| Frozen::new(&page::type_view(&site, kind, lang)));
            (lang.clone(), views.collect())
        });
        let types = types.collect();
        let metadata = Metadata::new(&site, &langs);
        let cards = site.documents.iter().map(|_| OnceLock::new()).collect();
        let facets = all.clone().map(|_| OnceLock::new()).collect();
        let years = all.map(|_| OnceLock::new()).collect();
        let common = Arc::new(Common {
            engine,
            late,
            fixtures,
            texts,
            shared,
            types,
            cards,
            related,
            metadata,
            facets,
            years,
            filters: OnceLock::new(),
            seed,
        });
        Self { jobs: jobs(0..site.pages.len()), site, common }
    }

    /// The same for these pages of a site that differs in texts only.
    fn with_site(&self, site: &Arc<Site>, pages: &[usize]) -> Self {
        Self { jobs: jobs(pages.iter().copied()), site: Arc::clone(site), common: Arc::clone(&self.common) }
    }

    /// The page with this number, which is one of the jobs, and its key.
    fn job(&self, number: usize) -> (&Page, &OnceLock<Key>) {
        let job = self.jobs.partition_point(|job| job.page < number);
        (&self.site.pages[number], &self.jobs[job].key)
    }

    fn render(&self, page: &Page, template: &str, names: &Names) -> Result<Vec<u8>, Box<Diagnostic>> {
        let Common { engine, late, fixtures, shared, .. } = &*self.common;
        let shared = &shared[&page.lang];
        let html = match page.kind {
            PageKind::Catalogue => catalogue::catalogue(fixtures, engine, shared, &names.page)?,
            _ => engine.render(template, shared, names)?,
        };
        Ok(late::complete(html, &names.page.root, late))
    }

    fn texts(&self, lang: &Lang) -> &Texts {
        &self.common.texts[lang]
    }

    fn type_view(&self, kind: usize, lang: &Lang) -> &Frozen<TypeView> {
        &self.common.types[lang][kind]
    }

    fn card(&self, id: DocId) -> &Frozen<CardView> {
        self.common.cards[id.0].get_or_init(|| {
            let document = self.site.document(id);
            let kind = self.type_view(document.parsed.kind, document.lang());
            let card = document::card(&self.site, kind, id, document::flag(self, id));
            let args = BTreeMap::from([("card", &card)]);
            let shared = &self.common.shared[document.lang()];
            let more_html = self.common.engine.render_apart("card_more", &args, shared);
            Frozen::new(&CardView { more_html, ..card })
        })
    }

    fn facets(&self, list: &TypeList) -> &Frozen<Vec<FacetView>> {
        self.common.facets[list.kind]
            .get_or_init(|| Frozen::new(&lists::facets(&self.site, list, &self.site.config.lang)))
    }

    fn years(&self, list: &TypeList) -> &Frozen<Vec<YearView>> {
        self.common.years[list.kind].get_or_init(|| Frozen::new(&lists::years(&self.site, list)))
    }

    fn filters(&self) -> &Frozen<Vec<String>> {
        self.common.filters.get_or_init(|| Frozen::new(&crate::finder::filters(&self.site)))
    }

    fn cards(&self, ids: &[DocId]) -> Vec<Frozen<CardView>> {
        ids.iter().map(|&id| self.card(id).clone()).collect()
    }

    /// A page is made from its view and the templates, and from nothing else; the catalogue also from
    /// the examples.
    fn key_of(&self, page: &Page, template: &str, names: &Names) -> Key {
        let mut hasher = self.common.seed.clone();
        hasher.text(page.lang.to_string().as_bytes());
        hasher.text(template.as_bytes());
        let look = hasher.finish().short();
        hasher.data(names);
        if page.kind == PageKind::Catalogue {
            hasher.data(&*self.common.fixtures);
        }
        Key { whole: hasher.finish(), look, own: own(&self.site, page) }
    }

    /// The template of a page and what it sees.
    fn names(&self, page: &Page) -> (String, Names) {
        let site = &*self.site;
        let lang = &page.lang;
        let mut names = Names { page: page::page_view(self, page), ..Names::default() };
        let template = match &page.kind {
            PageKind::Home(intro) => {
                names.document = intro.map(|id| document::document(self, id, &page.output)).or_else(|| {
                    Some(DocumentView { title: names.page.title.clone(), ..DocumentView::default() })
                });
                names.list = Some(lists::newest(self, lang));
                names.index = Some(lists::doors(site, lang));
                "home.html"
            }
            PageKind::Start => {
                names.start = Some(start::start(self, &page.output));
                "start.html"
            }
            PageKind::Document(id) => {
                names.document = Some(document::document(self, *id, &page.output));
                return (self.common.engine.document_template(&site.type_of(*id).id), names);
            }
            PageKind::List(number, part) => {
                names.list = Some(lists::list(self, &site.lists[*number], *part));
                "list.html"
            }
            PageKind::Glossary(number) => {
                names.index = Some(lists::glossary(self, &site.lists[*number], lang));
                "glossary.html"
            }
            PageKind::Vocabularies => {
                names.index = Some(lists::vocabularies_index(site, lang));
                "vocabularies.html"
            }
            PageKind::Vocabulary(number) => {
                names.vocabulary = Some(lists::vocabulary(site, *number, lang));
                "vocabulary.html"
            }
            PageKind::Term(id, part) => {
                names.term = Some(lists::term(self, *id, *part, lang));
                "term.html"
            }
            PageKind::Index => {
                names.index = Some(lists::a_z(site, lang));
                "a-z.html"
            }
            PageKind::Finder => {
                let filters = self.filters().clone();
                let labels = (*lang != site.config.lang).then(|| lists::labels(site, lang, self.texts(lang)));
                names.index = Some(IndexView { filters, labels, ..lists::doors(site, lang) });
                "finder.html"
            }
            PageKind::ReadingList => "reading-list.html",
            PageKind::Calendar => {
                names.calendar = Some(agenda::calendar(self, lang));
                "calendar.html"
            }
            PageKind::Month(month) => {
                names.month = Some(agenda::month(self, *month, lang));
                "month.html"
            }
            PageKind::NotFound => {
                names.index =
                    Some(IndexView { others: lists::others(self, lang), ..lists::doors(site, lang) });
                "not-found.html"
            }
            PageKind::Sheet(sheet) => {
                names.sheet = Some(sheet::sheet(self, *sheet, &page.output));
                "sheet.html"
            }
            PageKind::Redirect(id) => {
                let target = site.document(*id);
                names.redirect = Some(RedirectView {
                    href: page.output.href(&target.output, None).to_string(),
                    title: target.title.clone(),
                });
                "redirect.html"
            }
            PageKind::Catalogue => "catalogue.html",
        };
        (template.to_owned(), names)
    }
}
