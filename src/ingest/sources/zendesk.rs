//! Zendesk: tickets, audits or the incremental ticket events, metrics, metric events, ratings, users, groups and
//! organizations, as lists, one by one or side by side in one payload.
//!
//! Who an author is follows from the users; until these come, the requester is the customer, and whoever was assigned or
//! wrote an internal comment is an agent. A rule's doings are a bot's.

use super::Reader;
use super::collected::{Collected, NONE, Table};
use super::fields::{self, Field, How, change};
use super::measured::{Found, how, length};
use super::payload::{id, instant, key, when};
use super::record::{FIRST_RESPONSE, GONE, RESOLVED, Record, SCORE, SUBMITTER, TAG, What, of};
use crate::ingest::fault::Fault;
use crate::ingest::json::tape::Node;
use crate::ticket::{Dimension, Role};
use crate::time::{MINUTE, SECOND, is_accepted};

pub(super) const ZENDESK: Reader = Reader {
    name: "zendesk",
    members: &[
        "tickets",
        "ticket",
        "results",
        "audits",
        "audit",
        "ticket_events",
        "ticket_metrics",
        "ticket_metric",
        "metric_sets",
        "ticket_metric_events",
        "satisfaction_ratings",
        "satisfaction_rating",
        "comments",
        "users",
        "user",
        "groups",
        "group",
        "organizations",
        "organization",
        "sla_policies",
        "sla_policy",
        "schedules",
        "schedule",
        "holidays",
        "holiday",
    ],
    names: &[
        "agent_wait_time_in_minutes",
        "agent_wait_time_in_seconds",
        "assignee_id",
        "assignee_stations",
        "author_id",
        "business",
        "calendar",
        "channel",
        "child_events",
        "comment_public",
        "created_at",
        "deleted",
        "event_type",
        "events",
        "field_name",
        "first_resolution_time_in_minutes",
        "first_resolution_time_in_seconds",
        "full_resolution_time_in_minutes",
        "full_resolution_time_in_seconds",
        "group_id",
        "group_stations",
        "metric",
        "metric_set",
        "name",
        "on_hold_time_in_minutes",
        "on_hold_time_in_seconds",
        "organization_id",
        "policy",
        "previous_value",
        "priority",
        "public",
        "reopens",
        "replies",
        "reply_time_in_minutes",
        "reply_time_in_seconds",
        "requester_id",
        "requester_wait_time_in_minutes",
        "requester_wait_time_in_seconds",
        "result_type",
        "role",
        "score",
        "sla",
        "solved_at",
        "status",
        "submitter_id",
        "tags",
        "ticket_id",
        "time",
        "timestamp",
        "title",
        "type",
        "updated_at",
        "updater_id",
        "via",
    ],
    kind,
    take,
    arrange: Some(one_survey_each),
    logins: false,
    first_status: "new",
    numbered: false,
};

const FIELDS: [Field; 10] = [
    ("status", of(Dimension::Status), How::Word),
    ("priority", of(Dimension::Priority), How::Word),
    ("type", of(Dimension::Type), How::Word),
    ("via.channel", of(Dimension::Channel), How::Named(&[("voice", "phone")])),
    ("group_id", of(Dimension::Group), How::Of(Table::Groups)),
    ("assignee_id", of(Dimension::Assignee), How::Agent),
    ("requester_id", of(Dimension::Requester), How::Of(Table::Users)),
    ("submitter_id", SUBMITTER, How::Of(Table::Users)),
    ("organization_id", of(Dimension::Customer), How::Of(Table::Accounts)),
    ("tags", TAG, How::Word),
];

const SLA_POLICY: &str = "sla_policy";
const SCHEDULE: &str = "schedule";
const HOLIDAY: &str = "holiday";

/// Parts of an audit that say nothing of what is measured here.
const NOISE: [&str; 9] = [
    "Notification",
    "NotificationWithCcs",
    "FollowerNotification",
    "Cc",
    "CommentRedactionEvent",
    "Error",
    "External",
    "SmsNotification",
    "OrganizationActivity",
];

