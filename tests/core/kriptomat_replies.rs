//! Kriptomat's replies: the login, the user and where the verification stands, imports and requests, refusals.

use crate::accounts::{KRIPTOMAT, changed, next_of, proceeds, success};
use crate::sample::{read, reply, text_reply, value};
use kyc_assent::decision::{Missing, Next, Partner, WaitReason};
use kyc_assent::error::{Error, Said};
use kyc_assent::http::Reply;
use kyc_assent::operation;
use proptest::prelude::*;
use serde_json::{Value, json};

const USER: &str = "kriptomat.getUser";

fn user(data: &Value) -> Value {
    json!({ "status": true, "data": data })
}

fn standing(kyc: &Value, edd: &Value) -> Value {
    user(&json!({ "kyc_status": kyc, "edd_status": edd, "status": "active" }))
}

fn edd_wanted() -> Next {
    Next::Provide(Missing { other: vec!["edd".into()], ..Missing::default() })
}

fn waiting() -> Next {
    Next::Wait { reason: WaitReason::Review, look_again_after: 180 }
}

fn unreadable(operation: &str, body: &Value) -> &'static str {
    match operation::read(operation, &reply(200, body)) {
        Err(Error::Unreadable { field, .. }) => field,
        other => panic!("{body}: {other:?}"),
    }
}

#[test]
fn a_login_gives_the_token_and_the_life_that_was_granted() {
    let reading = read("kriptomat.login", &success("kriptomat.login"));
    assert_eq!(value(&reading.value), success("kriptomat.login"));
    assert!(reading.decisions.is_empty());
    let more = changed(success("kriptomat.login"), &json!({ "token_type": "Bearer", "user": "jane" }));
    assert_eq!(read("kriptomat.login", &more), reading, "nothing else is handed on");
    for token in ["b64b64b64==", "a.b.c", "x"] {
        let reading = read("kriptomat.login", &json!({ "access_token": token, "expires_in": 1 }));
        assert_eq!(value(&reading.value)["access_token"], token, "row 15: opaque");
    }
}

#[test]
fn a_login_that_grants_nothing_usable_is_unreadable() {
    for (member, wrongs) in [
        ("access_token", vec![Value::Null, json!(""), json!("a b"), json!("a\nb"), json!(5), json!("tök")]),
        (
            "expires_in",
            vec![Value::Null, json!(0), json!(-1), json!(1.5), json!("3600"), json!(4_294_967_296_u64)],
        ),
    ] {
        for wrong in wrongs {
            let body = changed(success("kriptomat.login"), &json!({ member: wrong }));
            assert_eq!(unreadable("kriptomat.login", &body), member, "{wrong}");
        }
    }
    unreadable("kriptomat.login", &json!({ "status": true, "data": success("kriptomat.login") }));
}

/// The documented sample: the number of the house twice (row 10), an e-mail with a blank (row 9), and an empty
/// `edd_status` that the list of values does not have (row 3).
#[test]
fn the_documented_user() {
    let data = json!({
        "email": "jane.doe@example.com ", "name": "Jane", "surname": "Doe", "phone": "+49170123456",
        "date_of_birth": "1990-01-01", "address": "Some street 123", "building_number": "123",
        "city": "Berlin", "postal_code": "10115", "country": "DEU", "status": "active",
        "kyc_status": "passed", "edd_status": "",
    });
    let reading = read(USER, &user(&data));
    let expected = changed(data, &json!({ "email": "jane.doe@example.com" }));
    assert_eq!(
        value(&reading.to_json()),
        json!({ "value": expected, "decisions": [{
            "partner": "kriptomat", "scope": "kyc", "next": "proceed", "text": "proceed",
            "said": { "kyc_status": "passed", "edd_status": "", "status": "active" }, "show": [],
        }] })
    );
}

#[test]
fn each_pair_of_statuses_has_its_next_step() {
    for kyc in ["passed", "verified"] {
        for edd in [json!("not_required"), json!("confirmed"), json!(""), Value::Null] {
            assert_eq!(next_of(USER, &standing(&kyc.into(), &edd)), Next::Proceed, "{kyc} {edd}");
        }
        let unstated = user(&json!({ "kyc_status": kyc, "status": "active" }));
        assert_eq!(next_of(USER, &unstated), Next::Proceed);
        assert_eq!(next_of(USER, &standing(&kyc.into(), &json!("required"))), edd_wanted());
        let failed = next_of(USER, &standing(&kyc.into(), &json!("failed")));
        assert_eq!(failed, Next::Stop { is_final: None });
    }
    for edd in ["", "not_required", "required", "confirmed", "failed", "unheard-of"] {
        for (kyc, next) in [
            ("pending", waiting()),
            ("not_started", Next::StartVerification),
            ("failed", Next::Stop { is_final: None }),
            ("declined", Next::Stop { is_final: None }),
        ] {
            assert_eq!(next_of(USER, &standing(&kyc.into(), &edd.into())), next, "{kyc} {edd}");
        }
    }
}

