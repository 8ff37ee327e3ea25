//! The clocks of tickets that need nothing of what makes [`super::Engine`] long: one policy and target throughout, hours that
//! all clocks of the ticket share, and no end but a response or a solve. They run and stand still together, so one sum serves
//! all, and nothing is kept of their stretches.
//!
//! Easy to get wrong: this is a second way to the same cycles. It answers only where the tables of calendars do, and leaves
//! everything else to the engine, which tests compare it with.

use super::act::{Party, StatusRule};
use super::book::{Brief, Standing};
use super::clock::Clock;
use super::knobs::{Merge, Pause, Reopen, Start};
use super::plan::Plan;
use super::target::{Amount, Hours, TargetSet};
use super::timeline::Beginning;
use crate::store::{Events, NO_INSTANT, NOT_STATED, Stated, Store};
use crate::ticket::{Kind, Role};

/// The clocks that have one cycle here.
const CLOCKS: [Clock; 3] = [Clock::FirstResponse, Clock::FirstResolution, Clock::Resolution];

/// Runs the clocks of tickets, one after the other.
#[derive(Debug)]
pub(super) struct Direct<'a> {
    plan: &'a Plan,
    store: &'a Store,
    now: i64,
    /// What each set promises; none where its clocks need the engine.
    sets: Vec<Option<Promise<'a>>>,
    /// A bit for each kind of event that matters to clocks or policies.
    kinds: u32,
}

/// What a status does to the clocks.
#[derive(Debug, Clone, Copy, Default)]
struct Mode {
    solved: bool,
    runs: bool,
    /// Whether it is a first response.
    answers: bool,
}

/// What a set promises of clocks that share their hours.
#[derive(Debug, Clone, Copy)]
struct Promise<'a> {
    hours: Hours<'a>,
    /// Of each of [`CLOCKS`].
    limits: [Option<i64>; CLOCKS.len()],
}

/// A clock of the ticket at hand.
#[derive(Debug, Clone, Copy)]
struct Lane {
    limit: i64,
    /// When its target was used up, where a stretch did that.
    due: i64,
    active: bool,
}

/// The ticket at hand.
struct Ticket<'t> {
    hours: Hours<'t>,
    lanes: [Lane; CLOCKS.len()],
    set: u32,
    created: i64,
    solved_at: Option<i64>,
    mode: Mode,
    /// Since when its clocks run, and how much open time had passed by then.
    since: Option<(i64, i64)>,
    used: i64,
}

impl<'a> Direct<'a> {
    pub fn new(plan: &'a Plan, store: &'a Store, now: i64) -> Self {
        let terms = plan.terms();
        let knobs = terms.knobs;
        let is_plain = knobs.start != Start::CustomerMessage
            && !knobs.unseen_solve_in_time
            && knobs.paused_due.is_none()
            && CLOCKS.iter().all(|&clock| knobs.pause[clock as usize] == Pause::Stop)
            && CLOCKS[1..].iter().all(|&clock| knobs.reopen[clock as usize] != Reopen::Restart);
        let promise = |set: &TargetSet| promise(plan, set).filter(|_| is_plain);
        let sets = terms.sets.iter().map(promise).collect();
        let matter = [Kind::Reply, Kind::Note, Kind::Status, Kind::Merged, Kind::Spam, Kind::Deleted];
        let kinds = matter.iter().fold(plan.asks(), |bits, &kind| bits | 1 << kind as u32);
        Self { plan, store, now, sets, kinds }
    }

