//! Conditions on a ticket's fields made ready for a store: words are codes, and whether one passes is a look-up.

use super::{CustomColumn, Events, NO_CODE, Store};
use crate::error::DeskError;
use crate::settings::Condition;
use crate::ticket::{Dimension, Kind};

/// Conditions that all must hold.
#[derive(Debug, Clone, Default)]
pub struct Conditions(Vec<Test>);

impl Conditions {
    /// Makes conditions ready for the words of a store.
    pub fn new(store: &Store, written: &[Condition]) -> Result<Self, DeskError> {
        let tests: Result<_, _> = written.iter().map(|condition| test(store, condition)).collect();
        Ok(Self(tests?))
    }

    /// Whether a ticket with these moving fields meets them.
    pub fn hold(&self, store: &Store, row: usize, moving: &Moving) -> bool {
        self.0.iter().all(|test| test.holds(store, row, moving))
    }

    /// Whether an event of a kind may change that.
    pub fn ask_for(&self, kind: Kind) -> bool {
        let on = match kind {
            Kind::Tagged => Field::Tags,
            Kind::Priority => Field::Word(Dimension::Priority),
            Kind::AssignedGroup => Field::Word(Dimension::Group),
            Kind::AssignedAgent => Field::Word(Dimension::Assignee),
            Kind::Field => return self.0.iter().any(|test| matches!(test.on, Field::Custom(_))),
            _ => return false,
        };
        self.0.iter().any(|test| test.on == on)
    }
}

/// A condition, by codes.
#[derive(Debug, Clone)]
struct Test {
    on: Field,
    /// Whether a word passes, by its code; the last is that of a missing word.
    passes: Vec<bool>,
    /// As written, for words that events say.
    written: Condition,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Field {
    Word(Dimension),
    Tags,
    Custom(usize),
}

/// What of a ticket changes in time and conditions ask for.
#[derive(Debug, Clone)]
pub struct Moving {
    /// Code of the priority.
    pub priority: u32,
    /// Code of the group.
    pub group: u32,
    /// Code of the agent.
    pub assignee: u32,
    /// The instant for which policies are looked for.
    pub at: i64,
    /// Whether it has a tag only later, by the tag's code; none beyond the end.
    pub tags_to_come: Vec<bool>,
    /// The custom fields that events changed, each with what the last of them says.
    fields: Vec<(usize, u32)>,
}

impl Moving {
    /// Whether a ticket has a tag by now.
    pub fn has_tag(&self, store: &Store, row: usize, tag: &str) -> bool {
        let code = store.tickets().tag_words().find(tag);
        code.is_some_and(|code| store.tickets().tags(row).contains(&code) && !self.comes_later(code))
    }

    /// What the last event said of a custom field, where one did by now.
    fn changed<'s>(&self, store: &'s Store, index: usize) -> Option<Option<&'s str>> {
        let &(_, change) = self.fields.iter().find(|&&(field, _)| field == index)?;
        store.field_of(change).map(|(_, word)| word)
    }

    /// Whether a custom field of a ticket has a value by now that is one of these.
    pub fn has_field(&self, store: &Store, row: usize, name: &str, is: &dyn Fn(&str) -> bool) -> bool {
        let Some((index, custom)) = store.tickets().custom_named(name) else { return false };
        match (self.changed(store, index), &custom.column) {
            (Some(word), _) => word.is_some_and(is),
            (None, CustomColumn::Text { words, codes }) => {
                codes.get(row).and_then(|&code| words.get(code)).is_some_and(is)
            }
            (None, CustomColumn::Number(values)) => {
                values.get(row).is_some_and(|value| !value.is_nan() && is(&value.to_string()))
            }
        }
    }

    /// Whether the ticket has a tag only later.
    fn comes_later(&self, tag: u32) -> bool {
        self.tags_to_come.get(tag as usize).is_some_and(|&later| later)
    }

    /// What a ticket has now.
    pub fn of(store: &Store, row: usize) -> Self {
        let code = |dimension| store.tickets().codes(dimension).get(row).copied().unwrap_or(NO_CODE);
        let mut moving = Self {
            priority: code(Dimension::Priority),
            group: code(Dimension::Group),
            assignee: code(Dimension::Assignee),
            at: store.newest_of(row),
            tags_to_come: Vec::new(),
            fields: Vec::new(),
        };
        let events = store.events();
        let custom = store.tickets().events(row).filter(|_| !store.tickets().custom().is_empty());
        for at in custom.filter(|&at| Events::kind_of(events.what()[at]) == Kind::Field as u8) {
            moving.take(store, Kind::Field, events.value()[at]);
        }
        moving
    }
}

