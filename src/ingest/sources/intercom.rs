//! Intercom: conversations with their parts, tickets with theirs, admins, teams and contacts, as lists or one by one.
//!
//! A conversation that became a ticket keeps its id, so that both calls tell of one ticket; then the states of the ticket
//! count, and not whether the conversation is open. Why somebody snoozed is not told.

use super::Reader;
use super::collected::{Collected, NONE, Table};
use super::fields::{self, Field, How, Words, change, fact_of};
use super::payload::{hash, id, instant, when};
use super::record::{FIRST_RESPONSE, RESOLVED, Record, SCORE, TAG, What, of};
use crate::ingest::fault::Fault;
use crate::ingest::json::tape::Node;
use crate::store::NO_CODE;
use crate::ticket::{Dimension, Role};

pub(super) const INTERCOM: Reader = Reader {
    name: "intercom",
    members: &["conversations", "tickets", "admins", "teams", "data"],
    names: &[],
    kind,
    take,
    arrange: Some(states_of_tickets),
    logins: false,
    first_status: OPEN,
    numbered: false,
};

const CONVERSATION: &str = "conversation";
const TICKET: &str = "ticket";
const ADMIN: &str = "admin";
const TEAM: &str = "team";
const CONTACT: &str = "contact";

const OPEN: &str = "open";

const CONVERSATION_FIELDS: [Field; 4] = [
    (
        "source.type",
        of(Dimension::Channel),
        How::Named(&[("conversation", "chat"), ("phone_call", "phone"), ("phone_switch", "phone")]),
    ),
    ("priority", of(Dimension::Priority), How::Named(&[("priority", "high"), ("not_priority", "normal")])),
    ("sla_applied.sla_name", of(Dimension::Tier), How::Word),
    ("contacts.contacts", of(Dimension::Requester), How::Of(Table::Users)),
];
const TICKET_FIELDS: [Field; 2] = [
    ("ticket_type.name", of(Dimension::Type), How::Word),
    ("contacts.contacts", of(Dimension::Requester), How::Of(Table::Users)),
];

/// Parts after which a conversation is in a state.
const STATES: Words = &[
    ("close", "closed"),
    ("open", OPEN),
    ("snoozed", "snoozed"),
    ("unsnoozed", OPEN),
    ("timer_unsnooze", OPEN),
    ("assign_and_unsnooze", OPEN),
    ("assign_and_reopen", OPEN),
    ("note_and_reopen", OPEN),
];

/// How parts begin that say nothing of what is measured here.
const NOISE: [&str; 9] = [
    "participant",
    "conversation_attribute_updated",
    "ticket_attribute_updated",
    "custom_action",
    "conversation_rating",
    "conversation_tags",
    "language_detection",
    "entity_linked",
    "channel_and_reply_time",
];

/// Which of a part's records one is.
const STATE: u8 = 1;
const ASSIGNEE: u8 = 2;
const TEAM_OF: u8 = 3;
const TICKET_STATE: u8 = 4;
const RATING: u8 = 5;
const OPENING: u8 = 6;
const FIRST_MESSAGE: u8 = 7;

