//! A ticket with two schedules, as the documentation of dbt_zendesk works it out: 959.46 minutes by the first schedule, of
//! which the second has no other part, and 689.46 by the last one, which Zendesk reports.

use deskgauge::desk::Settings;
use deskgauge::settings::{Value as Plain, read};
use serde_json::json;

use super::{about, ask, kinds, values};
use crate::desk::desk;

#[test]
fn another_schedule_explains_zendesks_business_minutes() {
    let mut desk = desk(
        r#"{"id":941606,"created_at":"2020-09-29T17:02:00Z","events":[{"at":"2020-09-30T19:01:27.600Z","kind":"reply","role":"agent"}]}"#,
    );
    let chicago = json!([["00:00", "02:00"], ["12:00", "24:00"]]);
    let evening = json!([["00:00", "00:30"], ["15:00", "24:00"]]);
    let settings = json!({
        "calendars": {
            "Level 1 Chicago": { "weekly": {
                "mon": chicago, "tue": chicago, "wed": chicago, "thu": chicago, "fri": chicago, "sat": chicago, "sun": chicago,
            } },
            "Level 2 San Francisco": { "weekly": {
                "mon": [["15:00", "24:00"]], "tue": evening, "wed": evening, "thu": evening, "fri": evening,
                "sat": [["00:00", "00:30"]],
            } },
        },
        "calendar": "Level 1 Chicago",
    });
    let settings: Plain = serde_json::from_value(settings).unwrap();
    desk.configure(read::<Settings>(&settings, "bad-settings").unwrap()).unwrap();

    let mut theirs = values(&[("941606".into(), 689.46)], "minutes");
    theirs.hours = Some("business".into());
    let answer = ask(&mut desk, &about("first_response_time", theirs));
    let [under] = &answer.under[..] else { panic!("{answer:?}") };
    assert_eq!(kinds(under), [("calendar:Level 2 San Francisco".into(), 1)]);
    let ticket = &under.kinds[0].examples[0];
    let minutes = |seconds: Option<f64>| seconds.map(|seconds| (seconds / 0.6).round() / 100.0);
    assert_eq!((minutes(ticket.ours), minutes(ticket.theirs)), (Some(959.46), Some(689.46)));
    assert_eq!(minutes(ticket.explained), Some(689.46));
    assert_eq!(minutes(Some(under.kinds[0].difference)), Some(270.0));
}
