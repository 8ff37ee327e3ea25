//! Two shares against each other.
//!
//! ```
//! use deskgauge::stats::{proportion::Proportion, two_proportions};
//!
//! let (weekend, weekdays) = (Proportion { successes: 45, n: 100 }, Proportion { successes: 30, n: 100 });
//! let test = two_proportions::test(weekend, weekdays).expect("both have tries, and not all went one way");
//! assert!((test.p - 0.028_46).abs() < 1e-5);
//! let difference = two_proportions::difference(weekend, weekdays, 0.95).expect("both have tries");
//! assert!((difference.low - 0.015_85).abs() < 1e-5);
//! ```
//!
//! Easy to get wrong: where all or none succeeded in both groups there is no test, which is not a difference of certainty.

use super::interval::Interval;
use super::proportion::Proportion;
use super::special::normal;

/// A test of two shares.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Test {
    /// Distance in standard errors.
    pub z: f64,
    /// Two-sided.
    pub p: f64,
}

/// The z test with pooled variance, without continuity correction.
pub fn test(a: Proportion, b: Proportion) -> Option<Test> {
    let pooled = Proportion { successes: a.successes + b.successes, n: a.n + b.n }.rate()?;
    let variance = pooled * (1.0 - pooled) * (1.0 / a.n as f64 + 1.0 / b.n as f64);
    let z = super::finite((a.rate()? - b.rate()?) / variance.sqrt())?;
    Some(Test { z, p: 2.0 * normal::upper(z.abs()) })
}

/// The interval of the difference of two shares from their Wilson intervals: Newcombe, Interval estimation for the
/// difference between independent proportions (1998), method 10.
pub fn difference(a: Proportion, b: Proportion, confidence: f64) -> Option<Interval> {
    let (of_a, of_b) = (a.wilson(confidence)?, b.wilson(confidence)?);
    let (a, b) = (a.rate()?, b.rate()?);
    Some(Interval {
        low: a - b - (a - of_a.low).hypot(of_b.high - b),
        high: a - b + (of_a.high - a).hypot(b - of_b.low),
    })
}
