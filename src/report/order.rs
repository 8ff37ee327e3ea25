//! Sorting the values of a metric once, so that every grouping finds its own already in order.

use std::cell::OnceCell;

use crate::sort::{sort_by_keys, sort_positions};
use crate::store::Bitset;

/// The items that have a value, by value ascending; equal values keep the order of the items.
#[derive(Debug, Default)]
pub(super) struct Order {
    pub items: Vec<u32>,
    pub values: Vec<f64>,
    ranks: OnceCell<Vec<u32>>,
}

impl Order {
    /// Sorts the items in `with`.
    pub fn of(values: &[f64], with: &Bitset) -> Self {
        let mut items = Vec::with_capacity(with.count());
        with.iter().for_each(|item| items.push(item as u32));
        let low = || items.iter().map(|&item| values[item as usize]).fold(f64::INFINITY, f64::min);
        let keys = Keys::of(values, &items, 0.0, 1_000.0)
            .or_else(|| Keys::of(values, &items, low(), 1_000.0))
            .or_else(|| Keys::of(values, &items, low(), 1.0));
        let values = match keys {
            Some(mut keys) => {
                sort_by_keys(&mut items, &mut keys.keys);
                keys.keys.iter().map(|&key| keys.low + f64::from(key) * keys.step).collect()
            }
            None => {
                sort_positions(&mut items, &mut |a, b| values[a].total_cmp(&values[b]));
                items.iter().map(|&item| values[item as usize]).collect()
            }
        };
        Self { items, values, ranks: OnceCell::new() }
    }

    /// Puts an item that was not there in its place.
    pub fn insert(&mut self, item: u32, value: f64) {
        let (mut place, mut end) = (0, self.items.len());
        while place < end {
            let middle = place.midpoint(end);
            if (self.values[middle], self.items[middle]) < (value, item) {
                place = middle + 1;
            } else {
                end = middle;
            }
        }
        self.items.insert(place, item);
        self.values.insert(place, value);
        self.ranks.take();
    }

    /// The place of each item in the order; of no meaning for items without a value.
    pub fn ranks(&self, items: usize) -> &[u32] {
        self.ranks.get_or_init(|| {
            let mut ranks = vec![0; items];
            for (rank, &item) in self.items.iter().enumerate() {
                ranks[item as usize] = rank as u32;
            }
            ranks
        })
    }

    /// Bytes of memory held.
    pub fn memory(&self) -> usize {
        4 * (self.items.capacity() + self.ranks.get().map_or(0, Vec::capacity)) + 8 * self.values.capacity()
    }
}

/// Whole numbers of 32 bits that order the items as their values do: a value is `low` and `step` times its key, exactly.
/// Durations are whole milliseconds, and often whole seconds, so that there usually are some.
struct Keys {
    keys: Vec<u32>,
    low: f64,
    step: f64,
}

impl Keys {
    /// `None` when a value is not so many steps above `low`.
    fn of(values: &[f64], items: &[u32], low: f64, step: f64) -> Option<Self> {
        let mut keys = Vec::with_capacity(items.len());
        for &item in items {
            let value = values[item as usize];
            let key = ((value - low) / step) as u32;
            if low + f64::from(key) * step != value {
                return None;
            }
            keys.push(key);
        }
        Some(Self { keys, low, step })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(values: &[f64]) {
        let order = Order::of(values, &Bitset::from_fn(values.len(), |item| !values[item].is_nan()));
        let mut expected: Vec<u32> =
            (0..values.len() as u32).filter(|&i| !values[i as usize].is_nan()).collect();
        expected.sort_by(|&a, &b| values[a as usize].partial_cmp(&values[b as usize]).unwrap());
        assert_eq!(order.items, expected);
        let sorted: Vec<f64> = expected.iter().map(|&item| values[item as usize]).collect();
        assert_eq!(order.values, sorted);
    }

    #[test]
    fn it_agrees_with_a_plain_sort() {
        let mut state = 11u64;
        let mut random = move || {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (state >> 33) as f64
        };
        check(&[]);
        check(&[f64::NAN]);
        check(&[5.0; 9]);
        for scale in [0.25, 1.0, 1_000.0, 1e9] {
            let values: Vec<f64> = (0..5_000)
                .map(|i| if i % 17 == 0 { f64::NAN } else { (random() % 9e6 - 4e6) * scale })
                .collect();
            check(&values);
        }
    }
}
