//! What resembles a document, and why: shared terms and references, the rarer the stronger.
//!
//! Linear in the number of documents: for each value that a document has, only the documents nearest
//! to it in the value's list are candidates. The weight of a shared value is its inverse document
//! frequency, ln(N / n), as in text retrieval (Spärck Jones 1972).

use std::collections::HashMap;

use foldhash::fast::FixedState;
use rayon::prelude::*;

use crate::model::{Model, Role};
use crate::parse::{Fields, Value};
use crate::site::{DocId, Related, Target};

/// How many neighbours in a value's list are looked at on each side.
const NEIGHBOURS: usize = 24;
/// How many related documents a page shows.
const SHOWN: usize = 5;
/// How many reasons are named for each.
const REASONS: usize = 3;
/// How many documents are compared in a row, with one table of scores.
const ROW: usize = 256;

/// A document as relatedness sees it.
pub(super) struct Profile<'a> {
    pub(super) kind: usize,
    pub(super) lang: &'a str,
    pub(super) fields: &'a Fields<Target>,
    /// Whether it takes part: introductions and drafts do not.
    pub(super) counts: bool,
}

/// A value by which documents are compared.
struct Own<'a> {
    field: usize,
    target: &'a Target,
    /// The place of its list among the lists of all values.
    list: usize,
}

/// Adds up what the candidates of one document after the other have in common with it.
struct Scores {
    /// By document; 0 for those that are no candidates.
    of: Vec<f64>,
    candidates: Vec<usize>,
}

/// The related documents of each document, by index.
pub(super) fn related(model: &Model, profiles: &[Profile<'_>]) -> Vec<Vec<Related>> {
    let mut lists: Vec<Vec<usize>> = Vec::new();
    let mut places: HashMap<(&str, &Target), usize, FixedState> = HashMap::default();
    let mut values: Vec<Vec<Own<'_>>> = Vec::with_capacity(profiles.len());
    for (index, profile) in profiles.iter().enumerate() {
        let own = values_of(model, profile).into_iter().map(|(field, target)| {
            let list = *places.entry((profile.lang, target)).or_insert_with(|| {
                lists.push(Vec::new());
                lists.len() - 1
            });
            lists[list].push(index);
            Own { field, target, list }
        });
        values.push(own.collect());
    }
    let count = profiles.iter().filter(|profile| profile.counts).count().max(1);
    let weights: Vec<f64> = lists.iter().map(|list| weight(count, list.len())).collect();
    let scores = || Scores { of: vec![0.0; profiles.len()], candidates: Vec::new() };
    values
        .par_iter()
        .enumerate()
        .with_min_len(ROW)
        .map_init(scores, |scores, (index, own)| {
            for Own { list, .. } in own {
                let (list, weight) = (&lists[*list], weights[*list]);
                let here = list.binary_search(&index).unwrap_or(0);
                let near = here.saturating_sub(NEIGHBOURS)..(here + NEIGHBOURS + 1).min(list.len());
                list[near]
                    .iter()
                    .filter(|&&other| other != index)
                    .for_each(|&other| scores.add(other, weight));
            }
            let explicit = explicit(model, &profiles[index]);
            let ranked = scores.best(&explicit);
            let shown = explicit.iter().map(|id| id.0).chain(ranked).take(SHOWN.max(explicit.len()));
            shown
                .map(|other| Related { document: DocId(other), shared: shared(own, &values[other]) })
                .collect()
        })
        .collect()
}

impl Scores {
    fn add(&mut self, other: usize, weight: f64) {
        if self.of[other] == 0.0 {
            self.candidates.push(other);
        }
        self.of[other] += weight;
    }

    /// The best candidates besides those that are `known`, best first, and then nothing of them any more.
    fn best(&mut self, known: &[DocId]) -> Vec<usize> {
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
        ranked
    }
}

fn weight(count: usize, having: usize) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "numbers of documents are far below 2^52")]
    let ratio = count as f64 / having.max(1) as f64;
    ratio.ln().max(0.05)
}

/// Those that a document names itself.
fn explicit(model: &Model, profile: &Profile<'_>) -> Vec<DocId> {
    let field = model.types[profile.kind].role(Role::Related);
    let given = field.map(|field| profile.fields.get(field)).unwrap_or_default();
    given
        .iter()
        .filter_map(|at| match &at.value {
            Value::Link(Target::Document(id)) => Some(*id),
            _ => None,
        })
        .collect()
}

/// What a document has in common with another one: its field and the value.
fn shared(own: &[Own<'_>], theirs: &[Own<'_>]) -> Vec<(usize, Target)> {
    let both = own.iter().filter(|own| theirs.iter().any(|theirs| theirs.target == own.target));
    both.map(|own| (own.field, own.target.clone())).take(REASONS).collect()
}

/// The values by which a document is compared: facets and tags, terms and references alike.
fn values_of<'a>(model: &Model, profile: &Profile<'a>) -> Vec<(usize, &'a Target)> {
    if !profile.counts {
        return Vec::new();
    }
    let kind = &model.types[profile.kind];
    let mut values = Vec::new();
    for given in &profile.fields.0 {
        let field = &kind.fields[given.index];
        if !field.facet || field.private {
            continue;
        }
        for at in &given.values {
            if let Value::Link(target @ (Target::Term(_) | Target::Document(_))) = &at.value
                && !values.iter().any(|(_, known)| *known == target)
            {
                values.push((given.index, target));
            }
        }
    }
    values
}
