//! A prepared calendar answers like the calendar itself, inside its range, across its ends and beyond.

use deskgauge::calendar::{Calendar, Gap, Prepared, Rules};
use deskgauge::time::{DAY, HOUR};
use proptest::prelude::*;

use super::plan::{any_change, any_plan};

fn any_rules() -> impl Strategy<Value = Rules> {
    let switches = prop::collection::vec(any::<bool>(), 8);
    switches.prop_map(|on| Rules {
        dated_hours_beat_holidays: on[0],
        gap: if on[1] { Gap::HourLater } else { Gap::Transition },
        last_minute_is_midnight: on[2],
        deadline_at_next_opening: on[3],
        deadline_back_at_closing: on[4],
        closing_is_open: on[5],
        never_negative: on[6],
        wall_clock_seconds: on[7],
        ..Rules::default()
    })
}

/// Calendars of every sort, and an instant in their middle.
fn any_calendar() -> impl Strategy<Value = (Calendar, i64)> {
    let two = (any_change(), any_change(), any_rules(), 0..8_u8);
    two.prop_flat_map(|((zone, near), (other, _), rules, sort)| {
        (any_plan(zone, near), any_plan(other, near)).prop_map(move |(a, b)| {
            let (first, second) = (a.calendar(rules), b.calendar(rules));
            let calendar = match sort {
                0 => Calendar::Always,
                1 => first.and(second),
                2 => first.or(second),
                _ => first,
            };
            (calendar, near)
        })
    })
}

proptest! {
    #[test]
    fn it_answers_like_the_calendar(
        (calendar, near) in any_calendar(),
        range in (-20 * DAY..20 * DAY, 0..20 * DAY),
        questions in prop::collection::vec((-30 * DAY..30 * DAY, -30 * DAY..30 * DAY, 0..90 * HOUR), 20),
    ) {
        let range = (near + range.0, near + range.0 + range.1);
        let prepared = Prepared::new(calendar.clone(), range).unwrap();
        let edges: Vec<i64> = calendar.forward(range.0).take(6).flat_map(|(start, end)| [start, end]).collect();
        for (turn, &(from, to, open)) in questions.iter().enumerate() {
            let (mut from, to) = (near + from, near + to);
            if turn % 2 == 0 && let Some(edge) = edges.get(turn / 2) {
                from = *edge;
            }
            prop_assert_eq!(prepared.is_open(from), calendar.is_open(from), "is open at {}", from);
            let elapsed = calendar.elapsed(from, to);
            prop_assert_eq!(prepared.elapsed(from, to), elapsed.clone(), "elapsed from {} to {}", from, to);
            for open in [open, -open, elapsed.unwrap(), 0] {
                prop_assert_eq!(prepared.deadline(from, open), calendar.deadline(from, open), "{} ms from {}", open, from);
                let back = calendar.deadline_back(from, open);
                prop_assert_eq!(prepared.deadline_back(from, open), back, "{} ms back from {}", open, from);
            }
            let (first, last) = (from.min(to), from.max(to));
            let whole: i64 = prepared.segments(first, last).unwrap().iter().map(|span| span.1 - span.0).sum();
            if !calendar.rules().wall_clock_seconds {
                prop_assert_eq!(Ok(whole), calendar.elapsed(first, last), "segments from {} to {}", first, last);
            }
            prop_assert_eq!(prepared.segments(last, first).unwrap(), []);
        }
    }
}
