//! What a Markdown text becomes: HTML with holes, and everything that later phases ask about it.
//!
//! A text is parsed without knowing the rest of the site. Where the finished HTML depends on the
//! rest (the address of a linked document, the size of an image, a word of the theme), the HTML has
//! a [`Hole`], which [`Text::fill`] closes once everything is known.
//!
//! A cache keeps what other pages ask of a body, and not its text, which is most of it: a [`LateText`] is parsed
//! again when somebody looks at it.

use std::ops::Range;

use memchr::memmem;
use serde::{Deserialize, Serialize};

use super::late::LateText;
use crate::path::percent_decode;
use crate::text::slug;

/// A parsed Markdown text.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Body {
    /// The links, in the order of the text.
    pub links: Vec<Link>,
    /// The images that belong to the site, in the order of the text.
    pub images: Vec<Image>,
    /// The headings, in the order of the text.
    pub headings: Vec<Heading>,
    /// The text itself.
    pub text: LateText,
}

/// What a Markdown text says: for its page and for the search, and for nobody else.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Text {
    /// Finished and well-nested HTML, except for the holes.
    pub html: String,
    /// The places of `html` that only the whole site can fill, ascending.
    pub holes: Vec<Hole>,
    /// Ranges of `html` that are running text, ascending: not code, link, heading, table header or
    /// footnote mark. Glossary terms may be explained there. No range contains a tag or a hole.
    pub prose: Vec<Range<u32>>,
    /// The number of words, for the reading time.
    pub words: usize,
    /// The plain text by section, for the search.
    pub sections: Vec<Section>,
}

/// A place of the HTML that is filled in later.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hole {
    /// Where, as a byte offset in [`Text::html`].
    pub at: u32,
    /// What belongs there.
    pub kind: HoleKind,
}

/// What fills a [`Hole`]. Numbers are indices into [`Body::links`] and [`Body::images`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum HoleKind {
    /// The attributes of a link: ` href="…"` with the leading space, and what marks it as leading out
    /// of a copy that was taken along.
    Href(usize),
    /// The title of the document that a wikilink leads to, escaped.
    LinkText(usize),
    /// Finished HTML after a link to a file of the site, which says its type and size; may be empty.
    DownloadInfo(usize),
    /// Attributes of an image: ` src="…" width="…" height="…" loading="…"`, with the leading space.
    Image(usize),
    /// A film or recording with its captions and all that belongs to it; the number is an image's.
    Media(usize),
    /// A text of the theme, escaped for text and attributes.
    Text(TextKey),
}

/// The texts of the theme that a body needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum TextKey {
    /// The title of a callout that brings none of its own: "Hinweis".
    CalloutNote,
    /// "Tipp"
    CalloutTip,
    /// "Wichtig"
    CalloutImportant,
    /// "Warnung"
    CalloutWarning,
    /// "Vorsicht"
    CalloutCaution,
    /// "Beispiel"
    CalloutExample,
    /// The name of a footnote mark, followed by its number: "Fußnote".
    Footnote,
    /// The name of the list of footnotes: "Fußnoten".
    Footnotes,
    /// The name of the link from a footnote back to its mark, followed by the number: "Zurück zu Fußnote".
    FootnoteBack,
    /// The name of a checked box in a task list: "Erledigt".
    TaskDone,
    /// The name of an empty box in a task list: "Offen".
    TaskOpen,
    /// What the times in the text of a film do: "Ab hier abspielen".
    MediaPlay,
    /// The name of a table that stands under no heading: "Tabelle".
    Table,
}

/// A link of the text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Link {
    /// The target as written, entities and escapes resolved: `../projekte/x.md#ziele`, `#ziele`,
    /// `https://…`, or what a wikilink names. Percent-encoding is left as it is.
    pub target: String,
    /// The link in the file, as a range of bytes.
    pub span: Range<usize>,
    /// How it was written.
    pub kind: LinkKind,
    /// Its text; empty for a wikilink that takes its target's title.
    pub text: String,
}

impl Link {
    /// Its target without the fragment, and the fragment, if it has one.
    #[must_use]
    pub fn parts(&self) -> (&str, Option<&str>) {
        match self.target.split_once('#') {
            Some((path, fragment)) => (path, Some(fragment).filter(|fragment| !fragment.is_empty())),
            None => (&self.target, None),
        }
    }
}

/// How a link was written, and so how its target is found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum LinkKind {
    /// `[text](target)`: a path relative to the document, or a fragment.
    Inline,
    /// `[[target]]` or `[[target|text]]`: the slug or title of a document.
    Wiki,
    /// An address outside of the site, already finished in the HTML.
    External,
}

/// An image of the site, or a film or recording that is shown as one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Image {
    /// The target as written, entities and escapes resolved.
    pub target: String,
    /// The text alternative.
    pub alt: String,
    /// The title, which is the caption when the image stands alone; may be empty.
    pub title: String,
    /// The image in the file, as a range of bytes.
    pub span: Range<usize>,
}

