//! Facets from the model: every field marked as one, and the type and language of pages.

use std::collections::{HashMap, HashSet};

use indexmap::IndexMap;

use super::{days, overviews};
use crate::lang::Lang;
use crate::locale::{Sorter, capitalised, yes_or_no};
use crate::model::{Field, Kind};
use crate::parse::{Period, Value};
use crate::search::input::{Facet, FacetTerm, FacetValue, Scale};
use crate::site::{DocId, Site, Target, day_of, public_fields};

/// The facets of a site with the place of every term in them.
pub(super) struct Facets {
    pub(super) facets: Vec<Facet>,
    /// By facet: what a value is called, and its place among the terms.
    places: Vec<HashMap<Key, u32>>,
}

/// What identifies a value of a facet.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Key {
    Type(usize),
    Overview,
    Lang(String),
    Choice(String),
    Target(Target),
}

/// The facets that need no field.
const TYPE: &str = "type";
const LANGUAGE: &str = "language";

/// What overviews are called in addresses, as if they were of one type. No type has a dot in its name, which divides the
/// names of a table.
const OVERVIEWS: &str = "page.overview";

impl Facets {
    pub(super) fn of(site: &Site) -> Self {
        let lang = &site.config.lang;
        let german = lang.base() == "de";
        let mut facets = Self { facets: Vec::new(), places: Vec::new() };
        facets.add(TYPE, if german { "Art der Seite" } else { "Kind of page" }, types(site));
        for (name, field) in fields(site) {
            let label = field.label.get(lang);
            match &field.kind {
                Kind::Date | Kind::DateTime => facets.add_range(&name, label, Scale::Day),
                Kind::Period => facets.add_range(&name, label, Scale::Year),
                Kind::Number => facets.add_range(&name, label, Scale::Number),
                _ => facets.add(&name, label, terms(site, &name, field)),
            }
        }
        let langs = languages(site);
        if langs.len() > 1 {
            facets.add(LANGUAGE, if german { "Sprache" } else { "Language" }, langs);
        }
        facets
    }

    fn add(&mut self, id: &str, label: &str, terms: Vec<(Key, FacetTerm)>) {
        if terms.len() < 2 {
            return;
        }
        let mut places = HashMap::new();
        let mut shown = Vec::new();
        for (key, term) in terms {
            places.insert(key, u32::try_from(shown.len()).unwrap_or(u32::MAX));
            shown.push(term);
        }
        self.facets.push(Facet { id: id.to_owned(), label: label.to_owned(), terms: shown, scale: None });
        self.places.push(places);
    }

    fn add_range(&mut self, id: &str, label: &str, scale: Scale) {
        self.facets.push(Facet {
            id: id.to_owned(),
            label: label.to_owned(),
            terms: Vec::new(),
            scale: Some(scale),
        });
        self.places.push(HashMap::new());
    }

    /// What an overview in this language has in each facet.
    pub(super) fn of_overview(&self, lang: &Lang) -> Vec<FacetValue> {
        let values = self.facets.iter().zip(&self.places).map(|(facet, places)| match facet.id.as_str() {
            TYPE => FacetValue::Terms(places.get(&Key::Overview).copied().into_iter().collect()),
            LANGUAGE => {
                FacetValue::Terms(places.get(&Key::Lang(lang.to_string())).copied().into_iter().collect())
            }
            _ if facet.scale.is_some() => FacetValue::Range(None),
            _ => FacetValue::Terms(Vec::new()),
        });
        values.collect()
    }

    /// What a document has in each facet.
    pub(super) fn values(&self, site: &Site, id: DocId) -> Vec<FacetValue> {
        let document = site.document(id);
        let kind = site.type_of(id);
        self.facets
            .iter()
            .zip(&self.places)
            .map(|(facet, places)| {
                let keys: Vec<Key> = match facet.id.as_str() {
                    TYPE => vec![Key::Type(document.parsed.kind)],
                    LANGUAGE => vec![Key::Lang(document.lang().to_string())],
                    name => {
                        let mut values =
                            kind.field(name).into_iter().flat_map(|field| site.values_in(id, field));
                        if facet.scale.is_some() {
                            return FacetValue::Range(values.next().and_then(range));
                        }
                        values.filter_map(|value| key(site, value)).collect()
                    }
                };
                let mut places: Vec<u32> = keys.iter().filter_map(|key| places.get(key).copied()).collect();
                places.sort_unstable();
                places.dedup();
                FacetValue::Terms(places)
            })
            .collect()
    }
}

