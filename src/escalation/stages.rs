//! Bottlenecks: how much time tickets spend in each stage, and where they linger longest.

use serde::Serialize;

use super::stretches::{Of, Walker};
use crate::error::DeskError;
use crate::kpi::{Metric, State};
use crate::report::{Asked, Cohort, Memo, MetricChoice, Selection};
use crate::settings::{Reader, Written, within};
use crate::sla::{Words, as_object};
use crate::sort::{order_by, sort_all};
use crate::stats::quantile::sorted_quantile;
use crate::stats::summary::Summary;
use crate::store::NO_INSTANT;
use crate::time::SECOND;

/// A question about stages.
#[derive(Debug, Clone, Default)]
pub struct StagesQuestion {
    /// Which tickets, and in what groups.
    pub selection: Selection,
    /// `status`, `status_class`, `waiting_for` (when missing), `group`, `agent` or `level`.
    pub of: Option<String>,
    /// Until when time counts: `resolved` (when missing), `first_resolved`, `last_event` or `now`.
    pub until: Option<String>,
    /// `calendar` or `business`, as of metrics.
    pub hours: Option<String>,
    /// The calendar whose open time counts.
    pub calendar: Option<String>,
    /// How many tickets to name a stage; 5 when missing.
    pub tickets: Option<f64>,
}

impl Written for StagesQuestion {
    fn read(from: &Reader<'_>) -> Self {
        let own = ["of", "until", "hours", "calendar", "tickets"];
        from.only(&[&Selection::KEYS[..], &own[..]].concat());
        Self {
            selection: Selection::of(from, from.get("asOf")),
            of: from.get("of"),
            until: from.get("until"),
            hours: from.get("hours"),
            calendar: from.get("calendar"),
            tickets: from.get("tickets"),
        }
    }
}

impl StagesQuestion {
    /// How durations are counted, as of a metric that can be.
    pub fn hours(&self) -> MetricChoice {
        MetricChoice {
            metric: Metric::FullResolutionTime.id().to_string(),
            hours: self.hours.clone(),
            calendar: self.calendar.clone(),
            ..MetricChoice::default()
        }
    }
}

/// A ticket that lingered, and how long.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Lingering {
    /// The ticket's id.
    pub ticket: String,
    /// Seconds in the stage.
    pub seconds: f64,
}

/// A stage in a group. Seconds; statistics are of each ticket's whole time in the stage.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Stage {
    /// The group: a word a dimension.
    #[serde(serialize_with = "as_object")]
    pub by: Words,
    /// The stage; none where it is not known.
    pub stage: Option<String>,
    /// How many tickets were in it.
    pub tickets: usize,
    /// How often one came to it.
    pub visits: usize,
    /// How many events named it, whether it changed or not.
    pub events: usize,
    /// The time of all tickets.
    pub seconds: f64,
    /// Its share of the time in all stages of the group.
    pub share: Option<f64>,
    /// The mean.
    pub mean: Option<f64>,
    /// The median.
    pub median: Option<f64>,
    /// The third quartile.
    pub p75: Option<f64>,
    /// The ninth decile.
    pub p90: Option<f64>,
    /// 95 % were in it no longer.
    pub p95: Option<f64>,
    /// Where tickets lingered longest.
    pub longest: Vec<Lingering>,
}

/// Where the time goes.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Stages {
    /// The stages of each group, the one that takes most time first.
    pub stages: Vec<Stage>,
    /// Tickets left out because they have no calendar to count by.
    pub uncounted: usize,
}

const OF: [(&str, Of); 6] = [
    ("status", Of::Status),
    ("status_class", Of::StatusClass),
    ("waiting_for", Of::WaitingFor),
    ("group", Of::Group),
    ("agent", Of::Agent),
    ("level", Of::Level),
];
/// More groups and stages than this are refused.
const MOST: usize = 1_000_000;

/// Until when a ticket's time counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Until {
    Resolved,
    FirstResolved,
    LastEvent,
    Now,
}

/// What was gathered of a stage in a group.
#[derive(Debug, Clone, Default)]
struct Gathered {
    rows: Vec<u32>,
    times: Vec<i64>,
    visits: usize,
    events: usize,
}

