//! Backlog: how many tickets were open at the end of each bucket.

use super::cells::{NO_ROW, Range, Side};
use crate::error::DeskError;
use crate::kpi::{Facts, State, Until};
use crate::store::{NO_INSTANT, Store};

/// Open tickets at the end of each bucket, or at `as_of` where that comes first: rows are groups of `range.count` each.
/// Cyclic buckets have no end, so there the backlog is the one at `as_of`.
pub(super) fn count(
    store: &Store,
    facts: &Facts,
    state: &[u8],
    group_of: &[u32],
    groups: usize,
    (side, range): (&Side<'_>, Range),
    (until, as_of): (Until, i64),
) -> Result<Vec<f64>, DeskError> {
    let mut ends = Vec::with_capacity(range.count);
    match &side.buckets {
        Some(buckets) if buckets.unit().slots().is_none() => {
            for at in 1..=range.count as i64 {
                ends.push(buckets.start(i64::from(range.first) + at)?.min(as_of.saturating_add(1)));
            }
        }
        _ => {
            let end = side.period.map_or(i64::MAX, |(_, to)| to);
            ends.resize(range.count, end.min(as_of.saturating_add(1)));
        }
    }
    let mut change = vec![0i64; groups * (range.count + 1)];
    let mut note = |group: u32, at: i64, by: i64| {
        // Whoever opens or ends before a bucket's end counts in it.
        let bucket = ends.partition_point(|&end| end <= at);
        change[group as usize * (range.count + 1) + bucket] += by;
    };
    for (row, (&state, &group)) in state.iter().zip(group_of).enumerate() {
        if state != State::Value as u8 || group == NO_ROW {
            continue;
        }
        let created = store.tickets().created()[row];
        let end = match until {
            Until::Usual if !facts.detail(store).lists.backlog.of(row).is_empty() => {
                for (turn, &at) in facts.detail(store).lists.backlog.of(row).iter().enumerate() {
                    note(group, at, if turn % 2 == 0 { 1 } else { -1 });
                }
                continue;
            }
            Until::Usual | Until::Solved => last_resolution(facts, row),
            Until::Closed => facts.closed[row],
            Until::FirstDone => facts.first_done[row],
        };
        note(group, created, 1);
        if end != NO_INSTANT {
            note(group, end, -1);
        }
    }
    let mut open = Vec::with_capacity(groups * range.count);
    for series in change.chunks(range.count + 1) {
        let mut sum = 0;
        for &by in &series[..range.count] {
            sum += by;
            open.push(sum as f64);
        }
    }
    Ok(open)
}

/// The last resolution of a ticket that is solved now; a closing where no resolution is known.
fn last_resolution(facts: &Facts, row: usize) -> i64 {
    if facts.flags[row] & crate::kpi::flag::DONE == 0 {
        return NO_INSTANT;
    }
    if facts.last_solved[row] == NO_INSTANT { facts.closed[row] } else { facts.last_solved[row] }
}
