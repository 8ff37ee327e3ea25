//! The metrics by the words of the definition table: for each, look at the list of events again, slowly and obviously.

use crate::random::{Event, Ticket, What, is_done};

/// A value, or why there is none, and the date it is counted at.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Item {
    pub value: Result<f64, &'static str>,
    pub at: i64,
}

/// One ticket as one profile sees it.
pub struct Plain<'a> {
    pub ticket: &'a Ticket,
    pub profile: &'a str,
    /// Whether the desk's source states escalations; if not, the groups' levels tell.
    pub states_escalations: bool,
}

/// A change of the support level: its instant, and whether it went up.
type Step = (i64, bool);

pub fn level_of(group: &str) -> u8 {
    match group {
        "first" => 1,
        "second" => 2,
        "third" => 3,
        _ => 0,
    }
}

impl Plain<'_> {
    fn events(&self) -> &[Event] {
        &self.ticket.events
    }

    /// Instants of the events that meet a condition.
    fn times(&self, meets: impl Fn(&Event) -> bool) -> Vec<i64> {
        self.events().iter().filter(|event| meets(event)).map(|event| event.at).collect()
    }

    fn statuses(&self) -> Vec<(usize, i64, &'static str)> {
        let status = |(place, event): (usize, &Event)| match event.what {
            What::Status(to) => Some((place, event.at, to)),
            _ => None,
        };
        self.events().iter().enumerate().filter_map(status).collect()
    }

    fn last_status(&self) -> &'static str {
        self.statuses().last().map(|&(_, _, to)| to).or(self.ticket.status).unwrap_or("new")
    }

    pub fn done(&self) -> bool {
        match self.profile {
            "salesforce" => self.last_status() == "closed",
            _ => is_done(self.last_status()),
        }
    }

    /// The stretches of solved and closed statuses without work between them.
    fn endings(&self) -> Vec<Vec<(usize, i64, &'static str)>> {
        let mut endings: Vec<Vec<_>> = Vec::new();
        let mut was_done = false;
        for status in self.statuses() {
            let done = is_done(status.2);
            match endings.last_mut() {
                Some(ending) if done && was_done => ending.push(status),
                _ if done => endings.push(vec![status]),
                _ => {}
            }
            was_done = done;
        }
        endings
    }

    /// Instants at which it left the backlog.
    fn endings_begin(&self) -> Vec<(usize, i64)> {
        self.endings().iter().map(|ending| (ending[0].0, ending[0].1)).collect()
    }

    /// The last solving of the last stretch, or its first closing where nothing in it was solved.
    fn last_resolution(&self) -> Option<(usize, i64)> {
        if self.profile == "salesforce" {
            let closed = self.statuses().into_iter().rfind(|(_, _, to)| *to == "closed");
            return closed.filter(|_| self.done()).map(|(place, at, _)| (place, at));
        }
        let endings = self.endings();
        let ending = endings.last()?;
        let solved = ending.iter().rev().find(|(_, _, to)| *to == "solved");
        solved.or(ending.first()).map(|&(place, at, _)| (place, at))
    }

    /// Instants at which it went back to work.
    fn reopenings(&self) -> Vec<i64> {
        let statuses = self.statuses();
        let back = statuses.windows(2).filter(|pair| is_done(pair[0].2) && !is_done(pair[1].2));
        back.map(|pair| pair[1].1).collect()
    }

    /// Time in some statuses from creation to `until`, counting only events before `place`.
    fn time_in(&self, classes: &[&str], place: usize, until: i64) -> i64 {
        let mut changes = vec![(self.ticket.created, "new")];
        changes.extend(self.statuses().iter().filter(|status| status.0 < place).map(|&(_, at, to)| (at, to)));
        let ends = changes.iter().skip(1).map(|change| change.0).chain([until]);
        let stretch = |(&(start, class), end): (&(i64, &str), i64)| {
            let start = start.max(self.ticket.created);
            if classes.contains(&class) { (end - start).max(0) } else { 0 }
        };
        changes.iter().zip(ends).map(stretch).sum()
    }

    /// Time waiting for the customer or a third party between two instants.
    fn waited(&self, from: i64, to: i64) -> i64 {
        let mut changes = vec![(self.ticket.created, "new")];
        changes.extend(self.statuses().iter().map(|&(_, at, to)| (at, to)));
        let ends = changes.iter().skip(1).map(|change| change.0).chain([i64::MAX]);
        let waits =
            changes.iter().zip(ends).filter(|((_, class), _)| matches!(*class, "pending" | "on_hold"));
        waits.map(|(&(start, _), end)| (end.min(to) - start.max(from)).max(0)).sum()
    }

    /// From one instant to another without the time waited.
    fn worked(&self, from: i64, to: i64) -> Item {
        let waited = if to < from { 0 } else { self.waited(from, to) };
        self.length(to - from - waited, to)
    }

    /// When the customer first wrote, and the first answer to that.
    fn asked_and_answered(&self) -> (Option<i64>, Option<i64>) {
        if !self.outbound() {
            return (Some(self.ticket.created), self.replies().first().copied());
        }
        let wrote = |event: &Event| event.what == What::Reply && event.role == "customer";
        let Some(asked) = self.events().iter().position(wrote) else { return (None, None) };
        let answer = self.events()[asked..].iter().find(|event| Self::is_agent_reply(event));
        (Some(self.events()[asked].at), answer.map(|event| event.at))
    }

    fn first_done(&self) -> Option<i64> {
        self.statuses().iter().find(|(_, _, to)| is_done(to)).map(|status| status.1)
    }

    fn is_agent_reply(event: &Event) -> bool {
        event.what == What::Reply && matches!(event.role, "agent" | "")
    }

    fn is_agent_action(event: &Event) -> bool {
        matches!(event.what, What::Reply | What::Note | What::Work) && matches!(event.role, "agent" | "")
    }

    fn replies(&self) -> Vec<i64> {
        self.times(Self::is_agent_reply)
    }

    fn outbound(&self) -> bool {
        let opened = self.events().iter().any(|event| event.what == What::Created && event.role == "agent");
        let first = self.events().iter().position(Self::is_agent_reply);
        opened
            || first.is_some_and(|first| {
                let spoke = |event: &Event| {
                    event.role == "customer" && matches!(event.what, What::Created | What::Reply)
                };
                let reply = self.events()[first];
                reply.role == "agent"
                    && reply.at <= self.ticket.created
                    && !self.events()[..first].iter().any(spoke)
            })
    }

    /// The groups that held it one after the other, and since when.
    fn groups(&self) -> Vec<(usize, i64, &'static str)> {
        let mut groups: Vec<(usize, i64, &'static str)> = Vec::new();
        for (place, event) in self.events().iter().enumerate() {
            if let What::Group(group) = event.what
                && !group.is_empty()
                && groups.last().is_none_or(|last| last.2 != group)
            {
                groups.push((place, event.at, group));
            }
        }
        groups
    }

    fn agents_held(&self) -> Vec<(usize, i64, &'static str)> {
        let mut agents: Vec<(usize, i64, &'static str)> = Vec::new();
        for (place, event) in self.events().iter().enumerate() {
            if let What::Agent(agent) = event.what
                && !agent.is_empty()
                && agents.last().is_none_or(|last| last.2 != agent)
            {
                agents.push((place, event.at, agent));
            }
        }
        agents
    }

    fn transfers(&self) -> Vec<i64> {
        self.groups().iter().skip(1).map(|group| group.1).collect()
    }

    fn bounced(&self) -> bool {
        let groups: Vec<&str> = self.groups().iter().map(|group| group.2).collect();
        (0..groups.len()).any(|at| groups[..at].contains(&groups[at]))
    }

    fn agents(&self) -> usize {
        let mut agents: Vec<&str> = self.agents_held().iter().map(|agent| agent.2).collect();
        let wrote =
            self.events().iter().filter(|event| Self::is_agent_action(event) && !event.actor.is_empty());
        agents.extend(wrote.map(|event| event.actor));
        agents.sort_unstable();
        agents.dedup();
        agents.len()
    }

    fn steps(&self) -> Vec<Step> {
        let (mut level, mut steps) = (0, Vec::new());
        let changes: Vec<usize> = self.groups().iter().map(|group| group.0).collect();
        for (place, event) in self.events().iter().enumerate() {
            match event.what {
                What::Group(group) if changes.contains(&place) && level_of(group) > 0 => {
                    let to = level_of(group);
                    if !self.states_escalations && level > 0 && to != level {
                        steps.push((event.at, to > level));
                    }
                    level = to;
                }
                What::Escalated { sense: "tier", from, to } => {
                    let from = if from > 0 { from } else { level };
                    steps.push((event.at, to == 0 || to >= from));
                    level = if to > 0 { to } else { level };
                }
                _ => {}
            }
        }
        steps
    }

    /// The first known level, and from which level to which each step went; 0 is unknown.
    pub fn path(&self) -> (u8, Vec<(u8, u8)>) {
        let (mut first, mut level, mut steps) = (0, 0, Vec::new());
        let changes: Vec<usize> = self.groups().iter().map(|group| group.0).collect();
        for (place, event) in self.events().iter().enumerate() {
            match event.what {
                What::Group(group) if changes.contains(&place) && level_of(group) > 0 => {
                    let to = level_of(group);
                    if !self.states_escalations && level > 0 && to != level {
                        steps.push((level, to));
                    }
                    level = to;
                }
                What::Escalated { sense: "tier", from, to } => {
                    let from = if from > 0 { from } else { level };
                    first = if first == 0 { from } else { first };
                    steps.push((from, to));
                    level = if to > 0 { to } else { level };
                }
                _ => {}
            }
            first = if first == 0 { level } else { first };
        }
        (first, steps)
    }

    fn steps_up(&self) -> Vec<i64> {
        self.steps().iter().filter(|step| step.1).map(|step| step.0).collect()
    }

    fn steps_down(&self) -> Vec<i64> {
        self.steps().iter().filter(|step| !step.1).map(|step| step.0).collect()
    }

    fn raises(&self) -> Vec<i64> {
        const RANKS: [&str; 4] = ["low", "normal", "high", "urgent"];
        let rank = |word: &str| RANKS.iter().position(|known| *known == word);
        let set: Vec<(i64, &str)> = self
            .events()
            .iter()
            .filter_map(|event| match event.what {
                What::Priority(to) => Some((event.at, to)),
                _ => None,
            })
            .collect();
        let raised = set.windows(2).filter(|pair| match (rank(pair[0].1), rank(pair[1].1)) {
            (Some(before), Some(now)) => now > before,
            _ => false,
        });
        raised.map(|pair| pair[1].0).collect()
    }

    /// Waits that end with the events that meet `ends`: from the earliest or latest event that meets `starts` and has
    /// neither an end nor a leaving of the backlog between it and the end.
    fn waits(
        &self,
        starts: impl Fn(usize) -> bool,
        ends: impl Fn(&Event) -> bool,
        earliest: bool,
    ) -> Vec<(i64, i64)> {
        let events = self.events();
        let over: Vec<usize> = self.endings_begin().iter().map(|ending| ending.0).collect();
        let mut waits = Vec::new();
        for (place, end) in events.iter().enumerate().filter(|(_, event)| ends(event)) {
            let mut between: Vec<usize> = (0..place)
                .rev()
                .take_while(|&at| !ends(&events[at]) && !over.contains(&at))
                .filter(|&at| starts(at))
                .collect();
            if earliest {
                between.reverse();
            }
            if let Some(&start) = between.first() {
                waits.push((end.at - events[start].at, end.at));
            }
        }
        waits
    }

    fn next_responses(&self) -> Vec<(i64, i64)> {
        let first = self.events().iter().position(Self::is_agent_reply).unwrap_or(usize::MAX);
        let asks = |at: usize| {
            let event = self.events()[at];
            at > first && event.what == What::Reply && event.role == "customer"
        };
        self.waits(asks, Self::is_agent_reply, true)
    }

    fn handoffs(&self) -> Vec<(i64, i64)> {
        let (groups, agents) = (self.groups(), self.agents_held());
        let places: Vec<usize> =
            groups.iter().skip(1).chain(agents.iter().skip(1)).map(|change| change.0).collect();
        self.waits(|at| places.contains(&at), Self::is_agent_action, false)
    }

    fn left_out(&self) -> Option<&'static str> {
        let after_restore = self.events().iter().rev().take_while(|event| event.what != What::Restored);
        let marked: Vec<What> = after_restore.map(|event| event.what).collect();
        if self.events().iter().any(|event| event.what == What::Merged) {
            Some("merged")
        } else if marked.contains(&What::Spam) {
            Some("spam")
        } else if marked.contains(&What::Deleted) {
            Some("deleted")
        } else if self.ticket.test {
            Some("test")
        } else {
            let held = !self.groups().is_empty() || !self.agents_held().is_empty();
            (self.profile == "freshdesk" && !held).then_some("not-assigned")
        }
    }

    /// The last answer to a survey: score, largest score possible, instant.
    pub fn answer(&self, wanted: &str) -> Option<(f64, u32, i64)> {
        let told = self.events().iter().rev().find_map(|event| match event.what {
            What::Survey { survey, score, scale } if survey == wanted => Some((score, scale, event.at)),
            _ => None,
        });
        let stated = self.ticket.csat.filter(|_| wanted == "csat").map(|score| {
            let resolved = self.last_resolution().map_or(i64::MIN, |end| end.1);
            (score, 5, resolved.max(self.last_event()))
        });
        told.or(stated)
    }

    fn last_event(&self) -> i64 {
        self.events().iter().map(|event| event.at).chain([self.ticket.created]).max().unwrap_or(0)
    }

    fn none(&self, reason: &'static str) -> Item {
        Item { value: Err(reason), at: self.ticket.created }
    }

    fn number(&self, value: f64) -> Item {
        Item { value: Ok(value), at: self.ticket.created }
    }

    fn length(&self, length: i64, at: i64) -> Item {
        let minutes = length.div_euclid(60_000) * 60_000;
        let length = if self.profile == "zammad" { minutes } else { length };
        if length < 0 { self.none("negative") } else { Item { value: Ok(length as f64 / 1_000.0), at } }
    }

    /// From creation to an end; without one, running, or `missing` where the ticket is done.
    fn until(&self, end: Option<i64>, missing: &'static str) -> Item {
        match end {
            Some(end) => self.length(end - self.ticket.created, end),
            None => self.none(if self.done() { missing } else { "running" }),
        }
    }

    /// Up to the last resolution, which some keep while the ticket is open again.
    fn resolved(&self, keeps_old: bool, length: impl Fn(usize, i64) -> i64) -> Item {
        match self.last_resolution() {
            None => self.until(None, "no-time"),
            Some(_) if !self.done() && !keeps_old => self.none("running"),
            Some((place, at)) => self.length(length(place, at), at),
        }
    }

    fn first_response(&self) -> Item {
        let replies = self.replies();
        let created = self.ticket.created;
        match self.profile {
            "zendesk" => {
                let opening = self.outbound() && replies.first().is_some_and(|&at| at <= created);
                self.until(replies.get(usize::from(opening)).copied(), "no-reply")
            }
            "chatwoot" => {
                let bot =
                    |event: &&Event| event.role == "bot" && matches!(event.what, What::Reply | What::Note);
                let before = self.events().iter().take_while(|event| !Self::is_agent_reply(event));
                let start = before.filter(bot).last().map_or(created, |event| event.at.max(created));
                match replies.first() {
                    Some(&end) => self.length(end - start, end),
                    None => self.until(None, "no-reply"),
                }
            }
            "jira" | "servicenow" => {
                let opened = self.statuses().into_iter().find(|(_, _, to)| *to == "open");
                let opened = opened.filter(|_| self.profile == "servicenow").map(|status| status.1);
                let ends = [replies.first().copied(), self.first_done(), opened];
                match ends.into_iter().flatten().min() {
                    Some(end) if self.profile == "jira" => self.worked(created, end),
                    end => self.until(end, "no-reply"),
                }
            }
            "zammad" => match replies.first() {
                Some(&end) => self.worked(created, end),
                None => self.until(None, "no-reply"),
            },
            "intercom" => match self.asked_and_answered() {
                (None, _) => self.none("no-case"),
                (Some(asked), Some(answered)) => self.length(answered - asked, answered),
                (Some(_), None) => self.until(None, "no-reply"),
            },
            "freshdesk" | "salesforce" => self.until(replies.first().copied(), "no-reply"),
            _ if self.outbound() => self.none("outbound"),
            _ => self.until(replies.first().copied(), "no-reply"),
        }
    }

    fn first_resolution(&self) -> Item {
        let created = self.ticket.created;
        let end = match self.profile {
            "salesforce" => self.last_resolution().map(|end| end.1),
            _ => self.first_done(),
        };
        match (self.profile, end) {
            ("intercom", _) if self.asked_and_answered().0.is_none() => self.none("no-case"),
            ("intercom", Some(end)) => self.length(end - self.asked_and_answered().0.unwrap_or(0), end),
            ("jira" | "zammad", Some(end)) => self.worked(created, end),
            (_, end) => self.until(end, "no-time"),
        }
    }

    /// Up to the last resolution, as those count whose start or end is another; `active` without the time waited.
    fn otherwise_resolved(&self, active: bool) -> Option<Item> {
        let end = self.last_resolution().map(|end| end.1);
        let running = || if self.done() { self.none("no-time") } else { self.none("running") };
        Some(match (self.profile, end) {
            ("zammad", _) if active => return None,
            ("zammad", _) => match self.first_done() {
                Some(end) => self.worked(self.ticket.created, end),
                None => running(),
            },
            ("jira", Some(end)) if self.done() => {
                let reopened = self.reopenings().into_iter().rfind(|&at| at <= end);
                self.worked(reopened.unwrap_or(self.ticket.created), end)
            }
            ("jira", _) => running(),
            ("intercom", None) => running(),
            ("intercom", Some(end)) => match self.asked_and_answered().0 {
                None => self.none("no-case"),
                Some(asked) if active => self.worked(asked, end),
                Some(asked) => self.length(end - asked, end),
            },
            _ => return None,
        })
    }

    fn every(&self, times: &[i64]) -> Vec<Item> {
        let each = times.iter().map(|&at| Item { value: Ok(1.0), at }).collect();
        self.or_no_case(each)
    }

    fn or_no_case(&self, items: Vec<Item>) -> Vec<Item> {
        if items.is_empty() { vec![self.none("no-case")] } else { items }
    }

    /// Chatwoot's resolutions: each time it left the backlog.
    fn every_resolution(&self, make: impl Fn(i64) -> Item) -> Vec<Item> {
        let mut items: Vec<Item> = self.endings_begin().iter().map(|ending| make(ending.1)).collect();
        if !self.done() {
            items.push(self.none("running"));
        }
        self.or_no_case(items)
    }

    fn of_solved(&self, yes: bool) -> Item {
        if !self.done() {
            return self.none("running");
        }
        let at = self.last_resolution().map_or(self.ticket.created, |end| end.1);
        Item { value: Ok(f64::from(u8::from(yes))), at }
    }

    /// The values of a metric, or why there is none.
    pub fn items(&self, metric: &str) -> Vec<Item> {
        let mut items = self.dated_items(metric);
        let times = ["first_response_time", "first_resolution_time", "full_resolution_time"];
        if self.profile == "intercom" && (times.contains(&metric) || metric == "active_resolution_time") {
            items.iter_mut().for_each(|item| item.at = self.ticket.created);
        }
        items
    }

    fn dated_items(&self, metric: &str) -> Vec<Item> {
        if let Some(reason) = self.left_out() {
            return vec![self.none(reason)];
        }
        let created = self.ticket.created;
        let first = |times: Vec<i64>| times.first().copied();
        let status =
            |meets: fn(&str) -> bool| self.times(|event| matches!(event.what, What::Status(to) if meets(to)));
        let count = |times: Vec<i64>| self.number(times.len() as f64);
        let share = |yes: bool| self.number(f64::from(u8::from(yes)));
        let waiting = ["pending", "on_hold"];
        let (chatwoot, zendesk) = (self.profile == "chatwoot", self.profile == "zendesk");
        vec![match metric {
            "first_response_time" => self.first_response(),
            "next_response_time" | "handoff_wait" => {
                let waits = if metric == "handoff_wait" { self.handoffs() } else { self.next_responses() };
                let items: Vec<Item> = waits.iter().map(|&(wait, at)| self.length(wait, at)).collect();
                if self.profile == "zammad" && metric == "next_response_time" {
                    // Of several that are as long, the first.
                    let longest =
                        items.iter().rev().max_by(|a, b| a.value.unwrap().total_cmp(&b.value.unwrap()));
                    return self.or_no_case(longest.copied().into_iter().collect());
                }
                return self.or_no_case(items);
            }
            "first_resolution_time" => self.first_resolution(),
            "full_resolution_time" | "active_resolution_time"
                if self.otherwise_resolved(metric == "active_resolution_time").is_some() =>
            {
                return self.otherwise_resolved(metric == "active_resolution_time").into_iter().collect();
            }
            "full_resolution_time" if chatwoot => {
                return self.every_resolution(|at| self.length(at - created, at));
            }
            "full_resolution_time" => self.resolved(zendesk, |_, at| at - created),
            "closure_time" => match status(|to| to == "closed").last() {
                Some(&at) => self.length(at - created, at),
                None if self.last_status() == "closed" => self.none("no-time"),
                None => self.none("running"),
            },
            "case_duration" => self.length(self.last_event() - created, self.last_event()),
            "requester_wait_time" => {
                self.resolved(false, |place, at| self.time_in(&["new", "open", "on_hold"], place, at))
            }
            "agent_wait_time" => self.resolved(false, |place, at| self.time_in(&["pending"], place, at)),
            "on_hold_time" => self.resolved(false, |place, at| self.time_in(&["on_hold"], place, at)),
            "agent_work_time" => self.resolved(false, |place, at| self.time_in(&["new", "open"], place, at)),
            "active_resolution_time" => {
                self.resolved(zendesk, |place, at| at - created - self.time_in(&waiting, place, at))
            }
            "waiting_time" if status(|to| matches!(to, "pending" | "on_hold")).is_empty() => {
                self.none("no-case")
            }
            "waiting_time" => {
                self.length(self.time_in(&waiting, usize::MAX, self.last_event()), self.last_event())
            }
            "acknowledge_assigned" => {
                self.until(self.agents_held().first().map(|agent| agent.1), "not-acknowledged")
            }
            "acknowledge_opened" => self.until(first(status(|to| to == "open")), "not-acknowledged"),
            "acknowledge_left_new" => self.until(first(status(|to| to != "new")), "not-acknowledged"),
            "acknowledge_replied" => self.until(first(self.replies()), "not-acknowledged"),
            "time_to_escalation" => self.until(first(self.steps_up()), "not-escalated"),
            "time_to_priority_escalation" => self.until(first(self.raises()), "not-escalated"),
            "time_to_each_escalation" => {
                let each = self.steps_up().iter().map(|&at| self.length(at - created, at)).collect();
                return self.or_no_case(each);
            }
            "agents_per_ticket" => self.number(self.agents() as f64),
            "replies_per_ticket" => count(self.replies()),
            "transfers_per_ticket" => count(self.transfers()),
            "agent_changes_per_ticket" => self.number(self.agents_held().len().saturating_sub(1) as f64),
            "reopens_per_ticket" => count(self.reopenings()),
            "escalations_per_ticket" => count(self.steps_up()),
            "priority_escalations_per_ticket" => count(self.raises()),
            "events_per_ticket" | "events" => self.number(self.events().len() as f64),
            "field" => self.ticket.effort.map_or(self.none("no-value"), |effort| self.number(effort)),
            "escalation_rate" => share(!self.steps_up().is_empty()),
            "priority_escalation_rate" => share(!self.raises().is_empty()),
            "deescalation_rate" => share(!self.steps_down().is_empty()),
            "bounce_rate" => share(self.bounced()),
            "skip_rate" => share(self.path().1.iter().any(|&(from, to)| from > 0 && to >= from + 2)),
            "reescalation_rate" => {
                let mut came_down = false;
                share(self.path().1.iter().any(|&(from, to)| {
                    came_down |= to > 0 && to < from;
                    came_down && from > 0 && to > from
                }))
            }
            "level_bounce_rate" => {
                let steps = self.path().1;
                let back = |pair: &[(u8, u8)]| {
                    pair[0].0 == pair[1].1 && pair[0].1 == pair[1].0 && pair[0].0 != pair[0].1
                };
                share(steps.windows(2).any(|pair| back(pair) && pair[0].0 > 0 && pair[0].1 > 0))
            }
            "direct_start_rate" => match self.path().0 {
                0 => self.none("no-value"),
                first => share(first > 1),
            },
            "off_path_rate" => self.none("no-value"),
            "reopen_rate" => share(!self.reopenings().is_empty()),
            "transfer_rate" => share(!self.transfers().is_empty()),
            "resolution_rate" => share(self.done() || self.last_resolution().is_some()),
            "csat_response_rate" => share(self.answer("csat").is_some()),
            "nps_response_rate" => share(self.answer("nps").is_some()),
            "one_touch_rate" if zendesk => self.of_solved(self.replies().len() < 2),
            "one_touch_rate" => self.of_solved(self.replies().len() == 1 && self.reopenings().is_empty()),
            "tickets" | "created" => self.number(1.0),
            "solved" if chatwoot || self.profile == "intercom" => {
                return self.every_resolution(|at| Item { value: Ok(1.0), at });
            }
            "solved" => match self.last_resolution() {
                Some((_, at)) => Item { value: Ok(1.0), at },
                None => self.until(None, "no-time"),
            },
            "open" => {
                if self.done() {
                    self.none("no-case")
                } else {
                    self.number(1.0)
                }
            }
            "replies" => return self.every(&self.replies()),
            "escalations" => return self.every(&self.steps_up()),
            "deescalations" => return self.every(&self.steps_down()),
            "reopens" => return self.every(&self.reopenings()),
            "transfers" => return self.every(&self.transfers()),
            "csat" | "nps" => match self.answer(metric) {
                Some((score, _, at)) => Item { value: Ok(score), at },
                None => self.none("no-answer"),
            },
            _ => panic!("the plain model does not know {metric}"),
        }]
    }
}
