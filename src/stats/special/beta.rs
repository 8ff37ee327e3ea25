//! The regularised incomplete beta function, the lower tail of the beta distribution.
//!
//! ```
//! use deskgauge::stats::special::beta;
//!
//! assert!(beta::lower(1.0, 1.0, 0.3).is_some_and(|p| (p - 0.3).abs() < 1e-15));
//! assert!(beta::quantile(0.025, 3.0, 7.0).is_some_and(|x| (x - 0.074_854_631_419_691_83).abs() < 1e-12));
//! assert_eq!(beta::lower(1.0, 1.0, 1.5), None);
//! ```
//!
//! Easy to get wrong: near 1 a point carries few digits of its distance from 1. Swap the two shapes and count
//! from the other end, as P(X > x; a, b) = P(X < 1 − x; b, a).

use super::MOST_ROUNDS;
use super::density::{excess, ln_binomial};
use super::invert::{Tail, invert};
pub(in crate::stats) use super::tails::Tails;

/// P(X ≤ x) for shapes `a`, `b` > 0 and 0 ≤ x ≤ 1.
pub fn lower(a: f64, b: f64, x: f64) -> Option<f64> {
    Some(tails(a, b, x, 1.0 - x)?.lower())
}

/// P(X > x) for shapes `a`, `b` > 0 and 0 ≤ x ≤ 1.
pub fn upper(a: f64, b: f64, x: f64) -> Option<f64> {
    Some(tails(a, b, x, 1.0 - x)?.upper())
}

/// The x with P(X ≤ x) = p; `None` unless 0 < p < 1.
pub fn quantile(p: f64, a: f64, b: f64) -> Option<f64> {
    if p <= 0.5 { solve(p, a, b) } else { Some(1.0 - solve(1.0 - p, b, a)?) }
}

/// The x with P(X > x) = q; `None` unless 0 < q < 1.
pub fn upper_quantile(q: f64, a: f64, b: f64) -> Option<f64> {
    Some(1.0 - quantile(q, b, a)?)
}

fn solve(p: f64, a: f64, b: f64) -> Option<f64> {
    if !(p > 0.0 && p < 1.0) {
        return None;
    }
    invert(Tail::Lower, p.ln(), a / (a + b), 1.0, |x| {
        let y = 1.0 - x;
        let ln_density = ln_binomial(a, b, x, y) + (a * (b / (a + b))).ln() - x.ln() - y.ln();
        Some((tails(a, b, x, y)?.ln_lower(), ln_density))
    })
}

/// Both tails at `x`, given with `y` = 1 − x so that neither loses digits.
pub(in crate::stats) fn tails(a: f64, b: f64, x: f64, y: f64) -> Option<Tails> {
    let shapes = a > 0.0 && b > 0.0 && (a + b).is_finite();
    if !(shapes && x >= 0.0 && y >= 0.0) {
        return None;
    }
    if x == 0.0 {
        return Tails::from_ln_lower(f64::NEG_INFINITY);
    }
    if y == 0.0 {
        return Tails::from_ln_upper(f64::NEG_INFINITY);
    }
    // The continued fraction converges below the mean; above it, count from the other end.
    let mean_excess = excess(a, b, x, y);
    if mean_excess < 0.0 {
        return Some(below_mean(b, a, y, x, -mean_excess)?.swapped());
    }
    below_mean(a, b, x, y, mean_excess)
}

fn below_mean(a: f64, b: f64, x: f64, y: f64, excess: f64) -> Option<Tails> {
    let ln_front = ln_binomial(a, b, x, y) + (a * (b / (a + b))).ln();
    Tails::from_ln_lower(ln_front - fraction(a, b, x, y, excess)?.ln())
}

/// x^a y^b / (B(a, b) I(x; a, b)), by Lentz's method for continued fractions.
///
/// The form of Didonato and Morris (TOMS 708), in which large shapes cancel only in `excess`, a − (a + b)·x.
fn fraction(a: f64, b: f64, x: f64, y: f64, excess: f64) -> Option<f64> {
    let mut value = a * (excess + 1.0) / (a + 1.0);
    let mut c = value;
    let mut d = 0.0;
    for round in 1..=MOST_ROUNDS {
        let n = f64::from(round);
        let odd = a + 2.0 * n - 1.0;
        let numerator = ((a + n - 1.0) / odd) * ((a + b + n - 1.0) / odd) * n * (b - n) * x * x;
        let sum = n + n * (b - n) * x / odd + (a + n) * (excess + 1.0 + n * (1.0 + y)) / (odd + 2.0);
        d = 1.0 / (sum + numerator * d);
        c = sum + numerator / c;
        let factor = c * d;
        value *= factor;
        if (factor - 1.0).abs() < f64::EPSILON {
            return Some(value);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn simple_shapes_have_simple_answers() {
        for x in [1e-12_f64, 0.01, 0.5, 0.75, 0.999] {
            assert!(lower(3.0, 1.0, x).is_some_and(|p| (p / x.powi(3) - 1.0).abs() < 1e-12), "{x}");
            assert!(upper(1.0, 2.0, x).is_some_and(|q| (q / (1.0 - x).powi(2) - 1.0).abs() < 1e-12), "{x}");
        }
        assert_eq!((lower(2.0, 2.0, 0.0), lower(2.0, 2.0, 1.0)), (Some(0.0), Some(1.0)));
    }

    #[test]
    fn quantiles_invert_the_lower_tail() {
        for (a, b) in [(0.5, 0.5), (0.1, 3.0), (1.0, 1e6), (400.0, 2.0), (5e5, 5e5), (3.0, 0.5)] {
            for p in [1e-9, 0.005, 0.3, 0.5, 0.9] {
                let back = quantile(p, a, b).and_then(|x| lower(a, b, x)).unwrap_or(0.0);
                assert!((back / p - 1.0).abs() < 1e-8, "{a} {b} {p}: {back}");
            }
        }
    }

    #[test]
    fn shapes_far_apart_still_converge() {
        // P(X ≤ x; 20, b) with b·x = 25 approaches the gamma tail as b grows.
        let limit = super::super::gamma::lower(20.0, 25.0).unwrap_or(0.0);
        assert!(lower(20.0, 1e12, 25e-12).is_some_and(|p| (p / limit - 1.0).abs() < 1e-9), "{limit}");
    }
}
