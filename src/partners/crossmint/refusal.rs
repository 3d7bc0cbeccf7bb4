//! What Crossmint's error bodies say. The users API documents none, so every shape seen elsewhere in the same API
//! version is read (crossmint-sdk `openapi.json` and `APIErrorService.ts`; the transfers guide).

use crate::error::Error;
use crate::http::Reply;
use crate::json::Value;
use crate::refusal::{Refusal, words};
use alloc::string::String;

/// The limits are per minute (platform, rate limits).
const WINDOW: u32 = 60;

/// In the message of a project, or of a residence, that is not enabled (identity quickstart; Crossmint's own sample).
/// Neither its status nor the body around it is documented: it is looked for in all of a refusal, which need not be JSON,
/// and in what a success says.
const NOT_ENABLED: &[u8] = b"not configured to support";

/// The JSON of a success, or the error that the reply means.
pub(super) fn success(reply: &Reply) -> Result<Value<'_>, Error> {
    let (said, not_enabled) = if reply.is_success() {
        let body = reply.json()?;
        let said = said(&body);
        if !said.as_deref().is_some_and(says_not_enabled) {
            return Ok(body);
        }
        (said, true)
    } else {
        (reply.json().ok().and_then(|body| said(&body)), says_not_enabled(&reply.body))
    };
    Err(Refusal { said, not_enabled }.into_error(reply, WINDOW))
}

fn says_not_enabled(text: &str) -> bool {
    text.as_bytes().windows(NOT_ENABLED.len()).any(|words| words == NOT_ENABLED)
}

/// `message` as text or list; `error` as text, or as an object with `message` or `reason`; else `code`.
fn said(body: &Value<'_>) -> Option<String> {
    let error = body.get("error");
    words(body.get("message"))
        .or_else(|| words(error.and_then(|e| e.get("message"))))
        .or_else(|| words(error))
        .or_else(|| words(error.and_then(|e| e.get("reason"))))
        .or_else(|| words(body.get("code")))
}
