//! Helpdesk KPIs computed where the tickets are shown.

pub mod desk;
pub mod error;
pub mod ingest;
pub mod kpi;
pub mod report;
pub mod sort;
pub mod stats;
pub mod store;
pub mod ticket;
pub mod time;
#[cfg(target_arch = "wasm32")]
mod wasm;
