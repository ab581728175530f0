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
    /// By facet: what of a document it holds.
    pub(super) sources: Vec<Source>,
    /// By facet: what a value is called, and its place among the terms.
    pub(super) places: Vec<HashMap<Key, u32>>,
}

/// What of a document a facet holds.
pub(super) enum Source {
    /// Its type.
    Type,
    /// Its language.
    Language,
    /// The field that documents of its type have, by type.
    Field(Vec<Option<usize>>),
}

/// A field that is one filter to readers, as all types that have it call it the same and hold the same kind of values.
struct Filter<'s> {
    /// What addresses call it: the field's name; where that means something else already, with the type before it,
    /// as in [`OVERVIEWS`].
    id: String,
    /// The field, as its first type declares it.
    field: &'s Field,
    /// Its index in each type.
    of: Vec<Option<usize>>,
}

/// What identifies a value of a facet.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum Key {
    Type(usize),
    Overview,
    Lang(String),
    Choice(String),
    Target(Target),
}

/// The facets that need no field.
const TYPE: &str = "type";
const LANGUAGE: &str = "language";

/// What an address of the search says by names of its own (`themes/default/scripts/finder.js`).
const ADDRESS: [&str; 5] = [TYPE, LANGUAGE, "q", "sort", "_page"];

/// What overviews are called in addresses, as if they were of one type. No type has a dot in its name, which divides the
/// names of a table.
const OVERVIEWS: &str = "page.overview";

impl Facets {
    pub(super) fn of(site: &Site) -> Self {
        let lang = &site.config.lang;
        let german = lang.base() == "de";
        let mut facets = Self { facets: Vec::new(), sources: Vec::new(), places: Vec::new() };
        facets.add(TYPE, if german { "Art der Seite" } else { "Kind of page" }, Source::Type, types(site));
        for filter in filters(site) {
            let label = filter.field.label.get(lang);
            let scale = match &filter.field.kind {
                Kind::Date | Kind::DateTime => Some(Scale::Day),
                Kind::Period => Some(Scale::Year),
                Kind::Number => Some(Scale::Number),
                _ => None,
            };
            match scale {
                Some(scale) => facets.add_range(&filter.id, label, Source::Field(filter.of), scale),
                None => {
                    let terms = terms(site, &filter);
                    facets.add(&filter.id, label, Source::Field(filter.of), terms);
                }
            }
        }
        let langs = languages(site);
        if langs.len() > 1 {
            let label = if german { "Sprache" } else { "Language" };
            facets.add(LANGUAGE, label, Source::Language, langs);
        }
        facets
    }

    fn add(&mut self, id: &str, label: &str, source: Source, terms: Vec<(Key, FacetTerm)>) {
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
        self.sources.push(source);
        self.places.push(places);
    }

    fn add_range(&mut self, id: &str, label: &str, source: Source, scale: Scale) {
        self.facets.push(Facet {
            id: id.to_owned(),
            label: label.to_owned(),
            terms: Vec::new(),
            scale: Some(scale),
        });
        self.sources.push(source);
        self.places.push(HashMap::new());
    }

    /// What an overview in this language has in each facet.
    pub(super) fn of_overview(&self, lang: &Lang) -> Vec<FacetValue> {
        let place_of = |places: &HashMap<Key, u32>, key: &Key| places.get(key).copied().into_iter().collect();
        let values = self.facets.iter().zip(&self.sources).zip(&self.places);
        values
            .map(|((facet, source), places)| match source {
                Source::Type => FacetValue::Terms(place_of(places, &Key::Overview)),
                Source::Language => FacetValue::Terms(place_of(places, &Key::Lang(lang.to_string()))),
                Source::Field(_) if facet.scale.is_some() => FacetValue::Range(None),
                Source::Field(_) => FacetValue::Terms(Vec::new()),
            })
            .collect()
    }

