//! Words as codes: the same word always gets the same small number.

use std::hash::Hasher;

use rustc_hash::FxHasher;

use super::NO_CODE;
use super::veil::{Key, Veil};

/// A list of distinct words in order of first appearance, with a hash index over it.
#[derive(Debug, Default)]
pub struct Dictionary {
    text: Vec<u8>,
    ends: Vec<u32>,
    /// Open addressing: hash and code + 1 of a word in one number, 0 where empty. Its length is a power of two.
    table: Vec<u64>,
    /// Where some words are marks: how to know the words again.
    veil: Option<Box<Veil>>,
}

impl Dictionary {
    /// How many words there are.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether there is no word yet.
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// The word with this code; `None` for [`NO_CODE`] and unknown codes.
    pub fn get(&self, code: u32) -> Option<&str> {
        std::str::from_utf8(self.bytes(code)?).ok()
    }

    /// The bytes of the word with this code.
    pub fn bytes(&self, code: u32) -> Option<&[u8]> {
        let at = usize::try_from(code).ok()?;
        let end = *self.ends.get(at)? as usize;
        let start = if at == 0 { 0 } else { *self.ends.get(at - 1)? as usize };
        self.text.get(start..end)
    }

    /// The code of a word that is already there.
    pub fn find(&self, word: &str) -> Option<u32> {
        self.find_bytes(word.as_bytes())
    }

    /// The code of a word that is already there, by its bytes.
    pub fn find_bytes(&self, bytes: &[u8]) -> Option<u32> {
        self.find_hashed(bytes, hash(bytes))
    }

    /// The code of `word`, which is added when it is new. [`NO_CODE`] when the dictionary is full (4 GB of text).
    pub fn intern(&mut self, word: &str) -> u32 {
        let bytes = word.as_bytes();
        let hash = hash(bytes);
        match self.find_hashed(bytes, hash) {
            Some(code) => code,
            None if self.veil.is_some() => self.unveil(word).unwrap_or_else(|| {
                self.veil.iter_mut().for_each(|veil| veil.fresh.push(word.to_string()));
                self.add(bytes, hash)
            }),
            None => self.add(bytes, hash),
        }
    }

    /// Takes the words that are marks for those that they were made of with a key.
    pub fn veil(&mut self, key: Key) {
        self.veil = Some(Box::new(Veil { key, met: Vec::new(), fresh: Vec::new() }));
    }

    /// Takes note of a word if there is its mark.
    pub fn recognise(&mut self, word: &str) {
        if self.find(word).is_none() {
            self.unveil(word);
        }
    }

    /// Puts words in place of their marks. Returns these, and all that came since the last time.
    pub fn reveal(&mut self) -> Vec<String> {
        let Some(veil) = &mut self.veil else { return Vec::new() };
        let (met, mut came) = (std::mem::take(&mut veil.met), std::mem::take(&mut veil.fresh));
        if met.is_empty() {
            return came;
        }
        let marks = std::mem::take(self);
        let mut next = met.iter().peekable();
        for (code, mark) in marks.iter().enumerate() {
            let known = next.next_if(|(of, _)| *of as usize == code);
            self.append(known.map_or(mark, |(_, word)| word));
        }
        self.index();
        self.veil = marks.veil;
        came.extend(met.into_iter().map(|(_, word)| word));
        came
    }

    /// Leaves all marks in their place that words came for since the last time. The words that are here now stay fresh.
    pub(crate) fn overlook(&mut self) {
        if let Some(veil) = &mut self.veil {
            veil.met = Vec::new();
        }
    }

    /// What marks are made with here.
    pub(super) fn key(&self) -> Option<Key> {
        self.veil.as_ref().map(|veil| veil.key)
    }

    #[cold]
    #[inline(never)]
    fn unveil(&mut self, word: &str) -> Option<u32> {
        let mark = self.veil.as_ref()?.key.mark(word);
        let code = self.find(&mark)?;
        let met = &mut self.veil.as_mut()?.met;
        if let Err(place) = met.binary_search_by_key(&code, |&(of, _)| of) {
            met.insert(place, (code, word.to_string()));
        }
        Some(code)
    }

    /// Adds a word that is known to be new, without an index: until [`Dictionary::index`] no word can be found.
    pub(super) fn append(&mut self, word: &str) -> u32 {
        let Ok(end) = u32::try_from(self.text.len() + word.len()) else {
            return NO_CODE;
        };
        self.text.extend_from_slice(word.as_bytes());
        self.ends.push(end);
        self.len() as u32 - 1
    }

