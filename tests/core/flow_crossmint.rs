//! The flow at Crossmint: which fields and documents, the record that answers make, and what is next.

use crate::sample::{parsed, value};
use kyc_assent::decision::{DataItem, DocumentItem};
use kyc_assent::flow;
use kyc_assent::partners::crossmint::{HandedIn, Product, Wanted, missing, note_after};
use proptest::prelude::*;
use serde_json::{Value, json};

const PNG: &[u8] = b"\x89PNG\r\n\x1a\n\0\0";
const NOW: &str = "2026-01-01T00:00:00Z";
const PRODUCTS: [&str; 4] = ["onramp", "onramp-light", "offramp", "regulated-transfer"];

fn decision(scope: &str, next: &str) -> Value {
    json!({ "partner": "crossmint", "scope": scope, "next": next, "text": next, "said": { "status": "not-started" },
            "show": [] })
}

/// Somebody who has agreed, of whom nothing is stored.
fn facts(scopes: &[&str], own: &Value) -> Value {
    let decisions: Vec<Value> = scopes.iter().map(|scope| decision(scope, "start-verification")).collect();
    let mut crossmint = json!({
        "decisions": decisions,
        "stored": { "userDetails": false, "kycData": false, "dueDiligence": false, "verificationHistory": false },
        "checkedAt": { "identity": "2025-11-01T10:00:00Z", "liveness": "2025-11-01T10:05:00Z" },
    });
    for (name, value) in own.as_object().unwrap() {
        crossmint[name] = value.clone();
    }
    json!({ "scopes": scopes, "now": NOW, "partners": { "crossmint": crossmint } })
}

fn flow_of(facts: &Value) -> Value {
    value(&flow::flow(&parsed(facts)))
}

fn kinds(facts: &Value) -> Vec<String> {
    flow_of(facts)["tasks"]
        .as_array()
        .unwrap()
        .iter()
        .map(|task| task["kind"].as_str().unwrap().into())
        .collect()
}

fn fields(facts: &Value, values: &Value) -> Vec<Value> {
    let fields = flow::fields(&parsed(facts), "crossmint.details", &parsed(values)).unwrap();
    value(&fields).as_array().unwrap().clone()
}

fn items(facts: &Value, values: &Value) -> Vec<String> {
    fields(facts, values).iter().map(|field| field["item"].as_str().unwrap().into()).collect()
}

fn hand_in(facts: &Value, values: &Value) -> Value {
    value(&flow::hand_in(&parsed(facts), "crossmint.details", &parsed(values)).unwrap())
}

/// An answer that the field takes.
fn answer(field: &Value, residence: &str, state: &str) -> Value {
    match field["item"].as_str().unwrap() {
        "country-of-residence" => residence.into(),
        "state" => state.into(),
        _ => match field["control"].as_str().unwrap() {
            "date" => "1990-12-10".into(),
            "country" => "IE".into(),
            "email" => "aurelia@quandary.example".into(),
            "tel" => "+353871234567".into(),
            "choice" => field["options"][0]["value"].clone(),
            _ => "Quandary".into(),
        },
    }
}

/// Answers everything that is asked for, as a person with the element does.
fn answers(facts: &Value, residence: &str, state: &str) -> Value {
    let mut values = json!({ "country-of-residence": residence, "state": state });
    for field in fields(facts, &values) {
        values[field["item"].as_str().unwrap()] = answer(&field, residence, state);
    }
    values
}

fn wanted(products: &[&str], enhanced: bool, documents: &[DocumentItem]) -> Wanted {
    Wanted {
        products: products.iter().filter_map(|product| Product::parse(product)).collect(),
        enhanced,
        documents: documents.into(),
    }
}

const RESIDENCES: [(&str, &str); 12] = [
    ("DE", ""),
    ("ES", ""),
    ("NO", ""),
    ("GB", ""),
    ("BR", ""),
    ("AE", ""),
    ("US", "CA"),
    ("US", "NY"),
    ("US", "Texas"),
    ("US", "US-VT"),
    ("US", "virginia"),
    ("US", "FL"),
];

