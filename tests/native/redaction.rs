//! Snapshots without names and texts: none of them in the bytes, the same figures, and later loads that go on.

use std::collections::BTreeMap;

use deskgauge::desk::{Desk, Settings};
use deskgauge::ingest::LoadOptions;
use deskgauge::report::Question;
use deskgauge::settings::{self, Value};
use deskgauge::store::{Key, Redaction};
use deskgauge::ticket::Dimension;
use serde_json::json;

use crate::desk::{desk, load, metric, question};
use crate::every_metric::metrics;
use crate::sources;

/// None of these may be found in a redacted snapshot.
const PLANTED: [&str; 12] = [
    "Ann Planted",
    "bob.planted@example.org",
    "cleo@planted.example",
    "Planted Ltd",
    "because of a planted reason",
    "planted free text",
    "planted later text",
    "Dora Planted",
    "planted-login",
    "Erin Planted",
    "Planted Corp",
    "planted custom value",
];

fn key(digits: &str) -> Key {
    settings::read(&Value::Text(digits.repeat(32 / digits.len())), "bad-option").unwrap()
}

fn redaction(digits: &str, keep: &[&str]) -> Option<Redaction> {
    Some(Redaction { key: key(digits), keep: keep.iter().map(|name| name.to_string()).collect() })
}

fn native() -> Desk {
    desk(
        r#"{"id":"T-1","created_at":1704067200000,"requester":"cleo@planted.example","customer":"Planted Ltd","group":"first","fields":{"note":"planted free text","product":"shop"},"events":[{"at":1704067260000,"kind":"reply","role":"agent","actor":"Ann Planted","id":"e1"},{"at":1704067320000,"kind":"escalated","sense":"tier","to_agent":"bob.planted@example.org","reason":"because of a planted reason","id":"e2"},{"at":1704067380000,"kind":"field","name":"note","value":"planted later text","id":"e3"},{"at":1704067390000,"kind":"assigned","agent":"bob.planted@example.org","id":"e4"},{"at":1704067440000,"kind":"status","to":"solved","id":"e5"}]}
{"id":"T-2","created_at":1704153600000,"assignee":"bob.planted@example.org","requester":"cleo@planted.example","customer":"Planted Ltd","fields":{"note":"planted free text","product":"desk"},"events":[{"at":1704153700000,"kind":"merged","into":"T-1","id":"e6"}]}
{"id":"T-3","created_at":1704153700000,"assignee":"Ann Planted","requester":"cleo@planted.example","customer":"12","fields":{"note":"x","product":"desk"},"events":[{"at":1704163700000,"kind":"survey","survey":"csat","score":5,"id":"e7"}]}"#,
    )
}

