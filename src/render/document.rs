//! The page of a document.

use std::collections::HashSet;

use indexmap::IndexMap;

use super::Renderer;
use super::agenda;
use super::body::{self, Place};
use super::engine::Frozen;
use super::event::event;
use super::facts::{card_facts, date_view, document_link, event_view, facts, spoken, values};
use super::page::{license_view, title as site_title};
use super::sections::sections_at;
use super::tables::{matrix, table};
use super::view::{
    CardView, DateView, DocumentView, FundingView, GatheredView, GroupView, ImageVersionView, ImageView,
    LicenseView, LinkView, OnlineView, PathView, RelatedView, TocView, TypeView, ValueView,
};
use crate::calendar;
use crate::discover::AssetSource;
use crate::lang::Lang;
use crate::model::{EventChange, Field, Kind, Role};
use crate::parse::markdown::Body;
use crate::parse::{Day, Fields, Precision, Show, Value};
use crate::path::OutputPath;
use crate::qr;
use crate::query;
use crate::related::Resemblance;
use crate::resize;
use crate::site::{DocId, Site, Target, public_fields, visit_targets};

/// How many words a practised reader reads in a minute: 238 for non-fiction, rounded down for German
/// (Brysbaert 2019, a meta-analysis of reading rates).
const WORDS_PER_MINUTE: usize = 200;

/// What a document shows on the page `output`: its own, or the first one of a copy made for it.
pub(super) fn document(renderer: &Renderer, id: DocId, output: &OutputPath) -> DocumentView {
    let site = &*renderer.site;
    let document = site.document(id);
    let lang = document.lang();
    let texts = renderer.texts(lang);
    let place = Place { output, lang, texts, document: id };
    let mut explained = HashSet::new();
    // What it shows by itself resembles it no more.
    let mut shown = HashSet::new();
    let parsed = &document.parsed;
    let (previous, next) = neighbours(site, id);
    DocumentView {
        kind: renderer.type_view(parsed.kind, lang).clone(),
        title: document.title.clone(),
        summary: site.gist(id).to_owned(),
        body_html: body::body(site, &place, &parsed.body, &mut explained),
        sections: sections_at(site, id, &place, &mut explained),
        toc: toc(&parsed.body),
        facts: facts(site, id, lang),
        image: image(site, id, Role::Image),
        funding: funding(site, id),
        date: day(site, id, lang),
        updated: updated(site, id, lang),
        event: event(renderer, id),
        calendar_path: calendar::path_of(site, id).map(|path| path.encoded()).unwrap_or_default(),
        downloads: role_values(site, id, Role::Download),
        version: site.role_text(id, Role::Version).to_owned(),
        is_form: site.type_of(id).role(Role::Paper).is_some(),
        paper: site.role_text(id, Role::Paper).to_owned(),
        flag: flag(renderer, id),
        notice: notice(renderer, id),
        reading_minutes: parsed.body.text.words.div_ceil(WORDS_PER_MINUTE).max(1),
        tags: role_values(site, id, Role::Tags),
        authors: role_values(site, id, Role::Author).into_iter().map(|value| value.text).collect(),
        license: license(site, id),
        citation: citation(site, id, lang),
        gathered: gathered(renderer, id, &mut shown),
        items: items(renderer, id, &mut shown),
        dates: dates(renderer, id, &mut shown),
        backlinks: backlinks(renderer, id, &mut shown),
        related: related(renderer, id, &shown),
        paths: paths(site, id),
        previous,
        next,
        edit_href: edit_href(site, id),
        online: online(site, id),
    }
}

/// A document as it stands in lists.
pub(super) fn card(site: &Site, kind: &Frozen<TypeView>, id: DocId, flag: String) -> CardView {
    let document = site.document(id);
    let lang = document.lang();
    let period = match site.role(id, Role::Period) {
        Some(Value::Period(period)) => period.in_words(lang),
        _ => String::new(),
    };
    CardView {
        title: document.title.clone(),
        summary: site.gist(id).to_owned(),
        path: document.output.encoded(),
        lang: lang.to_string(),
        dir: lang.direction(),
        kind: kind.clone(),
        facts: card_facts(site, id, lang),
        date: day(site, id, lang),
        event: site.role(id, Role::Start).is_some(),
        period,
        flag,
        image: image(site, id, Role::Image),
        more_html: None,
    }
}

