//! Where every clock of every ticket stands, kept between questions.

use super::act::Moment;
use super::clock::{ByClock, Clock, Clocks};
use super::cycle::{Cycle, State};
use super::direct::Direct;
use super::engine::Engine;
use super::plan::Plan;
use super::target::{Amount, TargetSet};
use super::timeline::acts;
use crate::error::DeskError;
use crate::sort::order_by;
use crate::store::{NO_INSTANT, Store};

/// One cycle, as far as questions about many need it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Brief {
    /// When it started.
    pub start: i64,
    /// When its target is used up; [`NO_INSTANT`] while that is unknown.
    pub due: i64,
    /// When it comes at risk; [`NO_INSTANT`] where it does not.
    pub warn: i64,
    /// Which clock.
    pub clock: Clock,
    /// How it stands.
    pub standing: Standing,
    /// The set of its target.
    pub set: u32,
}

/// How a cycle stands, whatever the time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// Ended in time.
    Met,
    /// Ended late.
    Missed,
    /// Under way; the time says the rest.
    Running,
    /// Standing still.
    Paused,
    /// Standing still, and late before that.
    PausedLate,
    /// Ended without being fulfilled.
    Cancelled,
}

/// How many standings there are.
const STANDINGS: usize = 6;

/// How a cycle under way stands at an instant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Urgency {
    /// In good time.
    Running,
    /// Past its warning level.
    AtRisk,
    /// Past its due instant.
    Breached,
}

/// How many cycles of a clock stand how, whatever the time.
#[derive(Debug, Clone, Copy, Default)]
pub struct Tally {
    /// By [`Standing`].
    pub standing: [u32; STANDINGS],
    /// Those under way of which nobody knows when they are due.
    pub undated: u32,
    /// Tickets that have such a clock.
    pub tickets: u32,
}

/// Room is made for no more cycles of a ticket than this before they are known.
const USUAL: usize = 4;

/// All clocks of a desk. Clocks under way are kept by their due instants, so that time moving on costs nothing.
#[derive(Debug, Default)]
pub struct Book {
    briefs: Vec<Brief>,
    /// Where the briefs of each ticket are.
    stretch: Vec<(u32, u32)>,
    /// Clocks under way in ascending order: due instant, ticket, place in `briefs`.
    open: Vec<(i64, u32, u32)>,
    tallies: ByClock<Tally>,
    /// Tickets that are there.
    tickets: u32,
    /// Tickets whose times lie outside what the calendars know.
    beyond: Vec<u32>,
    unused: usize,
}

impl Book {
    /// The clocks of all tickets at `now`.
    pub fn new(plan: &Plan, store: &Store, now: i64) -> Self {
        let rows = store.tickets().len();
        let tickets = store.tickets().created().iter().filter(|&&created| created <= now).count() as u32;
        let clocks = |set: &TargetSet| set.targets.iter().flatten().count();
        let most = plan.terms().sets.iter().map(clocks).max().unwrap_or(0);
        let briefs = Vec::with_capacity(rows * most.min(USUAL));
        let mut book = Self { briefs, stretch: vec![(0, 0); rows], tickets, ..Self::default() };
        let mut writer = Writer::new(plan, store, now);
        for row in 0..rows {
            writer.write(&mut book, row);
        }
        book.order();
        book
    }

    /// Brings the clocks under way into order. They were written in that of their tickets, which stays among equals.
    fn order(&mut self) {
        let first = self.open.iter().map(|&(due, ..)| due).min().unwrap_or(0);
        let order = order_by(self.open.len(), &|at| self.open[at].0.wrapping_sub(first) as u64);
        self.open = order.iter().map(|&at| self.open[at as usize]).collect();
    }

    /// Brings some tickets up to date; no ticket is created later than `now`.
    pub fn update(&mut self, plan: &Plan, store: &Store, rows: &[u32], now: i64) {
        self.stretch.resize(store.tickets().len(), (0, 0));
        self.tickets = store.tickets().len() as u32;
        let mut writer = Writer::new(plan, store, now);
        for &row in rows {
            self.forget(row);
            let before = self.open.len();
            writer.write(self, row as usize);
            for at in before..self.open.len() {
                let new = self.open[at];
                let place = self.open[..at].partition_point(|old| *old < new);
                self.open.copy_within(place..at, place + 1);
                self.open[place] = new;
            }
        }
        if self.unused > self.briefs.len() / 2 + 64 {
            *self = Self::new(plan, store, now);
        }
    }

    fn forget(&mut self, row: u32) {
        let (start, count) = self.stretch[row as usize];
        self.tally(row as usize, u32::MAX);
        for place in start..start + count {
            let old = (self.briefs[place as usize].due, row, place);
            let at = self.open.partition_point(|other| *other < old);
            if self.open.get(at) == Some(&old) {
                self.open.remove(at);
            }
        }
        self.unused += count as usize;
        self.beyond.retain(|&beyond| beyond != row);
    }

    /// Adds so many times the cycles of a ticket to the tallies; all numbers wrap around.
    fn tally(&mut self, row: usize, times: u32) {
        let mut seen = Clocks::default();
        let (start, count) = self.stretch[row];
        for brief in &self.briefs[start as usize..(start + count) as usize] {
            let Tally { standing, undated, tickets } = &mut self.tallies[brief.clock as usize];
            let add = |to: &mut u32, one: bool| *to = to.wrapping_add(if one { times } else { 0 });
            add(&mut standing[brief.standing as usize], true);
            add(undated, brief.standing == Standing::Running && brief.due == NO_INSTANT);
            add(tickets, !seen.contains(brief.clock));
            seen = seen.with(brief.clock);
        }
    }

