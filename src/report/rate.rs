//! Shares: numerator, denominator, Wilson interval.

use super::cells::NO_ROW;
use super::columns::Columns;
use super::distribution::CONFIDENCE;
use crate::kpi::State;
use crate::stats::proportion::Proportion;

/// Numerator and denominator of each row.
#[derive(Debug)]
pub(super) struct Shares {
    pub yes: Vec<u64>,
    pub n: Vec<u64>,
}

impl Shares {
    /// Counts the items for which `yes` holds as the numerator, of `n` items with a value.
    pub fn of(state: &[u8], row_of: &[u32], n: &[u32], yes: impl Fn(usize) -> bool) -> Self {
        let mut shares = Self { yes: vec![0; n.len()], n: n.iter().map(|&n| u64::from(n)).collect() };
        for (item, (&state, &row)) in state.iter().zip(row_of).enumerate() {
            if row != NO_ROW && yes(item) && state == State::Value as u8 {
                shares.yes[row as usize] += 1;
            }
        }
        shares
    }

    /// Writes value, count, n and the interval.
    pub fn write(&self, columns: &mut Columns<'_>) {
        let proportion = |row: usize| Proportion { successes: self.yes[row], n: self.n[row] };
        let rows = self.n.len();
        columns.push("value", (0..rows).map(|row| proportion(row).rate().unwrap_or(f64::NAN)));
        columns.push("count", self.yes.iter().map(|&count| count as f64));
        columns.push("n", self.n.iter().map(|&count| count as f64));
        let intervals: Vec<_> = (0..rows).map(|row| proportion(row).wilson(CONFIDENCE)).collect();
        columns.push("low", intervals.iter().map(|interval| interval.map_or(f64::NAN, |ends| ends.low)));
        columns.push("high", intervals.iter().map(|interval| interval.map_or(f64::NAN, |ends| ends.high)));
    }

    /// Writes the rate of solved in a window over created in it, which are different tickets: no interval.
    pub fn write_window(&self, columns: &mut Columns<'_>) {
        let created: Vec<u64> = self.n.iter().zip(&self.yes).map(|(&all, &solved)| all - solved).collect();
        let rate = |(&solved, &created): (&u64, &u64)| {
            if created == 0 { f64::NAN } else { solved as f64 / created as f64 }
        };
        columns.push("value", self.yes.iter().zip(&created).map(rate));
        columns.push("count", self.yes.iter().map(|&count| count as f64));
        columns.push("n", created.iter().map(|&count| count as f64));
    }
}
