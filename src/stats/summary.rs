//! Count, sum, mean and spread of values, in one pass, in two, or merged from parts.
//!
//! ```
//! use deskgauge::stats::summary::Summary;
//!
//! let mut monday = Summary::of(&[10.0, 20.0]);
//! monday.push(60.0);
//! let tuesday = Summary::of(&[30.0]);
//! monday.merge(&tuesday);
//! assert_eq!((monday.n(), monday.mean(), monday.max()), (4, Some(30.0), Some(60.0)));
//! assert_eq!(tuesday.variance(), None, "one value has no spread");
//! ```
//!
//! Easy to get wrong: instants are near 1.7·10¹² ms, where squares lose everything a variance needs. Deviations
//! are therefore taken from a value close by, never from zero. Only +, −, ×, ÷ and √ are used, in a fixed
//! order, so a given sequence of calls yields the same bits natively and in WebAssembly.

use super::finite;
use super::sample::Sample;

/// Running count, sum, extremes and squared deviations.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Summary {
    n: u64,
    sum: f64,
    min: f64,
    max: f64,
    /// A value close to the data; `offset` is the mean's distance from it.
    origin: f64,
    offset: f64,
    m2: f64,
}

impl Default for Summary {
    fn default() -> Self {
        Self { n: 0, sum: 0.0, min: f64::INFINITY, max: f64::NEG_INFINITY, origin: 0.0, offset: 0.0, m2: 0.0 }
    }
}

/// Sums run in this many lanes, which vectorise and come out the same with or without SIMD.
const LANES: usize = 4;

impl Summary {
    /// The summary of nothing.
    pub fn new() -> Self {
        Self::default()
    }

    /// The summary of a slice in two passes: faster and more exact than pushing one by one.
    pub fn of<T: Sample>(values: &[T]) -> Self {
        if values.is_empty() {
            return Self::default();
        }
        let n = values.len() as f64;
        let mut min = [f64::INFINITY; LANES];
        let mut max = [f64::NEG_INFINITY; LANES];
        let mut sums = [0.0; LANES];
        each_lane(values, |lane, x| {
            sums[lane] += x;
            min[lane] = if x < min[lane] { x } else { min[lane] };
            max[lane] = if x > max[lane] { x } else { max[lane] };
        });
        let sum = total(sums);
        let origin = sum / n;
        let (mut deviations, mut squares) = ([0.0; LANES], [0.0; LANES]);
        each_lane(values, |lane, x| {
            let d = x - origin;
            deviations[lane] += d;
            squares[lane] += d * d;
        });
        let extremes = (
            min.into_iter().fold(f64::INFINITY, f64::min),
            max.into_iter().fold(f64::NEG_INFINITY, f64::max),
        );
        Self::of_deviations(values.len(), sum, extremes, origin, (total(deviations), total(squares)))
    }

    /// The summary of `n` values from what was added up: their sum, their smallest and largest, and the sums of their
    /// deviations from `origin`, a value close by, and of the squares of these.
    pub(crate) fn of_deviations(
        n: usize,
        sum: f64,
        (min, max): (f64, f64),
        origin: f64,
        (deviations, squares): (f64, f64),
    ) -> Self {
        if n == 0 {
            return Self::default();
        }
        // The mean is a little off the origin; the deviations say by how much.
        let offset = deviations / n as f64;
        let m2 = (squares - deviations * offset).max(0.0);
        Self { n: n as u64, sum, min, max, origin, offset, m2 }
    }

    /// Adds one value.
    pub fn push(&mut self, x: f64) {
        if self.n == 0 {
            self.origin = x;
        }
        self.n += 1;
        self.sum += x;
        self.min = self.min.min(x);
        self.max = self.max.max(x);
        let d = x - self.origin;
        let before = d - self.offset;
        self.offset += before / self.n as f64;
        self.m2 += before * (d - self.offset);
    }

    /// Adds everything `other` has seen.
    pub fn merge(&mut self, other: &Self) {
        if other.n == 0 {
            return;
        }
        if self.n == 0 {
            *self = *other;
            return;
        }
        let n = self.n + other.n;
        let (own, others, all) = (self.n as f64, other.n as f64, n as f64);
        let distance = (other.origin - self.origin) + (other.offset - self.offset);
        self.m2 += other.m2 + distance * distance * (own * others / all);
        self.offset += distance * (others / all);
        self.n = n;
        self.sum += other.sum;
        self.min = self.min.min(other.min);
        self.max = self.max.max(other.max);
    }

