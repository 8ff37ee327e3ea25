//! Working days: counting them, and where the instant lands.

use super::query::out_of_range;
use super::rules::DayRule;
use super::walk::Calendar;
use crate::error::DeskError;
use crate::time::DAY;

/// No more days than this are looked at for one working day: a calendar without any would never end.
const LONGEST_SEARCH: i64 = 366 * 30;

impl Calendar {
    /// The instant `days` working days later, or earlier where negative.
    pub fn add_days(&self, from: i64, days: i64, rule: DayRule) -> Result<i64, DeskError> {
        self.check(from)?;
        let ahead = days >= 0;
        if days == 0 && matches!(rule, DayRule::FromWorkingDay | DayRule::KeepTime) {
            return Ok(from);
        }
        let from = if rule == DayRule::FromOpening { self.to_opening(from, ahead)? } else { from };
        let local = self.to_local(from)?;
        let (mut day, time) = (local.div_euclid(DAY), local.rem_euclid(DAY));
        if rule == DayRule::FromWorkingDay && !self.is_working_day(day) {
            day = self.working_day(day, ahead)?;
        }
        for _ in 0..days.unsigned_abs().min(LONGEST_SEARCH.unsigned_abs() * 30) {
            day = self.working_day(day, ahead)?;
        }
        let at = self.instant(day * DAY + time)?;
        match rule {
            DayRule::KeepTime | DayRule::FromWorkingDay => Ok(at),
            DayRule::EndOfDay => {
                let closing =
                    self.first_schedule().and_then(|schedule| schedule.hours_of(day).last().copied());
                self.instant(day * DAY + closing.map_or(DAY, |hours| hours.1))
            }
            DayRule::NearestOpen if ahead => self.next_open(at),
            DayRule::NearestOpen => self.previous_open(at),
            DayRule::FromOpening => self.to_opening(at, ahead),
        }
    }

    /// How many working days lie after the date of `from`, up to and with the date of `to`; negative the other way round.
    /// The rules may count the first date in place of the last.
    pub fn days_between(&self, from: i64, to: i64) -> Result<i64, DeskError> {
        self.check(from)?;
        self.check(to)?;
        let rules = self.rules();
        if to < from {
            let none = rules.never_negative || rules.counts_first_day;
            return if none { Ok(0) } else { Ok(-self.days_between(to, from)?) };
        }
        let skipped = if rules.counts_first_day { 0 } else { 1 };
        let (first, last) = (self.local_day(from)?, self.local_day(to)?);
        let days = first + skipped..last + skipped;
        Ok(days.filter(|&day| self.is_working_day(day)).count() as i64)
    }

    /// The next working day after a date, or the one before.
    fn working_day(&self, day: i64, ahead: bool) -> Result<i64, DeskError> {
        let step = if ahead { 1 } else { -1 };
        let found = (1..LONGEST_SEARCH).map(|away| day + step * away).find(|&day| self.is_working_day(day));
        let day = found.ok_or_else(out_of_range)?;
        self.check(day * DAY)?;
        Ok(day)
    }

    /// An instant outside opening hours, moved to an opening.
    fn to_opening(&self, at: i64, ahead: bool) -> Result<i64, DeskError> {
        if self.is_open(at)? {
            return Ok(at);
        }
        if ahead { self.next_open(at) } else { self.previous_opening(at) }
    }

    fn instant(&self, local: i64) -> Result<i64, DeskError> {
        self.first_schedule().map_or(Ok(local), |schedule| schedule.instant(local))
    }
}
