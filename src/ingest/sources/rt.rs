//! Request Tracker 5, REST2: tickets, transactions, queues and users, on pages or one by one.
//!
//! A reply is a customer's when a requestor or an unprivileged user wrote it. Dates are UTC; `1970-01-01` is none. Owners in
//! transactions are numbers, and names elsewhere; 6 is Nobody.

use super::Reader;
use super::collected::{Collected, Table};
use super::payload::{id, instant, keep_fields, key};
use super::record::{CREATED, Record, What, of};
use crate::ingest::fault::Fault;
use crate::ingest::json::tape::Node;
use crate::store::NO_CODE;
use crate::ticket::{Dimension, Role};

pub(super) const RT: Reader =
    Reader { name: "rt", members: &["items"], kind, take, arrange: None, first_status: "new" };

const TICKET: &str = "ticket";
const TRANSACTION: &str = "transaction";
const QUEUE: &str = "queue";
const USER: &str = "user";

fn kind(_member: &str, record: Node<'_>) -> Option<&'static str> {
    let said = record.get("type").text();
    let kinds = [TICKET, TRANSACTION, QUEUE, USER];
    if let Some(kind) = said.and_then(|said| kinds.into_iter().find(|&kind| kind == said)) {
        return Some(kind);
    }
    // What is asked for by its id does not name its type.
    match () {
        () if record.has("Privileged") => Some(USER),
        () if record.has("Queue") && record.has("Status") => Some(TICKET),
        () if record.has("Creator") && record.has("NewValue") => Some(TRANSACTION),
        () if record.has("Lifecycle") || record.has("SLADisabled") => Some(QUEUE),
        () => None,
    }
}

fn take(kind: &'static str, record: Node<'_>, into: &mut Collected) -> Result<(), Fault> {
    match kind {
        TICKET => ticket(record, into),
        TRANSACTION => transaction(record, into),
        QUEUE => {
            if let Some(name) = record.get("Name").text() {
                into.tell(Table::Groups, id(record, "id")?, Some(name), Role::Unknown);
            }
            Ok(())
        }
        _ => {
            user(record, into);
            Ok(())
        }
    }
}

fn ticket(record: Node<'_>, into: &mut Collected) -> Result<(), Fault> {
    let Some(created) = instant(record, "Created")? else { return Ok(()) };
    let version = instant(record, "LastUpdated")?.unwrap_or(created);
    let ticket = into.meet(id(record, "id")?);
    into.state(ticket, CREATED, version, &[created]);
    for (field, dimension) in
        [("Status", Dimension::Status), ("Priority", Dimension::Priority), ("SLA", Dimension::Tier)]
    {
        if record.has(field) {
            let word = into.word(record.get(field).word());
            into.state_code(ticket, of(dimension), version, word);
        }
    }
    let queue = record.get("Queue");
    if let Some(number) = queue.get("id").word() {
        if let Some(name) = queue.get("Name").text().filter(|name| !name.is_empty()) {
            into.tell(Table::Groups, number, Some(name), Role::Unknown);
        }
        let code = into.entry(Table::Groups, Some(number));
        into.state_code(ticket, of(Dimension::Group), version, code);
    }
    if record.has("Owner") {
        let owner = owner(record.get("Owner").get("id"), into);
        into.state_code(ticket, of(Dimension::Assignee), version, owner);
    }
    if record.has("Requestor") {
        let ids = record.get("Requestor").list().filter_map(|person| person.get("id").word());
        let codes: Vec<i64> = ids.map(|id| i64::from(into.entry(Table::Users, Some(id)))).collect();
        into.state(ticket, of(Dimension::Requester), version, &codes);
    }
    keep_fields(record, ticket, version, into);
    Ok(())
}

/// Whoever may own tickets is an agent.
fn owner(written: Node<'_>, into: &mut Collected) -> u32 {
    const NOBODY: [&str; 3] = ["Nobody", "6", "0"];
    let code = into.entry(Table::Users, written.word().filter(|id| !NOBODY.contains(id)));
    into.infer_agent(code);
    code
}

fn transaction(record: Node<'_>, into: &mut Collected) -> Result<(), Fault> {
    let Some(kind) = record.get("Type").text() else { return Ok(()) };
    let Some(at) = instant(record, "Created")? else { return Ok(()) };
    let Some(about) = record.get("ObjectId").word() else {
        let message = "the transaction does not name its ticket; ask for the field ObjectId";
        return Err(Fault::new("no-ticket", message).at("ObjectId"));
    };
    let number = key(record, "id")?;
    let ticket = into.ticket(about);
    into.has_history(ticket);
    let creator = record.get("Creator");
    let creator = creator.get("id").word().or(creator.word());
    let is_system = creator == Some("RT_System");
    let actor = into.entry(Table::Users, creator);
    let new = |what| {
        let role = if is_system { Role::Bot } else { Role::Unknown };
        Record { role, ..Record::new(number, what, at).by(actor) }
    };
    let (old, value) = (record.get("OldValue"), record.get("NewValue"));
    let field = record.get("Field").text().unwrap_or_default();
    // Owners were set by transactions of their own before RT 5.
    let sets = matches!(kind, "Set" | "Status" | "Take" | "Steal" | "Give" | "Untake" | "Force");
    let told = match (kind, field) {
        ("Create", _) => Some(new(What::Created)),
        ("Correspond", _) => Some(new(What::Public)),
        ("Comment", _) => {
            into.infer_agent(if is_system { NO_CODE } else { actor });
            Some(new(What::Private))
        }
        (_, "Owner") if sets => {
            let before = owner(old, into);
            let after = owner(value, into);
            Some(new(What::Agent).change(before, after))
        }
        (_, "Queue") if sets => {
            let before = into.entry(Table::Groups, old.word());
            let after = into.entry(Table::Groups, value.word());
            Some(new(What::Group).change(before, after))
        }
        (_, "Status") if sets => {
            Some(new(What::Status).change(into.word(old.word()), into.word(value.word())))
        }
        (_, "Priority") if sets => {
            Some(new(What::Priority).change(into.word(old.word()), into.word(value.word())))
        }
        _ => None,
    };
    match told {
        Some(told) => into.add(ticket, told),
        None if is_known_noise(kind) => {}
        None => into.pass_over(kind),
    }
    let minutes = record.get("TimeTaken").number().unwrap_or(0.0);
    if minutes > 0.0 && minutes < 1e6 && !is_system {
        let seconds = (minutes * 60.0) as u32;
        into.add(ticket, Record { value: seconds, ..new(What::Work).part(1) });
    }
    Ok(())
}

/// Transactions that say nothing of what is measured here.
fn is_known_noise(kind: &str) -> bool {
    const NOISE: [&str; 14] = [
        "Set",
        "EmailRecord",
        "CommentEmailRecord",
        "SetWatcher",
        "AddWatcher",
        "DelWatcher",
        "AddLink",
        "DeleteLink",
        "AddReminder",
        "OpenReminder",
        "ResolveReminder",
        "CustomField",
        "Told",
        "Subject",
    ];
    NOISE.contains(&kind)
}

/// A user is known by number and by name.
fn user(record: Node<'_>, into: &mut Collected) {
    let role = match record.get("Privileged").word() {
        Some("1") => Role::Agent,
        Some("0") => Role::Customer,
        _ => Role::Unknown,
    };
    let Some(name) = record.get("Name").text().filter(|name| !name.is_empty()) else { return };
    let links = record.get("_hyperlinks").list();
    let own = links.filter(|link| link.get("ref").text() == Some("self"));
    let numbers = own.map(|link| link.get("id")).chain([record.get("id")]);
    for number in numbers.filter_map(Node::word) {
        into.tell(Table::Users, number, Some(name), role);
    }
    into.tell(Table::Users, name, Some(name), role);
}
