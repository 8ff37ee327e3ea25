//! Salesforce Service Cloud: answers of queries over Case, CaseHistory, CaseMilestone, EmailMessage, CaseComment, User, Group
//! and Account; each record says its type in `attributes`.
//!
//! A change of owner is two rows of the history, one of names and one of ids; the ids tell queues from people. A case shows
//! under its number.

use super::Reader;
use super::collected::{Collected, NONE, Table};
use super::fields::{self, Field, How, change};
use super::measured::{Found, how, length};
use super::payload::{id, instant, when};
use super::record::{NUMBER, Record, What, of};
use crate::ingest::fault::Fault;
use crate::ingest::json::tape::Node;
use crate::store::NO_CODE;
use crate::ticket::{Dimension, Role};
use crate::time::MINUTE;

pub(super) const SALESFORCE: Reader = Reader {
    name: "salesforce",
    members: &["records"],
    names: &[],
    kind,
    take,
    arrange: Some(owners),
    logins: false,
    first_status: "New",
    numbered: false,
};

const KINDS: [&str; 8] =
    ["Case", "CaseHistory", "CaseMilestone", "EmailMessage", "CaseComment", "User", "Group", "Account"];

const FIELDS: [Field; 7] = [
    ("CaseNumber", NUMBER, How::Word),
    ("Origin", of(Dimension::Channel), How::Word),
    ("Priority", of(Dimension::Priority), How::Word),
    ("Status", of(Dimension::Status), How::Word),
    ("Type", of(Dimension::Type), How::Word),
    ("ContactId", of(Dimension::Requester), How::Of(Table::Users)),
    ("AccountId", of(Dimension::Customer), How::Of(Table::Accounts)),
];
const QUEUE: [Field; 1] = [("OwnerId", of(Dimension::Group), How::Of(Table::Groups))];
const AGENT: [Field; 1] = [("OwnerId", of(Dimension::Assignee), How::Agent)];

/// What the history tells comes after the messages of the same instant.
const HISTORY: i64 = 1 << 60;

