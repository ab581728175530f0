//! Callouts: quotations that begin with `[!NOTE]` or one of its German names.
//!
//! The rest of the first line is the title; without one, the theme's word for the kind stands there.
//! `[!TAB]` is a callout of its own kind: neighbours become the tabs of one group. Each is a section under
//! a heading, as it is on paper and without a script.

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

/// The names of a tab in lower case, the one that is proposed first.
const TAB: &[&str] = &["reiter", "tab"];

const OPEN_TABS: &str = "<fundus-tabs>\n";
const CLOSE_TABS: &str = "</fundus-tabs>\n";
const CLOSE_TAB: &str = "</section>\n</fundus-tabs>\n";

/// What the title of a callout becomes.
#[derive(Clone, Copy)]
enum Title {
    /// A paragraph, with the theme's word where there is no other.
    Word(TextKey),
    /// A heading of this level.
    Heading(u8),
}

/// What is still open when the title of a callout has ended.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum TitleEnd {
    /// Its paragraph.
    Paragraph,
    /// Nothing: a heading closes itself.
    Nothing,
}

/// A callout whose title is being written.
pub(super) struct OpenCallout {
    becomes: Title,
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
            if TAB.contains(&lower.as_str()) {
                return self.open_tab(mark.end);
            }
            match KINDS.iter().find(|(.., names)| names.contains(&lower.as_str())) {
                Some((key, class, ..)) => return self.open_callout(*key, class, mark.end),
                None => self.report_unknown(name, &mark),
            }
        } else if let Some((Event::Start(Tag::Paragraph), range)) = next {
            self.check_bare_mark(range);
        }
        self.push_html("<blockquote>\n");
        "</blockquote>\n"
    }

    /// Reports a quotation that begins with a mark without its exclamation mark.
    fn check_bare_mark(&mut self, range: &Range<usize>) {
        let text = &self.source.text[range.clone()];
        let Some((name, rest)) = text.strip_prefix('[').and_then(|text| text.split_once(']')) else { return };
        let is_mark =
            name.chars().all(char::is_uppercase) && is_known(name) && !rest.starts_with(['(', '[', ':']);
        if is_mark {
            let (found, mark) = (format!("[{name}]"), range.start..range.start + name.len() + 2);
            let (example, literal) = (format!("[!{name}]"), format!("\\[{name}]"));
            self.problem(Code::UnreadMarkup, &mark, |problem| {
                let problem = problem.arg("found", found).arg_each("kind", "Hinweiskasten", "a callout");
                problem.arg("example", example).arg("literal", literal)
            });
        }
    }

    fn open_callout(&mut self, key: TextKey, class: &str, mark_end: usize) -> &'static str {
        self.callout = Some(OpenCallout { becomes: Title::Word(key), mark_end, title: None });
        self.push_html("<div class=\"callout callout-");
        self.push_html(class);
        self.push_html("\" role=\"note\">\n<p class=\"callout-title\">");
        "</div>\n"
    }

    /// Opens a tab: in the group that ends here, else in a new one.
    fn open_tab(&mut self, mark_end: usize) -> &'static str {
        let depth = self.frames.len();
        let known = self.tab_levels.get(&depth).copied();
        let level = match (self.text.html.strip_suffix(CLOSE_TABS).map(str::len), known) {
            (Some(end), Some(level)) => {
                self.text.html.truncate(end);
                level
            }
            _ => {
                self.push_html(OPEN_TABS);
                (self.last_level + 1).min(6)
            }
        };
        self.tab_levels.insert(depth, level);
        self.push_html("<section class=\"tab-panel\">\n");
        self.callout = Some(OpenCallout { becomes: Title::Heading(level), mark_end, title: None });
        CLOSE_TAB
    }

    fn report_unknown(&mut self, name: &str, mark: &Range<usize>) {
        let allowed: Vec<String> = KINDS
            .iter()
            .map(|(_, _, german, _)| (*german).to_owned())
            .chain([TAB[0].to_uppercase()])
            .map(|german| format!("`[!{german}]`"))
            .collect();
        let names = KINDS.iter().flat_map(|(.., names)| names.iter().copied()).chain(TAB.iter().copied());
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
    pub(super) fn begin_callout_title(&mut self, range: &Range<usize>) -> bool {
        let depth = self.frames.len() + 1;
        let Some(OpenCallout { becomes, mark_end, title: title @ None }) = &mut self.callout else {
            return false;
        };
        *title = Some((self.text.html.len(), depth));
        self.outside_prose += 1;
        if let Title::Heading(level) = *becomes {
            let line = self.source.text[*mark_end..range.end].split('\n').next().unwrap_or_default();
            let range = range.start..*mark_end + line.trim_end().len();
            self.last_level = level - 1;
            self.open_heading(level, None, false, range);
        }
        true
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
        if self.end_callout_title() == Some(TitleEnd::Paragraph) {
            self.push_html("</p>\n");
        }
        self.push_html("<p>");
        true
    }

    /// Ends the title, if one is being written, and says what is still open of it.
    pub(super) fn end_callout_title(&mut self) -> Option<TitleEnd> {
        let OpenCallout { becomes, title, .. } = self.callout.take()?;
        let (at, _) = title?;
        self.outside_prose -= 1;
        match becomes {
            Title::Word(key) => {
                if self.text.html.len() == at {
                    self.hole(HoleKind::Text(key));
                }
                self.end_line();
                Some(TitleEnd::Paragraph)
            }
            Title::Heading(_) => {
                self.close_heading();
                Some(TitleEnd::Nothing)
            }
        }
    }
}

/// Whether there is a callout of this name.
fn is_known(name: &str) -> bool {
    let lower = name.to_lowercase();
    TAB.iter().chain(KINDS.iter().flat_map(|(.., names)| names.iter())).any(|known| *known == lower)
}

/// Whether a line begins with the mark of a callout, and only lacks the sign of a quotation before it.
pub(super) fn is_unquoted(line: &str) -> bool {
    name(line).is_some_and(is_known)
}

/// The name in the mark with which a paragraph begins: `NOTE` of `[!NOTE] …`.
fn name(paragraph: &str) -> Option<&str> {
    let (name, rest) = paragraph.strip_prefix("[!")?.split_once(']')?;
    let is_name = !name.is_empty() && name.len() <= 30 && name.chars().all(|c| c.is_alphabetic() || c == '-');
    // `[!x](y)` and `[!x][y]` are links.
    (is_name && !rest.starts_with(['(', '['])).then_some(name)
}