impl Test {
    fn holds(&self, store: &Store, row: usize, moving: &Moving) -> bool {
        let passes = |code: u32| {
            let last = self.passes.len() - 1;
            self.passes.get((code as usize).min(last)).copied().unwrap_or(false)
        };
        match self.on {
            Field::Word(Dimension::Priority) => passes(moving.priority),
            Field::Word(Dimension::Group) => passes(moving.group),
            Field::Word(Dimension::Assignee) => passes(moving.assignee),
            Field::Word(dimension) => {
                passes(store.tickets().codes(dimension).get(row).copied().unwrap_or(NO_CODE))
            }
            Field::Tags => {
                let tags = store.tickets().tags(row).iter().filter(|&&tag| !moving.comes_later(tag));
                let mut untagged = true;
                tags.inspect(|_| untagged = false).any(|&tag| passes(tag)) || untagged && passes(NO_CODE)
            }
            Field::Custom(index) => match (
                moving.changed(store, index),
                store.tickets().custom().get(index).map(|custom| &custom.column),
            ) {
                (Some(Some(word)), _) => passes_word(&self.written, word),
                (None, Some(CustomColumn::Text { codes, .. })) => {
                    passes(codes.get(row).copied().unwrap_or(NO_CODE))
                }
                (Some(None), _) | (None, Some(CustomColumn::Number(_)) | None) => passes(NO_CODE),
            },
        }
    }
}

fn test(store: &Store, condition: &Condition) -> Result<Test, DeskError> {
    let tickets = store.tickets();
    let custom = || tickets.custom().iter().position(|custom| custom.name == condition.on);
    let on = match (Dimension::from_name(&condition.on), condition.on.as_str(), custom()) {
        (Some(dimension), ..) => Field::Word(dimension),
        (None, "tags", _) => Field::Tags,
        (None, _, Some(index)) => Field::Custom(index),
        (None, name, None) => {
            let sentence = format!("no ticket has a field \"{name}\"");
            return Err(DeskError::new("unknown-dimension", sentence).at(name));
        }
    };
    let passes = |word: &str| passes_word(condition, word);
    let mut by_code: Vec<bool> = match on {
        Field::Word(dimension) => store.dictionary(dimension).iter().map(passes).collect(),
        Field::Tags => tickets.tag_words().iter().map(passes).collect(),
        Field::Custom(index) => match tickets.custom().get(index).map(|custom| &custom.column) {
            Some(CustomColumn::Text { words, .. }) => words.iter().map(passes).collect(),
            _ => Vec::new(),
        },
    };
    by_code.push(condition.any_of.is_none());
    Ok(Test { on, passes: by_code, written: condition.clone() })
}

fn passes_word(condition: &Condition, word: &str) -> bool {
    let named = |list: &[String]| list.iter().any(|known| known == word);
    condition.any_of.as_deref().is_none_or(named) && !named(&condition.none_of)
}

impl Moving {
    /// What a ticket had when it was created: what it states itself, unless a change says otherwise. Tags that events add come
    /// later; they are looked for on request.
    pub fn at_creation(store: &Store, row: usize, with_tags: bool) -> Self {
        let (tickets, events) = (store.tickets(), store.events());
        let created = tickets.created()[row];
        let mut moving = Self {
            priority: tickets.began(Dimension::Priority, row),
            group: tickets.began(Dimension::Group, row),
            assignee: tickets.began(Dimension::Assignee, row),
            at: created,
            tags_to_come: Vec::new(),
            fields: Vec::new(),
        };
        for at in tickets.events(row).filter(|_| with_tags) {
            if events.at()[at] > created && Events::kind_of(events.what()[at]) == Kind::Tagged as u8 {
                moving.tags_to_come.resize(tickets.tag_words().len(), false);
                if let Some(later) = moving.tags_to_come.get_mut(events.value()[at] as usize) {
                    *later = true;
                }
            }
        }
        moving
    }

    /// Takes a change; false where an event changes nothing that policies ask for.
    pub fn take(&mut self, store: &Store, kind: Kind, value: u32) -> bool {
        if kind == Kind::Tagged {
            return self.tags_to_come.get_mut(value as usize).is_some_and(std::mem::take);
        }
        if kind == Kind::Field {
            let Some((index, _)) = store.field_of(value) else { return false };
            let known = self.fields.iter_mut().find(|(field, _)| *field == index);
            if let Some((_, change)) = known {
                return std::mem::replace(change, value) != value;
            }
            self.fields.push((index, value));
            return true;
        }
        let field = match kind {
            Kind::Priority => &mut self.priority,
            Kind::AssignedGroup => &mut self.group,
            Kind::AssignedAgent => &mut self.assignee,
            _ => return false,
        };
        std::mem::replace(field, value) != value
    }
}
