//! Whether groups wait equally long: the log-rank test.
//!
//! ```
//! use deskgauge::stats::log_rank::{Waited, log_rank};
//!
//! let waited = |time, group| Waited { time, happened: true, group };
//! let sorted = [waited(1.0, 0), waited(2.0, 0), waited(3.0, 0), waited(8.0, 1), waited(9.0, 1), waited(12.0, 1)];
//! let test = log_rank(sorted.into_iter(), 2).expect("both groups have events to compare");
//! assert!(test.chi_squared > 4.9 && test.p < 0.03);
//! ```
//!
//! Easy to get wrong: groups without anybody are left out, and do not count as degrees of freedom.

use super::special::chi_squared;

/// How long somebody of a group was watched, and whether that ended because it happened.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Waited {
    /// How long.
    pub time: f64,
    /// Whether it happened then.
    pub happened: bool,
    /// The group.
    pub group: usize,
}

/// What the test says.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct LogRank {
    /// (O − E)ᵀ V⁻¹ (O − E) with the hypergeometric variance, all times weighing the same.
    pub chi_squared: f64,
    /// Degrees of freedom: groups less one.
    pub degrees: usize,
    /// Chance of as large a difference among equal groups.
    pub p: f64,
}

/// More groups than this are not compared.
pub const MOST_GROUPS: usize = 64;

/// Compares the groups of observations in ascending order of time. Nothing with fewer than two groups, more than
/// [`MOST_GROUPS`], or no event to compare by.
pub fn log_rank(sorted: impl Iterator<Item = Waited> + Clone, groups: usize) -> Option<LogRank> {
    let mut place = vec![None; groups];
    for one in sorted.clone() {
        *place.get_mut(one.group)? = Some(0);
    }
    let mut used = 0;
    for place in place.iter_mut().flatten() {
        *place = used;
        used += 1;
    }
    if !(2..=MOST_GROUPS).contains(&used) {
        return None;
    }
    let mut tally = Tally::new(used);
    for one in sorted.clone() {
        tally.at_risk[place[one.group]?] += 1.0;
    }
    let mut now = f64::NEG_INFINITY;
    for one in sorted {
        if one.time > now {
            tally.close();
            now = one.time;
        }
        let group = place[one.group]?;
        tally.gone[group] += 1.0;
        tally.events[group] += f64::from(u8::from(one.happened));
    }
    tally.close();
    let (chi_squared, degrees) = (tally.distance()?, used - 1);
    Some(LogRank { chi_squared, degrees, p: chi_squared::upper(chi_squared, degrees as f64)? })
}

/// Events beyond those expected, group by group, and how these vary together.
///
/// The textbook adds one matrix a time of event. Here each pair of observations, of two groups or of one, is added once, when
/// the first of the two ends: it was at risk together at all times up to then. So each observation costs one row.
struct Tally {
    /// At risk at the time being read, group by group, as are the next two.
    at_risk: Vec<f64>,
    gone: Vec<f64>,
    events: Vec<f64>,
    /// Sum of d ⁄ r over the times so far.
    hazard: f64,
    /// Sum of d(r − d) ⁄ r²(r − 1) over the times so far.
    spread: f64,
    excess: Vec<f64>,
    /// Spread shared by observations of one group with those of another that ended no earlier.
    shared: Vec<Vec<f64>>,
}

impl Tally {
    fn new(groups: usize) -> Self {
        let none = vec![0.0; groups];
        Self {
            at_risk: none.clone(),
            gone: none.clone(),
            events: none.clone(),
            hazard: 0.0,
            spread: 0.0,
            excess: none.clone(),
            shared: vec![none; groups],
        }
    }

    /// Adds what ended at one time.
    fn close(&mut self) {
        let (risk, happened): (f64, f64) = (self.at_risk.iter().sum(), self.events.iter().sum());
        if happened > 0.0 {
            self.hazard += happened / risk;
            if risk > 1.0 {
                self.spread += happened * (risk - happened) / (risk * risk * (risk - 1.0));
            }
        }
        for (group, &gone) in self.gone.iter().enumerate().filter(|(_, gone)| **gone > 0.0) {
            self.excess[group] += self.events[group] - gone * self.hazard;
            let weight = gone * self.spread;
            let others = self.at_risk.iter().zip(&self.gone);
            for (shared, (at_risk, also_gone)) in self.shared[group].iter_mut().zip(others) {
                // Of two that end together, each adds one half.
                *shared += weight * (at_risk - also_gone / 2.0);
            }
        }
        self.at_risk.iter_mut().zip(&self.gone).for_each(|(risk, gone)| *risk -= gone);
        self.gone.fill(0.0);
        self.events.fill(0.0);
    }

