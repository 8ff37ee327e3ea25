//! Survey scores: CSAT, NPS, CES.

use super::cells::NO_ROW;
use super::columns::Columns;
use super::distribution::CONFIDENCE;
use crate::kpi::State;
use crate::stats::interval;
use crate::stats::score::ces::{Ces, EffortScale};
use crate::stats::score::csat::Csat;
use crate::stats::score::nps::Nps;

/// The whole-number scores whose counts are shown.
const SHOWN: usize = 11;

/// One survey's answers, an item each.
#[derive(Debug)]
pub(super) struct Answers<'a> {
    pub value: &'a [f64],
    pub state: &'a [u8],
    pub row_of: &'a [u32],
    pub rows: usize,
}

impl Answers<'_> {
    fn each(&self, mut take: impl FnMut(usize, usize, f64)) {
        for (item, ((&value, &state), &row)) in self.value.iter().zip(self.state).zip(self.row_of).enumerate()
        {
            if state == State::Value as u8 && row != NO_ROW {
                take(item, row as usize, value);
            }
        }
    }

    /// Counts of the scores 0 to 10 that occur.
    fn distribution(&self, columns: &mut Columns<'_>) {
        let mut counts = vec![0u32; SHOWN * self.rows];
        self.each(|_, row, score| {
            let whole = score.round();
            if (0.0..SHOWN as f64).contains(&whole) {
                counts[whole as usize * self.rows + row] += 1;
            }
        });
        for score in 0..SHOWN {
            let column = &counts[score * self.rows..(score + 1) * self.rows];
            if column.iter().any(|&count| count > 0) {
                columns.push(&format!("score_{score}"), column.iter().map(|&count| f64::from(count)));
            }
        }
    }

    /// Share satisfied; answers on different scales each count by their own.
    pub fn csat(&self, columns: &mut Columns<'_>, scale: &[f32], row_of_item: impl Fn(usize) -> usize) {
        let mut rows = vec![Csat::default(); self.rows];
        let mut refused = vec![0u32; self.rows];
        self.each(|item, row, score| {
            if !rows[row].push(score, scale[row_of_item(item)] as u32) {
                refused[row] += 1;
            }
        });
        let or_none = |value: Option<f64>| value.unwrap_or(f64::NAN);
        columns.push("value", rows.iter().map(|csat| or_none(csat.satisfied().rate())));
        columns.push("count", rows.iter().map(|csat| csat.satisfied().successes as f64));
        columns.push("n", rows.iter().map(|csat| csat.n() as f64));
        columns.push("mean", rows.iter().map(|csat| or_none(csat.mean())));
        let wilson: Vec<_> = rows.iter().map(|csat| csat.satisfied().wilson(CONFIDENCE)).collect();
        columns.push("low", wilson.iter().map(|ends| ends.map_or(f64::NAN, |ends| ends.low)));
        columns.push("high", wilson.iter().map(|ends| ends.map_or(f64::NAN, |ends| ends.high)));
        columns.push("off_scale", refused.iter().map(|&count| f64::from(count)));
        self.distribution(columns);
    }

    /// Promoters less detractors.
    pub fn nps(&self, columns: &mut Columns<'_>) {
        let mut rows = vec![Nps::default(); self.rows];
        let mut refused = vec![0u32; self.rows];
        self.each(|_, row, score| {
            if !rows[row].push(score) {
                refused[row] += 1;
            }
        });
        let net: Vec<_> = rows.iter().map(|nps| nps.net()).collect();
        let or_none = |value: Option<f64>| value.unwrap_or(f64::NAN);
        columns.push("value", net.iter().map(|net| or_none(net.points())));
        columns.push("n", net.iter().map(|net| net.n() as f64));
        columns.push("promoters", net.iter().map(|net| net.favourable as f64));
        columns.push("passives", net.iter().map(|net| net.neutral as f64));
        columns.push("detractors", net.iter().map(|net| net.adverse as f64));
        columns.push("standard_error", net.iter().map(|net| or_none(net.standard_error())));
        let intervals: Vec<_> = net.iter().map(|net| net.interval(CONFIDENCE)).collect();
        columns.push("low", intervals.iter().map(|ends| ends.map_or(f64::NAN, |ends| ends.low)));
        columns.push("high", intervals.iter().map(|ends| ends.map_or(f64::NAN, |ends| ends.high)));
        columns.push("off_scale", refused.iter().map(|&count| f64::from(count)));
        self.distribution(columns);
    }

    /// Mean effort on `scale`; answers on the other scale are counted apart.
    pub fn ces(
        &self,
        columns: &mut Columns<'_>,
        scale: EffortScale,
        highest: &[f32],
        row_of_item: impl Fn(usize) -> usize,
    ) {
        let mut rows = vec![Ces::new(scale); self.rows];
        let mut refused = vec![0u32; self.rows];
        self.each(|item, row, score| {
            let same = f64::from(highest[row_of_item(item)]) == scale.highest();
            if !(same && rows[row].push(score)) {
                refused[row] += 1;
            }
        });
        let or_none = |value: Option<f64>| value.unwrap_or(f64::NAN);
        columns.push("value", rows.iter().map(|ces| or_none(ces.answers().mean())));
        columns.push("n", rows.iter().map(|ces| ces.answers().n() as f64));
        columns.push("easy", rows.iter().map(|ces| or_none(ces.easy().rate())));
        columns.push("net", rows.iter().map(|ces| or_none(ces.net().and_then(|net| net.points()))));
        let intervals: Vec<_> = rows.iter().map(|ces| interval::mean(ces.answers(), CONFIDENCE)).collect();
        columns.push("low", intervals.iter().map(|ends| ends.map_or(f64::NAN, |ends| ends.low)));
        columns.push("high", intervals.iter().map(|ends| ends.map_or(f64::NAN, |ends| ends.high)));
        columns.push("off_scale", refused.iter().map(|&count| f64::from(count)));
        self.distribution(columns);
    }
}

/// The scale most answers are on.
pub(super) fn effort_scale(highest: &[f32]) -> EffortScale {
    let old = highest.iter().filter(|&&scale| scale == 5.0).count();
    let new = highest.iter().filter(|&&scale| scale == 7.0).count();
    if old > new { EffortScale::Effort } else { EffortScale::Ease }
}
