//! Answers the queries of pages: which documents a page gathers, and in which order.

use jiff::civil::Date;

use crate::model::Role;
use crate::parse::{Filter, Query, Time, Value};
use crate::site::{DocId, Site, Target, TermId, day_of, visit_targets};
use crate::text::Sorter;

/// The documents that `query` asks for, written on the page of `asker`: in the asker's language or,
/// without a translation, the original; in the order that the query or the type demands.
#[must_use]
pub fn run(site: &Site, asker: DocId, query: &Query<Target>) -> Vec<DocId> {
    let lang = site.document(asker).lang();
    let mut found: Vec<DocId> = (0..site.documents.len())
        .map(DocId)
        .filter(|&id| id != asker && site.document(id).parsed.source.slug != "index")
        .filter(|&id| best_variant(site, id, lang) == id)
        .filter(|&id| matches(site, id, query))
        .collect();
    sort(site, query, &mut found);
    if query.limit > 0 {
        found.truncate(query.limit);
    }
    found
}

/// The variant of a document that readers of this language get.
fn best_variant(site: &Site, id: DocId, lang: &crate::lang::Lang) -> DocId {
    let variants = || std::iter::once(id).chain(site.document(id).translations.iter().copied());
    let find =
        |wanted: &crate::lang::Lang| variants().find(|&variant| site.document(variant).lang() == wanted);
    find(lang).or_else(|| find(&site.config.lang)).unwrap_or(id)
}

fn matches(site: &Site, id: DocId, query: &Query<Target>) -> bool {
    let document = site.document(id);
    let kind = site.type_of(id);
    if !query.types.is_empty() && !query.types.contains(&document.parsed.kind) {
        return false;
    }
    if let Some(about) = &query.about
        && let Target::Document(wanted) = about.value
    {
        let variants: Vec<DocId> =
            std::iter::once(wanted).chain(site.document(wanted).translations.iter().copied()).collect();
        let mut refers =
            document.links_within().any(|link| link.document.is_some_and(|d| variants.contains(&d)));
        visit_targets(&document.fields, &mut |_, target| {
            refers |= match target {
                Target::Document(other) => variants.contains(other),
                Target::Term(term) => site.term(*term).document.is_some_and(|d| variants.contains(&d)),
                _ => false,
            };
        });
        if !refers {
            return false;
        }
    }
    if let Some(time) = query.time {
        let day =
            kind.role(Role::Start).and_then(|field| document.fields.first(Some(field))).and_then(day_of);
        let upcoming = day.is_some_and(|day: Date| day >= site.today);
        if day.is_none() || upcoming != (time == Time::Upcoming) {
            return false;
        }
    }
    query.filters.iter().all(|filter| meets(site, id, filter))
}

/// Whether a document has one of the values of the condition; a term counts as its broader ones too.
#[must_use]
pub fn meets(site: &Site, id: DocId, filter: &Filter<Target>) -> bool {
    let Some(field) = site.type_of(id).field(&filter.field) else { return false };
    filter.values.iter().any(|wanted| has(site, id, field, &wanted.value))
}

/// Whether a field has a value; a term counts when it is the wanted one or a narrower one.
fn has(site: &Site, id: DocId, field: usize, wanted: &Target) -> bool {
    site.document(id).fields.get(field).iter().any(|at| match (&at.value, wanted) {
        (Value::Link(Target::Term(term)), Target::Term(wanted)) => narrows(site, *term, *wanted),
        (Value::Link(target), wanted) => target == wanted,
        (Value::Choice(text) | Value::Text(text), Target::Text(wanted)) => text == wanted,
        (Value::Bool(flag), Target::Text(wanted)) => flag.to_string() == *wanted,
        _ => false,
    })
}

fn narrows(site: &Site, term: TermId, wanted: TermId) -> bool {
    let mut at = Some(term.term);
    while let Some(index) = at {
        if index == wanted.term && term.vocabulary == wanted.vocabulary {
            return true;
        }
        at = site.vocabularies[term.vocabulary].terms[index].broader;
    }
    false
}

fn sort(site: &Site, query: &Query<Target>, found: &mut [DocId]) {
    let sorter = Sorter::new(&site.config.lang);
    found.sort_by_key(|id| site.ranks[id.0]);
    match &query.sort {
        Some((field, down)) => {
            found.sort_by(|a, b| {
                let order = compare(site, *a, *b, field, &sorter);
                if *down { order.reverse() } else { order }
            });
        }
        None => {
            let day = |id: &DocId| {
                let kind = site.type_of(*id);
                site.document(*id).fields.first(kind.role(kind.sort)).and_then(day_of)
            };
            if query.time == Some(Time::Upcoming) {
                found.sort_by_key(day);
            } else {
                found.sort_by_key(|id| std::cmp::Reverse(day(id)));
            }
        }
    }
}

fn compare(site: &Site, a: DocId, b: DocId, field: &str, sorter: &Sorter) -> std::cmp::Ordering {
    let value = |id: DocId| {
        let index = site.type_of(id).field(field)?;
        site.document(id).fields.first(Some(index))
    };
    match (value(a), value(b)) {
        (Some(Value::Number(a)), Some(Value::Number(b))) => a.total_cmp(b),
        (Some(Value::DateTime(a)), Some(Value::DateTime(b))) => a.cmp(b),
        (Some(Value::Text(a) | Value::Choice(a)), Some(Value::Text(b) | Value::Choice(b))) => {
            sorter.compare(a, b)
        }
        (a, b) => a.and_then(day_of).cmp(&b.and_then(day_of)),
    }
}
