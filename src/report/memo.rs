//! What questions have in common, kept until the data changes.

use std::rc::Rc;

use super::dimension::{Grouping, Key};
use super::order::Order;
use super::question::Filter;
use crate::error::DeskError;
use crate::kpi::{Evaluated, Facts, Spec, evaluate};
use crate::store::Store;

/// Values of a metric, and their order once somebody asks for it.
#[derive(Debug)]
pub(super) struct Valued {
    pub evaluated: Evaluated,
    split: std::cell::OnceCell<Split>,
    order: std::cell::OnceCell<Order>,
}

impl Valued {
    pub fn new(evaluated: Evaluated) -> Self {
        Self { evaluated, split: std::cell::OnceCell::new(), order: std::cell::OnceCell::new() }
    }

    /// The items with a value, those without, and those that count as yes.
    pub fn split(&self) -> &Split {
        self.split.get_or_init(|| {
            let Evaluated { value, state, .. } = &self.evaluated;
            let items = || 0..state.len() as u32;
            Split {
                with: items().filter(|&item| state[item as usize] == 0).collect(),
                without: items().filter(|&item| state[item as usize] != 0).collect(),
                yes: items()
                    .filter(|&item| state[item as usize] == 0 && value[item as usize] > 0.0)
                    .collect(),
            }
        })
    }

    fn memory(&self) -> usize {
        let split = self
            .split
            .get()
            .map_or(0, |split| 4 * (split.with.capacity() + split.without.capacity() + split.yes.capacity()));
        self.evaluated.memory() + split + self.order.get().map_or(0, Order::memory)
    }

    /// The items that have a value, by value.
    pub fn order(&self) -> &Order {
        self.order.get_or_init(|| {
            let state = &self.evaluated.state;
            Order::of(&self.evaluated.value, |item| state[item] == 0)
        })
    }
}

/// The items of a metric by what they are, so that every grouping looks only at those it needs.
#[derive(Debug)]
pub(super) struct Split {
    /// Items that have a value.
    pub with: Vec<u32>,
    /// Items that have none.
    pub without: Vec<u32>,
    /// Items whose value is above zero: the numerator of a rate.
    pub yes: Vec<u32>,
}

/// How many values and groupings are kept; beyond that the oldest goes.
const KEPT: usize = 64;

/// Facts, values, orders and groupings of one state of the data at one cutoff.
#[derive(Debug, Default)]
pub struct Memo {
    facts: Option<Rc<Facts>>,
    values: Vec<(Spec, Rc<Valued>)>,
    /// Shares by their condition.
    shares: Vec<(Spec, Vec<Filter>, Rc<Valued>)>,
    groupings: Vec<(Key, Rc<Grouping>)>,
    /// Whether the tickets stand in the order of their creation, once it is known.
    in_order: Option<bool>,
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
        self.in_order = None;
    }

    /// Whether the tickets stand in the order of their creation.
    pub(super) fn is_in_order(&mut self, store: &Store) -> bool {
        *self.in_order.get_or_insert_with(|| store.tickets().created().is_sorted())
    }

    pub(super) fn valued(&mut self, store: &Store, facts: &Facts, spec: &Spec) -> Rc<Valued> {
        if let Some((_, valued)) = self.values.iter().find(|(known, _)| known == spec) {
            return Rc::clone(valued);
        }
        let valued = Rc::new(Valued::new(evaluate(store, facts, spec)));
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
            + self.groupings.iter().map(|(_, grouping)| 4 * grouping.codes.capacity()).sum::<usize>()
    }
}
