//! The regularised incomplete gamma functions, tails of the gamma distribution of unit scale.
//!
//! ```
//! use deskgauge::stats::special::gamma;
//!
//! let (lower, upper) = (gamma::lower(3.0, 10.0).unwrap(), gamma::upper(3.0, 10.0).unwrap());
//! assert!((lower + upper - 1.0).abs() < 1e-15);
//! assert!(gamma::upper(1.0, 700.0).is_some_and(|q| (q / (-700.0_f64).exp() - 1.0).abs() < 1e-12));
//! assert_eq!(gamma::lower(0.0, 1.0), None);
//! ```
//!
//! Easy to get wrong: the shape comes first, then the point. Shapes beyond about 10⁹ may be out of reach near
//! their mean, and give `None`.

use super::MOST_ROUNDS;
use super::density::ln_poisson;
use super::invert::{Tail, invert};
use super::tails::Tails;

/// P(X ≤ x) for shape `a` > 0 and x ≥ 0.
pub fn lower(a: f64, x: f64) -> Option<f64> {
    Some(tails(a, x)?.lower())
}

/// P(X > x) for shape `a` > 0 and x ≥ 0.
pub fn upper(a: f64, x: f64) -> Option<f64> {
    Some(tails(a, x)?.upper())
}

/// ln P(X ≤ x), also where the probability is too small for an `f64`.
pub fn ln_lower(a: f64, x: f64) -> Option<f64> {
    Some(tails(a, x)?.ln_lower())
}

/// ln P(X > x), also where the probability is too small for an `f64`.
pub fn ln_upper(a: f64, x: f64) -> Option<f64> {
    Some(tails(a, x)?.ln_upper())
}

/// The x with P(X ≤ x) = p; `None` unless 0 < p < 1.
pub fn quantile(p: f64, a: f64) -> Option<f64> {
    if p <= 0.5 { solve(Tail::Lower, p, a) } else { solve(Tail::Upper, 1.0 - p, a) }
}

/// The x with P(X > x) = q; `None` unless 0 < q < 1.
pub fn upper_quantile(q: f64, a: f64) -> Option<f64> {
    if q <= 0.5 { solve(Tail::Upper, q, a) } else { solve(Tail::Lower, 1.0 - q, a) }
}

fn solve(tail: Tail, probability: f64, a: f64) -> Option<f64> {
    if !(probability > 0.0 && probability < 1.0) {
        return None;
    }
    invert(tail, probability.ln(), a, f64::INFINITY, |x| {
        let tails = tails(a, x)?;
        let ln_tail = if tail == Tail::Lower { tails.ln_lower() } else { tails.ln_upper() };
        Some((ln_tail, ln_poisson(a, x) + a.ln() - x.ln()))
    })
}

fn tails(a: f64, x: f64) -> Option<Tails> {
    if !(a > 0.0 && a.is_finite() && x >= 0.0) {
        return None;
    }
    if x == 0.0 {
        return Tails::from_ln_lower(f64::NEG_INFINITY);
    }
    if x.is_infinite() {
        return Tails::from_ln_upper(f64::NEG_INFINITY);
    }
    if x < a + 1.0 {
        Tails::from_ln_lower(ln_poisson(a, x) + series(a, x)?.ln())
    } else {
        Tails::from_ln_upper(ln_poisson(a, x) + a.ln() + fraction(a, x)?.ln())
    }
}

/// Γ(a + 1) e^x x^-a P(a, x) = 1 + x/(a + 1) + x²/((a + 1)(a + 2)) + …
fn series(a: f64, x: f64) -> Option<f64> {
    let (mut sum, mut term, mut divisor) = (1.0, 1.0, a);
    for _ in 0..MOST_ROUNDS {
        divisor += 1.0;
        term *= x / divisor;
        sum += term;
        if term <= sum * 1e-17 {
            return Some(sum);
        }
    }
    None
}

/// Γ(a) e^x x^-a Q(a, x), by Lentz's method for continued fractions.
fn fraction(a: f64, x: f64) -> Option<f64> {
    const TINY: f64 = 1e-300;
    let mut b = x + 1.0 - a;
    let mut c = 1.0 / TINY;
    let mut d = 1.0 / b;
    let mut value = d;
    for round in 1..=MOST_ROUNDS {
        let i = f64::from(round);
        let numerator = -i * (i - a);
        b += 2.0;
        d = numerator * d + b;
        if d.abs() < TINY {
            d = TINY;
        }
        c = b + numerator / c;
        if c.abs() < TINY {
            c = TINY;
        }
        d = 1.0 / d;
        let factor = d * c;
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
    fn the_exponential_is_the_gamma_of_shape_one() {
        for x in [1e-9, 0.3, 1.0, 2.5, 50.0, 600.0] {
            assert!(upper(1.0, x).is_some_and(|q| (q / (-x).exp() - 1.0).abs() < 1e-12), "{x}");
            assert!(lower(1.0, x).is_some_and(|p| (p / -(-x).exp_m1() - 1.0).abs() < 1e-13), "{x}");
        }
        assert!(ln_upper(1.0, 5e4).is_some_and(|q| (q + 5e4).abs() < 1e-6));
    }

    #[test]
    fn quantiles_invert_the_tails() {
        for a in [0.01, 0.5, 1.0, 7.25, 400.0, 1e6] {
            for p in [1e-12, 1e-3, 0.025, 0.5, 0.8, 0.999] {
                let back = quantile(p, a).and_then(|x| lower(a, x)).unwrap_or(0.0);
                assert!((back / p - 1.0).abs() < 1e-9 || quantile(p, a) == Some(0.0), "{a} {p}: {back}");
                let back = upper_quantile(p, a).and_then(|x| upper(a, x)).unwrap_or(0.0);
                assert!((back / p - 1.0).abs() < 1e-9, "{a} {p}: {back}");
            }
        }
    }

    #[test]
    fn large_shapes_stay_near_the_normal_curve() {
        let (a, x) = (1e8, 1e8 + 2e4);
        assert!(upper(a, x).is_some_and(|q| (q - 0.022_754).abs() < 1e-5), "{:?}", upper(a, x));
    }
}
