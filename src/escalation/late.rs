//! Late escalations: tickets that went up in the end and should have gone earlier, and the hours lost.
//!
//! What a level usually takes is read off its own work: a quantile of the time from opening to resolution of the tickets of
//! that type it solved itself. A ticket that stayed below longer than that, and was escalated after all, was late by the
//! rest. Where a type has too few tickets of its own, those of the level stand in for it, then those of all levels.

use serde::Serialize;

use super::times::From;
use super::waiting::{End, Wait, Waits};
use crate::error::DeskError;
use crate::report::{Asked, Cohort, Memo, MetricChoice, Selection};
use crate::settings::{Reader, Written, within};
use crate::sort::{order_by, sort_all};
use crate::stats::quantile::sorted_quantile;
use crate::time::SECOND;

/// A question about late escalations.
#[derive(Debug, Clone, Default)]
pub struct LateQuestion {
    /// Which tickets; `by` names the dimension of types, `type` when missing.
    pub selection: Selection,
    /// The share of a level's own tickets that are solved within the usual time; 0.75 when missing.
    pub usual: Option<f64>,
    /// The fewest tickets a usual time is read off; 20 when missing.
    pub least: Option<f64>,
    /// How many tickets to name, the latest first; 100 when missing.
    pub limit: Option<f64>,
    /// `calendar` or `business`, as of metrics.
    pub hours: Option<String>,
    /// The calendar whose open time counts.
    pub calendar: Option<String>,
}

impl Written for LateQuestion {
    fn read(from: &Reader<'_>) -> Self {
        let own = ["usual", "least", "limit", "hours", "calendar"];
        from.only(&[&Selection::KEYS[..], &own[..]].concat());
        Self {
            selection: Selection::of(from, from.get("asOf")),
            usual: from.get("usual"),
            least: from.get("least"),
            limit: from.get("limit"),
            hours: from.get("hours"),
            calendar: from.get("calendar"),
        }
    }
}

impl LateQuestion {
    /// How durations are counted.
    pub fn hours(&self) -> MetricChoice {
        MetricChoice { hours: self.hours.clone(), calendar: self.calendar.clone(), ..MetricChoice::default() }
    }
}

/// A ticket that was escalated late. Seconds.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct LateTicket {
    /// The ticket's id.
    pub ticket: String,
    /// Its type.
    pub word: Option<String>,
    /// The level it stayed at; 0 where nobody knows it.
    pub level: u8,
    /// How long it stayed below.
    pub held: f64,
    /// What is usual.
    pub usual: f64,
    /// How much later that was.
    pub lost: f64,
}

/// The escalations of a type from a level. Seconds.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct LateRow {
    /// The type.
    pub word: Option<String>,
    /// The level; 0 where nobody knows it.
    pub level: u8,
    /// What is usual there; none where there are too few tickets to say.
    pub usual: Option<f64>,
    /// How many solved tickets that is read off.
    pub n: usize,
    /// Of what these are: `type`, `level` or `all`.
    pub of: Option<&'static str>,
    /// How many were escalated.
    pub escalated: usize,
    /// How many of them late.
    pub late: usize,
    /// By how much in all.
    pub lost: f64,
}

/// Late escalations. Seconds.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct LateEscalations {
    /// How many were escalated.
    pub escalated: usize,
    /// How many of them late.
    pub late: usize,
    /// By how much in all.
    pub lost: f64,
    /// How many nobody can judge, for want of solved tickets.
    pub unknown: usize,
    /// By type and level, what lost most first.
    pub rows: Vec<LateRow>,
    /// The latest tickets.
    pub tickets: Vec<LateTicket>,
}

/// Times in ascending order, by type and level.
struct History {
    /// Of each level and type that solved anything, in ascending order of these.
    by_type: Vec<((usize, usize), Vec<f64>)>,
    by_level: Vec<Vec<f64>>,
    all: Vec<f64>,
    usual: f64,
    least: usize,
}

const LEVELS: usize = 256;

impl History {
    /// What is usual of a type at a level, by how many tickets, and of what they are.
    fn usual(&self, word: usize, level: usize) -> Option<(f64, usize, &'static str)> {
        let own = self.by_type.binary_search_by_key(&(level, word), |(key, _)| *key);
        let own = own.map_or(&[][..], |at| &self.by_type[at].1);
        let sources = [(own, "type"), (self.by_level.get(level)?, "level"), (&self.all, "all")];
        let (times, of) = sources.into_iter().find(|(times, _)| times.len() >= self.least)?;
        Some((sorted_quantile(times, self.usual)?, times.len(), of))
    }
}

