//! Quantiles: interpolated (Hyndman–Fan type 7, the default of R and NumPy) and nearest rank.
//!
//! ```
//! use deskgauge::stats::quantile;
//!
//! let sorted = [10.0, 20.0, 30.0, 50.0];
//! assert_eq!(quantile::sorted_quantile(&sorted, 0.5), Some(25.0));
//! assert_eq!(quantile::nearest_rank(&sorted, 0.5), Some(20.0));
//! assert_eq!(quantile::sorted_quantile::<f64>(&[], 0.5), None);
//!
//! let mut values = [50.0, 10.0, 30.0, 20.0];
//! let mut out = [0.0; 2];
//! quantile::quantiles_by_selection(&mut values, &[0.5, 1.0], &mut out);
//! assert_eq!(out, [25.0, 50.0]);
//! ```
//!
//! Easy to get wrong: [`sorted_quantile`] and [`nearest_rank`] trust the order of their input. [`quantiles_by_selection`] does
//! not need an order, and leaves its input rearranged.

use super::sample::Sample;

/// The type 7 quantile of values in ascending order; `None` without values or for a `p` outside 0..=1.
///
/// With n values, h = (n − 1)·p: the value at ⌊h⌋, moved towards the next by the fraction of h.
pub fn sorted_quantile<T: Sample>(sorted: &[T], p: f64) -> Option<f64> {
    let (index, part) = position(sorted.len(), p)?;
    let low = *sorted.get(index)?;
    match sorted.get(index + 1) {
        Some(&next) if part > 0.0 => Some(low.towards(next, part)),
        _ => Some(low.value()),
    }
}

/// The smallest of the ascending values that at least the share `p` of all values does not exceed.
pub fn nearest_rank<T: Copy>(sorted: &[T], p: f64) -> Option<T> {
    if !(0.0..=1.0).contains(&p) {
        return None;
    }
    sorted.get(nearest_rank_index(sorted.len(), p)).copied()
}

/// The type 7 quantiles at `ps`, written to `out`, by selection instead of a full sort.
///
/// Fastest with ascending `ps`, where each selection works on the part the one before left over. `None`, with
/// `out` unspecified, when there are no values, a `p` lies outside 0..=1, or `ps` and `out` differ in length.
pub fn quantiles_by_selection<T: Sample>(values: &mut [T], ps: &[f64], out: &mut [f64]) -> Option<()> {
    if ps.len() != out.len() {
        return None;
    }
    // Everything before `settled` is known not to exceed anything from it on.
    let mut settled = 0;
    for (&p, slot) in ps.iter().zip(out) {
        let (index, part) = position(values.len(), p)?;
        if index < settled {
            settled = 0;
        }
        let (_, &mut low, above) = values[settled..].select_nth_unstable_by(index - settled, T::order);
        settled = index;
        let next = if part > 0.0 { above.iter().min_by(|a, b| a.order(b)) } else { None };
        *slot = next.map_or(low.value(), |&next| low.towards(next, part));
    }
    Some(())
}

/// The nearest-rank quantiles at `ps`, written to `out`, by selection instead of a full sort.
///
/// `None` under the same conditions as [`quantiles_by_selection`].
pub fn nearest_ranks_by_selection<T: Sample>(values: &mut [T], ps: &[f64], out: &mut [f64]) -> Option<()> {
    if ps.len() != out.len() || values.is_empty() {
        return None;
    }
    let mut settled = 0;
    for (&p, slot) in ps.iter().zip(out) {
        if !(0.0..=1.0).contains(&p) {
            return None;
        }
        let index = nearest_rank_index(values.len(), p);
        if index < settled {
            settled = 0;
        }
        let (_, &mut value, _) = values[settled..].select_nth_unstable_by(index - settled, T::order);
        settled = index;
        *slot = value.value();
    }
    Some(())
}

/// The rank, from 0, of the value at or below a quantile of `n` values, and the fraction of the way to the next one.
pub(crate) fn rank(n: usize, p: f64, nearest: bool) -> (usize, f64) {
    if nearest { (nearest_rank_index(n, p), 0.0) } else { position(n, p).unwrap_or_default() }
}

