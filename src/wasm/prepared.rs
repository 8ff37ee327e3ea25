//! Prepared questions, kept by number so that they can be named from another thread.
//!
//! Easy to get wrong: a number that was forgotten is given out again. Whoever forgets one does so once.

use js_sys::Array;

use super::convert::{Answer, table_unless_known};
use crate::error::DeskError;
use crate::report::{Filter, Header, Question, Span, Table};
use crate::settings::{Reader, Value, Written};

/// More than a page can have a use for; a page that forgets to free them is told before its memory is full.
const MOST: usize = 10_000;

/// The prepared questions of a desk.
#[derive(Default)]
pub(super) struct PreparedQuestions {
    slots: Vec<Option<Prepared>>,
}

/// A prepared question, and the header its last answer had.
pub(super) struct Prepared {
    question: Question,
    header: Option<Header>,
}

/// What may change from run to run of a prepared question.
pub(super) struct Changes {
    filters: Option<Vec<Filter>>,
    period: Option<Span>,
    as_of: f64,
}

impl Written for Changes {
    fn read(from: &Reader<'_>) -> Self {
        from.only(&["where", "period", "asOf"]);
        let written = *from.at("where").value() != Value::Nothing;
        Self {
            filters: written.then(|| Filter::all(&from.at("where"))),
            period: from.get("period"),
            as_of: from.get("asOf"),
        }
    }
}

impl PreparedQuestions {
    /// Keeps a question, and tells its number.
    pub(super) fn keep(&mut self, question: Question) -> Result<usize, DeskError> {
        let kept = Some(Prepared { question, header: None });
        let empty = self.slots.iter().position(Option::is_none).unwrap_or(self.slots.len());
        match self.slots.get_mut(empty) {
            Some(slot) => *slot = kept,
            None if empty < MOST => self.slots.push(kept),
            None => {
                let message = "10,000 questions are prepared; free those that are done with";
                return Err(DeskError::new("too-many", message));
            }
        }
        Ok(empty)
    }

    /// The question of a number.
    pub(super) fn get(&mut self, number: usize) -> Result<&mut Prepared, DeskError> {
        let message = "the prepared question was freed; prepare it again";
        let kept = self.slots.get_mut(number).and_then(Option::as_mut);
        kept.ok_or_else(|| DeskError::new("question-freed", message))
    }

    /// Forgets a question.
    pub(super) fn forget(&mut self, number: usize) {
        if let Some(slot) = self.slots.get_mut(number) {
            *slot = None;
        }
    }
}

impl Prepared {
    /// The question with changes.
    pub(super) fn with(&self, changes: Changes) -> Question {
        let mut question = self.question.clone();
        question.filters = changes.filters.unwrap_or(question.filters);
        question.period = changes.period.or(question.period);
        question.as_of = changes.as_of;
        question
    }

    /// An answer as it crosses; the header is left out where it is the one of the answer before.
    pub(super) fn answer(&mut self, table: Table) -> Answer<Array> {
        table_unless_known(table, &mut self.header)
    }
}
