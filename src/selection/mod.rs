//! A part of a site, to take along to a workshop: what was asked for, what comes along with it, and
//! the smaller site that it makes.
//!
//! A selection is a step from [`Site`] to [`Site`]. What follows (pages, lists, search index) works on
//! the smaller site as on the whole one, so nothing that was left out can be shown by accident.
//! Invariant: a site made here holds no private value, and every link of it leads to one of its own
//! pages or is marked as leading to the published site.

mod closure;
mod narrow;
mod pack;
mod wish;

use std::sync::Arc;

pub(crate) use self::pack::handouts;
pub use self::wish::{Unmet, Wish};

use crate::parse::is_public;
use crate::site::{Copy, PageKind, Site, public};

/// The whole site as a copy to take along. The page for addresses that do not exist is a server's.
#[must_use]
pub fn whole(site: Site) -> Site {
    let copy = Copy { chosen: Vec::new(), is_whole: true, sheets: Vec::new() };
    let mut site = without_private(site);
    Arc::make_mut(&mut site.pages).retain(|page| page.kind != PageKind::NotFound);
    Site { copy: Some(copy), ..site }
}

/// The part of the site that the wish asks for, closed: with everything that it needs.
///
/// # Errors
/// When the wish names what there is not, or nothing fits it.
pub fn part(site: Site, wish: &Wish) -> Result<Site, Unmet> {
    let site = without_private(site);
    let chosen = wish::choose(&site, wish)?;
    let taken = closure::closure(&site, &chosen.documents);
    Ok(narrow::narrow(site, &taken, &chosen.named))
}

/// The sheets of a facilitator's pack for the event or collection that the wish names.
///
/// # Errors
/// As [`part`].
pub fn pack(site: Site, wish: &Wish) -> Result<Site, Unmet> {
    part(site, wish).map(pack::pack)
}

/// The site without the values that are not public, so that no later step can show them.
fn without_private(mut site: Site) -> Site {
    let config = Arc::clone(&site.config);
    for document in site.documents.iter_mut().map(Arc::make_mut) {
        let declared = &config.model.types[document.parsed.kind].fields;
        let fields = &document.fields;
        document.field_links.retain(|links| is_public(&declared[links.field], declared, fields));
        document.fields = public(declared, std::mem::take(&mut document.fields));
    }
    site
}