    /// What a document has in each facet.
    pub(super) fn values(&self, site: &Site, id: DocId) -> Vec<FacetValue> {
        let document = site.document(id);
        let facets = self.facets.iter().zip(&self.sources).zip(&self.places);
        facets
            .map(|((facet, source), places)| {
                let keys: Vec<Key> = match source {
                    Source::Type => vec![Key::Type(document.parsed.kind)],
                    Source::Language => vec![Key::Lang(document.lang().to_string())],
                    Source::Field(of) => {
                        let field = of[document.parsed.kind].into_iter();
                        let mut values = field.flat_map(|field| site.values_in(id, field));
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

/// The public fields that some type marks as a facet, and that some of its documents have.
fn filters(site: &Site) -> Vec<Filter<'_>> {
    let (lang, types) = (&site.config.lang, &site.model().types);
    let mut used: HashSet<(usize, usize)> = HashSet::new();
    for document in &site.documents {
        used.extend(document.fields.0.iter().map(|given| (document.parsed.kind, given.index)));
    }
    let mut filters: Vec<Filter<'_>> = Vec::new();
    for (kind, declared) in types.iter().enumerate() {
        for (index, field) in public_fields(declared) {
            let known = filters.iter().position(|filter| is_one_filter(filter.field, field, lang));
            let at = known.unwrap_or_else(|| {
                filters.push(Filter { id: field.name.clone(), field, of: vec![None; types.len()] });
                filters.len() - 1
            });
            filters[at].of[kind] = Some(index);
        }
    }
    filters.retain(|filter| {
        let mut fields = filter.of.iter().enumerate().filter_map(|(kind, index)| Some((kind, (*index)?)));
        fields.any(|(kind, index)| types[kind].fields[index].facet && used.contains(&(kind, index)))
    });
    let mut taken: HashSet<&str> = HashSet::from(ADDRESS);
    for filter in &mut filters {
        let first = filter.of.iter().position(Option::is_some);
        if let Some(first) = first.filter(|_| !taken.insert(&filter.field.name)) {
            filter.id = format!("{}.{}", types[first].id, filter.field.name);
        }
    }
    filters
}

/// Whether readers see one filter for two fields of different types.
fn is_one_filter(one: &Field, other: &Field, lang: &Lang) -> bool {
    one.name == other.name
        && one.label.get(lang) == other.label.get(lang)
        && std::mem::discriminant(&one.kind) == std::mem::discriminant(&other.kind)
        && one.vocabulary() == other.vocabulary()
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

/// The values of a filter: all choices, all terms with their branches, or every target that occurs.
fn terms(site: &Site, filter: &Filter<'_>) -> Vec<(Key, FacetTerm)> {
    let lang = &site.config.lang;
    match &filter.field.kind {
        Kind::Choice(_) => choices(site, filter),
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
        _ => occurring(site, filter),
    }
}

/// Every value that documents have in the field, by its label.
fn occurring(site: &Site, filter: &Filter<'_>) -> Vec<(Key, FacetTerm)> {
    let mut found: IndexMap<Key, FacetTerm> = IndexMap::new();
    for id in (0..site.documents.len()).map(DocId) {
        let Some(field) = filter.of[site.document(id).parsed.kind] else { continue };
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

/// The choices of the field, over all types that have it.
fn choices(site: &Site, filter: &Filter<'_>) -> Vec<(Key, FacetTerm)> {
    let mut found: Vec<(Key, FacetTerm)> = Vec::new();
    for (kind, index) in site.model().types.iter().zip(&filter.of) {
        let Some(Kind::Choice(choices)) = index.map(|index| &kind.fields[index].kind) else { continue };
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
    fn a_field_of_a_site_is_a_filter_of_its_own() {
        let model = "[types.course]\nlabel = \"Kurs\"\nfolders = [\"kurse\"]\n\
            [types.course.own.level]\nkind = \"choice\"\nfacet = true\nlabel = \"Stufe\"\n\
            [types.course.own.level.choices]\na1 = \"A1\"\na2 = \"A2\"\n\
            [types.course.own.language]\nkind = \"text\"\nfacet = true\nlabel = \"Kurssprache\"\n";
        let course = ("content/kurse/a.md", "---\ntitle: A\nlevel: a1\nlanguage: Dari\n---\n");
        let other = ("content/kurse/b.md", "---\ntitle: B\nlanguage: Farsi\n---\n");
        let concept = ("content/konzepte/c.md", "---\ntitle: C\nlevel: grundlegend\n---\n");
        let shown = |files: &[(&str, &str)]| {
            let site = site(files);
            let facets = Facets::of(&site);
            let id = (0..site.documents.len()).map(DocId).find(|id| site.document(*id).title == "A").unwrap();
            let values = facets.values(&site, id);
            let filters = facets.facets.iter().zip(values).filter(|(facet, _)| facet.id != TYPE);
            let said = |(facet, value): (&Facet, FacetValue)| {
                let FacetValue::Terms(terms) = value else { panic!("{}", facet.id) };
                let chosen: Vec<&str> =
                    terms.iter().map(|at| facet.terms[*at as usize].label.as_str()).collect();
                format!("{} {}: {}", facet.id, facet.label, chosen.join(", "))
            };
            filters.map(said).collect::<Vec<_>>()
        };
        let alone = shown(&[("config.toml", model), course, other]);
        assert_eq!(alone, ["level Stufe: A1", "course.language Kurssprache: Dari"]);
        let beside = shown(&[("config.toml", model), course, other, concept]);
        let expected =
            ["level Niveau (DigComp): ", "course.level Stufe: A1", "course.language Kurssprache: Dari"];
        assert_eq!(beside, expected);
    }

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
