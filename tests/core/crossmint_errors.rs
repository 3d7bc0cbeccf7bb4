//! Replies that are no success: every status, every error shape seen in this API version, and the partner's words.

use crate::sample::{OPERATIONS, reply, success, text_reply, value};
use kyc_assent::error::{Error, Said};
use kyc_assent::http::Reply;
use kyc_assent::operation;
use serde_json::{Value, json};

const NOT_ENABLED: &str = "project not configured to support the users KYC endpoints";

fn error(reply: &Reply) -> Error {
    let errors: Vec<Error> = OPERATIONS.map(|name| operation::read(name, reply).unwrap_err()).into();
    assert!(errors.windows(2).all(|pair| pair[0] == pair[1]), "all operations read {reply:?} alike");
    errors[0].clone()
}

fn said(status: u16, body: &Value) -> Option<String> {
    error(&reply(status, body)).said().map(|Said(words)| words.clone())
}

#[test]
fn each_status_has_its_code() {
    for status in 100..=999 {
        let code = match status {
            200..=299 => continue,
            401 | 403 => "unauthorized",
            404 => "not-found",
            429 => "rate-limited",
            400..=499 => "refused",
            _ => "unavailable",
        };
        let error = error(&reply(status, &json!({ "error": true, "message": "no" })));
        assert_eq!(error.code(), code, "{status}");
        if let Error::Refused { status: kept, .. } = error {
            assert_eq!(kept, status);
        }
    }
    for status in [0, 1, 199, 1000, u16::MAX] {
        assert_eq!(error(&text_reply(status, "{}")).code(), "unavailable", "{status}");
    }
}

#[test]
fn every_success_status_is_read() {
    for name in OPERATIONS {
        for status in [200, 201, 202, 206, 299] {
            assert!(operation::read(name, &reply(status, &success(name))).is_ok(), "{name} {status}");
        }
    }
}

#[test]
fn the_partners_words_are_found_in_every_shape() {
    for (body, words) in [
        (json!({ "error": true, "message": "Bad date" }), "Bad date"),
        (json!({ "error": true, "message": "Bad date", "code": "invalid_date" }), "Bad date"),
        (json!({ "error": { "reason": "recipient_person_sanctioned", "message": "Screened" } }), "Screened"),
        (json!({ "error": { "reason": "x", "message": "inner" }, "message": "outer" }), "outer"),
        (json!({ "error": { "reason": "personal_data_missing" } }), "personal_data_missing"),
        (json!({ "error": "Bad Request" }), "Bad Request"),
        (json!({ "error": true, "code": "out_of_credits" }), "out_of_credits"),
        (
            json!({ "message": ["dateOfBirth must be a date", "lastName is empty"] }),
            "dateOfBirth must be a date; lastName is empty",
        ),
        (json!({ "message": [5, "x", null, "y"] }), "x; y"),
        (json!({ "message": [], "error": ["a", "b"] }), "a; b"),
        (json!({ "message": null, "error": "plain" }), "plain"),
        (json!({ "message": 5, "code": "c" }), "c"),
    ] {
        assert_eq!(said(422, &body).as_deref(), Some(words), "{body}");
        assert_eq!(said(403, &body).as_deref(), Some(words), "{body}");
        assert_eq!(said(404, &body).as_deref(), Some(words), "{body}");
    }
    for body in [
        json!({}),
        json!([]),
        json!("x"),
        json!(5),
        json!({ "error": false }),
        json!({ "detail": "x" }),
        json!({ "error": true, "message": { "text": "x" } }),
        Value::Null,
    ] {
        assert_eq!(said(400, &body), None, "{body}");
    }
}

#[test]
fn bodies_that_are_no_json_leave_the_words_out() {
    let page = "<!DOCTYPE html><title>403 Forbidden</title>";
    for (status, code) in [
        (400, "refused"),
        (401, "unauthorized"),
        (403, "unauthorized"),
        (404, "not-found"),
        (502, "unavailable"),
        (503, "unavailable"),
        (301, "unavailable"),
    ] {
        for body in [
            page,
            "",
            "upstream timed out",
            "{\"message\":",
            "\u{0}",
            "{\"message\":\"a\",\"message\":\"b\"}",
        ] {
            let error = error(&text_reply(status, body));
            assert_eq!((error.code(), error.said()), (code, None), "{status} {body:?}");
        }
    }
}

