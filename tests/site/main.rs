//! Whole sites, from a folder of texts to problems and pages.
//!
//! A test writes a small site as one text and says what it expects; see [`site::Site`]. What a
//! single module promises is tested where it stands: here is what only the whole program can break.
#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a test may fail loudly")]

mod amb;
mod calendar;
mod collections;
mod diagnostics;
mod hostile;
mod incremental;
mod languages;
mod material;
mod media;
mod metadata;
mod output;
mod pack;
mod pictures;
mod private;
mod scan;
mod site;
mod taken;
