//! Net promoter score: "how likely are you to recommend us?", 0–10.
//!
//! Promoters answer 9–10, passives 7–8, detractors 0–6; the score is 100·(share of promoters − share of detractors).
//!
//! ```
//! use deskgauge::stats::score::nps::Nps;
//!
//! let mut nps = Nps::default();
//! assert!(nps.push(10.0) && nps.push(6.0) && nps.push(7.0));
//! assert!(!nps.push(11.0), "not on the scale");
//! assert_eq!((nps.promoters(), nps.passives(), nps.detractors()), (1, 1, 1));
//! assert_eq!(nps.net().points(), Some(0.0));
//! ```
//!
//! Easy to get wrong: the middle of the scale is no middle. A 6 counts against.

use super::net::NetScore;

/// Answers on the 0–10 scale, counted by class.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Nps {
    net: NetScore,
}

impl Nps {
    /// Counts one answer; false, and nothing counted, outside 0..=10.
    pub fn push(&mut self, score: f64) -> bool {
        if !(0.0..=10.0).contains(&score) {
            return false;
        }
        if score >= 9.0 {
            self.net.favourable += 1;
        } else if score >= 7.0 {
            self.net.neutral += 1;
        } else {
            self.net.adverse += 1;
        }
        true
    }

    /// Adds the answers of another part.
    pub fn merge(&mut self, other: Self) {
        self.net.merge(other.net);
    }

    /// Answers of 9 and 10.
    pub fn promoters(self) -> u64 {
        self.net.favourable
    }

    /// Answers of 7 and 8.
    pub fn passives(self) -> u64 {
        self.net.neutral
    }

    /// Answers of 0 to 6.
    pub fn detractors(self) -> u64 {
        self.net.adverse
    }

    /// The score itself, with its error and interval.
    pub fn net(self) -> NetScore {
        self.net
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn classes_meet_at_seven_and_nine() {
        let mut nps = Nps::default();
        for score in [0.0, 6.0, 6.5, 7.0, 8.0, 8.5, 9.0, 10.0] {
            assert!(nps.push(score));
        }
        assert_eq!((nps.promoters(), nps.passives(), nps.detractors()), (2, 3, 3));
        for score in [-1.0, 10.1, f64::NAN] {
            assert!(!nps.push(score));
        }
        assert_eq!(nps.net().n(), 8);
    }

    #[test]
    fn no_answers_no_score() {
        let none = Nps::default().net();
        assert_eq!((none.points(), none.standard_error(), none.interval(0.95)), (None, None, None));
    }
}
