//! A selection of rows, one bit a row.

use std::ops::Range;

/// A set of row numbers below a fixed length.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Bitset {
    words: Vec<u64>,
    len: usize,
}

impl Bitset {
    /// No row of `len`.
    pub fn none(len: usize) -> Self {
        Self { words: vec![0; len.div_ceil(64)], len }
    }

    /// Every row of `len`.
    pub fn all(len: usize) -> Self {
        let mut set = Self { words: vec![u64::MAX; len.div_ceil(64)], len };
        set.trim();
        set
    }

    /// The rows of a range.
    pub fn of_range(len: usize, range: Range<usize>) -> Self {
        let mut set = Self::none(len);
        let end = range.end.min(len);
        for (at, word) in set.words.iter_mut().enumerate().take(end.div_ceil(64)).skip(range.start / 64) {
            let (from, to) = (range.start.saturating_sub(at * 64), end - at * 64);
            let above = if from >= 64 { 0 } else { u64::MAX << from };
            let below = if to >= 64 { u64::MAX } else { (1 << to) - 1 };
            *word = above & below;
        }
        set
    }

    /// The rows for which `keep` says yes.
    pub fn from_fn(len: usize, mut keep: impl FnMut(usize) -> bool) -> Self {
        let mut set = Self::none(len);
        for (at, word) in set.words.iter_mut().enumerate() {
            let start = at * 64;
            for bit in 0..64.min(len - start) {
                *word |= u64::from(keep(start + bit)) << bit;
            }
        }
        set
    }

    /// The rows of each of the codes below `codes`; every row has one.
    pub fn of_codes(code_of: &[u32], codes: usize) -> Vec<Self> {
        let mut sets = vec![Self::none(code_of.len()); codes];
        let mut words = vec![0; codes];
        for (at, code_of) in code_of.chunks(64).enumerate() {
            for (bit, &code) in code_of.iter().enumerate() {
                words[code as usize] |= 1 << bit;
            }
            for (set, word) in sets.iter_mut().zip(&mut words) {
                set.words[at] = std::mem::take(word);
            }
        }
        sets
    }

    /// How many rows it ranges over.
    pub fn len(&self) -> usize {
        self.len
    }

    /// Whether no row is in it.
    pub fn is_empty(&self) -> bool {
        self.words.iter().all(|&word| word == 0)
    }

    /// Whether `row` is in it.
    pub fn contains(&self, row: usize) -> bool {
        self.words.get(row / 64).is_some_and(|word| word >> (row % 64) & 1 == 1)
    }

    /// Adds `row`.
    #[inline]
    pub fn insert(&mut self, row: usize) {
        if row < self.len {
            self.words[row / 64] |= 1 << (row % 64);
        }
    }

    /// Adds `row` or takes it out; beyond the end, the set comes to range over it.
    pub fn put(&mut self, row: usize, is_in: bool) {
        if row >= self.len {
            self.len = row + 1;
            self.words.resize(self.len.div_ceil(64), 0);
        }
        let word = &mut self.words[row / 64];
        *word = *word & !(1 << (row % 64)) | u64::from(is_in) << (row % 64);
    }

    /// Adds the rows of `other`.
    pub fn unite(&mut self, other: &Self) {
        for (word, other) in self.words.iter_mut().zip(&other.words) {
            *word |= other;
        }
    }

    /// Keeps the rows that are also in `other`.
    pub fn intersect(&mut self, other: &Self) {
        for (at, word) in self.words.iter_mut().enumerate() {
            *word &= other.words.get(at).copied().unwrap_or(0);
        }
    }

    /// Takes out the rows of `other`.
    pub fn remove(&mut self, other: &Self) {
        for (word, other) in self.words.iter_mut().zip(&other.words) {
            *word &= !other;
        }
    }

    /// Keeps the rows for which `keep` says yes; asks only about rows that are in the set.
    pub fn retain(&mut self, mut keep: impl FnMut(usize) -> bool) {
        for (at, word) in self.words.iter_mut().enumerate() {
            let mut left = *word;
            while left != 0 {
                let bit = left.trailing_zeros();
                left &= left - 1;
                if !keep(at * 64 + bit as usize) {
                    *word &= !(1 << bit);
                }
            }
        }
    }

    /// How many rows of a stretch are both here and in `other`.
    pub fn count_shared(&self, other: &Self, stretch: Range<usize>) -> usize {
        let end = stretch.end.min(self.len).min(other.len);
        if stretch.start >= end {
            return 0;
        }
        let (first, last) = (stretch.start / 64, (end - 1) / 64);
        let mut count = 0;
        for (one, two) in self.words[first..=last].iter().zip(&other.words[first..=last]) {
            count += (one & two).count_ones();
        }
        let outside = |at: usize, mask: u64| (self.words[at] & other.words[at] & mask).count_ones();
        let before = outside(first, !(u64::MAX << (stretch.start % 64)));
        let after = outside(last, !(u64::MAX >> (63 - (end - 1) % 64)));
        (count - before - after) as usize
    }

    /// The words of a stretch with rows both here and in `other`, each with the number of its first row.
    pub fn each_shared(&self, other: &Self, stretch: Range<usize>, take: &mut dyn FnMut(usize, u64)) {
        let end = stretch.end.min(self.len).min(other.len);
        if stretch.start >= end {
            return;
        }
        let (first, last) = (stretch.start / 64, (end - 1) / 64);
        for (at, (one, two)) in self.words[first..=last].iter().zip(&other.words[first..=last]).enumerate() {
            let at = first + at;
            let mut word = one & two;
            if at == first {
                word &= u64::MAX << (stretch.start % 64);
            }
            if at == last {
                word &= u64::MAX >> (63 - (end - 1) % 64);
            }
            if word != 0 {
                take(at * 64, word);
            }
        }
    }

