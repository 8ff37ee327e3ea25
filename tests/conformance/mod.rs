//! Vectors of business time and service levels, run case by case under the rules of the tool they come from.
//!
//! A file is a list of cases; each names its kind, its inputs and what its tool answers. A field or kind that is not known
//! here counts as not supported, never as passed.

mod calendar_case;
mod case;
pub mod report;
mod sla_case;
mod units;
pub mod zones;