/// The day that counts: the time of an event, else the day of publication.
pub(super) fn day(site: &Site, id: DocId, lang: &Lang) -> Option<DateView> {
    match (site.role(id, Role::Start), site.role(id, Role::End), site.role(id, Role::Date)) {
        (Some(Value::DateTime(start)), Some(Value::DateTime(end)), _) => {
            Some(event_view(start, Some(end), lang))
        }
        (Some(Value::DateTime(start)), _, _) => Some(event_view(start, None, lang)),
        (_, _, Some(Value::Date(day))) => Some(date_view(day, lang)),
        _ => None,
    }
}

fn updated(site: &Site, id: DocId, lang: &Lang) -> Option<DateView> {
    let date = site.document(id).updated?;
    Some(date_view(&Day { date, precision: Precision::Day }, lang))
}

pub(super) fn role_values(site: &Site, id: DocId, role: Role) -> Vec<ValueView> {
    let kind = site.type_of(id);
    let document = site.document(id);
    kind.role(role)
        .map(|index| values(site, &kind.fields[index], &document.fields, index, document.lang()))
        .unwrap_or_default()
}

/// The headings, nested by level.
pub(super) fn toc(body: &Body) -> Vec<TocView> {
    let mut top: Vec<TocView> = Vec::new();
    for heading in &body.headings {
        let entry = TocView { id: heading.id.clone(), title: heading.text.clone(), children: Vec::new() };
        match top.last_mut() {
            Some(parent) if heading.level > 2 => parent.children.push(entry),
            _ => top.push(entry),
        }
    }
    top
}

/// An image group (`file`, `alt`, `caption`, `credit`) as a view.
fn image(site: &Site, id: DocId, role: Role) -> Option<ImageView> {
    let kind = site.type_of(id);
    let index = kind.role(role)?;
    let Kind::Group(parts) = &kind.fields[index].kind else { return None };
    let document = site.document(id);
    let Value::Group(values) = document.fields.first(Some(index))? else { return None };
    // A translation takes over the picture of its original, with words in that language.
    let giver = document.inherited.iter().find(|(field, _)| *field == index);
    let lang = match giver {
        _ if !document.parsed.fields.get(index).is_empty() => document.lang(),
        Some((_, from)) => site.document(*from).lang(),
        None => &site.config.lang,
    };
    let versions = resize::versions(picture(site, parts, values)?).iter().map(version_view).collect();
    Some(ImageView { lang: lang.mark_on(document.lang()), versions, ..image_view(site, parts, values)? })
}

/// The file of an image group.
fn picture<'s>(site: &'s Site, parts: &[Field], values: &Fields<Target>) -> Option<&'s AssetSource> {
    match values.first(parts.iter().position(|part| part.name == "file"))? {
        Value::Link(Target::Asset(asset)) => Some(&site.assets[*asset]),
        _ => None,
    }
}

/// An image group as a view, with the picture in its own size alone.
fn image_view(site: &Site, parts: &[Field], values: &Fields<Target>) -> Option<ImageView> {
    let asset = picture(site, parts, values)?;
    let (width, height) = asset.size.unwrap_or_default();
    let text = |name: &str| values.text(parts.iter().position(|part| part.name == name)).to_owned();
    Some(ImageView {
        path: asset.output.encoded(),
        alt: text("alt"),
        caption: text("caption"),
        credit: text("credit"),
        lang: String::new(),
        width,
        height,
        versions: Vec::new(),
    })
}

fn version_view(version: &resize::Version) -> ImageVersionView {
    ImageVersionView { path: version.path.encoded(), width: version.width }
}

