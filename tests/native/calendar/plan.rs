//! Random opening hours, as settings write them and as a plain reader of wall clocks understands them.

use std::collections::BTreeMap;

use chrono::{DateTime, Datelike, Days, NaiveDate, NaiveDateTime, Timelike};
use chrono_tz::Tz;
use deskgauge::calendar::{Calendar, Rules, Schedule};
use deskgauge::settings::Value;
use deskgauge::time::Zones;
use proptest::prelude::*;
use serde_json::{Map, json};

use crate::conformance::zones;

/// Seconds in a day.
const DAY: u32 = 86_400;

/// Every time of day is a multiple of this many seconds.
pub const GRAIN: u32 = 15;

/// From one second of the day to another; into the next day where it does not end after it starts.
type Hours = (u32, u32);

/// Opening hours as people would write them.
#[derive(Debug, Clone)]
pub struct Plan {
    pub zone: Tz,
    /// Monday first.
    weekly: Vec<Vec<Hours>>,
    dated: BTreeMap<NaiveDate, Vec<Hours>>,
    holidays: Vec<NaiveDate>,
    yearly: Vec<NaiveDate>,
    ranges: Vec<(NaiveDate, NaiveDate)>,
    breaks: Vec<(NaiveDate, Hours)>,
}

impl Plan {
    /// Whether a wall clock that shows this is one of an open desk.
    pub fn is_open(&self, clock: NaiveDateTime) -> bool {
        let (date, time) = (clock.date(), clock.time().num_seconds_from_midnight());
        let of_day = |&(start, end): &Hours| start <= time && (time < end || end <= start);
        let of_night = |&(start, end): &Hours| end <= start && time < end;
        let before = date - Days::new(1);
        let weekday = |date: NaiveDate| &self.weekly[date.weekday().num_days_from_monday() as usize];
        let dated = self.dated.get(&date);
        let hours = match dated {
            Some(hours) => hours.iter().any(of_day),
            None if self.is_holiday(date) => return false,
            None => weekday(date).iter().any(of_day) || weekday(before).iter().any(of_night),
        };
        let spilled = self.dated.get(&before).is_some_and(|hours| hours.iter().any(of_night));
        let pause = |(day, (start, end)): &(NaiveDate, Hours)| *day == date && *start <= time && time < *end;
        (hours || spilled) && !self.breaks.iter().any(pause)
    }

    fn is_holiday(&self, date: NaiveDate) -> bool {
        self.holidays.contains(&date)
            || self.yearly.iter().any(|day| (day.month(), day.day()) == (date.month(), date.day()))
            || self.ranges.iter().any(|(first, last)| (*first..=*last).contains(&date))
    }

    /// The settings that write it.
    fn written(&self) -> Value {
        let days = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
        let weekly: Map<_, _> =
            days.into_iter().zip(&self.weekly).map(|(day, hours)| (day.to_string(), list(hours))).collect();
        let dated: Map<_, _> =
            self.dated.iter().map(|(date, hours)| (date.to_string(), list(hours))).collect();
        let mut holidays: Vec<_> = self.holidays.iter().map(|date| json!(date.to_string())).collect();
        holidays.extend(self.yearly.iter().map(|date| json!(date.to_string()[5..])));
        holidays.extend(
            self.ranges
                .iter()
                .map(|(first, last)| json!({ "from": first.to_string(), "to": last.to_string() })),
        );
        let pause = |(date, (from, to)): &(NaiveDate, Hours)| json!({ "date": date.to_string(), "from": time(*from), "to": time(*to) });
        let written = json!({
            "timeZone": self.zone.name(),
            "weekly": weekly,
            "exceptionalHours": dated,
            "holidays": holidays,
            "breaks": self.breaks.iter().map(pause).collect::<Vec<_>>(),
        });
        serde_json::from_value(written).unwrap()
    }

    /// The calendar that the settings make.
    pub fn calendar(&self, rules: Rules) -> Calendar {
        let mut zones = Zones::default();
        zones.insert(zones::zone(self.zone.name()).unwrap());
        let schedule = Schedule::read(&self.written(), &zones, rules);
        Calendar::of(schedule.unwrap_or_else(|error| panic!("{error}: {:?}", self.written())))
    }
}

fn list(hours: &[Hours]) -> serde_json::Value {
    hours.iter().map(|&(start, end)| json!([time(start), time(end)])).collect()
}

fn time(second: u32) -> String {
    let (hour, minute, second) = (second / 3_600, second / 60 % 60, second % 60);
    if second == 0 { format!("{hour:02}:{minute:02}") } else { format!("{hour:02}:{minute:02}:{second:02}") }
}

