//! What is no payload, is broken or means harm: an error that says what came, and a desk as before.

use deskgauge::desk::Desk;
use deskgauge::store::{NO_INSTANT, Stated};
use deskgauge::ticket::Kind;
use proptest::prelude::*;

use super::facts::all;
use super::load;

const SOURCES: [&str; 14] = [
    "rt",
    "django-helpdesk",
    "zendesk",
    "freshdesk",
    "jira",
    "salesforce",
    "servicenow",
    "github",
    "gitlab",
    "zammad",
    "chatwoot",
    "intercom",
    "hubspot",
    "redmine",
];

/// A payload of each kind, in small.
const RECORDS: [&str; 39] = [
    r#"{"items":[{"type":"ticket","id":"1","Created":"2026-03-02T09:00:00Z","LastUpdated":"2026-03-02T09:00:00Z","Status":"new","Queue":{"id":"3","Name":"L1"},"Owner":{"id":"ana"},"Requestor":[{"id":"bob"}]}]}"#,
    r#"{"items":[{"type":"transaction","id":"9","Type":"Set","Field":"Owner","OldValue":"6","NewValue":"27","Created":"2026-03-02T10:00:00Z","Creator":{"id":"ana"},"ObjectId":"1"}]}"#,
    r#"{"Name":"ana","Privileged":1,"_hyperlinks":[{"ref":"self","id":27}]}"#,
    r#"{"tickets":[{"id":1,"created":"2026-03-02T09:00:00Z","modified":"2026-03-02T09:00:00Z","status":1,"queue":{"id":2,"title":"L1"},"assigned_to":"eva","followups":[{"id":5,"date":"2026-03-02T10:00:00Z","public":true,"user":"eva","comment":true,"new_status":3,"changes":[{"field":"Queue","old":"1","new":"2"}]}]}]}"#,
    r#"{"results":[{"id":5,"ticket":1,"user":null,"title":"x","comment":"y","public":true,"new_status":null,"time_spent":"00:10:00","date":"2026-03-02T19:53:56+01:00","message_id":"<a>"}]}"#,
    r#"{"data":[{"id":1,"priority":3,"queue":{"title":"L1","id":1},"status":"Open","created":"2026-03-02T19:53:56+01:00","assigned_to":"None","row_class":""}]}"#,
    r#"{"tickets":[{"id":1,"created_at":"2026-03-02T09:00:00Z","updated_at":"2026-03-02T09:00:00Z","status":"open","via":{"channel":"voice"},"requester_id":5,"tags":["a","b"],"metric_set":{"created_at":"2026-03-02T09:00:00Z","reply_time_in_minutes":{"calendar":5}}}],"users":[{"id":9,"name":"Ana","role":"agent"}]}"#,
    r#"{"audits":[{"id":10,"ticket_id":1,"created_at":"2026-03-02T09:30:00Z","author_id":9,"via":{"channel":"web"},"events":[{"id":11,"type":"Comment","public":true,"author_id":9},{"id":12,"type":"Change","field_name":"assignee_id","value":"9","previous_value":null}]}]}"#,
    r#"{"ticket_events":[{"id":10,"ticket_id":1,"timestamp":1772442000,"updater_id":9,"via":"Rule","child_events":[{"id":14,"event_type":"Create","status":"new","priority":"low"}]}]}"#,
    r#"{"satisfaction_ratings":[{"id":15,"ticket_id":1,"score":"good","created_at":"2026-03-02T09:30:00Z","requester_id":5}],"ticket_metric_events":[{"id":16,"ticket_id":1,"metric":"reply_time","type":"breach","time":"2026-03-02T09:30:00Z"}]}"#,
    r#"[{"id":1,"created_at":"2026-03-02T09:00:00Z","status":2,"priority":1,"source":7,"requester_id":5,"tags":[],"stats":{"resolved_at":null},"conversations":[{"id":3,"ticket_id":1,"user_id":9,"incoming":false,"private":false,"created_at":"2026-03-02T09:30:00Z"}]}]"#,
    r#"{"activities_data":[{"performed_at":"02-03-2026 09:00:00 +0000","ticket_id":1,"performer_type":"user","performer_id":9,"activity":{"note":{"id":3,"type":0},"status":"Pending","group":"Desk","agent_id":9}}]}"#,
    r#"[{"id":4,"ticket_id":1,"user_id":5,"created_at":"2026-03-02T09:30:00Z","ratings":{"default_question":103}}]"#,
    r#"[{"id":5,"ticket_id":1,"agent_id":9,"time_spent":"00:15","executed_at":"2026-03-02T09:30:00Z"}]"#,
    r#"{"issues":[{"key":"D-1","fields":{"created":"2026-03-02T09:00:00.000+0000","status":{"name":"Open"},"reporter":{"accountId":"c"},"comment":{"comments":[{"id":"4","author":{"accountId":"a"},"created":"2026-03-02T09:30:00.000+0000","jsdPublic":true}]},"customfield_1":{"rating":5}},"changelog":{"histories":[{"id":"5","author":{"accountId":"a"},"created":"2026-03-02T09:31:00.000+0000","items":[{"field":"Support group","from":"1","fromString":"L1","to":"2","toString":"L2"}]}]}}]}"#,
    r#"{"records":[{"attributes":{"type":"Case"},"Id":"500000000000001AAA","CaseNumber":"1","OwnerId":"00G000000000101AAA","CreatedDate":"2026-03-02T09:00:00.000+0000","Status":"New"},{"attributes":{"type":"CaseHistory"},"Id":"017000000000014AAA","CaseId":"500000000000001AAA","CreatedDate":"2026-03-02T17:15:00.000+0000","Field":"Owner","OldValue":"L1","NewValue":"Ana"},{"attributes":{"type":"CaseHistory"},"Id":"017000000000015AAA","CaseId":"500000000000001AAA","CreatedDate":"2026-03-02T17:15:00.000+0000","Field":"Owner","OldValue":"00G000000000101AAA","NewValue":"005000000009001AAA"},{"attributes":{"type":"EmailMessage"},"Id":"02s000000000003AAA","ParentId":"500000000000001AAA","Incoming":false,"MessageDate":"2026-03-02T09:30:00.000+0000"}]}"#,
    r#"{"result":[{"sys_id":"a1","number":"INC1","state":"3","hold_reason":"1","opened_at":"2026-03-02 09:00:00","sys_updated_on":"2026-03-02 09:00:00","assignment_group":{"value":"b1","display_value":"L1"}},{"sys_id":"d1","documentkey":"a1","fieldname":"state","oldvalue":"1","newvalue":"3","sys_created_on":"2026-03-02 09:30:00","user":"x","record_checkpoint":"3"},{"sys_id":"e1","element_id":"a1","element":"comments","sys_created_on":"2026-03-02 09:30:00","sys_created_by":"x"},{"sys_id":"f1","task":{"value":"a1"},"sla":{"display_value":"R"},"has_breached":"true","planned_end_time":"2026-03-02 10:00:00"}]}"#,
    r#"[{"url":"https://api.github.com/repos/o/r/issues/1","comments_url":"","number":1,"state":"open","user":{"login":"c","type":"User"},"assignee":{"login":"a"},"labels":[{"name":"team: L1"},{"name":"status: pending"}],"created_at":"2026-03-02T09:00:00Z","updated_at":"2026-03-02T09:00:00Z","closed_at":null}]"#,
    r#"{"issue_url":"https://api.github.com/repos/o/r/issues/1","timeline":[{"event":"labeled","id":3,"label":{"name":"team: L2"},"actor":{"login":"a"},"created_at":"2026-03-02T09:30:00Z"},{"event":"assigned","id":4,"assignee":{"login":"a"},"assigner":{"login":"a"},"created_at":"2026-03-02T09:30:00Z"},{"event":"closed","id":5,"actor":{"login":"a"},"created_at":"2026-03-02T10:00:00Z"}]}"#,
    r#"[{"id":3,"issue_url":"https://api.github.com/repos/o/r/issues/1","user":{"login":"a"},"author_association":"MEMBER","created_at":"2026-03-02T09:30:00Z"},{"login":"a","permissions":{"push":true}}]"#,
    r#"{"action":"unlabeled","label":{"name":"status: pending"},"issue":{"url":"https://api.github.com/repos/o/r/issues/1","user":{"login":"c"},"state":"open","created_at":"2026-03-02T09:00:00Z","updated_at":"2026-03-02T09:40:00Z"},"sender":{"login":"a"}}"#,
    r#"[{"id":41,"iid":1,"state":"opened","web_url":"https://gitlab.com/g/p/-/issues/1","author":{"id":5,"username":"c"},"assignees":[{"username":"a"}],"labels":["group::L1"],"issue_type":"incident","created_at":"2026-03-02T09:00:00Z","updated_at":"2026-03-02T09:00:00Z","closed_at":null}]"#,
    r#"[{"id":3,"noteable_id":41,"noteable_type":"Issue","system":true,"body":"assigned to @a and unassigned @b","author":{"username":"a"},"created_at":"2026-03-02T09:30:00Z"},{"id":"x","individual_note":true,"notes":[{"id":4,"noteable_id":41,"noteable_type":"Issue","system":false,"internal":true,"author":{"username":"a"},"created_at":"2026-03-02T09:30:00Z"}]}]"#,
    r#"{"issue_id":41,"resource_label_events":[{"id":3,"user":{"username":"a"},"resource_type":"Issue","resource_id":41,"label":{"name":"group::L2"},"action":"add","created_at":"2026-03-02T09:30:00Z"}],"resource_state_events":[{"id":3,"user":{"username":"a"},"resource_type":"Issue","resource_id":41,"state":"closed","created_at":"2026-03-02T10:00:00Z"}]}"#,
    r#"{"object_kind":"issue","user":{"id":7,"username":"a"},"project":{"path_with_namespace":"g/p"},"object_attributes":{"id":41,"iid":1,"author_id":5,"state":"closed","action":"close","created_at":"2026-03-02 09:00:00 UTC","updated_at":"2026-03-02 10:00:00 UTC"},"changes":{"labels":{"previous":[{"title":"group::L1"}],"current":[{"title":"group::L2"}]},"assignees":{"previous":[],"current":[{"username":"b"}]}}}"#,
    r#"{"tickets":[1],"tickets_count":1,"assets":{"Ticket":{"1":{"id":1,"number":"22001","group_id":1,"state_id":3,"priority_id":2,"owner_id":9,"customer_id":5,"created_by_id":5,"create_article_type_id":1,"create_article_sender_id":2,"close_at":null,"created_at":"2026-03-02T09:00:00.000Z","updated_at":"2026-03-02T09:00:00.000Z"}},"User":{"9":{"id":9,"firstname":"Ana","lastname":"A","role_ids":[2],"group_ids":{"1":["full"]}}}}}"#,
    r#"[{"id":3,"ticket_id":1,"sender":"Agent","type":"email","internal":false,"created_by_id":9,"origin_by_id":null,"created_at":"2026-03-02T09:30:00.000Z"},{"id":4,"name":"parked","state_type_id":3},{"id":2,"name":"2 normal","ui_color":null},{"id":1,"name":"L1","follow_up_possible":"yes"}]"#,
    r#"{"history":[{"id":7,"o_id":1,"object":"Ticket","type":"updated","attribute":"state","id_from":1,"id_to":3,"value_from":"new","value_to":"pending reminder","created_by_id":9,"created_at":"2026-03-02T09:40:00.000Z"},{"id":8,"o_id":1,"object":"Ticket","type":"added","attribute":"tag","value_to":"vip","created_by_id":9,"created_at":"2026-03-02T09:41:00.000Z"}],"assets":{}}"#,
    r#"{"data":{"meta":{},"payload":[{"id":1,"status":"open","priority":"high","can_reply":true,"labels":["a"],"meta":{"sender":{"id":5,"name":"Bob"},"channel":"Channel::Email","assignee":{"id":9,"name":"Ana"},"team":{"id":1,"name":"L1"}},"created_at":1772442000,"last_activity_at":1772442000,"first_reply_created_at":0,"sla_events":[{"id":1,"event_type":"frt","created_at":1772442000}]}]}}"#,
    r#"{"meta":{},"payload":[{"id":3,"conversation_id":1,"message_type":1,"private":false,"content_attributes":{"automation_rule_id":null},"created_at":1772442600,"sender":{"id":9,"name":"Ana","type":"user"}},{"id":4,"rating":5,"conversation_id":1,"created_at":1772442700}]}"#,
    r#"{"conversation_id":1,"reporting_events":[{"id":2,"name":"conversation_resolved","event_end_time":"2026-03-02T10:00:00.000Z","user_id":9}]}"#,
    r#"{"event":"conversation_updated","id":1,"status":"open","can_reply":true,"meta":{"sender":{"id":5}},"created_at":1772442000,"updated_at":1772442000.5,"changed_attributes":[{"team_id":{"previous_value":1,"current_value":2}},{"status":{"previous_value":"pending","current_value":"open"}}]}"#,
    r#"{"type":"conversation.list","conversations":[{"type":"conversation","id":"1","created_at":1772442000,"updated_at":1772449200,"state":"closed","priority":"priority","source":{"type":"email","delivered_as":"automated","author":{"type":"admin","id":"3","name":"Ana"}},"contacts":{"contacts":[{"id":"c"}]},"admin_assignee_id":3,"team_assignee_id":0,"sla_applied":{"sla_name":"VIP"},"tags":{"tags":[{"name":"a"}]},"statistics":{"first_admin_reply_at":1772442600,"last_close_at":1772449200},"conversation_rating":{"rating":5,"created_at":1772450000,"contact":{"id":"c"}},"conversation_parts":{"conversation_parts":[{"id":"9","part_type":"close","body":"x","created_at":1772449200,"author":{"type":"admin","id":"3"},"assigned_to":{"type":"team","id":"5"},"team_assignee_id":5}],"total_count":1}}]}"#,
    r#"{"type":"ticket","id":"1","created_at":1772442000,"ticket_state":{"category":"in_progress"},"ticket_type":{"name":"Bug"},"ticket_parts":{"ticket_parts":[{"id":"10","part_type":"ticket_state_updated_by_admin","previous_ticket_state":"submitted","ticket_state":"in_progress","created_at":1772446000,"author":{"type":"bot","id":"8"}}]}}"#,
    r#"{"type":"team.list","teams":[{"type":"team","id":"5","name":"Desk"}],"admins":[{"type":"admin","id":"3","name":"Ana"}],"data":[{"type":"contact","id":"c","name":"Bob"}]}"#,
    r#"{"results":[{"id":"1","properties":{"createdate":"2026-03-02T09:00:00Z","hs_pipeline_stage":"4","hs_ticket_priority":"HIGH","source_type":"FORM","hubspot_owner_id":"60","first_agent_reply_date":"2026-03-02T09:20:00Z"},"propertiesWithHistory":{"hs_pipeline_stage":[{"value":"4","timestamp":"2026-03-02T12:00:00Z","sourceType":"CRM_UI","sourceId":"userId:3"}]},"updatedAt":"2026-03-02T12:00:00Z","archived":false,"associations":{"contacts":{"results":[{"id":"7"}]},"conversations":{"results":[{"id":"9"}]}}},{"id":"0","label":"S","stages":[{"id":"4","label":"Done","metadata":{"ticketState":"CLOSED"}}]},{"id":"60","firstName":"Ana","userId":3,"teams":[{"id":"1","name":"Desk"}]}]}"#,
    r#"{"results":[{"type":"MESSAGE","id":"a","conversationsThreadId":"9","createdAt":"2026-03-02T09:40:00Z","senders":[{"actorId":"A-3"}],"direction":"OUTGOING","status":{"statusType":"SENT"}},{"id":"9","inboxId":"1","threadAssociations":{"associatedTicketId":"1"}},{"id":"2","properties":{"hs_timestamp":"2026-03-02T09:30:00Z","hs_email_direction":"EMAIL"},"associations":{"tickets":{"results":[{"id":"1"}]}}},{"id":"3","properties":{"hs_survey_type":"CSAT","hs_value":"5","hs_submission_timestamp":"2026-03-03T09:00:00Z"},"associations":{"tickets":{"results":[{"id":"1"}]}}}]}"#,
    r#"{"issues":[{"id":1,"project":{"id":1,"name":"Desk"},"tracker":{"id":3,"name":"Support"},"status":{"id":1,"name":"New","is_closed":false},"priority":{"id":2,"name":"Normal"},"author":{"id":5,"name":"Bob"},"assigned_to":{"id":9,"name":"Ana"},"category":{"id":1,"name":"L1"},"created_on":"2026-03-02T09:00:00Z","updated_on":"2026-03-02T09:00:00Z","closed_on":null,"journals":[{"id":7,"user":{"id":9,"name":"Ana"},"notes":"x","private_notes":false,"created_on":"2026-03-02T09:30:00Z","details":[{"property":"attr","name":"status_id","old_value":"1","new_value":"3"},{"property":"attr","name":"category_id","old_value":null,"new_value":"1"},{"property":"attr","name":"project_id","old_value":"2","new_value":"1"}]}]}]}"#,
    r#"{"issue_statuses":[{"id":3,"name":"Done","is_closed":true}],"issue_priorities":[{"id":2,"name":"Normal"}],"issue_categories":[{"id":1,"name":"L1"}],"memberships":[{"id":1,"user":{"id":9,"name":"Ana"},"roles":[{"name":"Agent"}]}],"user":{"id":5,"login":"bob","admin":false,"firstname":"Bob","lastname":"B"},"time_entries":[{"id":4,"issue":{"id":1},"user":{"id":9},"hours":0.5,"created_on":"2026-03-02T10:00:00Z"}]}"#,
];

