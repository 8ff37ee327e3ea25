//! Spikes in a series of counts: is this hour or day busier than the same one of earlier weeks lets one expect?

use super::columns::Columns;
use crate::stats::spike::{self, Verdict};
use crate::time::Bucket;

/// So many earlier weeks are looked at.
const WEEKS: usize = 12;

/// Writes what was expected, how likely so many are, and whether that is a spike. Rows are groups of `buckets` each.
pub(super) fn write(
    columns: &mut Columns<'_>,
    counts: &[f64],
    buckets: usize,
    unit: Bucket,
    false_alarms: f64,
) {
    let step = match unit {
        Bucket::Hour => 168,
        Bucket::Day => 7,
        _ => return,
    };
    let mut expected = vec![f64::NAN; counts.len()];
    let mut p_value = vec![f64::NAN; counts.len()];
    let mut spikes = vec![f64::NAN; counts.len()];
    let mut history = Vec::with_capacity(WEEKS);
    for (group, series) in counts.chunks(buckets.max(1)).enumerate() {
        for at in 0..series.len() {
            history.clear();
            history.extend(
                (1..=WEEKS).map_while(|week| at.checked_sub(week * step)).map(|at| series[at] as u64),
            );
            if let Verdict::Judged(judged) = spike::judge(&history, series[at] as u64, false_alarms) {
                let row = group * buckets + at;
                expected[row] = judged.expected;
                p_value[row] = judged.p_upper.unwrap_or(f64::NAN);
                spikes[row] = if judged.is_spike { 1.0 } else { 0.0 };
            }
        }
    }
    columns.push("expected", counts.len(), &|row| Some(expected[row]));
    columns.push("p_value", counts.len(), &|row| Some(p_value[row]));
    columns.push("spike", counts.len(), &|row| Some(spikes[row]));
}
