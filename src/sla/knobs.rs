//! What tools differ in, as switches, and the tools' names for sets of them.

use super::clock::{ByClock, CLOCKS, Clock};
use crate::time::SECOND;

/// What a clock does in a paused status.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pause {
    /// It stands still; what is left counts on afterwards. A target already used up stays due when it was.
    Stop,
    /// It stands still, and all paused time, also after the due instant, moves that.
    Extend,
    /// It runs on, and nothing is due meanwhile.
    Hide,
    /// It runs on.
    Run,
}

/// What a solved ticket that opens again does to a clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reopen {
    /// Nothing: the first solve counts.
    Ignore,
    /// It goes on; the solved time is paused time.
    Resume,
    /// It starts a new cycle.
    Restart,
}

/// What a change of policy, target or calendar does to a clock under way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Change {
    /// Everything since the start is measured anew under the new target and its hours.
    Recompute,
    /// What is used stays as it was measured; the new target and hours apply from the change.
    Forward,
    /// The clock starts anew at the change.
    Reset,
    /// The first target stays.
    Freeze,
}

/// What a change of one kind does, where it is not what [`Change`] says of all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OnChange {
    /// The new target applies, as the clock's [`Change`] says.
    Apply,
    /// The clock starts anew.
    Reset,
    /// The target stays.
    Freeze,
}

/// What becomes of the clocks of a ticket that is merged into another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Merge {
    /// They end without being fulfilled; those of the other ticket are its own.
    Cancel,
    /// They go on.
    Continue,
}

/// What a clock does that has run before and is asked to start again, as each customer message asks it to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Recurrence {
    /// Nothing: it runs once a ticket.
    Once,
    /// It starts anew, whatever came before.
    Independent,
    /// It starts anew, though no earlier than the cycle before was due.
    Sequential,
}

/// From when a clock that begins with the ticket counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Start {
    /// The ticket's creation.
    Creation,
    /// The first customer message.
    CustomerMessage,
    /// The moment at which it got its target.
    Assignment,
}

/// What else than a public agent message is a first response.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Answers {
    /// An agent's note.
    pub note: bool,
    /// A paused status.
    pub paused: bool,
    /// A solve, which also ends the wait for a next response.
    pub solved: bool,
    /// Any change of status.
    pub status: bool,
}

/// The switches of the clocks. The default is the plain reading; [`Knobs::named`] knows the sets of other tools.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Knobs {
    /// From when clocks that begin with the ticket count.
    pub start: Start,
    /// What else is a first response.
    pub answers: Answers,
    /// An agent who opens the ticket has not yet responded by that.
    pub opening_is_no_response: bool,
    /// A ticket that a customer opens is a message that waits for an answer.
    pub creation_waits: bool,
    /// Customer messages wait for a next response only once there was a first.
    pub next_after_first: bool,
    /// Updates are first asked for from creation, not from the first agent message.
    pub updates_from_creation: bool,
    /// What each clock does in a paused status.
    pub pause: ByClock<Pause>,
    /// What each clock does when a solved ticket opens again.
    pub reopen: ByClock<Reopen>,
    /// What a change of policy, target or calendar does to each clock.
    pub change: ByClock<Change>,
    /// What another policy does.
    pub on_policy_change: OnChange,
    /// What another target of the same policy does, which comes with another priority.
    pub on_priority_change: OnChange,
    /// What other hours for the same target do.
    pub on_calendar_change: OnChange,
    /// What becomes of the clocks of a merged ticket.
    pub merge: Merge,
    /// What each clock does when it is to start again.
    pub recurrence: ByClock<Recurrence>,
    /// The shortest target there may be, in milliseconds.
    pub least_target: i64,
    /// An act at the due instant is late; else it is in time.
    pub act_at_due_is_late: bool,
    /// A running clock is breached once the due instant has passed; else at it.
    pub breach_after_due: bool,
    /// While paused, what is due if the clock resumed now, this much later; nothing where there is none.
    pub paused_due: Option<i64>,
    /// A next response missed counts once for each customer message unanswered by then.
    pub miss_each_message: bool,
    /// A solve after the due instant that nobody was watching counts as in time.
    pub unseen_solve_in_time: bool,
}

