//! Recently seen words and their codes, so that a frequent word costs no hashing and no look at the dictionary.

use super::swar::{Short, eight, is_plain, up_to};
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
    #[inline(always)]
    const fn number(self) -> u32 {
        match self {
            Self::Of(dimension) => dimension as u32,
            Self::People => 128,
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
    /// The word and its closing quote, filled up with zeros.
    head: u64,
    tail: u64,
    head_mask: u64,
    tail_mask: u64,
    list: u32,
    length: u32,
    code: u32,
}

const BITS: u32 = 9;

/// A direct-mapped memory of words. A slot is found by the word's first eight bytes.
#[derive(Debug)]
pub(super) struct Words {
    entries: Box<[Entry; 1 << BITS]>,
}

impl Default for Words {
    fn default() -> Self {
        let empty =
            Entry { head: 0, tail: 0, head_mask: 0, tail_mask: 0, list: u32::MAX, length: 0, code: NO_CODE };
        Self { entries: Box::new([empty; 1 << BITS]) }
    }
}

impl Words {
    /// The code of the string whose opening quote is at `at`, and the place after it. `None` says only that another
    /// reader must look.
    // A call costs less than a larger caller, which browsers take longer to compile.
    #[inline(never)]
    pub fn read(&mut self, bytes: &[u8], at: usize, list: List, store: &mut Store) -> Option<(u32, usize)> {
        self.known(bytes, at, list).or_else(|| self.learn(bytes, at, list, store))
    }

    /// The same for words that are remembered.
    #[inline(always)]
    pub fn known(&self, bytes: &[u8], at: usize, list: List) -> Option<(u32, usize)> {
        let [quote, window @ .., _] = bytes.get(at..)?.first_chunk::<18>()?;
        let (head, tail) = (eight(window, 0), eight(window, 8));
        let entry = &self.entries[slot(head, list)];
        let differs = (head ^ entry.head) & entry.head_mask | (tail ^ entry.tail) & entry.tail_mask;
        (differs == 0 && entry.list == list.number() && *quote == b'"')
            .then(|| (entry.code, at + entry.length as usize + 2))
    }

    /// Remembers a word, if it reads as it is written.
    #[inline(never)]
    fn learn(&mut self, bytes: &[u8], at: usize, list: List, store: &mut Store) -> Option<(u32, usize)> {
        let length = Short::read(bytes, at)?.length;
        let word = bytes.get(at + 1..at + 1 + length)?;
        if !is_plain(word) {
            return None;
        }
        let code = list.code(store, std::str::from_utf8(word).ok()?);
        let mask = u128::MAX >> (8 * (Short::LONGEST - length));
        let window = u128::from_le_bytes(*bytes.get(at + 1..)?.first_chunk::<16>()?) & mask;
        self.entries[slot(window as u64, list)] = Entry {
            head: window as u64,
            tail: (window >> 64) as u64,
            head_mask: mask as u64,
            tail_mask: (mask >> 64) as u64,
            list: list.number(),
            length: length as u32,
            code,
        };
        Some((code, at + length + 2))
    }
}

#[inline(always)]
fn slot(head: u64, list: List) -> usize {
    let salted = up_to(head, b'"') ^ u64::from(list.number()) << 56;
    (salted.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> (64 - BITS)) as usize
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
