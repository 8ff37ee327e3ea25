//! Request Tracker 5, REST2: tickets, transactions, queues and users, on pages or one by one.
//!
//! A reply is a customer's when a requestor or an unprivileged user wrote it. Dates are UTC. Owners in transactions are
//! numbers, and names elsewhere; 6 is Nobody.

use super::Reader;
use super::collected::{Collected, Table};
use super::fields::{self, Field, How, change};
use super::payload::{id, instant, key};
use super::record::{Record, What, of};
use crate::ingest::fault::Fault;
use crate::ingest::json::tape::Node;
use crate::ticket::{Dimension, Role};

pub(super) const RT: Reader = Reader {
    name: "rt",
    members: &["items"],
    names: &[],
    kind,
    take,
    arrange: None,
    logins: true,
    first_status: "new",
    numbered: false,
};

const TICKET: &str = "ticket";
const TRANSACTION: &str = "transaction";
const QUEUE: &str = "queue";
const USER: &str = "user";

const FIELDS: [Field; 6] = [
    ("Status", of(Dimension::Status), How::Word),
    ("Priority", of(Dimension::Priority), How::Word),
    ("SLA", of(Dimension::Tier), How::Word),
    ("Queue", of(Dimension::Group), How::Of(Table::Groups)),
    ("Owner", of(Dimension::Assignee), How::Agent),
    ("Requestor", of(Dimension::Requester), How::Of(Table::Users)),
];

/// Transactions that say nothing of what is measured here.
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

fn kind(_member: &str, record: Node<'_>) -> Option<&'static str> {
    let said = record.get("type").text();
    let kinds = [TICKET, TRANSACTION, QUEUE, USER];
    if let Some(kind) = kinds.into_iter().find(|&kind| said == Some(kind)) {
        return Some(kind);
    }
    // What is asked for by its id does not name its type.
    const TELLING: [(&str, &str); 5] = [
        ("Privileged", USER),
        ("Requestor", TICKET),
        ("NewValue", TRANSACTION),
        ("Lifecycle", QUEUE),
        ("SLADisabled", QUEUE),
    ];
    TELLING.iter().find(|(field, _)| record.has(field)).map(|&(_, kind)| kind)
}

fn take(kind: &'static str, record: Node<'_>, into: &mut Collected) -> Result<(), Fault> {
    match kind {
        TICKET => {
            fields::ticket(record, id(record, "id")?, ["Created", "LastUpdated"], &FIELDS, into).map(|_| ())
        }
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
    let mut told = Record::new(number, What::Created, at);
    told.actor = into.entry(Table::Users, creator);
    if is_system {
        told.role = Role::Bot;
    }
    let what = match (kind, record.get("Field").text().unwrap_or_default()) {
        ("Create", _) => Some(What::Created),
        ("Correspond", _) => Some(What::Public),
        ("Comment", _) => Some(What::Private),
        ("SetWatcher" | "AddWatcher" | "DelWatcher", _) => None,
        // Owners were set by transactions of their own before RT 5.
        (_, "Owner") => Some(What::Agent),
        (_, "Queue") => Some(What::Group),
        (_, "Status") => Some(What::Status),
        (_, "Priority") => Some(What::Priority),
        _ => None,
    };
    match what {
        Some(what) => {
            if what == What::Private && !is_system {
                into.infer_agent(told.actor);
            }
            let side = |name: &str| record.get(name).word().filter(|&id| what != What::Agent || id != "6");
            told.what = what;
            told.before = change(what, side("OldValue"), into);
            told.value = change(what, side("NewValue"), into);
            into.add(ticket, told);
        }
        None if NOISE.contains(&kind) => {}
        None => into.pass_over(kind),
    }
    let minutes = record.get("TimeTaken").number().unwrap_or(0.0);
    if minutes > 0.0 && minutes < 1e6 && !is_system {
        (told.what, told.part, told.value) = (What::Work, 1, (minutes * 60.0) as u32);
        into.add(ticket, told);
    }
    Ok(())
}

/// A user is known by number and by name.
fn user(record: Node<'_>, into: &mut Collected) {
    let role = match record.get("Privileged").word() {
        Some("1") => Role::Agent,
        Some("0") => Role::Customer,
        _ => Role::Unknown,
    };
    let Some(name) = record.get("Name").word() else { return };
    let links = record.get("_hyperlinks").list();
    let own = links.filter(|link| link.get("ref").text() == Some("self"));
    let numbers = own.map(|link| link.get("id")).chain([record.get("id"), record.get("Name")]);
    for number in numbers.filter_map(Node::word) {
        into.tell(Table::Users, number, Some(name), role);
    }
}
