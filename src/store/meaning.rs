//! What the words of a desk mean: status classes, the order of priorities, the support levels of groups and agents.

use super::{Ladders, Store};
use crate::ticket::{Dimension, StatusClass};

/// Lowest urgency rank: a priority word nobody ranked.
pub const UNRANKED: u8 = u8::MAX;

/// Side tables over the dictionaries, filled as words appear.
#[derive(Debug, Clone, Default)]
pub struct Meanings {
    pub(super) status_rules: Vec<(String, StatusClass)>,
    pub(super) status_default: Option<StatusClass>,
    /// What sources told of words that nothing else explains, by word.
    pub(super) explained: Vec<(String, StatusClass)>,
    pub(super) priority_order: Vec<String>,
    ladders: Ladders,
    classes: Vec<StatusClass>,
    unknown: Vec<u32>,
    ranks: Vec<u8>,
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

    /// Takes a source's word for what statuses mean that nothing else explains. Where sources differ, the class that comes
    /// first in the life of a ticket holds, so that their order is all one.
    pub fn explain_statuses(&mut self, told: Vec<(String, StatusClass)>) {
        for (word, class) in told {
            match self.explained.binary_search_by(|(known, _)| known.cmp(&word)) {
                Ok(at) => self.explained[at].1 = self.explained[at].1.min(class),
                Err(at) => self.explained.insert(at, (word, class)),
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

    /// Adds what settings said, which goes before what is here. What sources told of other tickets is no part of it.
    pub fn add_settings(&mut self, settings: &Self) {
        self.set_statuses(settings.status_rules.iter().cloned());
        self.status_default = settings.status_default.or(self.status_default);
        if !settings.priority_order.is_empty() {
            self.set_priorities(settings.priority_order.clone());
        }
        self.ladders.declare(settings.ladders.declared().clone());
    }

    /// The support levels, to be declared.
    pub fn ladders_mut(&mut self) -> &mut Ladders {
        &mut self.ladders
    }

    /// The support levels and paths.
    pub fn ladders(&self) -> &Ladders {
        &self.ladders
    }

    /// Brings the side tables up to date with the words of a store.
    pub(super) fn extend(&mut self, store: &Store) {
        let (statuses, priorities) =
            (store.dictionary(Dimension::Status), store.dictionary(Dimension::Priority));
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
        self.ladders.extend(store);
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

    fn class_of_word(&self, word: &str) -> Option<StatusClass> {
        let named = self.status_rules.iter().find(|(known, _)| known == word).map(|&(_, class)| class);
        let explained = || {
            let at = self.explained.binary_search_by(|(known, _)| known.as_str().cmp(word)).ok()?;
            Some(self.explained[at].1)
        };
        named.or(self.status_default).or_else(|| StatusClass::guess(word)).or_else(explained)
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
}
