//! What is wrong is set aside with its row, its place and a code; everything else is taken.

use super::load;

/// Path and code of the problems of one ticket, given as its members after id and opening.
fn problems(members: &str) -> (usize, Vec<(String, &'static str)>) {
    let json = format!("{{\"id\":0,\"created_at\":0}}\n{{\"id\":1,\"created_at\":0,{members}}}\n");
    let (_, loaded) = load(json.as_bytes(), "ndjson", usize::MAX).unwrap();
    assert!(loaded.problems.iter().all(|problem| problem.row == 2.0), "{:?}", loaded.problems);
    (loaded.tickets - 1, loaded.problems.into_iter().map(|problem| (problem.path, problem.code)).collect())
}

#[test]
fn a_bad_value_is_set_aside_alone() {
    for (members, path, code) in [
        ("\"level\":0", "level", "level-range"),
        ("\"level\":2.5", "level", "level-range"),
        ("\"level\":\"high\"", "level", "not-a-number"),
        ("\"level\":{}", "level", "wrong-type"),
        ("\"csat\":9", "csat", "score-range"),
        ("\"test\":1", "test", "wrong-type"),
        ("\"test\":\"maybe\"", "test", "not-a-flag"),
        ("\"resolved_at\":\"soon\"", "resolved_at", "not-a-date"),
        ("\"resolved_at\":1e18", "resolved_at", "date-range"),
        ("\"status\":[]", "status", "wrong-type"),
        ("\"tags\":{}", "tags", "wrong-type"),
        ("\"tags\":[1]", "tags", "wrong-type"),
        ("\"fields\":[]", "fields", "wrong-type"),
        ("\"fields\":{\"a\":{}}", "fields.a", "wrong-type"),
        ("\"fields\":{\"a\":1,\"a\":\"x\"}", "fields.a", "field-type"),
        ("\"events\":{}", "events", "wrong-type"),
        ("\"events\":[1]", "events[0]", "wrong-type"),
        ("\"events\":[{\"kind\":\"note\"}]", "events[0].at", "missing-value"),
        ("\"events\":[{\"at\":0}]", "events[0].kind", "missing-value"),
        (
            "\"events\":[{\"at\":0,\"kind\":\"note\"},{\"at\":\"x\",\"kind\":\"note\"}]",
            "events[1].at",
            "not-a-date",
        ),
        ("\"events\":[{\"at\":0,\"kind\":\"shouted\"}]", "events[0].kind", "unknown-kind"),
        ("\"events\":[{\"at\":0,\"kind\":\"note\",\"role\":\"cat\"}]", "events[0].role", "unknown-role"),
        ("\"events\":[{\"at\":0,\"kind\":\"status\"}]", "events[0].to", "missing-value"),
        ("\"events\":[{\"at\":0,\"kind\":\"assigned\"}]", "events[0].agent", "missing-value"),
        ("\"events\":[{\"at\":0,\"kind\":\"escalated\",\"to\":300}]", "events[0].to", "level-range"),
        (
            "\"events\":[{\"at\":0,\"kind\":\"survey\",\"survey\":\"csat\",\"score\":7}]",
            "events[0].score",
            "score-range",
        ),
        (
            "\"events\":[{\"at\":0,\"kind\":\"survey\",\"survey\":\"csat\"}]",
            "events[0].score",
            "missing-value",
        ),
        ("\"events\":[{\"at\":0,\"kind\":\"work\",\"seconds\":-1}]", "events[0].seconds", "number-range"),
        ("\"events\":[{\"at\":0,\"kind\":\"note\",\"seq\":0.5}]", "events[0].seq", "number-range"),
    ] {
        assert_eq!(problems(members), (1, vec![(path.to_string(), code)]), "{members}");
    }
}

#[test]
fn a_record_that_is_no_json_is_set_aside_whole() {
    for (members, code) in [
        ("\"status\":NaN", "bad-json"),
        ("\"csat\":Infinity", "bad-json"),
        ("\"csat\":-Infinity", "bad-json"),
        ("\"csat\":1e400", "bad-json"),
        ("\"csat\":01", "bad-json"),
        ("\"csat\":1.", "bad-json"),
        ("\"status\":'open'", "bad-json"),
        ("\"status\":\"a\tb\"", "bad-json"),
        ("\"status\":\"\\x\"", "bad-json"),
        ("\"status\":\"\\u12\"", "bad-json"),
        ("\"x\":[1,]", "bad-json"),
        ("\"x\":{\"a\":1,}", "bad-json"),
        ("\"x\":1,", "bad-json"),
        ("\"x\" 1", "bad-json"),
        ("\"x\":tru", "bad-json"),
        ("\"events\":[{\"to\":\"a\\\",\"kind\":\"reply\",\"at\":\"2024-01-01T00:00:00Z\"}]", "bad-json"),
    ] {
        assert_eq!(problems(members), (0, vec![(String::new(), code)]), "{members}");
    }
}

#[test]
fn text_that_is_not_utf8_is_refused_wherever_it_stands() {
    for (before, after) in [
        (&b"\"status\":\"caf"[..], &b"\""[..]),
        (b"\"x\":\"", b"\""),
        (b"\"x", b"\":1"),
        (b"\"events\":[{\"at\":0,\"kind\":\"note\",\"actor\":\"", b"\"}]"),
    ] {
        for bad in [&b"\xff"[..], b"\xc3", b"\xed\xa0\x80", b"\xc0\x80", b"\xf5\x80\x80\x80"] {
            let json =
                [b"{\"id\":0,\"created_at\":0}\n{\"id\":1,\"created_at\":0,", before, bad, after, b"}"]
                    .concat();
            let (_, loaded) = load(&json, "ndjson", usize::MAX).unwrap();
            assert_eq!((loaded.tickets, loaded.problems[0].code), (1, "invalid-utf8"), "{bad:?}");
        }
    }
}

#[test]
fn a_ticket_without_id_or_opening_is_set_aside_with_its_events() {
    for (ticket, code) in [
        ("{\"created_at\":0,\"events\":[{\"at\":0,\"kind\":\"note\"}]}", "no-id"),
        ("{\"id\":\"\",\"created_at\":0}", "no-id"),
        ("{\"id\":null,\"created_at\":0}", "no-id"),
        ("{\"id\":1}", "no-created-at"),
        ("{\"id\":1,\"created_at\":\"yesterday\",\"events\":[{\"at\":0,\"kind\":\"note\"}]}", "not-a-date"),
        ("{\"id\":[],\"created_at\":0}", "wrong-type"),
        ("{}", "no-id"),
        ("17", "bad-json"),
    ] {
        let json = format!("[{ticket},{{\"id\":2,\"created_at\":0}}]");
        let (store, loaded) = load(json.as_bytes(), "json", usize::MAX).unwrap();
        let codes: Vec<&str> = loaded.problems.iter().map(|problem| problem.code).collect();
        assert_eq!((store.tickets().len(), loaded.events, codes), (1, 0, vec![code]), "{ticket}");
    }
}

#[test]
fn a_file_without_any_good_row_is_an_error_that_names_the_first_problem() {
    let error = load(b"[{\"id\":1},{\"id\":2}]", "json", usize::MAX).unwrap_err();
    assert_eq!((error.code(), error.row(), error.path()), ("nothing-readable", Some(1), Some("created_at")));
    assert_eq!(load(b" \n ", "ndjson", usize::MAX).unwrap_err().code(), "empty-input");
    assert_eq!(load(b"[]", "json", usize::MAX).unwrap_err().code(), "empty-input");
}
