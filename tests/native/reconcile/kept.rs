//! What vendors measured does not depend on the order of payloads, and is kept by snapshots.

use deskgauge::desk::Desk;
use deskgauge::reconcile::Theirs;
use proptest::prelude::*;
use xxhash_rust::xxh64::xxh64;

use super::{about, ask};
use crate::random::Random;
use crate::sources::load;

/// Bytes before the body.
const HEADER: usize = 20;

const TICKET: &str = r#"{"tickets":[{"id":1,"created_at":"2026-03-02T09:00:00Z","updated_at":"2026-03-02T12:00:00Z","status":"open","requester_id":5}]}"#;
const METRICS: &str = r#"{"ticket_metrics":[{"id":9,"ticket_id":1,"created_at":"2026-03-02T09:00:00Z","updated_at":"2026-03-02T12:00:00Z","reopens":0,"replies":2,"group_stations":1,"reply_time_in_minutes":{"calendar":30,"business":12},"requester_wait_time_in_minutes":{"calendar":90,"business":null}}]}"#;

fn desk_of(payloads: &[&str]) -> Desk {
    let mut desk = Desk::new();
    for payload in payloads {
        load(&mut desk, "zendesk", payload.as_bytes()).unwrap();
    }
    desk
}

fn theirs() -> Theirs {
    Theirs { source: Some("zendesk".into()), ..Theirs::default() }
}

/// A snapshot with this body in the form of another, and the checksum that fits it.
fn sealed(like: &[u8], body: &[u8]) -> Vec<u8> {
    let form = u32::from_le_bytes(like[8..12].try_into().unwrap());
    let sum = xxh64(body, form.into()).to_le_bytes();
    [&like[..12], &sum[..], body].concat()
}

#[test]
fn the_order_of_payloads_and_repeats_change_nothing() {
    let older = METRICS.replace("12:00", "11:00").replace("\"calendar\":30", "\"calendar\":null");
    let first = desk_of(&[TICKET, &older, METRICS]).save().unwrap();
    for order in [[&older, METRICS, TICKET], [METRICS, TICKET, &older], [METRICS, &older, TICKET]] {
        let mut desk = desk_of(&order);
        let answer = ask(&mut desk, &about("first_response_time", theirs()));
        let mut hoped = Desk::new();
        hoped.restore(&first).unwrap();
        assert_eq!(answer, ask(&mut hoped, &about("first_response_time", theirs())));
        assert_eq!((answer.under[0].agree, answer.grain), (1, 60.0));
    }
}

proptest! {
    /// Somebody who knows the checksum changes what they like.
    #[test]
    fn made_up_measures_are_refused_or_compared(seed in 0..u64::MAX) {
        let mut random = Random::new(seed);
        let saved = desk_of(&[TICKET, METRICS]).save().unwrap();
        for _ in 0..40 {
            let mut body = saved[HEADER..].to_vec();
            for _ in 0..1 + random.below(3) {
                // What was measured stands near the end.
                let at = body.len() - 1 - random.below(140.min(body.len() as u64)) as usize;
                match random.below(4) {
                    0 => body[at] = random.pick(&[0, 1, 2, 0x7F, 0x80, 0xFF]),
                    1 => body[at] ^= 1 << random.below(8),
                    2 => { body.remove(at); }
                    _ => body.insert(at, random.below(256) as u8),
                }
            }
            let mut desk = Desk::new();
            match desk.restore(&sealed(&saved, &body)) {
                Err(error) => prop_assert_eq!(error.code(), "bad-snapshot"),
                Ok(()) => {
                    for metric in ["first_response_time", "requester_wait_time", "replies_per_ticket"] {
                        ask(&mut desk, &about(metric, theirs()));
                    }
                    let again = desk.save().unwrap();
                    let mut second = Desk::new();
                    second.restore(&again).unwrap();
                    prop_assert_eq!(second.save().unwrap(), again);
                }
            }
        }
    }
}
