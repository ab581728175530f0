//! Rows of bytes, one after the other: many short lists that are kept, read and written as one.

use std::ops::Range;

use serde::{Deserialize, Serialize};

use super::bytes;

/// Rows of bytes. The last one may still be written.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(super) struct Rows {
    #[serde(with = "bytes::whole")]
    pub(super) bytes: Vec<u8>,
    /// Where each row ends.
    ends: Vec<u32>,
}

impl Rows {
    /// How many rows have their end.
    pub(super) fn len(&self) -> usize {
        self.ends.len()
    }

    /// The rows that have their end.
    pub(super) fn iter(&self) -> impl Iterator<Item = &[u8]> {
        (0..self.len()).map(|at| self.row(at))
    }

    /// A row that has its end.
    pub(super) fn row(&self, at: usize) -> &[u8] {
        &self.bytes[self.start(at)..self.ends[at] as usize]
    }

    fn start(&self, at: usize) -> usize {
        if at == 0 { 0 } else { self.ends[at - 1] as usize }
    }

    /// Appends a row.
    pub(super) fn push(&mut self, row: &[u8]) {
        self.bytes.extend_from_slice(row);
        self.end();
    }

    /// Ends the row that was written.
    pub(super) fn end(&mut self) {
        self.ends.push(self.bytes.len() as u32);
    }

    /// Appends rows of others.
    pub(super) fn extend(&mut self, others: &Self, rows: Range<usize>) {
        let (start, shift) = (others.start(rows.start), self.bytes.len());
        let ends = &others.ends[rows];
        let Some(end) = ends.last() else { return };
        self.bytes.extend_from_slice(&others.bytes[start..*end as usize]);
        self.ends.extend(ends.iter().map(|end| (*end as usize - start + shift) as u32));
    }

    /// These rows with others in the places of some, ascending.
    pub(super) fn exchange<R: AsRef<[u8]>>(&self, rows: impl IntoIterator<Item = (usize, R)>) -> Self {
        let mut new = Self::default();
        new.bytes.reserve(self.bytes.len() + self.bytes.len() / 64);
        new.ends.reserve(self.ends.len());
        for (at, row) in rows {
            new.extend(self, new.len()..at);
            new.push(row.as_ref());
        }
        new.extend(self, new.len()..self.len());
        new
    }
}

impl<R: AsRef<[u8]>> FromIterator<R> for Rows {
    fn from_iter<I: IntoIterator<Item = R>>(rows: I) -> Self {
        let mut all = Self::default();
        rows.into_iter().for_each(|row| all.push(row.as_ref()));
        all
    }
}
