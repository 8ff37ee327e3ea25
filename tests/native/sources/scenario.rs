//! A made-up desk of two hundred tickets with the facts each must end in, as payloads of two helpdesks.
//!
//! The scenario is shared material, and so is what the real helpdesks make of it; here its events are put into the shapes
//! of their APIs, with what the helpdesks do by themselves.

use serde_json::{Value, json};

use super::facts::Facts;

/// A ticket of the scenario with its number.
pub struct Ticket {
    pub number: usize,
    pub told: Value,
}

/// The tickets, `None` where the scenario is not there.
pub fn tickets() -> Option<Vec<Ticket>> {
    let scenario = scenario()?;
    let tickets = scenario["tickets"].as_array().unwrap().iter().enumerate();
    Some(tickets.map(|(at, told)| Ticket { number: at + 1, told: told.clone() }).collect())
}

pub fn scenario() -> Option<Value> {
    let folder = super::shared("../hosts/scenario")?;
    Some(serde_json::from_slice(&std::fs::read(folder.join("scenario.json")).unwrap()).unwrap())
}

impl Ticket {
    pub fn events(&self) -> &[Value] {
        self.told["events"].as_array().unwrap()
    }

    pub fn text(&self, field: &str) -> &str {
        self.told[field].as_str().unwrap()
    }

    /// The facts the ticket must end in.
    pub fn expected(&self) -> Facts {
        let expected = &self.told["expected"];
        let seconds = |field: &str| expected[field].as_i64();
        let count = |field: &str| expected[field].as_u64().unwrap() as usize;
        let word = |field: &str| match &expected[field] {
            Value::Null => None,
            Value::String(word) => Some(word.clone()),
            other => Some(other.to_string()),
        };
        Facts {
            first_reply: seconds("firstReply"),
            first_resolved: seconds("firstResolved"),
            last_resolved: seconds("lastResolved"),
            reopens: count("reopens"),
            queue_changes: count("queueChanges"),
            assignments: count("assignments"),
            agent_replies: count("agentReplies"),
            customer_replies: count("customerReplies"),
            notes: count("notes"),
            priority_changes: count("priorityChanges"),
            on_hold_seconds: expected["stalledSeconds"].as_i64().unwrap(),
            final_status: word("finalStatus"),
            final_queue: word("finalQueue"),
            final_owner: word("finalOwner"),
            final_priority: word("finalPriority"),
        }
    }
}

/// The number RT gives a queue.
fn queue_number(scenario: &Value, name: &str) -> String {
    let queues = scenario["queues"].as_array().unwrap();
    (queues.iter().position(|queue| queue["name"] == name).unwrap() + 3).to_string()
}

/// The number RT gives a user.
fn user_number(scenario: &Value, name: &str) -> usize {
    let names = ["agents", "customers"].into_iter().flat_map(|list| scenario[list].as_array().unwrap());
    names.map(|user| &user["username"]).position(|user| user == name).unwrap() + 27
}

/// RT's payloads: queues, users one by one, pages of transactions, pages of tickets.
pub fn rt(page: usize) -> Option<Vec<String>> {
    let scenario = scenario()?;
    let mut transactions = Vec::new();
    let mut found = Vec::new();
    for ticket in tickets()? {
        let id = ticket.number.to_string();
        let mut add = |at: &str, by: &str, kind: &str, field: &str, old: String, new: String| {
            transactions.push(json!({
                "type": "transaction", "Type": kind, "Field": field, "OldValue": old, "NewValue": new, "Created": at,
                "Creator": {"type": "user", "id": by}, "ObjectId": id, "TimeTaken": "0",
            }));
        };
        let none = String::new;
        let (customer, created) = (ticket.text("customer"), ticket.text("created"));
        add(created, customer, "Create", "", none(), none());
        add(created, "RT_System", "EmailRecord", "", none(), none());
        let mut status = "new".to_string();
        let (mut owner, mut queue) = ("Nobody".to_string(), ticket.text("queue").to_string());
        let mut last = created.to_string();
        for event in ticket.events() {
            let text = |field: &str| event[field].as_str().unwrap_or_default().to_string();
            let (at, by) = (text("at"), text("by"));
            last.clone_from(&at);
            match event["type"].as_str().unwrap() {
                "reply" => {
                    add(&at, &by, "Correspond", "", none(), none());
                    if status == "new" {
                        add(&at, "RT_System", "Status", "Status", status, "open".into());
                        status = "open".into();
                    }
                }
                "customer_reply" => {
                    add(&at, &by, "Correspond", "", none(), none());
                    if status != "open" && status != "new" {
                        add(&at, "RT_System", "Status", "Status", status, "open".into());
                        status = "open".into();
                    }
                    add(&at, "RT_System", "Set", "Due", none(), none());
                }
                "note" => add(&at, &by, "Comment", "", none(), none()),
                "assign" => {
                    let before = if owner == "Nobody" { 6 } else { user_number(&scenario, &owner) };
                    let after = user_number(&scenario, &text("to"));
                    add(&at, &by, "SetWatcher", "Owner", before.to_string(), after.to_string());
                    add(&at, &by, "Set", "Owner", before.to_string(), after.to_string());
                    owner = text("to");
                }
                "queue" => {
                    let numbers = [&queue, &text("to")].map(|name| queue_number(&scenario, name));
                    let [before, after] = numbers;
                    add(&at, &by, "Set", "Queue", before, after);
                    queue = text("to");
                }
                "priority" => {
                    let numbers = ["from", "to"].map(|field| event[field].to_string());
                    let [before, after] = numbers;
                    add(&at, &by, "Set", "Priority", before, after);
                }
                "status" => {
                    add(&at, &by, "Status", "Status", status, text("to"));
                    status = text("to");
                }
                other => panic!("{other}"),
            }
        }
        let expected = &ticket.told["expected"];
        assert_eq!(expected["finalStatus"], status);
        found.push(json!({
            "type": "ticket", "id": id, "Subject": ticket.text("subject"), "Created": created, "LastUpdated": last,
            "Status": status, "Priority": expected["finalPriority"].to_string(), "SLA": ticket.text("sla"),
            "Queue": {"type": "queue", "id": queue_number(&scenario, &queue)},
            "Owner": {"type": "user", "id": owner}, "Requestor": [{"type": "user", "id": customer}],
        }));
    }
    // The host numbers transactions as they happen.
    transactions.sort_by_key(|transaction| transaction["Created"].as_str().unwrap().to_string());
    for (at, transaction) in transactions.iter_mut().enumerate() {
        transaction["id"] = json!((at + 100).to_string());
    }
    let queues = scenario["queues"].as_array().unwrap().iter().map(|queue| {
        let name = queue["name"].as_str().unwrap();
        json!({"type": "queue", "id": queue_number(&scenario, name), "Name": name})
    });
    let mut payloads = pages(&queues.collect::<Vec<_>>(), page);
    for (list, privileged) in [("agents", 1), ("customers", 0)] {
        for user in scenario[list].as_array().unwrap() {
            let name = user["username"].as_str().unwrap();
            let number = user_number(&scenario, name);
            let link = json!({"ref": "self", "id": number, "type": "user"});
            payloads.push(json!({"Name": name, "Privileged": privileged, "_hyperlinks": [link]}).to_string());
        }
    }
    payloads.extend(pages(&transactions, page));
    payloads.extend(pages(&found, page));
    Some(payloads)
}

