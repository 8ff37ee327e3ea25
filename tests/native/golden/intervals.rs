//! Confidence intervals of proportions, means and rates.

use super::harness::Golden;
use deskgauge::stats::interval;
use deskgauge::stats::proportion::Proportion;
use deskgauge::stats::summary::Summary;

#[test]
fn proportion_intervals() {
    Golden::read("proportion_intervals").each(&[], |case| {
        let share = Proportion { successes: case.count("successes"), n: case.count("n") };
        let confidence = case.number("confidence");
        case.compare("p", share.rate());
        case.compare_interval("wilson", share.wilson(confidence), 1.0);
        case.compare_interval("clopper_pearson", share.clopper_pearson(confidence), 1.0);
        case.compare_interval("jeffreys", share.jeffreys(confidence), 1.0);
    });
}

#[test]
fn mean_t_interval() {
    Golden::read("mean_t_interval").each(&[], |case| {
        let summary = Summary::of(&case.numbers("values"));
        case.compare("mean", summary.mean());
        case.compare("se", interval::standard_error(&summary));
        case.compare_interval("t_interval", interval::mean(&summary, case.number("confidence")), 1.0);
    });
}

#[test]
fn poisson_rate_interval() {
    Golden::read("poisson_rate_interval").each(&[], |case| {
        let (events, exposure) = (case.count("events"), case.number("exposure"));
        case.compare("rate", Some(events as f64 / exposure));
        case.compare_interval("garwood_95", interval::poisson_rate(events, exposure, 0.95), 1.0);
    });
}
