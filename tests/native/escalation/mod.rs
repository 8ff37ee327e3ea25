//! What stands out, and what is slow when.

mod checks;
mod findings;
mod hostile;
mod levels;
mod minutes;
mod procedures;
mod replay;
mod slow;
mod stages;
mod times;

use crate::random::Random;

/// A ticket whose first reply came after some seconds.
#[derive(Debug, Clone, Copy)]
pub struct Reply {
    pub created: i64,
    pub channel: &'static str,
    pub kind: &'static str,
    pub after: i64,
}

/// The first instant: Monday, 2024-01-01.
const START: i64 = 1_704_067_200;

/// Tickets of twelve weeks with waits of about four hours, most less, which nothing explains.
pub fn replies(random: &mut Random, count: usize) -> Vec<Reply> {
    let reply = |_| {
        let even = (random.below(1_000_000) + 1) as f64 / 1_000_001.0;
        Reply {
            created: START + random.below(84 * 86_400) as i64,
            channel: random.pick(&["email", "chat", "phone"]),
            kind: random.pick(&["billing", "login", "export", "crash"]),
            after: (-even.ln() * 4.0 * 3_600.0) as i64,
        }
    };
    (0..count).map(reply).collect()
}

/// The tickets as JSON lines; every second one is escalated when it is replied to.
pub fn lines(replies: &[Reply]) -> String {
    let mut lines = String::new();
    for (id, reply) in replies.iter().enumerate() {
        let Reply { created, channel, kind, after } = reply;
        let escalated = if id % 2 == 0 {
            format!(
                r#",{{"at":{},"kind":"escalated","sense":"tier","from":1,"to":2}}"#,
                (created + after) * 1_000
            )
        } else {
            String::new()
        };
        lines += &format!(
            r#"{{"id":{id},"created_at":{},"channel":"{channel}","type":"{kind}","events":[{{"at":{},"kind":"reply","role":"agent"}}{escalated}]}}"#,
            created * 1_000,
            (created + after) * 1_000,
        );
        lines.push('\n');
    }
    lines
}

/// Whether an instant in seconds lies on a Saturday or Sunday, in UTC.
pub fn on_weekend(at: i64) -> bool {
    (at - START).div_euclid(86_400).rem_euclid(7) >= 5
}
