//! The sentinels of the columns, and columns for what only some desks have.

use super::dictionary::Dictionary;

/// The code of a missing word.
pub const NO_CODE: u32 = u32::MAX;
/// The instant of something that did not happen.
pub const NO_INSTANT: i64 = i64::MIN;
/// In a stated column: the source says nothing, so events decide.
pub const NOT_STATED: i64 = i64::MIN + 1;

/// So many custom dimensions a desk may have.
pub(super) const MOST_CUSTOM: usize = 1_000;

/// A custom dimension: a name and a column.
#[derive(Debug)]
pub struct Custom {
    /// The name used in mappings and questions.
    pub name: String,
    /// Its values, one a ticket.
    pub column: CustomColumn,
}

/// The values of a custom dimension.
#[derive(Debug)]
pub enum CustomColumn {
    /// Words as codes.
    Text {
        /// The words.
        words: Dictionary,
        /// One code a ticket, [`NO_CODE`] where missing.
        codes: Vec<u32>,
    },
    /// Numbers, NaN where missing.
    Number(Vec<f64>),
}

impl CustomColumn {
    pub(super) fn resize(&mut self, rows: usize) {
        match self {
            Self::Text { codes, .. } => codes.resize(rows, NO_CODE),
            Self::Number(values) => values.resize(rows, f64::NAN),
        }
    }

    pub(super) fn memory(&self) -> usize {
        match self {
            Self::Text { words, codes } => words.memory() + 4 * codes.capacity(),
            Self::Number(values) => 8 * values.capacity(),
        }
    }
}