fn code(source: &str, bytes: &[u8]) -> &'static str {
    load(&mut Desk::new(), source, bytes).map_or_else(|error| error.code(), |_| "fine")
}

#[test]
fn what_is_no_payload_is_named() {
    for source in SOURCES {
        assert_eq!(code(source, b""), "empty-input");
        assert_eq!(code(source, b" \n<!DOCTYPE html><html>"), "not-a-payload");
        assert_eq!(code(source, b"{\"a\":1}"), "not-a-payload");
        assert_eq!(code(source, b"[1]"), "not-a-payload");
        assert_eq!(code(source, b"null"), "not-a-payload");
        assert_eq!(code(source, b"{\"message\":\"Unauthorized\"}"), "api-error");
        assert_eq!(code(source, b"id,created\n1,2"), "bad-json");
        assert_eq!(code(source, &[0xff, 0xfe, 0x00]), "bad-json");
        assert_eq!(code(source, "[".repeat(100_000).as_bytes()), "too-deep");
    }
    assert_eq!(code("none", b"{}"), "unknown-source");
    let error = load(&mut Desk::new(), "rt", b"<html>").unwrap_err();
    assert_eq!(error.message(), "expected a payload of the API of rt, found an HTML page");
}

#[test]
fn no_part_of_a_payload_is_taken_for_a_whole() {
    for (source, payloads) in [
        ("rt", &RECORDS[..3]),
        ("django-helpdesk", &RECORDS[3..6]),
        ("zendesk", &RECORDS[6..10]),
        ("freshdesk", &RECORDS[10..14]),
        ("jira", &RECORDS[14..15]),
        ("salesforce", &RECORDS[15..16]),
        ("servicenow", &RECORDS[16..17]),
        ("github", &RECORDS[17..21]),
        ("gitlab", &RECORDS[21..25]),
        ("zammad", &RECORDS[25..28]),
        ("chatwoot", &RECORDS[28..32]),
        ("intercom", &RECORDS[32..35]),
        ("hubspot", &RECORDS[35..37]),
        ("redmine", &RECORDS[37..]),
    ] {
        for payload in payloads {
            assert_eq!(code(source, payload.as_bytes()), "fine", "{payload}");
            for end in 1..payload.len() {
                assert_eq!(code(source, &payload.as_bytes()[..end]), "bad-json", "{}", &payload[..end]);
            }
        }
    }
}

