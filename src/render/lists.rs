//! Pages that list documents and terms: home, types, vocabularies, terms, glossary, A–Z.

use std::collections::{BTreeMap, HashMap, HashSet};

use indexmap::IndexMap;
use jiff::civil::Date;

use super::Renderer;
use super::agenda::by_year;
use super::body::{self, Place};
use super::facts::{document_link, spoken, target_view};
use super::view::{
    CountView, EntryView, FacetLabelsView, FacetView, GroupView, IndexView, LabelView, LetterView, LinkView,
    ListEntryView, ListView, ListYearView, OtherView, PaginationView, TermView, ValueView, VocabularyView,
    YearView,
};
use crate::finder::{self, FacetLabels, Label, Words};
use crate::lang::Lang;
use crate::locale::{Sorter, capitalised, yes_or_no};
use crate::model::{Field, Kind, Role};
use crate::parse::Value;
use crate::path::OutputPath;
use crate::resolve::{calendar_page, part};
use crate::site::{DocId, Page, PageKind, Site, Target, Term, TermId, TypeList, day_of, public_fields};
use crate::text::index_letter;
use crate::theme::Texts;

/// How many of the newest documents the home page shows.
const NEWEST: usize = 6;
/// How many values a facet shows on the home page, and in a list before somebody narrows it down.
const DOOR_VALUES: usize = 12;

/// A part of the list of a type.
pub(super) fn list(renderer: &Renderer, list: &TypeList, number: usize) -> ListView {
    let site = &*renderer.site;
    let size = site.config.page_size;
    let shown: Vec<DocId> = list.documents.iter().copied().skip(number * size).take(size).collect();
    ListView {
        kind: renderer.type_view(list.kind, &site.config.lang).clone(),
        intro_html: if number == 0 { intro(renderer, list.intro) } else { String::new() },
        cards: renderer.cards(&shown),
        groups: groups(renderer, list, number * size, &shown),
        years: renderer.years(list).clone(),
        total: list.documents.len(),
        pagination: pagination(&list.output, list.documents.len(), size, number),
        facets: renderer.facets(list).clone(),
        filters: renderer.filters().clone(),
        calendar_path: calendar_path(site, list),
    }
}

/// The day by which a list goes that is an archive: that of publication. Events have the calendar.
fn day(site: &Site, list: &TypeList, id: DocId) -> Option<Date> {
    let by = site.model().types[list.kind].sort;
    (by == Role::Date).then(|| site.role(id, by).and_then(day_of)).flatten()
}

/// The month of a document, if it is the first of it in the list.
fn new_month(site: &Site, list: &TypeList, at: usize) -> Option<Date> {
    let month = |at: usize| day(site, list, list.documents[at]).map(Date::first_of_month);
    month(at).filter(|_| at == 0 || month(at) != month(at - 1))
}

fn month_id(month: Date) -> String {
    month.strftime("_%Y-%m").to_string()
}

/// The documents of a part that begins at `first`, by year.
fn groups(renderer: &Renderer, list: &TypeList, first: usize, shown: &[DocId]) -> Vec<ListYearView> {
    let site = &*renderer.site;
    if !shown.iter().any(|id| day(site, list, *id).is_some()) {
        return Vec::new();
    }
    let mut groups: Vec<ListYearView> = Vec::new();
    for (at, id) in (first..).zip(shown) {
        let title = day(site, list, *id).map(|day| day.year().to_string()).unwrap_or_default();
        if groups.last().is_none_or(|group| group.title != title) {
            groups.push(ListYearView { title, entries: Vec::new() });
        }
        if let Some(group) = groups.last_mut() {
            let id_of_month = new_month(site, list, at).map(month_id).unwrap_or_default();
            group.entries.push(ListEntryView { id: id_of_month, card: renderer.card(*id).clone() });
        }
    }
    groups
}

/// The months of a list that goes by a day, each with the place where it begins.
pub(super) fn years(site: &Site, list: &TypeList) -> Vec<YearView> {
    let page = |at: usize| part(&list.output, at / site.config.page_size).encoded();
    let begins = |at: usize| {
        let month = new_month(site, list, at)?;
        Some((month, format!("{}#{}", page(at), month_id(month))))
    };
    let months: Vec<_> = (0..list.documents.len()).rev().filter_map(begins).collect();
    if months.len() > 1 { by_year(months.into_iter(), &site.config.lang) } else { Vec::new() }
}

