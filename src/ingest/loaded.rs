//! What a load took and what it set aside.

use serde::Serialize;

use super::fault::{Details, Fault};
use super::named::Named;
use super::sources::SourceLoaded;
use super::tables::TableLoaded;
use crate::error::DeskError;

/// So many problems are kept with their details; the others are counted.
const KEPT: usize = 1_000;

/// Something that was set aside.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Problem {
    /// The row, counted from 1.
    pub row: f64,
    /// The field at fault; empty for the whole row.
    pub path: String,
    /// Stable kebab-case code.
    pub code: &'static str,
    /// What was found and what was hoped for.
    pub message: String,
}

/// The problems of a load.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Problems {
    kept: Vec<Problem>,
    count: usize,
}

impl Problems {
    /// Notes that something of `row` was set aside.
    #[cold]
    pub fn add(&mut self, row: u64, fault: Fault) {
        self.count += 1;
        if self.kept.len() < KEPT {
            let Details { code, message, path } = fault.details();
            self.kept.push(Problem { row: row as f64, path, code, message });
        }
    }

    /// How many were told so far, to go back to.
    pub(super) fn mark(&self) -> usize {
        self.count
    }

    /// Takes back what was told since `mark`.
    pub(super) fn rewind(&mut self, mark: usize) {
        self.count = mark;
        self.kept.truncate(mark);
    }

    /// How many there are.
    pub fn count(&self) -> usize {
        self.count
    }

    /// The details that were kept.
    pub fn into_kept(self) -> Vec<Problem> {
        self.kept
    }

    /// The error of a file that gave nothing at all.
    pub fn nothing_readable(&self, rows: u64) -> DeskError {
        match self.kept.first() {
            None => DeskError::new("empty-input", "the input holds no tickets"),
            Some(first) => {
                let place = if first.path.is_empty() { String::new() } else { format!(" at {}", first.path) };
                let message = format!(
                    "none of the {rows} rows could be read; row {}{place}: {}",
                    first.row as u64, first.message
                );
                let error = DeskError::new("nothing-readable", message).on_row(first.row as u64);
                if first.path.is_empty() { error } else { error.at(first.path.clone()) }
            }
        }
    }
}

/// What was already there and was dropped.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Duplicates {
    /// Events that were there.
    pub events: usize,
    /// Rows whose ticket another row of the load had brought.
    pub tickets: usize,
}

/// What a load did.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Loaded {
    /// Different tickets in the input.
    pub tickets: usize,
    /// Events taken.
    pub events: usize,
    /// Rows or records read, whether taken or set aside.
    pub rows: usize,
    /// Tickets the desk did not have before.
    pub new_tickets: usize,
    /// What was already there.
    pub duplicates: Duplicates,
    /// Status words that nothing explains, with the tickets that have them now; they count as open.
    pub unknown_statuses: Named<usize>,
    /// How many values, events and rows were set aside.
    pub skipped: usize,
    /// The first thousand of them.
    pub problems: Vec<Problem>,
    /// The format the input was read in.
    pub format: &'static str,
    /// What a load of a source's payloads found besides.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source: Option<SourceLoaded>,
    /// What a load brought to a table.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub table: Option<TableLoaded>,
}

/// What live events did.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Applied {
    /// Ids of the tickets that changed.
    pub tickets: Vec<String>,
    /// Events taken.
    pub events: usize,
    /// Events that were already there.
    pub duplicates: usize,
    /// How many were set aside.
    pub skipped: usize,
    /// The first thousand of them.
    pub problems: Vec<Problem>,
}

/// How far a load is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize)]
pub struct Progress {
    /// Bytes taken.
    pub bytes: f64,
    /// Rows read.
    pub rows: f64,
    /// Events taken.
    pub events: f64,
}
