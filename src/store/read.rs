//! Reading the store: what the metrics call.

use super::{CustomColumn, Dictionary, Events, Meanings, NO_CODE, Store, Table, TableName, Tickets};
use crate::ticket::{Dimension, Escalation, Kind, Sense, Survey};

impl Store {
    /// The ticket columns.
    pub fn tickets(&self) -> &Tickets {
        &self.tickets
    }

    /// The event columns.
    pub fn events(&self) -> &Events {
        &self.events
    }

    /// What the words mean.
    pub fn meanings(&self) -> &Meanings {
        &self.meanings
    }

    /// A table beside the tickets.
    pub fn table(&self, name: TableName) -> &Table {
        &self.tables.0[name as usize]
    }

    /// A table beside the tickets, to bring rows to.
    pub fn table_mut(&mut self, name: TableName) -> &mut Table {
        &mut self.tables.0[name as usize]
    }

    /// The words of a dimension.
    pub fn dictionary(&self, dimension: Dimension) -> &Dictionary {
        match dimension {
            Dimension::Assignee | Dimension::Requester => &self.people,
            _ => &self.words[dimension.index()],
        }
    }

    /// The word of a ticket in a dimension.
    pub fn word(&self, row: u32, dimension: Dimension) -> Option<&str> {
        let code = *self.tickets.codes(dimension).get(row as usize)?;
        self.dictionary(dimension).get(code)
    }

    /// The answer a survey event carries.
    pub fn survey_of(&self, value: u32) -> Option<Survey> {
        let &(kind, score, scale) = self.surveys.get(value)?;
        Some(Survey { kind, score: f64::from_bits(score), scale: f64::from_bits(scale) })
    }

    /// What an escalated event carries.
    pub fn escalation_of(&self, value: u32) -> Option<&Escalation> {
        self.escalations.get(value)
    }

    /// Whether the source itself says when tickets went to a higher support level.
    pub fn states_tier_escalations(&self) -> bool {
        let is_tier = |step: &Escalation| step.sense == Sense::Tier;
        // A load that was given up leaves its words behind, so that only an event proves it.
        let stated = |(&what, &value): (&u8, &u32)| {
            Events::kind_of(what) == Kind::Escalated as u8 && self.escalation_of(value).is_some_and(is_tier)
        };
        self.escalations.iter().any(is_tier) && self.events.what().iter().zip(self.events.value()).any(stated)
    }

    /// The word a value stands for in events of this kind.
    pub fn value_word(&self, kind: Kind, value: u32) -> Option<&str> {
        match kind {
            Kind::AssignedAgent => self.people.get(value),
            Kind::AssignedGroup => self.dictionary(Dimension::Group).get(value),
            Kind::Status => self.dictionary(Dimension::Status).get(value),
            Kind::Priority => self.dictionary(Dimension::Priority).get(value),
            Kind::Tagged => self.tickets.tag_words().get(value),
            Kind::Merged | Kind::Policy | Kind::Acknowledged => self.labels.get(value),
            _ => None,
        }
    }

    /// A reason, policy, merge target or field value.
    pub fn label(&self, code: u32) -> Option<&str> {
        self.labels.get(code)
    }

    /// What a `snoozed` event says: how many seconds something is put off, and what.
    pub fn snooze(&self, value: u32) -> Option<(usize, &str)> {
        let &(seconds, label) = self.fields.get(value)?;
        Some((seconds, self.labels.get(label)?))
    }

    /// What a `field` event says: the number of the custom dimension and its new value, none where it was cleared.
    pub fn field_of(&self, value: u32) -> Option<(usize, Option<&str>)> {
        let &(index, label) = self.fields.get(value)?;
        Some((index, self.labels.get(label)))
    }

    /// Whether a ticket has a value in a custom dimension.
    pub fn has_custom(&self, row: usize, index: usize) -> bool {
        match self.tickets.custom.get(index).map(|custom| &custom.column) {
            Some(CustomColumn::Text { codes, .. }) => codes.get(row).is_some_and(|&code| code != NO_CODE),
            Some(CustomColumn::Number(values)) => values.get(row).is_some_and(|value| !value.is_nan()),
            None => false,
        }
    }

    /// The newest instant in the store: of any event, opening, stated resolution or closing. `None` when it is empty.
    pub fn newest(&self) -> Option<i64> {
        let tickets = &self.tickets;
        let stated = tickets.stated.iter().flatten().copied();
        let created = tickets.created.iter().copied();
        self.events
            .at()
            .iter()
            .copied()
            .chain(created)
            .chain(stated)
            .max()
            .filter(|&at| at > super::NOT_STATED)
    }

    /// The newest instant of a ticket.
    pub fn newest_of(&self, row: usize) -> i64 {
        let last = self.tickets.events(row).next_back().map_or(i64::MIN, |at| self.events.at()[at]);
        self.tickets.created.get(row).copied().unwrap_or(i64::MIN).max(last)
    }

    /// Bytes of memory the columns and dictionaries hold.
    pub fn memory(&self) -> usize {
        self.tickets.memory()
            + self.tables.0.iter().map(Table::memory).sum::<usize>()
            + self.events.memory()
            + self.words.iter().map(Dictionary::memory).sum::<usize>()
            + self.people.memory()
            + self.labels.memory()
            + self.surveys.memory()
            + self.escalations.memory()
            + self.fields.memory()
    }
}
