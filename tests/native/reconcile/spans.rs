//! What rules take off or in lies between the beginning and the end of what is measured, under every profile; and what only
//! looks like a rule is none.

use deskgauge::desk::Desk;
use deskgauge::reconcile::Theirs;
use serde_json::{Value, json};

use super::made::{DAY, HOUR, Made, START, assigned, by, status};
use super::{about, ask, kinds};
use crate::desk::NOW;
use crate::sources::load;

#[test]
fn values_that_are_all_nothing_or_counts_are_not_rounded() {
    let mut made = Made::new(31);
    for _ in 0..5 {
        let two = made.after(2);
        made.tell("?", &[(0, assigned()), (two, by("reply", "agent"))], Some(0));
    }
    made.hold("first_response_time", "seconds");
    let mut made = Made::new(32);
    for thousands in 1..6 {
        made.tell("?", &[(0, assigned()), (1, by("reply", "agent"))], Some(thousands * 1_000));
    }
    made.hold("replies_per_ticket", "");
}

#[test]
fn whole_hours_do_not_tell_a_time_zone() {
    let mut made = Made::new(33);
    for _ in 0..4 {
        let two = made.after(2);
        made.tell("?", &[(0, assigned()), (two, by("reply", "agent"))], Some(5));
    }
    made.hold("first_response_time", "hours");
}

#[test]
fn waits_before_the_beginning_are_not_taken_off() {
    let reply = || by("reply", "agent");
    let mut made = Made::new(34);
    let mut pairs = Made::new(35);
    for _ in 0..4 {
        let [one, two, three, four, five, six] = [1, 2, 3, 4, 5, 6].map(|hours| made.after(hours));
        let waited = |begun: Value| {
            [
                (one, status("pending")),
                (two, status("open")),
                (two, begun),
                (three, status("pending")),
                (four, status("on_hold")),
                (five, status("open")),
                (six, reply()),
            ]
        };
        made.tell("less-pending", &waited(by("reply", "bot")), Some(six - two - (four - three)));
        pairs.tell("from-assignment+less-pending", &waited(assigned()), Some(six - two - (four - three)));
    }
    made.hold_under("chatwoot", "first_response_time", "ms", "calendar");
    pairs.hold("first_response_time", "ms");
}

#[test]
fn from_an_assignment_what_does_not_count_still_does_not() {
    for (profile, metric) in [
        ("deskgauge", "active_resolution_time"),
        ("jira", "full_resolution_time"),
        ("zammad", "full_resolution_time"),
    ] {
        let mut made = Made::new(36);
        for _ in 0..3 {
            let [one, two, three, four] = [1, 2, 3, 4].map(|hours| made.after(hours));
            let story = [
                (one, assigned()),
                (two, status("pending")),
                (three, status("open")),
                (four, status("solved")),
            ];
            let exact = (four - three + two - one) / 1_000;
            let whole = (four - three + two - one) / 60_000 * 60;
            // An odd second keeps this from being the same.
            assert_ne!(exact, whole);
            made.tell("from-assignment", &story, Some(if profile == "zammad" { whole } else { exact }));
        }
        made.hold_under(profile, metric, "seconds", "calendar");
    }
}

#[test]
fn what_has_not_ended_counts_from_its_beginning_until_now() {
    let mut again = Made::new(37);
    let mut cycle = Made::new(37);
    let mut unclosed = Made::new(38);
    for _ in 0..3 {
        let [one, two] = [1, 2].map(|hours| again.after(hours));
        let reopened = [(one, status("solved")), (two, status("open"))];
        for (made, story, start) in
            [(&mut again, &reopened[..], 0), (&mut cycle, &reopened, two), (&mut unclosed, &reopened[..1], 0)]
        {
            let created = made.opening();
            made.ticket(created, story, Some(NOW as i64 - created - start), Value::Null);
            made.plant("still-open");
        }
    }
    again.hold("full_resolution_time", "ms");
    cycle.hold_under("jira", "full_resolution_time", "ms", "calendar");
    unclosed.hold("closure_time", "ms");
}

#[test]
fn what_has_not_ended_may_count_less_too() {
    let mut made = Made::new(40);
    for _ in 0..3 {
        let created = made.opening();
        let [one, two, three] = [1, 2, 3].map(|hours| made.after(hours));
        let story = [(one, status("pending")), (two, status("on_hold")), (three, status("open"))];
        made.ticket(created, &story, Some(NOW as i64 - created - (three - two)), Value::Null);
        made.plant("still-open+less-on-hold");
    }
    made.hold("full_resolution_time", "ms");
}

