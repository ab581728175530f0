//! Images as part of the file: what stands on several pages is held once, by the style.

use std::collections::HashMap;
use std::fmt::Write as _;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::super::{ExportError, bytes};
use super::shares::Shares;
use super::tags::{Piece, Tag, pieces};
use crate::css;
use crate::media_type::media_type;
use crate::output::{Output, Outputs};
use crate::path::{OutputPath, percent_decode};
use crate::text::decode_references;

/// How often each image with a known size occurs.
#[derive(Default)]
pub(super) struct Images {
    /// In the order of their first place: path and number of places.
    found: Vec<(OutputPath, usize)>,
    by_path: HashMap<OutputPath, usize>,
}

impl Images {
    /// Counts the images of a page.
    pub(super) fn count(&mut self, outputs: &Outputs, page: &OutputPath, html: &str) {
        for piece in pieces(html) {
            let Piece::Start(mut tag) = piece else { continue };
            if tag.name != "img" || !tag.has("width") {
                continue;
            }
            one_width(&mut tag);
            if let Some(path) =
                page.resolve(&percent_decode(&decode_references(tag.get("src").unwrap_or_default())))
                && outputs.get(&path).is_some()
            {
                let next = self.found.len();
                let at = *self.by_path.entry(path.clone()).or_insert(next);
                if at == next {
                    self.found.push((path, 0));
                }
                self.found[at].1 += 1;
            }
        }
    }

    /// The images, each once.
    pub(super) fn paths(&self) -> impl Iterator<Item = &OutputPath> {
        self.found.iter().map(|(path, _)| path)
    }

    /// A class for each image that occurs several times.
    pub(super) fn write_style(
        &self,
        outputs: &Outputs,
        css: &mut String,
        shares: &mut Shares,
    ) -> Result<(), ExportError> {
        for (number, (path, count)) in self.found.iter().enumerate() {
            if *count > 1
                && let Some(output) = outputs.get(path)
            {
                let url = data_url(output, shares)?;
                let _ = writeln!(css, "._i{number}{{background:url({url}) center/100% 100% no-repeat}}");
            }
        }
        Ok(())
    }

    /// Puts an image into its place: itself, or an empty one of its size with the shared one behind it.
    pub(super) fn place(
        &self,
        output: &Output,
        tag: &mut Tag<'_>,
        shares: &mut Shares,
    ) -> Result<(), ExportError> {
        let number = self.by_path.get(&output.path).copied().filter(|at| self.found[*at].1 > 1);
        let size = tag.get("width").zip(tag.get("height"));
        match (number, size) {
            (Some(number), Some((width, height))) => {
                let empty = format!(
                    "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' width='{width}' height='{height}'/%3E"
                );
                let class = tag.get("class").map(|class| format!("{class} ")).unwrap_or_default();
                tag.set("class", format!("{class}_i{number}"));
                tag.set("src", empty);
            }
            _ => tag.set("src", data_url(output, shares)?),
        }
        Ok(())
    }
}

/// Leaves one of the widths in which a picture is offered: the first that a page on a good screen shows
/// sharply.
pub(super) fn one_width(tag: &mut Tag<'_>) {
    const WIDE_ENOUGH: u32 = 960;
    let Some(srcset) = tag.take("srcset") else { return };
    tag.take("sizes");
    let candidates = srcset.split(", ").filter_map(|candidate| candidate.rsplit_once(' '));
    let mut widths =
        candidates.filter_map(|(src, width)| Some((src, width.strip_suffix('w')?.parse::<u32>().ok()?)));
    if let Some((src, _)) = widths.find(|(_, width)| *width >= WIDE_ENOUGH) {
        tag.set("src", src.to_owned());
    }
}

/// A style sheet that holds itself the files of the site which it names, as seen from its place `at`.
pub(super) fn with_files(
    style: &str,
    at: &OutputPath,
    outputs: &Outputs,
    shares: &mut Shares,
) -> Result<String, ExportError> {
    css::with_urls(style, |address| {
        let output = at.resolve(address).and_then(|file| outputs.get(&file));
        output.map(|output| Ok(format!("url(\"{}\")", data_url(output, shares)?))).transpose()
    })
}

/// A file as an address that holds it.
pub(super) fn data_url(output: &Output, shares: &mut Shares) -> Result<String, ExportError> {
    let whole = media_type(&output.path.extension());
    let kind = match whole.split_once(';') {
        Some((kind, charset)) if kind.starts_with("text/") => format!("{kind};{}", charset.trim()),
        Some((kind, _)) => kind.to_owned(),
        None => whole.to_owned(),
    };
    let url = format!("data:{kind};base64,{}", STANDARD.encode(bytes(output)?));
    shares.enclose(&output.path, url.len());
    Ok(url)
}
