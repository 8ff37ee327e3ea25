//! Freshdesk: tickets with their stats, conversations, the activities export, ratings, time entries, agents, contacts,
//! groups and companies.
//!
//! Statuses, priorities and channels are numbers in tickets and words in activities; both become the words. Activities have
//! no ids, so that their content tells a repeat; they name groups where tickets have numbers.

use super::Reader;
use super::collected::{Collected, NONE, Table};
use super::payload::{clock, id, instant, keep_fields, key, read_instant};
use super::record::{CLOSED, CREATED, FIRST_RESPONSE, GONE, RESOLVED, Record, Slot, TAG, What, of};
use crate::ingest::fault::Fault;
use crate::ingest::json::tape::Node;
use crate::store::NO_CODE;
use crate::ticket::{Dimension, Role};

pub(super) const FRESHDESK: Reader = Reader {
    name: "freshdesk",
    members: &["", "results", "activities_data"],
    kind,
    take,
    arrange: None,
    first_status: "Open",
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
const STATUSES: &[(u8, &str)] = &[
    (2, "Open"),
    (3, "Pending"),
    (4, "Resolved"),
    (5, "Closed"),
    (6, "Waiting on Customer"),
    (7, "Waiting on Third Party"),
];
const PRIORITIES: &[(u8, &str)] = &[(1, "low"), (2, "medium"), (3, "high"), (4, "urgent")];
const CHANNELS: &[(u8, &str)] = &[
    (1, "email"),
    (2, "web"),
    (3, "phone"),
    (5, "twitter"),
    (6, "facebook"),
    (7, "chat"),
    (9, "feedback widget"),
    (10, "outbound email"),
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
    let number = id(record, "id")?;
    let Some(created) = instant(record, "created_at")? else {
        return Err(
            Fault::new("no-created-at", "the ticket does not say when it was opened").at("created_at")
        );
    };
    let version = instant(record, "updated_at")?.unwrap_or(created);
    let ticket = into.meet(number);
    into.state(ticket, CREATED, version, &[created]);
    let status = record.get("status");
    // Statuses of the desk's own have a name only in older answers.
    let status = word(STATUSES, status).filter(|word| word.bytes().any(|byte| !byte.is_ascii_digit()));
    let status = status.or_else(|| record.get("status_name").word()).or_else(|| record.get("status").word());
    let kind = record.get("type").word().or_else(|| record.get("ticket_type").word());
    for (dimension, word) in [
        (Dimension::Status, status),
        (Dimension::Priority, word(PRIORITIES, record.get("priority"))),
        (Dimension::Channel, word(CHANNELS, record.get("source"))),
        (Dimension::Type, kind),
    ] {
        let code = into.word(word);
        into.state_code(ticket, of(dimension), version, code);
    }
    let people: [(&str, Slot, Table); 4] = [
        ("group_id", of(Dimension::Group), Table::Groups),
        ("responder_id", of(Dimension::Assignee), Table::Users),
        ("requester_id", of(Dimension::Requester), Table::Users),
        ("company_id", of(Dimension::Customer), Table::Accounts),
    ];
    for (field, slot, table) in people {
        let code = into.entry(table, record.get(field).word());
        if slot == of(Dimension::Assignee) {
            into.infer_agent(code);
        }
        into.state_code(ticket, slot, version, code);
    }
    let tags = record.get("tags").list().filter_map(Node::word);
    let tags: Vec<i64> = tags.map(|tag| i64::from(into.word(Some(tag)))).collect();
    into.state(ticket, TAG, version, &tags);
    let gone = match () {
        () if record.get("deleted").is_true() => What::Deleted as i64,
        () if record.get("spam").is_true() => What::Spam as i64,
        () => NONE,
    };
    into.state(ticket, GONE, version, &[gone]);
    let stats = record.get("stats");
    if stats.is_object() {
        let facts =
            [("first_responded_at", FIRST_RESPONSE), ("resolved_at", RESOLVED), ("closed_at", CLOSED)];
        for (field, slot) in facts {
            let at = instant(stats, field)?.unwrap_or(NONE);
            into.state(ticket, slot, version, &[at]);
        }
    }
    keep_fields(record, ticket, version, into);
    for item in record.get("conversations").list() {
        conversation(item, into)?;
    }
    Ok(())
}

/// The word of a number, or the word itself in the same writing.
fn word<'t>(words: &'static [(u8, &'static str)], written: Node<'t>) -> Option<&'t str> {
    let word = written.word()?;
    let word = if word == "Normal" { "medium" } else { word };
    let known = words.iter().find(|&&(number, known)| {
        known.eq_ignore_ascii_case(word) || (word.parse() == Ok(number) && written.is_number())
    });
    Some(known.map_or(word, |&(_, known)| known))
}

/// What happened when, which every record has to say.
fn when(record: Node<'_>, fields: &[&str]) -> Result<i64, Fault> {
    for field in fields {
        if let Some(at) = instant(record, field)? {
            return Ok(at);
        }
    }
    Err(Fault::new("missing-value", "the record does not say when it happened").at(fields[0]))
}

fn conversation(record: Node<'_>, into: &mut Collected) -> Result<(), Fault> {
    const FORWARDED: f64 = 8.0;
    let ticket = into.ticket(id(record, "ticket_id")?);
    let at = when(record, &["created_at"])?;
    let is_private = record.get("private").is_true() || record.get("source").number() == Some(FORWARDED);
    let role = match () {
        () if record.get("auto_response").is_true() => Role::Bot,
        () if record.get("incoming").is_true() => Role::Customer,
        () => Role::Agent,
    };
    let actor = into.entry(Table::Users, record.get("user_id").word());
    if role == Role::Agent {
        into.infer_agent(actor);
    }
    let what = if is_private { What::Private } else { What::Public };
    let told = Record::new(key(record, "id")?, what, at).by(actor);
    into.add(ticket, Record { role, rank: 1, order: 0, ..told });
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
    let mut hash = Hash::default();
    for part in [about, written, performer.unwrap_or_default()] {
        hash.add(part);
    }
    let is_system = record.get("performer_type").text() == Some("system");
    let role = if is_system { Role::Bot } else { Role::Unknown };
    let actor = into.entry(Table::Users, performer);
    for (name, value) in record.get("activity").members() {
        let said = value.word();
        let mut content = hash;
        content.add(said.unwrap_or_default());
        let new = |what, part| {
            let told = Record::new(content.number(), what, at).by(actor).part(part);
            Record { role, order: i64::from(part), ..told }
        };
        let told = match name {
            "note" => {
                let is_reply = value.get("type").number() == Some(0.0);
                let what = if is_reply { What::Public } else { What::Private };
                Record { key: key(value, "id")?, ..new(what, 0) }
            }
            "group" => {
                let group = into.entry(Table::Groups, said);
                new(What::Group, 1).change(NO_CODE, group)
            }
            "agent_id" => {
                let agent = into.entry(Table::Users, said);
                into.infer_agent(agent);
                new(What::Agent, 2).change(NO_CODE, agent)
            }
            "priority" => new(What::Priority, 3).change(NO_CODE, into.word(word(PRIORITIES, value))),
            "status" => new(What::Status, 4).change(NO_CODE, into.word(word(STATUSES, value))),
            "spam" => new(if value.is_true() { What::Spam } else { What::Restored }, 5),
            "deleted" => new(if value.is_true() { What::Deleted } else { What::Restored }, 6),
            "new_ticket" | "source" | "requester_id" | "ticket_type" | "added_tags" | "removed_tags" => {
                continue;
            }
            _ => {
                into.pass_over(name);
                continue;
            }
        };
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

/// The number of a content that has none of its own.
#[derive(Clone, Copy)]
struct Hash(u64);

impl Default for Hash {
    fn default() -> Self {
        Self(0xcbf2_9ce4_8422_2325)
    }
}

impl Hash {
    /// Adds a text and an end that stands in none (FNV-1a).
    fn add(&mut self, text: &str) {
        for byte in text.bytes().chain([0xff]) {
            self.0 = (self.0 ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3);
        }
    }

    /// Fifty-three bits, beyond any number Freshdesk has given.
    fn number(self) -> i64 {
        (self.0 >> 11) as i64
    }
}

fn rating(record: Node<'_>, into: &mut Collected) -> Result<(), Fault> {
    let ticket = into.ticket(id(record, "ticket_id")?);
    let at = when(record, &["created_at"])?;
    let customer = into.entry(Table::Users, record.get("user_id").word());
    // From extremely unhappy over neutral to extremely happy.
    let score = match record.get("ratings").get("default_question").number() {
        Some(-103.0) => 1,
        Some(-102.0 | -101.0) => 2,
        Some(100.0) => 3,
        Some(101.0 | 102.0) => 4,
        Some(103.0) => 5,
        _ => {
            let message = "the rating is none of those from -103 to 103";
            return Err(Fault::new("score-range", message).at("ratings.default_question"));
        }
    };
    let told = Record::new(key(record, "id")?, What::Survey, at).by(customer).change(5, score).part(7);
    into.add(ticket, Record { role: Role::Customer, order: 7, ..told });
    Ok(())
}

fn time_entry(record: Node<'_>, into: &mut Collected) -> Result<(), Fault> {
    let ticket = into.ticket(id(record, "ticket_id")?);
    let at = when(record, &["executed_at", "start_time", "created_at"])?;
    let agent = into.entry(Table::Users, record.get("agent_id").word());
    into.infer_agent(agent);
    if let Some(seconds) = record.get("time_spent").text().and_then(clock) {
        let told = Record::new(key(record, "id")?, What::Work, at).by(agent).part(8);
        into.add(ticket, Record { value: seconds, order: 8, ..told });
    }
    Ok(())
}
