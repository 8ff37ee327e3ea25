//! What each rule changes: a metric's switches, the events of a ticket, or a value.

#![expect(
    clippy::ptr_arg,
    reason = "rules that add or drop events and those that change some have one signature"
)]

use super::about::{About, Measured};
use crate::calendar::Counting;
use crate::kpi::{Metric, Profile, Spec, State, Switch, Switches, Until, class_time};
use crate::store::{Event, NO_CODE, NO_INSTANT};
use crate::ticket::{Kind, Role, StatusClass};

/// Sets a switch; says whether it was not set.
fn turned_on(on: &mut bool) -> bool {
    !std::mem::replace(on, true)
}

pub(super) fn merged(spec: &mut Spec, _: u32) -> bool {
    turned_on(&mut spec.scope.merged)
}

pub(super) fn spam(spec: &mut Spec, _: u32) -> bool {
    turned_on(&mut spec.scope.spam)
}

pub(super) fn deleted(spec: &mut Spec, _: u32) -> bool {
    turned_on(&mut spec.scope.deleted)
}

pub(super) fn test(spec: &mut Spec, _: u32) -> bool {
    turned_on(&mut spec.scope.test)
}

/// Sets or takes away switches; says whether they were others.
fn by(spec: &mut Spec, switches: Switches) -> bool {
    let switches = switches.of_metric(spec.metric);
    std::mem::replace(&mut spec.switches, switches) != switches
}

/// Whether a switch may change the value of a ticket.
pub(super) fn is_tried(switch: Switch, metric: Metric) -> bool {
    const SILENT: [Switch; 4] =
        [Switch::ByCreation, Switch::BusinessHours, Switch::Median, Switch::EveryResolution];
    switch.touches(metric) && !SILENT.contains(&switch)
}

pub(super) fn switch(spec: &mut Spec, with: u32) -> bool {
    let known = Switch::ALL.get(with as usize).copied();
    known.is_some_and(|switch| by(spec, spec.switches.with(switch, !spec.switches.has(switch))))
}

pub(super) fn after_opening(spec: &mut Spec, _: u32) -> bool {
    by(spec, spec.switches.with(Switch::Outbound, true).with(Switch::SecondReply, true))
}

pub(super) fn profile(spec: &mut Spec, with: u32) -> bool {
    Profile::all().nth(with as usize).is_some_and(|profile| by(spec, profile.switches()))
}

pub(super) fn last_resolution(spec: &mut Spec, _: u32) -> bool {
    let is_other = spec.metric == Metric::FirstResolutionTime;
    if is_other {
        spec.metric = Metric::FullResolutionTime;
    }
    is_other
}

/// Ends by another instant; says whether it was another.
fn until(spec: &mut Spec, end: Until) -> bool {
    spec.metric != Metric::ClosureTime && std::mem::replace(&mut spec.until, end) != end
}

pub(super) fn solved_only(spec: &mut Spec, _: u32) -> bool {
    until(spec, Until::Solved)
}

fn counted_by(spec: &mut Spec, counting: Counting) -> bool {
    spec.metric.counts_hours() && std::mem::replace(&mut spec.counting, counting) != counting
}

pub(super) fn calendar_time(spec: &mut Spec, _: u32) -> bool {
    counted_by(spec, Counting::Calendar)
}

pub(super) fn business_hours(spec: &mut Spec, _: u32) -> bool {
    counted_by(spec, Counting::Business)
}

pub(super) fn calendar(spec: &mut Spec, with: u32) -> bool {
    counted_by(spec, Counting::Of(with))
}

pub(super) fn bot_reply(_: &About<'_>, events: &mut Vec<Event>) {
    for event in events.iter_mut().filter(|event| event.kind == Kind::Reply && event.role == Role::Bot) {
        event.role = Role::Agent;
    }
}

pub(super) fn private_note(_: &About<'_>, events: &mut Vec<Event>) {
    let by_agent =
        |event: &&mut Event| event.kind == Kind::Note && !matches!(event.role, Role::Customer | Role::Bot);
    for event in events.iter_mut().filter(by_agent) {
        (event.kind, event.role) = (Kind::Reply, Role::Agent);
    }
}

/// The place of the first status of class solved or closed.
fn first_done(about: &About<'_>, events: &[Event]) -> Option<usize> {
    events.iter().position(|event| is_done(about, event))
}

fn is_done(about: &About<'_>, event: &Event) -> bool {
    event.kind == Kind::Status && about.store.meanings().class(event.value).is_some_and(StatusClass::is_done)
}

pub(super) fn role_now(about: &About<'_>, events: &mut Vec<Event>) {
    with_roles(about, events, 1);
}

pub(super) fn role_then(about: &About<'_>, events: &mut Vec<Event>) {
    with_roles(about, events, 0);
}

/// Gives people the role they had first, or have now.
fn with_roles(about: &About<'_>, events: &mut Vec<Event>, which: usize) {
    let is_person = |event: &&mut Event| matches!(event.role, Role::Agent | Role::Customer);
    for event in events.iter_mut().filter(is_person) {
        let role = about.roles.get(event.actor as usize).map(|roles| roles[which]);
        event.role = role.filter(|&role| role != Role::Unknown).unwrap_or(event.role);
    }
}

