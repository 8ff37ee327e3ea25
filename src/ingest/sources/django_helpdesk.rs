//! django-helpdesk: the history that the app of this package serves, and what a stock installation offers.
//!
//! The stock API leaves out when a ticket was opened and every change but that of the status; the list's rows tell the
//! opening, and the history tells everything. The first follow-up is the message that opened the ticket. On hold is a flag
//! beside the status, which makes an open ticket one that is on hold.

use super::Reader;
use super::collected::{Collected, Table};
use super::payload::{clock, id, instant, keep_fields, key};
use super::record::{CREATED, Record, What, of};
use crate::ingest::fault::Fault;
use crate::ingest::json::tape::Node;
use crate::store::NO_CODE;
use crate::ticket::{Dimension, Role};

pub(super) const DJANGO_HELPDESK: Reader = Reader {
    name: "django-helpdesk",
    members: &["tickets", "results", "data"],
    kind,
    take,
    arrange: Some(hold),
    first_status: STATUSES[0],
};

const HISTORY: &str = "history";
const TICKET: &str = "ticket";
const FOLLOW_UP: &str = "followup";
const ROW: &str = "row";

const STATUSES: [&str; 5] = ["Open", "Reopened", "Resolved", "Closed", "Duplicate"];
const ON_HOLD: &str = "On Hold";

/// How much is believed of what does not say how new it is: a row less than the API, both less than a history.
const ROWS_VERSION: i64 = 1;
const API_VERSION: i64 = 2;

