//! What questions have in common, kept until the data changes.

use std::cell::OnceCell;
use std::rc::Rc;

use super::anchor::Within;
use super::dimension::{Grouping, Key};
use super::order::Order;
use super::question::Filter;
use super::runs::Runs;
use super::students::Students;
use crate::calendar::BusinessHours;
use crate::error::DeskError;
use crate::kpi::{Evaluated, Facts, Spec, State, evaluate, flag};
use crate::store::{Bitset, Store};
use crate::time::{Bucket, Buckets, Zone};

/// Values of a metric, and their order once somebody asks for it.
#[derive(Debug)]
pub(super) struct Valued {
    pub evaluated: Evaluated,
    split: OnceCell<Split>,
    yes: OnceCell<Bitset>,
    digits: OnceCell<Option<Vec<Bitset>>>,
    order: OnceCell<Order>,
}

impl Valued {
    pub fn new(evaluated: Evaluated) -> Self {
        let (split, yes, digits, order) = Default::default();
        Self { evaluated, split, yes, digits, order }
    }

    /// The items whose value is above zero: the numerator of a rate.
    pub fn yes(&self) -> &Bitset {
        self.yes.get_or_init(|| {
            let Evaluated { value, state, .. } = &self.evaluated;
            Bitset::from_fn(state.len(), |item| state[item] == 0 && value[item] > 0.0)
        })
    }

    /// The items with a value, and those without by reason.
    pub fn split(&self) -> &Split {
        self.split.get_or_init(|| Split::of(&self.evaluated))
    }

    /// The items whose value has a bit set, bit by bit from the lowest, when all values are small whole numbers: their sums
    /// are then counts of bits.
    pub fn digits(&self) -> Option<&[Bitset]> {
        let digits = self.digits.get_or_init(|| {
            let Evaluated { value, state, .. } = &self.evaluated;
            let mut most = 0.0;
            for (&value, _) in value.iter().zip(state).filter(|&(_, &state)| state == 0) {
                if !(0.0..=MOST_DIGITS).contains(&value) || value.trunc() != value {
                    return None;
                }
                most = if value > most { value } else { most };
            }
            let has = |bit: u32| {
                Bitset::from_fn(state.len(), |item| state[item] == 0 && value[item] as u32 >> bit & 1 == 1)
            };
            let digits = (0..u32::BITS - (most as u32).leading_zeros()).map(has).collect();
            Some(digits)
        });
        digits.as_deref()
    }

    fn memory(&self) -> usize {
        let digits = self.digits.get().and_then(Option::as_deref).unwrap_or_default();
        self.evaluated.memory()
            + digits.iter().map(Bitset::memory).sum::<usize>()
            + self.yes.get().map_or(0, Bitset::memory)
            + self.split.get().map_or(0, Split::memory)
            + self.order.get().map_or(0, Order::memory)
    }

    /// The items that have a value, by value.
    pub fn order(&self) -> &Order {
        self.order.get_or_init(|| Order::of(&self.evaluated.value, &self.split().with))
    }
}

/// Values up to this one are also kept bit by bit.
const MOST_DIGITS: f64 = 255.0;

/// The items of a metric by what they are, so that every grouping looks only at those it needs.
#[derive(Debug)]
pub(super) struct Split {
    /// Items that have a value.
    pub with: Bitset,
    /// Items that have none, by their state.
    pub without: Vec<(State, Bitset)>,
}

impl Split {
    fn of(items: &Evaluated) -> Self {
        let mut occurs = [false; State::COUNT];
        for &state in &items.state {
            occurs[state as usize] = true;
        }
        let mut without = Vec::new();
        let mut with = Bitset::all(items.len());
        for &state in State::ALL[1..].iter().filter(|&&state| occurs[state as usize]) {
            let set = Bitset::from_fn(items.len(), |item| items.state[item] == state as u8);
            with.remove(&set);
            without.push((state, set));
        }
        Self { with, without }
    }

    fn memory(&self) -> usize {
        (1 + self.without.len()) * self.with.memory()
    }
}

/// How many values and groupings are kept; beyond that the oldest goes.
const KEPT: usize = 64;
/// How many ways to bucket by creation are kept; a page seldom asks for more.
const KEPT_RUNS: usize = 8;

/// Unit, first day of the week and zone.
type RunsKey = (Bucket, u8, String);

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
    /// After `rows` changed in the store: derives their facts anew and forgets what was made from facts.
    pub fn update(&mut self, store: &Store, rows: &[u32]) {
        self.forget_values();
        if let Some(facts) = self.facts.as_mut().and_then(Rc::get_mut) {
            facts.update(store, rows);
        } else {
            self.facts = None;
        }
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
        self.shares.clear();
        self.groupings.clear();
        self.selection = None;
        self.in_order = None;
        self.present = None;
        self.runs.clear();
    }

    /// The tickets that exist at the cutoff.
    pub(super) fn present(&mut self, facts: &Facts) -> Rc<Bitset> {
        let exists = |row: usize| facts.flags[row] & flag::FUTURE == 0;
        let present = || Rc::new(Bitset::from_fn(facts.flags.len(), exists));
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
        let grouping = Rc::new(key.group(store, facts)?);
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
