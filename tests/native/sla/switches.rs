//! Every switch of the clocks as a page writes it: a small story, told without it and with it.

use deskgauge::desk::{Desk, Settings};
use deskgauge::error::DeskError;
use deskgauge::settings::{Value as Plain, read};
use deskgauge::sla::ToldCycle;
use serde_json::{Value, json};

use super::story::{instant, shown};
use crate::desk::desk;

fn configure(desk: &mut Desk, settings: &Value) -> Result<(), DeskError> {
    let written: Plain = serde_json::from_value(settings.clone()).unwrap();
    desk.configure(read::<Settings>(&written, "bad-settings")?)
}

fn office() -> Value {
    let days = ["mon", "tue", "wed", "thu", "fri"].map(|day| (day.to_string(), json!([["09:00", "17:00"]])));
    json!({ "office": { "weekly": days.into_iter().collect::<serde_json::Map<_, _>>() } })
}

/// Events as `(time, kind, role or word)`.
fn ticket(events: &[(&str, &str, &str)]) -> String {
    let event = |&(at, kind, word): &(&str, &str, &str)| match kind {
        "reply" | "note" | "created" => json!({ "at": shown(at), "kind": kind, "role": word }),
        "assigned" => json!({ "at": shown(at), "kind": kind, "group": word }),
        "merged" => json!({ "at": shown(at), "kind": kind, "into": word }),
        _ => json!({ "at": shown(at), "kind": kind, "to": word }),
    };
    let events: Vec<Value> = events.iter().map(event).collect();
    json!({ "id": "T", "created_at": shown("09:00"), "priority": "low", "group": "desk", "events": events })
        .to_string()
}

fn hours(ms: f64) -> String {
    let minutes = (ms as i64 - instant("00:00")) / 60_000;
    format!("{:02}:{:02}", minutes / 60, minutes % 60)
}

/// The cycles of a clock at an instant of Monday: state, minutes used, due, and when it was found late.
pub fn told(
    clocks: &Value,
    policies: &Value,
    events: &[(&str, &str, &str)],
    clock: &str,
    now: &str,
) -> Vec<String> {
    let mut desk = desk(&ticket(events));
    configure(&mut desk, &json!({ "calendars": office(), "policies": policies, "clocks": clocks })).unwrap();
    let cycles = desk.clocks("T", instant(now) as f64).unwrap();
    let line = |cycle: ToldCycle| {
        let due = cycle.due.map_or_else(String::new, |at| format!(", due {}", hours(at)));
        let late = cycle.breached_at.map_or_else(String::new, |at| format!(", late {}", hours(at)));
        format!("{} {} min{due}{late}", cycle.state, cycle.used / 60.0)
    };
    cycles.into_iter().filter(|cycle| cycle.clock == clock).map(line).collect()
}

struct Case {
    switch: Value,
    clock: &'static str,
    events: &'static [(&'static str, &'static str, &'static str)],
    now: &'static str,
    without: &'static [&'static str],
    with: &'static [&'static str],
}

pub fn targets() -> Value {
    json!([{ "id": "all", "targets": {
        "first_response": "1h", "next_response": "1h", "periodic_update": "1h", "first_resolution": "4h",
        "resolution": { "byPriority": { "high": "2h", "*": "4h" } },
    } }])
}

