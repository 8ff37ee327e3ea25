//! Dates in the two forms programs write: `2024-03-01T08:15:30Z` and the same with milliseconds.
//!
//! A file holds few days and many times, so the days read before are remembered by their digits.

use super::swar::eight;
use crate::time::parse::iso_fixed;

const HOUR: u64 = 3_600_000;
const MINUTE: u64 = 60_000;
const SECOND: u64 = 1_000;

#[derive(Debug, Clone, Copy)]
struct Day {
    /// The bytes of `2024-03-` and of `01T`.
    date: (u64, u64),
    start: i64,
}

const DAYS: usize = 256;

/// The days read before.
#[derive(Debug)]
pub(super) struct Dates {
    days: Box<[Day; DAYS]>,
}

impl Default for Dates {
    fn default() -> Self {
        Self { days: Box::new([Day { date: (0, 0), start: 0 }; DAYS]) }
    }
}

impl Dates {
    /// The instant of the string whose opening quote is at `at`, and the place after it. `None` says only that another
    /// reader must look.
    #[inline(always)]
    pub fn read(&mut self, bytes: &[u8], at: usize) -> Option<(i64, usize)> {
        // "2024-03-01T08:15:30Z" and what comes after, or "2024-03-01T08:15:30.250Z".
        let window = bytes.get(at..)?.first_chunk::<26>()?;
        if window[0] != b'"' {
            return None;
        }
        let date = (eight(window, 1), eight(window, 9) & 0xff_ffff);
        let clock = clock(eight(window, 12))?;
        let (millis, length) = match [window[20], window[21]] {
            [b'Z', b'"'] => (0, 22),
            [b'.', first] if window[24] == b'Z' && window[25] == b'"' => {
                let digit = |byte: u8| u64::from(byte.wrapping_sub(b'0'));
                let (a, b, c) = (digit(first), digit(window[22]), digit(window[23]));
                if a > 9 || b > 9 || c > 9 {
                    return None;
                }
                (a * 100 + b * 10 + c, 26)
            }
            _ => return None,
        };
        // The low bits of both digits of the day and of the last digit of the month.
        let slot = (date.1 & 15 | date.1 >> 4 & 0x30 | date.0 >> 42 & 0xc0) as usize % DAYS;
        let day = &self.days[slot];
        let start = if day.date == date { day.start } else { self.learn(slot, date)? };
        Some((start + (clock + millis) as i64, at + length))
    }

    #[inline(never)]
    fn learn(&mut self, slot: usize, date: (u64, u64)) -> Option<i64> {
        let mut midnight = *b"0000-00-00T00:00:00Z";
        midnight[..8].copy_from_slice(&date.0.to_le_bytes());
        midnight[8..11].copy_from_slice(&date.1.to_le_bytes()[..3]);
        let start = iso_fixed(&midnight)?;
        self.days[slot] = Day { date, start };
        Some(start)
    }
}

/// Milliseconds since midnight of the bytes of `08:15:30`.
#[inline(always)]
fn clock(text: u64) -> Option<u64> {
    const ZEROS: u64 = u64::from_le_bytes(*b"00:00:00");
    const HIGH: u64 = 0x8080_8080_8080_8080;
    // Adding these sets a byte's top bit where a digit exceeds 9, a colon is none, or a number is too large.
    const DIGITS: u64 = u64::from_le_bytes([0x76, 0x76, 0x7f, 0x76, 0x76, 0x7f, 0x76, 0x76]);
    const NUMBERS: u64 = u64::from_le_bytes([0x7f - 23, 0, 0, 0x7f - 59, 0, 0, 0x7f - 59, 0]);
    const PLACES: u64 = u64::from_le_bytes([0xff, 0, 0, 0xff, 0, 0, 0xff, 0]);
    let digits = text ^ ZEROS;
    if (digits.wrapping_add(DIGITS) | digits) & HIGH != 0 {
        return None;
    }
    let numbers = (digits.wrapping_mul(10).wrapping_add(digits >> 8)) & PLACES;
    if numbers.wrapping_add(NUMBERS) & HIGH != 0 {
        return None;
    }
    Some((numbers & 0xff) * HOUR + (numbers >> 24 & 0xff) * MINUTE + (numbers >> 48) * SECOND)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(dates: &mut Dates, text: &str) -> Option<(i64, usize)> {
        dates.read(format!("\"{text}\",\"kind\":\"reply\"").as_bytes(), 0)
    }

    #[test]
    fn it_agrees_with_the_general_reader() {
        let mut dates = Dates::default();
        let mut state = 7_u64;
        let mut next = |below: u64| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (state >> 33) % below
        };
        for _ in 0..200_000 {
            let (year, month, day) = (1990 + next(60), 1 + next(12), 1 + next(31));
            let (hour, minute, second) = (next(25), next(61), next(61));
            let fraction = if next(2) == 0 { String::new() } else { format!(".{:03}", next(1000)) };
            let text = format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}{fraction}Z");
            let expected = iso_fixed(text.as_bytes());
            // Leap seconds are the general reader's business.
            if second < 60 {
                assert_eq!(read(&mut dates, &text), expected.map(|at| (at, text.len() + 2)), "{text}");
            }
        }
    }

    #[test]
    fn one_wrong_byte_is_enough() {
        let good = "2024-03-01T08:15:30.250Z";
        for at in 0..good.len() {
            for byte in 0..=127_u8 {
                let mut text = good.as_bytes().to_vec();
                text[at] = byte;
                let Ok(text) = String::from_utf8(text) else { continue };
                let found = read(&mut Dates::default(), &text).map(|(at, _)| at);
                if found.is_some() {
                    assert_eq!(found, iso_fixed(text.as_bytes()), "{text:?}");
                }
            }
        }
    }
}