    /// The shortest stretch of whole words that all rows lie in.
    pub fn extent(&self) -> Range<usize> {
        let first = self.words.iter().position(|&word| word != 0).unwrap_or(0);
        let end = self.words.iter().rposition(|&word| word != 0).map_or(0, |last| last + 1);
        first * 64..(end * 64).min(self.len)
    }

    /// Takes all rows out, and puts each of the ascending `ranks` the row of that rank in its place; ranks beyond the last
    /// row stay.
    pub fn take_ranks(&mut self, ranks: &mut [u32]) {
        let mut before = 0;
        let mut at = 0;
        for (number, word) in self.words.iter_mut().enumerate() {
            let mut left = std::mem::take(word);
            let end = before + left.count_ones();
            while let Some(rank) = ranks.get_mut(at).filter(|rank| **rank < end) {
                while before < *rank {
                    left &= left - 1;
                    before += 1;
                }
                *rank = number as u32 * 64 + left.trailing_zeros();
                at += 1;
            }
            before = end;
        }
    }

    /// Bytes of memory held.
    pub fn memory(&self) -> usize {
        8 * self.words.capacity()
    }

    /// How many rows are in it.
    pub fn count(&self) -> usize {
        self.words.iter().map(|word| word.count_ones() as usize).sum()
    }

    /// The rows in it, ascending.
    pub fn iter(&self) -> impl Iterator<Item = usize> {
        self.words.iter().enumerate().flat_map(|(at, &word)| {
            std::iter::successors((word != 0).then_some(word), |word| {
                let rest = word & (word - 1);
                (rest != 0).then_some(rest)
            })
            .map(move |word| at * 64 + word.trailing_zeros() as usize)
        })
    }

    fn trim(&mut self) {
        let used = self.len % 64;
        if used != 0
            && let Some(last) = self.words.last_mut()
        {
            *last &= (1 << used) - 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_agrees_with_a_plain_list_at_every_edge() {
        for len in [0, 1, 63, 64, 65, 127, 128, 200] {
            let set = Bitset::from_fn(len, |row| row % 3 == 0);
            let list: Vec<usize> = (0..len).filter(|row| row % 3 == 0).collect();
            assert_eq!(set.iter().collect::<Vec<_>>(), list, "{len}");
            assert_eq!(set.count(), list.len());
            assert_eq!(Bitset::all(len).count(), len);
            let code_of: Vec<u32> = (0..len as u32).map(|row| row % 3).collect();
            let of_code = |code| Bitset::from_fn(len, |row| row % 3 == code);
            assert_eq!(Bitset::of_codes(&code_of, 4), [of_code(0), of_code(1), of_code(2), of_code(3)]);
            for start in (0..len).step_by(13) {
                for end in (start..=len).step_by(7) {
                    let range = Bitset::of_range(len, start..end);
                    assert_eq!(range.iter().collect::<Vec<_>>(), (start..end).collect::<Vec<_>>());
                    let mut shared = Vec::new();
                    set.each_shared(&Bitset::all(len), start..end, &mut |first, word| {
                        shared.extend((0..64).filter(|bit| word >> bit & 1 == 1).map(|bit| first + bit));
                    });
                    assert_eq!(
                        shared,
                        list.iter().copied().filter(|row| (start..end).contains(row)).collect::<Vec<_>>()
                    );
                    assert_eq!(set.count_shared(&range, 0..len), shared.len());
                }
            }
            let ends = list.first().copied().zip(list.last().copied());
            assert!(ends.is_none_or(|(first, last)| set.extent().contains(&first) && set.extent().contains(&last)));
            let mut united = Bitset::from_fn(len, |row| row % 2 == 0);
            united.unite(&set);
            let all: Vec<usize> = (0..len).filter(|row| row % 2 == 0 || row % 3 == 0).collect();
            assert_eq!(united.iter().collect::<Vec<_>>(), all);
            for step in 1..5 {
                let mut ranks: Vec<u32> = (0..all.len() as u32).step_by(step).chain([u32::MAX]).collect();
                united.clone().take_ranks(&mut ranks);
                let expected = all.iter().step_by(step).map(|&row| row as u32).chain([u32::MAX]);
                assert_eq!(ranks, expected.collect::<Vec<_>>());
            }
            let mut odd = Bitset::all(len / 2);
            (0..len).for_each(|row| odd.put(row, row % 2 == 1));
            assert_eq!(odd, Bitset::from_fn(len, |row| row % 2 == 1));
            united.take_ranks(&mut []);
            assert!(united.is_empty());
            let mut others = Bitset::all(len);
            others.remove(&set);
            assert_eq!(
                others.iter().collect::<Vec<_>>(),
                (0..len).filter(|row| row % 3 != 0).collect::<Vec<_>>()
            );
            let mut both = Bitset::all(len);
            both.retain(|row| row % 2 == 0);
            both.intersect(&set);
            assert_eq!(
                both.iter().collect::<Vec<_>>(),
                (0..len).filter(|row| row % 6 == 0).collect::<Vec<_>>()
            );
        }
    }
}
