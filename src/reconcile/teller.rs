//! A metric of some tickets under changed rules.

use super::about::About;
use super::changes::is_tried;
use super::given::{Given, NO_VERSION};
use super::rule::{Each, How, Rule, kind_of};
use crate::calendar::BusinessHours;
use crate::kpi::{Facts, Profile, Spec, State, Switch, evaluate_each};
use crate::store::{Events, Store};
use crate::ticket::{Dimension, Role};
use crate::time::MINUTE;

/// A rule, and with which calendar or profile.
#[derive(Debug, Clone, Copy)]
pub(super) struct Case {
    pub rule: &'static Rule,
    pub with: u32,
    /// Of a switch: whether ours has it, so that the other side has not.
    pub is_ours: bool,
}

impl Case {
    /// A rule that is tried once.
    pub const fn of(rule: &'static Rule) -> Self {
        Self { rule, with: 0, is_ours: false }
    }

    fn switch(self) -> Option<Switch> {
        Switch::ALL.get(self.with as usize).copied().filter(|_| self.rule.each == Each::Switch)
    }

    /// Its name: of a switch that only ours has `without-` and the switch's.
    pub fn name(self) -> String {
        match self.switch() {
            Some(switch) => [if self.is_ours { "without-" } else { "" }, switch.id()].concat(),
            None => self.rule.id.to_string(),
        }
    }

    /// What it says of the other side.
    pub fn sentence(self) -> String {
        match self.switch() {
            Some(switch) => [if self.is_ours { "Not so there: " } else { "" }, switch.text()].concat(),
            None => self.rule.sentence.to_string(),
        }
    }
}

/// Measures again.
pub(super) struct Teller<'a> {
    store: &'a Store,
    facts: &'a Facts,
    hours: &'a BusinessHours,
    given: &'a Given,
    as_of: i64,
    roles: Vec<[Role; 2]>,
    /// The facts of tickets told otherwise.
    retold: Facts,
}

impl<'a> Teller<'a> {
    pub fn new(
        (store, facts): (&'a Store, &'a Facts),
        hours: &'a BusinessHours,
        given: &'a Given,
        as_of: i64,
    ) -> Self {
        Self { store, facts, hours, given, as_of, roles: roles(store), retold: Facts::default() }
    }

    /// The rules that may change a metric, each with every calendar or profile it is tried with.
    pub fn cases(&self, spec: &Spec, rules: &'static [Rule]) -> Vec<Case> {
        let kind = kind_of(spec.metric);
        let mut cases = Vec::new();
        for rule in rules.iter().filter(|rule| rule.of & kind != 0 && !matches!(rule.how, How::Together)) {
            let count = match rule.each {
                Each::First | Each::Once | Each::Late => 1,
                Each::Calendar => self.hours.calendars.len().min(MOST_CALENDARS),
                Each::Profile => Profile::all().count(),
                Each::Switch => Switch::ALL.len(),
            };
            let case = |with: u32| match (rule.each, Switch::ALL.get(with as usize)) {
                (Each::Switch, Some(&switch)) => is_tried(switch, spec.metric).then_some(Case {
                    rule,
                    with,
                    is_ours: spec.switches.has(switch),
                }),
                _ => Some(Case { rule, with, is_ours: false }),
            };
            cases.extend((0..count as u32).filter_map(case));
        }
        cases
    }

    /// The value of each of some tickets, by their places among the given ones, with all rules of `cases` at once; NaN where
    /// there is none, [`NOT_MEASURED`] where it cannot be measured so. Nothing where the rules change nothing.
    pub fn values(&mut self, spec: &Spec, cases: &[Case], places: &[u32]) -> Option<Vec<f64>> {
        let mut spec = spec.clone();
        for case in cases {
            if let How::Spec(change) = case.rule.how
                && !change(&mut spec, case.with)
            {
                return None;
            }
        }
        // What rules take off or in is cut down with the rest.
        let is_cut = spec.switches.has(Switch::WholeMinutes)
            && cases.iter().any(|case| matches!(case.rule.how, How::Value(_)));
        if is_cut {
            spec.switches = spec.switches.with(Switch::WholeMinutes, false);
        }
        let Self { store, facts, hours, given, as_of, ref roles, ref mut retold } = *self;
        let rows: Vec<u32> = places.iter().map(|&place| given.rows[place as usize]).collect();
        let is_older = cases.iter().any(|case| matches!(case.rule.how, How::AsOf));
        let about = |facts, row: usize, place: usize| {
            let as_of = match given.versions[place] {
                NO_VERSION => as_of,
                version if is_older => version.min(as_of),
                _ => as_of,
            };
            About { store, facts, spec: &spec, hours, roles, row, as_of }
        };
        let mut facts = facts;
        if is_older || cases.iter().any(|case| matches!(case.rule.how, How::Events(_))) {
            let mut at = 0;
            retold.retell(store, facts, &rows, &mut |row, events| {
                let about = about(facts, row, places[at] as usize);
                for case in cases {
                    if let How::Events(change) = case.rule.how {
                        change(&about, events);
                    }
                }
                at += 1;
                about.as_of.min(facts.cutoff)
            });
            facts = retold;
        }
        let items = evaluate_each(store, facts, hours, &spec, &rows);
        let changed = items.into_iter().zip(places).zip(&rows).map(|((item, &place), &row)| {
            let about = about(facts, row as usize, place as usize);
            let mut now = about.measured(item);
            for case in cases {
                if let How::Value(change) = case.rule.how {
                    now = change(&about, now);
                }
            }
            if now.state == State::NoCalendar {
                return NOT_MEASURED;
            }
            if is_cut { now.value - now.value.rem_euclid(MINUTE as f64) } else { now.value }
        });
        Some(changed.collect())
    }
}

/// In place of a value in hours that a ticket has no calendar for: that is nobody's value, nor does it say there is none.
const NOT_MEASURED: f64 = f64::INFINITY;
/// So many calendars are tried.
const MOST_CALENDARS: usize = 50;

/// The first and the last role of every person as agent or customer.
fn roles(store: &Store) -> Vec<[Role; 2]> {
    let events = store.events();
    let people = store.dictionary(Dimension::Assignee).len();
    let mut known: Vec<[(i64, Role); 2]> = Vec::new();
    for ((&at, &what), &actor) in events.at().iter().zip(events.what()).zip(events.actor()) {
        let role = Events::role_of(what);
        let actor = actor as usize;
        if !matches!(role, Role::Agent | Role::Customer) || actor >= people {
            continue;
        }
        if known.len() <= actor {
            known.resize(actor + 1, [(i64::MAX, Role::Unknown), (i64::MIN, Role::Unknown)]);
        }
        let [first, last] = &mut known[actor];
        if at < first.0 {
            *first = (at, role);
        }
        if at >= last.0 {
            *last = (at, role);
        }
    }
    known.into_iter().map(|both| both.map(|(_, role)| role)).collect()
}
