//! Support levels: the desk's own go before a mapping's, agents before their groups, and ladders say one thing of each.

use deskgauge::desk::{Desk, Settings};
use deskgauge::ingest::{LoadOptions, Mapping};
use deskgauge::report::Table;
use deskgauge::settings::read;
use serde_json::json;

use crate::desk::{desk, figure, load, metric, question};
use crate::random::{Marks, Random, Ticket, lines, tickets};

pub fn settings(written: serde_json::Value) -> Settings {
    read(&serde_json::from_value(written).unwrap(), "bad-settings").unwrap()
}

pub fn figures(desk: &mut Desk, ids: &[&str]) -> Vec<Option<f64>> {
    let table: Table = desk.report(&question(ids.iter().map(|id| metric(id)).collect())).unwrap();
    (0..ids.len()).map(|at| figure(&table, at, "value", 0)).collect()
}

/// The levels that tickets are on.
fn levels(desk: &mut Desk) -> Vec<String> {
    let mut question = question(vec![metric("tickets")]);
    question.by = vec!["level".into()];
    let table = desk.report(&question).unwrap();
    table.header.by[0].labels.iter().flatten().cloned().collect()
}

/// Tickets that went from `desk` to `back`, which a mapping says are the levels 2 and 1.
fn mapped(desk: &mut Desk) {
    let mapping = json!({ "levels": { "groups": { "desk": 2, "back": 1 }, "default": 3 } });
    let mapping: Mapping = read(&serde_json::from_value(mapping).unwrap(), "bad-mapping").unwrap();
    let options =
        LoadOptions { format: Some("ndjson".into()), mapping: Some(mapping), ..LoadOptions::default() };
    desk.begin(options).unwrap();
    let line = r#"{"id":1,"created_at":0,"events":[{"at":1000,"kind":"assigned","group":"desk"},{"at":2000,"kind":"assigned","group":"back"},{"at":3000,"kind":"assigned","group":"far"}]}"#;
    desk.push(line.as_bytes()).unwrap();
    assert_eq!(desk.finish().unwrap().problems, vec![]);
}

#[test]
fn what_the_desk_is_configured_with_goes_before_what_a_mapping_says_in_either_order() {
    let both = ["escalations", "deescalations"];
    let mut alone = Desk::new();
    mapped(&mut alone);
    assert_eq!(figures(&mut alone, &both), [Some(1.0), Some(1.0)], "2, 1, 3");
    let own = || settings(json!({ "levels": { "groups": { "desk": 1, "back": 2 } } }));
    let mut first = Desk::new();
    first.configure(own()).unwrap();
    mapped(&mut first);
    assert_eq!(figures(&mut first, &both), [Some(2.0), Some(0.0)], "1, 2, and 3 by the mapping");
    let mut last = Desk::new();
    mapped(&mut last);
    last.configure(own()).unwrap();
    assert_eq!(figures(&mut last, &both), [Some(2.0), Some(0.0)]);
    let suffix = settings(json!({ "levels": { "suffixes": [["k", 4]], "default": 1 } }));
    last.configure(suffix).unwrap();
    assert_eq!(figures(&mut last, &both), [Some(0.0), Some(1.0)], "4, 4 and 1 by the desk's own default");
}

