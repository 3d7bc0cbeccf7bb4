//! What Sumsub's webhooks decide, by their type, and what they never show.

use crate::sample::{nexts, parsed, value};
use kyc_assent::credential::hmac_hex;
use kyc_assent::error::Error;
use kyc_assent::operation::Reading;
use kyc_assent::partners::sumsub::{Guard, MAX_AGE, read_webhook};
use kyc_assent::time::Timestamp;
use proptest::prelude::*;
use serde_json::{Value, json};

fn guard() -> Guard {
    Guard { secrets: vec!["webhook-5ecret".into()], allow_sha1: false, max_age: MAX_AGE }
}

fn receive(body: &[u8]) -> Result<Reading, Error> {
    let headers = json!({ "x-payload-digest": hmac_hex(b"webhook-5ecret", &[body]) });
    read_webhook(&parsed(&headers), body, &guard(), Timestamp(1_582_291_399_321))
}

fn told(kind: &str, status: &str, result: &Value) -> Reading {
    let hook = json!({
        "type": kind, "applicantId": "a", "createdAtMs": "2020-02-21 13:23:19.321",
        "reviewStatus": status, "reviewResult": result,
    });
    receive(hook.to_string().as_bytes()).unwrap()
}

const ABOUT_A_REVIEW: [&str; 8] = [
    "applicantCreated",
    "applicantPending",
    "applicantPrechecked",
    "applicantAwaitingService",
    "applicantAwaitingUser",
    "applicantOnHold",
    "applicantReviewed",
    "applicantReset",
];

#[test]
fn a_hook_about_a_review_decides_by_the_status_that_it_bears() {
    let green = json!({ "reviewAnswer": "GREEN" });
    for kind in ABOUT_A_REVIEW {
        for (status, result, next) in [
            ("init", Value::Null, "provide"),
            ("init", green.clone(), "provide"),
            ("pending", Value::Null, "wait"),
            ("awaitingService", green.clone(), "wait"),
            ("onHold", green.clone(), "wait"),
            ("completed", green.clone(), "proceed"),
            ("completed", json!({ "reviewAnswer": "RED", "reviewRejectType": "RETRY" }), "provide"),
            ("completed", json!({ "reviewAnswer": "RED", "reviewRejectType": "FINAL" }), "stop"),
            ("completed", json!({ "reviewAnswer": "green" }), "hold"),
            ("Completed", green.clone(), "hold"),
        ] {
            assert_eq!(nexts(&told(kind, status, &result)), [next], "{kind} {status} {result}");
        }
    }
}

#[test]
fn a_hook_that_takes_the_person_away_is_held_whatever_it_bears() {
    for kind in ["applicantDeactivated", "applicantDeleted"] {
        for status in ["completed", "init", "pending", "unheard-of"] {
            let reading = told(kind, status, &json!({ "reviewAnswer": "GREEN" }));
            assert_eq!(nexts(&reading), ["hold"], "{kind} {status}");
            assert_eq!(value(&reading.decisions[0].said)["type"], kind);
        }
        let bare = json!({ "type": kind, "applicantId": "a", "createdAtMs": "2020-02-21 13:23:19.321" });
        assert_eq!(nexts(&receive(bare.to_string().as_bytes()).unwrap()), ["hold"]);
    }
}

#[test]
fn every_other_hook_decides_nothing() {
    for kind in [
        "applicantPersonalInfoChanged",
        "applicantTagsChanged",
        "applicantActivated",
        "applicantActionPending",
        "applicantActionReviewed",
        "applicantActionOnHold",
        "applicantActionLevelChanged",
        "applicantLevelChanged",
        "applicantreviewed",
        "APPLICANTREVIEWED",
        "",
    ] {
        let reading = told(kind, "completed", &json!({ "reviewAnswer": "GREEN" }));
        assert!(reading.decisions.is_empty(), "{kind}");
        assert_eq!(value(&reading.value)["type"], kind, "the host sees that it came");
    }
}

/// "must not be shown to the person" (docs: receive and interpret results).
#[test]
fn the_client_comment_of_a_hook_is_nowhere() {
    for kind in ABOUT_A_REVIEW.into_iter().chain(["applicantDeleted", "applicantTagsChanged"]) {
        for status in ["completed", "init", "unheard-of"] {
            let reading = told(
                kind,
                status,
                &json!({
                    "clientComment": "Known fraudster", "moderationComment": "Try again",
                    "reviewAnswer": "RED", "reviewRejectType": "RETRY",
                }),
            );
            assert!(!format!("{reading:?} {}", reading.to_json()).contains("fraudster"), "{kind} {status}");
            let mut shown = reading.decisions.iter().flat_map(|decision| &decision.show);
            assert!(shown.all(|words| words.as_str() == "Try again"));
        }
    }
}

#[test]
fn debug_of_a_guard_shows_no_secret() {
    let shown = format!("{:?} {:#?}", guard(), guard());
    assert!(!shown.contains("5ecret"), "{shown}");
}

#[test]
fn law_7_no_panic_a_hook_cut_at_any_byte_never_proceeds() {
    let whole = json!({
        "type": "applicantReviewed", "applicantId": "漢 😀", "createdAtMs": "2020-02-21 13:23:19.321",
        "reviewStatus": "completed", "reviewResult": { "reviewAnswer": "GREEN" },
    })
    .to_string();
    assert_eq!(nexts(&receive(whole.as_bytes()).unwrap()), ["proceed"]);
    for at in 0..whole.len() {
        for part in [&whole.as_bytes()[..at], &whole.as_bytes()[at + 1..]] {
            assert!(receive(part).is_err(), "cut at {at}");
        }
    }
}

proptest! {
    #[test]
    fn law_7_no_panic_whatever_bytes_and_headers_come(
        body in proptest::collection::vec(any::<u8>(), 0..64),
        digest in "\\PC{0,80}", algorithm in "\\PC{0,20}", now in any::<i64>(), max_age in any::<u32>(),
    ) {
        let headers = json!({ "x-payload-digest": digest, "x-payload-digest-alg": algorithm });
        let guard = Guard { max_age, ..guard() };
        prop_assert!(read_webhook(&parsed(&headers), &body, &guard, Timestamp(now)).is_err());
        prop_assert!(receive(&body).is_err());
    }

    #[test]
    fn law_1_fail_closed_one_other_byte_in_the_body_is_another_message(at in 0_usize..120, new in any::<u8>()) {
        let body = json!({
            "type": "applicantReviewed", "applicantId": "a", "createdAtMs": "2020-02-21 13:23:19.321",
            "reviewStatus": "completed", "reviewResult": { "reviewAnswer": "GREEN" },
        })
        .to_string()
        .into_bytes();
        let headers = json!({ "x-payload-digest": hmac_hex(b"webhook-5ecret", &[&body]) });
        let mut other = body.clone();
        prop_assume!(other[at] != new);
        other[at] = new;
        let taken = read_webhook(&parsed(&headers), &other, &guard(), Timestamp(1_582_291_399_321));
        prop_assert_eq!(taken, Err(Error::Unauthorized(None)));
    }
}
