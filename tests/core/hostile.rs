//! Law 7, no panic: replies from somebody who means harm, and replies that were damaged on the way.

use crate::sample::{self, OPERATIONS, eligibility, nexts, reply, success, text_reply};
use kyc_assent::error::Error;
use kyc_assent::http::{MAX_REPLY, Reply};
use kyc_assent::operation;
use serde_json::{Value, json};

/// Whether the reply lets the person pass, whatever the operation.
fn proceeds(reply: &Reply) -> bool {
    OPERATIONS.iter().any(|name| operation::read(name, reply).is_ok_and(|r| nexts(&r).contains(&"proceed")))
}

fn unreadable(body: &str) {
    for name in OPERATIONS {
        let read = operation::read(name, &text_reply(200, body));
        let shown: String = body.chars().take(40).collect();
        assert!(matches!(read, Err(Error::Unreadable { field: "body", .. })), "{name} {shown:?}: {read:?}");
    }
}

const VERIFIED: &str = r#"{"eligibility":[{"type":"onramp","status":"verified"}]}"#;

#[test]
fn law_7_no_panic_a_reply_cut_at_any_byte_never_proceeds() {
    for name in OPERATIONS {
        let mut whole = success(name);
        whole["note"] = "漢 😀 \u{e9}\n\"".into();
        let text = whole.to_string();
        for at in (0..text.len()).filter(|at| text.is_char_boundary(*at)) {
            let cut = text.get(..at).unwrap();
            assert!(operation::read(name, &text_reply(200, cut)).is_err(), "{name} cut at {at}");
        }
        assert!(operation::read(name, &text_reply(200, &text)).is_ok());
    }
    assert!(proceeds(&text_reply(200, VERIFIED)));
    for at in 0..VERIFIED.len() {
        assert!(!proceeds(&text_reply(200, VERIFIED.get(..at).unwrap())), "cut at {at}");
        assert!(!proceeds(&text_reply(200, VERIFIED.get(at..).unwrap())) || at == 0, "from {at}");
    }
}

#[test]
fn law_7_no_panic_a_reply_with_one_byte_changed_is_still_verified_only_if_it_says_so() {
    let at = VERIFIED.find("verified").unwrap();
    for (index, old) in VERIFIED.char_indices() {
        for new in (0..=0x7f).map(char::from).chain(['é', '\u{feff}', '\u{200b}', 'е', '\u{2028}']) {
            let mut text = VERIFIED.to_owned();
            text.replace_range(index..=index, &new.to_string());
            if new != old && (at..at + 8).contains(&index) {
                assert!(!proceeds(&text_reply(200, &text)), "{text:?}");
            }
            let _ = proceeds(&text_reply(200, &text));
        }
    }
}

#[test]
fn members_named_twice_are_never_believed() {
    for body in [
        r#"{"eligibility":[{"type":"onramp","status":"rejected","status":"verified"}]}"#,
        r#"{"eligibility":[{"type":"onramp","status":"verified","status":"verified"}]}"#,
        r#"{"eligibility":[{"type":"onramp","status":"verified","st\u0061tus":"rejected"}]}"#,
        r#"{"eligibility":[],"eligibility":[{"type":"onramp","status":"verified"}]}"#,
        r#"{"a":{"b":1,"b":1},"eligibility":[{"type":"onramp","status":"verified"}]}"#,
    ] {
        unreadable(body);
    }
}

#[test]
fn what_is_not_plain_json_is_unreadable() {
    for body in [
        "",
        " ",
        "\n",
        "null null",
        "{}{}",
        "\u{feff}{}",
        "{}\u{0}",
        "\u{0}{}",
        "{\"a\":\"\\uD800\"}",
        "{\"a\":\"\\uDC00\\uD800\"}",
        "[1,]",
        "{'a':1}",
        "undefined",
        "NaN",
        "verified",
        "HTTP/1.1 200 OK\r\n\r\n{}",
        "data: {}",
        "{\"a\":1",
        "\"",
        "){]}",
        ")]}'\n{}",
        "{\"a\":0x1}",
        "{\"a\":1e}",
        "{/**/}",
    ] {
        unreadable(body);
    }
    unreadable(&"[".repeat(5_000));
    unreadable(&format!("{}{}", "[".repeat(5_000), "]".repeat(5_000)));
    unreadable(&format!("{}1{}", "{\"a\":".repeat(5_000), "}".repeat(5_000)));
    let deep = format!(
        r#"{{"x":{}{},"eligibility":[{{"type":"onramp","status":"verified"}}]}}"#,
        "[".repeat(64),
        "]".repeat(64)
    );
    unreadable(&deep);
    let wide: Vec<String> = (0..300).map(|i| format!("\"m{i}\":0")).collect();
    unreadable(&format!("{{{},{}", wide.join(","), VERIFIED.get(1..).unwrap()));
}

