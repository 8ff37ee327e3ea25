//! What is kept of all clocks of a desk, against the cycles of each ticket as the engine runs them.

use deskgauge::settings::{Value as Plain, read};
use deskgauge::sla::{
    Amount, Book, Brief, Cycle, Knobs, Plan, Policy, Promises, Standing, State, Warning, cycles_of,
};
use deskgauge::store::{NO_INSTANT, Store};
use serde_json::{Value, json};

use super::story::calendars;
use crate::desk::desk;
use crate::random::{Marks, Random, START, lines, tickets};

const HOUR: i64 = 3_600_000;
const DAY: i64 = 24 * HOUR;
const TOOLS: [&str; 6] = ["deskgauge", "jira", "zendesk", "frappe", "freshdesk", "rt"];

/// Two policies of the clocks that desks have most, and one that none of them has, under the switches of some tool.
fn promises(random: &mut Random) -> Promises {
    let targets = [
        json!({ "first_response": "2h", "first_resolution": "8h", "resolution": "8h" }),
        json!({ "first_response": "4h", "resolution": { "time": "16h", "calendar": "long" } }),
        json!({ "first_response": { "byPriority": { "urgent": "1h", "*": "3h" } }, "resolution": "24h" }),
        json!({ "resolution": "90m", "next_response": "2h" }),
        json!({ "first_response": "30m", "resolution": "40h" }),
    ];
    let conditions =
        [json!({ "priority": "urgent" }), json!({ "channel": "email" }), json!({ "group": "first" })];
    let mut policy = |id: &str, condition: &Value| {
        let targets = &targets[random.below(targets.len() as u64) as usize];
        let calendar = random.pick(&["office", "office", "long"]);
        json!({ "id": id, "targets": targets, "where": condition, "calendar": calendar })
    };
    let rest = json!({ "region": ["north", "south"] });
    let mut policies = [policy("some", &rest), policy("rest", &rest)];
    policies[0]["where"] = conditions[random.below(conditions.len() as u64) as usize].clone();
    if random.once_in(3) {
        policies[0].as_object_mut().unwrap().remove("calendar");
    }
    let written: Plain = serde_json::from_value(json!(policies)).unwrap();
    let mut knobs = Knobs::named(random.pick(&TOOLS)).unwrap();
    knobs.answers.note |= random.once_in(4);
    knobs.act_at_due_is_late = random.once_in(2);
    knobs.breach_after_due = random.once_in(2);
    Promises {
        policies: read::<Option<Vec<Policy>>>(&written, "bad-settings").unwrap().unwrap(),
        calendars: calendars(),
        knobs,
        ..Promises::default()
    }
}

/// What is to be kept of a cycle.
fn brief(plan: &Plan, cycle: &Cycle) -> Brief {
    let late = cycle.breached_at.is_some();
    let standing = match cycle.state {
        State::Running => Standing::Running,
        State::Paused if late => Standing::PausedLate,
        State::Paused => Standing::Paused,
        State::Fulfilled if !late => Standing::Met,
        State::Cancelled if !late => Standing::Cancelled,
        State::Fulfilled | State::Cancelled => Standing::Missed,
    };
    let Amount::Time(length) = cycle.amount else { panic!("all targets are times") };
    let running = cycle.due.filter(|_| standing == Standing::Running);
    let warn =
        running.and_then(|due| plan.hours(cycle.calendar).deadline_back(due, Warning::USUAL.before(length)));
    Brief {
        start: cycle.start,
        due: cycle.due.unwrap_or(NO_INSTANT),
        warn: warn.unwrap_or(NO_INSTANT),
        clock: cycle.clock,
        standing,
        set: cycle.set as u32,
    }
}

fn check(store: &Store, promises: &Promises, range: (i64, i64), now: i64) -> [usize; 6] {
    let plan = Plan::new(promises, store, range).unwrap();
    let book = Book::new(&plan, store, now);
    let mut seen = [0; 6];
    for row in 0..store.tickets().len() {
        let cycles = cycles_of(&plan, store, row, now).unwrap();
        let hoped: Vec<Brief> = cycles.iter().map(|(cycle, _)| brief(&plan, cycle)).collect();
        assert_eq!(book.of(row), hoped, "ticket {row} at {now} of {promises:?}");
        hoped.iter().for_each(|brief| seen[brief.standing as usize] += 1);
    }
    seen
}

#[test]
fn what_is_kept_of_cycles_is_what_they_are() {
    let mut seen = [0; 6];
    for seed in 900..1_300 {
        let random = &mut Random::new(seed);
        let mut tickets = tickets(random, 60, false);
        // On half hours, so that acts often come exactly when something is due.
        for ticket in &mut tickets {
            ticket.created -= ticket.created % (HOUR / 2);
            ticket.events.iter_mut().for_each(|event| event.at -= event.at % (HOUR / 2));
        }
        let desk = desk(&lines(&tickets, Marks::Number));
        let promises = promises(random);
        // Now and then, now is when something happens.
        let events: Vec<i64> =
            tickets.iter().flat_map(|ticket| &ticket.events).map(|event| event.at).collect();
        let now = match events.len() {
            0 => START,
            _ if random.once_in(4) => START + random.below(80 * 48) as i64 * (HOUR / 2),
            _ => random.pick(&events),
        };
        // A table that ends early leaves much to the walk along the calendar.
        let ahead = random.pick(&[400, 10, -20]) * DAY;
        for (at, count) in
            check(desk.store(), &promises, (START - 2 * DAY, now + ahead), now).iter().enumerate()
        {
            seen[at] += count;
        }
    }
    assert!(seen.iter().all(|&count| count > 100), "every standing occurs: {seen:?}");
}

#[test]
fn a_clock_may_stand_still_from_the_very_instant_at_which_it_is_due() {
    let at = |hours: i64| START + 2 * DAY + hours * HOUR;
    let pause = json!({ "at": at(11), "kind": "status", "to": "pending" });
    let ticket = json!({ "id": 1, "created_at": at(9), "events": [pause] });
    let desk = desk(&ticket.to_string());
    let written: Plain =
        serde_json::from_value(json!([{ "id": "all", "targets": { "resolution": "2h" } }])).unwrap();
    for breach_after_due in [false, true] {
        let promises = Promises {
            policies: read::<Option<Vec<Policy>>>(&written, "bad-settings").unwrap().unwrap(),
            knobs: Knobs { breach_after_due, ..Knobs::default() },
            ..Promises::default()
        };
        let seen = check(desk.store(), &promises, (START, at(30)), at(11));
        let standing = if breach_after_due { Standing::Paused } else { Standing::PausedLate };
        assert_eq!(seen[standing as usize], 1);
    }
}
