//! What can be asked of a calendar: walks along its open segments.

use super::rules::{NoHours, Rules};
use super::spans::Span;
use super::walk::{Calendar, Walk};
use crate::error::DeskError;
use crate::time::DAY;

impl Calendar {
    /// Whose reading applies.
    pub fn rules(&self) -> Rules {
        self.schedule().map_or_else(Rules::default, |schedule| schedule.rules)
    }

    /// Whether it is open at an instant.
    pub fn is_open(&self, at: i64) -> Result<bool, DeskError> {
        self.check(at)?;
        Ok(self.opens_at(at)? || (self.rules().closing_is_open && self.opens_at(at - 1)?))
    }

    /// Whether the time that begins at an instant is open.
    fn opens_at(&self, at: i64) -> Result<bool, DeskError> {
        Ok(!self.open_between((at, at + 1))?.is_empty())
    }

    /// Milliseconds open between two instants; less than zero where the second comes first.
    pub fn elapsed(&self, from: i64, to: i64) -> Result<i64, DeskError> {
        self.check(from)?;
        self.check(to)?;
        if to < from {
            return if self.rules().never_negative { Ok(0) } else { Ok(-self.elapsed(to, from)?) };
        }
        self.open_between((from, to))?.into_iter().try_fold(0, |sum, span| Ok(sum + self.length(span)?))
    }

    /// How long a segment is: in real time, or by the wall clock where the rules say so.
    fn length(&self, (start, end): Span) -> Result<i64, DeskError> {
        match self.schedule() {
            Some(schedule) if schedule.rules.wall_clock_seconds => {
                Ok(schedule.zone.to_local(end)? - schedule.zone.to_local(start)?)
            }
            _ => Ok(end - start),
        }
    }

    /// The instant at which `open` milliseconds of open time have passed since `from`; a negative amount goes back.
    pub fn deadline(&self, from: i64, open: i64) -> Result<i64, DeskError> {
        if open < 0 {
            return self.deadline_back(from, open.checked_neg().ok_or_else(out_of_range)?);
        }
        self.check(from)?;
        if self.closed_for_ever() {
            return Ok(from);
        }
        if open > self.range().1 - from {
            return Err(out_of_range());
        }
        if open == 0 && self.stays(from, self.rules().stays_at_closing)? {
            return Ok(from);
        }
        let at_next = self.rules().deadline_at_next_opening;
        let mut walk = self.forward(from);
        let mut left = open;
        for (start, end) in walk.by_ref() {
            let here = end - start;
            if left < here || (left == here && left > 0 && !at_next) {
                return Ok(start + left);
            }
            left -= here;
        }
        finish(walk)?;
        Err(out_of_range())
    }

    /// The latest instant from which `open` milliseconds of open time pass until `from`.
    pub fn deadline_back(&self, from: i64, open: i64) -> Result<i64, DeskError> {
        if open < 0 {
            return self.deadline(from, open.checked_neg().ok_or_else(out_of_range)?);
        }
        self.check(from)?;
        if self.closed_for_ever() {
            return Ok(from);
        }
        if open > from - self.range().0 {
            return Err(out_of_range());
        }
        if open == 0 && self.stays(from, self.rules().stays_at_opening)? {
            return Ok(from);
        }
        let at_closing = self.rules().deadline_back_at_closing;
        let mut walk = self.backward(from);
        let mut left = open;
        for (start, end) in walk.by_ref() {
            let here = end - start;
            if left < here || (left == here && left > 0 && !at_closing) {
                return Ok(end - left);
            }
            left -= here;
        }
        finish(walk)?;
        Err(out_of_range())
    }

    /// The instant itself if open, else the next opening.
    pub fn next_open(&self, at: i64) -> Result<i64, DeskError> {
        let stays = self.stays(at, self.rules().stays_at_closing)?;
        if stays { Ok(at) } else { Ok(self.first(self.forward(at), at)?.0) }
    }

    /// The instant itself if open since before it or just closed, else the closing before it.
    pub fn previous_open(&self, at: i64) -> Result<i64, DeskError> {
        let stays = self.stays(at, self.rules().stays_at_opening)?;
        if stays { Ok(at) } else { Ok(self.first(self.backward(at), at)?.1) }
    }

    /// Whether an instant stays where it is because the ends of an interval count as open.
    fn stays(&self, at: i64, rule: bool) -> Result<bool, DeskError> {
        Ok(rule && self.is_open(at)?)
    }

