//! Times in statuses counted in business hours, on random desks: against real time where a calendar never closes, and
//! against a plain sum over days where it does.

use deskgauge::desk::{Desk, Settings};
use deskgauge::report::{MetricChoice, Table};
use deskgauge::settings::{Value as Plain, read};
use serde_json::json;

use crate::desk::{desk, figure, metric, question};
use crate::random::{Marks, Random, START, Ticket, What, lines, tickets};

const DAY: i64 = 86_400_000;
const HOUR: i64 = 3_600_000;
const METRICS: [(&str, &[&str]); 6] = [
    ("requester_wait_time", &["new", "open", "on_hold"]),
    ("agent_wait_time", &["pending"]),
    ("on_hold_time", &["on_hold"]),
    ("agent_work_time", &["new", "open"]),
    ("active_resolution_time", &["new", "open", "solved", "closed"]),
    ("waiting_time", &["pending", "on_hold"]),
];

fn configured(tickets: &[Ticket]) -> Desk {
    let mut desk = desk(&lines(tickets, Marks::Number));
    let days = |hours: &[&str], from: &str, to: &str| -> serde_json::Value {
        hours
            .iter()
            .map(|day| (day.to_string(), json!([[from, to]])))
            .collect::<serde_json::Map<_, _>>()
            .into()
    };
    let all = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
    let settings = json!({ "calendars": {
        "always": { "weekly": days(&all, "00:00", "24:00") },
        "office": { "weekly": days(&all[..5], "09:00", "17:00") },
    } });
    let written: Plain = serde_json::from_value(settings).unwrap();
    desk.configure(read::<Settings>(&written, "bad-settings").unwrap()).unwrap();
    desk
}

/// Statistics of a metric in the hours of a calendar.
fn asked(desk: &mut Desk, id: &str, calendar: Option<&str>) -> Table {
    desk.report(&question(vec![MetricChoice { calendar: calendar.map(str::to_string), ..metric(id) }]))
        .unwrap()
}

/// Milliseconds of the office's hours between two instants, day by day from a Monday.
fn office(from: i64, to: i64) -> i64 {
    let days = (from - START).div_euclid(DAY)..=(to - START).div_euclid(DAY);
    let open = days.filter(|day| day.rem_euclid(7) < 5).map(|day| START + day * DAY);
    open.map(|day| (to.min(day + 17 * HOUR) - from.max(day + 9 * HOUR)).max(0)).sum()
}

/// Milliseconds of the office's hours in some statuses until an instant.
fn spent(ticket: &Ticket, classes: &[&str], until: i64) -> i64 {
    let (mut class, mut since, mut sum) = ("new", ticket.created, 0);
    let turns = ticket.events.iter().filter_map(|event| match event.what {
        What::Status(word) => Some((event.at, word)),
        _ => None,
    });
    for (at, word) in turns.chain([(until, "")]) {
        let to = at.min(until);
        if to > since && classes.contains(&class) {
            sum += office(since, to);
        }
        (class, since) = (word, since.max(to));
    }
    sum
}

#[test]
fn hours_that_never_close_are_real_time() {
    for seed in 900..930 {
        let mut desk = configured(&tickets(&mut Random::new(seed), 120, false));
        for (id, _) in METRICS {
            let (real, always) = (asked(&mut desk, id, None), asked(&mut desk, id, Some("always")));
            for name in ["n", "sum", "median", "max", "negative", "no-time"] {
                assert_eq!(
                    figure(&real, 0, name, 0),
                    figure(&always, 0, name, 0),
                    "seed {seed}, {id}, {name}"
                );
            }
        }
    }
}

#[test]
fn office_hours_equal_a_plain_sum() {
    let mut compared = 0.0;
    for seed in 930..960 {
        let tickets = tickets(&mut Random::new(seed), 120, false);
        let mut desk = configured(&tickets);
        for (id, classes) in METRICS {
            let real = asked(&mut desk, id, None);
            let table = asked(&mut desk, id, Some("office"));
            let behind = desk.tickets_of(&question(vec![metric(id)]), 0, 0, 1_000).unwrap();
            // Of the very tickets that have a value in real time.
            let mut hoped = 0;
            for contribution in &behind.tickets {
                let ticket = tickets.iter().find(|ticket| ticket.id.to_string() == contribution.id).unwrap();
                let last = |done: &[&str]| {
                    let mut was_done = false;
                    let mut last = ticket.created;
                    for event in &ticket.events {
                        if let What::Status(word) = event.what {
                            let ends = word == "solved" || word == "closed" && !was_done;
                            was_done = word == "solved" || word == "closed";
                            last = if ends && done.contains(&word) { event.at } else { last };
                        }
                    }
                    last
                };
                let newest =
                    ticket.events.iter().map(|event| event.at).max().unwrap_or(0).max(ticket.created);
                let until = if id == "waiting_time" { newest } else { last(&["solved", "closed"]) };
                hoped += spent(ticket, classes, until);
            }
            let sum = figure(&table, 0, "sum", 0).unwrap_or(0.0);
            assert_eq!(sum, hoped as f64 / 1_000.0, "seed {seed}, {id}");
            assert_eq!(figure(&table, 0, "n", 0), figure(&real, 0, "n", 0), "seed {seed}, {id}");
            compared += sum;
        }
    }
    assert!(compared > 1e7, "only {compared} s");
}
