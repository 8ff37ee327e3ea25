//! Escalation rules as stories: one ticket opened at nine on Monday, 2026-03-02, and what is due when. Times are UTC;
//! `office` is open from nine to five, Monday to Friday.

use deskgauge::desk::{Desk, Settings};
use deskgauge::error::DeskError;
use deskgauge::escalation::{EscalationStep, EscalationsQuestion};
use deskgauge::settings::{Value as Plain, read};
use serde_json::{Value, json};

use crate::desk::desk;

const MONDAY: i64 = 1_772_409_600_000;
const MINUTE: i64 = 60_000;
const DAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

/// "09:00" is on Monday, "tue 09:00" on Tuesday.
pub fn instant(text: &str) -> i64 {
    let (day, time) = text.split_once(' ').unwrap_or(("mon", text));
    let day = DAYS.iter().position(|known| *known == day).unwrap() as i64;
    let (hours, minutes) = time.split_once(':').unwrap();
    MONDAY + ((day * 24 + hours.parse::<i64>().unwrap()) * 60 + minutes.parse::<i64>().unwrap()) * MINUTE
}

fn shown(at: f64) -> String {
    let minutes = (at as i64 - MONDAY) / MINUTE;
    let (day, rest) = (minutes / 1_440, minutes % 1_440);
    let time = format!("{:02}:{:02}", rest / 60, rest % 60);
    if day == 0 { time } else { format!("{} {time}", DAYS[day as usize % 7]) }
}

pub fn configure(desk: &mut Desk, settings: &Value) -> Result<(), DeskError> {
    let written: Plain = serde_json::from_value(settings.clone()).unwrap();
    desk.configure(read::<Settings>(&written, "bad-settings")?)
}

pub fn office() -> Value {
    let days = DAYS[..5].iter().map(|day| (day.to_string(), json!([["09:00", "17:00"]])));
    json!({ "office": { "weekly": days.collect::<serde_json::Map<_, _>>() } })
}

/// An event as `(time, kind, word)`.
pub type Told<'a> = (&'a str, &'a str, &'a str);

fn event(&(at, kind, word): &Told<'_>) -> Value {
    let at = instant(at);
    match kind {
        "reply" | "note" | "created" => json!({ "at": at, "kind": kind, "role": word }),
        "agent" => {
            json!({ "at": at, "kind": "assigned", "agent": if word.is_empty() { Value::Null } else { json!(word) } })
        }
        "group" => json!({ "at": at, "kind": "assigned", "group": word }),
        "tagged" => json!({ "at": at, "kind": kind, "tag": word }),
        "acknowledged" => json!({ "at": at, "kind": kind, "name": word }),
        "snoozed" => {
            let (name, minutes) = word.rsplit_once(' ').unwrap();
            json!({ "at": at, "kind": kind, "name": name, "seconds": minutes.parse::<i64>().unwrap() * 60 })
        }
        "field" => {
            let (name, value) = word.split_once(' ').unwrap();
            json!({ "at": at, "kind": kind, "name": name, "value": (!value.is_empty()).then_some(value) })
        }
        "merged" => json!({ "at": at, "kind": kind, "into": word }),
        _ => json!({ "at": at, "kind": kind, "to": word }),
    }
}

/// A desk with one ticket and one rule, called `r`; settings may say more.
pub fn story(rule: Value, events: &[Told<'_>], more: Value) -> Desk {
    let events: Vec<Value> = events.iter().map(event).collect();
    let ticket = json!({
        "id": "T", "created_at": instant("09:00"), "tier": "vip", "priority": "low",
        "fields": { "plan": "basic" }, "events": events,
    });
    let mut desk = desk(&ticket.to_string());
    let mut rule = rule;
    rule["id"] = json!("r");
    let mut settings = json!({ "calendars": office(), "rules": [rule] });
    for (name, value) in more.as_object().into_iter().flatten() {
        settings[name] = value.clone();
    }
    configure(&mut desk, &settings).unwrap();
    desk
}

fn line(step: &EscalationStep) -> String {
    format!("{} {}", step.step, shown(step.at))
}

/// Steps due, then after a bar those to come.
fn at(desk: &mut Desk, now: &str) -> String {
    let question = EscalationsQuestion { now: instant(now) as f64, ..EscalationsQuestion::default() };
    let told = desk.escalations(&question).unwrap();
    let lines = |steps: &[EscalationStep]| steps.iter().map(line).collect::<Vec<_>>().join(", ");
    format!("{} | {}", lines(&told.due), lines(&told.next))
}

pub fn notify(when: Value) -> Value {
    json!({ "when": when, "steps": [{ "do": "notify", "to": { "role": "lead" } }] })
}

/// A rule, what happens, what else is configured, and what is due when.
struct Case {
    rule: Value,
    events: &'static [Told<'static>],
    more: Value,
    told: &'static [(&'static str, &'static str)],
}

