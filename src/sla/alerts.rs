//! What newly happened to clocks between two instants: warnings, breaches and late ends, each told once.
//!
//! The state of a ticket's clocks at an instant depends on what happened until then alone. Walking from one event to the
//! next and telling what each step added therefore tells the same, however a stretch of time is split.

use serde::Serialize;

use super::act::Moment;
use super::answer::Asked;
use super::clock::Clock;
use super::cycle::{Cycle, State};
use super::engine::Engine;
use super::policy::Warning;
use super::question::clocks;
use super::target::Amount;
use super::timeline::acts;
use crate::error::DeskError;
use crate::settings::{Reader, Written};
use crate::sort::sort_all;
use crate::store::Bitset;
use crate::time::instant;

/// A question about what happened to clocks between two instants.
#[derive(Debug, Clone, Default)]
pub struct AlertQuestion {
    /// What happened later than this is told, in epoch milliseconds.
    pub since: f64,
    /// What happened until then, this instant included.
    pub now: f64,
    /// The clocks asked about; all with a target when empty.
    pub clocks: Vec<String>,
}

impl Written for AlertQuestion {
    fn read(from: &Reader<'_>) -> Self {
        from.only(&["since", "now", "clocks"]);
        Self { since: from.get("since"), now: from.get("now"), clocks: from.at("clocks").texts() }
    }
}

impl AlertQuestion {
    /// The instants, checked.
    pub fn span(&self) -> Result<(i64, i64), DeskError> {
        let (since, now) = (instant(self.since, "since")?, instant(self.now, "now")?);
        if since > now {
            let message = "\"since\" must not be later than \"now\"";
            return Err(DeskError::new("bad-question", message).at("since"));
        }
        Ok((since, now))
    }
}

/// Something that happened to a clock.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Alert {
    /// `clock`.
    pub kind: &'static str,
    /// The same for the same thing, whenever it is asked for.
    pub id: String,
    /// `warning`, `breach` or `recovered`: ended although late.
    pub level: &'static str,
    /// When it happened, in epoch milliseconds.
    pub at: f64,
    /// The ticket's id.
    pub ticket: String,
    /// The clock's name.
    pub clock: &'static str,
    /// The cycle's number, counted from 1.
    pub cycle: u32,
    /// When its target is used up.
    pub due: Option<f64>,
    /// What it may use, in seconds; none for a target in working days.
    pub target: Option<f64>,
    /// What it had used at the alert's instant or, where a calendar ends, by then.
    pub used: f64,
    /// The policy's name.
    pub policy: String,
}

/// A level that a cycle has reached.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Reached {
    level: Level,
    at: i64,
    cycle: Cycle,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Level {
    Warning,
    Breach,
    Recovered,
}

impl Level {
    fn name(self) -> &'static str {
        ["warning", "breach", "recovered"][self as usize]
    }
}

impl Reached {
    /// Whether both are the same level of the same cycle under the same target.
    fn is(&self, other: &Self) -> bool {
        let (a, b) = (&self.cycle, &other.cycle);
        (self.level, self.mark()) == (other.level, other.mark())
            && (a.clock, a.number, a.set) == (b.clock, b.number, b.set)
    }

    /// What tells it from the same level of the same cycle at another time: a due instant that moved, another end.
    fn mark(&self) -> i64 {
        match self.level {
            Level::Warning => self.cycle.start,
            Level::Breach => self.cycle.due.unwrap_or(0),
            Level::Recovered => self.cycle.stop.unwrap_or(0),
        }
    }
}

/// At most this many alerts are told at once.
const MOST: usize = 100_000;

/// Each event of a ticket costs a look at all before it.
const MOST_STEPS: usize = 2_000;
const TOO_MANY: &str = "too-many-events";

/// The alerts of all tickets, in order of time.
pub fn alerts(asked: Asked<'_>, question: &AlertQuestion) -> Result<Vec<Alert>, DeskError> {
    let (since, now) = question.span()?;
    let wanted = clocks(&question.clocks)?;
    let mut watch = Watch { asked, engine: Engine::new(asked.plan.terms()), moments: Vec::new() };
    let mut told = Vec::new();
    for row in 0..asked.store.tickets().len() {
        acts(asked.plan, asked.store, row, &mut watch.moments);
        if watch.may_have_changed(row, since, now) {
            // A ticket outside the years of its calendars has no clocks; answers about all clocks count it.
            let reached = match watch.walk(since, now) {
                Err(error) if error.code() == TOO_MANY => return Err(error.at("since")),
                walked => walked.unwrap_or_default(),
            };
            let is_wanted = |reached: &&Reached| wanted.is_empty() || wanted.contains(&reached.cycle.clock);
            told.extend(reached.iter().filter(is_wanted).map(|reached| (row as u32, *reached)));
        }
        if told.len() > MOST {
            let sentence = "more than 100,000 alerts; ask for less time";
            return Err(DeskError::new("too-many-alerts", sentence).at("since"));
        }
    }
    let key = |(row, reached): &(u32, Reached)| (reached.at, *row, reached.cycle.clock, reached.level);
    sort_all(&mut told, &mut |a, b| key(a).cmp(&key(b)));
    Ok(told.iter().map(|&(row, reached)| alert(asked, row, &reached)).collect())
}