fn kind(_member: &str, record: Node<'_>) -> Option<&'static str> {
    let said = record.get("attributes").get("type").text()?;
    KINDS.into_iter().find(|&kind| kind == said)
}

fn take(kind: &'static str, record: Node<'_>, into: &mut Collected) -> Result<(), Fault> {
    match kind {
        "Case" => {
            let names = ["CreatedDate", "LastModifiedDate"];
            if let Some((case, version)) = fields::ticket(record, id(record, "Id")?, names, &FIELDS, into)? {
                let is_user = is_user(record.get("OwnerId").word());
                let (owner, other) =
                    if is_user { (&AGENT, Dimension::Group) } else { (&QUEUE, Dimension::Assignee) };
                fields::state(record, case, version, owner, into)?;
                // What an earlier version of the case said of the other does not hold any more.
                into.state(case, of(other), version, &[]);
            }
            Ok(())
        }
        "CaseHistory" => history(record, into),
        "CaseMilestone" => milestone(record, into),
        "EmailMessage" | "CaseComment" => message(record, into),
        _ => {
            let (table, role) = match kind {
                "User" => (Table::Users, Role::Agent),
                "Group" => (Table::Groups, Role::Unknown),
                _ => (Table::Accounts, Role::Unknown),
            };
            into.tell(table, id(record, "Id")?, record.get("Name").text(), role);
            Ok(())
        }
    }
}

fn is_user(id: Option<&str>) -> bool {
    id.is_some_and(|id| id.starts_with("005") && matches!(id.len(), 15 | 18))
}

fn is_queue(id: Option<&str>) -> bool {
    id.is_some_and(|id| id.starts_with("00G") && matches!(id.len(), 15 | 18))
}

/// Ids count up within their type: digits, then capitals, then small letters.
fn key(record: Node<'_>) -> Result<i64, Fault> {
    let id = id(record, "Id")?;
    let digits = id.get(5..15).unwrap_or_default().bytes().try_fold(0_i64, |number, byte| {
        let digit = match byte {
            b'0'..=b'9' => byte - b'0',
            b'A'..=b'Z' => byte - b'A' + 10,
            b'a'..=b'z' => byte - b'a' + 36,
            _ => return None,
        };
        Some(number * 62 + i64::from(digit))
    });
    digits.ok_or_else(|| Fault::new("no-id", "the record has no id of Salesforce's").at("Id"))
}

fn history(record: Node<'_>, into: &mut Collected) -> Result<(), Fault> {
    let about = id(record, "CaseId")?;
    let mut told = Record::new(key(record)?, What::Created, when(record, &["CreatedDate"])?);
    told.order += HISTORY;
    let ticket = into.ticket(about);
    into.has_history(ticket);
    told.actor = into.entry(Table::Users, record.get("CreatedById").word());
    let sides = [record.get("OldValue").word(), record.get("NewValue").word()];
    told.what = match record.get("Field").text().unwrap_or_default() {
        "created" => {
            // Users open cases for customers, one that mails come in by first of all: by whom says nothing of who asked.
            told.actor = NO_CODE;
            What::Created
        }
        "Status" => What::Status,
        "Priority" => What::Priority,
        "Owner" if sides.into_iter().any(|side| is_user(side) || is_queue(side)) => What::Agent,
        "Owner" => What::Group,
        _ => return Ok(()),
    };
    for (place, side) in sides.into_iter().enumerate() {
        let side = side.filter(|_| told.what != What::Agent || is_user(side));
        let code = change(told.what, side, into);
        if place == 0 { told.before = code } else { told.value = code }
    }
    into.add(ticket, told);
    Ok(())
}

/// Of the names of owners only those of queues are groups; the ids in the row beside tell which these are.
fn owners(_collected: &Collected, records: &mut [Record]) {
    for at in 0..records.len() {
        if records[at].what != What::Group {
            continue;
        }
        let ids =
            [at.checked_sub(1), Some(at + 1)].into_iter().flatten().filter_map(|near| records.get(near));
        let mut ids = ids.filter(|ids| ids.what == What::Agent && ids.at == records[at].at);
        let Some(&Record { before, value, .. }) = ids.next_back() else { continue };
        if before != NO_CODE {
            records[at].before = NO_CODE;
        }
        // With a person a case stays with the queue it came from.
        if value != NO_CODE {
            records[at].value = records[at].before;
        }
    }
}

fn message(record: Node<'_>, into: &mut Collected) -> Result<(), Fault> {
    const DRAFT: &str = "5";
    let about = id(record, "ParentId")?;
    let mut told = Record::new(key(record)?, What::Public, when(record, &["MessageDate", "CreatedDate"])?);
    told.actor = into.entry(Table::Users, record.get("CreatedById").word());
    if record.has("Incoming") {
        if record.get("Status").word() == Some(DRAFT) {
            return Ok(());
        }
        told.part = 1;
        told.role = if record.get("Incoming").is_true() { Role::Customer } else { Role::Agent };
    } else {
        told.part = 2;
        if !record.get("IsPublished").is_true() {
            told.what = What::Private;
        }
    }
    if told.what == What::Private || told.role == Role::Agent {
        into.infer_agent(told.actor);
    }
    let ticket = into.ticket(about);
    into.add(ticket, told);
    Ok(())
}

/// A milestone that was violated is a deadline that passed; one that was completed is a time.
fn milestone(record: Node<'_>, into: &mut Collected) -> Result<(), Fault> {
    let about = id(record, "CaseId")?;
    // A time that cannot be read is no reason to forget the breach.
    let measured = measured(record, about, into);
    if let (true, Some(at)) = (record.get("IsViolated").is_true(), instant(record, "TargetDate")?) {
        let mut told = Record::new(key(record)?, What::Breach, at);
        (told.part, told.role) = (3, Role::Bot);
        told.value = into.word(record.get("MilestoneType").get("Name").word());
        let ticket = into.ticket(about);
        into.add(ticket, told);
    }
    measured
}

/// Salesforce counts a milestone in its business hours, or round the clock where it has none; less the time stopped, where the
/// desk has switched that on.
fn measured(record: Node<'_>, about: &str, into: &mut Collected) -> Result<(), Fault> {
    let Some(name) = record.get("MilestoneType").get("Name").word() else { return Ok(()) };
    let Some(key) = instant(record, "StartDate")? else { return Ok(()) };
    let completed = instant(record, "CompletionDate")?;
    let version = instant(record, "LastModifiedDate")?.unwrap_or(NONE);
    let ticket = into.ticket(about);
    let minutes = ["ActualElapsedTimeInMins", "ElapsedTimeInMins"];
    let elapsed = minutes.into_iter().find_map(|minutes| record.get(minutes).number());
    let value = length(elapsed.filter(|_| completed.is_some()), MINUTE);
    let has_hours = record.get("BusinessHoursId").word().is_some();
    let business = if has_hours { how::BUSINESS } else { 0 };
    into.measure(ticket, Found { name, how: how::MINUTES | business, key, version, value });
    if has_hours {
        let value = completed.map_or(NONE, |completed| completed - key);
        into.measure(ticket, Found { name, how: how::SECONDS, key, version, value });
    }
    Ok(())
}