#[test]
fn each_switch_does_what_it_says() {
    let cases = [
        Case {
            switch: json!({ "start": "customer_message" }),
            clock: "first_response",
            events: &[("09:00", "created", "agent"), ("09:20", "reply", "customer")],
            now: "09:30",
            without: &["running 30 min, due 10:00"],
            with: &["running 10 min, due 10:20"],
        },
        Case {
            switch: json!({ "answers": { "note": true } }),
            clock: "first_response",
            events: &[("09:20", "note", "agent")],
            now: "09:30",
            without: &["running 30 min, due 10:00"],
            with: &["fulfilled 20 min, due 10:00"],
        },
        Case {
            switch: json!({ "answers": { "paused": true } }),
            clock: "first_response",
            events: &[("09:20", "status", "pending")],
            now: "09:30",
            without: &["paused 20 min"],
            with: &["fulfilled 20 min, due 10:00"],
        },
        Case {
            switch: json!({ "answers": { "status": true } }),
            clock: "first_response",
            events: &[("09:20", "status", "open")],
            now: "09:30",
            without: &["running 30 min, due 10:00"],
            with: &["fulfilled 20 min, due 10:00"],
        },
        Case {
            switch: json!({ "openingIsNoResponse": false }),
            clock: "first_response",
            events: &[("09:00", "created", "agent"), ("09:10", "reply", "agent")],
            now: "09:30",
            without: &["running 30 min, due 10:00"],
            with: &["fulfilled 10 min, due 10:00"],
        },
        Case {
            switch: json!({ "nextAfterFirst": false }),
            clock: "next_response",
            events: &[("09:20", "reply", "customer")],
            now: "09:30",
            without: &[],
            with: &["running 10 min, due 10:20"],
        },
        Case {
            switch: json!({ "creationWaits": true, "nextAfterFirst": false }),
            clock: "next_response",
            events: &[],
            now: "09:30",
            without: &[],
            with: &["running 30 min, due 10:00"],
        },
        Case {
            switch: json!({ "updatesFromCreation": true }),
            clock: "periodic_update",
            events: &[],
            now: "09:30",
            without: &[],
            with: &["running 30 min, due 10:00"],
        },
        Case {
            switch: json!({ "pause": { "resolution": "run" } }),
            clock: "resolution",
            events: &[("10:00", "status", "pending"), ("11:00", "status", "open")],
            now: "12:00",
            without: &["running 120 min, due 14:00"],
            with: &["running 180 min, due 13:00"],
        },
        Case {
            switch: json!({ "pause": "hide" }),
            clock: "resolution",
            events: &[("10:00", "status", "pending")],
            now: "12:00",
            without: &["paused 60 min"],
            with: &["paused 180 min"],
        },
        Case {
            switch: json!({ "pausedDue": "4m" }),
            clock: "resolution",
            events: &[("10:00", "status", "pending")],
            now: "12:00",
            without: &["paused 60 min"],
            with: &["paused 60 min, due 15:04"],
        },
        Case {
            switch: json!({ "reopen": { "*": "restart" } }),
            clock: "resolution",
            events: &[("10:00", "status", "solved"), ("11:00", "status", "open")],
            now: "12:00",
            without: &["running 120 min, due 14:00"],
            with: &["fulfilled 60 min, due 13:00", "running 60 min, due 15:00"],
        },
        Case {
            switch: json!({ "change": "reset" }),
            clock: "resolution",
            events: &[("10:00", "priority", "high")],
            now: "10:30",
            without: &["running 90 min, due 11:00"],
            with: &["running 30 min, due 12:00"],
        },
        Case {
            switch: json!({ "change": { "resolution": "freeze" } }),
            clock: "resolution",
            events: &[("10:00", "priority", "high")],
            now: "10:30",
            without: &["running 90 min, due 11:00"],
            with: &["running 90 min, due 13:00"],
        },
        Case {
            switch: json!({ "onPriorityChange": "reset" }),
            clock: "resolution",
            events: &[("10:00", "priority", "high")],
            now: "10:30",
            without: &["running 90 min, due 11:00"],
            with: &["running 30 min, due 12:00"],
        },
        Case {
            switch: json!({ "recurrence": "once" }),
            clock: "next_response",
            events: &[
                ("09:10", "reply", "agent"),
                ("09:20", "reply", "customer"),
                ("09:30", "reply", "agent"),
                ("09:40", "reply", "customer"),
            ],
            now: "10:00",
            without: &["fulfilled 10 min, due 10:20", "running 20 min, due 10:40"],
            with: &["fulfilled 10 min, due 10:20"],
        },
        Case {
            switch: json!({ "recurrence": { "next_response": "sequential" } }),
            clock: "next_response",
            events: &[
                ("09:10", "reply", "agent"),
                ("09:20", "reply", "customer"),
                ("09:30", "reply", "agent"),
                ("09:40", "reply", "customer"),
            ],
            now: "10:30",
            without: &["fulfilled 10 min, due 10:20", "running 50 min, due 10:40"],
            with: &["fulfilled 10 min, due 10:20", "running 10 min, due 11:20"],
        },
        Case {
            switch: json!({ "merge": "continue" }),
            clock: "resolution",
            events: &[("10:00", "merged", "U")],
            now: "11:00",
            without: &["cancelled 60 min, due 13:00"],
            with: &["running 120 min, due 13:00"],
        },
        Case {
            switch: json!({ "actAtDueIsLate": true }),
            clock: "first_response",
            events: &[("10:00", "reply", "agent")],
            now: "11:00",
            without: &["fulfilled 60 min, due 10:00"],
            with: &["fulfilled 60 min, due 10:00, late 10:00"],
        },
        Case {
            switch: json!({ "breachAfterDue": true }),
            clock: "first_response",
            events: &[],
            now: "10:00",
            without: &["running 60 min, due 10:00, late 10:00"],
            with: &["running 60 min, due 10:00"],
        },
        Case {
            switch: json!({ "paused": ["open"] }),
            clock: "resolution",
            events: &[("10:00", "status", "open")],
            now: "11:00",
            without: &["running 120 min, due 13:00"],
            with: &["paused 60 min"],
        },
        Case {
            switch: json!({ "profile": "chatwoot", "pause": { "resolution": "stop" } }),
            clock: "resolution",
            events: &[("10:00", "status", "pending"), ("11:00", "status", "open")],
            now: "12:00",
            without: &["running 120 min, due 14:00"],
            with: &["running 120 min, due 14:00"],
        },
    ];
    for Case { switch, clock, events, now, without, with } in cases {
        assert_eq!(told(&Value::Null, &targets(), events, clock, now), without, "without {switch}");
        assert_eq!(told(&switch, &targets(), events, clock, now), with, "with {switch}");
    }
}