/// The fields marked as facets that some document has, by name, as their first type declares them.
fn fields(site: &Site) -> Vec<(String, &Field)> {
    let mut used: HashSet<&str> = HashSet::new();
    for (index, document) in site.documents.iter().enumerate() {
        let kind = site.type_of(DocId(index));
        for given in &document.fields.0 {
            used.insert(&kind.fields[given.index].name);
        }
    }
    let mut fields: Vec<(String, &Field)> = Vec::new();
    for kind in &site.model().types {
        for (_, field) in public_fields(kind) {
            let known = fields.iter().any(|(name, _)| *name == field.name);
            if field.facet && !known && used.contains(field.name.as_str()) {
                fields.push((field.name.clone(), field));
            }
        }
    }
    fields
}

fn types(site: &Site) -> Vec<(Key, FacetTerm)> {
    let lang = &site.config.lang;
    let mut kinds: Vec<usize> = site.documents.iter().map(|document| document.parsed.kind).collect();
    kinds.sort_unstable();
    kinds.dedup();
    let overviews =
        overviews::of(site).next().map(|_| (Key::Overview, term(OVERVIEWS, overviews::name(lang).1)));
    let of_kind = |kind: usize| {
        let declared = &site.model().types[kind];
        (Key::Type(kind), term(&declared.id, declared.plural.get(lang)))
    };
    kinds.into_iter().map(of_kind).chain(overviews).collect()
}

fn languages(site: &Site) -> Vec<(Key, FacetTerm)> {
    let mut langs: Vec<&Lang> = site.documents.iter().map(|document| document.lang()).collect();
    langs.sort();
    langs.dedup();
    langs.into_iter().map(|lang| (Key::Lang(lang.to_string()), term(lang.as_str(), lang.name()))).collect()
}

fn term(id: &str, label: &str) -> FacetTerm {
    FacetTerm { id: id.to_owned(), label: label.to_owned(), broader: None }
}

/// The values of a facet: all choices, all terms with their branches, or every target that occurs.
fn terms(site: &Site, name: &str, field: &Field) -> Vec<(Key, FacetTerm)> {
    let lang = &site.config.lang;
    match &field.kind {
        Kind::Choice(_) => choices(site, name),
        Kind::Term(vocabulary) => {
            let mut ordered = Vec::new();
            let known = &site.vocabularies[*vocabulary].terms;
            for top in (0..known.len()).filter(|&at| known[at].broader.is_none()) {
                branch(site, *vocabulary, top, None, &mut ordered);
            }
            ordered
        }
        Kind::Bool => [("true", true), ("false", false)]
            .into_iter()
            .map(|(id, answer)| (choice(id), term(id, &capitalised(yes_or_no(answer, lang)))))
            .collect(),
        _ => occurring(site, name),
    }
}

/// Every value that documents have in a field, by its label.
fn occurring(site: &Site, name: &str) -> Vec<(Key, FacetTerm)> {
    let mut found: IndexMap<Key, FacetTerm> = IndexMap::new();
    for id in (0..site.documents.len()).map(DocId) {
        let Some(field) = site.type_of(id).field(name) else { continue };
        for at in site.document(id).fields.get(field) {
            if let Some((key, term)) = key(site, &at.value).zip(named(site, &at.value)) {
                found.insert(key, term);
            }
        }
    }
    let mut found: Vec<(Key, FacetTerm)> = found.into_iter().collect();
    found.sort_by(|(_, one), (_, other)| one.id.cmp(&other.id));
    Sorter::new(&site.config.lang).sort_by(&mut found, |(_, term)| &term.label);
    found
}

/// A value as a term.
fn named(site: &Site, value: &Value<Target>) -> Option<FacetTerm> {
    Some(match value {
        Value::Link(Target::Document(id)) => {
            let document = site.document(original(site, *id));
            term(&document.parsed.source.slug, &document.title)
        }
        Value::Link(Target::Term(id)) => {
            let known = site.term(*id);
            term(&known.id, known.label.get(&site.config.lang))
        }
        Value::Link(Target::Away(index)) => {
            let title = &site.away[*index].title;
            term(&crate::text::fold(title), title)
        }
        Value::Link(Target::Text(text)) | Value::Text(text) => term(&crate::text::fold(text), text),
        _ => return None,
    })
}

