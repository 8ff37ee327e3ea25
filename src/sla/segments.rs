//! The working behind a clock: stretches of time that ran, stood still or were closed, which add up to the answer.

use serde::Serialize;

use super::cycle::Cycle;
use super::plan::Plan;
use super::target::Hours;
use super::track::Run;
use crate::calendar::{Calendar, Prepared};
use crate::error::DeskError;
use crate::time::DAY;

/// What a stretch of time was to a clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum SegmentKind {
    /// It counted.
    Ran,
    /// The clock stood still in a paused or solved status.
    Paused,
    /// The calendar was closed.
    Closed,
    /// The calendar was closed for a holiday.
    Holiday,
}

/// A stretch of time of one kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Segment {
    /// From when.
    pub from: i64,
    /// Until when.
    pub until: i64,
    /// What it was.
    pub kind: SegmentKind,
}

/// More segments than this are not listed.
const MOST: usize = 10_000;

/// The segments of a cycle from its start to `end`, in order and without gaps. Those that ran add up to what it used.
pub fn segments(plan: &Plan, cycle: &Cycle, runs: &[Run], end: i64) -> Result<Vec<Segment>, DeskError> {
    let mut told = Vec::new();
    let mut at = cycle.start;
    for run in runs {
        add(&mut told, at, run.from, SegmentKind::Paused);
        worked(plan.hours(run.calendar), run.from.max(at), run.until, &mut told)?;
        at = run.until;
        if told.len() > MOST {
            return Err(DeskError::new("too-many-segments", "the clock has more than 10,000 segments"));
        }
    }
    add(&mut told, at, end, SegmentKind::Paused);
    Ok(told)
}

/// Adds a stretch in which the clock ran, taken apart by the calendar.
fn worked(hours: Hours<'_>, from: i64, until: i64, told: &mut Vec<Segment>) -> Result<(), DeskError> {
    let Hours::Business(calendar) = hours else {
        add(told, from, until, SegmentKind::Ran);
        return Ok(());
    };
    let mut at = from;
    for (start, end) in calendar.segments(from, until)? {
        closed(calendar, at, start, told)?;
        add(told, start, end, SegmentKind::Ran);
        at = end;
    }
    closed(calendar, at, until, told)
}

/// Adds closed time, day by day where one of the days is a holiday.
fn closed(calendar: &Prepared, from: i64, until: i64, told: &mut Vec<Segment>) -> Result<(), DeskError> {
    let mut at = from;
    while at < until {
        let (kind, day_ends) = match calendar.calendar() {
            Calendar::Hours(schedule) => {
                let day = schedule.zone.to_local(at)?.div_euclid(DAY);
                let kind = if schedule.is_holiday(day) { SegmentKind::Holiday } else { SegmentKind::Closed };
                (kind, schedule.instant((day + 1) * DAY)?)
            }
            _ => (SegmentKind::Closed, until),
        };
        let next = day_ends.clamp(at + 1, until);
        add(told, at, next, kind);
        at = next;
    }
    Ok(())
}

/// Adds a stretch; one like the last lengthens that.
fn add(told: &mut Vec<Segment>, from: i64, until: i64, kind: SegmentKind) {
    if from >= until {
        return;
    }
    match told.last_mut() {
        Some(last) if last.kind == kind && last.until == from => last.until = until,
        _ => told.push(Segment { from, until, kind }),
    }
}
