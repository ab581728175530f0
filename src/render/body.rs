//! The finished text of a document: holes filled, glossary terms explained at their first use.

use std::collections::HashSet;
use std::fmt::Write as _;

use super::facts::file_note;
use super::media;
use crate::glossary;
use crate::lang::Lang;
use crate::model::Role;
use crate::parse::markdown::{Body, HoleKind};
use crate::path::{OutputPath, encode_query, encode_segment};
use crate::resize;
use crate::site::{DocId, LinkTarget, Site};
use crate::text::escape_html;
use crate::theme::{Text, Texts};

/// The page on which a text is shown.
pub(super) struct Place<'a> {
    /// The page.
    pub(super) output: &'a OutputPath,
    /// Its language.
    pub(super) lang: &'a Lang,
    /// The theme's texts in that language.
    pub(super) texts: &'a Texts,
    /// The document whose page it is: its own term is not explained on it.
    pub(super) document: DocId,
}

/// The HTML of a document's body. `explained` holds the terms that the page has explained already.
pub(super) fn body(site: &Site, place: &Place<'_>, body: &Body, explained: &mut HashSet<DocId>) -> String {
    let document = site.document(place.document);
    let links = Targets { links: &document.links, images: &document.images };
    fill(site, place, body, &links, explained)
}

/// The HTML of a field with Markdown.
pub(super) fn field<'a>(
    site: &Site,
    place: &Place<'_>,
    field: usize,
    texts: impl Iterator<Item = &'a Body>,
    explained: &mut HashSet<DocId>,
) -> String {
    let known = &site.document(place.document).field_links;
    let mut html = String::new();
    for (value, body) in texts.enumerate() {
        let links = known.iter().find(|links| (links.field, links.value) == (field, value));
        let targets = links.map_or(Targets { links: &[], images: &[] }, |found| Targets {
            links: &found.links,
            images: &found.images,
        });
        html.push_str(&fill(site, place, body, &targets, explained));
    }
    html
}

struct Targets<'a> {
    links: &'a [Option<LinkTarget>],
    images: &'a [Option<usize>],
}

fn fill(
    site: &Site,
    place: &Place<'_>,
    body: &Body,
    targets: &Targets<'_>,
    explained: &mut HashSet<DocId>,
) -> String {
    let insertions = glossary(site, place, body, explained);
    let mut html =
        String::with_capacity(body.text.html.len() + 48 * body.text.holes.len() + 128 * insertions.len());
    let mut from = 0;
    let mut insertions = insertions.into_iter().peekable();
    let mut copy_until = |html: &mut String, from: &mut usize, to: usize| {
        while let Some(insertion) = insertions.next_if(|insertion| insertion.end <= to) {
            html.push_str(&body.text.html[*from..insertion.start]);
            html.push_str(&insertion.html);
            *from = insertion.end;
        }
        html.push_str(&body.text.html[*from..to]);
        *from = to;
    };
    for hole in &body.text.holes {
        copy_until(&mut html, &mut from, hole.at as usize);
        fill_hole(site, place, body, targets, hole.kind, &mut html);
    }
    copy_until(&mut html, &mut from, body.text.html.len());
    html
}

