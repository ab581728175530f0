//! What a query has found, as a table: documents side by side, or a cross table of two fields.

use std::collections::HashMap;

use super::Renderer;
use super::facts::{document_link, is_fact, label, values};
use super::view::{LinkView, MatrixRowView, MatrixView, TableRowView, TableView};
use crate::lang::Lang;
use crate::model::{Field, Kind, Labels};
use crate::parse::Value;
use crate::site::{DocId, Site, Target, TermId, public_fields};

/// How many fields stand side by side: more find no room on a screen.
const COLUMNS: usize = 6;

/// Documents side by side: by the fields that are `wanted`, else by the first facets in the order of the model that
/// any of them has.
pub(super) fn table(renderer: &Renderer, found: &[DocId], wanted: &[String], lang: &Lang) -> TableView {
    let site = &*renderer.site;
    let mut kinds: Vec<usize> = found.iter().map(|id| site.document(*id).parsed.kind).collect();
    kinds.sort_unstable();
    kinds.dedup();
    let fields = || {
        kinds.iter().flat_map(|kind| {
            public_fields(&site.model().types[*kind]).map(move |(index, field)| (*kind, index, field))
        })
    };
    let mut columns: Vec<&Field> = Vec::new();
    for name in wanted {
        columns.extend(fields().map(|(_, _, field)| field).find(|field| field.name == *name));
    }
    if wanted.is_empty() {
        let has = |kind: usize, index: usize| {
            let mut of_kind = found.iter().map(|id| site.document(*id)).filter(|own| own.parsed.kind == kind);
            of_kind.any(|document| !document.fields.get(index).is_empty())
        };
        for (kind, index, field) in fields().filter(|(_, _, field)| field.facet && is_fact(field)) {
            if !columns.iter().any(|known| known.name == field.name) && has(kind, index) {
                columns.push(field);
            }
        }
        columns.truncate(COLUMNS);
    }
    let cells = |id: &DocId| {
        let (kind, document) = (site.type_of(*id), site.document(*id));
        let cell = |column: &&Field| {
            let own = public_fields(kind).find(|(_, field)| field.name == column.name);
            own.map_or_else(Vec::new, |(index, field)| {
                values(site, field, &document.fields, index, document.lang())
            })
        };
        columns.iter().map(cell).collect()
    };
    let rows = found.iter().map(|id| TableRowView { card: renderer.card(*id).clone(), cells: cells(id) });
    let rows = rows.collect();
    TableView { columns: columns.iter().map(|field| label(field, lang)).collect(), rows }
}

/// A value that a row or a column of a cross table is for.
struct Head {
    value: Target,
    title: String,
    /// Its page; else empty.
    path: String,
    /// How many terms stand above it.
    depth: usize,
    /// Whether there are terms below it.
    is_group: bool,
}

/// A cross table: rows by the values of one field, columns by those of another. `None` where a field has no values
/// that could be told beforehand, which has been reported.
pub(super) fn matrix(
    site: &Site,
    found: &[DocId],
    types: &[usize],
    (rows, columns): (&str, &str),
    lang: &Lang,
) -> Option<MatrixView> {
    let (row_field, row_heads) = axis(site, types, rows, lang)?;
    let (column_field, column_heads) = axis(site, types, columns, lang)?;
    let [row_places, column_places] = [&row_heads, &column_heads]
        .map(|heads| heads.iter().enumerate().map(|(at, head)| (&head.value, at)).collect::<HashMap<_, _>>());
    let mut filed: HashMap<(usize, usize), Vec<LinkView>> = HashMap::new();
    for &id in found {
        let columns = places(site, id, &column_field.name, &column_places);
        for row in places(site, id, &row_field.name, &row_places) {
            for &column in &columns {
                filed.entry((row, column)).or_default().push(document_link(site, id, lang));
            }
        }
    }
    let mut cells = |row: usize| -> Vec<Vec<LinkView>> {
        (0..column_heads.len()).map(|column| filed.remove(&(row, column)).unwrap_or_default()).collect()
    };
    let mut view = MatrixView {
        row_label: row_field.label.get(lang).to_owned(),
        row_lang: row_field.label.mark(lang),
        column_label: column_field.label.get(lang).to_owned(),
        columns: column_heads.iter().map(|head| head.title.clone()).collect(),
        rows: Vec::new(),
    };
    let mut is_within_group = false;
    for (at, head) in row_heads.iter().enumerate() {
        let own = cells(at);
        let row = |cells, depth, begins| MatrixRowView {
            title: head.title.clone(),
            path: head.path.clone(),
            cells,
            depth,
            begins,
        };
        if head.is_group {
            view.rows.push(row(Vec::new(), head.depth, true));
            // What has the term of the group itself stands in none of its terms.
            if own.iter().any(|cell| !cell.is_empty()) {
                view.rows.push(row(own, head.depth + 1, false));
            }
        } else {
            view.rows.push(row(own, head.depth, is_within_group && head.depth == 0));
        }
        is_within_group = head.is_group || head.depth > 0;
    }
    Some(view)
}

