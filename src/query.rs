//! Answers the queries of pages: which documents a page gathers, and in which order.

use std::cmp::Ordering;

use jiff::civil::{Date, DateTime, Time as Clock};

use crate::locale::Sorter;
use crate::model::{Kind, Role};
use crate::parse::{Filter, Period, Query, Time, Value};
use crate::site::{DocId, Site, SiteDocument, Target, TermId, day_of, event_days, visit_targets};

/// The documents that `query` asks for, written on the page of `asker`: in the asker's language or,
/// without a translation, the original; in the order that the query or the type demands.
#[must_use]
pub fn run(site: &Site, asker: DocId, query: &Query<Target>) -> Vec<DocId> {
    let lang = site.document(asker).lang();
    let mut found: Vec<DocId> = (0..site.documents.len())
        .map(DocId)
        .filter(|&id| id != asker && !site.document(id).parsed.source.is_introduction())
        .filter(|&id| site.for_readers(id, lang) == id)
        .filter(|&id| matches(site, id, query))
        .collect();
    sort(site, query, &mut found);
    if query.limit > 0 {
        found.truncate(query.limit);
    }
    found
}

fn matches(site: &Site, id: DocId, query: &Query<Target>) -> bool {
    let document = site.document(id);
    let kind = site.type_of(id);
    if !query.types.is_empty() && !query.types.contains(&document.parsed.kind) {
        return false;
    }
    if query.about.as_ref().is_some_and(|about| !refers(site, document, &about.value)) {
        return false;
    }
    if let Some(time) = query.time {
        let Some((_, last)) = event_days(kind, &document.fields) else { return false };
        if (last >= site.today) != (time == Time::Upcoming) {
            return false;
        }
    }
    query.filters.iter().all(|filter| meets(site, id, filter))
}

/// Whether a document refers to another one, in whichever language, or to one that a selection has left behind.
fn refers(site: &Site, document: &SiteDocument, wanted: &Target) -> bool {
    let is_wanted = |id: DocId| match wanted {
        Target::Document(wanted) => site.are_variants(*wanted, id),
        _ => false,
    };
    let is_left = |away: usize| *wanted == Target::Away(away);
    let mut refers = document
        .links_within()
        .any(|link| link.document.is_some_and(is_wanted) || link.away.is_some_and(is_left));
    visit_targets(&document.fields, &mut |_, target| {
        refers |= match target {
            Target::Document(id) => is_wanted(*id),
            Target::Term(term) => site.term(*term).document.is_some_and(is_wanted),
            Target::Away(away) => is_left(*away),
            Target::Asset(_) | Target::Text(_) => false,
        };
    });
    refers
}

/// Whether a document has one of the values of the condition; a term counts as its broader ones too.
#[must_use]
pub fn meets(site: &Site, id: DocId, filter: &Filter<Target>) -> bool {
    let Some(field) = site.type_of(id).field(&filter.field) else { return false };
    filter.values.iter().any(|wanted| has(site, id, field, &wanted.value))
}

/// Whether what a document says in the field called `name` has a day in common with `time`.
#[must_use]
pub fn falls_in(site: &Site, id: DocId, name: &str, time: &Period) -> bool {
    let Some(field) = site.type_of(id).field(name) else { return false };
    let (first, last) = time.days();
    let days = |value: &Value<Target>| match value {
        Value::Period(period) => Some(period.days()),
        Value::Date(day) => Some((day.date, day.last())),
        other => day_of(other).map(|day| (day, day)),
    };
    site.values_in(id, field).filter_map(days).any(|(from, to)| from <= last && to >= first)
}

