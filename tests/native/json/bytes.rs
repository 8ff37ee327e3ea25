//! Whatever bytes come, in whatever chunks: no panic, no hang, and the good rows are taken.

use proptest::prelude::*;

use super::load;
use super::model::of_store;
use super::write::{Style, array, lines, style, tickets};
use deskgauge::ingest::Loaded;
use deskgauge::store::Store;

/// A load without the details that name byte positions.
fn outcome(json: &[u8], format: &str, size: usize) -> String {
    match load(json, format, size) {
        Ok((store, loaded)) => told(&store, &loaded),
        Err(error) => error.to_string(),
    }
}

fn told(store: &Store, loaded: &Loaded) -> String {
    let problems = &loaded.problems;
    format!("{:?} {} {} {} {problems:?}", of_store(store), loaded.rows, loaded.events, loaded.skipped)
}

#[test]
fn a_small_file_reads_the_same_split_at_every_byte() {
    let lines = concat!(
        "\u{feff}{\"id\":1,\"created_at\":\"2024-01-01T00:00:00Z\",\"status\":\"caf\u{e9} \u{1f600}\",\"events\":[{\"at\":\"2024-01-01T00:00:00Z\",\"kind\":\"reply\",\"role\":\"agent\"}]}\r\n",
        "\r\n  \n",
        "{\"id\":\"two\\\"\",\"created_at\":\"2024-01-01T00:00:00.250Z\",\"x\":[{\"y\":\"}\\\\\"}]}\n",
        "{\"id\":3,\"created_at\":\n",
        "nonsense\n",
        "{\"id\":4,\"created_at\":1700000000000,\"tags\":[\"a\",\"b\"],\"fields\":{\"n\":1.5}}",
    );
    let array = lines
        .trim_start_matches('\u{feff}')
        .replace("\r\n  \n", "")
        .replace("{\"id\":3,\"created_at\":\nnonsense", ",17, \"}{\"")
        .replace("\r\n{\"id\":\"two", ",{\"id\":\"two")
        .replace("\n{\"id\":4", ",{\"id\":4");
    for (text, format) in [(lines.to_string(), "ndjson"), (format!("[{array}]"), "json")] {
        let whole = outcome(text.as_bytes(), format, usize::MAX);
        for size in 1..text.len() {
            assert_eq!(outcome(text.as_bytes(), format, size), whole, "{format} in chunks of {size}");
        }
        assert!(whole.contains("\"4\""), "{whole}");
    }
}

#[test]
fn a_file_cut_off_anywhere_tells_so_and_keeps_what_was_whole() {
    let text = r#"[{"id":1,"created_at":0,"events":[]},{"id":2,"created_at":0}]"#;
    for end in 1..text.len() {
        if let Ok((_, loaded)) = load(&text.as_bytes()[..end], "json", 16) {
            assert_eq!(loaded.tickets, if end >= text.len() - 1 { 2 } else { 1 }, "{end}");
            assert!(loaded.skipped > 0, "{end}");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn damaged_bytes_do_the_same_in_any_chunks(
        tickets in tickets(),
        style in style(&["", " "]),
        damage in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..4),
        size in 1..2000_usize,
        as_lines: bool,
    ) {
        let (mut json, format) = if as_lines {
            (lines(&tickets, style).into_bytes(), "ndjson")
        } else {
            (array(&tickets, style).into_bytes(), "json")
        };
        for (at, byte) in damage {
            let at = at.index(json.len());
            json[at] = byte;
        }
        prop_assert_eq!(outcome(&json, format, size), outcome(&json, format, usize::MAX));
    }

    #[test]
    fn any_bytes_at_all_are_survived(json in prop::collection::vec(prop::sample::select(b"{}[]\",:\\0123456789eE+-.truefalsn \n\t\xe9\x80idatkn".to_vec()), 0..400), size in 1..50_usize) {
        for format in ["json", "ndjson"] {
            prop_assert_eq!(outcome(&json, format, size), outcome(&json, format, usize::MAX));
        }
    }
}

#[test]
fn a_million_different_words_all_keep_apart() {
    let mut json = String::new();
    for n in 0..1_000_000 {
        json.push_str(&format!("{{\"id\":{n},\"created_at\":\"2024-01-01T00:00:00Z\",\"customer\":\"c{n}\",\"channel\":\"w{}\"}}\n", n % 3));
    }
    let (store, loaded) = load(json.as_bytes(), "ndjson", 1 << 20).unwrap();
    assert_eq!((loaded.tickets, loaded.skipped), (1_000_000, 0));
    for row in (0..1_000_000).step_by(997) {
        assert_eq!(store.word(row, deskgauge::ticket::Dimension::Customer), Some(format!("c{row}").as_str()));
        assert_eq!(
            store.word(row, deskgauge::ticket::Dimension::Channel),
            Some(format!("w{}", row % 3).as_str())
        );
    }
}

#[test]
fn deep_nesting_is_refused_or_skipped_without_a_stack() {
    for (depth, taken) in [(120, true), (129, false), (1_000_000, false)] {
        let deep = format!("{}{}", "[".repeat(depth), "]".repeat(depth));
        let json = format!("[{{\"id\":1,\"created_at\":0,\"x\":{deep}}},{{\"id\":2,\"created_at\":0}}]");
        let (store, loaded) = load(json.as_bytes(), "json", 1 << 16).unwrap();
        assert_eq!(
            (store.tickets().len(), loaded.skipped),
            (1 + usize::from(taken), usize::from(!taken)),
            "{depth}"
        );
    }
}

#[test]
fn one_record_in_many_small_chunks_takes_no_longer_than_its_bytes() {
    let style = Style { seed: 0, shuffled: false, escapes: false, space: "" };
    let event = serde_json::json!({"at": "2024-01-01T00:00:00Z", "kind": "note"});
    let ticket = serde_json::json!({"id": 1, "created_at": 0, "events": vec![event; 40_000]});
    for (json, format) in
        [(array(std::slice::from_ref(&ticket), style), "json"), (lines(&[ticket], style), "ndjson")]
    {
        let (_, loaded) = load(json.as_bytes(), format, 1).unwrap();
        assert_eq!(loaded.events, 40_000);
    }
}
