//! Values as readers see them: terms as links, dates in words, files with type and size.

use super::view::{DateView, FactView, LinkView, ValueView};
use crate::lang::Lang;
use crate::locale::{clock_in_words, day_in_words, number_in_words, short_month, size_in_words, yes_or_no};
use crate::model::{Field, Kind, Labels, Role};
use crate::parse::{Day, Fields, Moment, Precision, Value};
use crate::site::{DocId, Site, Target, public_fields};

/// Roles whose fields have a place of their own on the page.
const PLACED: &[Role] = &[
    Role::Title,
    Role::Summary,
    Role::Tags,
    Role::Aliases,
    Role::Updated,
    Role::Draft,
    Role::Image,
    Role::Author,
    Role::License,
    Role::Related,
    Role::Order,
    Role::Query,
    Role::FundingRules,
    Role::FundingStatement,
    Role::FundingLogos,
    Role::Items,
    Role::Start,
    Role::End,
    Role::EventStatus,
    Role::Online,
    Role::Registration,
    Role::Access,
    Role::Recording,
];

/// Whether the fact box shows the field.
pub(super) fn is_fact(field: &Field) -> bool {
    field.fact && !is_placed(field) && !matches!(field.kind, Kind::Markdown | Kind::Query)
}

/// Whether the field stands elsewhere on the page.
pub(super) fn is_placed(field: &Field) -> bool {
    field.role.is_some_and(|role| PLACED.contains(&role))
}

/// The fact box of a document.
pub(super) fn facts(site: &Site, id: DocId, lang: &Lang) -> Vec<FactView> {
    let document = site.document(id);
    public_fields(site.type_of(id))
        .filter(|(_, field)| is_fact(field))
        .filter_map(|(index, field)| {
            let values = values(site, field, &document.fields, index, lang);
            let from = document.inherited.iter().find(|(inherited, _)| *inherited == index);
            let from = from.map(|(_, from)| document_link(site, *from, lang));
            fact(field, values, from, lang)
        })
        .collect()
}

/// The facts by which documents of a type are compared in lists: its facets that are in the fact box. A card says the
/// period above its title.
pub(super) fn card_facts(site: &Site, id: DocId, lang: &Lang) -> Vec<FactView> {
    let document = site.document(id);
    public_fields(site.type_of(id))
        .filter(|(_, field)| field.facet && is_fact(field) && field.role != Some(Role::Period))
        .filter_map(|(index, field)| {
            fact(field, values(site, field, &document.fields, index, lang), None, lang)
        })
        .take(4)
        .collect()
}

fn fact(field: &Field, values: Vec<ValueView>, from: Option<LinkView>, lang: &Lang) -> Option<FactView> {
    if values.is_empty() {
        return None;
    }
    Some(FactView { values, from, ..label(field, lang) })
}

/// A field without its values.
pub(super) fn label(field: &Field, lang: &Lang) -> FactView {
    let ValueView { text, lang, .. } = spoken(&field.label, lang);
    FactView { name: field.name.clone(), label: text, lang, ..FactView::default() }
}

/// The values of a field.
pub(super) fn values(
    site: &Site,
    field: &Field,
    fields: &Fields<Target>,
    index: usize,
    lang: &Lang,
) -> Vec<ValueView> {
    fields.get(index).iter().filter_map(|at| value(site, field, &at.value, lang)).collect()
}

fn value(site: &Site, field: &Field, value: &Value<Target>, lang: &Lang) -> Option<ValueView> {
    let plain = |text: String| Some(ValueView { text, ..ValueView::default() });
    match value {
        Value::Text(text) => plain(text.clone()),
        Value::Number(number) => plain(number_in_words(*number, lang)),
        Value::Bool(flag) => plain(yes_or_no(*flag, lang).to_owned()),
        Value::Date(day) => {
            Some(ValueView { text: day.in_words(lang), datetime: day.iso(), ..ValueView::default() })
        }
        Value::DateTime(time) => {
            Some(ValueView { text: time.in_words(lang), datetime: time.iso(), ..ValueView::default() })
        }
        Value::Period(period) => plain(period.in_words(lang)),
        Value::Url(url) => Some(ValueView {
            text: url
                .trim_start_matches("https://")
                .trim_start_matches("http://")
                .trim_end_matches('/')
                .to_owned(),
            href: url.clone(),
            ..ValueView::default()
        }),
        Value::Email(mail) => {
            Some(ValueView { text: mail.clone(), href: format!("mailto:{mail}"), ..ValueView::default() })
        }
        Value::Translated(labels) => Some(spoken(labels, lang)),
        Value::Choice(key) => match &field.kind {
            Kind::Choice(choices) if choices.contains_key(key) => Some(spoken(&choices[key], lang)),
            _ => plain(key.clone()),
        },
        Value::Link(target) => Some(target_view(site, target, lang)),
        Value::Group(parts) => {
            let Kind::Group(fields) = &field.kind else { return None };
            group(site, fields, parts, lang)
        }
        // They have sections of their own, and no place in a group (`model/load`).
        Value::Markdown(_) | Value::Query(_) => None,
    }
}

