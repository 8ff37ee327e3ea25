//! Events in any order, twice, and live: what is known counts once, and in its own order.

use crate::desk::{NOW, desk, load, metric, question};
use deskgauge::desk::Desk;
use deskgauge::report::{Question, Table};

fn figures(desk: &mut Desk) -> Vec<u64> {
    let metrics =
        ["first_response_time", "full_resolution_time", "reopens", "transfers", "replies", "csat", "events"];
    let asked = Question { by: vec!["status".into()], ..question(metrics.map(metric).to_vec()) };
    let Table { values, .. } = desk.report(&asked).unwrap();
    values.iter().map(|value| value.to_bits()).collect()
}

/// Events of one ticket at few instants, so that ties abound; each has a number.
fn events() -> Vec<String> {
    let statuses = ["open", "pending", "solved", "open", "solved", "closed"];
    (0..40)
        .map(|turn| {
            let at = 1_700_000_000_000i64 + i64::from(turn / 7) * 60_000;
            let what = match turn % 4 {
                0 => format!(r#""kind":"status","to":"{}""#, statuses[turn as usize / 4 % 6]),
                1 => r#""kind":"reply","role":"agent""#.to_string(),
                2 => format!(r#""kind":"assigned","group":"g{}""#, turn % 3),
                _ => format!(r#""kind":"survey","survey":"csat","score":{}"#, 1 + turn % 5),
            };
            format!(r#"{{"at":{at},"seq":{turn},"id":"e{turn}",{what}}}"#)
        })
        .collect()
}

fn ticket(events: &[String]) -> String {
    format!(r#"{{"id":"T","created_at":1700000000000,"events":[{}]}}"#, events.join(","))
}

#[test]
fn events_with_numbers_count_the_same_in_any_order_and_in_any_parts() {
    let events = events();
    let hoped = figures(&mut desk(&ticket(&events)));
    for seed in 1..40usize {
        let mut shuffled = events.clone();
        for at in (1..shuffled.len()).rev() {
            shuffled.swap(at, (seed * 7_919 + at * 104_729) % (at + 1));
        }
        // The second part holds some events of the first again.
        let (cut, again) = (seed % 40, seed % 9);
        let mut parts = desk(&ticket(&shuffled[..cut]));
        load(&mut parts, &ticket(&shuffled[cut.saturating_sub(again)..]));
        assert_eq!(figures(&mut parts), hoped, "seed {seed}");
    }
}

#[test]
fn a_file_loaded_twice_changes_nothing() {
    let lines = r#"{"id":1,"created_at":0,"events":[{"at":5,"kind":"reply","role":"agent"},{"at":5,"kind":"reply","role":"agent"}]}"#;
    let mut desk = desk(lines);
    let before = figures(&mut desk);
    load(&mut desk, lines);
    assert_eq!(figures(&mut desk), before, "equal rows of one load are two events, of two loads one");
}

#[test]
fn live_events_come_to_what_a_whole_load_gives() {
    let whole = r#"{"id":1,"created_at":0,"events":[{"at":10,"kind":"reply","role":"agent"},{"at":20,"kind":"status","to":"solved"}]}"#;
    let mut live = desk("{\"id\":1,\"created_at\":0}\n{\"id\":2,\"created_at\":0}");
    figures(&mut live);
    let events = r#"[{"ticket":1,"at":10,"kind":"reply","role":"agent"},{"ticket":1,"at":20,"kind":"status","to":"solved"}]"#;
    let applied = live.apply(events.as_bytes()).unwrap();
    assert_eq!((applied.tickets, applied.events, applied.skipped), (vec!["1".to_string()], 2, 0));
    let mut loaded = desk(&format!("{whole}\n{}", r#"{"id":2,"created_at":0}"#));
    assert_eq!(figures(&mut live), figures(&mut loaded));
    let again = live.apply(events.as_bytes()).unwrap();
    assert_eq!((again.events, again.duplicates), (0, 2));
}

#[test]
fn a_live_event_of_an_unknown_ticket_is_a_problem() {
    let mut live = desk("{\"id\":1,\"created_at\":0}");
    let applied = live.apply(br#"[{"ticket":9,"at":10,"kind":"note"}]"#).unwrap();
    assert_eq!((applied.events, applied.problems[0].code), (0, "unknown-ticket"));
}

#[test]
fn what_came_later_than_as_of_is_not_known_yet() {
    let events = events();
    let cut = 1_700_000_000_000i64 + 3 * 60_000;
    let known: Vec<String> = events.iter().take(28).cloned().collect();
    let asked =
        |as_of: f64| Question { as_of, ..question(["reopens", "transfers", "replies"].map(metric).to_vec()) };
    let early = desk(&ticket(&events)).report(&asked(cut as f64)).unwrap();
    let later = desk(&ticket(&known)).report(&asked(NOW)).unwrap();
    assert_eq!(early.values, later.values);
}

#[test]
fn an_escalation_to_a_group_leaves_the_level_it_was_on() {
    // The source gives numbers but no ids, so that the escalation and its assignment stand at one place.
    let line = r#"{"id":1,"created_at":0,"events":[{"at":1,"seq":1,"kind":"escalated","from":1,"to":2},{"at":5,"seq":2,"kind":"escalated","to":"experts"}]}"#;
    let mut desk = Desk::new();
    let levels = deskgauge::store::Levels { groups: vec![("experts".into(), 3)], ..Default::default() };
    desk.configure(deskgauge::desk::Settings { levels: Some(levels.into()), ..Default::default() }).unwrap();
    load(&mut desk, line);
    let step = |from, to| deskgauge::report::MetricChoice {
        from_level: Some(from),
        to_level: Some(to),
        ..metric("escalations")
    };
    let table = desk.report(&question(vec![step(1, 2), step(2, 3), metric("escalations")])).unwrap();
    let counts = [0, 1, 2].map(|at| crate::desk::figure(&table, at, "value", 0));
    assert_eq!(counts, [Some(1.0), Some(1.0), Some(2.0)]);
}

#[test]
fn escalations_of_other_senses_say_nothing_of_the_support_level() {
    let line = r#"{"id":1,"created_at":0,"events":[{"at":1,"kind":"escalated","sense":"deadline","to":2}]}"#;
    let at_level_2 = deskgauge::report::Filter { on: "level".into(), min: Some(2.0), ..Default::default() };
    let level_is_2 = deskgauge::report::MetricChoice { filters: vec![at_level_2], ..metric("share") };
    let table = desk(line).report(&question(vec![level_is_2, metric("direct_start_rate")])).unwrap();
    assert_eq!(crate::desk::figure(&table, 0, "value", 0), Some(0.0));
    assert_eq!(crate::desk::figure(&table, 1, "value", 0), None);
}

#[test]
fn nothing_else_comes_in_while_a_load_is_under_way() {
    let mut desk = desk("{\"id\":1,\"created_at\":0}");
    let options = deskgauge::ingest::LoadOptions { format: Some("ndjson".into()), ..Default::default() };
    desk.begin(options).unwrap();
    desk.push(b"{\"id\":2,\"created_at\":0,\"events\":[{\"at\":1,\"kind\":\"note\"}]}\n").unwrap();
    let codes = [
        desk.apply(br#"[{"ticket":1,"at":10,"kind":"note"}]"#).unwrap_err(),
        desk.load_columns(&deskgauge::ingest::ColumnsInput::default()).unwrap_err(),
        desk.configure(deskgauge::desk::Settings::default()).unwrap_err(),
    ];
    assert!(codes.iter().all(|error| error.code() == "load-under-way"), "{codes:?}");
    let loaded = desk.finish().unwrap();
    assert_eq!((loaded.tickets, loaded.events), (1, 1));
}
