//! Headings: levels that fit the page, anchors, and the beginning of a section.

use std::ops::Range;

use pulldown_cmark::CowStr;

use super::anchor::anchor;
use super::body::Heading;
use super::writer::Writer;
use crate::diagnostic::Code;

/// A heading whose text is being written.
pub(super) struct OpenHeading {
    /// The level as written, but at least 2.
    level: u8,
    /// Where its tag will be inserted once its text, and so its anchor, is known.
    at: usize,
    /// The anchor in `{#…}`.
    own_id: Option<String>,
    /// Whether the parser took a `{…}` for attributes that is none of ours.
    lost_braces: bool,
    /// Whether it is that of a tab.
    is_tab: bool,
    range: Range<usize>,
}

/// Headings further back than so many are not compared.
const NEIGHBOURS: usize = 200;

/// The line below that makes a heading of the text.
fn underline(heading: &str) -> Option<&str> {
    let (_, line) = heading.rsplit_once('\n')?;
    let line = line.trim_start_matches([' ', '\t', '>']);
    (!line.is_empty() && line.chars().all(|sign| matches!(sign, '-' | '='))).then_some(line)
}

/// Whether what has a line below it is rather a paragraph: several lines, or a sentence.
fn is_text(heading: &str) -> bool {
    let text = heading.rsplit_once('\n').map_or(heading, |(text, _)| text).trim_end();
    text.contains('\n') || text.ends_with(['.', ',', ';'])
}

impl<'a> Writer<'a> {
    /// `id` is the anchor that the text gives; `has_attributes` says that more stands in the braces.
    pub(super) fn open_heading(
        &mut self,
        level: u8,
        id: Option<CowStr<'a>>,
        has_attributes: bool,
        range: Range<usize>,
    ) -> &'static str {
        self.end_section();
        let range = range.start..range.start + self.source.text[range].trim_end().len();
        let line = underline(&self.source.text[range.clone()]).map(str::to_owned);
        if level == 1 {
            self.problem(Code::TitleInBody, &range, |problem| problem.arg("line", line.unwrap_or_default()));
        } else if line.as_deref() == Some("---") && is_text(&self.source.text[range.clone()]) {
            self.problem(Code::UnderlinedText, &range, |problem| problem);
        }
        let level = level.max(2);
        if level > self.last_level + 1 {
            let from = self.last_level;
            self.problem(Code::SkippedHeading, &range, |problem| problem.arg("from", from).arg("to", level));
        }
        self.last_level = level;
        self.outside_prose += 1;
        self.heading = Some(OpenHeading {
            level,
            at: self.text.html.len(),
            own_id: id.filter(|_| !has_attributes).map(|id| self.source.restore(&id).into_owned()),
            lost_braces: has_attributes,
            is_tab: self.callout.is_some(),
            range,
        });
        ""
    }

    pub(super) fn close_heading(&mut self) {
        let Some(heading) = self.heading.take() else {
            return;
        };
        if heading.lost_braces {
            self.put_braces_back(&heading.range);
        }
        self.outside_prose -= 1;
        let text = std::mem::take(&mut self.plain).trim().to_owned();
        if text.is_empty() {
            self.problem(Code::EmptyHeading, &heading.range, |problem| problem);
            if self.text.html.len() == heading.at {
                return;
            }
        }
        let id = match heading.own_id {
            Some(id) if is_id(&id) => self.anchors.unique(&id),
            Some(id) => self.anchors.unique(&anchor(&id)),
            None => self.anchors.unique(&anchor(&text)),
        };
        let level = (heading.level + self.setting.parent_level - 1).min(6);
        if !heading.is_tab {
            self.check_repeated(level, &text, &heading.range);
        }
        self.insert_html(heading.at, &format!("<h{level} id=\"{id}\">"));
        self.push_html(&format!("</h{level}>\n"));
        self.tables_in_section = 0;
        self.body.headings.push(Heading { level, id, text, span: self.source.span(&heading.range) });
    }

    /// Reports a heading that says the same as one before it under the same heading above. Tabs may: each group of them
    /// is about another step.
    fn check_repeated(&mut self, level: u8, text: &str, range: &Range<usize>) {
        let before = self.body.headings.iter().rev().take(NEIGHBOURS);
        let mut siblings =
            before.take_while(|heading| heading.level >= level).filter(|heading| heading.level == level);
        let first = siblings.find(|heading| heading.text == text && !text.is_empty());
        if let Some(first) = first.map(|heading| heading.span.clone()) {
            let file = self.setting.file;
            self.problem(Code::RepeatedHeading, range, |problem| problem.arg("text", text).also(file, first));
        }
    }

    fn put_braces_back(&mut self, range: &Range<usize>) {
        let source = self.source;
        let text = &source.text[range.clone()];
        if let (Some(from), Some(to)) = (text.rfind('{'), text.rfind('}'))
            && from < to
        {
            self.push_text(" ");
            self.push_text(&source.restore(&text[from..=to]));
        }
    }
}

/// Whether an anchor can stand in HTML and in addresses as it is.
fn is_id(id: &str) -> bool {
    !id.is_empty()
        && id.len() <= 200
        && id.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte))
}
