//! Filling the store: what readers call.

use super::order::{Run, Sealed};
use super::{
    Custom, CustomColumn, Dictionary, Event, Events, MOST_CUSTOM, Meanings, NO_CODE, NO_INSTANT, Stated,
    Store,
};
use crate::error::DeskError;
use crate::ticket::{Dimension, Escalation, Kind, Survey};

impl Store {
    /// An empty store.
    pub fn new() -> Self {
        Self::default()
    }

    /// Begins a load. Everything up to [`Store::seal`] or [`Store::seal_live`] belongs to it.
    pub fn begin_load(&mut self) {
        self.load_start = self.events.len() as u32;
        self.runs.clear();
        self.disordered.clear();
        self.touched.clear();
        self.undo.begin(&self.tickets);
    }

    /// Makes room for `times` as many tickets and events as the load under way has brought, so that a load of known size
    /// grows each column once.
    pub fn reserve(&mut self, times: f64) {
        const MOST_EVENTS: usize = 50_000_000;
        const MOST_TICKETS: usize = 5_000_000;
        let more = |count: usize| (count as f64 * times) as usize;
        self.events.reserve(more(self.pending_events()).min(MOST_EVENTS));
        let runs = more(self.runs.len()).min(MOST_TICKETS);
        self.runs.reserve_exact(runs);
        self.tickets.reserve(runs);
    }

    /// Ends a load of a file.
    pub fn seal(&mut self) -> Sealed {
        self.settle(false, None)
    }

    /// Ends a load that tells whole tickets anew: of these, earlier events are dropped whose ids begin with `beginning`.
    pub fn seal_replacing(&mut self, beginning: &str) -> Sealed {
        self.settle(false, Some(beginning))
    }

    /// Ends a load of live events: they rank after what a ticket has and set its current values.
    pub fn seal_live(&mut self) -> Sealed {
        self.settle(true, None)
    }

    /// Takes the load under way back: its events, its tickets, and what it overwrote in tickets that were there. Only words
    /// it brought stay in the dictionaries, where no ticket has them; none takes the place of its mark.
    pub fn abandon(&mut self) {
        self.events.truncate(self.load_start as usize);
        self.runs.clear();
        self.disordered.clear();
        self.touched.clear();
        self.undo.restore(&mut self.tickets);
        self.each_veiled(&mut Dictionary::overlook);
    }

    /// The row of the ticket with this id, a new one when it was not there. `created` may be [`NO_INSTANT`] when it is not
    /// known yet: the first event's time then stands in.
    pub fn upsert(&mut self, id: &str, created: i64) -> Result<u32, DeskError> {
        self.upsert_with(id, created, &[NO_CODE; Dimension::COUNT], 0)
    }

    /// The same with the ticket's words, by the dimension's number. Of a ticket that was there, only those are set that
    /// `spoken` has a bit for.
    pub fn upsert_with(
        &mut self,
        id: &str,
        created: i64,
        words: &[u32; Dimension::COUNT],
        spoken: u16,
    ) -> Result<u32, DeskError> {
        let row = self.tickets.ids.intern(id);
        if row == NO_CODE {
            return Err(DeskError::new(
                "too-many-tickets",
                "ticket ids fill 4 GB; load fewer tickets at once",
            ));
        }
        if row as usize == self.tickets.len() {
            self.tickets.push_row(created, words);
        } else {
            self.undo.keep(&self.tickets, row);
            if created != NO_INSTANT {
                self.tickets.created[row as usize] = created;
            }
            for (number, &code) in words.iter().enumerate() {
                if spoken >> number & 1 == 1 {
                    self.tickets.state_word(number, row as usize, code);
                }
            }
        }
        Ok(row)
    }

    /// Notes that an attribute of the ticket changed, so that its facts are derived again.
    pub fn touch(&mut self, row: u32) {
        if self.touched.last() != Some(&row) {
            self.touched.push(row);
        }
    }

    /// The dictionary of a dimension; assignee and requester share the people's.
    pub fn words(&mut self, dimension: Dimension) -> &mut Dictionary {
        match dimension {
            Dimension::Assignee | Dimension::Requester => &mut self.people,
            _ => &mut self.words[dimension.index()],
        }
    }

    /// The dictionary of everybody: agents, customers, bots.
    pub fn people(&mut self) -> &mut Dictionary {
        &mut self.people
    }

    /// The dictionary of reasons, policies, merge targets and values of fields with a history.
    pub fn labels(&mut self) -> &mut Dictionary {
        &mut self.labels
    }

    /// The dictionary of tags.
    pub fn tag_words(&mut self) -> &mut Dictionary {
        &mut self.tickets.tag_words
    }

    /// The dictionary of event ids.
    pub fn event_ids(&mut self) -> &mut Dictionary {
        self.events.id_words()
    }

    /// What words mean, to be set before the load that needs it.
    pub fn meanings_mut(&mut self) -> &mut Meanings {
        &mut self.meanings
    }

    /// Brings class, rank and level of all words up to date after their meanings were set.
    pub fn refresh_meanings(&mut self) {
        let mut meanings = std::mem::take(&mut self.meanings);
        meanings.extend(self);
        self.meanings = meanings;
    }

    /// Sets a word of a ticket.
    pub fn set_word(&mut self, row: u32, dimension: Dimension, code: u32) {
        self.tickets.state_word(dimension.index(), row as usize, code);
    }

    /// Sets the support level that a ticket states.
    pub fn set_level(&mut self, row: u32, level: u8) {
        self.tickets.level[row as usize] = level;
    }

