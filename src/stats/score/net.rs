//! A net score: the share for, less the share against, in points from −100 to 100.
//!
//! ```
//! use deskgauge::stats::score::net::NetScore;
//!
//! let net = NetScore { favourable: 6, neutral: 4, adverse: 2 };
//! assert!(net.points().is_some_and(|points| (points - 100.0 / 3.0).abs() < 1e-12));
//! assert!(net.interval(0.95).is_some_and(|ci| ci.low < 0.0), "twelve answers say little");
//! ```
//!
//! Easy to get wrong: net scores of groups do not average to the score of the whole. Merge the counts.

use crate::stats::finite;
use crate::stats::interval::{Interval, two_sided_z};

/// Answers in three classes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct NetScore {
    /// Answers for.
    pub favourable: u64,
    /// Answers neither for nor against.
    pub neutral: u64,
    /// Answers against.
    pub adverse: u64,
}

impl NetScore {
    /// How many answers.
    pub fn n(self) -> u64 {
        self.favourable + self.neutral + self.adverse
    }

    /// 100·(share for − share against); `None` without answers.
    pub fn points(self) -> Option<f64> {
        let (favourable, adverse, n) = self.counts()?;
        Some(100.0 * (favourable - adverse) / n)
    }

    /// The standard error in points, of answers counted as 1, 0 and −1. It is 0 when all agree.
    pub fn standard_error(self) -> Option<f64> {
        let (favourable, adverse, n) = self.counts()?;
        let net = (favourable - adverse) / n;
        let variance = ((favourable + adverse) / n - net * net).max(0.0);
        finite(100.0 * (variance / n).sqrt())
    }

    /// Points ± z standard errors, clamped to −100..=100.
    pub fn interval(self, confidence: f64) -> Option<Interval> {
        let margin = two_sided_z(confidence)? * self.standard_error()?;
        Some(Interval::around(self.points()?, margin)?.clamped(-100.0, 100.0))
    }

    /// Adds the answers of another part.
    pub fn merge(&mut self, other: Self) {
        self.favourable += other.favourable;
        self.neutral += other.neutral;
        self.adverse += other.adverse;
    }

    fn counts(self) -> Option<(f64, f64, f64)> {
        let n = self.n();
        if n == 0 { None } else { Some((self.favourable as f64, self.adverse as f64, n as f64)) }
    }
}
