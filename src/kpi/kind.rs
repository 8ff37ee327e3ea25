//! What kinds of metrics there are.

/// What a value is measured in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    /// Seconds; milliseconds inside.
    Seconds,
    /// A plain number per ticket.
    Number,
    /// A share from 0 to 1.
    Share,
    /// A count.
    Count,
    /// Points of a scale.
    Points,
}

impl Unit {
    /// The word reports use.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Seconds => "seconds",
            Self::Number => "number",
            Self::Share => "share",
            Self::Count => "count",
            Self::Points => "points",
        }
    }
}

/// Which way is better.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// Less is better.
    Lower,
    /// More is better.
    Higher,
    /// It depends.
    Neutral,
}

impl Direction {
    /// The word reports use.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Lower => "lower-is-better",
            Self::Higher => "higher-is-better",
            Self::Neutral => "neutral",
        }
    }
}

/// Which statistics a metric has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Family {
    /// Mean, quantiles, spread.
    Distribution,
    /// Numerator, denominator, Wilson interval.
    Rate,
    /// A number of things.
    Count,
    /// Top-box share of survey scores.
    Csat,
    /// Promoters less detractors.
    Nps,
    /// Mean effort.
    Ces,
    /// A stock at an instant.
    Level,
    /// Components of a variance.
    Variance,
}

impl Family {
    /// The word reports use.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Distribution => "distribution",
            Self::Rate => "rate",
            Self::Count => "count",
            Self::Csat => "csat",
            Self::Nps => "nps",
            Self::Ces => "ces",
            Self::Level => "level",
            Self::Variance => "variance",
        }
    }
}
