//! What each output takes of the one file that holds them all.

use std::collections::BTreeMap;

use crate::path::OutputPath;

/// Bytes by output.
#[derive(Default)]
pub(super) struct Shares {
    by_path: BTreeMap<OutputPath, u64>,
    /// The bytes of all files that stand within something else.
    enclosed: u64,
}

/// How much was written when something began.
pub(super) struct Mark {
    written: usize,
    enclosed: u64,
}

impl Shares {
    /// Takes note of a file that stands within a page or a style.
    pub(super) fn enclose(&mut self, path: &OutputPath, bytes: usize) {
        self.enclosed += bytes as u64;
        self.add(path, bytes as u64);
    }

    /// Takes note of a part of an output.
    pub(super) fn add(&mut self, path: &OutputPath, bytes: u64) {
        *self.by_path.entry(path.clone()).or_default() += bytes;
    }

    /// Remembers that so many bytes are written.
    pub(super) fn mark(&self, written: usize) -> Mark {
        Mark { written, enclosed: self.enclosed }
    }

    /// Takes note of what was written since then, without the files in it.
    pub(super) fn add_since(&mut self, mark: &Mark, path: &OutputPath, written: usize) {
        let whole = written.saturating_sub(mark.written) as u64;
        self.add(path, whole.saturating_sub(self.enclosed - mark.enclosed));
    }

    /// What each output takes, by path; what is not in the file takes nothing.
    pub(super) fn into_sizes(self) -> BTreeMap<OutputPath, u64> {
        self.by_path
    }
}
