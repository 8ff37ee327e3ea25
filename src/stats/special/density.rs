//! Logarithms of the Poisson and binomial probabilities, for real arguments, by Loader's saddle-point expansion.
//!
//! The textbook forms subtract logarithms near 10⁶ to arrive near 1; these keep 14 digits at any size.
//! C. Loader, "Fast and Accurate Computation of Binomial Probabilities" (2000).

use std::f64::consts::TAU;

const HALF_LN_TAU: f64 = 0.918_938_533_204_672_8;

/// ln(e^-mean · mean^k / Γ(k + 1)).
pub fn ln_poisson(k: f64, mean: f64) -> f64 {
    if k == 0.0 {
        return -mean;
    }
    if mean == 0.0 {
        return f64::NEG_INFINITY;
    }
    -stirling_error(k) - deviance(k, mean, k - mean) - 0.5 * (TAU * k).ln()
}

/// ln(Γ(a + b + 1) / (Γ(a + 1) Γ(b + 1)) · x^a · y^b), with x + y = 1 and a, b > 0.
pub(super) fn ln_binomial(a: f64, b: f64, x: f64, y: f64) -> f64 {
    let n = a + b;
    let corrections = stirling_error(n) - stirling_error(a) - stirling_error(b);
    let difference = excess(a, b, x, y);
    corrections
        - deviance(a, n * x, difference)
        - deviance(b, n * y, -difference)
        - 0.5 * (TAU * a * (b / n)).ln()
}

/// a − (a + b)·x, for x + y = 1, from the side where less cancels.
pub(super) fn excess(a: f64, b: f64, x: f64, y: f64) -> f64 {
    if a > b { (a + b) * y - b } else { a - (a + b) * x }
}

/// ln of the probability of `k` failures before the `size`-th success (real `size` > 0), of the given mean.
pub fn ln_negative_binomial(k: f64, mean: f64, size: f64) -> f64 {
    let success = size / (size + mean);
    let failure = mean / (size + mean);
    if k == 0.0 {
        return -size * (mean / size).ln_1p();
    }
    ln_binomial(size, k, success, failure) + (size / (size + k)).ln()
}

pub(super) fn ln_gamma(x: f64) -> f64 {
    special::Gamma::ln_gamma(x).0
}

/// ln Γ(n + 1) less Stirling's approximation of it.
fn stirling_error(n: f64) -> f64 {
    if n <= 15.0 {
        return ln_gamma(n + 1.0) - (n + 0.5) * n.ln() + n - HALF_LN_TAU;
    }
    let square = n * n;
    let mut sum = 1.0 / 1188.0;
    for denominator in [1680.0, 1260.0, 360.0, 12.0] {
        sum = 1.0 / denominator - sum / square;
    }
    sum / n
}

/// k ln(k / mean) + mean − k, for difference = k − mean, also where the two are close.
fn deviance(k: f64, mean: f64, difference: f64) -> f64 {
    if difference.abs() >= 0.1 * (k + mean) {
        return k * (k / mean).ln() - difference;
    }
    let v = difference / (k + mean);
    let mut sum = difference * v;
    let mut term = 2.0 * k * v;
    // |v| < 0.1: each round adds two digits.
    for odd in 1..20_u32 {
        term *= v * v;
        sum += term / f64::from(2 * odd + 1);
    }
    sum
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stirling_joins_up() {
        let below = stirling_error(15.0);
        let above = stirling_error(15.0 + 1e-9);
        assert!((below - above).abs() < 1e-12, "{below} {above}");
    }

    #[test]
    fn probabilities_add_up_to_one() {
        let poisson: f64 = (0..200).map(|k| ln_poisson(f64::from(k), 70.5).exp()).sum();
        let negative: f64 = (0..2000).map(|k| ln_negative_binomial(f64::from(k), 70.5, 3.25).exp()).sum();
        assert!((poisson - 1.0).abs() < 1e-13, "{poisson}");
        assert!((negative - 1.0).abs() < 1e-12, "{negative}");
    }
}