    /// Marks a ticket as a test.
    pub fn set_test(&mut self, row: u32, test: bool) {
        self.tickets.test[row as usize] = test;
    }

    /// Records a fact the source states: an instant, or [`NO_INSTANT`] for "has none".
    pub fn set_stated(&mut self, row: u32, fact: Stated, at: i64) {
        self.tickets.set_stated(fact, row as usize, at);
    }

    /// Takes a stated fact back, so that events decide.
    pub fn leave_unstated(&mut self, row: u32, fact: Stated) {
        self.tickets.leave_unstated(fact, row as usize);
    }

    /// Records a CSAT score (largest 5) stated on the ticket itself.
    pub fn set_csat(&mut self, row: u32, score: f64) {
        self.tickets.set_csat(row as usize, score);
    }

    /// Takes all tags from a ticket.
    pub fn clear_tags(&mut self, row: u32) {
        self.tickets.clear_tags(row as usize);
    }

    /// Adds a tag to a ticket.
    pub fn add_tag(&mut self, row: u32, tag: u32) {
        self.tickets.add_tag(row as usize, tag);
    }

    /// The number of the custom dimension `name`, a new one when it was not there; an error when it is there as the
    /// other type, or there are a thousand others.
    pub fn custom(&mut self, name: &str, number: bool) -> Result<usize, DeskError> {
        if self.tickets.custom.len() >= MOST_CUSTOM && self.tickets.custom_named(name).is_none() {
            let message = format!("the desk already has {MOST_CUSTOM} custom dimensions");
            return Err(DeskError::new("too-many-fields", message));
        }
        self.tickets.custom_index(name, number).ok_or_else(|| {
            let (is, wanted) = if number { ("text", "numbers") } else { ("numbers", "text") };
            DeskError::new(
                "field-type",
                format!("the custom dimension \"{name}\" already holds {is} and cannot take {wanted}"),
            )
        })
    }

    /// The dictionary of a custom text dimension.
    pub fn custom_words(&mut self, index: usize) -> Option<&mut Dictionary> {
        match &mut self.tickets.custom.get_mut(index)?.column {
            CustomColumn::Text { words, .. } => Some(words),
            CustomColumn::Number(_) => None,
        }
    }

    /// Whether a custom dimension holds numbers; `None` when there is none of this number.
    pub fn custom_is_number(&self, index: usize) -> Option<bool> {
        Some(matches!(self.tickets.custom.get(index)?.column, CustomColumn::Number(_)))
    }

    /// Sets the code of a custom text; ignored when the dimension holds numbers.
    pub fn set_custom_code(&mut self, row: u32, index: usize, code: u32) {
        if let Some(Custom { column: CustomColumn::Text { codes, .. }, .. }) =
            self.tickets.custom.get_mut(index)
        {
            codes[row as usize] = code;
        }
    }

    /// Sets a number of a custom dimension (NaN is "missing"); ignored when the dimension holds text.
    pub fn set_custom_number(&mut self, row: u32, index: usize, value: f64) {
        if let Some(custom) = self.tickets.custom.get_mut(index)
            && let CustomColumn::Number(values) = &mut custom.column
        {
            values[row as usize] = value;
        }
    }

    /// The value of a survey event with this answer.
    pub fn survey(&mut self, survey: Survey) -> u32 {
        self.surveys.intern((survey.kind, survey.score.to_bits(), survey.scale.to_bits()))
    }

    /// The value of an escalated event with this content.
    pub fn escalation(&mut self, escalation: Escalation) -> u32 {
        self.escalations.intern(escalation)
    }

    /// The value of a field event: a custom dimension's number and a label's code.
    pub fn field_change(&mut self, custom: usize, label: u32) -> u32 {
        self.fields.intern((custom, label))
    }

    /// Appends an event of a ticket to the load.
    pub fn push_event(&mut self, row: u32, event: Event) {
        self.add_event(event);
        self.attach_events(row);
    }

    /// Appends an event whose ticket is not known yet; [`Store::attach_events`] will tell.
    #[inline(always)]
    pub fn add_event(&mut self, event: Event) {
        let position = self.events.len() as u32 - self.load_start;
        self.events.push(&event, position);
    }

    /// Gives a ticket all events added since the last time. Returns how many these are.
    pub fn attach_events(&mut self, row: u32) -> usize {
        let start = self.attached();
        let count = self.events.len() - start;
        for at in start..start + count {
            // A ticket has the tags that its events added.
            if Events::kind_of(self.events.what()[at]) == Kind::Tagged as u8 {
                self.add_tag(row, self.events.value()[at]);
            }
        }
        let mut from = start;
        match self.runs.last_mut() {
            _ if count == 0 => self.touch(row),
            Some(run) if run.ticket == row => {
                from -= 1;
                run.count += count as u32;
            }
            _ => self.runs.push(Run { ticket: row, start: start as u32, count: count as u32 }),
        }
        if !self.events.is_sorted(from..start + count) {
            self.disordered.push(row);
        }
        count
    }

    /// Forgets the events that no ticket was given.
    pub fn drop_events(&mut self) {
        let attached = self.attached();
        if attached < self.events.len() {
            self.events.truncate(attached);
        }
    }

    /// Where the events end that have their ticket.
    fn attached(&self) -> usize {
        self.runs.last().map_or(self.load_start, |run| run.start + run.count) as usize
    }

    /// How many events the load under way has taken so far.
    pub fn pending_events(&self) -> usize {
        self.events.len() - self.load_start as usize
    }
}
