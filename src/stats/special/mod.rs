//! Distributions and the special functions under them: tails and quantiles.
//!
//! A module per distribution, each with the tail on the side where it is small, so that 10⁻³⁰⁰ keeps its digits.
//!
//! ```
//! use deskgauge::stats::special::{chi_squared, normal, student};
//!
//! assert!(normal::quantile(0.975).is_some_and(|z| (z - 1.959_963_984_540_054).abs() < 1e-14));
//! assert!(student::upper(2.1, 3.0).is_some_and(|p| (p - 0.063_282_601_274_842_3).abs() < 1e-14));
//! assert_eq!(chi_squared::upper(1.0, -1.0), None, "degrees of freedom are positive");
//! ```
//!
//! Easy to get wrong: 1 − `lower` is not `upper` once the tail is below 10⁻¹⁶. Ask for the tail you mean.
//!
//! ln Γ and erfc come from the crate `special`. Its incomplete gamma and beta functions are not used: they
//! offer one tail only, and loop without bound on some arguments.

pub mod beta;
pub mod chi_squared;
mod density;
pub mod fisher;
pub mod gamma;
mod invert;
pub mod normal;
pub mod student;
mod tails;

pub(super) use density::{ln_negative_binomial, ln_poisson};

/// Rounds of a series or continued fraction before the arguments count as out of reach.
const MOST_ROUNDS: u32 = 1_000_000;

/// ln Γ(x); `None` unless x > 0.
pub fn ln_gamma(x: f64) -> Option<f64> {
    if x > 0.0 { super::finite(density::ln_gamma(x)) } else { None }
}
