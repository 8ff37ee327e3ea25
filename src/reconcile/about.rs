//! A ticket that is measured again.

use crate::calendar::BusinessHours;
use crate::kpi::{Facts, Spec};
use crate::store::Store;
use crate::ticket::Role;

/// What a rule may look at.
pub(super) struct About<'a> {
    pub store: &'a Store,
    pub facts: &'a Facts,
    pub spec: &'a Spec,
    pub hours: &'a BusinessHours,
    /// Role at first and role now of every person.
    pub roles: &'a [[Role; 2]],
    pub row: usize,
    /// As of when the other side's value is.
    pub version: i64,
    pub as_of: i64,
}

impl About<'_> {
    /// Milliseconds between two instants as the metric counts them.
    pub fn elapsed(&self, from: i64, to: i64) -> Option<i64> {
        self.hours.elapsed(self.spec.counting, self.row, from, to)
    }
}
