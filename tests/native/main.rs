//! The crate's promises, checked natively: one binary, one module a promise.

mod golden;
