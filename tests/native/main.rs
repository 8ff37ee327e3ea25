//! The crate's promises, checked natively: one binary, one module a promise.

#![allow(clippy::unwrap_used, missing_docs, reason = "a test that cannot go on has failed")]

mod arrival;
mod columns;
mod csv;
mod dates;
mod desk;
mod golden;
mod hostile;
mod json;
mod mapping;
mod model;
mod profiles;
mod zones;
