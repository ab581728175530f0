//! A part of a site, to take along to a workshop: what was asked for, what comes along with it, and
//! the smaller site that it makes.
//!
//! A selection is a step from [`Site`] to [`Site`]. What follows (pages, lists, search index) works on
//! the smaller site as on the whole one, so nothing that was left out can be shown by accident.
//! Invariant: every link of a site made here leads to one of its own pages or is marked as leading to the
//! published site.

mod closure;
mod narrow;
mod pack;
mod wish;

use std::sync::Arc;

pub(crate) use self::pack::handouts;
pub use self::wish::{Unmet, Wish};

use crate::site::{Copy, PageKind, Site};

/// The whole site as a copy to take along. The page for addresses that do not exist is a server's.
#[must_use]
pub fn whole(mut site: Site) -> Site {
    let copy = Copy { chosen: Vec::new(), is_whole: true, sheets: Vec::new() };
    Arc::make_mut(&mut site.pages).retain(|page| page.kind != PageKind::NotFound);
    Site { copy: Some(copy), ..site }
}

/// The part of the site that the wish asks for, closed: with everything that it needs.
///
/// # Errors
/// When the wish names what there is not, or nothing fits it.
pub fn part(site: Site, wish: &Wish) -> Result<Site, Unmet> {
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
