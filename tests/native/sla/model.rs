//! Random tickets against a walk minute by minute that knows nothing of calendars' tables or of sums.

use deskgauge::calendar::{Calendar, Prepared};
use deskgauge::sla::{
    Act, Amount, Answers, CLOCKS, Clock, Cycle, Engine, Knobs, Moment, Party, Pause, Reopen, State,
    StatusRule, Target, TargetSet, Terms,
};
use deskgauge::time::DAY;
use proptest::prelude::*;

use super::story::{MONDAY, calendars};

const MINUTE: i64 = 60_000;
const CLOCKS_OF_MODEL: [Clock; 4] =
    [Clock::FirstResponse, Clock::NextResponse, Clock::PeriodicUpdate, Clock::Resolution];
/// Open, pending, solved, and solved in a status that pauses too.
const STATUSES: [(bool, bool); 4] = [(false, false), (false, true), (true, false), (true, true)];
/// Open hours of each calendar: the office's, the long ones.
const HOURS: [(i64, i64); 2] = [(9, 17), (8, 20)];

/// Minutes, and the calendar in which they count.
type Goal = Option<(i64, Option<usize>)>;

/// A random ticket, with times in minutes from Monday.
#[derive(Debug, Clone)]
struct Ticket {
    created: i64,
    acts: Vec<(i64, Act)>,
    now: i64,
    /// The goal of each clock in each set.
    sets: Vec<[Goal; 4]>,
    pause: Pause,
    reopen: Reopen,
    answers: Answers,
}

fn any_ticket() -> impl Strategy<Value = Ticket> {
    let act = prop_oneof![
        4 => Just(Act::Message(Party::Agent)),
        4 => Just(Act::Message(Party::Customer)),
        1 => Just(Act::Note),
        1 => Just(Act::Message(Party::System)),
        8 => (0..4_u32).prop_map(Act::Status),
        2 => prop::option::of(0..3_usize).prop_map(Act::Targets),
        1 => Just(Act::Gone),
    ];
    let gap = prop_oneof![1 => Just(0), 3 => 1..90_i64, 1 => 90..2_000_i64];
    let target = prop::option::weighted(0.8, (1..900_i64, prop::option::of(0..2_usize)));
    let set = [target.clone(), target.clone(), target.clone(), target];
    (
        (0..3_000_i64, prop::collection::vec((gap, act), 0..14), 0..4_000_i64),
        prop::collection::vec(set, 3),
        prop::sample::select(vec![Pause::Stop, Pause::Hide, Pause::Run]),
        prop::sample::select(vec![Reopen::Ignore, Reopen::Resume, Reopen::Restart]),
        any::<[bool; 4]>(),
    )
        .prop_map(|((created, gaps, after), sets, pause, reopen, [note, paused, solved, status])| {
            let mut at = created;
            let timed = |(gap, act)| {
                at += gap;
                (at, act)
            };
            let acts: Vec<(i64, Act)> = gaps.into_iter().map(timed).collect();
            Ticket {
                created,
                now: created + after,
                acts,
                sets,
                pause,
                reopen,
                answers: Answers { note, paused, solved, status },
            }
        })
}

/// What is compared of a cycle: clock, state, start, stop, used, remaining, paused, due, breached.
type Seen = (Clock, State, i64, Option<i64>, i64, i64, i64, Option<i64>, bool);

fn is_open(calendar: Option<usize>, minute: i64) -> bool {
    let day = minute.div_euclid(24 * 60);
    calendar.is_none_or(|at| {
        day.rem_euclid(7) < 5 && (HOURS[at].0 * 60..HOURS[at].1 * 60).contains(&minute.rem_euclid(24 * 60))
    })
}

/// A clock of the model: whether each minute since its start ran.
#[derive(Debug, Clone, Default)]
struct Walked {
    active: bool,
    start: i64,
    ran: Vec<bool>,
    set: Option<usize>,
    solved_at: Option<i64>,
}

struct Model<'a> {
    ticket: &'a Ticket,
    clocks: [Walked; 4],
    status: usize,
    solved: bool,
    set: Option<usize>,
    waiting: bool,
    responded: bool,
    seen: Vec<Seen>,
}

