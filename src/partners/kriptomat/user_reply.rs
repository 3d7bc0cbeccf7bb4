//! A user, and with it where the verification stands (docs: show user; compliance). `kyc_status` and `edd_status` are
//! two things and stay two.

use alloc::borrow::Cow;
use alloc::string::String;
use alloc::vec;
use alloc::vec::Vec;

use super::refusal::{confirmed, success};
use crate::decision::{Decision, Missing, Next, Partner, WaitReason};
use crate::error::Error;
use crate::http::Reply;
use crate::json::{Json, Member, Value};
use crate::operation::Reading;

/// Seconds between two looks: the result comes after three to five minutes on average, and within a day (compliance).
pub(super) const SOON: u32 = 180;

/// Reads a user. The value is the user itself, without the `{ status, data }` around it; texts are trimmed.
///
/// # Errors
/// See [`crate::operation::read`].
pub fn read_user(reply: &Reply) -> Result<Reading, Error> {
    let body = success(reply)?;
    confirmed(&body)?;
    let data = body
        .get("data")
        .filter(|data| data.is_object())
        .ok_or(Error::Unreadable { field: "data", problem: "is not an object" })?;
    let kyc = data
        .get("kyc_status")
        .and_then(Value::as_str)
        .ok_or(Error::Unreadable { field: "data.kyc_status", problem: "is not there, or not a string" })?;
    let edd = match data.get("edd_status") {
        None | Some(Value::Null) => Some(""),
        Some(other) => other.as_str(),
    };
    let status = data.get("status").filter(|status| **status != Value::Null);
    let active = status.is_none_or(|status| status.as_str() == Some("active"));
    let mut said = Json::object([("kyc_status", kyc.into())]);
    for (name, value) in [("edd_status", data.get("edd_status")), ("status", status)] {
        if let Some(value) = value.filter(|value| **value != Value::Null) {
            said.set(name, word(value));
        }
    }
    let decision = Decision {
        partner: Partner::Kriptomat,
        scope: "kyc".into(),
        next: next(kyc, edd, active),
        said,
        show: Vec::new(),
    };
    Ok(Reading { value: trimmed(data), decisions: vec![decision] })
}

/// `""` is not in the list of values but in the sample: it is not stated, which is not the same as not required.
fn next(kyc: &str, edd: Option<&str>, active: bool) -> Next {
    match kyc {
        // An account in a state that is not documented may not be usable, whatever the verification says.
        "passed" | "verified" if !active => Next::Hold,
        "passed" | "verified" => match edd {
            Some("" | "not_required" | "confirmed") => Next::Proceed,
            Some("required") => Next::Provide(Missing { other: vec!["edd".into()], ..Missing::default() }),
            Some("failed") => Next::Stop { is_final: None },
            _ => Next::Hold,
        },
        "pending" => waiting(),
        "not_started" => Next::StartVerification,
        "failed" | "declined" => Next::Stop { is_final: None },
        _ => Next::Hold,
    }
}

pub(super) const fn waiting() -> Next {
    Next::Wait { reason: WaitReason::Review, look_again_after: SOON }
}

/// The docs' sample has a blank behind the e-mail address. What is decided by stays as it came. All that is documented is
/// text: what is null is left out, and a status of another type is its JSON text.
fn trimmed(data: &Value<'_>) -> Json {
    let member = |(name, value): &Member<'_>| {
        let value = match value {
            Value::Null => return None,
            status if name.ends_with("status") => word(status),
            Value::String(text) => text.trim().into(),
            other => other.clone().into_owned(),
        };
        Some((Cow::Owned(String::from(&**name)), value))
    };
    Json::Object(data.members().iter().filter_map(member).collect())
}

fn word(value: &Value<'_>) -> Json {
    Json::text(value.as_str().map_or_else(|| value.to_text(), String::from))
}
