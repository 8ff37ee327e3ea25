//! A desk asked about its clocks: policies by fields, warnings, order, counts, live events and the past.

use deskgauge::desk::{Desk, Settings};
use deskgauge::report::{ClocksQuestion, Selection};
use deskgauge::settings::{Value as Plain, read};
use deskgauge::sla::{SegmentKind, SlaAnswer, SlaQuestion, ToldCycle};
use serde_json::{Value, json};

use super::story::{instant, shown};
use crate::desk::{desk, load};

fn configure(desk: &mut Desk, written: Value) {
    let written: Plain = serde_json::from_value(written).unwrap();
    desk.configure(read::<Settings>(&written, "bad-settings").unwrap()).unwrap();
}

fn office() -> Value {
    let days = ["mon", "tue", "wed", "thu", "fri"].map(|day| (day.to_string(), json!([["09:00", "17:00"]])));
    json!({ "office": { "weekly": days.into_iter().collect::<serde_json::Map<_, _>>() } })
}

/// By tag, custom field and tier, then the rest.
fn settings() -> Value {
    json!({ "calendars": office(), "policies": [
        { "id": "tagged", "where": { "tags": "gold" }, "targets": { "resolution": "2h" } },
        { "id": "region", "where": { "region": "north" }, "targets": { "resolution": "3h" } },
        { "id": "vip", "where": { "tier": "vip", "group": { "not": "billing" } }, "targets": {
            "resolution": { "byPriority": { "high": "4h", "*": "6h" } },
            "first_response": { "time": "2h", "warnings": ["50%", "15m"] },
        } },
        { "id": "rest", "calendar": "office", "targets": {
            "resolution": { "days": 2, "warnings": ["75%"] }, "first_response": "4h",
        } },
    ] })
}

fn ticket(id: &str, at: &str, fields: Value) -> Value {
    let mut ticket = json!({ "id": id, "created_at": shown(at) });
    for (name, value) in fields.as_object().unwrap() {
        ticket[name] = value.clone();
    }
    ticket
}

fn tickets() -> Vec<Value> {
    vec![
        ticket(
            "A",
            "09:00",
            json!({ "tier": "vip", "priority": "high", "tags": ["gold"], "channel": "email" }),
        ),
        ticket("B", "09:10", json!({ "tier": "vip", "fields": { "region": "north" }, "channel": "chat" })),
        ticket("C", "09:20", json!({ "tier": "vip", "priority": "high", "channel": "chat" })),
        ticket(
            "D",
            "09:30",
            json!({ "tier": "vip", "priority": "low", "group": "billing", "channel": "chat" }),
        ),
        ticket(
            "E",
            "09:40",
            json!({ "tier": "vip", "priority": "low", "group": "desk", "channel": "email" }),
        ),
    ]
}

fn told(tickets: &[Value]) -> Desk {
    let lines: Vec<String> = tickets.iter().map(Value::to_string).collect();
    let mut desk = desk(&lines.join("\n"));
    configure(&mut desk, settings());
    desk
}

fn ask(desk: &mut Desk, now: &str, more: impl FnOnce(&mut SlaQuestion)) -> SlaAnswer {
    let mut sla = SlaQuestion { now: instant(now) as f64, next: Some(100.0), ..SlaQuestion::default() };
    more(&mut sla);
    desk.sla(&ClocksQuestion { sla, ..ClocksQuestion::default() }).unwrap()
}

fn ask_by(desk: &mut Desk, now: &str, by: &[&str], clock: &str) -> SlaAnswer {
    let (now, clocks) = (instant(now) as f64, vec![clock.to_string()]);
    let by = by.iter().map(|name| name.to_string()).collect();
    let selection = Selection { by, as_of: now, ..Selection::default() };
    let sla = SlaQuestion { now, clocks, ..SlaQuestion::default() };
    desk.sla(&ClocksQuestion { selection, sla, ..ClocksQuestion::default() }).unwrap()
}

fn policy_of(desk: &mut Desk, id: &str, now: &str) -> Vec<String> {
    let cycles = desk.clocks(id, instant(now) as f64).unwrap();
    cycles.into_iter().filter(|cycle| cycle.clock == "resolution").map(|cycle| cycle.policy).collect()
}

#[test]
fn the_first_policy_whose_fields_fit_applies() {
    let mut desk = told(&tickets());
    let policies = ["A", "B", "C", "D", "E"].map(|id| policy_of(&mut desk, id, "10:00").join(","));
    assert_eq!(policies, ["tagged", "region", "vip", "rest", "vip"]);
}

