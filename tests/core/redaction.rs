//! Law 8, no personal data: what `Debug`, errors and their messages show of a person or a key is nothing.

use core::fmt::Debug;

use crate::sample::{
    self, KEY, OPERATIONS, PERSONAL, call, input, parsed, prepare, record, reply, secret_locator, text_reply,
    us_record,
};
use kyc_assent::error::{Error, Said};
use kyc_assent::operation;
use kyc_assent::partners::crossmint::{
    Account, Document, DocumentType, Environment, RecordChange, UserLocator, UserRecord,
};
use serde_json::{Value, json};

fn shows_nothing(shown: &str) {
    for personal in PERSONAL {
        assert!(!shown.contains(personal), "{personal} in {shown}");
    }
}

fn debug_shows_nothing(value: &impl Debug) {
    shows_nothing(&format!("{value:?}"));
    shows_nothing(&format!("{value:#?}"));
}

/// An input whose every personal text is one of the sample's.
fn personal_input(operation: &str) -> Value {
    let mut input = input(operation);
    if input.get("userLocator").is_some() {
        input["userLocator"] = secret_locator().into();
    }
    if operation == "crossmint.getDocument" {
        input["documentId"] = "doc_Aurelia".into();
    }
    input
}

#[test]
fn law_8_debug_of_values_that_hold_a_person_or_a_key() {
    for record in [record(), us_record("NY")] {
        debug_shows_nothing(&parsed(&record));
        debug_shows_nothing(&UserRecord::from_json(&parsed(&record), None).unwrap());
        debug_shows_nothing(&RecordChange::from_json(&parsed(&record)).unwrap());
    }
    let account = Account::new(Environment::Staging, KEY).unwrap();
    debug_shows_nothing(&account);
    assert!(format!("{account:?}").contains("Staging"));
    for locator in [secret_locator(), "phoneNumber:+353871234567", "userId:Aurelia", "x:Aurelia:Quandary"] {
        debug_shows_nothing(&UserLocator::parse(locator).unwrap());
    }
    let document = Document::new(DocumentType::Passport, "QXVyZWxpYQ==", Some("2030-01-31")).unwrap();
    assert!(!format!("{document:?}").contains("QXVy") && !format!("{document:?}").contains("2030"));
    debug_shows_nothing(&Said("Aurelia Quandary is sanctioned".into()));
}

#[test]
fn law_8_debug_of_requests() {
    for operation in OPERATIONS {
        let request = prepare(operation, &personal_input(operation)).unwrap();
        assert!(request.url.contains("Aurelia") || request.url.contains("aurelia") || request.body.is_some());
        debug_shows_nothing(&request);
        debug_shows_nothing(&request.to_json());
        assert!(!format!("{request:?}").contains("aurelia%40quandary"), "{operation}");
        assert!(format!("{request:?}").contains("staging.crossmint.com"));
    }
}

#[test]
fn law_8_debug_of_replies_and_readings() {
    let summary = json!({
        "userDetails": true, "kycData": true, "dueDiligence": false, "verificationHistory": false,
        "email": "aurelia@quandary.example", "phoneNumber": "+353871234567", "userId": "Aurelia",
        "legalDocuments": [{ "type": "Aurelia", "isValidVersion": false }],
    });
    let list = json!({ "eligibility": [
        { "type": "onramp", "status": "Aurelia" },
        { "type": "offramp", "status": "requires-data", "missingData": ["Aurelia Quandary"] },
    ] });
    for (operation, body) in [("crossmint.getUser", summary), ("crossmint.getVerification", list)] {
        let mut reply = reply(200, &body);
        reply.headers.push(("x-user".into(), "Aurelia".into()));
        debug_shows_nothing(&reply);
        let reading = operation::read(operation, &reply).unwrap();
        debug_shows_nothing(&reading);
        for decision in &reading.decisions {
            debug_shows_nothing(decision);
        }
    }
}

#[test]
fn law_8_a_partners_words_are_in_said_and_nowhere_else() {
    let words = "Aurelia Quandary, born 1990-12-10, aurelia@quandary.example, key 5ecretKey: refused";
    for status in [400, 401, 403, 404, 409, 422, 429, 500, 502] {
        for body in [
            json!({ "message": words }),
            json!({ "error": words }),
            json!({ "error": { "message": words, "reason": words } }),
            json!({ "message": format!("{words} not configured to support") }),
        ] {
            let error = operation::read("crossmint.putUser", &reply(status, &body)).unwrap_err();
            debug_shows_nothing(&error);
            shows_nothing(&error.to_string());
            let mut crossed = sample::value(&error.to_json());
            let said = crossed.as_object_mut().unwrap().remove("said");
            assert_eq!(said.is_some(), error.said().is_some());
            shows_nothing(&crossed.to_string());
        }
    }
    for body in [format!("<html>{words}"), format!("{{\"eligibility\":\"{words}\""), words.to_owned()] {
        let error = operation::read("crossmint.getVerification", &text_reply(200, &body)).unwrap_err();
        debug_shows_nothing(&error);
        shows_nothing(&error.to_json().to_string());
    }
}

