//! What is wrong with rules, named by its path, and what is odd about a set of them although each can be read.

use deskgauge::escalation::EscalationsQuestion;
use serde_json::{Value, json};

use super::procedures::{Told, configure, instant, notify, office, story};
use crate::desk::desk;

#[test]
fn what_is_wrong_with_a_rule_is_named_by_its_path() {
    let mut empty = desk(&json!({ "id": "T", "created_at": instant("09:00") }).to_string());
    let rule = |change: Value| {
        let mut rule = json!({ "id": "r", "when": { "since": "creation", "longerThan": "1h" }, "steps": [{ "do": "notify" }] });
        for (name, value) in change.as_object().unwrap() {
            rule[name] = value.clone();
        }
        json!({ "rules": [rule] })
    };
    let cases = [
        (
            rule(json!({ "when": { "since": "lunch", "longerThan": "1h" } })),
            "bad-settings",
            "rules[0].when.since",
        ),
        (rule(json!({ "when": { "since": "creation" } })), "bad-settings", "rules[0].when.longerThan"),
        (
            rule(json!({ "when": { "since": "creation", "longerThan": "1h", "x": 1 } })),
            "unknown-option",
            "rules[0].when.x",
        ),
        (rule(json!({ "when": {} })), "bad-settings", "rules[0].when"),
        (rule(json!({ "when": { "all": [] } })), "bad-rule", "rules[0].when"),
        (
            rule(json!({ "when": { "any": [{ "reopens": 0 }] } })),
            "bad-settings",
            "rules[0].when.any[0].reopens",
        ),
        (rule(json!({ "when": { "clock": "lunch", "used": "5%" } })), "bad-settings", "rules[0].when.clock"),
        (rule(json!({ "when": { "clock": "resolution", "used": 5 } })), "bad-settings", "rules[0].when.used"),
        (rule(json!({ "steps": [] })), "bad-settings", "rules[0].steps"),
        (rule(json!({ "steps": [{ "do": "shout" }] })), "bad-settings", "rules[0].steps[0].do"),
        (rule(json!({ "steps": [{ "do": "page" }] })), "bad-rule", "rules[0].steps[0].to"),
        (rule(json!({ "stop": ["lunch"] })), "bad-settings", "rules[0].stop[0]"),
        (rule(json!({ "hours": "office" })), "unknown-calendar", "rules[0].hours"),
        (rule(json!({ "quiet": "office" })), "unknown-calendar", "rules[0].quiet"),
        (rule(json!({ "quiet": { "weekly": 5 } })), "bad-calendar", "rules[0].quiet.weekly"),
        (
            rule(json!({ "quiet": { "weekly": { "mon": [["09:00", "25:00"]] } } })),
            "bad-calendar",
            "rules[0].quiet.weekly.mon[0][1]",
        ),
        (rule(json!({ "quiet": 5 })), "bad-calendar", "rules[0].quiet"),
        (rule(json!({ "when": { "field": "plan" } })), "bad-settings", "rules[0].when.is"),
        (rule(json!({ "when": { "field": 5, "is": "x" } })), "bad-settings", "rules[0].when.field"),
        (
            rule(json!({ "when": { "clock": "resolution", "beforeDue": { "days": 1.5 } } })),
            "bad-settings",
            "rules[0].when.beforeDue.days",
        ),
        (
            rule(json!({ "steps": [{ "do": "notify", "stop": ["lunch"] }] })),
            "bad-settings",
            "rules[0].steps[0].stop[0]",
        ),
        (rule(json!({ "once": "ever" })), "bad-settings", "rules[0].once"),
        (rule(json!({ "cooldown": "-1h" })), "bad-settings", "rules[0].cooldown"),
    ];
    for (settings, code, path) in cases {
        let error = configure(&mut empty, &settings).unwrap_err();
        assert_eq!((error.code(), error.path()), (code, Some(path)), "{settings}");
    }
    let twice = json!({ "rules": [rule(json!({}))["rules"][0], rule(json!({}))["rules"][0]] });
    assert_eq!(configure(&mut empty, &twice).unwrap_err().path(), Some("rules[1].id"));
    // A field that no ticket has shows when it is asked for.
    configure(&mut empty, &rule(json!({ "where": { "mood": "sour" } }))).unwrap();
    let error = empty.escalations(&EscalationsQuestion::default()).unwrap_err();
    assert_eq!((error.code(), error.path()), ("unknown-dimension", Some("rules[0].where.mood")));
}

