//! Policies made ready for a desk: words are codes, calendars are tables, and what applies to a ticket is a look-up.

use super::act::{StatusId, StatusRule};
use super::clock::{ByClock, Clock};
use super::engine::Terms;
use super::knobs::Knobs;
use super::policy::{Goal, GoalHours, Policy, Warning};
use super::target::{Amount, Hours, Target, TargetSet};
use crate::calendar::{Calendar, Prepared};
use crate::error::{DeskError, distance};
use crate::sort::sort_all;
use crate::store::{Conditions, CustomColumn, Moving, Store};
use crate::ticket::{Dimension, Kind, StatusClass};
use crate::time::SECOND;

/// What a desk promises: policies, calendars and the switches of the clocks.
#[derive(Debug, Clone, Default)]
pub struct Promises {
    /// Policies, in order.
    pub policies: Vec<Policy>,
    /// Calendars by name.
    pub calendars: Vec<(String, Calendar)>,
    /// The switches of the clocks.
    pub knobs: Knobs,
    /// The calendar of tickets whose policy has none.
    pub calendar: Option<String>,
    /// Calendars that are shifts: a ticket belongs to the first that was open when it was created.
    pub shifts: Vec<String>,
    /// Status words or classes that pause clocks, where they are not those of the clock itself.
    pub paused: Option<Vec<String>>,
}

impl Promises {
    /// Checks what can be checked without tickets: names, and that each policy has a target.
    pub fn check(&self) -> Result<(), DeskError> {
        if let Some(name) = &self.calendar {
            self.calendar(name).map_err(|error| error.at("calendar"))?;
        }
        for (at, name) in self.shifts.iter().enumerate() {
            self.calendar(name).map_err(|error| error.at(format!("shifts[{at}]")))?;
        }
        let mut ids: Vec<&str> = self.policies.iter().map(|policy| policy.id.as_str()).collect();
        sort_all(&mut ids, &mut Ord::cmp);
        let twice = ids.windows(2).find_map(|pair| (pair[0] == pair[1]).then_some(pair[0]));
        for (at, policy) in self.policies.iter().enumerate() {
            let within = |error: DeskError| error.within(&format!("policies[{at}]"));
            if policy.targets.iter().all(Vec::is_empty) {
                let error = DeskError::new("bad-policy", "the policy has no target; give at least one");
                return Err(within(error.at("targets")));
            }
            let again = twice == Some(policy.id.as_str());
            if again && self.policies.iter().take(at).any(|other| other.id == policy.id) {
                let sentence = format!("two policies are called \"{}\"", policy.id);
                return Err(within(DeskError::new("bad-policy", sentence).at("id")));
            }
            if let Some(name) = &policy.calendar {
                self.calendar(name).map_err(|error| within(error.at("calendar")))?;
            }
            for clock in Clock::ALL {
                for goal in &policy.targets[clock as usize] {
                    if matches!(goal.amount, Amount::Time(time) if time < self.knobs.least_target) {
                        let least = self.knobs.least_target / SECOND;
                        let sentence = format!("this profile has no target below {least} seconds");
                        let path = format!("targets.{}", clock.name());
                        return Err(within(DeskError::new("bad-policy", sentence).at(path)));
                    }
                    if goal.amount == Amount::Stated && !clock.is_once() {
                        let sentence =
                            "only a clock that begins with the ticket has a due instant of the ticket's own";
                        let path = format!("targets.{}.due", clock.name());
                        return Err(within(DeskError::new("bad-policy", sentence).at(path)));
                    }
                    if let GoalHours::Of(name) = &goal.hours {
                        let path = format!("targets.{}.calendar", clock.name());
                        self.calendar(name).map_err(|error| within(error.at(path)))?;
                    }
                }
            }
        }
        Ok(())
    }

    /// The place of a calendar in the list.
    pub fn calendar(&self, name: &str) -> Result<usize, DeskError> {
        self.calendars.iter().position(|(known, _)| known == name).ok_or_else(|| {
            let nearest = self.calendars.iter().min_by_key(|(known, _)| distance(known, name));
            let hint = match nearest {
                Some((nearest, _)) => format!("the nearest is \"{nearest}\""),
                None => "none is configured".to_string(),
            };
            DeskError::new("unknown-calendar", format!("no calendar is called \"{name}\"; {hint}"))
        })
    }
}

/// Promises made ready for the words of a store.
#[derive(Debug)]
pub struct Plan {
    knobs: Knobs,
    statuses: Vec<StatusRule>,
    /// Of each policy, the set of all priorities that it does not name, then those of the others.
    sets: Vec<TargetSet>,
    warnings: Vec<ByClock<Vec<Warning>>>,
    /// The custom fields that state when a clock of a set is due.
    stated: Vec<(usize, Clock, usize)>,
    /// Of each policy, where its sets begin, and the codes of the priorities that it names with the places of theirs.
    ladders: Vec<(usize, Vec<(u32, usize)>)>,
    calendars: Vec<Prepared>,
    tests: Vec<Conditions>,
    /// From when until when each policy is in force.
    spans: Vec<(f64, f64)>,
    /// A bit for each kind of event that changes what policies ask for.
    asks: u32,
}

