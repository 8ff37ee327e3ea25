//! The stretches in which one clock ran, and what they come to under a target.

use super::knobs::{Change, Pause};
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
    /// The calendar that counts in it.
    pub calendar: Option<usize>,
}

/// How a clock reads its stretches.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reading {
    /// What it does in a paused status.
    pub pause: Pause,
    /// What a change of its target does.
    pub change: Change,
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
    /// Since when it does.
    pub since_target: i64,
    /// When somebody said it is due.
    pub by_hand: Option<i64>,
    /// When the cycle before was due.
    pub was_due: Option<i64>,
    /// Cycles so far, this one included.
    pub number: u32,
    /// Customer messages missed, where each counts.
    pub misses: u32,
    /// What the ended stretches come to in the hours of each calendar asked about, so that none is counted twice.
    sums: Vec<Sums>,
}

/// What ended stretches come to.
#[derive(Debug, Clone, Default)]
struct Sums {
    /// In whose hours; each stretch in its own where a change leaves what was measured.
    hours: Option<usize>,
    /// Used and paused by the end of each stretch.
    until: Vec<(i64, i64)>,
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
    /// Makes it one of another ticket, and keeps the memory.
    pub fn forget(&mut self) {
        self.clear();
        let (runs, sums) = (std::mem::take(&mut self.runs), std::mem::take(&mut self.sums));
        *self = Self { runs, sums, ..Self::default() };
    }

    fn clear(&mut self) {
        self.runs.clear();
        for sums in &mut self.sums {
            sums.until.clear();
        }
    }

    /// Starts a cycle; it runs if `running`.
    pub fn begin(&mut self, at: i64, running: bool) {
        self.active = true;
        self.start_over(at, running);
        self.solved_at = None;
        self.by_hand = None;
        self.number += 1;
        self.misses = 0;
    }

    /// Starts the cycle under way over.
    pub fn start_over(&mut self, at: i64, running: bool) {
        self.clear();
        self.start = at;
        self.since = running.then_some(at);
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
            None if running => self.since = Some(at.max(self.start)),
            _ => {}
        }
    }

    /// The stretches in which it ran by `end`, each with the calendar that counts there.
    pub fn stretches(&self, end: i64, change: Change, calendar: Option<usize>) -> Vec<Run> {
        let open = self.since.filter(|&from| from < end).map(|from| Run { from, until: end, calendar });
        let own = |run: &Run| if change == Change::Forward { *run } else { Run { calendar, ..*run } };
        self.runs.iter().map(own).chain(open).collect()
    }

    /// What the stretches come to at `end`.
    pub fn measure(
        &mut self,
        target: &Target,
        reading: Reading,
        calendars: &[Prepared],
        end: i64,
    ) -> Result<Measure, DeskError> {
        let now = target.hours(calendars);
        let limit = match target.amount {
            Amount::Time(time) if reading.pause != Pause::Extend => Some(time),
            _ => None,
        };
        let forward = reading.change == Change::Forward;
        let place = self.count(target.calendar, forward, calendars)?;
        let sums = self.sums.get(place).map_or(&[][..], |sums| &sums.until);
        let (before, mut paused) = sums.last().copied().unwrap_or((0, 0));
        let crossed = limit.and_then(|limit| {
            let crossing = sums.partition_point(|&(used, _)| used < limit);
            let earlier = crossing.checked_sub(1).and_then(|at| sums.get(at)).map_or(0, |sum| sum.0);
            Some((*self.runs.get(crossing)?, limit - earlier))
        });
        let mut used = before;
        let mut due = crossed.and_then(|(run, left)| {
            let hours = if forward { hours_of(run.calendar, calendars) } else { now };
            hours.deadline(run.from, left)
        });
        if let Some(from) = self.since {
            used += now.elapsed(from, end.max(from))?;
        }
        if forward {
            let stands_from = self.runs.last().map_or(self.start, |run| run.until);
            let stands_until = self.since.unwrap_or(end).min(end);
            if stands_from < stands_until {
                paused += now.elapsed(stands_from, stands_until)?;
            }
        } else {
            paused = (now.elapsed(self.start.min(end), end)? - used).max(0);
        }
        let mut reached = due.is_some();
        if let (Some(limit), None) = (limit, due) {
            reached = self.since.is_some() && used >= limit;
            due = match self.since {
                Some(from) => now.deadline(from, limit - before),
                None => now.deadline(end, limit - used),
            };
        } else if due.is_none() {
            due = match target.amount {
                Amount::Stated => None,
                Amount::Time(time) => now.deadline(self.start, time.saturating_add(paused)),
                Amount::Days(days, rule) => {
                    now.add_days(self.start, days, rule).and_then(|due| match paused {
                        0 => Some(due),
                        paused => now.deadline(due, paused),
                    })
                }
            };
            reached = due.is_some_and(|due| due <= end);
        }
        Ok(Measure { used, paused, due, reached })
    }

    /// Counts the ended stretches that were not counted yet; the place of their sums.
    fn count(
        &mut self,
        calendar: Option<usize>,
        forward: bool,
        calendars: &[Prepared],
    ) -> Result<usize, DeskError> {
        let key = if forward { None } else { calendar };
        let place = self.sums.iter().position(|sums| sums.hours == key).unwrap_or(self.sums.len());
        if place == self.sums.len() {
            self.sums.push(Sums { hours: key, until: Vec::new() });
        }
        let Some(Sums { until, .. }) = self.sums.get_mut(place) else { return Ok(place) };
        let (mut used, mut paused) = until.last().copied().unwrap_or((0, 0));
        let mut stood =
            until.len().checked_sub(1).and_then(|at| self.runs.get(at)).map_or(self.start, |run| run.until);
        for run in self.runs.iter().skip(until.len()) {
            let hours = hours_of(if forward { run.calendar } else { calendar }, calendars);
            used += hours.elapsed(run.from, run.until)?;
            if forward && stood < run.from {
                paused += hours.elapsed(stood, run.from)?;
            }
            stood = run.until;
            until.push((used, paused));
        }
        Ok(place)
    }
}

fn hours_of(calendar: Option<usize>, calendars: &[Prepared]) -> Hours<'_> {
    calendar.and_then(|at| calendars.get(at)).map_or(Hours::Calendar, Hours::Business)
}