/// Index of the value at or below the quantile, and the fraction of the way to the next one.
fn position(n: usize, p: f64) -> Option<(usize, f64)> {
    let last = n.checked_sub(1)?;
    if !(0.0..=1.0).contains(&p) {
        return None;
    }
    let h = last as f64 * p;
    let index = (h as usize).min(last);
    Some((index, h - index as f64))
}

/// ⌈p·n⌉ − 1, at least 0.
fn nearest_rank_index(n: usize, p: f64) -> usize {
    let rank = snapped(p * n as f64).ceil() as usize;
    rank.min(n).saturating_sub(1)
}

/// `h`, or the whole number it misses by no more than rounding: 0.07 · 100 is meant to be 7, not 7.000000000000001.
pub(super) fn snapped(h: f64) -> f64 {
    let whole = h.round();
    if (h - whole).abs() <= 4.0 * f64::EPSILON * whole { whole } else { h }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A small linear congruential generator, so that a failure repeats.
    fn numbers(seed: u64, n: usize) -> Vec<f64> {
        let mut state = seed;
        (0..n)
            .map(|_| {
                state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
                ((state >> 40) % 50) as f64 - 10.0
            })
            .collect()
    }

    #[test]
    fn selection_agrees_with_sorting_in_any_order_of_ps() {
        for n in 1..60 {
            let values = numbers(n as u64, n);
            let mut ordered = values.clone();
            ordered.sort_by(f64::total_cmp);
            for ps in [[0.0, 0.25, 0.5, 0.9, 0.99, 1.0], [0.5, 0.99, 0.0, 0.9, 0.9, 0.25]] {
                let (mut out, mut nearest) = ([0.0; 6], [0.0; 6]);
                assert!(quantiles_by_selection(&mut values.clone(), &ps, &mut out).is_some());
                assert!(nearest_ranks_by_selection(&mut values.clone(), &ps, &mut nearest).is_some());
                for i in 0..6 {
                    assert_eq!(Some(out[i]), sorted_quantile(&ordered, ps[i]), "n {n}, p {}", ps[i]);
                    assert_eq!(Some(nearest[i]), nearest_rank(&ordered, ps[i]), "n {n}, p {}", ps[i]);
                }
            }
        }
    }

    #[test]
    fn what_cannot_be_answered_is_none() {
        let mut out = [0.0];
        assert_eq!(sorted_quantile(&[1.0], 1.1), None);
        assert_eq!(sorted_quantile(&[1.0], f64::NAN), None);
        assert_eq!(nearest_rank::<f64>(&[], 0.5), None);
        assert_eq!(nearest_rank(&[1.0], -0.1), None);
        assert_eq!(quantiles_by_selection::<f64>(&mut [], &[0.5], &mut out), None);
        assert_eq!(nearest_ranks_by_selection::<f64>(&mut [], &[0.5], &mut out), None);
        assert_eq!(quantiles_by_selection(&mut [1.0], &[0.5, 0.6], &mut out), None);
    }

    #[test]
    fn nearest_rank_is_not_led_astray_by_rounding() {
        let values: Vec<i64> = (1..=100).collect();
        for percent in 1..=100_i64 {
            assert_eq!(nearest_rank(&values, percent as f64 / 100.0), Some(percent));
        }
        assert_eq!(nearest_rank(&values, 0.0), Some(1));
    }

    #[test]
    fn large_integers_neither_overflow_nor_lose_digits() {
        let most = 1_i64 << 53;
        assert_eq!(sorted_quantile(&[most - 3, most - 1], 0.5), Some((most - 2) as f64));
        assert_eq!(sorted_quantile(&[-most, most], 0.5), Some(0.0));
        assert!(sorted_quantile(&[i64::MIN, i64::MAX], 0.75).is_some_and(|q| (q - 4.6e18).abs() < 1e17));
    }
}