#[test]
fn a_reply_that_is_too_long_is_not_read_and_one_just_short_enough_is() {
    let padded = |length: usize| format!("{VERIFIED}{}", " ".repeat(length - VERIFIED.len()));
    assert!(proceeds(&text_reply(200, &padded(MAX_REPLY))));
    unreadable(&padded(MAX_REPLY + 1));
    unreadable(&padded(10 << 20));
    unreadable(&format!("{{\"a\":\"{}\"}}", "a".repeat(10 << 20)));
    unreadable(&"[".repeat(10 << 20));
    for status in [400, 403, 500] {
        let error = operation::read("crossmint.getUser", &text_reply(status, &padded(10 << 20))).unwrap_err();
        assert_eq!(error.said(), None);
    }
}

#[test]
fn a_page_is_an_outage_whatever_it_says_about_itself() {
    let pages = [
        "<html><body>502 Bad Gateway</body></html>",
        "<!DOCTYPE html>\n<title>x</title>",
        " \n\t<html>",
        "\u{feff}<html>",
        "<?xml version=\"1.0\"?>",
        "<",
    ];
    for page in pages {
        for status in [200, 201, 204, 500, 502, 503, 504] {
            for name in OPERATIONS {
                let error = operation::read(name, &text_reply(status, page)).unwrap_err();
                assert_eq!(error, Error::Unavailable { retry_after: None }, "{status} {page:?}");
            }
        }
    }
    for kind in ["text/html", "text/html; charset=utf-8", "TEXT/HTML", " text/html"] {
        let headers = vec![("Content-Type".into(), kind.into())];
        let reply = Reply { status: 200, headers, body: VERIFIED.into() };
        assert!(!proceeds(&reply), "{kind}");
    }
    for kind in ["", "text/htm", "é", "application/jsoné", "漢字漢字"] {
        let headers = vec![("Content-Type".into(), kind.into())];
        assert!(proceeds(&Reply { status: 200, headers, body: VERIFIED.into() }), "{kind}");
    }
}

#[test]
fn numbers_and_names_of_any_size_are_kept_or_refused() {
    let huge = "9".repeat(100_000);
    for number in [huge.as_str(), "1e999999999999999999999", "-0.0", "1E+99999"] {
        let body = format!(r#"{{"eligibility":[{{"type":"onramp","status":{number}}}]}}"#);
        assert!(!proceeds(&text_reply(200, &body)));
        let body = format!(r#"{{"n":{number},"eligibility":[{{"type":"onramp","status":"verified"}}]}}"#);
        assert!(proceeds(&text_reply(200, &body)));
    }
    let long = "x".repeat(500_000);
    let reading = sample::read("crossmint.getVerification", &eligibility(&[(&long, &long)]));
    assert_eq!(nexts(&reading), ["hold"]);
    let many: Vec<Value> =
        (0..2_000).map(|i| json!({ "type": format!("p{i}"), "status": "verified" })).collect();
    let reading = sample::read("crossmint.getVerification", &json!({ "eligibility": many }));
    assert_eq!(reading.decisions.len(), 2_000);
}

#[test]
fn lists_where_objects_are_due_and_the_other_way_round() {
    let wrongs = [
        json!(null),
        json!(true),
        json!(0),
        json!(""),
        json!([]),
        json!({}),
        json!([[]]),
        json!([null]),
        json!([{ "type": "onramp", "status": "verified" }]),
    ];
    for name in OPERATIONS {
        let body = success(name);
        for member in body.as_object().unwrap().keys().filter(|member| *member != "eligibility") {
            for wrong in &wrongs {
                let mut changed = body.clone();
                changed[member] = wrong.clone();
                if let Ok(reading) = operation::read(name, &reply(200, &changed)) {
                    assert!(
                        !nexts(&reading).contains(&"proceed") || name.ends_with("Verification"),
                        "{changed}"
                    );
                }
            }
        }
        for wrong in &wrongs {
            assert!(!proceeds(&reply(200, wrong)));
        }
    }
}
