//! The six tickets as Zammad's API tells them: some in a list, some with the names beside the numbers, some as what a search
//! found; articles and history one ticket each; users, groups, states and priorities as lists.

use serde_json::{Map, Value, json};

use super::{Payloads, Six, changes, comments};

/// Zammad knows no hold and nothing between solved and closed; this desk made a state for the former.
const STATES: [(&str, u64, &str, u64); 6] = [
    ("new", 1, "new", 1),
    ("open", 2, "open", 2),
    ("pending", 3, "pending reminder", 3),
    ("solved", 4, "closed", 5),
    ("closed", 4, "closed", 5),
    ("hold", 8, "on hold", 3),
];
const PRIORITIES: [(&str, u64, &str); 4] =
    [("low", 1, "1 low"), ("normal", 2, "2 normal"), ("high", 3, "3 high"), ("urgent", 4, "4 urgent")];
const CHANNELS: [(&str, u64, &str); 4] =
    [("email", 1, "email"), ("chat", 3, "chat"), ("voice", 5, "phone"), ("web", 11, "web")];

fn state(zendesk: &str) -> (u64, &'static str) {
    let &(_, id, name, _) = STATES.iter().find(|&&(word, ..)| word == zendesk).unwrap();
    (id, name)
}

/// A time with so many milliseconds.
fn at(time: &Value, ms: u32) -> String {
    time.as_str().unwrap().replace('Z', &format!(".{ms:03}Z"))
}

/// All payloads; `None` where the tickets are not there.
pub fn zammad() -> Option<Payloads> {
    let six = Six::read()?;
    let mut payloads = Vec::new();
    let mut add = |name: String, payload: Value| payloads.push((name, payload.to_string().into_bytes()));
    let (mut listed, mut found) = (Vec::new(), Map::new());
    for ticket in &six.tickets {
        let id = ticket["id"].as_u64().unwrap();
        match id {
            1 | 2 => listed.push(told(ticket)),
            3 | 4 => add(format!("ticket_{id}"), expanded(ticket, &six)),
            _ => drop(found.insert(id.to_string(), told(ticket))),
        }
        add(format!("articles_{id}"), articles(ticket, &six));
        add(format!("history_{id}"), history(ticket, &six));
    }
    add("tickets".into(), json!(listed));
    let ids: Vec<u64> = found.keys().map(|id| id.parse().unwrap()).collect();
    add(
        "search".into(),
        json!({ "tickets": ids, "tickets_count": ids.len(), "assets": { "Ticket": found } }),
    );
    add("users".into(), users(&six));
    let groups = six.groups.iter();
    let groups =
        groups.map(|group| json!({ "id": group["id"], "name": group["name"], "follow_up_possible": "yes" }));
    add("groups".into(), groups.collect());
    let states = STATES.iter().filter(|state| state.0 != "solved");
    let states = states.map(|(_, id, name, kind)| json!({ "id": id, "name": name, "state_type_id": kind }));
    add("ticket_states".into(), states.collect());
    let priorities = PRIORITIES.iter();
    let priorities = priorities.map(|(_, id, name)| json!({ "id": id, "name": name, "ui_color": null }));
    add("ticket_priorities".into(), priorities.collect());
    Some(payloads)
}

/// A ticket as it is now.
fn told(ticket: &Value) -> Value {
    let &(_, kind, channel) = CHANNELS.iter().find(|&&(word, ..)| ticket["via"]["channel"] == word).unwrap();
    let &(_, priority, _) = PRIORITIES.iter().find(|&&(word, ..)| ticket["priority"] == word).unwrap();
    // A call is put down by the agent who took it.
    let creator = if channel == "phone" { json!(9001) } else { ticket["requester_id"].clone() };
    json!({
        "id": ticket["id"], "number": (22_000 + ticket["id"].as_u64().unwrap()).to_string(),
        "title": ticket["subject"], "group_id": ticket["group_id"], "priority_id": priority,
        "state_id": state(ticket["status"].as_str().unwrap()).0, "organization_id": null,
        "owner_id": ticket["assignee_id"], "customer_id": ticket["requester_id"], "note": null, "type": null,
        "first_response_at": null, "close_at": null, "escalation_at": null, "pending_time": null,
        "create_article_type_id": kind, "create_article_sender_id": 2, "preferences": {},
        "created_by_id": creator, "updated_by_id": ticket["assignee_id"],
        "created_at": at(&ticket["created_at"], 0), "updated_at": at(&ticket["updated_at"], 7),
    })
}

