//! Parts of the week: what "on weekends" and "in the morning" mean.

use crate::error::DeskError;
use crate::time::{DAY, HOUR, Zone};

/// A part of the week, by the local time of a zone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub enum Part {
    /// Mondays.
    Monday,
    /// Tuesdays.
    Tuesday,
    /// Wednesdays.
    Wednesday,
    /// Thursdays.
    Thursday,
    /// Fridays.
    Friday,
    /// Saturdays.
    Saturday,
    /// Sundays.
    Sunday,
    /// Saturdays and Sundays.
    Weekend,
    /// From midnight to six.
    Night,
    /// From six to noon.
    Morning,
    /// From noon to six.
    Afternoon,
    /// From six to midnight.
    Evening,
}

impl Part {
    /// All parts.
    pub const ALL: [Self; 12] = [
        Self::Monday,
        Self::Tuesday,
        Self::Wednesday,
        Self::Thursday,
        Self::Friday,
        Self::Saturday,
        Self::Sunday,
        Self::Weekend,
        Self::Night,
        Self::Morning,
        Self::Afternoon,
        Self::Evening,
    ];

    /// The word answers use.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Monday => "monday",
            Self::Tuesday => "tuesday",
            Self::Wednesday => "wednesday",
            Self::Thursday => "thursday",
            Self::Friday => "friday",
            Self::Saturday => "saturday",
            Self::Sunday => "sunday",
            Self::Weekend => "weekend",
            Self::Night => "night",
            Self::Morning => "morning",
            Self::Afternoon => "afternoon",
            Self::Evening => "evening",
        }
    }

    /// Whether an hour of the week, from Monday midnight on, lies in it.
    pub const fn holds(self, hour_of_week: u8) -> bool {
        let (day, hour) = (hour_of_week / 24, hour_of_week % 24);
        match self {
            Self::Weekend => day >= 5,
            Self::Night | Self::Morning | Self::Afternoon | Self::Evening => {
                hour / 6 == self as u8 - Self::Night as u8
            }
            _ => day == self as u8,
        }
    }
}

/// How many hours a week has.
pub(super) const HOURS: usize = 168;

/// The local hour of the week of every instant, from Monday midnight on.
pub(super) fn hours_of_week(zone: &Zone, instants: &[i64]) -> Result<Vec<u8>, DeskError> {
    let mut reader = zone.reader();
    let hour = |&at: &i64| {
        // The first of January 1970 was a Thursday.
        let local = reader.to_local(at)? + 3 * DAY;
        Ok((local.div_euclid(HOUR)).rem_euclid(HOURS as i64) as u8)
    };
    instants.iter().map(hour).collect()
}
