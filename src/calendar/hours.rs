//! Times of day, intervals and dates as calendars write them.

use super::spans::Span;
use crate::settings::{Reader, Written};
use crate::time::parse::DateFormat;
use crate::time::{DAY, SECOND, day_of};

/// The weekdays' names, Monday first.
pub const WEEKDAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

/// A time of day in milliseconds, `00:00` to `24:00`.
#[derive(Debug, Clone, Copy)]
pub struct TimeOfDay(pub i64);

impl Written for TimeOfDay {
    fn read(from: &Reader<'_>) -> Self {
        let text: String = from.read();
        let read = time_of_day(&text);
        if read.is_none() {
            from.refuse("a time of day from \"00:00\" to \"24:00\"");
        }
        Self(read.unwrap_or(0))
    }
}

/// The milliseconds of `09:00` or `09:00:30`, up to `24:00`.
pub fn time_of_day(text: &str) -> Option<i64> {
    let mut parts = text.split(':');
    let mut part = |highest: i64| -> Option<i64> {
        let digits = parts.next()?;
        let well = (1..=2).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit());
        digits.parse().ok().filter(|&number| well && number <= highest)
    };
    let (hours, minutes) = (part(24)?, part(59)?);
    let seconds = if text.matches(':').count() == 2 { part(59)? } else { 0 };
    let whole = (hours * 3_600 + minutes * 60 + seconds) * SECOND;
    (parts.next().is_none() && whole <= DAY).then_some(whole)
}

/// From one time of day up to another; where it ends before it starts it runs into the next day.
#[derive(Debug, Clone, Copy)]
pub struct Interval(pub Span);

impl Written for Interval {
    fn read(from: &Reader<'_>) -> Self {
        let (TimeOfDay(start), TimeOfDay(end)) = from.read();
        if start == end || start == DAY {
            from.refuse("an interval that ends at another time than it starts");
        }
        Self((start, end))
    }
}

/// A date, as a day number.
#[derive(Debug, Clone, Copy)]
pub struct Day(pub i64);

impl Written for Day {
    fn read(from: &Reader<'_>) -> Self {
        let text: String = from.read();
        let read = date(&text);
        if read.is_none() {
            from.refuse("a date such as \"2026-12-24\"");
        }
        Self(read.unwrap_or(0))
    }
}

/// The day number of `yyyy-mm-dd`.
pub fn date(text: &str) -> Option<i64> {
    let plain = text.len() == 10 && text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-');
    plain.then(|| DateFormat::Iso.read(text.as_bytes())).flatten().map(|read| day_of(read.local_ms))
}

/// Month and day of `mm-dd`.
pub fn month_and_day(text: &str) -> Option<(u32, u32)> {
    // Any month and day there are, the last of February included.
    date(["2000-", text].concat().as_str())?;
    let (month, day) = text.split_once('-')?;
    Some((month.parse().ok()?, day.parse().ok()?))
}