#[test]
fn missed_messages_count_one_by_one() {
    let mut desk = desk(&ticket(&[
        ("09:05", "reply", "agent"),
        ("09:10", "reply", "customer"),
        ("09:20", "reply", "customer"),
    ]));
    let clocks = json!({ "missEachMessage": true });
    configure(&mut desk, &json!({ "policies": targets(), "clocks": clocks })).unwrap();
    let cycle = desk
        .clocks("T", instant("12:00") as f64)
        .unwrap()
        .into_iter()
        .find(|cycle| cycle.clock == "next_response");
    assert_eq!(cycle.unwrap().breached_at.map(hours), Some("10:10".into()));
}

#[test]
fn a_late_solve_that_nobody_saw_coming_may_count_as_in_time() {
    let policies = json!([{ "id": "all", "targets": { "resolution": "4h" } }]);
    let solved = [("14:00", "status", "solved")];
    let of = |clocks: Value| told(&clocks, &policies, &solved, "resolution", "15:00");
    assert_eq!(of(Value::Null), ["fulfilled 300 min, due 13:00, late 13:00"]);
    assert_eq!(of(json!({ "unseenSolveInTime": true })), ["fulfilled 300 min, due 13:00"]);
}

#[test]
fn policy_and_calendar_changes_have_switches_of_their_own() {
    let policies = json!([
        { "id": "billing", "where": { "group": "billing" }, "targets": { "resolution": "6h" } },
        { "id": "night", "where": { "group": "night" }, "calendar": "office", "targets": { "resolution": "4h" } },
        { "id": "rest", "targets": { "resolution": { "time": "4h" } } },
    ]);
    let to = |group: &'static str, switch: Value| {
        told(&switch, &policies, &[("10:00", "assigned", group)], "resolution", "11:00").join("; ")
    };
    assert_eq!(to("billing", Value::Null), "running 120 min, due 15:00");
    assert_eq!(to("billing", json!({ "onPolicyChange": "reset" })), "running 60 min, due 16:00");
    assert_eq!(to("billing", json!({ "onPolicyChange": "freeze" })), "running 120 min, due 13:00");
    // Another policy is what differs first, so the switch of calendars has no say.
    assert_eq!(to("night", json!({ "onCalendarChange": "reset" })), "running 120 min, due 13:00");
    let hours = json!([{ "id": "one", "targets": { "resolution": { "byPriority": {
        "high": { "time": "4h", "calendar": "office" }, "*": "4h",
    } } } }]);
    let high = [("10:00", "priority", "high")];
    assert_eq!(told(&Value::Null, &hours, &high, "resolution", "11:00"), ["running 120 min, due 13:00"]);
    let reset = json!({ "onCalendarChange": "reset" });
    assert_eq!(told(&reset, &hours, &high, "resolution", "11:00"), ["running 60 min, due 14:00"]);
}

#[test]
fn a_new_policy_reaches_an_old_ticket_at_its_next_event() {
    let policies = json!([
        { "id": "new", "since": instant("10:00"), "targets": { "resolution": "2h" } },
        { "id": "old", "until": instant("10:00"), "targets": { "resolution": "6h" } },
    ]);
    let quiet = told(&json!({ "profile": "zendesk" }), &policies, &[], "resolution", "12:00");
    assert_eq!(quiet, ["running 180 min, due 15:00"]);
    let note = [("10:30", "note", "agent")];
    let heard = told(&json!({ "profile": "zendesk" }), &policies, &note, "resolution", "12:00");
    // What is used already counts against the new target, which was exceeded half an hour after it came.
    assert_eq!(heard, ["running 180 min, due 11:00, late 11:00"]);
}

