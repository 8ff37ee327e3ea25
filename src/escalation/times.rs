//! Time to escalation: who is escalated and after how long, with the tickets that still wait counted as waiting.
//!
//! A mean over the escalated alone leaves out the slow ones that are yet to come. Beside it stand the Kaplan–Meier curve, in
//! which waiting and resolved tickets count as far as they are known, and the cumulative incidence, in which a resolution
//! without escalation is another end: the share escalated, the share resolved without, and the share still waiting add up to
//! one at every time.

use serde::Serialize;

use super::pairs::{Pair, pairs};
use super::waiting::{Elapsed, End, LeftOut, Wait, Waits, standing};
use crate::error::DeskError;
use crate::kpi::Metric;
use crate::report::{Asked, Cohort, Memo, MetricChoice, Selection};
use crate::settings::{Reader, Written, within};
use crate::sla::Words;
use crate::stats::competing::{Ended, Incidence};
use crate::stats::histogram::{Histogram, Steps};
use crate::stats::log_rank::{Waited, log_rank};
use crate::stats::proportion::Proportion;
use crate::stats::quantile::sorted_quantile;
use crate::stats::summary::Summary;
use crate::stats::survival::{Curve, Observed};
use crate::stats::{interval, means};
use crate::time::SECOND;

/// From when the wait counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum From {
    /// From the ticket's creation.
    #[default]
    Opening,
    /// From when an agent of the level below took it up: was given it, answered, or set it to work.
    Pickup,
}

/// A question about the time to escalation.
#[derive(Debug, Clone, Default)]
pub struct EscalationTimesQuestion {
    /// Which tickets, and in what groups.
    pub selection: Selection,
    /// `opening` (when missing) or `pickup`.
    pub from: Option<String>,
    /// `calendar` or `business`, as of metrics.
    pub hours: Option<String>,
    /// The calendar whose open time counts.
    pub calendar: Option<String>,
    /// How far means are taken, in seconds; the longest wait that every group was watched for when missing.
    pub horizon: Option<f64>,
    /// At most so many points of each curve are told; 200 when missing.
    pub points: Option<f64>,
}

impl Written for EscalationTimesQuestion {
    fn read(from: &Reader<'_>) -> Self {
        let own = ["from", "hours", "calendar", "horizon", "points"];
        from.only(&[&Selection::KEYS[..], &own[..]].concat());
        Self {
            selection: Selection::of(from, from.get("asOf")),
            from: from.get("from"),
            hours: from.get("hours"),
            calendar: from.get("calendar"),
            horizon: from.get("horizon"),
            points: from.get("points"),
        }
    }
}

impl EscalationTimesQuestion {
    /// How durations are counted.
    pub fn hours(&self) -> MetricChoice {
        MetricChoice {
            metric: Metric::TimeToEscalation.id().to_string(),
            hours: self.hours.clone(),
            calendar: self.calendar.clone(),
            ..MetricChoice::default()
        }
    }
}

/// A share with its interval.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Share {
    /// How many.
    pub count: u64,
    /// Of how many.
    pub of: u64,
    /// The share; none of nothing.
    pub rate: Option<f64>,
    /// Wilson's 95 % interval.
    pub interval: Option<(f64, f64)>,
}

impl Share {
    pub(super) fn of(count: u64, of: u64) -> Self {
        let share = Proportion { successes: count, n: of };
        let interval = share.wilson(0.95).map(|interval| (interval.low, interval.high));
        Self { count, of, rate: share.rate(), interval }
    }
}

/// The times of the tickets that were escalated. Seconds.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Times {
    /// How many.
    pub n: usize,
    /// Average time to escalation.
    pub mean: Option<f64>,
    /// Student's 95 % interval of it.
    pub interval: Option<(f64, f64)>,
    /// Half were faster.
    pub median: Option<f64>,
    /// Three quarters were faster.
    pub p75: Option<f64>,
    /// Nine tenths were faster.
    pub p90: Option<f64>,
    /// 95 % were faster.
    pub p95: Option<f64>,
    /// 99 % were faster.
    pub p99: Option<f64>,
    /// The fastest.
    pub min: Option<f64>,
    /// The slowest.
    pub max: Option<f64>,
    /// Standard deviation.
    pub sd: Option<f64>,
    /// The mean without the fastest and the slowest tenth.
    pub trimmed_mean: Option<f64>,
    /// The geometric mean; none where a time is nought.
    pub geometric_mean: Option<f64>,
    /// Lower edges of the bins, and the upper edge of the last.
    pub edges: Vec<f64>,
    /// How many times lie in each bin.
    pub counts: Vec<u64>,
}

