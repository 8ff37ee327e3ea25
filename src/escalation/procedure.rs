//! The steps of a rule: which have come due, which come next, and what acknowledged or put them off.

use super::holds::{Hold, Ready, Sign};
use super::rule::{Deed, Rule, Step, Stop, Target};
use super::state::later;
use crate::calendar::Calendar;
use crate::sla::Plan;

/// A step that came due, or will if nothing happens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Due {
    /// Which step, from 0.
    pub step: usize,
    /// When.
    pub at: i64,
    /// Until when it is put off, where somebody did.
    pub snoozed: Option<i64>,
    /// Whether something called it off since, and not the others.
    pub over: bool,
}

/// One time that a rule came to hold.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Occurrence {
    /// When its steps begin.
    pub from: i64,
    /// Which of the rule's stretches it is in.
    pub hold: usize,
    /// When it was acknowledged, or what else ends its steps happened.
    pub ended: Option<i64>,
    /// The steps up to that, and up to the end of the stretch.
    pub steps: Vec<Due>,
}

/// The name of an occurrence's step, the same whenever it is asked for.
pub(super) fn step_id(ticket: &str, rule: &str, from: i64, step: usize) -> String {
    [ticket, rule, &from.to_string(), &step.to_string()].join("/")
}

/// The occurrences of a rule for a ticket, with their steps.
pub(super) fn occurrences(
    ticket: &str,
    ready: &Ready<'_>,
    plan: &Plan,
    (holds, signs): (&[Hold], &[(i64, Sign<'_>)]),
) -> Vec<Occurrence> {
    let rule = ready.rule;
    let mut found: Vec<Occurrence> = Vec::new();
    for (place, hold) in holds.iter().enumerate() {
        let after = found.last().map_or(i64::MIN, |last| last.from.saturating_add(rule.cooldown));
        let from = hold.from.max(after);
        if from >= hold.until || rule.once_a_ticket && !found.is_empty() {
            continue;
        }
        let mut occurrence = Occurrence { from, hold: place, ended: None, steps: Vec::new() };
        // What happens once the rule no longer holds neither ends its steps nor puts them off.
        let place = |until: i64| signs.partition_point(|&(when, _)| when < until);
        let signs = &signs[place(from)..place(hold.until)];
        run(&mut occurrence, ticket, ready, plan, (hold.until, signs));
        found.push(occurrence);
    }
    found
}

/// Lets the steps come due one after the other, until something ends them.
fn run(
    occurrence: &mut Occurrence,
    ticket: &str,
    ready: &Ready<'_>,
    plan: &Plan,
    (until, signs): (i64, &[(i64, Sign<'_>)]),
) {
    let (rule, from) = (ready.rule, occurrence.from);
    let mine = |name: &str| {
        name == rule.id || {
            let rest = name.strip_prefix(ticket).and_then(|rest| rest.strip_prefix('/'));
            let rest = rest.and_then(|rest| rest.strip_prefix(rule.id.as_str()));
            rest.is_some_and(|rest| {
                rest.strip_prefix('/').is_some_and(|rest| rest.split('/').next() == Some(&from.to_string()))
            })
        }
    };
    let mut time = from;
    for (place, step) in rule.steps.iter().enumerate() {
        let Some(counted) = later(plan.hours(ready.hours), time, step.after) else { break };
        let Some(mut at) = opening(ready.quiet, counted) else { break };
        let mut snoozed = None;
        for &(when, sign) in signs {
            match sign {
                Sign::Snoozed(name, until) if mine(name) && when < at => {
                    let Some(open) = opening(ready.quiet, until.max(at)) else { continue };
                    at = open;
                }
                Sign::Snoozed(name, until) if mine(name) => snoozed = Some(until),
                _ => {}
            }
        }
        if at >= until {
            break;
        }
        let fired = occurrence.steps.last().map(|due| (due.at, &rule.steps[due.step]));
        let end = signs.iter().find(|&&(when, sign)| when <= at && ends(rule, sign, &mine, (when, fired)));
        if let Some(&(when, _)) = end {
            occurrence.ended = Some(when);
            return;
        }
        // What calls a step off leaves the next one as it was, to be counted from when this one was due.
        time = at;
        let mut off = signs.iter().filter(|&&(_, sign)| is_one_of(&step.stop, sign, &mine));
        match off.next() {
            Some(&(when, _)) if when <= at => {}
            called_off => {
                occurrence.steps.push(Due { step: place, at, snoozed, over: called_off.is_some() });
            }
        }
    }
    let fired = occurrence.steps.last().map(|due| (due.at, &rule.steps[due.step]));
    let end = signs.iter().find(|&&(when, sign)| ends(rule, sign, &mine, (when, fired)));
    occurrence.ended = end.map(|&(when, _)| when);
}

/// The instant, or the next opening after it.
fn opening(quiet: Option<&Calendar>, at: i64) -> Option<i64> {
    match quiet {
        Some(calendar) if !calendar.is_open(at).ok()? => calendar.next_open(at).ok(),
        _ => Some(at),
    }
}

/// Whether a sign is one of those that end something.
fn is_one_of(stops: &[Stop], sign: Sign<'_>, mine: &dyn Fn(&str) -> bool) -> bool {
    let kind = match sign {
        Sign::Acknowledged(name) if mine(name) => Stop::Acknowledged,
        Sign::Acknowledged(_) | Sign::Snoozed(..) => return false,
        Sign::Replied => Stop::Replied,
        Sign::Assigned(..) | Sign::Escalated(_) => Stop::Reassigned,
        Sign::PriorityChanged(_) => Stop::PriorityChanged,
    };
    stops.contains(&kind)
}

/// Whether a sign ends the steps: as the rule says, or because it is what the step that came due asked for.
fn ends(
    rule: &Rule,
    sign: Sign<'_>,
    mine: &dyn Fn(&str) -> bool,
    (when, fired): (i64, Option<(i64, &Step)>),
) -> bool {
    let done = |deed: Deed, as_asked: &dyn Fn(&Target) -> bool| {
        fired.is_some_and(|(at, step)| at <= when && step.deed == deed && as_asked(&step.to))
    };
    let as_asked = match sign {
        Sign::Assigned(word, level) => done(Deed::Reassign, &|to| {
            let named = [&to.group, &to.agent].into_iter().flatten().any(|name| name == word);
            named || to.level.is_some_and(|wanted| wanted == level) || to.names_nobody()
        }),
        Sign::Escalated(level) => done(Deed::Reassign, &|to| match to.level {
            Some(wanted) => level == 0 || wanted == level,
            None => to.names_nobody(),
        }),
        Sign::PriorityChanged(raised) => raised && done(Deed::RaisePriority, &|_| true),
        Sign::Acknowledged(_) | Sign::Snoozed(..) | Sign::Replied => false,
    };
    as_asked || is_one_of(&rule.stop, sign, mine)
}
