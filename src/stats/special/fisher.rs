//! Fisher's F distribution.
//!
//! ```
//! use deskgauge::stats::special::fisher;
//!
//! assert!(fisher::upper(1.0, 5.0, 5.0).is_some_and(|p| (p - 0.5).abs() < 1e-15));
//! ```
//!
//! Easy to get wrong: the degrees of freedom of the numerator come first.

use super::beta;

/// P(F > f) for `above` and `below` > 0 degrees of freedom and f ≥ 0.
pub fn upper(f: f64, above: f64, below: f64) -> Option<f64> {
    if f.is_nan() || f < 0.0 {
        return None;
    }
    let ratio = f * (above / below);
    let (x, y) = if ratio.is_finite() { (1.0 / (1.0 + ratio), ratio / (1.0 + ratio)) } else { (0.0, 1.0) };
    Some(beta::tails(0.5 * below, 0.5 * above, x, y)?.lower())
}
