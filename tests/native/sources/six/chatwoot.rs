//! The six tickets as conversations of Chatwoot: as its API tells them, and as webhooks bring them.
//!
//! Chatwoot knows neither new nor hold, and nothing between resolved and closed; who waits for the customer puts a
//! conversation off. A form on the web comes in through an inbox of the kind API.

use serde_json::{Value, json};

use super::{Payloads, Six, changes, comments};

const CHANNELS: [(&str, &str); 4] = [
    ("email", "Channel::Email"),
    ("chat", "Channel::WebWidget"),
    ("voice", "Channel::Voice"),
    ("web", "Channel::Api"),
];

/// A status in Chatwoot's words.
fn status(zendesk: &str) -> &'static str {
    match zendesk {
        "pending" => "snoozed",
        "solved" | "closed" => "resolved",
        _ => "open",
    }
}

fn seconds(time: &Value) -> i64 {
    let text = time.as_str().unwrap();
    let ms = deskgauge::time::parse::DateFormat::Iso.read(text.as_bytes()).unwrap().utc_ms().unwrap();
    ms / 1_000
}

/// Agents and contacts are numbered apart, here with the same numbers.
fn contact(ticket: &Value) -> Value {
    json!({ "id": ticket["requester_id"].as_u64().unwrap() + 4_000, "name": "Customer", "phone_number": null })
}

fn agent(id: u64) -> Value {
    json!({ "id": id, "name": format!("Agent {id}"), "type": "user" })
}

/// What a conversation is like at some time.
struct Now {
    status: &'static str,
    team: u64,
    assignee: Option<u64>,
    first_reply: Value,
    /// Seconds.
    at: i64,
}

fn conversation(ticket: &Value, now: &Now, six: &Six) -> Value {
    let &(_, channel) = CHANNELS.iter().find(|&&(word, _)| ticket["via"]["channel"] == word).unwrap();
    let priority = if ticket["priority"] == "normal" { json!("medium") } else { ticket["priority"].clone() };
    json!({
        "id": ticket["id"], "inbox_id": 4, "status": now.status, "priority": priority, "can_reply": true,
        "channel": channel, "labels": [], "additional_attributes": {}, "custom_attributes": {},
        "meta": {
            "sender": contact(ticket), "channel": channel, "assignee": now.assignee.map(agent),
            "team": { "id": now.team, "name": six.group(now.team) },
        },
        "first_reply_created_at": now.first_reply, "waiting_since": 0, "snoozed_until": null,
        "created_at": seconds(&ticket["created_at"]), "timestamp": now.at, "last_activity_at": now.at,
        "updated_at": now.at as f64,
    })
}

fn message(ticket: &Value, comment: &Value, at: i64) -> Value {
    let by_customer = comment["author_id"] == ticket["requester_id"];
    let sender = if by_customer { contact(ticket) } else { agent(comment["author_id"].as_u64().unwrap()) };
    json!({
        "id": comment["id"], "content": "made up", "inbox_id": 4, "conversation_id": ticket["id"],
        "message_type": if by_customer { 0 } else { 1 }, "private": comment["public"] == json!(false),
        "content_attributes": {}, "created_at": at, "sender": sender,
    })
}

/// Goes through the life of a ticket: gives each audit with what the conversation is like after it.
fn life<'s>(ticket: &'s Value, six: &'s Six) -> Vec<(&'s Value, Now)> {
    let mut life: Vec<(&Value, Now)> = Vec::new();
    let (mut now_status, mut team, mut first_reply) = ("open", 0, json!(0));
    let mut assignee = None;
    for audit in six.audits_of(ticket) {
        let at = seconds(&audit["created_at"]);
        for (field, before, now) in changes(audit) {
            match field {
                "status" => now_status = status(now),
                "group_id" => team = now.parse().unwrap(),
                "assignee_id" => {
                    // Who had it until the first change had it from the beginning.
                    let before: u64 = before.unwrap().parse().unwrap();
                    life.iter_mut().filter(|(_, now)| now.assignee.is_none()).for_each(|(_, now)| {
                        now.assignee = Some(before);
                    });
                    assignee = Some(now.parse().unwrap());
                }
                _ => {}
            }
        }
        let by_agent = |comment: &&Value| comment["author_id"] != ticket["requester_id"];
        if first_reply == 0
            && comments(audit).filter(|one| one["public"] == json!(true)).any(|one| by_agent(&one))
        {
            first_reply = json!(at);
        }
        life.push((audit, Now { status: now_status, team, assignee, first_reply: first_reply.clone(), at }));
    }
    for (_, now) in &mut life {
        now.assignee = now.assignee.or(ticket["assignee_id"].as_u64());
    }
    life
}