/// A ticket as `expand=true` gives it.
fn expanded(ticket: &Value, six: &Six) -> Value {
    let mut told = told(ticket);
    let &(_, _, priority) = PRIORITIES.iter().find(|&&(word, ..)| ticket["priority"] == word).unwrap();
    told["state"] = json!(state(ticket["status"].as_str().unwrap()).1);
    told["priority"] = json!(priority);
    told["group"] = json!(six.group(ticket["group_id"].as_u64().unwrap()));
    told["owner"] = json!("agent@example.com");
    told["customer"] = json!("customer@example.com");
    told
}

fn articles(ticket: &Value, six: &Six) -> Value {
    let &(_, _, channel) = CHANNELS.iter().find(|&&(word, ..)| ticket["via"]["channel"] == word).unwrap();
    let mut articles = Vec::new();
    for audit in six.audits_of(ticket) {
        for comment in comments(audit) {
            let is_first = articles.is_empty();
            let by_customer = comment["author_id"] == ticket["requester_id"];
            let is_public = comment["public"] == json!(true);
            let creator =
                if is_first && channel == "phone" { json!(9001) } else { comment["author_id"].clone() };
            articles.push(json!({
                "id": comment["id"], "ticket_id": ticket["id"], "subject": null, "body": "made up",
                "sender": if by_customer { "Customer" } else { "Agent" },
                "sender_id": if by_customer { 2 } else { 1 },
                "type": if is_public { channel } else { "note" }, "internal": !is_public,
                "created_by_id": creator, "origin_by_id": comment["author_id"],
                // The article of a ticket is written a moment after the ticket.
                "created_at": at(&audit["created_at"], if is_first { 35 } else { 0 }),
                "updated_at": at(&audit["created_at"], 35),
            }));
        }
    }
    json!(articles)
}

fn history(ticket: &Value, six: &Six) -> Value {
    let mut entries = Vec::new();
    let mut add = |audit: &Value, entry: Value| {
        let mut entry = entry;
        entry["id"] = json!(audit["id"].as_u64().unwrap() * 10 + entries.len() as u64);
        entry["created_by_id"] = audit["author_id"].clone();
        entry["created_at"] = json!(at(&audit["created_at"], 0));
        entries.push(entry);
    };
    let object = |id: &Value| json!({ "object": "Ticket", "o_id": id });
    let updated = |attribute: &str, from: (u64, &str), to: (u64, &str)| {
        let mut entry = object(&ticket["id"]);
        entry["type"] = json!("updated");
        entry["attribute"] = json!(attribute);
        (entry["id_from"], entry["value_from"]) = (json!(from.0), json!(from.1));
        (entry["id_to"], entry["value_to"]) = (json!(to.0), json!(to.1));
        entry
    };
    for (number, audit) in six.audits_of(ticket).enumerate() {
        if number == 0 {
            let mut entry = object(&ticket["id"]);
            entry["type"] = json!("created");
            add(audit, entry);
        }
        for comment in comments(audit) {
            let article = json!({
                "object": "Ticket::Article", "o_id": comment["id"], "type": "created",
                "related_object": "Ticket", "related_o_id": ticket["id"],
            });
            add(audit, article);
        }
        for (field, before, now) in changes(audit) {
            let Some(before) = before else { continue };
            let number = |word: &str| word.parse::<u64>().unwrap();
            let entry = match field {
                "status" if state(before) == state(now) => continue,
                "status" => updated("state", state(before), state(now)),
                "group_id" => {
                    let [from, to] = [before, now].map(|group| (number(group), six.group(number(group))));
                    updated("group", from, to)
                }
                "assignee_id" => {
                    updated("owner", (number(before), "Somebody"), (number(now), "Somebody else"))
                }
                _ => panic!("{field}"),
            };
            add(audit, entry);
        }
    }
    json!({ "history": entries, "assets": { "TicketArticle": {}, "User": {} } })
}

fn users(six: &Six) -> Value {
    let user = |id: u64, roles: Value| json!({ "id": id, "login": format!("u{id}"), "firstname": "User", "lastname": id.to_string(), "role_ids": roles });
    let nobody = json!({ "id": 1, "login": "-", "firstname": "-", "lastname": "", "role_ids": [] });
    let agents = six.agents().into_iter().map(|id| user(id, json!([2])));
    let customers = six.customers().into_iter().map(|id| user(id, json!([3])));
    [nobody].into_iter().chain(agents).chain(customers).collect()
}
