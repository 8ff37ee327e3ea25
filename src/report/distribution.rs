//! Counts, mean, quantiles and spread of a metric's values, a row at a time.

use super::columns::Columns;
use super::places::Places;
use super::students::Students;
use super::table::Statistic;
use super::valued::Valued;
use super::walk::Walk;
use crate::kpi::State;
use crate::stats::interval;

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

const NAMES: [&str; 15] = [
    "mean", "median", "p75", "p90", "p95", "p99", "min", "max", "sum", "variance", "sd", "cv", "low", "high",
    "n",
];

/// Writes the statistics of each row; `scale` turns values into the unit shown.
pub(super) fn write(
    columns: &mut Columns<'_>,
    walk: &Walk<'_>,
    scale: f64,
    goals: usize,
    students: &mut Students,
) {
    let rows = walk.rows();
    let first = columns.reserve(&NAMES, rows);
    for row in 0..rows {
        let (summary, quantiles) = walk.row(row);
        let mut cells = [f64::NAN; NAMES.len()];
        cells[14] = summary.n() as f64;
        if let Some(mean) = summary.mean() {
            cells[0] = mean * scale;
            for (cell, quantile) in cells[1..].iter_mut().zip(quantiles) {
                *cell = quantile * scale;
            }
            cells[6] = summary.min().unwrap_or(f64::NAN) * scale;
            cells[7] = summary.max().unwrap_or(f64::NAN) * scale;
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
    for goal in 0..goals {
        let within = walk.within(goal);
        columns.push(&format!("goal_{goal}"), rows, &|row| Some(f64::from(within[row])));
    }
}
