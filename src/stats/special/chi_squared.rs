//! The chi-squared distribution.
//!
//! ```
//! use deskgauge::stats::special::chi_squared;
//!
//! assert!(chi_squared::upper(3.84, 1.0).is_some_and(|p| (p - 0.050_043_521_248_705_1).abs() < 1e-14));
//! assert!(chi_squared::quantile(0.95, 1.0).is_some_and(|x| (x - 3.841_458_820_694_124).abs() < 1e-11));
//! ```
//!
//! Easy to get wrong: a test's p-value is the [`upper`] tail.

use super::gamma;

/// P(X > x) for `df` > 0 degrees of freedom and x ≥ 0.
pub fn upper(x: f64, df: f64) -> Option<f64> {
    gamma::upper(0.5 * df, 0.5 * x)
}

/// The x with P(X ≤ x) = p; `None` unless 0 < p < 1.
pub fn quantile(p: f64, df: f64) -> Option<f64> {
    Some(2.0 * gamma::quantile(p, 0.5 * df)?)
}

/// The x with P(X > x) = q; `None` unless 0 < q < 1.
pub fn upper_quantile(q: f64, df: f64) -> Option<f64> {
    Some(2.0 * gamma::upper_quantile(q, 0.5 * df)?)
}