    /// Writes the cycles of a ticket; `None` where only the engine knows them.
    pub fn write(&self, row: usize, briefs: &mut Vec<Brief>) -> Option<()> {
        let Self { plan, store, now, .. } = *self;
        let (tickets, events, knobs) = (store.tickets(), store.events(), plan.terms().knobs);
        let created = *tickets.created().get(row)?;
        if created == NO_INSTANT || created > now {
            return Some(());
        }
        let facts = [Stated::FirstResponse, Stated::Resolved, Stated::Closed];
        if facts.iter().any(|&fact| tickets.stated(fact, row) > NOT_STATED) {
            return None;
        }
        let range = tickets.events(row);
        let Beginning { party, status, mut moving } = Beginning::of(plan, store, row);
        let set = plan.set(store, row, &moving);
        let promise = match set {
            Some(set) => (*self.sets.get(set)?)?,
            None => Promise { hours: Hours::Calendar, limits: Default::default() },
        };
        let lane =
            |limit: Option<i64>| Lane { limit: limit.unwrap_or(0), due: NO_INSTANT, active: limit.is_some() };
        let mut ticket = Ticket {
            hours: promise.hours,
            lanes: promise.limits.map(lane),
            set: set.unwrap_or(0) as u32,
            created,
            solved_at: None,
            mode: self.mode(status),
            since: None,
            used: 0,
        };
        ticket.set_running(created)?;
        if ticket.mode.solved {
            self.solve(&mut ticket, created, briefs)?;
        }
        let mut opening = party == Party::Agent && knobs.opening_is_no_response;
        let (instants, whats, values) = (events.at(), events.what(), events.value());
        let columns = instants[range.clone()].iter().zip(&whats[range.clone()]).zip(&values[range]);
        for ((&when, &what), &value) in columns {
            if when > now {
                break;
            }
            let code = Events::kind_of(what);
            if self.kinds >> code & 1 == 0 {
                continue;
            }
            let kind = Kind::from_code(code)?;
            let at = when.max(created);
            match (kind, Events::role_of(what)) {
                (Kind::Reply, Role::Agent | Role::Unknown) if std::mem::take(&mut opening) => {}
                (Kind::Reply, Role::Agent | Role::Unknown) => self.fulfil(&mut ticket, 0, at, briefs)?,
                (Kind::Note, Role::Agent | Role::Unknown) if knobs.answers.note => {
                    self.fulfil(&mut ticket, 0, at, briefs)?;
                }
                (Kind::Status, _) if when > created => {
                    ticket.mode = self.mode(value);
                    if ticket.mode.answers {
                        self.fulfil(&mut ticket, 0, at, briefs)?;
                    }
                    if ticket.mode.solved {
                        self.solve(&mut ticket, at, briefs)?;
                    } else {
                        ticket.solved_at = None;
                    }
                    ticket.set_running(at)?;
                }
                (Kind::Merged, _) if knobs.merge == Merge::Continue => {}
                (Kind::Merged | Kind::Spam | Kind::Deleted, _) => return None,
                _ => {}
            }
            if when > created && plan.asks_for(kind) && (moving.take(store, kind, value) || plan.is_dated()) {
                moving.at = when;
                if plan.set(store, row, &moving) != set {
                    return None;
                }
            }
        }
        for at in 0..CLOCKS.len() {
            self.stand(&mut ticket, at, briefs)?;
        }
        Some(())
    }

    fn mode(&self, code: u32) -> Mode {
        let terms = self.plan.terms();
        let rule = terms.statuses.get(self.plan.status(code) as usize);
        let StatusRule { solved, pauses } = rule.copied().unwrap_or_default();
        let by = terms.knobs.answers;
        let answers = by.status || by.solved && solved || by.paused && !solved && pauses.contains(&true);
        Mode { solved, runs: !(solved || pauses[Clock::Resolution as usize]), answers }
    }

    /// The clocks that end with a solve do, those that a reopening resumes only until then.
    fn solve(&self, ticket: &mut Ticket<'_>, at: i64, briefs: &mut Vec<Brief>) -> Option<()> {
        for lane in 1..CLOCKS.len() {
            if !self.resumes(lane) {
                self.fulfil(ticket, lane, at, briefs)?;
            }
        }
        ticket.solved_at.get_or_insert(at);
        Some(())
    }

    fn resumes(&self, lane: usize) -> bool {
        lane > 0 && self.plan.terms().knobs.reopen[CLOCKS[lane] as usize] == Reopen::Resume
    }

