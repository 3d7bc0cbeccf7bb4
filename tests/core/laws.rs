//! The laws of the house that the core can hold, each by its number and name. What a law says of the browser, the edge
//! or the page is tested there; laws 7 and 8 have files of their own beside this one: hostile.rs and redaction.rs.

use crate::sample::{
    self, LOCATOR, NOW, OPERATIONS, POLICY, WITH_KYC_DATA, call, eligibility, input, nexts, parsed, prepare,
    read, record, reply, success,
};
use kyc_assent::consent::{Acceptance, BrokenRule, Demands, Policy, Proof, check, present};
use kyc_assent::decision::Next;
use kyc_assent::error::Error;
use kyc_assent::json::Json;
use kyc_assent::ledger::sentence_hash;
use kyc_assent::operation;
use kyc_assent::partners::crossmint::{
    Account, Environment, PRIVACY_POLICY_FILE, StoredSections, UserLocator, UserRecord, Wanted, put_user,
};
use kyc_assent::time::Timestamp;
use serde_json::{Value, json};

#[test]
fn law_1_fail_closed_one_word_proceeds_and_only_in_an_eligibility_list() {
    for operation in ["crossmint.triggerVerification", "crossmint.getVerification"] {
        assert_eq!(nexts(&read(operation, &eligibility(&[("onramp", "verified")]))), ["proceed"]);
        for status in ["Verified", "verified ", "approved", "", "not-started", "pending-review", "null"] {
            assert_ne!(nexts(&read(operation, &eligibility(&[("onramp", status)]))), ["proceed"], "{status}");
        }
    }
    for operation in OPERATIONS.into_iter().filter(|name| !name.ends_with("Verification")) {
        let mut body = success(operation);
        body["eligibility"] = eligibility(&[("onramp", "verified")])["eligibility"].clone();
        body["status"] = "verified".into();
        assert!(!nexts(&read(operation, &body)).contains(&"proceed"), "{operation}");
    }
}

#[test]
fn law_1_fail_closed_a_missing_field_never_proceeds() {
    for operation in OPERATIONS {
        let body = success(operation);
        for name in body.as_object().unwrap().keys() {
            let mut without = body.clone();
            without.as_object_mut().unwrap().remove(name);
            if let Ok(reading) = operation::read(operation, &reply(200, &without)) {
                assert!(!nexts(&reading).contains(&"proceed"), "{operation} without {name}");
            }
        }
    }
}

#[test]
fn law_1_fail_closed_no_other_status_of_http_is_read_as_a_success() {
    let body = eligibility(&[("onramp", "verified")]);
    for status in (0..=1_000).chain([10_200, u16::MAX]).filter(|status| !(200..300).contains(status)) {
        assert!(operation::read("crossmint.getVerification", &reply(status, &body)).is_err(), "{status}");
    }
}

fn with_consent(operation: &str, consent: &Value, now: &Value) -> Result<(), Error> {
    let mut call = call(&input(operation));
    call["consent"] = consent.clone();
    call["now"] = now.clone();
    operation::prepare(operation, &parsed(&call)).map(drop)
}

#[test]
fn law_2_consent_first_nothing_else_lets_kyc_data_go() {
    let consent = |policy: Value, at: Value| json!({ "policy": policy, "acceptedAt": at });
    for operation in WITH_KYC_DATA {
        assert!(
            with_consent(operation, &consent(POLICY.into(), NOW.into()), &NOW.into()).is_ok(),
            "{operation}"
        );
        for no_consent in [
            Value::Null,
            json!({}),
            json!([]),
            json!(true),
            json!(POLICY),
            json!([consent(POLICY.into(), NOW.into())]),
            json!({ "policy": POLICY }),
            json!({ "acceptedAt": NOW }),
            json!({ "Policy": POLICY, "acceptedAt": NOW }),
            consent("crossmint-terms-of-service".into(), NOW.into()),
            consent("Crossmint-Privacy-Policy".into(), NOW.into()),
            consent("crossmint-privacy-policy ".into(), NOW.into()),
            consent("".into(), NOW.into()),
            consent(json!([POLICY]), NOW.into()),
            consent(POLICY.into(), "2026-01-01T00:00:00.001Z".into()),
            consent(POLICY.into(), "2027-01-01T00:00:00Z".into()),
            consent(POLICY.into(), "2025-12-31T00:00:00".into()),
            consent(POLICY.into(), "2025-12-31T00:00:00+00:00".into()),
            consent(POLICY.into(), "2025-12-31".into()),
            consent(POLICY.into(), "".into()),
            consent(POLICY.into(), json!(1_767_139_200)),
            consent(POLICY.into(), Value::Null),
        ] {
            let refused = with_consent(operation, &no_consent, &NOW.into()).unwrap_err();
            assert!(
                matches!(refused, Error::ConsentRequired { policy: POLICY, .. }),
                "{operation} {no_consent}: {refused:?}"
            );
        }
    }
}

