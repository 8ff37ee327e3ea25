//! Answering questions.

use std::rc::Rc;

use super::anchor::Anchor;
use super::backlog;
use super::cells::{Groups, NO_ROW, Placed, Range, Side, check_size};
use super::columns::Columns;
use super::dimension::Key;
use super::distribution::{self, Counts, Sorted};
use super::filter::select;
use super::memo::{Memo, Valued};
use super::question::{MetricChoice, Question, Span, instant};
use super::rate::Shares;
use super::score::{Answers, effort_scale};
use super::share::share;
use super::table::{Header, MetricHeader, Statistic, Table};
use super::{spikes, variance};
use crate::error::DeskError;
use crate::kpi::{Definition, Facts, Family, Metric, Profile, Spec, State, Unit, Until, definition};
use crate::sort::sort_positions;
use crate::store::Store;
use crate::ticket::Dimension;
use crate::time::{Bucket, SECOND, Zone, Zones};

/// What a question is asked of.
#[derive(Debug)]
pub struct Asked<'a> {
    /// The tickets and events.
    pub store: &'a Store,
    /// The zones known by name.
    pub zones: &'a Zones,
    /// The profile of questions that name none.
    pub profile: Profile,
    /// Counts up with every change of the data.
    pub version: u32,
    /// The newest instant of the data: what is asked for a later one needs no cut.
    pub newest: i64,
}

/// Answers one question.
pub fn answer(asked: &Asked<'_>, memo: &mut Memo, question: &Question) -> Result<Table, DeskError> {
    Plan::new(asked, memo, question)?.table(memo)
}

/// A cell's tickets and their values, largest value first, and how many there are in all.
pub fn contributions(
    asked: &Asked<'_>,
    memo: &mut Memo,
    question: &Question,
    (metric, row): (usize, usize),
    limit: usize,
) -> Result<(Vec<(u32, f64)>, usize), DeskError> {
    let plan = Plan::new(asked, memo, question)?;
    let rows = plan.rows(memo, &plan.side)?;
    let (Some(part), Some(row_of)) = (plan.parts.get(metric), rows.row_of.get(metric)) else {
        return Err(
            DeskError::new("unknown-metric", "the question has no metric of that number").at("metric")
        );
    };
    let items = &part.valued.evaluated;
    let chosen = row_of
        .iter()
        .enumerate()
        .filter(|&(item, &at)| at as usize == row && items.state[item] == State::Value as u8);
    let found: Vec<(u32, f64)> =
        chosen.map(|(item, _)| (items.row(item) as u32, items.value[item] * part.scale())).collect();
    let all = found.len();
    let mut order: Vec<u32> = (0..all as u32).collect();
    sort_positions(&mut order, &mut |a, b| {
        found[b].1.total_cmp(&found[a].1).then(found[a].0.cmp(&found[b].0))
    });
    Ok((order.into_iter().take(limit).map(|at| found[at as usize]).collect(), all))
}

/// Where fewer than one ticket in so many is selected, their values are taken out rather than skipped over.
const FEW: usize = 2;

/// A metric of a question, evaluated.
struct Part<'q> {
    choice: &'q MetricChoice,
    spec: Spec,
    definition: &'static Definition,
    valued: Rc<Valued>,
    goals: Vec<f64>,
}

impl Part<'_> {
    fn scale(&self) -> f64 {
        let seconds =
            self.definition.unit == Unit::Seconds || self.spec.metric == Metric::ResponseTimeVariance;
        if seconds { 1.0 / SECOND as f64 } else { 1.0 }
    }
}

/// A question, checked.
struct Plan<'a, 'q> {
    asked: &'a Asked<'a>,
    question: &'q Question,
    facts: Rc<Facts>,
    parts: Vec<Part<'q>>,
    groups: Groups,
    side: Side<'a>,
    other: Option<Side<'a>>,
    week_start: u8,
    as_of: i64,
    profile: Profile,
    zone: &'a Zone,
}

/// The rows of a side: the buckets and the row of each item of each metric.
struct Rows {
    range: Range,
    row_of: Vec<Rc<Vec<u32>>>,
    /// Items of each row, by metric.
    totals: Vec<Rc<Vec<u32>>>,
    group_of: Vec<Rc<Placed>>,
}

