//! One person, one account and the calls and replies around them, for the tests of the core.

use kyc_assent::error::Error;
use kyc_assent::http::{Reply, Request};
use kyc_assent::json::Json;
use kyc_assent::operation::{self, Reading};
use serde_json::{Value, json};

pub(crate) const KEY: &str = "sk_staging_5ecretKey";
pub(crate) const LOCATOR: &str = "userId:johnd-123";
pub(crate) const POLICY: &str = "crossmint-privacy-policy";
pub(crate) const NOW: &str = "2026-01-01T00:00:00Z";
pub(crate) const BASE: &str = "https://staging.crossmint.com/api/2025-06-09";

/// Every text of [`record`], [`us_record`] and [`secret_locator`] that names a person, and the key.
pub(crate) const PERSONAL: [&str; 13] = [
    "Aurelia",
    "Quandary",
    "1990-12-10",
    "aurelia@quandary.example",
    "+353871234567",
    "Wharf Street 77",
    "Wexfordtown",
    "Y35ABCD",
    "PASS-998877",
    "078-05-1120",
    "Albany-on-Hudson",
    "198.51.100.7",
    "5ecretKey",
];

/// The operations that carry data of a person to a partner that demands consent.
pub(crate) const WITH_KYC_DATA: [&str; 3] =
    ["crossmint.putUser", "crossmint.uploadDocument", "crossmint.triggerVerification"];

pub(crate) const OPERATIONS: [&str; 7] = [
    "crossmint.acceptLegalDocument",
    "crossmint.putUser",
    "crossmint.getUser",
    "crossmint.uploadDocument",
    "crossmint.getDocument",
    "crossmint.triggerVerification",
    "crossmint.getVerification",
];

pub(crate) fn parsed(value: &Value) -> Json {
    Json::parse(&value.to_string()).unwrap()
}

pub(crate) fn value(json: &Json) -> Value {
    serde_json::from_str(&json.to_string()).unwrap()
}

pub(crate) fn account() -> Value {
    json!({ "environment": "staging", "apiKey": KEY })
}

pub(crate) fn secret_locator() -> &'static str {
    "email:aurelia@quandary.example"
}

/// A record that lacks nothing for any product.
pub(crate) fn record() -> Value {
    json!({
        "userDetails": {
            "firstName": "Aurelia", "lastName": "Quandary",
            "dateOfBirth": "1990-12-10", "countryOfResidence": "IE",
        },
        "kycData": {
            "nationality": "IE",
            "addressOfResidence": { "line1": "Wharf Street 77", "city": "Wexfordtown", "postalCode": "Y35ABCD" },
            "email": "aurelia@quandary.example",
            "phoneNumber": "+353871234567",
            "identityDocument": { "type": "passport", "number": "PASS-998877", "issuingCountryCode": "IE" },
            "ipAddresses": ["198.51.100.7"],
        },
        "dueDiligence": {
            "employmentStatus": "full-time", "sourceOfFunds": "salary-disbursement",
            "industry": "financial-institution",
        },
        "verificationHistory": {
            "idVerificationTimestamp": "2025-11-01T10:00:00Z",
            "livenessVerificationTimestamp": "2025-11-01T10:05:00Z",
        },
    })
}

/// The same person living in a state of the United States, without due diligence and history.
pub(crate) fn us_record(state: &str) -> Value {
    let mut record = record();
    record["userDetails"]["countryOfResidence"] = "US".into();
    record["kycData"]["addressOfResidence"]["city"] = "Albany-on-Hudson".into();
    record["kycData"]["addressOfResidence"]["stateOrRegion"] = state.into();
    record["kycData"]["identityDocument"] = json!({ "type": "ssn", "number": "078-05-1120" });
    let members = record.as_object_mut().unwrap();
    members.remove("dueDiligence");
    members.remove("verificationHistory");
    record
}

/// An input that the operation takes.
pub(crate) fn input(operation: &str) -> Value {
    match operation {
        "crossmint.acceptLegalDocument" => {
            json!({ "userLocator": LOCATOR, "type": POLICY, "acceptedAt": "2025-12-31T23:59:59.000Z" })
        }
        "crossmint.putUser" => {
            let mut input = record();
            input["userLocator"] = LOCATOR.into();
            input
        }
        "crossmint.uploadDocument" => json!({
            "userLocator": LOCATOR, "documentType": "id-passport",
            "data": "data:image/png;base64,iVBORw0KGgo=", "expiresAt": "2030-01-31",
        }),
        "crossmint.getDocument" => json!({ "documentId": "doc_123" }),
        _ => json!({ "userLocator": LOCATOR }),
    }
}

/// A call that every operation takes: account, input, consent and clock.
pub(crate) fn call(input: &Value) -> Value {
    json!({
        "account": account(),
        "input": input,
        "consent": { "policy": POLICY, "acceptedAt": "2025-12-31T00:00:00Z" },
        "now": NOW,
    })
}

pub(crate) fn prepare(operation: &str, input: &Value) -> Result<Request, Error> {
    operation::prepare(operation, &parsed(&call(input)))
}

/// The field that an input is refused for.
pub(crate) fn wrong_field(operation: &str, input: &Value) -> String {
    match prepare(operation, input) {
        Err(Error::InvalidInput { field, .. }) => field,
        Err(other) => panic!("{operation}: {other:?}"),
        Ok(_) => panic!("{operation}: was not refused"),
    }
}

pub(crate) fn reply(status: u16, body: &Value) -> Reply {
    text_reply(status, &body.to_string())
}

pub(crate) fn text_reply(status: u16, body: &str) -> Reply {
    Reply {
        status,
        headers: vec![("Content-Type".into(), "application/json; charset=utf-8".into())],
        body: body.into(),
    }
}

/// A success that the operation can read.
pub(crate) fn success(operation: &str) -> Value {
    match operation {
        "crossmint.acceptLegalDocument" => json!({ "acceptedAt": "2026-01-01T00:00:00.000Z" }),
        "crossmint.putUser" | "crossmint.getUser" => json!({
            "userDetails": true, "kycData": false, "dueDiligence": false, "verificationHistory": false,
            "userId": "johnd-123",
            "legalDocuments": [{
                "type": POLICY, "acceptedAt": "2026-01-01T00:00:00.000Z", "isValidVersion": true,
            }],
        }),
        "crossmint.uploadDocument" | "crossmint.getDocument" => json!({
            "id": "doc_123", "documentType": "id-passport", "createdAt": "2026-01-01T00:00:00.000Z",
        }),
        _ => eligibility(&[("onramp", "verified")]),
    }
}

pub(crate) fn eligibility(entries: &[(&str, &str)]) -> Value {
    let list: Vec<Value> =
        entries.iter().map(|(product, status)| json!({ "type": product, "status": status })).collect();
    json!({ "eligibility": list })
}

pub(crate) fn read(operation: &str, body: &Value) -> Reading {
    operation::read(operation, &reply(200, body)).unwrap()
}

/// The words of `next`, decision by decision.
pub(crate) fn nexts(reading: &Reading) -> Vec<&'static str> {
    reading.decisions.iter().map(|d| d.next.as_str()).collect()
}
