//! Golden files: values that established software computed, which the crate's functions must reproduce.
//!
//! Each file in `tests/golden` states its definitions, the software behind its values and its tolerance. A test
//! reads a file and compares every expected field of every case, or names the fields it leaves out and why.

mod comparisons;
mod descriptive;
mod harness;
mod intervals;
mod scores;
mod special_functions;
mod spikes;
mod waiting;
