//! Buckets of time: hours, days, weeks and months of a zone, and the slots of a week.

use super::civil::{date_of, day_of, month_key, month_start};
use super::zone::ZoneReader;
use super::{DAY, HOUR, Zone};
use crate::error::DeskError;
use chrono::Datelike;

/// A unit of time that reports count by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Bucket {
    /// An hour of the wall clock; an hour shown twice in autumn is two buckets.
    Hour,
    /// A local day.
    Day,
    /// Seven local days from the chosen first day.
    Week,
    /// A local calendar month.
    Month,
    /// One of the 168 hours of a week.
    HourOfWeek,
    /// One of the 24 hours of a day.
    HourOfDay,
    /// One of the seven days of a week, from the chosen first day.
    DayOfWeek,
}

impl Bucket {
    /// The unit called `name`.
    pub fn from_name(name: &str) -> Option<Self> {
        Some(match name {
            "hour" => Self::Hour,
            "day" => Self::Day,
            "week" => Self::Week,
            "month" => Self::Month,
            "hour-of-week" => Self::HourOfWeek,
            "hour-of-day" => Self::HourOfDay,
            "day-of-week" => Self::DayOfWeek,
            _ => return None,
        })
    }

    /// The unit that a question calls `name`.
    pub fn named(name: &str) -> Result<Self, DeskError> {
        Self::from_name(name).ok_or_else(|| {
            let known = "hour, day, week, month, hour-of-week, hour-of-day, day-of-week";
            DeskError::new("unknown-bucket", format!("\"{name}\" is none of {known}")).at("bucket")
        })
    }

    /// How many slots a cyclic unit has; `None` for stretches of the time line.
    pub const fn slots(self) -> Option<i64> {
        match self {
            Self::HourOfWeek => Some(168),
            Self::HourOfDay => Some(24),
            Self::DayOfWeek => Some(7),
            _ => None,
        }
    }
}

/// A unit in a zone: instants to keys and back. Keys ascend with time, and neighbours differ by one.
#[derive(Debug, Clone, Copy)]
pub struct Buckets<'a> {
    unit: Bucket,
    zone: &'a Zone,
    /// ISO day of the week on which weeks start: 1 is Monday.
    week_start: i64,
}

impl<'a> Buckets<'a> {
    /// Buckets of `unit` in `zone`; weeks start on `week_start` (1 Monday … 7 Sunday).
    pub fn new(unit: Bucket, zone: &'a Zone, week_start: u8) -> Self {
        Self { unit, zone, week_start: i64::from(week_start.clamp(1, 7)) }
    }

    /// A reader of the zone, for [`Buckets::key_of`].
    pub fn reader(&self) -> ZoneReader<'a> {
        self.zone.reader()
    }

    /// The unit.
    pub fn unit(&self) -> Bucket {
        self.unit
    }

    /// The key of an instant.
    pub fn key(&self, at: i64) -> Result<i64, DeskError> {
        self.key_of(&mut self.zone.reader(), at)
    }

    /// The key of an instant, through a reader of the same zone.
    pub fn key_of(&self, reader: &mut ZoneReader<'_>, at: i64) -> Result<i64, DeskError> {
        let local = reader.to_local(at)?;
        let day = day_of(local);
        Ok(match self.unit {
            // Counted on the time line, so that both hours of an autumn night stay apart.
            Bucket::Hour => (at - local.rem_euclid(HOUR)).div_euclid(HOUR),
            Bucket::Day => day,
            Bucket::Week => self.week(day),
            Bucket::Month => month_key(day).unwrap_or(0),
            Bucket::HourOfWeek => self.weekday(day) * 24 + local.rem_euclid(DAY) / HOUR,
            Bucket::HourOfDay => local.rem_euclid(DAY) / HOUR,
            Bucket::DayOfWeek => self.weekday(day),
        })
    }

    /// The keys of every day in a range of day numbers, for units that are made of days; `None` for the others.
    pub fn key_of_day(&self, day: i64) -> Option<i64> {
        match self.unit {
            Bucket::Day => Some(day),
            Bucket::Week => Some(self.week(day)),
            Bucket::Month => month_key(day),
            Bucket::DayOfWeek => Some(self.weekday(day)),
            Bucket::Hour | Bucket::HourOfWeek | Bucket::HourOfDay => None,
        }
    }

    /// The instant at which a bucket starts; for cyclic units the slot number itself.
    pub fn start(&self, key: i64) -> Result<i64, DeskError> {
        let day = match self.unit {
            Bucket::Hour => return self.hour_start(key),
            Bucket::HourOfWeek | Bucket::HourOfDay | Bucket::DayOfWeek => return Ok(key),
            Bucket::Day => key,
            Bucket::Week => key * 7 + self.week_start - 4,
            Bucket::Month => month_start(key)
                .ok_or_else(|| DeskError::new("date-range", "the month lies outside the years 1 to 9999"))?,
        };
        self.zone.to_utc(day.saturating_mul(DAY))
    }

    /// The date on which a bucket made of days starts, as text: `2024-03-04`.
    pub fn start_date(&self, key: i64) -> Option<String> {
        let day = match self.unit {
            Bucket::Day => key,
            Bucket::Week => key * 7 + self.week_start - 4,
            Bucket::Month => month_start(key)?,
            _ => return None,
        };
        let date = date_of(day)?;
        Some(format!("{:04}-{:02}-{:02}", date.year(), date.month(), date.day()))
    }

    fn hour_start(&self, key: i64) -> Result<i64, DeskError> {
        let hour = key.saturating_mul(HOUR);
        let offset = i64::from(self.zone.offset(hour).or_else(|_| self.zone.offset(hour + HOUR - 1))?);
        Ok(hour + (-offset).rem_euclid(HOUR))
    }

    /// 1970-01-01 was a Thursday, ISO day 4.
    fn weekday(&self, day: i64) -> i64 {
        (day + 4 - self.week_start).rem_euclid(7)
    }

    fn week(&self, day: i64) -> i64 {
        (day + 4 - self.week_start).div_euclid(7)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MONDAY: i64 = 4;

    #[test]
    fn weeks_start_on_the_chosen_day() {
        let utc = Zone::utc();
        for first in 1..=7u8 {
            let weeks = Buckets::new(Bucket::Week, &utc, first);
            for day in -20..20 {
                let start = weeks.start(weeks.key(day * DAY).unwrap()).unwrap() / DAY;
                assert!(start <= day && day < start + 7);
                assert_eq!((start - MONDAY).rem_euclid(7) + 1, i64::from(first));
            }
        }
    }

    #[test]
    fn a_month_starts_on_its_first_day() {
        let utc = Zone::utc();
        let months = Buckets::new(Bucket::Month, &utc, 1);
        let february = months.key(40 * DAY).unwrap();
        assert_eq!(months.start_date(february).as_deref(), Some("1970-02-01"));
        assert_eq!(months.start(february).unwrap(), 31 * DAY);
    }

    #[test]
    fn an_hour_with_a_half_hour_offset_starts_on_the_local_hour() {
        let half = 5 * 3_600_000 + 1_800_000;
        let zone = Zone::new("Test/Half", -HOUR, 1_000 * HOUR, vec![], vec![half]).unwrap();
        let hours = Buckets::new(Bucket::Hour, &zone, 1);
        for at in (0..10 * HOUR).step_by(600_000) {
            let start = hours.start(hours.key(at).unwrap()).unwrap();
            assert!(start <= at && at < start + HOUR, "{start} {at}");
            assert_eq!(zone.to_local(start).unwrap() % HOUR, 0);
        }
    }
}
