//! Answers about all clocks of a desk.

use super::book::{Book, Brief, Standing, Urgency, cycles_of};
use super::clock::{ByClock, Clock};
use super::cycle::{Cycle, State};
use super::placing::{Place, Placing};
use super::plan::{Plan, Promises};
use super::question::{
    Counts, Due, Level, Row, SlaAnswer, SlaQuestion, ToldCycle, ToldSegment, Words, clocks,
};
use super::segments::segments;
use super::target::{Amount, Hours};
use crate::error::DeskError;
use crate::sort::sort_all;
use crate::stats::proportion::Proportion;
use crate::store::{NO_INSTANT, Store};

/// What questions about clocks are asked of.
#[derive(Debug, Clone, Copy)]
pub struct Asked<'a> {
    /// The tickets.
    pub store: &'a Store,
    /// What the desk promises.
    pub promises: &'a Promises,
    /// The same, made ready.
    pub plan: &'a Plan,
    /// Where the clocks stand.
    pub book: &'a Book,
}

/// At most this many breaches or levels are listed.
const MOST: f64 = 100_000.0;

/// Answers a question at `now`, about all tickets or about those that `placing` chose.
pub fn answer(
    asked: Asked<'_>,
    question: &SlaQuestion,
    now: i64,
    placing: Option<&Placing<'_>>,
) -> Result<SlaAnswer, DeskError> {
    let wanted = clocks(&question.clocks)?;
    let next = question.next.unwrap_or(0.0);
    if !(0.0..=MOST).contains(&next) {
        return Err(DeskError::new("bad-question", "expected a number from 0 to 100,000").at("next"));
    }
    let is_wanted = |clock: Clock| wanted.is_empty() || wanted.contains(&clock);
    let is_chosen = |row: u32, clock: Clock| {
        is_wanted(clock) && placing.is_none_or(|placing| placing.chosen.contains(row as usize))
    };
    let rows = rows(asked, placing, now, &is_wanted)?;
    let due = asked.in_time(now).filter(|&(_, row, brief)| is_chosen(row, brief.clock)).take(next as usize);
    let next: Result<Vec<Due>, DeskError> = due.map(|(_, row, brief)| asked.due(row, brief, now)).collect();
    let levels = match question.between {
        Some(between) => levels(asked, between, now, &is_chosen)?,
        None => Vec::new(),
    };
    Ok(SlaAnswer { now: now as f64, rows, next: next?, levels, beyond: asked.book.beyond().len() })
}

/// The counts of each clock that has a target, group by group.
fn rows(
    asked: Asked<'_>,
    placing: Option<&Placing<'_>>,
    now: i64,
    is_wanted: &dyn Fn(Clock) -> bool,
) -> Result<Vec<Row>, DeskError> {
    let targeted = |clock: Clock| {
        let has = |set: &super::TargetSet| set.of(clock).is_some();
        is_wanted(clock) && asked.plan.terms().sets.iter().any(has)
    };
    let targeted: Vec<Clock> = Clock::ALL.into_iter().filter(|&clock| targeted(clock)).collect();
    let Some(placing) = placing else {
        let counts = asked.counts(now);
        let row = |&clock: &Clock| counts[clock as usize].row(Words::new(), None, clock);
        return Ok(targeted.iter().map(row).collect());
    };
    let mut rows = Vec::new();
    for Place { label, bucket, counts } in asked.places(placing, now)? {
        for &clock in &targeted {
            let counts = counts[clock as usize];
            if counts.total() + counts.none > 0 {
                rows.push(counts.row(placing.labels[label].clone(), bucket, clock));
            }
        }
    }
    Ok(rows)
}

impl Counts {
    pub(super) fn add(&mut self, brief: &Brief, now: i64, breach_after_due: bool) {
        let count = match brief.standing {
            Standing::Met => &mut self.met,
            Standing::Missed => &mut self.missed,
            Standing::Paused => &mut self.paused,
            Standing::PausedLate => &mut self.paused_late,
            Standing::Cancelled => &mut self.cancelled,
            Standing::Running if brief.due == NO_INSTANT => &mut self.running,
            Standing::Running => match brief.urgency(now, breach_after_due) {
                Urgency::Running => &mut self.running,
                Urgency::AtRisk => &mut self.at_risk,
                Urgency::Breached => &mut self.breached,
            },
        };
        *count += 1;
    }

    fn total(&self) -> u32 {
        let under_way = self.running + self.at_risk + self.breached + self.paused + self.paused_late;
        self.met + self.missed + under_way + self.cancelled
    }

    fn row(self, by: Words, bucket: Option<f64>, clock: Clock) -> Row {
        let n = self.met + self.missed + self.breached + self.paused_late;
        let share = Proportion { successes: u64::from(self.met), n: u64::from(n) };
        let interval = share.wilson(0.95).map(|interval| (interval.low, interval.high));
        Row { by, bucket, clock: clock.name(), counts: self, attainment: share.rate(), interval, n }
    }
}

