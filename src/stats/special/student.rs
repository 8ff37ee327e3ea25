//! Student's t distribution.
//!
//! ```
//! use deskgauge::stats::special::student;
//!
//! assert_eq!(student::upper(0.0, 5.0), Some(0.5));
//! assert!(student::quantile(0.975, 5.0).is_some_and(|t| (t - 2.570_581_835_636_315).abs() < 1e-12));
//! ```
//!
//! Easy to get wrong: for the mean of n values the degrees of freedom are n − 1.

use super::beta;
use super::density::ln_gamma;
use super::invert::{Tail, invert};
use super::normal;
use super::tails::Tails;
use std::f64::consts::{LN_2, PI};

/// P(T > t) for `df` > 0 degrees of freedom.
pub fn upper(t: f64, df: f64) -> Option<f64> {
    let outside = both_tails(t, df)?;
    Some(if t >= 0.0 { 0.5 * outside.lower() } else { 0.5 + 0.5 * outside.upper() })
}

/// The t with P(T ≤ t) = p; `None` unless 0 < p < 1.
pub fn quantile(p: f64, df: f64) -> Option<f64> {
    if p <= 0.5 { Some(-upper_quantile(p, df)?) } else { upper_quantile(1.0 - p, df) }
}

/// The t with P(T > t) = q; `None` unless 0 < q < 1.
pub fn upper_quantile(q: f64, df: f64) -> Option<f64> {
    if q > 0.5 {
        return Some(-upper_quantile(1.0 - q, df)?);
    }
    let start = -normal::quantile(q)?;
    if start <= 0.0 {
        return both_tails(0.0, df).map(|_| 0.0);
    }
    let ln_scale = ln_gamma(0.5 * (df + 1.0)) - ln_gamma(0.5 * df) - 0.5 * (PI * df).ln();
    let t = invert(Tail::Upper, q.ln(), start, f64::INFINITY, |t| {
        let ln_density = ln_scale - 0.5 * (df + 1.0) * (t * (t / df)).ln_1p();
        Some((both_tails(t, df)?.ln_lower() - LN_2, ln_density))
    })?;
    // The square of anything larger is beyond an `f64`; it takes a small fraction of a degree to get there.
    if t < 1e150 { Some(t) } else { None }
}

/// P(|T| > |t|) as the lower tail of a beta distribution.
fn both_tails(t: f64, df: f64) -> Option<Tails> {
    if t.is_nan() || df.is_nan() || df <= 0.0 {
        return None;
    }
    let square = t * (t / df);
    let (far, near) =
        if square.is_finite() { (1.0 / (1.0 + square), square / (1.0 + square)) } else { (0.0, 1.0) };
    beta::tails(0.5 * df, 0.5, far, near)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_degree_of_freedom_is_the_cauchy_distribution() {
        for t in [0.001_f64, 0.7, 1.0, 30.0, 1e9] {
            let exact = (1.0 / t).atan() / PI;
            assert!(upper(t, 1.0).is_some_and(|q| (q / exact - 1.0).abs() < 1e-13), "{t}");
            assert!(upper_quantile(exact, 1.0).is_some_and(|back| (back / t - 1.0).abs() < 1e-9), "{t}");
        }
    }

    #[test]
    fn many_degrees_of_freedom_approach_the_normal_curve() {
        for df in [1e6, 1e9, 1e12] {
            let t = quantile(0.975, df).unwrap_or(0.0);
            assert!((t - 1.959_963_984_540_054).abs() < 3.0 / df + 1e-10, "{df}: {t}");
        }
    }

    #[test]
    fn symmetric_and_strict_about_its_arguments() {
        assert_eq!(quantile(0.5, 3.0), Some(0.0));
        assert_eq!(quantile(0.25, 3.0), quantile(0.75, 3.0).map(|t| -t));
        assert_eq!(quantile(0.975, 0.0), None);
        assert_eq!(upper_quantile(1e-12, 0.01), None);
        assert_eq!(upper(1.0, f64::NAN), None);
        assert_eq!(upper(f64::INFINITY, 3.0), Some(0.0));
        assert_eq!(upper(f64::NEG_INFINITY, 3.0), Some(1.0));
    }
}
