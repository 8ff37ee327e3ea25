//! Time until something happens.

use super::harness::{Case, Golden, array};
use deskgauge::stats::competing::{Ended, Incidence};
use deskgauge::stats::log_rank::{Waited, log_rank};
use deskgauge::stats::survival::{Curve, Observed};
use serde_json::Value;

/// Durations and whether they ended by an event, in ascending order, with their places.
fn observed(case: &Case<'_>) -> Vec<(usize, f64, bool)> {
    let (times, events) = (case.numbers("durations"), case.counts("events"));
    let mut all: Vec<_> =
        times.into_iter().zip(events).enumerate().map(|(at, (time, event))| (at, time, event == 1)).collect();
    all.sort_by(|a, b| a.1.total_cmp(&b.1));
    all
}

#[test]
fn kaplan_meier() {
    let golden = Golden::read("kaplan_meier");
    let ends = golden.tolerance("", "ci_abs");
    golden.each(&[], |case| {
        let observed = observed(case);
        let curve = Curve::of(observed.iter().map(|&(_, time, happened)| Observed { time, happened }));
        let steps = array(case.expected("steps"));
        assert_eq!(curve.steps().len(), steps.len(), "{}", case.label());
        let mut hazard = 0.0;
        let hazards = array(case.expected("nelson_aalen_at_steps"));
        for ((step, expected), cumulative) in curve.steps().iter().zip(steps).zip(hazards) {
            assert_eq!(
                (Some(step.at_risk), Some(step.events)),
                (expected["at_risk"].as_u64(), expected["events"].as_u64())
            );
            case.compare_part("time", Some(step.time), &expected["time"]);
            case.compare_part("survival", Some(step.survival), &expected["survival"]);
            case.compare_part("greenwood_se", step.standard_error(), &expected["greenwood_se"]);
            for (name, found) in [("ci_loglog", step.log_log(0.95)), ("ci_plain", step.plain(0.95))] {
                let hoped: Vec<Option<f64>> = array(&expected[name]).iter().map(|end| end.as_f64()).collect();
                let found = [found.map(|ends| ends.low), found.map(|ends| ends.high)];
                for (found, hoped) in found.into_iter().zip(hoped) {
                    let agree = match (found, hoped) {
                        (Some(found), Some(hoped)) => ends.allows(found, hoped),
                        (found, hoped) => found == hoped,
                    };
                    assert!(agree, "{}: {name} {found:?} {hoped:?}", case.label());
                }
            }
            hazard += step.events as f64 / step.at_risk as f64;
            case.compare_part("nelson_aalen", Some(hazard), cumulative);
        }
        for (share, expected) in case.expected("event_time_quantiles").as_object().unwrap() {
            let found = curve.quantile(share.parse().unwrap());
            assert_eq!(found, expected.as_f64(), "{}: quantile {share}", case.label());
        }
        for (horizon, expected) in case.expected("restricted_mean").as_object().unwrap() {
            let found = curve.restricted_mean(horizon.parse().unwrap());
            case.compare_part("restricted_mean", Some(found.value), expected);
        }
        // A quantile lies between the times at which the golden intervals cross it; once nobody is left, the lower end has.
        let crossed = |end: usize| {
            let crosses = |step: &&Value| match step["ci_loglog"][end].as_f64() {
                Some(share) => share <= 0.5,
                None => end == 0 && step["survival"].as_f64() == Some(0.0),
            };
            steps.iter().find(crosses).and_then(|step| step["time"].as_f64())
        };
        assert_eq!(curve.quantile_interval(0.5, 0.95), (crossed(0), crossed(1)), "{}", case.label());
        // Where nobody is censored, the error of the mean is that of plain numbers.
        if !observed.is_empty() && observed.iter().all(|&(_, _, happened)| happened) {
            let n = observed.len() as f64;
            let mean = observed.iter().map(|&(_, time, _)| time).sum::<f64>() / n;
            let squares: f64 = observed.iter().map(|&(_, time, _)| (time - mean).powi(2)).sum();
            let found = curve.restricted_mean(curve.longest() + 1.0);
            let error = found.standard_error.unwrap();
            assert!((found.value - mean).abs() < 1e-9 * mean, "{}", case.label());
            assert!((error - squares.sqrt() / n).abs() < 1e-9 * mean, "{}: {error}", case.label());
        }
        // With one cause that never happens, incidence is what survival is not.
        let ended = observed.iter().map(|&(_, time, happened)| Ended { time, cause: happened.then_some(0) });
        for (step, same) in Incidence::of(ended).steps().iter().zip(curve.steps()) {
            assert!((step.incidence[0] + same.survival - 1.0).abs() < 1e-12 && step.incidence[1] == 0.0);
            let error = step.variance[0].sqrt();
            assert!(
                same.standard_error().is_none_or(|hoped| (error - hoped).abs() < 1e-9),
                "{}",
                case.label()
            );
        }
    });
}

