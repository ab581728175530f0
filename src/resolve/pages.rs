//! The plan of a site: which pages there will be, where, and what the menus lead to.

use std::collections::BTreeSet;
use std::sync::Arc;

use jiff::ToSpan as _;
use jiff::civil::Date;

use super::names::{Names, key};
use crate::config::{Config, MenuItem};
use crate::diagnostic::{Code, Diagnostic, nearest_list};
use crate::discover::CONTENT;
use crate::lang::Lang;
use crate::model::{DocType, Labels, Role};
use crate::parse::{Document, Fields, Value, alias_output};
use crate::path::OutputPath;
use crate::site::{
    DocId, FINDER_PAGE, HOME_PAGE, INDEX_PAGE, ListOrder, MenuLink, NOT_FOUND_PAGE, Page, PageKind,
    READING_LIST_PAGE, Site, Target, TermId, TypeList, VOCABULARIES_PAGE, Vocabulary, event_days,
};

/// The pages and lists of a site.
pub(super) struct Plan {
    pub(super) pages: Arc<Vec<Page>>,
    pub(super) lists: Arc<Vec<TypeList>>,
}

impl Plan {
    /// Whether there is a page at this place.
    pub(super) fn has(&self, output: &OutputPath) -> bool {
        has_page(&self.pages, output)
    }
}

/// Whether there is a page at this place among `pages`, which are ordered by place. The catalogue does not count,
/// as only a preview has it.
pub(super) fn has_page(pages: &[Page], output: &OutputPath) -> bool {
    let found = pages.binary_search_by(|page| page.output.cmp(output));
    found.is_ok_and(|place| pages[place].kind != PageKind::Catalogue)
}

/// The pages that the law demands of a public site, by the usual names of their files.
const LEGAL: &[&str] = &["impressum", "datenschutz", "barrierefreiheit", "feedback", SIMPLE];
/// The page that tells in Leichte Sprache what the site is about.
const SIMPLE: &str = "leichte-sprache";

/// There only when there are events.
const CALENDAR: &str = "kalender/index.html";
/// There only in a preview.
const CATALOGUE: &str = "stil/index.html";

/// The pages that readers of each language get in theirs, with what they show.
const IN_EACH_LANGUAGE: [(&str, PageKind); 3] = [
    (INDEX_PAGE, PageKind::Index),
    (FINDER_PAGE, PageKind::Finder),
    (READING_LIST_PAGE, PageKind::ReadingList),
];

/// How many months an event may last for the calendar: who mistypes a year gets no thousand pages.
const LONGEST: usize = 12;

fn output(path: &str) -> OutputPath {
    #[expect(clippy::expect_used, reason = "made of slugs and fixed names")]
    OutputPath::new(path).expect("a path made of slugs")
}

/// The n-th page (from 0) of a list whose first page is `first`.
pub(crate) fn part(first: &OutputPath, number: usize) -> OutputPath {
    if number == 0 {
        return first.clone();
    }
    let stem = first.as_str().trim_end_matches("index.html").trim_end_matches(".html").trim_end_matches('/');
    output(&format!("{stem}/seite-{}.html", number + 1))
}

/// What a plan is made of.
pub(super) struct Planned<'a> {
    pub(super) config: &'a Config,
    pub(super) spoken: &'a BTreeSet<Lang>,
    pub(super) documents: &'a [&'a Document],
    pub(super) outputs: &'a [OutputPath],
    pub(super) fields: &'a [&'a Fields<Target>],
    pub(super) ranks: &'a [usize],
    pub(super) vocabularies: &'a [Vocabulary],
}

