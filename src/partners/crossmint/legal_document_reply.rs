//! The reply to an acceptance: `{ "acceptedAt": … }`.

use super::refusal::success;
use crate::error::Error;
use crate::http::Reply;
use crate::json::{Json, Value};
use crate::operation::Reading;
use alloc::vec::Vec;

/// Reads when Crossmint has recorded the acceptance. It decides nothing about a product.
///
/// # Errors
/// See [`crate::operation::read`].
pub fn read_acceptance(reply: &Reply) -> Result<Reading, Error> {
    let body = success(reply)?;
    let accepted_at = body
        .get("acceptedAt")
        .and_then(Value::as_str)
        .ok_or(Error::Unreadable { field: "acceptedAt", problem: "is not there" })?;
    Ok(Reading { value: Json::object([("acceptedAt", accepted_at.into())]), decisions: Vec::new() })
}