/// The programs that fund a document, with what they demand to be shown. A program's own page shows
/// its own publicity.
fn funding(site: &Site, id: DocId) -> Option<FundingView> {
    let mut programs: Vec<DocId> = Vec::new();
    let kind = site.type_of(id);
    if kind.role(Role::FundingStatement).is_some() {
        programs.push(id);
    }
    if let Some(field) = kind.role(Role::Funding) {
        for target in site.document(id).targets(field) {
            let program = match target {
                Target::Document(id) => Some(*id),
                Target::Term(term) => site.term(*term).document,
                _ => None,
            };
            programs.extend(program.filter(|program| !programs.contains(program)));
        }
    }
    let lang = site.document(id).lang();
    let mut view = FundingView::default();
    for program in programs {
        let rules = site.role_text(program, Role::FundingRules);
        if view.rules.is_empty() || view.rules == "none" {
            rules.clone_into(&mut view.rules);
        }
        if let Some(Value::Translated(statement)) = site.role(program, Role::FundingStatement) {
            let statement = spoken(statement, lang);
            if !view.statements.contains(&statement) {
                view.statements.push(statement);
            }
        }
        logos(site, program, Role::FundingLogos, &mut view.logos);
        view.programs.push(document_link(site, program, lang));
    }
    (!view.statements.is_empty() || !view.logos.is_empty()).then_some(view)
}

/// Adds the pictures of a document's field with this role.
pub(super) fn logos(site: &Site, id: DocId, role: Role, logos: &mut Vec<ImageView>) {
    let kind = site.type_of(id);
    let Some(index) = kind.role(role) else { return };
    let Kind::Group(parts) = &kind.fields[index].kind else { return };
    let order = parts.iter().position(|part| part.name == "order");
    let mut found: Vec<(f64, ImageView)> = Vec::new();
    for at in site.document(id).fields.get(index) {
        if let Value::Group(values) = &at.value
            && let Some(logo) = image_view(site, parts, values)
        {
            let order = match values.first(order) {
                Some(Value::Number(number)) => *number,
                _ => f64::INFINITY,
            };
            found.push((order, logo));
        }
    }
    found.sort_by(|a, b| a.0.total_cmp(&b.0));
    for (_, logo) in found {
        if !logos.iter().any(|known| known.path == logo.path) {
            logos.push(logo);
        }
    }
}

/// A word before the title: cancelled, moved, archived.
pub(super) fn flag(renderer: &Renderer, id: DocId) -> String {
    said_of_state(renderer, id, "flag")
}

fn notice(renderer: &Renderer, id: DocId) -> String {
    said_of_state(renderer, id, "notice")
}

/// What this group of the theme's texts says of a document that is cancelled, moved or archived; of others nothing.
fn said_of_state(renderer: &Renderer, id: DocId, group: &str) -> String {
    let site = &*renderer.site;
    let key = match site.event_change(id) {
        Some(EventChange::Cancelled) => "cancelled",
        Some(EventChange::Moved) => "moved",
        None if site.role(id, Role::ArchivedOn).is_some() => "archived",
        None => return String::new(),
    };
    renderer.texts(site.document(id).lang()).plain(group, key)
}

fn license(site: &Site, id: DocId) -> Option<LicenseView> {
    let kind = site.type_of(id);
    let field = &kind.fields[kind.role(Role::License)?];
    let Kind::Choice(choices) = &field.kind else { return None };
    let key = match site.role_text(id, Role::License) {
        "" => site.config.license.as_deref()?,
        own => own,
    };
    choices.get(key)?;
    Some(license_view(field, key, site.document(id).lang()))
}

/// Author (year): title. Site. Address.
fn citation(site: &Site, id: DocId, lang: &Lang) -> String {
    let document = site.document(id);
    let authors = role_values(site, id, Role::Author);
    let who = if authors.is_empty() {
        site_title(site, lang)
    } else {
        authors.into_iter().map(|value| value.text).collect::<Vec<_>>().join("; ")
    };
    let year = document.updated.map_or_else(String::new, |date| format!(" ({})", date.year()));
    let mut citation = format!("{who}{year}: {}.", document.title);
    if !site.config.url.is_empty() {
        citation.push_str(&format!(" {}{}", site.config.url, document.output.encoded()));
    }
    citation
}

/// What the document leads to on the published site, beyond the copy that it stands in.
fn online(site: &Site, id: DocId) -> Vec<OnlineView> {
    let document = site.document(id);
    let kind = site.type_of(id);
    let mut away: Vec<usize> = document.links_within().filter_map(|link| link.away).collect();
    for (index, _) in public_fields(kind) {
        away.extend(document.targets(index).filter_map(|target| match target {
            Target::Away(index) => Some(*index),
            _ => None,
        }));
    }
    away.sort_unstable();
    away.dedup();
    away.into_iter()
        .map(|index| {
            let away = &site.away[index];
            let href = site.address(&away.output);
            OnlineView { title: away.title.clone(), qr_svg: qr::svg(&href), href }
        })
        .filter(|online| !online.href.is_empty())
        .collect()
}

