//! GitHub: issues, their timelines and events, comments, collaborators, and what webhooks send.
//!
//! Groups, priorities and statuses beside open and closed are labels, see [`labels`]. Whoever has a say in the repository
//! answers as an agent, everybody else as a customer, and so does who opened the issue. Pull requests are no tickets.

use super::Reader;
use super::collected::{Collected, NONE, Table};
use super::fields::{self, Field, How, agent, fact_of};
use super::labels;
use super::payload::{hash, key, when};
use super::record::{Record, What, of};
use crate::ingest::fault::Fault;
use crate::ingest::json::tape::Node;
use crate::ticket::{Dimension, Role};

pub(super) const GITHUB: Reader = Reader {
    name: "github",
    members: &["", "items"],
    names: &[],
    kind,
    take,
    arrange: Some(labels::arrange),
    logins: true,
    first_status: labels::OPEN,
    numbered: false,
};

const ISSUE: &str = "issue";
const PULL_REQUEST: &str = "pull_request";
const COMMENT: &str = "comment";
const EVENT: &str = "event";
/// A list that does not say of which issue it is, beside the address of the issue.
const TIMELINE: &str = "timeline";
const WEBHOOK: &str = "webhook";
const COLLABORATOR: &str = "collaborator";

const LISTS: [&str; 3] = ["timeline", "events", "comments"];

/// Records of one key that are not the vendor's events.
const COMMENTED: u8 = 1;
const SENT: u8 = 2;
const OPENED: u8 = 3;

const FIELDS: [Field; 1] = [("user.login", of(Dimension::Requester), How::Of(Table::Users))];

/// Events that say nothing of what is measured here.
const NOISE: [&str; 18] = [
    "opened",
    "edited",
    "mentioned",
    "subscribed",
    "unsubscribed",
    "referenced",
    "cross-referenced",
    "committed",
    "renamed",
    "milestoned",
    "demilestoned",
    "pinned",
    "unpinned",
    "locked",
    "unlocked",
    "comment_deleted",
    "typed",
    "untyped",
];

