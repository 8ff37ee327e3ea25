//! Customer effort score, on its two scales.
//!
//! | scale | question | answers | easy | against |
//! |---|---|---|---|---|
//! | 2008 | how much effort did you have to put in? | 1–5, low is good | 1–2 | – |
//! | CES 2.0 | the company made it easy for me | 1–7, high is good | 5–7 | 1–3 |
//!
//! CES 2.0 has a net index besides: the share answering 6–7 less the share answering 1–3.
//!
//! ```
//! use deskgauge::stats::score::ces::{Ces, EffortScale};
//!
//! let mut ces = Ces::new(EffortScale::Ease);
//! for score in [7.0, 6.0, 5.0, 2.0] {
//!     ces.push(score);
//! }
//! assert_eq!(ces.answers().mean(), Some(5.0));
//! assert_eq!(ces.easy().rate(), Some(0.75));
//! assert_eq!(ces.net().and_then(|net| net.points()), Some(25.0));
//! ```
//!
//! Easy to get wrong: a mean of 4.2 is fine on one scale and poor on the other. Keep the scale with the number.

use super::net::NetScore;
use crate::stats::proportion::Proportion;
use crate::stats::summary::Summary;

/// Which question was asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EffortScale {
    /// The question of 2008: effort from 1 to 5, low is good.
    Effort,
    /// CES 2.0: ease from 1 to 7, high is good.
    Ease,
}

impl EffortScale {
    /// The highest answer; the lowest is 1.
    pub fn highest(self) -> f64 {
        match self {
            Self::Effort => 5.0,
            Self::Ease => 7.0,
        }
    }

    /// Whether a low score is the good one.
    pub fn low_is_good(self) -> bool {
        self == Self::Effort
    }

    fn is_easy(self, score: f64) -> bool {
        match self {
            Self::Effort => score <= 2.0,
            Self::Ease => score >= 5.0,
        }
    }
}

/// Effort answers on one scale.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Ces {
    scale: EffortScale,
    answers: Summary,
    easy: u64,
    net: NetScore,
}

impl Ces {
    /// No answers yet.
    pub fn new(scale: EffortScale) -> Self {
        Self { scale, answers: Summary::new(), easy: 0, net: NetScore::default() }
    }

    /// Counts one answer; false, and nothing counted, when it is not on the scale.
    pub fn push(&mut self, score: f64) -> bool {
        if !(1.0..=self.scale.highest()).contains(&score) {
            return false;
        }
        self.answers.push(score);
        self.easy += u64::from(self.scale.is_easy(score));
        if score >= 6.0 {
            self.net.favourable += 1;
        } else if score <= 3.0 {
            self.net.adverse += 1;
        } else {
            self.net.neutral += 1;
        }
        true
    }

    /// Adds the answers of another part; false, and nothing added, when the scales differ.
    pub fn merge(&mut self, other: &Self) -> bool {
        if self.scale != other.scale {
            return false;
        }
        self.answers.merge(&other.answers);
        self.easy += other.easy;
        self.net.merge(other.net);
        true
    }

    /// The scale of the answers.
    pub fn scale(&self) -> EffortScale {
        self.scale
    }

    /// Mean, spread and extremes of the answers.
    pub fn answers(&self) -> &Summary {
        &self.answers
    }

    /// The share who found it easy.
    pub fn easy(&self) -> Proportion {
        Proportion { successes: self.easy, n: self.answers.n() }
    }

    /// The net index of CES 2.0; `None` on the scale of 2008, which never had one.
    pub fn net(&self) -> Option<NetScore> {
        if self.scale == EffortScale::Ease { Some(self.net) } else { None }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn on_the_scale_of_2008_low_is_easy() {
        let mut ces = Ces::new(EffortScale::Effort);
        for score in [1.0, 2.0, 3.0, 5.0] {
            assert!(ces.push(score));
        }
        assert!(!ces.push(6.0) && !ces.push(0.0) && !ces.push(f64::NAN));
        assert_eq!((ces.easy().rate(), ces.net(), ces.scale().low_is_good()), (Some(0.5), None, true));
        assert!(!ces.merge(&Ces::new(EffortScale::Ease)));
    }

    #[test]
    fn parts_merge_to_the_whole() {
        let (mut whole, mut one, mut other) =
            (Ces::new(EffortScale::Ease), Ces::new(EffortScale::Ease), Ces::new(EffortScale::Ease));
        for (i, score) in [1.0, 4.0, 6.0, 7.0, 3.0].into_iter().enumerate() {
            whole.push(score);
            if i < 2 {
                one.push(score)
            } else {
                other.push(score)
            };
        }
        assert!(one.merge(&other));
        assert_eq!((one.easy(), one.net()), (whole.easy(), whole.net()));
    }
}
