//! Dates as sources write them, turned into milliseconds.
//!
//! ```
//! use deskgauge::time::parse::DateFormat;
//!
//! let day_first = DateFormat::parse_pattern("d/m/yyyy HH:MM")?;
//! let read = day_first.read(b"29/2/2016 01:16").ok_or("unreadable")?;
//! assert_eq!((read.local_ms, read.offset_ms), (1_456_708_560_000, None));
//!
//! let read = DateFormat::Iso.read(b"2016-02-29T01:16:00.5+01:00").ok_or("unreadable")?;
//! assert_eq!(read.utc_ms(), Some(1_456_704_960_500));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! What a format name or pattern may be:
//!
//! | written | reads |
//! |---|---|
//! | `iso` | `2016-02-29`, then perhaps `T` or a space and `01:16`, `01:16:00` or `01:16:00.123456789`, then perhaps `Z`, `+01:00`, `+0100` or `+01` |
//! | `epoch-s` | seconds since 1970 UTC, decimals allowed |
//! | `epoch-ms` | milliseconds since 1970 UTC |
//! | a pattern | fields and the signs between them, from the table below |
//!
//! | field | reads |
//! |---|---|
//! | `yyyy` | a year of four digits |
//! | `yy` | a year of two digits: 70 to 99 are 19.., 00 to 69 are 20.. |
//! | `m` `mm` | the month as a number; **directly after an hour field, the minutes** |
//! | `Mon` `mmm` | the month's English name, three letters |
//! | `Month` `mmmm` | the month's English name in full |
//! | `d` `dd` | the day of the month |
//! | `eee` `eeee` | the weekday's English name, short or full; skipped |
//! | `h` `hh` | the hour, 0 to 23, or 1 to 12 where the pattern has an `AM` |
//! | `s` `ss` | the seconds |
//! | `f` … `fffffffff`, or `s` … directly after the seconds | the fraction of a second, one to nine digits |
//! | `AM` `PM` `a` | AM or PM |
//! | `Z` `zzz` | `Z`, `+01:00`, `+0100` or `+01` |
//! | `'text'` | exactly this text |
//! | `T` and every sign | itself; a space stands for one or more spaces |
//!
//! Letters may be upper or lower case everywhere: `DD/MM/YYYY HH:MM` and `dd/mm/yyyy hh:mm` are the same pattern.
//! Numbers may come without their leading zero, unless the next field follows without a sign between (`yyyymmdd`).
//! Fractions are cut to milliseconds. Only years 1 to 9999 exist.
//!
//! Easy to get wrong: a text without an offset is wall-clock time, so [`Parsed::local_ms`] is not an instant until a
//! zone says so.

pub use super::fields::Parsed;
use super::fields::{clock_ms, day_number, digits_at, fraction_prefix, number, offset_prefix};
use super::pattern::Pattern;
use crate::error::DeskError;

/// How a source writes its dates.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DateFormat {
    /// ISO 8601.
    Iso,
    /// Seconds since 1970 UTC.
    EpochSeconds,
    /// Milliseconds since 1970 UTC.
    EpochMillis,
    /// Fields and signs.
    Pattern(Pattern),
    /// The first of several that fits.
    Any(Vec<DateFormat>),
}

impl DateFormat {
    /// The format called `iso`, `epoch-s` or `epoch-ms`, or the one a pattern describes.
    pub fn parse_pattern(written: &str) -> Result<Self, DeskError> {
        match written {
            "iso" => Ok(Self::Iso),
            "epoch-s" => Ok(Self::EpochSeconds),
            "epoch-ms" => Ok(Self::EpochMillis),
            _ => Pattern::new(written).map(Self::Pattern),
        }
    }

    /// Reads a date; `None` when the text is not one in this format. Numbers of seconds or milliseconds may lie outside
    /// [`super::EARLIEST`] to [`super::LATEST`].
    pub fn read(&self, text: &[u8]) -> Option<Parsed> {
        let text = text.trim_ascii();
        match self {
            Self::Iso => iso(text),
            Self::EpochSeconds => epoch(text, 3).map(Parsed::utc),
            Self::EpochMillis => epoch(text, 0).map(Parsed::utc),
            Self::Pattern(pattern) => pattern.read(text),
            Self::Any(formats) => formats.iter().find_map(|format| format.read(text)),
        }
    }

