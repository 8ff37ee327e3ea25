//! One event on its way from a reader into its ticket.

use super::{Draft, level, out_of_range};
use crate::ingest::fault::Fault;
use crate::ingest::number;
use crate::ingest::slot::EventSlot;
use crate::label::shown;
use crate::store::{Event, NO_CODE, Store};
use crate::ticket::{Dimension, Escalation, Kind, Reached, Role, Sense, Survey, SurveyKind};
use crate::time::is_accepted;

/// A status, a priority, a group or a level, whichever the kind says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(in crate::ingest) enum Target {
    #[default]
    Absent,
    /// Said to be none.
    Cleared,
    /// The text in [`EventDraft::to_text`].
    Text,
    /// A word of the dictionary that events of this kind use.
    Word(Kind, u32),
}

/// What is known of the event under way.
#[derive(Debug, Clone)]
pub struct EventDraft {
    pub(in crate::ingest) at: Option<i64>,
    pub(in crate::ingest) seq: Option<i64>,
    pub(in crate::ingest) id: u32,
    pub(in crate::ingest) kind: Option<Kind>,
    pub(in crate::ingest) role: Role,
    pub(in crate::ingest) actor: u32,
    pub(in crate::ingest) to: Target,
    pub(in crate::ingest) to_text: String,
    pub(in crate::ingest) from: u8,
    /// `Some(NO_CODE)` takes the agent away.
    pub(in crate::ingest) agent: Option<u32>,
    /// `Some(NO_CODE)` takes the group away.
    pub(in crate::ingest) group: Option<u32>,
    pub(in crate::ingest) sense: Sense,
    pub(in crate::ingest) reason: u32,
    pub(in crate::ingest) into: u32,
    pub(in crate::ingest) survey: Option<SurveyKind>,
    score: Option<f64>,
    scale: Option<f64>,
    seconds: Option<u32>,
    pub(in crate::ingest) tag: u32,
    pub(in crate::ingest) name: Option<u32>,
    pub(in crate::ingest) value: u32,
    /// Which of the events that one source event stands for.
    part: u32,
    refused: bool,
}

impl Default for EventDraft {
    fn default() -> Self {
        Self {
            at: None,
            seq: None,
            id: NO_CODE,
            kind: None,
            role: Role::Unknown,
            actor: NO_CODE,
            to: Target::Absent,
            to_text: String::new(),
            from: 0,
            agent: None,
            group: None,
            sense: Sense::Tier,
            reason: NO_CODE,
            into: NO_CODE,
            survey: None,
            score: None,
            scale: None,
            seconds: None,
            tag: NO_CODE,
            name: None,
            value: NO_CODE,
            part: 0,
            refused: false,
        }
    }
}

impl Draft {
    /// Begins an event of the ticket and forgets the one before.
    pub fn begin_event(&mut self) {
        self.begun += 1;
        self.event = EventDraft { to_text: std::mem::take(&mut self.event.to_text), ..EventDraft::default() };
    }

    /// Begins a further event that the same source event stands for, the `part`-th counted from 0.
    pub fn begin_part(&mut self, part: u32) {
        if part == 0 {
            self.begin_event();
        } else {
            self.begun = self.begun.saturating_sub(1);
            self.begin_event();
            self.event.part = part;
        }
    }