/// Law 6: the record that goes is whole, whatever is wanted, wherever the person lives.
#[test]
fn law_6_what_was_asked_for_makes_a_record_that_lacks_nothing() {
    for mask in 1..16_u8 {
        let scopes: Vec<&str> = PRODUCTS
            .iter()
            .enumerate()
            .filter(|(bit, _)| mask >> bit & 1 == 1)
            .map(|(_, product)| *product)
            .collect();
        for (residence, state) in RESIDENCES {
            for enhanced in [false, true] {
                let facts = facts(&scopes, &json!({ "enhanced": enhanced }));
                let made = hand_in(&facts, &answers(&facts, residence, state));
                assert!(made.get("input").is_some(), "{scopes:?} {residence} {state}: {made}");
                let mut record = made["input"].clone();
                record.as_object_mut().unwrap().remove("products");
                let lacking = missing(&parsed(&record), &wanted(&scopes, enhanced, &[]));
                assert_eq!(lacking.data, [], "{scopes:?} {residence} {state}");
                let asked: Vec<&str> =
                    made["note"]["documents"].as_array().unwrap().iter().filter_map(Value::as_str).collect();
                let required: Vec<&str> = lacking.documents.iter().map(|item| item.as_str()).collect();
                assert_eq!(asked, required, "{scopes:?} {residence} {state}");
                // With the documents handed in, nothing is left but to start.
                let mut after = facts.clone();
                after["partners"]["crossmint"]["note"] = made["note"].clone();
                after["partners"]["crossmint"]["stored"] = json!({ "userDetails": true });
                assert_eq!(kinds(&after), [if required.is_empty() { "start" } else { "documents" }]);
                let documents = flow_of(&after)["tasks"][0]["documents"].clone();
                for document in documents.as_array().unwrap_or(&Vec::new()) {
                    for part in
                        document["ways"].as_array().unwrap().last().unwrap()["parts"].as_array().unwrap()
                    {
                        let note = parsed(&after["partners"]["crossmint"]["note"]);
                        let part = part["part"].as_str().unwrap();
                        after["partners"]["crossmint"]["note"] =
                            value(&note_after(&note, HandedIn::Part(part)));
                    }
                }
                assert_eq!(kinds(&after), ["start"], "{scopes:?} {residence} {state}");
            }
        }
    }
}

/// Law 6: an update replaces, so what is stored is asked for again, also where the product alone would not take it.
#[test]
fn law_6_sections_that_are_stored_are_sent_again() {
    for (scope, residence, state) in
        [("regulated-transfer", "DE", ""), ("onramp", "US", "CA"), ("onramp-light", "FR", "")]
    {
        let stored = json!({ "userDetails": true, "kycData": true, "dueDiligence": true, "verificationHistory": true });
        let mut facts = facts(&[scope], &json!({ "stored": stored }));
        let provide = json!({ "partner": "crossmint", "scope": scope, "next": "provide", "data": ["first-name"],
                              "documents": [], "other": [] });
        facts["partners"]["crossmint"]["decisions"] = json!([provide]);
        let made = hand_in(&facts, &answers(&facts, residence, state));
        for section in ["userDetails", "kycData", "dueDiligence", "verificationHistory"] {
            assert!(made["input"].get(section).is_some(), "{scope} {section}: {made}");
        }
    }
}

proptest! {
    /// Every item that is asked for ends in the record, and none that is not.
    #[test]
    fn only_what_is_asked_for_is_sent(
        mask in 1..16_u8,
        place in 0..RESIDENCES.len(),
        text in "Zq[A-Za-zÀ-ž]{4}[A-Za-zÀ-ž '-]{0,30}[A-Za-z]",
    ) {
        let scopes: Vec<&str> =
            PRODUCTS.iter().enumerate().filter(|(bit, _)| mask >> bit & 1 == 1).map(|(_, product)| *product).collect();
        let (residence, state) = RESIDENCES[place];
        let facts = facts(&scopes, &json!({}));
        let mut values = answers(&facts, residence, state);
        let asked = items(&facts, &values);
        for item in DataItem::ALL {
            let name = item.as_str();
            if !asked.contains(&name.into()) {
                values[name] = "LEFTOVER-OF-ANOTHER-RESIDENCE".into();
            }
        }
        for name in ["first-name", "last-name"] {
            values[name] = text.clone().into();
        }
        let made = hand_in(&facts, &values);
        let sent = made["input"].to_string();
        prop_assert!(!sent.contains("LEFTOVER"), "{}", sent);
        for name in &asked {
            let given = values[name].as_str().unwrap().trim();
            prop_assert!(sent.contains(&serde_json::to_string(given).unwrap()), "{} is lost", name);
        }
        prop_assert!(!made["note"].to_string().contains(&text), "the note has what was typed");
    }
}

