//! HubSpot: tickets with the history of their properties, pipelines, owners, teams, contacts and companies; threads and
//! messages of the conversations inbox, e-mails and notes; feedback submissions.
//!
//! Messages name their thread, and e-mails, notes and answers need not name their ticket: what belongs together is told by the
//! thread or by the associations of either side, in any order. Stages are ids until their pipeline has come.

use super::Reader;
use super::collected::{Collected, NONE, Table};
use super::fields::{self, Field, How, Words, change, fact_of, named};
use super::payload::{hash, id, instant, when};
use super::record::{CLOSED, CREATED, GONE, RESOLVED, Record, What, of};
use crate::ingest::fault::Fault;
use crate::ingest::json::tape::Node;
use crate::ticket::{Dimension, Role, StatusClass};

pub(super) const HUBSPOT: Reader = Reader {
    name: "hubspot",
    members: &["results"],
    names: &[],
    kind,
    take,
    arrange: Some(replies_once),
    logins: false,
    first_status: "",
    numbered: true,
};

const TICKET: &str = "ticket";
const PIPELINE: &str = "pipeline";
const STAGE: &str = "stage";
const OWNER: &str = "owner";
const TEAM: &str = "team";
const ACTOR: &str = "actor";
const CONTACT: &str = "contact";
const COMPANY: &str = "company";
const THREAD: &str = "thread";
const MESSAGE: &str = "message";
const EMAIL: &str = "email";
const NOTE: &str = "note";
const SURVEY: &str = "feedback submission";

/// HubSpot writes its words in capitals; here they are small.
const PRIORITIES: Words = &[("", "low"), ("", "medium"), ("", "high"), ("", "urgent")];

const FIELDS: [Field; 7] = [
    ("hs_pipeline_stage", of(Dimension::Status), How::Of(Table::Statuses)),
    (
        "source_type",
        of(Dimension::Channel),
        How::Named(&[("FORM", "web"), ("", "chat"), ("", "email"), ("", "phone")]),
    ),
    ("hs_ticket_category", of(Dimension::Type), How::Word),
    ("hubspot_team_id", of(Dimension::Group), How::Of(Table::Groups)),
    ("hubspot_owner_id", of(Dimension::Assignee), How::Agent),
    ("closed_date", RESOLVED, How::Instant),
    ("closed_date", CLOSED, How::Instant),
];

/// The properties whose changes are followed.
const FOLLOWED: [(&str, What); 4] = [
    ("hs_pipeline_stage", What::Status),
    ("hubspot_team_id", What::Group),
    ("hubspot_owner_id", What::Agent),
    ("hs_ticket_priority", What::Priority),
];

/// Which sort of record a reply is, told by its part.
const BY_MESSAGE: u8 = 10;
const BY_EMAIL: u8 = 11;
const STATED: u8 = 12;

