//! fundus turns a folder of Markdown concepts into a place where they are found, trusted and reused.
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic))]

pub mod calendar;
pub mod config;
pub mod diagnostic;
pub mod discover;
pub mod export;
pub mod feed;
pub mod finder;
mod git;
mod glossary;
pub mod hash;
pub mod lang;
pub mod media;
mod mistakes;
pub mod model;
pub mod output;
pub mod parse;
pub mod path;
pub mod picture;
pub mod pipeline;
mod qr;
pub mod query;
pub mod raster;
pub mod render;
pub mod report;
pub mod resize;
pub mod resolve;
pub mod scaffold;
pub mod search;
pub mod selection;
pub mod serve;
pub mod site;
pub mod text;
pub mod theme;
mod toml_table;
pub mod write;
mod yaml;
