//! The automata: acts go in, in order; cycles come out.

use super::act::{Act, Moment, Party, StatusId, StatusRule};
use super::clock::{ByClock, Clock, Clocks};
use super::cycle::{Cycle, State};
use super::knobs::{Change, Knobs, OnChange, Pause, Recurrence, Reopen, Start};
use super::target::{Target, TargetSet};
use super::track::{Run, Track};
use crate::calendar::Prepared;
use crate::error::DeskError;

/// What all tickets share.
#[derive(Debug, Clone, Copy)]
pub struct Terms<'a> {
    /// Whose reading applies.
    pub knobs: &'a Knobs,
    /// What each status means.
    pub statuses: &'a [StatusRule],
    /// The targets that [`Act::Targets`] names.
    pub sets: &'a [TargetSet],
    /// The calendars that targets name.
    pub calendars: &'a [Prepared],
}

/// The clocks of one ticket. One engine serves any number of tickets, one after the other, and keeps its memory.
#[derive(Debug)]
pub struct Engine<'a> {
    pub(super) terms: Terms<'a>,
    /// The clocks that some set has a target for. Nothing is known of the others, which never tell of themselves.
    clocks: Clocks,
    pub(super) tracks: ByClock<Track>,
    pub(super) status: StatusRule,
    created: i64,
    set: Option<usize>,
    /// Since when the customer waits for an answer.
    waiting: Option<i64>,
    responded: bool,
    /// An agent's next public message opens the ticket and answers nothing.
    opening: bool,
    gone: bool,
    pub(super) breached: bool,
    pub(super) cycles: Vec<Cycle>,
    /// The stretches of each cycle, where they are asked for.
    pub(super) stretches: Option<Vec<Vec<Run>>>,
    /// How many stretches that is.
    pub(super) told: usize,
}

/// A policy, by its place in the list, and what it promises of a clock.
type Promised = Option<(usize, Target)>;

impl<'a> Engine<'a> {
    /// An engine without a ticket.
    pub fn new(terms: Terms<'a>) -> Self {
        let promised = |clock| terms.sets.iter().any(|set| set.of(clock).is_some());
        Self {
            terms,
            clocks: Clocks::those(promised),
            tracks: Default::default(),
            status: StatusRule::default(),
            created: 0,
            set: None,
            waiting: None,
            responded: false,
            opening: false,
            gone: false,
            breached: false,
            cycles: Vec::new(),
            stretches: None,
            told: 0,
        }
    }

    /// The cycles of one ticket at `now`, in the order in which they ended; those still open come last. Acts are in order
    /// of time; later ones than `now` are not looked at.
    pub fn run(
        &mut self,
        moments: impl IntoIterator<Item = Moment>,
        now: i64,
    ) -> Result<&[Cycle], DeskError> {
        self.begin_ticket();
        for moment in moments {
            if moment.at > now || self.gone {
                break;
            }
            self.take(moment)?;
        }
        for clock in self.clocks {
            self.stand(clock, now)?;
        }
        Ok(&self.cycles)
    }

    /// Forgets the ticket before, for one that is told act by act.
    pub fn begin_ticket(&mut self) {
        for clock in self.clocks {
            self.tracks[clock as usize].forget();
        }
        (self.status, self.set, self.waiting) = Default::default();
        (self.created, self.responded, self.opening, self.gone, self.breached, self.told) =
            Default::default();
        self.cycles.clear();
        self.stretches.iter_mut().for_each(Vec::clear);
    }

    /// Takes the next act of a ticket that is told act by act.
    pub fn tell(&mut self, moment: Moment) -> Result<(), DeskError> {
        if self.gone { Ok(()) } else { self.take(moment) }
    }

    /// The cycles of the ticket that have not ended, as they stand at `now`, no earlier than the acts told so far. Those that
    /// have ended are forgotten, so that a long history costs no more to ask of than a short one.
    pub fn under_way(&mut self, now: i64) -> Result<&[Cycle], DeskError> {
        self.cycles.clear();
        let before = (self.breached, self.track(Clock::NextResponse).misses);
        for clock in self.clocks {
            self.stand(clock, now)?;
        }
        (self.breached, self.tracks[Clock::NextResponse as usize].misses) = before;
        Ok(&self.cycles)
    }

