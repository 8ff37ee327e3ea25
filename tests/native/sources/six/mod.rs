//! The six tickets, told by Zendesk's audits, as helpdesks tell them for which there are no made-up payloads beside those.

mod chatwoot;
mod zammad;

use serde_json::{Value, json};

use super::Payloads;

pub use chatwoot::{chatwoot, webhooks};
pub use zammad::zammad;

/// The payloads with one record each.
pub fn pieces(payloads: &Payloads) -> Vec<String> {
    let mut pieces = Vec::new();
    for (_, bytes) in payloads {
        let mut whole: Value = serde_json::from_slice(bytes).unwrap();
        let places = ["", "/payload", "/data/payload", "/history", "/reporting_events", "/assets/Ticket"];
        let place = places.into_iter().find(|place| {
            let value = whole.pointer(place);
            value.is_some_and(|value| value.is_array() || place.starts_with("/assets"))
        });
        // One ticket stands for itself.
        let Some(place) = place else {
            pieces.push(whole.to_string());
            continue;
        };
        let mut piece = |records: Value| {
            *whole.pointer_mut(place).unwrap() = records;
            pieces.push(whole.to_string());
        };
        let records = serde_json::from_slice::<Value>(bytes).unwrap().pointer(place).unwrap().clone();
        match records {
            Value::Array(records) => records.into_iter().for_each(|record| piece(json!([record]))),
            Value::Object(records) => {
                records.into_iter().for_each(|(id, record)| piece(json!({ id: record })))
            }
            _ => panic!("{place}"),
        }
    }
    pieces
}

/// What Zendesk says of the six tickets.
pub struct Six {
    tickets: Vec<Value>,
    audits: Vec<Value>,
    ratings: Vec<Value>,
    groups: Vec<Value>,
}

impl Six {
    /// All of it; `None` where it is not there.
    pub fn read() -> Option<Self> {
        let files = super::files("vendor-lifecycle-handmade/zendesk")?;
        let list = |name: &str| {
            let (_, bytes) = files.iter().find(|(file, _)| file == name).unwrap();
            let mut whole: Value = serde_json::from_slice(bytes).unwrap();
            serde_json::from_value(whole[name].take()).unwrap()
        };
        Some(Self {
            tickets: list("tickets"),
            audits: list("audits"),
            ratings: list("satisfaction_ratings"),
            groups: list("groups"),
        })
    }

    /// The audits of a ticket, with their events.
    fn audits_of(&self, ticket: &Value) -> impl Iterator<Item = &Value> {
        let id = ticket["id"].clone();
        self.audits.iter().filter(move |audit| audit["ticket_id"] == id)
    }

    fn group(&self, id: u64) -> &str {
        self.groups.iter().find(|group| group["id"] == id).unwrap()["name"].as_str().unwrap()
    }

    /// Who works on the tickets, by number.
    fn agents(&self) -> Vec<u64> {
        let (mut agents, customers) = (Vec::new(), self.customers());
        for audit in &self.audits {
            let author = audit["author_id"].as_u64().unwrap();
            if !customers.contains(&author) && !agents.contains(&author) {
                agents.push(author);
            }
        }
        agents
    }

    fn customers(&self) -> Vec<u64> {
        self.tickets.iter().map(|ticket| ticket["requester_id"].as_u64().unwrap()).collect()
    }
}

/// What an audit says beside its comments: the field, and its value before and after.
fn changes(audit: &Value) -> impl Iterator<Item = (&str, Option<&str>, &str)> {
    audit["events"].as_array().unwrap().iter().filter_map(|event| {
        let field = event["field_name"].as_str()?;
        Some((field, event["previous_value"].as_str(), event["value"].as_str().unwrap()))
    })
}

/// The comments of an audit.
fn comments(audit: &Value) -> impl Iterator<Item = &Value> {
    audit["events"].as_array().unwrap().iter().filter(|event| event["type"] == "Comment")
}
