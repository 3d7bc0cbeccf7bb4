//! What hosts with keys get beside it: requests, webhooks, and how long things last.

use alloc::string::String;
use alloc::vec::Vec;
use wasm_bindgen::prelude::wasm_bindgen;

use super::reading::answer_reading;
use super::scratch::Scratch;
use super::tokens::answer_kept;
use super::{Answer, answer, argument, millis};
use crate::consent;
use crate::credential::{Session, Totp};
use crate::error::Error;
use crate::http::json_of_bytes;
use crate::input::Field;
use crate::json::Json;
use crate::operation;
use crate::partners::{kriptomat, sumsub};
use crate::time::Timestamp;

/// `prepare` of the package. `call` is `{ account, input, consent, now }`.
#[wasm_bindgen]
#[allow(unsafe_code)]
pub fn prepare(name: &str, call: &str) -> Answer {
    // SAFETY: a request that is told is not needed any more.
    let scratch = unsafe { Scratch::open() };
    let result = argument("input", call)
        .and_then(|call| operation::prepare(name, &call))
        .map(|request| request.to_json());
    answer_kept(scratch.close(), result)
}

/// `redelivery` of the package. `retry_after` is 0 when the partner has stated none.
#[wasm_bindgen]
pub fn redelivery(attempts: u32, code: &str, retry_after: u32) -> Answer {
    let next = consent::redelivery(attempts, code, Some(retry_after));
    answer(Ok(Json::object([("after", u64::from(next.after).into()), ("report", next.report.into())])))
}

/// `session` of the package: `{ renewAt, endsAt }` in milliseconds since 1970.
#[wasm_bindgen]
pub fn session(asked_at: &str, expires_in: u32) -> Answer {
    answer(clock("askedAt", asked_at).map(|asked_at| {
        let session = Session::granted(asked_at, expires_in);
        Json::object([("renewAt", millis(session.renew_at)), ("endsAt", millis(session.ends_at))])
    }))
}

/// `codeWindow` of the package: the number of the window that a one-time code of `now` belongs to.
#[wasm_bindgen(js_name = codeWindow)]
pub fn code_window(now: &str) -> Answer {
    answer(clock("now", now).map(|now| Json::from(u64::try_from(Totp::window(now)).unwrap_or_default())))
}

/// `receive` of the package. `headers` is a JSON object with names in any case; `guard` is
/// `{ secrets, allowSha1?, maxAge? }`, or null for a webhook without signature.
#[wasm_bindgen]
#[allow(unsafe_code)]
pub fn receive(webhook: &str, headers: &str, body: &[u8], guard: &str, now: &str) -> Answer {
    // SAFETY: as above.
    let scratch = unsafe { Scratch::open() };
    let result = (|| {
        let now = clock("now", now)?;
        let headers = argument("headers", headers)?;
        match webhook {
            "sumsub.applicant" => {
                sumsub::read_webhook(&headers, body, &sumsub_guard(&argument("guard", guard)?)?, now)
            }
            "kriptomat.kyc" => kriptomat::read_webhook(&json_of_bytes(body)?),
            _ => Err(Error::input("webhook", "must be sumsub.applicant or kriptomat.kyc")),
        }
    })();
    answer_reading(scratch.close(), result)
}

fn sumsub_guard(guard: &Json) -> Result<sumsub::Guard, Error> {
    let field = Field::root("guard", Some(guard));
    field.only(&["secrets", "allowSha1", "maxAge"])?;
    let secrets = field.get("secrets");
    let list: Option<Vec<String>> = secrets
        .value()
        .map(Json::items)
        .unwrap_or_default()
        .iter()
        .map(|secret| secret.as_str().filter(|s| !s.is_empty()).map(String::from))
        .collect();
    let age = field.get("maxAge");
    let max_age = match age.optional_number()? {
        None => sumsub::MAX_AGE,
        Some(seconds) => {
            u32::try_from(seconds).map_err(|_| age.wrong("must be a number of seconds below 4294967296"))?
        }
    };
    Ok(sumsub::Guard {
        secrets: list
            .filter(|list| !list.is_empty())
            .ok_or_else(|| secrets.wrong("must be a list of the webhook's secrets"))?,
        allow_sha1: field.get("allowSha1").value().and_then(Json::as_bool).unwrap_or(false),
        max_age,
    })
}

/// `country` of the package: `{ alpha2, alpha3 }`, or null for a code that is nobody's.
#[wasm_bindgen]
pub fn country(code: &str) -> Answer {
    use crate::country::{alpha2, alpha3};
    answer(Ok(match (alpha2(code), alpha3(code)) {
        (Some(two), Some(three)) => Json::object([("alpha2", two.into()), ("alpha3", three.into())]),
        _ => Json::Null,
    }))
}

pub(super) fn clock(name: &str, text: &str) -> Result<Timestamp, Error> {
    Timestamp::parse(text)
        .ok_or_else(|| Error::input(name, "must be an ISO 8601 date and time that ends in Z"))
}
