//! Random desks: every kind of event, ties, reopenings, missing words, in the native JSON.
//!
//! Equal seeds give equal desks, so a failure that prints its seed can be repeated.

/// A small generator of numbers, the same everywhere.
pub struct Random(u64);

impl Random {
    pub fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ 0x5851_f42d_4c95_7f2d)
    }

    pub fn below(&mut self, limit: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % limit
    }

    pub fn once_in(&mut self, turns: u64) -> bool {
        self.below(turns) == 0
    }

    pub fn pick<T: Copy>(&mut self, of: &[T]) -> T {
        of[self.below(of.len() as u64) as usize]
    }

    pub fn shuffle<T>(&mut self, items: &mut [T]) {
        for at in (1..items.len()).rev() {
            items.swap(at, self.below(at as u64 + 1) as usize);
        }
    }
}

/// What happened. Words are "" where the event takes one away or says nothing.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum What {
    Created,
    Reply,
    Note,
    Work,
    Agent(&'static str),
    Group(&'static str),
    Status(&'static str),
    Priority(&'static str),
    Escalated { sense: &'static str, from: u8, to: u8 },
    Merged,
    Spam,
    Deleted,
    Restored,
    Survey { survey: &'static str, score: f64, scale: u32 },
    Tagged,
    Field,
    Policy,
}

#[derive(Debug, Clone, Copy)]
pub struct Event {
    pub at: i64,
    /// Rank among the events of one instant; also its id, together with the ticket's.
    pub seq: usize,
    pub role: &'static str,
    pub actor: &'static str,
    pub what: What,
}

#[derive(Debug, Clone)]
pub struct Ticket {
    pub id: usize,
    pub created: i64,
    pub channel: Option<&'static str>,
    /// A custom word.
    pub region: Option<&'static str>,
    /// A custom number.
    pub effort: Option<f64>,
    /// A score the ticket itself states.
    pub csat: Option<f64>,
    pub test: bool,
    /// A status the ticket states; only where no event tells one.
    pub status: Option<&'static str>,
    /// In their order.
    pub events: Vec<Event>,
}

/// How events are told apart and ordered.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Marks {
    /// By their place in the file.
    Place,
    /// By a number.
    Number,
    /// By a number and an id.
    Id,
}

/// The first instant of random desks: Monday, 2024-01-01.
pub const START: i64 = 1_704_067_200_000;

pub fn is_done(status: &str) -> bool {
    matches!(status, "solved" | "closed")
}

/// A desk of up to `most` tickets. Its source states escalations, or shows them by groups alone.
pub fn tickets(random: &mut Random, most: u64, states_escalations: bool) -> Vec<Ticket> {
    let count = 1 + random.below(most) as usize;
    let mut tickets: Vec<Ticket> = (0..count).map(|id| ticket(random, id, states_escalations)).collect();
    // So that every desk has the custom dimensions.
    (tickets[0].region, tickets[0].effort) = (Some("north"), Some(1.0));
    tickets
}

fn ticket(random: &mut Random, id: usize, states_escalations: bool) -> Ticket {
    let created = START + random.below(40 * 86_400) as i64 * 1_000;
    // Now and then the source's clock was wrong and events lie before the opening.
    let mut at = if random.once_in(25) { created - 7_200_000 } else { created };
    let mut events = Vec::new();
    let count = random.below(18) as usize;
    for seq in 0..count {
        // Half of the events share the instant of the one before.
        at += random.below(2) as i64 * random.below(50 * 3_600) as i64 * 1_000;
        let opening = seq == 0 && random.once_in(2);
        let what = if opening { What::Created } else { happening(random, states_escalations) };
        let role = random.pick(&["agent", "agent", "customer", "customer", "bot", ""]);
        let actor = match role {
            "agent" => random.pick(&["ann", "bob", "cem", ""]),
            "bot" => "robot",
            _ => random.pick(&["cara", ""]),
        };
        events.push(Event { at, seq, role, actor, what });
    }
    let tells_status = events.iter().any(|event| matches!(event.what, What::Status(_)));
    let stated = (!tells_status && random.once_in(3)).then(|| random.pick(&["open", "solved", "closed"]));
    Ticket {
        id,
        created,
        channel: random.pick(&[Some("email"), Some("chat"), Some("phone"), None]),
        region: random.pick(&[Some("north"), Some("south"), None]),
        effort: (!random.once_in(3)).then(|| random.below(1_000) as f64 / 8.0),
        csat: random.once_in(6).then(|| random.pick(&[1.0, 3.5, 4.3, 5.0])),
        test: random.once_in(30),
        status: stated,
        events,
    }
}

fn happening(random: &mut Random, states_escalations: bool) -> What {
    match random.below(48) {
        0..=12 => What::Reply,
        13..=14 => What::Note,
        15 => What::Work,
        16..=19 => What::Agent(random.pick(&["ann", "bob", "cem", ""])),
        20..=24 => What::Group(random.pick(&["first", "second", "third", "nowhere", ""])),
        25..=35 => {
            What::Status(random.pick(&["new", "open", "open", "pending", "on_hold", "solved", "closed"]))
        }
        36..=38 => What::Priority(random.pick(&["low", "normal", "high", "urgent", "odd"])),
        39..=40 if states_escalations => {
            What::Escalated { sense: "tier", from: random.below(3) as u8, to: random.below(4) as u8 }
        }
        39..=40 => What::Escalated { sense: random.pick(&["deadline", "priority", "flag"]), from: 0, to: 2 },
        41 => random.pick(&[What::Merged, What::Spam, What::Deleted, What::Restored, What::Note]),
        42..=43 => survey(random),
        44 => What::Tagged,
        45 => What::Field,
        46 => What::Policy,
        _ => What::Restored,
    }
}

fn survey(random: &mut Random) -> What {
    if random.once_in(2) {
        return What::Survey { survey: "nps", score: random.below(11) as f64, scale: 10 };
    }
    let scale = random.pick(&[5, 5, 5, 3]);
    let score = if scale == 5 && random.once_in(4) { 4.3 } else { random.below(scale + 1) as f64 };
    What::Survey { survey: "csat", score, scale: scale as u32 }
}

impl Event {
    /// The event in the native format; `of` names its ticket where it comes alone.
    pub fn json(&self, ticket: usize, marks: Marks, of: Option<usize>) -> String {
        let mut text = format!("{{\"at\":{}", self.at);
        let mut word = |name: &str, word: &str| {
            if !word.is_empty() {
                text.push_str(&format!(",\"{name}\":\"{word}\""));
            }
        };
        word("role", self.role);
        word("actor", self.actor);
        let rest = match self.what {
            What::Created => r#","kind":"created""#.to_string(),
            What::Reply => r#","kind":"reply""#.to_string(),
            What::Note => r#","kind":"note""#.to_string(),
            What::Work => r#","kind":"work","seconds":60"#.to_string(),
            What::Agent("") => r#","kind":"assigned","agent":null"#.to_string(),
            What::Agent(agent) => format!(r#","kind":"assigned","agent":"{agent}""#),
            What::Group("") => r#","kind":"assigned","group":null"#.to_string(),
            What::Group(group) => format!(r#","kind":"assigned","group":"{group}""#),
            What::Status(to) => format!(r#","kind":"status","to":"{to}""#),
            What::Priority(to) => format!(r#","kind":"priority","to":"{to}""#),
            What::Escalated { sense, from, to } => {
                let level = |name: &str, level: u8| match level {
                    0 => String::new(),
                    _ => format!(",\"{name}\":{level}"),
                };
                format!(r#","kind":"escalated","sense":"{sense}"{}{}"#, level("from", from), level("to", to))
            }
            What::Merged => r#","kind":"merged","into":"0""#.to_string(),
            What::Spam => r#","kind":"spam""#.to_string(),
            What::Deleted => r#","kind":"deleted""#.to_string(),
            What::Restored => r#","kind":"restored""#.to_string(),
            What::Survey { survey, score, scale } => {
                format!(r#","kind":"survey","survey":"{survey}","score":{score},"scale":{scale}"#)
            }
            What::Tagged => r#","kind":"tagged","tag":"vip""#.to_string(),
            What::Field => r#","kind":"field","name":"impact","value":"wide""#.to_string(),
            What::Policy => r#","kind":"policy","name":"gold""#.to_string(),
        };
        text.push_str(&rest);
        if marks != Marks::Place {
            text.push_str(&format!(",\"seq\":{}", self.seq));
        }
        if marks == Marks::Id {
            text.push_str(&format!(",\"id\":\"{ticket}-{}\"", self.seq));
        }
        if let Some(of) = of {
            text.push_str(&format!(",\"ticket\":{of}"));
        }
        text.push('}');
        text
    }
}

impl Ticket {
    /// The ticket with these of its events, in the native format.
    pub fn json(&self, events: &[Event], marks: Marks) -> String {
        let mut text = format!("{{\"id\":{},\"created_at\":{}", self.id, self.created);
        for (name, word) in [("channel", self.channel), ("status", self.status)] {
            if let Some(word) = word {
                text.push_str(&format!(",\"{name}\":\"{word}\""));
            }
        }
        if let Some(score) = self.csat {
            text.push_str(&format!(",\"csat\":{score}"));
        }
        if self.test {
            text.push_str(",\"test\":true");
        }
        let region = self.region.map_or("null".to_string(), |word| format!("\"{word}\""));
        let effort = self.effort.map_or("null".to_string(), |number| number.to_string());
        let events: Vec<String> = events.iter().map(|event| event.json(self.id, marks, None)).collect();
        text.push_str(&format!(
            ",\"fields\":{{\"region\":{region},\"effort\":{effort}}},\"events\":[{}]}}",
            events.join(",")
        ));
        text
    }
}

/// All tickets, one a line.
pub fn lines(tickets: &[Ticket], marks: Marks) -> String {
    let lines: Vec<String> = tickets.iter().map(|ticket| ticket.json(&ticket.events, marks)).collect();
    lines.join("\n")
}
