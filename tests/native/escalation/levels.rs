//! When other tools escalate, from vectors of their tests: each case as rules and a desk, asked just before and at the instant.

use deskgauge::desk::Desk;
use deskgauge::escalation::{EscalationStep, EscalationsQuestion};
use serde_json::{Map, Value, json};

use super::procedures::configure;
use crate::conformance::zones::zone;
use crate::desk::desk;

/// The cases of kind `sla` of a tool, but for those whose answer is not that of its own calendar.
fn cases(tool: &str) -> Vec<Value> {
    let path = format!("tests/golden/sla/{tool}.json");
    let cases: Vec<Value> = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    cases.into_iter().filter(|case| case["kind"] == "sla" && case["disputed"] != true).collect()
}

fn instant(text: &Value) -> i64 {
    chrono::DateTime::parse_from_rfc3339(text.as_str().unwrap()).unwrap().timestamp_millis()
}

/// The words a vector has for a clock, in ours.
fn clock(name: &str) -> &str {
    let name = name.strip_suffix("_s").unwrap_or(name);
    if name == "update" { "next_response" } else { name }
}

/// `{ amount, unit, end_of_working_day }` or seconds.
fn target(written: &Value) -> Value {
    let Some(amount) = written["amount"].as_f64() else { return written.clone() };
    match written["unit"].as_str().unwrap() {
        "minute" => json!(amount * 60.0),
        "hour" => json!(amount * 3_600.0),
        "day" => json!({ "days": amount, "endOfDay": written["end_of_working_day"] }),
        other => panic!("the unit {other}"),
    }
}

fn targets(written: &Value) -> Value {
    let targets = written.as_object().unwrap().iter();
    let given = targets.filter(|(_, value)| !value.is_null());
    given.map(|(name, value)| (clock(name).to_string(), target(value))).collect::<Map<_, _>>().into()
}

/// A case as a ticket and the promises that its priorities stand for: `p0` for the case's own targets, another for each change.
fn told(case: &Value) -> (Value, Vec<Value>) {
    let policy = |at: usize, written: &Value| json!({ "id": at.to_string(), "where": { "priority": format!("p{at}") }, "calendar": "c", "targets": targets(written) });
    let mut policies = vec![policy(0, &case["targets"])];
    let mut ticket = json!({ "id": "T", "priority": "p0", "requester": "customer" });
    let mut events = Vec::new();
    for event in case["events"].as_array().unwrap() {
        let at = &event["at"];
        match event["type"].as_str().unwrap() {
            "created" => {
                ticket["created_at"] = at.clone();
                if let Some(status) = event.get("status") {
                    events.push(json!({ "at": at, "kind": "status", "to": status }));
                }
            }
            "customer_reply" => events.push(json!({ "at": at, "kind": "reply", "role": "customer" })),
            "agent_reply" => events.push(json!({ "at": at, "kind": "reply", "role": "agent" })),
            "status" => events.push(json!({ "at": at, "kind": "status", "to": event["to"] })),
            "policy" | "priority" => match event.get("targets") {
                Some(written) => {
                    events
                        .push(json!({ "at": at, "kind": "priority", "to": format!("p{}", policies.len()) }));
                    policies.push(policy(policies.len(), written));
                }
                None if event.get("policy").is_some() => {
                    events.push(json!({ "at": at, "kind": "priority", "to": "none" }));
                }
                // The case's own targets come only now.
                None => {
                    ticket["priority"] = json!("none");
                    events.push(json!({ "at": ticket["created_at"], "kind": "priority", "to": "none" }));
                    events.push(json!({ "at": at, "kind": "priority", "to": "p0" }));
                }
            },
            "set" => match event["field"].as_str().unwrap() {
                "first_response_at" => ticket["first_response_at"] = at.clone(),
                "closed_at" => ticket["closed_at"] = at.clone(),
                "last_customer_contact_at" => {
                    events.push(json!({ "at": at, "kind": "reply", "role": "customer" }))
                }
                "last_agent_contact_at" => events.push(json!({ "at": at, "kind": "reply", "role": "agent" })),
                "created_at" => {}
                other => panic!("the field {other}"),
            },
            other => panic!("an event {other}"),
        }
    }
    ticket["events"] = json!(events);
    (ticket, policies)
}

