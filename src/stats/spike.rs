//! Spikes: is this hour's count more than the same hour of earlier weeks lets one expect?
//!
//! ```
//! use deskgauge::stats::spike::{self, Verdict};
//!
//! let mondays_at_nine = [11, 14, 9, 12, 13, 10];
//! let Verdict::Judged(quiet) = spike::judge(&mondays_at_nine, 17, spike::FALSE_ALARM_RATE) else { unreachable!() };
//! let Verdict::Judged(busy) = spike::judge(&mondays_at_nine, 40, spike::FALSE_ALARM_RATE) else { unreachable!() };
//! assert!(!quiet.is_spike && busy.is_spike);
//! assert_eq!(busy.expected, 11.5);
//! assert_eq!(spike::judge(&[3, 4], 90, 0.001), Verdict::TooLittleHistory { points: 2 });
//! ```
//!
//! Easy to get wrong: the false-alarm rate is per look. Judging every hour of a week at 0.001 raises a false
//! alarm in about one week of six.

use super::count_model::CountModel;

/// The rate to judge by when none is stated: one false alarm in a thousand looks.
pub const FALSE_ALARM_RATE: f64 = 0.001;

/// Fewer earlier counts than this say too little about what is usual.
pub const LEAST_HISTORY: usize = 4;

/// What can be said of a count.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Verdict {
    /// There were only `points` earlier counts, fewer than [`LEAST_HISTORY`].
    TooLittleHistory {
        /// How many there were.
        points: usize,
    },
    /// There were enough.
    Judged(Spike),
}

/// A count against its history.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Spike {
    /// The mean of the history.
    pub expected: f64,
    /// The model the count was judged by.
    pub model: CountModel,
    /// P(X ≥ count) under the model; `None` for counts beyond the reach of the tails, about 10⁹.
    pub p_upper: Option<f64>,
    /// Whether that is at most the false-alarm rate.
    pub is_spike: bool,
}

/// Judges `count` by the counts of the same slot in earlier periods.
///
/// The model is [`CountModel::from_history`], but for a history of zeros only: a mean of exactly 0 would make
/// every first ticket a spike, so that case takes half an event in the whole history as its mean.
pub fn judge(history: &[u64], count: u64, false_alarm_rate: f64) -> Verdict {
    let points = history.len();
    let observed = if points < LEAST_HISTORY { None } else { CountModel::from_history(history) };
    let Some(observed) = observed else {
        return Verdict::TooLittleHistory { points };
    };
    let expected = observed.mean();
    let model = if expected > 0.0 { observed } else { CountModel::Poisson { mean: 0.5 / points as f64 } };
    let p_upper = model.upper(count);
    let is_spike = p_upper.is_some_and(|p| p <= false_alarm_rate);
    Verdict::Judged(Spike { expected, model, p_upper, is_spike })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_spike(history: &[u64], count: u64) -> bool {
        matches!(judge(history, count, FALSE_ALARM_RATE), Verdict::Judged(spike) if spike.is_spike)
    }

    #[test]
    fn a_slot_that_was_always_empty_stands_a_first_ticket() {
        assert!(!is_spike(&[0; 8], 0));
        assert!(!is_spike(&[0; 8], 1));
        assert!(is_spike(&[0; 8], 3));
    }

    #[test]
    fn four_points_are_enough_and_three_are_not() {
        assert!(is_spike(&[1, 2, 1, 2], 20));
        assert_eq!(judge(&[1, 2, 1], 20, FALSE_ALARM_RATE), Verdict::TooLittleHistory { points: 3 });
    }

    #[test]
    fn a_slot_that_varies_a_lot_takes_more_to_alarm() {
        assert!(is_spike(&[10, 11, 9, 10, 10, 12], 25));
        assert!(!is_spike(&[2, 25, 9, 1, 18, 7], 25));
    }
}
