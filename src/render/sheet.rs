//! The sheets of a facilitator's pack.

use super::Renderer;
use super::document::document;
use super::facts::document_link;
use super::sections::sections;
use super::view::{OnlineView, SectionView, SheetView};
use crate::model::Role;
use crate::parse::Value;
use crate::path::OutputPath;
use crate::qr;
use crate::selection::handouts;
use crate::site::{DocId, Sheet, Site};
use crate::theme::Texts;

/// Lines of a list of participants where nobody says how many may come.
const USUAL_ROWS: u16 = 20;
/// The most lines; a larger event has more than one list.
const MOST_ROWS: u16 = 60;

/// What a sheet shows.
pub(super) fn sheet(renderer: &Renderer, sheet: Sheet, output: &OutputPath) -> SheetView {
    let site = &*renderer.site;
    let (kind, id) = name(sheet);
    let mut view = SheetView {
        kind,
        document: document(renderer, id, output),
        online: online(site, id),
        ..SheetView::default()
    };
    match sheet {
        Sheet::Cover(_) => {
            view.contents = handouts(site, id)
                .into_iter()
                .map(|id| document_link(site, id, site.document(id).lang()))
                .collect();
        }
        Sheet::Agenda(_) => {
            view.agenda = section(renderer, id, output, Role::Agenda);
            view.note = section(renderer, id, output, Role::FacilitatorNote);
        }
        Sheet::Participants(_) => view.rows = (1..=rows(site, id)).collect(),
        Sheet::Links(_) => {
            let all = std::iter::once(id).chain(handouts(site, id));
            view.links = all.filter_map(|id| online(site, id)).collect();
        }
        Sheet::Handout(_) | Sheet::Feedback(_) => {}
    }
    view
}

/// The kind of a sheet for templates, and what it is of.
fn name(sheet: Sheet) -> (&'static str, DocId) {
    match sheet {
        Sheet::Cover(id) => ("cover", id),
        Sheet::Agenda(id) => ("agenda", id),
        Sheet::Handout(id) => ("handout", id),
        Sheet::Participants(id) => ("participants", id),
        Sheet::Feedback(id) => ("feedback", id),
        Sheet::Links(id) => ("links", id),
    }
}

/// The title of a sheet.
pub(super) fn title(site: &Site, sheet: Sheet, texts: &Texts) -> String {
    match name(sheet) {
        ("cover" | "handout", id) => site.document(id).title.clone(),
        (kind, _) => texts.plain("pack", kind),
    }
}

/// A field with a section of its own, by its role.
fn section(renderer: &Renderer, id: DocId, output: &OutputPath, role: Role) -> Option<SectionView> {
    let kind = renderer.site.type_of(id);
    let name = &kind.fields[kind.role(role)?].name;
    sections(renderer, id, output).into_iter().find(|section| section.name == *name)
}

fn rows(site: &Site, id: DocId) -> u16 {
    match site.role(id, Role::Capacity) {
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "saturates, and is bounded"
        )]
        Some(Value::Number(number)) if *number >= 1.0 => (*number as u16).min(MOST_ROWS),
        _ => USUAL_ROWS,
    }
}

/// The document's page on the published site; `None` when its address is not known.
fn online(site: &Site, id: DocId) -> Option<OnlineView> {
    let document = site.document(id);
    let href = site.address(&document.output);
    let qr_svg = qr::svg(&href);
    (!href.is_empty()).then(|| OnlineView { title: document.title.clone(), href, qr_svg })
}
