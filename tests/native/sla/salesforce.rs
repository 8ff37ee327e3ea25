//! Salesforce milestones, a story a sentence of the documentation. Answers are by hand.

use deskgauge::sla::{Clock, Recurrence};
use serde_json::json;

use super::story::{Story, desk};

fn asked_three_times(recurrence: Recurrence) -> Vec<String> {
    desk("salesforce")
        .with(|knobs| knobs.recurrence[Clock::NextResponse as usize] = recurrence)
        .target("next_response", "2h")
        .agent("09:10")
        .customer("10:00")
        .agent("10:30")
        .customer("11:00")
        .agent("13:00")
        .customer("15:00")
        .at("15:30")
        .of("next_response")
}

#[test]
fn a_milestone_without_recurrence_happens_once() {
    assert_eq!(
        asked_three_times(Recurrence::Once),
        ["fulfilled from 10:00 to 10:30: used 0:30, left 1:30, due 12:00"]
    );
}

#[test]
fn independent_milestones_start_whenever_their_criteria_are_met() {
    assert_eq!(
        asked_three_times(Recurrence::Independent),
        [
            "fulfilled from 10:00 to 10:30: used 0:30, left 1:30, due 12:00",
            "fulfilled from 11:00 to 13:00: used 2:00, left 0:00, due 13:00",
            "running from 15:00: used 0:30, left 1:30, due 17:00",
        ]
    );
}

#[test]
fn a_sequential_milestone_starts_no_earlier_than_the_one_before_was_due() {
    // The second would start at eleven, but the first was due at twelve; the third comes after the second was due.
    assert_eq!(
        asked_three_times(Recurrence::Sequential),
        [
            "fulfilled from 10:00 to 10:30: used 0:30, left 1:30, due 12:00",
            "fulfilled from 12:00 to 13:00: used 1:00, left 1:00, due 14:00",
            "running from 15:00: used 0:30, left 1:30, due 17:00",
        ]
    );
}

#[test]
fn a_sequential_milestone_answered_before_it_starts_has_used_nothing() {
    let story = desk("salesforce")
        .target("next_response", "2h")
        .agent("09:10")
        .customer("10:00")
        .agent("10:30")
        .customer("11:00");
    assert_eq!(
        story.at("11:15").of("next_response")[1],
        "running from 12:00: used 0:00, left 2:00, due 14:00"
    );
    assert_eq!(
        story.agent("11:30").at("16:00").of("next_response")[1],
        "fulfilled from 12:00 to 11:30: used 0:00, left 2:00, due 14:00"
    );
}

fn versions() -> Story {
    let policy = |id: &str, group: &str, time: &str| json!({ "id": id, "where": { "group": group }, "targets": { "resolution": time, "next_response": time } });
    desk("salesforce")
        .policy(policy("one", "v1", "8h"))
        .policy(policy("two", "v2", "2h"))
        .has("group", json!("v1"))
}

#[test]
fn a_new_version_of_the_process_does_not_touch_milestones_under_way() {
    let story =
        versions().agent("09:10").customer("09:30").group("10:00", "v2").agent("10:30").customer("11:00");
    let told = story.at("12:00");
    assert_eq!(told.of("resolution"), ["running from 09:00: used 3:00, left 5:00, due 17:00"]);
    // The one under way keeps eight hours, the next has two; it starts when the first was due.
    assert_eq!(
        told.of("next_response"),
        [
            "fulfilled from 09:30 to 10:30: used 1:00, left 7:00, due 17:30",
            "running from 17:30: used 0:00, left 2:00, due 19:30",
        ]
    );
}

#[test]
fn hours_are_those_of_the_milestone_else_of_the_process() {
    let targets = json!({ "first_response": "9h", "resolution": { "time": "9h", "calendar": "long" } });
    let story =
        desk("salesforce").policy(json!({ "id": "process", "calendar": "office", "targets": targets }));
    let told = story.at("10:00");
    // Eight hours until five and one on Tuesday; nine hours until six.
    assert_eq!(told.of("first_response"), ["running from 09:00: used 1:00, left 8:00, due tue 10:00"]);
    assert_eq!(told.of("resolution"), ["running from 09:00: used 1:00, left 8:00, due 18:00"]);
}

#[test]
fn a_stopped_status_pauses() {
    let story = desk("salesforce")
        .target("resolution", "3h")
        .timers_off_in(&["on_hold"])
        .status("10:00", "on_hold")
        .status("11:00", "pending");
    assert_eq!(story.at("10:30").of("resolution"), ["paused from 09:00: used 1:00, left 2:00, paused 0:30"]);
    assert_eq!(
        story.at("11:30").of("resolution"),
        ["running from 09:00: used 1:30, left 1:30, paused 1:00, due 13:00"]
    );
}
