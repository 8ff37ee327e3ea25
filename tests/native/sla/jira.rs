//! Jira Service Management, a story a sentence of its documentation. Answers are by hand.

use deskgauge::sla::{Clock, Reopen};
use serde_json::json;

use super::story::{Story, desk};

#[test]
fn a_metric_starts_pauses_and_stops() {
    let story = desk("jira")
        .target("resolution", "4h")
        .status("10:00", "pending")
        .status("12:00", "open")
        .status("14:00", "solved");
    assert_eq!(story.at("11:00").of("resolution"), ["paused from 09:00: used 1:00, left 3:00, paused 1:00"]);
    assert_eq!(
        story.at("13:00").of("resolution"),
        ["running from 09:00: used 2:00, left 2:00, paused 2:00, due 15:00"]
    );
    assert_eq!(
        story.at("15:00").of("resolution"),
        ["fulfilled from 09:00 to 14:00: used 3:00, left 1:00, paused 2:00, due 15:00"]
    );
}

#[test]
fn stop_beats_pause() {
    // A resolved status that is also one of those that pause.
    let story = desk("jira").target("resolution", "4h").timers_off_in(&["solved"]).status("10:00", "solved");
    assert_eq!(
        story.at("11:00").of("resolution"),
        ["fulfilled from 09:00 to 10:00: used 1:00, left 3:00, due 13:00"]
    );
}

#[test]
fn pause_beats_start() {
    let story = desk("jira").target("resolution", "4h").status("09:00", "pending").status("10:00", "open");
    assert_eq!(story.at("09:30").of("resolution"), ["paused from 09:00: used 0:00, left 4:00, paused 0:30"]);
    assert_eq!(
        story.at("11:00").of("resolution"),
        ["running from 09:00: used 1:00, left 3:00, paused 1:00, due 14:00"]
    );
}

#[test]
fn stop_beats_start() {
    // Opened as solved: the cycle is over as it begins.
    let story = desk("jira").target("resolution", "4h").status("09:00", "solved");
    assert_eq!(
        story.at("11:00").of("resolution"),
        ["fulfilled from 09:00 to 09:00: used 0:00, left 4:00, due 13:00"]
    );
}

fn reopened() -> Story {
    desk("jira")
        .target("resolution", "4h")
        .status("11:00", "solved")
        .status("12:00", "open")
        .status("13:00", "solved")
        .status("14:00", "open")
}

#[test]
fn there_are_completed_cycles_and_at_most_one_ongoing() {
    let done = "fulfilled from 09:00 to 11:00: used 2:00, left 2:00, due 13:00";
    let again = "fulfilled from 12:00 to 13:00: used 1:00, left 3:00, due 16:00";
    assert_eq!(reopened().at("11:30").of("resolution"), [done]);
    assert_eq!(
        reopened().at("15:00").of("resolution"),
        [done, again, "running from 14:00: used 1:00, left 3:00, due 18:00"]
    );
    let numbers: Vec<u32> = reopened().at("15:00").cycles.iter().map(|(cycle, _)| cycle.number).collect();
    assert_eq!(numbers, [1, 2, 3]);
}

#[test]
fn remaining_is_negative_when_late() {
    let story = desk("jira").target("resolution", "1h");
    assert_eq!(
        story.at("10:30").of("resolution"),
        ["running from 09:00: used 1:30, left -0:30, due 10:00, breached 10:00, late 0:30"]
    );
}

#[test]
fn goals_are_ordered_each_with_its_query_length_and_calendar() {
    let goals = |story: Story| {
        story
            .policy(json!({ "id": "blocker", "where": { "priority": "blocker" }, "targets": { "resolution": "2h" } }))
            .policy(json!({ "id": "mail", "where": { "channel": ["email", "chat"] }, "calendar": "office", "targets": { "resolution": "4h" } }))
            .policy(json!({ "id": "rest", "calendar": "long", "targets": { "resolution": "8h" } }))
            .at("18:30")
            .of("resolution")
    };
    let mail = |priority| desk("jira").has("channel", json!("email")).has("priority", json!(priority));
    // Round the clock since nine; until five in the office; until eight in the evening in long hours.
    let late = "running from 09:00: used 9:30, left -7:30, due 11:00, breached 11:00, late 7:30";
    assert_eq!(goals(mail("blocker")), [late]);
    let late =
        "running from 09:00: used 8:00, left -4:00, due 13:00, breached 13:00, late 4:00, in real time 5:30";
    assert_eq!(goals(mail("low")), [late]);
    let late = "running from 09:00: used 9:30, left -1:30, due 17:00, breached 17:00, late 1:30";
    assert_eq!(goals(desk("jira").has("channel", json!("phone"))), [late]);
}

#[test]
fn outside_calendar_hours_the_working_is_closed() {
    let told = desk("jira").in_office_hours("resolution", "10h").at("20:00");
    assert_eq!(told.of("resolution"), ["running from 09:00: used 8:00, left 2:00, due tue 11:00"]);
}

#[test]
fn a_change_of_goal_is_counted_from_the_start() {
    let targets = json!({ "resolution": { "byPriority": { "high": "2h", "low": "8h" } } });
    let story = desk("jira")
        .policy(json!({ "id": "all", "targets": targets }))
        .has("priority", json!("low"))
        .status("10:00", "pending")
        .status("11:00", "open")
        .priority("11:30", "high");
    // An hour and a half used by then, half an hour left.
    assert_eq!(
        story.at("11:45").of("resolution"),
        ["running from 09:00: used 1:45, left 0:15, paused 1:00, due 12:00"]
    );
}

fn reopening(how: Reopen) -> Vec<String> {
    reopened().with(|knobs| knobs.reopen[Clock::Resolution as usize] = how).at("15:00").of("resolution")
}

#[test]
fn add_ons_keep_the_first_cycle_only() {
    assert_eq!(reopening(Reopen::Ignore), ["fulfilled from 09:00 to 11:00: used 2:00, left 2:00, due 13:00"]);
}

#[test]
fn add_ons_resume_the_cycle() {
    // Two hours, one, one; solved from 11 to 12 and from 13 to 14. Used up at 15:00, so breached then.
    assert_eq!(
        reopening(Reopen::Resume),
        ["running from 09:00: used 4:00, left 0:00, paused 2:00, due 15:00, breached 15:00"]
    );
}

#[test]
fn add_ons_restart_from_zero() {
    assert_eq!(
        reopening(Reopen::Restart).last().unwrap(),
        "running from 14:00: used 1:00, left 3:00, due 18:00"
    );
}

#[test]
fn what_changes_while_a_request_is_resolved_counts_only_from_its_reopening() {
    let targets = json!({ "resolution": { "byPriority": { "high": "1h", "low": "4h" } } });
    let story = desk("jira")
        .with(|knobs| knobs.reopen[Clock::Resolution as usize] = Reopen::Resume)
        .policy(json!({ "id": "all", "targets": targets }))
        .has("priority", json!("low"))
        .status("11:00", "solved")
        .priority("12:00", "high")
        .status("13:00", "open");
    let met = ["fulfilled from 09:00 to 11:00: used 2:00, left 2:00, due 13:00"];
    assert_eq!(story.at("11:30").of("resolution"), met);
    assert_eq!(story.at("12:30").of("resolution"), met);
    // Two hours used of one: late since ten, found out at one.
    assert_eq!(
        story.at("13:00").of("resolution"),
        ["running from 09:00: used 2:00, left -1:00, paused 2:00, due 10:00, breached 13:00, late 3:00"]
    );
}
