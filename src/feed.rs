//! What machines read: Atom feeds, the sitemap, robots.txt.
//!
//! All of them need the site's public address; without one in the configuration there are none.
//! Atom: RFC 4287. Sitemap: sitemaps.org protocol 0.9. Robots: RFC 9309.

use std::sync::Arc;

use jiff::civil::Date;
use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesText, Event};

use crate::calendar;
use crate::model::Role;
use crate::output::Output;
use crate::path::OutputPath;
use crate::render::site_title;
use crate::site::{DocId, PageKind, Site, Term, day_of};

/// How many entries a feed holds.
const ENTRIES: usize = 30;

/// The feed of the whole site.
#[must_use]
pub fn site_feed() -> OutputPath {
    fixed("feed.xml")
}

/// The feed of a list: `konzepte/feed.xml` for `konzepte/index.html`, `x.xml` for `x.html`.
#[must_use]
pub fn feed_of(page: &OutputPath) -> OutputPath {
    let path = page.as_str();
    match path.strip_suffix("index.html") {
        Some(folder) => fixed(&format!("{folder}feed.xml")),
        None => fixed(&format!("{}.xml", path.trim_end_matches(".html"))),
    }
}

/// Whether a term has a page of its own with something on it to follow.
#[must_use]
pub(crate) fn term_has_feed(term: &Term) -> bool {
    term.document.is_none() && !term.documents.is_empty()
}

fn fixed(path: &str) -> OutputPath {
    #[expect(clippy::expect_used, reason = "made of valid output paths and fixed names")]
    OutputPath::new(path).expect("a path inside the site")
}

/// Feeds, sitemap and robots.txt of a site.
#[must_use]
pub fn outputs(site: &Arc<Site>) -> Vec<Output> {
    if site.config.url.is_empty() || site.copy.is_some() {
        return Vec::new();
    }
    let lang = &site.config.lang;
    let name = site_title(site, lang);
    let mut outputs = vec![feed(site, site_feed(), name.clone(), fixed("index.html"), |site| {
        site.lists.iter().flat_map(|list| list.documents.iter().copied()).collect()
    })];
    for (number, list) in site.lists.iter().enumerate() {
        let title = format!("{name}: {}", site.model().types[list.kind].plural.get(lang));
        let documents = move |site: &Site| site.lists[number].documents.clone();
        outputs.push(feed(site, feed_of(&list.output), title, list.output.clone(), documents));
    }
    for (number, vocabulary) in site.vocabularies.iter().enumerate() {
        for (place, term) in vocabulary.terms.iter().enumerate().filter(|(_, term)| term_has_feed(term)) {
            let title = format!("{name}: {}", term.label.get(lang));
            let documents = move |site: &Site| site.vocabularies[number].terms[place].documents.clone();
            outputs.push(feed(site, feed_of(&term.output), title, term.output.clone(), documents));
        }
    }
    for (id, events) in calendar::all_series(site) {
        let document = site.document(id);
        let title = format!("{name}: {}", document.title);
        let documents = move |_: &Site| events.clone();
        outputs.push(feed(site, feed_of(&document.output), title, document.output.clone(), documents));
    }
    let whole = Arc::clone(site);
    outputs.push(Output::later(fixed("sitemap.xml"), move || sitemap(&whole)));
    outputs.push(robots(site));
    outputs
}

/// The day of an entry: publication, else the last change.
fn day(site: &Site, id: DocId) -> Option<Date> {
    site.role(id, Role::Date).and_then(day_of).or(site.document(id).updated)
}

/// The feed at `path` of what `page` shows.
fn feed(
    site: &Arc<Site>,
    path: OutputPath,
    title: String,
    page: OutputPath,
    documents: impl Fn(&Site) -> Vec<DocId> + Send + Sync + 'static,
) -> Output {
    let (site, own) = (Arc::clone(site), path.clone());
    Output::later(path, move || atom(&site, &own, &title, &page, documents(&site)))
}

