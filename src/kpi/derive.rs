//! From events to facts: one pass over the events of each ticket.

mod finish;
mod levels;
mod statuses;

use std::cell::OnceCell;
use std::ops::Range;

use super::facts::{Detail, Facts, TicketDetail, TicketFacts, TicketLists, Wait, flag};
use super::tracker::{ClassTime, Distinct};
use crate::store::{Events, Holder, Ladder, NO_CODE, NO_INSTANT, Store};
use crate::ticket::{Kind, Role, StatusClass, SurveyKind};

/// How many tickets one call works on.
pub(super) const STRETCH: usize = 1_024;

impl Facts {
    /// Derives the facts of all tickets, taking no event after `cutoff` into account.
    pub fn derive(store: &Store, cutoff: i64) -> Self {
        let mut facts = Self::default();
        facts.derive_again(store, cutoff);
        facts
    }

    /// Derives the facts of all tickets anew into the columns that are there.
    pub fn derive_again(&mut self, store: &Store, cutoff: i64) {
        self.cutoff = cutoff;
        self.explicit_tiers = store.states_tier_escalations();
        self.detail = OnceCell::new();
        self.pass(store, None, store.tickets().len());
    }

    /// Derives the facts of some tickets anew; the rest stays. The first escalation that the source states changes what
    /// the groups of all tickets mean.
    pub fn update(&mut self, store: &Store, rows: &[u32]) {
        if store.states_tier_escalations() != self.explicit_tiers {
            return self.derive_again(store, self.cutoff);
        }
        self.pass(store, Some(rows), rows.len());
        let of = (self.cutoff, self.explicit_tiers);
        if let Some(detail) = self.detail.get_mut() {
            detail.pass(store, of, Some(rows), rows.len());
        }
    }

    /// Derives the facts of `count` tickets: those in `rows`, or the first ones.
    fn pass(&mut self, store: &Store, rows: Option<&[u32]>, count: usize) {
        self.resize(store.tickets().len());
        let mut pass = Pass::new(store, (self.cutoff, self.explicit_tiers), None);
        pass.stretch(rows, 0..count, &mut |row, pass| self.set(row, &pass.facts));
    }
}

impl Detail {
    /// Derives the detail of all tickets.
    pub(super) fn derive(store: &Store, cutoff: i64, explicit_tiers: bool) -> Self {
        let mut detail = Self::default();
        detail.pass(store, (cutoff, explicit_tiers), None, store.tickets().len());
        detail
    }

    fn pass(&mut self, store: &Store, of: (i64, bool), rows: Option<&[u32]>, count: usize) {
        self.resize(store.tickets().len());
        let mut lists = std::mem::take(&mut self.lists);
        lists.resize(store.tickets().len());
        let mut pass = Pass::new(store, of, Some(lists));
        pass.stretch(rows, 0..count, &mut |row, pass| self.set(row, &pass.detail));
        self.lists = pass.lists;
    }
}

/// Everything the pass over one ticket needs, reused for the next.
pub(super) struct Pass<'a> {
    store: &'a Store,
    cutoff: i64,
    /// Whether the source itself says when a ticket went to a higher level; if not, groups' levels tell.
    explicit_tiers: bool,
    pub facts: TicketFacts,
    pub detail: TicketDetail,
    /// Whether the detail is wanted.
    detailed: bool,
    pub lists: TicketLists,
    /// Entries so far in the ticket's list of entering and leaving the backlog.
    turns: u32,
    agents: Distinct,
    repliers: Distinct,
    groups_left: Distinct,
    group: u32,
    agent: u32,
    /// The levels that hold for the ticket.
    ladder: Ladder<'a>,
    /// Whether agents are on levels of their own.
    agent_levels: bool,
    /// Followed where they are.
    holder: Holder,
    priority: u32,
    class: StatusClass,
    time: ClassTime,
    solved_since_work: bool,
    waiting_since: i64,
    handed_at: i64,
    customer_spoke: bool,
}

impl<'a> Pass<'a> {
    /// With `lists`, a pass for the detail.
    #[inline(never)]
    pub fn new(store: &'a Store, (cutoff, explicit_tiers): (i64, bool), lists: Option<TicketLists>) -> Self {
        Self {
            store,
            cutoff,
            explicit_tiers,
            facts: TicketFacts::NONE,
            detail: TicketDetail::NONE,
            detailed: lists.is_some(),
            lists: lists.unwrap_or_default(),
            turns: 0,
            agents: Distinct::default(),
            repliers: Distinct::default(),
            groups_left: Distinct::default(),
            group: NO_CODE,
            agent: NO_CODE,
            ladder: Ladder::default(),
            agent_levels: store.meanings().ladders().declares_agents(),
            holder: Holder::NOBODY,
            priority: NO_CODE,
            class: StatusClass::New,
            time: ClassTime::new(StatusClass::New, 0),
            solved_since_work: false,
            waiting_since: NO_INSTANT,
            handed_at: NO_INSTANT,
            customer_spoke: false,
        }
    }