fn kind(_member: &str, record: Node<'_>) -> Option<&'static str> {
    const BY_PROPERTY: [(&str, &str); 8] = [
        ("hs_survey_type", SURVEY),
        ("hs_response_group", SURVEY),
        ("hs_email_direction", EMAIL),
        ("hs_note_body", NOTE),
        ("hs_pipeline_stage", TICKET),
        ("domain", COMPANY),
        ("firstname", CONTACT),
        ("lastname", CONTACT),
    ];
    const BY_MEMBER: [(&str, &str); 6] = [
        ("conversationsThreadId", MESSAGE),
        ("inboxId", THREAD),
        ("stages", PIPELINE),
        ("userIds", TEAM),
        ("firstName", OWNER),
        ("userId", OWNER),
    ];
    let (properties, meta) = (record.get("properties"), record.get("metadata"));
    let of_properties = BY_PROPERTY.iter().find(|(name, _)| properties.has(name));
    let found = of_properties.or_else(|| BY_MEMBER.iter().find(|(name, _)| record.has(name)));
    match found {
        Some(&(_, kind)) => Some(kind),
        None if meta.has("ticketState") => Some(STAGE),
        None if record.has("type") && actor_role(record.get("id").word()) != Role::Unknown => Some(ACTOR),
        None => None,
    }
}

fn take(kind: &'static str, record: Node<'_>, into: &mut Collected) -> Result<(), Fault> {
    match kind {
        TICKET => ticket(record, into)?,
        PIPELINE => {
            for item in record.get("stages").list() {
                stage(item, into)?;
            }
        }
        STAGE => stage(record, into)?,
        OWNER => owner(record, into)?,
        THREAD => {
            let thread = [THREAD, " ", id(record, "id")?].concat();
            if let Some(about) = record.get("threadAssociations").get("associatedTicketId").word() {
                let ticket = into.ticket(about);
                into.belongs(&thread, ticket);
            }
        }
        MESSAGE => message(record, into)?,
        EMAIL => email(record, into)?,
        NOTE => {
            let at = when(record.get("properties"), &["hs_timestamp", "hs_createdate"])?;
            let told = Record { role: Role::Agent, ..new(record, NOTE, What::Private, at)? };
            part(record, NOTE, told, into)?;
        }
        SURVEY => survey(record, into)?,
        ACTOR => {
            let actor = record.get("id").word();
            into.tell(Table::Users, id(record, "id")?, record.get("name").word(), actor_role(actor));
        }
        TEAM => into.tell(Table::Groups, id(record, "id")?, record.get("name").word(), Role::Unknown),
        COMPANY => {
            let name = record.get("properties").get("name").word();
            into.tell(Table::Accounts, id(record, "id")?, name, Role::Unknown);
        }
        _ => {
            let properties = record.get("properties");
            let name = full_name(properties.get("firstname"), properties.get("lastname"));
            let visitor = ["V-", id(record, "id")?].concat();
            into.tell(Table::Users, &visitor, name.as_deref(), Role::Customer);
        }
    }
    Ok(())
}

fn full_name(first: Node<'_>, last: Node<'_>) -> Option<String> {
    let names: Vec<&str> = [first, last].into_iter().filter_map(Node::word).collect();
    (!names.is_empty()).then(|| names.join(" "))
}

/// The ids of what a record is associated with.
fn associated<'t>(record: Node<'t>, with: &str) -> impl Iterator<Item = &'t str> {
    record.get("associations").get(with).get("results").list().filter_map(|item| item.get("id").word())
}

fn ticket(record: Node<'_>, into: &mut Collected) -> Result<(), Fault> {
    let about = id(record, "id")?;
    let properties = record.get("properties");
    let created = match instant(properties, "createdate")? {
        Some(created) => created,
        None => when(record, &["createdAt"]).map_err(|_| {
            Fault::new("no-created-at", "the ticket does not say when it was opened").at("createdAt")
        })?,
    };
    let changed = instant(record, "updatedAt")?.or(instant(properties, "hs_lastmodifieddate")?);
    let version = changed.unwrap_or(created);
    let ticket = into.meet(about);
    into.state(ticket, CREATED, version, &[created]);
    fields::state(properties, ticket, version, &FIELDS, into)?;
    if properties.has("hs_ticket_priority") {
        let priority = property(What::Priority, properties.get("hs_ticket_priority").word(), into);
        into.state(ticket, of(Dimension::Priority), version, &[fact_of(priority)]);
    }
    let gone = if record.get("archived").is_true() { What::Deleted as i64 } else { NONE };
    into.state(ticket, GONE, version, &[gone]);
    for (with, table, slot) in [
        ("contacts", Table::Users, Dimension::Requester),
        ("companies", Table::Accounts, Dimension::Customer),
    ] {
        let sign = if table == Table::Users { "V-" } else { "" };
        let mut codes = Vec::new();
        for id in associated(record, with) {
            let code = fact_of(into.entry(table, Some(&[sign, id].concat())));
            if !codes.contains(&code) {
                codes.push(code);
            }
        }
        if record.get("associations").has(with) {
            into.state(ticket, of(slot), version, &codes);
        }
    }
    for (with, kind) in
        [("conversations", THREAD), ("emails", EMAIL), ("notes", NOTE), ("feedback_submissions", SURVEY)]
    {
        for id in associated(record, with) {
            into.belongs(&[kind, " ", id].concat(), ticket);
        }
    }
    if let Some(at) = instant(properties, "first_agent_reply_date")? {
        let mut told = Record::new(hash(&[about]), What::Public, at);
        (told.part, told.order, told.role) = (STATED, 0, Role::Agent);
        into.add(ticket, told);
    }
    history(record.get("propertiesWithHistory"), about, ticket, into)
}

