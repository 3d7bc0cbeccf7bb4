//! The user summary: which sections Crossmint holds, and which legal documents were accepted. The reply of upsert and
//! get alike (API reference, upsert-user and get-user).

use super::PRIVACY_POLICY;
use super::refusal::success;
use crate::decision::{Decision, Next, Partner};
use crate::error::Error;
use crate::http::Reply;
use crate::json::{Json, Value};
use crate::operation::Reading;
use alloc::vec;
use alloc::vec::Vec;

/// The sections of a record, by their names in requests and summaries.
pub(super) const SECTIONS: [&str; 4] = ["userDetails", "kycData", "dueDiligence", "verificationHistory"];

/// Reads a user summary. Without an accepted privacy policy whose version is valid, the person must be asked.
///
/// # Errors
/// See [`crate::operation::read`].
pub fn read_user(reply: &Reply) -> Result<Reading, Error> {
    let body = success(reply)?;
    let mut value = Json::Object(Vec::new());
    for section in SECTIONS {
        let stored = body
            .get(section)
            .and_then(Value::as_bool)
            .ok_or(Error::Unreadable { field: section, problem: "is not true or false" })?;
        value.set(section, stored.into());
    }
    for name in ["userId", "email", "phoneNumber"] {
        if let Some(text) = body.get(name).and_then(Value::as_str) {
            value.set(name, text.into());
        }
    }
    // The reference describes a list and prints one object.
    let documents = match body.get("legalDocuments") {
        Some(Value::Array(list)) => list.as_slice(),
        Some(one @ Value::Object(_)) => core::slice::from_ref(one),
        _ => &[],
    };
    let documents: Vec<Json> = documents.iter().filter_map(legal_document).collect();
    let valid = documents.iter().any(|d| {
        d.get("type").and_then(Value::as_str) == Some(PRIVACY_POLICY)
            && d.get("isValidVersion").and_then(Value::as_bool) == Some(true)
    });
    let decisions = if valid { Vec::new() } else { vec![ask_consent(&documents)] };
    value.set("legalDocuments", Json::Array(documents));
    Ok(Reading { value, decisions })
}

/// One spelling for `isValidVersion` (the reference) and `validVersion` (the quickstart). Neither: not valid.
fn legal_document(document: &Value<'_>) -> Option<Json> {
    let mut out = Json::object([("type", document.get("type")?.as_str()?.into())]);
    if let Some(at) = document.get("acceptedAt").and_then(Value::as_str) {
        out.set("acceptedAt", at.into());
    }
    let valid = ["isValidVersion", "validVersion"].into_iter().find_map(|name| document.get(name)?.as_bool());
    out.set("isValidVersion", valid.unwrap_or(false).into());
    Some(out)
}

fn ask_consent(documents: &[Json]) -> Decision {
    Decision {
        partner: Partner::Crossmint,
        scope: PRIVACY_POLICY.into(),
        next: Next::AskConsent { policy: PRIVACY_POLICY },
        said: Json::object([(
            "legalDocuments",
            Json::strings(documents.iter().filter_map(|d| d.get("type")?.as_str())),
        )]),
        show: Vec::new(),
    }
}
