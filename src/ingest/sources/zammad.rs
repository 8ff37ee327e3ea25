//! Zammad: tickets, articles, histories, users, groups, organizations, states and priorities, as lists, one by one, as the
//! `assets` of an answer, or as a webhook has them.
//!
//! States, priorities and groups are numbers; names come with `expand=true`, in histories or in lists of their own. An article
//! says as whom it was written, whoever wrote it. A ticket shows under its number.

use super::Reader;
use super::collected::{Collected, NONE, Table};
use super::fields::{self, Field, How, Words, change, fact_of, named};
use super::payload::{happened, id, instant, word};
use super::record::{FIRST_RESPONSE, GONE, NUMBER, RESOLVED, SUBMITTER, TAG, What, of};
use crate::ingest::fault::Fault;
use crate::ingest::json::tape::Node;
use crate::ticket::{Dimension, Role, StatusClass};

pub(super) const ZAMMAD: Reader = Reader {
    name: "zammad",
    members: &[
        "",
        "history",
        "ticket",
        "article",
        "assets.Ticket",
        "assets.TicketArticle",
        "assets.User",
        "assets.Group",
        "assets.Organization",
        "assets.TicketState",
        "assets.TicketPriority",
    ],
    names: &[],
    kind,
    take,
    arrange: None,
    logins: false,
    first_status: "",
    numbered: true,
};

const TICKET: &str = "ticket";
const ARTICLE: &str = "article";
const HISTORY: &str = "history";
const TIME: &str = "time_accounting";
const USER: &str = "user";
const STATE: &str = "state";
const PRIORITY: &str = "priority";
const ORGANIZATION: &str = "organization";
const GROUP: &str = "group";

/// The user that stands for nobody, and does what Zammad does by itself.
const NOBODY: &str = "1";

/// What numbers mean where nobody changed it, until names come.
const STATES: Words = &[
    ("1", UNDER_WAY[0]),
    ("2", UNDER_WAY[1]),
    ("3", UNDER_WAY[2]),
    ("4", "closed"),
    ("5", MERGED),
    ("6", REMOVED),
    ("7", UNDER_WAY[3]),
];
const UNDER_WAY: [&str; 4] = ["new", "open", "pending reminder", "pending close"];
const MERGED: &str = "merged";
const REMOVED: &str = "removed";
const PRIORITIES: Words = &[("1", "low"), ("2", "normal"), ("3", "high")];
const CHANNELS: Words = &[
    ("1", "email"),
    ("2", "sms"),
    ("3", "chat"),
    ("4", "fax"),
    ("5", "phone"),
    ("6", "twitter"),
    ("7", "twitter"),
    ("8", "facebook"),
    ("9", "facebook"),
    ("10", NOTE),
    ("11", "web"),
    ("12", "telegram"),
    ("13", "facebook"),
    ("14", "whatsapp"),
];
const NOTE: &str = "note";
const SENDERS: Words = &[("1", "Agent"), ("2", "Customer"), ("3", "System")];

const FIELDS: [Field; 12] = [
    ("number", NUMBER, How::Word),
    ("state_id", of(Dimension::Status), How::Of(Table::Statuses)),
    ("priority_id", of(Dimension::Priority), How::Of(Table::Priorities)),
    ("create_article_type_id", of(Dimension::Channel), How::Named(CHANNELS)),
    ("type", of(Dimension::Type), How::Word),
    ("group_id", of(Dimension::Group), How::Of(Table::Groups)),
    ("customer_id", of(Dimension::Requester), How::Of(Table::Users)),
    ("created_by_id", SUBMITTER, How::Of(Table::Users)),
    ("organization_id", of(Dimension::Customer), How::Of(Table::Accounts)),
    ("first_response_at", FIRST_RESPONSE, How::Instant),
    ("close_at", RESOLVED, How::Instant),
    ("tags", TAG, How::Word),
];

/// Entries of histories that say nothing of what is measured here.
const NOISE: [&str; 9] = [
    "created",
    "notification",
    "email",
    "reminder_reached",
    "escalation",
    "escalation_warning",
    "merged_into",
    "received_merge",
    "time_trigger_performed",
];