/// Every product in every residence: nothing is asked for twice, and nothing that the product does not take.
#[test]
fn a_payout_asks_for_four_things_and_no_document() {
    let facts = facts(&["regulated-transfer"], &json!({}));
    let four = ["country-of-residence", "first-name", "last-name", "date-of-birth"];
    for residence in ["DE", "US"] {
        assert_eq!(items(&facts, &json!({ "country-of-residence": residence })), four);
    }
    let made = hand_in(&facts, &answers(&facts, "DE", ""));
    assert_eq!(made["note"]["documents"], json!([]));
    assert_eq!(made["input"].as_object().unwrap().keys().collect::<Vec<_>>(), ["products", "userDetails"]);
}

#[test]
fn residence_and_state_decide_about_fields() {
    let facts = facts(&["onramp"], &json!({}));
    let asked = |residence: &str, state: &str| {
        items(&facts, &json!({ "country-of-residence": residence, "state": state }))
    };
    assert_eq!(items(&facts, &json!({})).len(), 4, "before the residence is known");
    assert!(asked("DE", "").contains(&"identity-number".into()));
    assert!(asked("DE", "").contains(&"employment".into()));
    assert!(!asked("DE", "").contains(&"yearly-income".into()));
    assert!(!asked("DE", "").contains(&"phone".into()));
    let us = asked("US", "CA");
    assert!(
        us.contains(&"social-security-number".into())
            && us.contains(&"phone".into())
            && us.contains(&"state".into())
    );
    assert!(!us.contains(&"identity-number".into()) && !us.contains(&"employment".into()));
    for state in ["NY", "nc", "Tennessee", "US-TX", "VA", "VT"] {
        assert!(asked("US", state).contains(&"yearly-income".into()), "{state}");
    }
    for host in ["identity-check-time", "liveness-check-time"] {
        assert!(!asked("DE", "").contains(&host.into()), "the host says it, not the person");
    }
}

#[test]
fn residence_decides_about_the_ways_of_an_identity_document() {
    for (residence, expected) in [
        ("DE", vec!["passport", "card"]),
        ("ES", vec!["passport", "card", "permit"]),
        ("GB", vec!["passport"]),
        ("US", vec!["passport", "licence"]),
    ] {
        let facts = facts(&["onramp"], &json!({ "enhanced": true }));
        let mut after = facts.clone();
        after["partners"]["crossmint"]["note"] =
            hand_in(&facts, &answers(&facts, residence, "CA"))["note"].clone();
        let task = flow_of(&after)["tasks"][0].clone();
        let ways = task["documents"][0]["ways"].as_array().unwrap();
        let names: Vec<&str> = ways.iter().map(|way| way["way"].as_str().unwrap()).collect();
        assert_eq!(names, expected, "{residence}");
    }
}

#[test]
fn everything_that_is_wrong_is_told_at_once_and_nothing_that_was_typed() {
    let facts = facts(&["onramp"], &json!({}));
    let mut values = answers(&facts, "DE", "");
    values["first-name"] = "  ".into();
    values["last-name"] = "x".repeat(300).into();
    values["date-of-birth"] = "2027-01-01".into();
    values["email"] = "SECRET at nowhere".into();
    values["nationality"] = json!(5);
    values["employment"] = "SECRET".into();
    let made = hand_in(&facts, &values);
    let mut told: Vec<(String, String)> = made["fields"]
        .as_array()
        .unwrap()
        .iter()
        .map(|fault| (fault["item"].as_str().unwrap().into(), fault["problem"].as_str().unwrap().into()))
        .collect();
    told.sort();
    let expected = [
        ("date-of-birth", "future"),
        ("email", "invalid"),
        ("employment", "invalid"),
        ("first-name", "required"),
        ("last-name", "too-long"),
        ("nationality", "invalid"),
    ];
    assert_eq!(told, expected.map(|(item, problem)| (item.into(), problem.into())));
    assert!(!made.to_string().contains("SECRET"));
    assert_eq!(made.as_object().unwrap().len(), 1, "nothing is made of it");
}

#[test]
fn a_fault_of_the_record_is_told_at_its_field() {
    let facts = facts(&["onramp"], &json!({}));
    let values = answers(&facts, "DE", "");
    for (path, item) in [
        ("input.userDetails.dateOfBirth", "date-of-birth"),
        ("input.kycData.addressOfResidence.line1", "address-line"),
        ("input.kycData.identityDocument.number", "identity-number"),
        ("record.dueDiligence.industry", "industry"),
    ] {
        let fault = flow::fault(&parsed(&facts), "crossmint.details", &parsed(&values), path).unwrap();
        assert_eq!(value(&fault), json!([{ "item": item, "problem": "invalid" }]));
    }
    for path in ["input", "input.userDetails", "account.apiKey", "", "input.kycData.phoneNumber"] {
        assert_eq!(flow::fault(&parsed(&facts), "crossmint.details", &parsed(&values), path), None, "{path}");
    }
}

