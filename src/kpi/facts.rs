//! What happened to each ticket, in columns.

use std::cell::OnceCell;

use crate::store::{NO_INSTANT, Store};

/// A step between support levels. Level 0 is unknown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Step {
    /// When.
    pub at: i64,
    /// Level it left.
    pub from: u8,
    /// Level it reached.
    pub to: u8,
}

/// A timed item of which a ticket may have several: a reply after a wait, a hand-off and what followed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Wait {
    /// When the wait ended.
    pub at: i64,
    /// How long it was, in milliseconds.
    pub length: i64,
}

/// Items of all tickets, those of one ticket together.
#[derive(Debug)]
pub struct Lists<T> {
    start: Vec<u32>,
    count: Vec<u32>,
    items: Vec<T>,
}

impl<T> Default for Lists<T> {
    fn default() -> Self {
        Self { start: Vec::new(), count: Vec::new(), items: Vec::new() }
    }
}

impl<T: Copy> Lists<T> {
    /// The items of a ticket.
    pub fn of(&self, row: usize) -> &[T] {
        let start = self.start.get(row).copied().unwrap_or(0) as usize;
        let count = self.count.get(row).copied().unwrap_or(0) as usize;
        self.items.get(start..start + count).unwrap_or(&[])
    }

    /// How many items there are at most.
    pub fn len(&self) -> usize {
        self.items.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.items.is_empty()
    }

    pub(super) fn resize(&mut self, rows: usize) {
        self.start.resize(rows, 0);
        self.count.resize(rows, 0);
    }

    /// Begins the list of a ticket anew; what is pushed until [`Lists::end`] is its.
    fn begin(&mut self, row: usize) {
        self.start[row] = self.items.len() as u32;
    }

    pub(super) fn push(&mut self, item: T) {
        self.items.push(item);
    }

    fn clear(&mut self) {
        self.items.clear();
    }

    fn end(&mut self, row: usize) {
        self.count[row] = self.items.len() as u32 - self.start[row];
    }

    fn memory(&self) -> usize {
        4 * (self.start.capacity() + self.count.capacity()) + self.items.capacity() * size_of::<T>()
    }
}

