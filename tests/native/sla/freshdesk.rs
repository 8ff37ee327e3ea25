//! Freshdesk and Freshservice, a story a sentence of their documentation. Answers are by hand.

use deskgauge::sla::Clock;
use serde_json::json;

use super::story::{Story, desk};

fn by_priority() -> Story {
    let targets = json!({
        "first_response": { "byPriority": { "urgent": "30m", "low": { "time": "9h", "calendar": "office" } } },
        "resolution": { "byPriority": { "urgent": "4h", "low": { "time": "20h", "calendar": "office" } } },
    });
    desk("freshdesk").policy(json!({ "id": "all", "targets": targets }))
}

#[test]
fn first_response_and_resolution_have_targets_by_priority_in_calendar_or_business_hours() {
    let urgent = by_priority().has("priority", json!("urgent")).at("09:15");
    assert_eq!(urgent.of("first_response"), ["running from 09:00: used 0:15, left 0:15, due 09:30"]);
    assert_eq!(urgent.of("resolution"), ["running from 09:00: used 0:15, left 3:45, due 13:00"]);
    // Eight hours on Monday, one on Tuesday; eight, eight, four.
    let low = by_priority().has("priority", json!("low")).at("09:15");
    assert_eq!(low.of("first_response"), ["running from 09:00: used 0:15, left 8:45, due tue 10:00"]);
    assert_eq!(low.of("resolution"), ["running from 09:00: used 0:15, left 19:45, due wed 13:00"]);
}

#[test]
fn each_status_has_a_switch_for_the_timer() {
    let story = desk("freshdesk")
        .target("resolution", "6h")
        .timers_off_in(&["waiting on third party", "pending"])
        .status("10:00", "waiting on third party")
        .status("11:00", "on_hold")
        .status("12:00", "pending")
        .status("13:00", "open");
    // Off from 10 to 11 and from 12 to 13; on hold it is on.
    assert_eq!(
        story.at("14:00").of("resolution"),
        ["running from 09:00: used 3:00, left 3:00, paused 2:00, due 17:00"]
    );
}

#[test]
fn a_due_date_set_by_hand_stays_whatever_changes_later() {
    let story = by_priority()
        .has("priority", json!("low"))
        .due_by_hand("10:00", Clock::Resolution, "15:00")
        .priority("11:00", "urgent")
        .status("12:00", "pending")
        .status("13:00", "open");
    // In the target's hours, those of the office: two are left at one o'clock.
    assert_eq!(
        story.at("13:00").of("resolution"),
        ["running from 09:00: used 3:00, left 2:00, paused 1:00, due 15:00"]
    );
    assert_eq!(
        story.at("16:00").of("resolution"),
        ["running from 09:00: used 6:00, left -1:00, paused 1:00, due 15:00, breached 15:00, late 1:00"]
    );
    // The first response has none set by hand and goes by its new target: due at half past nine, found out at eleven.
    assert_eq!(
        story.at("11:00").of("first_response"),
        ["running from 09:00: used 2:00, left -1:30, due 09:30, breached 11:00, late 1:30"]
    );
}

#[test]
fn a_due_date_may_be_set_by_hand_twice() {
    let story = desk("freshdesk")
        .target("resolution", "4h")
        .due_by_hand("10:00", Clock::Resolution, "11:00")
        .due_by_hand("10:30", Clock::Resolution, "18:00")
        .status("17:00", "solved");
    assert_eq!(
        story.at("19:00").of("resolution"),
        ["fulfilled from 09:00 to 17:00: used 8:00, left 1:00, due 18:00"]
    );
}

#[test]
fn a_late_response_and_a_late_resolution_are_two_things() {
    // Response due, resolution not yet overdue; answered, and then overdue.
    let story = desk("freshdesk").target("first_response", "1h").target("resolution", "4h").agent("11:00");
    let late = |now: &str| {
        let told = story.at(now);
        [told.last("first_response").breached(), told.last("resolution").breached()]
    };
    assert_eq!([late("09:30"), late("10:30"), late("13:30")], [[false, false], [true, false], [true, true]]);
}

#[test]
fn every_response_runs_from_each_customer_message_to_the_next_reply() {
    let story =
        desk("freshdesk").target("next_response", "1h").customer("09:30").agent("10:00").customer("11:00");
    assert_eq!(
        story.at("11:15").of("next_response"),
        [
            "fulfilled from 09:30 to 10:00: used 0:30, left 0:30, due 10:30",
            "running from 11:00: used 0:15, left 0:45, due 12:00",
        ]
    );
}