/// How many levels the clocks of these tickets have reached by `now`: warnings, breaches and late ends, each cycle as it
/// stands. Levels under targets that were changed since are not counted, as they are by [`alerts`].
pub fn levels_reached(asked: Asked<'_>, chosen: &Bitset, now: i64) -> u64 {
    let (mut engine, mut moments) = (Engine::new(asked.plan.terms()), Vec::new());
    let mut reached = 0;
    for row in chosen.iter() {
        acts(asked.plan, asked.store, row, &mut moments);
        // A ticket outside the years of its calendars has no clocks.
        let Ok(cycles) = engine.run(moments.iter().copied(), now) else { continue };
        for cycle in cycles {
            let late_end = cycle.breached() && cycle.state == State::Fulfilled;
            reached += u64::from(warned_at(asked, cycle, now).is_some());
            reached += u64::from(cycle.breached()) + u64::from(late_end);
        }
    }
    reached
}

/// Looks at one ticket after the other.
struct Watch<'a> {
    asked: Asked<'a>,
    engine: Engine<'a>,
    moments: Vec<Moment>,
}

impl Watch<'_> {
    /// Whether something happened to the ticket in the time asked about, or time alone may have brought a level.
    fn may_have_changed(&self, row: usize, since: i64, now: i64) -> bool {
        let within = |at: i64| since < at && at <= now;
        self.moments.iter().any(|moment| within(moment.at))
            || self.asked.book.of(row).iter().any(|brief| within(brief.due) || within(brief.warn))
    }

    /// What is reached between two instants, in order.
    fn walk(&mut self, since: i64, now: i64) -> Result<Vec<Reached>, DeskError> {
        let mut known = self.state(since, true)?;
        let mut found = Vec::new();
        let mut last = since;
        let mut ends: Vec<i64> = self.moments.iter().map(|moment| moment.at).collect();
        ends.retain(|&at| since < at && at <= now);
        ends.dedup();
        if ends.len() > MOST_STEPS {
            let sentence = "a ticket has more than 2,000 events in this time; ask for less time";
            return Err(DeskError::new(TOO_MANY, sentence));
        }
        if ends.last() != Some(&now) {
            ends.push(now);
        }
        for end in ends {
            // First what time alone brought, then what happened.
            for with_end in [false, true] {
                let state = self.state(end, with_end)?;
                for reached in state.iter().filter(|reached| !known.iter().any(|before| before.is(reached))) {
                    let at =
                        if with_end || reached.at <= last || reached.at > end { end } else { reached.at };
                    found.push(Reached { at, ..*reached });
                }
                known = state;
            }
            last = end;
        }
        Ok(found)
    }

    /// The levels reached at an instant, with or without what happens at it.
    fn state(&mut self, at: i64, with: bool) -> Result<Vec<Reached>, DeskError> {
        let until = self.moments.partition_point(|moment| moment.at < at || (with && moment.at == at));
        let before = self.moments.get(..until).unwrap_or_default().iter().copied();
        let cycles = self.engine.run(before, at)?;
        let mut reached = Vec::new();
        for cycle in cycles {
            if let Some(warned) = warned_at(self.asked, cycle, at) {
                reached.push(Reached { level: Level::Warning, at: warned, cycle: *cycle });
            }
            if let Some(due) = cycle.breached_at {
                reached.push(Reached { level: Level::Breach, at: due, cycle: *cycle });
                if let (State::Fulfilled, Some(stop)) = (cycle.state, cycle.stop) {
                    reached.push(Reached { level: Level::Recovered, at: stop, cycle: *cycle });
                }
            }
        }
        Ok(reached)
    }
}

/// When a cycle came at risk, where it has by `now`.
fn warned_at(asked: Asked<'_>, cycle: &Cycle, now: i64) -> Option<i64> {
    let levels = asked.plan.warnings(cycle.set, cycle.clock);
    let hours = asked.plan.hours(cycle.calendar);
    let end = cycle.stop.unwrap_or(now);
    let left = match cycle.amount {
        Amount::Time(time) => {
            let before = |level: &Warning| level.before(time);
            levels.iter().map(before).max().filter(|&before| time - cycle.used <= before)?
        }
        Amount::Days(..) | Amount::Stated => {
            let length = hours.elapsed(cycle.start, cycle.due?).ok()?;
            levels.iter().map(|level| level.before(length)).max()?
        }
    };
    match cycle.due.and_then(|due| hours.deadline_back(due, left)) {
        Some(at) => (at <= end).then_some(at),
        None => matches!(cycle.amount, Amount::Time(_)).then_some(end),
    }
}

fn alert(asked: Asked<'_>, row: u32, reached: &Reached) -> Alert {
    let Reached { level, at, cycle } = reached;
    let ticket = asked.store.tickets().ids().get(row).unwrap_or_default().to_string();
    let policy = asked.policy(cycle.policy);
    let (target, told) = match cycle.amount {
        Amount::Time(time) => (Some(time as f64 / 1_000.0), (time / 1_000).to_string()),
        Amount::Days(days, _) => (None, [&days.to_string(), "d"].concat()),
        Amount::Stated => (None, "stated".to_string()),
    };
    let clock: Clock = cycle.clock;
    let mark = reached.mark().to_string();
    let parts = [&ticket, clock.name(), &cycle.number.to_string(), &policy, &told, level.name(), &mark];
    Alert {
        kind: "clock",
        id: parts.join("/"),
        level: level.name(),
        at: *at as f64,
        clock: clock.name(),
        cycle: cycle.number,
        due: cycle.due.map(|due| due as f64),
        target,
        used: cycle.used as f64 / 1_000.0,
        ticket,
        policy,
    }
}
