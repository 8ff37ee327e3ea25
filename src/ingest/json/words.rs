//! Recently seen words and their codes, so that a frequent word costs no hashing and no look at the dictionary.

use super::swar::Short;
use crate::store::{NO_CODE, Store};
use crate::ticket::{Dimension, Kind, Role, Sense, SurveyKind};

/// Which list a word belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum List {
    Of(Dimension),
    People,
    Kinds,
    Roles,
    Senses,
    Surveys,
}

impl List {
    const fn number(self) -> u32 {
        match self {
            Self::Of(Dimension::Assignee | Dimension::Requester) | Self::People => 128,
            Self::Of(dimension) => dimension as u32,
            Self::Kinds => 129,
            Self::Roles => 130,
            Self::Senses => 131,
            Self::Surveys => 132,
        }
    }

    /// The word's code; [`NO_CODE`] where the list is closed and does not have the word.
    fn code(self, store: &mut Store, word: &str) -> u32 {
        let closed = |code: Option<u32>| code.unwrap_or(NO_CODE);
        match self {
            Self::Of(dimension) => store.words(dimension).intern(word),
            Self::People => store.people().intern(word),
            Self::Kinds => closed(Kind::from_name(word).map(|kind| kind as u32)),
            Self::Roles => closed(Role::from_name(word).map(|role| role as u32)),
            Self::Senses => closed(Sense::from_name(word).map(|sense| sense as u32)),
            Self::Surveys => closed(SurveyKind::from_name(word).map(|survey| survey as u32)),
        }
    }
}

#[derive(Debug, Clone, Copy)]
struct Entry {
    head: u64,
    tail: u64,
    /// Length of the word and number of its list.
    kind: u32,
    code: u32,
}

const BITS: u32 = 10;

/// A direct-mapped memory of words.
#[derive(Debug)]
pub(super) struct Words {
    entries: Box<[Entry; 1 << BITS]>,
}

impl Default for Words {
    fn default() -> Self {
        Self { entries: Box::new([Entry { head: 0, tail: 0, kind: u32::MAX, code: NO_CODE }; 1 << BITS]) }
    }
}

impl Words {
    /// The code of the string whose opening quote is at `at`, and the place after it. `None` says only that another
    /// reader must look.
    #[inline(always)]
    pub fn read(&mut self, bytes: &[u8], at: usize, list: List, store: &mut Store) -> Option<(u32, usize)> {
        let short = Short::read(bytes, at)?;
        let kind = (short.length as u32) << 8 | list.number();
        let slot = (short.mixed(u64::from(kind)) >> (64 - BITS)) as usize;
        let entry = &self.entries[slot];
        let code = if entry.head == short.head && entry.tail == short.tail && entry.kind == kind {
            entry.code
        } else {
            self.learn(slot, bytes.get(at + 1..at + 1 + short.length)?, short, list, store)?
        };
        Some((code, at + short.length + 2))
    }

    /// Remembers a word, if it reads as it is written.
    #[inline(never)]
    fn learn(
        &mut self,
        slot: usize,
        word: &[u8],
        short: Short,
        list: List,
        store: &mut Store,
    ) -> Option<u32> {
        if !is_plain(word) {
            return None;
        }
        let code = list.code(store, std::str::from_utf8(word).ok()?);
        let kind = (short.length as u32) << 8 | list.number();
        self.entries[slot] = Entry { head: short.head, tail: short.tail, kind, code };
        Some(code)
    }
}

/// Whether text in quotes reads as it is written.
pub(super) fn is_plain(text: &[u8]) -> bool {
    text.iter().all(|&byte| (0x20..0x7f).contains(&byte) && byte != b'\\')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn remembered_codes_are_the_dictionarys() {
        let mut words = Words::default();
        let mut store = Store::new();
        let mut plain = Store::new();
        let mut state = 5_u32;
        for _ in 0..50_000 {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            let word = "abcdefghijkl"[..(state >> 27) as usize % 12].to_string() + &(state >> 24).to_string();
            let json = format!("\"{word}\",\"and so on and on\"");
            let list = if state & 0x80_0000 == 0 { List::People } else { List::Of(Dimension::Group) };
            let read = words.read(json.as_bytes(), 0, list, &mut store);
            assert_eq!(read, Some((list.code(&mut plain, &word), word.len() + 2)));
        }
    }

    #[test]
    fn what_does_not_read_as_it_is_written_is_left_to_others() {
        let mut words = Words::default();
        let mut store = Store::new();
        for word in ["a\\n", "caf\u{e9}", "a\u{1}", "much too long to remember"] {
            let json = format!("\"{word}\",\"and so on and on\"");
            assert_eq!(words.read(json.as_bytes(), 0, List::People, &mut store), None, "{word}");
        }
        assert_eq!(words.read(b"\"bot\",\"and so on and on\"", 0, List::Roles, &mut store), Some((3, 5)));
        assert_eq!(
            words.read(b"\"cat\",\"and so on and on\"", 0, List::Roles, &mut store),
            Some((NO_CODE, 5))
        );
    }
}
