//! Buckets of the tickets by creation, as runs: exports list tickets by creation, so that a bucket is one stretch of them.

use super::keyer::Keyer;
use crate::error::DeskError;
use crate::store::{Bitset, Store};
use crate::time::{Buckets, Zone};
use std::ops::Range;

/// Runs of tickets created in one bucket. In another order of tickets there are just more of them.
#[derive(Debug)]
pub(super) struct Runs {
    /// The bucket key of each run and its first ticket.
    starts: Vec<(i32, u32)>,
    tickets: usize,
}

impl Runs {
    /// An error where a ticket's creation has no bucket.
    pub fn of(store: &Store, buckets: &Buckets<'_>, zone: &Zone) -> Result<Self, DeskError> {
        let created = store.tickets().created();
        let mut keyer = Keyer::new(buckets, zone);
        let mut starts: Vec<(i32, u32)> = Vec::new();
        for (row, &at) in created.iter().enumerate() {
            let key = keyer.key(at)?;
            if starts.last().is_none_or(|&(last, _)| last != key) {
                starts.push((key, row as u32));
            }
        }
        Ok(Self { starts, tickets: created.len() })
    }

    /// How many runs there are.
    pub fn len(&self) -> usize {
        self.starts.len()
    }

    /// The key and the tickets of each run.
    pub fn iter(&self) -> impl Iterator<Item = (i32, Range<usize>)> {
        self.starts.iter().enumerate().map(|(at, &(key, start))| {
            let end = self.starts.get(at + 1).map_or(self.tickets, |&(_, next)| next as usize);
            (key, start as usize..end)
        })
    }

    /// The tickets of each of `count` buckets from the key `first` on, as far as they lie within `extent`.
    pub fn buckets(&self, (first, count): (i32, usize), extent: &Range<usize>) -> Vec<Vec<Range<usize>>> {
        let mut buckets = vec![Vec::new(); count];
        for (key, run) in self.iter() {
            let bucket = i64::from(key) - i64::from(first);
            let stretch = run.start.max(extent.start)..run.end.min(extent.end);
            if (0..count as i64).contains(&bucket) && !stretch.is_empty() {
                buckets[bucket as usize].push(stretch);
            }
        }
        buckets
    }

    /// The smallest and the largest key of the tickets selected; the first is larger when there is none.
    pub fn span(&self, selected: &Bitset) -> (i32, i32) {
        let mut span = (i32::MAX, i32::MIN);
        for (key, stretch) in self.iter() {
            if (key < span.0 || key > span.1) && selected.count_shared(selected, stretch) > 0 {
                span = (span.0.min(key), span.1.max(key));
            }
        }
        span
    }

    /// Bytes of memory held.
    pub fn memory(&self) -> usize {
        8 * self.starts.capacity()
    }
}