    /// Ends a clock under way by what it waited for.
    #[inline(never)]
    fn fulfil(&self, ticket: &mut Ticket<'_>, lane: usize, at: i64, briefs: &mut Vec<Brief>) -> Option<()> {
        if ticket.lanes[lane].active {
            ticket.lanes[lane].active = false;
            let due = ticket.due(lane, at)?;
            let late = due < at || due == at && self.plan.terms().knobs.act_at_due_is_late;
            let standing = if late { Standing::Missed } else { Standing::Met };
            briefs.push(ticket.brief(lane, due, standing));
        }
        Some(())
    }

    /// Tells how a clock under way stands.
    fn stand(&self, ticket: &mut Ticket<'_>, lane: usize, briefs: &mut Vec<Brief>) -> Option<()> {
        let Lane { active, due, limit } = ticket.lanes[lane];
        match ticket.solved_at.filter(|_| self.resumes(lane)) {
            _ if !active => {}
            Some(at) => self.fulfil(ticket, lane, at, briefs)?,
            None if ticket.since.is_none() => {
                let after = self.plan.terms().knobs.breach_after_due;
                let late = due != NO_INSTANT && (due < self.now || due == self.now && !after);
                let standing = if late { Standing::PausedLate } else { Standing::Paused };
                briefs.push(ticket.brief(lane, due, standing));
            }
            None => {
                let due = ticket.due(lane, self.now)?;
                let warnings = self.plan.warnings(ticket.set as usize, CLOCKS[lane]);
                let earliest = warnings.iter().map(|level| level.before(limit)).max();
                let warn = earliest.and_then(|earliest| ticket.hours.deadline_back(due, earliest));
                let brief = ticket.brief(lane, due, Standing::Running);
                briefs.push(Brief { warn: warn.unwrap_or(NO_INSTANT), ..brief });
            }
        }
        Some(())
    }
}

impl Ticket<'_> {
    /// Lets the clocks run or stand still from an instant on, as the status says.
    fn set_running(&mut self, at: i64) -> Option<()> {
        match self.since {
            Some((from, passed)) if !self.mode.runs => {
                let ran = self.hours.passed(at)? - passed;
                for lane in &mut self.lanes {
                    if at > from && lane.active && lane.due == NO_INSTANT && self.used + ran >= lane.limit {
                        let left = lane.limit - self.used;
                        lane.due = self.hours.reached(passed.checked_add(left)?, from, left)?;
                    }
                }
                self.used += ran;
                self.since = None;
            }
            None if self.mode.runs => self.since = Some((at, self.hours.passed(at)?)),
            _ => {}
        }
        Some(())
    }

    /// When a clock was or is due, if it runs on from an instant.
    fn due(&self, lane: usize, at: i64) -> Option<i64> {
        let Lane { limit, due, .. } = self.lanes[lane];
        if due != NO_INSTANT {
            return Some(due);
        }
        let (from, passed) = match self.since {
            Some(since) => since,
            None => (at, self.hours.passed(at)?),
        };
        let left = limit - self.used;
        self.hours.reached(passed.checked_add(left)?, from, left)
    }

    fn brief(&self, lane: usize, due: i64, standing: Standing) -> Brief {
        let (start, clock) = (self.created, CLOCKS[lane]);
        Brief { start, due, warn: NO_INSTANT, clock, standing, set: self.set }
    }
}

/// What a set promises, where its clocks are ours and share their hours.
fn promise<'a>(plan: &'a Plan, set: &TargetSet) -> Option<Promise<'a>> {
    let mut limits = [None; CLOCKS.len()];
    let mut calendar = None;
    for clock in Clock::ALL {
        let Some(target) = set.of(clock) else { continue };
        let lane = CLOCKS.iter().position(|&known| known == clock)?;
        let Amount::Time(limit) = target.amount else { return None };
        if *calendar.get_or_insert(target.calendar) != target.calendar || limit <= 0 {
            return None;
        }
        limits[lane] = Some(limit);
    }
    Some(Promise { hours: plan.hours(calendar.flatten()), limits })
}
