//! ServiceNow, Table API: incident, sys_audit, sys_journal_field, task_sla, sys_user and sys_user_group.
//!
//! Values may be what the database holds or what people see. Being on hold is a state with a reason, which says whether the
//! caller is waited for. An incident shows under its number.

use super::Reader;
use super::collected::{Collected, NONE, Table};
use super::fields::{self, Field, How, Words, change, named};
use super::measured::{Found, how};
use super::payload::{hash, id, instant, when};
use super::record::{CLOSED, NUMBER, RESOLVED, Record, What, of};
use crate::ingest::fault::Fault;
use crate::ingest::json::tape::Node;
use crate::store::NO_CODE;
use crate::ticket::{Dimension, Role};

pub(super) const SERVICENOW: Reader = Reader {
    name: "servicenow",
    members: &["result"],
    names: &[],
    kind,
    take,
    arrange: Some(reasons),
    logins: false,
    first_status: "New",
    numbered: false,
};

const INCIDENT: &str = "incident";
const AUDIT: &str = "audit";
const JOURNAL: &str = "journal";
const SLA: &str = "task_sla";
const USER: &str = "user";
const GROUP: &str = "group";

const ON_HOLD: &str = "On Hold";
/// On hold for want of the caller's answer.
const AWAITING_CALLER: &str = "Awaiting Caller";
const STATES: Words = &[
    ("1", "New"),
    ("2", "In Progress"),
    ("3", ON_HOLD),
    ("6", "Resolved"),
    ("7", "Closed"),
    ("8", "Canceled"),
];
const PRIORITIES: Words = &[
    ("1", "1 - Critical"),
    ("2", "2 - High"),
    ("3", "3 - Moderate"),
    ("4", "4 - Low"),
    ("5", "5 - Planning"),
];
const CANCELLED: Words = &[("canceled", "cancelled")];
const REASONS: Words = &[("1", AWAITING_CALLER)];

const FIELDS: [Field; 11] = [
    ("number", NUMBER, How::Word),
    ("state", of(Dimension::Status), How::Named(STATES)),
    ("priority", of(Dimension::Priority), How::Named(PRIORITIES)),
    ("contact_type", of(Dimension::Channel), How::Named(&[("self-service", "web")])),
    ("category", of(Dimension::Type), How::Word),
    ("assignment_group", of(Dimension::Group), How::Of(Table::Groups)),
    ("assigned_to", of(Dimension::Assignee), How::Agent),
    ("caller_id", of(Dimension::Requester), How::Of(Table::Users)),
    ("company", of(Dimension::Customer), How::Of(Table::Accounts)),
    ("resolved_at", RESOLVED, How::Instant),
    ("closed_at", CLOSED, How::Instant),
];

