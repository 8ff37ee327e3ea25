//! A selection of rows, one bit a row.

/// A set of row numbers below a fixed length.
#[derive(Debug, Clone, PartialEq, Eq)]
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
    pub fn of_range(len: usize, range: std::ops::Range<usize>) -> Self {
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

    /// Keeps the rows that are also in `other`.
    pub fn intersect(&mut self, other: &Self) {
        for (at, word) in self.words.iter_mut().enumerate() {
            *word &= other.words.get(at).copied().unwrap_or(0);
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
                }
            }
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
