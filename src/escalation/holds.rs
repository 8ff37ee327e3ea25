//! When the rules hold for a ticket: stretches of time, from its events and from time passing between them.

use super::rule::{Part, Rule};
use super::state::{Look, Reached, State};
use crate::calendar::Calendar;
use crate::error::DeskError;
use crate::sla::{Engine, Moment, Plan, acts};
use crate::store::{Conditions, Events, Ladder, Store, UNRANKED};
use crate::ticket::{Kind, Role, Sense};

/// A stretch of time in which a rule holds.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Hold {
    pub from: i64,
    /// The first instant at which it does not; the end of time where nothing is known to end it.
    pub until: i64,
    /// What had come to pass when it came to hold.
    pub why: Vec<(usize, Reached)>,
}

/// Something that may end the steps of a rule, or put them off.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Sign<'a> {
    /// Somebody acknowledged a rule, or one thing due.
    Acknowledged(&'a str),
    /// Somebody put it off until then.
    Snoozed(&'a str, i64),
    Replied,
    /// Given to a group or to an agent, by their words, with the support level of these; 0 is unknown.
    Assigned(&'a str, u8),
    /// Went to another support level; 0 is unknown.
    Escalated(u8),
    /// Given another priority, and whether that is a more urgent one, as far as priorities are known.
    PriorityChanged(bool),
}

/// A rule with its names looked up.
pub(super) struct Ready<'r> {
    pub rule: &'r Rule,
    pub conditions: Conditions,
    pub hours: Option<usize>,
    pub quiet: Option<&'r Calendar>,
}

/// Looks at one ticket after the other.
pub(super) struct Walker<'a> {
    store: &'a Store,
    plan: &'a Plan,
    rules: &'a [Ready<'a>],
    engine: Engine<'a>,
    moments: Vec<Moment>,
    /// How many of them the engine was told of.
    told: usize,
    with_clocks: bool,
    /// The stretches of each rule.
    pub holds: Vec<Vec<Hold>>,
    /// What happened, in order.
    pub signs: Vec<(i64, Sign<'a>)>,
}

