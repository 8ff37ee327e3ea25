//! How likely a count is: Poisson, or negative binomial where counts vary more than chance alone explains.
//!
//! ```
//! use deskgauge::stats::count_model::CountModel;
//!
//! let usual = CountModel::from_history(&[2, 4, 3, 1, 0, 5]).unwrap();
//! assert_eq!(usual, CountModel::NegativeBinomial { mean: 2.5, size: 6.25 });
//! assert_eq!(usual.upper(0), Some(1.0));
//! assert!(usual.upper(12).is_some_and(|p| p < 0.002));
//! ```
//!
//! Easy to get wrong: `upper` includes the count itself, P(X ≥ count), unlike the tails of the continuous
//! distributions in [`special`](super::special).

use super::finite;
use super::special::{beta, gamma, ln_negative_binomial, ln_poisson};
use super::summary::Summary;

/// A distribution of counts.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum CountModel {
    /// Variance equal to the mean. A mean of 0 puts everything at 0.
    Poisson {
        /// The expected count.
        mean: f64,
    },
    /// Variance mean + mean²/size.
    NegativeBinomial {
        /// The expected count.
        mean: f64,
        /// The smaller, the more the counts vary.
        size: f64,
    },
}

impl CountModel {
    /// The model with a mean and a variance: negative binomial of size m²/(v − m) when v > m, else Poisson.
    ///
    /// `None` unless the mean is zero or more.
    pub fn with_moments(mean: f64, variance: f64) -> Option<Self> {
        if !(mean >= 0.0 && mean.is_finite()) {
            return None;
        }
        let size = mean * (mean / (variance - mean));
        if variance > mean && size > 0.0 && size.is_finite() {
            Some(Self::NegativeBinomial { mean, size })
        } else {
            Some(Self::Poisson { mean })
        }
    }

    /// The model with the mean and the sample variance of `history`; `None` when that is empty.
    pub fn from_history(history: &[u64]) -> Option<Self> {
        let mut summary = Summary::new();
        summary.extend(history.iter().map(|&count| count as f64));
        Self::with_moments(summary.mean()?, summary.variance().unwrap_or(0.0))
    }

    /// The expected count.
    pub fn mean(self) -> f64 {
        match self {
            Self::Poisson { mean } | Self::NegativeBinomial { mean, .. } => mean,
        }
    }

    /// P(X ≥ count).
    pub fn upper(self, count: u64) -> Option<f64> {
        match self.checked()? {
            _ if count == 0 => Some(1.0),
            Self::Poisson { mean } => gamma::lower(count as f64, mean),
            Self::NegativeBinomial { mean, size } => {
                Some(negative_binomial(count as f64, mean, size)?.lower())
            }
        }
    }

    /// ln P(X ≥ count), also where the probability is too small for an `f64`; −∞ when it is 0.
    pub fn ln_upper(self, count: u64) -> Option<f64> {
        match self.checked()? {
            _ if count == 0 => Some(0.0),
            Self::Poisson { mean } => gamma::ln_lower(count as f64, mean),
            Self::NegativeBinomial { mean, size } => {
                Some(negative_binomial(count as f64, mean, size)?.ln_lower())
            }
        }
    }

    /// P(X ≤ count).
    pub fn lower(self, count: u64) -> Option<f64> {
        let above = count as f64 + 1.0;
        match self.checked()? {
            Self::Poisson { mean } => gamma::upper(above, mean),
            Self::NegativeBinomial { mean, size } => Some(negative_binomial(above, mean, size)?.upper()),
        }
    }

    /// The mid-p upper tail, P(X > count) + P(X = count)/2, which discreteness does not bias upwards.
    pub fn mid_upper(self, count: u64) -> Option<f64> {
        let k = count as f64;
        let (above, ln_here) = match self.checked()? {
            Self::Poisson { mean } => (gamma::lower(k + 1.0, mean)?, ln_poisson(k, mean)),
            Self::NegativeBinomial { mean, size } => {
                (negative_binomial(k + 1.0, mean, size)?.lower(), ln_negative_binomial(k, mean, size))
            }
        };
        finite(above + 0.5 * ln_here.exp())
    }

    /// The fields are public; what they hold has to be a model.
    fn checked(self) -> Option<Self> {
        let valid = match self {
            Self::Poisson { mean } => mean >= 0.0,
            Self::NegativeBinomial { mean, size } => mean > 0.0 && size > 0.0,
        };
        if valid && self.mean().is_finite() { Some(self) } else { None }
    }
}

/// P(X ≥ k) of a negative binomial as the lower tail of a beta distribution, k ≥ 1.
fn negative_binomial(k: f64, mean: f64, size: f64) -> Option<beta::Tails> {
    let sum = size + mean;
    beta::tails(k, size, mean / sum, size / sum)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tails_are_sums_of_probabilities() {
        for model in
            [CountModel::Poisson { mean: 7.5 }, CountModel::NegativeBinomial { mean: 7.5, size: 2.25 }]
        {
            for count in [0, 1, 5, 30] {
                let below: f64 = (0..count).map(|k| probability(model, k)).sum();
                let (upper, here) = (model.upper(count).unwrap_or(2.0), probability(model, count));
                assert!((upper + below - 1.0).abs() < 1e-12, "{model:?} {count}");
                assert!(
                    model.lower(count).is_some_and(|p| (p - below - here).abs() < 1e-12),
                    "{model:?} {count}"
                );
                assert!(model.mid_upper(count).is_some_and(|p| (p - upper + here / 2.0).abs() < 1e-12));
                assert!(
                    model.ln_upper(count).is_some_and(|p| (p - upper.ln()).abs() < 1e-11),
                    "{model:?} {count}"
                );
            }
        }
    }

    fn probability(model: CountModel, count: u64) -> f64 {
        match model {
            CountModel::Poisson { mean } => ln_poisson(count as f64, mean).exp(),
            CountModel::NegativeBinomial { mean, size } => {
                ln_negative_binomial(count as f64, mean, size).exp()
            }
        }
    }

    #[test]
    fn a_tail_too_small_for_a_float_keeps_its_logarithm() {
        let model = CountModel::Poisson { mean: 1.0 };
        assert_eq!(model.upper(1_000), Some(0.0));
        assert!(
            model.ln_upper(1_000).is_some_and(|p| (p + 5_913.127).abs() < 0.01),
            "{:?}",
            model.ln_upper(1_000)
        );
    }

    #[test]
    fn a_hair_more_variance_than_the_mean_is_nearly_poisson() {
        let nearly = CountModel::with_moments(20.0, 20.0 + 1e-9).and_then(|model| model.upper(35));
        let poisson = CountModel::Poisson { mean: 20.0 }.upper(35);
        assert!(
            nearly.zip(poisson).is_some_and(|(a, b)| (a / b - 1.0).abs() < 1e-6),
            "{nearly:?} {poisson:?}"
        );
    }

    #[test]
    fn what_is_no_model_has_no_tails() {
        assert_eq!(CountModel::from_history(&[]), None);
        assert_eq!(CountModel::with_moments(-1.0, 1.0), None);
        assert_eq!(CountModel::Poisson { mean: f64::NAN }.upper(0), None);
        assert_eq!(CountModel::NegativeBinomial { mean: 1.0, size: 0.0 }.upper(1), None);
    }
}
