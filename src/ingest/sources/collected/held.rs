//! A ticket as far as a source has told of it.

use std::cmp::Ordering;

use super::super::measured::Measured;
use super::super::record::{Record, Slot, What};
use crate::sort::sort_all;
use crate::store::NO_CODE;
use crate::ticket::Role;

/// A fact: a code, an instant or the bits of a number. The newest version of the ticket that speaks of a slot decides it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::ingest::sources) struct Fact {
    pub slot: Slot,
    pub(super) version: i64,
    pub value: i64,
}

/// The value of a fact that the ticket does not have.
pub(in crate::ingest::sources) const NONE: i64 = i64::MIN;

/// What the facts and records of a ticket tell of, as sets of bits.
#[derive(Debug, Default, Clone, Copy)]
pub(super) struct Sum {
    /// Kinds of records.
    pub kinds: u32,
    /// Slots that have a value.
    pub slots: u64,
    has_strangers: bool,
}

/// A ticket as far as it has been told.
#[derive(Debug, Default)]
pub(in crate::ingest::sources) struct Held {
    pub(super) facts: Vec<Fact>,
    /// Ascending by key and part, up to `tidy`.
    pub records: Vec<Record>,
    /// What the vendor itself measured, in the order of [`Measured::place`].
    pub measured: Vec<Measured>,
    pub(super) tidy: usize,
    pub(super) changed: bool,
    /// As of the end of the last load.
    pub(super) sum: Sum,
    /// Whether the load under way has brought the ticket itself.
    pub(super) met: bool,
}

impl Held {
    /// The fact of a slot; [`NONE`] where the ticket has none.
    pub fn fact(&self, slot: Slot) -> i64 {
        self.facts(slot).next().unwrap_or(NONE)
    }

    /// The code of a slot; [`NO_CODE`] where the ticket has none.
    pub fn code(&self, slot: Slot) -> u32 {
        u32::try_from(self.fact(slot)).unwrap_or(NO_CODE)
    }

    /// All facts of a slot that may have several.
    pub fn facts(&self, slot: Slot) -> impl Iterator<Item = i64> {
        self.facts.iter().filter(move |fact| fact.slot == slot && fact.value != NONE).map(|fact| fact.value)
    }

    /// The version of the ticket that decided a slot.
    pub fn version(&self, slot: Slot) -> i64 {
        self.facts.iter().find(|fact| fact.slot == slot).map_or(NONE, |fact| fact.version)
    }

    /// Whether anything has been said of a slot.
    pub fn speaks_of(&self, slot: Slot) -> bool {
        self.facts.iter().any(|fact| fact.slot == slot)
    }

    /// All facts.
    pub fn all(&self) -> &[Fact] {
        &self.facts
    }

    /// Says what a slot holds, as of a version of the ticket.
    pub(super) fn state(&mut self, slot: Slot, version: i64, values: &[i64]) {
        let values = if values.is_empty() { &[NONE] } else { values };
        let facts = values.iter().map(|&value| Fact { slot, version, value });
        if !self.speaks_of(slot) {
            self.changed = true;
            self.facts.extend(facts);
            return;
        }
        let known = self.facts.iter().filter(|fact| fact.slot == slot);
        if known.clone().any(|fact| fact.version > version) {
            return;
        }
        // Of which version a fact is tells whether a change counts after it.
        self.changed |= !known.copied().eq(facts.clone());
        self.facts.retain(|fact| fact.slot != slot);
        self.facts.extend(facts);
    }

    /// Whether a slot has a value, as of the end of the last load.
    pub fn has(&self, slot: Slot) -> bool {
        self.sum.slots & (1 << slot.min(63)) != 0
    }

    /// Notes what facts and records tell of.
    pub(super) fn sum_up(&mut self) {
        let slots = self.facts.iter().filter(|fact| fact.value != NONE).map(|fact| 1 << fact.slot.min(63));
        self.sum = Sum {
            kinds: self.records.iter().fold(0, |kinds, record| kinds | 1 << record.what as u32),
            slots: slots.fold(0, |slots: u64, slot: u64| slots | slot),
            has_strangers: self.records.iter().any(is_strangers),
        };
    }

    /// Messages of people of whom no payload says who they are.
    pub(super) fn of_strangers(&self) -> impl Iterator<Item = &Record> {
        self.records.iter().filter(|record| self.sum.has_strangers && is_strangers(record))
    }

    /// Brings new records to the old ones. Returns how many repeat what was there.
    pub(super) fn settle(&mut self) -> usize {
        if self.tidy == self.records.len() {
            return 0;
        }
        let came = self.records.len() - self.tidy;
        let held = self.tidy;
        let before: Vec<Record> = self.records[..held].to_vec();
        sort_all(&mut self.records, &mut by_key);
        // Of those with one key the last of the highest rank stays.
        self.records.dedup_by(|later, kept| {
            let same = by_key(later, kept) == Ordering::Equal;
            if same && later.rank >= kept.rank {
                *kept = *later;
            }
            same
        });
        self.tidy = self.records.len();
        self.changed |= self.records != before;
        came - (self.tidy - held)
    }
}

fn is_strangers(record: &Record) -> bool {
    record.what == What::Public && record.role == Role::Unknown
}

pub(super) fn by_key(a: &Record, b: &Record) -> Ordering {
    a.key.cmp(&b.key).then(a.part.cmp(&b.part))
}
