//! When things are slow: by hour of the week, from month to month, and by type within parts of the week.
//!
//! Tickets go by the local time of their creation. Each hour of the week is compared with all others, each month with the one
//! before it, each type in a part of the week with the same type at other times, by ranks (Mann and Whitney); the p-values of
//! each of the three are adjusted by Holm's method. A change from month to month, or a slow hour, is `real` when its adjusted
//! p-value is at most `alpha`.

use serde::Serialize;

use super::compare::{Against, Sample};
use super::parts::{HOURS, Part, hours_of_week};
use crate::error::DeskError;
use crate::kpi::{Family, Metric, Unit, definition};
use crate::report::{Asked, Cohort, Memo, MetricChoice, Selection};
use crate::settings::{Reader, Value, Written, within};
use crate::sort::sort_all;
use crate::stats::multiple::holm;
use crate::stats::summary::Summary;
use crate::time::{Bucket, Buckets, SECOND};

/// A question about when things are slow.
#[derive(Debug, Clone, Default)]
pub struct SlowPeriodsQuestion {
    /// Which tickets; `by` names one dimension, the issue type when missing.
    pub selection: Selection,
    /// The duration asked about; the time to escalation when missing.
    pub metric: Option<MetricChoice>,
    /// How likely even one false mark may be; 0.05 when missing.
    pub alpha: Option<f64>,
    /// The fewest tickets that are compared; 20 when missing.
    pub least: Option<f64>,
    /// How many types in parts of the week to list; 20 when missing.
    pub limit: Option<f64>,
}

impl Written for SlowPeriodsQuestion {
    fn read(from: &Reader<'_>) -> Self {
        let own = ["metric", "alpha", "least", "limit"];
        from.only(&[&Selection::KEYS[..], &own[..]].concat());
        let metric = from.at("metric");
        Self {
            selection: Selection::of(from, from.get("asOf")),
            metric: (*metric.value() != Value::Nothing).then(|| metric.read()),
            alpha: from.get("alpha"),
            least: from.get("least"),
            limit: from.get("limit"),
        }
    }
}

/// One of the 168 hours of the week.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct SlowHour {
    /// How many tickets were created in it.
    pub n: usize,
    /// Their mean.
    pub mean: Option<f64>,
    /// Their median.
    pub median: Option<f64>,
    /// Chance of such a difference from all other hours without any cause, adjusted; none with too few tickets.
    pub p: Option<f64>,
    /// Whether it is slower than other hours, and not by chance.
    pub slow: bool,
}

/// A month and what changed since the one before.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SlowMonth {
    /// Its first instant in the zone.
    pub month: f64,
    /// How many tickets were created in it.
    pub n: usize,
    /// Their mean.
    pub mean: Option<f64>,
    /// Their median.
    pub median: Option<f64>,
    /// Against the month before; none without one, or with too few tickets in either.
    pub change: Option<Change>,
}

/// A change between two months.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Change {
    /// The median of all differences.
    pub shift: f64,
    /// Lower end of its 95 % interval.
    pub low: f64,
    /// Upper end.
    pub high: f64,
    /// Adjusted for all months.
    pub p: f64,
    /// Whether it is more than chance.
    pub real: bool,
}

/// A type in a part of the week that is slower than the same type at other times.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Leader {
    /// The type; none for tickets without one.
    pub word: Option<String>,
    /// The part of the week.
    pub part: &'static str,
    /// How many tickets.
    pub n: usize,
    /// Their median.
    pub median: f64,
    /// Their median at other times.
    pub other_median: f64,
    /// The median of all differences.
    pub shift: f64,
    /// Lower end of its 95 % interval.
    pub low: f64,
    /// Upper end.
    pub high: f64,
    /// Adjusted for all types and parts.
    pub p: f64,
    /// The shift times the number of tickets: what the part costs this type in all.
    pub lost: f64,
}

/// When things are slow. Durations are in seconds.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SlowPeriods {
    /// The metric.
    pub metric: String,
    /// How many tickets have a value.
    pub n: usize,
    /// Their mean.
    pub mean: Option<f64>,
    /// Their median.
    pub median: Option<f64>,
    /// The hours of the week, from Monday midnight on.
    pub hours: Vec<SlowHour>,
    /// The months from the first to the last with a value.
    pub months: Vec<SlowMonth>,
    /// The dimension of the leaders.
    pub dimension: String,
    /// What costs the most time in all, the worst first; only what is more than chance.
    pub leaders: Vec<Leader>,
    /// How many types in parts of the week were compared.
    pub compared: usize,
}

