//! GitHub's issues: the six tickets by three ways of asking, and what the ways cannot tell.

use deskgauge::desk::Desk;
use deskgauge::ticket::{Dimension, Kind, Role};
use serde_json::{Value, json};

use super::facts::events;
use super::git_story::{Did, Issue, STORY, Step, issue_after, issues, steps_of};
use super::lifecycle::{arrive, expected};
use super::{Payloads, files, load};

const REPOSITORY: &str = "https://api.github.com/repos/acme/desk";

fn user(login: &str) -> Value {
    let kind = if login.ends_with("[bot]") { "Bot" } else { "User" };
    json!({ "login": login, "id": login.len(), "type": kind, "site_admin": false })
}

fn label((kind, says): (&str, &str)) -> Value {
    json!({ "id": 1, "name": format!("{kind}: {says}"), "color": "ededed", "default": false })
}

fn issue(told: &Issue) -> Value {
    let url = format!("{REPOSITORY}/issues/{}", told.number);
    let holders: Vec<Value> = told.holders.iter().map(|login| user(login)).collect();
    json!({
        "id": 4_000 + told.number, "number": told.number, "title": "made up", "url": url,
        "repository_url": REPOSITORY, "comments_url": format!("{url}/comments"), "events_url": format!("{url}/events"),
        "html_url": format!("https://github.com/acme/desk/issues/{}", told.number), "user": user(told.opener),
        "labels": told.labels.iter().map(|&one| label(one)).collect::<Vec<_>>(),
        "state": if told.closed.is_some() { "closed" } else { "open" },
        "state_reason": told.closed.map(|_| if told.number == 6 { "not_planned" } else { "completed" }),
        "assignee": holders.first(), "assignees": holders, "author_association": "NONE", "locked": false,
        "created_at": told.opened, "updated_at": told.updated, "closed_at": told.closed,
    })
}

fn comment(at: usize, (number, when, who, _): Step) -> Value {
    let agents = ["ana", "ben", "cleo", "dan"];
    json!({
        "id": 70_000 + at, "url": format!("{REPOSITORY}/issues/comments/{}", 70_000 + at), "body": "made up",
        "issue_url": format!("{REPOSITORY}/issues/{number}"), "user": user(who), "created_at": when, "updated_at": when,
        "html_url": format!("https://github.com/acme/desk/issues/{number}#issuecomment-{}", 70_000 + at),
        "author_association": if agents.contains(&who) { "MEMBER" } else { "NONE" },
    })
}

/// What a step is called in events and by webhooks, and what it is about.
fn name(did: Did) -> Option<(&'static str, &'static str, Value)> {
    Some(match did {
        Did::Open | Did::Say | Did::Note => return None,
        Did::Close => ("closed", "state_reason", json!("completed")),
        Did::Reopen => ("reopened", "state_reason", Value::Null),
        Did::On(kind, says) => ("labeled", "label", label((kind, says))),
        Did::Off(kind, says) => ("unlabeled", "label", label((kind, says))),
        Did::Take(whom) => ("assigned", "assignee", user(whom)),
        Did::Leave(whom) => ("unassigned", "assignee", user(whom)),
    })
}

fn event(at: usize, (_, when, who, did): Step) -> Option<Value> {
    let (name, member, value) = name(did)?;
    let mut event = json!({
        "id": 80_000 + at, "url": format!("{REPOSITORY}/issues/events/{}", 80_000 + at), "event": name,
        "actor": user(who), "created_at": when, "commit_id": null, "performed_via_github_app": null,
    });
    event[member] = value;
    if member == "assignee" {
        // The actor is who was assigned.
        event["actor"] = event["assignee"].clone();
        event["assigner"] = user(who);
    }
    Some(event)
}