#[test]
fn rules_hold_when_they_say() {
    let two_steps = json!([
        { "do": "notify", "to": { "role": "lead" } },
        { "do": "page", "to": { "role": "manager" }, "after": "30m" },
    ]);
    let clocks =
        json!({ "policies": [{ "id": "p", "targets": { "first_response": "2h", "resolution": "4h" } }] });
    let cases = [
        // Two hours after the creation.
        Case {
            rule: notify(json!({ "since": "creation", "longerThan": "2h" })),
            events: &[],
            more: json!({}),
            told: &[("10:59", " | 0 11:00"), ("11:00", "0 11:00 | "), ("15:00", "0 11:00 | ")],
        },
        // Of open time, from Monday afternoon into Tuesday.
        Case {
            rule: json!({ "when": { "since": "creation", "longerThan": "10h" }, "hours": "office", "steps": two_steps }),
            events: &[],
            more: json!({}),
            told: &[("16:00", " | 0 tue 11:00"), ("tue 11:10", "0 tue 11:00 | 1 tue 11:30")],
        },
        // A solved ticket is over, and begins anew when it opens again.
        Case {
            rule: notify(json!({ "since": "creation", "longerThan": "2h" })),
            events: &[("10:00", "status", "solved"), ("12:00", "status", "open")],
            more: json!({}),
            told: &[("11:30", " | "), ("12:30", "0 12:00 | ")],
        },
        // A customer's unanswered message, the oldest of several.
        Case {
            rule: notify(json!({ "since": "customer_message", "longerThan": "1h" })),
            events: &[
                ("09:10", "reply", "agent"),
                ("09:30", "reply", "customer"),
                ("10:00", "reply", "customer"),
                ("11:00", "reply", "agent"),
            ],
            more: json!({}),
            told: &[("09:20", " | "), ("10:10", " | 0 10:30"), ("10:30", "0 10:30 | "), ("11:00", " | ")],
        },
        // The opening message waits too.
        Case {
            rule: notify(json!({ "since": "customer_message", "longerThan": "1h" })),
            events: &[],
            more: json!({}),
            told: &[("09:30", " | 0 10:00")],
        },
        // But not where an agent opened it.
        Case {
            rule: notify(json!({ "since": "customer_message", "longerThan": "1h" })),
            events: &[("09:00", "created", "agent")],
            more: json!({}),
            told: &[("12:00", " | ")],
        },
        // The last agent update, or the creation before there was one; a note is no update.
        Case {
            rule: notify(json!({ "since": "agent_update", "longerThan": "3h" })),
            events: &[("10:00", "reply", "agent"), ("11:00", "note", "agent")],
            more: json!({}),
            told: &[("09:30", " | 0 12:00"), ("10:30", " | 0 13:00"), ("13:00", "0 13:00 | ")],
        },
        // Unassigned, again after it was given back.
        Case {
            rule: notify(json!({ "since": "unassigned", "longerThan": "30m" })),
            events: &[("09:20", "agent", "ann"), ("10:00", "agent", "")],
            more: json!({}),
            told: &[("09:10", " | 0 09:30"), ("09:25", " | "), ("10:30", "0 10:30 | ")],
        },
        // In a status, by its class.
        Case {
            rule: notify(json!({ "status": ["pending"], "longerThan": "1h" })),
            events: &[("09:30", "status", "pending"), ("11:00", "status", "open")],
            more: json!({}),
            told: &[("10:00", " | 0 10:30"), ("10:45", "0 10:30 | "), ("11:00", " | ")],
        },
        // Reopened, and handed on.
        Case {
            rule: notify(json!({ "reopens": 2 })),
            events: &[
                ("09:10", "status", "solved"),
                ("09:20", "status", "open"),
                ("09:30", "status", "solved"),
                ("09:40", "status", "open"),
            ],
            more: json!({}),
            told: &[("09:25", " | "), ("09:40", "0 09:40 | ")],
        },
        Case {
            rule: notify(json!({ "transfers": 2 })),
            events: &[
                ("09:10", "group", "a"),
                ("09:20", "group", "b"),
                ("09:30", "group", "b"),
                ("09:40", "group", "a"),
            ],
            more: json!({}),
            told: &[("09:35", " | "), ("09:40", "0 09:40 | ")],
        },
        // A flag that the host sets.
        Case {
            rule: notify(json!({ "flag": "angry" })),
            events: &[("09:45", "tagged", "angry")],
            more: json!({}),
            told: &[("09:44", " | "), ("09:45", "0 09:45 | ")],
        },
        // A share of a clock's target, and the time before and after it is due.
        Case {
            rule: notify(json!({ "clock": "first_response", "used": "75%" })),
            events: &[("10:45", "reply", "agent")],
            more: clocks.clone(),
            told: &[("10:00", " | 0 10:30"), ("10:30", "0 10:30 | "), ("10:45", " | ")],
        },
        Case {
            rule: notify(json!({ "clock": "resolution", "beforeDue": "30m" })),
            events: &[],
            more: clocks.clone(),
            told: &[("12:00", " | 0 12:30")],
        },
        Case {
            rule: notify(json!({ "clock": "resolution", "afterDue": "1h" })),
            events: &[],
            more: clocks.clone(),
            told: &[("13:30", " | 0 14:00"), ("14:00", "0 14:00 | ")],
        },
        // A pause moves the due instant, and with it the escalation.
        Case {
            rule: notify(json!({ "clock": "resolution", "beforeDue": "30m" })),
            events: &[("10:00", "status", "pending"), ("11:00", "status", "open")],
            more: clocks.clone(),
            told: &[("09:30", " | 0 12:30"), ("10:30", " | "), ("11:00", " | 0 13:30")],
        },
        // A share of working days before the due instant, as offsets of agreements go: two open hours.
        Case {
            rule: notify(json!({ "clock": "resolution", "beforeDue": "2h" })),
            events: &[],
            more: json!({ "policies": [{ "id": "p", "calendar": "office", "targets": { "resolution": "9h" } }] }),
            told: &[("09:30", " | 0 16:00")],
        },
        // Every part must hold, or any.
        Case {
            rule: notify(
                json!({ "all": [{ "since": "creation", "longerThan": "1h" }, { "flag": "angry" }] }),
            ),
            events: &[("09:30", "tagged", "angry")],
            more: json!({}),
            told: &[("09:45", " | 0 10:00")],
        },
        Case {
            rule: notify(
                json!({ "any": [{ "since": "creation", "longerThan": "1h" }, { "flag": "angry" }] }),
            ),
            events: &[("09:30", "tagged", "angry")],
            more: json!({}),
            told: &[("09:15", " | 0 10:00"), ("09:30", "0 09:30 | ")],
        },
        // Only tickets like these, and only while they are.
        Case {
            rule: json!({ "where": { "priority": "high" }, "when": { "since": "creation", "longerThan": "1h" }, "steps": [{ "do": "notify" }] }),
            events: &[("10:30", "priority", "high"), ("12:00", "priority", "low")],
            more: json!({}),
            told: &[("10:15", " | "), ("10:30", "0 10:30 | "), ("12:00", " | ")],
        },
        // One step after the other, the next only without acknowledgement.
        Case {
            rule: json!({ "when": { "since": "creation", "longerThan": "1h" }, "steps": two_steps }),
            events: &[],
            more: json!({}),
            told: &[("10:10", "0 10:00 | 1 10:30"), ("10:30", "0 10:00, 1 10:30 | ")],
        },
        Case {
            rule: json!({ "when": { "since": "creation", "longerThan": "1h" }, "steps": two_steps }),
            events: &[("10:20", "acknowledged", "r")],
            more: json!({}),
            told: &[("10:15", "0 10:00 | 1 10:30"), ("10:20", " | "), ("11:00", " | ")],
        },
        // An acknowledgement of another rule is none.
        Case {
            rule: json!({ "when": { "since": "creation", "longerThan": "1h" }, "steps": two_steps }),
            events: &[("10:20", "acknowledged", "other")],
            more: json!({}),
            told: &[("10:30", "0 10:00, 1 10:30 | ")],
        },
        // A rule that is not acknowledged away goes on.
        Case {
            rule: json!({ "when": { "since": "creation", "longerThan": "1h" }, "stop": ["replied"], "steps": two_steps }),
            events: &[("10:10", "acknowledged", "r"), ("10:40", "reply", "agent")],
            more: json!({}),
            told: &[("10:30", "0 10:00, 1 10:30 | "), ("10:40", " | ")],
        },
        // Put off for an hour: not due meanwhile, and due again afterwards.
        Case {
            rule: notify(json!({ "since": "creation", "longerThan": "1h" })),
            events: &[("10:10", "snoozed", "r 60")],
            more: json!({}),
            told: &[("10:05", "0 10:00 | "), ("10:30", " | 0 10:00"), ("11:10", "0 10:00 | ")],
        },
        // Put off before it came due.
        Case {
            rule: notify(json!({ "since": "creation", "longerThan": "1h" })),
            events: &[("09:00", "tagged", "x"), ("09:50", "snoozed", "other 60")],
            more: json!({}),
            told: &[("10:00", "0 10:00 | ")],
        },
        Case {
            rule: json!({ "when": { "since": "creation", "longerThan": "1h" }, "steps": two_steps }),
            events: &[("10:10", "snoozed", "r 90")],
            more: json!({}),
            told: &[("10:20", " | 0 10:00, 1 11:40"), ("11:40", "0 10:00, 1 11:40 | ")],
        },
        // Doing what a step asks acknowledges it.
        Case {
            rule: json!({ "when": { "since": "creation", "longerThan": "1h" }, "steps": [
                { "do": "reassign", "to": { "group": "experts" } }, { "do": "page", "to": { "role": "lead" }, "after": "1h" },
            ] }),
            events: &[("10:10", "group", "others"), ("10:30", "group", "experts")],
            more: json!({}),
            told: &[("10:15", "0 10:00 | 1 11:00"), ("10:30", " | ")],
        },
        Case {
            rule: json!({ "when": { "since": "creation", "longerThan": "1h" }, "steps": [{ "do": "raise_priority" }] }),
            events: &[("10:30", "priority", "high")],
            more: json!({}),
            told: &[("10:15", "0 10:00 | "), ("10:30", " | ")],
        },
        Case {
            rule: json!({ "when": { "since": "creation", "longerThan": "1h" }, "steps": [{ "do": "raise_priority" }] }),
            events: &[
                ("09:30", "priority", "high"),
                ("10:20", "priority", "low"),
                ("10:40", "priority", "normal"),
            ],
            more: json!({}),
            told: &[("10:15", "0 10:00 | "), ("10:30", "0 10:00 | "), ("10:40", " | ")],
        },
        Case {
            rule: json!({ "when": { "since": "creation", "longerThan": "1h" }, "steps": [{ "do": "raise_priority" }] }),
            events: &[("09:20", "priority", "blue"), ("10:20", "priority", "green")],
            more: json!({}),
            told: &[("10:15", "0 10:00 | "), ("10:20", " | ")],
        },
        Case {
            rule: json!({ "when": { "since": "creation", "longerThan": "1h" }, "steps": [{ "do": "reassign", "to": { "level": 2 } }] }),
            events: &[("10:10", "group", "first"), ("10:20", "agent", "ann"), ("10:30", "group", "second")],
            more: json!({ "levels": { "groups": { "first": 1, "second": 2 } } }),
            told: &[("10:25", "0 10:00 | "), ("10:30", " | ")],
        },
        // Nights are quiet: what falls into one waits for the morning.
        Case {
            rule: json!({ "when": { "since": "creation", "longerThan": "10h" }, "quiet": "office", "steps": two_steps }),
            events: &[],
            more: json!({}),
            told: &[("18:00", " | 0 tue 09:00"), ("tue 09:10", "0 tue 09:00 | 1 tue 09:30")],
        },
        // Once a cycle, or once a ticket.
        Case {
            rule: notify(json!({ "since": "customer_message", "longerThan": "1h" })),
            events: &[("10:30", "reply", "agent"), ("11:00", "reply", "customer")],
            more: json!({}),
            told: &[("10:15", "0 10:00 | "), ("10:45", " | "), ("12:15", "0 12:00 | ")],
        },
        Case {
            rule: json!({ "when": { "since": "customer_message", "longerThan": "1h" }, "once": "ticket", "steps": [{ "do": "notify" }] }),
            events: &[("10:30", "reply", "agent"), ("11:00", "reply", "customer")],
            more: json!({}),
            told: &[("10:15", "0 10:00 | "), ("12:15", " | ")],
        },
        // Cooling down: the second time comes no sooner than four hours after the first.
        Case {
            rule: json!({ "when": { "since": "customer_message", "longerThan": "1h" }, "cooldown": "4h", "steps": [{ "do": "notify" }] }),
            events: &[("10:30", "reply", "agent"), ("11:00", "reply", "customer")],
            more: json!({}),
            told: &[("12:15", " | 0 14:00"), ("14:00", "0 14:00 | ")],
        },
        // A custom field that events change, and one clears.
        Case {
            rule: notify(json!({ "field": "plan", "is": ["gold", "silver"] })),
            events: &[
                ("10:00", "field", "plan gold"),
                ("11:00", "field", "plan silver"),
                ("12:00", "field", "plan "),
            ],
            more: json!({}),
            told: &[("09:30", " | "), ("10:00", "0 10:00 | "), ("11:30", "0 10:00 | "), ("12:00", " | ")],
        },
        // A field that a rule is only about, from when the ticket has it.
        Case {
            rule: json!({ "where": { "plan": "gold" }, "when": { "since": "creation", "longerThan": "1h" }, "steps": [{ "do": "notify" }] }),
            events: &[("10:30", "field", "plan gold"), ("12:00", "field", "plan basic")],
            more: json!({}),
            told: &[("10:29", " | "), ("10:30", "0 10:30 | "), ("12:00", " | ")],
        },
        // Working days before a clock is due, on the Monday after, and one day after it was, on Tuesday.
        Case {
            rule: notify(json!({ "clock": "resolution", "beforeDue": { "days": 2 } })),
            events: &[],
            more: json!({ "policies": [{ "id": "p", "calendar": "office", "targets": { "resolution": { "days": 5 } } }] }),
            told: &[("wed 12:00", " | 0 thu 09:00"), ("thu 09:00", "0 thu 09:00 | ")],
        },
        Case {
            rule: notify(json!({ "clock": "resolution", "afterDue": { "days": 1 } })),
            events: &[],
            more: json!({ "policies": [{ "id": "p", "calendar": "office", "targets": { "resolution": { "days": 1 } } }] }),
            told: &[("tue 12:00", " | 0 wed 09:00"), ("wed 09:00", "0 wed 09:00 | ")],
        },
        // Quiet until one o'clock, by hours of the rule's own.
        Case {
            rule: json!({ "when": { "since": "creation", "longerThan": "2h" }, "quiet": { "weekly": { "mon": [["13:00", "17:00"]] } }, "steps": two_steps }),
            events: &[],
            more: json!({}),
            told: &[("12:00", " | 0 13:00"), ("13:10", "0 13:00 | 1 13:30")],
        },
        // A reply calls off one step that is due, and not the next one.
        Case {
            rule: json!({ "when": { "since": "creation", "longerThan": "1h" }, "steps": [
                { "do": "notify", "stop": ["replied"] }, { "do": "notify", "after": "2h" },
            ] }),
            events: &[("10:30", "reply", "agent")],
            more: json!({}),
            told: &[("10:15", "0 10:00 | 1 12:00"), ("11:00", " | 1 12:00"), ("12:30", "1 12:00 | ")],
        },
        // One called off before it is due; the next one counts from when it would have been.
        Case {
            rule: json!({ "when": { "since": "creation", "longerThan": "1h" }, "steps": [
                { "do": "notify" }, { "do": "notify", "after": "1h", "stop": ["replied"] }, { "do": "notify", "after": "2h" },
            ] }),
            events: &[("10:30", "reply", "agent")],
            more: json!({}),
            told: &[
                ("10:45", "0 10:00 | 2 13:00"),
                ("11:30", "0 10:00 | 2 13:00"),
                ("13:00", "0 10:00, 2 13:00 | "),
            ],
        },
        // A merged ticket is nobody's any more.
        Case {
            rule: notify(json!({ "since": "creation", "longerThan": "1h" })),
            events: &[("10:30", "merged", "U")],
            more: json!({}),
            told: &[("10:15", "0 10:00 | "), ("10:30", " | ")],
        },
    ];
    for Case { rule, events, more, told } in cases {
        for (now, hoped) in told {
            let mut desk = story(rule.clone(), events, more.clone());
            assert_eq!(at(&mut desk, now), *hoped, "at {now}, {rule}, {events:?}");
        }
    }
}