/// A text that exists in several languages.
pub(super) fn spoken(labels: &Labels, lang: &Lang) -> ValueView {
    let Some((own, text)) = labels.spoken(lang) else { return ValueView::default() };
    ValueView { text: text.to_owned(), lang: own.mark_on(lang), ..ValueView::default() }
}

/// A group: what is shown of its parts.
fn group(site: &Site, fields: &[Field], parts: &Fields<Target>, lang: &Lang) -> Option<ValueView> {
    let shown: Vec<FactView> = fields
        .iter()
        .enumerate()
        .filter(|(_, field)| !field.hidden)
        .filter_map(|(index, field)| part(site, field, parts, index, lang))
        .collect();
    if shown.is_empty() { None } else { Some(ValueView { parts: shown, ..ValueView::default() }) }
}

/// A part of a group with its values; `None` without any.
pub(super) fn part(
    site: &Site,
    field: &Field,
    parts: &Fields<Target>,
    index: usize,
    lang: &Lang,
) -> Option<FactView> {
    let part = fact(field, values(site, field, parts, index, lang), None, lang)?;
    Some(FactView { labelled: says_nothing_alone(&field.kind), ..part })
}

/// Whether a value of this kind needs its label beside it to be understood.
fn says_nothing_alone(kind: &Kind) -> bool {
    matches!(kind, Kind::Number | Kind::Bool | Kind::Date | Kind::DateTime)
}

/// What a reference or a term leads to, on a page in this language.
pub(super) fn target_view(site: &Site, target: &Target, lang: &Lang) -> ValueView {
    match target {
        Target::Document(id) => {
            let LinkView { title: text, path, lang, .. } = document_link(site, *id, lang);
            ValueView { text, path, lang, ..ValueView::default() }
        }
        Target::Term(id) => {
            let term = site.term(*id);
            let (path, note) = (term.output.encoded(), term.notation.clone());
            ValueView { path, note, ..spoken(&term.label, lang) }
        }
        Target::Asset(index) => {
            let asset = &site.assets[*index];
            ValueView {
                text: asset.path.file_name().to_owned(),
                path: asset.output.encoded(),
                note: file_note(&asset.path.extension(), asset.bytes, lang),
                download: true,
                ..ValueView::default()
            }
        }
        Target::Text(text) => ValueView { text: text.clone(), ..ValueView::default() },
        Target::Away(index) => {
            let away = &site.away[*index];
            ValueView { text: away.title.clone(), href: site.address(&away.output), ..ValueView::default() }
        }
    }
}

/// `PDF, 1,4 MB`
pub(super) fn file_note(extension: &str, bytes: u64, lang: &Lang) -> String {
    format!("{}, {}", extension.to_uppercase(), size_in_words(bytes, lang))
}

/// A link to a document, on a page in this language; to its translation into that, if there is one.
pub(super) fn document_link(site: &Site, id: DocId, lang: &Lang) -> LinkView {
    let document = site.document(site.variant(id, lang).unwrap_or(id));
    LinkView {
        title: document.title.clone(),
        path: document.output.encoded(),
        lang: document.lang().mark_on(lang),
        ..LinkView::default()
    }
}

/// A day for machines and people.
pub(super) fn date_view(day: &Day, lang: &Lang) -> DateView {
    DateView {
        iso: day.iso(),
        text: day.in_words(lang),
        day: if day.precision == Precision::Day { day.date.day().to_string() } else { String::new() },
        month: short_month(day.date, lang),
        ..DateView::default()
    }
}

/// When an event is, and when it is over. Where no time of day is given, it takes whole days.
pub(super) fn event_view(start: &Moment, end: Option<&Moment>, lang: &Lang) -> DateView {
    if start.is_day {
        return days_view(start.date(), end.map_or(start.date(), Moment::date), lang);
    }
    match end {
        Some(end) => DateView { until: end.iso(), ..span_view(start, end, lang) },
        None => DateView { until: start.date().to_string(), ..time_view(start, lang) },
    }
}

fn days_view(first: jiff::civil::Date, last: jiff::civil::Date, lang: &Lang) -> DateView {
    let mut view = date_view(&Day { date: first, precision: Precision::Day }, lang);
    view.text = day_in_words(first, lang);
    if last > first {
        view.text = format!("{} – {}", view.text, day_in_words(last, lang));
    }
    view.until = last.to_string();
    view
}

/// A point in time for machines and people.
pub(super) fn time_view(time: &Moment, lang: &Lang) -> DateView {
    DateView {
        iso: time.iso(),
        text: time.in_words(lang),
        day: time.date().day().to_string(),
        month: short_month(time.date(), lang),
        ..DateView::default()
    }
}

/// From one point in time to another: the second day is said only when it is another.
pub(super) fn span_view(start: &Moment, end: &Moment, lang: &Lang) -> DateView {
    let mut view = time_view(start, lang);
    let until = if start.date() == end.date() { clock_in_words(&end.time, lang) } else { end.in_words(lang) };
    let from = view.text.trim_end_matches(" Uhr").to_owned();
    view.text = if start.date() == end.date() {
        format!("{from}–{until}")
    } else {
        format!("{} – {until}", view.text)
    };
    view
}
