//! The ticket columns: one array a field.

use super::{Custom, CustomColumn, Dictionary, Ids, NO_INSTANT, NOT_STATED};
use crate::ticket::Dimension;

/// Ticket-level facts a source may state itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub enum Stated {
    /// First public answer.
    FirstResponse,
    /// Last resolution.
    Resolved,
    /// Closing.
    Closed,
}

/// All tickets, one array a field; a ticket is a row number.
#[derive(Debug, Default)]
pub struct Tickets {
    pub(super) ids: Ids,
    pub(super) created: Vec<i64>,
    pub(super) words: [Vec<u32>; Dimension::COUNT],
    /// The words tickets had before their events; of each dimension empty until an event first changes one.
    pub(super) began: [Vec<u32>; Dimension::COUNT],
    pub(super) level: Vec<u8>,
    pub(super) test: Vec<bool>,
    /// Empty until a source states the fact.
    pub(super) stated: [Vec<i64>; 3],
    /// CSAT stated on the ticket itself; empty until a source does so, NaN where missing.
    pub(super) csat: Vec<f64>,
    /// Tags of each ticket as a list number; list 0 is the empty one.
    pub(super) tags: Vec<u32>,
    pub(super) tag_lists: Vec<Vec<u32>>,
    pub(super) tag_words: Dictionary,
    pub(super) custom: Vec<Custom>,
    pub(super) start: Vec<u32>,
    pub(super) count: Vec<u32>,
}

impl Tickets {
    /// How many tickets there are.
    pub fn len(&self) -> usize {
        self.created.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.created.is_empty()
    }

    /// Ids in row order.
    pub fn ids(&self) -> &Ids {
        &self.ids
    }

    /// When each was opened.
    pub fn created(&self) -> &[i64] {
        &self.created
    }

    /// The word codes of a dimension.
    pub fn codes(&self, dimension: Dimension) -> &[u32] {
        &self.words[dimension.index()]
    }

    /// The support level that each states itself; 0 where it states none. Its events may say otherwise since.
    pub fn level(&self) -> &[u8] {
        &self.level
    }

    /// Which tickets are tests.
    pub fn test(&self) -> &[bool] {
        &self.test
    }

    /// What the source states about a fact: an instant, [`NO_INSTANT`] for "has none", [`NOT_STATED`].
    pub fn stated(&self, fact: Stated, row: usize) -> i64 {
        self.stated[fact as usize].get(row).copied().unwrap_or(NOT_STATED)
    }

    /// Whether any ticket has this fact stated.
    pub fn states(&self, fact: Stated) -> bool {
        !self.stated[fact as usize].is_empty()
    }

    /// The CSAT score stated on the ticket itself.
    pub fn csat(&self, row: usize) -> Option<f64> {
        self.csat.get(row).copied().filter(|score| !score.is_nan())
    }

    /// Codes of the tags of a ticket, in [`Tickets::tag_words`].
    pub fn tags(&self, row: usize) -> &[u32] {
        let list = self.tags.get(row).copied().unwrap_or(0) as usize;
        self.tag_lists.get(list).map_or(&[], Vec::as_slice)
    }

    /// The tags seen so far.
    pub fn tag_words(&self) -> &Dictionary {
        &self.tag_words
    }

    /// The custom dimensions.
    pub fn custom(&self) -> &[Custom] {
        &self.custom
    }

    /// The custom dimension called `name`.
    pub fn custom_named(&self, name: &str) -> Option<(usize, &Custom)> {
        self.custom.iter().enumerate().find(|(_, custom)| custom.name == name)
    }

    /// Where a ticket's events lie in the event columns.
    #[inline]
    pub fn events(&self, row: usize) -> std::ops::Range<usize> {
        let start = self.start[row] as usize;
        start..start + self.count[row] as usize
    }

    /// The code of the word that a ticket itself states, whatever its events say since.
    pub fn began(&self, dimension: Dimension, row: usize) -> u32 {
        let began = &self.began[dimension.index()];
        let column = if began.is_empty() { self.codes(dimension) } else { began };
        column.get(row).copied().unwrap_or(super::NO_CODE)
    }

    /// Sets a word that a ticket itself states.
    pub(super) fn state_word(&mut self, dimension: usize, row: usize, code: u32) {
        self.words[dimension][row] = code;
        if let Some(began) = self.began[dimension].get_mut(row) {
            *began = code;
        }
    }

    /// Sets a word that an event says.
    pub(super) fn change_word(&mut self, dimension: Dimension, row: usize, code: u32) {
        let words = &mut self.words[dimension.index()];
        // Nobody asks which status a ticket states beside its events.
        if words[row] != code && self.began[dimension.index()].is_empty() && dimension != Dimension::Status {
            self.began[dimension.index()].clone_from(words);
        }
        words[row] = code;
    }

