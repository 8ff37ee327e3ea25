//! Time in classes of statuses, counted in the hours of a calendar.
//!
//! Facts hold these sums in real time, where they add up while events pass by. Hours of calendars are asked for seldom and
//! differ from question to question, so the statuses of a ticket are then walked anew.

use crate::store::{Events, Store};
use crate::ticket::{Kind, StatusClass};

/// Milliseconds in some classes from the ticket's creation until an instant; nothing where its hours are not known.
pub fn class_time(
    store: &Store,
    row: usize,
    until: i64,
    classes: &[StatusClass],
    elapsed: &dyn Fn(i64, i64) -> Option<i64>,
) -> Option<i64> {
    let mut since = store.tickets().created().get(row).copied()?;
    let (mut class, mut sum) = (StatusClass::New, 0);
    let mut pass = |class: StatusClass, from: i64, to: i64| {
        if to > from && classes.contains(&class) {
            sum += elapsed(from, to)?;
        }
        Some(())
    };
    let events = store.events();
    for at in store.tickets().events(row) {
        let (when, what) = (events.at()[at], events.what()[at]);
        if when > until {
            break;
        }
        if Events::kind_of(what) == Kind::Status as u8
            && let Some(next) = store.meanings().class(events.value()[at])
        {
            pass(class, since, when)?;
            (class, since) = (next, since.max(when));
        }
    }
    pass(class, since, until)?;
    Some(sum)
}
