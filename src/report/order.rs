//! Sorting the values of a metric once, so that every grouping finds its own already in order.

use crate::sort::{sort_by_keys, sort_positions};

/// The items that have a value, by value ascending; equal values keep the order of the items.
#[derive(Debug, Default)]
pub(super) struct Order {
    pub items: Vec<u32>,
    pub values: Vec<f64>,
}

impl Order {
    /// Sorts the items for which `has` holds.
    pub fn of(values: &[f64], has: impl Fn(usize) -> bool) -> Self {
        let items: Vec<u32> = (0..values.len() as u32).filter(|&item| has(item as usize)).collect();
        let items = match keys(values, &items) {
            Some(keys) => sort_by_keys(items, keys),
            None => {
                let mut items = items;
                sort_positions(&mut items, &mut |a, b| values[a].total_cmp(&values[b]));
                items
            }
        };
        let values = items.iter().map(|&item| values[item as usize]).collect();
        Self { items, values }
    }

    /// Bytes of memory held.
    pub fn memory(&self) -> usize {
        4 * self.items.capacity() + 8 * self.values.capacity()
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
