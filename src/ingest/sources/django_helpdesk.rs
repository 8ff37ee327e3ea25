//! django-helpdesk: the history that the app of this package serves, and what a stock installation offers.
//!
//! The stock API leaves out when a ticket was opened and every change but that of the status; the list's rows tell the
//! opening, and the history tells everything. The first follow-up is the message that opened the ticket. On hold is a flag
//! beside the status, which makes an open ticket one that is on hold.

use super::Reader;
use super::collected::{Collected, Table};
use super::fields::{self, Field, How, Words, change, named};
use super::payload::{clock, id, instant, key};
use super::record::{CREATED, Record, What, of};
use crate::ingest::fault::Fault;
use crate::ingest::json::tape::Node;
use crate::store::NO_CODE;
use crate::ticket::{Dimension, Role};

pub(super) const DJANGO_HELPDESK: Reader = Reader {
    name: "django-helpdesk",
    members: &["tickets", "results", "data"],
    names: &[],
    kind,
    take,
    arrange: Some(hold),
    logins: true,
    first_status: OPEN,
    numbered: false,
};

const HISTORY: &str = "history";
const TICKET: &str = "ticket";
const FOLLOW_UP: &str = "followup";
const ROW: &str = "row";

const OPEN: &str = "Open";
const REOPENED: &str = "Reopened";
const ON_HOLD: &str = "On Hold";
const STATUSES: Words =
    &[("1", OPEN), ("2", REOPENED), ("3", "Resolved"), ("4", "Closed"), ("5", "Duplicate")];

const FIELDS: [Field; 7] = [
    ("created", CREATED, How::Instant),
    ("status", of(Dimension::Status), How::Named(STATUSES)),
    ("priority", of(Dimension::Priority), How::Word),
    ("queue", of(Dimension::Group), How::Of(Table::Groups)),
    ("assigned_to", of(Dimension::Assignee), How::Agent),
    ("submitter", of(Dimension::Requester), How::Of(Table::Users)),
    ("submitter_email", of(Dimension::Requester), How::Of(Table::Users)),
];

/// How much is believed of what does not say how new it is: a row less than the API, both less than a history.
const ROWS_VERSION: i64 = 1;
const API_VERSION: i64 = 2;

fn kind(_member: &str, record: Node<'_>) -> Option<&'static str> {
    const TELLING: [(&str, &str); 4] =
        [("followups", HISTORY), ("followup_set", TICKET), ("new_status", FOLLOW_UP), ("row_class", ROW)];
    TELLING.iter().find(|(field, _)| record.has(field)).map(|&(_, kind)| kind)
}

fn take(kind: &'static str, record: Node<'_>, into: &mut Collected) -> Result<(), Fault> {
    if kind == FOLLOW_UP {
        let ticket = into.ticket(id(record, "ticket")?);
        return follow_up(record, ticket, 0, into);
    }
    let is_history = kind == HISTORY;
    let version = match kind {
        HISTORY => instant(record, "modified")?.unwrap_or(API_VERSION),
        ROW => ROWS_VERSION,
        _ => API_VERSION,
    };
    let ticket = into.meet(id(record, "id")?);
    into.word(Some(OPEN));
    into.word(Some(ON_HOLD));
    fields::state(record, ticket, version, &FIELDS, into)?;
    if record.get("on_hold").is_true() && is_open(named(STATUSES, record.get("status").word())) {
        let held = i64::from(into.word(Some(ON_HOLD)));
        into.state(ticket, of(Dimension::Status), version, &[held]);
    }
    if is_history {
        into.has_history(ticket);
    }
    let mut first = None;
    for item in record.get(if is_history { "followups" } else { "followup_set" }).list() {
        first = first.into_iter().chain(instant(item, "date")?).min();
        follow_up(item, ticket, u8::from(is_history), into)?;
    }
    if let (Some(first), false) = (first, is_history) {
        into.state(ticket, CREATED, 0, &[first]);
    }
    Ok(())
}

fn follow_up(record: Node<'_>, ticket: usize, rank: u8, into: &mut Collected) -> Result<(), Fault> {
    let number = key(record, "id")?;
    let Some(at) = instant(record, "date")? else {
        return Err(Fault::new("missing-value", "the follow-up does not say when it happened").at("date"));
    };
    let by_mail = record.get("has_message_id").is_true() || record.get("message_id").word().is_some();
    let user = record.get("user").word();
    let changes = record.get("changes");
    let mut told = Record::new(number, What::Public, at);
    told.rank = rank;
    // Nobody is behind the daily rise of priorities; everybody else without an account is a customer.
    told.role = match user {
        Some(_) if !by_mail => Role::Agent,
        None if !by_mail && changes.list().any(|change| change.get("field").text() == Some("Priority")) => {
            Role::Bot
        }
        None if record.get("title").text().is_some_and(|title| title.starts_with("Ticket Escalated")) => {
            Role::Bot
        }
        _ => Role::Customer,
    };
    told.actor = into.entry(Table::Users, user);
    let comment = record.get("comment");
    if comment.is_true() || comment.word().is_some() {
        if !record.get("public").is_true() {
            told.what = What::Private;
        }
        into.add(ticket, told);
    }
    if let Some(status) = named(STATUSES, record.get("new_status").word()) {
        (told.what, told.part, told.value) = (What::Status, 1, into.word(Some(status)));
        into.add(ticket, told);
    }
    for changed in changes.list() {
        let field = changed.get("field").text().unwrap_or_default();
        (told.what, told.part) = match field {
            "Owner" => (What::Agent, 2),
            "Queue" => (What::Group, 3),
            "Priority" => (What::Priority, 4),
            ON_HOLD => (What::Hold, 5),
            "Status" | "Title" | "Due on" | "Description" => continue,
            _ => {
                into.pass_over(field);
                continue;
            }
        };
        told.before = change(told.what, changed.get("old").word(), into);
        told.value = change(told.what, changed.get("new").word(), into);
        into.add(ticket, told);
    }
    if let Some(seconds) = record.get("time_spent").text().and_then(clock) {
        (told.what, told.part, told.value) = (What::Work, 6, seconds);
        into.add(ticket, told);
    }
    Ok(())
}

fn is_open(status: Option<&str>) -> bool {
    status == Some(OPEN) || status == Some(REOPENED)
}

/// Makes a status of being on hold.
fn hold(collected: &Collected, records: &mut [Record]) {
    let find = |word| collected.words.find(word).unwrap_or(NO_CODE);
    let (mut status, mut is_held) = (find(OPEN), false);
    for record in records {
        match record.what {
            What::Status => status = record.value,
            What::Hold => is_held = collected.words.get(record.value) == Some("True"),
            _ => continue,
        }
        let holds = is_held && is_open(collected.words.get(status));
        record.value = if holds { find(ON_HOLD) } else { status };
        (record.what, record.before) = (What::Status, NO_CODE);
    }
}
