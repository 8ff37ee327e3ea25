//! What is odd about a set of rules although each can be read: steps nobody ever comes to, rules that hide each other or hand
//! tickets round in circles, and targets that nobody holds.

use serde::Serialize;

use super::circles::circles;
use super::rule::{Before, Part, Rule, When};
use crate::settings::Condition;
use crate::sla::{Amount, Clock, Promises};
use crate::store::{Events, Store};
use crate::ticket::{Dimension, Kind, Role, StatusClass};

/// Something odd.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct RuleWarning {
    /// `unreachable`, `shadowed`, `circle` or `nobody`.
    pub code: &'static str,
    /// Where, such as `rules[1].steps[0].to.group`.
    pub path: String,
    /// What, in a sentence.
    pub message: String,
}

/// Looks for what is odd about rules, for a desk with these tickets and promises.
pub fn rule_warnings(rules: &[Rule], store: &Store, promises: &Promises) -> Vec<RuleWarning> {
    let mut found = Vec::new();
    let names_agents = rules.iter().flat_map(|rule| &rule.steps).any(|step| step.to.agent.is_some());
    let agents = if names_agents { agents(store) } else { Vec::new() };
    for (at, rule) in rules.iter().enumerate() {
        let mut warn = |code, path: String, message: String| {
            found.push(RuleWarning { code, path: format!("rules[{at}].{path}"), message });
        };
        if let Some((path, why)) = never(rule, store, promises) {
            warn("unreachable", path, why);
        } else if let Some((_, other)) = rules.iter().enumerate().find(|&(place, other)| {
            // Of rules that hide each other the first one stays.
            place != at && hides(other, rule) && (place < at || !hides(rule, other))
        }) {
            let message = format!(
                "the rule \"{}\" does the same, and no later, for all tickets this one is about",
                other.id
            );
            warn("shadowed", "id".to_string(), message);
        }
        for (place, step) in rule.steps.iter().enumerate() {
            let path = |name: &str| format!("steps[{place}].to.{name}");
            let group = step.to.group.as_deref();
            if let Some(name) = group.filter(|name| store.dictionary(Dimension::Group).find(name).is_none()) {
                warn("nobody", path("group"), format!("no ticket was ever with a group \"{name}\""));
            }
            let agent = step.to.agent.as_deref();
            let known = |name: &str| {
                let code = store.dictionary(Dimension::Assignee).find(name);
                code.is_some_and(|code| agents.get(code as usize).is_some_and(|&known| known))
            };
            if let Some(name) = agent.filter(|name| !known(name)) {
                let message =
                    format!("no ticket was ever with an agent \"{name}\", who never replied either");
                warn("nobody", path("agent"), message);
            }
            if let Some(level) = step.to.level.filter(|&level| !store.meanings().ladders().holds(level)) {
                warn(
                    "nobody",
                    path("level"),
                    format!("no group or agent that tickets were with is at level {level}"),
                );
            }
        }
    }
    let (groups, people) = (store.dictionary(Dimension::Group), store.dictionary(Dimension::Assignee));
    let declared = store.meanings().ladders().declared();
    let strangers =
        declared.strangers(&|name| groups.find(name).is_some(), &|name| people.find(name).is_some());
    for path in strangers {
        let message = "no ticket was ever with anybody of this name".to_string();
        found.push(RuleWarning { code: "nobody", path, message });
    }
    found.extend(circles(rules, store.meanings()));
    found
}

/// Who is an agent, by their codes: whoever a ticket was given to, and who did something as one. Customers are none, although
/// they are people too.
fn agents(store: &Store) -> Vec<bool> {
    let mut known = vec![false; store.dictionary(Dimension::Assignee).len()];
    let (tickets, events) = (store.tickets(), store.events());
    let mut note = |code: u32| {
        if let Some(known) = known.get_mut(code as usize) {
            *known = true;
        }
    };
    tickets.codes(Dimension::Assignee).iter().for_each(|&code| note(code));
    for at in 0..events.len() {
        let what = events.what()[at];
        if Events::kind_of(what) == Kind::AssignedAgent as u8 {
            note(events.value()[at]);
        }
        if Events::role_of(what) == Role::Agent {
            note(events.actor()[at]);
        }
    }
    known
}

/// Why a rule never holds, and where that stands.
fn never(rule: &Rule, store: &Store, promises: &Promises) -> Option<(String, String)> {
    for condition in &rule.conditions {
        let (Some(words), Some(dimension)) = (&condition.any_of, Dimension::from_name(&condition.on)) else {
            continue;
        };
        let known = store.dictionary(dimension);
        if !words.is_empty() && words.iter().all(|word| known.find(word).is_none()) {
            let message = format!("no ticket has any of these as its {}", condition.on);
            return Some((format!("where.{}", condition.on), message));
        }
    }
    let parts: Vec<Option<String>> =
        rule.when.parts.iter().map(|part| never_reached(part, store, promises)).collect();
    let place = |at: usize| {
        if rule.when.parts.len() == 1 {
            "when".to_string()
        } else {
            format!("when.{}[{at}]", how(&rule.when))
        }
    };
    let hopeless = parts.iter().position(Option::is_some)?;
    if rule.when.any && parts.iter().any(Option::is_none) {
        return None;
    }
    Some((place(hopeless), parts.into_iter().flatten().next()?))
}