fn kind(_member: &str, record: Node<'_>) -> Option<&'static str> {
    match () {
        () if record.has("followups") => Some(HISTORY),
        () if record.has("followup_set") => Some(TICKET),
        () if record.has("date") && record.has("new_status") => Some(FOLLOW_UP),
        () if record.has("row_class") && record.has("created") => Some(ROW),
        () => None,
    }
}

fn take(kind: &'static str, record: Node<'_>, into: &mut Collected) -> Result<(), Fault> {
    match kind {
        FOLLOW_UP => {
            let ticket = into.ticket(id(record, "ticket")?);
            follow_up(record, ticket, 0, into)
        }
        ROW => {
            let ticket = into.meet(id(record, "id")?);
            facts(record, ticket, ROWS_VERSION, into)
        }
        _ => {
            let is_history = kind == HISTORY;
            let version = if is_history { instant(record, "modified")? } else { Some(API_VERSION) };
            let ticket = into.meet(id(record, "id")?);
            facts(record, ticket, version.unwrap_or(API_VERSION), into)?;
            if is_history {
                into.has_history(ticket);
            }
            let mut first = None;
            for item in record.get(if is_history { "followups" } else { "followup_set" }).list() {
                let at = instant(item, "date")?;
                first = first.into_iter().chain(at).min();
                follow_up(item, ticket, u8::from(is_history), into)?;
            }
            if let (Some(first), false) = (first, is_history) {
                into.state(ticket, CREATED, 0, &[first]);
            }
            Ok(())
        }
    }
}

fn facts(record: Node<'_>, ticket: usize, version: i64, into: &mut Collected) -> Result<(), Fault> {
    if let Some(created) = instant(record, "created")? {
        into.state(ticket, CREATED, version, &[created]);
    }
    let status = status(record.get("status"));
    let is_held = record.get("on_hold").is_true() && is_open(status);
    into.word(Some(STATUSES[0]));
    let status = into.word(if is_held { Some(ON_HOLD) } else { status });
    into.state_code(ticket, of(Dimension::Status), version, status);
    let priority = into.word(record.get("priority").word());
    into.state_code(ticket, of(Dimension::Priority), version, priority);
    let queue = record.get("queue");
    if let Some(number) = queue.get("id").word().or(queue.word()) {
        if let Some(title) = queue.get("title").text() {
            into.tell(Table::Groups, number, Some(title), Role::Unknown);
        }
        let code = into.entry(Table::Groups, Some(number));
        into.state_code(ticket, of(Dimension::Group), version, code);
    }
    let assigned = record.get("assigned_to").word().filter(|&name| name != "None");
    let assignee = into.entry(Table::Users, assigned);
    into.infer_agent(assignee);
    into.state_code(ticket, of(Dimension::Assignee), version, assignee);
    for field in ["submitter_email", "submitter"] {
        if let Some(email) = record.get(field).word() {
            let requester = into.entry(Table::Users, Some(email));
            into.state_code(ticket, of(Dimension::Requester), version, requester);
        }
    }
    keep_fields(record, ticket, version, into);
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
    let is_field = |change: Node<'_>, field: &str| change.get("field").text() == Some(field);
    // Nobody is behind the daily rise of priorities; everybody else without an account is a customer.
    let role = match user {
        Some(_) if !by_mail => Role::Agent,
        None if !by_mail && changes.list().any(|change| is_field(change, "Priority")) => Role::Bot,
        None if record.get("title").text().is_some_and(|title| title.starts_with("Ticket Escalated")) => {
            Role::Bot
        }
        _ => Role::Customer,
    };
    let actor = into.entry(Table::Users, user);
    let new = |what, part| Record { role, rank, ..Record::new(number, what, at).by(actor).part(part) };
    let comment = record.get("comment");
    if comment.is_true() || comment.text().is_some_and(|text| !text.is_empty()) {
        let what = if record.get("public").is_true() { What::Public } else { What::Private };
        into.add(ticket, new(what, 0));
    }
    if let Some(status) = status(record.get("new_status")) {
        let value = into.word(Some(status));
        into.add(ticket, new(What::Status, 1).change(NO_CODE, value));
    }
    for change in changes.list() {
        let (old, value) = (change.get("old").word(), change.get("new").word());
        let field = change.get("field").text().unwrap_or_default();
        let told = match field {
            "Owner" => {
                let known = |&name: &&str| name != "None" && name != "Unassigned";
                let before = into.entry(Table::Users, old.filter(known));
                let after = into.entry(Table::Users, value.filter(known));
                new(What::Agent, 2).change(before, after)
            }
            "Queue" => {
                let before = into.entry(Table::Groups, old);
                let after = into.entry(Table::Groups, value);
                new(What::Group, 3).change(before, after)
            }
            "Priority" => new(What::Priority, 4).change(into.word(old), into.word(value)),
            ON_HOLD => {
                into.word(Some(ON_HOLD));
                let is_held = value == Some("True");
                Record { value: u32::from(is_held), ..new(What::Hold, 5) }
            }
            "Status" | "Title" | "Due on" | "Description" => continue,
            _ => {
                into.pass_over(field);
                continue;
            }
        };
        into.add(ticket, told);
    }
    if let Some(seconds) = record.get("time_spent").text().and_then(clock) {
        into.add(ticket, Record { value: seconds, ..new(What::Work, 6) });
    }
    Ok(())
}

/// The word of a status, which comes as a number or as the word.
fn status(written: Node<'_>) -> Option<&str> {
    let number = if written.is_number() { written.number().unwrap_or(0.0) as usize } else { 0 };
    match STATUSES.get(number.wrapping_sub(1)) {
        Some(&word) => Some(word),
        None => written.word(),
    }
}

fn is_open(status: Option<&str>) -> bool {
    matches!(status, Some("Open" | "Reopened"))
}

/// Makes a status of being on hold.
fn hold(collected: &Collected, records: &mut Vec<Record>) {
    let find = |word| collected.words.find(word).unwrap_or(NO_CODE);
    let (mut status, mut is_held) = (find(STATUSES[0]), false);
    for record in records {
        match record.what {
            What::Status => status = record.value,
            What::Hold => is_held = record.value == 1,
            _ => continue,
        }
        let holds = is_held && is_open(collected.words.get(status));
        record.value = if holds { find(ON_HOLD) } else { status };
        record.what = What::Status;
    }
}
