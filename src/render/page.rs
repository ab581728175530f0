//! What every page has: title, description, breadcrumbs, languages, structured data.

use super::view::{ImageView, LicenseView, LinkView, PageView, SiteView, TranslationView, TypeView};
use super::{Renderer, agenda, facts, sheet};
use crate::calendar;
use crate::lang::Lang;
use crate::locale::date_in_words;
use crate::model::{Field, Kind, Role};
use crate::path::OutputPath;
use crate::resolve::calendar_page;
use crate::site::{DocId, HOME_PAGE, MenuLink, Page, PageKind, Site, TypeList, VOCABULARIES_PAGE};
use crate::theme::{Texts, accent_css};

/// What belongs to the site as a whole.
pub(super) fn site_view(site: &Site, lang: &Lang, texts: &Texts) -> SiteView {
    let config = &site.config;
    let menu = |links: &[MenuLink]| {
        links
            .iter()
            .map(|link| LinkView {
                title: link.title.get(lang).to_owned(),
                lang: link.title.mark(lang),
                path: in_language(site, &link.output, lang).encoded(),
                ..LinkView::default()
            })
            .collect()
    };
    SiteView {
        title: title(site, lang),
        description: config.description.get(lang).to_owned(),
        description_lang: config.description.mark(lang),
        url: config.url.clone(),
        logo: config.logo.as_ref().and_then(|logo| {
            let asset = site.assets.iter().find(|asset| asset.is_at(&logo.file.value))?;
            let (width, height) = asset.size.unwrap_or_default();
            Some(ImageView {
                path: asset.output.encoded(),
                alt: logo.alt.clone(),
                width,
                height,
                ..ImageView::default()
            })
        }),
        menu: menu(&site.menu),
        foot_menu: menu(&site.foot_menu),
        accent_css: config.accent.as_deref().and_then(accent_css).unwrap_or_default(),
        finder_path: path_for_readers(site, &PageKind::Finder, lang),
        reading_list_path: path_for_readers(site, &PageKind::ReadingList, lang),
        home_path: home_path(site, lang),
        styles: vec!["theme/style.css".to_owned()],
        scripts: vec!["theme/script.js".to_owned()],
        license: config.license.as_deref().map(|key| license(site, key, lang)),
        offline: offline(site, texts, lang),
    }
}

fn path_for_readers(site: &Site, kind: &PageKind, lang: &Lang) -> String {
    site.page_for_readers(kind, lang).map(|page| page.output.encoded()).unwrap_or_default()
}

/// The page that says in this language what the page at `output` says in the site's, or that page itself. Lists have
/// no others; a page that was chosen for its language stays.
fn in_language<'a>(site: &'a Site, output: &'a OutputPath, lang: &Lang) -> &'a OutputPath {
    let id = match site.page(output).map(|page| &page.kind) {
        Some(PageKind::Document(id) | PageKind::Home(Some(id))) => *id,
        Some(kind @ (PageKind::Index | PageKind::Finder | PageKind::ReadingList)) => {
            return site.page_for_readers(kind, lang).map_or(output, |page| &page.output);
        }
        _ => return output,
    };
    let original = Some(id).filter(|id| *site.document(*id).lang() == site.config.lang);
    let variant = original.and_then(|id| site.variant(id, lang));
    variant.map_or(output, |variant| &site.document(variant).output)
}

fn home_path(site: &Site, lang: &Lang) -> String {
    let home = site.home().and_then(|home| site.variant(home, lang));
    home.map_or_else(|| HOME_PAGE.to_owned(), |home| site.document(home).output.encoded())
}

/// The state that a copy to take along shows, in words; empty on the published site.
fn offline(site: &Site, texts: &Texts, lang: &Lang) -> String {
    let date = || date_in_words(site.today, lang);
    site.copy.as_ref().map(|_| texts.plain("page", "offline").replace("{date}", &date())).unwrap_or_default()
}

