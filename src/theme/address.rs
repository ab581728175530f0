//! The styles of a site's own theme → the files that they name, each with where it is looked for.
//!
//! Whether there is such a file only the whole site tells, as a style may name a picture of the content.

use std::collections::BTreeMap;
use std::ops::Range;

use super::File;
use super::bundle::LATE_STYLE;
use crate::css;
use crate::path::{OutputPath, SourcePath};

/// A file that a style names.
#[derive(Clone, Debug)]
pub struct Address {
    /// The style.
    pub file: SourcePath,
    /// The spot, `url(…)` as a whole.
    pub span: Range<usize>,
    /// The address as it is written.
    pub address: String,
    /// The published style that it is relative to; `None` for a style that travels in pages of several folders.
    pub base: Option<OutputPath>,
}

/// The files that the styles among these files name. What is no file of the site is left out, and fonts of the theme
/// that the style sheet takes in.
pub(super) fn addresses(own: &BTreeMap<String, File>, files: &BTreeMap<String, File>) -> Vec<Address> {
    let mut found = Vec::new();
    for (path, file) in own.iter().filter(|(path, _)| path.ends_with(".css")) {
        let published = match path.strip_prefix("static/") {
            Some(name) => format!("theme/{name}"),
            None => "theme/style.css".to_owned(),
        };
        let is_late = path.starts_with("components/") && path.ends_with(LATE_STYLE);
        let base = OutputPath::new(&published).ok().filter(|_| !is_late);
        let is_bundled = base.is_some() && !path.starts_with("static/");
        for css::Url { whole, address } in css::urls(file.text()) {
            let is_taken_in = is_bundled && address.starts_with("fonts/") && files.contains_key(address);
            if is_of_site(address) && !is_taken_in {
                let (file, address) = (file.source.clone(), address.to_owned());
                found.push(Address { file, span: whole, address, base: base.clone() });
            }
        }
    }
    found
}

/// Whether an address means a file of the site: none with a scheme, no other host, no part of the page itself.
fn is_of_site(address: &str) -> bool {
    let before = address.split(['/', '?', '#']).next().unwrap_or_default();
    !address.is_empty() && !address.starts_with('#') && !address.starts_with("//") && !before.contains(':')
}
