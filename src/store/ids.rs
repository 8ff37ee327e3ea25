//! Ticket ids: text to row and back.

use super::dictionary::Dictionary;

/// Ids in row order. A [`Dictionary`] in which the code is the row.
#[derive(Debug, Default)]
pub struct Ids(Dictionary);

impl Ids {
    /// How many ids there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The row of `id`.
    pub fn row(&self, id: &str) -> Option<u32> {
        self.0.find(id)
    }

    /// The id of `row`.
    pub fn get(&self, row: u32) -> Option<&str> {
        self.0.get(row)
    }

    /// The row of `id`, a new one when it was not there.
    pub fn intern(&mut self, id: &str) -> u32 {
        self.0.intern(id)
    }

    /// Forgets the ids from `rows` on.
    pub(super) fn truncate(&mut self, rows: usize) {
        self.0.truncate(rows);
    }

    /// Bytes of memory held.
    pub fn memory(&self) -> usize {
        self.0.memory()
    }
}
