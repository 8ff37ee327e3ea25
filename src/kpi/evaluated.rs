//! What an evaluation finds: values, or reasons for none, with their dates.

use super::State;
use crate::store::Bitset;

/// The items of a metric: usually one a ticket, several where a ticket has several values.
#[derive(Debug, Default)]
pub struct Evaluated {
    /// Rows of the items, where there may be several a ticket or none; empty when item `i` is ticket `i`.
    pub(super) rows: Vec<u32>,
    /// The value of each item; NaN where it has none. Durations are in milliseconds, rates 0 or 1.
    pub value: Vec<f64>,
    /// Where each item stands, a [`State`] code.
    pub state: Vec<u8>,
    /// The date by which each item is put into buckets; empty where the question goes by ticket.
    pub anchor: Vec<i64>,
}

impl Evaluated {
    /// How many items there are.
    pub fn len(&self) -> usize {
        self.value.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.value.is_empty()
    }

    /// The ticket of an item.
    pub fn row(&self, item: usize) -> usize {
        if self.rows.is_empty() { item } else { self.rows[item] as usize }
    }

    /// Whether both have the same tickets in the same order, one item each.
    pub fn has_rows_of(&self, other: &Self) -> bool {
        self.rows == other.rows
    }

    /// Whether item `i` is ticket `i`.
    pub fn is_plain(&self) -> bool {
        self.rows.is_empty()
    }

    /// The items of the tickets in `kept` only.
    #[must_use]
    pub fn only(&self, kept: &Bitset) -> Self {
        let items: Vec<u32> = if self.is_plain() {
            kept.iter().map(|row| row as u32).collect()
        } else {
            (0..self.len() as u32).filter(|&item| kept.contains(self.row(item as usize))).collect()
        };
        Self {
            rows: items.iter().map(|&item| self.row(item as usize) as u32).collect(),
            value: items.iter().map(|&item| self.value[item as usize]).collect(),
            state: items.iter().map(|&item| self.state[item as usize]).collect(),
            anchor: items.iter().filter_map(|&item| self.anchor.get(item as usize).copied()).collect(),
        }
    }

    /// Takes an item over from others; one beyond the end comes last. Returns the value there was.
    pub fn put(&mut self, item: usize, from: &Self, at: usize) -> Option<f64> {
        if item >= self.len() {
            self.value.push(from.value[at]);
            self.state.push(from.state[at]);
            self.anchor.extend(from.anchor.get(at));
            return None;
        }
        let old = (self.state[item] == State::Value as u8).then_some(self.value[item]);
        (self.value[item], self.state[item]) = (from.value[at], from.state[at]);
        if let (Some(anchor), Some(from)) = (self.anchor.get_mut(item), from.anchor.get(at)) {
            *anchor = *from;
        }
        old
    }

    /// Bytes of memory held.
    pub fn memory(&self) -> usize {
        4 * self.rows.capacity()
            + 8 * (self.value.capacity() + self.anchor.capacity())
            + self.state.capacity()
    }

    /// Forgets all items.
    pub(super) fn clear(&mut self) {
        self.rows.clear();
        self.value.clear();
        self.state.clear();
        self.anchor.clear();
    }

    /// The last item with a value, else the last one.
    pub(super) fn last(&self) -> Option<Item> {
        let valued = self.state.iter().rposition(|&state| state == State::Value as u8);
        let at = valued.or(self.len().checked_sub(1))?;
        let state = State::ALL.get(usize::from(self.state[at])).copied()?;
        Some(Item { value: self.value[at], state, anchor: self.anchor.get(at).copied()? })
    }

    #[inline]
    pub(super) fn push(&mut self, item: Item, dated: bool) {
        self.value.push(item.value);
        self.state.push(item.state as u8);
        if dated {
            self.anchor.push(item.anchor);
        }
    }
}

/// One value or reason, with its date.
#[derive(Debug, Clone, Copy)]
pub struct Item {
    /// NaN where there is a reason.
    pub value: f64,
    /// Where the ticket stands.
    pub state: State,
    /// The end of what was measured, or the ticket's creation.
    pub anchor: i64,
}

impl Item {
    pub(super) const fn none(state: State, anchor: i64) -> Self {
        Self { value: f64::NAN, state, anchor }
    }

    pub(super) const fn value(value: f64, anchor: i64) -> Self {
        Self { value, state: State::Value, anchor }
    }
}