/// Months beyond this number are refused.
const MOST_MONTHS: usize = 1_200;

/// Says when things are slow.
pub fn slow_periods(
    asked: &Asked<'_>,
    memo: &mut Memo,
    question: &SlowPeriodsQuestion,
) -> Result<SlowPeriods, DeskError> {
    let alpha = within(question.alpha.unwrap_or(0.05), "alpha", 1e-9, 0.5)?;
    let least = within(question.least.unwrap_or(20.0), "least", 5.0, 1e9)? as usize;
    let limit = within(question.limit.unwrap_or(20.0), "limit", 0.0, 10_000.0)? as usize;
    let whole = Selection { by: Vec::new(), ..question.selection.clone() };
    let cohort = Cohort::new(asked, memo, &whole)?;
    let usual =
        || MetricChoice { metric: Metric::TimeToEscalation.id().to_string(), ..MetricChoice::default() };
    let choice = question.metric.clone().unwrap_or_else(usual);
    let values = cohort.values(memo, &choice).map_err(|error| error.within("metric"))?;
    let of = definition(Metric::from_id(&choice.metric).unwrap_or(Metric::Tickets));
    if of.family != Family::Distribution || of.unit != Unit::Seconds {
        return Err(DeskError::new("not-comparable", "expected a duration").at("metric"));
    }
    let sample = Sample::of(&values, cohort.selected(), 1.0 / SECOND as f64);
    let created = cohort.store.tickets().created();
    let hours = hours_of_week(cohort.zone, created)?;
    let [dimension] = match question.selection.by.as_slice() {
        [] => ["type".to_string()],
        [name] => [name.clone()],
        _ => return Err(DeskError::new("too-many-groupings", "expected one dimension").at("by")),
    };
    let words = cohort.dimension(memo, &dimension).map_err(|error| error.within("by[0]"))?;
    let (mut leaders, compared) =
        leaders(&sample.split(words.codes(), words.labels().len()), words.labels(), &hours, (alpha, least));
    leaders.truncate(limit);
    let buckets = Buckets::new(Bucket::Month, cohort.zone, 1);
    Ok(SlowPeriods {
        metric: choice.metric,
        n: sample.len(),
        mean: sample.mean(),
        median: sample.median(),
        hours: by_hour(&sample, &hours, (alpha, least)),
        months: by_month(&sample, created, &buckets, (alpha, least))?,
        dimension,
        leaders,
        compared,
    })
}

fn by_hour(sample: &Sample, hours: &[u8], (alpha, least): (f64, usize)) -> Vec<SlowHour> {
    let hour_of = |row: u32| usize::from(hours[row as usize]);
    let against = sample.each_against_rest(HOURS, &|row, take| take(hour_of(row)));
    let enough = |against: &Against| against.n >= least && against.others >= least;
    let tested: Vec<usize> = (0..HOURS).filter(|&hour| against[hour].as_ref().is_some_and(enough)).collect();
    let raw: Vec<f64> = tested.iter().filter_map(|&hour| against[hour]).map(|against| against.p).collect();
    let mut p = [None; HOURS];
    for (&hour, adjusted) in tested.iter().zip(holm(&raw)) {
        p[hour] = Some(adjusted);
    }
    let codes: Vec<u32> = hours.iter().map(|&hour| u32::from(hour)).collect();
    let samples = sample.split(&codes, HOURS);
    let told = |(hour, here): (usize, &Sample)| SlowHour {
        n: here.len(),
        mean: here.mean(),
        median: here.median(),
        p: p[hour],
        slow: p[hour].is_some_and(|p| p <= alpha) && against[hour].is_some_and(|against| against.larger),
    };
    samples.iter().enumerate().map(told).collect()
}