/// Finds late escalations.
pub fn late_escalations(
    asked: &Asked<'_>,
    memo: &mut Memo,
    question: &LateQuestion,
) -> Result<LateEscalations, DeskError> {
    let usual = within(question.usual.unwrap_or(0.75), "usual", 0.0, 1.0)?;
    let least = within(question.least.unwrap_or(20.0), "least", 1.0, 1e9)? as usize;
    let limit = within(question.limit.unwrap_or(100.0), "limit", 0.0, 100_000.0)? as usize;
    let [name] = match question.selection.by.as_slice() {
        [] => ["type"],
        [name] => [name.as_str()],
        _ => return Err(DeskError::new("too-many-groupings", "expected one dimension").at("by")),
    };
    let whole = Selection { by: Vec::new(), ..question.selection.clone() };
    let cohort = Cohort::new(asked, memo, &whole)?;
    let words = cohort.dimension(memo, name).map_err(|error| error.within("by[0]"))?;
    let waits = Waits::of(&cohort, memo, (From::Opening, &question.hours()))?.waits;
    let first_level = &cohort.facts.detail(cohort.store).first_level;
    let place = |wait: &Wait| {
        (usize::from(first_level[wait.row as usize]), words.codes()[wait.row as usize] as usize)
    };
    let seconds = |wait: &Wait| wait.time as f64 / SECOND as f64;
    let of = |end: End| -> Vec<Wait> { waits.iter().copied().filter(|wait| wait.end == end).collect() };
    let (resolved, escalated) = (of(End::Resolved), of(End::Escalated));
    // Places of waits by level and type; waits come in ascending order, and so do their parts.
    let by_place = |waits: &[Wait]| {
        order_by(waits.len(), &|at| {
            let (level, word) = place(&waits[at]);
            (level as u64) << 32 | word as u64
        })
    };
    let mut history =
        History { by_type: Vec::new(), by_level: vec![Vec::new(); LEVELS], all: Vec::new(), usual, least };
    for wait in &resolved {
        history.by_level[place(wait).0].push(seconds(wait));
        history.all.push(seconds(wait));
    }
    for at in by_place(&resolved) {
        let wait = &resolved[at as usize];
        match history.by_type.last_mut() {
            Some((key, times)) if *key == place(wait) => times.push(seconds(wait)),
            _ => history.by_type.push((place(wait), vec![seconds(wait)])),
        }
    }
    let mut told = LateEscalations {
        escalated: 0,
        late: 0,
        lost: 0.0,
        unknown: 0,
        rows: Vec::new(),
        tickets: Vec::new(),
    };
    let ids = cohort.store.tickets().ids();
    let order = by_place(&escalated);
    for chunk in order.chunk_by(|&a, &b| place(&escalated[a as usize]) == place(&escalated[b as usize])) {
        let Some((level, word)) = chunk.first().map(|&at| place(&escalated[at as usize])) else { continue };
        let label = words.labels().get(word).cloned().flatten();
        let judged = history.usual(word, level);
        let mut row = LateRow {
            word: label.clone(),
            level: level as u8,
            usual: judged.map(|(usual, ..)| usual),
            n: judged.map_or(0, |(_, n, _)| n),
            of: judged.map(|(.., of)| of),
            escalated: chunk.len(),
            late: 0,
            lost: 0.0,
        };
        match judged {
            None => told.unknown += chunk.len(),
            Some((usual, ..)) => {
                for wait in
                    chunk.iter().map(|&at| &escalated[at as usize]).filter(|wait| seconds(wait) > usual)
                {
                    let (held, lost) = (seconds(wait), seconds(wait) - usual);
                    (row.late, row.lost) = (row.late + 1, row.lost + lost);
                    let ticket = ids.get(wait.row).unwrap_or_default().to_string();
                    told.tickets.push(LateTicket {
                        ticket,
                        word: label.clone(),
                        level: level as u8,
                        held,
                        usual,
                        lost,
                    });
                }
            }
        }
        told.escalated += row.escalated;
        told.late += row.late;
        told.lost += row.lost;
        told.rows.push(row);
    }
    sort_all(&mut told.rows, &mut |a, b| b.lost.total_cmp(&a.lost));
    sort_all(&mut told.tickets, &mut |a, b| b.lost.total_cmp(&a.lost));
    told.tickets.truncate(limit);
    Ok(told)
}