#[test]
fn the_next_breaches_come_in_order() {
    let mut desk = told(&tickets());
    let next: Vec<(String, &str)> =
        ask(&mut desk, "10:00", |_| {}).next.into_iter().map(|due| (due.ticket, due.clock)).collect();
    // A 11:00; C 11:20; E 11:40; B 12:10; C 13:20; D 13:30; E 15:40; D on Wednesday.
    let hoped = [
        ("A", "resolution"),
        ("C", "first_response"),
        ("E", "first_response"),
        ("B", "resolution"),
        ("C", "resolution"),
        ("D", "first_response"),
        ("E", "resolution"),
        ("D", "resolution"),
    ];
    assert_eq!(next, hoped.map(|(id, clock)| (id.to_string(), clock)));
}

#[test]
fn a_warning_comes_at_the_first_of_its_levels_and_that_of_working_days_in_working_hours() {
    let mut desk = told(&tickets());
    let warns = |desk: &mut Desk, id: &str, clock: &str| {
        let next = ask(desk, "10:00", |_| {}).next;
        next.into_iter().find(|due| due.ticket == id && due.clock == clock).unwrap().warn_at.unwrap() as i64
    };
    // Half of two hours comes before a quarter of an hour before them.
    assert_eq!(warns(&mut desk, "C", "first_response"), instant("10:20"));
    // A clock without levels of its own warns at three quarters.
    assert_eq!(warns(&mut desk, "C", "resolution"), instant("12:20"));
    // Two working days from 9:30 are sixteen open hours; a quarter of them is left at 13:30 on Tuesday.
    assert_eq!(warns(&mut desk, "D", "resolution"), instant("tue 13:30"));
    let counts = |desk: &mut Desk, now: &str| {
        let answer = ask(desk, now, |question| question.clocks = vec!["first_response".into()]);
        let counts = answer.rows[0].counts;
        [counts.running, counts.at_risk, counts.breached, counts.none]
    };
    assert_eq!(counts(&mut desk, "10:19"), [3, 0, 0, 2]);
    assert_eq!(counts(&mut desk, "10:20"), [2, 1, 0, 2]);
    assert_eq!(counts(&mut desk, "11:20"), [1, 1, 1, 2]);
}

#[test]
fn counts_go_by_a_dimension() {
    let mut desk = told(&tickets());
    let answer = ask_by(&mut desk, "11:30", &["channel"], "resolution");
    let rows: Vec<_> =
        answer.rows.iter().map(|row| (row.by[0].1.clone(), row.counts.breached, row.n)).collect();
    // A is late since eleven; all else by mail or chat is in time.
    assert_eq!(rows, [(Some("email".into()), 1, 1), (Some("chat".into()), 0, 0)]);
}

#[test]
fn a_policy_is_looked_for_again_when_priority_group_or_tags_change() {
    let events = json!([
        { "id": "1", "at": shown("10:00"), "kind": "priority", "to": "low" },
        { "id": "2", "at": shown("10:30"), "kind": "assigned", "group": "billing" },
        { "id": "3", "at": shown("11:00"), "kind": "tagged", "tag": "gold" },
    ]);
    let mut desk = told(&[
        ticket("C", "09:20", json!({ "tier": "vip", "priority": "high", "events": events, "tags": [] })),
        tickets()[1].clone(),
    ]);
    let resolution = |desk: &mut Desk, now: &str| {
        let cycles = desk.clocks("C", instant(now) as f64).unwrap();
        let last = cycles.into_iter().rfind(|cycle| cycle.clock == "resolution").unwrap();
        (last.policy, last.due.unwrap() as i64)
    };
    assert_eq!(resolution(&mut desk, "09:59"), ("vip".into(), instant("13:20")));
    assert_eq!(resolution(&mut desk, "10:15"), ("vip".into(), instant("15:20")));
    assert_eq!(resolution(&mut desk, "10:45"), ("rest".into(), instant("wed 09:20")));
    assert_eq!(resolution(&mut desk, "12:00"), ("tagged".into(), instant("11:20")));
}

/// What each ticket goes through, a number and an id an event.
fn happenings() -> Vec<Value> {
    let mut told = Vec::new();
    let mut say = |ticket: &str, at: &str, what: Value| {
        let number = told.len();
        let mut event = json!({ "ticket": ticket, "id": number.to_string(), "seq": number, "at": shown(at) });
        for (name, value) in what.as_object().unwrap() {
            event[name] = value.clone();
        }
        told.push(event);
    };
    say("C", "09:30", json!({ "kind": "reply", "role": "agent" }));
    say("D", "09:45", json!({ "kind": "assigned", "group": "desk" }));
    say("E", "10:00", json!({ "kind": "priority", "to": "high" }));
    say("B", "10:10", json!({ "kind": "status", "to": "pending" }));
    say("C", "10:20", json!({ "kind": "tagged", "tag": "gold" }));
    say("A", "10:30", json!({ "kind": "status", "to": "solved" }));
    say("D", "10:40", json!({ "kind": "priority", "to": "high" }));
    say("E", "10:50", json!({ "kind": "assigned", "group": "billing" }));
    say("B", "11:00", json!({ "kind": "status", "to": "open" }));
    say("A", "11:10", json!({ "kind": "status", "to": "open" }));
    say("C", "11:20", json!({ "kind": "reply", "role": "customer" }));
    say("E", "11:30", json!({ "kind": "merged", "into": "A" }));
    told
}

