//! B2CORE's wizard object, in every form of its `data`, and the replies of a sign-in.

use crate::accounts::{B2CORE, changed, next_of, proceeds, success};
use crate::sample::{nexts, read, reply, text_reply, value};
use kyc_assent::decision::{Missing, Next, Partner};
use kyc_assent::error::{Error, Said};
use kyc_assent::operation;
use proptest::prelude::*;
use serde_json::{Value, json};

const WIZARDS: [&str; 2] = ["b2core.startWizard", "b2core.runWizard"];
const STEPS: [&str; 2] = ["b2core.signIn", "b2core.submitSecondFactor"];

fn provide(other: &[&str]) -> Next {
    Next::Provide(Missing { other: other.iter().map(ToString::to_string).collect(), ..Missing::default() })
}

fn unreadable(operation: &str, body: &Value) -> &'static str {
    match operation::read(operation, &reply(200, body)) {
        Err(Error::Unreadable { field, .. }) => field,
        other => panic!("{body}: {other:?}"),
    }
}

/// Row 29: the sample of a start says 202 and done, which is "nothing more to do".
#[test]
fn code_and_done_decide_and_the_workflow_never() {
    for name in WIZARDS {
        for workflow in
            [Value::Null, json!("B2B\\TCA\\Wizards\\Workflow\\TerminateWorkflow"), json!("reject"), json!(5)]
        {
            let next = |code: u64, done: Value| {
                next_of(
                    name,
                    &json!({ "code": code, "data": null, "done": done, "uuid": "u", "workflow": workflow }),
                )
            };
            assert_eq!(next(202, json!(true)), Next::Proceed);
            for done in [json!(true), json!(false), Value::Null, json!("true")] {
                assert_eq!(next(200, done), provide(&[]), "{name}");
            }
            for done in [json!(false), Value::Null, json!("true"), json!(1), json!(["true"])] {
                assert_eq!(next(202, done), Next::Hold, "{name}");
            }
            for code in [0, 20, 201, 203, 204, 302, 400, 403, 404, 500, 2020, u64::MAX] {
                assert_eq!(next(code, json!(true)), Next::Hold, "{name} {code}");
            }
        }
    }
}

#[test]
fn a_code_that_is_no_number_is_unreadable() {
    for name in WIZARDS {
        for code in [
            Value::Null,
            json!("202"),
            json!("+202"),
            json!("0202"),
            json!("OK"),
            json!(true),
            json!([202]),
            json!(-202),
            json!(202.5),
        ] {
            let body = json!({ "code": code, "data": null, "done": true, "uuid": "u" });
            assert_eq!(unreadable(name, &body), "code", "{code}");
        }
        for body in [json!({ "done": true }), json!([{ "code": 202, "done": true }]), json!(202), Value::Null]
        {
            assert_eq!(unreadable(name, &body), "code", "{body}");
        }
        for text in [r#"{"code":202.0,"done":true}"#, r#"{"code":2.02e2,"done":true}"#] {
            let read = operation::read(name, &text_reply(200, text));
            assert!(matches!(read, Err(Error::Unreadable { field: "code", .. })), "{text}");
        }
    }
}

