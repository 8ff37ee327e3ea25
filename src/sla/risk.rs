//! How likely a clock under way is to breach, judged by the desk's own history.
//!
//! The time a clock used before it ended is a survival time; one that still runs, stands still or was cancelled is censored.
//! Of the cycles that had used as much as this one has, the share that went on beyond the target is its risk: the Kaplan–Meier
//! curve at the target over the curve at the time used (Kaplan and Meier, Nonparametric estimation from incomplete
//! observations, 1958). The most specific group with enough cycles beyond that time is asked, then wider ones.

use serde::Serialize;

use super::answer::Asked;
use super::clock::Clock;
use super::cycle::State;
use super::engine::Engine;
use super::question::clocks;
use super::target::Amount;
use super::timeline::acts;
use crate::error::DeskError;
use crate::settings::{Reader, Written};
use crate::sort::{sort_all, sort_positions};
use crate::store::NO_CODE;
use crate::ticket::Dimension;
use crate::time::instant;

/// A question about the risk of clocks under way.
#[derive(Debug, Clone, Default)]
pub struct RiskQuestion {
    /// The instant the answer is for, in epoch milliseconds.
    pub now: f64,
    /// The clocks asked about; all with a target in time when empty.
    pub clocks: Vec<String>,
    /// Dimensions that make groups, the widest first; priority and group when empty.
    pub by: Vec<String>,
    /// How many clocks to list, the most at risk first; 100 when missing.
    pub limit: Option<f64>,
    /// Also check: judge what started after the first share of all cycles by what was known then.
    pub check: Option<f64>,
}

impl Written for RiskQuestion {
    fn read(from: &Reader<'_>) -> Self {
        from.only(&["now", "clocks", "by", "limit", "check"]);
        Self {
            now: from.get("now"),
            clocks: from.at("clocks").texts(),
            by: from.at("by").texts(),
            limit: from.get("limit"),
            check: from.get("check"),
        }
    }
}

/// A clock under way and how likely it is to breach.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Risk {
    /// The ticket's id.
    pub ticket: String,
    /// The clock's name.
    pub clock: &'static str,
    /// When it is due, in epoch milliseconds; none while it stands still.
    pub due: Option<f64>,
    /// Seconds used.
    pub used: f64,
    /// Seconds it may use.
    pub target: f64,
    /// From 0 to 1; none where the history is too thin.
    pub probability: Option<f64>,
    /// How many past cycles it is judged by: those that used more than this one has.
    pub n: usize,
    /// By how many of the dimensions these are like it.
    pub depth: usize,
}

/// Predicted against happened.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Reliability {
    /// What came before this instant is the history, what came after it is judged.
    pub split: f64,
    /// Judgements: each clock started later, at nought, a quarter, half and three quarters of its target.
    pub n: usize,
    /// Mean squared distance of the predictions from what happened; nothing without any.
    pub brier: Option<f64>,
    /// The same for always predicting the share of breaches in the history.
    pub base_brier: Option<f64>,
    /// Tenths of probability.
    pub bins: Vec<Bin>,
}

/// Judgements of about the same probability.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize)]
pub struct Bin {
    /// How many.
    pub n: usize,
    /// Mean probability predicted.
    pub predicted: f64,
    /// Share that breached.
    pub happened: f64,
}

/// Clocks at risk, and how far such judgements can be trusted.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct RiskAnswer {
    /// The most at risk first; those of unknown risk last.
    pub clocks: Vec<Risk>,
    /// How many clocks are under way and not yet late.
    pub total: usize,
    /// The check, where one was asked for.
    pub reliability: Option<Reliability>,
}

/// Fewer past cycles than this are too thin a history.
const ENOUGH: usize = 20;
/// At most this many dimensions make groups.
const DEEPEST: usize = 3;

/// One cycle as history, or to be judged.
#[derive(Debug, Clone, Copy)]
struct Case {
    clock: Clock,
    row: u32,
    words: [u32; DEEPEST],
    start: i64,
    used: i64,
    target: i64,
    due: Option<i64>,
    /// Whether it ended by what it waited for, so that `used` is all it took.
    ended: bool,
    /// Whether it is under way and not yet late.
    open: bool,
}