/// The choices of a field, over all types that have it.
fn choices(site: &Site, name: &str) -> Vec<(Key, FacetTerm)> {
    let mut found: Vec<(Key, FacetTerm)> = Vec::new();
    for kind in &site.model().types {
        let Some(field) = kind.fields.iter().find(|field| field.name == name) else { continue };
        let Kind::Choice(choices) = &field.kind else { continue };
        for (key, labels) in choices {
            let choice = choice(key);
            if !found.iter().any(|(known, _)| *known == choice) {
                found.push((choice, term(key, labels.get(&site.config.lang))));
            }
        }
    }
    found
}

/// A term and all below it, parents first.
fn branch(
    site: &Site,
    vocabulary: usize,
    at: usize,
    broader: Option<u32>,
    ordered: &mut Vec<(Key, FacetTerm)>,
) {
    let known = &site.vocabularies[vocabulary].terms[at];
    let place = u32::try_from(ordered.len()).ok();
    let target = Target::Term(crate::site::TermId { vocabulary, term: at });
    let label = known.label.get(&site.config.lang).to_owned();
    ordered.push((Key::Target(target), FacetTerm { id: known.id.clone(), label, broader }));
    for &narrower in &known.narrower {
        branch(site, vocabulary, narrower, place, ordered);
    }
}

fn choice(key: &str) -> Key {
    Key::Choice(key.to_owned())
}

fn key(site: &Site, value: &Value<Target>) -> Option<Key> {
    match value {
        Value::Link(Target::Document(id)) => Some(Key::Target(Target::Document(original(site, *id)))),
        Value::Choice(key) | Value::Text(key) => Some(choice(key)),
        Value::Bool(value) => Some(choice(&value.to_string())),
        Value::Link(target) => Some(Key::Target(target.clone())),
        _ => None,
    }
}

/// The document of which this is a translation, or itself: in all languages, documents belong to the same project.
fn original(site: &Site, id: DocId) -> DocId {
    site.variant(id, &site.config.lang).unwrap_or(id)
}

/// A value as a range of days, or of whole numbers: from the one below a number to the one above it.
fn range(value: &Value<Target>) -> Option<(i32, i32)> {
    match value {
        Value::Period(Period { start, end }) => {
            let first = start.map_or(i32::MIN / 2, |day| days(day.date));
            let last = end.map_or(i32::MAX / 2, |day| days(day.last()));
            Some((first, last))
        }
        #[expect(clippy::cast_possible_truncation, reason = "saturates, which is all that a range needs")]
        Value::Number(number) => Some((number.floor() as i32, number.ceil() as i32)),
        other => day_of(other).map(|date| (days(date), days(date))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pipeline::testing::site;

    #[test]
    fn a_project_is_one_value_in_whatever_languages_it_is_told() {
        let site = site(&[
            ("content/projekte/p.md", "---\ntitle: Netz\n---\n"),
            ("content/projekte/p.en.md", "---\ntitle: Net\n---\n"),
            ("content/projekte/q.md", "---\ntitle: Quartier\n---\n"),
            ("content/konzepte/m.md", "---\ntitle: M\nproject: q\n---\n"),
            ("content/konzepte/k.md", "---\ntitle: K\nproject: p\n---\n"),
            ("content/konzepte/l.en.md", "---\ntitle: L\nproject: p\n---\n"),
            ("content/konzepte/l.md", "---\ntitle: L\n---\n"),
        ]);
        let facets = Facets::of(&site);
        let place = facets.facets.iter().position(|facet| facet.id == "project").unwrap();
        let labels: Vec<&str> = facets.facets[place].terms.iter().map(|term| term.label.as_str()).collect();
        assert_eq!(labels, ["Netz", "Quartier"]);
        let of = |slug: &str, lang: &str| {
            let is_it = |document: &std::sync::Arc<crate::site::SiteDocument>| {
                document.parsed.source.slug == slug && document.lang().as_str() == lang
            };
            let id = DocId(site.documents.iter().position(is_it).unwrap());
            facets.values(&site, id).swap_remove(place)
        };
        for (slug, lang) in [("k", "de"), ("l", "en")] {
            assert!(matches!(of(slug, lang), FacetValue::Terms(terms) if terms == [0]), "{slug} {lang}");
        }
    }
}
