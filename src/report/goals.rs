//! Goals for metrics: when a desk began to miss one, and when it met it again.
//!
//! A goal is judged at the start of every hour, day or week of its zone, by what was known then of the stretch of time before
//! it. What is told of an instant depends on that judgement and the last one before it with enough values, so however a
//! stretch of time is split, the alerts are the same.

use serde::Serialize;

use super::answer::{Asked, answer};
use super::dimension::goes_by_hours;
use super::memo::Memo;
use super::question::{Filter, MetricChoice, Question, Span};
use super::table::{MetricHeader, Table};
use crate::error::DeskError;
use crate::kpi::{Family, Metric, Unit, definition};
use crate::settings::{Length, Reader, Value, Written};
use crate::stats::proportion::Proportion;
use crate::time::{Bucket, Buckets, DAY, SECOND};

/// What a metric shall be over some time before each judgement.
#[derive(Debug, Clone, Default)]
pub struct Goal {
    /// Its name in alerts.
    pub id: String,
    /// The metric.
    pub metric: MetricChoice,
    /// Which of its statistics: `value` of rates, else the median, when missing.
    pub statistic: Option<String>,
    /// A duration: the share of values within it is judged, not a statistic.
    pub within: Option<Limit>,
    /// The goal is met up to this.
    pub at_most: Option<Limit>,
    /// The goal is met from this on.
    pub at_least: Option<Limit>,
    /// How long before each judgement, in milliseconds.
    pub over: Over,
    /// How often it is judged: `hour`, `day` (when missing) or `week`.
    pub every: Option<String>,
    /// Which tickets.
    pub filters: Vec<Filter>,
    /// With fewer values than this nothing is said; 5 when missing.
    pub least: Option<f64>,
    /// The zone whose days start judgements; UTC when missing.
    pub time_zone: Option<String>,
}

/// A bound: a number, or a length of time in seconds.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Limit(pub f64);

impl Written for Limit {
    fn read(from: &Reader<'_>) -> Self {
        if let Value::Number(number) = from.value() {
            return Self(*number);
        }
        let Length(time) = from.read();
        Self(time as f64 / SECOND as f64)
    }
}

/// A stretch of time in milliseconds: days such as `"7d"`, or a length.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Over(pub i64);

impl Written for Over {
    fn read(from: &Reader<'_>) -> Self {
        let days = match from.value() {
            Value::Text(text) => text.strip_suffix('d').and_then(|days| days.parse::<u16>().ok()),
            _ => None,
        };
        let time = match days {
            Some(days) => i64::from(days) * DAY,
            None => {
                let Length(time) = from.read();
                time
            }
        };
        if time <= 0 {
            from.refuse("a stretch of time such as \"7d\" or \"12h\"");
        }
        Self(time)
    }
}

impl Written for Goal {
    fn read(from: &Reader<'_>) -> Self {
        from.only(&[
            "id",
            "metric",
            "statistic",
            "within",
            "atMost",
            "atLeast",
            "over",
            "every",
            "where",
            "least",
            "timeZone",
        ]);
        Self {
            id: from.get("id"),
            metric: from.get("metric"),
            statistic: from.get("statistic"),
            within: from.get("within"),
            at_most: from.get("atMost"),
            at_least: from.get("atLeast"),
            over: from.get("over"),
            every: from.get("every"),
            filters: Filter::all(&from.at("where")),
            least: from.get("least"),
            time_zone: from.get("timeZone"),
        }
    }
}

/// A goal that was missed for the first time, or met again.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct GoalAlert {
    /// `goal`.
    pub kind: &'static str,
    /// The same for the same thing, whenever it is asked for.
    pub id: String,
    /// `missed`, or `met` again.
    pub level: &'static str,
    /// When it was judged, in epoch milliseconds.
    pub at: f64,
    /// The goal's name.
    pub goal: String,
    /// The metric.
    pub metric: String,
    /// What of it was judged: `within`, or a statistic.
    pub statistic: String,
    /// What it came to.
    pub value: f64,
    /// Ends of its 95 % interval, where it has one.
    pub interval: Option<(f64, f64)>,
    /// How many values it is of.
    pub n: f64,
    /// The bound from above.
    pub at_most: Option<f64>,
    /// The bound from below.
    pub at_least: Option<f64>,
    /// Since when values count.
    pub from: f64,
}

