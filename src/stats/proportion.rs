//! A share of successes, with Wilson, Clopper–Pearson and Jeffreys intervals.
//!
//! ```
//! use deskgauge::stats::proportion::Proportion;
//!
//! let within_goal = Proportion { successes: 8, n: 10 };
//! assert_eq!(within_goal.rate(), Some(0.8));
//! let ci = within_goal.wilson(0.95).unwrap();
//! assert!((ci.low - 0.4902).abs() < 1e-4 && (ci.high - 0.9433).abs() < 1e-4);
//!
//! assert_eq!(Proportion::top_box([5.0, 4.0, 3.0], 4.0), Proportion { successes: 2, n: 3 });
//! ```
//!
//! Easy to get wrong: no tries is not a rate of 0; it is `None`.

use super::interval::{Interval, tail, two_sided_z};
use super::special::beta;

/// `successes` out of `n` tries.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Proportion {
    /// How many succeeded.
    pub successes: u64,
    /// How many there were.
    pub n: u64,
}

impl Proportion {
    /// The share of scores that are `least` or more.
    pub fn top_box(scores: impl IntoIterator<Item = f64>, least: f64) -> Self {
        let mut share = Self::default();
        for score in scores {
            share.push(score >= least);
        }
        share
    }

    /// Adds one try.
    pub fn push(&mut self, success: bool) {
        self.successes += u64::from(success);
        self.n += 1;
    }

    /// Adds the tries of another part.
    pub fn merge(&mut self, other: Self) {
        self.successes += other.successes;
        self.n += other.n;
    }

    /// Successes over tries, 0..=1; `None` without tries.
    pub fn rate(self) -> Option<f64> {
        let (k, n) = self.counts()?;
        Some(k / n)
    }

    /// The Wilson score interval without continuity correction: the one to show by default.
    pub fn wilson(self, confidence: f64) -> Option<Interval> {
        let (k, n) = self.counts()?;
        let z = two_sided_z(confidence)?;
        let square = z * z;
        let centre = (k + 0.5 * square) / (n + square);
        let margin = z / (n + square) * (k * ((n - k) / n) + 0.25 * square).sqrt();
        Some(self.pinned(Interval { low: centre - margin, high: centre + margin }))
    }

    /// The exact Clopper–Pearson interval, which never covers less than promised and is wide for it.
    pub fn clopper_pearson(self, confidence: f64) -> Option<Interval> {
        let (k, n) = self.counts()?;
        let tail = tail(confidence)?;
        let low = if k > 0.0 { beta::quantile(tail, k, n - k + 1.0)? } else { 0.0 };
        let high = if k < n { beta::upper_quantile(tail, k + 1.0, n - k)? } else { 1.0 };
        Some(Interval { low, high })
    }

    /// The Jeffreys interval: quantiles of Beta(k + ½, n − k + ½).
    pub fn jeffreys(self, confidence: f64) -> Option<Interval> {
        let (k, n) = self.counts()?;
        let tail = tail(confidence)?;
        let (a, b) = (k + 0.5, n - k + 0.5);
        let ends = Interval { low: beta::quantile(tail, a, b)?, high: beta::upper_quantile(tail, a, b)? };
        Some(self.pinned(ends))
    }

    /// No success puts the lower end at exactly 0, no failure the upper end at exactly 1.
    fn pinned(self, ends: Interval) -> Interval {
        let low = if self.successes == 0 { 0.0 } else { ends.low };
        let high = if self.successes == self.n { 1.0 } else { ends.high };
        Interval { low, high }.clamped(0.0, 1.0)
    }

    fn counts(self) -> Option<(f64, f64)> {
        if self.n == 0 || self.successes > self.n {
            None
        } else {
            Some((self.successes as f64, self.n as f64))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_tries_or_impossible_counts_have_no_rate() {
        for counts in [Proportion { successes: 0, n: 0 }, Proportion { successes: 2, n: 1 }] {
            assert_eq!(counts.rate(), None);
            assert_eq!(counts.wilson(0.95), None);
            assert_eq!(counts.clopper_pearson(0.95), None);
            assert_eq!(counts.jeffreys(0.95), None);
        }
    }

    #[test]
    fn millions_of_tries_are_no_trouble() {
        let share = Proportion { successes: 1_400_000, n: 2_000_000 };
        for ci in [share.wilson(0.95), share.clopper_pearson(0.95), share.jeffreys(0.95)] {
            assert!(
                ci.is_some_and(|ci| (ci.low - 0.699_365).abs() < 1e-6 && (ci.high - 0.700_635).abs() < 1e-6),
                "{ci:?}"
            );
        }
    }
}