impl Planned<'_> {
    /// The plan of a site.
    pub(super) fn plan(&self) -> Plan {
        let lists = self.lists();
        let months = months(self.config, &lists, |id| self.fields[id.0]);
        Plan { pages: Arc::new(self.pages(&lists, &months)), lists: Arc::new(lists) }
    }

    /// The plan of a site that was `site` before and of which only the documents `anew` may be others.
    pub(super) fn plan_again(&self, site: &Site, anew: &[DocId]) -> Plan {
        let lists = self.lists_again(site, anew);
        let months = months(self.config, &lists, |id| self.fields[id.0]);
        let pages = if self.has_pages_of(site, &lists, &months, anew) {
            Arc::clone(&site.pages)
        } else {
            Arc::new(self.pages(&lists, &months))
        };
        Plan { pages, lists: Arc::new(lists) }
    }

    /// Whether all pages are those of `site`: lists and terms have as many parts, documents the same former
    /// addresses, and months the same events or none.
    fn has_pages_of(&self, site: &Site, lists: &[TypeList], months: &BTreeSet<Date>, anew: &[DocId]) -> bool {
        let parts = |documents: &[DocId]| documents.len().div_ceil(self.config.page_size);
        let is_list = |(old, new): (&TypeList, &TypeList)| {
            (&old.output, old.intro, parts(&old.documents)) == (&new.output, new.intro, parts(&new.documents))
        };
        let terms = |vocabularies: &'_ [Vocabulary]| -> Vec<usize> {
            let terms = vocabularies.iter().flat_map(|vocabulary| &vocabulary.terms);
            terms.map(|term| parts(&term.documents)).collect()
        };
        let has_aliases_of = |id: &DocId| {
            aliases(self.config, &site.document(*id).parsed) == aliases(self.config, self.documents[id.0])
        };
        site.lists.iter().zip(lists).all(is_list)
            && terms(&site.vocabularies) == terms(self.vocabularies)
            && self::months(self.config, &site.lists, |id| &site.document(id).fields) == *months
            && anew.iter().all(has_aliases_of)
    }

    fn pages(&self, lists: &[TypeList], months: &BTreeSet<Date>) -> Vec<Page> {
        let Self { config, documents, outputs, vocabularies, .. } = *self;
        let is_home =
            |document: &Document| document.source.folder.is_empty() && document.source.is_introduction();
        let home = documents.iter().position(|d| is_home(d) && d.lang == config.lang).map(DocId);
        let mut pages = generated(config, PageKind::Home(home), lists, vocabularies, months);
        let written: BTreeSet<&Lang> = documents.iter().map(|document| &document.lang).collect();
        let others = written.into_iter().filter(|lang| self.spoken.contains(*lang));
        pages.extend(others.flat_map(|lang| in_language(config, lang)));
        pages.push(Page {
            output: output(NOT_FOUND_PAGE),
            lang: config.lang.clone(),
            kind: PageKind::NotFound,
        });
        let introductions: Vec<DocId> = lists.iter().filter_map(|list| list.intro).chain(home).collect();
        for (index, document) in documents.iter().enumerate() {
            let id = DocId(index);
            // An introduction stands on the page of its list.
            if !introductions.contains(&id) {
                let kind = if is_home(document) { PageKind::Home(Some(id)) } else { PageKind::Document(id) };
                pages.push(Page { output: outputs[index].clone(), lang: document.lang.clone(), kind });
            }
            for alias in aliases(config, document) {
                pages.push(Page { output: alias, lang: document.lang.clone(), kind: PageKind::Redirect(id) });
            }
        }
        pages.sort_by(|a, b| a.output.cmp(&b.output));
        pages
    }

    fn lists(&self) -> Vec<TypeList> {
        let mut lists = Vec::new();
        for kind in (0..self.config.model.types.len()).filter(|kind| *kind != self.config.model.page()) {
            let mut members: Vec<_> = (0..self.documents.len())
                .map(DocId)
                .filter(|id| self.is_in_list(*id, kind))
                .map(|id| (self.order(id, kind), id))
                .collect();
            members.sort_unstable();
            let documents: Vec<DocId> = members.into_iter().map(|(_, id)| id).collect();
            let Some(place) = self.place_of_list(&documents, kind) else { continue };
            let intro = self.outputs.iter().position(|known| *known == place).map(DocId);
            lists.push(TypeList { kind, output: place, intro, documents });
        }
        lists
    }

    /// The lists of `site`, in which the documents `anew` may have other places: those of all others beside each
    /// other are the same.
    fn lists_again(&self, site: &Site, anew: &[DocId]) -> Vec<TypeList> {
        let again = |old: &TypeList| {
            let kind = old.kind;
            let own: Vec<DocId> = anew.iter().copied().filter(|id| self.is_in_list(*id, kind)).collect();
            let mut documents = old.documents.clone();
            documents.retain(|id| own.binary_search(id).is_err());
            for id in own {
                let order = self.order(id, kind);
                let place = documents.partition_point(|other| self.order(*other, kind) < order);
                documents.insert(place, id);
            }
            let place = self.place_of_list(&documents, kind).unwrap_or_else(|| old.output.clone());
            let intro = match place == old.output {
                true => old.intro,
                false => self.outputs.iter().position(|known| *known == place).map(DocId),
            };
            TypeList { kind, output: place, intro, documents }
        };
        site.lists.iter().map(again).collect()
    }

    fn is_in_list(&self, id: DocId, kind: usize) -> bool {
        let document = self.documents[id.0];
        document.kind == kind && document.lang == self.config.lang
    }

    /// The place of a document in the list of its type.
    fn order(&self, id: DocId, kind: usize) -> ListOrder {
        ListOrder::of(&self.config.model.types[kind], self.fields[id.0], self.ranks[id.0])
    }

    /// The list stands in the folder of its documents. If they lie in several, in one that a document introduces, else
    /// in the first that the model names for the type: so it does not move when a document is added. `None` for no
    /// documents.
    fn place_of_list(&self, documents: &[DocId], kind: usize) -> Option<OutputPath> {
        let declared = &self.config.model.types[kind];
        let folders: BTreeSet<&str> =
            documents.iter().map(|id| top_folder(self.documents[id.0], declared)).collect();
        let is_introduced = |folder: &str| {
            let introduces = |document: &&Document| {
                document.source.is_introduction()
                    && document.source.folder == folder
                    && document.lang == self.config.lang
            };
            self.documents.iter().any(introduces)
        };
        let rank = |folder: &&str| {
            let named = declared.folders.iter().position(|known| known == folder);
            (!is_introduced(folder), named.unwrap_or(usize::MAX))
        };
        let folder =
            if folders.len() == 1 { folders.first().copied() } else { folders.into_iter().min_by_key(rank) };
        folder.map(|folder| output(&format!("{folder}/index.html")))
    }
}

