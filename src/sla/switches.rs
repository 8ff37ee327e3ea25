//! The switches of clocks as settings write them, each in place of what a tool's profile says.

use super::clock::{ByClock, Clock};
use super::knobs::{Answers, Change, Knobs, Merge, OnChange, Pause, Recurrence, Reopen, Start};
use crate::settings::{Length, Reader, Value};

const PAUSES: [(&str, Pause); 4] =
    [("stop", Pause::Stop), ("extend", Pause::Extend), ("hide", Pause::Hide), ("run", Pause::Run)];
const REOPENS: [(&str, Reopen); 3] =
    [("ignore", Reopen::Ignore), ("resume", Reopen::Resume), ("restart", Reopen::Restart)];
const CHANGES: [(&str, Change); 4] = [
    ("recompute", Change::Recompute),
    ("forward", Change::Forward),
    ("reset", Change::Reset),
    ("freeze", Change::Freeze),
];
const ON_CHANGES: [(&str, OnChange); 3] =
    [("apply", OnChange::Apply), ("reset", OnChange::Reset), ("freeze", OnChange::Freeze)];
const RECURRENCES: [(&str, Recurrence); 3] = [
    ("once", Recurrence::Once),
    ("independent", Recurrence::Independent),
    ("sequential", Recurrence::Sequential),
];
const STARTS: [(&str, Start); 3] = [
    ("creation", Start::Creation),
    ("customer_message", Start::CustomerMessage),
    ("assignment", Start::Assignment),
];
const MERGES: [(&str, Merge); 2] = [("cancel", Merge::Cancel), ("continue", Merge::Continue)];

/// The names of all switches.
pub(super) const SWITCHES: [&str; 19] = [
    "start",
    "answers",
    "openingIsNoResponse",
    "creationWaits",
    "nextAfterFirst",
    "updatesFromCreation",
    "pause",
    "reopen",
    "change",
    "onPolicyChange",
    "onPriorityChange",
    "onCalendarChange",
    "recurrence",
    "merge",
    "actAtDueIsLate",
    "breachAfterDue",
    "pausedDue",
    "missEachMessage",
    "unseenSolveInTime",
];

impl Knobs {
    /// These switches, but for those that settings name.
    #[must_use]
    pub fn changed(mut self, from: &Reader<'_>) -> Self {
        choose(&mut self.start, &from.at("start"), &STARTS);
        self.answers.change(&from.at("answers"));
        let flags: [(&str, &mut bool); 8] = [
            ("openingIsNoResponse", &mut self.opening_is_no_response),
            ("creationWaits", &mut self.creation_waits),
            ("nextAfterFirst", &mut self.next_after_first),
            ("updatesFromCreation", &mut self.updates_from_creation),
            ("actAtDueIsLate", &mut self.act_at_due_is_late),
            ("breachAfterDue", &mut self.breach_after_due),
            ("missEachMessage", &mut self.miss_each_message),
            ("unseenSolveInTime", &mut self.unseen_solve_in_time),
        ];
        flags.into_iter().for_each(|(name, flag)| switch(flag, &from.at(name)));
        choose_by_clock(&mut self.pause, &from.at("pause"), &PAUSES);
        choose_by_clock(&mut self.reopen, &from.at("reopen"), &REOPENS);
        choose_by_clock(&mut self.change, &from.at("change"), &CHANGES);
        choose_by_clock(&mut self.recurrence, &from.at("recurrence"), &RECURRENCES);
        choose(&mut self.on_policy_change, &from.at("onPolicyChange"), &ON_CHANGES);
        choose(&mut self.on_priority_change, &from.at("onPriorityChange"), &ON_CHANGES);
        choose(&mut self.on_calendar_change, &from.at("onCalendarChange"), &ON_CHANGES);
        choose(&mut self.merge, &from.at("merge"), &MERGES);
        match from.at("pausedDue").value() {
            Value::Nothing => {}
            Value::Bool(false) => self.paused_due = None,
            _ => {
                let Length(guard) = from.get("pausedDue");
                self.paused_due = Some(guard);
            }
        }
        self
    }
}

impl Answers {
    fn change(&mut self, from: &Reader<'_>) {
        if *from.value() == Value::Nothing {
            return;
        }
        from.only(&["note", "paused", "solved", "status"]);
        switch(&mut self.note, &from.at("note"));
        switch(&mut self.paused, &from.at("paused"));
        switch(&mut self.solved, &from.at("solved"));
        switch(&mut self.status, &from.at("status"));
    }
}

fn switch(flag: &mut bool, from: &Reader<'_>) {
    if let Some(on) = from.read() {
        *flag = on;
    }
}

/// Sets a switch to the position that a word names, where there is one.
fn choose<T: Copy>(switch: &mut T, from: &Reader<'_>, known: &[(&str, T)]) {
    let named = |word: &str| known.iter().find(|(name, _)| *name == word);
    match from.value() {
        Value::Nothing => {}
        Value::Text(word) if named(word).is_some() => {
            *switch = named(word).map_or(*switch, |&(_, position)| position);
        }
        _ => {
            let names: Vec<&str> = known.iter().map(|(name, _)| *name).collect();
            from.refuse(&names.join(", "));
        }
    }
}

/// One word for all clocks, or one a clock, `"*"` for those not named.
fn choose_by_clock<T: Copy>(switches: &mut ByClock<T>, from: &Reader<'_>, known: &[(&str, T)]) {
    if !matches!(from.value(), Value::Object(_)) {
        return switches.iter_mut().for_each(|switch| choose(switch, from, known));
    }
    let mut names = vec!["*"];
    names.extend(Clock::ALL.iter().map(|clock| clock.name()));
    from.only(&names);
    switches.iter_mut().for_each(|switch| choose(switch, &from.at("*"), known));
    for clock in Clock::ALL {
        choose(&mut switches[clock as usize], &from.at(clock.name()), known);
    }
}