impl<'a, 'q> Plan<'a, 'q> {
    fn new(asked: &'a Asked<'a>, memo: &mut Memo, question: &'q Question) -> Result<Self, DeskError> {
        let as_of = instant(question.as_of, "asOf")?;
        let cutoff = if as_of >= asked.newest { i64::MAX } else { as_of };
        let facts = memo.facts(asked.store, cutoff);
        let profile = match question.profile.as_deref() {
            None => asked.profile,
            Some(name) => Profile::from_name(name).map_err(|error| error.at("profile"))?,
        };
        let zone = asked
            .zones
            .get(question.time_zone.as_deref().unwrap_or("UTC"))
            .map_err(|error| error.at("timeZone"))?;
        let week_start = question.week_start.unwrap_or(1);
        if !(1..=7).contains(&week_start) {
            return Err(DeskError::new("unknown-option", "expected a day from 1 (Monday) to 7 (Sunday)")
                .at("weekStart"));
        }
        if !matches!(question.quantiles.as_deref(), None | Some("linear" | "nearest")) {
            return Err(
                DeskError::new("unknown-option", "expected \"linear\" or \"nearest\"").at("quantiles")
            );
        }
        if question.metrics.is_empty() {
            return Err(DeskError::new("no-metric", "a question needs at least one metric").at("metrics"));
        }
        let period = question.period.map(|span| span.range("period")).transpose()?;
        let side = Side::new(question, zone, week_start, period)?;
        let other = match compared(question, period)? {
            None => None,
            Some(period) => Some(Side::new(question, zone, week_start, Some(period))?),
        };
        // A stock also holds tickets whose date lies before the period.
        let stock = question.metrics.iter().any(|choice| choice.metric == Metric::Backlog.id());
        let within = period.filter(|_| side.anchor != Anchor::Own && other.is_none() && !stock);
        let within = within.map(|period| (side.anchor, period));
        let selected = select(asked.store, &facts, memo, &question.filters, within)?;
        let few = selected.count() * FEW < asked.store.tickets().len();
        let groups = Groups::new(asked.store, &facts, memo, &question.by, &selected)?;
        let mut parts = Vec::with_capacity(question.metrics.len());
        for (at, choice) in question.metrics.iter().enumerate() {
            let within = |error: DeskError| error.within(&format!("metrics[{at}]"));
            let mut spec = choice.spec(asked.store, profile).map_err(within)?;
            spec.by_ticket = side.anchor != Anchor::Own || (side.buckets.is_none() && period.is_none());
            let goals = choice.goals().map_err(within)?;
            let definition = definition(spec.metric);
            let mut valued = match spec.metric {
                Metric::Share if choice.filters.is_empty() => {
                    let message = "the metric \"share\" needs a condition";
                    return Err(within(DeskError::new("missing-condition", message).at("where")));
                }
                Metric::Share => share(asked.store, &facts, memo, &spec, &choice.filters).map_err(within)?,
                _ => memo.valued(asked.store, &facts, &spec),
            };
            if few && definition.family != Family::Level {
                valued = Rc::new(Valued::new(valued.evaluated.only(&selected)));
            }
            parts.push(Part { choice, spec, definition, valued, goals });
        }
        Ok(Self { asked, question, facts, parts, groups, side, other, week_start, as_of, profile, zone })
    }

    fn rows(&self, memo: &mut Memo, side: &Side<'_>) -> Result<Rows, DeskError> {
        let store = self.asked.store;
        let mut placed: Vec<Rc<Placed>> = Vec::with_capacity(self.parts.len());
        for (at, part) in self.parts.iter().enumerate() {
            let same = self.parts[..at].iter().position(|earlier| self.share_dates(earlier, part));
            placed.push(match same {
                Some(earlier) => Rc::clone(&placed[earlier]),
                None => Rc::new(side.place(store, &self.facts, &self.groups, &part.valued)?),
            });
        }
        let mut dated = placed.clone();
        for part in self.parts.iter().filter(|part| part.spec.metric == Metric::Backlog) {
            dated.push(Rc::new(self.backlog_span(memo, side, part.spec.until)?));
        }
        let range = Range::of(side, &dated)?;
        check_size(self.groups.len().saturating_mul(range.count))?;
        let mut row_of: Vec<Rc<Vec<u32>>> = Vec::with_capacity(placed.len());
        for (at, part) in placed.iter().enumerate() {
            let same = placed[..at].iter().position(|earlier| Rc::ptr_eq(earlier, part));
            row_of.push(match same {
                Some(earlier) => Rc::clone(&row_of[earlier]),
                None => Rc::new(range.rows(part)),
            });
        }
        let rows = self.groups.len() * range.count;
        let mut totals: Vec<Rc<Vec<u32>>> = Vec::with_capacity(placed.len());
        for (at, row_of_one) in row_of.iter().enumerate() {
            let same = row_of[..at].iter().position(|earlier| Rc::ptr_eq(earlier, row_of_one));
            totals.push(match same {
                Some(earlier) => Rc::clone(&totals[earlier]),
                None => Rc::new(distribution::totals(row_of_one, rows)),
            });
        }
        Ok(Rows { range, row_of, totals, group_of: placed })
    }

