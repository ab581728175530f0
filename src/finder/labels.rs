//! What the facets and their terms are called in another language than that of the site, in which the index has them.
//!
//! The index is the same for readers of all languages. A page of the search in another one brings along what it calls
//! the facets, so nobody loads more languages than their own.

use std::collections::BTreeMap;

use super::facets::{Facets, Key, Source};
use crate::lang::Lang;
use crate::locale::{capitalised, yes_or_no};
use crate::model::{Kind, Labels};
use crate::site::{Site, Target};

/// What facets are called that are of no field.
#[derive(Clone, Debug)]
pub struct Words {
    /// The facet of the types.
    pub kind: String,
    /// Of these, that of the pages which gather others.
    pub overviews: String,
    /// The facet of the languages.
    pub language: String,
}

/// A text, and its language where that is not the page's.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Label {
    /// The text.
    pub text: String,
    /// The language; empty for that of the page.
    pub lang: String,
}

/// What a facet and its terms are called, as far as it is something else than in the language of the site.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FacetLabels {
    /// Its name in addresses.
    pub id: String,
    /// What it is called.
    pub label: Option<Label>,
    /// What terms are called, by their names in addresses.
    pub terms: BTreeMap<String, Label>,
}

/// What the facets of a site are called in this language; `words` are in it.
#[must_use]
pub fn labels(site: &Site, lang: &Lang, words: &Words) -> Vec<FacetLabels> {
    let facets = Facets::of(site);
    let sources = facets.sources.iter().zip(&facets.places);
    let labels = facets.facets.iter().zip(sources).map(|(facet, (source, places))| {
        let other = |label: &Label, usual: &str| label.text != usual;
        let mut terms: BTreeMap<String, Label> = BTreeMap::new();
        let mut keys: Vec<(&Key, &u32)> = places.iter().collect();
        keys.sort_unstable_by_key(|(_, place)| **place);
        for (key, place) in keys {
            let term = &facet.terms[*place as usize];
            let is_name = matches!(key, Key::Lang(_));
            if let Some(label) = term_label(site, source, key, lang, words)
                && (is_name || other(&label, &term.label))
            {
                terms.entry(term.id.clone()).or_insert(label);
            }
        }
        let label = facet_label(site, source, lang, words).filter(|label| other(label, &facet.label));
        FacetLabels { id: facet.id.clone(), label, terms }
    });
    labels.filter(|facet| facet.label.is_some() || !facet.terms.is_empty()).collect()
}

fn facet_label(site: &Site, source: &Source, lang: &Lang, words: &Words) -> Option<Label> {
    let own = |text: &str| Some(Label { text: text.to_owned(), ..Label::default() });
    match source {
        Source::Type => own(&words.kind),
        Source::Language => own(&words.language),
        Source::Field(of) => {
            let (kind, index) = of.iter().enumerate().find_map(|(kind, index)| Some((kind, (*index)?)))?;
            spoken(&site.model().types[kind].fields[index].label, lang)
        }
    }
}

/// What a term is called; `None` for what has no other name in any language.
fn term_label(site: &Site, source: &Source, key: &Key, lang: &Lang, words: &Words) -> Option<Label> {
    match key {
        Key::Type(kind) => spoken(&site.model().types[*kind].plural, lang),
        Key::Overview => Some(Label { text: words.overviews.clone(), ..Label::default() }),
        // Each is called as in itself.
        Key::Lang(tag) => {
            let own = Lang::parse(tag)?;
            Some(Label { text: own.name().to_owned(), lang: own.mark_on(lang) })
        }
        Key::Choice(choice) => {
            let Source::Field(of) = source else { return None };
            let kinds = site.model().types.iter().zip(of);
            let mut fields = kinds.filter_map(|(kind, index)| Some(&kind.fields[(*index)?].kind));
            fields.find_map(|field| match field {
                Kind::Choice(choices) => spoken(choices.get(choice)?, lang),
                Kind::Bool => {
                    let text = capitalised(yes_or_no(choice == "true", lang));
                    Some(Label { text, ..Label::default() })
                }
                _ => None,
            })
        }
        Key::Target(Target::Term(id)) => spoken(&site.term(*id).label, lang),
        Key::Target(Target::Document(id)) => {
            let document = site.document(site.for_readers(*id, lang));
            Some(Label { text: document.title.clone(), lang: document.lang().mark_on(lang) })
        }
        Key::Target(_) => None,
    }
}

fn spoken(labels: &Labels, lang: &Lang) -> Option<Label> {
    labels.spoken(lang).map(|(own, text)| Label { text: text.to_owned(), lang: own.mark_on(lang) })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pipeline::testing::site;

    #[test]
    fn facets_are_called_as_readers_of_the_language_call_them() {
        let vocabulary = "id: target_group\nlabel: {de: Zielgruppen}\nterms:\n  - {id: eltern, label: {de: Eltern, uk: Батьки}}\n  - {id: kinder, label: Kinder}\n  - {id: alle, label: {de: Alle, en: All}}\n";
        let concept =
            "---\ntitle: A\ntarget_group: [eltern, kinder, alle]\nproject: p\nmaturity: erprobt\n---\n";
        let site = site(&[
            ("content/vokabulare/zielgruppen.yaml", vocabulary),
            ("content/konzepte/a.md", concept),
            ("content/konzepte/b.md", "---\ntitle: B\ntarget_group: [eltern]\nproject: q\n---\n"),
            ("content/projekte/p.md", "---\ntitle: Netz\n---\n"),
            ("content/projekte/p.uk.md", "---\ntitle: Мережа\n---\n"),
            ("content/projekte/q.md", "---\ntitle: Quartier\n---\n"),
        ]);
        let word = |text: &str| text.to_owned();
        let words =
            Words { kind: word("Вид"), overviews: word("Огляди"), language: word("Мова") };
        let labels = labels(&site, &Lang::parse("uk").unwrap(), &words);
        let said = |id: &str| {
            let facet = labels.iter().find(|facet| facet.id == id).unwrap();
            let label = |label: &Label| format!("{} {}", label.text, label.lang).trim_end().to_owned();
            let terms = facet.terms.iter().map(|(id, term)| format!("{id}: {}", label(term)));
            let facet = facet.label.as_ref().map(label).unwrap_or_default();
            std::iter::once(facet).chain(terms).collect::<Vec<_>>()
        };
        // What has no name in Ukrainian has one that Ukrainians may know; else it stays.
        assert_eq!(said("target_group"), ["Цільова група", "alle: All en", "eltern: Батьки"]);
        assert_eq!(said("project"), ["Проєкт", "p: Мережа"]);
        assert_eq!(said("language"), ["Мова", "de: Deutsch de", "uk: Українська"]);
        assert_eq!(said("type")[0], "Вид");
        assert!(said("type").contains(&word("page.overview: Огляди")), "{:?}", said("type"));
        assert!(said("type").contains(&word("concept: Концепції")), "{:?}", said("type"));
        assert!(said("maturity").iter().any(|term| term.starts_with("erprobt: ")), "{:?}", said("maturity"));
    }
}