/// The site's name: configured, else the title of its home page, in this language where it has one.
pub(crate) fn title(site: &Site, lang: &Lang) -> String {
    let configured = site.config.title.get(lang);
    if !configured.is_empty() {
        return configured.to_owned();
    }
    let home = site.home().map(|home| site.variant(home, lang).unwrap_or(home));
    home.map_or_else(|| "fundus".to_owned(), |home| site.document(home).title.clone())
}

/// A licence by the key that the configuration has, as readers of this language see it.
pub(crate) fn license(site: &Site, key: &str, lang: &Lang) -> LicenseView {
    let field = site.model().types.iter().find_map(|kind| Some(&kind.fields[kind.role(Role::License)?]));
    let unknown = || LicenseView { title: key.to_owned(), href: String::new() };
    field.map_or_else(unknown, |field| license_view(field, key, lang))
}

/// A licence by the key of its choice, as readers of this language see it.
pub(super) fn license_view(field: &Field, key: &str, lang: &Lang) -> LicenseView {
    /// Languages of this program in which Creative Commons explains its licences.
    const DEEDS: [&str; 7] = ["ar", "de", "en", "fa", "ru", "tr", "uk"];
    let title = match &field.kind {
        Kind::Choice(choices) => choices.get(key).map_or(key, |labels| labels.get(lang)),
        _ => key,
    };
    let address = field.schema_values.get(key).map_or("", String::as_str);
    let is_explained = address.starts_with("https://creativecommons.org/") && DEEDS.contains(&lang.base());
    let deed = if is_explained { format!("deed.{}", lang.base()) } else { String::new() };
    LicenseView { title: title.to_owned(), href: format!("{address}{deed}") }
}

/// A type with its list, in the words of a language.
pub(super) fn type_view(site: &Site, kind: usize, lang: &Lang) -> TypeView {
    let declared = &site.model().types[kind];
    TypeView {
        id: declared.id.clone(),
        label: declared.label.get(lang).to_owned(),
        plural: declared.plural.get(lang).to_owned(),
        lang: declared.label.mark(lang),
        path: site.list_of(kind).map(|list| list.output.encoded()).unwrap_or_default(),
    }
}

/// What every page has.
pub(super) fn page_view(renderer: &Renderer, page: &Page) -> PageView {
    let site = &*renderer.site;
    let url = &site.config.url;
    let texts = renderer.texts(&page.lang);
    let (kind, title, description) = heading(renderer, page);
    let not_found = page.kind == PageKind::NotFound;
    let is_published =
        !matches!(page.kind, PageKind::NotFound | PageKind::Start | PageKind::Sheet(_) | PageKind::Catalogue);
    // A server shows this page under any address, so its links start at the top of the site.
    let root = if not_found { site.config.root().to_owned() } else { page.output.root() };
    // What moved is known by its new address.
    let known_as = match page.kind {
        PageKind::Redirect(id) => &site.document(id).output,
        _ => &page.output,
    };
    let mut breadcrumbs = Vec::new();
    if !matches!(page.kind, PageKind::Home(_) | PageKind::Start) {
        breadcrumbs.push(LinkView {
            title: texts.plain("page", "home"),
            path: home_path(site, &page.lang),
            ..LinkView::default()
        });
    }
    let section = section(site, page, texts);
    breadcrumbs.extend(section.iter().cloned());
    let section_path = match (&page.kind, section.first()) {
        (PageKind::List(..) | PageKind::Glossary(_), _) | (_, None) => page.output.encoded(),
        (_, Some(first)) => first.path.clone(),
    };
    let section_path = in_menu(site, page, section_path);
    PageView {
        kind,
        lang: html_lang(&page.lang),
        dir: page.lang.direction(),
        title,
        description,
        path: page.output.encoded(),
        section_path,
        root,
        canonical: (!url.is_empty() && is_published).then(|| site.address(known_as)),
        social_image: social_image(site, page),
        breadcrumbs,
        translations: translations(site, page),
        feed: feed(renderer, page),
        noindex: not_found || matches!(page.kind, PageKind::Redirect(_) | PageKind::ReadingList),
        json_ld: renderer.common.metadata.page(site, page),
    }
}

