//! The search: from documents to an index that a browser reads as plain scripts, and answers from it.
//!
//! ```text
//! Document ─ reading ─▶ Reading ─ gathering ─▶ Words ─────────────────────┐
//!          (in parallel)    (counts forms) ─ vocabulary ─▶ Vocabulary ─┴ postings ─▶ terms ─▶ files
//! ```
//! All linguistics is here and none in the browser: the dictionary maps the forms that the site uses to
//! classes, so that index and query cannot disagree.

pub mod answer;
pub mod blocks;
pub mod bytes;
pub mod cistem;
pub mod completion;
pub mod compound;
pub mod exceptions;
pub mod explain;
pub mod facets;
pub mod fold;
pub mod gathering;
pub mod gender;
pub mod index;
pub mod input;
pub mod irregular;
pub mod kin;
pub mod lexicon;
pub mod marker;
pub mod moves;
pub mod opened;
pub mod postings;
pub mod query;
pub mod reading;
pub mod resolve;
mod rows;
pub mod spelling;
pub mod stem;
pub mod stopwords;
pub mod strangers;
pub mod terms;
pub mod vocabulary;
pub mod words;