/// Zones with odd offsets, each at a moment near which its clock changes.
const CHANGES: [(Tz, &str); 14] = [
    // Half an hour back and forth.
    (chrono_tz::Australia::Lord_Howe, "2024-04-06T15:00:00Z"),
    (chrono_tz::Australia::Lord_Howe, "2024-10-05T15:30:00Z"),
    // The 30th was skipped.
    (chrono_tz::Pacific::Apia, "2011-12-30T10:00:00Z"),
    // A quarter of an hour.
    (chrono_tz::Asia::Kathmandu, "1985-12-31T18:30:00Z"),
    // At midnight.
    (chrono_tz::America::Sao_Paulo, "2018-11-04T03:00:00Z"),
    (chrono_tz::America::Sao_Paulo, "2019-02-17T02:00:00Z"),
    (chrono_tz::Africa::Casablanca, "2024-03-10T02:00:00Z"),
    (chrono_tz::Africa::Casablanca, "2024-04-14T02:00:00Z"),
    // The last day of 1994 was skipped.
    (chrono_tz::Pacific::Kiritimati, "1994-12-31T10:00:00Z"),
    (chrono_tz::Europe::Berlin, "2024-03-31T01:00:00Z"),
    (chrono_tz::Europe::Berlin, "2024-10-27T01:00:00Z"),
    // A minute after midnight, back into the day before.
    (chrono_tz::America::St_Johns, "2010-11-07T02:31:00Z"),
    (chrono_tz::America::St_Johns, "2010-03-14T03:31:00Z"),
    // No change at all.
    (chrono_tz::UTC, "2024-02-29T12:00:00Z"),
];

/// A zone and an instant, in milliseconds, near which its clock changes.
pub fn any_change() -> impl Strategy<Value = (Tz, i64)> {
    prop::sample::select(CHANGES.as_slice())
        .prop_map(|(zone, at)| (zone, at.parse::<DateTime<chrono::Utc>>().unwrap().timestamp_millis()))
}

fn any_time() -> impl Strategy<Value = u32> {
    // Mostly whole quarters, which are the times at which clocks change.
    prop_oneof![3 => (0..96_u32).prop_map(|quarter| quarter * 900), 1 => (0..DAY / GRAIN).prop_map(|at| at * GRAIN)]
}

fn any_hours() -> impl Strategy<Value = Hours> {
    let end = prop_oneof![9 => any_time(), 1 => Just(DAY)];
    (any_time(), end).prop_filter("an interval that ends at its start", |(start, end)| start != end)
}

/// Intervals of one date, apart from each other; the last may run into the next day.
fn any_apart() -> impl Strategy<Value = Vec<Hours>> {
    (prop::collection::btree_set(any_time(), 0..6), any::<bool>()).prop_map(|(times, overnight)| {
        let times: Vec<_> = times.into_iter().collect();
        let mut hours: Vec<_> = times.chunks_exact(2).map(|pair| (pair[0], pair[1])).collect();
        if let ([last], Some(first)) = (times.chunks_exact(2).remainder(), times.first())
            && overnight
            && last > first
        {
            hours.push((*last, *first));
        }
        hours
    })
}

/// Opening hours in a zone, with rules for dates near an instant.
pub fn any_plan(zone: Tz, near: i64) -> impl Strategy<Value = Plan> {
    let today = DateTime::from_timestamp_millis(near).unwrap().with_timezone(&zone).date_naive();
    let date = move || (0..7_u64).prop_map(move |away| today - Days::new(3) + Days::new(away));
    let range = (date(), 0..3_u64).prop_map(|(first, more)| (first, first + Days::new(more)));
    let pause = (date(), any_time(), 1..20_u32)
        .prop_map(|(date, from, more)| (date, (from, (from + more * 60 * GRAIN).min(DAY))));
    let weekly = prop::collection::vec(prop::collection::vec(any_hours(), 0..4), 7)
        .prop_filter("no hours", |weekly| weekly.iter().any(|hours| !hours.is_empty()));
    (
        weekly,
        prop::collection::btree_map(date(), any_apart(), 0..3),
        prop::collection::vec(date(), 0..2),
        prop::collection::vec(date(), 0..2),
        prop::collection::vec(range, 0..2),
        prop::collection::vec(pause, 0..4),
    )
        .prop_map(move |(weekly, dated, holidays, yearly, ranges, breaks)| Plan {
            zone,
            weekly,
            dated,
            holidays,
            yearly,
            ranges,
            breaks,
        })
}
