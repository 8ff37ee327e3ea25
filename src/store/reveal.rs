//! Words known again: a store restored from a redacted snapshot has marks of names and texts, and a later load may bring the
//! words themselves. The mark then gives way to its word, so that nobody is counted twice.

use super::veil::Key;
use super::{CustomColumn, Dictionary, Store, Table};
use crate::ticket::Dimension;

impl Store {
    /// Gives the key that marks were made with.
    pub fn set_key(&mut self, key: Key) {
        self.each_veiled(&mut |words| words.veil(key));
    }

    /// Puts words in place of their marks. Returns these, and all that came since the last time.
    pub fn reveal(&mut self) -> Vec<String> {
        let mut known = Vec::new();
        self.each_veiled(&mut |words| known.append(&mut words.reveal()));
        if !known.is_empty() {
            self.tables.0.iter_mut().for_each(Table::index);
        }
        known
    }

    /// Puts these words in place of their marks where support levels name agents, and looks up anew what is looked up by
    /// words.
    pub fn reveal_levels(&mut self, known: &[String]) {
        if let Some(key) = self.people.key() {
            self.meanings.ladders_mut().reveal(key, known);
            self.refresh_meanings();
        }
    }

    /// Whether somebody of this name, or its mark, is declared to be on a level of their own.
    pub fn is_agent(&self, word: &str) -> bool {
        let ladders = self.meanings.ladders();
        let by_mark = |key: Key| ladders.is_agent(&key.mark(word));
        ladders.is_agent(word) || self.people.key().is_some_and(by_mark)
    }

    /// Takes note of a word that may have marks here.
    pub fn recognise(&mut self, word: &str) {
        self.each_veiled(&mut |words| words.recognise(word));
    }

    /// The dictionaries of names and texts.
    pub(super) fn each_veiled(&mut self, visit: &mut dyn FnMut(&mut Dictionary)) {
        visit(&mut self.people);
        visit(&mut self.words[Dimension::Customer.index()]);
        visit(&mut self.labels);
        for custom in &mut self.tickets.custom {
            if let CustomColumn::Text { words, .. } = &mut custom.column {
                visit(words);
            }
        }
        for table in &mut self.tables.0 {
            table.each_veiled(visit);
        }
    }
}
