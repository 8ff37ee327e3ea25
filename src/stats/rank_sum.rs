//! Whether values of one group tend to be larger than those of another, whatever their distribution: the rank-sum test of
//! Mann and Whitney, and by how much.
//!
//! Ranks are given once, to the values of all groups in order; a group then needs only the sum of its own. Equal values share
//! the mean of their ranks.
//!
//! ```
//! use deskgauge::stats::rank_sum::{Ranks, shift};
//!
//! // Four days of the week, then as many at its end.
//! let sorted = [1.0, 2.0, 3.0, 8.0, 9.0, 11.0, 12.0, 30.0];
//! let ranks = Ranks::of(&sorted);
//! let test = ranks.test(5.0 + 6.0 + 7.0 + 8.0, 4).expect("both groups have values");
//! assert_eq!((test.u, test.common_language), (16.0, 1.0));
//! assert_eq!(shift(&sorted[4..], &sorted[..4], 0.95).map(|shift| shift.value), Some(9.0));
//! ```
//!
//! Easy to get wrong: the tie correction belongs into the variance, and half a pair of continuity into the distance.

use super::interval::two_sided_z;
use super::special::normal;

/// The ranks of values in ascending order.
#[derive(Debug, Clone)]
pub struct Ranks {
    ranks: Vec<f64>,
    /// Sum of t³ − t over every t values that are equal.
    ties: f64,
}

/// What the test says about a group against all others.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct RankSum {
    /// Pairs in which the group's value is the larger, and half of those in which they are equal.
    pub u: f64,
    /// Two-sided, by the normal approximation with tie correction and continuity correction; 1 when all values are equal.
    pub p: f64,
    /// Chance that a value of the group is the larger of a pair, plus half that of equal ones.
    pub common_language: f64,
    /// Twice that, less one: −1 to 1.
    pub rank_biserial: f64,
}

/// How far one group lies from another.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Shift {
    /// Hodges and Lehmann's estimate: the median of the differences of all pairs.
    pub value: f64,
    /// Lower end of the interval.
    pub low: f64,
    /// Upper end of the interval.
    pub high: f64,
}

impl Ranks {
    /// Ranks values in ascending order.
    pub fn of(sorted: &[f64]) -> Self {
        let (mut ranks, mut ties) = (Vec::with_capacity(sorted.len()), 0.0);
        while ranks.len() < sorted.len() {
            let first = ranks.len();
            let same = sorted[first..].partition_point(|&value| value <= sorted[first]).max(1);
            let t = same as f64;
            ties += t * t * t - t;
            ranks.resize(first + same, first as f64 + (t + 1.0) / 2.0);
        }
        Self { ranks, ties }
    }

    /// The rank of each value, from 1.
    pub fn ranks(&self) -> &[f64] {
        &self.ranks
    }

    /// Tests a group by the sum of its ranks and its size; `None` when it or the rest has no value.
    pub fn test(&self, rank_sum: f64, size: usize) -> Option<RankSum> {
        let n = self.ranks.len() as f64;
        let (one, other) = (size as f64, n - size as f64);
        if one < 1.0 || other < 1.0 {
            return None;
        }
        let pairs = one * other;
        let u = rank_sum - one * (one + 1.0) / 2.0;
        let variance = pairs / 12.0 * (n + 1.0 - self.ties / (n * (n - 1.0)));
        let distance = ((u - pairs / 2.0).abs() - 0.5).max(0.0);
        let p = if variance > 0.0 { (2.0 * normal::upper(distance / variance.sqrt())).min(1.0) } else { 1.0 };
        Some(RankSum { u, p, common_language: u / pairs, rank_biserial: 2.0 * u / pairs - 1.0 })
    }
}

