//! Desks as bytes and back: the same answers, the same bytes, and no harm from bytes that are damaged or made up.

use deskgauge::desk::{Desk, Settings};
use deskgauge::ingest::LoadOptions;
use deskgauge::report::Question;
use deskgauge::store::{Levels, SnapshotReader, SnapshotWriter};
use proptest::prelude::*;
use xxhash_rust::xxh64::xxh64;

use crate::desk::{desk, load, metric, question};
use crate::every_metric::metrics;
use crate::random::{Event, Marks, Random, START, lines, tickets};

/// Bytes before the body.
const HEADER: usize = 20;

/// All there is to ask, as text.
fn answers(desk: &mut Desk) -> String {
    let mut told = Vec::new();
    for by in [
        "customer.tier",
        "customer.revenue",
        "agent.cost",
        "channel",
        "region",
        "group",
        "assignee",
        "priority",
        "status",
        "tag",
    ] {
        let asked = Question { by: vec![by.into()], ..question(metrics().into_iter().map(metric).collect()) };
        told.push(match desk.report(&asked) {
            Ok(table) => {
                let bits: Vec<u64> = table.values.iter().map(|value| value.to_bits()).collect();
                format!("{:?} {bits:?}", table.header)
            }
            Err(error) => error.to_string(),
        });
    }
    told.join("\n")
}

fn restored(snapshot: &[u8]) -> Desk {
    let mut desk = Desk::new();
    desk.restore(snapshot).unwrap();
    desk
}

/// A snapshot with another body, and the checksum that fits it.
fn sealed(body: &[u8]) -> Vec<u8> {
    let sum = xxh64(body, 4).to_le_bytes();
    [b"DESKGAUG", &4_u32.to_le_bytes()[..], &sum[..], body].concat()
}

