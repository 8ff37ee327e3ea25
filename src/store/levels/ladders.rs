//! All ladders of a desk, with the words of its tickets looked up.

use super::super::{Conditions, Key, Moving, Store};
use super::path::ReadyPath;
use super::table::LevelTable;
use super::written::{LevelSettings, Levels};
use crate::ticket::{Dimension, Reached};

/// What is declared of levels and paths, ready for the tickets of a store.
#[derive(Debug, Clone, Default)]
pub struct Ladders {
    /// What the desk declares.
    declared: LevelSettings,
    own: LevelTable,
    /// Of each override.
    others: Vec<LevelTable>,
    /// What mappings add.
    mapped: LevelTable,
    mapped_levels: Levels,
    /// Levels by code of a group: of all tickets first, then of each override.
    groups: Vec<Vec<u8>>,
    /// Levels by code of a person; each list as long as the last declared agent needs.
    agents: Vec<Vec<u8>>,
    /// How many people were looked up.
    people: usize,
    /// Which tickets have each override; nothing where they have no such field.
    fits: Vec<Option<Conditions>>,
    paths: Vec<ReadyPath>,
}

/// The levels that hold for a ticket, by the codes of groups and agents.
#[derive(Debug, Clone, Copy, Default)]
pub struct Ladder<'a> {
    groups: &'a [u8],
    agents: &'a [u8],
}

impl Ladder<'_> {
    /// Support level of a group; 0 when unknown.
    pub fn group(self, group: u32) -> u8 {
        self.groups.get(group as usize).copied().unwrap_or(0)
    }

    /// Support level of an agent; 0 where none is declared.
    pub fn agent(self, agent: u32) -> u8 {
        self.agents.get(agent as usize).copied().unwrap_or(0)
    }

    /// Support level of a holder: that of the agent where one is declared, else that of the group; 0 when unknown.
    pub fn level_at(self, group: u32, agent: u32) -> u8 {
        match self.agent(agent) {
            0 => self.group(group),
            level => level,
        }
    }

    /// The level that an escalation led to; 0 when unknown.
    pub fn reached(self, reached: Reached) -> u8 {
        match reached {
            Reached::Unknown => 0,
            Reached::Level(level) => level,
            Reached::Group(group) => self.group(group),
            Reached::Agent(agent) => self.agent(agent),
        }
    }
}

impl Ladders {
    /// Sets what the desk itself declares; it goes before what mappings say.
    pub fn declare(&mut self, declared: LevelSettings) {
        self.own = LevelTable::new(&declared.base);
        self.others = declared.overrides.iter().map(|other| LevelTable::new(&other.levels)).collect();
        self.declared = declared;
        self.forget();
    }

    /// Sets what the mapping of a load declares.
    pub fn map(&mut self, levels: &Levels) {
        self.mapped = LevelTable::new(levels);
        self.mapped_levels = levels.clone();
        self.forget();
    }

    /// Puts words in place of their marks where mappings name agents. All words are looked up anew.
    pub fn reveal(&mut self, key: Key, known: &[String]) {
        let mut levels = std::mem::take(&mut self.mapped_levels);
        if !self.mapped.agents().is_empty() {
            for word in known {
                let mark = key.mark(word);
                if self.mapped.agent(&mark).is_some() {
                    let agents = levels.ladder.iter_mut().flat_map(|rung| &mut rung.agents);
                    agents.filter(|agent| **agent == mark).for_each(|agent| agent.clone_from(word));
                }
            }
        }
        self.map(&levels);
    }

    /// What mappings declare.
    pub fn mapped(&self) -> &Levels {
        &self.mapped_levels
    }

    fn forget(&mut self) {
        (self.groups, self.agents, self.people) = (Vec::new(), Vec::new(), 0);
    }

    /// Brings the lists up to date with the words of a store.
    pub(in super::super) fn extend(&mut self, store: &Store) {
        let (groups, people) = (store.dictionary(Dimension::Group), store.dictionary(Dimension::Assignee));
        let ladders = 1 + self.others.len();
        self.groups.resize(ladders, Vec::new());
        for ladder in 0..ladders {
            for code in self.groups[ladder].len()..groups.len() {
                let level = self.level_of_group(ladder, groups.get(code as u32).unwrap_or_default());
                self.groups[ladder].push(level);
            }
        }
        if std::mem::replace(&mut self.people, people.len()) != people.len() {
            let mut lists: Vec<Vec<u8>> = vec![Vec::new(); ladders];
            for (ladder, list) in lists.iter_mut().enumerate() {
                // Those that go before the others come last, so that they stand.
                for table in self.tables(ladder).into_iter().rev().flatten() {
                    for (agent, level) in table.agents() {
                        let Some(code) = people.find(agent).map(|code| code as usize) else { continue };
                        list.resize(list.len().max(code + 1), 0);
                        list[code] = *level;
                    }
                }
            }
            self.agents = lists;
        }
        let fits = self.declared.overrides.iter().map(|other| Conditions::new(store, &other.conditions).ok());
        self.fits = fits.collect();
        self.paths = self.declared.paths.iter().map(|path| ReadyPath::new(store, path)).collect();
    }