/// What Zendesk measures itself: the name, in minutes, and perhaps in seconds.
const TIMES: [[&str; 3]; 6] = [
    ["reply_time", "reply_time_in_minutes", "reply_time_in_seconds"],
    ["first_resolution_time", "first_resolution_time_in_minutes", "first_resolution_time_in_seconds"],
    ["full_resolution_time", "full_resolution_time_in_minutes", "full_resolution_time_in_seconds"],
    ["agent_wait_time", "agent_wait_time_in_minutes", "agent_wait_time_in_seconds"],
    ["requester_wait_time", "requester_wait_time_in_minutes", "requester_wait_time_in_seconds"],
    ["on_hold_time", "on_hold_time_in_minutes", "on_hold_time_in_seconds"],
];
const COUNTS: [&str; 4] = ["reopens", "replies", "group_stations", "assignee_stations"];

/// The fields whose changes are followed.
const FOLLOWED: [(&str, What); 4] = [
    ("status", What::Status),
    ("priority", What::Priority),
    ("group_id", What::Group),
    ("assignee_id", What::Agent),
];

fn kind(member: &str, record: Node<'_>) -> Option<&'static str> {
    const KINDS: [&str; 13] = [
        "ticket",
        "audit",
        "ticket_event",
        "ticket_metric",
        "ticket_metric_event",
        "satisfaction_rating",
        "comment",
        "user",
        "group",
        "organization",
        SLA_POLICY,
        SCHEDULE,
        HOLIDAY,
    ];
    let said = match member {
        "results" => record.get("result_type").text()?,
        "metric_sets" => "ticket_metric",
        "sla_policies" => SLA_POLICY,
        _ => member.strip_suffix('s').unwrap_or(member),
    };
    KINDS.into_iter().find(|&kind| kind == said && record.is_object())
}

fn take(kind: &'static str, record: Node<'_>, into: &mut Collected) -> Result<(), Fault> {
    match kind {
        "ticket" => ticket(record, into),
        "audit" => audit(record, into),
        "ticket_event" => ticket_event(record, into),
        "ticket_metric" => metric(record, id(record, "ticket_id")?, into),
        "ticket_metric_event" => metric_event(record, into),
        "satisfaction_rating" => rating(record, into),
        SLA_POLICY | SCHEDULE | HOLIDAY => {
            let message = "policies, schedules and holidays are settings; zendeskAgreements takes them over";
            Err(Fault::new("settings", message))
        }
        "comment" => {
            let message = "comments do not name their ticket; load its audits";
            Err(Fault::new("no-ticket", message).at("ticket_id"))
        }
        _ => {
            let role = match record.get("role").text() {
                Some("end-user") => Role::Customer,
                Some(_) => Role::Agent,
                None => Role::Unknown,
            };
            let table = match kind {
                "user" => Table::Users,
                "group" => Table::Groups,
                _ => Table::Accounts,
            };
            into.tell(table, id(record, "id")?, record.get("name").text(), role);
            Ok(())
        }
    }
}

fn ticket(record: Node<'_>, into: &mut Collected) -> Result<(), Fault> {
    let (ticket, version) =
        fields::opened(record, id(record, "id")?, ["created_at", "updated_at"], &FIELDS, into)?;
    let is_merged = record.get("tags").list().any(|tag| tag.text() == Some("closed_by_merge"));
    let gone = match record.get("status").text() {
        Some("deleted") => What::Deleted as i64,
        _ if is_merged => What::Merged as i64,
        _ => NONE,
    };
    into.state(ticket, GONE, version, &[gone]);
    let score = score(record.get("satisfaction_rating")).map_or(NONE, i64::from);
    into.state(ticket, SCORE, version, &[score]);
    let metrics = record.get("metric_set");
    if metrics.is_object() {
        metric(metrics, id(record, "id")?, into)?;
    }
    Ok(())
}

/// Out of five: a rating is either good or bad.
fn score(rating: Node<'_>) -> Option<u32> {
    match rating.get("score").text()? {
        "good" | "good_with_comment" => Some(5),
        "bad" | "bad_with_comment" => Some(1),
        _ => None,
    }
}

fn audit(record: Node<'_>, into: &mut Collected) -> Result<(), Fault> {
    let about = id(record, "ticket_id")?;
    let at = when(record, &["created_at"])?;
    let ticket = into.ticket(about);
    into.has_history(ticket);
    let is_rule = |of: Node<'_>| of.get("via").get("channel").text() == Some("rule");
    let (all_by_rule, author) = (is_rule(record), record.get("author_id"));
    for event in record.get("events").list() {
        let by_rule = all_by_rule || is_rule(event);
        let mut told = part(event, [event.get("author_id"), author], by_rule, at, into)?;
        match event.get("type").text().unwrap_or_default() {
            "Create" | "Change" => {
                let name = event.get("field_name").text();
                let followed = FOLLOWED.iter().find(|&&(field, _)| name == Some(field));
                let Some(&(_, what)) = followed else { continue };
                told.what = what;
                told.before = change(what, event.get("previous_value").word(), into);
                told.value = change(what, event.get("value").word(), into);
            }
            "SatisfactionRating" => match score(event) {
                Some(score) => (told.what, told.before, told.value) = (What::Survey, 5, score),
                None => continue,
            },
            kind => {
                if !comment(kind, event.get("public"), &mut told, into) {
                    continue;
                }
            }
        }
        into.add(ticket, told);
    }
    Ok(())
}

/// A part of an audit: its number, and by whom it is.
fn part(
    event: Node<'_>,
    by: [Node<'_>; 2],
    by_rule: bool,
    at: i64,
    into: &mut Collected,
) -> Result<Record, Fault> {
    const SYSTEM: &str = "-1";
    let mut told = Record::new(key(event, "id")?, What::Private, at);
    let author = by[0].word().or(by[1].word());
    told.actor = into.entry(Table::Users, author.filter(|&id| id != SYSTEM));
    if by_rule || author == Some(SYSTEM) {
        told.role = Role::Bot;
    }
    Ok(told)
}

/// Whether it is a comment. Only agents write in private.
fn comment(kind: &str, public: Node<'_>, told: &mut Record, into: &mut Collected) -> bool {
    let is_comment = kind == "Comment" || kind == "VoiceComment";
    if !is_comment && !NOISE.contains(&kind) {
        into.pass_over(kind);
    }
    if public.is_true() {
        told.what = What::Public;
    } else if is_comment && told.role != Role::Bot {
        into.infer_agent(told.actor);
    }
    is_comment
}

/// The incremental export's form of an audit: fields are members of the events in it.
fn ticket_event(record: Node<'_>, into: &mut Collected) -> Result<(), Fault> {
    let about = id(record, "ticket_id")?;
    let stamp = record.get("timestamp").number().map(|seconds| (seconds * 1000.0) as i64);
    let stamp = stamp.filter(|&at| is_accepted(at));
    let at = match stamp {
        Some(at) if !record.has("created_at") => at,
        _ => when(record, &["created_at"])?,
    };
    let ticket = into.ticket(about);
    into.has_history(ticket);
    let is_rule = |of: Node<'_>| of.get("via").text() == Some("Rule");
    for event in record.get("child_events").list() {
        let by_rule = is_rule(record) || is_rule(event);
        let mut told = part(event, [event.get("author_id"), record.get("updater_id")], by_rule, at, into)?;
        let kind = event.get("event_type").text().unwrap_or_default();
        if kind != "Create" && kind != "Change" {
            let public = if event.has("public") { event.get("public") } else { event.get("comment_public") };
            if comment(kind, public, &mut told, into) {
                into.add(ticket, told);
            }
            continue;
        }
        for (field, what) in FOLLOWED {
            if event.has(field) {
                told.what = what;
                told.before = change(what, event.get("previous_value").word(), into);
                told.value = change(what, event.get(field).word(), into);
                into.add(ticket, told);
                told.part += 1;
            }
        }
    }
    Ok(())
}

/// What Zendesk computed counts as long as no audit has come.
fn metric(record: Node<'_>, about: &str, into: &mut Collected) -> Result<(), Fault> {
    let ticket = into.ticket(about);
    let created = instant(record, "created_at")?;
    let version = instant(record, "updated_at")?.or(created).unwrap_or(0);
    let seconds = record.get("reply_time_in_seconds").get("calendar").number();
    let minutes = record.get("reply_time_in_minutes").get("calendar").number();
    let wait = seconds.or(minutes.map(|minutes| minutes * 60.0)).filter(|wait| (0.0..1e10).contains(wait));
    if let Some(created) = created {
        let replied = wait.map(|wait| created + (wait * 1000.0) as i64).filter(|&at| is_accepted(at));
        into.state(ticket, FIRST_RESPONSE, version, &[replied.unwrap_or(NONE)]);
    }
    let solved = instant(record, "solved_at")?.unwrap_or(NONE);
    into.state(ticket, RESOLVED, version, &[solved]);
    for [name, minutes, seconds] in TIMES {
        for (times, grain, long) in [(minutes, how::MINUTES, MINUTE), (seconds, how::SECONDS, SECOND)] {
            let times = record.get(times);
            for (hours, business) in [("calendar", 0), ("business", how::BUSINESS)] {
                if times.has(hours) {
                    let value = length(times.get(hours).number(), long);
                    into.measure(ticket, Found { name, how: grain | business, key: 0, version, value });
                }
            }
        }
    }
    for name in COUNTS {
        if record.has(name) {
            let value = length(record.get(name).number(), 1);
            into.measure(ticket, Found { name, how: 0, key: 0, version, value });
        }
    }
    Ok(())
}

/// Deadlines that passed and policies that were applied; the rest follows from the audits.
fn metric_event(record: Node<'_>, into: &mut Collected) -> Result<(), Fault> {
    let about = id(record, "ticket_id")?;
    let mut told = Record::new(key(record, "id")?, What::Breach, when(record, &["time"])?);
    let word = match record.get("type").text().unwrap_or_default() {
        "breach" if !record.get("deleted").is_true() => record.get("metric").word(),
        "apply_sla" => {
            told.what = What::Policy;
            record.get("sla").get("policy").get("title").word()
        }
        "breach" | "activate" | "pause" | "fulfill" | "update_status" | "measure" => return Ok(()),
        kind => {
            into.pass_over(kind);
            return Ok(());
        }
    };
    if word.is_some() {
        (told.role, told.part, told.value) = (Role::Bot, 20, into.word(word));
        let ticket = into.ticket(about);
        into.add(ticket, told);
    }
    Ok(())
}

fn rating(record: Node<'_>, into: &mut Collected) -> Result<(), Fault> {
    let about = id(record, "ticket_id")?;
    let Some(score) = score(record) else { return Ok(()) };
    let mut told = Record::new(key(record, "id")?, What::Survey, when(record, &["created_at"])?);
    (told.role, told.part, told.before, told.value) = (Role::Customer, 21, 5, score);
    told.actor = into.entry(Table::Users, record.get("requester_id").word());
    let ticket = into.ticket(about);
    into.add(ticket, told);
    Ok(())
}

/// Audits tell of ratings as well; where the ratings themselves have come, these count.
fn one_survey_each(_collected: &Collected, records: &mut [Record]) {
    let is_rating = |record: &Record| record.what == What::Survey && record.part > 0;
    if records.iter().any(is_rating) {
        for record in records.iter_mut().filter(|record| record.what == What::Survey && record.part == 0) {
            record.what = What::Nothing;
        }
    }
}
