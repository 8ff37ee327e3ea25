//! Sorting through one piece of code.
//!
//! The standard library's sort is compiled anew for every type and every comparison, 6 KB of WebAssembly each. Whoever can
//! sort positions instead of things shares this one.
//!
//! ```
//! use deskgauge::sort::sort_positions;
//!
//! let words = ["pear", "fig", "plum"];
//! let mut order = [0, 1, 2];
//! sort_positions(&mut order, &mut |a, b| words[a].len().cmp(&words[b].len()));
//! assert_eq!(order, [1, 0, 2]);
//! ```
//!
//! Easy to get wrong: the comparison is called through a pointer. Where a sort is hot, a sort of its own pays.

use std::cmp::Ordering;

/// Sorts positions; equal ones keep their order.
pub fn sort_positions(positions: &mut [u32], compare: &mut dyn FnMut(usize, usize) -> Ordering) {
    positions.sort_by(|&a, &b| compare(a as usize, b as usize));
}
