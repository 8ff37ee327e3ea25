//! The dates of a ticket that filters, periods and buckets go by.

use crate::error::DeskError;
use crate::kpi::Facts;
use crate::store::Store;

/// A date every ticket has or lacks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Anchor {
    /// The metric's own date.
    Own,
    Created,
    FirstResponse,
    FirstResolved,
    Resolved,
    Closed,
    Escalated,
    LastEvent,
}

impl Anchor {
    /// The date called `name`; `None` when no date is.
    pub fn of_ticket(name: &str) -> Option<Self> {
        Some(match name {
            "created" | "created_at" => Self::Created,
            "first_response" | "first_response_at" => Self::FirstResponse,
            "first_resolved" => Self::FirstResolved,
            "resolved" | "resolved_at" => Self::Resolved,
            "closed_at" => Self::Closed,
            "escalated_at" => Self::Escalated,
            "last_event" => Self::LastEvent,
            _ => return None,
        })
    }

    /// The anchor a question names.
    pub fn from_name(name: Option<&str>) -> Result<Self, DeskError> {
        match name {
            None | Some("own") => Ok(Self::Own),
            Some("closed") => Ok(Self::Closed),
            Some("escalated") => Ok(Self::Escalated),
            Some(name) => Self::of_ticket(name).ok_or_else(|| {
                DeskError::new(
                    "unknown-anchor",
                    format!(
                        "\"{name}\" is none of own, created, first_response, first_resolved, resolved, closed, escalated, last_event"
                    ),
                )
                .at("anchor")
            }),
        }
    }

    /// This date of all tickets; `None` for the metric's own.
    pub fn column<'a>(self, store: &'a Store, facts: &'a Facts) -> Option<&'a [i64]> {
        Some(match self {
            Self::Own => return None,
            Self::Created => store.tickets().created(),
            Self::FirstResponse => &facts.first_reply,
            Self::FirstResolved => &facts.first_done,
            Self::Resolved => &facts.last_solved,
            Self::Closed => &facts.closed,
            Self::Escalated => &facts.first_escalated,
            Self::LastEvent => &facts.last_event,
        })
    }
}

/// A date of tickets and the period it lies in, if there is one.
pub(super) type Within = Option<(Anchor, (i64, i64))>;
