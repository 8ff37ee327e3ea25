//! GitLab: issues, notes and discussions, state and label events, members, and what webhooks send.
//!
//! Groups, priorities and statuses beside open and closed are labels, see [`labels`]; assignments are told by system notes.
//! Members from planner up are agents. Merge requests are no tickets. What Service Desk's bot writes is the customer's.

use super::Reader;
use super::collected::{Collected, NONE, Table};
use super::fields::{self, agent, fact_of};
use super::labels;
use super::payload::{hash, id, key, when};
use super::record::{CLOSED, GONE, NUMBER, RESOLVED, Record, What, of};
use crate::ingest::fault::Fault;
use crate::ingest::json::tape::Node;
use crate::store::NO_CODE;
use crate::ticket::{Dimension, Role};

pub(super) const GITLAB: Reader = Reader {
    name: "gitlab",
    members: &[""],
    names: &[],
    kind,
    take,
    arrange: Some(labels::arrange),
    logins: true,
    first_status: labels::OPEN,
};

const ISSUE: &str = "issue";
const NOTE: &str = "note";
const DISCUSSION: &str = "discussion";
const EVENT: &str = "event";
/// Lists that may be empty, beside the issue's id.
const HISTORY: &str = "history";
const MEMBER: &str = "member";
const WEBHOOK: &str = "webhook";
const OTHER: &str = "other";

const LISTS: [&str; 4] = ["notes", "discussions", "resource_label_events", "resource_state_events"];

/// Records of one key, by what the key numbers.
const LABELLED: u8 = 1;
const STATED: u8 = 2;
const OPENED: u8 = 3;
const SENT: u8 = 4;
/// A system note may tell of several people.
const ASSIGNED: u8 = 10;

