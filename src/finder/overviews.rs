//! Overviews: the pages that gather documents by term, vocabulary and type, as the search sees them.
//!
//! Who asks for `Eltern` or `Quartiersarbeit` wants what there is for them, and a term's page is just that list. An
//! overview that a document introduces is found as that document.

use super::facets::Facets;
use crate::lang::Lang;
use crate::model::{Kind, Labels};
use crate::path::OutputPath;
use crate::search::input::{self, Field};
use crate::site::{PageKind, Site, TermId};

/// The weight of other names, as for a document.
const OTHER_NAME: u8 = 4;

/// An overview that readers may find.
#[derive(Clone, Copy, Debug)]
pub(super) enum Overview {
    /// Of a type's documents: an index into [`Site::lists`].
    List(usize),
    /// Of a vocabulary's terms.
    Vocabulary(usize),
    /// Of a term's documents.
    Term(TermId),
}

/// The overviews that a site has, in the order of its pages; those that gather less than two pages are left out, as they
/// would only stand before what is found anyway.
pub(super) fn of(site: &Site) -> impl Iterator<Item = Overview> {
    site.pages.iter().filter_map(|page| match page.kind {
        PageKind::List(number, 0) | PageKind::Glossary(number) => {
            let list = &site.lists[number];
            (list.intro.is_none() && list.documents.len() > 1).then_some(Overview::List(number))
        }
        PageKind::Vocabulary(number) => {
            let used = site.vocabularies[number].terms.iter().filter(|term| !term.documents.is_empty());
            (used.count() > 1).then_some(Overview::Vocabulary(number))
        }
        PageKind::Term(id, 0) => (site.term(id).documents.len() > 1).then_some(Overview::Term(id)),
        _ => None,
    })
}

/// An overview as the search sees it, in the language of the site.
pub(super) fn document(site: &Site, overview: Overview, facets: &Facets) -> input::Document {
    let lang = &site.config.lang;
    let plain = |output: &OutputPath, label: &Labels, kind: String| {
        let title = label.get(lang).to_owned();
        let others = label.iter().filter(|(_, text)| *text != title);
        input::Document {
            lang: lang.to_string(),
            address: output.encoded(),
            kind,
            fields: others.map(|(_, text)| other_name(text)).collect(),
            facets: facets.of_overview(lang),
            title,
            ..input::Document::default()
        }
    };
    match overview {
        Overview::List(number) => {
            let list = &site.lists[number];
            let kind = counted(name(lang).0, list.documents.len(), lang);
            plain(&list.output, &site.model().types[list.kind].plural, kind)
        }
        Overview::Vocabulary(number) => {
            let vocabulary = &site.vocabularies[number];
            input::Document {
                summary: vocabulary.description.get(lang).to_owned(),
                ..plain(&vocabulary.output, &vocabulary.label, name(lang).0.to_owned())
            }
        }
        Overview::Term(id) => {
            let term = site.term(id);
            let mut fields = site.model().types.iter().flat_map(|kind| &kind.fields);
            let field = fields.find(|field| field.kind == Kind::Term(id.vocabulary));
            let kind = field.map_or(&site.vocabularies[id.vocabulary].label, |field| &field.label);
            let kind = counted(kind.get(lang), term.documents.len(), lang);
            let mut document = plain(&term.output, &term.label, kind);
            let names = term.synonyms.iter().chain([&term.notation]).filter(|name| !name.is_empty());
            document.fields.extend(names.map(|name| other_name(name)));
            document.summary = term.description.get(lang).to_owned();
            document
        }
    }
}

fn other_name(name: &str) -> Field {
    Field { weight: OTHER_NAME, text: name.to_owned() }
}

/// What a page is, and how many pages it gathers.
fn counted(kind: &str, count: usize, lang: &Lang) -> String {
    if is_german(lang) { format!("{kind}, {count} Einträge") } else { format!("{kind}, {count} entries") }
}

/// What an overview is called in a site of this language, and what several are.
pub(super) fn name(lang: &Lang) -> (&'static str, &'static str) {
    if is_german(lang) { ("Übersicht", "Übersichten") } else { ("Overview", "Overviews") }
}

fn is_german(lang: &Lang) -> bool {
    lang.base() == "de"
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pipeline::testing::site;
    use crate::search::input::FacetValue;

    const VOCABULARY: &str = "id: target_group
label: {de: Zielgruppen}
terms:
  - {id: eltern, label: {de: Eltern, tr: Ebeveynler}, synonyms: [Mütter], description: {de: Wer sorgt.}}
  - {id: kinder, label: {de: Kinder}}
";
    const FILES: [(&str, &str); 3] = [
        ("content/vokabulare/zielgruppen.yaml", VOCABULARY),
        ("content/konzepte/a.md", "---\ntitle: A\ntarget_group: [eltern]\n---\n"),
        ("content/konzepte/b.md", "---\ntitle: B\ntarget_group: [eltern, kinder]\n---\n"),
    ];
    const ALL: [&str; 3] = [
        "Konzepte (Übersicht, 2 Einträge) konzepte/index.html",
        "Eltern (Zielgruppe, 2 Einträge) vokabulare/zielgruppen/eltern.html",
        "Zielgruppen (Übersicht) vokabulare/zielgruppen/index.html",
    ];

    fn found(site: &Site) -> Vec<input::Document> {
        let facets = Facets::of(site);
        of(site).map(|overview| document(site, overview, &facets)).collect()
    }

    fn shown(found: &[input::Document]) -> Vec<String> {
        let line = |found: &input::Document| format!("{} ({}) {}", found.title, found.kind, found.address);
        found.iter().map(line).collect()
    }

    #[test]
    fn what_gathers_several_pages_is_found() {
        let site = site(&FILES);
        let found = found(&site);
        assert_eq!(shown(&found), ALL, "one concept for children needs no overview");
        let parents = &found[1];
        let names: Vec<&str> = parents.fields.iter().map(|field| field.text.as_str()).collect();
        assert_eq!((names, parents.summary.as_str()), (vec!["Ebeveynler", "Mütter"], "Wer sorgt."));
    }

    #[test]
    fn an_overview_that_a_document_introduces_is_found_as_that_document() {
        let intro = ("content/konzepte/index.md", "---\ntitle: Unsere Konzepte\n---\n");
        assert_eq!(shown(&found(&site(&[&FILES[..], &[intro]].concat()))), ALL[1..]);
    }

    #[test]
    fn a_list_can_be_narrowed_to_its_type_even_if_there_is_no_other() {
        let site = site(&FILES);
        let facets = Facets::of(&site).facets;
        let (place, kinds) = facets.iter().enumerate().find(|(_, facet)| facet.id == "type").unwrap();
        let kinds: Vec<&str> = kinds.terms.iter().map(|term| term.id.as_str()).collect();
        assert_eq!(kinds, ["concept", "page.overview"]);
        assert!(found(&site).iter().all(|found| found.facets[place] == FacetValue::Terms(vec![1])));
    }
}
