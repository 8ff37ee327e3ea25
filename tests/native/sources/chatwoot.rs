//! Chatwoot: who wrote a message, what opens a conversation again, and how far reporting events go.

use deskgauge::desk::Desk;
use deskgauge::ticket::{Dimension, Kind, Role};

use super::facts::{Told, events};
use super::load;

/// Monday, 2026-03-02, 09:00 UTC, in seconds.
const NINE: i64 = 1_772_442_000;

fn conversation(status: &str, more: &str) -> String {
    format!(
        r#"{{"id":1,"inbox_id":4,"status":"{status}","priority":null,"can_reply":true,"labels":["vip"],
        "meta":{{"sender":{{"id":9,"name":"Bob","additional_attributes":{{"company_name":"Acme"}}}},"channel":"Channel::WebWidget","team":{{"id":3,"name":"Desk"}}}},
        "created_at":{NINE},"last_activity_at":{},"first_reply_created_at":0{more}}}"#,
        NINE + 7_200
    )
}

fn message(id: i64, kind: &str, minutes: i64, more: &str) -> String {
    let at = NINE + minutes * 60;
    format!(
        r#"{{"id":{id},"conversation_id":1,"message_type":{kind},"private":false,"content_attributes":{{}},"created_at":{at}{more}}}"#
    )
}

fn desk(payloads: &[String]) -> Desk {
    let mut desk = Desk::new();
    for payload in payloads {
        let loaded = load(&mut desk, "chatwoot", payload.as_bytes()).unwrap();
        assert_eq!(loaded.skipped, 0, "{payload} {:?}", loaded.problems);
    }
    desk
}

fn of_kind(desk: &Desk, kind: Kind) -> Vec<Told> {
    events(desk.store(), "1").into_iter().filter(|told| told.kind == kind).collect()
}

/// Statuses with the minutes after nine.
fn statuses(desk: &Desk) -> Vec<(i64, String)> {
    let told = of_kind(desk, Kind::Status).into_iter();
    told.map(|told| ((told.at / 1_000 - NINE) / 60, told.value.unwrap())).collect()
}

