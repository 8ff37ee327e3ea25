//! Calendars, and their open time as a lazy stream in either direction.

use super::schedule::{KNOWN, Schedule};
use super::spans::{self, Span, Spans};
use crate::error::DeskError;
use crate::time::DAY;

/// When a desk is open.
#[derive(Debug, Clone)]
pub enum Calendar {
    /// Round the clock, in no zone.
    Always,
    /// By a schedule.
    Hours(Box<Schedule>),
    /// When all of these are open.
    All(Vec<Calendar>),
    /// When any of these is open.
    Any(Vec<Calendar>),
}

impl Calendar {
    /// A calendar by a schedule.
    pub fn of(schedule: Schedule) -> Self {
        Self::Hours(Box::new(schedule))
    }

    /// Open when both are.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self::All(vec![self, other])
    }

    /// Open when either is.
    #[must_use]
    pub fn or(self, other: Self) -> Self {
        Self::Any(vec![self, other])
    }

    /// The schedule, where it is one.
    pub fn schedule(&self) -> Option<&Schedule> {
        match self {
            Self::Hours(schedule) => Some(schedule),
            _ => None,
        }
    }

    /// The instants between which it is known.
    pub fn range(&self) -> Span {
        match self {
            Self::Always => KNOWN,
            Self::Hours(schedule) => {
                let (from, until) = schedule.zone.range();
                (from.max(KNOWN.0), until.min(KNOWN.1))
            }
            Self::All(parts) | Self::Any(parts) => {
                let ranges = parts.iter().map(Self::range);
                ranges.fold(KNOWN, |known, range| (known.0.max(range.0), known.1.min(range.1)))
            }
        }
    }

    /// The open time between two instants, clipped to them and to what is known.
    pub(super) fn open_between(&self, span: Span) -> Result<Spans, DeskError> {
        let (first, last) = self.range();
        let span = (span.0.max(first), span.1.min(last));
        let mut open = Spans::new();
        if span.0 >= span.1 {
            return Ok(open);
        }
        match self {
            Self::Always => open.push(span),
            Self::Hours(schedule) => schedule.open_between(span, &mut open)?,
            Self::All(parts) => {
                open.push(span);
                for part in parts {
                    open = spans::intersect(&open, &part.open_between(span)?);
                }
            }
            Self::Any(parts) => {
                for part in parts {
                    open = spans::unite(&open, &part.open_between(span)?);
                }
            }
        }
        Ok(open)
    }

    /// The open segments that end after `at`, in order; the first starts no earlier than `at`.
    pub fn forward(&self, at: i64) -> Walk<'_> {
        Walk {
            calendar: self,
            at,
            ahead: true,
            step: FIRST_STEP,
            ready: Spans::new(),
            held: None,
            failed: None,
        }
    }

    /// The open segments that start before `at`, the latest first; the first ends no later than `at`.
    pub fn backward(&self, at: i64) -> Walk<'_> {
        Walk { ahead: false, ..self.forward(at) }
    }
}

/// How much is looked at in the first step of a walk; each step is twice the one before, up to [`LONGEST_STEP`].
const FIRST_STEP: i64 = 4 * DAY;
const LONGEST_STEP: i64 = 256 * DAY;

/// Open segments one after the other, see [`Calendar::forward`].
#[derive(Debug)]
pub struct Walk<'a> {
    calendar: &'a Calendar,
    at: i64,
    ahead: bool,
    step: i64,
    /// Segments of the step just made, the next one last.
    ready: Spans,
    /// A segment that the next step may lengthen.
    held: Option<Span>,
    failed: Option<DeskError>,
}

impl Walk<'_> {
    /// What made the walk end early.
    pub fn failure(self) -> Option<DeskError> {
        self.failed
    }

    /// Makes a step; false at the end of what is known.
    fn look(&mut self) -> bool {
        let (first, last) = self.calendar.range();
        let span = if self.ahead {
            (self.at.max(first), self.at.saturating_add(self.step).min(last))
        } else {
            (self.at.saturating_sub(self.step).max(first), self.at.min(last))
        };
        if span.0 >= span.1 {
            return false;
        }
        self.step = (self.step * 2).min(LONGEST_STEP);
        self.at = if self.ahead { span.1 } else { span.0 };
        match self.calendar.open_between(span) {
            Ok(open) => self.ready = open,
            Err(error) => {
                self.failed = Some(error);
                return false;
            }
        }
        if self.ahead {
            self.ready.reverse();
        }
        true
    }
}

impl Iterator for Walk<'_> {
    type Item = Span;

    fn next(&mut self) -> Option<Span> {
        loop {
            let Some(next) = self.ready.pop() else {
                if self.look() {
                    continue;
                }
                return self.held.take();
            };
            let joined = match self.held {
                None => next,
                Some(held) if self.ahead && held.1 == next.0 => (held.0, next.1),
                Some(held) if !self.ahead && next.1 == held.0 => (next.0, held.1),
                Some(held) => {
                    self.held = Some(next);
                    return Some(held);
                }
            };
            self.held = Some(joined);
        }
    }
}