fn kind(_member: &str, record: Node<'_>) -> Option<&'static str> {
    let about = record.get("issue");
    let kind = match () {
        () if record.has("action") && about.is_object() => WEBHOOK,
        () if LISTS.iter().any(|list| record.get(list).is_list()) => TIMELINE,
        () if record.get("event").text().is_some() => EVENT,
        () if record.has("issue_url") => COMMENT,
        () if record.has("number") && record.has("comments_url") => ISSUE,
        () if record.has("login") && record.has("permissions") => return Some(COLLABORATOR),
        () => return None,
    };
    let shown = record.get("html_url").text().unwrap_or_default();
    let is_pull = [record, about].iter().any(|of| !of.get(PULL_REQUEST).is_none())
        || shown.split('#').next().and_then(|page| page.rsplit('/').nth(1)) == Some("pull");
    Some(if is_pull { PULL_REQUEST } else { kind })
}

fn take(kind: &'static str, record: Node<'_>, into: &mut Collected) -> Result<(), Fault> {
    let about = record.get("issue");
    match kind {
        ISSUE => issue(record, into).map(|_| ()),
        WEBHOOK => webhook(record, into),
        COLLABORATOR => {
            let may = record.get("permissions");
            let is_agent = ["triage", "push", "maintain", "admin"].iter().any(|to| may.get(to).is_true());
            let role = if is_agent { Role::Agent } else { Role::Customer };
            into.tell_member(login(record).unwrap_or_default(), None, role);
            Ok(())
        }
        PULL_REQUEST => Ok(()),
        _ => {
            let of = if about.is_object() { about.get("url") } else { record.get("issue_url") };
            let Some(id) = of.text().and_then(named) else {
                let message = "nothing says of which issue it is; put the list into \
                    {\"issue_url\": …, \"timeline\": […]}";
                return Err(Fault::new("no-ticket", message).at("issue_url"));
            };
            if about.has("created_at") {
                issue(about, into)?;
            }
            let ticket = into.ticket(&id);
            if kind != COMMENT && !record.get("comments").is_list() {
                into.has_history(ticket);
            }
            for item in LISTS.iter().flat_map(|list| record.get(list).list()) {
                event(item, ticket, into)?;
            }
            if kind == TIMELINE { Ok(()) } else { event(record, ticket, into) }
        }
    }
}

/// `owner/repository#number`, of an address that ends in `owner/repository/issues/number`.
fn named(url: &str) -> Option<String> {
    let mut parts = url.rsplit('/');
    let number = parts.next().filter(|part| part.bytes().all(|byte| byte.is_ascii_digit()))?;
    parts.next().filter(|&part| part == "issues")?;
    let (repository, owner) = (parts.next()?, parts.next()?);
    Some([owner, "/", repository, "#", number].concat())
}

fn login(user: Node<'_>) -> Option<&str> {
    user.get("login").word()
}

fn is_bot(user: Node<'_>) -> bool {
    user.get("type").text() == Some("Bot") || login(user).is_some_and(|login| login.ends_with("[bot]"))
}

/// Notes by whom something was done; by an agent where only agents can do it.
#[inline(never)]
fn by(user: Node<'_>, is_agents: bool, told: &mut Record, into: &mut Collected) {
    told.actor = into.entry(Table::Users, login(user));
    if is_bot(user) {
        told.role = Role::Bot;
    } else if is_agents {
        into.infer_agent(told.actor);
    }
}

#[inline(never)]
fn issue(record: Node<'_>, into: &mut Collected) -> Result<usize, Fault> {
    let Some(id) = record.get("url").text().and_then(named) else {
        return Err(Fault::new("no-id", "the issue does not say where it is").at("url"));
    };
    let found = fields::ticket(record, &id, ["created_at", "updated_at"], &FIELDS, into)?;
    let Some(state @ (ticket, version)) = found else {
        return Err(Fault::new("no-created-at", "the issue does not say when it was opened").at("created_at"));
    };
    let is_closed = record.get("state").text() == Some(labels::CLOSED);
    labels::state(record.get("labels"), is_closed, record.get("type").get("name").word(), state, into);
    let holder = fact_of(agent(login(record.get("assignee")), into));
    into.state(ticket, of(Dimension::Assignee), version, &[holder]);
    let gone = match () {
        () if record.get("state_reason").text() == Some("duplicate") => What::Merged as i64,
        () if record.get("active_lock_reason").text() == Some("spam") => What::Spam as i64,
        () => NONE,
    };
    labels::ended(record, is_closed, gone, state, into)?;
    let mut opened = Record::new(hash(&[&id]), What::Created, when(record, &["created_at"])?);
    opened.part = OPENED;
    by(record.get("user"), false, &mut opened, into);
    into.add(ticket, opened);
    Ok(ticket)
}

/// An event or comment of a timeline or of a list of its own.
fn event(record: Node<'_>, ticket: usize, into: &mut Collected) -> Result<(), Fault> {
    let kind = record.get("event").text().unwrap_or("commented");
    if kind == "commented" {
        return comment(record, 0, ticket, into);
    }
    // Some events of no interest here have no number.
    if NOISE.contains(&kind) {
        return Ok(());
    }
    let told = Record::new(key(record, "id")?, What::Status, when(record, &["created_at"])?);
    // Of assignments the actor is who was assigned, by old habit.
    let assigner = record.get("assigner");
    let actor = if assigner.is_object() { assigner } else { record.get("actor") };
    change(kind, record, actor, told, ticket, into);
    Ok(())
}

/// A change of an issue, as its timeline or a webhook tells it.
#[inline(never)]
fn change(
    kind: &str,
    record: Node<'_>,
    actor: Node<'_>,
    mut told: Record,
    ticket: usize,
    into: &mut Collected,
) {
    let is_end = matches!(kind, "closed" | "reopened");
    let is_change = matches!(kind, "labeled" | "unlabeled" | "assigned" | "unassigned");
    // That an issue came from elsewhere stands in its new timeline.
    let is_gone = matches!(kind, "deleted" | "transferred");
    if !is_end && !is_change && !is_gone {
        if !NOISE.contains(&kind) {
            into.pass_over(kind);
        }
        return;
    }
    by(actor, !is_end, &mut told, into);
    match kind {
        "labeled" | "unlabeled" => {
            let name = labels::titled(record.get("label")).unwrap_or_default();
            labels::change(name, kind == "labeled", &told, ticket, into);
        }
        "assigned" | "unassigned" => {
            let holder = agent(login(record.get("assignee")), into);
            labels::put(What::Agent, holder, kind == "assigned", &told, ticket, into);
        }
        _ if is_end => labels::end(kind == "closed", &told, ticket, into),
        _ if told.part == SENT => {
            told.what = What::Deleted;
            into.add(ticket, told);
        }
        _ => {}
    }
}

#[inline(never)]
fn comment(record: Node<'_>, rank: u8, ticket: usize, into: &mut Collected) -> Result<(), Fault> {
    let mut told = Record::new(key(record, "id")?, What::Public, when(record, &["created_at"])?);
    let (role, is_agents) = match record.get("author_association").text() {
        Some("OWNER" | "MEMBER" | "COLLABORATOR") => (Role::Agent, true),
        Some(_) => (Role::Customer, false),
        None => (Role::Unknown, false),
    };
    let author = if record.get("user").is_object() { record.get("user") } else { record.get("actor") };
    // Before the changes of the same instant.
    (told.rank, told.role, told.part, told.order) = (rank, role, COMMENTED, i64::MIN);
    by(author, is_agents, &mut told, into);
    into.add(ticket, told);
    Ok(())
}

/// What a webhook sends has no number and no time of its own: the issue tells when it was changed.
fn webhook(record: Node<'_>, into: &mut Collected) -> Result<(), Fault> {
    let about = record.get("issue");
    let action = record.get("action").text().unwrap_or_default();
    let ticket = issue(about, into)?;
    let said = record.get("comment");
    if said.is_object() {
        // The answerer's standing is told as it was at the time.
        return if action == "deleted" { Ok(()) } else { comment(said, 1, ticket, into) };
    }
    if action == "opened" {
        into.has_history(ticket);
    }
    let moved = record.get("changes").get("new_issue");
    if action == "transferred" && moved.is_object() {
        issue(moved, into)?;
    }
    let field = if action == "closed" { "closed_at" } else { "updated_at" };
    let at = when(about, &[field, "updated_at", "created_at"])?;
    let url = about.get("url").text().unwrap_or_default();
    let label = record.get("label").get("name").word().or(login(record.get("assignee")));
    let key = hash(&[url, action, label.unwrap_or_default(), &at.to_string()]);
    let told = Record { part: SENT, ..Record::new(key, What::Status, at) };
    change(action, record, record.get("sender"), told, ticket, into);
    Ok(())
}