/// The shift of `a` against `b`, both ascending, with the interval that inverts the test. `None` when one is empty. Of more
/// than 2,048 values, that many evenly spread ones stand for all; the interval is still that of all.
pub fn shift(a: &[f64], b: &[f64], confidence: f64) -> Option<Shift> {
    let (one, other) = (a.len() as f64, b.len() as f64);
    if a.is_empty() || b.is_empty() {
        return None;
    }
    // Which share of all differences lies below the interval.
    let half = two_sided_z(confidence)? * ((one + other + 1.0) / (12.0 * one * other)).sqrt();
    let (a, b) = (thinned(a), thinned(b));
    let pairs = a.len() * b.len();
    let low = (pairs as f64 * (0.5 - half)).floor().max(0.0) as usize;
    let nth = |at: usize| nth_difference(&a, &b, at);
    let value = f64::midpoint(nth((pairs - 1) / 2), nth(pairs / 2));
    Some(Shift { value, low: nth(low.min(pairs - 1)), high: nth(pairs - 1 - low.min(pairs - 1)) })
}

/// How many values of a group settle where it lies.
const ENOUGH: usize = 2_048;

/// Values in the middle of equal stretches of all.
fn thinned(sorted: &[f64]) -> std::borrow::Cow<'_, [f64]> {
    if sorted.len() <= ENOUGH {
        return sorted.into();
    }
    let middle = |at: usize| sorted[((2 * at + 1) * sorted.len()) / (2 * ENOUGH)];
    (0..ENOUGH).map(middle).collect()
}

/// The `at`th smallest difference of a value of `a` less one of `b`, both ascending, by halving the range it lies in.
fn nth_difference(a: &[f64], b: &[f64], at: usize) -> f64 {
    // How many differences are at most x: a walk along the staircase of pairs.
    let at_most = |x: f64| {
        let (mut count, mut from) = (0, 0);
        for &value in a {
            while from < b.len() && value - b[from] > x {
                from += 1;
            }
            count += b.len() - from;
        }
        count
    };
    let (mut low, mut high) = (a[0] - b[b.len() - 1], a[a.len() - 1] - b[0]);
    // Doubles have fewer than 2,100 binary places between any two; a range of one thousandth is cut in some 60 rounds.
    for _ in 0..2_100 {
        let middle = f64::midpoint(low, high);
        if middle <= low || middle >= high {
            break;
        }
        if at_most(middle) > at { high = middle } else { low = middle }
    }
    if at_most(low) > at { low } else { high }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_shift_is_the_median_of_all_differences() {
        let (a, b) = ([1.5, 4.0, 4.0, 9.25], [-3.0, 0.5, 4.0]);
        let mut differences: Vec<f64> = a.iter().flat_map(|a| b.iter().map(move |b| a - b)).collect();
        differences.sort_by(f64::total_cmp);
        for (at, &difference) in differences.iter().enumerate() {
            assert_eq!(nth_difference(&a, &b, at), difference, "difference {at}");
        }
        let found = shift(&a, &b, 0.95).expect("both have values");
        assert_eq!(found.value, f64::midpoint(differences[5], differences[6]));
        assert!(found.low <= found.value && found.value <= found.high);
        assert_eq!(shift(&a, &[], 0.95), None);
    }

    #[test]
    fn evenly_spread_values_stand_for_many() {
        let b: Vec<f64> = (0..10_000).map(|at| f64::from(at * at) / 1e4).collect();
        let a: Vec<f64> = b.iter().map(|b| b + 250.0).collect();
        let found = shift(&a, &b, 0.95).expect("both have values");
        assert!((found.value - 250.0).abs() < 1.0, "{found:?}");
        assert!(found.low < 250.0 && 250.0 < found.high && found.high - found.low < 200.0, "{found:?}");
    }

    #[test]
    fn equal_values_are_no_difference() {
        let ranks = Ranks::of(&[2.0; 6]);
        assert_eq!(ranks.ranks(), [3.5; 6]);
        assert_eq!(ranks.test(3.5 * 3.0, 3).map(|test| test.p), Some(1.0));
        assert_eq!(ranks.test(0.0, 0), None);
        assert_eq!(ranks.test(21.0, 6), None);
    }
}