fn history(properties: Node<'_>, about: &str, ticket: usize, into: &mut Collected) -> Result<(), Fault> {
    for (place, &(name, what)) in FOLLOWED.iter().enumerate() {
        for change_of in properties.get(name).list() {
            let (at, value) = (when(change_of, &["timestamp"])?, change_of.get("value").word());
            let written = change_of.get("timestamp").word().unwrap_or_default();
            let mut told = Record::new(hash(&[about, name, written, value.unwrap_or_default()]), what, at);
            (told.part, told.order) = (place as u8, 1 + place as i64);
            told.value = property(what, value, into);
            by(change_of, &mut told, into);
            into.add(ticket, told);
            if what == What::Status {
                into.has_history(ticket);
            }
        }
    }
    Ok(())
}

/// The code of what a property says.
fn property(what: What, value: Option<&str>, into: &mut Collected) -> u32 {
    match what {
        What::Status => into.entry(Table::Statuses, value),
        What::Priority => into.entry(Table::Priorities, named(PRIORITIES, value)),
        _ => change(what, value, into),
    }
}

/// Who changed a property: somebody of the desk, or HubSpot by itself.
fn by(change_of: Node<'_>, told: &mut Record, into: &mut Collected) {
    const BY_ITSELF: [&str; 6] =
        ["AUTOMATION_PLATFORM", "WORKFLOWS", "CALCULATED", "BOT", "TICKET_PIPELINE_AUTOMATION", "AI_GROUP"];
    let of_source = || change_of.get("sourceId").text().and_then(|source| source.strip_prefix("userId:"));
    let kind = change_of.get("sourceType").text().unwrap_or_default();
    if BY_ITSELF.contains(&kind) {
        told.role = Role::Bot;
    } else if let Some(user) = change_of.get("updatedByUserId").word().or_else(of_source) {
        told.actor = into.entry(Table::Users, Some(&["A-", user].concat()));
        told.role = Role::Agent;
    }
}

fn stage(record: Node<'_>, into: &mut Collected) -> Result<(), Fault> {
    let (stage, label) = (id(record, "id")?, record.get("label").word());
    into.tell(Table::Statuses, stage, label, Role::Unknown);
    let meta = record.get("metadata");
    if meta.get("ticketState").text() == Some("CLOSED") || meta.get("isClosed").word() == Some("true") {
        into.classes.push((label.unwrap_or(stage).to_string(), StatusClass::Closed));
    }
    Ok(())
}

/// Tickets name owners, messages and histories the users that these are.
fn owner(record: Node<'_>, into: &mut Collected) -> Result<(), Fault> {
    let name = full_name(record.get("firstName"), record.get("lastName"));
    let name = name.as_deref().or(record.get("email").word());
    into.tell(Table::Users, id(record, "id")?, name, Role::Agent);
    if let Some(user) = record.get("userId").word() {
        into.tell(Table::Users, &["A-", user].concat(), name, Role::Agent);
    }
    for team in record.get("teams").list() {
        into.tell(Table::Groups, id(team, "id")?, team.get("name").word(), Role::Unknown);
    }
    Ok(())
}

/// Who an actor is by the beginning of the id: a user of the desk, a visitor or an address, or none of both.
fn actor_role(id: Option<&str>) -> Role {
    let bytes = id.unwrap_or_default().as_bytes();
    match (bytes.first(), bytes.get(1)) {
        (Some(b'A'), Some(b'-')) => Role::Agent,
        (Some(b'V' | b'E'), Some(b'-')) => Role::Customer,
        (Some(b'B' | b'I' | b'L' | b'S'), Some(b'-')) => Role::Bot,
        _ => Role::Unknown,
    }
}

fn new(record: Node<'_>, kind: &str, what: What, at: i64) -> Result<Record, Fault> {
    Ok(Record { order: 0, ..Record::new(hash(&[kind, id(record, "id")?]), what, at) })
}

/// Takes down what belongs to tickets of its own or of their saying.
fn part(record: Node<'_>, kind: &str, told: Record, into: &mut Collected) -> Result<(), Fault> {
    let part = [kind, " ", id(record, "id")?].concat();
    for about in associated(record, "tickets") {
        let ticket = into.ticket(about);
        into.belongs(&part, ticket);
    }
    let held = into.ticket(&part);
    into.add(held, told);
    Ok(())
}