fn how(when: &When) -> &'static str {
    if when.any { "any" } else { "all" }
}

fn never_reached(part: &Part, store: &Store, promises: &Promises) -> Option<String> {
    match part {
        Part::Used(clock, _) | Part::Due(clock, _) if !has_target(promises, *clock) => {
            Some(format!("no policy has a target for {}", clock.name()))
        }
        Part::Used(clock, _) if !is_timed(promises, *clock) => Some(format!(
            "no target for {} is an amount of time; of working days and of due dates that tickets state no share can be used: \
             use beforeDue or afterDue",
            clock.name()
        )),
        Part::InStatus(words, _) => {
            let done = |word: &String| StatusClass::from_name(word).is_some_and(StatusClass::is_done);
            words.iter().all(done).then(|| "rules are over once a ticket is solved".to_string())
        }
        Part::Field(name, _) if store.tickets().custom_named(name).is_none() => {
            Some(format!("no ticket has a field \"{name}\""))
        }
        _ => None,
    }
}

fn has_target(promises: &Promises, clock: Clock) -> bool {
    promises.policies.iter().any(|policy| !policy.targets[clock as usize].is_empty())
}

/// Whether any target of a clock is an amount of time, of which a share can be used.
fn is_timed(promises: &Promises, clock: Clock) -> bool {
    let mut goals = promises.policies.iter().flat_map(|policy| &policy.targets[clock as usize]);
    goals.any(|goal| matches!(goal.amount, Amount::Time(_)))
}

/// Whether a rule does the same, and no later, for all tickets the other one is about. A rule acknowledges nothing for
/// another, so rules that differ in anything else do not hide each other.
fn hides(rule: &Rule, other: &Rule) -> bool {
    rule.hours == other.hours
        && rule.quiet == other.quiet
        && rule.steps == other.steps
        && rule.stop == other.stop
        && rule.cooldown == other.cooldown
        && rule.once_a_ticket == other.once_a_ticket
        && within(&other.conditions, &rule.conditions)
        // While a rule cools down from an earlier occasion, it may miss the one on which the other speaks up.
        && (rule.when == other.when || rule.cooldown == 0 && implied(&rule.when, &other.when))
}

/// Whether one condition has come to pass whenever the other comes to pass.
fn implied(weak: &When, strong: &When) -> bool {
    let by_one = |weak: &Part, strong: &Part| is_weaker(weak, strong);
    // Of several parts that all must hold each is known to; of several of which one is enough only that one.
    let by = |strong: &[Part]| {
        let mut known = weak.parts.iter().map(|weak| strong.iter().any(|strong| by_one(weak, strong)));
        if weak.any { known.any(|known| known) } else { known.all(|known| known) }
    };
    if strong.any { strong.parts.chunks(1).all(by) } else { by(&strong.parts) }
}

/// Whether a part has come to pass whenever another one comes to pass.
fn is_weaker(weak: &Part, strong: &Part) -> bool {
    let among = |few: &[String], many: &[String]| few.iter().all(|word| many.contains(word));
    match (weak, strong) {
        (Part::Since(anchor, time), Part::Since(other, later)) => anchor == other && time <= later,
        (Part::InStatus(many, time), Part::InStatus(few, later)) => among(few, many) && time <= later,
        (Part::Used(clock, share), Part::Used(other, more)) => clock == other && share <= more,
        (Part::Due(clock, before), Part::Due(other, later)) => {
            clock == other
                && match (before, later) {
                    (Before::Time(before), Before::Time(later)) => before >= later,
                    (Before::Days(before), Before::Days(later)) => before >= later,
                    _ => false,
                }
        }
        (Part::Reopens(times), Part::Reopens(more)) | (Part::Transfers(times), Part::Transfers(more)) => {
            times <= more
        }
        (Part::Field(name, many), Part::Field(other, few)) => name == other && among(few, many),
        (Part::Flag(tag), Part::Flag(other)) => tag == other,
        _ => false,
    }
}

/// Whether all tickets that meet `narrow` meet `wide` too, as far as the words tell.
fn within(narrow: &[Condition], wide: &[Condition]) -> bool {
    wide.iter().all(|wide| {
        narrow.iter().any(|narrow| {
            let words = match (&narrow.any_of, &wide.any_of) {
                (_, None) => true,
                (Some(narrow), Some(wide)) => narrow.iter().all(|word| wide.contains(word)),
                (None, Some(_)) => false,
            };
            narrow.on == wide.on && words && wide.none_of.iter().all(|word| narrow.none_of.contains(word))
        })
    })
}
