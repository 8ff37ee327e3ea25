//! Service levels: worked stories of how tools count, a naive model, hostile input, and a desk asked about its clocks.

mod asked;
mod book;
mod freshdesk;
mod grouped;
mod hostile;
mod jira;
mod model;
mod others;
mod salesforce;
mod schedules;
mod story;
mod switches;
mod told;
mod tools;
pub mod vendor;
mod zendesk;
