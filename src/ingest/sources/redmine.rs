//! Redmine: issues as lists or one by one with their journals, statuses, priorities, categories, members, users and entries of
//! time.
//!
//! The category is the group; where an issue never has one, its project is. The author of an issue is its customer. Members of a
//! project are agents, but for roles that are called after customers or reporters.

use super::Reader;
use super::collected::{Collected, NONE, Table};
use super::fields::{self, Field, How, change, fact_of};
use super::payload::{happened, id, instant, word};
use super::record::{CLOSED, HOME, RESOLVED, What, of};
use crate::ingest::fault::Fault;
use crate::ingest::json::tape::Node;
use crate::ticket::{Dimension, Role, StatusClass};

pub(super) const REDMINE: Reader = Reader {
    name: "redmine",
    members: &[
        "issues",
        "issue",
        "issue_statuses",
        "issue_priorities",
        "issue_categories",
        "memberships",
        "users",
        "user",
        "time_entries",
    ],
    names: &[],
    kind,
    take,
    arrange: None,
    logins: false,
    first_status: "",
    numbered: true,
};

const ISSUE: &str = "issue";
const STATUS: &str = "issue_status";
const PRIORITY: &str = "issue_priority";
const CATEGORY: &str = "issue_category";
const MEMBERSHIP: &str = "membership";
const USER: &str = "user";
const TIME: &str = "time_entry";

const FIELDS: [Field; 5] = [
    ("status.id", of(Dimension::Status), How::Of(Table::Statuses)),
    ("priority.id", of(Dimension::Priority), How::Of(Table::Priorities)),
    ("tracker.name", of(Dimension::Type), How::Word),
    ("author.id", of(Dimension::Requester), How::Of(Table::Users)),
    ("assigned_to.id", of(Dimension::Assignee), How::Agent),
];

/// The fields whose changes are followed, and the lists their numbers belong to.
const FOLLOWED: [(&str, What, Table); 5] = [
    ("status_id", What::Status, Table::Statuses),
    ("priority_id", What::Priority, Table::Priorities),
    ("assigned_to_id", What::Agent, Table::Users),
    ("category_id", What::Group, Table::Groups),
    ("project_id", What::Home, Table::Groups),
];

/// A journal has no more details than this.
const MOST: usize = 200;

