//! User summaries, documents and acceptances, in every spelling that Crossmint's documents have.

use crate::sample::{POLICY, nexts, read, reply, success, value};
use kyc_assent::decision::Next;
use kyc_assent::error::Error;
use kyc_assent::operation;
use serde_json::{Value, json};

const SUMMARIES: [&str; 2] = ["crossmint.putUser", "crossmint.getUser"];
const DOCUMENTS: [&str; 2] = ["crossmint.uploadDocument", "crossmint.getDocument"];

fn summary(legal_documents: &Value) -> Value {
    let mut body = success("crossmint.getUser");
    body["legalDocuments"] = legal_documents.clone();
    body
}

fn unreadable(operation: &str, body: &Value) -> &'static str {
    match operation::read(operation, &reply(200, body)) {
        Err(Error::Unreadable { field, .. }) => field,
        other => panic!("{body}: {other:?}"),
    }
}

#[test]
fn a_summary_keeps_the_booleans_and_the_identifiers() {
    let body = json!({
        "userDetails": true, "kycData": false, "dueDiligence": true, "verificationHistory": false,
        "userId": "johnd-123", "email": "a@b.example", "phoneNumber": "+1", "legalDocuments": [],
        "walletAddress": "0x1",
    });
    for operation in SUMMARIES {
        let mut expected = body.clone();
        expected.as_object_mut().unwrap().remove("walletAddress");
        assert_eq!(value(&read(operation, &body).value), expected);
    }
}

#[test]
fn a_section_that_is_no_boolean_makes_a_summary_unreadable() {
    for operation in SUMMARIES {
        for section in ["userDetails", "kycData", "dueDiligence", "verificationHistory"] {
            for wrong in [Value::Null, json!("true"), json!(1), json!({}), json!([true])] {
                let mut body = success(operation);
                body[section] = wrong;
                assert_eq!(unreadable(operation, &body), section);
            }
            let mut without = success(operation);
            without.as_object_mut().unwrap().remove(section);
            assert_eq!(unreadable(operation, &without), section);
        }
        for wrong in [json!([]), json!("x"), json!(1), Value::Null, json!(true), json!([success(operation)])]
        {
            assert_eq!(unreadable(operation, &wrong), "userDetails");
        }
    }
}

/// The API reference says `isValidVersion`, the quickstart `validVersion`.
#[test]
fn both_spellings_of_a_valid_version_are_read_into_one() {
    let policy = |flags: Value| {
        let mut document = flags;
        document["type"] = POLICY.into();
        let reading = read("crossmint.getUser", &summary(&json!([document])));
        let valid = value(&reading.value)["legalDocuments"][0]["isValidVersion"].as_bool().unwrap();
        assert_eq!(value(&reading.value)["legalDocuments"][0].get("validVersion"), None);
        assert_eq!(nexts(&reading).is_empty(), valid);
        valid
    };
    assert!(policy(json!({ "isValidVersion": true })));
    assert!(policy(json!({ "validVersion": true })));
    assert!(policy(json!({ "isValidVersion": true, "validVersion": false })), "the reference first");
    assert!(policy(json!({ "isValidVersion": null, "validVersion": true })));
    for flags in [
        json!({}),
        json!({ "isValidVersion": false }),
        json!({ "validVersion": false }),
        json!({ "isValidVersion": false, "validVersion": true }),
        json!({ "isValidVersion": "true" }),
        json!({ "isValidVersion": 1 }),
        json!({ "isvalidversion": true }),
        json!({ "valid": true }),
    ] {
        assert!(!policy(flags.clone()), "{flags}");
    }
}

