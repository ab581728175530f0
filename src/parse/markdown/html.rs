//! Raw HTML in its place: which tags are written, and that each of them is closed where it belongs.
//!
//! A tag within a line may only be part of a line, and its element ends with the Markdown element
//! around it at the latest. A block may open a container (`<details>`, `<div>`) around further
//! blocks of Markdown; it ends with the list item, quotation or text around it at the latest. An end
//! tag closes what its own surroundings opened, or nothing. So no tag reaches out of its place.

use std::ops::Range;

use super::escape;
use super::limits::MAX_DEPTH;
use super::raw_html::{self, Element, Kind, Tag};
use super::writer::{Frame, Writer};
use crate::diagnostic::Code;
use crate::text::decode_references;

/// A block of raw HTML whose lines are being gathered.
#[derive(Default)]
pub(super) struct HtmlBlock {
    text: String,
    /// Where each line begins, in `text` and in the prepared text.
    lines: Vec<(usize, usize)>,
}

/// An element that is left out with all that is in it.
pub(super) struct Skipped {
    name: &'static str,
    /// How many frames were open around it.
    pub(super) depth: usize,
}

impl HtmlBlock {
    fn place(&self, range: &Range<usize>) -> Range<usize> {
        let line = self.lines.partition_point(|&(at, _)| at <= range.start).saturating_sub(1);
        let (at, source) = self.lines.get(line).copied().unwrap_or_default();
        let start = source + (range.start - at);
        start..start + range.len()
    }
}