/// Sets each value of the call in turn to something wrong that names the person, and looks at what is said of it.
#[test]
fn law_8_no_refusal_of_an_input_repeats_it() {
    fn paths(value: &Value, here: &str, out: &mut Vec<String>) {
        out.push(here.into());
        if let Value::Object(members) = value {
            members.iter().for_each(|(name, value)| paths(value, &format!("{here}/{name}"), out));
        }
    }
    let mut refusals = 0;
    for operation in OPERATIONS {
        let whole = call(&personal_input(operation));
        let mut all = Vec::new();
        paths(&whole, "", &mut all);
        for path in all {
            for wrong in [
                json!("Aurelia Quandary\n5ecretKey"),
                json!("aurelia@quandary.example"),
                json!(["Aurelia"]),
                json!({ "aurelia@quandary.example": "Aurelia" }),
                json!({ "Wharf Street 77": { "PASS-998877": 1 } }),
                json!(""),
                Value::Null,
            ] {
                let mut changed = whole.clone();
                *changed.pointer_mut(&path).unwrap() = wrong;
                let Err(refused) = operation::prepare(operation, &parsed(&changed)) else { continue };
                refusals += 1;
                debug_shows_nothing(&refused);
                shows_nothing(&refused.to_string());
                shows_nothing(&refused.to_json().to_string());
            }
        }
    }
    assert!(refusals > 200, "{refusals}");
}

#[test]
fn law_8_a_key_of_the_wrong_kind_is_not_repeated() {
    for key in [
        "ck_staging_5ecretKey",
        "sk_production_5ecretKey",
        "sk_live_5ecretKey",
        "5ecretKey",
        "sk_staging_ 5ecretKey",
    ] {
        let refused = Account::new(Environment::Staging, key).unwrap_err();
        debug_shows_nothing(&refused);
        shows_nothing(&refused.to_json().to_string());
    }
}

#[test]
fn law_8_no_personal_data_in_urls_but_the_locator_that_the_partner_demands() {
    for operation in OPERATIONS {
        let mut input = input(operation);
        if operation == "crossmint.putUser" {
            input["products"] = json!(["onramp"]);
        }
        shows_nothing(&prepare(operation, &input).unwrap().url);
    }
}

#[test]
fn law_8_no_personal_data_gets_into_the_ledger() {
    let now = sample::NOW;
    for name in ["email", "name", "userLocator", "userId", "ip", "text"] {
        let mut event = json!({ "kind": "withdrawn", "policy": sample::POLICY });
        event[name] = "Aurelia Quandary".into();
        let refused = kyc_assent::ledger::entry(None, &parsed(&event), now, &"ab".repeat(32)).unwrap_err();
        assert!(matches!(&refused, Error::InvalidInput { .. }), "{name}");
        shows_nothing(&refused.to_json().to_string());
    }
}

#[test]
fn messages_say_what_was_wrong_with_which_field() {
    let refused = prepare("crossmint.getUser", &json!({ "userLocator": "nobody" })).unwrap_err();
    let message = refused.to_string();
    assert!(message.starts_with("input.userLocator must be userId:…"), "{message}");
    let all = [
        Error::input("input.x", "is wrong"),
        Error::ConsentRequired { policy: "p", problem: "is missing" },
        Error::Unauthorized(None),
        Error::NotFound(None),
        Error::NotEnabled(None),
        Error::Refused { status: 409, said: None },
        Error::RateLimited { retry_after: 1 },
        Error::Unavailable { retry_after: None },
        Error::Unreadable { field: "body", problem: "is empty" },
    ];
    let mut messages: Vec<String> = all.iter().map(ToString::to_string).collect();
    let mut codes: Vec<&str> = all.iter().map(Error::code).collect();
    assert!(messages.iter().all(|message| message.len() > 10));
    messages.sort();
    messages.dedup();
    codes.sort_unstable();
    codes.dedup();
    assert_eq!((messages.len(), codes.len()), (all.len(), all.len()));
}
