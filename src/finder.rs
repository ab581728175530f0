//! What the search is told about a site, and the index's files among the outputs.
//!
//! Turns documents into the search's own plain input: texts with the model's weights, sections with
//! their anchors, facets from every field that the model marks as one. Private fields never get here.
//! How words are analysed and the index is laid out is the business of `search`.

use std::collections::HashMap;

use jiff::civil::Date;
use rayon::prelude::*;

use crate::lang::Lang;
use crate::model::{Field, Kind, Role};
use crate::output::Output;
use crate::parse::{Period, Value};
use crate::path::OutputPath;
use crate::search::index;
use crate::search::input::{self, Facet, FacetTerm, FacetValue, Settings};
use crate::search::reading::{Reading, read};
use crate::site::{DocId, Site, Target, day_of, public_fields};
use crate::text::Sorter;

/// The folder of the index in the site.
const FOLDER: &str = "search";

/// The files of the search index.
#[must_use]
pub fn outputs(site: &Site) -> Vec<Output> {
    let (documents, settings) = input(site);
    let readings: Vec<Reading> = documents.par_iter().map(read).collect();
    let pairs: Vec<(&input::Document, &Reading)> = documents.iter().zip(&readings).collect();
    index::index(&pairs, &settings)
        .into_iter()
        .filter_map(|(name, bytes)| {
            let path = OutputPath::new(&format!("{FOLDER}/{name}")).ok()?;
            Some(Output::made(path, bytes))
        })
        .collect()
}

/// The site as the search sees it.
#[must_use]
pub fn input(site: &Site) -> (Vec<input::Document>, Settings) {
    let facets = Facets::of(site);
    let mut ids: Vec<DocId> = (0..site.documents.len())
        .map(DocId)
        .filter(|id| site.document(*id).parsed.source.slug != "index")
        .collect();
    let sorter = Sorter::new(&site.config.lang);
    ids.sort_by(|a, b| sorter.compare(&site.document(*a).title, &site.document(*b).title));
    let documents = ids.par_iter().map(|id| document(site, *id, &facets)).collect();
    let settings = Settings {
        lang: site.config.lang.to_string(),
        facets: facets.facets,
        synonyms: synonyms(site),
        ..Settings::default()
    };
    (documents, settings)
}

fn document(site: &Site, id: DocId, facets: &Facets) -> input::Document {
    let document = site.document(id);
    let kind = site.type_of(id);
    let lang = document.lang();
    let body = &document.parsed.body;
    let summary = match site.role_text(id, Role::Summary) {
        "" => site.role_text(id, Role::Definition),
        summary => summary,
    };
    let mut fields = Vec::new();
    for (index, field) in public_fields(kind) {
        if field.weight == 0 || matches!(field.role, Some(Role::Title | Role::Summary)) {
            continue;
        }
        for at in document.fields.get(index) {
            let text = plain(site, field, &at.value, lang);
            if !text.is_empty() {
                fields.push(input::Field { weight: field.weight, text });
            }
        }
    }
    let day = site
        .role(id, Role::Start)
        .or_else(|| site.role(id, Role::Date))
        .and_then(day_of)
        .or(document.updated);
    input::Document {
        lang: lang.to_string(),
        address: document.output.encoded(),
        title: document.title.clone(),
        kind: kind.label.get(lang).to_owned(),
        summary: summary.to_owned(),
        fields,
        sections: body
            .sections
            .iter()
            .map(|section| {
                let heading = section.heading.and_then(|index| body.headings.get(index));
                input::Section {
                    anchor: heading.map(|heading| heading.id.clone()).unwrap_or_default(),
                    heading: heading.map(|heading| heading.text.clone()).unwrap_or_default(),
                    text: section.text.clone(),
                }
            })
            .collect(),
        date: day.map(days),
        facets: facets.values(site, id),
    }
}

/// The words of a value that readers may look for.
fn plain(site: &Site, field: &Field, value: &Value<Target>, lang: &Lang) -> String {
    match value {
        Value::Text(text) | Value::Link(Target::Text(text)) => text.clone(),
        Value::Markdown(body) => {
            body.sections.iter().map(|section| section.text.as_str()).collect::<Vec<_>>().join("\n")
        }
        Value::Choice(key) => match &field.kind {
            Kind::Choice(choices) => {
                choices.get(key).map(|labels| labels.get(lang).to_owned()).unwrap_or_default()
            }
            _ => String::new(),
        },
        Value::Link(Target::Term(id)) => site.term(*id).label.get(lang).to_owned(),
        Value::Link(Target::Document(id)) => site.document(*id).title.clone(),
        _ => String::new(),
    }
}

/// Words that mean the same: a term's label with its synonyms, a glossary entry with its abbreviation
/// and other spellings.
fn synonyms(site: &Site) -> Vec<Vec<String>> {
    let mut groups = Vec::new();
    for term in site.vocabularies.iter().flat_map(|vocabulary| &vocabulary.terms) {
        if !term.synonyms.is_empty() {
            let label = term.label.get(&site.config.lang).to_owned();
            groups.push(std::iter::once(label).chain(term.synonyms.iter().cloned()).collect());
        }
    }
    for id in (0..site.documents.len()).map(DocId).filter(|id| site.type_of(*id).glossary) {
        let kind = site.type_of(id);
        let document = site.document(id);
        let mut group: Vec<String> = Vec::new();
        for role in [Role::Title, Role::Abbreviation, Role::Variant, Role::Synonyms] {
            for at in kind.role(role).map(|field| document.fields.get(field)).unwrap_or_default() {
                if let Value::Text(text) = &at.value
                    && !group.contains(text)
                {
                    group.push(text.clone());
                }
            }
        }
        if group.len() > 1 {
            groups.push(group);
        }
    }
    groups
}

