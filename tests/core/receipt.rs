//! What a receipt says, and of what none is made.

use crate::records::{self, LOCATOR, accepted, lapsed, link_key, parsed, policy, told, withdrawn};
use kyc_assent::ledger::{person_of, receipt};
use serde_json::{Value, json};

const NOW: &str = "2026-01-02T00:00:00Z";

fn input(events: &[Value]) -> Value {
    let person = person_of(&link_key(7), LOCATOR).unwrap();
    let entries: Vec<Value> = records::chain(&person, events).iter().map(records::value).collect();
    json!({
        "entries": entries, "acceptance": 1, "policy": records::value(&policy()), "controller": records::controller(),
        "log": null,
    })
}

fn made(events: &[Value]) -> Value {
    records::value(&receipt(&parsed(&input(events)), NOW).unwrap())
}

#[track_caller]
fn refused(input: &Value, field: &str) {
    let error = receipt(&parsed(input), NOW).unwrap_err();
    assert_eq!(records::value(&error.to_json())["field"], field);
}

#[test]
fn the_states_stand_in_the_order_of_time() {
    for (events, states) in [
        (
            vec![accepted("en"), told(1), withdrawn(), lapsed(1)],
            ["Given", "Withdrawn", "Invalidated"].as_slice(),
        ),
        (vec![accepted("en"), told(1), lapsed(1), withdrawn()], &["Given", "Invalidated", "Withdrawn"]),
        (vec![accepted("en"), told(1)], &["Given"]),
    ] {
        let found = made(&events)["dpv:hasProcess"][0]["dpv:hasConsentStatus"].clone();
        let names: Vec<String> =
            found.as_array().unwrap().iter().map(|s| s["@type"][0].to_string()).collect();
        assert_eq!(names, states.iter().map(|name| format!("\"dpv:Consent{name}\"")).collect::<Vec<_>>());
    }
}

#[test]
fn it_holds_the_acceptance_and_what_concerned_it_and_nothing_else() {
    let events = [accepted("en"), told(1), withdrawn(), accepted("de"), told(4), lapsed(4)];
    let numbers = |receipt: &Value| -> Vec<u64> {
        let entries = receipt["evidence"]["entries"].as_array().unwrap();
        entries.iter().map(|entry| entry["sequence"].as_u64().unwrap()).collect()
    };
    assert_eq!(numbers(&made(&events)), [1, 2, 3]);
    let mut second = input(&events);
    second["acceptance"] = 4.into();
    let second = records::value(&receipt(&parsed(&second), NOW).unwrap());
    assert_eq!(numbers(&second), [4, 5, 6]);
    assert_eq!(second["dct:language"], "de");
}

#[test]
fn nothing_is_signed_that_was_not_agreed_to() {
    let whole = input(&[accepted("en"), told(1)]);
    let with = |change: &dyn Fn(&mut Value)| {
        let mut changed = whole.clone();
        change(&mut changed);
        changed
    };
    let words = |input: &mut Value| {
        for sentence in input["policy"]["sentences"].as_array_mut().unwrap() {
            sentence["segments"][0]["text"] = "I agree to everything".into();
        }
    };
    refused(&with(&words), "receipt.policy");
    refused(&with(&|input| input["policy"]["version"] = "other".into()), "receipt.policy");
    refused(&with(&|input| input["policy"]["sentences"] = json!([])), "receipt.policy");
    refused(&with(&|input| input["acceptance"] = 2.into()), "receipt.acceptance");
    refused(&with(&|input| input["entries"][0]["event"]["origin"] = "x".into()), "receipt.entries");
    refused(&with(&|input| input["linkKey"] = "AB".repeat(32).into()), "receipt.linkKey");
    refused(&with(&|input| input["controller"]["name"] = Value::Null), "receipt.controller.name");
    refused(&with(&|input| input["more"] = 1.into()), "receipt.more");
    assert!(receipt(&parsed(&whole), "today").is_err());
}

#[test]
fn a_value_that_looks_like_a_place_in_the_form_is_a_value() {
    let mut whole = input(&[accepted("en")]);
    whole["controller"]["name"] = "$created".into();
    let made = records::value(&receipt(&parsed(&whole), NOW).unwrap());
    assert_eq!(made["dpv:hasEntity"]["_:controller"]["dpv:hasName"], "$created");
    assert!(!made.to_string().contains(LOCATOR), "no locator gets into a receipt");
}
