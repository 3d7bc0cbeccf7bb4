//! The eligibility list: every documented status, and what becomes of all others.

use crate::sample::{self, eligibility, nexts, read, reply, value};
use kyc_assent::decision::{DataItem, DocumentItem, Missing, Next, Partner, WaitReason};
use kyc_assent::error::Error;
use kyc_assent::json::Json;
use kyc_assent::operation;
use proptest::prelude::*;
use serde_json::{Value, json};

const TRIGGER: &str = "crossmint.triggerVerification";
const STATUS: &str = "crossmint.getVerification";
const BOTH: [&str; 2] = [TRIGGER, STATUS];
const PRODUCTS: [&str; 4] = ["regulated-transfer", "onramp", "onramp-light", "offramp"];

fn next(operation: &str, status: &str) -> Next {
    read(operation, &eligibility(&[("onramp", status)])).decisions[0].next.clone()
}

#[test]
fn each_documented_status_has_its_next_step() {
    for operation in BOTH {
        assert_eq!(next(operation, "verified"), Next::Proceed);
        assert_eq!(next(operation, "rejected"), Next::Stop { is_final: None });
        assert_eq!(next(operation, "requires-data"), Next::Provide(Missing::default()));
        assert_eq!(next(operation, "pending-privacy-policy"), Next::AskConsent { policy: sample::POLICY });
        let wait = |status, why| match next(operation, status) {
            Next::Wait { reason, look_again_after } if reason == why => look_again_after,
            other => panic!("{status}: {other:?}"),
        };
        let review = wait("pending-review", WaitReason::Review);
        let manual = wait("pending-manual-review", WaitReason::ManualReview);
        assert!(review > 0 && manual > review, "a person takes longer than a machine");
    }
}

#[test]
fn not_started_passes_after_a_trigger_and_is_a_start_when_merely_asked() {
    assert_eq!(next(STATUS, "not-started"), Next::StartVerification);
    assert!(matches!(
        next(TRIGGER, "not-started"),
        Next::Wait { reason: WaitReason::Started, look_again_after: 1.. }
    ));
}

#[test]
fn each_product_keeps_a_decision_of_its_own_in_the_order_of_the_list() {
    for operation in BOTH {
        let statuses = ["verified", "requires-data", "rejected", "pending-review"];
        let list: Vec<(&str, &str)> = PRODUCTS.into_iter().zip(statuses).collect();
        let reading = read(operation, &eligibility(&list));
        assert_eq!(nexts(&reading), ["proceed", "provide", "stop", "wait"]);
        let scopes: Vec<&str> = reading.decisions.iter().map(|d| &*d.scope).collect();
        assert_eq!(scopes, PRODUCTS);
        assert!(reading.decisions.iter().all(|d| d.partner == Partner::Crossmint && d.show.is_empty()));
        assert_eq!(value(&reading.value), eligibility(&list));
    }
}

/// The documented example of the API reference, whole.
#[test]
fn the_documented_example() {
    let body = json!({ "eligibility": [
        { "type": "onramp", "status": "requires-data",
          "missingData": ["user-details", "kyc-data"], "missingDocuments": ["id", "proof-of-address"] },
        { "type": "offramp", "status": "verified" },
        { "type": "regulated-transfer", "status": "pending-review" } ] });
    let reading = read(STATUS, &body);
    assert_eq!(value(&reading.value), body);
    assert_eq!(
        value(&reading.to_json()),
        json!({ "value": body, "decisions": [
            { "partner": "crossmint", "scope": "onramp", "next": "provide", "text": "provide",
              "data": ["first-name", "last-name", "date-of-birth", "country-of-residence", "nationality",
                       "address-line", "city", "state", "postal-code", "email", "phone", "identity-number"],
              "documents": ["identity-document", "proof-of-address"], "other": [],
              "said": { "status": "requires-data", "missingData": ["user-details", "kyc-data"],
                        "missingDocuments": ["id", "proof-of-address"] }, "show": [] },
            { "partner": "crossmint", "scope": "offramp", "next": "proceed", "text": "proceed",
              "said": { "status": "verified" }, "show": [] },
            { "partner": "crossmint", "scope": "regulated-transfer", "next": "wait",
              "text": "wait-review", "reason": "review",
              "lookAgainAfter": reading.decisions[2].to_json().get("lookAgainAfter").and_then(Json::as_u64),
              "said": { "status": "pending-review" }, "show": [] } ] })
    );
}