/// Warnings and breaches that clocks under way reach in a half-open stretch of time, in order.
fn levels(
    asked: Asked<'_>,
    between: (f64, f64),
    now: i64,
    is_chosen: &dyn Fn(u32, Clock) -> bool,
) -> Result<Vec<Level>, DeskError> {
    let (from, until) = (between.0 as i64, between.1 as i64);
    let mut found = Vec::new();
    for (due, row, brief) in
        asked.book.due_from(i64::MIN).filter(|&(_, row, brief)| is_chosen(row, brief.clock))
    {
        let reached = [("warning", brief.warn), ("breach", due)];
        for (level, at) in reached.into_iter().filter(|&(_, at)| at != NO_INSTANT && from <= at && at < until)
        {
            found.push((at, row, level, brief));
        }
        if found.len() as f64 > MOST {
            return Err(DeskError::new("too-many-levels", "more than 100,000 levels; ask for less time")
                .at("between"));
        }
    }
    let key = |&(at, row, level, brief): &(i64, u32, &'static str, Brief)| (at, row, brief.clock, level);
    sort_all(&mut found, &mut |a, b| key(a).cmp(&key(b)));
    let told = |(at, row, level, brief)| {
        let Due { ticket, clock, due, warn_at, remaining, policy } = asked.due(row, brief, now)?;
        Ok(Level { ticket, clock, due, warn_at, remaining, policy, level, at: at as f64 })
    };
    found.into_iter().map(told).collect()
}

impl Asked<'_> {
    pub(super) fn breaches_after_due(&self) -> bool {
        self.promises.knobs.breach_after_due
    }

    /// Clocks under way that are not late at `now`, the next first: due instant, ticket, cycle.
    fn in_time(&self, now: i64) -> impl Iterator<Item = (i64, u32, Brief)> {
        self.book.due_from(if self.breaches_after_due() { now } else { now.saturating_add(1) })
    }

    /// The counts of each clock.
    fn counts(&self, now: i64) -> ByClock<Counts> {
        let mut counted = self.book.tallies().map(|tally| {
            let [met, missed, under_way, paused, paused_late, cancelled] = tally.standing;
            let (running, breached) = (tally.undated, under_way - tally.undated);
            let none = self.book.tickets().saturating_sub(tally.tickets);
            Counts { met, missed, running, at_risk: 0, breached, paused, paused_late, cancelled, none }
        });
        for (.., brief) in self.in_time(now) {
            let counts = &mut counted[brief.clock as usize];
            counts.breached -= 1;
            counts.add(&brief, now, self.breaches_after_due());
        }
        counted
    }

    fn due(&self, row: u32, brief: Brief, now: i64) -> Result<Due, DeskError> {
        let terms = self.plan.terms();
        let set = terms.sets.get(brief.set as usize);
        let hours = self.plan.hours(set.and_then(|set| set.of(brief.clock)?.calendar));
        let left =
            if brief.due >= now { hours.elapsed(now, brief.due)? } else { -hours.elapsed(brief.due, now)? };
        Ok(Due {
            ticket: self.store.tickets().ids().get(row).unwrap_or_default().to_string(),
            clock: brief.clock.name(),
            due: brief.due as f64,
            warn_at: (brief.warn != NO_INSTANT).then_some(brief.warn as f64),
            remaining: seconds(left),
            policy: set.map_or_else(String::new, |set| self.policy(set.policy)),
        })
    }

    pub(super) fn policy(&self, at: usize) -> String {
        self.promises.policies.get(at).map_or_else(String::new, |policy| policy.id.clone())
    }
}

/// The cycles of one ticket with their working.
pub fn ticket(asked: Asked<'_>, id: &str, now: i64) -> Result<Vec<ToldCycle>, DeskError> {
    let Some(row) = asked.store.tickets().ids().row(id) else {
        return Err(DeskError::new("unknown-ticket", format!("no ticket has the id \"{id}\"")).at("ticket"));
    };
    let cycles = cycles_of(asked.plan, asked.store, row as usize, now)?;
    let told = |(cycle, runs): (Cycle, Vec<super::Run>)| {
        let end = cycle.stop.unwrap_or(now);
        let stretch = |segment: super::Segment| ToldSegment {
            from: segment.from as f64,
            until: segment.until as f64,
            kind: segment.kind,
        };
        let working = segments(asked.plan, &cycle, &runs, end)?.into_iter().map(stretch).collect();
        asked.told(&cycle, end, working)
    };
    cycles.into_iter().map(told).collect()
}

impl Asked<'_> {
    fn told(&self, cycle: &Cycle, end: i64, segments: Vec<ToldSegment>) -> Result<ToldCycle, DeskError> {
        let within_hours = match self.plan.hours(cycle.calendar) {
            Hours::Calendar => true,
            Hours::Business(calendar) => calendar.is_open(end)?,
        };
        let instant = |at: Option<i64>| at.map(|at| at as f64);
        let (target, target_days) = match cycle.amount {
            Amount::Time(time) => (Some(seconds(time)), None),
            Amount::Days(days, _) => (None, Some(days as f64)),
            Amount::Stated => (None, None),
        };
        Ok(ToldCycle {
            clock: cycle.clock.name(),
            cycle: cycle.number,
            state: match cycle.state {
                State::Running => "running",
                State::Paused => "paused",
                State::Fulfilled => "fulfilled",
                State::Cancelled => "cancelled",
            },
            start: cycle.start as f64,
            stop: instant(cycle.stop),
            target,
            target_days,
            due: instant(cycle.due),
            used: seconds(cycle.used),
            remaining: cycle.remaining.map(seconds),
            paused: seconds(cycle.paused),
            breached_at: instant(cycle.breached_at),
            late: seconds(cycle.late),
            late_calendar: seconds(cycle.late_calendar),
            policy: self.policy(cycle.policy),
            calendar: cycle
                .calendar
                .and_then(|at| self.promises.calendars.get(at))
                .map(|(name, _)| name.clone()),
            within_hours,
            segments,
        })
    }
}

fn seconds(ms: i64) -> f64 {
    ms as f64 / 1_000.0
}