/// The answers of the API; `None` where the tickets are not there.
pub fn chatwoot() -> Option<Payloads> {
    let six = Six::read()?;
    let mut payloads = Vec::new();
    let mut add = |name: String, payload: Value| payloads.push((name, payload.to_string().into_bytes()));
    let mut conversations = Vec::new();
    for ticket in &six.tickets {
        let id = &ticket["id"];
        let life = life(ticket, &six);
        conversations.push(conversation(ticket, &life.last().unwrap().1, &six));
        add(format!("messages_{id}"), json!({ "meta": {}, "payload": messages(ticket, &life) }));
        let events = reporting_events(ticket, &life);
        add(format!("reporting_events_{id}"), json!({ "conversation_id": id, "reporting_events": events }));
    }
    add("conversations".into(), json!({ "data": { "meta": { "all_count": 6 }, "payload": conversations } }));
    add("csat_survey_responses".into(), ratings(&six));
    let agents = six.agents().into_iter();
    let agents = agents.map(
        |id| json!({ "id": id, "available_name": "Ana", "name": format!("Agent {id}"), "role": "agent" }),
    );
    add("agents".into(), agents.collect());
    let teams = six.groups.iter();
    let teams =
        teams.map(|team| json!({ "id": team["id"], "name": team["name"], "allow_auto_assign": true }));
    add("teams".into(), teams.collect());
    Some(payloads)
}

/// Comments as messages, and what changed as the sentences that Chatwoot makes of it.
fn messages(ticket: &Value, life: &[(&Value, Now)]) -> Vec<Value> {
    let mut messages = Vec::new();
    for (audit, now) in life {
        messages.extend(comments(audit).map(|comment| message(ticket, comment, now.at)));
        messages.extend(changes(audit).filter(|(_, before, _)| before.is_some()).map(|_| {
            json!({
                "id": audit["id"], "content": "Die Unterhaltung wurde geändert", "conversation_id": ticket["id"],
                "message_type": 2, "private": false, "content_attributes": {}, "created_at": now.at,
            })
        }));
    }
    messages
}

fn reporting_events(ticket: &Value, life: &[(&Value, Now)]) -> Vec<Value> {
    let mut events = Vec::new();
    let mut add = |audit: &Value, name: &str, user: &Value| {
        events.push(json!({
            "id": audit["id"], "name": name, "value": 60.0, "value_in_business_hours": 60.0, "account_id": 1,
            // The number of a row, which is another than that of the conversation.
            "conversation_id": ticket["id"].as_u64().unwrap() + 70, "inbox_id": 4, "user_id": user,
            "event_start_time": ticket["created_at"], "event_end_time": audit["created_at"],
        }));
    };
    let mut before = "open";
    for (audit, now) in life {
        if now.first_reply == now.at {
            add(audit, "first_response", &audit["author_id"]);
        }
        if before != now.status && now.status == "resolved" {
            add(audit, "conversation_resolved", &json!(now.assignee));
        }
        if before == "resolved" && now.status == "open" {
            add(audit, "conversation_opened", &json!(now.assignee));
        }
        before = now.status;
    }
    events
}

fn ratings(six: &Six) -> Value {
    let ratings = six.ratings.iter().map(|rating| {
        let ticket = six.tickets.iter().find(|ticket| ticket["id"] == rating["ticket_id"]).unwrap();
        json!({
            "id": rating["id"], "rating": if rating["score"] == "good" { 5 } else { 1 }, "feedback_message": null,
            "contact": contact(ticket), "conversation_id": rating["ticket_id"],
            "created_at": seconds(&rating["created_at"]),
        })
    });
    ratings.collect()
}

/// What webhooks bring, one list a conversation, and the ratings; `None` where the tickets are not there.
pub fn webhooks() -> Option<Payloads> {
    let six = Six::read()?;
    let mut payloads = vec![("csat_survey_responses".to_string(), ratings(&six).to_string().into_bytes())];
    for ticket in &six.tickets {
        let mut brought = Vec::new();
        let mut before = None;
        for (audit, now) in life(ticket, &six) {
            let whole = conversation(ticket, &now, &six);
            let event = |name: &str, changed: Value| {
                let mut event = whole.clone();
                event["event"] = json!(name);
                event["changed_attributes"] = changed;
                event
            };
            if before.is_none() {
                brought.push(event("conversation_created", Value::Null));
            }
            for comment in comments(audit) {
                let mut event = message(ticket, comment, now.at);
                event["event"] = json!("message_created");
                event["message_type"] =
                    json!(["incoming", "outgoing"][event["message_type"].as_u64().unwrap() as usize]);
                event["created_at"] = audit["created_at"].clone();
                event["conversation"] = whole.clone();
                brought.push(event);
            }
            let changed = changed_attributes(before.as_ref().unwrap_or(&now), &now);
            if changed.iter().any(|one| !one["status"].is_null()) {
                brought.push(event("conversation_status_changed", json!(changed)));
            }
            if !changed.is_empty() {
                brought.push(event("conversation_updated", json!(changed)));
            }
            before = Some(now);
        }
        payloads.push((format!("webhooks_{}", ticket["id"]), json!(brought).to_string().into_bytes()));
    }
    Some(payloads)
}

fn changed_attributes(before: &Now, now: &Now) -> Vec<Value> {
    let pairs = [
        ("status", json!(before.status), json!(now.status)),
        ("team_id", json!(before.team), json!(now.team)),
        ("assignee_id", json!(before.assignee), json!(now.assignee)),
    ];
    let changed = pairs.into_iter().filter(|(_, before, now)| before != now);
    changed
        .map(|(name, before, now)| json!({ name: { "previous_value": before, "current_value": now } }))
        .collect()
}