fn reported(events: &[(&str, &str)]) -> String {
    let events = events.iter().enumerate().map(|(at, (name, time))| {
        format!(r#"{{"id":{at},"name":"{name}","value":1.0,"conversation_id":77,"user_id":9,"event_start_time":"2026-03-02T09:00:00.000Z","event_end_time":"2026-03-02T{time}:00.000Z"}}"#)
    });
    format!(r#"{{"conversation_id":1,"reporting_events":[{}]}}"#, events.collect::<Vec<_>>().join(","))
}

#[test]
fn only_people_reply_and_agents_are_no_contacts_of_the_same_number() {
    let user = r#","sender":{"id":9,"name":"Ana","type":"user"}"#;
    let bot = r#","sender":{"id":9,"name":"Robo","type":"agent_bot"}"#;
    let rule =
        r#","sender":{"id":9,"name":"Ana","type":"user"},"content_attributes":{"automation_rule_id":5}"#;
    let ruled =
        message(4, "1", 4, "").replace(r#","content_attributes":{}"#, "").replace('}', &format!("{rule}}}"));
    let echo = message(7, "1", 7, "")
        .replace(r#""content_attributes":{}"#, r#""content_attributes":{"external_echo":true}"#);
    let payload = [
        message(1, "0", 0, r#","sender":{"id":9,"name":"Bob","type":"contact"}"#),
        message(2, "3", 1, ""),
        message(3, "1", 2, bot),
        ruled,
        message(5, "1", 5, r#","additional_attributes":{"campaign_id":2},"sender":{"id":9,"type":"user"}"#),
        message(6, "1", 6, user),
        echo,
        message(8, "1", 8, user).replace(r#""private":false"#, r#""private":true"#),
        message(9, "2", 9, ""),
    ];
    let messages = format!(r#"{{"meta":{{}},"payload":[{}]}}"#, payload.join(","));
    let conversation = conversation("open", "");
    for order in [[&messages, &conversation], [&conversation, &messages]] {
        let desk = desk(&order.map(Clone::clone));
        let told = of_kind(&desk, Kind::Reply);
        let replies: Vec<_> = told.iter().map(|told| (told.role, told.actor.as_deref())).collect();
        let bots = (Role::Bot, Some("Ana"));
        assert_eq!(
            replies,
            [
                (Role::Bot, None),
                (Role::Bot, Some("Robo")),
                bots,
                bots,
                (Role::Agent, Some("Ana")),
                (Role::Agent, None)
            ]
        );
        assert_eq!(of_kind(&desk, Kind::Note).len(), 1);
        let store = desk.store();
        let word = |of| store.word(0, of);
        assert_eq!(word(Dimension::Requester), Some("Bob"));
        assert_eq!(word(Dimension::Customer), Some("Acme"));
        assert_eq!((word(Dimension::Group), word(Dimension::Channel)), (Some("Desk"), Some("chat")));
    }
}

#[test]
fn a_message_of_the_customer_opens_what_was_over() {
    let incoming =
        |id, minutes| message(id, "0", minutes, r#","sender":{"id":9,"name":"Bob","type":"contact"}"#);
    let messages = format!(r#"{{"payload":[{},{},{}]}}"#, incoming(1, 0), incoming(2, 5), incoming(3, 90));
    let events = reported(&[("conversation_resolved", "10:00"), ("conversation_resolved", "11:00")]);
    let told = desk(&[conversation("resolved", ""), messages, events.clone()]);
    let expected = [(0, "open"), (60, "resolved"), (90, "open"), (120, "resolved")];
    assert_eq!(statuses(&told), expected.map(|(at, word)| (at, word.to_string())));
    // Newer versions say so themselves, which is the same.
    let said = [
        ("conversation_resolved", "10:00"),
        ("conversation_opened", "10:30"),
        ("conversation_resolved", "11:00"),
    ];
    let told = desk(&[conversation("resolved", ""), reported(&said)]);
    assert_eq!(statuses(&told), expected.map(|(at, word)| (at, word.to_string())));
}

#[test]
fn a_bot_has_a_conversation_until_it_hands_it_over() {
    let handed = reported(&[("conversation_bot_handoff", "09:30"), ("conversation_resolved", "10:00")]);
    let told = desk(&[handed, conversation("resolved", "")]);
    assert_eq!(statuses(&told), [(0, "bot".into()), (30, "open".into()), (60, "resolved".into())]);
    let solved = reported(&[("conversation_bot_resolved", "10:00"), ("conversation_resolved", "10:00")]);
    let told = desk(&[conversation("resolved", ""), solved]);
    assert_eq!(statuses(&told), [(0, "bot".into()), (60, "resolved".into())]);
    assert_eq!(of_kind(&told, Kind::Status)[1].role, Role::Bot);
}

#[test]
fn reporting_events_tell_the_first_reply_until_messages_do() {
    let events = reported(&[("first_response", "09:20"), ("reply_time", "09:40")]);
    let told = desk(&[conversation("open", ""), events.clone()]);
    let replies = of_kind(&told, Kind::Reply);
    assert_eq!((replies.len(), replies[0].role, replies[0].at / 1_000), (1, Role::Agent, NINE + 1_200));
    let user = r#","sender":{"id":9,"name":"Ana","type":"user"}"#;
    let messages = format!(r#"{{"payload":[{},{}]}}"#, message(1, "1", 20, user), message(2, "1", 40, user));
    let told = desk(&[events, messages, conversation("open", "")]);
    assert_eq!(of_kind(&told, Kind::Reply).len(), 2);
}

#[test]
fn reporting_events_need_the_number_of_their_conversation() {
    let alone = r#"[{"id":1,"name":"first_response","conversation_id":77,"event_end_time":"2026-03-02T09:20:00.000Z"}]"#;
    let loaded = load(&mut Desk::new(), "chatwoot", alone.as_bytes()).unwrap();
    assert_eq!((loaded.skipped, loaded.problems[0].code), (1, "no-ticket"));
    // Without them it is not known when a conversation was resolved.
    let loaded = load(&mut Desk::new(), "chatwoot", conversation("resolved", "").as_bytes()).unwrap();
    assert_eq!(loaded.source.unwrap().missing.histories, ["1"]);
    let mut desk = desk(&[conversation("open", ""), r#"{"conversation_id":1,"reporting_events":[]}"#.into()]);
    assert_eq!(statuses(&desk), [(0, "open".into())]);
    let loaded = load(&mut desk, "chatwoot", b"[]").unwrap();
    assert!(loaded.source.unwrap().missing.histories.is_empty());
}

#[test]
fn a_conversation_that_an_agent_began_is_the_agents() {
    let user = r#","sender":{"id":9,"name":"Ana","type":"user"}"#;
    let messages = format!(r#"{{"payload":[{}]}}"#, message(1, "1", 0, user));
    let told = desk(&[conversation("open", ""), messages]);
    let created = of_kind(&told, Kind::Created).remove(0);
    assert_eq!((created.role, created.actor.as_deref()), (Role::Agent, Some("Ana")));
}

#[test]
fn service_levels_and_what_was_missed_of_them_are_told() {
    let more = format!(
        r#","applied_sla":{{"id":2,"sla_name":"Gold","created_at":{NINE}}},"sla_events":[{{"id":5,"event_type":"frt","created_at":{}}}]"#,
        NINE + 3_600
    );
    let told = desk(&[conversation("open", &more)]);
    assert_eq!(of_kind(&told, Kind::Policy)[0].value.as_deref(), Some("Gold"));
    assert_eq!(of_kind(&told, Kind::Escalated).len(), 1);
}

#[test]
fn webhooks_tell_a_snooze_and_its_end() {
    let event = |status: &str, before: &str, minutes: i64| {
        let stamp = NINE + minutes * 60;
        conversation(
            status,
            &format!(
                r#","event":"conversation_status_changed","updated_at":{stamp}.25,"changed_attributes":[{{"status":{{"previous_value":"{before}","current_value":"{status}"}}}}]"#
            ),
        )
    };
    let list = format!("[{},{}]", event("snoozed", "open", 30), event("open", "snoozed", 60));
    let told = desk(&[list]);
    assert_eq!(statuses(&told), [(0, "open".into()), (30, "snoozed".into()), (60, "open".into())]);
    let last = of_kind(&told, Kind::Status).pop().unwrap();
    assert_eq!(last.at, (NINE + 3_600) * 1_000 + 250);
}
