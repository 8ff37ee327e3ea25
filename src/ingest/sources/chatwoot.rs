//! Chatwoot: conversations, messages, reporting events, ratings, agents, contacts and teams, and what webhooks bring.
//!
//! Only webhooks tell how status, team, agent and priority change; the API has it as sentences in the account's language. Of
//! the statuses, reporting events tell resolving and reopening: `{ "conversation_id": …, "reporting_events": [ … ] }` holds
//! the answer for one conversation beside its number, because the events themselves name it by another one.
//!
//! Easy to get wrong: agents, contacts and bots are numbered apart, so that the latter have a word before their number.

use super::Reader;
use super::collected::{Collected, Table};
use super::fields::{self, Field, How, Words, change, fact_of, named};
use super::payload::{happened, hash, id, when, word};
use super::record::{FIRST_RESPONSE, OPENING, Record, TAG, What, of};
use crate::ingest::fault::Fault;
use crate::ingest::json::tape::Node;
use crate::store::NO_CODE;
use crate::ticket::{Dimension, Role};

pub(super) const CHATWOOT: Reader = Reader {
    name: "chatwoot",
    members: &["", "payload", "data.payload"],
    names: &[],
    kind,
    take,
    arrange: Some(arrange),
    logins: false,
    first_status: OPEN,
    numbered: false,
};

const WEBHOOK: &str = "webhook";
const EVENTS: &str = "reporting_events";
const EVENT: &str = "reporting_event";
const RATING: &str = "csat_survey_response";
const MESSAGE: &str = "message";
const CONVERSATION: &str = "conversation";
const TEAM: &str = "team";
const INBOX: &str = "inbox";
const AGENT: &str = "agent";
const CONTACT: &str = "contact";

const OPEN: &str = "open";
const RESOLVED: &str = "resolved";
const SNOOZED: &str = "snoozed";
/// What Chatwoot calls pending: no human has it yet.
const BOT: &str = "bot";
const STATUSES: Words = &[("pending", BOT), ("0", OPEN), ("1", RESOLVED), ("2", BOT), ("3", SNOOZED)];
const PRIORITIES: Words = &[("0", "low"), ("1", "medium"), ("2", "high"), ("3", "urgent")];
const CHANNELS: Words = &[
    ("Channel::WebWidget", "chat"),
    ("Channel::Email", "email"),
    ("Channel::Api", "api"),
    ("Channel::Whatsapp", "whatsapp"),
    ("Channel::FacebookPage", "facebook"),
    ("Channel::Instagram", "instagram"),
    ("Channel::TwitterProfile", "twitter"),
    ("Channel::Telegram", "telegram"),
    ("Channel::Line", "line"),
    ("Channel::Sms", "sms"),
    ("Channel::TwilioSms", "sms"),
    ("Channel::Voice", "phone"),
];
const MESSAGES: Words = &[("0", "incoming"), ("1", "outgoing"), ("2", "activity"), ("3", "template")];

const FIELDS: [Field; 7] = [
    ("status", of(Dimension::Status), How::Named(STATUSES)),
    ("priority", of(Dimension::Priority), How::Named(PRIORITIES)),
    ("channel", of(Dimension::Channel), How::Named(CHANNELS)),
    ("meta.channel", of(Dimension::Channel), How::Named(CHANNELS)),
    ("additional_attributes.conversation_language", of(Dimension::Language), How::Word),
    ("first_reply_created_at", FIRST_RESPONSE, How::Instant),
    ("labels", TAG, How::Word),
];

// Parts of what has one number: messages, reporting events, ratings and conversations are numbered apart.
const REOPENING: u8 = 1;
const OPENED: u8 = 2;
const FIRST_REPLY: u8 = 3;
const REPORTED: u8 = 4;
const RATED: u8 = 5;
const CHANGED: u8 = 6;
const PROMISED: u8 = 7;
const BROKEN: u8 = 8;