/// The field with this name in one of these types, with all values that it can have.
fn axis<'s>(site: &'s Site, types: &[usize], name: &str, lang: &Lang) -> Option<(&'s Field, Vec<Head>)> {
    let head = |value, title, path| Head { value, title, path, depth: 0, is_group: false };
    let model = site.model();
    let kinds = model.types.iter().enumerate();
    let kinds = kinds.filter(|(index, _)| types.is_empty() || types.contains(index));
    let mut fields = kinds.filter_map(|(_, kind)| kind.field(name).map(|index| &kind.fields[index]));
    fields.find_map(|field| {
        let heads = match &field.kind {
            Kind::Choice(choices) => {
                let choice = |(key, labels): (&String, &Labels)| {
                    head(Target::Text(key.clone()), labels.get(lang).to_owned(), String::new())
                };
                choices.iter().map(choice).collect()
            }
            Kind::Term(vocabulary) => terms(site, *vocabulary, lang),
            Kind::Reference { to, open: false } if !to.is_empty() => {
                let lists = site.lists.iter().filter(|list| to.contains(&list.kind));
                let documents = lists.flat_map(|list| &list.documents);
                let document = |id: &DocId| {
                    let link = document_link(site, *id, lang);
                    head(Target::Document(*id), link.title, link.path)
                };
                documents.map(document).collect()
            }
            _ => return None,
        };
        Some((field, heads))
    })
}

/// The terms of a vocabulary that are in use, each with those below it.
fn terms(site: &Site, vocabulary: usize, lang: &Lang) -> Vec<Head> {
    fn add(site: &Site, id: TermId, depth: usize, lang: &Lang, heads: &mut Vec<Head>) {
        let known = site.term(id);
        let is_in_use = known.replaced_by.is_none();
        if is_in_use {
            let title = format!("{} {}", known.notation, known.label.get(lang)).trim_start().to_owned();
            heads.push(Head {
                value: Target::Term(id),
                title,
                path: known.output.encoded(),
                depth,
                is_group: !known.narrower.is_empty(),
            });
        }
        for &term in &known.narrower {
            add(site, TermId { term, ..id }, depth + usize::from(is_in_use), lang, heads);
        }
    }
    let known = &site.vocabularies[vocabulary].terms;
    let mut heads = Vec::new();
    for term in (0..known.len()).filter(|&term| known[term].broader.is_none()) {
        add(site, TermId { vocabulary, term }, 0, lang, &mut heads);
    }
    heads
}

/// Where the values of a document in the field with this name have their places, each once.
fn places(site: &Site, id: DocId, name: &str, heads: &HashMap<&Target, usize>) -> Vec<usize> {
    let Some(index) = site.type_of(id).field(name) else { return Vec::new() };
    let place = |value: &Value<Target>| match value {
        // A head is for a document in all its languages, by the original.
        Value::Link(Target::Document(id)) => {
            let original = site.variant(*id, &site.config.lang).unwrap_or(*id);
            heads.get(&Target::Document(original)).copied()
        }
        Value::Link(target) => heads.get(target).copied(),
        Value::Choice(key) => heads.get(&Target::Text(key.clone())).copied(),
        _ => None,
    };
    let values = site.document(id).fields.get(index).iter();
    let mut places: Vec<usize> = values.filter_map(|at| place(&at.value)).collect();
    places.sort_unstable();
    places.dedup();
    places
}
