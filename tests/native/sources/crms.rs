//! The six tickets as Intercom and HubSpot tell them, in payloads of our own: every line of a file is one answer of the API.
//!
//! Intercom has two priorities, no way in by a form of the web and one end, and says of a snooze not why; here customers are
//! waited for in the states of a ticket and others by snoozing.

use std::path::Path;

use deskgauge::desk::Desk;
use deskgauge::store::CustomColumn;
use deskgauge::ticket::{Dimension, Kind, Role, Survey, SurveyKind};

use super::Payloads;
use super::facts::{all, events};
use super::load;

/// The payloads of a vendor by the names of their files.
pub fn told_by(vendor: &str) -> Payloads {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/native/sources/six").join(vendor);
    let files = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let mut payloads: Payloads = files
        .map(|path| (path.file_stem().unwrap().to_string_lossy().into_owned(), std::fs::read(&path).unwrap()))
        .collect();
    payloads.sort();
    payloads
}

/// The same, answer by answer.
pub fn pieces(vendor: &str) -> Vec<String> {
    let payloads = told_by(vendor);
    let lines = payloads.iter().flat_map(|(_, bytes)| std::str::from_utf8(bytes).unwrap().lines());
    lines.map(str::to_string).collect()
}

fn word(desk: &Desk, id: &str, of: Dimension) -> Option<String> {
    let row = desk.store().tickets().ids().row(id).unwrap();
    desk.store().word(row, of).map(str::to_string)
}

fn desk(source: &str, payloads: &[&str]) -> Desk {
    let mut desk = Desk::new();
    for payload in payloads {
        let loaded = load(&mut desk, source, payload.as_bytes()).unwrap();
        assert_eq!(loaded.skipped, 0, "{:?}", loaded.problems);
    }
    desk
}

const CONVERSATION: &str = r#"{"type":"conversation","id":"7","created_at":1772442000,"updated_at":1772460000,"state":"closed","priority":"not_priority",
    "source":{"type":"email","id":"1","delivered_as":"customer_initiated","author":{"type":"user","id":"c"}},
    "contacts":{"contacts":[{"type":"contact","id":"c"}]},"admin_assignee_id":3,"team_assignee_id":0,
    "sla_applied":{"sla_name":"VIP","sla_status":"missed"},"tags":{"tags":[{"id":"1","name":"vip"}]},
    "statistics":{"first_admin_reply_at":1772442600,"last_close_at":1772449200,"count_reopens":2},"custom_attributes":{"Plan":"gold"},
    "ai_agent_participated":true"#;

