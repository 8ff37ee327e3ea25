//! Every question to a calendar answers as the naive walk does.

use deskgauge::calendar::{Calendar, Gap, Rules};
use deskgauge::error::DeskError;
use deskgauge::time::HOUR;
use proptest::prelude::*;
use proptest::test_runner::TestCaseResult;

use super::plan::{Plan, any_change, any_plan};
use super::walk::Walk;

/// Shares of the walk at which it is asked; every second question is put on the start of a cell, so that openings and
/// closings are hit.
fn any_questions() -> impl Strategy<Value = Vec<(f64, f64)>> {
    prop::collection::vec((0.0..1.0, 0.0..1.0), 24)
}

fn agree(calendar: &Calendar, walk: &Walk, questions: &[(f64, f64)]) -> TestCaseResult {
    let changes = walk.changes();
    for (turn, &(first, second)) in questions.iter().enumerate() {
        let (mut from, mut to) = (walk.at(first), walk.at(second));
        match turn % 4 {
            0 => (from, to) = (walk.on_cell(from), walk.on_cell(to)),
            // On changes, where there are some.
            1 if !changes.is_empty() => {
                let pick = |share: f64| changes[(share * changes.len() as f64) as usize].0;
                (from, to) = (pick(first), pick(second));
            }
            // Around the hour at which the clock changes.
            2 => from = walk.middle() + ((first - 0.5) * 4.0 * HOUR as f64) as i64,
            _ => {}
        }
        amounts(calendar, walk, from, to)?;
        instants(calendar, walk, &changes, from)?;
    }
    Ok(())
}

/// Elapsed time, and deadlines as its inverse.
fn amounts(calendar: &Calendar, walk: &Walk, from: i64, to: i64) -> TestCaseResult {
    let signed = if from <= to { walk.elapsed(from, to) } else { -walk.elapsed(to, from) };
    prop_assert_eq!(calendar.elapsed(from, to), Ok(signed), "elapsed from {} to {}", from, to);
    prop_assert_eq!(calendar.elapsed(to, from), Ok(-signed));
    let open = signed.abs();
    if let Some(due) = walk.deadline(from, open) {
        prop_assert_eq!(calendar.deadline(from, open), Ok(due), "{} ms from {}", open, from);
        prop_assert_eq!(calendar.elapsed(from, due), Ok(open));
        if open > 0 {
            prop_assert_eq!(calendar.elapsed(from, due - 1), Ok(open - 1), "due too late");
        }
    }
    if let Some(start) = walk.deadline_back(from, open) {
        prop_assert_eq!(calendar.deadline_back(from, open), Ok(start), "{} ms back from {}", open, from);
        prop_assert_eq!(calendar.elapsed(start, from), Ok(open));
        if open > 0 {
            prop_assert_eq!(calendar.deadline(from, -open), Ok(start));
            prop_assert_eq!(calendar.elapsed(start + 1, from), Ok(open - 1), "begun too early");
        }
    }
    Ok(())
}

type Asks = fn(&Calendar, i64) -> Result<i64, DeskError>;

/// Openings, closings and transitions around an instant.
fn instants(calendar: &Calendar, walk: &Walk, changes: &[(i64, bool)], at: i64) -> TestCaseResult {
    let open = walk.is_open(at);
    prop_assert_eq!(calendar.is_open(at), Ok(open), "is open at {}", at);
    let next = |opens: Option<bool>| {
        let wanted = |&&(change, to): &&(i64, bool)| change > at && opens.is_none_or(|opens| opens == to);
        changes.iter().find(wanted).map(|change| change.0)
    };
    let last = |opens: Option<bool>| {
        let wanted = |&&(change, to): &&(i64, bool)| change <= at && opens.is_none_or(|opens| opens == to);
        changes.iter().rfind(wanted).map(|change| change.0)
    };
    let just_opened = open && last(Some(true)) == Some(at);
    let questions: [(&str, Asks, _); 7] = [
        ("next_open", Calendar::next_open, if open { Some(at) } else { next(Some(true)) }),
        ("next_opening", Calendar::next_opening, next(Some(true))),
        ("next_close", Calendar::next_close, next(Some(false))),
        ("next_transition", Calendar::next_transition, next(None)),
        ("last_transition", Calendar::last_transition, last(None)),
        ("previous_opening", Calendar::previous_opening, last(Some(true))),
        (
            "previous_open",
            Calendar::previous_open,
            if open && !just_opened { Some(at) } else { last(Some(false)) },
        ),
    ];
    for (name, asks, expected) in questions {
        if let Some(expected) = expected {
            prop_assert_eq!(asks(calendar, at), Ok(expected), "{} at {}", name, at);
        }
    }
    Ok(())
}

fn any_desk() -> impl Strategy<Value = (Plan, i64)> {
    any_change().prop_flat_map(|(zone, near)| (any_plan(zone, near), Just(near)))
}

/// Two desks anywhere, around a change of the first one's clock.
fn any_two() -> impl Strategy<Value = (Plan, Plan, i64)> {
    (any_change(), any_change())
        .prop_flat_map(|((zone, near), (other, _))| (any_plan(zone, near), any_plan(other, near), Just(near)))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn a_calendar_answers_as_a_walk_over_the_wall_clock((plan, near) in any_desk(), questions in any_questions()) {
        agree(&plan.calendar(Rules::default()), &Walk::along(&plan, near), &questions)?;
    }

    #[test]
    fn a_skipped_time_may_stand_for_the_one_an_hour_later((plan, near) in any_desk(), questions in any_questions()) {
        let calendar = plan.calendar(Rules { gap: Gap::HourLater, ..Rules::default() });
        agree(&calendar, &Walk::along_an_hour_later(&plan, near), &questions)?;
    }

    #[test]
    fn several_calendars_are_open_when_all_or_any_are((a, b, near) in any_two(), questions in any_questions()) {
        let (first, second) = (a.calendar(Rules::default()), b.calendar(Rules::default()));
        let (walk, other) = (Walk::along(&a, near), Walk::along(&b, near));
        let (all, any) = (walk.with(&other, |a, b| a && b), walk.with(&other, |a, b| a || b));
        agree(&first.clone().and(second.clone()), &all, &questions)?;
        agree(&first.clone().or(second.clone()), &any, &questions)?;
        // One inside the other: (a and b) or a is a.
        agree(&first.clone().and(second).or(first), &walk, &questions)?;
    }

    #[test]
    fn segments_tell_when_it_is_open((plan, near) in any_desk()) {
        let (calendar, walk) = (plan.calendar(Rules::default()), Walk::along(&plan, near));
        let changes = walk.changes();
        let opens: Vec<_> = changes.iter().filter(|change| change.1).map(|change| change.0).collect();
        let Some(&first) = opens.first() else { return Ok(()) };
        let ahead: Vec<_> = calendar.forward(first).map(|span| span.0).take(opens.len()).collect();
        prop_assert_eq!(&ahead, &opens);
        let mut back: Vec<_> = calendar.backward(walk.until()).map(|span| span.0).take(opens.len()).collect();
        back.reverse();
        prop_assert_eq!(&back, &opens);
    }
}
