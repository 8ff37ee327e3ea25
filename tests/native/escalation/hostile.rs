//! Rules that mean harm: an error with its path or an answer, never a panic.

use deskgauge::desk::Settings;
use deskgauge::escalation::EscalationsQuestion;
use deskgauge::settings::{Value as Plain, read};
use proptest::prelude::*;
use serde_json::{Value, json};

use super::procedures::office;
use crate::desk::desk;
use crate::random::{Marks, Random, START, lines, tickets};

/// Settings whose rules use every part there is.
fn good() -> Value {
    json!({
        "calendars": office(),
        "levels": { "groups": { "first": 1, "second": 2 } },
        "policies": [{ "id": "p", "calendar": "office", "targets": {
            "resolution": "8h", "first_response": { "days": 2 }, "next_response": "1h",
        } }],
        "rules": [
            { "id": "silence", "where": { "priority": { "not": "low" }, "region": "north" }, "hours": "office",
                "quiet": { "weekly": { "mon": [["09:00", "17:00"]] }, "holidays": ["2024-01-15"] },
                "when": { "any": [
                    { "since": "customer_message", "longerThan": "1h" }, { "since": "unassigned", "longerThan": 60 },
                    { "since": "agent_update", "longerThan": "0s" }, { "since": "creation", "longerThan": "2h" },
                ] },
                "steps": [
                    { "do": "notify", "to": { "role": "lead" }, "stop": ["replied"] },
                    { "do": "reassign", "to": { "level": 2, "group": "second" }, "after": "30m" },
                ],
                "stop": ["acknowledged", "reassigned", "priority_changed"], "cooldown": "4h", "once": "cycle" },
            { "id": "clocks", "where": { "group": ["first", "second"], "tags": { "in": ["a", "b"] } }, "quiet": "office",
                "when": { "all": [
                    { "clock": "resolution", "used": "80%" }, { "clock": "next_response", "afterDue": "5m" },
                    { "clock": "first_response", "beforeDue": { "days": 1 } }, { "status": ["open", "pending"], "longerThan": "1m" },
                ] },
                "steps": [{ "do": "page", "to": { "agent": "ann" } }, { "do": "raise_priority" }], "once": "ticket" },
            { "id": "counts", "when": { "any": [
                { "reopens": 1 }, { "transfers": 2 }, { "flag": "angry" }, { "field": "region", "is": ["north", "south"] },
            ] }, "steps": [{ "do": "require_approval", "to": { "group": "first" } }] },
        ],
    })
}

/// How many values there are, objects and lists included.
fn size(value: &Value) -> usize {
    1 + match value {
        Value::Array(items) => items.iter().map(size).sum(),
        Value::Object(entries) => entries.values().map(size).sum(),
        _ => 0,
    }
}

/// Does something to the value at a place, counted from the outside in.
fn change(value: &mut Value, place: &mut usize, how: &mut dyn FnMut(&mut Value)) {
    if *place == 0 {
        how(value);
    }
    *place = place.wrapping_sub(1);
    match value {
        Value::Array(items) => items.iter_mut().for_each(|item| change(item, place, how)),
        Value::Object(entries) => entries.values_mut().for_each(|entry| change(entry, place, how)),
        _ => {}
    }
}

/// Something else in place of a value, or something added to it or gone from it.
fn mutate(value: &mut Value, random: &mut Random, donor: &Value) {
    const NUMBERS: [f64; 10] = [0.0, -1.0, 0.5, 1.0, 255.0, 256.0, 3_660.0, 1e9, 1e18, -1e300];
    const WORDS: [&str; 14] = [
        "",
        "0s",
        "1h",
        "250000000h",
        "-5m",
        "101%",
        "65535%",
        "99999%",
        "office",
        "north",
        "resolution",
        "all",
        "acknowledged",
        "\u{0}ü",
    ];
    match (random.below(8), &mut *value) {
        (0, _) => *value = Value::Null,
        (1, _) => *value = json!(random.pick(&NUMBERS)),
        (2, _) => *value = json!(random.pick(&WORDS)),
        (3, _) => *value = json!([value.clone(), value.clone()]),
        (4, Value::Array(items)) => {
            items.pop();
        }
        (4, Value::Object(entries)) => {
            let names: Vec<String> = entries.keys().cloned().collect();
            if let Some(name) = names.get(random.below(names.len().max(1) as u64) as usize) {
                entries.remove(name);
            }
        }
        (5, Value::Object(entries)) => {
            entries.insert(random.pick(&WORDS).to_string(), json!(random.pick(&NUMBERS)));
        }
        (6, Value::Array(items)) => items.extend(items.clone()),
        // A part of other settings.
        _ => {
            let mut place = random.below(size(donor) as u64) as usize;
            let mut donor = donor.clone();
            change(&mut donor, &mut place, &mut |part| *value = part.clone());
        }
    }
}

proptest! {
    #[test]
    fn whatever_rules_say_there_is_an_answer_or_an_error_with_its_path(seed in 0..u64::MAX, changes in 0..5_usize) {
        let mut random = Random::new(seed);
        let good = good();
        let mut settings = good.clone();
        for _ in 0..changes {
            let mut rules = settings["rules"].take();
            let mut place = random.below(size(&rules) as u64) as usize;
            change(&mut rules, &mut place, &mut |value| mutate(value, &mut random, &good));
            settings["rules"] = rules;
        }
        let tickets = tickets(&mut random, 12, true);
        let mut desk = desk(&lines(&tickets, Marks::Number));
        // Whole settings put inside a rule may be deeper than settings can be.
        let written: Plain = match serde_json::from_value(settings) {
            Ok(written) => written,
            Err(error) => {
                prop_assert!(changes > 0 && error.to_string().contains("nested too deeply"), "{error}");
                return Ok(());
            }
        };
        let configured = read::<Settings>(&written, "bad-settings").and_then(|settings| desk.configure(settings));
        if let Err(error) = configured {
            prop_assert!(!error.message().is_empty() && error.path().is_some_and(|path| path.starts_with("rules")), "{error:?}");
            prop_assert!(changes > 0, "{error:?}");
            return Ok(());
        }
        if let Err(error) = desk.check_rules() {
            prop_assert!(!error.message().is_empty(), "{error:?}");
        }
        let day = 86_400_000.0;
        for now in [START as f64 + random.below(100) as f64 * day, 0.0, -1.0, 8.64e15, 1e300, f64::NAN] {
            let question = EscalationsQuestion { now, since: Some(now - 30.0 * day), next: Some(10.0), ..Default::default() };
            match desk.escalations(&question) {
                Err(error) => prop_assert!(!error.message().is_empty() && error.path().is_some(), "{error:?}"),
                Ok(told) => prop_assert!(told.next.len() <= 10 && told.due.iter().all(|step| step.at <= now)),
            }
        }
    }
}
