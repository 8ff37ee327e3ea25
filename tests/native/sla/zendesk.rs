//! Zendesk, a story a sentence of its documentation. Answers are by hand.

use serde_json::json;

use super::story::desk;

#[test]
fn next_reply_starts_at_the_oldest_unanswered_customer_comment() {
    let story = desk("zendesk")
        .target("next_response", "1h")
        .agent("09:10")
        .customer("10:00")
        .customer("10:40")
        .agent("11:30")
        .customer("12:00");
    // From 10:00, not from 10:40; half an hour late. The next starts at twelve and is an hour in at 12:50.
    assert_eq!(
        story.at("12:50").of("next_response"),
        [
            "fulfilled from 10:00 to 11:30: used 1:30, left -0:30, due 11:00, breached 11:00, late 0:30",
            "running from 12:00: used 0:50, left 0:10, due 13:00",
        ]
    );
}

#[test]
fn only_public_comments_answer() {
    let story = desk("zendesk").target("first_response", "1h").note("09:20").agent("10:15");
    assert_eq!(
        story.at("11:00").of("first_response"),
        ["fulfilled from 09:00 to 10:15: used 1:15, left -0:15, due 10:00, breached 10:00, late 0:15"]
    );
}

#[test]
fn the_second_public_agent_comment_answers_a_ticket_that_an_agent_opened() {
    let story =
        desk("zendesk").target("first_response", "1h").opened_by_agent().agent("09:00").customer("09:20");
    assert_eq!(
        story.at("09:30").of("first_response"),
        ["running from 09:00: used 0:30, left 0:30, due 10:00"]
    );
    let answered = story.agent("09:40");
    assert_eq!(
        answered.at("11:00").of("first_response"),
        ["fulfilled from 09:00 to 09:40: used 0:40, left 0:20, due 10:00"]
    );
}

#[test]
fn a_solve_without_a_reply_counts_as_the_reply() {
    let story =
        desk("zendesk").target("first_response", "1h").status("09:30", "solved").status("10:30", "open");
    assert_eq!(
        story.at("12:00").of("first_response"),
        ["fulfilled from 09:00 to 09:30: used 0:30, left 0:30, due 10:00"]
    );
    let story = desk("zendesk")
        .target("next_response", "1h")
        .agent("09:10")
        .customer("09:30")
        .status("10:00", "solved");
    assert_eq!(
        story.at("12:00").of("next_response"),
        ["fulfilled from 09:30 to 10:00: used 0:30, left 0:30, due 10:30"]
    );
}

/// New at 9, open at 10, pending 11 to 13, on hold 13 to 16, open from 16.
fn through_all_statuses() -> super::story::Story {
    desk("zendesk")
        .target("requester_wait", "10h")
        .target("agent_work", "10h")
        .target("on_hold", "10h")
        .target("resolution", "10h")
        .status("09:00", "new")
        .status("10:00", "open")
        .status("11:00", "pending")
        .status("13:00", "on_hold")
        .status("16:00", "open")
}

#[test]
fn requester_wait_runs_in_new_open_and_on_hold() {
    let story = through_all_statuses();
    assert_eq!(
        story.at("12:00").of("requester_wait"),
        ["paused from 09:00: used 2:00, left 8:00, paused 1:00"]
    );
    // 9 to 11 and 13 to 17; the two hours pending move the due instant from 19 to 21.
    assert_eq!(
        story.at("17:00").of("requester_wait"),
        ["running from 09:00: used 6:00, left 4:00, paused 2:00, due 21:00"]
    );
}

#[test]
fn agent_work_runs_in_new_and_open() {
    // 9 to 11 and 16 to 17.
    assert_eq!(
        through_all_statuses().at("17:00").of("agent_work"),
        ["running from 09:00: used 3:00, left 7:00, paused 5:00, due tue 00:00"]
    );
}

#[test]
fn on_hold_time_is_the_time_on_hold() {
    let story = through_all_statuses();
    assert_eq!(
        story.at("15:00").of("on_hold"),
        ["running from 09:00: used 2:00, left 8:00, paused 4:00, due 23:00"]
    );
    assert_eq!(story.at("17:00").of("on_hold"), ["paused from 09:00: used 3:00, left 7:00, paused 5:00"]);
}

#[test]
fn total_resolution_includes_pending() {
    assert_eq!(
        through_all_statuses().at("17:00").of("resolution"),
        ["running from 09:00: used 8:00, left 2:00, due 19:00"]
    );
    assert_eq!(
        through_all_statuses().status("18:00", "solved").at("20:00").of("resolution"),
        ["fulfilled from 09:00 to 18:00: used 9:00, left 1:00, due 19:00"]
    );
}

#[test]
fn a_periodic_update_runs_on_while_pending_and_a_pausable_one_waits() {
    let story = desk("zendesk")
        .target("periodic_update", "2h")
        .target("pausable_update", "2h")
        .agent("09:30")
        .status("10:00", "pending")
        .status("11:30", "on_hold");
    let told = story.at("12:00");
    assert_eq!(
        told.of("periodic_update"),
        ["running from 09:30: used 2:30, left -0:30, due 11:30, breached 11:30, late 0:30"]
    );
    // Half an hour open, half an hour on hold; pending stood still.
    assert_eq!(
        told.of("pausable_update"),
        ["running from 09:30: used 1:00, left 1:00, paused 1:30, due 13:00"]
    );
}