fn provide(entry: &Value) -> Missing {
    match read(STATUS, &json!({ "eligibility": [entry] })).decisions[0].next.clone() {
        Next::Provide(missing) => missing,
        other => panic!("{other:?}"),
    }
}

#[test]
fn undocumented_members_of_the_missing_lists_are_kept_letter_by_letter() {
    let missing = provide(&json!({
        "type": "onramp", "status": "requires-data",
        "missingData": ["kyc-data", "source-of-funds", "userDetails", "user-details"],
        "missingDocuments": ["proof-of-address", "id-passport", "ID", "selfie"],
    }));
    assert_eq!(missing.other, ["source-of-funds", "userDetails", "id-passport", "ID", "selfie"]);
    assert_eq!(missing.documents, [DocumentItem::ProofOfAddress]);
    assert!(missing.data.contains(&DataItem::Nationality) && missing.data.contains(&DataItem::FirstName));
    let mut once = missing.data.clone();
    once.sort_unstable();
    once.dedup();
    assert_eq!(once.len(), missing.data.len(), "no item twice");
}

#[test]
fn missing_lists_of_other_shapes_are_read_and_never_dropped() {
    let other = |list: Value| {
        provide(&json!({ "type": "onramp", "status": "requires-data", "missingData": list })).other
    };
    assert_eq!(other(json!("terms")), ["terms"]);
    assert_eq!(other(json!({ "a": 1 })), ["{\"a\":1}"]);
    assert_eq!(other(json!([{ "a": 1 }, 5, null, "x"])), ["{\"a\":1}", "5", "null", "x"]);
    assert_eq!(other(json!(true)), ["true"]);
    assert!(other(Value::Null).is_empty() && other(json!([])).is_empty());
    let one = provide(&json!({ "type": "onramp", "status": "requires-data", "missingDocuments": "id" }));
    assert_eq!(one.documents, [DocumentItem::IdentityDocument]);
}

#[test]
fn a_list_of_one_may_be_an_object_and_an_empty_list_decides_nothing() {
    let entry = json!({ "type": "offramp", "status": "verified" });
    let reading = read(STATUS, &json!({ "eligibility": entry }));
    assert_eq!(value(&reading.value), json!({ "eligibility": [entry] }));
    assert_eq!(nexts(&reading), ["proceed"]);
    assert!(read(STATUS, &json!({ "eligibility": [] })).decisions.is_empty());
}

#[test]
fn what_is_no_list_or_lacks_a_status_is_unreadable() {
    let verified = json!({ "type": "onramp", "status": "verified" });
    for operation in BOTH {
        for (body, field) in [
            (json!({}), "eligibility"),
            (json!([]), "eligibility"),
            (json!([verified]), "eligibility"),
            (verified.clone(), "eligibility"),
            (json!({ "Eligibility": [verified] }), "eligibility"),
            (json!({ "eligibility": null }), "eligibility"),
            (json!({ "eligibility": "verified" }), "eligibility"),
            (json!({ "eligibility": true }), "eligibility"),
            (json!({ "eligibility": ["verified"] }), "eligibility[].type"),
            (json!({ "eligibility": [[verified]] }), "eligibility[].type"),
            (json!({ "eligibility": {} }), "eligibility[].type"),
            (json!({ "eligibility": [verified, { "status": "verified" }] }), "eligibility[].type"),
            (json!({ "eligibility": [{ "type": 1, "status": "verified" }] }), "eligibility[].type"),
            (json!({ "eligibility": [{ "type": "onramp" }] }), "eligibility[].status"),
            (json!({ "eligibility": [{ "type": "onramp", "status": null }] }), "eligibility[].status"),
            (
                json!({ "eligibility": [{ "type": "onramp", "status": ["verified"] }] }),
                "eligibility[].status",
            ),
            (json!({ "eligibility": [{ "type": "onramp", "status": true }] }), "eligibility[].status"),
            (json!({ "eligibility": [{ "type": "onramp", "Status": "verified" }] }), "eligibility[].status"),
        ] {
            let error = operation::read(operation, &reply(200, &body)).unwrap_err();
            assert!(matches!(error, Error::Unreadable { field: f, .. } if f == field), "{body}: {error:?}");
        }
    }
}

