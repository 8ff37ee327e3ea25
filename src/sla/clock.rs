//! The clocks a policy can set a target for.

/// What is measured. Each is an automaton of its own over the ticket's events.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Clock {
    /// From creation to the first answer.
    FirstResponse,
    /// From the oldest unanswered customer message to the next answer.
    NextResponse,
    /// From one public agent message to the next, whatever the customer does.
    PeriodicUpdate,
    /// The same, standing still while the ticket is paused.
    PausableUpdate,
    /// From one public agent message to the next, only while the customer is not waiting.
    KeepInLoop,
    /// The time the requester waits: new, open and on hold.
    RequesterWait,
    /// The time agents work: new and open.
    AgentWork,
    /// The time on hold.
    OnHold,
    /// From creation to the first solve.
    FirstResolution,
    /// From creation to the last solve.
    Resolution,
}

/// How many clocks there are.
pub const CLOCKS: usize = 10;

/// A value a clock.
pub type ByClock<T> = [T; CLOCKS];

impl Clock {
    /// All of them, in the order of [`ByClock`].
    pub const ALL: [Self; CLOCKS] = [
        Self::FirstResponse,
        Self::NextResponse,
        Self::PeriodicUpdate,
        Self::PausableUpdate,
        Self::KeepInLoop,
        Self::RequesterWait,
        Self::AgentWork,
        Self::OnHold,
        Self::FirstResolution,
        Self::Resolution,
    ];

    /// Its name in settings and answers.
    pub fn name(self) -> &'static str {
        const NAMES: ByClock<&str> = [
            "first_response",
            "next_response",
            "periodic_update",
            "pausable_update",
            "keep_in_loop",
            "requester_wait",
            "agent_work",
            "on_hold",
            "first_resolution",
            "resolution",
        ];
        NAMES[self as usize]
    }

    /// The clock of a name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|clock| clock.name() == name)
    }

    /// Whether it runs from creation to a solve.
    pub fn spans_the_ticket(self) -> bool {
        self >= Self::RequesterWait
    }

    /// Whether it begins with the ticket and has one end.
    pub fn is_once(self) -> bool {
        matches!(self, Self::FirstResponse | Self::FirstResolution | Self::Resolution)
    }

    /// Whether it runs from one agent message to the next.
    pub fn asks_for_updates(self) -> bool {
        matches!(self, Self::PeriodicUpdate | Self::PausableUpdate | Self::KeepInLoop)
    }
}

/// Some of the clocks, in the order of [`Clock::ALL`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Clocks(u16);

impl Clocks {
    /// Those for which something holds.
    pub fn those(holds: impl Fn(Clock) -> bool) -> Self {
        let add = |some: Self, clock| if holds(clock) { some.with(clock) } else { some };
        Clock::ALL.into_iter().fold(Self::default(), add)
    }

    /// These and another.
    #[must_use]
    pub fn with(self, clock: Clock) -> Self {
        Self(self.0 | 1 << clock as u16)
    }

    /// Whether a clock is among them.
    pub fn contains(self, clock: Clock) -> bool {
        self.0 >> clock as u16 & 1 == 1
    }
}

impl Iterator for Clocks {
    type Item = Clock;

    fn next(&mut self) -> Option<Clock> {
        let clock = Clock::ALL.get(self.0.trailing_zeros() as usize)?;
        self.0 &= self.0 - 1;
        Some(*clock)
    }
}
