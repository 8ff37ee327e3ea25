//! GitLab's issues: the six tickets by three ways of asking, and what the ways cannot tell.

use deskgauge::desk::Desk;
use deskgauge::ticket::{Dimension, Kind, Role};
use serde_json::{Value, json};

use super::facts::events;
use super::git_story::{Did, Issue, STORY, Step, issue_after, issues, steps_of};
use super::lifecycle::{arrive, expected};
use super::{Payloads, load};

/// A person of the story, by name and number; the bot is one of an access token.
fn user(who: &str) -> Value {
    let known = [("ana", 9001), ("ben", 9002), ("cleo", 9003), ("dan", 9004), ("triage-app[bot]", 77)];
    let id = known.iter().find(|(name, _)| *name == who).map(|(_, id)| *id);
    let id = id.unwrap_or_else(|| 5_000 + u64::from(who.bytes().next_back().unwrap() - b'0'));
    let username = if id == 77 { "project_4_bot_1a2b" } else { who };
    json!({ "id": id, "username": username, "name": format!("Made Up {id}"), "state": "active" })
}

fn title((kind, says): (&str, &str)) -> String {
    let kind = if kind == "team" { "group" } else { kind };
    format!("{kind}::{says}")
}

fn is_service_desk(number: u64) -> bool {
    [1, 5, 6].contains(&number)
}

fn issue(told: &Issue) -> Value {
    let page = format!("https://gitlab.example.com/acme/desk/-/issues/{}", told.number);
    let holders: Vec<Value> = told.holders.iter().map(|who| user(who)).collect();
    json!({
        "id": 4_000 + told.number, "iid": told.number, "project_id": 4, "title": "made up", "web_url": page,
        "references": { "short": format!("#{}", told.number), "full": format!("acme/desk#{}", told.number) },
        "state": if told.closed.is_some() { "closed" } else { "opened" }, "author": user(told.opener),
        "labels": told.labels.iter().map(|&one| title(one)).collect::<Vec<_>>(), "issue_type": "issue", "type": "ISSUE",
        "assignees": holders, "assignee": holders.first(), "confidential": false, "moved_to_id": null,
        "service_desk_reply_to": is_service_desk(told.number).then_some("somebody@example.com"),
        "created_at": told.opened, "updated_at": told.updated, "closed_at": told.closed,
        "_links": { "self": page, "closed_as_duplicate_of": null },
    })
}

fn note(at: usize, (number, when, who, did): Step, body: &str, is_system: bool) -> Value {
    let is_internal = matches!(did, Did::Note);
    json!({
        "id": 70_000 + at, "body": body, "author": user(who), "created_at": when, "updated_at": when, "system": is_system,
        "noteable_id": 4_000 + number, "noteable_type": "Issue", "noteable_iid": number, "project_id": 4,
        "resolvable": false, "confidential": is_internal, "internal": is_internal,
    })
}

/// Comments, and assignments as the system notes them.
fn notes(number: u64) -> Vec<Value> {
    let mut notes = Vec::new();
    let mut steps = steps_of(number).peekable();
    while let Some((at, step)) = steps.next() {
        match step.3 {
            Did::Say | Did::Note => notes.push(note(at, step, "made up", false)),
            Did::Take(whom) => match steps.next_if(|(_, next)| matches!(next.3, Did::Leave(_))) {
                Some((_, (_, _, _, Did::Leave(other)))) => {
                    let body = format!("assigned to @{whom} and unassigned @{other}");
                    notes.push(note(at, step, &body, true));
                }
                _ => notes.push(note(at, step, &format!("assigned to @{whom}"), true)),
            },
            _ => {}
        }
    }
    notes.push(note(
        900 + number as usize,
        (number, "2026-03-09T12:00:00Z", "ana", Did::Say),
        "mentioned in !8",
        true,
    ));
    notes
}

fn events_of(number: u64) -> [Vec<Value>; 2] {
    let event = |at: usize, (number, when, who, _): Step| {
        json!({
            "id": 100 + at, "user": user(who), "created_at": when, "resource_type": "Issue", "resource_id": 4_000 + number,
        })
    };
    let mut found = [Vec::new(), Vec::new()];
    for (at, step) in steps_of(number) {
        let mut told = event(at, step);
        match step.3 {
            Did::On(kind, says) | Did::Off(kind, says) => {
                told["label"] = json!({ "id": 9, "name": title((kind, says)), "color": "#fff" });
                told["action"] = json!(if matches!(step.3, Did::On(..)) { "add" } else { "remove" });
                found[0].push(told);
            }
            Did::Close | Did::Reopen => {
                told["state"] = json!(if matches!(step.3, Did::Close) { "closed" } else { "reopened" });
                found[1].push(told);
            }
            _ => {}
        }
    }
    found
}

