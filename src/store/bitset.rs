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
    pub fn insert(&mut self, row: usize) {
        if row < self.len {
            self.words[row / 64] |= 1 << (row % 64);
        }
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
        let mut count = 0;
        self.each_shared(other, stretch, &mut |_, word| count += word.count_ones() as usize);
        count
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

    /// Takes all rows out, telling each, ascending.
    pub fn drain(&mut self, mut take: impl FnMut(usize)) {
        for (at, word) in self.words.iter_mut().enumerate() {
            let mut left = std::mem::take(word);
            while left != 0 {
                take(at * 64 + left.trailing_zeros() as usize);
                left &= left - 1;
            }
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
            let mut drained = Vec::new();
            let mut united = Bitset::from_fn(len, |row| row % 2 == 0);
            united.unite(&set);
            united.drain(|row| drained.push(row));
            assert_eq!(drained, (0..len).filter(|row| row % 2 == 0 || row % 3 == 0).collect::<Vec<_>>());
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
