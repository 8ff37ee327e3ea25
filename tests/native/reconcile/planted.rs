//! Made-up desks whose other side counts by another rule, a rule a ticket, in numbers worked out here by plain sums. The kinds
//! found are those planted, and what was planted without a rule stays unexplained.

use deskgauge::desk::Desk;
use deskgauge::kpi::{Family, Metric, Switch, definition};
use deskgauge::reconcile::{Theirs, rules};
use serde_json::{Value, json};

use super::made::{DAY, HOUR, Made, START, assigned, by, named, open, status};
use super::{about, ask, kinds, values};
use crate::desk::{NOW, desk};
use crate::sources::load;

#[test]
fn first_responses_differ_by_the_rules_planted() {
    for seed in 0..5 {
        let mut made = Made::new(seed);
        for turn in 0..8 {
            let [one, two, three, four] = [1, 2, 3, 4].map(|hours| made.after(hours));
            let reply = || by("reply", "agent");
            made.tell("", &[(two, reply())], Some(two));
            made.tell("bot-reply", &[(one, by("reply", "bot")), (three, reply())], Some(one));
            made.tell("private-note", &[(one, by("note", "agent")), (three, reply())], Some(one));
            if turn > 5 {
                continue;
            }
            made.tell("solve-answers", &[(two, status("solved"))], Some(two));
            made.tell(
                "after-assignment",
                &[(one, reply()), (two, assigned()), (three, reply())],
                Some(three),
            );
            made.tell("assigned-only", &[(two, reply())], None);
            made.tell("work-answers", &[(one, status("open")), (three, reply())], Some(one));
            made.tell("from-bot", &[(one, by("reply", "bot")), (three, reply())], Some(three - one));
            let asked = [(0, by("created", "agent")), (one, by("reply", "customer")), (three, reply())];
            made.tell("profile:intercom", &asked, Some(three - one));
            made.tell("from-assignment", &[(one, assigned()), (three, reply())], Some(three - one));
            made.tell("merged", &[(two, reply()), (three, json!({ "kind": "merged" }))], Some(two));
            made.tell("spam", &[(two, reply()), (three, json!({ "kind": "spam" }))], Some(two));
            made.tell("deleted", &[(two, reply()), (three, json!({ "kind": "deleted" }))], Some(two));
            made.tell("outbound", &[(0, by("created", "agent")), (two, reply())], Some(two));
            let waited = [
                (one, status("pending")),
                (two, status("on_hold")),
                (three, status("open")),
                (four, reply()),
            ];
            made.tell("less-pending", &waited, Some(four - two + one));
            made.tell("less-on-hold", &waited, Some(four - three + two));
            made.tell("less-waiting", &waited, Some(four - three + one));
            made.tell("?", &[(0, assigned()), (two, reply())], Some(two + 1_234_567));
            made.tell("?", &[(0, assigned()), (two, reply())], None);
            let created = made.opening();
            made.ticket(created, &[(two, reply())], Some(two), json!({ "test": true }));
            made.plant("test");
            let opening = [(0, by("created", "agent")), (0, reply()), (two, reply())];
            made.tell("after-opening", &opening, Some(two));
            // A reply on another day than the opening, so that the nights are left out.
            let later = one + 3 * DAY;
            let created = START + made.lines.len() as i64 * 7 * DAY + 10 * HOUR + turn;
            let office = open((9, 17), created, created + later);
            made.ticket(created, &[(later, reply())], Some(office), Value::Null);
            made.plant("business-hours");
            let created = START + made.lines.len() as i64 * 7 * DAY + 10 * HOUR + turn;
            let late = open((11, 20), created, created + later);
            made.ticket(created, &[(later, reply())], Some(late), Value::Null);
            made.plant("calendar:late");
            // Somebody who wrote as a customer and is an agent now.
            let now = format!("Now {turn}");
            made.tell("role-now", &[(one, named("reply", "customer", &now)), (three, reply())], Some(one));
            made.tell("", &[(two, named("reply", "agent", &now))], Some(two));
            // Somebody who writes as an agent and was a customer first.
            let then = format!("Then {turn}");
            made.tell("", &[(one, named("reply", "customer", &then)), (two, reply())], Some(two));
            made.tell("role-then", &[(one, named("reply", "agent", &then)), (three, reply())], Some(three));
        }
        made.hold("first_response_time", "ms");
    }
}

