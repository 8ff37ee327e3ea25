//! Shares: numerator, denominator, Wilson interval.

use super::columns::Columns;
use super::places::Places;
use super::students::CONFIDENCE;
use crate::stats::proportion::Proportion;
use crate::store::Bitset;

/// Numerator and denominator of each row.
#[derive(Debug)]
pub(super) struct Shares {
    pub yes: Vec<u64>,
    pub n: Vec<u64>,
}

impl Shares {
    /// Counts the items in `yes` as the numerator, of `n` items with a value.
    pub fn of(yes: &Bitset, places: &Places<'_>, n: &[u32]) -> Self {
        let wide = |counts: &[u32]| counts.iter().map(|&count| u64::from(count)).collect();
        Self { yes: wide(&places.count(yes)), n: wide(n) }
    }

    /// Writes value, count, n and the interval.
    pub fn write(&self, columns: &mut Columns<'_>) {
        let rows = self.n.len();
        let proportion = |row: usize| Proportion { successes: self.yes[row], n: self.n[row] };
        let wilson: Vec<_> = (0..rows).map(|row| proportion(row).wilson(CONFIDENCE)).collect();
        columns.push("value", rows, &|row| proportion(row).rate());
        columns.push("count", rows, &|row| Some(self.yes[row] as f64));
        columns.push("n", rows, &|row| Some(self.n[row] as f64));
        columns.push("low", rows, &|row| Some(wilson[row]?.low));
        columns.push("high", rows, &|row| Some(wilson[row]?.high));
    }

    /// Writes the rate of solved in a window over created in it, which are different tickets: no interval.
    pub fn write_window(&self, columns: &mut Columns<'_>) {
        let rows = self.n.len();
        let created = |row: usize| (self.n[row] - self.yes[row]) as f64;
        columns.push("value", rows, &|row| (created(row) > 0.0).then(|| self.yes[row] as f64 / created(row)));
        columns.push("count", rows, &|row| Some(self.yes[row] as f64));
        columns.push("n", rows, &|row| Some(created(row)));
    }
}
