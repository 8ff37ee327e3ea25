//! What other tools answer where they differ from a plain reading, by the names they go by. The examples were worked out
//! from the behaviour of the tools, as their sources and tests show it; times are UTC.

use deskgauge::calendar::{Calendar, Rules, Schedule};
use deskgauge::error::DeskError;
use deskgauge::settings::Value;
use deskgauge::time::Zones;
use serde_json::json;

/// Weekdays from nine to five; 2026-01-05 was a Monday.
fn desk(tool: &str) -> Calendar {
    let day = json!([["09:00", "17:00"]]);
    desk_of(tool, &json!({ "mon": day, "tue": day, "wed": day, "thu": day, "fri": day }))
}

fn desk_of(tool: &str, weekly: &serde_json::Value) -> Calendar {
    let written: Value = serde_json::from_value(json!({ "weekly": weekly })).unwrap();
    Calendar::of(Schedule::read(&written, &Zones::default(), Rules::named(tool).unwrap()).unwrap())
}

/// `2026-01-<day> <time>`.
fn at(text: &str) -> i64 {
    let (day, time) = text.split_once(' ').unwrap();
    format!("2026-01-{day}T{time}:00Z").parse::<chrono::DateTime<chrono::Utc>>().unwrap().timestamp_millis()
}

/// Day and time of an answer, as [`at`] takes them.
fn told(answer: Result<i64, DeskError>) -> String {
    let at = chrono::DateTime::from_timestamp_millis(answer.unwrap()).unwrap();
    at.naive_utc().to_string()["2026-01-".len().."2026-01-05 09:00".len()].to_string()
}

#[test]
fn closing_is_open_for_business_time_and_moment_business_time() {
    for tool in ["business_time", "business-time", "moment", "moment-business-time", "moment_business_time"] {
        let open = |time| desk(tool).is_open(at(time)).unwrap();
        assert!(open("05 09:00") && open("05 17:00") && !open("05 17:01") && !open("05 08:59"), "{tool}");
    }
    for tool in ["deskgauge", "biz", "working_hours", "otobo"] {
        assert!(!desk(tool).is_open(at("05 17:00")).unwrap(), "{tool}");
    }
}

#[test]
fn the_next_and_last_open_instants_of_an_end_differ() {
    // moment-business-time nextWorkingTime and lastWorkingTime, business_time roll_forward and roll_backward,
    // working_hours advance_to_working_time and return_to_working_time.
    let ends = [
        ("moment", "05 17:00", "06 09:00"),
        ("business_time", "06 09:00", "06 09:00"),
        ("working_hours", "06 09:00", "05 17:00"),
    ];
    for (tool, after_closing, before_opening) in ends {
        let desk = desk(tool);
        assert_eq!(told(desk.next_open(at("05 17:00"))), after_closing, "{tool}");
        assert_eq!(told(desk.deadline(at("05 17:00"), 0)), after_closing, "{tool}");
        assert_eq!(told(desk.previous_open(at("06 09:00"))), before_opening, "{tool}");
        assert_eq!(told(desk.deadline_back(at("06 09:00"), 0)), before_opening, "{tool}");
        assert_eq!(told(desk.next_open(at("05 18:00"))), "06 09:00", "{tool}");
        assert_eq!(told(desk.previous_open(at("06 08:00"))), "05 17:00", "{tool}");
        // Time to come starts at the next opening all the same.
        assert_eq!(told(desk.deadline(at("05 17:00"), 60_000)), "06 09:01", "{tool}");
        assert_eq!(told(desk.deadline_back(at("06 09:00"), 60_000)), "05 16:59", "{tool}");
        assert_eq!(told(desk.deadline(at("05 16:00"), 3_600_000)), "05 17:00", "{tool}");
        assert_eq!(told(desk.deadline_back(at("06 10:00"), 3_600_000)), "06 09:00", "{tool}");
    }
}

#[test]
fn a_deadline_on_a_closing_is_the_next_opening_for_rt() {
    // RT counts open seconds one by one: as many as a day has after the first of a day is the first of the next.
    // Seen on RT 5.0.3, whose due dates tests/hosts compares one by one.
    const HOUR: i64 = 3_600_000;
    let [rt, plain] = ["rt", "deskgauge"].map(desk);
    for from in ["05 09:00", "05 08:00", "04 12:00"] {
        assert_eq!(told(rt.deadline(at(from), 8 * HOUR)), "06 09:00", "{from}");
        assert_eq!(told(plain.deadline(at(from), 8 * HOUR)), "05 17:00", "{from}");
        assert_eq!(told(rt.deadline(at(from), 7 * HOUR)), "05 16:00", "{from}");
    }
}

