//! One ticket under two schedules: 959.46 business minutes when each schedule counts in its time, 689.46 when the last counts
//! for the whole span. The peer that published the two figures did not publish the ticket; this one is our own.

use deskgauge::desk::Settings;
use deskgauge::settings::{Value as Plain, read};
use serde_json::{Value, json};

use crate::desk::desk;

/// Opened on Monday at 15:30 under long hours, eight to eight; moved on Tuesday at 17:30 to a group with office hours, nine to
/// five; solved on Wednesday at 10:59:27.6.
fn ticket() -> Value {
    json!({ "id": "T", "created_at": "2026-03-02T15:30:00Z", "group": "long desk", "events": [
        { "at": "2026-03-03T17:30:00Z", "kind": "assigned", "group": "day desk" },
        { "at": "2026-03-04T10:59:27.600Z", "kind": "status", "to": "solved" },
    ] })
}

fn used(clock: &str) -> f64 {
    let week = |from: &str, to: &str| {
        let day = json!([[from, to]]);
        json!({ "weekly": { "mon": day, "tue": day, "wed": day, "thu": day, "fri": day } })
    };
    let targets = json!({ "requester_wait": "100h", "resolution": "100h" });
    let settings = json!({
        "clocks": { "profile": "zendesk" },
        "calendars": { "long": week("08:00", "20:00"), "office": week("09:00", "17:00") },
        "policies": [
            { "id": "long", "where": { "group": "long desk" }, "calendar": "long", "targets": targets },
            { "id": "office", "calendar": "office", "targets": targets },
        ],
    });
    let settings: Plain = serde_json::from_value(settings).unwrap();
    let mut desk = desk(&ticket().to_string());
    desk.configure(read::<Settings>(&settings, "bad-settings").unwrap()).unwrap();
    let cycles = desk.clocks("T", 1_773_000_000_000.0).unwrap();
    cycles.iter().find(|cycle| cycle.clock == clock).unwrap().used / 60.0
}

#[test]
fn each_schedule_counts_in_its_time() {
    // Long: 270 minutes on Monday and 570 on Tuesday; office: 119.46 on Wednesday.
    assert!((used("requester_wait") - 959.46).abs() < 1e-9);
}

#[test]
fn or_the_last_schedule_counts_for_the_whole_span() {
    // Office: 90 minutes on Monday, 480 on Tuesday, 119.46 on Wednesday.
    assert!((used("resolution") - 689.46).abs() < 1e-9);
}