fn pages(items: &[Value], page: usize) -> Vec<String> {
    let pages = items.chunks(page).enumerate();
    pages
        .map(|(at, items)| json!({"items": items, "page": at + 1, "count": items.len()}).to_string())
        .collect()
}

/// Pages of the history that our app for django-helpdesk serves.
pub fn django_helpdesk(page: usize) -> Option<Vec<String>> {
    let scenario = scenario()?;
    let mut next_id = 0;
    let mut found = Vec::new();
    for ticket in tickets()? {
        let mut follow_ups = Vec::new();
        let mut add = |at: &str,
                       user: Option<&str>,
                       public: bool,
                       comment: bool,
                       status: Value,
                       changes: Value| {
            next_id += 1;
            follow_ups.push(json!({
                "id": next_id, "date": at, "title": "made up", "public": public, "user": user,
                "has_message_id": user.is_none(), "new_status": status, "comment": comment, "changes": changes,
            }));
        };
        let (created, none) = (ticket.text("created"), || json!([]));
        add(created, None, true, true, Value::Null, none());
        let (mut status, mut is_held) = (1, false);
        let (mut owner, mut queue) = (Value::Null, ticket.text("queue").to_string());
        let mut last = created.to_string();
        let hold = |is_held: bool| {
            let word = |held: bool| if held { "True" } else { "False" };
            json!([{"field": "On Hold", "old": word(!is_held), "new": word(is_held)}])
        };
        for event in ticket.events() {
            let text = |field: &str| event[field].as_str().unwrap_or_default();
            let (at, by) = (text("at"), text("by"));
            last = at.to_string();
            match event["type"].as_str().unwrap() {
                "reply" => add(at, Some(by), true, true, Value::Null, none()),
                "customer_reply" => {
                    let reopens = status == 3;
                    status = if reopens { 2 } else { status };
                    // Mail on a ticket that is open again says so once more.
                    let said = if status == 2 { json!(2) } else { Value::Null };
                    add(at, None, true, true, said, none());
                    if is_held {
                        add(at, Some("hugo"), true, false, Value::Null, hold(false));
                        is_held = false;
                    }
                }
                "note" => add(at, Some(by), false, true, Value::Null, none()),
                "assign" => {
                    let changes = json!([{"field": "Owner", "old": owner, "new": event["to"]}]);
                    add(at, Some(by), false, false, Value::Null, changes);
                    owner = event["to"].clone();
                }
                "queue" => {
                    let numbers = [&queue, text("to")].map(|name| queue_number(&scenario, name));
                    let changes = json!([{"field": "Queue", "old": numbers[0], "new": numbers[1]}]);
                    add(at, Some(by), false, false, Value::Null, changes);
                    queue = text("to").to_string();
                }
                "priority" => {
                    let [old, new] = ["from", "to"].map(|field| event[field].to_string());
                    add(
                        at,
                        Some(by),
                        false,
                        false,
                        Value::Null,
                        json!([{"field": "Priority", "old": old, "new": new}]),
                    );
                }
                "status" if text("to") == "stalled" => {
                    add(at, Some(by), true, false, Value::Null, hold(true));
                    is_held = true;
                }
                "status" => {
                    status = if text("to") == "resolved" { 3 } else { 5 };
                    let changes = json!([{"field": "Status", "old": "Open", "new": "Resolved"}]);
                    add(at, Some(by), true, false, json!(status), changes);
                }
                other => panic!("{other}"),
            }
        }
        let expected = &ticket.told["expected"];
        found.push(json!({
            "id": ticket.number, "title": ticket.text("subject"), "created": created, "modified": last,
            "status": status, "on_hold": is_held, "priority": expected["finalPriority"],
            "queue": {"id": queue_number(&scenario, &queue), "title": queue}, "assigned_to": owner,
            "followups": follow_ups,
        }));
    }
    Some(found.chunks(page).map(|tickets| json!({"tickets": tickets}).to_string()).collect())
}
