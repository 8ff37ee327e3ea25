//! A probability split in two, stored as the logarithm of the part that was computed.

use std::f64::consts::LN_2;

/// The lower and the upper tail of a distribution at one point.
#[derive(Debug, Clone, Copy)]
pub struct Tails {
    /// Logarithm of the computed part; the other part is its complement.
    ln_part: f64,
    part_is_lower: bool,
}

impl Tails {
    pub fn from_ln_lower(ln_part: f64) -> Option<Self> {
        Self::new(ln_part, true)
    }

    pub fn from_ln_upper(ln_part: f64) -> Option<Self> {
        Self::new(ln_part, false)
    }

    fn new(ln_part: f64, part_is_lower: bool) -> Option<Self> {
        // Rounding may leave a certain event a hair above one.
        if ln_part.is_nan() { None } else { Some(Self { ln_part: ln_part.min(0.0), part_is_lower }) }
    }

    pub fn swapped(self) -> Self {
        Self { part_is_lower: !self.part_is_lower, ..self }
    }

    pub fn lower(self) -> f64 {
        if self.part_is_lower { self.ln_part.exp() } else { -self.ln_part.exp_m1() }
    }

    pub fn upper(self) -> f64 {
        self.swapped().lower()
    }

    pub fn ln_lower(self) -> f64 {
        if self.part_is_lower {
            self.ln_part
        } else if self.ln_part > -LN_2 {
            (-self.ln_part.exp_m1()).ln()
        } else {
            (-self.ln_part.exp()).ln_1p()
        }
    }

    pub fn ln_upper(self) -> f64 {
        self.swapped().ln_lower()
    }
}