macro_rules! lists {
    ($( $(#[$doc:meta])* $name:ident: $type:ty ),* $(,)?) => {
        /// One list a ticket of each kind of item.
        #[derive(Debug, Default)]
        pub struct TicketLists {
            $( $(#[$doc])* pub $name: Lists<$type>, )*
        }

        impl TicketLists {
            pub(super) fn resize(&mut self, rows: usize) {
                $( self.$name.resize(rows); )*
            }

            /// Begins all lists of a ticket anew; what is pushed until [`TicketLists::end`] is its.
            pub(super) fn begin(&mut self, row: usize) {
                $( self.$name.begin(row); )*
            }

            pub(super) fn end(&mut self, row: usize) {
                $( self.$name.end(row); )*
            }

            /// Forgets all items; what lists there were may not be read.
            pub(super) fn clear(&mut self) {
                $( self.$name.clear(); )*
            }

            fn memory(&self) -> usize {
                0 $( + self.$name.memory() )*
            }
        }
    };
}

lists! {
    /// Waits for a next reply, each ended by a public agent reply.
    next_replies: Wait,
    /// Waits after each hand-off until the new holder acted.
    handoffs: Wait,
    /// Tier escalations and returns.
    steps: Step,
    /// Instants at which the ticket was reopened.
    reopenings: i64,
    /// Instants of entering and leaving the backlog, alternating, beginning with entering.
    backlog: i64,
    /// Instants at which a group handed the ticket to another.
    transfer_times: i64,
    /// Instants of public agent replies.
    reply_times: i64,
}

macro_rules! columns {
    ($(#[$about:meta])* $facts:ident { $($extra:tt)* } $one:ident
        $( $(#[$doc:meta])* $name:ident: $type:ty = $none:expr ),* $(,)?) => {
        $(#[$about])*
        #[derive(Debug, Default)]
        pub struct $facts {
            $($extra)*
            $( $(#[$doc])* pub $name: Vec<$type>, )*
        }

        impl $facts {
            pub(super) fn resize(&mut self, rows: usize) {
                $( self.$name.resize(rows, $none); )*
            }

            fn column_memory(&self) -> usize {
                0 $( + self.$name.capacity() * size_of::<$type>() )*
            }

            pub(super) fn set(&mut self, row: usize, ticket: &$one) {
                $( self.$name[row] = ticket.$name; )*
            }
        }

        /// These facts of one ticket while they are being derived.
        #[derive(Debug, Clone)]
        pub(super) struct $one {
            $( pub $name: $type, )*
        }

        impl $one {
            pub const NONE: Self = Self { $( $name: $none, )* };
        }
    };
}

columns! {
    /// One array a fact, one entry a ticket. Instants are [`NO_INSTANT`] where it did not happen. These are the facts that most
    /// questions need; the others are [`Detail`].
    Facts {
        /// Events after this instant were ignored.
        pub cutoff: i64,
        /// Whether the source itself says when a ticket went to a higher level; if not, groups' levels tell.
        pub explicit_tiers: bool,
        pub(super) detail: OnceCell<Detail>,
    }
    TicketFacts
    /// First public reply by an agent.
    first_reply: i64 = NO_INSTANT,
    /// First status of class solved or closed.
    first_done: i64 = NO_INSTANT,
    /// Last resolution: the last status of class solved, or a closing that no resolution came before.
    last_solved: i64 = NO_INSTANT,
    /// Last status of class closed.
    closed: i64 = NO_INSTANT,
    /// First tier escalation.
    first_escalated: i64 = NO_INSTANT,
    /// Last event of any kind.
    last_event: i64 = NO_INSTANT,
    /// When the last CSAT answer came.
    csat_at: i64 = NO_INSTANT,
    /// Last CSAT score, NaN when none.
    csat: f64 = f64::NAN,
    /// Largest possible CSAT score.
    csat_scale: f32 = f32::NAN,
    /// Public agent replies.
    replies: u16 = 0,
    /// Times it went from solved or closed back to work.
    reopens: u16 = 0,
    /// Tier escalations.
    escalations: u16 = 0,
    /// Yes-or-no facts, see the constants of [`flag`].
    flags: u16 = 0,
}

columns! {
    /// The facts that few questions need, derived when the first one asks.
    Detail {
        /// What a ticket may have several of.
        pub lists: TicketLists,
    }
    TicketDetail
    /// Second public reply by an agent.
    second_reply: i64 = NO_INSTANT,
    /// The customer's first message: the opening, unless an agent opened the ticket.
    first_customer: i64 = NO_INSTANT,
    /// First public reply by an agent after that.
    reply_to_customer: i64 = NO_INSTANT,
    /// First public reply by a bot.
    first_bot_reply: i64 = NO_INSTANT,
    /// Last bot action before the first agent reply: where a bot hands over.
    bot_handoff: i64 = NO_INSTANT,
    /// First assignment to an agent.
    first_assigned: i64 = NO_INSTANT,
    /// First status of class open.
    first_opened: i64 = NO_INSTANT,
    /// First status that is not of class new.
    left_new: i64 = NO_INSTANT,
    /// First status of class solved.
    first_solved: i64 = NO_INSTANT,
    /// First time the priority was raised.
    first_raised: i64 = NO_INSTANT,
    /// When the last NPS answer came.
    nps_at: i64 = NO_INSTANT,
    /// When the last CES answer came.
    ces_at: i64 = NO_INSTANT,
    /// Time in statuses of class new, up to the last resolution.
    in_new: i64 = 0,
    /// Time in statuses of class open, up to the last resolution.
    in_open: i64 = 0,
    /// Time waiting for the customer, up to the last resolution.
    in_pending: i64 = 0,
    /// Time waiting for a third party, up to the last resolution.
    in_hold: i64 = 0,
    /// Time waiting for the customer or a third party, up to the first resolution.
    waited_first: i64 = 0,
    /// Time of all pending and on-hold stretches, whenever they were.
    waited: i64 = 0,
    /// Last NPS score, NaN when none.
    nps: f64 = f64::NAN,
    /// Last CES score, NaN when none.
    ces: f64 = f64::NAN,
    /// Largest possible CES score.
    ces_scale: f32 = f32::NAN,
    /// Messages by the customer after the opening.
    customer_messages: u16 = 0,
    /// Times the status was set to solved.
    solves: u16 = 0,
    /// Times one group handed it to another.
    transfers: u16 = 0,
    /// Times one agent handed it to another.
    agent_changes: u16 = 0,
    /// Different agents who held it or wrote on it.
    agents: u16 = 0,
    /// Different agents who replied in public.
    repliers: u16 = 0,
    /// Returns to a lower level.
    deescalations: u16 = 0,
    /// Priority raises.
    raises: u16 = 0,
    /// Events up to the cutoff.
    events: u32 = 0,
    /// First known support level.
    first_level: u8 = 0,
    /// Whether an agent or a group ever held it.
    assigned: bool = false,
    /// Highest support level reached.
    highest_level: u8 = 0,
    /// Last known support level.
    last_level: u8 = 0,
}

impl Facts {
    /// The facts that few questions need; `store` is the one the others come from.
    #[inline(never)]
    pub fn detail(&self, store: &Store) -> &Detail {
        self.detail.get_or_init(|| Detail::derive(store, self.cutoff, self.explicit_tiers))
    }

    /// Bytes of memory held.
    pub fn memory(&self) -> usize {
        let detail = |detail: &Detail| detail.column_memory() + detail.lists.memory();
        self.column_memory() + self.detail.get().map_or(0, detail)
    }
}

/// Yes-or-no facts of a ticket.
pub mod flag {
    /// Solved or closed at the cutoff.
    pub const DONE: u16 = 1;
    /// Opened by an agent.
    pub const OUTBOUND: u16 = 1 << 1;
    /// Merged into another ticket.
    pub const MERGED: u16 = 1 << 2;
    /// Marked as spam.
    pub const SPAM: u16 = 1 << 3;
    /// Deleted.
    pub const DELETED: u16 = 1 << 4;
    /// A test.
    pub const TEST: u16 = 1 << 5;
    /// A group held it, gave it away and got it back.
    pub const BOUNCED: u16 = 1 << 6;
    /// Opened after the cutoff.
    pub const FUTURE: u16 = 1 << 7;
    /// An agent touched it: replied, noted, was assigned or changed the status.
    pub const TOUCHED: u16 = 1 << 8;
    /// Closed at the cutoff.
    pub const CLOSED: u16 = 1 << 9;
    /// Was once waiting for the customer.
    pub const PENDED: u16 = 1 << 10;
    /// Was once waiting for a third party.
    pub const HELD: u16 = 1 << 11;
}
