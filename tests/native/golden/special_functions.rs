//! Tails and quantiles of distributions.

use super::harness::Golden;
use deskgauge::stats::special::{beta, chi_squared, fisher, gamma, ln_gamma, normal, student};
use std::f64::consts::SQRT_2;

#[test]
fn special_functions() {
    let golden = Golden::read("special_functions");
    let quantile = golden.tolerance("ppf_rel", "");
    golden.each(&[], |case| {
        let (name, arguments) = (case.text("fn"), case.numbers("args"));
        let found = match (name, arguments[..].as_ref()) {
            ("ln_gamma", &[x]) => ln_gamma(x),
            // The error functions are normal tails on another scale.
            ("erf", &[x]) => Some(normal::lower(x * SQRT_2) - normal::upper(x * SQRT_2)),
            ("erfc", &[x]) => Some(2.0 * normal::upper(x * SQRT_2)),
            ("normal_cdf", &[z]) => Some(normal::lower(z)),
            ("normal_ppf", &[p]) => normal::quantile(p),
            ("gamma_p", &[a, x]) => gamma::lower(a, x),
            ("gamma_q", &[a, x]) => gamma::upper(a, x),
            ("beta_i", &[a, b, x]) => beta::lower(a, b, x),
            ("beta_ppf", &[p, a, b]) => beta::quantile(p, a, b),
            ("t_sf", &[t, df]) => student::upper(t, df),
            ("t_ppf", &[p, df]) => student::quantile(p, df),
            ("chi2_sf", &[x, df]) => chi_squared::upper(x, df),
            ("f_sf", &[f, above, below]) => fisher::upper(f, above, below),
            _ => panic!("{}: {name}{arguments:?} is not known here", case.label()),
        };
        if name.ends_with("_ppf") {
            case.compare_within("", found, quantile);
        } else {
            case.compare("", found);
        }
    });
}