impl Plan {
    /// Prepares promises for a store and the range of its instants.
    pub fn new(promises: &Promises, store: &Store, range: (i64, i64)) -> Result<Self, DeskError> {
        let prepared = promises.calendars.iter().map(|(_, calendar)| Prepared::new(calendar.clone(), range));
        let calendars: Vec<Prepared> = prepared.collect::<Result<_, _>>()?;
        let priorities = store.dictionary(Dimension::Priority);
        let (mut sets, mut warnings, mut tests, mut ladders) =
            (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        let mut stated = Vec::new();
        for (at, policy) in promises.policies.iter().enumerate() {
            let own = policy.calendar.as_deref().map(|name| promises.calendar(name)).transpose()?;
            let goals = policy.targets.iter().flatten();
            let mut names: Vec<&str> = goals.filter_map(|goal| goal.priority.as_deref()).collect();
            sort_all(&mut names, &mut Ord::cmp);
            names.dedup();
            let first = sets.len();
            let coded = names.iter().zip(first + 1..);
            let mut steps: Vec<(u32, usize)> =
                coded.filter_map(|(name, place)| Some((priorities.find(name)?, place))).collect();
            sort_all(&mut steps, &mut Ord::cmp);
            ladders.push((first, steps));
            for priority in [None].into_iter().chain(names.into_iter().map(Some)) {
                let (set, warns) = set_of(promises, policy, at, own, priority)?;
                for clock in Clock::ALL.into_iter().filter(|&clock| set.of(clock).is_some()) {
                    let goal = goal_of(policy, clock, priority);
                    if let Some(name) = goal.and_then(|goal| goal.due.as_deref()) {
                        let path = format!("policies[{at}].targets.{}.due", clock.name());
                        let field = date_field(store, name).map_err(|error| error.at(path))?;
                        stated.push((sets.len(), clock, field));
                    }
                }
                sets.push(set);
                warnings.push(warns);
            }
            let conditions = Conditions::new(store, &policy.conditions);
            tests.push(conditions.map_err(|error| error.within(&format!("policies[{at}].where")))?);
        }
        let statuses = statuses(promises, store);
        let asked = |kind| tests.iter().any(|conditions: &Conditions| conditions.ask_for(kind));
        let by_priority = ladders.iter().any(|(_, steps)| !steps.is_empty());
        let asks = [Kind::Tagged, Kind::Priority, Kind::AssignedGroup, Kind::AssignedAgent, Kind::Field]
            .map(|kind| (kind, asked(kind) || by_priority && kind == Kind::Priority));
        let asks = asks.iter().fold(0, |bits, &(kind, asked)| bits | u32::from(asked) << kind as u32);
        let asks = if promises.policies.iter().any(Policy::is_dated) { u32::MAX } else { asks };
        let spans = promises.policies.iter().map(Policy::span).collect();
        Ok(Self {
            knobs: promises.knobs,
            statuses,
            sets,
            warnings,
            stated,
            ladders,
            calendars,
            tests,
            spans,
            asks,
        })
    }

    /// A bit for each kind of event that changes what policies ask for.
    pub(super) fn asks(&self) -> u32 {
        self.asks
    }

    /// Whether an event of a kind changes what policies ask for.
    pub fn asks_for(&self, kind: Kind) -> bool {
        self.asks >> kind as u32 & 1 == 1
    }

    /// Whether some policy is not always in force, so that every event looks for policies anew.
    pub fn is_dated(&self) -> bool {
        self.asks == u32::MAX
    }

    /// What engines need of it.
    pub fn terms(&self) -> Terms<'_> {
        Terms { knobs: &self.knobs, statuses: &self.statuses, sets: &self.sets, calendars: &self.calendars }
    }

    /// The first policy whose conditions a ticket meets.
    pub fn policy(&self, store: &Store, row: usize, moving: &Moving) -> Option<usize> {
        let at = moving.at as f64;
        let mut policies = self.tests.iter().zip(&self.spans);
        policies
            .position(|(tests, &(since, until))| since <= at && at < until && tests.hold(store, row, moving))
    }

    /// The set that applies to a ticket with these moving fields, by its place in the list.
    pub fn set(&self, store: &Store, row: usize, moving: &Moving) -> Option<usize> {
        let policy = self.policy(store, row, moving)?;
        let (first, steps) = self.ladders.get(policy)?;
        let step = steps.binary_search_by_key(&moving.priority, |&(code, _)| code);
        Some(step.ok().and_then(|at| steps.get(at)).map_or(*first, |&(_, place)| place))
    }