fn message(record: Node<'_>, into: &mut Collected) -> Result<(), Fault> {
    let thread = [THREAD, " ", id(record, "conversationsThreadId")?].concat();
    let mut told = new(record, &thread, What::Public, when(record, &["createdAt"])?)?;
    told.part = BY_MESSAGE;
    let sender = record.get("senders").list().next().and_then(|sender| sender.get("actorId").word());
    let actor = sender.or(record.get("createdBy").word());
    told.actor = into.entry(Table::Users, actor);
    told.role = match (actor_role(actor), record.get("direction").text()) {
        (Role::Unknown, Some("INCOMING")) => Role::Customer,
        (Role::Unknown, Some("OUTGOING")) => Role::Agent,
        (role, _) => role,
    };
    match record.get("type").text().unwrap_or_default() {
        "MESSAGE" => {}
        "WELCOME_MESSAGE" => told.role = Role::Bot,
        "COMMENT" => told.what = What::Private,
        "ASSIGNMENT" | "THREAD_STATUS_CHANGE" | "THREAD_INBOX_CHANGE" => return Ok(()),
        kind => {
            into.pass_over(kind);
            return Ok(());
        }
    }
    if record.get("status").get("statusType").text() != Some("FAILED") {
        let held = into.ticket(&thread);
        into.add(held, told);
    }
    Ok(())
}

fn email(record: Node<'_>, into: &mut Collected) -> Result<(), Fault> {
    let properties = record.get("properties");
    let at = when(properties, &["hs_timestamp", "hs_createdate"])?;
    let mut told = new(record, EMAIL, What::Public, at)?;
    told.part = BY_EMAIL;
    match properties.get("hs_email_direction").text() {
        Some("INCOMING_EMAIL") => told.role = Role::Customer,
        direction => {
            told.role = Role::Agent;
            told.actor = fields::agent(properties.get("hubspot_owner_id").word(), into);
            if direction == Some("FORWARDED_EMAIL") {
                told.what = What::Private;
            }
        }
    }
    if !matches!(properties.get("hs_email_status").text(), Some("FAILED" | "BOUNCED")) {
        part(record, EMAIL, told, into)?;
    }
    Ok(())
}

/// An answer to a survey. Of satisfaction HubSpot has scales of its own, and a group for each answer.
fn survey(record: Node<'_>, into: &mut Collected) -> Result<(), Fault> {
    let properties = record.get("properties");
    let at = when(properties, &["hs_submission_timestamp", "hs_createdate"])?;
    let (what, least, most) = match properties.get("hs_survey_type").text() {
        Some("NPS") => (What::Nps, 0.0, 10.0),
        Some("CES") => (What::Ces, 1.0, 7.0),
        Some("CSAT") | None => (What::Survey, 1.0, 5.0),
        Some(kind) => {
            into.pass_over(kind);
            return Ok(());
        }
    };
    let score = match properties.get("hs_response_group").text() {
        Some("PROMOTER") if what == What::Survey => Some(5.0),
        Some("PASSIVE") if what == What::Survey => Some(3.0),
        Some("DETRACTOR") if what == What::Survey => Some(1.0),
        _ => properties.get("hs_value").number(),
    };
    let score = score.filter(|&score| (least..=most).contains(&score) && score.trunc() == score);
    let Some(score) = score else {
        let message = "the answer is on no scale that is known";
        return Err(Fault::new("score-range", message).at("properties.hs_value"));
    };
    let mut told = new(record, SURVEY, what, at)?;
    (told.role, told.value, told.before) = (Role::Customer, score as u32, most as u32);
    part(record, SURVEY, told, into)
}

/// A reply counts once: by messages where the thread of a ticket has come, else by e-mails, else as the ticket states it.
fn replies_once(_collected: &Collected, records: &mut [Record]) {
    let is = |record: &Record, part: u8| record.part == part && record.what == What::Public;
    let by_message = records.iter().any(|record| is(record, BY_MESSAGE));
    let by_agent = records.iter().any(|record| {
        record.role == Role::Agent && (is(record, BY_MESSAGE) || (is(record, BY_EMAIL) && !by_message))
    });
    for record in records {
        if (by_message && record.part == BY_EMAIL) || (by_agent && record.part == STATED) {
            record.what = What::Nothing;
        }
    }
}
