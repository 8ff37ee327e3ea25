//! How profiles differ, each difference as a story with its answer by hand.

use crate::desk::{desk, under};

const HOUR: f64 = 3_600.0;

#[test]
fn an_agents_opening_message_is_no_response() {
    // The agent opens the ticket at 9:00 with a message, the customer writes at 10:00, the agent answers at 12:00.
    let mut desk = desk(
        r#"{"id":1,"created_at":"2024-01-01T09:00:00Z","events":[
            {"at":"2024-01-01T09:00:00Z","kind":"created","role":"agent"},
            {"at":"2024-01-01T09:00:00Z","kind":"reply","role":"agent","seq":1},
            {"at":"2024-01-01T10:00:00Z","kind":"reply","role":"customer"},
            {"at":"2024-01-01T12:00:00Z","kind":"reply","role":"agent"}]}"#
            .replace('\n', " ")
            .as_str(),
    );
    // Zendesk: from creation to the second public agent comment.
    assert_eq!(under(&mut desk, "zendesk", "first_response_time", "mean"), Some(3.0 * HOUR));
    // Ours leaves tickets that an agent opened out, and says so.
    assert_eq!(under(&mut desk, "deskgauge", "first_response_time", "mean"), None);
    assert_eq!(under(&mut desk, "deskgauge", "first_response_time", "outbound"), Some(1.0));
}

#[test]
fn a_bot_answers_for_nobody_and_hands_over() {
    // The bot answers after 1 minute and again after 30; a person after 90.
    let mut desk = desk(
        r#"{"id":1,"created_at":"2024-01-01T09:00:00Z","events":[
            {"at":"2024-01-01T09:01:00Z","kind":"reply","role":"bot"},
            {"at":"2024-01-01T09:30:00Z","kind":"reply","role":"bot"},
            {"at":"2024-01-01T10:30:00Z","kind":"reply","role":"agent"}]}"#
            .replace('\n', " ")
            .as_str(),
    );
    assert_eq!(under(&mut desk, "deskgauge", "first_response_time", "mean"), Some(1.5 * HOUR));
    // Chatwoot counts from the bot's last action.
    assert_eq!(under(&mut desk, "chatwoot", "first_response_time", "mean"), Some(HOUR));
}

#[test]
fn a_ticket_solved_without_a_reply_is_one_touch_at_zendesk_only() {
    // Three solved tickets: with none, one and two public agent replies.
    let lines = [0, 1, 2].map(|replies| {
        let reply = r#"{"at":"2024-01-01T10:00:00Z","kind":"reply","role":"agent"},"#.repeat(replies);
        format!(
            r#"{{"id":{replies},"created_at":"2024-01-01T09:00:00Z","events":[{reply}{{"at":"2024-01-01T11:00:00Z","kind":"status","to":"solved"}}]}}"#
        )
    });
    let mut desk = desk(&lines.join("\n"));
    assert_eq!(under(&mut desk, "deskgauge", "one_touch_rate", "count"), Some(1.0));
    assert_eq!(under(&mut desk, "zendesk", "one_touch_rate", "count"), Some(2.0));
}