#[test]
fn a_ticket_states_its_own_due_instant() {
    let own = |due: Value| {
        let ticket = json!({ "id": "T", "created_at": shown("09:00"), "fields": { "due_at": due, "name": "x" }, "events": [
            { "at": shown("10:00"), "kind": "status", "to": "pending" },
            { "at": shown("11:00"), "kind": "status", "to": "open" },
        ] });
        let other = json!({ "id": "U", "created_at": shown("09:00"), "fields": { "due_at": 1.0 } });
        desk(&format!("{ticket}\n{other}"))
    };
    let policies = json!([{ "id": "own", "targets": { "resolution": { "due": "due_at" } } }]);
    let mut stated = own(json!(instant("12:00")));
    configure(&mut stated, &json!({ "policies": policies })).unwrap();
    let cycle = &stated.clocks("T", instant("11:30") as f64).unwrap()[0];
    // It ran for an hour and a half, and the pause has moved nothing.
    assert_eq!(
        (cycle.due, cycle.used, cycle.remaining),
        (Some(instant("12:00") as f64), 5_400.0, Some(1_800.0))
    );
    assert_eq!((cycle.target, cycle.target_days, cycle.breached_at), (None, None, None));
    let late = &stated.clocks("T", instant("12:30") as f64).unwrap()[0];
    assert_eq!(late.breached_at, Some(instant("12:00") as f64));
    let mut without = own(Value::Null);
    configure(&mut without, &json!({ "policies": policies })).unwrap();
    assert_eq!(without.clocks("T", instant("12:00") as f64).unwrap(), []);
    let fault = |target: Value, desk: &mut Desk| {
        let policies = json!([{ "id": "own", "targets": target }]);
        let asked = configure(desk, &json!({ "policies": policies }))
            .and_then(|()| desk.clocks("T", 0.0).map(|_| ()));
        let error = asked.unwrap_err();
        (error.code(), error.path().unwrap_or_default().to_string())
    };
    let path = |rest: &str| format!("policies[0].targets.{rest}");
    let found = fault(json!({ "resolution": { "due": "none" } }), &mut without);
    assert_eq!(found, ("unknown-field", path("resolution.due")));
    let found = fault(json!({ "resolution": { "due": "name" } }), &mut without);
    assert_eq!(found, ("field-type", path("resolution.due")));
    let found = fault(json!({ "next_response": { "due": "due_at" } }), &mut without);
    assert_eq!(found, ("bad-policy", path("next_response.due")));
}

#[test]
fn one_profile_sets_the_clocks_and_single_switches_stay_until_it_changes() {
    let mut desk = desk(&ticket(&[("09:20", "status", "pending")]));
    let first = |desk: &mut Desk| {
        let cycles = desk.clocks("T", instant("09:30") as f64).unwrap();
        cycles.into_iter().find(|cycle| cycle.clock == "first_response").unwrap().state
    };
    configure(&mut desk, &json!({ "policies": targets(), "profile": "frappe" })).unwrap();
    assert_eq!(first(&mut desk), "fulfilled");
    configure(&mut desk, &json!({ "clocks": { "answers": { "paused": false } } })).unwrap();
    assert_eq!(first(&mut desk), "running");
    configure(&mut desk, &json!({ "clocks": { "breachAfterDue": false } })).unwrap();
    assert_eq!(first(&mut desk), "running");
    configure(&mut desk, &json!({ "profile": "frappe" })).unwrap();
    assert_eq!(first(&mut desk), "fulfilled");
    configure(&mut desk, &json!({ "profile": "deskgauge" })).unwrap();
    assert_eq!(first(&mut desk), "paused");
}

#[test]
fn what_is_no_switch_is_refused_by_its_path() {
    let mut desk = desk(&ticket(&[]));
    let cases = [
        (json!({ "clocks": { "pause": "halt" } }), "bad-settings", "clocks.pause"),
        (
            json!({ "clocks": { "pause": { "resolution": "halt" } } }),
            "bad-settings",
            "clocks.pause.resolution",
        ),
        (json!({ "clocks": { "reopen": { "lunch": "ignore" } } }), "unknown-option", "clocks.reopen.lunch"),
        (json!({ "clocks": { "answers": { "note": 1 } } }), "bad-settings", "clocks.answers.note"),
        (json!({ "clocks": { "pausedDue": "soon" } }), "bad-settings", "clocks.pausedDue"),
        (json!({ "clocks": { "merge": [] } }), "bad-settings", "clocks.merge"),
        (json!({ "clocks": { "lunch": true } }), "unknown-option", "clocks.lunch"),
        (json!({ "profile": "lotus" }), "unknown-profile", "profile"),
        (json!({ "clocks": { "profile": "lotus" } }), "unknown-profile", "clocks.profile"),
        (
            json!({ "profile": "zendesk", "policies": [{ "id": "x", "targets": { "resolution": "10s" } }] }),
            "bad-policy",
            "policies[0].targets.resolution",
        ),
    ];
    for (settings, code, path) in cases {
        let error = configure(&mut desk, &settings).unwrap_err();
        assert_eq!((error.code(), error.path()), (code, Some(path)), "{settings}");
    }
}
