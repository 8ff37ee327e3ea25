//! Confidence intervals of a mean and of a rate.
//!
//! ```
//! use deskgauge::stats::{interval, summary::Summary};
//!
//! let summary = Summary::of(&[10.0, 12.0, 14.0]);
//! let ci = interval::mean(&summary, 0.95).unwrap();
//! assert!((ci.low - 7.0317).abs() < 1e-4 && (ci.high - 16.9683).abs() < 1e-4);
//! assert_eq!(interval::mean(&Summary::of(&[10.0]), 0.95), None, "one value says nothing of its spread");
//! ```
//!
//! Easy to get wrong: `confidence` is 0.95, not 95 and not 0.975.

use super::finite;
use super::special::{chi_squared, normal, student};
use super::summary::Summary;

/// The two ends of an interval, both included.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Interval {
    /// The lower end.
    pub low: f64,
    /// The upper end.
    pub high: f64,
}

impl Interval {
    /// `centre` ± `margin`; `None` when an end is not finite.
    pub(super) fn around(centre: f64, margin: f64) -> Option<Self> {
        Some(Self { low: finite(centre - margin)?, high: finite(centre + margin)? })
    }

    /// The part inside `low..=high`.
    pub(super) fn clamped(self, low: f64, high: f64) -> Self {
        Self { low: self.low.clamp(low, high), high: self.high.clamp(low, high) }
    }
}

/// The t interval of a mean: mean ± t(n − 1)·sd/√n. `None` below two values.
///
/// Read it with care where the values have a long tail and n is small: it is exact only for normal values.
pub fn mean(summary: &Summary, confidence: f64) -> Option<Interval> {
    let t = student::upper_quantile(tail(confidence)?, summary.n().checked_sub(1)? as f64)?;
    Interval::around(summary.mean()?, t * standard_error(summary)?)
}

/// The standard error of a mean, sd/√n. `None` below two values.
pub fn standard_error(summary: &Summary) -> Option<f64> {
    Some(summary.sd()? / (summary.n() as f64).sqrt())
}

/// The exact (Garwood) interval of a Poisson rate: `events` seen over `exposure` hours, tickets or days.
///
/// `None` unless the exposure is positive. The lower end is 0 when nothing was seen.
pub fn poisson_rate(events: u64, exposure: f64, confidence: f64) -> Option<Interval> {
    if exposure.is_nan() || exposure <= 0.0 {
        return None;
    }
    let (tail, events) = (tail(confidence)?, events as f64);
    let low = if events > 0.0 { 0.5 * chi_squared::quantile(tail, 2.0 * events)? } else { 0.0 };
    let high = 0.5 * chi_squared::upper_quantile(tail, 2.0 * events + 2.0)?;
    Some(Interval { low: finite(low / exposure)?, high: finite(high / exposure)? })
}

/// The normal quantile that encloses `confidence`: 1.96 for 0.95.
pub fn two_sided_z(confidence: f64) -> Option<f64> {
    Some(-normal::quantile(tail(confidence)?)?)
}

/// What a two-sided interval leaves out at each end; `None` unless 0 < confidence < 1.
pub(super) fn tail(confidence: f64) -> Option<f64> {
    if confidence > 0.0 && confidence < 1.0 { Some(0.5 * (1.0 - confidence)) } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nonsense_is_refused() {
        let summary = Summary::of(&[1.0, 2.0]);
        for confidence in [0.0, 1.0, 95.0, f64::NAN] {
            assert_eq!(mean(&summary, confidence), None);
            assert_eq!(two_sided_z(confidence), None);
        }
        assert_eq!(mean(&Summary::new(), 0.95), None);
        assert_eq!(poisson_rate(3, 0.0, 0.95), None);
        assert_eq!(poisson_rate(3, f64::NAN, 0.95), None);
    }

    #[test]
    fn values_that_agree_leave_no_margin() {
        assert_eq!(mean(&Summary::of(&[5.0; 9]), 0.95), Some(Interval { low: 5.0, high: 5.0 }));
    }
}
