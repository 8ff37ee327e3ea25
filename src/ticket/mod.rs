//! What a ticket and an event are, whatever desk they come from.
//!
//! A ticket has dimensions (channel, priority, group …) and a list of events. Words stay the source's own; the few
//! meanings the metrics need (is this status solved? was the actor an agent?) are the small enums of this room.
//!
//! ```
//! use deskgauge::ticket::{Kind, Role, StatusClass};
//!
//! assert_eq!(Kind::from_name("reply"), Some(Kind::Reply));
//! assert_eq!(Role::from_name("customer"), Some(Role::Customer));
//! assert!(StatusClass::Closed.is_done());
//! ```
//!
//! Easy to get wrong: `assigned` is one word outside and two kinds inside, because a hand-over between agents and a
//! transfer between groups are different facts.

mod dimension;
mod event;
mod status;

pub use dimension::Dimension;
pub use event::{Escalation, Kind, Reached, Role, Sense, Survey, SurveyKind};
pub use status::StatusClass;
