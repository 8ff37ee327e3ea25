//! Factors of intervals, by the size of the sample.

use crate::stats::special::student;

/// The level of all intervals.
pub(super) const CONFIDENCE: f64 = 0.95;

/// Two-sided Student factors of sample sizes below [`MOST_STUDENTS`]; each is computed once.
#[derive(Debug, Default)]
pub(super) struct Students(Vec<Option<f64>>);

/// How many factors are kept.
const MOST_STUDENTS: usize = 4_096;

impl Students {
    pub fn two_sided(&mut self, n: u64) -> f64 {
        let exact = || student::upper_quantile((1.0 - CONFIDENCE) / 2.0, (n - 1) as f64).unwrap_or(f64::NAN);
        if n >= MOST_STUDENTS as u64 {
            return exact();
        }
        self.0.resize(MOST_STUDENTS, None);
        *self.0[n as usize].get_or_insert_with(exact)
    }
}
