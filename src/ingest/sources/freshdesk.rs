//! Freshdesk: tickets with their stats, conversations, the activities export, ratings, time entries, agents, contacts,
//! groups and companies.
//!
//! Statuses, priorities and channels are numbers in tickets and words in activities; both become the words. Activities have
//! no ids, so that their content tells a repeat; they name groups where tickets have numbers.

use super::Reader;
use super::collected::{Collected, NONE, Table};
use super::fields::{self, Field, How, Words, agent, change, named};
use super::measured::{Found, how, length};
use super::payload::{clock, hash, id, instant, key, read_instant, when};
use super::record::{CLOSED, FIRST_RESPONSE, GONE, RESOLVED, Record, TAG, What, of};
use crate::ingest::fault::Fault;
use crate::ingest::json::tape::Node;
use crate::ticket::{Dimension, Role};
use crate::time::SECOND;

pub(super) const FRESHDESK: Reader = Reader {
    name: "freshdesk",
    members: &["", "results", "activities_data"],
    names: &[],
    kind,
    take,
    arrange: None,
    logins: false,
    first_status: "Open",
    numbered: false,
};

const TICKET: &str = "ticket";
const CONVERSATION: &str = "conversation";
const ACTIVITY: &str = "activity";
const RATING: &str = "rating";
const TIME_ENTRY: &str = "time_entry";
const AGENT: &str = "agent";
const CONTACT: &str = "contact";
const GROUP: &str = "group";
const COMPANY: &str = "company";

/// Words by number, as Freshdesk shows them.
const STATUSES: Words = &[
    ("2", "Open"),
    ("3", "Pending"),
    ("4", "Resolved"),
    ("5", "Closed"),
    ("6", "Waiting on Customer"),
    ("7", "Waiting on Third Party"),
];
const PRIORITIES: Words =
    &[("1", "low"), ("2", "medium"), ("Normal", "medium"), ("3", "high"), ("4", "urgent")];
const CHANNELS: Words = &[
    ("1", "email"),
    ("2", "web"),
    ("3", "phone"),
    ("5", "twitter"),
    ("6", "facebook"),
    ("7", "chat"),
    ("9", "feedback widget"),
    ("10", "outbound email"),
];

const FIELDS: [Field; 10] = [
    ("status", of(Dimension::Status), How::Named(STATUSES)),
    ("priority", of(Dimension::Priority), How::Named(PRIORITIES)),
    ("source", of(Dimension::Channel), How::Named(CHANNELS)),
    ("type", of(Dimension::Type), How::Word),
    ("ticket_type", of(Dimension::Type), How::Word),
    ("group_id", of(Dimension::Group), How::Of(Table::Groups)),
    ("responder_id", of(Dimension::Assignee), How::Agent),
    ("requester_id", of(Dimension::Requester), How::Of(Table::Users)),
    ("company_id", of(Dimension::Customer), How::Of(Table::Accounts)),
    ("tags", TAG, How::Word),
];
const STATS: [Field; 3] = [
    ("stats.first_responded_at", FIRST_RESPONSE, How::Instant),
    ("stats.resolved_at", RESOLVED, How::Instant),
    ("stats.closed_at", CLOSED, How::Instant),
];