#[test]
fn a_list_is_no_instant() {
    let mut desk = Desk::new();
    let ticket = RECORDS[10].replace(r#""resolved_at":null"#, r#""resolved_at":["2026-03-02T09:40:00Z"]"#);
    load(&mut desk, "freshdesk", ticket.as_bytes()).unwrap();
    assert_eq!(desk.store().tickets().stated(Stated::Resolved, 0), NO_INSTANT);
}

#[test]
fn what_goes_to_a_person_in_salesforce_leaves_no_group_of_that_name() {
    let mut desk = Desk::new();
    load(&mut desk, "salesforce", RECORDS[15].as_bytes()).unwrap();
    let told = super::facts::events(desk.store(), "1");
    let values = |kind: Kind| {
        told.iter().filter(|told| told.kind == kind).map(|told| told.value.as_deref()).collect::<Vec<_>>()
    };
    assert_eq!(values(Kind::AssignedGroup), [Some("L1")], "{told:?}");
    assert_eq!(values(Kind::AssignedAgent), [Some("005000000009001AAA")], "{told:?}");
}

#[test]
fn an_error_leaves_the_desk_as_it_was() {
    let mut desk = Desk::new();
    load(&mut desk, "rt", RECORDS[0].as_bytes()).unwrap();
    let before = all(desk.store());
    for bad in [RECORDS[1].to_string() + "{", RECORDS[1].to_string() + "{\"message\":\"no\"}"] {
        load(&mut desk, "rt", bad.as_bytes()).unwrap_err();
        assert_eq!(all(desk.store()), before);
    }
    let loaded = load(&mut desk, "rt", RECORDS[1].as_bytes()).unwrap();
    assert!(loaded.events > 0);
}

/// Puts a value of another kind in the place of one of a payload's values.
fn spoilt(payload: &str, place: usize, with: &str) -> String {
    let starts: Vec<usize> = payload.match_indices(':').map(|(at, _)| at + 1).collect();
    let start = starts[place % starts.len()];
    let rest = &payload[start..];
    let end = rest.find([',', '}']).unwrap_or(rest.len());
    [&payload[..start], with, &rest[end..]].concat()
}

proptest! {
    #[test]
    fn nothing_panics(
        which in 0..RECORDS.len(), place in any::<usize>(),
        with in prop::sample::select(vec!["null", "[]", "{}", "-1", "1e300", "\"\"", "\"x\"", "true", "[[]]", "{\"id\":[]}", "\"9999-99-99T00:00:00Z\"", "99999999999999999999"]),
        cut in any::<usize>(), byte in any::<u8>(),
    ) {
        let spoilt = spoilt(RECORDS[which], place, with);
        let mut bytes = spoilt.clone().into_bytes();
        let at = cut % bytes.len();
        bytes[at] = byte;
        for source in SOURCES {
            let mut desk = Desk::new();
            for record in RECORDS {
                let _ = load(&mut desk, source, record.as_bytes());
            }
            let _ = load(&mut desk, source, spoilt.as_bytes());
            let _ = load(&mut desk, source, &bytes);
        }
    }
}

#[test]
fn a_ticket_with_very_many_events_is_no_trouble() {
    let items: Vec<String> = (0..60_000)
        .rev()
        .map(|at| format!(r#"{{"type":"transaction","id":"{at}","Type":"Comment","Created":"2026-03-02T10:00:00Z","Creator":{{"id":"u{at}"}},"ObjectId":"1"}}"#))
        .collect();
    let page = format!(r#"{{"items":[{}]}}"#, items.join(","));
    let mut desk = Desk::new();
    load(&mut desk, "rt", RECORDS[0].as_bytes()).unwrap();
    let loaded = load(&mut desk, "rt", page.as_bytes()).unwrap();
    // With them come the status, queue and owner that the ticket began with.
    assert_eq!(loaded.events, 60_003);
}

#[test]
fn a_time_that_cannot_be_read_loses_no_breach() {
    let servicenow = r#"{"result":[{"sys_id":"a","number":"1","opened_at":"2026-03-02 09:00:00"},{"sys_id":"f","task":"a","sla":"R","has_breached":"true",
        "planned_end_time":"2026-03-02 10:00:00","start_time":"soon"}]}"#;
    let salesforce = r#"{"records":[{"attributes":{"type":"Case"},"Id":"500000000000001AAA","CaseNumber":"1","CreatedDate":"2026-03-02T09:00:00.000+0000"},
        {"attributes":{"type":"CaseMilestone"},"Id":"555000000000001AAA","CaseId":"500000000000001AAA","IsViolated":true,
        "TargetDate":"2026-03-02T10:00:00.000+0000","MilestoneType":{"Name":"R"},"StartDate":"soon"}]}"#;
    for (source, payload) in [("servicenow", servicenow), ("salesforce", salesforce)] {
        let mut desk = Desk::new();
        let loaded = load(&mut desk, source, payload.as_bytes()).unwrap();
        let problems: Vec<_> = loaded.problems.iter().map(|problem| problem.code).collect();
        assert_eq!(problems, ["not-a-date"], "{source}");
        let told = super::facts::events(desk.store(), "1");
        let breaches = told.iter().filter(|told| told.kind == Kind::Escalated);
        assert_eq!(breaches.map(|told| told.at).collect::<Vec<_>>(), [1_772_445_600_000], "{source}");
    }
}

#[test]
fn no_instant_lies_beyond_all_years() {
    for payload in [
        r#"{"ticket":{"id":1,"created_at":"9999-12-31T23:00:00Z","metric_set":{"created_at":"9999-12-31T23:00:00Z","reply_time_in_minutes":{"calendar":90}}}}"#,
        r#"{"ticket_events":[{"id":2,"ticket_id":1,"timestamp":1e13,"child_events":[{"id":3,"event_type":"Change","status":"open"}]}],"users":[{"id":4,"name":"a"}]}"#,
        r#"{"tickets":[{"id":1,"created_at":"9999-12-31T23:00:00-12:00"}],"users":[{"id":4,"name":"a"}]}"#,
    ] {
        let mut desk = Desk::new();
        load(&mut desk, "zendesk", payload.as_bytes()).unwrap();
        let saved = desk.save().unwrap();
        assert!(Desk::new().restore(&saved).is_ok(), "{payload}");
    }
}
