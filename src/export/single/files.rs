//! Films, recordings and files to load as parts of the file: each is in it once, whatever plays it or leads to it.
//!
//! The first player holds it, or else the first link. All others bear its number; the script lets them do the same. Without
//! a script they lead to the page on which it is held.

use std::collections::HashMap;

use super::tags::{Piece, Tag, pieces};
use super::{is_page, target};
use crate::output::{Output, Outputs};
use crate::path::OutputPath;

/// The files that pages play or lead to.
#[derive(Default)]
pub(super) struct Files {
    by_path: HashMap<OutputPath, Held>,
}

/// A file that is held by one place and perhaps named by others.
struct Held {
    number: usize,
    /// The page of the place that holds it.
    page: OutputPath,
    is_played: bool,
    is_written: bool,
    /// How many places want it.
    places: usize,
}

/// What a place does with its file.
pub(super) enum Turn {
    /// Holds it.
    Holds,
    /// Leaves it to the place on this page.
    Leaves(OutputPath),
}

/// Whether this is what plays a film or recording.
pub(super) fn is_player(tag: &Tag<'_>) -> bool {
    ["video", "audio"].contains(&tag.name)
}

/// Whether this is the link below a player to what it plays.
pub(super) fn is_beside_player(tag: &Tag<'_>) -> bool {
    tag.get("class") == Some("media-file")
}

impl Files {
    /// Takes note of what a part of a page plays and leads to.
    pub(super) fn count(&mut self, outputs: &Outputs, page: &OutputPath, html: &str) {
        for piece in pieces(html) {
            let Piece::Start(tag) = piece else { continue };
            let address = match tag.name {
                "a" if !is_beside_player(&tag) => tag.get("href"),
                _ if is_player(&tag) => tag.get("src"),
                _ => None,
            };
            let Some(output) = target(outputs, page, address.unwrap_or_default()).0 else { continue };
            if is_page(output) {
                continue;
            }
            let number = self.by_path.len();
            let held = self.by_path.entry(output.path.clone()).or_insert_with(|| Held {
                number,
                page: page.clone(),
                is_played: false,
                is_written: false,
                places: 0,
            });
            if is_player(&tag) && !held.is_played {
                held.is_played = true;
                held.page = page.clone();
            }
            held.places += 1;
        }
    }

    /// Where a file is played or loaded: whether it is held here. A place that is not alone gets its number.
    pub(super) fn turn(&mut self, output: &Output, tag: &mut Tag<'_>) -> Turn {
        let Some(held) = self.by_path.get_mut(&output.path) else { return Turn::Holds };
        if held.places > 1 {
            tag.set("data-file", held.number.to_string());
        }
        if held.is_written || held.is_played && !is_player(tag) {
            return Turn::Leaves(held.page.clone());
        }
        held.is_written = true;
        Turn::Holds
    }

    /// The files, each once.
    pub(super) fn paths(&self) -> impl Iterator<Item = &OutputPath> {
        self.by_path.keys()
    }

    /// The page on which a file is held.
    pub(super) fn page_of(&self, output: &Output) -> Option<&OutputPath> {
        self.by_path.get(&output.path).map(|held| &held.page)
    }
}