impl Model<'_> {
    fn with_target(&self, clock: usize) -> Option<usize> {
        self.set.filter(|&set| self.ticket.sets[set][clock].is_some())
    }

    fn runs(&self, clock: usize) -> bool {
        let pauses = self.ticket.pause == Pause::Stop && STATUSES[self.status].1;
        !self.solved && self.clocks[clock].solved_at.is_none() && !pauses
    }

    fn begin(&mut self, clock: usize, at: i64) {
        let set = self.with_target(clock);
        self.clocks[clock] = Walked { active: true, start: at, set, ..Walked::default() };
    }

    fn tell(&mut self, clock: usize, end: i64, state: State) {
        let walked = &self.clocks[clock];
        let Some((target, calendar)) = walked.set.and_then(|set| self.ticket.sets[set][clock]) else {
            return;
        };
        let (mut used, mut paused, mut due) = (0, 0, None);
        for (minute, ran) in (walked.start..end).zip(&walked.ran) {
            match (is_open(calendar, minute), ran) {
                (true, true) => used += 1,
                (true, false) => paused += 1,
                _ => {}
            }
            if used == target && due.is_none() {
                due = Some(minute + 1);
            }
        }
        let reached = due.is_some();
        if due.is_none() {
            let ahead = (end..).filter(|&minute| is_open(calendar, minute));
            due = ahead.take((target - used) as usize).last().map(|minute| minute + 1);
        }
        if state == State::Paused && (!reached || self.ticket.pause == Pause::Hide) {
            due = None;
        }
        let stop = matches!(state, State::Fulfilled | State::Cancelled).then_some(end);
        let breached = due.is_some_and(|due| if stop.is_some() { due < end } else { due <= end });
        let told =
            (CLOCKS_OF_MODEL[clock], state, walked.start, stop, used, target - used, paused, due, breached);
        self.seen.push(told);
    }

    fn end(&mut self, clock: usize, at: i64, state: State) {
        if self.clocks[clock].active {
            self.tell(clock, at, state);
            self.clocks[clock].active = false;
        }
    }

    fn respond(&mut self, at: i64) {
        self.responded = true;
        self.end(0, at, State::Fulfilled);
    }

    fn change(&mut self, at: i64) {
        for clock in 0..4 {
            let (walked, new) = (&self.clocks[clock], self.with_target(clock));
            if walked.solved_at.is_some() {
                continue;
            }
            if walked.active && walked.set.is_some() && new.is_none() {
                self.tell(clock, at, State::Cancelled);
            }
            self.clocks[clock].set = new;
        }
    }

    fn happens(&mut self, at: i64, act: Act) {
        let answers = self.ticket.answers;
        match act {
            Act::Message(Party::Agent) => {
                self.respond(at);
                self.waiting = false;
                self.end(1, at, State::Fulfilled);
                self.end(2, at, State::Fulfilled);
                self.begin(2, at);
            }
            Act::Message(Party::Customer) if self.responded && !self.waiting => {
                self.waiting = true;
                self.begin(1, at);
            }
            Act::Note if answers.note => self.respond(at),
            Act::Status(to) => {
                let (solved, pauses) = STATUSES[to as usize];
                if answers.status || answers.paused && pauses && !solved || answers.solved && solved {
                    self.respond(at);
                }
                if answers.solved && solved {
                    self.waiting = false;
                    self.end(1, at, State::Fulfilled);
                }
                let was_solved = std::mem::replace(&mut self.solved, solved);
                self.status = to as usize;
                if solved && self.ticket.reopen == Reopen::Resume {
                    self.clocks[3].solved_at.get_or_insert(at);
                } else if solved {
                    self.end(3, at, State::Fulfilled);
                } else if was_solved {
                    self.clocks[3].solved_at = None;
                    if self.ticket.reopen == Reopen::Restart && !self.clocks[3].active {
                        self.begin(3, at);
                    }
                    self.change(at);
                }
            }
            Act::Targets(set) => {
                self.set = set;
                self.change(at);
            }
            _ => {}
        }
    }
}

