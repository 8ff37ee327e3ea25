//! Support levels as settings and mappings declare them.

use super::path::Path;
use crate::error::DeskError;
use crate::settings::{Condition, Reader, Written};
use crate::sort::sort_positions;

/// The highest level a ladder may have.
const HIGHEST: u8 = 250;
/// The most overrides, and the most paths.
const MOST: usize = 100;

/// Support levels of groups and agents.
#[derive(Debug, Clone, Default)]
pub struct Levels {
    /// The levels one by one, with who works on them.
    pub ladder: Vec<Rung>,
    /// Levels by group name.
    pub groups: Vec<(String, u8)>,
    /// Levels by the end of the group's name; the longest end that fits decides.
    pub suffixes: Vec<(String, u8)>,
    /// Level of all other groups; 0 is "none known".
    pub default: u8,
}

/// One level of a ladder.
#[derive(Debug, Clone, Default)]
pub struct Rung {
    /// Its number, from 1 to 250; higher is further up.
    pub level: u8,
    /// What it is called; empty where it has no name.
    pub name: String,
    /// The groups on it.
    pub groups: Vec<String>,
    /// The agents on it, whatever their group.
    pub agents: Vec<String>,
    /// What the people on it are, such as `team lead`: for people to read, nothing is counted by it.
    pub roles: Vec<String>,
}

/// Other levels for some tickets.
#[derive(Debug, Clone, Default)]
pub struct Override {
    /// What a ticket must be like.
    pub conditions: Vec<Condition>,
    /// What is other; groups and agents it does not name stay where they are.
    pub levels: Levels,
}

/// What a desk declares of its support levels.
#[derive(Debug, Clone, Default)]
pub struct LevelSettings {
    /// The levels of all tickets that no override fits.
    pub base: Levels,
    /// The first that fits a ticket holds for it.
    pub overrides: Vec<Override>,
    /// The path that a ticket's escalations should take: the first that fits.
    pub paths: Vec<Path>,
}

const KEYS: [&str; 4] = ["ladder", "groups", "suffixes", "default"];

impl Written for Levels {
    fn read(from: &Reader<'_>) -> Self {
        from.only(&KEYS);
        Self::of(from)
    }
}

impl Written for Rung {
    fn read(from: &Reader<'_>) -> Self {
        from.only(&["level", "name", "groups", "agents", "roles"]);
        Self {
            level: from.get("level"),
            name: from.get::<Option<_>>("name").unwrap_or_default(),
            groups: from.at("groups").texts(),
            agents: from.at("agents").texts(),
            roles: from.at("roles").texts(),
        }
    }
}

impl Written for Override {
    fn read(from: &Reader<'_>) -> Self {
        from.only(&[&KEYS[..], &["where"][..]].concat());
        Self { conditions: Condition::all(&from.at("where")), levels: Levels::of(from) }
    }
}

impl Written for LevelSettings {
    fn read(from: &Reader<'_>) -> Self {
        from.only(&[&KEYS[..], &["overrides", "paths"][..]].concat());
        Self { base: Levels::of(from), overrides: from.get("overrides"), paths: from.get("paths") }
    }
}

impl From<Levels> for LevelSettings {
    fn from(base: Levels) -> Self {
        Self { base, ..Self::default() }
    }
}

impl LevelSettings {
    /// Refuses levels that say two things of one, overrides that fit nothing or change under way, and paths beside the ladder.
    pub fn check(&self) -> Result<(), DeskError> {
        self.base.check()?;
        for (list, count) in [("overrides", self.overrides.len()), ("paths", self.paths.len())] {
            if count > MOST {
                return refuse(list.to_string(), "there are at most 100");
            }
        }
        for (at, other) in self.overrides.iter().enumerate() {
            let place = place("overrides", at);
            other.levels.check().map_err(|error| error.within(&place))?;
            if other.conditions.is_empty() {
                return refuse([&place, ".where"].concat(), "say for which tickets these levels are");
            }
            lasting(&other.conditions, &place)?;
        }
        let known = self.numbers();
        for (at, path) in self.paths.iter().enumerate() {
            let place = place("paths", at);
            lasting(&path.conditions, &place)?;
            path.check(&known).map_err(|error| error.within(&place))?;
            if path.conditions.is_empty() && at + 1 < self.paths.len() {
                let message = "a path for all tickets comes last, or no ticket takes those after it";
                return refuse([&place, ".where"].concat(), message);
            }
        }
        Ok(())
    }

    /// Every level that is declared.
    fn numbers(&self) -> Vec<u8> {
        let mut numbers = Vec::new();
        for levels in std::iter::once(&self.base).chain(self.overrides.iter().map(|other| &other.levels)) {
            numbers.extend(levels.ladder.iter().map(|rung| rung.level));
            numbers.extend(levels.groups.iter().chain(&levels.suffixes).map(|&(_, level)| level));
            numbers.push(levels.default);
        }
        numbers.retain(|&level| level > 0);
        numbers
    }