/// The months in which there are events, each by its first day.
pub(crate) fn months<'a>(
    config: &Config,
    lists: &[TypeList],
    fields: impl Fn(DocId) -> &'a Fields<Target>,
) -> BTreeSet<Date> {
    let mut months = BTreeSet::new();
    for list in lists {
        let kind = &config.model.types[list.kind];
        for id in &list.documents {
            let Some((first, last)) = event_days(kind, fields(*id)) else { continue };
            let from = first.first_of_month();
            let all = from.series(1.month()).take_while(|month| *month <= last);
            months.extend(all.take(LONGEST));
        }
    }
    months
}

/// The page of a month.
pub(crate) fn month_page(month: Date) -> OutputPath {
    output(&format!("kalender/{}.html", month.strftime("%Y-%m")))
}

/// The page that shows the components of the theme to who makes one.
pub(crate) fn catalogue_page(config: &Config) -> Page {
    Page { output: output(CATALOGUE), lang: config.lang.clone(), kind: PageKind::Catalogue }
}

/// The page of all events by time.
pub(crate) fn calendar_page() -> OutputPath {
    output(CALENDAR)
}

/// The pages that are made of many documents, with the first page of the site.
pub(crate) fn generated(
    config: &Config,
    first: PageKind,
    lists: &[TypeList],
    vocabularies: &[Vocabulary],
    months: &BTreeSet<Date>,
) -> Vec<Page> {
    let mut pages = Vec::new();
    let mut add =
        |output: OutputPath, kind: PageKind| pages.push(Page { output, lang: config.lang.clone(), kind });
    add(output(HOME_PAGE), first);
    for (number, list) in lists.iter().enumerate() {
        if config.model.types[list.kind].glossary {
            add(list.output.clone(), PageKind::Glossary(number));
            continue;
        }
        for page in 0..list.documents.len().div_ceil(config.page_size).max(1) {
            add(part(&list.output, page), PageKind::List(number, page));
        }
    }
    add(output(VOCABULARIES_PAGE), PageKind::Vocabularies);
    for (number, vocabulary) in vocabularies.iter().enumerate() {
        if vocabulary.terms.is_empty() {
            continue;
        }
        add(vocabulary.output.clone(), PageKind::Vocabulary(number));
        for (index, term) in vocabulary.terms.iter().enumerate().filter(|(_, term)| term.document.is_none()) {
            let id = TermId { vocabulary: number, term: index };
            for page in 0..term.documents.len().div_ceil(config.page_size).max(1) {
                add(part(&term.output, page), PageKind::Term(id, page));
            }
        }
    }
    if !months.is_empty() {
        add(calendar_page(), PageKind::Calendar);
    }
    for month in months {
        add(month_page(*month), PageKind::Month(*month));
    }
    for (place, kind) in IN_EACH_LANGUAGE {
        add(output(place), kind);
    }
    pages
}

