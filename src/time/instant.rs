//! Instants as JavaScript gives them.

use super::{EARLIEST, LATEST};
use crate::error::DeskError;

/// Epoch milliseconds as an instant; an error names the `path` they were given under.
pub fn instant(at: f64, path: &str) -> Result<i64, DeskError> {
    if at.is_finite() && (EARLIEST as f64..=LATEST as f64).contains(&at) {
        Ok(at as i64)
    } else {
        Err(DeskError::new("bad-instant", "expected epoch milliseconds within the years 1 to 9999").at(path))
    }
}