fn members() -> Value {
    let level = |(who, level): (&str, u32)| {
        let mut member = user(who);
        member["access_level"] = json!(level);
        member
    };
    json!([("ana", 30), ("ben", 20), ("cleo", 40), ("dan", 15), ("cust-2", 10)].map(level))
}

/// Lists as the API gives them, one after another.
fn by_lists() -> Payloads {
    let listed: Vec<Value> = issues().iter().map(issue).collect();
    let mut payloads = vec![("issues".to_string(), json!(listed)), ("members".into(), members())];
    for number in 1..=6 {
        let [labels, states] = events_of(number);
        payloads.push((format!("notes {number}"), json!(notes(number))));
        payloads.push((format!("labels {number}"), json!(labels)));
        payloads.push((format!("states {number}"), json!(states)));
    }
    written(payloads)
}

/// Issues one by one, with labels in detail, and their histories beside their ids.
fn by_histories() -> Payloads {
    let mut payloads = vec![("members".to_string(), members())];
    for told in issues() {
        let mut detailed = issue(&told);
        detailed["labels"] = told.labels.iter().map(|&one| json!({ "id": 9, "name": title(one) })).collect();
        let discussions: Vec<Value> = notes(told.number)
            .into_iter()
            .map(|note| json!({ "id": "6a9c", "individual_note": true, "notes": [note] }))
            .collect();
        let [labels, states] = events_of(told.number);
        let history = json!({
            "issue_id": 4_000 + told.number, "discussions": discussions, "resource_label_events": labels,
            "resource_state_events": states,
        });
        payloads.push((format!("issue {}", told.number), detailed));
        payloads.push((format!("history {}", told.number), history));
    }
    written(payloads)
}

/// What webhooks would have sent: of an issue its attributes and what changed, of a comment the comment as well.
fn by_webhooks() -> Payloads {
    let mut payloads = vec![("members".to_string(), members())];
    for (at, step) in STORY.into_iter().enumerate() {
        let (told, before) = (issue_after(at), issue_after(at.saturating_sub(1)));
        let whole = issue(&told);
        let titles = |issue: &Issue| -> Value {
            issue.labels.iter().map(|&one| json!({ "id": 9, "title": title(one) })).collect()
        };
        let people = |issue: &Issue| -> Value { issue.holders.iter().map(|who| user(who)).collect() };
        let stamp = |text: &str| format!("{} UTC", text.replace('T', " ").trim_end_matches('Z'));
        let mut attributes = json!({
            "id": whole["id"], "iid": whole["iid"], "author_id": whole["author"]["id"], "state": whole["state"],
            "created_at": stamp(told.opened), "updated_at": stamp(told.updated), "labels": titles(&told),
            "service_desk_reply_to": whole["service_desk_reply_to"], "type": "Issue",
            "action": match step.3 { Did::Open => "open", Did::Close => "close", Did::Reopen => "reopen", _ => "update" },
        });
        let mut hook = json!({
            "object_kind": "issue", "user": user(step.2), "project": { "id": 4, "path_with_namespace": "acme/desk" },
        });
        if let Did::Say | Did::Note = step.3 {
            attributes.as_object_mut().unwrap().remove("action");
            let mut said = note(at, step, "made up", false);
            said["created_at"] = json!(stamp(step.1));
            said["note"] = json!("made up");
            hook["object_kind"] = json!("note");
            hook["issue"] = attributes;
            hook["object_attributes"] = said;
        } else {
            hook["object_attributes"] = attributes;
            hook["assignees"] = people(&told);
            hook["labels"] = titles(&told);
            let mut changes = json!({ "updated_at": { "previous": null, "current": stamp(told.updated) } });
            if told.number == before.number && !matches!(step.3, Did::Open) {
                if told.labels != before.labels {
                    changes["labels"] = json!({ "previous": titles(&before), "current": titles(&told) });
                }
                if told.holders != before.holders {
                    changes["assignees"] = json!({ "previous": people(&before), "current": people(&told) });
                }
            }
            hook["changes"] = changes;
        }
        payloads.push((format!("webhook {at}"), hook));
    }
    written(payloads)
}

