//! A column of a table: what each row states, and which row of the source stated it last.

use super::Shape;
use crate::store::{Dictionary, NO_CODE, NO_INSTANT};

/// What a row states in a column.
#[derive(Debug, Clone, PartialEq)]
pub enum Given {
    /// That there is nothing.
    Nothing,
    /// A word.
    Word(String),
    /// A number.
    Number(f64),
    /// An instant.
    Instant(i64),
    /// Several things.
    List(Vec<GivenItem>),
}

/// One of several things.
#[derive(Debug, Clone, PartialEq)]
pub struct GivenItem {
    /// Its word; empty for none.
    pub word: String,
    /// Its number; NaN for none.
    pub number: f64,
    /// Where it begins: an instant, a month counted from 1970-01, or a time of day.
    pub from: i64,
    /// Where it ends.
    pub until: i64,
}

impl Default for GivenItem {
    fn default() -> Self {
        Self { word: String::new(), number: f64::NAN, from: i64::MIN, until: i64::MAX }
    }
}

/// One of several things that a row states.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Item {
    /// The code of its word.
    pub word: u32,
    /// Its number; NaN for none.
    pub number: f64,
    /// Where it begins: an instant, a month counted from 1970-01, or a time of day; the smallest number for always.
    pub from: i64,
    /// Where it ends; the largest number for never.
    pub until: i64,
    /// Of when the row of the source is that stated it.
    pub(super) version: i64,
}

#[derive(Debug)]
pub(super) enum Data {
    Codes(Vec<u32>),
    Numbers(Vec<f64>),
    Instants(Vec<i64>),
    Lists(Vec<Vec<Item>>),
}

/// What all rows state in a column.
#[derive(Debug)]
pub struct Column {
    shape: Shape,
    pub(in crate::store) words: Dictionary,
    pub(super) data: Data,
    /// Of when the row of the source is that stated each value; empty until one says so.
    pub(super) versions: Vec<i64>,
}

impl Column {
    pub(super) fn new(shape: Shape) -> Self {
        let data = match shape {
            Shape::Name | Shape::Text | Shape::Word => Data::Codes(Vec::new()),
            Shape::Number => Data::Numbers(Vec::new()),
            Shape::Instant => Data::Instants(Vec::new()),
            _ => Data::Lists(Vec::new()),
        };
        Self { shape, words: Dictionary::default(), data, versions: Vec::new() }
    }

    /// What it holds.
    pub fn shape(&self) -> Shape {
        self.shape
    }

    /// Its words.
    pub fn words(&self) -> &Dictionary {
        &self.words
    }

    /// The code of the word that a row states.
    pub fn code(&self, row: usize) -> u32 {
        let Data::Codes(codes) = &self.data else { return NO_CODE };
        codes.get(row).copied().unwrap_or(NO_CODE)
    }

    /// The word that a row states.
    pub fn word(&self, row: usize) -> Option<&str> {
        self.words.get(self.code(row))
    }

    /// The number that a row states.
    pub fn number(&self, row: usize) -> Option<f64> {
        let Data::Numbers(numbers) = &self.data else { return None };
        numbers.get(row).copied().filter(|number| !number.is_nan())
    }

    /// The instant that a row states; [`NO_INSTANT`] for none.
    pub fn instant(&self, row: usize) -> i64 {
        let Data::Instants(instants) = &self.data else { return NO_INSTANT };
        instants.get(row).copied().unwrap_or(NO_INSTANT)
    }

    /// The things that a row states, in the order of their beginnings where they come together.
    pub fn items(&self, row: usize) -> &[Item] {
        let Data::Lists(lists) = &self.data else { return &[] };
        lists.get(row).map_or(&[], Vec::as_slice)
    }

    /// What holds at an instant, or in a month: of those that have begun and not ended, what began last.
    pub fn item_at(&self, row: usize, at: i64) -> Option<&Item> {
        self.items(row).iter().rev().find(|item| item.from <= at && at < item.until)
    }

