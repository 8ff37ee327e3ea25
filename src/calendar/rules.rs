//! What calendars differ in from tool to tool, as switches with the tools' names for sets of them.

/// The switches of a calendar. The default is the plain reading; [`Rules::named`] knows the sets of other tools.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rules {
    /// The hours of a single date open it although it is a holiday.
    pub dated_hours_beat_holidays: bool,
    /// What a wall-clock time that the clock skips stands for.
    pub gap: Gap,
    /// Hours that end before they start run into the next day; else they are refused.
    pub overnight: bool,
    /// 23:59 as an end means midnight.
    pub last_minute_is_midnight: bool,
    /// What a calendar without any open second is.
    pub no_hours: NoHours,
    /// A deadline on a closing instant is told as the next opening.
    pub deadline_at_next_opening: bool,
    /// A deadline backwards on an opening instant is told as the closing before it.
    pub deadline_back_at_closing: bool,
    /// The closing instant counts as open.
    pub closing_is_open: bool,
    /// On closing, the next open instant is that one and not the next opening.
    pub stays_at_closing: bool,
    /// On opening, the last open instant is that one and not the closing before.
    pub stays_at_opening: bool,
    /// The latest transition is one before the instant asked about, not at it.
    pub last_transition_is_before: bool,
    /// Between two dates, the first one counts as a working day and the last one does not; backwards there are none.
    pub counts_first_day: bool,
    /// From later to earlier is nothing, not less than nothing.
    pub never_negative: bool,
    /// How working days are added.
    pub day_rule: DayRule,
    /// Elapsed time is what the wall clock shows, also where clocks change.
    pub wall_clock_seconds: bool,
}

/// How a tool adds working days. All keep the time of day and count dates that have any open time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum DayRule {
    /// The date counts, whatever the hours.
    #[default]
    KeepTime,
    /// The result moves to the last closing of its date.
    EndOfDay,
    /// The result moves to the nearest open instant in the direction of counting.
    NearestOpen,
    /// A start on a closed date first moves to a working day.
    FromWorkingDay,
    /// A start outside opening hours first moves to the opening of the next working day, or of the one before when
    /// counting back; so does a result.
    FromOpening,
}

/// What a wall-clock time that the clock skips stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Gap {
    /// The transition.
    Transition,
    /// The time an hour later.
    HourLater,
}

/// What a calendar without any open second is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoHours {
    /// An error.
    Refuse,
    /// Round the clock.
    WallClock,
    /// Closed for ever, and every deadline is its start.
    Start,
}

impl Default for Rules {
    fn default() -> Self {
        Self {
            dated_hours_beat_holidays: true,
            gap: Gap::Transition,
            overnight: true,
            last_minute_is_midnight: false,
            no_hours: NoHours::Refuse,
            deadline_at_next_opening: false,
            deadline_back_at_closing: false,
            closing_is_open: false,
            stays_at_closing: false,
            stays_at_opening: false,
            last_transition_is_before: false,
            counts_first_day: false,
            never_negative: false,
            day_rule: DayRule::KeepTime,
            wall_clock_seconds: false,
        }
    }
}

impl Rules {
    /// The switches under which a tool reads its calendars, words joined by `-` or `_`; `None` for a tool not known.
    pub fn named(tool: &str) -> Option<Self> {
        let plain = Self::default();
        let zero = Self { never_negative: true, ..plain };
        let biz = Self {
            dated_hours_beat_holidays: false,
            gap: Gap::HourLater,
            overnight: false,
            deadline_at_next_opening: true,
            day_rule: DayRule::NearestOpen,
            ..zero
        };
        // Both count the ends of an interval as open; the one moves on from a closing, the other stays.
        let closed = Self { closing_is_open: true, stays_at_opening: true, ..plain };
        Some(match tool.replace('_', "-").as_str() {
            "deskgauge" | "zendesk" | "freshdesk" | "jira" | "salesforce" | "servicenow" | "intercom" => {
                plain
            }
            "rt" => Self { deadline_at_next_opening: true, ..plain },
            "frappe" | "helpdesk" => zero,
            "biz" | "biz-ruby" => biz,
            "zammad" => Self { last_minute_is_midnight: true, ..biz },
            "chatwoot" => Self { no_hours: NoHours::WallClock, ..zero },
            "otobo" | "znuny" => Self { no_hours: NoHours::Start, ..zero },
            "glpi" => Self { deadline_at_next_opening: true, ..zero },
            "working-hours" => Self { wall_clock_seconds: true, day_rule: DayRule::FromWorkingDay, ..plain },
            "business-time" => Self { counts_first_day: true, day_rule: DayRule::FromOpening, ..closed },
            "moment" | "moment-business-time" => {
                Self { stays_at_closing: true, last_transition_is_before: true, ..closed }
            }
            _ => return None,
        })
    }
}
