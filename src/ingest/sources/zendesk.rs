//! Zendesk: tickets, audits or the incremental ticket events, metrics, metric events, ratings, users, groups and
//! organizations, as lists, one by one or side by side in one payload.
//!
//! Who an author is follows from the users; until these come, the requester is the customer, and whoever was assigned or
//! wrote an internal comment is an agent. A rule's doings are a bot's.

use super::Reader;
use super::collected::{Collected, NONE, Table};
use super::payload::{id, instant, keep_fields, key};
use super::record::{CREATED, FIRST_RESPONSE, GONE, RESOLVED, Record, SCORE, SUBMITTER, Slot, TAG, What, of};
use crate::ingest::fault::Fault;
use crate::ingest::json::tape::Node;
use crate::store::NO_CODE;
use crate::ticket::{Dimension, Role};

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
    ],
    kind,
    take,
    arrange: Some(one_survey_each),
    first_status: "new",
};

fn kind(member: &str, record: Node<'_>) -> Option<&'static str> {
    let single = member.strip_suffix('s').unwrap_or(member);
    let kinds = [
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
    ];
    match single {
        "result" => {
            record.get("result_type").text().and_then(|said| kinds.into_iter().find(|&kind| kind == said))
        }
        "metric_set" => Some("ticket_metric"),
        _ => kinds.into_iter().find(|&kind| kind == single && record.is_object()),
    }
}

fn take(kind: &'static str, record: Node<'_>, into: &mut Collected) -> Result<(), Fault> {
    match kind {
        "ticket" => ticket(record, into),
        "audit" => audit(record, into),
        "ticket_event" => ticket_event(record, into),
        "ticket_metric" => metric(record, id(record, "ticket_id")?, into),
        "ticket_metric_event" => metric_event(record, into),
        "satisfaction_rating" => rating(record, into),
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
    let number = id(record, "id")?;
    let Some(created) = instant(record, "created_at")? else {
        return Err(
            Fault::new("no-created-at", "the ticket does not say when it was opened").at("created_at")
        );
    };
    let version = instant(record, "updated_at")?.unwrap_or(created);
    let ticket = into.meet(number);
    into.state(ticket, CREATED, version, &[created]);
    let status = record.get("status").word();
    let is_deleted = status == Some("deleted");
    let words = [("status", Dimension::Status), ("priority", Dimension::Priority), ("type", Dimension::Type)];
    for (field, dimension) in words {
        let code = into.word(record.get(field).word());
        into.state_code(ticket, of(dimension), version, code);
    }
    let channel = record.get("via").get("channel").word();
    let channel = into.word(channel.map(|channel| if channel == "voice" { "phone" } else { channel }));
    into.state_code(ticket, of(Dimension::Channel), version, channel);
    let people: [(&str, Slot, Table); 5] = [
        ("group_id", of(Dimension::Group), Table::Groups),
        ("assignee_id", of(Dimension::Assignee), Table::Users),
        ("requester_id", of(Dimension::Requester), Table::Users),
        ("submitter_id", SUBMITTER, Table::Users),
        ("organization_id", of(Dimension::Customer), Table::Accounts),
    ];
    for (field, slot, table) in people {
        let code = into.entry(table, record.get(field).word());
        if slot == of(Dimension::Assignee) {
            into.infer_agent(code);
        }
        into.state_code(ticket, slot, version, code);
    }
    let tags: Vec<_> = record.get("tags").list().filter_map(Node::word).collect();
    let is_merged = tags.contains(&"closed_by_merge");
    let tags: Vec<i64> = tags.into_iter().map(|tag| i64::from(into.word(Some(tag)))).collect();
    into.state(ticket, TAG, version, &tags);
    let gone = match () {
        () if is_deleted => What::Deleted as i64,
        () if is_merged => What::Merged as i64,
        () => NONE,
    };
    into.state(ticket, GONE, version, &[gone]);
    let score = score(record.get("satisfaction_rating")).map_or(NONE, i64::from);
    into.state(ticket, SCORE, version, &[score]);
    keep_fields(record, ticket, version, into);
    let metrics = record.get("metric_set");
    if metrics.is_object() {
        metric(metrics, number, into)?;
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
    let Some(at) = instant(record, "created_at")? else {
        return Err(Fault::new("missing-value", "the audit does not say when it happened").at("created_at"));
    };
    let ticket = into.ticket(about);
    into.has_history(ticket);
    let is_rule = |of: Node<'_>| of.get("via").get("channel").text() == Some("rule");
    let author = record.get("author_id");
    let by_rule = is_rule(record) || author.number() == Some(-1.0);
    for event in record.get("events").list() {
        let own = event.get("author_id");
        let person = if own.is_none() { author } else { own };
        let actor = into.entry(Table::Users, person.word().filter(|&id| id != "-1"));
        let role = if by_rule || is_rule(event) { Role::Bot } else { Role::Unknown };
        let new = |what| Ok(Record { role, ..Record::new(key(event, "id")?, what, at).by(actor) });
        let kind = event.get("type").text().unwrap_or_default();
        let told: Result<Record, Fault> = match kind {
            "Comment" | "VoiceComment" => comment(event.get("public"), new(What::Private)?, into),
            "Create" | "Change" => {
                let name = event.get("field_name").text().unwrap_or_default();
                let Some(change) = change(name, event.get("previous_value"), event.get("value"), into) else {
                    continue;
                };
                let (what, before, value) = change;
                new(what).map(|record: Record| record.change(before, value))
            }
            "SatisfactionRating" => match score(event) {
                Some(score) => new(What::Survey).map(|record: Record| record.change(5, score)),
                None => continue,
            },
            kind => {
                if !is_known_noise(kind) {
                    into.pass_over(kind);
                }
                continue;
            }
        };
        into.add(ticket, told?);
    }
    Ok(())
}

/// A comment, which only agents write in private.
fn comment(public: Node<'_>, record: Record, into: &mut Collected) -> Result<Record, Fault> {
    if public.is_true() {
        return Ok(Record { what: What::Public, ..record });
    }
    into.infer_agent(if record.role == Role::Bot { NO_CODE } else { record.actor });
    Ok(record)
}

/// A change of one of the fields that are followed, with the codes before and after.
fn change(field: &str, before: Node<'_>, value: Node<'_>, into: &mut Collected) -> Option<(What, u32, u32)> {
    let mut words = |what| (what, into.word(before.word()), into.word(value.word()));
    Some(match field {
        "status" => words(What::Status),
        "priority" => words(What::Priority),
        "group_id" => {
            let before = into.entry(Table::Groups, before.word());
            (What::Group, before, into.entry(Table::Groups, value.word()))
        }
        "assignee_id" => {
            let before = into.entry(Table::Users, before.word());
            let after = into.entry(Table::Users, value.word());
            into.infer_agent(before);
            into.infer_agent(after);
            (What::Agent, before, after)
        }
        _ => return None,
    })
}

/// Parts of an audit that say nothing of what is measured here.
fn is_known_noise(kind: &str) -> bool {
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
    NOISE.contains(&kind)
}

/// The incremental export's form of an audit: fields are members of the events in it.
fn ticket_event(record: Node<'_>, into: &mut Collected) -> Result<(), Fault> {
    let about = id(record, "ticket_id")?;
    let stamp = record.get("timestamp").number().map(|seconds| (seconds * 1000.0) as i64);
    let Some(at) = instant(record, "created_at")?.or(stamp) else {
        return Err(Fault::new("missing-value", "the event does not say when it happened").at("created_at"));
    };
    let ticket = into.ticket(about);
    into.has_history(ticket);
    let updater = record.get("updater_id");
    let is_rule = |of: Node<'_>| of.get("via").text() == Some("Rule");
    let by_rule = is_rule(record) || updater.number() == Some(-1.0);
    for event in record.get("child_events").list() {
        let own = event.get("author_id");
        let person = if own.is_none() { updater } else { own };
        let actor = into.entry(Table::Users, person.word().filter(|&id| id != "-1"));
        let role = if by_rule || is_rule(event) { Role::Bot } else { Role::Unknown };
        let new = Record { role, ..Record::new(key(event, "id")?, What::Private, at).by(actor) };
        let kind = event.get("event_type").text().unwrap_or_default();
        match kind {
            "Comment" | "VoiceComment" => {
                let public = event.get("public");
                let told =
                    comment(if public.is_none() { event.get("comment_public") } else { public }, new, into)?;
                into.add(ticket, told);
            }
            "Create" | "Change" => {
                let mut part = 0;
                for field in ["status", "priority", "group_id", "assignee_id"] {
                    if !event.has(field) {
                        continue;
                    }
                    let change = change(field, event.get("previous_value"), event.get(field), into);
                    if let Some((what, before, value)) = change {
                        into.add(ticket, Record { what, ..new.change(before, value).part(part) });
                        part += 1;
                    }
                }
            }
            kind => {
                if !is_known_noise(kind) {
                    into.pass_over(kind);
                }
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
        let replied = wait.map_or(NONE, |wait| created + (wait * 1000.0) as i64);
        into.state(ticket, FIRST_RESPONSE, version, &[replied]);
    }
    let solved = instant(record, "solved_at")?.unwrap_or(NONE);
    into.state(ticket, RESOLVED, version, &[solved]);
    Ok(())
}

/// Deadlines that passed and policies that were applied; the rest follows from the audits.
fn metric_event(record: Node<'_>, into: &mut Collected) -> Result<(), Fault> {
    let about = id(record, "ticket_id")?;
    let Some(at) = instant(record, "time")? else { return Ok(()) };
    let ticket = into.ticket(about);
    let kind = record.get("type").text().unwrap_or_default();
    let (what, word) = match kind {
        "breach" if !record.get("deleted").is_true() => (What::Breach, record.get("metric")),
        "apply_sla" => (What::Policy, record.get("sla").get("policy").get("title")),
        "breach" | "activate" | "pause" | "fulfill" | "update_status" | "measure" => return Ok(()),
        kind => {
            into.pass_over(kind);
            return Ok(());
        }
    };
    let value = into.word(word.word());
    if value != NO_CODE {
        let told = Record::new(key(record, "id")?, what, at).part(20);
        into.add(ticket, Record { value, role: Role::Bot, ..told });
    }
    Ok(())
}

fn rating(record: Node<'_>, into: &mut Collected) -> Result<(), Fault> {
    let ticket = into.ticket(id(record, "ticket_id")?);
    let (Some(score), Some(at)) = (score(record), instant(record, "created_at")?) else { return Ok(()) };
    let requester = into.entry(Table::Users, record.get("requester_id").word());
    let told = Record::new(key(record, "id")?, What::Survey, at).by(requester).change(5, score).part(21);
    into.add(ticket, Record { role: Role::Customer, ..told });
    Ok(())
}

/// Audits tell of ratings as well; where the ratings themselves have come, these count.
fn one_survey_each(_collected: &Collected, records: &mut Vec<Record>) {
    if records.iter().any(|record| record.what == What::Survey && record.part > 0) {
        records.retain(|record| record.what != What::Survey || record.part > 0);
    }
}