    /// How many values.
    pub fn n(&self) -> u64 {
        self.n
    }

    /// Their sum; 0 for none.
    pub fn sum(&self) -> f64 {
        self.sum
    }

    /// Sum over count.
    pub fn mean(&self) -> Option<f64> {
        if self.n == 0 { None } else { finite(self.sum / self.n as f64) }
    }

    /// The smallest value.
    pub fn min(&self) -> Option<f64> {
        finite(self.min)
    }

    /// The largest value.
    pub fn max(&self) -> Option<f64> {
        finite(self.max)
    }

    /// The sum of squared deviations from the mean; 0 for none.
    pub fn m2(&self) -> f64 {
        self.m2
    }

    /// The sample variance, over n − 1; `None` below two values.
    pub fn variance(&self) -> Option<f64> {
        if self.n < 2 { None } else { finite(self.m2 / (self.n - 1) as f64) }
    }

    /// The sample standard deviation; `None` below two values.
    pub fn sd(&self) -> Option<f64> {
        self.variance().map(f64::sqrt)
    }

    /// The coefficient of variation, sd over mean; `None` below two values or when the mean is not positive.
    pub fn cv(&self) -> Option<f64> {
        let mean = self.mean().filter(|&mean| mean > 0.0)?;
        finite(self.sd()? / mean)
    }

    /// How far the mean lies above `point`, without the rounding a mean near 10¹² would bring.
    pub(super) fn mean_above(&self, point: f64) -> f64 {
        (self.origin - point) + self.offset
    }
}

impl Extend<f64> for Summary {
    fn extend<I: IntoIterator<Item = f64>>(&mut self, values: I) {
        for x in values {
            self.push(x);
        }
    }
}

/// Hands every value to its lane: the i-th to lane i modulo [`LANES`].
fn each_lane<T: Sample>(values: &[T], mut add: impl FnMut(usize, f64)) {
    let (blocks, rest) = values.as_chunks::<LANES>();
    for block in blocks {
        for (lane, &x) in block.iter().enumerate() {
            add(lane, x.value());
        }
    }
    for (lane, &x) in rest.iter().enumerate() {
        add(lane, x.value());
    }
}

fn total([a, b, c, d]: [f64; LANES]) -> f64 {
    (a + b) + (c + d)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_has_neither_mean_nor_extremes() {
        let empty = Summary::of::<f64>(&[]);
        assert_eq!(
            (empty.n(), empty.sum(), empty.mean(), empty.min(), empty.max()),
            (0, 0.0, None, None, None)
        );
        assert_eq!((empty.variance(), empty.sd(), empty.cv()), (None, None, None));
    }

    #[test]
    fn pushing_merging_and_summing_up_agree() {
        let values: Vec<f64> = (0..103).map(|i| 1.7e12 + f64::from(i * 37 % 101)).collect();
        let whole = Summary::of(&values);
        for cut in [0, 1, 2, 50, 103] {
            let mut parts = Summary::new();
            parts.extend(values[..cut].iter().copied());
            parts.merge(&Summary::of(&values[cut..]));
            assert_eq!((parts.n(), parts.mean(), parts.sum()), (whole.n(), whole.mean(), whole.sum()));
            assert_eq!((parts.min(), parts.max()), (whole.min(), whole.max()));
            let (a, b) = (parts.variance().unwrap_or(0.0), whole.variance().unwrap_or(1.0));
            assert!((a - b).abs() < 1e-9 * b, "cut {cut}: {a} {b}");
        }
    }

    #[test]
    fn integers_and_floats_give_the_same_bits() {
        let whole: Vec<i64> = (0..1001).map(|i| 3_600_000 + i * i).collect();
        let floats: Vec<f64> = whole.iter().map(|&x| x as f64).collect();
        assert_eq!(Summary::of(&whole), Summary::of(&floats));
    }

    #[test]
    fn a_mean_of_zero_or_less_has_no_coefficient_of_variation() {
        assert_eq!(Summary::of(&[-1.0, 1.0]).cv(), None);
        assert_eq!(Summary::of(&[-3.0, -1.0]).cv(), None);
    }
}
