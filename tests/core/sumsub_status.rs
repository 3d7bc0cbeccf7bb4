//! Sumsub's replies: where a review stands, share tokens, refusals.

use crate::accounts::{SUMSUB, changed, next_of, proceeds, success};
use crate::sample::{read, reply, text_reply, value};
use kyc_assent::decision::{Missing, Next, WaitReason};
use kyc_assent::error::{Error, Said};
use kyc_assent::operation;
use proptest::prelude::*;
use serde_json::{Value, json};

const STATUS: &str = "sumsub.getApplicantStatus";
const SHARE: &str = "sumsub.createShareToken";
/// Every documented status but `completed`, in which alone the answer counts.
const UNFINISHED: [&str; 7] =
    ["init", "pending", "prechecked", "queued", "onHold", "awaitingService", "awaitingUser"];

fn review(status: &str, result: &Value) -> Value {
    json!({ "reviewStatus": status, "reviewResult": result })
}

fn unfinished(status: &str) -> Next {
    match status {
        "init" => Next::Provide(Missing::default()),
        "onHold" => Next::Wait { reason: WaitReason::ManualReview, look_again_after: 900 },
        _ => Next::Wait { reason: WaitReason::Review, look_again_after: 60 },
    }
}

fn retry(labels: &[&str]) -> Next {
    Next::Provide(Missing { other: labels.iter().map(ToString::to_string).collect(), ..Missing::default() })
}

#[test]
fn a_completed_review_has_the_next_step_of_its_answer() {
    let next = |result: &Value| next_of(STATUS, &review("completed", result));
    assert_eq!(next(&json!({ "reviewAnswer": "GREEN" })), Next::Proceed);
    assert_eq!(next(&json!({ "reviewAnswer": "GREEN", "rejectLabels": [] })), Next::Proceed);
    let labels = ["UNSATISFACTORY_PHOTOS", "SCREENSHOTS"];
    let red = |kind: &str| json!({ "reviewAnswer": "RED", "reviewRejectType": kind, "rejectLabels": labels });
    assert_eq!(next(&red("RETRY")), retry(&labels));
    assert_eq!(next(&red("FINAL")), Next::Stop { is_final: Some(true) });
    assert_eq!(next(&json!({ "reviewAnswer": "RED", "reviewRejectType": "RETRY" })), retry(&[]));
}

#[test]
fn an_answer_counts_in_no_other_status() {
    for status in UNFINISHED {
        for result in [
            Value::Null,
            json!({}),
            json!({ "reviewAnswer": "GREEN" }),
            json!({ "reviewAnswer": "RED", "reviewRejectType": "FINAL" }),
            json!({ "reviewAnswer": "RED", "reviewRejectType": "RETRY", "rejectLabels": ["X"] }),
        ] {
            assert_eq!(next_of(STATUS, &review(status, &result)), unfinished(status), "{status} {result}");
        }
        assert_eq!(next_of(STATUS, &json!({ "reviewStatus": status })), unfinished(status));
    }
}

#[test]
fn what_nobody_documents_is_held() {
    for status in
        ["COMPLETED", "Completed", "complete", " completed", "completed ", "onhold", "on_hold", "", "done"]
    {
        assert_eq!(
            next_of(STATUS, &review(status, &json!({ "reviewAnswer": "GREEN" }))),
            Next::Hold,
            "{status}"
        );
    }
    for result in [
        Value::Null,
        json!({}),
        json!([{ "reviewAnswer": "GREEN" }]),
        json!("GREEN"),
        json!({ "reviewAnswer": "green" }),
        json!({ "reviewAnswer": "Green" }),
        json!({ "reviewAnswer": "GREEN " }),
        json!({ "reviewAnswer": "YELLOW" }),
        json!({ "reviewAnswer": "" }),
        json!({ "reviewAnswer": true }),
        json!({ "reviewAnswer": ["GREEN"] }),
        json!({ "ReviewAnswer": "GREEN" }),
        json!({ "reviewAnswer": "RED" }),
        json!({ "reviewAnswer": "RED", "reviewRejectType": "EXTERNAL" }),
        json!({ "reviewAnswer": "RED", "reviewRejectType": "retry" }),
        json!({ "reviewAnswer": "RED", "reviewRejectType": "Final" }),
        json!({ "reviewAnswer": "red", "reviewRejectType": "FINAL" }),
    ] {
        assert_eq!(next_of(STATUS, &review("completed", &result)), Next::Hold, "{result}");
    }
    let beside = json!({ "reviewStatus": "completed", "reviewAnswer": "GREEN" });
    assert_eq!(next_of(STATUS, &beside), Next::Hold, "the answer is a member of the result");
}