/// Lists of issues, and beside them one timeline each.
fn by_timelines() -> Payloads {
    let mut pull_request = issue(&issues()[0]);
    pull_request["number"] = json!(7);
    pull_request["url"] = json!(format!("{REPOSITORY}/issues/7"));
    pull_request["pull_request"] = json!({ "url": format!("{REPOSITORY}/pulls/7") });
    let listed: Vec<Value> = issues().iter().map(issue).chain([pull_request]).collect();
    let mut payloads = vec![("issues".to_string(), json!(listed))];
    for number in 1..=6 {
        let items: Vec<Value> = steps_of(number)
            .filter_map(|(at, step)| match step.3 {
                Did::Say => {
                    let mut told = comment(at, step);
                    told["event"] = json!("commented");
                    told["actor"] = told["user"].clone();
                    Some(told)
                }
                _ => event(at, step),
            })
            .chain([json!({ "event": "cross-referenced", "created_at": "2026-03-09T12:00:00Z" })])
            .collect();
        let of = format!("{REPOSITORY}/issues/{number}");
        payloads.push((format!("timeline {number}"), json!({ "issue_url": of, "timeline": items })));
    }
    written(payloads)
}

/// Everything of the repository in three lists.
fn by_lists() -> Payloads {
    let all = || STORY.into_iter().enumerate();
    let comments: Vec<Value> = all()
        .filter(|(_, step)| matches!(step.3, Did::Say))
        .map(|(at, step)| comment(at, step))
        .chain([json!({
            "id": 70_999, "issue_url": format!("{REPOSITORY}/issues/7"), "created_at": "2026-03-04T09:00:00Z",
            "html_url": "https://github.com/acme/desk/pull/7#issuecomment-70999", "user": user("ana"),
        })])
        .collect();
    let events: Vec<Value> = all()
        .filter_map(|(at, step)| {
            let mut event = event(at, step)?;
            event["issue"] = issue(&issues()[step.0 as usize - 1]);
            Some(event)
        })
        .collect();
    let listed: Vec<Value> = issues().iter().map(issue).collect();
    written(vec![
        ("issues".into(), json!({ "total_count": 6, "incomplete_results": false, "items": listed })),
        ("events".into(), json!(events)),
        ("comments".into(), json!(comments)),
    ])
}

/// What webhooks would have sent.
fn by_webhooks() -> Payloads {
    let sent = STORY.into_iter().enumerate().filter(|(_, step)| !matches!(step.3, Did::Note));
    let payloads = sent.map(|(at, step)| {
        let mut payload = json!({
            "action": "opened", "issue": issue(&issue_after(at)), "repository": { "full_name": "acme/desk" },
            "sender": user(step.2),
        });
        if let Some((name, member, value)) = name(step.3) {
            payload["action"] = json!(name);
            payload[member] = value;
        }
        if matches!(step.3, Did::Say) {
            payload["action"] = json!("created");
            payload["comment"] = comment(at, step);
        }
        (format!("webhook {at}"), payload)
    });
    written(payloads.collect())
}

fn written(payloads: Vec<(String, Value)>) -> Payloads {
    payloads.into_iter().map(|(name, payload)| (name, payload.to_string().into_bytes())).collect()
}

/// Every way, for what holds whatever the order.
pub fn ways() -> [Payloads; 3] {
    [by_timelines(), by_lists(), by_webhooks()]
}

#[test]
fn every_way_arrives_at_every_figure() {
    let Some(expected) = expected() else { return };
    for payloads in ways() {
        arrive("github", &payloads, &expected);
    }
}

#[test]
fn pull_requests_are_counted_and_passed_over() {
    let mut desk = Desk::new();
    let payloads = by_timelines();
    let loaded = load(&mut desk, "github", &payloads[0].1).unwrap();
    let told = loaded.source.unwrap();
    let count = |kind: &str| told.records.get(kind).copied();
    assert_eq!((count("issue"), count("pull_request"), loaded.tickets), (Some(6), Some(1), 6));
    assert_eq!(told.missing.histories.len(), 6);
    let lists = by_lists();
    let told = load(&mut desk, "github", &lists[2].1).unwrap().source.unwrap();
    assert_eq!((told.records.get("pull_request"), told.waiting), (Some(&1), 0));
    assert_eq!(told.missing.tickets, [""; 0]);
}