#[test]
fn statuses_that_nobody_documents_are_held() {
    for kyc in
        ["PASSED", "Passed", "passed ", " verified", "approved", "Verified", "not-started", "", "βpassedβ"]
    {
        assert_eq!(next_of(USER, &standing(&kyc.into(), &json!("not_required"))), Next::Hold, "{kyc}");
    }
    for edd in [
        json!("Required"),
        json!("none"),
        json!(" "),
        json!("not required"),
        json!(false),
        json!(0),
        json!([]),
        json!({ "value": "confirmed" }),
    ] {
        assert_eq!(next_of(USER, &standing(&json!("passed"), &edd)), Next::Hold, "{edd}");
    }
    for status in [json!("blocked"), json!("Active"), json!(""), json!(true), json!(["active"])] {
        let mut body = standing(&json!("passed"), &json!("not_required"));
        body["data"]["status"] = status.clone();
        assert_eq!(next_of(USER, &body), Next::Hold, "an account that is not active: {status}");
    }
}

#[test]
fn a_user_without_a_status_that_can_be_read_is_unreadable() {
    for kyc in [Value::Null, json!(true), json!(1), json!(["passed"]), json!({ "status": "passed" })] {
        assert_eq!(unreadable(USER, &standing(&kyc, &json!(""))), "data.kyc_status");
    }
    for data in [Value::Null, json!([]), json!("passed"), json!([{ "kyc_status": "passed" }])] {
        assert_eq!(unreadable(USER, &user(&data)), "data");
    }
    assert_eq!(unreadable(USER, &json!({ "kyc_status": "passed" })), "data", "the envelope is documented");
}

#[test]
fn an_envelope_that_does_not_say_true_is_never_believed() {
    for status in [json!("false"), json!("error"), json!(0), json!(1), Value::Null, json!("true"), json!([])]
    {
        for (name, body) in [(USER, success(USER)), ("kriptomat.importKyc", json!({}))] {
            let body = changed(body, &json!({ "status": status }));
            assert_eq!(unreadable(name, &body), "status", "{name}");
        }
    }
}

#[test]
fn an_error_without_the_envelope_of_a_success_is_a_refusal() {
    for error in [json!("No"), json!(true), json!(["No"]), json!({ "token": ["used"] }), json!(5)] {
        for name in KRIPTOMAT {
            for member in ["error", "errors"] {
                let refused = operation::read(name, &reply(200, &json!({ member: error, "message": "No" })));
                assert_eq!(
                    refused,
                    Err(Error::Refused { status: 200, said: Some(Said("No".into())) }),
                    "{name}"
                );
            }
        }
    }
    for none in [Value::Null, json!(false), json!(""), json!([]), json!({})] {
        for name in KRIPTOMAT {
            read(name, &changed(success(name), &json!({ "error": none, "errors": none })));
        }
        read("kriptomat.importKyc", &json!({ "error": none, "errors": none }));
    }
    read("kriptomat.importKyc", &json!({ "status": true, "errors": ["a note beside a success"] }));
}

#[test]
fn what_is_null_is_left_out_and_a_status_is_a_text() {
    let data = json!({
        "phone": null, "kyc_status": "passed", "edd_status": null, "status": null, "level": 2, "tags": [null],
    });
    let reading = read(USER, &user(&data));
    assert_eq!(value(&reading.value), json!({ "kyc_status": "passed", "level": 2, "tags": [null] }));
    assert_eq!(value(&reading.decisions[0].said), json!({ "kyc_status": "passed" }));
    let odd = json!({ "kyc_status": "passed", "edd_status": false, "status": ["active", 5] });
    let reading = read(USER, &user(&odd));
    let words = json!({ "kyc_status": "passed", "edd_status": "false", "status": "[\"active\",5]" });
    assert_eq!(value(&reading.value), words);
    assert_eq!(value(&reading.decisions[0].said), words);
    assert_eq!(reading.decisions[0].next, Next::Hold);
}