#[test]
fn what_the_token_does_not_say_is_named_and_nothing_is_sent() {
    let facts = facts(&["onramp"], &json!({ "checkedAt": { "identity": "2025-11-01T10:00:00Z" } }));
    assert_eq!(hand_in(&facts, &answers(&facts, "DE", "")), json!({ "unset": ["liveness-check-time"] }));
    assert!(hand_in(&facts, &answers(&facts, "US", "CA")).get("input").is_some());
}

#[test]
fn an_operators_options_are_offered_and_taken() {
    let mut facts = facts(&["onramp"], &json!({}));
    facts["options"] = json!({ "employment": [{ "value": "retired", "label": "Retired" }] });
    let mut values = answers(&facts, "DE", "");
    let asked = fields(&facts, &values);
    let employment = asked.iter().find(|field| field["item"] == "employment").unwrap();
    assert_eq!(
        employment["options"],
        json!([{ "value": "full-time" }, { "value": "retired", "label": "Retired" }])
    );
    values["employment"] = "retired".into();
    assert_eq!(hand_in(&facts, &values)["input"]["dueDiligence"]["employmentStatus"], "retired");
    assert!(flow::takes_options(&parsed(&facts["options"])));
    for wrong in [
        json!([]),
        json!({ "first-name": [] }),
        json!({ "employment": [{ "value": "x" }] }),
        json!({ "employment": {} }),
    ] {
        assert!(!flow::takes_options(&parsed(&wrong)), "{wrong}");
    }
}

#[test]
fn after_requires_data_what_is_asked_for_is_asked_for_and_then_started_again() {
    let all =
        json!({ "userDetails": true, "kycData": true, "dueDiligence": true, "verificationHistory": true });
    let mut facts = facts(&["onramp"], &json!({ "stored": all, "triggeredAt": "2025-12-31T23:00:00Z" }));
    let provide = json!({ "partner": "crossmint", "scope": "onramp", "next": "provide", "data": ["email", "phone"],
                          "documents": ["proof-of-address"], "other": ["selfie"] });
    facts["partners"]["crossmint"]["decisions"] = json!([provide]);
    assert_eq!(kinds(&facts), ["form"]);
    let values = answers(&facts, "DE", "");
    let asked = fields(&facts, &values);
    let phone = asked.iter().find(|field| field["item"] == "phone").unwrap();
    assert_eq!(phone["required"], false, "Crossmint names sections, never fields");
    facts["partners"]["crossmint"]["note"] = hand_in(&facts, &values)["note"].clone();
    assert_eq!(kinds(&facts), ["documents"]);
    let documents = flow_of(&facts)["tasks"][0]["documents"].clone();
    let names: Vec<&str> =
        documents.as_array().unwrap().iter().map(|document| document["item"].as_str().unwrap()).collect();
    assert_eq!(names, ["selfie", "proof-of-address"], "only what is asked for");
    for part in ["selfie", "proof-of-address"] {
        let note = parsed(&facts["partners"]["crossmint"]["note"]);
        facts["partners"]["crossmint"]["note"] = value(&note_after(&note, HandedIn::Part(part)));
    }
    let start = flow_of(&facts)["tasks"][0].clone();
    assert_eq!((start["kind"].as_str(), start["automatic"].as_bool()), (Some("start"), Some(true)));
    let note = parsed(&facts["partners"]["crossmint"]["note"]);
    facts["partners"]["crossmint"]["note"] = value(&note_after(&note, HandedIn::Trigger));
    assert_eq!(kinds(&facts), ["form"], "what it asks for after the trigger is asked for anew");
}

#[test]
fn not_started_passes_after_a_trigger_for_a_minute_and_no_longer() {
    let all =
        json!({ "userDetails": true, "kycData": true, "dueDiligence": true, "verificationHistory": true });
    let at = |triggered: &str| facts(&["onramp"], &json!({ "stored": all, "triggeredAt": triggered }));
    assert_eq!(kinds(&at("2025-12-31T23:59:01Z")), ["wait"]);
    assert_eq!(kinds(&at("2025-12-31T23:59:00Z")), ["start"]);
    assert_eq!(flow_of(&at("2025-12-31T23:59:01Z"))["lookAgainAfter"], 5);
}

