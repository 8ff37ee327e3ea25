//! The table of rules.

use super::changes;
use super::rule::{Each, How, Rule, of};

const fn rule(id: &'static str, of: u16, how: How, sentence: &'static str) -> Rule {
    Rule { id, sentence, of, each: Each::Once, how }
}

/// A rule that changes more than it says, and is tried after those that do not.
const fn late(id: &'static str, of: u16, how: How, sentence: &'static str) -> Rule {
    Rule { id, sentence, of, each: Each::Late, how }
}

/// The rule of all differences that are rounding.
pub(super) const ROUNDING: &str = "rounding";
/// The rule of instants in another zone.
pub(super) const TIME_ZONE: &str = "time-zone";
/// The rule of tickets of which we know too little.
pub(super) const NO_HISTORY: &str = "no-history";

/// The rules.
pub(super) static RULES: [Rule; 28] = [
    Rule {
        id: "newer-events",
        sentence: "Something happened after the other side computed its value.",
        of: of::ANY,
        each: Each::First,
        how: How::AsOf,
    },
    Rule {
        id: "switch",
        sentence: "What profiles count otherwise: one of their switches is set there, or is not.",
        of: of::ANY,
        each: Each::Switch,
        how: How::Spec(changes::switch),
    },
    rule("merged", of::ANY, How::Spec(changes::merged), "Tickets that were merged into others count."),
    rule("spam", of::ANY, How::Spec(changes::spam), "Tickets marked as spam count."),
    rule("deleted", of::ANY, How::Spec(changes::deleted), "Deleted tickets count."),
    rule("test", of::ANY, How::Spec(changes::test), "Test tickets count."),
    rule(
        "bot-reply",
        of::RESPONSE | of::REPLIES,
        How::Events(changes::bot_reply),
        "A bot's or an automatic reply counts as a reply.",
    ),
    rule(
        "private-note",
        of::RESPONSE | of::REPLIES,
        How::Events(changes::private_note),
        "An agent's private note counts as a reply.",
    ),
    rule(
        "role-now",
        of::RESPONSE | of::REPLIES,
        How::Events(changes::role_now),
        "Authors count as what they are now, not as what they were when they wrote.",
    ),
    rule(
        "role-then",
        of::RESPONSE | of::REPLIES,
        How::Events(changes::role_then),
        "Authors count as what they were at first, not as what they have become.",
    ),
    rule(
        "after-assignment",
        of::RESPONSE | of::REPLIES,
        How::Events(changes::after_assignment),
        "Replies before the first assignment to an agent do not count.",
    ),
    // Before the rules that take time off what it counts.
    rule(
        "still-open",
        of::RESOLUTION | of::WAIT,
        How::Value(changes::still_open),
        "What has not ended counts with the time so far.",
    ),
    rule(
        "from-assignment",
        of::RESPONSE | of::RESOLUTION,
        How::Value(changes::from_assignment),
        "The time runs from the first assignment to an agent.",
    ),
    rule(
        "last-resolution",
        of::RESOLUTION,
        How::Spec(changes::last_resolution),
        "The last resolution counts, not the first.",
    ),
    rule(
        "less-solved",
        of::RESOLUTION,
        How::Value(changes::less_solved),
        "The time during which the ticket was solved, before it was reopened, does not count.",
    ),
    rule(
        "until-first-resolution",
        of::WAIT,
        How::Events(changes::until_first_resolution),
        "Nothing counts after the first resolution.",
    ),
    rule(
        "less-pending",
        of::RESPONSE | of::RESOLUTION | of::WAIT,
        How::Value(changes::less_pending),
        "The time spent waiting for the customer does not count.",
    ),
    rule(
        "less-on-hold",
        of::RESPONSE | of::RESOLUTION | of::WAIT,
        How::Value(changes::less_on_hold),
        "The time on hold does not count.",
    ),
    rule(
        "with-pending",
        of::WAIT,
        How::Value(changes::with_pending),
        "The time spent waiting for the customer counts.",
    ),
    rule("with-on-hold", of::WAIT, How::Value(changes::with_on_hold), "The time on hold counts."),
    rule(
        "calendar-time",
        of::TIME,
        How::Spec(changes::calendar_time),
        "The time counts round the clock, not in business hours.",
    ),
    rule(
        "business-hours",
        of::TIME,
        How::Spec(changes::business_hours),
        "The time counts in business hours: those of the ticket's policy, or of the desk.",
    ),
    Rule {
        id: "calendar",
        sentence: "The time counts in the open hours of this calendar.",
        of: of::TIME,
        each: Each::Calendar,
        how: How::Spec(changes::calendar),
    },
    rule(
        "reopens-by-solves",
        of::REOPENS,
        How::Value(changes::reopens_by_solves),
        "Reopenings are counted as the solves less one.",
    ),
    rule(ROUNDING, of::TIME, How::Together, "The value is rounded."),
    late(
        "after-opening",
        of::RESPONSE,
        How::Spec(changes::after_opening),
        "An agent's message that opens a ticket is no answer; the one after it is.",
    ),
    late(
        "solved-only",
        of::RESOLUTION,
        How::Spec(changes::solved_only),
        "Closing a ticket that was not solved is no resolution.",
    ),
    Rule {
        id: "profile",
        sentence: "The ticket counts as this profile defines the metric, in the same hours.",
        of: of::ANY,
        each: Each::Profile,
        how: How::Spec(changes::profile),
    },
];

/// Rules that go by all differences, or by what came; they have no row of switches.
pub(super) static LAST: [Rule; 2] = [
    rule(
        TIME_ZONE,
        of::TIME,
        How::Together,
        "One end of the time is written in another time zone: many tickets differ by the same hours.",
    ),
    rule(
        NO_HISTORY,
        of::ANY,
        How::Together,
        "The ticket's history has not come, so ours goes by what the ticket states.",
    ),
];

/// The rules, beside the switches of profiles. Of those that explain as many tickets the first one is named, and switches go
/// before others.
pub fn rules() -> impl Iterator<Item = &'static Rule> {
    RULES.iter().chain(&LAST).filter(|rule| rule.each != Each::Switch)
}
