//! Markdown to a [`Body`]: CommonMark with what German concept bases need on top.
//!
//! The dialect is specified by the examples in `content/handbuch/markdown.md`, which a test runs.
//! pulldown-cmark parses; everything that this module adds is done before it, on the text
//! (`source`), or after it, on its events (`writer`). Parsing is pure and never fails: what is
//! wrong with a text becomes a diagnostic, and hostile text costs no more than long text.
//!
//! Left to others: where links lead, how large images are, the theme's words ([`Hole`]), and glossary
//! explanations ([`Text::prose`]).

mod anchor;
mod asterisk;
mod body;
mod bold;
mod callout;
mod day;
mod entry;
mod escape;
mod fence;
mod footnote;
mod heading;
mod highlight;
mod html;
mod image;
mod late;
mod leftover;
mod limits;
mod link;
mod literal;
mod nbsp;
mod numbering;
mod raw_html;
mod source;
mod spoken;
mod table;
mod target;
#[cfg(test)]
mod tests;
mod text_table;
mod typography;
mod unread;
mod writer;

use std::ops::Range;

pub use anchor::anchor;
pub use body::{Body, Heading, Hole, HoleKind, Image, Link, LinkKind, Section, Text, TextKey};
pub use late::LateText;
pub(super) use late::without_text;
pub(super) use spoken::{Block, Spoken};

use self::source::Source;
use self::writer::{Setting, Writer};
use crate::diagnostic::Diagnostic;
use crate::lang::Lang;
use crate::path::SourcePath;

/// Parses the Markdown that begins at byte `start` of a file's text.
///
/// Spans of the result and of the `problems` are ranges of bytes of the whole file.
pub fn parse(
    file: &SourcePath,
    text: &str,
    start: usize,
    lang: &Lang,
    problems: &mut Vec<Diagnostic>,
) -> Body {
    let source = Source::body(text, start);
    let setting = Setting { file, lang, prefix: String::new(), parent_level: 1 };
    Writer::new(&source, setting, problems).write()
}

/// A field of the front matter whose value is Markdown.
#[derive(Clone, Debug)]
pub struct Field<'a> {
    /// The field's name; anchors within the value begin with it, so that they differ from the body's.
    pub name: &'a str,
    /// The value.
    pub value: &'a str,
    /// Where the value stands in the file, as a range of bytes.
    pub span: Range<usize>,
}

/// Parses a field of the front matter of a file with this `text`. The page shows the field under a
/// heading of the second level, so headings within it begin at the third.
pub fn parse_field(
    file: &SourcePath,
    text: &str,
    field: &Field<'_>,
    lang: &Lang,
    problems: &mut Vec<Diagnostic>,
) -> Body {
    let source = Source::field(text, field.span.clone(), field.value);
    let setting = Setting { file, lang, prefix: format!("{}-", field.name), parent_level: 2 };
    Writer::new(&source, setting, problems).write()
}

/// What the Markdown that begins at byte `start` of a file's text says; problems are known since [`parse`].
pub(super) fn spoken(file: &SourcePath, text: &str, start: usize, lang: &Lang) -> Spoken {
    let source = Source::body(text, start);
    let setting = Setting { file, lang, prefix: String::new(), parent_level: 1 };
    Writer::new(&source, setting, &mut Vec::new()).spoken()
}

/// What a field of the front matter of a file with this `text` says; problems are known since [`parse_field`].
pub(super) fn spoken_field(file: &SourcePath, text: &str, field: &Field<'_>, lang: &Lang) -> Spoken {
    let source = Source::field(text, field.span.clone(), field.value);
    let setting = Setting { file, lang, prefix: String::new(), parent_level: 2 };
    Writer::new(&source, setting, &mut Vec::new()).spoken()
}