    /// Reads a date given as a number: seconds where the format says so, else milliseconds.
    pub fn read_number(&self, value: f64) -> Option<Parsed> {
        let factor = if self.counts_seconds() { 1000.0 } else { 1.0 };
        let ms = (value * factor).trunc();
        ms.is_finite().then_some(Parsed::utc(ms as i64))
    }

    fn counts_seconds(&self) -> bool {
        match self {
            Self::EpochSeconds => true,
            Self::Any(formats) => formats.iter().any(Self::counts_seconds),
            _ => false,
        }
    }
}

/// Reads `YYYY-MM-DDTHH:MM:SSZ` and `YYYY-MM-DDTHH:MM:SS.fffZ`, the two forms programs write, to an instant. `None`
/// says only that another reader must look at the text.
#[inline]
pub fn iso_fixed(text: &[u8]) -> Option<i64> {
    let (clock, millis) = match text.len() {
        20 => (text.get(..19)?, 0),
        24 if text[19] == b'.' => (text.get(..19)?, number(text.get(20..23)?)?),
        _ => return None,
    };
    if text.last() != Some(&b'Z') || clock[10] != b'T' {
        return None;
    }
    Some(fixed_clock(clock)? + i64::from(millis))
}

/// Reads `YYYY-MM-DD?HH:MM:SS`, 19 bytes, whatever stands between date and time.
#[inline]
fn fixed_clock(text: &[u8]) -> Option<i64> {
    let text: &[u8; 19] = text.try_into().ok()?;
    if text[4] != b'-' || text[7] != b'-' || text[13] != b':' || text[16] != b':' {
        return None;
    }
    let two = |at: usize| {
        let (tens, ones) = (text[at].wrapping_sub(b'0'), text[at + 1].wrapping_sub(b'0'));
        // Anything but a digit makes a number above every limit below.
        if tens > 9 || ones > 9 { 1000 } else { u32::from(tens) * 10 + u32::from(ones) }
    };
    let (century, year) = (two(0), two(2));
    if century > 99 || year > 99 {
        return None;
    }
    let days = day_number((century * 100 + year) as i32, two(5), two(8))?;
    Some(days * 86_400_000 + clock_ms(two(11), two(14), two(17), 0)?)
}

fn iso(text: &[u8]) -> Option<Parsed> {
    if let Some(ms) = iso_fixed(text) {
        return Some(Parsed::utc(ms));
    }
    let (date, rest) = text.split_at_checked(10)?;
    if date[4] != b'-' || date[7] != b'-' {
        return None;
    }
    let year = number(&date[..4])? as i32;
    let days = day_number(year, number(&date[5..7])?, number(&date[8..])?)?;
    let midnight = days * 86_400_000;
    let Some((&between, rest)) = rest.split_first() else {
        return Some(Parsed { local_ms: midnight, offset_ms: None });
    };
    if !matches!(between, b'T' | b't' | b' ') {
        return None;
    }
    let (clock, rest) = iso_clock(rest)?;
    let offset_ms = match rest.trim_ascii_start() {
        [] => None,
        offset => Some(whole(offset_prefix(offset)?)?),
    };
    Some(Parsed { local_ms: midnight + clock, offset_ms })
}

/// `HH:MM[:SS[.f…]]` and what is left after it.
fn iso_clock(text: &[u8]) -> Option<(i64, &[u8])> {
    let (clock, mut rest) = text.split_at_checked(5)?;
    if clock[2] != b':' {
        return None;
    }
    let (hour, minute) = (number(&clock[..2])?, number(&clock[3..])?);
    let (mut second, mut millis) = (0, 0);
    if let [b':', tail @ ..] = rest {
        let (digits, tail) = tail.split_at_checked(2)?;
        second = number(digits)?;
        rest = tail;
        if let [b'.' | b',', tail @ ..] = rest {
            (millis, rest) = fraction_prefix(tail)?;
        }
    }
    Some((clock_ms(hour, minute, second, millis)?, rest))
}

fn whole<T>((value, rest): (T, &[u8])) -> Option<T> {
    rest.is_empty().then_some(value)
}