    /// Makes room for `extra` more tickets in the columns that every desk has.
    pub(super) fn reserve(&mut self, extra: usize) {
        self.created.reserve_exact(extra);
        for column in self.words.iter_mut().chain([&mut self.start, &mut self.count]) {
            column.reserve_exact(extra);
        }
    }

    pub(super) fn push_row(&mut self, created: i64, words: &[u32; Dimension::COUNT]) {
        self.created.push(created);
        for (column, &code) in self.words.iter_mut().zip(words) {
            column.push(code);
        }
        for (column, &code) in self.began.iter_mut().zip(words) {
            if !column.is_empty() {
                column.push(code);
            }
        }
        self.level.push(0);
        self.test.push(false);
        for column in &mut self.stated {
            if !column.is_empty() {
                column.push(NOT_STATED);
            }
        }
        if !self.csat.is_empty() {
            self.csat.push(f64::NAN);
        }
        if !self.tags.is_empty() {
            self.tags.push(0);
        }
        let rows = self.created.len();
        for custom in &mut self.custom {
            custom.column.resize(rows);
        }
        self.start.push(0);
        self.count.push(0);
    }

    /// Cuts off all tickets from `rows` on, and all custom dimensions from `custom` on.
    pub(super) fn truncate(&mut self, rows: usize, custom: usize) {
        self.ids.truncate(rows);
        self.created.truncate(rows);
        for column in self.words.iter_mut().chain(&mut self.began) {
            column.truncate(rows);
        }
        self.level.truncate(rows);
        self.test.truncate(rows);
        for column in &mut self.stated {
            column.truncate(rows);
        }
        self.csat.truncate(rows);
        self.tags.truncate(rows);
        self.custom.truncate(custom);
        for custom in &mut self.custom {
            custom.column.resize(rows);
        }
        self.start.truncate(rows);
        self.count.truncate(rows);
    }

    pub(super) fn set_stated(&mut self, fact: Stated, row: usize, at: i64) {
        let rows = self.len();
        let column = &mut self.stated[fact as usize];
        if column.is_empty() {
            column.resize(rows, NOT_STATED);
        }
        column[row] = if at == NOT_STATED { NO_INSTANT } else { at };
    }

    pub(super) fn leave_unstated(&mut self, fact: Stated, row: usize) {
        if let Some(stated) = self.stated[fact as usize].get_mut(row) {
            *stated = NOT_STATED;
        }
    }

    pub(super) fn set_csat(&mut self, row: usize, score: f64) {
        let rows = self.len();
        if self.csat.is_empty() {
            self.csat.resize(rows, f64::NAN);
        }
        self.csat[row] = score;
    }

    pub(super) fn clear_tags(&mut self, row: usize) {
        let list = self.tags.get(row).copied().unwrap_or(0) as usize;
        if let Some(list) = self.tag_lists.get_mut(list) {
            list.clear();
        }
    }

    pub(super) fn add_tag(&mut self, row: usize, tag: u32) {
        let rows = self.len();
        if self.tags.is_empty() {
            self.tags.resize(rows, 0);
            self.tag_lists.push(Vec::new());
        }
        if self.tags(row).contains(&tag) {
            return;
        }
        let list = self.tags[row] as usize;
        if list == 0 {
            self.tags[row] = self.tag_lists.len() as u32;
            self.tag_lists.push(vec![tag]);
        } else {
            self.tag_lists[list].push(tag);
        }
    }

    pub(super) fn custom_index(&mut self, name: &str, number: bool) -> Option<usize> {
        if let Some((index, custom)) = self.custom_named(name) {
            return (matches!(custom.column, CustomColumn::Number(_)) == number).then_some(index);
        }
        let mut column = if number {
            CustomColumn::Number(Vec::new())
        } else {
            CustomColumn::Text { words: Dictionary::default(), codes: Vec::new() }
        };
        column.resize(self.len());
        self.custom.push(Custom { name: name.to_string(), column });
        Some(self.custom.len() - 1)
    }

    /// Bytes of memory held.
    pub fn memory(&self) -> usize {
        self.ids.memory()
            + 8 * (self.created.capacity() + self.csat.capacity())
            + self.words.iter().chain(&self.began).map(|column| 4 * column.capacity()).sum::<usize>()
            + self.level.capacity()
            + self.test.capacity()
            + self.stated.iter().map(|column| 8 * column.capacity()).sum::<usize>()
            + 4 * (self.tags.capacity() + self.start.capacity() + self.count.capacity())
            + self.tag_lists.iter().map(|list| 24 + 4 * list.capacity()).sum::<usize>()
            + self.tag_words.memory()
            + self.custom.iter().map(|custom| custom.column.memory()).sum::<usize>()
    }
}
