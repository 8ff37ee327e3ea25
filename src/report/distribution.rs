//! Counts, mean, quantiles and spread of a metric's values, a row at a time.

use super::cells::NO_ROW;
use super::columns::Columns;
use super::memo::Valued;
use super::places::Places;
use super::table::Statistic;
use crate::kpi::State;
use crate::stats::interval;
use crate::stats::quantile::{nearest_rank, sorted_quantile};
use crate::stats::special::student;
use crate::stats::summary::Summary;
use crate::store::Bitset;

/// The level of all intervals.
pub(super) const CONFIDENCE: f64 = 0.95;

/// How many items of each state every row has.
#[derive(Debug)]
pub(super) struct Counts {
    rows: usize,
    counts: Vec<u32>,
}

impl Counts {
    /// Counts the items of each row by state.
    pub fn of(valued: &Valued, places: &Places<'_>) -> Self {
        let rows = places.rows();
        let mut counts = vec![0u32; rows * State::COUNT];
        counts[..rows].copy_from_slice(places.totals());
        for (state, items) in &valued.split().without {
            for (row, count) in places.count(items).into_iter().enumerate() {
                counts[row] -= count;
                counts[*state as usize * rows + row] = count;
            }
        }
        Self { rows, counts }
    }

    /// Items per row in a state.
    pub fn in_state(&self, state: State) -> &[u32] {
        let start = state as usize * self.rows;
        &self.counts[start..start + self.rows]
    }

    /// The columns of running items, and of those left out by reason.
    pub fn write(&self, columns: &mut Columns<'_>) -> Vec<Statistic> {
        let running = self.in_state(State::Running);
        columns.push("censored", self.rows, &|row| Some(f64::from(running[row])));
        let mut excluded = Vec::new();
        for state in &State::ALL[2..] {
            let counts = self.in_state(*state);
            if counts.iter().any(|&count| count > 0) {
                let offset = columns.table.values.len();
                columns.table.values.extend(counts.iter().map(|&count| f64::from(count)));
                excluded.push(Statistic { name: state.name().to_string(), offset });
            }
        }
        excluded
    }
}

/// In so few rows, and fewer than one value in so many, values are put in order row by row.
const FEW_ROWS: usize = 256;
const FEW: usize = 3;

/// The values of each row in ascending order, row after row.
#[derive(Debug)]
pub(super) struct Sorted {
    start: Vec<u32>,
    values: Vec<f64>,
}

impl Sorted {
    pub fn of(valued: &Valued, places: &Places<'_>, n: &[u32]) -> Self {
        let mut start = Vec::with_capacity(n.len() + 1);
        let mut sum = 0u32;
        for &count in n {
            start.push(sum);
            sum += count;
        }
        start.push(sum);
        let order = valued.order();
        if start.len() == 2 && sum as usize == order.values.len() {
            // All values in one row.
            return Self { start, values: order.values.clone() };
        }
        let mut values = Vec::with_capacity(sum as usize);
        let few = places.has_sets() && places.rows() <= FEW_ROWS && sum as usize * FEW < order.items.len();
        if !few {
            // Walking the common order gives every row its values in order.
            let mut next = start.clone();
            let row_of = places.row_of();
            values.resize(sum as usize, 0.0);
            for (&item, &value) in order.items.iter().zip(&order.values) {
                let row = row_of[item as usize];
                if row != NO_ROW {
                    let place = &mut next[row as usize];
                    values[*place as usize] = value;
                    *place += 1;
                }
            }
        } else {
            // A row's ranks, as a set, come out in order.
            let ranks = order.ranks(valued.evaluated.len());
            let mut found = Bitset::none(order.items.len());
            let items = places.items(&valued.split().with);
            for row in start.windows(2) {
                for (_, item) in &items[row[0] as usize..row[1] as usize] {
                    found.insert(ranks[*item as usize] as usize);
                }
                found.drain(|rank| values.push(order.values[rank]));
            }
        }
        Self { start, values }
    }

    pub fn row(&self, row: usize) -> &[f64] {
        &self.values[self.start[row] as usize..self.start[row + 1] as usize]
    }

    pub fn rows(&self) -> usize {
        self.start.len() - 1
    }
}

const NAMES: [&str; 15] = [
    "mean", "median", "p75", "p90", "p95", "p99", "min", "max", "sum", "variance", "sd", "cv", "low", "high",
    "n",
];
const QUANTILES: [f64; 5] = [0.5, 0.75, 0.9, 0.95, 0.99];

/// Writes the statistics of each row; `scale` turns values into the unit shown.
pub(super) fn write(
    columns: &mut Columns<'_>,
    sorted: &Sorted,
    scale: f64,
    (nearest, goals): (bool, &[f64]),
    students: &mut Students,
) {
    let rows = sorted.rows();
    let first = columns.reserve(&NAMES, rows);
    for row in 0..rows {
        let values = sorted.row(row);
        let summary = Summary::of(values);
        let mut cells = [f64::NAN; NAMES.len()];
        cells[14] = summary.n() as f64;
        if let Some(mean) = summary.mean() {
            cells[0] = mean * scale;
            for (cell, &p) in cells[1..].iter_mut().zip(&QUANTILES) {
                let quantile = if nearest { nearest_rank(values, p) } else { sorted_quantile(values, p) };
                *cell = quantile.unwrap_or(f64::NAN) * scale;
            }
            cells[6] = values[0] * scale;
            cells[7] = values[values.len() - 1] * scale;
            cells[8] = summary.sum() * scale;
        }
        if let Some(variance) = summary.variance() {
            cells[9] = variance * scale * scale;
            cells[10] = variance.sqrt() * scale;
            cells[11] = summary.cv().unwrap_or(f64::NAN);
            if let (Some(mean), Some(error)) = (summary.mean(), interval::standard_error(&summary)) {
                let margin = students.two_sided(summary.n()) * error;
                cells[12] = (mean - margin) * scale;
                cells[13] = (mean + margin) * scale;
            }
        }
        for (at, &cell) in cells.iter().enumerate() {
            columns.table.values[first + at * rows + row] = cell;
        }
    }
    for (at, &goal) in goals.iter().enumerate() {
        columns.push(&format!("goal_{at}"), rows, &|row| {
            Some(sorted.row(row).partition_point(|&value| value <= goal) as f64)
        });
    }
}

/// Two-sided Student factors of sample sizes below [`MOST_STUDENTS`]; each is computed once.
#[derive(Debug, Default)]
pub(super) struct Students(Vec<Option<f64>>);

/// How many factors are kept.
const MOST_STUDENTS: usize = 4_096;

impl Students {
    fn two_sided(&mut self, n: u64) -> f64 {
        let exact = || student::upper_quantile((1.0 - CONFIDENCE) / 2.0, (n - 1) as f64).unwrap_or(f64::NAN);
        if n >= MOST_STUDENTS as u64 {
            return exact();
        }
        self.0.resize(MOST_STUDENTS, None);
        *self.0[n as usize].get_or_insert_with(exact)
    }
}
