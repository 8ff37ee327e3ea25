//! Targets: how much time a clock may use, in whose hours.

use super::clock::{ByClock, Clock};
use crate::calendar::{DayRule, Prepared};
use crate::error::DeskError;

/// How much time a clock may use.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Amount {
    /// Milliseconds of the target's hours.
    Time(i64),
    /// Working days, counted by a rule; they are never turned into hours.
    Days(i64, DayRule),
    /// Until the instant that the ticket itself states; tickets that state none have no such clock.
    Stated,
}

/// In whose hours time is counted.
#[derive(Debug, Clone, Copy)]
pub enum Hours<'a> {
    /// Round the clock.
    Calendar,
    /// In the open time of a calendar.
    Business(&'a Prepared),
}

impl Hours<'_> {
    /// Time counted between two instants, the first not after the second.
    pub fn elapsed(self, from: i64, to: i64) -> Result<i64, DeskError> {
        match self {
            Self::Calendar => Ok(to - from),
            Self::Business(calendar) => calendar.elapsed(from, to),
        }
    }

    /// Time counted up to an instant, from wherever counting begins. `None` where no table says it.
    pub(super) fn passed(self, at: i64) -> Option<i64> {
        match self {
            Self::Calendar => Some(at),
            Self::Business(calendar) => calendar.passed(at),
        }
    }

    /// When that comes to `passed`, `time` after `from`. `None` where no table says it.
    pub(super) fn reached(self, passed: i64, from: i64, time: i64) -> Option<i64> {
        match self {
            Self::Calendar => Some(passed),
            Self::Business(calendar) => calendar.reached(passed, from, time),
        }
    }

    /// When this much time has been counted from an instant; nothing beyond what is known of the calendar.
    pub fn deadline(self, from: i64, time: i64) -> Option<i64> {
        match self {
            Self::Calendar => from.checked_add(time),
            Self::Business(calendar) => calendar.deadline(from, time).ok(),
        }
    }

    /// The latest instant from which this much time is counted until another.
    pub fn deadline_back(self, from: i64, time: i64) -> Option<i64> {
        match self {
            Self::Calendar => from.checked_sub(time),
            Self::Business(calendar) => calendar.deadline_back(from, time).ok(),
        }
    }

    /// So many working days later.
    pub fn add_days(self, from: i64, days: i64, rule: DayRule) -> Option<i64> {
        match self {
            Self::Calendar => days.checked_mul(crate::time::DAY).and_then(|time| from.checked_add(time)),
            Self::Business(calendar) => calendar.calendar().add_days(from, days, rule).ok(),
        }
    }
}

/// The target of one clock.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Target {
    /// How much time.
    pub amount: Amount,
    /// The calendar whose open time counts, by its place in the list; real time where there is none.
    pub calendar: Option<usize>,
}

impl Target {
    /// The hours it is counted in.
    pub fn hours<'a>(&self, calendars: &'a [Prepared]) -> Hours<'a> {
        self.calendar.and_then(|at| calendars.get(at)).map_or(Hours::Calendar, Hours::Business)
    }
}

/// The targets that apply to a ticket at a time.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct TargetSet {
    /// The policy they come from, by its place in the list.
    pub policy: usize,
    /// The target of each clock that has one.
    pub targets: ByClock<Option<Target>>,
}

impl TargetSet {
    /// The target of a clock.
    pub fn of(&self, clock: Clock) -> Option<&Target> {
        self.targets[clock as usize].as_ref()
    }
}
