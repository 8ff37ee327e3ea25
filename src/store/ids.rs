//! Ticket ids: text to row and back.

use super::NO_CODE;
use super::dictionary::Dictionary;

/// After so many searches among ascending ids, an index is cheaper.
const SEARCHES: u32 = 64;

/// Ids in row order. A [`Dictionary`] in which the code is the row.
///
/// Exports are mostly sorted by a numeric id. While that holds, a new id is known to be new by its size, and the
/// dictionary needs no index.
#[derive(Debug, Default)]
pub struct Ids {
    words: Dictionary,
    /// Whether there are other ids than ascending numbers, or enough searches to want an index.
    indexed: bool,
    /// The last of the ascending numbers.
    last: u64,
    searches: u32,
}

impl Ids {
    /// These ids in row order; `None` where one is there twice.
    pub(super) fn of(words: Dictionary) -> Option<Self> {
        let mut ids = Self { words, ..Self::default() };
        let ascends = |last: &mut u64, (row, id): (usize, &str)| {
            let number = number(id).filter(|&number| number > *last || row == 0)?;
            *last = number;
            Some(())
        };
        let mut last = 0;
        ids.indexed = ids.words.iter().enumerate().any(|id| ascends(&mut last, id).is_none());
        ids.last = last;
        (!ids.indexed || ids.words.index()).then_some(ids)
    }

    /// The ids by row.
    pub(super) fn words(&self) -> &Dictionary {
        &self.words
    }

    /// How many ids there are.
    pub fn len(&self) -> usize {
        self.words.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// The row of `id`.
    pub fn row(&self, id: &str) -> Option<u32> {
        if self.indexed {
            return self.words.find(id);
        }
        let wanted = number(id)?;
        let (mut low, mut high) = (0, self.len() as u32);
        while low < high {
            let middle = low + (high - low) / 2;
            let found = self.words.get(middle).and_then(number)?;
            match found.cmp(&wanted) {
                std::cmp::Ordering::Equal => return Some(middle),
                std::cmp::Ordering::Less => low = middle + 1,
                std::cmp::Ordering::Greater => high = middle,
            }
        }
        None
    }

    /// The id of `row`.
    pub fn get(&self, row: u32) -> Option<&str> {
        self.words.get(row)
    }

    /// The row of `id`, a new one when it was not there.
    pub fn intern(&mut self, id: &str) -> u32 {
        if self.indexed {
            return self.words.intern(id);
        }
        if let Some(number) = number(id)
            && (number > self.last || self.is_empty())
        {
            let row = self.words.append(id);
            if row != NO_CODE {
                self.last = number;
            }
            return row;
        }
        self.searches += 1;
        match self.row(id) {
            Some(row) if self.searches < SEARCHES => row,
            _ => {
                self.indexed = true;
                self.words.index();
                self.words.intern(id)
            }
        }
    }

    /// Forgets the ids from `rows` on.
    pub(super) fn truncate(&mut self, rows: usize) {
        self.words.truncate(rows);
        let last = rows.checked_sub(1).and_then(|row| self.words.get(row as u32));
        self.last = last.and_then(number).unwrap_or(self.last);
    }

    /// Bytes of memory held.
    pub fn memory(&self) -> usize {
        self.words.memory()
    }
}

/// The number an id is, when no other id is the same number.
fn number(id: &str) -> Option<u64> {
    const DIGITS: usize = 18;
    let bytes = id.as_bytes();
    if bytes.is_empty() || bytes.len() > DIGITS || (bytes[0] == b'0' && bytes.len() > 1) {
        return None;
    }
    bytes.iter().try_fold(0, |number, byte| {
        let digit = byte.wrapping_sub(b'0');
        (digit < 10).then(|| number * 10 + u64::from(digit))
    })
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn rows_are_those_of_a_plain_map(steps in prop::collection::vec((0..4_u8, 0..400_u32), 1..400)) {
            let mut ids = Ids::default();
            let mut plain: HashMap<String, u32> = HashMap::new();
            let mut next = 0;
            for (kind, value) in steps {
                let id = match kind {
                    0 | 1 => {
                        next += value % 3;
                        next.to_string()
                    }
                    2 => value.to_string(),
                    _ if value % 97 == 0 => format!("0{value}"),
                    _ if value % 89 == 0 => format!("T{value}"),
                    _ if value % 83 == 0 => {
                        let rows = ids.len() - ids.len() / 10;
                        ids.truncate(rows);
                        plain.retain(|_, row| (*row as usize) < rows);
                        continue;
                    }
                    _ => continue,
                };
                let row = plain.len() as u32;
                prop_assert_eq!(ids.row(&id), plain.get(&id).copied());
                let row = *plain.entry(id.clone()).or_insert(row);
                prop_assert_eq!(ids.intern(&id), row);
                prop_assert_eq!(ids.get(row), Some(id.as_str()));
            }
        }
    }
}
