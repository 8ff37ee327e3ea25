//! Distinct small values as codes.

use std::hash::Hash;

use rustc_hash::FxHashMap;

use super::NO_CODE;

/// A list of distinct values in order of first appearance, with an index over it.
#[derive(Debug)]
pub(super) struct Distinct<T> {
    values: Vec<T>,
    codes: FxHashMap<T, u32>,
}

impl<T> Default for Distinct<T> {
    fn default() -> Self {
        Self { values: Vec::new(), codes: FxHashMap::default() }
    }
}

impl<T: Copy + Eq + Hash> Distinct<T> {
    /// The code of `value`, which is added when it is new.
    pub fn intern(&mut self, value: T) -> u32 {
        if let Some(&code) = self.codes.get(&value) {
            return code;
        }
        let code = u32::try_from(self.values.len()).unwrap_or(NO_CODE);
        self.values.push(value);
        self.codes.insert(value, code);
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
        (self.values.capacity() + self.codes.capacity()) * size_of::<T>() + 4 * self.codes.capacity()
    }
}
