//! From the parser's events to HTML: the state of a text being written, and the plain elements.
//!
//! What is more than a pair of tags has its own file, as a part of [`Writer`]: headings, links,
//! images, tables, callouts, footnotes, raw HTML.
//!
//! Invariant: every open element is a [`Frame`], frames close in the order in which they opened, and
//! no more than [`MAX_DEPTH`] of them (and a few of fixed structure) are open at once. So whatever the
//! text does, the HTML is well-nested, and not deep.

use std::collections::BTreeMap;
use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, CowStr, Event, Options, Parser, Tag, TagEnd};

use super::anchor::Anchors;
use super::body::{Body, Hole, HoleKind, Section, Text, TextKey};
use super::callout::{OpenCallout, TitleEnd};
use super::footnote::Footnotes;
use super::heading::OpenHeading;
use super::html::{HtmlBlock, Skipped};
use super::image::OpenImage;
use super::limits::{MAX_DEPTH, MAX_MISSING_CELLS};
use super::link::OpenLink;
use super::numbering::Numbering;
use super::raw_html::Element;
use super::source::Source;
use super::spoken::Listener;
use super::table::{BETWEEN_CELLS, OpenTable};
use super::typography::Typesetter;
use super::{escape, highlight};
use crate::diagnostic::{Code, Diagnostic};
use crate::lang::Lang;
use crate::parse::garbled;
use crate::path::SourcePath;

/// An event of the parser with its place in the prepared text.
pub(super) type Spanned<'a> = (Event<'a>, Range<usize>);

/// More problems than these in one text are not reported: nobody reads them.
const MAX_PROBLEMS: usize = 1_000;

/// With this character Word breaks a line within a paragraph.
const LINE_BREAK: char = '\u{b}';

/// More highlighted code than this in one text stays plain.
const MAX_HIGHLIGHTED: usize = 1_000_000;

/// What a text is parsed for.
pub(super) struct Setting<'a> {
    pub(super) file: &'a SourcePath,
    pub(super) lang: &'a Lang,
    /// Put before every id.
    pub(super) prefix: String,
    /// The level of the heading under which the text stands on its page.
    pub(super) parent_level: u8,
}

/// An open element.
pub(super) enum Frame {
    /// An element of the dialect, with what closes it.
    Markdown(&'static str),
    /// An element of raw HTML.
    Raw(&'static Element),
    /// One whose tags are left out: nested too deep, or within a text alternative.
    Silent,
}

/// A text being written.
pub(super) struct Writer<'a> {
    pub(super) source: &'a Source<'a>,
    pub(super) setting: Setting<'a>,
    problems: &'a mut Vec<Diagnostic>,
    problems_left: usize,
    /// Links, images and headings so far.
    pub(super) body: Body,
    /// What becomes its text.
    pub(super) text: Text,
    /// The plain text of the section, or of the heading, that is being written.
    pub(super) plain: String,
    pub(super) frames: Vec<Frame>,
    typesetter: Typesetter,
    /// Greater than 0 where text is not running text.
    pub(super) outside_prose: usize,
    pub(super) anchors: Anchors,
    pub(super) footnotes: Footnotes<'a>,
    pub(super) heading: Option<OpenHeading>,
    /// The level of the last heading as written, to notice when one is skipped.
    pub(super) last_level: u8,
    pub(super) tables_in_section: usize,
    /// The lists that are open, with how they are numbered.
    pub(super) lists: Vec<Option<Numbering>>,
    pub(super) callout: Option<OpenCallout>,
    /// The level of the headings of a group of tabs, by the number of frames that are open around it.
    pub(super) tab_levels: BTreeMap<usize, u8>,
    pub(super) table: Option<OpenTable>,
    pub(super) link: Option<OpenLink>,
    pub(super) image: Option<OpenImage>,
    pub(super) html_block: Option<HtmlBlock>,
    pub(super) skipped: Option<Skipped>,
    code: Option<CodeBlock>,
    pub(super) code_left: usize,
    too_deep: bool,
    /// Whether a word in a wrong encoding was reported.
    is_garbled: bool,
    /// Who wants to know what the text says (`spoken`).
    pub(super) listener: Option<Listener>,
}

/// A code block whose text is being gathered.
struct CodeBlock {
    language: String,
    text: String,
    /// Whether only its indentation makes it code.
    is_indented: bool,
}

impl<'a> Writer<'a> {
    pub(super) fn new(
        source: &'a Source<'a>,
        setting: Setting<'a>,
        problems: &'a mut Vec<Diagnostic>,
    ) -> Self {
        Self {
            source,
            problems,
            problems_left: MAX_PROBLEMS,
            body: Body::default(),
            text: Text {
                html: String::with_capacity(source.text.len() + source.text.len() / 4),
                ..Text::default()
            },
            plain: String::new(),
            frames: Vec::new(),
            typesetter: Typesetter::new(setting.lang.base()),
            outside_prose: 0,
            anchors: Anchors::new(setting.prefix.clone()),
            footnotes: Footnotes::default(),
            heading: None,
            last_level: 1,
            tables_in_section: 0,
            lists: Vec::new(),
            callout: None,
            tab_levels: BTreeMap::new(),
            table: None,
            link: None,
            image: None,
            html_block: None,
            skipped: None,
            code: None,
            code_left: MAX_HIGHLIGHTED,
            too_deep: false,
            is_garbled: false,
            listener: None,
            setting,
        }
    }

