//! The reply with a share token: `{ "token": …, "forClientId": … }`.

use alloc::vec::Vec;

use super::refusal::success;
use crate::error::Error;
use crate::http::Reply;
use crate::json::{Json, Value};
use crate::operation::Reading;

/// Reads a share token. It is opaque: whatever it looks like, it is handed on as it is.
///
/// # Errors
/// See [`crate::operation::read`].
pub fn read_share_token(reply: &Reply) -> Result<Reading, Error> {
    let body = success(reply)?;
    let token = body
        .get("token")
        .and_then(Value::as_str)
        .filter(|token| !token.is_empty() && token.len() <= 1024)
        .ok_or(Error::Unreadable { field: "token", problem: "is not there, or over 1 kB" })?;
    let mut value = Json::object([("token", token.into())]);
    if let Some(client) = body.get("forClientId").and_then(Value::as_str) {
        value.set("forClientId", client.into());
    }
    Ok(Reading { value, decisions: Vec::new() })
}
