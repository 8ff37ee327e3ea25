//! The two kinds of number a slice may hold: `f64`, and `i64` for instants and durations in milliseconds.
//!
//! ```
//! use deskgauge::stats::quantile;
//!
//! assert_eq!(quantile::sorted_quantile(&[1_000_i64, 2_000], 0.5), Some(1_500.0));
//! assert_eq!(quantile::sorted_quantile(&[1.0, 2.0], 0.5), Some(1.5));
//! ```
//!
//! Easy to get wrong: integers are exact up to 2⁵³ in either direction; beyond that they round to the
//! nearest `f64`.

use std::cmp::Ordering;

/// A number that can be ordered, averaged and interpolated.
pub trait Sample: Copy {
    /// The total order used for sorting and selecting.
    fn order(&self, other: &Self) -> Ordering;

    /// The value as a floating point number.
    fn value(self) -> f64;

    /// The point at `part` (0..1) of the way from `self` up to `next`.
    fn towards(self, next: Self, part: f64) -> f64;
}

impl Sample for f64 {
    fn order(&self, other: &Self) -> Ordering {
        self.total_cmp(other)
    }

    fn value(self) -> f64 {
        self
    }

    fn towards(self, next: Self, part: f64) -> f64 {
        self + part * (next - self)
    }
}

impl Sample for i64 {
    fn order(&self, other: &Self) -> Ordering {
        self.cmp(other)
    }

    fn value(self) -> f64 {
        self as f64
    }

    /// The distance is taken between integers, where it cannot overflow or lose the lower digits.
    fn towards(self, next: Self, part: f64) -> f64 {
        let distance = next.abs_diff(self) as f64;
        self as f64 + part * if next < self { -distance } else { distance }
    }
}
