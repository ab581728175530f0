//! Callouts: quotations that begin with `[!NOTE]` or one of its German names.
//!
//! The rest of the first line is the title; without one, the theme's word for the kind stands there.

use std::ops::Range;

use pulldown_cmark::{Event, Tag, TagEnd};

use super::body::{HoleKind, TextKey};
use super::writer::{Spanned, Writer};
use crate::diagnostic::{Code, nearest_list};

/// The kinds, each with its class and its names in lower case.
const KINDS: &[(TextKey, &str, &[&str])] = &[
    (TextKey::CalloutNote, "note", &["note", "hinweis", "info", "notiz"]),
    (TextKey::CalloutTip, "tip", &["tip", "tipp"]),
    (TextKey::CalloutImportant, "important", &["important", "wichtig"]),
    (TextKey::CalloutWarning, "warning", &["warning", "warnung"]),
    (TextKey::CalloutCaution, "caution", &["caution", "achtung", "vorsicht"]),
    (TextKey::CalloutExample, "example", &["example", "beispiel"]),
];

/// A callout whose title is being written.
pub(super) struct OpenCallout {
    key: TextKey,
    /// Where its mark ends, in the prepared text.
    mark_end: usize,
    /// Where the title begins in the HTML, and how many frames are open in it; unknown until it does.
    title: Option<(usize, usize)>,
}

impl<'a> Writer<'a> {
    /// Opens a quotation, or the callout that it turns out to be. `next` is its first event.
    pub(super) fn open_quote(&mut self, next: Option<&Spanned<'a>>) -> &'static str {
        if let Some((Event::Start(Tag::Paragraph), range)) = next
            && let Some(name) = name(&self.source.text[range.clone()])
        {
            let mark = range.start..range.start + name.len() + "[!]".len();
            let lower = name.to_lowercase();
            if let Some((key, class, _)) = KINDS.iter().find(|(.., names)| names.contains(&lower.as_str())) {
                self.callout = Some(OpenCallout { key: *key, mark_end: mark.end, title: None });
                self.push_html("<div class=\"callout callout-");
                self.push_html(class);
                self.push_html("\" role=\"note\">\n<p class=\"callout-title\">");
                return "</div>\n";
            }
            self.problem(Code::UnknownCallout, &mark, |problem| {
                let allowed: Vec<String> = KINDS
                    .iter()
                    .map(|(.., names)| format!("`[!{}]`", names[names.len().min(2) - 1].to_uppercase()))
                    .collect();
                let names = KINDS.iter().flat_map(|(.., names)| names.iter().copied());
                problem
                    .arg("name", name)
                    .arg("nearest", nearest_list(name, names))
                    .arg("allowed", allowed.join(", "))
            });
        }
        self.push_html("<blockquote>\n");
        "</blockquote>\n"
    }

    /// Whether the event belongs to the mark itself, which is not shown.
    pub(super) fn is_callout_mark(&self, event: &Event<'_>, range: &Range<usize>) -> bool {
        self.callout.as_ref().is_some_and(|callout| range.end <= callout.mark_end)
            && !matches!(event, Event::Start(Tag::Paragraph) | Event::End(TagEnd::Paragraph))
    }

    /// Takes the paragraph that is being opened for the title of a callout, if one waits for it.
    pub(super) fn begin_callout_title(&mut self) -> bool {
        match &mut self.callout {
            Some(callout) if callout.title.is_none() => {
                callout.title = Some((self.body.html.len(), self.frames.len() + 1));
                self.unprosaic += 1;
                true
            }
            _ => false,
        }
    }

    /// The text without the blanks between mark and title.
    pub(super) fn trim_callout_title<'t>(&self, text: &'t str, range: &Range<usize>) -> &'t str {
        match &self.callout {
            Some(callout) if range.start == callout.mark_end => text.trim_start(),
            _ => text,
        }
    }

    /// At the end of the title's line: ends the title and begins the first paragraph.
    pub(super) fn begin_callout_text(&mut self) -> bool {
        let title = self.callout.as_ref().and_then(|callout| callout.title);
        if title.is_none_or(|(_, depth)| depth != self.frames.len()) {
            return false;
        }
        self.end_callout_title();
        self.push_html("</p>\n<p>");
        true
    }

    /// Ends the title, if one is being written.
    pub(super) fn end_callout_title(&mut self) {
        let Some(OpenCallout { key, title: Some((at, _)), .. }) = self.callout.take() else {
            return;
        };
        self.unprosaic -= 1;
        if self.body.html.len() == at {
            self.hole(HoleKind::Text(key));
        }
        self.end_line();
    }
}

/// The name in the mark with which a paragraph begins: `NOTE` of `[!NOTE] …`.
fn name(paragraph: &str) -> Option<&str> {
    let (name, rest) = paragraph.strip_prefix("[!")?.split_once(']')?;
    let is_name = !name.is_empty() && name.len() <= 30 && name.chars().all(|c| c.is_alphabetic() || c == '-');
    // `[!x](y)` and `[!x][y]` are links.
    (is_name && !rest.starts_with(['(', '['])).then_some(name)
}
