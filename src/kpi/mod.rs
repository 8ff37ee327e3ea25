//! The metrics: from events to facts, from facts to one value a ticket, and what each metric means.
//!
//! [`Facts`] are derived from a sealed store in one pass over each ticket's events, their [`Detail`] in another one when a
//! question first needs it. A [`Metric`] then turns the facts of a ticket into a value or a [`State`] that says why there is
//! none. Grouping and statistics are the report's.
//!
//! Easy to get wrong: a ticket without a value is not left out in silence. Every ticket ends in exactly one state, so the
//! values, the running ones and the excluded ones of a metric always add up to the tickets asked about.

mod class_time;
mod definition;
mod derive;
mod difference;
mod durations;
mod evaluate;
mod evaluated;
mod explanation;
mod facts;
mod kind;
mod listed;
mod metric;
mod off_path;
mod path;
mod profile;
mod repeat;
mod retell;
mod state;
mod switch;
mod tracker;

pub use class_time::class_time;
pub use definition::{Definition, definition, definitions};
pub use difference::{Difference, differences};
pub use durations::beginning;
pub use evaluate::{evaluate, evaluate_each, evaluate_some};
pub use evaluated::{Evaluated, Item};
pub use explanation::{Explanation, explanations};
pub use facts::{Detail, Facts, Lists, Step, TicketLists, Wait, flag};
pub use kind::{Direction, Family, Unit};
pub use metric::{Denominator, Metric, Scope, Spec, Until};
pub use profile::Profile;
pub use retell::Change;
pub use state::State;
pub use switch::{Switch, Switches};
