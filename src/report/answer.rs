//! Answering questions.

use std::cell::OnceCell;
use std::rc::Rc;

use super::anchor::Anchor;
use super::backlog;
use super::cells::{Groups, Placed, Range, Side, check_size};
use super::columns::Columns;
use super::dimension::Key;
use super::distribution::{self, Counts};
use super::filter::selected;
use super::memo::Memo;
use super::places::Places;
use super::question::{MetricChoice, Question, Span, instant};
use super::rate::Shares;
use super::runs::Runs;
use super::score::{Answers, effort_scale};
use super::share::share;
use super::table::{Header, MetricHeader, Statistic, Table};
use super::unticketed::{Unticketed, in_rows, span, unticketed};
use super::valued::Valued;
use super::walk::Walk;
use super::{spikes, variance};
use crate::error::DeskError;
use crate::kpi::{
    Definition, Facts, Family, Metric, Profile, Spec, State, Switch, Switches, Unit, Until, definition,
};
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
    let (Some(part), Some(places)) = (plan.parts.get(metric), rows.places.get(metric)) else {
        return Err(
            DeskError::new("unknown-metric", "the question has no metric of that number").at("metric")
        );
    };
    let items = &part.valued.evaluated;
    let chosen = places
        .row_of()
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
    /// Whether its items are the tickets, in their order.
    fn goes_by_ticket(&self) -> bool {
        let family = self.definition.family;
        self.valued.evaluated.is_plain() && !matches!(family, Family::Level | Family::Variance)
    }

    /// The statistic that stands for it when only one number is shown.
    fn value(&self) -> &'static str {
        match self.definition.family {
            Family::Distribution if self.spec.switches.has(Switch::Median) => "median",
            Family::Distribution => "mean",
            _ => "value",
        }
    }

    /// How the interval of its value was made, where there is one.
    fn interval(&self) -> Option<&'static str> {
        match self.definition.family {
            Family::Distribution if self.spec.switches.has(Switch::Median) => None,
            Family::Distribution | Family::Ces => Some("student-t"),
            Family::Rate if self.spec.metric == Metric::ResolutionWindowRate => None,
            Family::Rate | Family::Csat => Some("wilson"),
            Family::Nps => Some("normal"),
            Family::Count | Family::Level | Family::Variance => None,
        }
    }

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
    /// Answers to surveys that belong to no ticket, where they are asked for.
    unticketed: Vec<Unticketed>,
    groups: Groups,
    /// Whether those selected are only those within the period.
    is_within: bool,
    side: Side<'a>,
    other: Option<Side<'a>>,
    week_start: u8,
    as_of: i64,
    profile: Profile,
    zone: &'a Zone,
}

