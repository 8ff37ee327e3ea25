//! A ticket that is measured again.

use crate::calendar::BusinessHours;
use crate::kpi::{Facts, Item, Spec, State, beginning};
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
    /// The instant the value is for.
    pub as_of: i64,
}

impl About<'_> {
    /// Milliseconds between two instants as the metric counts them.
    pub fn elapsed(&self, from: i64, to: i64) -> Option<i64> {
        self.hours.elapsed(self.spec.counting, self.row, from, to)
    }

    /// A value with its beginning.
    pub fn measured(&self, item: Item) -> Measured {
        let end = if item.state == State::Running { i64::MAX } else { item.anchor };
        let start = beginning(self.store, self.facts, self.spec, self.row, end);
        Measured { value: item.value, state: item.state, start, end }
    }
}

/// A value, and between which instants it was measured.
#[derive(Debug, Clone, Copy)]
pub(super) struct Measured {
    /// NaN where there is none.
    pub value: f64,
    pub state: State,
    pub start: i64,
    /// Never, of one that has not ended.
    pub end: i64,
}
