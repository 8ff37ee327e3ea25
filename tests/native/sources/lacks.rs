//! What sources have not told is said beside every figure that misses it, until it comes.

use deskgauge::desk::Desk;

use super::{Payloads, files, load, six};
use crate::desk::{metric, question};

/// What lacks for a metric, source by source.
fn lacking(desk: &mut Desk, id: &str) -> Vec<(&'static str, String)> {
    let table = desk.report(&question(vec![metric("case_duration"), metric(id)])).unwrap();
    assert!(table.header.metrics[0].lacks.is_empty(), "how long a ticket was seen is always known");
    let lacks = table.header.metrics[1].lacks.iter();
    lacks.map(|lack| (lack.source, lack.because.clone())).collect()
}

fn lacks(desk: &mut Desk, id: &str) -> bool {
    !lacking(desk, id).is_empty()
}

const TICKET: &str = r#"[{"id":1,"subject":"a","status":4,"priority":1,"source":1,"requester_id":9,"responder_id":null,"group_id":null,
    "created_at":"2024-01-01T09:00:00Z","updated_at":"2024-01-01T12:00:00Z",
    "stats":{"first_responded_at":"2024-01-01T10:00:00Z","resolved_at":"2024-01-01T12:00:00Z","closed_at":null}}]"#;
const ACTIVITY: &str = r#"{"activities_data":[{"ticket_id":1,"performed_at":"01-01-2024 12:00:00 +0000","performer_type":"user",
    "performer_id":5,"activity":{"status":"Resolved"}}]}"#;
const CONVERSATION: &str = r#"[{"id":7,"ticket_id":1,"incoming":false,"private":false,"user_id":5,"source":0,
    "created_at":"2024-01-01T10:00:00Z"}]"#;
const RATING: &str = r#"[{"id":3,"ticket_id":1,"user_id":9,"created_at":"2024-01-01T13:00:00Z","ratings":{"default_question":103}}]"#;
const PEOPLE: &str = r#"[{"id":5,"contact":{"name":"Ann"}}]"#;
const CUSTOMERS: &str = r#"[{"id":9,"name":"Kim","view_all_tickets":false}]"#;

#[test]
fn freshdesk_lacks_what_it_has_not_told_until_it_comes() {
    let mut desk = Desk::new();
    let loaded = load(&mut desk, "freshdesk", TICKET.as_bytes()).unwrap().source.unwrap();
    let because = |id: &str| {
        let of = loaded.lacks.iter().filter(|lack| lack.metrics.contains(&id));
        of.map(|lack| lack.because.clone()).collect::<Vec<_>>()
    };
    assert_eq!(
        because("reopen_rate"),
        ["No activities export came of some tickets: what changed in them is not known."]
    );
    assert_eq!(because("csat"), ["No ratings came."]);
    assert_eq!(because("nps"), ["The API tells no answers of this kind."]);
    // A report says the same.
    let told = |id: &str| because(id).into_iter().map(|because| ("freshdesk", because)).collect::<Vec<_>>();
    for id in ["reopen_rate", "csat", "nps", "replies", "agent_wait_time", "escalation_rate", "tickets"] {
        assert!(!told(id).is_empty(), "{id}");
        assert_eq!(lacking(&mut desk, id), told(id), "{id}");
    }
    // The resolution is stated.
    assert!(!lacks(&mut desk, "full_resolution_time"));
    let steps = [(ACTIVITY, "reopen_rate"), (CONVERSATION, "replies_per_ticket"), (RATING, "csat")];
    for (payload, id) in steps {
        assert!(lacks(&mut desk, id), "{id}, before");
        load(&mut desk, "freshdesk", payload.as_bytes()).unwrap();
        if id == "replies_per_ticket" {
            load(&mut desk, "freshdesk", PEOPLE.as_bytes()).unwrap();
            load(&mut desk, "freshdesk", CUSTOMERS.as_bytes()).unwrap();
        }
        assert!(!lacks(&mut desk, id), "{id}, after: {:?}", lacking(&mut desk, id));
    }
    assert!(lacks(&mut desk, "nps"), "for good");
    assert!(lacks(&mut desk, "tickets"), "merges are never told");
}

