//! Means that resist a long tail: trimmed and geometric.
//!
//! ```
//! use deskgauge::stats::means;
//!
//! let sorted = [1.0, 2.0, 3.0, 4.0, 990.0];
//! assert_eq!(means::trimmed(&sorted, 0.2), Some(3.0));
//! assert!(means::geometric(&[1.0, 100.0]).is_some_and(|mean| (mean - 10.0).abs() < 1e-12));
//! ```
//!
//! Easy to get wrong: the fraction of a trimmed mean is cut from *each* end, so 0.2 drops two fifths in all.

use super::finite;
use super::quantile::snapped;
use super::sample::Sample;
use super::summary::Summary;

/// The plain mean of ascending values without the lowest and the highest ⌊fraction·n⌋ of them.
///
/// `None` without values or for a fraction outside 0..0.5.
pub fn trimmed<T: Sample>(sorted: &[T], fraction: f64) -> Option<f64> {
    if !(0.0..0.5).contains(&fraction) {
        return None;
    }
    let cut = snapped(fraction * sorted.len() as f64) as usize;
    Summary::of(sorted.get(cut..sorted.len().checked_sub(cut)?)?).mean()
}

/// The exponential of the mean logarithm; `None` without values or when one is not positive.
pub fn geometric(values: &[f64]) -> Option<f64> {
    let mut logarithms = Summary::new();
    for &x in values {
        if x.is_nan() || x <= 0.0 {
            return None;
        }
        logarithms.push(x.ln());
    }
    finite(logarithms.mean()?.exp())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fractions_that_leave_nothing_are_refused() {
        assert_eq!(trimmed(&[1.0, 2.0], 0.5), None);
        assert_eq!(trimmed(&[1.0, 2.0], f64::NAN), None);
        assert_eq!(trimmed::<f64>(&[], 0.1), None);
        assert_eq!(trimmed(&[1.0, 3.0], 0.49), Some(2.0));
    }

    #[test]
    fn a_geometric_mean_needs_positive_values() {
        assert_eq!(geometric(&[]), None);
        assert_eq!(geometric(&[1.0, 0.0]), None);
        assert_eq!(geometric(&[1.0, f64::NAN]), None);
    }
}
