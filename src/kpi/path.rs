//! What the steps of a ticket between support levels say of its path. Unknown levels, 0, say nothing.

use super::facts::Step;
use crate::store::ReadyPath;

/// Whether it went up over at least one step of its path; over at least one level where it has none.
pub(super) fn skips(steps: &[Step], path: Option<&ReadyPath>) -> bool {
    let over = |step: &Step| match path {
        Some(path) => path.passes_over(step.from, step.to),
        None => step.to > step.from + 1,
    };
    steps.iter().any(|step| step.from > 0 && step.to > step.from && over(step))
}

/// Whether it went up again after it had gone down.
pub(super) fn goes_up_again(steps: &[Step]) -> bool {
    let down = steps.iter().position(|step| step.to > 0 && step.to < step.from);
    down.is_some_and(|down| steps[down..].iter().any(|step| step.to > step.from && step.from > 0))
}

/// Whether it came back to a level it had just left.
pub(super) fn bounces(steps: &[Step]) -> bool {
    steps.windows(2).any(|pair| {
        let (left, right) = (pair[0], pair[1]);
        left.from > 0 && left.to > 0 && left.to != left.from && right.from == left.to && right.to == left.from
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn steps(levels: &[u8]) -> Vec<Step> {
        levels.windows(2).map(|pair| Step { at: 0, from: pair[0], to: pair[1] }).collect()
    }

    #[test]
    fn paths_are_read_as_people_would() {
        let cases: [(&[u8], [bool; 3]); 9] = [
            (&[1], [false, false, false]),
            (&[1, 2, 3], [false, false, false]),
            (&[1, 3], [true, false, false]),
            (&[1, 2, 1], [false, false, true]),
            (&[1, 2, 1, 2], [false, true, true]),
            (&[2, 1, 2], [false, true, true]),
            (&[2, 1, 3], [true, true, false]),
            (&[1, 3, 2, 3], [true, true, true]),
            (&[0, 3, 0], [false, false, false]),
        ];
        for (levels, hoped) in cases {
            let steps = steps(levels);
            assert_eq!([skips(&steps, None), goes_up_again(&steps), bounces(&steps)], hoped, "{levels:?}");
        }
    }
}