    /// Writes the whole text.
    pub(super) fn write(mut self) -> Body {
        self.write_all();
        Body { text: self.text.into(), ..self.body }
    }

    /// Writes the whole text, whoever wants to know what of it.
    pub(super) fn write_all(&mut self) {
        if let Some(place) = self.source.too_deep.clone() {
            self.too_deep = true;
            self.report(Diagnostic::new(Code::TooDeep).at(self.setting.file, place).arg("limit", MAX_DEPTH));
        }
        if let Some(place) = self.source.too_wide.clone() {
            let limit = MAX_MISSING_CELLS;
            self.report(Diagnostic::new(Code::TableTooWide).at(self.setting.file, place).arg("limit", limit));
        }
        let options = Options::ENABLE_TABLES
            | Options::ENABLE_FOOTNOTES
            | Options::ENABLE_STRIKETHROUGH
            | Options::ENABLE_TASKLISTS
            | Options::ENABLE_HEADING_ATTRIBUTES
            | Options::ENABLE_DEFINITION_LIST
            | Options::ENABLE_WIKILINKS;
        let source = self.source;
        self.events(Parser::new_ext(&source.text, options).into_offset_iter());
        self.close_raw_frames();
        self.end_section();
        self.write_footnotes();
        // What stands between the cells of a table is not read.
        let words = |section: &Section| {
            section.text.split_ascii_whitespace().filter(|word| *word != BETWEEN_CELLS.trim()).count()
        };
        self.text.words = self.text.sections.iter().map(words).sum();
    }

    /// Writes a sequence of events, keeping footnotes for later.
    pub(super) fn events(&mut self, events: impl Iterator<Item = Spanned<'a>>) {
        let mut events = events.peekable();
        while let Some((event, range)) = events.next() {
            if let Some((event, range)) = self.footnotes.keep(event, range) {
                self.event(event, range, events.peek());
            }
        }
    }

    fn event(&mut self, event: Event<'a>, range: Range<usize>, next: Option<&Spanned<'a>>) {
        if self.is_callout_mark(&event, &range) {
            return;
        }
        match event {
            Event::Text(text) => self.text(&text, &range),
            Event::Start(tag) => self.start(tag, range, next),
            Event::End(tag) => self.end(tag, range),
            // Dates below each other stay below each other.
            Event::SoftBreak => {
                let is_shown = self.setting.lang.as_str() == "de-simple" || self.source.is_day_at(range.end);
                self.line_break(is_shown);
            }
            Event::HardBreak => self.line_break(true),
            Event::Code(code) => self.code(&code),
            Event::Html(html) => self.html_line(&html, &range),
            Event::InlineHtml(html) => self.inline_html(&html, &range),
            Event::FootnoteReference(label) => self.footnote_mark(&label, range),
            Event::TaskListMarker(done) => self.task(done),
            Event::Rule => {
                self.begin_block();
                self.push_html("<hr>\n");
            }
            // Not among the options.
            Event::InlineMath(_) | Event::DisplayMath(_) => {}
        }
    }