    /// Sets a slot of the event from text. Number slots read the text as a number; instants come through
    /// [`Draft::event_instant`].
    pub fn event_text(&mut self, store: &mut Store, slot: EventSlot, text: &str) -> Result<(), Fault> {
        let event = &mut self.event;
        match slot {
            EventSlot::Kind => match Kind::from_name(text) {
                Some(kind) => event.kind = Some(kind),
                None => return Err(self.unknown("unknown-kind", "the kind of an event", slot, text)),
            },
            EventSlot::Role => match Role::from_name(text) {
                Some(role) => event.role = role,
                None => return Err(self.unknown("unknown-role", "agent, customer or bot", slot, text)),
            },
            EventSlot::Sense => match Sense::from_name(text) {
                Some(sense) => event.sense = sense,
                None => {
                    return Err(self.unknown(
                        "unknown-sense",
                        "tier, deadline, priority or flag",
                        slot,
                        text,
                    ));
                }
            },
            EventSlot::Survey => match SurveyKind::from_name(text) {
                Some(survey) => event.survey = Some(survey),
                None => return Err(self.unknown("unknown-survey", "csat, nps or ces", slot, text)),
            },
            EventSlot::Id => event.id = store.event_ids().intern(text),
            EventSlot::Actor => event.actor = store.people().intern(text),
            EventSlot::Agent => event.agent = Some(store.people().intern(text)),
            EventSlot::Group => event.group = Some(store.words(Dimension::Group).intern(text)),
            EventSlot::Reason => event.reason = store.labels().intern(text),
            EventSlot::Into => event.into = store.labels().intern(text),
            EventSlot::Tag => event.tag = store.tag_words().intern(text),
            EventSlot::Name => event.name = Some(store.labels().intern(text)),
            EventSlot::Value => event.value = store.labels().intern(text),
            EventSlot::To => {
                event.to = Target::Text;
                event.to_text.clear();
                event.to_text.push_str(text);
            }
            EventSlot::From | EventSlot::Seq | EventSlot::Score | EventSlot::Scale | EventSlot::Seconds => {
                match number::read(text.as_bytes()) {
                    Some(value) => return self.event_number(slot, value),
                    None => return Err(self.unknown("not-a-number", "a number", slot, text)),
                }
            }
            EventSlot::At => return Err(self.unknown("not-a-date", "an instant", slot, text)),
        }
        Ok(())
    }

    /// Sets a level, a rank, a score, a scale or seconds.
    pub fn event_number(&mut self, slot: EventSlot, value: f64) -> Result<(), Fault> {
        const EXACT: f64 = 9_007_199_254_740_992.0;
        let whole = value.trunc() == value && value.abs() <= EXACT;
        match slot {
            EventSlot::From => match level(value) {
                Some(level) => self.event.from = level,
                None => {
                    return Err(self.event_fault(
                        "level-range",
                        slot,
                        "a support level is a whole number from 1 to 255",
                    ));
                }
            },
            EventSlot::Seq if whole => self.event.seq = Some(value as i64),
            EventSlot::Score if value >= 0.0 => self.event.score = Some(value),
            EventSlot::Scale if value > 0.0 => self.event.scale = Some(value),
            EventSlot::Seconds if value >= 0.0 && value < f64::from(u32::MAX) => {
                self.event.seconds = Some((value + 0.5) as u32);
            }
            EventSlot::Seq | EventSlot::Score | EventSlot::Scale | EventSlot::Seconds => {
                return Err(self.event_fault("number-range", slot, "the number is out of its range"));
            }
            _ => {
                return Err(self.event_fault("wrong-type", slot, "found a number where text was expected"));
            }
        }
        Ok(())
    }

    /// Sets when the event happened, in milliseconds since 1970 UTC.
    pub fn event_instant(&mut self, slot: EventSlot, at: i64) -> Result<(), Fault> {
        if slot != EventSlot::At {
            return Err(self.event_fault("wrong-type", slot, "found an instant where text was expected"));
        }
        if !is_accepted(at) {
            let path = self.event_path(slot.name());
            self.event.refused = true;
            return Err(out_of_range().at(path));
        }
        self.event.at = Some(at);
        Ok(())
    }

    /// Sets the word a status or priority event changes to, by its code.
    pub(in crate::ingest) fn event_word(&mut self, code: u32) {
        if let Some(kind) = self.event.kind {
            self.event.to = Target::Word(kind, code);
        }
    }

    /// Says that a slot of the event has no value: an assignment to nobody, a cleared priority.
    pub fn event_none(&mut self, slot: EventSlot) {
        match slot {
            EventSlot::To => self.event.to = Target::Cleared,
            EventSlot::Agent => self.event.agent = Some(NO_CODE),
            EventSlot::Group => self.event.group = Some(NO_CODE),
            _ => {}
        }
    }

    /// Notes that the event cannot be taken and that this has been told.
    pub fn refuse_event(&mut self) {
        self.event.refused = true;
    }

    /// The path of a field of the event under way.
    pub fn event_path(&self, field: &str) -> String {
        format!("events[{}].{field}", self.begun.saturating_sub(1))
    }