/// A heading of the text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Heading {
    /// 2 to 6, as in the HTML.
    pub level: u8,
    /// Its anchor, unique in the body.
    pub id: String,
    /// Its plain text.
    pub text: String,
    /// The heading in the file, as a range of bytes.
    pub span: Range<usize>,
}

/// The plain text from one heading to the next.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Section {
    /// The index in [`Body::headings`]; `None` for what stands before the first.
    pub heading: Option<usize>,
    /// The text without the heading, one line for each paragraph, item or row. Titles of other pages are marked,
    /// see [`Section::titled`].
    pub text: String,
}

/// Encloses the number of a link in the plain text (OBJECT REPLACEMENT CHARACTER).
const MARK: &str = "\u{fffc}";

/// Stands in the plain text for the title of the page to which a link leads.
pub(super) fn title_mark(link: usize) -> String {
    format!("{MARK}{link}{MARK}")
}

impl Section {
    /// The text with the titles of the pages that links without a text of their own lead to; `title` gives them
    /// by the index of the link.
    #[must_use]
    pub fn titled<'a>(&self, title: impl Fn(usize) -> Option<&'a str>) -> String {
        // `split` looks for the last byte of the mark, which is also that of `ü`.
        if memmem::find(self.text.as_bytes(), MARK.as_bytes()).is_none() {
            return self.text.clone();
        }
        let mut parts = self.text.split(MARK);
        let mut text = parts.next().unwrap_or_default().to_owned();
        while let Some(part) = parts.next() {
            match part.parse().ok().and_then(&title) {
                Some(title) => {
                    text.push_str(title);
                    text.push_str(parts.next().unwrap_or_default());
                }
                None => text.push_str(part),
            }
        }
        text
    }
}

impl Body {
    /// Whether links may lead to the same places in both.
    #[must_use]
    pub fn has_anchors_of(&self, other: &Self) -> bool {
        let (own, theirs) = (self.headings.iter(), other.headings.iter());
        own.map(|heading| &heading.id).eq(theirs.map(|heading| &heading.id))
    }

    /// The heading that a fragment of a link means: by its id, or by what it says.
    #[must_use]
    pub fn anchor(&self, fragment: &str) -> Option<&Heading> {
        let wanted = percent_decode(fragment);
        let find = |id: &str| self.headings.iter().find(|heading| heading.id == id);
        find(&wanted).or_else(|| find(&slug(&wanted)))
    }

    /// Whether both texts have the same links and images in the same order, wherever in the file
    /// they stand.
    #[must_use]
    pub fn is_bound_like(&self, other: &Self) -> bool {
        let Self { links, images, headings: _, text: _ } = self;
        let same_link = |a: &Link, b: &Link| (&a.target, a.kind) == (&b.target, b.kind);
        links.len() == other.links.len()
            && links.iter().zip(&other.links).all(|(a, b)| same_link(a, b))
            && images.iter().map(|image| &image.target).eq(other.images.iter().map(|image| &image.target))
    }
}

impl TextKey {
    /// Every key, for checking a theme.
    pub const ALL: &[Self] = &[
        Self::CalloutNote,
        Self::CalloutTip,
        Self::CalloutImportant,
        Self::CalloutWarning,
        Self::CalloutCaution,
        Self::CalloutExample,
        Self::Footnote,
        Self::Footnotes,
        Self::FootnoteBack,
        Self::TaskDone,
        Self::TaskOpen,
        Self::MediaPlay,
        Self::Table,
    ];

    /// The key under which the theme keeps the text.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::CalloutNote => "callout_note",
            Self::CalloutTip => "callout_tip",
            Self::CalloutImportant => "callout_important",
            Self::CalloutWarning => "callout_warning",
            Self::CalloutCaution => "callout_caution",
            Self::CalloutExample => "callout_example",
            Self::Footnote => "footnote",
            Self::Footnotes => "footnotes",
            Self::FootnoteBack => "footnote_back",
            Self::TaskDone => "task_done",
            Self::TaskOpen => "task_open",
            Self::MediaPlay => "media_play",
            Self::Table => "table",
        }
    }
}

impl Text {
    /// The finished HTML: `fill` appends what belongs into each hole, in order.
    pub fn fill(&self, mut fill: impl FnMut(HoleKind, &mut String)) -> String {
        let mut filled = String::with_capacity(self.html.len() + 48 * self.holes.len());
        let mut from = 0;
        for hole in &self.holes {
            let at = hole.at as usize;
            filled.push_str(&self.html[from..at]);
            fill(hole.kind, &mut filled);
            from = at;
        }
        filled.push_str(&self.html[from..]);
        filled
    }
}