/// The error of a restricted mean among censored waits, worked by hand: escalated at 1 and 3, last seen at 2 and 4.
#[test]
fn an_error_of_a_restricted_mean_by_hand() {
    let waits = [(1.0, true), (2.0, false), (3.0, true), (4.0, false)];
    let curve = Curve::of(waits.into_iter().map(|(time, happened)| Observed { time, happened }));
    let found = curve.restricted_mean(4.0);
    // The curve is 1 up to 1, 3/4 up to 3, then 3/8: behind the first step lie 15/8, behind the second 3/8.
    assert!((found.value - (1.0 + 1.5 + 0.375)).abs() < 1e-15);
    let variance = (15.0_f64 / 8.0).powi(2) / (4.0 * 3.0) + (3.0_f64 / 8.0).powi(2) / (2.0 * 1.0);
    assert!((found.standard_error.unwrap() - variance.sqrt()).abs() < 1e-15);
}

#[test]
fn logrank() {
    Golden::read("logrank").each(&[], |case| {
        let groups = case.counts("groups");
        let observed = observed(case);
        let waited = observed.iter().map(|&(at, time, happened)| Waited {
            time,
            happened,
            group: groups[at] as usize,
        });
        let test = log_rank(waited, 5).unwrap();
        case.compare("chi2", Some(test.chi_squared));
        case.compare_count("df", test.degrees as u64);
        case.compare("p", Some(test.p));
    });
}

/// Eight tickets, worked by hand: escalated at 1, 3, 3 and 6, solved at 2 and 3, last seen at 4 and 7.
#[test]
fn incidences_by_hand() {
    let ended = [
        (1.0, Some(0)),
        (2.0, Some(1)),
        (3.0, Some(0)),
        (3.0, Some(1)),
        (3.0, Some(0)),
        (4.0, None),
        (6.0, Some(0)),
        (7.0, None),
    ];
    let curve = Incidence::of(ended.into_iter().map(|(time, cause)| Ended { time, cause }));
    // At risk 8, 7, 6 and 2. Still waiting 7/8, 6/8, 3/8, 3/16.
    let hoped = [
        (1.0, 8, [1.0 / 8.0, 0.0], 7.0 / 8.0),
        (2.0, 7, [1.0 / 8.0, 1.0 / 8.0], 6.0 / 8.0),
        (3.0, 6, [3.0 / 8.0, 2.0 / 8.0], 3.0 / 8.0),
        (6.0, 2, [9.0 / 16.0, 2.0 / 8.0], 3.0 / 16.0),
    ];
    assert_eq!(curve.steps().len(), hoped.len());
    for (step, (time, at_risk, incidence, survival)) in curve.steps().iter().zip(hoped) {
        assert_eq!((step.time, step.at_risk), (time, at_risk));
        for (found, hoped) in
            step.incidence.into_iter().chain([step.survival]).zip(incidence.into_iter().chain([survival]))
        {
            assert!((found - hoped).abs() < 1e-12, "at {time}: {found} instead of {hoped}");
        }
        assert!((step.incidence[0] + step.incidence[1] + step.survival - 1.0).abs() < 1e-12);
    }
}