    fn start(&mut self, tag: Tag<'a>, range: Range<usize>, next: Option<&Spanned<'a>>) {
        self.begin_block_of(&tag);
        self.count_entry(&tag, &range);
        if self.stays_silent(&tag, &range) {
            self.frames.push(Frame::Silent);
            return;
        }
        let close = match tag {
            Tag::Paragraph => self.open_paragraph(&range, next),
            Tag::Heading { level, id, classes, attrs } => {
                let has_attributes = !classes.is_empty() || !attrs.is_empty();
                self.open_heading(level as u8, id, has_attributes, range)
            }
            Tag::BlockQuote(_) => self.open_quote(next),
            Tag::CodeBlock(kind) => self.open_code(&kind),
            Tag::HtmlBlock => {
                self.html_block = Some(HtmlBlock::default());
                ""
            }
            Tag::List(None) => self.open("<ul>\n", "</ul>\n"),
            Tag::List(Some(first)) => self.open_ordered_list(first),
            Tag::Item => self.open("<li>", "</li>\n"),
            Tag::DefinitionList => self.open("<dl>\n", "</dl>\n"),
            Tag::DefinitionListTitle => self.open("<dt>", "</dt>\n"),
            Tag::DefinitionListDefinition => self.open("<dd>", "</dd>\n"),
            Tag::Table(alignments) => self.open_table(alignments, range),
            Tag::TableHead => self.open_table_head(),
            Tag::TableRow => self.open_table_row(&range),
            Tag::TableCell => self.open_table_cell(),
            Tag::Emphasis => self.open("<em>", "</em>"),
            Tag::Strong => self.open("<strong>", "</strong>"),
            Tag::Strikethrough => self.open("<del>", "</del>"),
            Tag::Link { link_type, dest_url, .. } => self.open_link(link_type, &dest_url, range),
            Tag::Image { link_type, dest_url, title, .. } => {
                self.open_image(link_type, &dest_url, &title, &range)
            }
            // Footnotes are kept for later; the others are not among the options.
            Tag::FootnoteDefinition(_) | Tag::MetadataBlock(_) | Tag::Superscript | Tag::Subscript => "",
        };
        self.frames.push(Frame::Markdown(close));
    }

    /// Whether the element's tags are left out. The parts of a list or table go with the whole.
    fn stays_silent(&mut self, tag: &Tag<'_>, range: &Range<usize>) -> bool {
        let is_second_link = self.link.is_some() && matches!(tag, Tag::Link { .. });
        if is_second_link
            || self.image.is_some()
            || self.skipped.is_some()
            || matches!(self.frames.last(), Some(Frame::Silent))
        {
            return true;
        }
        let is_part = matches!(
            tag,
            Tag::Item
                | Tag::DefinitionListTitle
                | Tag::DefinitionListDefinition
                | Tag::TableHead
                | Tag::TableRow
                | Tag::TableCell
        );
        if is_part || self.frames.len() < MAX_DEPTH {
            return false;
        }
        if !self.too_deep {
            self.too_deep = true;
            self.problem(Code::TooDeep, range, |problem| problem.arg("limit", MAX_DEPTH));
        }
        true
    }

    fn end(&mut self, tag: TagEnd, range: Range<usize>) {
        self.close_raw_frames();
        if matches!(tag, TagEnd::List(_)) {
            self.lists.pop();
        }
        let frame = self.frames.pop();
        if self.skipped.as_ref().is_some_and(|skipped| self.frames.len() < skipped.depth) {
            self.skipped = None;
        }
        let Some(Frame::Markdown(close)) = frame else {
            return;
        };
        match tag {
            TagEnd::Paragraph => self.close_paragraph(close),
            TagEnd::Heading(_) => self.close_heading(),
            TagEnd::CodeBlock => self.close_code(&range),
            TagEnd::HtmlBlock => self.close_html_block(),
            TagEnd::Table => self.close_table(close),
            TagEnd::TableHead => self.close_table_head(close),
            TagEnd::Link => self.close_link(close, &range),
            TagEnd::Image => self.close_image(&range),
            _ => self.push_html(close),
        }
    }

    /// Writes the opening tag and returns the closing one.
    fn open(&mut self, open: &'static str, close: &'static str) -> &'static str {
        self.push_html(open);
        close
    }