    /// Whether two metrics have the same items on the same dates, so that one placement serves both.
    fn share_dates(&self, one: &Part<'_>, other: &Part<'_>) -> bool {
        let plain = one.valued.evaluated.has_rows_of(&other.valued.evaluated);
        let dated =
            self.side.anchor != Anchor::Own || (self.side.buckets.is_none() && self.side.period.is_none());
        plain && (dated || (one.definition.anchor == "creation" && other.definition.anchor == "creation"))
    }

    /// A backlog lasts as long as anything happens, so its buckets run from the first opening to the last ending.
    fn backlog_span(&self, memo: &mut Memo, side: &Side<'_>, until: Until) -> Result<Placed, DeskError> {
        let store = self.asked.store;
        let ends = if until == Until::Closed { Metric::ClosureTime } else { Metric::Solved };
        let spec = Spec::new(ends, Profile::Deskgauge);
        let solved = memo.valued(store, &self.facts, &spec);
        side.place(store, &self.facts, &self.groups, &solved)
    }

    fn table(&self, memo: &mut Memo) -> Result<Table, DeskError> {
        let rows = self.rows(memo, &self.side)?;
        let count = self.groups.len() * rows.range.count;
        let mut table = Table {
            header: Header {
                rows: count,
                as_of: self.as_of as f64,
                profile: self.profile.name(),
                time_zone: self.zone.name().to_string(),
                week_start: self.week_start,
                version: f64::from(self.asked.version),
                ..Header::default()
            },
            values: Vec::new(),
        };
        self.groups.headers(&mut table, rows.range.count);
        let unit = self.question.bucket.as_deref().unwrap_or_default();
        let anchor = self.question.anchor.as_deref().unwrap_or("own");
        rows.range.header(&self.side, unit, anchor, self.groups.len(), &mut table)?;
        for at in 0..self.parts.len() {
            let header = self.metric(memo, &mut table, &self.side, &rows, at);
            let header = header.map_err(|error| error.within(&format!("metrics[{at}]")))?;
            table.header.metrics.push(header);
        }
        if let Some(other) = &self.other {
            self.compare(memo, &mut table, other, &rows)?;
        }
        Ok(table)
    }

    /// Computes the other period into a table of its own and takes over its values and counts, row by row.
    fn compare(
        &self,
        memo: &mut Memo,
        table: &mut Table,
        other: &Side<'_>,
        rows: &Rows,
    ) -> Result<(), DeskError> {
        let there = self.rows(memo, other)?;
        for at in 0..self.parts.len() {
            let mut scratch = Table::default();
            let header = self.metric(memo, &mut scratch, other, &there, at)?;
            for (name, source) in [("previous", value_name(header.family)), ("previous_n", "n")] {
                let Some(column) = header.statistics.iter().find(|statistic| statistic.name == source) else {
                    continue;
                };
                let offset = table.values.len();
                for group in 0..self.groups.len() {
                    for bucket in 0..rows.range.count {
                        let value = (bucket < there.range.count)
                            .then(|| scratch.values[column.offset + group * there.range.count + bucket]);
                        table.values.push(value.unwrap_or(f64::NAN));
                    }
                }
                table.header.metrics[at].statistics.push(Statistic { name: name.to_string(), offset });
            }
        }
        Ok(())
    }

