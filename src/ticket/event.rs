//! What happened to a ticket, and who did it.

/// What happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[repr(u8)]
pub enum Kind {
    /// The ticket was opened.
    Created,
    /// A public message.
    Reply,
    /// An internal message.
    Note,
    /// The source itself says the ticket was escalated. It comes before assignments, so that of the two events that an
    /// escalation to a group stands for, the hand-over to the group is the later.
    Escalated,
    /// An agent was assigned, or the agent taken away.
    AssignedAgent,
    /// A group was assigned, or the group taken away.
    AssignedGroup,
    /// The status was set.
    Status,
    /// The priority was set.
    Priority,
    /// Merged into another ticket.
    Merged,
    /// Marked as spam.
    Spam,
    /// Deleted.
    Deleted,
    /// Brought back after deletion or the spam mark.
    Restored,
    /// The customer answered a survey.
    Survey,
    /// Somebody logged working time.
    Work,
    /// A tag was added.
    Tagged,
    /// A custom field was set.
    Field,
    /// A service-level policy was applied.
    Policy,
    /// Somebody took note of an escalation that was due.
    Acknowledged,
    /// Somebody put an escalation off.
    Snoozed,
}

impl Kind {
    /// All kinds, in code order.
    pub const ALL: [Self; 19] = [
        Self::Created,
        Self::Reply,
        Self::Note,
        Self::Escalated,
        Self::AssignedAgent,
        Self::AssignedGroup,
        Self::Status,
        Self::Priority,
        Self::Merged,
        Self::Spam,
        Self::Deleted,
        Self::Restored,
        Self::Survey,
        Self::Work,
        Self::Tagged,
        Self::Field,
        Self::Policy,
        Self::Acknowledged,
        Self::Snoozed,
    ];

    /// The word used in the native format. Both assignment kinds are `assigned` there.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Created => "created",
            Self::Reply => "reply",
            Self::Note => "note",
            Self::AssignedAgent | Self::AssignedGroup => "assigned",
            Self::Status => "status",
            Self::Priority => "priority",
            Self::Escalated => "escalated",
            Self::Merged => "merged",
            Self::Spam => "spam",
            Self::Deleted => "deleted",
            Self::Restored => "restored",
            Self::Survey => "survey",
            Self::Work => "work",
            Self::Tagged => "tagged",
            Self::Field => "field",
            Self::Policy => "policy",
            Self::Acknowledged => "acknowledged",
            Self::Snoozed => "snoozed",
        }
    }

    /// The kind called `name`; `assigned` gives [`Kind::AssignedAgent`], and the reader adds the group's event.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }

    /// The kind with this code.
    pub fn from_code(code: u8) -> Option<Self> {
        Self::ALL.get(usize::from(code)).copied()
    }
}

/// Who did it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[repr(u8)]
pub enum Role {
    /// The source does not say. Treated as an agent for replies on sources without roles.
    Unknown,
    /// A person who works at the desk.
    Agent,
    /// The customer.
    Customer,
    /// A bot, a trigger, an automatic reply.
    Bot,
}

impl Role {
    /// All roles, in code order.
    pub const ALL: [Self; 4] = [Self::Unknown, Self::Agent, Self::Customer, Self::Bot];

    /// The role called `name`.
    pub fn from_name(name: &str) -> Option<Self> {
        match name {
            "agent" => Some(Self::Agent),
            "customer" => Some(Self::Customer),
            "bot" | "system" => Some(Self::Bot),
            "unknown" => Some(Self::Unknown),
            _ => None,
        }
    }
}

/// The four meanings of "escalated", which never mix.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[repr(u8)]
pub enum Sense {
    /// Handed to a higher support level: the sense that Average Time to Escalation measures.
    Tier,
    /// A service-level deadline passed.
    Deadline,
    /// The priority was raised.
    Priority,
    /// A rule set a flag.
    Flag,
}

impl Sense {
    /// All senses, in code order.
    pub const ALL: [Self; 4] = [Self::Tier, Self::Deadline, Self::Priority, Self::Flag];

    /// The sense called `name`.
    pub fn from_name(name: &str) -> Option<Self> {
        match name {
            "tier" => Some(Self::Tier),
            "deadline" => Some(Self::Deadline),
            "priority" => Some(Self::Priority),
            "flag" => Some(Self::Flag),
            _ => None,
        }
    }
}

/// Where an escalation led. What level a group or agent is on may be declared anew at any time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Reached {
    /// Not stated.
    Unknown,
    /// To a level.
    Level(u8),
    /// To a group, by its code.
    Group(u32),
    /// To an agent, by the code of the person.
    Agent(u32),
}

/// What an `escalated` event says beside its time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Escalation {
    /// Which of the four meanings.
    pub sense: Sense,
    /// Level it left; 0 is not stated.
    pub from: u8,
    /// Where it led.
    pub to: Reached,
    /// Code of the reason in the store's word list, or the list's "none".
    pub reason: u32,
}

/// Which survey was answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[repr(u8)]
pub enum SurveyKind {
    /// Customer satisfaction.
    Csat,
    /// Net promoter score, 0 to 10.
    Nps,
    /// Customer effort score.
    Ces,
}

impl SurveyKind {
    /// All kinds, in code order.
    pub const ALL: [Self; 3] = [Self::Csat, Self::Nps, Self::Ces];

    /// The survey called `name`.
    pub fn from_name(name: &str) -> Option<Self> {
        match name {
            "csat" => Some(Self::Csat),
            "nps" => Some(Self::Nps),
            "ces" => Some(Self::Ces),
            _ => None,
        }
    }

    /// The largest score where the source does not say: CSAT 5, NPS 10, CES 7.
    pub const fn usual_scale(self) -> f64 {
        match self {
            Self::Csat => 5.0,
            Self::Nps => 10.0,
            Self::Ces => 7.0,
        }
    }
}

/// A survey answer.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Survey {
    /// Which survey.
    pub kind: SurveyKind,
    /// The score given.
    pub score: f64,
    /// The largest score possible.
    pub scale: f64,
}