#[test]
fn a_file_is_taken_for_a_part_that_is_asked_for_when_it_is_what_it_says() {
    let facts = facts(&["onramp"], &json!({}));
    let mut after = facts.clone();
    after["partners"]["crossmint"]["note"] = hand_in(&facts, &answers(&facts, "DE", ""))["note"].clone();
    let file = |part: &str, kind: &str, head: &[u8]| {
        flow::document(&parsed(&after), "crossmint.documents", part, kind, head).ok().map(|name| value(&name))
    };
    assert_eq!(file("passport", "image/png", PNG), Some(json!("id-passport")));
    assert_eq!(file("card-back", "image/jpeg", b"\xff\xd8\xff\xe0"), Some(json!("id-idcard-back")));
    assert_eq!(file("selfie", "application/pdf", b"%PDF-1.4"), Some(json!("selfie-front")));
    for (part, kind, head) in [
        ("permit", "image/png", PNG),
        ("proof-of-income", "image/png", PNG),
        ("id-passport", "image/png", PNG),
        ("", "image/png", PNG),
        ("passport", "image/jpeg", PNG),
        ("passport", "image/gif", b"GIF89a"),
        ("passport", "text/html", b"<html>"),
        ("passport", "image/png", b""),
    ] {
        assert_eq!(file(part, kind, head), None, "{part} {kind}");
    }
}

#[test]
fn what_was_handed_in_since_a_trigger_can_be_started_at_once() {
    let all =
        json!({ "userDetails": true, "kycData": true, "dueDiligence": true, "verificationHistory": true });
    let note = json!({ "products": ["onramp"], "documents": [], "received": [] });
    let own = json!({ "stored": all, "triggeredAt": "2025-12-31T23:59:59Z", "note": note });
    assert_eq!(kinds(&facts(&["onramp"], &own)), ["start"]);
}

#[test]
fn a_document_that_was_not_good_enough_is_asked_for_anew_after_the_trigger() {
    let all =
        json!({ "userDetails": true, "kycData": true, "dueDiligence": true, "verificationHistory": true });
    let mut facts = facts(&["onramp"], &json!({ "stored": all, "triggeredAt": "2025-12-31T23:00:00Z" }));
    let before = parsed(
        &json!({ "products": ["onramp"], "documents": ["selfie"], "received": ["selfie", "passport"] }),
    );
    facts["partners"]["crossmint"]["note"] = value(&note_after(&before, HandedIn::Trigger));
    let provide = json!({ "partner": "crossmint", "scope": "onramp", "next": "provide", "data": [],
                          "documents": ["identity-document"], "other": ["selfie"] });
    facts["partners"]["crossmint"]["decisions"] = json!([provide]);
    let task = flow_of(&facts)["tasks"][0].clone();
    assert_eq!(task["kind"], "documents");
    for document in task["documents"].as_array().unwrap() {
        assert_eq!(document["received"], json!([]), "{document}");
    }
}

/// Law 1: a product that Crossmint says nothing of is not verified, and after a trigger nobody knows why.
#[test]
fn law_1_a_product_that_is_not_listed_after_a_trigger_is_held() {
    let all =
        json!({ "userDetails": true, "kycData": true, "dueDiligence": true, "verificationHistory": true });
    let own = json!({ "decisions": [], "stored": all, "triggeredAt": "2025-12-31T23:00:00Z" });
    assert_eq!(kinds(&facts(&["onramp-light"], &own)), ["hold"]);
    let own = json!({ "decisions": [], "stored": all });
    assert_eq!(kinds(&facts(&["onramp-light"], &own)), ["start"]);
}

#[test]
fn the_residence_of_the_token_begins_the_form_and_allows_its_documents() {
    let residence = facts(&["onramp"], &json!({ "residence": "ES" }));
    let fields = flow_of(&residence)["tasks"][0]["fields"].as_array().unwrap().len();
    assert!(fields > 4, "{fields}");
    let all =
        json!({ "userDetails": true, "kycData": true, "dueDiligence": true, "verificationHistory": true });
    let provide = json!([{ "partner": "crossmint", "scope": "onramp", "next": "provide", "data": [],
                           "documents": ["identity-document"], "other": [] }]);
    for (residence, ways) in [(json!("ES"), 3), (json!("GB"), 1), (Value::Null, 1)] {
        let own = json!({ "decisions": provide, "stored": all, "residence": residence });
        let task = flow_of(&facts(&["onramp"], &own))["tasks"][0].clone();
        assert_eq!(task["documents"][0]["ways"].as_array().unwrap().len(), ways, "{residence}");
    }
}
