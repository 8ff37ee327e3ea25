//! Bytes as numbers, words and columns.

use super::super::{Dictionary, NO_CODE};
use super::{HEADER, MAGIC, VERSION, checksum};
use crate::error::DeskError;

/// A column as it lies in the bytes.
#[derive(Debug, Clone, Copy)]
pub(super) struct Packed<'a> {
    base: i64,
    step: u64,
    width: usize,
    steps: &'a [u8],
}

impl Packed<'_> {
    /// One of its numbers.
    #[inline]
    pub fn get(&self, at: usize) -> i64 {
        let steps = match self.width {
            1 => self.steps[at].into(),
            2 => u16::from_le_bytes(self.chunk(at)).into(),
            4 => u32::from_le_bytes(self.chunk(at)).into(),
            8 => u64::from_le_bytes(self.chunk(at)),
            _ => 0,
        };
        self.base.wrapping_add(steps.wrapping_mul(self.step) as i64)
    }

    #[inline]
    fn chunk<const WIDTH: usize>(&self, at: usize) -> [u8; WIDTH] {
        self.steps.as_chunks().0[at]
    }
}

/// Gives what a snapshot holds, part by part, in the order in which it was written.
///
/// What is wrong is told at the end, by [`SnapshotReader::finish`]; until then there are zeros.
#[derive(Debug)]
pub struct SnapshotReader<'a> {
    bytes: &'a [u8],
    is_bad: bool,
}

impl<'a> SnapshotReader<'a> {
    /// Looks at the beginning and the checksum.
    pub fn begin(bytes: &'a [u8]) -> Result<Self, DeskError> {
        let (header, body) = bytes.split_at_checked(HEADER).ok_or_else(bad)?;
        let (magic, rest) = header.split_first_chunk::<8>().ok_or_else(bad)?;
        let (version, rest) = rest.split_first_chunk::<4>().ok_or_else(bad)?;
        let (sum, _) = rest.split_first_chunk::<8>().ok_or_else(bad)?;
        if magic != MAGIC {
            return Err(bad());
        }
        let version = u32::from_le_bytes(*version);
        if version > VERSION {
            let message = format!(
                "this snapshot has form {version}, and this version reads up to {VERSION}; update, or load the data anew"
            );
            return Err(DeskError::new("newer-snapshot", message));
        }
        if checksum(version, body) != u64::from_le_bytes(*sum) {
            return Err(bad());
        }
        Ok(Self { bytes: body, is_bad: false })
    }

    /// Notes that something cannot be.
    pub fn refuse(&mut self) {
        self.is_bad = true;
        self.bytes = &[];
    }

    /// Refuses the snapshot unless something holds.
    pub fn demand(&mut self, holds: bool) {
        if !holds {
            self.refuse();
        }
    }

    /// Whether something was wrong so far.
    pub fn is_bad(&self) -> bool {
        self.is_bad
    }

    /// Whether all of it was right so far.
    pub fn so_far(&self) -> Result<(), DeskError> {
        if self.is_bad { Err(bad()) } else { Ok(()) }
    }

    /// Whether all of it was right, and read.
    pub fn finish(self) -> Result<(), DeskError> {
        if self.is_bad || !self.bytes.is_empty() { Err(bad()) } else { Ok(()) }
    }

    /// A byte.
    #[inline]
    pub fn byte(&mut self) -> u8 {
        match self.bytes.split_first() {
            Some((&byte, rest)) => {
                self.bytes = rest;
                byte
            }
            None => {
                self.refuse();
                0
            }
        }
    }

    /// A number.
    #[inline]
    pub fn number(&mut self) -> u64 {
        let byte = self.byte();
        if byte < 0x80 { byte.into() } else { self.long_number(byte) }
    }

    #[inline(never)]
    fn long_number(&mut self, first: u8) -> u64 {
        let mut number = u64::from(first & 0x7F);
        for shift in (7..64).step_by(7) {
            let byte = self.byte();
            let bits = u64::from(byte & 0x7F);
            number |= bits << shift;
            if byte < 0x80 {
                // A number is written in one way only.
                self.demand(bits != 0 && bits << shift >> shift == bits);
                return number;
            }
        }
        self.refuse();
        0
    }

    /// A number that may be below 0.
    #[inline]
    pub fn signed(&mut self) -> i64 {
        let number = self.number();
        (number >> 1) as i64 ^ -((number & 1) as i64)
    }