/// Solved after 1 h, reopened after 2, solved again after 5, reopened after 6 and open since.
fn reopened() -> String {
    let status = |hour: u32, to: &str| {
        format!(r#"{{"at":"2024-01-01T{:02}:00:00Z","kind":"status","to":"{to}"}}"#, 9 + hour)
    };
    let events = [status(1, "solved"), status(2, "open"), status(5, "solved"), status(6, "open")].join(",");
    format!(r#"{{"id":1,"created_at":"2024-01-01T09:00:00Z","events":[{events}]}}"#)
}

#[test]
fn a_reopened_ticket_has_a_resolution_at_some_desks() {
    let mut desk = desk(&reopened());
    // Ours: it is open, so its full resolution is still running.
    assert_eq!(under(&mut desk, "deskgauge", "full_resolution_time", "mean"), None);
    assert_eq!(under(&mut desk, "deskgauge", "full_resolution_time", "censored"), Some(1.0));
    // Zendesk keeps the last solve.
    assert_eq!(under(&mut desk, "zendesk", "full_resolution_time", "mean"), Some(5.0 * HOUR));
    // Chatwoot counts every resolution from creation: 1 h and 5 h.
    assert_eq!(under(&mut desk, "chatwoot", "full_resolution_time", "n"), Some(2.0));
    assert_eq!(under(&mut desk, "chatwoot", "full_resolution_time", "mean"), Some(3.0 * HOUR));
    assert_eq!(under(&mut desk, "chatwoot", "solved", "value"), Some(2.0));
    // Nobody disputes the first one.
    assert_eq!(under(&mut desk, "deskgauge", "first_resolution_time", "mean"), Some(HOUR));
}

#[test]
fn closing_without_solving_counts_as_a_resolution() {
    let mut desk = desk(
        r#"{"id":1,"created_at":"2024-01-01T09:00:00Z","events":[{"at":"2024-01-01T13:00:00Z","kind":"status","to":"closed"}]}"#,
    );
    for profile in ["deskgauge", "zendesk"] {
        assert_eq!(under(&mut desk, profile, "full_resolution_time", "mean"), Some(4.0 * HOUR));
    }
}

#[test]
fn outbound_tickets_count_where_no_profile_leaves_them_out() {
    // The agent opens the ticket silently at 9:00 and writes first at 9:30.
    let mut desk = desk(
        r#"{"id":1,"created_at":"2024-01-01T09:00:00Z","events":[{"at":"2024-01-01T09:00:00Z","kind":"created","role":"agent"},{"at":"2024-01-01T09:30:00Z","kind":"reply","role":"agent"}]}"#,
    );
    assert_eq!(under(&mut desk, "deskgauge", "first_response_time", "outbound"), Some(1.0));
    // No comment came with the opening, so the first comment is the response.
    assert_eq!(under(&mut desk, "zendesk", "first_response_time", "mean"), Some(0.5 * HOUR));
    assert_eq!(under(&mut desk, "chatwoot", "first_response_time", "mean"), Some(0.5 * HOUR));
    // One MTTA counts them under every profile.
    for profile in ["deskgauge", "zendesk", "chatwoot"] {
        assert_eq!(under(&mut desk, profile, "acknowledge_replied", "mean"), Some(0.5 * HOUR), "{profile}");
    }
}

#[test]
fn an_opening_message_without_an_answer_is_still_waiting_at_zendesk() {
    let mut desk = desk(
        r#"{"id":1,"created_at":"2024-01-01T09:00:00Z","events":[{"at":"2024-01-01T09:00:00Z","kind":"reply","role":"agent"}]}"#,
    );
    assert_eq!(under(&mut desk, "zendesk", "first_response_time", "n"), Some(0.0));
    assert_eq!(under(&mut desk, "zendesk", "first_response_time", "censored"), Some(1.0));
    assert_eq!(under(&mut desk, "chatwoot", "first_response_time", "mean"), Some(0.0));
}

#[test]
fn a_bots_last_word_before_the_person_counts_and_later_ones_do_not() {
    // The bot writes at 9:10, notes at 9:20; the person answers at 10:20; the bot writes again at 11:00.
    let mut desk = desk(
        r#"{"id":1,"created_at":"2024-01-01T09:00:00Z","events":[
            {"at":"2024-01-01T09:10:00Z","kind":"reply","role":"bot"},
            {"at":"2024-01-01T09:20:00Z","kind":"note","role":"bot"},
            {"at":"2024-01-01T10:20:00Z","kind":"reply","role":"agent"},
            {"at":"2024-01-01T11:00:00Z","kind":"reply","role":"bot"}]}"#
            .replace('\n', " ")
            .as_str(),
    );
    assert_eq!(under(&mut desk, "chatwoot", "first_response_time", "mean"), Some(HOUR));
    for profile in ["deskgauge", "zendesk"] {
        assert_eq!(under(&mut desk, profile, "first_response_time", "mean"), Some(80.0 * 60.0), "{profile}");
    }
}

