//! A metric's values in order, and how a part of them compares with the rest.

use crate::report::Values;
use crate::stats::proportion::Proportion;
use crate::stats::quantile::sorted_quantile;
use crate::stats::rank_sum::{Ranks, Shift, shift};
use crate::store::Bitset;

/// Tickets and their values, in ascending order of the values.
#[derive(Debug, Clone, Default)]
pub(super) struct Sample {
    pub rows: Vec<u32>,
    pub values: Vec<f64>,
}

/// How values of one group lie against others.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Against {
    /// How many there are, here and elsewhere.
    pub n: usize,
    pub others: usize,
    /// Two-sided, not adjusted.
    pub p: f64,
    /// Whether values here tend to be the larger.
    pub larger: bool,
}

/// Hands out the groups a ticket belongs to.
pub(super) type GroupsOf<'a> = &'a dyn Fn(u32, &mut dyn FnMut(usize));

impl Sample {
    /// The values of the chosen tickets; those of durations in seconds.
    pub fn of(values: &Values, chosen: &Bitset, scale: f64) -> Self {
        let mut sample = Self::default();
        for (row, value) in values.in_order().filter(|&(row, _)| chosen.contains(row)) {
            sample.rows.push(row as u32);
            sample.values.push(value * scale);
        }
        sample
    }

    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// The values of the tickets that `keep` keeps.
    pub fn only(&self, keep: &dyn Fn(u32) -> bool) -> Self {
        let kept = self.rows.iter().zip(&self.values).filter(|&(&row, _)| keep(row));
        let (rows, values) = kept.map(|(&row, &value)| (row, value)).unzip();
        Self { rows, values }
    }

    /// The values of each code, code by code, in one pass.
    pub fn split(&self, codes: &[u32], count: usize) -> Vec<Self> {
        let mut parts = vec![Self::default(); count];
        for (&row, &value) in self.rows.iter().zip(&self.values) {
            if let Some(part) = codes.get(row as usize).and_then(|&code| parts.get_mut(code as usize)) {
                part.rows.push(row);
                part.values.push(value);
            }
        }
        parts
    }

    /// Compares the tickets of each of `count` groups with all other tickets; `groups_of` gives those of a ticket.
    pub fn each_against_rest(&self, count: usize, groups_of: GroupsOf<'_>) -> Vec<Option<Against>> {
        let ranks = Ranks::of(&self.values);
        let mut sums = vec![(0.0, 0usize); count];
        for (&row, rank) in self.rows.iter().zip(ranks.ranks()) {
            groups_of(row, &mut |group| {
                if let Some(sum) = sums.get_mut(group) {
                    sum.0 += rank;
                    sum.1 += 1;
                }
            });
        }
        let test = |(sum, n): (f64, usize)| {
            let test = ranks.test(sum, n)?;
            let larger = test.rank_biserial > 0.0;
            Some(Against { n, others: self.len() - n, p: test.p, larger })
        };
        sums.into_iter().map(test).collect()
    }

    /// Compares the tickets that `here` holds with the others.
    pub fn against(&self, here: &dyn Fn(u32) -> bool) -> Option<Against> {
        let groups = self.each_against_rest(1, &|row, take| {
            if here(row) {
                take(0);
            }
        });
        groups.into_iter().next().flatten()
    }

    /// How far the values of the tickets that `here` holds lie from the others, with a 95 % interval.
    pub fn shift(&self, here: &dyn Fn(u32) -> bool) -> Option<Shift> {
        let (inside, outside) = (self.only(here), self.only(&|row| !here(row)));
        shift(&inside.values, &outside.values, 0.95)
    }

    /// The share of values that are not nought.
    pub fn share(&self) -> Proportion {
        Proportion {
            successes: self.values.iter().filter(|&&value| value > 0.0).count() as u64,
            n: self.len() as u64,
        }
    }

    /// The value in the middle.
    pub fn median(&self) -> Option<f64> {
        sorted_quantile(&self.values, 0.5)
    }

    /// The tickets with the largest values.
    pub fn largest(&self, most: usize) -> impl Iterator<Item = u32> {
        self.rows.iter().rev().take(most).copied()
    }
}