#[test]
fn a_ladder_that_says_two_things_is_refused_at_its_place() {
    let cases = [
        (json!([{ "level": 0, "name": "a" }]), "levels.ladder[0].level"),
        (json!([{ "level": 251, "name": "a" }]), "levels.ladder[0].level"),
        (json!([{ "level": 1, "name": "a" }, { "level": 1, "name": "b" }]), "levels.ladder[1].level"),
        (json!([{ "level": 1, "name": "a" }, { "level": 2, "name": "a" }]), "levels.ladder[1].name"),
        (
            json!([{ "level": 1, "name": "a", "groups": ["x"] }, { "level": 2, "name": "b", "groups": ["y", "x"] }]),
            "levels.ladder[1].groups[1]",
        ),
        (
            json!([{ "level": 1, "name": "a", "agents": ["x"] }, { "level": 2, "name": "b", "agents": ["x"] }]),
            "levels.ladder[1].agents[0]",
        ),
        (json!([{ "level": 1, "name": "a", "groups": ["named"] }]), "levels.ladder[0].groups[0]"),
    ];
    for (ladder, path) in cases {
        let levels = json!({ "levels": { "ladder": ladder, "groups": { "named": 2 } } });
        let error = Desk::new().configure(settings(levels)).unwrap_err();
        assert_eq!((error.code(), error.path()), ("bad-levels", Some(path)));
    }
    let twice = json!({ "levels": { "ladder": [{ "level": 2, "name": "a", "groups": ["named"] }], "groups": { "named": 2 } } });
    Desk::new().configure(settings(twice)).unwrap();
}

/// Ann is on level 1 and Bob on level 3, whatever their group.
pub fn staffed() -> Settings {
    settings(json!({ "levels": { "ladder": [
        { "level": 1, "name": "frontline", "groups": ["first"], "agents": ["ann"] },
        { "level": 2, "name": "back office", "groups": ["second"] },
        { "level": 3, "name": "experts", "groups": ["third"], "agents": ["bob", "dan"], "roles": ["architect"] },
    ] } }))
}

#[test]
fn a_ticket_is_on_the_level_of_its_agent_else_of_its_group() {
    let mut desk = desk(concat!(
        // 1, then Bob in the same group: 3, then nobody: back on 1.
        r#"{"id":1,"created_at":0,"events":[{"at":1000,"kind":"assigned","group":"first"},{"at":2000,"kind":"assigned","agent":"bob"},{"at":3000,"kind":"assigned","agent":null}]}"#,
        "\n",
        // Bob of the first group hands to Cem of the second: one step down from 3 to 2, not one to 1 and one up.
        r#"{"id":2,"created_at":0,"events":[{"at":1000,"kind":"assigned","agent":"bob","group":"first"},{"at":2000,"kind":"assigned","agent":"cem","group":"second"}]}"#,
        "\n",
        // Ann keeps it while the group changes.
        r#"{"id":3,"created_at":0,"events":[{"at":1000,"kind":"assigned","agent":"ann","group":"first"},{"at":2000,"kind":"assigned","group":"third"}]}"#,
    ));
    desk.configure(staffed()).unwrap();
    assert_eq!(figures(&mut desk, &["escalations", "deescalations"]), [Some(1.0), Some(2.0)]);
}

