//! Jira Service Management: issues with changelog and comments, as found by a search or one by one.
//!
//! Which custom field holds the team differs by site: changes of a field whose name has "group" or "team" in it count as
//! transfers. Comments are public as `jsdPublic` says.

use super::Reader;
use super::collected::{Collected, NONE, Table};
use super::fields::{self, Field, How, change};
use super::measured::{Found, how, length};
use super::payload::{id, key, when};
use super::record::{RESOLVED, Record, SCORE, TAG, What, of};
use crate::ingest::fault::Fault;
use crate::ingest::json::tape::Node;
use crate::store::NO_CODE;
use crate::ticket::{Dimension, Role};

pub(super) const JIRA: Reader = Reader {
    name: "jira",
    members: &["issues"],
    names: &[],
    kind,
    take,
    arrange: None,
    logins: false,
    first_status: "",
    numbered: false,
};

const ISSUE: &str = "issue";

const FIELDS: [Field; 7] = [
    ("status.name", of(Dimension::Status), How::Word),
    ("priority.name", of(Dimension::Priority), How::Word),
    ("issuetype.name", of(Dimension::Type), How::Word),
    ("reporter", of(Dimension::Requester), How::Of(Table::Users)),
    ("assignee", of(Dimension::Assignee), How::Agent),
    ("labels", TAG, How::Word),
    ("resolutiondate", RESOLVED, How::Instant),
];

fn kind(_member: &str, record: Node<'_>) -> Option<&'static str> {
    (record.has("key") && record.has("fields")).then_some(ISSUE)
}

fn take(_kind: &'static str, record: Node<'_>, into: &mut Collected) -> Result<(), Fault> {
    let fields = record.get("fields");
    let issue = id(record, "key")?;
    let found = fields::ticket(fields, issue, ["created", "updated"], &FIELDS, into)?;
    let Some((ticket, version)) = found else {
        return Err(
            Fault::new("no-created-at", "the issue does not say when it was opened").at("fields.created")
        );
    };
    // Satisfaction is a custom field, known by its rating.
    let ratings = fields.members().filter_map(|(_, value)| value.get("rating").number());
    let score = ratings.into_iter().find(|rating| (1.0..=5.0).contains(rating));
    into.state(ticket, SCORE, version, &[score.map_or(NONE, |score| score as i64)]);
    for (_, clock) in fields.members() {
        cycles(clock, ticket, version, into);
    }
    if record.has("changelog") {
        into.has_history(ticket);
    }
    for history in record.get("changelog").get("histories").list() {
        changes(history, ticket, into)?;
    }
    for item in fields.get("comment").get("comments").list() {
        comment(item, ticket, into)?;
    }
    Ok(())
}

/// The cycles of a clock: of a field that has any. Jira counts them in the hours of the clock's own calendar.
fn cycles(clock: Node<'_>, ticket: usize, version: i64, into: &mut Collected) {
    let Some(name) = clock.get("name").text().filter(|_| clock.has("completedCycles")) else { return };
    let ended = clock.get("completedCycles").list().map(|cycle| (cycle, true));
    let under_way =
        Some(clock.get("ongoingCycle")).filter(|cycle| cycle.is_object()).map(|cycle| (cycle, false));
    for (cycle, has_ended) in ended.chain(under_way) {
        let millis = |member: &str, unit: &str| length(cycle.get(member).get(unit).number(), 1);
        let value = if has_ended { millis("elapsedTime", "millis") } else { NONE };
        let key = millis("startTime", "epochMillis");
        into.measure(ticket, Found { name, how: how::EITHER, key, version, value });
    }
}

fn changes(history: Node<'_>, ticket: usize, into: &mut Collected) -> Result<(), Fault> {
    let mut told = Record::new(key(history, "id")?, What::Status, when(history, &["created"])?);
    told.actor = into.entry(Table::Users, history.get("author").get("accountId").word());
    for (part, item) in history.get("items").list().enumerate().take(99) {
        let field = item.get("field").text().unwrap_or_default();
        let lower = field.to_ascii_lowercase();
        let (what, table) = match field {
            "status" => (What::Status, None),
            "priority" => (What::Priority, None),
            "assignee" => (What::Agent, Some(Table::Users)),
            _ if lower.contains("group") || lower.contains("team") => (What::Group, Some(Table::Groups)),
            _ => continue,
        };
        let sides = [("from", "fromString"), ("to", "toString")].map(|(from, name)| {
            let (from, name) = (item.get(from).word(), item.get(name).word());
            let Some(table) = table else { return change(what, name, into) };
            if let (Some(from), Some(name)) = (from, name) {
                into.tell(table, from, Some(name), Role::Unknown);
            }
            change(what, from.or(name), into)
        });
        [told.before, told.value] = sides;
        (told.what, told.part) = (what, part as u8);
        into.add(ticket, told);
    }
    Ok(())
}

fn comment(record: Node<'_>, ticket: usize, into: &mut Collected) -> Result<(), Fault> {
    let mut told = Record::new(key(record, "id")?, What::Public, when(record, &["created"])?);
    // Before the changes of the same instant.
    (told.part, told.order) = (100, i64::MIN);
    let author = record.get("author");
    told.actor = into.entry(Table::Users, author.get("accountId").word());
    let mut agent = NO_CODE;
    match author.get("accountType").text() {
        Some("customer") => told.role = Role::Customer,
        Some("app") => told.role = Role::Bot,
        _ => agent = told.actor,
    }
    into.infer_agent(agent);
    if record.has("jsdPublic") && !record.get("jsdPublic").is_true() {
        told.what = What::Private;
    }
    into.add(ticket, told);
    Ok(())
}
