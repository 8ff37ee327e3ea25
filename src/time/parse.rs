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

use chrono::{Datelike, NaiveDate};

use super::pattern::Pattern;
use crate::error::DeskError;

const DAYS_TO_1970: i64 = 719_163;
const MINUTE_MS: i32 = 60_000;

/// A date as it was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Parsed {
    /// What the clock on the wall showed, in milliseconds since 1970 on that clock.
    pub local_ms: i64,
    /// How far that clock is ahead of UTC, where the text says so.
    pub offset_ms: Option<i32>,
}

impl Parsed {
    /// The instant, where the text says which offset it is in.
    pub fn utc_ms(self) -> Option<i64> {
        self.offset_ms.map(|offset| self.local_ms.saturating_sub(i64::from(offset)))
    }

    const fn utc(ms: i64) -> Self {
        Self { local_ms: ms, offset_ms: Some(0) }
    }
}

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

/// Days since 1970 of a civil date; `None` when there is no such day.
#[inline]
pub(super) fn day_number(year: i32, month: u32, day: u32) -> Option<i64> {
    if !(1..=9999).contains(&year) {
        return None;
    }
    let date = NaiveDate::from_ymd_opt(year, month, day)?;
    Some(i64::from(date.num_days_from_ce()) - DAYS_TO_1970)
}

/// Milliseconds since midnight; a leap second counts as the first of the next minute.
#[inline]
pub(super) fn clock_ms(hour: u32, minute: u32, second: u32, millis: u32) -> Option<i64> {
    let leap = second == 60 && minute == 59;
    if hour > 23 || minute > 59 || (second > 59 && !leap) {
        return None;
    }
    Some(i64::from(((hour * 60 + minute) * 60 + second) * 1000 + millis))
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

/// One to nine digits of a fraction, cut to thousandths.
pub(super) fn fraction_prefix(text: &[u8]) -> Option<(u32, &[u8])> {
    let length = digits_at(text);
    if !(1..=9).contains(&length) {
        return None;
    }
    let (digits, rest) = text.split_at_checked(length)?;
    let mut millis = 0;
    for at in 0..3 {
        millis = millis * 10 + digits.get(at).map_or(0, |digit| u32::from(digit - b'0'));
    }
    Some((millis, rest))
}

/// `Z`, `+01:00`, `+0100` or `+01` in milliseconds.
pub(super) fn offset_prefix(text: &[u8]) -> Option<(i32, &[u8])> {
    let (&sign, rest) = text.split_first()?;
    let sign = match sign {
        b'Z' | b'z' => return Some((0, rest)),
        b'+' => 1,
        b'-' => -1,
        _ => return None,
    };
    let (hours, rest) = rest.split_at_checked(2)?;
    let hours = number(hours)?;
    let (minutes, rest) = match rest {
        [b':', a, b, rest @ ..] => (number(&[*a, *b])?, rest),
        [a, b, rest @ ..] if a.is_ascii_digit() => (number(&[*a, *b])?, rest),
        rest => (0, rest),
    };
    if hours > 23 || minutes > 59 {
        return None;
    }
    Some((sign * (hours * 60 + minutes) as i32 * MINUTE_MS, rest))
}

/// A number of digits only, at most nine of them.
pub(super) fn number(digits: &[u8]) -> Option<u32> {
    if digits.is_empty() || digits.len() > 9 {
        return None;
    }
    digits.iter().try_fold(0, |sum, digit| digit.is_ascii_digit().then(|| sum * 10 + u32::from(digit - b'0')))
}

/// How many digits a text begins with.
pub(super) fn digits_at(text: &[u8]) -> usize {
    text.iter().take_while(|byte| byte.is_ascii_digit()).count()
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