#[test]
fn an_escalation_to_an_agent_of_the_ladder_is_their_assignment_and_reaches_their_level() {
    let mut desk = Desk::new();
    desk.configure(staffed()).unwrap();
    load(
        &mut desk,
        r#"{"id":1,"created_at":0,"events":[{"at":1000,"kind":"assigned","agent":"ann"},{"at":2000,"kind":"escalated","to":"dan"}]}"#,
    );
    assert_eq!(figures(&mut desk, &["escalations"]), [Some(1.0)]);
    assert_eq!(levels(&mut desk), ["3"]);
    let store = desk.store();
    assert_eq!(store.word(0, deskgauge::ticket::Dimension::Assignee), Some("dan"));
    desk.apply(br#"[{"ticket":1,"at":3000,"kind":"assigned","agent":"ann"}]"#).unwrap();
    assert_eq!(levels(&mut desk), ["1"], "live events change the level too");
}

/// Groups on three levels; business customers start at the second. Their path is 2, 3 with leave and within a day; all others'
/// is 1, 2, 3, the second with the group of that name or with Bob.
fn pathed() -> serde_json::Value {
    json!({ "levels": {
        "groups": { "first": 1, "second": 2, "third": 3, "desk": 1 },
        "overrides": [{ "where": { "tier": "business" }, "groups": { "desk": 2 } }],
        "paths": [
            { "name": "business", "where": { "tier": "business" }, "steps": [{ "level": 2 }, { "level": 3, "approval": true, "within": "24h" }] },
            { "steps": [{ "level": 1 }, { "level": 2, "resources": ["second", "bob"] }, { "level": 3 }] },
        ],
    } })
}

#[test]
fn each_way_to_leave_a_path_is_told_from_keeping_to_it() {
    let hour = |hour: i64| hour * 3_600_000;
    let to = |at: i64, group: &str| json!({ "at": hour(at), "kind": "assigned", "group": group });
    let leave = |at: i64, name: &str| json!({ "at": hour(at), "kind": "acknowledged", "name": name });
    // What happened, whether it skipped a step, and whether it left the path.
    let cases = [
        ("basic", vec![to(0, "first"), to(1, "second"), to(2, "third")], false, false),
        ("basic", vec![to(0, "first"), to(1, "third")], true, true),
        ("basic", vec![to(0, "desk"), to(1, "other"), to(2, "second")], false, false),
        ("basic", vec![to(0, "first"), to(1, "second"), to(2, "first")], false, false),
        ("business", vec![to(0, "desk"), leave(1, "business"), to(2, "third")], false, false),
        ("business", vec![to(0, "desk"), to(2, "third"), leave(3, "business")], false, true),
        ("business", vec![to(0, "desk"), leave(1, "another"), to(2, "third")], false, true),
        ("business", vec![to(0, "desk"), leave(1, "4/business/0/0"), to(2, "third")], false, true),
        ("business", vec![to(0, "desk"), leave(1, "1/business/0/0"), to(2, "third")], false, false),
        ("business", vec![to(0, "desk"), leave(1, "business"), to(24, "third")], false, false),
        ("business", vec![to(0, "desk"), leave(1, "business"), to(25, "third")], false, true),
        ("business", vec![to(0, "desk"), to(1, "second")], false, false),
    ];
    for (tier, events, skips, leaves) in cases {
        let told = json!({ "id": 1, "created_at": 0, "tier": tier, "events": events });
        let mut desk = desk(&told.to_string());
        desk.configure(settings(pathed())).unwrap();
        let hoped = [skips, leaves].map(|yes| Some(f64::from(u8::from(yes))));
        assert_eq!(figures(&mut desk, &["skip_rate", "off_path_rate"]), hoped, "{told}");
    }
}

#[test]
fn a_step_of_a_path_may_name_who_takes_the_tickets_there() {
    let mut levels = pathed();
    levels["levels"]["groups"]["odd"] = json!(2);
    for (group, agent, leaves) in
        [("second", "", 0.0), ("odd", "", 1.0), ("odd", "bob", 0.0), ("odd", "eve", 1.0)]
    {
        let mut events = vec![
            json!({ "at": 1_000, "kind": "assigned", "group": "first" }),
            json!({ "at": 2_000, "kind": "assigned", "group": group }),
        ];
        if !agent.is_empty() {
            events.push(json!({ "at": 2_000, "kind": "assigned", "agent": agent }));
        }
        let mut desk = desk(&json!({ "id": 1, "created_at": 0, "events": events }).to_string());
        desk.configure(settings(levels.clone())).unwrap();
        assert_eq!(figures(&mut desk, &["off_path_rate"]), [Some(leaves)], "{group} {agent}");
    }
}

#[test]
fn other_levels_label_anew_what_happened_before_they_were_declared() {
    let line = json!({ "id": 1, "created_at": 0, "events": [
        { "at": 1_000, "kind": "assigned", "group": "first" }, { "at": 2_000, "kind": "escalated", "to": "experts" },
    ] });
    let mut desk = desk(&line.to_string());
    desk.configure(settings(json!({ "levels": { "groups": { "first": 1, "experts": 2 } } }))).unwrap();
    assert_eq!(levels(&mut desk), ["2"]);
    desk.configure(settings(json!({ "levels": { "groups": { "first": 1, "experts": 4 } } }))).unwrap();
    assert_eq!(levels(&mut desk), ["4"]);
}

#[test]
fn overrides_and_paths_that_cannot_be_meant_are_refused_at_their_place() {
    let cases = [
        (json!({ "overrides": [{ "groups": { "a": 1 } }] }), "levels.overrides[0].where"),
        (
            json!({ "overrides": [{ "where": { "status": "open" }, "groups": { "a": 1 } }] }),
            "levels.overrides[0].where.status",
        ),
        (json!({ "paths": [{ "steps": [] }] }), "levels.paths[0].steps"),
        (
            json!({ "groups": { "a": 1 }, "paths": [{ "steps": [{ "level": 2 }] }] }),
            "levels.paths[0].steps[0].level",
        ),
        (
            json!({ "paths": [{ "steps": [{ "level": 2 }, { "level": 2 }] }] }),
            "levels.paths[0].steps[1].level",
        ),
        (
            json!({ "paths": [{ "steps": [{ "level": 1, "approval": true }] }] }),
            "levels.paths[0].steps[0].approval",
        ),
        (
            json!({ "paths": [{ "steps": [{ "level": 1, "resources": [""] }] }] }),
            "levels.paths[0].steps[0].resources[0]",
        ),
        (
            json!({ "paths": [{ "steps": [{ "level": 1 }] }, { "steps": [{ "level": 1 }] }] }),
            "levels.paths[0].where",
        ),
    ];
    for (levels, path) in cases {
        let error = Desk::new().configure(settings(json!({ "levels": levels }))).unwrap_err();
        assert_eq!((error.code(), error.path()), ("bad-levels", Some(path)));
    }
}

/// Skips and departures of a ticket with these levels, by a plain reading of its assignments to groups.
fn plain_path(ticket: &Ticket, steps: &[(u8, u8)]) -> (bool, bool) {
    let path: &[u8] = if ticket.region == Some("north") { &[1, 3] } else { &[1, 2, 3] };
    let up = || steps.iter().filter(|&&(from, to)| to > from);
    let over = |&(from, to): &(u8, u8)| from > 0 && path.iter().any(|&level| level > from && level < to);
    (up().any(over), up().any(|step| over(step) || !path.contains(&step.1)))
}

#[test]
fn random_desks_keep_to_paths_as_a_plain_reading_says() {
    let (mut skipped, mut left) = (0, 0);
    for seed in 2_000..2_200 {
        let tickets = tickets(&mut Random::new(seed), 80, false);
        let states = crate::every_metric::states_escalations(&tickets);
        let mut desk = desk(&lines(&tickets, Marks::Number));
        let mut declared = json!({ "levels": { "groups": { "first": 1, "second": 2, "third": 3 }, "paths": [
            { "where": { "region": "north" }, "steps": [{ "level": 1 }, { "level": 3 }] },
            { "steps": [{ "level": 1 }, { "level": 2 }, { "level": 3 }] },
        ] } });
        declared["levels"]["default"] = json!(0);
        desk.configure(settings(declared)).unwrap();
        let (mut n, mut hoped) = (0.0, [0.0; 2]);
        for ticket in &tickets {
            let plain = crate::plain::Plain { ticket, profile: "deskgauge", states_escalations: states };
            if plain.items("skip_rate")[0].value.is_ok() {
                let (skips, leaves) = plain_path(ticket, &plain.path().1);
                n += 1.0;
                hoped[0] += f64::from(u8::from(skips));
                hoped[1] += f64::from(u8::from(leaves));
            }
        }
        (skipped, left) = (skipped + hoped[0] as usize, left + hoped[1] as usize);
        let found = figures(&mut desk, &["skip_rate", "off_path_rate"]);
        assert_eq!(found, hoped.map(|count| (n > 0.0).then_some(count / n)), "seed {seed}");
    }
    assert!(skipped > 50 && left > skipped, "{skipped} skipped and {left} left their path");
}
