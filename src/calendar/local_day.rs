//! The open time of one local date: which rule wins, then what the wall clock's times are as instants.

use std::borrow::Cow;

use chrono::Datelike;

use super::rules::{Gap, NoHours};
use super::schedule::Schedule;
use super::spans::{self, Span, Spans};
use crate::error::DeskError;
use crate::sort::sort_all;
use crate::time::{DAY, HOUR, date_of};

impl Schedule {
    /// Whether the date is a holiday.
    pub fn is_holiday(&self, day: i64) -> bool {
        let after = self.holidays.partition_point(|holiday| holiday.0 <= day);
        let listed = after > 0 && self.holidays.get(after - 1).is_some_and(|holiday| day < holiday.1);
        let date = if listed || self.yearly.is_empty() { None } else { date_of(day) };
        listed || date.is_some_and(|date| self.yearly.binary_search(&(date.month(), date.day())).is_ok())
    }

    /// Whether a local time lies in a break.
    pub fn in_break(&self, local: i64) -> bool {
        let (day, time) = (local.div_euclid(DAY), local.rem_euclid(DAY));
        self.breaks_of(day).iter().any(|pause| pause.from <= time && time < pause.until)
    }

    fn breaks_of(&self, day: i64) -> &[super::Break] {
        let first = self.breaks.partition_point(|pause| pause.day < day);
        let rest = self.breaks.get(first..).unwrap_or_default();
        let many = rest.partition_point(|pause| pause.day == day);
        rest.get(..many).unwrap_or_default()
    }

    /// The open hours of a date, in milliseconds of its wall clock.
    pub fn hours_of(&self, day: i64) -> Cow<'_, [Span]> {
        let found = |list: &'_ [(i64, Spans)]| list.binary_search_by_key(&day, |(day, _)| *day).ok();
        let dated = found(&self.dated).and_then(|at| self.dated.get(at)).map(|(_, hours)| hours.as_slice());
        if self.is_holiday(day) && !(self.rules.dated_hours_beat_holidays && dated.is_some()) {
            return Cow::Borrowed(&[]);
        }
        // 1970-01-01 was a Thursday.
        let weekday = (day.rem_euclid(7) + 3) % 7;
        let usual = || self.weekly.get(weekday as usize).map_or(&[][..], Spans::as_slice);
        let mut hours = Cow::Borrowed(dated.unwrap_or_else(usual));
        if let Some((_, spilled)) = found(&self.spilled).and_then(|at| self.spilled.get(at)) {
            hours = Cow::Owned(spans::unite(&hours, spilled));
        }
        let breaks = self.breaks_of(day);
        if !breaks.is_empty() {
            let closed = spans::tidy(breaks.iter().map(|pause| (pause.from, pause.until)).collect());
            hours = Cow::Owned(spans::subtract(&hours, &closed));
        }
        hours
    }

    /// The instant of a wall-clock time.
    pub fn instant(&self, local: i64) -> Result<i64, DeskError> {
        let at = self.zone.to_utc(local)?;
        let skipped = self.rules.gap == Gap::HourLater && self.zone.to_local(at)? > local;
        if skipped { self.zone.to_utc(local.saturating_add(HOUR)) } else { Ok(at) }
    }

    /// Adds the open time between two instants to `open`, clipped to them.
    pub(super) fn open_between(&self, (from, until): Span, open: &mut Spans) -> Result<(), DeskError> {
        if self.rules.no_hours != NoHours::Refuse && !self.has_hours() {
            if self.rules.no_hours == NoHours::WallClock {
                spans::push(open, (from, until));
            }
            return Ok(());
        }
        let mut first = self.zone.to_local(from)?.div_euclid(DAY);
        if self.instant_within(first * DAY)? > from {
            // Midnight was skipped and stands for an hour later, up to which the date before has not ended.
            first -= 1;
        }
        let mut last = self.zone.to_local(until)?.div_euclid(DAY);
        if self.instant_within((last + 1) * DAY)? < until {
            // The clock was put back over midnight, after the next date had begun.
            last += 1;
        }
        let mut instants = Spans::new();
        for day in first..=last {
            if self.rules.gap == Gap::HourLater && self.is_skipped(day) {
                continue;
            }
            instants.clear();
            for &(start, end) in self.hours_of(day).iter() {
                instants
                    .push((self.instant_within(day * DAY + start)?, self.instant_within(day * DAY + end)?));
            }
            // A time an hour after the skipped one can come after the next interval's.
            if !instants.is_sorted() {
                sort_all(&mut instants, &mut Ord::cmp);
            }
            for &(start, end) in &instants {
                spans::push(open, (start.max(from), end.min(until)));
            }
        }
        Ok(())
    }

    /// Whether the zone went over a date as a whole, as those did that changed sides of the date line.
    fn is_skipped(&self, day: i64) -> bool {
        let (midnight, next) = (self.zone.to_utc(day * DAY), self.zone.to_utc((day + 1) * DAY));
        midnight.is_ok() && midnight == next
    }

    /// The instant of a wall-clock time; beyond what is known of the zone, the end of that.
    fn instant_within(&self, local: i64) -> Result<i64, DeskError> {
        let (from, until) = self.zone.range();
        let reach = 2 * DAY;
        if local - reach > from && local + reach < until {
            return self.instant(local);
        }
        Ok(self.instant(local).unwrap_or(if local - reach <= from { from } else { until }))
    }
}
