//! Small per-ticket memories of the derivation: distinct people, groups held, time per status class.

use crate::sort::sort_positions;
use crate::ticket::StatusClass;

/// Distinct codes, kept in a reused list. Tickets see few people, so a scan beats hashing until it does not.
#[derive(Debug, Default)]
pub(super) struct Distinct {
    codes: Vec<u32>,
    /// Beyond this many the list is sorted and searched, so that one ticket with many people stays cheap.
    sorted: usize,
}

const SCAN: usize = 32;

impl Distinct {
    pub fn clear(&mut self) {
        self.codes.clear();
        self.sorted = 0;
    }

    pub fn len(&self) -> usize {
        self.codes.len()
    }

    /// Adds a code; says whether it was new. The one added last often comes again at once.
    pub fn insert(&mut self, code: u32) -> bool {
        if self.codes.last() == Some(&code) || self.contains(code) {
            return false;
        }
        self.codes.push(code);
        if self.codes.len() - self.sorted > SCAN.max(self.sorted / 2) {
            sort_positions(&mut self.codes, &mut |a, b| a.cmp(&b));
            self.sorted = self.codes.len();
        }
        true
    }

    pub fn contains(&self, code: u32) -> bool {
        self.codes[self.sorted..].contains(&code) || self.codes[..self.sorted].binary_search(&code).is_ok()
    }
}

/// Time spent in each status class so far.
#[derive(Debug, Clone, Copy)]
pub(super) struct ClassTime {
    spent: [i64; 6],
    class: StatusClass,
    since: i64,
}

impl ClassTime {
    pub fn new(class: StatusClass, since: i64) -> Self {
        Self { spent: [0; 6], class, since }
    }

    /// Time in a class up to `at`.
    pub fn until(&self, at: i64, class: StatusClass) -> i64 {
        let spent = self.spent[class as usize];
        if class == self.class { spent.saturating_add(at.saturating_sub(self.since).max(0)) } else { spent }
    }

    /// Time waiting for the customer or a third party up to `at`.
    pub fn waited(&self, at: i64) -> i64 {
        self.until(at, StatusClass::Pending).saturating_add(self.until(at, StatusClass::OnHold))
    }

    pub fn switch(&mut self, class: StatusClass, at: i64) {
        self.spent[self.class as usize] = self.until(at, self.class);
        self.class = class;
        self.since = self.since.max(at);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn distinct_agrees_with_a_set() {
        let mut distinct = Distinct::default();
        let mut set = std::collections::BTreeSet::new();
        let mut state = 7u32;
        for _ in 0..20_000 {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            let code = state >> 20;
            assert_eq!(distinct.insert(code), set.insert(code));
        }
        assert_eq!(distinct.len(), set.len());
    }

    #[test]
    fn time_of_a_class_adds_up() {
        let mut time = ClassTime::new(StatusClass::New, 100);
        time.switch(StatusClass::Pending, 150);
        time.switch(StatusClass::Open, 170);
        let spent = StatusClass::ALL.map(|class| time.until(200, class));
        assert_eq!(spent, [50, 30, 20, 0, 0, 0]);
        assert_eq!(time.waited(200), 20);
    }
}
