//! Callouts: quotations that begin with `[!NOTE]` or one of its German names.
//!
//! The rest of the first line is the title; without one, the theme's word for the kind stands there.

use std::ops::Range;

use pulldown_cmark::{Event, Tag, TagEnd};

use super::body::{HoleKind, TextKey};
use super::limits::MAX_DEPTH;
use super::writer::{Spanned, Writer};
use crate::diagnostic::{Code, nearest_list};

/// The kinds, each with its class, the name that is proposed, and every name in lower case.
const KINDS: &[(TextKey, &str, &str, &[&str])] = &[
    (TextKey::CalloutNote, "note", "HINWEIS", &["note", "hinweis", "info", "notiz"]),
    (TextKey::CalloutTip, "tip", "TIPP", &["tip", "tipp"]),
    (TextKey::CalloutImportant, "important", "WICHTIG", &["important", "wichtig"]),
    (TextKey::CalloutWarning, "warning", "WARNUNG", &["warning", "warnung"]),
    (TextKey::CalloutCaution, "caution", "ACHTUNG", &["caution", "achtung", "vorsicht"]),
    (TextKey::CalloutExample, "example", "BEISPIEL", &["example", "beispiel"]),
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
        // The title is a paragraph, which must not be too deep to be one.
        let has_room = self.frames.len() + 1 < MAX_DEPTH;
        if let Some((Event::Start(Tag::Paragraph), range)) = next.filter(|_| has_room)
            && let Some(name) = name(&self.source.text[range.clone()])
        {
            let mark = range.start..range.start + name.len() + "[!]".len();
            let lower = name.to_lowercase();
            match KINDS.iter().find(|(.., names)| names.contains(&lower.as_str())) {
                Some((key, class, ..)) => return self.open_callout(*key, class, mark.end),
                None => self.report_unknown(name, &mark),
            }
        }
        self.push_html("<blockquote>\n");
        "</blockquote>\n"
    }

    fn open_callout(&mut self, key: TextKey, class: &str, mark_end: usize) -> &'static str {
        self.callout = Some(OpenCallout { key, mark_end, title: None });
        self.push_html("<div class=\"callout callout-");
        self.push_html(class);
        self.push_html("\" role=\"note\">\n<p class=\"callout-title\">");
        "</div>\n"
    }

    fn report_unknown(&mut self, name: &str, mark: &Range<usize>) {
        let allowed: Vec<String> = KINDS.iter().map(|(_, _, german, _)| format!("`[!{german}]`")).collect();
        let names = KINDS.iter().flat_map(|(.., names)| names.iter().copied());
        self.problem(Code::UnknownCallout, mark, |problem| {
            problem
                .arg("name", name)
                .arg("nearest", nearest_list(name, names))
                .arg("allowed", allowed.join(", "))
        });
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
                self.outside_prose += 1;
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
        self.outside_prose -= 1;
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
