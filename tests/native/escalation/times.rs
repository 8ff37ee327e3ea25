//! The time to escalation of random desks against a plain reading of their metrics and a curve made in the textbook's way.

use std::collections::BTreeMap;

use deskgauge::escalation::{EscalationTimesQuestion, EscalationTimesRow};
use deskgauge::report::Selection;

use crate::every_metric::{levelled, states_escalations};
use crate::plain::Plain;
use crate::random::{Marks, Random, START, Ticket, tickets};

const NOW: i64 = START + 60 * 86_400_000;

/// Seconds waited; escalated (true), resolved (false), or still waiting.
type Wait = (f64, Option<bool>);

/// The waits, and how many tickets have none by reason.
fn waits<'t>(tickets: impl Iterator<Item = &'t Ticket>, states: bool) -> (Vec<Wait>, BTreeMap<String, u64>) {
    let (mut waits, mut left_out) = (Vec::new(), BTreeMap::new());
    for ticket in tickets {
        let plain = Plain { ticket, profile: "deskgauge", states_escalations: states };
        match plain.items("time_to_escalation")[0].value {
            Ok(seconds) => waits.push((seconds, Some(true))),
            Err("running") => waits.push(((NOW - ticket.created) as f64 / 1_000.0, None)),
            Err("not-escalated") => {
                let done = plain.items("first_resolution_time")[0].value;
                match done {
                    Ok(seconds) => waits.push((seconds, Some(false))),
                    // Resolved before it was opened.
                    Err("negative") => *left_out.entry("negative".to_string()).or_insert(0) += 1,
                    Err(_) => *left_out.entry("not-escalated".to_string()).or_insert(0) += 1,
                }
            }
            Err(reason) => *left_out.entry(reason.to_string()).or_insert(0) += 1,
        }
    }
    (waits, left_out)
}

fn close(found: f64, hoped: f64) -> bool {
    (found - hoped).abs() <= 1e-9 * (1.0 + hoped.abs())
}

fn check(row: &EscalationTimesRow, (waits, left_out): &(Vec<Wait>, BTreeMap<String, u64>), seed: u64) {
    let excluded: BTreeMap<_, _> =
        row.excluded.iter().map(|&(reason, count)| (reason.to_string(), count)).collect();
    assert_eq!(&excluded, left_out, "seed {seed}");
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
        let mut ask = |by: &[&str]| {
            let by = by.iter().map(|name| name.to_string()).collect();
            let selection = Selection { by, as_of: NOW as f64, ..Selection::default() };
            let points = Some(100_000.0);
            let question =
                EscalationTimesQuestion { selection, points, ..EscalationTimesQuestion::default() };
            desk.escalation_times(&question).unwrap().rows
        };
        let whole = &ask(&[])[0];
        check(whole, &waits(tickets.iter(), states), seed);
        seen += whole.of_created.count;
        for row in ask(&["channel"]) {
            let channel = row.by[0].1.as_deref();
            check(&row, &waits(tickets.iter().filter(|ticket| ticket.channel == channel), states), seed);
            let mean = row.censored.restricted_mean;
            assert_eq!(mean.is_none(), row.of_created.of == 0, "seed {seed}: {mean:?}");
        }
    }
    assert!(seen > 100, "only {seen} escalated");
}