impl<'a> Walker<'a> {
    pub fn new(store: &'a Store, plan: &'a Plan, rules: &'a [Ready<'a>]) -> Self {
        let clock = |part: &Part| matches!(part, Part::Used(..) | Part::Due(..));
        let with_clocks = rules.iter().any(|ready| ready.rule.when.parts.iter().any(clock));
        let holds = vec![Vec::new(); rules.len()];
        let (engine, moments, signs) = (Engine::new(plan.terms()), Vec::new(), Vec::new());
        Self { store, plan, rules, engine, moments, told: 0, with_clocks, holds, signs }
    }

    /// Reads a ticket as it is known at an instant.
    pub fn read(&mut self, row: usize, now: i64) -> Result<(), DeskError> {
        self.holds.iter_mut().for_each(Vec::clear);
        self.signs.clear();
        let (tickets, events) = (self.store.tickets(), self.store.events());
        let created = tickets.created()[row];
        if created > now || created == crate::store::NO_INSTANT {
            return Ok(());
        }
        let range = tickets.events(row);
        if self.with_clocks {
            acts(self.plan, self.store, row, &mut self.moments);
            self.engine.begin_ticket();
            self.told = 0;
        }
        let ladder = self.store.ladder(row);
        let mut state = State::new(self.store, row, now);
        let mut from = created;
        for place in range {
            let at = events.at()[place].max(created);
            if at > now {
                break;
            }
            if at > from {
                self.between(row, &mut state, (from, at), now)?;
                from = at;
            }
            self.sign(place, at, state.moving.priority, ladder);
            state.take(self.store, place);
        }
        self.between(row, &mut state, (from, i64::MAX), now)
    }

    /// Looks at what holds between two events, or from the last one on. In between may lie what no event tells: what the ticket
    /// states of itself, as it is known by now.
    fn between(
        &mut self,
        row: usize,
        state: &mut State,
        (mut from, until): (i64, i64),
        now: i64,
    ) -> Result<(), DeskError> {
        loop {
            state.answer(from);
            while let Some(&moment) = self.moments.get(self.told).filter(|moment| moment.at <= from) {
                self.engine.tell(moment)?;
                self.told += 1;
            }
            let act = self.moments.get(self.told).map_or(i64::MAX, |moment| moment.at);
            let next = act.min(state.answer_after(from)).min(until);
            if next > now {
                return self.stretch(row, state, from, until);
            }
            self.stretch(row, state, from, next)?;
            if next == until {
                return Ok(());
            }
            from = next;
        }
    }

    /// Looks at what holds in a stretch in which nothing happens.
    fn stretch(&mut self, row: usize, state: &State, from: i64, until: i64) -> Result<(), DeskError> {
        let until = until.min(state.end());
        if state.done || state.gone || until <= from {
            return Ok(());
        }
        let cycles = if self.with_clocks { self.engine.under_way(from)? } else { &[] };
        for (ready, holds) in self.rules.iter().zip(&mut self.holds) {
            if !ready.conditions.hold(self.store, row, &state.moving) {
                continue;
            }
            let hours = self.plan.hours(ready.hours);
            let look = Look { store: self.store, plan: self.plan, cycles, hours, from };
            let Some((at, why)) = reached(ready.rule, &look, (row, state)) else { continue };
            if at >= until {
                continue;
            }
            match holds.last_mut() {
                Some(last) if last.until == at => last.until = until,
                _ => holds.push(Hold { from: at, until, why }),
            }
        }
        Ok(())
    }

    fn sign(&mut self, place: usize, at: i64, priority: u32, ladder: Ladder<'_>) {
        let (meanings, events) = (self.store.meanings(), self.store.events());
        let (what, value) = (events.what()[place], events.value()[place]);
        let Some(kind) = Kind::from_code(Events::kind_of(what)) else { return };
        let word = self.store.value_word(kind, value);
        let sign = match (kind, Events::role_of(what)) {
            (Kind::Acknowledged, _) => word.map(Sign::Acknowledged),
            (Kind::Snoozed, _) => self.store.snooze(value).map(|(seconds, name)| {
                let time = i64::try_from(seconds).unwrap_or(0).saturating_mul(crate::time::SECOND);
                Sign::Snoozed(name, at.saturating_add(time))
            }),
            (Kind::Reply, Role::Agent | Role::Unknown) => Some(Sign::Replied),
            (Kind::AssignedAgent, _) => word.map(|agent| Sign::Assigned(agent, ladder.agent(value))),
            (Kind::AssignedGroup, _) => word.map(|group| Sign::Assigned(group, ladder.group(value))),
            (Kind::Escalated, _) => {
                let tier = self.store.escalation_of(value).filter(|step| step.sense == Sense::Tier);
                tier.map(|step| Sign::Escalated(ladder.reached(step.to)))
            }
            (Kind::Priority, _) => {
                let (before, after) = (meanings.rank(priority), meanings.rank(value));
                let unknown = before == UNRANKED && after == UNRANKED && priority != value;
                Some(Sign::PriorityChanged(after < before || unknown))
            }
            _ => None,
        };
        self.signs.extend(sign.map(|sign| (at, sign)));
    }
}

/// When a condition comes to pass in a stretch, and what of it.
fn reached(
    rule: &Rule,
    look: &Look<'_>,
    (row, state): (usize, &State),
) -> Option<(i64, Vec<(usize, Reached)>)> {
    let parts = rule.when.parts.iter().enumerate();
    let found = parts.map(|(place, part)| Some((place, look.reached(part, (row, state))?)));
    if rule.when.any {
        let first = found.flatten().min_by_key(|(_, reached)| reached.at)?;
        return Some((first.1.at, vec![first]));
    }
    let all: Vec<(usize, Reached)> = found.collect::<Option<_>>()?;
    let at = all.iter().map(|(_, reached)| reached.at).max()?;
    Some((at, all))
}