#[test]
fn who_is_an_agent_is_lacking_until_somebody_says_so() {
    let mut desk = Desk::new();
    let ticket = r#"{"tickets":[{"id":1,"status":"open","created_at":"2024-01-01T09:00:00Z","updated_at":"2024-01-01T09:00:00Z","requester_id":9}]}"#;
    let audit = r#"{"audits":[{"id":4,"ticket_id":1,"author_id":5,"created_at":"2024-01-01T10:00:00Z",
        "events":[{"id":5,"type":"Comment","public":true,"author_id":5}]}]}"#;
    for payload in [ticket, audit] {
        load(&mut desk, "zendesk", payload.as_bytes()).unwrap();
    }
    let unknown = ("zendesk", "Of some people it is not known whether they are agents.".to_string());
    assert_eq!(lacking(&mut desk, "first_response_time"), [unknown]);
    let users = r#"{"users":[{"id":5,"name":"Ann","role":"agent"},{"id":9,"name":"Kim","role":"end-user"}]}"#;
    load(&mut desk, "zendesk", users.as_bytes()).unwrap();
    assert!(!lacks(&mut desk, "first_response_time"), "{:?}", lacking(&mut desk, "first_response_time"));
}

#[test]
fn a_snapshot_lacks_what_the_desk_lacked() {
    let mut desk = Desk::new();
    for payload in [TICKET, CONVERSATION, RATING] {
        load(&mut desk, "freshdesk", payload.as_bytes()).unwrap();
    }
    let mut again = Desk::new();
    again.restore(&desk.save().unwrap()).unwrap();
    for metric in deskgauge::kpi::Metric::ALL {
        let id = metric.id();
        if !["share", "field"].contains(&id) {
            assert_eq!(lacking(&mut again, id), lacking(&mut desk, id), "{id}");
        }
    }
    assert!(lacks(&mut again, "reopen_rate") && !lacks(&mut again, "csat"));
}

