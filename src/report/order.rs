//! Sorting the values of a metric once, so that every grouping finds its own already in order.

use std::cell::OnceCell;

use crate::sort::sort_positions;

/// The items that have a value, by value ascending; equal values keep the order of the items.
#[derive(Debug, Default)]
pub(super) struct Order {
    pub items: Vec<u32>,
    pub values: Vec<f64>,
    ranks: OnceCell<Vec<u32>>,
}

const DIGIT: u32 = 11;
const BUCKETS: usize = 1 << DIGIT;

impl Order {
    /// Sorts the items for which `has` holds.
    pub fn of(values: &[f64], has: impl Fn(usize) -> bool) -> Self {
        let items: Vec<u32> = (0..values.len() as u32).filter(|&item| has(item as usize)).collect();
        let items = match keys(values, &items) {
            Some(keys) => radix(items, keys),
            None => {
                let mut items = items;
                sort_positions(&mut items, &mut |a, b| values[a].total_cmp(&values[b]));
                items
            }
        };
        let values = items.iter().map(|&item| values[item as usize]).collect();
        Self { items, values, ranks: OnceCell::new() }
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

/// Whole numbers above the smallest value that order the items as their values do; `None` when 32 bits do not do.
/// Durations are whole milliseconds, and often whole seconds, so that they usually do.
fn keys(values: &[f64], items: &[u32]) -> Option<Vec<u32>> {
    let (mut low, mut high) = (f64::INFINITY, f64::NEG_INFINITY);
    let (mut whole, mut thousands) = (true, true);
    for &item in items {
        let value = values[item as usize];
        low = low.min(value);
        high = high.max(value);
        let thousandth = value / 1_000.0;
        thousands &= thousandth.trunc() == thousandth;
        whole &= value.trunc() == value;
    }
    if !whole || items.is_empty() {
        return None;
    }
    let step = if thousands { 1_000.0 } else { 1.0 };
    if (high - low) / step > f64::from(u32::MAX) {
        return None;
    }
    Some(items.iter().map(|&item| ((values[item as usize] - low) / step) as u32).collect())
}

/// Least significant digit first, eleven bits at a time; digits that all items share cost nothing.
fn radix(mut items: Vec<u32>, mut keys: Vec<u32>) -> Vec<u32> {
    let mut counts = [[0u32; BUCKETS]; 3];
    for &key in &keys {
        for (digit, counts) in counts.iter_mut().enumerate() {
            counts[(key >> (digit as u32 * DIGIT)) as usize & (BUCKETS - 1)] += 1;
        }
    }
    let mut next_items = vec![0; items.len()];
    let mut next_keys = vec![0; keys.len()];
    for (digit, counts) in counts.iter_mut().enumerate() {
        if counts.iter().any(|&count| count as usize == items.len()) {
            continue;
        }
        let mut sum = 0;
        for count in counts.iter_mut() {
            sum += std::mem::replace(count, sum);
        }
        let shift = digit as u32 * DIGIT;
        for (&item, &key) in items.iter().zip(&keys) {
            let place = &mut counts[(key >> shift) as usize & (BUCKETS - 1)];
            next_items[*place as usize] = item;
            next_keys[*place as usize] = key;
            *place += 1;
        }
        std::mem::swap(&mut items, &mut next_items);
        std::mem::swap(&mut keys, &mut next_keys);
    }
    items
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(values: &[f64]) {
        let order = Order::of(values, |item| !values[item].is_nan());
        let mut expected: Vec<u32> =
            (0..values.len() as u32).filter(|&i| !values[i as usize].is_nan()).collect();
        expected.sort_by(|&a, &b| values[a as usize].partial_cmp(&values[b as usize]).unwrap());
        assert_eq!(order.items, expected);
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
