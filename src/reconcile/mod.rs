//! Ours beside theirs: where a number differs from the vendor's own report, ticket by ticket, and why.
//!
//! The other side's value of each ticket comes with the payloads of a source, or is given. What differs is measured again
//! under one changed rule at a time: a bot's reply counts, the clock stops while the customer is waited for, another calendar.
//! A rule that gives the other side's value explains the difference of that ticket.
//!
//! Easy to get wrong: a rule explains a ticket only where its value is the other side's, to their rounding. What no rule gives
//! is counted as unexplained; nothing is taken to be explained because others like it are.

mod about;
mod answer;
mod changes;
mod compare;
mod explain;
mod given;
mod question;
mod rounding;
mod rule;
mod tables;
mod teller;

pub use answer::{Difference, DifferenceBins, Kind, Reconciled, ReconciledTicket, Reconciliation};
pub use compare::reconcile;
pub use question::{ReconcileQuestion, RowsAsked, Theirs};
pub use rule::Rule;
pub use tables::rules;
