//! Tails of counts, and the choice of a model from history.

use super::harness::Golden;
use deskgauge::stats::count_model::CountModel;
use deskgauge::stats::spike::{self, Verdict};
use deskgauge::stats::summary::Summary;

#[test]
fn spike_tests() {
    Golden::read("spike_tests").each(&[], |case| {
        let (count, mean) = (case.count("count"), case.number("mean"));
        let model = match case.text("model") {
            "poisson" => Some(CountModel::Poisson { mean }),
            _ => CountModel::with_moments(mean, case.number("variance")),
        };
        let Some(model) = model else { panic!("{}: no model", case.label()) };
        if let CountModel::NegativeBinomial { size, .. } = model {
            case.compare("size_r", Some(size));
        }
        assert_eq!(model_name(model), case.text("model"), "{}", case.label());
        case.compare("p_upper", model.upper(count));
        case.compare("p_upper", model.ln_upper(count).map(f64::exp));
        case.compare("p_lower", model.lower(count));
        if case.expects("mid_p_upper") {
            case.compare("mid_p_upper", model.mid_upper(count));
        }
    });
}

#[test]
fn spike_baseline() {
    Golden::read("spike_baseline").each(&[], |case| {
        let history = case.counts("history");
        let verdict = spike::judge(&history, case.count("count"), spike::FALSE_ALARM_RATE);
        let Verdict::Judged(judged) = verdict else { panic!("{}: {verdict:?}", case.label()) };
        let mut summary = Summary::new();
        summary.extend(history.iter().map(|&count| count as f64));
        case.compare("mean", Some(judged.expected));
        case.compare("variance", summary.variance());
        assert_eq!(case.expected("model").as_str(), Some(model_name(judged.model)), "{}", case.label());
        case.compare("p_upper", judged.p_upper);
        assert_eq!(judged.is_spike, judged.p_upper.is_some_and(|p| p <= 0.001), "{}", case.label());
    });
}

fn model_name(model: CountModel) -> &'static str {
    match model {
        CountModel::Poisson { .. } => "poisson",
        CountModel::NegativeBinomial { .. } => "negative_binomial",
    }
}
