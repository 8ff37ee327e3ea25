//! Survey scores.

use super::harness::Golden;
use deskgauge::stats::interval::two_sided_z;
use deskgauge::stats::score::csat::Csat;
use deskgauge::stats::score::nps::Nps;

#[test]
fn nps() {
    Golden::read("nps").each(&[], |case| {
        let mut nps = Nps::default();
        for score in case.numbers("scores") {
            assert!(nps.push(score), "{}: {score}", case.label());
        }
        let net = nps.net();
        case.compare_count("n", net.n());
        case.compare_count("promoters", nps.promoters());
        case.compare_count("passives", nps.passives());
        case.compare_count("detractors", nps.detractors());
        case.compare("nps", net.points());
        case.compare("standard_error", net.standard_error());
        case.compare("margin_95", two_sided_z(0.95).zip(net.standard_error()).map(|(z, error)| z * error));
        case.compare_interval("ci_95", net.interval(0.95), 1.0);
    });
}

#[test]
fn csat() {
    Golden::read("csat").each(&[], |case| {
        let highest = u32::try_from(case.count("scale_max")).unwrap_or(0);
        let mut csat = Csat::default();
        for score in case.numbers("scores") {
            assert!(csat.push(score, highest), "{}: {score}", case.label());
        }
        let percent = |share: f64| 100.0 * share;
        case.compare_count("n", csat.n());
        case.compare_count("satisfied", csat.satisfied().successes);
        case.compare("csat_top2_pct", csat.satisfied().rate().map(percent));
        case.compare("bottom2_pct", csat.dissatisfied().rate().map(percent));
        case.compare("mean", csat.mean());
        case.compare_interval("wilson_95_pct", csat.satisfied().wilson(0.95), 100.0);
    });
}
