//! Tables beside the tickets: customers, agents, and surveys that belong to no ticket.
//!
//! A row has an id and is brought up to date by it: each value by the newest row that states it, as `updated_at` says, so that
//! rows may come in any order and again. Tickets join by the id of a row, else by its name: see [`Table::find`].
//!
//! ```
//! use deskgauge::store::{Given, Store, TableName, TableRow};
//!
//! let mut store = Store::new();
//! let customers = store.table_mut(TableName::Customers);
//! let tier = TableName::Customers.column("tier").unwrap();
//! let gold = TableRow { id: "7".into(), fields: vec![(tier, Given::Word("gold".into()))], ..TableRow::default() };
//! assert_eq!(customers.take(vec![gold]), 1);
//! let row = customers.find("7").unwrap();
//! assert_eq!(customers.column(tier).word_at(row, 1_700_000_000_000), Some("gold"));
//! ```
//!
//! Easy to get wrong: a name that two rows have joins neither.

mod column;
mod saved;
mod shape;

pub use column::{Column, Given, GivenItem, Item};
pub use shape::{Shape, TableName};

use super::{Dictionary, NO_CODE};

/// A row on its way into a table.
#[derive(Debug, Clone, PartialEq)]
pub struct TableRow {
    /// Its id.
    pub id: String,
    /// When it was brought up to date; the smallest instant where nothing says so.
    pub version: i64,
    /// What it states, by the number of the column.
    pub fields: Vec<(usize, Given)>,
}

impl Default for TableRow {
    fn default() -> Self {
        Self { id: String::new(), version: i64::MIN, fields: Vec::new() }
    }
}

/// Rows by id, one array a column.
#[derive(Debug)]
pub struct Table {
    pub(super) ids: Dictionary,
    pub(super) columns: Vec<Column>,
    /// Rows by the code of their name; [`NO_CODE`] where several have it.
    by_name: Vec<u32>,
}

impl Table {
    pub(super) fn new(name: TableName) -> Self {
        let columns = name.columns().iter().map(|&(_, shape)| Column::new(shape)).collect();
        Self { ids: Dictionary::default(), columns, by_name: Vec::new() }
    }

    /// How many rows there are.
    pub fn len(&self) -> usize {
        self.ids.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.ids.is_empty()
    }

    /// The ids by row.
    pub fn ids(&self) -> &Dictionary {
        &self.ids
    }

    /// A column.
    pub fn column(&self, at: usize) -> &Column {
        &self.columns[at]
    }

    /// The row that a word of a ticket stands for: that with this id, else the only one with this name.
    pub fn find(&self, word: &str) -> Option<usize> {
        let by_name = || {
            let code = self.columns.first()?.words.find(word)?;
            self.by_name.get(code as usize).copied().filter(|&row| row != NO_CODE)
        };
        self.ids.find(word).or_else(by_name).map(|row| row as usize)
    }

    /// Takes rows. Returns how many are new.
    pub fn take(&mut self, rows: Vec<TableRow>) -> usize {
        let before = self.len();
        for TableRow { id, version, fields } in rows {
            let row = self.ids.intern(&id) as usize;
            if row == NO_CODE as usize {
                continue;
            }
            if row + 1 == self.len() {
                self.columns.iter_mut().for_each(|column| column.resize(row + 1));
            }
            for (column, given) in fields {
                if let Some(column) = self.columns.get_mut(column) {
                    column.set(row, given, version);
                }
            }
        }
        self.index();
        self.len() - before
    }

    /// Makes rows findable by name.
    pub(super) fn index(&mut self) {
        self.by_name.clear();
        let Some(names) = self.columns.first().filter(|column| column.shape() == Shape::Name) else { return };
        let mut met = vec![0_u32; names.words.len()];
        self.by_name.resize(names.words.len(), NO_CODE);
        for row in 0..self.ids.len() {
            let code = names.code(row) as usize;
            if let Some(times) = met.get_mut(code) {
                *times += 1;
                self.by_name[code] = if *times == 1 { row as u32 } else { NO_CODE };
            }
        }
    }

    /// The dictionaries of names and texts.
    pub(super) fn each_veiled(&mut self, visit: &mut dyn FnMut(&mut Dictionary)) {
        visit(&mut self.ids);
        for column in
            self.columns.iter_mut().filter(|column| matches!(column.shape(), Shape::Name | Shape::Text))
        {
            visit(&mut column.words);
        }
    }

    /// Bytes of memory held.
    pub fn memory(&self) -> usize {
        self.ids.memory()
            + 4 * self.by_name.capacity()
            + self.columns.iter().map(Column::memory).sum::<usize>()
    }
}

/// All tables, by the numbers of their names.
#[derive(Debug)]
pub(super) struct Tables(pub [Table; TableName::ALL.len()]);

impl Default for Tables {
    fn default() -> Self {
        Self(TableName::ALL.map(Table::new))
    }
}
