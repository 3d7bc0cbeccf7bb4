//! What Sumsub's error bodies say: `{ description, code, correlationId, errorCode?, errorName? }` (docs: error codes).

use alloc::string::String;

use crate::error::Error;
use crate::http::Reply;
use crate::json::Value;
use crate::refusal::{Refusal, words};

/// The limits are per five seconds (docs: rate limits).
const WINDOW: u32 = 5;

/// The JSON of a success, or the error that the reply means.
pub(super) fn success(reply: &Reply) -> Result<Value<'_>, Error> {
    if reply.is_success() {
        let body = reply.json()?;
        return if body.is_object() {
            Ok(body)
        } else {
            Err(Error::Unreadable { field: "body", problem: "is not an object" })
        };
    }
    let said = reply.json().ok().and_then(|body| said(&body));
    Err(Refusal { said, not_enabled: false }.into_error(reply, WINDOW))
}

/// The name of the error, where there is one, and the description.
fn said(body: &Value<'_>) -> Option<String> {
    match (words(body.get("errorName")), words(body.get("description"))) {
        (Some(name), Some(description)) => Some([name.as_str(), ": ", &description].concat()),
        (name, description) => name.or(description),
    }
}
