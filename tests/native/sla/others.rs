//! What is worth copying from further tools, and what all of them meet: merges, changes of calendar, priority and target.

use deskgauge::sla::{CLOCKS, Change, Clock, Reopen};
use serde_json::json;

use super::story::{Story, desk};

#[test]
fn first_and_total_resolution_are_two_metrics() {
    let story = desk("deskgauge")
        .target("first_resolution", "4h")
        .target("resolution", "4h")
        .status("11:00", "solved")
        .status("12:00", "open")
        .status("15:00", "solved");
    let told = story.at("16:00");
    assert_eq!(
        told.of("first_resolution"),
        ["fulfilled from 09:00 to 11:00: used 2:00, left 2:00, due 13:00"]
    );
    // Two hours and three; the hour solved between is no part of it.
    assert_eq!(
        told.of("resolution"),
        [
            "fulfilled from 09:00 to 15:00: used 5:00, left -1:00, paused 1:00, due 14:00, breached 14:00, late 1:00"
        ]
    );
}

/// Low for two hours, of which one pending; then high.
fn raised(change: Change) -> Vec<String> {
    let targets = json!({ "resolution": { "byPriority": { "low": "8h", "high": "3h" } } });
    desk("deskgauge")
        .with(|knobs| knobs.change = [change; CLOCKS])
        .policy(json!({ "id": "all", "targets": targets }))
        .has("priority", json!("low"))
        .status("09:30", "pending")
        .status("10:30", "open")
        .priority("11:00", "high")
        .at("12:00")
        .of("resolution")
}

#[test]
fn a_change_of_priority_recomputes_carries_on_resets_or_changes_nothing() {
    let kept = ["running from 09:00: used 2:00, left 1:00, paused 1:00, due 13:00"];
    assert_eq!(raised(Change::Recompute), kept);
    assert_eq!(raised(Change::Forward), kept);
    assert_eq!(raised(Change::Reset), ["running from 11:00: used 1:00, left 2:00, due 14:00"]);
    assert_eq!(raised(Change::Freeze), ["running from 09:00: used 2:00, left 6:00, paused 1:00, due 18:00"]);
}

#[test]
fn a_priority_with_the_same_target_resets_nothing() {
    let story = desk("deskgauge")
        .with(|knobs| knobs.change = [Change::Reset; CLOCKS])
        .policy(json!({
            "id": "all",
            "targets": { "resolution": "8h", "first_response": { "byPriority": { "low": "2h", "high": "1h" } } },
        }))
        .has("priority", json!("low"))
        .priority("10:00", "high");
    let told = story.at("10:30");
    assert_eq!(told.of("resolution"), ["running from 09:00: used 1:30, left 6:30, due 17:00"]);
    assert_eq!(told.of("first_response"), ["running from 10:00: used 0:30, left 0:30, due 11:00"]);
}

/// Office hours until four, then long ones, with an hour pending in each.
fn moved(change: Change) -> Story {
    let policy = |id: &str, group: &str| json!({ "id": id, "where": { "group": group }, "calendar": id, "targets": { "resolution": "14h" } });
    desk("deskgauge")
        .with(|knobs| knobs.change = [change; CLOCKS])
        .policy(policy("office", "day"))
        .policy(policy("long", "night"))
        .has("group", json!("day"))
        .status("10:00", "pending")
        .status("11:00", "open")
        .group("tue 08:00", "night")
        .status("tue 09:00", "pending")
        .status("tue 10:00", "open")
}

#[test]
fn a_change_of_calendar_sums_segment_by_segment() {
    // Monday in the office: one hour and six, one paused. Tuesday in long hours: one hour, one paused, one hour.
    assert_eq!(
        moved(Change::Forward).at("tue 11:00").of("resolution"),
        ["running from 09:00: used 9:00, left 5:00, paused 2:00, due tue 16:00"]
    );
}

#[test]
fn or_the_last_calendar_counts_for_all() {
    // Monday in long hours: one hour and nine, one paused. Tuesday as before.
    assert_eq!(
        moved(Change::Recompute).at("tue 11:00").of("resolution"),
        ["running from 09:00: used 12:00, left 2:00, paused 2:00, due tue 13:00"]
    );
}

#[test]
fn a_change_of_calendar_after_the_target_was_used_up_leaves_the_breach_where_it_was() {
    let story = |change| {
        let policy = |id: &str, group: &str| json!({ "id": id, "where": { "group": group }, "calendar": id, "targets": { "resolution": "9h" } });
        desk("deskgauge")
            .with(|knobs| knobs.change = [change; CLOCKS])
            .policy(policy("office", "day"))
            .policy(policy("long", "night"))
            .has("group", json!("day"))
            .group("tue 12:00", "night")
            .at("tue 13:00")
            .of("resolution")
    };
    // In the office eight hours and one: ten on Tuesday. At noon it moves, and has used eleven, then twelve.
    assert_eq!(
        story(Change::Forward),
        ["running from 09:00: used 12:00, left -3:00, due tue 10:00, breached tue 12:00, late 3:00"]
    );
    // In long hours nine are used up at six on Monday: two late then, five on Tuesday.
    assert_eq!(
        story(Change::Recompute),
        [
            "running from 09:00: used 16:00, left -7:00, due 18:00, breached tue 12:00, late 7:00, in real time 19:00"
        ]
    );
}

