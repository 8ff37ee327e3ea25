//! The fields that written dates are made of: digits, clock times, fractions, offsets.

use chrono::{Datelike, NaiveDate};

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

    pub(super) const fn utc(ms: i64) -> Self {
        Self { local_ms: ms, offset_ms: Some(0) }
    }
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