/// What the walk says.
fn walked(ticket: &Ticket) -> Vec<Seen> {
    let mut model = Model {
        ticket,
        clocks: Default::default(),
        status: 0,
        solved: false,
        set: Some(0),
        waiting: false,
        responded: false,
        seen: Vec::new(),
    };
    model.begin(0, ticket.created);
    model.begin(3, ticket.created);
    let mut acts = ticket.acts.iter().peekable();
    for minute in ticket.created..=ticket.now {
        while let Some(&(at, act)) = acts.next_if(|(at, _)| *at <= minute) {
            if act == Act::Gone {
                for clock in [0, 1, 2, 3] {
                    match model.clocks[clock].solved_at {
                        Some(solved) => model.end(clock, solved, State::Fulfilled),
                        None => model.end(clock, at, State::Cancelled),
                    }
                }
                return model.seen;
            }
            model.happens(at, act);
        }
        for clock in 0..4 {
            let runs = model.runs(clock);
            model.clocks[clock].ran.push(runs);
        }
    }
    for clock in 0..4 {
        let hidden = ticket.pause == Pause::Hide && STATUSES[model.status].1;
        match model.clocks[clock] {
            Walked { active: true, solved_at: Some(at), .. } => model.tell(clock, at, State::Fulfilled),
            Walked { active: true, .. } if hidden || !model.runs(clock) => {
                model.tell(clock, ticket.now, State::Paused);
            }
            Walked { active: true, .. } => model.tell(clock, ticket.now, State::Running),
            Walked { active: false, .. } => {}
        }
    }
    model.seen
}

/// What the engine says.
fn run(ticket: &Ticket, now: i64) -> Vec<Cycle> {
    let knobs = Knobs {
        pause: [ticket.pause; CLOCKS],
        reopen: [ticket.reopen; CLOCKS],
        answers: ticket.answers,
        ..Knobs::default()
    };
    let set = |targets: &[Goal; 4]| {
        let mut set = TargetSet::default();
        for (clock, target) in CLOCKS_OF_MODEL.into_iter().zip(targets) {
            set.targets[clock as usize] =
                target.map(|(time, calendar)| Target { amount: Amount::Time(time * MINUTE), calendar });
        }
        set
    };
    let sets: Vec<TargetSet> = ticket.sets.iter().map(set).collect();
    let range = (MONDAY - DAY, MONDAY + 20 * DAY);
    let prepared = |(_, calendar): (String, Calendar)| Prepared::new(calendar, range).unwrap();
    let calendars: Vec<Prepared> = calendars().into_iter().map(prepared).collect();
    let statuses = STATUSES.map(|(solved, pauses)| StatusRule::new(solved, pauses));
    let terms = Terms { knobs: &knobs, statuses: &statuses, sets: &sets, calendars: &calendars };
    let created = [Act::Targets(Some(0)), Act::Created(Party::Customer, 0)].map(|act| (ticket.created, act));
    let moments = created.into_iter().chain(ticket.acts.iter().copied());
    let moments = moments.map(|(at, act)| Moment { at: MONDAY + at * MINUTE, act });
    Engine::new(terms).run(moments, MONDAY + now * MINUTE).unwrap().to_vec()
}

fn seen(cycle: &Cycle) -> Seen {
    let minute = |at: i64| (at - MONDAY) / MINUTE;
    (
        cycle.clock,
        cycle.state,
        minute(cycle.start),
        cycle.stop.map(minute),
        cycle.used / MINUTE,
        cycle.remaining.unwrap() / MINUTE,
        cycle.paused / MINUTE,
        cycle.due.map(minute),
        cycle.breached(),
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_500))]

    #[test]
    fn clocks_are_what_a_walk_minute_by_minute_says(ticket in any_ticket()) {
        let found = run(&ticket, ticket.now);
        let hoped = walked(&ticket);
        for clock in CLOCKS_OF_MODEL {
            let of = |seen: &[Seen]| seen.iter().filter(|seen| seen.0 == clock).copied().collect::<Vec<_>>();
            let found: Vec<Seen> = found.iter().map(seen).collect();
            prop_assert_eq!(of(&found), of(&hoped));
        }
    }

    #[test]
    fn at_its_due_instant_a_clock_has_used_its_target(mut ticket in any_ticket()) {
        ticket.acts.retain(|&(at, _)| at <= ticket.now);
        let ahead = |cycle: &&Cycle| cycle.state == State::Running && !cycle.breached();
        for cycle in run(&ticket, ticket.now).iter().filter(ahead) {
            let due = (cycle.due.unwrap() - MONDAY) / MINUTE;
            let then = run(&ticket, due);
            let then = then.iter().rfind(|then| then.clock == cycle.clock).unwrap();
            prop_assert_eq!(Amount::Time(then.used), cycle.amount);
            prop_assert_eq!(then.due, cycle.due);
        }
    }

    #[test]
    fn what_comes_later_never_changes_the_past(ticket in any_ticket()) {
        let mut known = ticket.clone();
        known.acts.retain(|&(at, _)| at <= ticket.now);
        prop_assert_eq!(run(&ticket, ticket.now), run(&known, ticket.now));
    }
}