/// The calendar, for a list of what has dates.
fn calendar_path(site: &Site, list: &TypeList) -> String {
    let has_dates = site.model().types[list.kind].role(Role::Start).is_some();
    let calendar = Some(calendar_page()).filter(|page| has_dates && site.page(page).is_some());
    calendar.map_or_else(String::new, |page| page.encoded())
}

/// The text of the document that introduces a page.
pub(super) fn intro(renderer: &Renderer, intro: Option<DocId>) -> String {
    let site = &*renderer.site;
    let Some(id) = intro else { return String::new() };
    let document = site.document(id);
    let lang = document.lang();
    let place = Place { output: &document.output, lang, texts: renderer.texts(lang), document: id };
    body::body(site, &place, &document.parsed.body, &mut HashSet::new())
}

fn pagination(first: &OutputPath, total: usize, size: usize, current: usize) -> PaginationView {
    let count = total.div_ceil(size).max(1);
    let link = |number: usize| LinkView {
        title: (number + 1).to_string(),
        path: part(first, number).encoded(),
        current: number == current,
        ..LinkView::default()
    };
    if count < 2 {
        return PaginationView { current: 1, ..PaginationView::default() };
    }
    PaginationView {
        current: current + 1,
        pages: window(count, current).map(link).collect(),
        previous: current.checked_sub(1).map(link),
        next: (current + 1 < count).then(|| link(current + 1)),
    }
}

/// The parts that a reader is offered: the first, the last, and those around the current one. A link
/// to every part on every part would grow with the square of the list.
fn window(count: usize, current: usize) -> impl Iterator<Item = usize> {
    let near = current.saturating_sub(2)..(current + 3).min(count);
    let (first, last) = (near.start, near.end);
    (first > 0).then_some(0).into_iter().chain(near).chain((last < count).then_some(count - 1))
}

/// The facets of a list, with how often each value occurs. Those that have pages lead there.
pub(super) fn facets(site: &Site, list: &TypeList, lang: &Lang) -> Vec<FacetView> {
    public_fields(&site.model().types[list.kind])
        .filter(|(_, field)| field.facet)
        .filter_map(|(index, field)| {
            let mut values = facet_values(site, list, index, field, lang);
            values.retain(|value| value.count > 0);
            let vocabulary = field.vocabulary().map(|vocabulary| &site.vocabularies[vocabulary]);
            (!values.is_empty()).then(|| FacetView {
                name: field.name.clone(),
                label: field.label.get(lang).to_owned(),
                lang: field.label.mark(lang),
                path: vocabulary.map(|vocabulary| vocabulary.output.encoded()).unwrap_or_default(),
                values,
            })
        })
        .collect()
}

/// How often each value of a facet occurs in a list; of terms and documents, those that occur most.
fn facet_values(site: &Site, list: &TypeList, index: usize, field: &Field, lang: &Lang) -> Vec<CountView> {
    let given = || list.documents.iter().flat_map(|id| site.document(*id).fields.get(index));
    let value = |ValueView { text, path, lang, .. }: ValueView, count: usize| CountView {
        title: text,
        lang,
        path,
        count,
        ..CountView::default()
    };
    match &field.kind {
        Kind::Term(vocabulary) => {
            let mut counts: HashMap<usize, usize> = HashMap::new();
            for at in given() {
                if let Value::Link(Target::Term(term)) = at.value {
                    *counts.entry(term.term).or_default() += 1;
                }
            }
            let mut values =
                term_counts(site, *vocabulary, lang, |term| counts.get(&term).copied().unwrap_or(0));
            few(&mut values, DOOR_VALUES);
            values
        }
        Kind::Choice(choices) => {
            let count = |key: &str| {
                given().filter(|at| matches!(&at.value, Value::Choice(own) if own == key)).count()
            };
            choices.iter().map(|(key, labels)| value(spoken(labels, lang), count(key))).collect()
        }
        Kind::Bool => [true, false]
            .into_iter()
            .map(|answer| {
                let count =
                    given().filter(|at| matches!(at.value, Value::Bool(own) if own == answer)).count();
                let text = capitalised(yes_or_no(answer, lang));
                value(ValueView { text, ..ValueView::default() }, count)
            })
            .collect(),
        Kind::Reference { .. } => {
            let mut counts: IndexMap<&Target, usize> = IndexMap::new();
            for at in given() {
                if let Value::Link(target) = &at.value {
                    *counts.entry(target).or_default() += 1;
                }
            }
            let mut counts: Vec<_> = counts.into_iter().collect();
            counts.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
            counts.truncate(DOOR_VALUES);
            let mut values: Vec<CountView> = counts
                .into_iter()
                .map(|(target, count)| value(target_view(site, target, lang), count))
                .collect();
            Sorter::new(lang).sort_by(&mut values, |value| &value.title);
            values
        }
        _ => Vec::new(),
    }
}