#[test]
fn a_solve_after_a_reopening_is_one_touch_at_zendesk_only() {
    // One public agent reply, solved, reopened, solved again.
    let mut desk = desk(
        r#"{"id":1,"created_at":"2024-01-01T09:00:00Z","events":[
            {"at":"2024-01-01T09:10:00Z","kind":"reply","role":"agent"},
            {"at":"2024-01-01T09:20:00Z","kind":"status","to":"solved"},
            {"at":"2024-01-01T10:00:00Z","kind":"status","to":"open"},
            {"at":"2024-01-01T12:00:00Z","kind":"status","to":"solved"}]}"#
            .replace('\n', " ")
            .as_str(),
    );
    assert_eq!(under(&mut desk, "deskgauge", "one_touch_rate", "count"), Some(0.0));
    assert_eq!(under(&mut desk, "zendesk", "one_touch_rate", "count"), Some(1.0));
    assert_eq!(under(&mut desk, "chatwoot", "one_touch_rate", "count"), Some(0.0));
    // First contact resolution is revoked by the reopening under every profile.
    for profile in ["deskgauge", "zendesk", "chatwoot"] {
        assert_eq!(
            under(&mut desk, profile, "first_contact_resolution_rate", "count"),
            Some(0.0),
            "{profile}"
        );
    }
    // Solved once for the last time, or twice in all.
    assert_eq!(under(&mut desk, "deskgauge", "solved", "value"), Some(1.0));
    assert_eq!(under(&mut desk, "chatwoot", "solved", "value"), Some(2.0));
    assert_eq!(under(&mut desk, "chatwoot", "full_resolution_time", "sum"), Some(HOUR / 3.0 + 3.0 * HOUR));
}

#[test]
fn an_open_ticket_keeps_its_active_resolution_at_zendesk() {
    // Solved after 1 h of which 20 min were spent waiting for the customer, and open again.
    let mut desk = desk(
        r#"{"id":1,"created_at":"2024-01-01T09:00:00Z","events":[
            {"at":"2024-01-01T09:20:00Z","kind":"status","to":"pending"},
            {"at":"2024-01-01T09:40:00Z","kind":"status","to":"open"},
            {"at":"2024-01-01T10:00:00Z","kind":"status","to":"solved"},
            {"at":"2024-01-01T11:00:00Z","kind":"status","to":"open"}]}"#
            .replace('\n', " ")
            .as_str(),
    );
    assert_eq!(under(&mut desk, "deskgauge", "active_resolution_time", "censored"), Some(1.0));
    assert_eq!(under(&mut desk, "zendesk", "active_resolution_time", "mean"), Some(40.0 * 60.0));
}

#[test]
fn the_oldest_unanswered_message_starts_the_next_wait_under_every_name() {
    // After a first answer the customer writes at 10:00 and 10:30; the agent answers at 12:00.
    let mut desk = desk(
        r#"{"id":1,"created_at":"2024-01-01T09:00:00Z","events":[
            {"at":"2024-01-01T09:10:00Z","kind":"reply","role":"agent"},
            {"at":"2024-01-01T10:00:00Z","kind":"reply","role":"customer"},
            {"at":"2024-01-01T10:30:00Z","kind":"reply","role":"customer"},
            {"at":"2024-01-01T12:00:00Z","kind":"reply","role":"agent"}]}"#
            .replace('\n', " ")
            .as_str(),
    );
    for profile in ["deskgauge", "zendesk", "chatwoot"] {
        assert_eq!(under(&mut desk, profile, "next_response_time", "mean"), Some(2.0 * HOUR), "{profile}");
    }
}