    /// The code of the word that holds at an instant.
    pub fn code_at(&self, row: usize, at: i64) -> u32 {
        self.item_at(row, at).map_or(NO_CODE, |item| item.word)
    }

    /// The word that holds at an instant.
    pub fn word_at(&self, row: usize, at: i64) -> Option<&str> {
        self.words.get(self.code_at(row, at))
    }

    /// Bytes of memory held.
    pub fn memory(&self) -> usize {
        let data = match &self.data {
            Data::Codes(codes) => 4 * codes.capacity(),
            Data::Numbers(numbers) => 8 * numbers.capacity(),
            Data::Instants(instants) => 8 * instants.capacity(),
            Data::Lists(lists) => {
                let list = |list: &Vec<Item>| size_of::<Vec<Item>>() + size_of::<Item>() * list.capacity();
                lists.iter().map(list).sum()
            }
        };
        self.words.memory() + data + 8 * self.versions.capacity()
    }

    pub(super) fn resize(&mut self, rows: usize) {
        match &mut self.data {
            Data::Codes(codes) => codes.resize(rows, NO_CODE),
            Data::Numbers(numbers) => numbers.resize(rows, f64::NAN),
            Data::Instants(instants) => instants.resize(rows, NO_INSTANT),
            Data::Lists(lists) => lists.resize_with(rows, Vec::new),
        }
        if !self.versions.is_empty() {
            self.versions.resize(rows, i64::MIN);
        }
    }

    /// Takes what a row states, unless a newer one has stated something else.
    pub(super) fn set(&mut self, row: usize, given: Given, version: i64) {
        if let (Data::Lists(lists), true) = (&mut self.data, self.shape.comes_together()) {
            let parts = match given {
                Given::List(parts) => parts,
                // Without a time it holds always.
                Given::Word(word) => vec![GivenItem { word, ..GivenItem::default() }],
                Given::Number(number) => vec![GivenItem { number, ..GivenItem::default() }],
                _ => Vec::new(),
            };
            for part in parts {
                merge(&mut lists[row], stored(&mut self.words, &part, version));
            }
            return;
        }
        if self.versions.get(row).is_some_and(|&known| known > version) {
            return;
        }
        if version != i64::MIN || !self.versions.is_empty() {
            let rows = self.rows();
            self.versions.resize(rows, i64::MIN);
            self.versions[row] = version;
        }
        match (&mut self.data, given) {
            (Data::Codes(codes), Given::Word(word)) => codes[row] = self.words.intern(&word),
            (Data::Codes(codes), _) => codes[row] = NO_CODE,
            (Data::Numbers(numbers), Given::Number(number)) => numbers[row] = number,
            (Data::Numbers(numbers), _) => numbers[row] = f64::NAN,
            (Data::Instants(instants), Given::Instant(at)) => instants[row] = at,
            (Data::Instants(instants), _) => instants[row] = NO_INSTANT,
            (Data::Lists(lists), Given::List(parts)) => {
                lists[row] = parts.iter().map(|part| stored(&mut self.words, part, version)).collect();
            }
            (Data::Lists(lists), _) => lists[row].clear(),
        }
    }

    pub(super) fn rows(&self) -> usize {
        match &self.data {
            Data::Codes(codes) => codes.len(),
            Data::Numbers(numbers) => numbers.len(),
            Data::Instants(instants) => instants.len(),
            Data::Lists(lists) => lists.len(),
        }
    }
}

fn stored(words: &mut Dictionary, part: &GivenItem, version: i64) -> Item {
    let word = if part.word.is_empty() { NO_CODE } else { words.intern(&part.word) };
    Item { word, number: part.number, from: part.from, until: part.until, version }
}

/// Puts a part among those of a row, in place of an older one with the same beginning.
fn merge(list: &mut Vec<Item>, item: Item) {
    match list.binary_search_by_key(&item.from, |known| known.from) {
        Ok(at) if list[at].version <= item.version => list[at] = item,
        Ok(_) => {}
        Err(at) => list.insert(at, item),
    }
}
