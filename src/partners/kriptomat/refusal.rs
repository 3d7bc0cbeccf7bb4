//! What Kriptomat's replies say when they are no answer. No error body is documented, so the likely shapes are read:
//! `message` or `error`, as text or list, in the envelope that successes have.

use alloc::string::String;

use crate::error::{Error, Said};
use crate::http::Reply;
use crate::json::Value;
use crate::refusal::{Refusal, words};

/// Seconds to wait after a 429 that states none: no limit is documented.
const WINDOW: u32 = 60;

/// The JSON of a success.
pub(super) fn success(reply: &Reply) -> Result<Value<'_>, Error> {
    refused(reply)?;
    let body = reply.json()?;
    accepted(reply, body)
}

/// The JSON of a success that may be empty, as an import's is on one page of the docs.
pub(super) fn success_or_nothing(reply: &Reply) -> Result<Option<Value<'_>>, Error> {
    refused(reply)?;
    if reply.body.trim().is_empty() {
        return Ok(None);
    }
    let body = reply.json()?;
    accepted(reply, body).map(Some)
}

fn refused(reply: &Reply) -> Result<(), Error> {
    if reply.is_success() {
        return Ok(());
    }
    let said = reply.json().ok().and_then(|body| said(&body));
    Err(Refusal { said, not_enabled: false }.into_error(reply, WINDOW))
}

/// `status: false` in a 2xx is a refusal, and so is an error without the envelope of a success.
fn accepted<'a>(reply: &Reply, body: Value<'a>) -> Result<Value<'a>, Error> {
    let refuses = match body.get("status") {
        None => ["error", "errors"].into_iter().any(|name| body.get(name).is_some_and(says_something)),
        Some(status) => status.as_bool() == Some(false),
    };
    if refuses {
        return Err(Error::Refused { status: reply.status, said: said(&body).map(Said) });
    }
    Ok(body)
}

/// `null`, `false` and what is empty name no error.
fn says_something(error: &Value<'_>) -> bool {
    !matches!(error.to_text().as_str(), "null" | "false" | "\"\"" | "[]" | "{}")
}

/// Demands that the envelope, where there is one, says `status: true`: no other word for a success is documented.
pub(super) fn confirmed(body: &Value<'_>) -> Result<(), Error> {
    match body.get("status") {
        None | Some(Value::Bool(true)) => Ok(()),
        Some(_) => Err(Error::Unreadable { field: "status", problem: "is not true" }),
    }
}

fn said(body: &Value<'_>) -> Option<String> {
    words(body.get("message")).or_else(|| words(body.get("error")))
}