#[test]
fn a_closing_is_no_resolution() {
    let mut made = Made::new(39);
    for _ in 0..3 {
        let [one, two] = [1, 2].map(|hours| made.after(hours));
        made.tell("?", &[(0, assigned()), (one, status("solved")), (two, status("closed"))], Some(one));
    }
    made.hold("closure_time", "ms");
}

#[test]
fn time_on_hold_and_the_nights_may_count() {
    let mut made = Made::new(40);
    let mut nights = Made::new(41);
    for _ in 0..3 {
        let [one, two, three, four, five] = [1, 2, 3, 4, 5].map(|hours| made.after(hours));
        let story = [
            (one, status("pending")),
            (two, status("open")),
            (three, status("on_hold")),
            (four, status("open")),
            (five, status("solved")),
        ];
        made.tell("with-on-hold", &story, Some(two - one + four - three));
        let created = START + nights.lines.len() as i64 * 7 * DAY + 10 * HOUR;
        let later = 3 * DAY + one;
        nights.ticket(created, &[(later, by("reply", "agent"))], Some(later), Value::Null);
        nights.plant("calendar-time");
    }
    made.hold("agent_wait_time", "ms");
    nights.hold_under("deskgauge", "first_response_time", "ms", "business");
}

#[test]
fn other_rules_that_explain_the_same_tickets_are_named() {
    let mut made = Made::new(42);
    let [one, two, three] = [1, 2, 3].map(|hours| made.after(hours));
    let story = [(one, status("pending")), (two, status("open")), (three, by("reply", "agent"))];
    made.tell("less-waiting", &story, Some(three - two + one));
    let under = made.hold("first_response_time", "ms");
    assert_eq!(under.kinds[0].also, ["less-pending"]);
}

/// A ticket of Zendesk, with what was measured of it at an instant.
fn measured(id: u32, at: &str, measured: &str, value: &Value) -> (Value, Value) {
    let ticket = json!({ "id": id, "created_at": "2024-03-04T09:00:00Z", "updated_at": "2024-03-04T12:00:00Z",
        "status": "open", "requester_id": 5, "assignee_id": 9, "tags": [] });
    let mut metrics =
        json!({ "id": id, "ticket_id": id, "created_at": "2024-03-04T09:00:00Z", "updated_at": at });
    metrics[measured] = json!({ "calendar": value, "business": value });
    (ticket, metrics)
}

fn change(id: u32, ticket: u32, at: &str, event: &Value) -> Value {
    json!({ "id": id, "ticket_id": ticket, "created_at": at, "author_id": 9, "events": [event] })
}

#[test]
fn what_has_not_ended_may_count_until_it_was_measured() {
    let mut desk = Desk::new();
    let made = [1, 2, 3].map(|id| {
        let at = format!("2024-03-04T10:0{id}:00Z");
        measured(id, &at, "requester_wait_time_in_minutes", &json!(60 + id))
    });
    let (tickets, metrics): (Vec<Value>, Vec<Value>) = made.into_iter().unzip();
    let audits = [1, 2, 3].map(|id| {
        change(id, id, "2024-03-04T11:00:00Z", &json!({ "id": 10 + id, "type": "Comment", "public": true }))
    });
    let payload = json!({ "tickets": tickets, "ticket_metrics": metrics, "audits": audits });
    load(&mut desk, "zendesk", payload.to_string().as_bytes()).unwrap();
    let theirs = Theirs { source: Some("zendesk".into()), ..Theirs::default() };
    let answer = ask(&mut desk, &about("requester_wait_time", theirs));
    assert_eq!(kinds(&answer.under[0]), [("newer-events+still-open".into(), 3)], "{answer:#?}");
}

#[test]
fn a_ticket_is_measured_as_it_was_not_as_it_is_now() {
    let mut desk = Desk::new();
    let (ticket, metrics) = measured(1, "2024-03-04T10:00:00Z", "reply_time_in_minutes", &Value::Null);
    // It was answered, but nobody had it until later.
    let payload = json!({
        "tickets": [ticket],
        "ticket_metrics": [metrics],
        "users": [{ "id": 9, "name": "Ana", "role": "agent" }],
        "audits": [
            change(1, 1, "2024-03-04T09:30:00Z", &json!({ "id": 11, "type": "Comment", "public": true })),
            change(2, 1, "2024-03-04T11:00:00Z",
                &json!({ "id": 12, "type": "Change", "field_name": "assignee_id", "value": "9", "previous_value": null })),
        ],
    });
    load(&mut desk, "zendesk", payload.to_string().as_bytes()).unwrap();
    let mut question =
        about("first_response_time", Theirs { source: Some("zendesk".into()), ..Theirs::default() });
    question.selection.profile = Some("freshdesk".into());
    let answer = ask(&mut desk, &question);
    assert_eq!(kinds(&answer.under[0]), [("newer-events".into(), 1)], "{answer:#?}");
}
