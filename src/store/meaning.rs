//! What the words of a desk mean: status classes, the order of priorities, the support level of a group.

use super::{Dictionary, NO_CODE};
use crate::ticket::StatusClass;

/// Lowest urgency rank: a priority word nobody ranked.
pub const UNRANKED: u8 = u8::MAX;

/// Side tables over the dictionaries, filled as words appear.
#[derive(Debug, Clone, Default)]
pub struct Meanings {
    status_rules: Vec<(String, StatusClass)>,
    status_default: Option<StatusClass>,
    priority_order: Vec<String>,
    /// What the desk's settings say of levels, and what mappings add to that.
    configured: GroupLevels,
    mapped: GroupLevels,
    classes: Vec<StatusClass>,
    unknown: Vec<u32>,
    ranks: Vec<u8>,
    levels: Vec<u8>,
}

impl Meanings {
    /// Says what status words mean; `"*"` is every other word. Words the list does not name keep their usual meaning.
    pub fn set_statuses(&mut self, rules: impl IntoIterator<Item = (String, StatusClass)>) {
        for (word, class) in rules {
            if word == "*" {
                self.status_default = Some(class);
            } else {
                self.status_rules.retain(|(known, _)| *known != word);
                self.status_rules.push((word, class));
            }
        }
        self.classes.clear();
        self.unknown.clear();
    }

    /// Orders the priorities, most urgent first.
    pub fn set_priorities(&mut self, order: Vec<String>) {
        self.priority_order = order;
        self.ranks.clear();
    }

    /// Says on which support level a group works: by name, else by the longest matching end of the name, else `default`
    /// (0 is "no level known").
    pub fn set_levels(&mut self, groups: Vec<(String, u8)>, suffixes: Vec<(String, u8)>, default: u8) {
        self.configured = GroupLevels::new(groups, suffixes, default);
        self.levels.clear();
    }

    /// The same as a mapping says it, which fills what the settings leave open.
    pub fn map_levels(&mut self, groups: Vec<(String, u8)>, suffixes: Vec<(String, u8)>, default: u8) {
        self.mapped = GroupLevels::new(groups, suffixes, default);
        self.levels.clear();
    }

    /// Brings the side tables up to date with the dictionaries.
    pub(super) fn extend(&mut self, statuses: &Dictionary, priorities: &Dictionary, groups: &Dictionary) {
        for code in self.classes.len()..statuses.len() {
            let word = statuses.get(code as u32).unwrap_or_default();
            let known = self.class_of_word(word);
            if known.is_none() {
                self.unknown.push(code as u32);
            }
            self.classes.push(known.unwrap_or(StatusClass::Open));
        }
        for code in self.ranks.len()..priorities.len() {
            let rank = self.rank_of_word(priorities.get(code as u32).unwrap_or_default());
            self.ranks.push(rank);
        }
        for code in self.levels.len()..groups.len() {
            let level = self.level_of_word(groups.get(code as u32).unwrap_or_default());
            self.levels.push(level);
        }
    }

    /// The class of a status code.
    pub fn class(&self, status: u32) -> Option<StatusClass> {
        self.classes.get(status as usize).copied()
    }

    /// Classes by status code.
    pub fn classes(&self) -> &[StatusClass] {
        &self.classes
    }

    /// Codes of the status words that nothing explains; they count as open.
    pub fn unknown_statuses(&self) -> &[u32] {
        &self.unknown
    }

    /// Urgency of a priority code: 0 is the most urgent, [`UNRANKED`] unknown.
    pub fn rank(&self, priority: u32) -> u8 {
        self.ranks.get(priority as usize).copied().unwrap_or(UNRANKED)
    }

    /// Support level of a group code; 0 when unknown.
    pub fn level(&self, group: u32) -> u8 {
        if group == NO_CODE { 0 } else { self.levels.get(group as usize).copied().unwrap_or(0) }
    }

    fn class_of_word(&self, word: &str) -> Option<StatusClass> {
        let named = self.status_rules.iter().find(|(known, _)| known == word).map(|&(_, class)| class);
        named.or(self.status_default).or_else(|| StatusClass::guess(word))
    }

    fn rank_of_word(&self, word: &str) -> u8 {
        const USUAL: [&[&str]; 5] = [
            &["urgent", "critical", "highest", "blocker", "p1", "1", "1 - critical"],
            &["high", "p2", "2", "2 - high"],
            &["normal", "medium", "moderate", "p3", "3", "3 - moderate"],
            &["low", "p4", "4", "4 - low"],
            &["lowest", "minor", "p5", "5", "5 - planning"],
        ];
        let at = if self.priority_order.is_empty() {
            USUAL.iter().position(|words| words.iter().any(|usual| usual.eq_ignore_ascii_case(word)))
        } else {
            self.priority_order.iter().position(|known| known == word)
        };
        at.and_then(|at| u8::try_from(at).ok()).unwrap_or(UNRANKED)
    }

    /// Support level of a group by its name; 0 when unknown.
    pub fn level_of_word(&self, word: &str) -> u8 {
        let own = self.configured.find(word).or_else(|| self.mapped.find(word));
        own.unwrap_or(if self.configured.default > 0 { self.configured.default } else { self.mapped.default })
    }
}

/// Levels of groups by name and by the ends of names.
#[derive(Debug, Clone, Default)]
struct GroupLevels {
    groups: Vec<(String, u8)>,
    /// The longest first.
    suffixes: Vec<(String, u8)>,
    default: u8,
}

impl GroupLevels {
    fn new(groups: Vec<(String, u8)>, suffixes: Vec<(String, u8)>, default: u8) -> Self {
        let mut levels = Self { groups, suffixes: Vec::new(), default };
        for (suffix, level) in suffixes {
            let at = levels.suffixes.partition_point(|(longer, _)| longer.len() >= suffix.len());
            levels.suffixes.insert(at, (suffix, level));
        }
        levels
    }

    fn find(&self, word: &str) -> Option<u8> {
        let named = self.groups.iter().find(|(group, _)| group == word);
        let by_end = || self.suffixes.iter().find(|(end, _)| word.ends_with(end.as_str()));
        named.or_else(by_end).map(|&(_, level)| level)
    }
}
