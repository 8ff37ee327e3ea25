//! Summaries, quantiles and robust means of lists of numbers.

use super::harness::{Golden, LeftOut, array};
use deskgauge::stats::means;
use deskgauge::stats::quantile::{quantiles_by_selection, sorted_quantile};
use deskgauge::stats::summary::Summary;

const LEFT_OUT: LeftOut = &[
    ("variance_population", "reports state the sample variance"),
    ("mad_raw", "no report shows the median absolute deviation"),
    ("mad_scaled_1_4826", "no report shows the median absolute deviation"),
    ("skewness_biased", "no report shows skewness"),
    ("gini", "no report shows inequality"),
];

#[test]
fn descriptive() {
    let golden = Golden::read("descriptive");
    let variance = golden.tolerance("variance_rel", "");
    golden.each(LEFT_OUT, |case| {
        let values = case.numbers("values");
        let mut sorted = values.clone();
        sorted.sort_by(f64::total_cmp);
        let mut pushed = Summary::new();
        pushed.extend(values.iter().copied());

        for summary in [Summary::of(&values), pushed] {
            case.compare_count("n", summary.n());
            case.compare("sum", Some(summary.sum()));
            case.compare("mean", summary.mean());
            case.compare("min", summary.min());
            case.compare("max", summary.max());
            case.compare_within("variance_sample", summary.variance(), variance);
            case.compare("sd_sample", summary.sd());
            case.compare("cv", summary.cv());
        }

        let ps: Vec<f64> = array(case.expected("quantile_probs")).iter().filter_map(|p| p.as_f64()).collect();
        let quantiles = array(case.expected("quantiles_type7"));
        assert_eq!(ps.len(), quantiles.len(), "{}", case.label());
        let mut selected = vec![0.0; ps.len()];
        assert!(
            quantiles_by_selection(&mut values.clone(), &ps, &mut selected).is_some(),
            "{}",
            case.label()
        );
        for ((&p, selected), expected) in ps.iter().zip(selected).zip(quantiles) {
            case.compare_part("quantiles_type7", sorted_quantile(&sorted, p), expected);
            case.compare_part("quantiles_type7", Some(selected), expected);
        }
        let quartiles = sorted_quantile(&sorted, 0.75).zip(sorted_quantile(&sorted, 0.25));
        case.compare("iqr", quartiles.map(|(high, low)| high - low));
        case.compare("median", sorted_quantile(&sorted, 0.5));

        let trimmed = case.expected("trimmed_means").as_object();
        for (fraction, expected) in trimmed.into_iter().flatten() {
            let fraction = fraction.parse().unwrap_or(f64::NAN);
            case.compare_part("trimmed_means", means::trimmed(&sorted, fraction), expected);
        }
        case.compare("geometric_mean", means::geometric(&values));
    });
}

#[test]
fn variance_merge() {
    Golden::read("variance_merge").each(&[], |case| {
        let (a, b) = (case.numbers("a"), case.numbers("b"));
        let mut pushed = Summary::new();
        pushed.extend(a.iter().copied());
        for mut merged in [Summary::of(&a), pushed] {
            merged.merge(&Summary::of(&b));
            case.compare_count("n", merged.n());
            case.compare("mean", merged.mean());
            case.compare("variance_sample", merged.variance());
        }
    });
}