fn kind(_member: &str, record: Node<'_>) -> Option<&'static str> {
    const TELLING: [(&str, &str); 11] = [
        ("event", WEBHOOK),
        ("reporting_events", EVENTS),
        ("event_end_time", EVENT),
        ("rating", RATING),
        ("message_type", MESSAGE),
        ("can_reply", CONVERSATION),
        ("allow_auto_assign", TEAM),
        ("channel_type", INBOX),
        ("available_name", AGENT),
        ("phone_number", CONTACT),
        ("contact_inboxes", CONTACT),
    ];
    TELLING.iter().find(|(field, _)| record.has(field)).map(|&(_, kind)| kind)
}

fn take(kind: &'static str, record: Node<'_>, into: &mut Collected) -> Result<(), Fault> {
    match kind {
        WEBHOOK => webhook(record, into),
        EVENTS => {
            let ticket = into.ticket(id(record, "conversation_id")?);
            into.has_history(ticket);
            record.get(EVENTS).list().try_for_each(|event| reporting_event(event, ticket, into))
        }
        EVENT => {
            let message =
                "reporting events name no conversation that the API knows; load those of one beside its id";
            Err(Fault::new("no-ticket", message).at("conversation_id"))
        }
        RATING => rating(record, into),
        MESSAGE => message(record, id(record, "conversation_id")?, 0, into),
        CONVERSATION => conversation(record, into).map(|_| ()),
        TEAM => {
            into.tell(Table::Groups, id(record, "id")?, record.get("name").text(), Role::Unknown);
            Ok(())
        }
        AGENT | CONTACT => {
            id(record, "id")?;
            person(record, kind, into);
            Ok(())
        }
        // The inboxes stand in conversations as their channel.
        _ => Ok(()),
    }
}

/// The code of somebody, of whom a payload tells the name as well. `usual` is what they are where it does not say.
fn person(told: Node<'_>, usual: &str, into: &mut Collected) -> u32 {
    let Some(number) = word(told, "id") else { return NO_CODE };
    let (before, role) = match told.get("type").text().unwrap_or(usual) {
        "user" | AGENT => ("", Role::Agent),
        CONTACT => ("contact:", Role::Customer),
        _ => ("bot:", Role::Bot),
    };
    let number = [before, number].concat();
    let name = ["name", "email", "phone_number"].into_iter().find_map(|field| word(told, field));
    into.tell(Table::Users, &number, name, role);
    into.entry(Table::Users, Some(&number))
}

/// Takes the facts of a conversation down, and gives the ticket and its version.
fn conversation(record: Node<'_>, into: &mut Collected) -> Result<(usize, i64), Fault> {
    let number = id(record, "id")?;
    let newest = ["updated_at", "last_activity_at", "timestamp"].into_iter().find(|name| record.has(name));
    let names = ["created_at", newest.unwrap_or("created_at")];
    let (ticket, version) = fields::opened(record, number, names, &FIELDS, into)?;
    let meta = record.get("meta");
    let customer = person(meta.get("sender"), CONTACT, into);
    let mut opened = happened(record, What::Created, "created_at")?;
    (opened.part, opened.role, opened.actor) = (OPENED, Role::Customer, customer);
    into.add(ticket, opened);
    if meta.is_object() {
        let assignee = meta.get("assignee");
        let usual = if meta.get("assignee_type").text() == Some("AgentBot") { BOT } else { AGENT };
        let assignee = person(assignee, usual, into);
        let team = meta.get("team");
        let (group, name) = (word(team, "id"), team.get("name").text());
        if let Some(group) = group {
            into.tell(Table::Groups, group, name, Role::Unknown);
        }
        let company = meta.get("sender").get("additional_attributes").get("company_name").word();
        if let Some(company) = company {
            into.tell(Table::Accounts, company, Some(company), Role::Unknown);
        }
        let group = into.entry(Table::Groups, group);
        let company = into.entry(Table::Accounts, company);
        for (dimension, code) in [
            (Dimension::Requester, customer),
            (Dimension::Assignee, assignee),
            (Dimension::Group, group),
            (Dimension::Customer, company),
        ] {
            into.state(ticket, of(dimension), version, &[fact_of(code)]);
        }
    }
    promises(record, ticket, into)?;
    Ok((ticket, version))
}

/// Which service level a conversation has, and what of it was missed.
fn promises(record: Node<'_>, ticket: usize, into: &mut Collected) -> Result<(), Fault> {
    let applied = record.get("applied_sla");
    if applied.is_object() {
        let mut told = happened(applied, What::Policy, "created_at")?;
        (told.part, told.role, told.value) = (PROMISED, Role::Bot, into.word(word(applied, "sla_name")));
        into.add(ticket, told);
    }
    for missed in record.get("sla_events").list() {
        const CLOCKS: Words = &[("frt", "first_response"), ("nrt", "next_response"), ("rt", "resolution")];
        let clock = named(CLOCKS, word(missed, "event_type"));
        let mut told = happened(missed, What::Breach, "created_at")?;
        (told.part, told.role, told.value) = (BROKEN, Role::Bot, into.word(clock));
        into.add(ticket, told);
    }
    Ok(())
}

fn message(record: Node<'_>, about: &str, rank: u8, into: &mut Collected) -> Result<(), Fault> {
    let mut told = happened(record, What::Public, "created_at")?;
    // Webhooks tell the millisecond, answers of the API the second.
    told.rank = rank;
    let sender = record.get("sender");
    let said = named(MESSAGES, word(record, "message_type"));
    let attributes = record.get("content_attributes");
    let by_rule = attributes.get("automation_rule_id").word().is_some()
        || record.get("additional_attributes").get("campaign_id").word().is_some();
    match said {
        Some("incoming") => {
            told.actor = person(sender, CONTACT, into);
            told.role = Role::Customer;
        }
        Some("outgoing") => {
            let of = record.get("sender_type").text();
            told.actor = person(sender, if of.is_none_or(|of| of == "User") { AGENT } else { BOT }, into);
            told.role = into.role(told.actor);
            // What was written in the app of the channel itself has no sender.
            if told.actor == NO_CODE {
                told.role = if attributes.get("external_echo").is_true() { Role::Agent } else { Role::Bot };
            }
            if by_rule {
                told.role = Role::Bot;
            }
            if record.get("private").is_true() {
                told.what = What::Private;
            }
        }
        Some("template") => told.role = Role::Bot,
        // What changed stands in there as a sentence.
        _ => {
            into.pass_over(said.unwrap_or(MESSAGE));
            return Ok(());
        }
    }
    let ticket = into.ticket(about);
    into.add(ticket, told);
    if told.role == Role::Customer {
        // A conversation that was over or put off is open again with what its customer writes.
        (told.what, told.part, told.order) = (What::Status, REOPENING, i64::MAX);
        told.value = into.word(Some(OPEN));
        into.add(ticket, told);
    }
    Ok(())
}

fn reporting_event(record: Node<'_>, ticket: usize, into: &mut Collected) -> Result<(), Fault> {
    let mut told = happened(record, What::Status, "event_end_time")?;
    (told.part, told.order) = (REPORTED, i64::MAX);
    let name = record.get("name").text().unwrap_or_default();
    let (before, now) = match name {
        "conversation_resolved" => (None, RESOLVED),
        "conversation_opened" => (None, OPEN),
        "conversation_bot_resolved" => (Some(BOT), RESOLVED),
        "conversation_bot_handoff" => (Some(BOT), OPEN),
        "first_response" => {
            (told.what, told.part, told.role) = (What::Public, FIRST_REPLY, Role::Agent);
            told.actor = change(What::Agent, word(record, "user_id"), into);
            into.add(ticket, told);
            return Ok(());
        }
        "reply_time" => return Ok(()),
        _ => {
            into.pass_over(name);
            return Ok(());
        }
    };
    if before.is_some() {
        told.role = Role::Bot;
    }
    told.before = into.word(before);
    told.value = into.word(Some(now));
    into.add(ticket, told);
    Ok(())
}

fn webhook(record: Node<'_>, into: &mut Collected) -> Result<(), Fault> {
    let event = record.get("event").text().unwrap_or_default();
    match event {
        "message_created" | "message_updated" => {
            let of = record.get("conversation");
            if of.has("created_at") {
                conversation(of, into)?;
            }
            message(record, id(of, "id")?, 1, into)
        }
        "conversation_created" => {
            let (ticket, _) = conversation(record, into)?;
            into.has_history(ticket);
            let mut told = happened(record, What::Status, "created_at")?;
            (told.part, told.role) = (CHANGED, Role::Bot);
            told.value = into.word(named(STATUSES, word(record, "status")));
            into.add(ticket, told);
            Ok(())
        }
        "conversation_updated" | "conversation_status_changed" => {
            let (ticket, version) = conversation(record, into)?;
            let changed = || record.get("changed_attributes").list();
            let stamp = changed().map(|one| one.get("updated_at")).find(|stamp| stamp.is_object());
            let at = match stamp {
                Some(stamp) if !record.has("updated_at") => when(stamp, &["current_value"])?,
                _ => version,
            };
            for (name, values) in changed().flat_map(Node::members) {
                change_of(id(record, "id")?, name, values, (ticket, at), into);
            }
            Ok(())
        }
        _ => {
            into.pass_over(event);
            Ok(())
        }
    }
}

/// Takes a change of a field down; a repeat has the same content.
fn change_of(about: &str, name: &str, values: Node<'_>, (ticket, at): (usize, i64), into: &mut Collected) {
    let (what, words): (What, Words) = match name {
        "status" => (What::Status, STATUSES),
        "priority" => (What::Priority, PRIORITIES),
        "team_id" => (What::Group, &[]),
        "assignee_id" => (What::Agent, &[]),
        _ => return,
    };
    let [before, now] = ["previous_value", "current_value"].map(|side| named(words, word(values, side)));
    let number = hash(&[about, name, now.unwrap_or_default(), &at.to_string()]);
    let mut told = Record::new(number, what, at);
    (told.part, told.order) = (CHANGED, i64::MAX);
    told.before = change(what, before, into);
    told.value = change(what, now, into);
    into.add(ticket, told);
}

fn rating(record: Node<'_>, into: &mut Collected) -> Result<(), Fault> {
    let about = id(record, "conversation_id")?;
    let mut told = happened(record, What::Survey, "created_at")?;
    told.value = match record.get("rating").number() {
        Some(score) if [1.0, 2.0, 3.0, 4.0, 5.0].contains(&score) => score as u32,
        _ => return Err(Fault::new("score-range", "the rating is none from 1 to 5").at("rating")),
    };
    (told.part, told.role, told.before) = (RATED, Role::Customer, 5);
    told.actor = person(record.get("contact"), CONTACT, into);
    let ticket = into.ticket(about);
    into.add(ticket, told);
    Ok(())
}

/// Finds who began a conversation, which of its messages opened it again, and whether messages tell of the first reply.
fn arrange(collected: &Collected, records: &mut [Record]) {
    let over = [RESOLVED, SNOOZED].map(|word| collected.words.find(word));
    let first = records.iter().find(|record| record.what == What::Public && record.part == 0).copied();
    let (mut status, mut replied) = (None, false);
    for record in records {
        match (record.what, record.part) {
            (What::Created, _) => {
                if let Some(first) = first
                    && first.role == Role::Agent
                    && first.at <= record.at + OPENING
                {
                    (record.role, record.actor) = (Role::Agent, first.actor);
                }
            }
            (What::Status, REOPENING) if status.is_none() || !over.contains(&status) => {
                record.what = What::Nothing;
            }
            (What::Status, _) => status = Some(record.value),
            (What::Public, FIRST_REPLY) if replied => record.what = What::Nothing,
            (What::Public, _) => replied |= record.role == Role::Agent,
            _ => {}
        }
    }
}