pub(super) fn after_assignment(_: &About<'_>, events: &mut Vec<Event>) {
    let assigned =
        events.iter().position(|event| event.kind == Kind::AssignedAgent && event.value != NO_CODE);
    let is_reply =
        |event: &Event| event.kind == Kind::Reply && matches!(event.role, Role::Agent | Role::Unknown);
    let mut place = 0;
    events.retain(|event| {
        place += 1;
        assigned.is_none_or(|assigned| place > assigned) || !is_reply(event)
    });
}

pub(super) fn until_first_resolution(about: &About<'_>, events: &mut Vec<Event>) {
    if let Some(first) = first_done(about, events) {
        let mut place = 0;
        events.retain(|event| {
            place += 1;
            place <= first + 1 || event.kind != Kind::Status
        });
    }
}

/// The time in classes of statuses between two instants.
fn time_in(about: &About<'_>, from: i64, to: i64, classes: &[StatusClass]) -> Option<i64> {
    let until = |at| class_time(about.store, about.row, at, classes, &|from, to| about.elapsed(from, to));
    Some(until(to)? - until(from)?)
}

/// A value with the time in classes of statuses, from its beginning to an instant, taken in or off.
fn changed(about: &About<'_>, was: Measured, until: i64, classes: &[StatusClass], sign: f64) -> Measured {
    if was.value.is_nan() {
        return was;
    }
    let value = |time: i64| Measured { value: was.value + sign * time as f64, ..was };
    time_in(about, was.start, until, classes).map_or(was, value)
}

pub(super) fn less_solved(about: &About<'_>, was: Measured) -> Measured {
    const DONE: [StatusClass; 2] = [StatusClass::Solved, StatusClass::Closed];
    let reopenings = about.facts.detail(about.store).lists.reopenings.of(about.row).iter().rev();
    let last = reopenings.copied().find(|&at| was.start <= at && at <= was.end);
    last.map_or(was, |last| changed(about, was, last, &DONE, -1.0))
}

/// Whether a metric counts the time in a class of statuses.
fn counts(about: &About<'_>, class: StatusClass) -> bool {
    let (pending, hold) = (class == StatusClass::Pending, class == StatusClass::OnHold);
    match about.spec.metric {
        Metric::RequesterWaitTime => !pending && !class.is_done(),
        Metric::AgentWaitTime => pending,
        Metric::OnHoldTime => hold,
        Metric::AgentWorkTime => !pending && !hold && !class.is_done(),
        Metric::ActiveResolutionTime => !pending && !hold,
        Metric::WaitingTime => pending || hold,
        _ => !(pending || hold) || !about.spec.switches.has(Switch::LessWaiting),
    }
}

/// The value between two instants: the time in all classes of statuses that the metric counts.
fn between(about: &About<'_>, was: Measured, from: i64, to: i64) -> Measured {
    let classes: Vec<StatusClass> =
        StatusClass::ALL.into_iter().filter(|&class| counts(about, class)).collect();
    let value = |time: i64| Measured { value: time as f64, state: State::Value, start: from, end: to };
    time_in(about, from, to, &classes).map_or(was, value)
}

/// Takes the time in a class off, or in, where it is not already.
fn toggled(about: &About<'_>, was: Measured, class: StatusClass, counted: bool) -> Measured {
    if counts(about, class) == counted {
        return was;
    }
    changed(about, was, was.end, &[class], if counted { 1.0 } else { -1.0 })
}

pub(super) fn less_pending(about: &About<'_>, was: Measured) -> Measured {
    toggled(about, was, StatusClass::Pending, false)
}

pub(super) fn less_on_hold(about: &About<'_>, was: Measured) -> Measured {
    toggled(about, was, StatusClass::OnHold, false)
}

pub(super) fn with_pending(about: &About<'_>, was: Measured) -> Measured {
    toggled(about, was, StatusClass::Pending, true)
}

pub(super) fn with_on_hold(about: &About<'_>, was: Measured) -> Measured {
    toggled(about, was, StatusClass::OnHold, true)
}

pub(super) fn from_assignment(about: &About<'_>, was: Measured) -> Measured {
    let assigned = about.facts.detail(about.store).first_assigned[about.row];
    if assigned == NO_INSTANT || assigned > was.end || was.value.is_nan() {
        return was;
    }
    between(about, was, assigned, was.end)
}

pub(super) fn still_open(about: &About<'_>, was: Measured) -> Measured {
    if was.state != State::Running || was.start == NO_INSTANT || about.as_of < was.start {
        return was;
    }
    between(about, was, was.start, about.as_of)
}

pub(super) fn reopens_by_solves(about: &About<'_>, was: Measured) -> Measured {
    let solves = about.facts.detail(about.store).solves.get(about.row).copied().unwrap_or(0);
    if was.value.is_nan() { was } else { Measured { value: f64::from(solves.saturating_sub(1)), ..was } }
}
