//! Bringing a load's events to their tickets: together, in order, without doubles.
//!
//! Order is (`at`, `seq`, id, content). Where the source gives ids or numbers, arrival order therefore cannot matter.

use std::cmp::Ordering;

use super::{Bitset, Events, NO_CODE, Store};
use crate::sort::{sort_numbers, sort_positions};
use crate::ticket::{Dimension, Kind, Reached};

/// Events of one ticket that came one after the other in a load.
#[derive(Debug, Clone, Copy)]
pub(super) struct Run {
    pub ticket: u32,
    pub start: u32,
    pub count: u32,
}

/// What sealing a load did.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sealed {
    /// Events that were taken.
    pub events: usize,
    /// Events that were already there and were dropped.
    pub duplicates: usize,
    /// Events from before that were replaced.
    pub replaced: usize,
    /// Rows of the tickets that changed, ascending.
    pub touched: Vec<u32>,
}

/// A part of the event columns may lie unused before it is worth closing the gaps: one part in this many.
const GAP_SHARE: usize = 4;

impl Store {
    /// Ends a load: every ticket's events lie together, sorted, and doubles are gone. `live` events that carry neither
    /// id nor number rank after what the ticket already has, and set the ticket's current status, group and so on. Of the
    /// tickets that the load brings events of, earlier events are dropped whose ids begin with `replacing`.
    pub(super) fn settle(&mut self, live: bool, replacing: Option<&str>) -> Sealed {
        self.drop_events();
        let runs = std::mem::take(&mut self.runs);
        let mut disordered = std::mem::take(&mut self.disordered);
        sort_numbers(&mut disordered);
        let added = self.events.len() - self.load_start as usize;
        self.refresh_meanings();
        let mut held: Vec<(u32, u32)> = Vec::new();
        let scattered = self.attach(&runs, &mut held);
        let mut replaced = 0;
        if !scattered.is_empty() {
            replaced = self.join(&runs, &scattered, &mut held, live, replacing);
        }
        let mut touched: Vec<u32> = runs.iter().map(|run| run.ticket).collect();
        touched.append(&mut self.touched);
        if !touched.is_sorted() {
            sort_numbers(&mut touched);
        }
        touched.dedup();
        let mut duplicates = 0;
        for &row in &touched {
            duplicates += self.settle_ticket(row, &held, &disordered, live);
        }
        self.load_start = self.events.len() as u32;
        self.undo.end();
        self.close_gaps();
        Sealed { events: added - duplicates, duplicates, replaced, touched }
    }

    /// Brings the events of one ticket into order and takes its current values from them. Returns how many doubles went.
    // Not part of its caller, so that browsers, which replace slow code when it is called again, get to do so.
    #[inline(never)]
    fn settle_ticket(&mut self, row: u32, held: &[(u32, u32)], disordered: &[u32], live: bool) -> usize {
        let joined = held.binary_search_by_key(&row, |&(ticket, _)| ticket).ok();
        let in_order = joined.is_none() && !self.events.has_ids() && disordered.binary_search(&row).is_err();
        let before = joined.map_or(0, |at| held[at].1);
        let duplicates = if in_order { 0 } else { self.tidy(row as usize, before as usize) };
        self.fill_current(row as usize, live);
        duplicates
    }

    /// Gives each new ticket with a single run its events where they are. Returns the other tickets, ascending, and in
    /// `held` how many events each of these had before.
    fn attach(&mut self, runs: &[Run], held: &mut Vec<(u32, u32)>) -> Vec<u32> {
        let mut scattered = Vec::new();
        let mut seen_in_order = true;
        for pair in runs.windows(2) {
            seen_in_order &= pair[0].ticket < pair[1].ticket;
        }
        let tickets = if seen_in_order { 0 } else { self.tickets.len() };
        let (mut once, mut repeated) = (Bitset::none(tickets), Bitset::none(tickets));
        if !seen_in_order {
            for run in runs {
                let row = run.ticket as usize;
                if once.contains(row) { repeated.insert(row) } else { once.insert(row) }
            }
        }
        for run in runs {
            let row = run.ticket as usize;
            if self.tickets.count[row] > 0 || repeated.contains(row) {
                scattered.push(run.ticket);
            } else {
                self.tickets.start[row] = run.start;
                self.tickets.count[row] = run.count;
            }
        }
        sort_numbers(&mut scattered);
        scattered.dedup();
        held.extend(scattered.iter().map(|&row| (row, self.tickets.count[row as usize])));
        scattered
    }