/// Says where the time goes.
pub fn stages(asked: &Asked<'_>, memo: &mut Memo, question: &StagesQuestion) -> Result<Stages, DeskError> {
    let of = Of::named(question.of.as_deref().unwrap_or("waiting_for"), &OF)?;
    let until = match question.until.as_deref() {
        None | Some("resolved") => Until::Resolved,
        Some("first_resolved") => Until::FirstResolved,
        Some("last_event") => Until::LastEvent,
        Some("now") => Until::Now,
        Some(word) => {
            let message = format!("\"{word}\" is none of resolved, first_resolved, last_event, now");
            return Err(DeskError::new("unknown-option", message).at("until"));
        }
    };
    let named = within(question.tickets.unwrap_or(5.0), "tickets", 0.0, 1_000.0)? as usize;
    let cohort = Cohort::new(asked, memo, &question.selection)?;
    let count = of.stages(&cohort);
    if count.saturating_mul(cohort.groups()) > MOST {
        let message = "more than a million groups and stages; filter, or group by less";
        return Err(DeskError::new("too-many-rows", message).at("by"));
    }
    let (gathered, uncounted) = gather(&cohort, memo, (of, until, count), &question.hours())?;
    let mut told = Vec::new();
    for group in 0..cohort.groups() {
        let words = cohort.words(group).into_iter();
        let by: Words = words.map(|(name, word)| (name.to_string(), word.map(str::to_string))).collect();
        let own = &gathered[group * count..(group + 1) * count];
        let whole: i64 = own.iter().flat_map(|gathered| &gathered.times).sum();
        let mut stages: Vec<Stage> = Vec::new();
        for (stage, gathered) in
            own.iter().enumerate().filter(|(_, gathered)| gathered.visits + gathered.events > 0)
        {
            stages.push(tell(&cohort, gathered, (by.clone(), of.name(&cohort, stage)), (whole, named)));
        }
        sort_all(&mut stages, &mut |a, b| b.seconds.total_cmp(&a.seconds));
        told.append(&mut stages);
    }
    Ok(Stages { stages: told, uncounted })
}

fn gather(
    cohort: &Cohort<'_>,
    memo: &mut Memo,
    (of, until, count): (Of, Until, usize),
    hours: &MetricChoice,
) -> Result<(Vec<Gathered>, usize), DeskError> {
    // Tickets that a metric leaves out take no part here either.
    let tickets = cohort
        .values(memo, &MetricChoice { metric: Metric::Tickets.id().into(), ..MetricChoice::default() })?;
    let elapsed = cohort.counting(memo, hours)?;
    let mut gathered = vec![Gathered::default(); count * cohort.groups()];
    let mut walker = Walker::new(cohort, of);
    let mut spent = vec![0; count];
    let mut uncounted = 0;
    for (row, state) in tickets.states() {
        let group = cohort.group_of()[row];
        if group == Cohort::NO_GROUP || state != State::Value {
            continue;
        }
        walker.read(row, end(cohort, row, until));
        let own = &mut gathered[group as usize * count..(group as usize + 1) * count];
        let mut counted = true;
        for stretch in &walker.stretches {
            let Some(time) = elapsed(row, stretch.from, stretch.until) else {
                counted = false;
                break;
            };
            spent[stretch.stage] += time;
        }
        uncounted += usize::from(!counted);
        for stretch in &walker.stretches {
            let gathered = &mut own[stretch.stage];
            if !counted {
                break;
            }
            gathered.visits += 1;
            if gathered.rows.last() != Some(&(row as u32)) {
                gathered.rows.push(row as u32);
                gathered.times.push(spent[stretch.stage]);
            }
        }
        walker.stretches.iter().for_each(|stretch| spent[stretch.stage] = 0);
        walker.named.iter().for_each(|&stage| own[stage].events += 1);
    }
    Ok((gathered, uncounted))
}

fn end(cohort: &Cohort<'_>, row: usize, until: Until) -> i64 {
    let facts = &cohort.facts;
    let at = match until {
        Until::Resolved => facts.last_solved[row],
        Until::FirstResolved => facts.first_done[row],
        Until::LastEvent => facts.last_event[row],
        Until::Now => NO_INSTANT,
    };
    if at == NO_INSTANT { cohort.as_of } else { at }
}

fn tell(
    cohort: &Cohort<'_>,
    gathered: &Gathered,
    (by, stage): (Words, Option<String>),
    (whole, named): (i64, usize),
) -> Stage {
    let seconds = |ms: i64| ms as f64 / SECOND as f64;
    let order = order_by(gathered.times.len(), &|at| gathered.times[at] as u64);
    let sorted: Vec<f64> = order.iter().map(|&at| seconds(gathered.times[at as usize])).collect();
    let quantile = |share: f64| sorted_quantile(&sorted, share);
    let ids = cohort.store.tickets().ids();
    let lingering = |&at: &u32| {
        let ticket = ids.get(*gathered.rows.get(at as usize)?)?.to_string();
        Some(Lingering { ticket, seconds: seconds(gathered.times[at as usize]) })
    };
    let sum: i64 = gathered.times.iter().sum();
    Stage {
        by,
        stage,
        tickets: gathered.rows.len(),
        visits: gathered.visits,
        events: gathered.events,
        seconds: seconds(sum),
        share: (whole > 0).then(|| sum as f64 / whole as f64),
        mean: Summary::of(&sorted).mean(),
        median: quantile(0.5),
        p75: quantile(0.75),
        p90: quantile(0.9),
        p95: quantile(0.95),
        longest: order.iter().rev().take(named).filter_map(lingering).collect(),
    }
}