fn edit_href(site: &Site, id: DocId) -> String {
    if site.copy.is_some() {
        return String::new();
    }
    let path = site.document(id).parsed.source.path.as_str();
    let path = path.split('/').map(crate::path::encode_segment).collect::<Vec<_>>().join("/");
    site.config.edit_url.replace("{path}", &path)
}

/// What the page's queries bring together.
fn gathered(renderer: &Renderer, id: DocId, shown: &mut HashSet<DocId>) -> Vec<GatheredView> {
    let site = &*renderer.site;
    let document = site.document(id);
    let lang = document.lang();
    let queries = public_fields(site.type_of(id))
        .flat_map(|(index, field)| document.queries(index).map(move |query| (field, query)));
    queries
        .enumerate()
        .map(|(number, (field, query))| {
            let found = query::run(site, id, query);
            shown.extend(&found);
            // An entry of the site's own is called something that readers understand.
            let is_own = field.role != Some(Role::Query);
            let title = if query.title.is_empty() && is_own { &field.label } else { &query.title };
            let mut view = GatheredView {
                id: format!("_sammlung-{}", number + 1),
                title: title.get(lang).to_owned(),
                lang: title.mark(lang),
                show: query.show.as_str().to_owned(),
                ..GatheredView::default()
            };
            match (&query.show, &query.matrix) {
                (Show::Table, _) => view.table = Some(table(renderer, &found, &query.columns, lang)),
                (Show::Matrix, Some((rows, columns))) => {
                    view.matrix = matrix(site, &found, &query.types, (rows, columns), lang);
                }
                _ => view.cards = renderer.cards(&found),
            }
            view
        })
        .collect()
}

fn items(renderer: &Renderer, id: DocId, shown: &mut HashSet<DocId>) -> Vec<Frozen<CardView>> {
    let site = &*renderer.site;
    let Some(field) = site.type_of(id).role(Role::Items) else { return Vec::new() };
    let dates = calendar::series(site, id);
    let items = site.document(id).targets(field).filter_map(|target| match target {
        Target::Document(item) if !dates.contains(item) => Some(*item),
        _ => None,
    });
    let items: Vec<DocId> = items.collect();
    shown.extend(&items);
    renderer.cards(&items)
}

fn dates(renderer: &Renderer, id: DocId, shown: &mut HashSet<DocId>) -> Vec<Frozen<CardView>> {
    let dates = calendar::series(&renderer.site, id);
    shown.extend(&dates);
    agenda::dates(renderer, &dates)
}

/// Who refers to the document, grouped by the relation's own name or by type. A document that is a
/// term is referred to by all that carry the term. All of them in the page's language, else the originals.
fn backlinks(renderer: &Renderer, id: DocId, shown: &mut HashSet<DocId>) -> Vec<GroupView> {
    let site = &*renderer.site;
    let lang = site.document(id).lang();
    let mut groups: Vec<(usize, String, Vec<DocId>)> = Vec::new();
    let mut filed = HashSet::new();
    let mut file = |order: usize, title: &str, from: DocId| {
        let at = groups.iter().position(|(_, known, _)| known == title).unwrap_or_else(|| {
            groups.push((order, title.to_owned(), Vec::new()));
            groups.len() - 1
        });
        if filed.insert((at, from)) {
            groups[at].2.push(from);
        }
    };
    let mut own: HashSet<DocId> = own_references(site, id);
    own.extend(calendar::series(site, id));
    for backlink in site.referring(id) {
        let from = backlink.from;
        if site.document(from).parsed.source.is_introduction() {
            continue;
        }
        let kind = site.type_of(from);
        let inverse = backlink.field.map(|field| &kind.fields[field]);
        if inverse
            .is_some_and(|field| matches!(field.role, Some(Role::Items | Role::Related)) || field.private)
        {
            continue;
        }
        match inverse.filter(|field| !field.inverse.is_empty()) {
            Some(field) if !own.contains(&from) => {
                file(site.document(from).parsed.kind, field.inverse.get(lang), from);
            }
            Some(_) => {}
            None if own.contains(&from) => {}
            None => file(site.document(from).parsed.kind, kind.plural.get(lang), from),
        }
    }
    for from in term_documents(site, id) {
        let kind = site.document(from).parsed.kind;
        file(kind, site.model().types[kind].plural.get(lang), from);
    }
    groups.sort_by_key(|(order, ..)| *order);
    for (_, _, documents) in &mut groups {
        documents.sort_by_cached_key(|&id| site.list_order(id));
        shown.extend(&*documents);
    }
    groups
        .into_iter()
        .map(|(_, title, documents)| GroupView {
            title,
            cards: renderer.cards(&documents),
            ..GroupView::default()
        })
        .collect()
}

