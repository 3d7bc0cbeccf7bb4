//! The webhook "KYC statuses" (docs: webhooks). It bears no signature, so it is a hint: it says whose status to read.

use alloc::vec::Vec;

use crate::error::Error;
use crate::json::Json;
use crate::operation::Reading;

/// Reads whom a webhook is about. It decides nothing.
///
/// # Errors
/// [`Error::Unreadable`] when it names no user.
pub fn read_webhook(body: &Json) -> Result<Reading, Error> {
    let user = match body.get("user_id") {
        Some(Json::String(digits)) if digits.bytes().all(|b| b.is_ascii_digit()) => digits.parse().ok(),
        Some(number) => number.as_u64(),
        None => None,
    };
    let user = user.ok_or(Error::Unreadable { field: "user_id", problem: "is not a number" })?;
    let mut value = Json::object([("user_id", user.into())]);
    // The applicant is one of Kriptomat's own Sumsub tenant; comments are left where they are.
    for name in ["applicantId", "reviewStatus"] {
        if let Some(text) = body.get("status").and_then(|s| s.get(name)).and_then(Json::as_str) {
            value.set(name, text.into());
        }
    }
    Ok(Reading { value, decisions: Vec::new() })
}