/// Row 2: the reply to an import is blank on one page and an object on the other, and decides nothing.
#[test]
fn an_import_that_was_taken_is_waited_for() {
    let name = "kriptomat.importKyc";
    let mut taken: Vec<_> = ["", " ", "\n", "{}", "[]", "null", "\"\"", r#"{"status":true}"#]
        .into_iter()
        .flat_map(|body| [200, 201, 202, 204].map(|status| text_reply(status, body)))
        .collect();
    taken.push(reply(200, &json!({ "status": true, "message": "check kyc status before continuing" })));
    for reply in taken {
        let reading = operation::read(name, &reply).unwrap();
        let said = if reply.body.contains("true") { json!({ "status": true }) } else { json!({}) };
        assert_eq!(value(&reading.value), said);
        let decision = &reading.decisions[0];
        assert_eq!((decision.partner, &*decision.scope), (Partner::Kriptomat, "kyc"));
        assert_eq!((&decision.next, reading.decisions.len()), (&waiting(), 1));
        assert_eq!(value(&decision.said), json!({ "import": "accepted" }));
    }
    let refused = operation::read(name, &reply(200, &json!({ "status": false, "message": "token used" })));
    assert_eq!(refused, Err(Error::Refused { status: 200, said: Some(Said("token used".into())) }));
    let cut = operation::read(name, &text_reply(200, "{\"status\":tr"));
    assert!(matches!(cut, Err(Error::Unreadable { field: "body", .. })));
    let page = operation::read(name, &text_reply(200, "<html>"));
    assert_eq!(page, Err(Error::Unavailable { retry_after: None }));
}

#[test]
fn the_one_link_of_a_request_is_found_under_any_name() {
    let name = "kriptomat.requestKyc";
    let link = "https://kyc.example/s/1?token=a%20b#x";
    for body in [
        json!({ "link": link }),
        json!({ "status": true, "data": { "url": link } }),
        json!({ "status": true, "data": [link] }),
        json!({ "status": "created", "data": { "kyc": { "href": link } }, "message": "Open https: //…" }),
        json!({ "url": link, "link": link }),
        json!({ "url": link, "logo": "http://kyc.example/logo.png" }),
        json!(link),
    ] {
        let reading = read(name, &body);
        assert_eq!(value(&reading.value), json!({ "link": link }), "{body}");
        assert!(reading.decisions.is_empty(), "a link is no decision");
    }
    for body in [
        json!({}),
        json!({ "status": true }),
        json!({ "link": "http://kyc.example" }),
        json!({ "link": "javascript:alert(1)" }),
        json!({ "link": "HTTPS://" }),
        json!({ "link": format!("see {link}") }),
        json!({ "link": "https://kyc.example/\"><script>" }),
        json!({ "link": link, "terms": "https://kyc.example/terms" }),
    ] {
        assert_eq!(unreadable(name, &body), "body", "{body}");
    }
    let refused = operation::read(name, &reply(200, &json!({ "status": false, "link": link })));
    assert_eq!(refused, Err(Error::Refused { status: 200, said: None }));
}

#[test]
fn each_refusal_has_its_code_and_the_partners_words() {
    for name in KRIPTOMAT {
        for (status, code) in [
            (301, "unavailable"),
            (400, "refused"),
            (401, "unauthorized"),
            (403, "unauthorized"),
            (404, "not-found"),
            (409, "refused"),
            (422, "refused"),
            (429, "rate-limited"),
            (500, "unavailable"),
            (503, "unavailable"),
        ] {
            for body in ["", "{}", "no", "<html>", r#"{"status":true}"#, r#"{"message":"No"}"#] {
                let error = operation::read(name, &text_reply(status, body)).unwrap_err();
                assert_eq!(error.code(), code, "{name} {status} {body}");
            }
        }
        for (body, words) in [
            (json!({ "status": false, "message": "No such user" }), Some("No such user")),
            (json!({ "message": ["a", "b"] }), Some("a; b")),
            (json!({ "error": "Unauthenticated." }), Some("Unauthenticated.")),
            (json!({ "error": true }), None),
            (json!([]), None),
        ] {
            for status in [400, 401, 404] {
                let error = operation::read(name, &reply(status, &body)).unwrap_err();
                assert_eq!(error.said().map(|Said(said)| said.as_str()), words, "{body}");
            }
        }
        let mut limited = text_reply(429, "");
        let after = |reply: &Reply| operation::read(name, reply).unwrap_err();
        assert_eq!(after(&limited), Error::RateLimited { retry_after: 60 });
        limited.headers.push(("Retry-After".into(), "7".into()));
        assert_eq!(after(&limited), Error::RateLimited { retry_after: 7 });
    }
    let refused = operation::read(USER, &reply(200, &json!({ "status": false, "error": "blocked" })));
    assert_eq!(refused, Err(Error::Refused { status: 200, said: Some(Said("blocked".into())) }));
}

proptest! {
    #[test]
    fn law_1_fail_closed_no_other_word_proceeds(kyc in "\\PC{0,12}", edd in "\\PC{0,12}") {
        let known = ["passed", "verified"].contains(&kyc.as_str());
        prop_assume!(!known);
        prop_assert!(!proceeds(USER, &standing(&kyc.clone().into(), &json!("not_required"))));
        let fine = ["", "not_required", "confirmed"].contains(&edd.as_str());
        prop_assert_eq!(proceeds(USER, &standing(&json!("passed"), &edd.into())), fine);
    }

    #[test]
    fn law_1_fail_closed_no_other_letter_case_proceeds(word in "passed|verified", upper in 1_u16..256) {
        let mixed: String = word.char_indices()
            .map(|(at, c)| if (upper >> at) & 1 == 1 { c.to_ascii_uppercase() } else { c })
            .collect();
        prop_assert_eq!(proceeds(USER, &standing(&mixed.clone().into(), &json!(""))), mixed == word);
    }
}
