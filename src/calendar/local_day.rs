//! The open time of one local date: which rule wins, then what the wall clock's times are as instants.

use chrono::Datelike;

use super::rules::{Gap, NoHours};
use super::schedule::Schedule;
use super::spans::{self, Span, Spans};
use crate::error::DeskError;
use crate::time::{DAY, HOUR, date_of};

impl Schedule {
    /// Whether the date is a holiday.
    pub fn is_holiday(&self, day: i64) -> bool {
        let after = self.holidays.partition_point(|holiday| holiday.0 <= day);
        let listed = after > 0 && self.holidays.get(after - 1).is_some_and(|holiday| day < holiday.1);
        let date = if listed || self.yearly.is_empty() { None } else { date_of(day) };
        listed || date.is_some_and(|date| self.yearly.contains(&(date.month(), date.day())))
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
    pub fn hours_of(&self, day: i64) -> Spans {
        let found = |list: &[(i64, Spans)]| -> Option<Spans> {
            let at = list.binary_search_by_key(&day, |(day, _)| *day).ok()?;
            list.get(at).map(|(_, hours)| hours.clone())
        };
        let dated = found(&self.dated);
        if self.is_holiday(day) && !(self.rules.dated_hours_beat_holidays && dated.is_some()) {
            return Spans::new();
        }
        // 1970-01-01 was a Thursday.
        let weekday = (day + 3).rem_euclid(7) as usize;
        let usual = || self.weekly.get(weekday).cloned().unwrap_or_default();
        let mut hours = dated.unwrap_or_else(usual);
        if let Some(spilled) = found(&self.spilled) {
            hours = spans::unite(&hours, &spilled);
        }
        let breaks: Spans = self.breaks_of(day).iter().map(|pause| (pause.from, pause.until)).collect();
        if breaks.is_empty() { hours } else { spans::subtract(&hours, &spans::tidy(breaks)) }
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
        let first = self.zone.to_local(from)?.div_euclid(DAY);
        let last = self.zone.to_local(until)?.div_euclid(DAY);
        for day in first..=last {
            let mut instants = Spans::new();
            for (start, end) in self.hours_of(day) {
                instants
                    .push((self.instant_within(day * DAY + start)?, self.instant_within(day * DAY + end)?));
            }
            instants.retain(|span| span.0 < span.1);
            for (start, end) in spans::tidy(instants) {
                spans::push(open, (start.max(from), end.min(until)));
            }
        }
        Ok(())
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
