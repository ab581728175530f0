//! What resembles a document, and why: shared terms and references, the rarer the stronger.
//!
//! Linear in the number of documents: for each value that a document has, only the documents nearest
//! to it in the value's list are candidates. The weight of a shared value is its inverse document
//! frequency, ln(N / n), as in text retrieval (Spärck Jones 1972). The lists are made for the whole site; what
//! resembles a document is found when its page is made, as it depends on what else that shows.

use std::collections::HashSet;
use std::ops::Range;
use std::sync::{Arc, Mutex, PoisonError};

use crate::lang::Lang;
use crate::model::Role;
use crate::parse::Value;
use crate::site::{DocId, Site, SiteDocument, Target};

/// How many neighbours in a value's list are looked at on each side.
const NEIGHBOURS: usize = 24;
/// How many related documents a page shows.
const SHOWN: usize = 5;
/// How many reasons are named for each.
const REASONS: usize = 3;

/// A document that resembles another.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Related {
    /// Which one.
    pub(crate) document: DocId,
    /// What both have, strongest first: a field of the first document and the shared value.
    pub(crate) shared: Vec<(usize, Target)>,
}

/// What the documents of a site have in common.
pub(crate) struct Resemblance {
    /// The values of the first document, then those of the second one.
    values: Vec<Own>,
    /// By document: where its values are.
    places: Vec<Range<usize>>,
    /// By list, where its documents begin; and the end of the last.
    starts: Vec<usize>,
    /// The documents of the first list, then those of the second one.
    members: Vec<DocId>,
    /// By list: what it counts to share its value.
    weights: Vec<f64>,
    /// Tables that nobody adds up in at present.
    spare: Mutex<Vec<Scores>>,
}

/// A value by which documents are compared.
struct Own {
    field: usize,
    target: Target,
    /// The list of all documents of the same language with this value.
    list: usize,
}

/// Adds up what the candidates of a document have in common with it.
struct Scores {
    /// By document; 0 for those that are no candidates.
    of: Vec<f64>,
    candidates: Vec<usize>,
}

impl Resemblance {
    /// What the documents of this site have in common.
    #[must_use]
    pub(crate) fn new(site: &Site) -> Self {
        let lists = Lists::new(site);
        let mut values = Vec::new();
        let mut places = Vec::with_capacity(site.documents.len());
        let mut starts = vec![0; lists.count + 1];
        let mut taking_part = 0;
        for index in 0..site.documents.len() {
            let first = values.len();
            if takes_part(site, DocId(index)) {
                taking_part += 1;
                lists.values(site, DocId(index), &mut values);
            }
            values[first..].iter().for_each(|own: &Own| starts[own.list + 1] += 1);
            places.push(first..values.len());
        }
        let weights = starts[1..].iter().map(|having| weight(taking_part.max(1), *having)).collect();
        for list in 0..lists.count {
            starts[list + 1] += starts[list];
        }
        let mut next = starts.clone();
        let mut members = vec![DocId(0); values.len()];
        for (index, place) in places.iter().enumerate() {
            for own in &values[place.clone()] {
                members[next[own.list]] = DocId(index);
                next[own.list] += 1;
            }
        }
        Self { values, places, starts, members, weights, spare: Mutex::default() }
    }

    /// Whether documents of both sites have the same in common: the same documents have the same values.
    #[must_use]
    pub(crate) fn is_same(old: &Site, new: &Site) -> bool {
        let terms = |site: &Site| -> Vec<usize> {
            site.vocabularies.iter().map(|vocabulary| vocabulary.terms.len()).collect()
        };
        let is_alike = |(old, new): (&Arc<SiteDocument>, &Arc<SiteDocument>)| {
            Arc::ptr_eq(old, new)
                || (&old.parsed.source, old.lang(), old.parsed.kind, targets(old))
                    == (&new.parsed.source, new.lang(), new.parsed.kind, targets(new))
        };
        old.documents.len() == new.documents.len()
            && Arc::ptr_eq(&old.config, &new.config)
            && terms(old) == terms(new)
            && old.documents.iter().zip(&new.documents).all(is_alike)
    }

    /// What resembles a document, best first; those that it names itself come before all others. What its page has
    /// `shown` already is passed over.
    #[must_use]
    pub(crate) fn of(&self, site: &Site, id: DocId, shown: &HashSet<DocId>) -> Vec<Related> {
        let spare = || self.spare.lock().unwrap_or_else(PoisonError::into_inner);
        let taken = spare().pop();
        let mut scores =
            taken.unwrap_or_else(|| Scores { of: vec![0.0; self.places.len()], candidates: Vec::new() });
        let own = self.own(id);
        let is_news = |other: &&DocId| **other != id && !shown.contains(other);
        for Own { list, .. } in own {
            let members = &self.members[self.starts[*list]..self.starts[list + 1]];
            let (before, after) = members.split_at(members.binary_search(&id).unwrap_or(0));
            // What is passed over stands on the page, so that looking further costs no more than that does.
            let before = before.iter().rev().filter(is_news).take(NEIGHBOURS);
            let after = after.iter().filter(is_news).take(NEIGHBOURS);
            before.chain(after).for_each(|other| scores.add(other.0, self.weights[*list]));
        }
        let mut explicit = explicit(site, id);
        explicit.retain(|other| !shown.contains(other));
        let ranked = scores.best(&explicit);
        spare().push(scores);
        let count = SHOWN.max(explicit.len());
        let all = explicit.into_iter().chain(ranked).take(count);
        all.map(|other| Related { document: other, shared: shared(own, self.own(other)) }).collect()
    }

