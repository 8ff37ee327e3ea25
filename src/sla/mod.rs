//! Service levels: clocks over a ticket's events, measured against the targets of policies.
//!
//! Each [`Clock`] is an automaton of its own: acts start it, let it run or stand still, and end it. The result is a list of
//! [`Cycle`]s, a pure function of calendars, targets, acts and now.
//!
//! ```
//! use deskgauge::sla::{Act, Amount, Clock, Engine, Knobs, Moment, Party, StatusRule, Target, TargetSet, Terms};
//!
//! const MINUTE: i64 = 60_000;
//! let mut targets = TargetSet::default();
//! targets.targets[Clock::FirstResponse as usize] = Some(Target { amount: Amount::Time(30 * MINUTE), calendar: None });
//! let statuses = [StatusRule::new(false, false)];
//! let terms = Terms { knobs: &Knobs::default(), statuses: &statuses, sets: &[targets], calendars: &[] };
//! let acts = [
//!     Moment { at: 0, act: Act::Targets(Some(0)) },
//!     Moment { at: 0, act: Act::Created(Party::Customer, 0) },
//!     Moment { at: 40 * MINUTE, act: Act::Message(Party::Agent) },
//! ];
//! let mut engine = Engine::new(terms);
//! let cycles = engine.run(acts, 60 * MINUTE)?;
//! assert_eq!((cycles[0].used, cycles[0].late), (40 * MINUTE, 10 * MINUTE));
//! # Ok::<(), deskgauge::error::DeskError>(())
//! ```
//!
//! Easy to get wrong: an act at the due instant is in time, yet a clock that still runs at the due instant is breached.

mod act;
mod alerts;
mod answer;
mod book;
mod clock;
mod cycle;
mod direct;
mod engine;
mod keeper;
mod knobs;
mod placing;
mod plan;
mod policy;
mod question;
mod risk;
mod segments;
mod switches;
mod target;
mod timeline;
mod track;
mod verdict;

pub use act::{Act, Moment, Party, StatusId, StatusRule};
pub use alerts::{Alert, AlertQuestion};
pub use answer::{Asked, answer, ticket};
pub use book::{Book, Brief, Standing, Urgency, cycles_of};
pub use clock::{ByClock, CLOCKS, Clock};
pub use cycle::{Cycle, State};
pub use engine::{Engine, Terms};
pub use keeper::{Keeper, Plain, PromiseSettings, unknown_tool};
pub use knobs::{Answers, Change, Knobs, Merge, OnChange, Pause, Recurrence, Reopen, Start};
pub use placing::Placing;
pub use plan::{Plan, Promises};
pub use policy::{Goal, GoalHours, Policy, Warning};
pub use question::{
    Counts, Due, Level, Row, SlaAnswer, SlaQuestion, ToldCycle, ToldSegment, Words, as_object,
};
pub use risk::{Bin, Reliability, Risk, RiskAnswer, RiskQuestion};
pub use segments::{Segment, SegmentKind, segments};
pub use target::{Amount, Hours, Target, TargetSet};
pub use timeline::acts;
pub use track::{Run, Track};
