//! The sections of a document's page that fields have to themselves: texts, tables of groups, steps along time.

use std::collections::HashSet;

use super::Renderer;
use super::body::{self, Place};
use super::document::logos;
use super::facts::{is_fact, is_placed, label, part, values};
use super::view::{FactView, SectionView, StepView};
use crate::lang::Lang;
use crate::model::{Field, Kind, Role};
use crate::parse::{Period, Value};
use crate::path::OutputPath;
use crate::site::{DocId, Site, SiteDocument, Target, public_fields};
use crate::text::fold;

/// The fields with a section of their own: Markdown, and what the fact box does not show.
pub(super) fn sections(renderer: &Renderer, id: DocId, output: &OutputPath) -> Vec<SectionView> {
    let lang = renderer.site.document(id).lang();
    let place = Place { output, lang, texts: renderer.texts(lang), document: id };
    sections_at(&renderer.site, id, &place, &mut HashSet::new())
}

/// As [`sections`], at a `place`; `explained` are the words of the glossary that it has explained before.
pub(super) fn sections_at(
    site: &Site,
    id: DocId,
    place: &Place<'_>,
    explained: &mut HashSet<DocId>,
) -> Vec<SectionView> {
    let document = site.document(id);
    let mut sections = Vec::new();
    for (index, field) in public_fields(site.type_of(id)) {
        if is_fact(field) || is_placed(field) || !shows_section(field.role) {
            continue;
        }
        let FactView { name, label: title, lang, .. } = label(field, place.lang);
        let mut section =
            SectionView { id: section_id(document, field), name, title, lang, ..SectionView::default() };
        let texts = document.fields.get(index).iter().filter_map(|at| match &at.value {
            Value::Markdown(body) => Some(body.as_ref()),
            _ => None,
        });
        section.html = body::field(site, place, index, texts, explained);
        section.values = values(site, field, &document.fields, index, place.lang);
        if field.role == Some(Role::Logo) {
            section.values.clear();
            logos(site, id, Role::Logo, &mut section.images);
        } else if let Some(steps) = Steps::of(field) {
            let groups = document.fields.get(index).iter();
            section.steps = groups.filter_map(|at| steps.step(site, &at.value, place.lang)).collect();
            section.values.clear();
        } else if let Kind::Group(parts) = &field.kind {
            let columns = parts.iter().filter(|part| !part.hidden && !part.private);
            section.columns = columns.clone().map(|part| part.label.get(place.lang).to_owned()).collect();
            for value in &mut section.values {
                value.parts = columns
                    .clone()
                    .map(|part| {
                        let known = value.parts.iter().position(|fact| fact.name == part.name);
                        known.map_or_else(
                            || label(part, place.lang),
                            |at| std::mem::take(&mut value.parts[at]),
                        )
                    })
                    .collect();
            }
        }
        let is_empty = section.html.is_empty() && section.values.is_empty() && section.images.is_empty();
        if !is_empty || !section.steps.is_empty() {
            sections.push(section);
        }
    }
    sections
}

/// The anchor of a field's section: the field's name, unless a heading of the body has that.
fn section_id(document: &SiteDocument, field: &Field) -> String {
    let mut id = fold(&field.name);
    while document.parsed.body.headings.iter().any(|heading| heading.id == id) {
        id.insert(0, '_');
    }
    id
}

/// Fields whose role is shown by other means have no section.
fn shows_section(role: Option<Role>) -> bool {
    !matches!(
        role,
        Some(
            Role::Synonyms
                | Role::Date
                | Role::ReviewBy
                | Role::Start
                | Role::End
                | Role::Definition
                | Role::ArchivedOn
                | Role::Download
                | Role::Version
                | Role::Paper
        )
    )
}

/// A group that says of something called `title` when it is: from the day `start`, to the day `end` if it has one.
/// Several of these are steps along time.
struct Steps<'m> {
    parts: &'m [Field],
    title: usize,
    start: usize,
    end: Option<usize>,
}

impl<'m> Steps<'m> {
    fn of(field: &'m Field) -> Option<Self> {
        let Kind::Group(parts) = &field.kind else { return None };
        let part = |name: &str, is_right: fn(&Kind) -> bool| {
            let is_it =
                |part: &Field| part.name == name && is_right(&part.kind) && !part.private && !part.hidden;
            parts.iter().position(is_it)
        };
        let is_day = |kind: &Kind| matches!(kind, Kind::Date);
        let title = part("title", |kind| matches!(kind, Kind::Text))?;
        let steps = Self { parts, title, start: part("start", is_day)?, end: part("end", is_day) };
        field.many.then_some(steps)
    }

    fn step(&self, site: &Site, value: &Value<Target>, lang: &Lang) -> Option<StepView> {
        let Value::Group(fields) = value else { return None };
        let day = |part: Option<usize>| match fields.first(part) {
            Some(Value::Date(day)) => Some(*day),
            _ => None,
        };
        let (start, end) = (day(Some(self.start)), day(self.end));
        let when = match (start, end) {
            // Where no end can be given, the day is all of it.
            (Some(start), None) if self.end.is_none() => start.in_words(lang),
            (start, end) => Period { start, end }.in_words(lang),
        };
        let others = self.parts.iter().enumerate().filter(|(index, part)| {
            !part.hidden && ![Some(self.title), Some(self.start), self.end].contains(&Some(*index))
        });
        let parts = others.filter_map(|(index, field)| part(site, field, fields, index, lang)).collect();
        Some(StepView { when, title: fields.text(Some(self.title)).to_owned(), parts })
    }
}
