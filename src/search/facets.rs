//! The facets, in one chunk: for each its terms, and for each document what it has there.
//!
//! A document has with a term all broader ones, so choosing a branch finds its leaves and a count needs no
//! tree. First stands the number of facets; then, for each, a column: `JSON length, JSON, then for each document count and numbers of its terms`, or for a
//! range `0` or `1, first day, last day`.

use serde_json::json;

use super::bytes;
use super::input::{Facet, FacetValue, Scale};

/// The content of the chunk; `values` are what each document has in the facets.
#[must_use]
pub fn chunk(facets: &[Facet], values: &[&[FacetValue]]) -> Vec<u8> {
    let mut content = Vec::new();
    bytes::put(&mut content, u32::try_from(facets.len()).unwrap_or(0));
    for (place, facet) in facets.iter().enumerate() {
        column(&mut content, place, facet, values);
    }
    content
}

/// Appends the column of the facet at `place`.
fn column(column: &mut Vec<u8>, place: usize, facet: &Facet, values: &[&[FacetValue]]) {
    let terms: Vec<_> = facet
        .terms
        .iter()
        .map(|term| match term.broader {
            Some(broader) => json!([term.id, term.label, broader]),
            None => json!([term.id, term.label]),
        })
        .collect();
    let scale = facet.scale.map(|scale| match scale {
        Scale::Day => "day",
        Scale::Year => "year",
        Scale::Number => "number",
    });
    let head = json!({"id": facet.id, "label": facet.label, "scale": scale, "terms": terms}).to_string();
    bytes::put(column, u32::try_from(head.len()).unwrap_or(0));
    column.extend_from_slice(head.as_bytes());
    for values in values {
        match values.get(place) {
            Some(FacetValue::Range(Some((from, to)))) => {
                bytes::put(column, 1);
                bytes::put_signed(column, *from);
                bytes::put_signed(column, *to);
            }
            Some(FacetValue::Terms(terms)) => {
                let terms = with_broader(terms, facet);
                bytes::put(column, u32::try_from(terms.len()).unwrap_or(0));
                for term in terms {
                    bytes::put(column, term);
                }
            }
            _ => bytes::put(column, 0),
        }
    }
}

/// The terms and all that are broader, ascending.
fn with_broader(terms: &[u32], facet: &Facet) -> Vec<u32> {
    let mut all: Vec<u32> = Vec::with_capacity(terms.len());
    for term in terms {
        let mut next = Some(*term);
        // A term that has been added already has its broader ones added too; this also ends a circle.
        while let Some(at) = next.filter(|at| (*at as usize) < facet.terms.len() && !all.contains(at)) {
            all.push(at);
            next = facet.terms[at as usize].broader;
        }
    }
    all.sort_unstable();
    all
}