#[test]
fn a_set_of_rules_is_looked_through() {
    let events: [Told<'_>; 2] = [("09:10", "group", "first"), ("09:20", "group", "second")];
    let mut desk =
        story(notify(json!({ "flag": "x" })), &events, json!({ "levels": { "groups": { "second": 2 } } }));
    let old = json!({ "since": "creation", "longerThan": "1h" });
    let from = |id: &str, group: &str, to: &str| json!({ "id": id, "where": { "group": group }, "when": old, "steps": [{ "do": "reassign", "to": { "group": to } }] });
    let rules = json!([
        { "id": "wide", "when": old, "steps": [{ "do": "notify" }] },
        { "id": "narrow", "where": { "tier": "vip" }, "when": old, "steps": [{ "do": "notify" }] },
        { "id": "until a reply", "when": old, "stop": ["replied"], "steps": [{ "do": "notify" }] },
        { "id": "later", "when": { "since": "creation", "longerThan": "2h" }, "steps": [{ "do": "notify" }] },
        { "id": "clock", "when": { "all": [old, { "clock": "resolution", "used": "80%" }] }, "steps": [{ "do": "notify" }] },
        { "id": "either", "when": { "any": [old, { "clock": "resolution", "used": "80%" }] }, "steps": [{ "do": "notify" }] },
        { "id": "solved", "when": { "status": ["solved", "closed"], "longerThan": "1h" }, "steps": [{ "do": "notify" }] },
        { "id": "gold", "where": { "tier": "gold" }, "when": old, "steps": [{ "do": "page", "to": { "level": 3, "group": "nowhere", "agent": "ann" } }] },
        { "id": "fine", "when": old, "steps": [{ "do": "page", "to": { "level": 2, "group": "second" } }] },
        from("there", "first", "second"),
        from("back", "second", "first"),
    ]);
    configure(&mut desk, &json!({ "rules": rules })).unwrap();
    let found: Vec<_> =
        desk.check_rules().unwrap().into_iter().map(|warning| (warning.code, warning.path)).collect();
    let hoped = [
        // "either" does the same for all tickets, and no later.
        ("shadowed", "rules[0].id"),
        ("shadowed", "rules[1].id"),
        ("shadowed", "rules[3].id"),
        ("unreachable", "rules[4].when.all[1]"),
        ("unreachable", "rules[6].when"),
        ("unreachable", "rules[7].where.tier"),
        ("nobody", "rules[7].steps[0].to.group"),
        ("nobody", "rules[7].steps[0].to.agent"),
        ("nobody", "rules[7].steps[0].to.level"),
        ("circle", "rules[10].steps"),
    ];
    assert_eq!(found, hoped.map(|(code, path)| (code, path.to_string())));
}

#[test]
fn of_working_days_no_share_is_used() {
    let rule = |clock: &str, when: Value| {
        let mut part = json!({ "clock": clock });
        part.as_object_mut().unwrap().extend(when.as_object().unwrap().clone());
        json!({ "id": format!("{clock} {when}"), "when": part, "steps": [{ "do": "notify" }] })
    };
    let rules = json!([
        rule("resolution", json!({ "used": "80%" })),
        rule("resolution", json!({ "beforeDue": "1h" })),
        rule("first_response", json!({ "used": "80%" })),
        rule("next_response", json!({ "used": "80%" })),
    ]);
    let policies = json!({ "calendars": office(), "policies": [{ "id": "p", "calendar": "office", "targets": {
        "resolution": { "days": 5 }, "first_response": { "days": 2 }, "next_response": "1h",
    } }] });
    assert_eq!(found("unreachable", &rules, &[], policies), ["rules[0].when", "rules[2].when"]);
}

/// The rules, by their ids, that a desk of one ticket finds fault with under a code.
fn found(code: &str, rules: &Value, events: &[Told<'_>], more: Value) -> Vec<String> {
    let mut desk = story(notify(json!({ "flag": "x" })), events, more);
    configure(&mut desk, &json!({ "rules": rules })).unwrap();
    let warnings = desk.check_rules().unwrap().into_iter().filter(|warning| warning.code == code);
    warnings.map(|warning| warning.path).collect()
}

#[test]
fn a_rule_is_hidden_by_another_that_does_the_same_no_later() {
    let since = |anchor: &str, time: &str| json!({ "since": anchor, "longerThan": time });
    let used = |share: &str| json!({ "clock": "resolution", "used": share });
    let (early, late) = (since("creation", "1h"), since("creation", "2h"));
    // Two conditions, and whether a rule with the first hides one with the second, and the other way round.
    let cases = [
        (early.clone(), late.clone(), true, false),
        (early.clone(), since("agent_update", "2h"), false, false),
        (
            json!({ "status": ["pending", "open"], "longerThan": "1h" }),
            json!({ "status": "pending", "longerThan": "1h" }),
            true,
            false,
        ),
        (
            json!({ "status": ["pending", "open"], "longerThan": "2h" }),
            json!({ "status": "pending", "longerThan": "1h" }),
            false,
            false,
        ),
        (used("50%"), used("80%"), true, false),
        (used("50%"), json!({ "clock": "first_response", "used": "80%" }), false, false),
        (
            json!({ "clock": "resolution", "beforeDue": "2h" }),
            json!({ "clock": "resolution", "beforeDue": "1h" }),
            true,
            false,
        ),
        (
            json!({ "clock": "resolution", "beforeDue": "1h" }),
            json!({ "clock": "resolution", "afterDue": "1h" }),
            true,
            false,
        ),
        (
            json!({ "clock": "resolution", "afterDue": { "days": 1 } }),
            json!({ "clock": "resolution", "afterDue": { "days": 2 } }),
            true,
            false,
        ),
        // How long a working day is, nobody says here.
        (
            json!({ "clock": "resolution", "beforeDue": { "days": 1 } }),
            json!({ "clock": "resolution", "beforeDue": "1h" }),
            false,
            false,
        ),
        (json!({ "reopens": 1 }), json!({ "reopens": 2 }), true, false),
        (json!({ "transfers": 2 }), json!({ "transfers": 3 }), true, false),
        (json!({ "reopens": 1 }), json!({ "transfers": 2 }), false, false),
        (
            json!({ "field": "plan", "is": ["basic", "gold"] }),
            json!({ "field": "plan", "is": "gold" }),
            true,
            false,
        ),
        (json!({ "flag": "angry" }), json!({ "flag": "loud" }), false, false),
        // All of several is more than one of them, any of them less.
        (early.clone(), json!({ "all": [late, used("80%")] }), true, false),
        (json!({ "any": [early, used("80%")] }), late.clone(), true, false),
        (json!({ "any": [early, used("50%")] }), json!({ "any": [used("80%"), late] }), true, false),
        (json!({ "all": [early, used("50%")] }), json!({ "all": [used("80%"), late] }), true, false),
        (json!({ "all": [early, used("50%")] }), json!({ "any": [used("80%"), late] }), false, false),
        (json!({ "all": [early] }), json!({ "any": [early] }), true, true),
    ];
    let more = || {
        let targets = json!({ "resolution": "8h", "first_response": "1h" });
        json!({ "policies": [{ "id": "p", "targets": targets }] })
    };
    let rule = |id: &str, when: &Value| json!({ "id": id, "when": when, "steps": [{ "do": "notify" }] });
    for (weak, strong, hides, hidden) in &cases {
        let shadowed = |rules: &Value| found("shadowed", rules, &[], more());
        let hoped = |at: usize, is: bool| if is { vec![format!("rules[{at}].id")] } else { vec![] };
        let rules = json!([rule("weak", weak), rule("strong", strong)]);
        assert_eq!(shadowed(&rules), hoped(1, *hides), "{weak} {strong}");
        // Of two that hide each other the first one stays.
        let rules = json!([rule("strong", strong), rule("weak", weak)]);
        assert_eq!(shadowed(&rules), hoped(usize::from(*hidden), *hides), "{strong} {weak}");
        // Nothing is hidden by what does something else, or later, or for others.
        for (name, value) in [
            ("steps", json!([{ "do": "notify", "after": "1m" }])),
            ("steps", json!([{ "do": "notify", "stop": ["replied"] }])),
            ("hours", json!("office")),
            ("quiet", json!("office")),
            ("cooldown", json!("1h")),
            ("once", json!("ticket")),
            ("where", json!({ "priority": "low" })),
        ] {
            let mut other = rule("weak", weak);
            other[name] = value;
            let rules = json!([other, rule("strong", strong)]);
            assert!(!shadowed(&rules).contains(&"rules[1].id".into()), "{name}: {weak} {strong}");
        }
    }
}

#[test]
fn rules_that_hand_tickets_round_are_found_by_group_agent_and_level() {
    let events: [Told<'_>; 4] = [
        ("09:10", "group", "first"),
        ("09:20", "group", "second"),
        ("09:30", "agent", "ann"),
        ("09:40", "agent", "bob"),
    ];
    let levels = || json!({ "levels": { "groups": { "first": 1, "second": 2 } } });
    let rule = |at: usize, (on, from, to): &(&str, &str, Value)| {
        json!({ "id": at.to_string(), "where": { *on: from }, "when": { "since": "creation", "longerThan": "1h" },
            "steps": [{ "do": "reassign", "to": to }] })
    };
    let ways = [
        // Up by level and back to the group.
        (
            vec![("group", "first", json!({ "level": 2 })), ("group", "second", json!({ "group": "first" }))],
            Some(1),
        ),
        (
            vec![("group", "first", json!({ "level": 2 })), ("group", "second", json!({ "level": 1 }))],
            Some(1),
        ),
        (
            vec![
                ("assignee", "ann", json!({ "agent": "bob" })),
                ("assignee", "bob", json!({ "agent": "ann" })),
            ],
            Some(1),
        ),
        // To oneself.
        (vec![("group", "first", json!({ "level": 1 }))], Some(0)),
        // Only up.
        (
            vec![("group", "first", json!({ "level": 2 })), ("group", "second", json!({ "agent": "ann" }))],
            None,
        ),
        // A group is more than the level it is at.
        (vec![("group", "first", json!({ "level": 1, "group": "second" }))], None),
        (
            vec![
                ("assignee", "ann", json!({ "agent": "bob" })),
                ("group", "second", json!({ "group": "first" })),
            ],
            None,
        ),
    ];
    for (way, hoped) in ways {
        let rules: Vec<Value> = way.iter().enumerate().map(|(at, way)| rule(at, way)).collect();
        let circles = found("circle", &json!(rules), &events, levels());
        let hoped: Vec<String> = hoped.into_iter().map(|at: usize| format!("rules[{at}].steps")).collect();
        assert_eq!(circles, hoped, "{way:?}");
    }
}

#[test]
fn an_agent_is_who_had_a_ticket_or_did_something_as_one() {
    let nine = instant("09:00");
    let lines = [
        json!({ "id": 1, "created_at": nine, "requester": "cleo", "assignee": "ann", "events": [
            { "at": nine, "kind": "reply", "role": "customer", "actor": "cleo" },
            { "at": nine, "kind": "reply", "role": "agent", "actor": "kim" },
        ] }),
        json!({ "id": 2, "created_at": nine, "events": [
            { "at": nine, "kind": "assigned", "agent": "bob" },
            { "at": nine, "kind": "assigned", "agent": null },
        ] }),
    ];
    let mut desk = desk(&lines.map(|line| line.to_string()).join("\n"));
    let names = ["cleo", "ann", "kim", "bob", "nobody"];
    let step = |name: &&str| json!({ "do": "page", "to": { "agent": name } });
    let steps: Vec<Value> = names.iter().map(step).collect();
    let rule = json!({ "id": "r", "when": { "since": "creation", "longerThan": "1h" }, "steps": steps });
    configure(&mut desk, &json!({ "rules": [rule] })).unwrap();
    let paths: Vec<String> = desk.check_rules().unwrap().into_iter().map(|warning| warning.path).collect();
    assert_eq!(paths, ["rules[0].steps[0].to.agent", "rules[0].steps[4].to.agent"]);
}