#[test]
fn a_list_an_object_and_nothing_are_read_as_a_list() {
    let accepted =
        json!({ "type": POLICY, "acceptedAt": "2026-01-01T00:00:00.000Z", "isValidVersion": true });
    for (given, expected) in [
        (json!([accepted]), json!([accepted])),
        (accepted.clone(), json!([accepted])),
        (json!([]), json!([])),
        (Value::Null, json!([])),
        (json!("crossmint-privacy-policy"), json!([])),
        (json!([5, "x", null, { "isValidVersion": true }, { "type": 1 }]), json!([])),
    ] {
        for operation in SUMMARIES {
            let reading = read(operation, &summary(&given));
            assert_eq!(value(&reading.value)["legalDocuments"], expected, "{given}");
            assert_eq!(nexts(&reading).is_empty(), expected != json!([]), "{given}");
        }
    }
    let mut old = success("crossmint.getUser");
    old.as_object_mut().unwrap().remove("legalDocuments");
    assert_eq!(nexts(&read("crossmint.getUser", &old)), ["ask-consent"], "older pages have no such list");
}

#[test]
fn only_a_valid_privacy_policy_spares_the_question() {
    let of = |kind: &str, valid: bool| json!({ "type": kind, "isValidVersion": valid });
    for (documents, asked) in [
        (json!([of(POLICY, true)]), false),
        (json!([of("crossmint-terms-of-service", false), of(POLICY, true)]), false),
        (json!([of(POLICY, false), of(POLICY, true)]), false),
        (json!([of(POLICY, false)]), true),
        (json!([of("crossmint-terms-of-service", true)]), true),
        (json!([of("Crossmint-Privacy-Policy", true)]), true),
        (json!([of("crossmint-privacy-policy ", true)]), true),
        (json!([]), true),
    ] {
        let reading = read("crossmint.getUser", &summary(&documents));
        assert_eq!(!reading.decisions.is_empty(), asked, "{documents}");
        for decision in &reading.decisions {
            assert_eq!(decision.next, Next::AskConsent { policy: POLICY });
            assert_eq!((&*decision.scope, decision.show.len()), (POLICY, 0));
        }
    }
}

#[test]
fn a_documents_record_is_read_whole() {
    let body = json!({
        "id": "doc_1", "documentType": "id-passport", "createdAt": "2026-01-01T00:00:00.000Z", "expiresAt": "2030-01-31",
        "data": "AAAA",
    });
    for operation in DOCUMENTS {
        let reading = read(operation, &body);
        let mut expected = body.clone();
        expected.as_object_mut().unwrap().remove("data");
        assert_eq!(value(&reading.value), expected);
        assert!(reading.decisions.is_empty());
        let short = json!({ "id": "doc_1", "documentType": "something-new" });
        assert_eq!(value(&read(operation, &short).value), short);
        let created = operation::read(operation, &reply(201, &short)).unwrap();
        assert_eq!(value(&created.value), short, "a first upload may answer 201");
    }
}

#[test]
fn a_record_without_id_or_type_is_unreadable() {
    for operation in DOCUMENTS {
        for (body, field) in [
            (json!({ "documentType": "id-passport" }), "id"),
            (json!({ "id": 5, "documentType": "id-passport" }), "id"),
            (json!({ "id": "doc_1" }), "documentType"),
            (json!({ "id": "doc_1", "documentType": ["id-passport"] }), "documentType"),
            (json!([{ "id": "doc_1", "documentType": "id-passport" }]), "id"),
            (json!("doc_1"), "id"),
        ] {
            assert_eq!(unreadable(operation, &body), field, "{body}");
        }
    }
}

#[test]
fn an_acceptance_is_read_or_unreadable() {
    let operation = "crossmint.acceptLegalDocument";
    let body = success(operation);
    let reading = read(operation, &body);
    assert_eq!((value(&reading.value), reading.decisions.len()), (body, 0));
    for wrong in
        [json!({}), json!({ "acceptedAt": null }), json!({ "acceptedAt": 5 }), json!([]), json!("2026-01-01")]
    {
        assert_eq!(unreadable(operation, &wrong), "acceptedAt");
    }
}
