//! Sorting through few pieces of code.
//!
//! The standard library's sort is compiled anew for every type and every comparison, 6 KB of WebAssembly each. Whoever can
//! sort positions instead of things, or has whole numbers to sort by, shares these.
//!
//! ```
//! use deskgauge::sort::sort_positions;
//!
//! let words = ["pear", "fig", "plum"];
//! let mut order = [0, 1, 2];
//! sort_positions(&mut order, &mut |a, b| words[a].len().cmp(&words[b].len()));
//! assert_eq!(order, [1, 0, 2]);
//! ```
//!
//! Easy to get wrong: the comparison is called through a pointer. Where a sort is hot, a sort of its own pays.

use std::cmp::Ordering;

const DIGIT: u32 = 11;
const BUCKETS: usize = 1 << DIGIT;

/// Sorts positions; equal ones keep their order.
pub fn sort_positions(positions: &mut [u32], compare: &mut dyn FnMut(usize, usize) -> Ordering) {
    positions.sort_by(|&a, &b| compare(a as usize, b as usize));
}

/// Sorts things, through positions; equal ones keep their order.
pub(crate) fn sort_all<T: Clone>(things: &mut Vec<T>, compare: &mut dyn FnMut(&T, &T) -> Ordering) {
    let order = another_order(things.len(), &mut |a, b| compare(&things[a], &things[b]));
    if let Some(order) = order {
        *things = order.iter().map(|&from| things[from as usize].clone()).collect();
    }
}

/// The positions in order; nothing where they are already, which costs a look.
fn another_order(count: usize, compare: &mut dyn FnMut(usize, usize) -> Ordering) -> Option<Vec<u32>> {
    if (1..count).all(|at| compare(at - 1, at).is_le()) {
        return None;
    }
    let mut order: Vec<u32> = (0..count as u32).collect();
    sort_positions(&mut order, compare);
    Some(order)
}

/// Sorts items by their keys, and the keys with them; items with equal keys keep their order.
///
/// Least significant digit first, eleven bits at a time; digits that all items share cost nothing.
pub(crate) fn sort_by_keys(items: &mut Vec<u32>, keys: &mut Vec<u32>) {
    let mut counts = [[0u32; BUCKETS]; 3];
    for &key in keys.iter() {
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
        for (&item, &key) in items.iter().zip(keys.iter()) {
            let place = &mut counts[(key >> shift) as usize & (BUCKETS - 1)];
            next_items[*place as usize] = item;
            next_keys[*place as usize] = key;
            *place += 1;
        }
        std::mem::swap(items, &mut next_items);
        std::mem::swap(keys, &mut next_keys);
    }
}

/// Places from 0 to `count` in ascending order of their keys; places with equal keys keep their order.
pub(crate) fn order_by(count: usize, key: &dyn Fn(usize) -> u64) -> Vec<u32> {
    let mut order: Vec<u32> = (0..count as u32).collect();
    for shift in [0, 32] {
        let mut keys = order.iter().map(|&at| (key(at as usize) >> shift) as u32).collect();
        sort_by_keys(&mut order, &mut keys);
    }
    order
}

/// Lengths of time in ascending order; none may be below zero.
pub(crate) fn sorted_times(times: &[i64]) -> Vec<i64> {
    order_by(times.len(), &|at| times[at] as u64).into_iter().map(|at| times[at as usize]).collect()
}

/// Sorts whole numbers.
pub(crate) fn sort_numbers(numbers: &mut Vec<u32>) {
    sort_by_keys(&mut numbers.clone(), numbers);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_sort_whatever_digits_they_have() {
        for mut numbers in [vec![], vec![7], vec![u32::MAX, 0, 1 << 11, 1 << 22, 5, 5, (1 << 22) - 1]] {
            let mut expected = numbers.clone();
            expected.sort_unstable();
            sort_numbers(&mut numbers);
            assert_eq!(numbers, expected);
        }
    }
}