/// The full address of the picture that social media show; empty where there is none.
fn social_image(site: &Site, page: &Page) -> String {
    crate::picture::path(site, page)
        .map(|path| format!("{}{}", site.config.url, path.encoded()))
        .unwrap_or_default()
}

/// HTML's tag for a language: Leichte Sprache is `de-simple` there as well.
fn html_lang(lang: &Lang) -> String {
    lang.to_string()
}

/// The kind, title and description of a page.
fn heading(renderer: &Renderer, page: &Page) -> (&'static str, String, String) {
    let site = &*renderer.site;
    let lang = &page.lang;
    let texts = renderer.texts(lang);
    let summary = |id: DocId| site.gist(id).to_owned();
    let of_list = |number: usize| {
        let list = &site.lists[number];
        let plural = site.model().types[list.kind].plural.get(lang).to_owned();
        match list.intro {
            Some(id) => (site.document(id).title.clone(), summary(id)),
            None => (plural, String::new()),
        }
    };
    match &page.kind {
        PageKind::Home(Some(id)) => ("home", site.document(*id).title.clone(), summary(*id)),
        PageKind::Home(None) => ("home", title(site, lang), site.config.description.get(lang).to_owned()),
        PageKind::Start => {
            let (title, description) = super::start::heading(site, lang);
            ("start", title, description)
        }
        PageKind::Document(id) => ("document", site.document(*id).title.clone(), summary(*id)),
        PageKind::List(number, part) => {
            let (title, description) = of_list(*number);
            ("list", numbered(title, *part), description)
        }
        PageKind::Glossary(number) => {
            let (title, description) = of_list(*number);
            ("glossary", title, description)
        }
        PageKind::Vocabularies => ("vocabularies", texts.plain("page", "topics"), String::new()),
        PageKind::Vocabulary(number) => {
            let vocabulary = &site.vocabularies[*number];
            ("vocabulary", vocabulary.label.get(lang).to_owned(), vocabulary.description.get(lang).to_owned())
        }
        PageKind::Term(id, part) => {
            let term = site.term(*id);
            ("term", numbered(term.label.get(lang).to_owned(), *part), term.description.get(lang).to_owned())
        }
        PageKind::Index => ("a-z", texts.plain("page", "a_z"), String::new()),
        PageKind::Finder => ("finder", texts.plain("page", "finder"), texts.plain("search", "description")),
        PageKind::ReadingList => ("reading-list", texts.plain("reading_list", "title"), String::new()),
        PageKind::Calendar => ("calendar", texts.plain("calendar", "title"), String::new()),
        PageKind::Month(month) => ("month", agenda::month_title(*month, lang), String::new()),
        PageKind::Sheet(sheet) => ("sheet", sheet::title(site, *sheet, texts), String::new()),
        PageKind::Catalogue => ("catalogue", texts.plain("catalogue", "title"), String::new()),
        PageKind::NotFound => ("not-found", texts.plain("page", "not_found"), String::new()),
        PageKind::Redirect(id) => ("redirect", site.document(*id).title.clone(), String::new()),
    }
}

/// The title of a further part of a list says which part it is.
fn numbered(title: String, part: usize) -> String {
    if part == 0 { title } else { format!("{title} ({})", part + 1) }
}

/// The pages between home and this one.
fn section(site: &Site, page: &Page, texts: &Texts) -> Vec<LinkView> {
    let list = |kind: usize| {
        site.list_of(kind).map(|list| LinkView {
            title: site.model().types[kind].plural.get(&page.lang).to_owned(),
            lang: site.model().types[kind].plural.mark(&page.lang),
            path: list.output.encoded(),
            ..LinkView::default()
        })
    };
    let vocabularies = || LinkView {
        title: texts.plain("page", "topics"),
        path: VOCABULARIES_PAGE.to_owned(),
        ..LinkView::default()
    };
    match &page.kind {
        PageKind::Document(id) => {
            let document = site.document(*id);
            match list(document.parsed.kind) {
                Some(link) => vec![link],
                None => folder_page(site, *id).into_iter().collect(),
            }
        }
        PageKind::Month(_) => vec![LinkView {
            title: texts.plain("calendar", "title"),
            path: calendar_page().encoded(),
            ..LinkView::default()
        }],
        PageKind::Vocabulary(_) => vec![vocabularies()],
        PageKind::Term(id, _) => {
            let vocabulary = &site.vocabularies[id.vocabulary];
            let link = LinkView {
                title: vocabulary.label.get(&page.lang).to_owned(),
                path: vocabulary.output.encoded(),
                ..LinkView::default()
            };
            vec![vocabularies(), link]
        }
        _ => Vec::new(),
    }
}

