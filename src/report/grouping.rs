//! Tickets in groups: a code each, and the labels of the codes.

use std::cell::OnceCell;

use crate::label::number_label;
use crate::sort::sort_positions;
use crate::store::{Bitset, Dictionary, NO_CODE};

/// Codes of all tickets in one grouping, and what the codes mean, in the order rows are shown.
#[derive(Debug)]
pub(super) struct Grouping {
    pub codes: Vec<u32>,
    pub labels: Vec<Option<String>>,
    sets: OnceCell<Vec<Bitset>>,
}

/// Groupings of up to so many labels are also kept as sets.
const MOST_SETS: usize = 64;

impl Grouping {
    fn new(codes: Vec<u32>, labels: Vec<Option<String>>) -> Self {
        Self { codes, labels, sets: OnceCell::new() }
    }

    /// The labels there are by their codes.
    pub fn words(&self) -> Dictionary {
        let mut words = Dictionary::default();
        for label in self.labels.iter().flatten() {
            words.intern(label);
        }
        words
    }

    /// The same with further labels, which stand before what has none. Codes that are called alike become one.
    pub fn with<'l>(&self, labels: impl Iterator<Item = &'l Option<String>>) -> Self {
        let mut words = self.words();
        let mut has_none = self.labels.contains(&None);
        for label in labels {
            match label {
                Some(word) => _ = words.intern(word),
                None => has_none = true,
            }
        }
        let mut all: Vec<Option<String>> = words.iter().map(|word| Some(word.to_string())).collect();
        let none = all.len() as u32;
        if has_none {
            all.push(None);
        }
        let place = |label: &Option<String>| label.as_deref().and_then(|word| words.find(word));
        let places: Vec<u32> = self.labels.iter().map(|label| place(label).unwrap_or(none)).collect();
        let moved = |&code: &u32| places.get(code as usize).copied().unwrap_or(none);
        Self::new(self.codes.iter().map(moved).collect(), all)
    }

    /// The tickets of each label, unless there are too many labels.
    pub fn sets(&self) -> Option<&[Bitset]> {
        if self.labels.len() > MOST_SETS {
            return None;
        }
        Some(self.sets.get_or_init(|| Bitset::of_codes(&self.codes, self.labels.len())))
    }

    /// Gives a ticket its label; one beyond the end comes last.
    pub fn put(&mut self, row: usize, label: usize) {
        self.codes.resize(self.codes.len().max(row + 1), NO_CODE);
        self.codes[row] = label as u32;
        for (at, set) in self.sets.get_mut().into_iter().flatten().enumerate() {
            set.put(row, at == label);
        }
    }

    /// Bytes of memory held.
    pub fn memory(&self) -> usize {
        4 * self.codes.capacity() + self.sets.get().map_or(0, |sets| sets.iter().map(Bitset::memory).sum())
    }
}

/// Sorted by rank, then text; missing last.
pub(super) fn by_words(codes: &[u32], words: &Dictionary, rank: &dyn Fn(u32) -> u8) -> Grouping {
    let mut used = vec![false; words.len()];
    let mut missing = false;
    for &code in codes {
        match used.get_mut(code as usize) {
            Some(used) => *used = true,
            None => missing = true,
        }
    }
    let mut order: Vec<u32> = (0..words.len() as u32).filter(|&code| used[code as usize]).collect();
    sort_positions(&mut order, &mut |a, b| {
        let (a, b) = (a as u32, b as u32);
        rank(a).cmp(&rank(b)).then_with(|| words.bytes(a).cmp(&words.bytes(b)))
    });
    let mut place = vec![NO_CODE; words.len()];
    let mut labels: Vec<Option<String>> = Vec::with_capacity(order.len() + 1);
    for &code in &order {
        place[code as usize] = labels.len() as u32;
        labels.push(words.get(code).map(str::to_string));
    }
    let last = labels.len() as u32;
    if missing {
        labels.push(None);
    }
    let codes = codes.iter().map(|&code| place.get(code as usize).copied().unwrap_or(last)).collect();
    Grouping::new(codes, labels)
}

/// In the order of the names given; missing last.
pub(super) fn by_names(
    rows: usize,
    names: &mut dyn Iterator<Item = &str>,
    code: &dyn Fn(usize) -> Option<u32>,
) -> Grouping {
    let mut labels: Vec<Option<String>> = names.map(|name| Some(name.to_string())).collect();
    let last = labels.len() as u32;
    labels.push(None);
    Grouping::new((0..rows).map(|row| code(row).unwrap_or(last)).collect(), labels)
}

/// Ascending; missing last.
pub(super) fn by_numbers(rows: usize, number: &dyn Fn(usize) -> Option<f64>) -> Grouping {
    let values: Vec<Option<f64>> = (0..rows).map(number).collect();
    let value = |row: usize| values[row].unwrap_or_default();
    let mut order: Vec<u32> = (0..rows as u32).filter(|&row| values[row as usize].is_some()).collect();
    sort_positions(&mut order, &mut |a, b| value(a).total_cmp(&value(b)));
    let mut labels = Vec::new();
    let mut codes = vec![NO_CODE; rows];
    let mut before = f64::NAN;
    for row in order {
        let value = value(row as usize);
        if value != before {
            labels.push(Some(number_label(value)));
            before = value;
        }
        codes[row as usize] = labels.len() as u32 - 1;
    }
    let last = labels.len() as u32;
    labels.push(None);
    for code in codes.iter_mut().filter(|code| **code == NO_CODE) {
        *code = last;
    }
    Grouping::new(codes, labels)
}
