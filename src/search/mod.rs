//! The search: from documents to an index that a browser reads as plain scripts, and answers from it.

pub mod cistem;
pub mod compound;
pub mod exceptions;
pub mod fold;
pub mod gender;
pub mod lexicon;
pub mod stem;
pub mod stopwords;
pub mod words;
