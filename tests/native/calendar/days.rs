//! Working days added and counted, against the dates of chrono and the wall clocks of chrono-tz.

use chrono::offset::LocalResult;
use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, TimeZone};
use deskgauge::calendar::{DayRule, Rules};
use proptest::prelude::*;

use super::plan::{GRAIN, Plan, any_change, any_plan};
use super::walk::CELL;

/// The open times of a date, a grain each.
fn open_times(plan: &Plan, date: NaiveDate) -> impl DoubleEndedIterator<Item = NaiveDateTime> {
    let times = (0..86_400 / GRAIN).map(move |at| date.and_time(NaiveTime::MIN) + grains(at));
    times.filter(|time| plan.is_open(*time))
}

fn grains(count: u32) -> TimeDelta {
    TimeDelta::seconds((count * GRAIN).into())
}

fn works(plan: &Plan, date: NaiveDate) -> bool {
    open_times(plan, date).next().is_some()
}

/// The `days`th working day from a date, forward or back.
fn counted(plan: &Plan, mut date: NaiveDate, days: i64) -> NaiveDate {
    let mut left = days.abs();
    while left > 0 {
        date = if days > 0 { date.succ_opt() } else { date.pred_opt() }.unwrap();
        left -= i64::from(works(plan, date));
    }
    date
}

/// The instant at which the clock first shows a time, or has skipped it.
fn instant(plan: &Plan, mut time: NaiveDateTime) -> i64 {
    loop {
        match plan.zone.from_local_datetime(&time) {
            LocalResult::Single(at) | LocalResult::Ambiguous(at, _) => return at.timestamp_millis(),
            // The start of the next grain; clocks change on one.
            LocalResult::None => {
                let into = time.and_utc().timestamp_millis().rem_euclid(CELL);
                time += TimeDelta::milliseconds(CELL - into);
            }
        }
    }
}

fn shown(plan: &Plan, at: i64) -> NaiveDateTime {
    DateTime::from_timestamp_millis(at).unwrap().with_timezone(&plan.zone).naive_local()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn working_days_are_dates_with_open_time(
        (plan, near) in any_change().prop_flat_map(|(zone, near)| (any_plan(zone, near), Just(near))),
        questions in prop::collection::vec((-72 * 3_600_000_i64..72 * 3_600_000, -5_i64..6, 0..7_i64), 6),
    ) {
        let calendar = plan.calendar(Rules::default());
        for (away, days, later) in questions {
            let from = near + away;
            let here = shown(&plan, from);
            let (date, time) = (here.date(), here.time());
            prop_assert_eq!(calendar.is_working_day(calendar.local_day(from).unwrap()), works(&plan, date));
            let added = |rule| calendar.add_days(from, days, rule);
            let kept = |date: NaiveDate| if days == 0 { from } else { instant(&plan, date.and_time(time)) };
            let end = counted(&plan, date, days);
            prop_assert_eq!(added(DayRule::KeepTime), Ok(kept(end)), "{} days from {}", days, here);
            // From a closed date to a working day first.
            let start = if works(&plan, date) { date } else { counted(&plan, date, days.signum()) };
            prop_assert_eq!(added(DayRule::FromWorkingDay), Ok(kept(counted(&plan, start, days))));
            if let Some(last) = open_times(&plan, end).next_back() {
                prop_assert_eq!(added(DayRule::EndOfDay), Ok(instant(&plan, last + grains(1))));
            }
            let at = instant(&plan, end.and_time(time));
            let nearest = if days >= 0 { calendar.next_open(at) } else { calendar.previous_open(at) };
            prop_assert_eq!(added(DayRule::NearestOpen), nearest);
            let until = from + later * 86_400_000;
            let between = date.iter_days().skip(1).take_while(|date| *date <= shown(&plan, until).date());
            let between = between.filter(|date| works(&plan, *date)).count() as i64;
            prop_assert_eq!(calendar.days_between(from, until), Ok(between));
            prop_assert_eq!(calendar.days_between(until, from), Ok(-between));
        }
    }
}