#[test]
fn a_timeline_alone_says_how_to_name_its_issue() {
    let bare = json!([event(5, STORY[5])]).to_string();
    let loaded = load(&mut Desk::new(), "github", bare.as_bytes()).unwrap();
    assert_eq!((loaded.skipped, loaded.problems[0].code), (1, "no-ticket"));
    assert!(loaded.problems[0].message.contains("\"issue_url\""), "{}", loaded.problems[0].message);
    let wrapped = format!(r#"{{"issue_url":"https://github.com/acme/desk/issues/1","timeline":{bare}}}"#);
    let loaded = load(&mut Desk::new(), "github", wrapped.as_bytes()).unwrap();
    assert_eq!(loaded.source.unwrap().missing.tickets, ["acme/desk#1"]);
}

#[test]
fn who_answers_is_told_by_their_standing() {
    let mut desk = Desk::new();
    for (_, bytes) in by_timelines() {
        load(&mut desk, "github", &bytes).unwrap();
    }
    let roles = |id: &str| {
        let told = events(desk.store(), id).into_iter().filter(|told| told.kind == Kind::Reply);
        told.map(|told| (told.actor.unwrap(), told.role)).collect::<Vec<_>>()
    };
    let hoped = [("triage-app[bot]", Role::Bot), ("ana", Role::Agent), ("cleo", Role::Agent)];
    let hoped = hoped.into_iter().chain([("cust-2", Role::Customer), ("cleo", Role::Agent)]);
    assert_eq!(roles("acme/desk#2"), hoped.map(|(who, role)| (who.into(), role)).collect::<Vec<_>>());
    // Who opens an issue is its customer, whatever they may elsewhere.
    let own = r#"[{"url":"https://api.github.com/repos/acme/desk/issues/8","comments_url":"","number":8,"state":"open","user":{"login":"ana"},
        "created_at":"2026-03-02T09:00:00Z","updated_at":"2026-03-02T09:00:00Z"},
        {"id":1,"issue_url":"https://api.github.com/repos/acme/desk/issues/8","user":{"login":"ana"},"author_association":"OWNER","created_at":"2026-03-02T09:30:00Z"}]"#;
    load(&mut desk, "github", own.as_bytes()).unwrap();
    let told = events(desk.store(), "acme/desk#8");
    assert_eq!(told.last().map(|told| (told.kind, told.role)), Some((Kind::Reply, Role::Customer)));
}

#[test]
fn labels_of_any_usual_writing_tell_the_same() {
    for written in ["team: L2", "Team:L2", "group::L2", "team/L2"] {
        let issue = json!({
            "url": format!("{REPOSITORY}/issues/1"), "comments_url": "", "number": 1, "state": "open",
            "labels": [{ "name": written }, { "name": "needs: nothing" }, "kind/bug"],
            "created_at": "2026-03-02T09:00:00Z", "updated_at": "2026-03-02T09:00:00Z",
        });
        let mut desk = Desk::new();
        load(&mut desk, "github", issue.to_string().as_bytes()).unwrap();
        let word = |of| desk.store().word(0, of).map(str::to_string);
        assert_eq!(word(Dimension::Group).as_deref(), Some("L2"), "{written}");
        assert_eq!(word(Dimension::Type).as_deref(), Some("bug"));
        assert_eq!(word(Dimension::Status).as_deref(), Some("open"));
        assert_eq!(desk.store().tickets().tags(0).len(), 3);
    }
}

#[test]
fn github_samples_load() {
    let Some(files) = files("vendor-api-samples/github") else { return };
    let mut desk = Desk::new();
    let mut hooks = 0;
    for (name, bytes) in &files {
        let loaded = load(&mut desk, "github", bytes).unwrap();
        let told = loaded.source.unwrap();
        assert_eq!((loaded.skipped, told.unknown_events.len()), (0, 0), "{name} {:?}", loaded.problems);
        hooks += told.records.get("webhook").copied().unwrap_or(0);
    }
    assert_eq!(hooks, files.len());
    let tickets = desk.store().tickets();
    let mut ids: Vec<&str> = (0..tickets.len()).filter_map(|row| tickets.ids().get(row as u32)).collect();
    ids.sort_unstable();
    assert_eq!(ids, ["Codertocat/Hello-World#1", "octo-org/hello-world-npm#1"]);
    let count =
        |id: &str, kind: Kind| events(desk.store(), id).iter().filter(|told| told.kind == kind).count();
    // Assigned and unassigned.
    assert_eq!((count(ids[0], Kind::Created), count(ids[0], Kind::AssignedAgent)), (1, 2));
    // What was moved to another repository is gone from this one.
    assert_eq!((count(ids[0], Kind::Deleted), count(ids[1], Kind::Deleted)), (0, 1));
}