    /// The words that stand one after the other in `text`, each up to its end, without an index.
    pub(super) fn of(text: &str, ends: Vec<u32>) -> Self {
        Self { text: text.into(), ends, ..Self::default() }
    }

    /// Makes all words findable. Whether they are distinct; of equal ones the first is found.
    pub(super) fn index(&mut self) -> bool {
        self.table = vec![0; (self.len() * 2).next_power_of_two().max(16)];
        let mut are_distinct = true;
        for code in 0..self.len() as u32 {
            let bytes = self.bytes(code).unwrap_or_default();
            let hash = hash(bytes);
            if self.find_hashed(bytes, hash).is_none() {
                self.place(entry(hash, code));
            } else {
                are_distinct = false;
            }
        }
        are_distinct
    }

    /// Forgets the words from code `len` on.
    pub(super) fn truncate(&mut self, len: usize) {
        if len >= self.len() {
            return;
        }
        self.text.truncate(if len == 0 { 0 } else { self.ends[len - 1] as usize });
        self.ends.truncate(len);
        self.rebuild(self.table.len());
    }

    /// All words in code order.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        (0..self.len() as u32).map(|code| self.get(code).unwrap_or_default())
    }

    /// Bytes of memory held.
    pub fn memory(&self) -> usize {
        self.text.capacity() + 4 * self.ends.capacity() + 8 * self.table.capacity()
    }

    /// Whether the word at a place is this one.
    #[inline(always)]
    fn is(&self, at: usize, bytes: &[u8]) -> bool {
        let Some(&end) = self.ends.get(at) else { return false };
        let start = at.checked_sub(1).map_or(0, |before| self.ends[before]);
        self.text.get(start as usize..end as usize).is_some_and(|word| word == bytes)
    }

    fn find_hashed(&self, bytes: &[u8], hash: u32) -> Option<u32> {
        let mask = self.table.len().checked_sub(1)?;
        let mut at = hash as usize & mask;
        loop {
            match self.table[at] {
                0 => return None,
                found if (found >> 32) as u32 == hash => {
                    let code = found as u32 - 1;
                    if self.is(code as usize, bytes) {
                        return Some(code);
                    }
                }
                _ => {}
            }
            at = (at + 1) & mask;
        }
    }

    fn add(&mut self, bytes: &[u8], hash: u32) -> u32 {
        let Ok(end) = u32::try_from(self.text.len() + bytes.len()) else {
            return NO_CODE;
        };
        if (self.len() + 1) * 3 > self.table.len() * 2 {
            self.rebuild((self.table.len() * 2).max(16));
        }
        let code = self.len() as u32;
        self.text.extend_from_slice(bytes);
        self.ends.push(end);
        self.place(entry(hash, code));
        code
    }

    fn place(&mut self, entry: u64) {
        let mask = self.table.len() - 1;
        let mut at = (entry >> 32) as usize & mask;
        while self.table[at] != 0 {
            at = (at + 1) & mask;
        }
        self.table[at] = entry;
    }

    /// Places all words anew in a table of `size`.
    fn rebuild(&mut self, size: usize) {
        let words = self.len();
        for entry in std::mem::replace(&mut self.table, vec![0; size]) {
            if entry != 0 && entry as u32 as usize <= words {
                self.place(entry);
            }
        }
    }
}

fn entry(hash: u32, code: u32) -> u64 {
    u64::from(hash) << 32 | u64::from(code + 1)
}

/// A 32-bit hash of a word, the same on every target.
pub(super) fn hash(bytes: &[u8]) -> u32 {
    let mut hasher = FxHasher::default();
    hasher.write(bytes);
    let wide = hasher.finish();
    (wide ^ (wide >> 32)) as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_keeps_its_code_while_a_million_others_come() {
        let mut words = Dictionary::default();
        let first = words.intern("email");
        for number in 0..1_000_000 {
            words.intern(&number.to_string());
        }
        assert_eq!(words.intern("email"), first);
        assert_eq!(words.find("999999"), Some(1_000_000));
        assert_eq!(words.find("absent"), None);
        assert_eq!(words.get(first), Some("email"));
        assert_eq!(words.get(NO_CODE), None);
    }

    #[test]
    fn the_empty_word_is_a_word() {
        let mut words = Dictionary::default();
        assert_eq!(words.intern(""), 0);
        assert_eq!(words.get(0), Some(""));
    }
}