    fn metric(
        &self,
        memo: &mut Memo,
        table: &mut Table,
        side: &Side<'_>,
        rows: &Rows,
        at: usize,
    ) -> Result<MetricHeader, DeskError> {
        let part = &self.parts[at];
        let items = &part.valued.evaluated;
        let row_of: &[u32] = &rows.row_of[at];
        let count = self.groups.len() * rows.range.count;
        let states = Counts::of(&part.valued, row_of, &rows.totals[at]);
        let answers = Answers { valued: &part.valued, row_of, rows: count };
        let mut columns = Columns::new(table);
        match part.definition.family {
            Family::Distribution => {
                let sorted = Sorted::of(&part.valued, row_of, states.in_state(State::Value));
                let nearest = self.question.quantiles.as_deref() == Some("nearest");
                distribution::write(&mut columns, &sorted, part.scale(), nearest, &part.goals);
            }
            Family::Rate => {
                let shares = Shares::of(&part.valued.split().yes, row_of, states.in_state(State::Value));
                match part.spec.metric {
                    Metric::ResolutionWindowRate => shares.write_window(&mut columns),
                    _ => shares.write(&mut columns),
                }
            }
            Family::Count => {
                let counts = match part.spec.metric {
                    Metric::Tickets | Metric::Created => {
                        states.in_state(State::Value).iter().map(|&count| f64::from(count)).collect()
                    }
                    _ => sums(&part.valued, row_of, count),
                };
                columns.push("value", count, &|row| Some(counts[row]));
                if let Some(buckets) = &side.buckets {
                    let unit: Bucket = buckets.unit();
                    spikes::write(
                        &mut columns,
                        &counts,
                        rows.range.count,
                        unit,
                        part.choice.false_alarms.unwrap_or(0.001),
                    );
                }
            }
            Family::Csat => answers.csat(&mut columns, &self.facts.csat_scale, |item| items.row(item)),
            Family::Nps => answers.nps(&mut columns),
            Family::Ces => {
                let highest = &self.facts.ces_scale;
                answers.ces(&mut columns, effort_scale(highest), highest, |item| items.row(item));
            }
            Family::Level => {
                let group_of = match (side.anchor, side.period) {
                    (Anchor::Own, None) => &rows.group_of[at].group,
                    _ => &self.groups.of_ticket,
                };
                let open = backlog::count(
                    self.asked.store,
                    &self.facts,
                    &items.state,
                    group_of,
                    self.groups.len(),
                    (side, rows.range),
                    (part.spec.until, self.as_of),
                )?;
                columns.push("value", count, &|row| Some(open[row]));
            }
            Family::Variance => {
                let channel = Key::Word(Dimension::Channel);
                let channels = memo.grouping(self.asked.store, &self.facts, channel)?;
                variance::write(&mut columns, &part.valued, row_of, count, &channels, part.scale());
            }
        }
        let excluded = states.write(&mut columns);
        let statistics = std::mem::take(&mut columns.statistics);
        Ok(MetricHeader {
            metric: part.spec.metric.id(),
            key: part.choice.name.clone().unwrap_or_else(|| part.spec.metric.id().to_string()),
            title: part.definition.title,
            profile: self.profile.name(),
            unit: part.definition.unit.name(),
            family: part.definition.family.name(),
            direction: part.definition.direction.name(),
            statistics,
            excluded,
            goals: part.choice.goals.clone(),
            interval: interval_name(part.definition.family, part.spec.metric),
        })
    }
}

/// The period to compare with, if any.
fn compared(question: &Question, period: Option<(i64, i64)>) -> Result<Option<(i64, i64)>, DeskError> {
    match (question.compare, question.compare_previous) {
        (None, false) => Ok(None),
        (Some(_), true) => {
            Err(DeskError::new("unknown-option", "compare with one period, not with two").at("compare"))
        }
        (Some(span), false) => Span::range(span, "compare").map(Some),
        (None, true) => match period {
            Some((from, to)) if from != i64::MIN && to != i64::MAX => Ok(Some((from - (to - from), from))),
            _ => Err(DeskError::new(
                "missing-period",
                "to compare with the previous period, the period needs both its start and its end",
            )
            .at("period")),
        },
    }
}

/// The statistic that stands for a metric when only one number is shown.
fn value_name(family: &str) -> &'static str {
    if family == Family::Distribution.name() { "mean" } else { "value" }
}

fn interval_name(family: Family, metric: Metric) -> Option<&'static str> {
    match family {
        Family::Distribution | Family::Ces => Some("student-t"),
        Family::Rate if metric == Metric::ResolutionWindowRate => None,
        Family::Rate | Family::Csat => Some("wilson"),
        Family::Nps => Some("normal"),
        Family::Count | Family::Level | Family::Variance => None,
    }
}

/// Sum of the values of each row.
fn sums(valued: &Valued, row_of: &[u32], rows: usize) -> Vec<f64> {
    let mut sums = vec![0.0; rows];
    for &item in &valued.split().with {
        let row = row_of[item as usize];
        if row != NO_ROW {
            sums[row as usize] += valued.evaluated.value[item as usize];
        }
    }
    sums
}