#[test]
fn law_2_consent_first_without_a_clock_no_consent_is_from_before_now() {
    let consent = json!({ "policy": POLICY, "acceptedAt": "2025-12-31T00:00:00Z" });
    for operation in WITH_KYC_DATA {
        for now in [Value::Null, json!(""), json!("2026-01-01"), json!(0)] {
            let refused = with_consent(operation, &consent, &now).unwrap_err();
            assert!(
                matches!(&refused, Error::InvalidInput { field, .. } if field == "now"),
                "{operation} {now}"
            );
        }
        let refused = with_consent(operation, &Value::Null, &Value::Null).unwrap_err();
        assert_eq!(refused.code(), "consent-required");
    }
}

#[test]
fn law_2_consent_first_it_is_asked_before_anything_else_is_looked_at() {
    for operation in WITH_KYC_DATA {
        let refused =
            operation::prepare(operation, &parsed(&json!({ "input": 5, "account": 5 }))).unwrap_err();
        assert_eq!(refused.code(), "consent-required", "{operation}");
    }
}

#[test]
fn law_2_consent_first_the_other_operations_carry_no_kyc_data_and_need_none() {
    for operation in OPERATIONS.into_iter().filter(|name| !WITH_KYC_DATA.contains(name)) {
        assert!(with_consent(operation, &Value::Null, &NOW.into()).is_ok(), "{operation}");
        assert!(with_consent(operation, &Value::Null, &Value::Null).is_ok(), "{operation}");
    }
}

#[test]
fn law_2_consent_first_a_proof_is_made_of_an_acceptance_of_that_policy_before_now() {
    let acceptance = |policy: &str, at: i64| Acceptance { policy: policy.into(), accepted_at: Timestamp(at) };
    assert_eq!(Proof::of(Some(&acceptance(POLICY, 5)), POLICY, Timestamp(5)).unwrap().policy(), POLICY);
    for (given, now) in [
        (None, 5),
        (Some(acceptance(POLICY, 6)), 5),
        (Some(acceptance("another", 1)), 5),
        (Some(acceptance(POLICY, 1)), -5),
    ] {
        let refused = Proof::of(given.as_ref(), POLICY, Timestamp(now)).unwrap_err();
        assert!(matches!(refused, Error::ConsentRequired { policy: POLICY, .. }));
    }
}

#[test]
fn law_2_consent_first_a_policy_that_is_no_longer_valid_is_asked_for_again() {
    let mut stale = success("crossmint.getUser");
    stale["legalDocuments"][0]["isValidVersion"] = json!(false);
    for operation in ["crossmint.getUser", "crossmint.putUser"] {
        assert_eq!(nexts(&read(operation, &stale)), ["ask-consent"]);
    }
    let pending = read("crossmint.getVerification", &eligibility(&[("onramp", "pending-privacy-policy")]));
    assert_eq!(pending.decisions[0].next, Next::AskConsent { policy: POLICY });
}

fn policy() -> Policy {
    Policy::from_json(&Json::parse(PRIVACY_POLICY_FILE).unwrap()).unwrap()
}

#[test]
fn law_3_nobody_but_the_person_ticks_the_box_evidence_must_say_so() {
    let policy = policy();
    let sentence = &policy.sentences[0];
    let evidence = |ticked_at_start: Value, by_person: Value| {
        let shown = json!({
            "policy": policy.name, "version": policy.version, "language": "en", "text": sentence.text(),
            "link": { "text": sentence.link_text(), "href": policy.link(None) }, "openingForced": false, "visible": true,
            "logo": { "shown": true, "width": 96, "height": 24 },
            "tickedAtStart": ticked_at_start, "byPerson": by_person,
        });
        check(&policy, &parsed(&shown), Demands { evidence: true, ..Demands::default() })
    };
    assert_eq!(evidence(json!(false), json!(true)), []);
    for by_person in [json!(false), Value::Null, json!("true"), json!(1)] {
        assert_eq!(evidence(json!(false), by_person), [BrokenRule::NotByPerson]);
    }
    for at_start in [json!(true), Value::Null, json!("false"), json!(0)] {
        assert_eq!(evidence(at_start, json!(true)), [BrokenRule::PreTicked]);
    }
}

