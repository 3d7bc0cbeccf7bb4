//! The replies of a sign-in (docs: front authentication).

use alloc::string::String;
use alloc::vec::Vec;

use super::refusal::success;
use crate::error::Error;
use crate::http::Reply;
use crate::json::{Json, Value};
use crate::operation::Reading;

/// Reads the `uuid` of a sign-in that has begun.
///
/// # Errors
/// See [`crate::operation::read`].
pub fn read_sign_in_wizard(reply: &Reply) -> Result<Reading, Error> {
    let body = success(reply)?;
    let uuid = text(&body, &["uuid"]).ok_or(Error::Unreadable { field: "uuid", problem: "is not there" })?;
    let mut value = Json::object([("uuid", uuid.into())]);
    if let Some(data) = body.get("data").filter(|data| data.is_object()) {
        value.set("data", data.clone().into_owned());
    }
    Ok(Reading { value, decisions: Vec::new() })
}

/// Reads how a step of the sign-in ended: with tokens, or with a further step to take. The names of the tokens' fields
/// are not documented, so the usual spellings are read, at the top or in `data`.
///
/// The value has `accessToken`, and `refreshToken` and `expiresIn` (seconds) where stated; or `uuid` with the opaque
/// `workflow` of the next step, and `done`.
///
/// # Errors
/// See [`crate::operation::read`]; [`Error::Unreadable`] when there is neither a token nor a further step.
pub fn read_sign_in(reply: &Reply) -> Result<Reading, Error> {
    let body = success(reply)?;
    let data = body.get("data").unwrap_or(&Value::Null);
    let find = |names: &[&str]| text(&body, names).or_else(|| text(data, names));
    let mut value = Json::Object(Vec::new());
    if let Some(token) = find(&["access_token", "accessToken", "token"]) {
        value.set("accessToken", token.into());
        if let Some(token) = find(&["refresh_token", "refreshToken"]) {
            value.set("refreshToken", token.into());
        }
        let seconds = [&body, data]
            .into_iter()
            .find_map(|part| ["expires_in", "expiresIn"].into_iter().find_map(|n| part.get(n)?.as_u64()));
        if let Some(seconds) = seconds {
            value.set("expiresIn", seconds.into());
        }
    } else if let Some(uuid) = find(&["uuid"]) {
        value.set("uuid", uuid.into());
        if let Some(workflow) = find(&["workflow"]) {
            value.set("workflow", workflow.into());
        }
        value.set("done", Json::Bool(body.get("done").and_then(Value::as_bool).unwrap_or(false)));
    } else {
        return Err(Error::Unreadable { field: "body", problem: "has neither a token nor a further step" });
    }
    Ok(Reading { value, decisions: Vec::new() })
}

fn text(value: &Value<'_>, names: &[&str]) -> Option<String> {
    names.iter().find_map(|name| value.get(name)?.as_str()).filter(|text| !text.is_empty()).map(String::from)
}