impl Writer<'_> {
    /// A line of a block.
    pub(super) fn html_line(&mut self, html: &str, range: &Range<usize>) {
        if let Some(block) = &mut self.html_block {
            block.lines.push((block.text.len(), range.start));
            block.text.push_str(html);
        }
    }

    pub(super) fn close_html_block(&mut self) {
        let Some(block) = self.html_block.take() else {
            return;
        };
        let mut at = 0;
        while let Some(next) = block.text[at..].find('<') {
            self.raw_text(&block.text[at..at + next]);
            at += next;
            at += self.block_markup(&block, at);
        }
        self.raw_text(&block.text[at..]);
        self.close_raw_while(|element| element.kind != Kind::Container);
        self.end_line();
    }

    /// Writes or leaves out what begins with `<` at `at`, and says how long it is.
    fn block_markup(&mut self, block: &HtmlBlock, at: usize) -> usize {
        let rest = &block.text[at..];
        if let Some(comment) = rest.strip_prefix("<!--") {
            if let Some(end) = comment.find("-->") {
                return end + "<!---->".len();
            }
            self.problem(Code::UnclosedComment, &block.place(&(at..at + 4)), |problem| problem);
            return rest.len();
        }
        if rest.starts_with("<!") || rest.starts_with("<?") {
            let length = rest.find('>').map_or(rest.len(), |end| end + 1);
            self.report_removed("<!…>", "", &block.place(&(at..at + length)));
            return length;
        }
        let Some(tag) = raw_html::tag(rest) else {
            self.push_text("<");
            return 1;
        };
        let length = tag.length;
        self.raw_tag(&tag, &block.place(&(at..at + length)), false);
        match raw_html::goes_with_content(&tag.name) {
            Some(name) if !tag.end => length + content_length(&rest[length..], name),
            _ => length,
        }
    }

    fn raw_text(&mut self, text: &str) {
        let source = self.source;
        let text = source.restore(text);
        if text.trim().is_empty() {
            self.push_html(&text);
            self.plain.push_str(if self.plain.ends_with(['\n', ' ']) { "" } else { " " });
        } else {
            self.push_text(&decode_references(&text));
        }
    }

    /// A tag, comment or declaration within a line.
    pub(super) fn inline_html(&mut self, html: &str, range: &Range<usize>) {
        let tag = raw_html::tag(html);
        if let Some(skipped) = &self.skipped {
            if tag.is_some_and(|tag| tag.end && tag.name == skipped.name) {
                self.skipped = None;
            }
        } else if let Some(tag) = tag {
            self.raw_tag(&tag, range, true);
            if !tag.end {
                let depth = self.frames.len();
                self.skipped = raw_html::goes_with_content(&tag.name).map(|name| Skipped { name, depth });
            }
        } else if !html.starts_with("<!--") {
            self.report_removed("<!…>", "", range);
        }
    }

    fn raw_tag(&mut self, tag: &Tag<'_>, range: &Range<usize>, in_line: bool) {
        let element = raw_html::allowed(&tag.name).filter(|element| self.may_stand_here(element, in_line));
        match element {
            Some(element) if tag.end => self.close_raw(element, range),
            Some(element) => self.open_raw(element, tag, range),
            None if tag.end => {}
            None => {
                let instead = raw_html::markdown_for(&tag.name);
                let written = self.source.restore(&self.source.text[range.clone()]);
                let literal = if instead.is_empty() { format!("\\{written}") } else { String::new() };
                self.problem(Code::RemovedHtml, range, |problem| {
                    let problem = problem.arg("tag", format!("<{}>", tag.name)).arg("instead", instead);
                    problem.arg("literal", literal)
                });
            }
        }
    }

    fn may_stand_here(&self, element: &Element, in_line: bool) -> bool {
        let is_for_lines = matches!(element.kind, Kind::Phrasing | Kind::Void);
        let is_in_details =
            || self.frames.iter().rev().map_while(raw).any(|element| element.name == "details");
        if in_line { is_for_lines } else { element.name != "summary" || is_in_details() }
    }

    fn open_raw(&mut self, element: &'static Element, tag: &Tag<'_>, range: &Range<usize>) {
        if matches!(element.kind, Kind::Container | Kind::Block | Kind::Rule) {
            self.close_raw_while(|open| open.kind != Kind::Container);
        }
        let has_content = !matches!(element.kind, Kind::Void | Kind::Rule);
        if has_content && self.frames.len() >= MAX_DEPTH {
            self.report_removed(&format!("<{}>", element.name), "", range);
            return;
        }
        self.push_html("<");
        self.push_html(element.name);
        let mut written: Vec<&str> = Vec::new();
        for (name, value) in &tag.attributes {
            match raw_html::allowed_attribute(element, name, value) {
                Some((name, _)) if written.contains(&name) => {}
                Some((name, value)) => {
                    written.push(name);
                    self.push_attribute(name, &value);
                }
                None => self.report_removed(&format!("<{} {name}>", element.name), "", range),
            }
        }
        self.push_html(">");
        if has_content {
            self.frames.push(Frame::Raw(element));
            self.outside_prose += usize::from(!is_prose(element));
        } else if element.name == "br" {
            self.plain.push('\n');
        }
    }

    fn push_attribute(&mut self, name: &str, value: &str) {
        let source = self.source;
        self.push_html(" ");
        self.push_html(name);
        if !value.is_empty() {
            self.push_html("=\"");
            escape::push(&mut self.text.html, &source.restore(value));
            self.push_html("\"");
        }
    }

    /// An end tag: closes the innermost element of its name that its surroundings opened.
    fn close_raw(&mut self, element: &'static Element, range: &Range<usize>) {
        let opened = self.frames.iter().rev().map_while(raw).position(|open| open == element);
        match opened {
            Some(position) => {
                for _ in 0..=position {
                    self.close_innermost_raw();
                }
            }
            None => self.report_removed(&format!("</{}>", element.name), "", range),
        }
    }

    /// Closes the elements of raw HTML that the innermost Markdown element contains.
    pub(super) fn close_raw_frames(&mut self) {
        self.close_raw_while(|_| true);
    }

    fn close_raw_while(&mut self, condition: impl Fn(&Element) -> bool) {
        while self.frames.last().and_then(raw).is_some_and(&condition) {
            self.close_innermost_raw();
        }
    }

    fn close_innermost_raw(&mut self) {
        if let Some(Frame::Raw(element)) = self.frames.pop() {
            self.outside_prose -= usize::from(!is_prose(element));
            self.push_html("</");
            self.push_html(element.name);
            self.push_html(">");
        }
    }

    fn report_removed(&mut self, tag: &str, instead: &str, range: &Range<usize>) {
        self.problem(Code::RemovedHtml, range, |problem| problem.arg("tag", tag).arg("instead", instead));
    }
}

fn raw(frame: &Frame) -> Option<&'static Element> {
    match frame {
        Frame::Raw(element) => Some(element),
        Frame::Markdown(_) | Frame::Silent => None,
    }
}

/// Whether text in the element is running text.
fn is_prose(element: &Element) -> bool {
    !matches!(element.name, "abbr" | "code" | "dfn" | "kbd" | "samp" | "summary" | "var")
}

/// How far the content of an element reaches, with its end tag; to the end of the block without one.
fn content_length(text: &str, name: &str) -> usize {
    let mut from = 0;
    while let Some(next) = text[from..].find("</") {
        let at = from + next;
        from = at + 2;
        let is_end = text
            .as_bytes()
            .get(from..from + name.len())
            .is_some_and(|found| found.eq_ignore_ascii_case(name.as_bytes()));
        if is_end {
            return text[at..].find('>').map_or(text.len(), |end| at + end + 1);
        }
    }
    text.len()
}
