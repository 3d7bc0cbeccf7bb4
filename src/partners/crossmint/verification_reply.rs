//! The eligibility list: one status for each product, never folded into one (API reference,
//! get-identity-verification; identity quickstart, statuses).

use super::PRIVACY_POLICY;
use super::refusal::success;
use super::requirements::{Product, section_items};
use crate::decision::{Decision, DocumentItem, Missing, Next, Partner, WaitReason};
use crate::error::Error;
use crate::http::Reply;
use crate::json::{Json, Value, same};
use crate::operation::Reading;
use crate::scratch;
use alloc::borrow::Cow;
use alloc::vec::Vec;

/// Seconds between two looks at a check that usually ends within a minute: the interval of Crossmint's own sample
/// (regulated-payouts-quickstart); the docs prescribe none.
const SOON: u32 = 5;
/// Seconds between two looks at a check by Crossmint's staff, for which no time is given.
const LATER: u32 = 900;

/// Reads where the verification stands.
///
/// # Errors
/// See [`crate::operation::read`].
pub fn read_verification(reply: &Reply) -> Result<Reading, Error> {
    read(reply, &Next::StartVerification)
}

/// Reads the reply of a trigger, in which `not-started` is a passing state.
///
/// # Errors
/// See [`crate::operation::read`].
pub fn read_triggered(reply: &Reply) -> Result<Reading, Error> {
    read(reply, &Next::Wait { reason: WaitReason::Started, look_again_after: SOON })
}

/// The words that are documented: they are told on as they stand here, without a copy of the reply's.
static WORDS: [&str; 15] = [
    Product::RegulatedTransfer.as_str(),
    Product::Onramp.as_str(),
    Product::OnrampLight.as_str(),
    Product::Offramp.as_str(),
    "verified",
    "rejected",
    "pending-review",
    "pending-manual-review",
    "requires-data",
    "pending-privacy-policy",
    "not-started",
    "user-details",
    "kyc-data",
    "id",
    "proof-of-address",
];

/// A text of the reply.
fn told(text: &str) -> Cow<'static, str> {
    for word in &WORDS {
        if same(word, text) {
            return Cow::Borrowed(word);
        }
    }
    Cow::Owned(text.into())
}

fn read(reply: &Reply, not_started: &Next) -> Result<Reading, Error> {
    let body = success(reply)?;
    let entries = match body.get("eligibility") {
        Some(Value::Array(list)) => list.as_slice(),
        Some(one @ Value::Object(_)) => core::slice::from_ref(one),
        _ => return Err(Error::Unreadable { field: "eligibility", problem: "is not a list" }),
    };
    let mut values = Vec::with_capacity(entries.len());
    let mut decisions = Vec::with_capacity(entries.len());
    for entry in entries {
        let word = |name: &str| entry.get(name).and_then(Value::as_str);
        let product = word("type").ok_or(Error::Unreadable {
            field: "eligibility[].type",
            problem: "is not there, or not a string",
        })?;
        let status = word("status").ok_or(Error::Unreadable {
            field: "eligibility[].status",
            problem: "is not there, or not a string",
        })?;
        let (scope, status) = (told(product), told(status));
        let mut value =
            Json::object([("type", Json::String(scope.clone())), ("status", Json::String(status.clone()))]);
        let mut said = Json::object([("status", Json::String(status.clone()))]);
        for name in ["missingData", "missingDocuments"] {
            if let Some(list) = list(entry, name) {
                value.set(name, list.clone());
                said.set(name, list);
            }
        }
        let next = next(&scope, &status, &said, not_started);
        decisions.push(Decision { partner: Partner::Crossmint, scope, next, said, show: Vec::new() });
        values.push(value);
    }
    hold_repeated(&mut decisions);
    scratch::leave(body);
    Ok(Reading { value: Json::object([("eligibility", Json::Array(values))]), decisions })
}

/// A missing list, always as a list. Members that are no strings are kept as their JSON text.
fn list(entry: &Value<'_>, name: &str) -> Option<Json> {
    let item = |item: &Value<'_>| {
        Json::String(match item.as_str() {
            Some(word) => told(word),
            None => Cow::Owned(item.to_text()),
        })
    };
    match entry.get(name)? {
        Value::Null => None,
        Value::Array(items) => Some(Json::list(items.iter().map(item))),
        one => Some(Json::list([item(one)])),
    }
}

fn next(product: &str, status: &str, entry: &Json, not_started: &Next) -> Next {
    match status {
        // What is verified must be a product that is documented, spelled as it is there.
        "verified" if Product::parse(product).is_some() => Next::Proceed,
        "rejected" => Next::Stop { is_final: None },
        "pending-review" => Next::Wait { reason: WaitReason::Review, look_again_after: SOON },
        "pending-manual-review" => Next::Wait { reason: WaitReason::ManualReview, look_again_after: LATER },
        "requires-data" => Next::Provide(missing(entry)),
        "pending-privacy-policy" => Next::AskConsent { policy: PRIVACY_POLICY },
        "not-started" => not_started.clone(),
        _ => Next::Hold,
    }
}

/// The partner's two lists in our own terms; they are vocabularies of their own, and only these members are documented.
fn missing(entry: &Json) -> Missing {
    let mut out = Missing::default();
    let items =
        |name: &str| entry.get(name).map(Json::items).unwrap_or_default().iter().filter_map(Json::as_str);
    for member in items("missingData") {
        match member {
            "user-details" | "kyc-data" => {
                for item in section_items(member == "kyc-data") {
                    out.needs(*item);
                }
            }
            _ => out.other.push(member.into()),
        }
    }
    for member in items("missingDocuments") {
        match member {
            "id" => out.needs_document(DocumentItem::IdentityDocument),
            "proof-of-address" => out.needs_document(DocumentItem::ProofOfAddress),
            _ => out.other.push(member.into()),
        }
    }
    out
}

/// A product that is named twice has no one status: what would let the person pass is held.
fn hold_repeated(decisions: &mut [Decision]) {
    if decisions.len() < 2 {
        return;
    }
    for at in 0..decisions.len() {
        let repeated = |scope: &str| decisions.iter().filter(|other| other.scope == scope).count() > 1;
        let passes = decisions.get(at).is_some_and(|d| d.next == Next::Proceed && repeated(&d.scope));
        if let Some(decision) = decisions.get_mut(at).filter(|_| passes) {
            decision.next = Next::Hold;
        }
    }
}
