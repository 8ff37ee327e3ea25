//! When things are slow.

use super::{lines, on_weekend, replies};
use crate::desk::{NOW, desk, metric};
use crate::random::Random;
use deskgauge::escalation::SlowPeriodsQuestion;
use deskgauge::report::Selection;

fn asked() -> SlowPeriodsQuestion {
    SlowPeriodsQuestion {
        selection: Selection { as_of: NOW, ..Selection::default() },
        metric: Some(metric("first_response_time")),
        ..SlowPeriodsQuestion::default()
    }
}

#[test]
fn hours_months_and_types_equal_a_plain_count() {
    let tickets = replies(&mut Random::new(5), 4_000);
    let told = desk(&lines(&tickets)).slow_periods(&asked()).unwrap();
    assert_eq!((told.n, told.hours.len(), told.months.len()), (4_000, 168, 3));
    for (hour, told) in told.hours.iter().enumerate() {
        let here = |created: i64| (created - 1_704_067_200).div_euclid(3_600).rem_euclid(168) == hour as i64;
        let mut waits: Vec<i64> =
            tickets.iter().filter(|ticket| here(ticket.created)).map(|ticket| ticket.after).collect();
        waits.sort_unstable();
        assert_eq!(told.n, waits.len());
        let median = (waits[(waits.len() - 1) / 2] + waits[waits.len() / 2]) as f64 / 2.0;
        assert_eq!(told.median, Some(median), "hour {hour}");
        let mean = waits.iter().sum::<i64>() as f64 / waits.len() as f64;
        assert!((told.mean.unwrap() - mean).abs() < 1e-6);
    }
    assert_eq!(told.months.iter().map(|month| month.n).sum::<usize>(), 4_000);
    assert_eq!(told.months[0].change, None);
    assert!(told.months[1..].iter().all(|month| !month.change.unwrap().real), "{:#?}", told.months);
    assert!(told.leaders.is_empty() && told.compared == 4 * 12, "{:#?}", told.leaders);
}

#[test]
fn what_became_slower_is_marked_where_it_did() {
    let mut tickets = replies(&mut Random::new(9), 6_000);
    for ticket in &mut tickets {
        // From March on everything takes three hours longer, and exports on weekends six.
        let march = ticket.created >= 1_709_251_200;
        ticket.after += if march { 3 * 3_600 } else { 0 };
        ticket.after += if ticket.kind == "export" && on_weekend(ticket.created) { 6 * 3_600 } else { 0 };
    }
    let told = desk(&lines(&tickets)).slow_periods(&asked()).unwrap();
    let real: Vec<bool> = told.months[1..].iter().map(|month| month.change.unwrap().real).collect();
    assert_eq!(real, [false, true]);
    let march = told.months[2].change.unwrap();
    assert!(march.low < 10_800.0 && 10_800.0 < march.high, "{march:?}");
    let leader = &told.leaders[0];
    assert_eq!((leader.word.as_deref(), leader.part), (Some("export"), "weekend"), "{:#?}", told.leaders);
    assert!(leader.low < 21_600.0 && 21_600.0 < leader.high, "{leader:?}");
    assert!(
        told.leaders.iter().all(|leader| leader.word.as_deref() == Some("export")),
        "{:#?}",
        told.leaders
    );
}

#[test]
fn without_a_cause_few_runs_mark_a_change() {
    let mut marked = 0;
    for seed in 100..400 {
        let told = desk(&lines(&replies(&mut Random::new(seed), 1_000))).slow_periods(&asked()).unwrap();
        marked += u32::from(told.months[1..].iter().any(|month| month.change.unwrap().real));
    }
    // One in twenty is 15; of 300 runs, 21 or fewer in 95 % of all such tests.
    assert!(marked <= 21, "{marked} of 300 runs marked a change");
}

#[test]
fn a_question_at_fault_names_the_path() {
    let mut desk = desk(&lines(&replies(&mut Random::new(1), 10)));
    let mut fault = |question: SlowPeriodsQuestion| {
        let error = desk.slow_periods(&question).unwrap_err();
        (error.code().to_string(), error.path().unwrap_or_default().to_string())
    };
    let rate = SlowPeriodsQuestion { metric: Some(metric("escalation_rate")), ..asked() };
    assert_eq!(fault(rate), ("not-comparable".to_string(), "metric".to_string()));
    let unknown = SlowPeriodsQuestion { metric: Some(metric("speed")), ..asked() };
    assert_eq!(fault(unknown), ("unknown-metric".to_string(), "metric.metric".to_string()));
    let mut many = asked();
    many.selection.by = vec!["type".into(), "channel".into()];
    assert_eq!(fault(many), ("too-many-groupings".to_string(), "by".to_string()));
}