    /// How many tickets are there.
    pub fn tickets(&self) -> u32 {
        self.tickets
    }

    /// How many cycles of each clock stand how.
    pub fn tallies(&self) -> &ByClock<Tally> {
        &self.tallies
    }

    /// The cycles of a ticket.
    pub fn of(&self, row: usize) -> &[Brief] {
        let (start, count) = self.stretch.get(row).copied().unwrap_or((0, 0));
        self.briefs.get(start as usize..(start + count) as usize).unwrap_or_default()
    }

    /// Clocks under way that are due at `from` or later, the next first: due instant, ticket, cycle.
    pub fn due_from(&self, from: i64) -> impl Iterator<Item = (i64, u32, Brief)> {
        let first = self.open.partition_point(|&(due, ..)| due < from);
        self.open[first..]
            .iter()
            .filter_map(|&(due, row, place)| Some((due, row, *self.briefs.get(place as usize)?)))
    }

    /// Tickets whose times lie outside what the calendars know.
    pub fn beyond(&self) -> &[u32] {
        &self.beyond
    }

    /// Bytes of memory held.
    pub fn memory(&self) -> usize {
        self.briefs.capacity() * size_of::<Brief>()
            + self.stretch.capacity() * size_of::<(u32, u32)>()
            + self.open.capacity() * size_of::<(i64, u32, u32)>()
    }
}

impl Brief {
    /// Whether it ended late, or is late at an instant.
    pub fn is_late(&self, now: i64, breach_after_due: bool) -> bool {
        match self.standing {
            Standing::Missed | Standing::PausedLate => true,
            Standing::Running if self.due != NO_INSTANT => {
                self.urgency(now, breach_after_due) == Urgency::Breached
            }
            _ => false,
        }
    }

    /// How a clock under way stands at an instant.
    pub fn urgency(&self, now: i64, breach_after_due: bool) -> Urgency {
        if now > self.due || (now == self.due && !breach_after_due) {
            Urgency::Breached
        } else if self.warn != NO_INSTANT && now >= self.warn {
            Urgency::AtRisk
        } else {
            Urgency::Running
        }
    }
}

/// Writes tickets into a book.
struct Writer<'a> {
    plan: &'a Plan,
    store: &'a Store,
    direct: Direct<'a>,
    engine: Engine<'a>,
    acts: Vec<Moment>,
    now: i64,
}

impl<'a> Writer<'a> {
    fn new(plan: &'a Plan, store: &'a Store, now: i64) -> Self {
        let direct = Direct::new(plan, store, now);
        Self { plan, store, direct, engine: Engine::new(plan.terms()), acts: Vec::new(), now }
    }

    fn write(&mut self, book: &mut Book, row: usize) {
        let start = book.briefs.len();
        if self.direct.write(row, &mut book.briefs).is_none() {
            book.briefs.truncate(start);
            self.run(book, row);
        }
        for (place, brief) in book.briefs.iter().enumerate().skip(start) {
            if brief.standing == Standing::Running && brief.due != NO_INSTANT {
                book.open.push((brief.due, row as u32, place as u32));
            }
        }
        book.stretch[row] = (start as u32, (book.briefs.len() - start) as u32);
        book.tally(row, 1);
    }

    fn run(&mut self, book: &mut Book, row: usize) {
        acts(self.plan, self.store, row, &mut self.acts);
        match self.engine.run(self.acts.iter().copied(), self.now) {
            Ok(cycles) => book.briefs.extend(cycles.iter().map(|cycle| brief(self.plan, cycle))),
            Err(_) => book.beyond.push(row as u32),
        }
    }
}

fn brief(plan: &Plan, cycle: &Cycle) -> Brief {
    let standing = match (cycle.state, cycle.breached()) {
        (State::Fulfilled, false) => Standing::Met,
        (State::Fulfilled | State::Cancelled, true) => Standing::Missed,
        (State::Cancelled, false) => Standing::Cancelled,
        (State::Running, _) => Standing::Running,
        (State::Paused, false) => Standing::Paused,
        (State::Paused, true) => Standing::PausedLate,
    };
    let warn = match (standing, cycle.due) {
        (Standing::Running, Some(due)) => warning_at(plan, cycle, due),
        _ => None,
    };
    Brief {
        start: cycle.start,
        due: cycle.due.unwrap_or(NO_INSTANT),
        warn: warn.unwrap_or(NO_INSTANT),
        clock: cycle.clock,
        standing,
        set: cycle.set as u32,
    }
}

/// When the first warning level of a clock under way is reached.
fn warning_at(plan: &Plan, cycle: &Cycle, due: i64) -> Option<i64> {
    let hours = plan.hours(cycle.calendar);
    let length = match cycle.amount {
        Amount::Time(time) => time,
        Amount::Days(..) | Amount::Stated => hours.elapsed(cycle.start, due).ok()?,
    };
    let earliest = plan.warnings(cycle.set, cycle.clock).iter().map(|level| level.before(length)).max()?;
    hours.deadline_back(due, earliest)
}

/// The cycles of one ticket at `now`, each with the stretches in which it ran.
pub fn cycles_of(
    plan: &Plan,
    store: &Store,
    row: usize,
    now: i64,
) -> Result<Vec<(Cycle, Vec<super::Run>)>, DeskError> {
    let mut moments = Vec::new();
    acts(plan, store, row, &mut moments);
    Engine::new(plan.terms()).explain(moments, now)
}
