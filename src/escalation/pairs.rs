//! Escalations by the levels they went between.

use serde::Serialize;

use super::waiting::{End, Wait};
use crate::report::Cohort;
use crate::sort::{order_by, sort_all};
use crate::stats::quantile::sorted_quantile;
use crate::stats::summary::Summary;
use crate::time::SECOND;

/// All escalations from one level to another. Seconds.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Pair {
    /// The level left; 0 where nobody knows it.
    pub from: u8,
    /// The level reached; 0 where nobody knows it.
    pub to: u8,
    /// How many.
    pub n: usize,
    /// Mean time from the opening.
    pub mean: Option<f64>,
    /// Median time from the opening.
    pub median: Option<f64>,
    /// Ninth decile of the time from the opening.
    pub p90: Option<f64>,
    /// Mean time at the level left, since the ticket came to it.
    pub held_mean: Option<f64>,
    /// Median time at the level left.
    pub held_median: Option<f64>,
}

/// One step up.
struct Up {
    levels: (u8, u8),
    since_opening: i64,
    held: i64,
}

/// The escalations of these tickets, first and later ones, by levels.
pub(super) fn pairs(cohort: &Cohort<'_>, waits: &[Wait]) -> Vec<Pair> {
    let steps = &cohort.facts.detail(cohort.store).lists.steps;
    let created = cohort.store.tickets().created();
    let mut ups: Vec<Up> = Vec::new();
    for wait in waits.iter().filter(|wait| wait.end == End::Escalated) {
        let row = wait.row as usize;
        let mut came = created[row];
        for step in steps.of(row) {
            // A step that does not go down is an escalation, also where a level is not known.
            if step.to == 0 || step.to >= step.from {
                let since_opening = (step.at - created[row]).max(0);
                ups.push(Up { levels: (step.from, step.to), since_opening, held: (step.at - came).max(0) });
            }
            came = step.at;
        }
    }
    let mut levels: Vec<(u8, u8)> = ups.iter().map(|up| up.levels).collect();
    sort_all(&mut levels, &mut Ord::cmp);
    levels.dedup();
    levels.into_iter().map(|levels| pair(levels, &ups)).collect()
}

fn pair(levels: (u8, u8), ups: &[Up]) -> Pair {
    let sorted = |time: &dyn Fn(&Up) -> i64| -> Vec<f64> {
        let times: Vec<i64> = ups.iter().filter(|up| up.levels == levels).map(time).collect();
        let order = order_by(times.len(), &|at| times[at] as u64);
        order.into_iter().map(|at| times[at as usize] as f64 / SECOND as f64).collect()
    };
    let (whole, held) = (sorted(&|up| up.since_opening), sorted(&|up| up.held));
    Pair {
        from: levels.0,
        to: levels.1,
        n: whole.len(),
        mean: Summary::of(&whole).mean(),
        median: sorted_quantile(&whole, 0.5),
        p90: sorted_quantile(&whole, 0.9),
        held_mean: Summary::of(&held).mean(),
        held_median: sorted_quantile(&held, 0.5),
    }
}