#[test]
fn an_update_target_starts_anew_with_each_public_agent_comment() {
    let story = desk("zendesk")
        .target("periodic_update", "2h")
        .agent("09:30")
        .customer("10:00")
        .note("10:10")
        .agent("10:45");
    assert_eq!(
        story.at("11:00").of("periodic_update"),
        [
            "fulfilled from 09:30 to 10:45: used 1:15, left 0:45, due 11:30",
            "running from 10:45: used 0:15, left 1:45, due 12:45",
        ]
    );
}

#[test]
fn solved_fulfils_requester_wait_and_reopening_activates_it_again() {
    let story = desk("zendesk").target("requester_wait", "4h").status("11:00", "solved");
    assert_eq!(
        story.at("12:00").of("requester_wait"),
        ["fulfilled from 09:00 to 11:00: used 2:00, left 2:00, due 13:00"]
    );
    // Solved for two hours, then an hour open: three of four hours used at 14:00.
    let reopened = story.status("13:00", "open");
    assert_eq!(
        reopened.at("14:00").of("requester_wait"),
        ["running from 09:00: used 3:00, left 1:00, paused 2:00, due 15:00"]
    );
}

fn two_policies() -> super::story::Story {
    desk("zendesk")
        .policy(json!({ "id": "vip", "where": { "group": "vip desk" }, "targets": { "first_response": "1h" } }))
        .policy(json!({ "id": "urgent", "where": { "priority": "urgent" }, "targets": { "first_response": "2h" } }))
}

#[test]
fn the_first_policy_that_matches_applies() {
    let both = two_policies().has("group", json!("vip desk")).has("priority", json!("urgent"));
    assert_eq!(
        both.at("09:15").of("first_response"),
        ["running from 09:00: used 0:15, left 0:45, due 10:00"]
    );
    let second = two_policies().has("group", json!("desk")).has("priority", json!("urgent"));
    assert_eq!(
        second.at("09:15").of("first_response"),
        ["running from 09:00: used 0:15, left 1:45, due 11:00"]
    );
    let none = two_policies().has("group", json!("desk")).has("priority", json!("low"));
    assert!(none.at("09:15").cycles.is_empty());
}

#[test]
fn a_target_already_exceeded_breaches_at_once() {
    // Due at ten, and nobody knew until half past eleven. The reply is three hours late.
    let story = two_policies().has("priority", json!("low")).group("11:30", "vip desk").agent("13:00");
    assert!(story.at("11:00").cycles.is_empty());
    assert_eq!(
        story.at("12:00").of("first_response"),
        ["running from 09:00: used 3:00, left -2:00, due 10:00, breached 11:30, late 2:00"]
    );
    assert_eq!(
        story.at("14:00").of("first_response"),
        ["fulfilled from 09:00 to 13:00: used 4:00, left -3:00, due 10:00, breached 11:30, late 3:00"]
    );
}

#[test]
fn a_new_target_may_breach_a_second_time() {
    let by_priority = json!({ "byPriority": { "high": "2h", "urgent": "1h", "low": "8h" } });
    let story = desk("zendesk")
        .policy(json!({ "id": "all", "targets": { "resolution": by_priority } }))
        .has("priority", json!("high"))
        .priority("12:00", "low")
        .priority("13:00", "urgent");
    // Late from eleven under high; in time again under low; late under urgent, from the moment it applies.
    let breached =
        |now: &str| story.at(now).last("resolution").breached_at.map(|at| at - super::story::MONDAY);
    let hour = 3_600_000;
    assert_eq!(
        [breached("11:30"), breached("12:30"), breached("13:30")],
        [Some(11 * hour), None, Some(13 * hour)]
    );
}

#[test]
fn a_breach_of_business_hours_shows_in_real_time_too() {
    let story = desk("zendesk").in_office_hours("resolution", "10h");
    // Eight hours on Monday, two on Tuesday: due at eleven. By nine on Wednesday six open hours later, and 22 real ones.
    assert_eq!(
        story.at("wed 09:00").of("resolution"),
        [
            "running from 09:00: used 16:00, left -6:00, due tue 11:00, breached tue 11:00, late 6:00, in real time 22:00"
        ]
    );
}

#[test]
fn status_sums_keep_the_schedule_of_their_time_and_the_rest_has_one_for_all() {
    let targets = json!({ "requester_wait": "20h", "resolution": "20h" });
    let story = desk("zendesk")
        .policy(json!({ "id": "long", "where": { "group": "long desk" }, "calendar": "long", "targets": targets }))
        .policy(json!({ "id": "office", "calendar": "office", "targets": targets }))
        .has("group", json!("long desk"))
        .group("18:00", "day desk");
    let told = story.at("tue 10:00");
    // 9 to 18 in long hours and 9 to 10 in office hours; then seven until 17 and three on Wednesday.
    assert_eq!(told.of("requester_wait"), ["running from 09:00: used 10:00, left 10:00, due wed 12:00"]);
    // 9 to 17 and 9 to 10, all in office hours; seven until 17 and four on Wednesday.
    assert_eq!(told.of("resolution"), ["running from 09:00: used 9:00, left 11:00, due wed 13:00"]);
}