#[test]
fn the_first_response_may_be_a_change_of_status_or_either() {
    let story = || desk("deskgauge").target("first_response", "1h").status("09:20", "open").agent("09:40");
    assert_eq!(
        story().at("10:00").of("first_response"),
        ["fulfilled from 09:00 to 09:40: used 0:40, left 0:20, due 10:00"]
    );
    let either = story().with(|knobs| knobs.answers.status = true);
    assert_eq!(
        either.at("10:00").of("first_response"),
        ["fulfilled from 09:00 to 09:20: used 0:20, left 0:40, due 10:00"]
    );
}

#[test]
fn time_closed_moves_the_due_instant() {
    let story =
        desk("deskgauge").target("resolution", "6h").status("10:00", "closed").status("13:00", "open");
    assert_eq!(
        story.at("14:00").of("resolution"),
        ["running from 09:00: used 2:00, left 4:00, paused 3:00, due 18:00"]
    );
}

#[test]
fn elapsed_time_is_kept_on_a_change_of_priority_and_a_breach_is_told_once() {
    let targets = json!({ "resolution": { "byPriority": { "low": "3h", "high": "2h" } } });
    let story = desk("deskgauge")
        .policy(json!({ "id": "all", "targets": targets }))
        .has("priority", json!("low"))
        .status("12:30", "pending")
        .status("13:00", "open")
        .status("13:30", "pending");
    // Late from twelve, through two pauses, in one cycle with one breach.
    let told = story.at("14:00");
    assert_eq!(
        told.of("resolution"),
        ["paused from 09:00: used 4:00, left -1:00, paused 1:00, due 12:00, breached 12:00, late 2:00"]
    );
    // A note of the same priority moves nothing; a shorter target breaches anew when it comes.
    assert_eq!(story.priority("13:45", "low").at("14:00").of("resolution"), told.of("resolution"));
}

#[test]
fn a_merge_cancels_what_runs_and_leaves_what_was_met() {
    let story = desk("deskgauge")
        .target("first_response", "1h")
        .target("resolution", "4h")
        .agent("09:30")
        .merged("10:00")
        .agent("11:00");
    let told = story.at("12:00");
    assert_eq!(told.of("first_response"), ["fulfilled from 09:00 to 09:30: used 0:30, left 0:30, due 10:00"]);
    assert_eq!(told.of("resolution"), ["cancelled from 09:00 to 10:00: used 1:00, left 3:00, due 13:00"]);
    let solved = desk("deskgauge").target("resolution", "4h").status("10:00", "solved").merged("11:00");
    assert_eq!(
        solved.at("12:00").of("resolution"),
        ["fulfilled from 09:00 to 10:00: used 1:00, left 3:00, due 13:00"]
    );
}

#[test]
fn a_clock_whose_policy_goes_is_cancelled_and_its_history_kept() {
    let story = desk("deskgauge")
        .policy(json!({ "id": "vip", "where": { "group": "vip" }, "targets": { "resolution": "4h" } }))
        .has("group", json!("vip"))
        .group("10:00", "rest")
        .group("12:00", "vip");
    let cancelled = "cancelled from 09:00 to 10:00: used 1:00, left 3:00, due 13:00";
    assert_eq!(story.at("11:00").of("resolution"), [cancelled]);
    // It counts from the start when it comes back.
    assert_eq!(
        story.at("12:30").of("resolution"),
        [cancelled, "running from 09:00: used 3:30, left 0:30, due 13:00"]
    );
}

#[test]
fn a_solved_ticket_opens_again() {
    let story = |how| {
        desk("deskgauge")
            .with(|knobs| knobs.reopen[Clock::Resolution as usize] = how)
            .in_office_hours("resolution", "8h")
            .status("16:00", "solved")
            .status("tue 10:00", "open")
            .at("tue 12:00")
            .of("resolution")
    };
    assert_eq!(story(Reopen::Ignore), ["fulfilled from 09:00 to 16:00: used 7:00, left 1:00, due 17:00"]);
    // Solved an hour on Monday and one on Tuesday; the hour left ended at eleven.
    assert_eq!(
        story(Reopen::Resume),
        [
            "running from 09:00: used 9:00, left -1:00, paused 2:00, due tue 11:00, breached tue 11:00, late 1:00"
        ]
    );
    assert_eq!(story(Reopen::Restart)[1], "running from tue 10:00: used 2:00, left 6:00, due wed 10:00");
}