#[test]
fn intercom_counts_by_its_statistics_until_the_parts_come() {
    let list = [CONVERSATION, "}"].concat();
    let mut desk = Desk::new();
    let fields = ["statistics.count_reopens", "custom_attributes.Plan", "ai_agent_participated"];
    let options = deskgauge::ingest::LoadOptions {
        source: Some("intercom".into()),
        fields: fields.map(str::to_string).to_vec(),
        ..Default::default()
    };
    desk.begin(options).unwrap();
    desk.push(list.as_bytes()).unwrap();
    let loaded = desk.finish().unwrap().source.unwrap();
    assert_eq!(loaded.missing.histories, ["7"]);
    assert_eq!(first_response(&mut desk), Some(600.0));
    assert_eq!(word(&desk, "7", Dimension::Tier).as_deref(), Some("VIP"));
    assert_eq!(word(&desk, "7", Dimension::Group), None);
    let tickets = desk.store().tickets();
    assert_eq!(tickets.tag_words().get(tickets.tags(0)[0]), Some("vip"));
    for (name, number) in [(fields[0], true), (fields[1], false), (fields[2], false)] {
        let is_number = !matches!(tickets.custom_named(name).unwrap().1.column, CustomColumn::Text { .. });
        assert_eq!(is_number, number, "{name}");
    }
    // Of the parts some were left out: the statistics still count.
    let few =
        [CONVERSATION, r#","conversation_parts":{"conversation_parts":[],"total_count":501}}"#].concat();
    let loaded = load(&mut desk, "intercom", few.as_bytes()).unwrap();
    assert_eq!(loaded.source.unwrap().missing.histories, ["7"]);
    assert_eq!(first_response(&mut desk), Some(600.0));
    let reply =
        r#"{"id":"9","part_type":"comment","created_at":1772442900,"author":{"type":"admin","id":"3"}}"#;
    let whole =
        [CONVERSATION, r#","conversation_parts":{"conversation_parts":["#, reply, r#"],"total_count":1}}"#];
    load(&mut desk, "intercom", whole.concat().as_bytes()).unwrap();
    assert_eq!(first_response(&mut desk), Some(900.0));
}

fn first_response(desk: &mut Desk) -> Option<f64> {
    use crate::desk::{figure, metric};
    use deskgauge::report::Question;
    let asked =
        Question { metrics: vec![metric("first_response_time")], as_of: 1.8e12, ..Question::default() };
    figure(&desk.report(&asked).unwrap(), 0, "mean", 0)
}

#[test]
fn what_intercom_says_of_an_error_is_passed_on() {
    let said = br#"{"type":"error.list","request_id":"b1","errors":[{"code":"unauthorized","message":"Access Token Invalid"}]}"#;
    let error = load(&mut Desk::new(), "intercom", said).unwrap_err();
    assert_eq!(error.code(), "api-error");
    assert_eq!(error.message(), "intercom answered with an error: \"Access Token Invalid\"");
}

#[test]
fn intercom_tells_bots_notes_and_assignments_apart() {
    let parts = [
        r#"{"id":"1","part_type":"comment","created_at":1772442010,"author":{"type":"bot","id":"8","name":"Fin"},"body":"<p>a</p>"}"#,
        r#"{"id":"2","part_type":"comment","created_at":1772442020,"author":{"type":"admin","id":"6","name":"Operator","email":"operator+x@intercom.io"}}"#,
        r#"{"id":"3","part_type":"away_mode_assignment","created_at":1772442030,"author":{"type":"admin","id":"3","name":"Ana"},"assigned_to":{"type":"nobody_admin","id":null}}"#,
        r#"{"id":"4","part_type":"assignment","created_at":1772442040,"author":{"type":"admin","id":"3"},"assigned_to":{"type":"team","id":"50"},"body":"<p>over to you</p>"}"#,
        r#"{"id":"5","part_type":"note","created_at":1772442050,"author":{"type":"admin","id":"3"},"assigned_to":{"type":"admin","id":"4"},"admin_assignee_id":4,"team_assignee_id":0}"#,
        r#"{"id":"6","part_type":"close","created_at":1772442060,"author":{"type":"team","id":"50"},"body":null}"#,
        r#"{"id":"7","part_type":"conversation_attribute_updated_by_workflow","created_at":1772442070,"author":{"type":"bot","id":"8"}}"#,
        r#"{"id":"x9","part_type":"sung","created_at":1772442080,"author":{"type":"user","id":"c"}}"#,
    ];
    let payload = [CONVERSATION, r#","conversation_parts":{"conversation_parts":["#, &parts.join(","), "]}}"];
    let mut desk = Desk::new();
    let loaded = load(&mut desk, "intercom", payload.concat().as_bytes()).unwrap();
    assert_eq!(loaded.source.unwrap().unknown_events.get("sung"), Some(&1));
    let told: Vec<(Kind, Role, Option<String>)> = events(desk.store(), "7")
        .into_iter()
        .filter(|told| told.at > 1_772_442_000_000)
        .map(|told| (told.kind, told.role, told.value))
        .collect();
    let said = |kind, role, value: Option<&str>| (kind, role, value.map(str::to_string));
    assert_eq!(
        told,
        [
            said(Kind::Reply, Role::Bot, None),
            said(Kind::Reply, Role::Bot, None),
            said(Kind::Reply, Role::Agent, None),
            said(Kind::AssignedGroup, Role::Agent, Some("50")),
            said(Kind::Note, Role::Agent, None),
            said(Kind::AssignedAgent, Role::Agent, Some("4")),
            said(Kind::AssignedGroup, Role::Agent, None),
            said(Kind::Status, Role::Agent, Some("closed")),
        ]
    );
}

#[test]
fn a_conversation_of_intercom_that_becomes_a_ticket_has_the_states_of_the_ticket() {
    let closed =
        r#"{"id":"9","part_type":"close","created_at":1772449200,"author":{"type":"admin","id":"3"}}"#;
    let before =
        [CONVERSATION, r#","conversation_parts":{"conversation_parts":["#, closed, r#"],"total_count":1}}"#]
            .concat();
    let ticket = r#"{"type":"ticket","id":"7","ticket_id":"2","created_at":1772442000,"updated_at":1772470000,
        "ticket_state":{"category":"in_progress"},"ticket_type":{"name":"Bug"},"ticket_parts":{"ticket_parts":[
        {"id":"9","part_type":"close","created_at":1772449200,"author":{"type":"admin","id":"3"}},
        {"id":"10","part_type":"ticket_state_updated_by_admin","previous_ticket_state":"submitted","ticket_state":"in_progress","created_at":1772465000,"author":{"type":"admin","id":"3"}}]}}"#;
    let one = desk("intercom", &[&before, ticket]);
    assert_eq!(all(desk("intercom", &[ticket, &before]).store()), all(one.store()));
    assert_eq!(word(&one, "7", Dimension::Status).as_deref(), Some("in_progress"));
    assert_eq!(word(&one, "7", Dimension::Type).as_deref(), Some("Bug"));
    let told = events(one.store(), "7");
    let states = told.iter().filter(|told| told.kind == Kind::Status).map(|told| told.value.as_deref());
    assert_eq!(states.collect::<Vec<_>>(), [Some("submitted"), Some("in_progress")]);
}

const TICKET: &str = r#"{"id":"5","properties":{"createdate":"2026-03-02T09:00:00Z","hs_pipeline_stage":"4","hubspot_owner_id":"60","first_agent_reply_date":"2026-03-02T09:20:00Z","closed_date":"2026-03-02T12:00:00Z"},
    "createdAt":"2026-03-02T09:00:00Z","updatedAt":"2026-03-02T12:00:00Z","archived":false}"#;

#[test]
fn what_hubspot_states_counts_until_better_comes() {
    let mut desk = desk("hubspot", &[TICKET]);
    assert_eq!(first_response(&mut desk), Some(1200.0));
    let email = r#"{"results":[{"id":"1","properties":{"hs_timestamp":"2026-03-02T09:30:00Z","hs_email_direction":"EMAIL","hs_email_status":"SENT","hubspot_owner_id":"60"},
        "associations":{"tickets":{"results":[{"id":"5","type":"email_to_ticket"}]}}}]}"#;
    load(&mut desk, "hubspot", email.as_bytes()).unwrap();
    assert_eq!(first_response(&mut desk), Some(1800.0));
    // A message whose thread is not known yet waits for it.
    let message = r#"{"results":[{"type":"MESSAGE","id":"a","conversationsThreadId":"9","createdAt":"2026-03-02T09:40:00Z","senders":[{"actorId":"A-3"}],"direction":"OUTGOING"},
        {"type":"MESSAGE","id":"b","conversationsThreadId":"9","createdAt":"2026-03-02T09:10:00Z","senders":[{"actorId":"A-3"}],"direction":"OUTGOING","status":{"statusType":"FAILED"}},
        {"type":"WELCOME_MESSAGE","id":"c","conversationsThreadId":"9","createdAt":"2026-03-02T09:00:05Z","createdBy":"S-hubspot","senders":[]},
        {"type":"THREAD_STATUS_CHANGE","id":"d","conversationsThreadId":"9","createdAt":"2026-03-02T09:50:00Z","newStatus":"CLOSED"}]}"#;
    let loaded = load(&mut desk, "hubspot", message.as_bytes()).unwrap().source.unwrap();
    assert_eq!((loaded.waiting, loaded.missing.tickets), (2, vec!["thread 9".to_string()]));
    assert_eq!(first_response(&mut desk), Some(1800.0));
    let thread = r#"{"id":"9","inboxId":"1","threadAssociations":{"associatedTicketId":"5"}}"#;
    let loaded = load(&mut desk, "hubspot", thread.as_bytes()).unwrap().source.unwrap();
    assert_eq!((loaded.waiting, loaded.missing.tickets.len()), (0, 0));
    assert_eq!(first_response(&mut desk), Some(2400.0));
    let told = events(desk.store(), "5");
    let replies: Vec<Role> =
        told.iter().filter(|told| told.kind == Kind::Reply).map(|told| told.role).collect();
    assert_eq!(replies, [Role::Bot, Role::Agent]);
}

