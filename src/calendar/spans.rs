//! The algebra of half-open segments: lists of them, ascending, apart from each other and never empty.

use crate::sort::sort_all;

/// A half-open segment: from its first instant up to its second.
pub type Span = (i64, i64);

/// Segments, ascending, with time between each and the next.
pub type Spans = Vec<Span>;

/// Adds a segment that starts no earlier than the last; what touches or overlaps becomes one.
pub fn push(spans: &mut Spans, (start, end): Span) {
    if start >= end {
        return;
    }
    match spans.last_mut() {
        Some(last) if start <= last.1 => last.1 = last.1.max(end),
        _ => spans.push((start, end)),
    }
}

/// Any segments as a proper list.
pub fn tidy(mut spans: Spans) -> Spans {
    if !spans.is_sorted() {
        sort_all(&mut spans, &mut Ord::cmp);
    }
    let mut tidied = Spans::with_capacity(spans.len());
    for span in spans {
        push(&mut tidied, span);
    }
    tidied
}

/// What is in either.
pub fn unite(a: &[Span], b: &[Span]) -> Spans {
    tidy([a, b].concat())
}

/// What is in both.
pub fn intersect(a: &[Span], b: &[Span]) -> Spans {
    let (mut i, mut j, mut both) = (0, 0, Spans::new());
    while let (Some(&(a_start, a_end)), Some(&(b_start, b_end))) = (a.get(i), b.get(j)) {
        push(&mut both, (a_start.max(b_start), a_end.min(b_end)));
        if a_end <= b_end {
            i += 1;
        } else {
            j += 1;
        }
    }
    both
}

/// What is in `a` and not in `b`.
pub fn subtract(a: &[Span], b: &[Span]) -> Spans {
    let (mut left, mut j) = (Spans::new(), 0);
    for &(mut start, end) in a {
        while b.get(j).is_some_and(|hole| hole.1 <= start) {
            j += 1;
        }
        for &(hole_start, hole_end) in b.get(j..).unwrap_or_default() {
            if hole_start >= end {
                break;
            }
            push(&mut left, (start, hole_start));
            start = hole_end;
        }
        push(&mut left, (start, end));
    }
    left
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn any_spans() -> impl Strategy<Value = Spans> {
        prop::collection::vec((0_i64..40, 0_i64..8), 0..8)
            .prop_map(|list| tidy(list.into_iter().map(|(start, length)| (start, start + length)).collect()))
    }

    fn holds(spans: &[Span], at: i64) -> bool {
        spans.iter().any(|&(start, end)| start <= at && at < end)
    }

    proptest! {
        #[test]
        fn they_mean_what_sets_of_instants_mean(a in any_spans(), b in any_spans()) {
            let (or, and, less) = (unite(&a, &b), intersect(&a, &b), subtract(&a, &b));
            for at in -1..60 {
                prop_assert_eq!(holds(&or, at), holds(&a, at) || holds(&b, at));
                prop_assert_eq!(holds(&and, at), holds(&a, at) && holds(&b, at));
                prop_assert_eq!(holds(&less, at), holds(&a, at) && !holds(&b, at));
            }
            for list in [or, and, less] {
                prop_assert!(list.iter().all(|span| span.0 < span.1));
                prop_assert!(list.windows(2).all(|pair| pair[0].1 < pair[1].0), "{:?}", list);
            }
        }
    }
}