/// What the Kaplan–Meier curve says: as if nothing but escalation ended the wait. Seconds.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Waiting {
    /// By when a quarter is escalated; none where the curve never falls so far.
    pub p25: Option<f64>,
    /// By when half are.
    pub median: Option<f64>,
    /// Between which times that lies (95 %).
    pub median_interval: (Option<f64>, Option<f64>),
    /// By when three quarters are.
    pub p75: Option<f64>,
    /// The mean up to the horizon, all longer waits counting as that; none of nothing.
    pub restricted_mean: Option<f64>,
    /// Its standard error.
    pub standard_error: Option<f64>,
}

/// The curves at one time.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Point {
    /// Seconds.
    pub time: f64,
    /// How many were still waiting just before.
    pub at_risk: u64,
    /// The Kaplan–Meier share not escalated.
    pub survival: f64,
    /// Its 95 % interval.
    pub interval: Option<(f64, f64)>,
    /// The share that has been escalated.
    pub escalated: f64,
    /// The standard error of that.
    pub standard_error: f64,
    /// The share resolved without.
    pub resolved: f64,
    /// The share still waiting.
    pub waiting: f64,
}

/// One group.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct EscalationTimesRow {
    /// The group: a word a dimension.
    #[serde(serialize_with = "crate::sla::as_object")]
    pub by: Words,
    /// Escalated of all tickets created.
    pub of_created: Share,
    /// Escalated of those that an agent touched.
    pub of_touched: Share,
    /// Escalated of those solved.
    pub of_solved: Share,
    /// Resolved without escalation.
    pub resolved: u64,
    /// Neither yet.
    pub waiting: u64,
    /// Left out because nobody knows when they were picked up.
    pub unknown: u64,
    /// Left out by reason.
    #[serde(serialize_with = "as_counts")]
    pub excluded: Vec<(&'static str, u64)>,
    /// The escalated alone.
    pub escalated: Times,
    /// Counting those that wait.
    pub censored: Waiting,
    /// The curves.
    pub curve: Vec<Point>,
    /// All escalations by the levels they went between.
    pub pairs: Vec<Pair>,
}

fn as_counts<S: serde::Serializer>(counts: &[(&'static str, u64)], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_map(counts.iter().copied())
}

/// Whether groups wait equally long.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Difference {
    /// The log-rank statistic.
    pub chi_squared: f64,
    /// Degrees of freedom.
    pub degrees: usize,
    /// Chance of as large a difference among equal groups.
    pub p: f64,
}

/// The time to escalation, group by group.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct EscalationTimes {
    /// How far restricted means go, in seconds.
    pub horizon: f64,
    /// The groups.
    pub rows: Vec<EscalationTimesRow>,
    /// The log-rank test between the groups; none with fewer than two, or more than 64.
    pub log_rank: Option<Difference>,
}

/// Bins of a histogram.
const BINS: usize = 24;
/// More groups than this are refused.
const MOST_GROUPS: usize = 1_000;

/// Answers the question.
pub fn escalation_times(
    asked: &Asked<'_>,
    memo: &mut Memo,
    question: &EscalationTimesQuestion,
) -> Result<EscalationTimes, DeskError> {
    let from = match question.from.as_deref() {
        None | Some("opening") => From::Opening,
        Some("pickup") => From::Pickup,
        Some(word) => {
            let message = format!("\"{word}\" is none of opening, pickup");
            return Err(DeskError::new("unknown-option", message).at("from"));
        }
    };
    let most = within(question.points.unwrap_or(200.0), "points", 2.0, 100_000.0)? as usize;
    let horizon = question.horizon.map(|horizon| within(horizon, "horizon", 1e-3, 1e12)).transpose()?;
    let cohort = Cohort::new(asked, memo, &question.selection)?;
    if cohort.groups() > MOST_GROUPS {
        let message = format!("{} groups; filter, or group by less", cohort.groups());
        return Err(DeskError::new("too-many-rows", message).at("by"));
    }
    let waits = Waits::of(&cohort, memo, (from, &question.hours()))?;
    let mut groups = vec![Vec::new(); cohort.groups()];
    for wait in &waits.waits {
        groups[wait.group as usize].push(*wait);
    }
    let watched = groups.iter().filter_map(|waits| waits.last()).map(|wait| seconds(wait.time));
    let horizon = horizon.unwrap_or_else(|| watched.fold(f64::INFINITY, f64::min));
    let horizon = if horizon.is_finite() { horizon } else { 0.0 };
    let mut rows = Vec::with_capacity(groups.len());
    let left_out = waits.left_out(groups.len());
    let elapsed = cohort.counting(memo, &question.hours())?;
    for (group, (own, left_out)) in groups.iter().zip(&left_out).enumerate() {
        let words = cohort.words(group).into_iter();
        let by = words.map(|(name, word)| (name.to_string(), word.map(str::to_string))).collect();
        rows.push(row(&cohort, own, left_out, by, (horizon, most, &elapsed)));
    }
    let waited = waits.waits.iter().map(|wait| Waited {
        time: seconds(wait.time),
        happened: wait.end == End::Escalated,
        group: wait.group as usize,
    });
    let test = log_rank(waited, cohort.groups());
    let log_rank =
        test.map(|test| Difference { chi_squared: test.chi_squared, degrees: test.degrees, p: test.p });
    Ok(EscalationTimes { horizon, rows, log_rank })
}