fn kind(_member: &str, record: Node<'_>) -> Option<&'static str> {
    const TELLING: [(&str, &str); 7] = [
        ("opened_at", INCIDENT),
        ("documentkey", AUDIT),
        ("element_id", JOURNAL),
        ("has_breached", SLA),
        ("user_name", USER),
        ("manager", GROUP),
        ("cost_center", GROUP),
    ];
    TELLING.iter().find(|(field, _)| record.has(field)).map(|&(_, kind)| kind)
}

fn take(kind: &'static str, record: Node<'_>, into: &mut Collected) -> Result<(), Fault> {
    match kind {
        INCIDENT => {
            let names = ["opened_at", "sys_updated_on"];
            let Some((ticket, version)) =
                fields::ticket(record, id(record, "sys_id")?, names, &FIELDS, into)?
            else {
                return Ok(());
            };
            into.word(Some(ON_HOLD));
            let awaiting = i64::from(into.word(Some(AWAITING_CALLER)));
            let is_held = named(STATES, record.get("state").word()) == Some(ON_HOLD);
            if is_held && named(REASONS, record.get("hold_reason").word()) == Some(AWAITING_CALLER) {
                into.state(ticket, of(Dimension::Status), version, &[awaiting]);
            }
            Ok(())
        }
        AUDIT => audit(record, into),
        JOURNAL => journal(record, into),
        SLA => sla(record, into),
        GROUP => {
            into.tell(Table::Groups, id(record, "sys_id")?, record.get("name").text(), Role::Unknown);
            Ok(())
        }
        _ => {
            // Histories name users by their login, incidents by their id.
            for key in ["sys_id", "user_name"] {
                if let Some(id) = record.get(key).word() {
                    into.tell(Table::Users, id, record.get("name").text(), Role::Unknown);
                }
            }
            Ok(())
        }
    }
}

fn new(record: Node<'_>, what: What) -> Result<Record, Fault> {
    let at = when(record, &["sys_created_on", "end_time"])?;
    Ok(Record { order: 0, ..Record::new(hash(&[id(record, "sys_id")?]), what, at) })
}

fn audit(record: Node<'_>, into: &mut Collected) -> Result<(), Fault> {
    let about = id(record, "documentkey")?;
    let mut told = new(record, What::Status)?;
    let (words, what): (Words, What) = match record.get("fieldname").text().unwrap_or_default() {
        "state" => (STATES, What::Status),
        "hold_reason" => (REASONS, What::Hold),
        "priority" => (PRIORITIES, What::Priority),
        "assignment_group" => (&[], What::Group),
        "assigned_to" => (&[], What::Agent),
        _ => (&[], What::Created),
    };
    let ticket = into.ticket(about);
    into.has_history(ticket);
    if what == What::Created {
        return Ok(());
    }
    told.what = what;
    told.order = (record.get("record_checkpoint").number().unwrap_or(0.0) as i64).saturating_add(1);
    told.actor = into.entry(Table::Users, record.get("user").word());
    if record.get("user").word() == Some("system") {
        told.role = Role::Bot;
    }
    told.before = change(what, named(words, record.get("oldvalue").word()), into);
    told.value = change(what, named(words, record.get("newvalue").word()), into);
    into.add(ticket, told);
    Ok(())
}

fn journal(record: Node<'_>, into: &mut Collected) -> Result<(), Fault> {
    let about = id(record, "element_id")?;
    let mut told = new(record, What::Public)?;
    told.actor = into.entry(Table::Users, record.get("sys_created_by").word());
    match record.get("element").text().unwrap_or_default() {
        "comments" => {}
        "work_notes" => {
            told.what = What::Private;
            into.infer_agent(told.actor);
        }
        element => {
            into.pass_over(element);
            return Ok(());
        }
    }
    let ticket = into.ticket(about);
    into.add(ticket, told);
    Ok(())
}

/// A clock that was breached passed its deadline at the planned end; one that has ended is a time.
fn sla(record: Node<'_>, into: &mut Collected) -> Result<(), Fault> {
    let task = record.get("task");
    let about = task.get("value").word().or(task.word());
    // A time that cannot be read is no reason to forget the breach.
    let measured = about.map_or(Ok(()), |about| measured(record, about, into));
    let breached = record.get("has_breached");
    let is_breached = breached.is_true() || breached.text() == Some("true");
    if let (true, Some(about), Some(at)) = (is_breached, about, instant(record, "planned_end_time")?) {
        let name = record.get("sla");
        let mut told = Record::new(hash(&[id(record, "sys_id")?]), What::Breach, at);
        (told.order, told.part, told.role) = (0, 1, Role::Bot);
        told.value = into.word(name.get("display_value").word().or(name.word()));
        let ticket = into.ticket(about);
        into.add(ticket, told);
    }
    measured
}

/// Durations are instants counted from 1970 on.
fn measured(record: Node<'_>, about: &str, into: &mut Collected) -> Result<(), Fault> {
    let sla = record.get("sla");
    let name = sla.get("display_value").word().or(sla.word());
    let (Some(name), Some(key)) = (name, instant(record, "start_time")?) else { return Ok(()) };
    let ended = instant(record, "end_time")?;
    let version = instant(record, "sys_updated_on")?.unwrap_or(NONE);
    let ticket = into.ticket(about);
    let counts = ended.is_some() && named(CANCELLED, record.get("stage").word()) != Some("cancelled");
    for (field, hours) in [("duration", 0), ("business_duration", how::BUSINESS)] {
        let value = instant(record, field)?.filter(|_| counts).unwrap_or(NONE);
        into.measure(ticket, Found { name, how: how::SECONDS | hours, key, version, value });
    }
    Ok(())
}

/// Makes a status of why an incident is on hold.
fn reasons(collected: &Collected, records: &mut [Record]) {
    let find = |word| collected.words.find(word).unwrap_or(NO_CODE);
    let (on_hold, awaiting) = (find(ON_HOLD), find(AWAITING_CALLER));
    let (mut state, mut reason) = (NO_CODE, NO_CODE);
    for record in records {
        match record.what {
            What::Status => state = record.value,
            What::Hold => reason = record.value,
            _ => continue,
        }
        if record.what == What::Hold && state == NO_CODE {
            continue;
        }
        if record.what == What::Hold {
            (record.what, record.before) = (What::Status, NO_CODE);
        }
        record.value = if state == on_hold && reason == awaiting { awaiting } else { state };
    }
}
