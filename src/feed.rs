//! What machines read: Atom feeds, sitemaps, robots.txt.
//!
//! All of them need the site's public address; without one in the configuration there are none.
//! Atom: RFC 4287. Sitemap: sitemaps.org protocol 0.9. Robots: RFC 9309.

use std::sync::Arc;

use jiff::civil::Date;
use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesText, Event};

use crate::calendar;
use crate::metadata::is_open_resource;
use crate::model::Role;
use crate::output::Output;
use crate::path::OutputPath;
use crate::render::{announcement, site_title};
use crate::site::{DocId, Page, PageKind, Site, Term, day_of};

/// How many entries a feed holds.
const ENTRIES: usize = 30;

const ROBOTS: &str = "robots.txt";
/// The pages that search engines are told of.
const ALL: Listing = Listing { name: "sitemap", has: |_, page| is_listed(page) };
/// Learning resources under an open licence, as OERSI (<https://oersi.org/>) and others gather them.
const OPEN: Listing = Listing { name: "oer-sitemap", has: is_open };

/// How many pages a sitemap may name (sitemaps.org, "Using Sitemap index files"). Its bound of 50 MB would take
/// addresses of a thousand letters.
const MOST_PLACES: usize = 50_000;

/// A sitemap.
#[derive(Clone, Copy)]
struct Listing {
    /// Its file, without the ending.
    name: &'static str,
    /// Whether it lists a page.
    has: fn(&Site, &Page) -> bool,
}

impl Listing {
    fn file(self) -> OutputPath {
        fixed(&format!("{}.xml", self.name))
    }

    fn pages(self, site: &Site) -> impl Iterator<Item = &Page> {
        site.pages.iter().filter(move |page| (self.has)(site, page))
    }
}

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
    let listings: Vec<Listing> =
        [ALL, OPEN].into_iter().filter(|listing| listing.pages(site).next().is_some()).collect();
    for listing in &listings {
        outputs.extend(sitemaps(site, *listing, MOST_PLACES));
    }
    // A site may tell search engines itself what they find.
    let is_own = site.assets.iter().any(|asset| asset.output.as_str() == ROBOTS);
    outputs.extend((!is_own).then(|| robots(site, &listings)));
    outputs
}

/// The day of an entry: publication, else the last change, else the day on which an event begins. It is the same
/// in every build, so that readers of the feed do not get an entry twice.
fn day(site: &Site, id: DocId) -> Option<Date> {
    let of = |role| site.role(id, role).and_then(day_of);
    of(Role::Date).or(site.document(id).updated).or_else(|| of(Role::Start))
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
                    text(xml, "summary", &summary(site, *id))
                })?;
            }
            Ok(())
        })?;
        Ok(())
    })
}

/// A sitemap; if it has more pages than one may name, a list of its parts, each with `most` pages.
fn sitemaps(site: &Arc<Site>, listing: Listing, most: usize) -> Vec<Output> {
    let parts = listing.pages(site).count().div_ceil(most);
    if parts < 2 {
        let whole = Arc::clone(site);
        return vec![Output::later(listing.file(), move || sitemap(&whole, listing, 0, most))];
    }
    let part = |number| fixed(&format!("{}-{number}.xml", listing.name));
    let names: Vec<OutputPath> = (1..=parts).map(part).collect();
    let promise = |(part, name): (usize, &OutputPath)| {
        let whole = Arc::clone(site);
        Output::later(name.clone(), move || sitemap(&whole, listing, part, most))
    };
    let mut outputs: Vec<Output> = names.iter().enumerate().map(promise).collect();
    let url = site.config.url.clone();
    outputs.push(Output::later(listing.file(), move || {
        list_of_places("sitemapindex", |xml| {
            names.iter().try_for_each(|name| place(xml, "sitemap", &format!("{url}{}", name.encoded()), None))
        })
    }));
    outputs
}

/// Whether search engines are told of a page.
fn is_listed(page: &Page) -> bool {
    !matches!(
        page.kind,
        PageKind::Redirect(_)
            | PageKind::NotFound
            | PageKind::Finder
            | PageKind::ReadingList
            | PageKind::Catalogue
    )
}

/// Whether a page is a learning resource that others may reuse.
fn is_open(site: &Site, page: &Page) -> bool {
    matches!(page.kind, PageKind::Document(id) if is_open_resource(site, id))
}

fn sitemap(site: &Site, listing: Listing, part: usize, most: usize) -> Vec<u8> {
    list_of_places("urlset", |xml| {
        for page in listing.pages(site).skip(part * most).take(most) {
            let changed = match page.kind {
                PageKind::Document(id) => site.document(id).updated,
                _ => None,
            };
            place(xml, "url", &site.address(&page.output), changed)?;
        }
        Ok(())
    })
}

fn list_of_places(name: &str, write: impl FnOnce(&mut Xml) -> std::io::Result<()>) -> Vec<u8> {
    xml(|xml| {
        let attributes = [("xmlns", "http://www.sitemaps.org/schemas/sitemap/0.9")];
        xml.create_element(name).with_attributes(attributes).write_inner_content(write)?;
        Ok(())
    })
}

