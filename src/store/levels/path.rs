//! The paths that escalations should take: which levels, who takes a ticket there, by whose leave and how soon.

use super::super::{Conditions, Dictionary, NO_CODE, Store};
use super::written::{place, refuse};
use crate::error::DeskError;
use crate::settings::{Condition, Length, Reader, Value, Written};
use crate::ticket::Dimension;

/// A path as it is declared.
#[derive(Debug, Clone, Default)]
pub struct Path {
    /// Its name; empty where it has none.
    pub name: String,
    /// What a ticket must be like.
    pub conditions: Vec<Condition>,
    /// Its steps, upwards.
    pub steps: Vec<PathStep>,
}

/// A level on a path.
#[derive(Debug, Clone, Default)]
pub struct PathStep {
    /// The level.
    pub level: u8,
    /// Groups or agents who take the tickets there; everybody where none is named.
    pub resources: Vec<String>,
    /// What must have been acknowledged before a ticket goes up to it: a rule, or any word that such events name.
    pub approval: Option<String>,
    /// How soon after a ticket came to the level below it may come here at the latest, in milliseconds.
    pub within: Option<i64>,
}

impl Written for Path {
    fn read(from: &Reader<'_>) -> Self {
        from.only(&["name", "where", "steps"]);
        let name: String = from.get::<Option<_>>("name").unwrap_or_default();
        let mut steps: Vec<PathStep> = from.get("steps");
        // Leave for the step of a path is asked for by the path's own name, unless the step says otherwise.
        for step in &mut steps {
            step.approval =
                step.approval.take().map(|word| if word.is_empty() { name.clone() } else { word });
        }
        Self { name, conditions: Condition::all(&from.at("where")), steps }
    }
}

impl Written for PathStep {
    fn read(from: &Reader<'_>) -> Self {
        from.only(&["level", "resources", "approval", "within"]);
        let approval = from.at("approval");
        let within: Option<Length> = from.get("within");
        Self {
            level: from.get("level"),
            resources: from.at("resources").texts(),
            approval: match approval.value() {
                Value::Bool(false) | Value::Nothing => None,
                Value::Bool(true) => Some(String::new()),
                _ => Some(approval.read()),
            },
            within: within.map(|Length(time)| time),
        }
    }
}

impl Path {
    /// Refuses steps that do not go up, or to levels that are none of `known`, and approvals that nothing names.
    pub(super) fn check(&self, known: &[u8]) -> Result<(), DeskError> {
        if self.steps.is_empty() {
            return refuse("steps".to_string(), "a path has at least one step");
        }
        for (at, step) in self.steps.iter().enumerate() {
            let inside = |name: &str| [&place("steps", at), ".", name].concat();
            // Without a ladder of the desk's own, that of a mapping may come later.
            if step.level == 0 || !known.is_empty() && !known.contains(&step.level) {
                return refuse(inside("level"), "no such level is on the ladder");
            }
            if at > 0 && self.steps[at - 1].level >= step.level {
                return refuse(inside("level"), "the steps of a path go up, each to a higher level");
            }
            if let Some(place) = step.resources.iter().position(String::is_empty) {
                return refuse(
                    super::written::place(&inside("resources"), place),
                    "nobody has an empty name",
                );
            }
            if step.approval.as_ref().is_some_and(String::is_empty) {
                let message = "say by what name it is given: that of a rule, or give the path a name";
                return refuse(inside("approval"), message);
            }
        }
        Ok(())
    }
}

/// A path with its words looked up.
#[derive(Debug, Clone)]
pub struct ReadyPath {
    pub(super) conditions: Option<Conditions>,
    steps: Vec<ReadyStep>,
}

/// A step with its words looked up.
#[derive(Debug, Clone)]
pub struct ReadyStep {
    level: u8,
    open: bool,
    groups: Vec<u32>,
    agents: Vec<u32>,
    /// Whether all who are named are agents.
    agents_alone: bool,
    /// What must have been acknowledged.
    pub approval: Option<String>,
    /// Until when, in milliseconds after the level below.
    pub within: Option<i64>,
}

impl ReadyPath {
    pub(super) fn new(store: &Store, path: &Path) -> Self {
        let codes = |dictionary: &Dictionary, words: &[String]| {
            words.iter().filter_map(|word| dictionary.find(word)).collect()
        };
        let ready = |step: &PathStep| {
            let groups: Vec<u32> = codes(store.dictionary(Dimension::Group), &step.resources);
            let agents: Vec<u32> = codes(store.dictionary(Dimension::Assignee), &step.resources);
            ReadyStep {
                level: step.level,
                open: step.resources.is_empty(),
                agents_alone: groups.is_empty() && agents.len() == step.resources.len(),
                groups,
                agents,
                approval: step.approval.clone(),
                within: step.within,
            }
        };
        let conditions = Conditions::new(store, &path.conditions).ok();
        Self { conditions, steps: path.steps.iter().map(ready).collect() }
    }

    /// The step at a level; none where the path does not lead there.
    pub fn step(&self, level: u8) -> Option<&ReadyStep> {
        self.steps.iter().find(|step| step.level == level)
    }

    /// Whether a step of the path lies between two levels.
    pub fn passes_over(&self, from: u8, to: u8) -> bool {
        self.steps.iter().any(|step| step.level > from && step.level < to)
    }
}

impl ReadyStep {
    /// Whether a ticket with this group and agent is with whom the step names. One that waits for an agent is where the step
    /// names agents alone.
    pub fn takes(&self, group: u32, agent: u32) -> bool {
        self.open
            || self.groups.contains(&group)
            || self.agents.contains(&agent)
            || agent == NO_CODE && (group == NO_CODE || self.agents_alone)
    }
}