fn by_month(
    sample: &Sample,
    created: &[i64],
    buckets: &Buckets<'_>,
    (alpha, least): (f64, usize),
) -> Result<Vec<SlowMonth>, DeskError> {
    let keys: Vec<i64> =
        sample.rows.iter().map(|&row| buckets.key(created[row as usize])).collect::<Result<_, _>>()?;
    let (Some(&first), Some(&last)) = (keys.iter().min(), keys.iter().max()) else { return Ok(Vec::new()) };
    let count = (last - first + 1) as usize;
    if count > MOST_MONTHS {
        let message = format!("the tickets span {count} months; ask for a shorter period");
        return Err(DeskError::new("too-many-rows", message).at("period"));
    }
    let mut months = vec![Sample::default(); count];
    for ((&row, &value), key) in sample.rows.iter().zip(&sample.values).zip(keys) {
        let month = &mut months[(key - first) as usize];
        month.rows.push(row);
        month.values.push(value);
    }
    let compared: Vec<usize> =
        (1..count).filter(|&at| months[at - 1].len() >= least && months[at].len() >= least).collect();
    let pairs: Vec<Sample> = compared.iter().map(|&at| months[at].merged(&months[at - 1])).collect();
    // The later month's tickets, sorted, say which side of the pair a ticket is on.
    let later: Vec<Vec<u32>> = compared.iter().map(|&at| months[at].sorted_rows()).collect();
    let is_later = |pair: usize, row: u32| later[pair].binary_search(&row).is_ok();
    let raw: Vec<f64> = pairs
        .iter()
        .enumerate()
        .map(|(pair, sample)| sample.against(&|row| is_later(pair, row)).map_or(1.0, |against| against.p))
        .collect();
    let adjusted = holm(&raw);
    let mut told = Vec::with_capacity(count);
    for (at, month) in months.iter().enumerate() {
        let pair = compared.binary_search(&at).ok();
        let change = pair.and_then(|pair| {
            let shift = crate::stats::rank_sum::shift(&month.values, &months[at - 1].values, 0.95)?;
            let (p, real) = (adjusted[pair], adjusted[pair] <= alpha);
            Some(Change { shift: shift.value, low: shift.low, high: shift.high, p, real })
        });
        let start = buckets.start(first + at as i64)? as f64;
        told.push(SlowMonth {
            month: start,
            n: month.len(),
            mean: month.mean(),
            median: month.median(),
            change,
        });
    }
    Ok(told)
}

fn leaders(
    samples: &[Sample],
    labels: &[Option<String>],
    hours: &[u8],
    (alpha, least): (f64, usize),
) -> (Vec<Leader>, usize) {
    let mut tests = Vec::new();
    for (word, sample) in samples.iter().enumerate().filter(|(_, sample)| sample.len() >= 2 * least) {
        let hour_of = |row: u32| hours[row as usize];
        let against = sample.each_against_rest(Part::ALL.len(), &|row, take| {
            let hour = hour_of(row);
            Part::ALL.iter().enumerate().filter(|(_, part)| part.holds(hour)).for_each(|(at, _)| take(at));
        });
        for (part, against) in Part::ALL.into_iter().zip(against) {
            let enough = |against: &Against| against.n >= least && against.others >= least;
            tests.extend(against.filter(enough).map(|against| (word, part, against)));
        }
    }
    let adjusted = holm(&tests.iter().map(|(.., against)| against.p).collect::<Vec<_>>());
    let mut leaders = Vec::new();
    for (&(word, part, against), p) in tests.iter().zip(adjusted) {
        if p > alpha || !against.larger {
            continue;
        }
        let here = |row: u32| part.holds(hours[row as usize]);
        let (inside, outside) = (samples[word].only(&here), samples[word].only(&|row| !here(row)));
        let (Some(shift), Some(median), Some(other_median)) =
            (samples[word].shift(&here), inside.median(), outside.median())
        else {
            continue;
        };
        leaders.push(Leader {
            word: labels.get(word).cloned().flatten(),
            part: part.name(),
            n: against.n,
            median,
            other_median,
            shift: shift.value,
            low: shift.low,
            high: shift.high,
            p,
            lost: shift.value * against.n as f64,
        });
    }
    sort_all(&mut leaders, &mut |a, b| b.lost.total_cmp(&a.lost));
    (leaders, tests.len())
}

impl Sample {
    fn mean(&self) -> Option<f64> {
        Summary::of(&self.values).mean()
    }

    /// The tickets in ascending order.
    fn sorted_rows(&self) -> Vec<u32> {
        let mut rows = self.rows.clone();
        crate::sort::sort_numbers(&mut rows);
        rows
    }

    /// The values of both, in order.
    fn merged(&self, other: &Self) -> Self {
        let mut merged = Self::default();
        let (mut here, mut there) = (0, 0);
        while here < self.len() || there < other.len() {
            let from_here = match (self.values.get(here), other.values.get(there)) {
                (Some(one), Some(two)) => one <= two,
                (one, _) => one.is_some(),
            };
            let (from, at) = if from_here { (self, &mut here) } else { (other, &mut there) };
            merged.rows.push(from.rows[*at]);
            merged.values.push(from.values[*at]);
            *at += 1;
        }
        merged
    }
}
