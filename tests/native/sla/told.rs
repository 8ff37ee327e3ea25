//! The engine told of a ticket act by act and asked in between, against one that runs the ticket from the start each time.

use deskgauge::settings::{Value as Plain, read};
use deskgauge::sla::{
    Answers, ByClock, Change, Clock, Cycle, Engine, Knobs, Merge, Moment, OnChange, Pause, Plan, Policy,
    Promises, Recurrence, Reopen, Start, State, acts,
};
use serde_json::{Value, json};

use super::story::calendars;
use crate::desk::desk;
use crate::random::{Marks, Random, START, lines, tickets};

const HOUR: i64 = 3_600_000;
const DAY: i64 = 24 * HOUR;

fn by_clock<T: Copy>(random: &mut Random, of: &[T]) -> ByClock<T> {
    Clock::ALL.map(|_| random.pick(of))
}

/// Every switch in any position.
fn knobs(random: &mut Random) -> Knobs {
    let on_changes = [OnChange::Apply, OnChange::Apply, OnChange::Reset, OnChange::Freeze];
    let mut flag = || random.once_in(2);
    let answers = Answers { note: flag(), paused: flag(), solved: flag(), status: flag() };
    Knobs {
        opening_is_no_response: flag(),
        creation_waits: flag(),
        next_after_first: flag(),
        updates_from_creation: flag(),
        act_at_due_is_late: flag(),
        breach_after_due: flag(),
        miss_each_message: flag(),
        unseen_solve_in_time: flag(),
        answers,
        start: random.pick(&[Start::Creation, Start::CustomerMessage, Start::Assignment]),
        pause: by_clock(random, &[Pause::Stop, Pause::Extend, Pause::Hide, Pause::Run]),
        reopen: by_clock(random, &[Reopen::Ignore, Reopen::Resume, Reopen::Restart]),
        change: by_clock(random, &[Change::Recompute, Change::Forward, Change::Reset, Change::Freeze]),
        on_policy_change: random.pick(&on_changes),
        on_priority_change: random.pick(&on_changes),
        on_calendar_change: random.pick(&on_changes),
        merge: random.pick(&[Merge::Cancel, Merge::Continue]),
        recurrence: by_clock(
            random,
            &[Recurrence::Once, Recurrence::Independent, Recurrence::Sequential, Recurrence::Sequential],
        ),
        paused_due: random.pick(&[None, Some(0), Some(240_000)]),
        least_target: 0,
    }
}

/// Two policies with targets for most clocks, some by priority, some in working days.
fn promises(random: &mut Random) -> Promises {
    let mut targets = |_: &str| {
        let mut targets = json!({ "resolution": "8h" });
        for clock in Clock::ALL {
            let goals = [
                json!("30m"),
                json!("4h"),
                json!({ "byPriority": { "urgent": "1h", "*": "9h" } }),
                json!({ "byPriority": { "urgent": "2h" } }),
                json!({ "days": 2 }),
                json!({ "days": 1, "endOfDay": true, "calendar": "long" }),
            ];
            if !random.once_in(4) {
                targets[clock.name()] = goals[random.below(goals.len() as u64) as usize].clone();
            }
        }
        targets
    };
    let (one, two) = (targets("some"), targets("rest"));
    let wheres =
        [json!({ "priority": "urgent" }), json!({ "group": "first" }), json!({ "channel": "email" })];
    let policies: Value = json!([
        { "id": "some", "where": wheres[random.below(3) as usize], "targets": one, "calendar": "office" },
        { "id": "rest", "where": { "region": ["north", "south"] }, "targets": two, "calendar": "long" },
    ]);
    let written: Plain = serde_json::from_value(policies).unwrap();
    Promises {
        policies: read::<Option<Vec<Policy>>>(&written, "bad-settings").unwrap().unwrap(),
        calendars: calendars(),
        knobs: knobs(random),
        ..Promises::default()
    }
}

#[test]
fn an_engine_asked_in_between_says_what_a_run_from_the_start_says() {
    let mut seen = [0; Clock::ALL.len()];
    for seed in 0..300 {
        let random = &mut Random::new(seed);
        let mut tickets = tickets(random, 25, false);
        for ticket in &mut tickets {
            ticket.created -= ticket.created % (HOUR / 2);
            ticket.events.iter_mut().for_each(|event| event.at -= event.at % (HOUR / 2));
        }
        let desk = desk(&lines(&tickets, Marks::Number));
        let (store, promises) = (desk.store(), promises(random));
        let plan = Plan::new(&promises, store, (START - 2 * DAY, START + 200 * DAY)).unwrap();
        let (mut told, mut run) = (Engine::new(plan.terms()), Engine::new(plan.terms()));
        let mut moments: Vec<Moment> = Vec::new();
        for row in 0..store.tickets().len() {
            acts(&plan, store, row, &mut moments);
            told.begin_ticket();
            let mut next = 0;
            while let Some(&Moment { at, .. }) = moments.get(next) {
                while let Some(&moment) = moments.get(next).filter(|moment| moment.at <= at) {
                    told.tell(moment).unwrap();
                    next += 1;
                }
                // At the act, and a while later unless the next one comes first.
                let later = at + random.below(30) as i64 * HOUR / 2;
                for now in [at, later] {
                    if moments.get(next).is_some_and(|moment| moment.at <= now) {
                        continue;
                    }
                    let is_open = |cycle: &&Cycle| matches!(cycle.state, State::Running | State::Paused);
                    let whole = run.run(moments.iter().copied(), now).unwrap();
                    let hoped: Vec<Cycle> = whole.iter().filter(is_open).copied().collect();
                    let under_way = told.under_way(now).unwrap();
                    let found: Vec<Cycle> = under_way.iter().filter(is_open).copied().collect();
                    assert_eq!(found, hoped, "seed {seed}, ticket {row} at {now} of {promises:?}");
                    found.iter().for_each(|cycle| seen[cycle.clock as usize] += 1);
                }
            }
        }
    }
    assert!(seen.iter().all(|&count| count > 500), "every clock is looked at: {seen:?}");
}
