//! How a clock stands, or ended: what is told of its cycle.

use super::clock::Clock;
use super::cycle::{Cycle, State};
use super::engine::{Engine, Terms};
use super::knobs::Pause;
use super::target::{Amount, Target};
use super::track::{Measure, Reading};
use crate::error::DeskError;

/// No more stretches than this are told of one ticket.
const MOST: usize = 1_000_000;

impl Engine<'_> {
    /// Tells where a clock under way stands at `now`.
    pub(super) fn stand(&mut self, clock: Clock, now: i64) -> Result<(), DeskError> {
        let track = self.track(clock);
        if !track.active {
            return Ok(());
        }
        if let Some(at) = track.solved_at {
            return self.emit(clock, at, State::Fulfilled, Some(at));
        }
        if clock == Clock::NextResponse {
            self.miss_message(now)?;
        }
        let hidden = self.pause(clock) == Pause::Hide && self.status.paused(clock);
        let paused = self.status.solved || hidden || self.track(clock).since.is_none();
        self.emit(clock, now, if paused { State::Paused } else { State::Running }, None)
    }

    /// What a clock comes to by `end`, the place of its set, and its target.
    pub(super) fn measured(
        &mut self,
        clock: Clock,
        end: i64,
    ) -> Result<Option<(Measure, usize, Target)>, DeskError> {
        let Terms { knobs, sets, calendars, .. } = self.terms;
        let track = &mut self.tracks[clock as usize];
        let found = track.set.and_then(|set| Some((set, *sets.get(set)?.of(clock)?)));
        let Some((set, target)) = found else { return Ok(None) };
        if target.amount == Amount::Stated && track.by_hand.is_none() {
            return Ok(None);
        }
        let reading = Reading { pause: knobs.pause[clock as usize], change: knobs.change[clock as usize] };
        Ok(Some((track.measure(&target, reading, calendars, end)?, set, target)))
    }

    pub(super) fn emit(
        &mut self,
        clock: Clock,
        end: i64,
        state: State,
        stop: Option<i64>,
    ) -> Result<(), DeskError> {
        let Some((measure, at, target)) = self.measured(clock, end)? else { return Ok(()) };
        let Terms { knobs, sets, calendars, .. } = self.terms;
        let hours = target.hours(calendars);
        let by_hand = self.track(clock).by_hand;
        let Measure { used, paused, due, reached } = measure;
        let remaining = match (target.amount, by_hand.or(due)) {
            (Amount::Time(time), _) if by_hand.is_none() => Some(time - used),
            (_, Some(due)) if due >= end => Some(hours.elapsed(end, due)?),
            (_, Some(due)) => Some(-hours.elapsed(due, end)?),
            (_, None) => None,
        };
        let guard = knobs.paused_due;
        let due = match (state, guard) {
            _ if by_hand.is_some() => by_hand,
            (State::Paused, None) => due.filter(|_| reached && self.pause(clock) != Pause::Hide),
            (State::Paused, Some(guard)) if reached => due.and_then(|due| hours.deadline(due, guard)),
            (State::Paused, Some(guard)) => hours.deadline(end, remaining.unwrap_or(0).saturating_add(guard)),
            _ => due,
        };
        let late = due.is_some_and(|due| match stop {
            Some(stop) => due < stop || (due == stop && knobs.act_at_due_is_late),
            None => due < end || (due == end && !knobs.breach_after_due),
        });
        let unseen = knobs.unseen_solve_in_time && state == State::Fulfilled && clock.spans_the_ticket();
        let late = late && (!unseen || self.breached);
        self.breached |= late;
        let (late_by, late_calendar) = match due {
            Some(due) if late && end > due => (hours.elapsed(due, end)?, end - due),
            _ => (0, 0),
        };
        let track = &mut self.tracks[clock as usize];
        if stop.is_some() {
            track.was_due = due;
        }
        if let Some(stretches) = &mut self.stretches {
            self.told += track.runs.len();
            if self.told > MOST {
                return Err(DeskError::new("too-many-segments", "the ticket's clocks were paused too often"));
            }
            stretches.push(track.stretches(end, knobs.change[clock as usize], target.calendar));
        }
        self.cycles.push(Cycle {
            clock,
            number: track.number,
            state,
            start: track.start,
            stop,
            amount: target.amount,
            due,
            used,
            remaining,
            paused,
            breached_at: due.filter(|_| late).map(|due| due.max(track.since_target)),
            late: late_by,
            late_calendar,
            misses: track.misses,
            set: at,
            policy: sets.get(at).map_or(0, |set| set.policy),
            calendar: target.calendar,
        });
        Ok(())
    }
}
