//! What is odd about a set of rules although each can be read: steps nobody ever comes to, rules that hide each other or hand
//! tickets round in circles, and targets that nobody holds.

use serde::Serialize;

use super::rule::{Deed, Part, Rule, When};
use crate::settings::Condition;
use crate::sla::{Clock, Promises};
use crate::sort::sort_all;
use crate::store::Store;
use crate::ticket::{Dimension, StatusClass};

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
    for (at, rule) in rules.iter().enumerate() {
        let mut warn = |code, path: String, message: String| {
            found.push(RuleWarning { code, path: format!("rules[{at}].{path}"), message });
        };
        if let Some((path, why)) = never(rule, store, promises) {
            warn("unreachable", path, why);
        }
        if let Some(other) = rules[..at].iter().find(|other| hides(other, rule)) {
            let message =
                format!("the rule \"{}\" does the same for all tickets this one is about", other.id);
            warn("shadowed", "id".to_string(), message);
        }
        for (place, step) in rule.steps.iter().enumerate() {
            let path = |name: &str| format!("steps[{place}].to.{name}");
            let group = step.to.group.as_deref();
            if let Some(name) = group.filter(|name| store.dictionary(Dimension::Group).find(name).is_none()) {
                warn("nobody", path("group"), format!("no ticket was ever with a group \"{name}\""));
            }
            let agent = step.to.agent.as_deref();
            if let Some(name) =
                agent.filter(|name| store.dictionary(Dimension::Assignee).find(name).is_none())
            {
                warn("nobody", path("agent"), format!("no ticket was ever with an agent \"{name}\""));
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
    found.extend(circles(rules));
    found
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
        rule.when.parts.iter().map(|part| never_reached(part, promises)).collect();
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

fn never_reached(part: &Part, promises: &Promises) -> Option<String> {
    match part {
        Part::Used(clock, _) | Part::Due(clock, _) if !has_target(promises, *clock) => {
            Some(format!("no policy has a target for {}", clock.name()))
        }
        Part::InStatus(words, _) => {
            let done = |word: &String| StatusClass::from_name(word).is_some_and(StatusClass::is_done);
            words.iter().all(done).then(|| "rules are over once a ticket is solved".to_string())
        }
        _ => None,
    }
}

fn has_target(promises: &Promises, clock: Clock) -> bool {
    promises.policies.iter().any(|policy| !policy.targets[clock as usize].is_empty())
}

/// Whether a rule does the same at the same time for all tickets the other one is about. A rule acknowledges nothing for
/// another, so rules that differ in anything else do not hide each other.
fn hides(rule: &Rule, other: &Rule) -> bool {
    rule.when == other.when
        && rule.hours == other.hours
        && rule.quiet == other.quiet
        && rule.steps == other.steps
        && rule.stop == other.stop
        && rule.cooldown == other.cooldown
        && rule.once_a_ticket == other.once_a_ticket
        && within(&other.conditions, &rule.conditions)
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

/// Rules that hand tickets from group to group until they are back.
fn circles(rules: &[Rule]) -> Vec<RuleWarning> {
    let takes: Vec<Vec<&str>> = rules.iter().map(takes_from).collect();
    let gives: Vec<Vec<&str>> = rules.iter().map(gives_to).collect();
    let mut groups: Vec<&str> = takes.iter().chain(&gives).flatten().copied().collect();
    sort_all(&mut groups, &mut |a, b| a.cmp(b));
    groups.dedup();
    let place = |group: &str| groups.binary_search(&group).unwrap_or_default();
    // By group: the rules so far that take tickets from it.
    let mut takers: Vec<Vec<usize>> = vec![Vec::new(); groups.len()];
    let mut found = Vec::new();
    for (at, sources) in takes.iter().enumerate() {
        // Whether the tickets come back to where this rule takes them from, by the rules before it.
        let mut reached = vec![false; groups.len()];
        let mut next = vec![at];
        let mut followed = vec![false; at];
        while let Some(rule) = next.pop() {
            for group in gives[rule].iter().map(|group| place(group)) {
                if !std::mem::replace(&mut reached[group], true) {
                    let onward = takers[group].iter().copied();
                    next.extend(onward.filter(|&rule| !std::mem::replace(&mut followed[rule], true)));
                }
            }
        }
        if let Some(source) = sources.iter().find(|source| reached[place(source)]) {
            let message = format!(
                "with the rules before it, it hands tickets from \"{source}\" round to \"{source}\" again"
            );
            let path = format!("rules[{at}].steps");
            found.push(RuleWarning { code: "circle", path, message });
        } else {
            sources.iter().for_each(|source| takers[place(source)].push(at));
        }
    }
    found
}

/// The groups a rule takes tickets from, as far as it says.
fn takes_from(rule: &Rule) -> Vec<&str> {
    let of_group = rule.conditions.iter().filter(|condition| condition.on == "group");
    of_group.flat_map(|condition| condition.any_of.iter().flatten()).map(String::as_str).collect()
}

/// The groups a rule hands tickets to.
fn gives_to(rule: &Rule) -> Vec<&str> {
    let reassigned = rule.steps.iter().filter(|step| step.deed == Deed::Reassign);
    reassigned.filter_map(|step| step.to.group.as_deref()).collect()
}