/// Days since 1970-01-01, as the index counts them.
fn days(date: Date) -> i32 {
    let epoch = jiff::civil::date(1970, 1, 1);
    epoch.until(date).map_or(0, |span| span.get_days())
}

/// The facets of a site with the place of every term in them.
struct Facets {
    facets: Vec<Facet>,
    /// By facet: what a value is called, and its place among the terms.
    places: Vec<HashMap<Key, u32>>,
}

/// What identifies a value of a facet.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Key {
    Type(usize),
    Lang(String),
    Choice(String),
    Target(Target),
}

/// The facets that need no field.
const TYPE: &str = "type";
const LANGUAGE: &str = "language";

impl Facets {
    fn of(site: &Site) -> Self {
        let lang = &site.config.lang;
        let german = lang.base() == "de";
        let mut facets = Self { facets: Vec::new(), places: Vec::new() };
        facets.add(TYPE, if german { "Art" } else { "Type" }, types(site));
        for (name, field) in fields(site) {
            let label = field.label.get(lang);
            match &field.kind {
                Kind::Date | Kind::DateTime | Kind::Period | Kind::Number => facets.add_range(&name, label),
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
        self.facets.push(Facet { id: id.to_owned(), label: label.to_owned(), terms: shown, is_range: false });
        self.places.push(places);
    }

    fn add_range(&mut self, id: &str, label: &str) {
        self.facets.push(Facet {
            id: id.to_owned(),
            label: label.to_owned(),
            terms: Vec::new(),
            is_range: true,
        });
        self.places.push(HashMap::new());
    }

    /// What a document has in each facet.
    fn values(&self, site: &Site, id: DocId) -> Vec<FacetValue> {
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
                        let values =
                            kind.field(name).map(|index| document.fields.get(index)).unwrap_or_default();
                        if facet.is_range {
                            return FacetValue::Range(values.first().and_then(|at| range(&at.value)));
                        }
                        values.iter().filter_map(|at| key(&at.value)).collect()
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
    let mut used: HashMap<&str, bool> = HashMap::new();
    for (index, document) in site.documents.iter().enumerate() {
        let kind = site.type_of(DocId(index));
        for given in &document.fields.0 {
            used.insert(&kind.fields[given.index].name, true);
        }
    }
    let mut fields: Vec<(String, &Field)> = Vec::new();
    for kind in &site.model().types {
        for (_, field) in public_fields(kind) {
            let known = fields.iter().any(|(name, _)| *name == field.name);
            if field.facet && !known && used.contains_key(field.name.as_str()) {
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
    kinds
        .into_iter()
        .map(|kind| {
            let declared = &site.model().types[kind];
            (Key::Type(kind), term(&declared.id, declared.plural.get(lang)))
        })
        .collect()
}

fn languages(site: &Site) -> Vec<(Key, FacetTerm)> {
    let mut langs: Vec<&Lang> = site.documents.iter().map(crate::site::SiteDocument::lang).collect();
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
        _ => {
            let mut targets: Vec<Target> = Vec::new();
            for (index, document) in site.documents.iter().enumerate() {
                let kind = site.type_of(DocId(index));
                if let Some(field) = kind.field(name) {
                    targets.extend(document.targets(field).cloned());
                }
            }
            targets.sort();
            targets.dedup();
            let label = |target: &Target| match target {
                Target::Document(id) => {
                    let document = site.document(*id);
                    (document.parsed.source.slug.clone(), document.title.clone())
                }
                Target::Text(text) => (crate::text::fold(text), text.clone()),
                Target::Term(id) => (site.term(*id).id.clone(), site.term(*id).label.get(lang).to_owned()),
                Target::Asset(_) => (String::new(), String::new()),
            };
            let mut found: Vec<(Key, FacetTerm)> = targets
                .into_iter()
                .map(|target| {
                    let (id, label) = label(&target);
                    (Key::Target(target), term(&id, &label))
                })
                .collect();
            Sorter::new(lang).sort_by(&mut found, |(_, term)| &term.label);
            found
        }
    }
}

/// The choices of a field, over all types that have it.
fn choices(site: &Site, name: &str) -> Vec<(Key, FacetTerm)> {
    let mut found: Vec<(Key, FacetTerm)> = Vec::new();
    for kind in &site.model().types {
        let Some(field) = kind.fields.iter().find(|field| field.name == name) else { continue };
        let Kind::Choice(choices) = &field.kind else { continue };
        for (key, labels) in choices {
            let choice = Key::Choice(key.clone());
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

fn key(value: &Value<Target>) -> Option<Key> {
    match value {
        Value::Choice(key) => Some(Key::Choice(key.clone())),
        Value::Link(target) => Some(Key::Target(target.clone())),
        _ => None,
    }
}

/// A value as a range of days; of a number, twice the number.
fn range(value: &Value<Target>) -> Option<(i32, i32)> {
    match value {
        Value::Period(Period { start, end }) => {
            let first = start.map_or(i32::MIN / 2, |day| days(day.date));
            let last = end.map_or(i32::MAX / 2, |day| days(day.last()));
            Some((first, last))
        }
        #[expect(clippy::cast_possible_truncation, reason = "saturates, which is all that a range needs")]
        Value::Number(number) => Some((*number as i32, *number as i32)),
        other => day_of(other).map(|date| (days(date), days(date))),
    }
}
