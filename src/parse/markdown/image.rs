//! Images: a hole for size and address, the text alternative, a caption when it stands alone.
//!
//! A film or recording is written as an image. Alone in its paragraph it gets a player, which is one
//! hole; within a line it is a link to the file.
//!
//! The text alternative is plain text, whatever markup stands in the brackets: while it is gathered,
//! the HTML that it would become is written too, and taken back at the end.

use std::ops::Range;

use pulldown_cmark::{Event, LinkType, Tag};

use super::body::{HoleKind, Image, Link, LinkKind, TextKey};
use super::escape;
use super::target::{self, Target};
use super::writer::{Frame, Spanned, Writer};
use crate::diagnostic::Code;

/// An alternative longer than this many characters tires those who listen to it.
const MAX_ALT: usize = 150;

/// More characters of an address than these are not shown.
const MAX_SHOWN: usize = 40;

/// Beginnings of an alternative that say only what everybody knows: that it is an image.
const EMPTY_OPENINGS: &[&str] = &[
    "abbildung von",
    "abbildung:",
    "bild von",
    "bild:",
    "foto von",
    "foto:",
    "fotografie von",
    "grafik von",
    "grafik:",
    "image of",
    "photo of",
    "picture of",
];

const CLOSE_FIGURE: &str = "</figure>\n";
const CLOSE_PLAYER: &str = "</fundus-media>\n";

/// An image whose text alternative is being gathered.
pub(super) struct OpenImage {
    target: String,
    title: String,
    /// Whether it belongs to the site and is safe to show.
    is_shown: bool,
    /// Whether the text in the brackets is not an alternative but the target again: `![[bild.svg]]`.
    is_nameless: bool,
    html_at: usize,
    plain_at: usize,
}

impl<'a> Writer<'a> {
    /// Opens the figure that a paragraph is when it consists of one image with a title, or the player
    /// when it is a film.
    pub(super) fn open_figure(
        &mut self,
        range: &Range<usize>,
        next: Option<&Spanned<'a>>,
    ) -> Option<&'static str> {
        let Some((Event::Start(Tag::Image { title, dest_url, .. }), image)) = next else {
            return None;
        };
        let rest = self.source.text.get(image.end..range.end).unwrap_or_default();
        if image.start != range.start || !rest.trim().is_empty() {
            return None;
        }
        let target = self.source.restore(dest_url);
        if target::classify(target.trim()) == Target::Local && target::is_media(&target) {
            self.push_html("<fundus-media class=\"media\" play=\"");
            self.hole(HoleKind::Text(TextKey::MediaPlay));
            self.push_html("\">");
            return Some(CLOSE_PLAYER);
        }
        if title.is_empty() {
            return None;
        }
        self.push_html("<figure>");
        Some(CLOSE_FIGURE)
    }

    pub(super) fn open_image(
        &mut self,
        kind: LinkType,
        target: &str,
        title: &str,
        range: &Range<usize>,
    ) -> &'static str {
        let source = self.source;
        let target = source.restore(target).trim().trim_end_matches('\\').to_owned();
        let is_shown = match target::classify(&target) {
            Target::Local => true,
            // Where a slip is mended, it is still an address of the web.
            Target::Web(_) | Target::Mistaken(_) => {
                self.problem(Code::ExternalImage, range, |problem| problem.arg("target", &target));
                false
            }
            Target::Unsafe | Target::Contact => {
                // It may be the whole picture.
                let shown: String = target.chars().take(MAX_SHOWN).collect();
                let dots = if shown.len() < target.len() { "…" } else { "" };
                self.problem(Code::EmbeddedImage, range, |problem| problem.arg("target", shown + dots));
                false
            }
            refused => {
                self.refuse(&target, &refused, ["Das Bild", "The image"], range);
                false
            }
        };
        self.outside_prose += 1;
        self.image = Some(OpenImage {
            target,
            title: source.restore(title).into_owned(),
            is_shown,
            is_nameless: kind == LinkType::WikiLink { has_pothole: false },
            html_at: self.text.html.len(),
            plain_at: self.plain.len(),
        });
        ""
    }

    pub(super) fn close_image(&mut self, range: &Range<usize>) {
        let Some(image) = self.image.take() else {
            return;
        };
        self.outside_prose -= 1;
        self.text.html.truncate(image.html_at);
        if image.is_nameless {
            self.plain.truncate(image.plain_at);
        }
        let words: Vec<&str> =
            self.plain.get(image.plain_at..).unwrap_or_default().split_whitespace().collect();
        let alt = words.join(" ");
        if !image.is_shown {
            escape::push(&mut self.text.html, &alt);
            return;
        }
        self.check_alt(&image.target, &alt, range);
        let OpenImage { target, title, .. } = image;
        if matches!(self.frames.last(), Some(Frame::Markdown(CLOSE_PLAYER))) {
            self.hole(HoleKind::Media(self.body.images.len()));
        } else if target::is_media(&target) {
            return self.write_media_link(&target, &alt, range);
        } else {
            self.write_img(&alt, &title);
        }
        self.body.images.push(Image { target, alt, title, span: self.source.span(range) });
    }

    fn write_img(&mut self, alt: &str, title: &str) {
        self.push_html("<img alt=\"");
        escape::push(&mut self.text.html, alt);
        self.push_html("\"");
        let is_figure = matches!(self.frames.last(), Some(Frame::Markdown(CLOSE_FIGURE)));
        if !title.is_empty() && !is_figure {
            self.push_html(" title=\"");
            escape::push(&mut self.text.html, title);
            self.push_html("\"");
        }
        self.hole(HoleKind::Image(self.body.images.len()));
        self.push_html(">");
        if is_figure {
            self.push_html("<figcaption>");
            escape::push(&mut self.text.html, title);
            self.push_html("</figcaption>");
        }
    }

    /// Within a line a film is a link to its file; within a link, only its name.
    fn write_media_link(&mut self, target: &str, alt: &str, range: &Range<usize>) {
        if self.link.is_some() {
            return escape::push(&mut self.text.html, alt);
        }
        let span = self.source.span(range);
        let link = Link { target: target.to_owned(), span, kind: LinkKind::Inline, text: alt.to_owned() };
        let index = self.body.links.len();
        self.push_html("<a");
        self.hole(HoleKind::Href(index));
        self.push_html(">");
        escape::push(&mut self.text.html, alt);
        self.push_html("</a>");
        self.hole(HoleKind::DownloadInfo(index));
        self.body.links.push(link);
    }

    fn check_alt(&mut self, target: &str, alt: &str, range: &Range<usize>) {
        if alt.is_empty() {
            self.problem(Code::MissingAlt, range, |problem| problem.arg("target", target));
            return;
        }
        let lower = alt.to_lowercase();
        let file = target.rsplit('/').next().unwrap_or(target).to_lowercase();
        let stem = file.rsplit_once('.').map_or(file.as_str(), |(stem, _)| stem);
        let opening = EMPTY_OPENINGS.iter().find(|opening| lower.starts_with(**opening));
        let length = alt.chars().count();
        // "Stern" is a fine description of `stern.svg`; "IMG_4711" is none.
        let is_file_name = lower == file || lower == stem && !stem.chars().all(char::is_alphabetic);
        if opening.is_some() || length > MAX_ALT || is_file_name {
            self.problem(Code::WeakAlt, range, |problem| {
                problem
                    .arg("target", target)
                    .arg("opening", opening.and_then(|opening| alt.get(..opening.len())).unwrap_or_default())
                    .arg("length", if length > MAX_ALT { length.to_string() } else { String::new() })
                    .arg("file", if is_file_name { alt } else { "" })
            });
        }
    }
}
