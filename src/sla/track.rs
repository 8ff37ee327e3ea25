//! The stretches in which one clock ran, and what they come to under a target.

use super::knobs::{Change, Knobs, Pause};
use super::target::{Amount, Hours, Target};
use crate::calendar::Prepared;
use crate::error::DeskError;

/// A stretch in which a clock ran, and the calendar that counted then.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Run {
    /// From when.
    pub from: i64,
    /// Until when.
    pub until: i64,
    /// The calendar of the target then.
    pub calendar: Option<usize>,
}

/// One clock of one ticket, under way.
#[derive(Debug, Clone, Default)]
pub struct Track {
    /// Whether a cycle is open.
    pub active: bool,
    /// When it started.
    pub start: i64,
    /// Ended stretches.
    pub runs: Vec<Run>,
    /// Since when it runs, where it does.
    pub since: Option<i64>,
    /// When a solve stopped it, where one did that a reopening may undo.
    pub solved_at: Option<i64>,
    /// The set whose target applies.
    pub set: Option<usize>,
    /// Cycles so far, this one included.
    pub number: u32,
    /// Customer messages missed, where each counts.
    pub misses: u32,
}

/// What stretches come to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Measure {
    pub used: i64,
    pub paused: i64,
    /// When the target is used up, if the clock runs on from the end.
    pub due: Option<i64>,
    /// Whether that lies in what has been, rather than ahead.
    pub reached: bool,
}

impl Track {
    /// Starts a cycle; it runs if `running`.
    pub fn begin(&mut self, at: i64, running: bool) {
        self.active = true;
        self.start = at;
        self.runs.clear();
        self.since = running.then_some(at);
        self.solved_at = None;
        self.number += 1;
        self.misses = 0;
    }

    /// Lets it run or stand still from an instant on.
    pub fn set_running(&mut self, running: bool, at: i64, calendar: Option<usize>) {
        match self.since {
            Some(from) if !running => {
                if at > from {
                    self.runs.push(Run { from, until: at, calendar });
                }
                self.since = None;
            }
            None if running => self.since = Some(at),
            _ => {}
        }
    }

    /// The stretches in which it ran by `end`.
    pub fn stretches(&self, end: i64) -> Vec<Run> {
        let open = self.since.filter(|&from| from < end).map(|from| Run { from, until: end, calendar: None });
        self.runs.iter().copied().chain(open).collect()
    }

    /// What the stretches come to at `end`.
    pub fn measure(
        &self,
        target: &Target,
        pause: Pause,
        knobs: &Knobs,
        calendars: &[Prepared],
        end: i64,
    ) -> Result<Measure, DeskError> {
        let hours_of = |calendar: Option<usize>| {
            calendar.and_then(|at| calendars.get(at)).map_or(Hours::Calendar, Hours::Business)
        };
        let now = hours_of(target.calendar);
        let open = self.since.map(|from| Run { from, until: end.max(from), calendar: target.calendar });
        let limit = match target.amount {
            Amount::Time(time) if pause != Pause::Extend => Some(time),
            _ => None,
        };
        let (mut used, mut due, mut before) = (0_i64, None, 0_i64);
        for run in self.runs.iter().chain(open.as_ref()) {
            let hours = if knobs.change == Change::Forward { hours_of(run.calendar) } else { now };
            let here = hours.elapsed(run.from, run.until)?;
            if let Some(limit) = limit
                && due.is_none()
                && used + here >= limit
            {
                due = hours.deadline(run.from, limit - used);
            }
            before = used;
            used += here;
        }
        let paused = (now.elapsed(self.start.min(end), end)? - used).max(0);
        let reached = due.is_some();
        let due = match (limit, due) {
            (Some(_), Some(due)) => Some(due),
            (Some(limit), None) => match self.since {
                Some(from) => now.deadline(from, limit - before),
                None => now.deadline(end, limit - used),
            },
            (None, _) => match target.amount {
                Amount::Time(time) => now.deadline(self.start, time.saturating_add(paused)),
                Amount::Days(days, rule) => {
                    now.add_days(self.start, days, rule).and_then(|due| match paused {
                        0 => Some(due),
                        paused => now.deadline(due, paused),
                    })
                }
            },
        };
        Ok(Measure {
            used,
            paused,
            due,
            reached: reached || (limit.is_none() && due.is_some_and(|due| due <= end)),
        })
    }
}
