//! The history under other settings: nothing changes without a change, and a change gives what a desk of these settings gives.

use deskgauge::desk::{Desk, ReplayAnswer, ReplayQuestion, Settings};
use deskgauge::report::Selection;
use deskgauge::settings::{Value as Plain, read};
use serde_json::{Value, json};

use super::procedures::configure;
use crate::desk::desk;
use crate::random::{Marks, Random, START, Ticket, lines, tickets};

const NOW: i64 = START + 60 * 86_400_000;

fn settings(levels: [u8; 3], hours: u32, rule_after: &str) -> Value {
    json!({
        "levels": { "groups": { "first": levels[0], "second": levels[1], "third": levels[2] } },
        "policies": [
            { "id": "mail", "where": { "channel": "email" }, "targets": { "first_response": hours * 3_600, "resolution": hours * 36_000 } },
            { "id": "rest", "targets": { "next_response": hours * 3_600, "resolution": hours * 18_000 } },
        ],
        "rules": [{ "id": "r", "when": { "since": "customer_message", "longerThan": rule_after },
            "steps": [{ "do": "notify" }, { "do": "reassign", "to": { "level": 3 }, "after": "2h" }] }],
    })
}

fn made(tickets: &[Ticket], settings: &Value) -> Desk {
    let mut desk = desk(&lines(tickets, Marks::Number));
    configure(&mut desk, settings).unwrap();
    desk
}

fn replayed(desk: &mut Desk, settings: &Value) -> ReplayAnswer {
    let written: Plain = serde_json::from_value(settings.clone()).unwrap();
    let selection = Selection { as_of: NOW as f64, ..Selection::default() };
    let settings = read::<Settings>(&written, "bad-settings").unwrap();
    desk.replay(&ReplayQuestion { selection, settings, ..ReplayQuestion::default() }).unwrap()
}

#[test]
fn without_a_change_history_is_reproduced_and_the_desk_left_alone() {
    for seed in 0..60 {
        let tickets = tickets(&mut Random::new(seed), 60, seed % 3 == 0);
        let own = settings([1, 2, 3], 4, "5h");
        let mut desk = made(&tickets, &own);
        for unchanged in [json!({}), own] {
            let answer = replayed(&mut desk, &unchanged);
            assert_eq!(answer.before, answer.after, "seed {seed}");
            assert_eq!((answer.differs, answer.total, answer.simulated), (vec![], 0, None), "seed {seed}");
        }
        let before = replayed(&mut desk, &json!({})).before;
        replayed(&mut desk, &settings([3, 2, 1], 1, "1h"));
        assert_eq!(replayed(&mut desk, &json!({})).before, before, "seed {seed}");
    }
}

#[test]
fn each_kind_of_change_gives_what_a_desk_of_these_settings_gives() {
    let (old, new) = (settings([1, 2, 3], 4, "5h"), settings([1, 1, 2], 1, "40m"));
    let mut differing = 0;
    for seed in 1_000..2_000 {
        let tickets = tickets(&mut Random::new(seed), 8, seed % 3 == 0);
        let mut desk = made(&tickets, &old);
        let kind = ["levels", "policies", "rules"][seed as usize % 3];
        let answer = replayed(&mut desk, &json!({ kind: new[kind] }));
        let mut edited = old.clone();
        edited[kind] = new[kind].clone();
        let fresh = replayed(&mut made(&tickets, &edited), &json!({}));
        assert_eq!(answer.after, fresh.before, "seed {seed}, {kind}");
        differing += answer.total;
    }
    assert!(differing > 100, "only {differing} tickets differ");
}

