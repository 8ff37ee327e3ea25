//! Analyses of escalations: what is slow, where, and whether that is more than chance.
//!
//! Every analysis is asked of a [`Cohort`](crate::report::Cohort): tickets chosen and grouped as in reports.
//!
//! Easy to get wrong: among many comparisons some look striking by chance alone. Each analysis adjusts for all the
//! comparisons it made, and says nothing of groups with too few tickets.

mod check;
mod circles;
mod compare;
mod escalations;
mod findings;
mod handoffs;
mod holds;
mod late;
mod loads;
mod pairs;
mod parts;
mod procedure;
mod rule;
mod simulate;
mod slow;
mod stages;
mod state;
mod stretches;
mod times;
mod waiting;
mod warnings;

pub use check::check;
pub use escalations::{
    EscalationStep, Escalations, EscalationsAsked, EscalationsQuestion, Fired, Met, escalations, fired,
};
pub use findings::{Finding, Findings, FindingsQuestion, findings};
pub use handoffs::{Handoffs, HandoffsQuestion, Link, Node, handoffs};
pub use late::{LateEscalations, LateQuestion, LateRow, LateTicket, late_escalations};
pub use loads::level_loads;
pub use pairs::Pair;
pub use parts::Part;
pub use rule::{Anchor, Before, Deed, Part as RulePart, Quiet, Rule, Step, Stop, Target, When};
pub use simulate::{Handed, Reaction, Simulated, Spread, reactions, simulate};
pub use slow::{Change, Leader, SlowHour, SlowMonth, SlowPeriods, SlowPeriodsQuestion, slow_periods};
pub use stages::{Lingering, Stage, Stages, StagesQuestion, stages};
pub use times::{
    Difference, EscalationTimes, EscalationTimesQuestion, EscalationTimesRow, From, Point, Share, Times,
    Waiting, escalation_times,
};
pub use waiting::{End, Wait, Waits};
pub use warnings::{RuleWarning, rule_warnings};
