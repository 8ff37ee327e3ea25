//! What rules ask of a ticket, as it stands between two of its events.

use super::rule::{Anchor, Before, Part};
use crate::calendar::DayRule;
use crate::sla::{Amount, Cycle, Hours, Plan, State as ClockState};
use crate::store::{Events, Moving, NO_CODE, NOT_STATED, Stated, Store};
use crate::ticket::{Dimension, Kind, Role};

/// A ticket after some of its events.
#[derive(Debug, Clone)]
pub(super) struct State {
    created: i64,
    /// The oldest customer message without an answer.
    waiting: Option<i64>,
    agent: Option<i64>,
    /// Code of the status, and since when.
    status: (u32, i64),
    unassigned: Option<i64>,
    group: u32,
    pub reopens: u32,
    pub transfers: u32,
    /// Solved or closed, as events say, or the ticket itself where none does.
    pub done: bool,
    /// When the ticket says of itself that it was solved or closed.
    stated_end: Option<i64>,
    /// When it says of itself that it was first answered.
    stated_answer: Option<i64>,
    /// Merged, deleted or spam.
    pub gone: bool,
    pub moving: Moving,
}

impl State {
    /// A ticket at its creation, as it is known at an instant.
    pub fn new(store: &Store, row: usize, now: i64) -> Self {
        let created = store.tickets().created()[row];
        let moving = Moving::at_creation(store, row, true);
        let (tickets, events) = (store.tickets(), store.events());
        // What a ticket states of its status is how it stands now, and says so of all its time only where no event does.
        let mut kinds = tickets.events(row).map(|at| Events::kind_of(events.what()[at]));
        let says = kinds.any(|kind| kind == Kind::Status as u8);
        let status = if says { NO_CODE } else { tickets.began(Dimension::Status, row) };
        let ends = [Stated::Resolved, Stated::Closed].map(|fact| tickets.stated(fact, row));
        let answer = tickets.stated(Stated::FirstResponse, row);
        let end = ends.into_iter().filter(|&at| at > NOT_STATED).min().map(|at| at.max(created));
        let done = end.is_none() && is_done(store, status);
        Self {
            created,
            waiting: Some(created),
            agent: None,
            status: (status, created),
            unassigned: (moving.assignee == NO_CODE).then_some(created),
            group: NO_CODE,
            reopens: 0,
            transfers: 0,
            done,
            stated_end: end.filter(|&end| end <= now),
            stated_answer: (answer > NOT_STATED).then(|| answer.max(created)),
            gone: false,
            moving,
        }
    }

    /// Takes the event at a place.
    pub fn take(&mut self, store: &Store, place: usize) {
        let events = store.events();
        let (at, what, value) =
            (events.at()[place].max(self.created), events.what()[place], events.value()[place]);
        let Some(kind) = Kind::from_code(Events::kind_of(what)) else { return };
        match (kind, Events::role_of(what)) {
            (Kind::Reply, Role::Customer) => _ = self.waiting.get_or_insert(at),
            (Kind::Reply, Role::Agent | Role::Unknown) => (self.waiting, self.agent) = (None, Some(at)),
            (Kind::Created, Role::Agent) => self.waiting = None,
            (Kind::Status, _) => self.set_status(store, value, at),
            (Kind::AssignedAgent, _) if value == NO_CODE => _ = self.unassigned.get_or_insert(at),
            (Kind::AssignedAgent, _) => self.unassigned = None,
            (Kind::AssignedGroup, _) if value != NO_CODE && value != self.group => {
                self.transfers += u32::from(self.group != NO_CODE);
                self.group = value;
            }
            (Kind::Merged | Kind::Spam | Kind::Deleted, _) => self.gone = true,
            (Kind::Restored, _) => self.gone = false,
            _ => {}
        }
        self.moving.take(store, kind, value);
        self.moving.at = at;
    }

    fn set_status(&mut self, store: &Store, status: u32, at: i64) {
        let done = is_done(store, status);
        self.reopens += u32::from(self.done && !done);
        self.done = done;
        if status != self.status.0 {
            self.status = (status, at);
        }
    }
}

impl State {
    /// When an answer comes that the ticket states, if it comes later than an instant; else the end of time.
    pub fn answer_after(&self, at: i64) -> i64 {
        self.stated_answer.filter(|&answer| answer > at).unwrap_or(i64::MAX)
    }

    /// Takes the answer that the ticket states, if it came by an instant.
    pub fn answer(&mut self, at: i64) {
        if let Some(answer) = self.stated_answer.filter(|&answer| answer <= at) {
            self.waiting = self.waiting.filter(|&since| since > answer);
            self.agent = self.agent.max(Some(answer));
        }
    }

