//! Facet columns: for each facet its terms, and for each document what it has there.
//!
//! A document has with a term all broader ones, so choosing a branch finds its leaves and a count needs no
//! tree. A column is `JSON length, JSON, then for each document count and numbers of its terms`, or for a
//! range `0` or `1, first day, last day`.

use serde_json::json;

use super::bytes;
use super::input::{Document, Facet, FacetValue};

/// The content of the column of the facet at `place`.
#[must_use]
pub fn column(place: usize, facet: &Facet, documents: &[&Document]) -> Vec<u8> {
    let terms: Vec<_> = facet
        .terms
        .iter()
        .map(|term| match term.broader {
            Some(broader) => json!([term.id, term.label, broader]),
            None => json!([term.id, term.label]),
        })
        .collect();
    let head =
        json!({"id": facet.id, "label": facet.label, "range": facet.is_range, "terms": terms}).to_string();
    let mut column = Vec::with_capacity(head.len() + documents.len() * 2);
    bytes::put(&mut column, u32::try_from(head.len()).unwrap_or(0));
    column.extend_from_slice(head.as_bytes());
    for document in documents {
        match document.facets.get(place) {
            Some(FacetValue::Range(Some((from, to)))) => {
                bytes::put(&mut column, 1);
                bytes::put_signed(&mut column, *from);
                bytes::put_signed(&mut column, *to);
            }
            Some(FacetValue::Terms(terms)) => {
                let terms = with_broader(terms, facet);
                bytes::put(&mut column, u32::try_from(terms.len()).unwrap_or(0));
                for term in terms {
                    bytes::put(&mut column, term);
                }
            }
            _ => bytes::put(&mut column, 0),
        }
    }
    column
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
