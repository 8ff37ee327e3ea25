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
    let mut at_risk = vec![0.0; used];
    for one in sorted.clone() {
        at_risk[place[one.group]?] += 1.0;
    }
    // The last group follows from the others.
    let free = used - 1;
    let mut tally = Tally { excess: vec![0.0; free], variance: vec![vec![0.0; free]; free] };
    let (mut gone, mut events, mut now) = (vec![0.0; used], vec![0.0; used], f64::NEG_INFINITY);
    for one in sorted {
        if one.time > now {
            tally.add(&at_risk, &events);
            at_risk.iter_mut().zip(&gone).for_each(|(risk, gone)| *risk -= gone);
            gone.fill(0.0);
            events.fill(0.0);
            now = one.time;
        }
        let group = place[one.group]?;
        gone[group] += 1.0;
        events[group] += f64::from(u8::from(one.happened));
    }
    tally.add(&at_risk, &events);
    let chi_squared = tally.distance()?;
    Some(LogRank { chi_squared, degrees: free, p: chi_squared::upper(chi_squared, free as f64)? })
}

/// Events beyond those expected, group by group, and how these vary together.
struct Tally {
    excess: Vec<f64>,
    variance: Vec<Vec<f64>>,
}

impl Tally {
    fn add(&mut self, at_risk: &[f64], events: &[f64]) {
        let (risk, happened): (f64, f64) = (at_risk.iter().sum(), events.iter().sum());
        if happened == 0.0 {
            return;
        }
        let spread =
            if risk > 1.0 { happened * (risk - happened) / (risk * risk * (risk - 1.0)) } else { 0.0 };
        for (group, excess) in self.excess.iter_mut().enumerate() {
            *excess += events[group] - happened * at_risk[group] / risk;
            for (other, variance) in self.variance[group].iter_mut().enumerate() {
                let own = if other == group { risk } else { 0.0 };
                *variance += spread * at_risk[group] * (own - at_risk[other]);
            }
        }
    }

    /// The squared distance of the excess in terms of its variance, by elimination; nothing where that is singular.
    fn distance(mut self) -> Option<f64> {
        let free = self.excess.len();
        let mut distance = 0.0;
        for pivot in 0..free {
            let own = self.variance[pivot][pivot];
            if own <= 1e-12 {
                return None;
            }
            distance += self.excess[pivot] * self.excess[pivot] / own;
            for row in pivot + 1..free {
                let factor = self.variance[row][pivot] / own;
                for column in pivot..free {
                    self.variance[row][column] -= factor * self.variance[pivot][column];
                }
                self.excess[row] -= factor * self.excess[pivot];
            }
        }
        Some(distance)
    }
}
