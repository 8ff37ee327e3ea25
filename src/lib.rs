//! Helpdesk KPIs computed where the tickets are shown.
//!
//! Bytes of a ticket export go in, figures with their provenance come out. The crate is the core of the npm package
//! `deskgauge`; the same core runs natively, which is how it is tested. Start at [`desk::Desk`].
//!
//! The rooms, each leaning only on those before it: [`error`], `label`, `sort`, [`settings`], [`stats`] → [`time`] → [`calendar`],
//! [`ticket`] → [`store`] → [`ingest`]; [`store`] → [`kpi`], [`sla`] → [`report`] → [`escalation`], [`reconcile`] → [`desk`] → the WebAssembly face.
//!
//! # Whys
//!
//! **Why is there no clock?** The same inputs must give the same answer for ever, so `asOf` and the tables of time zones are
//! arguments. The page has both: its clock and the browser's `Intl`.
//!
//! **Why do facts stand between events and figures?** A question reads columns, not events; a live event derives one ticket
//! anew. The alternative, computing figures from events each time, costs a pass over all events a question.
//!
//! **Why does a value's sorted order belong to the metric and not to the question?** Every grouping of the same metric can
//! then walk it once and find each group's values already in order: exact quantiles without a sort a group.
//!
//! **Why do clocks keep the stretches in which they ran, and not a sum?** A new target or calendar is then measured from the
//! start without a second pass over the events, and the working that is shown is the working that was used.
//!
//! **Why do analyses of escalations lean on reports?** They are asked of tickets chosen and grouped by the same conditions, and
//! compare values that the metrics define; a second way to choose or to define would sooner or later give other numbers.
//!
//! **Why are `assigned` events two kinds inside?** A hand-over between agents and a transfer between groups are different
//! facts with different metrics; one event that is both would have to be taken apart at every use.
//!
//! **Why is a log of snapshots sorted by time, where its rows step back?** One order for all sources makes arrival irrelevant. On
//! the UCI log one ticket of 24,918 counts one reopening more than in the order of its rows; a test states the difference.
//!
//! **Why do live events without id or number rank last?** They happened after what is there, as far as anybody knows; events
//! that carry an id or a number sort the same whenever they arrive.

pub mod calendar;
pub mod desk;
pub mod error;
pub mod escalation;
pub mod ingest;
pub mod kpi;
mod label;
pub mod reconcile;
pub mod report;
pub mod settings;
pub mod sla;
pub mod sort;
pub mod stats;
pub mod store;
pub mod ticket;
pub mod time;
#[cfg(target_arch = "wasm32")]
mod wasm;
