//! Calendars against plain models: walks over wall clocks, sets of instants, and the calendar without its table.

mod days;
mod hostile;
mod plan;
mod prepared;
mod settings;
mod tools;
mod walk;
mod walked;