    /// Moves all events of the scattered tickets to the end, each ticket's together: held ones first, then the load's.
    /// Leaves those held behind that are replaced, and returns how many these are.
    fn join(
        &mut self,
        runs: &[Run],
        scattered: &[u32],
        held: &mut [(u32, u32)],
        live: bool,
        replacing: Option<&str>,
    ) -> usize {
        let replaced_at = |events: &Events, at: usize| {
            let id = events.id_text(events.id(at)).unwrap_or_default();
            replacing.is_some_and(|beginning| id.starts_with(beginning.as_bytes()))
        };
        let mut replaced = 0;
        let is_scattered = |at: &u32| scattered.binary_search(&runs[*at as usize].ticket).is_ok();
        let mut by_ticket: Vec<u32> = (0..runs.len() as u32).filter(is_scattered).collect();
        sort_positions(&mut by_ticket, &mut |a, b| runs[a].ticket.cmp(&runs[b].ticket));
        let mut next = by_ticket.into_iter().map(|at| runs[at as usize]).peekable();
        for (ticket, before) in held {
            let ticket = *ticket;
            let row = ticket as usize;
            let start = self.events.len();
            let mut last_seq = i64::MIN;
            for at in self.tickets.events(row) {
                if replaced_at(&self.events, at) {
                    *before -= 1;
                    replaced += 1;
                    continue;
                }
                last_seq = last_seq.max(self.events.seq(at));
                self.events.repeat(at);
            }
            while let Some(run) = next.next_if(|run| run.ticket == ticket) {
                for at in run.start..run.start + run.count {
                    self.events.repeat(at as usize);
                    if live && *before > 0 && !self.events.seq_given(at as usize) {
                        last_seq = last_seq.saturating_add(1);
                        self.events.rank_last(last_seq);
                    }
                }
            }
            self.unused += self.events.len() - start;
            self.tickets.start[row] = start as u32;
            self.tickets.count[row] = (self.events.len() - start) as u32;
        }
        self.unused += replaced;
        replaced
    }

    /// Sorts a ticket's events and drops doubles; the first `held` of them are from earlier loads. Returns how many went.
    fn tidy(&mut self, row: usize, held: usize) -> usize {
        let range = self.tickets.events(row);
        let (start, count) = (range.start, range.len());
        let mut order: Option<Vec<u32>> = None;
        if (held > 0 && held < count) || self.events.has_ids() {
            let kept = self.without_doubles(start, count, held);
            if kept.len() < count {
                order = Some(kept);
            }
        }
        if order.is_some() || !self.events.is_sorted(range) {
            let mut sorted = order.unwrap_or_else(|| (start as u32..(start + count) as u32).collect());
            sort_positions(&mut sorted, &mut |a, b| self.compare(a, b));
            let dropped = count - sorted.len();
            self.events.permute(start, &sorted);
            self.tickets.count[row] = sorted.len() as u32;
            self.unused += dropped;
            return dropped;
        }
        0
    }

    fn without_doubles(&self, start: usize, count: usize, held: usize) -> Vec<u32> {
        let events = &self.events;
        let content = |at: usize| {
            let what = events.what()[at];
            let seq = if events.seq_given(at) { events.seq(at) } else { i64::MIN };
            (events.at()[at], what, events.actor()[at], events.value()[at], seq)
        };
        let likeness = |a: usize, b: usize| {
            let ids = events.id(a).cmp(&events.id(b));
            if events.id(a) == NO_CODE { ids.then_with(|| content(a).cmp(&content(b))) } else { ids }
        };
        let mut alike: Vec<u32> = (start as u32..(start + count) as u32).collect();
        sort_positions(&mut alike, &mut |a, b| likeness(a, b));
        // Alike ones stand next to each other, each in its place of before: held ones come first.
        let mut double = vec![false; count];
        let mut first = start;
        for (rank, &at) in alike.iter().enumerate() {
            let at = at as usize;
            if rank == 0 || likeness(first, at) != Ordering::Equal {
                first = at;
            } else {
                double[at - start] = events.id(at) != NO_CODE || (first - start < held && at - start >= held);
            }
        }
        (start..start + count).filter(|at| !double[at - start]).map(|at| at as u32).collect()
    }

