//! Values of a metric, and what is made from them when somebody asks.

use std::cell::OnceCell;

use super::order::Order;
use crate::kpi::{Evaluated, State};
use crate::store::Bitset;

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

    /// Bytes of memory held.
    pub fn memory(&self) -> usize {
        let digits = self.digits.get().and_then(Option::as_deref).unwrap_or_default();
        self.evaluated.memory()
            + digits.iter().map(Bitset::memory).sum::<usize>()
            + self.yes.get().map_or(0, Bitset::memory)
            + self.split.get().map_or(0, Split::memory)
            + self.order.get().map_or(0, Order::memory)
    }

    /// Takes over the values of some items, of which those beyond the end come last, in order. What was made from the values
    /// follows or is forgotten.
    pub fn update(&mut self, items: &[u32], fresh: &Evaluated) {
        self.yes.take();
        self.digits.take();
        for (at, &item) in items.iter().enumerate() {
            let item = item as usize;
            let old = self.evaluated.put(item, fresh, at);
            let (value, state) = (fresh.value[at], fresh.state[at]);
            if self.split.get_mut().is_some_and(|split| !split.put(item, state)) {
                self.split.take();
            }
            match (old, self.order.get_mut()) {
                (None, Some(order)) if state == 0 => order.insert(item as u32, value),
                (Some(old), _) if state != 0 || old != value => _ = self.order.take(),
                _ => {}
            }
        }
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

    /// Puts an item into a state; false where no item was in it so far.
    fn put(&mut self, item: usize, state: u8) -> bool {
        self.with.put(item, state == 0);
        let mut is_known = state == 0;
        for (known, set) in &mut self.without {
            set.put(item, *known as u8 == state);
            is_known |= *known as u8 == state;
        }
        is_known
    }

    fn memory(&self) -> usize {
        (1 + self.without.len()) * self.with.memory()
    }
}