    /// When the ticket says itself that it was over, unless events say that it was taken up again since.
    pub fn end(&self) -> i64 {
        self.stated_end.filter(|&end| self.status.1 <= end).unwrap_or(i64::MAX)
    }
}

fn is_done(store: &Store, status: u32) -> bool {
    store.meanings().class(status).is_some_and(|class| class.is_done())
}

/// What was found of a part of a condition.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Reached {
    /// When it came, or comes, to pass.
    pub at: i64,
    /// From when it counts.
    pub since: Option<i64>,
    /// How often, for counts.
    pub count: Option<u32>,
}

/// So much time later; no time at all is at once, also while a calendar is closed.
pub(super) fn later(hours: Hours<'_>, from: i64, time: i64) -> Option<i64> {
    if time == 0 { Some(from) } else { hours.deadline(from, time) }
}

/// What parts are looked at with.
pub(super) struct Look<'a> {
    pub store: &'a Store,
    pub plan: &'a Plan,
    /// The clocks of the ticket at the beginning of the stretch.
    pub cycles: &'a [Cycle],
    /// In whose hours lengths count.
    pub hours: Hours<'a>,
    /// When the stretch begins.
    pub from: i64,
}

impl Look<'_> {
    /// When a part comes to pass in a stretch without events, its beginning at the earliest; nothing where it does not.
    pub fn reached(&self, part: &Part, (row, state): (usize, &State)) -> Option<Reached> {
        let (at, since, count) = match part {
            Part::Since(anchor, length) => {
                let since = match anchor {
                    Anchor::Creation => state.created,
                    Anchor::CustomerMessage => state.waiting?,
                    Anchor::AgentUpdate => state.agent.unwrap_or(state.created),
                    Anchor::Unassigned => state.unassigned?,
                };
                (later(self.hours, since, *length)?, Some(since), None)
            }
            Part::InStatus(words, length) => {
                let (status, since) = state.status;
                let word = self.store.value_word(Kind::Status, status);
                let class = self.store.meanings().class(status).map(|class| class.name());
                let meant = |name: &String| Some(name.as_str()) == word || Some(name.as_str()) == class;
                words.iter().any(meant).then_some(())?;
                (later(self.hours, since, *length)?, Some(since), None)
            }
            Part::Used(clock, share) => {
                let cycle = self.under_way(*clock)?;
                let Amount::Time(target) = cycle.amount else { return None };
                let left = (target as f64 * share).round() as i64 - cycle.used;
                let at = match cycle.state {
                    _ if left <= 0 => self.from,
                    ClockState::Running => self.plan.hours(cycle.calendar).deadline(self.from, left)?,
                    _ => return None,
                };
                (at, Some(cycle.start), None)
            }
            Part::Due(clock, before) => {
                let cycle = self.under_way(*clock)?;
                let (due, hours) = (cycle.due?, self.plan.hours(cycle.calendar));
                let at = match *before {
                    Before::Time(0) | Before::Days(0) => due,
                    Before::Time(before) if before > 0 => hours.deadline_back(due, before)?,
                    Before::Time(after) => hours.deadline(due, -after)?,
                    Before::Days(days) => hours.add_days(due, -days, DayRule::KeepTime)?,
                };
                (at, Some(due), None)
            }
            Part::Reopens(times) => {
                (state.reopens >= *times).then_some(())?;
                (self.from, None, Some(state.reopens))
            }
            Part::Transfers(times) => {
                (state.transfers >= *times).then_some(())?;
                (self.from, None, Some(state.transfers))
            }
            Part::Flag(tag) => {
                let set = |word: &str| word == "true";
                let moving = &state.moving;
                let flagged = moving.has_tag(self.store, row, tag);
                (flagged || moving.has_field(self.store, row, tag, &set)).then_some(())?;
                (self.from, None, None)
            }
            Part::Field(name, words) => {
                let is = |word: &str| words.iter().any(|known| known == word);
                state.moving.has_field(self.store, row, name, &is).then_some(())?;
                (self.from, None, None)
            }
        };
        Some(Reached { at: at.max(self.from), since, count })
    }

    fn under_way(&self, clock: crate::sla::Clock) -> Option<&Cycle> {
        let open = |cycle: &&Cycle| matches!(cycle.state, ClockState::Running | ClockState::Paused);
        self.cycles.iter().rev().find(|cycle| cycle.clock == clock && open(cycle))
    }
}