#[test]
fn transitions_go_by_the_hours_whatever_counts_as_open() {
    // moment-business-time nextTransitionTime and lastTransitionTime; the latter never is the instant itself.
    for (tool, at_closing, at_opening) in
        [("moment", "05 09:00", "05 17:00"), ("deskgauge", "05 17:00", "06 09:00")]
    {
        let desk = desk(tool);
        assert_eq!(told(desk.next_transition(at("05 17:00"))), "06 09:00", "{tool}");
        assert_eq!(told(desk.next_transition(at("05 09:00"))), "05 17:00", "{tool}");
        assert_eq!(told(desk.next_opening(at("05 17:00"))), "06 09:00", "{tool}");
        assert_eq!(told(desk.last_transition(at("05 17:00"))), at_closing, "{tool}");
        assert_eq!(told(desk.last_transition(at("06 09:00"))), at_opening, "{tool}");
        assert_eq!(told(desk.last_transition(at("05 10:00"))), "05 09:00", "{tool}");
        assert_eq!(told(desk.last_transition(at("05 20:00"))), "05 17:00", "{tool}");
    }
}

#[test]
fn from_later_to_earlier_is_negative_or_nothing() {
    let elapsed = |tool: &str| desk(tool).elapsed(at("05 12:00"), at("05 10:00")).unwrap();
    for tool in ["moment", "business_time", "working_hours"] {
        assert_eq!(elapsed(tool), -7_200_000, "{tool}");
    }
    for tool in ["biz", "biz_ruby", "otobo", "znuny", "glpi", "helpdesk"] {
        assert_eq!(elapsed(tool), 0, "{tool}");
    }
}

#[test]
fn working_days_are_added_by_each_tools_rule() {
    let added = |tool: &str, from: &str, days: i64| {
        told(desk(tool).add_days(at(from), days, Rules::named(tool).unwrap().day_rule))
    };
    // business_time: outside opening hours, starts and results move to an opening; the 10th was a Saturday.
    let business_time = [
        ("09 12:33", 1, "12 12:33"),
        ("10 12:33", 0, "12 09:00"),
        ("10 11:00", 1, "13 09:00"),
        ("10 11:00", -1, "08 09:00"),
        ("14 01:54", 1, "15 09:00"),
        ("14 21:54", 1, "16 09:00"),
        ("14 01:54", -1, "12 09:00"),
        ("14 21:54", -1, "13 09:00"),
        ("13 17:00", 1, "14 17:00"),
    ];
    for (from, days, expected) in business_time {
        assert_eq!(added("business_time", from, days), expected, "{days} from {from}");
    }
    // moment-business-time addWorkingTime: the time of day stays, whatever the hours.
    for (from, days, expected) in
        [("10 10:13", 1, "12 10:13"), ("10 22:00", -1, "09 22:00"), ("10 10:13", 0, "10 10:13")]
    {
        assert_eq!(added("moment", from, days), expected, "{days} from {from}");
    }
    // biz: the result moves to the nearest open instant.
    assert_eq!(added("biz", "09 20:00", 1), "13 09:00");
    // working_hours: a closed day is left before days are counted.
    assert_eq!(added("working_hours", "10 20:00", 1), "13 20:00");
}

#[test]
fn working_days_between_dates_count_the_last_or_the_first() {
    let between = |tool: &str, from: &str, to: &str| desk(tool).days_between(at(from), at(to)).unwrap();
    // The 9th was a Friday.
    for (from, to, last, first) in [
        ("05 10:00", "09 10:00", 4, 4),
        ("09 10:00", "12 10:00", 1, 1),
        ("10 10:00", "12 10:00", 1, 0),
        ("09 10:00", "10 10:00", 0, 1),
        ("12 10:00", "05 10:00", -5, 0),
    ] {
        assert_eq!(between("working_hours", from, to), last, "{from} to {to}");
        assert_eq!(between("business_time", from, to), first, "business_days_until, {from} to {to}");
    }
}

#[test]
fn a_day_without_hours_anywhere_is_a_tools_own_matter() {
    let closed = json!({});
    // chatwoot goes by the wall clock, otobo stays at the start; zammad and others refuse such a calendar.
    assert_eq!(told(desk_of("chatwoot", &closed).deadline(at("10 10:00"), 3_600_000)), "10 11:00");
    assert_eq!(told(desk_of("otobo", &closed).deadline(at("10 10:00"), 3_600_000)), "10 10:00");
    let written: Value = serde_json::from_value(json!({ "weekly": closed })).unwrap();
    for tool in ["zammad", "biz", "moment", "deskgauge"] {
        assert!(Schedule::read(&written, &Zones::default(), Rules::named(tool).unwrap()).is_err(), "{tool}");
    }
    assert_eq!(Rules::named("nobody"), None);
}
