//! Survey scores: net promoter score, customer satisfaction and customer effort.
//!
//! ```
//! use deskgauge::stats::score::nps::Nps;
//!
//! let mut nps = Nps::default();
//! for score in [10.0, 9.0, 8.0, 3.0] {
//!     nps.push(score);
//! }
//! assert_eq!(nps.net().points(), Some(25.0));
//! ```
//!
//! Easy to get wrong: which way is up. On the effort scale of 2008 a low score is good; on CES 2.0 a high one is.

pub mod ces;
pub mod csat;
pub mod net;
pub mod nps;