    fn open_paragraph(&mut self, range: &Range<usize>, next: Option<&Spanned<'a>>) -> &'static str {
        if self.begin_callout_title(range) {
            return "</p>\n";
        }
        self.open_figure(range, next).unwrap_or_else(|| self.open("<p>", "</p>\n"))
    }

    fn close_paragraph(&mut self, close: &'static str) {
        if self.end_callout_title() != Some(TitleEnd::Nothing) {
            self.push_html(close);
        }
    }

    fn open_ordered_list(&mut self, first: u64) -> &'static str {
        if first == 1 {
            self.push_html("<ol>\n");
        } else {
            self.push_html(&format!("<ol start=\"{first}\">\n"));
        }
        "</ol>\n"
    }

    /// The box of a task, at the beginning of its item.
    fn task(&mut self, done: bool) {
        if self.is_silent() {
            return;
        }
        for (plain, marked) in [("<li>", "<li class=\"task\">"), ("<li><p>", "<li class=\"task\"><p>")] {
            if let Some(before) = self.text.html.strip_suffix(plain).map(str::len) {
                self.text.html.truncate(before);
                self.push_html(marked);
                break;
            }
        }
        self.push_html("<input type=\"checkbox\" disabled");
        self.push_html(if done { " checked aria-label=\"" } else { " aria-label=\"" });
        self.hole(HoleKind::Text(if done { TextKey::TaskDone } else { TextKey::TaskOpen }));
        self.push_html("\"> ");
    }

    fn line_break(&mut self, hard: bool) {
        if self.is_silent() {
            return;
        }
        if self.callout.is_some() && self.begin_callout_text() {
            self.hear_block();
            return;
        }
        self.hear_line_break();
        self.push_html(if hard { "<br>\n" } else { "\n" });
        self.plain.push(if hard { '\n' } else { ' ' });
    }

    fn code(&mut self, code: &CowStr<'_>) {
        if self.is_silent() {
            return;
        }
        self.hear_code();
        let source = self.source;
        let code = source.restore(code);
        self.push_html("<code>");
        escape::push(&mut self.text.html, &code);
        self.push_html("</code>");
        self.plain.push_str(&code);
    }