fn kind(member: &str, record: Node<'_>) -> Option<&'static str> {
    let kinds = [
        ("issue_statuses", STATUS),
        ("issue_priorities", PRIORITY),
        ("issue_categories", CATEGORY),
        ("memberships", MEMBERSHIP),
        ("users", USER),
        ("user", USER),
        ("time_entries", TIME),
        ("issues", ISSUE),
        ("issue", ISSUE),
    ];
    kinds.into_iter().find(|&(name, _)| name == member && record.has("id")).map(|(_, kind)| kind)
}

fn take(kind: &'static str, record: Node<'_>, into: &mut Collected) -> Result<(), Fault> {
    match kind {
        ISSUE => return issue(record, into),
        MEMBERSHIP => {
            let user = record.get("user");
            // Groups are members as well.
            if let Some(number) = word(user, "id") {
                into.tell_member(number, word(user, "name"), role_of(record));
            }
        }
        USER => user(record, into)?,
        TIME => {
            // Time may also be spent on a project.
            let Some(about) = word(record.get("issue"), "id") else { return Ok(()) };
            let mut told = happened(record, What::Work, "created_on")?;
            let hours = record.get("hours").number().filter(|hours| (0.0..1e5).contains(hours));
            (told.part, told.value) = (u8::MAX, (hours.unwrap_or(0.0) * 3_600.0) as u32);
            told.actor = person(record.get("user"), into);
            let ticket = into.ticket(about);
            into.add(ticket, told);
        }
        _ => {
            let (number, name) = (id(record, "id")?, word(record, "name"));
            let table = match kind {
                STATUS => Table::Statuses,
                PRIORITY => Table::Priorities,
                _ => Table::Groups,
            };
            if let Some(name) = name.filter(|_| record.get("is_closed").is_true()) {
                into.classes.push((name.to_string(), StatusClass::Closed));
            }
            into.tell(table, number, name, Role::Unknown);
        }
    }
    Ok(())
}

/// What somebody is in a project.
fn role_of(membership: Node<'_>) -> Role {
    const CUSTOMERS: [&str; 5] = ["customer", "client", "reporter", "non member", "anonymous"];
    let is_customer = |name: &str| CUSTOMERS.iter().any(|of| name.eq_ignore_ascii_case(of));
    let names = || membership.get("roles").list().filter_map(|role| word(role, "name"));
    match names().next() {
        None => Role::Unknown,
        Some(_) if names().all(is_customer) => Role::Customer,
        Some(_) => Role::Agent,
    }
}

fn user(record: Node<'_>, into: &mut Collected) -> Result<(), Fault> {
    let number = id(record, "id")?;
    let [first, last] = ["firstname", "lastname"].map(|field| record.get(field).text().unwrap_or_default());
    let whole = [first, " ", last].concat();
    let name = Some(whole.trim()).filter(|name| !name.is_empty()).or(word(record, "login"));
    let memberships = record.get("memberships").list().map(role_of);
    let role = if record.get("admin").is_true() { Role::Agent } else { Role::Unknown };
    [role].into_iter().chain(memberships).for_each(|role| into.tell_member(number, name, role));
    Ok(())
}

/// Somebody with number and name.
fn person(user: Node<'_>, into: &mut Collected) -> u32 {
    into.mention(Table::Users, word(user, "id"), word(user, "name"));
    into.entry(Table::Users, word(user, "id"))
}

fn issue(record: Node<'_>, into: &mut Collected) -> Result<(), Fault> {
    let number = id(record, "id")?;
    let (ticket, version) = fields::opened(record, number, ["created_on", "updated_on"], &FIELDS, into)?;
    for (field, table) in [
        ("status", Table::Statuses),
        ("priority", Table::Priorities),
        ("author", Table::Users),
        ("assigned_to", Table::Users),
        ("category", Table::Groups),
    ] {
        let said = record.get(field);
        into.mention(table, word(said, "id"), word(said, "name"));
        if let Some(name) = word(said, "name").filter(|_| said.get("is_closed").is_true()) {
            into.classes.push((name.to_string(), StatusClass::Closed));
        }
    }
    // Only what an issue has is told, so that nobody holds one that does not say who does.
    if !record.has("assigned_to") {
        into.state(ticket, of(Dimension::Assignee), version, &[NONE]);
    }
    let category = into.entry(Table::Groups, word(record.get("category"), "id"));
    into.state(ticket, of(Dimension::Group), version, &[fact_of(category)]);
    let home = project(word(record.get("project"), "id"), word(record.get("project"), "name"), into);
    into.state(ticket, HOME, version, &[fact_of(home)]);
    // An issue that was opened again still says when it was closed.
    let status = record.get("status");
    let is_open = status.has("is_closed") && !status.get("is_closed").is_true();
    if record.has("closed_on") {
        let closed = instant(record, "closed_on")?.filter(|_| !is_open).unwrap_or(NONE);
        into.state(ticket, RESOLVED, version, &[closed]);
        into.state(ticket, CLOSED, version, &[closed]);
    }
    let journals = record.get("journals");
    if journals.is_list() {
        into.has_history(ticket);
    }
    journals.list().try_for_each(|item| journal(item, ticket, into))
}

/// A project as a group, beside the categories, which have numbers of their own.
fn project(number: Option<&str>, name: Option<&str>, into: &mut Collected) -> u32 {
    let number = number.map(|number| ["project:", number].concat());
    into.mention(Table::Groups, number.as_deref(), name);
    into.entry(Table::Groups, number.as_deref())
}

/// A journal: a message, and what was changed with it.
fn journal(record: Node<'_>, ticket: usize, into: &mut Collected) -> Result<(), Fault> {
    let mut told = happened(record, What::Public, "created_on")?;
    told.actor = person(record.get("user"), into);
    if word(record, "notes").is_some() {
        if record.get("private_notes").is_true() {
            told.what = What::Private;
            into.infer_agent(told.actor);
        }
        into.add(ticket, told);
    }
    for (place, detail) in record.get("details").list().take(MOST).enumerate() {
        let name = detail.get("name").text().unwrap_or_default();
        let followed = FOLLOWED.iter().find(|(field, ..)| *field == name);
        let Some(&(_, what, table)) = followed.filter(|_| is_attribute(detail)) else { continue };
        let [before, value] = ["old_value", "new_value"].map(|side| word(detail, side));
        [told.before, told.value] = [before, value].map(|number| match what {
            What::Agent => change(what, number, into),
            What::Home => project(number, None, into),
            _ => into.entry(table, number),
        });
        (told.what, told.part) = (what, place as u8 + 1);
        into.add(ticket, told);
    }
    Ok(())
}

fn is_attribute(detail: Node<'_>) -> bool {
    detail.get("property").text() == Some("attr")
}
