//! Many tests at once: p-values adjusted so that chance alone seldom makes a finding.
//!
//! ```
//! use deskgauge::stats::multiple::{benjamini_hochberg, holm};
//!
//! assert_eq!(holm(&[0.01, 0.04, 0.03]), [0.03, 0.06, 0.06]);
//! assert_eq!(benjamini_hochberg(&[0.01, 0.04, 0.03]), [0.03, 0.04, 0.04]);
//! ```
//!
//! Easy to get wrong: Holm and Bonferroni bound the chance of *any* false finding, Benjamini–Hochberg and
//! Benjamini–Yekutieli the share of false ones among those found. Adjusted values come in the order of the input.

use crate::sort::sort_positions;

/// Bonferroni: each multiplied by how many there are.
pub fn bonferroni(p: &[f64]) -> Vec<f64> {
    p.iter().map(|one| (one * p.len() as f64).min(1.0)).collect()
}

/// Holm, A simple sequentially rejective multiple test procedure (1979): the smallest first, each at least the one before.
pub fn holm(p: &[f64]) -> Vec<f64> {
    let mut adjusted = vec![0.0; p.len()];
    let mut most: f64 = 0.0;
    for (rank, at) in ascending(p).into_iter().enumerate() {
        most = most.max(p[at] * (p.len() - rank) as f64).min(1.0);
        adjusted[at] = most;
    }
    adjusted
}

/// Benjamini and Hochberg, Controlling the false discovery rate (1995): the largest first, each at most the one before.
pub fn benjamini_hochberg(p: &[f64]) -> Vec<f64> {
    step_up(p, 1.0)
}

/// Benjamini and Yekutieli (2001): as [`benjamini_hochberg`], for tests that depend on each other in any way.
pub fn benjamini_yekutieli(p: &[f64]) -> Vec<f64> {
    step_up(p, (1..=p.len()).map(|rank| 1.0 / rank as f64).sum())
}

fn step_up(p: &[f64], factor: f64) -> Vec<f64> {
    let mut adjusted = vec![0.0; p.len()];
    let mut least: f64 = 1.0;
    for (rank, at) in ascending(p).into_iter().enumerate().rev() {
        least = least.min(p[at] * factor * p.len() as f64 / (rank + 1) as f64);
        adjusted[at] = least;
    }
    adjusted
}

fn ascending(p: &[f64]) -> Vec<usize> {
    let mut order: Vec<u32> = (0..p.len() as u32).collect();
    sort_positions(&mut order, &mut |a, b| p[a].total_cmp(&p[b]));
    order.into_iter().map(|at| at as usize).collect()
}
