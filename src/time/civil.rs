//! Civil dates as day numbers, by chrono.

use chrono::{Datelike, NaiveDate};

use super::DAY;

/// Days from the start of the common era to 1970-01-01.
const EPOCH_DAY: i32 = 719_163;

/// A date of the Gregorian calendar.
pub type Date = NaiveDate;

/// The day number of a local time: days since 1970-01-01.
pub const fn day_of(local: i64) -> i64 {
    local.div_euclid(DAY)
}

/// The date of a day number; `None` outside what chrono can name.
pub fn date_of(day: i64) -> Option<NaiveDate> {
    NaiveDate::from_num_days_from_ce_opt(i32::try_from(day).ok()?.checked_add(EPOCH_DAY)?)
}

/// Months since 1970-01 of a day number.
pub fn month_key(day: i64) -> Option<i64> {
    let date = date_of(day)?;
    Some((i64::from(date.year()) - 1970) * 12 + i64::from(date.month0()))
}

/// The day number on which a month starts.
pub fn month_start(month: i64) -> Option<i64> {
    let year = i32::try_from(month.div_euclid(12) + 1970).ok()?;
    let month = u32::try_from(month.rem_euclid(12)).ok()? + 1;
    let first = NaiveDate::from_ymd_opt(year, month, 1)?;
    Some(i64::from(first.num_days_from_ce()) - i64::from(EPOCH_DAY))
}