    fn own(&self, id: DocId) -> &[Own] {
        &self.values[self.places[id.0].clone()]
    }
}

/// Numbers the lists: for each language one for each term, then one for each document.
struct Lists<'a> {
    langs: Vec<&'a Lang>,
    /// By vocabulary, the number of its first term.
    terms: Vec<usize>,
    /// The number of the first document.
    documents: usize,
    /// Of one language.
    of_lang: usize,
    count: usize,
}

impl<'a> Lists<'a> {
    fn new(site: &'a Site) -> Self {
        let mut langs: Vec<&Lang> = Vec::new();
        for document in &site.documents {
            if !langs.contains(&document.lang()) {
                langs.push(document.lang());
            }
        }
        let mut documents = 0;
        let terms = site.vocabularies.iter().map(|vocabulary| {
            documents += vocabulary.terms.len();
            documents - vocabulary.terms.len()
        });
        let terms = terms.collect();
        let of_lang = documents + site.documents.len();
        Self { terms, documents, of_lang, count: langs.len() * of_lang, langs }
    }

    /// Adds the values by which a document is compared: facets and tags, terms and references alike.
    fn values(&self, site: &Site, id: DocId, values: &mut Vec<Own>) {
        let first = values.len();
        let kind = site.type_of(id);
        let document = site.document(id);
        let lang = self.langs.iter().position(|lang| *lang == document.lang()).unwrap_or(0);
        for given in &document.fields.0 {
            let field = &kind.fields[given.index];
            if !field.facet || field.private {
                continue;
            }
            for at in &given.values {
                let Value::Link(target) = &at.value else { continue };
                let number = match target {
                    Target::Term(term) => self.terms[term.vocabulary] + term.term,
                    Target::Document(id) => self.documents + id.0,
                    Target::Asset(_) | Target::Text(_) | Target::Away(_) => continue,
                };
                let list = lang * self.of_lang + number;
                if values[first..].iter().all(|known| known.list != list) {
                    values.push(Own { field: given.index, target: target.clone(), list });
                }
            }
        }
    }
}

impl Scores {
    fn add(&mut self, other: usize, weight: f64) {
        if self.of[other] == 0.0 {
            self.candidates.push(other);
        }
        self.of[other] += weight;
    }

    /// The best candidates besides those that are `known`, best first, and then nothing of them any more.
    fn best(&mut self, known: &[DocId]) -> Vec<DocId> {
        let Self { of, candidates } = self;
        let is_better = |a: &usize, b: &usize| of[*b].total_cmp(&of[*a]).then(a.cmp(b));
        let mut ranked: Vec<usize> =
            candidates.iter().copied().filter(|other| !known.contains(&DocId(*other))).collect();
        if ranked.len() > SHOWN {
            ranked.select_nth_unstable_by(SHOWN, is_better);
            ranked.truncate(SHOWN);
        }
        ranked.sort_unstable_by(is_better);
        candidates.drain(..).for_each(|other| of[other] = 0.0);
        ranked.into_iter().map(DocId).collect()
    }
}

/// What a document names in its fields.
fn targets(document: &SiteDocument) -> Vec<(usize, &Target)> {
    let values = document.fields.0.iter().flat_map(|given| {
        let targets = given.values.iter().filter_map(|at| match &at.value {
            Value::Link(target) => Some(target),
            _ => None,
        });
        targets.map(|target| (given.index, target))
    });
    values.collect()
}

/// Introductions and pages have no relatives.
fn takes_part(site: &Site, id: DocId) -> bool {
    let document = &site.document(id).parsed;
    !document.source.is_introduction() && document.kind != site.model().page()
}

fn weight(count: usize, having: usize) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "numbers of documents are far below 2^52")]
    let ratio = count as f64 / having.max(1) as f64;
    ratio.ln().max(0.05)
}

/// Those that a document names itself.
fn explicit(site: &Site, id: DocId) -> Vec<DocId> {
    let Some(field) = site.type_of(id).role(Role::Related) else { return Vec::new() };
    let mut documents = Vec::new();
    for target in site.document(id).targets(field) {
        if let Target::Document(other) = target
            && *other != id
            && !documents.contains(other)
        {
            documents.push(*other);
        }
    }
    documents
}

/// What a document has in common with another one: its field and the value.
fn shared(own: &[Own], theirs: &[Own]) -> Vec<(usize, Target)> {
    let both = own.iter().filter(|own| theirs.iter().any(|theirs| theirs.target == own.target));
    both.map(|own| (own.field, own.target.clone())).take(REASONS).collect()
}
