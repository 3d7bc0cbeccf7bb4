//! The reply to a login: `{ "access_token": …, "expires_in": seconds }`, without an envelope (docs: login).

use alloc::vec::Vec;

use super::refusal::success;
use crate::error::Error;
use crate::http::{Reply, is_header_text};
use crate::json::{Json, Value};
use crate::operation::Reading;

/// Reads the token and the life that it was granted.
///
/// # Errors
/// See [`crate::operation::read`].
pub fn read_login(reply: &Reply) -> Result<Reading, Error> {
    let body = success(reply)?;
    let token = body
        .get("access_token")
        .and_then(Value::as_str)
        .filter(|t| is_header_text(t))
        .ok_or(Error::Unreadable { field: "access_token", problem: "is not there" })?;
    let seconds = body
        .get("expires_in")
        .and_then(Value::as_u64)
        .filter(|seconds| *seconds > 0 && u32::try_from(*seconds).is_ok())
        .ok_or(Error::Unreadable { field: "expires_in", problem: "is not a number of seconds" })?;
    let value = Json::object([("access_token", token.into()), ("expires_in", seconds.into())]);
    Ok(Reading { value, decisions: Vec::new() })
}