fn place(xml: &mut Xml, name: &str, address: &str, changed: Option<Date>) -> std::io::Result<()> {
    xml.create_element(name).write_inner_content(|xml| {
        text(xml, "loc", address)?;
        changed.map_or(Ok(()), |date| text(xml, "lastmod", &date.to_string()))
    })?;
    Ok(())
}

fn robots(site: &Site, listings: &[Listing]) -> Output {
    let mut text = "User-agent: *\nAllow: /\n\n".to_owned();
    for listing in listings {
        text.push_str(&format!("Sitemap: {}{}\n", site.config.url, listing.file()));
    }
    Output::made(fixed(ROBOTS), text.into_bytes())
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
    // XML has no way to write other control characters, which a word processor may have left, nor what is no character.
    let is_allowed = |letter: &char| {
        (!letter.is_control() || "\n\t".contains(*letter)) && !('\u{fffe}'..='\u{ffff}').contains(letter)
    };
    let text: String = text.chars().filter(is_allowed).collect();
    xml.create_element(name).write_text_content(BytesText::new(&text)).map(|_| ())
}

/// What an entry says: of an event first when it is.
fn summary(site: &Site, id: DocId) -> String {
    let summary = site.gist(id);
    match announcement(site, id) {
        Some(time) => format!("{time}. {summary}").trim_end().to_owned(),
        None => summary.to_owned(),
    }
}

fn link(xml: &mut Xml, rel: &str, href: &str) -> std::io::Result<()> {
    xml.create_element("link").with_attributes([("rel", rel), ("href", href)]).write_empty().map(|_| ())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::output::Content;
    use crate::pipeline::testing::site;

    /// A promised output as it is made.
    fn made(output: Output) -> (String, String) {
        let Content::Promised(promise) = output.content else { panic!("made when it is wanted") };
        (output.path.to_string(), String::from_utf8(promise.make().unwrap()).unwrap())
    }

    #[test]
    fn an_event_is_in_the_feed_though_nobody_knows_when_it_was_written() {
        let site = Arc::new(site(&[
            ("config.toml", "title = \"a\"\nurl = \"https://a.example/\"\n"),
            (
                "content/veranstaltungen/a.md",
                "---\ntitle: A\nstart: 2026-05-02 14:00\nend: 2026-05-03\n---\n",
            ),
            ("content/veranstaltungen/b.md", "---\ntitle: B\nstart: 2026-05-04\ndate: 2026-02-01\n---\n"),
        ]));
        let feeds = outputs(&site).into_iter().filter(|output| output.path.as_str().ends_with("feed.xml"));
        let feeds: Vec<(String, String)> = feeds.map(made).collect();
        let paths: Vec<&str> = feeds.iter().map(|(path, _)| path.as_str()).collect();
        assert_eq!(paths, ["feed.xml", "veranstaltungen/feed.xml"]);
        for (path, feed) in feeds {
            let days: Vec<&str> = feed
                .split("<entry>")
                .skip(1)
                .filter_map(|entry| entry.split_once("<updated>")?.1.get(..10))
                .collect();
            assert_eq!(days, ["2026-05-02", "2026-02-01"], "{path}: {feed}");
        }
    }

    #[test]
    fn a_large_site_has_a_list_of_sitemaps() {
        let site = Arc::new(site(&[
            ("config.toml", "title = \"a\"\nurl = \"https://a.example/\"\n"),
            ("content/index.md", "---\ntitle: index\n---\n"),
            ("content/b.md", "---\ntitle: b\n---\n"),
            ("content/c.md", "---\ntitle: c\n---\n"),
        ]));
        let listed = site.pages.iter().filter(|page| is_listed(page)).count();
        let texts: Vec<(String, String)> = sitemaps(&site, ALL, 2).into_iter().map(made).collect();
        let names: Vec<&str> = texts.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names[..2], ["sitemap-1.xml", "sitemap-2.xml"]);
        assert_eq!(*names.last().unwrap(), "sitemap.xml");
        let of = |part: usize| texts[part].1.matches("<url><loc>https://a.example/").count();
        assert_eq!((of(0), (0..texts.len() - 1).map(of).sum::<usize>()), (2, listed));
        let index = &texts.last().unwrap().1;
        assert!(index.contains("<sitemapindex xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\"><sitemap><loc>https://a.example/sitemap-1.xml</loc></sitemap>"), "{index}");
        assert_eq!(sitemaps(&site, ALL, listed).len(), 1);
    }

    #[test]
    fn what_xml_cannot_hold_is_left_out() {
        let bytes = xml(|xml| text(xml, "title", "a\u{1}b\u{b}c\u{fffe}d\u{ffff}e\u{10fffe}\t\n<"));
        let text = String::from_utf8(bytes).unwrap();
        assert!(text.contains("<title>abcde\u{10fffe}\t\n&lt;</title>"), "{text:?}");
    }
}
