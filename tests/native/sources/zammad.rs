//! Zammad: what its numbers, notes, senders and states mean, whatever comes first.

use deskgauge::desk::Desk;
use deskgauge::ticket::{Dimension, Kind, Role, StatusClass};

use super::facts::{Told, all, events};
use super::load;

const TICKET: &str = r#"{"id":1,"number":"22001","group_id":7,"state_id":9,"priority_id":3,"owner_id":9,"customer_id":5,"created_by_id":9,
    "organization_id":4,"create_article_type_id":5,"create_article_sender_id":2,"type":null,"first_response_at":"2026-03-02T09:20:00.000Z",
    "close_at":"2026-03-02T09:50:00.000Z","created_at":"2026-03-02T09:00:00.000Z","updated_at":"2026-03-02T11:00:00.000Z"}"#;

/// A desk that has read payloads, in this order.
fn desk(payloads: &[&str]) -> Desk {
    let mut desk = Desk::new();
    for payload in payloads {
        let loaded = load(&mut desk, "zammad", payload.as_bytes()).unwrap();
        assert_eq!(loaded.skipped, 0, "{:?}", loaded.problems);
    }
    desk
}

/// The same payloads in every order, which have to say the same.
fn in_every_order(payloads: [&str; 3]) -> Desk {
    let [a, b, c] = payloads;
    let first = desk(&[a, b, c]);
    for order in [[a, c, b], [b, a, c], [b, c, a], [c, a, b], [c, b, a]] {
        assert_eq!(all(desk(&order).store()), all(first.store()));
    }
    first
}

fn word(desk: &Desk, of: Dimension) -> Option<String> {
    let store = desk.store();
    store.word(store.tickets().ids().row("22001").unwrap(), of).map(str::to_string)
}

fn of_kind(desk: &Desk, kind: Kind) -> Vec<Told> {
    events(desk.store(), "22001").into_iter().filter(|told| told.kind == kind).collect()
}

#[test]
fn a_note_is_no_reply_and_the_sender_says_as_whom_it_was_written() {
    let articles = r#"[
        {"id":1,"ticket_id":1,"sender":"Customer","type":"phone","internal":false,"created_by_id":9,"origin_by_id":5,"created_at":"2026-03-02T09:00:00.040Z"},
        {"id":2,"ticket_id":1,"sender":"System","type":"email","internal":false,"created_by_id":1,"created_at":"2026-03-02T09:00:05.000Z"},
        {"id":3,"ticket_id":1,"sender":"Agent","type":"note","internal":false,"created_by_id":9,"created_at":"2026-03-02T09:10:00.000Z"},
        {"id":4,"ticket_id":1,"sender":"Agent","type":"email","internal":true,"created_by_id":9,"created_at":"2026-03-02T09:15:00.000Z"},
        {"id":5,"ticket_id":1,"sender":"Agent","type":"email","internal":false,"created_by_id":9,"created_at":"2026-03-02T09:20:00.000Z"},
        {"id":6,"ticket_id":1,"sender_id":2,"type_id":10,"internal":false,"created_by_id":9,"created_at":"2026-03-02T10:00:00.000Z"}]"#;
    let users = r#"[{"id":9,"firstname":"Ana","lastname":"Ruiz","role_ids":[8],"group_ids":{"7":["full"]}},{"id":5,"firstname":"","lastname":"","login":"bob","role_ids":[3],"group_ids":{}}]"#;
    let desk = in_every_order([TICKET, articles, users]);
    let replies: Vec<_> =
        of_kind(&desk, Kind::Reply).into_iter().map(|told| (told.role, told.actor)).collect();
    let by = |name: &str| Some(name.to_string());
    assert_eq!(replies, [(Role::Bot, None), (Role::Agent, by("Ana Ruiz")), (Role::Customer, by("Ana Ruiz"))]);
    assert_eq!(of_kind(&desk, Kind::Note).len(), 2);
    // The agent put down a call: it is the customer's ticket.
    let created = of_kind(&desk, Kind::Created).remove(0);
    assert_eq!((created.role, created.actor), (Role::Customer, by("bob")));
    assert_eq!(word(&desk, Dimension::Channel), by("phone"));
    assert_eq!(word(&desk, Dimension::Assignee), by("Ana Ruiz"));
}

#[test]
fn states_of_the_desks_own_mean_what_their_type_means() {
    let history = r#"{"history":[
        {"id":1,"o_id":1,"object":"Ticket","type":"created","created_by_id":9,"created_at":"2026-03-02T09:00:00.000Z"},
        {"id":2,"o_id":1,"object":"Ticket","type":"updated","attribute":"state","id_from":1,"id_to":8,"value_from":"new","value_to":"at the workshop","created_by_id":1,"created_at":"2026-03-02T10:00:00.000Z"},
        {"id":3,"o_id":1,"object":"Ticket","type":"updated","attribute":"state","id_from":8,"id_to":9,"value_from":"at the workshop","value_to":"collected","created_by_id":9,"created_at":"2026-03-02T11:00:00.000Z"}],"assets":{}}"#;
    let states = r#"[{"id":1,"name":"new","state_type_id":1},{"id":8,"name":"at the workshop","state_type_id":3},{"id":9,"name":"handed over","state_type_id":5}]"#;
    let mut desk = in_every_order([TICKET, history, states]);
    let told = of_kind(&desk, Kind::Status);
    let words: Vec<_> = told.iter().filter_map(|told| told.value.as_deref()).collect();
    assert_eq!(words, ["new", "at the workshop", "handed over"]);
    assert_eq!(told[1].role, Role::Bot);
    let class = |desk: &Desk, word: &str| {
        let store = desk.store();
        store.meanings().class(store.dictionary(Dimension::Status).find(word).unwrap())
    };
    assert_eq!(class(&desk, "at the workshop"), Some(StatusClass::Pending));
    assert_eq!(class(&desk, "handed over"), Some(StatusClass::Closed));
    // It stays so in a desk that was put away, and settings go before it.
    let snapshot = desk.save().unwrap();
    let mut restored = Desk::new();
    restored.restore(&snapshot).unwrap();
    assert_eq!(class(&restored, "at the workshop"), Some(StatusClass::Pending));
    let settings = deskgauge::desk::Settings {
        statuses: [("at the workshop".to_string(), "on_hold".to_string())].into_iter().collect(),
        ..Default::default()
    };
    desk.configure(settings).unwrap();
    load(&mut desk, "zammad", states.as_bytes()).unwrap();
    assert_eq!(class(&desk, "at the workshop"), Some(StatusClass::OnHold));
}

