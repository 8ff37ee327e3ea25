//! Finds the positive argument at which a tail has a wanted size.

const ROUNDS: u32 = 300;

/// Which way a tail goes as its argument grows.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Tail {
    Lower,
    Upper,
}

/// The x in (0, highest) at which the tail is e^`ln_target`.
///
/// `at(x)` returns the logarithms of the tail and of the density. Newton steps on ln(tail) against ln(x), where
/// tails are nearly straight lines, kept inside a shrinking bracket. An x below the smallest `f64` becomes 0.
pub(super) fn invert(
    tail: Tail,
    ln_target: f64,
    start: f64,
    highest: f64,
    at: impl Fn(f64) -> Option<(f64, f64)>,
) -> Option<f64> {
    let (mut low, mut high) = (0.0, highest);
    let mut x = start;
    for _ in 0..ROUNDS {
        let (ln_tail, ln_density) = at(x)?;
        let gap = ln_tail - ln_target;
        if gap == 0.0 {
            return Some(x);
        }
        let beyond = (gap > 0.0) == (tail == Tail::Lower);
        if beyond {
            high = x
        } else {
            low = x
        }
        let slope = (ln_density + x.ln() - ln_tail).exp();
        let step = (gap.abs() / slope).min(20.0);
        let mut next = x * if beyond { -step } else { step }.exp();
        if !(low < next && next < high) {
            next = between(low, high);
        }
        if next < f64::MIN_POSITIVE {
            return Some(0.0);
        }
        if (next - x).abs() <= 2.0 * f64::EPSILON * x {
            return Some(next);
        }
        x = next;
    }
    Some(x)
}

fn between(low: f64, high: f64) -> f64 {
    if high.is_infinite() {
        low * 8.0
    } else if low * 4.0 < high {
        // Orders of magnitude apart: halve the exponent, not the number.
        if low > 0.0 { low.sqrt() * high.sqrt() } else { high / 8.0 }
    } else {
        low + 0.5 * (high - low)
    }
}