#[test]
fn a_project_that_is_not_switched_on_is_told_apart_whatever_the_status() {
    let shapes = [
        json!({ "error": true, "message": NOT_ENABLED }),
        json!({ "error": { "message": NOT_ENABLED } }),
        json!({ "error": NOT_ENABLED }),
        json!({ "message": ["Refused", format!("The {NOT_ENABLED}.")] }),
    ];
    for shape in shapes {
        for status in [200, 400, 401, 403, 404, 409, 422, 500] {
            let error = error(&reply(status, &shape));
            assert_eq!(error.code(), "not-enabled", "{status} {shape}");
            assert!(error.said().is_some());
        }
    }
    for body in [
        NOT_ENABLED.to_owned(),
        json!(NOT_ENABLED).to_string(),
        json!({ "errors": [{ "detail": NOT_ENABLED }] }).to_string(),
        json!({ "error": { "details": { "cause": NOT_ENABLED } }, "message": "Refused" }).to_string(),
    ] {
        for status in [400, 401, 403, 404, 409, 422] {
            assert_eq!(error(&text_reply(status, &body)).code(), "not-enabled", "{status} {body}");
        }
        assert_eq!(error(&text_reply(429, &body)).code(), "rate-limited", "the limit comes first");
    }
    for name in OPERATIONS {
        let mut noted = success(name);
        noted["message"] = "Done".into();
        noted["note"] = NOT_ENABLED.into();
        assert!(
            operation::read(name, &reply(200, &noted)).is_ok(),
            "{name}: a message, and it says something else"
        );
    }
    for other in ["project not configured", "feature not enabled", "not configured"] {
        assert_eq!(error(&reply(403, &json!({ "message": other }))).code(), "unauthorized");
    }
}

#[test]
fn a_rate_limit_says_how_long_to_wait() {
    let wait = |value: Option<&str>| {
        let mut reply = text_reply(429, "{}");
        reply.headers.extend(value.map(|v| ("Retry-After".into(), v.into())));
        match error(&reply) {
            Error::RateLimited { retry_after } => retry_after,
            other => panic!("{other:?}"),
        }
    };
    assert_eq!(wait(Some("7")), 7);
    assert_eq!(wait(Some(" 30 ")), 30);
    assert_eq!(wait(Some("86400")), 86_400);
    // The limits are per minute, so a minute is safe where the header says nothing that can be used.
    for unusable in [
        None,
        Some(""),
        Some("soon"),
        Some("-1"),
        Some("1.5"),
        Some("86401"),
        Some("4294967296"),
        Some("99999999999999999999"),
        Some("Wed, 21 Oct 2026 07:28:00 GMT"),
    ] {
        assert_eq!(wait(unusable), 60, "{unusable:?}");
    }
}

#[test]
fn an_outage_says_how_long_when_the_partner_does() {
    for status in [500, 502, 503, 504, 529, 302] {
        let mut reply = text_reply(status, "<html>");
        assert_eq!(error(&reply), Error::Unavailable { retry_after: None });
        reply.headers.push(("retry-after".into(), "120".into()));
        assert_eq!(error(&reply), Error::Unavailable { retry_after: Some(120) });
    }
}

#[test]
fn header_names_are_found_in_any_case() {
    for name in ["retry-after", "Retry-After", "RETRY-AFTER"] {
        let reply = Reply { status: 429, headers: vec![(name.into(), "9".into())], body: String::new() };
        assert_eq!(reply.header("retry-after"), Some("9"));
        assert_eq!(error(&reply), Error::RateLimited { retry_after: 9 });
    }
    assert_eq!(text_reply(200, "").header("retry-after"), None);
}

#[test]
fn long_words_are_cut_between_characters() {
    for text in ["a".repeat(5_000), "é".repeat(5_000), "漢".repeat(5_000), format!("x{}", "😀".repeat(1_000))]
    {
        let words = said(400, &json!({ "message": text })).unwrap();
        assert!(words.len() <= 300 && words.len() > 296 && text.starts_with(&words), "{}", words.len());
    }
    assert_eq!(said(400, &json!({ "message": "b".repeat(300) })).unwrap().len(), 300);
    assert_eq!(said(400, &json!({ "message": "" })).as_deref(), Some(""));
}

#[test]
fn an_error_crosses_with_its_code_its_words_and_what_belongs_to_it() {
    let crossed = |reply: &Reply| value(&error(reply).to_json());
    let refused = crossed(&reply(422, &json!({ "message": "Bad date" })));
    assert_eq!((&refused["code"], &refused["said"]), (&json!("refused"), &json!("Bad date")));
    assert!(!refused["message"].as_str().unwrap().contains("Bad date"));
    assert_eq!(crossed(&text_reply(429, ""))["retryAfter"], 60);
    assert_eq!(crossed(&text_reply(500, "")).get("retryAfter"), None);
    let unreadable = operation::read("crossmint.getUser", &text_reply(200, "[")).unwrap_err();
    let unreadable = value(&unreadable.to_json());
    assert_eq!((&unreadable["code"], &unreadable["field"]), (&json!("unreadable"), &json!("body")));
}