#[test]
fn two_rules_together_are_found_where_enough_tickets_show_it() {
    for (count, found) in [(2, false), (4, true)] {
        let mut made = Made::new(7);
        for _ in 0..count {
            let (bot, agent) = (made.after(1) + 2 * DAY, made.after(1) + 4 * DAY);
            let created = made.opening();
            let office = open((9, 17), created, created + bot);
            let story = [(bot, by("reply", "bot")), (agent, by("reply", "agent"))];
            made.ticket(created, &story, Some(office), Value::Null);
            made.plant(if found { "bot-reply+business-hours" } else { "?" });
        }
        made.hold("first_response_time", "ms");
    }
}

#[test]
fn instants_in_another_zone_shift_many_tickets_alike() {
    let mut made = Made::new(3);
    for _ in 0..4 {
        let two = made.after(2);
        made.tell("time-zone", &[(two, by("reply", "agent"))], Some(two + 5 * HOUR + HOUR / 2));
        made.tell("", &[(two, by("reply", "agent"))], Some(two));
    }
    let two = made.after(2);
    made.tell("?", &[(0, assigned()), (two, by("reply", "agent"))], Some(two + 77_777));
    let under = made.hold("first_response_time", "ms");
    assert_eq!(under.kinds[0].shift, Some(-5.5));
    // Two alone may be chance.
    let mut made = Made::new(3);
    for _ in 0..2 {
        let two = made.after(2);
        made.tell("?", &[(two, by("reply", "agent"))], Some(two + 2 * HOUR));
    }
    made.hold("first_response_time", "ms");
}

#[test]
fn resolutions_differ_by_the_rules_planted() {
    for seed in 0..5 {
        let mut made = Made::new(seed);
        for _ in 0..4 {
            let [one, two, three, four] = [1, 2, 3, 4].map(|hours| made.after(hours));
            let again = [(one, status("solved")), (two, status("open")), (four, status("solved"))];
            made.tell("", &again, Some(four));
            made.tell("first-end", &again, Some(one));
            made.tell("less-solved", &again, Some(four - two + one));
            made.tell("last-cycle", &again, Some(four - two));
            let open = [
                (one, status("solved")),
                (two, status("open")),
                (three, status("solved")),
                (four, status("open")),
            ];
            made.tell("keeps-resolution", &open, Some(three));
            made.tell("closed-only", &[(one, status("solved")), (three, status("closed"))], Some(three));
            made.tell("solved-only", &[(0, assigned()), (two, status("closed"))], None);
            let waited = [
                (one, status("pending")),
                (two, status("on_hold")),
                (three, status("open")),
                (four, status("solved")),
            ];
            made.tell("less-pending", &waited, Some(four - two + one));
            made.tell("less-on-hold", &waited, Some(four - three + two));
            made.tell("less-waiting", &waited, Some(four - three + one));
            made.tell("from-assignment", &[(one, assigned()), (three, status("solved"))], Some(three - one));
            made.tell("assigned-only", &[(two, status("solved")), (three, status("closed"))], None);
            let created = made.opening();
            made.ticket(created, &[(one, status("open"))], Some(NOW as i64 - created), Value::Null);
            made.plant("still-open");
            made.tell("?", &[(0, assigned()), (two, status("solved"))], Some(two + 3_333_333));
        }
        made.hold("full_resolution_time", "ms");
    }
}