    fn compare(&self, a: usize, b: usize) -> Ordering {
        let events = &self.events;
        events.at()[a]
            .cmp(&events.at()[b])
            .then_with(|| events.seq(a).cmp(&events.seq(b)))
            .then_with(|| events.id_text(events.id(a)).cmp(&events.id_text(events.id(b))))
            .then_with(|| self.content(a).cmp(&self.content(b)))
    }

    /// What an event says, in a form that does not depend on the order in which words arrived.
    fn content(&self, at: usize) -> (u8, &str, String) {
        let what = self.events.what()[at];
        let value = self.events.value()[at];
        let text = match Kind::from_code(Events::kind_of(what)) {
            Some(Kind::Survey) => self.surveys.get(value).map(|survey| format!("{survey:?}")),
            Some(Kind::Escalated) => self.escalations.get(value).map(|step| {
                let to = match step.to {
                    Reached::Unknown => String::new(),
                    Reached::Level(level) => level.to_string(),
                    Reached::Group(group) => {
                        self.value_word(Kind::AssignedGroup, group).unwrap_or_default().to_string()
                    }
                    Reached::Agent(agent) => self.people.get(agent).unwrap_or_default().to_string(),
                };
                format!("{:?} {} {to} {:?}", step.sense, step.from, self.labels.get(step.reason))
            }),
            Some(Kind::Field | Kind::Snoozed) => {
                let change = self.fields.get(value);
                change.map(|&(field, code)| format!("{field} {:?}", self.labels.get(code)))
            }
            Some(Kind::Work) => Some(value.to_string()),
            Some(kind) => self.value_word(kind, value).map(str::to_string),
            None => None,
        };
        (what, self.people.get(self.events.actor()[at]).unwrap_or_default(), text.unwrap_or_default())
    }

    /// Takes the current status, priority, group and agent from the events where the ticket does not state
    /// them, or always when the events are live.
    fn fill_current(&mut self, row: usize, live: bool) {
        const FROM_EVENTS: [(Kind, Dimension); 4] = [
            (Kind::Status, Dimension::Status),
            (Kind::Priority, Dimension::Priority),
            (Kind::AssignedGroup, Dimension::Group),
            (Kind::AssignedAgent, Dimension::Assignee),
        ];
        for (kind, dimension) in FROM_EVENTS {
            if live || self.tickets.words[dimension.index()][row] == NO_CODE {
                let last = self
                    .tickets
                    .events(row)
                    .rev()
                    .find(|&at| Events::kind_of(self.events.what()[at]) == kind as u8)
                    .map(|at| self.events.value()[at]);
                if let Some(code) = last {
                    self.tickets.change_word(dimension, row, code);
                }
            }
        }
        let created = self.tickets.created[row];
        if created == super::NO_INSTANT
            && let Some(first) = self.tickets.events(row).next()
        {
            self.tickets.created[row] = self.events.at()[first];
        }
    }

    /// Rebuilds the event columns in ticket order when too much of them is unused.
    fn close_gaps(&mut self) {
        if self.unused * GAP_SHARE <= self.events.len() {
            return;
        }
        let kept: usize = self.tickets.count.iter().map(|&count| count as usize).sum();
        let mut order = Vec::with_capacity(kept);
        for row in 0..self.tickets.len() {
            let range = self.tickets.events(row);
            self.tickets.start[row] = order.len() as u32;
            order.extend(range.map(|at| at as u32));
        }
        self.events.gather(&order);
        self.unused = 0;
        self.load_start = self.events.len() as u32;
    }
}