#[test]
fn what_two_sources_lack_is_told_source_by_source_and_files_lack_nothing() {
    let mut desk = crate::desk::desk(r#"{"id":8,"created_at":"2024-01-01T09:00:00Z"}"#);
    assert!(!lacks(&mut desk, "nps"));
    load(&mut desk, "freshdesk", TICKET.as_bytes()).unwrap();
    let issue = r#"{"issues":[{"key":"A-1","fields":{"created":"2024-01-01T09:00:00.000+0000","status":{"name":"Open"}}}]}"#;
    load(&mut desk, "jira", issue.as_bytes()).unwrap();
    let sources = lacking(&mut desk, "nps").into_iter().map(|(source, _)| source);
    assert_eq!(sources.collect::<Vec<_>>(), ["freshdesk", "jira"]);
}

#[test]
fn the_six_tickets_lack_no_history_replies_or_people() {
    for (folder, source) in [
        ("zendesk", "zendesk"),
        ("freshdesk", "freshdesk"),
        ("jira-service-management", "jira"),
        ("salesforce", "salesforce"),
        ("servicenow", "servicenow"),
    ] {
        let Some(payloads) = files(&format!("vendor-lifecycle-handmade/{folder}")) else { return };
        let mut desk = Desk::new();
        // Service-level payloads are of no reader.
        for (_, bytes) in payloads {
            _ = load(&mut desk, source, &bytes);
        }
        for id in
            ["full_resolution_time", "agent_wait_time", "reopen_rate", "transfer_rate", "time_to_escalation"]
        {
            assert_eq!(lacking(&mut desk, id), [], "{source}, {id}");
        }
        // ServiceNow's journal names callers by logins, which only the users tell from agents.
        for id in ["first_response_time", "next_response_time"] {
            assert_eq!(lacks(&mut desk, id), source == "servicenow", "{source}, {id}");
        }
        let rated = !["salesforce", "servicenow"].contains(&source);
        assert_eq!(lacks(&mut desk, "csat"), !rated, "{source}");
    }
}

#[test]
fn chatwoot_lacks_changes_until_webhooks_come() {
    let (Some(answers), Some(webhooks)) = (six::chatwoot(), six::webhooks()) else { return };
    let mut desk = Desk::new();
    let mut take = |payloads: Payloads| {
        payloads.iter().for_each(|(_, bytes)| _ = load(&mut desk, "chatwoot", bytes).unwrap());
        ["escalations", "time_to_escalation", "transfers", "agent_changes_per_ticket", "requester_wait_time"]
            .map(|id| lacks(&mut desk, id))
    };
    assert_eq!(take(answers), [true; 5]);
    assert_eq!(take(webhooks), [false; 5]);
    for id in ["first_response_time", "full_resolution_time", "reopen_rate", "csat"] {
        assert!(!lacks(&mut desk, id), "{id} {:?}", lacking(&mut desk, id));
    }
}

#[test]
fn zammad_lacks_ratings_and_a_solve_before_the_close() {
    let Some(payloads) = six::zammad() else { return };
    let mut desk = Desk::new();
    payloads.iter().for_each(|(_, bytes)| _ = load(&mut desk, "zammad", bytes).unwrap());
    for id in ["first_response_time", "full_resolution_time", "agent_wait_time", "escalations", "reopen_rate"]
    {
        assert!(!lacks(&mut desk, id), "{id} {:?}", lacking(&mut desk, id));
    }
    assert_eq!(["csat", "closure_time"].map(|id| lacks(&mut desk, id)), [true; 2]);
}

#[test]
fn what_zammad_chatwoot_intercom_and_hubspot_lack_is_what_their_pages_say() {
    let told = |folder: &str, source: &str| {
        let mut desk = Desk::new();
        for (_, bytes) in super::lifecycle::payloads(folder)?.0 {
            load(&mut desk, source, &bytes).unwrap();
        }
        Some(desk)
    };
    // What each lacks of these, though all of it was told; `reopens` and the rest lack nothing.
    let asked = ["csat", "nps", "closure_time", "on_hold_time", "transfers", "acknowledge_assigned"];
    let asked = [&asked[..], &["time_to_priority_escalation", "first_response_time", "reopens"]].concat();
    for (folder, source, hoped) in [
        ("zammad", "zammad", &["csat", "nps", "closure_time", "on_hold_time"][..]),
        // Of the six no priority ever changes, which is told as it is.
        (
            "chatwoot by webhooks",
            "chatwoot",
            &["nps", "closure_time", "on_hold_time", "time_to_priority_escalation"],
        ),
        ("intercom", "intercom", &["nps", "on_hold_time", "time_to_priority_escalation"]),
        ("hubspot", "hubspot", &["nps"]),
    ] {
        let Some(mut desk) = told(folder, source) else { return };
        let found: Vec<&str> = asked.iter().copied().filter(|id| lacks(&mut desk, id)).collect();
        assert_eq!(found, hoped, "{source}");
    }
    // Without webhooks Chatwoot does not tell who had a conversation when.
    let mut desk = told("chatwoot", "chatwoot").unwrap();
    for id in ["transfers", "acknowledge_assigned", "time_to_priority_escalation"] {
        assert!(
            lacking(&mut desk, id).iter().any(|(_, because)| because.starts_with("No change of a")),
            "{id}"
        );
    }
}

#[test]
fn what_lacks_goes_by_the_tickets_that_came_in_whatever_order() {
    // A rating of a ticket that never came is nothing that a figure could use.
    let other = RATING.replace("\"ticket_id\":1", "\"ticket_id\":2");
    let mut desk = Desk::new();
    for payload in [&other, TICKET] {
        load(&mut desk, "freshdesk", payload.as_bytes()).unwrap();
    }
    assert!(lacks(&mut desk, "csat"));
    // Who wrote turns out to be the requester.
    let ticket = |requester: u32, hour: u32| {
        format!(
            r#"{{"tickets":[{{"id":1,"status":"open","created_at":"2024-01-01T09:00:00Z","updated_at":"2024-01-01T{hour}:00:00Z","requester_id":{requester}}}]}}"#
        )
    };
    let audit = r#"{"audits":[{"id":4,"ticket_id":1,"author_id":9,"created_at":"2024-01-01T10:00:00Z",
        "events":[{"id":5,"type":"Comment","public":true,"author_id":9}]}]}"#;
    let (first, then) = (ticket(5, 10), ticket(9, 12));
    for order in [[&first, audit, &then], [&then, audit, &first], [audit, &then, &first]] {
        let mut desk = Desk::new();
        for payload in order {
            load(&mut desk, "zendesk", payload.as_bytes()).unwrap();
        }
        assert_eq!(lacking(&mut desk, "first_response_time"), []);
        let mut again = Desk::new();
        again.restore(&desk.save().unwrap()).unwrap();
        assert_eq!(lacking(&mut again, "first_response_time"), []);
    }
}
