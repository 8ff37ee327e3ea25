//! Numbers only: what reports need of descriptive and inferential statistics.
//!
//! Functions take slices and counts and know nothing of tickets, time zones or JavaScript. A quantity that is
//! undefined for its input (the mean of nothing, the spread of one value) is `None`, never NaN.
//!
//! ```
//! use deskgauge::stats::{interval, quantile, summary::Summary};
//!
//! let mut minutes = [12.0, 5.0, 48.0, 20.0, 15.0];
//! let summary = Summary::of(&minutes);
//! assert_eq!(summary.mean(), Some(20.0));
//! assert!(interval::mean(&summary, 0.95).is_some_and(|ci| ci.low < 20.0 && 20.0 < ci.high));
//!
//! let mut p90 = [0.0];
//! assert!(quantile::quantiles_by_selection(&mut minutes, &[0.9], &mut p90).is_some());
//! assert!((p90[0] - 36.8).abs() < 1e-12);
//! ```
//!
//! Easy to get wrong: values are expected to be finite. NaN marks a missing value elsewhere in the crate and
//! has to be left out before the numbers arrive here.

pub mod competing;
pub mod components;
pub mod count_model;
pub mod histogram;
pub mod interval;
pub mod log_rank;
pub mod means;
pub mod multiple;
pub mod proportion;
pub mod quantile;
pub mod rank_sum;
pub mod sample;
pub mod score;
pub mod special;
pub mod spike;
pub mod summary;
pub mod survival;
pub mod two_proportions;

/// `value`, unless it is infinite or not a number.
fn finite(value: f64) -> Option<f64> {
    value.is_finite().then_some(value)
}
