//! Numbers, words and columns as bytes.

use super::super::Dictionary;
use super::{HEADER, MAGIC, VERSION, checksum};

/// Takes what a snapshot holds, part by part.
#[derive(Debug)]
pub struct SnapshotWriter {
    bytes: Vec<u8>,
}

impl Default for SnapshotWriter {
    fn default() -> Self {
        Self { bytes: vec![0; HEADER] }
    }
}

impl SnapshotWriter {
    /// Writes a byte.
    pub fn byte(&mut self, byte: u8) {
        self.bytes.push(byte);
    }

    /// Writes a number in as few bytes as it needs: seven bits a byte, the lowest first.
    pub fn number(&mut self, mut number: u64) {
        while number > 0x7F {
            self.bytes.push(number as u8 | 0x80);
            number >>= 7;
        }
        self.bytes.push(number as u8);
    }

    /// Writes a number that may be below 0; those near 0 are short.
    pub fn signed(&mut self, number: i64) {
        self.number((number << 1 ^ number >> 63) as u64);
    }

    /// Writes a code; a missing one is 0.
    pub fn code(&mut self, code: u32) {
        self.number(code.wrapping_add(1).into());
    }

    /// Writes a number with all its digits.
    pub fn float(&mut self, number: f64) {
        self.bytes.extend_from_slice(&number.to_bits().to_le_bytes());
    }

    /// Writes a word and its length.
    pub fn text(&mut self, text: &str) {
        self.number(text.len() as u64);
        self.bytes.extend_from_slice(text.as_bytes());
    }

    /// Writes whether something follows, and says so.
    pub fn flag(&mut self, flag: bool) -> bool {
        self.byte(flag.into());
        flag
    }

    /// Writes the words of a dictionary: their number, their lengths, their text.
    pub fn words(&mut self, words: &Dictionary) {
        self.number(words.len() as u64);
        for word in words.iter() {
            self.number(word.len() as u64);
        }
        for word in words.iter() {
            self.bytes.extend_from_slice(word.as_bytes());
        }
    }

    /// The snapshot.
    pub fn finish(mut self) -> Vec<u8> {
        let sum = checksum(VERSION, &self.bytes[HEADER..]);
        self.bytes[..8].copy_from_slice(MAGIC);
        self.bytes[8..12].copy_from_slice(&VERSION.to_le_bytes());
        self.bytes[12..HEADER].copy_from_slice(&sum.to_le_bytes());
        self.bytes
    }
}