#[test]
fn a_reply_without_a_status_is_unreadable() {
    for status in [Value::Null, json!(true), json!(1), json!(["completed"]), json!({})] {
        let body = json!({ "reviewStatus": status, "reviewResult": { "reviewAnswer": "GREEN" } });
        let read = operation::read(STATUS, &reply(200, &body));
        assert!(matches!(read, Err(Error::Unreadable { field: "reviewStatus", .. })), "{status}");
    }
    for body in [json!({ "reviewResult": { "reviewAnswer": "GREEN" } }), json!({ "review": success(STATUS) })]
    {
        assert!(matches!(operation::read(STATUS, &reply(200, &body)), Err(Error::Unreadable { .. })));
    }
    for body in [json!([success(STATUS)]), json!("completed"), Value::Null, json!(1)] {
        for name in SUMSUB {
            let read = operation::read(name, &reply(200, &body));
            assert!(matches!(read, Err(Error::Unreadable { field: "body", .. })), "{name} {body}");
        }
    }
}

#[test]
fn the_whole_decision_of_a_rejected_document() {
    let body = json!({
        "reviewId": "r", "attemptId": "a", "attemptCnt": 1, "levelName": "basic-kyc-level",
        "elapsedSincePendingMs": 115_879, "createDate": "2020-02-21 13:23:19+0000", "reviewStatus": "completed",
        "reviewResult": {
            "moderationComment": " We could not read it. ", "clientComment": "Suspected: template forgery",
            "reviewAnswer": "RED", "rejectLabels": ["UNSATISFACTORY_PHOTOS", 5, "BRAND_NEW"],
            "reviewRejectType": "RETRY",
        },
    });
    let reading = read(STATUS, &body);
    assert_eq!(value(&reading.value), body, "the value is the partner's answer as it came");
    assert_eq!(
        value(&reading.to_json())["decisions"],
        json!([{
            "partner": "sumsub", "scope": "identity", "next": "provide", "text": "provide",
            "data": [], "documents": [], "other": ["UNSATISFACTORY_PHOTOS", "BRAND_NEW"],
            "said": {
                "reviewStatus": "completed", "reviewAnswer": "RED", "reviewRejectType": "RETRY",
                "rejectLabels": ["UNSATISFACTORY_PHOTOS", "BRAND_NEW"],
            },
            "show": ["We could not read it."],
        }])
    );
}

/// "must not be shown to the person" (docs: receive and interpret results).
#[test]
fn the_client_comment_is_in_no_decision_no_debug_and_no_error() {
    let secret = "Known fraudster, do not tell";
    for status in UNFINISHED.into_iter().chain(["completed", "unheard-of"]) {
        for answer in ["GREEN", "RED", "unheard-of"] {
            for kind in ["RETRY", "FINAL", "unheard-of"] {
                let result = json!({
                    "clientComment": secret, "reviewAnswer": answer, "reviewRejectType": kind,
                    "moderationComment": "Try again", "rejectLabels": ["X"],
                });
                let body = changed(review(status, &result), &json!({ "clientComment": secret }));
                let reading = read(STATUS, &body);
                for decision in &reading.decisions {
                    assert!(decision.show.iter().all(|words| words.as_str() == "Try again"));
                    assert!(!decision.said.to_string().contains("fraudster"));
                    assert!(!decision.to_json().to_string().contains("fraudster"));
                    assert!(!format!("{decision:?} {:?}", decision.show).contains("fraudster"));
                }
                assert!(!format!("{reading:?} {:?}", reply(200, &body)).contains("fraudster"));
            }
        }
    }
    for body in [
        json!({ "reviewResult": { "clientComment": secret } }),
        json!({ "clientComment": secret, "description": "no", "reviewResult": { "clientComment": secret } }),
    ] {
        for status in [200, 400, 401, 404, 409, 429, 500] {
            let error = operation::read(STATUS, &reply(status, &body)).unwrap_err();
            assert!(!format!("{error:?} {error} {}", error.to_json()).contains("fraudster"), "{status}");
        }
    }
}