fn small() -> Vec<u8> {
    let text = r#"{"id":"T-1","created_at":1704067200000,"priority":"high","tags":["a","b"],"csat":4,"fields":{"region":"north","effort":2.5},"events":[{"at":1704067260000,"kind":"reply","role":"agent","actor":"ann","id":"e1"},{"at":1704067320000,"kind":"escalated","sense":"tier","to_group":"second","reason":"stuck"},{"at":1704067380000,"kind":"survey","survey":"nps","score":9},{"at":1704067380000,"kind":"field","name":"region","value":"south"},{"at":1704067440000,"kind":"status","to":"solved"}]}
{"id":"T-2","created_at":1704153600000,"resolved_at":1704157200000,"channel":"chat"}"#;
    let mut desk = desk(text);
    for (table, row) in [
        (
            "customers",
            r#"{"id":"7","name":"A","tier":{"2024-01-01":"x"},"revenue":{"2024-01":5},"updated_at":1704067200000}"#,
        ),
        ("agents", r#"{"id":"ann","skills":{"api":2},"languages":["de"],"cost":3}"#),
        ("surveys", r#"{"id":"s","kind":"nps","score":9,"at":1704067200000,"customer":"A"}"#),
    ] {
        desk.begin(LoadOptions { table: Some(table.into()), ..LoadOptions::default() }).unwrap();
        desk.push(row.as_bytes()).unwrap();
        desk.finish().unwrap();
    }
    desk.save().unwrap()
}

proptest! {
    #[test]
    fn a_restored_desk_answers_and_goes_on_like_the_one_that_was_saved(seed in 0..u64::MAX) {
        let mut random = Random::new(seed);
        let marks = random.pick(&[Marks::Place, Marks::Number, Marks::Id]);
        let states = random.once_in(2);
        let all = tickets(&mut random, 25, states);
        let half = all.len() / 2;
        let mut first = desk(&lines(&all[..all.len().max(2) - 1], marks));
        if random.once_in(2) && half > 0 {
            // Tickets that come twice leave gaps in the columns.
            load(&mut first, &lines(&all[..half], marks));
        }
        let levels = Levels { groups: vec![("second".into(), 2), ("first".into(), 1)], ..Levels::default() };
        let settings = || Settings { levels: Some(levels.clone().into()), ..Settings::default() };
        first.configure(settings()).unwrap();
        let snapshot = first.save().unwrap();
        let mut second = restored(&snapshot);
        second.configure(settings()).unwrap();
        prop_assert_eq!(&second.save().unwrap(), &snapshot);
        prop_assert_eq!(answers(&mut second), answers(&mut first));
        // Later loads and live events do the same to both.
        let later = lines(&all[half..], marks);
        load(&mut first, &later);
        load(&mut second, &later);
        let live: Vec<String> = all.iter().flat_map(|ticket| {
            let last: Vec<&Event> = ticket.events.iter().rev().take(2).collect();
            last.into_iter().map(|event| event.json(ticket.id, Marks::Place, Some(ticket.id))).collect::<Vec<_>>()
        }).collect();
        let live = format!("[{}]", live.join(","));
        first.apply(live.as_bytes()).unwrap();
        second.apply(live.as_bytes()).unwrap();
        prop_assert_eq!(second.save().unwrap(), first.save().unwrap());
        prop_assert_eq!(answers(&mut second), answers(&mut first));
    }

    /// Somebody who knows the checksum changes what they like.
    #[test]
    fn made_up_snapshots_are_refused_or_answer(seed in 0..u64::MAX) {
        let mut random = Random::new(seed);
        let snapshot = if random.once_in(2) { small() } else { desk(&lines(&tickets(&mut random, 6, true), Marks::Id)).save().unwrap() };
        for _ in 0..40 {
            let mut body = snapshot[HEADER..].to_vec();
            for _ in 0..1 + random.below(3) {
                let at = random.below(body.len() as u64) as usize;
                match random.below(4) {
                    0 => body[at] = random.pick(&[0, 1, 2, 0x7F, 0x80, 0xFF]),
                    1 => body[at] ^= 1 << random.below(8),
                    2 => { body.remove(at); }
                    _ => body.insert(at, random.below(256) as u8),
                }
            }
            let mut desk = Desk::new();
            match desk.restore(&sealed(&body)) {
                Err(error) => prop_assert_eq!(error.code(), "bad-snapshot"),
                Ok(()) => {
                    answers(&mut desk);
                    // What was taken is held: written and read again it is the same.
                    let again = desk.save().unwrap();
                    prop_assert_eq!(restored(&again).save().unwrap(), again);
                    let more = format!(r#"[{{"ticket":"T-1","at":{START},"kind":"note"}}]"#);
                    prop_assert!(desk.apply(more.as_bytes()).is_ok());
                }
            }
        }
    }
}

#[test]
fn every_changed_byte_and_every_cut_is_refused() {
    let snapshot = small();
    let mut desk = Desk::new();
    for at in 0..snapshot.len() {
        let mut changed = snapshot.clone();
        for bits in 1..=255 {
            changed[at] = snapshot[at] ^ bits;
            let error = desk.restore(&changed).unwrap_err();
            let newer = (8..12).contains(&at) && error.code() == "newer-snapshot";
            assert!(newer || error.code() == "bad-snapshot", "byte {at} by {bits}: {error}");
        }
    }
    for length in 0..snapshot.len() {
        assert_eq!(desk.restore(&snapshot[..length]).unwrap_err().code(), "bad-snapshot", "cut at {length}");
    }
    let longer = [&snapshot[..], &[0]].concat();
    assert_eq!(desk.restore(&longer).unwrap_err().code(), "bad-snapshot");
    assert_eq!(desk.newest(), None, "a snapshot that is refused changes nothing");
}

/// Even where the checksum fits, no cut body is a desk, and no claim of many makes room for them.
#[test]
fn a_cut_body_is_refused_and_a_claim_of_many_makes_no_room() {
    let snapshot = small();
    for length in 0..snapshot.len() - HEADER {
        let cut = sealed(&snapshot[HEADER..HEADER + length]);
        assert_eq!(Desk::new().restore(&cut).unwrap_err().code(), "bad-snapshot", "cut at {length}");
    }
    let many = sealed(&[0xFF, 0xFF, 0xFF, 0xFF, 0x0F]);
    assert_eq!(Desk::new().restore(&many).unwrap_err().code(), "bad-snapshot");
}

#[test]
fn settings_stay_and_what_loads_said_of_words_comes_along() {
    let mut first = Desk::new();
    let mapping = serde_json::from_str(
        r#"{"ticket":{"id":"n","created_at":"c","status":"s","group":"g"},"statuses":{"fertig":"solved"},"levels":{"groups":{"zwei":2}}}"#,
    )
    .unwrap();
    let mapping: deskgauge::settings::Value = mapping;
    let mapping = deskgauge::settings::read(&mapping, "bad-mapping").unwrap();
    first
        .begin(LoadOptions { format: Some("csv".into()), mapping: Some(mapping), ..LoadOptions::default() })
        .unwrap();
    first.push(b"n,c,s,g\n1,2024-01-01T00:00:00Z,fertig,zwei\n2,2024-01-02T00:00:00Z,offen,eins\n").unwrap();
    first.finish().unwrap();
    let mut second = Desk::new();
    let settings = Settings { statuses: vec![("offen".into(), "pending".into())], ..Settings::default() };
    second.configure(settings).unwrap();
    second.restore(&first.save().unwrap()).unwrap();
    let meanings = second.store().meanings();
    let statuses: Vec<_> = meanings.classes().iter().map(|class| class.name()).collect();
    assert_eq!(statuses, ["solved", "pending"]);
    assert_eq!(meanings.ladders().level_of("zwei"), 2);
}

#[test]
fn an_empty_desk_and_a_load_under_way() {
    let mut desk = Desk::new();
    let empty = desk.save().unwrap();
    assert_eq!(restored(&empty).save().unwrap(), empty);
    desk.begin(LoadOptions::default()).unwrap();
    assert_eq!(desk.save().unwrap_err().code(), "load-under-way");
    assert_eq!(desk.restore(&empty).unwrap_err().code(), "load-under-way");
}

#[test]
fn what_a_source_explained_is_no_setting_and_its_order_is_all_one() {
    let zammad = |states: &[u32]| {
        let mut desk = Desk::new();
        let ticket = br#"{"id":1,"number":"1","customer_id":7,"state_id":8,"created_at":"2026-03-02T09:00:00Z","updated_at":"2026-03-02T09:00:00Z"}"#;
        crate::sources::load(&mut desk, "zammad", ticket).unwrap();
        for state in states {
            let state = format!(r#"{{"id":8,"name":"at the workshop","state_type_id":{state}}}"#);
            crate::sources::load(&mut desk, "zammad", state.as_bytes()).unwrap();
        }
        desk
    };
    let class = |desk: &Desk| {
        let store = desk.store();
        let code = store.dictionary(deskgauge::ticket::Dimension::Status).find("at the workshop").unwrap();
        store.meanings().class(code).unwrap().name()
    };
    let (open, closed) = (zammad(&[2]), zammad(&[5]));
    assert_eq!((class(&open), class(&closed)), ("open", "closed"));
    for (before, kept) in [(&open, &closed), (&closed, &open)] {
        let mut desk = restored(&before.save().unwrap());
        desk.restore(&kept.save().unwrap()).unwrap();
        assert_eq!(class(&desk), class(kept));
        assert_eq!(desk.save().unwrap(), kept.save().unwrap());
    }
    assert_eq!(class(&zammad(&[2, 5])), class(&zammad(&[5, 2])));
    // Settings go first, whenever they come.
    let mut desk = closed;
    desk.configure(Settings { statuses: vec![("*".into(), "pending".into())], ..Settings::default() })
        .unwrap();
    assert_eq!(class(&desk), "pending");
}

#[test]
fn columns_of_no_bytes_are_at_most_a_thousand() {
    let snapshot = desk(r#"{"id":"T-1","created_at":1704067200000,"fields":{"zz":"v"}}"#).save().unwrap();
    // One custom dimension: its name, that it holds text, its one word, and a column of a code.
    let custom = [2, b'z', b'z', 0, 1, 2, 1, 0, b'v', 2, 1, 0];
    let at = snapshot.windows(custom.len()).position(|window| window == custom).unwrap();
    assert_eq!(snapshot[at - 1], 1);
    let with = |count: u16| {
        let mut body = snapshot[HEADER..at - 1].to_vec();
        body.extend([count as u8 | 0x80, (count >> 7) as u8]);
        for number in 0..count {
            let name = format!("{number:04}");
            body.push(4);
            body.extend(name.bytes());
            body.extend(&custom[3..]);
        }
        body.extend(&snapshot[at + custom.len()..]);
        Desk::new().restore(&sealed(&body))
    };
    assert!(with(1_000).is_ok());
    assert_eq!(with(1_001).unwrap_err().code(), "bad-snapshot");
}

#[test]
fn a_list_is_no_longer_than_its_bytes_and_ends_where_they_do() {
    let claiming = |count: u64, least: usize| {
        let mut writer = SnapshotWriter::default();
        writer.number(count);
        (0..100).for_each(|_| writer.byte(0));
        let bytes = writer.finish();
        let mut reader = SnapshotReader::begin(&bytes).unwrap();
        let list = reader.list(least, &mut |from| from.float());
        (list.len(), list.capacity(), reader.is_bad())
    };
    assert_eq!(claiming(12, 8), (12, 12, false));
    assert_eq!(claiming(13, 8), (0, 0, true), "thirteen are longer than what is left");
    assert_eq!(claiming(100, 1), (13, 100, true), "the thirteenth is cut, and nothing comes after it");
}
