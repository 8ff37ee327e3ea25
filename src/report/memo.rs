//! What questions have in common, kept until the data changes.

use std::rc::Rc;

use super::anchor::Within;
use super::dimension::Key;
use super::grouping::Grouping;
use super::question::Filter;
use super::runs::Runs;
use super::students::Students;
use super::valued::Valued;
use crate::calendar::BusinessHours;
use crate::error::DeskError;
use crate::kpi::{Facts, Spec, evaluate, evaluate_some, flag};
use crate::store::{Bitset, Store};
use crate::time::{Bucket, Buckets, Zone};

/// How many values and groupings are kept; beyond that the oldest goes.
const KEPT: usize = 64;
/// How many ways to bucket by creation are kept; a page seldom asks for more.
const KEPT_RUNS: usize = 8;

/// Unit, first day of the week and zone.
type RunsKey = (Bucket, u8, String);

/// Whether a ticket exists at the cutoff.
fn exists(facts: &Facts, row: usize) -> bool {
    facts.flags[row] & flag::FUTURE == 0
}

/// Facts, values, orders and groupings of one state of the data at one cutoff.
#[derive(Debug, Default)]
pub struct Memo {
    facts: Option<Rc<Facts>>,
    values: Vec<(Spec, Rc<Valued>)>,
    /// Shares by their condition.
    shares: Vec<(Spec, Vec<Filter>, Rc<Valued>)>,
    groupings: Vec<(Key, Rc<Grouping>)>,
    /// The last selection and its conditions.
    selection: Option<(Vec<Filter>, Within, Rc<Bitset>)>,
    /// Whether the tickets stand in the order of their creation, once it is known.
    in_order: Option<bool>,
    /// The tickets that exist at the cutoff, once somebody asks.
    present: Option<Rc<Bitset>>,
    /// Buckets by creation; none where a ticket's creation has no bucket.
    runs: Vec<(RunsKey, Option<Rc<Runs>>)>,
    /// The hours of calendars, where a question counts by them.
    pub(super) hours: BusinessHours,
    /// Factors of intervals, which no change of the data changes.
    pub(super) students: Students,
}

impl Memo {
    /// After `rows`, in ascending order, changed in the store: derives their facts anew, and what was made from facts as far
    /// as it goes ticket by ticket. The rest is forgotten.
    pub fn update(&mut self, store: &Store, rows: &[u32]) {
        let present = self.present.take();
        self.forget_selections();
        let known = self.facts.as_mut().and_then(Rc::get_mut).and_then(|facts| {
            let (known, told) = (facts.flags.len() as u32, facts.explicit_tiers);
            facts.update(store, rows);
            (facts.explicit_tiers == told).then_some(known)
        });
        let (Some(facts), Some(known)) = (&self.facts, known) else {
            return self.forget_facts();
        };
        let before = rows.iter().copied().take_while(|&row| row < known);
        let rows: Vec<u32> = before.chain(known..facts.flags.len() as u32).collect();
        self.present = present.and_then(|mut present| {
            let set = Rc::get_mut(&mut present)?;
            rows.iter().for_each(|&row| set.put(row as usize, exists(facts, row as usize)));
            Some(present)
        });
        let mut at = 0;
        while let Some((spec, valued)) = self.values.get_mut(at) {
            match (Rc::get_mut(valued), evaluate_some(store, facts, &self.hours, spec, &rows)) {
                (Some(valued), Some(fresh)) => {
                    valued.update(&rows, &fresh);
                    at += 1;
                }
                _ => _ = self.values.remove(at),
            }
        }
        at = 0;
        while let Some((key, grouping)) = self.groupings.get_mut(at) {
            if Rc::get_mut(grouping).is_some_and(|grouping| key.group_some(store, &rows, grouping)) {
                at += 1;
            } else {
                self.groupings.remove(at);
            }
        }
    }

    /// The hours that questions may count by.
    pub(crate) fn hours(&self) -> &BusinessHours {
        &self.hours
    }

    /// The facts of all tickets, ignoring what came after `cutoff`.
    pub fn facts(&mut self, store: &Store, cutoff: i64) -> Rc<Facts> {
        if let Some(facts) = &self.facts
            && facts.cutoff == cutoff
        {
            return Rc::clone(facts);
        }
        self.forget_values();
        let mut facts = self.facts.take().and_then(|facts| Rc::try_unwrap(facts).ok()).unwrap_or_default();
        facts.derive_again(store, cutoff);
        let facts = Rc::new(facts);
        self.facts = Some(Rc::clone(&facts));
        facts
    }

    /// Gives the hours that questions may count by. What was counted by others is forgotten.
    pub fn set_hours(&mut self, hours: BusinessHours) {
        self.forget_values();
        self.hours = hours;
    }