fn kind(_member: &str, record: Node<'_>) -> Option<&'static str> {
    const TELLING: [(&str, &str); 11] = [
        ("o_id", HISTORY),
        ("internal", ARTICLE),
        ("customer_id", TICKET),
        ("time_unit", TIME),
        ("firstname", USER),
        ("state_type_id", STATE),
        ("ui_color", PRIORITY),
        ("domain_assignment", ORGANIZATION),
        ("member_ids", ORGANIZATION),
        ("follow_up_possible", GROUP),
        ("email_address_id", GROUP),
    ];
    TELLING.iter().find(|(field, _)| record.has(field)).map(|&(_, kind)| kind)
}

fn take(kind: &'static str, record: Node<'_>, into: &mut Collected) -> Result<(), Fault> {
    match kind {
        TICKET => ticket(record, into),
        ARTICLE => article(record, into),
        HISTORY => history(record, into),
        // In units of which Zammad does not say how long they are.
        TIME => {
            into.pass_over(TIME);
            Ok(())
        }
        USER => user(record, into),
        _ => {
            let (number, name) = (id(record, "id")?, record.get("name").text());
            let table = match kind {
                STATE => Table::Statuses,
                PRIORITY => Table::Priorities,
                GROUP => Table::Groups,
                _ => Table::Accounts,
            };
            if let (Some(name), Some(class)) = (name, class_of(word(record, "state_type_id"))) {
                into.classes.push((name.to_string(), class));
            }
            let name = if kind == PRIORITY { bare(name) } else { name };
            into.tell(table, number, name, Role::Unknown);
            Ok(())
        }
    }
}

/// What the type of a state means.
fn class_of(state_type: Option<&str>) -> Option<StatusClass> {
    Some(match state_type? {
        "1" => StatusClass::New,
        "2" => StatusClass::Open,
        "3" | "4" => StatusClass::Pending,
        "5" | "6" | "7" => StatusClass::Closed,
        _ => return None,
    })
}

/// The name of a priority without the digit that puts it in order: `2 normal` is `normal`.
fn bare(name: Option<&str>) -> Option<&str> {
    let name = name?;
    let rest = name.strip_prefix(|first: char| first.is_ascii_digit());
    Some(rest.and_then(|rest| rest.strip_prefix(' ')).unwrap_or(name))
}

fn ticket(record: Node<'_>, into: &mut Collected) -> Result<(), Fault> {
    let number = id(record, "id")?;
    let (ticket, version) = fields::opened(record, number, ["created_at", "updated_at"], &FIELDS, into)?;
    names(record, into);
    if record.has("owner_id") {
        let owner = word(record, "owner_id").filter(|&id| id != NOBODY);
        let owner = fact_of(change(What::Agent, owner, into));
        into.state(ticket, of(Dimension::Assignee), version, &[owner]);
    }
    if let Some(state) = named(STATES, word(record, "state").or(word(record, "state_id"))) {
        let gone = match state {
            MERGED => What::Merged as i64,
            REMOVED => What::Deleted as i64,
            _ => NONE,
        };
        into.state(ticket, GONE, version, &[gone]);
        // The time of a close stays when a ticket is opened again.
        if UNDER_WAY.contains(&state) {
            into.state(ticket, RESOLVED, version, &[NONE]);
        } else if let Some(last) = instant(record, "last_close_at")? {
            into.state(ticket, RESOLVED, version, &[last]);
        }
    }
    let mut opened = happened(record, What::Created, "created_at")?;
    (opened.part, opened.role) = (2, sender(record, ["create_article_sender", "create_article_sender_id"]));
    if opened.role != Role::Unknown {
        let by = if opened.role == Role::Customer { "customer_id" } else { "created_by_id" };
        opened.actor = into.entry(Table::Users, word(record, by));
        into.add(ticket, opened);
    }
    Ok(())
}

/// What the numbers of a ticket are called: names stand beside them, or are Zammad's own until they come.
fn names(record: Node<'_>, into: &mut Collected) {
    for (table, number, name, usual) in [
        (Table::Statuses, "state_id", "state", STATES),
        (Table::Priorities, "priority_id", "priority", PRIORITIES),
        (Table::Groups, "group_id", "group", &[]),
        (Table::Accounts, "organization_id", "organization", &[]),
    ] {
        let Some(number) = word(record, number) else { continue };
        let beside = record.get(name);
        let beside = beside.word().or(beside.get("name").word());
        let beside = if matches!(table, Table::Priorities) { bare(beside) } else { beside };
        let code = into.entry(table, Some(number));
        match named(usual, Some(number)) {
            _ if beside.is_some() => into.tell(table, number, beside, Role::Unknown),
            Some(usual) if usual != number && into.name(table, code) == Some(number) => {
                into.mention(table, Some(number), Some(usual));
            }
            _ => {}
        }
    }
}

/// As whom something was written.
fn sender(record: Node<'_>, fields: [&str; 2]) -> Role {
    let [name, number] = fields.map(|field| word(record, field));
    match named(SENDERS, name.or(number)) {
        Some("Agent") => Role::Agent,
        Some("Customer") => Role::Customer,
        Some("System") => Role::Bot,
        _ => Role::Unknown,
    }
}

fn article(record: Node<'_>, into: &mut Collected) -> Result<(), Fault> {
    let about = id(record, "ticket_id")?;
    let mut told = happened(record, What::Public, "created_at")?;
    (told.part, told.order) = (1, 0);
    told.role = sender(record, ["sender", "sender_id"]);
    let writer = word(record, "origin_by_id").or(word(record, "created_by_id"));
    told.actor = into.entry(Table::Users, writer.filter(|&id| id != NOBODY));
    let way = word(record, "type").or(named(CHANNELS, word(record, "type_id")));
    // A note reaches nobody, even where customers may look it up.
    let is_note = way == Some(NOTE) && told.role != Role::Customer;
    if is_note || record.get("internal").is_true() {
        told.what = What::Private;
    }
    if told.role == Role::Agent {
        into.infer_agent(told.actor);
    }
    let ticket = into.ticket(about);
    into.add(ticket, told);
    Ok(())
}

fn history(record: Node<'_>, into: &mut Collected) -> Result<(), Fault> {
    let about = match record.get("object").text() {
        Some("Ticket") => id(record, "o_id")?,
        // What happens to articles and lists of tasks belongs to a ticket as well.
        _ => match word(record, "related_o_id") {
            Some(about) if record.get("related_object").text() == Some("Ticket") => {
                let ticket = into.ticket(about);
                into.has_history(ticket);
                return Ok(());
            }
            _ => return Ok(()),
        },
    };
    let mut told = happened(record, What::Status, "created_at")?;
    let ticket = into.ticket(about);
    into.has_history(ticket);
    let kind = record.get("type").text().unwrap_or_default();
    let (what, table) = match (kind, record.get("attribute").text().unwrap_or_default()) {
        ("updated", "state") => (What::Status, Table::Statuses),
        ("updated", "priority") => (What::Priority, Table::Priorities),
        ("updated", "group") => (What::Group, Table::Groups),
        ("updated", "owner") => (What::Agent, Table::Users),
        ("added" | "removed", "tag") => {
            told.what = What::Tag;
            told.value = into.word(word(record, "value_to"));
            told.before = into.word(word(record, "value_from"));
            into.add(ticket, told);
            return Ok(());
        }
        ("updated" | "added" | "removed", _) => return Ok(()),
        _ if NOISE.contains(&kind) => return Ok(()),
        _ => {
            into.pass_over(kind);
            return Ok(());
        }
    };
    let creator = word(record, "created_by_id");
    told.actor = into.entry(Table::Users, creator.filter(|&id| id != NOBODY));
    // Triggers and scheduled jobs act in somebody's name.
    if creator == Some(NOBODY) || word(record, "sourceable_type").is_some() {
        told.role = Role::Bot;
    }
    told.what = what;
    let sides = [("id_from", "value_from"), ("id_to", "value_to")].map(|(number, name)| {
        let number = word(record, number).filter(|&id| what != What::Agent || id != NOBODY);
        let name = word(record, name);
        into.mention(table, number, if what == What::Priority { bare(name) } else { name });
        if what == What::Agent { change(what, number, into) } else { into.entry(table, number) }
    });
    [told.before, told.value] = sides;
    into.add(ticket, told);
    Ok(())
}

/// Whether somebody is an agent is in their roles, by number or name, or in the groups they have access to.
fn user(record: Node<'_>, into: &mut Collected) -> Result<(), Fault> {
    let number = id(record, "id")?;
    let has = |word: &str| {
        let lists = ["role_ids", "roles"].map(|field| record.get(field).list());
        lists.into_iter().flatten().any(|role| role.word() == Some(word))
    };
    let role = match () {
        () if number == NOBODY => Role::Bot,
        () if has("2") || has("Agent") || record.get("group_ids").members().next().is_some() => Role::Agent,
        () if has("3") || has("Customer") => Role::Customer,
        () if has("1") || has("Admin") => Role::Agent,
        () => Role::Unknown,
    };
    let [first, last] = ["firstname", "lastname"].map(|field| record.get(field).text().unwrap_or_default());
    let whole = [first, " ", last].concat();
    let name = Some(whole.trim()).filter(|name| !name.is_empty()).or(word(record, "login"));
    into.tell(Table::Users, number, name, role);
    Ok(())
}
