//! Questions and their answers: grouping, buckets, filters, statistics, comparison.
//!
//! A [`Question`] names metrics, groupings and filters; the answer is a [`Table`]: one row a group and bucket, one column a
//! statistic. Several questions share what they have in common: facts, values, sorted orders. Tickets that go by creation are
//! counted as bits of sets, so that a window that slides over the year costs next to nothing.
//!
//! Easy to get wrong: a metric is put into periods and buckets by its own date (the reply, the resolution), not by the
//! ticket's creation, unless the question names an `anchor`.

mod anchor;
mod answer;
mod backlog;
mod bands;
mod cells;
mod clocks;
mod cohort;
mod columns;
mod dimension;
mod distribution;
mod filter;
mod goals;
mod grouping;
mod joined;
mod keyer;
mod memo;
mod order;
mod places;
mod question;
mod rate;
mod runs;
mod score;
mod share;
mod spikes;
mod students;
mod table;
mod unticketed;
mod valued;
mod variance;
mod walk;

pub use answer::{Asked, answer, contributions};
pub use clocks::{ClocksQuestion, with_placing};
pub use cohort::{Cohort, Selection, Values, Words};
pub use goals::{Goal, GoalAlert, Limit, Over, check_goals, goal_alerts};
pub use memo::Memo;
pub use question::{Filter, MetricChoice, Question, Span};
pub use table::{BucketHeader, GroupHeader, Header, Lacking, MetricHeader, Statistic, Table};