/// A decimal number times 10^`shift`, cut to an integer; saturates beyond 64 bits.
fn epoch(text: &[u8], shift: u32) -> Option<i64> {
    let (negative, digits) = match text {
        [b'-', rest @ ..] => (true, rest),
        [b'+', rest @ ..] | rest => (false, rest),
    };
    let (whole, fraction) = match digits.iter().position(|&byte| byte == b'.') {
        Some(point) => (&digits[..point], &digits[point + 1..]),
        None => (digits, &[][..]),
    };
    if whole.is_empty() || digits_at(whole) < whole.len() || digits_at(fraction) < fraction.len() {
        return None;
    }
    let moved = (0..shift as usize).map(|at| fraction.get(at).unwrap_or(&b'0'));
    let value = whole
        .iter()
        .chain(moved)
        .fold(0_i64, |sum, digit| sum.saturating_mul(10).saturating_add(i64::from(digit - b'0')));
    Some(if negative { -value } else { value })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn iso_utc(text: &str) -> Option<i64> {
        DateFormat::Iso.read(text.as_bytes()).and_then(Parsed::utc_ms)
    }

    fn iso_local(text: &str) -> Option<i64> {
        DateFormat::Iso
            .read(text.as_bytes())
            .filter(|parsed| parsed.offset_ms.is_none())
            .map(|parsed| parsed.local_ms)
    }

    #[test]
    fn iso_in_all_its_forms_is_the_same_instant() {
        for text in [
            "2016-02-29T01:16:00Z",
            "2016-02-29T01:16:00.000Z",
            "2016-02-29 01:16:00+00:00",
            "2016-02-29t01:16z",
            "2016-02-29T02:16:00.000000+01:00",
            "2016-02-28T20:16:00,0-0500",
            "2016-02-29 02:16 +01",
            " 2016-02-29T01:16:00.000999999Z ",
        ] {
            assert_eq!(iso_utc(text), Some(1_456_708_560_000), "{text}");
        }
        assert_eq!(iso_local("2016-02-29"), Some(1_456_704_000_000));
        assert_eq!(iso_local("2016-02-29 00:00:00.5"), Some(1_456_704_000_500));
        assert_eq!(iso_utc("0001-01-01T00:00:00Z"), Some(crate::time::EARLIEST));
        assert_eq!(iso_utc("9999-12-31T23:59:59.999Z"), Some(crate::time::LATEST));
        assert_eq!(iso_utc("2016-12-31T23:59:60Z"), iso_utc("2017-01-01T00:00:00Z"));
    }

    #[test]
    fn what_is_no_date_is_refused() {
        for text in [
            "",
            "2015-02-29",
            "2016-13-01",
            "2016-00-10",
            "0000-01-01",
            "2016-02-29T24:00:00Z",
            "2016-02-29T23:60:00Z",
            "2016-02-29T23:59:61Z",
            "2016-02-29T01:16:00.Z",
            "2016-02-29T01:16:00.1234567890Z",
            "2016-02-29T01:16:00+25:00",
            "2016-02-29T01:16:00+1",
            "2016-02-29T01:16:00Zx",
            "2016-02-29T",
            "20160229",
            "+262000-01-01T00:00:00Z",
            "2016-02-2\u{e9}",
            "２016-02-29T01:16:00Z",
        ] {
            assert_eq!(DateFormat::Iso.read(text.as_bytes()), None, "{text}");
        }
    }

    #[test]
    fn epochs_keep_their_decimals_and_saturate() {
        let read = |format: &DateFormat, text: &str| format.read(text.as_bytes()).and_then(Parsed::utc_ms);
        assert_eq!(read(&DateFormat::EpochSeconds, "1456708560.1239"), Some(1_456_708_560_123));
        assert_eq!(read(&DateFormat::EpochSeconds, "-1.5"), Some(-1500));
        assert_eq!(read(&DateFormat::EpochMillis, "1456708560000"), Some(1_456_708_560_000));
        assert_eq!(read(&DateFormat::EpochMillis, "99999999999999999999"), Some(i64::MAX));
        assert_eq!(read(&DateFormat::EpochSeconds, "1.2.3"), None);
        assert_eq!(read(&DateFormat::EpochSeconds, "NaN"), None);
        assert_eq!(DateFormat::EpochSeconds.read_number(1.5).and_then(Parsed::utc_ms), Some(1500));
        assert_eq!(DateFormat::Iso.read_number(f64::NAN), None);
    }
}
