//! Accounts at Kriptomat, Sumsub and B2CORE, and the calls made with them, for the tests of the core.

use kyc_assent::decision::Next;
use kyc_assent::error::Error;
use kyc_assent::http::Request;
use kyc_assent::operation;
use serde_json::{Value, json};

use crate::sample::{parsed, read, reply};

/// 1767225600 seconds since 1970.
pub(crate) const NOW: &str = "2026-01-01T00:00:00Z";
/// The secret of RFC 6238 appendix B, `12345678901234567890`, in base32.
pub(crate) const TOTP_SECRET: &str = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";
pub(crate) const TOKEN: &str = "t0ken.of-a_login";
pub(crate) const APPLICANT: &str = "63e092c51b7b4030f2e01154";

/// An account that every operation of the partner takes.
pub(crate) fn account(operation: &str) -> Value {
    match operation {
        "kriptomat.login" => json!({
            "email": "api@broker.example", "password": "pass word", "clientId": 5,
            "clientSecret": "cl1ent/secret", "totpSecret": TOTP_SECRET,
        }),
        _ if operation.starts_with("kriptomat.") => json!({ "accessToken": TOKEN }),
        _ if operation.starts_with("sumsub.") => {
            json!({ "appToken": "sbx:app.token", "secretKey": "5ecretSumsubKey" })
        }
        _ => json!({ "host": "my.broker.example", "accessToken": TOKEN }),
    }
}

/// An input that the operation takes.
pub(crate) fn input(operation: &str) -> Value {
    match operation {
        "kriptomat.getUser" | "kriptomat.requestKyc" => json!({ "userId": 42 }),
        "kriptomat.importKyc" => json!({ "userId": 42, "token": "_act-b7b9f0c4" }),
        "sumsub.createShareToken" => json!({ "applicantId": APPLICANT, "forClientId": "kriptomat" }),
        "sumsub.getApplicantStatus" => json!({ "applicantId": APPLICANT }),
        "b2core.signIn" => json!({
            "uuid": "u-1", "email": "jane@example.com", "password": "pass word", "userAgent": "curl",
        }),
        "b2core.submitSecondFactor" => json!({ "uuid": "u-1", "method": "google", "code": "012345" }),
        "b2core.getVerification" => json!({ "verificationId": 186 }),
        "b2core.runWizard" => json!({
            "uuid": "u-1", "documents": { "type": 1, "files": ["y/1662913861_id.jpeg", "y/1662913862_back.jpeg"] },
        }),
        _ => json!({}),
    }
}

/// A success that the operation can read.
pub(crate) fn success(operation: &str) -> Value {
    match operation {
        "kriptomat.login" => json!({ "access_token": "eyJh.eyJh.c2ln", "expires_in": 3600 }),
        "kriptomat.getUser" => {
            json!({ "status": true, "data": { "kyc_status": "passed", "edd_status": "", "status": "active" } })
        }
        "kriptomat.importKyc" => json!({ "status": true }),
        "kriptomat.requestKyc" => json!({ "status": true, "data": { "url": "https://kyc.example/s/1" } }),
        "sumsub.createShareToken" => json!({ "token": "_act-b7b9f0c4", "forClientId": "kriptomat" }),
        "sumsub.getApplicantStatus" => {
            json!({ "reviewStatus": "completed", "reviewResult": { "reviewAnswer": "GREEN" } })
        }
        "b2core.startSignIn" => {
            json!({ "code": 200, "data": null, "done": true, "uuid": "u-1", "workflow": "login" })
        }
        "b2core.signIn" | "b2core.submitSecondFactor" => json!({ "access_token": "a", "refresh_token": "r" }),
        "b2core.listVerifications" | "b2core.getVerification" => json!({ "total": 1, "data": [{
            "id": 186, "clientId": 222, "currentLevel": { "id": 2, "name": "Level 1" }, "previousLevel": null,
            "reason": { "name": "created" }, "userId": 11, "createTime": "2022-01-01T00:00:00+00:00",
        }] }),
        _ => json!({ "code": 202, "data": { "types": [] }, "done": true, "uuid": "u-1", "workflow": "W" }),
    }
}

pub(crate) const KRIPTOMAT: [&str; 4] =
    ["kriptomat.login", "kriptomat.getUser", "kriptomat.importKyc", "kriptomat.requestKyc"];
pub(crate) const SUMSUB: [&str; 2] = ["sumsub.createShareToken", "sumsub.getApplicantStatus"];
pub(crate) const B2CORE: [&str; 7] = [
    "b2core.startSignIn",
    "b2core.signIn",
    "b2core.submitSecondFactor",
    "b2core.listVerifications",
    "b2core.getVerification",
    "b2core.startWizard",
    "b2core.runWizard",
];

pub(crate) fn every_operation() -> impl Iterator<Item = &'static str> {
    KRIPTOMAT.into_iter().chain(SUMSUB).chain(B2CORE)
}

pub(crate) fn prepare_as(operation: &str, account: &Value, input: &Value) -> Result<Request, Error> {
    operation::prepare(operation, &parsed(&json!({ "account": account, "input": input, "now": NOW })))
}

/// The request with the sample's account, changed by these members.
pub(crate) fn prepare_with(operation: &str, changes: &Value, input: &Value) -> Result<Request, Error> {
    prepare_as(operation, &changed(account(operation), changes), input)
}

/// The value with those members set.
pub(crate) fn changed(mut value: Value, changes: &Value) -> Value {
    for (name, change) in changes.as_object().unwrap() {
        value.as_object_mut().unwrap().insert(name.clone(), change.clone());
    }
    value
}

/// The field that a call is refused for.
pub(crate) fn field_of(refused: Result<Request, Error>) -> String {
    match refused {
        Err(Error::InvalidInput { field, .. }) => field,
        Err(other) => panic!("{other:?}"),
        Ok(request) => panic!("was not refused: {request:?}"),
    }
}

pub(crate) fn headers(request: &Request) -> Vec<(&str, &str)> {
    request.headers.iter().map(|(name, value)| (*name, value.as_str())).collect()
}

pub(crate) fn body(request: &Request) -> Value {
    serde_json::from_str(request.body.as_ref().unwrap()).unwrap()
}

/// What the one decision of a reply says of the next step.
pub(crate) fn next_of(operation: &str, body: &Value) -> Next {
    let reading = read(operation, body);
    assert_eq!(reading.decisions.len(), 1);
    reading.decisions.into_iter().next().unwrap().next
}

/// Whether the reply lets the person pass. An error does not.
pub(crate) fn proceeds(operation: &str, body: &Value) -> bool {
    operation::read(operation, &reply(200, body))
        .is_ok_and(|reading| reading.decisions.iter().any(|decision| decision.next == Next::Proceed))
}