#[test]
fn replays_of_one_desk_are_those_of_fresh_desks_whatever_came_between() {
    let own = settings([1, 2, 3], 4, "5h");
    let others = [
        settings([3, 1, 2], 1, "1h"),
        json!({ "levels": settings([2, 2, 1], 4, "5h")["levels"] }),
        json!({ "rules": settings([1, 2, 3], 4, "20m")["rules"] }),
        json!({ "statuses": { "pending": "solved" } }),
    ];
    for seed in 4_000..4_040 {
        let random = &mut Random::new(seed);
        let tickets = tickets(random, 30, seed % 3 == 0);
        let (mut desk, mut fresh) = (made(&tickets, &own), made(&tickets, &own));
        for _ in 0..8 {
            let other = &others[random.below(4) as usize];
            if random.once_in(3) {
                let event =
                    json!([{ "ticket": tickets[0].id, "kind": "assigned", "group": "third", "at": NOW - 5 }]);
                desk.apply(event.to_string().as_bytes()).unwrap();
                fresh.apply(event.to_string().as_bytes()).unwrap();
            }
            if random.once_in(3) {
                let refused: Plain = serde_json::from_value(json!({ "calendar": "nowhere" })).unwrap();
                let settings = read::<Settings>(&refused, "bad-settings").unwrap();
                desk.replay(&ReplayQuestion { settings, ..ReplayQuestion::default() }).unwrap_err();
            }
            let version = desk.version();
            let answer = replayed(&mut desk, other);
            assert_eq!(desk.version(), version, "seed {seed}");
            fresh.derive_again();
            assert_eq!(answer, replayed(&mut fresh, other), "seed {seed}, {other}");
        }
    }
}

#[test]
fn a_looser_agreement_only_lowers_breaches() {
    let mut lowered = 0;
    for seed in 3_000..3_100 {
        let tickets = tickets(&mut Random::new(seed), 60, false);
        let mut desk = made(&tickets, &settings([1, 2, 3], 2, "5h"));
        let looser = settings([1, 2, 3], 5, "5h");
        let answer = replayed(&mut desk, &json!({ "policies": looser["policies"] }));
        assert!(answer.after.breaches <= answer.before.breaches, "seed {seed}");
        assert!(answer.differs.iter().all(|differs| differs.breaches.1 <= differs.breaches.0), "seed {seed}");
        lowered += answer.before.breaches - answer.after.breaches;
    }
    assert!(lowered > 50, "only {lowered} breaches fewer");
}

/// Three tickets: one escalated after ten hours, one solved after eight, one still open. A rule hands each to level 2 after
/// four hours; level 2 is taken to need one.
#[test]
fn new_rules_move_and_add_escalations_under_a_stated_assumption() {
    let at = |hours: i64| START + hours * 3_600_000;
    let ticket = |id: &str, event: Value| {
        let group = json!({ "at": at(0), "kind": "assigned", "group": "first" });
        json!({ "id": id, "created_at": at(0), "events": [group, event] }).to_string()
    };
    let lines = [
        ticket("A", json!({ "at": at(10), "kind": "assigned", "group": "second" })),
        ticket("B", json!({ "at": at(8), "kind": "status", "to": "solved" })),
        ticket("C", json!({ "at": at(1), "kind": "note", "role": "agent" })),
    ];
    let mut desk = desk(&lines.join("\n"));
    configure(&mut desk, &json!({ "levels": { "groups": { "first": 1, "second": 2 } } })).unwrap();
    let rules = json!({ "rules": [{ "id": "r", "when": { "since": "creation", "longerThan": "4h" },
        "steps": [{ "do": "reassign", "to": { "level": 2 } }, { "do": "notify", "after": "1h" }] }] });
    let written: Plain = serde_json::from_value(rules).unwrap();
    let mut question = ReplayQuestion {
        selection: Selection { as_of: at(20) as f64, ..Selection::default() },
        settings: read::<Settings>(&written, "bad-settings").unwrap(),
        reaction: vec![(2, 3_600_000)],
        ..ReplayQuestion::default()
    };
    let answer = desk.replay(&question).unwrap();
    assert_eq!((answer.before.escalated, answer.after.escalated), (1, 1), "what happened stays");
    assert_eq!((answer.after.steps[0].steps, answer.after.steps[0].tickets), (6, 3));
    let simulated = answer.simulated.unwrap();
    assert_eq!((simulated.moved.mean, simulated.added.mean, simulated.unknown), (1.0, 2.0, 0));
    // All three at five hours.
    let mean = simulated.mean.unwrap();
    assert_eq!((mean.mean, mean.low, mean.high), (18_000.0, 18_000.0, 18_000.0));
    assert!(simulated.reactions[0].given && simulated.reactions[0].median == 3_600.0);
    assert_eq!(answer.unknown, ["reaction"]);
    // Without an assumption and without history, nothing can be said.
    question.reaction.clear();
    let simulated = desk.replay(&question).unwrap().simulated.unwrap();
    assert_eq!((simulated.moved.mean, simulated.unknown, simulated.reactions.len()), (0.0, 3, 0));
}