/// Every clock the same but those listed.
fn all_but<T: Copy>(usual: T, others: &[(Clock, T)]) -> ByClock<T> {
    let mut all = [usual; CLOCKS];
    for &(clock, other) in others {
        all[clock as usize] = other;
    }
    all
}

impl Default for Knobs {
    fn default() -> Self {
        let no_pause = [(Clock::PeriodicUpdate, Pause::Run)];
        Self {
            start: Start::Creation,
            answers: Answers::default(),
            opening_is_no_response: true,
            creation_waits: false,
            next_after_first: true,
            updates_from_creation: false,
            pause: all_but(Pause::Stop, &no_pause),
            reopen: all_but(Reopen::Resume, &[(Clock::FirstResolution, Reopen::Ignore)]),
            change: all_but(Change::Recompute, &[]),
            on_policy_change: OnChange::Apply,
            on_priority_change: OnChange::Apply,
            on_calendar_change: OnChange::Apply,
            merge: Merge::Cancel,
            recurrence: all_but(Recurrence::Independent, &[]),
            least_target: 0,
            act_at_due_is_late: false,
            breach_after_due: false,
            paused_due: None,
            miss_each_message: false,
            unseen_solve_in_time: false,
        }
    }
}

impl Knobs {
    /// The switches under which a tool runs its clocks; `None` for a tool we do not know.
    pub fn named(tool: &str) -> Option<Self> {
        let plain = Self::default();
        let runs = all_but(Pause::Run, &[]);
        let resolution =
            |pause| all_but(Pause::Run, &[(Clock::FirstResolution, pause), (Clock::Resolution, pause)]);
        Some(match tool {
            "deskgauge" => plain,
            "jira" => Self {
                reopen: all_but(Reopen::Restart, &[(Clock::FirstResolution, Reopen::Ignore)]),
                ..plain
            },
            "zendesk" => Self {
                answers: Answers { solved: true, ..Answers::default() },
                least_target: 15 * SECOND,
                pause: all_but(
                    Pause::Run,
                    &[
                        (Clock::PausableUpdate, Pause::Stop),
                        (Clock::RequesterWait, Pause::Stop),
                        (Clock::AgentWork, Pause::Stop),
                        (Clock::OnHold, Pause::Stop),
                    ],
                ),
                // Sums over statuses keep the hours that counted then; all else has one schedule for the whole span.
                change: all_but(
                    Change::Recompute,
                    &[
                        (Clock::RequesterWait, Change::Forward),
                        (Clock::AgentWork, Change::Forward),
                        (Clock::OnHold, Change::Forward),
                    ],
                ),
                ..plain
            },
            "freshdesk" => Self { next_after_first: false, creation_waits: false, ..plain },
            "servicenow" => Self {
                answers: Answers { solved: true, status: true, ..Answers::default() },
                reopen: all_but(
                    Reopen::Restart,
                    &[(Clock::FirstResponse, Reopen::Ignore), (Clock::FirstResolution, Reopen::Ignore)],
                ),
                ..plain
            },
            "intercom" => Self { start: Start::CustomerMessage, ..plain },
            "salesforce" => Self {
                change: all_but(Change::Freeze, &[]),
                recurrence: all_but(
                    Recurrence::Independent,
                    &[(Clock::NextResponse, Recurrence::Sequential)],
                ),
                ..plain
            },
            "zammad" => Self { next_after_first: false, ..plain },
            "chatwoot" => Self { pause: runs, miss_each_message: true, unseen_solve_in_time: true, ..plain },
            "frappe" | "helpdesk" => Self {
                answers: Answers { paused: true, solved: true, ..Answers::default() },
                pause: resolution(Pause::Extend),
                breach_after_due: true,
                ..plain
            },
            "rt" => Self {
                opening_is_no_response: false,
                creation_waits: true,
                next_after_first: false,
                pause: all_but(Pause::Hide, &[]),
                ..plain
            },
            "otobo" => Self {
                reopen: all_but(Reopen::Ignore, &[]),
                paused_due: Some(240 * SECOND),
                next_after_first: false,
                ..plain
            },
            "glpi" => Self { pause: resolution(Pause::Extend), ..plain },
            _ => return None,
        })
    }
}
