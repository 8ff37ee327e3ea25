//! Customer satisfaction: the share of answers in the top boxes of the scale.
//!
//! Scales run from 1 to their highest answer. From four answers on, the top two count as satisfied and the bottom
//! two as dissatisfied (4–5 and 1–2 of 5); below that, only the best and the worst (3 and 1 of 3, 2 and 1 of 2).
//! A highest answer of 1 stands for thumbs: 0 or 1.
//!
//! ```
//! use deskgauge::stats::score::csat::Csat;
//!
//! let mut csat = Csat::default();
//! for score in [5.0, 4.0, 3.0, 1.0] {
//!     csat.push(score, 5);
//! }
//! assert_eq!(csat.satisfied().rate(), Some(0.5));
//! assert_eq!(csat.dissatisfied().rate(), Some(0.25));
//! assert_eq!(csat.mean(), Some(3.25));
//! ```
//!
//! Easy to get wrong: the middle answer is not satisfied, and stays in the denominator.

use crate::stats::finite;
use crate::stats::proportion::Proportion;

/// Satisfaction answers, possibly of several scales.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Csat {
    satisfied: u64,
    dissatisfied: u64,
    n: u64,
    sum: f64,
    scale: Scale,
}

/// The scale the answers so far were given on.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
enum Scale {
    #[default]
    Unknown,
    UpTo(u32),
    Mixed,
}

impl Csat {
    /// Counts one answer on the scale up to `highest`; false, and nothing counted, when it is not on the scale.
    pub fn push(&mut self, score: f64, highest: u32) -> bool {
        let top = f64::from(highest);
        let lowest = if highest == 1 { 0.0 } else { 1.0 };
        if highest == 0 || !(lowest..=top).contains(&score) {
            return false;
        }
        let spare = if highest >= 4 { 1.0 } else { 0.0 };
        self.satisfied += u64::from(score >= top - spare);
        self.dissatisfied += u64::from(score <= lowest + spare);
        self.n += 1;
        self.sum += score;
        self.scale = self.scale.with(Scale::UpTo(highest));
        true
    }

    /// Adds the answers of another part.
    pub fn merge(&mut self, other: &Self) {
        self.satisfied += other.satisfied;
        self.dissatisfied += other.dissatisfied;
        self.n += other.n;
        self.sum += other.sum;
        self.scale = self.scale.with(other.scale);
    }

    /// How many answers.
    pub fn n(&self) -> u64 {
        self.n
    }

    /// The share in the top boxes: the CSAT score, with its intervals.
    pub fn satisfied(&self) -> Proportion {
        Proportion { successes: self.satisfied, n: self.n() }
    }

    /// The share in the bottom boxes.
    pub fn dissatisfied(&self) -> Proportion {
        Proportion { successes: self.dissatisfied, n: self.n() }
    }

    /// The mean answer; `None` without answers, or when they were given on different scales.
    pub fn mean(&self) -> Option<f64> {
        if self.scale == Scale::Mixed || self.n == 0 { None } else { finite(self.sum / self.n as f64) }
    }
}

impl Scale {
    fn with(self, other: Self) -> Self {
        match (self, other) {
            (Self::Unknown, scale) | (scale, Self::Unknown) => scale,
            (one, another) if one == another => one,
            _ => Self::Mixed,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counts(scores: &[f64], highest: u32) -> (u64, u64, u64) {
        let mut csat = Csat::default();
        for &score in scores {
            csat.push(score, highest);
        }
        (csat.satisfied().successes, csat.dissatisfied().successes, csat.n())
    }

    #[test]
    fn small_scales_count_only_their_ends() {
        assert_eq!(counts(&[0.0, 1.0, 2.0, 3.0, 4.0], 3), (1, 1, 3));
        assert_eq!(counts(&[0.0, 1.0, 2.0, 2.0], 2), (2, 1, 3));
        assert_eq!(counts(&[0.0, 1.0, 1.0, 2.0], 1), (2, 1, 3));
        assert_eq!(counts(&[1.0, 2.0, 3.0, 4.0], 4), (2, 2, 4));
        assert_eq!(counts(&[6.0, 7.0, 5.0, 1.0], 7), (2, 1, 4));
        assert_eq!(counts(&[1.0, f64::NAN], 0), (0, 0, 0));
    }

    #[test]
    fn different_scales_share_a_rate_but_no_mean() {
        let mut one = Csat::default();
        one.push(5.0, 5);
        let mut other = Csat::default();
        other.push(1.0, 3);
        assert_eq!(one.mean(), Some(5.0));
        one.merge(&Csat::default());
        assert_eq!(one.mean(), Some(5.0));
        one.merge(&other);
        assert_eq!((one.satisfied().rate(), one.mean()), (Some(0.5), None));
    }
}
