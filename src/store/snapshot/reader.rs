//! Bytes as numbers, words and columns.

use super::super::{Dictionary, NO_CODE};
use super::{HEADER, MAGIC, VERSION, checksum};
use crate::error::DeskError;

/// A column as it lies in the bytes.
#[derive(Debug, Clone, Copy)]
pub(super) struct Packed<'a> {
    count: usize,
    base: i64,
    step: u64,
    width: usize,
    steps: &'a [u8],
}

/// So many numbers are read at a time. An engine may run a function at full speed only from its next call on, so that long
/// columns are read by many calls.
const BLOCK: usize = 1_024;

impl Packed<'_> {
    /// What `make` makes of each of its numbers.
    pub fn map<T>(&self, mut make: impl FnMut(i64) -> T) -> Vec<T> {
        let mut made = Vec::with_capacity(self.count);
        let mut numbers = [0; BLOCK];
        for start in (0..self.count).step_by(BLOCK) {
            make_each(self.block(start, &mut numbers), &mut made, &mut make);
        }
        made
    }

    /// The numbers from `start` on, as many as there is room for.
    #[inline(never)]
    fn block<'a>(&self, start: usize, numbers: &'a mut [i64; BLOCK]) -> &'a [i64] {
        let count = (self.count - start).min(BLOCK);
        let numbers = &mut numbers[..count];
        let steps = &self.steps[start * self.width..];
        match self.width {
            1 => self.place(steps.iter().map(|&byte| byte.into()), numbers),
            2 => self.place(chunks(steps).map(|&chunk| u16::from_le_bytes(chunk).into()), numbers),
            4 => self.place(chunks(steps).map(|&chunk| u32::from_le_bytes(chunk).into()), numbers),
            8 => self.place(chunks(steps).map(|&chunk| u64::from_le_bytes(chunk)), numbers),
            _ => numbers.fill(self.base),
        }
        numbers
    }

    #[inline(always)]
    fn place(&self, steps: impl Iterator<Item = u64>, numbers: &mut [i64]) {
        let (base, step) = (self.base, self.step);
        for (number, steps) in numbers.iter_mut().zip(steps) {
            *number = base.wrapping_add(steps.wrapping_mul(step) as i64);
        }
    }
}

#[inline(never)]
fn make_each<T>(numbers: &[i64], made: &mut Vec<T>, make: &mut impl FnMut(i64) -> T) {
    made.extend(numbers.iter().map(|&number| make(number)));
}

fn chunks<const WIDTH: usize>(bytes: &[u8]) -> std::slice::Iter<'_, [u8; WIDTH]> {
    bytes.as_chunks().0.iter()
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
                "this snapshot has form {version}, and this version reads {VERSION}; update, or load the data anew"
            );
            return Err(DeskError::new("newer-snapshot", message));
        }
        if version < VERSION || checksum(version, body) != u64::from_le_bytes(*sum) {
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
        self.count_of(1)
    }

    /// How many of something follow, each of at least so many bytes.
    fn count_of(&mut self, least: usize) -> usize {
        let number = self.number();
        if number > (self.bytes.len() / least) as u64 {
            self.refuse();
            return 0;
        }
        number as usize
    }

    /// A list of what takes at least so many bytes each, up to what is wrong.
    pub fn list<T>(&mut self, least: usize, next: &mut dyn FnMut(&mut Self) -> T) -> Vec<T> {
        let count = self.count_of(least);
        let mut list = Vec::with_capacity(count);
        while list.len() < count && !self.is_bad {
            list.push(next(self));
        }
        list
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
        self.packed(count).map(|number| number)
    }

    /// A column of codes below `known`, or none.
    pub fn codes(&mut self, count: usize, known: usize) -> Vec<u32> {
        let mut most = 0;
        let codes = self.packed(count).map(|number| {
            most = most.max(number as u64);
            (number as u32).wrapping_sub(1)
        });
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
                Packed { count, base, step, width, steps }
            }
            _ => {
                self.refuse();
                Packed { count: 0, base: 0, step: 1, width: 0, steps: &[] }
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
        let mut words = self.word_list();
        self.demand(words.index());
        words
    }

    /// Words without an index over them, which may not be distinct.
    pub(super) fn word_list(&mut self) -> Dictionary {
        let count = self.count();
        let mut end = 0_u64;
        let ends = self.packed(count).map(|length| {
            end = end.saturating_add(length as u64);
            end as u32
        });
        let text = self.take(u32::try_from(end).map_or(usize::MAX, |end| end as usize));
        self.demand(ends.iter().all(|&end| text.is_char_boundary(end as usize)));
        if self.is_bad { Dictionary::default() } else { Dictionary::of(text, ends) }
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