/// Documents that the page shows already because it refers to them itself.
fn own_references(site: &Site, id: DocId) -> HashSet<DocId> {
    let mut own = HashSet::new();
    let document = site.document(id);
    visit_targets(&document.fields, &mut |_, target| {
        if let Target::Document(other) = target {
            own.insert(site.for_readers(*other, document.lang()));
        }
    });
    own
}

/// The documents that carry the term which this document is, or which its original is.
fn term_documents(site: &Site, id: DocId) -> Vec<DocId> {
    let lang = site.document(id).lang();
    site.vocabularies
        .iter()
        .flat_map(|vocabulary| &vocabulary.terms)
        .filter(|term| term.document.is_some_and(|own| site.are_variants(id, own)))
        .flat_map(|term| term.documents.iter().map(|from| site.for_readers(*from, lang)))
        .filter(|&from| from != id)
        .collect()
}

/// What resembles the document and is not `shown` on its page anyway.
fn related(renderer: &Renderer, id: DocId, shown: &HashSet<DocId>) -> Vec<RelatedView> {
    let site = &*renderer.site;
    let kind = site.type_of(id);
    let lang = site.document(id).lang();
    let related = renderer.common.related.get_or_init(|| Resemblance::new(site)).of(site, id, shown);
    related
        .into_iter()
        .map(|related| {
            let mut shared: IndexMap<usize, Vec<&str>> = IndexMap::new();
            for (field, target) in &related.shared {
                let text = match target {
                    Target::Document(id) => &site.document(*id).title,
                    Target::Term(id) => site.term(*id).label.get(lang),
                    _ => continue,
                };
                shared.entry(*field).or_default().push(text);
            }
            let reason = |(field, values): (usize, Vec<&str>)| {
                format!("{}: {}", kind.fields[field].label.get(lang), values.join(", "))
            };
            let mut reasons: Vec<String> = shared.into_iter().map(reason).collect();
            if reasons.is_empty()
                && let Some(index) = kind.role(Role::Related)
            {
                reasons.push(kind.fields[index].label.get(lang).to_owned());
            }
            RelatedView { card: renderer.card(related.document).clone(), reasons }
        })
        .collect()
}

fn paths(site: &Site, id: DocId) -> Vec<PathView> {
    let lang = site.document(id).lang();
    site.collections(id)
        .into_iter()
        .filter_map(|(collection, position)| {
            let field = site.type_of(collection).role(Role::Items)?;
            let items: Vec<DocId> = site
                .document(collection)
                .targets(field)
                .filter_map(|target| match target {
                    Target::Document(id) => Some(*id),
                    _ => None,
                })
                .collect();
            let neighbour =
                |at: Option<usize>| at.and_then(|at| items.get(at)).map(|id| document_link(site, *id, lang));
            Some(PathView {
                collection: document_link(site, collection, lang),
                position: position + 1,
                count: items.len(),
                previous: neighbour(position.checked_sub(1)),
                next: neighbour(Some(position + 1)),
            })
        })
        .collect()
}

/// The documents before and after in the list of the type; pages have their folder's order.
fn neighbours(site: &Site, id: DocId) -> (Option<LinkView>, Option<LinkView>) {
    let Some(&(list, at)) = site.list_places.get(id.0).and_then(Option::as_ref) else { return (None, None) };
    let (documents, lang) = (&site.lists[list].documents, site.document(id).lang());
    let link =
        |at: Option<usize>| at.and_then(|at| documents.get(at)).map(|id| document_link(site, *id, lang));
    (link(at.checked_sub(1)), link(Some(at + 1)))
}