    /// How the excesses of all groups but the last, which follows from them, vary together.
    fn variance(&self) -> Vec<Vec<f64>> {
        let both = |one: usize, other: usize| self.shared[one][other] + self.shared[other][one];
        let (all, free) = (self.shared.len(), self.shared.len() - 1);
        let own =
            |group: usize| (0..all).filter(|&other| other != group).map(|other| both(group, other)).sum();
        let cell = |row: usize, column: usize| if row == column { own(row) } else { -both(row, column) };
        (0..free).map(|row| (0..free).map(|column| cell(row, column)).collect()).collect()
    }

    /// The squared distance of the excess in terms of its variance, by elimination; nothing where that is singular.
    fn distance(mut self) -> Option<f64> {
        let mut variance = self.variance();
        let mut distance = 0.0;
        for pivot in 0..variance.len() {
            let (above, below) = variance.split_at_mut(pivot + 1);
            let (row, own) = (&above[pivot], above[pivot][pivot]);
            if own <= 1e-12 {
                return None;
            }
            distance += self.excess[pivot] * self.excess[pivot] / own;
            for (under, lower) in below.iter_mut().enumerate() {
                let factor = lower[pivot] / own;
                lower.iter_mut().zip(row).skip(pivot).for_each(|(cell, upper)| *cell -= factor * upper);
                self.excess[pivot + 1 + under] -= factor * self.excess[pivot];
            }
        }
        Some(distance)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The textbook's sums: at each time of an event, what each group has beyond its part of the events, and how that varies.
    fn textbook(all: &[Waited], groups: usize) -> (Vec<f64>, Vec<Vec<f64>>) {
        let mut excess = vec![0.0; groups];
        let mut variance = vec![vec![0.0; groups]; groups];
        let mut times: Vec<f64> = all.iter().filter(|one| one.happened).map(|one| one.time).collect();
        times.dedup();
        for time in times {
            let count = |is: &dyn Fn(&Waited) -> bool| all.iter().filter(|one| is(one)).count() as f64;
            let risks = |group| count(&|one| one.time >= time && one.group == group);
            let (risk, happened) =
                (count(&|one| one.time >= time), count(&|one| one.time == time && one.happened));
            let spread = happened * (risk - happened) / (risk * risk * (risk - 1.0).max(1.0));
            for (one, (excess, row)) in excess.iter_mut().zip(&mut variance).enumerate() {
                let own = count(&|it| it.time == time && it.happened && it.group == one);
                *excess += own - happened * risks(one) / risk;
                for (other, cell) in row.iter_mut().enumerate() {
                    let same = if one == other { risk } else { 0.0 };
                    *cell += spread * risks(one) * (same - risks(other));
                }
            }
        }
        (excess, variance)
    }

    #[test]
    fn pairs_add_up_to_the_textbooks_matrices() {
        let mut seed = 1_u64;
        let mut below = |most: u64| {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (seed >> 33) % most
        };
        for (size, times, groups) in [(2, 2, 2), (40, 9, 3), (300, 25, 7), (300, 100_000, 12)] {
            let one = |_| {
                let (time, happened) = (below(times) as f64, below(3) > 0);
                Waited { time, happened, group: below(groups) as usize }
            };
            let mut all: Vec<Waited> = (0..size).map(one).collect();
            all.sort_by(|a, b| a.time.total_cmp(&b.time));
            let groups = groups as usize;
            let mut tally = Tally::new(groups);
            all.iter().for_each(|one| tally.at_risk[one.group] += 1.0);
            for same in all.chunk_by(|a, b| a.time == b.time) {
                for one in same {
                    tally.gone[one.group] += 1.0;
                    tally.events[one.group] += f64::from(u8::from(one.happened));
                }
                tally.close();
            }
            let (excess, variance) = textbook(&all, groups);
            let near = |found: f64, hoped: f64| (found - hoped).abs() < 1e-9 * (1.0 + hoped.abs());
            assert!(tally.excess.iter().zip(&excess).all(|(&found, &hoped)| near(found, hoped)));
            for (row, found) in tally.variance().iter().enumerate() {
                assert!(
                    found.iter().zip(&variance[row]).all(|(&found, &hoped)| near(found, hoped)),
                    "{size} of {groups} groups: {found:?} instead of {:?}",
                    variance[row]
                );
            }
        }
    }
}
