//! The first page of a copy of a part of the site.

use super::view::{GroupView, OnlineView, StartView};
use super::{Renderer, document, site_title};
use crate::lang::Lang;
use crate::path::OutputPath;
use crate::qr;
use crate::site::{DocId, Site};

/// How many documents of a type the page shows; the type's list has them all.
const SHOWN: usize = 12;

/// What the page shows.
pub(super) fn start(renderer: &Renderer, output: &OutputPath) -> StartView {
    let site = &*renderer.site;
    let address = site.config.url.clone();
    StartView {
        documents: chosen(site).iter().map(|&id| document::document(renderer, id, output)).collect(),
        groups: site
            .lists
            .iter()
            .map(|list| {
                let shown = &list.documents[..list.documents.len().min(SHOWN)];
                GroupView {
                    title: site.model().types[list.kind].plural.get(&site.config.lang).to_owned(),
                    cards: renderer.cards(shown),
                    path: list.output.encoded(),
                    total: list.documents.len(),
                }
            })
            .collect(),
        online: (!address.is_empty()).then(|| OnlineView {
            title: site_title(site, &site.config.lang),
            qr_svg: qr::svg(&address),
            href: address,
        }),
    }
}

fn chosen(site: &Site) -> &[DocId] {
    site.copy.as_ref().map_or(&[], |copy| &copy.chosen)
}

/// Title and description: of what the copy was made for, else of the site.
pub(super) fn heading(site: &Site, lang: &Lang) -> (String, String) {
    match chosen(site) {
        [only] => (site.document(*only).title.clone(), site.gist(*only).to_owned()),
        _ => (site_title(site, lang), site.config.description.get(lang).to_owned()),
    }
}
