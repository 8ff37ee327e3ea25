//! What is wrong with written opening hours is named, with its path.

use deskgauge::calendar::{Calendar, Rules, Schedule};
use deskgauge::error::DeskError;
use deskgauge::settings::Value;
use deskgauge::time::Zones;
use serde_json::json;

fn read(written: &str) -> Result<Schedule, DeskError> {
    let written: Value = serde_json::from_str(written).unwrap();
    Schedule::read(&written, &Zones::default(), Rules::default())
}

/// Mondays, and something else.
fn mondays_and(name: &str, value: &serde_json::Value) -> String {
    json!({ "weekly": { "mon": [["09:00", "17:00"]] }, name: value }).to_string()
}

#[test]
fn every_fault_is_named_with_its_path() {
    let weekly = |hours: serde_json::Value| json!({ "weekly": { "tue": hours } }).to_string();
    let with = |name: &str, value: serde_json::Value| mondays_and(name, &value);
    let (calendar, option) = ("bad-calendar", "unknown-option");
    let faults = [
        (weekly(json!([["25:00", "26:00"]])), calendar, "weekly.tue[0][0]"),
        (weekly(json!([["09:00", "24:01"]])), calendar, "weekly.tue[0][1]"),
        (weekly(json!([["09:00", "17:60"]])), calendar, "weekly.tue[0][1]"),
        (weekly(json!([["9", "17"]])), calendar, "weekly.tue[0][0]"),
        (weekly(json!([["-1:00", "17:00"]])), calendar, "weekly.tue[0][0]"),
        (weekly(json!([["09:00", "17:00:00.5"]])), calendar, "weekly.tue[0][1]"),
        (weekly(json!([["09:00", 17]])), calendar, "weekly.tue[0][1]"),
        (weekly(json!([["09:00", "12:00"], ["09:00", "09:00"]])), calendar, "weekly.tue[1]"),
        (weekly(json!([["24:00", "09:00"]])), calendar, "weekly.tue[0]"),
        (weekly(json!([["09:00"]])), calendar, "weekly.tue[0]"),
        (weekly(json!(["09:00", "17:00"])), calendar, "weekly.tue[0]"),
        (weekly(json!("09:00-17:00")), calendar, "weekly.tue"),
        (json!({ "weekly": { "tuesday": [["09:00", "17:00"]] } }).to_string(), option, "weekly.tuesday"),
        (json!({ "weekly": [] }).to_string(), calendar, "weekly"),
        (with("timeZone", json!("Mars/Base")), "unknown-zone", "timeZone"),
        (with("timeZone", json!(1)), calendar, "timeZone"),
        (with("holiday", json!([])), option, "holiday"),
        (with("holidays", json!(["2026-02-30"])), calendar, "holidays[0]"),
        (with("holidays", json!(["12-25", "02-30"])), calendar, "holidays[1]"),
        (with("holidays", json!(["25.12.2026"])), calendar, "holidays[0]"),
        (with("holidays", json!([20_261_225])), calendar, "holidays[0]"),
        (with("holidays", json!("2026-12-25")), calendar, "holidays"),
        (with("holidays", json!([{ "from": "2026-12-31", "to": "2026-12-24" }])), calendar, "holidays[0].to"),
        (with("holidays", json!([{ "from": "2026-12-31" }])), calendar, "holidays[0].to"),
        (with("holidays", json!([{ "from": "12-24", "to": "12-26" }])), calendar, "holidays[0].from"),
        (
            with("holidays", json!([{ "from": "2026-12-24", "until": "2026-12-26" }])),
            option,
            "holidays[0].until",
        ),
        (
            with("breaks", json!([{ "date": "2026-01-05", "from": "13:00", "to": "12:00" }])),
            calendar,
            "breaks[0].to",
        ),
        (
            with("breaks", json!([{ "date": "2026-01-05", "from": "12:00", "to": "12:00" }])),
            calendar,
            "breaks[0].to",
        ),
        (with("breaks", json!([{ "date": "5 January", "from": "12:00" }])), calendar, "breaks[0].date"),
        (with("breaks", json!([{ "day": "2026-01-05" }])), option, "breaks[0].day"),
        (
            with("exceptionalHours", json!({ "2026-01-05": [["09:00", "12:00"], ["11:59", "13:00"]] })),
            calendar,
            "exceptionalHours.2026-01-05",
        ),
        (
            with("exceptionalHours", json!({ "2026-01-05": [["09:00", "12:00"], ["25:00", "13:00"]] })),
            calendar,
            "exceptionalHours.2026-01-05[1][0]",
        ),
        (with("exceptionalHours", json!({ "2026-13-05": [] })), calendar, "exceptionalHours.2026-13-05"),
        (with("exceptionalHours", json!([])), calendar, "exceptionalHours"),
        (
            r#"{ "exceptionalHours": { "2026-01-05": [["09:00", "12:00"]], "2026-01-05": [["13:00", "14:00"]] } }"#
                .to_string(),
            calendar,
            "exceptionalHours.2026-01-05",
        ),
        ("{}".to_string(), calendar, "weekly"),
        (json!({ "weekly": { "mon": [] } }).to_string(), calendar, "weekly"),
        (
            json!({
                "exceptionalHours": { "2026-01-05": [["09:00", "12:00"]] },
                "breaks": [{ "date": "2026-01-05", "from": "08:00", "to": "12:00" }],
            })
            .to_string(),
            calendar,
            "weekly",
        ),
        (with("holidays", json!([{ "from": "1900-01-01", "to": "2199-12-31" }])), calendar, "weekly"),
        ("null".to_string(), calendar, ""),
        ("[]".to_string(), calendar, ""),
    ];
    for (written, code, path) in faults {
        let error = read(&written).err().unwrap_or_else(|| panic!("accepted: {written}"));
        assert_eq!((error.code(), error.path().unwrap_or("")), (code, path), "{written}: {error}");
    }
}

#[test]
fn what_a_tool_refuses_is_refused_under_its_rules() {
    let night: Value = serde_json::from_str(r#"{ "weekly": { "tue": [["22:00", "06:00"]] } }"#).unwrap();
    let refused = |tool: &str| {
        let rules = Rules::named(tool).unwrap();
        let error = Schedule::read(&night, &Zones::default(), rules).err();
        error.and_then(|error| error.path().map(str::to_string))
    };
    assert_eq!(refused("biz").as_deref(), Some("weekly.tue[0]"));
    assert_eq!(refused("deskgauge"), None);
}

#[test]
fn hours_may_be_written_in_every_way_there_is() {
    let written = json!({
        "weekly": { "mon": [["9:00", "12:00:30"], ["13:00", "24:00"]], "tue": [["22:00", "00:00"]], "sun": null },
        "holidays": ["2026-12-25", "02-29", { "from": "2026-12-24", "to": "2026-12-24" }],
        "breaks": null,
    });
    let calendar = Calendar::of(read(&written.to_string()).unwrap());
    let schedule = calendar.schedule().unwrap();
    let seconds = |second: i64| second * 1_000;
    assert_eq!(schedule.weekly[0], [(seconds(32_400), seconds(43_230)), (seconds(46_800), seconds(86_400))]);
    assert_eq!(schedule.weekly[1], [(seconds(79_200), seconds(86_400))]);
    assert!(schedule.weekly[2].is_empty());
    // 2028-02-29 and 2026-12-24 to 25.
    let holidays = [21_243, 20_811, 20_812].map(|day| schedule.is_holiday(day));
    assert_eq!(holidays, [true; 3]);
    assert!(!schedule.is_holiday(21_242) && !schedule.is_holiday(20_810));
}
