//! Clocks by group and bucket against a plain count of every ticket's cycles.

use std::collections::BTreeMap;

use deskgauge::desk::{Desk, Settings};
use deskgauge::report::{ClocksQuestion, Filter, Selection, Span};
use deskgauge::settings::{Value as Plain, read};
use deskgauge::sla::{Counts, SlaQuestion, ToldCycle};
use serde_json::json;

use crate::desk::desk;
use crate::random::{Marks, Random, START, Ticket, lines, tickets};

const NOW: i64 = START + 30 * DAY;
const DAY: i64 = 86_400_000;
const WEEK: i64 = 7 * DAY;

fn told(tickets: &[Ticket]) -> Desk {
    let mut desk = desk(&lines(tickets, Marks::Number));
    let settings = json!({ "policies": [
        { "id": "mail", "where": { "channel": "email" }, "targets": { "first_response": "8h", "next_response": "1h" } },
        { "id": "rest", "targets": { "next_response": "3h", "resolution": "40h" } },
    ] });
    let written: Plain = serde_json::from_value(settings).unwrap();
    desk.configure(read::<Settings>(&written, "bad-settings").unwrap()).unwrap();
    desk
}

/// Counts a cycle as the words of the answer say.
fn count(counts: &mut Counts, cycle: &ToldCycle) {
    let late = cycle.breached_at.is_some();
    let counted = match (cycle.state, late) {
        ("fulfilled", false) => &mut counts.met,
        ("fulfilled" | "cancelled", true) => &mut counts.missed,
        ("cancelled", false) => &mut counts.cancelled,
        ("paused", true) => &mut counts.paused_late,
        ("paused", false) => &mut counts.paused,
        _ if late => &mut counts.breached,
        // A clock without warnings of its own comes at risk at three quarters of its target.
        _ if cycle.used >= 0.75 * cycle.target.unwrap() => &mut counts.at_risk,
        _ => &mut counts.running,
    };
    *counted += 1;
}

type Rows = BTreeMap<(Option<String>, i64, &'static str), Counts>;

/// The start of the week, or of the one week that holds everything.
fn week(at: i64, weekly: bool) -> i64 {
    if weekly { at - (at - START).rem_euclid(WEEK) } else { 0 }
}

fn plain(desk: &mut Desk, tickets: &[Ticket], weekly: bool, chosen: impl Fn(&Ticket) -> bool) -> Rows {
    let mut rows = Rows::new();
    for ticket in tickets.iter().filter(|ticket| ticket.created <= NOW && chosen(ticket)) {
        let cycles = desk.clocks(&ticket.id.to_string(), NOW as f64).unwrap();
        let region = ticket.region.map(str::to_string);
        for clock in ["first_response", "next_response", "resolution"] {
            let mine: Vec<_> = cycles.iter().filter(|cycle| cycle.clock == clock).collect();
            for cycle in &mine {
                let at = week(cycle.start as i64, weekly);
                count(rows.entry((region.clone(), at, clock)).or_default(), cycle);
            }
            if mine.is_empty() {
                rows.entry((region.clone(), week(ticket.created, weekly), clock)).or_default().none += 1;
            }
        }
    }
    rows
}

#[test]
fn groups_and_weeks_equal_a_plain_count() {
    let mut decided = 0;
    for seed in 500..540 {
        let tickets = tickets(&mut Random::new(seed), 80, false);
        let mut desk = told(&tickets);
        for (weekly, mails, period) in [(false, false, false), (true, false, false), (true, true, true)] {
            let mail = Filter {
                on: "channel".into(),
                any_of: Some(vec![Some("email".into())]),
                ..Filter::default()
            };
            let until = START + 20 * DAY;
            let question = ClocksQuestion {
                selection: Selection {
                    by: vec!["region".into()],
                    filters: if mails { vec![mail] } else { Vec::new() },
                    period: period.then_some(Span { from: None, to: Some(until as f64) }),
                    as_of: NOW as f64,
                    ..Selection::default()
                },
                bucket: weekly.then(|| "week".into()),
                sla: SlaQuestion { now: NOW as f64, ..SlaQuestion::default() },
                ..ClocksQuestion::default()
            };
            let mut found = Rows::new();
            for row in desk.sla(&question).unwrap().rows {
                let late = row.counts.missed + row.counts.breached + row.counts.paused_late;
                assert_eq!(row.n, row.counts.met + late, "seed {seed}");
                let share = (row.n > 0).then(|| f64::from(row.counts.met) / f64::from(row.n));
                assert_eq!(row.attainment, share, "seed {seed}");
                decided += row.n;
                let bucket = row.bucket.map_or(0, |at| at as i64);
                found.insert((row.by[0].1.clone(), bucket, row.clock), row.counts);
            }
            let chosen = |ticket: &Ticket| {
                (!mails || ticket.channel == Some("email")) && (!period || ticket.created < until)
            };
            assert_eq!(found, plain(&mut desk, &tickets, weekly, chosen), "seed {seed}, weekly {weekly}");
        }
    }
    assert!(decided > 1_000, "only {decided} decided");
}

type Spoil = fn(&mut ClocksQuestion);

#[test]
fn what_is_asked_wrongly_names_its_path() {
    let mut desk = told(&tickets(&mut Random::new(1), 10, false));
    let mut fault = |change: Spoil| {
        let mut question = ClocksQuestion::default();
        change(&mut question);
        let error = desk.sla(&question).unwrap_err();
        (error.code(), error.path().unwrap_or_default().to_string())
    };
    let cases: [(Spoil, &str, &str); 5] = [
        (|question| question.bucket = Some("year".into()), "unknown-bucket", "bucket"),
        (|question| question.anchor = Some("end".into()), "unknown-anchor", "anchor"),
        (|question| question.selection.by = vec!["colour".into()], "unknown-dimension", "by[0]"),
        (|question| question.selection.by = vec!["group".into(); 3], "too-many-groupings", "by"),
        (|question| question.sla.clocks = vec!["lunch".into()], "unknown-clock", "clocks[0]"),
    ];
    for (change, code, path) in cases {
        assert_eq!(fault(change), (code, path.to_string()));
    }
}
