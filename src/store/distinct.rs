//! Distinct small values as codes.

use rustc_hash::FxHashMap;

use super::NO_CODE;
use crate::ticket::{Escalation, Reached, SurveyKind};

/// What tells a value from all others: the same for every type, so that all share one index.
type Identity = (u64, u64, u64);

/// A small value.
pub(super) trait Small: Copy {
    fn identity(self) -> Identity;
}

impl Small for (SurveyKind, u64, u64) {
    fn identity(self) -> Identity {
        (self.0 as u64, self.1, self.2)
    }
}

impl Small for Escalation {
    fn identity(self) -> Identity {
        let (of, code) = match self.to {
            Reached::Unknown => (0, 0),
            Reached::Level(level) => (1, level.into()),
            Reached::Group(group) => (2, group),
            Reached::Agent(agent) => (3, agent),
        };
        let from = (self.sense as u64) << 8 | u64::from(self.from);
        (from << 2 | of, code.into(), self.reason.into())
    }
}

impl Small for (usize, u32) {
    fn identity(self) -> Identity {
        (self.0 as u64, self.1.into(), 0)
    }
}

/// A list of distinct values in order of first appearance, with an index over it.
#[derive(Debug)]
pub(super) struct Distinct<T> {
    values: Vec<T>,
    codes: FxHashMap<Identity, u32>,
}

impl<T> Default for Distinct<T> {
    fn default() -> Self {
        Self { values: Vec::new(), codes: FxHashMap::default() }
    }
}

impl<T: Small> Distinct<T> {
    /// The code of `value`, which is added when it is new.
    pub fn intern(&mut self, value: T) -> u32 {
        let next = u32::try_from(self.values.len()).unwrap_or(NO_CODE);
        let code = code_of(&mut self.codes, value.identity(), next);
        if code == next {
            self.values.push(value);
        }
        code
    }

    /// The value with this code.
    pub fn get(&self, code: u32) -> Option<&T> {
        self.values.get(code as usize)
    }

    /// All values in code order.
    pub fn iter(&self) -> impl Iterator<Item = &T> {
        self.values.iter()
    }

    /// Bytes of memory held.
    pub fn memory(&self) -> usize {
        self.values.capacity() * size_of::<T>() + self.codes.capacity() * size_of::<(Identity, u32)>()
    }
}

/// The code of a value, which is `next` when it is new.
#[inline(never)]
fn code_of(codes: &mut FxHashMap<Identity, u32>, value: Identity, next: u32) -> u32 {
    *codes.entry(value).or_insert(next)
}