/// What there is once more for a language beside that of the site: pages of which nothing is written by hand, so that
/// they can speak any language of the theme. They are named as translations are.
pub(crate) fn in_language(config: &Config, lang: &Lang) -> Vec<Page> {
    if *lang == config.lang {
        return Vec::new();
    }
    let page = |(place, kind): (&str, PageKind)| Page {
        output: output(&place.replace(".html", &format!(".{lang}.html"))),
        lang: lang.clone(),
        kind,
    };
    IN_EACH_LANGUAGE.into_iter().map(page).collect()
}

/// The former addresses of a document; those that cannot be were reported by parse.
fn aliases(config: &Config, document: &Document) -> Vec<OutputPath> {
    let field = config.model.types[document.kind].role(Role::Aliases);
    let values = field.map(|index| document.fields.get(index)).unwrap_or_default();
    values
        .iter()
        .filter_map(|at| match &at.value {
            Value::Text(alias) => alias_output(alias),
            _ => None,
        })
        .collect()
}

/// The folder of the type in which a document stands: `konzepte` for `konzepte/eltern/video.md`.
fn top_folder<'d>(document: &'d Document, kind: &'d DocType) -> &'d str {
    let folder = document.source.folder.as_str();
    let holds = |known: &&String| {
        folder.strip_prefix(known.as_str()).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    };
    kind.folders.iter().filter(holds).max_by_key(|known| known.len()).map_or(folder, String::as_str)
}

/// The main menu and the links at the foot, as configured or by default.
pub(super) fn menus(
    config: &Config,
    documents: &[&Document],
    outputs: &[OutputPath],
    names: &Names<'_>,
    plan: &Plan,
    problems: &mut Vec<Diagnostic>,
) -> (Vec<MenuLink>, Vec<MenuLink>) {
    let places = Places { config, documents, outputs, names, plan };
    let menu = match &config.menu {
        Some(items) => items.iter().filter_map(|item| places.configured(item, problems)).collect(),
        None => places.lists(),
    };
    let foot = match &config.foot_menu {
        Some(items) => items.iter().filter_map(|item| places.configured(item, problems)).collect(),
        None => LEGAL.iter().filter_map(|page| places.legal(page)).collect(),
    };
    (menu, foot)
}

struct Places<'a> {
    config: &'a Config,
    documents: &'a [&'a Document],
    outputs: &'a [OutputPath],
    names: &'a Names<'a>,
    plan: &'a Plan,
}

