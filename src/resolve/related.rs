//! What resembles a document, and why: shared terms and references, the rarer the stronger.
//!
//! Linear in the number of documents: for each value that a document has, only the documents nearest
//! to it in the value's list are candidates. The weight of a shared value is its inverse document
//! frequency, ln(N / n), as in text retrieval (Spärck Jones 1972).

use std::collections::HashMap;

use rayon::prelude::*;

use crate::model::{Model, Role};
use crate::parse::{Fields, Value};
use crate::site::{DocId, Related, Target};

/// How many neighbours in a value's list are looked at on each side.
const NEIGHBOURS: usize = 24;
/// How many related documents a page shows.
const SHOWN: usize = 5;

/// A document as relatedness sees it.
pub(super) struct Profile<'a> {
    pub(super) kind: usize,
    pub(super) lang: &'a str,
    pub(super) fields: &'a Fields<Target>,
    /// Whether it takes part: introductions and drafts do not.
    pub(super) counts: bool,
}

/// The related documents of each document, by index.
pub(super) fn related(model: &Model, profiles: &[Profile<'_>]) -> Vec<Vec<Related>> {
    let values: Vec<Vec<(usize, &Target)>> =
        profiles.iter().map(|profile| values_of(model, profile)).collect();
    let mut lists: HashMap<(&str, &Target), Vec<usize>> = HashMap::new();
    for (index, values) in values.iter().enumerate() {
        for (_, target) in values {
            lists.entry((profiles[index].lang, target)).or_default().push(index);
        }
    }
    let count = profiles.iter().filter(|profile| profile.counts).count().max(1);
    values
        .par_iter()
        .enumerate()
        .map(|(index, own)| {
            let mut candidates: HashMap<usize, f64> = HashMap::new();
            for (_, target) in own {
                let Some(list) = lists.get(&(profiles[index].lang, *target)) else { continue };
                let weight = weight(count, list.len());
                let here = list.binary_search(&index).unwrap_or(0);
                let near = here.saturating_sub(NEIGHBOURS)..(here + NEIGHBOURS + 1).min(list.len());
                for &other in list[near].iter().filter(|&&other| other != index) {
                    *candidates.entry(other).or_default() += weight;
                }
            }
            best(model, profiles, index, own, &values, candidates)
        })
        .collect()
}

fn weight(count: usize, having: usize) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "numbers of documents are far below 2^52")]
    let ratio = count as f64 / having.max(1) as f64;
    ratio.ln().max(0.05)
}

fn best(
    model: &Model,
    profiles: &[Profile<'_>],
    index: usize,
    own: &[(usize, &Target)],
    values: &[Vec<(usize, &Target)>],
    candidates: HashMap<usize, f64>,
) -> Vec<Related> {
    let kind = &model.types[profiles[index].kind];
    let explicit: Vec<DocId> = kind
        .role(Role::Related)
        .map(|field| profiles[index].fields.get(field))
        .unwrap_or_default()
        .iter()
        .filter_map(|at| match &at.value {
            Value::Link(Target::Document(id)) => Some(*id),
            _ => None,
        })
        .collect();
    let mut ranked: Vec<(usize, f64)> =
        candidates.into_iter().filter(|(other, _)| !explicit.contains(&DocId(*other))).collect();
    ranked.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    explicit
        .iter()
        .map(|id| id.0)
        .chain(ranked.into_iter().map(|(other, _)| other))
        .take(SHOWN.max(explicit.len()))
        .map(|other| Related {
            document: DocId(other),
            shared: own
                .iter()
                .filter(|(_, target)| values[other].iter().any(|(_, theirs)| theirs == target))
                .map(|(field, target)| (*field, (*target).clone()))
                .take(3)
                .collect(),
        })
        .collect()
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
