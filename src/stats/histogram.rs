//! Histograms whose bins a reader can name: 1-2-5 steps for numbers, clock steps for durations.
//!
//! ```
//! use deskgauge::stats::histogram::{Histogram, Steps};
//!
//! let seconds = [20.0, 45.0, 50.0, 100.0, 290.0];
//! let histogram = Histogram::of(&seconds, Steps::Clock { per_second: 1.0 }, 6).unwrap();
//! assert_eq!(histogram.counts(), [3, 1, 0, 0, 1]);
//! assert_eq!(histogram.edge(1), 60.0);
//!
//! // A long tail gets one number instead of a hundred empty bins.
//! let answered = Histogram::within(&seconds, 0.0, 100.0, Steps::Decimal, 5).unwrap();
//! assert_eq!((answered.counts(), answered.above()), (&[2, 1, 1][..], 1));
//! ```
//!
//! Easy to get wrong: a bin holds its lower edge and not its upper one, the last bin too.

use super::sample::Sample;

/// No histogram has more bins than this.
pub const MOST_BINS: usize = 1_000;

/// Which widths a bin may have.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Steps {
    /// 1, 2 and 5 times a power of ten.
    Decimal,
    /// 1, 2, 5, 10, 15, 30 s and min, 1, 2, 4, 8, 12 h, 1, 2, 3, 7, 14, 30 d; decimal outside that range.
    Clock {
        /// How many of the values' units make a second: 1 for seconds, 1000 for milliseconds.
        per_second: f64,
    },
}

/// Clock steps in seconds.
const CLOCK: [f64; 23] = {
    const MINUTE: f64 = 60.0;
    const HOUR: f64 = 3_600.0;
    const DAY: f64 = 86_400.0;
    [
        1.0,
        2.0,
        5.0,
        10.0,
        15.0,
        30.0,
        MINUTE,
        2.0 * MINUTE,
        5.0 * MINUTE,
        10.0 * MINUTE,
        15.0 * MINUTE,
        30.0 * MINUTE,
        HOUR,
        2.0 * HOUR,
        4.0 * HOUR,
        8.0 * HOUR,
        12.0 * HOUR,
        DAY,
        2.0 * DAY,
        3.0 * DAY,
        7.0 * DAY,
        14.0 * DAY,
        30.0 * DAY,
    ]
};

/// A bin width, as a fraction so that a tenth of a second has exact edges.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Width {
    numerator: f64,
    denominator: f64,
}

/// Counts of values in bins of equal width.
#[derive(Debug, Clone, PartialEq)]
pub struct Histogram {
    width: Width,
    /// The first bin starts at this many widths.
    first: f64,
    counts: Vec<u64>,
    below: u64,
    above: u64,
}

impl Histogram {
    /// A histogram over the whole range of the values, in at most `most_bins` (2..=[`MOST_BINS`]).
    ///
    /// `None` without values or when the smallest or the largest is not finite.
    pub fn of<T: Sample>(values: &[T], steps: Steps, most_bins: usize) -> Option<Self> {
        let (mut low, mut high) = (f64::INFINITY, f64::NEG_INFINITY);
        for x in values {
            low = low.min(x.value());
            high = high.max(x.value());
        }
        Self::within(values, low, high, steps, most_bins)
    }

    /// A histogram with bins that cover `low..=high`; values outside the bins are only counted.
    ///
    /// `None` unless both are finite and in that order.
    pub fn within<T: Sample>(
        values: &[T],
        low: f64,
        high: f64,
        steps: Steps,
        most_bins: usize,
    ) -> Option<Self> {
        if !(low <= high && (high - low).is_finite()) {
            return None;
        }
        let (width, first, bins) = steps.width(low, high, most_bins.clamp(2, MOST_BINS))?;
        let mut histogram = Self { width, first, counts: vec![0; bins], below: 0, above: 0 };
        for x in values {
            histogram.count(x.value());
        }
        Some(histogram)
    }