    /// Where names stand that are neither a group nor an agent of any ticket.
    pub(crate) fn strangers(
        &self,
        is_group: &dyn Fn(&str) -> bool,
        is_agent: &dyn Fn(&str) -> bool,
    ) -> Vec<String> {
        let is_either = |name: &str| is_group(name) || is_agent(name);
        let mut found = Vec::new();
        let mut look = |before: String, list: &str, words: &[String], known: &dyn Fn(&str) -> bool| {
            let unknown = words.iter().enumerate().filter(|(_, word)| !known(word));
            found.extend(unknown.map(|(at, _)| [&before, ".", &place(list, at)].concat()));
        };
        for (at, rung) in self.base.ladder.iter().enumerate() {
            look(place("levels.ladder", at), "groups", &rung.groups, is_group);
            look(place("levels.ladder", at), "agents", &rung.agents, is_agent);
        }
        for (at, path) in self.paths.iter().enumerate() {
            for (number, step) in path.steps.iter().enumerate() {
                let before = [&place("levels.paths", at), ".", &place("steps", number)].concat();
                look(before, "resources", &step.resources, &is_either);
            }
        }
        found
    }
}

impl Levels {
    fn of(from: &Reader<'_>) -> Self {
        Self {
            ladder: from.get("ladder"),
            groups: from.at("groups").entries(),
            suffixes: from.get("suffixes"),
            default: from.get::<Option<_>>("default").unwrap_or(0),
        }
    }

    /// Refuses a ladder that says two things of one level, name, group or agent.
    pub fn check(&self) -> Result<(), DeskError> {
        for (at, rung) in self.ladder.iter().enumerate() {
            let inside = |name: &str| [&place("ladder", at), ".", name].concat();
            if rung.level == 0 || rung.level > HIGHEST {
                return refuse(inside("level"), "a level is from 1 to 250");
            }
            let before = &self.ladder[..at];
            if before.iter().any(|other| other.level == rung.level) {
                return refuse(inside("level"), "this level is on the ladder already");
            }
            if !rung.name.is_empty() && before.iter().any(|other| other.name == rung.name) {
                return refuse(inside("name"), "another level has this name");
            }
        }
        let mut groups: Vec<Said<'_>> = Vec::new();
        let mut agents: Vec<Said<'_>> = Vec::new();
        for (group, level) in &self.groups {
            groups.push((group, 0, 0, *level));
        }
        for (at, rung) in self.ladder.iter().enumerate() {
            for (words, said) in [(&rung.groups, &mut groups), (&rung.agents, &mut agents)] {
                for (place, word) in words.iter().enumerate() {
                    said.push((word, at + 1, place, rung.level));
                }
            }
        }
        on_one_level(&groups, "groups")?;
        on_one_level(&agents, "agents")
    }
}

/// A word, its rung counted from 1 (0 where it stands outside the ladder), its place there, and its level.
type Said<'a> = (&'a str, usize, usize, u8);

fn on_one_level(said: &[Said<'_>], of: &str) -> Result<(), DeskError> {
    let mut order: Vec<u32> = (0..said.len() as u32).collect();
    sort_positions(&mut order, &mut |a, b| said[a].cmp(&said[b]));
    let mut before: Option<Said<'_>> = None;
    for (word, rung, at, level) in order.iter().map(|&at| said[at as usize]) {
        let twice = before.is_some_and(|before| before.0 == word && before.3 != level);
        if rung > 0 && (twice || word.is_empty()) {
            let message =
                if twice { "this name is on another level too" } else { "nobody has an empty name" };
            return refuse([&place("ladder", rung - 1), ".", &place(of, at)].concat(), message);
        }
        before = Some((word, rung, at, level));
    }
    Ok(())
}

/// Refuses conditions on what changes while a ticket is worked on.
fn lasting(conditions: &[Condition], place: &str) -> Result<(), DeskError> {
    const CHANGES: [&str; 5] = ["status", "priority", "group", "assignee", "tags"];
    match conditions.iter().find(|condition| CHANGES.contains(&condition.on.as_str())) {
        Some(condition) => refuse(
            [place, ".where.", &condition.on].concat(),
            "this changes under way; levels and paths go by what stays, such as tier, type or a custom field",
        ),
        None => Ok(()),
    }
}

pub(super) fn place(list: &str, at: usize) -> String {
    [list, "[", &at.to_string(), "]"].concat()
}

pub(super) fn refuse(path: String, message: &'static str) -> Result<(), DeskError> {
    Err(DeskError::new("bad-levels", message.to_string()).at(path))
}
