//! Variance between groups and within them: how much of the spread a grouping explains.
//!
//! ```
//! use deskgauge::stats::{components::between_within, summary::Summary};
//!
//! let email = Summary::of(&[50.0, 70.0]);
//! let chat = Summary::of(&[1.0, 3.0]);
//! let parts = between_within(&[email, chat]).unwrap();
//! assert_eq!((parts.between, parts.within), (841.0, 50.5));
//! assert!(parts.share_between().is_some_and(|share| share > 0.94));
//! ```
//!
//! Easy to get wrong: both parts divide by the number of all values, so that they add up to the total; they
//! are not the mean squares of an analysis of variance.

use super::finite;
use super::summary::Summary;

/// The total (population) variance of grouped values in two parts.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Components {
    /// Variance of the group means, each weighted by its number of values.
    pub between: f64,
    /// Mean squared deviation of the values from their own group's mean.
    pub within: f64,
}

impl Components {
    /// Between plus within: the variance of all values over their number.
    pub fn total(&self) -> f64 {
        self.between + self.within
    }

    /// Eta squared, the share of the total that lies between the groups; `None` when nothing varies.
    pub fn share_between(&self) -> Option<f64> {
        let total = self.total();
        if total > 0.0 { finite(self.between / total) } else { None }
    }
}

/// Splits the variance; `None` when the groups hold no value. Empty groups change nothing.
pub fn between_within(groups: &[Summary]) -> Option<Components> {
    let mut all = Summary::new();
    for group in groups {
        all.merge(group);
    }
    let mean = all.mean()?;
    let (mut between, mut within, mut rest) = (0.0, 0.0, 0.0);
    for group in groups.iter().filter(|group| group.n() > 0) {
        let (n, distance) = (group.n() as f64, group.mean_above(mean));
        between += n * distance * distance;
        within += group.m2();
        rest += n * distance;
    }
    let n = all.n() as f64;
    // `mean` is rounded; what is left over of the distances tells by how much.
    let between = (between - rest * rest / n).max(0.0);
    Some(Components { between: finite(between / n)?, within: finite(within / n)? })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_parts_add_up_to_the_whole() {
        let values: Vec<f64> = (0..90).map(|i| 1.7e12 + f64::from(i * i % 97)).collect();
        let groups = [
            Summary::of(&values[..7]),
            Summary::of(&values[7..40]),
            Summary::new(),
            Summary::of(&values[40..]),
        ];
        let whole = Summary::of(&values);
        let parts = between_within(&groups).map_or(0.0, |parts| parts.total());
        assert!((parts - whole.m2() / 90.0).abs() < 1e-9 * parts);
    }

    #[test]
    fn no_values_or_no_spread() {
        assert_eq!(between_within(&[]), None);
        assert_eq!(between_within(&[Summary::new()]), None);
        let same = between_within(&[Summary::of(&[2.0]), Summary::of(&[2.0, 2.0])]);
        assert_eq!(same.and_then(|parts| parts.share_between()), None);
    }
}
