//! GitLab: issues, notes and discussions, state and label events, members, and what webhooks send.
//!
//! Groups, priorities and statuses beside open and closed are labels, see [`labels`]; assignments are told by system notes.
//! Members from planner up are agents. Merge requests are no tickets. What Service Desk's bot writes is the customer's.

use super::Reader;
use super::collected::{Collected, NONE, Table};
use super::fields::{self, agent, fact_of};
use super::labels;
use super::payload::{hash, id, key, when};
use super::record::{NUMBER, Record, What, of};
use crate::ingest::fault::Fault;
use crate::ingest::json::tape::Node;
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
    numbered: false,
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

/// So many labels or people on each side of a change are compared; no issue has so many.
const MOST: usize = 200;

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
            into.tell_member(id(record, "username")?, None, role);
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

/// Notes by whom something was done; by an agent where only agents can do it. Access tokens and applications are bots by
/// their names.
#[inline(never)]
fn by(user: Node<'_>, is_agents: bool, told: &mut Record, into: &mut Collected) {
    const SERVICE_DESK: &str = "support-bot";
    let name = login(user).unwrap_or_default().to_ascii_lowercase();
    told.actor = into.entry(Table::Users, login(user));
    if (name.ends_with("-bot") && name != SERVICE_DESK) || name.contains("_bot_") {
        told.role = Role::Bot;
    } else if is_agents {
        into.infer_agent(told.actor);
    }
}

/// An issue, or what a webhook says of one, whose parts stand elsewhere.
#[inline(never)]
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
        let kind = record.get("issue_type").word().filter(|&kind| kind != ISSUE);
        labels::state(labels, is_closed, kind, state, into);
    }
    if assignees.is_list() {
        let holder = fact_of(agent(assignees.list().find_map(login), into));
        into.state(ticket, of(Dimension::Assignee), version, &[holder]);
    }
    let is_elsewhere = [record.get("moved_to_id"), record.get("duplicated_to_id")]
        .into_iter()
        .chain([record.get("_links").get("closed_as_duplicate_of")])
        .any(|to| !to.is_none());
    let gone = if is_elsewhere { What::Merged as i64 } else { NONE };
    labels::ended(record, is_closed, gone, state, into)?;
    if !record.get("service_desk_reply_to").is_none() {
        let email = into.word(Some("email"));
        into.state(ticket, of(Dimension::Channel), version, &[i64::from(email)]);
    }
    if author.is_some() {
        let actor = into.entry(Table::Users, author);
        into.state(ticket, of(Dimension::Requester), version, &[i64::from(actor)]);
        let mut opened = Record::new(hash(&[about]), What::Created, when(record, &["created_at"])?);
        (opened.part, opened.actor) = (OPENED, actor);
        into.add(ticket, opened);
    }
    Ok(ticket)
}

#[inline(never)]
fn note(record: Node<'_>, author: Node<'_>, ticket: usize, into: &mut Collected) -> Result<(), Fault> {
    let mut told = Record::new(key(record, "id")?, What::Public, when(record, &["created_at"])?);
    if record.get("system").is_true() {
        system_note(record, author, told, ticket, into);
        return Ok(());
    }
    // Before the changes of the same instant.
    told.order = i64::MIN;
    let is_internal = record.get("internal").is_true() || record.get("confidential").is_true();
    if is_internal {
        told.what = What::Private;
    }
    by(author, is_internal, &mut told, into);
    into.add(ticket, told);
    Ok(())
}

/// `assigned to @ana and unassigned @ben`; in GitLab before 13 also `closed` and `reopened`.
fn system_note(record: Node<'_>, author: Node<'_>, mut told: Record, ticket: usize, into: &mut Collected) {
    let text = record.get("body").text().unwrap_or_default();
    let first = text.split(' ').next().unwrap_or_default();
    let is_end = matches!(first, labels::CLOSED | "reopened");
    if !is_end && !matches!(first, "assigned" | "unassigned") {
        return;
    }
    by(author, !is_end, &mut told, into);
    told.part = if is_end { STATED } else { ASSIGNED };
    if is_end {
        return labels::end(first == labels::CLOSED, &told, ticket, into);
    }
    let mut is_added = true;
    for word in text.split(' ') {
        is_added &= word != "unassigned";
        if let Some(name) = word.strip_prefix('@') {
            let holder = agent(Some(name.trim_end_matches(',')), into);
            labels::put(What::Agent, holder, is_added, &told, ticket, into);
            told.part = told.part.saturating_add(1);
        }
    }
}

fn event(record: Node<'_>, about: &str, into: &mut Collected) -> Result<(), Fault> {
    let mut told = Record::new(key(record, "id")?, What::Status, when(record, &["created_at"])?);
    let ticket = into.ticket(about);
    into.has_history(ticket);
    let state = record.get("state").text();
    by(record.get("user"), state.is_none(), &mut told, into);
    told.part = if state.is_some() { STATED } else { LABELLED };
    if let Some(state) = state {
        labels::end(state == labels::CLOSED, &told, ticket, into);
    } else if record.has("label") {
        // A label that there is no longer has no name.
        let name = labels::titled(record.get("label")).unwrap_or_default();
        labels::change(name, record.get("action").text() == Some("add"), &told, ticket, into);
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
    let stamp = at.to_string();
    let sent = |way: &str, word: &str, is_agents: bool, into: &mut Collected| {
        let key = hash(&[about.get("id").word().unwrap_or_default(), way, word, &stamp]);
        let mut told = Record { part: SENT, ..Record::new(key, What::Status, at) };
        by(user, is_agents, &mut told, into);
        told
    };
    if matches!(action, "close" | "reopen") {
        let told = sent(action, "", false, into);
        labels::end(action == "close", &told, ticket, into);
    }
    for (whole, name) in lists.into_iter().zip(["labels", "assignees"]) {
        let change = record.get("changes").get(name);
        let current = if is_opening { whole } else { change.get("current") };
        let word = |of| if name == "labels" { labels::titled(of) } else { login(of) };
        let sides = [change.get("previous"), current];
        let [before, after] =
            sides.map(|side| side.list().filter_map(word).take(MOST).collect::<Vec<&str>>());
        for (words, others, is_added) in [(&after, &before, true), (&before, &after, false)] {
            for &word in words.iter().filter(|word| !others.contains(word)) {
                let told = sent(if is_added { "+" } else { "-" }, word, true, into);
                if name == "labels" {
                    labels::change(word, is_added, &told, ticket, into);
                } else {
                    labels::put(What::Agent, agent(Some(word), into), is_added, &told, ticket, into);
                }
            }
        }
    }
    Ok(())
}
