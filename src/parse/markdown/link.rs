//! Links: finished ones to the web, holes for those within the site, none for unsafe addresses.

use std::ops::Range;

use pulldown_cmark::LinkType;

use super::body::{HoleKind, Link, LinkKind, title_mark};
use super::escape;
use super::target::{self, Target};
use super::writer::Writer;
use crate::diagnostic::Code;

/// A link whose text is being written.
pub(super) struct OpenLink {
    /// Its index; `None` for an unsafe one, of which only the text remains.
    index: Option<usize>,
    /// Where its text begins in the plain text.
    text_at: usize,
    /// Whether its text will be the title of its target, so that the parser's text is none.
    pub(super) is_titled_later: bool,
    is_download: bool,
}

impl Writer<'_> {
    pub(super) fn open_link(&mut self, kind: LinkType, target: &str, range: Range<usize>) -> &'static str {
        let source = self.source;
        let target = source.restore(target);
        let text_at = self.plain.len();
        self.outside_prose += 1;
        let mut link = OpenLink {
            index: Some(self.body.links.len()),
            text_at,
            is_titled_later: false,
            is_download: false,
        };
        match kind {
            LinkType::WikiLink { has_pothole } => {
                // In a table the bar is written `\|`, and the parser leaves us the backslash.
                let target = target.trim().trim_end_matches('\\').trim_end();
                if target::runs_code(target) {
                    self.refuse(target, &Target::Unsafe, ["Der Link", "The link"], &range);
                    return self.open_refused();
                }
                self.add_link(target, LinkKind::Wiki, &range);
                if !has_pothole {
                    self.hole(HoleKind::LinkText(self.body.links.len() - 1));
                    if self.heading.is_some() {
                        self.plain.push_str(target);
                    } else {
                        self.plain.push_str(&title_mark(self.body.links.len() - 1));
                    }
                    link.is_titled_later = true;
                }
            }
            LinkType::Email => self.add_external("", &format!("mailto:{target}"), &range),
            _ => match target::classify(&target) {
                Target::Local => {
                    self.add_link(&target, LinkKind::Inline, &range);
                    link.is_download = target::is_download(&target);
                }
                Target::Web(address) => {
                    self.check_detour(&address, &range);
                    self.add_external(" class=\"external\" rel=\"external\"", &address, &range);
                }
                Target::Contact => self.add_external("", &target, &range),
                refused => {
                    self.refuse(&target, &refused, ["Der Link", "The link"], &range);
                    return self.open_refused();
                }
            },
        }
        self.link = Some(link);
        "</a>"
    }

    /// Of a refused link only the text is written.
    fn open_refused(&mut self) -> &'static str {
        let text_at = self.plain.len();
        self.link = Some(OpenLink { index: None, text_at, is_titled_later: false, is_download: false });
        ""
    }

    /// Says why an address cannot be that of a link or an image, whichever it is.
    pub(super) fn refuse(
        &mut self,
        target: &str,
        refused: &Target<'_>,
        kind: [&'static str; 2],
        range: &Range<usize>,
    ) {
        let path = |path: &str| if path.contains(' ') { format!("<{path}>") } else { path.to_owned() };
        let (code, remedy) = match refused {
            Target::Missing => (Code::NoTarget, None),
            Target::Computer(file) => (Code::LocalPath, Some(("fixed", path(file)))),
            Target::Backslashes(fixed) => (Code::BackslashPath, Some(("fixed", path(fixed)))),
            Target::Mistaken(Some(fixed)) => (Code::BadAddress, Some(("fixed", fixed.clone()))),
            Target::Mistaken(None) => {
                (Code::BadAddress, Some(("form", "mailto:name@example.org".to_owned())))
            }
            _ => (Code::UnsafeLink, None),
        };
        let written = self.source.restore(&self.source.text[range.clone()]).into_owned();
        self.problem(code, range, |problem| {
            let problem =
                problem.arg_each("kind", kind[0], kind[1]).arg("found", written).arg("target", target);
            remedy.into_iter().fold(problem, |problem, (name, remedy)| problem.arg(name, remedy))
        });
    }

    /// Reports an address that only leads on to another one.
    fn check_detour(&mut self, address: &str, range: &Range<usize>) {
        if let Some(direct) = target::behind_detour(address) {
            let host = address.split('/').nth(2).unwrap_or_default();
            self.problem(Code::Detour, range, |problem| problem.arg("host", host).arg("direct", direct));
        }
    }

    fn add_link(&mut self, target: &str, kind: LinkKind, range: &Range<usize>) {
        self.push_html("<a");
        self.hole(HoleKind::Href(self.body.links.len()));
        self.push_html(">");
        let span = self.source.span(range);
        self.body.links.push(Link { target: target.to_owned(), span, kind, text: String::new() });
    }

    fn add_external(&mut self, attributes: &str, address: &str, range: &Range<usize>) {
        self.push_html("<a href=\"");
        escape::push_address(&mut self.text.html, address.trim());
        self.push_html("\"");
        self.push_html(attributes);
        self.push_html(">");
        let span = self.source.span(range);
        let kind = LinkKind::External;
        self.body.links.push(Link { target: address.to_owned(), span, kind, text: String::new() });
    }

    pub(super) fn close_link(&mut self, close: &'static str, range: &Range<usize>) {
        self.push_html(close);
        self.outside_prose -= 1;
        let Some(OpenLink { index: Some(index), text_at, is_titled_later: false, is_download }) =
            self.link.take()
        else {
            return;
        };
        let text = self.plain.get(text_at..).unwrap_or_default().trim().to_owned();
        if target::is_vague(&text) {
            let shown = if text.is_empty() { "[]" } else { text.as_str() };
            self.problem(Code::VagueLinkText, range, |problem| problem.arg("text", shown));
        }
        if is_download {
            self.hole(HoleKind::DownloadInfo(index));
        }
        if let Some(link) = self.body.links.get_mut(index) {
            link.text = text;
        }
    }
}
