//! What steps that were never taken might have brought: escalations earlier, or at all, under a stated assumption of how fast
//! a level reacts.
//!
//! A step that hands a ticket to a higher level counts as an escalation once that level has reacted. How long that takes is
//! drawn from the times the level took in history, or given. The draws are seeded, and repeated, so that their spread shows.

use serde::Serialize;

use super::stretches::{Of, Walker};
use super::waiting::{End, Wait};
use crate::report::Cohort;
use crate::sort::{sort_all, sort_numbers, sorted_times};
use crate::stats::quantile::sorted_quantile;
use crate::stats::summary::Summary;
use crate::time::SECOND;

/// A step that hands a ticket on.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Handed {
    /// The ticket.
    pub row: u32,
    /// When the step came due.
    pub at: i64,
    /// The level it goes to.
    pub level: u8,
}

/// How fast a level is taken to react.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Reaction {
    /// The level.
    pub level: u8,
    /// Whether it was given, or drawn from history.
    pub given: bool,
    /// How many times it is drawn from.
    pub n: usize,
    /// Their median, or what was given, in seconds.
    pub median: f64,
}

/// A figure over all repeats.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Spread {
    /// Mean of the repeats.
    pub mean: f64,
    /// One repeat in twenty is lower.
    pub low: f64,
    /// One in twenty is higher.
    pub high: f64,
}

/// What the steps of new rules might have brought.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Simulated {
    /// How fast levels are taken to react.
    pub reactions: Vec<Reaction>,
    /// Steps to levels of which nobody knows how fast they react.
    pub unknown: usize,
    /// How often it was repeated.
    pub repeats: usize,
    /// Escalations that would have come earlier than they did.
    pub moved: Spread,
    /// Escalations there would have been besides.
    pub added: Spread,
    /// The average time to escalation, in seconds.
    pub mean: Option<Spread>,
}

/// The times each level took to act on what was handed to it, in milliseconds and ascending.
pub fn reactions(cohort: &Cohort<'_>, waits: &[Wait]) -> Vec<Vec<i64>> {
    let mut times = vec![Vec::new(); 256];
    let mut walker = Walker::new(cohort, Of::Level);
    for wait in waits.iter().filter(|wait| wait.end == End::Escalated) {
        let row = wait.row as usize;
        walker.read(row, cohort.facts.last_event[row].saturating_add(1));
        for pair in walker.stretches.windows(2).filter(|pair| pair[1].stage > pair[0].stage) {
            let acted = walker.first_act(&pair[1]);
            if let (Some(act), Some(times)) = (acted, times.get_mut(pair[1].stage + 1)) {
                times.push(act - pair[1].from);
            }
        }
    }
    times.iter().map(|times| sorted_times(times)).collect()
}

/// Fewer times than this say nothing of how fast a level reacts.
const ENOUGH: usize = 5;

/// Repeats the history of these tickets with the steps, each to be the first of its ticket.
pub fn simulate(
    waits: &[Wait],
    created: &[i64],
    handed: &[Handed],
    (history, given): (&[Vec<i64>], &[(u8, i64)]),
    (seed, repeats): (u64, usize),
) -> Simulated {
    let known = |level: u8| given.iter().find(|&&(of, _)| of == level).map(|&(_, time)| time);
    let drawn = |level: u8| history.get(usize::from(level)).filter(|times| times.len() >= ENOUGH);
    let judged: Vec<Handed> = handed
        .iter()
        .copied()
        .filter(|step| known(step.level).is_some() || drawn(step.level).is_some())
        .collect();
    let mut levels: Vec<u32> = judged.iter().map(|step| u32::from(step.level)).collect();
    sort_numbers(&mut levels);
    levels.dedup();
    let reaction = |&level: &u32| {
        let level = level as u8;
        let median = drawn(level).map_or(0, |times| times[times.len() / 2]);
        Reaction {
            level,
            given: known(level).is_some(),
            n: if known(level).is_some() { 0 } else { drawn(level).map_or(0, Vec::len) },
            median: known(level).unwrap_or(median) as f64 / SECOND as f64,
        }
    };
    let (steps, tickets) = by_ticket(waits, &judged, created.len());
    // Times can be as long as dates reach; a sum of many needs more room.
    let sum: i128 = waits.iter().filter_map(escalated).map(i128::from).sum();
    let n = waits.iter().filter_map(escalated).count();
    let mut ends = Vec::new();
    let mut random = Random(seed);
    let (mut moved, mut added, mut means) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..repeats {
        ends.clear();
        ends.extend(tickets.iter().map(|&wait| escalated(wait)));
        let (mut earlier, mut new, mut sum) = (0u32, 0u32, sum);
        for (step, ticket) in judged.iter().zip(&steps) {
            let reaction = known(step.level)
                .or_else(|| drawn(step.level).map(|times| times[random.below(times.len())]))
                .unwrap_or(0);
            let Some(ticket) = *ticket else { continue };
            let time = step.at.saturating_add(reaction) - created[step.row as usize];
            let end = &mut ends[ticket];
            match *end {
                Some(old) if time < old => {
                    (earlier, sum) = (earlier + 1, sum - i128::from(old) + i128::from(time))
                }
                None if time < tickets[ticket].time => (new, sum) = (new + 1, sum + i128::from(time)),
                _ => continue,
            }
            *end = Some(time);
        }
        moved.push(f64::from(earlier));
        added.push(f64::from(new));
        let n = n + new as usize;
        means.extend((n > 0).then(|| sum as f64 / n as f64 / SECOND as f64));
    }
    Simulated {
        reactions: levels.iter().map(reaction).collect(),
        unknown: handed.len() - judged.len(),
        repeats,
        moved: spread(moved).unwrap_or(Spread { mean: 0.0, low: 0.0, high: 0.0 }),
        added: spread(added).unwrap_or(Spread { mean: 0.0, low: 0.0, high: 0.0 }),
        mean: spread(means),
    }
}

/// When a ticket was escalated, counted from its start.
fn escalated(wait: &Wait) -> Option<i64> {
    (wait.end == End::Escalated).then_some(wait.time)
}

/// The waits of the tickets that steps are about, and for each step which of them; none of those that do not wait.
fn by_ticket<'w>(waits: &'w [Wait], steps: &[Handed], rows: usize) -> (Vec<Option<usize>>, Vec<&'w Wait>) {
    let mut wait_of = vec![u32::MAX; rows];
    for (at, wait) in waits.iter().enumerate() {
        wait_of[wait.row as usize] = at as u32;
    }
    let mut place = vec![u32::MAX; rows];
    let mut tickets = Vec::new();
    let of_step = |step: &Handed| {
        let wait = waits.get(wait_of[step.row as usize] as usize)?;
        let place = &mut place[step.row as usize];
        if *place == u32::MAX {
            *place = tickets.len() as u32;
            tickets.push(wait);
        }
        Some(*place as usize)
    };
    (steps.iter().map(of_step).collect(), tickets)
}

fn spread(mut values: Vec<f64>) -> Option<Spread> {
    sort_all(&mut values, &mut f64::total_cmp);
    let mean = Summary::of(&values).mean()?;
    Some(Spread { mean, low: sorted_quantile(&values, 0.05)?, high: sorted_quantile(&values, 0.95)? })
}

/// Numbers that are the same everywhere for the same seed: SplitMix64 (Steele, Lea and Flood, 2014).
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ mixed >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ mixed >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((mixed ^ mixed >> 31) % limit.max(1) as u64) as usize
    }
}
