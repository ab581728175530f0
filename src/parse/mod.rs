//! From a file's bytes to a [`Document`] and problems: pure, one file at a time, in parallel.
//!
//! Parsing never fails: a document with mistakes is still a document, so that all problems of a run
//! can be reported at once. It knows the model and nothing of the other files; what refers to them
//! stays a [`Name`] until resolve has seen everything.

mod address;
mod conflict;
mod date;
mod document;
mod garbled;
mod language;
pub mod markdown;
mod meeting;
mod plain;
mod value;
mod vocabulary;

pub use address::{Address, Addresses, Kept, addresses};
pub use date::{Day, Moment, Period, Precision, day};
pub use document::{Document, alias_output, document, text_again, wording};
pub use value::{FieldValues, Fields, Filter, Name, Query, Show, Time, Value, Written, reads};
pub(crate) use value::{
    among, comma_list, find_choice, flag, is_public, listed, missing_field, number, propose_entries,
    proposed_list,
};
pub(crate) use vocabulary::respelt;
pub use vocabulary::{TermSource, VocabularySource, vocabulary};
