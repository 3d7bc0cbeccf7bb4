//! `…/my/signin/wizard`, `…/my/signin`, `…/my/signin/2fa`, `…/my/2fa/{google,sms}` (docs: front authentication).

use alloc::vec::Vec;

use super::Account;
use super::fingerprint::device_fingerprint;
use crate::decision::words;
use crate::error::Error;
use crate::http::{Method, Request};
use crate::json::Json;
use crate::operation::Call;

words! {
    /// The ways of a second factor.
    SecondFactor {
        /// An authenticator app.
        Google = "google",
        /// A text message.
        Sms = "sms",
    }
}

/// The request that starts a sign-in. Its reply has the `uuid` that the next steps bear.
#[must_use]
pub fn start_sign_in(account: &Account) -> Request {
    account.open_request(Method::Get, "signin/wizard")
}

/// The request with e-mail and password, and a [`device_fingerprint`]. An installation locks out after five tries a minute, by default.
#[must_use]
pub fn sign_in(account: &Account, uuid: &str, email: &str, password: &str, fingerprint: &str) -> Request {
    account.open_request(Method::Post, "signin").with_json(&Json::object([
        ("uuid", uuid.into()),
        ("email", email.into()),
        ("password", password.into()),
        ("device_fingerprint", fingerprint.into()),
    ]))
}

/// The request with a second factor's code; without one, the request that chooses the way where both are on. The docs
/// do not name the body's members: they are `uuid`, where there is one, and `method` or `code`.
#[must_use]
pub fn submit_second_factor(
    account: &Account,
    uuid: Option<&str>,
    way: SecondFactor,
    code: Option<&str>,
) -> Request {
    let (path, name, word) = match code {
        Some(code) => (["2fa/", way.as_str()].concat(), "code", code),
        None => ("signin/2fa".into(), "method", way.as_str()),
    };
    let mut body = Json::Object(Vec::new());
    if let Some(uuid) = uuid {
        body.set("uuid", uuid.into());
    }
    body.set(name, word.into());
    account.open_request(Method::Post, &path).with_json(&body)
}

pub(super) fn prepare_start(call: &Call<'_>) -> Result<Request, Error> {
    call.input.only(&[])?;
    Ok(start_sign_in(&Account::read(&call.account)?))
}

pub(super) fn prepare_sign_in(call: &Call<'_>) -> Result<Request, Error> {
    let account = Account::read(&call.account)?;
    let input = &call.input;
    input.only(&["uuid", "email", "password", "deviceFingerprint", "userAgent"])?;
    let text = |name: &str| input.get(name).text();
    let fingerprint = match input.get("deviceFingerprint").optional_text()? {
        Some(made) => made.into(),
        None => device_fingerprint(text("userAgent")?),
    };
    Ok(sign_in(&account, text("uuid")?, text("email")?, text("password")?, &fingerprint))
}

pub(super) fn prepare_second_factor(call: &Call<'_>) -> Result<Request, Error> {
    let account = Account::read(&call.account)?;
    let input = &call.input;
    input.only(&["uuid", "method", "code"])?;
    let way = input.get("method");
    let way = SecondFactor::parse(way.text()?).ok_or_else(|| way.wrong("must be google or sms"))?;
    let code = input.get("code").optional_such(
        |code| (4..=10).contains(&code.len()) && code.bytes().all(|b| b.is_ascii_digit()),
        "must be the digits of the code, as a string",
    )?;
    Ok(submit_second_factor(&account, input.get("uuid").optional_text()?, way, code))
}