fn fill_hole(
    site: &Site,
    place: &Place<'_>,
    body: &Body,
    targets: &Targets<'_>,
    kind: HoleKind,
    html: &mut String,
) {
    let link = |index: usize| targets.links.get(index).and_then(Option::as_ref);
    match kind {
        HoleKind::Href(index) => match link(index) {
            Some(target) => fill_href(site, place, target, html),
            None => {
                let _ = write!(html, " href=\"{}\"", escape_html(&body.links[index].target));
            }
        },
        HoleKind::LinkText(index) => {
            let title = link(index).and_then(|target| site.title_of(target));
            html.push_str(&escape_html(title.unwrap_or(&body.links[index].target)));
        }
        HoleKind::DownloadInfo(index) => {
            if let Some(asset) = link(index).and_then(|target| target.asset) {
                let asset = &site.assets[asset];
                let note = file_note(&asset.path.extension(), asset.bytes, place.lang);
                let _ = write!(html, " <span class=\"download-info\">({})</span>", escape_html(&note));
            }
        }
        HoleKind::Image(index) => {
            let image = targets.images.get(index).copied().flatten().map(|asset| &site.assets[asset]);
            let source = image.map_or_else(
                || body.images[index].target.clone(),
                |asset| place.output.href(&asset.output, None).to_string(),
            );
            let _ = write!(html, " src=\"{}\"", escape_html(&source));
            if let Some((width, height)) = image.and_then(|asset| asset.size) {
                let _ = write!(html, " width=\"{width}\" height=\"{height}\"");
            }
            let srcset = image.map(|asset| resize::srcset(place.output, asset)).unwrap_or_default();
            if !srcset.is_empty() {
                let _ = write!(html, " srcset=\"{}\" sizes=\"{}\"", escape_html(&srcset), resize::SIZES);
            }
            html.push_str(" loading=\"lazy\" decoding=\"async\"");
        }
        HoleKind::Media(index) => {
            if let Some(asset) = targets.images.get(index).copied().flatten() {
                media::player(site, place, &body.images[index], &site.assets[asset], html);
            }
        }
        HoleKind::Text(key) => {
            if let Some(Text::Plain(text)) = place.texts.get("body", key.as_str()) {
                html.push_str(&escape_html(text));
            }
        }
    }
}

/// The attributes of a link: its address, and what the page behind it is about.
fn fill_href(site: &Site, place: &Place<'_>, target: &LinkTarget, html: &mut String) {
    let own = target.output == *place.output;
    let query = target.query.as_deref().map(|query| format!("?{}", encode_query(query)));
    let fragment = target.fragment.as_deref().map(|fragment| format!("#{}", encode_segment(fragment)));
    // A link to a place on the same page needs no file name.
    let is_near = own && query.is_none() && fragment.is_some();
    let after = query.unwrap_or_default() + &fragment.unwrap_or_default();
    let href = match target.away {
        Some(_) => {
            let address = site.address(&target.output);
            if address.is_empty() {
                // Nobody knows where the page stands; what remains is its name.
                return html.push_str(" class=\"online\"");
            }
            html.push_str(" class=\"external online\" rel=\"external\"");
            address + &after
        }
        None if is_near => after,
        None => place.output.href(&target.output, None).to_string() + &after,
    };
    let _ = write!(html, " href=\"{}\"", escape_html(&href));
    let summary = target.document.filter(|_| !own).map_or("", |id| site.gist(id));
    if !summary.is_empty() {
        let _ = write!(html, " data-preview=\"{}\"", escape_html(summary));
    }
}

/// A stretch of HTML to be replaced.
struct Insertion {
    start: usize,
    end: usize,
    html: String,
}

/// Links for the first use of each glossary word in running text, ascending.
fn glossary(site: &Site, place: &Place<'_>, body: &Body, explained: &mut HashSet<DocId>) -> Vec<Insertion> {
    let mut insertions = Vec::new();
    let Some(role) = explaining(&site.config.lang, place.lang) else { return insertions };
    glossary::words_in(site, body, |range, id| {
        let definition = site.role_text(id, role);
        if id != place.document && !definition.is_empty() && explained.insert(id) {
            let html = explanation(site, place, id, definition, &body.text.html[range.clone()]);
            insertions.push(Insertion { start: range.start, end: range.end, html });
        }
    });
    insertions
}

/// What explains a word of the glossary, which is in the language `site`, on a page in another one; `None` if nothing
/// does.
fn explaining(site: &Lang, page: &Lang) -> Option<Role> {
    match page {
        _ if page == site => Some(Role::Definition),
        _ if page.is_simple() && page.base() == site.base() => Some(Role::DefinitionSimple),
        _ => None,
    }
}

fn explanation(site: &Site, place: &Place<'_>, id: DocId, definition: &str, phrase: &str) -> String {
    let href = place.output.href(&site.document(id).output, None);
    let definition = escape_html(definition);
    format!(
        "<a class=\"glossary\" href=\"{}\" data-definition=\"{definition}\">{phrase}</a>",
        escape_html(href.as_str())
    )
}