impl Places<'_> {
    /// The lists of all types; that of events is entered through the calendar.
    fn lists(&self) -> Vec<MenuLink> {
        let mut calendar = Some(calendar_page()).filter(|page| self.plan.has(page));
        let link = |list: &TypeList| {
            let kind = &self.config.model.types[list.kind];
            let has_dates = kind.role(Role::Start).is_some();
            MenuLink {
                title: kind.plural.clone(),
                output: calendar.take_if(|_| has_dates).unwrap_or_else(|| list.output.clone()),
            }
        };
        self.plan.lists.iter().map(link).collect()
    }

    /// A page that the law demands; that in Leichte Sprache is for those who read nothing else.
    fn legal(&self, page: &str) -> Option<MenuLink> {
        let simple = (page == SIMPLE).then(|| self.document(&format!("{page}.de-simple"))).flatten();
        simple.or_else(|| self.document(page))
    }

    /// A document by folder and slug, in the site's language or in that of its file: `leichte-sprache.de-simple`.
    fn document(&self, page: &str) -> Option<MenuLink> {
        let named = page.rsplit_once('.').and_then(|(page, tag)| Some((page, Lang::parse(tag)?)));
        let (page, lang) = named.unwrap_or_else(|| (page, self.config.lang.clone()));
        let variants = self.names.variants(self.names.key(page)?);
        let found = variants.iter().find(|id| self.documents[id.0].lang == lang)?;
        // A page that is chosen for its language keeps its title on all others.
        let mut title = Labels::default();
        let others = variants.iter().filter(|_| lang == self.config.lang);
        for id in std::iter::once(found).chain(others) {
            let document = self.documents[id.0];
            let role = self.config.model.types[document.kind].role(Role::Title);
            title.insert(document.lang.clone(), document.fields.text(role).to_owned());
        }
        Some(MenuLink { title, output: self.outputs[found.0].clone() })
    }

    /// The folder of a type whose list would be this page, if it had a document.
    fn waiting_list<'p>(&self, page: &'p str) -> Option<&'p str> {
        let folder = page.strip_suffix("/index").unwrap_or(page);
        let mut kinds = self.config.model.types.iter().enumerate();
        let (kind, _) = kinds.find(|(_, kind)| kind.folders.iter().any(|known| known == folder))?;
        self.plan.lists.iter().all(|list| list.kind != kind).then_some(folder)
    }

    fn configured(&self, item: &MenuItem, problems: &mut Vec<Diagnostic>) -> Option<MenuLink> {
        let page = item.page.value.trim_matches('/').trim_end_matches(".md").trim_end_matches(".html");
        let list = |output: &OutputPath| {
            let list = self.plan.lists.iter().find(|list| list.output == *output)?;
            Some(self.config.model.types[list.kind].plural.clone())
        };
        let own = Some(&item.title).filter(|title| !title.is_empty()).cloned();
        if let Some(link) = self.document(page).or_else(|| self.document(&format!("{page}/index"))) {
            let title = own.or_else(|| list(&link.output)).unwrap_or(link.title);
            return Some(MenuLink { title, output: link.output });
        }
        for candidate in [format!("{page}.html"), format!("{page}/index.html")] {
            if let Ok(output) = OutputPath::new(&candidate)
                && self.plan.has(&output)
            {
                let title = own.or_else(|| list(&output)).unwrap_or_else(|| Labels::plain(page));
                return Some(MenuLink { title, output });
            }
        }
        // A calendar comes with the first event.
        if format!("{page}.html") == CALENDAR || format!("{page}/index.html") == CALENDAR {
            return None;
        }
        if let Some(folder) = self.waiting_list(page) {
            problems.push(
                Diagnostic::new(Code::EmptyMenuList)
                    .at(&self.config.file, item.page.span.clone())
                    .arg("target", &item.page.value)
                    .arg("folder", format!("{CONTENT}/{folder}")),
            );
            return None;
        }
        let lists =
            self.plan.lists.iter().map(|list| list.output.as_str().trim_end_matches(".html").to_owned());
        let known: Vec<String> = self.documents.iter().map(|document| key(document)).chain(lists).collect();
        problems.push(
            Diagnostic::new(Code::BrokenLink)
                .at(&self.config.file, item.page.span.clone())
                .arg("target", &item.page.value)
                .arg("nearest", nearest_list(page, known.iter().map(String::as_str)))
                .arg("page", "konzepte/index"),
        );
        None
    }
}