fn zendesk() -> Desk {
    let mut desk = Desk::new();
    let fields = vec!["remark".to_string()];
    desk.begin(deskgauge::ingest::LoadOptions {
        source: Some("zendesk".into()),
        fields,
        ..Default::default()
    })
    .unwrap();
    desk.push(br#"{"tickets":[{"id":1,"created_at":"2026-03-02T09:00:00Z","status":"open","requester_id":7,"assignee_id":3,"organization_id":90,"remark":"planted custom value"},{"id":2,"created_at":"2026-03-02T10:00:00Z","status":"open","requester_id":7,"assignee_id":4}]}
{"users":[{"id":3,"role":"agent","name":"Dora Planted"},{"id":7,"role":"end-user","name":"Erin Planted"}]}
{"organizations":[{"id":90,"name":"Planted Corp","domain_names":[]}]}
{"audits":[{"id":10,"ticket_id":1,"author_id":3,"created_at":"2026-03-02T09:25:00Z","events":[{"id":11,"type":"Comment","public":true,"author_id":3}]}]}"#).unwrap();
    desk.finish().unwrap();
    desk
}

fn rt() -> Desk {
    let mut desk = Desk::new();
    sources::load(&mut desk, "rt", br#"{"id":1,"type":"ticket","Created":"2026-03-02T09:00:00Z","Status":"open","Subject":"s","Queue":{"id":"1","type":"queue","_url":"x"},"Owner":{"id":"planted-login","type":"user","_url":"x"},"Requestor":[{"id":"cleo@planted.example","type":"user","_url":"x"}]}"#).unwrap();
    desk
}

/// A desk whose states and priorities have names of their own beside those of people.
fn zammad() -> Desk {
    let mut desk = Desk::new();
    sources::load(&mut desk, "zammad", br#"[{"id":1,"customer_id":7,"owner_id":3,"organization_id":90,"group_id":2,"state_id":8,"priority_id":3,"created_at":"2026-03-02T09:00:00Z","updated_at":"2026-03-02T09:00:00Z"},
{"id":8,"name":"at the workshop","state_type_id":3},{"id":3,"name":"3 high","ui_color":null},{"id":90,"name":"Planted Corp","domain_assignment":false},
{"id":3,"firstname":"Dora","lastname":"Planted","role_ids":[2]},{"id":7,"firstname":"Erin","lastname":"Planted","role_ids":[3]}]"#).unwrap();
    desk
}

fn chatwoot() -> Desk {
    let mut desk = Desk::new();
    sources::load(&mut desk, "chatwoot", br#"{"id":1,"status":"open","can_reply":true,"created_at":1772442000,"updated_at":1772442000,"meta":{"sender":{"id":7,"name":"Erin Planted","email":"cleo@planted.example","additional_attributes":{"company_name":"Planted Ltd"}},"assignee":{"id":3,"name":"Dora Planted"},"team":{"id":2,"name":"first"}}}"#).unwrap();
    desk
}

fn holds(bytes: &[u8], text: &str) -> bool {
    bytes.windows(text.len()).any(|window| window == text.as_bytes())
}

/// Every figure by every grouping, without labels and their order.
fn figures(desk: &mut Desk) -> Vec<Vec<String>> {
    let mut all = Vec::new();
    for by in ["assignee", "requester", "customer", "group", "note", "product", "remark", "channel"] {
        let asked = Question { by: vec![by.into()], ..question(metrics().into_iter().map(metric).collect()) };
        let Ok(table) = desk.report(&asked) else { continue };
        let rows = table.header.rows;
        let columns = table.header.metrics.iter().flat_map(|metric| &metric.statistics);
        let offsets: Vec<usize> = columns.map(|column| column.offset).collect();
        let mut lines: Vec<String> = (0..rows)
            .map(|row| {
                offsets.iter().map(|offset| format!("{:x}", table.values[offset + row].to_bits())).collect()
            })
            .collect();
        lines.sort();
        all.push(lines);
    }
    all
}

fn counts(desk: &mut Desk, by: &str) -> BTreeMap<String, f64> {
    let asked = Question { by: vec![by.into()], ..question(vec![metric("tickets")]) };
    let table = desk.report(&asked).unwrap();
    let offset = table.header.metrics[0].statistics[0].offset;
    let group = &table.header.by[0];
    let label =
        |row: usize| group.labels[table.values[group.offset + row] as usize].clone().unwrap_or_default();
    let rows = (0..table.header.rows).map(|row| (label(row), table.values[offset + row]));
    rows.filter(|(label, count)| *count > 0.0 && !label.is_empty()).collect()
}

fn reopened(snapshot: &[u8], key: Option<Key>) -> Desk {
    let mut desk = Desk::new();
    desk.restore_redacted(snapshot, key).unwrap();
    desk
}

#[test]
fn no_name_and_no_text_is_in_the_bytes_and_every_figure_stays() {
    let mut found = Vec::new();
    for mut desk in [native(), zendesk(), rt(), zammad(), chatwoot()] {
        let plain = desk.save().unwrap();
        found.extend(PLANTED.into_iter().filter(|text| holds(&plain, text)));
        let bytes = desk.save_redacted(redaction("1f", &["product"])).unwrap();
        for text in PLANTED {
            assert!(!holds(&bytes, text), "{text}");
        }
        assert!(!holds(&bytes, "planted") && !holds(&bytes, "Planted"));
        let mut again = reopened(&bytes, None);
        assert_eq!(figures(&mut again), figures(&mut desk));
        assert_eq!(desk.save().unwrap(), plain, "the desk itself stays as it is");
        // What is redacted already stays as it is, under whatever key.
        assert_eq!(again.save_redacted(redaction("2", &["product"])).unwrap(), bytes);
        assert_eq!(again.save().unwrap(), bytes);
    }
    for text in PLANTED {
        assert!(found.contains(&text), "{text} is planted nowhere");
    }
}

#[test]
fn fields_to_keep_stay_and_ids_and_groups_do_too() {
    let mut desk = reopened(&native().save_redacted(redaction("1f", &["product"])).unwrap(), None);
    assert_eq!(counts(&mut desk, "product"), BTreeMap::from([("shop".into(), 1.0), ("desk".into(), 1.0)]));
    assert!(desk.store().tickets().ids().row("T-1").is_some());
    assert_eq!(counts(&mut desk, "group").keys().filter(|group| *group == "first").count(), 1);
    let all = desk.store().dictionary(Dimension::Assignee);
    assert!(all.iter().all(|name| name.starts_with('~')));
    let bytes = native().save_redacted(redaction("1f", &[])).unwrap();
    assert!(!holds(&bytes, "shop"));
    // What a source numbers is no person either.
    let mut desk = reopened(&zammad().save_redacted(redaction("1f", &[])).unwrap(), None);
    assert_eq!(counts(&mut desk, "status"), BTreeMap::from([("at the workshop".into(), 1.0)]));
    assert_eq!(counts(&mut desk, "priority"), BTreeMap::from([("high".into(), 1.0)]));
}

#[test]
fn under_one_key_marks_are_the_same_and_under_another_they_are_not() {
    let save = |digits: &str| native().save_redacted(redaction(digits, &[])).unwrap();
    assert_eq!(save("1f"), save("1f"));
    assert_ne!(save("1f"), save("2e"));
    for wrong in ["", "1f", &"g".repeat(32), &"1".repeat(33)] {
        let read: Result<Key, _> = settings::read(&Value::Text(wrong.to_string()), "bad-option");
        let error = read.unwrap_err();
        assert_eq!(error.code(), "bad-option");
        assert!(wrong.is_empty() || !error.message().contains(wrong), "an error does not tell keys");
    }
}

#[test]
fn with_the_key_later_loads_know_people_again() {
    let redact = || redaction("1f", &[]);
    let mut desk = reopened(&native().save_redacted(redact()).unwrap(), Some(key("1f")));
    assert!(counts(&mut desk, "assignee").keys().all(|name| name.starts_with('~')));
    load(
        &mut desk,
        r#"{"id":"T-4","created_at":1704153700000,"assignee":"Ann Planted","customer":"Planted Ltd","fields":{"note":"planted free text"}}"#,
    );
    let agents = counts(&mut desk, "assignee");
    assert_eq!(agents.get("Ann Planted"), Some(&2.0), "{agents:?}");
    assert_eq!(agents.len(), 2);
    assert_eq!(counts(&mut desk, "customer").get("Planted Ltd"), Some(&2.0));
    assert_eq!(counts(&mut desk, "note").get("planted free text"), Some(&2.0));
    // Live events do the same.
    desk.apply(
        br#"[{"ticket":"T-4","at":1704153800000,"kind":"assigned","agent":"bob.planted@example.org"}]"#,
    )
    .unwrap();
    assert!(counts(&mut desk, "assignee").keys().all(|name| !name.starts_with('~')));
    // The same as if nothing had been redacted in between.
    let mut plain = native();
    load(
        &mut plain,
        r#"{"id":"T-4","created_at":1704153700000,"assignee":"Ann Planted","customer":"Planted Ltd","fields":{"note":"planted free text"}}"#,
    );
    plain
        .apply(
            br#"[{"ticket":"T-4","at":1704153800000,"kind":"assigned","agent":"bob.planted@example.org"}]"#,
        )
        .unwrap();
    assert_eq!(figures(&mut desk), figures(&mut plain));
    assert_eq!(desk.save_redacted(redact()).unwrap(), plain.save_redacted(redact()).unwrap());
}

#[test]
fn sources_go_on_with_and_without_the_key() {
    let page = br#"{"tickets":[{"id":3,"created_at":"2026-03-03T09:00:00Z","status":"open","requester_id":7,"assignee_id":3}]}"#;
    let users = br#"{"users":[{"id":3,"role":"agent","name":"Dora Planted"}]}"#;
    for known in [None, Some(key("1f"))] {
        let mut desk = reopened(&zendesk().save_redacted(redaction("1f", &[])).unwrap(), known);
        sources::load(&mut desk, "zendesk", page).unwrap();
        let agents = counts(&mut desk, "assignee");
        assert_eq!(agents.values().copied().collect::<Vec<_>>(), [1.0, 2.0], "{agents:?}");
        sources::load(&mut desk, "zendesk", users).unwrap();
        let agents = counts(&mut desk, "assignee");
        assert_eq!(agents.get("Dora Planted"), Some(&2.0), "{agents:?}");
        let mut plain = zendesk();
        sources::load(&mut plain, "zendesk", page).unwrap();
        assert_eq!(figures(&mut desk), figures(&mut plain));
    }
    // Where ids are logins, it takes the key to know them again.
    let redacted = rt().save_redacted(redaction("1f", &[])).unwrap();
    let mut desk = reopened(&redacted, Some(key("1f")));
    sources::load(&mut desk, "rt", br#"{"id":2,"type":"ticket","Created":"2026-03-02T09:00:00Z","Status":"open","Owner":{"id":"planted-login","type":"user","_url":"x"}}"#).unwrap();
    assert_eq!(counts(&mut desk, "assignee").get("planted-login"), Some(&2.0));
}

#[test]
fn a_name_beside_its_own_mark_stays_a_name_of_its_own() {
    let mut desk = reopened(&native().save_redacted(redaction("1f", &[])).unwrap(), None);
    load(&mut desk, r#"{"id":"T-4","created_at":1704153700000,"assignee":"Ann Planted"}"#);
    let before = figures(&mut desk);
    let mut again = reopened(&desk.save_redacted(redaction("1f", &[])).unwrap(), None);
    assert_eq!(figures(&mut again), before);
}

#[test]
fn tables_keep_no_names_and_still_join() {
    let tables = [
        ("customers", r#"{"id":"Planted Ltd","name":"Planted Corp","tier":"gold","currency":"EUR"}"#),
        ("agents", r#"{"id":5,"name":"Ann Planted","skills":["api"],"cost":9}"#),
        (
            "surveys",
            r#"{"id":"s","kind":"nps","score":9,"at":1704153700000,"customer":"Planted Corp","requester":"77","comment":"planted free text"}"#,
        ),
    ];
    let mut plain = native();
    for (table, row) in tables {
        let options = LoadOptions { table: Some(table.into()), ..LoadOptions::default() };
        plain.begin(options).unwrap();
        plain.push(row.as_bytes()).unwrap();
        assert_eq!(plain.finish().unwrap().problems, vec![]);
    }
    let bytes = plain.save_redacted(redaction("1f", &[])).unwrap();
    assert!(!holds(&bytes, "lanted"));
    let more =
        r#"{"id":"T-4","created_at":1704153700000,"assignee":"Ann Planted","customer":"Planted Corp"}"#;
    let tiers = |desk: &mut Desk| (counts(desk, "customer.tier"), counts(desk, "agent.cost"));
    let mut blind = reopened(&bytes, None);
    assert_eq!(tiers(&mut blind), tiers(&mut plain));
    let mut knowing = reopened(&bytes, Some(key("1f")));
    for desk in [&mut knowing, &mut plain] {
        load(desk, more);
    }
    assert_eq!(tiers(&mut knowing), tiers(&mut plain));
    assert_eq!(counts(&mut knowing, "customer.name"), counts(&mut plain, "customer.name"));
    assert_eq!(
        knowing.save_redacted(redaction("1f", &[])).unwrap(),
        plain.save_redacted(redaction("1f", &[])).unwrap()
    );
}

fn reload(desk: &mut Desk, mapping: serde_json::Value, lines: &str) {
    let mapping = settings::read(&serde_json::from_value(mapping).unwrap(), "bad-mapping").unwrap();
    let format = Some("ndjson".into());
    desk.begin(LoadOptions { format, mapping: Some(mapping), ..LoadOptions::default() }).unwrap();
    desk.push(lines.as_bytes()).unwrap();
    assert_eq!(desk.finish().unwrap().problems, vec![]);
}

#[test]
fn agents_who_are_known_again_are_on_their_levels_again() {
    let ladder =
        json!([{ "level": 1, "groups": ["first"] }, { "level": 2, "agents": ["Ann Planted", "12"] }]);
    let other = json!({ "where": { "customer": "Planted Ltd" }, "ladder": [{ "level": 3, "agents": ["Ann Planted"] }] });
    let first = r#"{"id":"T-1","created_at":1704067200000,"group":"first","customer":"Planted Ltd","assignee":"Ann Planted"}
{"id":"T-2","created_at":1704067200000,"group":"first","assignee":"12"}
{"id":"T-3","created_at":1704067200000,"group":"first","assignee":"Ann Planted"}"#;
    let again = r#"{"id":"T-4","created_at":1704153700000,"group":"first","customer":"Planted Ltd","events":[{"at":1704153760000,"kind":"escalated","to":"Ann Planted","id":"e1"}]}"#;
    let levels = |levels: &[(&str, f64)]| -> BTreeMap<String, f64> {
        levels.iter().map(|&(level, count)| (level.to_string(), count)).collect()
    };
    for (mapped, hoped) in [(true, levels(&[("2", 4.0)])), (false, levels(&[("2", 2.0), ("3", 2.0)]))] {
        let own = || match mapped {
            true => Settings::default(),
            false => crate::levels::settings(json!({ "levels": { "ladder": ladder, "overrides": [other] } })),
        };
        let mapping = if mapped { json!({ "levels": { "ladder": ladder } }) } else { json!({}) };
        let mut plain = Desk::new();
        plain.configure(own()).unwrap();
        reload(&mut plain, mapping, first);
        let mut desk = reopened(&plain.save_redacted(redaction("1f", &[])).unwrap(), Some(key("1f")));
        desk.configure(own()).unwrap();
        // By the mapping's marks Ann stays on her level; the desk's own levels know no marks.
        let before = if mapped { levels(&[("2", 3.0)]) } else { levels(&[("1", 2.0), ("2", 1.0)]) };
        assert_eq!(counts(&mut desk, "level"), before);
        for desk in [&mut plain, &mut desk] {
            load(desk, again);
            assert_eq!(counts(desk, "level"), hoped);
            assert_eq!(counts(desk, "group").get("Ann Planted"), None, "no group is called as an agent");
        }
        let redact = || redaction("1f", &[]);
        assert_eq!(desk.save_redacted(redact()).unwrap(), plain.save_redacted(redact()).unwrap());
    }
}

#[test]
fn agents_who_were_taken_for_groups_keep_their_level() {
    let escalated = r#"{"id":"T-1","created_at":1704067200000,"events":[{"at":1704067260000,"kind":"escalated","to":"Ann Planted","id":"e1"}]}"#;
    let ladder = json!([{ "level": 1, "groups": ["first"] }, { "level": 3, "agents": ["Ann Planted"] }]);
    let mut plain = desk(escalated);
    reload(
        &mut plain,
        json!({ "levels": { "ladder": ladder } }),
        r#"{"id":"T-2","created_at":1704067200000}"#,
    );
    let level = counts(&mut plain, "level");
    assert_eq!(level.get("3"), Some(&1.0), "{level:?}");
    let once = plain.save_redacted(redaction("1f", &[])).unwrap();
    for known in [None, Some(key("1f"))] {
        let mut again = reopened(&once, known);
        assert_eq!(counts(&mut again, "level"), level);
        assert_eq!(again.save_redacted(redaction("1f", &[])).unwrap(), once);
    }
}

#[test]
fn a_name_in_a_load_that_failed_is_known_in_the_next() {
    let ladder = json!([{ "level": 1, "groups": ["first"] }, { "level": 2, "agents": ["Ann Planted"] }]);
    let mut plain = Desk::new();
    let line = |number: u8, agent: &str| {
        format!(r#"{{"id":"T-{number}","created_at":1704067200000,"group":"first"{agent}}}"#)
    };
    reload(&mut plain, json!({ "levels": { "ladder": ladder } }), &line(1, ""));
    let mut desk = reopened(&plain.save_redacted(redaction("1f", &[])).unwrap(), Some(key("1f")));
    let told = line(2, r#","assignee":"Ann Planted""#);
    desk.begin(LoadOptions { format: Some("ndjson".into()), ..LoadOptions::default() }).unwrap();
    desk.push(told.as_bytes()).unwrap();
    desk.push(b"\n").unwrap();
    desk.abort();
    for desk in [&mut plain, &mut desk] {
        load(desk, &told);
        assert_eq!(counts(desk, "level"), BTreeMap::from([("1".into(), 1.0), ("2".into(), 1.0)]));
    }
}

#[test]
fn numbers_that_are_names_are_left_out_and_ids_stay() {
    const PHONE: &str = "491511234567";
    let payload = r#"{"tickets":[{"id":1,"created_at":"2026-03-02T09:00:00Z","status":"open","requester_id":77001,"assignee_id":77002}]}
{"users":[{"id":77001,"role":"end-user","name":"491511234567"}]}"#;
    let mut desk = Desk::new();
    sources::load(&mut desk, "zendesk", payload.as_bytes()).unwrap();
    let bytes = desk.save_redacted(redaction("1f", &[])).unwrap();
    assert!(holds(&desk.save().unwrap(), PHONE) && !holds(&bytes, PHONE));
    assert!(holds(&bytes, "77001") && holds(&bytes, "77002"));
    let next = payload.replace("\"id\":1,", "\"id\":2,");
    for known in [None, Some(key("1f"))] {
        let mut desk = reopened(&bytes, known);
        sources::load(&mut desk, "zendesk", next.as_bytes()).unwrap();
        assert_eq!(counts(&mut desk, "requester"), BTreeMap::from([(PHONE.to_string(), 2.0)]));
    }
    // A table tells names as well.
    let mut desk = Desk::new();
    load(&mut desk, r#"{"id":"T-1","created_at":1704067200000,"customer":"491511234567"}"#);
    assert!(holds(&desk.save_redacted(redaction("1f", &[])).unwrap(), PHONE), "it may be an id");
    desk.begin(LoadOptions { table: Some("customers".into()), ..LoadOptions::default() }).unwrap();
    desk.push(br#"{"id":"77003","name":"491511234567","tier":"gold"}"#).unwrap();
    desk.finish().unwrap();
    let bytes = desk.save_redacted(redaction("1f", &[])).unwrap();
    assert!(!holds(&bytes, PHONE) && holds(&bytes, "77003"));
    assert_eq!(counts(&mut reopened(&bytes, None), "customer.tier"), counts(&mut desk, "customer.tier"));
}

#[test]
fn a_text_that_begins_like_a_mark_is_none() {
    let desk = desk(
        r#"{"id":"T-1","created_at":1704067200000,"fields":{"note":"~0123456789abcdef0123 planted free text"}}"#,
    );
    assert!(!holds(&desk.save_redacted(redaction("1f", &[])).unwrap(), "planted"));
}

#[test]
fn a_load_that_fails_brings_back_no_names() {
    let bytes = native().save_redacted(redaction("1f", &[])).unwrap();
    let more = r#"{"id":"T-9","created_at":1704153700000,"assignee":"Nobody Planted"}"#;
    let hoped = |desk: &mut Desk| {
        load(desk, more);
        counts(desk, "assignee").into_keys().filter(|name| !name.starts_with('~')).collect::<Vec<_>>()
    };
    for aborts in [true, false] {
        let mut desk = reopened(&bytes, Some(key("1f")));
        desk.begin(LoadOptions { format: Some("ndjson".into()), ..LoadOptions::default() }).unwrap();
        // A ticket without an id.
        desk.push(br#"{"created_at":1704153700000,"assignee":"Ann Planted","customer":"Planted Ltd"}"#)
            .unwrap();
        match aborts {
            true => desk.abort(),
            false => assert_eq!(desk.finish().unwrap_err().code(), "nothing-readable"),
        }
        assert!(counts(&mut desk, "assignee").keys().all(|name| name.starts_with('~')));
        assert_eq!(hoped(&mut desk), ["Nobody Planted"]);
    }
}