/// A judgement.
struct Judged {
    value: f64,
    interval: Option<(f64, f64)>,
    n: f64,
    met: bool,
}

/// At most so many judgements are made at once, of as many goals.
const MOST: i64 = 1_000;

/// Over so many judgements without enough values it is remembered how the last one was.
const REMEMBERED: i64 = 31;

/// Checks what can be checked of goals without tickets.
pub fn check_goals(goals: &[Goal]) -> Result<(), DeskError> {
    if goals.len() > MOST as usize {
        return Err(DeskError::new("bad-goal", "a desk has at most 1,000 goals").at("goals"));
    }
    for (at, goal) in goals.iter().enumerate() {
        let within = |error: DeskError| error.within(&format!("goals[{at}]"));
        goal.check().map_err(within)?;
        let fault = if goal.id.is_empty() {
            "a goal needs an id, which alerts tell".to_string()
        } else if goals[..at].iter().any(|other| other.id == goal.id) {
            format!("two goals are called \"{}\"", goal.id)
        } else {
            continue;
        };
        return Err(within(DeskError::new("bad-goal", fault).at("id")));
    }
    Ok(())
}

impl Goal {
    fn check(&self) -> Result<(), DeskError> {
        let Some(metric) = Metric::from_id(&self.metric.metric) else {
            return Err(super::question::unknown_metric(&self.metric.metric));
        };
        self.unit()?;
        if self.at_most.is_none() && self.at_least.is_none() {
            return Err(DeskError::new("bad-goal", "a goal needs a bound: atMost or atLeast").at("atMost"));
        }
        if self.within.is_some() && definition(metric).unit != Unit::Seconds {
            return Err(DeskError::new("bad-goal", "only durations are within a time").at("within"));
        }
        Ok(())
    }

    /// Whether it needs the hours of calendars.
    pub fn is_in_business_hours(&self) -> bool {
        let conditions = self.filters.iter().chain(&self.metric.filters).map(|filter| filter.on.as_str());
        self.metric.is_in_business_hours() || goes_by_hours(conditions)
    }

    fn unit(&self) -> Result<Bucket, DeskError> {
        match self.every.as_deref() {
            None | Some("day") => Ok(Bucket::Day),
            Some("hour") => Ok(Bucket::Hour),
            Some("week") => Ok(Bucket::Week),
            Some(word) => {
                let message = format!("\"{word}\" is none of hour, day, week");
                Err(DeskError::new("unknown-option", message).at("every"))
            }
        }
    }

    fn statistic(&self) -> &str {
        let rate = || {
            let metric = Metric::from_id(&self.metric.metric);
            metric.is_some_and(|metric| definition(metric).family != Family::Distribution)
        };
        match (&self.within, &self.statistic) {
            (Some(_), _) => "within",
            (None, Some(name)) => name,
            (None, None) => {
                if rate() {
                    "value"
                } else {
                    "median"
                }
            }
        }
    }