    fn count(&mut self, x: f64) {
        if x.is_nan() {
            return;
        }
        let bin = self.width.bins_to(x) - self.first;
        if bin < 0.0 {
            self.below += 1;
        } else if let Some(count) = self.counts.get_mut(bin as usize) {
            *count += 1;
        } else {
            self.above += 1;
        }
    }

    /// How many values each bin holds.
    pub fn counts(&self) -> &[u64] {
        &self.counts
    }

    /// The lower edge of bin `bin`, which is the upper edge of the one before.
    pub fn edge(&self, bin: usize) -> f64 {
        self.width.edge(self.first + bin as f64)
    }

    /// All edges, one more than there are bins.
    pub fn edges(&self) -> impl Iterator<Item = f64> + '_ {
        (0..=self.counts.len()).map(|bin| self.edge(bin))
    }

    /// How many values lie below the first bin.
    pub fn below(&self) -> u64 {
        self.below
    }

    /// How many values lie above the last bin.
    pub fn above(&self) -> u64 {
        self.above
    }
}

impl Steps {
    /// The smallest width that covers `low..=high` in `most` bins, where the first starts, and how many it takes.
    fn width(self, low: f64, high: f64, most: usize) -> Option<(Width, f64, usize)> {
        let unit = match self {
            Self::Decimal => 1.0,
            Self::Clock { per_second } => per_second,
        };
        if !(unit > 0.0 && unit.is_finite()) {
            return None;
        }
        // A width that the largest value can still tell from nothing; any will do when all values are equal.
        let resolution = low.abs().max(high.abs()) / unit * 1e-12;
        let wanted = (high - low) / unit / most as f64;
        let wanted = if wanted > 0.0 { wanted.max(resolution) } else { resolution.max(1.0) };
        let decade = wanted.log10().floor() as i32;
        let decimals = |from: i32| {
            (from..from + 4).flat_map(|exponent| [1.0, 2.0, 5.0].map(|digit| Width::decimal(digit, exponent)))
        };
        let days = |exponent: i32| [1.0, 2.0, 5.0].map(|digit| Width::decimal(digit * 2_592_000.0, exponent));
        let fits = |width: Width| {
            let width = Width { numerator: width.numerator * unit, ..width };
            let first = width.bins_to(low);
            let bins = width.bins_to(high) - first + 1.0;
            let enough = width.numerator >= wanted * unit * width.denominator * (1.0 - 1e-9);
            (enough && bins <= most as f64).then_some((width, first, bins as usize))
        };
        match self {
            Self::Decimal => decimals(decade).find_map(fits),
            Self::Clock { .. } => decimals(decade)
                .filter(|width| width.numerator < width.denominator)
                .chain(CLOCK.map(|numerator| Width { numerator, denominator: 1.0 }))
                .chain((0..4).chain(decade - 7..decade).flat_map(days))
                .find_map(fits),
        }
    }
}

impl Width {
    fn decimal(digit: f64, exponent: i32) -> Self {
        let power = (0..exponent.unsigned_abs()).fold(1.0, |power, _| power * 10.0);
        if exponent < 0 {
            Self { numerator: digit, denominator: power }
        } else {
            Self { numerator: digit * power, denominator: 1.0 }
        }
    }

    fn edge(self, widths: f64) -> f64 {
        widths * self.numerator / self.denominator
    }

