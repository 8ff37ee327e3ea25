//! Escalations by the levels they went between.

use serde::Serialize;

use super::waiting::{Elapsed, End, Wait, sorted_seconds};
use crate::report::Cohort;
use crate::sort::order_by;
use crate::stats::quantile::sorted_quantile;
use crate::stats::summary::Summary;

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

/// The escalations of these tickets, first and later ones, by levels; `elapsed` counts the time between two instants.
pub(super) fn pairs(cohort: &Cohort<'_>, waits: &[Wait], elapsed: Elapsed<'_>) -> Vec<Pair> {
    let steps = &cohort.facts.detail(cohort.store).lists.steps;
    let created = cohort.store.tickets().created();
    let mut ups: Vec<Up> = Vec::new();
    for wait in waits.iter().filter(|wait| wait.end == End::Escalated) {
        let row = wait.row as usize;
        let mut came = created[row];
        let time = |from: i64, until: i64| if until > from { elapsed(row, from, until) } else { Some(0) };
        for step in steps.of(row) {
            // A step that does not go down is an escalation, also where a level is not known.
            if (step.to == 0 || step.to >= step.from)
                && let (Some(since_opening), Some(held)) = (time(created[row], step.at), time(came, step.at))
            {
                ups.push(Up { levels: (step.from, step.to), since_opening, held });
            }
            came = step.at;
        }
    }
    let levels = |at: u32| ups[at as usize].levels;
    let order = order_by(ups.len(), &|at| u64::from(ups[at].levels.0) << 8 | u64::from(ups[at].levels.1));
    let of_pair = order.chunk_by(|&a, &b| levels(a) == levels(b));
    of_pair.map(|own| pair(levels(own[0]), own, &ups)).collect()
}

fn pair(levels: (u8, u8), own: &[u32], ups: &[Up]) -> Pair {
    let sorted = |time: fn(&Up) -> i64| {
        let times: Vec<i64> = own.iter().map(|&at| time(&ups[at as usize])).collect();
        sorted_seconds(&times)
    };
    let (whole, held) = (sorted(|up| up.since_opening), sorted(|up| up.held));
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