    /// The first closing after an instant.
    pub fn next_close(&self, at: i64) -> Result<i64, DeskError> {
        let close = self.first(self.forward(at), at)?.1;
        if close == self.range().1 { Err(out_of_range()) } else { Ok(close) }
    }

    /// The first opening after an instant, even if it is open then.
    pub fn next_opening(&self, at: i64) -> Result<i64, DeskError> {
        self.check(at)?;
        let from = if self.opens_at(at)? { self.next_close(at)? } else { at };
        Ok(self.first(self.forward(from), from)?.0)
    }

    /// The latest opening at or before an instant.
    pub fn previous_opening(&self, at: i64) -> Result<i64, DeskError> {
        self.check(at)?;
        // One past an open instant, so that the segment it starts counts as begun.
        let seen = if self.opens_at(at)? { at + 1 } else { at };
        let opening = self.first(self.backward(seen), at)?.0;
        if opening == self.range().0 { Err(out_of_range()) } else { Ok(opening) }
    }

    /// The next instant at which it opens or closes.
    pub fn next_transition(&self, at: i64) -> Result<i64, DeskError> {
        let opening = self.first(self.forward(at), at)?.0;
        if opening > at { Ok(opening) } else { self.next_close(at) }
    }

    /// The latest instant, this one included, at which it opened or closed.
    pub fn last_transition(&self, at: i64) -> Result<i64, DeskError> {
        self.check(at)?;
        let at = if self.rules().last_transition_is_before { at - 1 } else { at };
        let opened = self.previous_opening(at)?;
        if self.opens_at(at)? { Ok(opened) } else { self.next_close(opened) }
    }

    /// Whether the local date of an instant has any open time.
    pub fn is_working_day(&self, day: i64) -> bool {
        match self {
            Self::Always => true,
            Self::Hours(schedule) => !schedule.hours_of(day).is_empty(),
            Self::All(parts) => parts.iter().all(|part| part.is_working_day(day)),
            Self::Any(parts) => parts.iter().any(|part| part.is_working_day(day)),
        }
    }

    /// The local date of an instant, as a day number: in the zone of the first schedule, or of UTC.
    pub fn local_day(&self, at: i64) -> Result<i64, DeskError> {
        self.check(at)?;
        Ok(self.to_local(at)?.div_euclid(DAY))
    }

    pub(super) fn first_schedule(&self) -> Option<&super::Schedule> {
        match self {
            Self::Always => None,
            Self::Hours(schedule) => Some(schedule),
            Self::All(parts) | Self::Any(parts) => parts.iter().find_map(Self::first_schedule),
        }
    }

    pub(super) fn to_local(&self, at: i64) -> Result<i64, DeskError> {
        self.first_schedule().map_or(Ok(at), |schedule| schedule.zone.to_local(at))
    }

    fn first(&self, mut walk: Walk<'_>, at: i64) -> Result<Span, DeskError> {
        self.check(at)?;
        let open = walk.next();
        finish(walk)?;
        open.ok_or_else(out_of_range)
    }

    /// Whether it has hours at all, or is round the clock.
    pub(super) fn has_open_time(&self) -> bool {
        match self {
            Self::Always => true,
            Self::Hours(schedule) => schedule.has_hours(),
            Self::All(parts) => parts.iter().all(Self::has_open_time),
            Self::Any(parts) => parts.iter().any(Self::has_open_time),
        }
    }

    fn closed_for_ever(&self) -> bool {
        self.schedule()
            .is_some_and(|schedule| schedule.rules.no_hours == NoHours::Start && !schedule.has_hours())
    }

    /// Refuses an instant outside the known time.
    pub(super) fn check(&self, at: i64) -> Result<(), DeskError> {
        let (first, last) = self.range();
        if (first..=last).contains(&at) { Ok(()) } else { Err(out_of_range()) }
    }
}

/// Hands on what ended a walk.
fn finish(walk: Walk<'_>) -> Result<(), DeskError> {
    walk.failure().map_or(Ok(()), Err)
}

/// The error of an instant or deadline that the calendar does not reach.
pub(super) fn out_of_range() -> DeskError {
    DeskError::new(
        "deadline-out-of-range",
        "the time lies beyond the years for which the calendar and the offsets of its zone are known",
    )
}
