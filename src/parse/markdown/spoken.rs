//! What a text says in running words, block by block, for the checks of language: without code, text alternatives and
//! the titles that other documents lend it.
//!
//! The words are as the file has them, so that each has a place there. Hardly any text is asked for this, so the
//! events are simply written once more, with somebody who listens.

use std::ops::Range;

use super::body::{Link, LinkKind};
use super::writer::{Frame, Writer};

/// Stands for a piece of code in a block's text (OBJECT REPLACEMENT CHARACTER).
const CODE: char = '\u{fffc}';

/// What a text says, and where its links lead.
#[derive(Debug, Default)]
pub(in crate::parse) struct Spoken {
    /// Its paragraphs, headings, entries of lists and rows of tables.
    pub(in crate::parse) blocks: Vec<Block>,
    /// Its links.
    pub(in crate::parse) links: Vec<Link>,
}

/// A paragraph, or what else stands by itself.
#[derive(Debug, Default)]
pub(in crate::parse) struct Block {
    /// The words as the file has them; lines are divided as on the page.
    pub(in crate::parse) text: String,
    /// Whether it is a quotation: the words of somebody else.
    pub(in crate::parse) is_quoted: bool,
    /// Parts of the text that lead out of the site, and are named as others name them.
    pub(in crate::parse) foreign: Vec<Range<usize>>,
    /// Where its pieces begin: in the text and in the file, ascending.
    pieces: Vec<(usize, usize)>,
    /// The part of the file that it was taken from.
    limit: Range<usize>,
}

impl Block {
    /// A plain `value` that stands in a `file` somewhere within `span`.
    pub(in crate::parse) fn plain(file: &str, span: &Range<usize>, value: &str) -> Self {
        let at = file.get(span.clone()).and_then(|text| text.find(value)).map(|at| span.start + at);
        let pieces = at.map(|at| (0, at)).into_iter().collect();
        Self { text: value.to_owned(), pieces, limit: span.clone(), ..Self::default() }
    }

    /// Where a part of the text stands in the file.
    pub(in crate::parse) fn place(&self, part: &Range<usize>) -> Range<usize> {
        let Some(start) = self.offset(part.start) else { return self.limit.clone() };
        // The end goes by the last byte, which is of the same piece as the others of its word.
        let end = part.end.checked_sub(1).and_then(|last| self.offset(last)).map_or(start, |last| last + 1);
        start..end.max(start)
    }

    fn offset(&self, at: usize) -> Option<usize> {
        let next = self.pieces.partition_point(|&(text, _)| text <= at);
        let (text, file) = self.pieces.get(next.checked_sub(1)?)?;
        Some(file + (at - text))
    }
}

/// Who listens while a text is written.
#[derive(Default)]
pub(super) struct Listener {
    blocks: Vec<Block>,
    /// Whether the next words begin a block.
    is_new: bool,
}

impl Writer<'_> {
    /// Tells the listener that what follows stands by itself.
    pub(super) fn hear_block(&mut self) {
        if let Some(listener) = &mut self.listener {
            listener.is_new = true;
        }
    }

    /// Tells the listener that the line ends.
    pub(super) fn hear_line_break(&mut self) {
        if let Some(block) =
            self.listener.as_mut().filter(|listener| !listener.is_new).and_then(|l| l.blocks.last_mut())
        {
            block.text.push('\n');
        }
    }

    /// Tells the listener that code stands here.
    pub(super) fn hear_code(&mut self) {
        if let Some(block) =
            self.listener.as_mut().filter(|listener| !listener.is_new).and_then(|l| l.blocks.last_mut())
        {
            block.text.push(CODE);
        }
    }

    /// Tells the listener what is said.
    pub(super) fn hear(&mut self, text: &str, range: &Range<usize>) {
        if self.listener.is_none() || self.image.is_some() {
            return;
        }
        let is_foreign =
            self.link.is_some()
                && self.body.links.last().is_some_and(|link| {
                    link.kind == LinkKind::External && !link.target.starts_with("mailto:")
                });
        let is_quoted = self.frames.iter().any(|frame| match frame {
            Frame::Markdown(close) => close.starts_with("</blockquote"),
            Frame::Raw(element) => ["blockquote", "q", "cite", "code", "pre", "kbd"].contains(&element.name),
            Frame::Silent => false,
        });
        let words = self.source.restore(text);
        let at = self.source.span(range).start;
        let Some(listener) = &mut self.listener else { return };
        if listener.is_new || listener.blocks.last().is_none_or(|block| block.is_quoted != is_quoted) {
            listener.is_new = false;
            listener.blocks.push(Block { is_quoted, limit: at..at, ..Block::default() });
        }
        let Some(block) = listener.blocks.last_mut() else { return };
        let from = block.text.len();
        block.pieces.push((from, at));
        block.text.push_str(&words);
        block.limit.end = at + words.len();
        if is_foreign {
            block.foreign.push(from..block.text.len());
        }
    }

    /// Writes the whole text for its listener.
    pub(super) fn spoken(mut self) -> Spoken {
        self.listener = Some(Listener { is_new: true, ..Listener::default() });
        self.code_left = 0;
        self.write_all();
        let blocks = self.listener.map(|listener| listener.blocks).unwrap_or_default();
        Spoken { blocks, links: self.body.links }
    }
}