/// The terms of a vocabulary, parents before children, each with a count.
fn term_counts(
    site: &Site,
    vocabulary: usize,
    lang: &Lang,
    count: impl Fn(usize) -> usize,
) -> Vec<CountView> {
    fn add(
        site: &Site,
        id: TermId,
        depth: usize,
        lang: &Lang,
        count: &impl Fn(usize) -> usize,
        values: &mut Vec<CountView>,
    ) {
        let term = site.term(id);
        let is_in_use = term.replaced_by.is_none();
        if is_in_use {
            values.push(CountView {
                title: term.label.get(lang).to_owned(),
                lang: term.label.mark(lang),
                notation: term.notation.clone(),
                description: term.description.get(lang).to_owned(),
                path: term.output.encoded(),
                count: count(id.term),
                depth,
            });
        }
        for &narrower in &term.narrower {
            add(site, TermId { term: narrower, ..id }, depth + usize::from(is_in_use), lang, count, values);
        }
    }
    let mut values = Vec::new();
    let open = site.model().vocabularies[vocabulary].open;
    let mut tops: Vec<usize> = (0..site.vocabularies[vocabulary].terms.len())
        .filter(|&term| site.vocabularies[vocabulary].terms[term].broader.is_none())
        .collect();
    if open {
        let terms = &site.vocabularies[vocabulary].terms;
        let sorter = Sorter::new(lang);
        tops.sort_by(|a, b| sorter.compare(terms[*a].label.get(lang), terms[*b].label.get(lang)));
    }
    for term in tops {
        add(site, TermId { vocabulary, term }, 0, lang, &count, &mut values);
    }
    values
}

fn all_counts(site: &Site, vocabulary: usize, lang: &Lang) -> Vec<CountView> {
    let terms = &site.vocabularies[vocabulary].terms;
    term_counts(site, vocabulary, lang, |term| {
        // A program's own page is no document of the program.
        let own = terms[term].document;
        terms[term].documents.iter().filter(|id| Some(**id) != own).count()
    })
}

/// All terms of a vocabulary.
pub(super) fn vocabulary(site: &Site, number: usize, lang: &Lang) -> VocabularyView {
    let vocabulary = &site.vocabularies[number];
    let files = crate::metadata::skos::files(site, number);
    let [turtle_path, json_ld_path] = files.map(|files| files.map(|file| file.encoded())).unwrap_or_default();
    VocabularyView {
        id: site.model().vocabularies[number].id.clone(),
        label: vocabulary.label.get(lang).to_owned(),
        description: vocabulary.description.get(lang).to_owned(),
        terms: all_counts(site, number, lang),
        turtle_path,
        json_ld_path,
    }
}

/// A part of the documents of a term.
pub(super) fn term(renderer: &Renderer, id: TermId, number: usize, lang: &Lang) -> TermView {
    let site = &*renderer.site;
    let vocabulary = &site.vocabularies[id.vocabulary];
    let term = site.term(id);
    let size = site.config.page_size;
    let shown = term.documents.iter().copied().skip(number * size).take(size);
    let mut groups: Vec<(usize, Vec<DocId>)> = Vec::new();
    for document in shown {
        let kind = site.document(document).parsed.kind;
        match groups.last_mut() {
            Some((last, documents)) if *last == kind => documents.push(document),
            _ => groups.push((kind, vec![document])),
        }
    }
    let link = |term: usize| {
        let term = &vocabulary.terms[term];
        LinkView {
            title: term.label.get(lang).to_owned(),
            path: term.output.encoded(),
            ..LinkView::default()
        }
    };
    TermView {
        vocabulary: LinkView {
            title: vocabulary.label.get(lang).to_owned(),
            path: vocabulary.output.encoded(),
            ..LinkView::default()
        },
        label: term.label.get(lang).to_owned(),
        notation: term.notation.clone(),
        description: term.description.get(lang).to_owned(),
        synonyms: term.synonyms.clone(),
        broader: term.broader.into_iter().map(link).collect(),
        narrower: term
            .narrower
            .iter()
            .map(|&narrower| {
                let LinkView { title, path, .. } = link(narrower);
                CountView {
                    title,
                    path,
                    count: vocabulary.terms[narrower].documents.len(),
                    ..CountView::default()
                }
            })
            .collect(),
        groups: groups
            .into_iter()
            .map(|(kind, documents)| GroupView {
                title: site.model().types[kind].plural.get(lang).to_owned(),
                cards: renderer.cards(&documents),
                ..GroupView::default()
            })
            .collect(),
        total: term.documents.len(),
        pagination: pagination(&term.output, term.documents.len(), size, number),
    }
}