    /// Half by half, because a browser can only change to the optimised form of a function when the function is called.
    fn stretch(&mut self, rows: Option<&[u32]>, places: Range<usize>, put: &mut dyn FnMut(usize, &Self)) {
        if places.len() > STRETCH {
            let middle = places.start + places.len() / 2;
            self.stretch(rows, places.start..middle, put);
            self.stretch(rows, middle..places.end, put);
            return;
        }
        for place in places {
            let row = rows.map_or(place, |rows| rows[place] as usize);
            if self.detailed {
                self.lists.begin(row);
            }
            self.ticket(row);
            if self.detailed {
                self.lists.end(row);
            }
            put(row, self);
        }
    }

    fn begin(&mut self, row: usize, created: i64) {
        self.facts = TicketFacts::NONE;
        if self.detailed {
            self.detail = TicketDetail::NONE;
            self.agents.clear();
            self.repliers.clear();
            self.time = ClassTime::new(StatusClass::New, created);
        } else {
            // The parts of the detail that facts depend on.
            (self.detail.left_new, self.detail.last_level) = (NO_INSTANT, 0);
        }
        self.turns = 0;
        self.ladder = self.store.ladder(row);
        self.groups_left.clear();
        if self.agent_levels {
            self.holder = Holder::NOBODY;
        }
        self.group = NO_CODE;
        self.agent = NO_CODE;
        self.priority = NO_CODE;
        self.class = StatusClass::New;
        self.solved_since_work = false;
        self.waiting_since = NO_INSTANT;
        self.handed_at = NO_INSTANT;
        self.customer_spoke = false;
    }

    fn ticket(&mut self, row: usize) {
        let events = self.store.events();
        let range = self.store.tickets().events(row);
        let at = &events.at()[range.clone()];
        let what = &events.what()[range.clone()];
        let value = &events.value()[range.clone()];
        let actor = &events.actor()[range];
        self.follow(row, at, what, value, actor);
    }

    /// Follows a ticket through events, which are its own or stand for them. What it calls has no other caller, so that the
    /// compiler puts all of it in here: calls for every event would cost more than the events.
    #[inline(never)]
    pub fn follow(&mut self, row: usize, at: &[i64], what: &[u8], value: &[u32], actor: &[u32]) {
        let tickets = self.store.tickets();
        let created = tickets.created()[row];
        self.begin(row, created);
        if created > self.cutoff || created == NO_INSTANT {
            self.facts.flags |= flag::FUTURE;
            return;
        }
        if tickets.test()[row] {
            self.facts.flags |= flag::TEST;
        }
        self.turn(created);
        let known = match at.last() {
            Some(&last) if last > self.cutoff => at.partition_point(|&at| at <= self.cutoff),
            _ => at.len(),
        };
        let (what, later) = what.split_at(known);
        self.detail.events = known as u32;
        let mut last = created;
        for (((&at, &what), &value), &actor) in at.iter().zip(what).zip(value).zip(actor) {
            last = last.max(at);
            if let Some(kind) = Kind::from_code(Events::kind_of(what)) {
                self.event(at, kind, Events::role_of(what), actor, value, created);
            }
        }
        self.facts.last_event = last;
        self.finish(row, later);
    }

    fn event(&mut self, at: i64, kind: Kind, role: Role, actor: u32, value: u32, created: i64) {
        match kind {
            Kind::Created => match role {
                Role::Agent => self.facts.flags |= flag::OUTBOUND,
                Role::Customer => self.customer_spoke = true,
                Role::Bot | Role::Unknown => {}
            },
            Kind::Reply => self.reply(at, role, actor, created),
            Kind::Note => match role {
                Role::Agent | Role::Unknown => self.agent_acts(at, actor),
                Role::Bot => self.bot_acts(at),
                Role::Customer => {}
            },
            Kind::Work => {
                if role != Role::Customer && role != Role::Bot {
                    self.agent_acts(at, actor);
                }
            }
            Kind::AssignedAgent => self.assigned_agent(at, value),
            Kind::AssignedGroup => self.assigned_group(at, value),
            Kind::Status => self.status(at, value, role),
            Kind::Priority => self.set_priority(at, value),
            Kind::Escalated => self.escalated(at, value),
            Kind::Merged => self.facts.flags |= flag::MERGED,
            Kind::Spam => self.facts.flags |= flag::SPAM,
            Kind::Deleted => self.facts.flags |= flag::DELETED,
            Kind::Restored => self.facts.flags &= !(flag::SPAM | flag::DELETED),
            Kind::Survey => self.survey(at, value),
            Kind::Tagged | Kind::Field | Kind::Policy | Kind::Acknowledged | Kind::Snoozed => {}
        }
    }