fn seconds(ms: i64) -> f64 {
    ms as f64 / SECOND as f64
}

fn row(
    cohort: &Cohort<'_>,
    own: &[Wait],
    left_out: &LeftOut,
    by: Words,
    (horizon, most, elapsed): (f64, usize, Elapsed<'_>),
) -> EscalationTimesRow {
    let count = |end: End| own.iter().filter(|wait| wait.end == end).count() as u64;
    let escalated = count(End::Escalated);
    let (mut touched, mut solved) = ((0, 0), (0, 0));
    for wait in own {
        let (is_touched, is_solved) = standing(cohort, wait.row);
        let escalated = u64::from(wait.end == End::Escalated);
        touched = (touched.0 + escalated * u64::from(is_touched), touched.1 + u64::from(is_touched));
        solved = (solved.0 + escalated * u64::from(is_solved), solved.1 + u64::from(is_solved));
    }
    let curve = curve(own);
    EscalationTimesRow {
        by,
        of_created: Share::of(escalated, own.len() as u64),
        of_touched: Share::of(touched.0, touched.1),
        of_solved: Share::of(solved.0, solved.1),
        resolved: count(End::Resolved),
        waiting: count(End::Waiting),
        unknown: left_out.unknown,
        excluded: left_out.reasons().collect(),
        escalated: times(own),
        censored: censored(&curve, horizon),
        curve: points(&curve, own, most),
        pairs: pairs(cohort, own, elapsed),
    }
}

fn times(own: &[Wait]) -> Times {
    let escalated = own.iter().filter(|wait| wait.end == End::Escalated);
    let values: Vec<f64> = escalated.map(|wait| seconds(wait.time)).collect();
    let summary = Summary::of(&values);
    let quantile = |share: f64| sorted_quantile(&values, share);
    let histogram = Histogram::of(&values, Steps::Clock { per_second: 1.0 }, BINS);
    Times {
        n: values.len(),
        mean: summary.mean(),
        interval: interval::mean(&summary, 0.95).map(|interval| (interval.low, interval.high)),
        median: quantile(0.5),
        p75: quantile(0.75),
        p90: quantile(0.9),
        p95: quantile(0.95),
        p99: quantile(0.99),
        min: summary.min(),
        max: summary.max(),
        sd: summary.sd(),
        trimmed_mean: means::trimmed(&values, 0.1),
        geometric_mean: means::geometric(&values),
        edges: histogram.iter().flat_map(Histogram::edges).collect(),
        counts: histogram.map_or_else(Vec::new, |histogram| histogram.counts().to_vec()),
    }
}

fn curve(own: &[Wait]) -> Curve {
    Curve::of(
        own.iter().map(|wait| Observed { time: seconds(wait.time), happened: wait.end == End::Escalated }),
    )
}

fn censored(curve: &Curve, horizon: f64) -> Waiting {
    let mean = (curve.n() > 0).then(|| curve.restricted_mean(horizon));
    Waiting {
        p25: curve.quantile(0.25),
        median: curve.quantile(0.5),
        median_interval: curve.quantile_interval(0.5, 0.95),
        p75: curve.quantile(0.75),
        restricted_mean: mean.map(|mean| mean.value),
        standard_error: mean.and_then(|mean| mean.standard_error),
    }
}

/// The curves at every time at which something happened, or at evenly chosen ones of them.
fn points(curve: &Curve, own: &[Wait], most: usize) -> Vec<Point> {
    let cause = |end: End| match end {
        End::Escalated => Some(0),
        End::Resolved => Some(1),
        End::Waiting => None,
    };
    let ended = own.iter().map(|wait| Ended { time: seconds(wait.time), cause: cause(wait.end) });
    let incidence = Incidence::of(ended);
    let steps = incidence.steps();
    let shown = steps.len().min(most);
    // The last step is always among them.
    let place = |at: usize| ((at + 1) * steps.len()).div_ceil(shown) - 1;
    let point = |at: usize| {
        let step = steps.get(place(at))?;
        let upto = curve.steps().partition_point(|own| own.time <= step.time);
        let own = upto.checked_sub(1).and_then(|at| curve.steps().get(at));
        Some(Point {
            time: step.time,
            at_risk: step.at_risk,
            survival: own.map_or(1.0, |own| own.survival),
            interval: own.and_then(|own| own.log_log(0.95)).map(|interval| (interval.low, interval.high)),
            escalated: step.incidence[0],
            standard_error: step.variance[0].sqrt(),
            resolved: step.incidence[1],
            waiting: step.survival,
        })
    };
    (0..shown).filter_map(point).collect()
}
