//! Building a table's columns.

use super::table::{Statistic, Table};

/// Appends columns to a table and notes where they start.
#[derive(Debug)]
pub(super) struct Columns<'a> {
    pub table: &'a mut Table,
    pub statistics: Vec<Statistic>,
}

impl<'a> Columns<'a> {
    pub fn new(table: &'a mut Table) -> Self {
        Self { table, statistics: Vec::new() }
    }

    /// Adds a column of one number a row; NaN stands for `None`.
    pub fn push(&mut self, name: &str, rows: usize, value: &dyn Fn(usize) -> Option<f64>) {
        let offset = self.table.values.len();
        self.table.values.reserve(rows);
        for row in 0..rows {
            self.table.values.push(value(row).unwrap_or(f64::NAN));
        }
        self.statistics.push(Statistic { name: name.to_string(), offset });
    }

    /// Adds empty columns; [`Columns::set`] fills them by number.
    pub fn reserve(&mut self, names: &[&str], rows: usize) -> usize {
        let first = self.table.values.len();
        for (at, name) in names.iter().enumerate() {
            self.statistics.push(Statistic { name: (*name).to_string(), offset: first + at * rows });
        }
        self.table.values.resize(first + names.len() * rows, f64::NAN);
        first
    }
}
