//! The six invented tickets as issues of GitHub and of GitLab, in the shapes that both document.
//!
//! A story is told once and written down as lists, as histories beside them, and as what webhooks would have sent. Groups,
//! priorities and waiting are labels; the customers' ratings and the channel have no place in either.

/// What somebody did to an issue.
#[derive(Clone, Copy)]
pub enum Did {
    Open,
    /// A comment that everybody sees.
    Say,
    /// A comment among agents, which GitHub does not have.
    Note,
    Close,
    Reopen,
    /// Puts a label on: its kind and what it says.
    On(&'static str, &'static str),
    Off(&'static str, &'static str),
    Take(&'static str),
    Leave(&'static str),
}
use Did::{Close, Leave, Note, Off, On, Open, Reopen, Say, Take};

/// Number of the issue, when, who, what.
pub type Step = (u64, &'static str, &'static str, Did);

const DESK: &str = "Service Desk";
const NIGHT: &str = "Service Desk Night";
const SUPPORT: &str = "Application Support";
const ENGINEERING: &str = "Engineering";

pub const STORY: [Step; 57] = [
    (1, "2026-03-02T09:00:00Z", "cust-1", Open),
    (1, "2026-03-02T09:00:00Z", "cust-1", On("team", DESK)),
    (1, "2026-03-02T09:00:00Z", "cust-1", On("priority", "normal")),
    (1, "2026-03-02T09:05:00Z", "ana", Take("ana")),
    (1, "2026-03-02T09:30:00Z", "ana", Say),
    (1, "2026-03-02T09:30:00Z", "ana", On("status", "pending")),
    (1, "2026-03-02T11:00:00Z", "cust-1", Say),
    (1, "2026-03-02T11:00:00Z", "triage-app[bot]", Off("status", "pending")),
    (1, "2026-03-02T12:00:00Z", "ana", Say),
    (1, "2026-03-02T12:00:00Z", "ana", Close),
    (2, "2026-03-02T16:30:00Z", "cust-2", Open),
    (2, "2026-03-02T16:30:00Z", "cust-2", On("team", DESK)),
    (2, "2026-03-02T16:30:00Z", "cust-2", On("priority", "high")),
    (2, "2026-03-02T16:31:00Z", "triage-app[bot]", Say),
    (2, "2026-03-02T16:45:00Z", "ana", Take("ana")),
    (2, "2026-03-02T16:45:00Z", "ana", Say),
    (2, "2026-03-02T17:15:00Z", "ana", Off("team", DESK)),
    (2, "2026-03-02T17:15:00Z", "ana", On("team", SUPPORT)),
    (2, "2026-03-02T17:15:00Z", "ana", Take("cleo")),
    (2, "2026-03-02T17:15:00Z", "ana", Leave("ana")),
    (2, "2026-03-03T10:00:00Z", "cleo", Say),
    (2, "2026-03-03T10:00:00Z", "cleo", Close),
    (2, "2026-03-03T14:00:00Z", "cust-2", Say),
    (2, "2026-03-03T14:00:00Z", "cust-2", Reopen),
    (2, "2026-03-04T09:00:00Z", "cleo", Say),
    (2, "2026-03-04T09:00:00Z", "cleo", Close),
    (3, "2026-03-03T08:00:00Z", "cust-3", Open),
    (3, "2026-03-03T08:00:00Z", "cust-3", On("team", DESK)),
    (3, "2026-03-03T08:00:00Z", "cust-3", On("priority", "urgent")),
    (3, "2026-03-03T08:02:00Z", "ana", Note),
    (3, "2026-03-03T08:20:00Z", "ana", On("team", NIGHT)),
    (3, "2026-03-03T08:20:00Z", "ana", Off("team", DESK)),
    (3, "2026-03-03T08:20:00Z", "ana", Take("ben")),
    (3, "2026-03-03T09:00:00Z", "ben", Off("team", NIGHT)),
    (3, "2026-03-03T09:00:00Z", "ben", On("team", SUPPORT)),
    (3, "2026-03-03T09:40:00Z", "cleo", Say),
    (3, "2026-03-03T10:00:00Z", "cleo", On("status", "on hold")),
    (3, "2026-03-03T13:00:00Z", "cleo", Off("status", "on hold")),
    (3, "2026-03-03T13:30:00Z", "cleo", Off("team", SUPPORT)),
    (3, "2026-03-03T13:30:00Z", "cleo", On("team", ENGINEERING)),
    (3, "2026-03-03T15:00:00Z", "dan", Say),
    (3, "2026-03-03T15:00:00Z", "dan", Close),
    (4, "2026-03-04T20:00:00Z", "cust-4", Open),
    (4, "2026-03-04T20:00:00Z", "cust-4", On("team", DESK)),
    (4, "2026-03-04T20:00:00Z", "cust-4", On("priority", "low")),
    (4, "2026-03-05T09:00:00Z", "ana", Note),
    (5, "2026-03-06T15:00:00Z", "cust-5", Open),
    (5, "2026-03-06T15:00:00Z", "cust-5", On("team", DESK)),
    (5, "2026-03-06T15:00:00Z", "cust-5", On("priority", "normal")),
    (5, "2026-03-09T09:30:00Z", "ana", Say),
    (5, "2026-03-09T10:00:00Z", "ana", Say),
    (5, "2026-03-09T10:00:00Z", "ana", Close),
    (6, "2026-03-05T10:00:00Z", "cust-6", Open),
    (6, "2026-03-05T10:00:00Z", "cust-6", On("team", DESK)),
    (6, "2026-03-05T10:00:00Z", "cust-6", On("priority", "normal")),
    (6, "2026-03-05T10:10:00Z", "ana", Note),
    (6, "2026-03-05T10:10:00Z", "ana", Close),
];

/// An issue at a point of the story.
#[derive(Default)]
pub struct Issue {
    pub number: u64,
    pub opener: &'static str,
    pub opened: &'static str,
    pub updated: &'static str,
    pub closed: Option<&'static str>,
    pub labels: Vec<(&'static str, &'static str)>,
    pub holders: Vec<&'static str>,
}

/// The issue that a step is about, after the step. What it was opened with, it has from the beginning.
pub fn issue_after(step: usize) -> Issue {
    let number = STORY[step].0;
    let mut issue = Issue { number, ..Issue::default() };
    for (at, &(of, when, who, did)) in STORY.iter().enumerate().filter(|(_, told)| told.0 == number) {
        let with_opening = matches!(did, On(..)) && when == issue.opened;
        if of != number || (at > step && !with_opening) {
            continue;
        }
        if at <= step {
            issue.updated = when;
        }
        match did {
            Open => (issue.opener, issue.opened) = (who, when),
            Close => issue.closed = Some(when),
            Reopen => issue.closed = None,
            On(kind, says) => issue.labels.push((kind, says)),
            Off(kind, says) => issue.labels.retain(|&label| label != (kind, says)),
            Take(whom) => issue.holders.push(whom),
            Leave(whom) => issue.holders.retain(|&holder| holder != whom),
            Say | Note => {}
        }
    }
    issue
}

/// All issues as they are in the end.
pub fn issues() -> Vec<Issue> {
    let last = |number| STORY.iter().rposition(|step| step.0 == number).unwrap();
    (1..=6).map(|number| issue_after(last(number))).collect()
}

/// The steps of an issue, each with its place in the story.
pub fn steps_of(number: u64) -> impl Iterator<Item = (usize, Step)> {
    STORY.into_iter().enumerate().filter(move |(_, step)| step.0 == number)
}