    /// Ends the event. It is dropped in silence when a refused part of it has been told.
    pub fn end_event(&mut self, store: &mut Store) -> Result<(), Fault> {
        if self.event.refused {
            return Ok(());
        }
        let Some(at) = self.event.at else {
            return Err(self.event_fault(
                "missing-value",
                EventSlot::At,
                "the event does not say when it happened",
            ));
        };
        let Some(kind) = self.event.kind else {
            return Err(self.event_fault(
                "missing-value",
                EventSlot::Kind,
                "the event does not say what happened",
            ));
        };
        let id = match self.event.part {
            0 => self.event.id,
            part => part_id(store, self.event.id, part),
        };
        let base = Event {
            at,
            kind,
            role: self.event.role,
            actor: self.event.actor,
            value: NO_CODE,
            seq: self.event.seq,
            id,
        };
        let event = &self.event;
        let value = match kind {
            Kind::Created | Kind::Reply | Kind::Note | Kind::Spam | Kind::Deleted | Kind::Restored => NO_CODE,
            Kind::AssignedAgent | Kind::AssignedGroup => return self.push_assigned(store, base),
            Kind::Escalated => return self.push_escalated(store, base),
            Kind::Status => match self.target(store, kind, Dimension::Status) {
                Some(code) if code != NO_CODE => code,
                _ => {
                    return Err(self.event_fault(
                        "missing-value",
                        EventSlot::To,
                        "the new status is missing",
                    ));
                }
            },
            Kind::Priority => match self.target(store, kind, Dimension::Priority) {
                Some(code) => code,
                None => {
                    return Err(self.event_fault(
                        "missing-value",
                        EventSlot::To,
                        "the new priority is missing",
                    ));
                }
            },
            Kind::Merged => event.into,
            Kind::Survey => self.survey(store)?,
            Kind::Work => match event.seconds {
                Some(seconds) => seconds,
                None => {
                    return Err(self.event_fault(
                        "missing-value",
                        EventSlot::Seconds,
                        "the time worked is missing",
                    ));
                }
            },
            Kind::Tagged if event.tag == NO_CODE => {
                return Err(self.event_fault("missing-value", EventSlot::Tag, "the tag is missing"));
            }
            Kind::Tagged => event.tag,
            Kind::Field => self.field(store)?,
            Kind::Policy | Kind::Acknowledged | Kind::Snoozed => match (event.name, base.kind) {
                (Some(code), Kind::Snoozed) => {
                    let Some(seconds) = event.seconds else {
                        let message = "the time it is put off is missing";
                        return Err(self.event_fault("missing-value", EventSlot::Seconds, message));
                    };
                    store.field_change(seconds as usize, code)
                }
                (Some(code), _) => code,
                (None, kind) => {
                    let message = match kind {
                        Kind::Policy => "the policy's name is missing",
                        _ => "the name of the rule or of what is due is missing",
                    };
                    return Err(self.event_fault("missing-value", EventSlot::Name, message));
                }
            },
        };
        add(store, Event { value, ..base });
        Ok(())
    }

    /// One source event becomes an agent's and a group's event when it names both.
    fn push_assigned(&mut self, store: &mut Store, base: Event) -> Result<(), Fault> {
        let (agent, group) = (self.event.agent, self.event.group);
        if agent.is_none() && group.is_none() {
            return Err(self.event_fault(
                "missing-value",
                EventSlot::Agent,
                "an assignment names an agent, a group or both",
            ));
        }
        if let Some(value) = agent {
            add(store, Event { kind: Kind::AssignedAgent, value, ..base });
        }
        if let Some(value) = group {
            let id = if agent.is_some() { second_id(store, base.id) } else { base.id };
            add(store, Event { kind: Kind::AssignedGroup, value, id, ..base });
        }
        Ok(())
    }