/// The calendar as settings write it.
fn calendar(written: &Value) -> Value {
    const NAMES: [(&str, &str); 3] =
        [("time_zone", "timeZone"), ("weekly", "weekly"), ("holidays", "holidays")];
    let entries =
        written.as_object().unwrap().iter().filter(|(_, value)| !value.as_array().is_some_and(Vec::is_empty));
    let known =
        |name: &str| NAMES.iter().find(|(theirs, _)| *theirs == name).unwrap_or_else(|| panic!("{name}")).1;
    entries.map(|(name, value)| (known(name).to_string(), value.clone())).collect::<Map<_, _>>().into()
}

fn made(case: &Value, rules: &[Value]) -> Desk {
    let (ticket, policies) = told(case);
    let mut desk = desk(&ticket.to_string());
    if let Some(zone) = zone(case["calendar"]["time_zone"].as_str().unwrap()) {
        desk.add_zone(zone);
    }
    let default = if case["peer"] == "glpi" { json!(["waiting"]) } else { json!([]) };
    let paused = case["options"].get("paused_statuses").unwrap_or(&default);
    let clocks = json!({ "profile": case["peer"], "paused": paused, "start": "creation" });
    let settings = json!({ "calendars": { "c": calendar(&case["calendar"]) }, "policies": policies, "clocks": clocks, "rules": rules });
    configure(&mut desk, &settings).unwrap_or_else(|error| panic!("{}: {error}", case["id"]));
    desk
}

/// What a rule says at an instant: when its steps due came due, and when those to come will.
fn asked(desk: &mut Desk, rule: &str, now: i64) -> (Vec<i64>, Vec<i64>) {
    let question =
        EscalationsQuestion { now: now as f64, rules: vec![rule.into()], ..EscalationsQuestion::default() };
    let told = desk.escalations(&question).unwrap();
    let times = |steps: &[EscalationStep]| steps.iter().map(|step| step.at as i64).collect();
    (times(&told.due), times(&told.next))
}

fn last_event(case: &Value) -> i64 {
    case["events"].as_array().unwrap().iter().map(|event| instant(&event["at"])).max().unwrap()
}

/// Checks that a rule of one step comes due at an instant, and not a millisecond before.
fn comes_due(desk: &mut Desk, rule: &str, at: i64, case: &Value) {
    let (last, id) = (last_event(case), &case["id"]);
    if at > last {
        assert_eq!(asked(desk, rule, last), (vec![], vec![at]), "{id}, {rule}: to come");
        assert_eq!(asked(desk, rule, at - 1), (vec![], vec![at]), "{id}, {rule}: just before");
    }
    assert_eq!(asked(desk, rule, at - 1).0, [0_i64; 0], "{id}, {rule}: just before");
    assert_eq!(asked(desk, rule, at).0, [at], "{id}, {rule}: then");
    assert_eq!(asked(desk, rule, at.max(last)).0, [at], "{id}, {rule}: after all that happened");
}

/// Parts of rules that mean so many seconds before or after a target is used up: by the due instant, and, where that makes a
/// whole percentage, by the share that is used.
fn parts(clock: &str, target: &Value, offset: f64) -> Vec<Value> {
    let mut parts = vec![match offset {
        0.0.. => json!({ "clock": clock, "afterDue": offset }),
        _ => json!({ "clock": clock, "beforeDue": -offset }),
    }];
    let percent = target.as_f64().map(|seconds| (seconds + offset) / seconds * 100.0);
    if let Some(percent) = percent.filter(|percent| percent.fract() == 0.0) {
        parts.push(json!({ "clock": clock, "used": format!("{percent}%") }));
    }
    parts
}

fn rules(parts: Vec<Value>) -> Vec<Value> {
    let rule = |(at, part): (usize, Value)| json!({ "id": at.to_string(), "when": part, "steps": [{ "do": "notify" }] });
    parts.into_iter().enumerate().map(rule).collect()
}

