//! Tables as part of a snapshot.

use super::column::{Column, Data, Item};
use super::{Shape, Table, Tables};
use crate::store::{NO_INSTANT, SnapshotReader, SnapshotWriter};
use crate::time::is_accepted;

/// Bytes that an item takes at least.
const ITEM: usize = 12;

impl Tables {
    /// Tells which numbers are names.
    pub fn note_names(&self, to: &mut SnapshotWriter) {
        for table in &self.0 {
            let names = table.columns.first().filter(|column| column.shape() == Shape::Name);
            names.into_iter().for_each(|column| to.note_names(&mut column.words.iter(), &[&table.ids]));
        }
    }

    pub fn save(&self, to: &mut SnapshotWriter) {
        self.0.iter().for_each(|table| save_table(table, to));
    }

    pub fn restore(from: &mut SnapshotReader<'_>) -> Self {
        let mut tables = Self::default();
        for table in &mut tables.0 {
            restore_table(table, from);
        }
        tables
    }
}

fn save_table(table: &Table, to: &mut SnapshotWriter) {
    to.ids(&table.ids);
    if table.is_empty() {
        return;
    }
    for column in &table.columns {
        match column.shape() {
            Shape::Name => to.names(&column.words),
            Shape::Text => to.veiled(&column.words, &|_| false),
            _ => to.words(&column.words),
        }
        match &column.data {
            Data::Codes(codes) => to.codes(codes),
            Data::Numbers(numbers) => numbers.iter().for_each(|&number| to.float(number)),
            Data::Instants(instants) => to.column(instants),
            Data::Lists(lists) => {
                for list in lists {
                    to.number(list.len() as u64);
                    list.iter().for_each(|item| save_item(item, to));
                }
            }
        }
        if to.flag(!column.versions.is_empty()) {
            to.column(&column.versions);
        }
    }
}

fn save_item(item: &Item, to: &mut SnapshotWriter) {
    to.code(item.word);
    to.float(item.number);
    for bound in [item.from, item.until, item.version] {
        to.signed(bound);
    }
}

fn restore_table(table: &mut Table, from: &mut SnapshotReader<'_>) {
    table.ids = from.words();
    let rows = table.ids.len();
    if rows == 0 {
        return;
    }
    for column in &mut table.columns {
        column.words = from.words();
        restore_column(column, rows, from);
        if from.flag() {
            column.versions = from.column(rows);
            from.demand(column.versions.iter().all(|&at| at == i64::MIN || is_accepted(at)));
            from.demand(column.versions.iter().any(|&at| at != i64::MIN));
        }
        if from.is_bad() {
            return;
        }
    }
    table.index();
}

fn restore_column(column: &mut Column, rows: usize, from: &mut SnapshotReader<'_>) {
    let (words, sorted) = (column.words.len(), column.shape().comes_together());
    match &mut column.data {
        Data::Codes(codes) => *codes = from.codes(rows, words),
        Data::Numbers(numbers) => {
            from.demand(from.holds(rows.saturating_mul(8)));
            *numbers = (0..rows).map_while(|_| (!from.is_bad()).then(|| number(from))).collect();
        }
        Data::Instants(instants) => {
            *instants = from.column(rows);
            from.demand(instants.iter().all(|&at| at == NO_INSTANT || is_accepted(at)));
        }
        Data::Lists(lists) => {
            for _ in 0..rows {
                let list = from.list(ITEM, &mut |from| item(from, words));
                from.demand(!sorted || list.windows(2).all(|pair| pair[0].from < pair[1].from));
                if from.is_bad() {
                    return;
                }
                lists.push(list);
            }
        }
    }
}

fn number(from: &mut SnapshotReader<'_>) -> f64 {
    let number = from.float();
    from.demand(number.is_finite() || number.to_bits() == f64::NAN.to_bits());
    number
}

fn item(from: &mut SnapshotReader<'_>, words: usize) -> Item {
    let (word, number) = (from.code(words), number(from));
    let [at, until, version] = [from.signed(), from.signed(), from.signed()];
    let is_bound = |bound: i64| bound == i64::MIN || bound == i64::MAX || is_accepted(bound);
    from.demand(is_bound(at) && is_bound(until) && is_bound(version));
    Item { word, number, from: at, until, version }
}
