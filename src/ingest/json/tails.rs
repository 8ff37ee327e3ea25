//! What events say after their time, remembered whole.
//!
//! The bytes from an event's time to its closing brace are few different ones in a file, such as
//! `,"kind":"reply","role":"agent"}`. Equal bytes say the same, so the event need not be read again.

use super::swar::{before, first, up_to};
use crate::store::Event;

/// What the bytes say.
#[derive(Debug, Clone, Copy)]
pub(super) enum Said {
    /// An event, whose time and number come from elsewhere.
    Event(Event),
    /// An assignment: the event, the agent and the group.
    Assigned(Event, Option<u32>, Option<u32>),
}

/// Longest tail remembered, in words of eight bytes.
const WORDS: usize = 8;
const BITS: u32 = 9;
/// After so many misses in a row only one tail in as many is looked for.
const PATIENCE: u32 = 64;

#[derive(Debug, Clone, Copy)]
struct Entry {
    bytes: [u64; WORDS],
    length: usize,
    said: Said,
}

/// Where a tail is looked for.
#[derive(Debug, Clone, Copy)]
pub(super) struct Tail {
    slot: usize,
    start: usize,
    length: usize,
}

/// A direct-mapped memory of tails.
#[derive(Debug, Default)]
pub(super) struct Tails {
    entries: Vec<Option<Entry>>,
    misses: u32,
}

impl Tails {
    /// The tail that begins at `start`, when it is worth looking for: up to the first closing brace.
    #[inline(always)]
    pub fn tail(&mut self, bytes: &[u8], start: usize) -> Option<Tail> {
        if self.misses > PATIENCE && !self.misses.is_multiple_of(PATIENCE) {
            self.misses = self.misses.wrapping_add(1);
            return None;
        }
        let (chunks, _) = bytes.get(start..)?.first_chunk::<{ 8 * WORDS }>()?.as_chunks::<8>();
        let mut mixed = 0_u64;
        for (number, chunk) in chunks.iter().enumerate() {
            let word = u64::from_le_bytes(*chunk);
            mixed = (mixed ^ up_to(word, b'}')).wrapping_mul(0x9E37_79B9_7F4A_7C15).rotate_left(29);
            let mark = first(word, b'}');
            if mark != 0 {
                let slot = (mixed.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> (64 - BITS)) as usize;
                return Some(Tail { slot, start, length: number * 8 + before(mark) + 1 });
            }
        }
        None
    }

    /// What the tail says, and its length.
    #[inline(always)]
    pub fn find(&mut self, bytes: &[u8], tail: Tail) -> Option<(&Said, usize)> {
        let entry = self.entries.get(tail.slot)?.as_ref()?;
        let (chunks, _) = bytes.get(tail.start..)?.first_chunk::<{ 8 * WORDS }>()?.as_chunks::<8>();
        // The brace is in the last word; what follows it there may differ.
        let last = (tail.length - 1) / 8 % WORDS;
        let mut differing = entry.bytes[last] ^ up_to(u64::from_le_bytes(chunks[last]), b'}');
        for (chunk, word) in chunks.iter().zip(&entry.bytes).take(last) {
            differing |= u64::from_le_bytes(*chunk) ^ word;
        }
        if differing != 0 || entry.length != tail.length {
            return None;
        }
        self.misses = 0;
        Some((&entry.said, tail.length))
    }

    /// Remembers what a tail says that ends the event at `end`.
    #[inline(never)]
    pub fn learn(&mut self, bytes: &[u8], tail: Tail, end: usize, said: Said) {
        self.misses = self.misses.wrapping_add(1);
        let Some(window) = bytes.get(tail.start..).and_then(|rest| rest.first_chunk::<{ 8 * WORDS }>())
        else {
            return;
        };
        if end - tail.start != tail.length {
            return;
        }
        if self.entries.is_empty() {
            self.entries.resize(1 << BITS, None);
        }
        let mut words = [0; WORDS];
        for (word, chunk) in words.iter_mut().zip(window.as_chunks::<8>().0) {
            *word = u64::from_le_bytes(*chunk);
        }
        let last = &mut words[(tail.length - 1) / 8 % WORDS];
        *last = up_to(*last, b'}');
        self.entries[tail.slot] = Some(Entry { bytes: words, length: tail.length, said });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ticket::Kind;

    #[test]
    fn only_the_very_same_bytes_are_found() {
        let after =
            b",{\"at\":\"2024-01-01T00:00:00Z\",\"kind\":\"reply\",\"role\":\"agent\"}]}{\"id\":12345}";
        for length in 1..=64 {
            let mut text: Vec<u8> = (0..length - 1).map(|at| b'a' + at as u8 % 20).collect();
            text.push(b'}');
            text.extend_from_slice(after);
            let mut tails = Tails::default();
            let tail = tails.tail(&text, 0).unwrap();
            assert!(tails.find(&text, tail).is_none());
            tails.learn(&text, tail, length, Said::Event(Event::new(length as i64, Kind::Reply)));
            text[length] ^= 1;
            assert!(matches!(tails.find(&text, tail), Some((Said::Event(event), found))
                if event.at == length as i64 && found == length));
            for at in 0..length - 1 {
                text[at] ^= 1;
                assert!(tails.find(&text, tail).is_none(), "{length} {at}");
                text[at] ^= 1;
            }
        }
    }

    #[test]
    fn a_tail_that_does_not_end_the_event_is_not_remembered() {
        let text =
            b",\"actor\":\"a}b\"},{\"at\":\"2024-01-01T00:00:00Z\",\"kind\":\"reply\",\"role\":\"agent\"}";
        let mut tails = Tails::default();
        let tail = tails.tail(text, 0).unwrap();
        tails.learn(text, tail, 15, Said::Event(Event::new(0, Kind::Reply)));
        assert!(tails.find(text, tail).is_none());
    }
}
