//! What B2CORE's error bodies say. No shape is documented beyond the statuses, so the likely ones are read.

use alloc::string::String;

use crate::error::Error;
use crate::http::Reply;
use crate::json::Value;
use crate::refusal::{Refusal, words};

/// Seconds to wait after a 429 that states none: a sign-in is blocked for ten minutes (docs: front authentication).
const WINDOW: u32 = 600;

/// The JSON of a success, or the error that the reply means.
pub(super) fn success(reply: &Reply) -> Result<Value<'_>, Error> {
    if reply.is_success() {
        return reply.json();
    }
    let said = reply.json().ok().and_then(|body| said(&body));
    Err(Refusal { said, not_enabled: false }.into_error(reply, WINDOW))
}

fn said(body: &Value<'_>) -> Option<String> {
    let message = |of: &Value<'_>| words(of.get("message"));
    let error = body.get("error");
    let errors = body.get("errors");
    // A list of texts or of objects, or a list for each field.
    let listed = || errors?.items().iter().find_map(message);
    let by_field = || errors?.members().iter().find_map(|(_, problems)| words(Some(problems)));
    message(body)
        .or_else(|| words(error))
        .or_else(|| message(error?))
        .or_else(|| words(errors))
        .or_else(listed)
        .or_else(by_field)
}
