//! The replies of a sign-in (docs: front authentication).

use alloc::string::String;
use alloc::vec::Vec;

use super::refusal::success;
use super::wizard_reply::stated;
use crate::error::Error;
use crate::http::Reply;
use crate::json::{Json, Value};
use crate::operation::Reading;

/// Reads a sign-in that has begun. The value has its `uuid`, and `code`, `done`, `workflow` and `data` where they are
/// stated.
///
/// # Errors
/// See [`crate::operation::read`].
pub fn read_sign_in_wizard(reply: &Reply) -> Result<Reading, Error> {
    let body = success(reply)?;
    let mut value = stated(&body);
    if value.get("uuid").is_none() {
        return Err(Error::Unreadable { field: "uuid", problem: "is not there" });
    }
    keep_data(&mut value, &body);
    Ok(Reading { value, decisions: Vec::new() })
}

/// Reads how a step of the sign-in ended: with tokens, or with a further step to take. The names of the tokens' fields
/// are not documented, so the usual spellings are read, at the top or in `data`.
///
/// The value has `code`, `done`, `uuid` and the opaque `workflow` where they are stated. With them go `accessToken`, and
/// `refreshToken` and `expiresIn` (seconds) where stated; or, without a token, always `uuid` and `done`, and the `data`
/// of the next step.
///
/// # Errors
/// See [`crate::operation::read`]; [`Error::Unreadable`] when there is neither a token nor a further step.
pub fn read_sign_in(reply: &Reply) -> Result<Reading, Error> {
    let body = success(reply)?;
    let data = body.get("data").unwrap_or(&Value::Null);
    let find = |names: &[&str]| text(&body, names).or_else(|| text(data, names));
    let mut value = stated(&body);
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
        if value.get("done").is_none() {
            value.set("done", false.into());
        }
        keep_data(&mut value, &body);
    } else {
        return Err(Error::Unreadable { field: "body", problem: "has neither a token nor a further step" });
    }
    Ok(Reading { value, decisions: Vec::new() })
}

/// What the next step is told by, as it came: its members are not documented.
fn keep_data(value: &mut Json, body: &Value<'_>) {
    if let Some(data) = body.get("data").filter(|data| data.is_object()) {
        value.set("data", data.clone().into_owned());
    }
}

fn text(value: &Value<'_>, names: &[&str]) -> Option<String> {
    names.iter().find_map(|name| value.get(name)?.as_str()).filter(|text| !text.is_empty()).map(String::from)
}