    /// The calendars, made ready.
    pub fn calendars(&self) -> &[Prepared] {
        &self.calendars
    }

    /// The hours of a calendar in the list, or real time.
    pub fn hours(&self, calendar: Option<usize>) -> Hours<'_> {
        calendar.and_then(|at| self.calendars.get(at)).map_or(Hours::Calendar, Hours::Business)
    }

    /// When the clocks of a set are due by what a ticket itself states.
    pub fn stated(
        &self,
        store: &Store,
        row: usize,
        set: Option<usize>,
    ) -> impl Iterator<Item = (Clock, i64)> {
        let own = self.stated.iter().filter(move |&&(of, ..)| Some(of) == set);
        own.filter_map(move |&(_, clock, field)| match &store.tickets().custom().get(field)?.column {
            CustomColumn::Number(values) => {
                let due = values.get(row).copied().filter(|due| due.is_finite())?;
                Some((clock, due as i64))
            }
            CustomColumn::Text { .. } => None,
        })
    }

    /// When a clock under a set warns.
    pub fn warnings(&self, set: usize, clock: Clock) -> &[Warning] {
        let own = self.warnings.get(set).map_or(&[][..], |warnings| &warnings[clock as usize]);
        if own.is_empty() { std::slice::from_ref(&Warning::USUAL) } else { own }
    }

    /// The status id of a code; the last is that of no status.
    pub fn status(&self, code: u32) -> StatusId {
        (code as usize).min(self.statuses.len() - 1) as StatusId
    }
}

/// The targets of a policy for a priority.
fn set_of(
    promises: &Promises,
    policy: &Policy,
    at: usize,
    own: Option<usize>,
    priority: Option<&str>,
) -> Result<(TargetSet, ByClock<Vec<Warning>>), DeskError> {
    let mut set = TargetSet { policy: at, ..TargetSet::default() };
    let mut warnings: ByClock<Vec<Warning>> = Default::default();
    for clock in Clock::ALL {
        let Some(goal) = goal_of(policy, clock, priority) else { continue };
        let calendar = match &goal.hours {
            GoalHours::Policy => own,
            GoalHours::Calendar => None,
            GoalHours::Of(name) => Some(promises.calendar(name)?),
        };
        set.targets[clock as usize] = Some(Target { amount: goal.amount, calendar });
        warnings[clock as usize].clone_from(&goal.warnings);
    }
    Ok((set, warnings))
}

/// What a policy says of a clock for a priority.
fn goal_of<'p>(policy: &'p Policy, clock: Clock, priority: Option<&str>) -> Option<&'p Goal> {
    let goals = &policy.targets[clock as usize];
    let exact = goals.iter().find(|goal| goal.priority.is_some() && goal.priority.as_deref() == priority);
    exact.or_else(|| goals.iter().find(|goal| goal.priority.is_none()))
}

/// The custom dimension of dates that has a name.
fn date_field(store: &Store, name: &str) -> Result<usize, DeskError> {
    match store.tickets().custom_named(name) {
        Some((index, custom)) if matches!(custom.column, CustomColumn::Number(_)) => Ok(index),
        Some(_) => {
            Err(DeskError::new("field-type", format!("the field \"{name}\" holds text; map it as a date")))
        }
        None => Err(DeskError::new("unknown-field", format!("no ticket has a field \"{name}\""))),
    }
}

/// What each status word means to the clocks; the last rule is that of no status.
fn statuses(promises: &Promises, store: &Store) -> Vec<StatusRule> {
    let words = store.dictionary(Dimension::Status);
    let rule = |(code, word): (usize, &str)| {
        let class = store.meanings().class(code as u32).unwrap_or(StatusClass::Open);
        let listed = |list: &Vec<String>| list.iter().any(|known| known == word || known == class.name());
        let usual = matches!(class, StatusClass::Pending | StatusClass::OnHold);
        let paused = promises.paused.as_ref().map_or(usual, listed);
        let mut rule = StatusRule::new(class.is_done(), paused);
        rule.pauses[Clock::RequesterWait as usize] = class == StatusClass::Pending;
        rule.pauses[Clock::AgentWork as usize] = usual;
        rule.pauses[Clock::OnHold as usize] = class != StatusClass::OnHold;
        rule.pauses[Clock::PausableUpdate as usize] = class == StatusClass::Pending;
        rule
    };
    let mut rules: Vec<StatusRule> = words.iter().enumerate().map(rule).collect();
    let mut none = StatusRule::new(false, false);
    none.pauses[Clock::OnHold as usize] = true;
    rules.push(none);
    rules
}