    /// Derives all facts anew at the next question.
    pub fn forget_facts(&mut self) {
        self.forget_values();
        if let Some(facts) = self.facts.as_mut().and_then(Rc::get_mut) {
            facts.cutoff = i64::MIN;
        } else {
            self.facts = None;
        }
    }

    /// Forgets what was made from facts.
    fn forget_values(&mut self) {
        self.values.clear();
        self.groupings.clear();
        self.forget_selections();
    }

    /// Forgets what goes by all tickets at once.
    fn forget_selections(&mut self) {
        self.shares.clear();
        self.selection = None;
        self.in_order = None;
        self.present = None;
        self.runs.clear();
    }

    /// The tickets that exist at the cutoff.
    pub(super) fn present(&mut self, facts: &Facts) -> Rc<Bitset> {
        let present = || Rc::new(Bitset::from_fn(facts.flags.len(), |row| exists(facts, row)));
        Rc::clone(self.present.get_or_insert_with(present))
    }

    /// The buckets of the tickets by creation; `None` where a ticket's creation has none.
    pub(super) fn runs(
        &mut self,
        store: &Store,
        buckets: &Buckets<'_>,
        (zone, week_start): (&Zone, u8),
    ) -> Option<Rc<Runs>> {
        let key = (buckets.unit(), week_start, zone.name().to_string());
        if let Some((_, runs)) = self.runs.iter().find(|(known, _)| *known == key) {
            return runs.clone();
        }
        let runs = Runs::of(store, buckets, zone).ok().map(Rc::new);
        if self.runs.len() >= KEPT_RUNS {
            self.runs.remove(0);
        }
        self.runs.push((key, runs.clone()));
        runs
    }

    /// Whether the tickets stand in the order of their creation.
    pub(super) fn is_in_order(&mut self, store: &Store) -> bool {
        *self.in_order.get_or_insert_with(|| store.tickets().created().is_sorted())
    }

    pub(super) fn valued(&mut self, store: &Store, facts: &Facts, spec: &Spec) -> Rc<Valued> {
        if let Some((_, valued)) = self.values.iter().find(|(known, _)| known == spec) {
            return Rc::clone(valued);
        }
        let valued = Rc::new(Valued::new(evaluate(store, facts, &self.hours, spec)));
        if self.values.len() >= KEPT {
            self.values.remove(0);
        }
        self.values.push((spec.clone(), Rc::clone(&valued)));
        valued
    }

    /// The values of `share` under a condition, if they are kept.
    pub(super) fn kept_share(&self, spec: &Spec, filters: &[Filter]) -> Option<Rc<Valued>> {
        let kept = self.shares.iter().find(|(known, of, _)| known == spec && of == filters)?;
        Some(Rc::clone(&kept.2))
    }

    /// Keeps the values of `share` under a condition.
    pub(super) fn keep_share(&mut self, spec: &Spec, filters: &[Filter], valued: &Rc<Valued>) {
        if self.shares.len() >= KEPT {
            self.shares.remove(0);
        }
        self.shares.push((spec.clone(), filters.to_vec(), Rc::clone(valued)));
    }

    /// The tickets under these conditions, if they were the last asked for.
    pub(super) fn kept_selection(&self, filters: &[Filter], within: Within) -> Option<Rc<Bitset>> {
        let kept = self.selection.as_ref().filter(|(of, period, _)| of == filters && *period == within)?;
        Some(Rc::clone(&kept.2))
    }

    /// Keeps the tickets under these conditions.
    pub(super) fn keep_selection(&mut self, filters: &[Filter], within: Within, selection: &Rc<Bitset>) {
        self.selection = Some((filters.to_vec(), within, Rc::clone(selection)));
    }

    pub(super) fn grouping(
        &mut self,
        store: &Store,
        facts: &Facts,
        key: Key,
    ) -> Result<Rc<Grouping>, DeskError> {
        if let Some((_, grouping)) = self.groupings.iter().find(|(known, _)| *known == key) {
            return Ok(Rc::clone(grouping));
        }
        let grouping = Rc::new(key.group(store, facts, &self.hours)?);
        if self.groupings.len() >= KEPT {
            self.groupings.remove(0);
        }
        self.groupings.push((key, Rc::clone(&grouping)));
        Ok(grouping)
    }

    /// Bytes of memory held.
    pub fn memory(&self) -> usize {
        let values = self.values.iter().map(|(_, valued)| valued);
        let shares = self.shares.iter().map(|(_, _, valued)| valued);
        self.facts.as_ref().map_or(0, |facts| facts.memory())
            + values.chain(shares).map(|valued| valued.memory()).sum::<usize>()
            + self.groupings.iter().map(|(_, grouping)| grouping.memory()).sum::<usize>()
            + self.present.as_ref().map_or(0, |present| present.memory())
            + self.selection.as_ref().map_or(0, |(_, _, selection)| selection.memory())
            + self.runs.iter().filter_map(|(_, runs)| runs.as_ref()).map(|runs| runs.memory()).sum::<usize>()
    }
}