    fn reply(&mut self, at: i64, role: Role, actor: u32, created: i64) {
        match role {
            Role::Customer => {
                if self.customer_spoke || at > created {
                    self.detail.customer_messages = self.detail.customer_messages.saturating_add(1);
                }
                self.customer_spoke = true;
                if self.detail.first_customer == NO_INSTANT {
                    self.detail.first_customer = at;
                }
                if self.facts.first_reply != NO_INSTANT && self.waiting_since == NO_INSTANT {
                    self.waiting_since = at;
                }
            }
            Role::Bot => {
                if self.detail.first_bot_reply == NO_INSTANT {
                    self.detail.first_bot_reply = at;
                }
                self.bot_acts(at);
            }
            Role::Agent | Role::Unknown => {
                if self.facts.first_reply == NO_INSTANT {
                    self.facts.first_reply = at;
                    if !self.customer_spoke && at <= created && role == Role::Agent {
                        self.facts.flags |= flag::OUTBOUND;
                    }
                } else if self.detail.second_reply == NO_INSTANT {
                    self.detail.second_reply = at;
                }
                if self.detail.first_customer != NO_INSTANT && self.detail.reply_to_customer == NO_INSTANT {
                    self.detail.reply_to_customer = at;
                }
                self.facts.replies = self.facts.replies.saturating_add(1);
                if self.detailed {
                    self.lists.reply_times.push(at);
                    self.repliers.insert(actor);
                }
                if self.waiting_since != NO_INSTANT {
                    if self.detailed {
                        self.lists.next_replies.push(Wait { at, length: at - self.waiting_since });
                    }
                    self.waiting_since = NO_INSTANT;
                }
                self.agent_acts(at, actor);
            }
        }
    }

    fn bot_acts(&mut self, at: i64) {
        if self.facts.first_reply == NO_INSTANT {
            self.detail.bot_handoff = at;
        }
    }

    fn agent_acts(&mut self, at: i64, actor: u32) {
        self.facts.flags |= flag::TOUCHED;
        if actor != NO_CODE && self.detailed {
            self.agents.insert(actor);
        }
        if self.handed_at != NO_INSTANT {
            if self.detailed {
                self.lists.handoffs.push(Wait { at, length: at - self.handed_at });
            }
            self.handed_at = NO_INSTANT;
        }
    }

    fn assigned_agent(&mut self, at: i64, agent: u32) {
        if self.agent_levels {
            self.held(at, Kind::AssignedAgent, agent);
        }
        if agent == NO_CODE {
            return;
        }
        self.facts.flags |= flag::TOUCHED;
        self.detail.assigned = true;
        if self.detail.first_assigned == NO_INSTANT {
            self.detail.first_assigned = at;
        }
        if self.agent != NO_CODE && self.agent != agent {
            self.detail.agent_changes = self.detail.agent_changes.saturating_add(1);
            self.handed_at = at;
        }
        self.agent = agent;
        if self.detailed {
            self.agents.insert(agent);
        }
    }

    fn assigned_group(&mut self, at: i64, group: u32) {
        if self.agent_levels {
            self.held(at, Kind::AssignedGroup, group);
        }
        if group == NO_CODE || group == self.group {
            return;
        }
        self.detail.assigned = true;
        if self.group != NO_CODE {
            self.detail.transfers = self.detail.transfers.saturating_add(1);
            if self.detailed {
                self.lists.transfer_times.push(at);
            }
            self.handed_at = at;
            self.groups_left.insert(self.group);
            if self.groups_left.contains(group) {
                self.facts.flags |= flag::BOUNCED;
            }
        }
        self.group = group;
        if !self.agent_levels {
            let level = self.ladder.group(group);
            if level > 0 {
                self.came_to(at, level);
            }
        }
    }

    fn set_priority(&mut self, at: i64, priority: u32) {
        let meanings = self.store.meanings();
        let (before, now) = (meanings.rank(self.priority), meanings.rank(priority));
        if self.priority != NO_CODE && now < before && before != crate::store::UNRANKED {
            if self.detail.first_raised == NO_INSTANT {
                self.detail.first_raised = at;
            }
            self.detail.raises = self.detail.raises.saturating_add(1);
        }
        self.priority = priority;
    }

    fn survey(&mut self, at: i64, value: u32) {
        let Some(survey) = self.store.survey_of(value) else { return };
        let (score, scale) = (survey.score, survey.scale as f32);
        match survey.kind {
            SurveyKind::Csat => {
                self.facts.csat_at = at;
                (self.facts.csat, self.facts.csat_scale) = (score, scale);
            }
            SurveyKind::Nps => {
                self.detail.nps_at = at;
                self.detail.nps = score;
            }
            SurveyKind::Ces => {
                self.detail.ces_at = at;
                (self.detail.ces, self.detail.ces_scale) = (score, scale);
            }
        }
    }
}