/// Answers a question at its `now`.
pub fn risk(asked: Asked<'_>, question: &RiskQuestion) -> Result<RiskAnswer, DeskError> {
    let now = instant(question.now, "now")?;
    let wanted = clocks(&question.clocks)?;
    let limit = question.limit.unwrap_or(100.0);
    if !(0.0..=100_000.0).contains(&limit) {
        return Err(DeskError::new("bad-question", "expected a number from 0 to 100,000").at("limit"));
    }
    let by = dimensions(&question.by)?;
    let is_wanted = |clock: Clock| wanted.is_empty() || wanted.contains(&clock);
    let cases = cases(asked, &by, &is_wanted, now);
    let history = History::new(&cases, by.len());
    let mut open: Vec<Risk> =
        cases.iter().filter(|case| case.open).map(|case| judged(asked, &history, case)).collect();
    let total = open.len();
    let mut order: Vec<u32> = (0..total as u32).collect();
    let key = |at: usize| open[at].probability.unwrap_or(-1.0);
    sort_positions(&mut order, &mut |a, b| key(b).total_cmp(&key(a)));
    order.truncate(limit as usize);
    let listed = order.iter().map(|&at| open[at as usize].clone()).collect();
    open = listed;
    let reliability = match question.check {
        None => None,
        Some(share) if share > 0.0 && share < 1.0 => {
            Some(reliability(asked, &by, &is_wanted, &cases, (share, now)))
        }
        Some(_) => {
            return Err(DeskError::new("bad-question", "expected a share between 0 and 1").at("check"));
        }
    };
    Ok(RiskAnswer { clocks: open, total, reliability })
}

fn dimensions(names: &[String]) -> Result<Vec<Dimension>, DeskError> {
    if names.is_empty() {
        return Ok(vec![Dimension::Priority, Dimension::Group]);
    }
    if names.len() > DEEPEST {
        return Err(DeskError::new("bad-question", "expected at most three dimensions").at("by"));
    }
    let named = |(at, name): (usize, &String)| {
        Dimension::from_name(name).ok_or_else(|| {
            let names: Vec<&str> = Dimension::ALL.iter().map(|dimension| dimension.name()).collect();
            let sentence = format!("there is no dimension \"{name}\"; there are {}", names.join(", "));
            DeskError::new("unknown-dimension", sentence).at(format!("by[{at}]"))
        })
    };
    names.iter().enumerate().map(named).collect()
}

/// All cycles with a target in time, as they stand at `now`. Tickets beyond the years of their calendars have none.
fn cases(asked: Asked<'_>, by: &[Dimension], is_wanted: &dyn Fn(Clock) -> bool, now: i64) -> Vec<Case> {
    let tickets = asked.store.tickets();
    let (mut engine, mut moments, mut found) = (Engine::new(asked.plan.terms()), Vec::new(), Vec::new());
    for row in 0..tickets.len() {
        acts(asked.plan, asked.store, row, &mut moments);
        let Ok(cycles) = engine.run(moments.iter().copied(), now) else { continue };
        for cycle in cycles.iter().filter(|cycle| is_wanted(cycle.clock)) {
            let Amount::Time(target) = cycle.amount else { continue };
            let mut words = [NO_CODE; DEEPEST];
            for (word, &dimension) in words.iter_mut().zip(by) {
                *word = tickets.codes(dimension).get(row).copied().unwrap_or(NO_CODE);
            }
            let under_way = matches!(cycle.state, State::Running | State::Paused);
            found.push(Case {
                clock: cycle.clock,
                row: row as u32,
                words,
                start: cycle.start,
                used: cycle.used,
                target,
                due: cycle.due,
                ended: cycle.state == State::Fulfilled,
                open: under_way && !cycle.breached(),
            });
        }
    }
    found
}

/// Curves of all groups: those of all cycles of a clock, and of cycles that share the first words.
struct History {
    /// The curve of each group, by clock, depth and words.
    curves: Vec<(Group, Curve)>,
    depth: usize,
}

type Group = (usize, Clock, [u32; DEEPEST]);

fn group(case: &Case, depth: usize) -> Group {
    let mut words = [NO_CODE; DEEPEST];
    for (word, own) in words.iter_mut().zip(case.words).take(depth) {
        *word = own;
    }
    (depth, case.clock, words)
}

impl History {
    fn new(cases: &[Case], depth: usize) -> Self {
        let mut curves: Vec<(Group, Curve)> = Vec::new();
        let mut order: Vec<u32> = (0..cases.len() as u32).collect();
        for depth in 0..=depth {
            let key = |at: usize| (group(&cases[at], depth), cases[at].used, !cases[at].ended);
            sort_positions(&mut order, &mut |a, b| key(a).cmp(&key(b)));
            for case in order.iter().map(|&at| &cases[at as usize]) {
                let group = group(case, depth);
                match curves.last_mut() {
                    Some((last, curve)) if *last == group => curve.push(case),
                    _ => {
                        let mut curve = Curve::default();
                        curve.push(case);
                        curves.push((group, curve));
                    }
                }
            }
        }
        curves.iter_mut().for_each(|(_, curve)| curve.finish());
        Self { curves, depth }
    }