fn kind(_member: &str, record: Node<'_>) -> Option<&'static str> {
    Some(match record.get("type").text()? {
        CONVERSATION => CONVERSATION,
        TICKET => TICKET,
        ADMIN => ADMIN,
        TEAM => TEAM,
        CONTACT | "user" | "lead" => CONTACT,
        _ => return None,
    })
}

fn take(kind: &'static str, record: Node<'_>, into: &mut Collected) -> Result<(), Fault> {
    match kind {
        CONVERSATION => conversation(record, into),
        TICKET => ticket(record, into),
        _ => {
            let (table, role) = match kind {
                ADMIN => (Table::Users, Role::Agent),
                TEAM => (Table::Groups, Role::Unknown),
                _ => (Table::Users, Role::Customer),
            };
            into.tell(table, id(record, "id")?, record.get("name").word(), role);
            Ok(())
        }
    }
}

/// What conversations and tickets have in common.
fn begin(
    record: Node<'_>,
    about: &str,
    fields: &[Field],
    into: &mut Collected,
) -> Result<(usize, i64), Fault> {
    let Some((ticket, version)) = fields::ticket(record, about, ["created_at", "updated_at"], fields, into)?
    else {
        let message = "the conversation does not say when it was opened";
        return Err(Fault::new("no-created-at", message).at("created_at"));
    };
    for (field, what, dimension) in [
        ("team_assignee_id", What::Group, Dimension::Group),
        ("admin_assignee_id", What::Agent, Dimension::Assignee),
    ] {
        if record.has(field) {
            let code = change(what, somebody(record.get(field)), into);
            into.state(ticket, of(dimension), version, &[fact_of(code)]);
        }
    }
    Ok((ticket, version))
}

fn conversation(record: Node<'_>, into: &mut Collected) -> Result<(), Fault> {
    let about = id(record, "id")?;
    let (ticket, version) = begin(record, about, &CONVERSATION_FIELDS, into)?;
    let names: Vec<i64> = record
        .get("tags")
        .get("tags")
        .list()
        .map(|tag| fact_of(into.word(tag.get("name").word())))
        .filter(|&word| word != NONE)
        .collect();
    into.state(ticket, TAG, version, &names);
    opening(record, about, ticket, into)?;
    rating(record.get("conversation_rating"), about, ticket, version, into)?;
    into.word(Some(OPEN));
    let as_ticket = record.get(TICKET);
    if as_ticket.is_object() {
        ticket_state(as_ticket, ticket, version, into)?;
    } else {
        let state = into.word(record.get("state").word());
        into.state(ticket, of(Dimension::Status), version, &[fact_of(state)]);
    }
    let statistics = record.get("statistics");
    if statistics.is_object() {
        let replied = instant(statistics, "first_admin_reply_at")?.unwrap_or(NONE);
        into.state(ticket, FIRST_RESPONSE, version, &[replied]);
        let closed = match record.get("state").text() {
            Some("closed") => instant(statistics, "last_close_at")?.unwrap_or(NONE),
            _ => NONE,
        };
        into.state(ticket, RESOLVED, version, &[closed]);
    }
    parts(record.get("conversation_parts"), "conversation_parts", ticket, as_ticket.is_object(), into)
}

fn ticket(record: Node<'_>, into: &mut Collected) -> Result<(), Fault> {
    let (ticket, version) = begin(record, id(record, "id")?, &TICKET_FIELDS, into)?;
    ticket_state(record, ticket, version, into)
}

/// The state of a ticket and how it came to it.
fn ticket_state(record: Node<'_>, ticket: usize, version: i64, into: &mut Collected) -> Result<(), Fault> {
    let state = record.get("ticket_state");
    let word = into.word(state.get("category").word().or(state.word()));
    if word != NO_CODE {
        into.state(ticket, of(Dimension::Status), version, &[fact_of(word)]);
    }
    parts(record.get("ticket_parts"), "ticket_parts", ticket, true, into)
}

/// Takes parts down. They are the history where none was left out and where they tell the states, which of a ticket only its
/// own parts do.
fn parts(
    list: Node<'_>,
    member: &str,
    ticket: usize,
    is_ticket: bool,
    into: &mut Collected,
) -> Result<(), Fault> {
    let mut count = 0.0;
    for record in list.get(member).list() {
        part(record, ticket, is_ticket, into)?;
        count += 1.0;
    }
    let is_whole = list.get("total_count").number().is_none_or(|total| total <= count);
    if list.get(member).is_list() && is_whole && (!is_ticket || member == "ticket_parts") {
        into.has_history(ticket);
    }
    Ok(())
}

fn part(record: Node<'_>, ticket: usize, is_ticket: bool, into: &mut Collected) -> Result<(), Fault> {
    let kind = record.get("part_type").text().unwrap_or_default();
    let written = id(record, "id")?;
    let key = match record.get("id").number() {
        Some(number) if number.trunc() == number && number.abs() < 9e15 => number as i64,
        _ => hash(&[written]),
    };
    let mut told = Record::new(key, What::Public, when(record, &["created_at"])?);
    author(record.get("author"), &mut told, into);
    let assigns = assignment(record, told, ticket, into);
    let state = STATES.iter().find(|(sign, _)| *sign == kind);
    let is_note = kind == "note" || kind == "note_and_reopen";
    let is_message = is_note
        || matches!(kind, "comment" | "quick_reply")
        || ((assigns || state.is_some()) && record.get("body").word().is_some());
    if is_message {
        let what = if is_note { What::Private } else { What::Public };
        into.add(ticket, Record { what, ..told });
    }
    let is_state_of_ticket = kind.starts_with("ticket_state_updated");
    if is_state_of_ticket && record.has("ticket_state") {
        (told.what, told.part) = (What::Status, TICKET_STATE);
        told.before = into.word(record.get("previous_ticket_state").word());
        told.value = into.word(record.get("ticket_state").word());
        into.add(ticket, told);
    }
    if let Some((_, state)) = state
        && !is_ticket
    {
        (told.what, told.part) = (What::Status, STATE);
        told.value = into.word(Some(state));
        into.add(ticket, told);
    }
    let is_known = is_message || assigns || state.is_some() || is_state_of_ticket;
    let is_noise = || kind.ends_with("assignment") || NOISE.iter().any(|noise| kind.starts_with(noise));
    if !is_known && !is_noise() {
        into.pass_over(kind);
    }
    Ok(())
}

/// Whom a part gave the conversation to. Newer versions say it of both sides, older ones of one.
fn assignment(record: Node<'_>, mut told: Record, ticket: usize, into: &mut Collected) -> bool {
    let to = record.get("assigned_to");
    let of_kind = |kinds: &[&str]| to.get("type").text().is_some_and(|kind| kinds.contains(&kind));
    let sides = [
        ("admin_assignee_id", What::Agent, ASSIGNEE, of_kind(&["admin", "bot", "nobody_admin"])),
        ("team_assignee_id", What::Group, TEAM_OF, of_kind(&["team"])),
    ];
    let says = sides.map(|(field, ..)| record.get(field).word().is_some());
    let mut assigns = false;
    for (place, (field, what, part, is_of_side)) in sides.into_iter().enumerate() {
        let to = match says {
            [false, false] if is_of_side => to.get("id"),
            _ if says[place] => record.get(field),
            _ => continue,
        };
        (told.what, told.part) = (what, part);
        told.value = change(what, somebody(to), into);
        into.add(ticket, told);
        assigns = true;
    }
    assigns
}

/// The id of an admin or a team; `0` is nobody.
fn somebody(id: Node<'_>) -> Option<&str> {
    id.word().filter(|&id| id != "0")
}

/// Who wrote it or did it, and how they are called.
fn author(author: Node<'_>, told: &mut Record, into: &mut Collected) {
    let id = author.get("id").word();
    let is_operator = || author.get("email").text().is_some_and(|email| email.starts_with("operator+"));
    told.actor = into.entry(Table::Users, id);
    told.role = match author.get("type").text() {
        Some("bot") => Role::Bot,
        Some(ADMIN) if is_operator() => Role::Bot,
        Some(ADMIN | TEAM) => Role::Agent,
        Some("user" | "lead" | CONTACT) => Role::Customer,
        _ => Role::Unknown,
    };
    if let (Some(id), Some(name)) = (id, author.get("name").word()) {
        into.tell(Table::Users, id, Some(name), told.role);
    }
}

/// The first message, which opened the conversation.
fn opening(record: Node<'_>, about: &str, ticket: usize, into: &mut Collected) -> Result<(), Fault> {
    let source = record.get("source");
    if source.is_object() {
        let mut told = Record::new(hash(&[about]), What::Created, when(record, &["created_at"])?);
        (told.part, told.order) = (OPENING, 0);
        author(source.get("author"), &mut told, into);
        if let Some(by) = source.get("delivered_as").text()
            && !matches!(by, "customer_initiated" | "admin_initiated")
        {
            told.role = Role::Bot;
        }
        into.add(ticket, told);
        into.add(ticket, Record { what: What::Public, part: FIRST_MESSAGE, ..told });
    }
    Ok(())
}

fn rating(
    record: Node<'_>,
    about: &str,
    ticket: usize,
    version: i64,
    into: &mut Collected,
) -> Result<(), Fault> {
    let Some(score) = record.get("rating").number() else { return Ok(()) };
    if !(1.0..=5.0).contains(&score) || score.trunc() != score {
        return Err(
            Fault::new("score-range", "the rating is none of 1 to 5").at("conversation_rating.rating")
        );
    }
    match instant(record, "created_at")? {
        Some(at) => {
            let mut told = Record::new(hash(&[about]), What::Survey, at);
            (told.part, told.before, told.value) = (RATING, 5, score as u32);
            told.role = Role::Customer;
            told.actor = into.entry(Table::Users, record.get(CONTACT).get("id").word());
            into.add(ticket, told);
        }
        None => into.state(ticket, SCORE, version, &[score as i64]),
    }
    Ok(())
}

/// Where the states of a ticket are told, these count.
fn states_of_tickets(_collected: &Collected, records: &mut [Record]) {
    let is = |record: &Record, part: u8| record.what == What::Status && record.part == part;
    if records.iter().any(|record| is(record, TICKET_STATE)) {
        for record in records.iter_mut().filter(|record| is(record, STATE)) {
            record.what = What::Nothing;
        }
    }
}
