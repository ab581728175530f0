//! From pages as data to pages as HTML: the typed views and the template engine.

pub mod engine;
pub mod view;