/// The newest documents of the site, in this language where there are such variants.
pub(super) fn newest(renderer: &Renderer, lang: &Lang) -> ListView {
    let site = &*renderer.site;
    let mut documents: Vec<DocId> = site
        .lists
        .iter()
        .filter(|list| site.model().types[list.kind].role(Role::Start).is_none())
        .flat_map(|list| list.documents.iter().copied())
        .collect();
    let day = |id: &DocId| site.role(*id, Role::Date).and_then(day_of).or(site.document(*id).updated);
    documents.sort_by_key(|id| std::cmp::Reverse(day(id)));
    documents.retain(|id| day(id).is_some());
    let total = documents.len();
    documents.truncate(NEWEST);
    documents.iter_mut().for_each(|id| *id = site.for_readers(*id, lang));
    ListView { cards: renderer.cards(&documents), total, ..ListView::default() }
}

/// The doors of the home page and of the search: vocabularies with their most used terms, and types.
pub(super) fn doors(site: &Site, lang: &Lang) -> IndexView {
    IndexView {
        facets: vocabularies(site, lang, Some(DOOR_VALUES)),
        types: types(site, lang),
        ..IndexView::default()
    }
}

/// What the facets of the search are called in a language that is not the site's.
pub(super) fn labels(site: &Site, lang: &Lang, texts: &Texts) -> Vec<FacetLabelsView> {
    let text = |key: &str| texts.plain("facets", key);
    let words = Words { kind: text("type"), overviews: text("overviews"), language: text("language") };
    let view = |Label { text, lang }| LabelView { text, lang };
    let of_facet = |FacetLabels { id, label, terms }: FacetLabels| FacetLabelsView {
        id,
        label: label.map(view),
        terms: terms.into_iter().map(|(id, term)| (id, view(term))).collect(),
    };
    finder::labels(site, lang, &words).into_iter().map(of_facet).collect()
}

/// To readers of each other language that has a page of the search: that there is no such page, and the way to the
/// search. Who reads Leichte Sprache understands the page itself.
pub(super) fn others(renderer: &Renderer, lang: &Lang) -> Vec<OtherView> {
    let finders = renderer.site.pages.iter().filter(|page| page.kind == PageKind::Finder);
    let view = |page: &Page| {
        let texts = renderer.texts(&page.lang);
        OtherView {
            lang: page.lang.to_string(),
            dir: page.lang.direction(),
            title: texts.plain("not_found", "title"),
            link: LinkView {
                title: texts.plain("page", "finder"),
                path: page.output.encoded(),
                ..LinkView::default()
            },
        }
    };
    finders.filter(|page| page.lang.base() != lang.base()).map(view).collect()
}

/// All vocabularies with all terms.
pub(super) fn vocabularies_index(site: &Site, lang: &Lang) -> IndexView {
    IndexView { facets: vocabularies(site, lang, None), types: types(site, lang), ..IndexView::default() }
}

/// Keeps of the terms of a vocabulary those that lead to something, at most this many: the upper ones, and if
/// these are too many the most used.
fn few(values: &mut Vec<CountView>, most: usize) {
    values.retain(|value| value.count > 0);
    let mut depth = values.iter().map(|value| value.depth).max().unwrap_or(0);
    while values.len() > most && depth > 0 {
        values.retain(|value| value.depth < depth);
        depth -= 1;
    }
    if values.len() > most {
        values.sort_by_key(|value| std::cmp::Reverse(value.count));
        values.truncate(most);
    }
}

