//! What Crossmint's error bodies say. The users API documents none, so every shape seen elsewhere in the same API
//! version is read (crossmint-sdk `openapi.json` and `APIErrorService.ts`; the transfers guide).

use crate::error::Error;
use crate::http::Reply;
use crate::json::Json;
use crate::refusal::Refusal;

/// The limits are per minute (platform, rate limits).
const WINDOW: u32 = 60;

/// The JSON of a success, or the error that the reply means.
pub(super) fn success(reply: &Reply) -> Result<Json, Error> {
    if reply.is_success() {
        return reply.json();
    }
    let said = reply.json().ok().and_then(|body| said(&body));
    let not_enabled = said.as_ref().is_some_and(|words| words.contains("not configured to support"));
    Err(Refusal { said, not_enabled }.into_error(reply, WINDOW))
}

/// `message` as text or list; `error` as text, or as an object with `message` or `reason`; else `code`.
fn said(body: &Json) -> Option<String> {
    let words = |value: Option<&Json>| match value? {
        Json::String(text) => Some(text.clone()),
        list @ Json::Array(_) => {
            let texts: Vec<&str> = list.items().iter().filter_map(Json::as_str).collect();
            (!texts.is_empty()).then(|| texts.join("; "))
        }
        _ => None,
    };
    let error = body.get("error");
    words(body.get("message"))
        .or_else(|| words(error.and_then(|e| e.get("message"))))
        .or_else(|| words(error))
        .or_else(|| words(error.and_then(|e| e.get("reason"))))
        .or_else(|| words(body.get("code")))
}
