//! The time to escalation of random desks against a plain reading of their metrics and a curve made in the textbook's way.

use deskgauge::escalation::{EscalationTimesQuestion, EscalationTimesRow};
use deskgauge::report::Selection;

use crate::every_metric::{levelled, states_escalations};
use crate::plain::Plain;
use crate::random::{Marks, Random, START, Ticket, tickets};

const NOW: i64 = START + 60 * 86_400_000;

/// Seconds waited; escalated (true), resolved (false), or still waiting.
fn waits(tickets: &[Ticket], states: bool) -> Vec<(f64, Option<bool>)> {
    let mut waits = Vec::new();
    for ticket in tickets {
        let plain = Plain { ticket, profile: "deskgauge", states_escalations: states };
        match plain.items("time_to_escalation")[0].value {
            Ok(seconds) => waits.push((seconds, Some(true))),
            Err("running") => waits.push(((NOW - ticket.created) as f64 / 1_000.0, None)),
            Err("not-escalated") => {
                let done = plain.items("first_resolution_time")[0].value;
                if let Ok(seconds) = done {
                    waits.push((seconds, Some(false)));
                }
            }
            Err(_) => {}
        }
    }
    waits
}

fn close(found: f64, hoped: f64) -> bool {
    (found - hoped).abs() <= 1e-9 * (1.0 + hoped.abs())
}

fn check(row: &EscalationTimesRow, waits: &[(f64, Option<bool>)], seed: u64) {
    let count = |end: Option<bool>| waits.iter().filter(|wait| wait.1 == end).count() as u64;
    let counts = (row.of_created.count, row.resolved, row.waiting, row.of_created.of);
    assert_eq!(
        counts,
        (count(Some(true)), count(Some(false)), count(None), waits.len() as u64),
        "seed {seed}"
    );
    for point in &row.curve {
        // At each time, one ticket after the other: those at risk just before, and what happened then.
        let at_risk = |time: f64| waits.iter().filter(|wait| wait.0 >= time).count() as f64;
        let mut times: Vec<f64> =
            waits.iter().map(|wait| wait.0).filter(|&time| time <= point.time).collect();
        times.sort_by(f64::total_cmp);
        times.dedup();
        let (mut survival, mut waiting, mut escalated, mut resolved) = (1.0, 1.0, 0.0, 0.0);
        for time in times {
            let here = |end| waits.iter().filter(|wait| wait.0 == time && wait.1 == Some(end)).count() as f64;
            let (up, done, risk) = (here(true), here(false), at_risk(time));
            survival *= 1.0 - up / risk;
            escalated += waiting * up / risk;
            resolved += waiting * done / risk;
            waiting -= waiting * (up + done) / risk;
        }
        assert_eq!(point.at_risk as f64, at_risk(point.time));
        for (found, hoped) in [
            (point.survival, survival),
            (point.escalated, escalated),
            (point.resolved, resolved),
            (point.waiting, waiting),
            (point.escalated + point.resolved + point.waiting, 1.0),
        ] {
            assert!(close(found, hoped), "seed {seed} at {}: {found} instead of {hoped}", point.time);
        }
    }
}

#[test]
fn waits_and_curves_equal_a_plain_reading() {
    let mut seen = 0;
    for seed in 700..760 {
        let tickets = tickets(&mut Random::new(seed), 120, seed % 2 == 0);
        let states = states_escalations(&tickets);
        let mut desk = levelled(&tickets, Marks::Number);
        let selection = Selection { as_of: NOW as f64, ..Selection::default() };
        let asked = EscalationTimesQuestion {
            selection,
            points: Some(100_000.0),
            ..EscalationTimesQuestion::default()
        };
        let told = desk.escalation_times(&asked).unwrap();
        check(&told.rows[0], &waits(&tickets, states), seed);
        seen += told.rows[0].of_created.count;
    }
    assert!(seen > 100, "only {seen} escalated");
}