    fn open_code(&mut self, kind: &CodeBlockKind<'_>) -> &'static str {
        let language = match kind {
            CodeBlockKind::Indented => String::new(),
            CodeBlockKind::Fenced(info) => {
                let info = self.source.restore(info);
                info.split([' ', '\t', ',', '{']).next().unwrap_or_default().to_lowercase()
            }
        };
        let is_indented = matches!(kind, CodeBlockKind::Indented);
        self.code = Some(CodeBlock { language, text: String::new(), is_indented });
        ""
    }

    fn close_code(&mut self, range: &Range<usize>) {
        let Some(CodeBlock { language, text, is_indented }) = self.code.take() else {
            return;
        };
        let text = self.source.restore(&text);
        if is_indented {
            self.check_indented(&text, range);
        } else {
            self.check_fence(&language, range);
        }
        // A block that scrolls must be reachable by keyboard.
        self.push_html("<pre tabindex=\"0\"><code");
        if !language.is_empty() {
            self.push_html(" class=\"language-");
            escape::push(&mut self.text.html, &language);
            self.push_html("\"");
        }
        self.push_html(">");
        let highlighted =
            if text.len() <= self.code_left { highlight::highlight(&text, &language) } else { None };
        match highlighted {
            Some(html) => {
                self.code_left -= text.len();
                self.push_html(&html);
            }
            None => escape::push(&mut self.text.html, &text),
        }
        self.push_html("</code></pre>\n");
        self.plain.push_str(&text);
        self.end_line();
    }

    /// Text of any kind: it goes where the open element wants it.
    fn text(&mut self, text: &str, range: &Range<usize>) {
        if let Some(code) = &mut self.code {
            code.text.push_str(text);
        } else if self.html_block.is_some() {
            self.html_line(text, range);
        } else if !self.is_silent() {
            self.check_footnote_mark(text, range);
            // The text of an entity is not the source's and is meant as it is.
            if self.source.text.get(range.clone()) == Some(text) {
                self.check_characters(text, range);
                self.check_unread(text, range);
                self.check_leftover(range);
                self.check_text_table(range);
            }
            self.hear(text, range);
            let text = self.trim_callout_title(text, range);
            let mut start = range.end.saturating_sub(text.len());
            for (index, line) in text.split(LINE_BREAK).enumerate() {
                if index > 0 {
                    self.line_break(self.heading.is_none());
                }
                self.typeset(line, &(start..start + line.len()));
                start += line.len() + LINE_BREAK.len_utf8();
            }
        }
    }

    /// Reports characters that cannot be shown, and the first word in a wrong encoding.
    fn check_characters(&mut self, text: &str, range: &Range<usize>) {
        let is_suspicious = may_have_unshown(text);
        if text.is_ascii() && !is_suspicious {
            return;
        }
        let unshown = is_suspicious.then(|| text.match_indices(is_unshown));
        for (at, character) in unshown.into_iter().flatten() {
            let number = character.chars().next().map_or(0, u32::from);
            let place = range.start + at..range.start + at + character.len();
            self.problem(Code::ControlCharacter, &place, |problem| {
                problem.arg("number", format!("U+{number:04X}"))
            });
        }
        if !self.is_garbled
            && let Some((word, meant)) = garbled::first(text)
        {
            self.is_garbled = true;
            let place = range.start + word.start..range.start + word.end;
            self.problem(Code::GarbledText, &place, |problem| {
                problem.arg("found", &text[word]).arg("meant", meant)
            });
        }
    }

    /// Whether text goes nowhere: it belongs to a skipped element, or a title will replace it.
    pub(super) fn is_silent(&self) -> bool {
        self.skipped.is_some() || self.link.as_ref().is_some_and(|link| link.is_titled_later)
    }

    /// Appends text to HTML and plain text, escaped and with the marks of the language.
    fn typeset(&mut self, text: &str, range: &Range<usize>) {
        let before = self.text.html.len();
        let source_at = self.source_of(text, range);
        let mut from = 0;
        let mut at = 0;
        while let Some(next) = text.as_bytes()[at..].iter().position(|&byte| SPECIAL[byte as usize]) {
            at += next;
            let Some(special) = self.special(text, at, source_at) else {
                at += 1;
                continue;
            };
            self.text.html.push_str(&text[from..at]);
            self.text.html.push_str(special.html);
            self.plain.push_str(&text[from..at]);
            from = at + special.length;
            self.plain.push_str(special.plain.unwrap_or(&text[at..from]));
            at = from;
        }
        self.text.html.push_str(&text[from..]);
        self.plain.push_str(&text[from..]);
        self.mark_prose(before);
    }

    /// Where the text stands in the source; `None` for the text of an entity, which is not the
    /// source's and is meant as it is.
    fn source_of(&self, text: &str, range: &Range<usize>) -> Option<usize> {
        let start = range.end.checked_sub(text.len())?;
        (self.source.text.get(start..range.end) == Some(text)).then_some(start)
    }

    /// What becomes of the special byte at `at` of a text that stands at `source_at`.
    fn special(&mut self, text: &str, at: usize, source_at: Option<usize>) -> Option<Special> {
        let source = self.source;
        let byte = text.as_bytes()[at];
        if let Some(start) = source_at.filter(|_| Typesetter::is_mark(byte)) {
            let is_escaped = at == 0 && source.text[..start].ends_with('\\');
            let mark = if is_escaped { None } else { self.typesetter.replace(&source.text, start + at) };
            if let Some((mark, length)) = mark.filter(|(_, length)| at + length <= text.len()) {
                return Some(Special { html: mark, plain: Some(mark), length });
            }
        }
        if let Some(stand_ins) = source.stand_ins()
            && let Some(literal) = stand_ins.at_start(&text[at..])
        {
            return Some(Special { html: literal, plain: Some(literal), length: stand_ins.len() });
        }
        let html = escape::replacement(byte)?;
        Some(Special { html, plain: (byte < b' ').then_some(html), length: 1 })
    }

    /// Notes what was written from `before` on as running text, if it is.
    fn mark_prose(&mut self, before: usize) {
        if self.outside_prose > 0 || self.text.html.len() == before {
            return;
        }
        let range = offset(before)..offset(self.text.html.len());
        match self.text.prose.last_mut() {
            Some(last) if last.end == range.start => last.end = range.end,
            _ => self.text.prose.push(range),
        }
    }

    /// Text of raw HTML: escaped, but not typeset.
    pub(super) fn push_text(&mut self, text: &str) {
        let before = self.text.html.len();
        escape::push(&mut self.text.html, text);
        self.plain.push_str(text);
        self.mark_prose(before);
    }

    pub(super) fn push_html(&mut self, html: &str) {
        self.text.html.push_str(html);
    }

    /// Leaves a hole.
    pub(super) fn hole(&mut self, kind: HoleKind) {
        self.text.holes.push(Hole { at: offset(self.text.html.len()), kind });
    }

    /// Inserts `html` at an earlier place of the output, before everything that stands there.
    pub(super) fn insert_html(&mut self, at: usize, html: &str) {
        self.text.html.insert_str(at, html);
        let shift = offset(html.len());
        for hole in self.text.holes.iter_mut().rev().take_while(|hole| hole.at as usize >= at) {
            hole.at += shift;
        }
    }

    fn begin_block_of(&mut self, tag: &Tag<'_>) {
        match tag {
            Tag::Emphasis | Tag::Strong | Tag::Strikethrough | Tag::Link { .. } | Tag::Image { .. } => {}
            Tag::TableCell => {
                self.hear_block();
                self.typesetter.begin_block();
            }
            _ => self.begin_block(),
        }
    }

    /// Begins a line of HTML and of plain text.
    pub(super) fn begin_block(&mut self) {
        self.hear_block();
        self.typesetter.begin_block();
        if !self.text.html.is_empty() && !self.text.html.ends_with(['\n', '>']) {
            self.push_html("\n");
        }
        self.end_line();
    }

    /// Ends the line of plain text, if one has begun.
    pub(super) fn end_line(&mut self) {
        if !self.plain.is_empty() && !self.plain.ends_with('\n') {
            self.plain.push('\n');
        }
    }

    /// Ends the section that is being written.
    pub(super) fn end_section(&mut self) {
        let text = std::mem::take(&mut self.plain);
        let text = text.trim();
        let heading = self.body.headings.len().checked_sub(1);
        match self.text.sections.last_mut() {
            // An empty heading begins no section.
            Some(last) if last.heading == heading => {
                last.text.push('\n');
                last.text.push_str(text);
                last.text.truncate(last.text.trim_end().len());
            }
            _ if heading.is_none() && text.is_empty() => {}
            _ => self.text.sections.push(Section { heading, text: text.to_owned() }),
        }
    }

    /// Reports a problem at a range of the prepared text.
    pub(super) fn problem(
        &mut self,
        code: Code,
        range: &Range<usize>,
        args: impl FnOnce(Diagnostic) -> Diagnostic,
    ) {
        let span = self.source.span(range);
        self.report(args(Diagnostic::new(code).at(self.setting.file, span)));
    }

    fn report(&mut self, problem: Diagnostic) {
        if let Some(left) = self.problems_left.checked_sub(1) {
            self.problems_left = left;
            self.problems.push(problem);
        }
    }
}

/// Whether it is a control character that means nothing in a text, or stands for one that was lost.
fn is_unshown(character: char) -> bool {
    character == '\u{fffd}' || character.is_control() && !matches!(character, '\t' | '\r' | '\n' | LINE_BREAK)
}

/// Whether a text may have such a character, told by its bytes alone.
fn may_have_unshown(text: &str) -> bool {
    // The first bytes of what lies between U+0080 and U+00BF, and of U+FFFD.
    let may_be = |byte: u8| byte < b' ' || byte == 0x7f || byte == 0xc2 || byte == 0xef;
    // Without an end at the first one, all bytes are looked at in parallel.
    text.bytes().fold(false, |found, byte| found | may_be(byte))
}

/// What stands in for some bytes of a text.
struct Special {
    html: &'static str,
    /// In plain text; `None` if the bytes stay there.
    plain: Option<&'static str>,
    length: usize,
}

/// The bytes at which typesetting stops to look: what is escaped, what is typeset, and the first
/// byte of what may stand for a literal character.
const SPECIAL: [bool; 256] = {
    let mut special = [false; 256];
    let mut byte = 0;
    while byte < 256 {
        #[expect(clippy::cast_possible_truncation, reason = "below 256")]
        let value = byte as u8;
        special[byte] = escape::replacement(value).is_some() || Typesetter::is_mark(value) || value >= 0xEE;
        byte += 1;
    }
    special
};

/// An offset in the HTML. Files of four gigabytes are refused long before.
pub(super) fn offset(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}