/// Rows 23 and 25: null, an object, a list of objects; and in them one object, objects, or strings.
#[test]
fn types_are_a_list_whatever_form_they_came_in() {
    let passport = json!({ "id": 1, "description": "Passport", "enabled": true });
    let card = json!({ "id": 2, "description": "ID card", "group": { "type": "one" } });
    let names = json!(["passport", "id_card"]);
    for (data, types, other) in [
        (Value::Null, json!([]), vec![]),
        (json!(202), json!([]), vec![]),
        (json!({}), json!([]), vec![]),
        (json!([]), json!([]), vec![]),
        (json!("x"), json!([]), vec![]),
        (json!({ "types": null }), json!([]), vec![]),
        (json!({ "types": [] }), json!([]), vec![]),
        (json!({ "types": passport }), json!([passport]), vec!["1"]),
        (json!({ "types": [passport, card] }), json!([passport, card]), vec!["1", "2"]),
        (json!({ "types": names }), names.clone(), vec!["passport", "id_card"]),
        (json!([{ "types": passport }]), json!([passport]), vec!["1"]),
        (json!([{ "types": [passport] }, { "types": card }]), json!([passport, card]), vec!["1", "2"]),
        (json!([{ "types": names }]), names.clone(), vec!["passport", "id_card"]),
        (json!({ "types": "passport" }), json!(["passport"]), vec!["passport"]),
        (json!({ "types": { "name": "x" } }), json!([{ "name": "x" }]), vec![r#"{"name":"x"}"#]),
    ] {
        for name in WIZARDS {
            let body = json!({ "code": 200, "data": data, "done": true, "uuid": "u-1", "workflow": "W" });
            let reading = read(name, &body);
            let inner =
                if data.is_object() || data.is_array() { json!({ "types": types }) } else { Value::Null };
            let expected = json!({
                "code": 200, "done": true, "uuid": "u-1", "workflow": "W", "data": inner, "types": types,
            });
            assert_eq!(value(&reading.value), expected, "{data}");
            assert_eq!(reading.decisions[0].next, provide(&other), "{data}");
        }
    }
}

#[test]
fn the_whole_decision_of_a_step_that_asks_for_a_document() {
    let body = json!({ "code": 200, "data": { "types": [{ "id": 7 }] }, "done": true, "uuid": "u-1", "workflow": "W" });
    let reading = read("b2core.startWizard", &body);
    assert_eq!(reading.decisions[0].partner, Partner::B2core);
    assert_eq!(
        value(&reading.to_json())["decisions"],
        json!([{
            "partner": "b2core", "scope": "verification", "next": "provide", "text": "provide",
            "data": [], "documents": [], "other": ["7"],
            "said": { "code": 200, "done": true }, "show": [],
        }])
    );
    let bare = read("b2core.runWizard", &json!({ "code": 202 }));
    assert_eq!(value(&bare.value), json!({ "code": 202, "data": null, "types": [] }));
    assert_eq!(value(&bare.decisions[0].said), json!({ "code": 202 }));
}

#[test]
fn what_else_is_in_data_stays_in_it() {
    let data = json!({ "hint": "colour only", "types": { "id": 1 } });
    let reading = read("b2core.startWizard", &json!({ "code": 200, "data": data, "uuid": "" }));
    assert_eq!(
        value(&reading.value),
        json!({ "code": 200, "data": { "hint": "colour only", "types": [{ "id": 1 }] }, "types": [{ "id": 1 }] })
    );
}

/// Row 24: a trailing comma is no JSON, and is not guessed at.
#[test]
fn the_samples_with_their_slips_are_unreadable() {
    for text in [
        r#"{"code":202,"data":["types":{"id":1}],"done":true,"uuid":"u","workflow":"W"}"#,
        r#"{"code":202,"data":{"types":[]},"done":true,"uuid":"u","workflow":"W",}"#,
    ] {
        for name in WIZARDS {
            let read = operation::read(name, &text_reply(200, text));
            assert!(matches!(read, Err(Error::Unreadable { field: "body", .. })));
        }
    }
}

#[test]
fn a_sign_in_that_has_begun_gives_its_uuid() {
    let name = "b2core.startSignIn";
    let data = json!({ "recaptcha": { "enabled": false }, "is_qr_available": true });
    let body = json!({ "code": 200, "data": data, "done": false, "uuid": "u-1", "workflow": "login" });
    assert_eq!(value(&read(name, &body).value), body, "all of it is the partner's own");
    let odd = json!({ "code": "200", "done": "no", "uuid": "u-1", "workflow": "", "more": 1 });
    assert_eq!(value(&read(name, &odd).value), json!({ "uuid": "u-1" }));
    for data in [Value::Null, json!([]), json!("x")] {
        let reading = read(name, &json!({ "uuid": "u-1", "data": data }));
        assert_eq!(value(&reading.value), json!({ "uuid": "u-1" }));
        assert!(reading.decisions.is_empty());
    }
    for uuid in [Value::Null, json!(""), json!(5), json!({})] {
        assert_eq!(unreadable(name, &json!({ "uuid": uuid, "data": { "uuid": "u-1" } })), "uuid");
    }
}

#[test]
fn a_step_ends_in_tokens_under_their_usual_names() {
    let tokens = json!({ "accessToken": "a", "refreshToken": "r", "expiresIn": 900 });
    for name in STEPS {
        for (body, stated) in [
            (json!({ "access_token": "a", "refresh_token": "r", "expires_in": 900 }), json!({})),
            (json!({ "accessToken": "a", "refreshToken": "r", "expiresIn": 900 }), json!({})),
            (
                json!({ "data": { "access_token": "a", "refresh_token": "r", "expires_in": 900 }, "done": true }),
                json!({ "done": true }),
            ),
            (
                json!({
                    "data": { "token": "a", "refreshToken": "r", "expiresIn": 900 },
                    "uuid": "u", "code": 202, "workflow": "login",
                }),
                json!({ "uuid": "u", "code": 202, "workflow": "login" }),
            ),
        ] {
            let reading = read(name, &body);
            assert_eq!(value(&reading.value), changed(tokens.clone(), &stated), "{body}");
            assert!(reading.decisions.is_empty(), "signed in is not verified");
        }
        for body in [
            json!({ "token": "a" }),
            json!({ "access_token": "a", "refresh_token": "", "expires_in": "900" }),
        ] {
            assert_eq!(value(&read(name, &body).value), json!({ "accessToken": "a" }));
        }
    }
}

#[test]
fn a_step_that_is_not_the_last_says_what_comes_next() {
    for name in STEPS {
        for (body, next) in [
            (
                json!({ "code": 200, "data": null, "done": true, "uuid": "u-2", "workflow": "2fa" }),
                json!({ "code": 200, "uuid": "u-2", "workflow": "2fa", "done": true }),
            ),
            (
                json!({ "data": { "uuid": "u-2", "methods": ["sms"] } }),
                json!({ "uuid": "u-2", "done": false, "data": { "uuid": "u-2", "methods": ["sms"] } }),
            ),
            (json!({ "data": ["x"], "uuid": "u-2" }), json!({ "uuid": "u-2", "done": false })),
            (
                json!({ "uuid": "u-2", "access_token": "", "done": "yes" }),
                json!({ "uuid": "u-2", "done": false }),
            ),
            (json!({ "uuid": "u-2", "access_token": 5 }), json!({ "uuid": "u-2", "done": false })),
        ] {
            assert_eq!(value(&read(name, &body).value), next, "{body}");
        }
        for body in [
            json!({}),
            json!({ "done": true }),
            json!([]),
            Value::Null,
            json!({ "data": [{ "token": "a" }] }),
        ] {
            assert_eq!(unreadable(name, &body), "body", "{body}");
        }
    }
}

#[test]
fn each_refusal_has_its_code_and_the_partners_words() {
    for name in B2CORE {
        for (status, code) in [
            (302, "unavailable"),
            (400, "refused"),
            (401, "unauthorized"),
            (403, "unauthorized"),
            (404, "not-found"),
            (422, "refused"),
            (429, "rate-limited"),
            (500, "unavailable"),
        ] {
            for body in ["", "[]", "<html>", r#"{"message":"no"}"#] {
                let error = operation::read(name, &text_reply(status, body)).unwrap_err();
                assert_eq!(error.code(), code, "{name} {status} {body}");
            }
        }
        for (body, words) in [
            (json!({ "message": "Bad level" }), Some("Bad level")),
            (json!({ "error": "Bad level" }), Some("Bad level")),
            (json!({ "error": { "message": "Bad level" } }), Some("Bad level")),
            (json!({ "errors": ["a", "b"] }), Some("a; b")),
            (json!({ "errors": [{ "code": 1 }, { "message": "Bad level" }] }), Some("Bad level")),
            (
                json!({ "errors": { "uuid": [], "type": ["required", "a number"] } }),
                Some("required; a number"),
            ),
            (json!({ "errors": { "uuid": "required" } }), Some("required")),
            (json!({ "message": "Invalid", "errors": { "uuid": ["required"] } }), Some("Invalid")),
            (json!({ "message": 5, "error": 5, "errors": [5, { "message": 5 }] }), None),
            (json!({ "errors": { "uuid": { "message": "x" } } }), None),
            (json!({}), None),
        ] {
            let error = operation::read(name, &reply(400, &body)).unwrap_err();
            assert_eq!(error, Error::Refused { status: 400, said: words.map(|w| Said(w.into())) }, "{body}");
        }
        let locked = operation::read(name, &text_reply(429, "")).unwrap_err();
        assert_eq!(locked, Error::RateLimited { retry_after: 600 }, "locked for ten minutes");
        let read = operation::read(name, &text_reply(204, ""));
        assert!(matches!(read, Err(Error::Unreadable { field: "body", .. })), "{name}");
    }
}

#[test]
fn every_success_status_is_read_alike() {
    for name in B2CORE {
        for status in [200, 201, 202] {
            let reading = operation::read(name, &reply(status, &success(name))).unwrap();
            assert_eq!(reading, read(name, &success(name)), "the code in the body decides, not the status");
        }
    }
    assert_eq!(nexts(&read("b2core.runWizard", &success("b2core.runWizard"))), ["proceed"]);
}

proptest! {
    #[test]
    fn law_1_fail_closed_no_other_code_and_no_other_done_proceeds(code in any::<u64>(), done in "\\PC{0,6}") {
        for name in WIZARDS {
            let body = changed(success(name), &json!({ "code": code }));
            prop_assert_eq!(proceeds(name, &body), code == 202);
            let odd_done = changed(success(name), &json!({ "done": done }));
            prop_assert!(!proceeds(name, &odd_done));
            let as_text = changed(success(name), &json!({ "code": code.to_string() }));
            prop_assert!(!proceeds(name, &as_text));
        }
    }
}
