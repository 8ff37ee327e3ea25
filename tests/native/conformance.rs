//! The vectors of other tools: every undisputed case passes under its tool's rules.

#[path = "../conformance/mod.rs"]
mod runner;

pub use runner::zones;