#[test]
fn waits_differ_by_the_rules_planted() {
    let mut made = Made::new(11);
    for _ in 0..4 {
        let [one, two, three, four, five, six] = [1, 2, 3, 4, 5, 6].map(|hours| made.after(hours));
        let story = [
            (one, status("pending")),
            (two, status("open")),
            (three, status("on_hold")),
            (four, status("open")),
            (five, status("solved")),
        ];
        let waited = five - two + one;
        made.tell("", &story, Some(waited));
        made.tell("with-pending", &story, Some(five));
        made.tell("less-on-hold", &story, Some(waited - four + three));
        let again = [&story[..], &[(six, status("open")), (six + HOUR, status("solved"))]].concat();
        made.tell("until-first-resolution", &again, Some(waited));
        let created = made.opening();
        made.ticket(created, &story[..2], Some(NOW as i64 - created - two + one), Value::Null);
        made.plant("still-open");
        made.tell("?", &story, Some(waited + 7));
    }
    made.hold("requester_wait_time", "ms");
}

#[test]
fn counts_differ_by_the_rules_planted() {
    let mut made = Made::new(12);
    let reply = || by("reply", "agent");
    for _ in 0..3 {
        made.tell("", &[(1, reply()), (2, by("note", "agent"))], Some(1));
        made.tell("bot-reply", &[(1, by("reply", "bot")), (2, reply()), (3, reply())], Some(3));
        made.tell("private-note", &[(1, by("note", "agent")), (2, reply())], Some(2));
        made.tell("after-assignment", &[(1, reply()), (2, reply()), (3, assigned()), (4, reply())], Some(1));
        made.tell("?", &[(0, assigned()), (1, reply())], Some(9));
    }
    made.hold("replies_per_ticket", "");

    let mut made = Made::new(13);
    let again = [(1, status("solved")), (2, status("open")), (3, status("solved"))];
    let twice = [(1, status("solved")), (2, status("solved"))];
    made.tell("", &again, Some(1));
    made.tell("reopens-by-solves", &twice, Some(1));
    made.tell("?", &again, Some(4));
    made.hold("reopens_per_ticket", "");
}

#[test]
fn minutes_that_are_rounded_another_way_are_told() {
    let floor = |time: i64| time / 60_000 * 60_000;
    let mut made = Made::new(21);
    let mut times = Vec::new();
    for at in 0..10 {
        let time = floor(made.after(2)) + 5_000 + at * 5_000;
        times.push(time);
        made.tell("", &[(time, by("reply", "agent"))], Some(time / 60_000));
    }
    let under = made.hold("first_response_time", "minutes");
    assert_eq!(under.rounding, ["floor"]);
    for time in &times[..2] {
        made.tell("rounding", &[(*time, by("reply", "agent"))], Some(time / 60_000 + 1));
    }
    let under = made.hold("first_response_time", "minutes");
    assert_eq!(under.rounding, [""; 0]);
    // Seconds that are whole minutes, all of them.
    let mut made = Made::new(22);
    for time in &times {
        made.tell("whole-minutes", &[(*time, by("reply", "agent"))], Some(time / 60_000 * 60));
    }
    made.hold("first_response_time", "seconds");
    // And whole hours, rounded up.
    let mut made = Made::new(22);
    for (more, time) in times.iter().enumerate() {
        let time = time + more as i64 * HOUR;
        made.tell("rounding", &[(time, by("reply", "agent"))], Some((time / HOUR + 1) * 3_600));
    }
    made.hold("first_response_time", "seconds");
}

