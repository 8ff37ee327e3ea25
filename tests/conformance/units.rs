//! Time between two instants in days and longer, cut off to whole units, as moment-business-time counts it.

use chrono::{DateTime, Months, NaiveDateTime};
use deskgauge::calendar::Calendar;
use deskgauge::error::DeskError;
use deskgauge::time::DAY;

type Between = Result<i64, DeskError>;

/// Working days from the next open instant to the last one; nothing where both lie in one closed time.
pub fn working_days(calendar: &Calendar, from: i64, to: i64) -> Between {
    signed(calendar, from, to, |from, to| {
        let (from, to) = (calendar.next_open(from)?, calendar.previous_open(to)?);
        if to < from { Ok(0) } else { calendar.days_between(from, to) }
    })
}

/// Weeks of the wall clock, whatever the opening hours.
pub fn weeks(calendar: &Calendar, from: i64, to: i64) -> Between {
    let local = |at| local(calendar, at).map(|local| local.and_utc().timestamp_millis());
    signed(calendar, from, to, |from, to| Ok((local(to)? - local(from)?) / (7 * DAY)))
}

/// Months of the wall clock, whatever the opening hours.
pub fn months(calendar: &Calendar, from: i64, to: i64) -> Between {
    signed(calendar, from, to, |from, to| {
        let (from, to) = (local(calendar, from)?, local(calendar, to)?);
        let whole = (1..).take_while(|&months| from + Months::new(months) <= to);
        Ok(whole.last().map_or(0, i64::from))
    })
}

fn local(calendar: &Calendar, at: i64) -> Result<NaiveDateTime, DeskError> {
    let local = calendar.schedule().map_or(Ok(at), |schedule| schedule.zone.to_local(at))?;
    Ok(DateTime::from_timestamp_millis(local).unwrap().naive_utc())
}

/// From later to earlier it is less than nothing, or nothing where the rules say so.
fn signed(calendar: &Calendar, from: i64, to: i64, count: impl Fn(i64, i64) -> Between) -> Between {
    match from <= to {
        true => count(from, to),
        false if calendar.rules().never_negative => Ok(0),
        false => Ok(-count(to, from)?),
    }
}
