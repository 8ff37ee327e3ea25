//! Time until something happens, where some are still waiting: the Kaplan–Meier curve and what is read off it.
//!
//! Kaplan and Meier, Nonparametric estimation from incomplete observations (1958); errors by Greenwood's formula.
//!
//! ```
//! use deskgauge::stats::survival::{Curve, Observed};
//!
//! // Three escalations after 2, 3 and 5 hours; two tickets were last seen unescalated after 3 and 4.
//! let times = [2.0, 3.0, 3.0, 4.0, 5.0];
//! let happened = [true, true, false, false, true];
//! let curve = Curve::of(times.into_iter().zip(happened).map(|(time, happened)| Observed { time, happened }));
//! assert_eq!(curve.steps().len(), 3);
//! assert!((curve.survival(3.5) - 0.6).abs() < 1e-15);
//! assert_eq!(curve.quantile(0.5), Some(5.0));
//! assert!((curve.restricted_mean(4.0).value - 3.4).abs() < 1e-15);
//! ```
//!
//! Easy to get wrong: who is last seen at the very time of an event is at risk there. A median exists only where the curve
//! falls to one half; a restricted mean always does.

use super::interval::{Interval, two_sided_z};

/// How long something was watched, and whether that ended because it happened.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Observed {
    /// How long.
    pub time: f64,
    /// Whether it happened then; else it is only known not to have happened before.
    pub happened: bool,
}

/// The curve after the events of one time.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Step {
    /// When.
    pub time: f64,
    /// How many were watched up to then.
    pub at_risk: u64,
    /// To how many it happened.
    pub events: u64,
    /// The share to which it has not happened.
    pub survival: f64,
    /// Greenwood's sum of d ⁄ r(r − d); infinite once nobody is left.
    pub greenwood: f64,
}

impl Step {
    /// The standard error of the share; nothing once it is nought.
    pub fn standard_error(&self) -> Option<f64> {
        super::finite(self.survival * self.greenwood.sqrt())
    }

    /// The interval of the share on the scale of ln(−ln S), which keeps it within 0 and 1; nothing at either end.
    pub fn log_log(&self, confidence: f64) -> Option<Interval> {
        self.within(two_sided_z(confidence)?)
    }

    fn within(&self, z: f64) -> Option<Interval> {
        let log = self.survival.ln();
        let centre = super::finite((-log).ln())?;
        let margin = super::finite(z * self.greenwood.sqrt() / log)?;
        let share = |exponent: f64| (-exponent.exp()).exp();
        Some(Interval { low: share(centre - margin), high: share(centre + margin) })
    }

    /// The plain interval S ± z·se, cut off at 0 and 1.
    pub fn plain(&self, confidence: f64) -> Option<Interval> {
        let margin = two_sided_z(confidence)? * self.standard_error()?;
        Some(Interval { low: (self.survival - margin).max(0.0), high: (self.survival + margin).min(1.0) })
    }
}

/// A mean up to a horizon.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct RestrictedMean {
    /// The area under the curve up to the horizon.
    pub value: f64,
    /// Its standard error.
    pub standard_error: Option<f64>,
}

/// The Kaplan–Meier curve.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Curve {
    steps: Vec<Step>,
    n: u64,
    longest: f64,
}

/// How near a share counts as reached, so that rounding does not move a quantile by a step.
const NEAR: f64 = 1e-12;

impl Curve {
    /// The curve of observations in ascending order of time.
    pub fn of(sorted: impl ExactSizeIterator<Item = Observed>) -> Self {
        let mut curve = Self { n: sorted.len() as u64, ..Self::default() };
        let (mut survival, mut greenwood) = (1.0, 0.0);
        let (mut at_risk, mut gone, mut events, mut now) = (curve.n, 0, 0, f64::NEG_INFINITY);
        let mut close = |time: f64, at_risk: u64, events: u64| {
            if events == 0 {
                return;
            }
            let (risk, happened) = (at_risk as f64, events as f64);
            survival *= 1.0 - happened / risk;
            greenwood += happened / (risk * (risk - happened));
            curve.steps.push(Step { time, at_risk, events, survival, greenwood });
        };
        for Observed { time, happened } in sorted {
            if time > now {
                close(now, at_risk, events);
                at_risk -= gone;
                (gone, events, now) = (0, 0, time);
            }
            gone += 1;
            events += u64::from(happened);
        }
        close(now, at_risk, events);
        curve.longest = now;
        curve
    }

    /// The steps, one a time with an event.
    pub fn steps(&self) -> &[Step] {
        &self.steps
    }

    /// How many were observed.
    pub fn n(&self) -> u64 {
        self.n
    }

    /// The longest that anybody was observed; minus infinity without any.
    pub fn longest(&self) -> f64 {
        self.longest
    }

    /// The share to which it has not happened by a time.
    pub fn survival(&self, time: f64) -> f64 {
        let after = self.steps.partition_point(|step| step.time <= time);
        after.checked_sub(1).and_then(|at| self.steps.get(at)).map_or(1.0, |step| step.survival)
    }

    /// The first time by which it has happened to a share of all; nothing where the curve never falls so far.
    pub fn quantile(&self, share: f64) -> Option<f64> {
        let left = 1.0 - share + NEAR;
        self.steps.iter().find(|step| step.survival <= left).map(|step| step.time)
    }

    /// The times between which a quantile lies: where the interval of the curve crosses it (Brookmeyer and Crowley, 1982). An
    /// end is missing where it never does.
    pub fn quantile_interval(&self, share: f64, confidence: f64) -> (Option<f64>, Option<f64>) {
        let Some(z) = two_sided_z(confidence) else { return (None, None) };
        let left = 1.0 - share + NEAR;
        // Once nobody is left, neither end of the interval lies above nought.
        let low = |step: &&Step| {
            let low = step.within(z).map(|ends| ends.low).or((step.survival <= 0.0).then_some(0.0));
            low.is_some_and(|low| low <= left)
        };
        let high = |step: &&Step| step.within(z).is_some_and(|ends| ends.high <= left);
        // The upper end lies no lower than the curve.
        let behind = &self.steps[self.steps.partition_point(|step| step.survival > left)..];
        (self.steps.iter().find(low).map(|step| step.time), behind.iter().find(high).map(|step| step.time))
    }

    /// The mean time up to a horizon, beyond which everybody counts as having waited that long.
    pub fn restricted_mean(&self, horizon: f64) -> RestrictedMean {
        let within = &self.steps[..self.steps.partition_point(|step| step.time < horizon)];
        let (mut area, mut variance) = (0.0, 0.0);
        let mut end = horizon;
        for (at, step) in within.iter().enumerate().rev() {
            area += step.survival * (end - step.time);
            end = step.time;
            let earlier = at.checked_sub(1).and_then(|at| within.get(at)).map_or(0.0, |step| step.greenwood);
            let own = step.greenwood - earlier;
            // Once nobody is left, no area lies behind the step.
            variance += if area > 0.0 { area * area * own } else { 0.0 };
        }
        RestrictedMean { value: area + end, standard_error: super::finite(variance.sqrt()) }
    }
}