/// The vocabularies that have terms: all of these, or at most so many that lead to something.
fn vocabularies(site: &Site, lang: &Lang, most: Option<usize>) -> Vec<FacetView> {
    let with_terms =
        site.vocabularies.iter().enumerate().filter(|(_, vocabulary)| !vocabulary.terms.is_empty());
    with_terms
        .map(|(number, vocabulary)| {
            let mut values = all_counts(site, number, lang);
            if let Some(most) = most {
                few(&mut values, most);
            }
            FacetView {
                name: site.model().vocabularies[number].id.clone(),
                label: vocabulary.label.get(lang).to_owned(),
                lang: vocabulary.label.mark(lang),
                path: vocabulary.output.encoded(),
                values,
            }
        })
        .filter(|facet| !facet.values.is_empty())
        .collect()
}

fn types(site: &Site, lang: &Lang) -> Vec<CountView> {
    site.lists
        .iter()
        .map(|list| CountView {
            title: site.model().types[list.kind].plural.get(lang).to_owned(),
            lang: site.model().types[list.kind].plural.mark(lang),
            description: list.intro.map(|id| site.gist(id).to_owned()).unwrap_or_default(),
            path: list.output.encoded(),
            count: list.documents.len(),
            ..CountView::default()
        })
        .collect()
}

/// Everything from A to Z: documents by title and synonym, each in the variant that readers of the language get, and the
/// terms that lead to some.
pub(super) fn a_z(site: &Site, lang: &Lang) -> IndexView {
    let mut entries = Vec::new();
    for (index, document) in site.documents.iter().enumerate() {
        let id = DocId(index);
        let is_readable = *document.lang() == site.config.lang || document.lang() == lang;
        let is_for_readers = is_readable && site.for_readers(id, lang) == id;
        if !is_for_readers || document.parsed.source.is_introduction() {
            continue;
        }
        let kind = site.type_of(id);
        let path = document.output.encoded();
        let own = document.lang().mark_on(lang);
        entries.push(EntryView {
            title: document.title.clone(),
            lang: own.clone(),
            path: path.clone(),
            note: kind.label.get(document.lang()).to_owned(),
            ..EntryView::default()
        });
        for role in [Role::Synonyms, Role::Abbreviation] {
            for at in kind.role(role).map(|field| document.fields.get(field)).unwrap_or_default() {
                if let Value::Text(synonym) = &at.value {
                    entries.push(EntryView {
                        title: synonym.clone(),
                        lang: own.clone(),
                        path: path.clone(),
                        note: format!("→ {}", document.title),
                        ..EntryView::default()
                    });
                }
            }
        }
    }
    for vocabulary in site.vocabularies.iter() {
        let leads_on = |term: &&Term| term.document.is_none() && !term.documents.is_empty();
        for term in vocabulary.terms.iter().filter(leads_on) {
            let own = term.label.spoken(lang).map_or(lang, |(own, _)| own);
            entries.push(EntryView {
                title: term.label.get(lang).to_owned(),
                lang: own.mark_on(lang),
                path: term.output.encoded(),
                note: vocabulary.label.get(own).to_owned(),
                ..EntryView::default()
            });
        }
    }
    IndexView { letters: letters(entries, lang), ..IndexView::default() }
}

/// The glossary with its definitions.
pub(super) fn glossary(renderer: &Renderer, list: &TypeList, lang: &Lang) -> IndexView {
    let site = &*renderer.site;
    let entries = list
        .documents
        .iter()
        .map(|&id| {
            let link = document_link(site, id, lang);
            EntryView {
                title: link.title,
                path: link.path,
                definition: site.role_text(id, Role::Definition).to_owned(),
                abbreviation: site.role_text(id, Role::Abbreviation).to_owned(),
                ..EntryView::default()
            }
        })
        .collect();
    IndexView {
        letters: letters(entries, lang),
        intro_html: intro(renderer, list.intro),
        ..IndexView::default()
    }
}

/// Entries under their letters, both in the language's order.
fn letters(mut entries: Vec<EntryView>, lang: &Lang) -> Vec<LetterView> {
    let sorter = Sorter::new(lang);
    sorter.sort_by(&mut entries, |entry| &entry.title);
    let mut letters: BTreeMap<String, LetterView> = BTreeMap::new();
    for entry in entries {
        let letter = index_letter(&entry.title);
        let view = letters.entry(letter.clone()).or_insert_with(|| LetterView {
            id: format!("letter-{}", if letter == "#" { "0".to_owned() } else { letter.to_lowercase() }),
            letter,
            entries: Vec::new(),
        });
        view.entries.push(entry);
    }
    let mut letters: Vec<LetterView> = letters.into_values().collect();
    sorter.sort_by(&mut letters, |letter| &letter.letter);
    letters
}
