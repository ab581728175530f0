//! A part of a site → the sheets of a facilitator's pack.

use std::collections::HashMap;
use std::sync::Arc;

use crate::model::Role;
use crate::parse::{Fields, Value};
use crate::path::OutputPath;
use crate::site::{Copy, DocId, Page, PageKind, Sheet, Site, Target};

/// The first sheet stands where every site begins.
const COVER: &str = "index.html";

/// The site with the sheets for the event or collection that it was selected for in the place of its
/// pages. What is selected for no single document stays as it is.
pub(super) fn pack(site: Site) -> Site {
    let Some(copy) = &site.copy else { return site };
    let [of] = copy.chosen[..] else { return site };
    let mut sheets = vec![page(&site, COVER, Sheet::Cover(of))];
    if site.role(of, Role::Agenda).is_some() || site.role(of, Role::FacilitatorNote).is_some() {
        sheets.push(page(&site, "mappe/ablauf.html", Sheet::Agenda(of)));
    }
    sheets.extend(handouts(&site, of).into_iter().map(|id| {
        let document = site.document(id);
        let kind = PageKind::Sheet(Sheet::Handout(id));
        Page { output: document.output.clone(), lang: document.lang().clone(), kind }
    }));
    sheets.push(page(&site, "mappe/teilnahme.html", Sheet::Participants(of)));
    sheets.push(page(&site, "mappe/rueckmeldung.html", Sheet::Feedback(of)));
    if !site.config.url.is_empty() {
        sheets.push(page(&site, "mappe/im-netz.html", Sheet::Links(of)));
    }
    let order = sheets.iter().map(|sheet| sheet.output.clone()).collect();
    sheets.sort_by(|a, b| a.output.cmp(&b.output));
    let copy = Some(Copy { sheets: order, ..copy.clone() });
    // On paper, no word opens an explanation.
    Site { pages: Arc::new(sheets), glossary: HashMap::new(), copy, ..site }
}

fn page(site: &Site, path: &str, sheet: Sheet) -> Page {
    #[expect(clippy::expect_used, reason = "fixed names")]
    let output = OutputPath::new(path).expect("a fixed name");
    Page { output, lang: site.config.lang.clone(), kind: PageKind::Sheet(sheet) }
}

/// What is handed out, in the order in which it is needed: what the agenda names, the items, what is
/// meant to be handed out, and what the text leads to. Events, collections and plain pages are
/// announced and not handed out.
pub(crate) fn handouts(site: &Site, of: DocId) -> Vec<DocId> {
    let document = site.document(of);
    let kind = site.type_of(of);
    let mut found = Vec::new();
    for role in [Role::Agenda, Role::Items, Role::Handouts] {
        let Some(index) = kind.role(role) else { continue };
        for at in document.fields.get(index) {
            named(&at.value, &mut found);
        }
    }
    found.extend(document.links.iter().flatten().filter_map(|link| link.document));
    let mut handouts = Vec::new();
    for id in found {
        let kind = site.type_of(id);
        let is_plain = site.document(id).parsed.kind == site.model().page();
        let is_program = kind.role(Role::Start).is_some() || kind.role(Role::Items).is_some();
        if !is_plain && !is_program && !kind.glossary && id != of && !handouts.contains(&id) {
            handouts.push(id);
        }
    }
    handouts
}

fn named(value: &Value<Target>, found: &mut Vec<DocId>) {
    match value {
        Value::Link(Target::Document(id)) => found.push(*id),
        Value::Group(Fields(parts)) => {
            parts.iter().flat_map(|part| &part.values).for_each(|at| named(&at.value, found));
        }
        _ => {}
    }
}