#[test]
fn law_4_no_input_names_a_host_a_header_or_another_path() {
    for operation in OPERATIONS {
        for name in ["url", "baseUrl", "host", "headers", "path", "method", "body"] {
            let mut input = input(operation);
            input[name] = "https://evil.example".into();
            assert!(prepare(operation, &input).is_err(), "{operation} {name}");
            let mut call = call(&sample::input(operation));
            call["account"][name] = "https://evil.example".into();
            assert!(operation::prepare(operation, &parsed(&call)).is_err(), "{operation} {name}");
        }
        let url = prepare(operation, &input(operation)).unwrap().url;
        assert!(url.starts_with("https://staging.crossmint.com/api/2025-06-09/"), "{url}");
    }
}

#[test]
fn law_5_nothing_is_lost_there_is_always_a_next_try() {
    for attempts in [0, 1, 50, u32::MAX] {
        for code in ["unavailable", "refused", "trapped", "unreadable", ""] {
            let next = kyc_assent::consent::redelivery(attempts, code, None);
            assert!((1..=86_400).contains(&next.after), "{attempts} {code}");
        }
    }
}

#[test]
fn law_6_the_full_record_an_update_that_would_drop_a_stored_section_is_not_sent() {
    let sections = ["userDetails", "kycData", "dueDiligence", "verificationHistory"];
    for stored in sections {
        for left_out in sections {
            let mut update = input("crossmint.putUser");
            update["stored"] = json!({ stored: true });
            update.as_object_mut().unwrap().remove(left_out);
            let sent = prepare("crossmint.putUser", &update);
            if stored == left_out || left_out == "userDetails" {
                let field = format!("input.{left_out}");
                assert!(
                    matches!(&sent, Err(Error::InvalidInput { field: f, .. }) if *f == field),
                    "{stored}"
                );
            } else {
                assert!(sent.is_ok(), "{stored} {left_out}");
            }
        }
    }
}

#[test]
fn law_6_the_full_record_the_typed_way_in_holds_it_too() {
    let account = Account::new(Environment::Staging, sample::KEY).unwrap();
    let locator = UserLocator::parse(LOCATOR).unwrap();
    let acceptance = Acceptance { policy: POLICY.into(), accepted_at: Timestamp(0) };
    let proof = Proof::of(Some(&acceptance), POLICY, Timestamp(1)).unwrap();
    let details =
        UserRecord::from_json(&parsed(&json!({ "userDetails": record()["userDetails"] })), None).unwrap();
    let put = |stored: &Value| {
        let stored = StoredSections::from_summary(&parsed(stored));
        put_user(&account, &locator, &details, stored, &Wanted::default(), &proof)
    };
    assert!(put(&json!({})).is_ok());
    assert!(put(&json!({ "userDetails": true, "kycData": false, "dueDiligence": "true" })).is_ok());
    for section in ["kycData", "dueDiligence", "verificationHistory"] {
        assert!(put(&json!({ section: true })).is_err(), "{section}");
    }
    assert!(put(&success("crossmint.getUser")).is_ok());
}

#[test]
fn law_9_one_source_for_a_legal_sentence_what_is_shown_is_the_text_of_the_file() {
    let policy = policy();
    let mut hashes = Vec::new();
    for sentence in &policy.sentences {
        let presentation = present(&policy, &[&sentence.language], None).unwrap().to_json();
        let segments = presentation.get("segments").unwrap().items();
        let text: String = segments.iter().filter_map(|s| s.get("text")?.as_str()).collect();
        assert_eq!(text, sentence.text());
        assert!(PRIVACY_POLICY_FILE.contains(&sentence.segments[0].text));
        assert_eq!(presentation.get("reviewed").and_then(Json::as_bool), Some(sentence.reviewed));
        hashes.push(sentence_hash(&presentation).unwrap());
    }
    let count = hashes.len();
    hashes.sort_unstable();
    hashes.dedup();
    assert_eq!(hashes.len(), count, "each sentence has a hash of its own");
}

#[test]
fn law_10_now_is_an_argument_and_the_same_call_gives_the_same_request() {
    for operation in OPERATIONS {
        let one = prepare(operation, &input(operation)).unwrap();
        let two = prepare(operation, &input(operation)).unwrap();
        assert_eq!(one, two, "{operation}");
        let reply = reply(200, &success(operation));
        assert_eq!(operation::read(operation, &reply), operation::read(operation, &reply));
    }
}