#[test]
fn a_step_says_why_to_whom_and_under_which_name() {
    let rule = json!({ "when": { "all": [{ "since": "agent_update", "longerThan": "2h" }, { "flag": "angry" }] },
        "steps": [{ "do": "reassign", "to": { "level": 2, "group": "experts" } }] });
    let mut desk = story(rule, &[("10:00", "reply", "agent"), ("10:05", "tagged", "angry")], json!({}));
    let question = EscalationsQuestion { now: instant("12:30") as f64, ..EscalationsQuestion::default() };
    let told = desk.escalations(&question).unwrap();
    let step = &told.due[0];
    assert_eq!(step.id, format!("T/r/{}/0", instant("12:00")));
    assert_eq!((step.deed, step.level, step.group.as_deref()), ("reassign", Some(2), Some("experts")));
    let why: Vec<_> =
        step.why.iter().map(|met| (met.part, met.limit, shown(met.at), met.since.map(shown))).collect();
    assert_eq!(
        why,
        [
            ("agent_update", Some(7_200.0), "12:00".to_string(), Some("10:00".to_string())),
            ("flag", None, "10:05".to_string(), None),
        ]
    );
    // Its own name acknowledges it, and no other occurrence's.
    for (name, due) in [(step.id.clone(), 0), (format!("T/r/{}/0", instant("11:00")), 1)] {
        let events: [Told<'_>; 3] =
            [("10:00", "reply", "agent"), ("10:05", "tagged", "angry"), ("12:10", "acknowledged", &name)];
        let rule =
            json!({ "when": { "since": "agent_update", "longerThan": "2h" }, "steps": [{ "do": "notify" }] });
        assert_eq!(story(rule, &events, json!({})).escalations(&question).unwrap().due.len(), due, "{name}");
    }
}

/// The tickets due at an instant of a desk with one rule.
fn due(lines: &[Value], mut rule: Value, at: &str) -> Vec<String> {
    let lines: Vec<String> = lines.iter().map(Value::to_string).collect();
    let mut desk = desk(&lines.join("\n"));
    rule["id"] = json!("r");
    configure(&mut desk, &json!({ "rules": [rule] })).unwrap();
    let question = EscalationsQuestion { now: instant(at) as f64, since: Some(0.0), ..Default::default() };
    let told = desk.escalations(&question).unwrap();
    assert_eq!(told.due, told.fired, "nothing ends a step here but what tickets state");
    told.due.into_iter().map(|step| step.ticket).collect()
}

#[test]
fn what_tickets_state_of_their_end_and_status_counts_where_no_event_says_more() {
    let nine = instant("09:00");
    let lines = [
        json!({ "id": "open", "created_at": nine }),
        json!({ "id": "resolved", "created_at": nine, "resolved_at": instant("09:30") }),
        json!({ "id": "closed", "created_at": nine, "closed_at": instant("09:30"), "status": "closed" }),
        json!({ "id": "done", "created_at": nine, "status": "solved" }),
        json!({ "id": "later", "created_at": nine, "resolved_at": instant("11:00") }),
        json!({ "id": "again", "created_at": nine, "resolved_at": instant("09:30"),
            "events": [{ "at": instant("09:40"), "kind": "status", "to": "open" }] }),
        json!({ "id": "pending", "created_at": nine, "status": "pending" }),
    ];
    let since_creation = notify(json!({ "since": "creation", "longerThan": "1h" }));
    assert_eq!(due(&lines, since_creation, "10:00"), ["again", "later", "open", "pending"]);
    let in_status = notify(json!({ "status": "pending", "longerThan": "1h" }));
    assert_eq!(due(&lines, in_status, "10:00"), ["pending"]);
    // An answer that a ticket only states is one from when it came, and not before.
    let lines = [
        json!({ "id": "open", "created_at": nine }),
        json!({ "id": "answered", "created_at": nine, "first_response_at": instant("09:30") }),
        json!({ "id": "later", "created_at": nine, "first_response_at": instant("10:30") }),
        json!({ "id": "again", "created_at": nine, "first_response_at": instant("09:30"),
            "events": [{ "at": instant("09:40"), "kind": "reply", "role": "customer" }] }),
    ];
    let unanswered = || notify(json!({ "since": "customer_message", "longerThan": "1h" }));
    assert_eq!(due(&lines, unanswered(), "10:00"), ["later", "open"]);
    assert_eq!(due(&lines[..2], unanswered(), "11:00"), ["open"]);
    let mut desk = desk(&lines[2].to_string());
    let mut rule = unanswered();
    rule["id"] = json!("r");
    configure(&mut desk, &json!({ "rules": [rule] })).unwrap();
    assert_eq!(at(&mut desk, "10:29"), "0 10:00 | ");
    assert_eq!(at(&mut desk, "10:30"), " | ");
    let silent = notify(json!({ "since": "agent_update", "longerThan": "1h" }));
    assert_eq!(due(&lines[..2], silent, "10:00"), ["open"]);
}

#[test]
fn however_many_steps_are_to_come_the_soonest_are_told() {
    let line = |at: i64| json!({ "id": at, "created_at": instant("09:00") + at % 1_000 }).to_string();
    let lines: Vec<String> = (0..230_000).map(line).collect();
    let mut desk = desk(&lines.join("\n"));
    let mut rule = notify(json!({ "since": "creation", "longerThan": "1h" }));
    rule["id"] = json!("r");
    configure(&mut desk, &json!({ "rules": [rule] })).unwrap();
    let question =
        EscalationsQuestion { now: instant("09:30") as f64, next: Some(3.0), ..Default::default() };
    let told = desk.escalations(&question).unwrap();
    let next: Vec<_> = told.next.iter().map(|step| (step.ticket.as_str(), shown(step.at))).collect();
    assert_eq!(
        next,
        [("0", "10:00"), ("1000", "10:00"), ("10000", "10:00")].map(|(id, at)| (id, at.to_string()))
    );
}

#[test]
fn test_tickets_are_only_told_of_when_they_are_asked_for() {
    let ticket = |id: &str, test: bool| json!({ "id": id, "created_at": instant("09:00"), "test": test });
    let mut desk = desk(&format!("{}\n{}", ticket("real", false), ticket("trial", true)));
    let mut rule = notify(json!({ "since": "creation", "longerThan": "1h" }));
    rule["id"] = json!("r");
    configure(&mut desk, &json!({ "rules": [rule] })).unwrap();
    let mut told = |ticket: Option<&str>| {
        let now = instant("10:00") as f64;
        let question = EscalationsQuestion { now, ticket: ticket.map(Into::into), ..Default::default() };
        let due = desk.escalations(&question).unwrap().due;
        due.into_iter().map(|step| step.ticket).collect::<Vec<_>>()
    };
    assert_eq!(told(None), ["real"]);
    assert_eq!(told(Some("trial")), ["trial"]);
}