fn atom(site: &Site, path: &OutputPath, title: &str, page: &OutputPath, documents: Vec<DocId>) -> Vec<u8> {
    let url = &site.config.url;
    let mut dated: Vec<(Date, DocId)> =
        documents.into_iter().filter_map(|id| Some((day(site, id)?, id))).collect();
    dated.sort_by_key(|(date, id)| (std::cmp::Reverse(*date), *id));
    dated.truncate(ENTRIES);
    let changed = |(date, id): &(Date, DocId)| site.document(*id).updated.unwrap_or(*date);
    let newest =
        dated.iter().map(changed).max().map_or_else(|| "1970-01-01".to_owned(), |date| date.to_string());
    let own = format!("{url}{}", path.encoded());
    xml(|xml| {
        let lang = site.config.lang.to_string();
        let attributes = [("xmlns", "http://www.w3.org/2005/Atom"), ("xml:lang", lang.as_str())];
        xml.create_element("feed").with_attributes(attributes).write_inner_content(|xml| {
            text(xml, "title", title)?;
            text(xml, "id", &own)?;
            text(xml, "updated", &format!("{newest}T00:00:00Z"))?;
            link(xml, "self", &own)?;
            link(xml, "alternate", &site.address(page))?;
            xml.create_element("author")
                .write_inner_content(|xml| text(xml, "name", &site_title(site, &site.config.lang)))?;
            for entry in &dated {
                let (_, id) = entry;
                let document = site.document(*id);
                let address = site.address(&document.output);
                xml.create_element("entry").write_inner_content(|xml| {
                    text(xml, "title", &document.title)?;
                    text(xml, "id", &address)?;
                    link(xml, "alternate", &address)?;
                    text(xml, "updated", &format!("{}T00:00:00Z", changed(entry)))?;
                    text(xml, "summary", site.role_text(*id, Role::Summary))
                })?;
            }
            Ok(())
        })?;
        Ok(())
    })
}

fn sitemap(site: &Site) -> Vec<u8> {
    xml(|xml| {
        let attributes = [("xmlns", "http://www.sitemaps.org/schemas/sitemap/0.9")];
        xml.create_element("urlset").with_attributes(attributes).write_inner_content(|xml| {
            for page in site.pages.iter() {
                if matches!(
                    page.kind,
                    PageKind::Redirect(_)
                        | PageKind::NotFound
                        | PageKind::Finder
                        | PageKind::ReadingList
                        | PageKind::Catalogue
                ) {
                    continue;
                }
                xml.create_element("url").write_inner_content(|xml| {
                    text(xml, "loc", &site.address(&page.output))?;
                    if let PageKind::Document(id) = page.kind
                        && let Some(date) = site.document(id).updated
                    {
                        text(xml, "lastmod", &date.to_string())?;
                    }
                    Ok(())
                })?;
            }
            Ok(())
        })?;
        Ok(())
    })
}

fn robots(site: &Site) -> Output {
    let text = format!("User-agent: *\nAllow: /\n\nSitemap: {}sitemap.xml\n", site.config.url);
    Output::made(fixed("robots.txt"), text.into_bytes())
}

type Xml = Writer<Vec<u8>>;

/// A document of XML; writing into memory cannot fail.
fn xml(write: impl FnOnce(&mut Xml) -> std::io::Result<()>) -> Vec<u8> {
    let mut xml = Writer::new(Vec::new());
    let declared = xml.write_event(Event::Decl(BytesDecl::new("1.0", Some("utf-8"), None)));
    if declared.and_then(|()| write(&mut xml)).is_err() {
        return Vec::new();
    }
    let mut bytes = xml.into_inner();
    bytes.push(b'\n');
    bytes
}

fn text(xml: &mut Xml, name: &str, text: &str) -> std::io::Result<()> {
    xml.create_element(name).write_text_content(BytesText::new(text)).map(|_| ())
}

fn link(xml: &mut Xml, rel: &str, href: &str) -> std::io::Result<()> {
    xml.create_element("link").with_attributes([("rel", rel), ("href", href)]).write_empty().map(|_| ())
}