    /// Judges what was known at an instant; nothing of too few values.
    fn judge(&self, asked: &Asked<'_>, memo: &mut Memo, at: i64) -> Result<Option<Judged>, DeskError> {
        let goals = self.within.iter().map(|within| within.0).collect();
        let question = Question {
            metrics: vec![MetricChoice { goals, ..self.metric.clone() }],
            filters: self.filters.clone(),
            period: Some(Span { from: Some((at - self.over.0) as f64), to: Some(at as f64) }),
            as_of: at as f64,
            ..Question::default()
        };
        let table = answer(asked, memo, &question)?;
        let n = column(&table, "n").unwrap_or(0.0);
        let statistic = self.statistic();
        let has_it = |metric: &MetricHeader| metric.statistics.iter().any(|known| known.name == statistic);
        if self.within.is_none() && !table.header.metrics.iter().any(has_it) {
            let message = format!("the metric has no statistic \"{statistic}\"");
            return Err(DeskError::new("unknown-option", message).at("statistic"));
        }
        if n < self.least.unwrap_or(5.0) {
            return Ok(None);
        }
        let (value, interval) = if self.within.is_some() {
            let share = Proportion { successes: column(&table, "goal_0").unwrap_or(0.0) as u64, n: n as u64 };
            (share.rate(), share.wilson(0.95).map(|interval| (interval.low, interval.high)))
        } else {
            // The interval of a table is that of its mean, or of its rate.
            let own = matches!(statistic, "mean" | "value");
            let ends = column(&table, "low").zip(column(&table, "high"));
            (column(&table, statistic), ends.filter(|_| own))
        };
        Ok(value.map(|value| {
            let below = self.at_most.is_none_or(|most| value <= most.0);
            Judged { value, interval, n, met: below && self.at_least.is_none_or(|least| value >= least.0) }
        }))
    }
}

fn column(table: &Table, name: &str) -> Option<f64> {
    let statistics = &table.header.metrics.first()?.statistics;
    let at = statistics.iter().find(|statistic| statistic.name == name)?.offset;
    table.values.get(at).copied().filter(|value| !value.is_nan())
}

/// Goals newly missed or met again later than `since` and until `now`, in order.
pub fn goal_alerts(
    asked: &Asked<'_>,
    memo: &mut Memo,
    goals: &[Goal],
    (since, now): (i64, i64),
) -> Result<Vec<GoalAlert>, DeskError> {
    let mut alerts = Vec::new();
    let mut left = MOST;
    for (place, goal) in goals.iter().enumerate() {
        let within = |error: DeskError| error.within(&format!("goals[{place}]"));
        let zone = asked.zones.get(goal.time_zone.as_deref().unwrap_or("UTC"));
        let zone = zone.map_err(|error| within(error.at("timeZone")))?;
        let buckets = Buckets::new(goal.unit().map_err(within)?, zone, 1);
        let (first, last) = (buckets.key(since)?, buckets.key(now)?);
        left -= last - first;
        if left < 0 {
            let message = "goals would be judged more than 1,000 times; ask for less time";
            return Err(DeskError::new("too-many-alerts", message).at("since"));
        }
        if first == last {
            continue;
        }
        let mut before = None;
        for key in (first + 1 - REMEMBERED..=first).rev() {
            let judged = goal.judge(asked, memo, buckets.start(key)?).map_err(within)?;
            if let Some(judged) = judged {
                before = Some((key, judged.met));
                break;
            }
        }
        for key in first + 1..=last {
            let at = buckets.start(key)?;
            let Some(judged) = goal.judge(asked, memo, at).map_err(within)? else { continue };
            let missed_before = before.is_some_and(|(then, met)| !met && key - then <= REMEMBERED);
            if judged.met == missed_before {
                alerts.push(goal.alert(if judged.met { "met" } else { "missed" }, at, &judged));
            }
            before = Some((key, judged.met));
        }
    }
    Ok(alerts)
}

impl Goal {
    fn alert(&self, level: &'static str, at: i64, judged: &Judged) -> GoalAlert {
        GoalAlert {
            kind: "goal",
            id: ["goal", &self.id, level, &at.to_string()].join("/"),
            level,
            at: at as f64,
            goal: self.id.clone(),
            metric: self.metric.metric.clone(),
            statistic: self.statistic().to_string(),
            value: judged.value,
            interval: judged.interval,
            n: judged.n,
            at_most: self.at_most.map(|limit| limit.0),
            at_least: self.at_least.map(|limit| limit.0),
            from: (at - self.over.0) as f64,
        }
    }
}