    /// An escalation to a group, or to an agent on a level of their own, is also their assignment.
    fn push_escalated(&mut self, store: &mut Store, base: Event) -> Result<(), Fault> {
        let mut to = Reached::Unknown;
        match self.event.to {
            Target::Absent | Target::Cleared => {}
            Target::Word(kind, code) => {
                let text = store.value_word(kind, code).unwrap_or_default();
                self.event.to_text.clear();
                self.event.to_text.push_str(text);
                self.event.to = Target::Text;
                return self.push_escalated(store, base);
            }
            Target::Text => {
                let text = &self.event.to_text;
                to = match number::read(text.as_bytes()) {
                    Some(number) => match level(number) {
                        Some(level) => Reached::Level(level),
                        None => {
                            return Err(self.event_fault(
                                "level-range",
                                EventSlot::To,
                                "a support level is a whole number from 1 to 255",
                            ));
                        }
                    },
                    None if store.is_agent(text) => {
                        Reached::Agent(store.words(Dimension::Assignee).intern(text))
                    }
                    None => Reached::Group(store.words(Dimension::Group).intern(text)),
                };
            }
        }
        let (sense, from, reason) = (self.event.sense, self.event.from, self.event.reason);
        let value = store.escalation(Escalation { sense, from, to, reason });
        add(store, Event { value, ..base });
        let (kind, value) = match to {
            Reached::Group(group) => (Kind::AssignedGroup, group),
            Reached::Agent(agent) => (Kind::AssignedAgent, agent),
            Reached::Unknown | Reached::Level(_) => return Ok(()),
        };
        let id = second_id(store, base.id);
        add(store, Event { kind, value, id, ..base });
        Ok(())
    }

    /// Code of the word an event of `kind` changes to, `None` when it does not say.
    fn target(&self, store: &mut Store, kind: Kind, dimension: Dimension) -> Option<u32> {
        match self.event.to {
            Target::Absent => None,
            Target::Cleared => Some(NO_CODE),
            Target::Text => Some(store.words(dimension).intern(&self.event.to_text)),
            Target::Word(of, code) if of == kind => Some(code),
            Target::Word(of, code) => {
                let text = store.value_word(of, code).unwrap_or_default().to_string();
                Some(store.words(dimension).intern(&text))
            }
        }
    }

    fn survey(&mut self, store: &mut Store) -> Result<u32, Fault> {
        let Some(kind) = self.event.survey else {
            return Err(self.event_fault("missing-value", EventSlot::Survey, "the survey is not named"));
        };
        let Some(score) = self.event.score else {
            return Err(self.event_fault("missing-value", EventSlot::Score, "the score is missing"));
        };
        let scale = self.event.scale.unwrap_or(kind.usual_scale());
        if score > scale {
            return Err(self.event_fault("score-range", EventSlot::Score, "the score exceeds the scale"));
        }
        Ok(store.survey(Survey { kind, score, scale }))
    }

    fn field(&mut self, store: &mut Store) -> Result<u32, Fault> {
        let name = self.event.name.and_then(|code| store.label(code)).map(str::to_string);
        let Some(name) = name else {
            return Err(self.event_fault("missing-value", EventSlot::Name, "the field's name is missing"));
        };
        let known = store.tickets().custom_named(&name).map(|(index, _)| index);
        let index = match known {
            Some(index) => index,
            None => self.custom(store, &name, false)?,
        };
        Ok(store.field_change(index, self.event.value))
    }

    /// A fault at a field of the event, which is then dropped at its end.
    pub fn event_fault(&mut self, code: &'static str, slot: EventSlot, message: &str) -> Fault {
        self.event.refused = true;
        Fault::new(code, message).at(self.event_path(slot.name()))
    }

    fn unknown(&mut self, code: &'static str, hoped: &str, slot: EventSlot, text: &str) -> Fault {
        let message = ["found ", &shown(text), " where ", hoped, " was expected"].concat();
        self.event_fault(code, slot, &message)
    }
}

/// Adds an event, in one place for all that are not read the short way.
#[inline(never)]
fn add(store: &mut Store, event: Event) {
    store.add_event(event);
}

/// The id of a further event that stands for the same source event, so that neither counts as the other's double.
fn part_id(store: &mut Store, id: u32, part: u32) -> u32 {
    match store.event_ids().get(id) {
        Some(text) => {
            let text = format!("{text}#{part}");
            store.event_ids().intern(&text)
        }
        None => NO_CODE,
    }
}

fn second_id(store: &mut Store, id: u32) -> u32 {
    match store.event_ids().get(id) {
        Some(text) => {
            let text = [text, "#group"].concat();
            store.event_ids().intern(&text)
        }
        None => NO_CODE,
    }
}