/// The rows of a side: the buckets, and the rows of each metric's items.
struct Rows<'p> {
    range: Range,
    places: Vec<Rc<Places<'p>>>,
    /// Groups and bucket keys of each metric's items, where they are not the tickets'.
    placed: Vec<Option<Rc<Placed>>>,
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
        let is_within = within.is_some();
        let selected = selected(asked.store, &facts, memo, &question.filters, within)?;
        let unticketed = unticketed(asked.store, question, as_of)?;
        let others: Vec<_> = unticketed.iter().map(|answer| answer.labels.clone()).collect();
        let groups = Groups::new(asked.store, &facts, memo, &question.by, selected, &others)?;
        let mut parts = Vec::with_capacity(question.metrics.len());
        for (at, choice) in question.metrics.iter().enumerate() {
            let within = |error: DeskError| error.within(&format!("metrics[{at}]"));
            let mut spec = choice.spec(asked.store, &memo.hours, profile).map_err(within)?;
            let undated = side.buckets.is_none() && period.is_none() && other.is_none();
            spec.by_ticket = side.anchor != Anchor::Own || undated;
            let goals = choice.goals().map_err(within)?;
            let definition = definition(spec.metric);
            let valued = match spec.metric {
                Metric::Share if choice.filters.is_empty() => {
                    let message = "the metric \"share\" needs a condition";
                    return Err(within(DeskError::new("missing-condition", message).at("where")));
                }
                Metric::Share => share(asked.store, &facts, memo, &spec, &choice.filters).map_err(within)?,
                _ => memo.valued(asked.store, &facts, &spec),
            };
            parts.push(Part { choice, spec, definition, valued, goals });
        }
        let mut plan = Self {
            asked,
            question,
            facts,
            parts,
            unticketed,
            groups,
            is_within,
            side,
            other,
            week_start,
            as_of,
            profile,
            zone,
        };
        plan.thin_out();
        Ok(plan)
    }

    /// Where few tickets are selected, takes their values out of those of all.
    fn thin_out(&mut self) {
        if self.groups.selected.count() * FEW >= self.groups.selected.len() {
            return;
        }
        let by_ticket = self.goes_by_ticket(&self.side);
        for part in &mut self.parts {
            if part.definition.family != Family::Level && !(by_ticket && part.goes_by_ticket()) {
                part.valued = Rc::new(Valued::new(part.valued.evaluated.only(&self.groups.selected)));
            }
        }
    }

    fn rows(&self, memo: &mut Memo, side: &Side<'_>) -> Result<Rows<'_>, DeskError> {
        let store = self.asked.store;
        let runs = match &side.buckets {
            Some(buckets) if self.goes_by_ticket(side) => {
                // In an order of tickets with ever so many runs, asking each ticket is cheaper.
                let worth = |runs: &Rc<Runs>| runs.len() * self.groups.len() <= store.tickets().len();
                memo.runs(store, buckets, (side.zone, self.week_start)).filter(worth)
            }
            _ => None,
        };
        let by_ticket = self.goes_by_ticket(side) && (side.buckets.is_none() || runs.is_some());
        let mut placed: Vec<Option<Rc<Placed>>> = Vec::with_capacity(self.parts.len());
        for (at, part) in self.parts.iter().enumerate() {
            if by_ticket && part.goes_by_ticket() {
                placed.push(None);
                continue;
            }
            let same = self.parts[..at].iter().position(|earlier| self.share_dates(earlier, part));
            placed.push(match same.and_then(|earlier| placed[earlier].clone()) {
                Some(earlier) => Some(earlier),
                None => Some(Rc::new(side.place(store, &self.facts, &self.groups, &part.valued)?)),
            });
        }
        let mut occurring: Vec<(i32, i32)> = placed.iter().flatten().map(|placed| placed.span).collect();
        for part in self.parts.iter().filter(|part| part.spec.metric == Metric::Backlog) {
            occurring.push(self.backlog_span(memo, side, part.spec.leaves_backlog())?.span);
        }
        if !self.unticketed.is_empty() && side.buckets.is_some() {
            occurring.push(span(&self.unticketed, &self.groups, side)?);
        }
        if let Some(runs) = runs.as_ref().filter(|_| placed.iter().any(Option::is_none)) {
            occurring.push(runs.span(&self.groups.selected));
        }
        let range = Range::of(side, &occurring)?;
        check_size(self.groups.len().saturating_mul(range.count))?;
        let rows = self.groups.len() * range.count;
        let mut places: Vec<Rc<Places<'_>>> = Vec::with_capacity(placed.len());
        for (at, part) in placed.iter().enumerate() {
            let is_same = |earlier: &Option<Rc<Placed>>| match (earlier, part) {
                (Some(earlier), Some(part)) => Rc::ptr_eq(earlier, part),
                (earlier, part) => earlier.is_none() && part.is_none(),
            };
            places.push(match (placed[..at].iter().position(is_same), part) {
                (Some(earlier), _) => Rc::clone(&places[earlier]),
                (None, Some(part)) => Rc::new(Places::of_items(range.rows(part), rows)),
                (None, None) => Rc::new(self.ticket_places(runs.as_deref(), range)),
            });
        }
        Ok(Rows { range, places, placed })
    }

    /// Whether a side puts tickets into rows by nothing but themselves and their creation, and all selected ones belong to it.
    fn goes_by_ticket(&self, side: &Side<'_>) -> bool {
        let dated = match side.anchor {
            Anchor::Created => true,
            Anchor::Own => side.buckets.is_none() && side.period.is_none(),
            _ => side.buckets.is_none() && side.period.is_some(),
        };
        dated && (side.period.is_none() || self.is_within)
    }

    fn ticket_places(&self, runs: Option<&Runs>, range: Range) -> Places<'_> {
        let extent = self.groups.selected.extent();
        let buckets = match runs {
            None => vec![vec![extent]],
            Some(runs) => runs.buckets((range.first, range.count), &extent),
        };
        Places::of_tickets(&self.groups, buckets)
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
        let spec = Spec::new(ends, Switches::default());
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
        rows: &Rows<'_>,
    ) -> Result<(), DeskError> {
        let there = self.rows(memo, other)?;
        for at in 0..self.parts.len() {
            let mut scratch = Table::default();
            let header = self.metric(memo, &mut scratch, other, &there, at)?;
            for (name, source) in [("previous", header.value), ("previous_n", "n")] {
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
        rows: &Rows<'_>,
        at: usize,
    ) -> Result<MetricHeader, DeskError> {
        let part = &self.parts[at];
        let items = &part.valued.evaluated;
        let places: &Places<'_> = &rows.places[at];
        let count = places.rows();
        let states = Counts::of(&part.valued, places);
        let others = match part.choice.unticketed {
            true => in_rows(&self.unticketed, part.spec.metric.id(), &self.groups, side, rows.range)?,
            false => Vec::new(),
        };
        let answers = Answers { valued: &part.valued, places, rows: count, others, items: OnceCell::new() };
        let mut columns = Columns::new(table);
        match part.definition.family {
            Family::Distribution => {
                let nearest = self.question.quantiles.as_deref() == Some("nearest");
                let asked = (nearest, part.goals.as_slice());
                let walk = Walk::of(&part.valued, places, states.in_state(State::Value), asked);
                let goals = part.goals.len();
                distribution::write(&mut columns, &walk, part.scale(), goals, &mut memo.students);
            }
            Family::Rate => {
                let shares = Shares::of(part.valued.yes(), places, states.in_state(State::Value));
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
                    _ => sums(&part.valued, places),
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
            Family::Csat => {
                let scale = &self.facts.csat_scale;
                answers.csat(&mut columns, &|item| scale[items.row(item)].into());
            }
            Family::Nps => answers.nps(&mut columns),
            Family::Ces => {
                let highest = &self.facts.detail(self.asked.store).ces_scale;
                let scale = effort_scale(highest, answers.others.iter().map(|&(_, _, scale)| scale));
                answers.ces(&mut columns, scale, &|item| highest[items.row(item)].into());
            }
            Family::Level => {
                let group_of = match (side.anchor, side.period, &rows.placed[at]) {
                    (Anchor::Own, None, Some(placed)) => &placed.group,
                    _ => self.groups.of_ticket(),
                };
                let open = backlog::count(
                    self.asked.store,
                    &self.facts,
                    &items.state,
                    group_of,
                    self.groups.len(),
                    (side, rows.range),
                    (part.spec.leaves_backlog(), self.as_of),
                )?;
                columns.push("value", count, &|row| Some(open[row]));
            }
            Family::Variance => {
                let channel = Key::Word(Dimension::Channel);
                let channels = memo.grouping(self.asked.store, &self.facts, channel)?;
                variance::write(&mut columns, &part.valued, places.row_of(), count, &channels, part.scale());
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
            value: part.value(),
            statistics,
            excluded,
            goals: part.choice.goals.clone(),
            interval: part.interval(),
            lacks: Vec::new(),
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

/// Sum of the values of each row.
fn sums(valued: &Valued, places: &Places<'_>) -> Vec<f64> {
    let mut sums = vec![0.0; places.rows()];
    if let Some(digits) = valued.digits() {
        for (bit, items) in digits.iter().enumerate() {
            for (sum, count) in sums.iter_mut().zip(places.count(items)) {
                *sum += f64::from(count) * f64::from(1 << bit);
            }
        }
        return sums;
    }
    for (row, item) in places.items(&valued.split().with) {
        sums[row as usize] += valued.evaluated.value[item as usize];
    }
    sums
}