fn kind(_member: &str, record: Node<'_>) -> Option<&'static str> {
    const TELLING: [(&str, &str); 8] = [
        ("object_kind", WEBHOOK),
        ("noteable_type", NOTE),
        ("individual_note", DISCUSSION),
        ("resource_type", EVENT),
        ("issue_id", HISTORY),
        ("access_level", MEMBER),
        ("source_branch", OTHER),
        ("iid", ISSUE),
    ];
    let is_other = |of: &str| record.get(of).text().is_some_and(|kind| !matches!(kind, "Issue" | "WorkItem"));
    if is_other("noteable_type") || is_other("resource_type") {
        return Some(OTHER);
    }
    TELLING.iter().find(|(field, _)| record.has(field)).map(|&(_, kind)| kind)
}

fn take(kind: &'static str, record: Node<'_>, into: &mut Collected) -> Result<(), Fault> {
    match kind {
        ISSUE => {
            let number = record.get("references").get("full").word().map(str::to_string);
            let number = number.or_else(|| numbered(record.get("web_url").text()?));
            let by = login(record.get("author"));
            issue(record, number, by, [record.get("labels"), record.get("assignees")], into).map(|_| ())
        }
        NOTE => {
            let ticket = into.ticket(id(record, "noteable_id")?);
            note(record, record.get("author"), ticket, into)
        }
        DISCUSSION => record.get("notes").list().try_for_each(|note| match self::kind("", note) {
            Some(kind) => take(kind, note, into),
            None => Ok(()),
        }),
        EVENT => event(record, id(record, "resource_id")?, into),
        HISTORY => {
            let ticket = into.ticket(id(record, "issue_id")?);
            if record.has("resource_label_events") || record.has("resource_state_events") {
                into.has_history(ticket);
            }
            LISTS.iter().flat_map(|list| record.get(list).list()).try_for_each(|item| {
                match self::kind("", item) {
                    Some(kind @ (NOTE | DISCUSSION | EVENT | OTHER)) => take(kind, item, into),
                    _ => Ok(()),
                }
            })
        }
        MEMBER => {
            const PLANNER: f64 = 15.0;
            let level = record.get("access_level").number().unwrap_or_default();
            let role = if level >= PLANNER { Role::Agent } else { Role::Customer };
            into.tell(Table::Users, id(record, "username")?, None, role);
            Ok(())
        }
        WEBHOOK => webhook(record, into),
        _ => Ok(()),
    }
}

/// `group/project#number`, of the address of an issue's page.
fn numbered(url: &str) -> Option<String> {
    let (path, rest) = url.split_once("://")?.1.split_once('/')?.1.split_once("/-/")?;
    Some([path, "#", rest.rsplit('/').next()?].concat())
}

fn login(user: Node<'_>) -> Option<&str> {
    user.get("username").word()
}

/// What was done by somebody. Access tokens and applications are bots by their names.
fn by(user: Node<'_>, told: Record, into: &mut Collected) -> Record {
    const SERVICE_DESK: &str = "support-bot";
    let name = login(user).unwrap_or_default().to_ascii_lowercase();
    let is_bot = (name.ends_with("-bot") && name != SERVICE_DESK) || name.contains("_bot_");
    let actor = into.entry(Table::Users, login(user));
    Record { actor, role: if is_bot { Role::Bot } else { told.role }, ..told }
}

/// What only agents can do.
fn by_agent(user: Node<'_>, told: Record, into: &mut Collected) -> Record {
    let told = by(user, told, into);
    if told.role != Role::Bot {
        into.infer_agent(told.actor);
    }
    told
}

/// An issue, or what a webhook says of one, whose parts stand elsewhere.
fn issue(
    record: Node<'_>,
    number: Option<String>,
    author: Option<&str>,
    [labels, assignees]: [Node<'_>; 2],
    into: &mut Collected,
) -> Result<usize, Fault> {
    let about = id(record, "id")?;
    let found = fields::ticket(record, about, ["created_at", "updated_at"], &[], into)?;
    let Some(state @ (ticket, version)) = found else {
        return Err(Fault::new("no-created-at", "the issue does not say when it was opened").at("created_at"));
    };
    if number.is_some() {
        let number = into.word(number.as_deref());
        into.state(ticket, NUMBER, version, &[i64::from(number)]);
    }
    let is_closed = record.get("state").text() == Some(labels::CLOSED);
    if labels.is_list() {
        let names: Vec<&str> = labels.list().filter_map(titled).collect();
        let kind = record.get("issue_type").word().filter(|&kind| kind != ISSUE);
        labels::state(&names, is_closed, kind, state, into);
    }
    if assignees.is_list() {
        let holder = fact_of(agent(assignees.list().find_map(login), into));
        into.state(ticket, of(Dimension::Assignee), version, &[holder]);
    }
    let closed = if is_closed { when(record, &["closed_at", "updated_at"])? } else { NONE };
    into.state(ticket, RESOLVED, version, &[closed]);
    into.state(ticket, CLOSED, version, &[closed]);
    let is_elsewhere = [record.get("moved_to_id"), record.get("duplicated_to_id")]
        .into_iter()
        .chain([record.get("_links").get("closed_as_duplicate_of")])
        .any(|to| !to.is_none());
    into.state(ticket, GONE, version, &[if is_elsewhere { What::Merged as i64 } else { NONE }]);
    if !record.get("service_desk_reply_to").is_none() {
        let email = into.word(Some("email"));
        into.state(ticket, of(Dimension::Channel), version, &[i64::from(email)]);
    }
    if author.is_some() {
        let actor = into.entry(Table::Users, author);
        into.state(ticket, of(Dimension::Requester), version, &[i64::from(actor)]);
        let opened = Record::new(hash(&[about]), What::Created, when(record, &["created_at"])?);
        into.add(ticket, Record { part: OPENED, actor, ..opened });
    }
    Ok(ticket)
}

/// The name of a label, which is a word, or an object in details and webhooks.
fn titled(label: Node<'_>) -> Option<&str> {
    label.word().or(label.get("name").word()).or(label.get("title").word())
}

fn note(record: Node<'_>, author: Node<'_>, ticket: usize, into: &mut Collected) -> Result<(), Fault> {
    let told = Record::new(key(record, "id")?, What::Public, when(record, &["created_at"])?);
    if record.get("system").is_true() {
        system_note(record, author, told, ticket, into);
        return Ok(());
    }
    let is_internal = ["internal", "confidential"].iter().any(|how| record.get(how).is_true());
    // Before the changes of the same instant.
    let told = Record { order: i64::MIN, ..told };
    let told = match is_internal {
        true => Record { what: What::Private, ..by_agent(author, told, into) },
        false => by(author, told, into),
    };
    into.add(ticket, told);
    Ok(())
}

/// `assigned to @ana and unassigned @ben`; in GitLab before 13 also `closed` and `reopened`.
fn system_note(record: Node<'_>, author: Node<'_>, told: Record, ticket: usize, into: &mut Collected) {
    let text = record.get("body").text().unwrap_or_default();
    let mut words = text.split(' ').map(|word| word.trim_end_matches(','));
    match words.next().unwrap_or_default() {
        first @ ("assigned" | "unassigned") => {
            let mut told = by_agent(author, Record { part: ASSIGNED, ..told }, into);
            let mut is_added = first == "assigned";
            for word in words {
                is_added &= word != "unassigned";
                if let Some(name) = word.strip_prefix('@') {
                    assigned(name, is_added, told, ticket, into);
                    told.part = told.part.saturating_add(1);
                }
            }
        }
        word @ (labels::CLOSED | "reopened") => {
            let told = by(author, Record { what: What::Status, part: STATED, ..told }, into);
            state(word, told, ticket, into);
        }
        _ => {}
    }
}

fn assigned(name: &str, is_added: bool, told: Record, ticket: usize, into: &mut Collected) {
    let holder = agent(Some(name), into);
    let (before, value) = if is_added { (NO_CODE, holder) } else { (holder, NO_CODE) };
    into.add(ticket, Record { what: What::Agent, before, value, ..told });
}

fn state(word: &str, told: Record, ticket: usize, into: &mut Collected) {
    let value = into.word(Some(if word == labels::CLOSED { labels::CLOSED } else { labels::OPEN }));
    into.add(ticket, Record { value, ..told });
}

fn event(record: Node<'_>, about: &str, into: &mut Collected) -> Result<(), Fault> {
    let told = Record::new(key(record, "id")?, What::Status, when(record, &["created_at"])?);
    let ticket = into.ticket(about);
    into.has_history(ticket);
    let user = record.get("user");
    if let Some(word) = record.get("state").text() {
        let told = by(user, Record { part: STATED, ..told }, into);
        state(word, told, ticket, into);
    } else if record.has("label") {
        // A label that there is no longer has no name.
        let told = by_agent(user, Record { part: LABELLED, ..told }, into);
        let is_added = record.get("action").text() == Some("add");
        labels::change(titled(record.get("label")).unwrap_or_default(), is_added, told, ticket, into);
    }
    Ok(())
}

fn webhook(record: Node<'_>, into: &mut Collected) -> Result<(), Fault> {
    let said = record.get("object_attributes");
    let user = record.get("user");
    let kind = record.get("object_kind").text().unwrap_or_default();
    let is_note = kind == "note" && record.get("issue").is_object();
    if !is_note && !matches!(kind, "issue" | "work_item") {
        into.pass_over(kind);
        return Ok(());
    }
    let about = if is_note { record.get("issue") } else { said };
    let project = record.get("project").get("path_with_namespace").word();
    let number = project.zip(about.get("iid").word());
    let number = number.map(|(project, number)| [project, "#", number].concat());
    // Who opened it is a number, whose name is known where it is who acts.
    let is_author = about.has("author_id") && about.get("author_id").word() == user.get("id").word();
    let lists = [about.get("labels"), record.get("assignees")];
    let ticket = issue(about, number, login(user).filter(|_| is_author), lists, into)?;
    if is_note {
        return note(said, user, ticket, into);
    }
    let action = said.get("action").text().unwrap_or_default();
    let is_opening = action == "open";
    if is_opening {
        into.has_history(ticket);
    }
    let field = if is_opening { "created_at" } else { "updated_at" };
    let at = when(said, &[field, "updated_at", "created_at"])?;
    // What a webhook sends has no number of its own.
    let sent = |way: &str, word: &str| {
        let key = hash(&[about.get("id").word().unwrap_or_default(), way, word, &at.to_string()]);
        Record { part: SENT, ..Record::new(key, What::Status, at) }
    };
    if matches!(action, "close" | "reopen") {
        let told = by(user, sent(action, ""), into);
        state(if action == "close" { labels::CLOSED } else { labels::OPEN }, told, ticket, into);
    }
    for (whole, name) in lists.into_iter().zip(["labels", "assignees"]) {
        let change = record.get("changes").get(name);
        let current = if is_opening { whole } else { change.get("current") };
        let word = |of| titled(of).filter(|_| name == "labels").or(login(of));
        let [before, after]: [Vec<&str>; 2] =
            [change.get("previous"), current].map(|side| side.list().filter_map(word).collect());
        for (words, others, is_added) in [(&after, &before, true), (&before, &after, false)] {
            for word in words.iter().filter(|word| !others.contains(word)) {
                let told = sent(if is_added { "+" } else { "-" }, word);
                if name == "labels" {
                    labels::change(word, is_added, by_agent(user, told, into), ticket, into);
                } else {
                    assigned(word, is_added, by_agent(user, told, into), ticket, into);
                }
            }
        }
    }
    Ok(())
}