#[test]
fn numbers_have_their_usual_names_until_others_come() {
    let open = TICKET.replace(r#""state_id":9"#, r#""state_id":2"#);
    let expanded = r#"{"id":1,"number":"22001","customer_id":5,"group_id":7,"state_id":2,"priority_id":3,"group":"Desk","state":"offen","priority":"3 hoch",
        "created_at":"2026-03-02T09:00:00.000Z","updated_at":"2026-03-02T11:00:00.000Z"}"#;
    let desk = desk(&[&open]);
    let words = [Dimension::Status, Dimension::Priority, Dimension::Group];
    assert_eq!(words.map(|of| word(&desk, of).unwrap()), ["open", "high", "7"]);
    let both = in_every_order([&open, expanded, "[]"]);
    assert_eq!(words.map(|of| word(&both, of).unwrap()), ["offen", "hoch", "Desk"]);
}

#[test]
fn tags_come_and_go_with_the_history() {
    let entry = |id: u32, kind: &str, side: &str, tag: &str| {
        format!(
            r#"{{"id":{id},"o_id":1,"object":"Ticket","type":"{kind}","attribute":"tag","{side}":"{tag}","created_by_id":9,"created_at":"2026-03-02T10:0{id}:00.000Z"}}"#
        )
    };
    let history = [
        entry(1, "added", "value_to", "vip"),
        entry(2, "added", "value_to", "billing"),
        entry(3, "removed", "value_from", "vip"),
    ];
    let desk =
        in_every_order([TICKET, &format!(r#"{{"history":[{}],"assets":{{}}}}"#, history.join(",")), "[]"]);
    let tickets = desk.store().tickets();
    let tags: Vec<_> = tickets.tags(0).iter().map(|&tag| tickets.tag_words().get(tag).unwrap()).collect();
    assert_eq!(tags, ["billing"]);
}

#[test]
fn merged_tickets_do_not_count_and_webhooks_are_read() {
    let webhook = r#"{"ticket":{"id":1,"number":"22001","customer_id":5,"customer":{"id":5,"firstname":"Bob"},"group_id":7,"group":{"id":7,"name":"Desk"},
        "state":"merged","state_id":5,"priority_id":2,"created_at":"2026-03-02T09:00:00.000Z","updated_at":"2026-03-02T12:00:00.000Z"},
        "article":{"id":6,"ticket_id":1,"sender":"Agent","type":"email","internal":false,"created_by_id":9,"created_at":"2026-03-02T11:59:00.000Z"}}"#;
    let desk = in_every_order([TICKET, webhook, "[]"]);
    assert_eq!(word(&desk, Dimension::Group).as_deref(), Some("Desk"));
    assert_eq!(of_kind(&desk, Kind::Reply).len(), 1);
    assert_eq!(of_kind(&desk, Kind::Merged).len(), 1);
}

#[test]
fn what_zammad_computed_counts_while_the_ticket_is_closed_and_without_history() {
    use deskgauge::store::{NO_INSTANT, Stated};
    let stated = |ticket: &str| {
        let desk = desk(&[ticket]);
        [Stated::FirstResponse, Stated::Resolved]
            .map(|fact| desk.store().tickets().stated(fact, 0) > NO_INSTANT)
    };
    assert_eq!(stated(TICKET), [true, true]);
    // The time of a close stays when a ticket is opened again.
    assert_eq!(stated(&TICKET.replace(r#""state_id":9"#, r#""state_id":2"#)), [true, false]);
    let loaded = load(&mut Desk::new(), "zammad", TICKET.as_bytes()).unwrap();
    let missing = loaded.source.unwrap().missing;
    assert_eq!((missing.histories, missing.groups), (vec!["1".to_string()], vec!["7".to_string()]));
}

#[test]
fn minutes_of_work_are_counted_and_no_more() {
    // Each desk sets what one unit of time is.
    let entry = r#"[{"id":6,"ticket_id":1,"ticket_article_id":87,"time_unit":"15.0","type_id":3,"created_by_id":3,"created_at":"2026-03-02T10:00:00.000Z"}]"#;
    let loaded = load(&mut Desk::new(), "zammad", entry.as_bytes()).unwrap();
    assert_eq!(loaded.source.unwrap().unknown_events.get("time_accounting"), Some(&1));
}
