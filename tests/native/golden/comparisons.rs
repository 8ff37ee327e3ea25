//! Groups against each other, and many such tests at once.

use super::harness::{Golden, array};
use deskgauge::stats::multiple;
use deskgauge::stats::proportion::Proportion;
use deskgauge::stats::rank_sum::Ranks;
use deskgauge::stats::two_proportions;

type Adjust = fn(&[f64]) -> Vec<f64>;

const NOT_OURS: [(&str, &str); 2] = [
    ("p_asymptotic_no_continuity", "the continuity-corrected one is ours"),
    ("p_exact", "findings need more cases than exact tables are for"),
];

#[test]
fn mann_whitney() {
    let golden = Golden::read("mann_whitney");
    let p = golden.tolerance("", "p_abs");
    golden.each(&NOT_OURS, |case| {
        let (a, b) = (case.numbers("a"), case.numbers("b"));
        let mut all: Vec<(f64, bool)> =
            a.iter().map(|&x| (x, true)).chain(b.iter().map(|&x| (x, false))).collect();
        all.sort_by(|one, other| one.0.total_cmp(&other.0));
        let sorted: Vec<f64> = all.iter().map(|&(x, _)| x).collect();
        let ranks = Ranks::of(&sorted);
        let of_a = all.iter().zip(ranks.ranks()).filter(|((_, is_a), _)| *is_a);
        let test = ranks.test(of_a.map(|(_, rank)| rank).sum(), a.len());
        case.compare("u1", test.map(|test| test.u));
        case.compare("u2", test.map(|test| (a.len() * b.len()) as f64 - test.u));
        case.compare_within("p_asymptotic_continuity", test.map(|test| test.p), p);
        case.compare("common_language_effect", test.map(|test| test.common_language));
        case.compare("rank_biserial", test.map(|test| test.rank_biserial));
    });
}

#[test]
fn multiple_testing() {
    Golden::read("multiple_testing").each(
        &[("bh_reject", "whether the adjusted value is at most alpha")],
        |case| {
            let p = case.numbers("p");
            let adjustments: [(&str, Adjust); 4] = [
                ("bh_adjusted", multiple::benjamini_hochberg),
                ("holm_adjusted", multiple::holm),
                ("bonferroni_adjusted", multiple::bonferroni),
                ("by_adjusted", multiple::benjamini_yekutieli),
            ];
            for (field, adjust) in adjustments {
                let (found, expected) = (adjust(&p), array(case.expected(field)));
                assert_eq!(found.len(), expected.len(), "{}: {field}", case.label());
                for (found, expected) in found.into_iter().zip(expected) {
                    case.compare_part(field, Some(found), expected);
                }
            }
        },
    );
}

const OTHER_SIZES: [(&str, &str); 3] = [
    ("wald_ci_95", "Newcombe's interval is ours"),
    ("relative_lift", "a difference is what findings state"),
    ("cohens_h", "a difference is what findings state"),
];

#[test]
fn two_proportion_z() {
    Golden::read("two_proportion_z").each(&OTHER_SIZES, |case| {
        let share = |k: &str, n: &str| Proportion { successes: case.count(k), n: case.count(n) };
        let (a, b) = (share("k1", "n1"), share("k2", "n2"));
        let test = two_proportions::test(a, b);
        case.compare("diff", a.rate().zip(b.rate()).map(|(a, b)| a - b));
        case.compare("z_pooled", test.map(|test| test.z));
        case.compare("p_two_sided", test.map(|test| test.p));
        case.compare_interval("newcombe_ci_95", two_proportions::difference(a, b, 0.95), 1.0);
    });
}
