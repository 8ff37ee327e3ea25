//! Rules that hand tickets round until they are back where they came from: from group to group, agent to agent or level to
//! level.

use super::rule::{Deed, Rule};
use super::warnings::RuleWarning;
use crate::store::{Dictionary, Meanings};

/// Whoever has tickets, by the words that messages use: `group "first"`, `agent "ann"` or `level 2`.
#[derive(Default)]
struct Holders(Dictionary);

impl Holders {
    fn named(&mut self, kind: &str, name: &str) -> usize {
        self.0.intern(&[kind, " \"", name, "\""].concat()) as usize
    }

    fn level(&mut self, level: u8) -> usize {
        self.0.intern(&["level ", &level.to_string()].concat()) as usize
    }
}

/// Looks for circles.
pub(super) fn circles(rules: &[Rule], meanings: &Meanings) -> Vec<RuleWarning> {
    let mut holders = Holders::default();
    let takes: Vec<Vec<usize>> = rules.iter().map(|rule| takes_from(rule, meanings, &mut holders)).collect();
    let gives: Vec<Vec<usize>> = rules.iter().map(|rule| gives_to(rule, &mut holders)).collect();
    // By holder: the rules so far that take tickets from it.
    let mut takers: Vec<Vec<usize>> = vec![Vec::new(); holders.0.len()];
    let mut found = Vec::new();
    for (at, takes) in takes.iter().enumerate() {
        // Whether the tickets come back to where this rule takes them from, by the rules before it.
        let mut reached = vec![false; holders.0.len()];
        let mut next = vec![at];
        let mut followed = vec![false; at];
        while let Some(rule) = next.pop() {
            for &holder in &gives[rule] {
                if !std::mem::replace(&mut reached[holder], true) {
                    let onward = takers[holder].iter().copied();
                    next.extend(onward.filter(|&rule| !std::mem::replace(&mut followed[rule], true)));
                }
            }
        }
        if let Some(&source) = takes.iter().find(|&&source| reached[source]) {
            let source = holders.0.get(source as u32).unwrap_or_default();
            let message = ["with the rules before it, it hands tickets from ", source, " round to it again"];
            let path = format!("rules[{at}].steps");
            found.push(RuleWarning { code: "circle", path, message: message.concat() });
        } else {
            takes.iter().for_each(|&source| takers[source].push(at));
        }
    }
    found
}

/// From whom a rule takes tickets, as far as it says; of a group also the level it is at.
fn takes_from(rule: &Rule, meanings: &Meanings, holders: &mut Holders) -> Vec<usize> {
    let mut takes = Vec::new();
    for condition in &rule.conditions {
        for word in condition.any_of.iter().flatten() {
            if condition.on == "group" {
                takes.push(holders.named("group", word));
                let level = meanings.ladders().level_of(word);
                takes.extend((level > 0).then(|| holders.level(level)));
            } else if condition.on == "assignee" {
                takes.push(holders.named("agent", word));
            }
        }
    }
    takes
}

/// To whom it hands them.
fn gives_to(rule: &Rule, holders: &mut Holders) -> Vec<usize> {
    let mut gives = Vec::new();
    for step in rule.steps.iter().filter(|step| step.deed == Deed::Reassign) {
        gives.extend(step.to.group.iter().map(|name| holders.named("group", name)));
        gives.extend(step.to.agent.iter().map(|name| holders.named("agent", name)));
        // A group says more than the level it is at.
        if step.to.group.is_none() {
            gives.extend(step.to.level.iter().map(|&level| holders.level(level)));
        }
    }
    gives
}
