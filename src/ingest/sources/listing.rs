//! Lists that people export as CSV from a helpdesk's own pages: which column is what, by the name of the field or by its
//! label.
//!
//! Where rows say when they were changed last, a row is the ticket as it was then: several rows of a ticket, or several
//! exports one after the other, make its history. Dates without a zone are taken for UTC, and `1/2/2026` for the first of
//! February.

use super::fields;
use crate::ingest::mapping::{Mapping, Source};
use crate::ingest::named::Named;

/// The columns of a list: for each attribute of a ticket the names it may have, the first that is there counts.
type Columns = &'static [(&'static str, &'static [&'static str])];

/// ServiceNow's incidents, and the log of their states.
const INCIDENTS: Columns = &[
    ("id", &["number", "Number"]),
    ("created_at", &["opened_at", "Opened"]),
    ("resolved_at", &["resolved_at", "Resolved"]),
    ("closed_at", &["closed_at", "Closed"]),
    ("status", &["state", "incident_state", "State", "Incident state"]),
    ("priority", &["priority", "Priority"]),
    ("group", &["assignment_group", "Assignment group"]),
    ("assignee", &["assigned_to", "Assigned to"]),
    ("requester", &["caller_id", "Caller"]),
    ("customer", &["company", "Company"]),
    ("channel", &["contact_type", "Contact type", "Channel"]),
    ("type", &["category", "Category"]),
];
const CHANGED: &[&str] = &["sys_updated_on", "sys_updated_at", "Updated"];

/// What the first bytes of an input tell.
#[derive(Debug)]
pub(in crate::ingest) enum Listing {
    /// They are too few.
    Unknown,
    /// It is no list that is known.
    None,
    /// The mapping of the list.
    Of(Box<Mapping>),
}

/// The columns of the lists of a source, if there are any.
pub(super) fn columns(source: &str) -> Option<Columns> {
    (source == "servicenow").then_some(INCIDENTS)
}

/// Tells a list by its first line.
pub(super) fn listing(columns: Columns, bytes: &[u8], fields: &[String]) -> Listing {
    const LONGEST: usize = 1 << 16;
    let came = bytes.len();
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes).trim_ascii_start();
    if matches!(bytes.first(), Some(b'{' | b'[' | b'<')) {
        return Listing::None;
    }
    let Some(end) = bytes.iter().take(LONGEST).position(|&byte| byte == b'\n') else {
        return if came < LONGEST { Listing::Unknown } else { Listing::None };
    };
    let line = std::str::from_utf8(&bytes[..end]).unwrap_or_default();
    let names: Vec<&str> =
        line.split([',', ';', '\t']).map(|name| name.trim().trim_matches('"').trim()).collect();
    mapping(columns, &names, fields).map_or(Listing::None, |mapping| Listing::Of(Box::new(mapping)))
}

/// The mapping of a list with columns of these names; nothing where it does not tell tickets and when they were opened.
fn mapping(columns: Columns, names: &[&str], fields: &[String]) -> Option<Mapping> {
    let find = |known: &[&'static str]| known.iter().copied().find(|name| names.contains(name));
    let mut ticket = Named::default();
    for (slot, known) in columns {
        if let Some(name) = find(known) {
            let every = *slot == "status";
            ticket.set((*slot).to_string(), Source { every, ..column(name) });
        }
    }
    if !ticket.has("id") || !ticket.has("created_at") {
        return None;
    }
    let mut mapping = Mapping {
        dates: ["iso", "d/m/yyyy HH:MM", "d/m/yyyy HH:MM:SS"].map(str::to_string).to_vec(),
        unknown: vec!["?".to_string()],
        ticket,
        ..Mapping::default()
    };
    if let Some(changed) = find(CHANGED) {
        mapping.shape = Some("snapshots".to_string());
        mapping.event.set("at".to_string(), column(changed));
    }
    for name in fields.iter().filter(|name| names.contains(&name.as_str())) {
        let kind = fields::is_count(name).then(|| "number".to_string());
        mapping.fields.set(name.clone(), Source { kind, ..column(name) });
    }
    Some(mapping)
}

fn column(name: &str) -> Source {
    Source { columns: vec![name.to_string()], ..Source::default() }
}