#[test]
fn an_older_value_and_a_missing_history_are_told() {
    let mut desk = Desk::new();
    let ticket = |id: u32| {
        json!({ "id": id, "created_at": "2024-03-04T09:00:00Z", "updated_at": "2024-03-04T12:00:00Z",
            "status": "solved", "requester_id": 5, "tags": [] })
    };
    let audit = |id: u32, about: u32, at: &str, event: Value| json!({ "id": id, "ticket_id": about, "created_at": at, "author_id": 9, "events": [event] });
    let solved = |id: u32| json!({ "id": id, "type": "Change", "field_name": "status", "value": "solved" });
    let payload = json!({
        "tickets": [ticket(1), ticket(2), ticket(3)],
        "users": [{ "id": 9, "name": "Ana", "role": "agent" }],
        "audits": [
            audit(10, 1, "2024-03-04T10:00:00Z", json!({ "id": 11, "type": "Comment", "public": true })),
            audit(12, 1, "2024-03-04T11:00:00Z", solved(13)),
            audit(14, 2, "2024-03-04T11:00:00Z", solved(15)),
        ],
        "ticket_metrics": [
            { "id": 1, "ticket_id": 1, "created_at": "2024-03-04T09:00:00Z", "updated_at": "2024-03-04T09:30:00Z",
              "solved_at": null, "full_resolution_time_in_minutes": { "calendar": null, "business": null } },
            { "id": 2, "ticket_id": 2, "created_at": "2024-03-04T09:00:00Z", "updated_at": "2024-03-04T12:00:00Z",
              "solved_at": "2024-03-04T11:00:00Z", "full_resolution_time_in_minutes": { "calendar": 120, "business": 120 } },
            { "id": 3, "ticket_id": 3, "created_at": "2024-03-04T09:00:00Z", "updated_at": "2024-03-04T12:00:00Z",
              "solved_at": "2024-03-04T11:00:00Z", "full_resolution_time_in_minutes": { "calendar": 77, "business": 77 } },
        ],
    });
    load(&mut desk, "zendesk", payload.to_string().as_bytes()).unwrap();
    let theirs = Theirs { source: Some("zendesk".into()), ..Theirs::default() };
    let answer = ask(&mut desk, &about("full_resolution_time", theirs));
    let hoped = [("newer-events".to_string(), 1), ("no-history".to_string(), 1)];
    for under in &answer.under {
        assert_eq!((kinds(under), under.agree), (hoped.to_vec(), 1), "{under:#?}");
    }
    assert_eq!(answer.under[0].profile, "zendesk");
    assert_eq!(answer.under[1].profile, "deskgauge");
}

#[test]
fn every_rule_has_a_name_of_its_own_and_a_sentence() {
    let mut names: Vec<&str> = rules().map(|rule| rule.id).collect();
    let count = names.len();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), count);
    assert!(rules().all(|rule| rule.sentence.ends_with('.') && rule.sentence.len() > 15));
    // The types of the package name the same ones, and the switches that a metric of one value a ticket may have.
    let types = include_str!("../../../www/src/reconcile.ts");
    let union = |name: &str| -> Vec<&str> {
        let named = types.split(name).nth(1).unwrap().split(';').next().unwrap();
        named.split('"').skip(1).step_by(2).collect()
    };
    assert_eq!(union("export type OwnRule ="), names);
    let silent = [Switch::ByCreation, Switch::BusinessHours, Switch::Median, Switch::EveryResolution];
    let of_one_value = |metric: &&Metric| {
        definition(**metric).family == Family::Distribution && **metric != Metric::NextResponseTime
    };
    let tried = |switch: &&Switch| {
        !silent.contains(switch)
            && Metric::ALL.iter().filter(of_one_value).any(|&metric| switch.touches(metric))
    };
    let mut switches: Vec<&str> = Switch::ALL.iter().filter(tried).map(|switch| switch.id()).collect();
    switches.sort_unstable();
    assert_eq!(union("export type ReconcileSwitch ="), switches);
}

#[test]
fn hours_that_nobody_has_say_nothing_of_a_value_that_is_missing() {
    let reply = r#"{"at":1704103800000,"kind":"reply","role":"agent"}"#;
    let mut desk = desk(&format!(r#"{{"id":"1","created_at":{START},"events":[{reply}]}}"#));
    let none = values(&[("1".to_string(), f64::NAN)], "minutes");
    let answer = ask(&mut desk, &about("first_response_time", none));
    for under in &answer.under {
        assert_eq!(under.only_ours, 1);
        let named = under.kinds.iter().flat_map(|kind| kind.rules.iter().chain(&kind.also));
        let by_hours = named.filter(|rule| rule.contains("business-hours") || rule.contains("calendar"));
        assert_eq!(by_hours.count(), 0, "{:?}", kinds(under));
    }
}
