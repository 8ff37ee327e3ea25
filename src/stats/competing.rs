//! Time until one of several things happens: cumulative incidence, each cause's share of what has happened by a time.
//!
//! The estimate is that of Aalen and Johansen (1978). To treat the other causes as "still waiting" instead, as a
//! Kaplan–Meier curve of one cause does, says how often it would happen if nothing else ever did.
//!
//! ```
//! use deskgauge::stats::competing::{Ended, Incidence};
//!
//! // Escalated after 1 hour, solved without it after 2, last seen after 3, escalated after 4.
//! let ended = |time, cause| Ended { time, cause };
//! let curve = Incidence::of([ended(1.0, Some(0)), ended(2.0, Some(1)), ended(3.0, None), ended(4.0, Some(0))].into_iter());
//! let last = curve.steps().last().expect("three things happened");
//! assert_eq!((last.incidence, last.survival), ([0.75, 0.25], 0.0));
//! ```
//!
//! Easy to get wrong: at every step the incidences of all causes and the share still waiting add up to one.

/// How long something was watched, and which of two causes ended that; none where it was last seen waiting.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Ended {
    /// How long.
    pub time: f64,
    /// The cause, 0 or 1.
    pub cause: Option<usize>,
}

/// The curves after what happened at one time.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Step {
    /// When.
    pub time: f64,
    /// How many were watched up to then.
    pub at_risk: u64,
    /// To how many each cause happened.
    pub events: [u64; 2],
    /// The share that each cause has happened to.
    pub incidence: [f64; 2],
    /// The share still waiting.
    pub survival: f64,
    /// Variances of the incidences (Marubini and Valsecchi, 1995).
    pub variance: [f64; 2],
}

/// The curves of cumulative incidence.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Incidence {
    steps: Vec<Step>,
}

/// Sums that the variance of one cause is put together from, so that each step adds to them once.
#[derive(Debug, Clone, Copy, Default)]
struct Sums {
    weight: f64,
    weighted: f64,
    squared: f64,
    own: f64,
    shared: f64,
    crossed: f64,
}

impl Incidence {
    /// The curves of observations in ascending order of time.
    pub fn of(sorted: impl ExactSizeIterator<Item = Ended>) -> Self {
        let mut growing = Growing { survival: 1.0, ..Growing::default() };
        let (mut at_risk, mut gone, mut events, mut now) =
            (sorted.len() as u64, 0, [0, 0], f64::NEG_INFINITY);
        for Ended { time, cause } in sorted {
            if time > now {
                growing.close(now, at_risk, events);
                at_risk -= gone;
                (gone, events, now) = (0, [0, 0], time);
            }
            gone += 1;
            if let Some(count) = cause.and_then(|cause| events.get_mut(cause)) {
                *count += 1;
            }
        }
        growing.close(now, at_risk, events);
        Self { steps: growing.steps }
    }

    /// The steps, one a time at which something happened.
    pub fn steps(&self) -> &[Step] {
        &self.steps
    }
}

#[derive(Default)]
struct Growing {
    steps: Vec<Step>,
    survival: f64,
    incidence: [f64; 2],
    sums: [Sums; 2],
}

impl Growing {
    fn close(&mut self, time: f64, at_risk: u64, events: [u64; 2]) {
        let (risk, all) = (at_risk as f64, (events[0] + events[1]) as f64);
        if all == 0.0 {
            return;
        }
        // Once nobody is left there is nothing more to vary.
        let weight = if all < risk { all / (risk * (risk - all)) } else { 0.0 };
        let mut variance = [0.0; 2];
        for cause in [0, 1] {
            let happened = events[cause] as f64;
            self.incidence[cause] += self.survival * happened / risk;
            let (incidence, sums) = (self.incidence[cause], &mut self.sums[cause]);
            let share = self.survival * happened / (risk * risk);
            sums.weight += weight;
            sums.weighted += weight * incidence;
            sums.squared += weight * incidence * incidence;
            sums.own += self.survival * self.survival * (risk - happened) * happened / (risk * risk * risk);
            sums.shared += share;
            sums.crossed += share * incidence;
            let waited = incidence * (incidence * sums.weight - 2.0 * sums.weighted) + sums.squared;
            variance[cause] = (waited + sums.own - 2.0 * (incidence * sums.shared - sums.crossed)).max(0.0);
        }
        self.survival *= 1.0 - all / risk;
        let (incidence, survival) = (self.incidence, self.survival);
        self.steps.push(Step { time, at_risk, events, incidence, survival, variance });
    }
}
