//! Numbers, words and columns as bytes.

use super::super::veil::BESIDE;
use super::super::{Dictionary, Redaction};
use super::{HEADER, MAGIC, VERSION, checksum};

/// Takes what a snapshot holds, part by part.
#[derive(Debug)]
pub struct SnapshotWriter {
    bytes: Vec<u8>,
    redaction: Option<Redaction>,
    /// Numbers that somebody is called by.
    called: Dictionary,
}

impl Default for SnapshotWriter {
    fn default() -> Self {
        Self { bytes: vec![0; HEADER], redaction: None, called: Dictionary::default() }
    }
}

impl SnapshotWriter {
    /// A snapshot in which names and texts are marks, where a redaction says so.
    pub fn redacting(redaction: Option<Redaction>) -> Self {
        Self { redaction, ..Self::default() }
    }

    /// Whether a custom text dimension is written as it is.
    pub fn keeps(&self, field: &str) -> bool {
        self.redaction.as_ref().is_none_or(|redaction| redaction.keep.iter().any(|name| name == field))
    }

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

    /// Writes a column: the smallest number, the largest step that leads from it to all others, and how many steps each
    /// takes, in as many bytes as the most steps need.
    pub fn column(&mut self, numbers: &[i64]) {
        let base = numbers.iter().copied().min().unwrap_or(0);
        let distance = |number: i64| number.wrapping_sub(base) as u64;
        let (mut step, mut most) = (0, 0);
        for &number in numbers {
            most = most.max(distance(number));
            if step != 1 {
                step = common_divisor(step, distance(number));
            }
        }
        let step = step.max(1);
        let width = match most / step {
            0 => 0,
            1..=0xFF => 1,
            0x100..=0xFFFF => 2,
            0x1_0000..=0xFFFF_FFFF => 4,
            _ => 8,
        };
        self.signed(base);
        self.number(step);
        self.byte(width as u8);
        self.bytes.reserve(width * numbers.len());
        for &number in numbers {
            let steps = if step == 1 { distance(number) } else { distance(number) / step };
            self.bytes.extend_from_slice(&steps.to_le_bytes()[..width]);
        }
    }

    /// Writes a column of codes; a missing one is 0.
    pub fn codes(&mut self, codes: &[u32]) {
        let numbers: Vec<i64> = codes.iter().map(|code| code.wrapping_add(1).into()).collect();
        self.column(&numbers);
    }

    /// Writes the words of a dictionary: their number, their lengths, their text.
    pub fn words(&mut self, words: &Dictionary) {
        self.number(words.len() as u64);
        let lengths: Vec<i64> = words.iter().map(|word| word.len() as i64).collect();
        self.column(&lengths);
        for word in words.iter() {
            self.bytes.extend_from_slice(word.as_bytes());
        }
    }

    /// Writes the words of a dictionary of names and texts: as marks, except those whose code `stays`, where a redaction says
    /// so.
    pub fn veiled(&mut self, words: &Dictionary, stays: &dyn Fn(u32) -> bool) {
        let Some(Redaction { key, .. }) = &self.redaction else { return self.words(words) };
        let mut marks = Dictionary::default();
        for (code, word) in words.iter().enumerate() {
            let mut mark = word.to_string();
            if !stays(code as u32) {
                mark = key.mark(word);
                // A word beside its own mark, which nobody had the key to know again, stays a word of its own.
                while mark != word && words.find(&mark).is_some() {
                    mark.push(BESIDE);
                }
            }
            marks.intern(&mark);
        }
        self.words(&marks);
    }

    /// Takes note of numbers that are names, such as those of telephones: all numbers among these names but those that are
    /// ids as well.
    pub fn note_names(&mut self, names: &mut dyn Iterator<Item = &str>, ids: &[&Dictionary]) {
        for name in names.filter(|name| is_number(name) && !ids.iter().any(|ids| ids.find(name).is_some())) {
            self.called.intern(name);
        }
    }

    /// Writes the words of a dictionary of ids. Numbers name nobody, and later payloads know people by them.
    pub fn ids(&mut self, words: &Dictionary) {
        self.veiled(words, &|code| words.get(code).is_some_and(is_number));
    }

    /// Writes the words of a dictionary of names, or of ids where no name is known.
    pub fn names(&mut self, words: &Dictionary) {
        let stay: Vec<bool> = words.iter().map(|word| self.is_id(word)).collect();
        self.veiled(words, &|code| stay[code as usize]);
    }

    /// Whether a name is an id that stays.
    pub fn is_id(&self, name: &str) -> bool {
        is_number(name) && self.called.find(name).is_none()
    }

    /// A name as it is written, which may be its mark.
    pub fn written(&self, name: &str) -> String {
        match &self.redaction {
            Some(Redaction { key, .. }) if !self.is_id(name) => key.mark(name),
            _ => name.to_string(),
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

fn is_number(word: &str) -> bool {
    !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_digit())
}

fn common_divisor(mut one: u64, mut other: u64) -> u64 {
    while other > 0 {
        (one, other) = (other, one % other);
    }
    one
}
