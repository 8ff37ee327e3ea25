//! A ticket's events as the acts its clocks see.

use super::act::{Act, Moment, Party};
use super::knobs::Merge;
use super::plan::Plan;
use crate::store::{Events, Moving, NO_CODE, NO_INSTANT, NOT_STATED, Stated, Store};
use crate::ticket::{Kind, Role};

/// How a ticket began: what is said at the instant of its creation.
pub(super) struct Beginning {
    /// Who opened it.
    pub party: Party,
    /// The code of its status.
    pub status: u32,
    /// What policies ask for.
    pub moving: Moving,
}

impl Beginning {
    /// That of a ticket whose creation is known.
    pub fn of(plan: &Plan, store: &Store, row: usize) -> Self {
        let (tickets, events) = (store.tickets(), store.events());
        let created = tickets.created()[row];
        let moving = Moving::at_creation(store, row, plan.asks_for(Kind::Tagged));
        let mut beginning = Self { party: Party::Customer, status: NO_CODE, moving };
        for at in tickets.events(row).take_while(|&at| events.at()[at] <= created) {
            let (what, value) = (events.what()[at], events.value()[at]);
            match Kind::from_code(Events::kind_of(what)) {
                Some(Kind::Created) if Events::role_of(what) == Role::Agent => beginning.party = Party::Agent,
                Some(Kind::Created) if Events::role_of(what) == Role::Bot => beginning.party = Party::System,
                Some(Kind::Status) => beginning.status = value,
                Some(kind) => _ = beginning.moving.take(store, kind, value),
                None => {}
            }
        }
        beginning
    }
}

/// Writes the acts of a ticket into `acts`, in order of time. What came before its creation counts as at it.
///
/// Before the first change of its priority, group or agent, a ticket has what it states itself, unless a change at its
/// creation says otherwise. Tags that events add are there from then on.
pub fn acts(plan: &Plan, store: &Store, row: usize, acts: &mut Vec<Moment>) {
    acts.clear();
    let tickets = store.tickets();
    let created = tickets.created().get(row).copied().unwrap_or(NO_INSTANT);
    if created == NO_INSTANT {
        return;
    }
    let events = store.events();
    let range = tickets.events(row);
    let Beginning { party, status, mut moving } = Beginning::of(plan, store, row);
    let mut set = plan.set(store, row, &moving);
    acts.push(Moment { at: created, act: Act::Targets(set) });
    acts.push(Moment { at: created, act: Act::Created(party, plan.status(status)) });
    for (clock, due) in plan.stated(store, row, set) {
        acts.push(Moment { at: created, act: Act::Due(clock, due) });
    }
    for at in range {
        let (when, what, value) = (events.at()[at], events.what()[at], events.value()[at]);
        let Some(kind) = Kind::from_code(Events::kind_of(what)) else { continue };
        let mut add = |act| acts.push(Moment { at: when.max(created), act });
        match (kind, Events::role_of(what)) {
            (Kind::Reply, Role::Customer) => add(Act::Message(Party::Customer)),
            (Kind::Reply, Role::Agent | Role::Unknown) => add(Act::Message(Party::Agent)),
            (Kind::Reply, Role::Bot) => add(Act::Message(Party::System)),
            (Kind::Note, Role::Agent | Role::Unknown) => add(Act::Note),
            (Kind::Status, _) if when > created => add(Act::Status(plan.status(value))),
            (Kind::Merged, _) if plan.terms().knobs.merge == Merge::Continue => {}
            (Kind::Merged | Kind::Spam | Kind::Deleted, _) => add(Act::Gone),
            _ => {}
        }
        if when > created && plan.asks_for(kind) && (moving.take(store, kind, value) || plan.is_dated()) {
            moving.at = when;
            let now = plan.set(store, row, &moving);
            if now != set {
                set = now;
                acts.push(Moment { at: when, act: Act::Targets(set) });
                for (clock, due) in plan.stated(store, row, set) {
                    acts.push(Moment { at: when, act: Act::Due(clock, due) });
                }
            }
        }
    }
    let mut insert = |at: i64, act: Act| {
        let place = acts.partition_point(|moment| moment.at <= at);
        acts.insert(place, Moment { at, act });
    };
    let answered = tickets.stated(Stated::FirstResponse, row);
    if answered > NOT_STATED {
        insert(answered.max(created), Act::FirstResponse);
    }
    // A closing ends what no resolution did. One before the creation is a filler, by which nothing can be measured.
    let ends = [Stated::Resolved, Stated::Closed].map(|fact| tickets.stated(fact, row));
    match ends.into_iter().find(|&at| at > NOT_STATED) {
        Some(at) if at >= created => insert(at, Act::Solved),
        Some(_) => insert(created, Act::Gone),
        None => {}
    }
}
