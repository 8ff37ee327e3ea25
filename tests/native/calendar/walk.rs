//! A naive walk: whether each few seconds of some days are open, by the wall clock that chrono-tz shows.
//!
//! A clock that is put back shows an hour twice. A desk that keeps its hours opens and closes when its clock first shows
//! the time, so the clock of the walk stands still until the repeated hour is over.

use chrono::{DateTime, NaiveDateTime};

use super::plan::{GRAIN, Plan};

/// Milliseconds of a cell.
pub const CELL: i64 = GRAIN as i64 * 1_000;

/// Days before and after the instant in the middle.
const REACH: i64 = 60 * 3_600_000;

/// Cells of time, one after the other, each open or closed.
pub struct Walk {
    from: i64,
    open: Vec<bool>,
}

impl Walk {
    /// Walks along a plan around an instant.
    pub fn along(plan: &Plan, middle: i64) -> Self {
        let from = middle - REACH;
        let mut clock = NaiveDateTime::MIN;
        let cell = |at: i64| {
            let shown = DateTime::from_timestamp_millis(at).unwrap().with_timezone(&plan.zone).naive_local();
            clock = clock.max(shown);
            plan.is_open(clock)
        };
        Self { from, open: (from..middle + REACH).step_by(CELL as usize).map(cell).collect() }
    }

    /// Both walks, cell by cell.
    pub fn with(&self, other: &Self, joined: impl Fn(bool, bool) -> bool) -> Self {
        let both = self.open.iter().zip(&other.open);
        Self { from: self.from, open: both.map(|(&a, &b)| joined(a, b)).collect() }
    }

    pub fn until(&self) -> i64 {
        self.from + self.open.len() as i64 * CELL
    }

    pub fn middle(&self) -> i64 {
        self.from + REACH
    }

    /// An instant of the walk, told by how far along it lies.
    pub fn at(&self, share: f64) -> i64 {
        self.from + ((self.until() - self.from - 1) as f64 * share) as i64
    }

    /// The instant nearest to one at which a cell begins.
    pub fn on_cell(&self, at: i64) -> i64 {
        at - (at - self.from) % CELL
    }

    pub fn is_open(&self, at: i64) -> bool {
        self.open[((at - self.from) / CELL) as usize]
    }

    /// Milliseconds open, cell by cell.
    pub fn elapsed(&self, from: i64, to: i64) -> i64 {
        let cells = self.open.iter().zip((self.from..).step_by(CELL as usize));
        cells
            .filter(|(open, _)| **open)
            .map(|(_, start)| ((start + CELL).min(to) - start.max(from)).max(0))
            .sum()
    }

    /// The instant at which so much open time has passed; `None` beyond the walk.
    pub fn deadline(&self, from: i64, mut open: i64) -> Option<i64> {
        let mut at = from;
        loop {
            let cell = ((at - self.from) / CELL) as usize;
            let rest = CELL - (at - self.from) % CELL;
            if *self.open.get(cell)? {
                if open <= rest && open > 0 || open == 0 {
                    return Some(at + open);
                }
                open -= rest;
            }
            at += rest;
        }
    }

    /// The latest instant from which so much open time passes until `from`.
    pub fn deadline_back(&self, from: i64, mut open: i64) -> Option<i64> {
        let mut at = from;
        while at > self.from {
            let cell = ((at - 1 - self.from) / CELL) as usize;
            let rest = (at - 1 - self.from) % CELL + 1;
            if self.open[cell] {
                if open <= rest {
                    return Some(at - open);
                }
                open -= rest;
            }
            at -= rest;
        }
        None
    }

    /// Instants at which it opens or closes, and whether it is open from then on.
    pub fn changes(&self) -> Vec<(i64, bool)> {
        let pairs = self.open.windows(2).zip((self.from + CELL..).step_by(CELL as usize));
        pairs.filter(|(pair, _)| pair[0] != pair[1]).map(|(pair, at)| (at, pair[1])).collect()
    }
}