    /// The cycles of one ticket as [`Engine::run`] gives them, each with the stretches in which it ran.
    pub fn explain(
        &mut self,
        moments: impl IntoIterator<Item = Moment>,
        now: i64,
    ) -> Result<Vec<(Cycle, Vec<Run>)>, DeskError> {
        self.stretches = Some(Vec::new());
        self.run(moments, now)?;
        let stretches = self.stretches.take().unwrap_or_default();
        Ok(self.cycles.iter().copied().zip(stretches).collect())
    }

    pub(super) fn track(&self, clock: Clock) -> &Track {
        &self.tracks[clock as usize]
    }

    fn take(&mut self, Moment { at, act }: Moment) -> Result<(), DeskError> {
        match act {
            Act::Created(party, status) => self.create(party, status, at),
            Act::Message(Party::Agent) => self.agent_message(at),
            Act::Message(Party::Customer) => self.customer_message(at),
            Act::Message(Party::System) => Ok(()),
            Act::Note if self.terms.knobs.answers.note => self.respond(at),
            Act::Note => Ok(()),
            Act::FirstResponse => self.respond(at),
            Act::AgentContact => self.agent_contact(at),
            Act::Status(status) => {
                let rule = self.terms.statuses.get(status as usize).copied().unwrap_or_default();
                self.change_status(rule, at)
            }
            Act::Solved => self.solve_spans(at),
            Act::Targets(set) => self.change_targets(set, at),
            Act::Due(clock, due) => {
                self.tracks[clock as usize].by_hand = Some(due);
                Ok(())
            }
            Act::Gone => self.go(at),
        }
    }

    fn create(&mut self, party: Party, status: StatusId, at: i64) -> Result<(), DeskError> {
        let knobs = self.terms.knobs;
        self.created = at;
        self.opening = party == Party::Agent && knobs.opening_is_no_response;
        self.status = self.terms.statuses.get(status as usize).copied().unwrap_or_default();
        let waits_for_customer = knobs.start == Start::CustomerMessage && party != Party::Customer;
        for clock in self.clocks {
            let begins = match clock {
                Clock::FirstResponse => !waits_for_customer,
                Clock::PeriodicUpdate | Clock::PausableUpdate => knobs.updates_from_creation,
                Clock::NextResponse | Clock::KeepInLoop => false,
                _ => true,
            };
            if begins {
                self.begin(clock, at);
            }
        }
        if knobs.creation_waits && party == Party::Customer {
            self.customer_message(at)?;
        }
        if self.status.solved { self.solve(at) } else { Ok(()) }
    }

    fn agent_message(&mut self, at: i64) -> Result<(), DeskError> {
        if std::mem::take(&mut self.opening) {
            return Ok(());
        }
        self.respond(at)?;
        self.agent_contact(at)
    }

    /// An agent was heard of: nobody waits, and the time to the next update begins.
    fn agent_contact(&mut self, at: i64) -> Result<(), DeskError> {
        self.waiting = None;
        self.fulfil(Clock::NextResponse, at)?;
        for clock in self.clocks.filter(|clock| clock.asks_for_updates()) {
            self.fulfil(clock, at)?;
            self.begin(clock, at);
        }
        Ok(())
    }

    /// Whatever counts as a first response came.
    fn respond(&mut self, at: i64) -> Result<(), DeskError> {
        self.responded = true;
        self.fulfil(Clock::FirstResponse, at)
    }

    fn customer_message(&mut self, at: i64) -> Result<(), DeskError> {
        let knobs = self.terms.knobs;
        if knobs.start == Start::CustomerMessage
            && !self.responded
            && !self.track(Clock::FirstResponse).active
        {
            self.begin(Clock::FirstResponse, at);
        }
        self.cancel(Clock::KeepInLoop, at)?;
        if knobs.next_after_first && !self.responded {
            return Ok(());
        }
        if self.waiting.is_none() {
            self.waiting = Some(at);
            self.begin(Clock::NextResponse, at);
            return Ok(());
        }
        self.miss_message(at)
    }

