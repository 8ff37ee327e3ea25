//! One declaration of support levels, for looking words up.

use super::written::Levels;
use crate::sort::sort_all;

/// Levels of agents, and of groups by name or by the end of the name. Level 0 is "none known".
#[derive(Debug, Clone, Default)]
pub(super) struct LevelTable {
    groups: Vec<(String, u8)>,
    agents: Vec<(String, u8)>,
    /// The longest first.
    suffixes: Vec<(String, u8)>,
    /// Level of all other groups.
    pub default: u8,
}

impl LevelTable {
    pub fn new(levels: &Levels) -> Self {
        let mut table = Self {
            groups: levels.groups.clone(),
            agents: Vec::new(),
            suffixes: levels.suffixes.clone(),
            default: levels.default,
        };
        for rung in &levels.ladder {
            let on =
                |words: &[String]| words.iter().map(|word| (word.clone(), rung.level)).collect::<Vec<_>>();
            table.groups.extend(on(&rung.groups));
            table.agents.extend(on(&rung.agents));
        }
        sort_all(&mut table.groups, &mut |a, b| a.0.cmp(&b.0));
        sort_all(&mut table.agents, &mut |a, b| a.0.cmp(&b.0));
        sort_all(&mut table.suffixes, &mut |a, b| b.0.len().cmp(&a.0.len()));
        table
    }

    /// The level of a group by its name or the end of it.
    pub fn group(&self, word: &str) -> Option<u8> {
        let by_end = || self.suffixes.iter().find(|(end, _)| word.ends_with(end.as_str()));
        named(&self.groups, word).or_else(|| by_end().map(|&(_, level)| level))
    }

    /// The level of an agent.
    pub fn agent(&self, word: &str) -> Option<u8> {
        named(&self.agents, word)
    }

    /// The agents and their levels.
    pub fn agents(&self) -> &[(String, u8)] {
        &self.agents
    }
}

fn named(levels: &[(String, u8)], word: &str) -> Option<u8> {
    let at = levels.binary_search_by(|(name, _)| name.as_str().cmp(word)).ok()?;
    Some(levels[at].1)
}