    /// A code below `count`, or none.
    #[inline]
    pub fn code(&mut self, count: usize) -> u32 {
        let number = self.number();
        if number > count as u64 {
            self.refuse();
            return NO_CODE;
        }
        (number as u32).wrapping_sub(1)
    }

    /// How many of something follow, each of at least one byte.
    pub fn count(&mut self) -> usize {
        let number = self.number();
        if number > self.bytes.len() as u64 {
            self.refuse();
            return 0;
        }
        number as usize
    }

    /// Whether so many bytes are left.
    pub fn holds(&self, bytes: usize) -> bool {
        bytes <= self.bytes.len()
    }

    /// So many bytes as they are.
    pub fn raw(&mut self, count: usize) -> Vec<u8> {
        let Some((raw, rest)) = self.bytes.split_at_checked(count) else {
            self.refuse();
            return Vec::new();
        };
        self.bytes = rest;
        raw.to_vec()
    }

    /// A column of so many numbers, a count that was checked against the bytes that are left: the numbers may take none.
    pub fn column(&mut self, count: usize) -> Vec<i64> {
        let column = self.packed(count);
        (0..count).map(|at| column.get(at)).collect()
    }

    /// A column of codes below `known`, or none.
    pub fn codes(&mut self, count: usize, known: usize) -> Vec<u32> {
        let column = self.packed(count);
        let mut most = 0;
        let code = |at| {
            let number = column.get(at) as u64;
            most = most.max(number);
            (number as u32).wrapping_sub(1)
        };
        let codes = (0..count).map(code).collect();
        self.demand(most <= known as u64);
        codes
    }

    /// A column as it lies there.
    pub(super) fn packed(&mut self, count: usize) -> Packed<'a> {
        let (base, step, width) = (self.signed(), self.number(), usize::from(self.byte()));
        self.demand(matches!(width, 0 | 1 | 2 | 4 | 8) && step > 0);
        match count.checked_mul(width).and_then(|size| self.bytes.split_at_checked(size)) {
            Some((steps, rest)) if !self.is_bad => {
                self.bytes = rest;
                Packed { base, step, width, steps }
            }
            _ => {
                self.refuse();
                Packed { base: 0, step: 1, width: 0, steps: &[] }
            }
        }
    }

    /// A number with all its digits.
    pub fn float(&mut self) -> f64 {
        match self.bytes.split_first_chunk::<8>() {
            Some((digits, rest)) => {
                self.bytes = rest;
                f64::from_bits(u64::from_le_bytes(*digits))
            }
            None => {
                self.refuse();
                f64::NAN
            }
        }
    }

    /// Whether something follows.
    pub fn flag(&mut self) -> bool {
        let byte = self.byte();
        self.demand(byte < 2);
        byte == 1
    }

    /// One of a few, by its number.
    pub fn one_of<T: Copy>(&mut self, all: &[T]) -> T {
        let number = usize::from(self.byte());
        self.demand(number < all.len());
        all[number.min(all.len() - 1)]
    }

    /// A word.
    pub fn text(&mut self) -> &'a str {
        let length = self.count();
        self.take(length)
    }

    /// The words of a dictionary.
    pub fn words(&mut self) -> Dictionary {
        let mut words = Dictionary::default();
        self.each_word(&mut |word| words.intern(word));
        words
    }

    /// Each word of a list, of which `intern` gives the place; that of each is the one after the last. Returns how many there are.
    pub fn each_word(&mut self, intern: &mut dyn FnMut(&str) -> u32) -> usize {
        let count = self.count();
        let lengths = self.packed(count);
        for code in 0..count {
            let word = self.take(usize::try_from(lengths.get(code)).unwrap_or(usize::MAX));
            self.demand(intern(word) as usize == code);
            if self.is_bad {
                return 0;
            }
        }
        count
    }

    fn take(&mut self, length: usize) -> &'a str {
        match self.bytes.split_at_checked(length).map(|(word, rest)| (std::str::from_utf8(word), rest)) {
            Some((Ok(word), rest)) => {
                self.bytes = rest;
                word
            }
            _ => {
                self.refuse();
                ""
            }
        }
    }
}

fn bad() -> DeskError {
    DeskError::new(
        "bad-snapshot",
        "these bytes are no whole snapshot of a desk; forget them and load the data anew",
    )
}
