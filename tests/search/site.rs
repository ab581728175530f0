//! Reads documents for the tests from plain text.
//!
//! ```text
//! == konzepte/elternberatung            address without .html
//! # Title
//! > Summary
//! + weight 4 text: other names, tags
//! @ target_group: eltern, kinder
//! Text before the first heading.
//! ## Heading
//! Text.
//! ```

use fundus::search::index::{File, index};
use fundus::search::input::{Document, Facet, FacetTerm, FacetValue, Field, Section, Settings};
use fundus::search::opened::Opened;

/// The documents of a text, in the order of their titles, and the facets that they use.
pub fn documents(text: &str) -> (Vec<Document>, Vec<Facet>) {
    let mut documents = Vec::new();
    let mut facets: Vec<Facet> = Vec::new();
    for entry in text
        .split("\n== ")
        .map(|entry| entry.trim_start_matches("== "))
        .filter(|entry| !entry.starts_with("//"))
    {
        documents.push(document(entry, &mut facets));
    }
    documents.sort_by_key(|document: &Document| document.title.to_lowercase());
    (documents, facets)
}

fn document(entry: &str, facets: &mut Vec<Facet>) -> Document {
    let mut lines = entry.lines();
    let address = lines.next().unwrap_or("").trim();
    let mut document = Document {
        lang: "de".into(),
        address: format!("{address}.html"),
        sections: vec![Section::default()],
        ..Document::default()
    };
    for line in lines {
        if let Some(title) = line.strip_prefix("# ") {
            document.title = title.into();
        } else if let Some(heading) = line.strip_prefix("## ") {
            let anchor = format!("abschnitt-{}", document.sections.len());
            document.sections.push(Section { anchor, heading: heading.into(), text: String::new() });
        } else if let Some(summary) = line.strip_prefix("> ") {
            document.summary = summary.into();
        } else if let Some(text) = line.strip_prefix("+ ") {
            document.fields.push(Field { weight: 4, text: text.into() });
        } else if let Some((facet, terms)) = line.strip_prefix("@ ").and_then(|line| line.split_once(": ")) {
            let at = place(
                facets,
                |known| known.id == facet,
                || Facet { id: facet.into(), label: facet.into(), ..Facet::default() },
            );
            let terms = terms.split(", ").map(|term| {
                let new = || FacetTerm { id: term.into(), label: term.into(), broader: None };
                u32::try_from(place(&mut facets[at].terms, |known| known.id == term, new)).unwrap()
            });
            let terms = FacetValue::Terms(terms.collect());
            document.facets.resize(at + 1, FacetValue::Terms(Vec::new()));
            document.facets[at] = terms;
        } else if !line.trim().is_empty() {
            let section = document.sections.last_mut().unwrap();
            section.text.push_str(line);
            section.text.push('\n');
        }
    }
    document
}

fn place<T>(list: &mut Vec<T>, is: impl Fn(&T) -> bool, new: impl FnOnce() -> T) -> usize {
    list.iter().position(is).unwrap_or_else(|| {
        list.push(new());
        list.len() - 1
    })
}

/// The files of the index.
pub fn files(documents: &[Document], settings: &Settings) -> Vec<File> {
    index(documents.len(), |at| documents[at].clone(), settings).files
}

/// The index opened from its files.
pub fn open(files: &[File]) -> Opened {
    let read = |path: &str| files.iter().find(|(name, _)| name == path).map(|(_, bytes)| bytes.as_slice());
    Opened::open(read).unwrap()
}
