//! Survey scores: CSAT, NPS, CES.

use std::cell::OnceCell;

use super::columns::Columns;
use super::places::Places;
use super::students::CONFIDENCE;
use super::valued::Valued;
use crate::stats::interval;
use crate::stats::score::ces::{Ces, EffortScale};
use crate::stats::score::csat::Csat;
use crate::stats::score::nps::Nps;

/// The whole-number scores whose counts are shown.
const SHOWN: usize = 11;

/// One survey's answers, an item each.
#[derive(Debug)]
pub(super) struct Answers<'a> {
    pub valued: &'a Valued,
    pub places: &'a Places<'a>,
    pub rows: usize,
    /// Row, score and largest score of answers that belong to no ticket.
    pub others: Vec<(u32, f64, f64)>,
    /// Row and item of each answer, once they are looked at.
    pub items: OnceCell<Vec<(u32, u32)>>,
}

impl Answers<'_> {
    /// Gives row, score and largest score of each answer.
    fn each(&self, scale: impl Fn(usize) -> f64, mut take: impl FnMut(usize, f64, f64)) {
        let items = self.items.get_or_init(|| self.places.items(&self.valued.split().with));
        for &(row, item) in items {
            take(row as usize, self.valued.evaluated.value[item as usize], scale(item as usize));
        }
        for &(row, score, scale) in &self.others {
            take(row as usize, score, scale);
        }
    }

    /// Counts of the scores 0 to 10 that occur.
    fn distribution(&self, columns: &mut Columns<'_>) {
        let mut counts = vec![0u32; SHOWN * self.rows];
        self.each(
            |_| 0.0,
            |row, score, _| {
                let below = score.floor();
                let whole = if score - below < 0.5 { below } else { below + 1.0 };
                if (0.0..SHOWN as f64).contains(&whole) {
                    counts[whole as usize * self.rows + row] += 1;
                }
            },
        );
        for score in 0..SHOWN {
            let column = &counts[score * self.rows..(score + 1) * self.rows];
            if column.iter().any(|&count| count > 0) {
                columns.push(&format!("score_{score}"), self.rows, &|row| Some(f64::from(column[row])));
            }
        }
    }

    /// Share satisfied; answers on different scales each count by their own.
    pub fn csat(&self, columns: &mut Columns<'_>, scale: &dyn Fn(usize) -> f64) {
        let mut rows = vec![Csat::default(); self.rows];
        let mut refused = vec![0u32; self.rows];
        self.each(scale, |row, score, scale| {
            if !rows[row].push(score, scale as u32) {
                refused[row] += 1;
            }
        });
        let all = self.rows;
        columns.push("value", all, &|row| rows[row].satisfied().rate());
        columns.push("count", all, &|row| Some(rows[row].satisfied().successes as f64));
        columns.push("n", all, &|row| Some(rows[row].n() as f64));
        columns.push("mean", all, &|row| rows[row].mean());
        let wilson: Vec<_> = rows.iter().map(|csat| csat.satisfied().wilson(CONFIDENCE)).collect();
        columns.push("low", all, &|row| Some(wilson[row]?.low));
        columns.push("high", all, &|row| Some(wilson[row]?.high));
        columns.push("off_scale", all, &|row| Some(f64::from(refused[row])));
        self.distribution(columns);
    }

    /// Promoters less detractors.
    pub fn nps(&self, columns: &mut Columns<'_>) {
        let mut rows = vec![Nps::default(); self.rows];
        let mut refused = vec![0u32; self.rows];
        self.each(
            |_| 0.0,
            |row, score, _| {
                if !rows[row].push(score) {
                    refused[row] += 1;
                }
            },
        );
        let net: Vec<_> = rows.iter().map(|nps| nps.net()).collect();
        let all = self.rows;
        columns.push("value", all, &|row| net[row].points());
        columns.push("n", all, &|row| Some(net[row].n() as f64));
        columns.push("promoters", all, &|row| Some(net[row].favourable as f64));
        columns.push("passives", all, &|row| Some(net[row].neutral as f64));
        columns.push("detractors", all, &|row| Some(net[row].adverse as f64));
        columns.push("standard_error", all, &|row| net[row].standard_error());
        let intervals: Vec<_> = net.iter().map(|net| net.interval(CONFIDENCE)).collect();
        columns.push("low", all, &|row| Some(intervals[row]?.low));
        columns.push("high", all, &|row| Some(intervals[row]?.high));
        columns.push("off_scale", all, &|row| Some(f64::from(refused[row])));
        self.distribution(columns);
    }

    /// Mean effort on `scale`; answers on the other scale are counted apart.
    pub fn ces(&self, columns: &mut Columns<'_>, scale: EffortScale, highest: &dyn Fn(usize) -> f64) {
        let mut rows = vec![Ces::new(scale); self.rows];
        let mut refused = vec![0u32; self.rows];
        self.each(highest, |row, score, highest| {
            let same = highest == scale.highest();
            if !(same && rows[row].push(score)) {
                refused[row] += 1;
            }
        });
        let all = self.rows;
        columns.push("value", all, &|row| rows[row].answers().mean());
        columns.push("n", all, &|row| Some(rows[row].answers().n() as f64));
        columns.push("easy", all, &|row| rows[row].easy().rate());
        columns.push("net", all, &|row| rows[row].net().and_then(|net| net.points()));
        let intervals: Vec<_> = rows.iter().map(|ces| interval::mean(ces.answers(), CONFIDENCE)).collect();
        columns.push("low", all, &|row| Some(intervals[row]?.low));
        columns.push("high", all, &|row| Some(intervals[row]?.high));
        columns.push("off_scale", all, &|row| Some(f64::from(refused[row])));
        self.distribution(columns);
    }
}

/// The scale most answers are on.
pub(super) fn effort_scale(highest: &[f32], others: impl Iterator<Item = f64>) -> EffortScale {
    let (mut old, mut new) = (0_u32, 0_u32);
    for scale in highest.iter().map(|&scale| f64::from(scale)).chain(others) {
        old += u32::from(scale == 5.0);
        new += u32::from(scale == 7.0);
    }
    if old > new { EffortScale::Effort } else { EffortScale::Ease }
}
