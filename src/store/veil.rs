//! Marks in place of names and texts, for snapshots that are to hold none.
//!
//! A mark is a keyed hash, SipHash-2-4 with 128 bits: under one key the same word has the same mark, so that groups, repeat
//! contacts and merges go on working, and nobody without the key can tell which word it was, nor try words out.
//!
//! Easy to get wrong: a key is as secret as the words. Whoever has both a snapshot and its key can try names out.

use std::hash::Hasher;

use siphasher::sip128::{Hasher128, SipHasher24};

use crate::settings::{Reader, Written};

/// What marks are made with.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Key([u8; Key::BYTES]);

/// What a mark begins with; twenty hexadecimal digits follow.
const SIGN: char = '~';
const DIGITS: usize = 20;
/// What follows the mark of a word that stands beside its own mark.
pub(super) const BESIDE: char = '+';

impl Key {
    const BYTES: usize = 16;

    /// The mark of a word. A mark is its own.
    pub fn mark(&self, word: &str) -> String {
        if is_mark(word) {
            return word.to_string();
        }
        let mut hasher = SipHasher24::new_with_key(&self.0);
        hasher.write(word.as_bytes());
        let hash = hasher.finish128();
        let mut mark = String::from(SIGN);
        for byte in hash.as_bytes().iter().take(DIGITS / 2) {
            for digit in [byte >> 4, byte & 15] {
                mark.push(char::from(b"0123456789abcdef"[usize::from(digit)]));
            }
        }
        mark
    }
}

/// Whether a word is a mark already.
fn is_mark(word: &str) -> bool {
    let is_digit = |byte: u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte);
    let rest = word.strip_prefix(SIGN).and_then(|rest| rest.as_bytes().split_at_checked(DIGITS));
    rest.is_some_and(|(digits, rest)| {
        digits.iter().copied().all(is_digit) && rest.iter().all(|&sign| sign == BESIDE as u8)
    })
}

impl Written for Key {
    /// Thirty-two hexadecimal digits.
    fn read(from: &Reader<'_>) -> Self {
        let text: String = from.read();
        let digits: Vec<u8> =
            text.chars().filter_map(|sign| sign.to_digit(16)).map(|digit| digit as u8).collect();
        let mut key = Self::default();
        if digits.len() != 2 * Self::BYTES || text.len() != digits.len() {
            // Not what was found: it may be most of a key.
            from.note("bad-option", "expected a key of 32 hexadecimal digits".to_string());
            return key;
        }
        for (byte, pair) in key.0.iter_mut().zip(digits.chunks_exact(2)) {
            *byte = pair[0] << 4 | pair[1];
        }
        key
    }
}

/// What a snapshot leaves out.
#[derive(Debug, Clone, Default)]
pub struct Redaction {
    /// What marks are made with.
    pub key: Key,
    /// Custom text dimensions that stay as they are.
    pub keep: Vec<String>,
}

impl Written for Redaction {
    fn read(from: &Reader<'_>) -> Self {
        from.only(&["key", "keep"]);
        Self { key: from.get("key"), keep: from.get("keep") }
    }
}

/// How a dictionary knows words again that it has marks of.
#[derive(Debug)]
pub(super) struct Veil {
    pub key: Key,
    /// Words met since, with the codes of their marks.
    pub met: Vec<(u32, String)>,
    /// Words that came since and have no mark here; there may be one in another dictionary.
    pub fresh: Vec<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The first test value of the reference implementation for 128 bits: key 00 01 … 0f, no input.
    #[test]
    fn marks_are_those_of_the_reference_implementation() {
        let key = Key(std::array::from_fn(|at| at as u8));
        assert_eq!(key.mark(""), "~a3817f04ba25a8e66df6");
        assert_eq!(key.mark("\0"), "~da87c1d86b99af443476");
        assert_eq!(key.mark("~a3817f04ba25a8e66df6"), "~a3817f04ba25a8e66df6");
        assert_ne!(key.mark("Ann"), Key::default().mark("Ann"));
        assert!(!is_mark("~a3817f04ba25a8e66df") && !is_mark("~A3817f04ba25a8e66df6") && !is_mark("Ann"));
        assert!(is_mark("~a3817f04ba25a8e66df6++") && !is_mark("~a3817f04ba25a8e66df6 call Jane"));
    }
}
