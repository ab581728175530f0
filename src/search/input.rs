//! What the search is told about a site: plain values, independent of how the site is made.

use std::collections::BTreeMap;

use super::exceptions::Exceptions;

/// A document that readers may find. Drafts and private fields are left out by whoever makes it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Document {
    /// Language tag: `de`, `en`, `de-simple`.
    pub lang: String,
    /// Path from the top of the site, percent-encoded: `konzepte/elternberatung.html`.
    pub address: String,
    /// Title as shown.
    pub title: String,
    /// What it is, as shown beside the title: `Konzept`.
    pub kind: String,
    /// One to three sentences, may be empty.
    pub summary: String,
    /// Further texts about the document: other names, tags, the labels of its terms.
    pub fields: Vec<Field>,
    /// The text in order; what stands before the first heading is a section without heading.
    pub sections: Vec<Section>,
    /// Day for sorting, counted from 1970-01-01.
    pub date: Option<i32>,
    /// Whether readers are shown the day: that of an event, but not that of the last change.
    pub is_dated: bool,
    /// Whether it stands behind others that fit as well.
    pub is_behind: bool,
    /// For each facet of the site, in its order, what the document has there.
    pub facets: Vec<FacetValue>,
}

/// A text about a document, with its weight: 6 for a title, 4 for other names, 1 for running text.
#[derive(Clone, Debug, PartialEq)]
pub struct Field {
    /// How much an occurrence counts.
    pub weight: u8,
    /// Plain text.
    pub text: String,
}

/// A part of a document that can be linked to.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Section {
    /// The heading's id, empty for the part before the first heading.
    pub anchor: String,
    /// Plain text of the heading.
    pub heading: String,
    /// Plain text, paragraphs divided by line ends.
    pub text: String,
}

/// What a document has in one facet.
#[derive(Clone, Debug, PartialEq)]
pub enum FacetValue {
    /// Terms by their place in [`Facet::terms`]; the branches above them are implied.
    Terms(Vec<u32>),
    /// From the first to the last day, counted from 1970-01-01; for a number, the whole ones below and above it.
    Range(Option<(i32, i32)>),
}

/// A way to narrow down results.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Facet {
    /// Name in addresses: `target_group`.
    pub id: String,
    /// Label as shown.
    pub label: String,
    /// The terms, empty for a range; a term stands after the one it belongs to.
    pub terms: Vec<FacetTerm>,
    /// What ranges are counted in; `None` where values are terms.
    pub scale: Option<Scale>,
}

/// What a range is counted in, and so what readers are asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scale {
    /// Days: `2026-03-14`.
    Day,
    /// Days, asked for as years: `2026`.
    Year,
    /// Plain numbers.
    Number,
}

/// A term of a facet.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct FacetTerm {
    /// Name in addresses: `jugendliche`.
    pub id: String,
    /// Label as shown.
    pub label: String,
    /// The place of the broader term in [`Facet::terms`].
    pub broader: Option<u32>,
}

/// What holds for the whole site.
#[derive(Clone, Debug, Default)]
pub struct Settings {
    /// The site's main language.
    pub lang: String,
    /// What each language of the documents is called in itself, and its direction; empty where there is only one.
    pub langs: BTreeMap<String, (String, &'static str)>,
    /// Facets in the order in which they are shown.
    pub facets: Vec<Facet>,
    /// Groups of words or phrases that mean the same, from glossary and vocabularies.
    pub synonyms: Vec<Vec<String>>,
    /// The site's own file.
    pub exceptions: Exceptions,
}
