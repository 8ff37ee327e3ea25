//! The crate's promises, checked natively: one binary, one module a promise.

#![allow(clippy::unwrap_used, missing_docs, reason = "a test that cannot go on has failed")]

mod arrival;
mod business;
mod calendar;
mod clock_changes;
mod columns;
mod conformance;
mod csv;
mod dates;
mod desk;
mod each_switch;
mod escalation;
mod every_metric;
mod golden;
mod hostile;
mod json;
mod ladders;
mod levels;
mod live;
mod mapping;
mod model;
mod plain;
mod profiles;
mod random;
mod reconcile;
mod redaction;
mod reports;
mod settings;
mod shares;
mod sla;
mod snapshot;
mod sources;
mod tables;
mod vendors;
mod windows;
mod zones;