    /// The chance that a cycle like this one, having used so much, goes on beyond the target; by how many, and how like.
    fn chance(&self, case: &Case, used: i64) -> Option<(f64, usize, usize)> {
        (0..=self.depth).rev().find_map(|depth| {
            let at = self.curves.binary_search_by(|(known, _)| known.cmp(&group(case, depth))).ok()?;
            let (_, curve) = self.curves.get(at)?;
            let (n, now) = (curve.beyond(used), curve.survival(used));
            (n >= ENOUGH && now > 0.0).then(|| (curve.survival(case.target) / now, n, depth))
        })
    }
}

/// A survival curve of times used.
#[derive(Debug, Default)]
struct Curve {
    /// All times used, ascending.
    used: Vec<i64>,
    /// Times at which cycles ended, and how many did.
    ends: Vec<(i64, usize)>,
    /// The share that goes on beyond each of these times.
    shares: Vec<f64>,
}

impl Curve {
    /// Adds a case that used no less than the last; of those that used the same, ended ones come first.
    fn push(&mut self, case: &Case) {
        self.used.push(case.used);
        match self.ends.last_mut() {
            _ if !case.ended => {}
            Some((time, many)) if *time == case.used => *many += 1,
            _ => self.ends.push((case.used, 1)),
        }
    }

    fn finish(&mut self) {
        let mut share = 1.0;
        for &(time, many) in &self.ends {
            let at_risk = self.used.len() - self.used.partition_point(|&used| used < time);
            share *= 1.0 - many as f64 / at_risk as f64;
            self.shares.push(share);
        }
    }

    /// How many used more than this.
    fn beyond(&self, used: i64) -> usize {
        self.used.len() - self.used.partition_point(|&other| other <= used)
    }

    /// The share that goes on beyond a time.
    fn survival(&self, time: i64) -> f64 {
        let passed = self.ends.partition_point(|&(end, _)| end <= time);
        passed.checked_sub(1).and_then(|last| self.shares.get(last)).copied().unwrap_or(1.0)
    }
}

fn judged(asked: Asked<'_>, history: &History, case: &Case) -> Risk {
    let chance = history.chance(case, case.used);
    let (n, depth) = chance.map_or((0, 0), |(_, n, depth)| (n, depth));
    Risk {
        ticket: asked.store.tickets().ids().get(case.row).unwrap_or_default().to_string(),
        clock: case.clock.name(),
        due: case.due.map(|due| due as f64),
        used: case.used as f64 / 1_000.0,
        target: case.target as f64 / 1_000.0,
        probability: chance.map(|(probability, ..)| probability),
        n,
        depth,
    }
}

/// Judges what started after the first share of all cycles by what was known then.
fn reliability(
    asked: Asked<'_>,
    by: &[Dimension],
    is_wanted: &dyn Fn(Clock) -> bool,
    cases_now: &[Case],
    (share, now): (f64, i64),
) -> Reliability {
    let mut starts: Vec<i64> = cases_now.iter().map(|case| case.start).collect();
    sort_all(&mut starts, &mut Ord::cmp);
    let split = starts.get((starts.len() as f64 * share) as usize).copied().unwrap_or(now);
    let known = cases(asked, by, is_wanted, split);
    let history = History::new(&known, by.len());
    // Whether a cycle went beyond its target, where that is decided.
    let breached = |case: &Case| (case.ended || case.used > case.target).then_some(case.used > case.target);
    let decided: Vec<bool> = known.iter().filter_map(breached).collect();
    let base = decided.iter().filter(|&&late| late).count() as f64 / decided.len().max(1) as f64;
    let (mut n, mut brier, mut base_brier) = (0_usize, 0.0, 0.0);
    let mut bins = [Bin::default(); 10];
    for case in cases_now.iter().filter(|case| case.start >= split) {
        let Some(late) = breached(case) else { continue };
        let happened = if late { 1.0 } else { 0.0 };
        for used in [0, case.target / 4, case.target / 2, case.target / 4 * 3] {
            let Some((chance, ..)) = history.chance(case, used).filter(|_| case.used > used) else {
                continue;
            };
            n += 1;
            brier += (chance - happened) * (chance - happened);
            base_brier += (base - happened) * (base - happened);
            if let Some(bin) = bins.get_mut(((chance * 10.0) as usize).min(9)) {
                bin.n += 1;
                bin.predicted += chance;
                bin.happened += happened;
            }
        }
    }
    let mean = |sum: f64| (n > 0).then(|| sum / n as f64);
    for bin in bins.iter_mut().filter(|bin| bin.n > 0) {
        bin.predicted /= bin.n as f64;
        bin.happened /= bin.n as f64;
    }
    Reliability {
        split: split as f64,
        n,
        brier: mean(brier),
        base_brier: mean(base_brier),
        bins: bins.to_vec(),
    }
}