#[test]
fn stages_of_hubspot_are_called_and_closed_as_their_pipeline_says() {
    let mut one = desk("hubspot", &[TICKET]);
    assert_eq!(word(&one, "5", Dimension::Status).as_deref(), Some("4"));
    let pipeline = r#"{"results":[{"id":"0","label":"Support","stages":[{"id":"4","label":"Done and filed","metadata":{"ticketState":"CLOSED"}}]}]}"#;
    let owner = r#"{"id":"60","email":"a@example.com","firstName":"Ana","lastName":"Reyes","userId":3,"teams":[{"id":"1","name":"Desk","primary":true}]}"#;
    for payload in [pipeline, owner] {
        load(&mut one, "hubspot", payload.as_bytes()).unwrap();
    }
    assert_eq!(word(&one, "5", Dimension::Status).as_deref(), Some("Done and filed"));
    assert_eq!(word(&one, "5", Dimension::Assignee).as_deref(), Some("Ana Reyes"));
    assert!(!load(&mut one, "hubspot", b"{\"results\":[]}").unwrap().unknown_statuses.has("Done and filed"));
    assert_eq!(all(desk("hubspot", &[pipeline, owner, TICKET]).store()), all(one.store()));
}

#[test]
fn hubspot_tells_three_kinds_of_surveys() {
    let survey = |id: &str, kind: &str, value: &str, group: &str| {
        format!(
            r#"{{"id":"{id}","properties":{{"hs_survey_type":"{kind}","hs_value":"{value}","hs_response_group":"{group}","hs_submission_timestamp":"2026-03-03T09:00:0{id}Z"}},
            "associations":{{"tickets":{{"results":[{{"id":"5"}}]}}}}}}"#
        )
    };
    let answers = [
        survey("1", "NPS", "9", "PROMOTER"),
        survey("2", "CES", "6", ""),
        survey("3", "CSAT", "1", "PASSIVE"),
        survey("4", "CSAT", "4", ""),
    ];
    let desk = desk("hubspot", &[TICKET, &answers.join("\n")]);
    let told = events(desk.store(), "5");
    let found: Vec<String> =
        told.into_iter().filter(|told| told.kind == Kind::Survey).filter_map(|told| told.value).collect();
    let hoped = [
        (SurveyKind::Nps, 9.0, 10.0),
        (SurveyKind::Ces, 6.0, 7.0),
        (SurveyKind::Csat, 3.0, 5.0),
        (SurveyKind::Csat, 4.0, 5.0),
    ];
    let hoped = hoped.map(|(kind, score, scale)| format!("{:?}", Some(Survey { kind, score, scale })));
    assert_eq!(found, hoped);
    let refused = load(&mut Desk::new(), "hubspot", survey("1", "NPS", "11", "").as_bytes());
    assert_eq!(refused.unwrap().problems[0].code, "score-range");
}