#[test]
fn a_product_named_twice_never_proceeds() {
    for operation in BOTH {
        for other in ["verified", "rejected", "requires-data", "unheard-of", "not-started"] {
            let twice = [("onramp", "verified"), ("offramp", "verified"), ("onramp", other)];
            let reading = read(operation, &eligibility(&twice));
            assert_ne!(nexts(&reading)[0], "proceed", "{other}");
            assert_eq!(nexts(&reading)[1], "proceed", "{other}");
            assert_ne!(nexts(&reading)[2], "proceed", "{other}");
        }
    }
    let stopped = read(STATUS, &eligibility(&[("onramp", "rejected"), ("onramp", "rejected")]));
    assert_eq!(nexts(&stopped), ["stop", "stop"]);
}

/// Spellings that look like `verified` and are not.
const NEAR_MISSES: [&str; 30] = [
    "Verified",
    "VERIFIED",
    "vERIFIED",
    " verified",
    "verified ",
    "verified\n",
    "\tverified",
    "verified\u{a0}",
    "verified\u{200b}",
    "\u{feff}verified",
    "veri\u{ad}fied",
    "verified\u{0}",
    "ve\u{433}ified",
    "vеrified",
    "verifiеd",
    "νerified",
    "ｖｅｒｉｆｉｅｄ",
    "veriﬁed",
    "verıfied",
    "verifıed",
    "verified.",
    "verifie",
    "erified",
    "verified-",
    "verified_",
    "un-verified",
    "not-verified",
    "passed",
    "true",
    "completed",
];

#[test]
fn spellings_near_verified_are_held() {
    for operation in BOTH {
        for status in NEAR_MISSES {
            assert_eq!(next(operation, status), Next::Hold, "{status:?}");
        }
    }
}

#[test]
fn spellings_near_the_other_statuses_are_held() {
    for known in [
        "not-started",
        "pending-privacy-policy",
        "requires-data",
        "pending-review",
        "pending-manual-review",
        "rejected",
    ] {
        let blanks = known.replace('-', " ");
        let dashes = known.replace('-', "\u{2010}");
        for status in [
            known.to_uppercase(),
            known.replace('-', "_"),
            blanks,
            dashes,
            format!("{known} "),
            known.replace('e', "é"),
        ] {
            if status != known {
                assert_eq!(next(STATUS, &status), Next::Hold, "{status:?}");
                assert_eq!(next(TRIGGER, &status), Next::Hold, "{status:?}");
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(2_000) })]

    #[test]
    fn no_status_but_verified_proceeds(status in any::<String>(), trigger in any::<bool>()) {
        prop_assume!(status != "verified");
        prop_assert_ne!(next(BOTH[usize::from(trigger)], &status), Next::Proceed);
    }

    #[test]
    fn no_mutation_of_verified_proceeds(
        at in 0_usize..9, to in any::<char>(), how in 0..4, trigger in any::<bool>(),
    ) {
        let mut chars: Vec<char> = "verified".chars().collect();
        match how {
            0 => chars.insert(at, to),
            1 => chars[at.min(7)] = to,
            2 => drop(chars.remove(at.min(7))),
            _ => chars[at.min(7)] = chars[at.min(7)].to_ascii_uppercase(),
        }
        let status: String = chars.into_iter().collect();
        prop_assume!(status != "verified");
        prop_assert_eq!(next(BOTH[usize::from(trigger)], &status), Next::Hold);
    }

    #[test]
    fn said_and_value_keep_the_partners_words(product in any::<String>(), status in any::<String>()) {
        let body = eligibility(&[(&product, &status)]);
        let reading = read(STATUS, &body);
        prop_assert_eq!(value(&reading.value), body);
        let decision = &reading.decisions[0];
        prop_assert_eq!(&decision.scope, &product);
        prop_assert_eq!(decision.said.get("status").and_then(Json::as_str), Some(status.as_str()));
        prop_assert!(decision.show.is_empty());
    }
}
