//! What a store says of a ticket, read by a plain walk over its events.

use std::collections::BTreeMap;

use deskgauge::store::{NO_CODE, Stated, Store};
use deskgauge::ticket::{Dimension, Kind, Role};

/// An event with its words.
#[derive(Debug, Clone, PartialEq)]
pub struct Told {
    pub at: i64,
    pub kind: Kind,
    pub role: Role,
    pub actor: Option<String>,
    pub value: Option<String>,
}

/// The events of a ticket.
pub fn events(store: &Store, id: &str) -> Vec<Told> {
    let row = store.tickets().ids().row(id).unwrap_or_else(|| panic!("there is no ticket {id}"));
    let people = store.dictionary(Dimension::Assignee);
    let range = store.tickets().events(row as usize);
    range
        .map(|at| store.events().get(at).unwrap())
        .map(|event| Told {
            at: event.at,
            kind: event.kind,
            role: event.role,
            actor: people.get(event.actor).map(str::to_string),
            value: match event.kind {
                Kind::Survey => Some(format!("{:?}", store.survey_of(event.value))),
                Kind::Work => Some(event.value.to_string()),
                kind => store.value_word(kind, event.value).map(str::to_string),
            },
        })
        .collect()
}

/// Everything a store says, by ticket id, whatever order it came in.
pub fn all(store: &Store) -> BTreeMap<String, String> {
    let tickets = store.tickets();
    let shown = |row: usize| {
        let id = tickets.ids().get(row as u32).unwrap();
        let words: Vec<_> = Dimension::ALL.iter().map(|&of| store.word(row as u32, of)).collect();
        let tags: Vec<_> = tickets.tags(row).iter().map(|&tag| tickets.tag_words().get(tag)).collect();
        let stated = [Stated::FirstResponse, Stated::Resolved, Stated::Closed];
        let stated = stated.map(|fact| tickets.stated(fact, row));
        let seqs: Vec<_> = tickets.events(row).map(|at| store.events().get(at).unwrap().seq).collect();
        let events = events(store, id);
        let created = tickets.created()[row];
        (id.to_string(), format!("{created} {words:?} {tags:?} {stated:?} {seqs:?} {events:#?}"))
    };
    (0..tickets.len()).map(shown).collect()
}

/// Facts of a ticket as the scenario has them; seconds count from the opening.
#[derive(Debug, Default, PartialEq)]
pub struct Facts {
    pub first_reply: Option<i64>,
    pub first_resolved: Option<i64>,
    pub last_resolved: Option<i64>,
    pub reopens: usize,
    pub queue_changes: usize,
    pub assignments: usize,
    pub agent_replies: usize,
    pub customer_replies: usize,
    pub notes: usize,
    pub priority_changes: usize,
    pub on_hold_seconds: i64,
    pub final_status: Option<String>,
    pub final_queue: Option<String>,
    pub final_owner: Option<String>,
    pub final_priority: Option<String>,
}

/// The facts of a ticket. `resolved` and `on_hold` are the source's words.
pub fn facts(store: &Store, id: &str, resolved: &str, on_hold: &str) -> Facts {
    let row = store.tickets().ids().row(id).unwrap();
    let created = store.tickets().created()[row as usize];
    let word = |of| store.word(row, of).map(str::to_string);
    let mut facts = Facts {
        final_status: word(Dimension::Status),
        final_queue: word(Dimension::Group),
        final_owner: word(Dimension::Assignee),
        final_priority: word(Dimension::Priority),
        ..Facts::default()
    };
    assert_ne!(store.tickets().codes(Dimension::Status)[row as usize], NO_CODE, "{id}");
    let (mut status, mut since) = (None, created);
    for event in events(store, id) {
        let seconds = (event.at - created) / 1000;
        let at_opening = event.at == created;
        match event.kind {
            Kind::Reply if event.role == Role::Customer => facts.customer_replies += 1,
            Kind::Reply => {
                assert_eq!(event.role, Role::Agent, "{id} {event:?}");
                facts.agent_replies += 1;
                facts.first_reply.get_or_insert(seconds);
            }
            Kind::Note => facts.notes += 1,
            Kind::AssignedAgent if event.value.is_some() => facts.assignments += 1,
            Kind::AssignedGroup if !at_opening => facts.queue_changes += 1,
            Kind::Priority if !at_opening => facts.priority_changes += 1,
            Kind::Status => {
                if status.as_deref() == Some(on_hold) {
                    facts.on_hold_seconds += (event.at - since) / 1000;
                }
                if event.value.as_deref() == Some(resolved) {
                    facts.first_resolved.get_or_insert(seconds);
                    facts.last_resolved = Some(seconds);
                } else if status.as_deref() == Some(resolved) {
                    facts.reopens += 1;
                }
                (status, since) = (event.value, event.at);
            }
            _ => {}
        }
    }
    facts
}
