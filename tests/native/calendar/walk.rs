//! A naive walk: whether each few seconds of some days are open, by the wall clock that chrono-tz shows.
//!
//! A clock that is put back shows an hour twice. A desk that keeps its hours opens and closes when its clock first shows
//! the time, so the clock of the walk stands still until the repeated hour is over.

use chrono::{DateTime, NaiveDateTime, NaiveTime, TimeDelta};

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

/// What the clock shows at the start of each cell, as it is and as it stands still while it repeats an hour.
fn clocks(plan: &Plan, middle: i64) -> Vec<(NaiveDateTime, NaiveDateTime)> {
    let mut latest = NaiveDateTime::MIN;
    let clock = |at: i64| {
        let shown = DateTime::from_timestamp_millis(at).unwrap().with_timezone(&plan.zone).naive_local();
        latest = latest.max(shown);
        (shown, latest)
    };
    (middle - REACH..middle + REACH).step_by(CELL as usize).map(clock).collect()
}

impl Walk {
    /// Walks along a plan around an instant.
    pub fn along(plan: &Plan, middle: i64) -> Self {
        let open = clocks(plan, middle).into_iter().map(|(_, clock)| plan.is_open(clock)).collect();
        Self { from: middle - REACH, open }
    }

    /// The same, where a time that the clock skips stands for the one an hour later.
    pub fn along_an_hour_later(plan: &Plan, middle: i64) -> Self {
        let clocks = clocks(plan, middle);
        let first_shown = |time: NaiveDateTime| clocks.partition_point(|(_, clock)| *clock < time);
        let cell = |time: NaiveDateTime| {
            let shown = first_shown(time);
            // What comes before the walk is not skipped.
            let skipped = shown > 0 && clocks.get(shown).is_some_and(|(shown, _)| *shown > time);
            if skipped { first_shown(time + TimeDelta::hours(1)) } else { shown }
        };
        let mut open = vec![false; clocks.len()];
        let last = clocks.last().unwrap().1.date();
        for date in clocks[0].1.date().iter_days().take_while(|date| *date <= last) {
            let start = date.and_time(NaiveTime::MIN);
            // A date that no clock showed has no hours.
            if clocks.get(first_shown(start)).is_none_or(|(_, clock)| clock.date() > date) {
                continue;
            }
            let times: Vec<_> =
                (0..=86_400 / GRAIN).map(|at| start + TimeDelta::seconds((at * GRAIN).into())).collect();
            // The open hours of the date, one after the other.
            for hours in times[..times.len() - 1].chunk_by(|&a, &b| plan.is_open(a) == plan.is_open(b)) {
                if plan.is_open(hours[0]) {
                    let end = hours[hours.len() - 1] + TimeDelta::seconds(GRAIN.into());
                    let (from, until) = (cell(hours[0]), cell(end));
                    open.get_mut(from..until).into_iter().flatten().for_each(|open| *open = true);
                }
            }
        }
        Self { from: middle - REACH, open }
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
