//! What comes along with chosen documents.

use crate::glossary;
use crate::model::{Along, Field, Kind};
use crate::parse::{Fields, Value};
use crate::site::{DocId, Site, Target};

/// For each document whether it is taken: the chosen ones, what the model says comes along with them
/// (projects, programs, carriers, material), the pages that the law demands, the glossary's entries
/// for words that occur, and all translations.
pub(super) fn closure(site: &Site, chosen: &[DocId]) -> Vec<bool> {
    let mut taken = Taken { marks: vec![false; site.documents.len()], list: Vec::new() };
    chosen.iter().for_each(|&id| taken.add(id));
    for &id in chosen {
        for backlink in site.relations.backlinks(id) {
            let field = backlink.field.map(|field| &site.type_of(backlink.from).fields[field]);
            if field.is_some_and(|field| field.along == Some(Along::Naming)) {
                taken.add(backlink.from);
            }
        }
    }
    legal(site, &mut taken);
    let mut at = 0;
    while at < taken.list.len() {
        let id = taken.list[at];
        at += 1;
        named(site, &site.type_of(id).fields, &site.document(id).fields, &mut taken);
        for &translation in &site.document(id).translations {
            taken.add(translation);
        }
    }
    explained(site, &mut taken);
    taken.marks
}

struct Taken {
    marks: Vec<bool>,
    list: Vec<DocId>,
}

impl Taken {
    fn add(&mut self, id: DocId) {
        if !std::mem::replace(&mut self.marks[id.0], true) {
            self.list.push(id);
        }
    }
}

/// What the fields name that come along, groups included.
fn named(site: &Site, declared: &[Field], fields: &Fields<Target>, taken: &mut Taken) {
    for given in &fields.0 {
        let Some(field) = declared.get(given.index).filter(|field| !field.private) else { continue };
        for at in &given.values {
            match (&at.value, &field.kind) {
                (Value::Link(target), _) if field.along == Some(Along::Named) => match target {
                    Target::Document(id) => taken.add(*id),
                    Target::Term(term) => site.term(*term).document.into_iter().for_each(|id| taken.add(id)),
                    _ => {}
                },
                (Value::Group(parts), Kind::Group(declared)) => named(site, declared, parts, taken),
                _ => {}
            }
        }
    }
}

/// The plain pages that every page leads to from its foot.
fn legal(site: &Site, taken: &mut Taken) {
    let page = site.model().page();
    for (index, document) in site.documents.iter().enumerate() {
        let is_linked = || site.foot_menu.iter().any(|link| link.output == document.output);
        if document.parsed.kind == page && !document.parsed.source.is_introduction() && is_linked() {
            taken.add(DocId(index));
        }
    }
}

/// The glossary's entries for the words of the texts that are taken, those that they link to, and the
/// translations of both.
fn explained(site: &Site, taken: &mut Taken) {
    let mut entries = Vec::new();
    for id in &taken.list {
        glossary::words_in(site, &site.document(*id).parsed.body, |_, entry| entries.push(entry));
        let linked = site.document(*id).links_within().filter_map(|link| link.document);
        entries.extend(linked.filter(|id| site.type_of(*id).glossary));
    }
    for entry in entries {
        taken.add(entry);
        site.document(entry).translations.iter().for_each(|&id| taken.add(id));
    }
}