fn kind(_member: &str, record: Node<'_>) -> Option<&'static str> {
    const TELLING: [(&str, &str); 13] = [
        ("activity", ACTIVITY),
        ("incoming", CONVERSATION),
        ("ratings", RATING),
        ("time_spent", TIME_ENTRY),
        ("contact", AGENT),
        ("requester_id", TICKET),
        ("unassigned_for", GROUP),
        ("escalate_to", GROUP),
        ("agent_ids", GROUP),
        ("domains", COMPANY),
        ("view_all_tickets", CONTACT),
        ("other_emails", CONTACT),
        ("twitter_id", CONTACT),
    ];
    TELLING.iter().find(|(field, _)| record.has(field)).map(|&(_, kind)| kind)
}

fn take(kind: &'static str, record: Node<'_>, into: &mut Collected) -> Result<(), Fault> {
    match kind {
        TICKET => ticket(record, into),
        CONVERSATION => conversation(record, into),
        ACTIVITY => activity(record, into),
        RATING => rating(record, into),
        TIME_ENTRY => time_entry(record, into),
        AGENT => {
            let name = record.get("contact").get("name").text();
            into.tell(Table::Users, id(record, "id")?, name, Role::Agent);
            Ok(())
        }
        _ => {
            let (table, role) = match kind {
                CONTACT => (Table::Users, Role::Customer),
                GROUP => (Table::Groups, Role::Unknown),
                _ => (Table::Accounts, Role::Unknown),
            };
            into.tell(table, id(record, "id")?, record.get("name").text(), role);
            Ok(())
        }
    }
}

fn ticket(record: Node<'_>, into: &mut Collected) -> Result<(), Fault> {
    let (ticket, version) =
        fields::opened(record, id(record, "id")?, ["created_at", "updated_at"], &FIELDS, into)?;
    fields::state(record, ticket, version, &STATS, into)?;
    let stats = record.get("stats");
    for name in ["first_responded_at", "resolved_at", "closed_at"] {
        if stats.has(name) {
            let value = instant(stats, name)?.unwrap_or(NONE);
            into.measure(ticket, Found { name, how: how::SECONDS | how::INSTANT, key: 0, version, value });
        }
    }
    for name in ["first_resp_time_in_secs", "resolution_time_in_secs"] {
        if stats.has(name) {
            let value = length(stats.get(name).number(), SECOND);
            into.measure(ticket, Found { name, how: how::SECONDS, key: 0, version, value });
        }
    }
    let gone = match () {
        () if record.get("deleted").is_true() => What::Deleted as i64,
        () if record.get("spam").is_true() => What::Spam as i64,
        () => NONE,
    };
    into.state(ticket, GONE, version, &[gone]);
    for item in record.get("conversations").list() {
        conversation(item, into)?;
    }
    Ok(())
}

fn conversation(record: Node<'_>, into: &mut Collected) -> Result<(), Fault> {
    const FORWARDED: &str = "8";
    let about = id(record, "ticket_id")?;
    let mut told = Record::new(key(record, "id")?, What::Public, when(record, &["created_at"])?);
    if record.get("private").is_true() || record.get("source").word() == Some(FORWARDED) {
        told.what = What::Private;
    }
    (told.rank, told.order) = (1, 0);
    told.actor = into.entry(Table::Users, record.get("user_id").word());
    told.role = match () {
        () if record.get("auto_response").is_true() => Role::Bot,
        () if record.get("incoming").is_true() => Role::Customer,
        () => Role::Agent,
    };
    if told.role == Role::Agent {
        into.infer_agent(told.actor);
    }
    let ticket = into.ticket(about);
    into.add(ticket, told);
    Ok(())
}

fn activity(record: Node<'_>, into: &mut Collected) -> Result<(), Fault> {
    let about = id(record, "ticket_id")?;
    let written = record.get("performed_at").text().unwrap_or_default();
    let Some(at) = activity_time(written) else {
        return Err(Fault::new("not-a-date", "found no DD-MM-YYYY HH:MM:SS +0000").at("performed_at"));
    };
    let ticket = into.ticket(about);
    into.has_history(ticket);
    let performer = record.get("performer_id").word();
    let by = performer.unwrap_or_default();
    let actor = into.entry(Table::Users, performer);
    let is_system = record.get("performer_type").text() == Some("system");
    for (name, value) in record.get("activity").members() {
        let (said, is_true) = (value.word(), value.is_true());
        let mut told = Record::new(0, What::Private, at);
        told.actor = actor;
        if is_system {
            told.role = Role::Bot;
        }
        let mut said = said;
        (told.what, told.part) = match name {
            "note" if value.get("type").word() == Some("0") => (What::Public, 0),
            "note" => (What::Private, 0),
            "group" => (What::Group, 1),
            "agent_id" => (What::Agent, 2),
            "priority" => {
                said = named(PRIORITIES, said);
                (What::Priority, 3)
            }
            "status" => {
                said = named(STATUSES, said);
                (What::Status, 4)
            }
            "spam" => (if is_true { What::Spam } else { What::Restored }, 5),
            "deleted" => (if is_true { What::Deleted } else { What::Restored }, 6),
            "new_ticket" | "source" | "requester_id" | "ticket_type" | "added_tags" | "removed_tags" => {
                continue;
            }
            _ => {
                into.pass_over(name);
                continue;
            }
        };
        told.key = if told.part == 0 {
            key(value, "id")?
        } else {
            hash(&[about, written, by, said.unwrap_or_default()])
        };
        told.order = i64::from(told.part);
        told.value = change(told.what, said, into);
        into.add(ticket, told);
    }
    Ok(())
}

/// The instant of `DD-MM-YYYY HH:MM:SS +0000`.
fn activity_time(text: &str) -> Option<i64> {
    let (day, month, year) = (text.get(..2)?, text.get(3..5)?, text.get(6..10)?);
    let (clock, offset) = (text.get(11..19)?, text.get(20..).unwrap_or("Z"));
    read_instant(&[year, "-", month, "-", day, "T", clock, offset].concat())
}

fn rating(record: Node<'_>, into: &mut Collected) -> Result<(), Fault> {
    let about = id(record, "ticket_id")?;
    let mut told = Record::new(key(record, "id")?, What::Survey, when(record, &["created_at"])?);
    // From extremely unhappy over neutral to extremely happy.
    told.value = match record.get("ratings").get("default_question").word() {
        Some("-103") => 1,
        Some("-102" | "-101") => 2,
        Some("100") => 3,
        Some("101" | "102") => 4,
        Some("103") => 5,
        _ => {
            let message = "the rating is none of those from -103 to 103";
            return Err(Fault::new("score-range", message).at("ratings.default_question"));
        }
    };
    (told.role, told.part, told.order, told.before) = (Role::Customer, 7, 7, 5);
    told.actor = into.entry(Table::Users, record.get("user_id").word());
    let ticket = into.ticket(about);
    into.add(ticket, told);
    Ok(())
}

fn time_entry(record: Node<'_>, into: &mut Collected) -> Result<(), Fault> {
    let about = id(record, "ticket_id")?;
    let mut told = Record::new(
        key(record, "id")?,
        What::Work,
        when(record, &["executed_at", "start_time", "created_at"])?,
    );
    if let Some(seconds) = record.get("time_spent").text().and_then(clock) {
        (told.part, told.order, told.value) = (8, 8, seconds);
        told.actor = agent(record.get("agent_id").word(), into);
        let ticket = into.ticket(about);
        into.add(ticket, told);
    }
    Ok(())
}
