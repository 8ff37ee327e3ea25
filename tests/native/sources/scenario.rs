//! A made-up desk of two hundred tickets with the facts each must end in, as payloads of three helpdesks.
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

/// The names that Redmine gives to statuses, by their numbers.
const REDMINE_STATUSES: [&str; 6] = ["New", "In Progress", "Resolved", "Feedback", "Closed", "Rejected"];

/// The name that Redmine gives to a status.
pub fn redmine_status(status: &str) -> &'static str {
    let names = [("new", 0), ("open", 1), ("resolved", 2), ("stalled", 3), ("rejected", 5)];
    names.iter().find(|(known, _)| *known == status).map(|&(_, at)| REDMINE_STATUSES[at]).unwrap()
}

/// Redmine's payloads: lists of names, a page of memberships, and issues one by one with their journals.
pub fn redmine() -> Option<Vec<String>> {
    let scenario = scenario()?;
    let numbered = |status: &str| {
        let name = redmine_status(status);
        (REDMINE_STATUSES.iter().position(|known| *known == name).unwrap() + 1).to_string()
    };
    let statuses = REDMINE_STATUSES.iter().enumerate();
    let statuses = statuses.map(|(at, name)| json!({"id": at + 1, "name": name, "is_closed": at >= 4}));
    let queues = scenario["queues"].as_array().unwrap().iter().map(|queue| {
        let name = queue["name"].as_str().unwrap();
        json!({"id": queue_number(&scenario, name).parse::<u32>().unwrap(), "name": name})
    });
    let agents = scenario["agents"].as_array().unwrap().iter().map(|agent| {
        let name = agent["username"].as_str().unwrap();
        json!({"id": 1, "user": {"id": user_number(&scenario, name), "name": name}, "roles": [{"id": 6, "name": "Agent"}]})
    });
    let mut payloads = vec![
        json!({"issue_statuses": statuses.collect::<Vec<_>>()}).to_string(),
        json!({"issue_categories": queues.collect::<Vec<_>>(), "total_count": 4}).to_string(),
        json!({"memberships": agents.collect::<Vec<_>>(), "offset": 0, "limit": 100}).to_string(),
    ];
    let mut next_id = 100;
    for ticket in tickets()? {
        let mut journals: Vec<Value> = Vec::new();
        let user = |name: &str| json!({"id": user_number(&scenario, name), "name": name});
        let change = |name: &str, old: Value, new: Value| json!([{"property": "attr", "name": name, "old_value": old, "new_value": new}]);
        let mut add = |at: &str, by: &str, notes: &str, private: bool, details: Value| {
            next_id += 1;
            journals.push(json!({
                "id": next_id, "user": user(by), "notes": notes, "created_on": at, "private_notes": private, "details": details,
            }));
        };
        let (mut status, mut owner) = ("new".to_string(), Value::Null);
        let mut queue = ticket.text("queue").to_string();
        let mut last = ticket.text("created").to_string();
        for event in ticket.events() {
            let text = |field: &str| event[field].as_str().unwrap_or_default();
            let (at, by) = (text("at"), text("by"));
            last = at.to_string();
            match event["type"].as_str().unwrap() {
                kind @ ("reply" | "customer_reply") => {
                    let opens =
                        if kind == "reply" { status == "new" } else { status != "new" && status != "open" };
                    let details = match opens {
                        true => change("status_id", json!(numbered(&status)), json!(numbered("open"))),
                        false => json!([]),
                    };
                    status = if opens { "open".into() } else { status };
                    add(at, by, "made up", false, details);
                }
                "note" => add(at, by, "made up", true, json!([])),
                "assign" => {
                    let after = json!(user_number(&scenario, text("to")).to_string());
                    add(at, by, "", false, change("assigned_to_id", owner, after.clone()));
                    owner = after;
                }
                "queue" => {
                    let [old, new] = [&queue, text("to")].map(|name| json!(queue_number(&scenario, name)));
                    add(at, by, "", false, change("category_id", old, new));
                    queue = text("to").to_string();
                }
                "priority" => {
                    let [old, new] = ["from", "to"].map(|field| json!(event[field].to_string()));
                    add(at, by, "", false, change("priority_id", old, new));
                }
                "status" => {
                    add(
                        at,
                        by,
                        "",
                        false,
                        change("status_id", json!(numbered(&status)), json!(numbered(text("to")))),
                    );
                    status = text("to").to_string();
                }
                other => panic!("{other}"),
            }
        }
        let expected = &ticket.told["expected"];
        let mut issue = json!({
            "id": ticket.number, "project": {"id": 1, "name": "Helpdesk"}, "tracker": {"id": 3, "name": "Support"},
            "status": {"id": numbered(&status).parse::<u32>().unwrap(), "name": redmine_status(&status)},
            "priority": {"id": expected["finalPriority"]}, "author": user(ticket.text("customer")),
            "category": {"id": queue_number(&scenario, &queue).parse::<u32>().unwrap()},
            "subject": ticket.text("subject"), "created_on": ticket.text("created"), "updated_on": last, "journals": journals,
        });
        if let Some(number) = owner.as_str() {
            issue["assigned_to"] = json!({"id": number.parse::<u32>().unwrap()});
        }
        payloads.push(json!({"issue": issue}).to_string());
    }
    Some(payloads)
}