/// The whole desk at once, with the happenings up to an instant.
fn until(now: &str) -> Desk {
    let mut known: Vec<Value> =
        tickets().into_iter().filter(|ticket| ticket["created_at"].as_str() <= Some(&shown(now))).collect();
    for ticket in &mut known {
        let mine =
            |event: &&Value| event["ticket"] == ticket["id"] && event["at"].as_str() <= Some(&shown(now));
        let events: Vec<Value> = happenings().iter().filter(mine).cloned().map(bare).collect();
        ticket["events"] = json!(events);
    }
    // A custom field is one that some ticket has.
    known[0]["fields"] = json!({ "region": "south" });
    told(&known)
}

fn bare(mut event: Value) -> Value {
    event.as_object_mut().unwrap().remove("ticket");
    event
}

fn everything(desk: &mut Desk, now: &str) -> (SlaAnswer, Vec<Vec<ToldCycle>>) {
    let answer = ask(desk, now, |question| {
        question.between = Some((instant("09:00") as f64, instant("fri 09:00") as f64));
    });
    let ids = ["A", "B", "C", "D", "E"];
    (answer, ids.iter().filter_map(|id| desk.clocks(id, instant(now) as f64).ok()).collect())
}

#[test]
fn the_working_of_a_clock_has_no_gaps_and_adds_up() {
    // A profile whose sums over statuses keep the hours of their time, and one whose clocks do not.
    for profile in ["zendesk", "jira"] {
        let targets = json!({ "requester_wait": "20h", "resolution": "20h", "next_response": "1h" });
        let mut desk = until("tue 00:00");
        configure(
            &mut desk,
            json!({ "clocks": { "profile": profile }, "calendars": office(), "policies": [
            { "id": "one", "where": { "priority": "high" }, "calendar": "office", "targets": targets },
            { "id": "two", "targets": targets },
        ] }),
        );
        for now in TIMES.into_iter().chain(["tue 11:00"]) {
            for cycle in everything(&mut desk, now).1.into_iter().flatten() {
                let mut at = cycle.start;
                let mut ran = 0.0;
                for segment in &cycle.segments {
                    assert_eq!(segment.from, at, "{profile} {now} {cycle:?}");
                    at = segment.until;
                    if segment.kind == SegmentKind::Ran {
                        ran += (segment.until - segment.from) / 1_000.0;
                    }
                }
                assert_eq!(at, cycle.stop.unwrap_or(instant(now) as f64), "{profile} {now} {cycle:?}");
                assert_eq!(ran, cycle.used, "{profile} {now} {cycle:?}");
            }
        }
    }
}

const TIMES: [&str; 9] = ["09:15", "09:40", "10:05", "10:25", "10:45", "11:05", "11:15", "11:30", "14:00"];

#[test]
fn what_comes_later_never_changes_a_clocks_past() {
    let mut whole = until("tue 00:00");
    for now in TIMES {
        let (answer, cycles) = everything(&mut whole, now);
        let (hoped, known) = everything(&mut until(now), now);
        assert_eq!(answer, hoped, "{now}");
        // Of tickets that were not there yet, no clock ran.
        let cycles: Vec<_> = cycles.into_iter().filter(|cycles| !cycles.is_empty()).collect();
        assert_eq!(cycles, known, "{now}");
    }
}

#[test]
fn live_events_and_a_load_of_all_are_the_same() {
    let mut live = told(&{
        let mut tickets = tickets();
        tickets[0]["fields"] = json!({ "region": "south" });
        tickets
    });
    let mut past = Vec::new();
    for event in happenings() {
        // Asked before, so that there is something to bring up to date.
        past.push(everything(&mut live, "14:00"));
        live.apply(json!([event]).to_string().as_bytes()).unwrap();
    }
    for now in TIMES {
        assert_eq!(everything(&mut live, now), everything(&mut until("tue 00:00"), now), "{now}");
    }
    assert_eq!(past.len(), 12);
}

#[test]
fn a_load_that_says_again_what_tickets_state_is_the_same() {
    let mut desk = until("tue 00:00");
    let again: Vec<String> = tickets().iter().map(Value::to_string).collect();
    load(&mut desk, &again.join("\n"));
    for now in TIMES {
        assert_eq!(everything(&mut desk, now), everything(&mut until("tue 00:00"), now), "{now}");
    }
}
