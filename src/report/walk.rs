//! One walk over the values of a metric in ascending order, after which each row knows its sums and its quantiles.
//!
//! A row's values are not gathered: a countdown a row says when the next value comes at a rank that a quantile needs.

use super::cells::NO_ROW;
use super::places::Places;
use super::valued::Valued;
use crate::stats::quantile::rank;
use crate::stats::summary::Summary;
use crate::store::Bitset;

/// The quantiles of each row.
pub(super) const QUANTILES: [f64; 5] = [0.5, 0.75, 0.9, 0.95, 0.99];
/// The ranks a row needs at most: its first, its last, and two a quantile.
const RANKS: usize = 2 + 2 * QUANTILES.len();
/// More than any rank.
const NEVER: u32 = u32::MAX;

/// In so few rows, and fewer than one value in so many, values are put in order row by row.
const FEW_ROWS: usize = 256;
const FEW: usize = 3;
/// How many values one call walks over.
const STRETCH: usize = 4_096;

/// What was seen of each row's values.
#[derive(Debug)]
pub(super) struct Walk<'a> {
    /// All values, ascending.
    values: &'a [f64],
    n: &'a [u32],
    nearest: bool,
    rows: Vec<Row>,
    within: Within<'a>,
}

/// How many values of each row reach each goal, goal after goal.
#[derive(Debug)]
struct Within<'a> {
    goals: &'a [f64],
    counts: Vec<u32>,
    rows: usize,
}

impl Within<'_> {
    #[inline]
    fn count(&mut self, row: usize, value: f64) {
        for (at, &goal) in self.goals.iter().enumerate() {
            if value <= goal {
                self.counts[at * self.rows + row] += 1;
            }
        }
    }
}

/// A row's values so far.
#[derive(Debug, Clone)]
struct Row {
    /// Values to pass over until the next needed rank.
    left: u32,
    /// How many of the needed ranks were found.
    found: u32,
    /// One of the values, from which deviations are taken.
    origin: f64,
    deviations: f64,
    squares: f64,
    /// The needed ranks; once found, where their values stand among all.
    ranks: [u32; RANKS],
}

impl Row {
    #[inline]
    fn take(&mut self, place: usize, value: f64) {
        if self.left == 0 {
            self.note(place, value);
        }
        self.left = self.left.wrapping_sub(1);
        let deviation = value - self.origin;
        self.deviations += deviation;
        self.squares += deviation * deviation;
    }

    #[inline(never)]
    fn note(&mut self, place: usize, value: f64) {
        let at = self.found as usize;
        if at == 0 {
            self.origin = value;
        }
        self.found += 1;
        self.left = self.ranks.get(at + 1).map_or(NEVER, |next| next - self.ranks[at]);
        self.ranks[at] = place as u32;
    }
}

/// The ranks that `n` values need, ascending, and [`NEVER`] after them.
fn ranks(n: usize, nearest: bool) -> [u32; RANKS] {
    let mut ranks = [NEVER; RANKS];
    let mut add = |rank: usize| {
        let rank = rank as u32;
        if let Some(at) = ranks.iter().position(|&known| known >= rank)
            && ranks[at] != rank
        {
            ranks.copy_within(at..RANKS - 1, at + 1);
            ranks[at] = rank;
        }
    };
    if n > 0 {
        add(0);
        add(n - 1);
        for p in QUANTILES {
            let (low, part) = rank(n, p, nearest);
            add(low);
            if part > 0.0 {
                add(low + 1);
            }
        }
    }
    ranks
}