    /// The declarations of a ladder, in the order in which they are asked.
    fn tables(&self, ladder: usize) -> [Option<&LevelTable>; 3] {
        let other = ladder.checked_sub(1).and_then(|at| self.others.get(at));
        [other, Some(&self.own), Some(&self.mapped)]
    }

    /// The level of a group by its name. One that is called as an agent, as escalations to an agent whom nobody knew yet
    /// make it, is on the agent's.
    fn level_of_group(&self, ladder: usize, word: &str) -> u8 {
        let tables = self.tables(ladder);
        let find = |of: &dyn Fn(&LevelTable) -> Option<u8>| tables.into_iter().flatten().find_map(of);
        find(&|table| table.group(word))
            .or_else(|| find(&|table| table.agent(word)))
            .or_else(|| find(&|table| Some(table.default).filter(|&level| level > 0)))
            .unwrap_or(0)
    }

    /// The level of a group by its name, where no override says otherwise; 0 when unknown.
    pub fn level_of(&self, group: &str) -> u8 {
        self.level_of_group(0, group)
    }

    /// Whether somebody of this name is declared to be on a level of their own.
    pub fn is_agent(&self, word: &str) -> bool {
        let mut tables = self.others.iter().chain([&self.own, &self.mapped]);
        tables.any(|table| table.agent(word).is_some())
    }

    /// Whether any agent is.
    pub fn declares_agents(&self) -> bool {
        let mut tables = self.others.iter().chain([&self.own, &self.mapped]);
        tables.any(|table| !table.agents().is_empty())
    }

    /// Whether a group or agent of any ticket is on this level.
    pub fn holds(&self, level: u8) -> bool {
        self.groups.iter().chain(&self.agents).any(|list| list.contains(&level))
    }

    /// Whether any path is declared.
    pub fn declares_paths(&self) -> bool {
        !self.declared.paths.is_empty()
    }

    /// What the desk declares.
    pub fn declared(&self) -> &LevelSettings {
        &self.declared
    }

    /// What a level is called; nothing where it has no name. That of the ladder goes before those of overrides and mappings.
    pub fn name(&self, level: u8) -> Option<&str> {
        let others = self.declared.overrides.iter().map(|other| &other.levels);
        let all = [&self.declared.base].into_iter().chain(others).chain([&self.mapped_levels]);
        let mut rungs = all.flat_map(|levels| &levels.ladder);
        rungs.find(|rung| rung.level == level && !rung.name.is_empty()).map(|rung| rung.name.as_str())
    }

    /// The levels that hold for a ticket.
    #[inline]
    fn of(&self, store: &Store, row: usize) -> Ladder<'_> {
        let ladder = if self.fits.is_empty() { 0 } else { self.which(store, row) };
        let (groups, agents) = (self.groups.get(ladder), self.agents.get(ladder));
        Ladder { groups: groups.map_or(&[], Vec::as_slice), agents: agents.map_or(&[], Vec::as_slice) }
    }

    fn which(&self, store: &Store, row: usize) -> usize {
        let fits = |conditions: &Option<Conditions>| holds(conditions, store, row);
        self.fits.iter().position(fits).map_or(0, |at| at + 1)
    }

    /// The path of a ticket.
    fn path(&self, store: &Store, row: usize) -> Option<&ReadyPath> {
        self.paths.iter().find(|path| holds(&path.conditions, store, row))
    }
}

fn holds(conditions: &Option<Conditions>, store: &Store, row: usize) -> bool {
    conditions.as_ref().is_some_and(|conditions| conditions.hold(store, row, &Moving::of(store, row)))
}

impl Store {
    /// The support levels that hold for a ticket.
    #[inline]
    pub fn ladder(&self, row: usize) -> Ladder<'_> {
        self.meanings().ladders().of(self, row)
    }

    /// The path that the escalations of a ticket should take, where one is declared.
    pub fn path(&self, row: usize) -> Option<&ReadyPath> {
        self.meanings().ladders().path(self, row)
    }

    /// The level of a group or agent by name, for a ticket; 0 when unknown.
    pub fn level_of_holder(&self, row: usize, group: Option<&str>, agent: Option<&str>) -> u8 {
        let ladders = self.meanings().ladders();
        let ladder = ladders.which(self, row);
        let tables = || ladders.tables(ladder).into_iter().flatten();
        let of_agent = agent.and_then(|agent| tables().find_map(|table| table.agent(agent)));
        of_agent.or_else(|| Some(ladders.level_of_group(ladder, group?))).unwrap_or(0)
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::NO_CODE;
    use super::*;

    #[test]
    fn nobody_is_on_no_level() {
        let ladder = Ladder { groups: &[1], agents: &[3] };
        assert_eq!((ladder.level_at(0, 0), ladder.level_at(0, NO_CODE)), (3, 1));
        assert_eq!(ladder.level_at(NO_CODE, NO_CODE), 0);
    }
}