fn written(payloads: Vec<(String, Value)>) -> Payloads {
    payloads.into_iter().map(|(name, payload)| (name, payload.to_string().into_bytes())).collect()
}

/// Every way, for what holds whatever the order.
pub fn ways() -> [Payloads; 3] {
    [by_lists(), by_histories(), by_webhooks()]
}

#[test]
fn every_way_arrives_at_every_figure() {
    let Some(expected) = expected() else { return };
    for payloads in ways() {
        arrive("gitlab", &payloads, &expected);
    }
}

fn desk_of(payloads: &Payloads) -> Desk {
    let mut desk = Desk::new();
    for (_, bytes) in payloads {
        load(&mut desk, "gitlab", bytes).unwrap();
    }
    desk
}

#[test]
fn notes_are_replies_notes_and_assignments() {
    for payloads in ways() {
        let desk = desk_of(&payloads);
        let told = events(desk.store(), "acme/desk#2");
        let holders: Vec<_> = told
            .iter()
            .filter(|told| told.kind == Kind::AssignedAgent)
            .map(|told| told.value.clone())
            .collect();
        assert_eq!(holders, [Some("ana".to_string()), Some("cleo".to_string())]);
        let replies = told.iter().filter(|told| told.kind == Kind::Reply).map(|told| told.role);
        let hoped = [Role::Bot, Role::Agent, Role::Agent, Role::Customer, Role::Agent];
        assert_eq!(replies.collect::<Vec<_>>(), hoped);
        let notes = events(desk.store(), "acme/desk#3").into_iter().filter(|told| told.kind == Kind::Note);
        assert_eq!(notes.map(|told| told.role).collect::<Vec<_>>(), [Role::Agent]);
        let word = |id: &str| {
            let row = desk.store().tickets().ids().row(id).unwrap();
            desk.store().word(row, Dimension::Channel).map(str::to_string)
        };
        assert_eq!((word("acme/desk#1").as_deref(), word("acme/desk#2")), (Some("email"), None));
    }
}

#[test]
fn who_may_answer_is_known_by_the_members() {
    let mut desk = Desk::new();
    let payload = r#"[{"id":41,"iid":1,"state":"opened","web_url":"https://gitlab.example.com/acme/desk/-/issues/1","author":{"id":5,"username":"cus"},
        "labels":[],"assignees":[],"created_at":"2026-03-02T09:00:00Z","updated_at":"2026-03-02T09:00:00Z"},
        {"id":3,"noteable_id":41,"noteable_type":"Issue","system":false,"internal":false,"author":{"username":"ana"},"created_at":"2026-03-02T09:30:00Z"},
        {"id":4,"noteable_id":8,"noteable_type":"MergeRequest","author":{"username":"ana"},"created_at":"2026-03-02T09:30:00Z"}]"#;
    let told = load(&mut desk, "gitlab", payload.as_bytes()).unwrap().source.unwrap();
    assert_eq!((told.missing.users, told.records.get("other")), (vec!["ana".to_string()], Some(&1)));
    let role = |desk: &Desk| events(desk.store(), "acme/desk#1").last().map(|told| (told.kind, told.role));
    assert_eq!(role(&desk), Some((Kind::Reply, Role::Unknown)));
    let member = br#"[{"id":9,"username":"ana","access_level":20}]"#;
    let told = load(&mut desk, "gitlab", member).unwrap().source.unwrap();
    assert_eq!((role(&desk), told.missing.users.len()), (Some((Kind::Reply, Role::Agent)), 0));
}

#[test]
fn what_moved_or_is_a_duplicate_counts_no_more() {
    let [mut first, mut second] = [0, 1].map(|at| issue(&issues()[at]));
    first["moved_to_id"] = json!(99);
    second["_links"]["closed_as_duplicate_of"] =
        json!("https://gitlab.example.com/api/v4/projects/4/issues/1");
    let mut desk = Desk::new();
    load(&mut desk, "gitlab", json!([first, second]).to_string().as_bytes()).unwrap();
    for id in ["acme/desk#1", "acme/desk#2"] {
        assert_eq!(events(desk.store(), id).last().map(|told| told.kind), Some(Kind::Merged));
    }
}