#[test]
fn rules_escalate_when_glpi_does() {
    let (mut instants, mut shares) = (0, 0);
    for case in cases("glpi") {
        let target_names: Vec<&String> = case["targets"].as_object().unwrap().keys().collect();
        let mut checks = Vec::new();
        let expected = &case["expected"];
        if let Some(offset) = case.get("escalation_offset") {
            checks.push((target_names[0].as_str(), offset.clone(), instant(&expected["escalation_at"])));
        }
        if case["id"] == "glpi-0090" {
            checks.push((
                "first_response_s",
                json!({ "seconds": -900 }),
                instant(&expected["first_response_escalation_at"]),
            ));
            checks.push((
                "resolution_s",
                json!({ "seconds": -1_800 }),
                instant(&expected["resolution_escalation_at"]),
            ));
        }
        for (name, offset, at) in checks {
            // Of a change of targets the last ones count.
            let changed =
                case["events"].as_array().unwrap().iter().rev().find_map(|event| event.get("targets"));
            let last = target(&changed.unwrap_or(&case["targets"])[name]);
            let parts = match offset["seconds"].as_f64() {
                Some(seconds) => parts(clock(name), &last, seconds),
                None => vec![
                    json!({ "clock": clock(name), "beforeDue": { "days": -offset["days"].as_f64().unwrap() } }),
                ],
            };
            let rules = rules(parts);
            let mut desk = made(&case, &rules);
            for rule in 0..rules.len() {
                comes_due(&mut desk, &rule.to_string(), at, &case);
                instants += 1;
                shares += usize::from(rule == 1);
            }
        }
    }
    assert_eq!((instants, shares), (21, 5));
}

#[test]
fn the_steps_of_a_rule_are_the_levels_of_glpi() {
    let mut levels = 0;
    for case in cases("glpi").iter().filter(|case| case.get("escalation_levels").is_some()) {
        let offsets: Vec<f64> = case["escalation_levels"]
            .as_array()
            .unwrap()
            .iter()
            .map(|level| level["offset_s"].as_f64().unwrap())
            .collect();
        let mut steps = vec![json!({ "do": "notify" })];
        steps.extend(offsets.windows(2).map(|pair| json!({ "do": "notify", "after": pair[1] - pair[0] })));
        let rule = json!({ "id": "r", "hours": "c", "when": { "clock": "resolution", "beforeDue": -offsets[0] }, "steps": steps });
        let mut desk = made(case, &[rule]);
        let due = instant(&case["expected"]["due"]);
        let at: Vec<i64> = offsets.iter().map(|offset| due + (offset * 1_000.0) as i64).collect();
        let fired = case["expected"]["levels_fired"].as_array().unwrap().len();
        assert_eq!(asked(&mut desk, "r", instant(&case["now"])).0, at[..fired], "{}", case["id"]);
        for (place, &instant) in at.iter().enumerate() {
            assert_eq!(
                asked(&mut desk, "r", instant - 1),
                (at[..place].to_vec(), vec![instant]),
                "{}",
                case["id"]
            );
            assert_eq!(asked(&mut desk, "r", instant).0, at[..=place], "{}", case["id"]);
            levels += 1;
        }
    }
    assert_eq!(levels, 4);
}

#[test]
fn rules_escalate_when_zammad_does() {
    let (mut instants, mut none) = (0, 0);
    for case in cases("zammad") {
        for (name, at) in case["expected"].as_object().unwrap() {
            let Some(name) = name.strip_suffix("_due").filter(|&name| name != "next") else { continue };
            let name = case["targets"]
                .as_object()
                .unwrap()
                .keys()
                .find(|known| clock(known) == clock(name))
                .cloned();
            let Some(name) = name else { continue };
            let rules = rules(parts(clock(&name), &target(&case["targets"][&name]), 0.0));
            let mut desk = made(&case, &rules);
            for rule in 0..rules.len() {
                let rule = rule.to_string();
                if at.is_null() {
                    let last = last_event(&case);
                    for now in [last, last + 30 * 86_400_000] {
                        assert_eq!(asked(&mut desk, &rule, now), (vec![], vec![]), "{}, {name}", case["id"]);
                    }
                    none += 1;
                } else {
                    comes_due(&mut desk, &rule, instant(at), &case);
                    instants += 1;
                }
            }
        }
    }
    assert_eq!((instants, none), (36, 57));
}
