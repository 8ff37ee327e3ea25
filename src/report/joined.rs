//! What tables say of a ticket: of its customer, or of the agent who has it.

use super::grouping::{Grouping, by_names, by_numbers, by_words};
use super::question::{Filter, instant};
use crate::error::DeskError;
use crate::label::number_label;
use crate::store::{Bitset, Column, NO_CODE, NO_INSTANT, Shape, Store, TableName, UNRANKED};
use crate::ticket::Dimension;
use crate::time::{day_of, month_key};

/// A column of a table that tickets join.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Joined {
    table: TableName,
    column: usize,
}

impl Joined {
    /// The column called `customer.tier`, `agent.skills` and the like.
    pub fn from_name(name: &str) -> Option<Self> {
        let (whose, column) = name.split_once('.')?;
        let table = match whose {
            "customer" => TableName::Customers,
            "agent" => TableName::Agents,
            _ => return None,
        };
        Some(Self { table, column: table.column(column)? })
    }

    /// Whether a ticket may have several values.
    pub fn is_several(self) -> bool {
        let (_, shape) = self.table.columns()[self.column];
        shape.is_list() && !shape.comes_together()
    }

    /// Where tickets name what they join.
    pub fn dimension(self) -> Dimension {
        if self.table == TableName::Customers { Dimension::Customer } else { Dimension::Assignee }
    }

    fn column_of(self, store: &Store) -> &Column {
        store.table(self.table).column(self.column)
    }

    /// The row of the table that a ticket joins.
    fn row(self, store: &Store, ticket: usize) -> Option<usize> {
        let code = store.tickets().codes(self.dimension())[ticket];
        store.table(self.table).find(store.dictionary(self.dimension()).get(code)?)
    }

    /// The row of the table that each ticket joins.
    fn rows(self, store: &Store) -> impl Fn(usize) -> Option<usize> {
        let table = store.table(self.table);
        let words = store.dictionary(self.dimension());
        let of_word: Vec<Option<usize>> = words.iter().map(|word| table.find(word)).collect();
        let codes = store.tickets().codes(self.dimension());
        move |ticket| of_word.get(codes[ticket] as usize).copied().flatten()
    }

    /// The number of a ticket: of amounts by month that of the month of its creation, in UTC.
    pub fn number(self, store: &Store, ticket: usize) -> Option<f64> {
        number(self.column_of(store), self.row(store, ticket)?, store.tickets().created()[ticket])
    }

    /// Groups all tickets: words over time by what held at their creation, instants by whether there is one.
    pub fn group(self, store: &Store) -> Result<Grouping, DeskError> {
        if self.is_several() {
            let message =
                "a row of the table may have several of these, so they can be filtered by but not grouped by";
            return Err(DeskError::new("cannot-group", message));
        }
        let (column, row_of) = (self.column_of(store), self.rows(store));
        let created = store.tickets().created();
        let tickets = created.len();
        Ok(match column.shape() {
            Shape::Instant => by_names(tickets, &mut ["false", "true"].into_iter(), &|ticket| {
                row_of(ticket).map(|row| u32::from(column.instant(row) != NO_INSTANT))
            }),
            Shape::Number | Shape::Months => {
                by_numbers(tickets, &|ticket| number(column, row_of(ticket)?, created[ticket]))
            }
            shape => {
                let code = |ticket: usize| {
                    row_of(ticket).map_or(NO_CODE, |row| match shape {
                        Shape::Periods => column.code_at(row, created[ticket]),
                        _ => column.code(row),
                    })
                };
                let codes: Vec<u32> = (0..tickets).map(code).collect();
                by_words(&codes, column.words(), &|_| UNRANKED)
            }
        })
    }

    /// The instant of each ticket, where the column holds instants.
    pub fn dates(self, store: &Store) -> Option<Vec<i64>> {
        let (column, row_of) = (self.column_of(store), self.rows(store));
        let date = |ticket| row_of(ticket).map_or(NO_INSTANT, |row| column.instant(row));
        (column.shape() == Shape::Instant).then(|| (0..store.tickets().len()).map(date).collect())
    }

    /// The row of the table that a word stands for.
    pub fn row_of_word(self, store: &Store, word: &str) -> Option<usize> {
        store.table(self.table).find(word)
    }

    /// What a row is grouped by at an instant.
    pub fn label(self, store: &Store, row: usize, at: i64) -> Option<String> {
        let column = self.column_of(store);
        match column.shape() {
            Shape::Instant => Some((column.instant(row) != NO_INSTANT).to_string()),
            Shape::Number | Shape::Months => number(column, row, at).map(number_label),
            Shape::Periods => column.word_at(row, at).map(str::to_string),
            _ => column.word(row).map(str::to_string),
        }
    }

    /// Whether a row, where there is one, meets a condition at an instant.
    pub fn meets(
        self,
        store: &Store,
        row: Option<usize>,
        at: i64,
        filter: &Filter,
    ) -> Result<bool, DeskError> {
        let column = self.column_of(store);
        if self.is_several() {
            let mut one = Bitset::all(1);
            narrow(&mut one, column, &|_| row, filter);
            return Ok(!one.is_empty());
        }
        let start = filter.from.map_or(Ok(i64::MIN), |at| instant(at, "from"))?;
        let end = filter.to.map_or(Ok(i64::MAX), |at| instant(at, "to"))?;
        let date = row.map_or(NO_INSTANT, |row| column.instant(row));
        let is_dated = filter.from.is_some() || filter.to.is_some();
        let in_time = !is_dated || (date != NO_INSTANT && date >= start && date < end);
        let amount = row.and_then(|row| number(column, row, at));
        let (least, most) = (filter.min.unwrap_or(f64::NEG_INFINITY), filter.max.unwrap_or(f64::INFINITY));
        let is_bounded = filter.min.is_some() || filter.max.is_some();
        let in_bounds = !is_bounded || amount.is_some_and(|amount| amount >= least && amount <= most);
        let label = row.and_then(|row| self.label(store, row, at));
        Ok(in_time && in_bounds && filter.passes(label.as_deref()))
    }

    /// Leaves the tickets of which one of several words meets the condition.
    pub fn narrow(self, chosen: &mut Bitset, store: &Store, filter: &Filter) {
        narrow(chosen, self.column_of(store), &self.rows(store), filter);
    }
}

fn narrow(chosen: &mut Bitset, column: &Column, row_of: &dyn Fn(usize) -> Option<usize>, filter: &Filter) {
    // The words of a list, and whether it names "nothing".
    let codes = |list: &Option<Vec<Option<String>>>| -> Option<(Vec<u32>, bool)> {
        let list = list.as_deref()?;
        let words = list.iter().flatten().filter_map(|word| column.words().find(word));
        Some((words.collect(), list.contains(&None)))
    };
    let (any, none) = (codes(&filter.any_of), codes(&filter.none_of));
    chosen.retain(|ticket| {
        let items = row_of(ticket).map_or(&[][..], |row| column.items(row));
        let has = |(codes, nothing): &(Vec<u32>, bool)| {
            items.iter().any(|item| codes.contains(&item.word)) || (*nothing && items.is_empty())
        };
        any.as_ref().is_none_or(has)
            && !none.as_ref().is_some_and(has)
            && filter.missing.is_none_or(|missing| missing == items.is_empty())
    });
}

fn number(column: &Column, row: usize, created: i64) -> Option<f64> {
    match column.shape() {
        Shape::Months => {
            let month = month_key(day_of(created))?;
            column.item_at(row, month).map(|item| item.number)
        }
        _ => column.number(row),
    }
    .filter(|number| !number.is_nan())
}