/// The page that introduces the folder of a plain page.
fn folder_page(site: &Site, id: DocId) -> Option<LinkView> {
    let document = site.document(id);
    let folder = document.output.folder();
    if folder.is_empty() {
        return None;
    }
    let place =
        OutputPath::new(&format!("{folder}/index.html")).ok().filter(|place| *place != document.output)?;
    Some(facts::document_link(site, site.document_on(site.page(&place)?)?, document.lang()))
}

/// The menu may lead to events through the calendar instead of their list.
fn in_menu(site: &Site, page: &Page, section_path: String) -> String {
    let kind = match page.kind {
        PageKind::Document(id) => Some(site.document(id).parsed.kind),
        PageKind::List(number, _) => Some(site.lists[number].kind),
        _ => None,
    };
    let has_dates = kind.is_some_and(|kind| site.model().types[kind].role(Role::Start).is_some());
    let calendar = calendar_page().encoded();
    let leads = |path: &str| site.menu.iter().any(|link| link.output.encoded() == path);
    if has_dates && !leads(&section_path) && leads(&calendar) { calendar } else { section_path }
}

/// The same page in other languages: translations of its document, or what is made once for each language.
fn translations(site: &Site, page: &Page) -> Vec<TranslationView> {
    let view = |lang: &Lang, output: &OutputPath| TranslationView {
        lang: html_lang(lang),
        dir: lang.direction(),
        name: lang.name().to_owned(),
        path: output.encoded(),
    };
    match page.kind {
        PageKind::Document(id) | PageKind::Home(Some(id)) => {
            let others = site.document(id).translations.iter().map(|other| site.document(*other));
            others.map(|other| view(other.lang(), &other.output)).collect()
        }
        PageKind::Index | PageKind::Finder | PageKind::ReadingList => {
            let others = site.pages.iter().filter(|other| other.kind == page.kind && other.lang != page.lang);
            others.map(|other| view(&other.lang, &other.output)).collect()
        }
        _ => Vec::new(),
    }
}

fn feed(renderer: &Renderer, page: &Page) -> Option<LinkView> {
    let site = &*renderer.site;
    if site.config.url.is_empty() || site.copy.is_some() {
        return None;
    }
    let (title, output) = match &page.kind {
        PageKind::Home(_) => (title(site, &page.lang), crate::feed::site_feed()),
        PageKind::List(number, _) => {
            let list = &site.lists[*number];
            let plural = site.model().types[list.kind].plural.get(&page.lang).to_owned();
            (plural, crate::feed::feed_of(&list.output))
        }
        PageKind::Document(id) if !calendar::series(site, *id).is_empty() => {
            // As with its calendar, a translation has the feed of its original.
            let original = site.document(site.variant(*id, &site.config.lang)?);
            (site.document(*id).title.clone(), crate::feed::feed_of(&original.output))
        }
        PageKind::Calendar => {
            let is_event = |list: &&TypeList| site.model().types[list.kind].role(Role::Start).is_some();
            let list = site.lists.iter().find(is_event)?;
            let plural = site.model().types[list.kind].plural.get(&page.lang).to_owned();
            (plural, crate::feed::feed_of(&list.output))
        }
        PageKind::Term(id, _) if !site.term(*id).documents.is_empty() => {
            let term = site.term(*id);
            if !crate::feed::term_has_feed(term) {
                return None;
            }
            (term.label.get(&page.lang).to_owned(), crate::feed::feed_of(&term.output))
        }
        _ => return None,
    };
    Some(LinkView { title, path: output.encoded(), ..LinkView::default() })
}