    /// How many whole widths lie between zero and `x`; the edge there is at most `x`, the next one above it.
    fn bins_to(self, x: f64) -> f64 {
        let widths = (x * self.denominator / self.numerator).floor();
        if self.edge(widths) > x {
            widths - 1.0
        } else if self.edge(widths + 1.0) <= x {
            widths + 1.0
        } else {
            widths
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn edges(values: &[f64], steps: Steps, most: usize) -> Vec<f64> {
        Histogram::of(values, steps, most).map(|histogram| histogram.edges().collect()).unwrap_or_default()
    }

    #[test]
    fn decimal_edges_are_the_numbers_one_would_write() {
        assert_eq!(edges(&[0.05, 0.32], Steps::Decimal, 4), [0.0, 0.1, 0.2, 0.3, 0.4]);
        assert_eq!(edges(&[1.0, 5.0], Steps::Decimal, 5), [1.0, 2.0, 3.0, 4.0, 5.0, 6.0]);
        assert_eq!(edges(&[-7.0, 12.0], Steps::Decimal, 4), [-10.0, 0.0, 10.0, 20.0]);
    }

    #[test]
    fn clock_steps_follow_the_clock() {
        const HOUR: f64 = 3_600_000.0;
        let clock = Steps::Clock { per_second: 1_000.0 };
        for (range, step) in [
            (3.0, 0.5),
            (900.0, 200.0),
            (8_900.0, 1_000.0),
            (0.9 * HOUR, HOUR / 6.0),
            (50.0 * HOUR, 8.0 * HOUR),
            (5_000.0 * HOUR, 720.0 * HOUR),
            (50_000.0 * HOUR, 7_200.0 * HOUR),
            (5e9 * HOUR, 7.2e8 * HOUR),
        ] {
            let edges = edges(&[0.0, range], clock, 9);
            assert_eq!(edges.get(1), Some(&step), "{range}: {edges:?}");
        }
    }

    #[test]
    fn every_value_lands_in_the_bin_between_its_edges() {
        let values: Vec<f64> = (0..1_000).map(|i| f64::from(i) * 0.1).collect();
        for steps in [Steps::Decimal, Steps::Clock { per_second: 1.0 }] {
            for most in [2, 7, 100, 5_000] {
                let Some(histogram) = Histogram::of(&values, steps, most) else { panic!("{steps:?} {most}") };
                assert!(histogram.counts().len() <= most.min(MOST_BINS));
                let edges: Vec<f64> = histogram.edges().collect();
                for (bin, &count) in histogram.counts().iter().enumerate() {
                    let inside = values.iter().filter(|&&x| edges[bin] <= x && x < edges[bin + 1]).count();
                    assert_eq!(count, inside as u64, "{steps:?} {most} bin {bin}");
                }
            }
        }
    }

    #[test]
    fn odd_ranges_still_give_a_histogram_or_none() {
        assert_eq!(Histogram::of::<f64>(&[], Steps::Decimal, 10), None);
        assert_eq!(Histogram::of(&[0.0, f64::INFINITY], Steps::Decimal, 10), None);
        assert_eq!(Histogram::of(&[1.0], Steps::Clock { per_second: 0.0 }, 10), None);
        for value in [0.0, 5.0, -3.25, 1.7e12, 1e300, 1e-300] {
            for steps in [Steps::Decimal, Steps::Clock { per_second: 1_000.0 }] {
                let histogram = Histogram::of(&[value, value], steps, 10);
                assert!(histogram.is_some_and(|h| h.counts() == [2]), "{value} {steps:?}");
            }
        }
        for (low, high) in [(1.7e12, 1.7e12 + 1e-3), (-1e300, 1e300), (0.0, 1e-300), (1e-5, 1e15)] {
            for steps in [Steps::Decimal, Steps::Clock { per_second: 1_000.0 }] {
                let histogram = Histogram::of(&[low, high], steps, 10);
                assert!(
                    histogram.is_some_and(|h| h.counts().iter().sum::<u64>() == 2),
                    "{low} {high} {steps:?}"
                );
            }
        }
    }

    #[test]
    fn values_outside_the_bins_are_counted_apart() {
        let histogram = Histogram::within(&[-1.0, 0.0, 4.0, 99.0, f64::NAN], 0.0, 4.5, Steps::Decimal, 5);
        let counted = histogram.map(|h| (h.below(), h.counts().to_vec(), h.above()));
        assert_eq!(counted, Some((1, vec![1, 0, 0, 0, 1], 1)));
    }
}
