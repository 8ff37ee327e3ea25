//! When tickets come to each support level.

use super::parts::{HOURS, hours_of_week};
use super::stretches::Walker;
use super::waiting::Wait;
use crate::error::DeskError;
use crate::report::Cohort;

/// How many tickets came to each level, by local hour of the week from Monday midnight on.
pub fn level_loads(cohort: &Cohort<'_>, waits: &[Wait]) -> Result<Vec<(u8, Vec<u32>)>, DeskError> {
    let mut walker = Walker::of_levels(cohort);
    let mut arrivals: Vec<Vec<i64>> = vec![Vec::new(); usize::from(u8::MAX)];
    for wait in waits {
        let row = wait.row as usize;
        walker.read(row, cohort.facts.last_event[row].saturating_add(1));
        for stretch in &walker.stretches {
            if let Some(arrivals) = arrivals.get_mut(stretch.stage) {
                arrivals.push(stretch.from);
            }
        }
    }
    let mut loads = Vec::new();
    for (stage, arrivals) in arrivals.iter().enumerate().filter(|(_, arrivals)| !arrivals.is_empty()) {
        let mut hours = vec![0; HOURS];
        for hour in hours_of_week(cohort.zone, arrivals)? {
            hours[usize::from(hour)] += 1;
        }
        loads.push((stage as u8 + 1, hours));
    }
    Ok(loads)
}