    /// Counts the newest unanswered message where it was missed by `at`, and each counts.
    pub(super) fn miss_message(&mut self, at: i64) -> Result<(), DeskError> {
        if !self.terms.knobs.miss_each_message || !self.track(Clock::NextResponse).active {
            return Ok(());
        }
        if self.measured(Clock::NextResponse, at)?.is_some_and(|(measure, ..)| measure.reached) {
            self.breached = true;
            self.tracks[Clock::NextResponse as usize].misses += 1;
        }
        Ok(())
    }

    fn change_status(&mut self, to: StatusRule, at: i64) -> Result<(), DeskError> {
        let knobs = self.terms.knobs;
        let paused = to.pauses.contains(&true);
        if knobs.answers.status
            || (knobs.answers.paused && paused && !to.solved)
            || (knobs.answers.solved && to.solved)
        {
            self.respond(at)?;
        }
        if knobs.answers.solved && to.solved {
            self.waiting = None;
            self.fulfil(Clock::NextResponse, at)?;
        }
        self.status = StatusRule { solved: self.status.solved, ..to };
        if to.solved {
            self.solve(at)?;
        } else if self.status.solved {
            self.reopen(at)?;
        }
        self.set_running(at);
        Ok(())
    }

    fn solve(&mut self, at: i64) -> Result<(), DeskError> {
        self.status.solved = true;
        self.solve_spans(at)
    }

    /// The clocks that end with a solve do, until a reopening undoes it.
    fn solve_spans(&mut self, at: i64) -> Result<(), DeskError> {
        for clock in self.clocks.filter(|clock| clock.spans_the_ticket()) {
            if self.terms.knobs.reopen[clock as usize] == Reopen::Resume {
                self.tracks[clock as usize].solved_at.get_or_insert(at);
            } else {
                self.fulfil(clock, at)?;
            }
        }
        self.set_running(at);
        Ok(())
    }

    fn reopen(&mut self, at: i64) -> Result<(), DeskError> {
        self.status.solved = false;
        for clock in self.clocks {
            let track = &mut self.tracks[clock as usize];
            track.solved_at = None;
            let restarts =
                clock.spans_the_ticket() && self.terms.knobs.reopen[clock as usize] == Reopen::Restart;
            if restarts && !track.active {
                self.begin(clock, at);
            }
        }
        // Targets that came while it was solved apply from now on.
        self.change_targets(self.set, at)
    }

    fn change_targets(&mut self, set: Option<usize>, at: i64) -> Result<(), DeskError> {
        self.set = set;
        for clock in self.clocks {
            let (old, new) = (self.track(clock).set, self.with_target(set, clock));
            let track = self.track(clock);
            let stays = track.solved_at.is_some() || track.active && track.by_hand.is_some();
            if stays || old.is_some() && self.terms.knobs.change[clock as usize] == Change::Freeze {
                continue;
            }
            let (before, after) = (self.promise(old, clock), self.promise(new, clock));
            if before != after && track.active {
                let on_change = self.on_change(before, after);
                if on_change == OnChange::Freeze {
                    continue;
                }
                self.change_target(clock, (old, new), at, on_change)?;
            }
            self.tracks[clock as usize].set = new;
        }
        Ok(())
    }

    /// What the switches say of a change from one promise to another, by what differs first: policy, target, hours.
    fn on_change(&self, before: Promised, after: Promised) -> OnChange {
        let (Some((policy, target)), Some((new_policy, new_target))) = (before, after) else {
            return OnChange::Apply;
        };
        let knobs = self.terms.knobs;
        if policy != new_policy {
            knobs.on_policy_change
        } else if target.amount != new_target.amount {
            knobs.on_priority_change
        } else {
            knobs.on_calendar_change
        }
    }