#[test]
fn only_the_moderation_comment_is_for_the_person() {
    let shown = |comment: Value| {
        let body = review("completed", &json!({ "reviewAnswer": "RED", "moderationComment": comment }));
        value(&read(STATUS, &body).to_json())["decisions"][0]["show"].clone()
    };
    assert_eq!(shown(json!("Please retake it")), json!(["Please retake it"]));
    for none in [Value::Null, json!(""), json!(" \n"), json!(5), json!(["x"]), json!({ "en": "x" })] {
        assert_eq!(shown(none), json!([]));
    }
}

#[test]
fn a_share_token_is_handed_on_as_it_is() {
    let long = "x".repeat(1024);
    for token in ["_act-b7b9f0c4", "eyJhbGciOiJub25lIn0.e30.", "b7b9f0c4 with blank", long.as_str()] {
        let body = json!({ "token": token, "forClientId": "kriptomat", "userId": "jane" });
        let reading = read(SHARE, &body);
        assert_eq!(value(&reading.value), json!({ "token": token, "forClientId": "kriptomat" }));
        assert!(reading.decisions.is_empty());
    }
    assert_eq!(value(&read(SHARE, &json!({ "token": "x" })).value), json!({ "token": "x" }));
    for wrong in [Value::Null, json!(""), json!(5), json!(["x"]), json!("x".repeat(1025))] {
        let read =
            operation::read(SHARE, &reply(200, &json!({ "token": wrong, "forClientId": "kriptomat" })));
        assert!(matches!(read, Err(Error::Unreadable { field: "token", .. })), "{wrong}");
    }
}

#[test]
fn each_refusal_has_its_code_and_the_partners_words() {
    for name in SUMSUB {
        for (status, code) in [
            (302, "unavailable"),
            (400, "refused"),
            (401, "unauthorized"),
            (403, "unauthorized"),
            (404, "not-found"),
            (409, "refused"),
            (429, "rate-limited"),
            (500, "unavailable"),
            (502, "unavailable"),
        ] {
            for body in ["", "[]", "<html>", r#"{"description":"no"}"#] {
                let error = operation::read(name, &text_reply(status, body)).unwrap_err();
                assert_eq!(error.code(), code, "{name} {status} {body}");
            }
        }
        for (body, words) in [
            (
                json!({ "description": "Request signature mismatch", "code": 401, "correlationId": "c" }),
                "Request signature mismatch",
            ),
            (
                json!({ "description": "Not partners", "code": 400, "errorCode": 10501, "errorName": "not-in-partners-list" }),
                "not-in-partners-list: Not partners",
            ),
            (
                json!({ "errorName": "copy-applicant-disabled", "type": "java.lang.X" }),
                "copy-applicant-disabled",
            ),
        ] {
            for status in [400, 401, 404] {
                let error = operation::read(name, &reply(status, &body)).unwrap_err();
                assert_eq!(error.said(), Some(&Said(words.into())), "{body}");
                assert!(!error.to_string().contains(words));
            }
        }
        let limited = operation::read(name, &text_reply(429, "")).unwrap_err();
        assert_eq!(limited, Error::RateLimited { retry_after: 5 });
    }
}

proptest! {
    #[test]
    fn law_1_fail_closed_no_other_word_proceeds(status in "\\PC{0,12}", answer in "\\PC{0,12}") {
        let green = json!({ "reviewAnswer": "GREEN" });
        prop_assert_eq!(proceeds(STATUS, &review(&status, &green)), status == "completed");
        let answered = review("completed", &json!({ "reviewAnswer": answer }));
        prop_assert_eq!(proceeds(STATUS, &answered), answer == "GREEN");
    }

    #[test]
    fn law_1_fail_closed_no_other_letter_case_proceeds(flips in 1_u16..512, lower in 1_u8..32) {
        let flip = |word: &str, bits: u16| -> String {
            word.char_indices()
                .map(|(at, c)| match (bits >> at) & 1 {
                    1 if c.is_ascii_lowercase() => c.to_ascii_uppercase(),
                    1 => c.to_ascii_lowercase(),
                    _ => c,
                })
                .collect()
        };
        let green = json!({ "reviewAnswer": "GREEN" });
        prop_assert!(!proceeds(STATUS, &review(&flip("completed", flips), &green)));
        let answer = json!({ "reviewAnswer": flip("GREEN", lower.into()) });
        prop_assert!(!proceeds(STATUS, &review("completed", &answer)));
    }
}