impl<'a> Walk<'a> {
    /// Walks over the values of all rows, of which each has `n`.
    pub fn of(
        valued: &'a Valued,
        places: &Places<'_>,
        n: &'a [u32],
        (nearest, goals): (bool, &'a [f64]),
    ) -> Self {
        let order = valued.order();
        let row = |&n: &u32| Row {
            left: 0,
            found: 0,
            origin: 0.0,
            deviations: 0.0,
            squares: 0.0,
            ranks: ranks(n as usize, nearest),
        };
        let rows: Vec<Row> = n.iter().map(row).collect();
        let within = Within { goals, counts: vec![0; goals.len() * n.len()], rows: n.len() };
        let mut walk = Self { values: &order.values, n, nearest, rows, within };
        let all: usize = n.iter().map(|&n| n as usize).sum();
        if places.has_sets() && n.len() <= FEW_ROWS && all * FEW < order.items.len() {
            walk.gather(valued, places);
        } else {
            let row_of = places.row_of();
            walk.stretch(0, &order.items, row_of);
        }
        walk
    }

    /// Row by row: the places of a row's values among all, as a set, are in order.
    fn gather(&mut self, valued: &Valued, places: &Places<'_>) {
        let order = valued.order();
        let place_of = order.ranks(valued.evaluated.len());
        let mut found = Bitset::none(order.items.len());
        let mut last = 0;
        places.each_word(&valued.split().with, &mut |row, first, mut word| {
            if row != last {
                found.take_ranks(&mut self.rows[last].ranks);
                last = row;
            }
            let seen = &mut self.rows[row];
            if seen.found == 0 {
                seen.found = 1;
                seen.origin = valued.evaluated.value[first + word.trailing_zeros() as usize];
            }
            let (mut deviations, mut squares) = (seen.deviations, seen.squares);
            while word != 0 {
                let item = first + word.trailing_zeros() as usize;
                word &= word - 1;
                found.insert(place_of[item] as usize);
                let value = valued.evaluated.value[item];
                let deviation = value - seen.origin;
                deviations += deviation;
                squares += deviation * deviation;
                self.within.count(row, value);
            }
            (seen.deviations, seen.squares) = (deviations, squares);
        });
        if let Some(seen) = self.rows.get_mut(last) {
            found.take_ranks(&mut seen.ranks);
        }
    }

    /// Half by half, because a browser can only change to the optimised form of a function when the function is called.
    fn stretch(&mut self, first: usize, items: &[u32], row_of: &[u32]) {
        if items.len() > STRETCH {
            let (before, after) = items.split_at(items.len() / 2);
            self.stretch(first, before, row_of);
            self.stretch(first + before.len(), after, row_of);
            return;
        }
        for (place, (&item, &value)) in (first..).zip(items.iter().zip(&self.values[first..])) {
            let row = row_of[item as usize];
            if row != NO_ROW {
                self.rows[row as usize].take(place, value);
                self.within.count(row as usize, value);
            }
        }
    }

    /// How many rows there are.
    pub fn rows(&self) -> usize {
        self.n.len()
    }

    /// How many values of each row reach a goal.
    pub fn within(&self, goal: usize) -> &[u32] {
        &self.within.counts[goal * self.n.len()..(goal + 1) * self.n.len()]
    }

    /// The summary of a row, and its quantiles.
    pub fn row(&self, row: usize) -> (Summary, [f64; QUANTILES.len()]) {
        let (n, seen) = (self.n[row] as usize, &self.rows[row]);
        let ranks = ranks(n, self.nearest);
        let value = |rank: usize| {
            let at = ranks.iter().position(|&known| known as usize == rank);
            at.map_or(f64::NAN, |at| self.values[seen.ranks[at] as usize])
        };
        let quantiles = QUANTILES.map(|p| {
            let (low, part) = rank(n, p, self.nearest);
            if part > 0.0 { value(low) + part * (value(low + 1) - value(low)) } else { value(low) }
        });
        let sum = seen.origin * n as f64 + seen.deviations;
        let extremes = (value(0), value(n.saturating_sub(1)));
        let summary = Summary::of_deviations(n, sum, extremes, seen.origin, (seen.deviations, seen.squares));
        (summary, quantiles)
    }
}