    /// Gives a clock under way another target, or takes its target away.
    fn change_target(
        &mut self,
        clock: Clock,
        (old, new): (Option<usize>, Option<usize>),
        at: i64,
        on_change: OnChange,
    ) -> Result<(), DeskError> {
        let knobs = self.terms.knobs;
        if new.is_none() {
            self.emit(clock, at, State::Cancelled, Some(at))?;
            self.tracks[clock as usize].number += 1;
        }
        let anew = match (old, new) {
            (None, Some(_)) => knobs.start == Start::Assignment && !clock.asks_for_updates(),
            (Some(_), Some(_)) => {
                on_change == OnChange::Reset || knobs.change[clock as usize] == Change::Reset
            }
            _ => false,
        };
        let (running, calendar) = (self.runs(clock), self.calendar(clock));
        let track = &mut self.tracks[clock as usize];
        if anew {
            track.start_over(at, running);
        } else if track.since.is_some() {
            track.set_running(false, at, calendar);
            track.set_running(true, at, calendar);
        }
        track.since_target = at;
        Ok(())
    }

    /// What a set promises of a clock, and whose promise it is.
    fn promise(&self, set: Option<usize>, clock: Clock) -> Promised {
        let set = self.terms.sets.get(set?)?;
        Some((set.policy, *set.of(clock)?))
    }

    fn go(&mut self, at: i64) -> Result<(), DeskError> {
        for clock in self.clocks {
            match self.track(clock).solved_at {
                Some(solved) => self.end(clock, solved, State::Fulfilled)?,
                None => self.cancel(clock, at)?,
            }
        }
        self.gone = true;
        Ok(())
    }

    fn with_target(&self, set: Option<usize>, clock: Clock) -> Option<usize> {
        set.filter(|&set| self.terms.sets.get(set).is_some_and(|set| set.of(clock).is_some()))
    }

    fn calendar(&self, clock: Clock) -> Option<usize> {
        let set = self.terms.sets.get(self.track(clock).set?)?;
        set.of(clock)?.calendar
    }

    pub(super) fn pause(&self, clock: Clock) -> Pause {
        self.terms.knobs.pause[clock as usize]
    }

    /// Whether a clock under way counts in the present status.
    fn runs(&self, clock: Clock) -> bool {
        let stands = matches!(self.pause(clock), Pause::Stop | Pause::Extend);
        let solved = self.status.solved || self.track(clock).solved_at.is_some();
        !(solved || stands && self.status.paused(clock))
    }

    fn set_running(&mut self, at: i64) {
        for clock in self.clocks {
            let (running, calendar) = (self.runs(clock), self.calendar(clock));
            let track = &mut self.tracks[clock as usize];
            if track.active {
                track.set_running(running, at, calendar);
            }
        }
    }

    fn begin(&mut self, clock: Clock, at: i64) {
        if !self.clocks.contains(clock) {
            return;
        }
        let running = self.runs(clock);
        let set = self.with_target(self.set, clock);
        let recurrence = self.terms.knobs.recurrence[clock as usize];
        let track = &mut self.tracks[clock as usize];
        let start = match (recurrence, track.was_due) {
            (Recurrence::Once, _) if track.number > 0 => return,
            (Recurrence::Sequential, Some(due)) => at.max(due),
            _ => at,
        };
        track.begin(start, running);
        track.set = set;
        track.since_target = at;
    }

    fn fulfil(&mut self, clock: Clock, at: i64) -> Result<(), DeskError> {
        self.end(clock, at, State::Fulfilled)
    }

    fn cancel(&mut self, clock: Clock, at: i64) -> Result<(), DeskError> {
        self.end(clock, at, State::Cancelled)
    }

    fn end(&mut self, clock: Clock, at: i64, state: State) -> Result<(), DeskError> {
        if self.track(clock).active {
            if clock == Clock::NextResponse {
                self.miss_message(at)?;
            }
            self.emit(clock, at, state, Some(at))?;
            self.tracks[clock as usize].active = false;
        }
        Ok(())
    }
}