/// Whether a field has a value; a term counts when it is the wanted one or a narrower one.
fn has(site: &Site, id: DocId, field: usize, wanted: &Target) -> bool {
    site.values_in(id, field).any(|value| match (value, wanted) {
        (Value::Link(Target::Term(term)), Target::Term(wanted)) => narrows(site, *term, *wanted),
        (Value::Link(Target::Document(id)), Target::Document(wanted)) => site.are_variants(*id, *wanted),
        (Value::Link(target), wanted) => target == wanted,
        (
            Value::Choice(text) | Value::Text(text) | Value::Url(text) | Value::Email(text),
            Target::Text(wanted),
        ) => text == wanted,
        (Value::Bool(flag), Target::Text(wanted)) => flag.to_string() == *wanted,
        (Value::Number(number), Target::Text(wanted)) => wanted.parse() == Ok(*number),
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
    found.sort_by_cached_key(|&id| site.list_order(id));
    match &query.sort {
        Some((field, down)) => {
            let sorter = Sorter::new(&site.config.lang);
            let order = |a: &Option<SortKey>, b: &Option<SortKey>| match (a, b) {
                (Some(a), Some(b)) if *down => b.compare(a, &sorter),
                (Some(a), Some(b)) => a.compare(b, &sorter),
                // What says nothing comes last, in whichever direction.
                (a, b) => a.is_none().cmp(&b.is_none()),
            };
            let mut keyed: Vec<_> = found.iter().map(|&id| (SortKey::of(site, id, field), id)).collect();
            keyed.sort_by(|(a, _), (b, _)| order(a, b));
            found.iter_mut().zip(keyed).for_each(|(place, (_, id))| *place = id);
        }
        None if query.time == Some(Time::Upcoming) => {
            found.sort_by_key(|&id| {
                let start = site.type_of(id).role(Role::Start);
                site.document(id).fields.first(start).and_then(day_of)
            });
        }
        None => {}
    }
}

/// What a document says in the field that a query sorts by.
enum SortKey<'s> {
    Number(f64),
    /// The place of a choice among all that the model declares.
    Choice(usize),
    Time(DateTime),
    Words(&'s str),
}

impl<'s> SortKey<'s> {
    /// What the document says first in the field; `None` for nothing, or nothing that has an order.
    fn of(site: &'s Site, id: DocId, field: &str) -> Option<Self> {
        let kind = site.type_of(id);
        let index = kind.field(field)?;
        let value = site.document(id).fields.first(Some(index))?;
        let midnight = |day: Date| day.to_datetime(Clock::midnight());
        Some(match (value, &kind.fields[index].kind) {
            (Value::Number(number), _) => Self::Number(*number),
            (Value::Bool(flag), _) => Self::Choice(usize::from(*flag)),
            (Value::Choice(choice), Kind::Choice(choices)) => Self::Choice(choices.get_index_of(choice)?),
            (Value::DateTime(time), _) => Self::Time(time.time.datetime()),
            (Value::Date(_) | Value::Period(_), _) => Self::Time(midnight(day_of(value)?)),
            (Value::Text(text) | Value::Choice(text) | Value::Url(text) | Value::Email(text), _) => {
                Self::Words(text)
            }
            (Value::Translated(labels), _) => Self::Words(labels.get(&site.config.lang)),
            (Value::Link(target), _) => Self::Words(name(site, target)),
            (Value::Markdown(_) | Value::Group(_) | Value::Query(_), _) => return None,
        })
    }

    /// The order of two keys; those of different kinds, which fields of one name in two types may give, by kind.
    fn compare(&self, other: &Self, sorter: &Sorter) -> Ordering {
        match (self, other) {
            (Self::Number(a), Self::Number(b)) => a.total_cmp(b),
            (Self::Choice(a), Self::Choice(b)) => a.cmp(b),
            (Self::Time(a), Self::Time(b)) => a.cmp(b),
            (Self::Words(a), Self::Words(b)) => sorter.compare(a, b),
            (a, b) => a.kind().cmp(&b.kind()),
        }
    }

    fn kind(&self) -> u8 {
        match self {
            Self::Number(_) => 0,
            Self::Choice(_) => 1,
            Self::Time(_) => 2,
            Self::Words(_) => 3,
        }
    }
}

/// What a target is called in the site's language.
fn name<'s>(site: &'s Site, target: &'s Target) -> &'s str {
    match target {
        Target::Document(id) => &site.document(*id).title,
        Target::Term(id) => site.term(*id).label.get(&site.config.lang),
        Target::Asset(index) => site.assets[*index].path.as_str(),
        Target::Text(text) => text,
        Target::Away(index) => &site.away[*index].title,
    }
}
